"""Which term is in force for an edition, which never matched, and what tags mean."""

from __future__ import annotations

import pytest

from keben.diagnostics import Place
from keben.glossary import Glossary, Term, unmatched
from keben.glossary.terms import TAGS, find_tag, plain_note, written_term
from keben.settings import FormError


def term(target: str, tag: str, level: str = "work", source: str = "软件") -> Term:
    return Term(source, target, TAGS[tag], level=level, file=f"{level}.toml", line=3, column=2)  # type: ignore[arg-type]


def printed(*terms: Term, edition: str = "zh-Hant-TW") -> str:
    return Glossary(terms).for_locale(edition)["软件"].target


def test_the_more_exact_tag_wins_in_any_order() -> None:
    terms = (term("甲", "zh"), term("乙", "zh-Hant"), term("丙", "zh-Hant-TW"))
    assert printed(*terms) == printed(*reversed(terms)) == "丙"
    assert printed(*terms, edition="zh-Hant-HK") == "乙"
    assert printed(*terms, edition="zh-Hans-SG") == "甲"


def test_a_work_is_laid_over_its_project() -> None:
    assert printed(term("甲", "zh-Hant", "project"), term("乙", "zh-Hant")) == "乙"
    assert printed(term("乙", "zh"), term("甲", "zh-Hant-TW", "project")) == "乙"


def test_a_name_that_is_only_listed_gives_way_to_a_target() -> None:
    listed = Term("软件", "", TAGS["zh"], "person")
    assert printed(listed, term("甲", "zh-Hant", "project")) == "甲"
    assert printed(listed) == ""


def test_a_term_for_other_editions_is_not_in_force() -> None:
    assert Glossary((term("甲", "zh-Hans"),)).for_locale("zh-Hant-TW") == {}
    assert Glossary((term("甲", "zh"),)).for_locale("en") == {}


def test_what_a_work_names_and_its_text_never_has_is_told() -> None:
    used, unused, project = term("甲", "zh"), term("乙", "zh", source="硬件"), term("丙", "zh", "project", "网络")
    glossary = Glossary((used, unused, project))
    (found,) = unmatched(glossary, [used], "zh-Hant-TW")
    assert (found.code, found.path, found.place) == ("C215", "work.toml", Place(3, 2, 2))
    assert "`硬件`" in found.fact
    assert list(unmatched(glossary, [used], "zh-Hant-HK")) == [found]
    assert list(unmatched(glossary, [used, unused], "zh-Hant-TW")) == []
    assert list(unmatched(glossary, [], "en")) == []


def test_a_term_that_another_stands_over_is_not_expected() -> None:
    general, exact = term("甲", "zh-Hant"), term("乙", "zh-Hant-TW")
    assert list(unmatched(Glossary((general, exact)), {exact}, "zh-Hant-TW")) == []


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("zh-Hant-TW", "zh-Hant-TW"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("zh_Hant_TW", "zh-Hant-TW"),
        (" zh-TW ", "zh-Hant-TW"),
        ("zh_CN", "zh-Hans-CN"),
        ("zh-MO", "zh-Hant-MO"),
        ("zh-Hant", "zh-Hant"),
        ("zh", "zh"),
        ("en", ""),
        ("zh-CHT", ""),
        ("", ""),
    ],
)
def test_tags(written: str, tag: str) -> None:
    assert find_tag(written) == tag


@pytest.mark.parametrize("value", ["", " \u3000", 5, None, [], "一\n二", "一\u200b二", "\x00", "\u202e", "字" * 201])
def test_what_is_no_term(value: object) -> None:
    with pytest.raises(FormError):
        written_term(value)


@pytest.mark.parametrize("value", ["字" * 200, "葛\U000e0100", "\U000323b0", "\ue000", "PM₂.₅ “号”"])
def test_rare_names_are_terms(value: str) -> None:
    assert written_term(f" {value} ") == value


def test_a_note_is_one_line() -> None:
    assert plain_note(" 一\n  二\u202e三 ") == "一 二三"

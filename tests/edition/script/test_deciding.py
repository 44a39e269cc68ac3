"""Every one-to-many character is decided, by the word it stands in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keben.edition.choice import Rule
from keben.edition.script import deciding
from keben.edition.script.deciding import (
    CERTAIN,
    Decided,
    borders_of,
    decide,
    decide_back,
    forms_of,
    one_to_many,
    spell,
)
from keben.edition.script.tables import Where, tables

SENTENCES = (
    "国家数据局部署六大试点",
    "展示了如何发展",
    "头发里面",
    "干部的面条",
    "一只船只",
    "里约热内卢",
    "着力为群众服务",
    "公里",
    "的",
)
TEXTS = st.text(alphabet="资金链新征程发展里面后干斗台范余系制表卷云冲了万亿明乾髮，a1 ", max_size=40)


def forms(text: str, where: Where = "TW") -> str:
    return "".join(each.spelling.form for each in decide(text, where))


def only(text: str, where: Where = "TW") -> Decided:
    (decided,) = decide(text, where)
    return decided


@given(TEXTS)
def test_every_character_with_several_forms_is_decided_once_in_order(text: str) -> None:
    decided = decide(text, "HK")
    assert [each.place for each in decided] == [found.start() for found in one_to_many().finditer(text)]
    for each in decided:
        assert each.spelling.form in {*forms_of(text[each.place], "hk"), *every_form(text[each.place])}
        assert text[each.place] in each.spelling.phrase
        assert 0 <= each.margin <= CERTAIN


def every_form(char: str) -> list[str]:
    """Return the forms that dictionaries write in phrases; a few are no form of the character alone, as 乾 of 干 in 乾隆."""
    return {"着": ["著"], "里": ["裡", "裏"]}.get(char, [])


def test_a_word_decides_and_is_named() -> None:
    hair = only("头发")
    assert (hair.place, hair.spelling.form, hair.spelling.rule, hair.spelling.phrase) == (1, "髮", Rule.WORD, "头发")
    grow = only("发展")
    assert (grow.spelling.form, grow.spelling.rule) == ("發", Rule.WORD)
    band = only("发带")
    assert (band.spelling.form, band.spelling.rule, band.spelling.reason) == ("髮", Rule.OVERLAY, "hair 髮")


def test_a_character_by_itself_has_its_usual_form_or_that_of_its_surroundings() -> None:
    assert only("发").spelling.rule is Rule.CHARACTER
    assert only("发").spelling.form == "發"
    assert only("3里").spelling.form == "里"
    assert only("3里").spelling.reason


def test_a_region_has_its_own_words() -> None:
    assert forms("尽快") == "儘"
    assert forms("尽快", "HK") == "盡"
    assert forms("项链") == "鍊"
    assert forms("项链", "HK") == "鏈"


def test_what_a_phrase_may_be_elsewhere_is_its_rival() -> None:
    assert only("了解").spelling.form == "了"
    assert only("了解").spelling.rivals == "瞭"
    assert only("头发").spelling.rivals == ""


def test_a_margin_is_less_where_two_readings_are_near() -> None:
    (near,) = decide("明了解决", "TW")
    assert (near.spelling.form, near.spelling.phrase, near.margin) == ("瞭", "明了", 2.0)
    assert {each.margin for each in decide("合同", "TW")} == {CERTAIN}


def test_without_weighing_the_forms_are_the_same() -> None:
    text = "".join(SENTENCES)
    assert [each.spelling for each in decide(text, "TW", weigh=False)] == [each.spelling for each in decide(text, "TW")]
    assert {each.margin for each in decide(text, "TW", weigh=False)} == {CERTAIN}


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(SENTENCES), min_size=130, max_size=200))
def test_long_runs_are_decided_as_they_are_in_one_piece(parts: list[str]) -> None:
    text = "".join(parts)
    long = [(each.place, each.spelling.form, each.spelling.phrase) for each in decide(text, "TW", weigh=False)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(deciding, "_PART", len(text) + 1)
        whole = [(each.place, each.spelling.form, each.spelling.phrase) for each in decide(text, "TW", weigh=False)]
    assert len(text) > 500
    assert long == whole


@given(TEXTS)
def test_borders_are_those_of_the_words(text: str) -> None:
    borders = borders_of(text)
    assert {0, len(text)} <= borders
    for run in re.finditer("[\u3400-\u9fff〇]+", text):
        assert run.start() in borders
        assert run.end() in borders
    for at in borders:
        assert 0 <= at <= len(text)


def test_a_word_that_is_cut_has_no_border_inside() -> None:
    assert borders_of("展示了如何") == {0, 2, 3, 5}
    assert borders_of("，展示。") == {0, 1, 3, 4}


@pytest.mark.parametrize("word", ["头发", "分布于", "发", "干部学院里", "的", ""])
@pytest.mark.parametrize("where", ["TW", "HK"])
def test_a_spelling_is_of_the_places_with_several_forms(word: str, where: Where) -> None:
    assert sorted(spell(word, where)) == [found.start() for found in one_to_many().finditer(word)]


def test_a_region_s_spelling_of_a_shorter_phrase_holds_inside_a_longer_one() -> None:
    own = {
        part
        for part in ("尽快", "分布", "公布")
        if tables().forms_there(part, "TW") or tables().forms_there(part, "HK")
    }
    assert own
    assert spell("深入了解", "HK")[2].form == "了"


def test_on_the_way_back_the_phrase_is_named() -> None:
    (clock,) = decide_back("錢鍾書", "钱锺书")
    assert (clock.place, clock.spelling.form, clock.spelling.phrase) == (1, "锺", "錢鍾書")
    assert [each.spelling.rule for each in decide_back("鍾", "钟")] == [Rule.CHARACTER]
    assert list(decide_back("頭髮", "头发")) == []

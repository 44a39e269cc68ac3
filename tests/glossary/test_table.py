"""Glossaries as CSV: which columns count, every fault with its line, and the same terms as TOML."""

from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keben.diagnostics import Diagnostic, Place, Report
from keben.glossary.table import parse_csv
from keben.glossary.terms import TAGS, Term, plain_note, written_term
from keben.glossary.toml import parse_toml, to_toml
from keben.settings import FormError


def parse(text: str, script: str = "") -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
    report = Report("g.csv", text)
    return parse_csv(text, report, script), report.diagnostics()


def pairs(text: str, script: str = "") -> list[tuple[str, str, tuple[str, ...]]]:
    terms, found = parse(text, script)
    assert found == ()
    return [(term.source, term.target, term.locales) for term in terms]


def test_everything_it_may_say() -> None:
    terms, found = parse(
        'zh-Hans-CN,en,zh-Hant-TW,zh-Hant,note\n软件,software,軟體,,"国教院\n2020"\n\n" 信息 ",,資訊, 訊息 ,\n网络,,網路\n,,,,\n只有这个,,,,\n'
    )
    assert found == ()
    taiwan, hant = TAGS["zh-Hant-TW"], TAGS["zh-Hant"]
    assert terms == (
        Term("软件", "軟體", taiwan, note="国教院 2020", file="g.csv", line=2),
        Term("信息", "資訊", taiwan, file="g.csv", line=5, column=3),
        Term("信息", "訊息", hant, file="g.csv", line=5, column=3),
        Term("网络", "網路", taiwan, file="g.csv", line=6),
    )


def test_the_source_is_the_first_column_in_the_script_of_the_text() -> None:
    text = "note,zh-TW,zh-HK,zh-CN\n,軟體,軟件,软件\n"
    taiwan, kong, mainland = TAGS["zh-Hant-TW"], TAGS["zh-Hant-HK"], TAGS["zh-Hans-CN"]
    hant = [("軟體", "軟件", kong), ("軟體", "软件", mainland)]
    assert pairs(text) == pairs(text, "Hant") == hant
    assert pairs(text, "Hans") == [("软件", "軟體", taiwan), ("软件", "軟件", kong)]


HEAD = "zh-Hans-CN,zh-Hant-TW,note\n"


@pytest.mark.parametrize(
    ("text", "code", "fact", "place", "hint"),
    [
        ("", "C211", "the file is empty", Place(1), "zh-Hans-CN,zh-Hant-TW,note"),
        ("zh-Hans-CN;zh-Hant-TW\n软件;軟體\n", "C211", "parted by `;`", Place(1), "commas"),
        ("zh-Hans-CN\tzh-Hant-TW\n", "C211", "parted by a tabulator", Place(1), "commas"),
        ("zh-Hans-CN，zh-Hant-TW\n", "C211", "parted by `，`", Place(1), "commas"),
        (",x" * 100, "S004", "more than 100 columns", Place(1), "keep the Chinese ones"),
        ("zh-Hans-CN,note\n", "C211", "fewer than two columns are Chinese", Place(1), "zh-Hant-TW"),
        ("en,fr\n", "C211", "fewer than two columns are Chinese", Place(1), "zh-Hant-TW"),
        (HEAD + '"软件,軟體\n', "C211", "unexpected end of data", Place(2), 'write a `"` inside it twice'),
        (HEAD + '"软"件,軟體\n', "C211", "expected after", Place(2), 'write a `"` inside it twice'),
        (HEAD + "软件,軟體,甲,乙\n", "C211", "the row has 4 cells, the first 3", Place(2), "has a comma"),
        (HEAD + "软" * 140_000, "C211", "field larger than field limit", Place(2), 'write a `"` inside it twice'),
        ("zh-Hans-CN,zh-Hnat-TW\n", "C212", "`zh-Hnat-TW` is not a known column", Place(1), "did you mean `zh-Hant-TW`"),
        ("zh-Hans-CN,zh-Hant,备注\n", "C212", "`备注` is not a known column", Place(1), "take it out"),
        ("zh-Hans-CN,zh-Hant,\n", "C212", "a column has no name", Place(1), "take it out"),
        ("zh,zh-Hant\n", "C212", "the column `zh` names no script", Place(1), "`zh-Hans` or `zh-Hant`"),
        ("zh-CN,zh-Hans-CN,zh-TW\n", "C212", "the column `zh-Hans-CN` stands twice", Place(1), "keep one"),
        (HEAD + "\n,軟體\n", "C213", "the source of this row is empty", Place(3), "take the term out"),
        (HEAD + f"软件,{'軟' * 201}\n", "C213", "is longer than 200 characters", Place(2, 1, 2), "the words alone"),
        (HEAD + '"软\n件",軟體\n', "C213", "holds U+000A", Place(2, 1, 3), "one line"),
    ],
)  # fmt: skip
def test_a_fault_has_its_place_and_a_hint(text: str, code: str, fact: str, place: Place, hint: str) -> None:
    terms, (found,) = parse(text)
    assert terms == ()
    assert found.code == code
    assert fact in found.fact
    assert found.place == place
    assert hint in found.hint


def test_a_table_without_the_script_of_the_text_is_told() -> None:
    _, (found,) = parse("zh-Hant-TW,zh-Hant-HK\n軟體,軟件\n", "Hans")
    assert (found.code, found.fact) == ("C211", "no column is zh-Hans, as the text is")


def test_all_faults_come_at_once_and_what_is_right_is_kept() -> None:
    terms, found = parse(HEAD + ",軟體\n软件,軟體\n,網路\n")
    assert [each.place and each.place.line for each in found] == [2, 4]
    assert [term.target for term in terms] == ["軟體"]


def test_too_many_terms_are_a_limit_and_take_no_time() -> None:
    begin = time.process_time()
    terms, (found,) = parse(HEAD + "软,軟\n" * 60_000)
    assert (terms, found.code) == ((), "S004")
    assert time.process_time() - begin < 3


# ---------------------------------------------------------------- laws


def is_term(text: str) -> bool:
    try:
        return written_term(text) == text
    except FormError:
        return False


WORDS = st.text(st.characters(codec="utf-8") | st.sampled_from('",\\'), min_size=1, max_size=8).filter(is_term)
ROWS = st.lists(
    st.tuples(WORDS, WORDS | st.just(""), WORDS | st.just(""), WORDS.map(plain_note)), unique_by=lambda row: row[0]
)


def content(terms: tuple[Term, ...]) -> set[tuple[str, str, tuple[str, ...], str]]:
    return {(term.source, term.target, term.locales, term.note) for term in terms}


@given(ROWS)
def test_a_table_says_the_same_as_the_toml_made_from_it(rows: list[tuple[str, str, str, str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([("zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK", "note"), *rows])
    terms, found = parse(stream.getvalue())
    assert found == ()
    assert content(terms) == {
        (source, target, TAGS[tag], note)
        for source, *targets, note in rows
        for tag, target in zip(("zh-Hant-TW", "zh-Hant-HK"), targets, strict=True)
        if target
    }
    written = to_toml(terms, "a test")
    report = Report("g.toml", written)
    assert content(parse_toml(written, report)) == content(terms)
    assert report.diagnostics() == ()

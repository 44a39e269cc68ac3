"""`proof.toml`: what is written reads as the same, and what a hand got wrong is told where it stands, all at once."""

from __future__ import annotations

import time
import tomllib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from keben.diagnostics import CODES, Diagnostic, Place, Report
from keben.edition import decision_file
from keben.edition.choice import CONTEXT
from keben.edition.decision_file import quoted, read_decisions, render_decisions
from keben.edition.decisions import Decision
from keben.locales import LOCALES

ENTRY = '[[decision]]\nwork = "w"\nedition = "zh-Hant-TW"\nat = ["头", "发", "白"]\nprint = "髮"\n'


def read(content: str) -> tuple[tuple[Decision, ...], tuple[Diagnostic, ...]]:
    report = Report("proof.toml", content)
    return read_decisions(content, report), report.diagnostics()


def told(content: str) -> list[tuple[str, int, int]]:
    """Return code, line and column of every fault."""
    _, found = read(content)
    assert all(each.hint for each in found)
    assert all(each.code in CODES for each in found)
    return [(each.code, each.place.line if each.place else 0, each.place.column if each.place else 0) for each in found]


# ---------------------------------------------------------------- form


def test_how_it_looks() -> None:
    decisions = [
        Decision("b", "zh-Hant-TW", "了", "了", "指明", "方向。"),
        Decision("a", "zh-Hant-TW", "发", "髮", '"\\|', "\t】", 2, 3, "问过“作者”", "李", date(2026, 2, 6)),
        Decision("a", "zh-Hant-HK", "里", "里"),
    ]
    assert render_decisions(decisions) == (
        "# Decisions of a reviewer; the page that `keben proof` makes writes this file. Remarks are kept as `note`.\n"
        '\n[[decision]]\nwork = "a"\nedition = "zh-Hant-HK"\nat = ["", "里", ""]\nprint = "里"\n'
        '\n[[decision]]\nwork = "a"\nedition = "zh-Hant-TW"\nat = ["\\"\\\\|", "发", "\\t】"]\noccurrence = 2\nof = 3\nprint = "髮"\n'
        'note = "问过“作者”"\nby = "李"\ndate = 2026-02-06\n'
        '\n[[decision]]\nwork = "b"\nedition = "zh-Hant-TW"\nat = ["指明", "了", "方向。"]\nprint = "了"\n'
    )


def test_no_decisions_are_a_file_that_says_what_it_is() -> None:
    assert read(render_decisions([])) == ((), ())
    assert read("") == ((), ())


def test_decisions_stay_in_their_order_within_an_edition() -> None:
    decisions = [Decision("a", "zh-Hant-TW", source, source) for source in "乙甲丁丙"]
    assert [each.source for each in read(render_decisions(decisions))[0]] == list("乙甲丁丙")


def test_what_nobody_would_see_is_written_as_an_escape() -> None:
    assert quoted("a\u202eb\u00a0c\u200b\ufe0f\U000e0100\x7f\x00\u2028") == (
        '"a\\u202eb\\u00a0c\\u200b\\ufe0f\\U000e0100\\u007f\\u0000\\u2028"'
    )


WORDS = st.text(max_size=CONTEXT)
SIGNS = st.text("\"\\|[]#=\t\n\r\0\x7f\u202e\u00a0 头发'", max_size=CONTEXT)
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=1)
REMARK = st.text(st.characters(blacklist_categories=("C", "Z")), max_size=40)


@st.composite
def made(draw: st.DrawFn) -> Decision:
    common = draw(st.text(max_size=5))
    return Decision(
        draw(st.sampled_from(("a", "speech-2026"))),
        draw(st.sampled_from([each.tag for each in LOCALES if each.is_chinese])),
        common + draw(HAN),
        common + draw(HAN),
        draw(WORDS | SIGNS),
        draw(WORDS | SIGNS),
        *draw(st.sampled_from([(1, 1), (1, 2), (2, 2), (3, 9)])),
        draw(REMARK),
        draw(REMARK),
        draw(st.none() | st.dates()),
    )


@given(st.lists(made(), unique_by=lambda each: (each.work, each.edition, each.source, each.before, each.after)))
def test_what_is_written_reads_as_the_same(decisions: list[Decision]) -> None:
    written = render_decisions(decisions)
    assert max(map(len, written.split("\n"))) <= decision_file.LINE
    read_back, found = read(written)
    assert found == ()
    assert [structs.replace(each, place=None) for each in read_back] == sorted(
        decisions, key=lambda each: (each.work, each.edition)
    )
    assert render_decisions(read_back) == written
    lines = written.split("\n")
    assert [lines[each.place.line - 1] for each in read_back if each.place] == ["[[decision]]"] * len(decisions)


@given(st.text(max_size=30))
def test_a_string_is_read_as_it_was(words: str) -> None:
    assert tomllib.loads(f"a = {quoted(words)}") == {"a": words}
    assert quoted(words).isprintable() or all(char.isprintable() or ord(char) > 0x7F for char in quoted(words))


@given(st.text(max_size=200) | st.text("[]decison\"'=#\n\\ at", max_size=200))
def test_any_text_is_read_or_told(content: str) -> None:
    decisions, found = read(content)
    assert not decisions or not found


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[[decision]", [("C220", 1, 11)]),
        ('[[decision]]\nat = ["a"', [("C220", 2, 1)]),
        ("decisions = 1\n" + ENTRY, [("C221", 0, 0)]),
        ("decision = 1", [("C222", 0, 0)]),
        ("decision = [1]", [("C222", 0, 0)]),
        ("[decision]\nwork = 'w'", [("C222", 0, 0)]),
        ("# [[decision]]\n" + ENTRY + "target = '髮'\n", [("C221", 7, 1)]),
        ("[[decision]]\n", [("C222", 1, 1)]),
        (ENTRY.replace('"w"', '"W w"'), [("C222", 2, 1)]),
        (ENTRY.replace("zh-Hant-TW", "zh"), [("C222", 3, 1)]),
        (ENTRY.replace("zh-Hant-TW", "en"), [("C222", 3, 1)]),
        (ENTRY.replace('["头", "发", "白"]', '"头发白"'), [("C222", 4, 1)]),
        (ENTRY.replace('"头"', "1"), [("C222", 4, 1)]),
        (ENTRY.replace('"发"', '""'), [("C222", 4, 1)]),
        (ENTRY.replace('"发"', '"' + "发" * 65 + '"'), [("C222", 4, 1)]),
        (ENTRY.replace('"头"', '"' + "头" * 13 + '"'), [("C222", 4, 1)]),
        (ENTRY.replace('"髮"', '"頭髮"'), [("C222", 5, 1)]),
        (ENTRY.replace('"髮"', '"f"'), [("C222", 5, 1)]),
        (ENTRY.replace('"发"', '"1"'), [("C222", 5, 1)]),
        (ENTRY.replace('"髮"', '""'), [("C222", 5, 1)]),
        (ENTRY.replace('"髮"', "1"), [("C222", 5, 1)]),
        (ENTRY + "occurrence = 0\n", [("C222", 6, 1)]),
        (ENTRY + "occurrence = true\n", [("C222", 6, 1)]),
        (ENTRY + "note = ''\n", [("C222", 6, 1)]),
        (ENTRY + f"note = '{'n' * 151}'\n", [("C222", 6, 1)]),
        (ENTRY + "date = '2026-02-06'\n", [("C222", 6, 1)]),
        (ENTRY + "date = 2026-02-06T00:00:00\n", [("C222", 6, 1)]),
        (ENTRY + ENTRY.replace("髮", "發"), [("C223", 6, 1)]),
        ("  " + ENTRY.replace("print", "  print").replace("髮", "f"), [("C222", 5, 3)]),
        (f"a = '{'a' * 2000}'", [("C220", 1, 1)]),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_stands(content: str, expected: list[tuple[str, int, int]]) -> None:
    assert told(content) == expected


def test_all_faults_come_at_once_and_the_rest_is_read() -> None:
    content = ENTRY.replace("zh-Hant-TW", "zz") + ENTRY + ENTRY.replace("print", "prints") + ENTRY.replace("头", "", 1)
    assert [code for code, _, _ in told(content)] == ["C222", "C222", "C221"]
    assert [each.before for each in read(content)[0]] == ["头", ""]


def test_one_that_says_the_same_again_is_no_fault() -> None:
    decisions, found = read(ENTRY + ENTRY)
    assert (len(decisions), found) == (1, ())


def test_what_looks_like_an_entry_in_a_string_or_comment_is_none() -> None:
    decoy = "\nnote = '''[[decision]]\n'''" + '\nby = """a\\"""\n[[decision]]\nat = 1\n"""'
    content = (
        "# [[decision]]\n"
        + ENTRY.replace("\nprint", "  # '''\nprint")
        + '[[ "decision" ]]\n'
        + ENTRY[13:].replace("白", "黑")
    )
    assert [each.place for each in read(content)[0]] == [Place(2, 1, 12), Place(7, 1, 16)]
    decisions, found = read(ENTRY.rstrip() + decoy + "\n" + ENTRY.replace("白", "黑"))
    assert [(each.code, each.place) for each in found] == [("C222", Place(8, 1, 2))]
    assert [each.place for each in decisions] == [Place(12, 1, 12)]


def test_entries_in_one_line_are_read_too() -> None:
    decisions, found = read('decision = [{work="w",edition="zh-Hant-TW",at=["头","发",""],print="髮"}]')
    assert (len(decisions), found) == (1, ())


# ---------------------------------------------------------------- limits


def test_no_file_takes_long() -> None:
    many = "".join(ENTRY.replace("头", f"头{number}") for number in range(decision_file.DECISIONS))
    long_key = ".".join("a" * (decision_file.LINE // 2 - 10)) + " = 1\n"
    dotted = "".join(f"k{number}.{long_key}" for number in range(decision_file.BYTES // len(long_key) - 20))
    for content in (many, dotted, "[" * 5000, "a = " + "[" * 5000, "\n" * decision_file.BYTES, '"""' * 1000):
        start = time.process_time()
        read(content)
        assert time.process_time() - start < 40
    decisions, found = read(many)
    assert (len(decisions), found) == (decision_file.DECISIONS, ())
    assert told(many + ENTRY) == [("C220", 0, 0)]
    assert told("#\n" * decision_file.BYTES) == [("C220", 0, 0)]

"""Diagnostics: the table of codes, the order of a report, and how one is shown on a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keben.diagnostics import (
    CODES,
    Diagnostic,
    Place,
    Report,
    Severity,
    diagnose,
    has_errors,
    in_source_order,
    render,
    shown,
)

FIXED = settings(derandomize=True, deadline=None)


def one(line: str, place: Place | None, hint: str = "") -> Diagnostic:
    report = Report("a.md", "\n" * ((place.line if place else 1) - 1) + line)
    report.add("S025", "the fact", place, hint)
    (found,) = report.diagnostics()
    return found


def columns(text: str) -> int:
    """Count the columns of a terminal, by UAX #11."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 0 if unicodedata.combining(char) else 1 for char in text
    )


# ---------------------------------------------------------------- codes and severities


def test_codes_have_a_letter_a_number_and_words() -> None:
    for code, (severity, words) in CODES.items():
        assert code[0] in "SQCLTFPE"
        assert len(code) == 4
        assert code[1:].isdigit()
        assert isinstance(severity, Severity)
        assert words
        assert not words.endswith(".")
    assert list(CODES)[:1] == ["S001"]


def test_the_severity_is_the_code_s() -> None:
    assert diagnose("S020", "a.md", "x").severity is Severity.ERROR
    assert diagnose("L301", "a.md", "x").severity is Severity.WARNING
    assert not has_errors([diagnose("L301", "a.md", "x")])
    assert has_errors([diagnose("L301", "a.md", "x")], strict=True)
    assert has_errors([diagnose("L301", "a.md", "x"), diagnose("S020", "a.md", "x")])
    assert not has_errors([], strict=True)
    with pytest.raises(KeyError):
        diagnose("S999", "a.md", "x")


# ---------------------------------------------------------------- reports


def test_a_report_is_in_source_order() -> None:
    report = Report("a.md", "一\n二\n三")
    report.add("S026", "c", Place(3))
    report.add("S027", "nowhere")
    report.add("S021", "b", Place(1, 5))
    report.add("S020", "b", Place(1, 5))
    report.add("S020", "a", Place(1, 2))
    assert [each.fact + each.code for each in report.diagnostics()] == [
        "aS020",
        "bS020",
        "bS021",
        "cS026",
        "nowhereS027",
    ]
    assert [each.excerpt for each in report.diagnostics()] == ["一", "一", "一", "三", ""]
    assert in_source_order(reversed(report.diagnostics())) == list(report.diagnostics())


def test_a_report_lists_a_code_so_often_and_counts_the_rest() -> None:
    report = Report("a.md", "字\n" * 200)
    for line in range(1, 101):
        report.add("L302", "a mark", Place(line))
        report.add("S020", "a tag", Place(line))
    found = report.diagnostics()
    assert [each.code for each in found].count("L302") == Report.repeats + 1
    assert [(each.code, each.fact, each.place) for each in found[-2:]] == [
        ("L302", "50 more of the same kind are not listed", None),
        ("S020", "50 more of the same kind are not listed", None),
    ]


def test_a_place_beyond_the_text_has_no_excerpt() -> None:
    assert one("字", Place(1)).excerpt == "字"
    report = Report("a.md", "字")
    report.add("S020", "x", Place(9))
    report.add("S020", "x", Place(0))
    assert {each.excerpt for each in report.diagnostics()} == {""}


def test_an_excerpt_is_not_the_whole_of_a_huge_line() -> None:
    assert len(one("字" * 100_000, Place(1, 5, 3)).excerpt) <= 2000


# ---------------------------------------------------------------- rendering


def test_a_diagnostic_as_it_is_shown() -> None:
    report = Report("docs_src/speech.md", "\n" * 40 + "全年营收[1,23 亿元]{.q}")
    report.add(
        "Q103",
        "quantity `1,23` has a comma that is neither grouping nor decimal",
        Place(41, 6, 4),
        "write `1.23` or `123`",
    )
    (found,) = report.diagnostics()
    assert render(found).split("\n") == [
        "docs_src/speech.md:41:6: error[Q103]: quantity `1,23` has a comma that is neither grouping nor decimal",
        "    41 | 全年营收[1,23 亿元]{.q}",
        "       |          ^^^^",
        "  hint: write `1.23` or `123`",
    ]


def test_without_a_place_or_a_line() -> None:
    assert render(diagnose("S005", "a.md", "there is no such file")) == "a.md: error[S005]: there is no such file"
    assert render(diagnose("S041", "a.md", "x", Place(3, 4), "y")) == "a.md:3:4: warning[S041]: x\n  hint: y"
    assert render(one("", Place(2))) == "a.md:2:1: error[S025]: the fact"


@pytest.mark.parametrize(
    ("line", "column", "length", "lead", "carets"),
    [
        ("abc", 2, 1, 1, 1),
        ("中文字", 2, 1, 2, 2),
        ("中文字", 2, 2, 2, 4),
        ("ａｂ，c", 4, 1, 6, 1),
        ("“中”", 1, 1, 0, 1),
        ("e\u0301中", 3, 1, 1, 2),
        ("한글", 2, 1, 2, 2),
        ("𠀀x", 2, 1, 2, 1),
        ("　x", 2, 1, 2, 1),
        ("中", 2, 1, 2, 1),
        ("中文", 2, 0, 2, 2),
        ("a\tb", 3, 1, 5, 1),
        ("\x1bb", 2, 1, 4, 1),
        ("\u202eb", 2, 1, 6, 1),
        ("a\U000e0001b", 3, 1, 11, 1),
        ("a\x1bb", 2, 1, 1, 4),
    ],
)
def test_carets_stand_under_what_is_meant(line: str, column: int, length: int, lead: int, carets: int) -> None:
    source, marks = render(one(line, Place(1, column, length))).split("\n")[1:]
    gutter = len("     1 | ")
    assert source[gutter:] == shown(line)
    assert marks == "       | " + " " * lead + "^" * carets
    assert columns(source[:gutter]) == gutter


@pytest.mark.parametrize(
    "char",
    [
        "\x00",
        "\x07",
        "\x08",
        "\r",
        "\x1b",
        "\x7f",
        "\x85",
        "\x9b",
        "\u200b",
        "\u202e",
        "\u2066",
        "\u2028",
        "\ufeff",
        "\U000e0001",
        "\ud800",
    ],
)
def test_nothing_of_a_source_drives_a_terminal(char: str) -> None:
    found = Diagnostic(
        "S002", Severity.ERROR, f"a{char}.md", f"fact {char}", Place(1, 2, 1), f"hint {char}", f"x{char}[31my"
    )
    lines = render(found).split("\n")
    assert len(lines) == 4
    assert all(line.isprintable() for line in lines)
    escape = (
        f"\\x{ord(char):02x}"
        if ord(char) < 0x100
        else f"\\u{ord(char):04x}"
        if ord(char) < 0x10000
        else f"\\U{ord(char):08x}"
    )
    assert shown(char) == escape
    assert all(escape in line for line in (lines[0], lines[1], lines[3]))


def test_a_line_end_in_a_fact_stays_on_its_line() -> None:
    assert shown("a\nb") == "a\\x0ab"
    assert len(render(diagnose("S020", "a.md", "a\nb")).split("\n")) == 1


@pytest.mark.parametrize("text", ["中文，“引”", "e\u0301", "　", "\u00a0", "𠀀", "가", "🀄", "a b"])
def test_what_can_be_seen_stays(text: str) -> None:
    assert shown(text) == text


def test_a_long_line_is_cut_around_the_place() -> None:
    line = "".join(chr(0x4E00 + number) for number in range(500))
    head, marks = render(one(line, Place(1, 251, 2))).split("\n")[1:]
    text = head.removeprefix("     1 | ")
    assert (text[0], text[-1]) == ("…", "…")
    assert text[1:-1] == line[226:292]
    under = marks.removeprefix("       | ")
    assert under.index("^") == columns(text[: text.index(line[250])])
    assert under.count("^") == 4


@pytest.mark.parametrize(("column", "start", "end"), [(1, "一", "…"), (500, "…", "末")])
def test_a_long_line_is_cut_at_one_end_only(column: int, start: str, end: str) -> None:
    line = "一" + "中" * 498 + "末"
    text = render(one(line, Place(1, column, 1))).split("\n")[1].removeprefix("     1 | ")
    assert (text[0], text[-1]) == (start, end)
    assert len(text) < 80


def test_a_long_stretch_is_marked_in_part() -> None:
    lines = render(one("中" * 500, Place(1, 1, 500))).split("\n")
    assert len(lines[1]) < 140
    assert 0 < lines[2].count("^") <= columns(lines[1])


@FIXED
@given(st.text(max_size=120).map(lambda text: text.replace("\n", "")), st.integers(1, 130), st.integers(0, 130))
def test_any_line_can_be_shown(line: str, column: int, length: int) -> None:
    lines = render(one(line, Place(1, column, length), "do it")).split("\n")
    assert len(lines) == (4 if line else 2)
    for each in lines:
        assert shown(each) == each
    if line and column <= len(line):
        assert lines[2].strip(" |^") == ""
        assert "^" in lines[2]

"""Lint of Chinese prose: marks that do not pair, half-width marks among Han, digits in disguise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FRONT_MATTER, read_body
from keben.marks import PAIRS

FIXED = settings(derandomize=True, deadline=None)
BEFORE = FRONT_MATTER.count("\n")


def told(body: str, front_matter: str = FRONT_MATTER) -> list[str]:
    """Return code and place of each diagnostic, counted in the body."""
    return [
        f"{found.code} {found.place.line - BEFORE}:{found.place.column}+{found.place.length}"
        for found in read_body(body, front_matter).diagnostics
        if found.place
    ]


# ---------------------------------------------------------------- pairs


@pytest.mark.parametrize(
    "body",
    [
        "“甲”、‘乙’、「丙」、『丁』、《戊》、〈己〉、（庚）、【辛】、〔壬〕",
        "“甲‘乙“丙”丁’戊”",
        "“甲”“乙”",
        "（《甲》（乙））",
        "don’t、dogs’",
        "“甲**乙”丙**",
        "“[甲]{.name}”、“[5%]{.q}”",
        "“甲\n乙”",
        "`“`、[”（]{.keep}",
        "    “",
        "```\n“\n```",
        "| “甲” | 乙 |\n|--|--|",
        "（[5%]{.q}）",
        "“甲[^1]”\n\n[^1]: “注”",
    ],
)
def test_marks_that_pair(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“甲", ["L301 1:1+1"]),
        ("甲”", ["L301 1:2+1"]),
        ("“甲”乙”丙", ["L301 1:5+1"]),
        ("“甲（乙”丙）", ["L301 1:1+1", "L301 1:5+1"]),
        ("（甲", ["L301 1:1+1"]),
        ("甲》乙《", ["L301 1:2+1", "L301 1:4+1"]),
        ("“甲\n\n乙”", ["L301 1:1+1", "L301 3:2+1"]),
        ("甲\n乙“丙", ["L301 2:2+1"]),
        ("**“甲**乙", ["L301 1:3+1"]),
        ("| “ | ” |\n|--|--|", ["L301 1:3+1", "L301 1:7+1"]),
        ("# “甲\n\n- ”乙", ["L301 1:3+1", "L301 3:3+1"]),
        ("[甲“]{.name}", ["L301 1:3+1"]),
        ("[5个”]{.q}", ["L301 1:4+1"]),
        ("甲[^1]\n\n[^1]: 「注", ["L301 3:7+1"]),
        ("术“\n: 义", ["L301 1:2+1"]),
        ("“一“二", ["L301 1:1+1", "L301 1:3+1"]),
    ],
)
def test_marks_that_do_not_pair(body: str, expected: list[str]) -> None:
    assert told(body) == expected


@FIXED
@given(
    st.recursive(
        st.just("字"),
        lambda inner: st.builds(
            lambda pair, many: pair[0] + "".join(many) + pair[1],
            st.sampled_from(sorted(PAIRS.items())),
            st.lists(inner, max_size=3),
        ),
        max_leaves=8,
    )
)
def test_nested_pairs_pair_and_lose_it_with_any_mark(text: str) -> None:
    assert told(text) == []
    for at, char in enumerate(text):
        if char not in "字’":
            assert told("字" + text[:at] + text[at + 1 :]) != [] or char == "‘"


def test_hints_say_what_to_add() -> None:
    first, second = read_body("“甲、乙》").diagnostics
    assert (first.fact, first.hint) == ("`“` is not closed in its paragraph", "add `”`")
    assert (second.fact, second.hint) == ("`》` closes nothing", "add `《` where it opens, or delete it")
    assert not first.is_error


# ---------------------------------------------------------------- width of marks


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("甲,乙", "write `，`"), ("甲;乙", "write `；`"), ("甲:乙", "write `：`"), ("甲!", "write `！`"), ("甲?", "write `？`"), ("甲(乙）", "write `（`"),
        ("”,甲“", "write `，`"), ("16.8%,甲", "write `，`"), ("A,甲", "write `，`"), ("甲,b", "write `，`"), ("甲.", "write `。`"),
    ],
)  # fmt: skip
def test_half_width_marks_among_han(body: str, hint: str) -> None:
    found = [each for each in read_body(body).diagnostics if each.code == "L302"]
    assert [each.hint for each in found] == [hint]
    assert found[0].place is not None
    line = body[found[0].place.column - 1]
    assert line in ",;:!?(."


@pytest.mark.parametrize(
    "body",
    [
        "甲，乙；丙：丁！戊？（己）。", "hello, world (x): y; z?", "1,234人", "9:30", "3:2", "PM 2.5", "v1.2.3", "甲 A, B", "www.a.b", "1.5倍", "`甲,乙`", "[甲,乙]{.keep}",
        "<https://a.b/甲,乙>", "```\n甲,乙\n```", "图1.2甲",
    ],
)  # fmt: skip
def test_half_width_marks_that_belong(body: str) -> None:
    assert told(body) == []


def test_each_slip_of_a_line_is_told_at_its_place() -> None:
    assert told("甲,乙\n丙*丁;戊*(己)") == ["L302 1:2+1", "L302 2:4+1", "L302 2:7+1", "L302 2:9+1"]


def test_a_flood_of_slips_is_cut_short() -> None:
    found = read_body("甲,乙" * 1000).diagnostics
    assert len(found) == 51
    assert found[-1].fact == "950 more of the same kind are not listed"


# ---------------------------------------------------------------- digits


@pytest.mark.parametrize(
    ("body", "expected", "hint"),
    [
        ("共１２３件", "L303 1:2+3", "write `123`"),
        ("共٣件", "L303 1:2+1", "write `3`"),
        ("共𝟏𝟐件", "L303 1:2+2", "write `12`"),
        ("共1２件", "L303 1:3+1", "write `2`"),
        ("[５%]{.q}", "L303 1:2+1", "write `5`"),
        ("甲**１**", "L303 1:4+1", "write `1`"),
    ],
)
def test_digits_in_disguise(body: str, expected: str, hint: str) -> None:
    (found,) = read_body(body).diagnostics
    assert told(body) == [expected]
    assert found.hint == hint


@pytest.mark.parametrize("body", ["①②③", "m²", "一二三", "Ⅳ", "½", "㈠", "`１`", "[１２]{.keep}", "H<sub>2</sub>O"])
def test_other_numbers_are_marks_of_their_own(body: str) -> None:
    assert told(body) == []


# ---------------------------------------------------------------- where it looks


def test_only_chinese_is_looked_at() -> None:
    english = FRONT_MATTER.replace("zh-Hans-CN", "en")
    body = "“one (two, 甲,乙 １\n"
    assert told(body, english) == []
    assert told(body) != []
    assert told(body, FRONT_MATTER.replace("zh-Hans-CN", "zh-Hant-TW")) == told(body)


@FIXED
@given(st.text("甲乙，。“”（）,;:!?()１٣ab *`\n", max_size=40))
def test_what_is_told_points_at_what_it_means(body: str) -> None:
    work = read_body(body)
    lines = work.text.split("\n")
    for found in work.diagnostics:
        if found.code in ("L301", "L302", "L303"):
            assert found.place is not None
            line = lines[found.place.line - 1]
            shown = found.fact.split("`")[1]
            assert line[found.place.column - 1 : found.place.column - 1 + found.place.length] == shown

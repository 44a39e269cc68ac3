"""Lint of Chinese prose: marks that do not pair, half-width marks among Han, digits in disguise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FRONT_MATTER, read_body
from keben.diagnostics import CODES, Place, Report, Severity
from keben.marks import PAIRS
from keben.mending import mend
from keben.reader.lint import check_script

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
    def unpaired(body: str) -> list[str]:
        return [found for found in told(body) if found.startswith("L301")]

    assert unpaired(text) == []
    for at, char in enumerate(text):
        if char not in "字’":
            assert unpaired("字" + text[:at] + text[at + 1 :]) != [] or char == "‘"


def test_hints_say_what_to_add() -> None:
    first, second = read_body("“甲、乙》").diagnostics
    assert (first.fact, first.hint) == (
        "`“` is not closed in its paragraph",
        "add `”`, or open the next paragraph with `“` if the quotation goes on there",
    )
    assert (second.fact, second.hint) == (
        "`》` closes nothing",
        "add `《` where it opens, in or before `甲、乙`, or delete it",
    )
    assert not first.is_error


def test_the_speech_has_one_closing_mark_too_many() -> None:
    (found,) = read_body("“一楼一策”专班+银行+审计+法院”的“郑州模式”全国推广").diagnostics
    assert (found.code, found.place) == ("L301", Place(BEFORE + 1, 18, 1))
    assert found.hint == "add `“` where it opens, in or before `专班+银行+审计+法院`, or delete it"


@pytest.mark.parametrize(
    "body",
    [
        "他说：“甲。\n\n“乙。\n\n“丙。”",
        "他说：“甲‘乙。\n\n“‘丙’。”",
        "> 「甲。\n>\n> 「乙。」",
        "::: verse\n“甲\n乙\n\n“丙\n丁。”\n:::",
        "- “甲。\n\n  “乙。”",
        "“甲。\n\n“乙”。",
    ],
)
def test_a_quotation_of_several_paragraphs_opens_again_in_each(body: str) -> None:
    assert told(body) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("“甲。\n\n“乙”丙。", ["L301 1:1+1"]),  # a quotation of its own
        ("“甲。\n\n“乙。\n\n丙。", ["L301 3:1+1"]),
        ("“甲。\n\n「乙」", ["L301 1:1+1"]),
        ("（甲。\n\n（乙）", ["L301 1:1+1"]),
        ("“甲‘乙。\n\n“丙。”", ["L301 1:1+1", "L301 1:3+1"]),
        ("“甲。\n\n# “乙”", ["L301 1:1+1"]),
        ("| “甲 | “乙” |\n|--|--|", ["L301 1:3+1"]),
    ],
)
def test_a_mark_that_nothing_takes_up_is_told(body: str, expected: list[str]) -> None:
    assert told(body) == expected


# ---------------------------------------------------------------- titles


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("《甲《乙》丙》", [3]),
        ("《甲〈乙〉丙》、《丁》、〈戊〉", []),
        ("《甲“《乙》”》", [4]),
        ("《甲《乙》《丙》》", [3, 6]),
        ("《甲《乙《丙》》》", [3]),
        ("《甲《乙》", []),  # the outer one is not closed, so that no depth is certain
    ],
)
def test_titles_inside_titles(body: str, places: list[int]) -> None:
    found = [each.place.column for each in read_body(body).diagnostics if each.code == "L306" and each.place]
    assert found == places
    traditional = FRONT_MATTER.replace("zh-Hans-CN", "zh-Hant-TW")
    assert "L306" not in [each.code for each in read_body(body, traditional).diagnostics]


# ---------------------------------------------------------------- width of marks


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("甲,乙", "write `，`"), ("甲;乙", "write `；`"), ("甲:乙", "write `：`"), ("甲!", "write `！`"), ("甲?", "write `？`"), ("甲(乙）", "write `（`"),
        ("”,甲“", "write `，`"), ("16.8%,甲", "write `，`"), ("A,甲", "write `，`"), ("甲,b", "write `，`"), ("甲.", "write `。`"),
        ("甲, 乙", "write `，`"), ("甲!!!", "write `！！！`"), ("“甲”.", "write `。`"), ("甲｡", "write `。`"), ("卡尔.马克思", "write `·` between the parts of a name, `。` behind a sentence"),
        ("周一~周五", "write `～`"), ("甲'乙", "write the quotation mark that is meant"), ('甲"乙', "write `“` or `”`"), ("甲)乙", "write `）`"), ("网址:http://a.b/c,d", "write `：`"),
    ],
)  # fmt: skip
def test_half_width_marks_among_han(body: str, hint: str) -> None:
    found = [each for each in read_body(body).diagnostics if each.code == "L302"]
    assert [each.hint for each in found] == [hint]
    assert found[0].place is not None
    line = body[found[0].place.column - 1]
    assert line in ",;:!?()'\"~.｡"


@pytest.mark.parametrize(
    "body",
    [
        "甲，乙；丙：丁！戊？（己）。", "hello, world (x): y; z?", "1,234人", "9:30", "3:2", "PM 2.5", "v1.2.3", "甲 A, B", "www.a.b", "1.5倍", "`甲,乙`", "[甲,乙]{.keep}",
        "<https://a.b/甲,乙>", "```\n甲,乙\n```", "图1.2甲",
        "12,345人，3.5倍，10:30开会，3:2", "和/或、元/吨", "3~5天、3月~5月", "函数f(x)的值", "H(2)O", "见https://a.b/x,y?d=e:f;g", "写信给a.b@c.de", "Xi'an市", "北纬34°45'的", '5"屏', 'he said "a, b" (c)', "甲 (x) 乙",
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


# ---------------------------------------------------------------- forms


def mended(body: str, front_matter: str = FRONT_MATTER) -> tuple[list[str], str]:
    """Return the codes found and the body with its certain repairs."""
    text = front_matter + body
    codes = [found.code for found in read_body(body, front_matter).diagnostics]
    return codes, mend(text)[0].removeprefix(front_matter)


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("等...甲", "等……甲"), ("等......", "等……"), ("等。。。", "等……"), ("等…", "等……"), ("等⋯", "等⋯⋯"), ("“…”", "“……”"), ("等···甲", "等……甲"), ("PM2.5…和", None), ("等。。", None),
        ("等………", None), ("等.......甲", None), ("等**.**..甲", None),
    ],
)  # fmt: skip
def test_ellipses_of_another_form(body: str, after: str | None) -> None:
    codes, text = mended(body)
    assert codes == ([] if body == "PM2.5…和" else ["L304"])
    assert text == (after or body)


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("甲--乙", "甲——乙"), ("甲――乙", "甲——乙"), ("甲──乙", "甲——乙"), ("—甲", "——甲"), ("甲，—乙", "甲，——乙"), ("甲—，乙", "甲——，乙"), ("甲―乙", "甲—乙"), ("三─五", "三—五"),
    ],
)  # fmt: skip
def test_dashes_of_another_form(body: str, after: str) -> None:
    assert mended(body) == (["L305"], after)


@pytest.mark.parametrize(
    "body",
    [
        "甲——乙", "⸺甲", "郑州—卢森堡", "566—1990年", "5—8", "—5℃", "甲，—5", "使用--fix选项", "word—word", "a -- b", "| 甲 | — |\n|--|--|", "甲———乙", "甲---乙", "────", "10–20人", "10-20人", "10～20人", "甲－乙",
        "……", "等……", "⋯⋯", "…………", "1, 2, …, n", "wait...", "v1...v2", "`甲--乙`", "[甲...]{.keep}", "[5—8件]{.q}",
    ],
)  # fmt: skip
def test_forms_that_belong(body: str) -> None:
    assert mended(body) == ([], body)


@pytest.mark.parametrize("dot", "‧・•")
def test_the_dot_in_names(dot: str) -> None:
    assert mended(f"马丁{dot}路德") == (["L307"], "马丁·路德")
    traditional = FRONT_MATTER.replace("zh-Hans-CN", "zh-Hant-TW")
    assert mended(f"馬丁{dot}路德", traditional)[0] == ([] if dot == "‧" else ["L307"])
    assert mended(f"a{dot}b、{dot}甲、甲 {dot} 乙")[0] == []


def test_what_is_certain_is_part_of_the_diagnostic() -> None:
    found = read_body("甲,乙．“丙").diagnostics
    assert [(each.code, each.fix) for each in found] == [("L302", "，"), ("L301", None)]


# ---------------------------------------------------------------- scripts


SIMPLIFIED, TRADITIONAL = frozenset("国发这说会"), frozenset("國發這說會")


@pytest.mark.parametrize(
    ("body", "told_of"),
    [
        ("國家發展，這是說會。", "5 of 5"),
        ("国" * 45 + "國發這說會", "5 of 50"),
        ("国" * 46 + "國發這說會", ""),
        ("國發這說", ""),
        ("`國發這說會`[國發這說會]{.keep}", ""),
        ("国发这说会", ""),
    ],
)
def test_a_source_in_the_other_script(body: str, told_of: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CODES, "L308", (Severity.WARNING, "a source that is not in the script of its `lang`"))
    report = Report("sample.md")
    check_script(read_body(body).document, SIMPLIFIED, TRADITIONAL, report)
    facts = [found.fact for found in report.diagnostics()]
    assert [fact.split(" characters")[0] for fact in facts] == ([told_of] if told_of else [])
    assert all("are Traditional: `國`" in fact for fact in facts)

"""Quotation marks by region and depth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import read_body
from keben.edition import convert_words, derive, quotes
from keben.edition.script import way_between
from keben.locales import find_locale
from keben.tree import plain_text

if TYPE_CHECKING:
    from keben.locales import Locale

CN, SG = find_locale("zh-Hans-CN"), find_locale("zh-Hans-SG")
TW, HK, MO = find_locale("zh-Hant-TW"), find_locale("zh-Hant-HK"), find_locale("zh-Hant-MO")
EN = find_locale("en")


def to_corners(text: str) -> str:
    return "".join(each or "" for each in quotes.convert([text], CN, TW))


def to_curls(text: str) -> str:
    return "".join(each or "" for each in quotes.convert([text], TW, CN))


@pytest.mark.parametrize(
    ("curls", "corners"),
    [
        ("“甲”", "「甲」"),
        ("“甲”“乙”", "「甲」「乙」"),
        ("“甲‘乙’丙”", "「甲『乙』丙」"),
        ("“甲‘乙“丙”丁’戊”", "「甲『乙「丙」丁』戊」"),
        ("“‘“甲”’”", "「『「甲」』」"),
        ("“”", "「」"),
        ("没有", "没有"),
        ("", ""),
    ],
)
def test_marks_nest_by_depth_both_ways(curls: str, corners: str) -> None:
    assert to_corners(curls) == corners
    assert to_curls(corners) == curls


@pytest.mark.parametrize(
    ("written", "corners"),
    [
        ("‘甲“乙”丙’", "「甲『乙』丙」"),  # single marks outside, as some authors write
        ("‘甲’", "「甲」"),
        ("『甲「乙」』", "「甲『乙』」"),
        ("“甲「乙」”", "「甲『乙』」"),  # two families in one text
        ("“甲」", "「甲」"),
    ],
)
def test_depth_decides_whichever_mark_was_written(written: str, corners: str) -> None:
    assert to_corners(written) == corners


@pytest.mark.parametrize(
    ("written", "corners"),
    [
        ("“甲", "「甲"),
        ("甲”", "甲」"),
        ("“一楼一策”专班+法院”的“模式”", "「一楼一策」专班+法院」的「模式」"),
        ("“甲‘乙”", "「甲『乙」"),
        ("‘甲”乙’", "『甲」乙』"),
        ("”“", "」「"),
        ("“甲’乙”", "「甲』乙」"),
    ],
)
def test_marks_that_do_not_pair_become_their_counterparts(written: str, corners: str) -> None:
    assert to_corners(written) == corners


@pytest.mark.parametrize(
    ("written", "corners"),
    [
        ("“It’s Xi’an”", "「It’s Xi’an」"),
        ("“l’été à l’École”", "「l’été à l’École」"),
        ("workers’ rights与“权利”", "workers’ rights与「权利」"),
        ("“the boys’ school”", "「the boys’ school」"),
        ("’90s的“歌”", "’90s的「歌」"),
        ("北纬34°45’的“城”", "北纬34°45’的「城」"),
        ("Hawai‘i", "Hawai‘i"),
        ("他说‘don’t’。", "他说「don’t」。"),
        ("“说‘GDP’的增长”", "「说『GDP』的增长」"),
    ],
)
def test_an_apostrophe_is_no_quotation_mark(written: str, corners: str) -> None:
    assert to_corners(written) == corners


def test_other_marks_stay() -> None:
    text = "\"甲\" 'b' «c» 〝丁〞 ＂戊＂ 《己》 5′ 30″"
    assert to_corners(text) == text


@pytest.mark.parametrize(("source", "target"), [(CN, CN), (CN, SG), (TW, HK), (MO, TW)])
def test_between_regions_that_quote_alike_the_author_s_marks_stay(source: Locale, target: Locale) -> None:
    odd = ["‘甲“乙”’「丙", None, "”"]
    assert quotes.convert(odd, source, target) == odd


def test_text_of_another_language_keeps_its_marks() -> None:
    assert quotes.convert(["“a” and ‘b’"], EN, TW) == ["“a” and ‘b’"]
    assert quotes.convert(["「甲」"], TW, EN) == ["「甲」"]


def test_text_of_an_unknown_region_gets_the_target_s_marks() -> None:
    assert quotes.convert(["“甲‘乙’”"], None, HK) == ["「甲『乙』」"]
    assert quotes.convert(["「甲『乙』」"], None, SG) == ["“甲‘乙’”"]
    assert quotes.convert(["“甲‘乙’”"], None, CN) == ["“甲‘乙’”"]


def test_a_quotation_goes_on_across_slots_and_what_interrupts_them() -> None:
    slots = ["他说：“", None, "甲", None, "‘", "乙", "’和", None, "”。", None]
    assert quotes.convert(slots, CN, TW) == ["他说：「", None, "甲", None, "『", "乙", "』和", None, "」。", None]


@pytest.mark.parametrize(
    ("body", "printed"),
    [
        ("“**重点**工作‘*两件*’”", "「重點工作『兩件』」"),
        ("**“甲**乙”", "「甲乙」"),
        ("“[郝伟]{.name}说‘[发]{.keep}’”", "「郝偉說『发』」"),
        ("“完成[6501.8亿元]{.q}的‘目标’”", "「完成6501.8億元的『目標』」"),
        ("“[万架次]{.q}”航空口岸", "「萬架次」航空口岸"),
        ("“`发`”和“[链接‘内’](https://a.example)”", "「发」和「鏈接『內』」"),
        ("“甲  \n乙\n‘丙’丁”", "「甲 乙『丙』丁」"),
        ("“甲<ruby>乙<rt>yǐ</rt></ruby>‘丙’”", "「甲乙『丙』」"),
        ("“[“甲”]{.keep}”", "「“甲”」"),
    ],
)
def test_quotations_across_markup(body: str, printed: str) -> None:
    edition = derive(read_body(body + "\n").document, TW)
    (block,) = edition.document.blocks
    assert plain_text(block) == printed


def test_each_line_is_judged_by_itself() -> None:
    document = read_body("“甲\n\n“乙‘丙’”\n\n- “丁\n- ”戊‘己’\n\n|“庚|辛”|\n|-|-|\n|“壬‘癸’”|子|\n").document
    words = [plain_text(block) for block in derive(document, TW).document.blocks]
    assert words == ["「甲", "「乙『丙』」", "「丁」戊『己』", "「庚辛」「壬『癸』」子"]


def test_titles_and_alternative_texts_are_not_part_of_the_quotation_around_them() -> None:
    body = '“见[报告](https://a.example "题为“发展”")”\n'
    (block,) = derive(read_body(body).document, TW).document.blocks
    link = next(child for child in getattr(block, "children", ()) if hasattr(child, "target"))
    assert plain_text(block) == "「見報告」"
    assert link.title == "題為「發展」"


# ---------------------------------------------------------------- laws

WORDS = st.text(alphabet="国家发展，。abc 1", max_size=5)
QUOTED = st.recursive(
    WORDS,
    lambda inner: st.lists(st.one_of(WORDS, st.tuples(inner).map(lambda one: f"⟨{one[0]}⟩")), max_size=3).map("".join),
    max_leaves=8,
)


def by_depth(text: str, outer: str, inner: str) -> str:
    """Set marks in place of ⟨ and ⟩; between Han, so that no letter makes an apostrophe of one."""
    depth, written = 0, ""
    for char in text:
        depth -= char == "⟩"
        marks = inner if depth % 2 else outer
        written += {"⟨": f"中{marks[0]}国", "⟩": f"国{marks[1]}中"}.get(char, char)
        depth += char == "⟨"
    return written


@given(QUOTED)
def test_a_balanced_line_goes_there_and_back(text: str) -> None:
    curls, corners = by_depth(text, "“”", "‘’"), by_depth(text, "「」", "『』")
    assert to_corners(curls) == corners
    assert to_curls(corners) == curls


LINES = st.lists(st.none() | st.text(alphabet="“”‘’「」『』甲乙a1 ", max_size=6), max_size=5)


@settings(max_examples=400)
@given(LINES, st.sampled_from([TW, HK, MO]))
def test_converting_twice_is_converting_once_and_no_curl_is_left_among_han(
    lines: list[str | None], target: Locale
) -> None:
    once = quotes.convert(lines, None, target)
    assert quotes.convert(once, None, target) == once
    text = "".join(each or "" for each in once)
    assert not re.search("[“”]|(?<![a1])[‘’](?![a1])", text)


@given(LINES, st.sampled_from([None, CN, TW]), st.sampled_from([CN, SG, TW, HK, MO]))
def test_slots_keep_their_number_and_length_and_everything_but_marks(
    lines: list[str | None], source: Locale | None, target: Locale
) -> None:
    converted = quotes.convert(lines, source, target)
    marks = re.compile("[“”‘’「」『』]")
    assert [None if each is None else marks.sub("□", each) for each in converted] == [
        None if each is None else marks.sub("□", each) for each in lines
    ]


def opens_and_closes(text: str) -> str:
    return re.sub("[^<>]", "", re.sub("[“‘「『]", "<", re.sub("[”’」』]", ">", text)))


@given(st.text(alphabet="“”‘’「」『』甲乙", max_size=20), st.sampled_from([CN, TW]))
def test_an_opening_mark_stays_one(text: str, target: Locale) -> None:
    (converted,) = quotes.convert([text], None, target)
    assert opens_and_closes(converted or "") == opens_and_closes(text)


def test_a_long_line_is_converted_in_time_that_grows_with_it() -> None:
    text = "“甲‘乙’丙”" * 20_000
    assert to_corners(text) == "「甲『乙』丙」" * 20_000


def test_script_and_marks_go_together() -> None:
    assert convert_words("“发展‘资金链’”", way_between(CN, HK), CN, HK) == "「發展『資金鏈』」"
    assert convert_words("「發展『資金鏈』」", way_between(HK, CN), HK, CN) == "“发展‘资金链’”"

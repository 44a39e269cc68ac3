"""Dates of figures: in Chinese numerals, and in English by CLDR."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from keben.edition.numerals import hanzi
from keben.quantity.grammar import HALF_WIDTH

if TYPE_CHECKING:
    from keben.document import Quantity

DASH = r"\s*(?:[—–~〜～-]+|[至到])\s*"
_SHARED = re.compile(rf"(\d+)(?={DASH}(?:\d+[年月])?\d+\s*([年月日号號]))")
_TO = re.compile(rf"(?<=[年月日号號]){DASH}(?=\d)")
_NUMBER = re.compile(r"(\d+)(?=\s*([年月日号號]))")


def chinese_date(quantity: Quantity, to: str) -> str:
    """Write a date in Chinese numerals, its year digit by digit: 二〇二六年二月六日, 二〇二一年到二〇二五年.

    Each end of a span gets its 年, 月 or 日; `to` joins them. A fiscal year keeps its stroke, but in speech has 至. Source: CLDR, spellout-numbering-year of zh.
    """
    text = quantity.text.translate(HALF_WIDTH)
    if fiscal := re.fullmatch(r"(\d{4})([/／至])(\d{2,4})年度", text):
        first, last = (_year(digits) for digits in fiscal.group(1, 3))
        return f"{first}{'至' if to == '到' else fiscal[2]}{last}年度"
    if iso := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", text):
        text = f"{iso[1]}年{iso[2]}月{iso[3]}日"
    if bare := re.fullmatch(rf"(\d{{4}}){DASH}(\d{{4}})", text):
        text = f"{bare[1]}年{to}{bare[2]}年"
    text = _SHARED.sub(lambda found: found[1] + found[2], text)
    return _NUMBER.sub(_spelled, _TO.sub(to, text))


def _spelled(found: re.Match[str]) -> str:
    if found[2] == "年":
        return _year(found[1])
    return hanzi.spell_whole(int(found[1]), hanzi.SPOKEN)


def _year(digits: str) -> str:
    return hanzi.by_places(digits, hanzi.SPOKEN).replace("零", "〇")


_PARTS = {
    "底": "the end of {}", "末": "the end of {}", "初": "early {}", "中": "the middle of {}", "春": "the spring of {}",
    "夏": "the summer of {}", "秋": "the autumn of {}", "冬": "the winter of {}", "上半年": "the first half of {}",
    "下半年": "the second half of {}", "春节": "the Spring Festival of {}",
    "春節": "the Spring Festival of {}", "一季": "the first quarter of {}", "二季": "the second quarter of {}",
    "三季": "the third quarter of {}", "四季": "the fourth quarter of {}", "前二季度": "the first two quarters of {}",
    "前三季度": "the first three quarters of {}", "上旬": "the first ten days of {}", "中旬": "the middle ten days of {}",
    "下旬": "the last ten days of {}", "上午": "the morning of {}", "下午": "the afternoon of {}", "前": "before {}",
    "以前": "before {}", "之前": "before {}", "后": "after {}", "後": "after {}", "以后": "after {}", "以後": "after {}",
    "之后": "after {}", "之後": "after {}", "以来": "since {}", "以來": "since {}", "起": "from {}", "间": "during {}",
    "間": "during {}", "期间": "during {}", "期間": "during {}", "之间": "during {}", "之間": "during {}",
}  # fmt: skip
"""What Chinese says behind a date, in English. Source: house table."""


def english_date(quantity: Quantity) -> str:
    """Write a date by CLDR: February 6, 2026; December 2025; 2021–2025; the first half of 2025."""
    first, _, last = quantity.day.partition("/")
    day = _span(first, last) if last else _day(first)
    return _with_part(quantity.qualifier, day)


def _with_part(said: str, day: str) -> str:
    """Put what is said of a date before it; what an English author says stands."""
    if said.isascii():
        return f"{said}{'' if said.endswith('-') else ' '}{day}".lstrip()
    if quarter := re.fullmatch("第?([一二三四]季)度?(末?)", said):
        return ("the end of " if quarter[2] else "") + _PARTS[quarter[1]].format(day)
    return _PARTS.get(said, "{}").format(day)


def _span(first: str, last: str) -> str:
    """Say once what both ends have: February 6–10, 2026; January–October 2025."""
    start, end = _day(first), _day(last)
    if first.count("-") and first[:4] == last[:4]:
        start = start.removesuffix(f", {first[:4]}").removesuffix(f" {first[:4]}")
        if first[:7] == last[:7]:
            end = end.partition(" ")[2]
    return f"{start}–{end}"


_PATTERNS = {(True, False, False): "y", (True, True, False): "MMMM y", (True, True, True): "MMMM d, y",
             (False, True, False): "MMMM", (False, True, True): "MMMM d"}  # fmt: skip
"""CLDR's patterns of English dates by what is known: year, month, day."""


def _day(iso: str) -> str:
    from babel.dates import format_date

    known = re.fullmatch(r"(\d{4}|-)(?:-(\d\d))?(?:-(\d\d))?", iso)
    assert known  # noqa: S101 - the grammar writes no other
    year, month, day = known.groups()
    pattern = _PATTERNS[year != "-", month is not None, day is not None]
    return format_date(
        dt.date(2000 if year == "-" else int(year), int(month or 1), int(day or 1)), pattern, locale="en"
    )

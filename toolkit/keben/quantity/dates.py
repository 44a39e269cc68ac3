"""Dates in figures: days, months, years and spans of them, Chinese and English, in ISO 8601."""

from __future__ import annotations

import calendar
import re
from typing import TYPE_CHECKING

from keben.quantity.fault import Unreadable
from keben.quantity.numerals import chinese_whole
from keben.quantity.words import DIGITS

if TYPE_CHECKING:
    from datetime import date

YEARS = {"前年": -2, "去年": -1, "上年": -1, "今年": 0, "明年": 1, "当年": 0, "當年": 0, "本年": 0}
PART = (
    r"(?P<part>度|底|初|末|中|[春夏秋冬]|春节|春節|[上下]半年|第?[一二三四]季度?末?|前[二三]季度|[上中下]旬|上午|下午|[以之]?[前后後]|以[来來]|起"
    r"|[期之]?[间間])?"
)
_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s*年)?\s*(?:(?P<month>\d{1,2})\s*月份?)?\s*(?:(?P<day>\d{1,2})\s*[日号號])?" + PART
)
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?P<part>)")
_FISCAL = re.compile(r"(?P<first>\d{4})[/／至](?P<last>\d{2}(?:\d{2})?)(?P<part>年度)")
_ROC = re.compile(r"(?:民国|民國)(?P<year>\d{1,3})年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?(?P<part>)"
                  r"|(?P<year2>\d{2,3})年(?P<month2>\d{1,2})月(?:(?P<day2>\d{1,2})日)?")  # fmt: skip
"""Years of the Republic, as Taiwan counts them: 民國113年 and 114年2月25日; 113年 alone may be a length of time."""
_LONE_DAY = re.compile(r"(\d{1,2})[日号號]")
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
}
MONTH_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ENGLISH_PART = (
    r"(?P<part>(?:since|before|after|by|during|early|late|(?:at )?the (?:beginning|end) of|mid-|the (?:first|second) half of"
    r"|the (?:first|second|third|fourth) quarter of|the first (?:two|three) quarters of|the (?:first|second|last) ten days of"
    r"|the (?:morning|afternoon|evening) of)(?= |(?<=-)))?\s*"
)
_ENGLISH = (
    rf"(?P<month>{MONTH_NAMES})\.?(?: (?P<day>\d{{1,2}}))?(?:,? (?P<year>\d{{4}}))?",
    rf"(?P<day>\d{{1,2}}) (?P<month>{MONTH_NAMES})\.?(?: (?P<year>\d{{4}}))?",
    r"(?P<month>)(?P<day>)(?P<year>(?:19|20|21)\d\d)",
)
_ENGLISH_SPANS = (
    (
        rf"(?P<month>{MONTH_NAMES})\.?(?: (?P<day>\d{{1,2}}))?(?:,? (?P<year>\d{{4}}))?\s?[—–-]\s?"
        rf"(?:(?P<month2>{MONTH_NAMES}) ?)?(?P<day2>\d{{1,2}})?(?:,? (?P<year2>\d{{4}}))?"
    ),
    r"(?P<year>(?:1[89]|2[01])\d\d)[—–-](?P<year2>(?:1[89]|2[01])\d\d)",
)
"""A span of years without a word is one of years of our own times; others, as 566—1990, may be numbers of anything."""
_DASH = r"\s*(?:[—–~〜-]+|[至到])\s*"
_SPAN = re.compile(
    r"(?:(?P<year>\d{4})\s*年?)?\s*(?:(?P<month>\d{1,2})\s*月?)?\s*(?:(?P<day>\d{1,2})\s*[日号號]?)?" + _DASH +
    r"(?:(?P<year2>\d{4})\s*年)?\s*(?:(?P<month2>\d{1,2})\s*月份?)?\s*(?:(?P<day2>\d{1,2})\s*[日号號])?" + PART
)  # fmt: skip


def read_date(plain: str, today: date | None) -> tuple[str, str] | None:
    """Read 2026年2月6日, 2025年底, 去年12月, 2021—2025年, February 6, 2026.

    Args:
        plain: The figure in half-width digits.
        today: The date of the work, from which 去年 counts; a day without a year is of its year.

    Returns:
        The day in ISO 8601 and the words about it (底, 上半年); None if the text is no date. A year that nobody gives
        is `-`, as in `--02-06`; from and to are joined by a stroke.

    Raises:
        Unreadable: There is no such day, or no date to count from.
    """
    text = in_digits(plain)
    named = next((word for word in YEARS if text.startswith(word)), "")
    if named and not today:
        raise Unreadable("Q102", f"`{named}` counts from a date that is not given", "add `date: …` to the front matter")
    year = str(today.year + YEARS.get(named, 0)) if today else ""
    rest = text.removeprefix(named)
    if (found := _LONE_DAY.fullmatch(rest)) and today and not named:
        return _day_of_month(int(found[1]), today)
    if found := _FISCAL.fullmatch(rest):
        return _fiscal(found)
    if found := _ROC.fullmatch(rest):
        taiwan = str(1911 + int(found["year"] or found["year2"]))
        return _iso(taiwan, "", found["month"] or found["month2"], found["day"] or found["day2"], plain), ""
    if found := _ISO_DATE.fullmatch(rest) or _DATE.fullmatch(rest):
        return _single(found, named, year, plain)
    if named:
        found = _SPAN.fullmatch(rest)
        return _span(found, named, year, plain) if found else None
    if found := _first(_ENGLISH, rest):
        return _single(found, named, year, plain) if found["month"] or found["part"] else None
    if found := _first(_ENGLISH_SPANS, rest):
        return _english_span(found, year, plain)
    found = _SPAN.fullmatch(rest)
    return _span(found, named, year, plain) if found else None


_MAYBE_ENGLISH = re.compile(r".*[A-Za-z].*|[12]\d{3}(?:[—–-][12]\d{3})?")


def _first(forms: tuple[str, ...], text: str) -> re.Match[str] | None:
    """Return the first form that matches; their patterns are made when a text first has something for them."""
    if not _MAYBE_ENGLISH.fullmatch(text):
        return None
    return next((found for form in forms if (found := re.fullmatch(_ENGLISH_PART + form, text, re.IGNORECASE))), None)


def _english_span(found: re.Match[str], implied: str, plain: str) -> tuple[str, str] | None:
    """Read February 6–10, 2026 and January–October 2025, where the year stands at the end."""
    parts = found.groupdict()
    year, year2 = parts["year"] or parts["year2"], parts["year2"] or parts["year"]
    month, month2 = parts.get("month"), parts.get("month2") or (parts.get("month") if parts.get("day2") else None)
    if bool(month) != bool(month2) or bool(parts.get("day")) != bool(parts.get("day2")):
        return None
    first = _iso(year, implied, month, parts.get("day"), plain)
    last = _iso(year2, implied, month2, parts.get("day2"), plain)
    return (f"{first}/{last}", found["part"] or "") if first < last else None


def _day_of_month(day: int, today: date) -> tuple[str, str] | None:
    """Read 5日 as a day of the work's own month; a month that has no such day makes it a number of days."""
    exists = 1 <= day <= calendar.monthrange(today.year, today.month)[1]
    return (f"{today:%Y-%m}-{day:02d}", "") if exists else None


def _fiscal(found: re.Match[str]) -> tuple[str, str] | None:
    """Read a fiscal year, 2027/28年度; its second year follows the first."""
    first, last = int(found["first"]), found["last"]
    return (f"{first}/{first + 1}", found["part"]) if str(first + 1).endswith(last) else None


def _single(found: re.Match[str], named: str, implied: str, plain: str) -> tuple[str, str] | None:
    year, month, day = found["year"], found["month"], found["day"]
    if not (named or year or month) or (day and not month) or (named and year):
        return None
    return _iso(year, implied, month, day, plain), found["part"] or ""


def _span(found: re.Match[str], named: str, implied: str, plain: str) -> tuple[str, str] | None:
    """Give the end of a span what only its beginning says: 2月6日至10日, 2025年1—10月."""
    parts = found.groupdict()
    year, month, day = found["year"], parts.get("month"), parts.get("day")
    year2, month2, day2 = found["year2"], parts.get("month2"), parts.get("day2")
    if (named and year) or (bool(month), bool(day)) != (bool(month2 or (day2 and month)), bool(day2)):
        return None
    if (day and not month) or not (month or year2) or (year2 and not year):
        return None
    first = _iso(year, implied, month, day, plain)
    last = _iso(year2 or year, implied, month2 or (month if day2 else None), day2, plain)
    return (f"{first}/{last}", found["part"] or "") if first < last else None


def _iso(year: str | None, implied: str, month: str | None, day: str | None, plain: str) -> str:
    number, number_of_day = _MONTHS.get(month.lower(), 0) or int(month) if month else 1, int(day or 1)
    if not year and implied and _exists(int(implied), number, number_of_day):
        year = implied
    if not _exists(int(year or 2000), number, number_of_day):  # 2000 has a 29 February
        raise Unreadable("Q102", f"`{plain}` is not a day of the calendar", "check the month and the day")
    return (year or "-") + (f"-{number:02d}" if month else "") + (f"-{int(day):02d}" if day else "")


def _exists(year: int, month: int, day: int) -> bool:
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def in_digits(text: str) -> str:
    """Turn the numerals of 二〇二六年二月六日, 一一四年二月 and 二〇一九/二〇年度 into digits."""
    text = re.sub(
        "^[〇零○一二三四五六七八九]{2,3}(?=年[一二三四五六七八九十0-9]+月)",
        lambda found: "".join(str(DIGITS[char]) for char in found[0]),
        text,
    )
    text = re.sub(
        "[〇零○一二三四五六七八九]{4}(?=[年/／至])|(?<=[/／至])[〇零○一二三四五六七八九]{2}(?=年度)",
        lambda found: "".join(str(DIGITS[char]) for char in found[0]),
        text,
    )
    return re.sub("[一二三四五六七八九十廿]{1,3}(?=[月日号號])", _small_in_digits, text)


def _small_in_digits(found: re.Match[str]) -> str:
    try:
        return str(chinese_whole(found[0]))
    except Unreadable:
        return found[0]

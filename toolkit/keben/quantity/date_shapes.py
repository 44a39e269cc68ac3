"""What dates look like in running text, and the day or year that a text itself gives.

A run of numerals with 年, 月 and 日 is cut at each of these, from the far end; what the grammar reads as a date is one.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from keben.quantity.dates import MONTH_NAMES, YEARS, read_date
from keben.quantity.fault import Unreadable

GAP = "[ \u00a0\u2009\u202f]?"
DASH = "(?:[—–~〜～]{1,2}|-)"
TO = f"(?:{DASH}|[至到])"
NAMED = f"(?:{'|'.join(YEARS)})"

_RUN = re.compile(
    f"(?:{NAMED}|民国|民國)?[0-9〇零○一二三四五六七八九十廿](?:[0-9〇零○一二三四五六七八九十廿年月份日号號度/／至到—–~〜～ -]{{0,26}})"
)
_NOT_BEFORE = {
    "年": "代级級轮輪龄齡度", "月": "份球亮饼餅", "份": "额額", "日": "语語元本内內均", "号": "线線楼樓院", "號": "線樓院",
}  # fmt: skip
"""What makes another word of the last character of a date: 年代, 月球, 日元."""
_SOME_DAY = date(2000, 1, 31)
"""A date to read relative ones by while only their form is looked at."""
_YEAR = re.compile("(?:民[国國])?[0-9]{1,3}年|[1-2][0-9]{3}|[一二][〇零○一二三四五六七八九]{3}")
_WITH_YEAR = re.compile("(?:[0-9〇零○一二三四五六七八九]{2,4}年|.*年度|[0-9]{4}[—–~〜～至到-]|民[国國])")
_CHINESE_DAY = re.compile(".*[月].*[日号號]")


def date_at(text: str, start: int) -> int | None:
    """Return where a date that begins here ends."""
    run = _RUN.match(text, start)
    if not run:
        return None
    try:
        for at in range(run.end() - 1, start, -1):
            if text[at] in "年月份日号號度" and not _goes_on(text, at) and _is_date(text[start : at + 1]):
                return at + 1
    except Unreadable:  # 2月30日 is no date, nor is its 2月
        return None
    return None


def _goes_on(text: str, at: int) -> bool:
    next_to = text[at + 1 : at + 2]
    return next_to != "" and next_to in _NOT_BEFORE.get(text[at], "")


def _is_date(words: str) -> bool:
    """Whether words are a date in form: with a year of our era, or digits, or month and day; 三月 may be a name, 5000年 is none."""
    if (words[-1] == "号" and "月" not in words) or any(words.count(mark) > 2 for mark in "年月日"):
        return False
    alone = not words.startswith(tuple(YEARS)) and not _WITH_YEAR.match(words)
    if alone and words[0] not in "0123456789" and not _CHINESE_DAY.fullmatch(words):
        return False
    if "年" in words and not words.startswith(tuple(YEARS)) and not _YEAR.match(words):
        return False
    found = read_date(words, _SOME_DAY)
    return found is not None and (not found[1] or found[1] == "年度" or words.endswith("年度"))


ENGLISH_DATE = re.compile(
    rf"(?:(?:{MONTH_NAMES}) (?:[0-9]{{1,2}}(?:, [0-9]{{4}})?|[0-9]{{4}})|[0-9]{{1,2}} (?:{MONTH_NAMES}) [0-9]{{4}})(?![0-9])",
    re.IGNORECASE,
)
_FULL_DAY = re.compile("([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})[日号號]")


_NAMED_YEAR = re.compile(NAMED)


def behind_named_year(text: str, start: int) -> int:
    """Return where the rest of 去年12月 begins."""
    found = _NAMED_YEAR.match(text, start)
    return found.end() if found else start


def first_day(text: str) -> date | None:
    """Return the first full date of a text, from which the others count."""
    for found in _FULL_DAY.finditer(text):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            continue
    return None


_YEAR_SAID = re.compile("(?:19|20)[0-9]{2}(?=年)")


def usual_year(text: str) -> str:
    """Return the year that a text names most often, which its months without a year belong to; nothing if it names none."""
    named = Counter(_YEAR_SAID.findall(text)).most_common(1)
    return named[0][0] if named else ""

"""What dates look like in running text, and the day or year that a text itself gives."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

from keben.quantity.dates import MONTH_NAMES, YEARS

GAP = "[ \u00a0\u2009\u202f]?"
DASH = "(?:[—–~〜～]{1,2}|-)"
TO = f"(?:{DASH}|[至到])"

_YEAR = "(?:(?:1[0-9]|2[0-9])[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})年(?![代级級])"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份(?![额額]))?(?![球亮饼餅])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9]|(?:二?十|廿|三?十)?[一二三四五六七八九]|[二三]?十)[日號号](?![语語元本内均])"
_ALONE = f"(?:(?=[0-9])|(?=[一二三四五六七八九十]+月[一二三四五六七八九十廿]+[日号號])){_MONTH}"
"""A month of which no year is said; 三月 alone may be a name."""
NAMED = f"(?:{'|'.join(YEARS)})"
FISCAL = re.compile(
    "(?:[0-9]{4}[/／][0-9]{2}|[一二][〇零○一二三四五六七八九]{3}[/／至][〇零○一二三四五六七八九]{2})年度"
)
ROC = re.compile(f"(?:(?:民国|民國)[0-9]{{1,3}}年(?:{_MONTH}(?:{_DAY})?)?|[0-9]{{2,3}}年{_MONTH}(?:{_DAY})?)")
LONE_DAY = re.compile("(?:3[01]|[12][0-9]|0?[1-9])日(?![语語元本内均前后後间間])")
DATE = re.compile(
    rf"(?:{_YEAR}{GAP}(?:{_MONTH}(?:{GAP}{_DAY})?)?|{NAMED}{GAP}{_MONTH}(?:{GAP}{_DAY})?|{_ALONE}(?:{GAP}{_DAY})?)"
    rf"(?:{TO}(?:{_YEAR}(?:{_MONTH}(?:{_DAY})?)?|{_MONTH}(?:{_DAY})?|{_DAY}))?"
)
SHORT_SPAN = re.compile(
    rf"(?:(?:1[0-9]|20|21)[0-9]{{2}}{TO}{_YEAR}|(?:{_YEAR}|{NAMED})?(?:1[0-2]|[1-9]){TO}{_MONTH}"
    rf"|(?:{_YEAR}|{NAMED})?{_MONTH}[0-9]{{1,2}}{TO}{_DAY})"
)
ENGLISH_DATE = re.compile(
    rf"(?:(?:{MONTH_NAMES}) (?:[0-9]{{1,2}}(?:, [0-9]{{4}})?|[0-9]{{4}})|[0-9]{{1,2}} (?:{MONTH_NAMES}) [0-9]{{4}})(?![0-9])",
    re.IGNORECASE,
)
PATTERNS = (FISCAL, SHORT_SPAN, DATE, ROC, LONE_DAY, ENGLISH_DATE)
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

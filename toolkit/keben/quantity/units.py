"""Where a unit ends behind a number in running text. The table of units is open: what it lacks is left out of the span."""

from __future__ import annotations

import re

from keben.quantity.words import BETWEEN, CLASSIFIERS, COUNTED, ENGLISH_UNITS, MEASURES, NOT_BEFORE, SYMBOLS

_SHARED = ("成", "倍", "番", "个百分点", "個百分點", "百分点", "百分點", "个百分點")
_SHORT_MEASURES = frozenset("元年天日亩畝吨噸米岁歲斤周週")

BEHIND_DIGITS = frozenset((*_SHARED, *MEASURES, *CLASSIFIERS))
"""Chinese units behind Arabic digits."""
BEHIND_NUMERALS = frozenset(
    (*_SHARED, *COUNTED, *(unit for unit in MEASURES if len(unit) > 1 or unit in _SHORT_MEASURES))
)
"""Chinese units behind Chinese numerals: fewer, since 两头 and 三角 are words."""
BEHIND_TWO = BEHIND_NUMERALS | BEHIND_DIGITS - {unit for unit in MEASURES if len(unit) == 1}
"""Behind 两, which always counts, where 二 may name: 两期 and 二期."""

_LONGEST = max(map(len, BEHIND_DIGITS | BEHIND_NUMERALS))
_SYMBOL = re.compile("[%‰‱℃]|[A-Za-zμµ°][A-Za-z0-9²³]{0,8}")
_ENGLISH = re.compile(r" [A-Za-z.%-]+(?: [A-Za-z.-]+){0,3}")
_SPACES = " \u00a0\u2009\u202f"


def end_of_unit(text: str, at: int, units: frozenset[str]) -> int:
    """Return where the unit behind a number ends, with 余 or 多 before it; `at` if there is none."""
    start = at + (text[at : at + 1] in BETWEEN and text[at : at + 1] != "")
    for begin in dict.fromkeys((start, at)):
        behind_space = begin + (text[begin : begin + 1] != "" and text[begin] in _SPACES)
        end = _one(text, behind_space, units)
        if end > behind_space:
            rate = _one(text, end + 1, units) if text.startswith("/", end) else 0
            return rate if rate > end + 1 else end
    return _english(text, at)


def _one(text: str, at: int, units: frozenset[str]) -> int:
    if (symbol := _SYMBOL.match(text, at)) and symbol[0] in SYMBOLS:
        return symbol.end()
    for length in range(_LONGEST, 0, -1):
        unit, next_to = text[at : at + length], text[at + length : at + length + 1]
        if unit == "成" and next_to and next_to in "1234567890一二三四五六七八九半":  # 三成五
            return at + 2
        if len(unit) == length and unit in units and not (next_to and next_to in NOT_BEFORE.get(unit, "")):
            return at + length
    return at + 1 if text[at : at + 1] in ("点", "點") and text[at - 1 : at] in ("万", "萬") else at


def _english(text: str, at: int) -> int:
    words = _ENGLISH.match(text, at)
    if not words:
        return at
    end = words.end()
    while end > at:
        if text[at + 1 : end].rstrip(".,").lower() in _ENGLISH_UNITS:
            return at + 1 + len(text[at + 1 : end].rstrip(".,"))
        end = text.rfind(" ", at, end)
    return at


_ENGLISH_UNITS = frozenset(unit.lower() for unit in ENGLISH_UNITS)

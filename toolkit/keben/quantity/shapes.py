"""What figures look like in running text: shapes, in the order in which they are tried.

A shape gets the text and where a number begins; it returns where the figure ends, or nothing if it is none of its kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from keben.quantity import date_shapes
from keben.quantity.date_shapes import GAP, NAMED, TO
from keben.quantity.dates import MONTH_NAMES
from keben.quantity.units import BEHIND_DIGITS, BEHIND_NUMERALS, BEHIND_TWO, end_of_unit
from keben.quantity.words import (
    BETWEEN,
    CURRENCY,
    DIGITS,
    ENGLISH_DIGITS,
    ENGLISH_PARTS,
    ENGLISH_SCALE,
    LARGE,
    MEASURES,
    NUMERALS,
    SCALE,
    SMALL,
    TENS,
)

Shape = Callable[[str, int], int | None]

_BETWEEN = f"[{''.join(BETWEEN)}]?"
_ARABIC = "(?:[0-9]{1,3}(?: [0-9]{3})+(?![0-9.])|[0-9]+(?:[,\u2009\u202f\u00a0][0-9]{3})*(?:\\.[0-9]+)?)"
_CHINESE = (
    f"(?>(?:[{''.join((*DIGITS, *TENS))}]|{SMALL}|{LARGE}){{1,30}})(?:[点點][{''.join(DIGITS)}]{{1,12}}{LARGE}?)?"
)
_ENGLISH_SCALE = rf"(?:[ -](?:{ENGLISH_SCALE})s?)"
_TO = re.compile(f"{TO}| to ")


class _Seen(Struct, frozen=True):
    """A number with what stands around it."""

    text: str
    start: int
    end: int
    number: str
    scale: str = ""
    unit: str = ""
    between: str = ""
    currency: str = ""

    def before(self, length: int) -> str:
        return self.text[max(0, self.start - length) : self.start]


def _see(number: re.Match[str] | None, start: int, units: frozenset[str]) -> _Seen | None:
    """Look at a number that a pattern has matched, and at the unit behind it."""
    if not number:
        return None
    text, at = number.string, number.end()
    end = end_of_unit(text, at, units)
    parts = number.groupdict("")
    return _Seen(
        text, start, end, parts["number"], parts["scale"].strip(), text[at:end].strip(), parts["between"],
        parts.get("currency", ""),
    )  # fmt: skip


_BEHIND = re.compile(f"{_BETWEEN}{GAP}{SCALE}")


def end_of_unit_at(text: str, at: int) -> int:
    """Return where scale and unit behind a number end; `at` if there are none."""
    scale = _BEHIND.match(text, at)
    return end_of_unit(text, scale.end() if scale else at, BEHIND_DIGITS)


# ---------------------------------------------------------------- Arabic digits

_SIGNED = rf"(?P<currency>{CURRENCY}{GAP})?(?P<number>(?:(?<![0-9] )[+−-]|[负負]|零下)?{_ARABIC})"
_SCALED = re.compile(rf"{_SIGNED}(?P<between>{_BETWEEN})(?P<scale>{GAP}{SCALE}|{_ENGLISH_SCALE})")
_UNSCALED = re.compile(rf"{_SIGNED}(?P<between>)(?P<scale>)")
_DESCENDING = re.compile(
    rf"(?P<number>{_ARABIC}[兆亿億万萬](?:{GAP}{_ARABIC}[亿億万萬千]){{0,3}}{GAP}{_ARABIC}[亿億万萬千百]?)(?P<between>)(?P<scale>)"
)


def _number(text: str, start: int) -> _Seen | None:
    return _see(_SCALED.match(text, start) or _UNSCALED.match(text, start), start, BEHIND_DIGITS)


def _descending(text: str, start: int) -> int | None:
    """See 6億3,944萬2,789元."""
    seen = _see(_DESCENDING.match(text, start), start, BEHIND_DIGITS)
    return seen.end if seen else None


def _plain(text: str, start: int) -> int | None:
    """See a number with a scale, a unit or a currency, or one that ends its clause behind a verb, or has decimals."""
    seen = _number(text, start)
    if not seen:
        return None
    end = seen.end
    if seen.unit or seen.scale or seen.currency:
        return end
    if ("." in seen.number and _SHARED.match(text, end)) or _ENGLISH_NOUN.match(text, end):
        return end
    if not _is_stop(text, end) or text[end : end + 2].strip(".")[:1].isdigit():
        return None
    is_decimal = "." in seen.number and not seen.number.endswith(".0")  # 工业4.0 is a name
    if is_decimal and re.search("[\u4e00-\u9fff]$", seen.before(1)) and text[end : end + 1] in "，；。）、":
        return end
    return end if _VERB.search(seen.before(3)) or "," in seen.number else None


def _range(text: str, start: int) -> int | None:
    """See 5—8%, 1万—2万元; 从5%到8% is a change of one figure to another."""
    lower = _number(text, start)
    to = lower and _TO.match(text, lower.end)
    upper = to and _number(text, to.end())
    if not lower or not to or not upper or (lower.unit and re.search("[从從由自]$", lower.before(1))):
        return None
    if upper.unit or upper.scale:
        return upper.end
    digits = [each.isdigit() and len(each) for each in (lower.number, upper.number)]
    plain = all(digits) and "-" not in to[0] and _is_stop(text, upper.end) and max(digits) > 2
    return upper.end if plain else None


_STOPS = " \t\n，。；、：！？）)》”’」』…—,;:!?．.」"
_ENGLISH_NOUN = re.compile(" (?:[a-z]+ )?[a-z]{3,}s\\b")
"""A noun in the plural behind a number: 39 performances."""
_SHARED = re.compile("[、和及与與][0-9.]+(?:%|倍|[个個]百分)")
"""Numbers that share the unit of the last one: 0.9、5.9个百分点."""
_VERB = re.compile("(?:达|達|为|為|至|到|超|近|约|約|突破|有|共|计|計|过|過|逾|于|於|是|增|减|第)$")


def _is_stop(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in _STOPS


# ---------------------------------------------------------------- Chinese numerals

_CHINESE_PLAIN = re.compile(rf"(?P<number>(?:零下|[负負])?{_CHINESE})(?P<between>{_BETWEEN})(?P<scale>{SCALE}?)")
_CHINESE_RANGE = re.compile(rf"(?P<number>{_CHINESE}{TO}{_CHINESE})(?P<between>)(?P<scale>)")
_FRACTION = re.compile(
    rf"[负負]?(?:百|千|万|萬|[二三四五六七八九十]{{1,3}})分之(?:{_CHINESE}|{_ARABIC})(?:{TO}(?:百分之)?(?:{_CHINESE}|{_ARABIC}))?"
)
_DOUBLED = re.compile("(?<=翻)[一二两兩三四五]番|(?<=翻了)[一二两兩三四五]番")
_HALF = re.compile("一半|半数|半數")
_BARE = re.compile("[百千万萬亿億]{1,2}")


def _chinese_range(text: str, start: int) -> int | None:
    seen = _see(_CHINESE_RANGE.match(text, start), start, BEHIND_NUMERALS)
    return seen.end if seen and seen.unit else None


def _pair(text: str, start: int) -> int | None:
    end = end_of_unit(text, start + 1, BEHIND_TWO) if text[start] in "两兩" else start + 1
    return end if end > start + 1 else None


def _chinese(text: str, start: int) -> int | None:
    """See numerals before a unit, but not 一 alone nor a bare scale that nothing limits; and large numbers."""
    seen = _see(_CHINESE_PLAIN.match(text, start), start, BEHIND_NUMERALS)
    if not seen or not _counts(seen):
        return None
    return seen.end


def _counts(seen: _Seen) -> bool:
    if seen.number in ("一", "二", "〇", "零") and not seen.scale:
        return seen.number == "一" and seen.unit in _ONES
    if _BARE.fullmatch(seen.number):
        return _limits_scale(seen)
    if seen.unit in ("级", "級"):
        return re.search("、[\u4e00-\u9fff]{1,3}$", seen.before(4)) is not None
    if seen.unit:
        return True
    return bool(seen.scale or re.search("[万萬亿億]$", seen.number)) and seen.number not in _SAYINGS


_ONES = ("倍", "番", "成", "个月", "個月", "个季度")
_SAYINGS = ("亿万", "億萬", "千万", "千萬", "百万", "百萬", "万亿", "萬億", "百亿", "千亿")
_LIMITED = re.compile("(?:近|超|逾|上|破|达|達|约|約|过|過|到|有|成|“|不足|突破|每)$")
_AFTER_LIMIT = re.compile("(?:以上|左右|以内|余|餘|多)")


def _limits_scale(seen: _Seen) -> bool:
    """Judge 百家, 万元, 百亿斤: a limiting word before or after makes a figure, or a unit of measure behind a high scale."""
    if seen.unit in ("级", "級"):
        return seen.number[-1] in "亿億"
    if _LIMITED.search(seen.before(3)) or seen.between or _AFTER_LIMIT.match(seen.text, seen.end):
        return bool(seen.unit) or bool(seen.between) or len(seen.number) > 1
    return len(seen.number) > 1 and seen.unit in MEASURES


def _half(text: str, start: int) -> int | None:
    found = _HALF.match(text, start)
    limited = found and (_LIMITED.search(text, max(0, start - 3), start) or _is_stop(text, found.end()))
    return found.end() if found and limited else None


# ---------------------------------------------------------------- English words

_ENGLISH_PART = re.compile(
    rf"\b(?:{'|'.join(ENGLISH_DIGITS)}|an?)[ -](?:{'|'.join(ENGLISH_PARTS)})(?:s|ve)?(?![A-Za-z-])", re.IGNORECASE
)
_ENGLISH_MORE = f"(?:and )?(?:{'|'.join(ENGLISH_DIGITS)})"
_ENGLISH_NUMBER = re.compile(
    rf"\b(?P<number>(?:{'|'.join(each for each in ENGLISH_DIGITS if each not in ('zero', 'one'))}|one(?= (?:hundred|thousand|million|billion)))"
    rf"(?:[ -](?:{'|'.join(ENGLISH_DIGITS)}|hundred|thousand(?= {_ENGLISH_MORE})|million(?= {_ENGLISH_MORE})|and(?! a half))){{0,12}}"
    rf"(?: and a half)?)(?P<between>)(?P<scale>{_ENGLISH_SCALE}?)(?![A-Za-z-])",
    re.IGNORECASE,
)


def _english(text: str, start: int) -> int | None:
    """See number words before a unit or with a scale: five cities, three million."""
    seen = _see(_ENGLISH_NUMBER.match(text, start), start, BEHIND_DIGITS)
    return seen.end if seen and (seen.unit or seen.scale) else None


def _matching(pattern: re.Pattern[str]) -> Shape:
    def shape(text: str, start: int) -> int | None:
        found = pattern.match(text, start)
        return found.end() if found else None

    return shape


SHAPES: tuple[Shape, ...] = (
    date_shapes.date_at,
    _matching(date_shapes.ENGLISH_DATE),
    _descending,
    _range,
    _matching(_FRACTION),
    _matching(_DOUBLED),
    _half,
    _pair,
    _plain,
    _chinese_range,
    _chinese,
    _matching(_ENGLISH_PART),
    _english,
)

CANDIDATE = re.compile(
    rf"[0-9]|[负負](?=[0-9{NUMERALS}])|[{NUMERALS}]|{CURRENCY}{GAP}[0-9]|[+−-](?=[0-9])|{NAMED}|民[国國][0-9]"
    rf"|\b(?:{'|'.join((*ENGLISH_DIGITS, 'half', 'an?'))})[ -]|\b(?:{MONTH_NAMES}) [0-9]",
    re.IGNORECASE,
)
_RUN = re.compile(
    rf"(?:[0-9.,]*[0-9](?:[年月][0-9]+|[+×*xX·/:：-][0-9A-Za-z]+)*[A-Za-z]*|[{NUMERALS}]+|[A-Za-z]+|{NAMED})"
)


def end_of_run(text: str, start: int) -> int:
    """Return the end of what cannot hold another figure: the run of numerals, or the expression they stand in."""
    found = _RUN.match(text, start)
    return found.end() if found else start + 1

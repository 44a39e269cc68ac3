"""What figures look like in running text, as patterns in the order in which they are tried."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.quantity.dates import MONTH_NAMES, YEARS
from keben.quantity.words import (
    AFTER,
    BEFORE,
    BETWEEN,
    CLASSIFIERS,
    COUNTED,
    CURRENCY,
    DIGITS,
    ENGLISH_DIGITS,
    ENGLISH_PARTS,
    ENGLISH_SCALE,
    ENGLISH_UNITS,
    LARGE,
    MEASURES,
    NUMERALS,
    SCALE,
    SMALL,
    SYMBOLS,
    TENS,
    alternatives,
)

if TYPE_CHECKING:
    from keben.quantity.finder import Change
    from keben.quantity.grammar import Reading


class Shape(Struct, frozen=True):
    """One form of figures; `accepts` looks at what a pattern alone cannot say."""

    pattern: re.Pattern[str]
    accepts: Callable[[re.Match[str]], bool] = lambda _: True


_GAP = "[ \u00a0\u2009\u202f]?"
_DASH = "(?:[—–~〜～]{1,2}|-)"
_TO = f"(?:{_DASH}|[至到])"
_BETWEEN = f"[{''.join(BETWEEN)}]?"
_SYMBOL = f"(?:{alternatives(SYMBOLS)})(?![A-Za-z0-9])"
_POINTS = "[个個]?百分[点點]"
_UNIT = f"(?:{_POINTS}|{alternatives((*MEASURES, *CLASSIFIERS))})"
_ANY_UNIT = f"(?:{_SYMBOL}|{_UNIT})(?:/(?:{_SYMBOL}|{_UNIT}))?"
_SHARE = "(?:%|‰|‱|成(?![年人员員套为為本立效果就交功长長熟]))"
_MULTIPLE = "[倍番]"

_ARABIC = "[0-9]+(?:[,\u2009\u202f\u00a0][0-9]{3})*(?:\\.[0-9]+)?"
_CHINESE = f"(?:[{''.join((*DIGITS, *TENS))}]|{SMALL}|{LARGE}){{1,30}}(?:[点點][{''.join(DIGITS)}]{{1,12}})?{LARGE}?"
_ENGLISH_SCALE = rf"(?:[ -](?:{ENGLISH_SCALE})s?)"

# ---------------------------------------------------------------- dates

_YEAR = "(?:(?:1[0-9]|2[0-9])[0-9]{2}|[一二][〇零○一二三四五六七八九]{3})年(?![代级級])"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九](?=月[一二三四五六七八九十廿0-9]))月(?![球亮饼餅])"
_DAY = "(?:3[01]|[12][0-9]|0?[1-9]|(?:二?十|廿|三?十)?[一二三四五六七八九]|[二三]?十)[日號号](?![语語元本内均])"
_NAMED = f"(?:{'|'.join(YEARS)})"
_DATE = re.compile(
    rf"(?:{_YEAR}{_GAP}(?:{_MONTH}(?:{_GAP}{_DAY})?)?|{_NAMED}{_GAP}{_MONTH}(?:{_GAP}{_DAY})?|{_MONTH}(?:{_GAP}{_DAY})?)"
    rf"(?:{_TO}(?:{_YEAR}(?:{_MONTH}(?:{_DAY})?)?|{_MONTH}(?:{_DAY})?|{_DAY}))?"
)
_SHORT_SPAN = re.compile(
    rf"(?:(?:1[0-9]|20|21)[0-9]{{2}}{_TO}{_YEAR}|(?:{_YEAR}|{_NAMED})?(?:1[0-2]|[1-9]){_TO}{_MONTH}"
    rf"|(?:{_YEAR}|{_NAMED})?{_MONTH}[0-9]{{1,2}}{_TO}{_DAY})"
)
_ENGLISH_DATE = re.compile(
    rf"(?:(?:{MONTH_NAMES}) (?:[0-9]{{1,2}}(?:, [0-9]{{4}})?|[0-9]{{4}})|[0-9]{{1,2}} (?:{MONTH_NAMES}) [0-9]{{4}})(?![0-9])"
)
_FULL_DAY = re.compile("([12][0-9]{3})年([0-9]{1,2})月([0-9]{1,2})[日号號]")


def first_day(text: str) -> date | None:
    """Return the first full date of a text, from which the others count."""
    for found in _FULL_DAY.finditer(text):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            continue
    return None


# ---------------------------------------------------------------- amounts

_AMOUNT = rf"(?:{_ARABIC})(?:{_BETWEEN}{_GAP}{SCALE})?{_BETWEEN}"
_DESCENDING = re.compile(
    rf"(?:{_ARABIC}[亿億]){_GAP}(?:{_ARABIC}[万萬])?{_GAP}(?:{_ARABIC})?{_GAP}(?P<unit>{_ANY_UNIT})"
)
_RANGE = re.compile(
    rf"(?P<lower>{_ARABIC}(?:{SCALE})?)(?P<lower_unit>{_SHARE}|{_ANY_UNIT})?{_TO}"
    rf"(?P<number>{_ARABIC}(?P<scale>{_GAP}{SCALE})?{_BETWEEN})(?P<unit>{_GAP}(?:{_SHARE}|{_MULTIPLE}|{_ANY_UNIT}))?"
)
_PLAIN = re.compile(
    rf"(?P<currency>{CURRENCY}{_GAP})?(?P<number>(?P<sign>[+−-])?{_ARABIC}(?P<between>{_BETWEEN})(?P<scale>{_GAP}{SCALE}|{_ENGLISH_SCALE})?{_BETWEEN})"
    rf"(?P<unit>{_GAP}(?:{_SHARE}|{_MULTIPLE}|{_ANY_UNIT})|[ -](?:{alternatives(ENGLISH_UNITS)})(?![A-Za-z]))?"
)
_CHINESE_UNIT = f"(?:{_POINTS}|{alternatives(COUNTED)}|{alternatives(MEASURES)})"
_CHINESE_RANGE = re.compile(
    rf"(?P<number>(?P<lower>{_CHINESE}){_TO}(?P<upper>{_CHINESE}))(?P<unit>{_SHARE}|{_MULTIPLE}|{_CHINESE_UNIT})"
)
_CHINESE_PLAIN = re.compile(
    rf"(?P<number>{_CHINESE}(?P<between>{_BETWEEN}){SCALE}?)(?P<unit>{_SHARE}|{_MULTIPLE}|{_CHINESE_UNIT})?"
)
_FRACTION = re.compile(
    rf"(?:百|千|万|萬|[二三四五六七八九十]{{1,3}})分之(?:{_CHINESE}|{_ARABIC})(?:{_TO}(?:百分之)?(?:{_CHINESE}|{_ARABIC}))?"
)
_DOUBLED = re.compile("翻(?:了|到)?[一二两兩三四五]番")
_ENGLISH_NUMBER = "|".join(each for each in ENGLISH_DIGITS if each not in ("zero", "one"))
_ENGLISH_WORDS = re.compile(
    rf"\b(?:(?:{'|'.join(ENGLISH_DIGITS)}|an?)[ -](?:{'|'.join(ENGLISH_PARTS)})(?:s|ve)?"
    rf"|(?:{_ENGLISH_NUMBER})(?:[ -](?:{'|'.join(ENGLISH_DIGITS)}|hundred|and))*(?P<scale>{_ENGLISH_SCALE})?"
    rf"(?P<unit>[ -](?:{alternatives(ENGLISH_UNITS)}))?)(?![A-Za-z-])",
    re.IGNORECASE,
)  # fmt: skip

_STOPS = " \t\n，。；、：！？）)》”’」』…—,;:!?．.」"
_BARE = re.compile("[百千万萬亿億]{1,2}")
_VERB = re.compile("(?:达|達|为|為|至|到|超|近|约|約|突破|有|共|计|計|过|過|逾|于|於|是|增|减|第)$")


def _is_stop(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in _STOPS


def _accepts_plain(found: re.Match[str]) -> bool:
    """Take a number with a scale, a unit or a currency, or one that ends its clause behind a verb, or has decimals."""
    if found["unit"] or found["scale"] or found["currency"]:
        return True
    text, end = found.string, found.end()
    if not _is_stop(text, end) or text[end : end + 2].strip(".")[:1].isdigit():
        return False
    return bool(_VERB.search(text, max(0, found.start() - 3), found.start())) or "," in found["number"]


def _accepts_range(found: re.Match[str]) -> bool:
    if re.search("[从從由自]$", found.string[max(0, found.start() - 1) : found.start()]) and found["lower_unit"]:
        return False
    if found["unit"]:
        return True
    digits = [each.isdigit() and len(each) for each in (found["lower"], found["number"])]
    return all(digits) and "-" not in found[0] and _is_stop(found.string, found.end()) and max(digits) > 2


def _accepts_chinese(found: re.Match[str]) -> bool:
    """Take numerals before a unit, but not 一 alone, nor a bare scale that nothing limits; and large numbers."""
    number, unit = found["number"], found["unit"]
    if number in ("一", "〇", "零", "半") or not set(number) & set(NUMERALS):
        return False
    if _BARE.fullmatch(number):
        return _accepts_bare(found)
    if unit:
        return True
    return bool(re.search("[万萬亿億]$", number)) and number not in _SAYINGS


_SAYINGS = ("亿万", "億萬", "千万", "千萬", "百万", "百萬", "万亿", "萬億", "百亿", "千亿")
_LIMITED = re.compile("(?:近|超|逾|上|破|达|達|约|約|过|過|到|有|成|“|不足|突破|数|每)$")
_AFTER_LIMIT = re.compile("(?:以上|左右|以内|余|餘|多)")


def _accepts_bare(found: re.Match[str]) -> bool:
    """Judge 百家, 万元, 百亿斤: a limiting word before or after makes a figure, or a unit of measure behind a high scale."""
    text, unit, number = found.string, found["unit"] or "", found["number"]
    limited = _LIMITED.search(text, max(0, found.start() - 3), found.start()) and not text.startswith(
        "每", found.start() - 1
    )
    if limited or found["between"] or _AFTER_LIMIT.match(text, found.end()):
        return bool(unit) or bool(found["between"]) or len(number) > 1
    return len(number) > 1 and unit in MEASURES


SHAPES: tuple[Shape, ...] = (
    Shape(_SHORT_SPAN),
    Shape(_DATE),
    Shape(_ENGLISH_DATE),
    Shape(_DESCENDING),
    Shape(_RANGE, _accepts_range),
    Shape(_FRACTION),
    Shape(_DOUBLED),
    Shape(_PLAIN, _accepts_plain),
    Shape(_CHINESE_RANGE),
    Shape(_CHINESE_PLAIN, _accepts_chinese),
    Shape(_ENGLISH_WORDS, lambda found: bool(found.groupdict()["unit"] or found["scale"] or "-" in found[0])),
)

CANDIDATE = re.compile(
    rf"[0-9]|[{NUMERALS}]|{CURRENCY}{_GAP}[0-9]|[+−-](?=[0-9])|{_NAMED}|翻[了到一二两兩三四五]"
    rf"|\b(?:{'|'.join((*ENGLISH_DIGITS, 'half', 'an?'))})[ -]|\b(?:{MONTH_NAMES}) [0-9]",
    re.IGNORECASE,
)
_RUN = re.compile(rf"(?:[0-9.,]*[0-9](?:[+×*xX·/:：-][0-9A-Za-z]+)*[A-Za-z]*|[{NUMERALS}]+|[A-Za-z]+|翻|{_NAMED})")


def end_of_run(text: str, start: int) -> int:
    """Return the end of what cannot hold another figure: the run of numerals, or the expression they stand in."""
    found = _RUN.match(text, start)
    return found.end() if found else start + 1


# ---------------------------------------------------------------- the words around

_BEFORE = re.compile(
    rf"(?:{alternatives(tuple(each for each in BEFORE if not each.isascii() and each not in '近约約上超达達'))}"
    "|(?<![最附邻鄰相临臨])近|(?<![节節预預条條合公签簽契制缔締])[约約]|(?<![赶趕])超|(?<![到抵直])[达達]"
    f"|(?<![以之向往马馬网網线線加至])上(?=[百千万萬亿億])"
    rf"|\b(?:{alternatives(tuple(each for each in BEFORE if each.isascii()))}) )\s?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"{_GAP}(?:(?:及|或)?以[上下内內]|左右|上下(?!游)|之多|[内內](?![陆陸部地容外资資生在需涵])"
    rf"|[余餘](?![额額])|多(?![元种種样樣方项項次家个個边邊位少年数數功])|许(?![可多])| (?:{alternatives(tuple(each for each in AFTER if each.isascii()))})\b)"
)


def qualified(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a figure by the words right beside it that limit it."""
    for _ in range(2):
        window = max(0, start - 16)
        found = _BEFORE.search(text[window:start] + text[start : start + 1], 0, start - window)
        if not found:
            break
        start = window + found.start()
    after = _AFTER.match(text, end)
    return start, after.end() if after else end


_FROM = re.compile("(?:从|從|由)[^，。；、！？0-9]{0,12}$")
_TO_VERB = re.compile("^[^，。；！？0-9]{0,12}?(?:至|到|为|為|成)")
_TO_END = re.compile("(?:从|從|由)[^。；！？]{1,40}?(?:至|到|为|為)[^，。；！？0-9]{0,8}$")
_BY = re.compile(
    "(?:增长|增長|增加|上涨|上漲|上升|提高|提升|下降|降低|减少|減少|回落|扩大|擴大|缩小|縮小|增|降)[了近超约約]{0,2}$"
)


def change_at(text: str, start: int, end: int, reading: Reading) -> Change:
    """Say what the words around make of a figure: 从[13.6%]降至[13%], 增长[16.8%]."""
    if reading.kind == "date":
        return ""
    before = text[max(0, start - 48) : start]
    if _FROM.search(before) and _TO_VERB.match(text[end : end + 20]):
        return "from"
    if _TO_END.search(before):
        return "to"
    return "by" if _BY.search(before) else ""

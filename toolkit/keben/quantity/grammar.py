"""The quantity grammar: reads what a marked figure says from its own words.

    [qualifier] [currency] number [qualifier] [scale] [unit] [qualifier]

A number is in Arabic digits, Chinese numerals or English words, or a fraction; two of them make a range; a figure may be
a date instead. The unit is open: whatever follows, but no second number. Values are `Decimal`, made from the author's
digits and never through a float. What could be read in two ways is refused. Linear in the text, which is short by limit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.document import Kind
from keben.quantity.amounts import PERCENT, Amount, no_number, read_amount
from keben.quantity.dates import read_date
from keben.quantity.disguise import refuse_disguise
from keben.quantity.fault import TEXT_LENGTH, Unreadable
from keben.quantity.words import (
    AFTER,
    BEFORE,
    CURRENCY,
    DIGITS,
    ENGLISH_DIGITS,
    LARGE,
    MONEY,
    NUMERALS,
    PREFIXED,
    SMALL,
    TENS,
    alternatives,
)

if TYPE_CHECKING:
    from datetime import date


class Reading(Struct, frozen=True):
    """What a figure says; the fields are those of `keben.document.Quantity`."""

    kind: Kind
    value: Decimal | None = None
    upper: Decimal | None = None
    day: str = ""
    mantissa: str = ""
    upper_mantissa: str = ""
    scale: str = ""
    unit: str = ""
    qualifier: str = ""


HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)}
"""Full-width forms of ASCII; NFKC would do more and turn m³ into m3."""


@lru_cache(maxsize=2048)
def read_quantity(text: str, today: date | None = None) -> Reading:
    """Read a figure.

    Args:
        text: The words of the span, without markup.
        today: The date of the work, to which 去年, 今年 and a day without a year refer.

    Raises:
        Unreadable: There is no number, or it is not one.
    """
    refuse_disguise(text)
    plain = text.translate(HALF_WIDTH).strip()
    if len(plain) > TEXT_LENGTH:
        raise Unreadable("Q104", f"the quantity has {len(plain):,} characters, more than {TEXT_LENGTH}",
                         "mark the number with its unit alone")  # fmt: skip
    if not plain:
        raise Unreadable("Q101", "the quantity is empty", "write the figure in the brackets, as `[8000亿元]{.q}`")
    if day := read_date(plain, today):
        return Reading("date", day=day[0], qualifier=day[1])
    return _read_figure(plain)


_WORDS = (
    rf"\b(?:{'|'.join((*ENGLISH_DIGITS, 'minus', 'negative', 'half'))}|an? (?=hundred|thousand|half|quarter|third))\b"
)
_START = rf"(?:(?:[+−-]|[负負]|零下)?\d|(?:[负負]|零下)?[{''.join((*DIGITS, *TENS))}半]|(?:[负負]|零下)?(?:{SMALL}|{LARGE})|{_WORDS})"
_BETWEEN_ENDS = re.compile(r"\s*(?:[—–~〜]+|-+|[至到]|\bto\b)\s*", re.IGNORECASE)
_STARTS = re.compile(_START, re.IGNORECASE)
_CURRENCY = re.compile(CURRENCY)


def _read_figure(plain: str) -> Reading:
    if not _STARTS.search(plain):
        raise no_number(plain)
    before, rest = _take_before(plain)
    currency = _CURRENCY.match(rest)
    sign = currency[0] if currency else ""
    rest, after = _take_after(rest[len(sign) :].strip())
    ends = _ends_of(rest)
    amount = read_amount(ends[1] if ends else rest)
    lower, upper = _range(read_amount(ends[0]), amount, rest) if ends else (amount, None)
    _refuse_more(PERCENT.sub("", amount.unit, count=1), rest, sign)
    unit = re.sub("(?<=元|圆|圓|角|分)[整正]$", "", amount.unit)
    kind = amount.kind if amount.kind != "count" else lower.kind  # 百分之五至八
    money = sign or (kind == "count" and unit.startswith(MONEY))
    _refuse_mainland_zhao(rest, unit, is_money=bool(money))
    return Reading(
        kind="money" if money else kind,
        value=lower.value,
        upper=upper,
        mantissa=lower.mantissa,
        upper_mantissa=amount.mantissa if ends else "",
        scale=lower.scale,
        unit=_money_unit(sign, unit) if sign else unit,
        qualifier=" ".join(part for part in (before, amount.between, after) if part),
    )


def _money_unit(currency: str, unit: str) -> str:
    """Name the money of a sum that says it on one side or both: 港币5元 is 港币, 人民币5元 is 元."""
    if not unit or (unit in ("元", "圆", "圓") and currency not in _RENMINBI):
        return currency
    return unit


_RENMINBI = ("人民币", "人民幣", "RMB", "CNY", "¥", "￥")


def _refuse_mainland_zhao(text: str, unit: str, *, is_money: bool) -> None:
    """Refuse 100兆, which is 10¹⁴ in Taiwan and 100 megabits on the mainland, where no unit or other scale decides."""
    at = text.find("兆")
    if at < 0 or is_money or unit or re.match("[0-9亿億万萬一二三四五六七八九零〇]", text[at + 1 :]):
        return
    raise Unreadable("Q102", f"`{text[:40]}` may be 万亿 or mega", "write 万亿, or the unit in full, as 100Mbps")


def _ends_of(text: str) -> tuple[str, str] | None:
    """Split a range where a number stands behind the first sign between its ends; a hyphen may join English words."""
    if not _STARTS.match(text):
        return None
    for sign in _BETWEEN_ENDS.finditer(text, 1):
        upper = text[sign.end() :]
        if _STARTS.match(upper) and not ("-" in sign[0] and upper[0].isascii() and upper[0].isalpha()):
            return text[: sign.start()], upper
    return None


def _range(lower: Amount, upper: Amount, text: str) -> tuple[Amount, Decimal]:
    """Give each end of a range what only the other one says: 5—8万, 5—8%, 百分之五至八."""
    end = upper.value
    if lower.kind == "count" and not (lower.scale or lower.unit or lower.is_spelled_out):
        lower = structs.replace(lower, value=lower.value * upper.factor, scale=upper.scale)
    elif lower.unit not in ("", upper.unit):
        raise Unreadable("Q102", f"the ends of `{text[:40]}` have different units", "mark each figure by itself")
    elif lower.kind != upper.kind:
        end *= lower.factor
    if end < lower.value:
        raise Unreadable("Q102", f"`{text[:40]}` is no range from less to more", "mark each figure by itself")
    return lower, end


_TWO = "`{}` holds more than one number"
_MORE = (
    (re.compile(r"(?<![A-Za-z])\d|^[eE]\d|[—–~〜]"), _TWO, "mark each figure by itself, or write the whole as one number"),
    (re.compile(rf"^(?!千{PREFIXED}|兆{PREFIXED}|百分[点點]|[两兩]$)[{NUMERALS}]|^[元圆圓块塊時时点點:比](?=[{NUMERALS}])|^分之"), _TWO,
     "mark each figure by itself, or write the whole as one number"),
    (re.compile(r"(?:^|[个個年倍天月])半(?![导導径徑成])"), "`{}` adds a half after its unit", "write 2.5 or 两点五"),
    (re.compile(r"^[个個]多?[万萬亿億]"), "`{}` has a scale behind 个", "write 3亿"),
    (re.compile(r"^(?:and\b|an?\b|dozens?\b|hundred|thousand|million|billion|trillion|\w*th\b|\w*ths\b)", re.IGNORECASE),
     "`{}` goes on behind its number", "write the number in digits"),
)  # fmt: skip
_CALENDAR = re.compile(r"[12]\d{3}年.")
_SHORT_SCALE = re.compile(r"(?:m|mn|mln|b|bn|bln|k|t|tn|trn)\b", re.IGNORECASE)
_SHORT_SCALE_ALONE = re.compile(r"(?:mn|mln|bn|bln|tn|trn)\b|[mbk] [a-z]{3}", re.IGNORECASE)
"""Without a currency a letter may be a unit: 5 m, 5 t."""


def _refuse_more(unit: str, text: str, currency: str) -> None:
    """Refuse what would count for nothing as part of a unit: 5元5角, 2025/12, 两年半, $5bn."""
    plain = re.sub(r"[A-Za-z]\d+(?:\.\d+)?(?!\d)", "A", unit) if not re.match(r"[eE]\d", unit) else unit
    for pattern, fact, hint in _MORE:
        if pattern.search(plain):
            raise Unreadable("Q102", fact.format(text[:40]), hint)
    if _CALENDAR.match(text):
        fact = f"`{text[:40]}` is a date with words that are not read"
        raise Unreadable("Q102", fact, "mark the year alone, as `[2025年]{.q}春节`")
    if (_SHORT_SCALE if currency else _SHORT_SCALE_ALONE).match(unit):
        raise Unreadable("Q102", f"`{text[:40]}` has a short scale", "write thousand, million, billion or trillion")


# ---------------------------------------------------------------- parts


_BEFORE = re.compile(
    rf"(?:{alternatives(tuple(each for each in BEFORE if not each.isascii()))}"
    rf"|(?:{alternatives(tuple(each for each in BEFORE if each.isascii()))})\b)\s*",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?:{alternatives(AFTER)})$", re.IGNORECASE)


def _take_before(text: str) -> tuple[str, str]:
    found: list[str] = []
    position = 0
    while word := _BEFORE.match(text, position):
        found.append(word[0].strip())
        position = word.end()
    return " ".join(found), text[position:]


def _take_after(text: str) -> tuple[str, str]:
    """Split what follows the number into unit and qualifier; a lone 内 or 多 is a qualifier of a bare number."""
    word = _AFTER.search(text)
    return (text[: word.start()].rstrip(), word[0]) if word else (text, "")

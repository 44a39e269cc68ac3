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
from keben.quantity.dates import read_date
from keben.quantity.disguise import refuse_disguise
from keben.quantity.fault import TEXT_LENGTH, Unreadable
from keben.quantity.numerals import (
    ARABIC,
    CHINESE,
    ENGLISH,
    arabic,
    chinese,
    chinese_whole,
    english,
    exponent,
    plain_digits,
    take_descending,
    take_scale,
)
from keben.quantity.words import (
    AFTER,
    BEFORE,
    BETWEEN,
    CURRENCY,
    DIGITS,
    ENGLISH_DIGITS,
    ENGLISH_PARTS,
    LARGE,
    MONEY,
    NOT_MORE,
    NUMERALS,
    PREFIXED,
    SIMPLIFIED,
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


class _Amount(Struct, frozen=True):
    """A number with what belongs to it; `factor` is what its scale and percent sign have multiplied it by."""

    value: Decimal
    mantissa: str
    factor: Decimal = Decimal(1)
    scale: str = ""
    between: str = ""
    unit: str = ""
    kind: Kind = "count"
    is_spelled_out: bool = False  # nine hundred thousand says its own scale


_WORDS = (
    rf"\b(?:{'|'.join((*ENGLISH_DIGITS, 'minus', 'negative', 'half'))}|an? (?=hundred|thousand|half|quarter|third))\b"
)
_START = rf"(?:(?:[+−-]|[负負]|零下)?\d|(?:[负負]|零下)?[{''.join((*DIGITS, *TENS))}半]|(?:[负負]|零下)?(?:{SMALL}|{LARGE})|{_WORDS})"
_BETWEEN_ENDS = re.compile(r"\s*(?:[—–~〜]+|-+|[至到]|\bto\b)\s*", re.IGNORECASE)
_STARTS = re.compile(_START, re.IGNORECASE)
_CURRENCY = re.compile(CURRENCY)


def _read_figure(plain: str) -> Reading:
    if not _STARTS.search(plain):
        raise _no_number(plain)
    before, rest = _take_before(plain)
    currency = _CURRENCY.match(rest)
    sign = currency[0] if currency else ""
    rest, after = _take_after(rest[len(sign) :].strip())
    ends = _ends_of(rest)
    amount = _read_amount(ends[1] if ends else rest)
    lower, upper = _range(_read_amount(ends[0]), amount, rest) if ends else (amount, None)
    _refuse_more(_PERCENT.sub("", amount.unit, count=1), rest, sign)
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


def _range(lower: _Amount, upper: _Amount, text: str) -> tuple[_Amount, Decimal]:
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


_SPELLED = re.compile(r"(?:[a-z-]+ )+(?:hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_MORE_THAN = re.compile(f"[余餘多](?=.)(?!{NOT_MORE})")


_BELOW_ZERO = re.compile("[负負]|零下")


def _read_amount(text: str) -> _Amount:
    if below := _BELOW_ZERO.match(text):
        amount = _read_amount(text[below.end() :])
        if amount.value < 0:
            raise Unreadable("Q102", f"`{text[:40]}` is negative twice", "write one sign")
        return structs.replace(amount, value=-amount.value, mantissa=f"-{amount.mantissa}" if amount.mantissa else "")
    fraction = _read_fraction(text)
    if fraction:
        return fraction
    below, text_below = _take_denominator(text)
    number, mantissa, scale, rest = _take_number(text_below)
    between, rest = ("", rest) if scale else _take_first(rest.lstrip(), BETWEEN)
    if not scale:
        scale, rest = take_scale(rest)
    if scale and not between and _MORE_THAN.match(rest):
        between, rest = rest[0], rest[1:]
    power = Decimal(10) ** exponent(scale)
    value = _scaled(number, power) / below if below == 1 else number * power / below
    amount = _Amount(
        value, mantissa, power / below, scale.lower().translate(SIMPLIFIED), between, rest.strip(),
        is_spelled_out=_SPELLED.match(text_below) is not None,
    )  # fmt: skip
    if below != 1:
        return structs.replace(amount, kind="percent" if below in (100, 1000, 10_000) else "ratio")
    return _with_coins(amount) if scale == "" or value == value.to_integral_value() else _with_kind(amount)


# ---------------------------------------------------------------- fractions and multiples

_DOUBLED = re.compile("翻(?:了|到)?([一二两兩三四五])(?=番)")
_PARTS = re.compile(
    rf"(?P<count>{'|'.join((*ENGLISH_DIGITS, 'an?'))})[ -](?P<part>{'|'.join(ENGLISH_PARTS)})(?:s|ve)?\b"
    r"(?:\s+of\s+(?!\w*\d))?|(?P<half>half)(?! of)",
    re.IGNORECASE,
)
_HALVES = re.compile("(?:一半|半数|半數)$")


_AND_A_HALF = re.compile(
    rf"(?P<whole>\d+|{'|'.join(ENGLISH_DIGITS)}) and a half\b|(?P<half>half (?=an? ))", re.IGNORECASE
)


def _read_fraction(text: str) -> _Amount | None:
    """Read 翻两番, 一半, two-thirds, two and a half; 三分之二 has a denominator and is read as a number over it."""
    if found := _AND_A_HALF.match(text):
        return _with_half(found, text)
    if doubled := _DOUBLED.match(text):
        return _Amount(Decimal(2) ** DIGITS[doubled[1]], "", unit=text[doubled.end() :], kind="ratio")
    if _HALVES.fullmatch(text):
        return _Amount(Decimal("0.5"), "", kind="ratio")
    if found := _PARTS.match(text):
        count = 1 if found["half"] or found["count"].lower() in ("a", "an") else ENGLISH_DIGITS[found["count"].lower()]
        below = ENGLISH_PARTS[(found["part"] or "half").lower().replace("halve", "half")]
        value = Decimal(count) / below
        return _Amount(value, f"{count}", 1 / Decimal(below), unit=text[found.end() :].strip(), kind="ratio")
    return None


def _with_half(found: re.Match[str], text: str) -> _Amount:
    """Read two and a half million, half a million."""
    whole = (found["whole"] or "zero").lower()
    number = Decimal(f"{ENGLISH_DIGITS.get(whole, whole)}.5")
    rest = re.sub(r"^\s*an?\s+", "", text[found.end() :]) if found["half"] else text[found.end() :]
    scale, rest = take_scale(rest)
    power = Decimal(10) ** exponent(scale)
    amount = _Amount(_scaled(number, power), f"{number}", power, scale.lower(), unit=rest.strip())
    return _with_kind(amount)


def _scaled(number: Decimal, power: Decimal) -> Decimal:
    """Multiply by a scale, which adds no decimals: 7.8万 is 78000."""
    value = number * power
    return value.to_integral_value() if power != 1 and value == value.to_integral_value() else value


_DENOMINATOR = re.compile(f"([{NUMERALS}]+)分之")


def _take_denominator(text: str) -> tuple[int, str]:
    """Read 百分之 and 三分之; 1 if there is none."""
    found = _DENOMINATOR.match(text)
    if not found:
        return 1, text
    below = chinese_whole(found[1])
    if not below:
        raise Unreadable("Q102", f"`{found[0]}` divides by nothing", "check the fraction")
    return below, text[found.end() :]


# ---------------------------------------------------------------- kinds

_PERCENT = re.compile(r"%|‰|‱|per ?cent\b|per 10?,?000\b", re.IGNORECASE)
_SHARES = {
    "‰": Decimal("0.001"), "‱": Decimal("0.0001"), "per 1,000": Decimal("0.001"), "per 1000": Decimal("0.001"),
    "per 10,000": Decimal("0.0001"), "per 10000": Decimal("0.0001"),
}  # fmt: skip
_TENTHS = re.compile(rf"成([1-9{''.join(DIGITS)}半]?)(?![年人员員套])")
_POINTS = re.compile(r"[个個]?百分[点點]|percentage points?\b", re.IGNORECASE)
_RATIOS = ("倍", "番", "times", "fold", "-fold")


def _with_kind(amount: _Amount) -> _Amount:
    """Judge a number by its unit; 三成五 is 0.35."""
    percent, tenths = _PERCENT.match(amount.unit), _TENTHS.match(amount.unit)
    if _POINTS.match(amount.unit):
        return structs.replace(amount, kind="points")
    if percent:
        part = _SHARES.get(percent[0], Decimal("0.01"))
        return structs.replace(amount, value=amount.value * part, factor=amount.factor * part, kind="percent")
    if tenths:
        more = Decimal({"": 0, "半": 5}.get(tenths[1]) or DIGITS.get(tenths[1]) or tenths[1] or 0) / 10
        tenth = Decimal("0.1")
        return structs.replace(
            amount,
            value=(amount.value + more) * tenth,
            factor=amount.factor * tenth,
            mantissa=f"{Decimal(amount.mantissa) + more}" if more else amount.mantissa,
            unit="成" + amount.unit[tenths.end() :],
            kind="ratio",
        )
    return structs.replace(amount, kind="ratio") if amount.unit in _RATIOS else amount


_COIN = rf"(?:\d|[{''.join(DIGITS)}])"
_COINS = re.compile(rf"(?P<unit>元|圆|圓)(?:零?(?P<jiao>{_COIN})角)?(?:零?(?P<fen>{_COIN})分)?[整正]?")


def _with_coins(amount: _Amount) -> _Amount:
    """Add 角 and 分 to a whole sum in 元: 伍元零叁分 is 5.03; anything else is judged by its unit."""
    found = _COINS.fullmatch(amount.unit)
    if not found or not (found["jiao"] or found["fen"]) or "." in amount.mantissa:
        return _with_kind(amount)
    coins = [DIGITS.get(coin, coin) for coin in (found["jiao"] or "0", found["fen"] or "")]
    decimals = Decimal(f"0.{coins[0]}{coins[1]}")
    value = amount.value + decimals if amount.value >= 0 else amount.value - decimals
    return structs.replace(amount, value=value, mantissa=f"{value}", scale="", factor=Decimal(1), unit=found["unit"])


_TWO = "`{}` holds more than one number"
_MORE = (
    (re.compile(r"(?<![A-Za-z])\d|^[eE]\d|[—–~〜]"), _TWO, "mark each figure by itself, or write the whole as one number"),
    (re.compile(rf"^(?!千{PREFIXED}|兆{PREFIXED}|百分[点點]|[两兩]$)[{NUMERALS}]|^[元圆圓块塊時时点點:比](?=[{NUMERALS}])|^分之"), _TWO,
     "mark each figure by itself, or write the whole as one number"),
    (re.compile(r"(?:^|[个個年倍天月])半(?![导導径徑成])"), "`{}` adds a half after its unit", "write 2.5 or 两点五"),
    (re.compile(r"^[个個]多?[万萬亿億]"), "`{}` has a scale behind 个", "write 3亿"),
    (re.compile(r"^(?:and\b|an?\b|dozens?\b|hundred|thousand|million|billion|trillion|\w*th\b|\w*ths\b)", re.IGNORECASE),
     "`{}` goes on behind its number", "write the number in digits"),
    (re.compile("^年."), "`{}` is a date with words that are not read", "mark the year alone, as `[2025年]{{.q}}春节`"),
)  # fmt: skip
_SHORT_SCALE = re.compile(r"(?:m|mn|mln|b|bn|bln|k|t|tn|trn)\b", re.IGNORECASE)
_SHORT_SCALE_ALONE = re.compile(r"(?:mn|mln|bn|bln|tn|trn)\b|[mbk] [a-z]{3}", re.IGNORECASE)
"""Without a currency a letter may be a unit: 5 m, 5 t."""


def _refuse_more(unit: str, text: str, currency: str) -> None:
    """Refuse what would count for nothing as part of a unit: 5元5角, 2025/12, 两年半, $5bn."""
    plain = re.sub(r"[A-Za-z]\d+(?:\.\d+)?(?!\d)", "A", unit) if not re.match(r"[eE]\d", unit) else unit
    for pattern, fact, hint in _MORE:
        if pattern.search(plain) and (pattern.pattern != "^年." or re.match(r"[12]\d{3}年", text)):
            raise Unreadable("Q102", fact.format(text[:40]), hint)
    if (_SHORT_SCALE if currency else _SHORT_SCALE_ALONE).match(unit):
        raise Unreadable("Q102", f"`{text[:40]}` has a short scale", "write thousand, million, billion or trillion")


# ---------------------------------------------------------------- parts


def _take_first(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    word = next((each for each in words if text.startswith(each)), "")
    return word, text[len(word) :].lstrip() if word else text


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


def _take_number(text: str) -> tuple[Decimal, str, str, str]:
    """Return a number, its digits in ASCII, its scale and the rest."""
    if found := ARABIC.match(text):
        scale, rest = take_scale(text[found.end() :])
        if scale and re.match(r"\s*\d", rest):
            total, rest = take_descending(text)
            return total, f"{total:f}", "", rest
        return arabic(found[0]), plain_digits(found[0]), scale, rest
    if found := _LIANG.fullmatch(text):
        number = chinese_whole(found[1]) if found[1] != "半" else Decimal("0.5")
        return Decimal(number), f"{number}", "", found[2]
    if found := CHINESE.match(text):
        return *chinese(found), text[found.end() :]
    if found := ENGLISH.match(text):
        return *english(found[0]), text[found.end() :]
    raise _no_number(text)


_LIANG = re.compile("([一二三四五六七八九十百]{1,4}|半)([两兩])")
"""两 is a weight behind a numeral: 二两, 十两."""


def _no_number(text: str) -> Unreadable:
    return Unreadable("Q101", f"`{text[:40]}` has no number to begin with",
                      "begin the mark with the number or a word that limits it, as `[近8000亿元]{.q}`")  # fmt: skip

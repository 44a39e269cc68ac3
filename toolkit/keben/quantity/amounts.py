"""Amounts: one number with its scale, fraction, unit and kind."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct, structs

from keben.document import Kind
from keben.quantity.fault import Unreadable
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
    BETWEEN,
    DIGITS,
    ENGLISH_DIGITS,
    ENGLISH_PARTS,
    NOT_MORE,
    NUMERALS,
    SIMPLIFIED,
)


class Amount(Struct, frozen=True):
    """A number with what belongs to it; `factor` is what its scale and percent sign have multiplied it by."""

    value: Decimal
    mantissa: str
    factor: Decimal = Decimal(1)
    scale: str = ""
    between: str = ""
    unit: str = ""
    kind: Kind = "count"
    is_spelled_out: bool = False  # nine hundred thousand says its own scale


_SPELLED = re.compile(r"(?:[a-z-]+ )+(?:hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_MORE_THAN = re.compile(f"[余餘多](?=.)(?!{NOT_MORE})")
_BELOW_ZERO = re.compile(r"[负負]|零下|(?:minus|negative)\s+", re.IGNORECASE)


def read_amount(text: str) -> Amount:
    """Read a number with what belongs to it; the unit is whatever follows.

    Raises:
        Unreadable: There is no number, or it is none.
    """
    if negative := _BELOW_ZERO.match(text):
        amount = read_amount(text[negative.end() :])
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
    value = _scaled(number, power) if below == 1 else number * power / below
    amount = Amount(
        value, mantissa, power / below, scale.lower().translate(SIMPLIFIED), between, rest.strip(),
        is_spelled_out=_SPELLED.match(text_below) is not None,
    )  # fmt: skip
    if below != 1:
        return structs.replace(amount, kind="percent" if below in (100, 1000, 10_000) else "ratio")
    return _with_coins(amount)


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


def _read_fraction(text: str) -> Amount | None:
    """Read 翻两番, 一半, two-thirds, two and a half; 三分之二 has a denominator and is read as a number over it."""
    if found := _AND_A_HALF.match(text):
        return _with_half(found, text)
    if doubled := _DOUBLED.match(text):
        return Amount(Decimal(2) ** DIGITS[doubled[1]], "", unit=text[doubled.end() :], kind="ratio")
    if _HALVES.fullmatch(text):
        return Amount(Decimal("0.5"), "", kind="ratio")
    if found := _PARTS.match(text):
        count = 1 if found["half"] or found["count"].lower() in ("a", "an") else ENGLISH_DIGITS[found["count"].lower()]
        below = ENGLISH_PARTS[(found["part"] or "half").lower().replace("halve", "half")]
        value = Decimal(count) / below
        return Amount(value, f"{count}", 1 / Decimal(below), unit=text[found.end() :].strip(), kind="ratio")
    return None


def _with_half(found: re.Match[str], text: str) -> Amount:
    """Read two and a half million, half a million."""
    whole = (found["whole"] or "zero").lower()
    number = Decimal(f"{ENGLISH_DIGITS.get(whole, whole)}.5")
    rest = re.sub(r"^\s*an?\s+", "", text[found.end() :]) if found["half"] else text[found.end() :]
    scale, rest = take_scale(rest)
    power = Decimal(10) ** exponent(scale)
    amount = Amount(_scaled(number, power), f"{number}", power, scale.lower(), unit=rest.strip())
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

PERCENT = re.compile(r"%|‰|‱|per ?cent\b|per 10?,?000\b", re.IGNORECASE)
_SHARES = {
    "‰": Decimal("0.001"), "‱": Decimal("0.0001"), "per 1,000": Decimal("0.001"), "per 1000": Decimal("0.001"),
    "per 10,000": Decimal("0.0001"), "per 10000": Decimal("0.0001"),
}  # fmt: skip
_TENTHS = re.compile(rf"成([1-9{''.join(DIGITS)}半]?)(?![年人员員套])")
_POINTS = re.compile(r"[个個]?百分[点點]|percentage points?\b", re.IGNORECASE)
_RATIOS = ("倍", "番", "times", "fold", "-fold")


def _with_kind(amount: Amount) -> Amount:
    """Judge a number by its unit; 三成五 is 0.35."""
    percent, tenths = PERCENT.match(amount.unit), _TENTHS.match(amount.unit)
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


def _with_coins(amount: Amount) -> Amount:
    """Add 角 and 分 to a whole sum in 元: 伍元零叁分 is 5.03; anything else is judged by its unit."""
    found = _COINS.fullmatch(amount.unit)
    if not found or not (found["jiao"] or found["fen"]) or "." in amount.mantissa:
        return _with_kind(amount)
    coins = [DIGITS.get(coin, coin) for coin in (found["jiao"] or "0", found["fen"] or "")]
    decimals = Decimal(f"0.{coins[0]}{coins[1]}")
    value = amount.value + decimals if amount.value >= 0 else amount.value - decimals
    return structs.replace(amount, value=value, mantissa=f"{value}", scale="", factor=Decimal(1), unit=found["unit"])


# ---------------------------------------------------------------- numbers


def _take_first(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    word = next((each for each in words if text.startswith(each)), "")
    return word, text[len(word) :].lstrip() if word else text


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
    raise no_number(text)


_LIANG = re.compile("([一二三四五六七八九十百]{1,4}|半)([两兩])")
"""两 is a weight behind a numeral: 二两, 十两."""


def no_number(text: str) -> Unreadable:
    """Return the fault of a figure that has no number."""
    return Unreadable("Q101", f"`{text[:40]}` has no number to begin with",
                      "begin the mark with the number or a word that limits it, as `[近8000亿元]{.q}`")  # fmt: skip

"""English number words: cardinals, ordinals, fractions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.quantity.words import ENGLISH_DIGITS, ENGLISH_PARTS

if TYPE_CHECKING:
    from decimal import Decimal

_WORDS = {number: word for word, number in ENGLISH_DIGITS.items()}
_GROUPS = ((12, "trillion"), (9, "billion"), (6, "million"), (3, "thousand"), (2, "hundred"))

LIMIT = 10**15
"""Below this, numbers have names up to trillion."""

_PARTS = {number: word for word, number in ENGLISH_PARTS.items() if word != "fourth"}


def cardinal(number: int) -> str:
    """Spell a whole number from 0 to below `LIMIT`, without `and`: three thousand four hundred seventeen."""
    for power, name in _GROUPS:
        if number >= 10**power:
            above, below = divmod(number, 10**power)
            return f"{cardinal(above)} {name}" + (f" {cardinal(below)}" if below else "")
    if number < 20:
        return _WORDS[number]
    return _WORDS[number // 10 * 10] + (f"-{_WORDS[number % 10]}" if number % 10 else "")


def decimal(number: Decimal) -> str:
    """Spell a number, its decimals digit by digit: sixteen point eight."""
    whole, _, part = f"{abs(number):f}".partition(".")
    sign = "minus " if number.is_signed() else ""
    return sign + cardinal(int(whole)) + (" point " + " ".join(_WORDS[int(digit)] for digit in part) if part else "")


def fraction(count: int, parts: int) -> str:
    """Write a fraction in words, two-thirds, three-quarters; nothing above tenths, which have no plain name."""
    if not (0 < count < parts and 2 <= parts <= 10) or count > 9:
        return ""
    if parts == 2:
        return "half"
    return f"{_WORDS[count]}-{_PARTS[parts]}" + ("s" if count > 1 else "")

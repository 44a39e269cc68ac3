"""What a printed figure says to its reader, whichever form it has: how two forms of one figure are compared."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from keben.edition.numerals.money import currency
from keben.quantity import Unreadable, read_quantity
from keben.quantity.words import DIGITS

if TYPE_CHECKING:
    from datetime import date

    from keben.quantity import Reading

_COINS = re.compile(rf"(角)(?:零?([{''.join(DIGITS)}])分)?|分")


def what_it_says(text: str, today: date | None = None) -> object:
    """Return what a figure says, to be compared with that of another form; of words without a value, their digits."""
    try:
        reading = read_quantity(text, today)
    except Unreadable:
        return re.sub(r"\D", "", text)
    return _value(reading), reading.upper, reading.day, *_counted(reading)


def _value(reading: Reading) -> Decimal | None:
    """Return the value, of a sum in 角 and 分 in 元: 人民币伍角叁分 is 0.53."""
    coins = _coins(reading)
    if not coins or reading.value is None:
        return reading.value
    if not coins[1]:
        return reading.value.scaleb(-2)
    return reading.value.scaleb(-1) + Decimal(DIGITS.get(coins[2], 0)).scaleb(-2).copy_sign(reading.value)


def _coins(reading: Reading) -> re.Match[str] | None:
    return _COINS.fullmatch(reading.unit) if reading.kind == "money" and reading.upper is None else None


def _counted(reading: Reading) -> tuple[object, object]:
    """Return the kind of a value and what it counts: a currency, or the length of a unit, whose characters a script has.

    A share is one whether its sign or words say so: 5‰, 千分之五.
    """
    if reading.kind == "percent" or (reading.kind == "ratio" and not reading.unit):
        return "share", ""
    if _coins(reading):
        return reading.kind, "CNY"
    return reading.kind, currency(reading.unit) or len(reading.unit)

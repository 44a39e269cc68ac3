"""Currencies by their names and signs in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.units import CURRENCIES, unit_code

if TYPE_CHECKING:
    from keben.document import Quantity


PRINTED_SIGNS = {"CNY": "RMB ", "USD": "US$", "HKD": "HK$", "MOP": "MOP ", "TWD": "NT$", "EUR": "€", "GBP": "£"}
"""Signs before a number in English, of the currencies that readers tell by one. House table; CNY is `yuan` or `RMB` as the
official press has it."""

SIGNS = {sign: money.chinese[0] for money in CURRENCIES.values() for sign in money.signs}
"""Signs before a number, by the name that is read behind it."""


def currency(unit: str) -> str:
    """Return the ISO 4217 code of a unit of money, a bare 元 counting as the mainland's; nothing if it is none."""
    code, system = unit_code(unit)
    return code if system == "ISO 4217" else ""


def is_renminbi(quantity: Quantity, home: str) -> bool:
    """Whether a sum is known to be in the mainland's money: by its name or sign, or because its 元 stands in a text from there."""
    is_bare = quantity.unit.startswith(("元", "圆", "圓")) and "人民" not in quantity.unit
    return currency(quantity.unit) == "CNY" and (home == "zh-Hans-CN" or not is_bare)

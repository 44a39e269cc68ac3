"""Currencies by their names and signs in figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from keben.document import Quantity


class Currency(Struct, frozen=True):
    """A currency in English: one and many of it in words, and the sign before a number, if readers tell it by one."""

    one: str
    many: str
    sign: str


CURRENCIES = {
    "CNY": Currency("yuan", "yuan", "RMB "),
    "USD": Currency("US dollar", "US dollars", "US$"),
    "HKD": Currency("Hong Kong dollar", "Hong Kong dollars", "HK$"),
    "MOP": Currency("pataca", "patacas", "MOP "),
    "TWD": Currency("New Taiwan dollar", "New Taiwan dollars", "NT$"),
    "SGD": Currency("Singapore dollar", "Singapore dollars", ""),
    "EUR": Currency("euro", "euros", "€"),
    "GBP": Currency("pound", "pounds", "£"),
    "JPY": Currency("Japanese yen", "Japanese yen", ""),
    "RUB": Currency("ruble", "rubles", ""),
    "KRW": Currency("South Korean won", "South Korean won", ""),
}
"""Names of currencies. House table: CLDR's names in short; CNY is `yuan` or `RMB` as the official press has it."""

_NAMES = {
    "CNY": "元 圆 圓 人民币 人民幣 人民币元 人民幣元 元人民币 元人民幣 yuan renminbi RMB CNY ¥ ￥",
    "USD": "美元 美金 dollar dollars US_dollar US_dollars U.S._dollars US$ USD $",
    "HKD": "港元 港币 港幣 港纸 Hong_Kong_dollars HK$ HKD",
    "MOP": "澳门元 澳門元 澳门币 澳門幣 MOP MOP$",
    "TWD": "新台币 新臺幣 新台幣 台币 臺幣 台幣 新台币元 新臺幣元 新台幣元 NT$",
    "SGD": "新加坡元 新元 S$",
    "EUR": "欧元 歐元 euro euros € EUR",
    "GBP": "英镑 英鎊 pounds £",
    "JPY": "日元 日圆 日圓",
    "RUB": "卢布 盧布",
    "KRW": "韩元 韓元",
}
_CODES = {name.replace("_", " "): code for code, names in _NAMES.items() for name in names.split()}

HOME = {"zh-Hant-TW": "TWD", "zh-Hant-HK": "HKD", "zh-Hant-MO": "MOP", "zh-Hans-SG": "SGD"}
"""Whose 元 a text means that says no more, by its locale; the mainland's elsewhere."""

SIGNS = {
    "¥": "元", "￥": "元", "RMB": "元", "CNY": "元", "US$": "美元", "USD": "美元", "$": "美元", "HK$": "港元", "HKD": "港元",
    "NT$": "新台币", "MOP": "澳门元", "MOP$": "澳门元", "€": "欧元", "EUR": "欧元", "£": "英镑",
}  # fmt: skip
"""Signs before a number, by the name that is read behind it."""


def currency(unit: str) -> str:
    """Return the ISO 4217 code of a unit of money, a bare 元 counting as the mainland's; nothing if it is none."""
    return _CODES.get(unit, "")


def is_renminbi(quantity: Quantity, home: str) -> bool:
    """Whether a sum is known to be in the mainland's money: by its name or sign, or because its 元 stands in a text from there."""
    is_bare = quantity.unit.startswith(("元", "圆", "圓")) and "人民" not in quantity.unit
    return currency(quantity.unit) == "CNY" and (home == "zh-Hans-CN" or not is_bare)

"""What units and currencies are called, by people and by machines: UCUM codes and ISO 4217.

A small table of what reports count in; a unit that is not in it has no code. UCUM has no codes for currencies, classifiers
(件 套 人次) and Chinese measures (亩 斤), so the last two stay without.
Source: UCUM, `ucum-essence.xml` of ucum-org/ucum (prefixes k M G m u n c, units below); ISO 4217 codes as CLDR lists them.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct


class Unit(Struct, frozen=True):
    """A unit of measure: its code in UCUM, empty if it has none, its Chinese names and symbols, its English name in one.

    `measures` and `size` say what it is of, and how many of the first unit of SI; those that have them may stand for one
    another in a translation. `loose` names it there, and elsewhere another unit too.
    """

    code: str
    names: tuple[str, ...]
    english: tuple[str, ...] = ()
    measures: str = ""
    size: Decimal = Decimal(0)
    loose: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Whatever means it and no other."""
        return (*self.names, *self.english, *(f"{name}s" for name in self.english))


UNITS = (
    Unit("m", ("米", "公尺", "m"), ("meter", "metre"), "length", Decimal(1)),
    Unit("km", ("公里", "千米", "km"), ("kilometer", "kilometre"), "length", Decimal(1000)),
    Unit("", ("华里", "華里", "里", "li"), (), "length", Decimal(500)),
    Unit("cm", ("厘米", "釐米", "公分", "cm")),
    Unit("mm", ("毫米", "mm")),
    Unit("nm", ("纳米", "奈米", "nm")),
    Unit("m2", ("平方米", "平方公尺", "m²", "m2", "sq m"), ("square meter", "square metre"), "area", Decimal(1)),
    Unit("km2", ("平方公里", "平方千米", "km²", "km2", "sq km"), ("square kilometer", "square kilometre"), "area", Decimal(1_000_000)),
    Unit("har", ("公顷", "公頃", "ha"), ("hectare",), "area", Decimal(10_000)),
    Unit("", ("亩", "畝", "mu"), (), "area", Decimal(2000) / 3),
    Unit("m3", ("立方米", "立方公尺", "m³")),
    Unit("L", ("升", "公升", "L")),
    Unit("g", ("克", "g")),
    Unit("kg", ("公斤", "千克", "kg"), ("kilogram",), "mass", Decimal(1)),
    Unit("mg", ("毫克", "mg")),
    Unit("t", ("吨", "噸", "公吨", "公噸"), ("tonne", "metric ton"), "mass", Decimal(1000), loose=("ton", "tons")),
    Unit("", ("斤", "jin"), (), "mass", Decimal("0.5")),
    Unit("ug/m3", ("微克/立方米", "微克每立方米", "μg/m³", "µg/m³", "ug/m3")),
    Unit("W", ("瓦", "W"), ("watt",), "power", Decimal(1)),
    Unit("kW", ("千瓦", "kW"), ("kilowatt",), "power", Decimal(1000)),
    Unit("MW", ("兆瓦", "MW"), ("megawatt",), "power", Decimal(1_000_000)),
    Unit("GW", ("吉瓦", "GW"), ("gigawatt",), "power", Decimal(1_000_000_000)),
    Unit("kW.h", ("千瓦时", "千瓦時", "kWh"), ("kilowatt-hour", "kilowatt hour"), "energy", Decimal(1000)),
    Unit("MW.h", ("兆瓦时", "兆瓦時", "MWh"), ("megawatt-hour", "megawatt hour"), "energy", Decimal(1_000_000)),
    Unit("GW.h", ("吉瓦时", "吉瓦時", "GWh"), ("gigawatt-hour", "gigawatt hour"), "energy", Decimal(1_000_000_000)),
    Unit("Cel", ("℃", "摄氏度", "攝氏度", "°C")),
    Unit("Hz", ("赫兹", "赫茲", "Hz")),
    Unit("min", ("分钟", "分鐘"), ("minute",)),
    Unit("h", ("小时", "小時"), ("hour",)),
    Unit("d", ("天", "日"), ("day",)),
    Unit("wk", ("周", "週", "星期"), ("week",)),
    Unit("mo", ("个月", "個月"), ("month",)),
    Unit("a", ("年",), ("year",)),
)  # fmt: skip
"""15 亩 are a hectare, 2 斤 a kilogram, 2 里 a kilometre."""

UCUM = {unit.code: unit.words for unit in UNITS if unit.code}
"""Codes with the words that say them."""


class Currency(Struct, frozen=True):
    """What a currency is called: in Chinese in both scripts, in English, one and many of it first, and by signs before a number.

    `parts` are its smaller coins, `shared` words and signs that mean it where a text says so, and elsewhere another.
    """

    chinese: tuple[str, ...]
    english: tuple[str, ...]
    signs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def tokens(self) -> tuple[str, ...]:
        """Its names that stand beside 元 too: 人民币, 港币."""
        return tuple(name for name in self.chinese if name.endswith(("币", "幣")))

    @property
    def words(self) -> tuple[str, ...]:
        """Whatever means it and no other."""
        beside = (words for name in self.tokens for words in (f"{name}元", f"元{name}"))
        return (*self.chinese, *beside, *self.english, *self.signs)


_DOLLAR = ("$", "dollar", "dollars")
CURRENCIES = {
    "CNY": Currency(("元", "圆", "圓", "人民币", "人民幣"), ("yuan", "yuan", "renminbi"), ("RMB", "CNY", "¥", "￥"), ("角", "分钱", "分錢")),
    "USD": Currency(("美元", "美金"), ("US dollar", "US dollars", "U.S. dollar", "U.S. dollars", "American dollar", "American dollars", "dollar", "dollars"), ("US$", "USD", "$")),
    "HKD": Currency(("港元", "港币", "港幣", "港纸", "港紙"), ("Hong Kong dollar", "Hong Kong dollars"), ("HK$", "HKD"), shared=_DOLLAR),
    "MOP": Currency(("澳门元", "澳門元", "澳门币", "澳門幣"), ("pataca", "patacas"), ("MOP", "MOP$")),
    "TWD": Currency(("新台币", "新臺幣", "新台幣", "新臺币", "台币", "臺幣", "台幣", "臺币"), ("New Taiwan dollar", "New Taiwan dollars", "New Taiwan $"), ("NT$",), shared=_DOLLAR),
    "SGD": Currency(("新加坡元", "新元"), ("Singapore dollar", "Singapore dollars"), ("S$",), shared=_DOLLAR),
    "EUR": Currency(("欧元", "歐元"), ("euro", "euros"), ("€", "EUR")),
    "GBP": Currency(("英镑", "英鎊"), ("pound", "pounds"), ("£",)),
    "JPY": Currency(("日元", "日圆", "日圓"), ("Japanese yen", "Japanese yen", "yen"), shared=("¥", "￥")),
    "RUB": Currency(("卢布", "盧布"), ("ruble", "rubles")),
    "KRW": Currency(("韩元", "韓元"), ("South Korean won", "South Korean won", "won")),
}  # fmt: skip
"""By ISO 4217. A bare 元 and ¥ are taken for renminbi, a bare dollar for that of the United States. English names are CLDR's in
short."""

HOME = {"zh-Hant-TW": "TWD", "zh-Hant-HK": "HKD", "zh-Hant-MO": "MOP", "zh-Hans-SG": "SGD"}
"""Whose 元 a text means that says no more, by its locale; the mainland's elsewhere."""

_BARE = ("元", "圆", "圓")


def money_at_home(unit: str, home: str) -> str:
    """Name the money that a bare 元 is where a text comes from: 元 of Taiwan is 新台币, 元/吨 新台币/吨; any other unit stays."""
    name, stroke, per = unit.partition("/")
    code = HOME.get(home)
    return CURRENCIES[code].chinese[0] + stroke + per if code and name in _BARE else unit


ISO_4217 = {code: tuple(dict.fromkeys(currency.words)) for code, currency in CURRENCIES.items()}
"""Codes with the words and signs that say them."""

_CODES = {
    word: (code, system)
    for system, table in (("UCUM", UCUM), ("ISO 4217", ISO_4217))
    for code, words in table.items()
    for word in words
}


def unit_code(unit: str) -> tuple[str, str]:
    """Return a unit's code and the system that the code is of, or two empty strings."""
    return _CODES.get(unit, ("", ""))

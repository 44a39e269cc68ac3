"""What units and currencies are called by machines: UCUM codes and ISO 4217.

A small table of what reports count in; a unit that is not in it has no code. UCUM has no codes for currencies, classifiers
(件 套 人次) and Chinese measures (亩 斤), so the last two stay without.
Source: UCUM, `ucum-essence.xml` of ucum-org/ucum (prefixes k M G m u n c, units below); ISO 4217 codes as CLDR lists them.
"""

from __future__ import annotations

UCUM = {
    "m": ("米", "m"),
    "km": ("公里", "千米", "km", "kilometers", "kilometres"),
    "cm": ("厘米", "釐米", "公分", "cm"),
    "mm": ("毫米", "mm"),
    "nm": ("纳米", "奈米", "nm"),
    "m2": ("平方米", "平方公尺", "m²"),
    "km2": ("平方公里", "平方千米", "km²", "square kilometers", "square kilometres"),
    "har": ("公顷", "公頃", "hectares"),
    "m3": ("立方米", "立方公尺", "m³"),
    "L": ("升", "公升", "L"),
    "g": ("克", "g"),
    "kg": ("公斤", "千克", "kg"),
    "mg": ("毫克", "mg"),
    "t": ("吨", "噸", "公吨", "公噸", "tonnes", "metric tons"),
    "ug/m3": ("微克/立方米", "微克每立方米", "μg/m³", "µg/m³", "ug/m3"),
    "W": ("瓦", "W"),
    "kW": ("千瓦", "kW"),
    "MW": ("兆瓦", "MW"),
    "GW": ("吉瓦", "GW"),
    "kW.h": ("千瓦时", "千瓦時", "kWh", "kilowatt-hours"),
    "Cel": ("℃", "摄氏度", "攝氏度", "°C"),
    "Hz": ("赫兹", "赫茲", "Hz"),
    "min": ("分钟", "分鐘", "minutes"),
    "h": ("小时", "小時", "hours"),
    "d": ("天", "日", "days"),
    "wk": ("周", "週", "星期", "weeks"),
    "mo": ("个月", "個月", "months"),
    "a": ("年", "years"),
}
"""Codes with the words that say them."""

ISO_4217 = {
    "CNY": ("元", "圆", "圓", "元人民币", "元人民幣", "人民币", "人民幣", "RMB", "CNY", "¥", "￥", "yuan"),
    "USD": ("美元", "美金", "US$", "$", "US dollars", "dollars"),
    "HKD": ("港元", "港币", "港幣", "HK$"),
    "MOP": ("澳门元", "澳門元", "MOP", "MOP$"),
    "TWD": ("新台币", "新臺幣", "新台幣", "NT$"),
    "EUR": ("欧元", "歐元", "€", "euros"),
    "GBP": ("英镑", "英鎊", "£"),
    "JPY": ("日元", "日圆", "日圓"),
}
"""Codes with the words and signs that say them; a bare 元 and ¥ are taken for renminbi, a bare $ for US dollars."""

_CODES = {
    word: (code, system)
    for system, table in (("UCUM", UCUM), ("ISO 4217", ISO_4217))
    for code, words in table.items()
    for word in words
}


def unit_code(unit: str) -> tuple[str, str]:
    """Return a unit's code and the system that the code is of, or two empty strings."""
    return _CODES.get(unit, ("", ""))

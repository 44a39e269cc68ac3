"""Figures in the author's own numerals: regional, as-written, grouped and expanded.

Only the first number in Arabic digits is touched; Chinese and full-width numerals, dates and ranges stand as written.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from keben.edition.numerals.spans import numbers_in
from keben.quantity import NUMBER_DIGITS, SCALE, read_quantity
from keben.quantity.words import NUMERALS, PREFIXED, SIMPLIFIED

if TYPE_CHECKING:
    from keben.document import Quantity
    from keben.locales import Locale
    from keben.settings import NumberStyle

_COUNT_GROUPS = {"zh-Hant-TW": ",", "zh-Hant-HK": "\u202f", "zh-Hant-MO": "\u202f", "en": ","}
"""Grouping of plain counts of four digits and more in prose, where a region does so: 3417班 is 3,417班 in Taiwan and
3 417班 with a narrow no-break space in Hong Kong government texts; mainland prose leaves four digits together. Macao
follows Hong Kong. Source: facts on numbers, §3."""

_SEPARATORS = "[,\u2009\u202f\u00a0]"
_NUMBER = re.compile(rf"([0-9]+(?:{_SEPARATORS}[0-9]{{3}})*)(\.[0-9]+)?")
_SCALE = re.compile(
    rf"\s*({SCALE}|(?:hundred\s+)?(?:thousand|million|billion|trillion)|hundred)(?:(?<=[a-z])s)?(?![A-Za-z])",
    re.IGNORECASE,
)


def write(quantity: Quantity, target: Locale, numbers: NumberStyle) -> str:
    """Write a figure in its own numerals.

    `regional` groups plain counts as the region does, `as-written` leaves every digit, `grouped` sets the locale's
    separator in any number of four digits and more, `expanded` does so too and writes a scale out. Separators that the
    author wrote give way to the locale's wherever numbers are grouped.
    """
    if quantity.kind == "date" or quantity.style == "as-written":
        return quantity.text
    return in_region_s_scale(_in_numerals(quantity, target), quantity, target, numbers)


def _in_numerals(quantity: Quantity, target: Locale) -> str:
    if quantity.upper is not None or not quantity.mantissa:  # without one, only an attribute says the value
        return quantity.text
    match quantity.style:
        case "grouped":
            return _group(quantity.text, group_separator(target))
        case "expanded":
            return _group(_expand(quantity), group_separator(target))
        case _:
            separator = _COUNT_GROUPS.get(target.tag) if _is_grouped(quantity) else None
            return _group(quantity.text, separator) if separator else quantity.text


_TRILLION = re.compile(f"[万萬][亿億](?!{PREFIXED})")
"""What 兆 may stand for: not 万亿瓦, which as 兆瓦 would be a million watts."""
_ZHAO = re.compile(f"(?<=[{NUMERALS}0-9 ])兆(?!{PREFIXED})")


def in_region_s_scale(text: str, quantity: Quantity, target: Locale, numbers: NumberStyle) -> str:
    """Write 兆 for 萬億 in Taiwan, if the work has chosen so, and 萬億 for an author's 兆 elsewhere.

    A number without a unit keeps its 萬億, since 100兆 alone may be megabits. Source: CLDR's compact numbers, which have
    兆 in zh-Hant alone; on the mainland it is a million.
    """
    if target.tag == "zh-Hant-TW":
        return _TRILLION.sub("兆", text) if numbers.trillion == "兆" and quantity.unit else text
    if not target.is_chinese or "兆" not in text:
        return text
    trillion = "萬億" if target.script == "Hant" else "万亿"
    for span in numbers_in(text):
        if "兆" in text[span.start : span.end - 1]:  # 4兆8,530億 has no such form elsewhere: 4.853万亿
            number = span.value.scaleb(-12).normalize()
            return f"{text[: span.start]}{number:f}{trillion}{text[span.end :]}"
    return _ZHAO.sub(trillion, text)


def _is_grouped(quantity: Quantity) -> bool:
    """Whether a region's prose groups a number: a plain count, or one that the author has grouped."""
    is_count = quantity.kind == "count" and not quantity.scale and not quantity.unit.startswith(NUMBERED)
    return is_count or bool(_GROUPED.search(quantity.text))


NUMBERED = ("号", "號", "届", "屆", "期", "版", "级", "級")
"""Units of what is numbered and not counted: 12345号 is a name."""


_GROUPED = re.compile(rf"[0-9]{_SEPARATORS}[0-9]{{3}}")


_YEAR = 4
"""Digits of a year."""


def _group(text: str, separator: str) -> str:
    """Group the whole part of the first number; one that begins with 0 is a code, four digits before 年 are a year."""

    def grouped(found: re.Match[str]) -> str:
        digits = re.sub(_SEPARATORS, "", found[1])
        if digits.startswith("0") or (len(digits) == _YEAR and text[found.end() :].lstrip().startswith("年")):
            return found[0]
        return f"{int(digits):,}".replace(",", separator) + (found[2] or "")

    return _NUMBER.sub(grouped, text, count=1)


def _expand(quantity: Quantity) -> str:
    """Replace number and scale by the value, where they stand side by side: 6501.8亿元 is 650180000000元."""
    number = _NUMBER.search(quantity.text)
    scale = number and _SCALE.match(quantity.text, number.end())
    if not number or not scale or scale[1].lower().translate(SIMPLIFIED) != quantity.scale:
        return quantity.text
    reading = read_quantity(number[0] + scale[0])
    assert reading.value is not None  # noqa: S101 - a number with a scale has a value
    value = exact(reading.value, reading.mantissa)
    if value.adjusted() >= NUMBER_DIGITS:  # written out it would be longer than any number that is read
        return quantity.text
    return f"{quantity.text[: number.start()]}{value:f}{quantity.text[scale.end() :]}"


def exact(value: Decimal, mantissa: str) -> Decimal:
    """Return a value in the author's digits: 7.80 and 78000 make 7.80E+4. Of no digits, or others, it is the value."""
    digits = Decimal(mantissa or 0)
    if not digits or not value:
        return digits if mantissa and not value else value
    scaled = digits.scaleb(value.adjusted() - digits.adjusted()).copy_sign(value)
    return scaled if scaled == value else value


def group_separator(target: Locale) -> str:
    """Return a region's grouping separator, which is CLDR's where prose leaves numbers together."""
    from babel import Locale as BabelLocale

    return _COUNT_GROUPS.get(target.tag) or str(BabelLocale.parse(target.babel).number_symbols["latn"]["group"])

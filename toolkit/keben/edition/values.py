"""What figures and periods say, in full digits: the values of an annex, 650,180,000,000元 and 650,180,000,000 yuan."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import structs

from keben.edition import script
from keben.edition.numerals.english_units import qualifiers
from keben.edition.numerals.money import SIGNS
from keben.edition.numerals.written import group_separator
from keben.locales import format_date
from keben.quantity import Unreadable, read_quantity
from keben.quantity.words import BEFORE, BETWEEN
from keben.settings import NumberStyle

if TYPE_CHECKING:
    from decimal import Decimal

    from keben.document import Quantity
    from keben.locales import Locale

_PLAIN = NumberStyle()


def says(quantity: Quantity, source: Locale, target: Locale, numbers: NumberStyle = _PLAIN) -> str:
    """Write what a quantity says in full digits, with its unit and what limits it, whatever words the text has for it.

    Args:
        quantity: As it is printed in the edition.
        source: What a Chinese edition is made from, or, for an English one, what the author's figures are written in.
        target: The locale of the edition.
        numbers: `yuan` and `percent`, for English.
    """
    if quantity.value is None and quantity.kind != "date":
        return quantity.text
    if target.is_chinese:
        in_chinese = _chinese_day if quantity.kind == "date" else _chinese
        converted = script.convert_text(in_chinese(quantity, target), script.way_between(source, target)).text
        return converted or ""
    from keben.edition.numerals import english

    return english.compose(structs.replace(quantity, style="expanded"), numbers, source.tag)


def _words_of(quantity: Quantity) -> tuple[str, str]:
    """Return the unit and the qualifiers; those of another language give way to those of the printed text."""
    if not quantity.calls and not (quantity.unit and quantity.unit.isascii()):
        return quantity.unit, quantity.qualifier
    try:
        reading = read_quantity(quantity.text)
    except Unreadable:
        return quantity.unit, ""
    return reading.unit or quantity.unit, reading.qualifier


def _chinese_day(quantity: Quantity, target: Locale) -> str:
    """Write a day with the words behind it, 2025年上半年; one whose year nobody gives stands as printed."""
    if quantity.day.startswith("-"):
        return quantity.text
    shown, qualifier = period(quantity.day, target), quantity.qualifier
    if qualifier.isascii():  # of another language
        return shown
    return (shown.removesuffix("年") if qualifier.startswith("年") else shown) + qualifier


def _chinese(quantity: Quantity, target: Locale) -> str:
    """Write a value: 近10,000,000,000元, 300,000多人, 13%以下; of words that limit nothing, as 达到, there is none.

    多 and its like stand behind the number, since 万 and 亿 are written out.
    """
    unit, qualifier = _words_of(quantity)
    said = [word for word in qualifier.split() if qualifiers(word)]
    before = "".join(word for word in said if word in BEFORE)
    between = "".join(_MORE_THAN.get(word, word) for word in said if word in BETWEEN)
    after = "".join(word for word in said if word not in BEFORE and word not in BETWEEN)
    is_share = quantity.kind == "percent" or (quantity.kind == "ratio" and unit.startswith("成"))
    values = [value for value in (quantity.value, quantity.upper) if value is not None]
    are_years = len(values) > 1 and not unit and max(values) < _YEARS_END  # for all that is known
    amount = _between(
        [f"{value:f}" if are_years else _digits(value.scaleb(2) if is_share else value, target) for value in values],
        target,
    )
    if is_share:
        return f"{before}{amount}%{between}{after}"
    if unit in SIGNS:
        return f"{before}{unit}{' ' if unit.isalpha() else ''}{amount}{between}{after}"
    return f"{before}{amount}{between}{'倍' if unit == '番' else unit}{after}"


_MORE_THAN = {"几": "多", "幾": "多"}
"""十几万 is 100,000多."""

_YEARS_END = 10_000

_LONGEST_FRACTION = 12
"""Decimals shown in full; a third has no end, and is written with six."""


def _digits(number: Decimal, target: Locale) -> str:
    exponent = number.as_tuple().exponent
    shown = round(number, 6) if isinstance(exponent, int) and exponent < -_LONGEST_FRACTION else number
    return f"{shown:,f}".replace(",", group_separator(target))


def _between(ends: list[str], target: Locale) -> str:
    return ("—" if target.is_chinese else "–").join(ends)


_PARTS = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:-Q(\d))?")


def period(written: str, target: Locale) -> str:
    """Write a period or day for a locale, as 2025年12月; one that no calendar has stays. Source: CLDR, through Babel."""
    ends = [_PARTS.fullmatch(end) for end in written.split("/")]
    if not written or not all(ends):
        return written
    shown = [_moment(end, target) for end in ends if end]
    if len(shown) > 1 and target.is_chinese:  # 2021—2025年
        shown[0] = shown[0].removesuffix("年")
    return _between(shown, target)


def _moment(found: re.Match[str], target: Locale) -> str:
    from babel.dates import format_skeleton

    year, month, day, quarter = (int(part) if part else 0 for part in found.groups())
    try:
        moment = date(year, 3 * quarter - 2 if quarter else month or 1, day or 1)
    except ValueError:
        return found[0]
    if day:
        return format_date(moment, target)
    skeleton = "yQQQQ" if quarter else "yMMMM" if month else "y"
    return str(format_skeleton(skeleton, moment, locale=target.babel))

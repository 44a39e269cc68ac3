"""Figures composed in English from what they say: nearly 650.18 billion yuan, 11,000 visits, 5–8 percent.

Rules of scale are those of facts on numbers, §3: digits below one million, then million, billion and trillion, never
thousand. Plural words follow CLDR's plural rules.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.edition.numerals import english_words as words
from keben.edition.numerals.dates import english_date
from keben.edition.numerals.english_units import DROPPED, PER, Unit, find_unit, qualifiers
from keben.edition.numerals.money import PRINTED_SIGNS, currency
from keben.edition.numerals.written import exact
from keben.units import CURRENCIES, money_at_home

if TYPE_CHECKING:
    from keben.document import Quantity
    from keben.settings import NumberStyle


def compose(quantity: Quantity, numbers: NumberStyle, home: str) -> str:
    """Write a figure in English.

    Args:
        quantity: In any language; its text is not read, only what it says.
        numbers: `yuan` and `percent`.
        home: The locale of the author's text, which says whose money 元 is.
    """
    if quantity.kind == "date":
        return english_date(quantity)
    if quantity.value is None:  # a span whose attributes give it no value
        return quantity.text
    ends = _ends(quantity)
    before, after, unit = _words_of(quantity, numbers, home, ends[-1])
    number = _fraction(quantity) or _number(quantity, ends, unit)
    if after[:1] not in ("", "%", "‰", "‱", "-", "/"):
        after = " " + after
    said = qualifiers(quantity.qualifier)
    return f"{said} {before}{number}{after}" if said else f"{before}{number}{after}"


class _End(Struct, frozen=True):
    """One end of a figure in the author's digits; `is_scaled` tells that the author used a scale."""

    number: Decimal
    mantissa: str
    is_scaled: bool


def _ends(quantity: Quantity) -> list[_End]:
    """Return the number that is printed, or both of a range: percent for a share, the value for all else."""
    in_percent = quantity.kind == "percent" or _is_share(quantity)
    factor = _share(quantity.unit) if in_percent else Decimal(1)
    given = [(quantity.value, quantity.mantissa)]
    if quantity.upper is not None:
        given.append((quantity.upper, quantity.upper_mantissa))
    is_scaled = bool(quantity.scale)
    return [_End(exact(value * factor, digits), digits, is_scaled) for value, digits in given if value is not None]


def _is_share(quantity: Quantity) -> bool:
    """Whether a multiple is said in percent: 三成 is 30 percent, and 增长1倍, for which there is no `one times`, 100."""
    is_once = quantity.unit == "倍" and quantity.value == 1 and quantity.upper is None
    return quantity.kind == "ratio" and (quantity.unit.startswith("成") or is_once)


def _share(unit: str) -> Decimal:
    return Decimal({"‰": 1000, "‱": 10_000}.get(unit[:1], 100))


# ---------------------------------------------------------------- units


def _words_of(quantity: Quantity, numbers: NumberStyle, home: str, last: _End) -> tuple[str, str, Unit]:
    """Return what stands before and behind the number, and its unit."""
    is_spoken = quantity.style == "spoken"
    plural = quantity.upper is not None or _is_plural(last.number)
    match quantity.kind:
        case "percent" if quantity.unit[:1] in ("‰", "‱"):
            return "", quantity.unit[:1], _MEASURE
        case "percent":
            return "", "%" if numbers.percent == "sign" and not is_spoken else "percent", _MEASURE
        case "points":
            return "", "percentage points" if plural else "percentage point", _MEASURE
        case "ratio" if _is_share(quantity):
            return "", "%" if numbers.percent == "sign" and not is_spoken else "percent", _MEASURE
        case "ratio":
            return "", "times" if quantity.unit in ("倍", "番") else quantity.unit, DROPPED
        case "money":
            return *_money(quantity, numbers, home, plural=plural, in_words=is_spoken), _MEASURE
        case _:
            return "", *_counted(quantity.unit, plural=plural)


_MEASURE = Unit("", "", is_measure=True)


def _money(quantity: Quantity, numbers: NumberStyle, home: str, *, plural: bool, in_words: bool) -> tuple[str, str]:
    """Return a sign before or a name behind a sum, and what it is for: 元/吨 is yuan per ton."""
    name, stroke, per = money_at_home(quantity.unit, home).partition("/")
    code = currency(name)
    per = f" per {_per(per)}" if stroke else ""
    if not code:
        return "", quantity.unit
    if code in PRINTED_SIGNS and not in_words and numbers.yuan == "RMB":
        return PRINTED_SIGNS[code], per.lstrip()
    one, many, *_ = CURRENCIES[code].english
    return "", (many if plural else one) + per


def _per(name: str) -> str:
    unit = find_unit(name)
    return PER.get(name) or (unit.one if unit and unit.one else name)


def _counted(name: str, *, plural: bool) -> tuple[str, Unit]:
    """Return the English of a unit; an unknown one as it is written."""
    name, stroke, per = name.partition("/")
    unit = find_unit(name)
    if unit is None:
        return name + stroke + per, _MEASURE if name else DROPPED
    word = unit.many if plural else unit.one
    return word + (f" per {_per(per)}" if stroke else ""), unit


def _is_plural(number: Decimal) -> bool:
    """Whether a number takes the plural. Source: CLDR's plural rules, through Babel."""
    from babel import Locale

    return Locale.parse("en").plural_form(abs(number)) != "one"


# ---------------------------------------------------------------- numbers


def _fraction(quantity: Quantity) -> str:
    """Write what is no number of digits: two-thirds, half, minus one-third."""
    if quantity.kind != "ratio" or quantity.upper is not None or not quantity.value or quantity.unit:
        return ""
    count = Decimal(quantity.mantissa or 1)
    parts = (count / quantity.value).to_integral_value()
    if count % 1 or abs(quantity.value * parts - count) > Decimal("1e-20"):
        return ""
    sign = "minus " if count < 0 else ""
    named = words.fraction(abs(int(count)), int(parts))
    return sign + named if named else (f"{count} per {int(parts):,}" if parts in (1000, 10_000, 100_000) else "")


def _number(quantity: Quantity, ends: list[_End], unit: Unit) -> str:
    if quantity.style == "spoken" and quantity.unit[:1] not in ("‰", "‱"):  # whose signs have no word
        said = [_spoken(end) for end in ends]
        if not _is_ambiguous(*said):
            return " to ".join(said)
    expanded = quantity.style == "expanded"
    is_small_count = quantity.kind in ("count", "ratio") and not (unit.is_measure or expanded) and len(ends) == 1
    if is_small_count and ends[0].number in range(1, 10) and "." not in ends[0].mantissa:
        return words.cardinal(int(ends[0].number))
    scaled = [("", "") if expanded else _scaled(end) for end in ends]
    scales = [scale for _, scale in scaled]
    if len(ends) == 2 and bool(scales[0]) != bool(scales[1]):
        scales = ["", ""]  # 500,000–1,000,000 and not 500,000–1 million
    is_plain = _is_span_of_years(quantity)
    texts = [
        number if scale else f"{end.number:f}" if is_plain else f"{end.number:,f}"
        for end, (number, _), scale in zip(ends, scaled, scales, strict=True)
    ]
    same = len(set(scales)) == 1
    return "–".join(
        text + (f" {scale}" if scale and (not same or place == len(ends) - 1) else "")
        for place, (text, scale) in enumerate(zip(texts, scales, strict=True))
    )


_SCALES = ((12, "trillion"), (9, "billion"), (6, "million"))
_DECIMALS = 3
"""Decimals before a scale word, of a number that its author wrote out: 1,234,567 and not 1.234567 million. House rule."""


def _scaled(end: _End) -> tuple[str, str]:
    """Return a number in millions, billions or trillions, and that scale; nothing below, and where digits say it better."""
    for power, name in _SCALES:
        if abs(end.number) >= Decimal(10) ** power:
            number = end.number if "." in end.mantissa else end.number.normalize()
            text = f"{number.scaleb(-power):,f}"
            decimals = len(text.partition(".")[2])
            return ("", "") if decimals > _DECIMALS and not end.is_scaled else (text, name)
    return "", ""


def _is_ambiguous(first: str, last: str = "") -> bool:
    """Whether `five to eighty thousand` would say another range than 5–80,000."""
    scales = ("thousand", "million", "billion", "trillion")
    return last.endswith(scales) and not any(scale in first for scale in scales)


def _is_span_of_years(quantity: Quantity) -> bool:
    """Whether a range of bare numbers may be one of years, 566–1990, which are never grouped."""
    return quantity.upper is not None and quantity.kind == "count" and not (quantity.unit or quantity.scale)


def _spoken(end: _End) -> str:
    """Spell a number; both ends of a range have their own scale, since `five to eight million` may begin at five."""
    text, scale = _scaled(end)
    if scale and abs(end.number) < words.LIMIT:
        return f"{words.decimal(Decimal(text.replace(',', '')))} {scale}"
    return (
        words.decimal(end.number) if abs(end.number) < words.LIMIT else f"{text} {scale}".strip() or f"{end.number:,f}"
    )

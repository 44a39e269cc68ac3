"""What a figure leaves open: between which values it lies, and what it can be compared with."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.units import unit_code

if TYPE_CHECKING:
    from keben.document import Quantity

ENDLESS = Decimal("Infinity")
_NONE, _ONE = Decimal(0), Decimal(1)

QUALIFIERS: tuple[tuple[tuple[str, ...], Decimal, Decimal], ...] = (
    (("以上", "及以上", "不低于", "不低於", "不少于", "不少於", "高于", "高於", "多于", "多於", "至少", "at least", "no less than",
      "no fewer than", "above", "exceeding", "or more", "or above", "and above"), _ONE, ENDLESS),
    (("以下", "及以下", "以内", "以內", "内", "內", "不超过", "不超過", "不高于", "不高於", "低于", "低於", "少于", "少於", "最多",
      "多达", "多達", "up to", "at most", "no more than", "under", "below", "within", "or less", "or fewer", "or below",
      "and below", "or under"), _NONE, _ONE),
    (("超过", "超過", "突破", "超", "逾", "余", "餘", "多", "几", "幾", "上", "over", "more than", "or over"), _ONE, Decimal(2)),
    (("接近", "将近", "將近", "近", "不足", "不到", "nearly", "almost", "close to", "less than", "fewer than"),
     Decimal("0.5"), _ONE),
    (("大约", "大約", "约为", "約為", "约", "約", "左右", "上下", "来", "來", "许", "許", "about", "around", "approximately",
      "roughly", "some", "or so"), Decimal("0.9"), Decimal("1.1")),
)  # fmt: skip
"""How far from its number a figure with a qualifier may lie, as factors; words of a row are alike.

A judgement, wide on purpose: a check must never call a figure wrong that its author had put carefully.
"""

_FRACTION = Decimal("0.05")
"""How far from the exact value a fraction in words, 三分之一, 翻一番, may lie, as a share of it; a judgement too."""

_ARABIC = re.compile("[0-9０-９]")
_COUNTED = re.compile("[0-9０-９〇零○一二三四五六七八九壹贰貳叁叄參肆伍陆陸柒捌玖两兩半十拾廿卅]")
_MAGNITUDE = "百佰千仟万萬亿億兆"
"""Scales that, without one of the characters above, say a magnitude and no number: 百亿元, 超千家."""


class Interval(Struct, frozen=True):
    """The values that a figure may stand for, both ends included."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether one value at least is in both, but for the error of reckoning with 28 digits."""
        slack = Decimal("1e-20") * max(abs(self.low), abs(other.low))
        return self.low <= other.high + slack and other.low <= self.high + slack


def significant_digits(quantity: Quantity) -> int:
    """Count the significant digits that an author wrote: 6501.8亿 has 5, 1.50 has 3, 0.05 has 1, 8000亿 has 4, 70万 has 2.

    Zeros at the end count where they were written: 三千 and 6亿3,944万 have 1 and 5. A date, a magnitude such as 百亿元, and
    what only an attribute tells have none.
    """
    digits = quantity.mantissa.lstrip("+-")
    if not digits or (not _COUNTED.search(quantity.text) and any(char in quantity.text for char in _MAGNITUDE)):
        return 0
    if "." not in digits and len(digits) > 2 and not _has_written_zeros(quantity):
        digits = digits.rstrip("0")
    return len(digits.replace(".", "").lstrip("0")) or 1


def _has_written_zeros(quantity: Quantity) -> bool:
    """Whether the zeros that a number ends with stand in the text: not in 三千, nor in 6亿3,944万."""
    if not _ARABIC.search(quantity.text):
        return bool(re.search("[〇○]", quantity.text))
    is_stacked = not quantity.scale and re.search(f"[0-9０-９]\\s*[{_MAGNITUDE}]", quantity.text)
    return not is_stacked or quantity.unit.startswith(tuple(_MAGNITUDE))


def interval_of(quantity: Quantity) -> Interval | None:
    """Return between which values a figure lies, by its last digit and its qualifiers; None for a date.

    A count of single things is exact. A number without digits, or one that only an attribute tells, may be anything.
    """
    if quantity.value is None:
        return None
    low, high = quantity.value, quantity.value if quantity.upper is None else quantity.upper
    if not significant_digits(quantity) and quantity.kind != "ratio":
        return Interval(min(low, Decimal(0)), ENDLESS)
    least, most = _factors(quantity.qualifier)
    if low < 0:
        return Interval(low, high) if least == most == _ONE else Interval(-ENDLESS, ENDLESS)
    half = _half_step(quantity)
    return Interval(max(low - half, Decimal(0)) * least, ENDLESS if most == ENDLESS else (high + half) * most)


def _factors(qualifier: str) -> tuple[Decimal, Decimal]:
    """Return the widest factors of all words of a qualifier."""
    words = f" {qualifier} "
    found = [(least, most) for alike, least, most in QUALIFIERS if any(f" {word} " in words for word in alike)]
    return min((least for least, _ in found), default=_ONE), max((most for _, most in found), default=_ONE)


def _half_step(quantity: Quantity) -> Decimal:
    """Return half of what one more in the last digit would make, as the author may have rounded there."""
    value = Decimal(0) if quantity.value is None else quantity.value
    if not quantity.mantissa or (is_fraction(quantity) and not quantity.unit.startswith("成")):
        return value * _FRACTION
    last = value.adjusted() - significant_digits(quantity) + 1 if value else int(value.as_tuple().exponent)
    if quantity.kind == "count" and last <= 0 and value == value.to_integral_value():
        return Decimal(0)
    return Decimal(5).scaleb(last - 1)


def is_fraction(quantity: Quantity) -> bool:
    """Whether a figure is a fraction in words or in tenths: 三分之一, 一半, 三成."""
    return quantity.kind == "ratio" and not is_multiple(quantity)


def is_multiple(quantity: Quantity) -> bool:
    """Whether a figure says how many times: 1.5倍, 翻一番."""
    return quantity.kind == "ratio" and quantity.unit.startswith(("倍", "番"))


def is_share(quantity: Quantity) -> bool:
    """Whether a figure is a part of one: 35%, 三分之一, 三成."""
    return quantity.kind == "percent" or is_fraction(quantity)


def measure_of(quantity: Quantity) -> str:
    """Name what a figure is measured in; figures of one measure can be compared and added."""
    if is_share(quantity):
        return "share"
    if is_multiple(quantity):
        return "times"
    if quantity.kind in ("points", "date"):
        return quantity.kind
    code, _ = unit_code(quantity.unit)
    return f"{quantity.kind} {code or quantity.unit}"

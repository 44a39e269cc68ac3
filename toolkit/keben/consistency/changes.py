"""Changes that the author has linked to their ends: the stated figure must be what the ends give, but for rounding.

Only linked figures are reckoned with: in running reports nearly every change that looks wrong is a nominal against a real
rate or two figures of different scope (facts on numbers, §6).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from msgspec import structs

from keben.consistency.links import may_change
from keben.consistency.measures import Interval, interval_of, is_multiple, is_share, measure_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keben.diagnostics import Report
    from keben.document import Quantity

_HUNDRED = Decimal(100)


def check_changes(quantities: tuple[Quantity, ...], named: Mapping[str, Quantity], report: Report) -> None:
    """Report changes that their own ends do not give, with figures as precise as their authors wrote them."""
    for stated in quantities:
        start, end = named.get(stated.change_from), named.get(stated.change_to)
        if start is None or end is None or start is end or stated in (start, end):
            continue
        if measure_of(start) != measure_of(end) or not may_change(stated, start, end):
            continue
        if not _is_possible(stated, start, end):
            _report(stated, start, end, report)


def _is_possible(stated: Quantity, start: Quantity, end: Quantity) -> bool:
    """Whether some values that the three figures may stand for go together."""
    says, before, after = interval_of(stated), interval_of(start), interval_of(end)
    if says is None or before is None or after is None:
        return True
    if says.high < 0 and after.low > before.high:
        return False
    possible = _changes(stated, before, after)
    fits = not possible or any(_size(says).meets(each) for each in possible)
    return fits and not _is_of_points(stated, start, end)


def _is_of_points(stated: Quantity, start: Quantity, end: Quantity) -> bool:
    """Whether a percentage is the plain difference of two percentages, which is in points, and not its rate."""
    if stated.kind != "percent" or not is_share(start) or not start.value or not end.value or not stated.value:
        return False
    difference, says = abs(end.value - start.value), interval_of(structs.replace(stated, qualifier=""))
    assert says is not None  # noqa: S101 - it has a value
    points, rate = difference, difference / abs(start.value)
    return abs(stated.value) == points and not _size(says).meets(Interval(rate, rate))


def _changes(stated: Quantity, before: Interval, after: Interval) -> list[Interval]:
    """Return what a change may come to, in the measure of the stated figure; nothing if it cannot be reckoned.

    A change may be stated without its sign (下降80%), so sizes are compared. 倍 says both what is added and what it comes
    to; a fraction may be what is left (降至三分之一).
    """
    difference = _difference(before, after)
    if stated.kind == "points":
        return [Interval(difference.low * _HUNDRED, difference.high * _HUNDRED)]
    if not is_share(stated) and not is_multiple(stated):
        return [difference]
    if before.low <= 0 or after.low < 0:
        return []
    ratio = Interval(after.low / before.high, after.high / before.low)
    rate = _size(Interval(ratio.low - 1, ratio.high - 1))
    if stated.kind == "percent":
        return [rate]
    back = [Interval(before.low / after.high, before.high / after.low)] if after.low > 0 else []
    return [rate, ratio, *back]


def _difference(before: Interval, after: Interval) -> Interval:
    return _size(Interval(after.low - before.high, after.high - before.low))


def _size(interval: Interval) -> Interval:
    """Return the absolute values of an interval."""
    low, high = interval.low, interval.high
    if low <= 0 <= high:
        return Interval(Decimal(0), max(-low, high))
    return Interval(min(abs(low), abs(high)), max(abs(low), abs(high)))


def _report(stated: Quantity, start: Quantity, end: Quantity, report: Report) -> None:
    assert start.value is not None  # noqa: S101 - what has an interval has a value
    assert end.value is not None  # noqa: S101
    rise = end.value - start.value
    fact = f"`{stated.text}` is not the change from `{start.text}` to `{end.text}`"
    hint = "check the three figures, or take `from` and `to` out"
    if stated.kind == "percent" and is_share(start):
        hint = f"the difference of two shares is {_shown(abs(rise) * _HUNDRED)} percentage points (个百分点); {hint}"
    if stated.kind == "points":
        fact += f", which is {_shown(abs(rise) * _HUNDRED)} points"
    elif not start.value:
        fact += f", which adds {_shown(abs(rise))} to nothing"
    elif stated.kind == "percent":
        fact += f", which is {_shown(abs(rise / start.value) * _HUNDRED)}%"
    elif is_share(stated) or is_multiple(stated):
        fact += f", which is {_shown(end.value / start.value)} times the first"
    else:
        fact += f", which is {_shown(abs(rise))}"
    report.add("Q124", fact, stated.place, hint)


def _shown(number: Decimal) -> str:
    """Write a number with two decimals at most, or with two significant digits if it is smaller than that."""
    places = max(2, 1 - number.adjusted()) if number else 2
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if number.adjusted() < 20 else number
    text = f"{rounded:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

"""Parts and wholes that the author has linked: no part is more than its whole, nor are all parts together."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from keben.consistency.measures import Interval, interval_of, is_share, measure_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keben.diagnostics import Report
    from keben.document import Quantity

_SHOWN = 4
"""Parts that a message names."""


def check_parts(quantities: tuple[Quantity, ...], named: Mapping[str, Quantity], report: Report) -> None:
    """Report parts beyond their whole; figures of other units or periods than their whole's are not looked at."""
    families: dict[tuple[str, str, bool], list[tuple[Quantity, Decimal]]] = {}
    for part in quantities:
        whole = named.get(part.part_of)
        if whole is None or whole is part:
            continue
        limit, interval = _limit(part, whole), interval_of(part)
        if limit is None or interval is None:
            continue
        if interval.low > limit or (interval.low == limit and _is_more(part, whole)):
            _report_part(part, whole, report)
        else:
            key = whole.id, part.period, _is_relative(part, whole)
            families.setdefault(key, []).append((part, interval.low))
    for (name, _, _), parts in families.items():
        _check_sum(named[name], parts, report)


def _is_relative(part: Quantity, whole: Quantity) -> bool:
    """Whether a part is said as a share of its whole: 其中出口占35%."""
    return is_share(part) and not is_share(whole)


def _limit(part: Quantity, whole: Quantity) -> Decimal | None:
    """Return what a part may come to at most; None if the two cannot be compared."""
    if part.period and whole.period and part.period != whole.period:
        return None
    if _is_relative(part, whole):
        return Decimal(1) if measure_of(whole) not in ("times", "points", "date") else None
    interval: Interval | None = interval_of(whole)
    if interval is None or measure_of(part) != measure_of(whole) or interval.low < 0:
        return None
    return interval.high


def _is_more(part: Quantity, whole: Quantity) -> bool:
    """Whether two figures that only touch, such as 101亿 of 100亿, cannot be the same number rounded."""
    return part.value is not None and whole.value is not None and part.value > (whole.upper or whole.value)


def _report_part(part: Quantity, whole: Quantity, report: Report) -> None:
    if _is_relative(part, whole):
        fact = f"`{part.text}` of `{whole.id}` is more than all of it"
    else:
        fact = f"the part `{part.text}` is more than its whole, `{whole.id}` with `{whole.text}`"
    report.add("Q122", fact, part.place, "check both figures; take `part-of` out if the one is no part of the other")


def _check_sum(whole: Quantity, parts: list[tuple[Quantity, Decimal]], report: Report) -> None:
    """Report parts that together pass their whole even if each was rounded up."""
    if len(parts) < 2:
        return
    limit = _limit(parts[0][0], whole)
    if limit is None or sum((low for _, low in parts), Decimal(0)) <= limit:
        return
    texts = [f"`{part.text}`" for part, _ in parts[:_SHOWN]]
    more = f" and {len(parts) - _SHOWN} more" if len(parts) > _SHOWN else ""
    report.add("Q123", f"the parts of `{whole.id}`, {' + '.join(texts)}{more}, are more than `{whole.text}`", parts[-1][0].place,
               "check the figures; take `part-of` out of parts that overlap")  # fmt: skip

"""Links between figures that lead nowhere sensible: back to themselves, or to what cannot be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.consistency.measures import is_multiple, is_share

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keben.diagnostics import Report
    from keben.document import Quantity


def check_links(quantities: tuple[Quantity, ...], named: Mapping[str, Quantity], report: Report) -> None:
    """Report parts that are their own wholes, changes between one and the same figure, and links to or from dates."""
    _check_circles(quantities, named, report)
    for quantity in quantities:
        _check_ends(quantity, named, report)
        _check_kinds(quantity, named, report)


def _check_circles(quantities: tuple[Quantity, ...], named: Mapping[str, Quantity], report: Report) -> None:
    """Follow each chain of `part-of` once; one that comes back to where it has been is a circle."""
    done: set[str] = set()
    for quantity in quantities:
        chain: dict[str, int] = {}
        name = quantity.id
        while name and name in named and name not in done:
            if name in chain:
                circle = list(chain)[chain[name] :]
                shown = [*circle[:5], *(["…"] if len(circle) > 5 else []), name]
                report.add("Q125", f"`{name}` is a part of itself: {' → '.join(shown)}", named[name].place,
                           "take one `part-of` out")  # fmt: skip
                break
            chain[name] = len(chain)
            name = named[name].part_of
        done.update(chain)


def _check_ends(quantity: Quantity, named: Mapping[str, Quantity], report: Report) -> None:
    start, end = quantity.change_from, quantity.change_to
    if start in named and start == end:
        fact = f"the change `{quantity.text}` goes from `{start}` to the same figure"
    elif quantity.id and quantity.id in (start, end):
        fact = f"`{quantity.id}` is named as an end of the change that it states itself"
    else:
        return
    report.add("Q125", fact, quantity.place, "name the figure before the change in `from=`, the one after it in `to=`")


def _check_kinds(quantity: Quantity, named: Mapping[str, Quantity], report: Report) -> None:
    linked = [named[name] for name in (quantity.part_of, quantity.change_from, quantity.change_to) if name in named]
    if not linked:
        return
    date = next((each for each in (quantity, *linked) if each.kind == "date"), None)
    if date is not None:
        report.add("Q126", f"the date `{date.text}` is no part, whole or end of a change", quantity.place,
                   "link numbers only; say the period of a figure with `of=2025`")  # fmt: skip
        return
    ends = [named[name] for name in (quantity.change_from, quantity.change_to) if name in named]
    if len(ends) == 2 and not may_change(quantity, ends[0], ends[1]):
        fact = f"`{quantity.text}` cannot be the change from `{ends[0].text}` to `{ends[1].text}`"
        report.add("Q126", fact, quantity.place, "link two figures of one kind, and state their difference or its rate")


def may_change(stated: Quantity, start: Quantity, end: Quantity) -> bool:
    """Whether the kinds of a change and its ends go together; units are not looked at."""
    if is_share(start) != is_share(end) or (not is_share(start) and start.kind != end.kind):
        return False
    if stated.kind == "points":
        return is_share(start)
    return is_share(stated) or is_multiple(stated) or stated.kind == start.kind

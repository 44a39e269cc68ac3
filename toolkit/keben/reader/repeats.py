"""`[…]{q=ID}`, a figure said again: it must say what the figure with that id says, and without words says just that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from keben.consistency.measures import measure_of
from keben.tree import map_quantities, quantities_of
from keben.units import unit_code

if TYPE_CHECKING:
    from keben.diagnostics import Report
    from keben.document import Document, Quantity


def resolve_repeats(document: Document, report: Report) -> Document:
    """Give every figure that repeats another what it leaves to that one, and report those that say something else."""
    quantities = quantities_of(document)
    if not any(quantity.repeats for quantity in quantities):
        return document
    named = {quantity.id: quantity for quantity in quantities if quantity.id}
    return map_quantities(document, lambda quantity: _resolved(quantity, named.get(quantity.repeats), report))


def _resolved(quantity: Quantity, first: Quantity | None, report: Report) -> Quantity:
    if first is None:  # it repeats nothing, or nothing that is there
        return quantity
    if quantity.text in ("", first.text):
        style = first.style if quantity.style == "regional" else quantity.style
        return structs.replace(
            first, id="", place=quantity.place, part_of="", change_from="", change_to="", repeats=first.id, style=style
        )
    if not _says_the_same(quantity, first):
        report.add("Q121", f"`{quantity.text}` repeats `{first.id}`, which says `{first.text}`", quantity.place,
                   "mend one of them, or mark this as a figure of its own with `.q`")  # fmt: skip
    return structs.replace(quantity, unit=quantity.unit or first.unit, period=first.period)


def _says_the_same(quantity: Quantity, first: Quantity) -> bool:
    """Whether a repeat has the value, and no other unit; it may leave the unit out, and 三成 is 30%."""
    if (quantity.value, quantity.upper, quantity.day) != (first.value, first.upper, first.day):
        return False
    if not quantity.unit or measure_of(quantity) == measure_of(first):
        return quantity.value is not None or bool(quantity.day)
    return "" in (unit_code(quantity.unit)[0], unit_code(first.unit)[0]) and quantity.kind == first.kind

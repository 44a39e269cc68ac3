"""What the figures of a work say of each other; `unmarked` tells those that nobody has marked.

Each check gets all figures and reports what it finds; none changes anything, and each is linear in their number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.consistency.changes import check_changes
from keben.consistency.links import check_links
from keben.consistency.parts import check_parts
from keben.tree import quantities_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from keben.diagnostics import Report
    from keben.document import Document, Quantity

LINKED: tuple[Callable[[tuple[Quantity, ...], Mapping[str, Quantity], Report], None], ...] = (
    check_links,
    check_parts,
    check_changes,
)
"""Checks of figures that their author has linked; each gets all figures, those with an id by id, and the report."""


def check_consistency(document: Document, report: Report) -> None:
    """Report what is wrong between the figures of a document; one without figures has nothing to report.

    What a translation calls is linked in its source, and checked there.
    """
    quantities = quantities_of(document)
    own = tuple(quantity for quantity in quantities if not quantity.calls)
    named = {quantity.id: quantity for quantity in own if quantity.id}
    for check in LINKED:
        check(own, named, report)

"""Figures in the prose of a work that marks others but not these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.passages import passages_of, unmarked_in

if TYPE_CHECKING:
    from keben.diagnostics import Report
    from keben.document import Document, Quantity


def check_unmarked(document: Document, quantities: tuple[Quantity, ...], report: Report) -> None:
    """Report every figure that stands in prose without a mark, if the work marks some; dates only if it marks dates."""
    if not quantities:
        return
    calls = any(quantity.calls for quantity in quantities)
    with_dates = any(quantity.kind == "date" for quantity in quantities)
    for passage in passages_of(document):
        for found in unmarked_in(passage, document.metadata.date):
            if found.reading.kind != "date" or with_dates:
                text = passage.text[found.mark_start : found.mark_end]
                place = passage.place(found.mark_start, found.mark_end)
                mark = "{q=id}` with the id of the source's figure" if calls else "{.q}`"
                report.add("Q120", f"the figure `{text[:40]}` is not marked", place,
                           f"write `[{text[:40]}]{mark}, or `[…]{{.name}}` if it is part of a name")  # fmt: skip

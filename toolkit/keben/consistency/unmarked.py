"""Figures in the prose of a work that marks others but not these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.diagnostics import Report
from keben.passages import broken_in, passages_of, unmarked_in
from keben.tree import quantities_of

if TYPE_CHECKING:
    from keben.diagnostics import Diagnostic
    from keben.document import Document
    from keben.passages import Passage


_MARK = "write `[{}]{{.q}}`, or `[…]{{.name}}` if it is part of a name"
_CALL = "write `[{}]{{q=id}}` with the id that the figure has in the source"


def report_broken(passage: Passage, report: Report) -> None:
    """Report the numbers of a passage that cannot be read, since nobody can mark them as they are."""
    for start, end, fault in broken_in(passage):
        fact = f"`{passage.text[start:end][:40]}` cannot be read: {fault.fact}"
        report.add("Q127", fact, passage.place(start, end), fault.hint)


def unmarked_figures(document: Document, name: str, text: str) -> tuple[Diagnostic, ...]:
    """Report every figure that stands in prose without a mark, if the work marks some; dates only if it marks dates.

    Reading does not do this by itself: the patterns that find figures take a twentieth of a second to load.

    Args:
        document: The work as read.
        name: How diagnostics name its source.
        text: The whole source, for the lines that they show.
    """
    marked = quantities_of(document)
    if not marked:
        return ()
    with_dates = any(quantity.kind == "date" for quantity in marked)
    hint = _CALL if any(quantity.calls for quantity in marked) else _MARK
    report = Report(name, text)
    for passage in passages_of(document):
        report_broken(passage, report)
        for found in unmarked_in(passage, document.metadata.date):
            if found.reading.kind != "date" or with_dates:
                figure = passage.text[found.start : found.end][:40]
                whole = passage.text[found.mark_start : found.mark_end][:40]
                place = passage.place(found.start, found.end)
                report.add("Q120", f"the figure `{figure}` is not marked", place, hint.format(whole))
    return report.diagnostics()

"""Edition and rendition → diagnostics about figures that are absent, altered, or printed in two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Diagnostic, Report
from keben.quantity import Unreadable, read_quantity
from keben.readback.expected import expect
from keben.readback.sighting import Sighting, look

if TYPE_CHECKING:
    from datetime import date

    from keben.edition import Edition
    from keben.readback import ReadBack


class Comparison(Struct, frozen=True):
    """What was found in one rendition: how many figures of the ledger it was searched for, and what is wrong."""

    figures: int
    diagnostics: tuple[Diagnostic, ...]


MANY = 5
"""With more wrong figures than this, and more than half of all, a rendition is taken for one of another text."""

BY_HAND = "build the file again; what shall change is changed in the source"
IN_BUILD = "look for what hides or changes it in the theme; `--no-verify` builds without reading back"


def compare(path: str, text: str, edition: Edition, name: str, back: ReadBack, hint: str = BY_HAND) -> Comparison:
    """Compare the figures of an edition with what was read back from a rendition of it.

    Args:
        path: The source, as diagnostics name it.
        text: The source's text, of which diagnostics show a line.
        edition: What the rendition was made from.
        name: The rendition, as diagnostics name it.
        back: Its text.
        hint: What is to be done about a figure that is wrong.
    """
    sightings = look(expect(edition), back)
    wrong = [each for each in sightings if not each.is_right]
    report = Report(path, text)
    if len(wrong) > MANY and 2 * len(wrong) > len(sightings):
        fact = f"{len(wrong)} of {len(sightings)} figures are not in `{name}` where the {edition.locale.tag} edition has them"
        report.add("Q204", fact, hint="build it again, or name the source that it was made from")
    else:
        right = {each.printed.words for each in sightings if each.is_right}
        for each in wrong:
            _report(report, each, name, hint, is_twin=_is_twin(each, right, edition.document.metadata.date))
    figures = sum(each.printed.quantity is not None for each in sightings)
    return Comparison(figures, report.diagnostics())


def _report(report: Report, sighting: Sighting, name: str, hint: str, *, is_twin: bool) -> None:
    quantity = sighting.printed.quantity
    place = quantity.place if quantity else None
    where = f"`{name}`" + (f", page {sighting.page}" if sighting.page else "")
    if not sighting.seen:
        report.add("Q201", f"`{sighting.words}` is not in {where}", place, hint)
    elif is_twin:
        fact = f"`{sighting.printed.words}` is also printed as `{sighting.seen}` in {where}"
        report.add("Q203", fact, place, hint)
    else:
        report.add("Q202", f"`{sighting.words}` is `{sighting.seen}` in {where}", place, hint)


def _is_twin(sighting: Sighting, right: set[str], today: date | None) -> bool:
    """Whether a figure only has other words for the same value than where the rendition prints it as it should."""
    words = sighting.printed.words
    if words not in right or sighting.figure == words:
        return False
    try:
        one, other = read_quantity(words, today), read_quantity(sighting.figure, today)
    except Unreadable:
        return False
    return (one.kind, one.value, one.upper, one.day, one.unit) == (other.kind, other.value, other.upper, other.day, other.unit)

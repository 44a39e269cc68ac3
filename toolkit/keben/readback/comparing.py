"""Edition and rendition → diagnostics about figures that are absent, altered, or printed in two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Diagnostic, Report, diagnose
from keben.quantity import Unreadable as NoQuantity
from keben.quantity import read_quantity
from keben.readback import Unreadable, read_back
from keben.readback.expected import Drawn, expect
from keben.readback.sighting import Seen, Sighting, look

if TYPE_CHECKING:
    from datetime import date

    from keben.edition import Edition
    from keben.readback import ReadBack
    from keben.reader import Work


class Comparison(Struct, frozen=True):
    """What was found in one rendition: how many figures of the ledger it was searched for, and what is wrong."""

    figures: int
    diagnostics: tuple[Diagnostic, ...]


DRAWN: dict[str, Drawn] = {
    "pdf": "apart", "epub": "between", "html": "between", "htm": "between", "xhtml": "between", "txt": "",
}  # fmt: skip
"""File ending → where the words of drawings stand; PDFium gives them behind all others of their page."""

MANY = 5
"""With more wrong figures than this, and more than half of all, a rendition is taken for one of another text."""

ALIKE = 0.5
"""With less than this of the text of an edition in it, a rendition is taken for one of another text as well."""

BY_HAND = "build the file again; to change a figure, change it in the source"
IN_BUILD = "look for what hides or changes it in the theme; `--no-verify` builds without reading back"


def compare(work: Work, edition: Edition, name: str, back: ReadBack, hint: str = BY_HAND) -> Comparison:
    """Compare the figures of an edition with what was read back from a rendition of it.

    Args:
        work: What the edition was made from.
        edition: What the rendition was made from.
        name: The rendition, as diagnostics name it.
        back: Its text.
        hint: What is to be done about a figure that is wrong.
    """
    seen = look(expect(edition, DRAWN[_ending(name)]), back)
    wrong = [each for each in seen.figures if not each.is_right]
    report = Report(work.name, work.text)
    if _is_another(seen, len(wrong)):
        fact = f"`{name}` is of another text: {len(wrong)} of {len(seen.figures)} figures are not where the {edition.locale.tag} edition has them"
        report.add("Q204", fact, hint="build it again, or name the source that it was made from")
    else:
        right = {each.printed.words for each in seen.figures if each.is_right}
        for each in wrong:
            _report(report, each, name, hint, is_twin=_is_twin(each, right, edition.document.metadata.date))
    figures = sum(each.printed.quantity is not None for each in seen.figures)
    return Comparison(figures, report.diagnostics())


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def _is_another(seen: Seen, wrong: int) -> bool:
    if seen.share < ALIKE:
        return bool(wrong)
    return wrong > MANY and 2 * wrong > len(seen.figures)


def compare_file(work: Work, edition: Edition, name: str, data: bytes, hint: str = BY_HAND) -> Comparison:
    """Read a rendition back and compare it; one that cannot be read is a Q205."""
    try:
        back = read_back(_ending(name), data)
    except Unreadable as fault:
        return Comparison(0, (unreadable(work, name, fault),))
    return compare(work, edition, name, back, hint)


def unreadable(work: Work, name: str, fault: Unreadable) -> Diagnostic:
    """Say why a rendition cannot be read back."""
    return diagnose("Q205", work.name, f"`{name}` cannot be read back: {fault.fact}", hint=fault.hint)


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
    except NoQuantity:
        return False
    return (one.kind, one.value, one.upper, one.day, one.unit) == (
        other.kind,
        other.value,
        other.upper,
        other.day,
        other.unit,
    )

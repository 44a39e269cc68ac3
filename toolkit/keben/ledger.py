"""The ledger: every quantity of a work, with how each edition prints it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.document import quantities_of
from keben.pipeline import editions_of, open_project
from keben.reader import read
from keben.settings import Settings, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from keben.diagnostics import Diagnostic


class Entry(Struct, frozen=True):
    """One quantity of a work. The fields are those of `keben.document.Quantity`; `printed` has its text in each edition."""

    id: str
    line: int
    column: int
    text: str
    kind: str
    value: Decimal | None
    upper: Decimal | None
    day: str
    mantissa: str
    scale: str
    unit: str
    qualifier: str
    period: str
    part_of: str
    change_from: str
    change_to: str
    printed: Mapping[str, str]

    @property
    def shown_value(self) -> str:
        """The value, range or day for a person."""
        if self.value is None:
            return self.day
        shown = _short(self.value)
        return shown if self.upper is None else f"{shown} – {_short(self.upper)}"


def _short(number: Decimal) -> str:
    """Write a number for a table; one without end, as a third, by six digits."""
    whole = f"{number.normalize():,f}"
    return whole if len(whole) <= 24 else f"{number:.6g}"


def ledger_of(source: Path) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Read a source and return its ledger, with what is wrong with it; a figure that cannot be read is not in it."""
    work = read(source)
    found = list(work.diagnostics)
    settings = resolve(open_project(source.parent).settings, work.settings, Settings())
    editions = list(editions_of(work, settings, found))
    printed = [[quantity.text for quantity in quantities_of(edition.document)] for edition in editions]
    entries = []
    for number, quantity in enumerate(quantities_of(work.document)):
        place = quantity.place
        entries.append(
            Entry(
                id=quantity.id,
                line=place.line if place else 0,
                column=place.column if place else 0,
                printed={edition.locale.tag: texts[number] for edition, texts in zip(editions, printed, strict=True)},
                **{name: getattr(quantity, name) for name in _SHARED},
            )
        )
    return tuple(entries), tuple(found)


_SHARED = (
    "text", "kind", "value", "upper", "day", "mantissa", "scale", "unit", "qualifier", "period", "part_of", "change_from",
    "change_to",
)  # fmt: skip

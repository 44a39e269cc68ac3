"""The ledger: every quantity of a work, with how each edition prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.document import quantities_of
from keben.pipeline import editions_of, open_project
from keben.reader import read, text_for
from keben.settings import Settings, resolve

if TYPE_CHECKING:
    from pathlib import Path

    from keben.diagnostics import Diagnostic
    from keben.document import Quantity
    from keben.edition import Edition


class Entry(Struct, frozen=True):
    """One quantity of a work. The fields are those of `keben.document.Quantity`.

    `printed` has its text in each edition; in one that was translated, every text of its calls, or none.
    """

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
    quantities = quantities_of(work.document)
    printed = {
        edition.locale.tag: _called(edition, quantities)
        if text_for(work, edition.locale) is not work
        else [quantity.text for quantity in quantities_of(edition.document)]
        for edition in editions_of(work, settings, found)
    }
    entries = []
    for number, quantity in enumerate(quantities):
        place = quantity.place
        entries.append(
            Entry(
                id=quantity.id,
                line=place.line if place else 0,
                column=place.column if place else 0,
                printed={tag: texts[number] for tag, texts in printed.items()},
                **{name: getattr(quantity, name) for name in _SHARED},
            )
        )
    return tuple(entries), tuple(found)


def _called(edition: Edition, quantities: Sequence[Quantity]) -> list[str]:
    """Return what a translated edition prints for each quantity, each form once; nothing for one that it does not call."""
    forms: dict[str, dict[str, None]] = {}
    for call in quantities_of(edition.document):
        forms.setdefault(call.calls, {})[call.text] = None
    return [" / ".join(forms.get(quantity.id, ())) if quantity.id else "" for quantity in quantities]


_SHARED = (
    "text", "kind", "value", "upper", "day", "mantissa", "scale", "unit", "qualifier", "period", "part_of", "change_from",
    "change_to",
)  # fmt: skip

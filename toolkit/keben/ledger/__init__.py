"""The ledger: every quantity of a work once, with where it stands and how each edition prints it there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.consistency.measures import significant_digits
from keben.editions import editions_of
from keben.guidance import load_guides
from keben.pipeline import open_project
from keben.reader import read, text_for
from keben.settings import Settings, resolve
from keben.tree import quantities_of
from keben.units import money_at_home, unit_code

if TYPE_CHECKING:
    from pathlib import Path

    from keben.diagnostics import Diagnostic
    from keben.document import Quantity
    from keben.edition import Edition
    from keben.reader import Work


class Mention(Struct, frozen=True):
    """One place where a quantity stands: its words in the source, and in `printed` in each edition."""

    line: int
    column: int
    text: str
    printed: Mapping[str, str]


class Entry(Struct, frozen=True):
    """One quantity of a work, with the fields of `keben.document.Quantity` and of its first mention.

    `printed` has its text in each edition; in one that was translated, every text of its calls, or none. `significant`
    counts the digits that the author wrote, `unit_code` is what `value` counts in, in `unit_system`, and `places` has all
    mentions in reading order, those that repeat it with `{q=ID}` among them.
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
    upper_mantissa: str
    significant: int
    scale: str
    unit: str
    unit_code: str
    unit_system: str
    qualifier: str
    period: str
    part_of: str
    change_from: str
    change_to: str
    printed: Mapping[str, str]
    places: tuple[Mention, ...]

    @property
    def shown_value(self) -> str:
        """The value, range or day for a person; a percentage with its sign."""
        if self.value is None:
            return self.day
        sign = _sign(self)
        times = {"%": 100, "‰": 1000}.get(sign, 1)
        ends = (self.value,) if self.upper is None else (self.value, self.upper)
        return " – ".join(f"{_short(end * times)}{sign}" for end in ends)

    @property
    def shown_unit(self) -> str:
        """The unit for a person, without the sign that the value shows."""
        return "" if _sign(self) else self.unit


def _sign(entry: Entry) -> str:
    if entry.kind != "percent":
        return ""
    return "‰" if entry.unit.startswith("‰") else "%"


def _short(number: Decimal) -> str:
    """Write a number for a table; one without end, as a third, by six digits."""
    whole = f"{number.normalize():,f}"
    return whole if len(whole) <= 24 else f"{number:.6g}"


def ledger_of(source: Path) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Read a source and return its ledger, with what is wrong with it; a figure that cannot be read is not in it."""
    return ledger_of_work(read(source), source)


def ledger_of_work(work: Work, source: Path) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """Return the ledger of a work whose source lies there, and what is wrong with the work."""
    found = list(work.diagnostics)
    project = open_project(source.parent)
    settings = resolve(project.settings, work.settings, Settings())
    guides = load_guides(source, work, project.folder, project.settings.glossary)
    quantities = quantities_of(work.document)
    texts = {
        edition.locale.tag: _called(edition, quantities)
        if text_for(work, edition.locale) is not work
        else [quantity.text for quantity in quantities_of(edition.document)]
        for edition in editions_of(work, settings, guides, found)
    }
    mentions = [
        _mention(quantity, {tag: printed[number] for tag, printed in texts.items()})
        for number, quantity in enumerate(quantities)
    ]
    places: dict[str, list[Mention]] = {}
    for quantity, mention in zip(quantities, mentions, strict=True):
        if name := quantity.repeats or quantity.id:
            places.setdefault(name, []).append(mention)
    entries = tuple(
        _entry(quantity, mention, places.get(quantity.id) or [mention], work.document.metadata.lang)
        for quantity, mention in zip(quantities, mentions, strict=True)
        if not quantity.repeats
    )
    return entries, tuple(found)


def _called(edition: Edition, quantities: Sequence[Quantity]) -> list[str]:
    """Return what a translated edition prints for each quantity, each form once; nothing for one that it does not call."""
    forms: dict[str, dict[str, None]] = {}
    for call in quantities_of(edition.document):
        forms.setdefault(call.calls, {})[call.text] = None
    return [" / ".join(forms.get(quantity.id, ())) if quantity.id else "" for quantity in quantities]


def _mention(quantity: Quantity, printed: Mapping[str, str]) -> Mention:
    place = quantity.place
    return Mention(place.line if place else 0, place.column if place else 0, quantity.text, printed)


def _entry(quantity: Quantity, mention: Mention, places: list[Mention], home: str) -> Entry:
    code, system = _FRACTIONS.get(quantity.kind) or unit_code(money_at_home(quantity.unit, home))
    return Entry(
        line=mention.line,
        column=mention.column,
        printed=mention.printed,
        places=tuple(places),
        significant=significant_digits(quantity),
        unit_code=code,
        unit_system=system,
        **{name: getattr(quantity, name) for name in _SHARED},
    )


_FRACTIONS = {"percent": ("1", "UCUM"), "ratio": ("1", "UCUM"), "points": ("%", "UCUM")}
"""What values of these kinds count in, whatever their unit says: 35% is 0.35 of one."""

_SHARED = (
    "id", "text", "kind", "value", "upper", "day", "mantissa", "upper_mantissa", "scale", "unit", "qualifier", "period",
    "part_of", "change_from", "change_to",
)  # fmt: skip

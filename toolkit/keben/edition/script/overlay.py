"""Our own phrases: what OpenCC and its dictionaries spell wrongly, or not as careful print does, each with its reason.

`overlay.tsv` has a phrase a line: Simplified, Traditional before a region's variants of characters (裏, 羣, 爲), where it holds
(`all`, `TW`, `HK`), and why. It is read when the tables are made, and by tests; nothing reads it while converting.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from msgspec import Struct

if TYPE_CHECKING:
    from keben.edition.script.tables import Where

FILE = Path(__file__).parent / "overlay.tsv"


class Phrase(Struct, frozen=True):
    """One line of the overlay."""

    simplified: str
    traditional: str
    where: Where
    reason: str


def read_overlay(text: str) -> tuple[Phrase, ...]:
    """Read the phrases; lines that begin with `#` are remarks."""
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Phrase(row[0], row[1], cast("Where", row[2]), row[3]) for row in rows)

"""Our own phrases: what OpenCC and its dictionaries spell wrongly, or not as careful print does, each with its reason.

`overlay.tsv` has a phrase a line: Simplified, Traditional before a region's variants of characters (裏, 羣, 爲), where it holds
(`all`, `TW`, `HK`), and why. `rivals.tsv` has phrases of which print has several forms, or whose form depends on the sentence, with
all of them and a remark. Both are read when the tables are made, and by tests; nothing reads them while converting.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from msgspec import Struct

from keben.edition.script.tables import Where

FILE = Path(__file__).parent / "overlay.tsv"
RIVALS = Path(__file__).parent / "rivals.tsv"


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


def version_of(text: str) -> str:
    """Return the version of the overlay, which its first line states: `# version 2026.11`."""
    return text.partition("\n")[0].removeprefix("# version ")


class Rival(Struct, frozen=True):
    """One line of the rivals: a phrase and its Traditional forms."""

    simplified: str
    forms: tuple[str, ...]
    remark: str


def read_rivals(text: str) -> tuple[Rival, ...]:
    """Read the phrases that have several forms."""
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Rival(row[0], tuple(row[1].split(" ")), row[2]) for row in rows)

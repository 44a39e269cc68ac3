"""Repairs: a source in which every fault is mended that only one repair is possible for; nothing else changes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Place, Report, has_errors
from keben.document import Quantity, Text
from keben.errors import ProofError
from keben.reader import STOPPING, read_text
from keben.tree import walk

if TYPE_CHECKING:
    from keben.diagnostics import Repair
    from keben.reader import Work


class Mended(Struct, frozen=True):
    """One stretch that was replaced; `place` is where it stood when it was found."""

    code: str
    place: Place
    source: str
    target: str


def mend(text: str, name: str = "-") -> tuple[str, tuple[Mended, ...]]:
    """Make every certain repair of a source.

    Args:
        text: The whole file as it is, line ends and byte order mark included.
        name: How diagnostics name the file.

    Returns:
        The mended text, and what was replaced in it, in order.

    Raises:
        ProofError: The mended source would not be read as the same one.
    """
    every: list[Mended] = []
    work, repairs = _read(text, name)
    for _ in range(_ROUNDS):
        if has_errors(found for found in work.diagnostics if found.code in STOPPING):
            break
        mended = _mended(work, repairs)
        if not mended:
            break
        every += mended
        text = _replaced(text, mended)
        before = work
        work, repairs = _read(text, name)
        if _essence(before) != _essence(work):
            raise ProofError("repairs", name, "would change how the source is read; mend the marks near markup by hand")
    return text, tuple(every)


_ROUNDS = 8
"""A line end between two marks is a space before they are mended and nothing after, so neighbours may show to be slips too."""


def _read(text: str, name: str) -> tuple[Work, list[Repair]]:
    plain = re.sub(r"\r\n|\r", "\n", text.removeprefix("\ufeff"))
    report = Report(name, plain)
    return read_text(plain, report), report.repairs


def _mended(work: Work, repairs: list[Repair]) -> list[Mended]:
    """Return the repairs in order, without those in the labels of links, which would then lead nowhere."""
    lines = work.text.split("\n")
    labels: dict[int, list[Place]] = {}
    for label in work.labels:
        labels.setdefault(label.line, []).append(label)
    found = []
    for repair in sorted(repairs, key=lambda each: (each.place.line, each.place.column)):
        place = repair.place
        at = place.column - 1
        if not any(label.column <= place.column < label.column + label.length for label in labels.get(place.line, ())):
            found.append(Mended(repair.code, place, lines[place.line - 1][at : at + place.length], repair.text))
    return found


def _replaced(text: str, mended: list[Mended]) -> str:
    mark = len(text) - len(text.removeprefix("\ufeff"))
    starts = [mark, *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]
    pieces: list[str] = []
    position = 0
    for each in mended:
        start = starts[each.place.line - 1] + each.place.column - 1
        pieces += (text[position:start], each.target)
        position = start + len(each.source)
    return "".join((*pieces, text[position:]))


def _essence(work: Work) -> tuple[object, ...]:
    """Return what a repair may not change: the tree, its ids and links, the letters and numbers of its words, the figures."""
    nodes: list[tuple[object, ...]] = []
    words: list[str] = []
    for node in walk(work.document):
        if isinstance(node, Text | Quantity):
            words.extend(map(_letter, node.text))
        if not isinstance(node, Text):
            nodes.append((type(node), "".join(words), *(getattr(node, name, "") for name in _KEPT)))
            words.clear()
    return work.document.metadata, nodes, "".join(words)


_KEPT = ("id", "target", "title", "source", "reading", "kind", "value", "upper", "day", "mantissa", "unit")
"""Fields of nodes that say more than words; `text` is compared letter by letter."""


def _letter(char: str) -> str:
    """Return a digit of any width as a plain one, a letter as it is, a mark or a space as nothing."""
    digit = unicodedata.decimal(char, None)
    return str(digit) if digit is not None else char if char.isalnum() else ""

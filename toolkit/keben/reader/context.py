"""What one read gathers across blocks: ids, references, notes, images."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keben.reader import limits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from keben.diagnostics import Place, Report
    from keben.document import Block, ImageFile, Quantity

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,62}")
_DERIVED = re.compile(r"s\d+(?:[a-z]\d+)*|note-\d+(?:-(?:[a-z]\d+)+)?|call-\d+(?:-\d+)?|title|notes")
"""Ids that Keben derives from place or gives to parts of a page; an author's would collide with them."""


class Context:
    """State of one read. `folder` is None where no image may be loaded, as for a text from standard input.

    `aside` gathers what was read but stands in no line of the document, `labels` where the text of a link is also the
    label that leads to its target. `figures` are those of the source by their ids, which a translation calls, `home` is its locale.
    """

    def __init__(
        self, report: Report, folder: Path | None, today: date | None, figures: Mapping[str, Quantity] | None = None
    ) -> None:
        self.report = report
        self.today = today
        self.is_translation = figures is not None
        self.figures = figures or {}
        self.home = ""
        self.unknown_calls = 0
        self.references: list[tuple[str, str, Place]] = []
        self.images: dict[str, tuple[ImageFile, bytes]] = {}
        self.calls: list[tuple[str, Place]] = []
        self.aside: list[Block] = []
        self.labels: set[Place] = set()
        self._folder = folder
        self._ids: set[str] = set()
        self._urls_length = 0
        self._numbers: dict[str, int] = {}
        self._targets: dict[str, str] = {}

    def claim_id(self, identifier: str, place: Place, taken: str = "give one of them another id") -> str:
        """Return an author's id if it may be used and is new, else nothing; an empty one is passed through.

        `taken` is the hint if the id stands twice; `{}` in it is the id.
        """
        if not identifier:
            return ""
        if not _ID.fullmatch(identifier):
            self.report.add(
                "S024",
                f"`{identifier[:80]}` is not an id",
                place,
                "begin with a letter; use letters, digits, `-` and `_`",
            )
            return ""
        if _DERIVED.fullmatch(identifier):
            self.report.add(
                "S024", f"the id `{identifier}` is of a form that Keben gives itself", place, "choose a word"
            )
            return ""
        if identifier in self._ids:
            self.report.add("S024", f"the id `{identifier}` stands twice", place, taken.format(identifier))
            return ""
        self._ids.add(identifier)
        return identifier

    def claim_once(self, identifier: str) -> str:
        """Return an id of the source for the first that stands for it in a translation, and nothing for the next."""
        if identifier in self._ids:
            return ""
        self._ids.add(identifier)
        return identifier

    def call_note(self, label: str, place: Place) -> tuple[int, bool]:
        """Return the number of a note, which is the order of first calls, and whether this is its first."""
        first = label not in self._numbers
        if first:
            self.calls.append((label, place))
            self._numbers[label] = len(self.calls)
        return self._numbers[label], first

    def count_target(self, target: str, place: Place) -> None:
        """Report, once, that the targets of all links pass their limit together."""
        before, self._urls_length = self._urls_length, self._urls_length + len(target)
        if before <= limits.URLS_LENGTH < self._urls_length:
            fact = f"the addresses of all links have more than {limits.URLS_LENGTH:,} characters"
            self.report.add("S004", fact, place, "link less often to long addresses")

    def load_image(self, target: str, place: Place) -> str:
        """Load an image once and return the key of its bytes, or nothing if it is refused; a refusal is reported once."""
        if target not in self._targets:
            self._targets[target] = self._load(target, place)
        return self._targets[target]

    def _load(self, target: str, place: Place) -> str:
        if self._folder is None:
            return ""
        from keben.reader.images import load_image  # Pillow is for works with images

        loaded = load_image(self._folder, target, self.report, place)
        if loaded is None:
            return ""
        self.images[loaded[0].source] = loaded
        return loaded[0].source

    def check_references(self, known: set[str], quantities: set[str]) -> None:
        """Report links to ids that nothing has, and references of quantities to what is no quantity."""
        for identifier, code, place in self.references:
            what, ids = ("no quantity", quantities) if code == "Q108" else ("nothing", known)
            if identifier not in ids:
                fact = f"{what} has the id `{identifier[:80]}`"
                self.report.add(code, fact, place, "give it to what is meant, or mend the reference")

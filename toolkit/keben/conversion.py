"""Converts a text or a Markdown source where it stands: prose changes, everything else keeps its bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import structs

from keben.diagnostics import Report, has_errors
from keben.edition import convert_slots
from keben.edition.prose import places_of, slots_of
from keben.errors import SourceError
from keben.locales import find_locale
from keben.reader import STOPPING, read_text
from keben.tree import map_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.diagnostics import Place
    from keben.document import Inline
    from keben.locales import Locale
    from keben.reader import Work


def convert_plain(text: str, target: Locale, source: Locale | None = None) -> str:
    """Convert plain text, paragraph by paragraph; white space and line ends stay."""
    paragraphs = re.split(r"(\r\n|\r|\n)", text)
    return "".join(convert_slots([part], source, target)[0] or "" for part in paragraphs)


def convert_markdown(text: str, target: Locale, name: str = "-") -> str:
    """Convert the prose of a Markdown source.

    Markup, ids, links, code, `.keep` spans, HTML, entities and the settings of the front matter keep their bytes. So does
    a text that is also the label of its link, `[text][]`, since another would lead nowhere. The language is the front matter's
    `lang`; without one, a text that becomes Traditional is taken for Simplified and the reverse.

    Raises:
        SourceError: The text passes a limit, holds control characters or has front matter that is not plain YAML, so
            that not all of it can be read.
    """
    endings = re.findall(r"\r\n|\r|\n", text)
    plain = re.sub(r"\r\n|\r", "\n", text)
    report = Report(name, plain)
    work = read_text(plain, report)
    stopping = tuple(found for found in work.diagnostics if found.code in STOPPING)
    if has_errors(stopping):
        raise SourceError(name, stopping)
    source = _language(work)
    converted = _replaced(plain, _changes(work, plain, source, target))
    renewed = iter(endings)
    return re.sub("\n", lambda _: next(renewed), converted)


def _language(work: Work) -> Locale | None:
    return find_locale(work.document.metadata.lang) if work.has_language else None


def _changes(work: Work, text: str, source: Locale | None, target: Locale) -> Iterator[tuple[int, str, str]]:
    """Yield offset, old and new text of every piece of prose that stands verbatim in the source; an entity does not."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def offset(place: Place) -> int:
        return starts[place.line - 1] + place.column - 1

    for place in work.front_matter_prose:
        old = text[offset(place) : offset(place) + place.length]
        yield offset(place), old, convert_slots([old], source, target)[0] or ""
    for line in _lines(work):
        slots = list(slots_of(line))
        renewed = convert_slots(slots, source, target)
        for slot, new, where in zip(slots, renewed, places_of(line), strict=True):
            if slot and new and slot != new and where and where not in work.labels:
                start = offset(where)
                for old, written in ((slot, new), (_in_cell(slot), _in_cell(new))):
                    if text.startswith(old, start):
                        yield start, old, written
                        break


def _in_cell(text: str) -> str:
    """Write a text as a table cell has it."""
    return text.replace("|", "\\|")


def _lines(work: Work) -> list[tuple[Inline, ...]]:
    found: list[tuple[Inline, ...]] = []

    def note(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        found.append(line)
        return line

    map_lines(structs.replace(work.document, blocks=(*work.document.blocks, *work.aside)), note)
    return found


def _replaced(text: str, changes: Iterator[tuple[int, str, str]]) -> str:
    pieces: list[str] = []
    position = 0
    for offset, old, new in sorted(changes):
        if offset >= position:
            pieces += (text[position:offset], new)
            position = offset + len(old)
    return "".join((*pieces, text[position:]))

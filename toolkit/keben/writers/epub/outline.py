"""Edition → the outline of a book: title page, headings by their levels, notes; all in reading order."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.document import Heading, Image
from keben.tree import plain_text, walk
from keben.writers.epub.layout import NAV, NOTES, TITLE, link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.edition import Edition
    from keben.writers.epub.layout import Layout


class Entry(Struct, frozen=True):
    """One line of the table of contents; `href` counts from the folder of the package."""

    words: str
    href: str
    entries: tuple[Entry, ...] = ()


class _Row(Struct, frozen=True):
    level: int
    words: str
    href: str


def outline_of(edition: Edition, layout: Layout) -> tuple[Entry, ...]:
    """Return the table of contents.

    Text before the first heading has a line of its own. Headings inside quotations, lists and divisions are no part of
    the work's outline, and one without words has no line.
    """
    terms = edition.locale.terms
    notes = (Entry(terms.notes, NOTES),) if edition.document.notes else ()
    return (Entry(terms.title_page, TITLE), *_nest(deque(_rows(edition, layout))), *notes)


def _rows(edition: Edition, layout: Layout) -> Iterator[_Row]:
    for path, part in layout.parts:
        if not isinstance(part[0], Heading):
            yield _Row(1, edition.locale.terms.text, path)
        for block in part:
            if isinstance(block, Heading) and (words := words_of(block)):
                # A heading that opens a file is reached by the file alone: some reading systems stumble on fragments.
                yield _Row(block.level, words, link(NAV, path, block.id if block is not part[0] else ""))


def _nest(rows: deque[_Row], above: int = 0) -> tuple[Entry, ...]:
    """Take the rows that are deeper than a level, each with those that stand under it."""
    entries = []
    while rows and rows[0].level > above:
        row = rows.popleft()
        entries.append(Entry(row.words, row.href, _nest(rows, row.level)))
    return tuple(entries)


def words_of(heading: Heading) -> str:
    """Return a heading in plain words, or what its images show if it has none."""
    images = (node.alternative for node in walk(heading) if isinstance(node, Image))
    return plain_text(heading).strip() or " ".join(images).strip()

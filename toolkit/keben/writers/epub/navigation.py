"""Outline → `nav.xhtml` for EPUB 3 and `toc.ncx` for what reads only EPUB 2."""

from __future__ import annotations

from itertools import count
from string import Template
from typing import TYPE_CHECKING

from keben.writers.epub.layout import CSS, NAV
from keben.writers.epub.package import identifier_of
from keben.writers.epub.xml import Xml, fill, join, read_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.edition import Edition
    from keben.writers.epub.outline import Entry
    from keben.writers.epub.pages import Page

_LIST = Template("<ol>\n$items\n</ol>")
_ITEM = Template('<li><a href="$href">$words</a>$inner</li>')
_LANDMARK = Template('<li><a epub:type="$kind" href="$href">$words</a></li>')
_POINT = Template(
    '<navPoint id="point-$number" playOrder="$number"><navLabel><text>$words</text></navLabel>'
    '<content src="$href"/>$inner</navPoint>'
)


def has_contents_page(entries: Sequence[Entry]) -> bool:
    """Whether the table of contents is worth a page: it has more than title page, one part and notes."""
    return _count(entries) > 3


def _count(entries: Sequence[Entry]) -> int:
    return sum(1 + _count(entry.entries) for entry in entries)


def write_nav(edition: Edition, entries: Sequence[Entry], pages: Sequence[Page]) -> Xml:
    """Write the navigation document: table of contents and landmarks."""
    terms = edition.locale.terms
    words = {"titlepage": terms.title_page, "bodymatter": terms.text, "endnotes": terms.notes}
    landmarks = [(kind, page.path, words[kind]) for page in pages if (kind := page.landmark)]
    if has_contents_page(entries):
        landmarks.insert(1, ("toc", f"{NAV}#toc", terms.contents))
    return fill(
        read_template("nav.xhtml"),
        lang=edition.locale.tag,
        css=CSS,
        contents=terms.contents,
        entries=_list(entries),
        landmarks=join(fill(_LANDMARK, kind=kind, href=href, words=label) for kind, href, label in landmarks),
    )


def _list(entries: Sequence[Entry]) -> Xml:
    return fill(
        _LIST,
        items=join(
            fill(_ITEM, href=entry.href, words=entry.words, inner=_list(entry.entries) if entry.entries else Xml())
            for entry in entries
        ),
    )


def write_ncx(edition: Edition, entries: Sequence[Entry]) -> Xml:
    """Write the same outline as an NCX. Source: DAISY, ANSI/NISO Z39.86-2005, section 8."""
    return fill(
        read_template("toc.ncx"),
        lang=edition.locale.tag,
        identifier=identifier_of(edition),
        depth=str(_depth(entries)),
        title=edition.title,
        points=_points(entries, count(1)),
    )


def _points(entries: Sequence[Entry], numbers: Iterator[int]) -> Xml:
    return join(
        fill(
            _POINT, number=str(next(numbers)), words=entry.words, href=entry.href, inner=_points(entry.entries, numbers)
        )
        for entry in entries
    )


def _depth(entries: Sequence[Entry]) -> int:
    return max((1 + _depth(entry.entries) for entry in entries), default=0)

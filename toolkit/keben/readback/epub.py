"""EPUB → the text of its spine, in order; the table of contents is no part of the text.

Source: W3C Recommendation EPUB 3.3, 4.2 (container), 5 (package document).
"""

from __future__ import annotations

import zlib
from io import BytesIO
from posixpath import dirname, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from msgspec import Struct

from keben.readback import AGAIN, ReadBack, Unreadable, decode, html

if TYPE_CHECKING:
    from zipfile import ZipInfo

ENTRIES = 20_000
PART_BYTES = 64 * 1024 * 1024
"""One file of a book, unpacked."""

TEXT_BYTES = 128 * 1024 * 1024
"""All files of a book that are read, unpacked."""

CONTAINER = "META-INF/container.xml"
XHTML = "application/xhtml+xml"


class Element(Struct, frozen=True):
    """The start of an XML element: its name without prefix, its attributes, the text until the next tag."""

    name: str
    attributes: dict[str, str]
    text: list[str]


def read(data: bytes) -> ReadBack:
    """Read the text of a book.

    Raises:
        Unreadable: It is no EPUB, is encrypted or damaged, or unpacks to more than any book holds.
    """
    try:
        with ZipFile(BytesIO(data)) as archive:
            book = _Book(archive)
            package = book.package()
            elements = elements_of(book.part(package))
            paths = list(_spine(elements, dirname(package)))
            pages = [html.read(_checked(book.part(path))).pages[0] for path in paths]
    except RuntimeError as fault:  # `zipfile`'s for a password, and for methods that this Python lacks
        raise Unreadable("the EPUB is encrypted, or packed in a way that nothing knows", AGAIN) from fault
    except (BadZipFile, zlib.error, EOFError, ValueError, OSError) as fault:  # `zipfile` raises all of these
        raise Unreadable("the EPUB is damaged, or is none", AGAIN) from fault
    language = next(("".join(each.text).strip() for each in elements if each.name == "language"), "")
    return ReadBack(("\n".join(pages),), language)


class _Book:
    """The archive of a book, and how much may still be unpacked from it."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._left = TEXT_BYTES
        entries = archive.infolist()
        if len(entries) > ENTRIES:
            raise Unreadable(f"the EPUB has {len(entries):,} files, more than {ENTRIES:,}", AGAIN)
        self._entries: dict[str, ZipInfo] = {}
        for entry in entries:
            if entry.filename in self._entries:
                raise Unreadable(f"two files of the EPUB are named `{entry.filename[:80]}`", AGAIN)
            self._entries[entry.filename] = entry

    def package(self) -> str:
        """Return the path of the package document."""
        for element in elements_of(self.part(CONTAINER)):
            if element.name == "rootfile" and element.attributes.get("full-path"):
                return element.attributes["full-path"]
        raise Unreadable("the EPUB names no package document", AGAIN)

    def part(self, path: str) -> bytes:
        """Unpack one file, whatever size the archive says it has."""
        if path not in self._entries:
            raise Unreadable(f"the EPUB has no `{path[:80]}`", AGAIN)
        most = min(PART_BYTES, self._left)
        with self._archive.open(self._entries[path]) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise Unreadable(f"`{path[:80]}` of the EPUB unpacks to more than {most:,} bytes", AGAIN)
        self._left -= len(data)
        return data


def _spine(elements: list[Element], folder: str) -> list[str]:
    """Return the paths of the content documents in reading order, without the navigation document."""
    items = {each.attributes.get("id", ""): each.attributes for each in elements if each.name == "item"}
    paths = []
    for element in elements:
        if element.name != "itemref" or element.attributes.get("linear") == "no":
            continue
        item = items.get(element.attributes.get("idref", ""))
        if item is None or item.get("media-type") != XHTML:
            raise Unreadable("the spine of the EPUB names something that is no page of it", AGAIN)
        if "nav" not in item.get("properties", "").split():
            paths.append(normpath(f"{folder}/{unquote(urlsplit(item.get('href', '')).path)}").removeprefix("/"))
    if not paths:
        raise Unreadable("the EPUB has no text", AGAIN)
    if len(set(paths)) < len(paths):
        raise Unreadable("the spine of the EPUB names a page twice", AGAIN)
    return paths


def _checked(data: bytes) -> str:
    """Check that a page is XML, as every reading system does before it shows it."""
    elements_of(data)
    return decode(data)


def elements_of(data: bytes) -> list[Element]:
    """Read the elements of an XML file in order.

    A declaration of entities is refused: no book needs one, and it could read files or grow without end.

    Raises:
        Unreadable: It is not XML, or declares entities.
    """
    found: list[Element] = []
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise Unreadable("an XML file of the EPUB declares entities", AGAIN)

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append(Element(name.rpartition(":")[2], attributes, []))

    def text(data: str) -> None:
        if found:
            found[-1].text.append(data)

    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as fault:
        raise Unreadable(f"an XML file of the EPUB is damaged: {str(fault)[:100]}", AGAIN) from fault
    return found

"""Rendition → the text that its readers get, and whether every figure of an edition stands in it as it should.

    read_back(ending, data) → ReadBack ─squeeze→ Running ┐
                              Edition ─expect→ Expected ─┴─compare→ diagnostics

Nothing of a writer is used, so that a fault of one is found and not repeated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable


class ReadBack(Struct, frozen=True):
    """The text of a rendition: one string a page, or one in all, and the language tag that the file gives, if any.

    White space stands where a reader sees some; a line of a page is a line of text.
    """

    pages: tuple[str, ...]
    language: str = ""


class Unreadable(Exception):  # noqa: N818 - a diagnostic on its way to a report
    """A file is no rendition that can be read; carries the parts of the diagnostic."""

    def __init__(self, fact: str, hint: str) -> None:
        super().__init__(fact)
        self.fact, self.hint = fact, hint


def _pdf(data: bytes) -> ReadBack:
    from keben.readback import pdf

    return pdf.read(data)


def _epub(data: bytes) -> ReadBack:
    from keben.readback import epub

    return epub.read(data)


def _html(data: bytes) -> ReadBack:
    from keben.readback import html

    return html.read(decode(data))


def _txt(data: bytes) -> ReadBack:
    return ReadBack((decode(data),))


READERS: dict[str, Callable[[bytes], ReadBack]] = {
    "pdf": _pdf, "epub": _epub, "html": _html, "htm": _html, "xhtml": _html, "txt": _txt,
}  # fmt: skip
"""File ending → what reads such a file; it raises `Unreadable` if it cannot."""

FILE_BYTES = 256 * 1024 * 1024
"""One rendition; a book of a thousand pages with pictures stays under it."""

CHARACTERS = 20_000_000
"""The text of one rendition; a source has at most 8 MB."""


def read_back(ending: str, data: bytes) -> ReadBack:
    """Read the text of a rendition.

    Raises:
        Unreadable: It is damaged, encrypted, without text, or past a limit.
    """
    if not data:
        raise Unreadable("the file is empty", AGAIN)
    if len(data) > FILE_BYTES:
        raise Unreadable(f"the file is longer than {FILE_BYTES:,} bytes", "give the rendition itself")
    back = READERS[ending](data)
    check_length(sum(map(len, back.pages)))
    if not any(page.strip() for page in back.pages):
        raise Unreadable("the file has no text", AGAIN)
    return back


AGAIN = "build it again with `keben build`"


def check_length(characters: int) -> None:
    """Refuse more text than any rendition has.

    Raises:
        Unreadable: It is more.
    """
    if characters > CHARACTERS:
        raise Unreadable(f"the file has more than {CHARACTERS:,} characters of text", "divide the work")


def decode(data: bytes) -> str:
    """Decode UTF-8, which every text of a rendition is in.

    Raises:
        Unreadable: It is not.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise Unreadable(f"byte {fault.start} (0x{data[fault.start]:02x}) is not UTF-8", AGAIN) from fault

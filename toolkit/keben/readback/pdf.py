"""PDF → its text in the order of drawing, by PDFium, which shares nothing with the engine that printed it.

What a page shows is taken from the characters that the file gives for its glyphs, as for copying and searching; glyphs that
were exchanged under unchanged characters are beyond this.
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from keben.readback import AGAIN, ReadBack, Unreadable, check_length

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = 10_000

_HYPHEN = "\x02"
"""What PDFium gives for a hyphen at the end of a line that divides a word."""


def load_pdfium() -> Any:
    """Load the engine: its C declarations alone, since the classes around them take another 20 ms."""
    import pypdfium2_raw

    return pypdfium2_raw


def read(data: bytes) -> ReadBack:
    """Read the text of a PDF, page by page.

    Raises:
        Unreadable: PDFium cannot open it, or it has more pages than any rendition.
    """
    pdfium = load_pdfium()
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        if pdfium.FPDF_GetLastError() in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise Unreadable("the PDF is encrypted", "give the file as `keben build` made it")
        raise Unreadable("the PDF is damaged, or is none", AGAIN)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > PAGES:
            raise Unreadable(f"the PDF has {count:,} pages, more than {PAGES:,}", "divide the work")
        return ReadBack(tuple(_pages(pdfium, document, count)), _language(pdfium, document))
    finally:
        pdfium.FPDF_CloseDocument(document)


def _pages(pdfium: Any, document: Any, count: int) -> Iterator[str]:
    characters = 0
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        text = pdfium.FPDFText_LoadPage(page) if page else None
        if not text:
            raise Unreadable(f"page {number + 1} of the PDF is damaged", AGAIN)
        length = pdfium.FPDFText_CountChars(text)
        characters += length
        check_length(characters)
        points = (pdfium.FPDFText_GetUnicode(text, index) for index in range(length))
        yield _joined("".join(map(_char, points)))
        pdfium.FPDFText_ClosePage(text)
        pdfium.FPDF_ClosePage(page)


def _char(point: int) -> str:
    """Return a character; of one that the font does not name, the mark for that."""
    char = chr(point) if point and point <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    return "-" if char == _HYPHEN else char


def _joined(text: str) -> str:
    """Make one character of each pair of surrogates, and a mark of a single one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _language(pdfium: Any, document: Any) -> str:
    """Read the language of the catalog, UTF-16 with a zero at its end. Source: fpdf_catalog.h."""
    length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < length <= 200:
        return ""
    buffer = (ctypes.c_ushort * length)()
    pdfium.FPDFCatalog_GetLanguage(document, buffer, length)
    return bytes(buffer)[: length - 2].decode("utf-16-le", "replace")

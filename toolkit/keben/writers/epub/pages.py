"""Edition → the content documents of a book, in reading order."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from keben.document import Heading
from keben.writers.body import notes_to_html, part_to_html, title_block
from keben.writers.epub.layout import CSS, NOTES, TITLE, link
from keben.writers.epub.outline import words_of
from keben.writers.epub.xml import Xml, fill, read_template

if TYPE_CHECKING:
    from keben.edition import Edition
    from keben.writers.epub.layout import Layout

Matter = Literal["frontmatter", "bodymatter", "backmatter"]


class Page(Struct, frozen=True):
    """A content document; `landmark` is its kind, if readers may ask for it by that, as `titlepage`."""

    path: str
    title: str
    matter: Matter
    body: Xml
    landmark: str = ""


_TITLE_PAGE = Template('<section epub:type="titlepage">\n$block\n</section>')


def write_pages(edition: Edition, layout: Layout) -> tuple[Page, ...]:
    """Write title page, parts and notes.

    Headings keep their level in the whole book: its title is the only `h1`, a part begins with an `h2`. Checkers accept
    that as well as an `h1` in every file, and who jumps by level finds one outline, the same as in the web edition.
    """
    terms = edition.locale.terms
    title = fill(_TITLE_PAGE, block=Xml(title_block(edition)))
    pages = [Page(TITLE, edition.title, "frontmatter", title, "titlepage")]
    for number, (path, part) in enumerate(layout.parts):
        words = words_of(part[0]) if isinstance(part[0], Heading) else ""
        body = Xml(part_to_html(edition, part, layout.flavour(path)))
        pages.append(Page(path, words or edition.title, "bodymatter", body, "" if number else "bodymatter"))
    if edition.document.notes:
        notes = Xml(notes_to_html(edition, layout.flavour(NOTES)))
        pages.append(Page(NOTES, terms.notes, "backmatter", notes, "endnotes"))
    return tuple(pages)


def write_page(edition: Edition, page: Page) -> Xml:
    """Set a content document into its page."""
    return fill(
        read_template("page.xhtml"),
        lang=edition.locale.tag,
        title=page.title,
        css=link(page.path, CSS),
        matter=page.matter,
        body=page.body,
    )

"""Edition → the package document: what the book is, what is in it, in which order it is read."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from keben.document import Chart, Image
from keben.tree import walk
from keben.writers.epub.layout import CSS, NAV, NCX
from keben.writers.epub.xml import Xml, fill, join, read_template
from keben.writers.stamp import stamp, w3c

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.edition import Edition
    from keben.writers.epub.layout import Layout
    from keben.writers.epub.pages import Page

EDITIONS = uuid5(NAMESPACE_URL, "urn:x-keben:edition")
"""Namespace of our own for all editions: another program that hashes `speech/zh-Hans-CN` gets another identifier. It is
made from a name instead of drawn, so that anyone can make it again."""

_ITEM = Template('<item id="$id" href="$href" media-type="$media_type"$more/>')
_ITEMREF = Template('<itemref idref="$id"/>')
_META = Template('<meta property="$property">$value</meta>')
_SUBTITLE = Template(
    '<dc:title id="subtitle">$text</dc:title>\n<meta refines="#subtitle" property="title-type">subtitle</meta>'
)
_CREATOR = Template(
    '<dc:creator id="$id">$name</dc:creator>\n<meta refines="#$id" property="role" scheme="marc:relators">aut</meta>'
)
_DATE = Template("<dc:date>$day</dc:date>")

_XHTML = "application/xhtml+xml"


def identifier_of(edition: Edition) -> str:
    """Return the same URN for every build of a work in a locale: a corrected text is the same book to its readers."""
    return uuid5(EDITIONS, f"{edition.document.metadata.id}/{edition.locale.tag}").urn


def write_package(edition: Edition, layout: Layout, pages: Sequence[Page], *, contents_page: bool) -> Xml:
    """Write the package document.

    Args:
        edition: What the book holds.
        layout: Where its images stand.
        pages: The content documents in reading order, the title page first.
        contents_page: Whether the table of contents is also a page, after the title page.
    """
    spine = [_id(page.path) for page in pages]
    if contents_page:
        spine.insert(1, _id(NAV))
    return fill(
        read_template("package.opf"),
        lang=edition.locale.tag,
        identifier=identifier_of(edition),
        title=edition.title,
        more=join(_metadata(edition)),
        modified=w3c(stamp(edition.document)),
        accessibility=join(
            fill(_META, property=f"schema:{key}", value=value) for key, value in _accessibility(edition)
        ),
        manifest=join(_manifest(edition, layout, pages)),
        spine=join(fill(_ITEMREF, id=identifier) for identifier in spine),
    )


def _metadata(edition: Edition) -> Iterator[Xml]:
    metadata = edition.document.metadata
    if metadata.subtitle:
        yield fill(_SUBTITLE, text=metadata.subtitle)
    for number, name in enumerate(metadata.authors, 1):
        yield fill(_CREATOR, id=f"author-{number}", name=name)
    if metadata.date:
        yield fill(_DATE, day=metadata.date.isoformat())


def _accessibility(edition: Edition) -> Iterator[tuple[str, str]]:
    """Say what can be known of a book without looking at it; that it conforms to something only a person can say.

    Source: EPUB Accessibility 1.1, section 2; W3C, Schema.org Accessibility Properties for Discoverability.
    """
    images = [node for node in walk(edition.document) if isinstance(node, Image)]
    charts = any(isinstance(node, Chart) for node in walk(edition.document))
    described = all(image.alternative.strip() for image in images)
    yield "accessMode", "textual"
    if images or charts:
        yield "accessMode", "visual"
    yield "accessModeSufficient", "textual" if described else "textual,visual"
    for feature in ("tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"):
        yield "accessibilityFeature", feature
    if (images or charts) and described:
        yield "accessibilityFeature", "alternativeText"
    yield "accessibilityHazard", "none"
    yield "accessibilitySummary", edition.locale.terms.accessibility_summary


def _manifest(edition: Edition, layout: Layout, pages: Sequence[Page]) -> Iterator[Xml]:
    yield _item(NAV, _XHTML, ' properties="nav"')
    yield _item(NCX, "application/x-dtbncx+xml")
    yield _item(CSS, "text/css")
    for page in pages:
        yield _item(page.path, _XHTML, ' properties="svg"' if "<svg" in page.body else "")
    # Two images with the same content are one file.
    kinds = {layout.images[image.source]: image.media_type for image in edition.document.images}
    for path in sorted(kinds):
        yield _item(path, kinds[path])


def _item(path: str, media_type: str, more: str = "") -> Xml:
    return fill(_ITEM, id=_id(path), href=path, media_type=media_type, more=Xml(more))


def _id(path: str) -> str:
    """Return the id of a file in the manifest, as `text-part-0001.xhtml`."""
    return path.replace("/", "-")

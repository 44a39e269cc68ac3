"""Edition → EPUB 3.3: a package that reading systems open, with an NCX for old ones.

    lay_out → write_pages → outline → navigation, package document → zip

Source: W3C Recommendation EPUB 3.3; EPUB Accessibility 1.1 for the metadata.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.theme import font_css
from keben.writers.epub.layout import CSS, NAV, NCX, PACKAGE, lay_out
from keben.writers.epub.navigation import has_contents_page, write_nav, write_ncx
from keben.writers.epub.outline import outline_of
from keben.writers.epub.package import write_package
from keben.writers.epub.pages import write_page, write_pages
from keben.writers.epub.xml import fill, read_template, to_bytes
from keben.writers.stamp import stamp
from keben.writers.zipping import write_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keben.edition import Edition
    from keben.theme import Theme

MEDIA_TYPE = b"application/epub+zip"


def write(edition: Edition, theme: Theme, assets: Mapping[str, bytes]) -> bytes:
    """Write an edition as an EPUB file.

    Args:
        edition: Its document names only ids and images that it has.
        theme: Gives `epub.css` and the families of its font roles; no font is embedded.
        assets: The bytes of the document's images, by source.

    Raises:
        KeyError: A link or an image leads to nothing.
        SourceError: The theme has no `epub.css`.
    """
    layout = lay_out(edition)
    pages = write_pages(edition, layout)
    entries = outline_of(edition, layout)
    files = {page.path: to_bytes(write_page(edition, page)) for page in pages}
    files[NAV] = to_bytes(write_nav(edition, entries, pages))
    files[NCX] = to_bytes(write_ncx(edition, entries))
    files[PACKAGE] = to_bytes(write_package(edition, layout, pages, contents_page=has_contents_page(entries)))
    files[CSS] = to_bytes(font_css(theme, edition.locale) + theme.read_closed_style("epub.css"))
    files |= {path: assets[source] for source, path in layout.images.items()}
    container = to_bytes(fill(read_template("container.xml"), package=f"EPUB/{PACKAGE}"))
    # OCF 4.2: `mimetype` is first and stored, so that its content stands at a fixed offset.
    archive = [("mimetype", MEDIA_TYPE), ("META-INF/container.xml", container)]
    archive += ((f"EPUB/{path}", files[path]) for path in sorted(files))
    return write_zip(archive, stamp(edition.document), stored_first=True)

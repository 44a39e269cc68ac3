"""Where everything of a book stands: paths below `EPUB/`, and links between them."""

from __future__ import annotations

from collections.abc import Mapping
from posixpath import dirname, relpath
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from keben.document import Block, Node
from keben.tree import walk
from keben.writers.body import parts_of
from keben.writers.html import Flavour

if TYPE_CHECKING:
    from keben.document import ImageFile
    from keben.edition import Edition

PACKAGE, NAV, NCX, CSS = "package.opf", "nav.xhtml", "toc.ncx", "css/book.css"
TITLE, NOTES = "title.xhtml", "notes.xhtml"

_SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp", "image/svg+xml": "svg"}


class Layout(Struct, frozen=True):
    """The paths of a book.

    `parts` are the parts of the text in reading order, each with its path. `files` maps every id of the document to the
    path it stands in, `images` the source of every image to its path.
    """

    parts: tuple[tuple[str, tuple[Block, ...]], ...]
    files: Mapping[str, str]
    images: Mapping[str, str]

    def flavour(self, page: str) -> Flavour:
        """Return how HTML is written in one page: every URL is relative to it."""
        return Flavour(
            notes="end",
            image=lambda source: link(page, self.images[source]),
            anchor=lambda identifier: link(page, self.files[identifier], identifier),
            epub=True,
        )


def lay_out(edition: Edition) -> Layout:
    """Give every part, note and image its place."""
    document = edition.document
    parts = tuple((f"text/part-{number:04}.xhtml", part) for number, part in enumerate(parts_of(edition), 1))
    placed = [*parts, (NOTES, document.notes)]
    return Layout(
        parts=parts,
        files={
            node.id: path
            for path, trees in placed
            for tree in trees
            for node in walk(tree)
            if isinstance(node, Node) and node.id
        },
        images={image.source: _image_path(image) for image in document.images},
    )


def _image_path(image: ImageFile) -> str:
    """Name an image by its content: the author's own name may hold what some reading systems cannot open."""
    return f"images/{image.sha256[:16]}.{_SUFFIXES[image.media_type]}"


def link(page: str, path: str, identifier: str = "") -> str:
    """Return the URL by which one page leads to a file, or to an id in it."""
    fragment = f"#{quote(identifier)}" if identifier else ""
    return fragment if path == page and fragment else relpath(path, dirname(page) or ".") + fragment

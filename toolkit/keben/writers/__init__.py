"""Edition → Rendition: one module or folder for each format; a writer is a function from an edition to bytes.

The PDF is not in the table: it is printed by the press (`writers/pdf/`), side by side with the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from keben.edition import Edition
    from keben.theme import Theme


def _epub(edition: Edition, theme: Theme, assets: Mapping[str, bytes]) -> bytes:
    from keben.writers import epub

    return epub.write(edition, theme, assets)


def _html(edition: Edition, theme: Theme, assets: Mapping[str, bytes]) -> bytes:
    from keben.writers import web

    return web.write(edition, theme, assets)


def _txt(edition: Edition, _theme: Theme, _assets: Mapping[str, bytes]) -> bytes:
    from keben.writers import text

    return text.write(edition)


WRITERS: dict[str, Callable[[Edition, Theme, Mapping[str, bytes]], bytes]] = {"epub": _epub, "html": _html, "txt": _txt}
"""Format and file ending → writer; a writer is loaded when it is used."""

"""Edition → one self-contained HTML file: style and images inside, no script, nothing fetched."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from msgspec import structs

from keben.theme import font_css
from keben.writers.body import body_to_html
from keben.writers.html import WEB
from keben.writers.stamp import stamp, w3c

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keben.edition import Edition
    from keben.theme import Theme

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""What the page may do: use its own style and its own images. Source: Content Security Policy Level 3."""


def write(edition: Edition, theme: Theme, assets: Mapping[str, bytes]) -> bytes:
    """Write an edition as a web page."""
    types = {image.source: image.media_type for image in edition.document.images}

    def inside(source: str) -> str:
        return f"data:{types[source]};base64,{b64encode(assets[source]).decode()}"

    authors = "".join(f'<meta name="author" content="{escape(name)}"/>\n' for name in edition.document.metadata.authors)
    css = (font_css(theme, edition.locale) + theme.read_closed_style("screen.css")).replace("</", "<\\/")
    page = theme.fill_page(
        lang=edition.locale.tag,
        title=escape(edition.title),
        metadata=f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"/>\n{authors}'
        f'<meta name="dcterms.modified" content="{w3c(stamp(edition.document))}"/>',
        styles=f"<style>\n{css}</style>",
        body=body_to_html(edition, structs.replace(WEB, image=inside)),
    )
    return page.encode()

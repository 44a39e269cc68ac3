"""Edition → PDF: what to print is decided here, printing is done by the press in processes of its own."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from msgspec import structs

from keben.theme import font_css
from keben.writers.body import body_to_html
from keben.writers.html import PRINT
from keben.writers.pdf.engine import PrintJob
from keben.writers.stamp import stamp, w3c

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keben.edition import Edition
    from keben.theme import Theme


_FONT = re.compile(r"\bfont(?:-family)?\s*:([^;}]*)")
_QUOTED = re.compile("[\"']([^\"']+)[\"']")


def make_job(
    edition: Edition, theme: Theme, assets: Mapping[str, bytes], path: str, *, read_back: bool = False
) -> PrintJob:
    """Say what the press has to print for an edition.

    Dates stand in the page, since without them the engine would write the clock's into some variants.
    """
    moment = w3c(stamp(edition.document))
    authors = "".join(f'<meta name="author" content="{escape(name)}"/>\n' for name in edition.document.metadata.authors)
    hei = theme.families(edition.locale).get("hei", ())
    html = theme.fill_page(
        lang=edition.locale.tag,
        title=escape(edition.title),
        metadata=f'{authors}<meta name="dcterms.created" content="{moment}"/>\n<meta name="dcterms.modified" content="{moment}"/>',
        styles="",
        body=body_to_html(edition, structs.replace(PRINT, families=", ".join(hei))),
    )
    css = theme.read_text("print.css")
    literal = {name: (name,) for value in _FONT.findall(css) for name in _QUOTED.findall(value)}
    families = literal | {role: names for role, names in theme.families(edition.locale).items() if f"--{role}" in css}
    return PrintJob(
        path=path,
        html=html,
        stylesheets=(font_css(theme, edition.locale), css),
        assets=dict(assets),
        theme_folders=tuple(map(str, theme.folders)),
        families=families,
        read_back=read_back,
    )

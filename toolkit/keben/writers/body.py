"""Edition → the HTML of a whole text: title block, parts, notes behind it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from keben.document import Heading
from keben.writers.html import blocks_to_html

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keben.document import Block
    from keben.edition import Edition
    from keben.writers.html import Flavour


def title_block(edition: Edition) -> str:
    """Write title, subtitle, date and authors, as printed above the text."""
    metadata = edition.document.metadata
    lines = [f'<h1 id="title">{"<br/>".join(escape(line) for line in metadata.title)}</h1>']
    if edition.subtitle:
        lines.append(f'<p class="subtitle">{escape(edition.subtitle)}</p>')
    if edition.dateline:
        lines.append(f'<p class="dateline">{escape(edition.dateline)}</p>')
    if metadata.authors:
        names = " ".join(f'<span class="author{_pair(name)}">{escape(name)}</span>' for name in metadata.authors)
        lines.append(f'<p class="authors">{names}</p>')
    return '<header class="title-block">\n' + "\n".join(lines) + "\n</header>"


def _pair(name: str) -> str:
    """Mark a name of two Han characters, which print sets one character apart; the space is the style's."""
    return " pair" if len(name) == 2 and all("\u4e00" <= char <= "\u9fff" for char in name) else ""


def parts_of(edition: Edition) -> list[tuple[Block, ...]]:
    """Divide the text before each heading of the first level; what stands before the first is a part without heading."""
    parts: list[list[Block]] = [[]]
    for block in edition.document.blocks:
        if isinstance(block, Heading) and block.level == 1 and (parts[-1] or len(parts) > 1):
            parts.append([])
        parts[-1].append(block)
    return [tuple(part) for part in parts if part]


def part_to_html(edition: Edition, part: Sequence[Block], flavour: Flavour) -> str:
    """Write one part as a section named by its heading."""
    label = f' aria-labelledby="{escape(part[0].id)}"' if isinstance(part[0], Heading) else ""
    return f"<section{label}>\n{blocks_to_html(edition, part, flavour)}\n</section>"


def notes_to_html(edition: Edition, flavour: Flavour) -> str:
    """Write all notes behind the text, each with a way back; nothing if there are none."""
    if not edition.document.notes:
        return ""
    terms = edition.locale.terms
    kind = ' epub:type="footnote"' if flavour.epub else ""
    element = "div" if flavour.epub else "aside"  # Apple Books shows an `aside` that is a footnote as a pop-up only
    notes = "\n".join(
        f'<{element} id="{note.id}" class="note" role="doc-footnote"{kind}>\n'
        f'<p class="number"><a href="{flavour.anchor(f"call-{note.number}")}" role="doc-backlink" title="{escape(terms.backlink)}">{note.number}</a></p>\n'
        f"{blocks_to_html(edition, note.children, flavour)}\n</{element}>"
        for note in edition.document.notes
    )
    whole = ' epub:type="endnotes" role="doc-endnotes"' if flavour.epub else ""
    return f'<section class="notes"{whole} aria-labelledby="notes">\n<h2 id="notes">{escape(terms.notes)}</h2>\n{notes}\n</section>'


def body_to_html(edition: Edition, flavour: Flavour) -> str:
    """Write title block, parts and, unless they stand on the pages, notes."""
    parts = [part_to_html(edition, part, flavour) for part in parts_of(edition)]
    notes = notes_to_html(edition, flavour) if flavour.notes == "end" else ""
    return "\n".join(part for part in (title_block(edition), *parts, notes) if part)

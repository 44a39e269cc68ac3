"""Edition → HTML: semantic markup that the web edition, the PDF and the EPUB share.

Everything is written so that it is well-formed XHTML as well as HTML. All text is escaped here, once.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from msgspec import Struct

from keben.document import (
    BulletList,
    Chart,
    Code,
    CodeBlock,
    DefinitionList,
    Division,
    Emphasis,
    Figure,
    Heading,
    Image,
    Keep,
    LineBreak,
    Link,
    Name,
    NoteCall,
    OrderedList,
    Paragraph,
    Quantity,
    Quote,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)  # fmt: skip
from keben.tree import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keben.document import Block, Cell, Definition, Inline, Item, Note
    from keben.edition import Edition


class Flavour(Struct, frozen=True):
    """How one format differs from the others.

    `notes` puts a note at the foot of the page it is called on, or behind the text. `epub` adds `epub:type`. `image`
    and `anchor` turn an image's source and an id of the document into URLs of the format. `families` is the type of
    drawings where style sheets do not reach into them.
    """

    notes: Literal["page", "end"]
    image: Callable[[str], str]
    anchor: Callable[[str], str] = lambda identifier: f"#{identifier}"
    epub: bool = False
    families: str = ""

    @property
    def is_paged(self) -> bool:
        """Whether pages are printed, by an engine that knows less of HTML than browsers do."""
        return self.notes == "page"


def image_path(source: str) -> str:
    """Return an image's path as a relative URL."""
    return quote(f"images/{source}")


WEB = Flavour("end", image_path)
PRINT = Flavour("page", image_path)


# ---------------------------------------------------------------- inlines


def inlines_to_html(edition: Edition, inlines: Iterable[Inline], flavour: Flavour) -> str:
    """Write a line of prose."""
    return "".join(inline_to_html(edition, inline, flavour) for inline in inlines)


_ELEMENTS: dict[type, tuple[str, str]] = {
    Emphasis: ("<em>", "</em>"),
    Strong: ("<strong>", "</strong>"),
    Subscript: ("<sub>", "</sub>"),
    Superscript: ("<sup>", "</sup>"),
}


def inline_to_html(edition: Edition, inline: Inline, flavour: Flavour) -> str:
    """Write one inline."""
    match inline:
        case Text():
            return escape(inline.text)
        case Emphasis() | Strong() | Subscript() | Superscript():
            opening, closing = _ELEMENTS[type(inline)]
            return opening + inlines_to_html(edition, inline.children, flavour) + closing
        case LineBreak():
            return "<br/>"
        case Code():
            return f"<code>{escape(inline.text)}</code>"
        case Quantity():
            return _quantity(inline, flavour)
        case Keep() | Name():
            kind = "keep" if isinstance(inline, Keep) else "name"
            return f'<span{_id(inline.id)} class="{kind}">{inlines_to_html(edition, inline.children, flavour)}</span>'
        case Ruby():
            base, reading = inlines_to_html(edition, inline.children, flavour), f"<rt>{escape(inline.reading)}</rt>"
            # On the page a reading is a block above its base, so it comes first.
            return (
                f"<ruby>{reading}{base}</ruby>"
                if flavour.is_paged
                else f"<ruby>{base}<rp>（</rp>{reading}<rp>）</rp></ruby>"
            )
        case Link():
            target = flavour.anchor(inline.target[1:]) if inline.target.startswith("#") else inline.target
            title = f' title="{escape(inline.title)}"' if inline.title else ""
            return f'<a href="{escape(target)}"{title}>{inlines_to_html(edition, inline.children, flavour)}</a>'
        case Image():
            return image_to_html(edition, inline, flavour)
        case NoteCall():
            return _note_call(edition, inline, flavour)


def _id(identifier: str) -> str:
    return f' id="{escape(identifier)}"' if identifier else ""


UNBROKEN = 14
"""Characters of a figure that a line has room for without a break; a longer one, as in 大写, may be broken."""


def _quantity(quantity: Quantity, flavour: Flavour) -> str:
    """Write a quantity, leading to its row in the annex if there is one."""
    kind = "q long" if flavour.is_paged and len(quantity.text) > UNBROKEN else "q"
    if not quantity.entry:
        return _value(quantity, kind)
    return f'<a class="entry" href="{escape(flavour.anchor(quantity.entry))}">{_value(quantity, kind)}</a>'


def _value(quantity: Quantity, kind: str) -> str:
    """Write a quantity with its value for machines: HTML `data`, or `time` for a day of the calendar."""
    text = escape(quantity.text)
    if quantity.kind == "date":
        dated = not quantity.day.startswith("-")
        return (
            f'<time{_id(quantity.id)} class="{kind}" datetime="{quantity.day}">{text}</time>'
            if dated
            else _plain_quantity(quantity, kind)
        )
    if quantity.value is None:
        return _plain_quantity(quantity, kind)
    value = f"{quantity.value.normalize():f}"
    if quantity.upper is not None:
        value += f"/{quantity.upper.normalize():f}"
    return f'<data{_id(quantity.id)} class="{kind}" value="{value}">{text}</data>'


def _plain_quantity(quantity: Quantity, kind: str) -> str:
    return f'<span{_id(quantity.id)} class="{kind}">{escape(quantity.text)}</span>'


def image_to_html(edition: Edition, image: Image, flavour: Flavour) -> str:
    """Write an image with its size, so that pages do not move while it loads."""
    size = next((each for each in edition.document.images if each.source == image.source), None)
    measures = f' width="{size.width}" height="{size.height}"' if size else ""
    title = f' title="{escape(image.title)}"' if image.title else ""
    return f'<img{_id(image.id)} src="{escape(flavour.image(image.source))}" alt="{escape(image.alternative)}"{title}{measures}/>'


def _note_call(edition: Edition, call: NoteCall, flavour: Flavour) -> str:
    if flavour.is_paged and call.id:
        return f'<span class="note" id="{call.note}">{_note_in_line(edition, _note_of(edition, call), flavour)}</span>'
    roles = ' role="doc-noteref"' + (' epub:type="noteref"' if flavour.epub else "")
    return f'<sup class="call"><a{_id(call.id)} href="{flavour.anchor(call.note)}"{roles}>{call.number}</a></sup>'


def _note_in_line(edition: Edition, note: Note, flavour: Flavour) -> str:
    """Write a note inside the line that calls it, from where the page takes it to its foot; paragraphs by breaks."""
    parts: list[str] = []
    for before, block in pairwise((None, *note.children)):
        if isinstance(block, Paragraph):
            parts += (
                "<br/>" if isinstance(before, Paragraph) else "",
                inlines_to_html(edition, block.children, flavour),
            )
        elif block is not None:
            # WeasyPrint makes a line of the white space between blocks in a note.
            parts.append(block_to_html(edition, block, flavour).replace(">\n<", "><"))
    return "".join(parts)


def _note_of(edition: Edition, call: NoteCall) -> Note:
    return next(each for each in edition.document.notes if each.id == call.note)


def _holds_blocks(edition: Edition, node: Paragraph | Note) -> bool:
    """Whether a note that is first called in a node, or in such a note, has more than paragraphs."""
    notes = [_note_of(edition, each) for each in walk(node) if isinstance(each, NoteCall) and each.id]
    return any(
        not all(isinstance(block, Paragraph) for block in note.children) or _holds_blocks(edition, note)
        for note in notes
    )


# ---------------------------------------------------------------- blocks


def blocks_to_html(edition: Edition, blocks: Iterable[Block], flavour: Flavour) -> str:
    """Write blocks, one a line."""
    return "\n".join(block_to_html(edition, block, flavour) for block in blocks)


def block_to_html(edition: Edition, block: Block, flavour: Flavour) -> str:
    """Write one block with its id."""
    identifier = _id(block.id)
    match block:
        case Heading():
            return _heading(edition, block, flavour)
        case Paragraph():
            return _paragraph(edition, block, flavour)
        case Figure():
            return _figure(edition, block, flavour)
        case CodeBlock():
            return f"<pre{identifier}><code>{escape(block.text)}</code></pre>"
        case Rule():
            return f"<hr{identifier}/>"
        case Quote():
            return f"<blockquote{identifier}>\n{blocks_to_html(edition, block.children, flavour)}\n</blockquote>"
        case BulletList():
            return _list(edition, block, f"ul{identifier}", flavour)
        case OrderedList():
            return _list(edition, block, f"ol{identifier}{_start(block, flavour)}", flavour)
        case DefinitionList():
            entries = "\n".join(_definition(edition, entry, flavour) for entry in block.items)
            return f"<dl{identifier}>\n{entries}\n</dl>"
        case Table():
            return _table(edition, block, flavour)
        case Chart():
            return _chart(edition, block, flavour)
        case Division():
            element = "aside" if block.kind == "note" else "div"
            inner = blocks_to_html(edition, block.children, flavour)
            return f'<{element}{identifier} class="{block.kind}">\n{inner}\n</{element}>'


def _heading(edition: Edition, heading: Heading, flavour: Flavour) -> str:
    level = min(heading.level + 1, 6)
    bookmark = _bookmark(heading) if flavour.is_paged else ""
    prose = inlines_to_html(edition, heading.children, flavour)
    return f"<h{level}{_id(heading.id)}{bookmark}>{prose}</h{level}>"


def _paragraph(edition: Edition, paragraph: Paragraph, flavour: Flavour) -> str:
    # An HTML parser ends a `p` where a list begins, and on the page a note stands inside its paragraph.
    divided = flavour.is_paged and _holds_blocks(edition, paragraph)
    opening, closing = ('<div class="paragraph"', "</div>") if divided else ("<p", "</p>")
    return f"{opening}{_id(paragraph.id)}>{inlines_to_html(edition, paragraph.children, flavour)}{closing}"


def _definition(edition: Edition, entry: Definition, flavour: Flavour) -> str:
    details = (f"<dd>{_item(edition, each, flavour, tight=_is_short(each))}</dd>" for each in entry.details)
    return "\n".join((f"<dt>{inlines_to_html(edition, entry.term, flavour)}</dt>", *details))


def _bookmark(heading: Heading) -> str:
    """Name a heading in the outline of the PDF by its words alone, where it holds more than words."""
    if not any(isinstance(each, NoteCall | Ruby) for each in walk(heading)):
        return ""
    words = " ".join(plain_text(heading).split()).replace("\\", "\\\\").replace('"', '\\"')
    label = escape(f'bookmark-label: "{words}"')
    return f' style="{label}"'


def _list(edition: Edition, block: BulletList | OrderedList, opening: str, flavour: Flavour) -> str:
    lines = "\n".join(f"<li>{_item(edition, item, flavour, tight=block.tight)}</li>" for item in block.items)
    return f"<{opening}>\n{lines}\n</{opening[:2]}>"


def _start(block: OrderedList, flavour: Flavour) -> str:
    """Write where a list begins; the engine of the page counts by CSS alone."""
    if block.start == 1:
        return ""
    counter = f' style="counter-reset: list-item {block.start - 1}"' if flavour.is_paged else ""
    return f' start="{block.start}"{counter}'


def _item(edition: Edition, item: Item, flavour: Flavour, *, tight: bool) -> str:
    """Write an item; in a tight list a paragraph is no more than its prose."""
    if tight:
        parts = [
            inlines_to_html(edition, block.children, flavour)
            if isinstance(block, Paragraph)
            else block_to_html(edition, block, flavour)
            for block in item.children
        ]
        return "\n".join(parts)
    return blocks_to_html(edition, item.children, flavour)


def _is_short(item: Item) -> bool:
    """Whether an item has one paragraph at most, so that nothing need divide paragraphs."""
    return sum(isinstance(block, Paragraph) for block in item.children) < 2


def figure_label(edition: Edition, figure: Figure | Chart) -> str:
    """Return the label of a figure or chart and number, as 图1; nothing without a caption."""
    if not figure.number:
        return ""
    space = "" if edition.locale.is_chinese else " "
    return f"{edition.locale.terms.figure}{space}{figure.number}"


def _figure(edition: Edition, figure: Figure, flavour: Flavour) -> str:
    image = image_to_html(edition, figure.image, flavour)
    return f"<figure{_id(figure.id)}>{image}{_caption(edition, figure, flavour)}</figure>"


def _caption(edition: Edition, figure: Figure | Chart, flavour: Flavour) -> str:
    if not figure.caption:
        return ""
    label = f'<span class="label">{figure_label(edition, figure)}</span>'
    return f"<figcaption>{label} {inlines_to_html(edition, figure.caption, flavour)}</figcaption>"


def _chart(edition: Edition, chart: Chart, flavour: Flavour) -> str:
    """Write a chart: the drawing, and its numbers in a table for whoever cannot see it or wants them exact."""
    from keben.writers.charts import draw, table_of  # the library is for works with charts

    figure = f"<figure>{draw(edition, chart, flavour.families)}{_caption(edition, chart, flavour)}</figure>"
    return f'<div{_id(chart.id)} class="chart">\n{figure}\n{_table(edition, table_of(edition, chart), flavour)}\n</div>'


def _table(edition: Edition, table: Table, flavour: Flavour) -> str:
    def row(cells: Sequence[Cell], element: str) -> str:
        written = []
        for cell, alignment in zip(cells, table.alignments, strict=True):
            scope = ' scope="col"' if element == "th" else ""
            align = f' class="align-{alignment}"' if alignment else ""
            written.append(f"<{element}{scope}{align}>{inlines_to_html(edition, cell.children, flavour)}</{element}>")
        return f"<tr>{''.join(written)}</tr>"

    body = "\n".join(row(cells, "td") for cells in table.rows)
    rows = f"\n<tbody>\n{body}\n</tbody>" if table.rows else ""
    kind = f' class="{table.kind}"' if table.kind else ""
    return f"<table{_id(table.id)}{kind}>\n<thead>\n{row(table.head, 'th')}\n</thead>{rows}\n</table>"

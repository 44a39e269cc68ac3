"""Edition → plain text: UTF-8, LF, a blank line between blocks, notes behind the text."""

from __future__ import annotations

import unicodedata
from textwrap import indent
from typing import TYPE_CHECKING

from keben.document import (
    BulletList,
    Chart,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Heading,
    Image,
    LineBreak,
    NoteCall,
    OrderedList,
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Table,
)  # fmt: skip
from keben.tree import children_of, plain_text
from keben.writers.html import figure_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keben.document import Block, Inline, Item
    from keben.edition import Edition


def write(edition: Edition) -> bytes:
    """Write an edition as a text file."""
    return ("\n\n".join(_paragraphs(edition)) + "\n").encode()


def _paragraphs(edition: Edition) -> Iterator[str]:
    metadata = edition.document.metadata
    head = (*metadata.title, edition.subtitle, edition.dateline, "　".join(metadata.authors))
    yield "\n".join(line for line in head if line)
    yield from (_block(edition, block) for block in edition.document.blocks)
    if edition.document.notes:
        yield edition.locale.terms.notes
    for note in edition.document.notes:
        yield _indented(f"[{note.number}] ", _blocks(edition, note.children))


def _blocks(edition: Edition, blocks: Iterable[Block], separator: str = "\n\n") -> str:
    return separator.join(_block(edition, block) for block in blocks)


def _block(edition: Edition, block: Block) -> str:
    match block:
        case Heading() | Paragraph():
            return _line(block.children)
        case Figure():
            label = figure_label(edition, block)
            caption = f"{label} {_line(block.caption)}".strip()
            return caption or f"［{block.image.alternative}］"
        case CodeBlock():
            return block.text.rstrip("\n")
        case Rule():
            return "＊＊＊"
        case Quote() | Division():
            return _blocks(edition, block.children)
        case BulletList():
            return _items(edition, block.items, ["•"] * len(block.items), tight=block.tight)
        case OrderedList():
            numbers = [f"{block.start + index}." for index in range(len(block.items))]
            return _items(edition, block.items, numbers, tight=block.tight)
        case DefinitionList():
            return "\n".join(
                "\n".join(
                    [
                        _line(entry.term),
                        *(_indented("　　", _blocks(edition, detail.children)) for detail in entry.details),
                    ]
                )
                for entry in block.items
            )
        case Chart():
            from keben.writers.charts import table_of

            caption = f"{figure_label(edition, block)} {_line(block.caption)}".strip()
            return "\n".join(part for part in (caption, _block(edition, table_of(edition, block))) if part)
        case Table():
            return "\n".join("\t".join(_line(cell.children) for cell in row) for row in (block.head, *block.rows))


def _items(edition: Edition, items: Iterable[Item], markers: Iterable[str], *, tight: bool) -> str:
    separator = "\n" if tight else "\n\n"
    return separator.join(
        _indented(f"{marker} ", _blocks(edition, item.children, separator))
        for marker, item in zip(markers, items, strict=True)
    )


def _indented(marker: str, text: str) -> str:
    """Set a marker before a text and as much space before its other lines, so that what belongs together shows."""
    space = "".join("　" if unicodedata.east_asian_width(char) in "WF" else " " for char in marker)
    return marker + indent(text, space).removeprefix(space)


def _line(inlines: Iterable[Inline]) -> str:
    """Write a line of prose; a note call is its number in brackets, an image its alternative text."""
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: object) -> str:
    match inline:
        case NoteCall():
            return f"[{inline.number}]"
        case LineBreak():
            return "\n"
        case Image():
            return f"［{inline.alternative}］"
        case Ruby():
            return f"{_line(inline.children)}（{inline.reading}）"
        case _ if children_of(inline):
            return "".join(_inline(child) for child in children_of(inline))
        case _:
            return plain_text(inline)

"""The document as a tree: what stands inside what, all of it in reading order, the same with other prose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from keben.document import (
    BulletList,
    Cell,
    Chart,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Division,
    Document,
    Emphasis,
    Figure,
    Heading,
    Item,
    Keep,
    LineBreak,
    Link,
    Name,
    Note,
    OrderedList,
    Paragraph,
    Point,
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

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keben.document import Block, Inline


def children_of(node: object) -> tuple[object, ...]:
    """Return what stands directly inside a node, in reading order: nodes, items, definitions, cells, notes."""
    match node:
        case Document():
            return (*node.blocks, *node.notes)
        case Figure():
            return (node.image, *node.caption)
        case Table():
            return (*node.head, *(cell for row in node.rows for cell in row))
        case Chart():
            return (*node.caption, *node.points)
        case Point():
            return node.label
        case BulletList() | OrderedList() | DefinitionList():
            return node.items
        case Definition():
            return (*node.term, *node.details)
        case (
            Heading() | Paragraph() | Quote() | Division() | Note() | Item() | Cell() | Emphasis() | Strong()
            | Subscript() | Superscript() | Ruby() | Keep() | Name() | Link()
        ):  # fmt: skip
            return node.children
        case _:
            return ()


def walk(node: object) -> Iterator[object]:
    """Yield a node and everything inside it, in reading order; a document's notes come last."""
    yield node
    for child in children_of(node):
        yield from walk(child)


def quantities_of(document: Document) -> tuple[Quantity, ...]:
    """Return every quantity in reading order."""
    return tuple(node for node in walk(document) if isinstance(node, Quantity))


def plain_text(node: object) -> str:
    """Return the words of a node without markup; a break is a space, a note call and an image are nothing."""
    match node:
        case Text() | Code() | CodeBlock() | Quantity():
            return node.text
        case LineBreak():
            return " "
        case _:
            return "".join(plain_text(child) for child in children_of(node))


def map_lines(document: Document, change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> Document:
    """Rebuild a document with `change` applied to each line of prose.

    A line is the inline content of one block, caption, term or cell, or a figure's image by itself; `change` sees it whole,
    once.
    """
    return structs.replace(
        document,
        blocks=_map_blocks(document.blocks, change),
        notes=tuple(structs.replace(note, children=_map_blocks(note.children, change)) for note in document.notes),
    )


def map_quantities(document: Document, change: Callable[[Quantity], Quantity], *, kept: bool = True) -> Document:
    """Rebuild a document with `change` applied to every quantity; `kept` says whether to those inside `.keep` too."""
    return map_lines(document, lambda inlines: _map_quantities(inlines, change, kept=kept))


def _map_quantities(
    inlines: tuple[Inline, ...], change: Callable[[Quantity], Quantity], *, kept: bool
) -> tuple[Inline, ...]:
    return tuple(
        change(inline)
        if isinstance(inline, Quantity)
        else structs.replace(inline, children=_map_quantities(inline.children, change, kept=kept))
        if hasattr(inline, "children") and (kept or not isinstance(inline, Keep))
        else inline
        for inline in inlines
    )


def _map_blocks(
    blocks: tuple[Block, ...], change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]
) -> tuple[Block, ...]:
    def items(many: tuple[Item, ...]) -> tuple[Item, ...]:
        return tuple(Item(_map_blocks(item.children, change)) for item in many)

    def cells(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(Cell(change(cell.children)) for cell in row)

    def block(node: Block) -> Block:
        match node:
            case Heading() | Paragraph():
                return structs.replace(node, children=change(node.children))
            case Figure():
                (image,) = change((node.image,))
                return structs.replace(node, image=image, caption=change(node.caption))
            case Quote() | Division():
                return structs.replace(node, children=_map_blocks(node.children, change))
            case BulletList() | OrderedList():
                return structs.replace(node, items=items(node.items))
            case DefinitionList():
                return structs.replace(
                    node, items=tuple(Definition(change(each.term), items(each.details)) for each in node.items)
                )
            case Table():
                return structs.replace(node, head=cells(node.head), rows=tuple(cells(row) for row in node.rows))
            case Chart():
                points = tuple(structs.replace(point, label=change(point.label)) for point in node.points)
                return structs.replace(node, caption=change(node.caption), points=points)
            case CodeBlock() | Rule():
                return node

    return tuple(block(node) for node in blocks)

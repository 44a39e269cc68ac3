"""A source and an edition of it, line of prose beside line of prose, with the choices where they stand.

The lines come in the order in which the passes see them, so that choices find theirs by going forward.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.document import (
    BulletList,
    Chart,
    CodeBlock,
    DefinitionList,
    Division,
    Emphasis,
    Figure,
    Heading,
    Image,
    Link,
    Name,
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
from keben.tree import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.document import Block, Document, Inline, Item
    from keben.edition.choice import Choice


class Segment(Struct, frozen=True):
    """A stretch of a line in both texts; what is `protected` is counted by no choice, and the same in both."""

    source: str
    target: str
    protected: bool = False


class Line(Struct, frozen=True):
    """One line of prose with its text in both documents.

    `block` is the id that its choices have: of the block of the document, or the note, that it is in; none in the title block.
    `label` is the id of the innermost block, `kind` what the line is.
    """

    block: str
    kind: str
    segments: tuple[Segment, ...]
    label: str = ""

    @property
    def text(self) -> str:
        """The source's text that choices count in."""
        return "".join(segment.source for segment in self.segments if not segment.protected)


def lines_of(source: Document, edition: Document) -> tuple[Line, ...]:
    """Return the lines of a document beside those of an edition made from it; an annex behind it has none."""
    olds, news = _flat(source), _flat(structs.replace(edition, blocks=edition.blocks[: len(source.blocks)]))
    pairs = (_paired(old, new) for old, new in zip(olds, news, strict=True))
    return tuple(line for line in pairs if line.segments)


def _paired(old: Line, new: Line) -> Line:
    pairs = zip(old.segments, new.segments, strict=True)
    both = (Segment(was.source, is_now.source, was.protected) for was, is_now in pairs)
    return structs.replace(old, segments=tuple(each for each in both if each.source or each.target))


def _flat(document: Document) -> Iterator[Line]:
    """Yield the lines of one document; it is the source of both texts until it is paired."""
    metadata = document.metadata
    for kind, words in (("title", metadata.title), ("subtitle", (metadata.subtitle,)), ("author", metadata.authors)):
        for each in words:
            yield _words("", kind, each)
    for home, blocks in (
        *((each.id, (each,)) for each in document.blocks),
        *((note.id, note.children) for note in document.notes),
    ):
        for block in blocks:
            yield from (structs.replace(line, block=home, label=line.block) for line in _block(block))


def _words(block: str, kind: str, text: str) -> Line:
    return Line(block, kind, (Segment(text, ""),))


def _block(node: Block) -> Iterator[Line]:
    match node:
        case Heading() | Paragraph():
            yield from _line(node.id, type(node).__name__.lower(), node.children)
        case Figure():
            yield from _line(node.id, "image", (node.image,))
            yield from _line(node.id, "caption", node.caption)
        case Quote() | Division():
            for child in node.children:
                yield from _block(child)
        case BulletList() | OrderedList():
            yield from _items(node.items)
        case DefinitionList():
            for definition in node.items:
                yield from _line(node.id, "term", definition.term)
                yield from _items(definition.details)
        case Table():
            for cell in (*node.head, *(cell for row in node.rows for cell in row)):
                yield from _line(node.id, "cell", cell.children)
        case Chart():
            for point in node.points:
                yield from _line(node.id, "label", point.label)
            yield from _line(node.id, "caption", node.caption)
        case CodeBlock() | Rule():
            return


def _items(items: Sequence[Item]) -> Iterator[Line]:
    for item in items:
        for block in item.children:
            yield from _block(block)


def _line(block: str, kind: str, inlines: Sequence[Inline]) -> Iterator[Line]:
    """Yield a line, and then the words that it has beside its text: titles of links, and what images show."""
    yield Line(block, kind, tuple(_segments(inlines)))
    for kind_beside, words in _asides(inlines):
        yield _words(block, kind_beside, words)


def _segments(inlines: Sequence[Inline]) -> Iterator[Segment]:
    for inline in inlines:
        match inline:
            case Text() | Quantity():
                yield Segment(inline.text, "")
            case Emphasis() | Strong() | Subscript() | Superscript() | Link() | Ruby() | Name():
                yield from _segments(inline.children)
            case _:
                yield Segment(plain_text(inline), "", protected=True)


def _asides(inlines: Sequence[Inline]) -> Iterator[tuple[str, str]]:
    for inline in inlines:
        match inline:
            case Link():
                yield from _asides(inline.children)
                yield "link title", inline.title
            case Image():
                yield from (("alternative text", inline.alternative), ("image title", inline.title))
            case Emphasis() | Strong() | Subscript() | Superscript() | Ruby() | Name():
                yield from _asides(inline.children)


AHEAD = 1_000
"""Lines of one block that are passed over in search of the one that a choice stands in."""


def placed(lines: Sequence[Line], choices: Sequence[Choice]) -> tuple[dict[int, list[int]], list[int]]:
    """Find the lines that choices stand in.

    A block may have many lines, each counted from its own beginning; choices come in the order of the lines, so each is in
    the first line from the last one on whose text has its characters there.

    Returns:
        The numbers of the choices of each line that has any, by the line's number; the numbers of those that are in none.
    """
    of_block: dict[str, list[int]] = {}
    for number, line in enumerate(lines):
        of_block.setdefault(line.block, []).append(number)
    texts = [line.text for line in lines]
    found: dict[int, list[int]] = {}
    lost: list[int] = []
    reached: dict[str, tuple[int, int]] = {}
    for number, choice in enumerate(choices):
        at, end = reached.get(choice.block, (0, 0))
        candidates = of_block.get(choice.block, [])
        for ahead in range(at, min(at + AHEAD, len(candidates))):
            is_behind = ahead > at or choice.start >= end
            if is_behind and texts[candidates[ahead]][choice.start : choice.end] == choice.source:
                found.setdefault(candidates[ahead], []).append(number)
                reached[choice.block] = ahead, choice.end
                break
        else:
            lost.append(number)
    return found, lost

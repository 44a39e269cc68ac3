"""Which parts of a document are prose, and how a pass changes them and nothing else.

A line of prose is a list of slots in reading order. A slot is a piece of text that may change; None stands where
something protected or separate interrupts it, so that no phrase is found across that place: code, `.keep` spans, notes,
images, and the edges of names and quantities. The titles of links and images and the alternative text of images are
words by themselves, outside the line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.diagnostics import Place
from keben.document import (
    Code,
    Emphasis,
    Image,
    Keep,
    LineBreak,
    Link,
    Name,
    NoteCall,
    Quantity,
    Ruby,
    Strong,
    Subscript,
    Superscript,
    Text,
)  # fmt: skip
from keben.tree import map_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.document import Block, Document, Inline


class NameSlot(str):
    """The text of a slot that is a proper name."""

    __slots__ = ()


def slots_of(line: Sequence[Inline]) -> Iterator[str | None]:
    """Yield the slots of a line of prose."""
    for inline in line:
        match inline:
            case Text():
                yield inline.text
            case Emphasis() | Strong() | Subscript() | Superscript() | Link() | Ruby():
                yield from slots_of(inline.children)
            case Name():
                yield None
                yield from (slot and NameSlot(slot) for slot in slots_of(inline.children))
                yield None
            case Quantity():
                yield from (None, inline.text, None)
            case Code() | Keep() | Image() | NoteCall() | LineBreak():
                yield None


def places_of(line: Sequence[Inline]) -> Iterator[Place | None]:
    """Yield where each slot of a line stands in the source, in the order of `slots_of`; None where it is not known."""
    for inline in line:
        match inline:
            case Text() | Quantity():
                between = (None,) if isinstance(inline, Quantity) else ()
                yield from (*between, inline.place, *between)
            case Emphasis() | Strong() | Subscript() | Superscript() | Link() | Ruby():
                yield from places_of(inline.children)
            case Name():
                yield None
                yield from places_of(inline.children)
                yield None
            case Code() | Keep() | Image() | NoteCall() | LineBreak():
                yield None


class Line(Struct, frozen=True):
    """One line of prose as `map_prose` shows it: the block it belongs to, its slots, and where each stands if that is known.

    The title block and notes' own lines belong to the block "", as do words outside a line to the block they stand in.
    """

    block: str
    slots: tuple[str | None, ...]
    places: tuple[Place | None, ...]


def lines_of(document: Document) -> Iterator[Line]:
    """Yield every line and every word outside one, in the order in which `map_prose` changes them."""
    metadata = document.metadata
    for words in (*metadata.title, metadata.subtitle, *map(NameSlot, metadata.authors)):
        yield Line("", (words,), (None,))
    for block in document.blocks:
        yield from _lines_of_blocks(document, block.id, (block,))
    for note in document.notes:
        yield from _lines_of_blocks(document, note.id, note.children)


def _lines_of_blocks(document: Document, name: str, blocks: tuple[Block, ...]) -> Iterator[Line]:
    found: list[tuple[Inline, ...]] = []

    def note(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        found.append(line)
        return line

    map_lines(structs.replace(document, blocks=blocks, notes=()), note)
    for line in found:
        yield Line(name, tuple(slots_of(line)), tuple(places_of(line)))
        yield from (Line(name, (words,), (None,)) for words in _words_of(line))


def _words_of(line: Sequence[Inline]) -> Iterator[str]:
    """Yield the words outside the line in the order in which `fill` comes to them."""
    for inline in line:
        match inline:
            case Image():
                yield from (inline.alternative, inline.title)
            case Link():
                yield from (*_words_of(inline.children), inline.title)
            case Emphasis() | Strong() | Subscript() | Superscript() | Ruby() | Name():
                yield from _words_of(inline.children)
            case _:
                pass


Words = Callable[[str], str]
"""Changes words that belong to no line."""


def fill(line: Sequence[Inline], slots: Iterator[str | None], words: Words) -> tuple[Inline, ...]:
    """Rebuild a line with other text in its slots, taken in the order of `slots_of`, and with its words changed."""
    return tuple(_fill(inline, slots, words) for inline in line)


def _fill(inline: Inline, slots: Iterator[str | None], words: Words) -> Inline:
    match inline:
        case Text() | Quantity():
            return structs.replace(inline, text=str(next(slot for slot in slots if slot is not None)))
        case Emphasis() | Strong() | Subscript() | Superscript() | Ruby() | Name():
            return structs.replace(inline, children=fill(inline.children, slots, words))
        case Link():
            return structs.replace(inline, children=fill(inline.children, slots, words), title=words(inline.title))
        case Image():
            return structs.replace(inline, alternative=words(inline.alternative), title=words(inline.title))
        case Code() | Keep() | NoteCall() | LineBreak():
            return inline


def map_prose(document: Document, change: Callable[[list[str | None]], list[str | None]]) -> Document:
    """Rebuild a document with `change` applied to the slots of every line of prose, the title block included.

    `change` returns as many slots as it gets, None where it got None.
    """

    def line(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return fill(inlines, iter(change(list(slots_of(inlines)))), words)

    def words(text: str) -> str:
        (changed,) = change([text])
        return str(changed or "")

    metadata = structs.replace(
        document.metadata,
        title=tuple(map(words, document.metadata.title)),
        subtitle=words(document.metadata.subtitle),
        authors=tuple(words(NameSlot(name)) for name in document.metadata.authors),
    )
    return structs.replace(map_lines(document, line), metadata=metadata)

"""The document model: what a source says, before any locale is decided.

Readers and writers meet only here. Every type is frozen and slotted; `to_json` and `from_json` lose nothing.
Children are tuples in reading order. `place` is where the thing stands in its source.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

import msgspec
from msgspec import Struct

from keben.diagnostics import Place


class Node(Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="type", tag=str.lower):
    """Anything in the tree. `id` is the author's or, for blocks, one derived from place as `s2p3`; unique."""

    id: str = ""
    place: Place | None = None


# ---------------------------------------------------------------- inlines


class Text(Node, frozen=True):
    """Prose, never empty. If `place.length == len(text)` it is a verbatim stretch of one source line."""

    text: str


class LineBreak(Node, frozen=True):
    """A break the author asked for."""


class Code(Node, frozen=True):
    """Literal text that no pass changes."""

    text: str


class Emphasis(Node, frozen=True):
    """Emphasised prose, `*…*`."""

    children: tuple[Inline, ...]


class Strong(Node, frozen=True):
    """Strongly emphasised prose, `**…**`."""

    children: tuple[Inline, ...]


class Subscript(Node, frozen=True):
    """Lowered text, as in PM₂.₅ written `PM<sub>2.5</sub>`."""

    children: tuple[Inline, ...]


class Superscript(Node, frozen=True):
    """Raised text."""

    children: tuple[Inline, ...]


class Ruby(Node, frozen=True):
    """A base with its reading in pinyin, zhuyin or kana; the reading is never converted."""

    children: tuple[Inline, ...]
    reading: str


class Keep(Node, frozen=True):
    """Text that every edition prints exactly as the source has it."""

    children: tuple[Inline, ...]


class Name(Node, frozen=True):
    """A proper name: converted by itself, so that no phrase is found across its edges."""

    children: tuple[Inline, ...]


class Link(Node, frozen=True):
    """A link; `target` is an http, https or mailto URL, or `#` with an id of this document."""

    children: tuple[Inline, ...]
    target: str
    title: str = ""


class Image(Node, frozen=True):
    """An image; `source` is the key of its bytes among the work's assets, a POSIX path inside the work's folder."""

    source: str
    alternative: str = ""
    title: str = ""


class NoteCall(Node, frozen=True):
    """The place in the text that a note belongs to; `note` is the note's id, `number` its number.

    Only the first call of a note has an id, to which the note leads back.
    """

    note: str
    number: int


Kind = Literal["count", "money", "percent", "points", "ratio", "date"]
PrintStyle = Literal["regional", "as-written", "grouped", "expanded", "formal", "spoken"]


class Quantity(Node, frozen=True):
    """One annotated figure.

    `text` is the author's in a document and the printed form in an edition; all other fields are the same in every
    edition. `value` is exact: the author's digits times the scale, percent as a fraction of one, percentage points as
    points; `upper` ends a range. `mantissa` and `upper_mantissa` hold the author's digits in ASCII, `scale` a Chinese
    scale word in Simplified, `unit` the unit or classifier as written. A date has `day` in ISO 8601, as exact as the
    text is (`2025`, `2025-12`, `2026-02-06`), from and to with a stroke (`2021/2025`), and no value. A change has
    `change_from` and `change_to`. A figure said again has `repeats`, the id of the one it repeats, and neither an id nor
    links of its own. In a translation `calls` is the id of the figure of the source that this one is; `own_words` says that
    its text is the translator's, and not the source's for an edition to print. References are ids without `#`. In an edition with an
    annex `entry` is the id of its row there, unless it stands in a link.
    """

    text: str
    kind: Kind
    value: Decimal | None = None
    upper: Decimal | None = None
    day: str = ""
    mantissa: str = ""
    upper_mantissa: str = ""
    scale: str = ""
    unit: str = ""
    qualifier: str = ""
    period: str = ""
    part_of: str = ""
    change_from: str = ""
    change_to: str = ""
    repeats: str = ""
    style: PrintStyle = "regional"
    calls: str = ""
    own_words: bool = False
    entry: str = ""


Inline = (
    Text
    | LineBreak
    | Code
    | Emphasis
    | Strong
    | Subscript
    | Superscript
    | Ruby
    | Keep
    | Name
    | Link
    | Image
    | NoteCall
    | Quantity
)

# ---------------------------------------------------------------- blocks


class Heading(Node, frozen=True):
    """A heading; `level` counts from 1 for the parts of the work, whatever level the source began with."""

    level: int
    children: tuple[Inline, ...]


class Paragraph(Node, frozen=True):
    """A paragraph."""

    children: tuple[Inline, ...]


class Figure(Node, frozen=True):
    """An image that stands by itself, with its caption; `number` counts captioned figures from 1, 0 has none."""

    image: Image
    caption: tuple[Inline, ...] = ()
    number: int = 0


class CodeBlock(Node, frozen=True):
    """Literal lines that no pass changes."""

    text: str
    language: str = ""


class Rule(Node, frozen=True):
    """A thematic break."""


class Quote(Node, frozen=True):
    """A block quotation."""

    children: tuple[Block, ...]


class Item(Struct, frozen=True, omit_defaults=True):
    """One item of a list."""

    children: tuple[Block, ...]


class BulletList(Node, frozen=True):
    """An unordered list; `tight` items stand without space between them."""

    items: tuple[Item, ...]
    tight: bool = True


class OrderedList(Node, frozen=True):
    """A numbered list that begins at `start`."""

    items: tuple[Item, ...]
    start: int = 1
    tight: bool = True


class Definition(Struct, frozen=True, omit_defaults=True):
    """A term with what is said of it."""

    term: tuple[Inline, ...]
    details: tuple[Item, ...]


class DefinitionList(Node, frozen=True):
    """A list of terms and definitions."""

    items: tuple[Definition, ...]


Alignment = Literal["", "left", "center", "right"]


class Cell(Struct, frozen=True, omit_defaults=True):
    """One table cell."""

    children: tuple[Inline, ...] = ()


TableKind = Literal["", "annex", "chart"]


class Table(Node, frozen=True):
    """A table: one head row, body rows of as many cells, one alignment a column.

    `kind` is for those that an edition makes: the annex of figures, the numbers of a chart.
    """

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    alignments: tuple[Alignment, ...]
    kind: TableKind = ""


ChartKind = Literal["bar", "line"]


class Point(Struct, frozen=True, omit_defaults=True):
    """One value of a chart: its label, and the id of the quantity that it shows."""

    label: tuple[Inline, ...]
    figure: str
    place: Place | None = None


class Chart(Node, frozen=True):
    """A container `::: chart`: quantities of the work side by side; `number` counts it among the captioned figures."""

    kind: ChartKind
    caption: tuple[Inline, ...]
    points: tuple[Point, ...]
    number: int = 0


DivisionKind = Literal["note", "signature", "verse"]


class Division(Node, frozen=True):
    """A container `::: kind`: an aside note, a closing signature, or verse whose lines are kept."""

    kind: DivisionKind
    children: tuple[Block, ...]


Block = (
    Heading
    | Paragraph
    | Figure
    | CodeBlock
    | Rule
    | Quote
    | BulletList
    | OrderedList
    | DefinitionList
    | Table
    | Chart
    | Division
)

# ---------------------------------------------------------------- document


class Note(Node, frozen=True):
    """A note; `number` is the order of its first call, from 1."""

    label: str
    number: int
    children: tuple[Block, ...]


class Metadata(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What the front matter says of the work.

    `id` is a slug of up to 63 characters, `lang` and `editions` are tags of `keben.locales`, `title` has one string a
    line.
    """

    id: str
    lang: str
    title: tuple[str, ...]
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: dt.date | None = None


class ImageFile(Struct, frozen=True):
    """What is known of an image's bytes: media type, size in pixels (or CSS px for SVG), SHA-256 in hexadecimal."""

    source: str
    media_type: str
    width: int
    height: int
    sha256: str


class Document(Struct, frozen=True, omit_defaults=True):
    """A parsed work."""

    metadata: Metadata
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    images: tuple[ImageFile, ...] = ()


def to_json(document: Document) -> bytes:
    """Write a document as UTF-8 JSON; decimals and dates are strings, so that no digit is lost."""
    return msgspec.json.encode(document)


def from_json(data: bytes) -> Document:
    """Read back what `to_json` wrote.

    Raises:
        msgspec.ValidationError: The data is not a document.
    """
    return msgspec.json.decode(data, type=Document)

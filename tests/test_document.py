"""The model: nothing can change it, JSON loses nothing of it, and walking sees all of it in reading order."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct, structs

from conftest import NEWS, SPEECH
from keben import document as model
from keben.diagnostics import Place
from keben.document import (
    Alignment,
    Block,
    BulletList,
    Cell,
    Chart,
    ChartKind,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Division,
    DivisionKind,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    ImageFile,
    Inline,
    Item,
    Keep,
    Kind,
    LineBreak,
    Link,
    Metadata,
    Name,
    Note,
    NoteCall,
    OrderedList,
    Paragraph,
    Point,
    PrintStyle,
    Quantity,
    Quote,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    TableKind,
    Text,
    from_json,
    to_json,
)  # fmt: skip
from keben.reader import read
from keben.tree import children_of, map_lines, plain_text, quantities_of, walk

if TYPE_CHECKING:
    from pathlib import Path

FIXED = settings(derandomize=True, deadline=None)

# ---------------------------------------------------------------- made-up documents

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SOME = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
PLACES = st.none() | st.builds(Place, st.integers(1, 9**9), st.integers(1, 9**9), st.integers(0, 9**9))
COMMON: dict[str, Any] = {"id": WORDS, "place": PLACES}

QUANTITIES = st.builds(
    Quantity, text=WORDS, kind=st.sampled_from(get_args(Kind)), value=st.none() | NUMBERS, upper=st.none() | NUMBERS, day=WORDS, mantissa=WORDS,
    scale=WORDS, unit=WORDS, qualifier=WORDS, period=WORDS, part_of=WORDS, change_from=WORDS, change_to=WORDS,
    style=st.sampled_from(get_args(PrintStyle)), **COMMON,
)  # fmt: skip
IMAGES = st.builds(Image, source=WORDS, alternative=WORDS, title=WORDS, **COMMON)
LEAVES: st.SearchStrategy[Inline] = st.one_of(
    st.builds(Text, text=SOME, **COMMON),
    st.builds(LineBreak, **COMMON),
    st.builds(Code, text=WORDS, **COMMON),
    st.builds(NoteCall, note=WORDS, number=st.integers(1, 99), **COMMON),
    IMAGES,
    QUANTITIES,
)


def _lines(inlines: st.SearchStrategy[Inline]) -> st.SearchStrategy[tuple[Inline, ...]]:
    return st.lists(inlines, max_size=3).map(tuple)


def _spans(inlines: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    plain: list[st.SearchStrategy[Inline]] = [
        st.builds(kind, children=_lines(inlines), **COMMON)
        for kind in (Emphasis, Strong, Subscript, Superscript, Keep, Name)
    ]
    ruby = st.builds(Ruby, children=_lines(inlines), reading=WORDS, **COMMON)
    link = st.builds(Link, children=_lines(inlines), target=WORDS, title=WORDS, **COMMON)
    return st.one_of(*plain, ruby, link)


LINES = _lines(st.recursive(LEAVES, _spans, max_leaves=5))
CELLS = st.builds(Cell, LINES)
POINTS = st.builds(Point, LINES, WORDS)
ROWS = st.lists(CELLS, max_size=2).map(tuple)
SIMPLE: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, level=st.integers(1, 6), children=LINES, **COMMON),
    st.builds(Paragraph, children=LINES, **COMMON),
    st.builds(Figure, image=IMAGES, caption=LINES, number=st.integers(0, 9), **COMMON),
    st.builds(CodeBlock, text=WORDS, language=WORDS, **COMMON),
    st.builds(Rule, **COMMON),
    st.builds(Chart, kind=st.sampled_from(get_args(ChartKind)), points=st.lists(POINTS, max_size=2).map(tuple), caption=LINES, **COMMON),
    st.builds(Table, kind=st.sampled_from(get_args(TableKind)), head=ROWS, rows=st.lists(ROWS, max_size=2).map(tuple), alignments=st.lists(st.sampled_from(get_args(Alignment)), max_size=3).map(tuple), **COMMON),
)  # fmt: skip


def _holders(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    children = st.lists(blocks, max_size=2).map(tuple)
    items = st.lists(st.builds(Item, children), max_size=2).map(tuple)
    definitions = st.lists(st.builds(Definition, LINES, items), max_size=2).map(tuple)
    return st.one_of(
        st.builds(Quote, children=children, **COMMON),
        st.builds(Division, kind=st.sampled_from(get_args(DivisionKind)), children=children, **COMMON),
        st.builds(BulletList, items=items, tight=st.booleans(), **COMMON),
        st.builds(OrderedList, items=items, start=st.integers(0, 10**9), tight=st.booleans(), **COMMON),
        st.builds(DefinitionList, items=definitions, **COMMON),
    )


BLOCKS = st.lists(st.recursive(SIMPLE, _holders, max_leaves=4), max_size=3).map(tuple)
METADATA = st.builds(
    Metadata, id=WORDS, lang=WORDS, title=st.lists(WORDS, max_size=2).map(tuple), subtitle=WORDS, authors=st.lists(WORDS, max_size=2).map(tuple),
    date=st.none() | st.dates(),
)  # fmt: skip
DOCUMENTS = st.builds(
    Document,
    METADATA,
    BLOCKS,
    st.lists(st.builds(Note, label=WORDS, number=st.integers(1, 9), children=BLOCKS, **COMMON), max_size=2).map(tuple),
    st.lists(st.builds(ImageFile, WORDS, WORDS, st.integers(0), st.integers(0), WORDS), max_size=1).map(tuple),
)

NODES = (*get_args(Inline), *get_args(Block), Note)
STRUCTS = (*NODES, Item, Cell, Point, Definition, Metadata, ImageFile, Document)


# ---------------------------------------------------------------- JSON


@FIXED
@given(DOCUMENTS)
def test_json_loses_nothing(document: Document) -> None:
    data = to_json(document)
    again = from_json(data)
    assert again == document
    assert to_json(again) == data


@FIXED
@given(DOCUMENTS)
def test_json_has_no_float(document: Document) -> None:
    found: list[object] = [msgspec.json.decode(to_json(document))]
    while found:
        value = found.pop()
        assert not isinstance(value, float)
        found += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def test_json_keeps_digits_that_a_float_would_lose() -> None:
    exact = Quantity(text="x", kind="count", value=Decimal("1.10"), upper=Decimal("99999999999999999999.1"))
    document = Document(
        Metadata(id="a", lang="en", title=("t",), date=dt.date(2026, 2, 6)), (Paragraph(children=(exact,)),)
    )
    data = msgspec.json.decode(to_json(document))
    (written,) = data["blocks"][0]["children"]
    assert (written["value"], written["upper"], data["metadata"]["date"]) == (
        "1.10",
        "99999999999999999999.1",
        "2026-02-06",
    )
    (again,) = quantities_of(from_json(to_json(document)))
    assert str(again.value) == "1.10"


def test_json_names_each_type_and_leaves_out_what_is_empty() -> None:
    document = Document(
        Metadata(id="a", lang="en", title=("t",)), (Rule(), BulletList(items=(Item((Rule(id="r"),)),), tight=False))
    )
    assert msgspec.json.decode(to_json(document)) == {
        "metadata": {"id": "a", "lang": "en", "title": ["t"]},
        "blocks": [
            {"type": "rule"},
            {"type": "bulletlist", "items": [{"children": [{"type": "rule", "id": "r"}]}], "tight": False},
        ],
    }
    assert len({node.__struct_config__.tag for node in NODES}) == len(NODES)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"metadata": {"id": "a", "lang": "en", "title": ["t"]}, "blocks": [{"type": "text", "text": "no block"}]}',
        b'{"metadata": {"id": "a", "lang": "en", "title": ["t"]}, "blocks": [{"type": "heading", "level": "1", "children": []}]}',
        b'{"metadata": {"id": "a", "lang": "en", "title": "t"}, "blocks": []}',
        b'{"metadata": {"id": "a", "lang": "en", "title": ["t"], "date": "2026-02-30"}, "blocks": []}',
    ],
)
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):  # a ValidationError is one
        from_json(data)


# ---------------------------------------------------------------- frozen


def test_every_type_of_the_model_is_in_these_tests() -> None:
    defined = {each for each in vars(model).values() if isinstance(each, type) and issubclass(each, Struct)}
    assert defined - {Struct, Place, model.Node} == set(STRUCTS)


@pytest.mark.parametrize("kind", STRUCTS, ids=lambda kind: kind.__name__)
def test_nothing_can_be_changed(kind: type[Struct]) -> None:
    made = msgspec.convert(_least(kind), kind)
    for name in kind.__struct_fields__:
        with pytest.raises(AttributeError, match="immutable"):
            setattr(made, name, getattr(made, name))
    assert not hasattr(made, "__dict__")
    assert hash(made) == hash(structs.replace(made))


def _least(kind: type[Struct]) -> dict[str, object]:
    """Return the least that a type can be made from."""
    values: dict[str, object] = {
        "level": 1, "number": 1, "width": 1, "height": 1, "kind": {Division: "note", Chart: "bar"}.get(kind, "count"),
        "image": {"source": "a.png", "type": "image"}, "metadata": {"id": "a", "lang": "en", "title": []},
    }  # fmt: skip
    texts = ("id", "lang", "text", "figure", "target", "source", "note", "label", "reading", "media_type", "sha256")
    required = [field.encode_name for field in structs.fields(kind) if field.required]
    tag = {"type": kind.__struct_config__.tag} if kind.__struct_config__.tag else {}
    return {
        **tag,
        **{
            name: "x" if name in texts and (kind, name) != (Point, "label") else values.get(name, ())
            for name in required
        },
    }


# ---------------------------------------------------------------- walking


def _everything(node: object) -> list[object]:
    """List a node and all nodes in its fields, in the order in which the fields are declared."""
    if isinstance(node, tuple):
        return [each for child in node for each in _everything(child)]
    if not isinstance(node, Struct) or isinstance(node, Place | Metadata | ImageFile):
        return []
    return [node, *(each for name in node.__struct_fields__ for each in _everything(getattr(node, name)))]


@FIXED
@given(DOCUMENTS)
def test_walking_sees_everything_once_in_reading_order(document: Document) -> None:
    expected = _everything(document)
    seen = list(walk(document))
    assert len(seen) == len(expected)
    assert all(one is other for one, other in zip(seen, expected, strict=True))
    assert quantities_of(document) == tuple(node for node in expected if isinstance(node, Quantity))


def test_walking_a_small_document() -> None:
    term, detail, cell, called = (
        Text(text="术"),
        Paragraph(children=(Text(text="义"),)),
        Cell((Text(text="格"),)),
        Text(text="注"),
    )
    document = Document(
        Metadata(id="a", lang="zh-Hans-CN", title=("题",)),
        (
            Figure(image=Image(source="a.png"), caption=(Text(text="图"),)),
            Table(head=(cell,), rows=((Cell((Text(text="行"),)),),), alignments=("",)),
            DefinitionList(items=(Definition((term,), (Item((detail,)),)),)),
        ),
        (Note(label="1", number=1, children=(Paragraph(children=(called,)),)),),
    )
    names = [type(node).__name__ for node in walk(document)]
    assert names == [
        "Document", "Figure", "Image", "Text", "Table", "Cell", "Text", "Cell", "Text", "DefinitionList", "Definition", "Text",
        "Item", "Paragraph", "Text", "Note", "Paragraph", "Text",
    ]  # fmt: skip
    assert plain_text(document) == "图格行术义注"
    assert children_of(Text(text="叶")) == ()


def test_plain_text_has_words_and_no_markup() -> None:
    line = Paragraph(
        children=(
            Text(text="甲"),
            LineBreak(),
            Ruby(children=(Text(text="汉"),), reading="hàn"),
            NoteCall(note="note-1", number=1),
            Image(source="a.png", alternative="不算"),
            Code(text="c"),
            Link(children=(Strong(children=(Text(text="链"),)),), target="#a", title="不算"),
            Quantity(text="8000亿元", kind="money"),
        )
    )
    assert plain_text(line) == "甲 汉c链8000亿元"
    assert plain_text(CodeBlock(text="x\n")) == "x\n"


# ---------------------------------------------------------------- lines


@FIXED
@given(DOCUMENTS)
def test_mapping_lines_without_a_change_changes_nothing(document: Document) -> None:
    assert map_lines(document, lambda line: line) == document


@FIXED
@given(DOCUMENTS)
def test_mapping_lines_sees_each_inline_once(document: Document) -> None:
    seen: list[object] = []

    def note(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        seen.extend(each for inline in line for each in walk(inline))
        return line

    map_lines(document, note)
    inlines = [node for node in _everything(document) if isinstance(node, get_args(Inline))]
    assert sorted(map(id, seen)) == sorted(map(id, inlines))


@FIXED
@given(DOCUMENTS)
def test_mapping_lines_puts_the_change_everywhere(document: Document) -> None:
    marked = map_lines(document, lambda line: tuple(structs.replace(inline, id="changed") for inline in line))
    tops = [
        inline
        for node in _everything(marked)
        if isinstance(node, Heading | Paragraph | Cell | Figure | Definition)
        for inline in children_of(node)
        if isinstance(inline, get_args(Inline))
    ]
    assert {inline.id for inline in tops} <= {"changed"}
    assert len(_everything(marked)) == len(_everything(document))


@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
def test_ids_of_the_published_works_are_unique(source: Path) -> None:
    document = read(source).document
    ids = [node.id for node in walk(document) if isinstance(node, NODES) and node.id]
    assert len(ids) == len(set(ids)) >= len(document.blocks)
    assert all(block.id for block in document.blocks)
    assert from_json(to_json(document)) == document

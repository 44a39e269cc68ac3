"""Inlines: what each piece of markup becomes, read from `tests/fixtures/`, and what is told about it.

A case is title, source, model and diagnostics between lines of one dot. The model has a line a block; diagnostics name code
and place, counted in the source of the case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import FRONT_MATTER, ROOT, read_body
from keben.document import (
    BulletList,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Division,
    Emphasis,
    Figure,
    Heading,
    Image,
    Item,
    Keep,
    LineBreak,
    Link,
    Name,
    Note,
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

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

FIXTURES = ROOT / "tests" / "fixtures"
BEFORE = FRONT_MATTER.count("\n")


def cases(path: Path) -> Iterator[tuple[int, str, str]]:
    """Yield line number, source and expected model of each case of a file."""
    lines = path.read_text(encoding="utf-8").split("\n")
    dots = [number for number, line in enumerate(lines) if line == "."]
    for title, source, expected in zip(dots[::3], dots[1::3], dots[2::3], strict=True):
        yield title, "\n".join(lines[title + 1 : source]), "\n".join(lines[source + 1 : expected])


# ---------------------------------------------------------------- models in words


def inline_in_words(node: object) -> str:
    match node:
        case Text():
            return node.text
        case LineBreak():
            return "⏎"
        case Code():
            return f"code({node.text})"
        case Image():
            return f"image[{node.source}{_title(node.title)}]({node.alternative})"
        case NoteCall():
            return f"call[{node.note}]"
        case Quantity():
            value = node.day or f"{node.value}" + (f"–{node.upper}" if node.upper is not None else "")
            return f"{node.kind}{_id(node.id)}[{value}]({node.text})"
        case Link():
            return f"link[{node.target}{_title(node.title)}]({in_words(node.children)})"
        case Ruby():
            return f"ruby[{node.reading}]({in_words(node.children)})"
        case Emphasis() | Strong() | Subscript() | Superscript() | Keep() | Name():
            return f"{type(node).__name__.lower()}{_id(node.id)}({in_words(node.children)})"
    raise AssertionError(node)


def in_words(line: Sequence[object]) -> str:
    return "".join(map(inline_in_words, line))


def _title(title: str) -> str:
    return f' "{title}"' if title else ""


def _id(identifier: str) -> str:
    return f"#{identifier}" if identifier else ""


def block_in_words(node: object, depth: int = 0) -> Iterator[str]:
    indent = "  " * depth
    match node:
        case Heading():
            yield f"{indent}heading {node.level} #{node.id}: {in_words(node.children)}"
        case Paragraph():
            yield f"{indent}paragraph #{node.id}: {in_words(node.children)}"
        case Figure():
            yield f"{indent}figure {node.number} #{node.id}: {inline_in_words(node.image)} {in_words(node.caption)}".rstrip()
        case CodeBlock():
            yield f"{indent}code {node.language} #{node.id}: {node.text!r}"
        case Rule():
            yield f"{indent}rule #{node.id}"
        case Table():
            yield f"{indent}table #{node.id}: {', '.join(each or '-' for each in node.alignments)}"
            for row in (node.head, *node.rows):
                yield f"{indent}  " + " | ".join(in_words(cell.children) or "·" for cell in row)
        case BulletList() | OrderedList():
            kind = f"list from {node.start}" if isinstance(node, OrderedList) else "list"
            yield f"{indent}{'tight' if node.tight else 'loose'} {kind} #{node.id}"
            yield from _inner(node.items, depth)
        case DefinitionList():
            yield f"{indent}definitions #{node.id}"
            yield from _inner(node.items, depth)
        case Definition():
            yield f"{indent}term: {in_words(node.term)}"
            yield from _inner(node.details, depth)
        case Item():
            yield f"{indent}item"
            yield from _inner(node.children, depth)
        case Quote() | Division():
            yield f"{indent}{node.kind if isinstance(node, Division) else 'quote'} #{node.id}"
            yield from _inner(node.children, depth)
        case Note():
            yield f"{indent}note {node.number} [{node.label}] #{node.id}"
            yield from _inner(node.children, depth)
        case Cell() | _:
            raise AssertionError(node)


def _inner(nodes: Sequence[object], depth: int) -> Iterator[str]:
    for node in nodes:
        yield from block_in_words(node, depth + 1)


def work_in_words(source: str) -> str:
    work = read_body(source)
    lines = [line for node in (*work.document.blocks, *work.document.notes) for line in block_in_words(node)]
    for found in work.diagnostics:
        place = found.place
        lines.append(f"! {found.code}" + (f" {place.line - BEFORE}:{place.column}+{place.length}" if place else ""))
    return "\n".join(lines)


CASES = {
    f"{path.stem}:{number}": (source, expected)
    for path in sorted(FIXTURES.glob("*.md"))
    for number, source, expected in cases(path)
}


@pytest.mark.parametrize("case", CASES)
def test_a_source_is_read_as_its_model(case: str) -> None:
    source, expected = CASES[case]
    assert work_in_words(source) == expected


def test_fixtures_are_found() -> None:
    assert len(CASES) >= 100
    assert len({source for source, _ in CASES.values()}) == len(CASES)

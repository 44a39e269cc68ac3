"""Ids and heading levels of blocks, from their places in the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from keben.document import (
    BulletList,
    Chart,
    CodeBlock,
    Definition,
    DefinitionList,
    Division,
    Figure,
    Heading,
    Item,
    OrderedList,
    Paragraph,
    Quote,
    Rule,
    Table,
)  # fmt: skip

if TYPE_CHECKING:
    from keben.document import Block


def relative_levels(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Count heading levels from the highest that the source uses, so that parts may begin with `#` or `##`."""
    levels = [block.level for block in blocks if isinstance(block, Heading)]
    shift = min(levels, default=1) - 1
    return tuple(
        structs.replace(block, level=block.level - shift) if isinstance(block, Heading) else block for block in blocks
    )


_LETTERS: dict[type, str] = {
    Paragraph: "p", Quote: "q", BulletList: "l", OrderedList: "l", Table: "t", Figure: "f", CodeBlock: "c", Rule: "r",
    DefinitionList: "d", Division: "v", Chart: "g",
}  # fmt: skip


def derive_ids(blocks: tuple[Block, ...], prefix: str) -> tuple[Block, ...]:
    """Give every block without an id one made of its place.

    In the body the n-th heading is `sN` and what follows it `sNp1`, `sNt1` and so on, `s0…` before the first heading.
    Inside another block the prefix is what that block's own place gives, even if it has an author's id; items are counted
    as `i1`. An author's id may not have this form, so no two are the same.
    """
    counts: dict[str, int] = {}
    sections = 0
    in_body = prefix == ""
    section = "s0" if in_body else prefix
    named: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            sections += 1
            derived = f"s{sections}" if in_body else f"{prefix}h{sections}"
            if in_body:
                section, counts = derived, {}
        else:
            letter = _LETTERS[type(block)]
            counts[letter] = counts.get(letter, 0) + 1
            derived = f"{section}{letter}{counts[letter]}"
        named.append(structs.replace(_inner_ids(block, derived), id=block.id or derived))
    return tuple(named)


def _inner_ids(block: Block, prefix: str) -> Block:
    match block:
        case Quote() | Division():
            return structs.replace(block, children=derive_ids(block.children, prefix))
        case BulletList() | OrderedList():
            items = (
                Item(derive_ids(item.children, f"{prefix}i{number}")) for number, item in enumerate(block.items, 1)
            )
            return structs.replace(block, items=tuple(items))
        case DefinitionList():
            return structs.replace(block, items=tuple(
                Definition(each.term, tuple(
                    Item(derive_ids(detail.children, f"{prefix}i{number}d{part}")) for part, detail in enumerate(each.details, 1)
                )) for number, each in enumerate(block.items, 1)
            ))  # fmt: skip
        case _:
            return block

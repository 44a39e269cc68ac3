"""Block tokens to blocks, each with an id: the author's, or one derived from its place in the work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args

from msgspec import structs

from keben.diagnostics import Place
from keben.document import (
    BulletList,
    Cell,
    Chart,
    CodeBlock,
    Definition,
    DefinitionList,
    Division,
    DivisionKind,
    Figure,
    Heading,
    Image,
    Item,
    Note,
    OrderedList,
    Paragraph,
    Quote,
    Rule,
    Table,
    Text,
)  # fmt: skip
from keben.reader import limits
from keben.reader.charts import CHART, read_chart
from keben.reader.ids import derive_ids, relative_levels
from keben.reader.inlines import InlineReader, has_words
from keben.reader.leftovers import report_meant_lines
from keben.reader.parsing import CONTAINER
from keben.reader.tokens import index_after, keep_lines, locator, without_comments
from keben.settings import unknown_hint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from keben.document import Block, Inline
    from keben.reader.context import Context

DIVISIONS = get_args(DivisionKind)


class BlockReader:
    """Builds the blocks of a work from its tokens."""

    def __init__(self, context: Context, lines: Sequence[str], first_line: int) -> None:
        self._context = context
        self._report = context.report
        self._lines = lines
        self._first_line = first_line
        self._tokens: Sequence[Token] = ()
        self._cell_cursor = 0
        self._figures = 0

    def read(self, tokens: Sequence[Token]) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
        """Return the blocks of the body and the notes in the order of their calls."""
        if any(token.level > limits.NESTING for token in tokens):
            deepest = next(token for token in tokens if token.level > limits.NESTING)
            self._report.add(
                "S004",
                f"quotes and lists are nested deeper than {limits.NESTING} levels",
                self._place(deepest),
                "simplify it",
            )
            return (), ()
        self._tokens = tokens
        blocks, _ = self._blocks(tokens, 0, "")
        self._check_levels(blocks)
        blocks = relative_levels(blocks)
        return derive_ids(blocks, ""), self._called_notes()

    # -- structure

    def _blocks(self, tokens: Sequence[Token], start: int, until: str) -> tuple[tuple[Block, ...], int]:
        """Read blocks up to the closing token `until`; return them and the index after it."""
        blocks: list[Block] = []
        index = start
        while index < len(tokens) and tokens[index].type != until:
            block, index = self._block(tokens, index)
            if block is not None:
                blocks.append(block)
        return tuple(blocks), index + 1

    def _block(self, tokens: Sequence[Token], index: int) -> tuple[Block | None, int]:
        token = tokens[index]
        common: dict[str, Any] = {"id": self._block_id(token), "place": self._place(token)}
        match token.type:
            case "paragraph_open":
                return self._paragraph(tokens[index + 1], common), index + 3
            case "heading_open":
                return self._heading(token, tokens[index + 1], common), index + 3
            case "blockquote_open":
                children, after = self._blocks(tokens, index + 1, "blockquote_close")
                return Quote(children=children, **common) if children else None, after  # a note may have been all
            case "bullet_list_open":
                items, tight, after = self._items(tokens, index + 1, "bullet_list_close")
                return BulletList(items=items, tight=tight, **common), after
            case "ordered_list_open":
                items, tight, after = self._items(tokens, index + 1, "ordered_list_close")
                return OrderedList(items=items, tight=tight, start=int(token.attrs.get("start", 1)), **common), after
            case "fence" | "code_block":
                self._check_code(token)
                return CodeBlock(text=token.content, language=token.info.strip().split(" ")[0], **common), index + 1
            case "hr":
                return Rule(**common), index + 1
            case "html_block":
                self._html_block(token)
                return None, index + 1
            case "table_open":
                return self._table(tokens, index + 1, common)
            case "dl_open":
                return self._definitions(tokens, index + 1, common)
            case "footnote_reference_open":
                return None, index_after(tokens, index)
            case _ if token.type == f"container_{CONTAINER}_open":
                return self._division(tokens, index, common)
            case _:
                return None, index + 1

    def _items(self, tokens: Sequence[Token], index: int, until: str) -> tuple[tuple[Item, ...], bool, int]:
        items: list[Item] = []
        tight = True
        while tokens[index].type != until:
            children, after = self._blocks(tokens, index + 1, "list_item_close")
            tight = tight and all(
                tokens[each].hidden for each in range(index, after) if tokens[each].type == "paragraph_open"
            )
            items.append(Item(children))
            index = after
        return tuple(items), tight, index + 1

    # -- kinds of blocks

    def _paragraph(self, inline: Token, common: dict[str, Any]) -> Block | None:
        report_meant_lines(inline, self._place(inline).line, self._report)
        children = self._inline(inline)
        if len(children) == 1 and isinstance(children[0], Image):
            image = children[0]
            caption: tuple[Inline, ...] = (Text(text=image.title),) if image.title else ()
            self._figures += bool(caption)
            return Figure(image=structs.replace(image, title="", id=""), caption=caption, number=self._figures if caption else 0,
                          **{**common, "id": image.id or common["id"]})  # fmt: skip
        return Paragraph(children=children, **common) if children else None

    def _heading(self, token: Token, inline: Token, common: dict[str, Any]) -> Block | None:
        children = self._inline(inline)
        if not has_words(children):
            self._report.add("S045", "a heading without text", common["place"], "write the heading, or delete its `#`")
            return None
        return Heading(level=int(token.tag[1]), children=children, **common)

    def _table(self, tokens: Sequence[Token], index: int, common: dict[str, Any]) -> tuple[Block | None, int]:
        rows: list[list[Cell]] = []
        alignments: list[str] = []
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                rows.append([])
                self._cell_cursor = 0
                self._check_row_length(token, len(rows[0]))
            elif token.type in ("th_open", "td_open"):
                rows[-1].append(Cell(self._inline(tokens[index + 1], cell=True)))
                if token.type == "th_open":
                    alignments.append(str(token.attrs.get("style", "")).removeprefix("text-align:"))
            index += 1
        if sum(map(len, rows)) > limits.TABLE_CELLS:
            self._report.add(
                "S004", f"a table has more than {limits.TABLE_CELLS:,} cells", common["place"], "divide the table"
            )
            return None, index + 1
        head, *body = (tuple(row) for row in rows)
        return Table(head=head, rows=tuple(body), alignments=tuple(alignments), **common), index + 1  # type: ignore[arg-type]

    def _check_row_length(self, token: Token, columns: int) -> None:
        place = self._place(token)
        row = self._line(place.line).lstrip(" \t>").rstrip()
        cells = re.split(r"(?<!\\)\|", row.removeprefix("|"))
        while cells and not cells[-1].strip():
            cells.pop()
        if columns and len(cells) > columns:
            self._report.add("S044", f"the row has {len(cells)} cells, its head {columns}", place,
                             "add a column to the head, or write `\\|` for a bar in the text")  # fmt: skip

    def _definitions(self, tokens: Sequence[Token], index: int, common: dict[str, Any]) -> tuple[Block, int]:
        items: list[Definition] = []
        while tokens[index].type != "dl_close":
            if tokens[index].type == "dt_open":
                items.append(Definition(self._inline(tokens[index + 1]), ()))
                index += 3
            else:
                children, index = self._blocks(tokens, index + 1, "dd_close")
                last = items[-1]
                items[-1] = Definition(last.term, (*last.details, Item(children)))
        return DefinitionList(items=tuple(items), **common), index + 1

    def _division(self, tokens: Sequence[Token], index: int, common: dict[str, Any]) -> tuple[Block | None, int]:
        token = tokens[index]
        kind = token.info.strip()
        if kind == "verse":
            keep_lines(tokens[index:], token.level)
        children, after = self._blocks(tokens, index + 1, f"container_{CONTAINER}_close")
        if token.map and not self._line(self._first_line + token.map[1]).lstrip(" >").startswith(token.markup):
            fact = f"the container `{f'{token.markup} {kind}'.strip()[:60]}` is not closed"
            hint = (
                f"end it with a line `{token.markup}`"
                if kind
                else "delete the line; what holds a container begins with more colons"
            )
            self._report.add("S042", fact, common["place"], hint)
        elif kind.split(" ")[0] == CHART:
            chart = self._chart(kind, children, common)
            if chart:
                return chart, after
        elif kind not in DIVISIONS:
            known = (CHART, *DIVISIONS)
            self._report.add("S043", f"`{kind[:60]}` is not a container", common["place"], unknown_hint(kind, known))
        else:
            return Division(kind=kind, children=children, **common), after  # type: ignore[arg-type]
        self._context.aside += children
        return None, after

    def _chart(self, words: str, children: tuple[Block, ...], common: dict[str, Any]) -> Chart | None:
        chart = read_chart(words, children, common, self._report)
        if not chart or not chart.caption:
            return chart
        self._figures += 1
        return structs.replace(chart, number=self._figures)

    def _html_block(self, token: Token) -> None:
        rest = without_comments(token.content).strip()
        if rest:
            tag = re.match(r"<[^>\n]*>?", rest)
            fact = (
                f"the HTML `{tag[0][:60]}` is not allowed"
                if tag
                else f"`{rest[:60]}` shares its line with a comment and is not read"
            )
            hint = "write Markdown" if tag else "give the comment lines of its own"
            self._report.add("S020", fact, self._place(token), hint)

    def _check_code(self, token: Token) -> None:
        """Say that a fence runs to the end of the text, or that prose is indented so far that it is code."""
        place = self._place(token)
        first, end = token.map or (0, 1)
        last = self._line(self._first_line + end - 1).strip(" >\t")
        is_closed = end > first + 1 and last.startswith(token.markup) and not last.strip(token.markup[:1])
        if token.type == "fence" and not is_closed:
            self._report.add(
                "S042", "the fence of code is not closed", place, "end it with a line like its first marks"
            )
        elif token.type == "code_block" and re.search("[\u4e00-\u9fff]{2}", token.content):
            self._report.add("S047", "the indent makes code of the text", place,
                             "take away the spaces before it, or set it between lines of ` ``` `")  # fmt: skip

    # -- notes

    def _called_notes(self) -> tuple[Note, ...]:
        """Read the notes in the order of their calls: first those that the body calls, then those that notes call."""
        unread, again = self._written_notes()
        notes: list[Note] = []
        for number, (label, place) in enumerate(self._context.calls, 1):  # reading a note may add calls
            if label not in unread:
                self._report.add("S026", f"the note `[^{label}]` is not written", place, f"add a line `[^{label}]: …`")
                continue
            index = unread.pop(label)
            children = derive_ids(self._note(index), f"note-{number}-")
            written_at = self._place(self._tokens[index])
            notes.append(Note(id=f"note-{number}", label=label, number=number, place=written_at, children=children))
        for label, index in unread.items():
            self._report.add("S027", f"the note `[^{label}]` is never called", self._place(self._tokens[index]),
                             f"write `[^{label}]` in the text, or delete the note")  # fmt: skip
        for index in (*unread.values(), *again):
            self._context.aside += self._note(index)
        return tuple(notes)

    def _written_notes(self) -> tuple[dict[str, int], list[int]]:
        """Return where each note is written, and where some are written again."""
        first: dict[str, int] = {}
        again: list[int] = []
        for index, token in enumerate(self._tokens):
            if token.type == "footnote_reference_open" and first.setdefault(str(token.meta["label"]), index) != index:
                again.append(index)
                self._report.add("S028", f"the note `[^{token.meta['label']}]` is written twice", self._place(token),
                                 "give one of them another label")  # fmt: skip
        return first, again

    def _note(self, index: int) -> tuple[Block, ...]:
        children, _ = self._blocks(self._tokens, index + 1, "footnote_reference_close")
        if not children:
            label = self._tokens[index].meta["label"]
            self._report.add(
                "S045",
                f"the note `[^{label}]` has no text",
                self._place(self._tokens[index]),
                "write the note after the colon",
            )
        return children

    # -- places, ids, inlines

    def _block_id(self, token: Token) -> str:
        for key in token.attrs:
            if key not in ("id", "start", "style", "class") and token.type != "fence":
                self._report.add(
                    "S025", f"the attribute `{key}` has no meaning here", self._place(token), "allowed: #id"
                )
        if "class" in token.attrs:
            self._report.add(
                "S025", f"the class `{token.attrs['class']}` has no meaning here", self._place(token), "allowed: #id"
            )
        return self._context.claim_id(str(token.attrs.get("id", "")), self._place(token))

    def _line(self, number: int) -> str:
        index = number - self._first_line
        return self._lines[index] if 0 <= index < len(self._lines) else ""

    def _place(self, token: Token) -> Place:
        line = self._first_line + (token.map or [0])[0]
        text = self._line(line)
        indent = len(text) - len(text.lstrip()) if text.strip() else 0
        return Place(line, indent + 1, max(1, len(text.rstrip()) - indent))

    def _inline(self, token: Token, *, cell: bool = False) -> tuple[Inline, ...]:
        start, end = token.map or (0, 0)
        first = self._first_line + start
        contents = token.content.split("\n")
        if not cell:  # the parser drops first lines of nothing but U+3000 and the like
            first = next(
                (line for line in range(first, self._first_line + end) if contents[0].strip() in self._line(line)),
                first,
            )
        starts: list[int] = []
        cut = token.meta.get("cut", "\n")
        for number, content in enumerate(contents):
            line = self._line(first + number)
            if cell:
                written = content.replace("|", "\\|")
                found = max(0, line.find(written, self._cell_cursor))
                self._cell_cursor = max(found, self._cell_cursor) + len(written)
            else:  # a tab before the text may have become spaces
                found = max(0, line[: line.rindex(cut) if cut in line else None].rfind(content.strip()))
                found -= len(content) - len(content.lstrip())
            starts.append(found)

        locate = locator(token.content, first, starts, cell=cell)
        return InlineReader(self._context, locate).read(token.children or [])

    def _check_levels(self, blocks: tuple[Block, ...]) -> None:
        headings = [block for block in blocks if isinstance(block, Heading)]
        highest = min((heading.level for heading in headings), default=1)
        previous = highest - 1
        for heading in headings:
            if heading.level > previous + 1:
                before = f"follows `{'#' * previous}`" if previous >= highest else "comes first"
                self._report.add("S041", f"a heading with `{'#' * heading.level}` {before}", heading.place,
                                 f"write `{'#' * (previous + 1)}`, so that no level is skipped")  # fmt: skip
            previous = heading.level

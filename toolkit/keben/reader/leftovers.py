"""Text in which an author meant markup; CommonMark prints it as it stands, without a word."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import structs

from keben.diagnostics import Place
from keben.document import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from keben.diagnostics import Report
    from keben.document import Inline

_LINES = (
    (re.compile(r"\s*(?:\{\{#include|!include|@include|\{%\s*include|include::)"), "S046", "`{}` asks for another file",
     "a source holds its whole text; paste it here"),
    (re.compile(r"#{1,6}[^\s#]|＃"), "S047", "`{}` is printed as it stands", "begin a heading with half-width `#` and a space"),
    (re.compile(r"\u3000+[^\s]"), "S047", "the indent of `{}` does not begin a paragraph", "leave a blank line above it; themes set the indent"),
    (re.compile(r"\|.*\|\s*$"), "S047", "`{}` is printed as it stands", "begin a table with its head and a row `|---|---|`"),
)  # fmt: skip
"""Lines of a paragraph that were meant for something else."""

_LEFTOVERS = (
    (
        re.compile(r"\]\{[^}\n]*\}?"),
        "S025",
        "`{}` is not read as attributes",
        "close the brackets before it, or write `\\]`",
    ),
    (
        re.compile(r"\]\([^)\n]*\)?"),
        "S029",
        "`{}` is not read as a link",
        "a target has no spaces and at most 2,000 characters; write `\\]` for a plain bracket",
    ),
    (
        re.compile(r"\[[^\]\n]+\]\[[^\]\n]*\]"),
        "S029",
        "the reference `{}` is not defined",
        "add its `[label]: https://…` line",
    ),
    (
        re.compile(r"(?<![{｛])[{｛](?:[.#．＃][A-Za-z]|[A-Za-z][\w-]*[=＝])[^}｝\n]*[}｝]?"),
        "S025",
        "`{}` is not read as attributes",
        "set half-width `{…}` right behind `]`, or on a line of its own before its block",
    ),
    (
        re.compile(r"!?\[[^\]\n]+\](?:[ \t]+\(|[ \t]*（)[^\s()（）]*[/.][^\s()（）]*[)）]"),
        "S029",
        "`{}` is not read as a link or an image",
        "set half-width `(…)` right behind `]`",
    ),
    (re.compile(r"\^\["), "S047", "`{}` is printed as it stands", "write `[^1]`, and the note in a line `[^1]: …`"),
    (re.compile(r"<!--"), "S047", "`{}` is printed as it stands", "end the comment with `-->` in the same paragraph"),
    (re.compile(r"~~"), "S047", "`{}` is printed as it stands", "delete it; nothing is struck through in print"),
    (re.compile(r"\*\*|__"), "S047", "`{}` is printed as it stands", "pair the marks, or write `\\*`"),
)
"""What stands in the text of a block."""


def report_meant_lines(inline: Token, first_line: int, report: Report) -> None:
    """Say what a line of a paragraph was meant to be and is not."""
    is_verse = not any(child.type == "softbreak" for child in inline.children or ())
    told = ""
    for number, line in enumerate(inline.content.split("\n"), first_line):
        for pattern, code, fact, hint in _LINES:
            if pattern.match(line) and hint != told and not (is_verse and line.startswith("\u3000")):
                told = hint if line.startswith("|") else ""  # the rows of a table are one mistake
                report.add(code, fact.format(line.strip()[:60]), Place(number), hint)


def report_leftovers(children: tuple[Inline, ...], report: Report) -> None:
    """Say what stands as text in a block or an inline and was meant for markup: the first of each run of verbatim texts."""
    for verbatim, run in groupby(children, key=_is_verbatim):
        if not verbatim:
            for child in run:
                report_leftovers(getattr(child, "children", ()), report)
            continue
        texts = [child for child in run if isinstance(child, Text)]
        whole = "".join(text.text for text in texts)
        found = next(((each, match) for each in _LEFTOVERS if (match := each[0].search(whole))), None)
        if found:
            (_, code, fact, hint), match = found
            report.add(code, fact.format(match[0][:60]), _place_in(texts, match.start(), len(match[0])), hint)


def _is_verbatim(inline: Inline) -> bool:
    """Whether an inline is text that stands in the source as it is; an escaped mark is not."""
    return isinstance(inline, Text) and inline.place is not None and inline.place.length == len(inline.text)


def _place_in(texts: Sequence[Text], offset: int, length: int) -> Place | None:
    """Return the place of a stretch that begins in one of several texts side by side."""
    for text in texts:
        if offset < len(text.text) and text.place:
            return structs.replace(text.place, column=text.place.column + offset, length=length)
        offset -= len(text.text)
    return None

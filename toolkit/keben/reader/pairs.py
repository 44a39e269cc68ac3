"""Marks that come in pairs: quotation marks, brackets, titles. A pair is closed in its paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Repair
from keben.marks import CLOSING, OPENING, PAIRS
from keben.reader.line import make_line

if TYPE_CHECKING:
    from keben.diagnostics import Report
    from keben.document import Inline
    from keben.marks import Marks
    from keben.reader.line import Line

_CLOSERS = {closing: opening for opening, closing in PAIRS.items()}
_QUOTES = "“‘「『"


class Pairing(Struct, frozen=True):
    """Where the marks of a text stand: `pairs` from opening to closing mark, those left `open`, those that close nothing."""

    pairs: dict[int, int]
    open: tuple[int, ...]
    stray: tuple[int, ...]


def pair(text: str) -> Pairing:
    """Pair the marks of a text; `’` may be an apostrophe and is never stray."""
    stack: list[int] = []
    pairs: dict[int, int] = {}
    stray: list[int] = []
    for offset, char in enumerate(text):
        if char in PAIRS:
            stack.append(offset)
        elif char in _CLOSERS:
            if stack and text[stack[-1]] == _CLOSERS[char]:
                pairs[stack.pop()] = offset
            elif char != "’":
                stray.append(offset)
    return Pairing(pairs, tuple(stack), tuple(stray))


def check_pairs(line: Line, following: tuple[Inline, ...], report: Report) -> None:
    """Report marks that do not pair in a line; `following` is the paragraph behind it, if one is.

    A quotation of several paragraphs opens again at the head of each and closes in the last. Source: CLREQ, quotations.
    """
    found = pair(line.text)
    for offset in found.stray:
        char = line.text[offset]
        fact = f"`{char}` closes nothing"
        report.add("L301", fact, line.place(offset, offset + 1), _where_it_opens(line, offset))
    left_open = "".join(line.text[offset] for offset in found.open)
    if left_open and following and _goes_on(left_open, make_line(following).text):
        return
    for offset in found.open:
        char = line.text[offset]
        hint = f"add `{PAIRS[char]}`"
        if char in _QUOTES:
            hint += f", or open the next paragraph with `{char}` if the quotation goes on there"
        report.add("L301", f"`{char}` is not closed in its paragraph", line.place(offset, offset + 1), hint)


_WORDS = 12


def _where_it_opens(line: Line, offset: int) -> str:
    """Say between which words the mark is missing: behind the last mark or pause before the stray one."""
    opening = _CLOSERS[line.text[offset]]
    words = re.split(f"[{OPENING}{CLOSING}。；\n]", line.text[max(0, offset - _WORDS) : offset])[-1]
    return f"add `{opening}` where it opens{f', in or before `{words}`' if words else ''}, or delete it"


def _goes_on(open_marks: str, following: str) -> bool:
    """Whether a paragraph takes up the quotation left open before it: to its own end, or beyond."""
    head = following.lstrip()
    if not open_marks or any(mark not in _QUOTES for mark in open_marks) or not head.startswith(open_marks):
        return False
    closing = pair(head).pairs.get(0)
    return closing is None or not any(char.isalnum() for char in head[closing:])


def check_titles(line: Line, marks: Marks, report: Report) -> None:
    """Report titles inside a title that have the marks of the outer one, where the region has others for them."""
    if not marks.nested:
        return
    stack: list[int] = []
    pairs = pair(line.text).pairs
    for start in sorted(pairs):
        while stack and pairs[stack[-1]] < start:
            stack.pop()
        if line.text[start] in f"{marks.titles[0]}{marks.nested[0]}":
            if len(stack) == 1 and line.text[stack[0]] == line.text[start] == marks.titles[0]:
                _report_title(line, start, pairs[start], marks, report)
            stack.append(start)


def _report_title(line: Line, start: int, end: int, marks: Marks, report: Report) -> None:
    """Report an inner title once; its two marks are mended together."""
    opening, closing = marks.nested[0], marks.nested[1]
    fact = f"`{line.text[start]}` begins a title inside a title"
    report.add("L306", fact, line.place(start, start + 1), f"write `{opening}…{closing}` around it")
    if line.is_verbatim(start, start + 1) and line.is_verbatim(end, end + 1):
        report.repairs += (
            Repair("L306", line.place(at, at + 1), mark) for at, mark in ((start, opening), (end, closing))
        )

"""Proposals: the figures of a text that nobody has marked yet, and a source with marks around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.consistency.unmarked import report_broken
from keben.diagnostics import Place, Report, has_errors
from keben.errors import ProofError, SourceError
from keben.passages import passages_of, unmarked_in
from keben.quantity.finder import broken_numbers, find_quantities
from keben.reader import STOPPING, read_text
from keben.tree import quantities_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from keben.diagnostics import Diagnostic
    from keben.passages import Passage
    from keben.quantity import Reading
    from keben.quantity.finder import Found
    from keben.reader import Work


class Proposal(Struct, frozen=True):
    """One figure, in code points of the file.

    `text` is number, scale and unit; `qualifier` holds the words that limit it, inside or beside it. `value` is in plain
    digits, percent as a fraction of one, both ends of a range joined by a stroke, a date in ISO 8601. `change` says whether
    the words around make it the value before (`from`), after (`to`) or the change itself (`by`).
    """

    start: int
    end: int
    text: str
    value: str
    mantissa: str
    scale: str
    unit: str
    qualifier: str
    kind: str
    change: str
    mark: tuple[int, int]


def propose(text: str, *, markdown: bool, name: str = "-") -> tuple[Proposal, ...]:
    """Propose the unmarked figures of a text, in order.

    Args:
        text: The whole file as it is, line ends and byte order mark included.
        markdown: Whether it is a source; marked figures, code, `.keep`, `.name` and links are then left alone.
        name: How diagnostics name the file.

    Raises:
        SourceError: The source cannot be read.
    """
    if not markdown:
        return tuple(_proposal(text, found, found.start, found.end, 0) for found in find_quantities(text))
    return tuple(_in_markdown(text, name))


def _in_markdown(text: str, name: str) -> Iterator[Proposal]:
    work = _read(text, name)
    _stop_at(tuple(found for found in work.diagnostics if found.code in STOPPING), name)
    starts = _line_starts(text)
    for passage in passages_of(work.document):
        for found in unmarked_in(passage, work.document.metadata.date):
            start, end = _offsets(passage, found.start, found.end, starts)
            if _spaceless(text[start:end]) == _spaceless(passage.text[found.start : found.end]):
                yield _proposal(text, found, start, end, start - found.start)


def unreadable_numbers(text: str, *, markdown: bool, name: str = "-") -> tuple[Diagnostic, ...]:
    """Say which numbers of a text cannot be read, so that they are not among the proposals.

    Args:
        text: The whole file as it is.
        markdown: Whether it is a source.
        name: How diagnostics name the file.
    """
    plain = _with_line_feeds(text)
    report = Report(name, plain)
    if markdown:
        for passage in passages_of(_read(text, name).document):
            report_broken(passage, report)
    else:
        starts = _line_starts(plain)
        for start, end, fault in broken_numbers(plain):
            line = bisect_right(starts, start)
            place = Place(line, start - starts[line - 1] + 1, end - start)
            report.add("Q127", f"`{plain[start:end][:40]}` cannot be read: {fault.fact}", place, fault.hint)
    return report.diagnostics()


@lru_cache(maxsize=1)
def _read(text: str, name: str) -> Work:
    """Read a source once for its proposals, its broken numbers and the proof of its marks."""
    plain = _with_line_feeds(text)
    return read_text(plain, Report(name, plain))


def _with_line_feeds(text: str) -> str:
    return re.sub(r"\r\n|\r", "\n", text.removeprefix("\ufeff"))


def _stop_at(faults: tuple[Diagnostic, ...], name: str) -> None:
    if has_errors(faults):
        raise SourceError(name, faults)


def _line_starts(text: str) -> list[int]:
    return [len(text) - len(text.removeprefix("\ufeff")), *(found.end() for found in re.finditer(r"\r\n|\r|\n", text))]


def _offsets(passage: Passage, start: int, end: int, starts: Sequence[int]) -> tuple[int, int]:
    """Return where a stretch of a passage begins and ends in the file; an empty one if it stands there in other words."""
    first, last = passage.place(start, start + 1), passage.place(end - 1, end)
    if first is None or last is None:
        return 0, 0
    return _offset(first, starts), _offset(last, starts) + 1


def _offset(place: Place, starts: Sequence[int]) -> int:
    return starts[place.line - 1] + place.column - 1


def _spaceless(text: str) -> str:
    return re.sub(r"\s", "", text)


def _proposal(text: str, found: Found, start: int, end: int, shift: int) -> Proposal:
    mark = found.mark_start + shift, found.mark_end + shift
    if not (mark[0] <= start <= end <= mark[1]) or "\n" in text[mark[0] : start] + text[end : mark[1]]:
        mark = start, end
    reading = found.reading
    return Proposal(
        start, end, text[start:end], value_of(reading), reading.mantissa, reading.scale, reading.unit, reading.qualifier,
        reading.kind, found.change, mark,
    )  # fmt: skip


def value_of(reading: Reading) -> str:
    """Write what a figure says in plain digits."""
    if reading.value is None:
        return reading.day
    ends = (reading.value,) if reading.upper is None else (reading.value, reading.upper)
    return "/".join(map(_plain, ends))


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def mark(text: str, proposals: Sequence[Proposal], *, markdown: bool, name: str = "-") -> str:
    """Mark figures in a text, each with the words right beside it that limit it; nothing else changes.

    Raises:
        ProofError: A mark would not be read as one, where markup stands in its way.
    """
    pieces: list[str] = []
    position = 0
    for proposal in proposals:
        start, end = proposal.mark
        pieces += (text[position:start], "[", text[start:end], "]{.q}")
        position = end
    marked = "".join((*pieces, text[position:]))
    if markdown:
        _prove_marked(text, marked, len(proposals), name)
    return marked


def _prove_marked(before: str, after: str, added: int, name: str) -> None:
    """Prove that a marked source reads as before, with so many more figures."""
    old, new = (_read(text, name) for text in (before, after))
    counts = [len(quantities_of(work.document)) for work in (old, new)]
    words = [[passage.text for passage in passages_of(work.document)] for work in (old, new)]
    if counts[1] - counts[0] != added or words[0] != words[1]:
        raise ProofError("marks", name, "leaves a mark that is not read as one; mark the figures near markup by hand")

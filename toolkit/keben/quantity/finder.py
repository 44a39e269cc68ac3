"""Where figures stand in running text: proposals for a person, never marks made behind one's back.

A number in a text may be a statistic, a date, an ordinal or a part of a name. Shapes say what a figure can look like, in
the order in which they are tried; `names` says what only looks like one. What a figure says is read by the same grammar as
a marked one, and what the grammar refuses is not proposed. Linear: every pattern is bounded, and a run of numerals is
passed over once.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.quantity import date_shapes, shapes
from keben.quantity.around import Change, change_at, qualified
from keben.quantity.fault import TEXT_LENGTH, Unreadable
from keben.quantity.grammar import HALF_WIDTH, Reading, read_quantity
from keben.quantity.names import is_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date


class Found(Struct, frozen=True):
    """A figure in a text, in code points.

    `start` and `end` hold number, scale and unit; `mark_start` and `mark_end` take in the words beside them that limit
    it (近, 以上), which `reading` knows. `change` says what the words around make of it: the value before, the value
    after, or by how much.
    """

    start: int
    end: int
    mark_start: int
    mark_end: int
    reading: Reading
    change: Change = ""


def find_quantities(text: str, today: date | None = None) -> tuple[Found, ...]:
    """Find every figure of a text, in order; none overlaps another.

    Args:
        text: Running text, Chinese or English.
        today: The date of the text, from which 去年 counts; without it the first full date in the text. If there is none
            either, a month without a year is of the year that the text names most often.
    """
    plain = _half_width(text)
    day = today or date_shapes.first_day(plain)
    found = _found_in(text, plain, day)
    return tuple(found if day else _in_year(found, date_shapes.usual_year(plain)))


def broken_numbers(text: str) -> Iterator[tuple[int, int, Unreadable]]:
    """Yield where numbers with a scale or unit stand that cannot be read, 1,23亿元 and 1２3件, and why."""
    for found in _WRITTEN.finditer(text):
        end = shapes.end_of_unit_at(text, found.end())
        if end == found.end() or text[found.start() - 1 : found.start()] == "第":
            continue
        try:
            read_quantity(text[found.start() : end])
        except Unreadable as fault:
            if fault.code in ("Q103", "Q105", "Q106"):
                yield found.start(), end, fault


_DIGIT = "[0-9０-９]"
_WRITTEN = re.compile(
    rf"(?<![0-9０-９A-Za-z,.])(?:{_DIGIT}{{1,9}}(?:,{_DIGIT}{{1,9}}){{1,9}}(?:[.．]{_DIGIT}{{1,9}})?|{_DIGIT}{{2,12}})(?!{_DIGIT})"
)


def _in_year(found: Iterable[Found], year: str) -> Iterator[Found]:
    for each in found:
        day = each.reading.day.replace("--", f"{year}-") if year else each.reading.day
        yield each if day == each.reading.day else structs.replace(each, reading=structs.replace(each.reading, day=day))


def _found_in(text: str, plain: str, today: date | None) -> Iterator[Found]:
    position = 0
    while candidate := shapes.CANDIDATE.search(plain, position):
        start = candidate.start()
        end = _end_at(plain, start)
        found = _read(text, plain, (start, end), today) if end else None
        if found:
            yield found
        position = end if found and end else max(shapes.end_of_run(plain, start), start + 1)


def _end_at(plain: str, start: int) -> int | None:
    """Return where the figure that begins here ends; None if none does."""
    for shape in shapes.SHAPES:
        if end := shape(plain, start):
            return None if is_name(plain, start, end) else end
    return None


def _read(text: str, plain: str, span: tuple[int, int], today: date | None) -> Found | None:
    """Read a figure with the words that limit it, else without them, else without a year that counts from an unknown one."""
    start, end = span
    mark_start, mark_end = qualified(plain, start, end)
    for first, last in ((mark_start, mark_end), (start, end), (date_shapes.behind_named_year(plain, start), end)):
        if not 0 < last - first <= TEXT_LENGTH:
            continue
        try:
            reading = read_quantity(text[first:last], today)
        except Unreadable:
            continue
        return Found(start, end, first, last, reading, change_at(plain, mark_start, mark_end, reading))
    return None


_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3})")


def _half_width(text: str) -> str:
    """Write digits and their marks in half width, point for point; a full-width comma stays a comma of the sentence."""
    return _WIDE_COMMA.sub(",", text).translate(_DIGITS_AND_MARKS)


_DIGITS_AND_MARKS = {wide: HALF_WIDTH[wide] for wide in map(ord, "０１２３４５６７８９．％＋－／＄")}

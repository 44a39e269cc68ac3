"""A glossary as CSV: a first row of tags, then a concept a row; a column `note` may say why."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Place
from keben.glossary.terms import MAX_TERMS, TAGS, Term, checked, find_tag, plain_note, script_of
from keben.settings import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.diagnostics import Report

_EXAMPLE = "begin with a row such as `zh-Hans-CN,zh-Hant-TW,note`"
MAX_COLUMNS = 100
"""More than the languages of any termbase."""

_OTHER_LANGUAGE = re.compile(r"(?!zh)[a-z]{2}(?:[-_][a-z0-9]+)*", re.IGNORECASE)
"""Columns of other languages are left alone: their editions are translated, not converted."""


class _Head(Struct, frozen=True):
    """The columns that count: of the source, of each tag that a target holds for, of the note if there is one."""

    source: int
    targets: tuple[tuple[int, str], ...]
    note: int | None
    width: int


def parse_csv(text: str, report: Report, script: str = "") -> tuple[Term, ...]:
    """Read the terms of a CSV glossary; every fault goes to the report, and what is right is returned.

    Args:
        text: RFC 4180 with commas; the first row has tags.
        report: Takes C211 to C213, and S004.
        script: `Hans` or `Hant`, which the text to be converted is in: its first column is the source; the first Chinese
            column of all, unless said.
    """
    lines = text.split("\n")
    rows = _rows(text, report)
    first = next(rows, None)
    if first is None:
        if not report.diagnostics():
            report.add("C211", "the file is empty", Place(1), _EXAMPLE)
        return ()
    head = _head(first[1], script, report)
    terms: list[Term] = []
    for line, cells in rows:
        if head and any(map(str.strip, cells)):
            terms += _terms(head, cells, line, lines[line - 1], report)
        if len(terms) > MAX_TERMS:
            report.add(
                "S004", f"the glossary has more than {MAX_TERMS:,} terms", Place(line), "keep those that the works have"
            )
            return ()
    return tuple(terms)


def _rows(text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line that it begins on, up to one that is not CSV."""
    reader = csv.reader(io.StringIO(text, newline="\n"), strict=True)
    begin = 1
    try:
        for cells in reader:
            yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as fault:
        hint = 'put a cell in `"` as a whole, and write a `"` inside it twice'
        report.add("C211", f"the file is not CSV: {str(fault).lower()}", Place(begin), hint)


def _head(cells: Sequence[str], script: str, report: Report) -> _Head | None:
    """Return the columns that count; None if terms cannot be read by them, and the report says why."""
    place = Place(1)
    if len(cells) == 1 and (mark := re.search(r"[;\t，；]", cells[0])):
        shown = "a tabulator" if mark[0] == "\t" else f"`{mark[0]}`"
        report.add("C211", f"the columns are parted by {shown}", place, "save the file with commas between the columns")
        return None
    if len(cells) > MAX_COLUMNS:
        report.add("S004", f"the file has more than {MAX_COLUMNS} columns", place, "keep the Chinese ones and `note`")
        return None
    chinese: list[tuple[int, str]] = []
    note, sound = None, True
    for number, cell in enumerate(cells):
        tag = find_tag(cell)
        if cell.strip().lower() == "note":
            note = number
        elif (not tag or tag == "zh" or tag in dict(chinese).values()) and not _OTHER_LANGUAGE.fullmatch(cell.strip()):
            _refuse(cell.strip(), tag, report)
            sound = False
        elif tag:
            chinese.append((number, tag))
    if not sound:
        return None
    wanted = script or next((script_of(tag) for _, tag in chinese), "")
    source = next((number for number, tag in chinese if script_of(tag) == wanted), None)
    if source is None or len(chinese) < 2:
        fact = "fewer than two columns are Chinese" if len(chinese) < 2 else f"no column is zh-{wanted}, as the text is"
        report.add("C211", fact, place, _EXAMPLE)
        return None
    return _Head(source, tuple(each for each in chinese if each[0] != source), note, len(cells))


def _refuse(cell: str, tag: str, report: Report) -> None:
    if tag == "zh":
        report.add("C212", "the column `zh` names no script", Place(1), "name it `zh-Hans` or `zh-Hant`")
    elif tag:
        report.add("C212", f"the column `{tag}` stands twice", Place(1), "keep one")
    else:
        near = nearest(cell, (*TAGS, "note"))
        hint = (f"did you mean `{near}`? " if near else "") + "name it by its tag, `note`, or take it out"
        report.add("C212", f"`{cell[:80]}` is not a known column" if cell else "a column has no name", Place(1), hint)


def _terms(head: _Head, cells: list[str], line: int, text: str, report: Report) -> Iterator[Term]:
    if len(cells) > head.width:
        hint = 'put a cell that has a comma in `"`'
        report.add("C211", f"the row has {len(cells)} cells, the first {head.width}", Place(line), hint)
        return
    cells = [cell.strip() for cell in cells] + [""] * (head.width - len(cells))
    written = cells[head.source]
    targets = [(tag, cells[number]) for number, tag in head.targets if cells[number]]
    if not targets:
        return
    place = Place(line, text.find(written) + 1 or 1, max(1, len(written)))
    note = plain_note(cells[head.note]) if head.note is not None else ""
    source = checked(written, "the source of this row", place, report)
    for tag, words in targets:
        target = checked(words, f"what `{written[:40]}` is printed as", place, report)
        if source and target:
            yield Term(source, target, TAGS[tag], note=note, file=report.path, line=line, column=place.column)

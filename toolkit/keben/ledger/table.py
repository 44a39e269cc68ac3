"""The ledger as CSV: the columns with their types, and cells that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from msgspec import Struct

from keben.document import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keben.ledger import Entry


class Column(Struct, frozen=True):
    """A column; `type` is one of Table Schema, `meaning` is what a reader of the data has to know."""

    name: str
    type: str
    meaning: str


COLUMNS = (
    Column("id", "string", "name that the author gave the figure"),
    Column("line", "integer", "line of the source, from 1"),
    Column("column", "integer", "column of the source in code points, from 1"),
    Column("text", "string", "the author's words; an apostrophe stands before what a spreadsheet would take for a formula"),
    Column("kind", "string", f"one of {', '.join(get_args(Kind))}"),
    Column("value", "number", "exact value in the unit; a percentage as a fraction of one, percentage points as points"),
    Column("upper", "number", "upper end of a range, whose lower end is the value"),
    Column("day", "string", "a date in ISO 8601, as exact as the text is"),
    Column("significant", "integer", "significant digits that the author wrote; 0 for a date or a magnitude such as 百亿"),
    Column("unit", "string", "unit or classifier as written"),
    Column("unit_code", "string", "code of what the value counts in, where it has one; `1` for percentages and ratios"),
    Column("unit_system", "string", "what the code is of: UCUM or ISO 4217"),
    Column("qualifier", "string", "words that limit the number, such as 约, 超, 以上"),
    Column("period", "string", "what the figure is for: `2025`, `2025-12`, `2025-Q4`, `2021/2025`"),
    Column("part_of", "string", "id of the whole that the figure is a part of"),
    Column("change_from", "string", "id of the figure before the change that this one states"),
    Column("change_to", "string", "id of the figure after it"),
    Column("repeated_at", "string", "further places where the figure stands, as line:column, with spaces between"),
)  # fmt: skip


def to_csv(entries: Sequence[Entry]) -> str:
    """Write RFC 4180 with LF: a row for each entry, after `COLUMNS` a column for the words of each edition."""
    tags = tuple(entries[0].printed) if entries else ()
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow((*(column.name for column in COLUMNS), *tags))
    for entry in entries:
        cells = [
            _repeated_at(entry) if column.name == "repeated_at" else getattr(entry, column.name) for column in COLUMNS
        ]
        writer.writerow([_cell(cell) for cell in (*cells, *(entry.printed[tag] for tag in tags))])
    return stream.getvalue()


def _repeated_at(entry: Entry) -> str:
    first = (entry.line, entry.column)
    return " ".join(f"{place.line}:{place.column}" for place in entry.places if (place.line, place.column) != first)


def _cell(value: object) -> object:
    """Write a number plainly, and defuse text, never a number: -12.5 stays one. Source: OWASP, CSV injection."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"):
        return f"'{value}"
    return value

"""`keben quantities list` and `keben quantities verify`."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keben.cli.choosing import choose_sources
from keben.cli.printing import print_diagnostics, print_json, print_line, print_raw
from keben.diagnostics import has_errors, shown
from keben.ledger import Entry, ledger_of
from keben.verification import verify

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.group("quantities", help="The figures of a work.")
def command() -> None:  # noqa: D103
    pass


@command.command("list", help="List every marked figure of a work, and how each edition prints it.")
@click.argument("source")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
def list_quantities(source: str, form: str | None) -> int:  # noqa: D103
    (path,) = choose_sources((source,))
    entries, found = ledger_of(path)
    print_diagnostics(found)
    if form == "json":
        print_json({"quantities": entries})
    elif form == "csv":
        print_raw(_csv(entries))
    else:
        _print_table(entries)
    return int(has_errors(found))


@command.command("verify", help="Compare the figures in finished files with the source.")
@click.argument("source")
@click.argument("rendition", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def verify_renditions(source: str, rendition: tuple[str, ...], as_json: bool) -> int:  # noqa: D103, FBT001
    (path,) = choose_sources((source,))
    verified = verify(path, [Path(name) for name in rendition])
    found = [diagnostic for each in verified for diagnostic in each.diagnostics]
    print_diagnostics(found)
    if as_json:
        print_json({"renditions": verified})
    else:
        for each in verified:
            if not each.diagnostics:
                print_line(f"{each.name}: {each.figures} figure{'' if each.figures == 1 else 's'} as in the source")
    return int(has_errors(found))


COLUMNS = (
    "id",
    "line",
    "column",
    "text",
    "kind",
    "value",
    "upper",
    "day",
    "unit",
    "qualifier",
    "period",
    "part_of",
    "change_from",
    "change_to",
)


def _csv(entries: Sequence[Entry]) -> str:
    """Write RFC 4180 with LF; a cell that a spreadsheet would take for a formula gets an apostrophe."""
    tags = tuple(entries[0].printed) if entries else ()
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow((*COLUMNS, *tags))
    for entry in entries:
        cells = [getattr(entry, column) for column in COLUMNS]
        writer.writerow(
            [_defused("" if cell is None else cell) for cell in (*cells, *(entry.printed[tag] for tag in tags))]
        )
    return stream.getvalue()


def _defused(cell: object) -> object:
    """Defuse text, never a number: -12.5 stays one. Source: OWASP, CSV injection."""
    return (
        f"'{cell}"
        if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
        else cell
    )


def _print_table(entries: Sequence[Entry]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    tags = tuple(entries[0].printed) if entries else ()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("line", "id", "kind", "value", "unit", *tags):
        table.add_column(heading, justify="right" if heading in ("line", "value") else "left", no_wrap=True)
    for entry in entries:
        cells = (entry.line, entry.id, entry.kind, entry.shown_value, entry.unit, *(entry.printed[tag] for tag in tags))
        table.add_row(*(Text(shown(str(cell))) for cell in cells))
    Console(width=None if sys.stdout.isatty() else 500).print(table)

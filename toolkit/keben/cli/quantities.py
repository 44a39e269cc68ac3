"""`keben quantities`: the figures of a work."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from keben.cli.choosing import choose_sources
from keben.cli.printing import (
    is_terminal,
    make_console,
    print_diagnostics,
    print_drawn,
    print_json,
    print_line,
    print_raw,
)
from keben.cli.suggest import command as suggest
from keben.cli.verify import command as verify
from keben.diagnostics import has_errors, shown
from keben.errors import UsageError
from keben.ledger import Entry, ledger_of_work
from keben.reader import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.table import Table


@click.group("quantities", help="The figures of a work.")
def command() -> None:  # noqa: D103
    pass


command.add_command(suggest)
command.add_command(verify)


@command.command("list", help="List every marked figure of a work, and how each edition prints it.")
@click.argument("source")
@click.option("--json", "form", flag_value="json", help="Print JSON.")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
@click.option("--package", metavar="DIR", help="Write a data package into a folder: datapackage.json, quantities.csv.")
def list_quantities(source: str, form: str | None, package: str | None) -> int:  # noqa: D103
    if package is not None and form:
        raise UsageError(f"`--package` writes a folder and `--{form}` prints; give one of them")
    (path,) = choose_sources((source,))
    work = read(path)
    entries, found = ledger_of_work(work, path)
    print_diagnostics(found)
    if package is not None:
        from keben.ledger.package import write_package

        if not has_errors(found):
            for written in write_package(Path(package), work.document.metadata, entries):
                print_line(str(written))
    elif form == "json":
        print_json({"quantities": entries})
    elif form == "csv":
        from keben.ledger.table import to_csv

        print_raw(to_csv(entries))
    else:
        _print_entries(entries)
    return int(has_errors(found))


def _print_entries(entries: Sequence[Entry]) -> None:
    """Print a table as wide as it needs to be, or, on a terminal too narrow for it, one entry below the other.

    A number is never cut or folded: half of one is another number.
    """
    from rich.measure import Measurement

    console = make_console()
    table = _table(entries)
    needed = Measurement.get(console, console.options.update(max_width=_ENDLESS), table).maximum
    if not is_terminal():
        print_drawn(make_console(max(needed, 1)), table)
    elif needed <= console.width:
        print_drawn(console, table)
    else:
        for entry in entries:
            print_drawn(console, "\n".join(_lines(entry, console.width)))


_ENDLESS = 1 << 16
"""Columns that no table has."""


def _table(entries: Sequence[Entry]) -> Table:
    from rich.table import Table
    from rich.text import Text

    tags = tuple(entries[0].printed) if entries else ()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("line", "id", "kind", "value", "unit", *tags):
        table.add_column(heading, justify="right" if heading in ("line", "value") else "left", no_wrap=True)
    for entry in entries:
        printed = (entry.printed[tag] for tag in tags)
        cells = (_line_numbers(entry), entry.id, entry.kind, entry.shown_value, entry.shown_unit, *printed)
        table.add_row(*(Text(shown(str(cell))) for cell in cells))
    return table


_SHOWN = 3
"""Lines that are named of a figure said again and again."""


def _line_numbers(entry: Entry) -> str:
    """Return the first lines that a figure stands in, each once, and how many more there are."""
    lines = list(dict.fromkeys(str(place.line) for place in entry.places))
    more = len(lines) - _SHOWN
    return ", ".join(lines[:_SHOWN]) + (f" +{more}" if more > 0 else "")


def _lines(entry: Entry, width: int) -> Iterator[str]:
    """Yield an entry for a narrow terminal: where it stands and its name, then all else, as much a line as goes in whole."""
    from rich.cells import cell_len

    yield shown(f"{_line_numbers(entry)}  {entry.id}".rstrip())
    pieces = [
        f"{entry.shown_value} {entry.shown_unit}".rstrip(),
        *(f"{tag} {text}" for tag, text in entry.printed.items()),
    ]
    line = ""
    for piece in map(shown, pieces):
        longer = f"{line}   {piece}" if line else f"    {piece}"
        if line and cell_len(longer) > width:
            yield line
            longer = f"    {piece}"
        line = longer
    yield line

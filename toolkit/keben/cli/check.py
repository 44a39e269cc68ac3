"""`keben check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from keben.cli.choosing import choose_sources
from keben.cli.printing import print_diagnostics, print_json, print_line
from keben.diagnostics import has_errors
from keben.errors import SourceError
from keben.pipeline import check

if TYPE_CHECKING:
    from pathlib import Path

    from keben.diagnostics import Diagnostic


@click.command("check", help="Report everything wrong with sources; build nothing.")
@click.argument("source", nargs=-1)
@click.option("--strict", is_flag=True, help="A warning counts as an error.")
@click.option("--json", "as_json", is_flag=True, help="Print the diagnostics as JSON.")
def command(source: tuple[str, ...], strict: bool, as_json: bool) -> int:  # noqa: D103, FBT001
    sources: list[Path] = []
    try:
        sources = choose_sources(source)
        found: list[Diagnostic] = [diagnostic for path in sources for diagnostic in check(path)]
    except SourceError as fault:  # of the project's `keben.toml`
        found = list(fault.diagnostics)
    if as_json:
        print_json({"diagnostics": found})
    else:
        print_diagnostics(found)
        if not found:
            print_line(f"{len(sources)} source{'' if len(sources) == 1 else 's'}: nothing to report")
    return int(has_errors(found, strict=strict))

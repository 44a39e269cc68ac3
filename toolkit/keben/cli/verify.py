"""`keben quantities verify`."""

from __future__ import annotations

from pathlib import Path

import click

from keben.cli.choosing import choose_sources
from keben.cli.printing import print_diagnostics, print_json, print_line
from keben.diagnostics import has_errors
from keben.verification import verify


@click.command("verify", help="Compare the figures in finished files with the source.")
@click.argument("source")
@click.argument("rendition", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(source: str, rendition: tuple[str, ...], as_json: bool) -> int:  # noqa: D103, FBT001
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

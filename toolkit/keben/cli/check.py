"""`keben check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from keben.cli.choosing import choose_sources, read_exactly
from keben.cli.printing import print_diagnostics, print_json, print_line
from keben.diagnostics import has_errors
from keben.errors import SourceError, UsageError
from keben.files import replace_one
from keben.pipeline import check

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from keben.diagnostics import Diagnostic
    from keben.mending import Mended


@click.command("check", help="Report everything wrong with sources; build nothing.")
@click.argument("source", nargs=-1)
@click.option("--strict", is_flag=True, help="A warning counts as an error.")
@click.option("--json", "as_json", is_flag=True, help="Print the diagnostics as JSON.")
@click.option("--fix", is_flag=True, help="First mend what has one certain repair, in the files and nothing else.")
def command(source: tuple[str, ...], strict: bool, as_json: bool, fix: bool) -> int:  # noqa: D103, FBT001
    sources: list[Path] = []
    mended: dict[str, Sequence[Mended]] = {}
    try:
        sources = choose_sources(source)
        if fix:
            mended = dict(_mend(path) for path in _with_translations(sources))
        found: list[Diagnostic] = [diagnostic for path in sources for diagnostic in check(path)]
    except SourceError as fault:  # of the project's `keben.toml`
        found = list(fault.diagnostics)
    if as_json:
        print_json({"diagnostics": found} | ({"mended": mended} if fix else {}))
    else:
        for name, repairs in mended.items():
            _print(name, repairs)
        print_diagnostics(found)
        if not found:
            print_line(f"{len(sources)} source{'' if len(sources) == 1 else 's'}: nothing to report")
    return int(has_errors(found, strict=strict))


def _with_translations(sources: Sequence[Path]) -> Iterator[Path]:
    """Yield each source and the translations that are read with it."""
    from keben.reader import read

    for path in sources:
        yield path
        yield from (path.with_name(each.name.rpartition("/")[2]) for each in read(path).translations)


def _mend(path: Path) -> tuple[str, Sequence[Mended]]:
    """Mend a file; one that cannot be read is left to the check behind this."""
    from keben.mending import mend

    try:
        _, name, text = read_exactly(str(path))
    except SourceError:
        return str(path), ()
    renewed, mended = mend(text, name)
    if mended:
        try:
            replace_one(path, renewed.encode())
        except OSError as fault:
            raise UsageError(f"`{path}` cannot be written: {fault.strerror}") from fault
    return name, mended


def _print(name: str, mended: Sequence[Mended]) -> None:
    """Print what was replaced by what, and how often."""
    from collections import Counter

    for (code, source, target), number in Counter((each.code, each.source, each.target) for each in mended).items():
        print_line(f"{name}: {code} `{source}` → `{target}`{f', {number} times' if number > 1 else ''}")
    print_line(f"{name}: {len(mended)} mended")

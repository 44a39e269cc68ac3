"""`keben build`."""

from __future__ import annotations

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from keben.cli.choosing import choose_sources
from keben.cli.printing import print_diagnostics, print_json, print_line
from keben.errors import SourceError
from keben.pipeline import Outcome, build
from keben.settings import FORMATS, FormError, Settings, list_of, locale_tag, slug

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def _tags(_ctx: click.Context, _param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...] | None:
    return _form(list_of(locale_tag), list(dict.fromkeys(values))) if values else None


def _theme(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    return None if value is None else _form(slug, value)


def _form(form: Callable[[object], object], value: object):  # type: ignore[no-untyped-def]  # noqa: ANN202
    try:
        return form(value)
    except FormError as fault:
        raise click.BadParameter(f"{fault.fact}; {fault.hint}") from None


@click.command("build", help="Build works into PDF, EPUB, HTML and text.")
@click.argument("source", nargs=-1)
@click.option(
    "-e", "--edition", multiple=True, metavar="TAG", callback=_tags, help="A locale to build for; may be repeated."
)
@click.option(
    "-f", "--format", "formats", multiple=True, type=click.Choice(FORMATS), help="A format to build; may be repeated."
)
@click.option("-t", "--theme", metavar="THEME", callback=_theme, help="The theme.")
@click.option("-o", "--output", metavar="DIR", help="Where the works' folders go.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), metavar="N", help="PDFs to print at once.")
@click.option(
    "--verify/--no-verify",
    default=None,
    help="Whether figures are read back from the finished files before publishing.",
)
@click.option("--strict", is_flag=True, help="A warning stops a work too.")
@click.option("--json", "as_json", is_flag=True, help="Print what was made as JSON.")
def command(  # noqa: PLR0913, PLR0917, D103 - one parameter a flag
    source: tuple[str, ...], edition: tuple[str, ...] | None, formats: tuple[str, ...], theme: str | None,
    output: str | None, jobs: int | None, verify: bool | None, strict: bool, as_json: bool,  # noqa: FBT001
) -> int:  # fmt: skip
    chosen = tuple(dict.fromkeys(formats)) or None
    flags = Settings(editions=edition, formats=chosen, theme=theme, output=output, verify=verify)
    with _progress() as tell:
        try:
            outcomes = build(choose_sources(source), flags, jobs=jobs, strict=strict, tell=tell)
        except SourceError as fault:  # of the project's `keben.toml`
            outcomes = [Outcome(fault.name, "", "", (), fault.diagnostics, failed=True)]
    print_diagnostics(found for outcome in outcomes for found in outcome.diagnostics)
    if as_json:
        print_json({"works": outcomes})
    else:
        for outcome in outcomes:
            _print_outcome(outcome)
    return int(any(outcome.failed for outcome in outcomes))


def _print_outcome(outcome: Outcome) -> None:
    if outcome.failed:
        print_line(f"{outcome.source}: nothing made")
    for entry in outcome.files:
        pages = f"{entry.pages} page{'s' if entry.pages > 1 else ''}" if entry.pages else ""
        print_line(f"{Path(outcome.folder) / entry.name}  {_size(entry.bytes):>9}  {pages}".rstrip())


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done, on a terminal only.

    The display runs in a thread, so it begins with the first words: by then the press has been forked.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with ExitStack() as stack:
        status = Console(stderr=True).status("building")
        started = False

        def tell(words: str) -> None:
            nonlocal started
            if not started:
                stack.enter_context(status)
                started = True
            status.update(words)

        yield tell

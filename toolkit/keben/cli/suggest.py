"""`keben quantities suggest`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from keben.cli.choosing import MARKDOWN, read_exactly
from keben.cli.printing import (
    is_terminal,
    make_console,
    print_diagnostics,
    print_drawn,
    print_json,
    print_line,
    print_raw,
)
from keben.errors import UsageError
from keben.files import replace_one

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.proposals import Proposal


@click.command("suggest", help="Propose marks for the figures of a text or Markdown file; `-` reads standard input.")
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: start, end, text, value, unit and more of each.")
@click.option("--write", is_flag=True, help="Mark them in the file, and change nothing else.")
def command(file: str, as_json: bool, write: bool) -> int:  # noqa: D103, FBT001 - flags
    from keben.proposals import mark, propose, unreadable_numbers

    path, name, text = read_exactly(file)
    if write and path is None:
        raise UsageError("standard input cannot be marked; name a file")
    markdown = path is None or path.suffix.lower() in MARKDOWN
    proposals = propose(text, markdown=markdown, name=name)
    print_diagnostics(unreadable_numbers(text, markdown=markdown, name=name))
    if write and path and proposals:
        marked = mark(text, proposals, markdown=markdown, name=name)
        try:
            replace_one(path, marked.encode())
        except OSError as fault:
            raise UsageError(f"`{path}` cannot be written: {fault.strerror}") from fault
    if as_json:
        print_json({"quantities": proposals})
    else:
        _print(text, proposals)
        if write:
            print_line(f"{len(proposals)} figures marked in {name}")
    return 0


def _print(text: str, proposals: Sequence[Proposal]) -> None:
    """Print a line for each proposal: where it stands, the figure among its neighbours, what it says."""
    from rich.text import Text

    from keben.diagnostics import shown

    console = make_console()
    if not is_terminal():
        for place, proposal in zip(_places(text, proposals), proposals, strict=True):
            print_raw("\t".join(map(shown, (place, proposal.text, *_said(proposal)))) + "\n")
        return
    for place, proposal in zip(_places(text, proposals), proposals, strict=True):
        before = text[max(0, proposal.start - 10) : proposal.start].rpartition("\n")[2]
        after = text[proposal.end : proposal.end + 10].partition("\n")[0]
        line = Text.assemble(
            (f"{place:>8}  ", "dim"), shown(before), (shown(proposal.text), "bold"), shown(after),
            ("   " + " ".join(filter(None, _said(proposal))), "dim"),
        )  # fmt: skip
        print_drawn(console, line)


def _places(text: str, proposals: Sequence[Proposal]) -> Iterator[str]:
    """Yield line and column of each proposal; they come in order."""
    line, begin, at = 1, 0, 0
    for proposal in proposals:
        line += text.count("\n", at, proposal.start)
        begin, at = max(begin, text.rfind("\n", at, proposal.start) + 1), proposal.start
        yield f"{line}:{proposal.start - begin + 1}"


def _said(proposal: Proposal) -> tuple[str, ...]:
    return proposal.kind, proposal.value, proposal.unit, proposal.qualifier

"""`keben proof`."""

from __future__ import annotations

from pathlib import Path

import click

from keben.cli.choosing import choose_sources
from keben.cli.printing import print_diagnostics, print_json, print_line
from keben.locales import find_locale
from keben.proofreading import Proofed, proofread


@click.command("proof", help="Write the page on which a person proofreads the conversion of an edition.")
@click.argument("source")
@click.option("-e", "--edition", "tags", multiple=True, required=True, metavar="TAG", help="A locale; may be repeated.")
@click.option("-o", "--output", metavar="FILE", help="The page's file, instead of the one in the work's output folder.")
@click.option("--json", "as_json", is_flag=True, help="Print every choice as JSON.")
def command(source: str, tags: tuple[str, ...], output: str | None, as_json: bool) -> int:  # noqa: D103, FBT001
    (path,) = choose_sources((source,))
    editions = list(dict.fromkeys(find_locale(tag).tag for tag in tags))
    proofs, found = proofread(path, editions, Path(output) if output is not None else None)
    print_diagnostics(found)
    if as_json:
        print_json({"proofs": proofs})
    else:
        for proof in proofs:
            print_line(proof.path)
            print_line(_summary(proof))
    return 0


def _summary(proof: Proofed) -> str:
    total = sum(proof.counts.values())
    by_risk = ", ".join(f"{count} {risk}" for risk, count in reversed(proof.counts.items()))
    return f"{total} choice{'' if total == 1 else 's'}: {by_risk}"

"""`keben doctor`."""

from __future__ import annotations

import click

from keben.cli.printing import print_fault, print_json, print_line
from keben.machine import Finding, examine, remedy

GROUPS = {"build": "to build", "test": "only to test Keben itself"}


@click.command("doctor", help="Say what this machine has and lacks, and the command that mends it.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(as_json: bool) -> int:  # noqa: D103, FBT001
    found = examine(GROUPS)
    needed = [finding for finding in found if not finding.present and finding.part.group == "build"]
    wanted = [finding for finding in found if not finding.present and finding.part.group == "test"]
    if as_json:
        print_json(
            {
                "parts": [_as_table(finding) for finding in found],
                "remedy": remedy(needed) if needed else "",
                "remedy_for_tests": remedy(wanted) if wanted else "",
            }
        )
    else:
        _print(found, needed, wanted)
    return 3 if needed else 0


def _as_table(finding: Finding) -> dict[str, object]:
    part = finding.part
    return {
        "part": part.id,
        "purpose": part.purpose,
        "group": part.group,
        "present": finding.present,
        "detail": finding.detail,
    }


def _print(found: tuple[Finding, ...], needed: list[Finding], wanted: list[Finding]) -> None:
    width = max(len(finding.part.id) for finding in found)
    for group, words in GROUPS.items():
        print_line(f"{words}:")
        for finding in found:
            if finding.part.group == group:
                mark = "ok     " if finding.present else "missing"
                print_line(f"  {mark}  {finding.part.id:<{width}}  {finding.part.purpose}; {finding.detail}")
    if needed:
        print_fault(f"to build, install what is missing: {remedy(needed)}")
    if wanted:
        print_line(f"to test Keben itself: {remedy(wanted)}")
    if not needed:
        print_line("this machine can build")

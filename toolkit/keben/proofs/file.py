"""The `proof.toml` beside a source."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Report
from keben.edition.decision_file import PROOF_FILE, read_decisions
from keben.edition.decisions import Decision
from keben.reader.source import load_text

if TYPE_CHECKING:
    from pathlib import Path


class Decided(Struct, frozen=True):
    """The decisions of a file, of all works of its folder, its report, and the SHA-256 of its bytes, none without a file."""

    decisions: tuple[Decision, ...]
    report: Report
    sha256: str = ""

    def of(self, work: str) -> tuple[Decision, ...]:
        """Return the decisions of one work."""
        return tuple(decision for decision in self.decisions if decision.work == work)


def load_decisions(source: Path) -> Decided:
    """Read the decisions beside a source; without the file there are none.

    As of a translation, nothing is read from outside the work's folder.
    """
    path = source.parent / PROOF_FILE
    name = str(path)
    if not os.path.lexists(path):
        return Decided((), Report(name))
    if not _is_inside(path):
        report = Report(name)
        report.add("C220", "the file is a link out of the work's folder", hint="copy the file into the folder")
        return Decided((), report)
    loaded = load_text(path, name)
    return Decided(read_decisions(loaded.text, loaded.report), loaded.report, loaded.sha256)


def _is_inside(path: Path) -> bool:
    try:
        return path.resolve().is_relative_to(path.parent.resolve())
    except (OSError, RuntimeError):  # a ring of links; reading tells what is wrong
        return True

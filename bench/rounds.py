"""Rounds in which every way does the whole job once, in turn, so that a slow minute of the machine slows them all."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pypdfium2

from bench.competitors import FORMATS, WAYS, Way, find_files, prepare
from bench.measure import Command, Cost, adopt_orphans, find_peak, run

if TYPE_CHECKING:
    from collections.abc import Callable

MEMORY_ROUNDS = 3

T = TypeVar("T")


@dataclass(slots=True)
class Result:
    """What all rounds of one way gave."""

    way: Way
    costs: list[Cost] = field(default_factory=list)
    """One a timed round."""
    peaks: list[int] = field(default_factory=list)
    """Bytes, one a memory round."""
    sizes: dict[str, int] = field(default_factory=dict)
    """Bytes of both editions together, by format."""
    pages: list[int] = field(default_factory=list)
    """Pages of each PDF."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All results, in the order of `WAYS`, and the load average of the machine before the first round."""

    results: tuple[Result, ...]
    load: float


def run_all(rounds: int, tell: Callable[[str], None]) -> Outcome:
    """Run a warm-up round, the timed rounds and the memory rounds; `tell` is given a line before each."""
    adopt_orphans()
    outcome = Outcome(tuple(map(Result, WAYS)), os.getloadavg()[0])
    with tempfile.TemporaryDirectory(prefix="keben-bench-") as scratch:
        tell("warm-up")
        for result in outcome.results:
            _do_job(result, Path(scratch), run)
        for number in range(rounds):
            tell(f"round {number + 1} of {rounds}")
            for result in outcome.results:
                result.costs.append(_do_job(result, Path(scratch), run))
        for number in range(MEMORY_ROUNDS):
            tell(f"memory round {number + 1} of {MEMORY_ROUNDS}")
            for result in outcome.results:
                result.peaks.append(_do_job(result, Path(scratch), find_peak))
    return outcome


def _do_job(result: Result, scratch: Path, measure: Callable[[Command], T]) -> T:
    """Do the job once in a fresh folder; note what was made, return what was measured."""
    with tempfile.TemporaryDirectory(dir=scratch) as name:
        folder = Path(name)
        prepare(folder)
        measured = measure(result.way.command(folder, scratch / "cache"))
        made = {suffix: find_files(folder, suffix) for suffix in FORMATS}
        result.sizes = {suffix: sum(path.stat().st_size for path in files) for suffix, files in made.items()}
        result.pages = [len(pypdfium2.PdfDocument(path.read_bytes())) for path in made["pdf"]]
    return measured

"""The report: RESULTS.md from the results of all rounds."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from statistics import median

from bench.competitors import ROOT, SOURCE, TAGS, find_programs
from bench.measure import SAMPLE_SECONDS, Cost
from bench.rounds import MEMORY_ROUNDS, Outcome, Result

Figure = Callable[[Cost], float]


def wall(cost: Cost) -> float:
    """Return the wall time in seconds."""
    return cost.wall_s


def cpu(cost: Cost) -> float:
    """Return the CPU time in seconds."""
    return cost.cpu_s


def write_report(outcome: Outcome) -> str:
    """Return the report in Markdown."""
    rounds = len(outcome.results[0].costs)
    return f"""\
# The whole job, timed

Two editions ({" and ".join(TAGS)}), each as PDF and EPUB, of `{SOURCE.relative_to(ROOT)}`; {_write_date()}.
Medians of {rounds} rounds, lowest and highest in parentheses. (a) and (b) are the same job by hand, `bench/by_hand/make.sh`.

{_write_table(outcome.results)}

By hand the editions are made one after the other, as a list of commands does, or side by side with `&` and `wait`; the ratios are to (b) in each of these ways.

## Machine

{_write_machine(outcome.load)}

## How to read this

- **Measured:** cold processes and warm disk caches (one round before the first that counts); the ways take turns in every round. Time is from the start to the end of the last process, CPU is user and system time of all processes; a ratio is the median of the ratios of each round, its lowest and highest in parentheses. Memory is the highest sum of PSS over all processes, looked at every {SAMPLE_SECONDS * 1000:.0f} ms in {MEMORY_ROUNDS} more rounds that are not timed. Sizes are of both editions together.
- **Alike, not equal:** same text, fonts, A4 page, margins, 12 pt type and line height. Only Keben converts quotation marks, checks and types the quantities, proves the conversion, reads every figure back from the finished files and writes a manifest; Typst stretches Chinese lines to the edge, which WeasyPrint alone does not, and tags its PDF. (a) and (b) read a speech whose Keben marks were dropped before the clock started. Typst has no command on PyPI and is called from Python, so a Python start is in its time, twice; it searches all installed fonts, which is its default.
- **Not shown:** the very first run on a machine, where Keben compiles declarations for its PDF engine and Python its byte code; other texts and longer ones. On a machine that others use, look at the ratios and their spread before the seconds.
"""


def _write_table(results: Sequence[Result]) -> str:
    one_by_one, together = (each for each in results if each.way.key == "b")
    head = [
        ["", "editions", "wall, s", "÷ (b) one by one", "÷ (b) together", "CPU, s", "÷ (b)", "memory, MB", "PDF, KB",
         "EPUB, KB", "pages"],
        ["---", "---"] + ["--:"] * 9,
    ]  # fmt: skip
    return _write_rows([*head, *(_write_row(result, one_by_one, together) for result in results)])


def _write_row(result: Result, one_by_one: Result, together: Result) -> list[str]:
    return [
        f"({result.way.key}) {result.way.title}",
        str(result.way.order or "side by side"),
        _write_spread([wall(cost) for cost in result.costs]),
        _write_ratio(result, one_by_one, wall),
        _write_ratio(result, together, wall),
        _write_spread([cpu(cost) for cost in result.costs]),
        _write_ratio(result, one_by_one, cpu),
        _write_spread([peak / 1e6 for peak in result.peaks], 0),
        *(f"{size / 1e3:.0f}" for size in result.sizes.values()),
        " + ".join(map(str, result.pages)),
    ]


def _write_ratio(result: Result, standard: Result, figure: Figure) -> str:
    ratios = [figure(ours) / figure(theirs) for ours, theirs in zip(result.costs, standard.costs, strict=True)]
    return "1" if result is standard else f"**{median(ratios):.2f}** ({min(ratios):.2f}–{max(ratios):.2f})"


def _write_spread(values: Sequence[float], decimals: int = 2) -> str:
    return f"{median(values):.{decimals}f} ({min(values):.{decimals}f}–{max(values):.{decimals}f})"


def _write_rows(rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _write_machine(load: float) -> str:
    engines = {name: version(package) for name, package in (("Keben", "keben"), ("OpenCC", "opencc"))}
    engines |= {"pandoc": _ask_pandoc(), "WeasyPrint": version("weasyprint"), "Pango": _ask_pango()}
    engines |= {"Typst (its Python package)": version("typst")}
    listed = ", ".join(f"{name} {number}" for name, number in engines.items())
    return (
        f"{len(os.sched_getaffinity(0))} CPUs, {platform.system()} on {platform.machine()}, "
        f"Python {platform.python_version()}; load average before the first round {load:.2f}. {listed}."
    )


def _ask_pandoc() -> str:
    return _ask(find_programs()["PANDOC"], "--version").split()[1]


def _ask_pango() -> str:
    lines = _ask(find_programs()["WEASYPRINT"], "--info").splitlines()
    number = int(next(line for line in lines if line.startswith("Pango version:")).split()[-1])
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


def _ask(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def _write_date() -> str:
    """Return the day, of SOURCE_DATE_EPOCH where that is set."""
    return time.strftime("%Y-%m-%d", time.gmtime(float(os.environ.get("SOURCE_DATE_EPOCH", time.time()))))

"""Time the whole job, Keben beside the same by hand, and write RESULTS.md: `python bench/run.py [--rounds N]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main() -> None:
    """Read the arguments, run the benchmark, show its report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="timed rounds after the warm-up (default 7)")
    rounds = parser.parse_args().rounds
    if rounds < 1:
        parser.error("--rounds must be 1 or more")

    # Run by its path, this file is on the module path, but not the checkout that `bench` is a package of.
    here = Path(__file__).resolve().parent
    sys.path[0] = str(here.parent)
    from bench.report import write_report
    from bench.rounds import run_all

    report = write_report(run_all(rounds, lambda text: print(text, file=sys.stderr)))
    (here / "RESULTS.md").write_text(report, "utf-8")
    print(report, end="")


if __name__ == "__main__":
    main()

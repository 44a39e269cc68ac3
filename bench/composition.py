"""Time printing with composed lines beside the engine alone: `python bench/composition.py [--rounds N]`.

Every run is a process of its own that prints the speech once or twenty times over; the two take turns, and medians of
their CPU time are compared. The engine alone sets the same page, ragged.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
SPEECH = ROOT / "docs_src" / "zhengzhou-cppcc-2026" / "speech.md"
LIMIT = 1.15
"""Of the engine's own time: what composition may cost."""


def print_speech(times: int, *, composed: bool) -> tuple[float, float]:
    """Print the speech so many times in one PDF; return the CPU seconds of printing and of this process."""
    from msgspec import structs

    from keben.edition import derive
    from keben.locales import find_locale
    from keben.reader import read
    from keben.theme import load_theme
    from keben.writers.pdf import engine, make_job
    from keben.writers.pdf.loading import load_weasyprint

    edition = derive(read(SPEECH).document, find_locale("zh-Hans-CN"))
    job = make_job(edition, load_theme("plain"), {}, "speech.md")
    body = re.search(r"<body[^>]*>(.*)</body>", job.html, re.DOTALL)
    assert body
    once = re.sub(r' (?:id="[^"]*"|href="#[^"]*")', "", body[1])
    job = structs.replace(job, html=job.html[: body.start(1)] + once * times + job.html[body.end(1) :])
    if not composed:
        vars(engine).update(install=lambda: "")
        ragged = (css.replace("text-align: justify", "text-align: left") for css in job.stylesheets)
        job = structs.replace(job, stylesheets=tuple(ragged))
    load_weasyprint()
    start = time.process_time()
    assert engine.print_pdf(job, lambda _: b"").pdf
    end = time.process_time()
    return end - start, end


def run(times: int, *, composed: bool) -> tuple[float, float]:
    """Print in a process of its own."""
    command = [sys.executable, __file__, "--one", str(times), *(["--composed"] if composed else [])]
    printing, whole = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(printing), float(whole)


def main() -> None:
    """Compare, and fail if composition costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="runs of each (default 5)")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--composed", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(*print_speech(options.one, composed=options.composed))
        return
    worst = 0.0
    for times in (1, 20):
        rounds = [(run(times, composed=False), run(times, composed=True)) for _ in range(options.rounds)]
        alone, composed = (median(each[side][1] for each in rounds) for side in (0, 1))
        printing = [median(each[side][0] for each in rounds) for side in (0, 1)]
        worst = max(worst, composed / alone)
        print(
            f"x{times}: {alone:.2f} s alone, {composed:.2f} s composed, {composed / alone:.2f} x "
            f"(printing only {printing[0]:.2f} and {printing[1]:.2f}, {printing[1] / printing[0]:.2f} x)"
        )
    if worst > LIMIT:
        sys.exit(f"more than {LIMIT} x")


if __name__ == "__main__":
    main()

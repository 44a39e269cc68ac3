"""Time the finder and the reading of figures on texts of 50, 100 and 200 thousand characters, hostile ones among them.

    python bench/growth.py

Cost that grows linearly doubles from column to column.
"""

from __future__ import annotations

import re
import time
from itertools import pairwise
from pathlib import Path

from keben.proposals import propose
from keben.quantity.finder import find_quantities

SPEECH = Path(__file__).resolve().parent.parent / "docs_src" / "zhengzhou-cppcc-2026" / "speech.md"
SIZES = (50_000, 100_000, 200_000)
PIECES = {
    "one number": "9",
    "one numeral": "万万亿亿",
    "figures": "产值6501.8亿元、增长16.8%，",
    "changes": "从13.6%降至13%以下，",
    "years": "2025年",
    "cut dates": "1年",
    "English words": "two hundred ",
    "grouped digits": "1 000 ",
    "fractions": "百分之",
    "no figure": "改革开放",
}


def main() -> None:
    """Print a row a text: seconds of processor time at each size."""
    print(f"{'text':<20}" + "".join(f"{size // 1000:>8}k" for size in SIZES) + "   ratios")
    for name, piece in PIECES.items():
        _row(name, [_seconds(piece * (size // len(piece))) for size in SIZES])
    front, _, body = SPEECH.read_text(encoding="utf-8").partition("\n---\n")
    _row("speech x 8, 16, 32", [_marked(f"{front}\n---\n" + _without_ids(body) * many) for many in (8, 16, 32)])


def _row(name: str, seconds: list[float]) -> None:
    ratios = [after / before for before, after in pairwise(seconds)]
    print(
        f"{name:<20}"
        + "".join(f"{each:>9.3f}" for each in seconds)
        + "   "
        + ", ".join(f"{each:.2f}" for each in ratios)
    )


def _seconds(text: str) -> float:
    start = time.process_time()
    find_quantities(text)
    return time.process_time() - start


def _marked(text: str) -> float:
    start = time.process_time()
    propose(text, markdown=True)
    return time.process_time() - start


def _without_ids(body: str) -> str:
    """Drop the marks of figures, whose ids could not stand twice."""
    return re.sub(r"\[([^\]]*)\]\{\.q[^}]*\}|\{#[^}]*\}", r"\1", body)


if __name__ == "__main__":
    main()

"""Score `keben quantities suggest` against a list of figures that a person has made.

    python bench/figures.py TEXT GOLD.tsv [TEXT GOLD.tsv]…

The list is tab-separated with a head row: `start` and `end` in code points of the text, `value` in plain digits, ISO 8601 or
`a/b` for a range, and `is_figure`, 1 for what is to be found and 0 for what is not. A proposal hits if its span is the
same; its value is right if it is the same number, a fraction without end to the decimals of the list. Exit status 1 if recall or
precision is below 0.95 or fewer than 0.97 of the hits have the right value.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

RECALL = PRECISION = 0.95
VALUES = 0.97
MANY_DECIMALS = 6
"""With so many, a listed value is a fraction without end that was cut, as a third."""


class Score(NamedTuple):
    """Counts of one text, or of several together: figures in the list, proposals, hits, hits of the right value."""

    listed: int
    proposed: int
    hits: int
    right: int

    @property
    def recall(self) -> float:
        """The part of the listed figures that was proposed."""
        return self.hits / self.listed if self.listed else 1.0

    @property
    def precision(self) -> float:
        """The part of the proposals that is listed."""
        return self.hits / self.proposed if self.proposed else 1.0

    @property
    def values(self) -> float:
        """The part of the hits whose value is right."""
        return self.right / self.hits if self.hits else 1.0


def main(arguments: list[str]) -> int:
    """Score each text and all together."""
    if not arguments or len(arguments) % 2:
        print(__doc__)
        return 2
    scores = [_score(Path(text), Path(gold)) for text, gold in zip(arguments[::2], arguments[1::2], strict=True)]
    total = Score(*map(sum, zip(*scores, strict=True)))
    if len(scores) > 1:
        print(_line("all", total))
    return int(total.recall < RECALL or total.precision < PRECISION or total.values < VALUES)


def _score(text: Path, gold: Path) -> Score:
    content = text.read_bytes().decode("utf-8")
    listed = {(int(row["start"]), int(row["end"])): row for row in _rows(gold) if row["is_figure"] == "1"}
    proposed = {(each["start"], each["end"]): each for each in _proposals(text)}
    hits = listed.keys() & proposed.keys()
    wrong = [span for span in sorted(hits) if not _same(proposed[span]["value"], listed[span]["value"])]
    _tell("not found", sorted(listed.keys() - hits), content)
    _tell("not listed", sorted(proposed.keys() - hits), content)
    for span in wrong:
        print(f"  value     {content[slice(*span)]}: {proposed[span]['value']}, listed {listed[span]['value']}")
    score = Score(len(listed), len(proposed), len(hits), len(hits) - len(wrong))
    print(_line(text.name, score))
    return score


def _rows(gold: Path) -> Iterable[dict[str, str]]:
    return csv.DictReader(gold.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)


def _proposals(text: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "keben", "quantities", "suggest", str(text), "--json"]
    found = subprocess.run(command, check=True, capture_output=True)
    proposals: list[dict[str, Any]] = json.loads(found.stdout)["quantities"]
    return proposals


def _same(proposed: str, listed: str) -> bool:
    if proposed == listed:
        return True
    ends = proposed.split("/"), listed.split("/")
    return len(ends[0]) == len(ends[1]) and all(map(_equal, *ends))


def _equal(proposed: str, listed: str) -> bool:
    try:
        number, given = Decimal(proposed), Decimal(listed)
    except InvalidOperation:
        return False
    decimals = -int(given.as_tuple().exponent) if given.is_finite() else 0
    return number == given or (decimals >= MANY_DECIMALS and number.quantize(given) == given)


def _tell(what: str, spans: Iterable[tuple[int, int]], content: str) -> None:
    for start, end in spans:
        around = f"{content[max(0, start - 8) : start]}[{content[start:end]}]{content[end : end + 8]}"
        print(f"  {what:<10}{around!r}")


def _line(name: str, score: Score) -> str:
    return (
        f"{name}: {score.listed} listed, {score.proposed} proposed, {score.hits} hits; recall {score.recall:.3f}, "
        f"precision {score.precision:.3f}, values {score.values:.3f}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

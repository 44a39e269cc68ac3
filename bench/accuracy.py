"""Score `keben convert` against sentence pairs, beside OpenCC alone.

    python bench/accuracy.py TAG PAIRS.tsv [PAIRS.tsv]…

A pair is a line `Simplified<TAB>Traditional` of equal length; others, such as a head row, are passed over. Counted are the
characters that OpenCC's tables give several Traditional forms; forms that are one and the same but for a region's custom (裡 and
裏, 臺 and 台) count as equal. Each file is one document, as the review list has a budget per document.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from keben.edition.script.compiling import opencc_dictionary

_SAME = "臺台 裡裏 着著 線綫 污汙 內内 查査 別别 妳你 滙匯 喫吃 強强 説說"
"""Variants of one character that OpenCC's lists of regional variants do not have."""


class Score(NamedTuple):
    """Places, those wrong, those that OpenCC alone has wrong, those listed for review, and the wrong ones among these."""

    places: int
    wrong: int
    opencc: int
    listed: int
    caught: int


def main(arguments: list[str]) -> int:
    """Print a line for each file."""
    if len(arguments) < 2:
        print(__doc__)
        return 2
    tag, *files = arguments
    fold = _folding()
    for name in files:
        score = _score(tag, _pairs(Path(name)), fold)
        print(
            f"{Path(name).name}: {score.places} places; right {_percent(score.places - score.wrong, score.places)}, "
            f"OpenCC {_percent(score.places - score.opencc, score.places)}; review lists {score.listed} "
            f"({_percent(score.listed, score.places)}) and has {score.caught} of {score.wrong} wrong ones "
            f"({_percent(score.caught, score.wrong)})"
        )
    return 0


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "–"


def _pairs(path: Path) -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    pairs = [(row[0], row[1]) for row in rows if len(row) == 2]
    return [pair for pair in pairs if len(pair[0]) == len(pair[1]) and not pair[0].isascii()]


def _folding() -> dict[int, str]:
    """Map every variant to one character of its set."""
    pairs = [pair for name in ("TWVariants", "HKVariants") for pair in _variants(name)]
    sets: dict[str, str] = {}
    for one, other in (*pairs, *(tuple(pair) for pair in _SAME.split())):
        first, second = sets.get(one, one), sets.get(other, other)
        if first != second:
            sets = {char: first if kept == second else kept for char, kept in sets.items()} | {second: first}
    return str.maketrans(sets)


def _variants(name: str) -> list[tuple[str, str]]:
    return [(key, form) for key, forms in opencc_dictionary(name).items() for form in forms if key != form]


def _score(tag: str, pairs: list[tuple[str, str]], fold: dict[int, str]) -> Score:
    import opencc

    source = "\n".join(simplified for simplified, _ in pairs)
    wanted = "\n".join(traditional for _, traditional in pairs).translate(fold)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source.txt"
        path.write_text(source, encoding="utf-8")
        made = _convert(tag, path).translate(fold)
        listed = {
            each["start"]
            for each in map(json.loads, _convert(tag, path, "--explain").splitlines())
            if each["risk"] == "review"
        }
    plain = opencc.OpenCC("s2t").convert(source).translate(fold)
    many = {
        char
        for char, forms in opencc_dictionary("STCharacters").items()
        if len({form.translate(fold) for form in forms}) > 1
    }
    places = [at for at, char in enumerate(source) if char in many]
    wrong = {at for at in places if made[at] != wanted[at]}
    return Score(
        len(places), len(wrong), sum(plain[at] != wanted[at] for at in places), len(listed), len(wrong & listed)
    )


def _convert(tag: str, path: Path, *flags: str) -> str:
    command = [sys.executable, "-m", "keben", "convert", "--from", "zh-Hans-CN", "--to", tag, *flags, str(path)]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

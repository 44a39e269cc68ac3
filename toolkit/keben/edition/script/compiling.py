"""Makes the tables that segmentation reads, from pinned sources: `python -m keben.edition.script.compiling JIEBA_DICT`.

Sources: the word counts of jieba 0.42.1 (`dict.txt`, MIT licence), the phrases and characters of the installed OpenCC
(Apache-2.0), the phrases of `overlay.tsv`, ours. Run by `make tables`; a test makes them again and compares the bytes.

A word without a count gets the cost of its best split into counted words less two nats, as a phrase of a dictionary is likelier
than chance. Bonuses between one and six nats gave the same accuracy on the development corpus.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from array import array
from pathlib import Path
from typing import TYPE_CHECKING

import keben
from keben.edition.script.overlay import FILE, RIVALS, Phrase, Rival, read_overlay, read_rivals, version_of
from keben.edition.script.tables import CHARACTERS, COSTS, FOLDER, FORMS, LONGEST, NAT, SOURCES, WORDS, key_of
from keben.scripts import FILE as SCRIPTS

if TYPE_CHECKING:
    from collections.abc import Iterable

_PHRASE_BONUS = 2 * NAT

_OPENCC_PHRASES = ("STPhrases_GeneratedFromRegionalPhrases", "STPhrases")
"""OpenCC's dictionaries; the later one wins, as in its `s2t`."""

_OPENCC_VARIANTS = ("TWVariants", "HKVariants")

_HEAVIEST = 0xFFFF


_PACKAGE = Path(keben.__file__).parent


def main(jieba: Path) -> None:
    """Write all tables into the package."""
    for name, content in make(jieba.read_text(encoding="utf-8")).items():
        (_PACKAGE / name).write_bytes(content)


def make(jieba: str) -> dict[str, bytes]:
    """Return the files by their names below the package, from the text of jieba's list of words."""
    overlay = read_overlay(FILE.read_text(encoding="utf-8"))
    rivals = read_rivals(RIVALS.read_text(encoding="utf-8"))
    simplified = {key: forms for key, forms in opencc_dictionary("STCharacters").items() if len(key) == 1}
    phrases = {
        key: forms for name in _OPENCC_PHRASES for key, forms in opencc_dictionary(name).items() if len(key) <= LONGEST
    }
    traditional = {key: forms[0] for key, forms in opencc_dictionary("TSCharacters").items() if len(key) == 1}
    back = {key: forms[0] for key, forms in opencc_dictionary("TSPhrases").items() if len(key) <= LONGEST}
    variants = [form for name in _OPENCC_VARIANTS for forms in opencc_dictionary(name).values() for form in forms]
    many = {key: forms for key, forms in simplified.items() if len(forms) > 1}
    words = {*phrases, *(phrase.simplified for phrase in overlay), *(rival.simplified for rival in rivals)}
    costs = _costs(_counts(jieba), words, {phrase.simplified for phrase in overlay})
    spelled = _with_rivals(phrases, rivals)
    sources = {"jieba": "0.42.1", "OpenCC": _opencc_version(), "overlay": version_of(FILE.read_text(encoding="utf-8"))}
    files = {
        CHARACTERS: _json({"many": many, "back": _several(back, traditional)}),
        WORDS: _words(costs),
        COSTS: _costs_by_id(costs),
        FORMS: _forms(many, spelled, back, overlay, {rival.simplified for rival in rivals}),
        SOURCES: _json({**sources, "words": len(costs), "phrases of our own": len(overlay)}),
    }
    telling = {
        "simplified": _only(simplified, (*phrases.values(), variants)),
        "traditional": _only({key: [form] for key, form in traditional.items()}, (list(back.values()),)),
    }
    folder = FOLDER.relative_to(_PACKAGE)
    return {SCRIPTS.name: _json(telling)} | {str(folder / name): content for name, content in files.items()}


def _with_rivals(phrases: dict[str, list[str]], rivals: Iterable[Rival]) -> dict[str, list[str]]:
    """Add to what phrases become their other forms, behind the usual one."""
    added = dict(phrases)
    for rival in rivals:
        added[rival.simplified] = list(dict.fromkeys((*phrases.get(rival.simplified, ()), *rival.forms)))
    return added


def _several(phrases: dict[str, str], characters: dict[str, str]) -> dict[str, list[str]]:
    """Return the Traditional characters that phrases turn into another Simplified one than usual.

    That 不可貲計 keeps its 計 is a slip of OpenCC's list.
    """
    found: dict[str, list[str]] = {}
    for phrase, form in phrases.items():
        for old, new in zip(phrase, form, strict=False) if len(phrase) == len(form) else ():
            usual = characters.get(old, old)
            if new != usual and old != "計" and new not in found.setdefault(old, [usual]):
                found[old].append(new)
    return found


def _only(characters: dict[str, list[str]], others: Iterable[list[str]]) -> str:
    """Return the characters that always become another, and that no form of a character or phrase has."""
    written = {char for forms in (*characters.values(), *others) for form in forms for char in form}
    return "".join(sorted(characters.keys() - written))


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=0) + "\n").encode()


def _counts(text: str) -> dict[str, int]:
    """Read `word count tag` lines."""
    rows = (line.split(" ") for line in text.splitlines())
    return {row[0]: int(row[1]) for row in rows if len(row[0]) <= LONGEST and int(row[1])}


def opencc_dictionary(name: str) -> dict[str, list[str]]:
    """Read one of OpenCC's dictionaries, which its own program turns into text."""
    import opencc

    root = Path(opencc.__file__).parent / "clib"
    with tempfile.TemporaryDirectory(prefix="keben-") as folder:
        text = Path(folder) / "dictionary.txt"
        source = root / "share" / "opencc" / f"{name}.ocd2"
        command: list[str | Path] = [root / "bin" / "opencc_dict", "-i", source, "-o", text, "-f", "ocd2", "-t", "text"]
        subprocess.run(command, check=True, capture_output=True)
        lines = text.read_text(encoding="utf-8").splitlines()
    return {key: values.split(" ") for key, values in (line.split("\t") for line in lines)}


def _opencc_version() -> str:
    import opencc

    return str(opencc.__version__)


def _costs(counts: dict[str, int], phrases: set[str], ours: set[str]) -> dict[str, int]:
    """Return the cost of every word, in thousandths of a nat: less is likelier.

    A phrase of ours that is counted, but so seldom that it would be cut in two wherever it stands, is as one without a count.
    """
    total = math.log(sum(counts.values()))
    costs = {word: round((total - math.log(count)) * NAT) for word, count in counts.items()}
    unknown = round(total * NAT)
    seldom = {phrase for phrase in ours & costs.keys() if _best_split(phrase, costs, unknown) < costs[phrase]}
    uncounted = {
        phrase: max(0, _best_split(phrase, costs, unknown) - _PHRASE_BONUS)
        for phrase in (phrases - costs.keys()) | seldom
    }
    return {word: min(cost, _HEAVIEST) for word, cost in {**costs, **uncounted}.items()}


def _best_split(text: str, costs: dict[str, int], unknown: int) -> int:
    best = [0] + [sys.maxsize] * len(text)
    for start in range(len(text)):
        for end in range(start + 1, len(text) + 1):
            cost = costs.get(text[start:end], unknown if end == start + 1 else None)
            if cost is not None:
                best[end] = min(best[end], best[start] + cost)
    return best[-1]


def _words(costs: dict[str, int]) -> bytes:
    import marisa_trie

    return bytes(marisa_trie.Trie(sorted(costs)).tobytes())


def _costs_by_id(costs: dict[str, int]) -> bytes:
    import marisa_trie

    words = marisa_trie.Trie(sorted(costs))
    by_id = array("H", bytes(2 * len(costs)))
    for word, cost in costs.items():
        by_id[words.key_id(word)] = cost
    if sys.byteorder == "big":
        by_id.byteswap()
    return by_id.tobytes()


def _forms(
    many: dict[str, list[str]],
    phrases: dict[str, list[str]],
    back: dict[str, str],
    overlay: Iterable[Phrase],
    divided: set[str],
) -> bytes:
    """Return what words become: `form form…`, and for a phrase of ours a tab and its reason."""
    import marisa_trie

    forms = {key: " ".join(values) for key, values in phrases.items() if many.keys() & set(key)}
    forms |= {key_of(phrase, "back"): form for phrase, form in back.items() if len(phrase) == len(form)}
    for phrase in overlay:
        others = phrases.get(phrase.simplified, ()) if phrase.simplified in divided else ()
        written = " ".join(dict.fromkeys((phrase.traditional, *others)))
        forms[key_of(phrase.simplified, phrase.where)] = f"{written}\t{phrase.reason}"
    return bytes(marisa_trie.BytesTrie(sorted((key, value.encode()) for key, value in forms.items())).tobytes())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

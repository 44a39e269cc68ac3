"""The compiled tables: words with their costs, and what words become. Mapped into memory, so that nothing is loaded before use."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDER = Path(__file__).parent / "tables"
WORDS, COSTS, FORMS, CHARACTERS, SOURCES = (
    "words.marisa",
    "costs.bin",
    "forms.marisa",
    "characters.json",
    "sources.json",
)

NAT = 1000
"""Costs are integers, in thousandths of a nat of improbability."""

LONGEST = 12
"""Code points of the longest word in the tables; jieba and OpenCC have 60 that are longer."""

Where = Literal["all", "TW", "HK", "back"]
"""Where a phrase's form holds: everywhere, in Taiwan, in Hong Kong and Macao, or on the way back to Simplified."""


def key_of(word: str, where: Where) -> str:
    """Return the key of a word's forms: those of one region stand beside those of all."""
    return word if where == "all" else f"{where}:{word}"


class Forms(Struct, frozen=True):
    """What a word becomes: the first form is the usual one. `reason` is set for phrases of ours."""

    forms: tuple[str, ...]
    reason: str = ""


class Tables:
    """The words of the language, and their Traditional forms before a region's variants of characters.

    `words_of` yields every word that a text begins with, the shortest first, with the number of its cost in `costs`. `many` are the Simplified characters with several Traditional forms, the usual one first, `many_back` the reverse.
    """

    def __init__(self, folder: Path) -> None:
        import json
        import mmap

        import marisa_trie

        words = marisa_trie.Trie()
        words.mmap(str(folder / WORDS))
        self.words_of: Callable[[str], Iterator[tuple[str, int]]] = words.iter_prefixes_with_ids
        self._forms = marisa_trie.BytesTrie()
        self._forms.mmap(str(folder / FORMS))
        characters = json.loads((folder / CHARACTERS).read_text(encoding="utf-8"))
        self.many: dict[str, list[str]] = characters["many"]
        self.many_back: dict[str, list[str]] = characters["back"]
        with (folder / COSTS).open("rb") as file:
            data: Any = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if sys.byteorder == "big":
            from array import array

            data = array("H", bytes(data))
            data.byteswap()
        self.costs = memoryview(data).cast("B").cast("H")

    def forms(self, word: str, where: Where) -> Forms | None:
        """Return what a word becomes in a region, if a dictionary has it."""
        return self.forms_there(word, where) or self._read(word)

    def forms_there(self, word: str, where: Where) -> Forms | None:
        """Return what a word becomes in one region and not in others."""
        return self._read(f"{where}:{word}")

    def _read(self, key: str) -> Forms | None:
        found = self._forms.get(key)
        if not found:
            return None
        forms, _, reason = found[0].decode().partition("\t")
        return Forms(tuple(forms.split(" ")), reason)


@cache
def tables() -> Tables:
    """Map the tables; it takes some 5 ms."""
    return Tables(FOLDER)


def made_from() -> str:
    """Name the versions of what the tables were made from."""
    import json

    sources = json.loads((FOLDER / SOURCES).read_text(encoding="utf-8"))
    return f"OpenCC {sources['OpenCC']}, jieba {sources['jieba']}, overlay {sources['overlay']}"

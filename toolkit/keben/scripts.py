"""Which script a text is written in, told by the characters that only one of the two has.

`scripts.json` is made with the tables of conversion (`edition/script/compiling.py`), from OpenCC's dictionaries: characters that
always become another, and that no form of a character or phrase has.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct

FILE = Path(__file__).with_name("scripts.json")


class Telling(Struct, frozen=True):
    """The characters that no text of the other script has, such as 们 and 們."""

    simplified: frozenset[str]
    traditional: frozenset[str]

    def of(self, script: str) -> frozenset[str]:
        """Return those of `Hans` or `Hant`."""
        return self.simplified if script == "Hans" else self.traditional

    def other_than(self, script: str) -> frozenset[str]:
        """Return those that a text in `Hans` or `Hant` does not have."""
        return self.traditional if script == "Hans" else self.simplified


@cache
def telling() -> Telling:
    """Load the characters; it takes less than a millisecond."""
    import json

    content = json.loads(FILE.read_text(encoding="utf-8"))
    return Telling(frozenset(content["simplified"]), frozenset(content["traditional"]))


def script_of(text: str) -> Literal["Hans", "Hant"] | None:
    """Return the script that more of a text's telling characters belong to."""
    characters = set(text)
    simplified = sum(map(text.count, characters & telling().simplified))
    traditional = sum(map(text.count, characters & telling().traditional))
    if simplified == traditional:
        return None
    return "Hans" if simplified > traditional else "Hant"

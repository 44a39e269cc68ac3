"""Which script a text is written in."""

from __future__ import annotations

from typing import Literal

from keben.edition.script.tables import tables


def script_of(text: str) -> Literal["s", "t"] | None:
    """Return the script that more of a text's telling characters belong to: `s` Simplified, `t` Traditional."""
    characters = set(text)
    simplified = sum(map(text.count, characters & tables().simplified_only))
    traditional = sum(map(text.count, characters & tables().traditional_only))
    if simplified == traditional:
        return None
    return "s" if simplified > traditional else "t"

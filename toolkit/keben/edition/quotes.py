"""Quotation marks as each region writes them, by nesting: “‘’” to 「『』」 and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from keben.locales import Locale, Quotes

_OPENERS, _CLOSERS = "“‘「『", "”’」』"
"""Marks of the outer level stand at even places, marks of the inner level at odd ones."""


_ANY = re.compile(f"[{_OPENERS}{_CLOSERS}]")


def convert(slots: list[str | None], source: Locale | None, target: Locale) -> list[str | None]:
    """Rewrite the quotation marks of a line of prose.

    Marks that pair get the target's outer or inner form by their depth, whichever the author wrote. A line in which
    they do not pair keeps its structure: each mark becomes its counterpart (the reader has reported L301). Between
    locales that quote alike, and in text of another language, the author's marks stay.
    """
    if not target.is_chinese or (source is not None and (source.quotes == target.quotes or not source.is_chinese)):
        return slots
    text = "".join(slot or "" for slot in slots)
    marks = _marks(text)
    renewed = _by_depth(marks, target.quotes) or _by_counterpart(marks, target.quotes)
    return cut(put(text, renewed), slots)


def put(text: str, marks: Mapping[int, str]) -> str:
    """Write marks at their offsets; what stands between them is not taken apart, however long it is."""
    pieces: list[str] = []
    start = 0
    for offset in sorted(marks):
        pieces += (text[start:offset], marks[offset])
        start = offset + 1
    return "".join((*pieces, text[start:]))


def _marks(text: str) -> dict[int, str]:
    """Return the quotation marks of a text by offset, apostrophes left out."""
    marks: dict[int, str] = {}
    singles = 0
    for found in _ANY.finditer(text):
        offset, char = found.start(), found[0]
        if not _is_apostrophe(text, offset, quoted=singles > 0):
            marks[offset] = char
            singles += (char == "‘") - (char == "’")
    return marks


def _by_depth(marks: dict[int, str], quotes: Quotes) -> dict[int, str]:
    """Return the new marks by depth, nothing if they do not pair."""
    renewed: dict[int, str] = {}
    stack: list[str] = []
    for offset, char in marks.items():
        if char in _OPENERS:
            renewed[offset] = _level(len(stack), quotes)[0]
            stack.append(char)
        elif stack and _OPENERS.index(stack[-1]) % 2 == _CLOSERS.index(char) % 2:
            stack.pop()
            renewed[offset] = _level(len(stack), quotes)[1]
        else:
            return {}
    return {} if stack else renewed


def _by_counterpart(marks: dict[int, str], quotes: Quotes) -> dict[int, str]:
    """Return each mark's counterpart: double and corner marks are outer, single and white corner marks inner."""
    counterparts = dict(zip("“”‘’「」『』", (*quotes.outer, *quotes.inner) * 2, strict=True))
    return {offset: counterparts[char] for offset, char in marks.items()}


def _level(depth: int, quotes: Quotes) -> tuple[str, str]:
    return quotes.inner if depth % 2 else quotes.outer


def _is_apostrophe(text: str, offset: int, *, quoted: bool) -> bool:
    """Whether a mark belongs to a foreign word: l’été, Xi’an; or, where no single mark is open, workers’ and 45’."""
    before, after = _is_foreign(text[offset - 1 : offset]), _is_foreign(text[offset + 1 : offset + 2])
    if text[offset] == "’":
        return (before and after) or (not quoted and (before or after))
    return text[offset] == "‘" and before and after


def _is_foreign(char: str) -> bool:
    """Whether a character is a letter or digit of an alphabet that writes apostrophes."""
    return char.isalnum() and not "\u2e80" <= char <= "\uffef"


def cut(text: str, slots: Iterable[str | None]) -> list[str | None]:
    """Cut a text of the same length back into slots."""
    pieces: list[str | None] = []
    start = 0
    for slot in slots:
        pieces.append(None if slot is None else text[start : start + len(slot)])
        start += len(slot or "")
    return pieces

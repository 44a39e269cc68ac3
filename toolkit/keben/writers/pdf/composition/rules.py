"""What Chinese setting asks of single characters and short runs; lengths are in em of the type they stand in.

Source: W3C, Requirements for Chinese Text Layout (CLREQ), as summed up in the project's notes, which quote from it
GB/T 15834 5.1.10: a full-width mark at a line's end is half width.
"""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

GAP, GAP_SHRINK = 0.15, 0.025
"""Between Han and Latin or digits, and what of it a tight line may take: CLREQ allows up to 1/4 em."""

HALF = 0.5
"""What a full-width mark gives up at a line's edge or beside another mark."""

BLANK = 0.46
"""From this much blank at one side of its ink a glyph has a half to give up: so the region's font decides, not a table."""

MARK_SHRINK = 0.2
"""What a tight line may take from the blank half behind a mark."""

SPACE_SHRINK = 0.25
"""What a tight line may take from a space between words, as a share of it."""

_HAN = re.compile(
    "[\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u303b\u3040-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff\ufffc]"
)
"""Han and what is set like it, among that U+FFFC, which stands for an image or another box in the line."""

_LATIN = re.compile("[0-9A-Za-z°\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff%‰℃]")
"""Letters and digits that keep a gap from Han."""

OPENING = frozenset("“‘（〔［｛《〈「『【〖([{")
CLOSING = frozenset("，。、；：！？”’）〕］｝》〉」』】〗,.;:!?)]}％%‰℃°")
NOT_AT_START = CLOSING | frozenset("·•‧—…～〜-–／/々ー\u2060")
_HALF_WIDTH = frozenset("([{,.;:!?)]}％%‰℃°")
MARKS = (OPENING | CLOSING | frozenset("·—…～／")) - _HALF_WIDTH
"""Full-width marks: what stands beside them may be moved, while those of half width belong to Latin words and numbers."""

_SCALE = "[十百千万亿兆萬億]*[多余餘几幾]?[十百千万亿兆萬億]*"
KEPT = re.compile(
    r"\d{2,4}年(?:\d{1,2}月(?:\d{1,2}[日号號])?)?|\d{1,2}月\d{1,2}[日号號]|〔\d+〕\d*[号號]?|——|……"
    rf"|第?\d[\d.,:/\u2013—~～-]*[%％‰℃]?{_SCALE}[\u4e00-\u9fff]?"
)
"""Runs without a break inside: dates, the year of a document number, dashes and dots, a number with its scale and the
first character of its unit."""

RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters and controls of right-to-left writing. Source: the blocks of Unicode 15."""


class Kind(Struct, frozen=True):
    """What the rules ask of a unit; `counts` says that it is seen as a character of a last line."""

    han: bool
    latin: bool
    mark: bool
    counts: bool


@cache
def kind_of(char: str) -> Kind:
    """Tell what a unit is by its characters; an edge of a box has none."""
    mark = char in MARKS
    return Kind(
        han=bool(_HAN.match(char)),
        latin=bool(char and _LATIN.match(char[-1])),
        mark=mark,
        counts=bool(char.strip(" \n\u2060")) and not mark and char not in _HALF_WIDTH,
    )


def has_han(text: str) -> bool:
    """Whether a text holds a Han character."""
    return bool(_HAN.search(text.replace("\ufffc", "")))

"""What CommonMark leaves out for Chinese: emphasis beside full-width marks, and line ends between Han characters.

Source: the CommonMark CJK-friendly amendments (tats-u/markdown-cjk-friendly, specification.md), which answer
commonmark-spec#650.
"""

from __future__ import annotations

import unicodedata

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Scanned


def is_wide(char: str) -> bool:
    """Whether a character fills a full square. Source: UAX #11, East Asian Width W or F."""
    return bool(char) and unicodedata.east_asian_width(char[0]) in "WF"


# Curly quotes, dashes and the ellipsis have East Asian Width A: wide in Chinese text, narrow elsewhere.
_SHARED_MARKS = "“”‘’—…·"


def joins_without_space(before: str, after: str) -> bool:
    """Whether a line end between two characters is nothing: both are wide, or one is and the other a shared mark.

    Hangul is wide but separates words by spaces, so its line ends stay spaces.
    """
    if "HANGUL" in unicodedata.name(before, "") or "HANGUL" in unicodedata.name(after, ""):
        return False
    return (is_wide(before) and (is_wide(after) or after in _SHARED_MARKS)) or (
        before in _SHARED_MARKS and is_wide(after)
    )


def scan_delimiters(src: str, start: int, end: int, *, can_split_word: bool) -> Scanned:
    """Decide whether a run of `*` or `_` can open and close emphasis.

    The amendments, §6.2: a mark that is wide never stops emphasis, and a narrow one does not where a wide character
    stands on the other side of the run.
    """
    marker = src[start]
    stop = start
    while stop < end and src[stop] == marker:
        stop += 1
    before, after = _before(src, start), src[stop] if stop < end else " "
    narrow_before, narrow_after = _is_narrow_punctuation(before), _is_narrow_punctuation(after)
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    left = not space_after and (not narrow_after or space_before or narrow_before or _is_cjk(before))
    right = not space_before and (not narrow_before or space_after or narrow_after or _is_cjk(after))
    can_open = left and (can_split_word or not right or _is_punctuation(before))
    can_close = right and (can_split_word or not left or _is_punctuation(after))
    return Scanned(can_open, can_close, stop - start)


def _before(src: str, start: int) -> str:
    """Return the character before a run, past a variation selector that belongs to it (amendments §2.1)."""
    if start == 0:
        return " "
    if start > 1 and "\ufe00" <= src[start - 1] <= "\ufe0e":
        return src[start - 2]
    return src[start - 1]


def _is_punctuation(char: str) -> bool:
    return isMdAsciiPunct(ord(char)) or isPunctChar(char)


def _is_narrow_punctuation(char: str) -> bool:
    return _is_punctuation(char) and not _is_cjk(char)


def _is_cjk(char: str) -> bool:
    """Whether a character counts as CJK in the amendments §2.1; ideographic variation selectors do too.

    So do curly quotation marks here: “” and 「」 take each other's place, and that must not change what is emphasised.
    """
    return unicodedata.east_asian_width(char) in "WFH" or char in "“”‘’" or "\U000e0100" <= char <= "\U000e01ef"

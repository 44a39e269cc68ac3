"""The marks of punctuation that each region writes: one row a region, with the source of each rule.

Quotation marks are in `locales.py`. Source, unless a row says another: Requirements for Chinese Text Layout (CLREQ, W3C editor's
draft, sections on marks, quotations and ellipses), which quotes GB/T 15834-2011 for the mainland and the handbook of Taiwan's
Ministry of Education, 2008, for Taiwan. For Hong Kong and Macao no standard was found; they write as CLREQ recommends to all.
"""

from __future__ import annotations

from msgspec import Struct

HAN = "字"
"""Stands for every Han character in the shape of a text."""

_HAN_BLOCKS = ("〇〇", "\u3400\u4dbf", "\u4e00\u9fff", "\uf900\ufaff", "\U00020000\U0003fffd")
"""First and last of each range. Source: Unicode blocks; 〇 stands among the symbols."""


def is_han(char: str) -> bool:
    """Whether a character is Han."""
    return any(block[0] <= char <= block[1] for block in _HAN_BLOCKS)


class _Shapes(dict[int, int]):
    """Maps Han to one letter and all else to itself; expressions over whole planes take milliseconds each to compile."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(HAN) if is_han(chr(code)) else code
        return self[code]


_SHAPES = _Shapes()


def shape(text: str) -> str:
    """Return a text of the same length in which every Han character is the same."""
    return text.translate(_SHAPES)


PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "（": "）", "【": "】", "〔": "〕"}
"""Opening marks and what closes each."""

OPENING, CLOSING = "".join(PAIRS), "".join(PAIRS.values())

STOPS = "，。、；：！？"
"""Marks of a pause, 点号, behind what they end."""


class Marks(Struct, frozen=True):
    """What a region writes.

    `dot` parts the names of foreigners; `dots` are others that a region accepts for it. `nested` are the marks of a title inside a title, empty
    where `〈〉` are for articles and no sign of depth. `tilde` stands between two words.
    """

    ellipsis: str = "……"
    dash: str = "——"
    dot: str = "·"
    dots: str = ""
    titles: str = "《》"
    nested: str = ""
    tilde: str = ""


# The mainland: titles are 《》 and those inside them 〈〉, whether of books or of articles; the connector is the wave ～ of a full square.
# Singapore's Simplified text has no rule of its own that was found, and is written as the mainland's.
_HANS = Marks(nested="〈〉", tilde="～")
# Taiwan: 《》 for books, 〈〉 for articles; both ～ and ~ connect. Big5 has ‧ for the dot, which texts still carry.
_HANT = Marks(dots="‧．")

MARKS: dict[str, Marks] = {"Hans": _HANS, "Hant": _HANT}
"""Marks by script; regions of one script differ in their quotation marks alone, as far as was found."""

DOTS = "‧・•"
"""Dots that stand for `·`: U+2027 comes from Big5, U+30FB from JIS, U+2022 is a bullet. Source: CLREQ, interpuncts."""

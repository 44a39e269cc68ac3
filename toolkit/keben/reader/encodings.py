"""Names the encoding of Chinese bytes that are not UTF-8, by which reading of them is the most ordinary Chinese."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator


class Encoding(Struct, frozen=True):
    """An encoding that Chinese files still come in.

    `common` are the lead bytes of its commonest characters in `standard`: level 1 of GB/T 2312, of Big5; none where it has no levels.
    """

    name: str
    codec: str
    standard: str = ""
    common: range = range(0)


# GBK and GB 2312 are parts of GB 18030, Big5-HKSCS has all of Big5.
_ENCODINGS = (
    Encoding("GB 18030", "gb18030", "gb2312", range(0xB0, 0xD8)),
    Encoding("Big5", "big5hkscs", "big5", range(0xA4, 0xC7)),
    Encoding("UTF-16", "utf-16-le"),
    Encoding("UTF-16", "utf-16-be"),
)

_FREQUENT = frozenset(
    "的一是不了在有和人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經"
    "十三之进進着著等部度家电電力里裡如水化高自二理起小物现現实實加量都两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新"
    "月第六五八七九百千万萬市区區元亿億请請你她您被给給给让讓书書文字港台臺湾灣"
)
"""Words of grammar, numerals and what any report is about, in both scripts: a reading that finds none of them is hardly Chinese."""

_SAMPLE = 1 << 16
"""So many bytes from the first one that is not ASCII are weighed."""


def encodings_of(data: bytes) -> tuple[str, ...]:
    """Name the encoding that bytes are in: one name where one fits best, several that cannot be told apart, none that fits."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("UTF-16",)
    weighed = sorted(((weight, each.name) for each in _ENCODINGS for weight in _weights(data, each)), reverse=True)
    if not weighed or weighed[0][0] < _ORDINARY:
        return ()
    near = [name for weight, name in weighed if weight > weighed[0][0] - _APART]
    return tuple(dict.fromkeys(near))


_ORDINARY, _APART = 0.4, 0.35
"""What Chinese text weighs at least, and what parts two readings for certain."""


def _weights(data: bytes, encoding: Encoding) -> Iterator[float]:
    """Yield what the text weighs, read in an encoding; nothing if it cannot be."""
    first = re.search(rb"[\x80-\xff]", data)
    start = first.start() if first and encoding.standard else 0
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    try:
        text = decoder.decode(data[start : start + _SAMPLE], final=len(data) <= start + _SAMPLE)
    except UnicodeDecodeError:
        return
    telling = [char for char in text if not (" " <= char <= "~" or char in "\t\r\n")]
    if telling:
        yield sum(_weight(char, encoding) for char in telling) / len(telling)


@cache
def _weight(char: str, encoding: Encoding) -> float:
    """Weigh a character: how ordinary it is in Chinese text of an encoding, from -1 to 2."""
    if char in _FREQUENT:
        return 2
    if "\u4e00" <= char <= "\u9fff":
        if not encoding.standard:
            return 0.2  # any two bytes make a Han character more often than not
        coded = char.encode(encoding.standard, "ignore")
        return 1 if coded and coded[0] in encoding.common else 0
    if char in "“”‘’—…·「」『』《》〈〉（）【】、。，；：！？％　０１２３４５６７８９":
        return 0.5
    return -1

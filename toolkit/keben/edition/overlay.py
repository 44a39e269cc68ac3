"""Phrases that OpenCC 1.4 converts wrongly, with the right form and the reason.

Each is put before OpenCC's own dictionaries. They were found by reading converted text; each has a test.
"""

from __future__ import annotations

from msgspec import Struct


class Phrase(Struct, frozen=True):
    """A Simplified phrase, its Traditional form for every region, and why OpenCC misses it."""

    simplified: str
    traditional: str
    reason: str


_LE = "the particle 了 after a verb is taken for 明瞭, to understand"
_ROAD = "征 is a march here, not 徵, to levy"
_CHAIN = "a chain of supply is 鏈; 鍊 is a variant for ornaments"

OVERLAY: tuple[Phrase, ...] = (
    Phrase("新征程", "新征程", _ROAD),
    Phrase("征程", "征程", _ROAD),
    Phrase("远征", "遠征", _ROAD),
    Phrase("资金链", "資金鏈", _CHAIN),
    Phrase("人才链", "人才鏈", _CHAIN),
    Phrase("创新链", "創新鏈", _CHAIN),
    Phrase("指明了", "指明了", _LE),
    Phrase("表明了", "表明了", _LE),
    Phrase("说明了", "說明了", _LE),
    Phrase("证明了", "證明了", _LE),
    Phrase("阐明了", "闡明了", _LE),
    Phrase("查明了", "查明了", _LE),
    Phrase("发明了", "發明了", _LE),
    Phrase("展示了", "展示了", _LE),
    Phrase("被发明", "被發明", "被发 is taken for 被髮, loose hair"),
)

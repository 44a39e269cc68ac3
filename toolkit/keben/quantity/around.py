"""The words around a figure: what limits it, and what changes it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from keben.quantity.date_shapes import GAP
from keben.quantity.words import AFTER, BEFORE, alternatives

if TYPE_CHECKING:
    from keben.quantity.grammar import Reading

Change = Literal["", "from", "to", "by"]

_AMOUNTING = ("达到", "達到", "高达", "高達", "多达", "多達", "累计", "累計", "平均", "日均", "月均", "年均")
"""Words that say how much and do not limit it; they stay outside a mark. What the grammar reads is more than what is marked."""
_GUARDED = "近约約上超达達仅僅"
_LIMITING = tuple(word for word in BEFORE if not word.isascii() and word not in _AMOUNTING and word not in _GUARDED)
_BEFORE = re.compile(
    rf"(?:{alternatives(_LIMITING)}"
    "|(?<![最附邻鄰相临臨])近|(?<![节節预預条條合公签簽契制缔締])[约約]|(?<![赶趕])超"
    "|(?<![以之向往马馬网網线線加至])(?P<above>上)"
    rf"|\b(?:{alternatives(tuple(word for word in BEFORE if word.isascii()))}) )\s?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"{GAP}(?:(?:及|或)?以[上下内內]|左右|上下(?!游)|之多|[内內](?![陆陸部地容外资資生在需涵])"
    rf"|[余餘](?![额額])|多(?![元种種样樣方项項次家个個边邊位少年数數功])|许(?![可多])| (?:{alternatives(tuple(each for each in AFTER if each.isascii()))})\b)"
)


def qualified(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a figure by the words right beside it that limit it."""
    for _ in range(2):
        window = max(0, start - 16)
        found = _BEFORE.search(text, window, start)
        if not found or (found["above"] and text[start] not in "百千万萬亿億"):
            break
        start = found.start()
    if text[end - 1] == "番":
        start -= 2 if text.startswith("翻了", start - 2) else 1 if text.startswith("翻", start - 1) else 0
    after = _AFTER.match(text, end)
    return start, after.end() if after else end


_FROM = re.compile("(?:从|從|由)[^，。；、！？0-9]{0,12}$")
_TO_VERB = re.compile("^[^，。；！？0-9]{0,12}?(?:至|到|为|為|成)")
_TO_END = re.compile("(?:从|從|由)[^。；！？]{1,40}?(?:至|到|为|為)[^，。；！？0-9]{0,8}$")
_BY = re.compile(
    "(?:增长|增長|增加|上涨|上漲|上升|提高|提升|下降|降低|减少|減少|回落|扩大|擴大|缩小|縮小|增|降)[了近超约約]{0,2}$"
)


def change_at(text: str, start: int, end: int, reading: Reading) -> Change:
    """Say what the words around make of a figure: 从[13.6%]降至[13%], 增长[16.8%]."""
    if reading.kind == "date":
        return ""
    before = text[max(0, start - 48) : start]
    if _FROM.search(before) and _TO_VERB.match(text[end : end + 20]):
        return "from"
    if _TO_END.search(before):
        return "to"
    return "by" if _BY.search(before) else ""

"""Decides every one-to-many character of a Simplified text: from the word it stands in, else from what stands around it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.edition.choice import Rule
from keben.edition.script.context import read_around
from keben.edition.script.segmentation import segment
from keben.edition.script.tables import LONGEST, NAT, tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.edition.script.segmentation import Segmentation
    from keben.edition.script.tables import Forms, Where
    from keben.edition.script.ways import Norm

_HAN = re.compile("[\u3400-\u9fff〇\U00020000-\U0003ffff]+")

CERTAIN = 12.0
"""Nats of margin beyond which nothing more is gained; e¹² is odds of 160,000 to one."""


class Spelling(Struct, frozen=True):
    """The form of one character of a word: what decided it, the phrase, and forms that the same phrase has elsewhere."""

    form: str
    rule: Rule
    phrase: str = ""
    rivals: str = ""
    reason: str = ""


class Decided(Struct, frozen=True):
    """The form of one place of a text, before a region's variants, and by how many nats it beats the next form."""

    place: int
    spelling: Spelling
    margin: float = CERTAIN


@cache
def one_to_many() -> re.Pattern[str]:
    """Match the characters that Traditional text writes in several ways."""
    return re.compile(f"[{''.join(tables().many)}]")


def decide(text: str, where: Where, *, weigh: bool = True) -> list[Decided]:
    """Decide the one-to-many characters of a text in order; without `weigh` no margin is reckoned, which saves a third of the time."""
    found: list[Decided] = []
    for start, cut, reach in _parts(text, one_to_many()):
        behind = cut.behind() if weigh else None
        for at, spelling in _decide_words(cut, reach, text, start, where):
            margin = _margin(cut, behind, at, spelling.form, where) if behind else CERTAIN
            found.append(Decided(start + at, spelling, margin))
    return found


def borders_of(text: str) -> frozenset[int]:
    """Return the offsets between the words of a text."""
    found = {0, len(text)}
    for start, cut, reach in _parts(text, _HAN):
        found |= {start, *(start + end for _, end in cut.words if end <= reach)}
    return frozenset(found)


_PART = 500
"""Code points of a run that are segmented at once, so that a text without any mark takes no more memory than others."""


def _parts(text: str, telling: re.Pattern[str]) -> Iterator[tuple[int, Segmentation, int]]:
    """Yield, for each part of a run of Han in which something is found, where it starts, its words, and how far they count.

    A word near the end of a part might go on behind it, so the next part begins with it.
    """
    for run in _HAN.finditer(text):
        start, end = run.span()
        while start < end:
            part = text[start : min(end, start + _PART)]
            reach = len(part) if start + len(part) == end else len(part) - LONGEST
            if telling.search(part):
                cut = segment(part, tables())
                reach = max(word_end for _, word_end in cut.words if word_end <= reach)
                yield start, cut, reach
            start += reach


def _decide_words(
    cut: Segmentation, reach: int, text: str, offset: int, where: Where
) -> Iterator[tuple[int, Spelling]]:
    """Yield the spelling of each place of a part's words up to `reach`."""
    for start, end in cut.words:
        if end > reach:
            return
        for place, found in spell(cut.text[start:end], where).items():
            at = start + place
            read = read_around(text, offset + at) if found.rule is Rule.CHARACTER else None
            yield at, structs.replace(found, form=read.form, rule=read.rule, reason=read.reason) if read else found


def _margin(cut: Segmentation, behind: list[int], place: int, form: str, where: Where) -> float:
    """Return by how many nats the best segmentation beats the best one that writes another form here."""
    others = (
        cost
        for start, end, cost in cut.over(place, behind)
        if spell(cut.text[start:end], where)[place - start].form != form
    )
    return min(CERTAIN, min(others, default=int(CERTAIN * NAT)) / NAT)


@lru_cache(maxsize=1 << 14)
def spell(word: str, where: Where) -> dict[int, Spelling]:
    """Return the forms of a word's one-to-many characters by their offsets.

    A word that no dictionary spells is cut into the likeliest shorter ones. The region's own spelling of a shorter phrase
    holds inside a longer one: 分布 in 分布于.
    """
    places = [match.start() for match in one_to_many().finditer(word)]
    if not places:
        return {}
    if (found := tables().forms(word, where)) is not None:
        inner = {} if found.reason else {place: _as_there(word, place, where) for place in places}
        return {place: inner.get(place) or _spelling(word, place, found) for place in places}
    if len(word) == 1:
        return {0: _spelling(word, 0, None)}
    spelled: dict[int, Spelling] = {}
    for start, end in segment(word, tables(), shorter_than=len(word)).words:
        spelled |= {start + place: spelling for place, spelling in spell(word[start:end], where).items()}
    return spelled


def _spelling(phrase: str, place: int, found: Forms | None) -> Spelling:
    if found is None:
        usual, *others = tables().many[phrase]
        return Spelling(usual, Rule.CHARACTER, phrase, "".join(others))
    form, *others = dict.fromkeys(form[place] for form in found.forms)
    return Spelling(form, Rule.OVERLAY if found.reason else Rule.WORD, phrase, "".join(others), found.reason)


def _as_there(phrase: str, place: int, where: Where) -> Spelling | None:
    """Return the region's own spelling of a place by the longest phrase of it that stands inside another."""
    for length in range(len(phrase) - 1, 1, -1):
        for start in range(max(0, place - length + 1), min(place, len(phrase) - length) + 1):
            inner = phrase[start : start + length]
            if found := tables().forms_there(inner, where):
                return _spelling(inner, place - start, found)
    return None


def forms_of(char: str, wanted: Norm) -> list[str]:
    """Return what a one-to-many character may become, the usual form first."""
    return (tables().many_back if wanted == "s" else tables().many).get(char, [char])


_LONGEST_BACK = 5
"""Code points of the longest of OpenCC's phrases for the way back, but for four idioms."""


def decide_back(text: str, converted: str) -> Iterator[Decided]:
    """Find the phrase behind what OpenCC made of each Traditional character with several Simplified forms."""
    for place, char in enumerate(text):
        if char in tables().many_back:
            phrase = _phrase_over(text, place)
            rule = Rule.WORD if phrase else Rule.CHARACTER
            yield Decided(place, Spelling(converted[place], rule, phrase or char), CERTAIN if phrase else CERTAIN / 2)


def _phrase_over(text: str, place: int) -> str:
    for start in range(max(0, place - _LONGEST_BACK + 1), place + 1):
        for end in range(min(len(text), start + _LONGEST_BACK), max(place, start + 1), -1):
            if tables().forms(text[start:end], "back"):
                return text[start:end]
    return ""

"""What was decided at one place where conversion had a choice, and why: the unit of the proof."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from keben.diagnostics import Place


class Risk(StrEnum):
    """How far a decision may be trusted.

    `SURE`: nothing speaks against it. `GLOSSARY`: a person decided, by a term, a mark or a reviewer's decision. `REVIEW`: one
    of the most doubtful places of its text, for a person to look at. `ERROR`: what was printed cannot be right.
    """

    SURE = "sure"
    GLOSSARY = "glossary"
    REVIEW = "review"
    ERROR = "error"


class Rule(StrEnum):
    """What decided.

    `WORD`: the word that the character stands in, found by segmentation. `CHARACTER`: its commonest form, since no word of a
    dictionary has it here. `OVERLAY`: a phrase of our own. `NAME`: a surname. `TERM`: a glossary. `DECISION`: a reviewer,
    in `proof.toml`. `LEFT`: nothing; a character of the other script stays.
    """

    WORD = "word"
    CHARACTER = "character"
    OVERLAY = "overlay"
    NAME = "name"
    TERM = "term"
    DECISION = "decision"
    LEFT = "left"


CONTEXT = 12
"""Code points kept on each side of a choice; they are what a reviewer's decision is locked by."""


class Choice(Struct, frozen=True, omit_defaults=True):
    """One decision in a line of prose.

    `start` and `end` are code points in the line's text, protected parts left out. `before` and `after` are up to `CONTEXT`
    code points of the line around it, in the source's script. `phrase` is the word that decided, `reason` why it is so written,
    where a person has said so. `alternatives` are the other forms that the target's region
    writes, best first. `views` names what each engine would print here where they differ. `doubt` orders the choices of
    one text; it is no probability. `block` is the id of the block, `place` where it stands in the source file.
    """

    start: int
    end: int
    source: str
    target: str
    rule: Rule
    phrase: str = ""
    reason: str = ""
    alternatives: tuple[str, ...] = ()
    views: dict[str, str] = {}
    doubt: float = 0.0
    risk: Risk = Risk.SURE
    before: str = ""
    after: str = ""
    block: str = ""
    place: Place | None = None

"""What the page says of a choice, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.edition.choice import Choice, Risk, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_RULES: dict[Rule, str] = {
    Rule.WORD: "the word it stands in",
    Rule.CHARACTER: "no dictionary has a word here, so it is the commonest form",
    Rule.OVERLAY: "a phrase that Keben corrects",
    Rule.NAME: "a surname, which keeps its character",
    Rule.TERM: "a term of the glossary",
    Rule.LEFT: "a character of the other script, which nothing converts",
    Rule.DECISION: "a reviewer's decision in proof.toml",
}

RISKS: dict[Risk, str] = {
    Risk.ERROR: "cannot be right",
    Risk.REVIEW: "look at it",
    Risk.GLOSSARY: "a person decided",
    Risk.SURE: "nothing speaks against it",
}
"""Every risk in a few words, the gravest first."""


def why(choice: Choice) -> str:
    """Say what decided a choice, and why where the rule has a reason of its own."""
    return _RULES[choice.rule] + (f" ({choice.reason})" if choice.reason else "")


def doubts_of(choices: Sequence[Choice]) -> Iterator[str]:
    """Yield for each choice of a text how far it is trusted; among those to review by rank, since the number says nothing."""
    review = [number for number, choice in enumerate(choices) if choice.risk is Risk.REVIEW]
    review.sort(key=lambda number: -choices[number].doubt)
    rank = {number: place for place, number in enumerate(review, 1)}
    for number, choice in enumerate(choices):
        place = f"; number {rank[number]} of {len(review)}, the most doubtful first" if number in rank else ""
        yield RISKS[choice.risk] + place


def forms_of(choice: Choice) -> tuple[str, ...]:
    """Return what is printed and then the other forms that a decision may put there; a decision keeps the length."""
    fitting = (form for form in choice.alternatives if len(form) == len(choice.source) == len(choice.target))
    return tuple(dict.fromkeys((choice.target, *fitting)))


def may_be_decided(choice: Choice) -> bool:
    """Whether a reviewer can decide here; a term of another length is the glossary's to change."""
    return len(choice.target) == len(choice.source)

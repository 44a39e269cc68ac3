"""What a reviewer decided about single places of an edition, and how it is obeyed: there and nowhere else.

A decision is locked by its place: the characters, up to `CONTEXT` code points on each side, and, if the text has exactly this
more than once, which of them it is. Once the text around it changes, it is stale, is told as such and decides nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import date as Date  # noqa: N812 - the field of that name would hide it
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, structs

from keben.diagnostics import Place
from keben.edition.choice import Choice, Risk, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keben.diagnostics import Report


class Decision(Struct, frozen=True, omit_defaults=True):
    """What one place of an edition is printed as.

    `work` is the id of the work, `edition` the tag of a locale. `target` is as long as `source`. `before` and `after` are in
    the source's script; `occurrence` counts the places of the edition with the same three, from 1. `note`, `by` and `date` are
    the reviewer's. `place` is where the entry stands in `proof.toml`.
    """

    work: str
    edition: str
    source: str
    target: str
    before: str = ""
    after: str = ""
    occurrence: int = 1
    note: str = ""
    by: str = ""
    date: Date | None = None
    place: Place | None = None


class Lock(NamedTuple):
    """What says which place of an edition is meant."""

    before: str
    source: str
    after: str
    occurrence: int


def lock_of(decision: Decision) -> Lock:
    """Return the place that a decision is for."""
    return Lock(decision.before, decision.source, decision.after, decision.occurrence)


def locks_of(choices: Iterable[Choice]) -> Iterator[Lock]:
    """Yield the lock of every choice of an edition, all of them given in reading order."""
    count: Counter[tuple[str, str, str]] = Counter()
    for choice in choices:
        context = choice.before, choice.source, choice.after
        count[context] += 1
        yield Lock(*context, count[context])


def settle(
    choices: Sequence[Choice], decisions: Iterable[Decision], tag: str
) -> tuple[tuple[Choice, ...], tuple[Decision, ...]]:
    """Obey the decisions of one work for an edition.

    Args:
        choices: All of the edition, in reading order.
        decisions: Of this work, for any edition.
        tag: The edition's locale.

    Returns:
        The choices, each that was decided with the decision's target and marked as reviewed; the decisions of this edition
        that are for no place in it. Settling again changes nothing.
    """
    waiting = {lock_of(decision): decision for decision in decisions if decision.edition == tag}
    settled = [
        _decided(choice, waiting.pop(lock).target) if lock in waiting else choice
        for choice, lock in zip(choices, locks_of(choices), strict=True)
    ]
    return tuple(settled), tuple(waiting.values())


def _decided(choice: Choice, target: str) -> Choice:
    others = dict.fromkeys((choice.target, *choice.alternatives))
    others.pop(target, None)
    return structs.replace(choice, target=target, rule=Rule.DECISION, risk=Risk.GLOSSARY, alternatives=tuple(others))


def report_stale(stale: Iterable[Decision], report: Report) -> None:
    """Report decisions that are for no place any more to the report of their `proof.toml`."""
    for decision in stale:
        said = f"{decision.before}【{decision.source}】{decision.after}"
        number = f", number {decision.occurrence}," if decision.occurrence > 1 else ""
        report.add(
            "C224",
            f"`{said}`{number} is not in {decision.edition} of `{decision.work}`, so `{decision.target}` decides nothing",
            decision.place,
            "the text has changed: decide again in the page of `keben proof`, or take the entry out",
        )

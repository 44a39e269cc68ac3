"""What a reviewer decided about single places of an edition, and how it is obeyed: there and nowhere else.

A decision is locked by its place: the characters, and up to `CONTEXT` code points on each side. If the text has this more than once,
it also says which of how many it is. Once the text around it changes, or that number, it is told as stale and decides nothing.
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
    the source's script, as much of the text around as the reviewer gives; `occurrence` counts the places of the edition that
    fit them, from 1, and `of` is how many there are. `note`, `by` and `date` are the reviewer's. `place` is where the entry stands in `proof.toml`.
    """

    work: str
    edition: str
    source: str
    target: str
    before: str = ""
    after: str = ""
    occurrence: int = 1
    of: int = 1
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
    of: int


def lock_of(decision: Decision) -> Lock:
    """Return the place that a decision is for."""
    return Lock(decision.before, decision.source, decision.after, decision.occurrence, decision.of)


def locks_of(choices: Sequence[Choice]) -> Iterator[Lock]:
    """Yield the lock of every choice of an edition, all of them given in reading order."""
    contexts = [(choice.before, choice.source, choice.after) for choice in choices]
    total, count = Counter(contexts), Counter[tuple[str, str, str]]()
    for context in contexts:
        count[context] += 1
        yield Lock(*context, count[context], total[context])


class Settled(Struct, frozen=True):
    """The choices of an edition after its decisions, the decisions that are for no place in it, and those that no form fits."""

    choices: tuple[Choice, ...]
    stale: tuple[Decision, ...] = ()
    unfit: tuple[Decision, ...] = ()


def settle(choices: Sequence[Choice], decisions: Iterable[Decision], tag: str) -> Settled:
    """Obey the decisions of one work for an edition; settling again changes nothing.

    Args:
        choices: All of the edition, in reading order.
        decisions: Of this work, for any edition.
        tag: The edition's locale.
    """
    settled = list(choices)
    places: dict[str, list[int]] = {}
    for at, choice in enumerate(choices):
        places.setdefault(choice.source, []).append(at)
    stale, unfit = [], []
    for decision in decisions:
        if decision.edition != tag:
            continue
        fitting = _fitting(decision, choices, places.get(decision.source, ()))
        if len(fitting) != decision.of or decision.occurrence > decision.of:
            stale.append(decision)
            continue
        at = fitting[decision.occurrence - 1]
        if choices[at].rule is Rule.LEFT or decision.target in (choices[at].target, *choices[at].alternatives):
            settled[at] = _decided(choices[at], decision.target)
        else:
            unfit.append(decision)
    return Settled(tuple(settled), tuple(stale), tuple(unfit))


def _fitting(decision: Decision, choices: Sequence[Choice], places: Iterable[int]) -> list[int]:
    """Return the places with exactly the text of a decision around them, else those whose text has it nearest to them."""
    loose = [
        at
        for at in places
        if choices[at].before.endswith(decision.before) and choices[at].after.startswith(decision.after)
    ]
    exact = [at for at in loose if (choices[at].before, choices[at].after) == (decision.before, decision.after)]
    return exact or loose


def _decided(choice: Choice, target: str) -> Choice:
    others = dict.fromkeys((choice.target, *choice.alternatives))
    others.pop(target, None)
    return structs.replace(choice, target=target, rule=Rule.DECISION, risk=Risk.GLOSSARY, alternatives=tuple(others))


def report_useless(settled: Settled, report: Report) -> None:
    """Report decisions that decide nothing to the report of their `proof.toml`."""
    for decision in settled.stale:
        which = f", number {decision.occurrence} of {decision.of}," if decision.of > 1 else ""
        report.add(
            "C224",
            f"{_said(decision)}{which} is not one place of `{decision.work}` where {decision.edition} has a choice",
            decision.place,
            "give more or less of the text around it, decide again in the page of `keben proof`, or take the entry out",
        )
    for decision in settled.unfit:
        fact = (
            f"`{decision.target}` is no form of `{decision.source}` in {_said(decision)} that {decision.edition} writes"
        )
        report.add(
            "C225", fact, decision.place, "write one of the forms on the page of `keben proof`, or use a glossary"
        )


def _said(decision: Decision) -> str:
    return f"`{decision.before}【{decision.source}】{decision.after}`"

"""A reviewer's decision: obeyed at its place and nowhere else, and told once its place is gone."""

from __future__ import annotations

from msgspec import structs

from keben.diagnostics import Place, Report
from keben.edition.choice import CONTEXT, Choice, Risk, Rule
from keben.edition.decisions import Decision, locks_of, report_stale, settle

TW = "zh-Hant-TW"
LINES = ("为我们指明了方向，指明了方向。", "为我们指明了方向，指明了方向。", "干部头发")


def choices_of(*lines: str, of: str = "了发干") -> tuple[Choice, ...]:
    """Make the choices of lines as the engine does, with what OpenCC would print."""
    printed = {"了": ("瞭", "了"), "发": ("發", "髮"), "干": ("幹", "乾")}
    return tuple(
        Choice(
            start, start + 1, char, printed[char][0], Rule.WORD, alternatives=(printed[char][1],), risk=Risk.REVIEW,
            before=line[max(0, start - CONTEXT) : start], after=line[start + 1 :][:CONTEXT],
        )
        for line in lines for start, char in enumerate(line) if char in of
    )  # fmt: skip


def decide(choice: Choice, target: str, **more: object) -> Decision:
    made = Decision("w", TW, choice.source, target, choice.before, choice.after)
    return structs.replace(made, **more)


def test_only_the_place_of_a_decision_changes() -> None:
    choices = choices_of(*LINES)
    settled, stale = settle(choices, [decide(choices[1], "了")], TW)
    assert stale == ()
    assert [number for number, (old, new) in enumerate(zip(choices, settled, strict=True)) if old != new] == [1]
    changed = settled[1]
    assert (changed.target, changed.rule, changed.risk) == ("了", Rule.DECISION, Risk.GLOSSARY)
    assert changed.alternatives == ("瞭",)


def test_of_places_with_the_same_text_around_them_one_is_meant() -> None:
    choices = choices_of(*LINES)
    assert choices[0].before == choices[2].before
    settled, stale = settle(choices, [decide(choices[0], "了", occurrence=2)], TW)
    assert stale == ()
    assert [choice.target for choice in settled[:4]] == ["瞭", "瞭", "了", "瞭"]
    assert [lock.occurrence for lock in locks_of(choices)][:4] == [1, 1, 2, 2]


def test_to_confirm_what_was_printed_is_a_review_too() -> None:
    (choice,) = choices_of("头发", of="发")
    (settled,), _ = settle([choice], [decide(choice, "發")], TW)
    assert settled == structs.replace(choice, rule=Rule.DECISION, risk=Risk.GLOSSARY)


def test_what_the_engine_did_not_think_of_may_be_decided() -> None:
    (choice,) = choices_of("干部", of="干")
    (settled,), _ = settle([choice], [decide(choice, "干")], TW)
    assert (settled.target, settled.alternatives) == ("干", ("幹", "乾"))


def test_settling_again_changes_nothing() -> None:
    choices = choices_of(*LINES)
    decisions = [decide(choices[0], "了"), decide(choices[4], "干"), decide(choices[0], "了", occurrence=3)]
    once = settle(choices, decisions, TW)
    assert settle(once[0], decisions, TW) == once
    assert once[1] == (decisions[2],)


def test_a_decision_of_another_edition_is_neither_obeyed_nor_stale() -> None:
    choices = choices_of(*LINES)
    assert settle(choices, [decide(choices[0], "了", edition="zh-Hant-HK")], TW) == (choices, ())


def test_once_the_text_around_it_changes_a_decision_is_stale_and_says_so() -> None:
    (choice,) = choices_of("头发", of="发")
    decision = decide(choice, "髮", before="白", occurrence=2, place=Place(3, 1, 12))
    assert settle([choice], [decision], TW) == ((choice,), (decision,))
    report = Report("proof.toml", "\n\n[[decision]]")
    report_stale([decision], report)
    (found,) = report.diagnostics()
    assert (found.code, found.place, found.excerpt) == ("C224", Place(3, 1, 12), "[[decision]]")
    assert "`白【发】`, number 2, is not in zh-Hant-TW of `w`" in found.fact
    assert found.hint

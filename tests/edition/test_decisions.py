"""A reviewer's decision: obeyed at its place and nowhere else, and told once its place is gone."""

from __future__ import annotations

from msgspec import structs

from keben.diagnostics import Place, Report
from keben.edition.choice import CONTEXT, Choice, Risk, Rule
from keben.edition.decisions import Decision, Settled, locks_of, report_useless, settle

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
    settled = settle(choices, [decide(choices[4], "乾")], TW).choices
    assert [number for number, (old, new) in enumerate(zip(choices, settled, strict=True)) if old != new] == [4]
    changed = settled[4]
    assert (changed.target, changed.rule, changed.risk) == ("乾", Rule.DECISION, Risk.GLOSSARY)
    assert changed.alternatives == ("幹",)


def test_of_places_with_the_same_text_around_them_one_is_meant() -> None:
    choices = choices_of(*LINES)
    assert choices[0].before == choices[2].before
    settled = settle(choices, [decide(choices[0], "了", occurrence=2, of=2)], TW)
    assert settled.stale == ()
    assert [choice.target for choice in settled.choices[:4]] == ["瞭", "瞭", "了", "瞭"]
    assert [(lock.occurrence, lock.of) for lock in locks_of(choices)][:4] == [(1, 2), (1, 2), (2, 2), (2, 2)]


def test_when_their_number_changes_nobody_knows_which_is_meant() -> None:
    decision = decide(choices_of(*LINES)[0], "了", occurrence=2, of=2)
    for lines in (LINES[1:], (LINES[0], *LINES)):
        choices = choices_of(*lines)
        assert settle(choices, [decision], TW) == Settled(choices, (decision,))
    both = choices_of(*LINES)
    unsaid = decide(both[0], "了")
    assert settle(both, [unsaid], TW) == Settled(both, (unsaid,))


def test_as_little_text_around_it_as_names_one_place_is_enough() -> None:
    choices = choices_of("喜欢干辣椒", "干部头发")
    settled = settle(choices, [decide(choices[0], "乾", before="", after="辣")], TW)
    assert (settled.stale, settled.choices[0].target, settled.choices[1:]) == ((), "乾", choices[1:])


def test_to_confirm_what_was_printed_is_a_review_too() -> None:
    (choice,) = choices_of("头发", of="发")
    (settled,) = settle([choice], [decide(choice, "發")], TW).choices
    assert settled == structs.replace(choice, rule=Rule.DECISION, risk=Risk.GLOSSARY)


def test_a_form_that_the_character_does_not_have_is_not_printed() -> None:
    (choice,) = choices_of("干部", of="干")
    decision = decide(choice, "水")
    settled = settle([choice], [decision], TW)
    assert settled == Settled((choice,), (), (decision,))
    report = Report("proof.toml")
    report_useless(settled, report)
    assert [found.code for found in report.diagnostics()] == ["C225"]


def test_a_character_that_stays_in_the_other_script_may_become_any() -> None:
    left = Choice(0, 1, "們", "們", Rule.LEFT, risk=Risk.ERROR)
    (settled,) = settle([left], [Decision("w", TW, "們", "们")], TW).choices
    assert (settled.target, settled.risk) == ("们", Risk.GLOSSARY)


def test_settling_again_changes_nothing() -> None:
    choices = choices_of(*LINES)
    decisions = [
        decide(choices[0], "了", of=2), decide(choices[4], "乾"), decide(choices[0], "了", occurrence=3, of=2)
    ]  # fmt: skip
    once = settle(choices, decisions, TW)
    assert settle(once.choices, decisions, TW) == once
    assert once.stale == (decisions[2],)


def test_a_decision_of_another_edition_is_neither_obeyed_nor_stale() -> None:
    choices = choices_of(*LINES)
    assert settle(choices, [decide(choices[0], "了", edition="zh-Hant-HK")], TW) == Settled(choices)


def test_once_the_text_around_it_changes_a_decision_is_stale_and_says_so() -> None:
    (choice,) = choices_of("头发", of="发")
    decision = decide(choice, "髮", before="白", occurrence=2, of=3, place=Place(3, 1, 12))
    settled = settle([choice], [decision], TW)
    assert settled == Settled((choice,), (decision,))
    report = Report("proof.toml", "\n\n[[decision]]")
    report_useless(settled, report)
    (found,) = report.diagnostics()
    assert (found.code, found.place, found.excerpt) == ("C224", Place(3, 1, 12), "[[decision]]")
    assert "`白【发】`, number 2 of 3, is not one place of `w` where zh-Hant-TW has a choice" in found.fact
    assert found.hint

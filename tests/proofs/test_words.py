"""What is said of a choice."""

from __future__ import annotations

from keben.edition.choice import Choice, Risk, Rule
from keben.proofs.words import doubts_of, forms_of, may_be_decided, why


def choice(doubt: float = 0.0, risk: Risk = Risk.REVIEW, target: str = "發", **more: object) -> Choice:
    return Choice(0, 1, "发", target, Rule.OVERLAY, doubt=doubt, risk=risk, alternatives=("髮", target, "頭髮"), **more)  # type: ignore[arg-type]


def test_doubt_is_a_rank_among_those_to_review() -> None:
    choices = [choice(-0.2), choice(9.0, Risk.SURE), choice(0.4), choice(0.0, Risk.ERROR), choice(1.0, Risk.GLOSSARY)]
    assert list(doubts_of(choices)) == [
        "look at it; number 2 of 2, the most doubtful first", "nothing speaks against it",
        "look at it; number 1 of 2, the most doubtful first", "cannot be right", "a person decided",
    ]  # fmt: skip


def test_a_rule_says_its_reason() -> None:
    assert why(choice(reason="hair of the head")) == "a phrase that Keben corrects (hair of the head)"
    assert why(choice()) == "a phrase that Keben corrects"


def test_every_rule_has_words() -> None:
    for rule in Rule:
        assert why(Choice(0, 1, "发", "發", rule))


def test_only_forms_of_the_same_length_can_be_picked() -> None:
    assert forms_of(choice()) == ("發", "髮")
    assert may_be_decided(choice())
    assert forms_of(choice(target="軟體")) == ("軟體",)
    assert not may_be_decided(choice(target="軟體"))

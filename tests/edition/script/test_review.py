"""The list for review: the most doubtful four in a hundred, and a list that is worked off."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from conftest import SPEECH
from keben.edition import derive
from keben.edition.choice import Choice, Risk, Rule
from keben.edition.script.deciding import CERTAIN, Decided, Spelling
from keben.edition.script.review import BUDGET, doubt_of, flag
from keben.locales import find_locale
from keben.reader import read


def choice(doubt: float, rule: Rule = Rule.WORD, risk: Risk = Risk.SURE) -> Choice:
    return Choice(0, 1, "发", "發", rule, alternatives=("髮",), doubt=doubt, risk=risk)


def flagged(choices: list[Choice]) -> list[int]:
    return [at for at, each in enumerate(flag(choices)) if each.risk is Risk.REVIEW]


@given(st.lists(st.floats(-2.0, 4.0), max_size=200))
def test_no_more_than_four_in_a_hundred_and_the_most_doubtful(doubts: list[float]) -> None:
    found = flagged([choice(doubt) for doubt in doubts])
    least = -0.175 * CERTAIN if len(doubts) >= 25 else 0
    assert len(found) == min(math.ceil(0.04 * len(doubts)), sum(doubt > least for doubt in doubts))
    rest = [doubt for at, doubt in enumerate(doubts) if at not in found]
    assert all(doubts[at] >= max(rest, default=-9) for at in found)


def test_the_budget_is_of_the_facts() -> None:
    assert BUDGET == 0.04
    assert len(flagged([choice(1.0)] * 100)) == 4
    assert len(flagged([choice(1.0)] * 101)) == 5
    assert flagged([choice(1.0)]) == [0]
    assert flagged([choice(-0.1)] * 24) == []
    assert flagged([]) == []


def test_where_nothing_speaks_against_a_choice_it_is_not_listed() -> None:
    assert flagged([choice(-0.175 * CERTAIN)] * 100) == []


def test_among_equals_the_first_are_listed() -> None:
    assert flagged([choice(0.5)] * 50) == [0, 1]


def test_a_list_that_is_worked_off_is_not_filled_again() -> None:
    choices = [choice(at / 100) for at in range(100)]
    assert flagged(choices) == [96, 97, 98, 99]
    choices[99] = structs.replace(choices[99], rule=Rule.DECISION, risk=Risk.GLOSSARY)
    assert flagged(choices) == [96, 97, 98]
    for at in (96, 97, 98):
        choices[at] = structs.replace(choices[at], rule=Rule.DECISION, risk=Risk.GLOSSARY)
    assert flagged(choices) == []


@pytest.mark.parametrize("rule", [Rule.TERM, Rule.NAME])
def test_terms_and_names_take_no_place_in_the_budget(rule: Rule) -> None:
    settled = [choice(9.0, rule, Risk.GLOSSARY)] * 100
    assert flagged([*settled, choice(0.1)]) == [100]
    assert flag(settled) == tuple(settled)


def test_what_stays_in_the_other_script_stays_an_error() -> None:
    left = choice(0.0, Rule.LEFT, Risk.ERROR)
    assert flag([left, choice(1.0)])[0] == left


def decided(margin: float, rule: Rule = Rule.WORD, phrase: str = "头发", rivals: str = "") -> Decided:
    return Decided(0, Spelling("髮", rule, phrase, rivals), margin)


def test_doubt_grows_with_each_sign() -> None:
    calm = doubt_of(decided(CERTAIN), ("發",), differs=False)
    assert doubt_of(decided(CERTAIN), ("發",), differs=True) > calm
    assert doubt_of(decided(CERTAIN, rivals="發"), ("發",), differs=False) > calm
    assert doubt_of(decided(2.0), ("發",), differs=False) > calm
    alone = Decided(0, Spelling("里", Rule.CHARACTER, "里", "裏"), CERTAIN)
    explained = structs.replace(alone, spelling=structs.replace(alone.spelling, reason="a mile after a number"))
    assert doubt_of(alone, (), differs=False) > doubt_of(explained, (), differs=False) == calm
    divided = Decided(0, Spelling("週", Rule.WORD, "周末"), CERTAIN)
    assert doubt_of(divided, ("週", "周"), differs=False) > calm


@pytest.mark.parametrize("tag", ["zh-Hant-TW", "zh-Hant-HK"])
def test_the_list_of_a_real_speech(tag: str) -> None:
    choices = derive(read(SPEECH).document, find_locale(tag)).choices
    listed = [each for each in choices if each.risk is Risk.REVIEW]
    counted = [each for each in choices if each.rule not in (Rule.TERM, Rule.NAME)]
    assert 0 < len(listed) <= math.ceil(0.04 * len(counted))
    assert min(each.doubt for each in listed) >= max(each.doubt for each in choices if each.risk is Risk.SURE)
    assert all(each.place and each.alternatives for each in listed if each.block)

"""Punctuation by region: quotation marks, titles inside titles, the dot in names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import read_body
from keben.edition import punctuation
from keben.edition.proof import prove
from keben.edition.prose import map_prose
from keben.errors import ProofError
from keben.locales import find_locale

CN, SG, EN = find_locale("zh-Hans-CN"), find_locale("zh-Hans-SG"), find_locale("en")
TW, HK, MO = find_locale("zh-Hant-TW"), find_locale("zh-Hant-HK"), find_locale("zh-Hant-MO")
FIXED = settings(derandomize=True, deadline=None)


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("〈項羽本紀〉", "《項羽本紀》"),
        ("《甲〈乙〉丙》", "《甲〈乙〉丙》"),
        ("《甲《乙》丙》", "《甲〈乙〉丙》"),
        ("〈甲〈乙〉丙〉", "《甲〈乙〉丙》"),
        ("《甲《乙《丙》》》", "《甲〈乙《丙》〉》"),
        ("〈甲", "〈甲"),
        ("〈甲》", "〈甲》"),
        ("〉甲〈", "〉甲〈"),
        ("「見〈甲〉」", "“見《甲》”"),
        ("馬丁‧路德・金•甲", "馬丁·路德·金·甲"),
        ("a‧b、‧甲", "a‧b、‧甲"),
        ("馬丁．路德", "馬丁．路德"),
    ],
)
def test_to_the_mainland(traditional: str, simplified: str) -> None:
    for source in (TW, HK, MO, None):
        for target in (CN, SG):
            assert punctuation.convert([traditional], source, target) == [simplified]


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("《关于〈甲〉的》", "《关于〈甲〉的》"),
        ("《甲》", "《甲》"),
        ("马丁·路德", "马丁·路德"),
        ("马丁・路德•金", "马丁·路德·金"),
        ("马丁‧路德", "马丁‧路德"),
        ("“甲‘乙“丙”’”——丁……", "「甲『乙「丙」』」——丁……"),
        ("5～8%、5–8、甲--乙...", "5～8%、5–8、甲--乙..."),
    ],
)
def test_to_traditional(simplified: str, traditional: str) -> None:
    for target in (TW, HK, MO):
        assert punctuation.convert([simplified], CN, target) == [traditional]


def test_a_quotation_that_goes_on_keeps_its_open_marks() -> None:
    lines = ["他说：“甲‘乙。", "“‘丙’，丁。", "“戊。”"]
    assert [punctuation.convert([line], CN, TW) for line in lines] == [
        ["他说：「甲『乙。"],
        ["「『丙』，丁。"],
        ["「戊。」"],
    ]


def test_between_regions_of_one_script_and_from_another_language_marks_stay() -> None:
    slots = ["〈甲〉马丁・路德", None, "《乙《丙》》"]
    assert punctuation.convert(slots, TW, HK) == slots
    assert punctuation.convert(slots, CN, SG) == slots
    assert punctuation.convert(slots, EN, CN) == slots
    assert punctuation.convert(slots, TW, EN) == slots


def test_a_title_goes_on_across_slots() -> None:
    assert punctuation.convert(["〈", "甲", None, "《乙", "》〉"], TW, CN) == ["《", "甲", None, "〈乙", "〉》"]


LINES = st.lists(st.none() | st.text("“”‘’「」『』《》〈〉·‧・•甲乙a ", max_size=8), max_size=5)


@FIXED
@given(LINES, st.sampled_from([None, CN, TW]), st.sampled_from([CN, TW, HK]))
def test_twice_is_once_and_only_marks_change(lines: list[str | None], source: object, target: object) -> None:
    once = punctuation.convert(lines, source, target)  # type: ignore[arg-type]
    assert punctuation.convert(once, source, target) == once  # type: ignore[arg-type]
    assert [each and len(each) for each in once] == [each and len(each) for each in lines]


def test_the_proof_allows_the_pass_its_marks_and_no_more() -> None:
    document = read_body("〈甲〉马丁‧路德“乙”，[5件]{.q}").document
    changed = map_prose(document, lambda slots: punctuation.convert(slots, TW, CN))
    assert changed != document
    prove("punctuation", CN.tag, document, changed)
    spoilt = map_prose(document, lambda slots: [slot and slot.replace("，", "。") for slot in slots])
    with pytest.raises(ProofError):
        prove("punctuation", CN.tag, document, spoilt)

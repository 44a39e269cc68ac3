"""What must hold of every converted edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from conftest import NEWS, SPEECH, read_body
from keben.edition import derive
from keben.edition.choice import Risk, Rule
from keben.edition.prose import Line
from keben.edition.script import convert_line, convert_text, way_between
from keben.edition.script.conversion import Conversion
from keben.edition.script.gates import breaches, returns
from keben.edition.script.ways import way_again
from keben.glossary import Matcher, Term
from keben.locales import Locale, find_locale
from keben.reader import read
from keben.scripts import telling

if TYPE_CHECKING:
    from pathlib import Path

CN = find_locale("zh-Hans-CN")
TW, HK, MO = (find_locale(tag) for tag in ("zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO"))

SIMPLIFIED = "资金链新征程发展里面后干斗台范余系制表卷云冲征了链万亿明示出准并长头被为启线众床峰吃着群卫面"
TEXTS = st.text(alphabet=SIMPLIFIED + "，。“”1a (", max_size=30)


def made(text: str, target: Locale, terms: Matcher | None = None, source: Locale = CN) -> Conversion:
    return convert_line(Line("", (text,), (None,)), way_between(source, target), terms, script=target.script)


def codes(line: Conversion, target: Locale) -> list[tuple[str, str]]:
    return [(each.code, each.fact) for each in breaches([line], target, converted=True)]


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from([TW, HK, MO]))
def test_what_is_converted_stays_when_it_is_converted_again(text: str, target: Locale) -> None:
    line = made(text, target)
    assert codes(line, target) == []
    once = "".join(line.settled())
    assert convert_text(once, way_again(target)).text == once
    assert telling().simplified.isdisjoint(once)


@settings(deadline=None, max_examples=100)
@given(TEXTS, st.sampled_from([TW, HK]))
def test_an_edition_stays_on_the_way_between_its_own_characters(text: str, target: Locale) -> None:
    there = "".join(made(text, target).settled())
    other = HK if target == TW else TW
    across = convert_text(there, way_between(target, other)).text
    assert convert_text(across, way_again(other)).text == across


@pytest.mark.parametrize("tag", ["zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO"])
@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
def test_the_real_works_hold(source: Path, tag: str) -> None:
    edition = derive(read(source).document, find_locale(tag))
    assert edition.breaches == ()
    assert edition.choices
    assert returns(edition.script.lines, CN, edition.locale) == 0


def test_a_character_of_the_other_script_is_a_breach_unless_it_is_asked_for() -> None:
    line = made("發们展", TW, source=TW)
    assert codes(line, TW) == [("C204", "the Simplified character `们` stays as it is")]
    (breach,) = breaches([line], TW, converted=True)
    assert breach.hint == "write it in the script of `lang`, or keep it: `[们]{.keep}`"
    assert codes(made("發们展", TW, Matcher([Term("们", "们", ("zh-Hant-TW",))]), TW), TW) == []
    assert codes(made("们們", CN, source=CN), CN) == [("C204", "the Traditional character `們` stays as it is")]


def test_what_would_change_again_is_a_breach_with_its_place_unless_it_is_asked_for() -> None:
    line = made("里面", TW)
    wrong = [structs.replace(each, target="裏") for each in line.choices if each.source == "里"]
    planted = structs.replace(line, choices=(*wrong, *(each for each in line.choices if each.source != "里")))
    assert codes(planted, TW) == [("C203", "`裏` (U+88CF) would become `裡` (U+88E1) if it were converted again")]
    asked = tuple(structs.replace(each, rule=Rule.DECISION, risk=Risk.GLOSSARY) for each in planted.choices)
    assert codes(structs.replace(planted, choices=asked), TW) == []


@pytest.mark.parametrize("target", ["電腦軟體", "裏", "软"])
def test_a_term_of_another_length_breaks_no_gate(target: str) -> None:
    assert codes(made("用软件的里面", TW, Matcher([Term("软件", target, ("zh-Hant-TW",))])), TW) == []


def test_what_stands_behind_a_longer_term_is_looked_at_in_its_own_place() -> None:
    line = made("软件里面", TW, Matcher([Term("软件", "電腦軟體", ("zh-Hant-TW",))]))
    choices = tuple(structs.replace(each, target="裏") if each.source == "里" else each for each in line.choices)
    assert codes(structs.replace(line, choices=choices), TW) == [
        ("C203", "`裏` (U+88CF) would become `裡` (U+88E1) if it were converted again")
    ]


def test_what_does_not_come_back_is_counted() -> None:
    assert returns([made("头发发展，里面", TW)], CN, TW) == 0
    assert returns([made("乾隆的乾", TW)], CN, TW) == 1
    assert returns([made("软件", TW, Matcher([Term("软件", "電腦軟體", ("zh-Hant-TW",))]))], CN, TW) == 0


@pytest.mark.parametrize("tag", ["zh-Hant-TW", "zh-Hant-HK"])
def test_an_edition_that_is_derived_again_changes_nothing(tag: str) -> None:
    once = derive(read_body("干部的头发里面，一只船，[于洋]{.name}。\n").document, find_locale(tag))
    assert once.breaches == ()
    assert derive(once.document, find_locale(tag)).document == once.document

"""The words of each region: reviewed, of one meaning, in the region's characters, and only where they are words."""

from __future__ import annotations

import pytest

from keben.edition.prose import Line
from keben.edition.script import convert_line, way_between
from keben.glossary import Matcher, load_vocabulary
from keben.glossary.terms import Term
from keben.locales import find_locale
from keben.scripts import telling

TERMS = load_vocabulary()


def test_there_are_words_for_taiwan_and_for_hong_kong_with_macao() -> None:
    assert {term.locales for term in TERMS} == {("zh-Hant-TW",), ("zh-Hant-HK", "zh-Hant-MO")}
    assert all(term.level == "region" for term in TERMS)


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.source}-{term.locales[0]}")
def test_each_word_is_printed_where_it_is_a_word(term: Term) -> None:
    matcher = Matcher([term])
    for tag in term.locales:
        way = way_between(find_locale("zh-Hans-CN"), find_locale(tag))
        made = convert_line(Line("", (f"，{term.source}，",), (None,)), way, matcher, script="Hant")
        assert made.slots() == [f"，{term.target}，"]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.source}-{term.locales[0]}")
def test_each_word_says_something_and_says_it_in_its_script(term: Term) -> None:
    way = way_between(find_locale("zh-Hans-CN"), find_locale(term.locales[0]))
    guards = any(other.source in term.source for other in TERMS if other.locales == term.locales and other != term)
    assert guards or convert_line(Line("", (term.source,), (None,)), way).slots() != [term.target]
    assert telling().simplified.isdisjoint(term.target)
    assert telling().traditional.isdisjoint(term.source)


def test_a_word_inside_another_is_left_alone() -> None:
    way = way_between(find_locale("zh-Hans-CN"), find_locale("zh-Hant-TW"))
    matcher = Matcher(term for term in TERMS if "zh-Hant-TW" in term.locales)
    (text,) = convert_line(Line("", ("国内存款，国家数据局部署，程序正义",), (None,)), way, matcher).slots()
    assert text == "國內存款，國家數據局部署，程序正義"


def test_what_has_a_name_keeps_it() -> None:
    way = way_between(find_locale("zh-Hans-CN"), find_locale("zh-Hant-TW"))
    matcher = Matcher(term for term in TERMS if "zh-Hant-TW" in term.locales)
    text = "《软件开发指南》和软件，《网络安全法》，工业和信息化部"
    assert convert_line(Line("", (text,), (None,)), way, matcher).slots() == [
        "《軟件開發指南》和軟體，《網絡安全法》，工業和信息化部"
    ]

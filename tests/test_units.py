"""Codes of units: each word has one code, and codes are of the form that their system has."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from keben.units import CURRENCIES, ISO_4217, UCUM, UNITS, money_at_home, unit_code

WORDS = [word for table in (UCUM, ISO_4217) for words in table.values() for word in words]


def test_no_word_stands_twice() -> None:
    assert [word for word, count in Counter(WORDS).items() if count > 1] == []


def test_what_a_translation_may_say_is_one_unit_whatever_its_case() -> None:
    words = [word.lower() for unit in UNITS if unit.measures for word in (*unit.words, *unit.loose)]
    assert [word for word, count in Counter(words).items() if count > 1] == []


def test_a_shared_word_is_another_currency_s_own() -> None:
    for code, money in CURRENCIES.items():
        assert all(unit_code(word)[0] not in ("", code) for word in money.shared)


def test_codes_have_the_form_of_their_system() -> None:
    atoms = r"(?:[kMGcmnu]?(?:m|g|W|t|L|Hz|ar)|har|h|min|d|wk|mo|a|Cel)"  # prefixes and atoms of ucum-essence.xml
    assert [code for code in UCUM if not re.fullmatch(rf"{atoms}\d?(?:[./]{atoms}\d?)*", code)] == []
    assert [code for code in ISO_4217 if not re.fullmatch("[A-Z]{3}", code)] == []


@pytest.mark.parametrize(
    ("unit", "code", "system"),
    [
        ("元", "CNY", "ISO 4217"),
        ("澳門元", "MOP", "ISO 4217"),
        ("元港币", "HKD", "ISO 4217"),
        ("S$", "SGD", "ISO 4217"),
        ("South Korean won", "KRW", "ISO 4217"),
        ("公顷", "har", "UCUM"),
        ("吉瓦时", "GW.h", "UCUM"),
        ("千瓦时", "kW.h", "UCUM"),
        ("人次", "", ""),
        ("", "", ""),
        ("亩", "", ""),
    ],
)
def test_a_unit_has_its_code(unit: str, code: str, system: str) -> None:
    assert unit_code(unit) == (code, system)


@pytest.mark.parametrize(
    ("unit", "home", "code"),
    [
        ("元", "zh-Hant-TW", "TWD"),
        ("元", "zh-Hant-HK", "HKD"),
        ("元", "zh-Hans-CN", "CNY"),
        ("美元", "zh-Hant-TW", "USD"),
        ("元", "", "CNY"),
    ],
)
def test_a_bare_yuan_is_the_money_of_its_text(unit: str, home: str, code: str) -> None:
    assert unit_code(money_at_home(unit, home)) == (code, "ISO 4217")
    assert money_at_home(f"{unit}/吨", home).endswith("/吨")

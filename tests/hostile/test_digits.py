"""Figures in disguise: digits of other scripts and styles, and characters that hide or reorder, never count as a number."""

from __future__ import annotations

import unicodedata

import pytest

from conftest import read_body
from keben.consistency.unmarked import unmarked_figures
from keben.tree import quantities_of

OTHER_DIGITS = "".join(
    char for char in map(chr, range(0x110000)) if unicodedata.category(char) == "Nd" and unicodedata.digit(char) == 7
)
"""The seven of every script and style that Unicode has, ASCII and full-width among them."""

NUMBERS = "⁷₇⑦⑺⒎❼➆㊆㈦½⅞𐄍"
"""Superscripts, subscripts, circled numbers, fractions."""

HIDDEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u180e\u034f\u0301\u20e3\ufe0f"
"""Zero width, bidirectional controls, joiners, combining marks."""


def values(body: str) -> list[object]:
    work = read_body(body)
    return [quantity.value for quantity in quantities_of(work.document)]


def errors(body: str) -> set[str]:
    return {found.code for found in read_body(body).diagnostics if found.is_error}


@pytest.mark.parametrize("digit", OTHER_DIGITS[1:], ids=lambda digit: f"{ord(digit):04X}")
@pytest.mark.parametrize("words", ["1{}亿元", "{}亿元", "{0}{0}%"])
def test_digits_of_other_scripts_are_refused_or_plainly_read(digit: str, words: str) -> None:
    body = f"[{words.format(digit)}]{{.q}}\n"
    if digit == "７" and "1" not in words:
        assert errors(body) == set()
        assert values(body) == values(body.replace(digit, "7"))
    else:
        assert errors(body) == {"Q105" if digit == "７" else "Q106"}
        assert values(body) == []


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: f"{ord(number):04X}")
def test_numbers_in_one_character_are_refused(number: str) -> None:
    assert errors(f"[1{number}亿元]{{.q}}\n") == {"Q106"}
    assert errors(f"[{number}亿元]{{.q}}\n") <= {"Q101", "Q106"}
    assert values(f"[{number}亿元]{{.q}}\n") == []


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: f"{ord(hidden):04X}")
@pytest.mark.parametrize("words", ["1{}2亿元", "{}12亿元", "12亿{}元", "12亿元{}"])
def test_hidden_characters_are_refused(hidden: str, words: str) -> None:
    body = f"[{words.format(hidden)}]{{.q}}\n"
    assert errors(body) == {"Q106"}
    assert values(body) == []


@pytest.mark.parametrize("hidden", HIDDEN, ids=lambda hidden: f"{ord(hidden):04X}")
def test_hidden_characters_by_entity_are_refused(hidden: str) -> None:
    assert errors(f"[1&#{ord(hidden)};2亿元]{{.q}}\n") == {"Q106"}


@pytest.mark.parametrize("disguised", [*OTHER_DIGITS[1:], *NUMBERS, *HIDDEN], ids=lambda char: f"{ord(char):04X}")
def test_an_unmarked_figure_in_disguise_stops_nothing(disguised: str) -> None:
    for text in (f"增长1{disguised}2%", f"产量{disguised}亿元", f"12亿{disguised}元"):
        work = read_body(f"[1元]{{.q}}，{text}。\n")
        found = (*work.diagnostics, *unmarked_figures(work.document, work.name, work.text))
        assert {each.code for each in found} <= {"Q120", "Q127", "L303", "S003"}


@pytest.mark.parametrize("letters", ["1O0", "1Ο0", "1О0", "l2", "I2", "2l", "2І"])
def test_letters_that_look_like_digits_are_refused(letters: str) -> None:
    assert errors(f"[{letters}亿元]{{.q}}\n") == {"Q106"}

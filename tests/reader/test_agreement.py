"""Words of a translation beside the figure of its source: what agrees, and what is said of what does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from keben.document import Quantity
from keben.quantity import read_quantity
from keben.reader.agreement import POWERS, SCALES, agrees, disagreement, power_between

TODAY = date(2026, 2, 6)


def compare(words: str, figure: str) -> str:
    """Return the code of the disagreement, or nothing."""
    source = Quantity(text=figure, **structs.asdict(read_quantity(figure, TODAY)))
    found = disagreement(read_quantity(words, TODAY), source)
    assert found is None or found.hint
    return found.code if found else ""


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("6501.8亿元", "650.18 billion yuan"),
        ("6501.8亿元", "RMB 650.18 billion"),
        ("6501.8亿元", "650.18 billion"),  # `yuan` may stand outside the brackets
        ("6501.8亿元", "650 billion yuan"),
        ("6501.8亿元", "nearly 650.2 billion yuan"),
        ("6501.8亿元", "¥650,180,000,000"),
        ("1.1万件", "11,000"),
        ("7.8万P", "78,000 P"),
        ("10500件", "11,000"),
        ("412万件", "4.1 million"),
        ("1.8亿人次", "180 million visits"),
        ("16.8%", "16.8 percent"),
        ("16.8%", "17 percent"),
        ("三分之二", "two-thirds"),
        ("66%", "two-thirds"),
        ("三分之一", "33 percent"),
        ("三成", "30 percent"),
        ("5—8%", "5 to 8 percent"),
        ("3个百分点", "3 percentage points"),
        ("1.037亿美元", "US$103.7 million"),
        ("1.037亿美元", "$103.7 million"),
        ("1.037亿港元", "$103.7 million"),
        ("3亿元港币", "HK$300 million"),
        ("1亿新加坡元", "S$100 million"),
        ("五项", "five"),
        ("近百亿元", "nearly 10 billion yuan"),
        ("2900千瓦", "2,900 kW"),
        ("2900千瓦", "2.9 megawatts"),
        ("200万千瓦", "2 gigawatts"),
        ("1000万亩", "666,667 hectares"),
        ("1000万亩", "670,000 hectares"),
        ("1.4万亿斤", "700 million metric tons"),
        ("300平方公里", "300 square kilometers"),
        ("30个工作日", "30 working days"),
        ("2025年", "2025"),
        ("2月6日", "February 6"),
        ("2月6日", "February 6, 2026"),
        ("2026年2月6日", "6 February 2026"),
        ("去年12月", "December 2025"),
    ],
)
def test_words_that_agree(figure: str, words: str) -> None:
    assert compare(words, figure) == ""


@pytest.mark.parametrize(
    ("figure", "words", "code"),
    [
        ("6501.8亿元", "65.018 billion yuan", "T607"),
        ("6501.8亿元", "6501.8 billion yuan", "T607"),
        ("6501.8亿元", "RMB 650 million", "T607"),
        ("70万辆", "7 million vehicles", "T607"),
        ("1.4万亿斤", "70 million tonnes", "T607"),
        ("2900千瓦", "2,900 megawatts", "T607"),
        ("16.8%", "1.68 percent", "T607"),
        ("6501.8亿元", "650.19 billion yuan", "T606"),
        ("6501.8亿元", "700 billion yuan", "T606"),
        ("6501.8亿元", "651 billion yuan", "T606"),
        ("1.1万件", "11,234", "T606"),  # digits that the source does not have
        ("16.8%", "18.6 percent", "T606"),
        ("5—8%", "5 to 9 percent", "T606"),
        ("5—8%", "8 percent", "T606"),
        ("8%", "5 to 8 percent", "T606"),
        ("五项", "six", "T606"),
        ("三分之二", "three-quarters", "T606"),
        ("2月6日", "February 7", "T606"),
        ("2026年2月6日", "February 6, 2025", "T606"),
        ("6501.8亿元", "US$650.18 billion", "T608"),
        ("6501.8亿元", "650.18 billion dollars", "T608"),
        ("1.037亿港元", "US$103.7 million", "T608"),
        ("1.037亿美元", "103.7 million yuan", "T608"),
        ("5亿美元", "500 million Singapore dollars", "T608"),
        ("5亿韩元", "500 million yuan", "T608"),
        ("70万辆", "700,000 yuan", "T608"),
        ("3个百分点", "3 percent", "T608"),
        ("3%", "3 percentage points", "T608"),
        ("16.8%", "16.8", "T608"),
        ("16项", "16 percent", "T608"),
        ("1250万元", "12.5 km", "T608"),
        ("6501.8亿元", "16.8 percent", "T608"),
        ("1000万亩", "10 million tonnes", "T608"),
        ("2月6日", "26", "T608"),
        ("五项", "February 6", "T608"),
    ],
)
def test_words_that_do_not(figure: str, words: str, code: str) -> None:
    assert compare(words, figure) == code


def test_a_power_of_ten_is_told_with_the_scale() -> None:
    source = Quantity(text="6501.8亿元", **structs.asdict(read_quantity("6501.8亿元")))
    found = disagreement(read_quantity("6,501.8 billion yuan"), source)
    assert found
    assert found.fact == "this says 6,501,800,000,000, 10 times more than the source's `6501.8亿元`"
    assert found.hint == "亿 is 100 million"


@pytest.mark.parametrize(("scale", "words"), SCALES.items())
def test_the_scales_are_what_the_grammar_reads(scale: str, words: str) -> None:
    assert read_quantity(f"1{scale}元").value == read_quantity(words).value


NUMBERS = st.integers(1000, 9999).map(Decimal)


@given(NUMBERS, st.integers(-4, 12), st.integers(-12, 12))
def test_every_power_of_ten_is_found(digits: Decimal, exponent: int, power: int) -> None:
    meant = digits.scaleb(exponent)
    said = meant.scaleb(power)
    step = Decimal(1).scaleb(exponent + power)
    assert power_between(said, meant, step) == (power if 0 < abs(power) <= POWERS else 0)
    assert agrees(said, meant, step) == (power == 0)


@given(NUMBERS, NUMBERS)
def test_rounding_is_never_far_off(said: Decimal, meant: Decimal) -> None:
    if agrees(said, meant, Decimal(1000)):
        assert abs(said - meant) <= meant * Decimal("0.05")

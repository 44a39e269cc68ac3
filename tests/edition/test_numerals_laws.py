"""What is printed reads as what was written: every locale, every style, every power of ten, every qualifier."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from conftest import SPEECH
from keben.document import PrintStyle, Quantity
from keben.edition import derive
from keben.edition.numerals import print_quantity
from keben.edition.numerals.english_units import QUALIFIERS, qualifiers
from keben.edition.numerals.money import currency
from keben.edition.numerals.saying import what_it_says
from keben.edition.numerals.written import exact
from keben.locales import LOCALES, Locale, find_locale
from keben.quantity import Reading, Unreadable, read_quantity
from keben.quantity.words import AFTER, BEFORE, BETWEEN
from keben.reader import read
from keben.settings import NumberStyle
from keben.tree import map_quantities

STYLES: tuple[PrintStyle, ...] = get_args(PrintStyle)
CHINESE = [locale for locale in LOCALES if locale.is_chinese]
CHOICES = [NumberStyle(), NumberStyle(yuan="RMB", percent="sign", trillion="兆")]
UNITS = ("", "元", "美元", "件", "公里", "千瓦时", "%", "‰", "个百分点", "倍", "成", "元/吨")


def figure(text: str, style: PrintStyle = "regional") -> Quantity:
    return Quantity(text=text, style=style, **structs.asdict(read_quantity(text)))


def holds(text: str, locale: Locale, style: PrintStyle, numbers: NumberStyle = CHOICES[0]) -> str:
    """Print a figure, and check that it says the same; return what was printed."""
    quantity = figure(text, style)
    printed = print_quantity(quantity, locale, numbers)
    again = read_quantity(printed)
    if again.unit.startswith(("角", "分")):  # 人民币伍分
        assert what_it_says(printed) == what_it_says(text), printed
        return printed
    assert (again.value, again.upper, again.day) == (quantity.value, quantity.upper, quantity.day), printed
    shift = shares_of(quantity)
    if quantity.mantissa:  # 一半 has no digits
        assert significant(again, shift) == significant(quantity, shift), printed
    assert qualifiers(again.qualifier) == qualifiers(quantity.qualifier), printed
    if locale.is_chinese:
        assert (again.kind == "money") == (quantity.kind == "money"), printed
        assert print_quantity(figure(printed, style), locale, numbers) == printed  # printing twice is printing once
    return printed


def shares_of(quantity: Quantity) -> int | None:
    """Return the power of ten a figure counts shares by, so that 16.80% has two decimals; None where decimals change form.

    Decimals of a formal sum are 角 and 分, a fraction has none, and 三成 is 30 percent in English.
    """
    if quantity.kind == "percent":
        return {"‰": 3, "‱": 4}.get(quantity.unit, 2)
    is_sum = quantity.style == "formal" and quantity.kind == "money"
    is_once = quantity.unit == "倍" and quantity.value == 1
    return None if is_sum or is_once or (quantity.kind == "ratio" and quantity.unit != "倍") else 0


def significant(said: Quantity | Reading, shift: int | None) -> list[tuple[str, int]]:
    """Return the digits of a figure, without zeros that a scale may stand for, and how many decimals it has."""
    found = []
    for value, digits in ((said.value, said.mantissa), (said.upper, said.upper_mantissa)):
        if value is not None:
            decimals = 0 if shift is None else min(0, int(exact(value, digits).as_tuple().exponent) + shift)
            found.append((re.sub("[^0-9]", "", digits).strip("0"), decimals))
    return found


# ---------------------------------------------------------------- powers of ten

POWERS = [f"{Decimal(10) ** power:f}" for power in range(-4, 16)]
BELOW = [f"{10**power - 1}" for power in range(1, 16)]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_power_of_ten_and_what_is_next_below(locale: Locale, style: PrintStyle) -> None:
    for number in (*POWERS, *BELOW):
        for unit in UNITS:
            holds(f"{number}{unit}", locale, style, CHOICES[len(unit) % 2])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_scale(locale: Locale, style: PrintStyle) -> None:
    for scale in ("百", "千", "万", "百万", "千万", "亿", "百亿", "千亿", "万亿"):
        for number in ("1", "2", "1.50", "9.99", "10", "16.8", "99", "105", "220", "999", "1000", "2.0001"):
            for unit in ("", "元", "美元", "件", "公里"):
                holds(f"{number}{scale}{unit}", locale, style, CHOICES[1])


# ---------------------------------------------------------------- qualifiers

SAID = [each for each in (*BEFORE, *AFTER, *BETWEEN) if not each.isascii()]


@pytest.mark.parametrize("word", SAID)
def test_every_qualifier_of_the_grammar_has_an_english_sense(word: str) -> None:
    assert qualifiers(word).isascii()
    assert word in QUALIFIERS or qualifiers(word) != word


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_qualifier(locale: Locale, style: PrintStyle) -> None:
    figures = ("8万元", "16.8%", "3417班", "5项", "1.5万亿元", "0.3个百分点", "12倍", "30万")
    for text in figures:
        for word in SAID:
            if word in BEFORE:
                holds(f"{word}{text}", locale, style)
            if word in AFTER:
                holds(f"{text}{word}", locale, style)
    for word in BETWEEN:
        for text in (f"30{word}万人", f"100{word}家", f"十{word}万元"):
            holds(text, locale, style)


# ---------------------------------------------------------------- ranges, fractions, dates

RANGES = (
    "5—8%", "5%—8%", "0.5—1.5%", "5—8万元", "5万—8万元", "5万元—8万元", "5000万—1亿元", "50—80", "5—80000人", "500—80000元", "1000—2000人",
    "3—5年", "三至五年", "三到五成", "0.5—1个百分点", "1.5—2倍", "99万—100万件", "2—3项", "90万—120万", "9000万—12亿人", "5—8千件", "5—8百万元",
    "5—8.5万件", "566—1990", "1200—1300万人", "百分之五至八", "100—200万吨",
)  # fmt: skip
FRACTIONS = (
    "负百分之五", "负百分之三点五", "负千分之五", "-5%", "-0.5‰", "-1.50万元", "负三成", "三分之一", "三分之二", "四分之三", "二分之一", "十分之一", "千分之5", "万分之五", "一半", "三成", "三成五", "七成", "3成5", "翻一番", "翻两番",
)  # fmt: skip
DATES = (
    "2026年2月6日", "2025年12月", "2025年", "2月6日", "2021—2025年", "2025年1—10月", "2月6日至10日", "2025年12月1日—2026年2月6日", "2026-02-06",
    "二〇二六年二月六日", "2025年上半年", "2025年第三季度", "2025年底", "2025年初", "2021年以来", "2026年2月上旬", "2025年前三季度", "2026年2月6日下午",
)  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", [*RANGES, *FRACTIONS])
def test_ranges_and_fractions(text: str, style: PrintStyle) -> None:
    for locale in LOCALES:
        for numbers in CHOICES:
            holds(text, locale, style, numbers)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", DATES)
def test_dates(text: str, style: PrintStyle) -> None:
    for locale in LOCALES:
        printed = print_quantity(figure(text, style), locale)
        again = read_quantity(printed)
        assert (again.day or f"{again.value}") == read_quantity(text).day, (
            printed
        )  # a bare 2025 is any number in English


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("locale", CHINESE, ids=lambda locale: locale.tag)
def test_every_figure_of_the_speech_passes_the_proof_in_every_style(locale: Locale, style: PrintStyle) -> None:
    document = map_quantities(read(SPEECH).document, lambda quantity: structs.replace(quantity, style=style))
    derive(
        document, locale, CHOICES[1]
    )  # the proof inside raises if one reads as another value or counts another thing


# ---------------------------------------------------------------- anything

NUMBERS = st.one_of(
    st.integers(0, 10**15).map(str),
    st.integers(0, 10**7).map(str),
    st.integers(0, 10**15).map("{:,}".format),
    st.decimals(0, 10**6, places=2, allow_nan=False).map(str),
    st.decimals(0, 100, places=4, allow_nan=False).map(str),
    st.sampled_from(["1.50", "0012", "２", "1.0", "0", "十", "两", "一百零五", "六千五百零一点八", "百"]),
)
TEXTS = st.builds(
    lambda *parts: "".join(parts),
    st.sampled_from(["", "", "近", "超过", "约", "¥", "US$", "RMB "]),
    st.sampled_from(["", "", "", "-"]),
    NUMBERS,
    st.sampled_from(["", "", "", "万", "亿", "万亿", "百", "千", "百万", "千万"]),
    st.sampled_from(["", "元", "美元", "人", "架次", "千瓦时", "兆瓦", "平方千米", "%", "‰", "倍", "个百分点", "成", "m³", " kg", "号", "度"]),
    st.sampled_from(["", "", "以上", "左右"]),
)  # fmt: skip


@settings(deadline=None, max_examples=600, derandomize=True)
@given(TEXTS, st.sampled_from(LOCALES), st.sampled_from(STYLES), st.sampled_from(CHOICES))
def test_any_figure(text: str, locale: Locale, style: PrintStyle, numbers: NumberStyle) -> None:
    try:
        quantity = figure(text)
    except Unreadable:
        return
    if quantity.kind != "money" or currency(quantity.unit):  # ¥3成 is nothing
        holds(text, locale, style, numbers)


@settings(deadline=None, max_examples=500, derandomize=True)
@given(NUMBERS, st.sampled_from(["", "万", "亿", "万亿"]), st.sampled_from(["", "元", "%", "件"]))
def test_significant_digits_neither_grow_nor_shrink_in_english(number: str, scale: str, unit: str) -> None:
    quantity = figure(f"{number}{scale}{unit}")
    printed = print_quantity(quantity, find_locale("en"))
    if re.fullmatch("[a-z ]+", printed):  # five
        return
    digits = re.sub(r"[^0-9]", "", printed).strip("0")
    assert digits == re.sub("[^0-9]", "", quantity.mantissa).strip("0")
    decimals = printed.partition(".")[2].partition(" ")[0].rstrip("%")
    if not scale and "million" not in printed and "illion" not in printed:
        assert len(decimals) == len(quantity.mantissa.partition(".")[2])


@settings(deadline=None, max_examples=300, derandomize=True)
@given(st.text(alphabet="一二三四五六七八九十百千万亿兆两半〇零点分之成翻番0123456789,.%‰—年月日元件近超多余以上至到RMB$¥ ", max_size=20),
       st.sampled_from(LOCALES), st.sampled_from(STYLES))  # fmt: skip
def test_whatever_can_be_read_can_be_printed(text: str, locale: Locale, style: PrintStyle) -> None:
    try:
        quantity = figure(text, style)
    except Unreadable:
        return
    assert print_quantity(quantity, locale)

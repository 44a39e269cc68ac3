"""Laws that hold for any text: conversion changes prose only, quantities keep their values, nothing raises."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FRONT_MATTER, read_body
from keben.conversion import convert_markdown
from keben.diagnostics import CODES
from keben.document import from_json, to_json
from keben.edition import derive, quotes
from keben.edition.numerals import print_quantity
from keben.errors import SourceError
from keben.locales import LOCALES, Locale, find_locale
from keben.quantity import Unreadable, read_quantity
from keben.tree import quantities_of

CHINESE = [locale for locale in LOCALES if locale.is_chinese]
MARKUP = st.text(alphabet="资金链新征程发展里面后干“”‘’，。、 \n#*_`[](){}.q-!<>&;|:^1年0,%亿元abc", max_size=120)
HAN = "资金链新征程发展里面后干斗台范余系制表卷云冲征了链万亿"


@settings(deadline=None, max_examples=200)
@given(MARKUP)
def test_reading_never_raises_and_loses_nothing(body: str) -> None:
    work = read_body(body)
    assert from_json(to_json(work.document)) == work.document
    lines = (FRONT_MATTER + body).split("\n")
    for found in work.diagnostics:
        assert found.code in CODES
        if found.place:
            assert 1 <= found.place.line <= len(lines)


@settings(deadline=None, max_examples=150)
@given(MARKUP, st.sampled_from(CHINESE))
def test_an_edition_can_be_made_of_whatever_can_be_read(body: str, locale: Locale) -> None:
    document = read_body(body).document
    edition = derive(document, locale)  # the proof inside raises if a pass changed more than prose
    assert len(edition.document.blocks) == len(document.blocks)


@settings(deadline=None, max_examples=150)
@given(MARKUP)
def test_conversion_where_it_stands_touches_han_and_quotation_marks_only(body: str) -> None:
    try:
        converted = convert_markdown(FRONT_MATTER + body, find_locale("zh-Hant-TW")).text
    except SourceError:
        return
    changeable = re.compile("[\u3400-\u9fff“”‘’「」『』]")
    expected = FRONT_MATTER.replace("zh-Hans-CN", "zh-Hant-TW") + body
    assert changeable.sub("", converted) == changeable.sub("", expected)
    assert len(converted) == len(FRONT_MATTER + body)


@settings(deadline=None)
@given(st.text(alphabet=HAN + "，。", min_size=1, max_size=60))
def test_converting_twice_is_converting_once(text: str) -> None:
    target = find_locale("zh-Hant-TW")
    body = f"{text}\n"
    once = derive(read_body(body).document, target).document
    assert derive(once, target).document == once


BALANCED = st.recursive(
    st.text(alphabet="国家abc，", max_size=4),
    lambda inner: st.builds(lambda a, b, c: f"{a}“{b}”{c}", st.just("甲"), inner, st.just("乙")),
    max_leaves=4,
)


@given(BALANCED)
def test_quotation_marks_come_back(text: str) -> None:
    hans, hant = find_locale("zh-Hans-CN"), find_locale("zh-Hant-TW")
    there = quotes.convert([text], hans, hant)
    back = quotes.convert(there, hant, hans)
    levelled = quotes.convert(quotes.convert(back, hans, hant), hant, hans)
    assert back == levelled
    assert not re.search("[“”‘’]", there[0] or "")


NUMBERS = st.one_of(
    st.integers(0, 10**12).map(str),
    st.integers(1000, 10**9).map(lambda number: f"{number:,}"),
    st.decimals(0, 10**6, places=2, allow_nan=False).map(str),
)
SCALES = st.sampled_from(["", "万", "亿", "万亿", "百万"])
UNITS = st.sampled_from(["元", "件", "人次", "平方公里", "%", "个百分点", "吨", "班"])
BEFORE = st.sampled_from(["", "近", "超", "约", "突破"])
AFTER = st.sampled_from(["", "以上", "以下", "左右"])


@settings(deadline=None, max_examples=400)
@given(
    BEFORE,
    NUMBERS,
    SCALES,
    UNITS,
    AFTER,
    st.sampled_from(CHINESE),
    st.sampled_from(["regional", "as-written", "grouped", "expanded"]),
)
def test_a_printed_quantity_reads_as_the_same_value(  # noqa: PLR0913, PLR0917
    before: str,
    number: str,
    scale: str,
    unit: str,
    after: str,
    locale: Locale,
    style: str,
) -> None:
    written = f"{before}{number}{'' if unit == '%' else scale}{unit}{after}"
    work = read_body(f"[{written}]{{.q print={style}}}\n")
    (quantity,) = quantities_of(work.document)
    edition = derive(work.document, locale)
    (printed,) = quantities_of(edition.document)
    assert read_quantity(printed.text).value == quantity.value == read_quantity(written).value
    assert print_quantity(printed, locale) == printed.text


@settings(deadline=None, max_examples=300)
@given(
    st.text(max_size=40)
    | st.text(alphabet="一二三四五六七八九十百千万亿兆两半〇零点分之0123456789,.%—年月日", max_size=24)
)
def test_any_text_is_a_quantity_or_says_why_not(text: str) -> None:
    try:
        reading = read_quantity(text)
    except Unreadable as fault:
        assert fault.code in CODES
        assert fault.hint
    else:
        assert reading.value is not None or reading.day

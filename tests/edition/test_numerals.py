"""How each region prints a figure, and that printing never changes what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from conftest import SPEECH, read_body
from keben.document import Quantity, to_json
from keben.edition import derive
from keben.edition.numerals import print_quantities, print_quantity
from keben.locales import LOCALES, find_locale
from keben.quantity import Unreadable, read_quantity
from keben.reader import read
from keben.tree import quantities_of

if TYPE_CHECKING:
    from keben.document import PrintStyle
    from keben.locales import Locale

STYLES: tuple[PrintStyle, ...] = ("regional", "as-written", "grouped", "expanded")
THIN = "\u202f"
GROUPED_NINES = f"{10**28 - 1:,}"


def figure(text: str, style: PrintStyle = "regional") -> Quantity:
    return Quantity(text=text, style=style, **structs.asdict(read_quantity(text)))


def printed(text: str, tag: str, style: PrintStyle = "regional") -> str:
    return print_quantity(figure(text, style), find_locale(tag), source=find_locale(tag))


# ---------------------------------------------------------------- regions


@pytest.mark.parametrize(
    ("tag", "count"),
    [
        ("zh-Hans-CN", "3417班"),
        ("zh-Hans-SG", "3417班"),
        ("zh-Hant-TW", "3,417班"),
        ("zh-Hant-HK", f"3{THIN}417班"),
        ("zh-Hant-MO", f"3{THIN}417班"),
        ("en", "3,417班"),
    ],
)
def test_a_count_of_four_digits_is_grouped_as_the_region_does(tag: str, count: str) -> None:
    assert printed("3417班", tag) == count


@pytest.mark.parametrize(
    ("written", "taiwan"),
    [
        ("999班", "999班"),
        ("1000班", "1,000班"),
        ("10000", "10,000"),
        ("1234567人次", "1,234,567人次"),
        ("近3417班", "近3,417班"),
        ("3000米以上", "3,000米以上"),
        ("1000余人", "1,000余人"),
        ("12 kg", "12 kg"),
        ("1234.5公里", "1,234.5公里"),
        ("9999.99", "9,999.99"),
        ("1234.50吨", "1,234.50吨"),
        ("0.12345克", "0.12345克"),
        ("1.50", "1.50"),
        ("0.5", "0.5"),
        ("+3417", "+3,417"),
        ("−3417班", "−3,417班"),
        ("-3417班", "-3,417班"),
        ("0012件", "0012件"),
        ("3417千瓦时", "3,417千瓦时"),
        ("3417兆瓦", "3,417兆瓦"),
    ],
)
def test_counts(written: str, taiwan: str) -> None:
    assert printed(written, "zh-Hant-TW") == taiwan
    assert printed(written, "zh-Hant-HK") == taiwan.replace(",", THIN)
    assert printed(written, "zh-Hans-CN") == written


@pytest.mark.parametrize("written", ["3,417班", f"3{THIN}417班", "3\u2009417班", "3\u00a0417班"])
def test_separators_of_the_author_give_way_to_the_region_s(written: str) -> None:
    assert printed(written, "zh-Hant-TW") == "3,417班"
    assert printed(written, "zh-Hant-HK") == f"3{THIN}417班"
    assert printed(written, "zh-Hans-CN") == written  # the mainland has none of its own in prose


@pytest.mark.parametrize(
    "written",
    [
        "6501.8亿元",
        "1690亿元",
        "8000亿元",
        "1234元",
        "1234.50元",
        "¥1234",
        "1234万人",
        "12万",
        "1.2万架次",
        "万架次",
        "16.8%",
        "1234%",
        "100%",
        "1234倍",
        "3成",
        "2025年",
        "2026年2月6日",
        "2025年12月",
        "1990—2025",
        "1000—2000人",
        "5%—8%",
        "二〇二六年二月六日",
        "五十万",
        "三千四百一十七班",
        "百余家",
        "三分之二",
        "万分之五",
        "翻两番",
        "３４１７班",
        "１２３４５",
        "6億3,944萬2,789元",
    ],
)
def test_money_scales_percent_dates_ranges_and_other_numerals_stand_as_written(written: str) -> None:
    for locale in LOCALES:
        assert print_quantity(figure(written), locale, source=locale) == written


def test_a_unit_with_digits_in_it_is_left_alone() -> None:
    assert printed("12 CO2000", "zh-Hant-TW") == "12 CO2000"
    assert printed("350m³", "zh-Hant-TW") == "350m³"
    assert printed("3500m³", "zh-Hant-TW") == "3,500m³"


# ---------------------------------------------------------------- styles


@pytest.mark.parametrize(
    ("written", "style", "mainland", "taiwan"),
    [
        ("3417班", "as-written", "3417班", "3417班"),
        ("3,417班", "as-written", "3,417班", "3,417班"),
        ("3417班", "grouped", "3,417班", "3,417班"),
        ("6501.8亿元", "grouped", "6,501.8亿元", "6,501.8亿元"),
        ("1234567.80元", "grouped", "1,234,567.80元", "1,234,567.80元"),
        ("US$1234", "grouped", "US$1,234", "US$1,234"),
        ("1234%", "grouped", "1,234%", "1,234%"),
        ("999元", "grouped", "999元", "999元"),
        ("2025年", "grouped", "2025年", "2025年"),
        ("1990—2025", "grouped", "1990—2025", "1990—2025"),
        ("1000—2000人", "expanded", "1000—2000人", "1000—2000人"),
        ("6501.8亿元", "expanded", "650,180,000,000元", "650,180,000,000元"),
        ("1.50万元", "expanded", "15,000元", "15,000元"),
        (
            "9" * 28 + "万亿元",
            "expanded",
            GROUPED_NINES + "万亿元",
            GROUPED_NINES + "万亿元",
        ),  # no reader has 40 digits
        ("9" * 16 + "万亿元", "expanded", f"{10**28 - 10**12:,}元", f"{10**28 - 10**12:,}元"),
        ("9" * 17 + "万亿元", "expanded", f"{10**17 - 1:,}万亿元", f"{10**17 - 1:,}万亿元"),
        ("12万", "expanded", "120,000", "120,000"),
        ("1.2万架次", "expanded", "12,000架次", "12,000架次"),
        ("1.2345百件", "expanded", "123.45件", "123.45件"),
        ("1.2340千件", "expanded", "1,234.0件", "1,234.0件"),
        ("1.2万千瓦时", "expanded", "12,000千瓦时", "12,000千瓦时"),
        ("500千瓦时", "expanded", "500千瓦时", "500千瓦时"),
        ("突破70万辆", "expanded", "突破700,000辆", "突破700,000辆"),
        ("-1.2万元", "expanded", "-12,000元", "-12,000元"),
        ("−3417班", "expanded", "−3,417班", "−3,417班"),
        ("0万", "expanded", "0", "0"),
        ("1.50", "expanded", "1.50", "1.50"),
        ("0.5", "expanded", "0.5", "0.5"),
        ("9999.99元", "expanded", "9,999.99元", "9,999.99元"),
        ("10万+", "expanded", "100,000+", "100,000+"),
        ("4万亿元", "expanded", "4,000,000,000,000元", "4,000,000,000,000元"),
        ("US$ 6501.8 billion", "expanded", "US$ 6,501,800,000,000", "US$ 6,501,800,000,000"),
        ("1.5 million people", "expanded", "1,500,000 people", "1,500,000 people"),
        # what has no one number to write out stays
        ("30多万人", "expanded", "30多万人", "30多万人"),
        ("1000多万元", "expanded", "1,000多万元", "1,000多万元"),
        ("3成", "expanded", "3成", "3成"),
        ("千分之5", "expanded", "千分之5", "千分之5"),
        ("16.8%", "expanded", "16.8%", "16.8%"),
        ("五十万", "expanded", "五十万", "五十万"),
        ("６５万", "expanded", "６５万", "６５万"),
        ("2万5千元", "expanded", "2万5千元", "2万5千元"),
        ("6億3,944萬2,789元", "expanded", "6億3,944萬2,789元", "6億3,944萬2,789元"),
        ("2026年2月6日", "expanded", "2026年2月6日", "2026年2月6日"),
    ],
)
def test_styles(written: str, style: PrintStyle, mainland: str, taiwan: str) -> None:
    assert printed(written, "zh-Hans-CN", style) == mainland
    assert printed(written, "zh-Hant-TW", style) == taiwan
    hong_kong = written if taiwan == written else taiwan.replace(",", THIN)
    assert printed(written, "zh-Hant-HK", style) == hong_kong


def test_a_scale_in_the_target_s_script_is_written_out_too() -> None:
    quantity = structs.replace(figure("6501.8亿元", "expanded"), text="6501.8億元")
    assert print_quantity(quantity, find_locale("zh-Hant-TW")) == "650,180,000,000元"


@pytest.mark.parametrize("style", STYLES)
def test_words_that_only_an_attribute_gives_a_value_stand_as_written(style: str) -> None:
    body = f"[数百亿元]{{.q value=50000000000 print={style}}}、[第12345号]{{.q value=12345 print={style}}}\n"
    work = read_body(body)
    assert work.diagnostics == ()
    printed = quantities_of(derive(work.document, find_locale("zh-Hant-TW")).document)
    assert [each.text for each in printed] == ["數百億元", "第12345號"]
    assert [each.value for each in printed] == [50000000000, 12345]


@pytest.mark.parametrize("written", ["12345号", "12345期", "1234届"])
def test_what_is_numbered_is_not_grouped(written: str) -> None:
    assert printed(written, "zh-Hant-TW") == written


def test_quantities_are_printed_wherever_they_stand_and_nothing_else_is() -> None:
    body = (
        "# [3417班]{.q}\n\n3417班、`3417班`、[3417班]{.keep}、**[3417班]{.q}**、[见[3417班]{.q}](https://a.example/3417)\n\n"
        "- [3417班]{.q}\n\n|[3417班]{.q}|\n|-|\n|3417|\n\n词\n: [3417班]{.q}\n\n> [3417班]{.q}[^a]\n\n[^a]: [3417班]{.q}\n"
    )
    before = read_body(body).document
    after = print_quantities(before, find_locale("zh-Hant-TW"))
    assert [each.text for each in quantities_of(before)] == ["3417班"] * 8
    assert [each.text for each in quantities_of(after)] == ["3,417班"] * 8
    assert to_json(after).replace("3,417班".encode(), "3417班".encode()) == to_json(before)


def test_the_speech_groups_its_one_count_of_four_digits() -> None:
    document = read(SPEECH).document
    written = [each.text for each in quantities_of(document)]
    for tag, trains in (("zh-Hans-CN", "3417班"), ("zh-Hant-TW", "3,417班"), ("zh-Hant-MO", f"3{THIN}417班")):
        after = [each.text for each in quantities_of(print_quantities(document, find_locale(tag)))]
        assert after == [trains if each == "3417班" else each for each in written]
        assert trains in after


# ---------------------------------------------------------------- laws

NUMBERS = st.one_of(
    st.integers(0, 14).map(lambda power: str(10**power)),
    st.integers(0, 14).map(lambda power: str(10**power - 1)),
    st.integers(0, 10**12).map(str),
    st.integers(0, 10**12).map("{:,}".format),
    st.integers(0, 10**12).map(lambda number: f"{number:,}".replace(",", THIN)),
    st.decimals(0, 10**7, places=3, allow_nan=False).map(str),
    st.sampled_from(["1.50", "0.5", "10000", "9999.99", "3,417", "12", "0.10", "1.0", "0", "00", "0012", "1,234.50"]),
)
TEXTS = st.builds(
    lambda before, sign, number, between, scale, unit, after: before + sign + number + between + scale + unit + after,
    st.sampled_from(["", "近", "超过", "约", "突破", "累计", "¥", "US$", "RMB "]),
    st.sampled_from(["", "", "", "+", "-", "−"]),
    NUMBERS,
    st.sampled_from(["", "", "", "多", "余", " "]),
    st.sampled_from(["", "", "万", "萬", "亿", "億", "万亿", "萬億", "百", "千", "百万", "千万", " million", " billion"]),
    st.sampled_from(["", "元", "美元", "人", "架次", "千瓦时", "兆瓦", "平方千米", "%", "‰", "倍", "个百分点", "百分点", "年", "m³", " kg"]),
    st.sampled_from(["", "", "以上", "左右", "余", "+", "/年"]),
)  # fmt: skip


@settings(deadline=None, max_examples=1500)
@given(TEXTS, st.sampled_from(LOCALES), st.sampled_from(STYLES))
def test_what_is_printed_reads_as_what_was_written(text: str, locale: Locale, style: PrintStyle) -> None:
    try:
        quantity = figure(text, style)
    except Unreadable:
        return
    after = read_quantity(print_quantity(quantity, locale, source=locale))
    assert (after.value, after.upper, after.day) == (quantity.value, quantity.upper, quantity.day)
    assert (after.kind, after.unit, after.qualifier) == (quantity.kind, quantity.unit, quantity.qualifier)


@settings(deadline=None, max_examples=500)
@given(TEXTS, st.sampled_from(LOCALES), st.sampled_from(STYLES))
def test_digits_never_grow_but_by_a_scale_written_out(text: str, locale: Locale, style: PrintStyle) -> None:
    try:
        quantity = figure(text, style)
    except Unreadable:
        return
    after = print_quantity(quantity, locale, source=locale)
    if style != "expanded":
        assert [char for char in after if char.isdigit()] == [char for char in text if char.isdigit()]
    twice = print_quantity(structs.replace(figure(after, style)), locale, source=locale)
    assert twice == after


@settings(deadline=None, max_examples=300)
@given(st.integers(1, 10**15), st.sampled_from(["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"]))
def test_groups_have_three_digits(number: int, tag: str) -> None:
    separator = THIN if tag == "zh-Hant-HK" else ","
    first, *rest = printed(f"{number}件", tag, "grouped").removesuffix("件").split(separator)
    assert 1 <= len(first) <= 3
    assert all(len(group) == 3 for group in rest)
    assert int("".join((first, *rest))) == number

"""English figures: number words, ordinals, scales, units, money by setting, dates."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from conftest import read_body
from keben.document import Quantity
from keben.edition import derive
from keben.edition.numerals import print_quantity
from keben.edition.numerals.english_units import UNITS
from keben.edition.numerals.english_words import cardinal, fraction
from keben.edition.numerals.money import PRINTED_SIGNS, SIGNS, currency
from keben.locales import find_locale
from keben.quantity import read_quantity
from keben.settings import NumberStyle
from keben.tree import quantities_of

EN = find_locale("en")


def english(text: str, numbers: NumberStyle = NumberStyle(), source: str = "zh-Hans-CN") -> str:  # noqa: B008 - frozen
    quantity = Quantity(text=text, **structs.asdict(read_quantity(text)))
    return print_quantity(quantity, EN, numbers, source=find_locale(source))


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"), (9, "nine"), (10, "ten"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"), (99, "ninety-nine"), (100, "one hundred"),
        (101, "one hundred one"), (110, "one hundred ten"), (1000, "one thousand"), (1001, "one thousand one"),
        (3417, "three thousand four hundred seventeen"), (11_000, "eleven thousand"), (999_999, "nine hundred ninety-nine thousand nine hundred ninety-nine"),
        (1_000_000, "one million"), (4_120_000, "four million one hundred twenty thousand"), (10**9, "one billion"), (10**12 + 1, "one trillion one"),
    ],
)  # fmt: skip
def test_cardinals(number: int, words: str) -> None:
    assert cardinal(number) == words


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 10**15 - 1))
def test_cardinals_read_back(number: int) -> None:
    assert read_quantity(cardinal(number)).value == number


def test_fractions() -> None:
    assert [fraction(1, 2), fraction(1, 3), fraction(2, 3), fraction(3, 4), fraction(9, 10)] == [
        "half", "one-third", "two-thirds", "three-quarters", "nine-tenths",
    ]  # fmt: skip
    assert [fraction(3, 3), fraction(1, 11), fraction(0, 3), fraction(1, 1)] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("999999", "999,999"), ("1000000", "1 million"), ("1000001", "1,000,001"), ("1234567", "1,234,567"), ("1234000", "1.234 million"),
        ("99999999", "99,999,999"), ("9999.9999万", "99.999999 million"), ("99.9999亿", "9.99999 billion"), ("999999万", "9.99999 billion"),
        ("1000万", "10 million"), ("100000万", "1 billion"), ("1亿", "100 million"), ("10亿", "1 billion"), ("10000亿", "1 trillion"),
        ("1.50亿", "150 million"), ("12.50亿", "1.250 billion"), ("1.10万亿", "1.10 trillion"), ("1.50万", "15,000"), ("70万", "700,000"),
        ("0.5万", "5,000"), ("1.50", "1.50"), ("1000万亿", "1,000 trillion"), ("2.5百", "250"),
    ],
)  # fmt: skip
def test_scales_round_nothing(written: str, printed: str) -> None:
    assert english(f"{written}吨").removesuffix(" tons") == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("五项", "five"), ("9人", "nine people"), ("1人", "one person"), ("10人", "10 people"), ("0人", "0 people"), ("1.0人次", "1.0 visits"),
        ("5公里", "5 kilometers"), ("1公里", "1 kilometer"), ("1.5公里", "1.5 kilometers"), ("1亩", "1 mu"), ("3年", "three years"), ("1个月", "one month"),
        ("1个百分点", "1 percentage point"), ("两倍", "two times"), ("翻两番", "four times"), ("3—5年", "3–5 years"), ("5畦", "5 畦"), ("5 kg", "5 kg"),
        ("1美元", "1 US dollar"), ("1元", "1 yuan"), ("5角", "5 角"), ("一半", "half"), ("十万分之五", "5 per 100,000"), ("七成", "70 percent"),
        ("累计突破100万人次", "a total of more than 1 million visits"), ("约5%左右", "about 5 percent"), ("至少3家", "at least three"),
        ("90万—120万吨", "900,000–1,200,000 tons"), ("90万—120万", "900,000–1,200,000"), ("9000万—12亿人", "90 million–1.2 billion people"),
        ("5—8万亿元", "5–8 trillion yuan"), ("12345号", "12,345 号"), ("负百分之五", "-5 percent"), ("-1.50%", "-1.50 percent"), ("负三分之二", "minus two-thirds"), ("负三成", "-30 percent"),
    ],
)  # fmt: skip
def test_units_small_counts_and_ranges(written: str, printed: str) -> None:
    assert english(written) == printed


@pytest.mark.parametrize(
    ("written", "words", "signs"),
    [
        ("6501.8亿元", "650.18 billion yuan", "RMB 650.18 billion"),
        ("近50亿美元", "nearly 5 billion US dollars", "nearly US$5 billion"),
        ("5—8万元", "50,000–80,000 yuan", "RMB 50,000–80,000"),
        ("7.5億歐元", "750 million euros", "€750 million"),
        ("3亿日元", "300 million Japanese yen", "300 million Japanese yen"),
        ("4500元/吨", "4,500 yuan per ton", "RMB 4,500 per ton"),
        ("500万元人民币", "5 million yuan", "RMB 5 million"),
        ("￥84", "84 yuan", "RMB 84"),
        ("16.8%", "16.8 percent", "16.8%"),
        ("5—8%", "5–8 percent", "5–8%"),
        ("七成", "70 percent", "70%"),
        ("2‰", "2‰", "2‰"),
    ],
)
def test_money_and_percent_by_setting(written: str, words: str, signs: str) -> None:
    assert english(written) == words
    assert english(written, NumberStyle(yuan="RMB", percent="sign")) == signs


@pytest.mark.parametrize(
    ("source", "words", "signs"),
    [
        ("zh-Hans-CN", "500 million yuan", "RMB 500 million"),
        ("zh-Hans-SG", "500 million Singapore dollars", "500 million Singapore dollars"),
        ("zh-Hant-TW", "500 million New Taiwan dollars", "NT$500 million"),
        ("zh-Hant-HK", "500 million Hong Kong dollars", "HK$500 million"),
        ("zh-Hant-MO", "500 million patacas", "MOP 500 million"),
    ],
)
def test_a_bare_yuan_is_the_money_of_where_the_author_writes(source: str, words: str, signs: str) -> None:
    assert english("5亿元", source=source) == words
    assert english("5亿元", NumberStyle(yuan="RMB"), source) == signs
    assert english("5亿人民币", source=source) == "500 million yuan"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("2026年2月6日", "February 6, 2026"), ("2025年12月", "December 2025"), ("2025年", "2025"), ("2月6日", "February 6"), ("2021—2025年", "2021–2025"),
        ("2025年1—10月", "January–October 2025"), ("2026年2月6日至10日", "February 6–10, 2026"), ("2026年2月6日—3月1日", "February 6–March 1, 2026"),
        ("2025年12月1日—2026年2月6日", "December 1, 2025–February 6, 2026"), ("2025年上半年", "the first half of 2025"),
        ("2025年第三季度", "the third quarter of 2025"), ("2025年底", "the end of 2025"), ("2021年以来", "since 2021"),
        ("2026年春节", "the Spring Festival of 2026"), ("2025年三季度末", "the end of the third quarter of 2025"), ("2025年第一季度", "the first quarter of 2025"),
        ("2027/28年度", "2027–2028"),
    ],
)  # fmt: skip
def test_dates(written: str, printed: str) -> None:
    assert english(written) == printed


@pytest.mark.parametrize("text", ["the first half of 2025", "mid-2025", "since 2021", "early 2025"])
def test_what_an_english_author_says_of_a_date_is_spoken_too(text: str) -> None:
    quantity = Quantity(text=text, style="spoken", **structs.asdict(read_quantity(text)))
    assert print_quantity(quantity, EN, source=EN) == text


def test_negative_shares_are_spoken() -> None:
    quantity = Quantity(text="负百分之五", style="spoken", **structs.asdict(read_quantity("负百分之五")))
    assert print_quantity(quantity, EN) == "minus five percent"


def test_a_spoken_range_that_words_would_change_stays_in_digits() -> None:
    for written, printed in (("5—80000人", "5–80,000 people"), ("5—8人", "five to eight people")):
        quantity = Quantity(text=written, style="spoken", **structs.asdict(read_quantity(written)))
        assert print_quantity(quantity, EN) == printed


def test_every_unit_has_a_plural_and_no_chinese() -> None:
    for name, unit in UNITS.items():
        assert not name.isascii()
        assert (unit.one + unit.many).isascii()
        assert bool(unit.one) == bool(unit.many)


def test_every_sign_is_a_currency_and_so_is_its_name() -> None:
    for sign, name in SIGNS.items():
        assert currency(sign) == currency(name) != ""
    for code, sign in PRINTED_SIGNS.items():
        assert currency(read_quantity(f"{sign}5").unit) == code
    assert currency("元/吨") == currency("件") == ""


def test_an_english_author_s_figures_stand() -> None:
    front = "---\nid: t\nlang: en\ntitle: t\n---\n\n"
    body = (
        "[16.8%]{.q} [RMB 650.18 billion]{.q} [nearly five people]{.q} [3417 trains]{.q} [12 trains]{.q print=spoken}\n"
    )
    document = read_body(body, front).document
    printed = quantities_of(derive(document, EN, NumberStyle(yuan="yuan", percent="word")).document)
    assert [each.text for each in printed] == [
        "16.8%",
        "RMB 650.18 billion",
        "nearly five people",
        "3,417 trains",
        "twelve trains",
    ]

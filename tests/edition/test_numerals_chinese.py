"""Chinese numerals, sums in 大写, and Taiwan's 兆."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from conftest import read_body
from keben.document import PrintStyle, Quantity
from keben.edition import derive
from keben.edition.numerals import print_quantity
from keben.edition.numerals.hanzi import FORMAL, LIMIT, SPOKEN, spell, spell_whole
from keben.locales import find_locale
from keben.quantity import read_quantity
from keben.quantity.numerals import chinese_whole
from keben.settings import NumberStyle
from keben.tree import quantities_of

CN, TW, HK = map(find_locale, ("zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"))


def printed(text: str, style: PrintStyle, tag: str = "zh-Hans-CN", source: str = "zh-Hans-CN") -> str:
    quantity = Quantity(text=text, style=style, **structs.asdict(read_quantity(text)))
    return print_quantity(quantity, find_locale(tag), source=find_locale(source))


@pytest.mark.parametrize(
    ("number", "spoken", "formal"),
    [
        (0, "零", "零"), (2, "二", "贰"), (10, "十", "壹拾"), (12, "十二", "壹拾贰"), (20, "二十", "贰拾"), (101, "一百零一", "壹佰零壹"),
        (110, "一百一十", "壹佰壹拾"), (200, "两百", "贰佰"), (222, "两百二十二", "贰佰贰拾贰"), (1010, "一千零一十", "壹仟零壹拾"),
        (2200, "两千二百", "贰仟贰佰"), (10_010, "一万零一十", "壹万零壹拾"), (22_000, "两万二千", "贰万贰仟"), (100_000, "十万", "壹拾万"),
        (107_000, "十万七千", "壹拾万柒仟"), (1_000_001, "一百万零一", "壹佰万零壹"), (10**8, "一亿", "壹亿"), (100_005_000, "一亿零五千", "壹亿零伍仟"),
        (105_000_000, "一亿零五百万", "壹亿零伍佰万"), (2 * 10**8, "两亿", "贰亿"), (650_180_000_000, "六千五百零一亿八千万", "陆仟伍佰零壹亿捌仟万"),
        (10**12, "一万亿", "壹万亿"), (10**15, "一千万亿", "壹仟万亿"), (30_600 * 10**8, "三万零六百亿", "叁万零陆佰亿"),
    ],
)  # fmt: skip
def test_whole_numbers(number: int, spoken: str, formal: str) -> None:
    assert spell_whole(number, SPOKEN) == spoken
    assert spell_whole(number, FORMAL) == formal


@settings(deadline=None, derandomize=True, max_examples=400)
@given(st.integers(0, LIMIT - 1) | st.integers(0, 10**6), st.sampled_from([SPOKEN, FORMAL]))
def test_whole_numbers_read_back(number: int, numerals: object) -> None:
    spelled = spell_whole(number, numerals)  # type: ignore[arg-type]
    assert chinese_whole(spelled) == number
    assert "零零" not in spelled
    assert not spelled.endswith("零") or not number


def test_decimals_and_signs() -> None:
    assert spell(Decimal("1234.50"), SPOKEN) == "一千二百三十四点五零"
    assert spell(Decimal("-0.05"), FORMAL) == "负零点零伍"


@pytest.mark.parametrize(
    ("written", "formal"),
    [
        ("1元", "人民币壹元整"), ("0.5元", "人民币伍角整"), ("0.05元", "人民币伍分"), ("0.53元", "人民币伍角叁分"), ("约0.50元", "约人民币伍角"), ("-0.05元", "人民币负伍分"), ("3元5角", "人民币叁元伍角"), ("三元五角", "人民币叁元伍角"), ("3元零5分", "人民币叁元零伍分"), ("3元5角2分", "人民币叁元伍角贰分"), ("30多万元", "人民币叁拾多万元"), ("3万多元", "人民币叁万多元"), ("十几万元", "人民币壹拾几万元"), ("2027/28年度", "二〇二七/二八年度"), ("2027/2028年度", "二〇二七/二〇二八年度"), ("负百分之五", "负百分之伍"), ("负三分之一", "负叁分之壹"), ("0元", "人民币零元整"), ("1.50元", "人民币壹元伍角"), ("1.234元", "人民币壹点贰叁肆元"),
        ("-2元", "人民币负贰元整"), ("人民币500万元", "人民币伍佰万元整"), ("500万元人民币", "人民币伍佰万元整"), ("RMB 500万", "人民币伍佰万元整"),
        ("100万美元", "壹佰万美元"), ("3.5万港元", "叁万伍仟港元"), ("近百亿元", "近人民币壹佰亿元"), ("5000余元", "人民币伍仟余元"),
        ("累计96亿元", "累计人民币玖拾陆亿元整"), ("5—8万元", "人民币伍万至捌万元"), ("4500元/吨", "肆仟伍佰元/吨"), ("六千元", "人民币陆仟元整"),
        ("三分之二", "叁分之贰"), ("百分之五", "百分之伍"), ("12345号", "12345号"), ("0012件", "0012件"), ("3个百分点", "叁个百分点"), ("5角", "伍角"),
    ],
)  # fmt: skip
def test_formal(written: str, formal: str) -> None:
    assert printed(written, "formal") == formal


def test_a_bare_yuan_of_another_region_has_no_currency_before_it() -> None:
    assert printed("5000元", "formal", "zh-Hant-TW", "zh-Hant-TW") == "伍仟元整"
    assert printed("人民幣5000元", "formal", "zh-Hant-TW", "zh-Hant-TW") == "人民幣伍仟元整"
    assert printed("2.63萬元", "formal", "zh-Hant-HK") == "人民幣貳萬陸仟參佰元整"


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("2件", "两件"), ("2两", "二两"), ("2亿", "两亿"), ("2000", "两千"), ("3元5角", "三元五角"), ("3元5角2分", "三元五角二分"), ("2027/28年度", "二〇二七至二八年度"), ("2025年春节", "二〇二五年春节"), ("2025年三季度末", "二〇二五年三季度末"),
        ("114年2月25日", "一一四年二月二十五日"), ("-5%", "负百分之五"), ("负百分之五", "负百分之五"), ("2万元", "两万元"), ("2%", "百分之二"), ("2.5万", "二点五万"), ("12件", "十二件"), ("2千人", "两千人"), ("1.5千万", "一千五百万"),
        ("10000万元", "一亿元"), ("100%以上", "百分之百以上"), ("2026年2月6日", "二〇二六年二月六日"), ("去年12月", "去年十二月"), ("2025年1—10月", "二〇二五年一月到十月"),
        ("2月6日至10日", "二月六日到十日"), ("2021—2025年", "二〇二一年到二〇二五年"), ("2—3项", "两到三项"), ("5—80000人", "五人到八万人"),
        ("5—8百万元", "五百万到八百万元"), ("¥5", "五元"), ("US$5亿", "五亿美元"), ("２件", "两件"), ("五项", "五项"), ("十几万人", "十几万人"),
        ("12345号", "12345号"), ("5 million", "5 million"), ("99999999999999999件", "99999999999999999件"),
    ],
)  # fmt: skip
def test_spoken(written: str, spoken: str) -> None:
    quantity = Quantity(text=written, style="spoken", **structs.asdict(read_quantity(written, date(2026, 2, 6))))
    assert print_quantity(quantity, CN, today=date(2026, 2, 6)) == spoken


@pytest.mark.parametrize(
    ("lang", "written", "tag", "chosen", "text"),
    [
        ("zh-Hans-CN", "6.5万亿元", "zh-Hant-TW", "萬億", "6.5萬億元"),
        ("zh-Hans-CN", "6.5万亿元", "zh-Hant-TW", "兆", "6.5兆元"),
        ("zh-Hans-CN", "近万亿元", "zh-Hant-TW", "兆", "近兆元"),
        ("zh-Hans-CN", "6.5万亿元", "zh-Hant-HK", "兆", "6.5萬億元"),
        ("zh-Hans-CN", "3万亿瓦时", "zh-Hant-TW", "兆", "3萬億瓦時"),
        ("zh-Hant-TW", "6.5兆元", "zh-Hant-TW", "萬億", "6.5兆元"),
        ("zh-Hant-TW", "6.5兆元", "zh-Hans-CN", "萬億", "6.5万亿元"),
        ("zh-Hant-TW", "4兆8,530億元", "zh-Hant-MO", "萬億", "4.853萬億元"),
        ("zh-Hant-TW", "1.5兆瓦", "zh-Hans-CN", "萬億", "1.5兆瓦"),
    ],
)
def test_trillions(lang: str, written: str, tag: str, chosen: str, text: str) -> None:
    document = read_body(f"[{written}]{{.q}}\n", f"---\nid: t\nlang: {lang}\ntitle: t\n---\n\n").document
    numbers = structs.replace(NumberStyle(), trillion=chosen)
    (quantity,) = quantities_of(derive(document, find_locale(tag), numbers).document)
    assert quantity.text == text

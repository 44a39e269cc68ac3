"""The quantity grammar: what a phrase says, in every form that authors write, and what is refused."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import NEWS, SPEECH
from keben.quantity import NUMBER_DIGITS, TEXT_LENGTH, Reading, Unreadable, read_quantity
from keben.reader import read
from keben.tree import quantities_of

if TYPE_CHECKING:
    from pathlib import Path

    from keben.document import Kind

TODAY = date(2026, 2, 6)
FIXED = settings(derandomize=True, deadline=None)


def says(  # noqa: PLR0913 - a row of the table
    kind: Kind, value: str = "", unit: str = "", *, upper: str = "", upper_mantissa: str = "", mantissa: str = "", scale: str = "", day: str = "", qualifier: str = "",
) -> Reading:  # fmt: skip
    number, end = Decimal(value) if value else None, Decimal(upper) if upper else None
    return Reading(kind, number, end, day, mantissa, upper_mantissa, scale, unit, qualifier)


# What stands in the speech and the news item of `docs_src/`.
PUBLISHED = {
    "7.8万P": says("count", "78000", "P", mantissa="7.8", scale="万"),
    "20%": says("percent", "0.2", "%", mantissa="20"),
    "8000亿元": says("money", "800000000000", "元", mantissa="8000", scale="亿"),
    "2000亿元": says("money", "200000000000", "元", mantissa="2000", scale="亿"),
    "突破70万辆": says("count", "700000", "辆", mantissa="70", scale="万", qualifier="突破"),
    "127.7万辆": says("count", "1277000", "辆", mantissa="127.7", scale="万"),
    "十大": says("count", "10", "大", mantissa="10"),
    "39场": says("count", "39", "场", mantissa="39"),
    "68万": says("count", "680000", mantissa="68", scale="万"),
    "30亿元": says("money", "3000000000", "元", mantissa="30", scale="亿"),
    "近百亿元": says("money", "10000000000", "元", mantissa="100", scale="亿", qualifier="近"),
    "超千家": says("count", "1000", "家", mantissa="1000", qualifier="超"),
    "96亿元": says("money", "9600000000", "元", mantissa="96", scale="亿"),
    "13.6%": says("percent", "0.136", "%", mantissa="13.6"),
    "13%以下": says("percent", "0.13", "%", mantissa="13", qualifier="以下"),
    "30个工作日": says("count", "30", "个工作日", mantissa="30"),
    "6个工作日内": says("count", "6", "个工作日", mantissa="6", qualifier="内"),
    "80%": says("percent", "0.8", "%", mantissa="80"),
    "六大": says("count", "6", "大", mantissa="6"),
    "五项": says("count", "5", "项", mantissa="5"),
    "三项": says("count", "3", "项", mantissa="3"),
    "万架次": says("count", "10000", "架次", mantissa="1", scale="万"),
    "突破百万吨": says("count", "1000000", "吨", mantissa="100", scale="万", qualifier="突破"),
    "3417班": says("count", "3417", "班", mantissa="3417"),
    "1690亿元": says("money", "169000000000", "元", mantissa="1690", scale="亿"),
    "6501.8亿元": says("money", "650180000000", "元", mantissa="6501.8", scale="亿"),
    "16.8%": says("percent", "0.168", "%", mantissa="16.8"),
    "14年": says("count", "14", "年", mantissa="14"),
    "412万件": says("count", "4120000", "件", mantissa="412", scale="万"),
    "1.1万件": says("count", "11000", "件", mantissa="1.1", scale="万"),
    "100%": says("percent", "1", "%", mantissa="100"),
    "99%": says("percent", "0.99", "%", mantissa="99"),
    "95%": says("percent", "0.95", "%", mantissa="95"),
    "去年12月": says("date", day="2025-12"),
    "十佳": says("count", "10", "佳", mantissa="10"),
    "566—1990": says("count", "566", upper="1990", mantissa="566", upper_mantissa="1990"),
    "1.8亿人次": says("count", "180000000", "人次", mantissa="1.8", scale="亿"),
    "2126亿元": says("money", "212600000000", "元", mantissa="2126", scale="亿"),
    "30.5万人次": says("count", "305000", "人次", mantissa="30.5", scale="万"),
    "320个": says("count", "320", "个", mantissa="320"),
    "11.1万套": says("count", "111000", "套", mantissa="11.1", scale="万"),
    "142个": says("count", "142", "个", mantissa="142"),
    "12.8万套": says("count", "128000", "套", mantissa="12.8", scale="万"),
    "14.7%": says("percent", "0.147", "%", mantissa="14.7"),
    "五年": says("count", "5", "年", mantissa="5"),
    "两类": says("count", "2", "类", mantissa="2"),
    "两年": says("count", "2", "年", mantissa="2"),
    "324部": says("count", "324", "部", mantissa="324"),
    "四条": says("count", "4", "条", mantissa="4"),
    "2月6日": says("date", day="2026-02-06"),
    "2025年": says("date", day="2025"),
    "2026年": says("date", day="2026"),
}

NUMERALS = {
    "0": says("count", "0", mantissa="0"),
    "〇": says("count", "0", mantissa="0"),
    "1.50": says("count", "1.50", mantissa="1.50"),
    "1.50亿": says("count", "150000000", mantissa="1.50", scale="亿"),
    "1,234,567": says("count", "1234567", mantissa="1234567"),
    "1\u2009500人": says("count", "1500", "人", mantissa="1500"),
    "12\u00a0345": says("count", "12345", mantissa="12345"),
    "308\u202f000個": says("count", "308000", "個", mantissa="308000"),
    "10\u00a0km": says("count", "10", "km", mantissa="10"),
    "-3.5%": says("percent", "-0.035", "%", mantissa="-3.5"),
    "−3.5%": says("percent", "-0.035", "%", mantissa="-3.5"),
    "负三点五": says("count", "-3.5", mantissa="-3.5"),
    "負三": says("count", "-3", mantissa="-3"),
    "8000 亿元": says("money", "800000000000", "元", mantissa="8000", scale="亿"),
    "约 8,000 亿 元": says("money", "800000000000", "元", mantissa="8000", scale="亿", qualifier="约"),
    "134.9万亿元": says("money", "134900000000000", "元", mantissa="134.9", scale="万亿"),
    "3千万": says("count", "30000000", mantissa="3", scale="千万"),
    "5兆元": says("money", "5000000000000", "元", mantissa="5", scale="兆"),
    "零下15℃": says("count", "-15", "℃", mantissa="-15"),
    "零下五度": says("count", "-5", "度", mantissa="-5"),
    "负5%": says("percent", "-0.05", "%", mantissa="-5"),
    "二两": says("count", "2", "两", mantissa="2"),
    "79万两": says("count", "790000", "两", mantissa="79", scale="万"),
    "5万吨CO₂": says("count", "50000", "吨CO₂", mantissa="5", scale="万"),
    "港币3.5亿元": says("money", "350000000", "港币", mantissa="3.5", scale="亿"),
    "港元3.5億": says("money", "350000000", "港元", mantissa="3.5", scale="亿"),
    "澳门元500万": says("money", "5000000", "澳门元", mantissa="500", scale="万"),
    "1万5千元": says("money", "15000", "元", mantissa="15000"),
    "1亿2千万": says("count", "120000000", mantissa="120000000"),
    "-1亿2000万": says("count", "-120000000", mantissa="-120000000"),
    "十五": says("count", "15", mantissa="15"),
    "廿五": says("count", "25", mantissa="25"),
    "一百零五": says("count", "105", mantissa="105"),
    "一〇五": says("count", "105", mantissa="105"),
    "一百二": says("count", "120", mantissa="120"),
    "一万二": says("count", "12000", mantissa="12000"),
    "三千五百": says("count", "3500", mantissa="3500"),
    "一万两千三百四十五": says("count", "12345", mantissa="12345"),
    "一百二十万": says("count", "1200000", mantissa="120", scale="万"),
    "三亿五千万元": says("money", "350000000", "元", mantissa="350000000"),
    "二十二亿三千万": says("count", "2230000000", mantissa="2230000000"),
    "一亿零五": says("count", "100000005", mantissa="100000005"),
    "一兆二千亿": says("count", "1200000000000", mantissa="1200000000000"),
    "九千九百九十九万亿": says("count", "9999000000000000", mantissa="9999", scale="万亿"),
    "六千五百零一点八亿": says("count", "650180000000", mantissa="6501.8", scale="亿"),
    "六五〇一点八亿元": says("money", "650180000000", "元", mantissa="6501.8", scale="亿"),
    "半": says("count", "0.5", mantissa="0.5"),
    "一点半": says("count", "1.5", mantissa="1.5"),
    "壹佰贰拾叁万肆仟伍佰陆拾柒元整": says("money", "1234567", "元", mantissa="1234567"),
}

TRADITIONAL = {
    "6億3,944萬2,789元": says("money", "639442789", "元", mantissa="639442789"),
    "6億 3,944萬": says("count", "639440000", mantissa="639440000"),
    "6501.8億元": says("money", "650180000000", "元", mantissa="6501.8", scale="亿"),
    "134.9萬億元": says("money", "134900000000000", "元", mantissa="134.9", scale="万亿"),
    "兩億三千萬": says("count", "230000000", mantissa="230000000"),
    "參拾貳點伍": says("count", "32.5", mantissa="32.5"),
    "二○二六年": says("date", day="2026"),
    "超過30多萬人": says("count", "300000", "人", mantissa="30", scale="万", qualifier="超過 多"),
    "30餘萬人": says("count", "300000", "人", mantissa="30", scale="万", qualifier="餘"),
    "不少於100人以內": says("count", "100", "人", mantissa="100", qualifier="不少於 以內"),
    "NT$30萬": says("money", "300000", "NT$", mantissa="30", scale="万"),
    "5個百分點": says("points", "5", "個百分點", mantissa="5"),
    "萬分之五": says("percent", "0.0005", mantissa="5"),
    "當年12月": says("date", day="2026-12"),
}

FULL_WIDTH = {
    "６５０１．８亿元": says("money", "650180000000", "元", mantissa="6501.8", scale="亿"),
    "１２３万": says("count", "1230000", mantissa="123", scale="万"),
    "１，２３４": says("count", "1234", mantissa="1234"),
    "５％": says("percent", "0.05", "%", mantissa="5"),
    "￥１００": says("money", "100", "￥", mantissa="100"),
    "３～５年": says("count", "3", "年", upper="5", mantissa="3", upper_mantissa="5"),
    "２０２６年２月６日": says("date", day="2026-02-06"),
}

WORDS = {
    "百余家": says("count", "100", "家", mantissa="100", qualifier="余"),
    "30多万人": says("count", "300000", "人", mantissa="30", scale="万", qualifier="多"),
    "十几万人": says("count", "100000", "人", mantissa="10", scale="万", qualifier="几"),
    "100 余家": says("count", "100", "家", mantissa="100", qualifier="余"),
    "1000人左右": says("count", "1000", "人", mantissa="1000", qualifier="左右"),
    "60周岁及以上": says("count", "60", "周岁", mantissa="60", qualifier="及以上"),
    "不到一半": says("ratio", "0.5", qualifier="不到"),
    "2900千瓦": says("count", "2900", "千瓦", mantissa="2900"),
    "500万千瓦时": says("count", "5000000", "千瓦时", mantissa="500", scale="万"),
    "三百万千瓦": says("count", "3000000", "千瓦", mantissa="300", scale="万"),
    "5兆瓦": says("count", "5", "兆瓦", mantissa="5"),
    "三千克拉": says("count", "3000", "克拉", mantissa="3000"),
    "100m²": says("count", "100", "m²", mantissa="100"),
    "5吨CO2": says("count", "5", "吨CO2", mantissa="5"),
    "5A级": says("count", "5", "A级", mantissa="5"),
    "5lb": says("count", "5", "lb", mantissa="5"),
    "3个半导体项目": says("count", "3", "个半导体项目", mantissa="3"),
    "5元5角": says("money", "5.5", "元", mantissa="5.5"),
    "五元五角": says("money", "5.5", "元", mantissa="5.5"),
    "伍元零叁分": says("money", "5.03", "元", mantissa="5.03"),
    "人民币陆仟伍佰零壹亿捌仟万元整": says("money", "650180000000", "元", mantissa="650180000000"),
    "人民币8000亿元": says("money", "800000000000", "元", mantissa="8000", scale="亿"),
    "500万美元": says("money", "5000000", "美元", mantissa="500", scale="万"),
}

SHARES = {
    "10‰": says("percent", "0.01", "‰", mantissa="10"),
    "100 %": says("percent", "1", "%", mantissa="100"),
    "0.5个百分点": says("points", "0.5", "个百分点", mantissa="0.5"),
    "百分之十六点八": says("percent", "0.168", mantissa="16.8"),
    "百分之百": says("percent", "1", mantissa="100"),
    "百分之一百二十": says("percent", "1.2", mantissa="120"),
    "千分之三": says("percent", "0.003", mantissa="3"),
    "十分之三": says("ratio", "0.3", mantissa="3"),
    "四分之一": says("ratio", "0.25", mantissa="1"),
    "近三成": says("ratio", "0.3", "成", mantissa="3", qualifier="近"),
    "三成五": says("ratio", "0.35", "成", mantissa="3.5"),
    "三成半": says("ratio", "0.35", "成", mantissa="3.5"),
    "3成年人": says("count", "3", "成年人", mantissa="3"),
    "1.5倍": says("ratio", "1.5", "倍", mantissa="1.5"),
    "翻一番": says("ratio", "2", "番"),
    "翻两番": says("ratio", "4", "番"),
    "翻了一番": says("ratio", "2", "番"),
    "叁成伍": says("ratio", "0.35", "成", mantissa="3.5"),
    "5 per 1,000": says("percent", "0.005", "per 1,000", mantissa="5"),
    "5 per 10,000": says("percent", "0.0005", "per 10,000", mantissa="5"),
    "一万多元": says("money", "10000", "元", mantissa="1", scale="万", qualifier="多"),
    "1.5亿余人": says("count", "150000000", "人", mantissa="1.5", scale="亿", qualifier="余"),
    "3万多样化品种": says("count", "30000", "多样化品种", mantissa="3", scale="万"),
    "负百分之三点五": says("percent", "-0.035", mantissa="-3.5"),
    "5‱": says("percent", "0.0005", "‱", mantissa="5"),
}

RANGES = {
    "5—8%": says("percent", "0.05", "%", upper="0.08", mantissa="5", upper_mantissa="8"),
    "5%—8%": says("percent", "0.05", "%", upper="0.08", mantissa="5", upper_mantissa="8"),
    "-5%—-3%": says("percent", "-0.05", "%", upper="-0.03", mantissa="-5", upper_mantissa="-3"),
    "-5—-3": says("count", "-5", upper="-3", mantissa="-5", upper_mantissa="-3"),
    "1 – 2": says("count", "1", upper="2", mantissa="1", upper_mantissa="2"),
    "5~8个百分点": says("points", "5", "个百分点", upper="8", mantissa="5", upper_mantissa="8"),
    "1~2万": says("count", "10000", upper="20000", mantissa="1", scale="万", upper_mantissa="2"),
    "1万—2万元": says("money", "10000", "元", upper="20000", mantissa="1", scale="万", upper_mantissa="2"),
    "1亿至1.5亿元": says("money", "100000000", "元", upper="150000000", mantissa="1", scale="亿", upper_mantissa="1.5"),
    "5元—8元": says("money", "5", "元", upper="8", mantissa="5", upper_mantissa="8"),
    "五元至八元": says("money", "5", "元", upper="8", mantissa="5", upper_mantissa="8"),
    "5℃~8℃": says("count", "5", "℃", upper="8", mantissa="5", upper_mantissa="8"),
    "3到5人": says("count", "3", "人", upper="5", mantissa="3", upper_mantissa="5"),
    "三至五年": says("count", "3", "年", upper="5", mantissa="3", upper_mantissa="5"),
    "百分之五至百分之八": says("percent", "0.05", upper="0.08", mantissa="5", upper_mantissa="8"),
    "百分之五至八": says("percent", "0.05", upper="0.08", mantissa="5", upper_mantissa="8"),
    "三至五成": says("ratio", "0.3", "成", upper="0.5", mantissa="3", upper_mantissa="5"),
    "约30—40人以上": says("count", "30", "人", upper="40", mantissa="30", qualifier="约 以上", upper_mantissa="40"),
}

DATES = {
    "2026年2月6日": says("date", day="2026-02-06"),
    "2026 年 2 月 6 日": says("date", day="2026-02-06"),
    "2024年2月29日": says("date", day="2024-02-29"),
    "2月29日": says("date", day="--02-29"),
    "12月份": says("date", day="2026-12"),
    "2025年底": says("date", day="2025", qualifier="底"),
    "2025年度": says("date", day="2025", qualifier="度"),
    "2025年三季度末": says("date", day="2025", qualifier="三季度末"),
    "2026年春节": says("date", day="2026", qualifier="春节"),
    "一一四年二月二十五日": says("date", day="2025-02-25"),
    "Feb. 6, 2026": says("date", day="2026-02-06"),
    "2026年上半年": says("date", day="2026", qualifier="上半年"),
    "2026年2月6日上午": says("date", day="2026-02-06", qualifier="上午"),
    "2025-12-31": says("date", day="2025-12-31"),
    "二〇二六年二月六日": says("date", day="2026-02-06"),
    "一九四九年十月一日": says("date", day="1949-10-01"),
    "十二月三十一日": says("date", day="2026-12-31"),
    "去年十二月": says("date", day="2025-12"),
    "今年": says("date", day="2026"),
    "明年1月": says("date", day="2027-01"),
    "前年": says("date", day="2024"),
    "2021—2025年": says("date", day="2021/2025"),
    "1949年—1990年": says("date", day="1949/1990"),
    "2021–2025": says("date", day="2021/2025"),
    "2月6日—8日": says("date", day="2026-02-06/2026-02-08"),
    "2025年1—10月": says("date", day="2025-01/2025-10"),
    "去年1至2月": says("date", day="2025-01/2025-02"),
    "2025年12月30日至2026年1月2日": says("date", day="2025-12-30/2026-01-02"),
    "2025年10月—2026年3月": says("date", day="2025-10/2026-03"),
    "February 6, 2026": says("date", day="2026-02-06"),
    "6 February 2026": says("date", day="2026-02-06"),
    "December 2025": says("date", day="2025-12"),
}

ENGLISH = {
    "RMB 650.18 billion": says("money", "650180000000", "RMB", mantissa="650.18", scale="billion"),
    "US$3.5 million": says("money", "3500000", "US$", mantissa="3.5", scale="million"),
    "$1,234.56": says("money", "1234.56", "$", mantissa="1234.56"),
    "1.2 trillion yuan": says("money", "1200000000000", "yuan", mantissa="1.2", scale="trillion"),
    "5 hundred million": says("count", "500000000", mantissa="5", scale="hundred million"),
    "5 Million": says("count", "5000000", mantissa="5", scale="million"),
    "3 millions": says("count", "3000000", mantissa="3", scale="million"),
    "nearly 3 million people": says("count", "3000000", "people", mantissa="3", scale="million", qualifier="nearly"),
    "More than 1,000 households": says("count", "1000", "households", mantissa="1000", qualifier="More than"),
    "12.5 percent": says("percent", "0.125", "percent", mantissa="12.5"),
    "12 per cent": says("percent", "0.12", "per cent", mantissa="12"),
    "the end of 2025": says("date", day="2025", qualifier="the end of"),
    "mid-2025": says("date", day="2025", qualifier="mid-"),
    "the first half of 2025": says("date", day="2025", qualifier="the first half of"),
    "since 2021": says("date", day="2021", qualifier="since"),
    "the morning of February 6, 2026": says("date", day="2026-02-06", qualifier="the morning of"),
    "during 2021–2025": says("date", day="2021/2025", qualifier="during"),
    "February 6–10, 2026": says("date", day="2026-02-06/2026-02-10"),
    "January–October 2025": says("date", day="2025-01/2025-10"),
    "December 30, 2025–January 2, 2026": says("date", day="2025-12-30/2026-01-02"),
    "a daily average of 11,000": says("count", "11000", mantissa="11000", qualifier="a daily average of"),
    "300 patacas": says("money", "300", "patacas", mantissa="300"),
    "2025": says("count", "2025", mantissa="2025"),
    "two and a half million": says("count", "2500000", mantissa="2.5", scale="million"),
    "half a million people": says("count", "500000", "people", mantissa="0.5", scale="million"),
    "one and a half times": says("ratio", "1.5", "times", mantissa="1.5"),
    "eleven": says("count", "11", mantissa="11"),
    "twenty-five cities": says("count", "25", "cities", mantissa="25"),
    "one hundred and twenty": says("count", "120", mantissa="120"),
    "six hundred fifty point one eight billion yuan": says(
        "money", "650180000000", "yuan", mantissa="650.18", scale="billion"
    ),
    "a hundred people": says("count", "100", "people", mantissa="100"),
    "two-thirds": says("ratio", "0.6666666666666666666666666667", mantissa="2"),
    "one quarter": says("ratio", "0.25", mantissa="1"),
    "five to eight percent": says("percent", "0.05", "percent", upper="0.08", mantissa="5", upper_mantissa="8"),
    "5–8 percent": says("percent", "0.05", "percent", upper="0.08", mantissa="5", upper_mantissa="8"),
    "US$103.7 million": says("money", "103700000", "US$", mantissa="103.7", scale="million"),
    "20 percent or more": says("percent", "0.2", "percent", mantissa="20", qualifier="or more"),
    "nine hundred thousand to one point two million": says(
        "count", "900000", upper="1200000", mantissa="900000", upper_mantissa="1.2"
    ),
    "minus one-third": says("ratio", "-0.3333333333333333333333333333", mantissa="-1"),
    "minus half": says("ratio", "-0.5", mantissa="-1"),
    "5台币": says("money", "5", "台币", mantissa="5"),
    "minus three": says("count", "-3", mantissa="-3"),
    "2 percentage points": says("points", "2", "percentage points", mantissa="2"),
}

PHRASES: dict[str, Reading] = {
    text: reading
    for table in (PUBLISHED, NUMERALS, TRADITIONAL, FULL_WIDTH, WORDS, SHARES, RANGES, DATES, ENGLISH)
    for text, reading in table.items()
}


@pytest.mark.parametrize("text", PHRASES)
def test_a_phrase_says(text: str) -> None:
    assert read_quantity(text, TODAY) == PHRASES[text]


def test_the_table_is_long_enough_and_no_table_hides_another() -> None:
    assert len(PHRASES) >= 160
    tables = (PUBLISHED, NUMERALS, TRADITIONAL, FULL_WIDTH, WORDS, SHARES, RANGES, DATES, ENGLISH)
    assert sum(map(len, tables)) == len(PHRASES)


@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
def test_every_published_figure_is_in_the_table(source: Path) -> None:
    figures = quantities_of(read(source).document)
    assert figures
    for figure in figures:
        expected = PUBLISHED[figure.text]
        assert (figure.value, figure.upper, figure.day) == (expected.value, expected.upper, expected.day)
        assert (figure.mantissa, figure.scale, figure.unit) == (expected.mantissa, expected.scale, expected.unit)


def test_a_scale_adds_no_decimals() -> None:
    assert str(read_quantity("6501.8亿元").value) == "650180000000"
    assert str(read_quantity("7.8万").value) == "78000"
    assert str(read_quantity("1.50").value) == "1.50"


# ---------------------------------------------------------------- refusals

REFUSED = [
    ("Q101", "", 0, 0), ("Q101", "  ", 0, 0), ("Q101", "%", 0, 0), ("Q101", "增长16%", 0, 0), ("Q101", "第15届", 0, 0),
    ("Q101", "数十家", 0, 0), ("Q101", "这两年", 0, 0), ("Q101", "去岁", 0, 0), ("Q101", "负", 0, 0),
    ("Q101", "overall 5", 0, 0), ("Q106", "Ⅳ", 0, 1), ("Q101", ".5", 0, 0),
    # more than one number, or one that can be read in two ways
    ("Q102", "5.5元5角", 0, 0), ("Q102", "5元15角", 0, 0), ("Q102", "10时30分", 0, 0),
    ("Q102", "1.2.3", 0, 0), ("Q102", "1e5", 0, 0), ("Q102", "1+7+7+7", 0, 0), ("Q102", "3:2", 0, 0), ("Q102", "3比2", 0, 0),
    ("Q102", "三比二", 0, 0), ("Q102", "1/3", 0, 0), ("Q102", "3分之一", 0, 0), ("Q102", "2026/2/6", 0, 0), ("Q102", "100 0000", 0, 0),
    ("Q102", "2025-12", 0, 0), ("Q102", "2024-25", 0, 0), ("Q102", "5%~8", 0, 0), ("Q102", "5元—8角", 0, 0),
    ("Q102", "2万~1万", 0, 0), ("Q102", "5000—1万元", 0, 0), ("Q102", "2月8日—6日", 0, 0), ("Q102", "2月6日—3月", 0, 0), ("Q102", "1万5", 0, 0),
    ("Q102", "6億3千", 0, 0), ("Q102", "2万3亿", 0, 0), ("Q102", "1.5亿2000万", 0, 0), ("Q102", "3万万", 0, 0), ("Q102", "3亿万", 0, 0),
    ("Q102", "3个亿", 0, 0), ("Q102", "8个多亿", 0, 0), ("Q102", "100兆", 0, 0), ("Q102", "five hundredths", 0, 0), ("Q102", "two dozen", 0, 0),
    ("Q102", "1.2m people", 0, 0), ("Q102", "3 bn", 0, 0), ("Q102", "2025年全年工作", 0, 0), ("Q102", "负-5", 0, 0), ("Q102", "两倍半", 0, 0), ("Q102", "3年半", 0, 0), ("Q102", "两个半小时", 0, 0), ("Q102", "$5m", 0, 0),
    ("Q102", "€3.5bn", 0, 0), ("Q102", "5 million 200 thousand", 0, 0), ("Q102", "1亿零五百万", 0, 0),
    ("Q102", "三五个", 0, 0), ("Q102", "两三百人", 0, 0), ("Q102", "十八九岁", 0, 0), ("Q102", "一二三十", 0, 0), ("Q102", "三千万万", 0, 0),
    ("Q102", "万百", 0, 0), ("Q102", "一百零", 0, 0), ("Q102", "十十", 0, 0), ("Q102", "二廿", 0, 0), ("Q102", "零分之一", 0, 0),
    ("Q102", "2月30日", 0, 0), ("Q102", "2023年2月29日", 0, 0), ("Q102", "13月", 0, 0), ("Q102", "0000年", 0, 0), ("Q102", "4月31日", 0, 0),
    ("Q103", "1,23亿元", 0, 0), ("Q103", "12,34", 0, 0), ("Q103", "1,2345", 0, 0), ("Q103", "1234,567", 0, 0), ("Q103", "1,,234", 0, 0),
    ("Q103", "1，23", 0, 0), ("Q103", "1,", 0, 0), ("Q103", "1\u20095", 0, 0),
    ("Q104", "9" * 29, 0, 0), ("Q104", "0." + "1" * 28, 0, 0), ("Q104", "1" * 29 + "亿", 0, 0), ("Q104", "一" * 29, 0, 0),
    ("Q104", "零点" + "一" * 28, 0, 0), ("Q104", "1" * 20 + "兆1234", 0, 0), ("Q104", "5" + "个" * TEXT_LENGTH, 0, 0),
    ("Q105", "1２3", 1, 1), ("Q105", "１2万", 0, 1), ("Q105", "6億３９４４萬", 2, 1),
    ("Q106", "١٢٣", 0, 1), ("Q106", "𝟏𝟐", 0, 1), ("Q106", "①", 0, 1), ("Q106", "1Ⅶ亿元", 1, 1), ("Q106", "〡〢", 0, 1), ("Q106", "㊿", 0, 1), ("Q106", "5½", 1, 1), ("Q106", "10²", 2, 1),
    ("Q106", "1O0", 0, 2), ("Q106", "10O", 1, 2), ("Q106", "1OO", 0, 3), ("Q106", "10O件", 1, 2), ("Q106", "O5万", 0, 2), ("Q106", "l0", 0, 2), ("Q106", "10О", 1, 2), ("Q106", "约5Ο", 1, 2),
    ("Q106", "1\u200b2", 1, 1), ("Q106", "\u202e21", 0, 1), ("Q106", "8000\u00ad亿", 4, 1), ("Q106", "\ufeff5", 0, 1),
    ("Q106", "5\ufe0f\u20e3", 1, 1), ("Q106", "5\u0301", 1, 1), ("Q106", "5\x1b[0m", 1, 1),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "start", "length"), REFUSED, ids=[ascii(each[1])[:40] for each in REFUSED])
def test_a_phrase_is_refused(code: str, text: str, start: int, length: int) -> None:
    with pytest.raises(Unreadable) as caught:
        read_quantity(text, TODAY)
    fault = caught.value
    assert (fault.code, fault.start, fault.length) == (code, start, length)
    assert fault.hint
    assert not fault.fact.endswith(".")


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1,23 亿元", "write `1.23` or `123`; separators are chosen per edition"),
        ("½", "write `0.5`"),
        ("٣", "write `3`"),
        ("13月", "check the month and the day"),
    ],
)
def test_a_hint_can_be_done(text: str, hint: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_quantity(text)
    assert caught.value.hint == hint


@pytest.mark.parametrize("text", ["去年", "今年2月6日", "当年12月"])
def test_a_named_year_needs_the_date_of_the_work(text: str) -> None:
    with pytest.raises(Unreadable, match="counts from a date that is not given") as caught:
        read_quantity(text)
    assert caught.value.code == "Q102"
    assert read_quantity(text, TODAY).kind == "date"


def test_limits_are_reached_and_not_passed() -> None:
    most = "9" * NUMBER_DIGITS
    assert read_quantity(most).value == Decimal(most)
    assert read_quantity(f"{most}万亿").value == Decimal(most + "0" * 12)
    assert read_quantity(f"{most}%").value == Decimal(most) / 100
    assert read_quantity("5" + "个" * (TEXT_LENGTH - 1)).unit == "个" * (TEXT_LENGTH - 1)


# ---------------------------------------------------------------- invariants

SCALES = {
    "": 0,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "億": 8,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
    "兆": 12,
}
QUALIFIERS = ("", "近", "超过", "突破", "约", "不低於", "至少", "累计约")
UNITS = ("", "元", "人次", "件", "个工作日", "公里", "吨", " km")


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, Decimal]:
    """An Arabic number as text, grouped or not, and its value."""
    whole = draw(st.integers(0, 10**18))
    decimals = draw(st.text("0123456789", max_size=9))
    sign = draw(st.sampled_from(["", "-", "−"]))
    separator = draw(st.sampled_from(["", ",", "\u2009", "\u202f", "\u00a0"]))
    shown = f"{whole:,}".replace(",", separator) + (f".{decimals}" if decimals else "")
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    return sign + shown, -value if sign else value


@FIXED
@given(
    numbers(),
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(QUALIFIERS),
    st.sampled_from(UNITS),
    st.sampled_from(["", "以上", "左右"]),
)
def test_arabic_numbers_read_back(number: tuple[str, Decimal], scale: str, before: str, unit: str, after: str) -> None:
    text, value = number
    reading = read_quantity(f"{before}{text}{scale}{unit}{after}")
    assert reading.value == value.scaleb(SCALES[scale])
    assert reading.scale == scale.translate(str.maketrans("萬億", "万亿"))
    assert Decimal(reading.mantissa) == value
    assert reading.unit == unit.strip()
    assert reading.qualifier.replace(" ", "") == before + after


@FIXED
@given(numbers(), st.sampled_from(["%", "‰", " %", " percent"]))
def test_percent_is_a_part_of_one(number: tuple[str, Decimal], mark: str) -> None:
    reading = read_quantity(number[0] + mark)
    assert (reading.kind, reading.value) == ("percent", number[1].scaleb(-3 if mark == "‰" else -2))


@FIXED
@given(numbers())
def test_full_width_digits_read_the_same(number: tuple[str, Decimal]) -> None:
    wide = number[0].translate({each: each + 0xFEE0 for each in map(ord, "0123456789,.-")})
    assert read_quantity(wide) == read_quantity(number[0])


def in_chinese(number: int, *, formal: bool = False) -> str:
    """Spell a number by groups of four digits, the way it is said."""
    digits, tens = ("零壹贰叁肆伍陆柒捌玖", "仟佰拾") if formal else ("零一二三四五六七八九", "千百十")
    groups = [(number // 10_000**place) % 10_000 for place in range(4)]
    spelled = ""
    for place in (3, 2, 1, 0):
        said, gap = "", False
        for figure, ten in zip(f"{groups[place]:04d}", (*tens, ""), strict=True):
            if figure != "0":
                said += ("零" if gap and said else "") + digits[int(figure)] + ten
                gap = False
            else:
                gap = True
        if said:
            lower_than_full = groups[place] < 1000 or (place < 3 and groups[place + 1] % 10 == 0)
            spelled += ("零" if spelled and lower_than_full else "") + said
            spelled += ("", "万", "亿", "万亿" if not groups[2] else "万")[place]
    return spelled or "零"


def test_the_printer_of_the_test_says_it_as_people_do() -> None:
    assert in_chinese(10_500) == "一万零五百"
    assert in_chinese(120) == "一百二十"
    assert in_chinese(350_000_006) == "三亿五千万零六"
    assert in_chinese(1_000_000_000_000) == "一万亿"


@FIXED
@given(st.integers(0, 10**16 - 1), st.booleans())
def test_chinese_numerals_read_back(number: int, formal: bool) -> None:  # noqa: FBT001 - drawn
    reading = read_quantity(in_chinese(number, formal=formal) + "件")
    assert (reading.value, reading.unit) == (Decimal(number), "件")


@FIXED
@given(st.integers(0, 9_999_999))
def test_short_chinese_numerals_read_back(number: int) -> None:
    spelled = in_chinese(number)
    assert read_quantity(spelled).value == number
    assert read_quantity(f"负{spelled}").value == -number
    assert read_quantity(f"百分之{spelled}").value == Decimal(number) / 100
    assert read_quantity(f"{spelled}点零五").value == number + Decimal("0.05")
    if spelled.startswith("一十"):
        assert read_quantity(spelled[1:]).value == number


@FIXED
@given(
    st.integers(1, 9999),
    st.integers(1, 9999),
    st.sampled_from(["—", "–", "-", "~", "～", "至", "到"]),
    st.sampled_from(["", "万", "亿"]),
    st.sampled_from(["人", "%", "年以上"]),
)
def test_ranges_read_back(one: int, other: int, mark: str, scale: str, unit: str) -> None:
    low, high = sorted((one, other))
    reading = read_quantity(f"{low}{mark}{high}{scale}{unit}")
    factor = Decimal(10) ** SCALES[scale] * (Decimal("0.01") if unit == "%" else 1)
    assert (reading.kind, reading.value, reading.upper) == (
        "percent" if unit == "%" else "count",
        low * factor,
        high * factor,
    )
    assert (reading.mantissa, reading.upper_mantissa) == (str(low), str(high))


@FIXED
@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_dates_read_back(day: date) -> None:
    written = f"{day.year}年{day.month}月{day.day}日"
    by_places = "".join("〇一二三四五六七八九"[int(figure)] for figure in str(day.year))
    spelled = f"{by_places}年{in_chinese(day.month)}月{in_chinese(day.day)}日".replace("年一十", "年十").replace(
        "月一十", "月十"
    )
    assert (
        read_quantity(written).day
        == read_quantity(spelled).day
        == read_quantity(day.isoformat()).day
        == day.isoformat()
    )


HOSTILE = "0123456789,.+-−—–~至到 %‰成半点點零〇一二三十百千万亿兆億萬廿卅负元个瓦克年月日去今分之百倍番翻几多余约近以上０９，．²½OlO\u200b\t\x00\ud800$"


@FIXED
@given(st.one_of(st.text(), st.text(HOSTILE, max_size=30), st.text("一二十百千万亿兆零点", max_size=250)))
def test_any_text_is_read_or_refused(text: str) -> None:
    reading = read_or_refuse(text)
    if isinstance(reading, Unreadable):
        assert reading.code in {"Q101", "Q102", "Q103", "Q104", "Q105", "Q106"}
        assert 0 <= reading.start <= reading.start + reading.length <= len(text)
    else:
        assert (reading.value is None) == (reading.kind == "date") == bool(reading.day)
        assert bool(reading.upper_mantissa) <= (reading.upper is not None)
        assert reading.value is None or reading.value.is_finite()


def read_or_refuse(text: str) -> Reading | Unreadable:
    try:
        return read_quantity(text, TODAY)
    except Unreadable as fault:
        return fault


def steps(text: str) -> int:
    """Count the calls that one reading makes."""
    counted = 0

    def count(*_: object) -> None:
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        read_or_refuse(text)
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize(
    "piece", ["十", "一万", "约", "1亿", "百分之", "1-", "1,", "翻一番", "去年", "一", "零", "5 ", "至", "²", "O1"]
)
def test_work_grows_with_the_length_and_stops_at_the_limit(piece: str) -> None:
    short, long = (steps("5" + piece * (TEXT_LENGTH // len(piece) // part)) for part in (4, 2))
    assert long <= 2.2 * short
    beyond = steps("5" + piece * 10 * TEXT_LENGTH)
    assert beyond <= 5 * len(piece) * 10 * TEXT_LENGTH

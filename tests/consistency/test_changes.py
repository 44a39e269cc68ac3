"""Changes linked to their ends: told only if no rounding of the three figures lets them go together."""

from __future__ import annotations

from itertools import product

import pytest
from msgspec import structs

from conftest import SPEECH, read_body
from keben.consistency import LINKED
from keben.diagnostics import Report
from keben.document import Quantity
from keben.quantity import read_quantity
from keben.reader import read


def change(start: str, end: str, stated: str) -> list[tuple[str, str]]:
    work = read_body(f"[{start}]{{.q #a}}、[{end}]{{.q #b}}、[{stated}]{{.q from=#a to=#b}}\n")
    return [(found.code, found.fact) for found in work.diagnostics]


@pytest.mark.parametrize(
    ("start", "end", "stated"),
    [
        ("30个", "6个", "80%"),
        ("30个", "6个", "超80%"),
        ("30个", "6个", "八成"),
        ("30个", "6个", "五分之四"),
        ("30个", "6个", "24个"),
        ("30个", "6个", "近80.5%"),
        ("6个", "30个", "400%"),
        ("6个", "30个", "4倍"),
        ("6个", "30个", "5倍"),
        ("30个", "6个", "5倍"),
        ("30个", "6个", "五分之一"),
        ("30个", "60个", "翻一番"),
        ("30个", "6个以内", "85%"),
        ("5566.6亿元", "6501.8亿元", "16.8%"),
        ("5566.6亿元", "6501.8亿元", "935.2亿元"),
        ("5566.6亿元", "6501.8亿元", "935亿元"),
        ("13.6%", "13.0%", "0.6个百分点"),
        ("13.6%", "13.0%", "4.4%"),
        ("13.6%", "13%以下", "0.6个百分点"),
        ("1.2亿人", "1.3亿人", "8%"),
        ("1.2亿人", "1.3亿人", "15%"),
        ("百亿元", "200亿元", "30%"),
        ("0个", "5个", "100%"),
        ("0个", "5个", "5个"),
        ("-5%", "3%", "8个百分点"),
        ("-5亿元", "3亿元", "8亿元"),
        ("-5亿元", "3亿元", "160%"),
        ("30天", "6小时", "99%"),
        ("30个", "6个", "-80%"),
    ],
)
def test_what_the_ends_may_give(start: str, end: str, stated: str) -> None:
    assert change(start, end, stated) == []


@pytest.mark.parametrize(
    ("start", "end", "stated", "result"),
    [
        ("30个", "6个", "60%", "80%"),
        ("30个", "6个", "超90%", "80%"),
        ("30个", "6个", "25个", "24"),
        ("30个", "6个", "3倍", "0.2 times the first"),
        ("30个", "6个", "三分之二", "0.2 times the first"),
        ("6个", "30个", "-80%", "400%"),
        ("5566.6亿元", "6501.8亿元", "16.9%", "16.8%"),
        ("5566.6亿元", "6501.8亿元", "8.6%", "16.8%"),
        ("5566.6亿元", "6501.8亿元", "935.4亿元", "93,520,000,000"),
        ("13.6%", "13.0%", "0.8个百分点", "0.6 points"),
        ("30万人", "40万人", "-3%", "33.33%"),
        ("30个", "60个", "翻两番", "2 times the first"),
    ],
)
def test_what_they_cannot_give_is_told_with_what_they_do(start: str, end: str, stated: str, result: str) -> None:
    assert change(start, end, stated) == [
        ("Q124", f"`{stated}` is not the change from `{start}` to `{end}`, which is {result}")
    ]


def test_percent_for_points_is_told_with_the_difference() -> None:
    work = read_body("[13.6%]{.q #a}、[13%]{.q #b}、[0.6%]{.q from=#a to=#b}\n")
    (found,) = work.diagnostics
    assert found.code == "Q124"
    assert "0.6 percentage points (个百分点)" in found.hint


@pytest.mark.parametrize("attributes", ["from=#a", "to=#a", ""])
def test_without_both_ends_nothing_is_reckoned(attributes: str) -> None:
    assert read_body(f"[30个]{{.q #a}}、[80%]{{.q {attributes}}}\n").diagnostics == ()


def test_the_change_in_the_speech_holds() -> None:
    text = SPEECH.read_text(encoding="utf-8")
    assert '[80%]{.q #days-saved from="#days-before" to="#days-after"}' in text
    assert read(SPEECH).diagnostics == ()


def test_a_fall_from_nothing() -> None:
    assert change("0个", "5个", "-80%") == [
        ("Q124", "`-80%` is not the change from `0个` to `5个`, which adds 5 to nothing")
    ]


WORDS = (
    "0", "0%", "-0.5%", "约-3%", "百亿元", "近百亿元", "超-5亿", "9999999999999999999999999999", "0.000000000000000000000000001",
    "翻一番", "一半", "三分之一", "三成五", "5—8%", "-5—-3", "2个百分点", "约0个以上", "2026年", "0倍",
)  # fmt: skip


def test_nothing_breaks_whatever_is_linked() -> None:
    """Zero, magnitudes, negative and endless figures at any end of any link."""
    figures = [Quantity(text=words, **structs.asdict(read_quantity(words))) for words in WORDS]
    report = Report("sample.md")
    for start, end, stated in product(figures, repeat=3):
        named = {"a": structs.replace(start, id="a"), "b": structs.replace(end, id="b", part_of="a")}
        linked = structs.replace(stated, change_from="a", change_to="b", part_of="a")
        for check in LINKED:
            check((*named.values(), linked), named, report)
    assert {found.code for found in report.diagnostics()} == {"Q122", "Q123", "Q124", "Q126"}

"""Repairs of sources: what is certain is mended, everything else keeps its bytes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FRONT_MATTER
from keben.diagnostics import Place, Report
from keben.mending import Mended, mend
from keben.reader import read_text

FIXED = settings(derandomize=True, deadline=None)


@pytest.mark.parametrize(
    ("body", "after"),
    [
        ("共12,345人,增3.5%,在10:30开会。\n", "共12,345人，增3.5%，在10:30开会。\n"),
        ("甲(PM2.5)乙\n", "甲（PM2.5）乙\n"),
        ("(1)甲;(二）乙\n", "（1）甲；（二）乙\n"),
        ('"甲"说"b c"\n', "“甲”说“b c”\n"),
        ('“他说"甲"。”\n', "“他说‘甲’。”\n"),
        ("甲, 乙!!\n", "甲，乙！！\n"),
        ("共１２３件，[５%]{.q}\n", "共123件，[5%]{.q}\n"),
        ("《甲《乙》丙》\n", "《甲〈乙〉丙》\n"),
        ("**甲,**乙\n", "**甲，**乙\n"),
        ("| 甲,乙 | 丙 |\n|--|--|\n", "| 甲，乙 | 丙 |\n|--|--|\n"),
        ("甲[^1]\n\n[^1]: 乙,丙\n", "甲[^1]\n\n[^1]: 乙，丙\n"),
        ('说:"PM2.5(细)"\n', "说：“PM2.5（细）”\n"),
        ("- 甲,乙\n\n> 丙;丁\n", "- 甲，乙\n\n> 丙；丁\n"),
    ],
)
def test_what_is_certain_is_mended(body: str, after: str) -> None:
    renewed, mended = mend(FRONT_MATTER + body)
    assert renewed == FRONT_MATTER + after
    assert mended
    assert mend(renewed) == (renewed, ())


@pytest.mark.parametrize(
    "body",
    [
        "“甲\n", '甲"乙\n', "甲)乙\n", "`甲,乙`\n", "[甲,乙]{.keep}\n", "甲&#44;乙\n", "[甲](https://a.example/甲,乙)\n", "[甲,乙][]\n\n[甲,乙]: https://a.example\n", "卡尔.马克思\n",
        "等**.**..甲\n", "```\n甲,乙\n```\n", "[共1,234人(约)]{.q}\n", "[链接] (https://a.cn)。\n",
    ],
)  # fmt: skip
def test_what_is_not_certain_stays(body: str) -> None:
    assert mend(FRONT_MATTER + body) == (FRONT_MATTER + body, ())


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_mark_stay(ending: str, mark: str) -> None:
    before, after = (mark + (FRONT_MATTER + f"甲{sign}乙\n\n丙{sign}丁\n").replace("\n", ending) for sign in ",，")
    assert mend(before)[0] == after


def test_what_was_replaced_is_told_with_its_place() -> None:
    line = FRONT_MATTER.count("\n") + 1
    assert mend(FRONT_MATTER + "甲,乙...\n")[1] == (
        Mended("L302", Place(line, 2, 1), ",", "，"),
        Mended("L304", Place(line, 4, 3), "...", "……"),
    )


def test_every_slip_is_mended_not_only_those_that_are_listed() -> None:
    renewed, mended = mend(FRONT_MATTER + "甲,乙" * 300)
    assert len(mended) == 300
    assert "," not in renewed.removeprefix(FRONT_MATTER)


def test_a_table_cell_with_a_bar_is_never_mended_at_a_wrong_place() -> None:
    body = "| 甲\\|乙,丙 | 丁 |\n|--|--|\n"
    assert mend(FRONT_MATTER + body)[0] in (FRONT_MATTER + body, FRONT_MATTER + body.replace(",", "，"))


def test_a_source_that_cannot_be_read_is_left_alone() -> None:
    text = FRONT_MATTER.replace("id: sample", "id: &a sample") + "甲,乙\n"
    assert mend(text) == (text, ())


def letters(text: str) -> str:
    return "".join(
        str(unicodedata.decimal(char, char)) for char in text if char.isalnum() or char in "`*[]|#>-{}\n"
    ).replace("-", "")


@settings(FIXED, max_examples=300)
@given(st.text("甲乙a1１,;:!?()\"'.…—―~-“”《》〈〉・（）*`[]|\n %", max_size=30))
def test_mending_twice_is_mending_once_and_words_stay(body: str) -> None:
    text = FRONT_MATTER + body
    renewed, _ = mend(text)
    assert mend(renewed) == (renewed, ())
    assert letters(renewed) == letters(text)
    report = Report("-", renewed)
    read_text(renewed, report)
    assert not report.repairs or renewed == text

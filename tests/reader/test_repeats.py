"""`[…]{q=ID}`: a figure said again says what the first said."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conftest import FRONT_MATTER, read_body
from keben.diagnostics import Place
from keben.document import Keep, Quantity
from keben.edition import derive
from keben.locales import find_locale
from keben.tree import quantities_of, walk

FIRST = "[6501.8亿元]{.q #trade of=2025 print=expanded}"


def repeated(body: str) -> Quantity:
    work = read_body(f"{FIRST}、{body}\n")
    assert work.diagnostics == ()
    return quantities_of(work.document)[-1]


def told(body: str) -> list[tuple[str, str]]:
    return [(found.code, found.fact) for found in read_body(f"{FIRST}、{body}\n").diagnostics]


@pytest.mark.parametrize("identifier", ["trade", "#trade", '"trade"', '"#trade"'])
def test_without_words_it_is_the_first_again(identifier: str) -> None:
    assert repeated(f"[]{{q={identifier}}}") == Quantity(
        text="6501.8亿元", kind="money", value=Decimal(650180000000), mantissa="6501.8", scale="亿", unit="元",
        period="2025", repeats="trade", style="expanded",
        place=Place(FRONT_MATTER.count("\n") + 1, len(FIRST) + 2, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    "words", ["6501.8亿元", "6,501.8亿元", "650180000000元", "6501.8亿", "RMB 6501.8亿", "超6501.8亿元", "65018000万元"]
)
def test_other_words_may_say_the_same(words: str) -> None:
    quantity = repeated(f"[{words}]{{q=trade}}")
    assert (quantity.text, quantity.value, quantity.repeats, quantity.id) == (
        words, Decimal(650180000000), "trade", "",
    )  # fmt: skip
    assert quantity.unit
    assert quantity.period == "2025"


@pytest.mark.parametrize(
    "words", ["6502亿元", "6501.8万元", "6501.8亿美元", "6501.8亿件", "16.8%", "2025年", "许多", "6501.8—6502亿元"]
)
def test_other_values_and_units_are_told(words: str) -> None:
    assert told(f"[{words}]{{q=trade}}") == [("Q121", f"`{words}` repeats `trade`, which says `6501.8亿元`")]


def test_it_may_come_before_the_first_and_stand_anywhere() -> None:
    work = read_body(
        "# []{q=a}\n\n- **[]{q=a}**[^1]\n\n| [3件]{q=a} | []{q=a} |\n|--|--|\n| [3件]{.q #a} | [又[]{q=a}]{.keep} |\n\n[^1]: []{q=a}\n"
    )
    assert work.diagnostics == ()
    assert [(each.text, each.repeats or each.id) for each in quantities_of(work.document)] == [("3件", "a")] * 7


def test_words_that_are_no_number_may_be_said_again() -> None:
    work = read_body("[数十家]{.q #some value=30}、[数十家]{q=some}、[几十家]{q=some}\n")
    assert [(found.code, found.place and found.place.column) for found in work.diagnostics] == [("Q121", 41)]
    assert [each.value for each in quantities_of(work.document)][:2] == [30, 30]


def test_dates_and_shares_may_be_said_again() -> None:
    body = "[2026年2月6日]{.q #day}、[2月6日]{q=day}、[三成]{.q #share}、[30%]{q=share}、[3倍]{.q #times}、[]{q=times}"
    assert read_body(body + "\n").diagnostics == ()


def test_it_has_no_links_and_no_attributes_of_its_own() -> None:
    body = "[9亿元]{.q #all}、[6亿元]{.q #part part-of=#all}、[]{q=part}"
    work = read_body(body + "\n")
    assert work.diagnostics == ()
    assert [each.part_of for each in quantities_of(work.document)] == ["", "all", ""]
    assert told("[]{q=trade #again of=2025 value=3 part-of=#trade}") == [
        ("S025", f"a figure said again has no attribute `{name}`") for name in ("id", "of", "value", "part-of")
    ]


def test_how_it_is_printed_may_differ() -> None:
    body = "[3417班]{.q #a}、[]{q=a}、[]{q=a print=as-written}\n"
    edition = derive(read_body(body).document, find_locale("zh-Hant-TW"))
    assert [each.text for each in quantities_of(edition.document)] == ["3,417班", "3,417班", "3417班"]


@pytest.mark.parametrize(
    ("span", "code"),
    [
        ("[1元]{q=none}", "Q108"),
        ("[]{q=none}", "Q108"),
        ("[]{q=}", "Q108"),
        ("[1元]{.q q=trade}", "S025"),
        ("[1元]{.keep q=trade}", "S025"),
        ("[**1**元]{q=trade}", "Q109"),
        ("[1,23亿元]{q=trade}", "Q103"),
        ("[1２亿元]{q=trade}", "Q105"),
        ("[1O0元]{q=trade}", "Q106"),
    ],
)
def test_what_is_wrong_with_it_is_told(span: str, code: str) -> None:
    assert [code for code, _ in told(span)] == [code]


def test_an_id_that_stands_twice_is_told_how_to_say_it_again() -> None:
    (found,) = read_body("[1元]{.q #a}、[1元]{.q #a}\n").diagnostics
    assert found.code == "S024"
    assert found.hint == "give one of them another id; where the same figure is said again, write `[…]{q=a}`"


def test_what_cannot_be_read_is_kept() -> None:
    work = read_body(f"{FIRST}[1２亿元]{{q=trade}}\n")
    assert [node.children for node in walk(work.document) if isinstance(node, Keep)]

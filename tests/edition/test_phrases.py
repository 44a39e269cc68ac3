"""Figures of real reports, each as every locale and style prints it.

`phrases.tsv` was written by hand from the rules: what a phrase says, its editions, and the mainland's spoken and formal
form (of an English phrase, the English ones). Its texts stand in the documents that `source` names.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from conftest import read_body
from keben.document import Document, Quantity
from keben.edition import derive
from keben.edition.numerals import print_quantity
from keben.locales import find_locale
from keben.tree import quantities_of

TABLE = Path(__file__).with_name("phrases.tsv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
CHINESE = [row for row in ROWS if row["lang"] != "en"]


def quantity_of(row: dict[str, str], style: str = "regional") -> Quantity:
    (quantity,) = quantities_of(document_of(row, style))
    return quantity


def document_of(row: dict[str, str], style: str = "regional") -> Document:
    front = f"---\nid: t\nlang: {row['lang']}\ntitle: t\ndate: 2026-02-06\n---\n\n"
    work = read_body(f"[{row['text']}]{{.q print={style}}}\n", front)
    assert work.diagnostics == ()
    return work.document


def printed(row: dict[str, str], tag: str, style: str = "regional") -> str:
    (quantity,) = quantities_of(derive(document_of(row, style), find_locale(tag)).document)
    return quantity.text


def name(row: dict[str, str]) -> str:
    return row["text"]


def test_there_are_enough_rows_of_enough_sources() -> None:
    assert len(ROWS) >= 150
    assert len({row["source"] for row in ROWS}) >= 15
    assert len({(row["lang"], row["text"]) for row in ROWS}) == len(ROWS)
    assert all(row[column] for row in ROWS for column in ("source", "value", "en", "spoken", "formal"))


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_what_a_phrase_says(row: dict[str, str]) -> None:
    quantity = quantity_of(row)
    value, _, upper = row["value"].partition("/")
    if quantity.kind == "date":
        assert quantity.day == row["value"]
    else:
        assert quantity.value == Decimal(value)
        assert quantity.upper == (Decimal(upper) if upper else None)
    assert (quantity.unit, quantity.qualifier) == (row["unit"], row["qualifier"])


@pytest.mark.parametrize("tag", ["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"])
@pytest.mark.parametrize("row", CHINESE, ids=name)
def test_the_chinese_editions_of_a_phrase(row: dict[str, str], tag: str) -> None:
    assert printed(row, tag) == row[tag]


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_phrase_in_english(row: dict[str, str]) -> None:
    assert print_quantity(quantity_of(row), find_locale("en"), source=find_locale(row["lang"])) == row["en"]


@pytest.mark.parametrize("style", ["spoken", "formal"])
@pytest.mark.parametrize("row", ROWS, ids=name)
def test_a_phrase_spoken_and_formal(row: dict[str, str], style: str) -> None:
    assert printed(row, "en" if row["lang"] == "en" else "zh-Hans-CN", style) == row[style]

"""The real speech and the news item in every edition."""

from __future__ import annotations

import re

import pytest

from conftest import NEWS, SPEECH
from keben.document import Document
from keben.edition import Edition, derive
from keben.locales import find_locale
from keben.quantity import read_quantity
from keben.reader import read
from keben.tree import plain_text, quantities_of

TRADITIONAL = ("zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO")
SIMPLIFIED = ("zh-Hans-CN", "zh-Hans-SG")


def words(edition: Edition) -> str:
    return "\n".join((edition.title, edition.subtitle, *map(plain_text, edition.document.blocks)))


@pytest.fixture(scope="module", params=(SPEECH, NEWS), ids=("speech", "news"))
def document(request: pytest.FixtureRequest) -> Document:
    work = read(request.param)
    assert work.diagnostics == ()
    return work.document


# Source: the project's facts on conversion, §2: what OpenCC 1.4 alone prints.
@pytest.mark.parametrize("tag", TRADITIONAL)
def test_the_known_errors_of_the_engine_are_not_printed(document: Document, tag: str) -> None:
    text = words(derive(document, find_locale(tag)))
    for wrong in ("新徵程", "資金鍊", "指明瞭", "被髮明", "展示瞭", "全域性", "資料區域性署", "纔", "爲"):
        assert wrong not in text


def test_what_the_engine_gets_wrong_is_right() -> None:
    speech = words(derive(read(SPEECH).document, find_locale("zh-Hant-TW")))
    news = words(derive(read(NEWS).document, find_locale("zh-Hant-TW")))
    assert speech.count("新征程") == 2
    assert "產業鏈、資金鏈、人才鏈" in speech
    assert news.count("指明了") == 2


@pytest.mark.parametrize("tag", TRADITIONAL)
def test_names_are_right(tag: str) -> None:
    news = words(derive(read(NEWS).document, find_locale(tag)))
    for name in ("安偉", "王治", "翟政", "郝偉", "趙學慶", "李秋紅", "魏寧娣", "楚惠東", "習近平"):
        assert name in news


@pytest.mark.parametrize("tag", TRADITIONAL)
def test_quotation_marks_are_the_region_s_and_pair(document: Document, tag: str) -> None:
    edition = derive(document, find_locale(tag))
    for block in edition.document.blocks:
        text = plain_text(block)
        assert not re.search("[“”‘’]", text)
        assert text.count("「") == text.count("」")


@pytest.mark.parametrize("tag", [*TRADITIONAL, *SIMPLIFIED])
def test_every_edition_prints_the_same_values(document: Document, tag: str) -> None:
    printed = quantities_of(derive(document, find_locale(tag)).document)
    written = quantities_of(document)
    assert len(printed) == len(written) > 0
    for ours, author in zip(printed, written, strict=True):
        assert (ours.value, ours.upper, ours.day) == (author.value, author.upper, author.day)
        if author.kind != "date":
            assert read_quantity(ours.text).value == read_quantity(author.text).value


@pytest.mark.parametrize("tag", SIMPLIFIED)
def test_an_edition_in_the_source_s_own_script_is_the_source(document: Document, tag: str) -> None:
    edition = derive(document, find_locale(tag))
    assert edition.document.blocks == document.blocks
    assert edition.document.metadata.title == document.metadata.title

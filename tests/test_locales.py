"""The locales: tags, words and dates that each edition prints."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec import structs

from keben.errors import LocaleError, UsageError
from keben.locales import LOCALES, Locale, find_locale, format_date

CHINESE = [locale for locale in LOCALES if locale.is_chinese]


def test_the_locales_that_are_promised() -> None:
    assert [locale.tag for locale in LOCALES] == [
        "zh-Hans-CN",
        "zh-Hans-SG",
        "zh-Hant-TW",
        "zh-Hant-HK",
        "zh-Hant-MO",
        "en",
    ]
    assert [locale.script for locale in LOCALES] == ["Hans", "Hans", "Hant", "Hant", "Hant", "Latn"]
    assert {locale.tag for locale in CHINESE} == {locale.tag for locale in LOCALES} - {"en"}


@pytest.mark.parametrize("tag", [locale.tag for locale in LOCALES])
def test_a_tag_is_found_in_any_case(tag: str) -> None:
    assert find_locale(tag.upper()) is find_locale(tag.lower()) is find_locale(tag)
    assert find_locale(tag).tag == tag


@pytest.mark.parametrize(
    "tag",
    [
        "zh",
        "zh-CN",
        "zh-Hans",
        "zh-Hant",
        "zh_Hans_CN",
        "cn",
        "tw",
        "",
        " en",
        "en-US",
        "ja",
        "zh-Hans-CN-x",
        "ZH-HANT-tW ",
    ],
)
def test_other_tags_are_refused_with_the_known_ones(tag: str) -> None:
    with pytest.raises(LocaleError) as caught:
        find_locale(tag)
    assert isinstance(caught.value, UsageError)
    assert caught.value.exit_status == 2
    assert caught.value.tag == tag
    sentence = str(caught.value)
    assert sentence.startswith(f"`{tag}` is not a locale of Keben; ")
    assert sentence.endswith(f"use one of {', '.join(each.tag for each in LOCALES)}")


@pytest.mark.parametrize(
    ("tag", "printed"),
    [
        ("zh-Hans-CN", "2026年2月6日"),
        ("zh-Hans-SG", "2026年2月6日"),
        ("zh-Hant-TW", "2026年2月6日"),
        ("zh-Hant-HK", "2026年2月6日"),
        ("zh-Hant-MO", "2026年2月6日"),
        ("en", "February 6, 2026"),
    ],
)
def test_dates(tag: str, printed: str) -> None:
    assert format_date(date(2026, 2, 6), find_locale(tag)) == printed


def test_old_dates_can_be_printed() -> None:
    assert format_date(date(566, 12, 31), find_locale("zh-Hans-CN")) == "566年12月31日"


@pytest.mark.parametrize(
    ("tag", "outer", "inner"),
    [("zh-Hans-CN", "“”", "‘’"), ("zh-Hans-SG", "“”", "‘’"), ("zh-Hant-TW", "「」", "『』"), ("zh-Hant-HK", "「」", "『』"), ("zh-Hant-MO", "「」", "『』"), ("en", "“”", "‘’")],
)  # fmt: skip
def test_quotation_marks(tag: str, outer: str, inner: str) -> None:
    quotes = find_locale(tag).quotes
    assert ("".join(quotes.outer), "".join(quotes.inner)) == (outer, inner)


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.tag)
def test_every_word_is_there_in_its_own_script(locale: Locale) -> None:
    words = structs.asdict(locale.terms)
    assert all(word == word.strip() != "" for word in words.values())
    han = [any("\u4e00" <= char <= "\u9fff" for char in word) for word in words.values()]
    assert all(han) if locale in CHINESE else not any(han)


def test_words_differ_where_the_scripts_do() -> None:
    hans, hant, english = (find_locale(tag).terms for tag in ("zh-Hans-CN", "zh-Hant-TW", "en"))
    assert (hans.contents, hant.contents, english.contents) == ("目录", "目錄", "Contents")
    assert (hans.figure, hant.figure) == ("图", "圖")
    assert find_locale("zh-Hant-HK").terms == find_locale("zh-Hant-MO").terms


def test_the_lines_under_a_title() -> None:
    assert [locale.subtitle.format("副题") for locale in (find_locale("zh-Hans-CN"), find_locale("en"))] == [
        "——副题",
        "副题",
    ]
    assert find_locale("zh-Hant-TW").dateline.format("2026年2月6日") == "（2026年2月6日）"

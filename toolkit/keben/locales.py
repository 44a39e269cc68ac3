"""The locales that Keben publishes in: one row each, with everything that a region writes differently.

Words shown to readers are written here for each locale, never converted from one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from keben.errors import LocaleError

if TYPE_CHECKING:
    from datetime import date

Script = Literal["Hans", "Hant", "Latn"]


class Quotes(Struct, frozen=True):
    """The quotation marks of a region, outside in: opening, closing, then the same for a quotation within one."""

    outer: tuple[str, str]
    inner: tuple[str, str]


class Terms(Struct, frozen=True):
    """Words that an edition adds to the author's text.

    The four of `annex` head its columns: what is printed, what it says, its period, where it stands. `item` heads the labels of a chart,
    `bar_chart` and `line_chart` describe one to who does not see it.
    """

    contents: str
    figure: str
    table: str
    text: str
    notes: str
    note: str
    backlink: str
    title_page: str
    annex: str
    annex_figure: str
    annex_value: str
    annex_period: str
    annex_place: str
    item: str
    bar_chart: str
    line_chart: str
    accessibility_summary: str


class Locale(Struct, frozen=True):
    """A language, script and region that editions are made for.

    `tag` is BCP 47 in canonical case. `babel` is CLDR's name for the same. `subtitle` and `dateline` are patterns of
    the lines under a title.
    """

    tag: str
    script: Script
    name: str
    babel: str
    quotes: Quotes
    terms: Terms
    subtitle: str = "——{}"
    dateline: str = "（{}）"

    @property
    def is_chinese(self) -> bool:
        """Whether the text is Chinese, in either script."""
        return self.script != "Latn"


# Quotation marks by the custom of each region: “‘’” in Simplified text, 「『』」 in Traditional text everywhere,
# a quotation inside a quotation in the second pair.
_CURLY = Quotes(("“", "”"), ("‘", "’"))
_CORNER = Quotes(("「", "」"), ("『", "』"))

_HANS = Terms(
    contents="目录", figure="图", table="表", text="正文", notes="注释", note="注", backlink="返回正文", title_page="标题页",
    annex="本文数据一览", annex_figure="数据", annex_value="数值", annex_period="时期", annex_place="所在段落", item="项目",
    bar_chart="条形图，数据见随后的表。", line_chart="折线图，数据见随后的表。",
    accessibility_summary="本出版物以文字为主，含目录和结构导航，可自由调整字号与版式。",
)  # fmt: skip
_HANT = Terms(
    contents="目錄", figure="圖", table="表", text="正文", notes="註釋", note="註", backlink="返回正文", title_page="標題頁",
    annex="本文數據一覽", annex_figure="數據", annex_value="數值", annex_period="時期", annex_place="所在段落", item="項目",
    bar_chart="長條圖，數據見隨後的表。", line_chart="折線圖，數據見隨後的表。",
    accessibility_summary="本出版物以文字為主，含目錄和結構導覽，可自由調整字級與版面。",
)  # fmt: skip
_HANT_HK = Terms(
    contents="目錄", figure="圖", table="表", text="正文", notes="註釋", note="註", backlink="返回正文", title_page="標題頁",
    annex="本文數據一覽", annex_figure="數據", annex_value="數值", annex_period="時期", annex_place="所在段落", item="項目",
    bar_chart="棒形圖，數據見隨後的表。", line_chart="折線圖，數據見隨後的表。",
    accessibility_summary="本出版物以文字為主，附目錄及結構導覽，可自由調整字體大小及版面。",
)  # fmt: skip
_EN = Terms(
    contents="Contents", figure="Figure", table="Table", text="Text", notes="Notes", note="Note", backlink="Back to the text",
    title_page="Title page",
    annex="Figures in this text", annex_figure="Figure", annex_value="Value", annex_period="Period", annex_place="Where it stands", item="Item",
    bar_chart="Bar chart; the numbers stand in the table after it.",
    line_chart="Line chart; the numbers stand in the table after it.",
    accessibility_summary="This publication is mainly text, with a table of contents and structural navigation; type size and layout can be changed freely.",
)  # fmt: skip

LOCALES: tuple[Locale, ...] = (
    Locale("zh-Hans-CN", "Hans", "简体中文（中国大陆）", "zh_Hans_CN", _CURLY, _HANS),
    Locale("zh-Hans-SG", "Hans", "简体中文（新加坡）", "zh_Hans_SG", _CURLY, _HANS),
    Locale("zh-Hant-TW", "Hant", "繁體中文（臺灣）", "zh_Hant_TW", _CORNER, _HANT),
    Locale("zh-Hant-HK", "Hant", "繁體中文（香港）", "zh_Hant_HK", _CORNER, _HANT_HK),
    Locale("zh-Hant-MO", "Hant", "繁體中文（澳門）", "zh_Hant_MO", _CORNER, _HANT_HK),
    Locale("en", "Latn", "English", "en", _CURLY, _EN, subtitle="{}", dateline="{}"),
)

_BY_TAG = {locale.tag.lower(): locale for locale in LOCALES}


def find_locale(tag: str) -> Locale:
    """Look a locale up by its tag, in any case.

    Raises:
        LocaleError: The tag is none of `LOCALES`; a bare `zh` names no script and is refused too.
    """
    try:
        return _BY_TAG[tag.lower()]
    except KeyError:
        raise LocaleError(tag, (locale.tag for locale in LOCALES)) from None


def format_date(day: date, locale: Locale) -> str:
    """Write a date in the locale's long form, as `2026年2月6日`. Source: CLDR, through Babel."""
    from babel.dates import format_date as babel_format  # loaded only by a work that prints a date

    return babel_format(day, format="long", locale=locale.babel)

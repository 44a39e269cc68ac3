"""Charts: what a container is read as, and what is said of one that cannot be drawn."""

from __future__ import annotations

from time import process_time

import pytest

from conftest import FRONT_MATTER, read_body
from keben.conversion import convert_markdown
from keben.document import Chart, Document, Figure, from_json, to_json
from keben.locales import find_locale
from keben.tree import plain_text, walk

FIGURES = "去年[5566.6亿元]{.q #a}，今年[6501.8亿元]{.q #b}，增长[16.8%]{.q #c}，[3—5亿元]{.q #range}，[2026年2月6日]{.q #day}，[5件]{.q #items}。\n\n"


def charts(body: str) -> list[Chart]:
    work = read_body(FIGURES + body)
    assert work.diagnostics == ()
    return [node for node in walk(work.document) if isinstance(node, Chart)]


def codes(body: str) -> list[str]:
    return [found.code for found in read_body(FIGURES + body).diagnostics]


def test_a_chart() -> None:
    (chart,) = charts("::: chart\n进出口总额\n- 2024年: #a\n- *2025*年：#b\n:::\n")
    assert (chart.kind, chart.number, chart.id) == ("bar", 1, "s0g1")
    assert "".join(map(plain_text, chart.caption)) == "进出口总额"
    assert [("".join(map(plain_text, point.label)), point.figure) for point in chart.points] == [
        ("2024年", "a"),
        ("2025年", "b"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "{#here}\n\n::: chart line\n- 去年: #a\n- 今年: #b\n:::\n",
        "::: chart bar\n\n标题\n\n- 去年: #a\n\n- 今年: #b\n\n:::\n",
        "> ::: chart\n> - 去年: #a\n> - 今年: #b\n> :::\n",
        "- 一\n\n  ::: chart\n  - 去年: #a\n  - 今年: #b\n  :::\n",
        "注[^1]\n\n[^1]: 一\n\n    ::: chart\n    - 去年: #a\n    - 今年: #b\n    :::\n",
        "::: chart\n* 比率 2:1 : #a\n* 见[上文](https://example.org) : #b\n:::\n",
    ],
    ids=["line", "loose", "quote", "list", "note", "colons"],
)
def test_forms_that_are_read(body: str) -> None:
    (chart,) = charts(body)
    assert [point.figure for point in chart.points] == ["a", "b"]


def test_an_id_a_kind_and_a_number_among_the_figures() -> None:
    body = "::: chart\n甲\n- 去年: #a\n- 今年: #b\n:::\n\n::: chart\n- 去年: #a\n- 今年: #b\n:::\n\n{#mine}\n::: chart line\n乙\n- 去年: #a\n- 今年: #b\n:::\n"
    assert [(chart.id, chart.number, chart.kind) for chart in charts(body)] == [
        ("s0g1", 1, "bar"),
        ("s0g2", 0, "bar"),
        ("mine", 2, "line"),
    ]


def test_json_loses_nothing() -> None:
    document: Document = read_body(FIGURES + "::: chart\n甲\n- 去年: #a\n- 今年: #b\n:::\n").document
    assert from_json(to_json(document)) == document


def test_convert_changes_labels_and_nothing_else() -> None:
    text = FRONT_MATTER + FIGURES + "::: chart\n外贸总额\n- 郑州“2024”年: #a\n- 今年：#b\n:::\n"
    converted = convert_markdown(text, find_locale("zh-Hant-TW")).text
    assert "::: chart\n外貿總額\n- 鄭州「2024」年: #a\n- 今年：#b\n:::\n" in converted


@pytest.mark.parametrize(
    ("code", "body"),
    [
        ("Q140", "::: chart pie\n- 去年: #a\n- 今年: #b\n:::\n"),
        ("Q140", "::: chart bar {#x}\n- 去年: #a\n- 今年: #b\n:::\n"),
        ("S043", "::: charts\n- 去年: #a\n- 今年: #b\n:::\n"),
        ("S042", "::: chart\n- 去年: #a\n- 今年: #b\n"),
        ("Q141", "::: chart\n:::\n"),
        ("Q141", "::: chart\n只有话。\n:::\n"),
        ("Q141", "::: chart\n1. 去年: #a\n2. 今年: #b\n:::\n"),
        ("Q141", "::: chart\n一\n\n二\n\n- 去年: #a\n- 今年: #b\n:::\n"),
        ("Q141", "::: chart\n- 去年: #a\n- 今年: #b\n\n后话\n:::\n"),
        ("Q141", "::: chart\n- 去年: #a\n- 今年 #b\n:::\n"),
        ("Q141", "::: chart\n- 去年: #a\n- : #b\n:::\n"),
        ("Q141", "::: chart\n- 去年: #a\n-\n:::\n"),
        ("Q141", "::: chart\n- 去年: #a\n- 今年: #b\n  - 又: #b\n:::\n"),
        ("Q142", "::: chart\n- 今年: #b\n:::\n"),
        ("Q143", "::: chart\n- 去年: #a\n- 今年: #none\n:::\n"),
        ("Q143", "{#part}\n## 题\n\n::: chart\n- 去年: #a\n- 今年: #s0p1\n:::\n"),
        ("Q144", "::: chart\n- 去年: #a\n- 今年: #a\n:::\n"),
        ("Q145", "::: chart\n- 去年: #a\n- 今年: #range\n:::\n"),
        ("Q145", "::: chart\n- 去年: #a\n- 今年: #day\n:::\n"),
        ("Q146", "::: chart\n- 去年: #a\n- 今年: #c\n:::\n"),
        ("Q146", "::: chart\n- 去年: #a\n- 今年: #items\n:::\n"),
        ("S004", "::: chart\n" + "".join(f"- 第{n}年: #a\n" for n in range(2000)) + ":::\n"),
    ],
)
def test_one_mistake_is_one_diagnostic(code: str, body: str) -> None:
    assert codes(body) == [code]


def test_every_item_at_fault_has_its_line() -> None:
    found = read_body(FIGURES + "::: chart\n- 去年: #x\n- 今年: #y\n- 明年: #a\n:::\n").diagnostics
    assert [(each.code, each.place.line) for each in found if each.place] == [("Q143", 11), ("Q143", 12)]


def test_the_words_of_a_chart_at_fault_are_converted_all_the_same() -> None:
    text = FRONT_MATTER + "::: chart\n外贸总额\n- 郑州: #a\n:::\n"
    assert "外貿總額\n- 鄭州: #a\n" in convert_markdown(text, find_locale("zh-Hant-TW")).text


def test_a_caption_with_markup_and_a_figure_before_it_count_as_figures() -> None:
    (chart,) = charts("::: chart\n**甲**<br>乙\n- 去年: #a\n- 今年: #b\n:::\n")
    assert chart.number == 1
    assert not any(isinstance(node, Figure) for node in walk(chart))


def test_the_time_grows_with_the_charts() -> None:
    one = "::: chart\n标题\n" + "- 去年: #a\n- 今年: #b\n" + ":::\n\n"

    def seconds(number: int) -> float:
        begun = process_time()
        assert read_body(FIGURES + one * number).diagnostics == ()
        return process_time() - begun

    seconds(10)
    assert min(seconds(400) for _ in range(2)) < 24 * min(seconds(50) for _ in range(2)) + 0.05

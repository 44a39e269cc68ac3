"""Figures of a translated block that are a power of ten away from the source's; nothing else is said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from keben.diagnostics import Diagnostic
from keben.reader import read
from keben.reader.unlinked import unlinked_figures


def compare(folder: Path, chinese: str, english: str) -> list[Diagnostic]:
    (folder / "a.md").write_text(
        f"---\nid: a\nlang: zh-Hans-CN\ntitle: 甲\ndate: 2026-02-06\n---\n\n{chinese}\n", encoding="utf-8"
    )
    (folder / "a.en.md").write_text(f"---\nlang: en\ntitle: A\n---\n\n{english}\n", encoding="utf-8")
    work = read(folder / "a.md")
    assert work.diagnostics == ()
    (translation,) = work.translations
    found = unlinked_figures(work.document, translation.document, translation.name, translation.text)
    return [*translation.diagnostics, *found]


@pytest.mark.parametrize(
    ("chinese", "english", "words"),
    [
        ("进出口6501.8亿元。", "Trade came to 65.018 billion yuan.", "65.018 billion yuan"),
        ("进出口[6501.8亿元]{.q}。", "Trade came to 65.018 billion yuan.", "65.018 billion yuan"),
        ("产车70万辆，出口412万件。", "It built 7 million cars and sent 41.2 million parcels.", "7 million"),
        ("增长16.8%。", "Trade grew by 1.68 percent.", "1.68 percent"),
        ("装机2900千瓦。", "Capacity came to 29,000 kW.", "29,000 kW"),
        ("| 项 | 数 |\n|---|---|\n| 贸易 | 6501.8亿元 |", "| Item | Sum |\n|---|---|\n| Trade | 65.018 billion yuan |", "65.018 billion yuan"),
        ("进出口[6501.8亿元](https://example.org)。", "It was [65.018 billion yuan](https://example.org).", "65.018 billion yuan"),
        ("- 进出口6501.8亿元", "- Trade: **65.018 billion yuan**", "65.018 billion yuan"),
    ],
)  # fmt: skip
def test_a_power_of_ten(tmp_path: Path, chinese: str, english: str, words: str) -> None:
    first, *_ = compare(tmp_path, chinese, english)
    assert first.code == "T611"
    assert first.fact.startswith(f"`{words}` is ")
    assert first.place
    assert first.excerpt[first.place.column - 1 :].startswith(words)
    assert first.place.length == len(words)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("进出口6501.8亿元。", "Trade came to 650.18 billion yuan."),
        ("进出口6501.8亿元。", "Trade came to 650 billion yuan."),
        ("进出口6501.8亿元。", "Trade came to 123.4 billion yuan."),  # another number, which may be right
        ("装机2900千瓦。", "Capacity came to 2,900 kW, or 2.9 megawatts."),
        ("装机2900千瓦。", "Capacity came to 2,900 kilowatts."),
        ("面积1500万亩。", "The area is 1 million hectares."),
        ("五项任务，13家企业，130人。", "5 tasks, 13 firms and 130 people."),
        ("新增3家。", "They added 30 firms."),  # too little is said
        ("增长12.5%，新增1250人。", "Up 12.5 percent, with 1,250 people."),
        ("投入1250万元。", "They walked 12.5 km."),
        ("始于2025年。", "It began in 2025 with 20.25 percent more."),
        ("`6501.8亿元`", "Trade came to 65.018 billion yuan."),
        ("进出口6501.8亿元。", "Another sum is [65.018 billion yuan]{.q}."),
        ("进出口6501.8亿元。", "`65.018 billion yuan`"),
        ("## 一\n\n进出口6501.8亿元。", "65.018 billion yuan came in."),  # another block
        ("进出口0元。", "Trade came to 0 yuan."),
    ],
)
def test_what_is_no_slip(tmp_path: Path, chinese: str, english: str) -> None:
    assert compare(tmp_path, chinese, english) == []


def test_a_called_figure_is_compared_once(tmp_path: Path) -> None:
    found = compare(tmp_path, "进出口[6501.8亿元]{.q #trade}。", "Trade came to [65.018 billion yuan]{q=trade}.")
    assert [each.code for each in found] == ["T607"]


def test_blocks_are_matched_by_the_author_s_ids(tmp_path: Path) -> None:
    chinese = "第一段。\n\n{#sum}\n进出口6501.8亿元。"
    english = "{#sum}\nTrade came to 65.018 billion yuan.\n\nA first paragraph."
    assert [each.code for each in compare(tmp_path, chinese, english)] == ["T611"]


def test_time_is_linear_in_the_figures_of_a_block(tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        chinese = "".join(f"增长{number}.5%，" for number in range(1000, 1000 + count))
        english = " ".join(
            f"up {number}.5 percent, ten {number * 10 + 5} percent;" for number in range(1000, 1000 + count)
        )
        start = time.process_time()
        compare(tmp_path, chinese, english)
        return time.process_time() - start

    seconds(50)
    assert seconds(1600) < 24 * seconds(200) + 0.2

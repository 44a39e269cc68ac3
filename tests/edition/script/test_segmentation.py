"""The likeliest words: the same as trying every way to cut, and as long as the text."""

from __future__ import annotations

import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keben.edition.script.segmentation import UNKNOWN, Segmentation, segment
from keben.edition.script.tables import LONGEST, tables

HAN = "资金链新征程发展里面后干斗台范余系制表卷云冲了万亿明国家数据局部署中华人民共和丂"
TEXTS = st.text(alphabet=HAN, min_size=1, max_size=10) | st.lists(
    st.sampled_from(["国家", "数据局", "部署", "发展", "了", "如何", "展示", "头发", "干部", "公里", "丂", "里"]), min_size=1, max_size=5
).map("".join)  # fmt: skip


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in segment(text, tables()).words]


def cost_of(word: str) -> int | None:
    found = {each: tables().costs[number] for each, number in tables().words_of(word)}
    return found.get(word, UNKNOWN if len(word) == 1 else None)


@cache
def least(text: str) -> int:
    """Try every way to cut a text."""
    if not text:
        return 0
    starts = ((cost_of(text[:end]), text[end:]) for end in range(1, min(len(text), LONGEST) + 1))
    return min(cost + least(rest) for cost, rest in starts if cost is not None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("展示了如何", ["展示", "了", "如何"]),
        ("国家数据局部署", ["国家", "数据", "局", "部署"]),
        ("指明了方向", ["指明", "了", "方向"]),
        ("站在新征程上", ["站", "在", "新征程", "上"]),
        ("秘书长发表讲话", ["秘书长", "发表", "讲话"]),
        ("里", ["里"]),
        ("丂丂", ["丂", "丂"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(TEXTS)
def test_words_cover_the_text_in_order(text: str) -> None:
    assert "".join(words(text)) == text
    assert all(words(text))


@settings(deadline=None)
@given(TEXTS)
def test_no_other_way_to_cut_costs_less(text: str) -> None:
    cut = segment(text, tables())
    assert cut.ahead[-1] == least(text) == sum(cost_of(word) or 0 for word in words(text))
    assert cut.behind()[0] == cut.ahead[-1]


@settings(deadline=None)
@given(TEXTS, st.data())
def test_a_word_over_a_place_costs_what_the_best_text_through_it_does(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    cut = segment(text, tables())
    found = {(start, end): more for start, end, more in cut.over(place, cut.behind())}
    assert min(found.values()) == 0
    for (start, end), more in found.items():
        assert start <= place < end
        assert more == least(text[:start]) + (cost_of(text[start:end]) or 0) + least(text[end:]) - least(text)
    possible = {
        (start, end)
        for start in range(max(0, place - LONGEST + 1), place + 1)
        for end in range(place + 1, min(len(text), start + LONGEST) + 1)
        if cost_of(text[start:end]) is not None
    }
    assert found.keys() == possible


@pytest.mark.parametrize("limit", [2, 3, 4])
def test_words_may_be_kept_shorter(limit: int) -> None:
    cut = segment("中华人民共和国中华人民共和国", tables(), shorter_than=limit)
    assert max(end - start for start, end in cut.words) < limit
    assert cut.words[-1][1] == len(cut.text)


def test_time_grows_with_length() -> None:
    def seconds(count: int) -> float:
        start = time.process_time()
        cut: Segmentation = segment("国家数据局部署发展" * count, tables())
        assert cut.words[-1][1] == 9 * count
        return time.process_time() - start

    seconds(100)
    assert seconds(8_000) < 20 * max(seconds(1_000), 0.005)

"""The leftmost match first, of those the longest; the same as trying every term at every place; linear."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keben.glossary import Matcher, Term


def matcher(sources: Iterable[str]) -> Matcher:
    return Matcher(Term(source, source, ("zh-Hant-TW",)) for source in sources)


def found(sources: Iterable[str], text: str) -> list[str]:
    matches = matcher(sources).find(text)
    assert all(text[start:end] == term.source for start, end, term in matches)
    return [term.source for _, _, term in matches]


@pytest.mark.parametrize(
    ("sources", "text", "expected"),
    [
        (["软件", "软件园"], "软件园的软件", ["软件园", "软件"]),
        (["国家数据", "数据局", "局"], "国家数据局", ["国家数据", "局"]),
        (["台"], "台北台", ["台", "台"]),
        (["中国", "中国国", "中国国国国"], "中国国国", ["中国国"]),
        (["IT"], "WITH IT，IT业", ["IT", "IT"]),
        (["PM2", "PM2.5"], "PM2.5和PM25", ["PM2.5"]),
        (["A", "AI"], "AIA股A", ["A"]),
        (["5G"], "15G，5G", ["5G"]),
        (["𠮷野"], "𠮷𠮷野", ["𠮷野"]),
        ([], "软件", []),
        (["软件"], "", []),
    ],
)
def test_what_is_found(sources: list[str], text: str, expected: list[str]) -> None:
    assert found(sources, text) == expected


def naive(sources: set[str], text: str) -> list[str]:
    """Try every term at every place."""

    def is_edge(at: int) -> bool:
        return not (0 < at < len(text) and (text[at - 1] + text[at]).isalnum() and (text[at - 1] + text[at]).isascii())

    at, matches = 0, []
    while at < len(text):
        here = [each for each in sources if text.startswith(each, at) and is_edge(at) and is_edge(at + len(each))]
        if here:
            matches.append(max(here, key=len))
            at += len(max(here, key=len))
        else:
            at += 1
    return matches


WORDS = st.text("中国a1.", min_size=1, max_size=6)


@given(st.sets(WORDS, max_size=20), st.text("中国a1.", max_size=60))
def test_it_is_the_same_as_trying_every_term_at_every_place(sources: set[str], text: str) -> None:
    assert found(sources, text) == naive(sources, text)


HOSTILE = {
    "all begin alike": ([f"{'中' * 190}{number:010}" for number in range(10_000)], "中"),
    "every length fails at the end": ([f"{'中' * length}国" for length in range(1, 200)], "中"),
    "each is the beginning of the next": ([f"中国{'国' * length}" for length in range(198)], "中国啊"),
    "none stands alone": (["a" * length for length in range(1, 200)], "a"),
}


@pytest.mark.parametrize(("sources", "unit"), HOSTILE.values(), ids=HOSTILE)
def test_a_text_of_twice_the_length_takes_twice_the_time(sources: list[str], unit: str) -> None:
    """A tenth of a second is what all but the linear would pass by far; three times leaves room for a busy machine."""
    made = matcher(sources)
    times = []
    for length in (20_000, 80_000):
        text = (unit * length)[:length]
        begin = time.process_time()
        made.find(text)
        times.append(time.process_time() - begin)
    assert times[1] < 12 * times[0] + 0.1
    assert times[1] < 2

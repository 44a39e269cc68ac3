"""Breaking a paragraph: what holds for any text, and what the search is for."""

from __future__ import annotations

import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keben.writers.pdf.composition.joints import Joints, judge
from keben.writers.pdf.composition.search import Line, Measure, choose
from keben.writers.pdf.composition.units import Units
from writers.pdf.composition.samples import EM, breaks_in, units_of

TEXTS = st.text(alphabet="甲乙丙丁一二三，。“”（）——8000亿元AB年 ", min_size=1, max_size=120)
MEASURES = st.builds(
    lambda others, indent, even: Measure(others - indent, others, even),
    st.floats(4 * EM, 40 * EM),
    st.sampled_from([0.0, 2 * EM]),
    st.booleans(),
)


def broken(text: str, measure: Measure, *, loose: bool = False) -> tuple[Units, Joints, tuple[Line, ...]]:
    units = units_of(text, loose=loose)
    joints = judge(units, breaks_in)
    return units, joints, choose(units, joints, 0, measure)


def least_width(joints: Joints, line: Line, measure: Measure) -> float:
    """Return how wide a line is at least."""
    natural = joints.tail[line.end] - joints.head[line.start]
    shrink = joints.sum_shrink[joints.last_seen[line.end]] - joints.sum_shrink[line.start]
    return natural - (shrink if measure.even else 0)


@settings(max_examples=300, deadline=None)
@given(TEXTS, MEASURES)
def test_lines_cover_the_text_and_break_where_they_may(text: str, measure: Measure) -> None:
    units, joints, lines = broken(text, measure)
    assert [line.start for line in lines] == [0, *(line.end for line in lines[:-1])]
    assert lines[-1].end == len(units)
    assert all(joints.can_break[line.end] for line in lines)
    assert [line.width for line in lines] == [measure.first, *[measure.others] * (len(lines) - 1)]


@settings(max_examples=300, deadline=None)
@given(TEXTS, MEASURES)
def test_no_line_is_longer_than_the_measure_unless_it_cannot_be_broken(text: str, measure: Measure) -> None:
    _, joints, lines = broken(text, measure)
    for line in lines:
        if any(joints.can_break[line.start + 1 : line.end]):
            assert least_width(joints, line, measure) <= line.width + 0.01


@settings(max_examples=200, deadline=None)
@given(TEXTS, MEASURES)
def test_loose_text_is_never_longer_than_the_measure(text: str, measure: Measure) -> None:
    _, joints, lines = broken(text, measure, loose=True)
    assert all(least_width(joints, line, measure) <= line.width + 0.01 for line in lines)


@settings(max_examples=100, deadline=None)
@given(TEXTS, MEASURES)
def test_the_same_every_time(text: str, measure: Measure) -> None:
    assert broken(text, measure)[2] == broken(text, measure)[2]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="甲乙丙丁，。AB", min_size=6, max_size=22), st.integers(5, 12), st.booleans())
def test_no_last_line_of_one_character_that_another_choice_avoids(text: str, ems: int, even: bool) -> None:  # noqa: FBT001
    measure = Measure(ems * EM, ems * EM, even)
    _, joints, lines = broken(text, measure)
    last = lines[-1]
    if joints.counted[joints.last_seen[last.end] + 1] - joints.counted[last.start] > 1:
        return
    places = [k for k in range(1, len(text)) if joints.can_break[k]]
    for count in range(len(lines) + 1):
        for cut in combinations(places, count):
            ends = [0, *cut, len(text)]
            tried = [Line(a, b, measure.others) for a, b in pairwise(ends)]
            counted = joints.counted[joints.last_seen[len(text)] + 1] - joints.counted[ends[-2]]
            assert counted < 2 or any(not fair(joints, line, measure, len(text)) for line in tried), cut


def fair(joints: Joints, line: Line, measure: Measure, stop: int) -> bool:
    """Whether a line fits and, unless it is the last, ends near the measure without more than 0.35 em at each place."""
    spare = line.width - (joints.tail[line.end] - joints.head[line.start])
    stretch = joints.sum_stretch[joints.last_seen[line.end]] - joints.sum_stretch[line.start]
    short = line.end != stop and (spare > 1.5 * EM or (measure.even and spare > 0.35 * stretch))
    return not short and least_width(joints, line, measure) <= line.width


def test_stretch_is_shared_among_lines() -> None:
    text = "甲乙丙丁" * 4 + "6501.8亿元" + "甲乙丙丁" * 8
    _, joints, lines = broken(text, Measure(20 * EM, 20 * EM, True))
    spares = [line.width - (joints.tail[line.end] - joints.head[line.start]) for line in lines[:-1]]
    assert max(spares) <= 4 * EM
    assert sum(spare > 0.35 * 18 * EM for spare in spares) == 0


def test_a_forced_break_ends_the_search_and_the_next_begins_there() -> None:
    units = units_of("甲乙丙\n丁戊己")
    joints = judge(units, breaks_in)
    measure = Measure(10 * EM, 10 * EM, True)
    assert choose(units, joints, 0, measure) == (Line(0, 4, 10 * EM),)
    assert choose(units, joints, 4, measure) == (Line(4, 7, 10 * EM),)


@pytest.mark.parametrize("even", [True, False])
@pytest.mark.parametrize("text", ["甲乙，丙丁。“戊”己", "A", "甲"])
def test_time_grows_with_the_length(text: str, even: bool) -> None:  # noqa: FBT001
    def seconds(count: int) -> float:
        units = units_of((text * 60_000)[:count], loose=True)
        joints = judge(units, breaks_in)
        start = time.process_time()
        choose(units, joints, 0, Measure(38 * EM, 38 * EM, even))
        return time.process_time() - start

    short = min(seconds(6_000) for _ in range(3))
    long = seconds(60_000)
    assert long < 5
    assert long < 25 * max(short, 0.002)

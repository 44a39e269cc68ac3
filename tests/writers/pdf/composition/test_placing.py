"""Sharing out the room of a line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keben.writers.pdf.composition.joints import judge
from keben.writers.pdf.composition.placing import place
from keben.writers.pdf.composition.search import Measure, choose
from writers.pdf.composition.samples import EM, breaks_in, units_of

TEXTS = st.text(alphabet="甲乙丙丁，。“”（）8000亿元AB ", min_size=30, max_size=120)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.floats(12 * EM, 30 * EM))
def test_a_line_is_as_wide_as_the_measure_in_whole_thousandths(text: str, width: float) -> None:
    units = units_of(text)
    joints = judge(units, breaks_in)
    for line in choose(units, joints, 0, Measure(width, width, True)):
        placed = place(units, joints, line, even=True)
        room = sum(placed.before) + sum(placed.after)
        made = sum(units.advance[placed.start : placed.end]) + room
        natural = joints.tail[line.end] - joints.head[line.start]
        stretch = joints.sum_stretch[joints.last_seen[line.end]] - joints.sum_stretch[line.start]
        shrink = joints.sum_shrink[joints.last_seen[line.end]] - joints.sum_shrink[line.start]
        reachable = -shrink <= line.width - natural < 2 * stretch
        assert not reachable or made == pytest.approx(line.width, abs=EM / 1000)
        for value in placed.after[:-1]:
            assert value / (EM / 1000) == pytest.approx(round(value / (EM / 1000)), abs=1e-6)
        for k in range(placed.start, placed.end - 1):
            if units.char[k].isascii() and units.char[k + 1].isascii() and " " not in units.char[k : k + 2]:
                assert placed.after[k - placed.start] == 0


def test_a_last_line_is_not_stretched() -> None:
    units = units_of("甲乙A丙")
    joints = judge(units, breaks_in)
    (line,) = choose(units, joints, 0, Measure(20 * EM, 20 * EM, True))
    assert place(units, joints, line, even=False).after == pytest.approx([0, 0.15 * EM, 0.15 * EM, 0])


def test_marks_are_halved_at_both_edges() -> None:
    units = units_of("“甲。”")
    joints = judge(units, breaks_in)
    (line,) = choose(units, joints, 0, Measure(20 * EM, 20 * EM, False))
    placed = place(units, joints, line, even=False)
    assert placed.before == [-6, 0, 0, 0]
    assert placed.after == [0, 0, -6, -6]


def test_a_line_of_white_space_has_nothing_to_place() -> None:
    units = units_of(" \n甲")
    joints = judge(units, breaks_in)
    (line,) = choose(units, joints, 0, Measure(20 * EM, 20 * EM, True))
    assert place(units, joints, line, even=True).after == [0.0]

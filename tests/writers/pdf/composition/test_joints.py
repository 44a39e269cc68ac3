"""What may happen between two units: the tables of rules at work."""

from __future__ import annotations

import pytest

from keben.writers.pdf.composition.joints import judge
from keben.writers.pdf.composition.units import BOX, CLOSING_EDGE, OPENING_EDGE, Units
from writers.pdf.composition.samples import EM, breakable, breaks_in, joints_of, units_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲乙丙", "甲|乙|丙"),
        ("甲，乙。", "甲，|乙。"),
        ("说“好”。", "说|“好”。"),
        ("（甲）乙", "（甲）|乙"),
        ("甲——乙", "甲——|乙"),
        ("甲……乙", "甲……|乙"),
        ("8000亿元钱", "8000亿元|钱"),
        ("6501.8亿元钱", "6501.8亿元|钱"),
        ("412万余件事", "412万余件|事"),
        ("近13%的人", "近|13%的|人"),
        ("于2026年2月6日到", "于|2026年2月6日|到"),
        ("豫发〔2026〕12号文", "豫|发|〔2026〕12号|文"),
        ("第15届会", "第15届|会"),
        ("566—1990年间", "566—1990年|间"),
        ("用PDF印", "用|PDF|印"),
        ("甲·乙", "甲·|乙"),
        ("甲\u20601", "甲\u20601"),
        ("甲\n乙丙", "甲\n|乙|丙"),
    ],
)
def test_where_a_line_may_break(text: str, shown: str) -> None:
    assert breakable(text) == shown


@pytest.mark.parametrize(
    ("text", "between", "stretches"),
    [
        ("甲乙", 0.0, True),
        ("甲A", 0.15, True),
        ("A甲", 0.15, True),
        ("5万", 0.15, True),
        ("%的", 0.15, True),
        ("AB", 0.0, False),
        ("A.", 0.0, False),
        (":/", 0.0, False),
        ("12", 0.0, False),
        ("——", 0.0, False),
        ("甲，", 0.0, True),
        ("，甲", 0.0, True),
        ("。”", -0.5, False),
        ("）（", -0.5, False),
        ("：“", -0.5, False),
        ("“《", -0.5, False),
        ("—“", -0.5, False),
        ("”—", -0.5, False),
    ],
)
def test_the_room_between_two_characters(text: str, between: float, stretches: bool) -> None:  # noqa: FBT001
    joints = joints_of(text)
    assert joints.between[0] == pytest.approx(between * EM)
    assert bool(joints.stretch[0]) == stretches


def test_a_gap_may_shrink_to_an_eighth_and_a_mark_by_a_fifth() -> None:
    assert joints_of("甲A").shrink[0] == pytest.approx(0.025 * EM)
    assert joints_of("，甲").shrink[0] == pytest.approx(0.2 * EM)
    assert joints_of("甲乙").shrink[0] == 0


def test_marks_without_a_blank_half_keep_their_place() -> None:
    units = units_of("。”")
    units.right[0] = 0.0
    joints = judge(units, breaks_in)
    assert joints.between[0] == 0
    units = units_of("。「")
    units.right[0] = 0.0
    joints = judge(units, breaks_in)
    assert (joints.between[0], joints.pull[0]) == (-6.0, True)


def test_an_edge_stays_with_what_is_inside() -> None:
    units = Units()
    for part in ("甲", OPENING_EDGE, "乙", CLOSING_EDGE, "丙", BOX, BOX, "丁"):
        if isinstance(part, int):
            units.add_box(part, 4.0, EM, joined=False)
        else:
            one = units_of(part)
            for name in Units.__struct_fields__:
                getattr(units, name).extend(getattr(one, name))
    joints = judge(units, breaks_in)
    #          甲     [      乙     ]      丙    □     □     丁    end
    assert joints.can_break == [False, True, False, False, True, True, True, True, True]
    assert joints.stretch[:4] == [0, 0, 0, 0]
    assert joints.stretch[4:7] == [EM, EM, EM]


def test_white_space_is_nothing_at_the_end_of_a_line() -> None:
    joints = joints_of("甲乙 丙\n")
    assert joints.tail == [0, 12, 24, 24, 39, 39]
    assert joints.last_seen == [0, 0, 1, 1, 3, 3]


def test_a_line_has_half_marks_at_its_edges() -> None:
    joints = joints_of("“甲”")
    assert joints.tail[3] - joints.head[0] == 6 + 12 + 6

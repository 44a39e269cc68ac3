"""Paragraphs as units without an engine: Han 12 px wide, letters and digits 6, spaces 3, marks as a Simplified font has them."""

from __future__ import annotations

from itertools import pairwise

from keben.writers.pdf.composition.joints import Joints, judge
from keben.writers.pdf.composition.rules import CLOSING, MARKS, OPENING
from keben.writers.pdf.composition.units import Units

EM = 12.0


def units_of(text: str, *, loose: bool = False) -> Units:
    units = Units()
    for byte, char in enumerate(text):
        units.advance.append(3.0 if char == " " else 6.0 if char.isascii() else EM)
        units.em.append(EM)
        units.char.append(char)
        units.run.append(0)
        units.byte.append(byte)
        units.left.append(6.0 if char in OPENING & MARKS else 0.0)
        units.right.append(6.0 if char in CLOSING & MARKS else 0.0)
        units.joined.append(False)
        units.loose.append(loose)
    return units


def breaks_in(text: str) -> list[int]:
    """Allow a break as Unicode does: not inside Latin words, not before white space, not at a word joiner."""
    return [0, *(int(_may_break(a, b)) for a, b in pairwise(text)), 0]


def _may_break(a: str, b: str) -> bool:
    inside = a.isascii() and b.isascii() and a != " "
    return not inside and b not in " \n\u2060" and a != "\u2060"


def joints_of(text: str) -> Joints:
    return judge(units_of(text), breaks_in)


def breakable(text: str) -> str:
    """Show a text with a stroke where a line may break."""
    joints = joints_of(text)
    return "".join(("|" if joints.can_break[k] else "") + char for k, char in enumerate(text))

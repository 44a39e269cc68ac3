"""Marks of several characters: the ellipsis of six dots, the dash of two squares; and the dot in names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keben.marks import CLOSING, DOTS, HAN, OPENING, STOPS
from keben.reader.line import report_together

if TYPE_CHECKING:
    from keben.diagnostics import Report
    from keben.marks import Marks
    from keben.reader.line import Fault, Line

_CHINESE = re.compile(f"[{HAN}{OPENING}{CLOSING}{STOPS}%]")
_EDGE = "\n"

_FORMS = re.compile(r"(?P<ellipsis>[…⋯]+|\.{3,}|。{2,}|[·・•‧]{3,})|(?P<dash>[—―─]+|(?<!-)--(?!-))")

_DOT = re.compile(f"(?<={HAN})[{DOTS}](?={HAN})")


def check_forms(line: Line, marks: Marks, report: Report) -> None:
    """Report ellipses, dashes and dots of another form than the region's, in a line in its shape. Figures are left alone."""
    for match in _FORMS.finditer(line.text):
        if line.in_figure(match.start()):
            continue
        around = line.before(match.start()), line.after(match.end())
        if match["ellipsis"]:
            _check_ellipsis(line, match, around, marks, report)
        else:
            _check_dash(line, match, around, marks, report)
    for match in _DOT.finditer(line.text):
        if match[0] not in marks.dots:
            report_together("L307", line, _fault(match, "is not the dot that parts a name", marks.dot), report)


def _fault(match: re.Match[str], fact: str, fix: str) -> list[Fault]:
    return [(match.start(), match.end(), fact, f"write `{fix}`", fix)]


_RIGHT_ELLIPSES = re.compile(r"(……|⋯⋯){1,2}")
"""Two of U+2026, or of U+22EF, which Unicode recommends; two ellipses end a passage. Source: CLREQ, ellipses; GB/T 15834 5.1.5 there."""

_CERTAIN_ELLIPSES = re.compile(r"…|⋯|\.{3,6}|。{3,6}|[·・•‧]{3,6}")


def _check_ellipsis(line: Line, match: re.Match[str], around: tuple[str, str], marks: Marks, report: Report) -> None:
    """Report an ellipsis that is not of six dots; in foreign words it has three."""
    found = match[0]
    if _RIGHT_ELLIPSES.fullmatch(found) or not _is_among_chinese(around):
        return
    if found == "。。":
        report.add("L304", "`。。` is neither a full stop nor an ellipsis", line.place(*match.span()),
                   f"write `。` or `{marks.ellipsis}`")  # fmt: skip
    elif _CERTAIN_ELLIPSES.fullmatch(found):
        written = found * 2 if found in "…⋯" else marks.ellipsis
        report_together("L304", line, _fault(match, "is not an ellipsis of six dots", written), report)
    else:
        report.add("L304", f"`{found[:12]}` is not an ellipsis of six dots",
                   line.place(match.start(), match.start() + min(12, len(found))), f"write `{marks.ellipsis}`")  # fmt: skip


def _is_among_chinese(around: tuple[str, str]) -> bool:
    return any(map(_CHINESE.fullmatch, around)) and not any(char.isascii() and char.isalnum() for char in around)


def _check_dash(line: Line, match: re.Match[str], around: tuple[str, str], marks: Marks, report: Report) -> None:
    """Report a dash that is not two of U+2014; U+2E3A is as good, and one alone between two words connects them.

    Source: CLREQ, two-em dashes and connector marks.
    """
    found, fact = match[0], "is not a dash of two squares"
    if found == marks.dash or not any(map(_is_word, around)):
        return
    if found == "--":
        if all(char == _EDGE or _CHINESE.fullmatch(char) for char in around):
            report_together("L305", line, _fault(match, fact, marks.dash), report)
    elif len(found) == len(marks.dash) or (len(found) == 1 and _is_dash(*around)):
        report_together("L305", line, _fault(match, fact, marks.dash), report)
    elif found in "―─" and all(map(_is_word, around)):
        report_together("L305", line, _fault(match, "is not the connector of one square", "—"), report)


def _is_word(char: str) -> bool:
    return char.isalnum() or _CHINESE.fullmatch(char) is not None


def _is_dash(before: str, after: str) -> bool:
    """Whether a single dash stands where no connector could: at the edge of a line or beside a pause, and is no minus."""
    opens = (before == _EDGE or before in STOPS) and _is_word(after) and not after.isdecimal()
    closes = after in STOPS and _is_word(before)
    return opens or closes

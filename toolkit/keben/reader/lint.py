"""What no edition of a Chinese text should hold: marks that do not pair, marks and digits of the wrong width."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from keben.diagnostics import Place
from keben.document import Code, Keep, Quantity, Text
from keben.tree import map_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.diagnostics import Report
    from keben.document import Document, Inline

PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "〈": "〉", "（": "）", "【": "】", "〔": "〕"}
_CLOSERS = {closing: opening for opening, closing in PAIRS.items()}

_FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", "(": "（", ")": "）", '"': "“` or `”", ".": "。"}
# Between Han characters a half-width mark is a slip; beside a digit it may belong to a number or a time.
_HALF_WIDTH = re.compile(
    r"(?<=[\u4e00-\u9fff”’」』》）%])[,;:!?()\"]|[,;:!?()\"](?=[\u4e00-\u9fff“‘「『《（])|(?<=[\u4e00-\u9fff])\.(?![\w.])"
)


def check_chinese(document: Document, report: Report) -> None:
    """Report marks that do not pair in a line of prose, half-width marks beside Han, and digits in disguise."""

    def check(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        _check_pairs(line, report)
        _check_widths(line, report)
        _check_digits(line, report)
        return line

    map_lines(document, check)


def _prose(line: tuple[Inline, ...]) -> Iterator[Text | Quantity]:
    for inline in line:
        if isinstance(inline, Text | Quantity):
            yield inline
        elif not isinstance(inline, Code | Keep):
            yield from _prose(getattr(inline, "children", ()))


def _check_pairs(line: tuple[Inline, ...], report: Report) -> None:
    open_marks: list[tuple[str, Place]] = []
    for text in _prose(line):
        for offset, char in enumerate(text.text):
            place = _inside(text.place, offset)
            if char in PAIRS:
                open_marks.append((char, place))
            elif char in _CLOSERS:
                if open_marks and open_marks[-1][0] == _CLOSERS[char]:
                    open_marks.pop()
                elif char != "’":  # an apostrophe in a foreign word
                    report.add(
                        "L301",
                        f"`{char}` closes nothing",
                        place,
                        f"add `{_CLOSERS[char]}` where it opens, or delete it",
                    )
    for char, place in open_marks:
        report.add("L301", f"`{char}` is not closed in its paragraph", place, f"add `{PAIRS[char]}`")


def _check_widths(line: tuple[Inline, ...], report: Report) -> None:
    for text in _prose(line):
        for match in _HALF_WIDTH.finditer(text.text):
            report.add("L302", f"the half-width `{match[0]}` stands among Chinese characters", _inside(text.place, match.start()),
                       f"write `{_FULL_WIDTH[match[0]]}`")  # fmt: skip


# Decimal digits of other scripts and styles, full-width ones among them; circled numbers are marks of their own.
_DISGUISED = re.compile(r"[^\D0-9]+")


def _check_digits(line: tuple[Inline, ...], report: Report) -> None:
    for text in _prose(line):
        for match in _DISGUISED.finditer(text.text):
            plain = "".join(str(unicodedata.decimal(char)) for char in match[0])
            report.add("L303", f"`{match[0]}` is not written in plain digits", _inside(text.place, match.start(), len(match[0])),
                       f"write `{plain}`")  # fmt: skip


def _inside(place: Place | None, offset: int, length: int = 1) -> Place:
    return Place(place.line, place.column + offset, length) if place else Place(1)

"""What no edition of a Chinese text should hold: marks that do not pair, marks and digits of the wrong width or form."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from keben.document import Paragraph
from keben.locales import find_locale
from keben.marks import MARKS
from keben.reader.forms import check_forms
from keben.reader.line import make_line
from keben.reader.pairs import check_pairs, check_titles
from keben.reader.widths import check_digits, check_widths
from keben.tree import children_of, map_lines, walk

if TYPE_CHECKING:
    from keben.diagnostics import Report
    from keben.document import Document, Inline


def check_chinese(document: Document, report: Report) -> None:
    """Report what is wrong with the marks and digits of each line of prose."""
    locale = find_locale(document.metadata.lang)
    marks = MARKS[locale.script]
    following = _following(document)

    def check(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        line = make_line(inlines)
        check_pairs(line, following.get(id(inlines), ()), report)
        check_titles(line, marks, report)
        check_digits(line, report)
        check_forms(check_widths(line, locale.quotes, marks, report), marks, report)
        return inlines

    map_lines(document, check)


def _following(document: Document) -> dict[int, tuple[Inline, ...]]:
    """Map the line of each paragraph, by its identity, to that of the paragraph right behind it."""
    return {
        id(one.children): other.children
        for node in walk(document)
        for one, other in pairwise(children_of(node))
        if isinstance(one, Paragraph) and isinstance(other, Paragraph)
    }


_FEW, _SHARE = 5, 0.1
"""A text may quote the other script; so many characters and such a share of those that tell the scripts apart are more."""

_SHOWN = 5


def check_script(document: Document, own: frozenset[str], other: frozenset[str], report: Report) -> None:
    """Report once, as L308, that a source is not in the script that its `lang` names.

    Args:
        document: The source.
        own: Characters that only the script of `lang` writes.
        other: Characters that only the other script writes.
        report: Where to.
    """
    places = []
    own_count = 0

    def count(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        nonlocal own_count
        line = make_line(inlines)
        for offset, char in enumerate(line.text):
            own_count += char in own
            if char in other:
                places.append((char, line.place(offset, offset + 1)))
        return inlines

    map_lines(document, count)
    share = len(places) / max(1, len(places) + own_count)
    if len(places) < _FEW or share < _SHARE:
        return
    scripts = {"Hans": "Simplified", "Hant": "Traditional"}
    script = find_locale(document.metadata.lang).script
    named = scripts.pop(script)
    (found,) = scripts.values()
    first = "、".join(f"`{char}` {place.line}:{place.column}" for char, place in places[:_SHOWN])
    fact = f"{len(places):,} of {len(places) + own_count:,} characters that tell the scripts apart are {found}: {first}"
    hint = f"set `lang` to what the text is written in, or write it in {named} characters; a quotation may stand in `[…]{{.keep}}`"
    report.add("L308", fact, places[0][1], hint)

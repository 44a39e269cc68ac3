"""Punctuation as each region writes it: quotation marks by depth, titles inside titles, the dot in names.

Nothing is added or taken away: a mark becomes another one. What a text has in a wrong form, a lone `…` or `--`, is the author's to mend
(L302 to L307), since an edition that mends it in silence hides it from who reads the source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keben.edition import quotes
from keben.edition.quotes import cut, put
from keben.marks import DOTS, HAN, MARKS, shape

if TYPE_CHECKING:
    from keben.locales import Locale
    from keben.marks import Marks


def convert(slots: list[str | None], source: Locale | None, target: Locale) -> list[str | None]:
    """Rewrite the marks of a line of prose; between regions of one script the author's stay.

    `source` None is the other script, as for `keben convert`.
    """
    slots = quotes.convert(slots, source, target)
    if not target.is_chinese or (source is not None and (source.script == target.script or not source.is_chinese)):
        return slots
    text = "".join(slot or "" for slot in slots)
    marks = MARKS[target.script]
    return cut(_dots(_titles(text, marks), marks), slots)


_DOT = re.compile(f"(?<={HAN})[{DOTS}](?={HAN})")


def _dots(text: str, marks: Marks) -> str:
    """Write the dot between the parts of a name as the region does; one that it accepts may stay."""
    dots = (match for match in _DOT.finditer(shape(text)) if match[0] not in marks.dots)
    return put(text, {match.start(): marks.dot for match in dots})


_TITLE_MARKS = re.compile("[《〈》〉]")


def _titles(text: str, marks: Marks) -> str:
    """Give titles the outer marks and titles inside them the inner ones, where a region has marks for that.

    Taiwan's 〈〉 are those of an article, so a title that stands in them alone gets 《》 on the mainland, and nothing is known of which
    《》 would be 〈〉 in Taiwan. Titles deeper than the second keep their marks, of which no rule was found, and so does a line in which they
    do not pair.
    """
    if not marks.nested:
        return text
    levels = (marks.titles, marks.nested)
    renewed: dict[int, str] = {}
    stack: list[int] = []
    for match in _TITLE_MARKS.finditer(text):
        offset, char = match.start(), match[0]
        if char in "《〈":
            stack.append(offset)
        else:
            if not stack or "《〈".index(text[stack[-1]]) != "》〉".index(char):
                return text
            start = stack.pop()
            if len(stack) < len(levels):
                level = levels[len(stack)]
                renewed[start], renewed[offset] = level[0], level[1]
    return text if stack else put(text, renewed)

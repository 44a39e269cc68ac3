"""HTML and XHTML → the text that a reader sees.

Elements that no browser shows are left out, and so is what `hidden` or an inline style hides. Style sheets are not applied. What
`aria-hidden` keeps from a screen reader is still seen, so it counts.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from keben.readback import AGAIN, ReadBack, Unreadable

UNSEEN = frozenset(("head", "title", "script", "style", "template", "rp", "datalist", "object", "iframe", "desc"))
"""Elements whose text is not shown. Source: HTML Living Standard, 15.3.1 Hidden elements, and 4.8.5, 4.8.7 on what stands
inside `iframe` and `object`. A `desc` describes a drawing and is not drawn."""

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)  # fmt: skip
"""Elements without an end tag. Source: HTML Living Standard, 13.1.2 Void elements."""

INLINE = frozenset(
    (
        "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "ruby",
        "rb", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "font",
    )
)  # fmt: skip
"""Elements that stand within a line; every other one begins and ends a line."""

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)


class _Reader(HTMLParser):
    """Collects the visible text; `_hidden` names the element that hides what is read, `_depth` how many such are open."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.language = ""
        self._hidden = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        given = dict(attrs)
        if tag == "html" and not self.language:
            self.language = given.get("lang") or given.get("xml:lang") or ""
        if tag not in INLINE:
            self.pieces.append("\n")
        if tag in VOID:
            return
        if self._hidden:
            self._depth += tag == self._hidden
        elif tag in UNSEEN or "hidden" in given or _HIDING.search(given.get("style") or ""):
            self._hidden, self._depth = tag, 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and close an element; XHTML writes every empty one so."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if tag not in INLINE:
            self.pieces.append("\n")
        if tag == self._hidden:
            self._depth -= 1
            if not self._depth:
                self._hidden = ""

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._hidden:
            self.pieces.append(data)


OPEN_TAGS = 1_000
"""More signs `<` than `>` by so many, and the page is no page; Python's parser takes quadratic time over them."""


def read(text: str) -> ReadBack:
    """Read the visible text of a page.

    Raises:
        Unreadable: Its tags are not closed.
    """
    if text.count("<") - text.count(">") > OPEN_TAGS:
        raise Unreadable("the page has tags without an end", AGAIN)
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return ReadBack(("".join(reader.pieces),), reader.language)

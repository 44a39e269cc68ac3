"""The proof that a pass changed only what it may: run after every pass of every build.

Two documents have the same skeleton if nothing differs but the text of prose slots: the same blocks and inlines in the
same order, the same ids, links, code, protected spans, and the same fields of every quantity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keben.document import quantities_of, to_json, walk
from keben.edition.prose import map_prose
from keben.errors import ProofError
from keben.quantity import Unreadable, read_quantity

if TYPE_CHECKING:
    from keben.document import Document


def prove(step: str, locale: str, before: Document, after: Document) -> None:
    """Compare a document before and after a pass.

    Raises:
        ProofError: Something outside prose changed, or a quantity reads as another value.
    """
    if _skeleton(before) != _skeleton(after):
        raise ProofError(step, locale, f"changed more than prose{_first_difference(before, after)}")
    for old, new in zip(quantities_of(before), quantities_of(after), strict=True):
        if old.text != new.text and _value(old.text) != _value(new.text):
            raise ProofError(step, locale, f"turned the quantity `{old.text}` into `{new.text}`")


def _skeleton(document: Document) -> Document:
    return map_prose(document, lambda slots: [None if slot is None else "" for slot in slots])


def _value(text: str) -> object:
    try:
        reading = read_quantity(text)
    except Unreadable:
        return text
    return reading.value, reading.upper, reading.day


def _first_difference(before: Document, after: Document) -> str:
    for old, new in zip(walk(_skeleton(before)), walk(_skeleton(after)), strict=False):
        if type(old) is not type(new):
            return f": a {type(old).__name__.lower()} became a {type(new).__name__.lower()}"
    return f" ({len(to_json(before)):,} bytes before, {len(to_json(after)):,} after)"

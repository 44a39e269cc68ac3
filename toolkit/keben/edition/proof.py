"""The proof that a pass changed only what it may: run after every pass of every build.

Two documents have the same skeleton if nothing differs but the text of prose slots: the same blocks and inlines in the
same order, the same ids, links, code, protected spans, and the same fields of every quantity.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from msgspec import structs

from keben.edition.numerals.saying import what_it_says
from keben.edition.prose import map_prose
from keben.errors import ProofError
from keben.tree import map_quantities, quantities_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.document import Document


HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇]")
_MARKS = re.compile("[“”‘’「」『』《》〈〉·‧・•]")

MAY_CHANGE: dict[str, re.Pattern[str] | None] = {
    "script": HAN,
    "punctuation": _MARKS,
    "numerals": None,
}
"""The characters of prose that a pass may put others in the place of; None: no prose but the text of quantities."""


def prove(step: str, locale: str, before: Document, after: Document) -> None:
    """Compare a document before and after a pass.

    Raises:
        ProofError: Something outside prose changed, prose changed in more than the pass may, or a quantity reads as
            another value or has another unit.
    """
    _prove_skeleton(step, locale, before, after)
    mask = MAY_CHANGE[step]
    masked = [_masked(document, mask) for document in (before, after)]
    if masked[0] != masked[1]:
        raise ProofError(step, locale, f"changed prose that it may not: {_difference(*masked)}")


def _masked(document: Document, mask: re.Pattern[str] | None) -> Document:
    """Return a document in which what may change is the same everywhere."""
    if mask:
        return map_prose(document, lambda slots: [slot and mask.sub("\ufffd", slot) for slot in slots])
    return map_quantities(document, lambda quantity: structs.replace(quantity, text=""), kept=False)


def _prove_skeleton(step: str, locale: str, before: Document, after: Document) -> None:
    old_skeleton, new_skeleton = _skeleton(before), _skeleton(after)
    if old_skeleton != new_skeleton:
        raise ProofError(step, locale, f"changed more than prose: {_difference(old_skeleton, new_skeleton)}")
    for old, new in zip(quantities_of(before), quantities_of(after), strict=True):
        today = before.metadata.date
        if old.text != new.text and what_it_says(old.text, today) != what_it_says(new.text, today):
            raise ProofError(step, locale, f"turned the quantity `{old.text}` into `{new.text}`", old.place)


def prove_annex(locale: str, before: Document, after: Document) -> None:
    """Compare a document before and after its annex is added: all that was there is there, but for ids of quantities.

    Raises:
        ProofError: Something else changed, or the annex has quantities of its own.
    """
    kept = structs.replace(after, blocks=after.blocks[: len(before.blocks)])
    for old, new in zip(quantities_of(before), quantities_of(kept), strict=True):
        if old.id not in ("", new.id):
            raise ProofError("annex", locale, f"renamed the quantity `{old.id}`")
    unnamed = [
        map_quantities(each, lambda quantity: structs.replace(quantity, id="", entry="")) for each in (before, kept)
    ]
    if unnamed[0] != unnamed[1]:
        raise ProofError("annex", locale, f"changed the text: {_difference(*unnamed)}")
    if len(quantities_of(after)) != len(quantities_of(before)):
        raise ProofError("annex", locale, "added quantities of its own")


def _skeleton(document: Document) -> Document:
    return map_prose(document, lambda slots: [None if slot is None else "" for slot in slots])


_INSIDE = {"metadata", "blocks", "notes", "children", "items", "term", "details", "caption", "image", "head", "rows"}
"""Fields whose content is walked node by node."""


def _difference(before: Document, after: Document) -> str:
    """Say in words where two skeletons first differ."""
    pairs: Iterator[tuple[Any, Any]] = zip_longest((before.metadata, *walk(before)), (after.metadata, *walk(after)))
    for old, new in pairs:
        if type(old) is not type(new):
            return f"{_named(new)} stands where there was {_named(old)}"
        for name in old.__struct_fields__:
            was, became = getattr(old, name), getattr(new, name)
            if was != became and name not in _INSIDE:
                return f"the `{name}` of {_named(old)}, `{was}`, became `{became}`"
    return "something has moved"


def _named(node: Any) -> str:
    """Name a node for a sentence: its type, and where it is from."""
    if node is None:
        return "nothing"
    place, identifier = getattr(node, "place", None), getattr(node, "id", "")
    where = f" of line {place.line}" if place else f" `{identifier}`" if identifier else ""
    return f"the {type(node).__name__.lower()}{where}"

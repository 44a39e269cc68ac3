"""A `[…]{.q}` span to a quantity: what its own words say, and what its attributes add; `[…]{q=ID}` says it again."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

from msgspec import structs

from keben.diagnostics import Place
from keben.document import PrintStyle, Quantity, Text
from keben.quantity import NUMBER_DIGITS, Unreadable, read_quantity
from keben.settings import unknown_hint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keben.document import Inline
    from keben.reader.context import Context

ATTRIBUTES = ("class", "id", "value", "unit", "of", "part-of", "from", "to", "print")
OF_REPEATS = ("q", "print")

_REFERENCES = {"q": "repeats", "part-of": "part_of", "from": "change_from", "to": "change_to"}
_PERIOD = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?|-Q[1-4]|/[0-9]{4})?")
"""A year, month, day, quarter or span of years, as `2025`, `2025-12`, `2025-Q4`, `2021/2025`."""

_VALUE = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def make_quantity(
    attributes: Mapping[str, Any], children: tuple[Inline, ...], place: Place, context: Context
) -> Quantity | None:
    """Make the quantity of a span; None if it cannot be read, and the report says why.

    One that repeats another may have words without a number, or none: `repeats.resolve` knows what they say.
    """
    repeats = "q" in attributes and "class" not in attributes
    report = context.report
    if not all(isinstance(child, Text) for child in children):
        report.add("Q109", "a quantity holds markup", place, "mark the figure alone, without emphasis, links or HTML")
        return None
    text = "".join(child.text for child in children if isinstance(child, Text))
    start = (children[0].place if children else None) or place
    whole = structs.replace(start, length=len(text)) if _is_verbatim(children, start) else start
    if repeats and not text.strip():
        return _told("", attributes, place, context)
    try:
        reading = read_quantity(text, context.today)
    except Unreadable as fault:
        if fault.code in _UNREAD and (repeats or "value" in attributes):
            return _told(text, attributes, whole, context)
        if whole is not start and fault.length:
            whole = Place(start.line, start.column + fault.start, fault.length)
        report.add(fault.code, fault.fact, whole, fault.hint)
        return None
    extra = _read_attributes(attributes, place, context)
    if extra.get("value") not in (None, reading.value):
        says = reading.day or f"{reading.value:f}"
        report.add("Q110", f"`value={extra['value']:f}` contradicts `{text}`, which says {says}", whole,
                   "take `value` out, or mend the text")  # fmt: skip
    fields = {**structs.asdict(reading), **extra}
    return Quantity(text=text, place=whole, **fields)


_UNREAD = ("Q101", "Q102")
"""Faults of words that cannot be read as a number; `value=`, or the figure they repeat, then says it."""


def _told(text: str, attributes: Mapping[str, Any], place: Place, context: Context) -> Quantity:
    """Make a quantity whose attributes say what its words do not."""
    return Quantity(text=text, place=place, **{"kind": "count", **_read_attributes(attributes, place, context)})


def _is_verbatim(children: tuple[Inline, ...], start: Place) -> bool:
    """Whether the texts of a figure stand as they are on one line; an entity or a line end does not."""
    places = [(child.place, child.text) for child in children if isinstance(child, Text)]
    return bool(places) and all(
        place and (place.line, place.length) == (start.line, len(text)) for place, text in places
    )


def _read_attributes(attributes: Mapping[str, Any], place: Place, context: Context) -> dict[str, Any]:
    allowed, what = (ATTRIBUTES, "a quantity") if "class" in attributes else (OF_REPEATS, "a figure said again")
    fields: dict[str, Any] = {}
    if "id" in attributes and "id" in allowed:
        fields["id"] = context.claim_id(str(attributes["id"]), place, _SAID_AGAIN)
    for key, written in attributes.items():
        value = str(written)
        if key not in allowed:
            hint = "a figure said again is `[…]{q=ID}`, without `.q`" if key == "q" else unknown_hint(key, allowed)
            context.report.add("S025", f"{what} has no attribute `{key}`", place, hint)
        elif key in _REFERENCES:
            fields[_REFERENCES[key]] = value.removeprefix("#")
            context.references.append((value.removeprefix("#"), "Q108", place))
        elif key == "value":
            fields["value"] = _decimal(value, place, context)
        elif key == "unit":
            fields["unit"] = value
        elif key == "of":
            if _PERIOD.fullmatch(value):
                fields["period"] = value
            else:
                context.report.add(
                    "Q107", f"`of={value[:40]}` is not a period", place, "write `2025`, `2025-12` or `2021/2025`"
                )
        elif key == "print":
            styles = get_args(PrintStyle)
            if value in styles:
                fields["style"] = value
            else:
                context.report.add(
                    "Q107", f"`print={value[:40]}` is not a style", place, f"use one of {', '.join(styles)}"
                )
    return {name: value for name, value in fields.items() if value not in (None, "")}


_SAID_AGAIN = "give one of them another id; where the same figure is said again, write `[…]{{q={}}}`"


def _decimal(value: str, place: Place, context: Context) -> Decimal | None:
    if _VALUE.fullmatch(value) and sum(char.isdigit() for char in value) <= NUMBER_DIGITS:
        return Decimal(value)
    context.report.add(
        "Q107", f"`value={value[:40]}` is not a number", place, "write plain digits with a point, as `650180000000`"
    )
    return None

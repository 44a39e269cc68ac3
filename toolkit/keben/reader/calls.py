"""A `[…]{q=ID}` span of a translation to a quantity: the source's figure, printed anew or in the translator's words."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import structs

from keben.document import Quantity, Text
from keben.quantity import Unreadable, read_quantity
from keben.reader.agreement import disagreement
from keben.settings import nearest
from keben.units import money_at_home

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keben.diagnostics import Place
    from keben.document import Inline
    from keben.reader.context import Context

_GUESSED = 500
"""Among so many ids a misspelt one is looked for; comparing takes some 10 µs each."""


def make_call(
    attributes: Mapping[str, Any], children: tuple[Inline, ...], place: Place, context: Context
) -> Quantity | None:
    """Make the quantity of a span that calls a figure of the source; None if there is no such figure.

    Every field is the source's; `text` is the source's too where the brackets are empty, so that an edition prints it, else
    the translator's.
    """
    for key in attributes:
        if key != "q":
            context.report.add("S025", f"a call of a figure has no attribute `{key}`", place,
                               "the source says all else of the figure; write `{q=id}` alone")  # fmt: skip
    identifier = str(attributes["q"]).removeprefix("#")
    figure = context.figures.get(identifier)
    if figure is None:
        _report_unknown(identifier, place, context)
        return None
    if not all(isinstance(child, Text) for child in children):
        context.report.add(
            "Q109", "a quantity holds markup", place, "mark the figure alone, without emphasis, links or HTML"
        )
        return None
    text = "".join(child.text for child in children if isinstance(child, Text))
    call = structs.replace(figure, id=context.claim_once(identifier), place=place, calls=identifier)
    if not text.strip():
        return call
    where = (children[0].place if children else None) or place
    _check_words(text, figure, where, context)
    return structs.replace(call, text=text, place=where, own_words=True)


def _report_unknown(identifier: str, place: Place, context: Context) -> None:
    context.unknown_calls += 1
    if not identifier:
        context.report.add(
            "T605", "the call names no figure", place, "write the id of a figure of the source, as `{q=trade}`"
        )
        return
    near = (
        nearest(identifier, islice(context.figures, _GUESSED))
        if context.unknown_calls <= context.report.repeats
        else ""
    )
    hint = f"did you mean `{near}`?" if near else "mend the id, or give it to the figure in the source: `[…]{.q #id}`"
    context.report.add("T605", f"no figure of the source has the id `{identifier[:80]}`", place, hint)


_UNREAD = ("Q101", "Q102")
"""Faults of words that may be right but are no number for the grammar: doubled, a dozen."""


def _check_words(text: str, figure: Quantity, place: Place, context: Context) -> None:
    try:
        words = read_quantity(text, context.today)
    except Unreadable as fault:
        if fault.code in _UNREAD:
            context.report.add("T609", f"`{text[:60]}` is not compared with the source's `{figure.text[:40]}`", place,
                               "check it by eye, or write it in digits")  # fmt: skip
        else:
            context.report.add(fault.code, fault.fact, place, fault.hint)
        return
    at_home = structs.replace(figure, unit=money_at_home(figure.unit, context.home))
    if found := disagreement(words, at_home):
        context.report.add(found.code, found.fact, place, found.hint)

"""Simplified to Traditional and back: what has no choice by OpenCC, every choice by the words of the text, a person's word first.

lines of a document ─decide each place─▶ choices ─a reviewer's decisions, a list for review─▶ choices ─▶ document
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.document import Document
from keben.edition.choice import Choice
from keben.edition.decisions import Decision, Settled, settle
from keben.edition.prose import Line, NameSlot, lines_of, map_prose
from keben.edition.script.conversion import Conversion, convert_line, convert_text
from keben.edition.script.deciding import one_to_many
from keben.edition.script.gates import Breach, breaches
from keben.edition.script.review import flag
from keben.edition.script.ways import Way, way_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keben.glossary import Matcher
    from keben.locales import Locale

__all__ = [
    "Conversion",
    "Converted",
    "Script",
    "Way",
    "convert_document",
    "convert_line",
    "convert_lines",
    "convert_text",
    "flag",
    "way_between",
]


class Script(Struct, frozen=True):
    """Lines of prose in another script, with the choices of each as they were settled.

    `choices` are those of all lines in reading order, `settled` what became of the decisions.
    """

    lines: tuple[Conversion, ...] = ()
    choices: tuple[Choice, ...] = ()
    settled: Settled = Settled(())


class Converted(Struct, frozen=True):
    """A document in another script, how it came to be, and what is wrong with it.

    `declared` is the source with nothing replaced but what a person asked for, terms of a glossary, which may be of any
    characters.
    """

    document: Document
    declared: Document
    script: Script
    breaches: tuple[Breach, ...] = ()


def convert_document(
    document: Document,
    way: Way | None,
    target: Locale,
    terms: Matcher | None = None,
    decisions: Sequence[Decision] = (),
) -> Converted:
    """Convert the prose of a document for an edition; terms and decisions hold even where the script stays."""
    made = convert_lines(list(lines_of(document)), way, target, terms, decisions)
    converted = iter([line.slots() for line in made.lines])
    declared = iter([line.declared() for line in made.lines])
    return Converted(
        map_prose(document, lambda _: next(converted)),
        map_prose(document, lambda _: next(declared)),
        made,
        tuple(breaches(made.lines, target, converted=way is not None)) if target.is_chinese else (),
    )


def convert_lines(
    prose: Sequence[Line],
    way: Way | None,
    target: Locale,
    terms: Matcher | None = None,
    decisions: Sequence[Decision] = (),
) -> Script:
    """Convert all lines of a text: its names hold everywhere in it, its decisions at their places, its review list for all of it."""
    terms = _with_names(terms, prose) if way else terms
    made = [convert_line(line, way, terms, script=target.script) for line in prose]
    settled = settle([choice for line in made for choice in line.choices], decisions, target.tag)
    choices = flag(settled.choices)
    return Script(tuple(_with_choices(made, choices)), choices, settled)


def _with_names(terms: Matcher | None, lines: Iterable[Line]) -> Matcher | None:
    """Add the names that are marked somewhere in a document, which are names wherever they stand."""
    from keben.glossary import Matcher, Term

    known = dict(terms.terms) if terms else {}
    for line in lines:
        for slot in line.slots:
            if isinstance(slot, NameSlot) and len(slot) > 1 and one_to_many().search(slot):
                known.setdefault(str(slot), Term(str(slot), "", (), note="a name, as it is marked in the text"))
    return Matcher(known.values()) if known else None


def _with_choices(lines: Iterable[Conversion], choices: Sequence[Choice]) -> Iterator[Conversion]:
    """Give each line its part of the settled choices."""
    start = 0
    for line in lines:
        end = start + len(line.choices)
        yield structs.replace(line, choices=choices[start:end])
        start = end

"""Converts a text or a Markdown source where it stands: prose changes, everything else keeps its bytes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.diagnostics import Report, has_errors
from keben.edition import convert_line, convert_words
from keben.edition.choice import Choice
from keben.edition.prose import Line, lines_of
from keben.edition.script import Conversion, flag, way_between
from keben.errors import SourceError
from keben.locales import find_locale
from keben.reader import STOPPING, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from keben.diagnostics import Place
    from keben.locales import Locale
    from keben.reader import Work


class Converted(Struct, frozen=True):
    """A converted text, and every choice that was made, in order; `start` and `end` count code points of the input."""

    text: str
    choices: tuple[Choice, ...]


def convert_plain(text: str, target: Locale, source: Locale | None = None, *, explain: bool = True) -> Converted:
    """Convert plain text, paragraph by paragraph; white space and line ends stay.

    Without a source, the characters of the text tell its script. Without `explain` there are no choices, and a long text takes
    a tenth of the memory.
    """
    way = way_between(source, target, text)
    parts = re.split(r"(\r\n|\r|\n)", text)
    if not explain:
        return Converted("".join(convert_words(part, way, source, target) for part in parts), ())
    pieces: list[str] = []
    choices: list[Choice] = []
    start = 0
    for part in parts:
        slots, converted = convert_line(Line("", (part,), (None,)), way, source, target)
        pieces.append(slots[0] or "")
        choices += (_moved(choice, start) for choice in converted.choices)
        start += len(part)
    return Converted("".join(pieces), flag(choices))


def _moved(choice: Choice, by: int) -> Choice:
    return structs.replace(choice, start=choice.start + by, end=choice.end + by)


def convert_markdown(text: str, target: Locale, name: str = "-", source: Locale | None = None) -> Converted:
    """Convert the prose of a Markdown source, and the `lang` of its front matter.

    Markup, ids, links, code, `.keep` spans, HTML, entities and the settings of the front matter keep their bytes. So does
    a text that is also the label of its link, `[text][]`, since another would lead nowhere. The language is the one given, else
    the front matter's `lang`; without either, the characters of the text tell its script.

    Raises:
        SourceError: The text passes a limit, holds control characters or has front matter that is not plain YAML, so
            that not all of it can be read.
    """
    endings = re.findall(r"\r\n|\r|\n", text)
    plain = re.sub(r"\r\n|\r", "\n", text)
    work = read_text(plain, Report(name, plain))
    stopping = tuple(found for found in work.diagnostics if found.code in STOPPING)
    if has_errors(stopping):
        raise SourceError(name, stopping)
    source = source or (find_locale(work.document.metadata.lang) if work.language else None)
    edits = sorted(_edits(work, plain, source, target), key=lambda edit: edit.start)
    converted, choices = _applied(plain, edits)
    at = _offsets(text) if "\r\n" in text else None
    if at:
        choices = [structs.replace(each, start=at[each.start], end=at[each.end - 1] + 1) for each in choices]
    renewed = iter(endings)
    return Converted(re.sub("\n", lambda _: next(renewed), converted), flag(choices))


def _offsets(text: str) -> list[int]:
    """Return where each code point of a text with plain line ends stands in the same text with its own."""
    return [at for at, char in enumerate(text) if char != "\n" or text[at - 1 : at] != "\r"]


class Edit(Struct, frozen=True):
    """What stands at an offset of a text, what is written in its place, and the choices in it, by the same offsets."""

    start: int
    old: str
    new: str
    choices: tuple[Choice, ...] = ()


class _Source(Struct, frozen=True):
    """A text with plain line ends, and where each of its lines starts."""

    text: str
    starts: list[int]

    def offset(self, place: Place) -> int:
        """Return where a place begins."""
        return self.starts[place.line - 1] + place.column - 1

    def at(self, place: Place) -> str:
        """Return what stands at a place."""
        return self.text[self.offset(place) : self.offset(place) + place.length]


def _edits(work: Work, text: str, given: Locale | None, target: Locale) -> Iterator[Edit]:
    """Yield an edit for every piece of prose that stands verbatim in the source; an entity does not."""
    source = _Source(text, [0, *(match.end() for match in re.finditer("\n", text))])
    lines = [Line("", (source.at(place),), (place,)) for place in work.front_matter_prose]
    with_aside = structs.replace(work.document, blocks=(*work.document.blocks, *work.aside))
    lines += (line for line in lines_of(with_aside) if any(line.places))
    way = way_between(given, target, "" if given else "".join(slot or "" for line in lines for slot in line.slots))
    for line in lines:
        renewed, converted = convert_line(line, way, given, target)
        yield from _edits_of_line(structs.replace(converted, line=_loose(line, work)), renewed, source)
    if work.language and way:
        yield Edit(source.offset(work.language), source.at(work.language), target.tag)


def _loose(line: Line, work: Work) -> Line:
    """Take the places of labels out of a line: another label would lead nowhere."""
    return structs.replace(line, places=tuple(None if place in work.labels else place for place in line.places))


def _edits_of_line(made: Conversion, renewed: Sequence[str | None], source: _Source) -> Iterator[Edit]:
    start = 0
    for slot, new, place in zip(made.line.slots, renewed, made.line.places, strict=True):
        if slot and new and place:
            at = source.offset(place)
            own = [_moved(each, at - start) for each in made.choices if start <= each.start < start + len(slot)]
            if source.text.startswith(slot, at):
                yield Edit(at, slot, new, tuple(own))
            elif source.text.startswith(_in_cell(slot), at):
                yield Edit(
                    at, _in_cell(slot), _in_cell(new), tuple(_moved(each, _bars(slot, each, at)) for each in own)
                )
        start += len(slot or "")


def _bars(slot: str, choice: Choice, at: int) -> int:
    """Return by how much the bars of a cell, each written with a stroke before it, move what stands behind them."""
    return slot.count("|", 0, choice.start - at)


def _in_cell(text: str) -> str:
    """Write a text as a table cell has it."""
    return text.replace("|", "\\|")


def _applied(text: str, edits: Iterable[Edit]) -> tuple[str, list[Choice]]:
    """Apply edits in order; one that begins inside another is left out."""
    pieces: list[str] = []
    choices: list[Choice] = []
    position = 0
    for edit in edits:
        if edit.start >= position:
            pieces += (text[position : edit.start], edit.new)
            choices += edit.choices
            position = edit.start + len(edit.old)
    return "".join((*pieces, text[position:])), choices

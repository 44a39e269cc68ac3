"""Converts a text or a Markdown source where it stands: prose changes, everything else keeps its bytes."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.diagnostics import Diagnostic, Place, Report, Severity, has_errors
from keben.edition import Guidance, convert_words, punctuation
from keben.edition.choice import Choice, Risk
from keben.edition.prose import Line, lines_of
from keben.edition.script import Conversion, convert_lines, way_between
from keben.errors import SourceError
from keben.guidance import load_guides
from keben.locales import find_locale
from keben.pipeline import open_project
from keben.reader import STOPPING, read_text
from keben.reader.source import check_characters
from keben.scripts import telling
from keben.settings import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from keben.locales import Locale
    from keben.reader import Work


class Converted(Struct, frozen=True):
    """A converted text, every choice in order, and what is odd about it; `start` and `end` count code points of the input."""

    text: str
    choices: tuple[Choice, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


def convert_plain(
    text: str, target: Locale, source: Locale | None = None, *, name: str = "-", explain: bool = True
) -> Converted:
    """Convert plain text, paragraph by paragraph; white space and line ends stay.

    Without a source, the characters of the text tell its script. Without `explain` there are no choices, and a long text takes
    a tenth of the memory.
    """
    way = way_between(source, target, text)
    parts = re.split(r"(\r\n|\r|\n)", text)
    if not explain:
        converted = "".join(convert_words(part, way, source, target) for part in parts)
        return Converted(converted, (), _odd(converted, target, name))
    made = convert_lines([Line("", (part,), (None,)) for part in parts], way, target)
    pieces: list[str] = []
    choices: list[Choice] = []
    start = 0
    for line, part in zip(made.lines, parts, strict=True):
        pieces += (slot or "" for slot in punctuation.convert(line.slots(), source, target))
        choices += (_moved(choice, start) for choice in line.choices)
        start += len(part)
    converted = "".join(pieces)
    return Converted(converted, tuple(choices), _odd(converted, target, name))


def _odd(converted: str, target: Locale, name: str) -> tuple[Diagnostic, ...]:
    """Tell what no conversion of a plain text can be sure of."""
    report = Report(name, converted)
    check_characters(converted, report)
    odd = tuple(found for found in report.diagnostics() if found.code in _ODD_CHARACTERS)
    wrong = telling().other_than(target.script)
    if wrong.isdisjoint(converted):
        return odd
    return odd + _told_left((at for at, char in enumerate(converted) if char in wrong), converted, target, name)


def _told_left(places: Iterable[int], text: str, target: Locale, name: str) -> tuple[Diagnostic, ...]:
    """Warn of characters that stay in the other script; in an edition they are errors."""
    report = Report(name, text)
    starts = [0, *(match.end() for match in re.finditer("\r\n|\r|\n", text))]
    for at in places:
        line = bisect_right(starts, at)
        fact = f"`{text[at]}` belongs to the other script than {target.tag} and stays as it is"
        report.add(
            "C204", fact, Place(line, at - starts[line - 1] + 1), "say what the text is written in: `--from TAG`"
        )
    return tuple(structs.replace(found, severity=Severity.WARNING) for found in report.diagnostics())


def _moved(choice: Choice, by: int) -> Choice:
    return structs.replace(choice, start=choice.start + by, end=choice.end + by)


def convert_markdown(
    text: str, target: Locale, name: str = "-", source: Locale | None = None, *, path: Path | None = None
) -> Converted:
    """Convert the prose of a Markdown source as `build` does, and the `lang` of its front matter.

    Markup, ids, links, code, `.keep` spans, HTML, entities and the settings of the front matter keep their bytes. So does
    a text that is also the label of its link, `[text][]`, since another would lead nowhere. The language is the one given, else
    the front matter's `lang`; without either, the characters of the text tell its script. Of a source that lies at a `path`,
    glossaries and decisions are obeyed.

    Raises:
        SourceError: The text passes a limit, holds control characters or has front matter that is not plain YAML, so
            that not all of it can be read; or a glossary or `proof.toml` has errors.
    """
    endings = re.findall(r"\r\n|\r|\n", text)
    plain = re.sub(r"\r\n|\r", "\n", text)
    work = read_text(plain, Report(name, plain))
    stopping = tuple(found for found in work.diagnostics if found.code in STOPPING)
    if has_errors(stopping):
        raise SourceError(name, stopping)
    source = source or (find_locale(work.document.metadata.lang) if work.language else None)
    guidance = _guidance(work, path, target) if path else Guidance()
    edits = sorted(_edits(work, plain, source, target, guidance), key=lambda edit: edit.start)
    converted, choices = _applied(plain, edits)
    at = _offsets(text) if "\r\n" in text else None
    if at:
        choices = [structs.replace(each, start=at[each.start], end=at[each.end - 1] + 1) for each in choices]
    renewed = iter(endings)
    told = [found for found in work.diagnostics if found.code in _ODD_CHARACTERS]
    told += _told_left((choice.start for choice in choices if choice.risk is Risk.ERROR), text, target, name)
    return Converted(re.sub("\n", lambda _: next(renewed), converted), tuple(choices), tuple(told))


_ODD_CHARACTERS = ("S003", "S007", "S008", "S009", "L308")
"""What no conversion can be sure of."""


def _guidance(work: Work, path: Path, target: Locale) -> Guidance:
    """Return what is decided for a source, as it is for its editions."""
    project = open_project(path.parent)
    guides = load_guides(path, work, project.folder, project.settings.glossary)
    if has_errors(guides.faults):
        raise SourceError(work.name, guides.faults)
    return guides.for_edition(work, target.tag, resolve(project.settings, work.settings))


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


def _edits(work: Work, text: str, given: Locale | None, target: Locale, guidance: Guidance) -> Iterator[Edit]:
    """Yield an edit for every piece of prose that stands verbatim in the source; an entity does not."""
    source = _Source(text, [0, *(match.end() for match in re.finditer("\n", text))])
    lines, more = list(_lines(work, source)), list(_more_lines(work))
    words = "" if given else "".join(slot or "" for line in (*lines, *more) for slot in line.slots)
    way = way_between(given, target, words, guidance.tai)
    made = convert_lines(lines, way, target, guidance.terms, guidance.decisions)
    aside = convert_lines(more, way, target, guidance.terms)
    for line in (*made.lines, *aside.lines):
        renewed = punctuation.convert(line.slots(), given, target)
        yield from _edits_of_line(structs.replace(line, line=_loose(line.line, work)), renewed, source)
    if work.language and way:
        yield Edit(source.offset(work.language), source.at(work.language), target.tag)


def _lines(work: Work, source: _Source) -> Iterator[Line]:
    """Yield the lines of a document, those of its title block with their places where they stand verbatim."""
    places = list(work.front_matter_prose)
    for line in lines_of(work.document):
        (slot, *_) = line.slots or (None,)
        if not line.block and slot and places and source.at(places[0]) == slot:
            yield structs.replace(line, places=(places.pop(0),))
        else:
            yield line
    yield from (Line("", (source.at(place),), (place,)) for place in places)


def _more_lines(work: Work) -> Iterator[Line]:
    """Yield what stands in no line of the document."""
    aside = structs.replace(work.document, blocks=work.aside, notes=())
    yield from (line for line in lines_of(aside) if any(line.places))


def _loose(line: Line, work: Work) -> Line:
    """Take the places of labels out of a line: another label would lead nowhere."""
    return structs.replace(line, places=tuple(None if place in work.labels else place for place in line.places))


def _edits_of_line(made: Conversion, renewed: Sequence[str | None], source: _Source) -> Iterator[Edit]:
    start = 0
    choices = deque(made.choices)
    for slot, new, place in zip(made.line.slots, renewed, made.line.places, strict=True):
        own = []
        while choices and choices[0].start < start + len(slot or ""):
            own.append(choices.popleft())
        if slot and new and place:
            at = source.offset(place)
            own = [_moved(each, at - start) for each in own]
            if source.text.startswith(slot, at):
                yield Edit(at, slot, new, tuple(own))
            elif source.text.startswith(_in_cell(slot), at):
                moved = (_moved(each, _bars(slot, each, at)) for each in own)
                yield Edit(at, _in_cell(slot), _in_cell(new), tuple(moved))
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

"""Converts texts and lines of prose, and keeps every choice that was made.

A line's cells are what each of its code points becomes: one character, except under a term of a glossary, whose first cell has
all of it. So a choice can be decided otherwise after the rest is done, and the line cut back into its slots.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.edition.choice import CONTEXT, Choice, Risk, Rule
from keben.edition.prose import Line, NameSlot
from keben.edition.script.context import in_a_name, surname_of
from keben.edition.script.deciding import Decided, Spelling, borders_of, decide, decide_back, forms_of
from keben.edition.script.engine import converter
from keben.edition.script.review import doubt_of
from keben.scripts import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keben.diagnostics import Place
    from keben.edition.script.ways import Way
    from keben.glossary import Matcher, Term


class Conversion(Struct, frozen=True):
    """A line of prose, what each of its code points becomes, and the choices among them."""

    line: Line
    cells: Sequence[str]
    choices: tuple[Choice, ...] = ()

    def slots(self) -> list[str | None]:
        """Return the converted slots."""
        return self._cut(self.settled())

    def declared(self) -> list[str | None]:
        """Return the slots of the source with the terms of a glossary replaced and nothing else."""
        text = "".join(slot or "" for slot in self.line.slots)
        return self._cut(_laid_over(text, [choice for choice in self.choices if choice.rule is Rule.TERM]))

    def settled(self) -> list[str]:
        """Return the cells with the choices laid over them."""
        return _laid_over(self.cells, self.choices)

    def place_of(self, at: int) -> Place | None:
        """Return where a code point of the line stands in the source, if that is known."""
        return _place(_starts(self.line), self.line, at)

    def _cut(self, changed: Sequence[str]) -> list[str | None]:
        slots: list[str | None] = []
        start = 0
        for slot in self.line.slots:
            slots.append(None if slot is None else "".join(changed[start : start + len(slot)]))
            start += len(slot or "")
        return slots


def _laid_over(cells: Iterable[str], choices: Iterable[Choice]) -> list[str]:
    changed = list(cells)
    for choice in choices:
        changed[choice.start : choice.end] = _cells_of(choice)
    return changed


def _cells_of(choice: Choice) -> list[str]:
    """Give each code point its own character; of a target of another length the first has all."""
    length = choice.end - choice.start
    return list(choice.target) if len(choice.target) == length else [choice.target] + [""] * (length - 1)


class Piece(Struct, frozen=True):
    """A converted text, what was decided in it, and what OpenCC alone makes of it before a region's variants."""

    text: str
    decided: tuple[Decided, ...] = ()
    opencc: str = ""


def convert_text(text: str, way: Way | None, *, is_name: bool = False, explain: bool = True) -> Piece:
    """Convert a text by itself; without a way it stays. Without `explain` no margin of a decision is reckoned.

    Where OpenCC changes the number of characters its result stands as it is, since no place in it can be told.
    """
    if way is None or not text:
        return Piece(text)
    common = _through(text, way.before)
    converted = _regional(common, way)
    if len(converted) != len(text):
        return Piece(converted)
    if not way.chooses:
        return Piece(converted, tuple(decide_back(text, converted) if way.wanted == "s" else ()), converted)
    decided = decide(text, way.where, weigh=explain)
    if is_name:
        decided = _in_name(text, decided)
    cells = list(common)
    for each in decided:
        cells[each.place] = each.spelling.form
    return Piece(_regional("".join(cells), way), tuple(decided), common)


def _in_name(text: str, decided: Iterable[Decided]) -> list[Decided]:
    """Spell a name: a surname keeps its form, and so do some characters that no word explains."""
    surname = surname_of(text)
    found = [Decided(0, Spelling(surname, Rule.NAME, text, reason="the surname of a person"))] if surname else []
    for each in decided:
        if surname and each.place == 0:
            continue
        kept = in_a_name(text[each.place]) if each.spelling.rule is Rule.CHARACTER else ""
        named = structs.replace(each.spelling, form=kept, rule=Rule.NAME, reason="a character of a name")
        found.append(structs.replace(each, spelling=named) if kept else each)
    return found


def _regional(common: str, way: Way) -> str:
    """Write a text as the region does."""
    text = _through(common, way.after)
    return text if way.tai == "臺" else text.replace("臺", way.tai)


def _through(text: str, configurations: Sequence[str]) -> str:
    for name in configurations:
        text = converter(name)(text)
    return text


def convert_line(line: Line, way: Way | None, terms: Matcher | None = None, *, script: str = "") -> Conversion:
    """Convert a line of prose run by run: what interrupts a line, and every term of a glossary, ends a phrase.

    With `script`, `Hans` or `Hant`, every character that stays in the other one is among the choices, as an error.
    """
    text = "".join(slot or "" for slot in line.slots)
    cells: list[str] = []
    choices: list[Choice] = []
    for run, is_name in _runs(line.slots):
        start = 0
        for term_start, term_end, term in _terms_in(run, terms):
            choices += _add(cells, run[start:term_start], way, is_name=is_name)
            choices.append(_term(term, len(cells), way))
            cells += _cells_of(choices[-1])
            start = term_end
        choices += _add(cells, run[start:], way, is_name=is_name)
    choices = sorted((*choices, *_left(text, cells, choices, script)), key=lambda choice: choice.start)
    starts = _starts(line)
    return Conversion(line, _packed(cells), tuple(_placed(choice, text, line, starts) for choice in choices))


def _left(text: str, cells: Sequence[str], choices: Iterable[Choice], script: str) -> Iterator[Choice]:
    """Yield an error for each character of the other script, unless a person asked for it."""
    wrong: frozenset[str] = telling().other_than(script) if script else frozenset()
    if wrong.isdisjoint(cells):
        return
    asked = {at for each in choices if each.risk is Risk.GLOSSARY for at in range(each.start, each.end)}
    for at, cell in enumerate(cells):
        if cell in wrong and at not in asked:
            yield Choice(at, at + 1, text[at], cell, Rule.LEFT, risk=Risk.ERROR)


def _runs(slots: Sequence[str | None]) -> Iterator[tuple[str, bool]]:
    """Yield each uninterrupted run of slots as one text, and whether it is a name."""
    run: list[str] = []
    for slot in (*slots, None):
        if slot is not None:
            run.append(slot)
            continue
        if run:
            yield "".join(run), isinstance(run[0], NameSlot)
        run = []


def _terms_in(run: str, terms: Matcher | None) -> Iterator[tuple[int, int, Term]]:
    """Yield the terms of a run; a word of a region only where it is a word of the text, and not inside a title."""
    borders: frozenset[int] | None = None
    for start, end, term in terms.find(run) if terms else ():
        if term.level == "region":
            borders = borders if borders is not None else borders_of(run)
            if not {start, end} <= borders or _is_in_title(run, start):
                continue
        yield start, end, term


def _is_in_title(run: str, at: int) -> bool:
    """Whether a place stands between 《 and 》: a law or a book is called what it is called."""
    return run.rfind("《", 0, at) > run.rfind("》", 0, at)


def _term(term: Term, start: int, way: Way | None) -> Choice:
    """Print a term; a name that was only listed is converted by itself."""
    target = term.target or convert_text(term.source, way, is_name=True).text
    end = start + len(term.source)
    return Choice(start, end, term.source, target, Rule.TERM, phrase=term.source, reason=term.note, risk=Risk.GLOSSARY)


def _add(cells: list[str], part: str, way: Way | None, *, is_name: bool) -> Iterator[Choice]:
    """Convert a part of a run, add it to the cells, and yield its choices."""
    piece = convert_text(part, way, is_name=is_name)
    offset = len(cells)
    if len(piece.text) == len(part):
        cells += piece.text
    elif part:
        cells += [piece.text, *[""] * (len(part) - 1)]
    if way is None:
        return
    for each in piece.decided:
        choice = _choice(each, piece, part, offset, way)
        if choice.alternatives:  # the forms may be one in this region, as 才 and 纔 in Taiwan
            yield choice


def _choice(decided: Decided, piece: Piece, part: str, offset: int, way: Way) -> Choice:
    place, spelling = decided.place, decided.spelling
    target = piece.text[place]
    opencc = _regional(piece.opencc[place], way) if way.chooses else target
    differs = opencc != target
    return Choice(
        start=offset + place,
        end=offset + place + 1,
        source=part[place],
        target=target,
        rule=spelling.rule,
        phrase=spelling.phrase,
        reason=spelling.reason,
        alternatives=_others(part[place], target, way),
        views={"OpenCC": opencc} if differs else _AGREED,
        doubt=doubt_of(decided, forms_of(part[place], way.wanted), differs=differs),
        risk=Risk.GLOSSARY if spelling.rule is Rule.NAME else Risk.SURE,
    )


_AGREED: dict[str, str] = {}
"""One for all choices on which the engines agree, since a long text has very many."""


@lru_cache(maxsize=1 << 11)
def _others(char: str, target: str, way: Way) -> tuple[str, ...]:
    """Return the forms of a character that the target's region writes but for the one that was chosen."""
    return tuple(form for form in _forms(char, way) if form != target)


@lru_cache(maxsize=1 << 10)
def _forms(char: str, way: Way) -> tuple[str, ...]:
    """Return the forms of a character that the target's region writes, the usual one first."""
    return tuple(dict.fromkeys(_regional(form, way) if way.chooses else form for form in forms_of(char, way.wanted)))


def _packed(cells: Sequence[str]) -> Sequence[str]:
    """Keep cells of one character each as a string, which takes a twentieth of the memory."""
    whole = "".join(cells)
    return whole if len(whole) == len(cells) and "" not in cells else tuple(cells)


def _placed(choice: Choice, text: str, line: Line, starts: list[int]) -> Choice:
    """Give a choice what stands around it, and where it stands in the source."""
    place = _place(starts, line, choice.start)
    return structs.replace(
        choice,
        before=text[max(0, choice.start - CONTEXT) : choice.start],
        after=text[choice.end : choice.end + CONTEXT],
        block=line.block,
        place=place and structs.replace(place, length=choice.end - choice.start),
    )


def _starts(line: Line) -> list[int]:
    """Return where each slot begins in the text of its line."""
    return list(accumulate((len(slot or "") for slot in line.slots), initial=0))


def _place(starts: list[int], line: Line, at: int) -> Place | None:
    """Return where a code point of a line stands in the source: in the last slot that begins no later."""
    number = bisect_right(starts, at) - 1
    place = line.places[number] if number < len(line.places) else None
    return place and structs.replace(place, column=place.column + at - starts[number], length=1)

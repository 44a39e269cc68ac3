"""A glossary as TBX, in the two forms in use.

Version 2 is `martif` with `termEntry`, `langSet`, and `tig` or `ntig`; version 3 is `tbx` with `conceptEntry`, `langSec`, `termSec`.
Nothing is fetched, and nothing that a file declares is expanded: version 2 names a DTD, which is not opened; a DTD inside the
file is refused, and so is an entity that only a DTD could explain.

Source: the examples of TBX-Basic 3 in both styles (LTAC-Global/TBX-Basic_dialect), and version 2 as exporters write it. What is
read of them is the same: the namespace differs between drafts of version 3 and is taken from the root.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from xml.parsers import expat

from msgspec import Struct

from keben.diagnostics import Place
from keben.glossary.terms import MAX_TERMS, TAGS, TERM_LENGTH, Term, checked, find_tag, plain_note, script_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.diagnostics import Report

MAX_DEPTH = 64
MAX_ELEMENTS = 1_000_000
"""A concept in five languages has some 60 with all that is said of it."""

_ROOTS = frozenset(("martif", "tbx"))
_CONCEPTS = frozenset(("termEntry", "conceptEntry"))
_LANGUAGES = frozenset(("langSet", "langSec"))
_WORDS = frozenset(("tig", "ntig", "termSec"))
_STRUCTURE = (_CONCEPTS, _LANGUAGES, _WORDS, frozenset[str]())
"""What may be entered at each depth."""
_STATUS = frozenset(("administrativeStatus", "normativeAuthorization"))
"""Values of `type` on `termNote`; the first is also an element of its own in the style DCT."""

_NEVER_PRINTED = ("deprecated", "superseded", "obsolete", "forbidden")
"""How the status of a term begins that a text may have and no edition prints. Source: `deprecatedTerm-admn-sts` and
`supersededTerm-admn-sts` of TBX-Basic; the others are written by Weblate."""

_LANG = "http://www.w3.org/XML/1998/namespace lang"
_DECLARED = re.compile(r"<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)|<!DOCTYPE[^<>\[]*\[")
_PLAIN = "export it again without a DTD in the file"


class _Refused(Exception):  # noqa: N818 - ends the reading; carries the parts of the diagnostic
    def __init__(self, code: str, fact: str, line: int, hint: str) -> None:
        super().__init__(fact)
        self.code, self.fact, self.line, self.hint = code, fact, line, hint


class _Word(Struct):
    """One term of a language as written, and where its element begins."""

    text: str = ""
    status: str = ""
    note: str = ""
    line: int = 1
    column: int = 1


class _Concept(Struct):
    """The words of one concept by the language that each stands in, with the line of that."""

    languages: list[tuple[str, int, list[_Word]]] = []
    note: str = ""


def parse_tbx(text: str, report: Report, script: str = "") -> tuple[Term, ...]:
    """Read the terms of a TBX file; every fault goes to the report, and what is right is returned.

    Every word of a concept in the source's form becomes a term, whatever its status, since a text may have it; the target is the
    preferred word of each other Chinese form, or the first that may be printed.

    Args:
        text: The file, decoded.
        report: Takes C211 to C213, and S004.
        script: `Hans` or `Hant`, which the text to be converted is in; that of the first Chinese words, unless said.
    """
    try:
        concepts = _read(text)
    except _Refused as fault:
        report.add(fault.code, fault.fact, Place(fault.line), fault.hint)
        return ()
    tags = [(tag, line) for concept in concepts for tag, line, _ in concept.languages]
    for tag, line in tags:
        if find_tag(tag) in ("", "zh"):
            fact = f"`{tag[:40]}` names no script" if find_tag(tag) else f"`{tag[:40]}` is not a known form of Chinese"
            report.add("C212", fact, Place(line), f"name it by one of {', '.join(list(TAGS)[1:])}")
    wanted = script or next((script_of(find_tag(tag)) for tag, _ in tags if script_of(find_tag(tag))), "")
    lines = text.split("\n")
    every = (term for concept in concepts for term in _terms(concept, wanted, lines, report))
    terms = tuple(islice(every, MAX_TERMS + 1))
    if len(terms) > MAX_TERMS:
        report.add("S004", f"the glossary has more than {MAX_TERMS:,} terms", hint="export those that the works have")
        return ()
    if not terms and not report.diagnostics():
        fact = f"no concept has words in zh-{wanted or 'Hans'}, as the text is, and in another Chinese form"
        report.add("C211", fact, Place(1), "export the languages of the text and of its editions")
    return terms


def _terms(concept: _Concept, script: str, lines: list[str], report: Report) -> Iterator[Term]:
    forms = {find_tag(tag): words for tag, _, words in reversed(concept.languages)}
    own = next((find_tag(tag) for tag, _, _ in concept.languages if script_of(find_tag(tag)) == script), "")
    others = [(tag, words) for tag, words in reversed(forms.items()) if tag not in ("", "zh", own)]
    targets = [(tag, printed) for tag, words in others if (printed := _printed(words))]
    for word in forms.get(own, ()) if own else ():
        # Looked for from where its element begins, and not far: all of a file may stand on one line.
        at = lines[word.line - 1].find(word.text, word.column - 1, word.column + 2 * TERM_LENGTH)
        place = Place(word.line, at + 1 or word.column, max(1, len(word.text)))
        source = checked(word.text, "a term", place, report)
        for tag, target in targets if source else ():
            words = checked(target.text, f"what `{source[:40]}` is printed as", place, report)
            if words:
                note = plain_note(target.note or concept.note)
                yield Term(source, words, TAGS[tag], note=note, file=report.path, line=word.line, column=place.column)


def _printed(words: list[_Word]) -> _Word | None:
    """Return the preferred word, or the first that may be printed."""
    allowed = [word for word in words if not word.status.lower().startswith(_NEVER_PRINTED)]
    return next(
        (word for word in allowed if word.status.lower().startswith("preferred")), allowed[0] if allowed else None
    )


def _read(text: str) -> list[_Concept]:
    # Looked for before parsing: after a fault in a handler expat reads on, and would declare entities.
    if found := _DECLARED.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise _Refused("C211", f"the file holds `{found[0][:20].strip()}`", line, _PLAIN)
    reader = _Reader()
    try:
        reader.parser.Parse(text.encode(), True)
    except expat.ExpatError as fault:
        words = expat.ErrorString(fault.code)
        raise _Refused("C211", f"the file is not XML: {words}", fault.lineno, "export it again") from fault
    return reader.concepts


class _Reader:
    """Collects the Chinese words of each concept while expat reads; raises at the first thing that is refused."""

    def __init__(self) -> None:
        self.concepts: list[_Concept] = []
        self._elements = 0
        self._open: list[str] = []
        self._depth = 0  # 1 in a concept, 2 in a language of it, 3 in a word of that
        self._namespace = ""
        self._taking = 0  # how deep the element stands whose text is taken; 0 for none
        self._begin = 1, 1
        self._text: list[str] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declared
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._skipped
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data

    def _refuse(self, fact: str, hint: str, code: str = "C211") -> _Refused:
        return _Refused(code, fact, self.parser.CurrentLineNumber, hint)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            raise self._refuse(f"the file declares the encoding `{encoding}`", "export it as UTF-8")

    def _entity(self, name: str, *_: object) -> None:
        raise self._refuse(f"the file declares the entity `{name[:40]}`", _PLAIN)

    def _skipped(self, name: str, _is_parameter: int) -> None:
        raise self._refuse(f"`&{name[:40]};` is explained nowhere in the file", "write the character itself")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        namespace, _, tag = name.rpartition(" ")
        if not self._open:
            self._namespace = namespace
            if tag not in _ROOTS:
                raise self._refuse(
                    f"the file is not TBX: it begins with `<{tag[:40]}>`", "export it as TBX, version 2 or 3"
                )
        if len(self._open) >= MAX_DEPTH or self._elements > MAX_ELEMENTS:
            fact = f"the file has more than {MAX_ELEMENTS:,} elements or {MAX_DEPTH} levels"
            raise self._refuse(fact, "export what the works have", "S004")
        self._open.append(tag if namespace == self._namespace and not self._taking else "")
        if not self._taking:
            self._enter(tag, attributes)

    def _enter(self, tag: str, attributes: dict[str, str]) -> None:
        part = self._open[-1]
        if part in _STRUCTURE[self._depth]:
            self._depth += 1
            if part in _CONCEPTS:
                self.concepts.append(_Concept())
            elif part in _LANGUAGES:
                self._language(attributes.get(_LANG, ""))
            else:
                self.concepts[-1].languages[-1][2].append(_Word(line=self.parser.CurrentLineNumber))
        elif any(part in names for names in _STRUCTURE):
            self._open[-1] = ""  # out of its place it means nothing
        elif tag in _STATUS or (part == "termNote" and attributes.get("type") in _STATUS):
            self._open[-1] = "status"
        if self._open[-1] in ("term", "status", "note"):
            self._taking = len(self._open)
            self._begin = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
            self._text.clear()

    def _language(self, tag: str) -> None:
        if not tag:
            raise self._refuse("a language has no `xml:lang`", "export it again with the languages named")
        self.concepts[-1].languages.append((tag, self.parser.CurrentLineNumber, []))

    def _data(self, text: str) -> None:
        if self._taking:
            self._text.append(text)

    def _end(self, _name: str) -> None:
        part = self._open[-1]
        if self._taking == len(self._open):
            self._take(part, " ".join("".join(self._text).split()))
            self._taking = 0
        self._open.pop()
        self._depth -= any(part in names for names in _STRUCTURE)
        if part in _CONCEPTS and not self._depth:
            concept = self.concepts[-1]
            concept.languages = [each for each in concept.languages if each[0].lower().startswith("zh")]

    def _take(self, part: str, text: str) -> None:
        if self._depth == 3:
            word = self.concepts[-1].languages[-1][2][-1]
            if part == "term":
                word.text = text
                word.line, word.column = self._begin
            elif part == "status":
                word.status = text
            else:
                word.note = word.note or text
        elif self._depth == 1 and part == "note":
            self.concepts[-1].note = self.concepts[-1].note or text

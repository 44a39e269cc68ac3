"""What a glossary is: terms, where each holds, and which of several for one source wins."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from keben.diagnostics import Diagnostic, Place, Report, diagnose
from keben.locales import LOCALES
from keben.settings import FormError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Kind = Literal["term", "person", "place", "body"]
Level = Literal["region", "project", "work"]

TERM_LENGTH = 200
"""Code points of a source or a target; the longest names of bodies have some 40."""

MAX_TERMS = 50_000
"""Of one file; the national vocabularies of a whole field have some 20,000."""


class Term(Struct, frozen=True):
    """What one stretch of text is printed as.

    `source` stands in the text, `target` is printed; both equal keep the text as it is. An empty `target` belongs to a name
    that was only listed: it is converted by itself, as `[…]{.name}` is, and of a `person` the surname is kept. `locales` are
    the tags that it holds for, in the order of `LOCALES`. `file`, `line` and `column` say where its source was written.
    """

    source: str
    target: str
    locales: tuple[str, ...]
    kind: Kind = "term"
    note: str = ""
    level: Level = "work"
    file: str = ""
    line: int = 1
    column: int = 1

    @property
    def place(self) -> Place:
        """Where its source was written."""
        return Place(self.line, self.column, len(self.source))


class GlossaryFile(Struct, frozen=True):
    """A file that terms were read from: its name as it was given, and the SHA-256 of its bytes."""

    name: str
    sha256: str


class Glossary(Struct, frozen=True):
    """All terms of a work, those of the project first, in the order of the `files` they were read from."""

    terms: tuple[Term, ...] = ()
    files: tuple[GlossaryFile, ...] = ()

    def for_locale(self, tag: str) -> Mapping[str, Term]:
        """Return the terms in force for an edition, by their sources.

        One with a target wins over a name that was only listed, then a work's over the project's, then the one that holds for
        fewer locales.
        """
        chosen: dict[str, Term] = {}
        for term in self.terms:
            if tag in term.locales:
                standing = chosen.get(term.source)
                if standing is None or _rank(term) > _rank(standing):
                    chosen[term.source] = term
        return chosen


_LEVELS: tuple[Level, ...] = ("region", "project", "work")


def _rank(term: Term) -> tuple[bool, int, int]:
    return bool(term.target), _LEVELS.index(term.level), -len(term.locales)


def unmatched(glossary: Glossary, used: Collection[Term], tag: str) -> Iterator[Diagnostic]:
    """Yield a warning for each term of the work that is in force for an edition and that its text never has.

    A project's glossary serves many works, so its terms are not expected in each. The words name no edition: the same term
    gives the same diagnostic in all of them.
    """
    known = frozenset(used)
    for term in glossary.for_locale(tag).values():
        if term.level == "work" and term not in known:
            hint = "write it as the text does, or take it out of the glossary"
            yield diagnose("C215", term.file, f"`{term.source}` is nowhere in the text", term.place, hint)


# ---------------------------------------------------------------- tags

_CHINESE = tuple(locale for locale in LOCALES if locale.is_chinese)

TAGS: dict[str, tuple[str, ...]] = {
    "zh": tuple(locale.tag for locale in _CHINESE),
    "zh-Hans": tuple(locale.tag for locale in _CHINESE if locale.script == "Hans"),
    "zh-Hant": tuple(locale.tag for locale in _CHINESE if locale.script == "Hant"),
    **{locale.tag: (locale.tag,) for locale in _CHINESE},
}
"""What a term may hold for: every Chinese edition, those of one script, or one."""

_BY_REGION = {f"zh-{tag.rpartition('-')[2]}".lower(): tag for tag in TAGS if tag.count("-") > 1}
_BY_NAME = {tag.lower(): tag for tag in TAGS} | _BY_REGION


def find_tag(written: str) -> str:
    """Return the key of `TAGS` that a tag means, in any case, with `_` for `-`, or without its script, as `zh-TW`; else nothing."""
    return _BY_NAME.get(written.strip().lower().replace("_", "-"), "")


def script_of(tag: str) -> str:
    """Return `Hans`, `Hant`, or nothing for `zh`, which is both."""
    return next((script for script in ("Hans", "Hant") if script in tag), "")


# ---------------------------------------------------------------- forms

_UNSEEN = frozenset(("Cc", "Cf", "Zl", "Zp", "Cs"))


def written_term(value: object) -> str:
    """Accept the source or target of a term, without the space around it.

    Characters that Python's Unicode data does not know yet are accepted: rare names have them.
    """
    if not isinstance(value, str):
        raise FormError("is not a line of text", 'write it in quotes, as `"软件" = "軟體"`')
    if unseen := next((char for char in value.strip() if unicodedata.category(char) in _UNSEEN), ""):
        raise FormError(f"holds U+{ord(unseen):04X}, which cannot be seen", "write one line of plain text")
    if not value.strip():
        raise FormError("is empty", "write the words, or take the term out")
    if len(value.strip()) > TERM_LENGTH:
        raise FormError(f"is longer than {TERM_LENGTH} characters", "name the words alone, not the sentence")
    return value.strip()


def plain_note(value: str) -> str:
    """Return a note on one line, without what cannot be seen."""
    return "".join(char for char in re.sub(r"\s+", " ", value).strip() if unicodedata.category(char) not in _UNSEEN)


def checked(words: object, what: str, place: Place, report: Report) -> str:
    """Return a source or target that is right; of one that is wrong the report says why, and nothing is returned.

    Args:
        words: What was written.
        what: How the fault begins: what is wrong.
        place: Where it stands.
        report: Takes C213.
    """
    try:
        return written_term(words)
    except FormError as fault:
        report.add("C213", f"{what} {fault.fact}", place, fault.hint)
        return ""

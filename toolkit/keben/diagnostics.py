"""What an author can mend: one form, one table of codes.

A code never changes its meaning. Its letter names the field: S source, Q quantity, C conversion, L language and
punctuation, T translation, F font and theme, P PDF, E EPUB.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, structs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Severity(StrEnum):
    """An error stops a build; a warning does so only under `--strict`; a note never does, and only `check` lists it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(Struct, frozen=True, omit_defaults=True):
    """Where something stands in a source, in code points of the decoded text.

    `line` and `column` count from 1; `length` is the stretch in the source, never past the end of its line.
    """

    line: int
    column: int = 1
    length: int = 1


class Diagnostic(Struct, frozen=True, omit_defaults=True):
    """One fault: `code` is a key of `CODES`, `fact` is lower case with values in backticks and no full stop.

    `fix` is what belongs in the place of the stretch at `place`, where only one repair is possible.
    """

    code: str
    severity: Severity
    path: str
    fact: str
    place: Place | None = None
    hint: str = ""
    excerpt: str = ""
    fix: str | None = None

    @property
    def is_error(self) -> bool:
        """Whether it stops a build."""
        return self.severity is Severity.ERROR


_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: dict[str, tuple[Severity, str]] = {
    "S001": (_E, "the file is not UTF-8"),
    "S002": (_E, "a control character that no text needs"),
    "S003": (_W, "a character that reorders or hides text"),
    "S004": (_E, "a limit on size, depth or count is passed"),
    "S005": (_E, "the file cannot be read"),
    "S006": (_E, "the output folder cannot be written"),
    "S007": (_W, "a private-use or unassigned character"),
    "S008": (_W, "a variation selector that selects nothing"),
    "S009": (_W, "a character that was lost in an earlier conversion"),
    "S010": (_E, "the front matter is missing or not closed"),
    "S011": (_E, "the front matter is not YAML"),
    "S012": (_E, "YAML that front matter may not hold: aliases, anchors, tags, merge keys"),
    "S013": (_E, "a key stands twice"),
    "S014": (_E, "an unknown key"),
    "S015": (_E, "a required key is missing"),
    "S016": (_E, "a value of the wrong form"),
    "S020": (_E, "HTML outside the allowed list"),
    "S021": (_E, "an HTML tag that is not closed or not open"),
    "S022": (_E, "a link that may not be followed from a publication"),
    "S023": (_E, "a link to an id that does not exist"),
    "S024": (_E, "an id stands twice or has a form that no format accepts"),
    "S025": (_E, "an unknown class or attribute"),
    "S026": (_E, "a note is called but not written"),
    "S027": (_W, "a note is written but never called"),
    "S028": (_E, "a note is written twice"),
    "S029": (_E, "a reference link without its definition"),
    "S030": (_E, "an image that is not there"),
    "S031": (_E, "an image outside the work's folder"),
    "S032": (_E, "an image of a kind that is not accepted"),
    "S033": (_E, "an image that is damaged"),
    "S034": (_E, "an image past a limit"),
    "S035": (_E, "an SVG that holds what may not be published"),
    "S036": (_W, "an image without alternative text"),
    "S041": (_W, "a heading level is skipped"),
    "S042": (_E, "a container or a fence of code is not closed"),
    "S043": (_E, "an unknown container"),
    "S044": (_E, "a table row has more cells than its head"),
    "S045": (_E, "a heading or note without text"),
    "S046": (_E, "an include of another file"),
    "S047": (_W, "marks of markup that are printed as they stand"),
    "S048": (_E, "two works of one build have the same id"),
    "Q101": (_E, "a quantity without a number"),
    "Q102": (_E, "a quantity whose number cannot be read"),
    "Q103": (_E, "a comma that is neither grouping nor decimal"),
    "Q104": (_E, "a number that is too long"),
    "Q105": (_E, "digits of two widths in one number"),
    "Q106": (_E, "digits that only look like digits, or hidden characters in a quantity"),
    "Q107": (_E, "an attribute of a quantity has the wrong form"),
    "Q108": (_E, "a quantity refers to another that does not exist"),
    "Q109": (_E, "markup inside a quantity"),
    "Q110": (_E, "an attribute contradicts the words of a quantity"),
    "Q120": (_W, "a figure without a mark in a work that marks others"),
    "Q121": (_E, "one figure with two values"),
    "Q122": (_E, "a part that is greater than its whole"),
    "Q123": (_W, "parts that add up to more than their whole"),
    "Q124": (_W, "a change that its own ends do not give"),
    "Q125": (_E, "a link between figures that leads back to itself"),
    "Q126": (_E, "a link between figures that cannot be compared"),
    "Q127": (_W, "a number in prose that cannot be read"),
    "Q140": (_E, "an unknown kind of chart"),
    "Q141": (_E, "a chart that is not a caption and a list of labels with figures"),
    "Q142": (_E, "a chart of fewer than two figures"),
    "Q143": (_E, "a chart names a figure that does not exist"),
    "Q144": (_E, "a figure stands twice in one chart"),
    "Q145": (_E, "a chart names a figure without a single value"),
    "Q146": (_E, "a chart of figures that differ in unit or kind"),
    "Q201": (_E, "a figure is not in a finished file"),
    "Q202": (_E, "a figure is altered in a finished file"),
    "Q203": (_E, "a finished file prints one figure in two ways"),
    "Q204": (_E, "a finished file is of another text"),
    "Q205": (_E, "a finished file cannot be read back"),
    "C201": (_E, "an edition that cannot be made from this source"),
    "C202": (_E, "a pass over an edition changed what it may not"),
    "C203": (_E, "an edition that would change if it were converted again"),
    "C204": (_E, "a character of the other script in an edition"),
    "C205": (_N, "a choice of conversion that a person should look at"),
    "C210": (_E, "a glossary that cannot be read"),
    "C211": (_E, "a glossary that is not TOML, CSV or TBX"),
    "C212": (_E, "an unknown table, key, column or language in a glossary"),
    "C213": (_E, "a term of the wrong form"),
    "C214": (_E, "a term that is printed in two ways"),
    "C215": (_W, "a term of a work that its text never has"),
    "C216": (_E, "a glossary outside the folder of what names it"),
    "C220": (_E, "the decisions of a reviewer cannot be read"),
    "C221": (_E, "an unknown key in a decision"),
    "C222": (_E, "a decision lacks a key, or has a value of the wrong form"),
    "C223": (_E, "two decisions for one place"),
    "C224": (_W, "a decision whose place is not in the text any more"),
    "C225": (_E, "a decision for a form that the character does not have"),
    "L301": (_W, "quotation marks do not pair"),
    "L302": (_W, "a half-width mark among Chinese characters"),
    "L303": (_W, "digits of another script or width"),
    "L304": (_W, "an ellipsis that is not of six dots"),
    "L305": (_W, "a dash that is not of two squares"),
    "L306": (_W, "a title inside a title with the marks of the outer one"),
    "L307": (_W, "a dot between names that is not the middle dot"),
    "L308": (_W, "a source that is not in the script of its `lang`"),
    "T601": (_E, "a translation that is given as a source"),
    "T602": (_E, "a translation whose id or language is not that of its source and its name"),
    "T603": (_E, "a key in a translation that its source decides"),
    "T604": (_E, "a key of the source that its translation lacks"),
    "T605": (_E, "a translation calls a figure that its source does not have"),
    "T606": (_E, "a translation says another value than its source"),
    "T607": (_E, "a translation says a power of ten more or less than its source"),
    "T608": (_E, "a translation says another unit or currency than its source"),
    "T609": (_W, "the words of a called figure cannot be read and were not compared"),
    "T610": (_E, "a figure has no form in the language of the translation"),
    "T611": (_W, "an unlinked figure is a power of ten more or less than one in the source's block"),
    "T612": (_E, "a translation outside the work's folder"),
    "F401": (_W, "none of a role's fonts is installed"),
    "F402": (_E, "a character that no font draws"),
    "F403": (_E, "a theme that is missing or broken"),
    "P501": (_W, "CSS that the PDF engine does not know"),
    "P502": (_E, "a resource that the PDF asks for and may not have, or that cannot be drawn"),
    "P503": (_E, "the PDF took more time or memory than allowed"),
    "P504": (_E, "the PDF engine failed"),
    "P505": (_W, "the PDF engine reports something else"),
    "P506": (_W, "Chinese lines are set by the engine alone"),
    "P507": (_W, "a paragraph is set by the engine alone"),
}
"""Every code with its severity and what it stands for; each has an example under `tests/checks/`."""


def diagnose(code: str, path: str, fact: str, place: Place | None = None, hint: str = "") -> Diagnostic:
    """Make a diagnostic; the severity is the code's."""
    return Diagnostic(code, CODES[code][0], path, fact, place, hint)


class Repair(Struct, frozen=True):
    """What `text` belongs in the place of the stretch at `place`, as the diagnostic `code` says."""

    code: str
    place: Place
    text: str


class Report:
    """Collects the diagnostics of one source, so that all faults of a read come at once."""

    repeats = 50
    """A code is listed at most this often in one report; a last line says how many were left out."""

    def __init__(self, path: str, text: str = "") -> None:
        self.path = path
        self._lines = text.split("\n")
        self._found: list[Diagnostic] = []
        self._counts: dict[str, int] = {}
        self.repairs: list[Repair] = []

    def add(self, code: str, fact: str, place: Place | None = None, hint: str = "", fix: str | None = None) -> None:
        """Add one diagnostic with the source line it stands in; its repair is kept however many there are."""
        if fix is not None and place:
            self.repairs.append(Repair(code, place, fix))
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] > self.repeats:
            return
        excerpt = self._lines[place.line - 1] if place and 0 < place.line <= len(self._lines) else ""
        self._found.append(
            structs.replace(diagnose(code, self.path, fact, place, hint), excerpt=excerpt[:2000], fix=fix)
        )

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return everything found, in source order."""
        left_out = [
            diagnose(code, self.path, f"{count - self.repeats} more of the same kind are not listed")
            for code, count in self._counts.items()
            if count > self.repeats
        ]
        return tuple(in_source_order([*self._found, *left_out]))


_NO_LINE = 1 << 31


def in_source_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by file, in the order of their first faults, and by place, those without a place last."""
    last = Place(_NO_LINE)
    found = list(diagnostics)
    files = {path: number for number, path in enumerate(dict.fromkeys(each.path for each in found))}
    return sorted(
        found, key=lambda each: (files[each.path], (each.place or last).line, (each.place or last).column, each.code)
    )


def has_errors(diagnostics: Iterable[Diagnostic], *, strict: bool = False) -> bool:
    """Whether a build must stop; under `strict` a warning is enough, a note never."""
    return any(found.is_error or (strict and found.severity is Severity.WARNING) for found in diagnostics)


def render(diagnostic: Diagnostic) -> str:
    """Write a diagnostic for a terminal: place, code, fact, source line with marks below it, hint.

    Control and bidirectional characters of the source are shown as escapes, so that no document drives a terminal.
    """
    place = diagnostic.place
    where = diagnostic.path + (f":{place.line}:{place.column}" if place else "")
    lines = [f"{where}: {diagnostic.severity}[{diagnostic.code}]: {diagnostic.fact}"]
    if place and diagnostic.excerpt:
        lines += _pointed_at(diagnostic.excerpt, place)
    if diagnostic.hint:
        lines.append(f"  hint: {diagnostic.hint}")
    return "\n".join(shown(line) for line in lines)


_BEFORE, _MARKED, _AFTER = 24, 60, 40


def _pointed_at(line: str, place: Place) -> Iterator[str]:
    """Cut a long line to what surrounds the place and set carets under it, two for a wide character."""
    at, length = place.column - 1, max(1, min(place.length, _MARKED))
    start, end = max(0, at - _BEFORE), min(len(line), at + length + _AFTER)
    before, marked = line[start:at], line[at : at + length]
    lead = "…" if start else ""
    gutter = f"{place.line:>6} | "
    yield f"{gutter}{lead}{line[start:end]}{'…' if end < len(line) else ''}"
    yield " " * (len(gutter) - 2) + "| " + " " * (_columns(lead) + _columns(before)) + "^" * max(1, _columns(marked))


def _columns(text: str) -> int:
    """Count terminal columns. Source: UAX #11, wide and full-width characters take two."""
    return sum(
        2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in shown(text)
        if not unicodedata.combining(char)
    )


def shown(text: str) -> str:
    r"""Return `text` with control, bidirectional and other unseen format characters written as `\x1b` or `\u202e`."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or unicodedata.category(char) == "Zs" else _escape(char) for char in text)


def _escape(char: str) -> str:
    point = ord(char)
    return f"\\x{point:02x}" if point < 0x100 else f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}"

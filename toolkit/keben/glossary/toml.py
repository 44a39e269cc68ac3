"""A glossary as TOML: a table for each tag that terms hold for, and lists of names; read and written.

[zh-Hant]
"软件" = "軟體"
"郑好融" = { target = "鄭好融", note = "平台自己的寫法" }

[names]
people = ["于洋", "范曾"]
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from msgspec import structs

from keben.diagnostics import Place, Report
from keben.glossary.terms import MAX_TERMS, TAGS, Kind, Term, checked, find_tag, plain_note
from keben.settings import unknown_hint

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

NAMES: dict[str, Kind] = {"people": "person", "places": "place", "bodies": "body"}
"""Lists of the table `names`, and what is in them."""

_TABLES = (*TAGS, "names")
_ABOVE = "write `[zh-Hant]`, or another of these, on a line above it: " + ", ".join(f"[{table}]" for table in _TABLES)
_PAIR = 'write a term as `"软件" = "軟體"`'

_FEW = 100
"""Tables; to find the nearest name takes longer than to read a table."""

MAX_DOTS = 100
"""On one line: the standard library's time to read a key of many parts, `a.b.c`, grows with their square."""


def parse_toml(text: str, report: Report) -> tuple[Term, ...]:
    """Read the terms of a TOML glossary; every fault goes to the report, and what is right is returned."""
    table = _load(text, report)
    places = _Places(text if table else "")
    names = table.pop("names", {})
    terms: list[Term] = []
    for key, content in table.items():
        tag, place = find_tag(key), places.of("", key)
        if not tag:
            hint = unknown_hint(key, _TABLES) if len(table) <= _FEW else _ABOVE
            _refuse(key, content, place, report, hint)
        elif not isinstance(content, dict):
            report.add(
                "C212", f"`{key}` is not a table", place, f"write `[{tag}]` on a line of its own, and the terms below"
            )
        else:
            terms += _terms(key, tag, content, places, report)
    kinds, listed = _names(names, places, report)
    found = (*(_with_kind(term, kinds) for term in terms), *listed)
    if len(found) > MAX_TERMS:
        report.add("S004", f"the glossary has more than {MAX_TERMS:,} terms", hint="keep those that the works have")
        return ()
    return found


def _load(text: str, report: Report) -> dict[str, object]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.count(".") > MAX_DOTS:
            fact = f"the line has more than {MAX_DOTS} dots, as no glossary has"
            report.add("C211", fact, Place(number), "write each term on a line of its own")
            return {}
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # a TOMLDecodeError, or a number of thousands of digits
        report.add("C211", *_fault(text, str(fault)))
        return {}


def _fault(text: str, words: str) -> tuple[str, Place, str]:
    """Return what is wrong with a text that is not TOML, where, and what to do."""
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", words)
    at_end = text.count("\n") + 1
    place = Place(int(found[1]), int(found[2])) if found and found[1] else Place(at_end if found else 1)
    words = re.sub(r" \(at .*| while .*", "", words).lower()
    return f"the file is not TOML: {words}", place, _hint(text.split("\n")[place.line - 1], words)


_HINTS: tuple[tuple[str, str], ...] = (
    (r"[“”‘’＂]", 'write half-width quotes: `"软件" = "軟體"`'),
    (r"[：＝]|^[^=]*:", 'write `=` between the two: `"软件" = "軟體"`'),
    (r"[^\x00-\x7f]", 'put both sides in quotes: `"软件" = "軟體"`'),
)  # fmt: skip
"""What a line that is not TOML has in it, and what to write; the first that is found counts."""


def _hint(line: str, fault: str) -> str:
    if "overwrite" in fault or "twice" in fault:
        return "the same stands twice in this table; take one out"
    bare = re.sub(r"""#.*|"[^"]*"|'[^']*'""", '""', line[:200])
    return next((hint for pattern, hint in _HINTS if re.search(pattern, bare)), _PAIR)


def _refuse(key: str, content: object, place: Place, report: Report, hint: str) -> None:
    if key in NAMES:
        report.add("C212", f"`{key}` stands outside `[names]`", place, "write `[names]` on a line above it")
    elif isinstance(content, dict):
        report.add("C212", f"`{key[:80]}` is not a known table", place, hint)
    else:
        report.add("C212", f"`{key[:80]}` stands in no table", place, _ABOVE)


def _terms(key: str, tag: str, content: Mapping[str, object], places: _Places, report: Report) -> Iterator[Term]:
    for written, value in content.items():
        place = places.of(key, written)
        target, note = _value(written, value, place, report)
        source = checked(written, "the left side", place, report)
        if source and target:
            yield Term(source, target, TAGS[tag], note=note, file=report.path, line=place.line, column=place.column)


def _value(written: str, value: object, place: Place, report: Report) -> tuple[str, str]:
    """Return target and note of a term, which are one string, or a table of both."""
    table = value if isinstance(value, dict) else {"target": value}
    for key in table:
        if key not in ("target", "note"):
            report.add("C212", f"`{key[:80]}` is not known of a term", place, "use `target` and `note`")
            return "", ""
    target = checked(table.get("target", ""), f"what `{written[:40]}` is printed as", place, report)
    return target, plain_note(str(table.get("note", "")))


def _names(names: object, places: _Places, report: Report) -> tuple[dict[str, Kind], list[Term]]:
    """Return the kind of each listed name, and the names as terms without a target."""
    kinds: dict[str, Kind] = {}
    listed: list[Term] = []
    if not isinstance(names, dict):
        report.add("C212", "`names` is not a table", places.of("", "names"), "write `[names]` on a line of its own")
        return kinds, listed
    for key, value in names.items():
        if key not in NAMES:
            report.add(
                "C212",
                f"`{key[:80]}` is not a known list of names",
                places.of("names", key),
                f"use one of {', '.join(NAMES)}",
            )
            continue
        for name in value if isinstance(value, list) else [value]:
            place = places.of("names", str(name)) if isinstance(name, str) else places.of("names", key)
            source = checked(name, f"a name under `{key}`", place, report)
            if source and kinds.setdefault(source, NAMES[key]) != NAMES[key]:
                report.add(
                    "C214", f"`{source}` is listed as a {kinds[source]} and as a {NAMES[key]}", place, "keep one"
                )
            elif source:
                listed.append(
                    Term(source, "", TAGS["zh"], NAMES[key], file=report.path, line=place.line, column=place.column)
                )
    return kinds, listed


def _with_kind(term: Term, kinds: Mapping[str, Kind]) -> Term:
    return structs.replace(term, kind=kinds[term.source]) if term.source in kinds else term


class _Places:
    """Where the keys of each table stand, and the strings of its lists, found in one pass over a text that is TOML.

    Every string is taken whole, so nothing is looked at twice and none takes long.
    """

    _token = re.compile(
        r"""\#[^\n]*|\"{3}(?s:[^\\]|\\.)*?\"{3,5}+|'{3}(?s:.)*?'{3,5}+"""
        r"|^[ \t]*+\[++[ \t]*+(?P<table>[^\]\n]++)\]++[ \t]*+(?=\#|$)"
        r"""|(?P<word>"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|(?<![\w"'-])[\w-]++)(?P<equals>[ \t]*+=)?""",
        re.MULTILINE,
    )

    def __init__(self, text: str) -> None:
        self._found: dict[tuple[str, str, bool], Place] = {}
        table, line, begin, at = "", 1, 0, 0
        for found in self._token.finditer(text):
            line += text.count("\n", at, found.start())
            begin, at = max(begin, text.rfind("\n", at, found.start()) + 1), found.start()
            if found["table"]:
                table = found["table"].strip("\"' ")
                self._found.setdefault(("", table, True), Place(line, found.start("table") - begin + 1, len(table)))
            elif found["word"]:
                word = found["word"].strip("\"'")
                place = Place(
                    line, found.start("word") - begin + 1 + found["word"].startswith(("'", '"')), len(word) or 1
                )
                self._found.setdefault((table, word, bool(found["equals"])), place)

    def of(self, table: str, word: str) -> Place:
        """Return where a key or the string of a list stands; the table it is in, if it is written in another way."""
        keys = ((table, word, True), (table, word, False), ("", table, True))
        return next((self._found[key] for key in keys if key in self._found), Place(1))


# ---------------------------------------------------------------- writing


def to_toml(terms: Sequence[Term], heading: str) -> str:
    """Write terms as TOML, tables in the order of `TAGS`, terms in their own; the same terms give the same text."""
    parts = [f"# {line}" for line in heading.split("\n")]
    for tag, locales in TAGS.items():
        inside = [term for term in terms if term.locales == locales and term.target]
        if inside:
            parts += ["", f"[{tag}]", *(_line(term) for term in inside)]
    lists = {
        key: [term.source for term in terms if not term.target and term.kind == kind] for key, kind in NAMES.items()
    }
    if any(lists.values()):
        parts += ["", "[names]"]
        for key, names in lists.items():
            parts += [f"{key} = [", *(f"  {_quoted(name)}," for name in names), "]"] if names else []
    return "\n".join(parts) + "\n"


def _line(term: Term) -> str:
    if not term.note:
        return f"{_quoted(term.source)} = {_quoted(term.target)}"
    return f"{_quoted(term.source)} = {{ target = {_quoted(term.target)}, note = {_quoted(term.note)} }}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

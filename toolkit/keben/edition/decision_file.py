"""`proof.toml`: the decisions of a reviewer as a person reads and edits them.

    [[decision]]
    work = "speech"
    edition = "zh-Hant-TW"
    at = ["为做好今年工作指明", "了", "方向。"]
    print = "了"

`at` is the place as the source has it: what stands before, the characters, what stands after. Three strings need no sign of ours
to keep them apart, so every text can be written.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from keben.diagnostics import Place
from keben.edition.choice import CONTEXT
from keben.edition.decisions import Decision, lock_of
from keben.edition.proof import HAN
from keben.locales import find_locale
from keben.settings import FormError, locale_tag, parse_toml, slug, text, unknown_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from keben.diagnostics import Report

PROOF_FILE = "proof.toml"

BYTES = 1024 * 1024
DECISIONS = 5_000
"""In one file."""

LINE = 1_000
"""Code points of one line, enough for any place or note: a key of n parts takes time that grows with their square."""

SOURCE, NOTE, BY = 64, 150, 60
"""Code points of what is decided about, of a note and of a name."""

_HEAD = "# Decisions of a reviewer; the page that `keben proof` makes writes this file. Remarks are kept as `note`.\n"


def render_decisions(decisions: Iterable[Decision]) -> str:
    """Write decisions as TOML: by work and edition, and in the given order within."""
    ordered = sorted(decisions, key=lambda each: (each.work, each.edition))
    return _HEAD + "".join(map(render_decision, ordered))


def render_decision(decision: Decision) -> str:
    """Write one entry, the blank line before it included."""
    return "".join((
        render_opening(decision.work, decision.edition),
        render_lock(decision),
        f"print = {quoted(decision.target)}\n",
        f"note = {quoted(decision.note)}\n" if decision.note else "",
        f"by = {quoted(decision.by)}\n" if decision.by else "",
        f"date = {decision.date.isoformat()}\n" if decision.date else "",
    ))  # fmt: skip


def render_opening(work: str, edition: str) -> str:
    """Write how an entry for an edition of a work begins."""
    return f"\n[[decision]]\nwork = {quoted(work)}\nedition = {quoted(edition)}\n"


def render_lock(decision: Decision) -> str:
    """Write the lines that say which place is meant."""
    at = ", ".join(map(quoted, (decision.before, decision.source, decision.after)))
    which = f"occurrence = {decision.occurrence}\nof = {decision.of}\n" if decision.of > 1 else ""
    return f"at = [{at}]\n{which}"


_ESCAPED = re.compile(
    '["\\\\\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\ufe00-\ufe0f\ufeff\ufff0-\uffff'
    "\U000e0000-\U000e0fff]"
)
"""What a basic string may not hold, and what nobody would see in it."""

_SHORT = {'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}


def quoted(words: str) -> str:
    """Write a basic string. Source: TOML 1.0, String."""
    return f'"{_ESCAPED.sub(_escape, words)}"'


def _escape(found: re.Match[str]) -> str:
    point = ord(found[0])
    return _SHORT.get(found[0]) or (f"\\u{point:04x}" if point < 0x10000 else f"\\U{point:08x}")


def read_decisions(content: str, report: Report) -> tuple[Decision, ...]:
    """Read the text of a `proof.toml`, of all works that it is for; every fault goes to the report.

    An entry with a fault is left out, and so is one that says again what another says.
    """
    table = _table(content, report)
    if table is None:
        return ()
    for key in table.keys() - {"decision"}:
        report.add("C221", f"`{key[:80]}` is not a known table", None, "write every decision under `[[decision]]`")
    written = table.get("decision", [])
    if not isinstance(written, list) or not all(isinstance(each, dict) for each in written):
        report.add("C222", "`decision` is not a list of tables", None, "write every decision under `[[decision]]`")
        return ()
    if len(written) > DECISIONS:
        report.add(
            "C220", f"there are more than {DECISIONS:,} decisions", None, "split the folder's works into several"
        )
        return ()
    places = list(_places(content))
    if len(places) != len(written):  # inline tables, which nobody writes by hand
        places = [_Places(Place(1), {})] * len(written)
    found = [_decision(each, at, report) for each, at in zip(written, places, strict=True)]
    return tuple(_without_repeats((each for each in found if each), report))


def _table(content: str, report: Report) -> Mapping[str, Any] | None:
    """Parse a file that is within limits."""
    longest = max((len(line), -number) for number, line in enumerate(content.split("\n"), 1))
    if longest[0] > LINE:
        fact = f"a line of more than {LINE:,} characters"
        report.add("C220", fact, Place(-longest[1]), "one entry has some five short lines; take this one out")
        return None
    if len(content.encode()) > BYTES:
        report.add("C220", f"the file is longer than {BYTES:,} bytes", None, "split the folder's works into several")
        return None
    return parse_toml(content, report, "C220")


def _at(value: object) -> tuple[str, str, str]:
    if not isinstance(value, list) or len(value) != 3 or not all(isinstance(each, str) for each in value):
        raise FormError("is not a list of three strings", 'write `at = ["before", "characters", "after"]`')
    before, source, after = value
    if not 0 < len(source) <= SOURCE:
        raise FormError(f"decides about {len(source)} characters", f"name 1 to {SOURCE} in the second string")
    if max(len(before), len(after)) > CONTEXT:
        raise FormError(
            f"has more than {CONTEXT} characters on one side", "copy the place from the page of `keben proof`"
        )
    return before, source, after


def _characters(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise FormError("is not a string of characters", "write what is printed there")
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 1_000_000:
        raise FormError(
            "is not a count",
            "write `occurrence = 1` for the first place with this text around it, and `of = 2` if there are two",
        )
    return value


def _chinese_tag(value: object) -> str:
    tag = locale_tag(value)
    if not find_locale(tag).is_chinese:
        raise FormError(f"`{tag}` is not converted", "decide about editions in Chinese")
    return tag


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise FormError("is not a day", "write year, month and day without quotation marks, as `2026-02-06`")
    return value


def _up_to(limit: int) -> Callable[[object], str]:
    def form(value: object) -> str:
        words = text(value)
        if len(words) > limit:
            raise FormError(f"has {len(words):,} characters", f"write at most {limit}")
        return words

    return form


_FORMS: dict[str, Callable[[object], Any]] = {
    "work": slug, "edition": _chinese_tag, "at": _at, "occurrence": _count, "of": _count, "print": _characters,
    "note": _up_to(NOTE), "by": _up_to(BY), "date": _day,
}  # fmt: skip
_REQUIRED = ("work", "edition", "at", "print")


class _Places(Struct, frozen=True):
    """Where an entry begins, and its keys."""

    entry: Place
    keys: dict[str, Place]


def _decision(written: Mapping[str, object], places: _Places, report: Report) -> Decision | None:
    values: dict[str, Any] = {}
    for key, value in written.items():
        place = places.keys.get(key, places.entry)
        if key not in _FORMS:
            report.add("C221", f"`{key[:80]}` is not a known key", place, unknown_hint(key, _FORMS))
            continue
        try:
            values[key] = _FORMS[key](value)
        except FormError as fault:
            report.add("C222", f"`{key}`: {fault.fact}", place, fault.hint)
    if missing := [key for key in _REQUIRED if key not in written]:
        fact = f"the decision has no {', '.join(f'`{key}`' for key in missing)}"
        report.add("C222", fact, places.entry, "copy a whole entry from the page of `keben proof`")
    if len(values) < len(written) or missing:
        return None
    before, source, after = values.pop("at")
    target = values.pop("print")
    if not _may_stand_for(target, source):
        fact = f"`{target[:SOURCE]}` cannot stand for `{source}`"
        hint = f"write {len(source)} Han character{'s' if len(source) > 1 else ''}; conversion changes nothing else"
        report.add("C222", fact, places.keys.get("print", places.entry), hint)
        return None
    return Decision(source=source, target=target, before=before, after=after, place=places.entry, **values)


def _may_stand_for(target: str, source: str) -> bool:
    """Whether only Han characters change, each into one: `proof.prove` stops every other edition."""
    return len(target) == len(source) and HAN.sub("\ufffd", target) == HAN.sub("\ufffd", source)


_TOKEN = re.compile(
    r"""\#[^\n]*|"{3}(?:\\.|[^\\])*?"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'"""
    r"""|^[ \t]*(?:(?P<head>\[\[[^\n#]*)|(?P<key>[\w-]+)(?=[ \t]*=))""",
    re.MULTILINE | re.DOTALL | re.ASCII,
)
_HEADING = re.compile(r"""\[\[[ \t]*["']?decision["']?[ \t]*\]\]""")


def _places(content: str) -> Iterator[_Places]:
    """Yield where the entries of a well-formed file stand; what looks like one within a string or comment is none."""
    line, counted = 1, 0
    current: _Places | None = None
    for found in _TOKEN.finditer(content):
        name = "head" if found["head"] else "key" if found["key"] else ""
        if not name:
            continue
        start = found.start(name)
        line += content.count("\n", counted, start)
        counted = start
        place = Place(line, start - content.rfind("\n", 0, start), len(found[name].rstrip()))
        if name == "head" and _HEADING.match(found["head"]):
            if current:
                yield current
            current = _Places(place, {})
        elif name == "key" and current:
            current.keys.setdefault(found["key"], place)
    if current:
        yield current


def _without_repeats(decisions: Iterable[Decision], report: Report) -> Iterator[Decision]:
    known: dict[tuple[object, ...], Decision] = {}
    for decision in decisions:
        first = known.setdefault((decision.work, decision.edition, *lock_of(decision)), decision)
        if first is decision:
            yield decision
        elif first.target != decision.target:
            line = first.place.line if first.place else 0
            fact = f"the place prints `{decision.target}` here and `{first.target}` by line {line}"
            report.add("C223", fact, decision.place, "take one of them out")

"""Front matter through a strict loader: plain YAML maps, lists and strings, nothing else.

YAML itself would turn `no` into False and `1.10` into 1.1, keep the last of two equal keys, and let 300 bytes of aliases
grow to gigabytes. Here every scalar is a string, typed afterwards by the form of its key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from msgspec import Struct

from keben.diagnostics import Place, Report
from keben.document import Metadata
from keben.reader import limits
from keben.settings import SHARED_FORMS, Settings, iso_date, lines, locale_tag, nearest, slug, take, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keben.reader.source import Source

FORMS: dict[str, Callable[[object], Any]] = {
    "id": slug,
    "lang": locale_tag,
    "title": lines,
    "subtitle": text,
    "author": lines,
    "date": iso_date,
    **SHARED_FORMS,
}
REQUIRED = ("id", "lang", "title")
TRANSLATION_REQUIRED = ("lang", "title")
PROSE = ("title", "subtitle", "author")
"""Keys whose values are words for readers, so that editions convert them."""


class FrontMatter(Struct, frozen=True):
    """What the front matter says: the work's metadata, its settings, where each key stands, and the prose values verbatim.

    `language` is where the value of a valid `lang` stands.
    """

    metadata: Metadata
    settings: Settings
    prose: tuple[Place, ...] = ()
    language: Place | None = None
    places: Mapping[str, Place] = MappingProxyType({})


_UNTITLED = Metadata(id="untitled", lang="zh-Hans-CN", title=("",))


def read_front_matter(source: Source, report: Report, required: tuple[str, ...] = REQUIRED) -> FrontMatter:
    """Read and check the front matter; faults go to the report, and what is wrong or missing gets a stand-in."""
    if source.front_matter is None:
        return FrontMatter(_UNTITLED, Settings())
    loader = _Loader(source.front_matter, source.front_matter_line, report)
    table = loader.load()
    if table is None:
        return FrontMatter(_UNTITLED, Settings())
    values = take(table, FORMS, report, lambda key: loader.places[key])
    mistyped = {nearest(key, FORMS) for key in table if key not in FORMS}
    for key in required:
        if key not in table and key not in mistyped:
            report.add(
                "S015", f"the front matter has no `{key}`", Place(source.front_matter_line - 1, 1, 3), f"add `{key}: …`"
            )
    settings = Settings(**{key: values.pop(key) for key in SHARED_FORMS if key in values})
    if "author" in values:
        values["authors"] = values.pop("author")
    metadata = Metadata(**{"id": _UNTITLED.id, "lang": _UNTITLED.lang, "title": _UNTITLED.title, **values})
    language = next(iter(loader.places_of("lang")), None) if "lang" in values else None
    prose = tuple(place for key in PROSE for place in loader.places_of(key))
    return FrontMatter(metadata, settings, prose, language, loader.places)


class _Loader:
    """Builds a table from YAML events and remembers where each top-level key and each scalar stands."""

    def __init__(self, content: str, first_line: int, report: Report) -> None:
        self._content = content
        self._first_line = first_line
        self._report = report
        self.places: dict[str, Place] = {}
        self._scalars: dict[str, list[yaml.ScalarEvent]] = {}

    def load(self) -> dict[str, object] | None:
        """Return the table, or None if it cannot be read; the report says why."""
        if len(self._content.encode()) > limits.FRONT_MATTER_BYTES:
            self._report.add("S004", f"the front matter is longer than {limits.FRONT_MATTER_BYTES:,} bytes",
                             Place(self._first_line), "move text into the body")  # fmt: skip
            return None
        try:
            events = iter(yaml.parse(self._content, Loader=yaml.BaseLoader))
            value = self._document(events)
        except yaml.MarkedYAMLError as fault:
            if self._has_wide_colon():
                return None
            mark = _where(fault, len(self._content))
            place = self._place(mark) if mark else Place(self._first_line)
            self._report.add("S011", f"the front matter is not YAML: {(fault.problem or 'it cannot be read').lower()}",
                             place, _hint(fault.problem or ""))  # fmt: skip
            return None
        except yaml.YAMLError as fault:
            self._report.add("S011", f"the front matter is not YAML: {str(fault).splitlines()[0].lower()}",
                             Place(self._first_line), "delete what is not text")  # fmt: skip
            return None
        except _Refused:
            return None
        if value is None:
            return {}
        if not isinstance(value, dict):
            self._report.add(
                "S011",
                "the front matter is not a list of `key: value`",
                Place(self._first_line),
                "write `key: value` lines",
            )
            return None
        return value

    def _has_wide_colon(self) -> bool:
        """Report keys with a full-width colon, which a Chinese input method sets and YAML does not know."""
        found = list(re.finditer("^[a-z-]+(：)", self._content, re.MULTILINE))
        for match in found:
            line = self._content.count("\n", 0, match.start())
            self._report.add("S011", "the colon behind a key is full-width", Place(self._first_line + line, len(match[0])),
                             "write a half-width `:` and a space")  # fmt: skip
        return bool(found)

    def places_of(self, key: str) -> tuple[Place, ...]:
        """Return where the words of a key's values stand, line by line and as they are written there."""
        return tuple(place for event in self._scalars.get(key, ()) for place in self._words(event))

    def _words(self, event: Any) -> Iterator[Place]:
        """Yield the lines of a scalar without quotes and indentation; a block scalar begins below its mark."""
        quoted = 1 if event.style in ("'", '"') else 0
        start, end = event.start_mark.index + quoted, event.end_mark.index - quoted
        if event.style in ("|", ">"):
            start = self._content.index("\n", start)
        for found in re.finditer(r"[^\s][^\n]*", self._content[start:end]):
            offset = start + found.start()
            line_start = self._content.rfind("\n", 0, offset) + 1
            line = self._first_line + self._content.count("\n", 0, offset)
            yield Place(line, offset - line_start + 1, len(found[0].rstrip()))

    def _document(self, events: Any) -> object:
        for event in events:
            if isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, depth=1, key=None)
                self._no_second_document(events)
                return value
        return None

    def _no_second_document(self, events: Any) -> None:
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._refuse("a second YAML document", event)

    def _node(self, event: Any, events: Any, depth: int, key: str | None) -> object:
        if isinstance(event, yaml.AliasEvent):
            self._refuse(f"the alias `*{(event.anchor or '')[:40]}`", event)
        if event.anchor:
            self._refuse(f"the anchor `&{event.anchor[:40]}`", event)
        if event.tag:
            self._refuse(f"the tag `{event.tag[:60]}`", event)
        if depth > limits.FRONT_MATTER_DEPTH:
            self._report.add("S004", f"the front matter is nested deeper than {limits.FRONT_MATTER_DEPTH} levels",
                             self._place(event.start_mark), "write plain values and lists")  # fmt: skip
            raise _Refused
        if isinstance(event, yaml.ScalarEvent):
            if key is not None:
                self._scalars.setdefault(key, []).append(event)
            return event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, depth, key)
        return self._mapping(events, depth, key)

    def _sequence(self, events: Any, depth: int, key: str | None) -> list[object]:
        values = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            values.append(self._node(event, events, depth + 1, key))
        return values

    def _mapping(self, events: Any, depth: int, key: str | None) -> dict[str, object]:
        table: dict[str, object] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            name = self._node(event, events, depth + 1, None)
            place = self._place(event.start_mark, len(str(name)))
            if not isinstance(name, str) or name == "<<":
                self._refuse("a merge key or a key that is not a word", event)
            value = self._node(next(events), events, depth + 1, name if depth == 1 else key)
            if name in table:
                self._report.add("S013", f"`{name[:80]}` stands twice", place, "keep one of the two")
                continue
            table[name] = value
            if depth == 1:
                self.places[name] = place
        return table

    def _refuse(self, what: str, event: Any) -> NoReturn:
        self._report.add(
            "S012", f"{what} is not allowed in front matter", self._place(event.start_mark), "write the value itself"
        )
        raise _Refused

    def _place(self, mark: Any, length: int = 1) -> Place:
        return Place(self._first_line + mark.line, mark.column + 1, length)


_HINTS = (
    ("mapping values are not", "put a value that holds `: ` in quotes, and a space behind the `:` of each key"),
    ("could not find expected ':'", "write `key: value`, with a space behind the colon"),
    ("found character '\\t'", "begin the line with its key, or indent with spaces"),
    ("found unexpected end", "close the quotation mark"),
    ("expected ',' or ']'", "end the list with `]`"),
    ("expected ',' or '}'", "end the table with `}`"),
)
"""How a problem of the YAML parser begins, and what to do."""


def _hint(problem: str) -> str:
    return next((hint for begin, hint in _HINTS if problem.startswith(begin)), "put the whole value in quotes")


def _where(fault: yaml.MarkedYAMLError, end: int) -> Any:
    """Return the mark of a fault: where its context begins, if the parser met it only behind that."""
    behind = fault.problem_mark and (fault.problem_mark.index >= end or fault.problem == "could not find expected ':'")
    return (fault.context_mark if behind else None) or fault.problem_mark or fault.context_mark


class _Refused(Exception):  # noqa: N818 - ends the load; the report already says why
    pass

"""What a build is told: `keben.toml`, the front matter and the command line use the same names.

Front matter overrides `keben.toml`, flags override both. A form turns what was written into a value or says what is
wrong with it; all faults of a file are found in one pass.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, structs

from keben.diagnostics import Place, Report
from keben.errors import LocaleError, UsageError
from keben.locales import LOCALES, find_locale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

FORMATS = ("pdf", "epub", "html", "txt")

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""The grammar of a work's id and a theme's name: safe as a file name everywhere and as part of a URL."""


class NumberStyle(Struct, frozen=True):
    """How figures are printed where custom leaves a choice.

    `yuan` is the mainland's money in English, `650.18 billion yuan` or `RMB 650.18 billion`, and with it whether other
    money has its name or its sign. `percent` is `16.8 percent` or `16.8%` in English. `trillion` is 6.5萬億元 or 6.5兆元 in
    Taiwan.
    """

    yuan: Literal["yuan", "RMB"] = "yuan"
    percent: Literal["word", "sign"] = "word"
    trillion: Literal["萬億", "兆"] = "萬億"


class Settings(Struct, frozen=True, kw_only=True):
    """How works are built; `None` leaves a choice to what comes before it in order, in the end to the defaults.

    `works` are sources relative to the project's folder. `editions` are locale tags; without any, a work is made in its
    own language only. With `annex` each edition ends with a table of its figures. `yuan`, `percent` and `trillion` are those
    of `NumberStyle`. `verify` reads every figure back from what was made before it is published. `tai` is what
    Taiwan's edition writes for 台 and 臺, `vocabulary` whether a region's own words are used. `glossary` names files; those of a work are laid over those of its
    project, so each layer keeps its own.
    """

    works: tuple[str, ...] = ()
    editions: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    theme: str | None = None
    annex: bool | None = None
    output: str | None = None
    verify: bool | None = None
    yuan: Literal["yuan", "RMB"] | None = None
    percent: Literal["word", "sign"] | None = None
    trillion: Literal["萬億", "兆"] | None = None
    tai: Literal["臺", "台"] | None = None
    vocabulary: bool | None = None
    glossary: tuple[str, ...] = ()

    @property
    def numbers(self) -> NumberStyle:
        """How figures are printed; what is not set is as `NumberStyle` has it."""
        chosen = {name: getattr(self, name) for name in NumberStyle.__struct_fields__}
        return NumberStyle(**{name: value for name, value in chosen.items() if value is not None})


DEFAULTS = Settings(formats=FORMATS, theme="plain", annex=False, output="build", verify=True)


class FormError(ValueError):
    """A value has the wrong form; `hint` says what to write instead."""

    def __init__(self, fact: str, hint: str) -> None:
        super().__init__(fact)
        self.fact = fact
        self.hint = hint


def text(value: object) -> str:
    """Accept one non-empty line."""
    if not isinstance(value, str):
        raise FormError("is not a line of text", "write one line")
    if any(not char.isprintable() and unicodedata.category(char) != "Zs" for char in value.strip()):
        raise FormError("holds a line end or a character that cannot be seen", "write one line of plain text")
    if not value.strip():
        raise FormError("is empty", "write something, or leave the key out")
    return value.strip()


def lines(value: object) -> tuple[str, ...]:
    """Accept one line or a list of lines."""
    return tuple(text(each) for each in value) if isinstance(value, list) and value else (text(value),)


def slug(value: object) -> str:
    """Accept an id. Source: design, the grammar of ids."""
    word = text(value)
    if not SLUG.fullmatch(word):
        raise FormError(
            f"`{word[:80]}` is not an id", "use up to 63 of a-z, 0-9 and -, beginning with a letter or digit"
        )
    return word


def locale_tag(value: object) -> str:
    """Accept the tag of a locale and put it in canonical case."""
    word = text(value)
    try:
        return find_locale(word).tag
    except LocaleError:
        raise FormError(f"`{word[:80]}` is not a locale", _one_of_hint(word, [each.tag for each in LOCALES])) from None


def iso_date(value: object) -> date:
    """Accept a day that exists, as `2026-02-06`."""
    word = text(value)
    try:
        return date.fromisoformat(word if re.fullmatch(r"\d{4}-\d{2}-\d{2}", word, re.ASCII) else "")
    except ValueError:
        raise FormError(f"`{word[:80]}` is not a date", "write year, month and day as `2026-02-06`") from None


def yes_or_no(value: object) -> bool:
    """Accept TOML's `true` and `false`, which front matter has as words."""
    if isinstance(value, bool):
        return value
    word = value.strip() if isinstance(value, str) else ""
    if word not in ("true", "false"):
        raise FormError(
            (f"`{word[:80]}` " if word else "") + "is neither `true` nor `false`", "write `true` or `false`"
        )
    return word == "true"


def one_of(allowed: tuple[str, ...]) -> Callable[[object], str]:
    """Accept one of the given words."""

    def form(value: object) -> str:
        word = text(value)
        if word not in allowed:
            raise FormError(f"`{word[:80]}` is not known", _one_of_hint(word, allowed))
        return word

    return form


def _one_of_hint(word: str, allowed: Iterable[str]) -> str:
    if "," in word:
        words = ", ".join(part.strip() for part in word[:80].split(",") if part.strip())
        return f"write a list in brackets, as `[{words}]`"
    return f"use one of {', '.join(allowed)}"


def list_of(form: Callable[[object], Any]) -> Callable[[object], tuple[Any, ...]]:
    """Accept a list in which nothing stands twice; one value counts as a list of one."""

    def listed(value: object) -> tuple[Any, ...]:
        found = tuple(form(each) for each in (value if isinstance(value, list) else [value]))
        if not found:
            raise FormError("is an empty list", "name at least one, or leave the key out")
        if len(set(found)) < len(found):
            raise FormError("names the same thing twice", "name each once")
        return found

    return listed


SHARED_FORMS: dict[str, Callable[[object], Any]] = {
    "editions": list_of(locale_tag),
    "formats": list_of(one_of(FORMATS)),
    "theme": slug,
    "yuan": one_of(("yuan", "RMB")),
    "percent": one_of(("word", "sign")),
    "trillion": one_of(("萬億", "兆")),
    "annex": yes_or_no,
    "verify": yes_or_no,
    "vocabulary": yes_or_no,
    "tai": one_of(("臺", "台")),
    "glossary": list_of(text),
}
"""Keys that `keben.toml` and front matter share."""

PROJECT_FORMS: dict[str, Callable[[object], Any]] = {"works": list_of(text), "output": text, **SHARED_FORMS}

PROJECT_FILE = "keben.toml"


def find_project(start: Path) -> Path | None:
    """Return the nearest folder, from `start` upward, that holds a `keben.toml`.

    Raises:
        UsageError: A folder may not be looked into, or the working folder is not there any more.
    """
    try:
        folder = start.resolve()
        return next((each for each in (folder, *folder.parents) if (each / PROJECT_FILE).is_file()), None)
    except OSError as fault:
        where = f"`{str(fault.filename)[:200]}`" if fault.filename else "the working folder"
        raise UsageError(f"{where} cannot be opened: {fault.strerror}; go to another folder") from fault


def load_settings(report: Report, content: str) -> Settings:
    """Read the text of a project's `keben.toml`; every fault goes to the report."""
    table = parse_toml(content, report, "S011")
    values = take(table or {}, PROJECT_FORMS, report, lambda key: _key_place(content, key))
    return Settings(**values)


def parse_toml(content: str, report: Report, code: str) -> dict[str, Any] | None:
    """Parse TOML; what is none is reported under a code, where it goes wrong, and gives None."""
    try:
        return tomllib.loads(content)
    except (ValueError, RecursionError) as fault:  # a TOMLDecodeError, or a number of thousands of digits
        found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)", str(fault))
        line, column = (found[1], found[2]) if found and found[1] else (content.count("\n") + 1 if found else 1, 1)
        fact = "the file is not TOML: " + re.sub(r" \(at .*", "", str(fault)).lower()
        report.add(code, fact, Place(int(line), int(column)), "mend the line")
        return None


def _key_place(content: str, key: str) -> Place:
    found = re.search(rf"""^[ \t]*\[*["']?({re.escape(key)})["']?[ \t]*[=.\]]""", content, re.MULTILINE)
    if not found:
        return Place(1)
    line = content.count("\n", 0, found.start(1)) + 1
    return Place(line, found.start(1) - content.rfind("\n", 0, found.start(1)), len(key))


def take(
    table: Mapping[str, object],
    forms: Mapping[str, Callable[[object], Any]],
    report: Report,
    place_of: Callable[[str], Place],
) -> dict[str, Any]:
    """Turn a table of written values into values by their forms; what has a fault is reported and left out."""
    values: dict[str, Any] = {}
    for key, written in table.items():
        if key not in forms:
            report.add("S014", f"`{key[:80]}` is not a known key", place_of(key), unknown_hint(key, forms))
            continue
        try:
            values[key] = forms[key](written)
        except FormError as fault:
            report.add("S016", f"`{key}`: {fault.fact}", place_of(key), fault.hint)
    return values


def unknown_hint(word: str, allowed: Iterable[str]) -> str:
    """Name the nearest allowed word, and all of them."""
    known = sorted(allowed)
    near = nearest(word, known)
    return (f"did you mean `{near}`? " if near else "") + f"allowed: {', '.join(known)}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the word that was probably meant, whatever its case; nothing if none is near."""
    return next(iter(get_close_matches(word.lower(), list(known), n=1)), "")


def resolve(*layers: Settings) -> Settings:
    """Lay settings over one another, the last one on top, the defaults at the bottom.

    Without glossaries: they add up, and the names of each layer count from another folder.
    """
    resolved = DEFAULTS
    for layer in layers:
        given = {name: value for name, value in structs.asdict(layer).items() if value not in (None, ())}
        given.pop("glossary", None)
        resolved = structs.replace(resolved, **given)
    return resolved

"""Themes: CSS, a page template and font roles for a kind of publication, as real files.

A theme is a folder with `theme.toml`. A project's own `themes/NAME/` is laid over the built-in theme of that name file
by file, and a theme over its `parent`. A theme that is named and not there is an error, never a fallback.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from string import Template
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from keben.diagnostics import Report
from keben.errors import SourceError
from keben.settings import SLUG, FormError, list_of, locale_tag, slug, take, text, unknown_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keben.diagnostics import Place
    from keben.locales import Locale

ROLES = ("song", "hei", "kai", "fangsong", "mono")
"""Kinds of Chinese type that themes ask for; `mono` is for code."""

FILE_BYTES = 32 * 1024 * 1024
"""One file of a theme, fonts among them."""

FILES = ("document.html", "print.css", "screen.css", "epub.css")
"""What a theme is made of, beside `theme.toml`."""

_OUTSIDE = re.compile(r"@import[^;]*|url\(\s*['\"]?(?!#|data:)[^)]*|\b(?:image(?:-set)?|src)\([^)]*", re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|(.))")
_ACTIVE = re.compile(r"<(?:script|iframe|object|embed|base|link)\b|\son\w+\s*=|(?:https?:)?//[\w.]", re.IGNORECASE)

_MARKER = "plain/theme.toml"
"""A folder of themes is only taken for one if this is in it; stray folders of the name are common."""


class Theme(Struct, frozen=True):
    """A theme ready to use.

    `folders` are searched in order for every file. `fonts` maps a role to families for each locale tag, most wanted
    first.
    """

    name: str
    folders: tuple[Path, ...]
    fonts: Mapping[str, Mapping[str, tuple[str, ...]]]

    def families(self, locale: Locale) -> dict[str, tuple[str, ...]]:
        """Return the families of each role for a locale."""
        return {role: by_locale[locale.tag] for role, by_locale in self.fonts.items() if locale.tag in by_locale}

    def read_text(self, name: str) -> str:
        """Read one of the theme's own files as UTF-8.

        Raises:
            SourceError: The file is missing, too large or not UTF-8, with an F403 that names it.
        """
        return _read_text(self.name, self.folders, name)

    def fill_page(self, **parts: str) -> str:
        """Set the parts of a page into `document.html`; a `$` that begins no name of a part stays.

        Raises:
            SourceError: The template asks for a part that there is not, or has no place for the text.
        """
        template = Template(self.read_text("document.html"))
        names = template.get_identifiers()
        allowed = ", ".join(f"`${part}`" for part in parts)
        if unknown := [name for name in names if name not in parts]:
            hint = f"use {allowed}, and `$$` for a dollar sign"
            raise _broken(self.name, f"`document.html` asks for `${unknown[0]}`", hint)
        if missing := [name for name in ("metadata", "styles", "body") if name not in names]:
            raise _broken(self.name, f"`document.html` has no `${missing[0]}`", "write it where it belongs")
        if found := _ACTIVE.search(template.template):
            raise _broken(
                self.name, f"`document.html` holds `{found[0][:60]}`", "a page runs and fetches nothing; take it out"
            )
        return template.safe_substitute(parts)

    def read_closed_style(self, name: str) -> str:
        """Read a style sheet of a page or book, which holds no files of the theme and fetches none.

        Raises:
            SourceError: It names another file.
        """
        css = self.read_text(name)
        if found := _OUTSIDE.search(_CSS_ESCAPE.sub(_unescaped, css)):
            raise _broken(
                self.name, f"`{name}` asks for another file: `{found[0][:60]}`", "only print.css may use files"
            )
        return css

    def digest(self) -> str:
        """Return a SHA-256 over the theme's own files, so that a change of the theme shows."""
        whole = hashlib.sha256()
        for name in FILES:
            data = self.read_text(name).encode()
            whole.update(f"{name}\0{len(data)}\0".encode() + data)
        whole.update(repr(sorted((role, sorted(fonts.items())) for role, fonts in self.fonts.items())).encode())
        return whole.hexdigest()


def _unescaped(found: re.Match[str]) -> str:
    """Return the character that a CSS escape stands for. Source: CSS Syntax Level 3, consume an escaped code point."""
    point = int(found[1], 16) if found[1] else 0
    return found[2] or (chr(point) if 0 < point < sys.maxunicode else "\ufffd")


def find_file(folders: tuple[Path, ...], name: str) -> Path:
    """Find a file in the first folder that has it.

    Symbolic links are followed, and what they lead to must lie in the folder.

    Raises:
        LookupError: The name is not one inside a theme, no folder has it, or the first that does has something else
            than a file of its own there; says which.
    """
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or "\\" in name or "\0" in name or not relative.parts:
        raise LookupError(f"`{name[:80]}` is not the name of a file in a theme")
    try:
        folder = next(folder for folder in folders if os.path.lexists(folder / relative))
        found = (folder / relative).resolve()
        if not found.is_file() or not found.is_relative_to(folder.resolve()):
            raise LookupError(f"`{name}` is not a file inside the theme")
        if found.stat().st_size > FILE_BYTES:
            raise LookupError(f"`{name}` is larger than {FILE_BYTES:,} bytes")
    except StopIteration:
        raise LookupError(f"`{name[:80]}` is missing") from None
    except (OSError, RuntimeError) as fault:  # a ring of links is a RuntimeError before Python 3.13
        raise LookupError(f"`{name[:80]}` cannot be opened") from fault
    return found


def _read_text(theme: str, folders: tuple[Path, ...], name: str) -> str:
    try:
        return find_file(folders, name).read_bytes().decode("utf-8")
    except LookupError as fault:
        raise _broken(
            theme, str(fault), "put the file into the theme's folder, or name a `parent` that has it"
        ) from None
    except UnicodeDecodeError as fault:
        raise _broken(theme, f"`{name}` is not UTF-8 at byte {fault.start}", "save it as UTF-8") from None
    except OSError as fault:
        raise _broken(theme, f"`{name}` cannot be read: {fault.strerror}", "mend its permissions") from None


def builtin_folder() -> Path:
    """Return the folder of built-in themes: in the package when installed, beside `toolkit/` in a checkout."""
    package = Path(__file__).resolve().parent
    for candidate in (package / "themes", package.parent.parent / "themes"):
        if (candidate / _MARKER).is_file():
            return candidate
    raise _broken("themes", "the built-in themes are missing", "install Keben again")


def load_theme(name: str, project: Path | None = None) -> Theme:
    """Load a theme by name, the project's files first, then the built-in ones, then the parent's.

    Raises:
        SourceError: There is no such theme, or its `theme.toml` is broken.
    """
    folders: list[Path] = []
    fonts: dict[str, dict[str, tuple[str, ...]]] = {}
    wanted: str | None = name
    seen: list[str] = []
    while wanted is not None:
        if wanted in seen:
            ring = " → ".join(f"`{each}`" for each in (*seen[seen.index(wanted) :], wanted))
            raise _broken(wanted, f"the theme is its own parent: {ring}", "take one `parent` away")
        seen.append(wanted)
        own = tuple(_own_folders(wanted, project))
        if not own:
            raise _broken(wanted, f"there is no theme `{wanted}`", f"use one of {', '.join(theme_names(project))}")
        folders += own
        wanted = _lay_under(fonts, own)
    return Theme(name, tuple(folders), fonts)


def theme_names(project: Path | None = None) -> list[str]:
    """Return the names of all themes there are."""
    roots = [builtin_folder(), *([project / "themes"] if project else [])]
    found = {path.parent.name for root in roots for path in root.glob("*/theme.toml")}
    return sorted(name for name in found if SLUG.fullmatch(name))


def _own_folders(name: str, project: Path | None) -> Iterator[Path]:
    """Yield a theme's folders, the project's first; a link out of the project is refused, as one out of a theme is."""
    if not SLUG.fullmatch(name):
        return
    if project and _is_folder(own := project / "themes" / name, name):
        if not own.resolve().is_relative_to(project.resolve()):
            raise _broken(name, "the theme is a link out of the project", "copy its folder into `themes`")
        yield own
    if (builtin_folder() / name).is_dir():
        yield builtin_folder() / name


def _is_folder(path: Path, theme: str) -> bool:
    try:
        return path.is_dir()
    except OSError as fault:
        raise _broken(theme, f"`{path}` cannot be opened: {fault.strerror}", "mend its permissions") from None


def _lay_under(fonts: dict[str, dict[str, tuple[str, ...]]], own: tuple[Path, ...]) -> str | None:
    """Add what each `theme.toml` of a theme says where nothing is said yet, and return its parent.

    Alone among a theme's files it is read in every folder that has it, so that a project may change one font.
    """
    tables = [table for folder in own if (table := _read_table(folder)) is not None]
    if not tables:
        raise _broken(own[0].name, "the theme has no `theme.toml`", "add one with `name` and `parent`")
    for table in tables:
        for role, by_locale in table.get("fonts", {}).items():
            for tag, families in by_locale.items():
                fonts.setdefault(role, {}).setdefault(tag, families)
    return next((table["parent"] for table in tables if "parent" in table), None)


def _read_table(folder: Path) -> dict[str, Any] | None:
    """Read the `theme.toml` of a folder, or nothing if it has none."""
    if not os.path.lexists(folder / "theme.toml"):
        return None
    try:
        table = tomllib.loads(_read_text(folder.name, (folder,), "theme.toml"))
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise _broken(folder.name, f"`theme.toml` is not TOML: {fault}", "mend the line") from fault
    report = Report(f"{folder.name}/theme.toml")
    values = take(table, _FORMS, report, lambda _: _NOWHERE)
    if report.diagnostics():
        raise SourceError(folder.name, report.diagnostics())
    return values


_NOWHERE: Place = None  # type: ignore[assignment]  # a theme's faults name their key, not a line


def _font_table(value: object) -> dict[str, dict[str, tuple[str, ...]]]:
    """Accept a table of roles, each a table of locale tags, each a list of families."""
    if not isinstance(value, dict):
        raise FormError("is not a table", 'write `[fonts.song]` and then `zh-Hans-CN = ["…"]`')
    for role, by_locale in value.items():
        if role not in ROLES:
            raise FormError(f"`{role}` is not a font role", unknown_hint(role, ROLES))
        if not isinstance(by_locale, dict):
            raise FormError(f"`{role}` is not a table", f'write `[fonts.{role}]` and then `zh-Hans-CN = ["…"]`')
    return {
        role: {locale_tag(tag): _families(f"{role}.{tag}", families) for tag, families in by_locale.items()}
        for role, by_locale in value.items()
    }


def _families(key: str, value: object) -> tuple[str, ...]:
    try:
        return list_of(text)(value)
    except FormError as fault:
        raise FormError(f"`{key}` {fault.fact}", fault.hint) from None


_FORMS: dict[str, Callable[[object], object]] = {
    "name": text,
    "description": text,
    "parent": slug,
    "fonts": _font_table,
}


def _broken(name: str, fact: str, hint: str) -> SourceError:
    report = Report(name)
    report.add("F403", fact, hint=hint)
    return SourceError(name, report.diagnostics())


def font_css(theme: Theme, locale: Locale) -> str:
    """Return CSS that names the families of each role, as `--song`, for the theme's own rules to use."""
    lines = [
        f"  --{role}: {', '.join(map(_css_family, families))};" for role, families in theme.families(locale).items()
    ]
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def _css_family(family: str) -> str:
    return family if family in GENERIC else '"' + family.replace("\\", "").replace('"', "") + '"'


GENERIC = ("serif", "sans-serif", "monospace")
"""CSS's own names; a list of families may end with one, for screens."""

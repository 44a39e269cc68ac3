"""Themes: CSS, a page template and font roles for a kind of publication, as real files.

A theme is a folder with `theme.toml`. A project's own `themes/NAME/` is laid over the built-in theme of that name file
by file, and a theme over its `parent`. A theme that is named and not there is an error, never a fallback.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from keben.diagnostics import Report
from keben.errors import SourceError
from keben.settings import SLUG, FormError, slug, take, text, unknown_hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from keben.diagnostics import Place
    from keben.locales import Locale

ROLES = ("song", "hei", "kai", "fangsong", "mono")
"""Kinds of Chinese type that themes ask for; `mono` is for code."""

FILE_BYTES = 32 * 1024 * 1024
"""One file of a theme, fonts among them."""

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
            SourceError: The file is missing or not UTF-8, with an F403 that names it.
        """
        try:
            return self.read_bytes(name).decode("utf-8")
        except (LookupError, UnicodeDecodeError, OSError) as fault:
            raise _broken(
                f"{self.name}/{name}", "the file is missing, too large or not UTF-8", "add it to the theme"
            ) from fault

    def read_bytes(self, name: str) -> bytes:
        """Read a file that a theme's CSS refers to.

        Raises:
            LookupError: The name leads out of the theme, or to nothing.
        """
        return find_file(self.folders, name).read_bytes()


def find_file(folders: tuple[Path, ...], name: str) -> Path:
    """Find a file in the first folder that has it.

    Symbolic links are followed, and what they lead to must lie in the folder.

    Raises:
        LookupError: The name is not one inside a theme, or no folder has the file.
    """
    relative = PurePosixPath(name)
    if relative.is_absolute() or ".." in relative.parts or "\\" in name or "\0" in name or not relative.parts:
        raise LookupError(name)
    for folder in folders:
        candidate = (folder / relative).resolve()
        if (
            candidate.is_file()
            and candidate.is_relative_to(folder.resolve())
            and candidate.stat().st_size <= FILE_BYTES
        ):
            return candidate
    raise LookupError(name)


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
            raise _broken(name, f"the themes {', '.join(seen)} are each other's parents", "take away one `parent`")
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
    roots = [*([project / "themes"] if project else []), builtin_folder()]
    return (root / name for root in roots if SLUG.fullmatch(name) and (root / name).is_dir())


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
    try:
        table = tomllib.loads(find_file((folder,), "theme.toml").read_text(encoding="utf-8"))
    except LookupError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as fault:
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
    unknown = [role for role in value if role not in ROLES]
    if unknown:
        raise FormError(f"`{unknown[0]}` is not a font role", unknown_hint(unknown[0], ROLES))
    return {
        role: {tag: tuple(text(each) for each in families) for tag, families in by_locale.items()}
        for role, by_locale in value.items()
    }


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

"""Renditions that lie somewhere → whether they print the figures of a source as its editions do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.diagnostics import Diagnostic, has_errors
from keben.editions import editions_of
from keben.errors import LocaleError, SourceError, UsageError
from keben.files import read_regular
from keben.guidance import load_guides
from keben.locales import find_locale
from keben.pipeline import open_project
from keben.readback import FILE_BYTES, READERS, ReadBack, Unreadable
from keben.readback.apart import read_apart
from keben.readback.comparing import compare, unreadable
from keben.reader import read, text_for
from keben.settings import Settings, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from keben.edition import Edition
    from keben.guidance import Guides
    from keben.reader import Work


BETWEEN_FIGURES = ("Q121", "Q122", "Q125", "Q126")
"""Faults between figures, which `check` and `build` tell; each figure by itself can be compared all the same."""


class Verified(Struct, frozen=True):
    """What was found in one rendition; `edition` is the tag of the edition it was compared with."""

    name: str
    edition: str
    figures: int
    diagnostics: tuple[Diagnostic, ...]


def verify(source: Path, renditions: Sequence[Path]) -> list[Verified]:
    """Compare renditions with a source, each with the edition that it is of.

    Raises:
        SourceError: The source has errors.
        UsageError: A rendition is not there, or says nowhere which edition it is of.
    """
    for path in renditions:
        _check(path)
    work = read(source)
    stopping = tuple(found for found in work.diagnostics if found.code not in BETWEEN_FIGURES)
    if has_errors(stopping):
        raise SourceError(work.name, stopping)
    project = open_project(source.parent)
    settings = resolve(project.settings, work.settings)
    guides = load_guides(source, work, project.folder, project.settings.glossary)
    editions: dict[str, Edition] = {}
    return [_verify(work, settings, guides, path, editions) for path in renditions]


def _check(path: Path) -> None:
    try:
        if not path.is_file():
            raise UsageError(f"`{path}` is no file" if path.exists() else f"there is no file `{path}`")
    except OSError as fault:
        raise _closed(path, fault) from fault
    if _ending(path) not in READERS:
        raise UsageError(f"`{path}` is no rendition; its name has to end in .{', .'.join(READERS)}")


def _closed(path: Path, fault: OSError) -> UsageError:
    return UsageError(f"`{str(path)[:200]}` cannot be opened: {fault.strerror}")


def _ending(path: Path) -> str:
    return path.suffix[1:].lower()


def _verify(work: Work, settings: Settings, guides: Guides, path: Path, editions: dict[str, Edition]) -> Verified:
    """Read and compare one rendition; `editions` keeps those that were made already."""
    try:
        data = read_regular(path, FILE_BYTES)
    except OSError as fault:
        raise _closed(path, fault) from fault
    try:
        back = read_apart(_ending(path), data)
    except Unreadable as fault:
        return Verified(str(path), _tag_in_name(path), 0, (unreadable(work, str(path), fault),))
    tag = _edition_of(path, back)
    if tag not in editions:
        editions[tag] = _edition(work, settings, guides, tag)
    text = text_for(work, editions[tag].locale) or work
    compared = compare(text, editions[tag], str(path), back)
    return Verified(str(path), tag, compared.figures, compared.diagnostics)


def _edition_of(path: Path, back: ReadBack) -> str:
    """Return which edition a rendition is of: as its name says, `ID.TAG.EXT`, else by the language in it."""
    if tag := _tag_in_name(path):
        return tag
    try:
        return find_locale(back.language).tag
    except LocaleError:
        raise UsageError(
            f"`{path}` does not say which edition it is of; name it ID.TAG{path.suffix}, as speech.zh-Hant-TW{path.suffix}"
        ) from None


def _tag_in_name(path: Path) -> str:
    """Return the tag in a name, or nothing."""
    try:
        return find_locale(path.stem.rpartition(".")[2]).tag
    except LocaleError:
        return ""


def _edition(work: Work, settings: Settings, guides: Guides, tag: str) -> Edition:
    found: list[Diagnostic] = []
    for edition in editions_of(work, structs.replace(settings, editions=(tag,)), guides, found):
        return edition
    raise SourceError(work.name, found)

"""The output folder of a work: its files and `manifest.json`, which says what they are and what made them.

Files are written beside their places and moved there when all are complete, the manifest last, so that a
fault in the middle leaves what was there before.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from keben.errors import UsageError
from keben.files import read_regular, replace_all
from keben.readback import FILE_BYTES
from keben.writers.pdf.engine import FontFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MANIFEST = "manifest.json"

MANIFEST_BYTES = 16 * 1024 * 1024
"""Of an earlier manifest; a longer one counts as none."""


class Rendition(Struct, frozen=True):
    """The bytes of an edition in one format; `pages` is 0 where there are none."""

    name: str
    edition: str
    format: str
    data: bytes
    pages: int = 0


class FileEntry(Struct, frozen=True, omit_defaults=True):
    """What a manifest says of one file; `sha256` is hexadecimal."""

    name: str
    edition: str
    format: str
    bytes: int
    sha256: str
    pages: int = 0


class SourceEntry(Struct, frozen=True):
    """A file that a publication was made from."""

    name: str
    sha256: str


class Manifest(Struct, frozen=True):
    """What a publication is: its files, what they were made from, the version of everything that made them.

    `date` is the moment that all files carry, `theme` has a hash over the theme's files.
    """

    work: str
    keben: str
    date: str
    theme: SourceEntry
    sources: tuple[SourceEntry, ...]
    files: tuple[FileEntry, ...]
    engines: dict[str, str]
    fonts: tuple[FontFile, ...]


def to_json(manifest: Manifest) -> bytes:
    """Write a manifest as indented UTF-8 JSON with sorted engines."""
    return msgspec.json.format(msgspec.json.encode(manifest, order="deterministic"), indent=2) + b"\n"


def publish(folder: Path, manifest: Manifest, renditions: Sequence[Rendition]) -> tuple[FileEntry, ...]:
    """Write the renditions of a work and its manifest into its folder.

    Files that an earlier build made from the same source stay in the manifest if this one did not make them again.

    Raises:
        UsageError: The folder cannot be written; what was there before is unchanged.
    """
    entries = tuple(
        FileEntry(
            each.name, each.edition, each.format, len(each.data), hashlib.sha256(each.data).hexdigest(), each.pages
        )
        for each in renditions
    )
    complete = _merge(_earlier(folder), msgspec.structs.replace(manifest, files=entries), folder)
    contents = [*((each.name, each.data) for each in renditions), (MANIFEST, to_json(complete))]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.is_symlink():
            raise UsageError(f"`{folder}` is a link; the folder of a work must be a folder")
        replace_all(folder, contents)
    except OSError as fault:
        raise UsageError(f"`{folder}` cannot be written: {fault.strerror}") from fault
    return entries


def _earlier(folder: Path) -> Manifest | None:
    try:
        return msgspec.json.decode(read_regular(folder / MANIFEST, MANIFEST_BYTES), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


def _merge(earlier: Manifest | None, now: Manifest, folder: Path) -> Manifest:
    """Add what an earlier manifest says and is still right: files unchanged, made from the same by the same."""
    made_now = {entry.name for entry in now.files}
    kept: list[FileEntry] = []
    if earlier and _is_of_the_same(earlier, now):
        kept = [entry for entry in earlier.files if entry.name not in made_now and _is_unchanged(folder, entry)]
    if not earlier or not kept:
        return msgspec.structs.replace(now, files=_in_order(now.files))
    has_pdf = any(entry.format == "pdf" for entry in kept)
    return msgspec.structs.replace(
        now,
        files=_in_order((*now.files, *kept)),
        engines=earlier.engines | now.engines if has_pdf else now.engines,
        fonts=tuple(sorted({*earlier.fonts, *now.fonts})) if has_pdf else now.fonts,
    )


def _is_of_the_same(earlier: Manifest, now: Manifest) -> bool:
    """Whether two manifests are of one source and nothing that made both has another version."""
    same_engines = all(
        now.engines[name] == earlier.engines[name] for name in now.engines.keys() & earlier.engines.keys()
    )
    return same_engines and all(
        getattr(earlier, name) == getattr(now, name) for name in ("keben", "date", "theme", "sources")
    )


def _in_order(entries: Iterable[FileEntry]) -> tuple[FileEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: entry.name))


def _is_unchanged(folder: Path, entry: FileEntry) -> bool:
    if entry.bytes > FILE_BYTES:
        return False
    try:
        data = read_regular(folder / Path(entry.name).name, max(0, entry.bytes))
    except (OSError, ValueError):  # no such file, or a name that no file can have
        return False
    return hashlib.sha256(data).hexdigest() == entry.sha256

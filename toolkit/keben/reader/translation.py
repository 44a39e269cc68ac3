"""A translation: `NAME.TAG.md` beside its source `NAME.md`, for a language that the source cannot be converted to.

The translation has the words: text, `title`, `subtitle`, `author`. What is the same in every language the source decides:
`id`, `date`, the settings, and every figure that the translation calls.
"""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.diagnostics import Place, Report
from keben.document import Document
from keben.locales import LOCALES, Locale
from keben.reader.source import Loaded, load_text
from keben.settings import SHARED_FORMS
from keben.tree import quantities_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from keben.document import Quantity
    from keben.reader.front_matter import FrontMatter


class Original(Struct, frozen=True):
    """What a translation is read with: the source's document and file name, and the language that its own file is named for."""

    document: Document
    name: str
    locale: Locale

    def figures(self) -> Mapping[str, Quantity]:
        """Return the source's figures that have ids."""
        return {quantity.id: quantity for quantity in quantities_of(self.document) if quantity.id}


def file_name(source: Path, locale: Locale) -> str:
    """Return the name of a source's translation for a locale, as `speech.en.md`."""
    return f"{source.stem}.{locale.tag}{source.suffix}"


def source_beside(path: Path) -> Path | None:
    """Return the source that a file is the translation of, if it is named like one and the source is there."""
    for locale in LOCALES:
        if path.stem.endswith(f".{locale.tag}"):
            source = path.with_name(path.stem.removesuffix(f".{locale.tag}") + path.suffix)
            return source if os.path.lexists(source) else None
    return None


def translations_beside(path: Path, source: Locale) -> list[tuple[Path, Locale]]:
    """Return the translations that stand beside a source, in the order of the locales.

    Those are for languages that the source does not cover: an edition in its own language is converted from it.
    """
    files = [
        (path.parent / file_name(path, locale), locale) for locale in LOCALES if locale.is_chinese != source.is_chinese
    ]
    return [(file, locale) for file, locale in files if os.path.lexists(file)]


def load_translation(path: Path, name: str) -> Loaded:
    """Read a translation; as of an image, nothing is read from outside the work's folder, whatever links lie in it."""
    try:
        is_inside = path.resolve().is_relative_to(path.parent.resolve())
    except (OSError, RuntimeError):  # a ring of links is a RuntimeError before Python 3.13; reading tells what is wrong
        is_inside = True
    if is_inside:
        return load_text(path, name)
    report = Report(name)
    report.add("T612", "the translation is a link out of the work's folder", hint="copy the file into the folder")
    return Loaded("", hashlib.sha256(b"").hexdigest(), report)


_THE_SOURCES = ("date", *SHARED_FORMS)
"""Keys that hold for a work in every language."""

_WORDS = {"subtitle": "subtitle", "author": "authors"}
"""Keys that a translation has if its source has them, and the fields they fill."""


def complete(front_matter: FrontMatter, original: Original, report: Report) -> FrontMatter:
    """Check a translation's front matter, and add what its source decides."""
    places, metadata, source = front_matter.places, front_matter.metadata, original.document.metadata
    if "id" in places and metadata.id != source.id:
        report.add("T602", f"the id is `{metadata.id}`, that of `{original.name}` is `{source.id}`", places["id"],
                   "leave the key out, or give this file the name of another source")  # fmt: skip
    if front_matter.language and metadata.lang != original.locale.tag:
        report.add("T602", f"`lang` is {metadata.lang}, and the file is named for {original.locale.tag}", places["lang"],
                   f"write `lang: {original.locale.tag}`, or name the file `….{metadata.lang}.md`")  # fmt: skip
    for key in _THE_SOURCES:
        if key in places:
            report.add("T603", f"`{key}` is for `{original.name}` to say", places[key], "take the line out")
    for key, field in _WORDS.items():
        if places and key not in places and getattr(source, field):
            report.add("T604", f"the source has `{key}`, its translation none", Place(1), f"add `{key}: …`")
    known = {"id": source.id, "date": source.date, "lang": original.locale.tag}
    return structs.replace(front_matter, metadata=structs.replace(metadata, **known))

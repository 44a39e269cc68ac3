"""Source → Document: reads a Markdown source and reports everything wrong with it at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from keben.consistency import check_consistency
from keben.diagnostics import Diagnostic, Place, diagnose, has_errors
from keben.document import Block, Document, Paragraph, Text
from keben.locales import find_locale
from keben.reader.front_matter import REQUIRED, TRANSLATION_REQUIRED, read_front_matter
from keben.reader.source import Loaded, check_characters, load_text, split
from keben.reader.translation import Original, complete, load_translation, source_beside, translations_beside
from keben.scripts import telling
from keben.settings import Settings
from keben.tree import quantities_of, walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from keben.diagnostics import Report
    from keben.document import Metadata
    from keben.locales import Locale
    from keben.reader.context import Context
    from keben.reader.source import Source


STOPPING = ("S002", "S004", "S011", "S012")
"""Faults after which a part of the text was not read; to convert the rest would pass half a text off as a whole."""


class Work(Struct, frozen=True):
    """A source as read.

    `name` is the source as the caller named it, `sha256` that of its bytes. `assets` maps the `source` of each image to
    its checked bytes: what was checked is what is published. `front_matter_prose` says where the front matter has
    words for readers, `language` where it names a language that Keben knows. `aside` has the words for readers that
    stand in no line of the document: titles, alternative texts, notes that nothing calls. `labels` are the places of texts
    that are also the labels of their links. `translations` are the works beside it in other languages, each with its own
    name and diagnostics; their images are among the assets too. A document is always there; publish it only if no
    diagnostic is an error.
    """

    name: str
    text: str
    sha256: str
    document: Document
    settings: Settings
    assets: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]
    front_matter_prose: tuple[Place, ...] = ()
    language: Place | None = None
    aside: tuple[Block, ...] = ()
    labels: frozenset[Place] = frozenset()
    translations: tuple[Work, ...] = ()


def text_for(work: Work, target: Locale) -> Work | None:
    """Return the source or the translation that an edition is made from: one in its locale, else one in its language."""
    texts = [(find_locale(each.document.metadata.lang), each) for each in (work, *work.translations)]
    fitting = [(locale, each) for locale, each in texts if locale.is_chinese == target.is_chinese]
    return next((each for locale, each in fitting if locale == target), fitting[0][1] if fitting else None)


def read(path: Path, name: str = "") -> Work:
    """Read a source file, and the translations that stand beside it.

    Args:
        path: The Markdown source; images are looked for in its folder and below.
        name: How diagnostics name the file; the path as given, unless set.
    """
    work = _read(load_text(path, name or str(path)), path.parent)
    source = source_beside(path)
    if source and path in dict(translations_beside(source, _language_of(source))):
        hint = f"name `{source.name}`; this is built with it if its `editions` name {path.stem.rpartition('.')[2]}"
        fault = diagnose("T601", work.name, f"this is a translation of `{source.name}`", hint=hint)
        return structs.replace(work, diagnostics=(fault,))
    translations = tuple(_read_translations(path, work))
    if not translations:
        return work
    assets = {name: data for each in (*translations, work) for name, data in each.assets.items()}
    return structs.replace(work, translations=translations, assets=assets)


def _language_of(path: Path) -> Locale:
    """Return the language of a source by its front matter alone."""
    loaded = load_text(path, str(path))
    return find_locale(read_front_matter(split(loaded.text), loaded.report).metadata.lang)


def _read_translations(path: Path, source: Work) -> Iterator[Work]:
    """Yield the translations of a source; of one that has errors, not every figure may be known."""
    for file, locale in translations_beside(path, find_locale(source.document.metadata.lang)):
        name = source.name.removesuffix(path.name) + file.name
        original = Original(source.document, path.name, locale)
        work = _read(load_translation(file, name), path.parent, original)
        if has_errors(source.diagnostics):
            known = tuple(found for found in work.diagnostics if found.code != "T605")
            work = structs.replace(work, diagnostics=known)
        yield work


def read_text(text: str, report: Report) -> Work:
    """Read a source that is no file; its images are not looked for."""
    return _read(Loaded(text, hashlib.sha256(text.encode()).hexdigest(), report), None)


def _read(loaded: Loaded, folder: Path | None, original: Original | None = None) -> Work:
    text, report = loaded.text, loaded.report
    empty = not text and bool(report.diagnostics())
    check_characters(text, report)
    source = split(text, None if empty else report)
    front_matter = read_front_matter(source, report, TRANSLATION_REQUIRED if original else REQUIRED)
    if original:
        front_matter = complete(front_matter, original, report)
    metadata = front_matter.metadata
    document, assets, context = _read_body(source, report, folder, metadata, original)
    if find_locale(metadata.lang).is_chinese:
        from keben.reader.lint import check_chinese, check_script

        check_chinese(document, report)
        if front_matter.language:
            script = find_locale(metadata.lang).script
            check_script(document, telling().of(script), telling().other_than(script), report)
    if not original:  # a translation has the links of its source
        check_consistency(document, report)
    return Work(
        name=report.path,
        text=text,
        sha256=loaded.sha256,
        document=document,
        settings=front_matter.settings,
        assets=assets,
        diagnostics=report.diagnostics(),
        front_matter_prose=front_matter.prose,
        language=front_matter.language,
        aside=tuple(context.aside),
        labels=frozenset(context.labels),
    )


def _read_body(
    source: Source, report: Report, folder: Path | None, metadata: Metadata, original: Original | None
) -> tuple[Document, dict[str, bytes], Context]:
    from keben.reader.blocks import BlockReader  # the parser is loaded by those who read a body
    from keben.reader.charts import check_charts
    from keben.reader.context import Context
    from keben.reader.parsing import make_parser, within_limits
    from keben.reader.repeats import resolve_repeats

    context = Context(report, folder, metadata.date, original.figures() if original else None)
    context.home = original.document.metadata.lang if original else ""
    if not within_limits(source.body, source.body_line, report):
        return Document(metadata, ()), {}, context
    env: dict[str, Any] = {"first_line": source.body_line}
    tokens = make_parser(report).parse(source.body, env)
    lines = source.body.split("\n")
    blocks, notes = BlockReader(context, lines, source.body_line).read(tokens)
    context.aside += _definition_titles(env, lines)
    images = tuple(sorted((image for image, _ in context.images.values()), key=lambda image: image.source))
    document = resolve_repeats(Document(metadata, blocks, notes, images), report)
    _check_entities(document, source.text, report)
    known = {getattr(node, "id", "") for node in walk(document)} - {""}
    check_charts(document, report)
    context.check_references(known, {quantity.id for quantity in quantities_of(document)} - {""})
    return document, {source_name: data for source_name, (_, data) in sorted(context.images.items())}, context


def _definition_titles(env: Mapping[str, Any], lines: Sequence[str]) -> Iterator[Block]:
    """Yield the titles of link definitions, `[label]: url "title"`, as far as they stand verbatim."""
    for definition in (*env.get("references", {}).values(), *env.get("duplicate_refs", ())):
        titles = definition["title"].split("\n")
        texts = []
        for number, title in enumerate(titles, definition["map"][1] - len(titles)):
            if title and (column := lines[number].rfind(title)) >= 0:
                texts.append(Text(text=title, place=Place(env["first_line"] + number, column + 1, len(title))))
        yield Paragraph(children=tuple(texts))


_WORDS = ("text", "title", "alternative", "reading")
"""Fields of nodes that hold what a reader sees, with entities resolved."""


def _check_entities(document: Document, text: str, report: Report) -> None:
    """Check the characters that the source has only as entities, such as `&#12;`."""
    known = set(text)
    for node in walk(document):
        entered = {char for name in _WORDS for char in getattr(node, name, "")} - known
        if entered:
            check_characters("".join(sorted(entered)), report, getattr(node, "place", None))

"""The straight line, from sources to published files. Start reading here.

    read(source) → Document ─derive(locale)→ Edition ─write(theme)→ Rendition ─compare→ publish(folder)

Works are built one after another, their PDFs side by side in the press. A work with an error writes nothing and leaves
the others alone.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from keben import __version__
from keben.diagnostics import Diagnostic, diagnose, has_errors, in_source_order, shown
from keben.document import Chart
from keben.editions import choices_to_review, editions_of, loose_figures_of, translations_for
from keben.errors import SourceError, UsageError
from keben.settings import FORMATS, Settings, find_project, load_settings, resolve
from keben.tree import walk
from keben.writers.pdf.press import Press

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from keben.edition import Edition
    from keben.guidance import Guides
    from keben.manifest import FileEntry, Rendition, SourceEntry
    from keben.readback import ReadBack
    from keben.reader import Work
    from keben.theme import Theme
    from keben.writers.pdf.engine import Printed


class Outcome(Struct, frozen=True):
    """What became of one source: the files it made, or the errors that stopped it."""

    source: str
    work: str
    folder: str
    files: tuple[FileEntry, ...]
    diagnostics: tuple[Diagnostic, ...]
    failed: bool


class Project(Struct, frozen=True):
    """A project's folder, if there is one, and its settings."""

    folder: Path | None
    settings: Settings


def open_project(start: Path) -> Project:
    """Find and read the `keben.toml` that governs a folder.

    Raises:
        SourceError: The file has errors.
    """
    folder = find_project(start)
    if folder is None:
        return Project(None, Settings())
    path = folder / "keben.toml"
    from keben.reader.source import load_text

    loaded = load_text(path, str(path))
    settings = load_settings(loaded.report, loaded.text)
    if has_errors(loaded.report.diagnostics()):
        raise SourceError(str(path), loaded.report.diagnostics())
    return Project(folder, settings)


def sources_of(project: Project) -> list[Path]:
    """Return the sources that a project names.

    Raises:
        UsageError: There is no project, or it names none.
    """
    if project.folder is None:
        raise UsageError(
            "there is no `keben.toml` here or above; name a source, or make a project with `keben init DIR`"
        )
    if not project.settings.works:
        raise UsageError(f'`{project.folder / "keben.toml"}` names no works; add `works = ["docs_src/…/….md"]`')
    return [project.folder / name for name in project.settings.works]


def build(
    sources: Sequence[Path],
    flags: Settings,
    *,
    jobs: int | None = None,
    strict: bool = False,
    tell: Callable[[str], None] = lambda _: None,
) -> list[Outcome]:
    """Build works and publish what they make.

    Args:
        sources: Markdown sources; the project of each is found from where it lies.
        flags: What overrides front matter and `keben.toml`.
        jobs: How many PDFs are printed at once; as many as there are processors, unless said.
        strict: Whether a warning stops a work too.
        tell: Called with a few words whenever something is done.

    Raises:
        MachineError: The PDF engine cannot be loaded.
        UsageError: An output folder cannot be written.
    """
    at_once = jobs or os.cpu_count() or 1
    outcomes: dict[int, Outcome] = {}
    with Press() if "pdf" in (flags.formats or FORMATS) else contextlib.nullcontext() as press:
        line = _Line(press, at_once, tell, strict=strict)
        taken: dict[str, str] = {}
        for number, source in enumerate(sources):
            for done in line.start(number, source, flags, taken):
                outcomes[done[0]] = done[1]
        for done in line.finish():
            outcomes[done[0]] = done[1]
    return [outcomes[number] for number in range(len(sources))]


def check(source: Path) -> list[Diagnostic]:
    """Report everything wrong with a source and with deriving its editions; nothing is written."""
    from keben.reader import read, text_for

    try:
        project = open_project(source.parent)
        work = read(source)
        found = [*work.diagnostics, *loose_figures_of(work, work.translations)]
        settings = resolve(project.settings, work.settings)
        _load_theme(settings, project)
        for edition in editions_of(work, settings, _guides(source, work, project), found):
            found += choices_to_review(work, text_for(work, edition.locale) or work, edition)
    except SourceError as fault:
        return list(fault.diagnostics)
    found += (fault for each in work.translations for fault in each.diagnostics if fault not in found)
    return in_source_order(found)


def _guides(source: Path, work: Work, project: Project) -> Guides:
    from keben.guidance import load_guides

    return load_guides(source, work, project.folder, project.settings.glossary)


class _Open(Struct):
    """A work on the line and what is ready of it; `printed` has the PDF of each locale."""

    work: Work
    guides: Guides
    settings: Settings
    theme: Theme
    output: Path
    found: list[Diagnostic]
    editions: list[Edition] = []
    renditions: list[Rendition] = []
    printed: dict[str, Printed] = {}


class _Line:
    """The works that are being built, and what the press is printing for them."""

    def __init__(self, press: Press | None, at_once: int, tell: Callable[[str], None], *, strict: bool) -> None:
        self._press, self._at_once, self._tell, self._strict = press, at_once, tell, strict
        self._open: dict[int, _Open] = {}
        self._in_press: dict[int, tuple[_Open, Edition]] = {}

    def start(self, number: int, source: Path, flags: Settings, taken: dict[str, str]) -> Iterator[tuple[int, Outcome]]:
        """Take a source in; yield the outcomes of works that are complete by then."""
        try:
            opened = self._prepare(source, flags, taken)
        except SourceError as fault:
            yield number, _failed(source, fault.diagnostics)
            return
        self._open[number] = opened
        yield from self._collect(self._at_once)

    def finish(self) -> Iterator[tuple[int, Outcome]]:
        """Wait for what is in the press and yield the rest of the outcomes."""
        yield from self._collect(1)

    def _prepare(self, source: Path, flags: Settings, taken: dict[str, str]) -> _Open:
        from keben.reader import read

        project = open_project(source.parent)
        work = read(source)
        identifier = work.document.metadata.id
        found = list(work.diagnostics)
        if identifier in taken:
            found.append(_taken(work, taken[identifier]))
        if has_errors(found, strict=self._strict):
            raise SourceError(work.name, in_source_order(found))
        settings = resolve(project.settings, work.settings, flags)
        theme = _load_theme(settings, project)
        taken[identifier] = work.name
        opened = _Open(
            work,
            _guides(source, work, project),
            settings,
            theme,
            output_folder(project, settings, flags) / identifier,
            found,
        )
        self._write(opened)
        return opened

    def _write(self, opened: _Open) -> None:
        """Send each edition to the press as soon as there is room; look and write on while it prints."""
        from keben.reader import text_for

        work, settings, theme = opened.work, opened.settings, opened.theme
        formats = settings.formats or FORMATS
        for edition in editions_of(work, settings, opened.guides, opened.found):
            opened.editions.append(edition)
            if self._press and "pdf" in formats:
                from keben.writers.pdf import make_job

                self._wait(self._press, self._at_once)
                name = (text_for(work, edition.locale) or work).name
                job = make_job(edition, theme, work.assets, name, read_back=bool(settings.verify))
                ticket = self._press.send(job)
                self._in_press[ticket] = opened, edition
        opened.found += loose_figures_of(work, translations_for(work, opened.editions))
        for edition in opened.editions:
            for rendition in _renditions(edition, theme, work, formats):
                opened.renditions.append(rendition)
                _verify(opened, edition, rendition)
            self._tell(f"{work.document.metadata.id} {edition.locale.tag}")

    def _collect(self, fewer_than: int) -> Iterator[tuple[int, Outcome]]:
        """Take PDFs from the press until fewer than so many are in it; yield works that are complete."""
        if self._press:
            self._wait(self._press, fewer_than)
        printing = [opened for opened, _ in self._in_press.values()]
        for number in [number for number, opened in self._open.items() if not any(opened is each for each in printing)]:
            opened = self._open.pop(number)
            try:
                yield number, _publish(opened, strict=self._strict)
            except SourceError as fault:
                yield number, _failed(Path(opened.work.name), (*opened.found, *fault.diagnostics))
            except UsageError as fault:
                yield number, _failed(Path(opened.work.name), (*opened.found, _unwritable(opened, fault)))

    def _wait(self, press: Press, fewer_than: int) -> None:
        while len(self._in_press) >= fewer_than:
            ticket, printed = press.next_done()
            opened, edition = self._in_press.pop(ticket)
            opened.printed[edition.locale.tag] = printed
            self._tell(f"{opened.work.document.metadata.id}.{edition.locale.tag}.pdf")


def _renditions(edition: Edition, theme: Theme, work: Work, formats: Sequence[str]) -> Iterator[Rendition]:
    """Write an edition in every format but PDF."""
    from keben.manifest import Rendition
    from keben.writers import WRITERS

    for form in formats:
        if form in WRITERS:
            name = f"{work.document.metadata.id}.{edition.locale.tag}.{form}"
            yield Rendition(name, edition.locale.tag, form, WRITERS[form](edition, theme, work.assets))


def _verify(opened: _Open, edition: Edition, rendition: Rendition, text: ReadBack | None = None) -> None:
    """Read the figures back from a rendition before anybody sees it; `text` is what was read from it already."""
    if not opened.settings.verify:
        return
    from keben.readback.comparing import IN_BUILD, compare, compare_file
    from keben.reader import text_for

    source = text_for(opened.work, edition.locale) or opened.work
    if text is None:
        compared = compare_file(source, edition, rendition.name, rendition.data, IN_BUILD)
    else:
        compared = compare(source, edition, rendition.name, text, IN_BUILD)
    opened.found += compared.diagnostics


def _publish(opened: _Open, *, strict: bool) -> Outcome:
    from keben.manifest import Manifest, SourceEntry, publish
    from keben.writers.stamp import stamp, w3c

    work = opened.work
    _add_pdfs(opened)
    found = tuple(in_source_order(opened.found))
    if has_errors(found, strict=strict):
        return Outcome(work.name, work.document.metadata.id, str(opened.output), (), found, failed=True)
    pdfs = opened.printed.values()
    manifest = Manifest(
        work=work.document.metadata.id,
        keben=__version__,
        date=w3c(stamp(work.document)),
        theme=SourceEntry(opened.theme.name, opened.theme.digest()),
        sources=_sources(work, opened.guides),
        files=(),
        engines=_engines(work) | {name: version for pdf in pdfs for name, version in pdf.engines.items()},
        fonts=tuple(sorted({font for pdf in pdfs for font in pdf.fonts})),
    )
    order = [edition.locale.tag for edition in opened.editions]
    opened.renditions.sort(key=lambda each: (order.index(each.edition), FORMATS.index(each.format)))
    files = publish(opened.output, manifest, opened.renditions)
    return Outcome(work.name, work.document.metadata.id, str(opened.output), files, found, failed=False)


def _sources(work: Work, guides: Guides) -> tuple[SourceEntry, ...]:
    """List the source, its translations, the images of all, and the files that guide the conversion."""
    from keben.manifest import SourceEntry

    texts = (work, *work.translations)
    files = (SourceEntry(shown(each.name.rpartition("/")[2]), each.sha256) for each in texts)
    images = {image.source: SourceEntry(image.source, image.sha256) for each in texts for image in each.document.images}
    decisions = (SourceEntry(file.name, file.sha256) for file in guides.files)
    return (*files, *(images[name] for name in sorted(images)), *decisions)


def _add_pdfs(opened: _Open) -> None:
    """Add what the press made, in the order of the editions, whichever was done first."""
    from keben.manifest import Rendition

    for edition in opened.editions:
        if printed := opened.printed.get(edition.locale.tag):
            opened.found += (found for found in printed.diagnostics if found not in opened.found)
            name = f"{opened.work.document.metadata.id}.{edition.locale.tag}.pdf"
            opened.renditions.append(Rendition(name, edition.locale.tag, "pdf", printed.pdf, printed.pages))
            if printed.text:
                _verify(opened, edition, opened.renditions[-1], printed.text)


_ENGINES = {"markdown-it-py": "markdown_it", "OpenCC": "opencc", "Babel": "babel"}


def _engines(work: Work) -> dict[str, str]:
    """Return the versions of the engines of all formats, whether or not this work has used each; of charts if it has any."""
    import platform
    import zlib

    versions = {"Python": platform.python_version(), "zlib": zlib.ZLIB_RUNTIME_VERSION}
    for name, module in _ENGINES.items():
        if module in sys.modules:
            versions[name] = str(sys.modules[module].__version__)
        else:
            from importlib.metadata import version  # 30 ms that few builds need

            versions[name] = version(name)
    from keben.edition.script.tables import made_from

    versions["conversion tables"] = made_from()
    if any(isinstance(node, Chart) for node in walk(work.document)):
        from importlib.metadata import version  # this one does not say it itself

        versions["drawsvg"] = version("drawsvg")
    return versions


def output_folder(project: Project, settings: Settings, flags: Settings) -> Path:
    """Return where works go: a flag counts from the working folder, a setting and the default from the project."""
    output = Path(settings.output or "build")
    if flags.output or project.folder is None or _is_working_folder(project.folder):
        return output
    return project.folder / output


def _is_working_folder(folder: Path) -> bool:
    try:
        return folder == Path.cwd()
    except OSError:  # it is not there any more
        return False


def _load_theme(settings: Settings, project: Project) -> Theme:
    from keben.theme import load_theme

    return load_theme(settings.theme or "plain", project.folder)


def _failed(source: Path, found: Sequence[Diagnostic]) -> Outcome:
    return Outcome(str(source), "", "", (), tuple(found), failed=True)


def _unwritable(opened: _Open, fault: UsageError) -> Diagnostic:
    return diagnose("S006", opened.work.name, str(fault), hint="make room, or choose another folder with `-o`")


def _taken(work: Work, by: str) -> Diagnostic:
    fact = f"the id `{work.document.metadata.id}` is also that of `{by}`"
    return diagnose("S048", work.name, fact, hint="give one of them another `id`")

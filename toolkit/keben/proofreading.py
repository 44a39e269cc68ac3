"""A source → a page for each edition on which a person proofreads its conversion: `keben proof`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from keben import __version__
from keben.diagnostics import Diagnostic, has_errors, in_source_order
from keben.edition.choice import Choice, Risk
from keben.edition.script.tables import made_from
from keben.editions import editions_of
from keben.errors import SourceError, UsageError
from keben.files import replace_all
from keben.guidance import load_guides
from keben.locales import find_locale
from keben.pipeline import open_project, output_folder
from keben.proofs.page import Proof, count_risks, page
from keben.settings import Settings, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from keben.edition import Edition
    from keben.locales import Locale
    from keben.proofs.file import Decided
    from keben.reader import Work


class Proofed(Struct, frozen=True):
    """The page that was written for an edition, with the edition's choices, and how many there are of each risk."""

    path: str
    work: str
    edition: str
    counts: dict[Risk, int]
    choices: tuple[Choice, ...]


def proofread(
    source: Path, tags: Sequence[str], output: Path | None = None
) -> tuple[tuple[Proofed, ...], tuple[Diagnostic, ...]]:
    """Write the proof pages of editions beside what `build` makes of a work; all or none.

    Args:
        source: The work's source.
        tags: Locales of the editions.
        output: The file, if it is for one edition; `build/ID/ID.TAG.proof.html` unless said.

    Returns:
        What was written, and warnings.

    Raises:
        SourceError: The source, or `proof.toml` beside it, has errors; nothing is written.
        UsageError: A locale is not Chinese, or a file cannot be written.
    """
    _check(tags, output)
    from keben.reader import read

    project = open_project(source.parent)
    work = read(source)
    guides = load_guides(source, work, project.folder, project.settings.glossary)
    settings = resolve(project.settings, work.settings, Settings(editions=tuple(tags)))
    found = [*work.diagnostics]
    editions = list(editions_of(work, settings, guides, found))
    if has_errors(found):
        raise SourceError(work.name, in_source_order(found))
    proofs = [_proof(work, edition, settings, guides.decided) for edition in editions]
    identifier = work.document.metadata.id
    folder = output.parent if output else output_folder(project, settings, Settings()) / identifier
    names = [output.name if output else f"{identifier}.{proof.locale.tag}.proof.html" for proof in proofs]
    _write(folder, names, proofs, is_ours=output is None)
    written = tuple(
        Proofed(str(folder / name), proof.work, proof.locale.tag, count_risks(proof.choices), proof.choices)
        for name, proof in zip(names, proofs, strict=True)
    )
    return written, tuple(in_source_order(found))


def _check(tags: Sequence[str], output: Path | None) -> None:
    for tag in tags:
        if not find_locale(tag).is_chinese:
            raise UsageError(f"nothing is converted to {find_locale(tag).tag}; there is nothing to proofread")
    if output and len(tags) > 1:
        raise UsageError(f"`{output}` is one file, and there are {len(tags)} editions; leave `-o` out")
    if output and output.suffix.lower() not in (".html", ".htm"):
        raise UsageError(f"`{output}` is no name of a page; end it in `.html`")


def _proof(work: Work, edition: Edition, settings: Settings, decided: Decided) -> Proof:
    """Lay an edition beside the text that it was made from, figures that a translation calls included."""
    from keben.edition.calls import print_calls
    from keben.proofs.lines import lines_of
    from keben.reader import text_for

    text = text_for(work, edition.locale) or work
    original = find_locale(work.document.metadata.lang)
    document = print_calls(text.document, edition.locale, settings.numbers, original)
    identifier = work.document.metadata.id
    source = find_locale(text.document.metadata.lang)
    return Proof(
        title=edition.title,
        work=identifier,
        source=source,
        locale=edition.locale,
        lines=lines_of(document, edition.document),
        choices=edition.choices,
        decisions=decided.decisions,
        stale=(*edition.script.settled.stale, *edition.script.settled.unfit),
        engines={"Keben": __version__, "conversion tables": made_from()},
        round_trip=_round_trip(edition, source),
    )


def _round_trip(edition: Edition, source: Locale) -> str:
    from keben.edition.script.gates import returns

    count = returns(edition.script.lines, source, edition.locale)
    differing = f"{count} characters of it are not the source's again" if count else "it is the source again"
    return f"Converted back, {differing}. That tells lost text and nothing of right and wrong."


def _write(folder: Path, names: Sequence[str], proofs: Sequence[Proof], *, is_ours: bool) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if is_ours and folder.is_symlink():
            raise UsageError(f"`{folder}` is a link; the folder of a work must be a folder")
        replace_all(folder, [(name, page(proof).encode()) for name, proof in zip(names, proofs, strict=True)])
    except OSError as fault:
        raise UsageError(f"`{folder}` cannot be written: {fault.strerror}") from fault

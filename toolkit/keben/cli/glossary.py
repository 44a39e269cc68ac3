"""`keben glossary`: the terms of a work, and glossaries made from other files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from keben.cli.choosing import choose_sources
from keben.cli.printing import print_diagnostics, print_json, print_line, print_raw
from keben.diagnostics import has_errors, shown
from keben.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keben.diagnostics import Diagnostic
    from keben.glossary import Term
    from keben.pipeline import Project
    from keben.reader import Work

_HEADING = "Written by `keben glossary import`"


class _InForce(Struct, frozen=True):
    """A term as it is listed, with the edition that it is in force for."""

    edition: str
    source: str
    target: str
    kind: str
    note: str
    level: str
    file: str
    line: int


@click.group("glossary", help="The terms of a work, and glossaries made from termbases.")
def command() -> None:  # noqa: D103
    pass


@command.command("list", help="List every term in force for a work, edition by edition.")
@click.argument("source")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_terms(source: str, as_json: bool) -> int:  # noqa: D103, FBT001 - flags
    from keben.pipeline import open_project
    from keben.reader import read

    (path,) = choose_sources((source,))
    project = open_project(path.parent)
    work = read(path)
    found: list[Diagnostic] = []
    terms = [
        _InForce(tag, term.source, term.target, term.kind, term.note, term.level, term.file, term.line)
        for tag, term in _in_force(path, work, project, found)
    ]
    print_diagnostics(found)
    if as_json:
        print_json({"terms": terms})
    else:
        for each in terms:
            cells = (each.edition, each.source, each.target, each.kind, f"{each.file}:{each.line}")
            print_raw("\t".join(map(shown, cells)) + "\n")
    return int(has_errors(found))


def _in_force(path: Path, work: Work, project: Project, found: list[Diagnostic]) -> Iterator[tuple[str, Term]]:
    """Yield edition and term; the faults of glossaries are added to what was found."""
    from keben.glossary import load_glossary
    from keben.locales import find_locale
    from keben.reader import text_for
    from keben.settings import resolve

    for tag in resolve(project.settings, work.settings).editions or (work.document.metadata.lang,):
        target = find_locale(tag)
        text = text_for(work, target) if target.is_chinese else None
        if text is None:
            continue
        language = find_locale(text.document.metadata.lang)
        names = project.settings.glossary, work.settings.glossary
        glossary, faults = load_glossary(language, project.folder, names[0], path, names[1])
        found += (fault for fault in faults if fault not in found)
        yield from ((tag, term) for term in glossary.for_locale(tag).values())


@command.command("import", help="Make a glossary in TOML from CSV and TBX files.")
@click.argument("file", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Write the glossary there, and not to standard output.")
def import_terms(file: tuple[str, ...], output: str | None) -> int:  # noqa: D103
    from keben.glossary import load_files
    from keben.glossary.toml import to_toml

    terms, found = load_files(Path(name) for name in file)
    print_diagnostics(found)
    if has_errors(found):
        return 1
    names = ", ".join(Path(name).name for name in file)
    text = to_toml(terms, f"{_HEADING} from {names}")
    if output is None:
        print_raw(text)
    else:
        _write(Path(output), text)
        print_line(f"{_count(terms)} in {output}")
    return 0


def _count(terms: Sequence[Term]) -> str:
    return f"{len(terms)} term{'' if len(terms) == 1 else 's'}"


def _write(path: Path, text: str) -> None:
    """Write a glossary, whole or not at all.

    Raises:
        UsageError: It cannot be written, or something stands there that is no earlier import.
    """
    from keben.files import read_regular, replace_all

    beginning = f"# {_HEADING}".encode()
    try:
        if (path.exists() or path.is_symlink()) and not read_regular(path, len(beginning)).startswith(beginning):
            raise UsageError(f"`{path}` is not from `keben glossary import`; name another file")
        replace_all(path.parent, [(path.name, text.encode())])
    except OSError as fault:
        raise UsageError(f"`{path}` cannot be written: {fault.strerror}") from fault

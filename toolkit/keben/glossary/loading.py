"""Read the glossaries that a project and a work name: where they may lie, what they are, and whether they agree."""

from __future__ import annotations

import hashlib
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import structs

from keben.diagnostics import Report
from keben.files import read_regular
from keben.glossary.terms import Glossary, GlossaryFile, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keben.diagnostics import Diagnostic
    from keben.glossary.terms import Level
    from keben.locales import Locale

MAX_BYTES = {".toml": 2 * 1024 * 1024, ".csv": 4 * 1024 * 1024, ".tbx": 16 * 1024 * 1024}
"""Of one file of each kind: 50,000 terms in TOML; as TBX a concept with all that is said of it has some 5 kB."""


class _Unfit(Exception):  # noqa: N818 - a diagnostic on its way to a report
    """A file cannot be used; carries the parts of the diagnostic."""

    def __init__(self, code: str, fact: str, hint: str) -> None:
        super().__init__(fact)
        self.code, self.fact, self.hint = code, fact, hint


def load_glossary(
    source: Locale,
    project: Path | None,
    project_names: Iterable[str],
    work: Path,
    work_names: Iterable[str],
) -> tuple[Glossary, tuple[Diagnostic, ...]]:
    """Read the glossaries of a project and of a work; all faults of all files come at once.

    Args:
        source: The locale of the text that is converted; it says which column of a table is its source.
        project: The project's folder, from which `project_names` count; None without a project.
        project_names: What `keben.toml` has for `glossary`.
        work: The work's source, from whose folder `work_names` count.
        work_names: What its front matter has for `glossary`.
    """
    of_project, first = _read_level(project, project_names if project else (), "project", source.script)
    of_work, then = _read_level(work.parent, work_names, "work", source.script)
    return Glossary(of_project.terms + of_work.terms, of_project.files + of_work.files), first + then


VOCABULARY = Path(__file__).with_name("vocabulary.toml")
"""The words of each region, for those who ask for them."""

_SAME_WORDS: dict[tuple[str, ...], tuple[str, ...]] = {("zh-Hant-HK",): ("zh-Hant-HK", "zh-Hant-MO")}
"""Macao shares Hong Kong's words."""


def load_vocabulary() -> tuple[Term, ...]:
    """Read the words of each region; every other glossary wins over them."""
    from keben.glossary.toml import parse_toml

    terms = parse_toml(VOCABULARY.read_text(encoding="utf-8"), Report(VOCABULARY.name))
    return tuple(
        structs.replace(term, level="region", locales=_SAME_WORDS.get(term.locales, term.locales)) for term in terms
    )


def load_files(paths: Iterable[Path]) -> tuple[tuple[Term, ...], tuple[Diagnostic, ...]]:
    """Read glossaries by themselves, wherever they lie; the source of a table is its first Chinese column."""
    glossary, found = _read_level(None, map(str, paths), "work", "")
    return glossary.terms, found


def _read_level(
    folder: Path | None, names: Iterable[str], level: Level, script: str
) -> tuple[Glossary, tuple[Diagnostic, ...]]:
    """Read the files of one level, which may not leave their folder, if there is one, and may not differ."""
    terms: list[Term] = []
    files: list[GlossaryFile] = []
    found: list[Diagnostic] = []
    seen: dict[tuple[str, tuple[str, ...]], Term] = {}
    for name in names:
        report = Report(str(folder / name) if folder else name)
        try:
            limit = _limit(name)
            data = _read(_found(folder, name) if folder else Path(name), limit)
            text = _decoded(data)
            report = Report(report.path, text)
            terms += _agreeing(parse_glossary(text, report, script), seen, report)
            files.append(GlossaryFile(name, hashlib.sha256(data).hexdigest()))
        except _Unfit as fault:
            report.add(fault.code, fault.fact, hint=fault.hint)
        found += report.diagnostics()
    return Glossary(tuple(structs.replace(term, level=level) for term in terms), tuple(files)), tuple(found)


def parse_glossary(text: str, report: Report, script: str = "") -> tuple[Term, ...]:
    """Read the terms of one file by its ending, TBX unless that is `.toml` or `.csv`; every fault goes to the report.

    Args:
        text: The file, decoded, with LF line ends.
        report: Names the file.
        script: `Hans` or `Hant`, which the text to be converted is in; unless said, that of the first Chinese words of the file.
    """
    ending = PurePosixPath(report.path).suffix.lower()
    if ending == ".toml":
        from keben.glossary.toml import parse_toml

        return parse_toml(text, report)
    if ending == ".csv":
        from keben.glossary.table import parse_csv

        return parse_csv(text, report, script)
    from keben.glossary.tbx import parse_tbx

    return parse_tbx(text, report, script)


def _agreeing(terms: Iterable[Term], seen: dict[tuple[str, tuple[str, ...]], Term], report: Report) -> Iterator[Term]:
    """Yield the terms that are new at their level; one that says another target than before is reported."""
    for term in terms:
        first = seen.setdefault((term.source, term.locales), term)
        if first is term:
            yield term
        elif first.target != term.target:
            fact = (
                f"`{term.source}` is printed as `{term.target}` and, in {first.file}:{first.line}, as `{first.target}`"
            )
            report.add("C214", fact, term.place, "keep one of them")


def _found(folder: Path, name: str) -> Path:
    """Return a file with every symbolic link followed; it lies in the folder."""
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name:
        hint = "save the file in the folder and name it from there, as `glossary.toml`"
        raise _Unfit("C216", "a glossary is named from the folder of what names it, and lies in there", hint)
    try:
        root = folder.resolve()
        path = (root / name).resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as fault:  # a ring of links is a RuntimeError before Python 3.13
        hint = "save it there, or mend `glossary` where it is named"
        raise _Unfit("C210", "there is no such file", hint) from fault
    if not path.is_relative_to(root):
        raise _Unfit("C216", "the file is a link out of the folder", "copy the file into the folder")
    return path


def _limit(name: str) -> int:
    ending = PurePosixPath(name).suffix.lower()
    if ending not in MAX_BYTES:
        kind = f"`{ending}` is" if ending else "a name without ending tells"
        raise _Unfit("C210", f"{kind} no kind of glossary", f"name it as what it is: {', '.join(MAX_BYTES)}")
    return MAX_BYTES[ending]


def _read(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file; a pipe or device is not waited for."""
    try:
        data = read_regular(path, limit)
    except OSError as fault:
        hint = "name a file that may be read"
        raise _Unfit("C210", f"the file cannot be read: {fault.strerror}", hint) from fault
    if len(data) > limit:
        raise _Unfit("S004", f"the file is longer than {limit:,} bytes", "keep the terms that the works have")
    return data


def _decoded(data: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark, and turn CR and CRLF into LF."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        fact = f"byte {fault.start} (0x{data[fault.start]:02x}) is not UTF-8"
        raise _Unfit("C210", fact, "save it as UTF-8; a spreadsheet calls that `CSV UTF-8`") from fault
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

"""Which sources a command is about: files, the folders of works, or everything that the project names."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from keben.diagnostics import Report
from keben.errors import SourceError, UsageError
from keben.files import open_regular
from keben.pipeline import open_project, sources_of

MARKDOWN = (".md", ".markdown")

_TRANSLATION = re.compile(r"\.[a-z]{2,3}(?:-[A-Za-z]+)*\.md$")


def choose_sources(given: tuple[str, ...]) -> list[Path]:
    """Return the sources that were named, or those of the project if none was.

    Raises:
        UsageError: A name leads to nothing, or a folder does not hold exactly one source.
    """
    if not given:
        return [_relative(path) for path in sources_of(open_project(Path()))]
    try:
        return list(dict.fromkeys(_source(Path(name)) for name in given))
    except OSError as fault:
        raise UsageError(f"`{str(fault.filename)[:200]}` cannot be opened: {fault.strerror}") from fault


def _relative(path: Path) -> Path:
    """Name a source from the working folder where it lies below it, as its user would."""
    try:
        return path.relative_to(Path.cwd())
    except (ValueError, OSError):
        return path


def _source(path: Path) -> Path:
    if path.is_dir():
        found = [each for each in sorted(path.glob("*.md")) if _is_source(each)]
        if len(found) != 1:
            raise UsageError(f"`{path}` holds {len(found)} sources; name one file")
        return found[0]
    if not path.exists() and not path.is_symlink():
        raise UsageError(f"there is no source `{path}`")
    return path


def _is_source(path: Path) -> bool:
    """Whether a Markdown file begins with front matter and is no translation of another."""
    if _TRANSLATION.search(path.name) or not path.is_file():
        return False
    with open_regular(path) as file:
        return file.read(4) in (b"---\n", b"---\r", b"\xef\xbb\xbf-")


def read_exactly(file: str) -> tuple[Path | None, str, str]:
    """Read a text as it is, line ends and byte order mark included.

    Args:
        file: A file, or `-` for standard input.

    Returns:
        The path, None for standard input; the name that diagnostics use; the text.

    Raises:
        UsageError: There is no such file, or no standard input.
        SourceError: It is not UTF-8 text, or too long.
    """
    from keben.reader import limits
    from keben.reader.source import Unreadable, decode_exactly, read_bytes

    path = None if file == "-" else choose_sources((file,))[0]
    name = str(path or file)
    if path is None and sys.stdin is None:
        raise UsageError("standard input is closed; name a file")
    try:
        return path, name, decode_exactly(read_bytes(path) if path else sys.stdin.buffer.read(limits.SOURCE_BYTES + 1))
    except Unreadable as fault:
        report = Report(name)
        report.add(fault.code, fault.fact, hint=fault.hint)
        raise SourceError(name, report.diagnostics()) from None

"""`keben convert`."""

from __future__ import annotations

import sys

import click

from keben.cli.choosing import choose_sources
from keben.cli.printing import print_raw
from keben.diagnostics import Report
from keben.errors import SourceError, UsageError
from keben.locales import find_locale
from keben.reader import limits
from keben.reader.source import Unreadable, decode_exactly, read_bytes

MARKDOWN = (".md", ".markdown")


@click.command("convert", help="Convert a text or a Markdown source to another script; the result goes to stdout.")
@click.option("--to", "tag", required=True, metavar="TAG", help="The locale to convert to.")
@click.argument("file", default="-")
def command(tag: str, file: str) -> int:  # noqa: D103
    from keben.conversion import convert_markdown, convert_plain

    target = find_locale(tag)
    if not target.is_chinese:
        raise UsageError(f"nothing is converted to {target.tag}; it needs a translation")
    path = None if file == "-" else choose_sources((file,))[0]
    name = str(path or file)
    if path is None and sys.stdin is None:
        raise UsageError("standard input is closed; name a file")
    try:
        text = decode_exactly(read_bytes(path) if path else sys.stdin.buffer.read(limits.SOURCE_BYTES + 1))
    except Unreadable as fault:
        report = Report(name)
        report.add(fault.code, fault.fact, hint=fault.hint)
        raise SourceError(name, report.diagnostics()) from None
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    markdown = path is None or path.suffix.lower() in MARKDOWN
    print_raw(mark + (convert_markdown(text, target, name) if markdown else convert_plain(text, target)))
    return 0

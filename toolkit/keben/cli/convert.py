"""`keben convert`."""

from __future__ import annotations

import click

from keben.cli.choosing import MARKDOWN, read_exactly
from keben.cli.printing import print_raw
from keben.errors import UsageError
from keben.locales import find_locale


@click.command("convert", help="Convert a text or a Markdown source to another script; the result goes to stdout.")
@click.option("--to", "tag", required=True, metavar="TAG", help="The locale to convert to.")
@click.argument("file", default="-")
def command(tag: str, file: str) -> int:  # noqa: D103
    from keben.conversion import convert_markdown, convert_plain

    target = find_locale(tag)
    if not target.is_chinese:
        raise UsageError(f"nothing is converted to {target.tag}; it needs a translation")
    path, name, text = read_exactly(file)
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    markdown = path is None or path.suffix.lower() in MARKDOWN
    print_raw(mark + (convert_markdown(text, target, name) if markdown else convert_plain(text, target)))
    return 0

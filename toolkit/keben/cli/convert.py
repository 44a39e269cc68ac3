"""`keben convert`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from keben.cli.choosing import MARKDOWN, read_exactly
from keben.cli.printing import print_diagnostics, print_raw
from keben.errors import UsageError
from keben.locales import Locale, find_locale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keben.edition.choice import Choice


@click.command("convert", help="Convert a text or a Markdown source to another script; the result goes to stdout.")
@click.option("--to", "tag", required=True, metavar="TAG", help="The locale to convert to.")
@click.option(
    "--from", "origin", metavar="TAG", help="What it is written in, instead of what its front matter or script says."
)
@click.option("--explain", is_flag=True, help="Print a line of JSON for every choice instead of the text.")
@click.argument("file", default="-")
def command(tag: str, origin: str | None, explain: bool, file: str) -> int:  # noqa: D103, FBT001
    from keben.conversion import convert_markdown, convert_plain

    target, source = _chinese(tag, "to"), _chinese(origin, "from") if origin else None
    path, name, text = read_exactly(file)
    mark, text = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    markdown = path is None or path.suffix.lower() in MARKDOWN
    converted = (
        convert_markdown(text, target, name, source, path=path)
        if markdown
        else convert_plain(text, target, source, name=name, explain=explain)
    )
    print_raw(_explained(converted.choices, len(mark)) if explain else mark + converted.text)
    print_diagnostics(converted.diagnostics)
    return 0


def _chinese(tag: str, way: str) -> Locale:
    locale = find_locale(tag)
    if not locale.is_chinese:
        raise UsageError(f"nothing is converted {way} {locale.tag}; it needs a translation")
    return locale


def _explained(choices: Iterable[Choice], offset: int) -> str:
    """Write one JSON object a line; offsets count code points of the input, a byte order mark among them."""
    import json

    lines = (json.dumps(_fields(choice, offset), ensure_ascii=False) for choice in choices)
    return "".join(f"{line}\n" for line in lines)


def _fields(choice: Choice, offset: int) -> dict[str, Any]:
    return {
        "start": choice.start + offset,
        "end": choice.end + offset,
        "from": choice.source,
        "to": choice.target,
        "rule": choice.rule,
        "phrase": choice.phrase,
        "reason": choice.reason,
        "alternatives": choice.alternatives,
        "engines": choice.views,
        "risk": choice.risk,
        "doubt": round(choice.doubt, 3),
    }

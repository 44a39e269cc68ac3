"""Templates → XML: every value is escaped here, and what XML cannot hold is replaced here."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOLDER = Path(__file__).with_name("templates")

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Source: XML 1.0, production 2, Char."""


class Xml(str):
    """Text that is XML already."""

    __slots__ = ()


@cache
def read_template(name: str) -> Template:
    """Return a file of `templates/`."""
    return Template((_FOLDER / name).read_text(encoding="utf-8"))


def fill(template: Template, **values: str) -> Xml:
    """Set values into a template; all that is not `Xml` is escaped."""
    return Xml(
        template.substitute(
            {name: value if isinstance(value, Xml) else escape(value) for name, value in values.items()}
        )
    )


def join(parts: Iterable[Xml]) -> Xml:
    """Set pieces of XML below one another."""
    return Xml("\n".join(parts))


def to_bytes(text: str) -> bytes:
    """Encode a finished file; a character that XML forbids becomes U+FFFD."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text).encode()

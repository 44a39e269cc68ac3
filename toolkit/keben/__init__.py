"""Keben 刻本: one structured Markdown source, every edition of it.

    from pathlib import Path
    import keben

    work = keben.read(Path("docs_src/hello/hello.md"))
    edition = keben.derive(work.document, keben.find_locale("zh-Hant-TW"))
    outcomes = keben.build([Path("docs_src/hello/hello.md")], keben.Settings(formats=("pdf",)))

Names are loaded when they are first used, so that no command waits for an engine that it does not need.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from keben.diagnostics import Diagnostic, render
    from keben.document import Document, from_json, to_json
    from keben.edition import Edition, derive
    from keben.locales import Locale, find_locale
    from keben.pipeline import Outcome, build
    from keben.reader import Work, read
    from keben.settings import Settings
    from keben.theme import Theme, load_theme

__version__ = "0.1.0"

__all__ = [
    "Diagnostic", "Document", "Edition", "Locale", "Outcome", "Settings", "Theme", "Work", "build", "derive", "find_locale",
    "from_json", "load_theme", "read", "render", "to_json",
]  # fmt: skip

_HOMES = {
    "diagnostics": ("Diagnostic", "render"),
    "document": ("Document", "from_json", "to_json"),
    "edition": ("Edition", "derive"),
    "locales": ("Locale", "find_locale"),
    "pipeline": ("Outcome", "build"),
    "reader": ("Work", "read"),
    "settings": ("Settings",),
    "theme": ("Theme", "load_theme"),
}


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"keben.{module}"), name)
    raise AttributeError(f"module `keben` has no attribute `{name}`")

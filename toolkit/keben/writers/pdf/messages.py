"""What WeasyPrint writes to its log, as diagnostics: one table, so that nothing is lost in silence."""

from __future__ import annotations

import logging
import re
from typing import Any

from keben.diagnostics import Diagnostic, Severity, diagnose

# How the engine's message begins, the code, the fact and the hint; {0} and so on are the message's own arguments.
# Source: the LOGGER calls of WeasyPrint 70.0; its logger.py says that errors are resources and warnings are syntax.
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    (
        ".notdef glyph",
        "F402",
        "no installed font draws `{0}` (U+{1})",
        "install a font that has it, or write another character",
    ),
    (
        "No family for",
        "F401",
        "the theme's `{0}` type is not installed: {1}",
        "install one of these families; another stands in",
    ),
    ("Refused", "P502", "`{0}` may not be fetched", "use a file of the work or the theme"),
    (
        "No composition",
        "P506",
        "Chinese lines are set by the engine alone, so they are not even: {0}",
        "install WeasyPrint 70.0 as it is published: `python -m pip install --force-reinstall weasyprint==70.0`",
    ),
    (
        "Left to the engine",
        "P507",
        "the paragraph `{1}…` is set by the engine alone, so its lines are not even: it has {0}",
        "put what it has into a paragraph of its own, or take it out",
    ),
    ("Failed to load image", "P502", "the image `{0}` cannot be drawn: {1}", "save it again as PNG"),
    ("Failed to render SVG", "P502", "an SVG cannot be drawn: {0}", "export it again as plain SVG"),
    ("Failed to load", "P502", "a resource cannot be loaded: {0} {1}", "use a file of the work or the theme"),
    ("Relative URI", "P502", "`{0}` names no file", "write a path inside the theme"),
    ("Font-face", "P502", "the font {0} cannot be loaded", "mend the `src` of its `@font-face`"),
    ("No anchor", "P502", "a link leads to `#{0}`, which is not on any page", "mend the link"),
    ("Ignored `%s: %s`", "P501", "`{0}: {1}` is ignored, {4}", "take it out of the theme's print.css"),
    (
        "Ignored `%s:%s` at %d:%d, prefix",
        "P501",
        "`{0}:{1}` is ignored; without a prefix it is `{4}`",
        "take the prefix out of the theme's print.css",
    ),
    ("Ignored `%s:%s`", "P501", "`{0}:{1}` is ignored, {4}", "take it out of the theme's print.css"),
    ("Parse error", "P501", "the style sheet cannot be read at line {0}: {2}", "mend the theme's print.css"),
    ("Invalid", "P501", "the style sheet holds something invalid: {0}", "mend the theme's print.css"),
    ("Unknown", "P501", "the style sheet holds something unknown: {0}", "mend the theme's print.css"),
    ("Unsupported", "P501", "the style sheet asks for something unsupported: {0}", "mend the theme's print.css"),
    ("Using fontTools", "P505", "HarfBuzz-Subset is missing, so fonts are cut slowly", "run `keben doctor`"),
)


def to_diagnostic(path: str, level: int, message: str, args: tuple[Any, ...]) -> Diagnostic:
    """Turn one message into a diagnostic; one that the table does not know keeps its own words."""
    for beginning, code, fact, hint in _TABLE:
        if message.startswith(beginning):
            words = [*map(_shortened, args), "", "", "", "", ""]
            if code == "F402":
                words[1] = f"{ord(str(args[0])[0]):04X}"
            return diagnose(code, path, re.sub(r"\s+", " ", fact.format(*words)).strip(" :"), hint=hint)
    text = message % args if args else message
    fact, hint = f"the PDF engine says: {_shortened(text)}", "look for it in the theme's print.css"
    if level < logging.ERROR:
        return diagnose("P505", path, fact, hint=hint)
    return Diagnostic("P504", Severity.ERROR, path, fact, hint=hint)


def _shortened(text: object) -> str:
    return str(text)[:200]

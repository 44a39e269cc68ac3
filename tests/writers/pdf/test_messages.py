"""What the engine logs becomes a diagnostic that an author can act on; nothing is lost, nothing breaks the build."""

from __future__ import annotations

import ast
import logging
import re
from pathlib import Path

import pytest
import weasyprint

from keben.diagnostics import Severity
from keben.writers.pdf.composition.paragraph import LEFT_TO_ENGINE
from keben.writers.pdf.engine import MISSING_FAMILIES, NOT_COMPOSED, REFUSED, _Messages
from keben.writers.pdf.messages import to_diagnostic

W, E = logging.WARNING, logging.ERROR


def diagnose(level: int, message: str, *args: object) -> tuple[str, Severity, str]:
    """Let a message go the way that the engine's own go."""
    messages = _Messages()
    messages.emit(logging.LogRecord("weasyprint", level, "x.py", 1, message, args, None))
    ((kept_level, text, kept_args),) = messages.unique()
    found = to_diagnostic("a.md", kept_level, text, kept_args)
    assert found.path == "a.md"
    return found.code, found.severity, found.fact


@pytest.mark.parametrize(
    ("level", "message", "args", "expected"),
    [
        (W, '.notdef glyph rendered for Unicode string unsupported by fonts: "%s" (U+%04X)', ("㐀", 0x3400),
         ("F402", Severity.ERROR, "no installed font draws `㐀` (U+3400)")),
        (W, MISSING_FAMILIES, ("kai", "KaiTi, STKaiti"),
         ("F401", Severity.WARNING, "the theme's `kai` type is not installed: KaiTi, STKaiti")),
        (E, REFUSED, ("file:///etc/passwd",), ("P502", Severity.ERROR, "`file:///etc/passwd` may not be fetched")),
        (E, "Failed to load image at %r: %s", ("a.png", ValueError("no image")),
         ("P502", Severity.ERROR, "the image `a.png` cannot be drawn: no image")),
        (E, "No anchor #%s for internal URI reference", ("x",), ("P502", Severity.ERROR, "a link leads to `#x`, which is not on any page")),
        (W, "Ignored `%s: %s` at %d:%d, %s.", ("colour", "red", 3, 5, "unknown property"),
         ("P501", Severity.WARNING, "`colour: red` is ignored, unknown property")),
        (W, "Ignored `%s:%s` at %d:%d, prefix on this attribute is not supported, use %r instead.", ("-webkit-hyphens", " auto", 1, 2, "hyphens"),
         ("P501", Severity.WARNING, "`-webkit-hyphens: auto` is ignored; without a prefix it is `hyphens`")),
        (W, "Parse error at %d:%d: %s", (7, 1, "invalid"), ("P501", Severity.WARNING, "the style sheet cannot be read at line 7: invalid")),
        (W, "Missing %s descriptor in '@font-face' rule at %d:%d", ("src", 3, 1),
         ("P505", Severity.WARNING, "the PDF engine says: Missing src descriptor in '@font-face' rule at 3:1")),
        (W, "This row has more columns than the table, ignored %d cells", (3,),
         ("P505", Severity.WARNING, "the PDF engine says: This row has more columns than the table, ignored 3 cells")),
        (E, "Content discarded: target points to undefined anchor %r", ("x",),
         ("P504", Severity.ERROR, "the PDF engine says: Content discarded: target points to undefined anchor 'x'")),
        (W, "Subgrids are unsupported", (), ("P505", Severity.WARNING, "the PDF engine says: Subgrids are unsupported")),
    ],
)  # fmt: skip
def test_messages(level: int, message: str, args: tuple[object, ...], expected: tuple[str, Severity, str]) -> None:
    assert diagnose(level, message, *args) == expected


@pytest.mark.parametrize("text", ["100% {0} {x} %s %d", "\u202e\x1b[31m", "{" * 99])
def test_what_a_style_sheet_says_is_no_format(text: str) -> None:
    assert diagnose(W, "Unknown rule %s at %d:%d", text, 1, 2)[2] == f"the style sheet holds something unknown: {text}"
    assert diagnose(W, "Expected a media type, got %r", text)[0] == "P505"


def test_long_messages_are_cut() -> None:
    assert len(diagnose(W, "Unknown rule %s at %d:%d", "x" * 100_000, 1, 2)[2]) < 300
    assert len(diagnose(W, "Subgrids %s", "x" * 100_000)[2]) < 300


def own_messages() -> list[tuple[str, str]]:
    """Return level and text of every message that WeasyPrint can log."""
    found: list[tuple[str, str]] = []
    for path in Path(weasyprint.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="LOGGER"), attr=("warning" | "error") as level),
                    args=[ast.Constant(value=str() as text), *_],
                ):
                    found.append((level, text))
    return found


def test_every_message_that_the_engine_has_becomes_a_diagnostic() -> None:
    messages = own_messages()
    assert len(messages) > 60
    for level, text in messages:
        args = [7 if kind in "dX" else "x" for kind in re.findall(r"%(?:04)?([srdX])", text)]
        code, severity, fact = diagnose(E if level == "error" else W, text, *args)
        assert code in {"F402", "P501", "P502", "P504", "P505"}
        grave = code in ("F402", "P502", "P504")
        assert severity is (Severity.ERROR if grave else Severity.WARNING)
        assert (
            level != "error"
            or grave
            or text.startswith(("Unknown rendering option", "Unknown PDF option", "Unsupported stylesheet type"))
        )
        assert not re.search(r"[{}]|%[srd]", fact), text


def test_every_row_is_about_a_message_that_there_is() -> None:
    from keben.writers.pdf.messages import _TABLE

    texts = [*(text for _, text in own_messages()), MISSING_FAMILIES, REFUSED, NOT_COMPOSED, LEFT_TO_ENGINE]
    for beginning, *_ in _TABLE:
        assert any(text.startswith(beginning) for text in texts), beginning


def test_each_message_counts_once_and_an_echo_of_a_refusal_not_at_all() -> None:
    messages = _Messages()
    for args in ((1, 2, "x"), (1, 2, "x"), (1, 3, "x")):
        messages.emit(logging.LogRecord("weasyprint", W, "x.py", 1, "Parse error at %d:%d: %s", args, None))
    messages.refused.append("http://a.b/c")
    messages.emit(logging.LogRecord("weasyprint", E, "x.py", 1, "Failed to load image at %r: %s", ("http://a.b/c", "no"), None))  # fmt: skip
    assert [args for _, _, args in messages.unique()] == [(1, 2, "x"), (1, 3, "x")]

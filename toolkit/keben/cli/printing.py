"""How results and diagnostics look on a terminal, and as JSON for programs."""

from __future__ import annotations

import os
import sys
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from keben.diagnostics import Severity, render, shown
from keben.errors import MachineError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console, RenderableType

    from keben.diagnostics import Diagnostic


def print_diagnostics(diagnostics: Iterable[Diagnostic]) -> None:
    """Write diagnostics to stderr, and how many there were."""
    found = list(diagnostics)
    for diagnostic in found:
        _to_stderr(_coloured(render(diagnostic), diagnostic) + "\n")
    if found:
        counts = Counter(diagnostic.severity for diagnostic in found)
        parts = [_count(counts[severity], severity) for severity in Severity]
        _to_stderr(", ".join(part for part in parts if part) + "\n")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""


def _coloured(text: str, diagnostic: Diagnostic) -> str:
    """Colour the severity on a terminal. Source: no-color.org."""
    if not sys.stderr.isatty() or os.environ.get("NO_COLOR"):
        return text
    word = f"{diagnostic.severity}[{diagnostic.code}]"
    colour = "31" if diagnostic.is_error else "33"
    return text.replace(word, f"\x1b[1;{colour}m{word}\x1b[0m", 1)


def print_fault(sentence: str) -> None:
    """Write what stopped a command, as one line on stderr."""
    _to_stderr(f"keben: {shown(sentence)}\n")


def print_line(text: str) -> None:
    """Write one line of results to stdout."""
    _to_stdout(shown(text) + "\n")


def print_raw(text: str) -> None:
    """Write a result to stdout as it is."""
    _to_stdout(text)


def print_json(value: Any) -> None:
    r"""Write one JSON value to stdout, indented; a byte of a file name that is not UTF-8 is escaped as in `\udcff`."""
    import json

    import msgspec

    _to_stdout(json.dumps(msgspec.to_builtins(value), ensure_ascii=False, indent=2) + "\n")


def is_terminal() -> bool:
    """Whether stdout is a terminal; one that the caller has closed is none."""
    return sys.stdout is not None and sys.stdout.isatty()


def make_console(width: int | None = None) -> Console:
    """Return a console that draws for stdout but keeps what it draws, since its own faults of writing are none of ours."""
    import io

    from rich.console import Console

    return Console(
        file=io.StringIO(), force_terminal=is_terminal(), width=width, highlight=False, soft_wrap=width is None
    )


def print_drawn(console: Console, drawn: RenderableType) -> None:
    """Draw a table or text and write it to stdout."""
    with console.capture() as captured:
        console.print(drawn, markup=False)
    _to_stdout(captured.get())


class ReaderGone(Exception):  # noqa: N818 - nothing is wrong: who read the output has enough
    """Nobody reads stdout any more; click would make an exit status of the `BrokenPipeError`."""


def _to_stderr(text: str) -> None:
    with suppress(OSError):  # there is nobody left to tell
        _write(sys.stderr, text)


def _to_stdout(text: str) -> None:
    try:
        _write(sys.stdout, text)
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as fault:
        lacking = f"standard output cannot be written: {fault.strerror}"
        raise MachineError(lacking, "make room, or send it somewhere else") from fault


def _write(stream: Any, text: str) -> None:
    """Write UTF-8, whatever the terminal's encoding is said to be; nothing if the caller has closed the stream."""
    if stream is not None:
        stream.flush()
        stream.buffer.write(text.encode("utf-8", "backslashreplace"))
        stream.flush()

"""Faults that a caller has to handle, each with one fixed exit status.

    KebenError
    ├── UsageError        2   the call itself is wrong: an unknown locale, format, theme or file
    │   └── LocaleError   2   a locale tag that Keben does not publish in
    ├── SourceError       1   a source has errors; carries every diagnostic
    ├── ProofError        1   a pass changed what it may not; nothing is written
    └── MachineError      3   this machine lacks something; says what mends it

What an author can mend is a diagnostic (`keben.diagnostics`), never an exception.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keben.diagnostics import Diagnostic, Place


class KebenError(Exception):
    """Base of all faults that Keben raises on purpose."""

    exit_status = 1


class UsageError(KebenError):
    """A command or a call names something that does not exist."""

    exit_status = 2


class LocaleError(UsageError):
    """A tag is not one of the locales that Keben publishes in."""

    def __init__(self, tag: str, known: Iterable[str]) -> None:
        self.tag = tag
        self.known = tuple(known)
        near = [each for each in self.known if each.lower().endswith(f"-{tag.lower().rpartition('-')[2]}")]
        meant = f"did you mean `{near[0]}`? " if near else ""
        super().__init__(f"`{tag}` is not a locale of Keben; {meant}use one of {', '.join(self.known)}")


class SourceError(KebenError):
    """A source has errors, so nothing was made from it."""

    def __init__(self, name: str, diagnostics: Sequence[Diagnostic]) -> None:
        self.name = name
        self.diagnostics = tuple(diagnostics)
        count = sum(diagnostic.is_error for diagnostic in self.diagnostics)
        super().__init__(f"`{name}` has {count} error{'' if count == 1 else 's'}")


class ProofError(KebenError):
    """A pass over an edition changed something that it may not change; `place` is where that stands, if it is known."""

    def __init__(self, step: str, locale: str, fact: str, place: Place | None = None) -> None:
        self.step = step
        self.locale = locale
        self.fact = fact
        self.place = place
        super().__init__(f"the `{step}` pass for {locale} {fact}")


class MachineError(KebenError):
    """Something that Keben needs is not installed."""

    exit_status = 3

    def __init__(self, lacking: str, remedy: str) -> None:
        self.lacking = lacking
        self.remedy = remedy
        super().__init__(f"{lacking}; {remedy}")

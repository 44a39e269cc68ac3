"""Why a figure cannot be read, and the limits of one figure."""

from __future__ import annotations

NUMBER_DIGITS = 28
"""Digits in one number: what `Decimal` reckons with exactly, and more than people read."""

TEXT_LENGTH = 200
"""Code points of one figure with all its words; longer ones mark a sentence by mistake."""


class Unreadable(ValueError):  # noqa: N818 - a diagnostic on its way to a report
    """A figure cannot be read: the diagnostic's code, fact and hint, and where in the figure it goes wrong."""

    def __init__(self, code: str, fact: str, hint: str, start: int = 0, length: int = 0) -> None:
        super().__init__(fact)
        self.code, self.fact, self.hint, self.start, self.length = code, fact, hint, start, length


def check_length(digits: int) -> None:
    """Refuse a number of more digits than the limit.

    Raises:
        Unreadable: It has.
    """
    if digits > NUMBER_DIGITS:
        raise Unreadable("Q104", f"the number has {digits:,} digits, more than {NUMBER_DIGITS}", "check it")

"""Whether the words of a translation say what the source's figure says.

A translation may round: it agrees if its own last digit is right and it is not further off than two digits are. It may
change the unit where a row of `units.UNITS` says what one is in the other, since translators turn 亩 into hectares.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.units import CURRENCIES, UNITS

if TYPE_CHECKING:
    from keben.document import Quantity
    from keben.quantity import Reading


class Disagreement(Struct, frozen=True):
    """What is wrong with the words of a call: the parts of a diagnostic."""

    code: str
    fact: str
    hint: str


_BEGINS = {
    code: {name.lower() for name in (*money.words, *money.parts, *money.shared)} for code, money in CURRENCIES.items()
}
"""How the unit of each currency begins, in lower case. A bare dollar is that of three regions, ¥ that of two."""

_MEASURES = tuple(
    (name.lower(), unit.measures, unit.size)
    for unit in UNITS if unit.measures
    for name in (*unit.words, *unit.loose)
)  # fmt: skip
"""Units that a translation may put for one another: how each begins, in lower case, what it measures, its size."""

SCALES = {
    "十": "10", "百": "100", "千": "1 thousand", "万": "10 thousand", "十万": "100 thousand", "百万": "1 million",
    "千万": "10 million", "亿": "100 million", "十亿": "1 billion", "百亿": "10 billion", "千亿": "100 billion",
    "万亿": "1 trillion", "兆": "1 trillion",
}  # fmt: skip
"""What a Chinese scale is in English."""

POWERS = 8
"""Powers of ten that a slip of the scale makes: between 万 and 万亿 lie eight."""

_COARSEST = Decimal("0.05")
"""How far two significant digits may be from what they round."""

_FRACTION = Decimal("0.04")
"""The step of a fraction in words, as a part of it."""

_EXACT = Decimal("1e-12")
"""Values this near are one; a third has no last digit."""


def disagreement(words: Reading, figure: Quantity) -> Disagreement | None:
    """Compare what a translation says with the source's figure; None if they agree."""
    shown = f"`{figure.text[:40]}`"
    if (words.kind == "date") != (figure.kind == "date"):
        return (
            None
            if _is_year(words, figure)
            else Disagreement("T608", f"{shown} is a date" if figure.day else f"{shown} is no date", _SAME)
        )
    if words.kind == "date":
        return (
            None
            if _same_day(words.day, figure.day)
            else Disagreement("T606", f"the source says {figure.day}, {shown}", _MEND)
        )
    factor = factor_between(words, figure)
    if factor is None:
        return _contradiction(words, figure)
    pairs = _ends(words, figure)
    if pairs is None:
        return Disagreement("T606", f"{shown} is {'a range' if figure.upper is not None else 'no range'}", _MEND)
    for said, meant, mantissa in pairs:
        if not agrees(said * factor, meant, step_of(said, mantissa) * factor):
            return _difference(said * factor, meant, step_of(said, mantissa) * factor, figure)
    return None


_SAME = "say it in the source's unit, or call the figure that is meant"
_MEND = "mend the words, or leave the brackets empty"


def _ends(words: Reading, figure: Quantity) -> list[tuple[Decimal, Decimal, str]] | None:
    """Pair the value, and the end of a range, with the source's; None if only one of the two is a range."""
    if words.value is None or figure.value is None:
        return []
    if (words.upper is None) != (figure.upper is None):
        return None
    pairs = [(words.value, figure.value, words.mantissa)]
    if words.upper is not None and figure.upper is not None:
        pairs.append((words.upper, figure.upper, words.upper_mantissa))
    return pairs


def agrees(said: Decimal, meant: Decimal, step: Decimal) -> bool:
    """Whether a value is another one, rounded to steps of its last digit at most."""
    off = abs(said - meant)
    return off <= abs(meant) * _EXACT or (off <= step / 2 and off <= abs(meant) * _COARSEST)


def step_of(value: Decimal, mantissa: str) -> Decimal:
    """Return what one in the last digit of a number counts.

    Zeros at the end of a whole number may stand for any digit. A fraction has none: two thirds round 66% and 67%.
    """
    digits = Decimal(mantissa) if mantissa else Decimal(0)
    if not digits or (value / digits).normalize().as_tuple().digits != (1,):
        return abs(value) * _FRACTION
    last = digits.normalize() if "." not in mantissa else digits
    return abs(value / digits) * Decimal(10) ** int(last.as_tuple().exponent)


def power_between(said: Decimal, meant: Decimal, step: Decimal) -> int:
    """Return the power of ten that one value is of another, within its digits; 0 if none up to `POWERS`."""
    if not said or not meant:
        return 0
    guess = said.adjusted() - meant.adjusted()
    for power in (guess - 1, guess, guess + 1):  # 9.99 and 10.0 are neighbours
        scale = Decimal(10) ** -power
        if power and abs(power) <= POWERS and agrees(said * scale, meant, step * scale):
            return power
    return 0


def _difference(said: Decimal, meant: Decimal, step: Decimal, figure: Quantity) -> Disagreement:
    power = power_between(said, meant, step)
    if power:
        times = f"{10 ** abs(power):,} times {'more' if power > 0 else 'less'}"
        fact = f"this says {plain(said)}, {times} than the source's `{figure.text[:40]}`"
        scale = SCALES.get(figure.scale)
        return Disagreement("T607", fact, f"{figure.scale} is {scale}" if scale else "count the zeros")
    return Disagreement("T606", f"this says {plain(said)}, the source {plain(meant)}: `{figure.text[:40]}`", _MEND)


def plain(value: Decimal) -> str:
    """Write a value for a person, whole; one without end, as a third, by six digits."""
    whole = f"{value.normalize():,f}"
    return whole if len(whole) <= 24 else f"{value:.6g}"


# ---------------------------------------------------------------- units


def factor_between(words: Reading, figure: Reading | Quantity) -> Decimal | None:
    """Return what the unit of some words is in a figure's, 1 if nothing is known; None if the two contradict each other."""
    one = Decimal(1)
    if (words.kind == "points") != (figure.kind == "points"):
        return None
    if words.kind == "percent" and figure.kind not in ("percent", "ratio"):
        return None
    if figure.kind == "percent" and words.kind == "count" and not words.unit:
        return None
    ours, theirs = _currencies(words), _currencies(figure)
    if ours and theirs:
        return one if ours & theirs else None
    measured, meant = _measure(words.unit), _measure(figure.unit)
    if (words.kind == "money" and figure.kind != "money") or (figure.kind == "money" and measured):
        return None
    if measured and meant:
        return measured[1] / meant[1] if measured[0] == meant[0] else None
    return one


def _contradiction(words: Reading, figure: Quantity) -> Disagreement:
    """Say how two units contradict each other."""
    shown = f"the source's `{figure.text[:40]}`"
    if figure.kind == "percent" and not words.unit:
        return Disagreement(
            "T608", f"{shown} is a percentage, and these words are not", "take `percent` into the brackets"
        )
    return Disagreement("T608", f"this is in `{words.unit[:40]}`, {shown} in `{figure.unit[:40]}`", _SAME)


def _currencies(said: Reading | Quantity) -> set[str]:
    """Return the currencies that a unit may mean."""
    if said.kind != "money":
        return set()
    unit = said.unit.lower()
    longest = max(
        (begin for begins in _BEGINS.values() for begin in begins if unit.startswith(begin)), key=len, default=""
    )
    return {code for code, begins in _BEGINS.items() if longest in begins}


def _measure(unit: str) -> tuple[str, Decimal] | None:
    """Return what a unit measures and its size, by the longest beginning that fits; letters must end a word where they can."""
    plain_unit = unit.lower().removeprefix("of ").strip()
    fitting = [
        (len(begin), name, size)
        for begin, name, size in _MEASURES
        if plain_unit.startswith(begin)
        and (len(begin) > 3 or not plain_unit[len(begin) : len(begin) + 1].isalpha() or not begin.isascii())
    ]
    if not fitting:
        return None
    _, name, size = max(fitting, key=lambda each: each[0])
    return name, size


# ---------------------------------------------------------------- dates


def _is_year(words: Reading, figure: Quantity) -> bool:
    """Whether a bare number is the year that a date says: `2025` for 2025年."""
    return words.kind == "count" and words.value is not None and f"{words.value:f}" == figure.day


def _same_day(said: str, meant: str) -> bool:
    """Whether one day is the other, as exactly as both say: `--02-06` may be 2026-02-06."""
    return (
        said == meant
        or (said.startswith("-") and meant.endswith(said.lstrip("-")))
        or (meant.startswith("-") and said.endswith(meant.lstrip("-")))
    )

"""What must hold of every converted edition: converted again it stays, and it has no character of the other script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Place
from keben.edition.choice import Risk
from keben.edition.script.conversion import convert_text
from keben.edition.script.ways import way_again, way_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keben.edition.script.conversion import Conversion
    from keben.edition.script.ways import Way
    from keben.locales import Locale


class Breach(Struct, frozen=True):
    """One place where an edition does not hold, as a diagnostic says it."""

    code: str
    fact: str
    hint: str
    place: Place | None


def breaches(lines: Iterable[Conversion], target: Locale, *, converted: bool) -> Iterator[Breach]:
    """Yield what is wrong with an edition; what a person asked for, a term or a decision, is right.

    What was not `converted`, the edition in the source's own characters, may have them as its author writes them.
    """
    other = "Simplified" if target.script == "Hant" else "Traditional"
    for line in lines:
        for choice in line.choices:
            if choice.risk is Risk.ERROR:
                fact = f"the {other} character `{choice.target}` stays as it is"
                hint = f"write it in the script of `lang`, or keep it: `[{choice.target}]{{.keep}}`"
                yield Breach("C204", fact, hint, choice.place)
        if converted:
            yield from _unstable(line, way_again(target))


def _unstable(line: Conversion, again: Way) -> Iterator[Breach]:
    """Yield the characters that would change on the way that an edition in its own characters goes."""
    cells = line.settled()
    twice = convert_text("".join(cells), again).text
    if len(twice) != len("".join(cells)):  # a term of another length that changes again is the author's own
        return
    decided = (Risk.GLOSSARY, Risk.ERROR)
    exempt = {at for each in line.choices if each.risk in decided for at in range(each.start, each.end)}
    position = 0
    for at, cell in enumerate(cells):
        became = twice[position : position + len(cell)]
        position += len(cell)
        if became != cell and at not in exempt:
            fact = f"{_named(cell)} would become {_named(became)} if it were converted again"
            yield Breach(
                "C203", fact, f"keep it, `[{cell}]{{.keep}}`, or give it a term in a glossary", line.place_of(at)
            )


def _named(chars: str) -> str:
    """Name characters so that two that look alike can be told apart."""
    return f"`{chars}` (" + " ".join(f"U+{ord(char):04X}" for char in chars) + ")"


def returns(lines: Iterable[Conversion], source: Locale, target: Locale) -> int:
    """Count the characters that are not the source's again when an edition is converted back.

    Information only: five wrong conversions of one speech all come back right (facts on conversion, §2).
    """
    back = way_between(target, source)
    count = 0
    for line in lines:
        made, text = "".join(line.settled()), "".join(slot or "" for slot in line.line.slots)
        if len(made) == len(text):  # no term of another length is in it
            count += sum(one != other for one, other in zip(convert_text(made, back).text, text, strict=False))
    return count

"""What must hold of every converted edition: converted again it stays, and it has no character of the other script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Place
from keben.edition.choice import Risk
from keben.edition.script.conversion import convert_text
from keben.edition.script.ways import way_again, way_between
from keben.scripts import telling

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keben.edition.script.conversion import Conversion
    from keben.locales import Locale


class Breach(Struct, frozen=True):
    """One place where an edition does not hold, as a diagnostic says it."""

    code: str
    fact: str
    hint: str
    place: Place | None


def breaches(lines: Iterable[Conversion], target: Locale) -> Iterator[Breach]:
    """Yield what is wrong with a converted edition.

    What a person asked for, a term or a decision, is no character of the wrong script if it stands in the source too.
    """
    again = way_again(target)
    wrong, script = telling().other_than(target.script), "Simplified" if target.script == "Hant" else "Traditional"
    for line in lines:
        asked = {
            at for choice in line.choices if choice.risk is Risk.GLOSSARY for at in range(choice.start, choice.end)
        }
        cells = line.settled()
        twice = convert_text("".join(cells), again).text if all(len(cell) == 1 for cell in cells) else ""
        for at, char in enumerate(cells):
            if any(each in wrong for each in char) and at not in asked:
                fact = f"the {script} character `{char}` stays as it is"
                yield Breach(
                    "C204",
                    fact,
                    f"write it in the script of `lang`, or keep it: `[{char}]{{.keep}}`",
                    line.place_of(at),
                )
            elif twice and at not in asked and twice[at] != char:
                fact = f"`{char}` would become `{twice[at]}` if it were converted again"
                yield Breach("C203", fact, "decide it in a glossary or in `proof.toml`", line.place_of(at))


def returns(lines: Iterable[Conversion], source: Locale, target: Locale) -> int:
    """Count the characters that are not the source's again when an edition is converted back.

    Information only: five wrong conversions of one speech all come back right (facts on conversion, §2).
    """
    back = way_between(target, source)
    count = 0
    for line in lines:
        made = line.settled()
        text = "".join(slot or "" for slot in line.line.slots)
        if all(len(cell) == 1 for cell in made):
            count += sum(one != other for one, other in zip(convert_text("".join(made), back).text, text, strict=False))
    return count

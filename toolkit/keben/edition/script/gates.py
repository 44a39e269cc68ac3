"""What must hold of every converted edition: converted again it stays, and it has no character of the other script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Place
from keben.edition.choice import Risk
from keben.edition.script.conversion import convert_text
from keben.edition.script.tables import tables
from keben.edition.script.ways import way_again

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
    wrong, script = (
        (tables().simplified_only, "Simplified")
        if target.script == "Hant"
        else (tables().traditional_only, "Traditional")
    )
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

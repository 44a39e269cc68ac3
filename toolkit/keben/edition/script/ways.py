"""The ways from one region's characters to another's, as OpenCC's configurations, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from msgspec import Struct, structs

from keben.scripts import script_of, telling

if TYPE_CHECKING:
    from keben.edition.script.tables import Where
    from keben.locales import Locale

Norm = Literal["s", "t", "tw", "hk"]
"""The characters that a text is written in; `t` is Traditional of no known region."""

_NORMS: dict[str, Norm] = {
    "zh-Hans-CN": "s",
    "zh-Hans-SG": "s",
    "zh-Hant-TW": "tw",
    "zh-Hant-HK": "hk",
    "zh-Hant-MO": "hk",
}
"""OpenCC has no norm for Macao, whose print follows Hong Kong's."""


class Way(Struct, frozen=True):
    """From one norm to another.

    `before` are OpenCC's configurations up to its common Traditional form, `after` the rest; `tai` is what a Taiwan edition
    writes for 台 and 臺 where OpenCC has 臺.
    """

    given: Norm
    wanted: Norm
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    tai: Literal["臺", "台"] = "臺"

    @property
    def where(self) -> Where:
        """The region whose phrases hold."""
        return "HK" if self.wanted == "hk" else "TW"

    @property
    def chooses(self) -> bool:
        """Whether one character may become several."""
        return self.given == "s" and self.wanted != "s"


_WAYS = {
    (way.given, way.wanted): way
    for way in (
        Way("s", "tw", ("s2t",), ("t2tw",)),
        Way("s", "hk", ("s2t",), ("t2hk",)),
        Way("t", "tw", (), ("t2tw",)),
        Way("t", "hk", (), ("tw2t", "t2hk")),
        Way("t", "s", (), ("t2s",)),
        Way("tw", "s", (), ("tw2s",)),
        Way("hk", "s", (), ("hk2s",)),
        Way("tw", "hk", (), ("tw2t", "t2hk")),
        Way("hk", "tw", (), ("hk2t", "t2tw")),
    )
}
"""Never `s2twp`, which changes the vocabulary of official text (facts on conversion, §2)."""


def way_between(source: Locale | None, target: Locale, text: str = "", tai: Literal["臺", "台"] = "臺") -> Way | None:
    """Return the way from one locale to another, none if they share a norm.

    Without a source the characters of `text` tell its script; a text that tells nothing is taken for the other one. No way leads to or from a language that is not Chinese.
    """
    if not target.is_chinese or (source and not source.is_chinese):
        return None
    wanted = _NORMS[target.tag]
    given = _NORMS[source.tag] if source else _given(text, wanted)
    found = _WAYS.get((given, wanted))
    return structs.replace(found, tai=tai) if found and wanted == "tw" else found


def _given(text: str, wanted: Norm) -> Norm:
    """Tell the script of a text.

    Going to Simplified, one Traditional character is enough, since it leaves Simplified text alone. Going to Traditional, the more
    numerous ones count: Traditional text would be harmed, 里長 or 皇后, by what is done to Simplified.
    """
    if wanted == "s":
        return "s" if script_of(text) == "Hans" and telling().traditional.isdisjoint(text) else "t"
    return "t" if script_of(text) == "Hant" else "s"


def way_again(target: Locale) -> Way:
    """Return the way on which a text that is already in the target's characters must not change."""
    return _WAYS["t", _NORMS[target.tag]]

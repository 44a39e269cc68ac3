"""Simplified to Traditional and back, by OpenCC with the overlay's phrases put first.

Never plain `s2t` for print, which writes 纔, 爲 and 羣; never `s2twp`, which changes the vocabulary of official text (facts
on conversion, §1 and §2).
"""

from __future__ import annotations

import json
import re
import signal
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keben.edition.overlay import OVERLAY
from keben.edition.prose import NameSlot, runs

if TYPE_CHECKING:
    from collections.abc import Callable

    from keben.locales import Locale

_NORMS = {"zh-Hans-CN": "s", "zh-Hans-SG": "s", "zh-Hant-TW": "tw", "zh-Hant-HK": "hk", "zh-Hant-MO": "hk"}
"""The character norm of a locale. OpenCC has none for Macao, whose print follows Hong Kong's."""

_CONFIGS: dict[tuple[str, str], tuple[str, ...]] = {
    ("s", "tw"): ("s2tw",),
    ("s", "hk"): ("s2hk",),
    ("t", "s"): ("t2s",),
    ("tw", "s"): ("tw2s",),
    ("hk", "s"): ("hk2s",),
    ("tw", "hk"): ("tw2t", "t2hk"),
    ("hk", "tw"): ("hk2t", "t2tw"),
}
"""OpenCC's configurations, one after the other, for each change of norm."""


def configurations(source: Locale | None, target: Locale) -> tuple[str, ...]:
    """Return the OpenCC configurations that lead from one locale to another; none if they share a norm.

    Without a source, a text that is to be Traditional is taken for Simplified, and the reverse.
    """
    given = ("t" if target.script == "Hans" else "s") if source is None else _NORMS.get(source.tag, "")
    return _CONFIGS.get((given, _NORMS.get(target.tag, "")), ())


def convert(slots: list[str | None], source: Locale | None, target: Locale) -> list[str | None]:
    """Convert the script of a line of prose; quotation marks and other punctuation stay."""
    for name in configurations(source, target):
        change = converter(name)
        slots = runs(slots, _as_in_prose(change) if name.startswith("s2") else change)
    return slots


_MEASURED = re.compile("[0-9０-９](?=[里斗只])")
"""A digit before a measure word that is another word elsewhere: 里 stays after 3 as after 三, only beside it is 裡."""

_SURNAMES = "于余范涂干姜郁种卜"
"""Surnames that Traditional text writes alike, while the same character as a word is 於, 餘, 範 and so on."""

_NO_PERSON = (
    "余杭", "余姚", "余干", "余江", "余庆", "余额", "余热", "余粮", "郁南", "郁金", "干将", "干部", "干休", "干警", "干群", "干线", "干细胞",
    "种业", "种子", "种植", "种质", "种苗", "种养", "种粮", "范例", "范文", "范本", "范畴", "涂料", "涂层", "涂装", "涂鸦", "姜饼", "姜茶", "姜糖",
)  # fmt: skip
"""How names begin that are a place's or a thing's, though the first character is a surname too."""


def _as_in_prose(change: Callable[[str], str]) -> Callable[[str], str]:
    """Let the engine read a digit before a measure word as a numeral, and keep the surname of a person's name."""

    def changed(text: str) -> str:
        result = change(_MEASURED.sub("三", text))
        if len(result) != len(text):
            return change(text)
        digits = {found.start(): found[0] for found in _MEASURED.finditer(text)}
        if digits:
            result = "".join(digits.get(offset, char) for offset, char in enumerate(result))
        is_person = isinstance(text, NameSlot) and 2 <= len(text) <= 4 and not text.startswith(_NO_PERSON)
        return text[0] + result[1:] if is_person and text[0] in _SURNAMES else result

    return changed


@cache
def converter(config: str) -> Callable[[str], str]:
    """Load one OpenCC converter with the overlay; it takes some 80 ms once.

    OpenCC ends a text at its first U+0000, so it gets what stands between them.
    """
    loaded = _engine_with_terms(config) if config.startswith("s2") else _engine(config)
    return lambda text: "\0".join(map(loaded.convert, text.split("\0")))


def _opencc() -> Any:
    """Load OpenCC; an interrupt waits until it is loaded, since its own loading takes one for a part that is missing."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        import opencc
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return opencc


def _engine(config: str) -> Any:
    return _opencc().OpenCC(config)


def _engine_with_terms(config: str) -> Any:
    opencc = _opencc()  # its dictionaries lie beside it
    folder = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    content = json.loads((folder / f"{config}.json").read_text(encoding="utf-8"))
    terms = {phrase.simplified: phrase.traditional for phrase in OVERLAY}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix="keben-opencc-", suffix=".json") as file:
        json.dump(with_terms(content, terms, folder), file, ensure_ascii=False)
        file.flush()
        return _engine(file.name)


def with_terms(config: dict[str, Any], terms: dict[str, str], folder: Path) -> dict[str, Any]:
    """Put terms first in an OpenCC configuration.

    They go before the dictionaries of segmentation and of the first stage; the second gives every character its regional
    form, 說 or 説. Targets stand there as themselves too, so that converted text stays. Source: OpenCC#601, #1283, inline
    dictionaries.
    """
    identities = {target: target for target in terms.values()}
    inline = {"type": "inline", "entries": {**identities, **terms}}

    def first(dictionary: dict[str, Any]) -> dict[str, Any]:
        return {"type": "group", "match_policy": "short_circuit", "dicts": [inline, dictionary]}

    opening, *variants = config["conversion_chain"]
    stages = [{**opening, "dict": first(opening["dict"])}, *variants]
    segmentation = {**config["segmentation"], "dict": first(config["segmentation"]["dict"])}
    changed = {**config, "segmentation": segmentation, "conversion_chain": stages}
    absolute: dict[str, Any] = _absolute(changed, folder)
    return absolute


def _absolute(value: Any, folder: Path) -> Any:
    """Make the dictionary files of a configuration absolute, which a configuration outside OpenCC's folder needs."""
    if isinstance(value, dict):
        return {key: str(folder / each) if key == "file" else _absolute(each, folder) for key, each in value.items()}
    if isinstance(value, list):
        return [_absolute(each, folder) for each in value]
    return value

"""Simplified to Traditional and back, by OpenCC with the overlay's phrases put first.

Never plain `s2t` for print, which writes 纔, 爲 and 羣; never `s2twp`, which changes the vocabulary of official text (facts
on conversion, §1 and §2).
"""

from __future__ import annotations

import json
import os
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from keben.edition.overlay import OVERLAY
from keben.edition.prose import runs

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
        slots = runs(slots, converter(name))
    return slots


@cache
def converter(config: str) -> Callable[[str], str]:
    """Load one OpenCC converter with the overlay; it takes some 80 ms once."""
    import opencc

    if not config.startswith("s2"):
        convert_plain: Callable[[str], str] = opencc.OpenCC(config).convert
        return convert_plain
    folder = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    content = json.loads((folder / f"{config}.json").read_text(encoding="utf-8"))
    terms = {phrase.simplified: phrase.traditional for phrase in OVERLAY}
    with _configuration_file(with_terms(content, terms, folder)) as path:
        convert_with_terms: Callable[[str], str] = opencc.OpenCC(path).convert
        return convert_with_terms


def with_terms(config: dict[str, Any], terms: dict[str, str], folder: Path) -> dict[str, Any]:
    """Put terms first in an OpenCC configuration.

    They go before the dictionaries of segmentation and of every stage. A stage's output is read again by the next one,
    so each stage also holds every target as itself. Source: OpenCC#601, #1283, inline dictionaries.
    """
    identities = {target: target for target in terms.values()}
    inline = {"type": "inline", "entries": {**identities, **terms}}

    def first(dictionary: dict[str, Any]) -> dict[str, Any]:
        return {"type": "group", "match_policy": "short_circuit", "dicts": [inline, dictionary]}

    stages = [{**stage, "dict": first(stage["dict"])} for stage in config["conversion_chain"]]
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


class _configuration_file:  # noqa: N801 - used as a function
    """A temporary file with an OpenCC configuration, gone when the converter is loaded."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    def __enter__(self) -> str:
        handle, self._path = tempfile.mkstemp(suffix=".json", prefix="keben-opencc-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(self._config, file, ensure_ascii=False)
        return self._path

    def __exit__(self, *_: object) -> None:
        Path(self._path).unlink(missing_ok=True)


def engine() -> dict[str, str]:
    """Return the name and version of the engine, for manifests."""
    from importlib.metadata import version

    return {"OpenCC": version("opencc")}

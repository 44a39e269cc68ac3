"""OpenCC: what is converted without a choice, and the first view of what is chosen."""

from __future__ import annotations

import re
import signal
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


_OUTSIDE = re.compile("([\0\ud800-\udfff]+)")
"""What OpenCC cannot be given: it ends a text at U+0000 and refuses surrogates."""

_KEPT = {"tw2t": "參睪"}
"""Characters that a configuration changes into another word: Taiwan writes 參 for 蔘 too, but not 蔘 for 參."""


@cache
def converter(config: str) -> Callable[[str], str]:
    """Load one of OpenCC's configurations, such as `s2t`; it takes up to 60 ms once."""
    loaded = _opencc().OpenCC(config)
    kept = _KEPT.get(config, "")

    def convert(text: str) -> str:
        if _OUTSIDE.search(text):
            parts = _OUTSIDE.split(text)
            return "".join(part if number % 2 else loaded.convert(part) for number, part in enumerate(parts))
        return str(loaded.convert(text))

    def convert_but(text: str) -> str:
        pairs = zip(text, convert(text), strict=True)
        return "".join(old if old in kept else new for old, new in pairs)

    return convert_but if kept else convert


def _opencc() -> Any:
    """Load OpenCC; an interrupt waits until it is loaded, since its own loading takes one for a part that is missing."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        import opencc
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return opencc

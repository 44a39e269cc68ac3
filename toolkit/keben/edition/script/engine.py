"""OpenCC: what is converted without a choice, and the first view of what is chosen."""

from __future__ import annotations

import signal
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def converter(config: str) -> Callable[[str], str]:
    """Load one of OpenCC's configurations, such as `s2t`; it takes up to 60 ms once.

    OpenCC ends a text at its first U+0000, so it gets what stands between them.
    """
    loaded = _opencc().OpenCC(config)
    return lambda text: "\0".join(map(loaded.convert, text.split("\0"))) if "\0" in text else loaded.convert(text)


def _opencc() -> Any:
    """Load OpenCC; an interrupt waits until it is loaded, since its own loading takes one for a part that is missing."""
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        import opencc
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
    return opencc

"""Sets Chinese lines even, by hooks into WeasyPrint's line building: the engine keeps pages, boxes, tags and glyphs.

    line box ─flatten─▶ Units ─judge─▶ Joints ─choose─▶ breaks ─place─▶ room at each unit ─▶ pieces the engine takes
             flattening.py     joints.py       search.py        placing.py                   hooks.py, drawing.py

`units`, `rules`, `joints`, `search` and `placing` know nothing of the engine. `guard` decides whether the hooks fit it.
"""

from __future__ import annotations

from keben.writers.pdf.composition.guard import find_mismatch

__all__ = ["UNEVEN", "install"]

UNEVEN = "html { text-align: left !important } .q:not(.long) { white-space: nowrap }"
"""CSS for an engine without the hooks: it would stretch the few spaces of a Chinese line, and part figures from units."""

_refused: str | None = None


def install() -> str:
    """Put the hooks into the loaded engine, once in a process; return why not, or nothing."""
    global _refused  # noqa: PLW0603 - the engine's functions are replaced for the whole process too
    if _refused is None:
        _refused = find_mismatch()
        if not _refused:
            from keben.writers.pdf.composition import hooks

            hooks.put_in()
    return _refused

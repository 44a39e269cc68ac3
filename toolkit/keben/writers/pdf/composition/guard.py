"""Whether the engine is the one that the hooks are written for, to the byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

VERSION = "70.0"

SOURCES = {
    "layout/inline.py": "0e7c1569330f54734ed61b568789c4f279ba103c0385115efa6444f3c43b96b4",
    "layout/preferred.py": "a7973703cd8ac5fada246b35e7fea6e728a364002adc5dbb248ee08f084c0a6e",
    "text/line_break.py": "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97",
    "text/ffi.py": "530e83118f7841d2791678ece23d5e43a7a24150ee1ea64bb4ba70c70b3eb5da",
    "draw/text.py": "c9a450aa209277e760227e1fed2da492647bd28e5a5ebc4c9d8aaedecc400d77",
}
"""Modules of the engine that are replaced in part or relied on, with the SHA-256 of each file."""

SIZES = {"PangoGlyphInfo": 20, "PangoLogAttr": 4, "PangoRectangle": 16}
"""Bytes of the C structures that are read and written."""


def find_mismatch() -> str:
    """Return what differs from the engine that the hooks are written for, or nothing."""
    import weasyprint
    from weasyprint.text.ffi import ffi

    if weasyprint.__version__ != VERSION:
        return f"WeasyPrint is {weasyprint.__version__}, not {VERSION}"
    for name, size in SIZES.items():
        if ffi.sizeof(name) != size:
            return f"{name} has {ffi.sizeof(name)} bytes, not {size}"
    folder = Path(weasyprint.__file__).parent
    for name, digest in SOURCES.items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            return f"{name} of WeasyPrint cannot be read"
        if found != digest:
            return f"{name} of WeasyPrint has been changed"
    return ""

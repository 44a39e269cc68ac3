"""How much a source may ask for: every limit of the reader in one table; those of images stand in `images.py` and `svg.py`.

Each stands far above any real publication and far below what makes parsing slow. Measured with markdown-it-py 4.3:
50,000 `[` in one paragraph take 4 s, 2,000 take 7 ms, and the growth is quadratic, so a limit on each paragraph makes the
whole linear.
"""

from __future__ import annotations

SOURCE_BYTES = 8 * 1024 * 1024
"""One source file; the longest novels of the classical canon stay under 3 MB."""

LINES = 100_000
"""Of one source file; reading takes some 50 µs a line, however short it is."""

FRONT_MATTER_BYTES = 64 * 1024
FRONT_MATTER_DEPTH = 4

NESTING = 32
"""Quotes in lists in quotes, and spans in spans: levels of blocks plus inlines."""

MARKS_IN_PARAGRAPH = 2_000
"""Of each character that may open markup, in one paragraph, heading or cell."""

MARKS = 300_000
"""Of all those characters in one source; each costs some 50 µs and 1 kB on its way through a build."""

WORD = 4_000
"""Code points without a space or a wide character; the PDF engine's time to break one grows with its square."""

TABLE_COLUMNS = 64
TABLE_CELLS = 50_000

CHART_POINTS = 40
"""Figures in one chart: as many bars as a page has room for."""

NOTES = 5_000

URL_LENGTH = 2_000
"""Code points of one link target; a reference repeats it at every use."""

URLS_LENGTH = 4_000_000
"""Of all link targets together: a short source could otherwise grow to gigabytes."""

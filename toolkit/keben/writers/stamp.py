"""The time that renditions carry: the source's, never the clock's, so that the same source gives the same bytes."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keben.document import Document

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""The first moment that a zip archive can hold; the stamp of a work without a date."""


def stamp(document: Document) -> datetime:
    """Return `SOURCE_DATE_EPOCH` if it is set, else the document's date at midnight UTC, else 1980.

    Source: reproducible-builds.org, the SOURCE_DATE_EPOCH specification.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isascii() and given.isdigit() and len(given) < 12:
        return max(datetime.fromtimestamp(int(given), UTC), EPOCH)
    day = document.metadata.date
    return max(datetime(day.year, day.month, day.day, tzinfo=UTC), EPOCH) if day else EPOCH


def w3c(moment: datetime) -> str:
    """Write a moment as `2026-02-06T00:00:00Z`. Source: W3C Date and Time Formats, whole seconds in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

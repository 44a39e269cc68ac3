"""Files → zip archive: the same files give the same bytes, whatever the clock, time zone and file system say."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from collections.abc import Sequence

FIRST = datetime(1980, 1, 1, tzinfo=UTC)
LAST = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
"""What a zip archive can hold: the year is 7 bits from 1980, seconds are even. Source: APPNOTE.TXT 6.3.10, 4.4.6."""

_UNIX = 3
_FILE = (stat.S_IFREG | 0o644) << 16
"""A regular file that its owner may write and all may read, where zip keeps Unix modes."""


def write_zip(entries: Sequence[tuple[str, bytes]], moment: datetime, *, stored_first: bool = False) -> bytes:
    """Write a zip archive.

    Args:
        entries: Names inside the archive, with `/` between folders, and their bytes; they are written in this order.
        moment: The date of every entry, with its time zone; it is written in UTC, and moved into what zip can hold.
        stored_first: Whether the first entry is stored as it is, so that programs can read it at a fixed offset.

    Raises:
        ValueError: A name stands twice.
    """
    names = [name for name, _ in entries]
    if len(set(names)) < len(names):
        raise ValueError(f"two entries are named {next(name for name in names if names.count(name) > 1)}")
    date = min(max(moment.astimezone(UTC), FIRST), LAST).timetuple()[:6]
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        for number, (name, data) in enumerate(entries):
            entry = ZipInfo(name, date)
            entry.create_system = _UNIX
            entry.external_attr = _FILE
            stored = stored_first and number == 0
            file.writestr(entry, data, ZIP_STORED if stored else ZIP_DEFLATED, compresslevel=9)
    return archive.getvalue()

"""Archives: the same files give the same bytes, and every zip program reads them."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest

from keben.writers.zipping import write_zip

MOMENT = datetime(2026, 2, 6, 7, 8, 9, tzinfo=UTC)
ENTRIES = [("mimetype", b"application/epub+zip"), ("b/正文.txt", "正文".encode() * 99), ("a.txt", b"")]


def test_order_content_and_attributes() -> None:
    with ZipFile(BytesIO(write_zip(ENTRIES, MOMENT, stored_first=True))) as archive:
        assert archive.testzip() is None
        assert [(entry.filename, archive.read(entry)) for entry in archive.infolist()] == ENTRIES
        for number, entry in enumerate(archive.infolist()):
            assert entry.date_time == (2026, 2, 6, 7, 8, 8)
            assert (entry.create_system, entry.external_attr >> 16, entry.extra) == (3, 0o100644, b"")
            assert entry.compress_type == (ZIP_DEFLATED if number else ZIP_STORED)


def test_stored_first_entry_stands_at_fixed_offsets() -> None:
    data = write_zip(ENTRIES, MOMENT, stored_first=True)
    assert data[30:58] == b"mimetypeapplication/epub+zip"
    assert struct.unpack("<H", data[28:30]) == (0,)


def test_everything_is_deflated_unless_asked() -> None:
    with ZipFile(BytesIO(write_zip(ENTRIES, MOMENT))) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {ZIP_DEFLATED}


def test_same_moment_in_another_zone_gives_same_bytes() -> None:
    there = MOMENT.astimezone(timezone(timedelta(hours=8)))
    assert write_zip(ENTRIES, there) == write_zip(ENTRIES, MOMENT)


@pytest.mark.parametrize(
    ("year", "written"),
    [(1970, (1980, 1, 1, 0, 0, 0)), (1980, (1980, 6, 1, 0, 0, 0)), (5138, (2107, 12, 31, 23, 59, 58))],
)
def test_moments_are_moved_into_what_zip_can_hold(year: int, written: tuple[int, ...]) -> None:
    with ZipFile(BytesIO(write_zip(ENTRIES, datetime(year, 6, 1, tzinfo=UTC)))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {written}


def test_a_name_may_stand_once() -> None:
    with pytest.raises(ValueError, match=r"two entries are named a\.txt"):
        write_zip([*ENTRIES, ("a.txt", b"again")], MOMENT)


def test_empty_archive() -> None:
    with ZipFile(BytesIO(write_zip([], MOMENT))) as archive:
        assert archive.namelist() == []

"""The time in files: the source's, never the clock's."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from keben.document import Document, Metadata
from keben.writers.stamp import EPOCH, stamp, w3c

DAY = date(2026, 2, 6)


def document(day: date | None) -> Document:
    return Document(Metadata(id="a", lang="zh-Hans-CN", title=("题",), date=day), ())


@pytest.mark.parametrize(
    ("day", "expected"),
    [(DAY, datetime(2026, 2, 6, tzinfo=UTC)), (None, EPOCH), (date(1912, 1, 1), EPOCH), (date(9999, 12, 31), datetime(9999, 12, 31, tzinfo=UTC))],
)  # fmt: skip
def test_a_work_has_its_own_date(day: date | None, expected: datetime) -> None:
    assert stamp(document(day)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)),
        ("0", EPOCH),
        ("00000000001", EPOCH),
        ("99999999999", datetime(5138, 11, 16, 9, 46, 39, tzinfo=UTC)),
    ],
)
def test_source_date_epoch_comes_first(monkeypatch: pytest.MonkeyPatch, given: str, expected: datetime) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert stamp(document(DAY)) == expected
    assert stamp(document(None)) == expected


@pytest.mark.parametrize(
    "given", ["", "now", "-1", "1.5", " 1700000000", "１７００００００００", "9" * 12, "9" * 400, "²"]
)
def test_what_is_no_epoch_is_passed_over(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    assert stamp(document(DAY)) == datetime(2026, 2, 6, tzinfo=UTC)


def test_w3c() -> None:
    assert w3c(datetime(2026, 2, 6, 7, 8, 9, 999999, tzinfo=UTC)) == "2026-02-06T07:08:09Z"

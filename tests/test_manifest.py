"""Publishing: all of it or nothing, and a manifest that is true of what lies beside it."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from keben.errors import UsageError
from keben.manifest import FileEntry, Manifest, Rendition, SourceEntry, publish, to_json
from keben.writers.pdf.engine import FontFile

MADE = Manifest(
    work="w", keben="0.1.0", date="2026-02-06T00:00:00Z", theme=SourceEntry("plain", "0a"), sources=(SourceEntry("a.md", "00"),), files=(),
    engines={"OpenCC": "1", "Babel": "2"}, fonts=(),
)  # fmt: skip
SONG, HEI = FontFile("Song", 400, "2.001"), FontFile("Hei", 700, "1.000")
OLD = [Rendition("w.zh-Hans-CN.txt", "zh-Hans-CN", "txt", b"old"), Rendition("w.zh-Hans-CN.html", "zh-Hans-CN", "html", b"old")]  # fmt: skip
NEW = [
    Rendition("w.zh-Hans-CN.pdf", "zh-Hans-CN", "pdf", b"new", 3),
    Rendition("w.zh-Hans-CN.html", "zh-Hans-CN", "html", b"new"),
    Rendition("w.zh-Hans-CN.txt", "zh-Hans-CN", "txt", b"new"),
]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def manifest(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    return read


def names(folder: Path) -> list[str]:
    return [entry["name"] for entry in manifest(folder)["files"]]


# ---------------------------------------------------------------- what is written


def test_files_and_manifest(tmp_path: Path) -> None:
    folder = tmp_path / "build" / "w"
    entries = publish(folder, MADE, NEW)
    digest = hashlib.sha256(b"new").hexdigest()
    assert entries == (
        FileEntry("w.zh-Hans-CN.pdf", "zh-Hans-CN", "pdf", 3, digest, 3),
        FileEntry("w.zh-Hans-CN.html", "zh-Hans-CN", "html", 3, digest),
        FileEntry("w.zh-Hans-CN.txt", "zh-Hans-CN", "txt", 3, digest),
    )
    assert set(files(folder)) == {"manifest.json", *(each.name for each in NEW)}
    assert manifest(folder) == {
        "work": "w",
        "keben": "0.1.0",
        "date": "2026-02-06T00:00:00Z",
        "theme": {"name": "plain", "sha256": "0a"},
        "sources": [{"name": "a.md", "sha256": "00"}],
        "files": [
            {"name": "w.zh-Hans-CN.html", "edition": "zh-Hans-CN", "format": "html", "bytes": 3, "sha256": digest},
            {"name": "w.zh-Hans-CN.pdf", "edition": "zh-Hans-CN", "format": "pdf", "bytes": 3, "sha256": digest, "pages": 3},
            {"name": "w.zh-Hans-CN.txt", "edition": "zh-Hans-CN", "format": "txt", "bytes": 3, "sha256": digest},
        ],
        "engines": {"Babel": "2", "OpenCC": "1"},
        "fonts": [],
    }  # fmt: skip


def test_json_is_the_same_whatever_the_order_of_engines() -> None:
    turned = structs.replace(MADE, engines={"Babel": "2", "OpenCC": "1"})
    assert to_json(MADE) == to_json(turned)
    assert to_json(MADE).endswith(b"}\n")
    assert "题".encode() in to_json(structs.replace(MADE, work="题"))


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600), (0o000, 0o666)])
def test_modes_follow_the_umask(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        publish(tmp_path, MADE, NEW)
        assert os.umask(umask) == umask
    finally:
        os.umask(before)
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {mode}


# ---------------------------------------------------------------- all or nothing


@pytest.mark.parametrize("fails_at", [1, 2, 3, 4])
@pytest.mark.parametrize("links", [True, False], ids=["with hard links", "without"])
def test_a_failed_move_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, *, links: bool
) -> None:
    publish(tmp_path, MADE, OLD)
    (tmp_path / "other.txt").write_bytes(b"mine")
    before = files(tmp_path)
    moves = 0
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        nonlocal moves
        moves += 1
        if moves == fails_at:
            raise OSError(errno.EIO, "Input/output error")
        return real(self, target)

    def no_link(_self: Path, _target: Path) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "replace", replace)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_link)
    with pytest.raises(UsageError, match="cannot be written: Input/output error"):
        publish(tmp_path, MADE, NEW)
    assert files(tmp_path) == before


@pytest.mark.parametrize("fails_at", [1, 2, 4])
def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    publish(tmp_path, MADE, OLD)
    before = files(tmp_path)
    made = 0
    real = tempfile.mkstemp

    def mkstemp(**arguments: Any) -> tuple[int, str]:
        nonlocal made
        made += 1
        handle, name = real(**arguments)
        if made == fails_at:  # what is opened for writing cannot be written
            os.close(handle)
            handle = os.open(name, os.O_RDONLY)
        return handle, name

    monkeypatch.setattr("keben.files.tempfile.mkstemp", mkstemp)
    with pytest.raises(UsageError, match="cannot be written"):
        publish(tmp_path, MADE, NEW)
    assert files(tmp_path) == before


def test_an_interrupt_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path, MADE, OLD)
    before = files(tmp_path)
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target.name == "manifest.json" and self.name.count(".") == 1:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path, MADE, NEW)
    assert files(tmp_path) == before


@pytest.mark.parametrize("taken", ["w.zh-Hans-CN.txt", "manifest.json"])
def test_a_folder_that_stands_in_the_way_changes_nothing(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        publish(tmp_path, MADE, NEW)
    assert [path.name for path in tmp_path.iterdir()] == [taken]


def test_the_manifest_is_moved_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = []
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        moved.append(target.name)
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    publish(tmp_path, MADE, NEW)
    assert moved == [*(each.name for each in NEW), "manifest.json"]


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    folder = tmp_path / "w"
    folder.mkdir()
    (folder / "w.zh-Hans-CN.txt").symlink_to(outside)
    publish(folder, MADE, NEW)
    assert outside.read_bytes() == b"mine"
    assert not (folder / "w.zh-Hans-CN.txt").is_symlink()
    assert set(files(folder)) == {"manifest.json", *(each.name for each in NEW)}


def test_a_work_s_folder_is_no_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "w").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="is a link"):
        publish(tmp_path / "w", MADE, NEW)
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("place", ["file", "file/w"])
def test_a_place_that_is_no_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_bytes(b"mine")
    with pytest.raises(UsageError, match="cannot be written"):
        publish(tmp_path / place, MADE, NEW)
    assert (tmp_path / "file").read_bytes() == b"mine"


# ---------------------------------------------------------------- builds of a part


def test_what_an_earlier_build_made_stays_in_the_manifest(tmp_path: Path) -> None:
    publish(tmp_path, MADE, OLD)
    publish(tmp_path, MADE, NEW[:1])
    assert names(tmp_path) == ["w.zh-Hans-CN.html", "w.zh-Hans-CN.pdf", "w.zh-Hans-CN.txt"]


def test_parts_one_by_one_give_the_manifest_of_the_whole(tmp_path: Path) -> None:
    printed = structs.replace(MADE, engines={**MADE.engines, "Pango": "1.50"}, fonts=(HEI, SONG))
    publish(tmp_path / "whole", printed, NEW)
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        folder = tmp_path / str(order)
        for index in order:
            publish(folder, printed if NEW[index].format == "pdf" else MADE, NEW[index : index + 1])
        assert files(folder) == files(tmp_path / "whole")


def test_fonts_go_with_the_pdf_that_used_them(tmp_path: Path) -> None:
    publish(tmp_path, structs.replace(MADE, fonts=(HEI,)), NEW)
    publish(tmp_path, structs.replace(MADE, fonts=(SONG,)), NEW[:1])
    assert [font["family"] for font in manifest(tmp_path)["fonts"]] == ["Song"]
    publish(tmp_path, structs.replace(MADE, fonts=(HEI,)), [structs.replace(NEW[0], name="w.zh-Hant-TW.pdf")])
    assert [font["family"] for font in manifest(tmp_path)["fonts"]] == ["Hei", "Song"]


@pytest.mark.parametrize(
    "changed",
    [
        structs.replace(MADE, sources=(SourceEntry("a.md", "01"),)),
        structs.replace(MADE, sources=(*MADE.sources, SourceEntry("a.png", "02"))),
        structs.replace(MADE, theme=SourceEntry("gongwen", "0a")),
        structs.replace(MADE, theme=SourceEntry("plain", "0b")),
        structs.replace(MADE, date="2026-02-07T00:00:00Z"),
        structs.replace(MADE, keben="0.2.0"),
        structs.replace(MADE, engines={"OpenCC": "1.1", "Babel": "2"}),
    ],
    ids=["source", "image", "theme", "theme's files", "date", "keben", "engine"],
)
def test_what_was_made_of_something_else_is_dropped(tmp_path: Path, changed: Manifest) -> None:
    publish(tmp_path, MADE, OLD)
    publish(tmp_path, changed, NEW[:1])
    assert names(tmp_path) == ["w.zh-Hans-CN.pdf"]


@pytest.mark.parametrize("data", [None, b"changed by hand"])
def test_what_is_gone_or_changed_is_dropped(tmp_path: Path, data: bytes | None) -> None:
    publish(tmp_path, MADE, OLD)
    (tmp_path / OLD[0].name).unlink()
    if data:
        (tmp_path / OLD[0].name).write_bytes(data)
    publish(tmp_path, MADE, NEW[:1])
    assert names(tmp_path) == ["w.zh-Hans-CN.html", "w.zh-Hans-CN.pdf"]


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"work": 1}', b"\xff\xfe", b'{"work":"w","files":[]}', b"[" * 100_000]
)
def test_a_manifest_that_cannot_be_read_counts_for_nothing(tmp_path: Path, content: bytes) -> None:
    publish(tmp_path, MADE, OLD)
    (tmp_path / "manifest.json").write_bytes(content)
    publish(tmp_path, MADE, NEW[:1])
    assert names(tmp_path) == ["w.zh-Hans-CN.pdf"]


def test_a_manifest_does_not_lead_out_of_its_folder(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"mine")
    folder = tmp_path / "w"
    folder.mkdir()
    digest = hashlib.sha256(b"mine").hexdigest()
    lying = structs.replace(MADE, files=tuple(
        FileEntry(name, "zh-Hans-CN", "txt", 4, digest) for name in ("../secret", str(secret), "..", "", ".", "x\0y")
    ))  # fmt: skip
    (folder / "manifest.json").write_bytes(to_json(lying))
    publish(folder, MADE, NEW[:1])
    assert names(folder) == ["w.zh-Hans-CN.pdf"]

"""What is opened as a file, and what is replaced as one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from keben.files import open_regular, read_regular, replace_one


def test_a_file_is_read_up_to_its_limit_and_one_byte(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"12345")
    assert read_regular(path, 5) == b"12345"
    assert read_regular(path, 3) == b"1234"
    (tmp_path / "link").symlink_to(path)
    assert read_regular(tmp_path / "link", 5) == b"12345"
    with pytest.raises(OSError, match="it is a folder, a pipe or a device"):
        open_regular(tmp_path / "link", follow=False)


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zeros").symlink_to("/dev/zero")
    (tmp_path / "folder").mkdir()
    for name in ("pipe", "zeros", "folder"):
        with pytest.raises(OSError, match="it is a folder, a pipe or a device"):
            read_regular(tmp_path / name, 5)


def test_a_pipe_put_there_in_between_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, descriptors = tmp_path / "a", set(Path("/proc/self/fd").iterdir())
    path.write_bytes(b"")
    real = os.open

    def swap(name: Path, flags: int) -> int:
        path.unlink()
        os.mkfifo(path)
        return real(name, flags)

    monkeypatch.setattr(os, "open", swap)
    with pytest.raises(OSError, match="it is a folder, a pipe or a device"):
        read_regular(path, 5)
    assert set(Path("/proc/self/fd").iterdir()) == descriptors


def test_a_file_that_nobody_may_write_stays(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(PermissionError, match="it may not be written"):
        replace_one(path, b"new")
    assert (path.read_bytes(), [path]) == (b"old", list(tmp_path.iterdir()))


def test_a_file_of_two_names_stays_one(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_bytes(b"old")
    other.hardlink_to(path)
    with pytest.raises(OSError, match="several names"):
        replace_one(path, b"new")
    assert (path.read_bytes(), other.read_bytes()) == (b"old", b"old")
    other.unlink()
    replace_one(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.geteuid() != 0, reason="only the administrator can give a file away")
def test_the_owner_stays_or_the_file_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o640)
    os.chown(path, 1234, 2345)
    replace_one(path, b"new")
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o640)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    with pytest.raises(PermissionError, match="it belongs to another"):
        replace_one(path, b"newer")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"new", [path])


def test_nothing_is_left_of_an_interrupted_replacement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    for owner, name in ((Path, "replace"), (os, "fchmod")):
        monkeypatch.setattr(owner, name, interrupt)
        with pytest.raises(KeyboardInterrupt):
            replace_one(path, b"new")
        assert [each.name for each in tmp_path.iterdir()] == ["a"]
        assert path.read_bytes() == b"old"

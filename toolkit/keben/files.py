"""Files, written whole or not at all and read only if they are regular.

Drafts are written beside their places and moved there when they are complete. A pipe or a device that stands in the place
of a file is neither waited for nor read without end.
"""

from __future__ import annotations

import errno
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO


def open_regular(path: Path, *, follow: bool = True) -> BinaryIO:
    """Open a regular file for reading.

    What stands there is asked before it is opened, since opening is enough to disturb some devices, and again behind it.

    Args:
        path: The file.
        follow: Whether a symbolic link in the last place is followed.

    Raises:
        OSError: It is not there, may not be opened, or is no regular file, with `errno.EINVAL`.
    """
    _refuse_others(path.stat(follow_symlinks=follow), path)
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    file = os.fdopen(os.open(path, flags), "rb")
    try:
        _refuse_others(os.fstat(file.fileno()), path)
    except OSError:
        file.close()
        raise
    return file


def read_regular(path: Path, limit: int) -> bytes:
    """Read a regular file up to a limit and one byte more, which tells that it is longer.

    Raises:
        OSError: As `open_regular` has it.
    """
    with open_regular(path) as file:
        return file.read(limit + 1)


def _refuse_others(status: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is a folder, a pipe or a device", str(path))


def replace_all(folder: Path, contents: Iterable[tuple[str, bytes]]) -> None:
    """Write all files as drafts, then move each to its name in the given order; whatever goes wrong, nothing is changed."""
    drafts: list[tuple[Path, Path]] = []
    moved: list[tuple[Path, Path | None]] = []
    mode = 0o666 & ~_umask()
    try:
        for name, data in contents:
            drafts.append((_draft(folder, data, mode), folder / name))
        for draft_path, target in drafts:
            moved.append((target, _set_aside(target)))
            draft_path.replace(target)
    except BaseException:
        for target, before in reversed(moved):
            if before:
                before.replace(target)
            else:
                target.unlink(missing_ok=True)
        raise
    finally:
        leftovers = [*(draft_path for draft_path, _ in drafts), *(before for _, before in moved if before)]
        for path in leftovers:
            path.unlink(missing_ok=True)


def replace_one(path: Path, data: bytes) -> None:
    """Put bytes in the place of a file, whole or not at all; owner and permissions stay, and a link still leads to it.

    Raises:
        OSError: The file or its folder may not be written, or the file has other names, which would keep the old bytes.
    """
    target = path.resolve()
    status = target.stat()
    if not status.st_mode & _WRITABLE or not os.access(target, os.W_OK):  # the modes count for the administrator too
        raise PermissionError(errno.EACCES, "it may not be written", str(path))
    if status.st_nlink > 1:
        raise OSError(errno.EMLINK, "it has several names (hard links); give it one, or take a copy", str(path))
    draft = _draft(target.parent, data, stat.S_IMODE(status.st_mode))
    try:
        made = draft.stat()
        if (made.st_uid, made.st_gid) != (status.st_uid, status.st_gid):
            os.chown(draft, status.st_uid, status.st_gid)
            draft.chmod(stat.S_IMODE(status.st_mode))  # which a change of owner takes some from
        draft.replace(target)
    except BaseException:
        draft.unlink()
        raise


_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def _draft(folder: Path, data: bytes, mode: int) -> Path:
    """Write bytes to a new file in a folder; whatever goes wrong, none is left."""
    handle, name = tempfile.mkstemp(prefix=".keben-", dir=folder)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), mode)
    except BaseException:
        draft.unlink()
        raise
    return draft


def _set_aside(target: Path) -> Path | None:
    """Give what stands at a name a second one, so that it can come back; nothing if nothing stands there."""
    if not os.path.lexists(target):
        return None
    aside = target.with_name(f".keben-{os.getpid()}-{target.name}")
    aside.unlink(missing_ok=True)
    try:
        aside.hardlink_to(target)
    except OSError:  # a file system without hard links
        shutil.copy2(target, aside)
    return aside


def _umask() -> int:
    current = os.umask(0o077)
    os.umask(current)
    return current

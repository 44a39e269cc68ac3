"""Regular files alone: a pipe or a device that stands in the place of one is neither waited for nor read without end."""

from __future__ import annotations

import errno
import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
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

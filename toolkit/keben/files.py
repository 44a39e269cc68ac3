"""Files written whole or not at all: as drafts beside their places, moved there when they are complete."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    """Put bytes in the place of a file, whole or not at all; its permissions stay, and a link still leads to it."""
    target = path.resolve()
    draft = _draft(target.parent, data, stat.S_IMODE(target.stat().st_mode))
    try:
        draft.replace(target)
    except BaseException:
        draft.unlink()
        raise


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

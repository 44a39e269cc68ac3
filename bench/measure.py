"""What one command costs, with everything that it starts: wall time, CPU time, and in runs of their own, memory."""

from __future__ import annotations

import ctypes
import os
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PR_SET_CHILD_SUBREAPER = 36
"""Source: linux/prctl.h."""
SAMPLE_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Command:
    """A program to start, where, and with what environment."""

    arguments: Sequence[str]
    folder: Path
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run of a command took."""

    wall_s: float
    """From before the start to the end of the last process."""
    cpu_s: float
    """User and system time of all its processes, each of which its parent waits for."""


class CommandError(RuntimeError):
    """A command failed, so its time means nothing."""

    def __init__(self, command: Command, status: int, said: str) -> None:
        super().__init__(f"`{' '.join(command.arguments)}` ended with status {status}:\n{said}")


def adopt_orphans() -> None:
    """Become the parent of processes that a command leaves behind, so that they are waited for and counted."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def run(command: Command) -> Cost:
    """Run a command to the end of its last process.

    Raises:
        CommandError: It ended with another status than 0.
    """
    said = command.folder / "said.txt"
    with said.open("wb") as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env=dict(command.environment),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        # The usage of a process that was waited for holds that of the children it waited for: getrusage(2), wait4(2).
        ended = list(_reap())
        wall_s = time.perf_counter() - start
    process.returncode = next(status for pid, status, _ in ended if pid == process.pid)
    if process.returncode:
        raise CommandError(command, process.returncode, said.read_text("utf-8", "replace"))
    return Cost(wall_s, sum(cpu_s for _, _, cpu_s in ended))


def _reap() -> Iterator[tuple[int, int, float]]:
    """Wait for all children; yield the number, exit status and CPU seconds of each."""
    with suppress(ChildProcessError):
        while True:
            pid, status, usage = os.wait4(-1, 0)
            yield pid, os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime


def find_peak(command: Command) -> int:
    """Run a command while watching its memory; return the highest sum, in bytes.

    Looking slows a run down, so this one is not timed.
    """
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(SAMPLE_SECONDS):
            peak = max(peak, sum(map(_read_pss, _list_descendants(os.getpid()))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        run(command)
    finally:
        done.set()
        watcher.join()
    return peak


def _list_descendants(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # After the name, which stands in parentheses and may hold anything: state, parent: proc(5).
            parent = int((folder / "stat").read_bytes().rpartition(b")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found[1:]


def _read_pss(pid: int) -> int:
    """Return the memory of a process, pages shared by n processes counted as one n-th, in bytes."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0

"""CPU time of a process and all its descendants, whether or not anyone waits for them.

`wait4` knows only of processes that were waited for. A program that ignores SIGCHLD lets the kernel bury its children, and
their time is lost to it (wait(2), Notes): half of Keben's would be. The kernel's task clock, inherited over fork, keeps
it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import time

SYSCALLS = {"x86_64": 298, "aarch64": 241}
"""The number of perf_event_open on each machine. Source: asm/unistd_64.h, asm-generic/unistd.h."""

# Source: perf_event_open(2), struct perf_event_attr as of its first version, 64 bytes.
TYPE_SOFTWARE, COUNT_TASK_CLOCK = 1, 1
INHERIT, EXCLUDE_KERNEL, EXCLUDE_HYPERVISOR = 1 << 1, 1 << 5, 1 << 6
FLAG_CLOEXEC = 8


class TaskClock:
    """Counts from its making on: this thread and every process that it starts."""

    def __init__(self) -> None:
        # A task clock runs in the kernel too; to exclude it only asks for fewer rights.
        flags = INHERIT | EXCLUDE_KERNEL | EXCLUDE_HYPERVISOR
        attributes = struct.pack("=IIQQQQQIIQ", TYPE_SOFTWARE, 64, COUNT_TASK_CLOCK, 0, 0, 0, flags, 0, 0, 0)
        libc = ctypes.CDLL(None, use_errno=True)
        self._counter = libc.syscall(SYSCALLS.get(platform.machine(), -1), attributes, 0, -1, -1, FLAG_CLOEXEC)
        if self._counter < 0:
            raise OSError(ctypes.get_errno(), "perf_event_open is not allowed here")
        self._own_s = time.thread_time()

    def stop(self) -> float:
        """Return the seconds that the processes took, without this thread; it counts no more."""
        own_s = time.thread_time() - self._own_s
        nanoseconds: int = struct.unpack("=Q", os.read(self._counter, 8))[0]
        os.close(self._counter)
        return nanoseconds / 1e9 - own_s


def is_allowed() -> bool:
    """Tell whether this machine lets a user count so: containers often do not."""
    try:
        TaskClock().stop()
    except OSError:
        return False
    return True

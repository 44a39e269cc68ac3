"""Reads a file that anybody may have made, in a process of its own, within limits of time and memory."""

from __future__ import annotations

import os
import resource
import select
import signal

import msgspec
from msgspec import Struct

from keben.readback import AGAIN, ReadBack, Unreadable, read_back

MEMORY_BYTES = 2 * 1024**3
CPU_SECONDS = 60
"""Of one file; a page of Chinese text takes 10 ms."""


class _Fault(Struct, frozen=True, tag=True):
    fact: str
    hint: str


class _Done(Struct, frozen=True, tag=True):
    back: ReadBack


def read_apart(ending: str, data: bytes) -> ReadBack:
    """Read the text of a rendition in a child process.

    Raises:
        Unreadable: The reader says so, or the child came to no end.
    """
    receive, send = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(receive)
            _work(ending, data, send)
        finally:  # whatever happens, this process never goes on as its caller
            os._exit(1)
    os.close(send)
    try:
        answer = _all_of(receive)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        os.close(receive)
        os.waitpid(child, 0)
    try:
        result = msgspec.msgpack.decode(answer, type=_Done | _Fault)
    except msgspec.MsgspecError:
        raise Unreadable("the file cannot be read within the limits of time and memory", AGAIN) from None
    if isinstance(result, _Fault):
        raise Unreadable(result.fact, result.hint)
    return result.back


def _all_of(receive: int) -> bytes:
    """Read a pipe to its end; nothing if the child is silent for longer than it may compute."""
    pieces: list[bytes] = []
    while select.select([receive], [], [], 4 * CPU_SECONDS)[0]:
        piece = os.read(receive, 1 << 20)
        if not piece:
            return b"".join(pieces)
        pieces.append(piece)
    raise Unreadable("reading the file does not come to an end", AGAIN)


def _work(ending: str, data: bytes, send: int) -> None:
    """Read within limits and send the result; never returns by itself."""
    for kind, most in (
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        given = resource.getrlimit(kind)[1]
        highest = most if given == resource.RLIM_INFINITY else min(most, given)
        resource.setrlimit(kind, (highest, highest))
    try:
        result: _Done | _Fault = _Done(read_back(ending, data))
    except Unreadable as fault:
        result = _Fault(fault.fact, fault.hint)
    with os.fdopen(send, "wb") as pipe:
        pipe.write(msgspec.msgpack.encode(result))
    os._exit(0)

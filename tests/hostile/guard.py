"""Runs the command in a cage: within limits, watched for what it opens, connects to and starts."""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from keben.writers.pdf.loading import cache_folder

CPU_SECONDS = 20
MEMORY_BYTES = 2 << 30
SECONDS = 240
"""By the clock, and only so that a hang ends: a machine may be busy, so what counts is time on the processor."""

CANARY = "canary-7f3a91"
"""Stands in a file that nothing may read."""

WATCH = """
import os, sys

_log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def _watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        os.write(_log, f"network {event} {args[1:]!r}\\n".encode())
        raise PermissionError("no network")
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn"):
        os.write(_log, f"process {event} {args!r}\\n".encode())
    if event == "open" and isinstance(args[0], str | bytes) and isinstance(args[2], int):
        kind = "write" if args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) else "read"
        os.write(_log, f"{kind} {os.path.abspath(os.fsdecode(args[0]))}\\n".encode("utf-8", "backslashreplace"))

sys.addaudithook(_watch)
"""
"""Loaded by Python before the command; a forked process keeps the hook."""


class Ran(NamedTuple):
    """How a command ended, what it said, and every file that there is afterwards, below the folder."""

    status: int
    out: str
    err: str
    read: frozenset[str]
    files: dict[str, bytes]

    @property
    def codes(self) -> list[str]:
        """The codes of all diagnostics, in the order in which they are printed."""
        return re.findall(r"^\S.*?: (?:error|warning)\[(\w+)\]: ", self.err, re.MULTILINE)


def run(folder: Path, *arguments: str, stdin: bytes = b"", program: tuple[str, ...] = ("-m", "keben")) -> Ran:
    """Run `keben` in `folder/in`; whatever it is given, it may write only below `folder/in/build`.

    `folder/secret.txt` holds the canary, which must not appear in anything that is printed or made.
    """
    (folder / "secret.txt").write_text(CANARY)
    watch, scratch = folder / "watch", folder / "scratch"
    for each in (watch, scratch):
        each.mkdir(exist_ok=True)
    (watch / "sitecustomize.py").write_text(WATCH)
    log = watch / "log"
    log.write_bytes(b"")
    before = files_below(folder / "in")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, (str(watch), os.environ.get("PYTHONPATH")))),
        "WATCH_LOG": str(log),
        "TMPDIR": str(scratch),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [sys.executable, *program, *arguments], cwd=folder / "in", input=stdin, capture_output=True, check=False,
        timeout=SECONDS, preexec_fn=limit, env={**os.environ, **environment},
    )  # fmt: skip
    after = files_below(folder / "in")
    _check_watch(log, folder)
    assert list(scratch.iterdir()) == []
    assert {name: after[name] for name in before} == before
    made = {name: data for name, data in after.items() if name not in before}
    assert all(name.startswith("build/") for name in made), sorted(made)
    for name, data in {"stdout": done.stdout, "stderr": done.stderr, **made}.items():
        opened = _opened(data)
        assert CANARY.encode() not in opened, f"the canary is in {name}"
        assert b"root:x:0:0" not in opened, name
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    assert "internal fault" not in err
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", err)
    return Ran(done.returncode, out, err, _read_files(log), made)


def files_below(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder; a link and a pipe count by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        for path in sorted(folder.rglob("*"))
        if not path.is_dir() or path.is_symlink()
    }


def _check_watch(log: Path, folder: Path) -> None:
    caches = cache_folder()
    allowed = (str(folder / "scratch"), str(folder / "in" / "build"), "/dev/null", *([str(caches)] if caches else []))
    for line in log.read_text("utf-8").splitlines():
        kind, _, rest = line.partition(" ")
        assert kind not in ("network", "process"), line
        assert kind != "write" or rest.startswith(allowed), line
        assert kind != "read" or rest not in (str(folder / "secret.txt"), "/etc/passwd", "/etc/hostname"), line


def _read_files(log: Path) -> frozenset[str]:
    lines = log.read_text("utf-8").splitlines()
    return frozenset(line.removeprefix("read ") for line in lines if line.startswith("read "))


def _opened(data: bytes) -> bytes:
    """Return a file together with what is compressed in it: the members of a zip, the streams of a PDF."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    streams = [data]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        unpacker = zlib.decompressobj()
        try:
            streams.append(unpacker.decompress(found[1], 50_000_000))
        except zlib.error:
            continue
    return b"\n".join(streams)


def diagnostics_in(out: str) -> list[str]:
    """Return the codes in what `keben check --json` prints."""
    return [found["code"] for found in json.loads(out)["diagnostics"]]

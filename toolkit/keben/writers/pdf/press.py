"""The press: a process that loads the engine while the source is still being read, and prints each job in a child.

    this process ──jobs──▶ press, engine loaded ──fork──▶ supervisor ──fork──▶ worker, within limits
         ▲                                                     │                  │
         └───────────────── "number status" ◀──────────────────┘      result file ┘

A worker that takes too much time or memory is ended and its job reported; it never takes the rest down.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import msgspec
from msgspec import Struct, structs

from keben.diagnostics import Diagnostic, diagnose
from keben.errors import MachineError
from keben.readback import Unreadable, read_back
from keben.theme import find_file
from keben.writers.pdf.composition import install
from keben.writers.pdf.engine import Printed, PrintJob, print_pdf
from keben.writers.pdf.loading import load_weasyprint

if TYPE_CHECKING:
    from typing import Self

MEMORY_BYTES = 6 * 1024**3
"""Address space of one worker. Fonts are mapped whole, 25 MB each; a speech takes some 500 MB of it."""

CPU_SECONDS = 60
CPU_SECONDS_PER_MILLION = 400
"""Of CPU time for one PDF, and for each million characters of HTML; about eight times what the engine takes."""


_NO_MORE = bytes(8)
"""In the place of a job's length: the caller needs nothing more."""


class _Ticket(Struct, frozen=True):
    number: int
    job: PrintJob


class Press:
    """Prints jobs side by side; use it as a context, which starts and ends its process."""

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="keben-")
        jobs_read, jobs_write = os.pipe()
        done_read, done_write = os.pipe()
        self._process = os.fork()
        if self._process == 0:
            try:
                os.close(jobs_write)
                os.close(done_read)
                _become_press(os.fdopen(jobs_read, "rb"), done_write, Path(self._folder.name))
            finally:  # whatever happens, this process never goes on as its caller
                os._exit(1)
        os.close(jobs_read)
        os.close(done_write)
        self._jobs: BinaryIO = os.fdopen(jobs_write, "wb")
        self._done: BinaryIO = os.fdopen(done_read, "rb")
        self._sent: dict[int, PrintJob] = {}
        return self

    def send(self, job: PrintJob) -> int:
        """Give a job to the press and return its number."""
        number = len(self._sent)
        self._sent[number] = job
        data = msgspec.msgpack.encode(_Ticket(number, job))
        with suppress(BrokenPipeError):  # if the press is gone, `next_done` says why
            self._jobs.write(len(data).to_bytes(8, "big") + data)
            self._jobs.flush()
        return number

    def next_done(self) -> tuple[int, Printed]:
        """Wait for the next job to be done and return its number and result.

        A job that failed gives a `Printed` without bytes, whose diagnostics say why.

        Raises:
            MachineError: The engine cannot be loaded on this machine.
        """
        line = self._done.readline().decode()
        number_text, _, status = line.strip().partition(" ")
        if not number_text or number_text == "machine":
            raise MachineError(
                f"the PDF engine cannot be loaded ({status or 'it ended without a word'})",
                "run `keben doctor`, which names what is missing and the command that installs it",
            )
        number = int(number_text)
        job = self._sent[number]
        result = Path(self._folder.name, str(number))
        if status == "0" and result.is_file():
            printed = msgspec.msgpack.decode(result.read_bytes(), type=Printed)
            result.unlink()
            return number, printed
        return number, Printed(b"", 0, (), (_failure(job, status),))

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:  # interrupted or failed: nothing goes on behind the caller's back
            with suppress(ProcessLookupError):
                os.killpg(self._process, signal.SIGKILL)
        self._done.close()
        with suppress(BrokenPipeError):
            self._jobs.write(_NO_MORE)
            self._jobs.close()
        os.waitpid(self._process, 0)
        self._folder.cleanup()


def cpu_limit(job: PrintJob) -> int:
    """Return the seconds of CPU time that a job may take."""
    return CPU_SECONDS + CPU_SECONDS_PER_MILLION * len(job.html) // 1_000_000


_FAILURES = {
    "cpu": ("P503", "the PDF took more than its time", "look for CSS that never ends in the theme, or divide the work"),
    "memory": ("P503", "the PDF took more than its memory", "look for enormous images or tables, or divide the work"),
    "wall": ("P503", "the PDF did not come to an end", "look for CSS that never ends in the theme, or divide the work"),
}


def _failure(job: PrintJob, status: str) -> Diagnostic:
    code, fact, hint = _FAILURES.get(
        status, ("P504", f"the PDF engine failed: {status}", "report it with this source and theme")
    )
    return diagnose(code, job.path, fact, hint=hint)


# ---------------------------------------------------------------- in the press


def _become_press(jobs: BinaryIO, done: int, folder: Path) -> None:
    """Load the engine, then fork a supervisor for each job until no more come; never returns.

    The press leads a process group of its own: a Ctrl-C reaches the caller alone, which then ends the group.
    """
    os.setpgid(0, 0)
    _load_engine(done)
    supervisors: dict[int, int] = {}

    def reap(options: int) -> None:
        """Wait for supervisors that have ended, so that their time counts, and speak for one that could not."""
        with suppress(ChildProcessError):
            while (ended := os.waitpid(-1, options))[0]:
                number = supervisors.pop(ended[0])
                if ended[1]:
                    os.write(done, f"{number} ended by the system\n".encode())

    signal.signal(signal.SIGCHLD, lambda *_: reap(os.WNOHANG))
    gc.freeze()  # what is loaded stays; no child spends 20 ms on finding that out
    while (header := jobs.read(8)) != _NO_MORE:
        if len(header) < len(_NO_MORE):  # the caller is gone, and with it whoever wants these PDFs
            os.killpg(0, signal.SIGKILL)
        ticket = msgspec.msgpack.decode(jobs.read(int.from_bytes(header, "big")), type=_Ticket)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # until the table knows the child
        supervisor = os.fork()
        if supervisor == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            status = _supervise(ticket, folder)
            os.write(done, f"{ticket.number} {status}\n".encode())
            os._exit(0)
        supervisors[supervisor] = ticket.number
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    reap(0)
    os._exit(0)


def _load_engine(done: int) -> None:
    """Load the engine, or say why it cannot be loaded and end."""
    try:
        load_weasyprint()
        install()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the caller is told and this process ends
        words = str(fault).splitlines()[0] if str(fault) else type(fault).__name__
        os.write(done, f"machine {words}\n".encode()[:4000])
        os._exit(0)


def _supervise(ticket: _Ticket, folder: Path) -> str:
    """Run a worker and return how it ended: 0, `cpu`, `memory`, `wall`, or words."""
    seconds = cpu_limit(ticket.job)
    try:
        worker = os.fork()
    except OSError as fault:
        return f"no process can be started: {fault.strerror}"
    if worker == 0:
        _work(ticket, folder, seconds)
    timed_out = False

    def end_worker(*_: object) -> None:
        nonlocal timed_out
        timed_out = True
        os.kill(worker, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end_worker)
    signal.alarm(4 * seconds)
    _, status = os.waitpid(worker, 0)
    signal.alarm(0)
    if timed_out:
        return "wall"
    if os.WIFSIGNALED(status):
        return "cpu" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else f"signal {os.WTERMSIG(status)}"
    words = folder / f"{ticket.number}.fault"
    return words.read_text(encoding="utf-8") if words.is_file() else str(os.WEXITSTATUS(status))


def _work(ticket: _Ticket, folder: Path, seconds: int) -> None:
    """Print one job within limits and leave the result in the folder; never returns."""
    _lower_limit(resource.RLIMIT_CPU, seconds, seconds + 5)
    _lower_limit(resource.RLIMIT_AS, MEMORY_BYTES, MEMORY_BYTES)
    _lower_limit(resource.RLIMIT_CORE, 0, 0)
    tempfile.tempdir = str(folder)  # the engine keeps fonts in files that nothing deletes when this process ends
    folders = tuple(map(Path, ticket.job.theme_folders))
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # or fontTools would date the variable fonts that it makes static
    try:
        printed = print_pdf(ticket.job, lambda name: find_file(folders, name).read_bytes())
        if ticket.job.read_back and printed.pdf:
            printed = _read_back(ticket.job, printed)
        (folder / str(ticket.number)).write_bytes(msgspec.msgpack.encode(printed))
        fault = ""
    except MemoryError:
        fault = "memory"
    except RecursionError:
        fault = "the text or the style sheet is nested too deeply"
    except Exception as error:  # noqa: BLE001 - reported as P504; no traceback reaches an author
        fault = f"{type(error).__name__}: {error}".replace("\n", " ")[:500]
    if fault:
        (folder / f"{ticket.number}.fault").write_text(fault, encoding="utf-8")
    os._exit(1 if fault else 0)


def _read_back(job: PrintJob, printed: Printed) -> Printed:
    """Read the text of a PDF while this process and its limits are there; both processors share the work so."""
    try:
        return structs.replace(printed, text=read_back("pdf", printed.pdf))
    except Unreadable as fault:
        found = diagnose("Q205", job.path, f"the printed PDF cannot be read back: {fault.fact}", hint=fault.hint)
        return structs.replace(printed, diagnostics=(*printed.diagnostics, found))


def _lower_limit(kind: int, soft: int, hard: int) -> None:
    """Set a limit of this process, or keep the one that it was started with if that is lower."""
    given = resource.getrlimit(kind)[1]
    highest = hard if given == resource.RLIM_INFINITY else min(hard, given)
    resource.setrlimit(kind, (min(soft, highest), highest))

"""The press: every job has its limits and its own end, and nothing of it is left behind."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from conftest import SPEECH
from keben.diagnostics import Severity
from keben.errors import MachineError
from keben.writers.pdf import press as press_module
from keben.writers.pdf.engine import Printed, PrintJob
from keben.writers.pdf.press import Press, cpu_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# The tests run beside threads of pytest's own; the press forks before it has any.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")


def job(name: str = "a.md", html: str = "<p>a") -> PrintJob:
    return PrintJob(name, html, ("@page { size: 100px }",), {}, (), {})


def processes_of(group: int) -> list[int]:
    """Return the processes of a group that are more than an exit status waiting to be read."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_for_the_end_of(groups: list[int]) -> None:
    limit = time.monotonic() + 10
    while any(processes_of(group) for group in groups):
        assert time.monotonic() < limit
        time.sleep(0.01)


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """See to it that the press leaves no file and no process."""
    groups: list[int] = []
    enter = Press.__enter__

    def noted(self: Press) -> Press:
        entered = enter(self)
        groups.append(self._process)
        return entered

    monkeypatch.setattr(Press, "__enter__", noted)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert not list(folder.iterdir())
    wait_for_the_end_of(groups)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def behave(monkeypatch: pytest.MonkeyPatch, **by_name: Callable[[], Any]) -> None:
    """Let workers do something else than print for jobs of some names."""

    def print_pdf(given: PrintJob, _find: object) -> Printed:
        by_name.get(given.path, lambda: None)()
        return Printed(given.path.encode(), 1, (), ())

    monkeypatch.setattr(press_module, "print_pdf", print_pdf)
    monkeypatch.setattr(press_module, "load_weasyprint", lambda: None)


def run(*jobs: PrintJob) -> dict[str, Printed]:
    with Press() as press:
        tickets = {press.send(each): each.path for each in jobs}
        done = dict(press.next_done() for _ in jobs)
    return {tickets[number]: printed for number, printed in done.items()}


def fault(printed: Printed) -> tuple[str, str]:
    assert (printed.pdf, printed.pages, printed.fonts) == (b"", 0, ())
    (found,) = printed.diagnostics
    assert found.severity is Severity.ERROR
    assert found.hint
    return found.code, found.fact


# ---------------------------------------------------------------- printing


def test_a_real_job() -> None:
    printed = run(job())["a.md"]
    assert printed.pdf.startswith(b"%PDF-")
    assert (printed.pages, printed.diagnostics) == (1, ())
    assert {font.family for font in printed.fonts}
    assert set(printed.engines) == {"WeasyPrint", "Pango", "HarfBuzz"}
    assert all(re.fullmatch(r"\d+\.\d+(\.\d+)?", version) for version in printed.engines.values())


def test_jobs_are_printed_side_by_side_and_each_gets_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    behave(monkeypatch, **{str(number): lambda: time.sleep(1) for number in range(8)})
    start = time.monotonic()
    printed = run(*(job(str(number)) for number in range(8)))
    assert time.monotonic() - start < 6
    assert {name: each.pdf for name, each in printed.items()} == {str(n): str(n).encode() for n in range(8)}


def test_a_press_without_a_job() -> None:
    assert run() == {}


def test_a_job_larger_than_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    behave(monkeypatch)
    printed = run(job("large", "甲" * 3_000_000), job("small"))
    assert {name: each.pdf for name, each in printed.items()} == {"large": b"large", "small": b"small"}


def test_a_result_larger_than_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_module, "load_weasyprint", lambda: None)
    monkeypatch.setattr(press_module, "print_pdf", lambda *_: Printed(b"x" * 9_000_000, 1, (), ()))
    assert run(job())["a.md"].pdf == b"x" * 9_000_000


# ---------------------------------------------------------------- limits


def spin() -> NoReturn:
    while True:
        pass


def test_time_of_the_processor_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    behave(monkeypatch, bad=spin)
    monkeypatch.setattr(press_module, "CPU_SECONDS", 1)
    printed = run(job("good"), job("bad"), job("fine"))
    assert fault(printed["bad"]) == ("P503", "the PDF took more than its time")
    assert (printed["good"].pdf, printed["fine"].pdf) == (b"good", b"fine")


def test_time_of_the_clock_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    behave(monkeypatch, bad=lambda: time.sleep(60))
    alarm = signal.alarm
    monkeypatch.setattr(signal, "alarm", lambda seconds: alarm(min(seconds, 1)))
    printed = run(job("bad"), job("good"))
    assert fault(printed["bad"]) == ("P503", "the PDF did not come to an end")
    assert printed["good"].pdf == b"good"


def test_the_clock_has_four_times_the_processor_s_seconds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given = tmp_path / "given"
    alarm = signal.alarm

    def noted(seconds: int) -> int:
        with given.open("a") as file:
            file.write(f"{seconds} ")
        return alarm(seconds)

    behave(monkeypatch)
    monkeypatch.setattr(signal, "alarm", noted)
    run(job())
    assert given.read_text() == f"{4 * cpu_limit(job())} 0 "


def test_memory_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    behave(monkeypatch, bad=lambda: bytearray(3 * 1024**3))
    monkeypatch.setattr(press_module, "MEMORY_BYTES", 2 * 1024**3)
    printed = run(job("bad"), job("good"))
    assert fault(printed["bad"]) == ("P503", "the PDF took more than its memory")
    assert printed["good"].pdf == b"good"


def test_the_engine_within_too_little_memory_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_module, "MEMORY_BYTES", 64 * 1024**2)
    assert fault(run(job())["a.md"])[0] in ("P503", "P504")


def test_a_tighter_limit_of_the_caller_s_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (5 * 1024**3, 5 * 1024**3))
        resource.setrlimit(resource.RLIMIT_CPU, (7, 8))

    def check() -> None:
        assert resource.getrlimit(resource.RLIMIT_AS) == (5 * 1024**3, 5 * 1024**3)
        assert resource.getrlimit(resource.RLIMIT_CPU) == (8, 8)
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)

    behave(monkeypatch, bound=check)
    monkeypatch.setattr(press_module, "load_weasyprint", load)
    assert run(job("bound"))["bound"].pdf == b"bound"


def test_long_works_have_more_time() -> None:
    assert cpu_limit(job(html="")) == 60
    assert cpu_limit(job(html="x" * 1_000_000)) == 460


# ---------------------------------------------------------------- failures


def bury() -> None:
    bury()


def fail(words: str) -> Callable[[], NoReturn]:
    def failing() -> NoReturn:
        raise ValueError(words)

    return failing


@pytest.mark.parametrize(
    ("behaviour", "fact"),
    [
        (fail("no\nsuch\tthing"), "the PDF engine failed: ValueError: no such\tthing"),
        (fail("坏" * 9999), "the PDF engine failed: ValueError: " + "坏" * 488),
        (bury, "the PDF engine failed: the text or the style sheet is nested too deeply"),
        (lambda: os.kill(os.getpid(), signal.SIGUSR1), f"the PDF engine failed: signal {signal.SIGUSR1:d}"),
        (lambda: os._exit(3), "the PDF engine failed: 3"),
        (lambda: os._exit(0), "the PDF engine failed: 0"),
    ],
    ids=["exception", "long words", "recursion", "crash", "exit", "exit without result"],
)
def test_a_job_that_fails_leaves_the_others(
    monkeypatch: pytest.MonkeyPatch, behaviour: Callable[[], Any], fact: str
) -> None:
    behave(monkeypatch, bad=behaviour)
    printed = run(job("good"), job("bad"), job("fine"))
    assert fault(printed["bad"]) == ("P504", fact)
    assert printed["bad"].diagnostics[0].path == "bad"
    assert (printed["good"].pdf, printed["fine"].pdf) == (b"good", b"fine")


def test_a_worker_that_cannot_be_started_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    behave(monkeypatch)
    fork = os.fork
    depth = 0

    def counted() -> int:
        nonlocal depth
        if depth == 2:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        depth += 1
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    assert fault(run(job())["a.md"]) == (
        "P504", "the PDF engine failed: no process can be started: Resource temporarily unavailable"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("raised", "words"),
    [
        (OSError("cannot load library 'libpango-1.0.so.0'\nlong explanation"), "(cannot load library 'libpango-1.0.so.0')"),
        (ImportError(), "(ImportError)"),
    ],
)  # fmt: skip
def test_an_engine_that_cannot_be_loaded(monkeypatch: pytest.MonkeyPatch, raised: Exception, words: str) -> None:
    def load() -> NoReturn:
        raise raised

    monkeypatch.setattr(press_module, "load_weasyprint", load)
    with pytest.raises(MachineError) as caught:
        run(job(), job("b"))
    assert caught.value.exit_status == 3
    assert words in caught.value.lacking
    assert "keben doctor" in caught.value.remedy


def test_a_press_that_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_module, "load_weasyprint", lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(MachineError, match="ended without a word"):
        run(job(html="x" * 1_000_000))


# ---------------------------------------------------------------- the end


@pytest.mark.parametrize("raised", [KeyboardInterrupt, ValueError])
def test_an_interrupt_ends_what_is_printing(monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]) -> None:
    behave(monkeypatch, a=spin, b=lambda: time.sleep(60))
    start = time.monotonic()
    with pytest.raises(raised), Press() as press:  # noqa: PT012 - it is raised inside on purpose
        press.send(job("a"))
        press.send(job("b"))
        press.send(job("c"))
        press.next_done()
        raise raised
    assert time.monotonic() - start < 20


def test_an_interrupt_before_the_press_is_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press_module, "load_weasyprint", lambda: time.sleep(1))
    with pytest.raises(KeyboardInterrupt), Press() as press:  # noqa: PT012 - the same
        press.send(job())
        raise KeyboardInterrupt


COMMAND = [sys.executable, "-m", "keben", "build"]


def _hear_ctrl_c() -> None:
    """Undo what a shell does to a job in the background, as CI may be one: it ignores SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_on_the_command_line(tmp_path: Path, own_temporary_folder: Path) -> None:
    long_work = SPEECH.read_text("utf-8") + "\n\n" + "甲乙丙丁戊，" * 50_000
    source = tmp_path / "long.md"
    source.write_text(long_work, "utf-8")
    running = subprocess.Popen(
        [*COMMAND, source, "-f", "pdf", "-f", "txt", "-o", tmp_path / "out"],
        env={**os.environ, "TMPDIR": str(own_temporary_folder)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        process_group=0, preexec_fn=_hear_ctrl_c,  # noqa: PLW1509 - sets one signal
    )  # fmt: skip
    limit = time.monotonic() + 60
    while not (children := children_of(running.pid)) or not any(map(children_of, children)):
        assert time.monotonic() < limit
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    out, words = running.communicate(timeout=60)
    assert (running.returncode, out, words.strip()) == (130, "", "keben: interrupted")
    assert not (tmp_path / "out").exists()
    wait_for_the_end_of(children)


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def test_the_command_line_where_the_engine_cannot_be_loaded(tmp_path: Path) -> None:
    broken = tmp_path / "weasyprint"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [*COMMAND, SPEECH, "-o", tmp_path / "out"], env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == (
        "keben: the PDF engine cannot be loaded (cannot load library 'libpango-1.0-0'); run `keben doctor`, which names"
        " what is missing and the command that installs it\n"
    )
    assert not (tmp_path / "out").exists()

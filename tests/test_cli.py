"""The command as its users meet it: a process, its exit status, what goes to stdout and what to stderr."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import FRONT_MATTER
from keben import __version__

KEBEN = (sys.executable, "-m", "keben")

COMMANDS = (
    "build", "check", "convert", "proof", "quantities", "quantities list", "glossary", "glossary list", "glossary import",
    "init", "doctor",
)  # fmt: skip

ALL = ("epub", "html", "pdf", "txt")


class Ran(NamedTuple):
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        return re.findall(r"^\S.*?: (?:error|warning)\[(\w+)\]: ", self.err, re.MULTILINE)


def keben(folder: Path, *arguments: str | Path, stdin: bytes = b"", **environment: str) -> Ran:
    done = subprocess.run(
        [*KEBEN, *map(str, arguments)], cwd=folder, input=stdin, capture_output=True, check=False, timeout=240,
        env={**os.environ, **environment},
    )  # fmt: skip
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err
    assert "internal fault" not in ran.err
    assert "\x1b" not in ran.out + ran.err
    return ran


def write(folder: Path, name: str = "a.md", body: str = "各位代表。\n", identifier: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FRONT_MATTER.replace("sample", identifier or path.stem) + body, encoding="utf-8")
    return path


def made(folder: Path) -> list[str]:
    """Return every file below a folder, as `a/a.zh-Hans-CN.txt`."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir())


# ---------------------------------------------------------------- calls


@pytest.mark.parametrize("option", ["--help", "-h"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_goes_to_stdout(tmp_path: Path, command: str, option: str) -> None:
    ran = keben(tmp_path, *command.split(), option)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: keben {command}".rstrip())


def test_help_names_every_command(tmp_path: Path) -> None:
    listed = keben(tmp_path, "--help").out.partition("Commands:\n")[2]
    assert re.findall(r"^  (\w+)", listed, re.MULTILINE) == [name for name in COMMANDS if " " not in name]


def test_version(tmp_path: Path) -> None:
    assert keben(tmp_path, "--version") == (0, f"keben, version {__version__}\n", "")


def test_the_script_and_the_module_are_one(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("keben")
    done = subprocess.run([script, "--version"], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout.decode() == keben(tmp_path, "--version").out


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ("", "Usage: keben"),
        ("bulid", "bulid"),
        ("build a.md --fomat pdf", "--fomat"),
        ("build a.md -f docx", "'docx' is not one of 'pdf', 'epub', 'html', 'txt'"),
        ("build a.md -f", "-f"),
        ("build a.md -e zh", "`zh` is not a locale"),
        ("build a.md -e zh-Hans-cn -e zh-Hans-CN", "twice"),
        ("build a.md -t ../plain", "`../plain` is not an id"),
        ("build a.md -j 0", "0 is not in the range"),
        ("build a.md -j two", "two"),
        ("build gone.md", "there is no source `gone.md`"),
        ("build a.md gone.md", "there is no source `gone.md`"),
        ("build two", "`two` holds 2 sources"),
        ("build none", "`none` holds 0 sources"),
        (f"build {'x' * 300}.md", "File name too long"),
        ("build", "there is no `keben.toml` here or above"),
        ("check", "there is no `keben.toml` here or above"),
        ("check gone.md", "there is no source `gone.md`"),
        ("check a.md --strictly", "--strictly"),
        ("convert a.md", "--to"),
        ("convert --to zh-Hant a.md", "`zh-Hant` is not a locale"),
        ("convert --to en a.md", "needs a translation"),
        ("convert --to zh-Hant-TW gone.md", "gone.md"),
        ("proof", "SOURCE"),
        ("proof a.md", "--edition"),
        ("quantities", "Usage: keben quantities"),
        ("quantities lst a.md", "lst"),
        ("quantities list", "SOURCE"),
        ("quantities list gone.md", "gone.md"),
        ("init", "DIR"),
        ("init two", "`two` is not an empty folder"),
        ("init a.md", "`a.md` is not an empty folder"),
        ("init a.md/new", "cannot be written"),
        ("doctor now", "now"),
    ],
)
def test_a_wrong_call_is_usage(tmp_path: Path, call: str, words: str) -> None:
    write(tmp_path)
    write(tmp_path, "two/b.md")
    write(tmp_path, "two/c.md")
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "d.md").write_text("no front matter\n")
    (tmp_path / "none" / "e.md").mkdir()
    before = made(tmp_path)
    ran = keben(tmp_path, *call.split())
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.err
    assert made(tmp_path) == before


def test_a_theme_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path)
    ran = keben(tmp_path, "build", "a.md", "-t", "gongwn")
    assert (ran.status, ran.codes) == (1, ["F403"])
    assert "use one of gongwen, plain" in ran.err
    assert made(tmp_path) == ["a.md"]


# ---------------------------------------------------------------- what a build makes


def test_a_build_makes_everything_in_the_source_s_own_language(tmp_path: Path) -> None:
    write(tmp_path)
    ran = keben(tmp_path, "build", "a.md")
    assert (ran.status, ran.err) == (0, "")
    assert made(tmp_path / "build") == [*(f"a/a.zh-Hans-CN.{form}" for form in ALL), "a/manifest.json"]
    assert [line.split()[0] for line in ran.out.splitlines()] == [
        f"build/a/a.zh-Hans-CN.{form}" for form in ("pdf", "epub", "html", "txt")
    ]


def test_flags_say_which_editions_and_formats_and_where(tmp_path: Path) -> None:
    write(tmp_path)
    tags = ("-e", "zh-hant-tw", "-e", "zh-Hant-HK", "-e", "ZH-HANT-MO")
    ran = keben(tmp_path, "build", "a.md", *tags, "-f", "txt", "-f", "html", "-f", "txt", "-o", "出 版", "-j", "2")
    assert (ran.status, ran.err) == (0, "")
    names = [f"a.zh-Hant-{region}.{form}" for region in ("HK", "MO", "TW") for form in ("html", "txt")]
    assert made(tmp_path) == ["a.md", *(f"出 版/a/{name}" for name in (*names, "manifest.json"))]


def test_pdfs_are_printed_at_once_or_one_by_one_with_the_same_bytes(tmp_path: Path) -> None:
    write(tmp_path)
    tags = ("-e", "zh-Hans-CN", "-e", "zh-Hant-TW")
    for jobs in ("1", "2"):
        assert keben(tmp_path, "build", "a.md", *tags, "-f", "pdf", "-j", jobs, "-o", jobs).status == 0
    names = made(tmp_path / "1")
    assert len(names) == 3
    assert [(tmp_path / "1" / name).read_bytes() for name in names] == [
        (tmp_path / "2" / name).read_bytes() for name in names
    ]


def test_a_folder_is_its_only_source(tmp_path: Path) -> None:
    write(tmp_path, "work/speech.md", identifier="speech")
    write(tmp_path, "work/speech.en.md", identifier="speech")
    (tmp_path / "work" / "NOTES.md").write_text("Notes, no front matter.\n")
    (tmp_path / "work" / "old.md").mkdir()
    os.mkfifo(tmp_path / "work" / "pipe.md")
    ran = keben(tmp_path, "build", "work", "-f", "txt")
    assert (ran.status, ran.err) == (0, "")
    assert made(tmp_path / "build") == ["speech/manifest.json", "speech/speech.zh-Hans-CN.txt"]


@pytest.mark.parametrize("value", ["1700000000", "soon", "", "-5"])
def test_the_given_time_is_stamped(tmp_path: Path, value: str) -> None:
    write(tmp_path)
    assert keben(tmp_path, "build", "a.md", "-f", "html", SOURCE_DATE_EPOCH=value).status == 0
    page = (tmp_path / "build/a/a.zh-Hans-CN.html").read_text("utf-8")
    stamp = "2023-11-14T22:13:20Z" if value.isdigit() else "2026-02-06T00:00:00Z"
    assert re.findall(r'dcterms\.modified" content="(.*?)"', page) == [stamp]


def test_a_name_that_is_not_utf_8_stays_usable(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff.md")
    (tmp_path / name).write_text(FRONT_MATTER + "正文。\n", encoding="utf-8")
    ran = keben(tmp_path, "build", name, "-f", "txt", "--json")
    assert ran.status == 0
    assert [work["source"] for work in json.loads(ran.out)["works"]] == [name]
    assert keben(tmp_path, "check", name).status == 0


# ---------------------------------------------------------------- several works, faults


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Make a folder with a sound work, one with an error and one with a warning."""
    write(tmp_path, "a.md")
    write(tmp_path, "bad.md", "营收[很多]{.q}。\n")
    write(tmp_path, "odd.md", "第一,第二。\n")
    return tmp_path


def test_a_work_with_an_error_leaves_the_others_alone(three: Path) -> None:
    ran = keben(three, "build", "a.md", "bad.md", "odd.md", "-f", "txt")
    assert (ran.status, ran.codes) == (1, ["Q101", "L302"])
    assert "bad.md: nothing made" in ran.out.splitlines()
    assert made(three / "build") == [
        "a/a.zh-Hans-CN.txt", "a/manifest.json", "odd/manifest.json", "odd/odd.zh-Hans-CN.txt",
    ]  # fmt: skip
    assert ran.err.endswith("1 error, 1 warning\n")


def test_a_warning_stops_a_work_under_strict(three: Path) -> None:
    assert keben(three, "build", "odd.md", "-f", "txt", "-o", "loose").status == 0
    ran = keben(three, "build", "a.md", "odd.md", "-f", "txt", "--strict")
    assert (ran.status, ran.codes) == (1, ["L302"])
    assert made(three / "build") == ["a/a.zh-Hans-CN.txt", "a/manifest.json"]
    assert keben(three, "check", "odd.md").status == 0
    assert keben(three, "check", "odd.md", "--strict").status == 1


def test_two_works_cannot_have_one_id(tmp_path: Path) -> None:
    write(tmp_path, "one.md", "第一份。\n", "same")
    write(tmp_path, "two.md", "第二份。\n", "same")
    ran = keben(tmp_path, "build", "one.md", "two.md", "-f", "txt")
    assert (ran.status, ran.codes) == (1, ["S048"])
    assert ran.err.startswith("two.md: error[S048]: the id `same` is also that of `one.md`\n")
    assert "第一份" in (tmp_path / "build/same/same.zh-Hans-CN.txt").read_text("utf-8")


def test_what_was_built_before_stays_when_a_work_gets_an_error(tmp_path: Path) -> None:
    write(tmp_path)
    assert keben(tmp_path, "build", "a.md", "-f", "txt").status == 0
    before = {name: (tmp_path / "build" / name).read_bytes() for name in made(tmp_path / "build")}
    write(tmp_path, body="营收[很多]{.q}。\n")
    assert keben(tmp_path, "build", "a.md", "-f", "txt").status == 1
    assert {name: (tmp_path / "build" / name).read_bytes() for name in made(tmp_path / "build")} == before


# ---------------------------------------------------------------- keben.toml


def test_a_project_builds_from_any_folder_in_it(tmp_path: Path) -> None:
    write(tmp_path, "docs/a.md")
    (tmp_path / "keben.toml").write_text('works = ["docs/a.md"]\nformats = ["txt"]\noutput = "out"\n')
    for start in (tmp_path, tmp_path / "docs"):
        ran = keben(start, "build")
        assert (ran.status, ran.err) == (0, "")
        assert made(tmp_path) == ["docs/a.md", "keben.toml", "out/a/a.zh-Hans-CN.txt", "out/a/manifest.json"]


@pytest.mark.parametrize(
    ("content", "codes", "words"),
    [
        (b'works = ["a.md"\n', ["S011"], "not TOML"),
        (b"works = [[[[[[" + b"[" * 100_000, ["S011"], "not TOML"),
        (b"\xff\xfe", ["S001"], "not UTF-8"),
        (b'workz = ["a.md"]\n', ["S014"], "did you mean `works`?"),
        (b'works = ["a.md"]\neditions = ["zh"]\n', ["S016"], "keben.toml:2:1: error[S016]: `editions`: `zh`"),
        (b'works = ["a.md"]\nformats = []\n', ["S016"], "empty list"),
        (b'works = ["a.md", "a.md"]\n', ["S016"], "names the same thing twice"),
        (b'works = ["a.md"]\noutput = 5\ntheme = ["plain"]\n', ["S016", "S016"], "`output`"),
    ],
)
@pytest.mark.parametrize("call", ["build", "check", "build a.md", "check a.md"])
def test_a_project_file_with_faults(tmp_path: Path, call: str, content: bytes, codes: list[str], words: str) -> None:
    write(tmp_path)
    (tmp_path / "keben.toml").write_bytes(content)
    ran = keben(tmp_path, *call.split())
    assert (ran.status, ran.codes) == (1, codes)
    assert words in ran.err
    assert made(tmp_path) == ["a.md", "keben.toml"]
    told = json.loads(keben(tmp_path, *call.split(), "--json").out)
    found = told["works"][0]["diagnostics"] if call.startswith("build") else told["diagnostics"]
    assert [each["code"] for each in found] == codes


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        ("", 2, "names no works"),
        ('formats = ["txt"]\n', 2, "names no works"),
        ('works = ["gone.md"]\n', 1, "gone.md: error[S005]: there is no such file"),
        ('works = ["."]\n', 1, "error[S005]"),
        ('works = ["a.md", "./a.md"]\nformats = ["txt"]\n', 1, "error[S048]"),
    ],
)
def test_a_project_file_that_names_no_works(tmp_path: Path, content: str, status: int, words: str) -> None:
    write(tmp_path)
    (tmp_path / "keben.toml").write_text(content)
    ran = keben(tmp_path, "build")
    assert ran.status == status
    assert words in ran.err


# ---------------------------------------------------------------- output folders


@pytest.mark.parametrize("place", ["file", "file/deeper", "/dev/null", "/proc/keben"])
def test_an_output_folder_that_cannot_be(tmp_path: Path, place: str) -> None:
    write(tmp_path)
    (tmp_path / "file").write_text("mine")
    ran = keben(tmp_path, "build", "a.md", "-f", "txt", "-o", place)
    assert (ran.status, ran.codes) == (1, ["S006"])
    assert f"`{place}/a` cannot be written" in ran.err
    assert (tmp_path / "file").read_text() == "mine"
    assert made(tmp_path) == ["a.md", "file"]


def test_an_output_folder_may_be_a_link_and_a_work_s_folder_may_not(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "disk").mkdir()
    (tmp_path / "build").symlink_to("disk")
    assert keben(tmp_path, "build", "a.md", "-f", "txt").status == 0
    assert made(tmp_path / "disk") == ["a/a.zh-Hans-CN.txt", "a/manifest.json"]
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").symlink_to("../elsewhere")
    ran = keben(tmp_path, "build", "a.md", "-f", "txt", "-o", "out")
    assert (ran.status, ran.codes) == (1, ["S006"])
    assert "is a link" in ran.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("name", ["a.zh-Hans-CN.txt", "manifest.json"])
def test_a_folder_in_the_place_of_a_file_is_not_taken_away(tmp_path: Path, name: str) -> None:
    write(tmp_path)
    (tmp_path / "build" / "a" / name).mkdir(parents=True)
    ran = keben(tmp_path, "build", "a.md", "-f", "txt")
    assert (ran.status, ran.codes) == (1, ["S006"])
    assert (tmp_path / "build" / "a" / name).is_dir()
    assert made(tmp_path) == ["a.md"]


def test_a_link_in_the_place_of_a_file_is_replaced_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path)
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    place = tmp_path / "build" / "a" / "a.zh-Hans-CN.txt"
    place.parent.mkdir(parents=True)
    place.symlink_to(mine)
    assert keben(tmp_path, "build", "a.md", "-f", "txt").status == 0
    assert mine.read_text() == "mine"
    assert not place.is_symlink()


# ---------------------------------------------------------------- what is printed


def parsed(ran: Ran) -> Any:
    """Return stdout as JSON; anything else on it would not parse."""
    return json.loads(ran.out)


def test_json_alone_goes_to_stdout(three: Path) -> None:
    ran = keben(three, "build", "a.md", "bad.md", "odd.md", "-f", "txt", "--json")
    assert ran.status == 1
    works = parsed(ran)["works"]
    assert [(work["source"], work["work"], work["failed"], len(work["files"])) for work in works] == [
        ("a.md", "a", False, 1), ("bad.md", "", True, 0), ("odd.md", "odd", False, 1),
    ]  # fmt: skip
    assert [found["code"] for work in works for found in work["diagnostics"]] == ["Q101", "L302"]
    assert ran.codes == ["Q101", "L302"]
    (entry,) = works[0]["files"]
    assert entry["bytes"] == len((three / "build/a" / entry["name"]).read_bytes())


def test_json_of_a_check_says_nothing_else(three: Path) -> None:
    ran = keben(three, "check", "a.md", "bad.md", "odd.md", "--json")
    assert (ran.status, ran.err) == (1, "")
    assert [(found["path"], found["code"], found["severity"]) for found in parsed(ran)["diagnostics"]] == [
        ("bad.md", "Q101", "error"), ("odd.md", "L302", "warning"),
    ]  # fmt: skip
    assert parsed(ran)["diagnostics"][0]["place"] == {"line": 8, "column": 4, "length": 2}
    assert keben(three, "check", "a.md", "--json") == (0, '{\n  "diagnostics": []\n}\n', "")


def test_json_of_quantities_keeps_faults_apart(three: Path) -> None:
    ran = keben(three, "quantities", "list", "bad.md", "--json")
    assert (ran.status, ran.codes) == (1, ["Q101"])
    assert parsed(ran) == {"quantities": []}


def test_json_of_the_doctor(tmp_path: Path) -> None:
    ran = keben(tmp_path, "doctor", "--json")
    assert (ran.status, ran.err) == (0, "")
    told = parsed(ran)
    assert told["remedy"] == ""
    assert all(part["present"] for part in told["parts"] if part["group"] == "build")


def test_a_check_reports_on_stderr_and_its_verdict_on_stdout(three: Path) -> None:
    assert keben(three, "check", "a.md") == (0, "1 source: nothing to report\n", "")
    ran = keben(three, "check", "bad.md")
    assert (ran.status, ran.out, ran.codes) == (1, "", ["Q101"])
    assert made(three) == ["a.md", "bad.md", "odd.md"]


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """Run a command whose stderr is a terminal, and return what the terminal got."""
    ours, theirs = pty.openpty()
    try:
        subprocess.run(
            [*KEBEN, *arguments], cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs, check=False, timeout=240,
            env={**os.environ, "TERM": "xterm", **environment},
        )  # fmt: skip
        return os.read(ours, 100_000).decode()
    finally:
        os.close(ours)
        os.close(theirs)


def test_colour_is_for_terminals_that_want_it(three: Path) -> None:
    assert "\x1b[1;31merror[Q101]\x1b[0m" in on_a_terminal(three, "check", "bad.md")
    assert "\x1b[1;33mwarning[L302]\x1b[0m" in on_a_terminal(three, "check", "odd.md")
    plain = on_a_terminal(three, "check", "bad.md", NO_COLOR="1")
    assert "error[Q101]" in plain
    assert "\x1b" not in plain
    assert "\x1b[1;31m" not in on_a_terminal(three, "build", "bad.md", "-f", "txt", NO_COLOR="1")


def test_output_is_utf_8_whatever_the_locale_says(three: Path) -> None:
    ran = keben(three, "check", "bad.md", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "`很多` has no number" in ran.err


def test_a_reader_who_leaves_is_no_fault(tmp_path: Path) -> None:
    write(tmp_path)
    with subprocess.Popen(
        [*KEBEN, "doctor", "--json"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    write(tmp_path, body="有[5件]{.q}。\n")
    (tmp_path / "a.txt").write_text("有5件。", encoding="utf-8")
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        for call in ("check a.md", "quantities list a.md", "quantities suggest a.txt"):
            done = subprocess.run(
                [*KEBEN, *call.split()], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False
            )
            assert (done.returncode, b"cannot be written" in done.stderr, b"Traceback" in done.stderr) == (
                3,
                True,
                False,
            )
        done = subprocess.run([*KEBEN, "check", "gone.md"], cwd=tmp_path, stderr=full, check=False)
        assert done.returncode == 2


@pytest.mark.parametrize(
    ("closed", "call", "status"),
    [
        (0, "convert --to zh-Hant-TW", 2),
        (0, "check a.md", 0),
        (1, "check a.md", 0),
        (1, "quantities list a.md", 0),
        (1, "quantities suggest a.md", 0),
        (2, "check gone.md", 2),
    ],
)
def test_a_stream_may_be_closed(tmp_path: Path, closed: int, call: str, status: int) -> None:
    write(tmp_path)
    line = f'"$0" -m keben {call} {closed}<&-'
    done = subprocess.run(["/bin/sh", "-c", line, sys.executable], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    assert b"internal fault" not in done.stderr


# ---------------------------------------------------------------- machine, init


def test_an_engine_that_cannot_be_loaded(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "stub").mkdir()
    (tmp_path / "stub" / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0')\n")
    ran = keben(tmp_path, "build", "a.md", PYTHONPATH=str(tmp_path / "stub"))
    assert (ran.status, ran.out) == (3, "")
    assert "cannot load library libpango-1.0" in ran.err
    assert "run `keben doctor`" in ran.err
    assert not (tmp_path / "build").exists()
    assert keben(tmp_path, "build", "a.md", "-f", "txt", PYTHONPATH=str(tmp_path / "stub")).status == 0


@pytest.mark.parametrize("exists", [False, True])
def test_a_new_project_builds_at_once(tmp_path: Path, exists: bool) -> None:  # noqa: FBT001 - a case
    folder = tmp_path / "新 书"
    if exists:
        folder.mkdir()
    ran = keben(tmp_path, "init", folder)
    assert (ran.status, ran.err) == (0, "")
    files = [".gitignore", "docs_src/hello/hello.md", "keben.toml"]
    assert made(folder) == files
    assert keben(folder, "check") == (0, "1 source: nothing to report\n", "")
    ran = keben(folder, "build", "--strict")
    assert (ran.status, ran.err) == (0, "")
    tags = ("zh-Hans-CN", "zh-Hant-TW")
    expected = [*(f"build/hello/hello.{tag}.{form}" for tag in tags for form in ALL), "build/hello/manifest.json"]
    assert made(folder) == sorted([*files, *expected])
    assert keben(tmp_path, "init", folder).status == 2


# ---------------------------------------------------------------- interruption


def processes_with(mark: str) -> list[int]:
    """Return the processes whose environment holds a mark and that are not ended."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state = (path / "stat").read_text().rpartition(") ")[2][0]
            if state != "Z" and mark.encode() in (path / "environ").read_bytes():
                found.append(int(path.name))
    return found


def wait_until(condition: Any, seconds: float) -> bool:
    """Say whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return bool(condition())


@pytest.mark.parametrize("whole_group", [False, True], ids=["one process", "Ctrl-C"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, number: signal.Signals, whole_group: bool) -> None:  # noqa: FBT001 - a case
    """Interrupt a build while its PDF is printed from a style sheet that never ends; another work is done by then."""
    mark = f"KEBEN_TEST_{os.getpid()}_{time.monotonic_ns()}"
    (tmp_path / "scratch").mkdir()
    themes = tmp_path / "themes" / "own"
    themes.mkdir(parents=True)
    (tmp_path / "keben.toml").write_text("")
    (themes / "theme.toml").write_text('parent = "plain"\n')
    (themes / "print.css").write_text("p { display: grid; grid-template-columns: repeat(1000000000, 1fr); }\n")
    write(tmp_path)
    before = made(tmp_path)
    running = subprocess.Popen(
        [*KEBEN, "build", "a.md", "-t", "own"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, env={**os.environ, "MARK": mark, "TMPDIR": str(tmp_path / "scratch")},
    )  # fmt: skip
    try:
        # The command, the press, a supervisor and its worker.
        assert wait_until(lambda: len(processes_with(mark)) >= 4, 120)
        (os.killpg if whole_group else os.kill)(running.pid, number)
        out, err = running.communicate(timeout=60)
        assert (running.returncode, out) == (130, b"")
        assert err.decode().strip() == "keben: interrupted"
        assert wait_until(lambda: not processes_with(mark), 30)
    finally:
        for process in processes_with(mark):
            os.kill(process, signal.SIGKILL)
        running.wait()
    assert made(tmp_path) == before
    assert list((tmp_path / "scratch").iterdir()) == []

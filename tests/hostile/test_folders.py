"""Folders that hold something else than files where files are looked for: nothing is waited for, nothing from outside is read."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import FRONT_MATTER
from hostile.guard import CANARY, diagnostics_in, run
from keben.pipeline import build, check
from keben.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 60
"""Far more than any of this takes, and only so that a hang ends."""


def write(folder: Path, body: str = "收入[5亿元]{.q #a}。\n", keys: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "w.md"
    path.write_text(FRONT_MATTER.replace("id: sample\n", f"id: w\n{keys}") + body, encoding="utf-8")
    return path


def keben(folder: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "keben", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=SECONDS)
    assert b"Traceback" not in done.stderr
    assert b"internal fault" not in done.stderr
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("name", ["datapackage.json", "quantities.csv"])
@pytest.mark.parametrize("what", ["pipe", "zeros"])
def test_a_package_folder_with_no_files_in_it(tmp_path: Path, name: str, what: str) -> None:
    write(tmp_path)
    (tmp_path / "p").mkdir()
    plant(tmp_path / "p" / name, what)
    status, err = keben(tmp_path, "quantities", "list", "w.md", "--package", "p")
    assert (status, err) == (2, f"keben: `p/{name}` is not of the work `w`; name another folder\n")


def plant(path: Path, what: str) -> None:
    path.unlink(missing_ok=True)
    if what == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/zero")


@pytest.mark.parametrize("name", ["manifest.json", "w.zh-Hans-CN.html"])
@pytest.mark.parametrize("what", ["pipe", "zeros"])
def test_an_output_folder_with_no_files_in_it(tmp_path: Path, name: str, what: str) -> None:
    write(tmp_path)
    assert keben(tmp_path, "build", "w.md", "-f", "txt", "-f", "html")[0] == 0
    plant(tmp_path / "build" / "w" / name, what)
    assert keben(tmp_path, "build", "w.md", "-f", "txt")[0] == 0
    manifest = tmp_path / "build" / "w" / "manifest.json"
    assert not manifest.is_symlink()
    assert re.findall(r'"name": "(w\.zh.*)"', manifest.read_text()) == ["w.zh-Hans-CN.txt"]


@pytest.mark.parametrize("what", ["pipe", "zeros"])
def test_a_project_and_a_translation_that_are_no_files(tmp_path: Path, what: str) -> None:
    write(tmp_path)
    plant(tmp_path / "keben.toml", what)
    assert keben(tmp_path, "check", "w.md") == (0, "")
    plant(tmp_path / "w.en.md", what)
    status, err = keben(tmp_path, "check", "w.md")
    assert (status, re.findall(r"\[(\w+)\]", err)) == (1, ["T612"] if what == "zeros" else ["S005"])


def test_a_translation_outside_the_folder_is_not_read(tmp_path: Path) -> None:
    source = write(tmp_path / "in", keys="editions: [zh-Hans-CN, en]\n")
    (tmp_path / "in" / "w.en.md").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "secret.txt").write_text(CANARY)
    ran = run(tmp_path, "check", "w.md", "--json")
    assert diagnostics_in(ran.out) == ["T612"]
    assert str(tmp_path / "secret.txt") not in ran.read
    ran = run(tmp_path, "build", "w.md", "-f", "txt")
    assert (ran.status, ran.codes) == (1, ["T612"])
    (outcome,) = build([source], Settings(formats=("txt",), editions=("zh-Hans-CN",), output=str(tmp_path / "build")))
    assert not outcome.failed  # its faults stop only the editions that are made from it


def test_links_inside_the_folder_and_to_the_source_are_followed(tmp_path: Path) -> None:
    source = write(tmp_path / "in")
    (tmp_path / "in" / "words").mkdir()
    (tmp_path / "in" / "words" / "en.md").write_text("---\nlang: en\ntitle: Sample\n---\n\nIncome was []{q=a}.\n")
    (tmp_path / "in" / "w.en.md").symlink_to("words/en.md")
    assert check(source) == []
    (tmp_path / "to").symlink_to(tmp_path / "in")
    assert check(tmp_path / "to" / "w.md") == []
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / "w.md").symlink_to(source)
    assert check(tmp_path / "desk" / "w.md") == []


LONG = "x" * 300


@pytest.mark.parametrize(
    "call",
    [
        ("quantities", "verify", "w.md", f"{LONG}.pdf"),
        ("quantities", "list", LONG),
        ("quantities", "list", "w.md", "--package", LONG),
        ("build", LONG),
        ("init", LONG),
    ],
    ids=" ".join,
)
def test_a_name_that_no_file_can_have(tmp_path: Path, call: tuple[str, ...]) -> None:
    write(tmp_path)
    status, err = keben(tmp_path, *call)
    assert (status, err.count("\n")) == (2, 1)
    assert "File name too long" in err


@pytest.mark.parametrize("call", ["build", "check", "build {}", "quantities verify {} {}"])
def test_a_working_folder_that_is_gone(tmp_path: Path, call: str) -> None:
    write(tmp_path)
    (tmp_path / "gone").mkdir()
    line = f'cd gone && rmdir ../gone && exec "$0" -m keben {call.replace("{}", "../w.md")}'
    done = subprocess.run(
        ["/bin/sh", "-c", line, sys.executable], cwd=tmp_path, capture_output=True, check=False, timeout=SECONDS
    )
    assert done.returncode == 2
    assert done.stderr.startswith(b"keben: ")
    assert done.stderr.count(b"\n") == 1
    assert b"internal fault" not in done.stderr


POWERLESS = "setpriv --bounding-set -dac_override,-dac_read_search " if os.geteuid() == 0 else ""
"""Put before a command, takes away what lets the administrator open every folder."""


@pytest.mark.skipif(bool(POWERLESS) and not shutil.which("setpriv"), reason="the administrator may open every folder")
@pytest.mark.parametrize(
    ("shut", "call", "status"),
    [
        ("work", "cd work && chmod 000 . && {} build", 2),
        ("work", "cd work && chmod 000 . && {} check", 2),
        ("work", "chmod 000 work && {} check work/w.md", 2),
        ("work", "chmod 000 work && {} quantities verify w.md work/w.zh-Hans-CN.txt", 2),
        ("themes", "chmod 000 themes && {} build w.md -f txt -t own", 1),
    ],
)
def test_a_folder_that_may_not_be_opened(tmp_path: Path, shut: str, call: str, status: int) -> None:
    write(tmp_path)
    write(tmp_path / "work")
    (tmp_path / "work" / "w.zh-Hans-CN.txt").write_text("x")
    (tmp_path / "themes" / "own").mkdir(parents=True)
    (tmp_path / "keben.toml").write_text('works = ["w.md"]')
    line = call.format(f"exec {POWERLESS}'{sys.executable}' -m keben")
    done = subprocess.run(["/bin/sh", "-c", line], cwd=tmp_path, capture_output=True, check=False, timeout=SECONDS)
    (tmp_path / shut).chmod(0o700)
    assert done.returncode == status
    assert b"cannot be opened: Permission denied" in done.stderr
    assert b"internal fault" not in done.stderr

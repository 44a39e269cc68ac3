"""Same source, same fonts, same engines: same bytes, wherever, whenever and however a build is run."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pypdfium2
import pytest

from conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

TORTURE = ("torture.md", "torture.png", "torture-dot.png", "torture.svg")


def make_project(folder: Path) -> Path:
    """Make a small project with every construct, images, two editions and all formats."""
    folder.mkdir(parents=True)
    (folder / "keben.toml").write_text('works = ["docs/torture.md"]\n', "utf-8")
    (folder / "docs").mkdir()
    for name in TORTURE:
        shutil.copyfile(ROOT / "tests" / name, folder / "docs" / name)
    source = folder / "docs" / "torture.md"
    source.write_text(
        source.read_text("utf-8").replace(
            "editions: [zh-Hans-CN, zh-Hant-TW, zh-Hant-HK]", "editions: [zh-Hans-CN, zh-Hant-TW]"
        ),
        "utf-8",
    )
    return folder


def build(folder: Path, *arguments: object, umask: int = -1, env: dict[str, str] | None = None) -> dict[str, bytes]:
    """Run `keben build` in a folder, in a process of its own; return every file below `build`."""
    done = subprocess.run(
        [sys.executable, "-m", "keben", "build", *map(str, arguments)], cwd=folder, env={**os.environ, **(env or {})},
        capture_output=True, text=True, check=False, umask=umask,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return files(folder / "build")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = build(make_project(tmp_path_factory.mktemp("plain") / "project"))
    assert len(made) == 9
    return made


def differing(made: dict[str, bytes], expected: dict[str, bytes]) -> list[str]:
    assert made.keys() == expected.keys()
    return [name for name in made if made[name] != expected[name]]


@pytest.mark.parametrize(
    "env",
    [
        {"TZ": "America/St_Johns", "COLUMNS": "20"},
        {"PYTHONHASHSEED": "1"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    ],
    ids=["time zone", "hash seed", "locale"],
)
def test_whatever_the_environment_says(tmp_path: Path, expected: dict[str, bytes], env: dict[str, str]) -> None:
    assert differing(build(make_project(tmp_path / "project"), env=env), expected) == []


@pytest.mark.parametrize("name", ["另一个 文件夹", "-it's & <b>%20#?"])
def test_in_any_folder(tmp_path: Path, expected: dict[str, bytes], name: str) -> None:
    assert differing(build(make_project(tmp_path / name)), expected) == []


def test_from_any_folder(tmp_path: Path, expected: dict[str, bytes]) -> None:
    project = make_project(tmp_path / "project")
    below = tmp_path / "below"
    below.mkdir()
    build(below, project / "docs/torture.md", "-o", project / "build")
    assert differing(files(project / "build"), expected) == []


@pytest.mark.parametrize("jobs", [1, 5])
def test_with_any_number_of_jobs(tmp_path: Path, expected: dict[str, bytes], jobs: int) -> None:
    assert differing(build(make_project(tmp_path / "project"), "-j", jobs), expected) == []


def test_with_other_times_and_modes(tmp_path: Path, expected: dict[str, bytes]) -> None:
    project = make_project(tmp_path / "project")
    for number, path in enumerate(sorted(project.rglob("*"))):
        if path.is_file():
            os.utime(path, (number, 4_000_000_000 - number))
            path.chmod(0o600 if number % 2 else 0o755)
    assert differing(build(project, umask=0o077), expected) == []


def test_without_a_cache(tmp_path: Path, expected: dict[str, bytes]) -> None:
    (tmp_path / "file").touch()
    made = build(make_project(tmp_path / "project"), env={"XDG_CACHE_HOME": str(tmp_path / "file")})
    assert differing(made, expected) == []


def test_over_an_earlier_build(tmp_path: Path, expected: dict[str, bytes]) -> None:
    project = make_project(tmp_path / "project")
    build(project, "-t", "gongwen", "-e", "zh-Hant-MO", "-f", "txt")
    (project / "build/torture/torture.zh-Hant-MO.txt").unlink()
    build(project)
    assert differing(build(project), expected) == []


def test_the_real_works_with_everything_different_at_once(tmp_path: Path) -> None:
    made = []
    for number, name in enumerate(("project", "另一个 项目")):
        project = tmp_path / name
        shutil.copytree(ROOT / "docs_src", project / "docs_src")
        shutil.copyfile(ROOT / "keben.toml", project / "keben.toml")
        if number:
            for path in project.rglob("*.md"):
                os.utime(path, (1, 1))
        env = {
            "TZ": ("UTC", "Pacific/Kiritimati")[number],
            "PYTHONHASHSEED": str(number),
            "LC_ALL": ("C.UTF-8", "C")[number],
        }
        made.append(build(project, "-j", 1 + number, umask=(0o022, 0o077)[number], env=env))
    assert len(made[0]) == 22
    assert differing(*made) == []


# ---------------------------------------------------------------- the time that files carry


EPOCH = "1700000000"
MOMENT = "2023-11-14T22:13:20Z"


def dates_of(made: dict[str, bytes]) -> set[str]:
    """Return every moment that the files of the Simplified edition carry, as W3C writes it, but for years alone."""
    found: set[str] = set()
    stem = "torture/torture.zh-Hans-CN"
    document = pypdfium2.PdfDocument(made[f"{stem}.pdf"])
    for key in ("CreationDate", "ModDate"):
        found.add(re.sub(r"D:(....)(..)(..)(..)(..)(..)Z", r"\1-\2-\3T\4:\5:\6Z", document.get_metadata_dict()[key]))
    document.close()
    found.update(re.findall(r'name="dcterms.modified" content="([^"]+)"', made[f"{stem}.html"].decode()))
    with ZipFile(BytesIO(made[f"{stem}.epub"])) as book:
        found.update("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*entry.date_time) for entry in book.infolist())
        package = book.read("EPUB/package.opf").decode()
        found.update(re.findall(r'<meta property="dcterms:modified">([^<]+)<', package))
    return found


def test_files_carry_the_work_s_own_date(expected: dict[str, bytes]) -> None:
    assert dates_of(expected) == {"2026-02-06T00:00:00Z"}


def test_source_date_epoch_is_respected(tmp_path: Path, expected: dict[str, bytes]) -> None:
    first = build(make_project(tmp_path / "1"), env={"SOURCE_DATE_EPOCH": EPOCH, "TZ": "Asia/Shanghai"})
    assert dates_of(first) == {MOMENT}
    assert differing(first, build(make_project(tmp_path / "2"), env={"SOURCE_DATE_EPOCH": EPOCH})) == []
    assert {name.rpartition(".")[2] for name in differing(first, expected)} == {"pdf", "html", "epub", "json"}


def test_the_manifest_is_true(expected: dict[str, bytes]) -> None:
    manifest = json.loads(expected["torture/manifest.json"])
    assert {entry["name"]: (entry["bytes"], entry["sha256"]) for entry in manifest["files"]} == {
        name.removeprefix("torture/"): (len(data), hashlib.sha256(data).hexdigest())
        for name, data in expected.items()
        if not name.endswith(".json")
    }
    assert [source["name"] for source in manifest["sources"]] == [
        "torture.md",
        "torture-dot.png",
        "torture.png",
        "torture.svg",
    ]
    assert {source["sha256"] for source in manifest["sources"][1:]} == {
        hashlib.sha256((ROOT / "tests" / name).read_bytes()).hexdigest() for name in TORTURE[1:]
    }


def test_nothing_of_the_machine_is_in_the_files(tmp_path: Path) -> None:
    project = make_project(tmp_path / "machine-7381")
    env = {"HOME": str(project), "USER": "user-7381", "XDG_CACHE_HOME": str(tmp_path / "cache-7381")}
    made = build(project, env=env)
    for name, data in made.items():
        unpacked = data
        if name.endswith(".epub"):
            with ZipFile(BytesIO(data)) as book:
                unpacked = b"".join(book.read(entry) for entry in book.namelist())
        assert b"7381" not in unpacked, name

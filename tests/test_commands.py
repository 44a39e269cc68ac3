"""The commands as people and scripts call them: exit status, stdout for results, stderr for diagnostics."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import FRONT_MATTER, NEWS, ROOT

KEBEN = [sys.executable, "-m", "keben"]


def run(*arguments: str, cwd: Path, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [*KEBEN, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **environment},
    )
    assert b"Traceback" not in done.stderr
    assert b"internal fault" not in done.stderr
    return done


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "项 目"
    assert run("init", str(folder), cwd=tmp_path).returncode == 0
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_new_project_builds_at_once_and_says_what_it_made(project: Path) -> None:
    done = run("build", "--json", cwd=project)
    assert done.returncode == 0
    assert done.stderr == b""
    (work,) = json.loads(done.stdout)["works"]
    names = {entry["name"] for entry in work["files"]}
    assert names == {
        f"hello.{tag}.{form}" for tag in ("zh-Hans-CN", "zh-Hant-TW") for form in ("pdf", "epub", "html", "txt")
    }
    assert set(files_of(project / "build")) == {f"hello/{name}" for name in names} | {"hello/manifest.json"}
    with zipfile.ZipFile(project / "build/hello/hello.zh-Hant-TW.epub") as book:
        assert book.namelist()[0] == "mimetype"


def test_the_same_source_gives_the_same_bytes_anywhere(project: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "p"
    shutil.copytree(project, other)
    assert run("build", cwd=project, TZ="Asia/Shanghai", PYTHONHASHSEED="1").returncode == 0
    assert run("build", "-j", "1", cwd=other, TZ="America/New_York", PYTHONHASHSEED="77").returncode == 0
    assert files_of(project / "build") == files_of(other / "build")


def test_a_work_with_an_error_leaves_the_others_alone(project: Path) -> None:
    bad = project / "docs_src" / "bad.md"
    bad.write_text(FRONT_MATTER + "[很多]{.q}\n", encoding="utf-8")
    done = run("build", str(bad), str(NEWS), "-f", "txt", "-o", "out", cwd=project)
    assert done.returncode == 1
    assert b"error[Q101]" in done.stderr
    assert {name.split("/")[0] for name in files_of(project / "out")} == {"zhengzhou-cppcc-2026-news"}


def test_ten_mistakes_are_ten_diagnostics(tmp_path: Path) -> None:
    text = (
        "---\nid: Ten Mistakes\nlang: zh\ntitle: 十处错误\ndate: 2026-02-30\ntitel: x\n---\n\n"
        "营收[1,23 亿元]{.q}，<b>粗体</b>。\n\n![图](missing.png)\n\n[链接](javascript:alert(1))\n\n注[^1]。\n\n[字]{.unknown}\n"
    )
    source = tmp_path / "ten.md"
    source.write_text(text, encoding="utf-8")
    done = run("build", "ten.md", cwd=tmp_path)
    assert done.returncode == 1
    found = [line.split("error[")[1][:4] for line in done.stderr.decode().splitlines() if "error[" in line]
    assert sorted(found) == ["Q103", "S014", "S016", "S016", "S016", "S020", "S022", "S025", "S026", "S030"]
    assert [path.name for path in tmp_path.iterdir()] == ["ten.md"]
    checked = run("check", "ten.md", "--json", cwd=tmp_path)
    assert checked.returncode == 1
    assert len(json.loads(checked.stdout)["diagnostics"]) == 10


def test_strict_makes_a_warning_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FRONT_MATTER + "第一,第二。\n", encoding="utf-8")
    assert run("build", "a.md", "-f", "txt", cwd=tmp_path).returncode == 0
    assert run("build", "a.md", "-f", "txt", "--strict", "-o", "strict", cwd=tmp_path).returncode == 1
    assert not (tmp_path / "strict").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "none.md"),
        ("build", "a.md", "-e", "zh"),
        ("build", "a.md", "-f", "docx"),
        ("convert", "--to", "zh-Hant", "a.md"),
        ("convert", "a.md"),
        ("publish",),
        ("check", "a.md", "--unknown"),
    ],
)
def test_a_wrong_call_is_usage(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "a.md").write_text(FRONT_MATTER, encoding="utf-8")
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr


def test_a_theme_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FRONT_MATTER + "正文。\n", encoding="utf-8")
    done = run("build", "a.md", "-t", "missing", cwd=tmp_path)
    assert done.returncode == 1
    assert b"F403" in done.stderr


def test_a_project_lays_its_own_file_over_a_theme(project: Path) -> None:
    own = project / "themes" / "plain"
    own.mkdir(parents=True)
    (own / "theme.toml").write_text('[fonts.song]\nzh-Hans-CN = ["Our Song", "serif"]\n')
    (own / "screen.css").write_text("body { color: rebeccapurple; }\n")
    assert run("build", "-f", "html", cwd=project).returncode == 0
    page = (project / "build/hello/hello.zh-Hans-CN.html").read_text(encoding="utf-8")
    assert "rebeccapurple" in page
    assert '--song: "Our Song", serif;' in page
    assert '--hei: "Noto Sans CJK SC"' in page


def test_convert_reads_standard_input_and_keeps_markup() -> None:
    source = "---\nlang: zh-Hans-CN\ntitle: 资金链\n---\n\n[发展]{.keep} `发展` [链](https://a.b/发) 新征程“里‘面’”\r\n"
    done = run("convert", "--to", "zh-Hant-TW", "-", cwd=ROOT, stdin=source.encode())
    assert done.returncode == 0
    assert done.stdout.decode() == (
        "---\nlang: zh-Hant-TW\ntitle: 資金鏈\n---\n\n[发展]{.keep} `发展` [鏈](https://a.b/发) 新征程「裡『面』」\r\n"
    )


def test_quantities_are_listed_in_three_forms(project: Path) -> None:
    listed = json.loads(run("quantities", "list", "docs_src/hello", "--json", cwd=project).stdout)["quantities"]
    assert next((entry["text"], entry["printed"]["zh-Hant-TW"]) for entry in listed) == ("1.23亿元", "1.23億元")
    table = run("quantities", "list", "docs_src/hello/hello.md", cwd=project).stdout.decode()
    assert "123,000,000" in table
    rows = run("quantities", "list", "docs_src/hello/hello.md", "--csv", cwd=project).stdout.decode().splitlines()
    assert len(rows) == len(listed) + 1


def test_the_doctor_reports() -> None:
    report = json.loads(run("doctor", "--json", cwd=ROOT).stdout)
    assert {part["group"] for part in report["parts"]} == {"build", "test"}


def test_every_command_has_help() -> None:
    for command in (
        (),
        ("build",),
        ("check",),
        ("convert",),
        ("quantities",),
        ("quantities", "list"),
        ("glossary",),
        ("glossary", "list"),
        ("glossary", "import"),
        ("init",),
        ("doctor",),
    ):
        done = run(*command, "--help", cwd=ROOT)
        assert done.returncode == 0
        assert done.stdout.startswith(b"Usage: keben")

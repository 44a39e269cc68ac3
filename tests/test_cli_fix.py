"""`keben check --fix`: files are mended in place, and what is left is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import FRONT_MATTER


def run(*arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "keben", "check", *arguments], capture_output=True, check=False, timeout=60
    )
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = Path("a.md")
    path.write_bytes((FRONT_MATTER + "甲,乙,丙“丁\n").replace("\n", "\r\n").encode("utf-8-sig"))
    path.chmod(0o640)
    return path


def test_a_file_is_mended_and_the_rest_told(source: Path) -> None:
    status, out, err = run("--fix", "a.md")
    assert source.read_bytes() == (FRONT_MATTER + "甲，乙，丙“丁\n").replace("\n", "\r\n").encode("utf-8-sig")
    assert source.stat().st_mode & 0o777 == 0o640
    assert (status, out) == (0, "a.md: L302 `,` → `，`, 2 times\na.md: 2 mended\n")
    assert "L301" in err
    assert "L302" not in err
    assert run("--fix", "a.md")[1] == "a.md: 0 mended\n"


def test_without_the_flag_nothing_is_written(source: Path) -> None:
    before = source.read_bytes()
    run("a.md")
    assert source.read_bytes() == before


def test_json_has_the_repair_of_each_diagnostic_and_what_was_mended(source: Path) -> None:
    found = json.loads(run("--json", "a.md")[1])["diagnostics"]
    assert [(each["code"], each.get("fix")) for each in found] == [("L302", "，"), ("L302", "，"), ("L301", None)]
    made = json.loads(run("--json", "--fix", "a.md")[1])
    line = FRONT_MATTER.count("\n") + 1
    places = [{"line": line, "column": 2}, {"line": line, "column": 4}]
    assert made["mended"] == {
        "a.md": [{"code": "L302", "place": place, "source": ",", "target": "，"} for place in places]
    }
    assert [each["code"] for each in made["diagnostics"]] == ["L301"]
    assert source.read_bytes().count("，".encode()) == 2


def test_translations_are_mended_with_their_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(FRONT_MATTER.replace("zh-Hans-CN", "en") + "One, two\n", encoding="utf-8")
    Path("a.zh-Hant-TW.md").write_text("---\nlang: zh-Hant-TW\ntitle: 題\n---\n\n甲,乙\n", encoding="utf-8")
    told = [
        "a.md: 0 mended",
        "a.zh-Hant-TW.md: L302 `,` → `，`",
        "a.zh-Hant-TW.md: 1 mended",
        "1 source: nothing to report",
    ]
    assert run("--fix", "a.md") == (0, "".join(f"{line}\n" for line in told), "")
    assert Path("a.zh-Hant-TW.md").read_text(encoding="utf-8").endswith("甲，乙\n")


def test_a_file_that_is_no_utf8_is_told_and_left(source: Path) -> None:
    data = (FRONT_MATTER + "这是我们的国家,也是你们的。\n").encode("gb18030")
    source.write_bytes(data)
    status, _, err = run("--fix", "a.md")
    assert status == 1
    assert "S001" in err
    assert "GB 18030" in err
    assert source.read_bytes() == data


def test_a_file_that_may_not_be_written_is_a_fault_of_use(source: Path) -> None:
    source.chmod(0o440)
    status, out, err = run("--fix", "a.md")
    assert (status, out) == (2, "")
    assert "cannot be written" in err

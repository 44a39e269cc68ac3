"""`keben glossary`: terms listed edition by edition, glossaries made from termbases, whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = """---
id: sample
lang: zh-Hans-CN
title: 样本
editions: [zh-Hans-CN, zh-Hant-TW, zh-Hant-HK, en]
glossary: own.toml
---

软件，信息。
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    files = {
        "keben.toml": 'works = ["work/a.md"]\nglossary = ["terms.csv"]\n',
        "terms.csv": "zh-Hans-CN,zh-Hant-TW,zh-Hant-HK,note\n软件,軟體,軟件,\n信息,資訊,資訊,國教院\n",
        "work/a.md": SOURCE,
        "work/own.toml": '[zh-Hant-TW]\n"软件" = "软件"\n[names]\npeople = ["于洋"]\n',
    }
    (tmp_path / "work").mkdir()
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "keben", "glossary", *arguments], cwd=cwd, capture_output=True, check=False, encoding="utf-8", timeout=60,
        env={**os.environ, "NO_COLOR": "1"},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "internal fault" not in done.stderr
    return done


def test_every_term_in_force_is_listed_edition_by_edition(project: Path) -> None:
    done = run("list", "work/a.md", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    csv = project / "terms.csv"
    assert [tuple(line.split("\t")) for line in done.stdout.splitlines()] == [
        ("zh-Hans-CN", "于洋", "", "person", "work/own.toml:4"),
        ("zh-Hant-TW", "软件", "软件", "term", "work/own.toml:2"),
        ("zh-Hant-TW", "信息", "資訊", "term", f"{csv}:3"),
        ("zh-Hant-TW", "于洋", "", "person", "work/own.toml:4"),
        ("zh-Hant-HK", "软件", "軟件", "term", f"{csv}:2"),
        ("zh-Hant-HK", "信息", "資訊", "term", f"{csv}:3"),
        ("zh-Hant-HK", "于洋", "", "person", "work/own.toml:4"),
    ]


def test_programs_get_every_field(project: Path) -> None:
    listed = json.loads(run("list", "work", "--json", cwd=project).stdout)["terms"]
    assert len(listed) == 7
    assert listed[2] == {
        "edition": "zh-Hant-TW",
        "source": "信息",
        "target": "資訊",
        "kind": "term",
        "note": "國教院",
        "level": "project",
        "file": str(project / "terms.csv"),
        "line": 3,
    }


def test_faults_are_told_once_for_all_editions(project: Path) -> None:
    (project / "work" / "own.toml").write_text('[zh]\n"软件" = ""\n', encoding="utf-8")
    done = run("list", "work/a.md", "--json", cwd=project)
    assert done.returncode == 1
    assert done.stderr.count("error[C213]") == 1
    assert len(json.loads(done.stdout)["terms"]) == 4


def test_a_translation_has_the_glossaries_of_its_source(project: Path) -> None:
    english = (
        SOURCE.replace("lang: zh-Hans-CN", "lang: en").replace("样本", "Sample").replace("软件，信息。", "Software.")
    )
    (project / "work/a.md").write_text(english, encoding="utf-8")
    (project / "work/a.zh-Hant-TW.md").write_text(
        "---\nlang: zh-Hant-TW\ntitle: 樣本\n---\n\n軟體。\n", encoding="utf-8"
    )
    listed = json.loads(run("list", "work/a.md", "--json", cwd=project).stdout)["terms"]
    assert [(each["edition"], each["source"]) for each in listed if each["source"].startswith(("軟", "软"))] == [
        ("zh-Hans-CN", "軟體"), ("zh-Hant-TW", "软件"), ("zh-Hant-HK", "軟體"),
    ]  # fmt: skip


MADE = """# Written by `keben glossary import` from terms.csv

[zh-Hant-TW]
"软件" = "軟體"
"信息" = { target = "資訊", note = "國教院" }

[zh-Hant-HK]
"软件" = "軟件"
"信息" = { target = "資訊", note = "國教院" }
"""


def test_a_termbase_becomes_a_glossary(project: Path) -> None:
    done = run("import", "terms.csv", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, MADE, "")
    done = run("import", "terms.csv", "-o", "work/words.toml", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "4 terms in work/words.toml\n", "")
    assert (project / "work/words.toml").read_text("utf-8") == MADE
    assert sorted(path.name for path in (project / "work").iterdir()) == ["a.md", "own.toml", "words.toml"]


def test_an_earlier_import_is_replaced_and_nothing_else(project: Path) -> None:
    (project / "pipe.toml").symlink_to("/dev/null")
    for _ in range(2):
        assert run("import", "terms.csv", "-o", "made.toml", cwd=project).returncode == 0
    for name in ("work/own.toml", "terms.csv", "work", "pipe.toml", "none/made.toml"):
        done = run("import", "terms.csv", "-o", name, cwd=project)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"`{name}`" in done.stderr
    assert (project / "work/own.toml").read_text("utf-8").startswith("[zh-Hant-TW]")
    assert (project / "terms.csv").read_text("utf-8").startswith("zh-Hans-CN")


def test_of_a_file_with_a_fault_nothing_is_made(project: Path) -> None:
    (project / "bad.csv").write_text("zh-Hans-CN,zh-Hant-TW\n软件,軟件\n", encoding="utf-8")
    done = run("import", "terms.csv", "bad.csv", "none.tbx", "-o", "made.toml", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "bad.csv:2:1: error[C214]" in done.stderr
    assert "none.tbx: error[C210]" in done.stderr
    assert not (project / "made.toml").exists()


@pytest.mark.parametrize("arguments", [("list",), ("list", "none.md"), ("import",), ("add", "x")])
def test_a_wrong_call_is_usage(project: Path, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr

"""`keben quantities list` from outside: a table, JSON, CSV; results on stdout, diagnostics on stderr."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from conftest import SPEECH
from keben.ledger import ledger_of

if TYPE_CHECKING:
    from pathlib import Path

FRONT = "---\nid: sample\nlang: zh-Hans-CN\ntitle: 样本\ndate: 2026-02-06\neditions: [zh-Hans-CN, zh-Hant-HK]\n---\n\n"


def quantities(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "keben", "quantities", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False, timeout=60)
    assert b"Traceback" not in done.stderr
    assert b"internal fault" not in done.stderr
    return done


def listed(folder: Path, body: str, *form: str) -> subprocess.CompletedProcess[bytes]:
    (folder / "a.md").write_text(FRONT + body, encoding="utf-8")
    return quantities("list", "a.md", *form, cwd=folder)


def rows(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(done.stdout.decode(), newline=""), strict=True))


# ---------------------------------------------------------------- the real speech


def test_the_table_of_the_speech(tmp_path: Path) -> None:
    done = quantities("list", str(SPEECH), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    head, *lines = done.stdout.decode().splitlines()
    assert head.split() == ["line", "id", "kind", "value", "unit", "zh-Hans-CN", "zh-Hant-TW"]
    entries, _ = ledger_of(SPEECH)
    assert len(lines) == len(entries)
    for entry, line in zip(entries, lines, strict=True):
        assert line.split()[0] == str(entry.line)
        assert entry.shown_value in line
        assert all(form in line for form in entry.printed.values())
    assert "\x1b" not in done.stdout.decode()


def test_the_json_of_the_speech(tmp_path: Path) -> None:
    done = quantities("list", str(SPEECH), "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    listed_entries = json.loads(done.stdout)["quantities"]
    entries, _ = ledger_of(SPEECH)
    assert [each["text"] for each in listed_entries] == [entry.text for entry in entries]
    assert [each["printed"] for each in listed_entries] == [dict(entry.printed) for entry in entries]
    assert [each["value"] and Decimal(each["value"]) for each in listed_entries] == [entry.value for entry in entries]
    assert all(not isinstance(each["value"], float) for each in listed_entries)
    assert done.stdout.endswith(b"}\n")


def test_the_csv_of_the_speech(tmp_path: Path) -> None:
    done = quantities("list", str(SPEECH), "--csv", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    entries, _ = ledger_of(SPEECH)
    table = rows(done)
    assert [row["text"] for row in table] == [entry.text for entry in entries]
    assert [row["zh-Hant-TW"] for row in table] == [entry.printed["zh-Hant-TW"] for entry in entries]
    trains = next(row for row in table if row["id"] == "china-europe-trains")
    assert trains["zh-Hant-TW"] == "3,417班"
    assert (trains["value"], trains["unit"], trains["upper"], trains["day"]) == ("3417", "班", "", "")
    assert b"\r" not in done.stdout
    assert not any(value.startswith("'") for row in table for value in row.values())


# ---------------------------------------------------------------- csv


@pytest.mark.parametrize(
    ("written", "column", "cell"),
    [
        ("[-12.5%]{.q}", "text", "'-12.5%"),
        ("[-12.5%]{.q}", "value", "-0.125"),
        ("[-12.5%]{.q}", "zh-Hant-HK", "'-12.5%"),
        ("[+16.8%]{.q}", "text", "'+16.8%"),
        ("[−3吨]{.q}", "text", "−3吨"),  # the minus sign begins no formula
        ('[3班]{.q unit="=cmd|x"}', "unit", "'=cmd|x"),
        ('[3班]{.q unit="@SUM(1)"}', "unit", "'@SUM(1)"),
        ('[3班]{.q unit="+1"}', "unit", "'+1"),
        ('[3班]{.q unit="-1"}', "unit", "'-1"),
        ('[3班]{.q unit="＝1"}', "unit", "'＝1"),
        ('[3班]{.q unit="a,b"}', "unit", "a,b"),
        ("[负数]{.q value=-7}", "value", "-7"),
    ],
)
def test_no_cell_is_a_formula(tmp_path: Path, written: str, column: str, cell: str) -> None:
    done = listed(tmp_path, written + "\n", "--csv")
    (row,) = rows(done)
    assert row[column] == cell
    assert done.stderr == b""
    for value in row.values():
        assert value[:1] not in ("=", "+", "@", "\t", "\r", "＝", "＋", "－", "＠")
        assert not value.startswith("-") or Decimal(value) < 0


def test_quotation_marks_and_commas_come_back_from_csv(tmp_path: Path) -> None:
    (row,) = rows(listed(tmp_path, "[3417“班”,次]{.q}\n", "--csv"))
    assert row["text"] == "3417“班”,次"
    assert row["zh-Hant-HK"] == "3\u202f417「班」,次"


def test_a_ledger_without_entries_has_its_head(tmp_path: Path) -> None:
    done = listed(tmp_path, "没有。\n", "--csv")
    assert done.returncode == 0
    assert done.stdout.decode().splitlines() == [
        "id,line,column,text,kind,value,upper,day,unit,qualifier,period,part_of,change_from,change_to"
    ]
    assert json.loads(listed(tmp_path, "没有。\n", "--json").stdout) == {"quantities": []}
    assert listed(tmp_path, "没有。\n").returncode == 0


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize("form", [(), ("--json",), ("--csv",)])
def test_errors_go_to_stderr_the_rest_is_listed_and_the_status_is_one(tmp_path: Path, form: tuple[str, ...]) -> None:
    done = listed(tmp_path, "[1,23亿元]{.q}、[3417班]{.q}\n", *form)
    assert done.returncode == 1
    assert "a.md:9:2: error[Q103]" in done.stderr.decode()
    assert "1 error\n" in done.stderr.decode()
    assert "3417班" in done.stdout.decode()
    assert "Q103" not in done.stdout.decode()


def test_a_warning_is_no_error(tmp_path: Path) -> None:
    done = listed(tmp_path, "“[3417班]{.q}\n", "--json")
    assert done.returncode == 0
    assert "warning[L301]" in done.stderr.decode()
    assert len(json.loads(done.stdout)["quantities"]) == 1


def test_what_would_drive_a_terminal_is_shown_as_escapes(tmp_path: Path) -> None:
    done = listed(tmp_path, "[3班\u202e]{.q}、[4班]{.q unit=\u202e}\n")
    assert "\u202e" not in (done.stdout + done.stderr).decode()
    assert "\\u202e" in done.stdout.decode()


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("list",), 2, "SOURCE"),
        (("list", "none.md"), 2, "there is no source `none.md`"),
        (("list", "empty"), 2, "`empty` holds 0 sources; name one file"),
        (("list", "a.md", "b.md"), 2, "b.md"),
        (("list", "a.md", "--xml"), 2, "--xml"),
        (("verify", "a.md"), 2, "verify"),
    ],
)
def test_wrong_calls(tmp_path: Path, arguments: tuple[str, ...], status: int, says: str) -> None:
    (tmp_path / "a.md").write_text(FRONT, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    done = quantities(*arguments, cwd=tmp_path)
    assert done.returncode == status
    assert done.stdout == b""
    assert says in done.stderr.decode()


def test_a_folder_of_one_work_is_its_source(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.md").write_text(FRONT + "[3417班]{.q}\n", encoding="utf-8")
    (tmp_path / "work" / "NOTES.md").write_text("# 记事\n", encoding="utf-8")
    done = quantities("list", "work", "--json", cwd=tmp_path)
    assert done.returncode == 0
    assert [each["line"] for each in json.loads(done.stdout)["quantities"]] == [9]


def test_help(tmp_path: Path) -> None:
    done = quantities("--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "list" in done.stdout.decode()

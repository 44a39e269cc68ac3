"""`keben quantities list` from outside: a table, JSON, CSV; results on stdout, diagnostics on stderr."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from conftest import SPEECH
from keben.ledger import ledger_of
from keben.ledger.table import COLUMNS

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


# ---------------------------------------------------------------- on a terminal


def on_terminal(folder: Path, columns: int, *arguments: str) -> list[str]:
    """Run on a terminal so many columns wide; return its lines without the marks of style."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES", "NO_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "keben", "quantities", *arguments],
        cwd=folder, stdin=follower, stdout=follower, stderr=subprocess.PIPE, env=environment | {"TERM": "xterm"},
    )  # fmt: skip
    os.close(follower)
    said = b""
    with contextlib.suppress(OSError):  # Linux reports the end of a terminal so
        while part := os.read(leader, 65536):
            said += part
    os.close(leader)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")
    return re.sub(r"\x1b\[[0-9;]*m", "", said.decode()).splitlines()


@pytest.mark.parametrize("columns", [20, 60, 80, 100, 120, 200])
def test_no_number_is_cut_on_any_terminal(columns: int, tmp_path: Path) -> None:
    lines = on_terminal(tmp_path, columns, "list", str(SPEECH))
    entries, _ = ledger_of(SPEECH)
    position = 0
    for entry in entries:
        for whole in (entry.shown_value, *entry.printed.values()):
            found = next((at for at in range(position, len(lines)) if whole in lines[at]), None)
            assert found is not None, whole
            position = found
    assert not any("…" in line for line in lines)
    if columns >= 60:
        assert max(map(cell_len, lines)) <= columns


def test_a_wide_terminal_has_a_table_and_a_narrow_one_a_list(tmp_path: Path) -> None:
    table, rows = (on_terminal(tmp_path, columns, "list", str(SPEECH)) for columns in (120, 80))
    entries, _ = ledger_of(SPEECH)
    assert table[0].split() == ["line", "id", "kind", "value", "unit", "zh-Hans-CN", "zh-Hant-TW"]
    assert len(table) == len(entries) + 1
    trade = rows.index("17  trade")
    assert rows[trade + 1] == "    650,180,000,000 元   zh-Hans-CN 6501.8亿元   zh-Hant-TW 6501.8億元"


def test_a_percentage_is_shown_as_one(tmp_path: Path) -> None:
    assert "percent  16.8%        16.8%" in re.sub(
        r" {9,}", "        ", listed(tmp_path, "[16.8%]{.q}\n").stdout.decode()
    )


def test_a_figure_said_again_names_both_lines(tmp_path: Path) -> None:
    done = listed(tmp_path, "[3417班]{.q #a}\n\n[]{q=a}、[]{q=a}\n")
    (row,) = done.stdout.decode().splitlines()[1:]
    assert row.split()[:5] == ["9,", "11", "a", "count", "3,417"]
    (cells,) = rows(listed(tmp_path, "[3417班]{.q #a}\n\n[]{q=a}、[]{q=a}\n", "--csv"))
    assert (cells["line"], cells["column"], cells["repeated_at"]) == ("9", "2", "11:1 11:9")


def test_a_wide_ledger_is_not_cut_in_a_pipe(tmp_path: Path) -> None:
    name = "n" * 63
    done = listed(tmp_path, f"[{'很' * 180}]{{.q #{name} value=1}}\n")
    assert done.stdout.decode().count("很" * 180) == 2
    assert name in done.stdout.decode()


# ---------------------------------------------------------------- package


def test_a_package_is_written_and_named(tmp_path: Path) -> None:
    done = listed(tmp_path, "[3417班]{.q #a}\n", "--package", "data/figures")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode() == "data/figures/datapackage.json\ndata/figures/quantities.csv\n"
    table = (tmp_path / "data" / "figures" / "quantities.csv").read_bytes()
    assert table == listed(tmp_path, "[3417班]{.q #a}\n", "--csv").stdout


def test_a_source_with_errors_makes_no_package(tmp_path: Path) -> None:
    done = listed(tmp_path, "[1,23亿元]{.q}、[3417班]{.q}\n", "--package", "data")
    assert (done.returncode, done.stdout) == (1, b"")
    assert not (tmp_path / "data").exists()


def test_another_package_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    done = listed(tmp_path, "[3417班]{.q}\n", "--package", ".")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == "keben: `datapackage.json` is not of the work `sample`; name another folder\n"
    assert not (tmp_path / "quantities.csv").exists()


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
    assert done.stdout.decode() == f"{','.join(column.name for column in COLUMNS)}\n"
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
        (("list", "a.md", "--package"), 2, "--package"),
        (("list", "a.md", "--package", "p", "--json"), 2, "--package"),
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

"""The data package: valid by the library of its standard, whole or not at all, never over what is not its own."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from conftest import FRONT_MATTER, SPEECH
from keben.errors import UsageError
from keben.ledger import ledger_of, ledger_of_work
from keben.ledger.package import write_package
from keben.ledger.table import COLUMNS
from keben.reader import read

if TYPE_CHECKING:
    from pathlib import Path


def packaged(folder: Path, body: str, front_matter: str = FRONT_MATTER) -> Path:
    source = folder / "a.md"
    source.write_text(front_matter + body, encoding="utf-8")
    work = read(source)
    entries, found = ledger_of_work(work, folder)
    assert found == ()
    write_package(folder / "package", work.document.metadata, entries)
    return folder / "package"


def rows(package: Path) -> list[dict[str, str]]:
    text = (package / "quantities.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def problems(package: Path) -> list[list[str]]:
    """Validate by the library; in a process of its own, since it warns of its own parts."""
    done = subprocess.run(
        [sys.executable, "-m", "frictionless", "validate", "--json", "datapackage.json"],
        cwd=package, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["valid"] == (done.returncode == 0)
    found = [[error["type"], error["message"]] for error in report["errors"]]
    found += [[error["type"], error["message"]] for task in report["tasks"] for error in task["errors"]]
    assert report["valid"] == (not found)
    assert report["stats"]["tasks"] == 1
    return found


BODY = (
    "[127.7万辆]{.q #all of=2025}、[70万辆]{.q #new part-of=#all}、[-12.5%]{.q}、[三分之一]{.q}、[5—8%]{.q}、[2026年2月6日]{.q}、"
    "[]{q=all}、[30天]{.q #a}、[6天]{.q #b}、[80%]{.q from=#a to=#b}、[3班“甲”]{.q}\n"
)


def test_the_library_finds_nothing_wrong(tmp_path: Path) -> None:
    package = packaged(tmp_path, BODY)
    assert problems(package) == []
    assert len(rows(package)) == 10


def test_the_library_would_find_what_is_wrong(tmp_path: Path) -> None:
    """What the schema says is really looked at: types, keys, links."""
    package = packaged(tmp_path, BODY)
    table = package / "quantities.csv"
    good = table.read_text(encoding="utf-8")
    for old, new, code in (
        (",1277000,", ",many,", "type-error"),
        (",all,,,,", ",none,,,,", "foreign-key"),
        ("new,8,", "new,x,", "type-error"),
    ):
        assert good.count(old) == 1
        table.write_text(good.replace(old, new), encoding="utf-8")
        assert code in [each[0] for each in problems(package)]


def test_the_package_of_the_speech(tmp_path: Path) -> None:
    work = read(SPEECH)
    entries, _ = ledger_of(SPEECH)
    paths = write_package(tmp_path, work.document.metadata, entries)
    assert [path.name for path in paths] == ["datapackage.json", "quantities.csv"]
    assert problems(tmp_path) == []
    described = json.loads(paths[0].read_bytes())
    assert described["name"] == "zhengzhou-cppcc-2026"
    assert described["contributors"] == [{"title": "安伟", "roles": ["author"]}]
    (trade,) = [row for row in rows(tmp_path) if row["id"] == "trade"]
    assert (trade["value"], trade["unit"], trade["unit_code"]) == ("650180000000", "元", "CNY")
    assert [row["text"] for row in rows(tmp_path)] == [entry.text for entry in entries]


def test_values_are_exact_and_text_is_defused(tmp_path: Path) -> None:
    package = packaged(tmp_path, BODY)
    table = {row["text"]: row for row in rows(package)}
    assert table["127.7万辆"]["repeated_at"].startswith("8:")
    assert Decimal(table["'-12.5%"]["value"]) == Decimal("-0.125")
    assert table["三分之一"]["value"] == "0.3333333333333333333333333333"
    assert (table["5—8%"]["value"], table["5—8%"]["upper"]) == ("0.05", "0.08")
    assert (table["2026年2月6日"]["day"], table["2026年2月6日"]["value"]) == ("2026-02-06", "")


def test_every_column_is_described(tmp_path: Path) -> None:
    package = packaged(tmp_path, BODY)
    (resource,) = json.loads((package / "datapackage.json").read_bytes())["resources"]
    fields = resource["schema"]["fields"]
    assert [field["name"] for field in fields] == [*(column.name for column in COLUMNS), "zh-Hans-CN"]
    assert [field["name"] for field in fields] == list(rows(package)[0])
    assert all(field["description"] for field in fields)


def test_a_work_without_figures_has_an_empty_table(tmp_path: Path) -> None:
    package = packaged(tmp_path, "没有。\n")
    assert rows(package) == []
    assert problems(package) == []


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    package = packaged(tmp_path, BODY)
    before = {path.name: path.read_bytes() for path in package.iterdir()}
    packaged(tmp_path, BODY)
    assert {path.name: path.read_bytes() for path in package.iterdir()} == before
    packaged(tmp_path, "[1元]{.q}\n")
    assert len(rows(package)) == 1


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "notes.txt").write_text("mine", encoding="utf-8")
    package = packaged(tmp_path, BODY)
    assert sorted(path.name for path in package.iterdir()) == ["datapackage.json", "notes.txt", "quantities.csv"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("quantities.csv", "a,b\n"),
        ("datapackage.json", "{}"),
        ("datapackage.json", "no JSON"),
        ("datapackage.json", "[" * 100_000),
        ("datapackage.json", '{"name": "other", "resources": [{"path": "quantities.csv"}]}'),
        ("datapackage.json", '{"name": "sample", "resources": [{"path": "measurements.csv"}]}'),
        ("datapackage.json", '{"name": "sample", "resources": 5}'),
    ],
)
def test_what_is_not_its_own_is_never_replaced(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=rf"{name}` is not of the work `sample`; name another folder"):
        packaged(tmp_path, BODY)
    assert [path.name for path in (tmp_path / "package").iterdir()] == [name]
    assert (tmp_path / "package" / name).read_text(encoding="utf-8") == content


def test_a_link_is_never_written_through(tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "quantities.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(UsageError):
        packaged(tmp_path, BODY)
    assert not (tmp_path / "elsewhere.csv").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "package").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be written"):
        packaged(tmp_path, BODY)

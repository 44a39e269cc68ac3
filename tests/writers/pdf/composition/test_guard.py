"""The hooks go into the engine that they are written for and into no other."""

from __future__ import annotations

from pathlib import Path

import pytest
import weasyprint

from keben.writers.pdf.composition import guard


def test_this_engine_is_the_one() -> None:
    assert guard.find_mismatch() == ""


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "70.1")
    assert guard.find_mismatch() == "WeasyPrint is 70.1, not 70.0"


@pytest.mark.parametrize("name", guard.SIZES)
def test_other_sizes_of_c_structures_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    size = guard.SIZES[name]
    monkeypatch.setitem(guard.SIZES, name, size + 4)
    assert guard.find_mismatch() == f"{name} has {size} bytes, not {size + 4}"


@pytest.mark.parametrize("name", guard.SOURCES)
def test_every_changed_module_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path(weasyprint.__file__).parent
    for each in guard.SOURCES:
        (tmp_path / each).parent.mkdir(exist_ok=True)
        (tmp_path / each).write_bytes((folder / each).read_bytes())
    monkeypatch.setattr(weasyprint, "__file__", str(tmp_path / "__init__.py"))
    assert guard.find_mismatch() == ""
    (tmp_path / name).write_bytes((folder / name).read_bytes() + b"\n")
    assert guard.find_mismatch() == f"{name} of WeasyPrint has been changed"
    (tmp_path / name).unlink()
    assert guard.find_mismatch() == f"{name} of WeasyPrint cannot be read"

"""One folder a code under `checks/`: `in/` is the smallest project that shows it, `golden.txt` what the author is told."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from msgspec import Struct, structs

from conftest import ROOT
from keben import edition
from keben.diagnostics import CODES, Diagnostic, render
from keben.edition import script
from keben.pipeline import build, check, open_project, sources_of
from keben.reader.translation import source_beside
from keben.settings import Settings
from keben.verification import verify

if TYPE_CHECKING:
    from keben.document import Document
    from keben.edition.script import Conversion
    from keben.locales import Locale

CHECKS = ROOT / "tests" / "checks"

PRINTED = ("F401", "F402", "P501", "P502", "P503", "P504", "P505", "P506", "P507")
"""Codes that only the PDF engine finds; the rest need none."""

CHANGED_ENGINE = (
    "from keben.cli import main; from keben.writers.pdf.composition import guard; guard.VERSION = '71.0'; main()"
)
"""For P506: the engine is not the one that the hooks are written for."""

CPU_SECONDS = 2
"""For P503, whose style sheet never comes to an end."""


class Told(Struct):
    """What is looked at of an outcome."""

    failed: bool
    files: Sequence[Any]
    diagnostics: Sequence[Diagnostic]


def sources(folder: Path) -> list[Path]:
    """Return what `keben.toml` names, else every source of the folder but translations, relative to it."""
    if (folder / "keben.toml").is_file() and (folder / "keben.toml").stat().st_size:
        return [path.relative_to(folder) for path in sources_of(open_project(folder))]
    return [path.relative_to(folder) for path in sorted(folder.glob("*.md")) if not source_beside(path)]


def print_pdfs(folder: Path, code: str) -> list[Told]:
    """Build by the command, as its own process: the press forks."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))

    program = ("-c", CHANGED_ENGINE) if code == "P506" else ("-m", "keben")
    done = subprocess.run(
        [sys.executable, *program, "build", "--json", "-f", "pdf", *map(str, sources(folder))],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=300,
        preexec_fn=limit if code == "P503" else None,
        env={**os.environ, "NO_COLOR": "1"},
    )
    return msgspec.json.decode(done.stdout, type=dict[str, list[Told]])["works"]


def verify_renditions(folder: Path) -> list[Told]:
    """Verify the finished files that lie beside a source."""
    (source,) = sources(folder)
    verified = verify(source, [path.relative_to(folder) for path in sorted(folder.iterdir()) if path.suffix != ".md"])
    return [
        Told(bool(each.diagnostics), () if each.diagnostics else (each.name,), each.diagnostics) for each in verified
    ]


def plant_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a pass change the language, which only a fault of Keben's own does."""

    def change(document: Document, _source: Locale, _target: Locale, _numbers: object) -> Document:
        return structs.replace(document, metadata=structs.replace(document.metadata, lang="en"))

    monkeypatch.setattr(edition, "PASSES", (edition.Pass("planted", change),))


def plant_a_choice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine choose a form that the region does not write, which only a fault of its tables does."""
    decide = script.convert_line

    def convert(*given: Any, **more: Any) -> Conversion:
        made = decide(*given, **more)
        wrong = (structs.replace(each, target="裏") if each.target == "裡" else each for each in made.choices)
        return structs.replace(made, choices=tuple(wrong))

    monkeypatch.setattr(script, "convert_line", convert)


def plant_a_link(folder: Path) -> None:
    """Let a translation be a link out of the folder, which an archive of these examples could not hold."""
    (folder / "source.en.md").symlink_to(CHECKS / "T612" / "golden.txt")


def diagnostics_of(code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Diagnostic]:
    monkeypatch.chdir(folder)
    if code == "C202":
        plant_a_fault(monkeypatch)
    if code == "C203":
        plant_a_choice(monkeypatch)
    if code == "T612":
        plant_a_link(folder)
    if code in PRINTED:
        outcomes = print_pdfs(folder, code)
    elif code == "C205":
        return [found for source in sources(folder) for found in check(source)]
    elif code.startswith("Q2"):
        outcomes = verify_renditions(folder)
    else:
        made = build(sources(folder), Settings(formats=("txt",)))
        outcomes = [Told(outcome.failed, outcome.files, outcome.diagnostics) for outcome in made]
    assert all(outcome.failed == any(found.is_error for found in outcome.diagnostics) for outcome in outcomes)
    assert all(bool(outcome.files) != outcome.failed for outcome in outcomes)
    return [found for outcome in outcomes for found in outcome.diagnostics]


@pytest.mark.parametrize("code", CODES)
def test_a_mistake_is_one_diagnostic(
    code: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    update_golden: bool,  # noqa: FBT001 - a fixture
) -> None:
    folder = shutil.copytree(CHECKS / code / "in", tmp_path / "in")
    found = diagnostics_of(code, folder, monkeypatch)
    told = "".join(f"{render(diagnostic)}\n" for diagnostic in found).replace(f"{folder}/", "")
    golden = CHECKS / code / "golden.txt"
    if update_golden:
        golden.write_text(told, encoding="utf-8")
    assert [diagnostic.code for diagnostic in found] == [code]
    assert found[0].severity == CODES[code][0]
    assert found[0].hint
    assert told == golden.read_text(encoding="utf-8")


def test_every_folder_is_of_a_code() -> None:
    assert sorted(path.name for path in CHECKS.iterdir()) == sorted(CODES)

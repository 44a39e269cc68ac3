"""The smallest project that shows each code that only a build finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import FRONT_MATTER, ROOT
from keben.diagnostics import CODES
from keben.pipeline import build, check
from keben.settings import Settings


def made(folder: Path, body: str, css: str = "", toml: str = "", theme: str = "own") -> list[str]:
    """Build a body as PDF with a theme that lays CSS and fonts over `plain`; return the codes found."""
    (folder / "keben.toml").write_text('works = ["a.md"]\n')
    (folder / "a.md").write_text(FRONT_MATTER + body, encoding="utf-8")
    own = folder / "themes" / "own"
    own.mkdir(parents=True)
    (own / "theme.toml").write_text('name = "own"\nparent = "plain"\n' + toml)
    plain = (ROOT / "themes/plain/print.css").read_text(encoding="utf-8")
    (own / "print.css").write_text(plain + css, encoding="utf-8")
    (outcome,) = build([folder / "a.md"], Settings(formats=("pdf",), theme=theme, output=str(folder / "out")))
    assert outcome.failed == any(found.is_error for found in outcome.diagnostics)
    assert (folder / "out" / "sample").exists() != outcome.failed
    return [found.code for found in outcome.diagnostics]


@pytest.mark.parametrize(
    ("code", "body", "css", "toml"),
    [
        ("F401", "正文。\n", "", '[fonts.song]\nzh-Hans-CN = ["No Such Family"]\n'),
        ("F402", "正\U0003134a文。\n", "", ""),
        ("P501", "正文。\n", "p { writing-mode: vertical-rl; }", ""),
        ("P502", "正文。\n", "body { background: url(http://127.0.0.1:1/x.png); }", ""),
        ("P502", "正文。\n", "body { background: url(file:///etc/passwd); }", ""),
        ("P502", "正文。\n", "body { background: url(../plain/theme.toml); }", ""),
    ],
)
def test_the_pdf_engine_s_words_become_diagnostics(tmp_path: Path, code: str, body: str, css: str, toml: str) -> None:
    assert made(tmp_path, body, css, toml) == [code]


def test_a_theme_that_is_missing(tmp_path: Path) -> None:
    assert made(tmp_path, "正文。\n", theme="missing") == ["F403"]


def test_an_edition_in_another_language(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(FRONT_MATTER.replace("date:", "editions: [en]\ndate:") + "正文。\n", encoding="utf-8")
    assert [found.code for found in check(source)] == ["C201"]


def test_a_folder_that_cannot_be_written_stops_its_work_only(tmp_path: Path) -> None:
    sources = [tmp_path / "a.md", tmp_path / "b.md"]
    sources[0].write_text(FRONT_MATTER + "正文。\n", encoding="utf-8")
    sources[1].write_text(FRONT_MATTER.replace("sample", "other") + "正文。\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sample").write_text("a file where a folder should be")
    first, second = build(sources, Settings(formats=("txt",), output=str(tmp_path / "out")))
    assert [found.code for found in first.diagnostics] == ["S006"]
    assert [entry.name for entry in second.files] == ["other.zh-Hans-CN.txt"]


def test_a_pass_that_changes_what_it_may_not_stops_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "a.md"
    source.write_text(FRONT_MATTER + "正文。\n", encoding="utf-8")
    monkeypatch.setattr(
        "keben.edition.quotes.convert", lambda slots, _source, _target: [slot and "改" for slot in slots]
    )
    (outcome,) = build([source], Settings(formats=("txt",), output=str(tmp_path / "out")))
    assert [found.code for found in outcome.diagnostics] == ["C202"]
    assert not (tmp_path / "out").exists()


def test_two_works_with_one_id(tmp_path: Path) -> None:
    sources = [tmp_path / "a.md", tmp_path / "b.md"]
    for source in sources:
        source.write_text(FRONT_MATTER + "正文。\n", encoding="utf-8")
    first, second = build(sources, Settings(formats=("txt",), output=str(tmp_path / "out")))
    assert not first.failed
    assert [found.code for found in second.diagnostics] == ["S048"]


def test_every_code_has_an_example() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    shown = {code for text in texts for code in re.findall(r'"([A-Z]\d{3})"', text)}
    assert set(CODES) <= shown, sorted(set(CODES) - shown)

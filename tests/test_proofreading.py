"""`keben proof`: pages beside what is built, all or none, and decisions read from beside the source."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from msgspec import structs

from conftest import FRONT_MATTER, SPEECH
from keben import proofreading
from keben.cli import cli
from keben.diagnostics import Severity
from keben.edition.choice import Choice, Risk, Rule
from keben.edition.script import Script
from keben.editions import editions_of
from keben.errors import KebenError, LocaleError, SourceError, UsageError
from keben.proofreading import proofread
from keben.proofs.file import load_decisions

if TYPE_CHECKING:
    from collections.abc import Sequence

ENTRY = '[[decision]]\nwork = "sample"\nedition = "zh-Hant-TW"\nat = ["头", "发", "。"]\nprint = "髮"\n'
STALE = ENTRY.replace("头", "白头")


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a work in a project of its own, and work there."""
    (tmp_path / "keben.toml").write_text('output = "out"\n', "utf-8")
    (tmp_path / "w").mkdir()
    path = tmp_path / "w" / "sample.md"
    path.write_text(FRONT_MATTER + "头发。\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return path


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# ---------------------------------------------------------------- where pages go


def test_pages_lie_where_a_build_puts_its_files(source: Path, tmp_path: Path) -> None:
    proofs, found = proofread(source, ["zh-Hant-TW", "zh-Hant-HK"])
    assert found == ()
    assert [proof.path for proof in proofs] == [
        f"out/sample/sample.{tag}.proof.html" for tag in ("zh-Hant-TW", "zh-Hant-HK")
    ]
    assert [proof.edition for proof in proofs] == ["zh-Hant-TW", "zh-Hant-HK"]
    page = (tmp_path / proofs[0].path).read_text("utf-8")
    assert '<p class="t" lang="zh-Hant-TW">' in page
    assert "頭髮" in re.sub("<[^>]*>", "", page)


def test_a_page_may_have_a_name(source: Path, tmp_path: Path) -> None:
    (proof,), _ = proofread(source, ["zh-Hant-TW"], tmp_path / "new" / "p.html")
    assert proof.path == str(tmp_path / "new" / "p.html")
    assert files(tmp_path) == ["keben.toml", "new/p.html", "w/sample.md"]


def test_the_same_work_is_the_same_page(source: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        proofread(source, ["zh-Hant-TW"], tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize(
    ("tags", "output", "fault"),
    [
        (["zh-Hant-TW", "zh-Hant-HK"], "p.html", UsageError),
        (["zh-Hant-TW"], "w/sample.md", UsageError),
        (["zh-Hant-TW"], "keben.toml/p.html", UsageError),
        (["zh-Hant-TW"], "d.html", UsageError),
        (["en"], None, UsageError),
        (["zh"], None, LocaleError),
    ],
)
def test_a_call_that_cannot_be_writes_nothing(
    source: Path, tmp_path: Path, tags: Sequence[str], output: str | None, fault: type[KebenError]
) -> None:
    (tmp_path / "d.html").mkdir()
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    with pytest.raises(fault):
        proofread(source, tags, Path(output) if output else None)
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before


def test_the_folder_of_a_work_may_not_be_a_link(source: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out" / "sample").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="is a link"):
        proofread(source, ["zh-Hant-TW"])
    assert files(tmp_path / "elsewhere") == []


# ---------------------------------------------------------------- faults and decisions


def test_a_work_with_errors_writes_nothing_and_all_are_told(source: Path, tmp_path: Path) -> None:
    source.write_text(FRONT_MATTER + "[甲]{.q}\n", "utf-8")
    (source.parent / "proof.toml").write_text(ENTRY.replace("髮", "f"), "utf-8")
    with pytest.raises(SourceError) as fault:
        proofread(source, ["zh-Hant-TW"])
    assert [(each.code, Path(each.path).name) for each in fault.value.diagnostics] == [
        ("Q101", "sample.md"), ("C222", "proof.toml")
    ]  # fmt: skip
    assert not (tmp_path / "out").exists()


def test_a_translation_that_is_missing_is_an_error(source: Path) -> None:
    source.write_text(FRONT_MATTER.replace("zh-Hans-CN", "en").replace("样本", "Sample") + "Text.\n", "utf-8")
    with pytest.raises(SourceError) as fault:
        proofread(source, ["zh-Hant-TW"])
    assert [each.code for each in fault.value.diagnostics] == ["C201"]


def test_decisions_of_other_works_and_editions_are_nobody_s_fault(source: Path) -> None:
    others = STALE.replace('"sample"', '"other"') + STALE.replace("zh-Hant-TW", "zh-Hant-HK")
    (source.parent / "proof.toml").write_text(others, "utf-8")
    assert proofread(source, ["zh-Hant-TW"])[1] == ()


def test_a_stale_decision_is_told_with_its_line_and_stands_in_the_page(source: Path) -> None:
    (source.parent / "proof.toml").write_text("\n" + STALE, "utf-8")
    (proof,), (found,) = proofread(source, ["zh-Hant-TW"])
    assert (found.code, found.severity, found.excerpt) == ("C224", Severity.WARNING, "[[decision]]")
    assert found.place
    assert found.place.line == 2
    assert "Stale decisions: 1" in Path(proof.path).read_text("utf-8")


def test_a_decision_of_the_file_is_obeyed(source: Path) -> None:
    (before,), _ = proofread(source, ["zh-Hant-TW"])
    assert [(each.source, each.target) for each in before.choices] == [("发", "髮")]
    (source.parent / "proof.toml").write_text(ENTRY.replace("髮", "發"), "utf-8")
    (proof,), found = proofread(source, ["zh-Hant-TW"])
    assert found == ()
    assert [(each.target, each.rule, each.risk) for each in proof.choices] == [("發", Rule.DECISION, Risk.GLOSSARY)]
    assert proof.counts == {Risk.ERROR: 0, Risk.REVIEW: 0, Risk.GLOSSARY: 1, Risk.SURE: 0}
    assert "頭發" in re.sub("<[^>]*>", "", Path(proof.path).read_text("utf-8"))


def choices_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the editions that are made one choice."""
    made = Choice(
        1, 2, "发", "發", Rule.WORD, alternatives=("髮",), risk=Risk.REVIEW, before="头", after="。", block="s0p1"
    )
    monkeypatch.setattr(
        proofreading,
        "editions_of",
        lambda *given: (structs.replace(each, script=Script(choices=(made,))) for each in editions_of(*given)),
    )


def test_the_file_may_not_be_a_link_out_of_the_folder(source: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.toml").write_text(ENTRY, "utf-8")
    (source.parent / "proof.toml").symlink_to(tmp_path / "secret.toml")
    decided = load_decisions(source)
    assert decided.decisions == ()
    assert [each.code for each in decided.report.diagnostics()] == ["C220"]


def test_the_file_may_be_no_text_or_no_file(source: Path) -> None:
    path = source.parent / "proof.toml"
    path.write_bytes(b"\xff")
    assert [each.code for each in load_decisions(source).report.diagnostics()] == ["S001"]
    path.unlink()
    path.mkdir()
    assert [each.code for each in load_decisions(source).report.diagnostics()] == ["S005"]
    path.rmdir()
    path.symlink_to("proof.toml")
    assert [each.code for each in load_decisions(source).report.diagnostics()] == ["S005"]


def test_without_the_file_nothing_is_decided(source: Path) -> None:
    decided = load_decisions(source)
    assert (decided.decisions, decided.report.diagnostics(), decided.sha256) == ((), (), "")


# ---------------------------------------------------------------- the command


def test_the_command_says_where_the_page_is_and_what_is_in_it(source: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:  # fmt: skip
    choices_are(monkeypatch)
    assert call("proof", str(source), "-e", "zh-hant-tw", "-e", "zh-Hant-TW") == 0
    assert capfdbinary.readouterr().out.decode().splitlines() == [
        "out/sample/sample.zh-Hant-TW.proof.html", "1 choice: 0 sure, 0 glossary, 1 review, 0 error"
    ]  # fmt: skip


def test_the_command_gives_programs_every_choice(source: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> None:  # fmt: skip
    choices_are(monkeypatch)
    assert call("proof", str(source), "-e", "zh-Hant-TW", "-o", "p.html", "--json") == 0
    (proof,) = json.loads(capfdbinary.readouterr().out)["proofs"]
    assert (proof["path"], proof["work"], proof["edition"]) == ("p.html", "sample", "zh-Hant-TW")
    assert proof["counts"] == {"error": 0, "review": 1, "glossary": 0, "sure": 0}
    assert [(each["source"], each["target"], each["rule"]) for each in proof["choices"]] == [("发", "發", "word")]


def call(*arguments: str) -> int:
    status: int = cli.main(list(arguments), standalone_mode=False)
    return status


def test_an_edition_must_be_named(source: Path) -> None:
    assert CliRunner().invoke(cli, ["proof", str(source)]).exit_code == 2


def test_the_speech_has_its_page(tmp_path: Path) -> None:
    (proof,), found = proofread(SPEECH, ["zh-Hant-TW"], tmp_path / "speech.html")
    assert not [each for each in found if each.severity is Severity.ERROR]
    assert "鄭州" in re.sub("<[^>]*>", "", Path(proof.path).read_text("utf-8"))

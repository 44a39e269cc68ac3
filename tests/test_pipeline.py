"""The whole line: many works, each with its own fate; settings laid over one another; a window of PDFs."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest

from conftest import ROOT, SPEECH
from keben import edition
from keben.diagnostics import Severity, diagnose
from keben.document import Quantity
from keben.errors import MachineError, SourceError, UsageError
from keben.ledger import ledger_of
from keben.locales import Locale
from keben.pipeline import Outcome, build, check, open_project, sources_of
from keben.settings import NumberStyle, Settings
from keben.writers.pdf import press as press_module
from keben.writers.pdf.engine import Printed, PrintJob

# The tests run beside threads of pytest's own; a build forks before it has any.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")

TXT = Settings(formats=("txt",))


def write(folder: Path, name: str, body: str = "正文。", **keys: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    front = {"id": name, "lang": "zh-Hans-CN", "title": "题", **keys}
    path = folder / f"{name}.md"
    path.write_text(
        "---\n" + "".join(f"{key}: {value}\n" for key, value in front.items()) + f"---\n\n{body}\n", "utf-8"
    )
    return path


def codes(outcome: Outcome) -> list[str]:
    return [found.code for found in outcome.diagnostics]


def names(outcome: Outcome) -> list[str]:
    return [entry.name for entry in outcome.files]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# ---------------------------------------------------------------- many works


def test_each_work_has_its_own_fate_and_outcomes_keep_their_order(tmp_path: Path) -> None:
    sources = [
        write(tmp_path, "good"),
        write(tmp_path, "bad", "[甲]{.q}"),
        tmp_path / "missing.md",
        write(tmp_path, "stranger", editions="[en, zh-Hant-TW]"),
        write(tmp_path, "fine"),
        write(tmp_path, "unthemed", theme="nowhere"),
        write(tmp_path, "last", editions="[zh-Hant-TW, zh-Hans-CN]"),
    ]
    outcomes = build(sources, TXT)
    assert [outcome.source for outcome in outcomes] == [str(source) for source in sources]
    assert [codes(outcome) for outcome in outcomes] == [[], ["Q101"], ["S005"], ["C201"], [], ["F403"], []]
    assert [outcome.failed for outcome in outcomes] == [False, True, True, True, False, True, False]
    assert [names(outcome) for outcome in outcomes] == [
        ["good.zh-Hans-CN.txt"], [], [], [], ["fine.zh-Hans-CN.txt"], [], ["last.zh-Hant-TW.txt", "last.zh-Hans-CN.txt"]
    ]  # fmt: skip
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["fine", "good", "last"]


def test_a_work_that_fails_keeps_what_it_had(tmp_path: Path) -> None:
    source = write(tmp_path, "a")
    build([source], TXT)
    before = {path.name: path.read_bytes() for path in (tmp_path / "build/a").iterdir()}
    write(tmp_path, "a", "坏[^x]")
    (outcome,) = build([source], TXT)
    assert codes(outcome) == ["S026"]
    assert {path.name: path.read_bytes() for path in (tmp_path / "build/a").iterdir()} == before


def test_two_works_cannot_have_one_id(tmp_path: Path) -> None:
    first, second = write(tmp_path / "1", "same"), write(tmp_path / "2", "same", "另一篇。")
    outcomes = build([first, second, first], TXT)
    assert [codes(outcome) for outcome in outcomes] == [[], ["S048"], ["S048"]]
    assert "正文。" in (tmp_path / "build/same/same.zh-Hans-CN.txt").read_text("utf-8")


def test_a_broken_work_does_not_take_an_id(tmp_path: Path) -> None:
    first, second = write(tmp_path / "1", "same", "[甲]{.q}"), write(tmp_path / "2", "same")
    assert [codes(outcome) for outcome in build([first, second], TXT)] == [["Q101"], []]


def test_no_works() -> None:
    assert build([], TXT) == []


def test_strict_makes_a_warning_stop_a_work(tmp_path: Path) -> None:
    source = write(tmp_path, "a", "他说：“来。")
    (outcome,) = build([source], TXT)
    assert (codes(outcome), outcome.failed, len(outcome.files)) == (["L301"], False, 1)
    (outcome,) = build([source], TXT, strict=True)
    assert (codes(outcome), outcome.failed, outcome.files) == (["L301"], True, ())


def test_a_folder_that_cannot_be_written_fails_its_work_alone(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    (tmp_path / "build/b").write_text("")
    outcomes = build([write(tmp_path, name) for name in "abc"], TXT)
    assert [codes(outcome) for outcome in outcomes] == [[], ["S006"], []]
    assert [outcome.failed for outcome in outcomes] == [False, True, False]
    assert (tmp_path / "build/b").read_text() == ""


# ---------------------------------------------------------------- PDFs


@pytest.fixture
def watched_press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A press that prints nothing and notes when each job begins and ends."""
    notes = tmp_path / "notes"
    notes.touch()

    def print_pdf(job: PrintJob, _find: object) -> Printed:
        def note(word: str) -> None:
            with notes.open("a") as file:
                file.write(word)

        note("+")
        time.sleep(0.05)
        if "坏" in job.html:
            note("-")
            raise ValueError("broken")
        note("-")
        return Printed(job.html.encode(), 1, (), ())

    monkeypatch.setattr(press_module, "print_pdf", print_pdf)
    monkeypatch.setattr(press_module, "load_weasyprint", lambda: None)
    monkeypatch.setattr(press_module, "_read_back", lambda _job, printed: printed)  # it is no PDF
    return notes


def most_at_once(notes: Path) -> int:
    running = most = 0
    for word in notes.read_text():
        running += {"+": 1, "-": -1}[word]
        most = max(most, running)
    assert running == 0
    return most


PDF = Settings(formats=("pdf",), editions=("zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_no_more_pdfs_are_printed_at_once_than_asked_for(tmp_path: Path, watched_press: Path, jobs: int) -> None:
    outcomes = build([write(tmp_path, name) for name in "abcd"], PDF, jobs=jobs)
    assert all(len(outcome.files) == 3 for outcome in outcomes)
    assert watched_press.read_text().count("+") == 12
    assert most_at_once(watched_press) <= jobs


def test_pdfs_are_printed_side_by_side(tmp_path: Path, watched_press: Path) -> None:
    build([write(tmp_path, name) for name in "abcd"], PDF, jobs=3)
    assert most_at_once(watched_press) > 1


def test_each_edition_gets_its_own_pdf(tmp_path: Path, watched_press: Path) -> None:
    outcomes = build([write(tmp_path, name, f"这是{name}。") for name in "abc"], PDF, jobs=2)
    for name, outcome in zip("abc", outcomes, strict=True):
        assert names(outcome) == [f"{name}.{tag}.pdf" for tag in PDF.editions or ()]
        for tag, words in (("zh-Hans-CN", "这是"), ("zh-Hant-TW", "這是"), ("zh-Hant-HK", "這是")):
            html = (tmp_path / "build" / name / f"{name}.{tag}.pdf").read_text("utf-8")
            assert f'lang="{tag}"' in html
            assert f"{words}{name}。" in html
    assert watched_press.read_text()


def test_a_pdf_that_fails_fails_its_work_alone(tmp_path: Path, watched_press: Path) -> None:
    sources = [write(tmp_path, "a"), write(tmp_path, "b", "坏"), write(tmp_path, "c")]
    outcomes = build(sources, Settings(formats=("pdf", "txt")), jobs=2)
    assert [codes(outcome) for outcome in outcomes] == [[], ["P504"], []]
    assert outcomes[1].diagnostics[0].severity is Severity.ERROR
    assert sorted(path.name for path in (tmp_path / "build").iterdir()) == ["a", "c"]
    assert watched_press.read_text().count("+") == 3


def test_what_the_press_says_comes_in_the_order_of_editions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watched_press: Path
) -> None:
    def print_pdf(job: PrintJob, _find: object) -> Printed:
        tag = job.html.partition('lang="')[2][:10]
        time.sleep({"zh-Hans-CN": 0.3, "zh-Hant-TW": 0.15}.get(tag, 0))
        return Printed(b"x", 1, (), (diagnose("P501", "a.md", tag), diagnose("P501", "a.md", "in all")))

    monkeypatch.setattr(press_module, "print_pdf", print_pdf)
    (outcome,) = build([write(tmp_path, "a")], PDF, jobs=3)
    assert [found.fact for found in outcome.diagnostics] == ["zh-Hans-CN", "in all", "zh-Hant-TW", "zh-Hant-HK"]
    assert watched_press.exists()


def test_a_theme_that_breaks_after_its_pdf_was_sent_breaks_its_work_alone(tmp_path: Path, watched_press: Path) -> None:
    (tmp_path / "keben.toml").write_text("")
    own = tmp_path / "themes" / "own"
    own.mkdir(parents=True)
    (own / "theme.toml").write_text('parent = "plain"\n')
    (own / "screen.css").write_bytes(b"\xff")
    sources = [
        write(tmp_path, "a", theme="own"),
        write(tmp_path, "b"),
        write(tmp_path, "c", theme="own"),
        write(tmp_path, "d"),
    ]
    outcomes = build(sources, Settings(formats=("pdf", "html")), jobs=4)
    assert [codes(outcome) for outcome in outcomes] == [["F403"], [], ["F403"], []]
    assert [len(outcome.files) for outcome in outcomes] == [0, 2, 0, 2]
    outcomes = build(sources, TXT)
    assert [codes(outcome) for outcome in outcomes] == [["F403"], [], ["F403"], []]
    assert watched_press.exists()


def test_no_press_is_started_where_no_pdf_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fork() -> NoReturn:
        pytest.fail("a process was started")

    monkeypatch.setattr(os, "fork", fork)
    assert not build([write(tmp_path, "a")], Settings(formats=("txt", "html", "epub")))[0].failed


def test_an_engine_that_cannot_be_loaded_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def load() -> NoReturn:
        raise OSError("no Pango")

    monkeypatch.setattr(press_module, "load_weasyprint", load)
    with pytest.raises(MachineError, match="no Pango"):
        build([write(tmp_path, "a")], PDF)
    assert not (tmp_path / "build").exists()


def test_what_is_done_is_told(tmp_path: Path, watched_press: Path) -> None:
    told: list[str] = []
    build([write(tmp_path, "a"), write(tmp_path, "b")], PDF, tell=told.append)
    assert {word for word in told if word.endswith(".pdf")} == {
        f"{name}.{tag}.pdf" for name in "ab" for tag in PDF.editions or ()
    }  # fmt: skip
    assert watched_press.exists()


# ---------------------------------------------------------------- settings


def project(folder: Path, toml: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "keben.toml").write_text(toml, "utf-8")
    return folder


@pytest.mark.parametrize(
    ("toml", "front", "flags", "expected"),
    [
        ("", {}, Settings(), {"a.zh-Hans-CN.txt", "a.zh-Hans-CN.html", "a.zh-Hans-CN.epub", "a.zh-Hans-CN.pdf"}),
        ('formats = ["txt"]', {}, Settings(), {"a.zh-Hans-CN.txt"}),
        ('formats = ["txt"]', {"formats": "html"}, Settings(), {"a.zh-Hans-CN.html"}),
        ('formats = ["txt"]', {"formats": "html"}, Settings(formats=("epub",)), {"a.zh-Hans-CN.epub"}),
        ('formats = ["txt"]\neditions = ["zh-Hant-TW"]', {}, Settings(), {"a.zh-Hant-TW.txt"}),
        ('formats = ["txt"]\neditions = ["zh-Hant-TW"]', {"editions": "[zh-Hant-HK, zh-Hans-SG]"}, Settings(), {"a.zh-Hant-HK.txt", "a.zh-Hans-SG.txt"}),
        ('formats = ["txt"]\neditions = ["zh-Hant-TW"]', {"editions": "zh-Hant-HK"}, Settings(editions=("zh-Hant-MO",)), {"a.zh-Hant-MO.txt"}),
        ('formats = ["pdf", "txt"]', {}, Settings(formats=("txt",)), {"a.zh-Hans-CN.txt"}),
    ],
)  # fmt: skip
def test_flags_lie_over_front_matter_and_that_over_the_project(  # noqa: PLR0913, PLR0917 - one a column
    tmp_path: Path, watched_press: Path, toml: str, front: dict[str, str], flags: Settings, expected: set[str]
) -> None:
    (outcome,) = build([write(project(tmp_path / "p", toml), "a", **front)], flags)
    assert set(names(outcome)) == expected
    assert watched_press.exists()


@pytest.mark.parametrize(
    ("toml", "front", "flag", "theme"),
    [
        ("", {}, None, "plain"),
        ('theme = "gongwen"', {}, None, "gongwen"),
        ('theme = "gongwen"', {"theme": "plain"}, None, "plain"),
        ('theme = "gongwen"', {"theme": "plain"}, "gongwen", "gongwen"),
    ],
)
def test_themes_too(tmp_path: Path, toml: str, front: dict[str, str], flag: str | None, theme: str) -> None:
    source = write(project(tmp_path / "p", toml), "a", **front)
    build([source], Settings(formats=("txt",), theme=flag))
    assert json.loads((tmp_path / "p/build/a/manifest.json").read_bytes())["theme"]["name"] == theme


@pytest.mark.parametrize(
    ("toml", "flag", "here", "there"),
    [
        ("", None, ".", "p/build"),
        ('output = "made"', None, ".", "p/made"),
        ('output = "made"', None, "p", "p/made"),
        ('output = "../made"', None, ".", "made"),
        ('output = "made"', "flag", ".", "flag"),
        ('output = "made"', "flag", "p", "p/flag"),
        ("", None, "p/docs", "p/build"),
    ],
)
def test_output_counts_from_the_project_and_a_flag_from_here(  # noqa: PLR0913, PLR0917 - one a column
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, toml: str, flag: str | None, here: str, there: str
) -> None:
    source = write(project(tmp_path / "p", toml) / "docs", "a")
    monkeypatch.chdir(tmp_path / here)
    (outcome,) = build([source], Settings(formats=("txt",), output=flag))
    assert Path(outcome.folder).resolve() == tmp_path / there / "a"
    assert (tmp_path / there / "a" / "a.zh-Hans-CN.txt").is_file()


def test_works_of_two_projects_keep_their_own_settings(tmp_path: Path) -> None:
    first = write(project(tmp_path / "p", 'formats = ["txt"]'), "a")
    second = write(project(tmp_path / "q", 'formats = ["html"]\neditions = ["zh-Hant-TW"]'), "b")
    outcomes = build([first, second], Settings(formats=None))
    assert [names(outcome) for outcome in outcomes] == [["a.zh-Hans-CN.txt"], ["b.zh-Hant-TW.html"]]
    assert (tmp_path / "p/build/a").is_dir()
    assert (tmp_path / "q/build/b").is_dir()


def test_the_nearest_project_governs(tmp_path: Path) -> None:
    project(tmp_path, 'formats = ["html"]')
    source = write(project(tmp_path / "p", 'formats = ["txt"]') / "deep" / "er", "a")
    assert names(build([source], Settings())[0]) == ["a.zh-Hans-CN.txt"]


def test_a_project_file_with_faults_stops_its_works(tmp_path: Path) -> None:
    project(tmp_path, 'colour = 1\nformats = ["doc"]\n')
    (outcome,) = build([write(tmp_path, "a")], TXT)
    assert codes(outcome) == ["S014", "S016"]
    assert {Path(found.path).name for found in outcome.diagnostics} == {"keben.toml"}
    with pytest.raises(SourceError):
        open_project(tmp_path)


def test_sources_of_a_project(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"there is no `keben\.toml` here or above"):
        sources_of(open_project(tmp_path))
    project(tmp_path, "")
    with pytest.raises(UsageError, match="names no works"):
        sources_of(open_project(tmp_path))
    project(tmp_path, 'works = ["a.md", "b/c.md"]')
    assert sources_of(open_project(tmp_path / "b")) == [tmp_path / "a.md", tmp_path / "b/c.md"]


# ---------------------------------------------------------------- what is published


def test_the_manifest_says_what_made_it(tmp_path: Path) -> None:
    (outcome,) = build([ROOT / "tests" / "torture.md"], Settings(formats=("txt", "html"), output=str(tmp_path)))
    manifest = json.loads((tmp_path / "torture/manifest.json").read_bytes())
    assert [source["name"] for source in manifest["sources"]] == [
        "torture.md",
        "torture-dot.png",
        "torture.png",
        "torture.svg",
    ]
    assert set(manifest["engines"]) == {"Python", "zlib", "markdown-it-py", "OpenCC", "Babel", "conversion tables"}
    assert manifest["fonts"] == []
    assert {entry["name"]: entry["sha256"] for entry in manifest["files"]} == {
        entry.name: entry.sha256 for entry in outcome.files
    }  # fmt: skip


def test_engines_do_not_depend_on_what_was_built_before(tmp_path: Path) -> None:
    simple = write(tmp_path, "simple")
    build([simple], Settings(formats=("txt",), output="alone"))
    build([SPEECH, simple], Settings(formats=("txt",), output="after"))
    assert (tmp_path / "alone/simple/manifest.json").read_bytes() == (
        tmp_path / "after/simple/manifest.json"
    ).read_bytes()


def test_a_build_of_each_format_by_itself_ends_with_the_manifest_of_all(tmp_path: Path) -> None:
    source = write(tmp_path, "a", "正文。", editions="[zh-Hans-CN, zh-Hant-TW]", date="2026-02-06")
    build([source], Settings(output="whole"))
    for form in ("txt", "pdf", "html", "epub"):
        for tag in ("zh-Hant-TW", "zh-Hans-CN"):
            build([source], Settings(formats=(form,), editions=(tag,), output="parts"))
    whole, parts = tmp_path / "whole/a", tmp_path / "parts/a"
    assert len(list(whole.iterdir())) == 9
    assert {path.name: path.read_bytes() for path in whole.iterdir()} == {path.name: path.read_bytes() for path in parts.iterdir()}  # fmt: skip


# ---------------------------------------------------------------- check


def test_a_proof_that_fails_is_told_beside_all_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write(tmp_path, "a", "他说：“来。\n\n有[5件]{.q}。", editions="[zh-Hans-CN, zh-Hant-TW]")
    real = edition.numerals.print_quantity

    def print_wrongly(quantity: Quantity, target: Locale, numbers: NumberStyle, **named: Any) -> str:
        return "6件" if target.tag == "zh-Hant-TW" else real(quantity, target, numbers, **named)

    monkeypatch.setattr(edition.numerals, "print_quantity", print_wrongly)
    for found in (check(source), list(ledger_of(source)[1]), list(build([source], TXT)[0].diagnostics)):
        (proved,) = (each for each in found if each.code == "C202")
        assert (proved.path, proved.excerpt, proved.place and proved.place.line) == (str(source), "有[5件]{.q}。", 10)
        assert "the `numerals` pass for zh-Hant-TW turned the quantity `5件` into `6件`" in proved.fact
        assert "L301" in [each.code for each in found]
    monkeypatch.chdir(tmp_path)
    assert build([source], TXT)[0].failed
    assert not (tmp_path / "build").exists()


def test_check_reports_everything_and_writes_nothing(tmp_path: Path) -> None:
    source = write(tmp_path, "a", "[甲]{.q}他说：“来。", editions="[en]", theme="nowhere")
    assert [found.code for found in check(source)] == ["F403"]
    source = write(tmp_path, "a", "[甲]{.q}他说：“来。", editions="[en]")
    assert [found.code for found in check(source)] == ["Q101", "L301", "C201"]
    assert check(tmp_path / "nothing.md")[0].code == "S005"
    assert check(write(tmp_path, "fine")) == []
    assert not (tmp_path / "build").exists()


# ---------------------------------------------------------------- translations


def translate(folder: Path, name: str, body: str = "Text.", **keys: str) -> Path:
    path = folder / f"{name}.en.md"
    lines = "".join(f"{key}: {value}\n" for key, value in {"lang": "en", "title": "A title", **keys}.items())
    path.write_text(f"---\n{lines}---\n\n{body}\n", encoding="utf-8")
    return path


def test_an_english_edition_is_made_from_its_translation(tmp_path: Path) -> None:
    source = write(tmp_path, "a", "增长[16.8%]{.q #growth}。", editions="[zh-Hans-CN, zh-Hant-TW, en]")
    translation = translate(tmp_path, "a", "Up [16.8 percent]{q=growth}.")
    (outcome,) = build([source], Settings(formats=("html", "txt", "epub")))
    assert (codes(outcome), outcome.failed) == ([], False)
    assert names(outcome)[-3:] == ["a.en.epub", "a.en.html", "a.en.txt"]
    text = (tmp_path / "build/a/a.en.txt").read_text(encoding="utf-8")
    assert text.startswith("A title\n")
    assert text.rstrip().endswith("Up 16.8 percent.")
    page = (tmp_path / "build/a/a.en.html").read_text(encoding="utf-8")
    assert '<html lang="en"' in page
    assert '<data id="growth" class="q" value="0.168">16.8 percent</data>' in page
    manifest = json.loads((tmp_path / "build/a/manifest.json").read_bytes())
    hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (source, translation)}
    assert {each["name"]: each["sha256"] for each in manifest["sources"]} == hashes


def test_figures_are_printed_as_the_front_matter_asks(tmp_path: Path) -> None:
    body = "总额[6.5万亿元]{.q #trade}、增长[16.8%]{.q #growth}，合[6501.8亿元]{.q print=formal}。"
    source = write(tmp_path, "a", body, editions="[zh-Hant-TW, en]", yuan="RMB", percent="sign", trillion="兆")
    translate(tmp_path, "a", "[]{q=trade}, up []{q=growth}.")
    (outcome,) = build([source], TXT)
    assert codes(outcome) == []
    taiwan, english = ((tmp_path / f"build/a/a.{tag}.txt").read_text(encoding="utf-8") for tag in ("zh-Hant-TW", "en"))
    assert taiwan.rstrip().endswith("總額6.5兆元、增長16.8%，合人民幣陸仟伍佰零壹億捌仟萬元整。")
    assert english.rstrip().endswith("RMB 6.5 trillion, up 16.8%.")


def test_faults_of_a_translation_stop_the_edition_that_is_made_from_it(tmp_path: Path) -> None:
    source = write(tmp_path, "a", "增长[16.8%]{.q #growth}。")
    translation = translate(tmp_path, "a", "Up [1.68 percent]{q=growth}.")
    (chinese,) = build([source], TXT)
    assert (codes(chinese), names(chinese)) == ([], ["a.zh-Hans-CN.txt"])
    (english,) = build([source], Settings(formats=("txt",), editions=("zh-Hans-CN", "en")))
    assert (codes(english), english.failed) == (["T607"], True)
    assert english.diagnostics[0].path == str(translation)
    assert [(found.code, found.path) for found in check(source)] == [("T607", str(translation))]


def test_faults_come_file_by_file(tmp_path: Path) -> None:
    source = write(tmp_path, "a", "一\n\n二\n\n三\n\n他说：“来。", editions="[zh-Hans-CN, en]")
    translate(tmp_path, "a", "[]{q=b}")
    assert [found.code for found in check(source)] == ["L301", "T605"]


def test_a_figure_without_an_english_form(tmp_path: Path) -> None:
    source = write(tmp_path, "a", "种菜[12畦]{.q #beds}。", editions="[en]")
    translation = translate(tmp_path, "a", "They planted []{q=beds}.")
    (found,) = check(source)
    assert (found.code, found.path, found.excerpt) == ("T610", str(translation), "They planted []{q=beds}.")
    translate(tmp_path, "a", "They planted [12 beds]{q=beds}.")
    assert check(source) == []


def test_a_chinese_translation_of_an_english_source(tmp_path: Path) -> None:
    source = write(tmp_path, "a", "Up [16.8%]{.q #growth}.", lang="en", editions="[en, zh-Hans-CN, zh-Hant-TW]")
    translation = tmp_path / "a.zh-Hans-CN.md"
    translation.write_text("---\nlang: zh-Hans-CN\ntitle: 贸易\n---\n\n贸易增长[]{q=growth}。\n", encoding="utf-8")
    (outcome,) = build([source], TXT)
    assert codes(outcome) == []
    texts = [(tmp_path / "build/a" / name).read_text(encoding="utf-8").split()[-1] for name in names(outcome)]
    assert texts == ["16.8%.", "贸易增长16.8%。", "貿易增長16.8%。"]

"""`keben quantities verify`, and the same at the end of every build: on the real works, in every format and both scripts."""

from __future__ import annotations

import ctypes
import json
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest

from conftest import FRONT_MATTER, NEWS, ROOT, SPEECH
from keben.diagnostics import CODES
from keben.errors import SourceError, UsageError
from keben.pipeline import build
from keben.readback import READERS
from keben.reader import read
from keben.settings import FORMATS, Settings
from keben.tree import quantities_of
from keben.verification import Verified, verify
from keben.writers import WRITERS

TORTURE = ROOT / "tests" / "torture.md"
TAGS = ("zh-Hans-CN", "zh-Hant-TW")
HANS, HANT = TAGS


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[Path, Path]:
    """Build the speech and the torture document; return where each stands."""
    folder = tmp_path_factory.mktemp("built")
    outcomes = build([SPEECH, TORTURE], Settings(editions=TAGS, output=str(folder)))
    assert not any(outcome.failed for outcome in outcomes)
    return {source: Path(outcome.folder) for source, outcome in zip((SPEECH, TORTURE), outcomes, strict=True)}


def rendition(folder: Path, tag: str, ending: str) -> Path:
    (path,) = folder.glob(f"*.{tag}.{ending}")
    return path


def told(source: Path, *paths: Path) -> list[tuple[str, str]]:
    return [(found.code, found.fact) for each in verify(source, paths) for found in each.diagnostics]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("source", [SPEECH, TORTURE], ids=["speech", "torture"])
def test_every_file_has_every_figure(built: dict[Path, Path], source: Path, tag: str, ending: str) -> None:
    path = rendition(built[source], tag, ending)
    assert verify(source, [path]) == [Verified(str(path), tag, len(quantities_of(read(source).document)), ())]


# ---------------------------------------------------------------- changed afterwards


def changed_source(folder: Path, words: str, change: str) -> Path:
    text = SPEECH.read_text(encoding="utf-8")
    assert text.count(words) == 1
    path = folder / "speech.md"
    path.write_text(text.replace(words, change), encoding="utf-8")
    return path


CHANGES = [
    (
        "[8000亿元]{.q #digital-economy}",
        "[9000亿元]{.q #digital-economy}",
        "`9000亿元` is `8000亿元`",
        "`9000億元` is `8000億元`",
    ),
    ("[16.8%]{.q", "[16.80%]{.q", "`16.80%` is `16.8%`", "`16.80%` is `16.8%`"),
    # less than its part of 70万辆: a fault of the source, which hides no digit
    ("[127.7万辆]", "[27.7万辆]", "`27.7万辆` is `127.7万辆`", "`27.7萬輛` is `127.7萬輛`"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_digit_that_differs_from_the_source_is_named(
    built: dict[Path, Path], tmp_path: Path, change: tuple[str, str, str, str]
) -> None:
    words, other, hans, hant = change
    source = changed_source(tmp_path, words, other)
    for tag, fact in ((HANS, hans), (HANT, hant)):
        for ending in FORMATS:
            path = rendition(built[SPEECH], tag, ending)
            ((code, sentence),) = told(source, path)
            assert code == "Q202"
            assert sentence.startswith(f"{fact} in `{path}`")
            assert (", page " in sentence) == (ending == "pdf")


def text_objects(page: pypdfium2.PdfPage) -> list[tuple[pypdfium2.PdfObject, str]]:
    """Return what a page draws as text, object by object."""
    raw = pypdfium2.raw
    text = page.get_textpage()
    found = []
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        length = raw.FPDFTextObj_GetText(each, text, None, 0)
        buffer = ctypes.create_string_buffer(length)
        raw.FPDFTextObj_GetText(each, text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
        found.append((each, buffer.raw.decode("utf-16-le").rstrip("\0")))
    return found


def without(path: Path, words: str, target: Path) -> str:
    """Take what draws some words out of a PDF, as an editor would; return all that was drawn with them."""
    document = pypdfium2.PdfDocument(path)
    for page in document:
        for drawn, text in text_objects(page):
            if words in text:
                page.remove_obj(drawn)
                page.gen_content()
                document.save(target)
                return text
    raise AssertionError(words)


@pytest.mark.parametrize("tag", TAGS)
def test_a_pdf_changed_by_hand_fails(built: dict[Path, Path], tmp_path: Path, tag: str) -> None:
    target = tmp_path / f"speech.{tag}.pdf"
    gone = without(rendition(built[SPEECH], tag, "pdf"), "6501.8", target)
    found = told(SPEECH, target)
    assert found
    assert any("6501.8" in fact for code, fact in found if code in ("Q201", "Q202")), (gone, found)
    assert len(found) <= 4


def rezipped(path: Path, words: str, change: str, target: Path) -> None:
    """Change words in an EPUB, as a zip tool and a text editor do."""
    with ZipFile(path) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(
                entry, data.replace(words.encode(), change.encode()) if entry.filename.endswith("xhtml") else data
            )


ALTERATIONS = [
    (">8000亿元<", ">18000亿元<", "Q202", "`18000亿元`"),
    (">8000亿元<", ">80000亿元<", "Q202", "`80000亿元`"),
    (">8000亿元<", ">8000万元<", "Q202", "`8000万元`"),
    (">8000亿元<", "><b>9</b>000亿元<", "Q202", "`9000亿元`"),
    (">8000亿元<", ">-8000亿元<", "Q202", "`-8000亿元`"),
    (">8000亿元<", ">８000亿元<", "Q202", "`８000亿元`"),
    (">8000亿元<", "><", "Q201", "`8000亿元` is not in"),
    (">8000亿元<", "><span hidden=''>8000亿元</span><", "Q201", "`8000亿元` is not in"),
    (">8000亿元<", "><span style='display:none'>8</span>000亿元<", "Q202", "`000亿元`"),
    (">16.8%<", ">16.80%<", "Q202", "`16.80%`"),
]


@pytest.mark.parametrize("alteration", ALTERATIONS)
def test_an_epub_or_a_page_changed_by_hand_fails(
    built: dict[Path, Path], tmp_path: Path, alteration: tuple[str, str, str, str]
) -> None:
    words, change, code, fact = alteration
    book, page = tmp_path / "speech.zh-Hans-CN.epub", tmp_path / "speech.zh-Hans-CN.html"
    rezipped(rendition(built[SPEECH], HANS, "epub"), words, change, book)
    text = rendition(built[SPEECH], HANS, "html").read_text(encoding="utf-8")
    assert text.count(words) == 1
    page.write_text(text.replace(words, change), encoding="utf-8")
    for path in (book, page):
        ((found, sentence),) = told(SPEECH, path)
        assert found == code
        assert fact in sentence


def test_a_changed_figure_of_a_table_a_note_or_a_caption(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    body = (
        "| 项 | 数 |\n|---|---|\n| 甲 | [1001个]{.q} |\n| 乙 | [1002个]{.q} |\n\n"
        "正文[^1]。\n\n[^1]: 注文[500万吨]{.q}。\n"
    )
    source.write_text(FRONT_MATTER + body, encoding="utf-8")
    (outcome,) = build([source], Settings(output=str(tmp_path / "out")))
    assert not outcome.failed
    for number, (old, new) in enumerate((("1002个", "1003个"), ("500万吨", "600万吨"))):
        other = tmp_path / f"{number}.md"
        other.write_text((FRONT_MATTER + body).replace(old, new), encoding="utf-8")
        for entry in outcome.files:
            ((code, fact),) = told(other, Path(outcome.folder) / entry.name)
            assert code == "Q202"
            assert fact.startswith(f"`{new}` is `{old}` in")


# ---------------------------------------------------------------- which edition


def test_a_file_without_a_tag_in_its_name_says_its_language_itself(built: dict[Path, Path], tmp_path: Path) -> None:
    for ending in ("pdf", "epub", "html"):
        path = tmp_path / f"copy.{ending}"
        path.write_bytes(rendition(built[SPEECH], HANT, ending).read_bytes())
        (verified,) = verify(SPEECH, [path])
        assert (verified.edition, verified.diagnostics) == (HANT, ())
    path = tmp_path / "copy.txt"
    path.write_bytes(rendition(built[SPEECH], HANT, "txt").read_bytes())
    with pytest.raises(UsageError, match=r"does not say which edition it is of; name it ID\.TAG\.txt"):
        verify(SPEECH, [path])


def test_the_name_counts_for_more_than_the_language(built: dict[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / f"speech.{HANS}.html"
    path.write_bytes(rendition(built[SPEECH], HANT, "html").read_bytes())
    ((code, _),) = told(SPEECH, path)
    assert code == "Q204"


def test_an_edition_that_the_source_has_not(built: dict[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "speech.en.html"
    path.write_bytes(rendition(built[SPEECH], HANT, "html").read_bytes())
    with pytest.raises(SourceError) as caught:
        verify(SPEECH, [path])
    assert [found.code for found in caught.value.diagnostics] == ["C201"]


# ---------------------------------------------------------------- at the end of a build


def one_work(folder: Path, more: str = "") -> Path:
    source = folder / "a.md"
    source.write_text(FRONT_MATTER.replace("date:", f"{more}date:") + "规模[8000亿元]{.q}。\n", encoding="utf-8")
    return source


def hide_figures(folder: Path) -> None:
    """Give a project a theme that hides every figure on the page."""
    (folder / "keben.toml").write_text('theme = "own"\n')
    own = folder / "themes" / "own"
    own.mkdir(parents=True)
    (own / "theme.toml").write_text('name = "own"\nparent = "plain"\n')
    plain = (ROOT / "themes/plain/print.css").read_text(encoding="utf-8")
    (own / "print.css").write_text(plain + ".q { display: none }", encoding="utf-8")


def test_a_build_whose_pdf_lacks_a_figure_publishes_nothing(tmp_path: Path) -> None:
    source = one_work(tmp_path)
    hide_figures(tmp_path)
    (outcome,) = build([source], Settings(formats=("pdf", "txt"), output=str(tmp_path / "out")))
    assert outcome.failed
    assert [(found.code, found.fact) for found in outcome.diagnostics] == [
        ("Q201", "`8000亿元` is not in `sample.zh-Hans-CN.pdf`")
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("theme", ["plain", "gongwen"])
@pytest.mark.parametrize("figure", ["12件", "{}件"])
def test_paragraphs_that_are_alike_with_many_notes_stop_no_build(tmp_path: Path, figure: str, theme: str) -> None:
    lengths = range(20, 48)
    body = "\n\n".join(f"{'甲' * each}[{figure.format(each)}]{{.q}}[^{each}]，乙" for each in lengths)
    body += "\n\n" + "\n\n".join(f"{'甲' * each}“乙”（丙），《丁》。" for each in lengths)
    body += "\n\n" + "\n\n".join(f"[^{each}]: 注" for each in lengths)
    source = tmp_path / "a.md"
    source.write_text(FRONT_MATTER + body, encoding="utf-8")
    (outcome,) = build([source], Settings(formats=("pdf",), theme=theme, output=str(tmp_path / "out")))
    assert [found for found in outcome.diagnostics if found.is_error] == []
    assert verify(source, [Path(outcome.folder) / outcome.files[0].name])[0].diagnostics == ()


ANNEXED = [(SPEECH, TAGS), (NEWS, (*TAGS, "en"))]


@pytest.mark.parametrize("theme", ["plain", "gongwen"])
@pytest.mark.parametrize(("work", "tags"), ANNEXED, ids=["speech", "news"])
def test_real_works_with_an_annex_have_every_figure(
    tmp_path: Path, work: Path, tags: tuple[str, ...], theme: str
) -> None:
    for file in work.parent.glob(f"{work.stem}*.md"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "keben.toml").write_text("annex = true\n")
    (outcome,) = build([tmp_path / work.name], Settings(editions=tags, theme=theme, output=str(tmp_path / "out")))
    assert [found for found in outcome.diagnostics if found.is_error] == []
    assert len(outcome.files) == len(tags) * len(FORMATS)


@pytest.mark.parametrize("ending", WRITERS)
def test_a_writer_that_prints_another_figure_publishes_nothing(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = WRITERS[ending]
    page = "<html><body>样本（2026年2月6日）规模8001亿元。</body></html>"
    wrong = {"txt": page.encode(), "html": page.encode(), "epub": b"PK"}
    monkeypatch.setitem(WRITERS, ending, lambda *_: wrong[ending])
    source = one_work(tmp_path)
    output = Settings(formats=(ending,), output=str(tmp_path / "out"))
    (outcome,) = build([source], output)
    assert [found.code for found in outcome.diagnostics] == ["Q205" if ending == "epub" else "Q202"]
    assert not (tmp_path / "out").exists()
    monkeypatch.setitem(WRITERS, ending, write)
    assert not build([source], output)[0].failed


def test_reading_back_can_be_turned_off(tmp_path: Path) -> None:
    hide_figures(tmp_path)
    pdf = Settings(formats=("pdf",), output=str(tmp_path / "out"))
    assert not build([one_work(tmp_path, "verify: false\n")], pdf)[0].failed
    assert build([one_work(tmp_path)], pdf)[0].failed
    (tmp_path / "keben.toml").write_text('theme = "own"\nverify = false\n')
    assert not build([one_work(tmp_path)], pdf)[0].failed
    assert build([one_work(tmp_path, "verify: true\n")], pdf)[0].failed


# ---------------------------------------------------------------- the command


def keben(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "keben", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False, timeout=120)
    assert b"Traceback" not in done.stderr
    assert b"internal fault" not in done.stderr
    return done


def test_the_command_has_a_line_for_each_file_that_is_right(built: dict[Path, Path], tmp_path: Path) -> None:
    files = sorted(path for path in built[SPEECH].iterdir() if path.suffix[1:] in READERS)
    done = keben("quantities", "verify", SPEECH, *files, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    count = len(quantities_of(read(SPEECH).document))
    assert done.stdout.decode().splitlines() == [f"{path}: {count} figures as in the source" for path in files]


def test_the_command_on_files_that_are_wrong(built: dict[Path, Path], tmp_path: Path) -> None:
    source = changed_source(tmp_path, *CHANGES[0][:2])
    good, bad = tmp_path / "x.zh-Hans-CN.epub", rendition(built[SPEECH], HANS, "pdf")
    good.write_bytes(b"PK")
    done = keben("quantities", "verify", source, bad, good, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert re.findall(rb"error\[(Q\d+)\]", done.stderr) == [b"Q202", b"Q205"]
    assert b"\n2 errors\n" in done.stderr
    done = keben("quantities", "verify", source, bad, "--json", cwd=tmp_path)
    assert done.returncode == 1
    (row,) = json.loads(done.stdout)["renditions"]
    assert (row["name"], row["edition"]) == (str(bad), HANS)
    assert [found["code"] for found in row["diagnostics"]] == ["Q202"]
    assert row["diagnostics"][0]["place"]["line"] == 15


def test_calls_that_name_no_rendition(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    (tmp_path / "a.docx").write_bytes(b"PK")
    for name in ("missing.pdf", "folder.pdf", "a.docx", SPEECH):
        done = keben("quantities", "verify", SPEECH, name, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.startswith(b"keben: ")
    assert keben("quantities", "verify", SPEECH, cwd=tmp_path).returncode == 2
    assert keben("quantities", "verify", "none.md", "missing.pdf", cwd=tmp_path).returncode == 2


def test_a_source_with_errors_is_told_first(tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(FRONT_MATTER + "[很多]{.q}\n", encoding="utf-8")
    (tmp_path / "a.zh-Hans-CN.txt").write_text("x")
    done = keben("quantities", "verify", source, "a.zh-Hans-CN.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert b"error[Q101]" in done.stderr


def test_every_code_of_finished_files_is_an_error() -> None:
    codes = ["Q201", "Q202", "Q203", "Q204", "Q205"]
    assert [code for code in CODES if code.startswith("Q2")] == codes
    assert {CODES[code][0] for code in codes} == {"error"}

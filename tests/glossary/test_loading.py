"""Which files are read: from where they are named, inside the folder, regular, of a known kind, agreeing at each level."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest

from keben.diagnostics import Diagnostic
from keben.glossary import Glossary, load_glossary
from keben.glossary.loading import MAX_BYTES, load_files
from keben.locales import find_locale

HANS = find_locale("zh-Hans-CN")
TABLE = "zh-Hans-CN,zh-Hant-TW\n软件,軟體\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "docs" / "work").mkdir(parents=True)
    return folder


def load(
    project: Path, of_project: tuple[str, ...] = (), of_work: tuple[str, ...] = (), tag: str = "zh-Hans-CN"
) -> tuple[Glossary, list[Diagnostic]]:
    work = project / "docs" / "work" / "speech.md"
    glossary, found = load_glossary(find_locale(tag), project, of_project, work, of_work)
    return glossary, list(found)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_names_count_from_what_names_them_and_levels_are_kept(project: Path) -> None:
    write(project / "words" / "all.csv", TABLE)
    write(project / "docs/work/own.toml", '[zh-Hant-TW]\n"软件" = "軟件"\n')
    glossary, found = load(project, ("words/all.csv",), ("own.toml",))
    assert found == []
    assert [(term.level, term.target, term.line) for term in glossary.terms] == [
        ("project", "軟體", 2),
        ("work", "軟件", 2),
    ]
    assert [term.file for term in glossary.terms] == [
        str(project / "words/all.csv"), str(project / "docs/work/own.toml"),
    ]  # fmt: skip
    assert glossary.for_locale("zh-Hant-TW")["软件"].target == "軟件"
    assert [each.name for each in glossary.files] == ["words/all.csv", "own.toml"]
    assert glossary.files[0].sha256 == hashlib.sha256(TABLE.encode()).hexdigest()


def test_nothing_named_is_nothing_read_and_nothing_loaded() -> None:
    script = (
        "import sys, keben.glossary as g; from pathlib import Path; from keben.locales import find_locale\n"
        "print(g.load_glossary(find_locale('zh-Hans-CN'), None, (), Path('a.md'), ()))\n"
        "print([name for name in sys.modules if name in ('csv', 'xml', 'pyexpat') or name.startswith('keben.glossary.t')])"
    )
    import subprocess

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == ["(Glossary(terms=(), files=()), ())", "['keben.glossary.terms']"], done.stderr


def test_the_script_of_the_text_decides_which_column_is_its_source(project: Path) -> None:
    write(project / "a.csv", TABLE)
    assert [term.source for term in load(project, ("a.csv",), tag="zh-Hant-HK")[0].terms] == ["軟體"]
    assert [term.source for term in load_files([project / "a.csv"])[0]] == ["软件"]


@pytest.mark.parametrize(
    "data", [b"\xef\xbb\xbf" + TABLE.encode(), TABLE.replace("\n", "\r\n").encode(), TABLE.replace("\n", "\r").encode()]
)
def test_marks_and_line_ends_of_other_systems(project: Path, data: bytes) -> None:
    (project / "A.CSV").write_bytes(data)
    glossary, found = load(project, ("A.CSV",))
    assert found == []
    assert [(term.source, term.line) for term in glossary.terms] == [("软件", 2)]


@pytest.mark.parametrize(
    ("name", "code", "fact"),
    [
        ("none.toml", "C210", "there is no such file"),
        ("docs.toml", "C210", "it is a folder, a pipe or a device"),
        ("pipe.toml", "C210", "it is a folder, a pipe or a device"),
        ("ring.toml", "C210", "there is no such file"),
        ("terms.xls", "C210", "`.xls` is no kind of glossary"),
        ("terms", "C210", "a name without ending tells no kind"),
        ("gbk.csv", "C210", "byte 22 (0xc8) is not UTF-8"),
        ("../outside.toml", "C216", "lies in there"),
        ("docs/../../outside.toml", "C216", "lies in there"),
        ("/etc/glossary.toml", "C216", "lies in there"),
        ("docs\\glossary.toml", "C216", "lies in there"),
        ("link.toml", "C216", "a link out of the folder"),
        ("folder/outside.toml", "C216", "a link out of the folder"),
        ("long.csv", "S004", f"longer than {MAX_BYTES['.csv']:,} bytes"),
        ("a\x00b.toml", "C210", "there is no such file"),
        ("a" * 5000 + ".toml", "C210", "there is no such file"),
    ],
)
@pytest.mark.parametrize("level", ["project", "work"])
def test_what_may_not_or_cannot_be_read(project: Path, level: str, name: str, code: str, fact: str) -> None:
    folder = project if level == "project" else project / "docs" / "work"
    write(folder.parent / "outside.toml", "[zh]\n")
    (folder / "docs.toml").mkdir()
    os.mkfifo(folder / "pipe.toml")
    (folder / "ring.toml").symlink_to("ring.toml")
    (folder / "gbk.csv").write_bytes(TABLE.encode("gb18030"))
    (folder / "link.toml").symlink_to(folder.parent / "outside.toml")
    (folder / "folder").symlink_to(folder.parent)
    with (folder / "long.csv").open("wb") as file:
        file.truncate(MAX_BYTES[".csv"] + 1)
    of_project, of_work = ((name,), ()) if level == "project" else ((), (name,))
    glossary, (found,) = load(project, of_project, of_work)
    assert glossary == Glossary()
    assert found.code == code
    assert fact in found.fact
    assert found.hint
    assert found.path == str(folder / name)


def test_a_link_inside_the_folder_is_followed(project: Path) -> None:
    write(project / "words/all.csv", TABLE)
    (project / "all.csv").symlink_to("words/all.csv")
    assert len(load(project, ("all.csv",))[0].terms) == 1


def test_all_faults_of_all_files_come_at_once(project: Path) -> None:
    write(project / "a.toml", "[zh-Hnat]\n[zh]\n'a' = ''\n")
    write(project / "docs/work/b.csv", "zh-Hans-CN,x\n")
    _, found = load(project, ("none.toml", "a.toml"), ("b.csv",))
    assert [each.code for each in found] == ["C210", "C212", "C213", "C212"]


def test_two_files_of_one_level_may_not_differ(project: Path) -> None:
    write(project / "a.csv", TABLE)
    write(project / "b.toml", '[zh-Hant-TW]\n"软件" = "軟件"\n[zh-Hant]\n"软件" = "軟件"\n')
    glossary, (found,) = load(project, ("a.csv", "b.toml"))
    assert (found.code, found.path, found.place and found.place.line) == ("C214", str(project / "b.toml"), 2)
    assert found.fact == f"`软件` is printed as `軟件` and, in {project / 'a.csv'}:2, as `軟體`"
    assert [term.target for term in glossary.terms] == ["軟體", "軟件"]


def test_the_same_said_twice_is_one_term(project: Path) -> None:
    write(project / "a.csv", TABLE + "软件,軟體\n")
    write(project / "b.csv", TABLE)
    glossary, found = load(project, ("a.csv", "b.csv"))
    assert found == []
    assert len(glossary.terms) == 1


def test_without_a_project_only_the_work_counts(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", TABLE)
    glossary, found = load_glossary(HANS, None, ("a.csv",), tmp_path / "speech.md", ("a.csv",))
    assert (found, [term.level for term in glossary.terms]) == ((), ["work"])

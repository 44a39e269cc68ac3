"""What is written for readers is true: everything is documented, every example runs, every link leads somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from conftest import FRONT_MATTER, ROOT
from keben.cli import cli
from keben.diagnostics import CODES, Report
from keben.errors import KebenError
from keben.glossary import Glossary, parse_glossary
from keben.locales import LOCALES
from keben.reader import read, read_text
from keben.reader.blocks import DIVISIONS
from keben.reader.front_matter import FORMS
from keben.reader.inlines import HTML_ELEMENTS, SPAN_CLASSES
from keben.settings import FORMATS, PROJECT_FORMS
from keben.theme import theme_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGES = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES += sorted((ROOT / "docs_src").glob("*.md"))
TEXTS = {page.relative_to(ROOT).as_posix(): page.read_text("utf-8") for page in PAGES}
README, ARCHITECTURE = TEXTS["README.md"], TEXTS["ARCHITECTURE.md"]
REFERENCE = "\n".join(text for name, text in TEXTS.items() if name != "CHANGELOG.md")


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its full name, groups too."""
    if path:
        yield " ".join(path), command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from commands(found, (*path, name))


COMMANDS = dict(commands(cli))
OPTIONS = {
    option
    for command in COMMANDS.values()
    for parameter in command.params
    for option in (*parameter.opts, *parameter.secondary_opts)
    if isinstance(parameter, click.Option)
} | {"--help", "--version", "-h"}


# ---------------------------------------------------------------- completeness


def test_readme_and_architecture_can_be_read_in_one_sitting() -> None:
    assert len(README.splitlines()) <= 80
    assert len(ARCHITECTURE.splitlines()) <= 200


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"\bkeben {name}\b", REFERENCE), f"no page shows `keben {name}`"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    command = COMMANDS[name]
    assert command.help
    assert command.help.endswith(".")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help.endswith("."), parameter.name


@pytest.mark.parametrize("key", sorted({*PROJECT_FORMS, *FORMS}))
def test_every_setting_is_documented(key: str) -> None:
    assert f"`{key}`" in REFERENCE


@pytest.mark.parametrize("letter", sorted({code[0] for code in CODES}))
def test_every_letter_of_a_code_is_documented(letter: str) -> None:
    assert re.search(rf"\b{letter} [A-Za-z]+", ARCHITECTURE)


def faults() -> Iterator[type[KebenError]]:
    waiting = [KebenError]
    while waiting:
        fault = waiting.pop()
        yield fault
        waiting += fault.__subclasses__()


def test_every_exit_status_is_documented() -> None:
    (line,) = re.findall(r"Exit status: 0 done;[^.]*", ARCHITECTURE)
    assert {int(status) for status in re.findall(r"\b(\d+)\b", line)} == {
        0,
        130,
        *(fault.exit_status for fault in faults()),
    }


@pytest.mark.parametrize(
    "word",
    [*(locale.tag for locale in LOCALES), *(f".{each}" for each in SPAN_CLASSES), *DIVISIONS, *HTML_ELEMENTS, *FORMATS, "--song", *theme_names(), "part-of", "print=", "value=", "unit="],
)  # fmt: skip
def test_every_word_of_the_source_form_is_documented(word: str) -> None:
    assert re.search(rf"(?<![\w-]){re.escape(word)}", REFERENCE)


# ---------------------------------------------------------------- truth


CODE = re.compile(r"`([^`\n]+)`")


def test_commands_and_options_in_the_text_are_real() -> None:
    found = [
        call
        for text in TEXTS.values()
        for code in CODE.findall(text)
        for call in re.findall(r"\bkeben ([a-z].*)", code)
    ]
    found += [
        call for text in TEXTS.values() for call in re.findall(r"^(?:\.venv/bin/)?keben ([a-z].*)$", text, re.MULTILINE)
    ]
    assert len(found) > 5
    for call in found:
        words = call.split()
        assert words[0] in COMMANDS, call
        assert {word for word in words if re.match(r"--?[a-z]", word)} <= OPTIONS, call


def test_options_named_by_themselves_are_real() -> None:
    for name, text in TEXTS.items():
        if name != "CONTRIBUTING.md":
            for option in re.findall(r"`(--?[a-z][a-z-]*)[ `]", text):
                assert option in OPTIONS, (name, option)


def test_codes_in_the_text_are_real() -> None:
    for name, text in TEXTS.items():
        for code in re.findall(r"`([A-Z]\d{3})`", text):
            assert code in CODES, (name, code)


def test_make_targets_in_the_text_are_real() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for name, text in TEXTS.items():
        for target in re.findall(r"`make ([a-z]+)|^make ([a-z]+)", text, re.MULTILINE):
            assert "".join(target) in targets, (name, target)


def test_links_and_pictures_lead_somewhere() -> None:
    found = 0
    for page in PAGES:
        for target in re.findall(
            r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
        ):
            if not target.startswith(("http:", "https:", "mailto:", "#")):
                assert (page.parent / target.partition("#")[0]).exists(), (page.name, target)
                found += 1
    assert found >= 4


# ---------------------------------------------------------------- examples


def blocks(language: str) -> dict[str, str]:
    """Return the fenced blocks of a language, each named by its place."""
    return {
        f"{name}:{text.count(chr(10), 0, found.start()) + 2}": found[1]
        for name, text in TEXTS.items()
        for found in re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    }


SHELL, PYTHON, SOURCES = blocks("sh"), blocks("python"), blocks("markdown")
GLOSSARIES = blocks("toml")
TRANSLATIONS = {
    place: SOURCES.pop(place) for place, text in list(SOURCES.items()) if text.startswith("---\nlang: en\n")
}
"""Of the example that stands before it in the same file."""


def test_there_are_examples() -> None:
    assert SHELL
    assert PYTHON
    assert SOURCES
    assert TRANSLATIONS


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project in which `keben` is this one, `make` knows its targets, and what installs does nothing."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "docs_src", folder / "docs_src")
    for name in ("keben.toml", "Makefile"):
        shutil.copyfile(ROOT / name, folder / name)
    programs = {
        "keben": f'exec "{sys.executable}" -m keben "$@"',
        "python": f'exec "{sys.executable}" "$@"',
        "make": 'for each in "$@"; do case "$each" in *=*) ;; *) grep -q "^$each:" Makefile || exit 2 ;; esac; done',
        **dict.fromkeys(("apt-get", "brew", "dnf", "git", "pip", "sudo", "uv"), "exit 0"),
    }
    for place in (folder / ".venv" / "bin", tmp_path / "bin"):
        place.mkdir(parents=True)
        for name, script in programs.items():
            (place / name).write_text(f"#!/bin/sh\n{script}\n")
            (place / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("script", SHELL.values(), ids=SHELL)
def test_shell_examples_run(copy: Path, script: str) -> None:
    path = f"{copy.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], cwd=copy, env={**os.environ, "PATH": path}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", PYTHON.values(), ids=PYTHON)
def test_python_examples_run(copy: Path, script: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=copy, capture_output=True, text=True, check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_sources_in_the_text_have_no_fault(source: str) -> None:
    text = source if source.startswith("---\n") else FRONT_MATTER + source
    assert read_text(text, Report("sample.md", text)).diagnostics == ()


@pytest.mark.parametrize("place", TRANSLATIONS)
def test_translations_in_the_text_fit_the_example_before(place: str, tmp_path: Path) -> None:
    source = next(text for other, text in SOURCES.items() if other.split(":")[0] == place.split(":", maxsplit=1)[0])
    (tmp_path / "report.md").write_text(FRONT_MATTER + source, encoding="utf-8")
    (tmp_path / "report.en.md").write_text(TRANSLATIONS[place], encoding="utf-8")
    (translation,) = read(tmp_path / "report.md").translations
    assert translation.diagnostics == ()


def test_glossaries_in_the_text_say_what_is_said_of_them() -> None:
    (text,) = (text for text in GLOSSARIES.values() if "[[decision]]" not in text)
    report = Report("words.toml", text)
    glossary = Glossary(parse_glossary(text, report))
    assert report.diagnostics() == ()
    taiwan, kong = glossary.for_locale("zh-Hant-TW"), glossary.for_locale("zh-Hant-HK")
    assert (taiwan["软件"].target, kong["软件"].target, taiwan["软件"].note) == ("軟體", "軟件", "國家教育研究院")
    assert [(name, term.kind) for name, term in kong.items() if not term.target] == [
        ("于洋", "person"), ("范曾", "person"), ("里瓦斯", "place"), ("台盟", "body"),
    ]  # fmt: skip


def test_what_the_readme_shows_of_its_example_is_what_is_made(copy: Path) -> None:
    (source,) = (example for place, example in SOURCES.items() if place.startswith("README.md"))
    (copy / "example.md").write_text(source, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "keben", "build", "example.md", "-f", "txt"], cwd=copy, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    shown = dict(re.findall(r"^ +build/\S+\.(zh-\S+?)\.pdf .*?  (\S*[\u4e00-\u9fff]\S*)$", README, re.MULTILINE))
    assert len(shown) == 2
    for tag, words in shown.items():
        (made,) = (copy / "build").rglob(f"*.{tag}.txt")
        assert words in made.read_text("utf-8")

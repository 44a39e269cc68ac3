"""Who does the job: Keben, and the same by hand with OpenCC, pandoc and WeasyPrint or Typst."""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import yaml

from bench.measure import Command

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs_src" / "zhengzhou-cppcc-2026" / "speech.md"
BY_HAND = Path(__file__).resolve().parent / "by_hand"
TAGS = ("zh-Hans-CN", "zh-Hant-TW")
FORMATS = ("pdf", "epub")

Order = Literal["one-by-one", "together"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to make the two editions."""

    key: str
    """The letter of whoever does it: k, a or b."""
    title: str
    engine: Literal["keben", "weasyprint", "typst"]
    order: Order | None = None
    """Whether a user's shell makes the two editions one after the other or at once; Keben decides by itself."""

    def command(self, folder: Path, cache: Path) -> Command:
        """Return the command that makes the editions in `folder/out`, out of what `prepare` laid into `folder`.

        Programs keep what they keep between runs in `cache`, not in the user's own folders.
        """
        environment = {**os.environ, **find_programs(), "XDG_CACHE_HOME": str(cache)}
        if self.engine == "keben":
            flags = (("-e", TAGS), ("-f", FORMATS))
            choice = [word for flag, values in flags for value in values for word in (flag, value)]
            return Command([find_script("keben"), "build", str(SOURCE), *choice, "-o", "out"], folder, environment)
        assert self.order is not None
        arguments = ["sh", "make.sh", self.engine, self.order, "speech.md", "out"]
        return Command(arguments, folder, environment)


WAYS = (
    Way("k", "`keben build`", "keben"),
    Way("a", "OpenCC, pandoc, WeasyPrint", "weasyprint", "one-by-one"),
    Way("b", "OpenCC, pandoc, Typst", "typst", "one-by-one"),
    Way("a", "OpenCC, pandoc, WeasyPrint", "weasyprint", "together"),
    Way("b", "OpenCC, pandoc, Typst", "typst", "together"),
)


def find_script(name: str) -> str:
    """Return the place of a command that stands beside this Python."""
    return str(Path(sys.executable).parent / name)


def find_programs() -> dict[str, str]:
    """Return the programs that make.sh calls, by the names of its variables."""
    opencc = _find_package("opencc") / "clib"
    return {
        "OPENCC": str(opencc / "bin" / "opencc"),
        "OPENCC_DATA": str(opencc / "share" / "opencc"),
        "PANDOC": str(_find_package("pypandoc") / "files" / "pandoc"),
        "WEASYPRINT": find_script("weasyprint"),
        "PYTHON": sys.executable,
    }


def _find_package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"no package `{name}`: install bench/requirements.in", name=name)
    return Path(found.origin).parent


def prepare(folder: Path) -> None:
    """Lay into a folder what a user would have there: the speech in pandoc's Markdown, styles, and an empty `out`."""
    shutil.copytree(BY_HAND, folder, dirs_exist_ok=True)
    (folder / "speech.md").write_text(write_plain(SOURCE.read_text("utf-8")), "utf-8")
    (folder / "out").mkdir()


def write_plain(source: str) -> str:
    """Return a source in pandoc's Markdown: the title block kept, Keben's own marks dropped, their text kept."""
    _, front, body = source.split("---\n", 2)
    fields = yaml.safe_load(front)
    title = fields["title"]
    block = {
        "title": title if isinstance(title, str) else "\\\n".join(title),  # a backslash at a line's end breaks the line
        **{key: fields[key] for key in ("subtitle", "author", "lang") if key in fields},
        "date": str(fields["date"]),
    }
    body, marks = re.subn(r"\[([^\[\]]*)\]\{[.#][^{}]*\}", r"\1", body)
    assert marks
    body = re.sub(r"<sub>(.*?)</sub>", r"~\1~", body)
    return f"---\n{yaml.safe_dump(block, allow_unicode=True, sort_keys=False)}---\n{body}"


def find_files(folder: Path, suffix: str) -> list[Path]:
    """Return the files of one format that a way made, one an edition.

    Raises:
        FileNotFoundError: An edition is lacking, so the time means nothing.
    """
    files = [path for tag in TAGS for path in (folder / "out").rglob(f"*{tag}.{suffix}") if path.stat().st_size]
    if len(files) != len(TAGS):
        raise FileNotFoundError(f"{len(files)} of {len(TAGS)} {suffix} files were made")
    return files

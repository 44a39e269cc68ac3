"""Charts and the annex say figures again: each copy is read back, wherever a format has it."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from conftest import FRONT_MATTER
from keben.editions import editions_of
from keben.guidance import load_guides
from keben.locales import find_locale
from keben.pipeline import build
from keben.readback.comparing import compare_file
from keben.reader import read, text_for
from keben.settings import FORMATS, Settings
from keben.theme import load_theme
from keben.verification import verify
from keben.writers import WRITERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keben.edition import Edition
    from keben.reader import Work

TAGS = ("zh-Hans-CN", "zh-Hant-TW", "en")

CHARTS = """
::: chart
{bars}
- {one}: #trade
- {other}: #output
:::

::: chart line
- {one}: #up
- {other}: #more
- {third}: #most
:::
"""

CHINESE = (
    "全市外贸进出口总额完成[6501.8亿元]{.q #trade of=2025}，数字经济规模[8000亿元]{.q #output}，增长[16.8%]{.q #up}、[17.5%]{.q #more}"
    "和[29.25%]{.q #most}。开行班列[3417班]{.q #trains}[^n]。\n\n| 项 | 数 |\n|---|---|\n| [12个]{.q #parks}园区 | [345件]{.q #cases} |\n"
    + CHARTS.format(bars="规模，其一为[7100亿元]{.q #third}", one="外贸", other="数字经济", third="新能源汽车出口")
    + "\n[^n]: 其中[214班]{.q #empty}。\n"
)

ENGLISH = (
    "Foreign trade of the city reached [650.18 billion yuan]{q=trade}, and its digital economy [800 billion yuan]{q=output}, up by "
    "[16.8 percent]{q=up}, [17.5 percent]{q=more} and [29.25 percent]{q=most}. There were [3,417 trains]{q=trains}[^n].\n\n"
    "| Item | Number |\n|---|---|\n| [12]{q=parks} parks | [345 cases]{q=cases} |\n"
    + CHARTS.format(bars="Two sizes and [710 billion yuan]{q=third}", one="Trade", other="Digital", third="New cars")
    + "\n[^n]: Among them [214]{q=empty}.\n"
)

NO_FIGURE = re.compile(r"<head>.*?</head>|<title.*?</title>|<a [^>]*>1</a>|<[^>]*>|(?:图|圖|Figure )1|\[1\]", re.DOTALL)
"""What has digits that are no figure's: labels of charts, numbers of notes, marks of the format, names that nobody sees."""


def source(folder: Path) -> Path:
    front = FRONT_MATTER.replace("date:", "annex: true\ndate:")
    (folder / "a.md").write_text(front + CHINESE, encoding="utf-8")
    (folder / "a.en.md").write_text("---\nlang: en\ntitle: Sample\n---\n\n" + ENGLISH, encoding="utf-8")
    return folder / "a.md"


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Work, Edition]]:
    """Derive every edition of a work that has all kinds of copies."""
    path = source(tmp_path_factory.mktemp("copies"))
    work = read(path)
    found = list(work.diagnostics)
    editions = editions_of(work, Settings(editions=TAGS, annex=True), load_guides(path, work, None, ()), found)
    made = {
        edition.locale.tag: (text_for(work, find_locale(edition.locale.tag)) or work, edition) for edition in editions
    }
    assert [each for each in found if each.is_error] == []
    assert tuple(made) == TAGS
    return made


def write(edition: Edition, ending: str) -> bytes:
    return WRITERS[ending](edition, load_theme("plain"), {})


def wrong(made: tuple[Work, Edition], ending: str, data: bytes) -> list[str]:
    return [found.code for found in compare_file(*made, f"a.{ending}", data).diagnostics]


@pytest.mark.parametrize("theme", ["plain", "gongwen"])
def test_every_file_is_right(tmp_path: Path, theme: str) -> None:
    work = source(tmp_path)
    (outcome,) = build([work], Settings(editions=TAGS, theme=theme, output=str(tmp_path / "out")))
    assert not outcome.failed, outcome.diagnostics
    paths = [Path(outcome.folder) / entry.name for entry in outcome.files]
    assert len(paths) == len(TAGS) * len(FORMATS)
    for verified in verify(work, paths):
        assert (verified.figures, verified.diagnostics) == (10, ())


@pytest.mark.parametrize("theme", ["plain", "gongwen"])
def test_charts_anywhere_on_pages(tmp_path: Path, theme: str) -> None:
    numbers = range(12)
    prose = [
        "段落里的话" * (7 * number % 60 + 5)
        + f"[{number + 21}个]{{.q #a{number}}}、[{number + 34}个]{{.q #b{number}}}，其[^{number}]。"
        for number in numbers
    ]
    charts = [
        f"::: chart {'line' if number % 2 else ''}\n- 甲: #a{number}\n- 乙: #b{number}\n:::" for number in numbers
    ]
    notes = [f"[^{number}]: 注[{number + 55}件]{{.q}}。" for number in numbers]
    body = "\n\n".join([block for pair in zip(prose, charts, strict=True) for block in pair] + notes)
    text = FRONT_MATTER.replace("date:", "annex: true\ndate:") + body
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    settings = Settings(theme=theme, formats=("pdf",), output=str(tmp_path / "out"))
    (outcome,) = build([tmp_path / "a.md"], settings)
    assert [found for found in outcome.diagnostics if found.is_error] == []
    (tmp_path / "b.md").write_text(text.replace("[41个]", "[42个]"), encoding="utf-8")
    (pdf,) = (Path(outcome.folder) / entry.name for entry in outcome.files)
    (verified,) = verify(tmp_path / "b.md", [pdf])
    # in the text, the drawing and its table, and thrice in the annex: as it is, as what it says, in its sentence
    assert [found.fact.split("`")[1] for found in verified.diagnostics] == ["42个"] * 6


def changed(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text with each digit of each figure changed, and what is around that digit."""
    marks = [found.span() for found in NO_FIGURE.finditer(text)]
    for found in re.finditer(r"[0-9]", text):
        at = found.start()
        if not any(start <= at < end for start, end in marks):
            yield text[:at] + str((int(found[0]) + 1) % 10) + text[at + 1 :], text[max(0, at - 30) : at + 30]


def parts(ending: str, data: bytes) -> list[str]:
    """Return the names of the pages of a book; another file is one page."""
    if ending != "epub":
        return [""]
    with ZipFile(BytesIO(data)) as book:
        return [name for name in book.namelist() if name.startswith("EPUB/text/")]


def part(data: bytes, name: str) -> str:
    if not name:
        return data.decode()
    with ZipFile(BytesIO(data)) as book:
        return book.read(name).decode()


def exchanged(data: bytes, name: str, text: str) -> bytes:
    if not name:
        return text.encode()
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, text if entry.filename == name else old.read(entry))
    return made.getvalue()


LEAST = {"html": 205, "epub": 205, "txt": 190}
"""Digits of a text, so that none of its parts is forgotten."""


@pytest.mark.parametrize("ending", ["html", "epub", "txt"])
@pytest.mark.parametrize("tag", TAGS)
def test_no_digit_of_any_copy_changes_unseen(works: dict[str, tuple[Work, Edition]], tag: str, ending: str) -> None:
    data = write(works[tag][1], ending)
    tried, unseen = 0, []
    for name in parts(ending, data):
        for text, around in changed(part(data, name)):
            tried += 1
            if not wrong(works[tag], ending, exchanged(data, name, text)):
                unseen.append((name, around))
    assert unseen == []
    assert tried > LEAST[ending]

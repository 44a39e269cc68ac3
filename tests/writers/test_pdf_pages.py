"""Printed pages, read back from the finished PDFs: nothing lost, nothing out of place, every region its own type."""

from __future__ import annotations

import ctypes
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2
import pytest

from conftest import NEWS, ROOT, SPEECH
from keben.document import Code, CodeBlock, Heading, Quantity, Text
from keben.edition import derive
from keben.locales import find_locale
from keben.reader import read
from keben.tree import plain_text, quantities_of, walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from keben.edition import Edition

TORTURE = ROOT / "tests" / "torture.md"
WORKS = {"zhengzhou-cppcc-2026": SPEECH, "zhengzhou-cppcc-2026-news": NEWS, "torture": TORTURE}
REAL = ("zhengzhou-cppcc-2026", "zhengzhou-cppcc-2026-news")
TAGS = ("zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK")
REGIONS = {"zh-Hans-CN": "SC", "zh-Hant-TW": "TC", "zh-Hant-HK": "HK"}
THEMES = ("plain", "gongwen")

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)
MARGINS_PT = {
    "plain": (25 * MM, 69.64, 27 * MM, 69.64),
    "gongwen": (37 * MM, 26 * MM, 35 * MM, 28 * MM),
}
"""Top, right, bottom and left of a right-hand page, in points; gongwen's left-hand pages are its mirror."""

EM_PT = {"plain": 12.0, "gongwen": 15.75}

OVERHANG = 0.1
"""Of an em: the ink of a `j`, and the box that PDFium gives for 廣 or 演, reach out of their glyph's own width."""


class Glyph(NamedTuple):
    """A printed character: its ink and its origin, in points from the top left corner of the page."""

    char: str
    left: float
    top: float
    right: float
    bottom: float
    x: float
    y: float


def keben_build(*arguments: object) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "keben", "build", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every work in every edition and theme, built by the command line."""
    made = tmp_path_factory.mktemp("made")
    for theme in THEMES:
        editions = [part for tag in TAGS for part in ("-e", tag)]
        keben_build(*WORKS.values(), *editions, "-t", theme, "-f", "pdf", "-f", "txt", "-o", made / theme)
    return made


@pytest.fixture(scope="module")
def pdf(folder: Path) -> Callable[[str, str, str], Path]:
    return lambda theme, work, tag: folder / theme / work / f"{work}.{tag}.pdf"


@cache
def edition_of(work: str, tag: str) -> Edition:
    return derive(read(WORKS[work]).document, find_locale(tag))


@cache
def pages_of(path: Path) -> list[list[Glyph]]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [_glyphs(page) for page in document]
    finally:
        document.close()


def _glyphs(page: pypdfium2.PdfPage) -> list[Glyph]:
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    found = []
    for index in range(text.count_chars()):
        char = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
        if char.isspace() or not char.isprintable():
            continue
        left, bottom, right, top = text.get_charbox(index)
        pypdfium2.raw.FPDFText_GetCharOrigin(text, index, x, y)
        found.append(Glyph(char, left, A4[1] - top, right, A4[1] - bottom, x.value, A4[1] - y.value))
    return found


def area(theme: str, number: int) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom of the type area of a page, counted from 1."""
    top, right, bottom, left = MARGINS_PT[theme]
    if theme == "gongwen" and number % 2 == 0:
        left, right = right, left
    return left, top, A4[0] - right, A4[1] - bottom


def folio(theme: str, number: int) -> str:
    return f"—{number}—" if theme == "gongwen" else str(number)


def body_of(theme: str, number: int, page: list[Glyph]) -> list[Glyph]:
    """Return what stands in the type area, after checking that nothing but the page number stands below it."""
    below = [glyph for glyph in page if glyph.top > area(theme, number)[3]]
    assert "".join(glyph.char for glyph in below) == folio(theme, number)
    return [glyph for glyph in page if glyph not in below]


def lines_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Group glyphs whose base lines are less than 1 pt apart, from the top, each line from the left."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y):
        if lines and glyph.y - lines[-1][-1].y < 1:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [sorted(line, key=lambda glyph: glyph.x) for line in lines]


def printed_text(path: Path, theme: str) -> str:
    """Return the text of a PDF as pdftotext reads it, without white space and page numbers."""
    read_back = subprocess.run(
        ["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, check=True
    ).stdout.decode()
    pages = [re.sub(r"\s", "", page) for page in read_back.split("\f")]
    assert pages.pop() == ""
    for number, page in enumerate(pages, 1):
        before, found, after = page.rpartition(folio(theme, number))
        assert found
        pages[number - 1] = before + after
    return "".join(pages)


def drawn_text(path: Path, theme: str) -> str:
    """Return the text of a PDF in the order in which it is drawn, without white space and page numbers."""
    return "".join(
        glyph.char for number, page in enumerate(pages_of(path), 1) for glyph in body_of(theme, number, page)
    )


every_page = pytest.mark.parametrize(
    ("theme", "work", "tag"), [(theme, work, tag) for theme in THEMES for work in WORKS for tag in TAGS]
)
every_torture = pytest.mark.parametrize(("theme", "tag"), [(theme, tag) for theme in THEMES for tag in TAGS])


# ---------------------------------------------------------------- text


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("work", REAL)
@pytest.mark.parametrize("theme", THEMES)
def test_the_page_says_what_the_text_edition_says(pdf: Callable[..., Path], theme: str, work: str, tag: str) -> None:
    path = pdf(theme, work, tag)
    text = path.with_suffix(".txt").read_text("utf-8")
    assert printed_text(path, theme) == re.sub(r"\s", "", text)


@every_page
def test_every_quantity_is_printed(pdf: Callable[..., Path], theme: str, work: str, tag: str) -> None:
    printed = printed_text(pdf(theme, work, tag), theme)
    quantities = quantities_of(edition_of(work, tag).document)
    assert len(quantities) >= 4
    position = 0
    for quantity in quantities:
        position = printed.find(re.sub(r"\s", "", quantity.text), position)
        assert position >= 0, quantity.text


@every_torture
def test_no_word_of_the_torture_is_lost(pdf: Callable[..., Path], theme: str, tag: str) -> None:
    printed = drawn_text(pdf(theme, "torture", tag), theme)
    for node in walk(edition_of("torture", tag).document):
        if isinstance(node, Text | Code | CodeBlock | Quantity):
            for piece in re.split(r"[，。；：、\s]", node.text):
                assert piece in printed


@every_torture
def test_a_note_is_printed_once_and_called_twice(pdf: Callable[..., Path], theme: str, tag: str) -> None:
    printed = printed_text(pdf(theme, "torture", tag), theme)
    first, second = (plain_text(note.children[0])[:6] for note in edition_of("torture", tag).document.notes)
    assert printed.count(f"1.{first}") == printed.count(f"2.{second}") == 1
    assert len(re.findall(r"[这這][里裡裏]1，", printed)) == len(re.findall("一次1，", printed)) == 1


@every_torture
def test_lists_count_from_where_they_begin(pdf: Callable[..., Path], theme: str, tag: str) -> None:
    printed = printed_text(pdf(theme, "torture", tag), theme)
    for number, words in ((9, "每"), (10, "[两兩]位"), (11, "[项項][里裡裏]")):
        assert re.search(rf"{number}\.{words}", printed)


@every_page
def test_the_outline_is_that_of_the_work(pdf: Callable[..., Path], theme: str, work: str, tag: str) -> None:
    document = pypdfium2.PdfDocument(pdf(theme, work, tag))
    outline = [(mark.level, mark.get_title()) for mark in document.get_toc()]
    metadata = document.get_metadata_dict()
    document.close()
    edition = edition_of(work, tag)
    headings = [block for block in edition.document.blocks if isinstance(block, Heading)]
    assert outline == [
        (0, "".join(edition.document.metadata.title)), *((each.level, plain_text(each)) for each in headings)
    ]  # fmt: skip
    assert metadata["Title"] == edition.title
    assert metadata["Author"] == ", ".join(edition.document.metadata.authors)
    assert (metadata["CreationDate"], metadata["ModDate"]) == ("D:20260206000000Z", "D:20260206000000Z")


# ---------------------------------------------------------------- fonts


@every_page
def test_every_font_is_embedded_as_a_subset_of_the_region_s_own(
    pdf: Callable[..., Path], theme: str, work: str, tag: str
) -> None:
    listed = subprocess.run(["pdffonts", pdf(theme, work, tag)], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()[2:]]
    assert len(rows) >= 2
    for row in rows:
        assert row[-5:-2] == ["yes", "yes", "yes"], row  # embedded, subset, with Unicode values
        assert re.fullmatch(rf"[A-Z]{{6}}\+Noto-(Serif|Sans|Sans-Mono)-CJK-{REGIONS[tag]}(-Bold)?", row[0]), row


# ---------------------------------------------------------------- geometry


@every_page
def test_nothing_leaves_the_type_area(pdf: Callable[..., Path], theme: str, work: str, tag: str) -> None:
    pages = pages_of(pdf(theme, work, tag))
    assert sum(map(len, pages)) > 500
    for number, page in enumerate(pages, 1):
        left, top, right, bottom = area(theme, number)
        over = OVERHANG * EM_PT[theme]
        for glyph in body_of(theme, number, page):
            inside = (
                left - over <= glyph.left and glyph.right <= right + over
                and top - 0.5 <= glyph.top and glyph.bottom <= bottom + 0.5
            )  # fmt: skip
            assert inside, (number, glyph)


@every_torture
def test_no_image_leaves_the_type_area(pdf: Callable[..., Path], theme: str, tag: str) -> None:
    document = pypdfium2.PdfDocument(pdf(theme, "torture", tag))
    found = 0
    for number, page in enumerate(document, 1):
        left, top, right, bottom = area(theme, number)
        for each in page.get_objects(max_depth=1):
            if each.type in (pypdfium2.raw.FPDF_PAGEOBJ_IMAGE, pypdfium2.raw.FPDF_PAGEOBJ_FORM):
                x0, y0, x1, y1 = each.get_bounds()
                assert left - 0.5 <= x0 < x1 <= right + 0.5, number
                assert top - 0.5 <= A4[1] - y1 < A4[1] - y0 <= bottom + 0.5, number
                found += 1
    document.close()
    assert found >= 2


@every_page
def test_the_title_block_is_centred(pdf: Callable[..., Path], theme: str, work: str, tag: str) -> None:
    left, _, right, _ = area(theme, 1)
    metadata = edition_of(work, tag).document.metadata
    lines = lines_of(pages_of(pdf(theme, work, tag))[0])
    names = next(
        line for line in lines if "".join(glyph.char for glyph in line) == re.sub(" ", "", "".join(metadata.authors))
    )
    title = lines[: lines.index(names) + 1]
    assert len(title) >= 3
    for line in title:
        middle = (line[0].x + line[-1].x + EM_PT[theme]) / 2
        assert abs(middle - (left + right) / 2) < EM_PT[theme], "".join(glyph.char for glyph in line)
    assert names[1].x - names[0].x == pytest.approx(2 * EM_PT[theme], abs=0.3)  # a name of two is set apart


@pytest.mark.parametrize("tag", TAGS)
def test_gongwen_sets_28_characters_a_line_and_22_lines_a_page(pdf: Callable[..., Path], tag: str) -> None:
    em, line_height = EM_PT["gongwen"], 28.97
    widths: list[int] = []
    heights: list[int] = []
    for number, page in enumerate(pages_of(pdf("gongwen", "zhengzhou-cppcc-2026", tag)), 1):
        left, top, right, bottom = area("gongwen", number)
        assert right - left == pytest.approx(156 * MM)
        assert bottom - top == pytest.approx(225 * MM)
        lines = [
            line
            for line in lines_of(body_of("gongwen", number, page))
            if abs(line[0].x - left) < 2 or abs(line[0].x - left - 2 * em) < 2
        ]
        heights.append(len(lines))
        if number > 1:  # the title on the first has its own measure
            steps = [(below[0].y - above[0].y) / line_height for above, below in pairwise(lines)]
            assert steps == [pytest.approx(round(step), abs=0.01) for step in steps]
        widths += [
            round((line[-1].x - line[0].x) / em) + 1
            for line in lines
            if all(after.x - before.x == pytest.approx(em, abs=0.05) for before, after in pairwise(line))
        ]
    assert max(heights) == 22
    assert sum(height >= 20 for height in heights) >= len(heights) - 3
    assert max(widths) == 28
    assert widths.count(28) > len(widths) / 3


# ---------------------------------------------------------------- where pages and lines break


def build(folder: Path, body: str, *flags: str, front_matter: str = "id: a\nlang: zh-Hans-CN\ntitle: 题\n") -> Path:
    folder.mkdir(exist_ok=True)
    source = folder / "a.md"
    source.write_text(f"---\n{front_matter}---\n\n{body}", "utf-8")
    keben_build(source, "-f", "pdf", "-o", folder / "made", *flags)
    (made,) = (folder / "made" / "a").glob("*.pdf")
    return made


@pytest.mark.parametrize("theme", THEMES)
def test_no_heading_stands_at_the_foot_of_a_page(tmp_path: Path, theme: str) -> None:
    body = "\n\n".join(
        f"{'#' * (1 + number % 3)} 标题{number}\n\n{'甲' * (20 + 37 * number % 190)}" for number in range(60)
    )
    body = body.replace("### 标题2", "## 标题2", 1)
    pages = pages_of(build(tmp_path, body, "-t", theme))
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert {glyph.char for glyph in lines_of(body_of(theme, number, page))[-1]} == {"甲"}


@pytest.mark.parametrize("theme", THEMES)
def test_no_line_begins_with_a_call_or_a_closing_mark(tmp_path: Path, theme: str) -> None:
    body = "\n\n".join(f"{'甲' * number}[^{number}]，乙" for number in range(20, 48))
    body += "\n\n" + "\n\n".join(f"{'甲' * number}“乙”（丙），《丁》。" for number in range(20, 48))
    body += "\n\n" + "\n\n".join(f"[^{number}]: 注" for number in range(20, 48))
    begun = set()
    for number, page in enumerate(pages_of(build(tmp_path, body, "-t", theme)), 1):
        lines = lines_of(body_of(theme, number, page))
        begun |= {
            line[0].char for line in lines if abs(line[0].x - area(theme, number)[0]) < 4 and line[-1].char != "注"
        }
    assert "甲" in begun
    assert begun <= set("题甲乙丙丁“（《")


@pytest.mark.parametrize("theme", THEMES)
def test_a_range_is_not_broken(tmp_path: Path, theme: str) -> None:
    body = "\n\n".join(f"{'甲' * number}（[1566—1990]{{.q}}）" for number in range(14, 40))
    lines = [line for page in pages_of(build(tmp_path, body, "-t", theme)) for line in lines_of(page)]
    assert sum("1566—1990" in "".join(glyph.char for glyph in line) for line in lines) == 26


@pytest.mark.parametrize("theme", THEMES)
def test_a_note_in_a_heading_is_set_as_a_note(tmp_path: Path, theme: str) -> None:
    made = build(
        tmp_path, '# 标题[^a]"引"\\\\\n\n甲[^b]\n\n[^a]: 注一\n\n[^b]: 注二\n\n    - 项一\n    - 项二\n', "-t", theme
    )
    document = pypdfium2.PdfDocument(made)
    assert [mark.get_title() for mark in document.get_toc()] == ["题", '标题"引"\\']
    document.close()
    (page,) = pages_of(made)
    notes = {"".join(glyph.char for glyph in line): line[-1].y for line in lines_of(body_of(theme, 1, page))}
    foot = ["1.注一", "2.注二", "•项一", "•项二"]
    assert list(notes)[-4:] == foot
    steps = [notes[below] - notes[above] for above, below in pairwise(foot)]
    assert max(steps) < 2 * min(steps)
    assert font_of(made, "注") == font_of(made, "甲") == "Noto-Serif-CJK-SC"
    assert font_of(made, "标") == ("Noto-Sans-CJK-SC" if theme == "gongwen" else "Noto-Serif-CJK-SC-Bold")


def font_of(path: Path, char: str) -> str:
    """Return the font of a character where it first stands on the first page."""
    document = pypdfium2.PdfDocument(path)
    text = document[0].get_textpage()
    name = ctypes.create_string_buffer(99)
    index = next(
        each for each in range(text.count_chars()) if pypdfium2.raw.FPDFText_GetUnicode(text, each) == ord(char)
    )
    pypdfium2.raw.FPDFText_GetFontInfo(text, index, name, 99, None)
    document.close()
    return name.value.decode().partition("+")[2]


@pytest.mark.parametrize("theme", THEMES)
def test_signatures_stay_whole_and_with_what_is_signed(tmp_path: Path, theme: str) -> None:
    rows = {"plain": range(27, 31), "gongwen": range(15, 19)}[theme]
    shortest = 99
    for count in rows:
        body = "\n\n".join("甲" * 20 for _ in range(count)) + "\n\n::: signature\n落款\n\n日期\n:::\n"
        pages = pages_of(build(tmp_path / str(count), body, "-t", theme))
        last = [line[0].char for line in lines_of(body_of(theme, len(pages), pages[-1]))]
        assert last[-3:] == ["甲", "落", "日"]
        shortest = min(shortest, len(last))
    assert shortest == 3


def test_an_english_work_keeps_its_spaces_even_and_its_words_whole(tmp_path: Path) -> None:
    words = "The quick brown fox jumps over the lazy dog and runs on. " * 20
    (page,) = pages_of(build(tmp_path, words, front_matter="id: a\nlang: en\ntitle: Words\n"))
    lines = lines_of(body_of("plain", 1, page))[1:-1]
    assert len(lines) > 5
    assert not any(glyph.char in "-\u00ad\u2010" for line in lines for glyph in line)
    pairs = [pair for line in lines for pair in pairwise(line)]
    gaps = [after.x - before.x for before, after in pairs if (before.char, after.char) == ("e", "q")]
    assert len(gaps) > 5
    assert gaps == pytest.approx([gaps[0]] * len(gaps), abs=0.1)


def test_quotation_marks_of_english_stand_close_in_a_chinese_family(tmp_path: Path) -> None:
    (page,) = pages_of(build(tmp_path, "Zhengzhou’s “plan”.", front_matter="id: a\nlang: en\ntitle: Words\n"))
    line = lines_of(body_of("plain", 1, page))[-1]
    steps = {before.char: after.x - before.x for before, after in pairwise(line)}
    assert max(steps[mark] for mark in "’“”") < EM_PT["plain"] / 2 + 0.5

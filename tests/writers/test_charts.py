"""Charts as drawn: true lengths, the text's own figures, a name for whoever cannot see, the same bytes every time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
import xml.etree.ElementTree as ET
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pypdfium2
import pytest

from conftest import FRONT_MATTER, read_body
from keben.document import Chart
from keben.edition import derive
from keben.edition.drawing import WIDTH
from keben.locales import find_locale
from keben.reader import limits
from keben.theme import load_theme
from keben.tree import walk
from keben.writers import WRITERS
from keben.writers.charts import draw, table_of
from keben.writers.html import PRINT, WEB, block_to_html

if TYPE_CHECKING:
    from pathlib import Path

    from keben.edition import Edition

SVG = "{http://www.w3.org/2000/svg}"


def source(figures: list[str], labels: list[str] | None = None, kind: str = "bar", caption: str = "标题里面") -> str:
    prose = "、".join(f"[{figure}]{{.q #f{number}}}" for number, figure in enumerate(figures))
    names = labels or [f"第{number}年" for number in range(len(figures))]
    items = "".join(f"- {name}: #f{number}\n" for number, name in enumerate(names))
    return f"{prose}。\n\n::: chart {kind}\n{caption}\n{items}:::\n"


def chart_of(body: str, tag: str = "zh-Hans-CN") -> tuple[Edition, Chart]:
    work = read_body(body)
    assert [found for found in work.diagnostics if found.is_error] == []
    edition = derive(work.document, find_locale(tag))
    (chart,) = (node for node in walk(edition.document) if isinstance(node, Chart))
    return edition, chart


def drawn(body: str, tag: str = "zh-Hans-CN", families: str = "") -> ET.Element:
    return ET.fromstring(draw(*chart_of(body, tag), families))  # noqa: S314 - our own


def words(svg: ET.Element) -> list[str]:
    return [str(each.text) for each in svg.iter(f"{SVG}text")]


def bars(svg: ET.Element) -> list[tuple[float, float]]:
    """Return where each bar begins and ends."""
    found = [(float(each.get("x", "")), float(each.get("width", ""))) for each in svg.iter(f"{SVG}rect")]
    return [(x, x + width) for x, width in found]


def axis(svg: ET.Element) -> float:
    (found,) = [re.fullmatch(r"M([\d.]+),0 L\1,[\d.]+", each.get("d", "")) for each in svg.iter(f"{SVG}path")]
    assert found
    return float(found[1])


def dots(svg: ET.Element) -> list[tuple[float, float]]:
    return [(float(each.get("cx", "")), float(each.get("cy", ""))) for each in svg.iter(f"{SVG}circle")]


# ---------------------------------------------------------------- what is drawn


def test_bars_begin_at_zero_and_are_as_long_as_their_values() -> None:
    svg = drawn(source(["100万元", "50万元", "25万元", "0元"]))
    lengths = [end - start for start, end in bars(svg)]
    assert all(start == axis(svg) for start, _ in bars(svg))
    assert [length / lengths[0] for length in lengths] == pytest.approx([1, 0.5, 0.25, 0], abs=0.001)


def test_values_below_zero_lie_on_the_other_side() -> None:
    svg = drawn(source(["9.2%", "-3.5%", "0%"]))
    zero = axis(svg)
    (_, right), (left, end), _ = bars(svg)
    assert end == zero
    assert (zero - left) / (right - zero) == pytest.approx(3.5 / 9.2, abs=0.001)


@pytest.mark.parametrize(
    "figures",
    [
        ["-1%", "-2%"],
        ["-12345678901234567元", "98765432109876543元"],
        ["0元", "0元"],
        ["1元", f"{10**27}元"],
        ["5元", "5元"],
        ["7" * 28 + "元", "1元"],
    ],
)
@pytest.mark.parametrize("kind", ["bar", "line"])
def test_everything_stays_in_the_drawing(figures: list[str], kind: str) -> None:
    svg = drawn(source(figures, ["很长的标签" * 20, *["乙"] * (len(figures) - 1)], kind))
    _, _, width, height = map(float, svg.get("viewBox", "").split())
    for start, end in bars(svg):
        assert 0 <= start <= end <= width
    for x, y in dots(svg):
        assert 0 < x < width
        assert 0 < y < height
    for each in svg.iter(f"{SVG}text"):
        x, y = float(each.get("x", "")), float(each.get("y", ""))
        size = sum(3.2 if unicodedata.east_asian_width(char) in "WFA" else 1.92 for char in str(each.text))
        start = x - {"start": 0, "middle": size / 2, "end": size}[each.get("text-anchor", "")]
        assert start >= -0.1
        assert start + size <= WIDTH + 0.1
        assert 0 < y <= height


def test_a_line_rises_and_falls_with_its_values() -> None:
    svg = drawn(source(["10元", "30元", "20元"], kind="line"))
    (first, highest, last) = dots(svg)
    assert [x for x, _ in (first, highest, last)] == sorted(x for x, _ in (first, highest, last))
    assert (first[1] - last[1]) / (first[1] - highest[1]) == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("tag", ["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"])
@pytest.mark.parametrize("kind", ["bar", "line"])
def test_values_and_labels_are_those_of_the_edition(tag: str, kind: str) -> None:
    edition, chart = chart_of(source(["3417万辆", "5017万辆"], ["里面", "外边"], kind), tag)
    svg = ET.fromstring(draw(edition, chart, ""))  # noqa: S314
    printed = [edition.quantities[point.figure].text for point in chart.points]
    assert printed[0] == {"zh-Hans-CN": "3417万辆"}.get(tag, "3417萬輛")
    assert set(printed) < set(words(svg))
    assert {"zh-Hans-CN": "里面", "zh-Hant-TW": "裡面", "zh-Hant-HK": "裏面"}[tag] in words(svg)


def test_a_long_label_takes_two_lines_and_no_more() -> None:
    svg = drawn(source(["1元", "2元"], ["全市规模以上工业增加值同比增长速度", "长" * 500]))
    found = [each for each in words(svg) if "元" not in each]
    assert len(found) == 4
    assert "".join(found[:2]) == "全市规模以上工业增加值同比增长速度"
    assert found[3].endswith("…")


def test_a_value_too_long_to_draw_is_left_to_the_table() -> None:
    long = "8" * 28 + "元"
    edition, chart = chart_of(source([long, "1元"]))
    svg = draw(edition, chart, "")
    assert "888" not in svg
    assert long in block_to_html(edition, chart, WEB)


def test_words_of_a_crowded_line_do_not_touch() -> None:
    figures = [f"{10_000 + (number * 7919) % 5000}万元" for number in range(limits.CHART_POINTS)]
    svg = drawn(source(figures, kind="line"))
    shown = words(svg)
    assert figures[0] in shown or figures[-1] in shown
    assert {"第0年", f"第{limits.CHART_POINTS - 1}年"} <= set(shown)
    labels = [
        (float(each.get("x", "")), len(str(each.text)))
        for each in svg.iter(f"{SVG}text")
        if str(each.text).startswith("第")
    ]
    for (left, _), (right, size) in pairwise(labels):
        assert right - left > 1.92 * size


# ---------------------------------------------------------------- who reads it how


def test_it_has_a_name_and_a_description() -> None:
    edition, chart = chart_of(source(["1元", "2元"]), "zh-Hant-TW")
    svg = ET.fromstring(draw(edition, chart, ""))  # noqa: S314
    named = {each.get("id"): each.text for each in svg if each.get("id")}
    assert svg.get("role") == "img"
    assert named[svg.get("aria-labelledby")] == "標題裡面"
    assert named[svg.get("aria-describedby")] == "長條圖，數據見隨後的表。"
    assert [each.tag for each in svg][1:3] == [f"{SVG}title", f"{SVG}desc"]


def test_the_table_beside_it_has_the_numbers() -> None:
    edition, chart = chart_of(source(["1234元", "2元"], ["*甲*", "乙"]), "zh-Hant-TW")
    page = block_to_html(edition, chart, WEB)
    assert '<th scope="col">項目</th><th scope="col" class="align-right">數值</th>' in page
    assert '<tr><td><em>甲</em></td><td class="align-right">1234元</td></tr>' in page
    assert page.startswith('<div id="s0g1" class="chart">\n<figure><svg ')
    assert '<figcaption><span class="label">圖1</span> 標題裡面</figcaption></figure>' in page
    assert table_of(edition, chart).kind == "chart"
    assert "圖1 標題裡面\n項目\t數值\n甲\t1234元\n乙\t2元" in WRITERS["txt"](edition, load_theme("plain"), {}).decode()


def test_nothing_of_it_has_a_colour_of_its_own() -> None:
    svg = draw(*chart_of(source(["1元", "2元"], kind="line")), "")
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg)) == {"currentColor", "none"}
    assert not re.search(r"<script|<style|href|url\(|#[0-9a-f]{3}", svg)


def test_the_type_is_named_only_where_no_style_sheet_reaches() -> None:
    edition, chart = chart_of(source(["1元", "2元"]))
    assert "font-family" not in draw(edition, chart, "")
    assert 'font-family="Noto Sans CJK SC, sans-serif"' in draw(edition, chart, '"Noto Sans CJK SC", sans-serif')
    assert "font-family" not in block_to_html(edition, chart, PRINT)


@pytest.mark.parametrize("label", ["<b>&amp;\"'", "a &lt; b", "`</svg>`", "]]&gt;", "&#x26;&#60;script&#62;"])
def test_marks_of_markup_in_words_stay_words(label: str) -> None:
    body = source(["1元", "2元"], [label.replace("<b>", "\\<b\\>"), "乙"], caption=f"标题 {label.replace('<b>', '')}")
    edition, chart = chart_of(body)
    page = block_to_html(edition, chart, WEB)
    tree = ET.fromstring(page)  # noqa: S314
    assert {each.tag.removeprefix(SVG) for each in tree.iter()} <= {
        "div", "figure", "svg", "defs", "title", "desc", "text", "rect", "path", "figcaption", "span", "table", "thead", "tbody",
        "tr", "th", "td", "code",
    }  # fmt: skip


def test_a_control_character_is_refused_where_it_stands() -> None:
    assert {found.code for found in read_body(source(["1元", "2元"], ["甲&#12;乙", "乙"])).diagnostics} == {"S002"}


# ---------------------------------------------------------------- in files

BODY = source(["5566.6亿元", "6501.8亿元"], ["2024年", "2025年"]) + "\n" + "::: chart line\n- 甲: #f0\n- 乙: #f1\n:::\n"


def test_the_page_of_a_book_says_that_it_holds_a_drawing() -> None:
    edition = derive(read_body(BODY).document, find_locale("zh-Hant-TW"), annex=True)
    with ZipFile(BytesIO(WRITERS["epub"](edition, load_theme("plain"), {}))) as book:
        package = book.read("EPUB/package.opf").decode()
        pages = {name: book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml")}
    drawn_on = [name.removeprefix("EPUB/") for name, page in pages.items() if "<svg" in page]
    assert (
        re.findall(r'href="([^"]*)" media-type="[^"]*" properties="svg"', package)
        == drawn_on
        == ["text/part-0001.xhtml"]
    )
    assert '<meta property="schema:accessMode">visual</meta>' in package
    assert '<meta property="schema:accessModeSufficient">textual</meta>' in package
    assert 'href="part-0002.xhtml#s1t1r1"' in pages["EPUB/text/part-0001.xhtml"]
    assert 'href="part-0001.xhtml#f0"' in pages["EPUB/text/part-0002.xhtml"]


def build(folder: Path, **env: str) -> dict[str, bytes]:
    folder.mkdir()
    (folder / "a.md").write_text(
        FRONT_MATTER.replace("date:", "annex: true\neditions: [zh-Hans-CN, zh-Hant-TW]\ndate:") + BODY, "utf-8"
    )
    command = [sys.executable, "-m", "keben", "build", "a.md"]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    made = folder / "build"
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}


def test_files_are_the_same_every_time_and_home_is_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    first = build(tmp_path / "one", PYTHONHASHSEED="1", HOME=str(home), XDG_CACHE_HOME=str(tmp_path / "cache"))
    second = build(tmp_path / "two", PYTHONHASHSEED="2", TZ="Pacific/Kiritimati")
    assert first == second
    assert {path.name for path in home.rglob("*") if path.is_file()} == set()
    assert b'"drawsvg"' in first["sample/manifest.json"]
    with pypdfium2.PdfDocument(first["sample/sample.zh-Hant-TW.pdf"]) as pdf:
        # PDFium reads a space where Han and Latin stand apart.
        text = "".join(page.get_textpage().get_text_range() for page in pdf).replace(" ", "")
    assert text.count("6501.8億元") >= 4  # text, chart, its table, annex
    assert "本文數據一覽" in text


def test_a_work_without_charts_does_not_load_the_library(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FRONT_MATTER + "正文。\n", "utf-8")
    program = "import sys; from pathlib import Path; import keben; keben.build([Path('a.md')], keben.Settings(formats=('html', 'txt'))); sys.exit('drawsvg' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=tmp_path, check=False).returncode == 0
    assert "drawsvg" not in (tmp_path / "build/sample/manifest.json").read_text("utf-8")

"""Composed pages, read back by the places of their glyphs: the contract with the engine that the hooks stand on."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import pypdfium2
import pypdfium2_raw as pdfium
import pytest

from keben.writers.pdf.composition import UNEVEN, install
from keben.writers.pdf.engine import Printed, PrintJob, print_pdf

TEXT = "坚持改革开放不动摇，奏响创新发展主旋律。数字经济规模8000亿元；外贸进出口总额完成6501.8亿元、增长16.8%，用PDF印“双料第一”。"
LONG = TEXT * 3
LEFT, RIGHT, EM = 20.0, 260.0, 12.0
"""Of the page's type area and its type, pt: lines of 20 characters."""

FAMILIES = {"zh-Hans-CN": "Noto Serif CJK SC", "zh-Hant-TW": "Noto Serif CJK TC", "zh-Hant-HK": "Noto Serif CJK HK"}
CLOSING = frozenset("，。、；：”’）」』》")


class Glyph(NamedTuple):
    char: str
    x: float
    y: float
    em: float
    right: float
    ink_right: float

    @property
    def edge(self) -> float:
        """Where it ends as the last of a line: a mark without ink in its right half has half."""
        if self.char in CLOSING and self.ink_right < self.x + 0.54 * self.em:
            return self.x + self.em / 2
        return self.x + self.em if ord(self.char) > 0x2FFF or self.char in CLOSING else self.right


def printed(body: str, css: str = "", lang: str = "zh-Hans-CN") -> Printed:
    page = f'<!DOCTYPE html><html lang="{lang}"><title>样</title><body>{body}</body></html>'
    sheet = (
        "@page { size: 280pt 400pt; margin: 20pt } body { margin: 0 } p { margin: 0; text-indent: 2em } "
        f"html {{ font: {EM}pt/1.75 '{FAMILIES.get(lang, FAMILIES['zh-Hans-CN'])}'; text-align: justify; overflow-wrap: anywhere }}"
    )
    return print_pdf(PrintJob("a.md", page, (sheet + css,), {}, (), {}), lambda _: b"")


def glyphs_in(pdf: bytes) -> list[Glyph]:
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                char = chr(pdfium.FPDFText_GetUnicode(text, index))
                if char.isspace() or pdfium.FPDFText_IsGenerated(text, index) or not char.isprintable():
                    continue
                x, y = pdfium.c_double(), pdfium.c_double()
                pdfium.FPDFText_GetCharOrigin(text, index, x, y)
                matrix = pdfium.FS_MATRIX()
                pdfium.FPDFText_GetMatrix(text, index, matrix)
                em = pdfium.FPDFText_GetFontSize(text, index) * matrix.a
                ink, loose = text.get_charbox(index), text.get_charbox(index, loose=True)
                found.append(Glyph(char, x.value, y.value - 1000 * number, em, loose[2], ink[2]))
    return found


def lines_of(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Gather glyphs by baseline; smaller type beside a line belongs to it."""
    lines: list[list[Glyph]] = []
    for glyph in glyphs:
        if lines and abs(lines[-1][0].y - glyph.y) < 0.5 * EM and glyph.x > lines[-1][-1].x:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return lines


def text_of(pdf: bytes) -> str:
    return "".join(glyph.char for glyph in glyphs_in(pdf))


def bare(html: str) -> str:
    return re.sub(r"\s|\xad|<[^>]*>", "", html)


HALF = len(TEXT) // 2
LINES = {
    "text": (f"<p>{LONG}", "", RIGHT),
    "bold": (f"<p>{TEXT[:9]}<strong>{LONG}</strong>{TEXT}", "", RIGHT),
    "italic": (f"<p>{TEXT[:9]}<em>{TEXT}</em>，{TEXT}", "em { font-style: normal; font-weight: 700 }", RIGHT),
    "link": (f'<p>{TEXT[:11]}<a href="https://example.org/">{LONG}</a>{TEXT}', "", RIGHT),
    "index": (f"<p>{TEXT}PM<sub>2.5</sub>{TEXT}", "sub { font-size: .62em; line-height: 0 }", RIGHT),
    "larger": (f"<p>{TEXT}<big>{TEXT[:15]}</big>{TEXT}", "big { font-size: 15pt }", RIGHT),
    "spaced": (f"<p>{TEXT}<i>{TEXT[5:8]}</i>{TEXT}", "i { letter-spacing: 2pt; font-style: normal }", RIGHT),
    "padded": (f"<p>{TEXT}<i>{TEXT[:15]}</i>{LONG}", "i { padding: 0 3pt; border: 1pt solid; font-style: normal }", RIGHT),
    "many padded": (f"<p>{'<i>甲乙</i>' * 90}", "i { padding: 0 2pt; font-style: normal }", None),
    "list": (f"<ul><li>{LONG}<ul><li>{LONG}</ul></ul>", "ul { padding-left: 2em; margin: 0 }", RIGHT),
    "quotation": (f"<blockquote>{LONG}</blockquote>", "blockquote { margin: 0 24pt }", RIGHT - 24),
    "cell": (f"<table><tr><td>{LONG}</table>", "table { width: 100%; border-collapse: collapse } td { padding: 0 }", RIGHT),
    "columns": (f"<div>{LONG * 2}</div>", "div { columns: 2; column-gap: 24pt }", None),
    "after a break": (f"<p>甲乙丙<br>{LONG}", "", RIGHT),
    "beside a float": (f"<div>甲</div><p>{LONG}", "div { float: left; width: 60pt; height: 50pt }", RIGHT),
    "inline boxes": (f"<p>{TEXT}{'<b>甲乙</b>' * 40}{TEXT}", "b { display: inline-block; text-indent: 0 }", RIGHT),
    "note": (
        f"<p>甲乙<span>{LONG}</span>丙丁{LONG}",
        "span { float: footnote; text-indent: 0 } ::footnote-call { content: counter(footnote); font-size: .6em; line-height: 0 }",
        RIGHT,
    ),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["zh-Hans-CN", "zh-Hant-TW"])
@pytest.mark.parametrize("name", LINES)
def test_full_lines_reach_the_edge(name: str, lang: str) -> None:
    body, css, right = LINES[name]
    done = printed(body, css, lang)
    assert done.diagnostics == ()
    lines = lines_of(glyphs_in(done.pdf))
    edges = [line[-1].edge for line in lines if len(line) > 1]
    if right is None:
        assert len(edges) > 8
        assert max(edges) <= RIGHT + 0.1
        return
    full = [edge for edge in edges if edge > right - 1.2 * EM]
    assert len(full) >= 6
    assert max(abs(edge - right) for edge in full) < 0.1
    assert len(edges) - len(full) <= 4  # last lines, a break, the list's first paragraph


def test_lines_of_columns_reach_the_edge_of_each() -> None:
    body, css, _ = LINES["columns"]
    glyphs = glyphs_in(printed(body, css).pdf)
    for right in ((RIGHT - LEFT - 24) / 2 + LEFT, RIGHT):
        edges = [line[-1].edge for line in lines_of([glyph for glyph in glyphs if right - 110 < glyph.x < right])]
        full = [edge for edge in edges if abs(edge - right) < 0.1]
        assert len(full) >= len(edges) - 3


@pytest.mark.parametrize("name", LINES)
def test_the_text_is_that_of_the_engine_alone(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    body, css, _ = LINES[name]
    composed = printed(body, css)
    monkeypatch.setattr("keben.writers.pdf.composition.hooks.paragraph_of", lambda *_: None)
    alone = printed(body, css)
    assert sorted(text_of(composed.pdf)) == sorted(text_of(alone.pdf))
    if name not in ("note", "columns", "list"):  # their parts may move to another page
        assert text_of(composed.pdf) == text_of(alone.pdf) == bare(body)


def test_the_same_bytes_twice() -> None:
    assert printed(f"<p>{LONG}").pdf == printed(f"<p>{LONG}").pdf


def test_marks_are_half_at_the_end_of_simplified_lines_and_whole_in_the_middle_of_the_square() -> None:
    text = "甲乙丙丁戊己庚辛壬癸" * 2
    for lang, x in (("zh-Hans-CN", RIGHT - EM / 2), ("zh-Hant-TW", RIGHT - EM)):
        glyphs = glyphs_in(printed(f"<p>{text[:17]}，{text}", "", lang).pdf)
        (mark,) = [glyph for glyph in glyphs if glyph.char == "，"]
        assert mark.x == pytest.approx(x, abs=0.1)


@pytest.mark.parametrize(("pair", "step"), [("。”", 0.5), ("）（", 0.5), ("：“", 0.5), ("“《", 0.5), ("，《", 0.5)])
def test_neighbouring_marks_are_squeezed(pair: str, step: float) -> None:
    glyphs = glyphs_in(printed(f"<p>甲{pair}乙").pdf)
    assert glyphs[2].x - glyphs[1].x == pytest.approx(step * EM, abs=0.05)


def test_squeezing_reaches_across_spans_of_one_font() -> None:
    glyphs = glyphs_in(printed("<p>甲。<i>”乙</i>", "i { font-style: normal }").pdf)
    assert glyphs[2].x - glyphs[1].x == pytest.approx(EM / 2, abs=0.05)


def test_a_gap_stands_between_han_and_latin_and_not_inside_words() -> None:
    glyphs = glyphs_in(printed("<p>甲AB乙3亿").pdf)
    rooms = [b.x - a.edge for a, b in pairwise(glyphs)]
    assert rooms == pytest.approx([0.15 * EM, 0, 0.15 * EM, 0.15 * EM, 0.15 * EM], abs=0.2)


def test_a_number_stays_with_its_scale_and_unit() -> None:
    for count in range(12, 20):
        lines = lines_of(glyphs_in(printed(f"<p>{'甲' * count}6501.8亿元{'乙' * 40}").pdf))
        assert any("6501.8亿元" in "".join(glyph.char for glyph in line) for line in lines)


def test_no_paragraph_ends_on_one_character() -> None:
    for count in range(30, 62):
        lines = lines_of(glyphs_in(printed(f"<p>{'甲乙丙丁' * 20}"[: count + 3]).pdf))
        assert len(lines[-1]) > 1


def test_a_cell_is_as_wide_as_its_composed_text() -> None:
    body = f"<table><tr><td>用PDF印8000亿元<td>甲</table><p>{TEXT}"
    lines = lines_of(glyphs_in(printed(body).pdf))
    assert "".join(glyph.char for glyph in lines[0]).startswith("用PDF印8000亿元")


def test_headings_and_centred_lines_are_not_stretched() -> None:
    glyphs = glyphs_in(printed(f"<h1>{TEXT}</h1>", "h1 { font-size: 12pt; text-align: center }").pdf)
    lines = lines_of(glyphs)
    assert len(lines) > 2
    for line in lines:
        assert line[0].x - LEFT == pytest.approx(RIGHT - line[-1].edge, abs=7)
        steps = [b.x - a.x for a, b in pairwise(line) if a.char + b.char in ("坚持", "改革", "创新")]
        assert steps == pytest.approx([EM] * len(steps), abs=0.05)


def test_an_underline_and_a_struck_text_are_drawn() -> None:
    css = "u { text-decoration: underline } s { text-decoration: line-through }"
    assert bare(f"{LONG}{TEXT}") == text_of(printed(f"<p><u>{LONG}</u><s>{TEXT}</s>", css).pdf)


# ---------------------------------------------------------------- what is left to the engine


@pytest.mark.parametrize(
    ("body", "css", "reason"),
    [
        (f"<p>甲\u0627\u0644{LONG}", "", "right-to-left text"),
        (f"<p dir=rtl>{LONG}", "p { direction: rtl }", "right-to-left text"),
        (f"<p>甲soft\u00adhyphen{LONG}", "", "soft hyphens"),
        (f"<p>{TEXT}<i>甲</i>{TEXT}", "i { float: left }", "a float in the text"),
        (f"<p>{TEXT}<i>甲</i>{TEXT}", "i { padding: 0 2% }", "an edge in percent"),
        (f"<p>{TEXT}<i>甲</i>{TEXT}", "i { display: inline-flex }", "a flexible box or a grid in the text"),
    ],
)
def test_what_cannot_be_composed_is_printed_and_told(body: str, css: str, reason: str) -> None:
    done = printed(body, css)
    assert len(bare(body)) <= len(text_of(done.pdf))
    told = [found for found in done.diagnostics if found.code == "P507"]
    assert [found.fact.endswith(f"it has {reason}") for found in told] == [True]
    assert bare(body)[:3] in told[0].fact


@pytest.mark.parametrize(
    ("body", "css"),
    [
        (f"<pre>{LONG}</pre>", "pre { white-space: pre-wrap }"),
        (f"<p>{TEXT}<a>1</a>", "a::before { content: leader(dotted) }"),
        (f"<p>{TEXT}", "p { text-overflow: ellipsis; overflow: hidden }"),
        (f"<p>{LONG}", "p::first-line { font-weight: 700 }"),
    ],
)
def test_lines_that_are_not_to_be_even_are_the_engine_s_without_a_word(body: str, css: str) -> None:
    done = printed(body, css)
    assert done.diagnostics == ()
    assert bare(body)[:60] in text_of(done.pdf)


def test_english_is_as_the_engine_sets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "<p>" + "The quick brown fox jumps over 中文 the lazy dog. " * 12
    composed = printed(body, lang="en").pdf
    monkeypatch.setattr("keben.writers.pdf.composition.hooks._compose", lambda *_: None)
    assert printed(body, lang="en").pdf == composed


# ---------------------------------------------------------------- the guard


def test_an_engine_that_is_refused_prints_ragged_lines_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keben.writers.pdf.engine.install", lambda: "layout/inline.py of WeasyPrint has been changed")
    monkeypatch.setattr("keben.writers.pdf.composition.hooks.paragraph_of", lambda *_: None)
    done = printed(f"<p>{LONG}")
    assert [found.code for found in done.diagnostics] == ["P506"]
    assert "layout/inline.py of WeasyPrint has been changed" in done.diagnostics[0].fact
    assert text_of(done.pdf) == bare(LONG)
    assert printed("<p>English", lang="en").diagnostics == ()
    assert "text-align: left" in UNEVEN


def test_the_engine_of_these_tests_is_the_one_the_hooks_are_for() -> None:
    assert install() == ""
    assert install() == ""

"""The engine behind its fence: it gets what it was given, and says what it missed."""

from __future__ import annotations

import logging
import re
import socket
from typing import TYPE_CHECKING, NoReturn

import pypdfium2
import pytest

from conftest import ROOT
from keben.edition import derive
from keben.locales import find_locale
from keben.reader import read
from keben.theme import find_file, load_theme
from keben.writers.pdf import make_job
from keben.writers.pdf.engine import PrintJob, print_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from keben.writers.pdf.engine import Printed

DOT = (ROOT / "tests" / "torture-dot.png").read_bytes()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
SONG = 'html { font-family: "Noto Serif CJK SC" }'


def no_theme(name: str) -> NoReturn:
    raise LookupError(name)


def print_html(
    html: str,
    css: str = SONG,
    assets: dict[str, bytes] | None = None,
    find: Callable[[str], bytes] = no_theme,
    families: dict[str, tuple[str, ...]] | None = None,
) -> Printed:
    page = f'<!DOCTYPE html><html lang="zh-Hans-CN"><body>{html}</body></html>'
    return print_pdf(PrintJob("a.md", page, (css,), assets or {}, (), families or {}), find)


def facts(printed: Printed) -> list[tuple[str, str]]:
    return [(found.code, found.fact) for found in printed.diagnostics]


def images_of(printed: Printed) -> int:
    document = pypdfium2.PdfDocument(printed.pdf)
    kinds = [each.type for page in document for each in page.get_objects()]
    document.close()
    return kinds.count(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE)


# ---------------------------------------------------------------- what is given


def test_images_of_the_work_are_drawn() -> None:
    assets = {"a.png": DOT, "图/一 &#?%.png": DOT, "b.svg": SVG}
    printed = print_html(
        '<img src="images/a.png"><img src="images/%E5%9B%BE/%E4%B8%80%20%26%23%3F%25.png"><img src="images/b.svg">',
        assets=assets,
    )
    assert facts(printed) == []
    assert images_of(printed) == 2


def test_files_of_the_theme_are_used() -> None:
    asked = []

    def find(name: str) -> bytes:
        asked.append(name)
        return DOT

    printed = print_html(
        "<p>甲", SONG + "p { background: url(图/dot.png) } p::after { content: url(b.png) }", find=find
    )
    assert facts(printed) == []
    assert sorted(asked) == ["b.png", "图/dot.png"]


def test_a_theme_s_file_that_is_missing_is_an_error() -> None:
    printed = print_html("<p>甲", SONG + "p::after { content: url(b.png) }")
    assert facts(printed) == [("P502", "`b.png` may not be fetched")]


def test_a_damaged_image_is_an_error() -> None:
    printed = print_html('<img src="images/%E5%9B%BE/a%20b.png">', assets={"图/a b.png": b"\x89PNG nothing more"})
    assert facts(printed) == [("P502", "the image `图/a b.png` cannot be drawn")]


# ---------------------------------------------------------------- what is refused


MARK = "not-for-the-public-7381"
FETCHES = {
    "image": '<img src="{url}">',
    "attachment": '<link rel="attachment" href="{url}">',
    "attached link": '<a rel="attachment" href="{url}">甲</a>',
    "style sheet": '<link rel="stylesheet" href="{url}">',
    "object": '<object data="{url}"></object>',
    "embedded": '<embed src="{url}">',
    "inline svg": '<svg width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    "background": '<p style="background: url({url})">甲',
    "content": "<style>p::before {{ content: url({url}) }}</style><p>甲",
    "bullet": '<ul style="list-style-image: url({url})"><li>甲</ul>',
    "import": '<style>@import "{url}";</style>',
    "font": "<style>@font-face {{ font-family: x; src: url({url}) }} p {{ font-family: x }}</style><p>甲",
    "base": '<base href="{url}/"><img src="a.png">',
}


@pytest.mark.parametrize("scheme", ["file", "http", "ftp", "data", "relative"])
@pytest.mark.parametrize("markup", FETCHES.values(), ids=FETCHES)
def test_nothing_else_is_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, markup: str, scheme: str) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        pytest.fail("a connection was asked for")

    monkeypatch.setattr(socket, "create_connection", refuse)
    secret = tmp_path / "secret.txt"
    secret.write_text(MARK)
    url = {
        "file": secret.as_uri(), "http": "http://127.0.0.1:9/secret", "ftp": "ftp://127.0.0.1/secret",
        "data": f"data:text/plain,{MARK}", "relative": f"../../../..{secret}",
    }[scheme]  # fmt: skip
    printed = print_html(markup.format(url=url))
    assert {code for code, _ in facts(printed)} <= {"P502", "P505", "P501"}
    assert "P502" in {code for code, _ in facts(printed)}
    assert MARK.encode() not in printed.pdf
    assert b"/EmbeddedFile" not in printed.pdf


def test_an_svg_of_the_work_fetches_nothing(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(DOT)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9"><image xlink:href="{secret.as_uri()}" width="9" height="9"/></svg>'
    printed = print_html('<img src="images/a.svg">', assets={"a.svg": svg.encode()})
    assert images_of(printed) == 0
    assert [code for code, _ in facts(printed)] == ["P502"]


@pytest.mark.parametrize("name", ["../outside.png", "%2e%2e/outside.png", "..%2foutside.png", "a/%2e%2e/%2e%2e/outside.png", "/outside.png", "link.png"])  # fmt: skip
def test_a_theme_does_not_lead_out_of_its_folder(tmp_path: Path, name: str) -> None:
    theme = tmp_path / "theme"
    (theme / "a").mkdir(parents=True)
    (tmp_path / "outside.png").write_bytes(DOT)
    (theme / "link.png").symlink_to(tmp_path / "outside.png")
    printed = print_html(
        "<p>甲", SONG + f"p::after {{ content: url({name}) }}", find=lambda each: find_file((theme,), each).read_bytes()
    )
    assert [code for code, _ in facts(printed)] == ["P502"]
    assert images_of(printed) == 0


# ---------------------------------------------------------------- what is missing


def test_a_character_that_no_font_draws() -> None:
    printed = print_html("<p>甲\u0378乙\u0378")
    assert facts(printed) == [("F402", "no installed font draws `\u0378` (U+0378)")]


def test_roles_without_an_installed_family() -> None:
    families: dict[str, tuple[str, ...]] = {"song": ("Nowhere", "Noto Serif CJK SC"), "kai": ("Nowhere", "Never")}
    assert facts(print_html("<p>甲", families=families)) == [
        ("F401", "the theme's `kai` type is not installed: Nowhere, Never")
    ]


def test_css_that_is_not_known() -> None:
    printed = print_html("<p>甲", SONG + "p { colour: red; writing-mode: vertical-rl } @font-face { x: y }")
    assert [code for code, _ in facts(printed)] == ["P501", "P501", "P501", "P505"]
    assert facts(printed)[0] == ("P501", "`colour: red` is ignored, unknown property")


@pytest.mark.parametrize(
    "css", ["p { color: ", "}}}}", "@page { @bottom-center { content: counter(page", "\0\ufffe", "p{}" * 2000]
)
def test_css_that_is_broken_breaks_nothing(css: str) -> None:
    assert print_html("<p>甲", css).pages == 1


def test_a_link_to_nothing_is_an_error() -> None:
    assert facts(print_html('<p><a href="#nowhere">甲</a>')) == [
        ("P502", "a link leads to `#nowhere`, which is not on any page")
    ]


# ---------------------------------------------------------------- what is said of the result


def test_fonts_and_engines_are_named() -> None:
    printed = print_html("<p>甲<b>乙</b><i style='font-family: Noto Sans CJK TC'>丙</i>")
    assert [(font.family, font.weight) for font in printed.fonts] == [
        ("Noto Sans CJK TC", 400), ("Noto Serif CJK SC", 400), ("Noto Serif CJK SC", 700)
    ]  # fmt: skip
    assert all(re.fullmatch(r"\d\.\d{3}", font.version) for font in printed.fonts)
    assert list(printed.engines) == ["WeasyPrint", "Pango", "HarfBuzz"]
    assert printed.engines["WeasyPrint"] == "70.0"


def test_pages_are_counted() -> None:
    assert print_html("<p style='break-after: page'>甲</p>" * 3 + "<p>乙").pages == 4


def test_the_same_job_gives_the_same_bytes() -> None:
    assert print_html("<h1>甲</h1><p>乙").pdf == print_html("<h1>甲</h1><p>乙").pdf


def test_the_log_is_as_it_was_even_after_a_failure() -> None:
    logger = logging.getLogger("weasyprint")
    before = list(logger.handlers)
    with pytest.raises(TypeError):
        print_pdf(PrintJob("a.md", None, (), {}, (), {}), no_theme)  # type: ignore[arg-type]
    print_html("<p>甲")
    assert logger.handlers == before


# ---------------------------------------------------------------- the job


@pytest.mark.parametrize("theme", ["plain", "gongwen"])
def test_a_job_holds_all_that_is_needed(theme: str) -> None:
    work = read(ROOT / "tests" / "torture.md")
    edition = derive(work.document, find_locale("zh-Hant-TW"))
    job = make_job(edition, load_theme(theme), work.assets, "a.md")
    assert job.path == "a.md"
    assert set(job.assets) == {"torture.png", "torture-dot.png", "torture.svg"}
    assert '<html lang="zh-Hant-TW">' in job.html
    assert '<meta name="dcterms.created" content="2026-02-06T00:00:00Z"/>' in job.html
    assert '<meta name="dcterms.modified" content="2026-02-06T00:00:00Z"/>' in job.html
    assert '<meta name="author" content="歐陽修"/>' in job.html
    assert set(job.families) == {"song", "hei", "mono"} | ({"kai", "fangsong"} if theme == "gongwen" else set())
    assert all("TC" in family or "CJK" not in family for families in job.families.values() for family in families)
    assert facts(print_pdf(job, no_theme)) == ([] if theme == "plain" else [
        ("F401", "the theme's `fangsong` type is not installed: cwTeXFangSong, STFangsong"),
        ("F401", "the theme's `kai` type is not installed: TW-Kai, LXGW WenKai TC, DFKai-SB, BiauKai"),
    ])  # fmt: skip

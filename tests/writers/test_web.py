"""The web edition: one file that asks for nothing else and runs nothing."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING

import pytest
import weasyprint
from msgspec import structs

from conftest import ROOT, read_body
from keben.document import Metadata
from keben.edition import Edition, derive
from keben.errors import SourceError
from keben.locales import LOCALES, find_locale
from keben.reader import read
from keben.theme import load_theme
from keben.writers.web import write

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from pathlib import Path

TORTURE = ROOT / "tests" / "torture.md"
NO_SCRIPT = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page(edition: Edition, theme: str = "plain", project: Path | None = None) -> ET.Element:
    data = write(edition, load_theme(theme, project), {})
    root: ET.Element = weasyprint.HTML(string=data.decode()).etree_element
    return root


def meta(root: ET.Element, name: str) -> list[str]:
    return [each.get("content", "") for each in root.iter("meta") if name in (each.get("name"), each.get("http-equiv"))]


def edition(body: str = "甲", tag: str = "zh-Hans-CN") -> Edition:
    return derive(read_body(body).document, find_locale(tag))


@pytest.mark.parametrize("tag", [locale.tag for locale in LOCALES if locale.is_chinese])
def test_head(tag: str) -> None:
    root = page(edition(tag=tag))
    assert root.get("lang") == tag
    assert [title.text for title in root.iter("title")] == ["樣本" if "Hant" in tag else "样本"]
    assert meta(root, "Content-Security-Policy") == [NO_SCRIPT]
    assert meta(root, "dcterms.modified") == ["2026-02-06T00:00:00Z"]
    assert meta(root, "viewport") == ["width=device-width, initial-scale=1"]


def test_the_charset_comes_first_where_browsers_look() -> None:
    assert b'<meta charset="utf-8"/>' in write(edition(), load_theme("plain"), {})[:1024]


@pytest.mark.parametrize("tag", ["zh-Hans-CN", "zh-Hant-HK"])
def test_nothing_is_fetched_and_nothing_runs(tag: str) -> None:
    work = read(TORTURE)
    html = write(derive(work.document, find_locale(tag)), load_theme("plain"), work.assets).decode()
    root = weasyprint.HTML(string=html).etree_element
    tags = {element.tag for element in root.iter()}
    assert tags.isdisjoint({"script", "link", "base", "iframe", "object", "embed", "form"})
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert {image.get("src", "").partition(",")[0] for image in root.iter("img")} == {
        "data:image/png;base64", "data:image/svg+xml;base64"
    }  # fmt: skip
    style = "".join(each.text or "" for each in root.iter("style"))
    assert not re.search(r"url\(|@import|expression", style)


def test_images_are_the_bytes_that_were_checked() -> None:
    work = read(TORTURE)
    html = write(derive(work.document, find_locale("zh-Hans-CN")), load_theme("plain"), work.assets).decode()
    inside = {b64decode(data) for data in re.findall(r'src="data:[^,]+,([^"]+)"', html)}
    assert inside == set(work.assets.values())
    assert len(inside) == 3


def test_no_font_is_named_for_another_region() -> None:
    for tag, family in (("zh-Hans-CN", "CJK SC"), ("zh-Hant-TW", "CJK TC"), ("zh-Hant-HK", "CJK HK")):
        html = write(edition(tag=tag), load_theme("plain"), {}).decode()
        assert set(re.findall(r"CJK \w\w", html)) == {family}


HOSTILE = "</title><script>alert(1)</script> $body ${styles} &amp; \"'"


def test_what_an_author_writes_stays_text() -> None:
    made = edition()
    metadata = Metadata(id="a", lang="zh-Hans-CN", title=(HOSTILE, HOSTILE), authors=(HOSTILE,), subtitle=HOSTILE)
    root = page(structs.replace(made, document=structs.replace(made.document, metadata=metadata), subtitle=HOSTILE))
    assert [title.text for title in root.iter("title")] == [f"{HOSTILE} {HOSTILE}"]
    assert meta(root, "author") == [HOSTILE]
    assert not list(root.iter("script"))
    assert "".join(text for h1 in root.iter("h1") for text in h1.itertext()) == HOSTILE * 2


def test_a_theme_cannot_end_its_style_and_go_on_as_markup(tmp_path: Path) -> None:
    own = tmp_path / "themes" / "own"
    own.mkdir(parents=True)
    attack = "</style><script>alert(1)</script>"
    (own / "theme.toml").write_text(
        f'name = "own"\nparent = "plain"\n[fonts.song]\nzh-Hans-CN = ["{attack}", "a\\\\"]\n', "utf-8"
    )
    (own / "screen.css").write_text(f"p::after {{ content: '{attack}' }}", "utf-8")
    root = page(edition(), "own", tmp_path)
    assert not list(root.iter("script"))
    (style,) = root.iter("style")
    assert "alert(1)" in (style.text or "")


def test_a_theme_s_own_page_is_used(tmp_path: Path) -> None:
    own = tmp_path / "themes" / "own"
    own.mkdir(parents=True)
    (own / "theme.toml").write_text('name = "own"\nparent = "plain"\n', "utf-8")
    (own / "document.html").write_text("<!DOCTYPE html><title>$title $5 $$</title>$metadata$styles<body>$body", "utf-8")
    html = write(edition(), load_theme("own", tmp_path), {}).decode()
    assert html.startswith("<!DOCTYPE html><title>样本 $5 $</title><meta")


def test_a_page_that_asks_for_an_unknown_part_is_an_error(tmp_path: Path) -> None:
    own = tmp_path / "themes" / "own"
    own.mkdir(parents=True)
    (own / "theme.toml").write_text('name = "own"\nparent = "plain"\n', "utf-8")
    (own / "document.html").write_text("$body $unknown", "utf-8")
    with pytest.raises(SourceError) as fault:
        write(edition(), load_theme("own", tmp_path), {})
    assert [found.code for found in fault.value.diagnostics] == ["F403"]


def test_no_theme_variable_is_used_that_no_role_gives() -> None:
    for name in ("plain", "gongwen"):
        theme = load_theme(name)
        for css in ("screen.css", "print.css", "epub.css"):
            text = theme.read_text(css)
            own = set(re.findall(r"(--[a-z]+):", text))
            bare = set(re.findall(r"var\((--[a-z]+)\)", text)) - own
            for locale in LOCALES:
                assert bare <= {f"--{role}" for role in theme.families(locale)}, (name, css, locale.tag)

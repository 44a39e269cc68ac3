"""The annex in files: links that lead there and back, page numbers that are true, a head on every page."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from conftest import FRONT_MATTER, read_body
from keben.edition import derive
from keben.locales import find_locale
from keben.theme import load_theme
from keben.writers import WRITERS

if TYPE_CHECKING:
    from pathlib import Path

FIGURES = 130
BODY = "".join(
    f"第{'一二三四五'[number % 5]}段，外贸进出口总额完成[{number}17.5亿元]{{.q of=2025}}，" + "占位的话" * 40 + "。\n\n"
    for number in range(1, FIGURES + 1)
)


def test_every_link_of_a_page_leads_to_something() -> None:
    body = "- 条目[5元]{.q}\n\n术语\n\n: 义[6元]{.q}\n\n正文[^1]。\n\n[^1]: 注[7元]{.q}。\n"
    edition = derive(read_body(body).document, find_locale("zh-Hant-TW"), annex=True)
    page = WRITERS["html"](edition, load_theme("plain"), {}).decode()
    ids = set(re.findall(r' id="([^"]*)"', page))
    targets = re.findall(r' href="#([^"]*)"', page)
    assert set(targets) <= ids
    assert len([target for target in targets if target.startswith("s0n")]) == 3
    assert page.count('<a class="entry" href="#s1t1r') == 3


@pytest.mark.parametrize("theme", ["plain", "gongwen"])
def test_pages_are_numbered_and_headed(tmp_path: Path, theme: str) -> None:
    (tmp_path / "a.md").write_text(FRONT_MATTER.replace("date:", "annex: true\ndate:") + BODY, "utf-8")
    command = [sys.executable, "-m", "keben", "build", "a.md", "-f", "pdf", "-t", theme]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with pypdfium2.PdfDocument(tmp_path / "build/sample/sample.zh-Hans-CN.pdf") as pdf:
        # PDFium reads a space where Han and Latin stand apart.
        pages = [re.sub(" ", "", page.get_textpage().get_text_range()) for page in pdf]
    start = next(number for number, page in enumerate(pages) if "本文数据一览" in page)
    listed = pages[start:]
    assert len(listed) > 2
    assert all("所在段落" in page for page in listed)
    shown = dict(re.findall(r"完成(\d+17\.5亿元)…[ .\r\n]*(\d+)\r?$", "\r\n".join(listed), re.MULTILINE))
    text = {
        figure: str(number)
        for number, page in enumerate(pages[: start + 1], 1)
        for figure in re.findall(r"完成(\d+17\.5亿元)，", page.replace("\r\n", ""))
    }
    assert len(text) == FIGURES
    assert shown == text

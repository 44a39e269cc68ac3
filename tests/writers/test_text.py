"""The text edition: everything a reader reads, nothing lost, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import NEWS, ROOT, SPEECH, read_body
from keben.document import Code, CodeBlock, Document, LineBreak, Metadata, Quantity, Text
from keben.edition import derive
from keben.locales import find_locale
from keben.reader import read
from keben.tree import walk
from keben.writers.text import write

if TYPE_CHECKING:
    from pathlib import Path


def text(body: str, tag: str = "zh-Hans-CN") -> str:
    work = read_body(body)
    assert not work.diagnostics, [found.fact for found in work.diagnostics]
    return write(derive(work.document, find_locale(tag))).decode().removeprefix("样本\n（2026年2月6日）\n\n")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("甲\n\n乙", "甲\n\n乙\n"),
        ("# 一\n\n甲\n\n## 二", "一\n\n甲\n\n二\n"),
        ("甲**乙***丙*`丁`[戊]{.keep}[己]{.name}[6亿元]{.q}", "甲乙丙丁戊己6亿元\n"),
        ("PM<sub>2.5</sub>[甲](https://a.b)", "PM2.5甲\n"),
        ("<ruby>汉<rt>hàn</rt>字<rt>zì</rt></ruby>", "汉（hàn）字（zì）\n"),
        ("甲<br>乙", "甲\n乙\n"),
        ("---", "＊＊＊\n"),
        ("> 甲\n>\n> 乙", "甲\n\n乙\n"),
        ("    a\n\n    b", "a\n\nb\n"),
        ("- 甲\n- 乙", "• 甲\n• 乙\n"),
        ("- 甲\n\n- 乙", "• 甲\n\n• 乙\n"),
        ("9. 甲\n10. 乙", "9. 甲\n10. 乙\n"),
        ("1. 甲\n    - 乙\n    - 丙\n        1. 丁", "1. 甲\n   • 乙\n   • 丙\n     1. 丁\n"),
        ("- 甲\n\n  乙\n\n      a\n\n        b\n", "• 甲\n\n  乙\n\n  a\n\n    b\n"),
        ("甲\n:   乙\n\n    丙\n:   丁", "甲\n　　乙\n\n　　丙\n　　丁\n"),
        ("|甲|乙|\n|--|--|\n|1||\n", "甲\t乙\n1\t\n"),
        ("::: verse\n甲\n乙\n:::", "甲\n乙\n"),
        ("::: note\n甲\n:::", "甲\n"),
        ("甲[^a]乙[^a]\n\n[^a]: 丙\n\n    丁\n", "甲[1]乙[1]\n\n注释\n\n[1] 丙\n\n    丁\n"),
        ("", "样本\n（2026年2月6日）\n"),
    ],
)
def test_constructs(body: str, expected: str) -> None:
    assert text(body) == expected


def test_title_lines_and_authors() -> None:
    metadata = Metadata(id="a", lang="zh-Hans-CN", title=("上", "下"), subtitle="副", authors=("安伟", "欧阳修"))
    for tag, expected in (
        ("zh-Hans-CN", "上\n下\n——副\n安伟　欧阳修\n"),
        ("zh-Hant-TW", "上\n下\n——副\n安偉　歐陽修\n"),
    ):
        assert write(derive(Document(metadata, ()), find_locale(tag))).decode() == expected


def test_figures_are_their_captions_or_what_they_show() -> None:
    document = read(ROOT / "tests" / "torture.md").document
    lines = write(derive(document, find_locale("zh-Hant-TW"))).decode().splitlines()
    assert "圖2 位圖，比版心寬" in lines
    assert "［沒有說明的圖］" in lines
    assert "行裡的圖：［小灰點］，後面接著寫。" in lines


@pytest.mark.parametrize("tag", ["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO", "zh-Hans-SG"])
@pytest.mark.parametrize("path", [SPEECH, NEWS, ROOT / "tests" / "torture.md"], ids=["speech", "news", "torture"])
def test_no_word_is_lost_or_out_of_order(path: Path, tag: str) -> None:
    edition = derive(read(path).document, find_locale(tag))
    written = write(edition).decode()
    assert "\r" not in written
    assert written.endswith("\n")
    assert "\n\n\n" not in written
    position = 0
    for node in walk(edition.document):
        for piece in _pieces(node):
            found = written.find(piece, position)
            assert found >= 0, piece
            position = found + len(piece)


def _pieces(node: object) -> list[str]:
    """Return what a reader reads of a node by itself."""
    match node:
        case Text() | Code() | Quantity():
            return [node.text]
        case CodeBlock():
            return [line.strip() for line in node.text.splitlines()]
        case LineBreak():
            return ["\n"]
        case _:
            return []

"""The smallest source that shows each code of the reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import FRONT_MATTER, read_body
from keben.diagnostics import Diagnostic, Report
from keben.reader import read, read_text

BODIES = {
    "S003": "左\u202e右\n",
    "S020": "<b>粗</b>\n",
    "S021": "H<sub>2O\n",
    "S022": "[点](javascript:alert(1))\n",
    "S023": "[看](#nowhere)\n",
    "S024": "[1元]{.q #a} [2元]{.q #a}\n",
    "S025": "[字]{.unknown}\n",
    "S026": "正文[^1]。\n",
    "S027": "正文。\n\n[^1]: 没人提到。\n",
    "S028": "正文[^1]。\n\n[^1]: 一。\n\n[^1]: 二。\n",
    "S029": "[看这里][nowhere]\n",
    "S041": "# 一\n\n### 三\n",
    "S042": "::: note\n没有结束。\n",
    "S043": "::: chapter\n正文。\n:::\n",
    "S044": "| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |\n",
    "S045": "#\n",
    "S046": "{{#include ../secret.md}}\n",
    "S047": "这是**没有闭合的强调\n",
    "Q101": "[很多]{.q}\n",
    "Q103": "[1,23 亿元]{.q}\n",
    "Q105": "[５5件]{.q}\n",
    "Q106": "[1O0件]{.q}\n",
    "Q107": "[1元]{.q of=soon}\n",
    "Q108": "[1元]{.q part-of=#whole}\n",
    "Q109": "[**1**元]{.q}\n",
    "Q110": "[5亿元]{.q value=600000000}\n",
    "Q121": "[1元]{.q #a}[2元]{q=a}\n",
    "Q122": "[1元]{.q #a}[2元]{.q part-of=#a}\n",
    "Q123": "[3元]{.q #a}[2元]{.q part-of=#a}[3元]{.q part-of=#a}\n",
    "Q124": "[1个]{.q #a}[2个]{.q #b}[50%]{.q from=#a to=#b}\n",
    "Q125": "[1元]{.q #a part-of=#a}\n",
    "Q126": "[2025年]{.q #a}[2元]{.q part-of=#a}\n",
    "L301": "他说：“你好。\n",
    "L302": "第一,第二。\n",
    "L303": "共１２３件。\n",
    "L304": "他想了想...没有说话。\n",
    "L305": "他来了--带着孩子。\n",
    "L306": "见《关于《办法》的说明》。\n",
    "L307": "卡尔•马克思。\n",
    "S007": "他姓\ue000。\n",
    "S008": "\ufe01葛。\n",
    "S009": "他姓\ufffd。\n",
}


def codes(diagnostics: tuple[Diagnostic, ...]) -> list[str]:
    return [found.code for found in diagnostics]


@pytest.mark.parametrize(("code", "body"), BODIES.items(), ids=BODIES)
def test_one_mistake_is_one_diagnostic_at_its_line(code: str, body: str) -> None:
    (found,) = read_body(body).diagnostics
    assert found.code == code
    assert found.place is not None
    assert found.place.line >= FRONT_MATTER.count("\n") + 1
    assert found.hint


@pytest.mark.parametrize(
    ("code", "text"),
    {
        "S010": "正文。\n",
        "S011": "---\nid: [a\n---\n",
        "S012": "---\nid: &x a\nlang: zh-Hans-CN\ntitle: t\n---\n",
        "S013": FRONT_MATTER.replace("id: sample\n", "id: sample\nid: other\n"),
        "S014": FRONT_MATTER.replace("date:", "dates:"),
        "S015": FRONT_MATTER.replace("title: 样本\n", ""),
        "S016": FRONT_MATTER.replace("2026-02-06", "2026-02-30"),
    }.items(),
)
def test_front_matter_says_what_is_wrong(code: str, text: str) -> None:
    report = Report("sample.md", text)
    assert codes(read_text(text, report).diagnostics) == [code]


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("S001", b"---\nid: a\n\xff"),
        ("S001", "樣本".encode("big5")),
        ("S002", b"a\0b"),
        ("S004", b"x" * (8 * 1024 * 1024 + 1)),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, code: str, data: bytes) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    assert code in codes(read(path).diagnostics)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert codes(read(tmp_path / "none.md").diagnostics) == ["S005"]


@pytest.mark.parametrize(
    ("code", "target"), [("S030", "none.png"), ("S031", "../out.png"), ("S031", "/etc/passwd"), ("S032", "text.png")]
)
def test_images_are_judged(tmp_path: Path, code: str, target: str) -> None:
    (tmp_path / "text.png").write_text("no image")
    path = tmp_path / "a.md"
    path.write_text(f"{FRONT_MATTER}![图]({target})\n", encoding="utf-8")
    assert codes(read(path).diagnostics) == [code]


def test_an_image_without_words_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
    )
    path = tmp_path / "a.md"
    path.write_text(f"{FRONT_MATTER}![](a.svg)\n", encoding="utf-8")
    assert codes(read(path).diagnostics) == ["S036"]


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ("[5%]{.q #a #b}\n", "an id"),
        ("[很多]{.q value=5 value=6}\n", "`value`"),
        ("[微信]{.keep #a #b}\n", "an id"),
        ("![图](a.png){#a #b}\n", "an id"),
        ("{#a #b}\n正文。\n", "an id"),
        ("{#a}\n{#b}\n正文。\n", "an id"),
        ("> {#a #b}\n> 正文。\n", "an id"),
    ],
)
def test_what_is_given_twice_is_not_lost_without_a_word(body: str, key: str) -> None:
    (found,) = read_body(body).diagnostics
    assert (found.code, found.fact) == ("S025", f"{key} is given twice")
    assert found.place is not None
    assert found.place.line > FRONT_MATTER.count("\n")

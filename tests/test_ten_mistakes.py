"""An author's ten mistakes are ten diagnostics in one run, each at its place, and nothing is made."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conftest import read_body
from keben.diagnostics import Severity, render
from keben.pipeline import check

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """\
---
id: ten-mistakes
lang: zh-Hans-CN
title: 十处错误
dates: 2026-02-06
editions: [zh-Hant]
---

# 成绩 {#result}

全年营收[1,23亿元]{.q #revenue}，增长<b>很快</b>。详见注释[^1]。

![会场](images/hall.png)

## 任务 {#result}

其中出口[2亿元]{.q part-of=#exports}，[微信]{.kep}平台上线。

::: note
这一段没有结束。
"""

LINES = SOURCE.split("\n")

MISTAKES = [
    ("S014", "dates"),
    ("S016", "editions"),
    ("Q103", "1,23亿元"),
    ("S020", "<b>"),
    ("S026", "[^1]"),
    ("S030", "![会场]"),
    ("S024", "## 任务 {#result}"),
    ("Q108", "[2亿元]"),
    ("S025", "[微信]"),
    ("S042", "::: note"),
]
"""Each code and the words at which it is told; no other words of the source are the same."""

EXPECTED = [
    (code, number, line.index(words) + 1)
    for code, words in MISTAKES
    for number, line in enumerate(LINES, 1)
    if words in line
]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "ten.md"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_each_mistake_is_one_diagnostic_at_its_place(source: Path) -> None:
    found = check(source)
    assert len(found) == len(EXPECTED) == 10
    assert [(each.code, each.place.line, each.place.column) for each in found if each.place] == EXPECTED
    for diagnostic in found:
        assert diagnostic.hint
        assert not diagnostic.fact.endswith(".")
        assert diagnostic.place
        assert diagnostic.excerpt == LINES[diagnostic.place.line - 1]
        assert diagnostic.place.column - 1 + diagnostic.place.length <= len(diagnostic.excerpt)


@pytest.mark.parametrize("code", ["S014", "S016", "Q103", "S020", "S026", "S024", "S042"])
def test_the_words_at_fault_are_marked(source: Path, code: str) -> None:
    (found,) = (each for each in check(source) if each.code == code)
    assert found.place
    start = found.place.column - 1
    assert found.excerpt[start : start + found.place.length] == dict(MISTAKES)[code]


@pytest.mark.parametrize("command", ["build", "check"])
def test_all_come_in_one_run_and_nothing_is_made(source: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "keben", command, source.name], cwd=source.parent, capture_output=True, check=False
    )
    err = done.stderr.decode()
    assert done.returncode == 1
    assert "Traceback" not in err
    assert re.findall(r"^ten\.md:(\d+):(\d+): error\[(\w+)\]: ", err, re.MULTILINE) == [
        (str(line), str(column), code) for code, line, column in EXPECTED
    ]
    assert err.endswith("\n10 errors\n")
    assert [path.name for path in source.parent.iterdir()] == ["ten.md"]


def test_programs_get_the_same(source: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "keben", "check", "--json", source.name],
        cwd=source.parent, capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
    told = json.loads(done.stdout)["diagnostics"]
    assert [(each["code"], each["place"]["line"], each["place"].get("column", 1)) for each in told] == EXPECTED


def test_each_mended_is_one_less(source: Path) -> None:
    """What is told can be acted on: mending one mistake takes its diagnostic away and no other."""
    mends = {
        "S014": ("dates:", "date:"),
        "S016": ("[zh-Hant]", "[zh-Hant-TW]"),
        "Q103": ("1,23", "12.3"),
        "S020": ("<b>很快</b>", "**很快**"),
        "S026": ("注释[^1]", "注释"),
        "S030": ("![会场](images/hall.png)", "会场。"),
        "S024": ("任务 {#result}", "任务 {#task}"),
        "Q108": ("#exports", "#revenue"),
        "S025": (".kep}", ".keep}"),
        "S042": ("没有结束。\n", "结束了。\n:::\n"),
    }
    text, codes = SOURCE, [row[0] for row in EXPECTED]
    for code, (wrong, right) in mends.items():
        assert text.count(wrong) == 1
        text = text.replace(wrong, right)
        codes.remove(code)
        source.write_text(text, encoding="utf-8")
        assert [found.code for found in check(source) if found.severity is not Severity.NOTE] == codes
    assert codes == []


def test_the_rendered_form(source: Path) -> None:
    told = {found.code: render(found).removeprefix(str(source.parent) + "/") for found in check(source)}
    assert told["Q103"] == (
        "ten.md:11:6: error[Q103]: quantity `1,23` has a comma that is neither grouping nor decimal\n"
        "    11 | 全年营收[1,23亿元]{.q #revenue}，增长<b>很快</b>。详见注释[^1]。\n"
        "       |          ^^^^^^^^\n"
        "  hint: write `1.23` or `123`; separators are chosen per edition"
    )


MORE = [
    # What a careless author writes, the code, the words marked, and the beginning of the hint.
    ("我们要**坚持改革。", "S047", "**", "pair the marks"),
    ("~~删除~~", "S047", "~~", "delete it"),
    ("正文^[内注]。", "S047", "^[", "write `[^1]`"),
    ("正文<!-- 注。", "S047", "<!--", "end the comment"),
    ("#标题", "S047", "#", "begin a heading"),
    ("＃ 标题", "S047", "＃", "begin a heading"),
    ("| 甲 | 乙 |\n| 1 | 2 |", "S047", "|", "begin a table"),
    ("| 甲 | 乙 |\n|---|\n| 1 | 2 |", "S047", "|", "begin a table"),
    ("    开头四个空格的一段。", "S047", "开头四个空格的一段。", "take away the spaces"),
    ("\t开头一个制表符的一段。", "S047", "开头一个制表符的一段。", "take away the spaces"),
    ("```\n代码", "S042", "```", "end it"),
    ("::: nota\n正文\n:::", "S043", "::: nota", "did you mean `note`?"),
    ("正文\n\n:::", "S042", ":::", "delete the line"),
    ("增长[8.5%{.q}。", "S025", "{.q}", "set half-width `{…}`"),
    ("增长8.5%{.q}。", "S025", "{.q}", "set half-width `{…}`"),
    ("增长【8.5%】{.q}。", "S025", "{.q}", "set half-width `{…}`"),
    ("增长[8.5%] {.q}。", "S025", "{.q}", "set half-width `{…}`"),
    ("增长[8.5%]｛.q｝。", "S025", "｛.q｝", "set half-width `{…}`"),
    ("增长[8.5%]{q}。", "S025", "[", "write `.class`"),
    ("增长[8.5%]{.Q}。", "S025", "[", "did you mean `.q`?"),
    ("增长[8.5%]{.q off=2025}。", "S025", "[", "did you mean `of`?"),
    ("增长[8.5%]{.q print=groupd}。", "Q107", "[", "use one of"),
    ("营收[]{.q}。", "Q101", "[", "write the figure"),
    ("营收[5元5人]{.q}。", "Q102", "5元5人", "mark each figure"),
    ("[链接] (https://a.cn)。", "S029", "[链接] (https://a.cn)", "set half-width `(…)`"),
    ("[链接]（https://a.cn）。", "S029", "[链接]（https://a.cn）", "set half-width `(…)`"),
    ("![图] (a.png)", "S029", "![图] (a.png)", "set half-width `(…)`"),
    ("![图](my pic.png)", "S029", "](my pic.png)", "a target has no spaces"),
    ("[链接](www.a.cn)。", "S022", "链", "write `https://www.a.cn`"),
    ("[链接]()。", "S022", "链", "link to http"),
    ("[链接](other.md)。", "S022", "链", "link to http"),
    ("[](https://a.cn)", "S045", "]", "write what the reader"),
    ("正文[^a]。\n\n[^a]：注。", "S026", "[^a]", "add a line"),
    ("<p align=center>重点</p>", "S020", "<p align=center>重点</p>", "write Markdown"),
    ("正文<font color=red>重点</font>。", "S020", "<font color=red>", "allowed, without attributes"),
    ("H<sub>2O", "S021", "<", "add `</sub>`"),
    ("# 一 {#一}", "S024", "# 一 {#一}", "begin with a letter"),
    ("他说“你好。", "L301", "“", "add `”`"),
    ("共１２３件。", "L303", "１２３", "write `123`"),
    ("零\u200b宽。", "S003", "\u200b", "delete it"),
]


@pytest.mark.parametrize(("body", "code", "words", "hint"), MORE)
def test_one_mistake_is_one_diagnostic(body: str, code: str, words: str, hint: str) -> None:
    (found,) = read_body(f"{body}\n").diagnostics
    assert (found.code, found.hint[: len(hint)]) == (code, hint)
    assert found.place
    start = found.place.column - 1
    assert found.excerpt[start : start + found.place.length] == words


HEADS = [
    # The key whose line is replaced, or none, and the line; the code, and the beginning of the hint.
    ("id", "id:sample", "S011", "put a value that holds `: ` in quotes, and a space behind the `:`"),
    ("id", "id： sample", "S011", "write a half-width `:`"),
    ("title", "title: 样本: 二", "S011", "put a value that holds `: ` in quotes"),
    ("title", 'title: "样本', "S011", "close the quotation mark"),
    ("title", "title: [样本", "S011", "end the list with `]`"),
    ("title", "title: [样本] 二", "S011", "put the whole value in quotes"),
    ("title", "title: @样本", "S011", "put the whole value in quotes"),
    ("title", "title: #样本", "S016", "write something"),
    ("title", "Title: 样本", "S014", "did you mean `title`?"),
    ("title", "titel: 样本", "S014", "did you mean `title`?"),
    ("id", "ID: sample", "S014", "did you mean `id`?"),
    ("lang", "lang: zh", "S016", "use one of zh-Hans-CN"),
    ("lang", "lang: 简体", "S016", "use one of zh-Hans-CN"),
    ("", "editions: zh-Hant-TW, zh-Hans-CN", "S016", "write a list in brackets, as `[zh-Hant-TW, zh-Hans-CN]`"),
    ("", "formats: pdf,epub", "S016", "write a list in brackets, as `[pdf, epub]`"),
    ("", "date: 2026/2/6", "S016", "write year, month and day as `2026-02-06`"),
    ("", "authors: 李明", "S014", "did you mean `author`?"),
]


@pytest.mark.parametrize(("key", "line", "code", "hint"), HEADS)
def test_one_mistake_in_the_front_matter_is_one_diagnostic(key: str, line: str, code: str, hint: str) -> None:
    lines = {"id": "id: sample", "lang": "lang: zh-Hans-CN", "title": "title: 样本"} | {key: line}
    (found,) = read_body("正文。\n", "\n".join(("---", *lines.values(), "---\n\n"))).diagnostics
    assert found.code == code
    assert found.hint.startswith(hint)
    assert found.place
    assert found.excerpt

"""Proposals for figures that nobody has marked, and the marks written into a source."""

from __future__ import annotations

import json
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FRONT_MATTER, SPEECH
from keben.errors import ProofError, SourceError
from keben.proposals import mark, propose, value_of
from keben.quantity import read_quantity
from keben.reader import read
from keben.tree import quantities_of

FIXED = settings(derandomize=True, deadline=None)
MARK = re.compile(r"\[([^\]]*)\]\{\.q[^}]*\}")


def texts(text: str, *, markdown: bool = True) -> list[str]:
    return [proposal.text for proposal in propose(text, markdown=markdown)]


def test_spans_are_code_points_of_the_file_as_it_is() -> None:
    body = "\ufeff" + FRONT_MATTER.replace("\n", "\r\n") + "产值8000亿元，\r\n增长16.8%。\r\n\r\n> 近百亿元\r\n"
    for proposal in propose(body, markdown=True):
        assert body[proposal.start : proposal.end] == proposal.text
    assert texts(body) == ["8000亿元", "16.8%", "百亿元"]


def test_a_figure_cut_by_a_line_end_is_one_figure() -> None:
    (proposal,) = propose(FRONT_MATTER + "产值6501.8\n亿元。", markdown=True)
    assert proposal.text == "6501.8\n亿元"
    assert proposal.value == "650180000000"


def test_the_rest_of_a_figure_cut_by_a_line_end_is_no_figure() -> None:
    assert texts(FRONT_MATTER + "产值6501\n.8亿元，增长16.\n8%，收入6,50\n1元。") == []


def test_what_is_marked_or_protected_is_left_alone() -> None:
    body = (
        "[5亿元]{.q}、`6亿元`、[7亿元]{.keep}、[8亿元大厦]{.name}、[9亿元](https://example.org)、![3亿元](a.png)\n\n"
        "```\n4亿元\n```\n\n第[5届]{.keep}，PM<sub>2.5</sub>，另有1亿元。"
    )
    assert texts(FRONT_MATTER + body) == ["1亿元"]


def test_plain_text_has_no_markup() -> None:
    assert texts("`6亿元` [7亿元]{.keep}", markdown=False) == ["6亿元", "7亿元"]


def test_a_relative_year_counts_from_the_front_matter() -> None:
    assert [each.value for each in propose(FRONT_MATTER + "去年12月，3月5日", markdown=True)] == [
        "2025-12",
        "2026-03-05",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("20%", "0.2"),
        ("5—8%", "0.05/0.08"),
        ("7.8万P", "78000"),
        ("2025年12月", "2025-12"),
        ("1.50", "1.5"),
        ("0", "0"),
    ],
)
def test_values_are_plain_digits(text: str, value: str) -> None:
    assert value_of(read_quantity(text)) == value


def test_marks_of_the_speech_are_those_that_a_person_made() -> None:
    source = SPEECH.read_text(encoding="utf-8")
    bare = MARK.sub(r"\1", source)
    marked = mark(bare, propose(bare, markdown=True), markdown=True)
    assert MARK.findall(marked) == MARK.findall(source)
    assert MARK.sub(r"\1", marked) == bare
    assert propose(marked, markdown=True) == ()


def test_a_mark_that_markup_would_break_is_not_written() -> None:
    text = FRONT_MATTER + "见 \\[近百亿元\\](5亿元"
    try:
        marked = mark(text, propose(text, markdown=True), markdown=True)
    except ProofError:
        return
    assert MARK.sub(r"\1", marked) == text


PIECES = st.lists(
    st.sampled_from([
        "产值", "8000亿元", "近百亿元", "16.8%", "，", "。", "\n", "\n\n", "**", "*", "`", "[", "]", "(", ")", "[5家]{.q}", "> ",
        "- ", "# ", "| a | b |\n|---|---|\n", "|", "<sub>", "</sub>", "2.5", "第", "三项", "\\", "![", "{.keep}", "[^1]", "1. ",
    ]),
    max_size=25,
).map("".join)  # fmt: skip


@FIXED
@given(PIECES)
def test_marking_changes_nothing_else(body: str) -> None:
    text = FRONT_MATTER + body
    try:
        proposals = propose(text, markdown=True)
        marked = mark(text, proposals, markdown=True)
    except (SourceError, ProofError):
        return
    for proposal in reversed(proposals):
        assert text[proposal.start : proposal.end] == proposal.text
    position, rest = 0, marked
    for proposal in proposals:
        start, end = proposal.mark
        lead = text[position:start] + "[" + text[start:end] + "]{.q}"
        assert rest.startswith(lead)
        rest, position = rest[len(lead) :], end
    assert rest == text[position:]


# ---------------------------------------------------------------- the command


def run(*arguments: str, text: str = "") -> tuple[int, str]:
    command = [sys.executable, "-m", "keben", "quantities", "suggest", *arguments]
    ended = subprocess.run(command, check=False, capture_output=True, input=text.encode())
    assert b"Traceback" not in ended.stderr
    return ended.returncode, ended.stdout.decode()


def test_json_has_what_a_program_needs(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("约占20%", encoding="utf-8")
    code, out = run(str(path), "--json")
    assert code == 0
    assert json.loads(out) == {
        "quantities": [
            {"start": 2, "end": 5, "text": "20%", "value": "0.2", "mantissa": "20", "scale": "", "unit": "%", "qualifier": "",
             "kind": "percent", "change": "", "mark": [2, 5]}
        ]
    }  # fmt: skip


def test_write_marks_the_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(FRONT_MATTER + "近百亿元，增长16.8%。\n", encoding="utf-8")
    path.chmod(0o640)
    assert run(str(path), "--write")[0] == 0
    assert path.read_text(encoding="utf-8") == FRONT_MATTER + "[近百亿元]{.q}，增长[16.8%]{.q}。\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [each.text for each in quantities_of(read(path).document)] == ["近百亿元", "16.8%"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_still_leads_to_the_marked_file(tmp_path: Path) -> None:
    path, link = tmp_path / "a.md", tmp_path / "b.md"
    path.write_text(FRONT_MATTER + "5亿元", encoding="utf-8")
    link.symlink_to(path)
    assert run(str(link), "--write")[0] == 0
    assert link.is_symlink()
    assert "[5亿元]{.q}" in path.read_text(encoding="utf-8")


def test_standard_input_is_read_but_not_written() -> None:
    assert run("-", text=FRONT_MATTER + "5亿元") == (0, "8:1\t5亿元\tmoney\t500000000\t元\t\n")
    assert run("-", "--write", text="5亿元")[0] == 2


@pytest.mark.parametrize(("data", "code"), [(b"\xff\xfe", 1), (b"---\nid: *x\n---\n5", 1)])
def test_what_cannot_be_read_is_said(tmp_path: Path, data: bytes, code: int) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    assert run(str(path), "--write")[0] == code
    assert path.read_bytes() == data

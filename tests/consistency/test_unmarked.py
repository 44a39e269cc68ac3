"""Figures that stand in prose without a mark: where they are looked for, and where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import FRONT_MATTER, NEWS, SPEECH, read_body
from keben.consistency.unmarked import unmarked_figures
from keben.diagnostics import Diagnostic, Place
from keben.pipeline import build, check
from keben.reader import Work, read
from keben.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

MARKED = "[1.23亿元]{.q}。"


def found_in(work: Work) -> tuple[Diagnostic, ...]:
    return unmarked_figures(work.document, work.name, work.text)


def unmarked(body: str) -> list[str]:
    found = found_in(read_body(MARKED + body + "\n"))
    assert {each.code for each in found} <= {"Q120"}
    return [each.fact for each in found]


def named(*texts: str) -> list[str]:
    return [f"the figure `{text}` is not marked" for text in texts]


@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
def test_the_works_of_docs_src_are_fully_marked(source: Path) -> None:
    assert found_in(read(source)) == ()


def test_a_work_that_marks_none_is_left_alone() -> None:
    assert found_in(read_body("增长8.5%，产量70万辆。\n")) == ()


@pytest.mark.parametrize(
    "body",
    [
        "`增长8.5%`",
        "[增长8.5%]{.keep}",
        "[8.5%公司]{.name}",
        "[看这里](https://a.example/8.5%25/70元)",
        "[产量70万辆](https://a.example)",
        "<https://a.example/70%25/30元>",
        "PM<sub>2.5</sub>",
        "H<sub>2</sub>O",
        "[11.1万]{.q}套",
        "超[11.1万套]{.q}",
        "第[十一]{.keep}届",
        "\n\n```\n增长8.5%\n```\n",
        "<!-- 增长8.5% -->",
        "12345热线、“1+7+7+7”、5A级、第十一届、统一",
        "\n\n[^1]: 注。\n\n见[^1]",
    ],
)
def test_what_is_no_prose_is_left_alone(body: str) -> None:
    assert unmarked(body) == []


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("增长8.5%", ["8.5%"]),
        ("**产量70万辆**", ["70万辆"]),
        ("\n\n# 产量70万辆", ["70万辆"]),
        ("\n\n- 产量70万辆\n- 产量71万辆", ["70万辆", "71万辆"]),
        ("\n\n> 产量70万辆", ["70万辆"]),
        ("\n\n| 产量 | 70万辆 |\n|--|--|\n| 产量 | 71万辆 |", ["70万辆", "71万辆"]),
        ("见[^1]\n\n[^1]: 产量70万辆。", ["70万辆"]),
        ("产量70万辆`码`71万辆", ["70万辆", "71万辆"]),
    ],
)
def test_prose_is_looked_at_wherever_it_stands(body: str, texts: list[str]) -> None:
    assert unmarked(body) == named(*texts)


def test_dates_are_asked_for_where_dates_are_marked() -> None:
    assert unmarked("2025年") == []
    assert unmarked("[2024年]{.q}，2025年") == named("2025年")


def test_a_finding_has_its_place() -> None:
    (found,) = found_in(read_body(f"{MARKED}产量**突破70万辆**。\n"))
    line = FRONT_MATTER.count("\n") + 1
    assert found.place == Place(line, len(MARKED) + len("产量**突破") + 1, len("70万辆"))
    assert found.hint == "write `[突破70万辆]{.q}`, or `[…]{.name}` if it is part of a name"
    assert not found.is_error


def test_a_figure_over_a_line_end_has_the_place_where_it_begins() -> None:
    (found,) = found_in(read_body(f"{MARKED}产量70\n万辆。\n"))
    assert found.place is not None
    assert (found.place.line, found.place.column) == (FRONT_MATTER.count("\n") + 1, len(MARKED) + len("产量") + 1)


def test_many_are_told_fifty_times() -> None:
    found = found_in(read_body(MARKED + "产量70万辆，" * 300 + "\n"))
    assert len(found) == 51
    assert found[-1].fact == "250 more of the same kind are not listed"


def test_what_an_unreadable_mark_holds_is_not_told_again() -> None:
    assert unmarked("[1,23亿元]{.q}") == []


@pytest.mark.parametrize("strict", [False, True])
def test_check_and_build_tell(tmp_path: Path, strict: bool) -> None:  # noqa: FBT001 - a case
    source = tmp_path / "a.md"
    source.write_text(f"{FRONT_MATTER}{MARKED}产量70万辆。\n", encoding="utf-8")
    assert [each.code for each in check(source)] == ["Q120"]
    (outcome,) = build([source], Settings(formats=("txt",), output=str(tmp_path / "build")), strict=strict)
    assert [(each.code, each.excerpt) for each in outcome.diagnostics] == [("Q120", f"{MARKED}产量70万辆。")]
    assert outcome.failed == strict
    assert bool(outcome.files) != strict


def test_a_translation_is_looked_at_too(tmp_path: Path) -> None:
    source, translation = tmp_path / "a.md", tmp_path / "a.en.md"
    front = FRONT_MATTER.replace("---\n\n", "editions: [zh-Hans-CN, en]\n---\n\n")
    source.write_text(f"{front}营收[1.23亿元]{{.q #revenue}}，[500家]{{.q #firms}}。\n", encoding="utf-8")
    translation.write_text(
        "---\nlang: en\ntitle: Sample\n---\n\nRevenue was []{q=revenue} and there are 500 firms.\n", encoding="utf-8"
    )
    (outcome,) = build([source], Settings(formats=("txt",), output=str(tmp_path / "build")))
    for found in (check(source), outcome.diagnostics):
        (told,) = (each for each in found if each.code == "Q120")
        assert (told.path, told.fact) == (str(translation), "the figure `500 firms` is not marked")
        assert told.hint == "write `[500 firms]{q=id}` with the id that the figure has in the source"


def test_a_number_that_cannot_be_read_is_told_with_its_hint() -> None:
    work = read_body(f"{MARKED}利润1,23万元，`1,24万元`，[1,25万元]{{.keep}}。\n")
    (found,) = unmarked_figures(work.document, work.name, work.text)
    assert (found.code, found.is_error) == ("Q127", False)
    assert found.fact.startswith("`1,23万元` cannot be read: ")
    assert found.hint == "write `1.23` or `123`; separators are chosen per edition"

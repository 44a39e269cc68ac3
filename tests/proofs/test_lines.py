"""Source and edition line beside line: every line there, in the order of the passes, and every choice in its own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from conftest import ROOT, SPEECH, read_body
from keben.edition import derive
from keben.edition.choice import Choice, Rule
from keben.edition.prose import map_prose
from keben.locales import find_locale
from keben.proofs.lines import AHEAD, Line, Segment, lines_of, placed
from keben.reader import Work, read
from proofs.samples import choices_in

TORTURE = ROOT / "tests" / "torture.md"


def lines(work: Work, tag: str = "zh-Hant-TW") -> tuple[Line, ...]:
    return lines_of(work.document, derive(work.document, find_locale(tag)).document)


def shown(line: Line) -> tuple[str, str]:
    return "".join(each.source for each in line.segments), "".join(each.target for each in line.segments)


@pytest.mark.parametrize("path", [SPEECH, TORTURE])
def test_every_text_that_the_passes_see_is_a_line_in_their_order(path: Path) -> None:
    work = read(path)
    seen: list[str] = []

    def see(slots: list[str | None]) -> list[str | None]:
        seen.append("".join(slot or "" for slot in slots))
        return slots

    map_prose(work.document, see)
    assert [line.text for line in lines(work) if line.text] == [text for text in seen if text]


def test_both_texts_stand_side_by_side() -> None:
    work = read_body("# 发展\n\n**后**来`后`有[3417班]{.q}。\n\n| 里 |\n|--|\n| 面 |\n")
    assert [(line.kind, *shown(line)) for line in lines(work)] == [
        ("title", "样本", "樣本"),
        ("heading", "发展", "發展"),
        ("paragraph", "后来后有3417班。", "後來后有3,417班。"),
        ("cell", "里", "裡"),
        ("cell", "面", "面"),
    ]


def test_protected_text_is_shown_and_not_counted() -> None:
    (_, line) = lines(read_body("后`后`[里]{.keep}后"))
    assert line.text == "后后"
    assert [(each.source, each.protected) for each in line.segments] == [
        ("后", False), ("后", True), ("里", True), ("后", False)
    ]  # fmt: skip


def test_words_beside_the_text_are_lines_of_their_own() -> None:
    found = lines(read_body("[后来](https://example.org '里面')说"))
    assert [(line.kind, shown(line)[0]) for line in found] == [
        ("title", "样本"),
        ("paragraph", "后来说"),
        ("link title", "里面"),
    ]


def test_an_annex_has_no_lines() -> None:
    work = read_body("去年[6501.8亿元]{.q #a}。")
    edition = derive(work.document, find_locale("zh-Hant-TW"), annex=True)
    assert len(edition.document.blocks) > len(work.document.blocks)
    assert len(lines_of(work.document, edition.document)) == 2


@pytest.mark.parametrize("path", [SPEECH, TORTURE])
def test_every_choice_finds_the_line_that_it_was_made_in(path: Path) -> None:
    of_work = lines(read(path))
    expected: dict[int, int] = {}
    choices: list[Choice] = []
    for number, line in enumerate(of_work):
        made = list(choices_in((line,)))
        choices += made
        expected |= {number: len(made)} if made else {}
    found, lost = placed(of_work, choices)
    assert lost == []
    assert {number: len(there) for number, there in found.items()} == expected
    assert [each for there in found.values() for each in there] == list(range(len(choices)))


def one(start: int, source: str = "发", block: str = "t1") -> Choice:
    return Choice(start, start + len(source), source, "發", Rule.WORD, block=block)


def cells(*texts: str) -> tuple[Line, ...]:
    return tuple(Line("t1", "cell", (Segment(text, text),)) for text in texts)


def test_equal_cells_get_one_choice_each() -> None:
    assert placed(cells("发", "发", "发"), [one(0), one(0), one(0)]) == ({0: [0], 1: [1], 2: [2]}, [])


def test_what_is_in_no_line_is_told_and_loses_no_other() -> None:
    assert placed(cells("发", "后发"), [one(0), one(5), one(0, block="x"), one(1)]) == ({0: [0], 1: [3]}, [1, 2])


def test_choices_that_fit_nowhere_take_no_long_search() -> None:
    many = cells(*["后"] * 40_000)
    start = time.process_time()
    _, lost = placed(many, [one(0) for _ in range(4_000)])
    assert time.process_time() - start < 5
    assert len(lost) == 4_000
    assert placed(cells(*["后"] * AHEAD, "发"), [one(0)]) == ({}, [0])


@pytest.mark.parametrize("path", [SPEECH, TORTURE])
@pytest.mark.parametrize("tag", ["zh-Hant-TW", "zh-Hant-HK"])
def test_every_choice_of_the_engine_finds_its_line(path: Path, tag: str) -> None:
    work = read(path)
    edition = derive(work.document, find_locale(tag))
    assert edition.choices
    _, lost = placed(lines_of(work.document, edition.document), edition.choices)
    assert [edition.choices[number] for number in lost] == []

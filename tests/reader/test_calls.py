"""`[…]{q=ID}` in a translation: the source's figure with all its fields, in the translator's words or to be printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from keben.consistency.unmarked import unmarked_figures
from keben.diagnostics import Diagnostic, Report
from keben.document import Paragraph
from keben.reader import Work, read, read_text
from keben.tree import plain_text, quantities_of

SOURCE = """\
---
id: small
lang: zh-Hans-CN
title: 贸易
date: 2026-02-06
---

进出口[6501.8亿元]{.q #trade of=2025}，增长[16.8%]{.q #growth}，出口[1000亿元]{.q #export part-of=#trade}，始于[去年12月]{.q #start}。
"""
FRONT = "---\nlang: en\ntitle: Trade\n---\n\n"


def translate(folder: Path, body: str, source: str = SOURCE) -> Work:
    (folder / "small.md").write_text(source, encoding="utf-8")
    (folder / "small.en.md").write_text(FRONT + body, encoding="utf-8")
    (translation,) = read(folder / "small.md").translations
    return translation


def faults(work: Work) -> list[tuple[str, str]]:
    return [(found.code, found.fact) for found in work.diagnostics]


def test_a_call_is_the_figure_of_the_source(tmp_path: Path) -> None:
    work = translate(
        tmp_path, "Trade came to []{q=trade}, exports to [RMB 100 billion]{q=export}, since [December 2025]{q=start}.\n"
    )
    assert faults(work) == []
    source = {each.id: each for each in quantities_of(read(tmp_path / "small.md").document)}
    trade, export, start = quantities_of(work.document)
    assert trade == structs.replace(source["trade"], place=trade.place, calls="trade")
    assert (trade.text, trade.own_words) == ("6501.8亿元", False)
    assert export == structs.replace(
        source["export"], place=export.place, calls="export", text="RMB 100 billion", own_words=True
    )
    assert (export.part_of, start.day) == ("trade", "2025-12")


def test_a_figure_called_again_has_its_id_once(tmp_path: Path) -> None:
    work = translate(tmp_path, "[]{q=trade}, []{q=#trade} and [](#trade): see [above](#trade).\n")
    assert [(each.id, each.calls) for each in quantities_of(work.document)] == [("trade", "trade"), ("", "trade")]
    assert [code for code, _ in faults(work)] == ["S045"]  # the link without text


@pytest.mark.parametrize(
    ("body", "code", "fact", "hint"),
    [
        ("[]{q=trad}", "T605", "no figure of the source has the id `trad`", "did you mean `trade`?"),
        ("[]{q=nothing}", "T605", "no figure of the source has the id `nothing`", "mend the id"),
        ("[words]{q=}", "T605", "the call names no figure", "write the id"),
        ('[]{q=""}', "T605", "the call names no figure", "write the id"),
        ("[]{q=#}", "T605", "the call names no figure", "write the id"),
        ("[*650* billion]{q=trade}", "Q109", "a quantity holds markup", "mark the figure alone"),
        ("[65 billion yuan]{q=trade}", "T607", "this says 65,000,000,000, 10 times less", "亿 is 100 million"),
        ("[doubled]{q=growth}", "T609", "`doubled` is not compared with the source's `16.8%`", "check it by eye"),
        ("[65０.18 billion yuan]{q=trade}", "Q105", "digits of two widths", "write half-width digits"),
        ("[1,23 billion]{q=trade}", "Q103", "quantity `1,23` has a comma", "write `1.23`"),
        ("[]{.q q=trade}", "S025", "a call of a figure has no attribute `class`", "the source says all else"),
        ("[]{q=trade of=2025}", "S025", "a call of a figure has no attribute `of`", "the source says all else"),
    ],
)
def test_a_call_that_is_wrong(tmp_path: Path, body: str, code: str, fact: str, hint: str) -> None:
    (found,) = translate(tmp_path, f"Text {body} text.\n").diagnostics
    assert found.code == code
    assert found.fact.startswith(fact)
    assert found.hint.startswith(hint)
    assert found.path == str(tmp_path / "small.en.md")
    assert found.place
    assert (found.place.line, found.excerpt) == (6, f"Text {body} text.")


def test_a_figure_of_the_translation_s_own(tmp_path: Path) -> None:
    work = translate(tmp_path, "Some [12 percent]{.q #own} more.\n")
    (own,) = quantities_of(work.document)
    assert faults(work) == []
    assert (own.id, own.calls, own.unit) == ("own", "", "percent")


def test_a_source_calls_nothing_that_it_does_not_mark() -> None:
    """In a source `q=` says a figure again, and has no id by which it could call itself."""
    text = SOURCE + "\n再说[6501.8亿元]{q=trade}，[自己]{q=self #self}。\n"
    assert [found.code for found in read_text(text, Report("small.md", text)).diagnostics] == ["Q108", "S025"]


def test_links_are_checked_in_the_source_alone(tmp_path: Path) -> None:
    """A part that is called twice is one part, and what is wrong with it is said once."""
    source = SOURCE.replace("1000亿元", "4000亿元")
    body = "[]{q=trade}: []{q=export}, []{q=export} and [400 billion yuan]{q=export}.\n"
    assert faults(translate(tmp_path, body, source)) == []
    work = translate(tmp_path, body, SOURCE.replace("1000亿元", "7000亿元").replace("400", "700"))
    assert "Q122" not in [code for code, _ in faults(work)]
    assert [found.code for found in read(tmp_path / "small.md").diagnostics] == ["Q122"]


def test_a_figure_that_is_not_called_where_others_are(tmp_path: Path) -> None:
    work = translate(tmp_path, "Trade came to []{q=trade}, up 16.8 percent.\n")
    (found,) = unmarked_figures(work.document, work.name, work.text)
    assert found.code == "Q120"
    assert found.hint.startswith("write `[16.8 percent]{q=id}` with the id that the figure has in the source")


def test_line_ends_beside_calls(tmp_path: Path) -> None:
    work = translate(tmp_path, "[]{q=trade}\n[]{q=growth}\n\nup\n[]{q=growth}\nto\n")
    first, second = (block for block in work.document.blocks if isinstance(block, Paragraph))
    assert [plain_text(child) for child in first.children] == ["6501.8亿元", " ", "16.8%"]
    assert plain_text(second) == "up 16.8% to"


def test_a_heading_of_nothing_but_a_call(tmp_path: Path) -> None:
    assert faults(translate(tmp_path, "# []{q=trade}\n")) == []


def test_ten_thousand_calls(tmp_path: Path) -> None:
    body = "".join(
        f"Up []{{q=growth}}, [16.8 percent]{{q=growth}} and [16.9%]{{q=growth}} {number}.\n\n"
        for number in range(3_400)
    )
    work = translate(tmp_path, body)
    assert len(quantities_of(work.document)) == 10_200
    assert [found.code for found in work.diagnostics] == ["T606"] * (Report.repeats + 1)


def test_many_ids_and_none_that_is_called(tmp_path: Path) -> None:
    source = SOURCE + "".join(f"\n增长[{number}%]{{.q #figure{number}}}。\n" for number in range(3_000))
    work = translate(tmp_path, "".join(f"Up []{{q=figur{number}x}}.\n\n" for number in range(3_000)), source)
    assert len(work.diagnostics) == Report.repeats + 1
    assert all(isinstance(found, Diagnostic) and found.code == "T605" for found in work.diagnostics)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("zh-Hant-TW", "NT$350 million"), ("zh-Hant-HK", "HK$350 million"), ("zh-Hans-CN", "RMB 350 million")],
)
def test_a_bare_yuan_is_the_money_of_the_source(tmp_path: Path, lang: str, words: str) -> None:
    source = f"---\nid: small\nlang: {lang}\ntitle: 收入\n---\n\n收入[3.5億元]{{.q #income}}。\n"
    assert faults(translate(tmp_path, f"Income came to [{words}]{{q=income}}.\n", source)) == []
    (fault,) = faults(translate(tmp_path, "Income came to [€350 million]{q=income}.\n", source))
    assert fault[0] == "T608"

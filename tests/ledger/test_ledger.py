"""The ledger: every marked figure in order, with what each edition prints."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from conftest import NEWS, SPEECH
from keben.document import Quantity
from keben.edition import derive
from keben.errors import SourceError
from keben.ledger import Entry, ledger_of
from keben.locales import find_locale
from keben.quantity import read_quantity
from keben.reader import read
from keben.tree import quantities_of

if TYPE_CHECKING:
    from pathlib import Path

    from keben.diagnostics import Diagnostic

FRONT = "---\nid: sample\nlang: zh-Hans-CN\ntitle: 样本\ndate: 2026-02-06\n{}---\n\n"
EDITIONS = "editions: [zh-Hans-CN, zh-Hant-TW, zh-Hant-HK]\n"


def ledger(folder: Path, body: str, settings: str = EDITIONS) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    path = folder / "sample.md"
    path.write_text(FRONT.format(settings) + body, encoding="utf-8")
    return ledger_of(path)


@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
def test_the_entries_are_the_marked_figures_in_order(source: Path) -> None:
    entries, found = ledger_of(source)
    assert found == ()
    text = source.read_text(encoding="utf-8")
    assert [entry.text for entry in entries] == re.findall(r"\[([^\[\]]*)\]\{\.q[^}]*\}", text)
    lines = text.split("\n")
    for entry in entries:
        assert lines[entry.line - 1].startswith(entry.text, entry.column - 1)
    assert [(entry.line, entry.column) for entry in entries] == sorted((entry.line, entry.column) for entry in entries)


@pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])
def test_the_printed_forms_are_those_of_the_editions(source: Path) -> None:
    entries, _ = ledger_of(source)
    document = read(source).document
    for tag in ("zh-Hans-CN", "zh-Hant-TW"):
        printed = [each.text for each in quantities_of(derive(document, find_locale(tag)).document)]
        assert [entry.printed[tag] for entry in entries] == printed
    tags = ("zh-Hans-CN", "zh-Hant-TW", "en") if source == NEWS else ("zh-Hans-CN", "zh-Hant-TW")
    assert {tuple(entry.printed) for entry in entries} == {tags}
    for entry in entries:
        forms = [form for tag, form in entry.printed.items() if tag != "en"]
        values = {read_quantity(form, document.metadata.date).value for form in forms}
        assert values == {entry.value}


def test_figures_of_the_speech() -> None:
    entries = {entry.id: entry for entry in ledger_of(SPEECH)[0]}
    trade = entries["trade"]
    assert (trade.value, trade.mantissa, trade.scale, trade.unit) == (Decimal(650180000000), "6501.8", "亿", "元")
    assert (trade.kind, trade.period, trade.shown_value) == ("money", "2025", "650,180,000,000")
    assert trade.printed == {"zh-Hans-CN": "6501.8亿元", "zh-Hant-TW": "6501.8億元"}
    assert entries["china-europe-trains"].printed["zh-Hant-TW"] == "3,417班"
    assert entries["trade-growth"].value == Decimal("0.168")
    assert entries["nev-output"].part_of == "vehicle-output"
    saved = entries["days-saved"]
    assert (saved.kind, saved.change_from, saved.change_to) == ("percent", "days-before", "days-after")
    assert entries["logistics-after"].qualifier == "以下"


def test_an_entry_has_the_fields_of_a_quantity() -> None:
    own = {"line", "column", "printed", "places", "significant", "unit_code", "unit_system"}
    shared = set(Entry.__struct_fields__) - own
    assert shared <= set(Quantity.__struct_fields__)
    assert set(Quantity.__struct_fields__) - shared == {"place", "style", "repeats", "calls", "own_words", "entry"}


def test_a_figure_said_again_is_one_entry_with_several_places(tmp_path: Path) -> None:
    body = "共[]{q=all}。\n\n全年[3417班]{.q #all of=2025}，其中[5班]{.q part-of=#all}；[3417]{q=all}、[]{q=all print=as-written}。\n"
    (whole, part), found = ledger(tmp_path, body)
    assert found == ()
    assert (whole.id, whole.line, whole.text, whole.period) == ("all", 11, "3417班", "2025")
    assert [(place.line, place.column, place.text) for place in whole.places] == [
        (9, 2, "3417班"),
        (11, 4, "3417班"),
        (11, 53, "3417"),
        (11, 66, "3417班"),
    ]
    assert [place.printed["zh-Hant-TW"] for place in whole.places] == ["3,417班", "3,417班", "3,417", "3417班"]
    assert whole.printed == whole.places[1].printed
    assert [place.line for place in part.places] == [11]


def test_a_repeat_of_nothing_is_in_no_entry(tmp_path: Path) -> None:
    entries, found = ledger(tmp_path, "[1班]{.q #a}、[2班]{q=b}、[]{q=c}\n")
    assert [entry.text for entry in entries] == ["1班"]
    assert [each.code for each in found] == ["Q108", "Q108"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("6501.8亿元", (5, "元", "CNY", "ISO 4217")),
        ("¥5", (1, "¥", "CNY", "ISO 4217")),
        ("70万辆", (2, "辆", "", "")),
        ("30平方公里", (2, "平方公里", "km2", "UCUM")),
        ("20%", (2, "%", "1", "UCUM")),
        ("三成", (1, "成", "1", "UCUM")),
        ("2个百分点", (1, "个百分点", "%", "UCUM")),
        ("3417", (4, "", "", "")),
        ("2026年", (0, "", "", "")),
    ],
)
def test_digits_and_units(tmp_path: Path, written: str, expected: tuple[int, str, str, str]) -> None:
    (entry,), _ = ledger(tmp_path, f"[{written}]{{.q}}\n")
    assert (entry.significant, entry.unit, entry.unit_code, entry.unit_system) == expected


def test_figures_are_found_wherever_they_stand(tmp_path: Path) -> None:
    body = (
        "# [1班]{.q}\n\n[2班]{.q}**[3班]{.q}**[4班[^n]](https://a.example)[见[5班]{.q}](https://a.example)[6班]{.keep}"
        "[^n]\n\n- [7班]{.q}\n\n|[8班]{.q}|[9班]{.q}|\n|-|-|\n\n> 词\n> : [10班]{.q}\n\n[^n]: [11班]{.q}\n"
    )
    entries, _ = ledger(tmp_path, body)
    assert [entry.text for entry in entries] == ["1班", "2班", "3班", "5班", "7班", "8班", "9班", "10班", "11班"]
    assert [entry.line for entry in entries] == [9, 11, 11, 11, 13, 15, 15, 19, 21]


@pytest.mark.parametrize(
    ("written", "shown", "printed"),
    [
        ("[1.50万元]{.q}", "15,000", ["1.50万元", "1.50萬元", "1.50萬元"]),
        ("[2026年2月6日]{.q}", "2026-02-06", ["2026年2月6日"] * 3),
        ("[去年12月]{.q}", "2025-12", ["去年12月"] * 3),
        ("[566—1990]{.q}", "566 – 1,990", ["566—1990"] * 3),
        ("[三分之一]{.q}", "0.333333", ["三分之一"] * 3),
        ("[-0.5%]{.q}", "-0.5%", ["-0.5%"] * 3),
        ("[5—8%]{.q}", "5% – 8%", ["5—8%"] * 3),
        ("[3‰]{.q}", "3‰", ["3‰"] * 3),
        ("[2个百分点]{.q}", "2", ["2个百分点", "2個百分點", "2個百分點"]),
        ("[0]{.q}", "0", ["0"] * 3),
        ("[数百件]{.q value=500}", "500", ["数百件", "數百件", "數百件"]),
        ("[6501.8亿元]{.q print=expanded}", "650,180,000,000",
         ["650,180,000,000元", "650,180,000,000元", "650\u202f180\u202f000\u202f000元"]),
    ],
)  # fmt: skip
def test_what_a_person_is_shown(tmp_path: Path, written: str, shown: str, printed: list[str]) -> None:
    (entry,), found = ledger(tmp_path, written + "\n")
    assert found == ()
    assert entry.shown_value == shown
    assert list(entry.printed.values()) == printed


def test_without_editions_the_source_s_own_is_printed(tmp_path: Path) -> None:
    (entry,), _ = ledger(tmp_path, "[3417班]{.q}\n", "")
    assert entry.printed == {"zh-Hans-CN": "3417班"}


def test_the_project_s_editions_count_where_the_work_names_none(tmp_path: Path) -> None:
    (tmp_path / "keben.toml").write_text('editions = ["zh-Hant-MO"]\n', encoding="utf-8")
    (entry,), _ = ledger(tmp_path, "[3417班]{.q}\n", "")
    assert entry.printed == {"zh-Hant-MO": "3\u202f417班"}
    (own,), _ = ledger(tmp_path, "[3417班]{.q}\n", "editions: [zh-Hant-TW]\n")
    assert own.printed == {"zh-Hant-TW": "3,417班"}


def test_an_id_that_stands_twice_is_an_error_and_both_figures_are_listed(tmp_path: Path) -> None:
    entries, found = ledger(tmp_path, "[1班]{.q #a}和[2班]{.q #a}\n")
    assert [(entry.id, entry.text) for entry in entries] == [("a", "1班"), ("", "2班")]
    assert [each.code for each in found] == ["S024"]


@pytest.mark.parametrize(
    ("body", "code", "left"),
    [
        ("[许多]{.q}、[2班]{.q}\n", "Q101", ["2班"]),
        ("[1,23班]{.q}、[2班]{.q}\n", "Q103", ["2班"]),
        ("[**1**班]{.q}、[2班]{.q}\n", "Q109", ["2班"]),
        ("[1班]{.q part-of=#none}\n", "Q108", ["1班"]),
        ("[1班]{.q of=昨天}\n", "Q107", ["1班"]),
        ("[1班]{.q print=loud}\n", "Q107", ["1班"]),
    ],
)
def test_a_figure_that_cannot_be_read_is_reported_and_left_out(
    tmp_path: Path, body: str, code: str, left: list[str]
) -> None:
    entries, found = ledger(tmp_path, body)
    assert [entry.text for entry in entries] == left
    assert [each.code for each in found] == [code]
    assert found[0].is_error


def test_an_edition_that_cannot_be_made_is_reported_and_the_others_are_listed(tmp_path: Path) -> None:
    entries, found = ledger(tmp_path, "[3417班]{.q}\n", "editions: [zh-Hant-TW, en]\n")
    assert [entry.printed for entry in entries] == [{"zh-Hant-TW": "3,417班"}]
    assert [each.code for each in found] == ["C201"]


def test_a_source_without_figures_has_an_empty_ledger(tmp_path: Path) -> None:
    assert ledger(tmp_path, "没有。\n") == ((), ())


def test_a_source_that_cannot_be_read_has_an_empty_ledger_and_says_why(tmp_path: Path) -> None:
    path = tmp_path / "sample.md"
    path.write_bytes("---\ntitle: 发展\n---\n[3班]{.q}".encode("gb18030"))
    entries, found = ledger_of(path)
    assert entries == ()
    assert next(each.code for each in found if each.is_error) == "S001"
    missing, found = ledger_of(tmp_path / "none.md")
    assert missing == ()
    assert "S005" in {each.code for each in found}


def test_a_project_file_with_errors_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "keben.toml").write_text('edition = ["zh-Hant-MO"]\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"keben\.toml` has 1 error"):
        ledger(tmp_path, "[3417班]{.q}\n")


def test_a_translated_edition_shows_what_it_calls(tmp_path: Path) -> None:
    (tmp_path / "sample.en.md").write_text(
        "---\nlang: en\ntitle: Sample\n---\n\n"
        "Up [16.8 percent]{q=growth}, that is [16.8%]{q=growth} and [16.8%]{q=growth}; of its own [12 firms]{.q}.\n",
        encoding="utf-8",
    )
    body = "增长[16.8%]{.q #growth}，新增[13家]{.q #firms}和[30人]{.q}。\n"
    entries, found = ledger(tmp_path, body, "editions: [zh-Hant-TW, en]\n")
    assert found == ()
    assert [entry.printed for entry in entries] == [
        {"zh-Hant-TW": "16.8%", "en": "16.8 percent / 16.8%"},
        {"zh-Hant-TW": "13家", "en": ""},
        {"zh-Hant-TW": "30人", "en": ""},
    ]

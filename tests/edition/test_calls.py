"""Called figures in the edition of a translation: printed by the locale, or as the translator wrote them."""

from __future__ import annotations

from pathlib import Path

import pytest

from keben.edition import calls, derive
from keben.edition.calls import print_calls, unprinted
from keben.edition.numerals import print_quantity
from keben.locales import find_locale
from keben.reader import Work, read
from keben.settings import NumberStyle
from keben.tree import map_quantities, quantities_of

EN = find_locale("en")


def translated(folder: Path, body: str) -> Work:
    (folder / "a.md").write_text(
        "---\nid: a\nlang: zh-Hans-CN\ntitle: 甲\n---\n\n进出口[6501.8亿元]{.q #trade}，增长[16.8%]{.q #growth}，开行[3417班]{.q #trains}。\n",
        encoding="utf-8",
    )
    (folder / "a.en.md").write_text(f"---\nlang: en\ntitle: A\n---\n\n{body}\n", encoding="utf-8")
    (work,) = read(folder / "a.md").translations
    assert work.diagnostics == ()
    return work


def test_an_empty_call_is_printed_as_the_locale_prints_the_source_s_figure(tmp_path: Path) -> None:
    document = translated(tmp_path, "[]{q=trade} []{q=growth}").document
    printed = [each.text for each in quantities_of(derive(document, EN).document)]
    assert printed == [print_quantity(each, EN) for each in quantities_of(document)]


def test_words_of_the_translator_stand(tmp_path: Path) -> None:
    document = translated(tmp_path, "[RMB 650.18 billion]{q=trade} [3417 trains]{q=trains} [1417 buses]{.q}").document
    printed = [each.text for each in quantities_of(derive(document, EN).document)]
    assert printed == ["RMB 650.18 billion", "3417 trains", "1,417 buses"]


def test_only_text_of_empty_calls_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "print_quantity", lambda quantity, target, *_, **__: f"{quantity.id} in {target.tag}")
    document = translated(
        tmp_path, "[]{q=trade}, *[]{q=growth}* and [3417 trains]{q=trains} of [1417 buses]{.q}"
    ).document
    printed = print_calls(document, EN, NumberStyle())
    assert [each.text for each in quantities_of(printed)] == [
        "trade in en",
        "growth in en",
        "3417 trains",
        "1417 buses",
    ]
    back = map_quantities(
        printed, lambda quantity: next(each for each in quantities_of(document) if each.place == quantity.place)
    )
    assert back == document


def test_figures_that_stay_in_chinese_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls, "print_quantity", lambda quantity, *_, **__: quantity.text)
    document = translated(tmp_path, "[]{q=trade} []{q=growth} [3417 trains]{q=trains}").document
    assert [each.calls for each in unprinted(print_calls(document, EN, NumberStyle()))] == ["trade"]

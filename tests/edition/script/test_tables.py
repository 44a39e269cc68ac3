"""What the tables hold, and how a region's forms stand beside those of all."""

from __future__ import annotations

import pytest

from keben.edition.script.tables import LONGEST, Where, key_of, made_from, tables
from keben.scripts import telling


def words_of(text: str) -> list[str]:
    return [word for word, _ in tables().words_of(text)]


def test_words_come_the_shortest_first_with_their_costs() -> None:
    assert words_of("资金链条") == ["资", "资金", "资金链"]
    costs = {word: tables().costs[number] for word, number in tables().words_of("资金链条")}
    assert costs["资金"] < costs["资金链"] < costs["资金"] + tables().costs[next(tables().words_of("链"))[1]]
    assert words_of("") == words_of("abc") == []


def test_no_word_is_longer_than_said() -> None:
    assert len(tables().costs) > 300_000
    assert len("中华人民共和国国务院办公厅"[:LONGEST]) == LONGEST
    assert max(len(word) for word in words_of("中华人民共和国国务院办公厅")) <= LONGEST


@pytest.mark.parametrize(
    ("word", "where", "forms"),
    [
        ("头发", "TW", ("頭髮",)),
        ("尽快", "TW", ("儘快", "盡快")),
        ("尽快", "HK", ("盡快", "儘快")),
        ("项链", "TW", ("項鍊",)),
        ("项链", "HK", ("項鏈",)),
        ("乾隆", "back", ("乾隆",)),
    ],
)
def test_the_forms_of_a_word_in_a_region(word: str, where: Where, forms: tuple[str, ...]) -> None:
    found = tables().forms(word, where)
    assert found
    assert found.forms == forms


def test_what_is_no_word_has_no_forms() -> None:
    assert tables().forms("", "TW") is None
    assert tables().forms("发展的", "TW") is None
    assert tables().forms_there("头发", "TW") is None


def test_a_phrase_of_ours_says_its_reason_and_one_of_opencc_does_not() -> None:
    ours, theirs = tables().forms("发带", "TW"), tables().forms("头发", "TW")
    assert ours
    assert theirs
    assert ours.reason == "hair 髮"
    assert theirs.reason == ""


def test_keys_of_regions_hit_no_word() -> None:
    assert key_of("发", "all") == "发"
    assert key_of("发", "HK") == "HK:发"


def test_a_character_with_several_forms_has_its_usual_one_first_and_none_twice() -> None:
    for char, forms in (*tables().many.items(), *tables().many_back.items()):
        assert len(char) == 1
        assert len(set(forms)) == len(forms) > 1
        assert {len(form) for form in forms} == {1}
    assert tables().many["发"] == ["發", "髮"]
    assert tables().many_back["鍾"] == ["钟", "锺"]


def test_what_is_made_from_what_is_said_in_a_line() -> None:
    assert made_from().startswith("OpenCC ")
    assert "jieba 0.42.1, overlay 2026." in made_from()


def test_no_form_of_a_character_is_of_simplified_text_only() -> None:
    for forms in tables().many.values():
        assert telling().simplified.isdisjoint(forms)

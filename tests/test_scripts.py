"""Which script a text is in, by the characters that only one script has."""

from __future__ import annotations

import pytest

from keben.scripts import script_of, telling


@pytest.mark.parametrize("char", "们发说头国为这时东车门见长马鸟鱼龙湾郑")
def test_characters_of_simplified_text_only(char: str) -> None:
    assert char in telling().simplified
    assert char not in telling().traditional


@pytest.mark.parametrize("char", "們發說頭國為這時東車門見長馬鳥魚龍灣鄭裡後體隻")
def test_characters_of_traditional_text_only(char: str) -> None:
    assert char in telling().traditional
    assert char not in telling().simplified


@pytest.mark.parametrize("char", "中人后里面干斗只台云系余谷表松范着乾著於吃床峰")
def test_characters_that_tell_nothing(char: str) -> None:
    assert char not in telling().simplified | telling().traditional


def test_nothing_is_in_both() -> None:
    assert not telling().simplified & telling().traditional
    assert telling().of("Hans") == telling().other_than("Hant") == telling().simplified


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("他们说发展", "Hans"),
        ("他們說發展", "Hant"),
        ("他们說", None),
        ("他们说發", "Hans"),
        ("皇后里面", None),
        ("", None),
        ("abc 123", None),
    ],
)
def test_the_more_numerous_ones_tell(text: str, script: str | None) -> None:
    assert script_of(text) == script

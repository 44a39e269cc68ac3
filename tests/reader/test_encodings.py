"""Names of encodings: long texts and short ones, of both scripts."""

from __future__ import annotations

import time

import pytest

from keben.reader.encodings import encodings_of

SIMPLIFIED = (
    "目前，全市算力总规模7.8万P，约占全国20%。",
    "这个问题我们要认真研究解决",
    "改革开放四十年来，经济社会发展取得了历史性成就，人民生活水平显著提高。\n",
)
TRADITIONAL = (
    "臺灣的資料，繁體中文。\n",
    "這個問題我們要認真研究解決",
    "改革開放四十年來，經濟社會發展取得了歷史性成就，人民生活水準顯著提高。\n",
)
HONG_KONG = ("香港嘅字：啲、嗰、咗，我哋都識睇。", "佢哋喺度食飯，唔使等我")


@pytest.mark.parametrize(
    ("texts", "codec", "name"),
    [
        (SIMPLIFIED, "gb18030", "GB 18030"), (SIMPLIFIED, "gbk", "GB 18030"), (SIMPLIFIED, "gb2312", "GB 18030"),
        (TRADITIONAL, "gb18030", "GB 18030"), (TRADITIONAL, "big5", "Big5"), (TRADITIONAL, "cp950", "Big5"), (HONG_KONG, "big5hkscs", "Big5"),
        (SIMPLIFIED, "utf-16", "UTF-16"), (SIMPLIFIED, "utf-16-le", "UTF-16"), (TRADITIONAL, "utf-16-be", "UTF-16"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", "---\nid: a\ntitle: "])
@pytest.mark.parametrize("times", [1, 5000])
def test_one_encoding_is_named(texts: tuple[str, ...], codec: str, name: str, before: str, times: int) -> None:
    for text in texts:
        assert encodings_of((before + text * times).encode(codec)) == (name,)


def test_ten_characters_are_enough_and_two_may_not_be() -> None:
    assert encodings_of("今天的会议很重要。".encode("gbk")) == ("GB 18030",)
    assert encodings_of("今天的會議很重要。".encode("big5")) == ("Big5",)
    assert set(encodings_of(bytes.fromhex("a4a1 a4a2"))) <= {"Big5", "GB 18030"}
    assert len(encodings_of("螭魅".encode("big5"))) > 1


@pytest.mark.parametrize(
    "data", [b"", b"abc\xff", b"ok\n\xe4", b"\xed\xa0\x80", b"caf\xe9", "Привет, мир".encode("cp1251"), bytes(range(256))], ids=ascii
)  # fmt: skip
def test_what_is_not_chinese_has_no_name(data: bytes) -> None:
    assert encodings_of(data) == ()


def test_a_long_file_is_named_as_fast_as_a_short_one() -> None:
    data = ("a" * 70_000 + SIMPLIFIED[0] * 100_000).encode("gbk")
    start = time.process_time()
    assert encodings_of(data) == ("GB 18030",)
    assert time.process_time() - start < 10


def test_a_character_cut_in_two_at_the_end_of_the_sample_is_no_fault() -> None:
    for shift in range(4):
        data = ("国" * shift + "a" * (shift % 2) + "这是我们的国家。" * 10_000).encode("gb18030")
        assert encodings_of(data) == ("GB 18030",)

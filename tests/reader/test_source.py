"""A source file as text: encodings, line ends, characters that no text may hold, and the split at the front matter."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from keben.diagnostics import Place, Report
from keben.reader import limits, read
from keben.reader.source import Unreadable, check_characters, decode, decode_exactly, load_text, split

if TYPE_CHECKING:
    from keben.reader import Work

FIXED = settings(derandomize=True, deadline=None)
GOOD = "---\nid: a\nlang: zh-Hans-CN\ntitle: 题\n---\n\n正文，第一段。\n"
PROSE = "目前，全市算力总规模7.8万P，约占全国20%，特别是昨天启动运行的核心节点，使郑州实现了“双料第一”——创新型城市特征更加鲜明。\n"


# ---------------------------------------------------------------- bytes


@pytest.mark.parametrize(
    "data",
    [GOOD.encode(), GOOD.encode("utf-8-sig"), GOOD.replace("\n", "\r\n").encode(), GOOD.replace("\n", "\r").encode(), GOOD.replace("\n", "\r\n").encode("utf-8-sig")],
    ids=["plain", "mark", "CRLF", "CR", "mark and CRLF"],
)  # fmt: skip
def test_line_ends_and_a_mark_make_no_difference(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(data)
    work = read(path)
    assert work.text == GOOD
    assert work.diagnostics == ()
    assert work.document == read_good(tmp_path).document
    assert work.sha256 == hashlib.sha256(data).hexdigest()


def read_good(folder: Path) -> Work:
    (folder / "good.md").write_bytes(GOOD.encode())
    return read(folder / "good.md")


def test_mixed_line_ends_count_as_one_each() -> None:
    assert decode(b"a\r\nb\rc\n\r\n\rd") == "a\nb\nc\n\n\nd"


def test_only_one_mark_is_taken_off() -> None:
    text = decode("\ufeff\ufeffa".encode())
    report = Report("a.md", text)
    check_characters(text, report)
    assert [(each.code, each.place) for each in report.diagnostics()] == [("S003", Place(1, 1, 1))]


@FIXED
@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_decoding_exactly_changes_nothing(text: str) -> None:
    assert decode_exactly(text.encode()) == text
    assert "\r" not in decode(text.encode())


@FIXED
@given(st.binary())
def test_any_bytes_are_decoded_or_refused(data: bytes) -> None:
    try:
        text = decode_exactly(data)
    except Unreadable as fault:
        code, fact = fault.code, fault.fact
    else:
        assert text.encode() == data
        return
    assert code == "S001"
    at = int(fact.split()[1])
    assert data[:at].decode() is not None
    assert f"0x{data[at]:02x}" in fact


@pytest.mark.parametrize(
    ("data", "fact", "hint"),
    [
        (b"abc\xff", "byte 3 (0xff) is not UTF-8", "save the file as UTF-8"),
        ((PROSE.encode() + b"\x80" + PROSE.encode()), f"byte {len(PROSE.encode())} (0x80) is not UTF-8", "delete the byte, or write what was meant; the text before it is UTF-8"),
        (b"\xed\xa0\x80", "byte 0 (0xed) is not UTF-8", "save the file as UTF-8"),
        (b"\xc0\x80 \xff", "byte 0 (0xc0) is not UTF-8", "save the file as UTF-8"),
        (b"ok\n\xe4", "byte 3 (0xe4) is not UTF-8", "save the file as UTF-8"),
        (GOOD.encode("utf-16"), "byte 0 (0xff) is not UTF-8", "the file looks like UTF-16; save it as UTF-8"),
        (b"\xfe\xff" + GOOD.encode("utf-16-be"), "byte 0 (0xfe) is not UTF-8", "the file looks like UTF-16; save it as UTF-8"),
    ],
    ids=ascii,
)  # fmt: skip
def test_what_is_not_utf8_is_refused_at_its_byte(data: bytes, fact: str, hint: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode(data)
    assert (caught.value.code, caught.value.fact, caught.value.hint) == ("S001", fact, hint)


def test_a_hint_names_the_encoding() -> None:
    with pytest.raises(Unreadable) as caught:
        decode((GOOD + PROSE).encode("gb18030"))
    assert caught.value.hint == "the file looks like GB 18030; save it as UTF-8"


# ---------------------------------------------------------------- files


def test_a_missing_file(tmp_path: Path) -> None:
    work = read(tmp_path / "none.md", "none.md")
    assert [(each.code, each.fact, each.path) for each in work.diagnostics] == [
        ("S005", "there is no such file", "none.md")
    ]
    assert (work.text, work.document.blocks, work.sha256) == ("", (), hashlib.sha256(b"").hexdigest())


def test_a_folder_is_no_source(tmp_path: Path) -> None:
    (found,) = read(tmp_path).diagnostics
    assert (found.code, found.fact) == ("S005", "this is a folder or a device, not a file")


def test_a_device_is_not_read() -> None:
    loaded = load_text(Path("/dev/zero"), "zero")
    assert [each.code for each in loaded.report.diagnostics()] == ["S005"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert [each.code for each in read(tmp_path / "pipe.md").diagnostics] == ["S005"]


def test_a_link_in_a_circle_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "b.md")
    (tmp_path / "b.md").symlink_to(tmp_path / "a.md")
    assert [each.code for each in read(tmp_path / "a.md").diagnostics] == ["S005"]


def test_a_name_that_is_too_long_is_no_file(tmp_path: Path) -> None:
    assert [each.code for each in read(tmp_path / ("字" * 300 + ".md")).diagnostics] == ["S005"]


def test_the_limit_on_size(tmp_path: Path) -> None:
    path = tmp_path / "big.md"
    path.write_bytes(b"a" * limits.SOURCE_BYTES)
    assert len(load_text(path, "big.md").text) == limits.SOURCE_BYTES
    path.write_bytes(b"a" * (limits.SOURCE_BYTES + 1))
    (found,) = read(path).diagnostics
    assert (found.code, found.fact) == ("S004", "the file is longer than 8,388,608 bytes")


def test_an_unreadable_file_is_reported_once(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(GOOD.encode("gb18030"))
    assert [each.code for each in read(path).diagnostics] == ["S001"]


def test_an_empty_file_lacks_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"")
    assert [(each.code, each.place) for each in read(path).diagnostics] == [("S010", Place(1))]


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9b", "\ufffe", "\uffff", "\ufdd0"]
)
def test_control_characters_are_errors(char: str) -> None:
    text = f"一\n二三{char}四"
    report = Report("a.md", text)
    check_characters(text, report)
    (found,) = report.diagnostics()
    assert (found.code, found.place, found.is_error) == ("S002", Place(2, 3, 1), True)
    assert f"U+{ord(char):04X}" in found.fact


@pytest.mark.parametrize("char", ["\u200b", "\u202e", "\u2066", "\u2060", "\ufeff", "\u00ad", "\u061c"])
def test_characters_that_hide_are_warnings(char: str) -> None:
    text = f"甲{char}{char}乙"
    report = Report("a.md", text)
    check_characters(text, report)
    (found,) = report.diagnostics()
    assert (found.code, found.place, found.is_error) == ("S003", Place(1, 2, 2), False)


@pytest.mark.parametrize(
    "char",
    [
        "\t",
        "\n",
        "\u3000",
        "\u00a0",
        "\u200d",
        "𠀀",
        "é",
        "\U00031350",
        "葛\U000e0100",
        "，\ufe00",
        "1\ufe0f",
        "#\ufe0f",
        "❤\ufe0f",
    ],
)
def test_other_characters_pass(char: str) -> None:
    report = Report("a.md")
    check_characters(char, report)
    assert report.diagnostics() == ()


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("甲\ue000\ue000乙", "S007", Place(1, 2, 2)),
        ("甲\n\U0010fffd", "S007", Place(2, 1, 1)),
        ("甲\u0378", "S007", Place(1, 2, 1)),
        ("甲\U0001fffe", "S002", Place(1, 2, 1)),
        ("\ufe00甲", "S008", Place(1, 1, 1)),
        ("甲 \U000e0100\U000e0101", "S008", Place(1, 3, 2)),
        ("，\U000e0100", "S008", Place(1, 2, 1)),
        ("葛\U000e0100\U000e0101", "S008", Place(1, 3, 1)),
        ("甲\ufffd", "S009", Place(1, 2, 1)),
    ],
)
def test_characters_that_cannot_be_relied_on(text: str, code: str, place: Place) -> None:
    report = Report("a.md", text)
    check_characters(text, report)
    (found,) = report.diagnostics()
    assert (found.code, found.place, found.is_error) == (code, place, code == "S002")


def test_a_variant_as_an_entity_is_no_variant_of_nothing() -> None:
    report = Report("a.md")
    check_characters("\ufe00", report, Place(3))
    assert report.diagnostics() == ()


def test_a_flood_of_control_characters_is_cut_short() -> None:
    text = "甲\x00" * 10_000
    report = Report("a.md", text)
    check_characters(text, report)
    found = report.diagnostics()
    assert len(found) == Report.repeats + 1
    assert found[-1].fact == "9950 more of the same kind are not listed"


# ---------------------------------------------------------------- front matter and body


@pytest.mark.parametrize(
    ("text", "front_matter", "first", "body", "body_line"),
    [
        ("---\nid: a\n---\n正文", "id: a\n", 2, "正文", 4),
        ("\n\n---\nid: a\n---\n正文", "id: a\n", 4, "正文", 6),
        (" \n--- \t\nid: a\n--- \n正文", "id: a\n", 3, "正文", 5),
        ("---\nid: a\n...\n\n正文\n", "id: a\n", 2, "\n正文\n", 4),
        ("---\n---\n", "", 2, "", 3),
        ("---\nid: a\n---", "id: a\n", 2, "", 3),
        ("---\na: '\n ---'\n---\n---\n", "a: '\n ---'\n", 2, "---\n", 5),
    ],
)
def test_a_source_is_split(text: str, front_matter: str, first: int, body: str, body_line: int) -> None:
    report = Report("a.md", text)
    source = split(text, report)
    assert (source.front_matter, source.front_matter_line, source.body, source.body_line) == (
        front_matter,
        first,
        body,
        body_line,
    )
    assert report.diagnostics() == ()


@pytest.mark.parametrize(
    ("text", "fact", "place"),
    [
        ("", "there is no front matter", Place(1)),
        ("正文\n", "there is no front matter", Place(1)),
        ("正文\n\n---\nid: a\n---\n", "there is no front matter", Place(1)),
        ("----\nid: a\n----\n", "there is no front matter", Place(1)),
        (" ---\nid: a\n---\n", "there is no front matter", Place(1)),
        ("\n---\nid: a\n\n正文\n", "the front matter is not closed", Place(2, 1, 3)),
        ("---", "the front matter is not closed", Place(1, 1, 3)),
        ("---\nid: a\n ---\n", "the front matter is not closed", Place(1, 1, 3)),
    ],
)
def test_a_source_without_front_matter_is_all_body(text: str, fact: str, place: Place) -> None:
    report = Report("a.md", text)
    source = split(text, report)
    assert (source.front_matter, source.body, source.body_line) == (None, text, 1)
    assert [(each.code, each.fact, each.place) for each in report.diagnostics()] == [("S010", fact, place)]


@FIXED
@given(st.lists(st.sampled_from(["---\n", "---", "\n", " ", "id: a\n", "...\n", "正文"]), max_size=9).map("".join))
def test_the_parts_stand_where_they_say(text: str) -> None:
    source = split(text)
    lines = text.split("\n")
    assert "\n".join(lines[source.body_line - 1 :]) == source.body or not source.body
    if source.front_matter is not None:
        assert "\n".join(lines[source.front_matter_line - 1 :]).startswith(source.front_matter)

"""What of a document is prose, and that a change of it changes nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conftest import read_body
from keben.diagnostics import Place
from keben.document import (
    Code,
    Emphasis,
    Figure,
    Image,
    Keep,
    LineBreak,
    Link,
    Name,
    NoteCall,
    Paragraph,
    Quantity,
    Ruby,
    Strong,
    Subscript,
    Superscript,
    Text,
)  # fmt: skip
from keben.edition.prose import fill, map_prose, places_of, slots_of
from keben.reader import read
from keben.tree import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from keben.document import Document, Inline

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def line(body: str) -> tuple[Inline, ...]:
    (block,) = read_body(body + "\n").document.blocks
    assert isinstance(block, Paragraph)
    return block.children


def text(words: str) -> tuple[Text, ...]:
    return (Text(text=words),)


ONE_OF_EACH: tuple[Inline, ...] = (
    Text(text="文"),
    Emphasis(children=text("强")),
    Strong(children=(Text(text="重"), Subscript(children=text("下")), Superscript(children=text("上")))),
    Link(children=text("链"), target="https://a.example/发", title="题"),
    Ruby(children=text("汉"), reading="hàn发"),
    Name(children=text("名")),
    Quantity(text="3班", kind="count", unit="班"),
    Image(source="图.png", alternative="图", title="图题"),
    Code(text="码"),
    Keep(children=text("留")),
    NoteCall(note="note-1", number=1),
    LineBreak(),
    Text(text="尾"),
)


def test_slots_in_reading_order_with_breaks_where_something_stands_between() -> None:
    expected = [
        "文",
        "强",
        "重",
        "下",
        "上",
        "链",
        "汉",
        None,
        "名",
        None,
        None,
        "3班",
        None,
        None,
        None,
        None,
        None,
        None,
        "尾",
    ]
    assert list(slots_of(ONE_OF_EACH)) == expected


def test_places_follow_the_slots() -> None:
    body = "文*强*[链](https://a.example '题')[名]{.name}[3班]{.q}`码`<ruby>汉<rt>h</rt></ruby>"
    inlines = line(body)
    slots, places = list(slots_of(inlines)), list(places_of(inlines))
    words = ("文", "强", "链", "名", "3班", "汉")
    assert [(slot, place) for slot, place in zip(slots, places, strict=True) if slot] == [
        (word, Place(8, body.index(word) + 1, len(word))) for word in words
    ]


def test_filling_puts_new_words_in_and_leaves_the_rest() -> None:
    filled = fill(ONE_OF_EACH, (slot and f"{slot}！" for slot in slots_of(ONE_OF_EACH)), lambda words: f"{words}？")
    assert list(slots_of(filled)) == [slot and f"{slot}！" for slot in slots_of(ONE_OF_EACH)]
    link, image = filled[3], filled[7]
    assert isinstance(link, Link)
    assert isinstance(image, Image)
    assert (link.target, link.title) == ("https://a.example/发", "题？")
    assert (image.source, image.alternative, image.title) == ("图.png", "图？", "图题？")
    for index in (8, 9, 10, 11):
        assert filled[index] == ONE_OF_EACH[index]
    ruby = filled[4]
    assert isinstance(ruby, Ruby)
    assert ruby.reading == "hàn发"


def test_filling_with_its_own_slots_is_the_line_itself() -> None:
    assert fill(ONE_OF_EACH, slots_of(ONE_OF_EACH), lambda words: words) == ONE_OF_EACH


def shout(slots: list[str | None]) -> list[str | None]:
    return [None if slot is None else slot.upper() for slot in slots]


def test_every_line_of_a_document_is_prose_and_seen_once() -> None:
    body = (
        "# a {#ab}\n\nb *c*[^n]\n\n- d\n  1. e\n\n> f\n\n|g|h|\n|-|-|\n|i|`k`|\n\nl\n: m\n\n::: note\no\n:::\n\n```\np\n```\n\n"
        "[^n]: q [r]{.keep} <https://s.example>\n"
    )
    document = read_body(body).document
    seen: list[str] = []

    def note(slots: list[str | None]) -> list[str | None]:
        seen.extend(slot for slot in slots if slot)
        return shout(slots)

    changed = map_prose(document, note)
    assert "".join(sorted(each.strip() for each in seen)) == "abcdefghilmoq样本"
    words = "".join(plain_text(node) for node in (*changed.blocks, *changed.notes))
    assert words.replace(" ", "") == "ABCDEFGHIkLMOp\nQrhttps://s.example"
    assert [getattr(node, "id", "") for node in walk(changed)] == [getattr(node, "id", "") for node in walk(document)]


def test_the_title_block_is_prose_and_the_settings_are_not() -> None:
    front = "---\nid: sample\nlang: zh-Hans-CN\ntitle: [a, b]\nsubtitle: c\nauthor: [d, e]\ndate: 2026-02-06\n---\n\n"
    metadata = map_prose(read_body("", front).document, shout).metadata
    assert (metadata.title, metadata.subtitle, metadata.authors) == (("A", "B"), "C", ("D", "E"))
    assert (metadata.id, metadata.lang, str(metadata.date)) == ("sample", "zh-Hans-CN", "2026-02-06")


def test_a_figure_s_words_are_prose_and_its_source_is_not(tmp_path: Path) -> None:
    (tmp_path / "pic.png").write_bytes(PIXEL)
    source = tmp_path / "a.md"
    source.write_text('---\nid: a\nlang: zh-Hans-CN\ntitle: t\n---\n\n![alt](pic.png "caption")\n', encoding="utf-8")
    (figure,) = map_prose(read(source).document, shout).blocks
    assert isinstance(figure, Figure)
    assert (figure.image.alternative, plain_text(figure), figure.image.source) == ("ALT", "CAPTION", "pic.png")


def test_text_that_is_the_address_itself_is_no_prose() -> None:
    document = read_body("<https://zh.example/发展>与[发展](https://zh.example/发展)\n").document
    assert [slot for slot in slots_of(_children(document)) if slot] == ["与", "发展"]


def _children(document: Document) -> Sequence[Inline]:
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    return block.children

"""Editions of the real works and of made-up ones: right words, same figures, nothing but prose changed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from conftest import NEWS, SPEECH, read_body
from keben.document import (
    BulletList,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Division,
    Document,
    Emphasis,
    Figure,
    Heading,
    Image,
    Item,
    Keep,
    LineBreak,
    Link,
    Metadata,
    Name,
    Note,
    NoteCall,
    OrderedList,
    Paragraph,
    Quantity,
    Quote,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)  # fmt: skip
from keben.edition import Edition, derive
from keben.errors import UsageError
from keben.locales import find_locale
from keben.quantity import read_quantity
from keben.reader import read
from keben.tree import plain_text, quantities_of
from keben.writers.text import write

if TYPE_CHECKING:
    from pathlib import Path

    from keben.document import Block, Inline

SIMPLIFIED = ("zh-Hans-CN", "zh-Hans-SG")
TRADITIONAL = ("zh-Hant-TW", "zh-Hant-HK", "zh-Hant-MO")
WORKS = pytest.mark.parametrize("source", [SPEECH, NEWS], ids=["speech", "news"])


@cache
def document_of(source: Path) -> Document:
    work = read(source)
    assert work.diagnostics == ()
    return work.document


@cache
def edition_of(source: Path, tag: str) -> Edition:
    return derive(document_of(source), find_locale(tag))


def text_of(source: Path, tag: str) -> str:
    return write(edition_of(source, tag)).decode()


# ---------------------------------------------------------------- the real works


@WORKS
@pytest.mark.parametrize("tag", TRADITIONAL)
def test_errors_of_plain_opencc_are_absent(source: Path, tag: str) -> None:
    text = text_of(source, tag)
    for wrong in ("新徵程", "徵程", "資金鍊", "鍊", "指明瞭", "明瞭", "瞭", "纔", "爲", "髮", "徵地"):
        assert wrong not in text
    for vocabulary in (
        "專案",
        "資訊",
        "數位",
        "區域性",
        "全域性",
        "支援",
        "軟體",
        "網路",
    ):  # Taiwan's words for other things
        assert vocabulary not in text


@pytest.mark.parametrize("tag", TRADITIONAL)
def test_the_right_forms_stand_there_as_often_as_the_author_wrote_them(tag: str) -> None:
    speech, news = text_of(SPEECH, tag), text_of(NEWS, tag)
    assert speech.count("新征程") == 2
    assert "創新鏈、產業鏈、資金鏈、人才鏈「四鏈」" in speech
    assert "特徵更加鮮明" in speech
    assert "最顯著特徵" in speech
    assert "國家數據局部署六大試點" in speech
    assert news.count("指明了") == 2
    assert "注入了強大動力" in news


@pytest.mark.parametrize("tag", TRADITIONAL)
def test_personal_names(tag: str) -> None:
    news, speech = text_of(NEWS, tag), text_of(SPEECH, tag)
    assert "（記者 王治）" in news
    assert news.count("安偉") == 2
    assert "翟政、郝偉、趙學慶、李秋紅、魏寧娣、楚惠東分別" in news
    assert "習近平" in news
    assert speech.count("習近平") == document_text(SPEECH).count("习近平") > 0
    assert edition_of(SPEECH, tag).document.metadata.authors == ("安偉",)
    assert edition_of(NEWS, tag).document.metadata.authors == ("王治",)


@cache
def document_text(source: Path) -> str:
    return source.read_text(encoding="utf-8")


@WORKS
@pytest.mark.parametrize("tag", TRADITIONAL)
def test_quotation_marks_are_corners_and_nest(source: Path, tag: str) -> None:
    text = text_of(source, tag)
    assert not re.search("[“”‘’]", text)
    assert text.count("「") == document_text(source).count("“") > 0
    for line in text.split("\n"):
        stack: list[str] = []
        for mark in re.findall("[「」『』]", line):
            if mark in "「『":
                assert mark == "「『"[len(stack) % 2]
                stack.append(mark)
            else:
                assert stack.pop() == {"」": "「", "』": "『"}[mark]
        assert stack == []


@WORKS
@pytest.mark.parametrize("tag", [*SIMPLIFIED, *TRADITIONAL])
def test_every_printed_figure_says_what_the_author_wrote(source: Path, tag: str) -> None:
    document = document_of(source)
    before, after = quantities_of(document), quantities_of(edition_of(source, tag).document)
    assert len(before) == len(after) == document_text(source).count("]{.q")
    text = text_of(source, tag)
    for written, printed in zip(before, after, strict=True):
        assert structs.replace(printed, text=written.text) == written
        reading = read_quantity(printed.text, document.metadata.date)
        assert (reading.value, reading.upper, reading.day) == (written.value, written.upper, written.day)
        assert printed.text in text


@WORKS
def test_all_editions_agree_on_every_value(source: Path) -> None:
    today = document_of(source).metadata.date

    def values(tag: str) -> list[tuple[Decimal | None, Decimal | None, str]]:
        readings = [read_quantity(each.text, today) for each in quantities_of(edition_of(source, tag).document)]
        return [(reading.value, reading.upper, reading.day) for reading in readings]

    assert all(values(tag) == values("zh-Hans-CN") for tag in (*SIMPLIFIED, *TRADITIONAL))


@WORKS
@pytest.mark.parametrize("tag", SIMPLIFIED)
def test_an_edition_of_the_source_s_own_norm_has_the_source_s_text(source: Path, tag: str) -> None:
    edition = edition_of(source, tag)
    document = document_of(source)
    assert structs.replace(edition.document, metadata=document.metadata) == document
    assert edition.document.metadata == structs.replace(document.metadata, lang=tag)
    assert text_of(source, tag) == text_of(source, "zh-Hans-CN")


@WORKS
@pytest.mark.parametrize("tag", TRADITIONAL)
def test_an_edition_differs_in_han_marks_and_separators_only(source: Path, tag: str) -> None:
    def bare(text: str) -> str:
        return re.sub("[「」『』]", "", re.sub("[“”‘’]", "", re.sub(r"(?<=\d)[,\u202f](?=\d{3})", "", text)))

    simplified, traditional = bare(text_of(source, "zh-Hans-CN")), bare(text_of(source, tag))
    assert len(simplified) == len(traditional)
    for old, new in zip(simplified, traditional, strict=True):
        assert old == new or ("\u4e00" <= old <= "\u9fff" and "\u4e00" <= new <= "\u9fff")


def test_hong_kong_and_macao_print_alike_and_taiwan_otherwise() -> None:
    hong_kong = text_of(SPEECH, "zh-Hant-HK")
    assert text_of(SPEECH, "zh-Hant-MO") == hong_kong
    assert "凝聚着" in hong_kong
    assert "凝聚著" in text_of(SPEECH, "zh-Hant-TW")
    assert "3\u202f417班" in hong_kong
    assert "3,417班" in text_of(SPEECH, "zh-Hant-TW")


def test_the_lines_under_the_title() -> None:
    edition = edition_of(SPEECH, "zh-Hant-TW")
    assert edition.title == "堅持改革開放不動搖 奏響創新發展主旋律"
    assert edition.subtitle == "——在政協鄭州市第十五屆委員會第四次會議開幕會上的講話"
    assert edition.dateline == "（2026年2月6日）"
    assert edition.document.metadata.lang == "zh-Hant-TW"
    assert edition.locale is find_locale("zh-Hant-TW")
    assert edition_of(NEWS, "zh-Hant-TW").subtitle == ""


# ---------------------------------------------------------------- languages


def english(body: str = "“Hello”, [1234 people]{.q}.\n") -> Document:
    return read_body(body, "---\nid: e\nlang: en\ntitle: T\nsubtitle: S\ndate: 2026-02-06\n---\n\n").document


@pytest.mark.parametrize("tag", [*SIMPLIFIED, *TRADITIONAL])
def test_no_chinese_edition_is_made_of_english(tag: str) -> None:
    with pytest.raises(
        UsageError, match=f"no edition for {tag} can be made from a source in en; it needs a translation"
    ):
        derive(english(), find_locale(tag))


def test_no_english_edition_is_made_of_chinese() -> None:
    with pytest.raises(UsageError, match="no edition for en can be made from a source in zh-Hans-CN"):
        derive(document_of(NEWS), find_locale("en"))


def test_an_english_edition_of_english() -> None:
    edition = derive(english(), find_locale("en"))
    assert plain_text(edition.document.blocks[0]) == "“Hello”, 1,234 people."
    assert (edition.subtitle, edition.dateline) == ("S", "February 6, 2026")


@pytest.mark.parametrize(
    ("lang", "tag", "printed"),
    [
        ("zh-Hant-TW", "zh-Hans-CN", "“干部‘头发’”里面，3417班，6501.8亿元"),
        ("zh-Hant-HK", "zh-Hans-SG", "“干部‘头发’”里面，3417班，6501.8亿元"),
        ("zh-Hant-TW", "zh-Hant-HK", "「幹部『頭髮』」裏面，3\u202f417班，6501.8億元"),
        ("zh-Hant-TW", "zh-Hant-TW", "「幹部『頭髮』」裡面，3,417班，6501.8億元"),
        ("zh-Hant-MO", "zh-Hans-CN", "“干部‘头发’”里面，3417班，6501.8亿元"),
    ],
)
def test_a_traditional_source(lang: str, tag: str, printed: str) -> None:
    front = f"---\nid: t\nlang: {lang}\ntitle: 標題\ndate: 2026-02-06\n---\n\n"
    document = read_body("「幹部『頭髮』」裡面，[3417班]{.q}，[6501.8億元]{.q}\n", front).document
    edition = derive(document, find_locale(tag))
    assert plain_text(edition.document.blocks[0]) == printed
    assert [each.value for each in quantities_of(edition.document)] == [3417, Decimal(650180000000)]


# Figures whose own characters are of one script only.
@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("负三百", "負三百"),
        ("翻两番", "翻兩番"),
        ("万分之五", "萬分之五"),
        ("2月6号", "2月6號"),
        ("当年12月", "當年12月"),
        ("两千三百亿元", "兩千三百億元"),
        ("一点五亿人", "一點五億人"),
        ("三十多万人", "三十多萬人"),
        ("百余家", "百餘家"),
        ("0.5个百分点", "0.5個百分點"),
        ("5—8万亿元", "5—8萬億元"),
        ("贰佰万元", "貳佰萬元"),
        ("30个工作日以内", "30個工作日以內"),
        ("约为5万吨", "約為5萬噸"),
        ("6501.8亿元", "6501.8億元"),
        ("1.2万千瓦时", "1.2萬千瓦時"),
    ],
)
def test_a_figure_in_words_goes_there_and_back(simplified: str, traditional: str) -> None:
    there = derive(read_body(f"[{simplified}]{{.q}}\n").document, find_locale("zh-Hant-TW")).document
    (figure,) = quantities_of(there)
    assert figure.text == traditional
    back = derive(there, find_locale("zh-Hans-CN")).document
    assert [each.text for each in quantities_of(back)] == [simplified]


def test_a_quantity_inside_a_protected_span_stays_as_it_is() -> None:
    document = read_body("[共[3417班]{.q}]{.keep}与[3417班]{.q}\n").document
    edition = derive(document, find_locale("zh-Hant-TW"))
    assert plain_text(edition.document.blocks[0]) == "共3417班與3,417班"


def test_a_figure_s_image_and_caption_are_converted() -> None:
    figure = Figure(image=Image(source="a.png", alternative="发展“图”"), caption=(Text(text="资金链"),), number=1)
    document = structs.replace(read_body("").document, blocks=(figure,))
    (converted,) = derive(document, find_locale("zh-Hant-TW")).document.blocks
    assert isinstance(converted, Figure)
    assert (converted.image.alternative, plain_text(converted)) == ("發展「圖」", "資金鏈")


# ---------------------------------------------------------------- made-up documents

WORDS = st.text(alphabet="资金链发展里面后干台“”‘’「」，。 ab1", min_size=1, max_size=8)
LITERAL = st.text(alphabet="发展‘’“资ab/ ", min_size=1, max_size=6)
IDS = st.sampled_from(["", "a", "b-发", "s1p2"])
TEXTS = st.builds(Text, text=WORDS)


def quantity(text: str, identifier: str) -> Quantity:
    return Quantity(text=text, id=identifier, **structs.asdict(read_quantity(text, dt.date(2026, 2, 6))))


QUANTITIES = st.builds(
    quantity,
    st.sampled_from(["3417班", "6501.8亿元", "去年12月", "两千里", "近百亿元", "5—8万", "16.8%", "12345", "万架次"]),
    IDS,
)


def around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    children = st.lists(inner, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        *(
            st.builds(kind, children=children, id=IDS)
            for kind in (Emphasis, Strong, Subscript, Superscript, Keep, Name)
        ),
        st.builds(Link, children=children, target=LITERAL, title=LITERAL | st.just("")),
        st.builds(Ruby, children=children, reading=LITERAL),
    )


INLINES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        TEXTS,
        TEXTS,
        QUANTITIES,
        st.builds(Code, text=LITERAL),
        st.builds(LineBreak),
        st.builds(Image, source=LITERAL, alternative=LITERAL, title=LITERAL),
        st.builds(NoteCall, note=st.just("note-1"), number=st.just(1)),
    ),
    around,
    max_leaves=4,
)
LINES = st.lists(INLINES, max_size=4).map(tuple)
CELLS = st.builds(Cell, LINES)


def inside(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    blocks = st.lists(inner, max_size=2).map(tuple)
    items = st.lists(st.builds(Item, blocks), max_size=2).map(tuple)
    return st.one_of(
        st.builds(Quote, children=blocks, id=IDS),
        st.builds(Division, kind=st.sampled_from(["note", "verse"]), children=blocks),
        st.builds(BulletList, items=items, tight=st.booleans()),
        st.builds(OrderedList, items=items, start=st.integers(0, 9)),
        st.builds(DefinitionList, items=st.lists(st.builds(Definition, LINES, items), max_size=2).map(tuple)),
    )


BLOCKS: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.builds(Paragraph, children=LINES, id=IDS),
        st.builds(Heading, level=st.integers(1, 3), children=LINES, id=IDS),
        st.builds(CodeBlock, text=LITERAL, language=LITERAL),
        st.builds(Rule, id=IDS),
        st.builds(Figure, image=st.builds(Image, source=LITERAL, alternative=LITERAL), caption=LINES),
        st.builds(
            lambda a, b, c, d: Table(head=(a, b), rows=((c, d),), alignments=("", "left")), CELLS, CELLS, CELLS, CELLS
        ),
    ),
    inside,
    max_leaves=3,
)
DOCUMENTS = st.builds(
    Document,
    metadata=st.builds(
        Metadata,
        id=st.just("made-up"),
        lang=st.sampled_from(["zh-Hans-CN", "zh-Hans-SG"]),
        title=st.lists(WORDS, min_size=1, max_size=2).map(tuple),
        subtitle=WORDS | st.just(""),
        authors=st.lists(WORDS, max_size=2).map(tuple),
        date=st.just(dt.date(2026, 2, 6)),
    ),
    blocks=st.lists(BLOCKS, max_size=4).map(tuple),
    notes=st.lists(
        st.builds(Note, id=st.just("note-1"), label=LITERAL, number=st.just(1), children=st.lists(BLOCKS, max_size=1).map(tuple)),
        max_size=1,
    ).map(tuple),
)  # fmt: skip
TAGS = st.sampled_from([*SIMPLIFIED, *TRADITIONAL])


def without_words(value: Any, *, kept: bool = False) -> Any:
    """Blank the words for readers in a document as plain values; what stands in `.keep` is none."""
    if isinstance(value, list | tuple):
        return [without_words(each, kept=kept) for each in value]
    if not isinstance(value, dict):
        return value
    kind = str(value.get("type"))
    kept = kept or kind == "keep"
    words = {"text": ("text",), "quantity": ("text",), "link": ("title",), "image": ("alternative", "title")}.get(
        kind, ()
    )
    if "lang" in value:
        words = ("title", "subtitle", "authors", "lang")
    return {
        key: (bool(each) if key in words and not kept else without_words(each, kept=kept))
        for key, each in value.items()
    }


@settings(deadline=None, max_examples=200)
@given(DOCUMENTS, TAGS)
def test_deriving_changes_words_and_nothing_else(document: Document, tag: str) -> None:
    before, after = map(msgspec.to_builtins, (document, derive(document, find_locale(tag)).document))
    assert without_words(after) == without_words(before)


@settings(deadline=None, max_examples=100)
@given(DOCUMENTS, TAGS)
def test_deriving_from_an_edition_for_its_own_locale_is_the_edition(document: Document, tag: str) -> None:
    edition = derive(document, find_locale(tag))
    again = derive(edition.document, find_locale(tag))
    assert (again.choices, again.breaches) == ((), ())
    assert structs.replace(again, script=edition.script, breaches=edition.breaches) == edition
    assert derive(document, find_locale(tag)) == edition


@settings(deadline=None, max_examples=100)
@given(DOCUMENTS)
def test_figures_read_the_same_in_all_editions(document: Document) -> None:
    def say(tag: str) -> list[tuple[Decimal | None, Decimal | None, str]]:
        readings = (
            read_quantity(each.text, document.metadata.date)
            for each in quantities_of(derive(document, find_locale(tag)).document)
        )
        return [(reading.value, reading.upper, reading.day) for reading in readings]

    assert say("zh-Hans-CN") == say("zh-Hant-TW") == say("zh-Hant-HK")


def test_the_made_up_documents_have_words_to_convert() -> None:
    paragraph = Paragraph(children=(Text(text="资金链"), Keep(children=(Text(text="资金链"),)), Code(text="资金链")))
    blocks: tuple[Block, ...] = (paragraph,)
    document = structs.replace(read_body("").document, blocks=blocks)
    (converted,) = derive(document, find_locale("zh-Hant-TW")).document.blocks
    assert plain_text(converted) == "資金鏈资金链资金链"
    line: tuple[Inline, ...] = paragraph.children
    assert getattr(converted, "children", ())[1:] == line[1:]

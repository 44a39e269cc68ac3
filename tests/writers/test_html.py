"""The markup that all formats share: nothing unescaped, the same tree as XML and as HTML, ids and links that hold."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, read_body
from keben import document as doc
from keben.diagnostics import has_errors
from keben.edition import Edition, derive
from keben.locales import find_locale
from keben.reader import read
from keben.writers.body import body_to_html, notes_to_html, part_to_html, parts_of, title_block
from keben.writers.html import (
    PRINT,
    WEB,
    Flavour,
    block_to_html,
    blocks_to_html,
    image_path,
    inline_to_html,
)  # fmt: skip

EPUB = Flavour("end", lambda source: f"../{source}", lambda identifier: f"other.xhtml#{identifier}", epub=True)
FLAVOURS = {"web": WEB, "print": PRINT, "epub": EPUB}
HOSTILE = """<b>&amp;"'$title</b>]]>--><!--"""


def make_edition(
    *blocks: doc.Block,
    tag: str = "zh-Hans-CN",
    notes: tuple[doc.Note, ...] = (),
    images: tuple[doc.ImageFile, ...] = (),
    metadata: doc.Metadata | None = None,
) -> Edition:
    metadata = metadata or doc.Metadata(id="a", lang=tag, title=("题",))
    return Edition(find_locale(tag), doc.Document(metadata, blocks, notes, images))


def words(text: str) -> tuple[doc.Text, ...]:
    return (doc.Text(text=text),)


def edition_of(body: str, tag: str = "zh-Hans-CN") -> Edition:
    work = read_body(body)
    assert not work.diagnostics, [found.fact for found in work.diagnostics]
    return derive(work.document, find_locale(tag))


def parse(html: str) -> ET.Element:
    return ET.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{html}</body>')  # noqa: S314 - our own


def text_of(element: ET.Element) -> str:
    return "".join(element.itertext())


def render(body: str, flavour: Flavour = WEB, tag: str = "zh-Hans-CN") -> str:
    edition = edition_of(body, tag)
    return blocks_to_html(edition, edition.document.blocks, flavour)


# ---------------------------------------------------------------- escaping


@pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=FLAVOURS)
def test_every_field_of_every_construct_is_escaped(flavour: Flavour) -> None:
    text = words(HOSTILE)
    image = doc.Image(source="a b.png", alternative=HOSTILE, title=HOSTILE)
    note = doc.Note(id="note-1", number=1, label=HOSTILE, children=(doc.Paragraph(id="np", children=text),))
    inlines: tuple[doc.Inline, ...] = (
        doc.Text(text=HOSTILE), doc.Code(text=HOSTILE), doc.Emphasis(children=text), doc.Strong(children=text),
        doc.Subscript(children=text), doc.Superscript(children=text), doc.Keep(children=text), doc.Name(children=text),
        doc.Ruby(children=text, reading=HOSTILE), doc.Link(children=text, target=f"https://a.b/?{HOSTILE}", title=HOSTILE),
        doc.Quantity(text=HOSTILE, kind="count"), doc.Quantity(text=HOSTILE, kind="count", value=Decimal(1)),
        doc.Quantity(text=HOSTILE, kind="date", day="2026"), image, doc.NoteCall(id="call-1", note="note-1", number=1),
    )  # fmt: skip
    item = doc.Item((doc.Paragraph(id="ip", children=text),))
    edition = make_edition(
        doc.Paragraph(id="p", children=inlines), doc.Heading(id="h", level=1, children=text),
        doc.CodeBlock(id="c", text=HOSTILE, language=HOSTILE), doc.Figure(id="f", image=image, caption=text, number=1),
        doc.BulletList(id="l", items=(item,)), doc.Quote(id="q", children=(doc.Paragraph(id="qp", children=text),)),
        doc.DefinitionList(id="d", items=(doc.Definition(text, (item,)),)),
        doc.Table(id="t", head=(doc.Cell(text),), rows=((doc.Cell(text),),), alignments=("",)),
        notes=(note,), images=(doc.ImageFile("a b.png", "image/png", 4, 2, ""),),
        metadata=doc.Metadata(id="a", lang="zh-Hans-CN", title=(HOSTILE, HOSTILE), subtitle=HOSTILE, authors=(HOSTILE,)),
    )  # fmt: skip
    edition = derive(edition.document, edition.locale)
    root = parse(body_to_html(edition, flavour))
    hostile = edition.document.metadata.title[0]
    assert text_of(root).count(hostile) >= 24
    assert {element.tag for element in root.iter()}.isdisjoint({"b", "script"})
    (link,) = (a for a in root.iter("a") if a.get("href", "").startswith("https"))
    assert (link.get("href"), link.get("title")) == (f"https://a.b/?{HOSTILE}", hostile)
    assert [(img.get("alt"), img.get("title")) for img in root.iter("img")] == [(hostile, hostile)] * 2
    assert {img.get("src") for img in root.iter("img")} == {flavour.image("a b.png")}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_text_comes_back(text: str) -> None:
    edition = make_edition(doc.Paragraph(id="p", children=(doc.Text(text=text), doc.Code(text=text))))
    root = parse(blocks_to_html(edition, edition.document.blocks, WEB))
    assert text_of(root) == text * 2


def test_image_paths_are_urls() -> None:
    assert image_path("图/一 &#?%.png") == "images/%E5%9B%BE/%E4%B8%80%20%26%23%3F%25.png"


# ---------------------------------------------------------------- the same tree for every parser


def tree(element: ET.Element) -> object:
    attributes = sorted(element.attrib.items())
    return element.tag, attributes, element.text or "", [(tree(child), child.tail or "") for child in element]


@pytest.mark.parametrize("tag", ["zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK"])
@pytest.mark.parametrize("flavour", [WEB, PRINT], ids=["web", "print"])
def test_an_html_parser_sees_what_an_xml_parser_sees(flavour: Flavour, tag: str) -> None:
    edition = derive(read(ROOT / "tests" / "torture.md").document, find_locale(tag))
    html = body_to_html(edition, flavour)
    (seen,) = weasyprint.HTML(string=f"<!DOCTYPE html><html><body>{html}</body></html>").etree_element.iter("body")
    assert tree(seen) == tree(parse(html))


@pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=FLAVOURS)
def test_ids_are_unique_and_links_lead_to_them(flavour: Flavour) -> None:
    edition = derive(read(ROOT / "tests" / "torture.md").document, find_locale("zh-Hant-TW"))
    root = parse(body_to_html(edition, flavour))
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    inside = [a.attrib["href"] for a in root.iter("a") if not a.attrib["href"].startswith("http")]
    assert inside
    assert {href.rpartition("#")[2] for href in inside} <= set(ids)
    assert {href.rpartition("#")[0] for href in inside} == {"other.xhtml" if flavour.epub else ""}
    labels = {element.attrib["aria-labelledby"] for element in root.iter() if "aria-labelledby" in element.attrib}
    assert labels <= set(ids)


@pytest.mark.parametrize("identifier", ["notes", "title", "note-1", "note-1-p1", "note-1-l1i1p1", "call-1", "s1", "s0p1", "s1l1i1p1"])  # fmt: skip
def test_an_author_cannot_take_an_id_that_a_page_needs(identifier: str) -> None:
    work = read_body(f"{{#{identifier}}}\n甲[^a]\n\n# 乙\n\n[^a]: 丙\n")
    assert [found.code for found in work.diagnostics] == ["S024"]


# ---------------------------------------------------------------- constructs


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("甲**乙**丙*丁*", '<p id="s0p1">甲<strong>乙</strong>丙<em>丁</em></p>'),
        ("甲\\\n乙<br>丙", '<p id="s0p1">甲<br/>乙<br/>丙</p>'),
        ("`a < b`", '<p id="s0p1"><code>a &lt; b</code></p>'),
        ("PM<sub>2.5</sub>、10<sup>3</sup>", '<p id="s0p1">PM<sub>2.5</sub>、10<sup>3</sup></p>'),
        ("[发]{.keep #k}[安伟]{.name}", '<p id="s0p1"><span id="k" class="keep">发</span><span class="name">安伟</span></p>'),
        ('[甲](https://a.b/?x=1&y=2 "乙")', '<p id="s0p1"><a href="https://a.b/?x=1&amp;y=2" title="乙">甲</a></p>'),
        ("{#here}\n甲[乙](#here)", '<p id="here">甲<a href="#here">乙</a></p>'),
        ("<ruby>汉<rt>hàn</rt></ruby>", '<p id="s0p1"><ruby>汉<rp>（</rp><rt>hàn</rt><rp>）</rp></ruby></p>'),
        ("---", '<hr id="s0r1"/>'),
        ("> 甲", '<blockquote id="s0q1">\n<p id="s0q1p1">甲</p>\n</blockquote>'),
        ("```py\na < b\n\n  c\n```", '<pre id="s0c1"><code>a &lt; b\n\n  c\n</code></pre>'),
        ("- 甲\n- 乙", '<ul id="s0l1">\n<li>甲</li>\n<li>乙</li>\n</ul>'),
        ("- 甲\n\n- 乙", '<ul id="s0l1">\n<li><p id="s0l1i1p1">甲</p></li>\n<li><p id="s0l1i2p1">乙</p></li>\n</ul>'),
        ("3. 甲\n4. 乙", '<ol id="s0l1" start="3">\n<li>甲</li>\n<li>乙</li>\n</ol>'),
        ("0. 甲", '<ol id="s0l1" start="0">\n<li>甲</li>\n</ol>'),
        ("甲\n:   乙\n:   丙", '<dl id="s0d1">\n<dt>甲</dt>\n<dd>乙</dd>\n<dd>丙</dd>\n</dl>'),
        ("::: note\n甲\n:::", '<aside id="s0v1" class="note">\n<p id="s0v1p1">甲</p>\n</aside>'),
        ("::: signature\n甲\n:::", '<div id="s0v1" class="signature">\n<p id="s0v1p1">甲</p>\n</div>'),
        ("::: verse\n甲\n乙\n\n丙\n:::", '<div id="s0v1" class="verse">\n<p id="s0v1p1">甲<br/>乙</p>\n<p id="s0v1p2">丙</p>\n</div>'),
    ],
)  # fmt: skip
def test_constructs(body: str, html: str) -> None:
    assert render(body) == html


def test_paragraphs_of_a_definition_stand_apart() -> None:
    details = parse(render("甲\n:   乙\n\n    丙\n")).find("dl/dd")
    assert details is not None
    assert [text_of(each) for each in details.findall("p")] == ["乙", "丙"]


def test_the_page_counts_from_where_a_list_begins() -> None:
    assert '<ol id="s0l1" start="9" style="counter-reset: list-item 8">' in render("9. 甲\n10. 乙", PRINT)
    assert "style" not in render("1. 甲", PRINT)


def test_on_the_page_a_reading_comes_before_its_base() -> None:
    assert render("<ruby>汉<rt>hàn</rt></ruby>", PRINT) == '<p id="s0p1"><ruby><rt>hàn</rt>汉</ruby></p>'


def test_table() -> None:
    root = parse(render("|甲|乙|丙|丁|\n|--|:--|:-:|--:|\n|1||3|4|\n"))
    assert [(th.get("scope"), th.get("class")) for th in root.iter("th")] == [
        ("col", None), ("col", "align-left"), ("col", "align-center"), ("col", "align-right")
    ]  # fmt: skip
    assert [td.text for td in root.iter("td")] == ["1", None, "3", "4"]
    assert [child.tag for child in root[0]] == ["thead", "tbody"]


def test_a_table_of_its_head_alone_has_no_empty_body() -> None:
    assert [child.tag for child in parse(render("|甲|\n|--|\n"))[0]] == ["thead"]


def test_headings_stand_below_the_title_and_end_at_six() -> None:
    levels = [doc.Heading(id=f"h{level}", level=level, children=words("甲")) for level in range(1, 7)]
    edition = make_edition(*levels)
    assert [block_to_html(edition, each, WEB)[1:3] for each in levels] == ["h2", "h3", "h4", "h5", "h6", "h6"]


@pytest.mark.parametrize(("tag", "label"), [("zh-Hans-CN", "图1"), ("zh-Hant-TW", "圖1"), ("en", "Figure 1")])
def test_figures_with_captions_are_labelled(tag: str, label: str) -> None:
    image = doc.Image(source="a.png", alternative="甲")
    edition = make_edition(
        doc.Figure(id="f", image=image, caption=words("乙"), number=1), doc.Figure(id="g", image=image),
        tag=tag, images=(doc.ImageFile("a.png", "image/png", 40, 20, ""),),
    )  # fmt: skip
    root = parse(blocks_to_html(edition, edition.document.blocks, WEB))
    assert [text_of(caption) for caption in root.iter("figcaption")] == [f"{label} 乙"]
    assert [img.attrib for img in root.iter("img")] == [
        {"src": "images/a.png", "alt": "甲", "width": "40", "height": "20"}
    ] * 2


def test_what_a_figure_shows_is_said_in_the_script_of_the_edition() -> None:
    image = doc.Image(source="a.png", alternative="两张图")
    document = doc.Document(
        doc.Metadata(id="a", lang="zh-Hans-CN", title=("题",)), (doc.Figure(id="f", image=image),), (),
        (doc.ImageFile("a.png", "image/png", 1, 1, ""),),
    )  # fmt: skip
    edition = derive(document, find_locale("zh-Hant-TW"))
    assert 'alt="兩張圖"' in blocks_to_html(edition, edition.document.blocks, WEB)


# ---------------------------------------------------------------- quantities


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("[6501.8亿元]{.q #trade}", '<data id="trade" class="q" value="650180000000">6501.8亿元</data>'),
        ("[1.50%]{.q}", '<data class="q" value="0.015">1.50%</data>'),
        ("[100万]{.q}", '<data class="q" value="1000000">100万</data>'),
        ("[0个]{.q}", '<data class="q" value="0">0个</data>'),
        ("[566—1990]{.q}", '<data class="q" value="566/1990">566—1990</data>'),
        ("[2026年]{.q}", '<time class="q" datetime="2026">2026年</time>'),
        ("[2025年12月]{.q}", '<time class="q" datetime="2025-12">2025年12月</time>'),
        ("[2026年2月6日]{.q #day}", '<time id="day" class="q" datetime="2026-02-06">2026年2月6日</time>'),
        ("[9999999999999999999999999999元]{.q}", '<data class="q" value="9999999999999999999999999999">9999999999999999999999999999元</data>'),
        ("[0.000000000000000000000000001]{.q}", '<data class="q" value="0.000000000000000000000000001">0.000000000000000000000000001</data>'),
    ],
)  # fmt: skip
def test_quantities_carry_their_values(source: str, html: str) -> None:
    assert render(source) == f'<p id="s0p1">{html}</p>'


def test_the_value_is_the_same_in_every_edition_and_the_text_is_the_edition_s() -> None:
    assert render("[3417班]{.q}", tag="zh-Hant-TW") == '<p id="s0p1"><data class="q" value="3417">3,417班</data></p>'


@pytest.mark.parametrize("quantity", [
    doc.Quantity(id="q", text="2月6日", kind="date", day="--02-06"), doc.Quantity(id="q", text="若干", kind="count"),
])  # fmt: skip
def test_what_has_no_value_for_machines_has_none(quantity: doc.Quantity) -> None:
    assert inline_to_html(make_edition(), quantity, WEB) == f'<span id="q" class="q">{quantity.text}</span>'


# ---------------------------------------------------------------- notes

NOTES = "甲[^a]乙[^b]丙[^a]\n\n[^a]: 注一。\n\n[^b]: 注二。\n\n    又一段。\n\n    - 项一\n    - 项二\n"


def test_notes_behind_the_text_lead_there_and_back() -> None:
    edition = edition_of(NOTES)
    root = parse(body_to_html(edition, WEB))
    calls = [(a.text, a.get("id"), a.get("href")) for a in root.iter("a") if a.get("role") == "doc-noteref"]
    assert calls == [("1", "call-1", "#note-1"), ("2", "call-2", "#note-2"), ("1", None, "#note-1")]
    notes = [each for each in root.iter("aside") if each.get("role") == "doc-footnote"]
    assert [each.get("id") for each in notes] == ["note-1", "note-2"]
    back = [(a.get("href"), a.get("title")) for a in root.iter("a") if a.get("role") == "doc-backlink"]
    assert back == [("#call-1", "返回正文"), ("#call-2", "返回正文")]
    assert [text_of(p) for p in notes[1].findall("p")] == ["2", "注二。", "又一段。"]
    assert [h2.text for h2 in root.iter("h2")] == ["注释"]


def test_a_book_says_what_its_notes_are() -> None:
    html = notes_to_html(edition_of(NOTES, "zh-Hant-TW"), EPUB)
    root = parse(html)
    assert [h2.text for h2 in root.iter("h2")] == ["註釋"]
    assert html.count('epub:type="footnote"') == 2
    assert html.count('epub:type="endnotes"') == 1
    assert [a.get("href") for a in root.iter("a")] == ["other.xhtml#call-1", "other.xhtml#call-2"]
    assert not list(root.iter("aside"))  # some readers would show one only as a pop-up


def test_notes_on_the_page_stand_where_they_are_first_called() -> None:
    root = parse(body_to_html(edition_of(NOTES), PRINT))
    notes = [each for each in root.iter("span") if each.get("class") == "note"]
    assert [each.get("id") for each in notes] == ["note-1", "note-2"]
    assert [text_of(each) for each in notes] == ["注一。", "注二。又一段。项一项二"]
    assert [child.tag for child in notes[1]] == ["br", "ul"]
    assert [text_of(sup) for sup in root.iter("sup")] == ["1"]
    assert not list(root.iter("aside"))


def test_a_paragraph_whose_note_holds_a_list_is_one_that_can() -> None:
    assert render("甲[^a]\n\n[^a]: 乙\n", PRINT).startswith('<p id="s0p1">')
    assert render("甲[^a]\n\n[^a]: 乙\n\n    - 丙\n", PRINT).startswith('<div class="paragraph" id="s0p1">')
    assert render("甲[^a]\n\n[^a]: 乙[^b]\n\n[^b]: 丙\n\n        code\n", PRINT).startswith('<div class="paragraph"')
    assert render("甲[^a]\n\n[^a]: 乙\n\n    - 丙\n").startswith('<p id="s0p1">')


def test_code_in_a_note_keeps_its_lines() -> None:
    assert "<pre" in (html := render("甲[^a]\n\n[^a]: 乙\n\n        a\n\n        b\n", PRINT))
    assert "<code>a\n\nb\n</code>" in html


def test_notes_that_call_each_other_come_to_an_end() -> None:
    root = parse(body_to_html(edition_of("甲[^a]\n\n[^a]: 乙[^b]\n\n[^b]: 丙[^a]\n"), PRINT))
    (outer,) = (each for each in root.iter("span") if each.get("id") == "note-1")
    (inner,) = (each for each in outer.iter("span") if each.get("id") == "note-2")
    assert text_of(inner) == "丙1"


def test_no_notes_no_section() -> None:
    assert notes_to_html(edition_of("甲"), WEB) == ""


# ---------------------------------------------------------------- the whole


def test_title_block() -> None:
    metadata = doc.Metadata(
        id="a", lang="zh-Hans-CN", title=("上", "下"), subtitle="副", authors=("安伟", "欧阳修", "Al")
    )
    html = title_block(derive(doc.Document(metadata, ()), find_locale("zh-Hans-CN")))
    assert html == (
        '<header class="title-block">\n<h1 id="title">上<br/>下</h1>\n<p class="subtitle">——副</p>\n<p class="authors">'
        '<span class="author pair">安伟</span> <span class="author">欧阳修</span> <span class="author">Al</span></p>\n</header>'
    )


def test_parts_begin_at_headings_of_the_first_level() -> None:
    edition = edition_of("甲\n\n# 一\n\n乙\n\n## （一）\n\n丙\n\n# 二\n")
    parts = parts_of(edition)
    assert [[block.id for block in part] for part in parts] == [["s0p1"], ["s1", "s1p1", "s2", "s2p1"], ["s3"]]
    assert part_to_html(edition, parts[0], WEB).startswith("<section>")
    assert part_to_html(edition, parts[1], WEB).startswith('<section aria-labelledby="s1">')


def test_a_work_that_begins_with_a_heading_has_no_empty_part() -> None:
    assert [len(part) for part in parts_of(edition_of("# 一\n\n# 二\n\n甲\n"))] == [1, 2]


def test_a_work_without_text_is_its_title() -> None:
    assert body_to_html(edition_of(""), WEB).endswith("</header>")


@pytest.mark.parametrize("entity", ["&#12;", "&#xC;", "&#13;"])
def test_a_character_that_xml_forbids_cannot_come_in_as_an_entity(entity: str) -> None:
    work = read_body(f'甲{entity} [乙](https://a.b "{entity}")\n')
    assert has_errors(work.diagnostics)
    assert {found.code for found in work.diagnostics} == {"S002"}

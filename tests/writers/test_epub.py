"""EPUB: a book that is whole, in order, the same every time, and without fault for EPUBCheck."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from datetime import date
from decimal import Decimal
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZIP_STORED, ZipFile

import pytest
from msgspec import structs

from keben.document import (
    BulletList, Cell, Code, CodeBlock, Definition, DefinitionList, Division, Document, Emphasis, Figure, Heading, Image,
    ImageFile, Item, Keep, LineBreak, Link, Metadata, Name, Note, NoteCall, OrderedList, Paragraph, Quantity, Quote, Ruby,
    Rule, Strong, Subscript, Superscript, Table, Text, to_json,
)  # fmt: skip
from keben.edition import derive
from keben.locales import find_locale
from keben.reader import read
from keben.theme import load_theme
from keben.writers.epub import write

SPEECH = Path(__file__).parents[2] / "docs_src/zhengzhou-cppcc-2026/speech.md"
FEATURES = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"]
SAME = "同名 <甲> & \"乙\""
TYPE, LANG = "{http://www.idpf.org/2007/ops}type", "{http://www.w3.org/XML/1998/namespace}lang"

# ---------------------------------------------------------------- books made by hand


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\10\0\0\0\0")
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#c00"/></svg>'
ASSETS = {"图 表/一 &二.png": png(), "再.png": png(), "fig/b.svg": SVG}
KINDS = {".png": ("image/png", 1, 1), ".svg": ("image/svg+xml", 40, 20)}
IMAGES = tuple(
    ImageFile(source, *KINDS[source[-4:]], hashlib.sha256(data).hexdigest()) for source, data in sorted(ASSETS.items())
)


def text(words: str) -> tuple[Text]:
    return (Text(text=words),)


def paragraph(identifier: str, *children: object) -> Paragraph:
    return Paragraph(id=identifier, children=children)  # type: ignore[arg-type]


def item(identifier: str, words: str, *more: object) -> Item:
    return Item((paragraph(identifier, Text(text=words)), *more))  # type: ignore[arg-type]


def torture(lang: str = "zh-Hans-CN") -> Document:
    """Make a document with every construct, at least once where it may trouble a book."""
    inlines = paragraph(
        "s0p1", Text(text="后面<有>&\"'"), LineBreak(), Code(text="a < b && c"), Emphasis(children=text("强调")),
        Strong(children=(Emphasis(children=text("两重")),)), Subscript(children=text("2")), Superscript(children=text("3")),
        Ruby(children=text("汉字"), reading="hàn zì"), Keep(id="kept", children=text("发髮")), Name(children=text("范仲淹")),
        Link(target="https://example.org/?a=1&b=2", title="一个 \"链接\"", children=text("外面")),
        Link(target="#s2", children=text("后面一章")), Link(target="#note-1", children=text("注")), NoteCall(id="call-1", note="note-1", number=1),
        Quantity(id="q1", text="7.8万", kind="count", value=Decimal(78000), mantissa="7.8", scale="万"),
        Quantity(text="2026年2月", kind="date", day="2026-02"), Image(source="再.png", alternative="一点灰"),
    )  # fmt: skip
    nested = BulletList(id="s1l1", items=(
        item("s1l1i1p1", "一", OrderedList(id="s1l1i1l1", start=3, tight=False, items=(item("s1l1i1l1i1p1", "三"), item("s1l1i1l1i2p1", "四")))),
        item("s1l1i2p1", "二", CodeBlock(id="s1l1i2c1", text="if a < b:\n    pass\n", language="python")),
    ))  # fmt: skip
    table = Table(
        id="s1t1", alignments=("", "left", "center", "right"), head=tuple(Cell(text(word)) for word in "甲乙丙丁"),
        rows=((Cell(text("1")), Cell(), Cell(text("<3>")), Cell((NoteCall(note="note-1", number=1),))),),
    )  # fmt: skip
    blocks = (
        inlines,
        Heading(id="s1", level=1, children=(Text(text=SAME), NoteCall(id="call-2", note="note-2", number=2))),
        nested, table, Rule(id="s1r1"),
        Heading(id="s1a", level=3, children=text("第三层")), Heading(id="s1b", level=2, children=text("第二层")),
        Figure(id="s1f1", image=Image(source="图 表/一 &二.png", alternative="灰"), caption=text("说明"), number=1),
        Figure(id="s1f2", image=Image(source="fig/b.svg", alternative="红 \"块\"")),
        Heading(id="s2", level=1, children=text(SAME)),
        Heading(id="s3", level=1, children=(Image(source="fig/b.svg", alternative="只有图"),)),
        Quote(id="s3q1", children=(Heading(id="s3q1h1", level=2, children=text("引文里的标题")), paragraph("s3q1p1", Text(text="引文")))),
        DefinitionList(id="s3d1", items=(Definition(text("词"), (item("s3d1i1d1p1", "义"), item("s3d1i1d2p1", "又义"))),)),
        Division(id="s3v1", kind="note", children=(paragraph("s3v1p1", Text(text="旁注")),)),
        Division(id="s3v2", kind="verse", children=(paragraph("s3v2p1", Text(text="床前"), LineBreak(), Text(text="明月")),)),
        Division(id="s3v3", kind="signature", children=(paragraph("s3v3p1", Text(text="某某")),)),
    )  # fmt: skip
    notes = (
        Note(id="note-1", label="a", number=1, children=(paragraph("note-1-p1", Text(text="见"), Link(target="#q1", children=text("前"))),)),
        Note(id="note-2", label="b", number=2, children=(paragraph("note-2-p1", Text(text="二")), CodeBlock(id="note-2-c1", text="x"))),
    )  # fmt: skip
    metadata = Metadata(id="torture", lang=lang, title=("标题 <一> & \"二\"", "第二行"), subtitle="副题 <三>", authors=("安伟", "A & B"), date=date(2026, 2, 6))
    return Document(metadata, blocks, notes, IMAGES)


class Book:
    """A written book: its bytes, its files, and those that are XML as trees."""

    def __init__(self, document: Document, tag: str, assets: dict[str, bytes] | None = None) -> None:
        self.data = write(derive(document, find_locale(tag)), load_theme("plain"), assets or {})
        with ZipFile(BytesIO(self.data)) as archive:
            self.entries = archive.infolist()
            self.files = {entry.filename: archive.read(entry) for entry in self.entries}
        self.trees = {name: ET.fromstring(data) for name, data in self.files.items() if name.endswith(("l", "f", "x"))}
        self.package, self.nav = self.trees["EPUB/package.opf"], self.trees["EPUB/nav.xhtml"]

    def attributes(self, tree: str, element: str, name: str) -> list[str]:
        return [each.get(name, "") for each in self.trees[f"EPUB/{tree}"].iter(f"{{*}}{element}")]

    def texts(self, element: str) -> list[str | None]:
        return [each.text for each in self.package.iter(f"{{*}}{element}")]

    def metas(self, name: str) -> list[str | None]:
        return [each.text for each in self.package.iter("{*}meta") if each.get("property") == name]

    def spine(self) -> list[str]:
        hrefs = dict(zip(self.attributes("package.opf", "item", "id"), self.attributes("package.opf", "item", "href"), strict=True))
        return [hrefs[identifier] for identifier in self.attributes("package.opf", "itemref", "idref")]

    def toc(self) -> list[str]:
        return [link.get("href", "") for link in self.nav.findall(".//{*}nav[@id='toc']//{*}a")]

    def links(self) -> set[tuple[str, str]]:
        """Return every reference to a file of the book, as where it stands and where it leads, both from the root."""
        found = set()
        for name, tree in self.trees.items():
            for target in (each.get(key, "") for each in tree.iter() for key in ("href", "src")):
                path, _, fragment = unquote(target).partition("#")
                whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                if target and ":" not in target:
                    found.add((name, f"{whole}#{fragment}" if fragment else whole))
        return found


def bare(*blocks: object, tag: str = "zh-Hans-CN", **more: object) -> Book:
    metadata = Metadata(id="bare", lang=tag, title=("题",), **more)  # type: ignore[arg-type]
    return Book(Document(metadata, blocks), tag)  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=[("zh-Hans-CN", "zh-Hans-CN"), ("zh-Hans-CN", "zh-Hant-TW"), ("en", "en")], ids=lambda both: both[1])
def book(request):
    return Book(torture(request.param[0]), request.param[1], ASSETS)


@pytest.fixture(autouse=True)
def _own_clock(monkeypatch):
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


# ---------------------------------------------------------------- the torture book in three locales


def test_archive(book):
    assert [entry.filename for entry in book.entries[:2]] == ["mimetype", "META-INF/container.xml"]
    assert (book.entries[0].compress_type, book.files["mimetype"]) == (ZIP_STORED, b"application/epub+zip")
    listed = [f"EPUB/{href}" for href in book.attributes("package.opf", "item", "href")]
    assert sorted([*listed, "EPUB/package.opf", "META-INF/container.xml", "mimetype"]) == sorted(book.files)
    images = {name: data for name, data in book.files.items() if "/images/" in name}
    assert all(name.isascii() for name in book.files)
    assert sorted(images.values()) == sorted({png(), SVG})


def test_every_link_leads_somewhere_and_ids_are_unique(book):
    ids = [f"{name}#{each.get('id')}" for name, tree in book.trees.items() for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {target for _, target in book.links()} <= {*book.files, *ids}
    text, notes = "EPUB/text/part-000{}.xhtml", "EPUB/notes.xhtml"
    assert book.links() >= {
        (text.format(1), text.format(3) + "#s2"), (text.format(1), f"{notes}#note-1"), (notes, text.format(1) + "#call-1"),
        (text.format(2), f"{notes}#note-2"), (notes, text.format(2) + "#call-2"), (notes, text.format(1) + "#q1"),
    }  # fmt: skip


def test_spine_and_both_tables_of_contents_are_in_reading_order(book):
    first, second, third, fourth = (f"text/part-000{number}.xhtml" for number in range(1, 5))
    assert book.spine() == ["title.xhtml", "nav.xhtml", first, second, third, fourth, "notes.xhtml"]
    assert book.toc() == ["title.xhtml", first, second, f"{second}#s1a", f"{second}#s1b", third, fourth, "notes.xhtml"]
    assert book.attributes("toc.ncx", "content", "src") == book.toc()
    assert book.attributes("toc.ncx", "navPoint", "playOrder") == [str(number) for number in range(1, 9)]
    landmarks = [link.get(TYPE) for link in book.nav.iter("{*}a") if link.get(TYPE)]
    assert landmarks == ["titlepage", "toc", "bodymatter", "endnotes"]


def test_pages_name_their_language_and_title(book):
    tag = book.package.get(LANG)
    terms = find_locale(tag).terms
    assert book.texts("language") == [tag]
    pages = {name: tree for name, tree in book.trees.items() if name.endswith(".xhtml")}
    assert {(page.get("lang"), page.get(LANG)) for page in pages.values()} == {(tag, tag)}
    titles = {name.removeprefix("EPUB/"): page.findtext(".//{*}title") for name, page in pages.items()}
    assert (titles["nav.xhtml"], titles["notes.xhtml"]) == (terms.contents, terms.notes)
    assert titles["title.xhtml"] == titles["text/part-0001.xhtml"] == "标题 <一> & \"二\" 第二行".replace("标题", "標題" if "Hant" in tag else "标题")
    assert titles["text/part-0003.xhtml"] == SAME
    assert [name for name, page in pages.items() if page.find(".//{*}h1") is not None] == ["EPUB/title.xhtml"]


def test_headings_nest_by_level(book):
    def words(entries: ET.Element) -> list[object]:
        return [[entry[0].text, *map(words, entry.findall("{*}ol"))] for entry in entries]

    terms = find_locale(book.package.get(LANG)).terms
    picture = "只有圖" if "標" in terms.title_page else "只有图"
    tree = [[terms.title_page], [terms.text], [SAME, [["第三"], ["第二"]]], [SAME], [picture], [terms.notes]]
    assert words(book.nav.find(".//{*}ol")) == tree


def test_metadata(book):
    assert book.metas("title-type") == ["main", "subtitle"]
    assert "——" not in "".join(filter(None, book.texts("title")))
    assert (book.texts("creator")[1], book.metas("role")) == ("A & B", ["aut", "aut"])
    assert (book.texts("date"), book.metas("dcterms:modified")) == (["2026-02-06"], ["2026-02-06T00:00:00Z"])
    assert book.attributes("toc.ncx", "meta", "content")[0] == book.texts("identifier")[0]
    assert book.attributes("package.opf", "spine", "page-progression-direction") == ["ltr"]
    assert book.metas("schema:accessMode") == ["textual", "visual"]
    assert book.metas("schema:accessModeSufficient") == ["textual"]
    assert book.metas("schema:accessibilityFeature") == [*FEATURES, "alternativeText"]
    assert book.metas("schema:accessibilitySummary") == [find_locale(book.package.get(LANG)).terms.accessibility_summary]
    assert book.metas("dcterms:conformsTo") == []


# ---------------------------------------------------------------- small books


def test_identifier_stays_with_work_and_locale():
    identifiers = {tag: bare(paragraph("p", *text(tag)), tag=tag).texts("identifier") for tag in ("zh-Hans-CN", "zh-Hant-TW")}
    assert identifiers == {"zh-Hans-CN": ["urn:uuid:?"], "zh-Hant-TW": ["urn:uuid:?"]}


def test_empty_work():
    empty = bare()
    assert (empty.spine(), empty.toc()) == (["title.xhtml"], ["title.xhtml"])
    assert empty.texts("creator") == empty.texts("date") == []
    assert empty.metas("dcterms:modified") == ["1980-01-01T00:00:00Z"]


def test_work_without_headings_and_notes():
    plain = bare(paragraph("p", *text("文")))
    assert plain.spine() == plain.toc() == ["title.xhtml", "text/part-0001.xhtml"]
    assert plain.metas("schema:accessMode") == plain.metas("schema:accessModeSufficient") == ["textual"]
    assert plain.metas("schema:accessibilityFeature") == FEATURES


def test_deeper_heading_first():
    nested = bare(Heading(id="a", level=2, children=text("二")), Heading(id="b", level=1, children=text("一")))
    assert nested.toc() == ["title.xhtml", "text/part-0001.xhtml", "text/part-0002.xhtml"]


def test_image_without_alternative_is_not_claimed_readable():
    document = structs.replace(torture(), blocks=(Figure(id="f", image=Image(source="fig/b.svg")),), notes=())
    silent = Book(document, "zh-Hans-CN", ASSETS)
    assert silent.metas("schema:accessModeSufficient") == ["textual,visual"]
    assert silent.metas("schema:accessibilityFeature") == FEATURES


def test_characters_that_xml_forbids_are_replaced():
    page = bare(paragraph("p", *text("a\x00b\ud800c\uffffd"))).trees["EPUB/text/part-0001.xhtml"]
    assert page.findtext(".//{*}p") == "a\ufffdb\ufffdc\ufffdd"


def test_a_link_to_nothing_is_refused():
    with pytest.raises(KeyError, match="nowhere"):
        bare(paragraph("p", Link(target="#nowhere", children=text("x"))))


# ---------------------------------------------------------------- bytes and EPUBCheck


PROGRAM = """
import hashlib, pathlib, sys
from test_epub import ASSETS, Book, from_json
"""


def test_same_bytes_in_another_process_and_time_zone(tmp_path):
    (tmp_path / "document.json").write_bytes(to_json(torture()))
    program = (
        "import sys, hashlib, pickle; from pathlib import Path; from keben.document import from_json;"
        "from keben.edition import derive; from keben.locales import find_locale; from keben.theme import load_theme;"
        "from keben.writers.epub import write; folder = Path(sys.argv[1]);"
        "assets = {'图 表/一 &二.png': png"
    )

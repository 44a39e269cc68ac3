"""What each format gives back, and what files that anybody may have made do: a sentence, within limits, never a traceback."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
import pytest

from keben import readback
from keben.readback import READERS, ReadBack, Unreadable, apart, epub, html, read_back
from keben.readback.apart import read_apart

# ---------------------------------------------------------------- HTML


def seen(page: str) -> str:
    return "".join(html.read(page).pages[0].split())


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>80<b>00</b>亿元</p>", "8000亿元"),
        ("<title>1</title><head><p>2</p></head><body>3", "3"),
        ("<style>1</style><script>2</script><template>3</template>4", "4"),
        ("<script>'<p>1</p>'</script>2", "2"),
        ("<p hidden>1</p>2", "2"),
        ("<p hidden>1<p>2</p></p>3", "3"),
        ("<div hidden><div>1</div>2</div>3", "3"),
        ('<span style="display:none">1</span>2', "2"),
        ('<span style="color:red; DISPLAY : None !important">1</span>2', "2"),
        ('<span style="visibility:hidden">1</span>2', "2"),
        ("<br hidden><img hidden>2", "2"),
        ("<i hidden/>2", "2"),
        ('<span aria-hidden="true">1</span>2', "12"),
        ("<ruby>汉<rp>（</rp><rt>hàn</rt><rp>）</rp></ruby>", "汉hàn"),
        ("<!-- 1 -->2", "2"),
        ("&#56;000&nbsp;&yen;&#x4ebf;&unknown;", "8000¥亿&unknown;"),
        ("<td>1</td><td>2</td>", "12"),
        ("</p></hidden>1", "1"),
    ],
)
def test_what_a_reader_of_a_page_sees(page: str, text: str) -> None:
    assert seen(page) == text


def test_blocks_are_lines_and_inlines_are_not() -> None:
    assert html.read("<p>甲</p><p>乙<b>丙</b></p><td>丁</td>").pages[0].split() == ["甲", "乙丙", "丁"]
    assert html.read("甲<br>乙").pages[0].split() == ["甲", "乙"]


def test_the_language_is_that_of_the_page() -> None:
    assert html.read('<html lang="zh-Hant-TW"><p lang="en">x').language == "zh-Hant-TW"
    assert html.read('<html xml:lang="en">').language == "en"
    assert html.read("<p>").language == ""


# ---------------------------------------------------------------- EPUB

CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
PACKAGE = (
    '<package xmlns:dc="d"><metadata><dc:language>zh-Hans-CN</dc:language></metadata><manifest>'
    '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="b" href="t/b%20b.xhtml" media-type="application/xhtml+xml"/>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="n"/><itemref idref="b"/><itemref idref="a"/></spine></package>'
)
FILES = {
    "mimetype": "application/epub+zip",
    "META-INF/container.xml": CONTAINER,
    "OPS/book.opf": PACKAGE,
    "OPS/nav.xhtml": "<html><body>目录</body></html>",
    "OPS/a.xhtml": "<html><body><p>二</p></body></html>",
    "OPS/t/b b.xhtml": "<html><head><title>无</title></head><body><p>一</p></body></html>",
}


def book(**changed: str) -> bytes:
    """Make a small book; a name in which `__` is a slash may have another content, or none."""
    files = FILES | {name.replace("__", "/").replace("_", "."): text for name, text in changed.items()}
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if text:
                archive.writestr(name, text)
    return data.getvalue()


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        epub.read(data)
    assert caught.value.hint
    return caught.value.fact


def test_a_book_is_its_spine_without_the_contents() -> None:
    back = epub.read(book())
    assert (back.pages[0].split(), back.language) == (["一", "二"], "zh-Hans-CN")


ENTITY = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>&x;</body></html>'
LAUGHS = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><html><body>&b;</body></html>'


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        (b"not a zip", "is damaged, or is none"),
        (b"PK\x03\x04" + bytes(100), "is damaged, or is none"),
        (book()[:-30], "is damaged, or is none"),
        (book(OPS__book_opf=""), "has no `OPS/book.opf`"),
        (book(OPS__a_xhtml=""), "has no `OPS/a.xhtml`"),
        (book(OPS__a_xhtml=ENTITY), "declares entities"),
        (book(OPS__a_xhtml=LAUGHS), "declares entities"),
        (book(OPS__book_opf=LAUGHS), "declares entities"),
        (book(OPS__a_xhtml="<html><body>"), "is damaged"),
        (book(OPS__a_xhtml="<html>&nbsp;</html>"), "is damaged"),
        (book(OPS__book_opf="<package><spine/></package>"), "no text"),
        (book(OPS__book_opf=PACKAGE.replace("a.xhtml", "../../../etc/passwd")), "has no `../../etc/passwd`"),
        (book(OPS__book_opf=PACKAGE.replace('idref="a"', 'idref="b"')), "names a page twice"),
        (book(OPS__book_opf=PACKAGE.replace('idref="a"', 'idref="z"')), "is no page of it"),
    ],
)
def test_books_that_are_none(data: bytes, fact: str) -> None:
    assert fact in refused(data)


def test_two_files_of_one_name() -> None:
    data = BytesIO(book())
    with ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("OPS/a.xhtml", "<html><body>3</body></html>")
    assert refused(data.getvalue()) == "two files of the EPUB are named `OPS/a.xhtml`"


def test_a_book_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "PART_BYTES", 10_000)
    assert "unpacks to more than 10,000 bytes" in refused(book(OPS__a_xhtml="<html>" + " " * 20_000 + "</html>"))
    monkeypatch.setattr(epub, "TEXT_BYTES", 800)
    assert "unpacks to more than" in refused(book(OPS__a_xhtml="<html>" + " " * 700 + "</html>"))


def test_a_book_with_a_password_or_a_broken_part() -> None:
    data = bytearray(book())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.find(mark)
        while at >= 0:
            data[at + (6 if mark[2] == 3 else 8)] |= 1  # general purpose bit 0: encrypted
            at = data.find(mark, at + 4)
    assert "encrypted" in refused(bytes(data))
    broken = book()
    at = broken.find(b"OPS/a.xhtml") + len("OPS/a.xhtml")
    assert "is damaged, or is none" in refused(broken[:at] + b"\xff" * 6 + broken[at + 6 :])


def test_a_part_of_a_method_that_nothing_knows() -> None:
    data = bytearray(book())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] = 99
            at = data.find(mark, at + 4)
    assert "packed in a way that nothing knows" in refused(bytes(data))


# ---------------------------------------------------------------- PDF


def one_page(text: str, more: str = "") -> bytes:
    """Make a PDF of one page by hand."""
    content = zlib.compress(f"BT /F 12 Tf 50 700 Td ({text}) Tj ET".encode())
    parts = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang (zh-Hant-TW) {more} >>".encode(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Filter /FlateDecode /Length %d >> stream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(data))
        data += b"%d 0 obj %s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(data)
    trailer = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start
    return data + b"xref\n0 6\n0000000000 65535 f \n" + table + trailer


def test_a_page_by_hand() -> None:
    assert read_apart("pdf", one_page("RMB 650.18 billion")) == ReadBack(("RMB 650.18 billion",), "zh-Hant-TW")


@pytest.mark.parametrize(
    ("data", "fact"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (b"hello", "damaged"),
        (one_page("x")[:200], "damaged"),
        (one_page(""), "has no text"),
        (one_page("   "), "has no text"),
        (bytes(10_000), "damaged"),
    ],
)
def test_pdfs_that_are_none(data: bytes, fact: str) -> None:
    with pytest.raises(Unreadable, match=fact):
        read_apart("pdf", data)


def test_an_encrypted_pdf() -> None:
    key = "/Filter /Standard /V 1 /R 2 /P -4 /O (" + "o" * 32 + ") /U (" + "u" * 32 + ")"
    encrypted = one_page("x").replace(b"/Root 1 0 R >>", f"/Root 1 0 R /Encrypt << {key} >> /ID [(i) (i)] >>".encode())
    with pytest.raises(Unreadable, match="encrypted"):
        read_apart("pdf", encrypted)


def test_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    from keben.readback import pdf

    monkeypatch.setattr(pdf, "PAGES", 2)
    document = pypdfium2.PdfDocument.new()
    for _ in range(3):
        document.new_page(100, 100)
    data = BytesIO()
    document.save(data)
    with pytest.raises(Unreadable, match="3 pages, more than 2"):
        read_apart("pdf", data.getvalue())


# ---------------------------------------------------------------- all


@pytest.mark.parametrize("ending", READERS)
def test_files_that_hold_nothing_or_too_much(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read_back(ending, b"")
    monkeypatch.setattr(readback, "FILE_BYTES", 10)
    with pytest.raises(Unreadable, match="longer than 10 bytes"):
        read_back(ending, bytes(11))


@pytest.mark.parametrize("ending", ["txt", "html"])
def test_texts_that_are_none(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for data, fact in ((b"\xff\xfe", "not UTF-8"), (b" \n\t", "no text"), ("亿".encode("gbk"), "not UTF-8")):
        with pytest.raises(Unreadable, match=fact):
            read_back(ending, data)
    monkeypatch.setattr(readback, "CHARACTERS", 5)
    with pytest.raises(Unreadable, match="more than 5 characters"):
        read_back(ending, b"123456")


def spin(_ending: str, _data: bytes) -> ReadBack:
    while True:
        pass


def eat(_ending: str, _data: bytes) -> ReadBack:
    return ReadBack((str(bytearray(8 * 1024**3)),))


@pytest.mark.parametrize("does", [spin, eat])
def test_a_reader_that_takes_too_much_is_ended(does: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "CPU_SECONDS", 1)
    monkeypatch.setattr(apart, "read_back", does)
    with pytest.raises(Unreadable, match="within the limits"):
        read_apart("txt", b"x")


@pytest.mark.parametrize("piece", ["<a", "<!--", "<p x="])
def test_a_page_of_open_tags_is_refused(piece: str) -> None:
    with pytest.raises(Unreadable, match="tags without an end"):
        read_back("html", ("字" + piece * 100_000).encode())

from __future__ import annotations

import hashlib
import os
import struct
import time
import warnings
import zlib
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from keben.diagnostics import Place, Report
from keben.reader import images
from keben.reader.images import load_image

if TYPE_CHECKING:
    from keben.document import ImageFile as Found

XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(body: str = "", attributes: str = 'width="10" height="5"') -> bytes:
    return f"<svg {XMLNS} {attributes}>{body}</svg>".encode()


def raster(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    noise = hashlib.shake_128(b"keben").digest(size[0] * size[1] * 3)
    Image.frombytes("RGB", size, noise).convert(mode).save(out, kind, **options)
    return out.getvalue()


PNG, RED = raster("PNG"), [Image.new("RGB", (30, 20), "red")]


def chunk(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def huge_png(width: int, height: int) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND")


def huge_webp(width: int, height: int) -> bytes:
    data = bytearray(raster("WEBP", mode="RGBA", lossless=True, icc_profile=b"x"))
    data[24:30] = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return bytes(data)


def many_scans() -> bytes:
    data = raster("JPEG", progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * 200 + data[-2:]


BOMB = '<g id="a0"><rect width="1" height="1"/></g>'
BOMB += "".join(f'<g id="a{n + 1}">' + f'<use href="#a{n}"/>' * 10 + "</g>" for n in range(9))
PATTERNS = "".join(f'<pattern id="p{n}">' + f'<path fill="url(#p{n + 1})"/>' * 10 + "</pattern>" for n in range(9))


def load(folder: Path, name: str, data: bytes | None = None) -> tuple[Found | None, str, str]:
    if data is not None:
        (folder / name).write_bytes(data)
    report = Report("a.md", "text")
    loaded = load_image(folder, name, report, Place(1))
    found = report.diagnostics()
    assert (loaded is None) == bool(found)
    assert all(each.place == Place(1) and each.hint and not each.fact.endswith(".") for each in found)
    return loaded[0] if loaded else None, " ".join(each.code for each in found), " ".join(each.fact for each in found)


def accept(folder: Path, name: str, data: bytes) -> Found:
    image, _, facts = load(folder, name, data)
    assert image is not None, facts
    return image


@pytest.mark.parametrize(("name", "kind"), [("a.png", "PNG"), ("a.JPG", "JPEG"), ("a.webp", "WEBP"), ("a", "PNG")])
def test_raster(tmp_path: Path, name: str, kind: str) -> None:
    image = accept(tmp_path, name, raster(kind))
    assert (image.source, image.media_type, image.width, image.height) == (name, f"image/{kind.lower()}", 30, 20)


def test_bytes_and_normal_source(tmp_path: Path) -> None:
    (tmp_path / "图 1").mkdir()
    (tmp_path / "图 1/甲.png").write_bytes(PNG)
    (tmp_path / "link.png").symlink_to("图 1/甲.png")
    digest = hashlib.sha256(PNG).hexdigest()
    for target, source in {"./%E5%9B%BE%201/./甲.png": "图 1/甲.png", "link.png": "link.png"}.items():
        loaded = load_image(tmp_path, target, Report("a.md"), None)
        assert loaded is not None
        assert (loaded[0].source, loaded[0].sha256, loaded[1]) == (source, digest, PNG)


def test_turned_photograph_has_its_displayed_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert accept(tmp_path, "a.jpg", raster("JPEG", exif=exif)).width == 20


@pytest.mark.parametrize(
    "source",
    [
        "../../../../../../etc/passwd", "/etc/passwd", "..%2f..%2f..%2fetc/passwd", r"\\127.0.0.1\share\x.png",
        "%5C%5C127.0.0.1%5Cshare%5Cx.png", "%2e%2e/out.png", "..%252fout.png", "%252e%252e/out.png", "fig/../a.png",
        "http://127.0.0.1/a.png", "file:///etc/passwd", "data:image/png;base64,AA", "C:/a.png", "C:\\a", "fig\\a.png",
        "//host/a.png", "fig//a.png", "a%00.png", "a%0A.png", "%FF.png", "..", "a\ud800.png", "a\u202egnp.exe", "%2Fa",
    ],
)  # fmt: skip
def test_path_that_leads_elsewhere(tmp_path: Path, source: str) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "out.png").write_bytes(PNG)
    (folder / "a.png").write_bytes(PNG)
    assert load(folder, source)[1] == "S031"


@pytest.mark.parametrize("source", ["no.png", "", ".", "fig", "no/a.png", "loop", "loop/a.png", "a" * 999, "pipe"])
def test_file_that_is_not_there(tmp_path: Path, source: str) -> None:
    (tmp_path / "fig").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    assert load(tmp_path, source)[1] == "S030"


def test_link_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    for made in (folder, tmp_path / "work2"):
        made.mkdir()
    (tmp_path / "work2/a.png").write_bytes(PNG)
    (folder / "passwd.png").symlink_to("/etc/passwd")
    (folder / "fig").symlink_to(tmp_path / "work2")
    assert load(folder, "passwd.png")[1:] == ("S031", "`passwd.png` is a link out of the work's folder")
    assert load(folder, "fig/a.png")[1] == "S031"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("lying.png", b"GIF89a not a png", "is named as PNG but holds GIF data"),
        ("lying.jpg", PNG, "is named as JPEG but holds PNG data"),
        ("lying.png", svg(), "is named as PNG but holds SVG data"),
        ("lying.gif", PNG, "is named as GIF but holds PNG data"),
        ("a.gif", raster("GIF"), "holds GIF data"), ("a.tif", raster("TIFF"), "holds TIFF data"),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n", "holds EPS data"), ("a.pdf", b"%PDF-1.7\n", "holds PDF data"),
        ("a.svgz", b"\x1f\x8b\x08\0", "holds compressed SVG data"), ("a.heic", b"\0\0\0\x18ftypheic", "holds HEIC"),
        ("a.png", b"hello", "is no image"), ("a.html", b"<!doctype html><p>", "is no image"),
        ("a.svg", b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "it begins with `<html>`"),
        ("a.svg", b"<svg/>", "it begins with `<svg>`"),
        ("a.png", raster("PNG", save_all=True, append_images=RED), "is animated"),
        ("a.webp", raster("WEBP", save_all=True, append_images=RED), "is animated"),
    ],
)  # fmt: skip
def test_kind_that_is_not_accepted(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    _, codes, facts = load(tmp_path, name, data)
    assert codes == "S032"
    assert words in facts


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("tolerant", [False, True], ids=["alone", "after WeasyPrint"])
def test_truncated(tmp_path: Path, kind: str, *, tolerant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", tolerant)
    for part in (slice(40), slice(-90)):
        assert load(tmp_path, "a", raster(kind, (99, 99))[part])[1] == "S033"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is tolerant


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
REFUSED: dict[str, list[bytes]] = {
    "S033": [
        b"", PNG[:8], PNG[:-12], PNG[:60] + bytes([PNG[60] ^ 1]) + PNG[61:], svg()[:-3], svg("&lol;"),
        svg("中").decode().encode("gbk"), svg().decode().encode("utf-16"), b'<?xml version="1.0" encoding="GBK"?><svg/>',
        *(svg(attributes=text) for text in (
            'width="0"', 'width="-5"', 'width="1e999"', 'height="a b"', 'width="nan"', 'viewBox="0 0 0 5"',
            'viewBox="0 0 1e-320 1e308" width="1e300"', 'width="' + "1" * 1_000_000 + ':"',
        )),
    ],
    "S034": [
        huge_png(30_000, 30_000), huge_png(20_001, 1), huge_png(8000, 5001), huge_webp(16_000, 16_000), many_scans(),
        raster("JPEG", (20_001, 1), "L"), PNG[:33] + chunk(b"prVt") * 30_000 + PNG[33:],
        svg(BOMB), svg(PATTERNS), svg("<g>" * 64 + "</g>" * 64), svg("<g/>" * 20_000),
        svg("".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(9000))),
        svg('<marker id="m"><path/></marker><path marker-mid="url(#m)" d="M' + "1 1 " * 9000 + '"/>'),
        svg("<!--" + "x" * 2_000_000 + "-->"), svg(attributes='width="20001" height="1"'),
    ],
    "S035": [
        f'<!DOCTYPE svg [<!ENTITY l0 "x">{LAUGHS}]>'.encode() + svg("<text>&l9;</text>"),
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<text>&x;</text>"),
        *map(svg, (
            "<script>1</script>", '<rect onload="x()"/>', '<rect ONCLICK="x()"/>', "<foreignObject/>", "<set/>",
            '<a href="#b"/>', '<image href="data:image/png;base64,AA"/>', "<metadata/>", "<filter/>", "<unknown/>",
            '<use href="http://127.0.0.1/a.svg#x"/>', '<use xlink:href="file:///etc/passwd"/>', '<use href="b.svg#x"/>',
            '<use href=""/>', '<use href="#a&quot;"/>', '<g xml:base="http://a/"/>', '<g xmlns:i="http://i" i:j="x"/>',
            '<sodipodi:namedview xmlns:sodipodi="http://sodipodi"/>', '<p xmlns="http://www.w3.org/1999/xhtml"/>',
            '<rect fill="url(http://127.0.0.1/a)"/>', '<rect style="fill:URL( \'b.svg#x\' )"/>', '<g fill="u\\72l()"/>',
            '<rect style="fill:image-set(&quot;b&quot; 1x)"/>', '<g style="x:expression()"/>', '<g fill="url(#a"/>',
            "<style>@import url(http://a);</style>", '<style>@import "a";</style>', "<style>a{fill:url(b#c)}</style>",
            "<style>@font-face{src:url(b)}</style>", "<style>a{fill:red}/*}*/</style>", "<style>a{fill:red</style>",
            "<style>a{<g/>}</style>", '<use style="href:#a"/>', "<style>use{href:#a}</style>", '<rect style="id:a"/>',
            "<style>x{fill:&quot;}&quot;;d:M0 0;fill:&quot;{&quot;}</style>", '<rect style="--x:url(#a)"/>',
            '<g id="a"/><g id="a"/>', '<g id="a"><use href="#a"/></g>', '<g clip-path="#a"/>', '<g style="mask:#a"/>',
            '<g id="a"><use href="#b"/></g><g id="b"><use xlink:href="#a"/></g>',
            '<pattern id="p"><path fill="url(#p)"/></pattern>', '<mask id="c"><path mask="url(#c)"/></mask>',
            '<pattern id="p"/><g fill="url(#p)"/>', '<pattern id="p"/><style>g{fill:url(#p)}</style>',
            '<marker id="m"/><g marker="url(#m)"/>', '<g d="M0 0"/>', "<rect><rect/></rect>",
            '<pattern id="p"/><marker id="m"/><path fill="url(#p)" marker-end="url(#m)"/>',
            "<?xml-stylesheet href='http://a'?>", "<!-- <!DOCTYPE svg> -->",
        )),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "data"),
    [pytest.param(code, data, id=f"{code}-{n}") for code, many in REFUSED.items() for n, data in enumerate(many)],
)
def test_bytes_that_are_refused(tmp_path: Path, code: str, data: bytes) -> None:
    start = time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load(tmp_path, "a", data)[1] == code, data[:300]
    assert time.monotonic() - start < 5


def test_file_that_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(images.MAX_BYTES + 1)
    assert load(tmp_path, "a.png")[1] == "S034"


def test_svg_that_is_accepted(tmp_path: Path) -> None:
    body = """
      <title>图</title><style>.a, #b { fill: url(#l); stroke-width: 1px } text { font-family: "Noto Sans", 宋体 }</style>
      <defs><linearGradient id="l" xlink:href="#k"><stop offset="0" stop-color="#fff"/></linearGradient>
      <radialGradient id="k"/><marker id="m" viewBox="0 0 9 9"><path d="M0 0L9 9" fill="context-stroke"/></marker>
      <pattern id="p" width="4" height="4"><path d="M0 0h4" stroke="#000"/></pattern>
      <clipPath id="c"><rect width="9" height="9"/></clipPath><symbol id="s"><circle r="1"/></symbol></defs>
      <g clip-path="url(#c)" style="fill:none;-inkscape-stroke:none" fill="url(#l)"><use href="#s"/></g>
      <path class="a" d="M0 0L1 1" marker-end="url('#m')"/><rect fill="url(#p) red"/><text xml:lang="zh">&lt;甲</text>
    """
    image = accept(tmp_path, "a.svg", b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -->' + svg(body))
    assert (image.media_type, image.width, image.height) == ("image/svg+xml", 10, 5)
    shared = '<linearGradient id="l">' + "<stop/>" * 10 + "</linearGradient>" + '<path fill="url(#l)"/>' * 5000
    accept(tmp_path, "a.svg", svg(shared))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="96pt" height="1in"', (128, 96)), ('width="25.4mm" height="2.54cm"', (96, 96)),
        ('width="1pc" height=" 3.6px "', (16, 4)), ('viewBox="0 0 40 30"', (40, 30)), ("", (300, 150)),
        ('viewBox="-1,-1,40.0,3e1" width="100%"', (40, 30)), ('viewBox="0 0 40 30" width="80"', (80, 60)),
        ('viewBox="0 0 40 30" height="60" width="auto"', (80, 60)), ('height="0.1"', (300, 1)),
    ],
)  # fmt: skip
def test_svg_size(tmp_path: Path, attributes: str, size: tuple[int, int]) -> None:
    image = accept(tmp_path, "a.svg", svg(attributes=attributes))
    assert (image.width, image.height) == size


SEEDS = [
    PNG, raster("PNG", mode="P"), raster("JPEG"), raster("WEBP"), raster("PNG", save_all=True, append_images=RED),
    svg(BOMB[:300] + "</g>"),
    svg('<style>a{fill:url(#l)}</style><g id="l" style="fill:red"/><use href="#l"/><path d="M0 0" mask="url(#l)"/>'),
]  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        at, dropped = draw(st.integers(0, len(data))), draw(st.integers(0, 4))
        added = draw(st.binary(max_size=4) | st.sampled_from([b"<", b'"', b"{", b"acTL"]))
        data = data[:at] + added + data[at + dropped :]
    return data


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | mutated(), st.sampled_from(["a", "a.png", "a.svg", "a.webp"]))
def test_no_bytes_raise(data: bytes, name: str) -> None:
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load(Path(folder), name, data)[1] in {"", "S032", "S033", "S034", "S035"}


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40) | st.lists(st.sampled_from(["..", "./", "%2f", "%2e", "a", "\\", ":", "\0"])).map("".join))
def test_no_path_raises_or_escapes(source: str) -> None:
    with TemporaryDirectory() as folder:
        assert load(Path(folder), source)[1] in {"S030", "S031"}

from __future__ import annotations

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
    from collections.abc import Callable

    from keben.document import ImageFile as Found

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'


def svg(body: str = "", attributes: str = 'width="10" height="5"') -> bytes:
    return SVG.format(attributes, body).encode()


def raster(kind: str, size: tuple[int, int] = (30, 20), mode: str = "RGB", **options: Any) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(out, kind, **options)
    return out.getvalue()


RED = [Image.new("RGB", (30, 20), "red")]


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


def use_bomb() -> bytes:
    body = '<g id="a0"><rect width="1" height="1"/></g>'
    return svg(body + "".join(f'<g id="a{n + 1}">{f"""<use href="#a{n}"/>""" * 10}</g>' for n in range(9)))


def load(folder: Path, name: str, data: bytes | None = None) -> tuple[Found | None, str, str]:
    """Return the image, the codes reported and the facts; `data` is written first."""
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


@pytest.mark.parametrize(
    ("name", "kind", "media_type"),
    [
        ("a.png", "PNG", "image/png"),
        ("a.JPG", "JPEG", "image/jpeg"),
        ("a.webp", "WEBP", "image/webp"),
        ("a", "PNG", "image/png"),
    ],
)
def test_raster(tmp_path: Path, name: str, kind: str, media_type: str) -> None:
    image = accept(tmp_path, name, raster(kind))
    assert (image.source, image.media_type, image.width, image.height) == (name, media_type, 30, 20)
    assert len(image.sha256) == 64


def test_bytes_and_normal_source(tmp_path: Path) -> None:
    (tmp_path / "图 1").mkdir()
    (tmp_path / "图 1/甲.png").write_bytes(raster("PNG"))
    (tmp_path / "link.png").symlink_to("图 1/甲.png")
    report = Report("a.md")
    for source in ("图 1/甲.png", "./%E5%9B%BE%201/./甲.png"):
        loaded = load_image(tmp_path, source, report, None)
        assert loaded is not None
        assert (loaded[0].source, loaded[1]) == (
            "图 1/甲.png",
            raster("PNG")[:0] + (tmp_path / "图 1/甲.png").read_bytes(),
        )
    assert (linked := load(tmp_path, "link.png")[0])
    assert linked.source == "link.png"


def test_turned_photograph_has_its_displayed_size(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    image = accept(tmp_path, "a.jpg", raster("JPEG", exif=exif))
    assert (image.width, image.height) == (20, 30)


@pytest.mark.parametrize(
    "source",
    [
        "../../../../../../etc/passwd", "/etc/passwd", "..%2f..%2f..%2fetc/passwd", r"\\127.0.0.1\share\x.png",
        "%5C%5C127.0.0.1%5Cshare%5Cx.png", "%2e%2e/out.png", "..%252fout.png", "%252e%252e/out.png", "fig/../a.png",
        "http://127.0.0.1/a.png", "file:///etc/passwd", "data:image/png;base64,AA", "C:/a.png", "C:\\a.png", "fig\\a.png", "//host/a.png",
        "fig//a.png", "a%00.png", "a%0A.png", "%FF.png", "..", "a\ud800.png", "a\u202egnp.exe", "%2Fetc/passwd",
    ],
)  # fmt: skip
def test_path_that_leads_elsewhere(tmp_path: Path, source: str) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "out.png").write_bytes(raster("PNG"))
    (folder / "a.png").write_bytes(raster("PNG"))
    assert load(folder, source)[1] == "S031"


@pytest.mark.parametrize(
    "source", ["none.png", "", ".", "fig", "fig/none/a.png", "loop", "loop/a.png", "a" * 5000, "pipe", "~/a.png"]
)
def test_file_that_is_not_there(tmp_path: Path, source: str) -> None:
    (tmp_path / "fig").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    assert load(tmp_path, source)[1] == "S030"


def test_link_out_of_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    (tmp_path / "work2").mkdir()
    (tmp_path / "work2/a.png").write_bytes(raster("PNG"))
    (folder / "passwd.png").symlink_to("/etc/passwd")
    (folder / "fig").symlink_to(tmp_path / "work2")
    assert load(folder, "passwd.png")[1:] == ("S031", "`passwd.png` is a link out of the work's folder")
    assert load(folder, "fig/a.png")[1] == "S031"


@pytest.mark.parametrize(
    ("name", "make", "words"),
    [
        ("lying.png", lambda: b"GIF89a not a png", "is named as PNG but holds GIF data"),
        ("lying.jpg", lambda: raster("PNG"), "is named as JPEG but holds PNG data"),
        ("lying.png", svg, "is named as PNG but holds SVG data"),
        ("lying.gif", lambda: raster("PNG"), "is named as GIF but holds PNG data"),
        ("a.gif", lambda: raster("GIF"), "holds GIF data"),
        ("a.tif", lambda: raster("TIFF"), "holds TIFF data"),
        ("a.eps", lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n", "holds EPS data"),
        ("a.pdf", lambda: b"%PDF-1.7\n", "holds PDF data"),
        ("a.svgz", lambda: b"\x1f\x8b\x08\0", "holds compressed SVG data"),
        ("a.heic", lambda: b"\0\0\0\x18ftypheic", "holds HEIC data"),
        ("a.png", lambda: b"hello", "is no image"),
        ("a.html", lambda: b"<!doctype html><p>", "is no image"),
        ("a.svg", lambda: b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "it begins with `<html>`"),
        ("a.svg", lambda: b"<svg/>", "it begins with `<svg>`"),
        ("a.png", lambda: raster("PNG", save_all=True, append_images=RED), "is animated"),
        ("a.webp", lambda: raster("WEBP", save_all=True, append_images=RED), "is animated"),
    ],
)
def test_kind_that_is_not_accepted(tmp_path: Path, name: str, make: Callable[[], bytes], words: str) -> None:
    _, codes, facts = load(tmp_path, name, make())
    assert codes == "S032"
    assert words in facts


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("tolerant", [False, True], ids=["alone", "after WeasyPrint"])
def test_truncated(tmp_path: Path, kind: str, *, tolerant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", tolerant)
    data = raster(kind, (200, 200))
    for part in (len(data) // 2, 40):
        assert load(tmp_path, "a", data[:part])[1] == "S033"
    assert ImageFile.LOAD_TRUNCATED_IMAGES is tolerant


def test_damaged(tmp_path: Path) -> None:
    data = raster("PNG")
    assert load(tmp_path, "a.png", b"")[1] == "S033"
    assert load(tmp_path, "a.png", data[:-12])[1] == "S033"
    assert load(tmp_path, "a.png", data[:60] + bytes([data[60] ^ 1]) + data[61:])[1] == "S033"
    assert load(tmp_path, "a.svg", svg()[:-3])[1:] == ("S033", "`a.svg` is not well-formed XML in line 1")
    assert load(tmp_path, "a.svg", "<svg>中</svg>".encode("gbk"))[1] == "S033"
    assert load(tmp_path, "a.svg", svg().decode().encode("utf-16"))[1] == "S033"
    assert load(tmp_path, "a.svg", b'<?xml version="1.0" encoding="GBK"?>' + svg())[1] == "S033"
    assert load(tmp_path, "a.svg", svg("&lol;"))[1] == "S033"


@pytest.mark.parametrize(
    "make",
    [
        lambda: huge_png(30_000, 30_000), lambda: huge_png(20_001, 1), lambda: huge_png(8000, 5001),
        lambda: huge_webp(16_000, 16_000), lambda: raster("JPEG", (20_001, 1), "L"), many_scans,
        lambda: raster("PNG")[:33] + chunk(b"prVt") * 30_000 + raster("PNG")[33:],
    ],
)  # fmt: skip
def test_raster_past_a_limit(tmp_path: Path, make: Callable[[], bytes]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load(tmp_path, "a", make())[1] == "S034"


def test_file_past_the_limit_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.png").open("wb") as file:
        file.truncate(images.MAX_BYTES + 1)
    assert load(tmp_path, "a.png")[1] == "S034"


PATTERNS = "".join(
    f'<pattern id="p{n}">{f"""<path d="M0 0" fill="url(#p{n + 1})"/>""" * 10}</pattern>' for n in range(9)
)


@pytest.mark.parametrize(
    "make",
    [
        use_bomb,
        lambda: svg(PATTERNS),
        lambda: svg("<g>" * 64 + "</g>" * 64),
        lambda: svg("<g/>" * 20_000),
        lambda: svg("".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(9000))),
        lambda: svg('<marker id="m"><path/></marker><path marker-mid="url(#m)" d="M' + "1 1 " * 9000 + '"/>'),
        lambda: svg("<!--" + "x" * 2_000_000 + "-->"),
        lambda: svg(attributes='width="20001" height="1"'),
    ],
)
def test_svg_past_a_limit(tmp_path: Path, make: Callable[[], bytes]) -> None:
    data = make()
    start = time.perf_counter()
    assert load(tmp_path, "a.svg", data)[1] == "S034"
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    "body",
    [
        "<script>1</script>", '<rect onload="x()"/>', '<rect ONCLICK="x()"/>', "<foreignObject/>", "<animate/>", "<set/>",
        '<a href="#b"/>', '<image href="data:image/png;base64,AA"/>', "<metadata/>", "<filter/>", "<unknown/>",
        '<use href="http://127.0.0.1/a.svg#x"/>', '<use xlink:href="file:///etc/passwd"/>', '<use href="b.svg#x"/>',
        '<use href=""/>', '<use href="#a&quot;"/>', '<g xml:base="http://a/"/>', '<g xmlns:i="http://ink" i:label="x"/>',
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi"/>', '<p xmlns="http://www.w3.org/1999/xhtml"/>',
        '<rect fill="url(http://127.0.0.1/a)"/>', '<rect style="fill:URL( \'b.svg#x\' )"/>', '<rect fill="u\\72l(b)"/>',
        '<rect style="fill:image-set(&quot;b&quot; 1x)"/>', '<rect style="width:expression(1)"/>', '<rect fill="url(#a"/>',
        "<style>@import url(http://a);</style>", '<style>@import "a";</style>', "<style>a{fill:url(b#c)}</style>",
        "<style>@font-face{src:url(b)}</style>", "<style>a{fill:red}/*}*/</style>", "<style>a{fill:red</style>",
        "<style>a{<g/>}</style>", '<use style="href:#a"/>', "<style>use{href:#a}</style>", '<rect style="id:a"/>',
        "<style>x{fill:&quot;}&quot;;d:M0 0;fill:&quot;{&quot;}</style>", '<rect style="--x:url(#a)"/>',
        '<g id="a"/><g id="a"/>', '<g id="a"><use href="#a"/></g>', '<g clip-path="#a"/>', '<g style="mask:#a"/>',
        '<g id="a"><use href="#b"/></g><g id="b"><use xlink:href="#a"/></g>',
        '<pattern id="p"><path fill="url(#p)"/></pattern>', '<clipPath id="c"><path clip-path="url(#c)"/></clipPath>',
        '<pattern id="p"/><g fill="url(#p)"/>', '<pattern id="p"/><style>g{fill:url(#p)}</style>',
        '<marker id="m"/><g marker="url(#m)"/>', '<g d="M0 0"/>', "<rect><rect/></rect>",
        '<pattern id="p"/><marker id="m"/><path fill="url(#p)" marker-end="url(#m)"/>',
        "<?xml-stylesheet href='http://a'?>", "<!-- <!DOCTYPE svg> -->",
    ],
)  # fmt: skip
def test_svg_that_may_not_be_published(tmp_path: Path, body: str) -> None:
    assert load(tmp_path, "a.svg", svg(body))[1] == "S035"


def test_svg_with_a_document_type(tmp_path: Path) -> None:
    entity = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg("<text>&x;</text>")
    assert load(tmp_path, "a.svg", entity)[1:] == ("S035", "`a.svg` holds `<!DOCTYPE`")
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    assert load(tmp_path, "a.svg", f'<!DOCTYPE svg [<!ENTITY l0 "x">{laughs}]>'.encode() + svg("&l9;"))[1] == "S035"


def test_svg_that_is_accepted(tmp_path: Path) -> None:
    body = """
      <title>图</title><style>.a, #b { fill: url(#l); stroke-width: 1px } text { font-family: "Noto Sans", 宋体 }</style>
      <defs><linearGradient id="l" xlink:href="#k"><stop offset="0" stop-color="#fff"/></linearGradient>
      <radialGradient id="k"/><marker id="m" viewBox="0 0 9 9"><path d="M0 0L9 9" fill="context-stroke"/></marker>
      <pattern id="p" width="4" height="4"><path d="M0 0h4" stroke="#000"/></pattern>
      <clipPath id="c"><rect width="9" height="9"/></clipPath><symbol id="s"><circle r="1"/></symbol></defs>
      <g clip-path="url(#c)" style="fill:none;-inkscape-stroke:none" fill="url(#l)"><use xlink:href="#s"/><use href="#s"/></g>
      <path class="a" d="M0 0L1 1" marker-end="url('#m')"/><rect fill="url(#p) red"/><text xml:space="preserve">&lt;甲</text>
    """
    image = accept(tmp_path, "a.svg", b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-8"?>\n<!-- a -->' + svg(body))
    assert (image.media_type, image.width, image.height) == ("image/svg+xml", 10, 5)


def test_many_shapes_may_share_a_gradient(tmp_path: Path) -> None:
    stops = "<stop/>" * 10
    accept(tmp_path, "a.svg", svg(f'<linearGradient id="l">{stops}</linearGradient>' + '<path fill="url(#l)"/>' * 5000))


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="96pt" height="1in"', (128, 96)), ('width="25.4mm" height="2.54cm"', (96, 96)),
        ('width="1pc" height=" 3.6px "', (16, 4)), ('viewBox="0 0 40 30"', (40, 30)), ("", (300, 150)),
        ('viewBox="-1,-1,40.0,3e1" width="100%"', (40, 30)), ('viewBox="0 0 40 30" width="80"', (80, 60)),
        ('viewBox="0 0 40 30" height="60" width="auto"', (80, 60)), ('height="20em"', (300, 150)),
        ('width="0.01" height="1"', (1, 1)),
    ],
)  # fmt: skip
def test_svg_size(tmp_path: Path, attributes: str, size: tuple[int, int]) -> None:
    image = accept(tmp_path, "a.svg", svg(attributes=attributes))
    assert (image.width, image.height) == size


@pytest.mark.parametrize(
    "attributes",
    ['width="0"', 'width="-5"', 'width="1e999"', 'height="abc"', 'width="nan"', 'viewBox="0 0 0 5"', 'viewBox="0 0 5"',
     'viewBox="0 0 1e-320 1e308" width="1e300"', f'width="{"1" * 1_000_000}x:"'],
)  # fmt: skip
def test_svg_size_that_cannot_be_drawn(tmp_path: Path, attributes: str) -> None:
    assert load(tmp_path, "a.svg", svg(attributes=attributes))[1] == "S033"


SEEDS = [
    raster("PNG"),
    raster("PNG", mode="P"),
    raster("JPEG"),
    raster("WEBP"),
    raster("PNG", save_all=True, append_images=RED),
    use_bomb()[:400] + b"</g></svg>",
]
SEEDS += [
    svg('<style>a{fill:url(#l)}</style><g id="l" style="fill:red"/><use href="#l"/><path d="M0 0" mask="url(#l)"/>')
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data) - 1))
        data[at : at + draw(st.integers(0, 4))] = draw(
            st.binary(max_size=4) | st.sampled_from([b"\0\0", b"<", b'"', b"{", b"acTL"])
        )
        data = data or bytearray(b"\x89PNG")
    return bytes(data)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | mutated(), st.sampled_from(["a", "a.png", "a.svg", "a.webp"]))
def test_no_bytes_raise(data: bytes, name: str) -> None:
    with TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("error")
        assert load(Path(folder), name, data)[1] in {"", "S032", "S033", "S034", "S035"}


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["..", ".", "/", "%2f", "%2e", "a", "\\", ":", "%", "\0"])).map("".join)
)
def test_no_path_raises_or_escapes(source: str) -> None:
    with TemporaryDirectory() as folder:
        assert load(Path(folder), source)[1] in {"S030", "S031"}

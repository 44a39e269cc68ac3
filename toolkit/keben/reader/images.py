"""Load an image that a source names: where it may lie, what kinds are accepted, and whether its bytes are sound.

Kinds are known by content, never by name. Pillow is imported only here, and only when there is an image.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import warnings
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec import Struct

from keben.document import ImageFile
from keben.files import open_regular
from keben.reader.svg import ImageError, read_svg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.ImageFile import ImageFile as PillowImage

    from keben.diagnostics import Place, Report

MAX_BYTES = 20_000_000  # a photograph for a full page at 300 dpi is under 10 MB as JPEG
MAX_PIXELS = 40_000_000  # A3 at 450 dpi; decoded it takes 160 MB
MAX_SIDE_PX = 20_000  # longer than any scroll at print resolution, and engines multiply sides
MAX_SCANS = 100  # of a JPEG; cameras write 1, progressive files 10; each decodes the whole image again, 20 ms at 36 Mpx
MAX_CHUNKS = 20_000  # of a PNG; encoders write 8 KiB a chunk; 1.6 million empty ones took 10 s


class Kind(Struct, frozen=True):
    """A kind of image; `media_type` is empty where the kind is not accepted and `hint` says what to do."""

    name: str
    suffixes: tuple[str, ...]
    media_type: str = ""
    hint: str = "save it as PNG"


_PNG = Kind("PNG", (".png",), "image/png")
_JPEG = Kind("JPEG", (".jpg", ".jpeg", ".jpe", ".jfif"), "image/jpeg")
_WEBP = Kind("WebP", (".webp",), "image/webp")
_SVG = Kind("SVG", (".svg",), "image/svg+xml")
_TIFF = Kind("TIFF", (".tif", ".tiff"))
_EPS = Kind("EPS", (".eps", ".ps", ".epsf"), hint="save it as SVG or PNG")
_HEIC = Kind("HEIC", (".heic", ".heif"), hint="save it as JPEG")

_SIGNATURES: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", _PNG),
    (0, b"\xff\xd8\xff", _JPEG),
    (8, b"WEBPVP8", _WEBP),
    (0, b"GIF8", Kind("GIF", (".gif",))),
    (0, b"II*\x00", _TIFF),
    (0, b"MM\x00*", _TIFF),
    (0, b"II+\x00", _TIFF),
    (0, b"MM\x00+", _TIFF),
    (0, b"%!PS", _EPS),
    (0, b"\xc5\xd0\xd3\xc6", _EPS),
    (0, b"%PDF-", Kind("PDF", (".pdf", ".ai"), hint="save it as SVG or PNG")),
    (0, b"\x1f\x8b", Kind("compressed SVG", (".svgz", ".gz"), hint="save it as plain SVG, not compressed")),
    (0, b"8BPS", Kind("Photoshop", (".psd",))),
    (4, b"ftypavi", Kind("AVIF", (".avif",))),
    (4, b"ftyp", _HEIC),
    (4, b"jP  \r\n\x87\n", Kind("JPEG 2000", (".jp2",))),
    (0, b"\xff\x0a", Kind("JPEG XL", (".jxl",))),
    (4, b"JXL \r\n\x87\n", Kind("JPEG XL", (".jxl",))),
    (0, b"BM", Kind("BMP", (".bmp",))),
)
"""Offset and first bytes of each kind, the longer before the shorter."""

_ROOT = re.compile(
    rb"\s*(?>(?>(?s:<\?.*?\?>)|(?s:<!--.*?-->)|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)\s*)*<(?:[\w.-]+:)?svg[\s/>]"
)
"""The beginning of XML whose first element is `svg`; the groups are atomic, so that no input takes long."""

_INSIDE = "save the image in the work's folder and write its path from there, as `fig/a.png`"

_PATH_FAULTS: tuple[tuple[str, str, str], ...] = (
    (r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]",
     "holds a control character", "name the file without it"),
    (r"\\", "holds a backslash", "write `/` between folders"),
    (r"\A[A-Za-z][A-Za-z0-9+.-]*:", "is an address or a drive, not a path in the work's folder", _INSIDE),
    (r"\A/", "begins with `/`", _INSIDE),
    (r"//", "holds `//`", "write one `/` between folders"),
    (r"(?:\A|/)\.\.(?:/|\Z)", "leaves its folder with `..`", _INSIDE),
    (r"%[0-9A-Fa-f]{2}", "is percent-encoded twice", "name the file without `%`"),
)  # fmt: skip
"""What a decoded path may not hold; the first that is found is reported."""

_NOT_FOUND = {errno.ELOOP: "is a link that leads back to itself", errno.EACCES: "cannot be read"}


def load_image(folder: Path, source: str, report: Report, place: Place | None) -> tuple[ImageFile, bytes] | None:
    """Return what is known of an image and its bytes; None if it is refused, and the report says why.

    Args:
        folder: The work's folder; nothing outside it is read, whatever links lie in it.
        source: The target as the author wrote it, percent-encoded or not; it is decoded once.
        report: Takes S030 to S035.
        place: Where the target stands.

    Returns:
        An image whose `source` is a POSIX path below `folder`, as `fig/a.png`, and whose size is as displayed: in
        pixels after the turn that its EXIF data ask for, or CSS px for SVG, rounded.
    """
    name = source
    try:
        name = _decoded(source)
        data = _read(_found(folder, name))
        kind = _kind_of(data, PurePosixPath(name).suffix.lower())
        width, height = _size(kind, data)
    except ImageError as fault:
        report.add(fault.code, f"`{name[:200]}` {fault.fact}", place, fault.hint)
        return None
    digest = hashlib.sha256(data).hexdigest()
    return ImageFile(PurePosixPath(name).as_posix(), kind.media_type, width, height, digest), data


def _decoded(source: str) -> str:
    """Return the path that a target names, percent-decoded once and free of anything that leads elsewhere."""
    try:
        name = unquote(source, errors="strict")
    except UnicodeDecodeError as error:
        raise ImageError("S031", "is not UTF-8 when percent-decoded", "write the path without `%`") from error
    for pattern, fact, hint in _PATH_FAULTS:
        if re.search(pattern, name):
            raise ImageError("S031", fact, hint)
    return name


def _found(folder: Path, name: str) -> Path:
    """Return the file with every symbolic link followed; it lies in the folder."""
    try:
        root = folder.resolve()
        path = (root / name).resolve(strict=True)
    except (OSError, RuntimeError) as error:  # a ring of links is a RuntimeError before Python 3.13
        code = error.errno or 0 if isinstance(error, OSError) else errno.ELOOP
        raise ImageError("S030", _NOT_FOUND.get(code, "is not there"), "save it there, or mend the path") from error
    if not path.is_relative_to(root):
        raise ImageError("S031", "is a link out of the work's folder", "copy the image into the work's folder")
    return path


def _read(path: Path) -> bytes:
    """Return the bytes of a regular file; a pipe or device is not waited for."""
    try:
        with open_regular(path, follow=False) as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                fact = f"has {size:,} bytes; an image may have {MAX_BYTES:,}"
                raise ImageError("S034", fact, "save it smaller")
            data = file.read(MAX_BYTES)
    except OSError as error:
        if error.errno == errno.EINVAL:
            raise ImageError("S030", "is not a file", "name the image itself") from error
        raise ImageError("S030", "cannot be read", "mend the file's permissions") from error
    if not data:
        raise ImageError("S033", "is empty", "save the image again")
    return data


def _kind_of(data: bytes, suffix: str) -> Kind:
    """Return the accepted kind that the content is; the suffix must not name another."""
    kind = next((kind for at, magic, kind in _SIGNATURES if data.startswith(magic, at)), None)
    named = next((known for known in (_SVG, *(row[2] for row in _SIGNATURES)) if suffix in known.suffixes), None)
    if kind is None and (_is_svg(data) or named is _SVG):
        kind = _SVG
    if kind is None:
        raise ImageError("S032", "is no image that Keben knows", "save it as PNG, JPEG, WebP or SVG")
    but = f"is named as {named.name} but " if named and named.name != kind.name else ""
    if not kind.media_type:
        raise ImageError("S032", f"{but}holds {kind.name} data", kind.hint)
    if but:
        raise ImageError("S032", f"{but}holds {kind.name} data", f"name it `{kind.suffixes[0]}`")
    return kind


def _is_svg(data: bytes) -> bool:
    head = data[: 1 << 16]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "replace").encode()
    return _ROOT.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def _size(kind: Kind, data: bytes) -> tuple[int, int]:
    if kind is not _SVG:
        return _raster_size(kind, data)
    sides = read_svg(data)
    if max(sides) > MAX_SIDE_PX:
        fact = f"is {sides[0]:,.0f} × {sides[1]:,.0f} px; a side may have {MAX_SIDE_PX:,}"
        raise ImageError("S034", fact, "give its width and height in mm")
    return max(1, round(sides[0])), max(1, round(sides[1]))


def _raster_size(kind: Kind, data: bytes) -> tuple[int, int]:
    """Decode an image whole, so that a fault is found here and not in an engine, and return its displayed size."""
    _check_structure(kind, data)
    with _strict_pillow():
        try:
            image = _opened(kind, data)
            _check_canvas(image.size, getattr(image, "n_frames", 1))
            image.verify()  # the checksums of a PNG, which decoding skips
            image = _opened(kind, data)
            image.load()
            turned = "exif" in image.info and image.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
        except ImageError:
            raise
        except Exception as error:  # whatever Pillow raises, MemoryError too
            raise ImageError("S033", f"is damaged: its {kind.name} data cannot be decoded", "save it again") from error
    return image.size[::-1] if turned else image.size


def _opened(kind: Kind, data: bytes) -> PillowImage:
    """Read a header; not with `Image.open`, which warns before its size can be asked and makes another of a JPEG."""
    from PIL import JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    if kind is _PNG:
        return PngImagePlugin.PngImageFile(BytesIO(data))
    if kind is _JPEG:
        return JpegImagePlugin.JpegImageFile(BytesIO(data))
    return WebPImagePlugin.WebPImageFile(BytesIO(data))


_ORIENTATION, _ON_ITS_SIDE = 0x0112, frozenset((5, 6, 7, 8))
"""An EXIF tag, and its values that turn an image by a quarter. Source: Pillow 13, `ImageOps.exif_transpose`."""


def _check_structure(kind: Kind, data: bytes) -> None:
    """Refuse what can be counted without decoding: scans, chunks, the canvas that WebP allocates when it is opened."""
    if kind is _JPEG and (scans := data.count(b"\xff\xda")) > MAX_SCANS:
        raise ImageError("S034", f"has {scans} scans; a JPEG may have {MAX_SCANS}", "save it as a plain JPEG")
    if kind is _PNG:
        names = _chunk_names(data)
        if len(names) > MAX_CHUNKS:
            raise ImageError("S034", f"has more than {MAX_CHUNKS:,} chunks", "save it again")
        if b"acTL" in names:
            raise ImageError("S032", "is animated", "save one frame as PNG")
    if kind is _WEBP and (canvas := _webp_canvas(data)):
        _check_canvas(canvas)


def _chunk_names(data: bytes) -> list[bytes]:
    """Return the names of a PNG's chunks in order, up to one more than may be."""
    at, names = 8, list[bytes]()
    while at + 8 <= len(data) and len(names) <= MAX_CHUNKS:
        names.append(data[at + 4 : at + 8])
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return names


def _webp_canvas(data: bytes) -> tuple[int, int] | None:
    """Return the size a WebP declares in each of its three forms. Source: Pillow 13, `WebPImagePlugin`."""

    def little(start: int, end: int) -> int:
        return int.from_bytes(data[start:end], "little")

    match data[12:16]:
        case b"VP8X":
            return little(24, 27) + 1, little(27, 30) + 1
        case b"VP8L":
            return (little(21, 25) & 0x3FFF) + 1, (little(21, 25) >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return little(26, 28) & 0x3FFF, little(28, 30) & 0x3FFF
        case _:
            return None


def _check_canvas(size: tuple[int, int], frames: int = 1) -> None:
    width, height = size
    if max(size) > MAX_SIDE_PX or width * height > MAX_PIXELS:
        fact = f"is {width:,} × {height:,} px; a side may have {MAX_SIDE_PX:,} and the whole {MAX_PIXELS:,}"
        raise ImageError("S034", fact, "save it smaller")
    if frames > 1:
        raise ImageError("S032", "is animated", "save one frame as PNG")


@contextmanager
def _strict_pillow() -> Iterator[None]:
    """Let nothing of Pillow's out: no warning, and no half-read image, which WeasyPrint turns on when imported."""
    from PIL import ImageFile as Pillow

    before, Pillow.LOAD_TRUNCATED_IMAGES = Pillow.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        Pillow.LOAD_TRUNCATED_IMAGES = before

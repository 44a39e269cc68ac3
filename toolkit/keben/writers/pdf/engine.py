"""HTML and CSS → PDF bytes, by WeasyPrint; the one place that talks to it, in a process of its own."""

from __future__ import annotations

import contextlib
import ctypes
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from keben.diagnostics import Diagnostic
from keben.readback import ReadBack
from keben.writers.pdf.composition import UNEVEN, install
from keben.writers.pdf.loading import load_weasyprint
from keben.writers.pdf.messages import to_diagnostic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WORK, THEME = "http://work.invalid/", "http://theme.invalid/"
"""Where the work's images and the theme's files are, for the engine. Source: RFC 6761, `.invalid` never resolves."""


class PrintJob(Struct, frozen=True):
    """What to print: a page, its style sheets in order, the bytes it may use, and the type it asks for.

    `theme_folders` are searched for files that the theme's CSS names. `families` are the families of each font role
    that the CSS uses, most wanted first. `path` names the source in diagnostics. `read_back` asks for the text of the PDF.
    """

    path: str
    html: str
    stylesheets: tuple[str, ...]
    assets: dict[str, bytes]
    theme_folders: tuple[str, ...]
    families: dict[str, tuple[str, ...]]
    read_back: bool = False


class FontFile(Struct, frozen=True, order=True):
    """A font that a PDF holds a subset of; `version` is the revision in its `head` table."""

    family: str
    weight: int
    version: str


class Printed(Struct, frozen=True):
    """A finished PDF, its page count, its fonts, what the engine had to say, and the versions of all engines.

    `text` is what was read back from it, if the job asks for that.
    """

    pdf: bytes
    pages: int
    fonts: tuple[FontFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    engines: dict[str, str] = {}
    text: ReadBack | None = None


def print_pdf(job: PrintJob, find_theme_file: Callable[[str], bytes]) -> Printed:
    """Lay out and write one PDF."""
    weasyprint = load_weasyprint()
    refused = install()
    from weasyprint.text.fonts import FontConfiguration

    messages = _Messages()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(messages)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        fetcher = _fetcher(weasyprint, job.assets, find_theme_file, messages.refused)
        fonts = FontConfiguration()
        stylesheets = [
            weasyprint.CSS(string=css, base_url=THEME, url_fetcher=fetcher, font_config=fonts)
            for css in (*job.stylesheets, *([UNEVEN] if refused else ()))
        ]
        document = weasyprint.HTML(string=job.html, base_url=WORK, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=stylesheets
        )
        pdf: bytes = document.write_pdf()
    except Exception:
        if not messages.refused:  # else the engine has stumbled over what it did not get
            raise
        return Printed(b"", 0, (), tuple(_refusals(job, messages)))
    finally:
        logger.removeHandler(messages)
    diagnostics = [
        *_missing_families(job, _installed(fonts)),
        *([to_diagnostic(job.path, logging.WARNING, NOT_COMPOSED, (refused,))] if refused and _is_chinese(job) else ()),
        *(
            to_diagnostic(job.path, level, text, tuple(map(_without_base, args)))
            for level, text, args in messages.unique()
        ),
        *_refusals(job, messages),
    ]
    return Printed(pdf, len(document.pages), _fonts_of(document), tuple(diagnostics), _engines(weasyprint))


REFUSED = "Refused %s"
NOT_COMPOSED = "No composition: %s"


def _refusals(job: PrintJob, messages: _Messages) -> Iterable[Diagnostic]:
    for url in dict.fromkeys(messages.refused):
        yield to_diagnostic(job.path, logging.ERROR, REFUSED, (_without_base(url),))


def _is_chinese(job: PrintJob) -> bool:
    return 'lang="zh-' in job.html


def _without_base(argument: object) -> object:
    """Return a URL as the work or the theme wrote it, and anything else as it is."""
    if not isinstance(argument, str) or not argument.startswith((WORK, THEME)):
        return argument
    return unquote(argument.removeprefix(f"{WORK}images/").removeprefix(WORK).removeprefix(THEME))


class _Messages(logging.Handler):
    """Keeps what the engine logs."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._records: dict[tuple[int, str, tuple[Any, ...]], None] = {}
        self.refused: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message, once."""
        args = record.args if isinstance(record.args, tuple) else (record.args,)
        kept = tuple(each if isinstance(each, int | float) else str(each) for each in args or ())
        self._records[record.levelno, str(record.msg), kept] = None

    def unique(self) -> Iterable[tuple[int, str, tuple[Any, ...]]]:
        """Return each message once, without the engine's echo of a refused fetch."""
        return [key for key in self._records if not any(url in str(arg) for url in self.refused for arg in key[2])]


def _fetcher(
    weasyprint: Any, assets: dict[str, bytes], find_theme_file: Callable[[str], bytes], refused: list[str]
) -> Any:
    """Return a fetcher that gives out the work's checked images and the theme's files, and opens nothing else."""
    from weasyprint.urls import URLFetcherResponse

    class Fetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002 - the engine's signature
            parts = urlsplit(url)
            name = unquote(parts.path.lstrip("/"))
            base = f"{parts.scheme}://{parts.netloc}/"
            try:
                if base == WORK:
                    return URLFetcherResponse(url, assets[name.removeprefix("images/")])
                if base == THEME:
                    return URLFetcherResponse(url, find_theme_file(name))
            except (LookupError, OSError):
                pass
            refused.append(url)
            raise ValueError(f"{url} may not be fetched")

    return Fetcher(allowed_protocols=(), allow_redirects=False)


def _installed(fonts: Any) -> frozenset[str]:
    """Return the names of every family that fontconfig knows."""
    from weasyprint.text.ffi import ffi, fontconfig

    names = set()
    found = fontconfig.FcConfigGetFonts(fonts._config, fontconfig.FcSetSystem)
    value = ffi.new("FcChar8 **")
    for index in range(found.nfont):
        number = 0
        while fontconfig.FcPatternGetString(found.fonts[index], b"family", number, value) == fontconfig.FcResultMatch:
            names.add(ffi.string(value[0]).decode("utf-8", "replace"))
            number += 1
    return frozenset(names)


def _missing_families(job: PrintJob, installed: frozenset[str]) -> Iterable[Diagnostic]:
    for role, families in job.families.items():
        if not installed.intersection(families):
            yield to_diagnostic(job.path, logging.WARNING, MISSING_FAMILIES, (role, ", ".join(families)))


MISSING_FAMILIES = "No family for %s: %s"


def _fonts_of(document: Any) -> tuple[FontFile, ...]:
    return tuple(
        sorted({FontFile(font.family, int(font.weight), _revision(font.hb_face)) for font in document.fonts.values()})
    )


def _engines(weasyprint: Any) -> dict[str, str]:
    from weasyprint.text.ffi import pango

    number = pango.pango_version()
    pango_version = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return {"WeasyPrint": weasyprint.__version__, "Pango": pango_version, **_harfbuzz()}


def _harfbuzz() -> dict[str, str]:
    """Ask HarfBuzz for its version; WeasyPrint does not declare the function."""
    for name in ("libharfbuzz.so.0", "libharfbuzz.0.dylib"):
        with contextlib.suppress(OSError, AttributeError):
            ask = ctypes.CDLL(name).hb_version_string
            ask.restype = ctypes.c_char_p
            return {"HarfBuzz": ask().decode()}
    return {}


def _revision(face: Any) -> str:
    """Read `fontRevision`, 16.16 fixed point at offset 4 of `head`. Source: OpenType 1.9.1, head."""
    from weasyprint.text.ffi import ffi, harfbuzz

    blob = harfbuzz.hb_face_reference_table(face, harfbuzz.hb_tag_from_string(b"head", -1))
    try:
        length = ffi.new("unsigned int *")
        data = harfbuzz.hb_blob_get_data(blob, length)
        head = bytes(ffi.buffer(data, length[0])) if length[0] >= 8 else bytes(8)
    finally:
        harfbuzz.hb_blob_destroy(blob)
    return f"{int.from_bytes(head[4:8], 'big') / 65536:.3f}"

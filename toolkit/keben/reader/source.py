"""A source file as text: decoded, checked for what no text may hold, split into front matter and body."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.diagnostics import Place, Report
from keben.files import read_regular
from keben.marks import HAN, shape
from keben.reader import limits

if TYPE_CHECKING:
    from pathlib import Path


class Source(Struct, frozen=True):
    """A decoded source with LF line ends.

    `front_matter` is the YAML between the `---` lines, or None; it starts at line `front_matter_line` of the file, `body`
    at line `body_line`.
    """

    text: str
    front_matter: str | None
    body: str
    front_matter_line: int = 2
    body_line: int = 1


class Unreadable(Exception):  # noqa: N818 - a diagnostic on its way to a report
    """A file cannot be read as text; carries the parts of the diagnostic."""

    def __init__(self, code: str, fact: str, hint: str) -> None:
        super().__init__(fact)
        self.code, self.fact, self.hint = code, fact, hint


class Loaded(Struct, frozen=True):
    """A file's text with LF line ends, the SHA-256 of its bytes, and the report that its reading begins with."""

    text: str
    sha256: str
    report: Report


def load_text(path: Path, name: str) -> Loaded:
    """Read a file as UTF-8 text.

    One that cannot be read or decoded gives an empty text, and the report says why.
    """
    data = b""
    try:
        data = read_bytes(path)
        text = decode(data)
        report = Report(name, text)
    except Unreadable as fault:
        text, report = "", Report(name)
        report.add(fault.code, fault.fact, hint=fault.hint)
    return Loaded(text, hashlib.sha256(data).hexdigest(), report)


def decode(data: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark, and turn CR and CRLF into LF."""
    return decode_exactly(data).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def decode_exactly(data: bytes) -> str:
    """Decode UTF-8 and change nothing.

    Raises:
        Unreadable: The data is not UTF-8, at a byte that is named, or is longer than a source may be.
    """
    if len(data) > limits.SOURCE_BYTES:
        raise Unreadable("S004", f"the file is longer than {limits.SOURCE_BYTES:,} bytes",
                          "split the work into several sources")  # fmt: skip
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Unreadable("S001", f"byte {fault.start} (0x{data[fault.start]:02x}) is not UTF-8",
                          _encoding_hint(data, data[: fault.start].decode())) from fault  # fmt: skip


def read_bytes(path: Path) -> bytes:
    """Read a regular file, one byte more than a source may have at most.

    Raises:
        Unreadable: It is not there, not a file, or may not be opened.
    """
    try:
        if not path.is_file():
            fact = "this is a folder or a device, not a file" if path.exists() else "there is no such file"
            raise Unreadable("S005", fact, "check the path")
        return read_regular(path, limits.SOURCE_BYTES)
    except OSError as fault:
        raise Unreadable("S005", f"the file cannot be opened: {fault.strerror}", "check its permissions") from fault


def _encoding_hint(data: bytes, before: str) -> str:
    """Say what to do; `before` is what could be decoded, and Han in it shows that the file is UTF-8 all the same."""
    if any(char > "\u07ff" for char in before):
        return "delete the byte, or write what was meant; the text before it is UTF-8"
    from keben.reader.encodings import encodings_of  # loaded for a file that is refused

    names = encodings_of(data)
    return f"the file looks like {' or '.join(names)}; save it as UTF-8" if names else "save the file as UTF-8"


_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_CONTROL = re.compile(rf"([\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef{_NONCHARACTERS}])\1*")
# Bidirectional controls reorder what a reader sees (UAX #9); the rest have no width and hide in any word.
_HIDDEN = re.compile(
    r"([\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u2028\u2029\u180e\u3164\U000e0000-\U000e007f])\1*"
)


_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_NO_VARIANT = re.compile(
    rf"(?:^|(?<=[\s!-\"$-)+-/:-@\[-`{{-~{_SELECTORS}]))[{_SELECTORS}]+"
    rf"|(?<=[^{HAN}{_SELECTORS}])[\U000e0100-\U000e01ef]+"
)
"""In the shape of a line, selectors behind nothing, and those of the Ideographic Variation Database behind no Han; behind `#`, `*` and
digits they make keycaps."""


def check_characters(text: str, report: Report, place: Place | None = None) -> None:
    """Report characters that no text may hold, that reorder or hide text, or that no font can be relied on to draw.

    They are told where they stand, or at one place for all, of which it is not known then what they follow.
    """
    doubtful = _doubtful(text)
    for number, line in enumerate(text.split("\n"), 1):
        for match in _CONTROL.finditer(line):
            report.add("S002", f"the control character U+{ord(match[1]):04X} stands in the text",
                       place or Place(number, match.start() + 1, len(match[0])), "delete it")  # fmt: skip
        for match in _HIDDEN.finditer(line):
            name = unicodedata.name(match[1], "a format character").lower()
            report.add("S003", f"U+{ord(match[1]):04X} ({name}) cannot be seen",
                       place or Place(number, match.start() + 1, len(match[0])),
                       "delete it, unless the text is right-to-left")  # fmt: skip
        for match in doubtful.finditer(line) if doubtful else ():
            _report_doubtful(match[1], place or Place(number, match.start() + 1, len(match[0])), report)
        for match in _NO_VARIANT.finditer(shape(line)) if place is None else ():
            report.add("S008", f"the variation selector U+{ord(match[0][0]):04X} has no character before it that it could vary",
                       Place(number, match.start() + 1, len(match[0])), "delete it, or put it behind its character")  # fmt: skip


_LOST = "\ufffd"


def _doubtful(text: str) -> re.Pattern[str] | None:
    """Return a pattern for the private-use, unassigned and lost characters of a text, None if it has none.

    Planes 2 and 3 are for Han alone and grow with every version of Unicode; what a font lacks there is an F402.
    """
    categories = ("Co", "Cn")
    found = {
        char
        for char in set(text)
        if char == _LOST
        or (
            unicodedata.category(char) in categories
            and not "\U00020000" <= char <= "\U0003fffd"
            and not _CONTROL.match(char)
        )
    }
    return re.compile(f"([{re.escape(''.join(sorted(found)))}])\\1*") if found else None


def _report_doubtful(char: str, place: Place, report: Report) -> None:
    if char == _LOST:
        report.add(
            "S009",
            "U+FFFD stands for a character that was lost",
            place,
            "write what stood here before the text was converted",
        )
    elif unicodedata.category(char) == "Co":
        report.add("S007", f"U+{ord(char):04X} is a private-use character, which no font can be relied on to draw", place,
                   "write the character that is meant, or show it as an image")  # fmt: skip
    else:
        report.add("S007", f"U+{ord(char):04X} is not assigned in Unicode {unicodedata.unidata_version}, so no font can be relied on to draw it",
                   place, "write the character that is meant")  # fmt: skip


def split(text: str, report: Report | None = None) -> Source:
    """Split a source at the `---` lines of its front matter.

    The front matter must open on the first line that is not blank. One that never closes is reported and counts as
    body.
    """
    opening = re.match(r"(?:[ \t]*\n)*(---)[ \t]*(?:\n|$)", text)
    if opening is None:
        if report:
            report.add(
                "S010", "there is no front matter", Place(1), "begin the file with `---`, `id: …`, `title: …` and `---`"
            )
        return Source(text, None, text)
    first = text.count("\n", 0, opening.start(1)) + 1
    closing = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE).search(text, opening.end())
    if closing is None:
        if report:
            report.add("S010", "the front matter is not closed", Place(first, 1, 3), "end it with a line `---`")
        return Source(text, None, text)
    body = min(closing.end() + 1, len(text))
    return Source(text, text[opening.end() : closing.start()], text[body:], first + 1, text.count("\n", 0, body) + 1)

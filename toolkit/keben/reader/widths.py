"""Marks and digits of another width among Chinese characters."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from msgspec import structs

from keben.marks import CLOSING, HAN, OPENING, STOPS, shape
from keben.reader.line import PROTECTED, report_together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keben.diagnostics import Report
    from keben.locales import Quotes
    from keben.marks import Marks
    from keben.reader.line import Fault, Line

_FULL_WIDTH = str.maketrans(",;:!?().｡､｢｣", "，；：！？（）。。、「」")

# Between Han characters a half-width mark is a slip; beside a digit it may belong to a number or a time. A solidus may
# have either width (CLREQ, solidi).
_AMONG, _BEFORE = f"{HAN}{CLOSING}%", f"{HAN}{OPENING}"
_SLIP = re.compile(
    rf"(?<=[{_AMONG}])[,;:!?]+(?: (?=[{_BEFORE}]))?|[,;:!?]+(?=[{_BEFORE}])"
    rf"|(?<=[{HAN}{CLOSING}])\.(?![\w./])|[｡､｢｣]"
)
_DOT = re.compile(rf"(?<=[{HAN}])\.(?=[{HAN}])")
_APOSTROPHE = re.compile(rf"(?<=[{HAN}{CLOSING}{STOPS}])'|(?<![A-Za-z0-9])'(?=[{HAN}{OPENING}])")
_TILDE = re.compile(rf"(?<=[{HAN}])~(?=[{HAN}])")
_FOREIGN = re.compile(r"(?<![A-Za-z0-9._+-])(?:[A-Za-z][A-Za-z0-9+.-]*://[!#-&*-~]*|[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)")
"""Addresses, whose marks are their own; a bracket or quotation mark ends one."""

_FACT = "is half-width and stands among Chinese characters"


def check_widths(line: Line, quotes: Quotes, marks: Marks, report: Report) -> Line:
    """Report half-width marks among Han.

    A mark that is mended may show that its neighbour is a slip too, so the line is looked at again as mended. What is returned
    is that line in its shape, with addresses protected.
    """
    prose = structs.replace(line, text=_FOREIGN.sub(lambda match: PROTECTED * len(match[0]), shape(line.text)))
    found: dict[int, list[Fault]] = {}
    for _ in range(_ROUNDS if _HALF_WIDTH.search(prose.text) else 0):
        every = (*_slips(prose, marks), *_brackets(prose), *_quotations(prose, quotes))
        faults = {together[0][0]: together for together in every if together[0][0] not in found}
        found |= faults
        prose = _mended(prose, faults.values())
        if not faults:
            break
    for start in sorted(found):
        report_together("L302", line, found[start], report)
    return prose


_ROUNDS = 8


def _mended(line: Line, faults: Iterable[list[Fault]]) -> Line:
    """Return a line with its certain repairs made; a space that goes with a mark stays, so that no mark moves."""
    chars = list(line.text)
    for start, _, _, _, fix in (fault for together in faults for fault in together):
        if fix is not None:
            chars[start : start + len(fix)] = fix
    return structs.replace(line, text="".join(chars))


_HALF_WIDTH = re.compile("[,;:!?().\"'~｡､｢｣]")


def _slips(line: Line, marks: Marks) -> Iterator[list[Fault]]:
    for match in _SLIP.finditer(line.text):
        for start, end in line.stretches(*match.span()):
            full = line.text[start:end].rstrip().translate(_FULL_WIDTH)
            yield [(start, end, _FACT, f"write `{full}`", None if line.in_figure(start) else full)]
    for match in _DOT.finditer(line.text):
        yield [(*match.span(), _FACT, f"write `{marks.dot}` between the parts of a name, `。` behind a sentence", None)]
    for match in _APOSTROPHE.finditer(line.text):
        yield [(*match.span(), _FACT, "write the quotation mark that is meant", None)]
    if marks.tilde:
        for match in _TILDE.finditer(line.text):
            yield [(*match.span(), _FACT, f"write `{marks.tilde}`", marks.tilde)]


_CHINESE = re.compile(f"[{HAN}{OPENING}{CLOSING}{STOPS}]")


def _touches(line: Line, start: int, end: int) -> bool:
    """Whether Chinese stands right outside or inside a pair of marks."""
    around = (line.before(start), line.after(start + 1), line.before(end), line.after(end + 1))
    return any(map(_CHINESE.fullmatch, around))


def _brackets(line: Line) -> Iterator[list[Fault]]:
    """Yield the half-width brackets of each pair that touches Chinese, and those beside Chinese that have no partner."""
    stack: list[int] = []
    alone: list[int] = []
    for match in re.finditer(r"[()（）]", line.text):
        at = match.start()
        if match[0] in "(（":
            stack.append(at)
        elif stack:
            start = stack.pop()
            found = [_bracket(line, each) for each in (start, at) if line.text[each] in "()"]
            if found and _touches(line, start, at) and not _is_call(line, start, at):
                yield found
        else:
            alone.append(at)
    for at in (*alone, *stack):
        beside = (line.before(at), line.after(at + 1)) if line.text[at] == "(" else (line.after(at + 1),)
        if line.text[at] in "()" and any(map(_CHINESE.fullmatch, beside)):
            start, end, fact, hint, _ = _bracket(line, at)
            yield [(start, end, fact, hint, None)]


def _bracket(line: Line, at: int) -> Fault:
    full = line.text[at].translate(_FULL_WIDTH)
    return at, at + 1, _FACT, f"write `{full}`", None if line.in_figure(at) else full


def _is_call(line: Line, start: int, end: int) -> bool:
    """Whether brackets belong to foreign words before them, f(x), H(2)O, or to a link that could not be read (S029)."""
    before = line.before(start)
    if line.text[max(0, start - 2) : start].endswith(("]", "] ")):
        return True
    return before.isascii() and before.isalnum() and line.text[start + 1 : end].isascii()


def _quotations(line: Line, quotes: Quotes) -> Iterator[list[Fault]]:
    """Yield straight double quotation marks: in pairs if all of a line pair, else those beside Chinese."""
    found = [at for at, char in enumerate(line.text) if char == '"']
    if not found:
        return
    pairs = list(zip(found[::2], found[1::2], strict=False))
    if (
        len(found) % 2
        or any(line.before(at).isdecimal() for at in found)
        or not all(_encloses(line, *each) for each in pairs)
    ):
        hint = f"write `{quotes.outer[0]}` or `{quotes.outer[1]}`"
        for at in found:
            if not line.before(at).isdecimal() and any(map(_CHINESE.fullmatch, (line.before(at), line.after(at + 1)))):
                yield [(at, at + 1, _FACT, hint, None)]
        return
    depths = _depths(line.text)
    for start, end in pairs:
        if _touches(line, start, end):
            level = quotes.inner if depths[start] % 2 else quotes.outer
            certain = depths[start] == depths[end] and not line.in_figure(start) and not line.in_figure(end)
            yield [
                (at, at + 1, _FACT, f"write `{mark}`", mark if certain else None)
                for at, mark in zip((start, end), level, strict=True)
            ]


def _encloses(line: Line, start: int, end: int) -> bool:
    inside = line.text[start + 1 : end]
    return bool(inside) and not inside[0].isspace() and not inside[-1].isspace()


def _depths(text: str) -> list[int]:
    """Return how many quotation marks are open at each character."""
    depths: list[int] = []
    depth = 0
    for char in text:
        depth += (char in "“‘「『") - (char in "”’」』" and depth > 0)
        depths.append(depth)
    return depths


# Decimal digits of other scripts and styles, full-width ones among them; circled numbers are marks of their own.
_DISGUISED = re.compile(r"[^\D0-9]+")


def check_digits(line: Line, report: Report) -> None:
    """Report digits of other scripts and widths."""
    for match in _DISGUISED.finditer(line.text):
        for start, end in line.stretches(*match.span()):
            plain = "".join(str(unicodedata.decimal(char)) for char in line.text[start:end])
            faults: list[Fault] = [(start, end, "is not written in plain digits", f"write `{plain}`", plain)]
            report_together("L303", line, faults, report)

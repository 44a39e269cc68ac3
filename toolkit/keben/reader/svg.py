"""Decide whether an SVG may be published, and how large it is.

The bytes go into every format as they are, so a file passes whole or is refused. What passes asks for nothing outside
itself, runs nothing, and draws a bounded number of elements, whatever it takes from `use`, patterns, masks and markers.

Source: WeasyPrint 70, `svg/`, for what it follows that no standard allows.
"""

from __future__ import annotations

import math
import re
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING
from xml.parsers import expat

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 2_000_000  # a detailed map is under 1 MB; more is a traced photograph
MAX_DEPTH = 64  # in the file, and with every link followed; engines recurse ten frames a level, of a thousand
MAX_ELEMENTS = 20_000  # in the file, and with every link followed; more takes engines many seconds
MAX_STOPS = 256  # a gradient of at most so many counts as one element, since thousands of shapes may use it

SVG = "http://www.w3.org/2000/svg"

_SHAPES = frozenset(("path", "rect", "circle", "ellipse", "line", "polyline", "polygon"))
_GRADIENTS, _TITLES = frozenset(("linearGradient", "radialGradient")), frozenset(("title", "desc"))
_ELEMENTS = _SHAPES | _GRADIENTS | _TITLES | frozenset(
    ("svg", "g", "defs", "symbol", "use", "text", "tspan", "textPath", "stop", "clipPath", "mask", "pattern", "marker",
     "style")
)  # fmt: skip
_INSIDE: dict[str, frozenset[str]] = {
    **dict.fromkeys(_SHAPES | {"stop"}, _TITLES),
    **dict.fromkeys(_GRADIENTS, _TITLES | {"stop"}),
    **dict.fromkeys(_TITLES | {"style"}, frozenset()),
}
"""What alone may stand in an element: some engines draw anything found there, with the paint of what it stands in."""
_ONLY_ON = {"d": frozenset(("path",)), "points": frozenset(("polyline", "polygon"))}
"""WeasyPrint hands these attributes down to every shape inside, so elsewhere they multiply."""
_FOREIGN = re.compile(
    r"http://www\.w3\.org/(?:1999/xlink (?:href|title|type|show|actuate)|XML/1998/namespace (?:lang|space))"
)
"""Attributes in a namespace that are accepted; `xml:base` is not, it moves what `#id` means."""
_PROPERTY = re.compile(
    r"(?:background|clip|color|fill|font|marker|mask|stop|stroke|text|transform)(?:-[a-z-]+)?"
    r"|image-rendering|(?:shape|solid)-[a-z]+|glyph-orientation-(?:horizontal|vertical)|max-(?:height|width)"
    r"|alignment-baseline|baseline-shift|cursor|direction|display|dominant-baseline|enable-background|isolation"
    r"|line-height|mix-blend-mode|opacity|overflow|paint-order|pointer-events|unicode-bidi|vector-effect"
    r"|(?:letter|word)-spacing|visibility|white-space|writing-mode"
)
"""CSS names that are accepted. WeasyPrint takes any other as an attribute: `href: #a` would be a link unseen here."""

_PLAIN = "export as plain SVG, without metadata"
_PRESENTATION = "export with presentation attributes"
_INWARD = "keep everything that the image needs inside the SVG"
_SIMPLER = "simplify it or save it as PNG"
_REMEDIES = {
    "script": "delete the script",
    "foreignObject": "write the text as SVG text, or save the image as PNG",
    "a": "take the link out of the SVG and set it in the text",
    **dict.fromkeys(("image", "filter"), "save the whole image as PNG"),
    **dict.fromkeys(("animate", "animateMotion", "animateTransform", "animateColor", "set"), "export a still image"),
}

_ID = r"""#[^\s"'()<>\\%]+"""
_REFERENCE = re.compile(rf"""url\(\s*["']?({_ID})["']?\s*\)""", re.IGNORECASE)
_OUTSIDE = re.compile(
    rf"""(?:url\((?!\s*(["']?){_ID}\1\s*\))|(?:image-set|image|src|expression)\(|\\).{{,60}}""", re.IGNORECASE
)
"""What CSS may fetch or run, and the backslash, with which CSS can write any of these in other letters."""
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_VERTEX = re.compile(rf"{_NUMBER}|[A-Za-z]")
_LENGTH = re.compile(rf"\s*(?:({_NUMBER})\s*([A-Za-z%]*)|auto|)\s*")
_VIEW_BOX = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*")
_PX_PER_UNIT = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}


class ImageError(Exception):
    """An image may not be used; `fact` is what is said of the file, without its name."""

    def __init__(self, code: str, fact: str, hint: str = "") -> None:
        self.code = code
        self.fact = fact
        self.hint = hint
        super().__init__(f"{code}: {fact}")


class _Element(Struct):
    """What counts of an element: `links` are pairs of an attribute or CSS name and an id."""

    tag: str
    line: int
    id: str
    links: list[tuple[str, str]]
    children: list[int]
    vertices: int = 0


def read_svg(data: bytes) -> tuple[float, float]:
    """Return width and height in CSS px, finite and above zero; raise at the first thing that may not be published."""
    if len(data) > MAX_BYTES:
        raise ImageError("S034", f"has {len(data):,} bytes; an SVG may have {MAX_BYTES:,}", _SIMPLER)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ImageError("S033", f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    # Looked for before parsing: after a fault in a handler expat reads on, and would declare entities.
    if found := re.search(rb"<!DOCTYPE|<!ENTITY|<\?(?!xml\s)", data):
        raise ImageError("S035", f"holds `{found[0].decode()}`", "delete it, up to its `>`")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ImageError("S033", f"is not well-formed XML in line {error.lineno}", "export it again") from error
    _check_links(reader.elements)
    return _size(reader.root)


class _Reader:
    """Collects elements in document order while expat reads; raises at the first that is refused."""

    def __init__(self) -> None:
        self.elements: list[_Element] = []
        self.root: dict[str, str] = {}
        self._open: list[int] = []
        self._text: list[str] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.XmlDeclHandler = self._declared
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text.append

    def _refused(self, what: str, hint: str) -> ImageError:
        return ImageError("S035", f"holds {what} in line {self.parser.CurrentLineNumber}", hint)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        # An engine would follow the declaration and read other characters than were checked here.
        if encoding and encoding.lower() != "utf-8":
            raise ImageError("S033", f"declares the encoding `{encoding}`", "save it as UTF-8")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        parent = self.elements[self._open[-1]].tag if self._open else ""
        self._text.clear()
        if not parent:
            self.root = attributes
            if name != f"{SVG} svg":
                raise ImageError("S032", f"is not SVG: it begins with `<{tag}>`", f'begin with `<svg xmlns="{SVG}">`')
        if namespace != SVG:
            raise self._refused(f"`<{tag}>`, which is not SVG,", _PLAIN)
        if tag not in _ELEMENTS:
            raise self._refused(f"`<{tag}>`", _REMEDIES.get(tag, _PLAIN))
        if tag not in _INSIDE.get(parent, _ELEMENTS):
            raise self._refused(f"`<{tag}>` inside `<{parent}>`", _PLAIN)
        if len(self._open) >= MAX_DEPTH or len(self.elements) >= MAX_ELEMENTS:
            raise ImageError("S034", f"has more than {MAX_ELEMENTS:,} elements or {MAX_DEPTH} levels", _SIMPLER)
        if self._open:
            self.elements[self._open[-1]].children.append(len(self.elements))
        links = [link for item in attributes.items() for link in self._attribute_links(tag, *item)]
        element = _Element(tag, self.parser.CurrentLineNumber, attributes.get("id", ""), links, [])
        if tag in _SHAPES:
            element.vertices = 2 + len(_VERTEX.findall(attributes.get("d", "") + " " + attributes.get("points", "")))
        self._open.append(len(self.elements))
        self.elements.append(element)

    def _attribute_links(self, tag: str, name: str, value: str) -> Iterator[tuple[str, str]]:
        namespace, _, local = name.rpartition(" ")
        if namespace and not _FOREIGN.fullmatch(name):
            raise self._refused(f"the attribute `{local}`, which is not SVG,", _PLAIN)
        if local.lower().startswith("on"):
            raise self._refused(f"the event attribute `{local}`", "delete it")
        if tag not in _ONLY_ON.get(local, (tag,)):
            raise self._refused(f"the attribute `{local}` on `<{tag}>`", _PLAIN)
        if local == "href":
            if not re.fullmatch(_ID, value):
                raise self._refused(f"a reference to `{value[:60]}`", _INWARD)
            yield "href", value[1:]
        elif local == "style":
            yield from self._declaration_links(value)
        else:
            if local == "viewBox":
                _view_box(value)
            yield from self._value_links(local, value)

    def _value_links(self, name: str, value: str) -> Iterator[tuple[str, str]]:
        if found := _OUTSIDE.search(value):
            raise self._refused(f"`{found[0]}`", _INWARD)
        # WeasyPrint follows a bare `#id` here too.
        if name.startswith(("clip-path", "mask", "filter", "marker")) and "#" in _REFERENCE.sub("", value):
            raise self._refused(f"`{value[:60]}` for `{name}`", "write `url(#…)`")
        return ((name, reference[1:]) for reference in _REFERENCE.findall(value))

    def _declaration_links(self, text: str) -> Iterator[tuple[str, str]]:
        self._check_css(text, r"[{}]")
        for part in filter(str.strip, text.split(";")):
            name, _, value = part.partition(":")
            name = name.strip().lower()
            links = list(self._value_links(name, value))
            # Engines skip names of other makers, and `--x`; a link in them would be taken out by `var()`.
            if not _PROPERTY.fullmatch(name) and (links or not re.fullmatch(r"-[a-z-]+", name)):
                raise self._refused(f"the style `{name[:60]}`", _PRESENTATION)
            yield from links

    def _end(self, _name: str) -> None:
        element = self.elements[self._open.pop()]
        if element.tag != "style":
            return
        sheet = "".join(self._text)
        self._check_css(sheet, r"\A(?!(?:[^{}\"';]*\{[^{}]*\})*\s*\Z)")
        for declarations in re.findall(r"\{([^{}]*)\}", sheet):
            element.links += self._declaration_links(declarations)

    def _check_css(self, text: str, more: str) -> None:
        """Refuse at-rules, and what could make an engine see other declarations here than are looked at."""
        if found := re.search(rf"@[\w-]*|/\*|\\|href|{more}", text, re.IGNORECASE):
            raise self._refused(f"`{found[0] or 'more than plain rules'}` in CSS", _PRESENTATION)


def _check_links(elements: list[_Element]) -> None:
    """Refuse ids that stand twice, links whose uses cannot be counted, and what `_check_expansion` refuses."""
    ids: dict[str, int] = {}
    for index, element in enumerate(elements):
        if element.id and ids.setdefault(element.id, index) != index:
            raise ImageError("S035", f"has the id `{element.id}` twice, again in line {element.line}", "rename one")
    drawn = {element.id for element in elements if element.tag not in _GRADIENTS}
    for element in elements:
        names = [name for name, target in element.links if target in drawn]
        paints = [name for name in names if name in {"fill", "stroke"}]
        markers = [name for name in names if name.startswith("marker")]
        # A style sheet matches any number of elements; paint set on a group is drawn once for each shape inside.
        uncounted = names if element.tag == "style" else paints + markers
        if uncounted and element.tag not in _SHAPES:
            fact = f"sets `{uncounted[0]}` to a link on `<{element.tag}>` in line {element.line}"
            raise ImageError("S035", fact, f"set `{uncounted[0]}` on each shape: {_PRESENTATION}")
        # A marker may take over the paint, `context-fill`, and so draw the pattern at each of its own shapes.
        if paints and markers:
            fact = f"has a pattern and a marker on one shape in line {element.line}"
            raise ImageError("S035", fact, "draw the shape twice, once for each")
    _check_expansion(elements, ids)


def _check_expansion(elements: list[_Element], ids: dict[str, int]) -> None:
    """Refuse links in a ring, and an element that draws too much with all that it links to; targets come first."""
    links = [[(name, ids[target]) for name, target in each.links if target in ids] for each in elements]
    graph = {at: [*each.children, *(target for _, target in links[at])] for at, each in enumerate(elements)}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as error:
        line = min(elements[at].line for at in error.args[1])
        raise ImageError("S035", f"draws itself: `<use>` or `url(#…)` leads back to line {line}", _PLAIN) from error
    counts, depths = [0] * len(elements), [0] * len(elements)
    for at in order:
        element = elements[at]
        count = 1 + sum(counts[child] for child in element.children)
        for name, target in links[at]:
            count += counts[target] * (element.vertices if name.startswith("marker") else 1)
        if element.tag in _GRADIENTS and len(element.children) <= MAX_STOPS:
            count = 1
        depths[at] = 1 + max((depths[other] for other in graph[at]), default=0)
        if count > MAX_ELEMENTS or depths[at] > MAX_DEPTH:
            fact = f"draws more than {MAX_ELEMENTS:,} elements or {MAX_DEPTH} levels through `<use>` and `url(#…)`"
            raise ImageError("S034", fact, _SIMPLER)
        counts[at] = count


def _size(root: dict[str, str]) -> tuple[float, float]:
    """Return width and height in CSS px; a side that nothing gives is CSS's default, 300 × 150."""
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    if "viewBox" in root:
        box_width, box_height = _view_box(root["viewBox"])
        if not (width or height):
            return box_width, box_height
        width = width or (height or 0) * box_width / box_height
        height = height or width * box_height / box_width
    return _drawable(width or 300.0, height or 150.0, root.get("viewBox", ""))


def _length(text: str) -> float | None:
    """Return a length in CSS px, None where it depends on the page: `100%`, `20em`."""
    found = _LENGTH.fullmatch(text)
    if found and (found[1] is None or found[2].lower() not in _PX_PER_UNIT):
        return None
    length = float(found[1]) * _PX_PER_UNIT[found[2].lower()] if found else 0.0
    return _drawable(length, length, text)[0]


def _view_box(text: str) -> tuple[float, float]:
    """Return the width and height of a view box in its own units."""
    found = _VIEW_BOX.fullmatch(text)
    return _drawable(float(found[1]) if found else 0.0, float(found[2]) if found else 0.0, text)


def _drawable(width: float, height: float, written: str) -> tuple[float, float]:
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise ImageError("S033", f"has `{written[:60]}` for a size", "give its width and height in px or mm")
    return width, height

"""Decide whether an SVG may be published, and how large it is.

The bytes go into PDF, EPUB and HTML as they are, so nothing is cleaned: a file passes whole or is refused. What passes
asks for nothing outside itself, runs nothing, and draws a bounded number of elements in every engine, whatever it
takes from `use`, patterns, masks, clips and markers.

Source: SVG 1.1 Second Edition and CSS Syntax 3 for what engines read; WeasyPrint 70, `svg/`, for what it takes from
CSS that the standard does not.
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

MAX_BYTES = 2_000_000
"""A detailed map is under 1 MB; more is a traced photograph."""
MAX_DEPTH = 64
"""Levels, in the file and again once every link is followed: engines recurse ten frames a level of a thousand."""
MAX_ELEMENTS = 20_000
"""Elements, in the file and again once every link is followed; more takes engines seconds a page."""
MAX_STOPS = 256
"""Stops of a gradient, which is not counted again where it is used."""

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"

_SHAPES = frozenset("path rect circle ellipse line polyline polygon".split())
_GRADIENTS = frozenset(("linearGradient", "radialGradient"))
_TITLES = frozenset(("title", "desc"))
_ELEMENTS = _SHAPES | _GRADIENTS | _TITLES
_ELEMENTS |= set("svg g defs symbol use text tspan textPath stop clipPath mask pattern marker style".split())
_INSIDE: dict[str, frozenset[str]] = {
    **dict.fromkeys(_SHAPES | {"stop"}, _TITLES),
    **dict.fromkeys(_GRADIENTS, _TITLES | {"stop"}),
    **dict.fromkeys(_TITLES | {"style"}, frozenset()),
}
"""What alone may stand in an element: some engines draw anything found there, with the paint of what it stands in."""
_ONLY_ON = {"d": frozenset(("path",)), "points": frozenset(("polyline", "polygon"))}
"""WeasyPrint hands these attributes down to every shape inside, so elsewhere they multiply."""
_FOREIGN = frozenset([*(f"{XLINK} {name}" for name in ("href", "title", "type", "show", "actuate")), f"{XML} lang", f"{XML} space"])
"""Attributes in a namespace that are accepted; `xml:base` is not, it moves what `#id` means."""
_PROPERTIES = frozenset(
    """
    alignment-baseline background background-color baseline-shift clip clip-path clip-rule color color-interpolation
    color-rendering color-scheme cursor direction display dominant-baseline enable-background fill fill-opacity
    fill-rule font font-family font-feature-settings font-kerning font-size font-size-adjust font-stretch font-style
    font-variant font-variant-caps font-variant-east-asian font-variant-ligatures font-variant-numeric
    font-variant-position font-variation-settings font-weight glyph-orientation-horizontal glyph-orientation-vertical
    image-rendering isolation letter-spacing line-height marker marker-end marker-mid marker-start mask mask-type
    max-height max-width mix-blend-mode opacity overflow paint-order pointer-events shape-rendering stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit
    stroke-opacity stroke-width text-align text-anchor text-decoration text-decoration-color text-decoration-line
    text-decoration-style text-indent text-orientation text-overflow text-rendering text-transform transform
    transform-box transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode
    """.split()
)
"""CSS names that are accepted. WeasyPrint takes any other as an attribute: `href: #a` would be a link unseen here."""

_PLAIN = "export as plain SVG"
_PRESENTATION = "export with presentation attributes"
_INWARD = "keep everything that the image needs inside the SVG"
_SIMPLER = "simplify it or save it as PNG"
_REMEDIES = {
    "script": "delete the script",
    "foreignObject": "write the text as SVG text, or save the image as PNG",
    "a": "take the link out of the SVG and set it in the text",
    "image": "save the whole image as PNG",
    "filter": "flatten the effects, or save the image as PNG",
    "metadata": "export as plain SVG without metadata",
    **dict.fromkeys(("animate", "animateMotion", "animateTransform", "animateColor", "set"), "export a still image"),
}

_ID = r"""#[^\s"'()<>\\%]+"""
_REFERENCE = re.compile(rf"""url\(\s*["']?({_ID})["']?\s*\)""", re.IGNORECASE)
_OUTSIDE = re.compile(
    rf"""(?:url\((?!\s*(["']?){_ID}\1\s*\))|(?:image-set|image|src|expression)\(|\\).{{,60}}""", re.IGNORECASE
)
"""What CSS may fetch or run, and the backslash, with which CSS can write any of these in other letters."""
_SHEET = re.compile(r"""(?:[^{}"';]*\{[^{}]*\})*\s*""")
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_VERTEX = re.compile(rf"{_NUMBER}|[A-Za-z]")
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*([A-Za-z%]*)\s*")
_PX_PER_UNIT = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
"""Source: CSS Values 3, section 6.2."""


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
    """Check an SVG and return its width and height in CSS px, both finite and above zero.

    Raises:
        ImageError: The first thing that keeps it from being published, with the line it stands in.
    """
    if len(data) > MAX_BYTES:
        raise ImageError("S034", f"has {len(data)} bytes; an SVG may have {MAX_BYTES}", _SIMPLER)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ImageError("S033", f"is not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    # Looked for before parsing: after a fault in a handler expat reads on, and would declare entities.
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ImageError("S035", "holds a document type or an entity", "delete `<!DOCTYPE …>` and write entities out")
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        fact = f"is not well-formed XML in line {error.lineno}: {expat.ErrorString(error.code)}"
        raise ImageError("S033", fact, "export it again from the program that made it") from error
    _check_links(reader.elements, reader.sheet_links)
    return _size(reader.root)


class _Reader:
    """Collects elements in document order while expat reads; raises at the first that is refused."""

    def __init__(self) -> None:
        self.elements: list[_Element] = []
        self.root: dict[str, str] = {}
        self.sheet_links: list[tuple[str, str]] = []
        self._open: list[int] = []
        self._sheet: list[str] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.XmlDeclHandler = self._declared
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _refused(self, what: str, hint: str) -> ImageError:
        return ImageError("S035", f"holds {what} in line {self.parser.CurrentLineNumber}", hint)

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        # An engine would follow the declaration and read other characters than were checked here.
        if encoding and encoding.lower() != "utf-8":
            raise ImageError("S033", f"declares the encoding `{encoding}`", "save it as UTF-8")

    def _instruction(self, target: str, _data: str) -> None:
        raise self._refused(f"the instruction `<?{target}`", "delete it")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        parent = self.elements[self._open[-1]].tag if self._open else ""
        if not parent:
            _check_root(namespace, tag)
            self.root = attributes
        if namespace != SVG:
            raise self._refused(f"`<{tag}>`, which is not SVG,", _PLAIN)
        if tag not in _ELEMENTS:
            raise self._refused(f"`<{tag}>`", _REMEDIES.get(tag, _PLAIN))
        if tag not in _INSIDE.get(parent, _ELEMENTS):
            raise self._refused(f"`<{tag}>` inside `<{parent}>`", _PLAIN)
        if len(self._open) >= MAX_DEPTH or len(self.elements) >= MAX_ELEMENTS:
            fact = f"has more than {MAX_ELEMENTS} elements or {MAX_DEPTH} levels"
            raise ImageError("S034", fact, _SIMPLER)
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
        if namespace and name not in _FOREIGN:
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
        if found := re.search(r"[{}@]|/\*", text):
            raise self._refused(f"`{found[0]}` in a style", _PRESENTATION)
        for part in filter(str.strip, text.split(";")):
            name, _, value = part.partition(":")
            name = name.strip().lower()
            links = list(self._value_links(name, value))
            # Engines skip names of other makers, and `--x`; a link in them would be taken out by `var()`.
            if name not in _PROPERTIES and (links or not re.fullmatch(r"-[a-z-]+", name)):
                raise self._refused(f"the style `{name[:60]}`", _PRESENTATION)
            yield from links

    def _text(self, text: str) -> None:
        if self._open and self.elements[self._open[-1]].tag == "style":
            self._sheet.append(text)

    def _end(self, _name: str) -> None:
        if self.elements[self._open.pop()].tag != "style":
            return
        sheet, self._sheet = "".join(self._sheet), []
        if found := re.search(r"@[\w-]*|/\*", sheet):
            raise self._refused(f"`{found[0]}` in a style sheet", _PRESENTATION)
        if not _SHEET.fullmatch(sheet):
            raise self._refused("a style sheet with more than plain rules", _PRESENTATION)
        for declarations in re.findall(r"\{([^{}]*)\}", sheet):
            self.sheet_links += self._declaration_links(declarations)


def _check_root(namespace: str, tag: str) -> None:
    if tag != "svg":
        raise ImageError("S032", f"is not an image: it holds `<{tag}>`", "save the image as PNG, JPEG, WebP or SVG")
    if namespace != SVG:
        raise ImageError("S033", "does not say that it is SVG", f'write `xmlns="{SVG}"` in its first tag')


def _check_links(elements: list[_Element], sheet_links: list[tuple[str, str]]) -> None:
    """Refuse ids that stand twice, paint that would be inherited, links in a ring, and too much once drawn out."""
    ids: dict[str, int] = {}
    for index, element in enumerate(elements):
        if element.id and ids.setdefault(element.id, index) != index:
            raise ImageError("S035", f"has the id `{element.id}` twice, again in line {element.line}", "rename one")
    drawn = {element.id for element in elements if element.tag not in _GRADIENTS}
    for name, target in sheet_links:
        # What a rule matches is not computed here, so it may name only what draws no elements.
        if target in drawn:
            raise ImageError("S035", f"takes `#{target}` for `{name}` in a style sheet", _PRESENTATION)
    for element in elements:
        painted = [(name, target) for name, target in element.links if target in drawn and name in ("fill", "stroke")]
        marked = [(name, target) for name, target in element.links if name.startswith("marker")]
        for name, target in [*painted, *marked]:
            # Handed down they would be drawn once for each shape inside.
            if element.tag not in _SHAPES:
                fact = f"takes `#{target}` for `{name}` on `<{element.tag}>` in line {element.line}"
                raise ImageError("S035", fact, f"set `{name}` on each shape")
        # A marker may take over the paint, `context-fill`, and so draw the pattern at each of its shapes.
        if painted and marked:
            fact = f"has a pattern and a marker on one shape in line {element.line}"
            raise ImageError("S035", fact, "draw the shape twice, once for each")
    _check_expansion(elements, ids)


def _check_expansion(elements: list[_Element], ids: dict[str, int]) -> None:
    """Count what each element draws with all that it links to, each counted once, targets first."""
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
        if element.tag in _GRADIENTS:
            if len(element.children) > MAX_STOPS:
                raise ImageError("S034", f"has a gradient of more than {MAX_STOPS} stops", "simplify the gradient")
            count = 1
        depths[at] = 1 + max((depths[other] for other in graph[at]), default=0)
        if count > MAX_ELEMENTS or depths[at] > MAX_DEPTH:
            fact = f"draws more than {MAX_ELEMENTS} elements or {MAX_DEPTH} levels once `<use>` and `url(#…)` are followed"
            raise ImageError("S034", fact, _SIMPLER)
        counts[at] = count


def _size(root: dict[str, str]) -> tuple[float, float]:
    """Return width and height in CSS px. Source for a side that is not given: CSS Images 3, section 5.2."""
    width, height = _length(root.get("width", "")), _length(root.get("height", ""))
    if "viewBox" in root:
        box_width, box_height = _view_box(root["viewBox"])
        if not (width or height):
            return box_width, box_height
        width = width or (height or 0) * box_width / box_height
        height = height or width * box_height / box_width
    size = width or 300.0, height or 150.0
    if not all(math.isfinite(side) and side > 0 for side in size):
        raise ImageError("S033", "has a size that cannot be drawn", "give its width and height in px or mm")
    return size


def _length(text: str) -> float | None:
    """Return a length in CSS px, or None where it depends on the page: `100%`, `20em`, `auto`."""
    found = _LENGTH.fullmatch(text)
    if not found and text.strip() not in ("", "auto"):
        raise ImageError("S033", f"has `{text[:60]}` for a length", "give its width and height in px or mm")
    if not found or found[2].lower() not in _PX_PER_UNIT:
        return None
    length = float(found[1]) * _PX_PER_UNIT[found[2].lower()]
    if not (math.isfinite(length) and length > 0):
        raise ImageError("S033", f"has `{text[:60]}` for a length", "give its width and height in px or mm")
    return length


def _view_box(text: str) -> tuple[float, float]:
    """Return the width and height of a view box in its own units."""
    try:
        numbers = [float(number) for number in re.split(r"\s*,\s*|\s+", text.strip())]
    except ValueError:
        numbers = []
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)) or min(numbers[2:]) <= 0:
        raise ImageError("S033", f"has `{text[:60]}` for a view box", "export it again from the program that made it")
    return numbers[2], numbers[3]

"""Inline tokens to inlines, with the allowed HTML, spans, links, notes and quantities judged on the way."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from markdown_it.token import Token
from msgspec import Struct

from keben.document import (
    Code,
    Emphasis,
    Image,
    Inline,
    Keep,
    LineBreak,
    Link,
    Name,
    NoteCall,
    Paragraph,
    Quantity,
    Ruby,
    Strong,
    Subscript,
    Superscript,
    Text,
)  # fmt: skip
from keben.reader import limits
from keben.reader.calls import make_call
from keben.reader.cjk import joins_without_space
from keben.reader.figures import make_quantity
from keben.reader.leftovers import report_leftovers
from keben.reader.parsing import told_once
from keben.settings import nearest
from keben.tree import plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from keben.diagnostics import Place, Report
    from keben.reader.context import Context

SPAN_CLASSES = ("q", "keep", "name")
LINK_SCHEMES = ("http", "https", "mailto")
HTML_ELEMENTS = ("sub", "sup", "br", "ruby", "rb", "rt", "rp")

_OWN_LABEL = ("", "[]")
"""What follows the text of a link whose text is its label too: `[text]`, `[text][]`."""

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9-]*)\s*(/?)>")


class _Frame(Struct):
    """An element that is still open, and what it holds so far."""

    kind: str
    token: Token | None
    children: list[Inline]


class InlineReader:
    """Builds the inlines of one block; faults go to the report, and what is at fault is left out or becomes text."""

    def __init__(self, context: Context, locate: Callable[[int, int], Place]) -> None:
        self._context = context
        self._report: Report = context.report
        self._locate = locate
        self._frames = [_Frame("block", None, [])]
        self._refused: set[str] = set()

    def read(self, tokens: list[Token]) -> tuple[Inline, ...]:
        """Turn a block's tokens into inlines."""
        for token in tokens:
            if max(token.level, len(self._frames)) > limits.NESTING:  # HTML nests without levels
                self._report.add(
                    "S004", f"markup is nested deeper than {limits.NESTING} levels", self._place(token), "simplify it"
                )
                return _join_lines(self._frames[0].children)
            self._take(token)
        while len(self._frames) > 1:
            frame = self._frames.pop()
            if frame.token is not None and frame.kind in HTML_ELEMENTS:
                self._report.add(
                    "S021", f"`<{frame.kind}>` is not closed", self._place(frame.token), f"add `</{frame.kind}>`"
                )
            self._frames[-1].children.extend(frame.children)
        children = _join_lines(self._frames[0].children)
        report_leftovers(children, self._report)
        return children

    # -- tokens

    def _take(self, token: Token) -> None:
        match token.type:
            case "text" | "text_special":
                if token.content:
                    self._add(Text(text=token.content, place=self._text_place(token)))
            case "softbreak":
                self._add(_SOFT_BREAK)
            case "hardbreak":
                self._add(LineBreak())
            case "code_inline":
                self._add(Code(text=token.content, place=self._place(token)))
            case "image":
                self._image(token)
            case "footnote_ref":
                self._note_call(token)
            case "html_inline":
                self._html(token)
            case _ if token.nesting > 0:
                self._frames.append(_Frame(token.type.removesuffix("_open"), token, []))
            case _ if token.nesting < 0:
                self._close(token.type.removesuffix("_close"))

    def _close(self, kind: str) -> None:
        while self._frames[-1].kind != kind and self._frames[-1].kind in HTML_ELEMENTS:
            frame = self._frames.pop()
            assert frame.token is not None  # noqa: S101 - only the block itself has none
            self._report.add(
                "S021", f"`<{frame.kind}>` is not closed", self._place(frame.token), f"add `</{frame.kind}>`"
            )
            self._frames[-1].children.extend(frame.children)
        frame = self._frames.pop()
        assert frame.token is not None  # noqa: S101
        children = _join_lines(frame.children)
        place = self._place(frame.token)
        match frame.kind:
            case "em":
                self._add(Emphasis(children=children, place=place))
            case "strong":
                self._add(Strong(children=children, place=place))
            case "link":
                self._link(frame.token, children)
            case "span":
                self._span(frame.token, children)
            case _:
                self._extend(children)

    def _add(self, inline: Inline) -> None:
        self._frames[-1].children.append(inline)

    def _extend(self, children: tuple[Inline, ...]) -> None:
        self._frames[-1].children.extend(children)

    def _place(self, token: Token, length: int = 1) -> Place:
        return self._locate((token.map or [0])[0], length)

    def _text_place(self, token: Token) -> Place:
        """Return a text's place; an escape or entity has the length it takes in the source, or one that never fits."""
        if token.type == "text_special" and token.markup != token.content:
            return self._place(token, len(token.markup))
        return self._place(token, len(token.content))

    # -- elements

    def _link(self, token: Token, children: tuple[Inline, ...]) -> None:
        target = str(token.attrs.get("href", ""))
        place = self._place(token)
        if token.info == "auto":  # the address itself, which no edition changes
            children = (Keep(children=(Text(text=plain_text(Strong(children=children))),), place=place),)
        elif token.meta["tail"] in _OWN_LABEL:
            texts = (node for node in walk(Strong(children=children)) if isinstance(node, Text))
            self._context.labels.update(text.place for text in texts if text.place)
        self._title_aside(token)
        scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", target)
        if target.startswith("#") and len(target) > 1:
            self._context.references.append((target[1:], "S023", place))
        elif not scheme or scheme[1].lower() not in LINK_SCHEMES:
            fact = f"the link target `{target[:80]}` may not be published" if target else "the link has no target"
            hint = "link to http, https or mailto, or to `#id` in this work"
            self._report.add("S022", fact, place, f"write `https://{target}`" if target.startswith("www.") else hint)
            return self._extend(children)
        if not has_words(children) and not any(isinstance(child, Image) for child in children):
            self._report.add("S045", "a link without text", place, "write what the reader will see")
        self._context.count_target(target, place)
        self._add(Link(children=children, target=target, title=str(token.attrs.get("title", "")), place=place))
        return None

    def _span(self, token: Token, children: tuple[Inline, ...]) -> None:
        place = self._place(token, 1)
        classes = str(token.attrs.get("class", "")).split()
        if token.meta["unread"]:
            self._report.add("S025", f"`{token.meta['unread'][:60]}` is not read as an attribute", place,
                             "write `.class`, `#id` or `key=value`; put a value with other marks in quotes")  # fmt: skip
            return self._extend(children)
        self._report_repeated(token)
        if "q" in token.attrs and self._context.is_translation:
            return self._add(
                make_call(token.attrs, children, place, self._context) or Keep(children=children, place=place)
            )
        repeats = "q" in token.attrs and not classes
        if not repeats and (len(classes) != 1 or classes[0] not in SPAN_CLASSES):
            shown = ", ".join(f"`.{each}`" for each in classes) or "no class"
            near = nearest(classes[0], SPAN_CLASSES) if len(classes) == 1 else ""
            self._report.add("S025", f"a span needs one class; this has {shown}", place,
                             (f"did you mean `.{near}`? " if near else "")
                             + f"use one of {', '.join('.' + each for each in SPAN_CLASSES)}")  # fmt: skip
            return self._extend(children)
        if repeats or classes[0] == "q":
            quantity = make_quantity(token.attrs, children, place, self._context)
            if quantity:
                return self._add(quantity)
            self._context.aside.append(Paragraph(children=children))
            return self._add(Keep(children=children, place=place))  # one fault is enough; no lint looks into it
        self._only(token, ("class", "id"))
        identifier = self._context.claim_id(str(token.attrs.get("id", "")), place)
        node = Keep if classes[0] == "keep" else Name
        return self._add(node(children=children, id=identifier, place=place))

    def _image(self, token: Token) -> None:
        place = self._place(token)
        self._only(token, ("src", "alt", "title", "id"))
        self._report_repeated(token)
        alternative = "".join(
            child.content for child in token.children or () if child.type in ("text", "text_special", "code_inline")
        )
        if not alternative.strip():
            self._report.add("S036", f"the image `{token.attrs.get('src', '')}` has no alternative text", place,
                             "say in the brackets what the image shows: `![…](…)`")  # fmt: skip
        if token.meta["tail"] not in _OWN_LABEL:
            self._alternative_aside(token)
        self._title_aside(token)
        source = self._context.load_image(str(token.attrs.get("src", "")), place)
        if source:
            identifier = self._context.claim_id(str(token.attrs.get("id", "")), place)
            title = str(token.attrs.get("title", ""))
            self._add(Image(source=source, alternative=alternative, title=title, id=identifier, place=place))

    def _alternative_aside(self, token: Token) -> None:
        """Keep the words of an image's alternative text with their places."""
        inside = (token.map or [0])[0] + len("![")
        texts = [
            Text(
                text=child.content,
                place=self._locate(
                    inside + (child.map or [0])[0],
                    len(child.markup if child.type == "text_special" else child.content),
                ),
            )
            for child in token.children or ()
            if child.type in ("text", "text_special") and child.content
        ]
        self._context.aside.append(Paragraph(children=tuple(texts)))

    def _title_aside(self, token: Token) -> None:
        """Keep the words of a title with their places, where it stands verbatim behind the link or image itself."""
        title, tail = str(token.attrs.get("title", "")), token.meta.get("tail", "")
        if not title or not tail.startswith("(") or title not in tail:
            return
        offset = token.meta["tail_at"] + tail.rindex(title)
        texts = []
        for line in title.split("\n"):
            texts.append(Text(text=line, place=self._locate(offset, len(line))))
            offset += len(line) + 1
        self._context.aside.append(Paragraph(children=tuple(texts)))

    def _only(self, token: Token, allowed: tuple[str, ...]) -> None:
        for key in token.attrs:
            if key not in allowed:
                self._report.add("S025", f"the attribute `{key}` has no meaning here", self._place(token),
                                 f"allowed: {', '.join(allowed)}")  # fmt: skip

    def _report_repeated(self, token: Token) -> None:
        for key in token.meta.get("repeated", ()):
            fact, hint = told_once(key)
            self._report.add("S025", fact, self._place(token), hint)

    def _note_call(self, token: Token) -> None:
        label = str(token.meta["label"])
        place = self._place(token, len(label) + 3)
        number, first = self._context.call_note(label, place)
        self._add(NoteCall(id=f"call-{number}" if first else "", note=f"note-{number}", number=number, place=place))

    # -- HTML

    def _html(self, token: Token) -> None:
        if token.content.startswith("<!--"):
            return
        tag = _TAG.fullmatch(token.content)
        if tag and tag[1] and tag[2].lower() in self._refused:
            return
        if not tag or tag[2].lower() not in HTML_ELEMENTS:
            name = re.match(r"<([A-Za-z][A-Za-z0-9-]*)", token.content)
            self._refused.add(name[1].lower() if name else "")
            self._report.add("S020", f"the HTML `{token.content[:60]}` is not allowed", self._place(token, len(token.content)),
                             f"allowed, without attributes: {', '.join(f'<{each}>' for each in HTML_ELEMENTS)}; else write Markdown")  # fmt: skip
            return
        element = tag[2].lower()
        if element == "br":
            self._add(LineBreak())
        elif not tag[1]:
            self._frames.append(_Frame(element, token, []))
        elif self._frames[-1].kind == element:
            self._close_html(self._frames.pop())
        else:
            self._report.add("S021", f"`</{element}>` closes nothing", self._place(token, len(token.content)),
                             f"open it with `<{element}>`, or delete it")  # fmt: skip

    def _close_html(self, frame: _Frame) -> None:
        assert frame.token is not None  # noqa: S101
        children, place = _join_lines(frame.children), self._place(frame.token)
        if frame.kind in ("rt", "rp") and self._frames[-1].kind != "ruby":
            self._report.add(
                "S021", f"`<{frame.kind}>` stands outside `<ruby>`", place, "write `<ruby>字<rt>zì</rt></ruby>`"
            )
            return self._extend(children)
        match frame.kind:
            case "sub":
                self._add(Subscript(children=children, place=place))
            case "sup":
                self._add(Superscript(children=children, place=place))
            case "rt":
                base = tuple(self._frames[-1].children)
                self._frames[-1].children.clear()
                pairs = [child for child in base if isinstance(child, Ruby)]
                rest = tuple(child for child in base if not isinstance(child, Ruby))
                self._extend((*pairs, Ruby(children=rest, reading=plain_text(Strong(children=children)), place=place)))
            case "rp":
                pass
            case _:
                self._extend(children)
        return None


_SOFT_BREAK = Text(text="\n")


def _join_lines(children: list[Inline]) -> tuple[Inline, ...]:
    """Resolve line ends inside a paragraph: nothing between Han characters and beside a break, a space elsewhere.

    Calls of notes and images have no words: what stands beyond them decides.
    """
    words = [_words(child) for child in children]
    following = list(accumulate(reversed(words), lambda after, word: word or after, initial=""))[::-1]
    joined: list[Inline] = []
    before = ""
    for child, word, after in zip(children, words, following[1:], strict=True):
        before = word or before
        if child is not _SOFT_BREAK:
            joined.append(child)
        elif (joined and isinstance(joined[-1], LineBreak)) or not (before or after):
            continue
        elif not joins_without_space((before or after)[-1], (after or before)[0]):
            joined.append(Text(text=" "))
    return tuple(joined)


def has_words(children: tuple[Inline, ...]) -> bool:
    """Whether a reader will see words; a figure that gets those of another has some."""
    whole = Strong(children=children)
    return bool(plain_text(whole).strip()) or any(isinstance(node, Quantity) for node in walk(whole))


def _words(inline: Inline) -> str:
    """Return the words of an inline; of a figure that its edition will print or that gets those of another, a digit."""
    if isinstance(inline, Quantity) and (
        (inline.calls and not inline.own_words) or (inline.repeats and not inline.text)
    ):
        return "0"
    return "" if inline is _SOFT_BREAK else plain_text(inline)

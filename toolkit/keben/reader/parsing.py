"""Markdown to tokens: which syntax a source may use, and where each inline token stands.

markdown-it says in which lines a block stands but not where in them an inline is; here the `map` of every inline token
begins with its offset in the block's content.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import image, link
from markdown_it.rules_inline.state_inline import StateInline
from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from msgspec import Struct

from keben.diagnostics import Place, Report
from keben.reader import limits
from keben.reader.cjk import scan_delimiters

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline.state_inline import Scanned
    from markdown_it.token import Token

CONTAINER = "division"


def make_parser(report: Report) -> MarkdownIt:
    """Return a parser for the source form: CommonMark, tables, notes, definition lists, containers, spans.

    What CommonMark drops or prints as it stands without a word, links with other schemes among them, is let through
    and judged later, where it can be reported with its place.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": limits.NESTING + 2, "typographer": False, "linkify": False})
    parser.enable("table")
    parser.disable(["normalize", "text_join"])  # the text has LF and keeps every character, so that places hold
    rules = parser.get_active_rules()["inline"]
    parser.inline = PlacedInline()
    parser.inline.ruler.enableOnly(rules)
    parser.disable(["fragments_join"])
    parser.use(footnote_plugin, inline=False, move_to_end=False, always_match_refs=True)
    parser.use(deflist_plugin)
    parser.use(container_plugin, CONTAINER, validate=lambda _params, _markup: True)
    parser.use(attrs_block_plugin)
    parser.use(attrs_plugin, after=("image",), spans=False)
    parser.inline.ruler.before("link", "span", span_rule)
    parser.inline.ruler.at("link", _with_tail(link))
    parser.inline.ruler.at("image", _with_tail(image))
    parser.validateLink = lambda url: len(url) <= limits.URL_LENGTH  # type: ignore[method-assign]
    parser.core.ruler.before("attr", "repeated", lambda state: _report_repeated(state, report))
    parser.core.ruler.before("inline", "heading_id", _heading_ids)
    parser.core.ruler.before("inline", "limits", lambda state: _limit_marks(state, report))
    return parser


class PlacedState(StateInline):
    """An inline state that notes where each token begins, and reads emphasis as Chinese text needs it."""

    pending_at = 0

    def append_pending(self, text: str) -> None:
        """Gather literal text; the first piece says where it begins."""
        if not self._pending and not self._pending_buffer:
            self.pending_at = self.pos
        super().append_pending(text)

    @property
    def pending(self) -> str:
        """Literal text gathered so far."""
        return super().pending

    @pending.setter
    def pending(self, value: str) -> None:
        if value and not getattr(self, "_pending", "") and not getattr(self, "_pending_buffer", None):
            self.pending_at = self.pos
        self._pending = value
        self._pending_buffer = []

    def pushPending(self) -> Token:  # noqa: N802 - markdown-it's name
        """Close the gathered text as a token."""
        token = super().pushPending()
        token.map = [self.pending_at, self.pending_at]
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:
        """Add a token with its place."""
        token = super().push(ttype, tag, nesting)
        token.map = [self.pos, self.pos]
        return token

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803, FBT001 - markdown-it's names
        """Read a run of emphasis marks by the CJK-friendly rules."""
        return scan_delimiters(self.src, start, self.posMax, can_split_word=canSplitWord)


class PlacedInline(ParserInline):
    """markdown-it's inline parser over `PlacedState`."""

    def parse(self, src: str, md: MarkdownIt, env: MutableMapping[str, Any], tokens: list[Token]) -> list[Token]:
        """Turn the content of a block into tokens."""
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


# `{#id .class key=value key="value"}`, the form of pandoc's bracketed spans; unlike the plugin's, `part-of=#id` is read.
_ATTRIBUTE = re.compile(
    r'\s*(?:#(?P<id>[^\s}"=]+)|\.(?P<class>[^\s}"=#.]+)|(?P<key>[A-Za-z][\w-]*)=(?:"(?P<quoted>[^"\n]*)"|(?P<bare>[^\s}"]*)))'
)


def span_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Read `[…]{…}`; attributes that cannot be read leave `meta["unread"]` for the diagnostic."""
    if state.src[state.pos] != "[":
        return False
    label_end = state.md.helpers.parseLinkLabel(state, state.pos, False)
    if label_end < 0 or state.src[label_end + 1 : label_end + 2] != "{":
        return False
    close = state.src.find("}", label_end + 2, state.posMax)
    if close < 0:
        return False
    if not silent:
        start, stop = state.pos, state.posMax
        written = read_attributes(state.src[label_end + 2 : close])
        opening = state.push("span_open", "span", 1)
        opening.attrs = written.values
        opening.meta |= {"end": close + 1, "unread": written.unread, "repeated": written.repeated}
        state.pos, state.posMax = start + 1, label_end
        state.md.inline.tokenize(state)
        state.push("span_close", "span", -1)
        state.posMax = stop
    state.pos = close + 1
    return True


def _with_tail(rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """Let a rule for links or images note what follows the closing bracket, and where: `(url "title")`, `[label]`."""

    def with_tail(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            opening = next(token for token in state.tokens[before:] if token.type in ("link_open", "image"))
            closed = start + len("![") + len(opening.content) if opening.type == "image" else _offset(state.tokens[-1])
            opening.meta |= {"tail": state.src[closed + 1 : state.pos], "tail_at": closed + 1}
            if opening.type == "image" and state.src.startswith(
                "{", state.pos
            ):  # the plugin keeps the last without a word
                opening.meta["repeated"] = read_attributes(state.src[state.pos + 1 :].partition("}")[0]).repeated
        return True

    return with_tail


def _offset(token: Token) -> int:
    return (token.map or [0])[0]


class Attributes(Struct, frozen=True):
    """The inside of braces: `class` joins several by spaces; a key in `repeated` stands twice, and its first value counts."""

    values: dict[str, str | int | float]
    unread: str = ""
    repeated: tuple[str, ...] = ()


def read_attributes(text: str) -> Attributes:
    """Read the inside of braces, up to what cannot be read."""
    values: dict[str, str | int | float] = {}
    repeated: dict[str, None] = {}
    position = 0
    while found := _ATTRIBUTE.match(text, position):
        position = found.end()
        key = "class" if found["class"] else "id" if found["id"] else found["key"]
        if found["class"]:
            values[key] = f"{values.get(key, '')} {found['class']}".strip()
        elif key in values:
            repeated[key] = None
        else:
            values[key] = found["id"] or (found["quoted"] if found["bare"] is None else found["bare"])
    return Attributes(values, text[position:].strip(), tuple(repeated))


def told_once(key: str) -> tuple[str, str]:
    """Say what is wrong with an attribute that stands twice, and what to do."""
    return f"{'an id' if key == 'id' else f'`{key[:40]}`'} is given twice", "leave one; the other would be lost"


def _report_repeated(state: StateCore, report: Report) -> None:
    """Report what stands twice in the `{#id}` lines before a block, of which the plugin keeps the last."""
    lines = state.src.split("\n")
    before: set[str] = set()
    for token in state.tokens:
        if token.type != "attrs_block":
            before = set()
            continue
        number = (token.map or [0])[0]
        written = read_attributes(lines[number].partition("{")[2].rpartition("}")[0])
        for key in dict.fromkeys((*written.repeated, *(key for key in written.values if key in before - {"class"}))):
            fact, hint = told_once(key)
            report.add("S025", fact, Place(state.env["first_line"] + number), hint)
        before |= written.values.keys()


_TRAILING_ID = re.compile(r"[ \t]*\{#([^\s{}]+)\}$")


def _heading_ids(state: StateCore) -> None:
    """Take `{#id}` from the end of a heading, as pandoc does."""
    for opening, inline in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and (found := _TRAILING_ID.search(inline.content)):
            opening.attrs["id"] = found[1]
            inline.meta["cut"] = found[0]
            inline.content = inline.content[: found.start()]


_MARKS = "[]*_`<!&\\{"


def _limit_marks(state: StateCore, report: Report) -> None:
    """Empty a block with more markup than any author writes, since the time to parse one grows with its square."""
    for token in state.tokens:
        if token.type != "inline":
            continue
        worst = max(_MARKS, key=token.content.count)
        count = token.content.count(worst)
        if count > limits.MARKS_IN_PARAGRAPH:
            report.add("S004", f"one paragraph has {count:,} of the mark {'backtick' if worst == '`' else f'`{worst}`'}, more than {limits.MARKS_IN_PARAGRAPH:,}",
                       Place(state.env["first_line"] + (token.map or [0])[0]), "divide the paragraph")  # fmt: skip
            token.content = ""


_WORD = re.compile(r"[^\s\u2e80-\uffef\U00020000-\U0003ffff]+")


def within_limits(body: str, first_line: int, report: Report) -> bool:
    """Check what must be known before parsing: the numbers of lines, marks and notes, the width of tables and words."""
    lines = body.split("\n")
    counts = (
        (len(lines), limits.LINES, "lines"),
        (sum(map(body.count, _MARKS)), limits.MARKS, "marks of markup"),
        (body.count("[^"), 2 * limits.NOTES, "note marks"),
    )
    for count, limit, what in counts:
        if count > limit:
            fact = f"the source has {count:,} {what}, more than {limit:,}"
            report.add("S004", fact, hint="split the work into several sources")
    wide = next((number for number, line in enumerate(lines) if _is_too_wide(line, first_line + number, report)), None)
    return wide is None and all(count <= limit for count, limit, _ in counts)


def _is_too_wide(line: str, number: int, report: Report) -> bool:
    columns = line.count("|") - line.count("\\|") - 1
    if columns > limits.TABLE_COLUMNS:
        fact = f"a table row has about {columns:,} columns, more than {limits.TABLE_COLUMNS}"
        report.add("S004", fact, Place(number), "turn the table or divide it")
        return True
    longest = max(map(len, _WORD.findall(line)), default=0) if len(line) > limits.WORD else 0
    if longest > limits.WORD:
        fact = f"{longest:,} characters stand without a space, more than {limits.WORD:,}"
        report.add("S004", fact, Place(number), "divide them, or take out what is not text")
        return True
    return False

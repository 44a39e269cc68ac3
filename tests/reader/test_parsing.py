"""Tokens: where each inline stands, which marks open emphasis in Chinese text, and limits that end quickly."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import FRONT_MATTER, read_body
from keben.diagnostics import CODES, Report
from keben.document import Node, Note, Quantity, Strong, Text, from_json, to_json
from keben.reader import limits
from keben.reader.cjk import is_wide, joins_without_space
from keben.reader.parsing import make_parser, read_attributes, within_limits
from keben.tree import plain_text, walk

if TYPE_CHECKING:
    from keben.diagnostics import Place
    from keben.reader import Work

FIXED = settings(derandomize=True, deadline=None)
BEFORE = FRONT_MATTER.count("\n")


def stretch(work: Work, place: Place) -> str:
    line = work.text.split("\n")[place.line - 1]
    return line[place.column - 1 : place.column - 1 + place.length]


# ---------------------------------------------------------------- places

# Each source has tags that no source may have; they are told where they stand.
TAGGED = {
    "a paragraph": "甲<b>乙<i>",
    "the second line": "甲\n乙<b>丙\n丁<i>",
    "an indented line": "甲\n   乙<b>",
    "behind a hard break": "甲  \n<b>乙\\\n<i>",
    "ideographic spaces": "　　甲<b>",
    "a line of ideographic spaces": "　\n甲<b>",
    "a heading": "## 甲<b> {#a}\n\n乙 <i>\n---",
    "a heading with closing marks": "#  甲<b>  ##",
    "a heading like its id": "# {#a} <b> {#a}",
    "a list": "- 甲<b>\n-   乙<i>\n\n    丙<u>",
    "a numbered list": "10. 甲<b>\n\n    乙<i>",
    "a tab in a list": "-\t甲<b>\n\n\t乙<i>",
    "a quotation": "> 甲<b>\n> 乙<i>\n丙<u>",
    "a tab in a quotation": ">\t甲<b>",
    "a list in a quotation": "> - 甲\n>\n>   乙<b>\n> 1. 丙<i>",
    "a quotation in a list": "- > 甲\n  > 乙<b>",
    "a definition": "术<b>\n: 义<i>\n\n    续<u>",
    "a note": "甲[^1]\n\n[^1]: 注<b>\n\n    续<i>",
    "a container": "::: note\n甲<b>\n\n> 乙<i>\n:::",
    "a table": "| 甲<b> | 乙<i> |\n|---|---|\n| <u> | 丙 <s> |",
    "cells of equal text": "| 甲 | 甲<b> |\n|---|---|\n| 甲 | 甲 <i> |",
    "cells that hold one another": "| 甲乙 | 乙<b> |\n|---|---|\n| 丙丙 | 丙 | \n| 丁 丁 | 丁 <i> |",
    "bars in cells": "| a\\|b<b> | `c\\|d`<i> |\n|---|---|\n| \\| | \\|\\|<u> |",
    "a table without outer bars": "甲<b> | 乙<i>\n--|--\n <u> | 丙",
    "a table in a quotation": "> | 甲 | 乙<b> |\n> |---|---|\n> | 丙 | 丁<i> |",
    "empty cells": "| | <b> |\n|---|---|\n| | <i> |",
    "behind entities": "&amp;<b>&#x4e2d;&nbsp;<i>&unknown;<u>",
    "behind escapes": "\\*<b>\\<<i>\\a<u>",
    "behind tabs": "甲\t乙<b>\t\t<i>",
    "behind emphasis": "**甲**<b>*乙*<i>***丙***<u>",
    "inside emphasis": "**甲<b>** *<i>乙*",
    "marks that do not pair": "**甲<b> _乙 <i> *<u>",
    "behind code": "`甲 ` ``<b>`` <i>` <u>",
    "behind links": '[甲](https://a.b)<b><https://a.b/中><i>[乙<u>](https://c.d "题")',
    "behind a reference": "[甲][r]<b>[r]<i>\n\n[r]: https://a.b",
    "behind spans": "[甲]{.keep #a}<b>[乙<i>]{.name}<u>",
    "behind a note call": "甲[^1]<b>[^1]<i>\n\n[^1]: 注",
    "behind a comment": "甲<!-- 注\n释 --><b>",
    "behind allowed tags": "H<sub>2</sub>O<b><br><i>",
    "behind wide characters": "𠀀𠀁<b>👨‍👩‍👧<i>e\u0301<u>",
    "the whole of a line": "甲<b><i>",
}  # fmt: skip


@pytest.mark.parametrize("name", TAGGED)
def test_inline_tokens_have_their_place(name: str) -> None:
    work = read_body(TAGGED[name])
    told = [found for found in work.diagnostics if found.code == "S020"]
    tags = [
        tag
        for tag in ("<b>", "<i>", "<u>", "<s>")
        if tag in TAGGED[name] and f"`` `{tag}" not in TAGGED[name] and f"``{tag}" not in TAGGED[name]
    ]
    assert sorted(stretch(work, found.place) for found in told if found.place) == sorted(tags)
    lines = work.text.split("\n")
    for found in told:
        assert found.place is not None
        tag = stretch(work, found.place)
        assert (found.place.line, found.place.column) == next(
            (number, line.index(tag) + 1) for number, line in enumerate(lines, 1) if tag in line
        )


def test_each_kind_of_inline_has_its_place() -> None:
    source = "甲*乙*`丙`[丁](https://a.b)[戊]{.keep}[5%]{.q}H<sub>2</sub><ruby>汉<rt>hàn</rt></ruby>己[^1]\n\n[^1]: 注"
    work = read_body(source)
    nodes = [node for node in walk(work.document.blocks[0]) if isinstance(node, Node) and not isinstance(node, Text)]
    places = {type(node).__name__: node.place.column for node in nodes if node.place}
    line = source.split("\n", maxsplit=1)[0]
    assert places == {
        "Paragraph": 1,
        "Emphasis": line.index("*乙") + 1,
        "Code": line.index("`丙") + 1,
        "Link": line.index("[丁") + 2,
        "Keep": line.index("[戊") + 1,
        "Quantity": line.index("5%") + 1,
        "Subscript": line.index("<sub>") + 1,
        "Ruby": line.index("<rt>") + 1,
        "NoteCall": line.index("[^1]") + 1,
    }


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("甲&amp;乙", ["甲", ("&", 5), "乙"]),
        ("甲\\*乙", ["甲", ("*", 2), "乙"]),
        ("甲&#20013;乙", ["甲", ("中", 8), "乙"]),
        ("甲&nbsp;乙", ["甲", ("\u00a0", 6), "乙"]),
        ("甲&unknown;乙", ["甲&unknown;乙"]),
        ("|甲\\|乙|\n|--|", [("甲|乙", 4)]),
        ("甲\\\n乙", ["甲", "乙"]),
        ("甲\n one", ["甲", None, "one"]),
        ("  甲\t乙  ", ["甲\t乙"]),
    ],
)
def test_a_text_is_verbatim_or_says_that_it_is_not(source: str, texts: list[str | tuple[str, int] | None]) -> None:
    found = [node for node in walk(read_body(source).document) if isinstance(node, Text)]
    shown = [
        None
        if text.place is None
        else text.text
        if text.place.length == len(text.text)
        else (text.text, text.place.length)
        for text in found
    ]
    assert shown == texts


PIECES = [
    "资金", "链条。", "a", "b c", " ", "  ", "\n", "\n\n", "\n\n", "*", "**", "_", "`", "[", "]", "(", ")", "{.keep}", "{.name}", "[8000亿元]{.q}",
    "[5&#37;]{.q}", "[^1]", "\n\n[^1]: 注释\n", "> ", "\n> ", "- ", "\n- ", "1. ", "\n    ", "\t", "|", "\\|", "\\", "\\*", "&amp;", "&#20013;", "<sub>", "</sub>",
    "<br>", "<b>", "<ruby>", "<rt>", "</rt>", "</ruby>", "<!-- c -->", "# ", "\n# ", "## x {#y}", "\n\n| 甲 | 乙 |\n|---|---|\n| 丙[5%]{.q} | 丁\\|\n",
    "[文字](https://a.b)", "[文](#y)", "![图](i.png)", "<https://a.b/c>", "<a@b.c>", "\n\n术语\n: 定义\n", "\n::: note\n", "\n:::\n", "\n```\n", "~~~", "“", "”", "，",
    "1", "---", "\n===\n", "{#id}", "{#s1p1}", "\u3000", "\u3000\n", "\u00a0", "é", "e\u0301", "𠀀", "한글", '\n[r]: https://e.f "题"\n', "[r]", "[x][r]", "\\\n", "  \n", "+", "\n: ",
]  # fmt: skip
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@settings(FIXED, max_examples=600)
@example("甲||\n-|-\n\\|")
@example("# {#id}{#id}")
@example("　\n正文<b>")
@example("[8000\n亿元]{.q}")
@example("<ps:x>")
@given(MARKDOWN | st.text())
def test_places_lie_in_the_source_and_verbatim_texts_stand_there(body: str) -> None:
    work = read_body(body)
    lines = work.text.split("\n")
    for node in walk(work.document):
        place = getattr(node, "place", None)
        if place is None:
            continue
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        if isinstance(node, Text | Quantity) and place.length == len(node.text):
            assert stretch(work, place) == node.text
    for found in work.diagnostics:
        assert found.code in CODES
        if found.place:
            assert 1 <= found.place.line <= len(lines)
            assert 1 <= found.place.column <= len(lines[found.place.line - 1]) + 1
            assert found.place.column - 1 + found.place.length <= max(1, len(lines[found.place.line - 1]))


@FIXED
@given(
    st.text(
        st.characters(categories=["Lo", "Ll", "Nd", "Po", "Zs"], exclude_characters="*_`<&\\[]!#>|:{}=~^-+.@%)"),
        min_size=1,
        max_size=40,
    )
)
def test_plain_prose_is_read_as_it_stands(text: str) -> None:
    work = read_body(text)
    assert plain_text(work.document) == text.strip()


# ---------------------------------------------------------------- emphasis in Chinese


@pytest.mark.parametrize("closing", "，。、；：？！”’」』》）】〉〕…—·％")
def test_emphasis_that_ends_with_a_mark_closes_before_han(closing: str) -> None:
    work = read_body(f"前**甲{closing}**后")
    (strong,) = [node for node in walk(work.document) if isinstance(node, Strong)]
    assert plain_text(strong) == f"甲{closing}"


@pytest.mark.parametrize("opening", "“‘「『《（【〈〔￥")
def test_emphasis_that_begins_with_a_mark_opens_behind_han(opening: str) -> None:
    work = read_body(f"前**{opening}甲**后")
    (strong,) = [node for node in walk(work.document) if isinstance(node, Strong)]
    assert plain_text(strong) == f"{opening}甲"


@pytest.mark.parametrize(
    "source", ["a**“b”**c", "a**“b”**", "**“b”**c", "甲**“b”**c", "a*‘b’*c", "a“**b**”c", "a”**b**“c", "a **“b”c**"]
)
def test_quotation_marks_of_either_script_emphasise_alike(source: str) -> None:
    corners = source.translate(str.maketrans("“”‘’", "「」『』"))
    shapes = [[type(node).__name__ for node in walk(read_body(each).document)] for each in (source, corners)]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("mark", '%)".!]')
def test_half_width_marks_do_not_stop_emphasis_beside_han(mark: str) -> None:
    work = read_body(f"前**甲\\{mark}**后")
    (strong,) = [node for node in walk(work.document) if isinstance(node, Strong)]
    assert plain_text(strong) == f"甲{mark}"


# ---------------------------------------------------------------- line ends


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("中", "文", True), ("，", "文", True), ("中", "“", True), ("”", "中", True), ("—", "中", True), ("中", "…", True), ("カ", "漢", True), ("𠀀", "𠀁", True),
        ("Ａ", "中", True), ("中", "a", False), ("a", "中", False), ("a", "b", False), ("中", "1", False), ("”", "“", False), ("”", "a", False),
        ("한", "글", False), ("中", "한", False), ("글", "中", False), ("🙂", "中", True), ("中", " ", False),
    ],
)  # fmt: skip
def test_which_line_ends_are_nothing(before: str, after: str, joined: bool) -> None:  # noqa: FBT001 - a column of the table
    assert joins_without_space(before, after) is joined


def test_wide_characters() -> None:
    assert [is_wide(char) for char in ("中", "，", "Ａ", "a", "“", "", "한", "\u3000")] == [
        True,
        True,
        True,
        False,
        False,
        False,
        True,
        True,
    ]


@FIXED
@given(st.lists(st.sampled_from(["中文", "甲，", "one", "“引”", "8000", "한글"]), min_size=2, max_size=6))
def test_lines_are_joined_the_same_way_in_every_kind_of_block(words: list[str]) -> None:
    plain = plain_text(read_body("\n".join(words)).document)
    assert plain_text(read_body("> " + "\n> ".join(words)).document) == plain
    assert plain_text(read_body("- " + "\n  ".join(words)).document) == plain
    assert plain_text(read_body("# 题\n\n" + "\n".join(f"*{word}*" for word in words)).document) == "题" + plain
    assert plain.replace(" ", "") == "".join(words)


# ---------------------------------------------------------------- attributes of spans


@pytest.mark.parametrize(
    ("text", "attributes", "unread"),
    [
        ("", {}, ""),
        (".q", {"class": "q"}, ""),
        (" .q  #a of=2025 ", {"class": "q", "id": "a", "of": "2025"}, ""),
        ("#a .q .b", {"class": "q b", "id": "a"}, ""),
        ('.q part-of=#a unit="个 月"', {"class": "q", "part-of": "#a", "unit": "个 月"}, ""),
        ('x="" y=', {"x": "", "y": ""}, ""),
        ("#a #b", {"id": "a"}, ""),
        ("x=1 x=2", {"x": "1"}, ""),
        (".q.keep", {"class": "q keep"}, ""),
        ("q", {}, "q"),
        (".q value", {"class": "q"}, "value"),
        (".q unit=“个”", {"class": "q", "unit": "“个”"}, ""),
        ('.q unit="个', {"class": "q", "unit": ""}, '"个'),
        (".q =", {"class": "q"}, "="),
        ("． q", {}, "． q"),
    ],
)
def test_attributes(text: str, attributes: dict[str, str], unread: str) -> None:
    written = read_attributes(text)
    assert (written.values, written.unread) == (attributes, unread)


def test_what_stands_twice_in_braces_is_named_once() -> None:
    assert read_attributes(".q #a #b x=1 x=2 x=3 .q").repeated == ("id", "x")
    assert read_attributes(".q .keep #a x=1").repeated == ()


# ---------------------------------------------------------------- which syntax there is


@pytest.mark.parametrize(
    "source",
    [
        "~~甲~~",
        "甲==乙==",
        "H~2~O",
        "x^2^",
        ":smile:",
        "https://a.b",
        "www.a.b",
        "(c) (tm) -- ... +-",
        "\"a\" 'b'",
        "$x$",
        "*[甲]: 乙",
    ],
)
def test_syntax_that_is_off_is_text(source: str) -> None:
    assert plain_text(read_body(source).document) == source


def test_the_rules_of_the_parser() -> None:
    rules = make_parser(Report("a.md")).get_active_rules()
    assert set(rules["inline"]) == {
        "text", "newline", "escape", "backticks", "emphasis", "span", "link", "image", "footnote_ref", "autolink", "html_inline", "entity", "attr",
    }  # fmt: skip
    assert {"smartquotes", "replacements", "linkify", "text_join"}.isdisjoint(rules["core"])


# ---------------------------------------------------------------- limits

MARKS = "[]*_`<!&\\{"
SECONDS = 20


def read_quickly(body: str) -> list[str]:
    start = time.monotonic()
    work = read_body(body)
    assert time.monotonic() - start < SECONDS
    return [found.code for found in work.diagnostics]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("between", ["", "甲", " 甲 ", "\n甲"], ids=["run", "Han", "words", "lines"])
def test_fifty_thousand_of_a_mark_are_refused_at_once(mark: str, between: str) -> None:
    assert read_quickly((mark + between) * 50_000) == ["S004"]


@pytest.mark.parametrize("mark", "~^=+:.>#|-()}\"'$@/%;,?")
def test_fifty_thousand_of_other_marks_end_quickly(mark: str) -> None:
    read_quickly((mark + "甲") * 50_000)


@pytest.mark.parametrize("mark", MARKS)
def test_as_many_marks_as_are_allowed_are_read_quickly(mark: str) -> None:
    assert "S004" not in read_quickly((mark + "甲") * limits.MARKS_IN_PARAGRAPH)
    assert "S004" in read_quickly((mark + "甲") * (limits.MARKS_IN_PARAGRAPH + 1))


@pytest.mark.parametrize(
    "piece",
    [
        "[甲](",
        "![甲](",
        "**甲",
        "_甲_ ",
        "`甲",
        "[甲]{.q",
        "<a",
        "&amp; ",
        "\\* ",
        "<ruby> ",
        "甲[^1]",
        "<!-- ",
        "<https://a> ",
        "[甲]{.keep} ",
        "<?",
        "<![CDATA[",
    ],
)
def test_pieces_of_markup_end_quickly(piece: str) -> None:
    assert {"S004", "S020"} & set(read_quickly(piece * 50_000))


@pytest.mark.parametrize(
    "block",
    [
        "- 甲\n",
        "> 甲\n\n",
        "# 甲\n",
        "::: note\n",
        ":::\n",
        "```\n",
        "[a]: b\n",
        "术\n: 甲\n\n",
        "[^1]: 甲\n\n",
        "1. 甲\n",
        "甲\n",
        "|甲\n",
    ],
)
def test_many_blocks_end(block: str) -> None:
    read_quickly(block * 12_000)


@pytest.mark.parametrize("opening", ["> ", "- ", "1. ", "> - ", "+ > "])
def test_deep_nesting_is_refused(opening: str) -> None:
    assert read_quickly(opening * 3000 + "甲") == ["S004"]
    most = (limits.NESTING - 1) // sum(
        1 if mark == ">" else 2 for mark in opening.split()
    )  # an item is a level in a list
    assert read_quickly(opening * most + "甲") == []
    assert read_quickly(opening * (most + 1) + "甲") == ["S004"]


@pytest.mark.parametrize(
    ("opening", "closing", "code"),
    [
        ("[", "]{.keep}", "S025"),
        ("*甲**", "**甲*", ""),
        ("<sub>", "</sub>", "S004"),
        ("<ruby>", "</ruby>", "S004"),
        ("<sub>*", "*</sub>", "S021"),
        ("<rb>[", "]{.keep}</rb>", "S004"),
    ],
)
def test_deep_spans_are_refused_or_read(opening: str, closing: str, code: str) -> None:
    for depth in (40, 400):
        work = read_body(opening * depth + "甲" + closing * depth)
        assert code in [*(found.code for found in work.diagnostics), ""]
        assert from_json(to_json(work.document)) == work.document
    assert "甲" in plain_text(read_body(opening * 10 + "甲" + closing * 10).document)


def test_containers_may_hold_one_another_so_deep_and_no_deeper() -> None:
    body = "\n".join(":" * (60 - depth) + " note" for depth in range(50))
    assert read_quickly(body) == ["S004"]


def test_wide_tables_are_refused() -> None:
    def table(columns: int, rows: int = 1) -> str:
        row = "|" + "甲|" * columns + "\n"
        return row + "|" + "-|" * columns + "\n" + row * rows

    assert read_quickly(table(limits.TABLE_COLUMNS)) == []
    assert read_quickly(table(limits.TABLE_COLUMNS + 1)) == ["S004"]
    assert read_quickly(table(5000)) == ["S004"]
    assert read_quickly(table(10, 5100)) == ["S004"]


def test_a_limit_says_where_and_how_much() -> None:
    (found,) = read_body("甲\n\n" + "[甲" * 3000).diagnostics
    assert found.fact == "one paragraph has 3,000 of the mark `[`, more than 2,000"
    assert found.place is not None
    assert (found.place.line, found.hint) == (BEFORE + 3, "divide the paragraph")


def test_notes_have_a_limit() -> None:
    body = "".join(f"甲[^{number}]\n\n[^{number}]: 注\n\n" for number in range(limits.NOTES + 1))
    assert read_quickly(body) == ["S004"]


def test_long_words_lines_and_files_have_limits() -> None:
    report = Report("a.md")
    assert within_limits("a" * limits.WORD, 1, report)
    assert not within_limits("a" * (limits.WORD + 1), 1, report)
    assert within_limits("字" * 100_000, 1, report)
    assert not within_limits("\n" * (limits.LINES + 1), 1, report)
    assert not within_limits("* " * (limits.MARKS + 1), 1, report)
    assert [found.code for found in report.diagnostics()] == ["S004"] * 3


def test_a_ring_of_notes_is_read_once() -> None:
    count = 2000
    body = "甲[^0]\n\n" + "".join(f"[^{number}]: 注[^{(number + 1) % count}]\n\n" for number in range(count))
    start = time.monotonic()
    work = read_body(body)
    assert time.monotonic() - start < SECONDS
    assert len([node for node in walk(work.document) if isinstance(node, Note)]) == count

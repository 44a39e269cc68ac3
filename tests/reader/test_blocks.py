"""Blocks: ids that stay, models of small works in `tests/golden/`, and laws that hold for any text.

`pytest --update-golden` writes the expected models anew; look at what changed before it is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import FRONT_MATTER, ROOT, read_body
from keben.diagnostics import CODES, Place
from keben.document import (
    Block,
    Document,
    Figure,
    Heading,
    Image,
    Node,
    Note,
    NoteCall,
    Paragraph,
    Text,
    from_json,
    to_json,
)
from keben.reader import Work, read
from keben.tree import plain_text, walk

if TYPE_CHECKING:
    from pathlib import Path

FIXED = settings(derandomize=True, deadline=None)
GOLDEN = ROOT / "tests" / "golden"
BEFORE = FRONT_MATTER.count("\n")
BLOCKS = get_args(Block)
ARTICLE = """\
开头

# 甲

一

> 引
>
> - 列

## 乙 {#yi}

二[^1]

- 三

  四

三
: 四

    五

::: note
六
:::

| 七 |
|----|

---

    八

[^1]: 注

    > 引
"""


def ids_of(document: Document) -> list[str]:
    return [node.id for node in walk(document) if isinstance(node, Node) and node.id]


def codes(work: Work) -> list[str]:
    return [found.code for found in work.diagnostics]


# ---------------------------------------------------------------- golden models


@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_a_work_is_read_as_its_model(case: str, update_golden: bool) -> None:  # noqa: FBT001 - a fixture
    work = read(GOLDEN / case / "source.md", "source.md")
    assert work.diagnostics == ()
    expected = GOLDEN / case / "document.json"
    model = msgspec.json.format(to_json(work.document), indent=1).decode() + "\n"
    if update_golden:
        expected.write_text(model, encoding="utf-8")
    assert model == expected.read_text(encoding="utf-8")
    assert from_json(model.encode()) == work.document


def test_the_golden_models_have_every_type() -> None:
    seen = {type(node) for case in GOLDEN.iterdir() for node in walk(read(case / "source.md").document)}
    kinds = {each for each in Node.__subclasses__() if each.__module__ == Node.__module__}
    assert kinds - seen == set()


# ---------------------------------------------------------------- ids


def test_ids_are_made_of_places() -> None:
    assert ids_of(read_body(ARTICLE).document) == [
        "s0p1", "s1", "s1p1", "s1q1", "s1q1p1", "s1q1l1", "s1q1l1i1p1", "yi", "s2p1", "call-1", "s2l1", "s2l1i1p1", "s2l1i1p2",
        "s2d1", "s2d1i1d1p1", "s2d1i1d1p2", "s2v1", "s2v1p1", "s2t1", "s2r1", "s2c1", "note-1", "note-1-p1", "note-1-q1", "note-1-q1p1",
    ]  # fmt: skip


def test_text_put_into_a_section_leaves_the_ids_of_others() -> None:
    before = read_body(ARTICLE).document
    after = read_body(ARTICLE.replace("一\n", "一\n\n新\n\n> 新\n").replace("开头\n", "开头\n\n---\n")).document
    kept = [identifier for identifier in ids_of(before) if not identifier.startswith(("s1q", "s1p"))]
    assert set(kept) <= set(ids_of(after))
    words = {node.id: plain_text(node) for node in walk(after) if isinstance(node, BLOCKS)}
    for node in walk(before):
        if isinstance(node, BLOCKS) and node.id in kept:
            assert words[node.id] == plain_text(node)


def test_an_id_of_the_author_moves_no_other() -> None:
    before = ids_of(read_body(ARTICLE).document)
    after = ids_of(
        read_body(ARTICLE.replace("> 引\n>\n", "{#quote}\n> 引\n>\n").replace("# 甲", "# 甲 {#jia}")).document
    )
    assert [(old, new) for old, new in zip(before, after, strict=True) if old != new] == [
        ("s1", "jia"),
        ("s1q1", "quote"),
    ]


@pytest.mark.parametrize(
    "identifier",
    [
        "s0",
        "s12",
        "s0p1",
        "s1q1p1",
        "s1l1i2p1",
        "s3d1i1d2p1",
        "note-1",
        "note-12-p1",
        "note-1-l1i1p2",
        "call-1",
        "call-1-2",
        "title",
        "notes",
    ],
)
def test_ids_that_keben_gives_are_refused(identifier: str) -> None:
    work = read_body(f"{{#{identifier}}}\n甲")
    assert codes(work) == ["S024"]
    assert ids_of(work.document) == ["s0p1"]


@pytest.mark.parametrize(
    "identifier", ["a", "A1", "s", "sp1", "s1-", "note", "note-x", "call", "titles", "a_b-c", "x" * 63]
)
def test_ids_that_authors_may_give(identifier: str) -> None:
    work = read_body(f"{{#{identifier}}}\n甲")
    assert work.diagnostics == ()
    assert ids_of(work.document) == [identifier]


@pytest.mark.parametrize("identifier", ["1a", "-a", "_a", "字", "a.b", "a:b", "x" * 64, "a/b", "é"])
def test_ids_of_a_bad_form(identifier: str) -> None:
    assert "S024" in codes(read_body(f"[甲]{{.keep #{identifier}}}")) + codes(read_body(f"# 甲 {{#{identifier}}}"))


def test_an_id_is_one_among_blocks_spans_and_quantities() -> None:
    work = read_body(
        "# 甲 {#a}\n\n[乙]{.keep #a} [5%]{.q #a} [丙]{.name #b}\n\n{#b}\n丁\n\n[^1]\n\n[^1]: [戊]{.keep #b}"
    )
    assert codes(work) == ["S024"] * 4
    assert ids_of(work.document) == ["a", "s1p1", "b", "s1p2", "s1p3", "call-1", "note-1", "note-1-p1"]


# ---------------------------------------------------------------- headings


@pytest.mark.parametrize(
    ("marks", "levels", "told"),
    [
        ("# # #", [1, 1, 1], 0),
        ("## ## ##", [1, 1, 1], 0),
        ("## ### ## ####", [1, 2, 1, 3], 1),
        ("# ## ### #### ##### ######", [1, 2, 3, 4, 5, 6], 0),
        ("### #### ###", [1, 2, 1], 0),
        ("# ### ##", [1, 3, 2], 1),
        ("# ## # ###", [1, 2, 1, 3], 1),
        ("######", [1], 0),
    ],
)
def test_levels_count_from_the_highest(marks: str, levels: list[int], told: int) -> None:
    work = read_body("\n\n".join(f"{mark} 题" for mark in marks.split()))
    assert [block.level for block in work.document.blocks if isinstance(block, Heading)] == levels
    assert codes(work) == ["S041"] * told


def test_headings_inside_other_blocks_are_not_sections() -> None:
    work = read_body("# 甲\n\n> # 乙\n>\n> 丙\n\n丁")
    assert ids_of(work.document) == ["s1", "s1q1", "s1q1h1", "s1q1p1", "s1p1"]


# ---------------------------------------------------------------- images


def read_with_image(folder: Path, body: str) -> Work:
    (folder / "a.png").write_bytes((GOLDEN / "images" / "dot.png").read_bytes())
    (folder / "source.md").write_text(FRONT_MATTER + body, encoding="utf-8")
    return read(folder / "source.md")


def test_an_image_alone_is_a_figure(tmp_path: Path) -> None:
    work = read_with_image(
        tmp_path, '![图](a.png "说明")\n\n![无](a.png)\n\n![又](a.png "二"){#second}\n\n{#third}\n![又](a.png)'
    )
    assert work.diagnostics == ()
    figures = [block for block in work.document.blocks if isinstance(block, Figure)]
    assert [(each.id, each.number, plain_text(Paragraph(children=each.caption))) for each in figures] == [
        ("s0f1", 1, "说明"), ("s0f2", 0, ""), ("second", 2, "二"), ("third", 0, ""),
    ]  # fmt: skip
    assert [each.image.alternative for each in figures] == ["图", "无", "又", "又"]
    assert all(each.image.title == each.image.id == "" for each in figures)
    assert [image.source for image in work.document.images] == ["a.png"]
    assert list(work.assets) == ["a.png"]


@pytest.mark.parametrize(
    "body",
    [
        "甲![图](a.png)",
        "![图](a.png)乙",
        "![图](a.png)![图](a.png)",
        "**![图](a.png)**",
        "[![图](a.png)](https://a.b)",
        "# ![图](a.png) 甲",
        "![图](a.png)\n乙",
    ],
)
def test_an_image_in_company_stays_in_its_line(body: str, tmp_path: Path) -> None:
    work = read_with_image(tmp_path, body)
    assert work.diagnostics == ()
    assert not any(isinstance(node, Figure) for node in walk(work.document))
    assert any(isinstance(node, Image) for node in walk(work.document))


def test_images_in_lists_quotations_and_notes_are_figures_too(tmp_path: Path) -> None:
    work = read_with_image(tmp_path, '- ![图](a.png "一")\n\n> ![图](a.png "二")\n\n甲[^1]\n\n[^1]: ![图](a.png "三")')
    assert [(node.id, node.number) for node in walk(work.document) if isinstance(node, Figure)] == [
        ("s0l1i1f1", 1), ("s0q1f1", 2), ("note-1-f1", 3),
    ]  # fmt: skip


def test_words_of_an_image(tmp_path: Path) -> None:
    work = read_with_image(tmp_path, "甲![*一*`二`&amp;\\*](a.png '题“一”')")
    (image,) = [node for node in walk(work.document) if isinstance(node, Image)]
    assert (image.alternative, image.title) == ("一二&*", "题“一”")


def test_an_image_that_is_not_there(tmp_path: Path) -> None:
    work = read_with_image(tmp_path, "甲![图](b.png)乙\n\n![图](b.png)")
    (found,) = work.diagnostics  # once for each image, however often it is shown
    assert (found.code, found.place) == ("S030", Place(BEFORE + 1, 2))
    assert plain_text(work.document) == "甲乙"


# ---------------------------------------------------------------- containers, tables, HTML


@pytest.mark.parametrize(
    ("body", "fact", "hint"),
    [
        ("::: note\n甲", "the container `::: note` is not closed", "end it with a line `:::`"),
        ("::::: verse\n甲\n::::\n", "the container `::::: verse` is not closed", "end it with a line `:::::`"),
        ("> ::: note\n> 甲\n\n:::", "the container `::: note` is not closed", "end it with a line `:::`"),
        (
            ":::\n甲",
            "the container `:::` is not closed",
            "delete the line; what holds a container begins with more colons",
        ),
    ],
)
def test_a_container_that_is_not_closed(body: str, fact: str, hint: str) -> None:
    found = read_body(body).diagnostics[0]
    assert (found.code, found.fact, found.hint) == ("S042", fact, hint)


def test_an_unknown_container_names_the_known_ones() -> None:
    (found,) = read_body("::: nots\n甲\n:::").diagnostics
    assert (found.code, found.fact, found.hint) == (
        "S043",
        "`nots` is not a container",
        "did you mean `note`? allowed: chart, note, signature, verse",
    )
    assert found.place == Place(BEFORE + 1, 1, 8)


def test_faults_inside_what_is_refused_are_told_too() -> None:
    assert codes(read_body("::: nots\n[很多]{.q}\n:::")) == ["S043", "Q101"]
    assert codes(read_body("甲\n\n[^1]: [很多]{.q}")) == ["S027", "Q101"]


def test_verse_keeps_its_lines() -> None:
    verse = read_body("::: verse\n一\n*二\n三*\n\n四\n:::\n\n五\n六").document
    assert [plain_text(block) for block in verse.blocks] == ["一 二 三四", "五六"]


@pytest.mark.parametrize("rows", ["| 甲 | 乙 | 丙 |", "| a\\|b | c | d |", "|||甲|", "> | 甲 | 乙 | 丙 |"])
def test_a_row_may_not_be_longer_than_its_head(rows: str) -> None:
    quote = "> " if rows.startswith(">") else ""
    found = read_body(f"{quote}| 一 | 二 |\n{quote}|---|---|\n{rows}").diagnostics
    assert [(each.code, each.fact) for each in found] == [("S044", "the row has 3 cells, its head 2")]


@pytest.mark.parametrize(
    "row", ["| 甲 | 乙 |", "| 甲\\|乙 | 丙 |", "甲 | 乙", "|甲|", "| | |", "| `a\\|b` | c |", "|甲|乙\\|"]
)
def test_rows_that_fit(row: str) -> None:
    for quote in ("", "> ", "> > "):
        assert codes(read_body(f"{quote}| 一 | 二 |\n{quote}|---|---|\n{quote}{row}")) == []


@pytest.mark.parametrize(
    "body",
    [
        "<div>",
        "<p>甲</p>",
        "<script>x</script>",
        "<style>x</style>",
        "<iframe src=x>",
        "甲<b>",
        "甲<img src=x>",
        "甲<a href='x'>",
        "<!DOCTYPE html>",
        "<?x?>",
        "<![CDATA[x]]>",
        "<sub>\n甲\n</sub>",
        "<!-- 甲",
        "<!-- 甲 --> <b>",
    ],
)
def test_html_outside_the_list(body: str) -> None:
    work = read_body(body)
    assert "S020" in codes(work)
    assert "<" not in plain_text(work.document)


@pytest.mark.parametrize(
    "body",
    [
        "<!-- 甲 -->",
        "甲<!-- <b> -->乙",
        "<!-- 甲\n\n乙 -->",
        "<!---->",
        "<!-- a --><!-- b -->",
        "甲\n<!-- 乙 -->\n丙",
        "- 甲\n  <!-- 乙 -->",
    ],
)
def test_comments_leave_nothing(body: str) -> None:
    work = read_body(body)
    assert work.diagnostics == ()
    assert "<" not in plain_text(work.document)


# ---------------------------------------------------------------- laws

MARKUP = st.text("甲乙，。“”ab1 \n\n#*_`[](){}.q-!<>&;|:^~=+\\/\t\u3000%亿元年月", max_size=100)
PIECES = st.lists(
    st.sampled_from([
        "甲", "\n\n", "\n", "# ", "## 乙 {#a}\n\n", "{#b}\n", "{#s1p1}\n", "{.c}\n", "> ", "- ", "1. ", "[^1]", "\n\n[^1]: 注\n\n    续\n\n", "\n\n[^2]: [^1]\n", "[^2]", "::: note\n",
        "::: verse\n", ":::\n", "::::\n", "| 甲 |\n|--|\n| 乙 |\n", "术\n: 义\n", "---\n", "```\n", "    ", "[甲]{.keep #a}", "[5%]{.q #b}", "![图](x.png)", "<!--", "-->", "<sub>", "</sub>",
        "[r]: https://a.b\n", "[r]", "[甲](#a)", "  ",
    ]),
    max_size=16,
).map("".join)  # fmt: skip


@settings(FIXED, max_examples=500)
@given(MARKUP | PIECES | st.text(max_size=60))
def test_any_text_is_read(body: str) -> None:
    work = read_body(body)
    document = work.document
    assert from_json(to_json(document)) == document
    ids = ids_of(document)
    assert len(ids) == len(set(ids))
    assert all(node.id for node in walk(document) if isinstance(node, Node) and isinstance(node, (*BLOCKS, Note)))
    assert all(node.text for node in walk(document) if isinstance(node, Text))
    for found in work.diagnostics:
        assert found.code in CODES
        assert found.path == "sample.md"
        assert found.hint or "more of the same kind" in found.fact
        assert not found.fact.endswith(".")


@settings(FIXED, max_examples=300)
@given(PIECES)
def test_notes_and_their_calls_fit_together(body: str) -> None:
    work = read_body(body)
    document = work.document
    notes = {note.id: note for note in document.notes}
    calls = [node for node in walk(document) if isinstance(node, NoteCall)]
    assert [note.number for note in document.notes] == sorted(note.number for note in document.notes)
    assert {call.note for call in calls} >= set(notes)
    if "S026" not in codes(work):
        assert {call.note for call in calls} == set(notes)
    firsts = [call for call in calls if call.id]
    assert [call.id for call in firsts] == [f"call-{call.number}" for call in firsts]
    assert len({call.note for call in firsts}) == len(firsts) == len({call.note for call in calls})
    if "S028" not in codes(work) and "S026" not in codes(work):
        assert [call.number for call in firsts] == list(range(1, len(firsts) + 1))


@FIXED
@given(PIECES)
def test_the_same_source_gives_the_same_model(body: str) -> None:
    one, other = read_body(body), read_body(body)
    assert to_json(one.document) == to_json(other.document)
    assert one.diagnostics == other.diagnostics

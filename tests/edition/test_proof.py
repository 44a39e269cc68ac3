"""The proof after every pass: what it lets through, and the sentence with which it stops the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import structs

import keben.edition
from conftest import SPEECH, read_body
from keben.diagnostics import Place
from keben.document import Code, Heading, Keep, Link, Paragraph, Quantity, Rule, Text
from keben.edition import Pass, derive
from keben.edition.proof import prove
from keben.edition.prose import map_prose
from keben.errors import ProofError
from keben.locales import find_locale
from keben.reader import read
from keben.tree import map_lines, plain_text, walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from keben.document import Document, Inline

BODY = """# 标题[6501.8亿元]{.q #trade} {#part}

段落**着重**、`代码`、[保留]{.keep}、[安伟]{.name}、[链接](https://a.example "题")，[3417班]{.q #trains}[^n]。

- 一项
- 又一项

|甲|乙|
|:-|-:|
|丙|<ruby>丁<rt>dīng</rt></ruby>|

```python
代码
```

[^n]: 注。
"""

TW = find_locale("zh-Hant-TW")


@pytest.fixture(scope="module")
def document() -> Document:
    work = read_body(BODY)
    assert work.diagnostics == ()
    return work.document


def change(document: Document, kind: type, **fields: Any) -> Document:
    """Change fields of the first inline of a kind, wherever it is."""
    done = False

    def inline(node: Inline) -> Inline:
        nonlocal done
        if not done and type(node) is kind:
            done = True
            return structs.replace(node, **fields)
        children = getattr(node, "children", None)
        return node if children is None else structs.replace(node, children=tuple(map(inline, children)))

    changed = map_lines(document, lambda line: tuple(map(inline, line)))
    assert done
    return changed


def change_block(document: Document, index: int, **fields: Any) -> Document:
    blocks = list(document.blocks)
    blocks[index] = structs.replace(blocks[index], **fields)
    return structs.replace(document, blocks=tuple(blocks))


def drop_inline(document: Document) -> Document:
    return map_lines(document, lambda line: tuple(node for node in line if not isinstance(node, Code)))


def swap_inlines(document: Document) -> Document:
    return map_lines(document, lambda line: line[::-1])


def change_metadata(document: Document, **fields: Any) -> Document:
    return structs.replace(document, metadata=structs.replace(document.metadata, **fields))


FAULTS: dict[str, tuple[Callable[[Document], Document], str]] = {
    "an inline is dropped": (drop_inline, "the text of line 10 stands where there was the code of line 10"),
    "inlines change places": (swap_inlines, "stands where there was"),
    "a block is dropped": (
        lambda document: structs.replace(document, blocks=document.blocks[:-1]),
        "stands where there was the codeblock of line 19",
    ),
    "a block is added": (
        lambda document: structs.replace(document, blocks=(*document.blocks, Rule(id="new"))),
        "the rule `new` stands where there was the note of line 23",
    ),
    "all is dropped": (
        lambda document: structs.replace(document, blocks=(), notes=()),
        "nothing stands where there was the heading of line 8",
    ),
    "a block's id": (lambda document: change_block(document, 0, id="other"), "the `id` of the heading of line 8, `part`, became `other`"),
    "a heading's level": (lambda document: change_block(document, 0, level=2), "the `level` of the heading of line 8, `1`, became `2`"),
    "a quantity's id": (lambda document: change(document, Quantity, id=""), "the `id` of the quantity of line 8, `trade`, became ``"),
    "a link's target": (
        lambda document: change(document, Link, target="https://b.example"),
        "the `target` of the link of line 10, `https://a.example`, became `https://b.example`",
    ),
    "code": (lambda document: change(document, Code, text="代碼"), "the `text` of the code of line 10, `代码`, became `代碼`"),
    "a code block": (lambda document: change_block(document, 4, text="代碼\n"), "the `text` of the codeblock of line 19"),
    "a code block's language": (lambda document: change_block(document, 4, language=""), "the `language` of the codeblock"),
    "a protected span": (
        lambda document: change(document, Keep, children=(Text(text="改", place=Place(10, 14, 2)),)),
        "the `text` of the text of line 10, `保留`, became `改`",
    ),
    "a quantity's value": (
        lambda document: change(document, Quantity, value=Decimal(1)),
        "the `value` of the quantity of line 8, `650180000000",
    ),
    "a quantity's unit": (lambda document: change(document, Quantity, unit="美元"), "the `unit` of the quantity of line 8, `元`, became `美元`"),
    "a quantity's scale": (lambda document: change(document, Quantity, scale="万"), "the `scale` of the quantity"),
    "a quantity's style": (lambda document: change(document, Quantity, style="grouped"), "the `style` of the quantity"),
    "a printed value": (lambda document: change(document, Quantity, text="650.18亿元"), "turned the quantity `6501.8亿元` into `650.18亿元`"),
    "a printed scale": (lambda document: change(document, Quantity, text="6501.8万元"), "turned the quantity `6501.8亿元` into `6501.8万元`"),
    "a printed unit": (lambda document: change(document, Quantity, text="6501.8亿美元"), "turned the quantity `6501.8亿元` into `6501.8亿美元`"),
    "a printed kind": (lambda document: change(document, Quantity, text="6501.8亿吨"), "turned the quantity `6501.8亿元` into `6501.8亿吨`"),
    "a figure that is none any more": (lambda document: change(document, Quantity, text="许多元"), "into `许多元`"),
    "the list's form": (lambda document: change_block(document, 2, tight=False), "the `tight` of the bulletlist of line 12"),
    "a table's alignment": (
        lambda document: change_block(document, 3, alignments=("", "")),
        "the `alignments` of the table of line 15",
    ),
    "a note's label": (
        lambda document: structs.replace(document, notes=(structs.replace(document.notes[0], label="m"),)),
        "the `label` of the note of line 23, `n`, became `m`",
    ),
    "a note is dropped": (lambda document: structs.replace(document, notes=()), "nothing stands where there was the note of line 23"),
    "the work's id": (lambda document: change_metadata(document, id="other"), "the `id` of the metadata `sample`, `sample`, became `other`"),
    "the date": (lambda document: change_metadata(document, date=None), "the `date` of the metadata `sample`, `2026-02-06`, became `None`"),
    "a title line is dropped": (lambda document: change_metadata(document, title=()), "the `title` of the metadata `sample`"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_pass_that_changes_more_than_prose_is_stopped(
    document: Document, spoil: Callable[[Document], Document], sentence: str
) -> None:
    changed = spoil(document)
    assert changed != document
    with pytest.raises(ProofError) as caught:
        prove("script", "zh-Hant-TW", document, changed)
    assert sentence in str(caught.value)
    assert str(caught.value).startswith("the `script` pass for zh-Hant-TW ")
    assert (caught.value.step, caught.value.locale) == ("script", "zh-Hant-TW")
    assert caught.value.exit_status == 1
    assert len(str(caught.value)) < 300


def reworded(document: Document, old: str, new: str) -> Document:
    changed = map_prose(document, lambda slots: [slot and slot.replace(old, new) for slot in slots])
    assert changed != document
    return changed


def test_each_pass_may_change_its_own_characters(document: Document) -> None:
    for step in ("script", "punctuation", "numerals"):
        prove(step, "zh-Hant-TW", document, document)
    prove("script", "zh-Hant-TW", document, reworded(document, "题", "題"))
    quoted = reworded(document, "、", "“")
    prove("punctuation", "zh-Hant-TW", quoted, reworded(quoted, "“", "「"))


@pytest.mark.parametrize(
    ("step", "old", "new"),
    [
        ("script", "、", "，"),
        ("script", "段落", "段"),
        ("script", "段落", "段 落"),
        ("script", "段落", "段1"),
        ("script", "、", "「"),
        ("punctuation", "题", "題"),
        ("punctuation", "、", "「"),
        ("numerals", "题", "題"),
        ("numerals", "、", "，"),
        ("numerals", "样本", "样 本"),  # in the title
    ],
)
def test_no_pass_changes_what_is_another_one_s_or_nobody_s(document: Document, step: str, old: str, new: str) -> None:
    with pytest.raises(ProofError, match=f"the `{step}` pass for zh-Hant-HK changed prose that it may not: the `t"):
        prove(step, "zh-Hant-HK", document, reworded(document, old, new))


def test_words_that_only_an_attribute_gives_a_value_may_change_their_script() -> None:
    before = read_body("[数百亿元]{.q value=50000000000}、[第12号]{.q value=12}\n").document
    (first, *_) = derive(before, TW).document.blocks
    assert plain_text(first) == "數百億元、第12號"
    with pytest.raises(ProofError, match="turned the quantity `数百亿元` into `数百1亿元`"):
        prove("numerals", "zh-Hant-TW", before, change(before, Quantity, text="数百1亿元"))


@pytest.mark.parametrize(
    ("printed", "reads"),
    [("6501.8億元", "another script"), ("6,501.8亿元", "grouped"), ("650,180,000,000元", "written out")],
)
def test_a_quantity_may_be_printed_in_another_way(document: Document, printed: str, reads: str) -> None:
    step = "script" if reads == "another script" else "numerals"
    prove(step, "zh-Hant-TW", document, change(document, Quantity, text=printed))


def test_a_date_that_counts_from_the_work_s_is_read_from_there() -> None:
    before = read_body("[当年12月]{.q}和[2月6号]{.q}\n").document
    edition = derive(before, TW)
    words = [node.text for node in walk(edition.document) if isinstance(node, Quantity)]
    assert words == ["當年12月", "2月6號"]


def spoil_headings(document: Document, _source: object, _target: object, _numbers: object) -> Document:
    blocks = (structs.replace(block, id="x") if isinstance(block, Heading) else block for block in document.blocks)
    return structs.replace(document, blocks=tuple(blocks))


def test_every_pass_of_a_derivation_is_proved(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    passes = (*keben.edition.PASSES, Pass("spoiler", spoil_headings))
    monkeypatch.setattr(keben.edition, "PASSES", passes)
    with pytest.raises(ProofError, match="the `spoiler` pass for zh-Hant-TW changed more than prose: the `id`"):
        derive(document, TW)


def test_the_speech_passes_and_one_changed_link_between_its_figures_does_not() -> None:
    document = read(SPEECH).document
    prove("script", "zh-Hant-TW", document, document)

    def unlink(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(structs.replace(node, part_of="") if isinstance(node, Quantity) else node for node in line)

    with pytest.raises(ProofError, match="the `part_of` of the quantity of line 15, `vehicle-output`, became ``"):
        prove("script", "zh-Hant-TW", document, map_lines(document, unlink))


def test_a_paragraph_without_a_place_is_named_by_its_id() -> None:
    before = structs.replace(read_body("").document, blocks=(Paragraph(id="p1", children=(Text(text="甲"),)),))
    after = structs.replace(before, blocks=(Paragraph(id="p2", children=(Text(text="甲"),)),))
    with pytest.raises(ProofError, match="the `id` of the paragraph `p1`, `p1`, became `p2`"):
        prove("script", "zh-Hant-TW", before, after)

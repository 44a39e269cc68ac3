"""The annex: every figure once, in reading order, with what it says and the words around it, and the text untouched."""

from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from msgspec import structs

import keben.edition
from conftest import SPEECH, read_body
from keben.document import (
    Document,
    Heading,
    Keep,
    Link,
    Node,
    Paragraph,
    Quantity,
    Table,
    Text,
)  # fmt: skip
from keben.edition import Edition, derive
from keben.edition.annex import add_annex
from keben.edition.proof import prove_annex
from keben.edition.values import period, says
from keben.errors import ProofError
from keben.locales import LOCALES, Locale, find_locale
from keben.quantity import read_quantity
from keben.reader import read
from keben.tree import map_lines, plain_text, quantities_of, walk
from keben.writers.text import write

CN, TW, HK, EN = (find_locale(tag) for tag in ("zh-Hans-CN", "zh-Hant-TW", "zh-Hant-HK", "en"))

BODY = """# 一、总体情况[5项]{.q}

外贸进出口总额完成[6501.8亿元]{.q #trade of=2025}，增长[16.8%]{.q}。[^n]

| 项目 | 数额 |
|:-----|-----:|
| 出口 | [3417班]{.q} |

- 短条目[近百亿元]{.q}

> 引文，[保留的[7天]{.q}]{.keep}。

[^n]: 截至[2026年2月6日]{.q}。
"""


def edition_of(body: str, tag: str = "zh-Hans-CN") -> Edition:
    return derive(read_body(body).document, find_locale(tag), annex=True)


def annex_of(edition: Edition) -> Table:
    last = edition.document.blocks[-1]
    assert isinstance(last, Table)
    assert last.kind == "annex"
    return last


def rows_of(edition: Edition) -> list[list[str]]:
    return [["".join(map(plain_text, cell.children)) for cell in row] for row in annex_of(edition).rows]


def excerpts(body: str) -> list[str]:
    return [row[-1] for row in rows_of(edition_of(body))]


# ---------------------------------------------------------------- the whole


def test_every_figure_stands_there_once_in_reading_order() -> None:
    assert rows_of(edition_of(BODY, "zh-Hant-TW")) == [
        ["5項", "5項", "", "一、總體情況5項"],
        ["6501.8億元", "650,180,000,000元", "2025年", "外貿進出口總額完成6501.8億元…"],
        ["16.8%", "16.8%", "", "外貿進出口總額完成6501.8億元，增長16.8%"],
        ["3,417班", "3,417班", "", "出口 3,417班"],
        ["近百億元", "近10,000,000,000元", "", "短條目近百億元"],
        ["7天", "7天", "", "引文，保留的7天"],
        ["2026年2月6日", "2026年2月6日", "", "截至2026年2月6日"],
    ]


def test_without_it_an_edition_is_as_it_was() -> None:
    document = read_body(BODY).document
    assert derive(document, TW) == derive(document, TW, annex=False)
    assert not any(isinstance(node, Table) and node.kind for node in walk(derive(document, TW).document))


def test_a_work_without_figures_has_none() -> None:
    document = read_body("没有数字。\n").document
    assert derive(document, CN, annex=True) == derive(document, CN)


def test_a_column_of_periods_stands_only_where_there_are_any() -> None:
    assert [len(row) for row in rows_of(edition_of("[5元]{.q}\n"))] == [3]
    assert len(annex_of(edition_of("[5元]{.q}\n")).head) == len(annex_of(edition_of("[5元]{.q}\n")).alignments) == 3


@pytest.mark.parametrize("locale", LOCALES, ids=[locale.tag for locale in LOCALES])
def test_its_words_are_the_locale_s_own(locale: Locale) -> None:
    titles = {"zh-Hans": "本文数据一览", "zh-Hant": "本文數據一覽", "en": "Figures in this text"}
    tag = locale.tag
    lang = "en" if tag == "en" else "zh-Hans-CN"
    front = f"---\nid: a\nlang: {lang}\ntitle: T\ndate: 2026-02-06\n---\n\n"
    edition = derive(read_body("[5 people]{.q}\n", front).document, find_locale(tag), annex=True)
    heading = edition.document.blocks[-2]
    assert isinstance(heading, Heading)
    assert (plain_text(heading), heading.level) == (titles[tag if tag == "en" else tag[:7]], 1)


def test_links_lead_there_and_back() -> None:
    edition = edition_of(BODY)
    ids = [node.id for node in walk(edition.document) if isinstance(node, Node) and node.id]
    assert len(ids) == len(set(ids))
    figures = quantities_of(edition.document)
    links = [row[-1].children[0] for row in annex_of(edition).rows]
    assert [link.target for link in links if isinstance(link, Link)] == [f"#{figure.id}" for figure in figures]
    marks = [row[0].children[0] for row in annex_of(edition).rows]
    assert [mark.id for mark in marks if isinstance(mark, Keep)] == [figure.entry for figure in figures]
    assert [figure.id for figure in figures][:3] == ["s0n1", "trade", "s0n3"]


def test_a_figure_in_a_link_leads_where_the_author_says() -> None:
    figure = Quantity(text="5元", kind="money", value=Decimal(5), mantissa="5", unit="元")
    link = Link(children=(Text(text="见"), figure), target="https://example.org/")
    document = structs.replace(read_body("x\n").document, blocks=(Paragraph(id="s0p1", children=(link,)),))
    (kept,) = quantities_of(add_annex(document, CN, CN))
    assert (kept.id, kept.entry) == ("s0n1", "")


def test_the_copies_are_no_quantities_and_the_text_is_the_same() -> None:
    document = read(SPEECH).document
    plain, whole = derive(document, TW), derive(document, TW, annex=True)
    assert [figure.text for figure in quantities_of(whole.document)] == [
        figure.text for figure in quantities_of(plain.document)
    ]
    assert [row[0] for row in rows_of(whole)] == [figure.text for figure in quantities_of(plain.document)]
    assert write(whole).decode().startswith(write(plain).decode().rstrip("\n"))


def test_authors_ids_of_any_form_stay() -> None:
    edition = edition_of("## 题 {#q1}\n\n[5元]{.q #q2}、[6元]{.q #figures}、[7元]{.q}\n")
    assert [figure.id for figure in quantities_of(edition.document)] == ["q2", "figures", "s0n3"]
    assert annex_of(edition).id == "s2t1"


# ---------------------------------------------------------------- what a figure says

SAYS = [
    ("6501.8亿元", "650,180,000,000元", "650,180,000,000元", "650\u202f180\u202f000\u202f000元"),
    ("1.10万件", "11,000件", "11,000件", "11\u202f000件"),
    ("3417班", "3,417班", "3,417班", "3\u202f417班"),
    ("16.80%", "16.80%", "16.80%", "16.80%"),
    ("-3.5%", "-3.5%", "-3.5%", "-3.5%"),
    ("5—8%", "5—8%", "5—8%", "5—8%"),
    ("0.5个百分点", "0.5个百分点", "0.5個百分點", "0.5個百分點"),
    ("三分之一", "0.333333", "0.333333", "0.333333"),
    ("七成", "70%", "70%", "70%"),
    ("1.5倍", "1.5倍", "1.5倍", "1.5倍"),
    ("近百亿元", "近10,000,000,000元", "近10,000,000,000元", "近10\u202f000\u202f000\u202f000元"),
    ("30多万人", "300,000多人", "300,000多人", "300\u202f000多人"),
    ("十几万人", "100,000多人", "100,000多人", "100\u202f000多人"),
    ("13%以下", "13%以下", "13%以下", "13%以下"),
    ("达到127.7万辆", "1,277,000辆", "1,277,000輛", "1\u202f277\u202f000輛"),
    ("超过三成五", "超过35%", "超過35%", "超過35%"),
    ("翻两番", "4倍", "4倍", "4倍"),
    ("US$5亿", "US$500,000,000", "US$500,000,000", "US$500\u202f000\u202f000"),
    ("RMB 500万", "RMB 5,000,000", "RMB 5,000,000", "RMB 5\u202f000\u202f000"),
    ("2025年上半年", "2025年上半年", "2025年上半年", "2025年上半年"),
    ("2027/28年度", "2027—2028年度", "2027—2028年度", "2027—2028年度"),
    ("2月6日", "2月6日", "2月6日", "2月6日"),
    ("3里", "3里", "3里", "3里"),
    ("2026年2月6日", "2026年2月6日", "2026年2月6日", "2026年2月6日"),
    ("566—1990", "566—1990", "566—1990", "566—1990"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "hans", "taiwan", "hong_kong"), SAYS, ids=[row[0] for row in SAYS])
def test_what_a_figure_says(words: str, hans: str, taiwan: str, hong_kong: str) -> None:
    quantity = Quantity(text=words, **structs.asdict(read_quantity(words)))
    assert [says(quantity, CN, target) for target in (CN, TW, HK)] == [hans, taiwan, hong_kong]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("650.18 billion yuan", "650,180,000,000 yuan"),
        ("US$103.7 million", "103,700,000 US dollars"),
        ("11,000 people", "11,000 people"),
        ("12.5%", "12.5 percent"),
        ("nearly 3 million people", "nearly 3,000,000 people"),
        ("the first half of 2025", "the first half of 2025"),
    ],
)
def test_what_an_english_figure_says(words: str, said: str) -> None:
    assert says(Quantity(text=words, **structs.asdict(read_quantity(words))), EN, EN) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("6501.8亿元", "650,180,000,000 yuan"),
        ("2900千瓦", "2,900 kilowatts"),
        ("12件", "12"),
        ("5项", "5"),
        ("三成", "30 percent"),
        ("近百亿元", "nearly 10,000,000,000 yuan"),
        ("13%以下", "below 13 percent"),
        ("-3.5%", "-3.5 percent"),
        ("负百分之五", "-5 percent"),
        ("三分之一", "one-third"),
        ("5—8万元", "50,000–80,000 yuan"),
        ("2025年三季度末", "the end of the third quarter of 2025"),
    ],
)
def test_what_a_chinese_figure_says_in_english(words: str, said: str) -> None:
    assert says(Quantity(text=words, **structs.asdict(read_quantity(words))), CN, EN) == said


@pytest.mark.parametrize(("text", "said"), [("324户", "324户"), ("约6500亿元", "约650,180,000,000元")])
def test_a_chinese_figure_with_a_unit_of_another_language_has_that_of_its_text(text: str, said: str) -> None:
    quantity = Quantity(
        text=text, kind="count", value=Decimal(324), mantissa="324", unit="households", calls="a"
    ) if "户" in text else Quantity(
        text=text, kind="money", value=Decimal(650180000000), mantissa="650.18", scale="billion", unit="yuan", calls="a"
    )  # fmt: skip
    assert says(quantity, CN, CN) == said


def test_an_annex_of_a_translation_has_no_chinese_unit() -> None:
    source = Quantity(
        text="2,900 kilowatts", kind="count", value=Decimal(2900), mantissa="2900", unit="千瓦", calls="a"
    )
    document = structs.replace(read_body("x\n").document, blocks=(Paragraph(id="s0p1", children=(source,)),))
    table = add_annex(document, EN, EN, original=CN).blocks[-1]
    assert isinstance(table, Table)
    assert plain_text(table.rows[0][1]) == "2,900 kilowatts"


@pytest.mark.parametrize(
    ("written", "hans", "taiwan", "english"),
    [
        ("2025", "2025年", "2025年", "2025"),
        ("2025-12", "2025年12月", "2025年12月", "December 2025"),
        ("2025-12-31", "2025年12月31日", "2025年12月31日", "December 31, 2025"),
        ("2025-Q4", "2025年第4季度", "2025年第4季", "4th quarter 2025"),
        ("2021/2025", "2021—2025年", "2021—2025年", "2021–2025"),
        ("2025-02-31", "2025-02-31", "2025-02-31", "2025-02-31"),
        ("0000", "0000", "0000", "0000"),
        ("--02-06", "--02-06", "--02-06", "--02-06"),
        ("", "", "", ""),
    ],
)
def test_periods(written: str, hans: str, taiwan: str, english: str) -> None:
    assert [period(written, target) for target in (CN, TW, EN)] == [hans, taiwan, english]


# ---------------------------------------------------------------- the words around it


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("[5元]{.q}", "5元"),
        ("第一句。第二句有[5元]{.q}。第三句", "第二句有5元"),
        (
            "起因，经过很长很长很长很长很长很长很长，结果[5元]{.q}，后话",
            "起因，经过很长很长很长很长很长很长很长，结果5元…",
        ),
        (
            "前情很长很长，起因，经过很长很长很长很长很长很长很长，结果[5元]{.q}，后话",
            "…经过很长很长很长很长很长很长很长，结果5元…",
        ),
        ("前句。起因很长很长很长很长很长很长很长很长很长的[5元]{.q}", "起因很长很长很长很长很长很长很长很长很长的5元"),
        ("一" * 40 + "[5元]{.q}" + "二" * 40, "…" + "一" * 20 + "5元" + "二" * 10 + "…"),
        ("一" * 40 + "，" + "一" * 24 + "[5元]{.q}" + "二" * 14 + "。", "…" + "一" * 24 + "5元" + "二" * 14),
        ("PM2.5" + "一" * 18 + "[5元]{.q}", "PM2.5" + "一" * 18 + "5元"),
        ("年" * 30 + "PM2.5" + "一" * 18 + "[5元]{.q}", "…" + "一" * 18 + "5元"),
        ("共[5元]{.q}" + "二" * 9 + "GDP2025增长很多很多很多很多很多", "共5元" + "二" * 9 + "…"),
        ("**共**有`x`[5元]{.q}H<sub>2</sub>O", "共有x5元H2O"),
    ],
)
def test_the_words_around_a_figure(body: str, words: str) -> None:
    assert excerpts(body + "\n")[-1] == words


def test_never_half_of_another_figure() -> None:
    figures = [f"{number}234567.8亿元" for number in range(1, 9)]
    body = "又".join(f"[{figure}]{{.q}}" for figure in figures)
    for figure, words in zip(figures, excerpts(body + "\n"), strict=True):
        assert figure in words
        assert all(part in figures for part in words.strip("…").split("又") if part)


def test_english_is_cut_between_words() -> None:
    front = "---\nid: a\nlang: en\ntitle: T\n---\n\n"
    body = "Considerable expenditures throughout the whole of the region amounted to [5,000 yuan]{.q} notwithstanding many other considerations of that kind.\n"
    edition = derive(read_body(body, front).document, EN, annex=True)
    (words,) = [row[-1] for row in rows_of(edition)]
    before, after = words.strip("…").split("5,000 yuan")
    assert f" {before}5,000 yuan{after} " in body.replace("[", "").replace("]{.q}", "")
    assert words.startswith("…")
    assert words.endswith("…")


def test_a_full_stop_ends_an_english_sentence_and_no_number() -> None:
    front = "---\nid: a\nlang: en\ntitle: T\n---\n\n"
    edition = derive(read_body("First. Then 3.5 of [5,000 yuan]{.q}.\n", front).document, EN, annex=True)
    assert [row[-1] for row in rows_of(edition)] == ["Then 3.5 of 5,000 yuan"]


# ---------------------------------------------------------------- the proof, and time


@pytest.mark.parametrize(
    ("fault", "fact"),
    [
        (lambda document: structs.replace(document, blocks=document.blocks[1:]), "changed the text"),
        (lambda document: map_lines(document, lambda line: tuple(
            structs.replace(each, text="9元") if isinstance(each, Quantity) else each for each in line)), "the `text` of the quantity"),
        (lambda document: map_lines(document, lambda line: tuple(
            structs.replace(each, id="other") if isinstance(each, Quantity) else each for each in line)), "renamed the quantity `a`"),
        (lambda document: structs.replace(document, blocks=(*document.blocks, *document.blocks)), "added quantities of its own"),
    ],
    ids=["lost", "text", "id", "own"],
)  # fmt: skip
def test_the_proof_stops_an_annex_that_changes_the_text(
    monkeypatch: pytest.MonkeyPatch, fault: object, fact: str
) -> None:
    def wrong(document: Document, *_: object, **__: object) -> Document:
        return fault(document)  # type: ignore[no-any-return,operator]

    monkeypatch.setattr(keben.edition, "add_annex", wrong)
    with pytest.raises(ProofError, match=fact):
        edition_of("正文。\n\n共[5元]{.q #a}。\n")


def test_the_proof_lets_ids_be_given() -> None:
    document = derive(read_body(BODY).document, CN).document
    prove_annex("zh-Hans-CN", document, add_annex(document, CN, CN))


def test_the_time_grows_with_the_figures_whether_in_one_line_or_many() -> None:
    def seconds(number: int, between: str) -> float:
        figure = Quantity(text="6501.8亿元", kind="money", value=Decimal(650180000000), mantissa="6501.8", unit="元")
        line = (figure, Text(text=between)) * number
        document = structs.replace(read_body("x\n").document, blocks=(Paragraph(id="s0p1", children=line),))
        begun = process_time()
        add_annex(document, CN, CN)
        return process_time() - begun

    for between in ("，又", "一"):
        seconds(10, between)
        assert min(seconds(2000, between) for _ in range(3)) < 3 * min(seconds(1000, between) for _ in range(3)) + 0.05

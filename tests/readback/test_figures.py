"""What counts as a figure that stands where it should, on texts of a few words."""

from __future__ import annotations

import random
import time

import pytest

from conftest import read_body
from keben.edition import derive
from keben.locales import find_locale
from keben.readback import ReadBack
from keben.readback.comparing import Comparison, compare
from keben.readback.expected import Expected, Printed, expect
from keben.readback.running import squeeze
from keben.readback.sighting import look

SENTENCE = "全市规模[8000亿元]{.q}；产业规模[2000亿元]{.q}，出口[6501.8亿元]{.q}、增长[16.8%]{.q}。开行[3417班]{.q}，仍是[3417班]{.q}。"
PRINTED = "全市规模8000亿元；产业规模2000亿元，出口6501.8亿元、增长16.8%。开行3417班，仍是3417班。"


def compared(body: str, *pages: str, tag: str = "zh-Hans-CN") -> Comparison:
    """Compare pages of text with a body; the title block stands before them."""
    work = read_body(body)
    assert not any(found.is_error for found in work.diagnostics)
    edition = derive(work.document, find_locale(tag))
    first = f"样本\n（2026年2月6日）\n{pages[0]}"
    return compare(work, edition, "sample.pdf", ReadBack((first, *pages[1:])))


def told(body: str, *pages: str) -> list[tuple[str, str]]:
    return [(found.code, found.fact) for found in compared(body, *pages).diagnostics]


# ---------------------------------------------------------------- what is right


def test_a_sentence_as_it_is() -> None:
    assert compared(SENTENCE, PRINTED) == Comparison(6, ())


@pytest.mark.parametrize("width", range(1, 30))
def test_lines_may_end_anywhere(width: int) -> None:
    lines = "\r\n".join(PRINTED[start : start + width] for start in range(0, len(PRINTED), width))
    assert told(SENTENCE, lines) == []


@pytest.mark.parametrize("cut", range(1, len(PRINTED)))
def test_a_page_may_end_anywhere(cut: int) -> None:
    foot = "\n1. 注里说同样的8000亿元；产业规模2000亿元。\n1"
    head = "样本\n"
    assert told(SENTENCE, PRINTED[:cut] + foot, head + PRINTED[cut:] + "\n2") == []


@pytest.mark.parametrize("number", [1, 3, 6, 8, 16, 34])
def test_a_page_number_may_look_like_the_next_digit(number: int) -> None:
    for cut in range(1, len(PRINTED)):
        assert told(SENTENCE, f"{PRINTED[:cut]}\n{number}", f"{PRINTED[cut:]}\n{number + 1}") == []


def test_pages_of_nothing_but_notes() -> None:
    notes = "注文。" * 400
    assert told(SENTENCE, f"{PRINTED[:30]}\n{notes}\n1", f"{notes}\n2", f"{PRINTED[30:]}\n3") == []


def test_unseen_characters_and_any_white_space_divide_nothing() -> None:
    assert told(SENTENCE, PRINTED.replace("6501.8", "65\u200b01\u2060.8").replace("3417", "3\u202f417")) == []


def test_marks_of_lists_and_numbers_of_notes_stand_beside_figures() -> None:
    body = "- [3件]{.q}[^1]\n- [12件]{.q}[^2][^1]\n\n[^1]: 注[5件]{.q}。\n\n[^2]: 又注[6件]{.q}。\n"
    assert told(body, "• 3件1\n• 12件21\n注释\n1 注5件。\n2 又注6件。") == []
    assert told(body, "• 3件[1]\n• 12件[2][1]\n注释\n[1] 注5件。\n[2] 又注6件。") == []
    assert told(body, "3件1\n1. 注5件。\n•\n1", "12件21\n2. 又注6件。\n•\n2") == []
    assert [code for code, _ in told(body, "• 3件4\n• 12件21\n注释\n1 注5件。\n2 又注6件。")] == ["Q202"]


def test_a_note_that_begins_as_the_paragraph_behind_it() -> None:
    body = "共[111件]{.q}。[^1]\n\n[114586%]{.q}是增幅。\n\n[^1]: 注。\n"
    assert told(body, "共111件。1\n114586%是增幅。\n1. 注。") == []


def test_a_leader_behind_a_figure_is_no_part_of_it() -> None:
    body = "甲[3件]{.q}\n\n乙[12.5%]{.q}\n"
    for stop in ("........", "..", ". ", "...... 7", "......7"):
        assert told(body, f"甲3件{stop}\n乙12.5%{stop}") == []
    assert told(body, "甲3件\n乙12.5%.1") == [("Q202", "`12.5%` is `12.5%.1` in `sample.pdf`")]


def test_a_ruby_reading_stands_before_or_behind_its_base() -> None:
    body = "<ruby>汉<rt>hàn</rt></ruby>[3件]{.q}<ruby>字<rt>zì</rt></ruby>\n"
    for text in ("hàn\n汉3件\nzì\n字", "汉（hàn）3件字（zì）", "汉hàn3件字zì"):
        assert told(body, text) == []


def test_a_text_that_repeats_itself() -> None:
    body = "\n\n".join([SENTENCE] * 20)
    pages = [f"样本\n{PRINTED}\n{PRINTED}\n{page}" for page in range(1, 11)]
    assert compared(body, *pages) == Comparison(120, ())


def test_prose_elsewhere_may_change() -> None:
    assert told(SENTENCE, PRINTED.replace("全市", "本市今年的").replace("产业", "") + "另外一句。") == []


# ---------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("words", "change", "code", "fact"),
    [
        ("8000亿元", "9000亿元", "Q202", "`8000亿元` is `9000亿元`"),
        ("8000亿元", "18000亿元", "Q202", "`8000亿元` is `18000亿元`"),
        ("8000亿元", "80000亿元", "Q202", "`8000亿元` is `80000亿元`"),
        ("8000亿元", "800亿元", "Q202", "`8000亿元` is `800亿元`"),
        ("8000亿元", "8000万元", "Q202", "`8000亿元` is `8000万元`"),
        ("8000亿元", "8000亿", "Q202", "`8000亿元` is `8000亿`"),
        ("8000亿元", "-8000亿元", "Q202", "`8000亿元` is `-8000亿元`"),
        ("8000亿元", "８000亿元", "Q202", "`8000亿元` is `８000亿元`"),
        ("8000亿元", "8O00亿元", "Q202", "`8000亿元` is `8O00亿元`"),
        ("8000亿元", "80\u202e00亿元", "Q202", "`8000亿元` is `80\u202e00亿元`"),
        ("8000亿元", "", "Q201", "`8000亿元` is not in"),
        ("规模8000亿元；", "", "Q201", "`8000亿元` is not in"),
        ("16.8%", "16.80%", "Q202", "`16.8%` is `16.80%`"),
        ("16.8%", "168%", "Q202", "`16.8%` is `168%`"),
        ("增长16.8%", "下降16.8%", "Q202", "`增长16.8%` is `下降16.8%`"),
        ("6501.8亿元", "6501.8亿元以上", "Q202", "`6501.8亿元` is `6501.8亿元以上`"),
        ("仍是3417班", "仍是3418班", "Q202", "`3417班` is `3418班`"),
        ("开行3417班", "开行3418班", "Q202", "`3417班` is `3418班`"),
        ("仍是3417班", "仍是3,417班", "Q203", "`3417班` is also printed as `3,417班`"),
    ],
)
def test_a_changed_figure_is_named(words: str, change: str, code: str, fact: str) -> None:
    ((found, sentence),) = told(SENTENCE, PRINTED.replace(words, change, 1))
    assert found == code
    assert fact in sentence
    assert "`sample.pdf`" in sentence


def test_two_figures_that_changed_places() -> None:
    text = PRINTED.replace("8000亿元", "甲").replace("2000亿元", "8000亿元").replace("甲", "2000亿元")
    assert [fact for _, fact in told(SENTENCE, text)] == [
        "`8000亿元` is `2000亿元` in `sample.pdf`",
        "`2000亿元` is `8000亿元` in `sample.pdf`",
    ]


def test_two_sentences_that_changed_places() -> None:
    body = "去年产值[5000万元]{.q}，利润可观。\n\n今年出口[7000万元]{.q}，前景广阔。\n"
    assert told(body, "今年出口7000万元，前景广阔。\n去年产值5000万元，利润可观。")


def test_the_page_is_named() -> None:
    ((_, fact),) = told(SENTENCE, PRINTED[:30] + "\n1", PRINTED[30:].replace("16.8", "16.9") + "\n2")
    assert fact == "`16.8%` is `16.9%` in `sample.pdf`, page 2"


def test_the_date_of_the_title_block_counts_too() -> None:
    work = read_body(SENTENCE)
    edition = derive(work.document, find_locale("zh-Hans-CN"))
    (found,) = compare(work, edition, "a.txt", ReadBack(("样本（2026年2月7日）" + PRINTED,))).diagnostics
    assert (found.code, found.fact) == ("Q202", "`2026年2月6日` is `2026年2月7日` in `a.txt`")


def test_a_figure_of_a_note() -> None:
    body = "正文[3件]{.q}[^1]。\n\n[^1]: 注文[500万吨]{.q}。\n"
    assert told(body, "正文3件1。\n1. 注文600万吨。") == [("Q202", "`500万吨` is `600万吨` in `sample.pdf`")]
    assert told(body, "正文3件1。") == [("Q201", "`500万吨` is not in `sample.pdf`")]


def test_a_changed_figure_at_the_turn_of_a_page() -> None:
    for cut in range(4, 9):
        pages = f"{PRINTED[:cut]}\n1", f"{PRINTED[cut:]}\n2"
        assert told(SENTENCE, pages[0], pages[1]) == []
    assert [code for code, _ in told(SENTENCE, "全市规模80000\n1", PRINTED[8:])] == ["Q202"]
    assert [code for code, _ in told(SENTENCE, "全市规模80\n1", "0" + PRINTED[6:])] == ["Q202"]


def test_the_source_line_is_shown() -> None:
    (found,) = compared("甲。\n\n乙[8000亿元]{.q}。\n\n丙[1件]{.q}[2件]{.q}\n", "甲。乙9000亿元。丙1件2件").diagnostics
    assert found.place is not None
    assert (found.path, found.place.line, found.place.column) == ("sample.md", 10, 3)
    assert found.excerpt == "乙[8000亿元]{.q}。"


def test_another_text_is_said_once() -> None:
    body = "\n\n".join(f"第{number}段讲的是完全不同的事，有[{number}00件]{{.q}}。" for number in range(1, 40))
    assert [code for code, _ in told(body, "会议听取了报告，代表们分组讨论，气氛热烈。" * 30)] == ["Q204"]
    older = "".join(f"第{number}段讲的是完全不同的事，有{number}01件。" for number in range(1, 40))
    ((code, fact),) = told(body, older)
    assert code == "Q204"
    assert "39 of 40 figures" in fact


# ---------------------------------------------------------------- properties


def random_change(text: str, start: int, end: int, choose: random.Random) -> str:
    place = choose.randrange(start, end)
    old = text[place]
    new = choose.choice([char for char in "0123456789万亿-.一〇甲" if char != old])
    return text[:place] + choose.choice([new, "", old + new, old + old]) + text[place + 1 :]


def test_no_change_of_one_character_in_a_figure_passes() -> None:
    choose = random.Random(20260206)  # noqa: S311 - no secret
    work = read_body("\n\n".join([SENTENCE] * 3 + ["年增[12.5%]{.q}[11件]{.q}[112件]{.q}[1件]{.q}\n"]))
    expected = expect(derive(work.document, find_locale("zh-Hant-TW")))
    text = expected[0].text
    for figure in expected[0].figures * 20:
        changed = random_change(text, figure.start, figure.end, choose)
        seen = look(expected, ReadBack((changed,)))
        assert seen.right < len(seen.figures), (figure.words, changed[figure.start - 5 : figure.end + 5])
        assert seen.right >= len(seen.figures) - 2


def times(size: int) -> dict[str, float]:
    """Return the seconds that texts of one size take, of which some are made to be hard."""
    choose = random.Random(1)  # noqa: S311 - no secret
    han = [chr(0x4E00 + number) for number in range(3000)]
    text, other = "".join(choose.choices(han, k=size)), "".join(choose.choices(han, k=size))
    cases = {
        "the same": (text, text),
        "unrelated": (text, other),
        "digits": ("".join(choose.choices("0123456789", k=size)), "".join(choose.choices("0123456789", k=size))),
        "nothing alike": ("1" * size, "2" * size),
        "one character": ("1" * size, "1" * (size // 2) + "2" + "1" * (size // 2)),
        "all periods": ("增长12亿元，" * (size // 7), "增长12亿元、" * (size // 7)),
        "every line": (text, "\n".join("乙" + char for char in text)),
        "every page": (text, "\f".join(text)),
    }
    spent = {}
    for name, (expected, found) in cases.items():
        figures = tuple(Printed(expected[at : at + 4], at, at + 4, None) for at in range(5, size - 10, size // 100))
        start = time.process_time()
        look((Expected(expected, figures, {0: ""}), Expected("", (), {0: ""})), ReadBack(tuple(found.split("\f"))))
        spent[name] = time.process_time() - start
    return spent


def test_time_is_linear_in_the_text() -> None:
    small, large = times(10_000), times(80_000)
    for name, seconds in large.items():
        assert seconds < 24 * small[name] + 0.2, (name, small[name], seconds)


def test_offsets_of_a_part_are_those_of_its_own_text() -> None:
    found = squeeze(["甲乙 丙\n丁", "戊己\n庚"])
    assert (found.text, sorted(found.breaks), sorted(found.lines), found.pages) == (
        "甲乙丙丁戊己庚", [0, 2, 3, 4, 6], [0, 3, 4, 6], (0, 4),
    )  # fmt: skip
    part = found.part([(1, 4), (5, 7)])
    assert (part.text, sorted(part.breaks), sorted(part.lines), part.pages) == (
        "乙丙丁己庚", [0, 1, 2, 3, 4], [0, 2, 3, 4], (0, 3),
    )  # fmt: skip
    assert [found.page_of(offset) for offset in (0, 3, 4, 6)] == [1, 1, 2, 2]

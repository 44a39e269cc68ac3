"""A line's two columns: what is marked where, and nothing that a text can break out with."""

from __future__ import annotations

import re
import time
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from keben.edition.choice import Choice, Risk, Rule
from keben.proofs.lines import Line, Segment
from keben.proofs.marking import mark


def choice(start: int, source: str, target: str, risk: Risk = Risk.REVIEW) -> Choice:
    return Choice(start, start + len(source), source, target, Rule.WORD, risk=risk)


def line(*segments: tuple[str, str] | str) -> Line:
    made = (Segment(each, each, protected=True) if isinstance(each, str) else Segment(*each) for each in segments)
    return Line("p1", "paragraph", tuple(made))


def text_of(html: str) -> str:
    return unescape(re.sub("<[^>]*>", "", html))


def test_changed_characters_are_marked_in_the_edition_and_choices_in_both() -> None:
    assert mark(line(("这是发展", "這是發展")), {7: choice(2, "发", "發")}) == (
        '这是<span class="c review" data-n="7">发</span>展',
        '<span class="d">這</span>是<a class="c review d" id="c7" href="#n7" data-n="7">發</a>展',
    )


def test_a_choice_that_changes_nothing_is_marked_too() -> None:
    _, target = mark(line(("干", "干")), {1: choice(0, "干", "干", Risk.SURE)})
    assert target == '<a class="c sure" id="c1" href="#n1" data-n="1">干</a>'


def test_a_choice_across_two_segments_is_one_link_and_its_rest() -> None:
    source, target = mark(line(("头", "頭"), ("发", "髮")), {1: choice(0, "头发", "頭髮")})
    assert source.count('data-n="1"') == target.count('data-n="1"') == 2
    assert target.count("<a ") == target.count('id="c1"') == 1
    assert "<a " not in source


def test_protected_text_is_shown_and_moves_no_choice() -> None:
    source, target = mark(line(("后", "後"), "`后`", ("里", "裡")), {1: choice(1, "里", "裡")})
    assert '<span class="p">`后`</span>' in source
    assert '<a class="c review d" id="c1" href="#n1" data-n="1">裡</a>' in target


def test_in_a_figure_that_is_printed_otherwise_choices_are_looked_for() -> None:
    source, target = mark(line(("6501.8万亿元", "6,501.8萬億元")), {1: choice(6, "万", "萬"), 2: choice(7, "亿", "億")})
    assert text_of(source) == "6501.8万亿元"
    assert text_of(target) == "6,501.8萬億元"
    assert re.findall(r'<a [^>]*data-n="(\d)">(.)', target) == [("1", "萬"), ("2", "億")]


def test_a_term_of_another_length_moves_what_stands_behind_it() -> None:
    choices = {1: choice(1, "软件", "電腦軟體", Risk.GLOSSARY), 2: choice(4, "发", "發")}
    assert mark(line(("这软件的发展", "這電腦軟體的發展")), choices)[1] == (
        '<span class="d">這</span><a class="c glossary d" id="c1" href="#n1" data-n="1">電腦軟體</a>的'
        '<a class="c review d" id="c2" href="#n2" data-n="2">發</a>展'
    )


def test_a_choice_that_the_edition_does_not_show_is_linked_from_the_source() -> None:
    source, target = mark(line(("1万亿元", "1兆元")), {1: choice(1, "万", "萬"), 2: choice(2, "亿", "億")})
    assert re.findall(r'<a [^>]*id="c(\d)"', source) == ["1", "2"]
    assert "<a " not in target


@given(st.text(max_size=20), st.text(max_size=20), st.lists(st.integers(0, 19), max_size=5, unique=True))
def test_no_text_is_lost_and_none_is_markup(old: str, new: str, starts: list[int]) -> None:
    choices = {
        number: choice(start, old[start], new[start] if start < len(new) else "?")
        for number, start in enumerate(sorted(starts), 1) if start < len(old)
    }  # fmt: skip
    source, target = mark(line((old, new)), choices)
    assert (text_of(source), text_of(target)) == (old, new)
    assert (source + target).count(' id="c') == len(choices)


def test_a_long_line_takes_no_long_time() -> None:
    start = time.process_time()
    size = 100_000
    mark(line(("发" * size, "發" * size)), {number: choice(number, "发", "發") for number in range(0, size, 2)})
    short = [("发", "發")] * 20_000
    mark(line(*short), {number: choice(number, "发", "發") for number in range(20_000)})
    assert time.process_time() - start < 6

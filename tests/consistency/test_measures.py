"""What a figure leaves open: significant digits, the values it may stand for, what it is measured in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conftest import read_body
from keben.consistency.measures import ENDLESS, Interval, interval_of, measure_of, significant_digits
from keben.document import Quantity
from keben.tree import quantities_of


def quantity(words: str, attributes: str = "") -> Quantity:
    work = read_body(f"[{words}]{{.q{attributes}}}\n")
    assert work.diagnostics == ()
    (only,) = quantities_of(work.document)
    return only


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("6501.8亿元", 5),
        ("70万辆", 2),
        ("1.50", 3),
        ("0.05", 1),
        ("8000亿元", 4),
        ("1,234件", 4),
        ("-0.5%", 1),
        ("100%", 3),
        ("0", 1),
        ("0.0", 1),
        ("五项", 1),
        ("十大", 2),
        ("一百二十万", 2),
        ("三千家", 1),
        ("二〇〇〇家", 4),
        ("6亿3,944万元", 5),
        ("一亿两千万元", 2),
        ("50千瓦", 2),
        ("3000家", 4),
        ("five thousand firms", 1),
        ("半年", 1),
        ("百亿元", 0),
        ("近百亿元", 0),
        ("超千家", 0),
        ("万架次", 0),
        ("2026年2月6日", 0),
    ],
)
def test_significant_digits_are_those_that_the_author_wrote(words: str, digits: int) -> None:
    assert significant_digits(quantity(words)) == digits


def test_a_value_that_only_an_attribute_tells_has_no_digits() -> None:
    assert significant_digits(quantity("数百件", " value=500")) == 0


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("30个", "30", "30"),
        ("70万辆", "695000", "705000"),
        ("6501.8亿元", "650175000000", "650185000000"),
        ("80%", "0.795", "0.805"),
        ("0%", "0", "0.005"),
        ("14.70%", "0.14695", "0.14705"),
        ("0.6个百分点", "0.55", "0.65"),
        ("三成", "0.25", "0.35"),
        ("三千家", "2500", "3500"),
        ("十大", "10", "10"),
        ("一亿两千万元", "115000000", "125000000"),
        ("翻一番", "1.9", "2.1"),
        ("一半", "0.475", "0.525"),
        ("5—8%", "0.045", "0.085"),
        ("13%以下", "0", "0.135"),
        ("6个工作日内", "0", "6"),
        ("不低于30个", "30", "Infinity"),
        ("30个以上", "30", "Infinity"),
        ("超30个", "30", "60"),
        ("约30个", "27", "33"),
        ("约30个以上", "27", "Infinity"),
        ("近30个", "15", "30"),
        ("百亿元", "0", "Infinity"),
        ("近百亿元", "0", "Infinity"),
        ("-3%", "-0.03", "-0.03"),
        ("约-3%", "-Infinity", "Infinity"),
    ],
)
def test_a_figure_lies_where_its_digits_and_qualifiers_let_it(words: str, low: str, high: str) -> None:
    assert interval_of(quantity(words)) == Interval(Decimal(low), Decimal(high))


def test_a_date_has_no_interval() -> None:
    assert interval_of(quantity("2026年")) is None


def test_a_fraction_in_words_is_taken_loosely() -> None:
    found = interval_of(quantity("三分之一"))
    assert found is not None
    assert found.low < Decimal("0.32") < Decimal("0.345") < found.high < Decimal("0.36")


def test_intervals_meet_at_their_ends_but_for_the_error_of_reckoning() -> None:
    third = Decimal(1) / 3
    assert Interval(Decimal(1), Decimal(2)).meets(Interval(Decimal(2), Decimal(3)))
    assert Interval(third * 3, third * 3).meets(Interval(Decimal(1), Decimal(1)))
    assert not Interval(Decimal(1), Decimal(2)).meets(Interval(Decimal("2.001"), ENDLESS))


@pytest.mark.parametrize(
    ("words", "measure"),
    [
        ("35%", "share"),
        ("三分之一", "share"),
        ("三成", "share"),
        ("1.5倍", "times"),
        ("翻一番", "times"),
        ("2个百分点", "points"),
        ("2026年", "date"),
        ("5元", "money CNY"),
        ("¥5", "money CNY"),
        ("5美元", "money USD"),
        ("5公里", "count km"),
        ("5千米", "count km"),
        ("5家", "count 家"),
    ],
)
def test_figures_of_one_measure_can_be_compared(words: str, measure: str) -> None:
    assert measure_of(quantity(words)) == measure

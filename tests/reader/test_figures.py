"""A `[…]{.q}` span to a quantity: its words, its attributes, and where a fault in it stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from conftest import FRONT_MATTER, read_body
from keben.diagnostics import Place
from keben.document import Keep, Quantity
from keben.tree import quantities_of, walk

BEFORE = FRONT_MATTER.count("\n")


def read_one(body: str, front_matter: str = FRONT_MATTER) -> Quantity:
    work = read_body(body, front_matter)
    assert work.diagnostics == ()
    (quantity,) = quantities_of(work.document)
    return quantity


def faults(body: str) -> list[tuple[str, str, Place | None]]:
    return [(found.code, found.fact, found.place) for found in read_body(body).diagnostics]


def at(line: int, column: int, length: int = 1) -> Place:
    return Place(BEFORE + line, column, length)


# ---------------------------------------------------------------- what a span says


def test_the_words_alone() -> None:
    assert read_one("全年[超6501.8亿元以上]{.q}。") == Quantity(
        place=at(1, 4, 11), text="超6501.8亿元以上", kind="money", value=Decimal(650180000000), mantissa="6501.8", scale="亿", unit="元", qualifier="超 以上",
    )  # fmt: skip


def test_attributes_add_to_the_words() -> None:
    quantity = read_one('[1.8亿]{.q #visitors of=2025 unit="人次" print=expanded}')
    assert (quantity.id, quantity.period, quantity.unit, quantity.style) == ("visitors", "2025", "人次", "expanded")
    assert (quantity.value, quantity.mantissa, quantity.scale) == (Decimal(180000000), "1.8", "亿")


def test_a_named_year_counts_from_the_date_of_the_work() -> None:
    assert read_one("[去年12月]{.q}").day == "2025-12"
    assert read_one("[去年12月]{.q}", FRONT_MATTER.replace("2026-02-06", "2001-01-01")).day == "2000-12"
    work = read_body("[去年12月]{.q}", FRONT_MATTER.replace("date: 2026-02-06\n", ""))
    (found,) = work.diagnostics
    assert (found.code, found.hint) == ("Q102", "add `date: …` to the front matter")


def test_references_between_quantities() -> None:
    work = read_body('[30个]{.q #a}、[6个]{.q #b}、[80%]{.q from="#a" to=#b}、[五项]{.q part-of=a}')
    assert work.diagnostics == ()
    first, second, change, part = quantities_of(work.document)
    assert (first.kind, second.kind, part.kind, part.part_of) == ("count", "count", "count", "a")
    assert (change.kind, change.value, change.change_from, change.change_to) == ("percent", Decimal("0.80"), "a", "b")


def test_a_reference_may_come_first() -> None:
    work = read_body("[1%]{.q part-of=#whole}\n\n[2%]{.q #whole}")
    assert work.diagnostics == ()


def test_a_date_is_no_change() -> None:
    work = read_body("[1%]{.q #a}[2026年]{.q from=#a}")
    assert [quantity.kind for quantity in quantities_of(work.document)] == ["percent", "date"]


def test_value_tells_what_words_do_not() -> None:
    quantity = read_one("[数十家]{.q value=30 unit=家}")
    assert (quantity.text, quantity.kind, quantity.value, quantity.unit) == ("数十家", "count", Decimal(30), "家")
    assert read_one("[三五个]{.q value=4}").value == 4


@pytest.mark.parametrize("value", ["800000000000", "800000000000.00", "+800000000000"])
def test_value_may_repeat_what_words_say(value: str) -> None:
    assert read_one(f"[8000亿元]{{.q value={value}}}").value == 800000000000


@pytest.mark.parametrize("period", ["2025", "2025-12", "2025-12-31", "2025-Q4", "2021/2025"])
def test_periods(period: str) -> None:
    assert read_one(f"[5%]{{.q of={period}}}").period == period


@pytest.mark.parametrize("style", ["regional", "as-written", "grouped", "expanded"])
def test_styles(style: str) -> None:
    assert read_one(f"[5000个]{{.q print={style}}}").style == style


# ---------------------------------------------------------------- faults

SPAN = at(1, 2)  # where the span of the cases below begins


@pytest.mark.parametrize(
    ("span", "code", "fact", "place"),
    [
        ("[很多]{.q}", "Q101", "`很多` has no number to begin with", at(1, 3, 2)),
        ("[]{.q}", "Q101", "the quantity is empty", SPAN),
        ("[5元5人]{.q}", "Q102", "`5元5人` holds more than one number", at(1, 3, 4)),
        ("[1,23 亿元]{.q}", "Q103", "quantity `1,23` has a comma that is neither grouping nor decimal", at(1, 3, 7)),
        (f"[{'9' * 30}]{{.q}}", "Q104", "the number has 30 digits, more than 28", at(1, 3, 30)),
        ("[1２3万]{.q}", "Q105", "digits of two widths stand in one number", at(1, 4, 1)),
        ("[10O件]{.q}", "Q106", "`0O` mixes a digit with a letter that looks like one", at(1, 4, 2)),
        ("[5%]{.q of=soon}", "Q107", "`of=soon` is not a period", SPAN),
        ("[5%]{.q of=2025-13}", "Q107", "`of=2025-13` is not a period", SPAN),
        ("[5%]{.q of=２０２５}", "Q107", "`of=２０２５` is not a period", SPAN),
        ("[5%]{.q print=loud}", "Q107", "`print=loud` is not a style", SPAN),
        ("[很多]{.q value=x}", "Q107", "`value=x` is not a number", at(1, 3, 2)),
        ("[很多]{.q value=1e5}", "Q107", "`value=1e5` is not a number", at(1, 3, 2)),
        ("[很多]{.q value=1_000}", "Q107", "`value=1_000` is not a number", at(1, 3, 2)),
        ("[很多]{.q value=１２}", "Q107", "`value=１２` is not a number", at(1, 3, 2)),
        ("[很多]{.q value=NaN}", "Q107", "`value=NaN` is not a number", at(1, 3, 2)),
        (f"[很多]{{.q value={'9' * 30}}}", "Q107", f"`value={'9' * 30}` is not a number", at(1, 3, 2)),
        ("[5%]{.q part-of=#none}", "Q108", "no quantity has the id `none`", SPAN),
        ("[5%]{.q from=#here}", "Q108", "no quantity has the id `here`", SPAN),
        ("[5*个*]{.q}", "Q109", "a quantity holds markup", SPAN),
        ("[`5`]{.q}", "Q109", "a quantity holds markup", SPAN),
        ("[5<br>%]{.q}", "Q109", "a quantity holds markup", SPAN),
        ("[[5]{.keep}%]{.q}", "Q109", "a quantity holds markup", SPAN),
        ("[8000亿元]{.q value=8000}", "Q110", "`value=8000` contradicts `8000亿元`, which says 800000000000", at(1, 3, 6)),
        ("[2026年]{.q value=2026}", "Q110", "`value=2026` contradicts `2026年`, which says 2026", at(1, 3, 5)),
        ("[5%]{.q scale=1}", "S025", "a quantity has no attribute `scale`", SPAN),
        ("[5%]{.q .big}", "S025", "a span needs one class; this has `.q`, `.big`", SPAN),
        ("[5%]{.q #s1}", "S024", "the id `s1` is of a form that Keben gives itself", SPAN),
    ],
)  # fmt: skip
def test_a_fault_has_its_place(span: str, code: str, fact: str, place: Place) -> None:
    assert faults(f"甲{span}乙\n\n{{#here}}\n段") == [(code, fact, place)]


def test_faults_of_one_span_come_at_once() -> None:
    assert [code for code, _, _ in faults("[5%]{.q of=x print=y value=z foo=1 part-of=#none #1}")] == [
        "Q107", "Q107", "Q107", "Q108", "S024", "S025",
    ]  # fmt: skip


def test_what_cannot_be_read_is_kept_and_told_once() -> None:
    work = read_body("甲[１２“3]{.q}乙")
    (kept,) = [node for node in walk(work.document) if isinstance(node, Keep)]
    assert [found.code for found in work.diagnostics] == ["Q105"]
    assert quantities_of(work.document) == ()
    assert kept.place == at(1, 2)


def test_the_place_of_a_fault_behind_an_entity_is_where_the_words_begin() -> None:
    assert faults("甲[&#49;２]{.q}") == [("Q105", "digits of two widths stand in one number", at(1, 3, 5))]
    assert faults("甲[1\n２]{.q}") == [("Q105", "digits of two widths stand in one number", at(1, 3, 1))]


def test_a_figure_over_two_lines_is_read() -> None:
    quantity = read_one("[8000\n亿元]{.q}")
    assert (quantity.text, quantity.value) == ("8000 亿元", Decimal(800000000000))
    assert quantity.place == at(1, 2, 4)


def test_places_in_a_cell_with_bars() -> None:
    work = read_body("| 甲\\|[5%]{.q} | [1２]{.q} |\n|--|--|")
    (quantity,) = quantities_of(work.document)
    assert quantity.place == at(1, 7, 2)
    assert [found.place for found in work.diagnostics] == [at(1, 19, 1)]

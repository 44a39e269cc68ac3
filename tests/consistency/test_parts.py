"""Parts and wholes: what cannot be is told, what rounding, units and periods allow is not."""

from __future__ import annotations

import pytest

from conftest import read_body


def codes(body: str) -> list[str]:
    return [found.code for found in read_body(body + "\n").diagnostics]


def family(whole: str, *parts: str, period: str = "") -> list[str]:
    of = f" of={period}" if period else ""
    return codes(f"[{whole}]{{.q #all{of}}}：" + "、".join(f"[{part}]{{.q part-of=#all}}" for part in parts))


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("127.7万辆", "129万辆"),
        ("100亿元", "101亿元"),
        ("30个", "31个"),
        ("6亿元", "7亿人民币"),
        ("100亿元", "120%"),
        ("30个", "101%"),
        ("30%", "31%"),
        ("约100亿元", "120亿元"),
        ("近100亿元", "超101亿元"),
        ("三成", "50%"),
    ],
)
def test_a_part_that_is_more_than_its_whole(whole: str, part: str) -> None:
    assert family(whole, part) == ["Q122"]


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ("127.7万辆", "70万辆"),
        ("127.7万辆", "128万辆"),
        ("100亿元", "101亿"),
        ("30个", "30个"),
        ("127.7万辆", "128万辆以下"),
        ("1.2亿元", "12000万元"),
        ("1.2亿元", "12400万元"),
        ("100亿元", "约105亿元"),
        ("百亿元", "300亿元"),
        ("100亿元", "100%"),
        ("100亿元", "120亿美元"),
        ("30个", "60人"),
        ("六大", "五项"),
        ("30%", "40个"),
        ("100亿元", "5个百分点"),
        ("100亿元", "3倍"),
        ("-5亿元", "3亿元"),
        ("90—110亿元", "105亿元"),
    ],
)
def test_what_may_be_is_not_told(whole: str, part: str) -> None:
    assert family(whole, part) == []


def test_other_periods_are_not_compared() -> None:
    body = "[5亿元]{{.q #all of=2024}}、[6亿元]{{.q part-of=#all {}}}"
    assert codes(body.format("of=2025")) == []
    assert codes(body.format("of=2024")) == codes(body.format("")) == ["Q122"]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("100亿元", ("60亿元", "50亿元")),
        ("100亿元", ("60%", "50%")),
        ("100%", ("60%", "50%")),
        ("12个", ("5个", "5个", "3个")),
        ("100亿元", ("30%", "三成", "一半", "60%")),
        ("100亿元", ("51亿元", "51亿元")),
    ],
)
def test_parts_that_are_together_more_than_their_whole(whole: str, parts: tuple[str, ...]) -> None:
    assert family(whole, *parts) == ["Q123"]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("100亿元", ("60亿元", "40亿元")),
        ("100亿元", ("33.4%", "33.3%", "33.4%")),
        ("100亿元", ("50.3亿元", "50.1亿元")),
        ("100亿元", ("60亿元", "50%")),
        ("100亿元", ("60亿元", "50亿美元")),
        ("100亿元", ("60亿元",)),
        ("100亿元", ("60亿元", "约50亿元以下")),
    ],
)
def test_parts_that_may_add_up(whole: str, parts: tuple[str, ...]) -> None:
    assert family(whole, *parts) == []


def test_parts_of_two_years_are_not_added() -> None:
    body = "[5亿元]{.q #all}：[3亿元]{.q part-of=#all of=2024}、[4亿元]{.q part-of=#all of=2025}"
    assert codes(body) == []
    assert codes(body.replace("2024", "2025")) == ["Q123"]


def test_a_part_said_again_counts_once() -> None:
    assert codes("[5亿元]{.q #all}、[3亿元]{.q #a part-of=#all}、[3亿元]{q=a}、[]{q=a}") == []


def test_a_message_names_four_parts_and_counts_the_rest() -> None:
    body = "[5个]{.q #all}" + "、[2个]{.q part-of=#all}" * 6
    (found,) = read_body(body + "\n").diagnostics
    assert found.fact == "the parts of `all`, `2个` + `2个` + `2个` + `2个` and 2 more, are more than `5个`"

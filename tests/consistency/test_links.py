"""Links between figures that lead back to themselves, or to what cannot be compared."""

from __future__ import annotations

import time

import pytest

from conftest import read_body


def told(body: str) -> list[tuple[str, str]]:
    return [(found.code, found.fact) for found in read_body(body + "\n").diagnostics]


@pytest.mark.parametrize(
    ("body", "fact"),
    [
        ("[1个]{.q #a part-of=#a}", "`a` is a part of itself: a → a"),
        ("[1个]{.q #a part-of=#b}[1个]{.q #b part-of=#a}", "`a` is a part of itself: a → b → a"),
        (
            "[0个]{.q #x part-of=#a}[1个]{.q #a part-of=#b}[1个]{.q #b part-of=#a}",
            "`a` is a part of itself: a → b → a",
        ),
        ("[1个]{.q #a}[0%]{.q from=#a to=#a}", "the change `0%` goes from `a` to the same figure"),
        ("[1个]{.q #a}[1个]{.q #b from=#a to=#b}", "`b` is named as an end of the change that it states itself"),
    ],
)
def test_what_leads_back_to_itself(body: str, fact: str) -> None:
    assert told(body) == [("Q125", fact)]


def test_a_long_circle_is_named_by_its_first_five() -> None:
    names = [f"n{number}" for number in range(8)]
    links = zip(names, [*names[1:], names[0]], strict=True)
    body = "、".join(f"[1个]{{.q #{name} part-of=#{whole}}}" for name, whole in links)
    assert told(body) == [("Q125", "`n0` is a part of itself: n0 → n1 → n2 → n3 → n4 → … → n0")]


def test_two_circles_are_told_once_each() -> None:
    body = "[1个]{.q #a part-of=#a}[1个]{.q #b part-of=#b}[1个]{.q part-of=#b}"
    assert [code for code, _ in told(body)] == ["Q125", "Q125"]


def test_a_part_of_a_part_is_none() -> None:
    assert told("[9个]{.q #a}[5个]{.q #b part-of=#a}[3个]{.q #c part-of=#b}") == []


@pytest.mark.parametrize(
    "body",
    [
        "[2025年]{.q #a}[1个]{.q part-of=#a}",
        "[2个]{.q #a}[2025年]{.q part-of=#a}",
        "[2024年]{.q #a}[2025年]{.q #b}[1个]{.q from=#a to=#b}",
        "[2个]{.q #a}[2025年]{.q from=#a}",
        "[2个]{.q #a}[3元]{.q #b}[50%]{.q from=#a to=#b}",
        "[2%]{.q #a}[3个]{.q #b}[50%]{.q from=#a to=#b}",
        "[2个]{.q #a}[3个]{.q #b}[5个百分点]{.q from=#a to=#b}",
        "[2个]{.q #a}[3个]{.q #b}[5元]{.q from=#a to=#b}",
    ],
)
def test_what_cannot_be_compared(body: str) -> None:
    assert [code for code, _ in told(body)] == ["Q126"]


def test_a_link_to_nothing_is_told_once() -> None:
    assert [code for code, _ in told("[1个]{.q part-of=#none from=#none to=#none}")] == ["Q108"] * 3


def test_a_chain_of_parts_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        body = "\n\n".join(f"[1个]{{.q #p{number} part-of=#p{number + 1}}}" for number in range(count))
        body += f"\n\n[1个]{{.q #p{count} part-of=#p0}}\n"
        before = time.process_time()
        assert [found.code for found in read_body(body).diagnostics] == ["Q125"]
        return time.process_time() - before

    seconds(200)
    assert seconds(4000) < 24 * seconds(500) + 0.1  # eight times, and room for a busy machine; its square is 64

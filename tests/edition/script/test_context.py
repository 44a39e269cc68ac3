"""What stands around a character that no word explains."""

from __future__ import annotations

import pytest

from keben.edition.choice import Rule
from keben.edition.script.context import SURNAMES, read_around, surname_of


@pytest.mark.parametrize(
    ("text", "char", "form"),
    [
        ("3里", "里", "里"), ("３里", "里", "里"), ("二十里", "里", "里"), ("数里", "里", "里"),
        ("五斗", "斗", "斗"),
        ("2只", "只", "隻"), ("这只", "只", "隻"), ("好几只", "只", "隻"), ("只狗", "只", "隻"),
        ("8点钟", "钟", "鐘"), ("两周", "周", "週"), ("第三周", "周", "週"), ("上周", "周", "週"),
        ("不准", "准", "准"), ("获准", "准", "准"), ("注：见下", "注", "註"),
        ("卡斯特里马", "里", "里"), ("马里·杜瓦", "里", "里"), ("安杰丽娜·朱莉", "杰", None),
        ("里", "里", None), ("那里", "里", None), ("王斗", "斗", None), ("只好", "只", None), ("注意", "注", None),
        ("校准", "准", None), ("发", "发", None), ("赞", "赞", "讚"), ("舍", "舍", "捨"), ("岩", "岩", "岩"),
    ],
)  # fmt: skip
def test_a_form_is_read_from_its_surroundings(text: str, char: str, form: str | None) -> None:
    found = read_around(text, text.index(char))
    assert (found and found.form) == form
    if found:
        assert found.rule is Rule.CHARACTER


def test_what_is_far_away_does_not_count() -> None:
    assert read_around("3，里", 2) is None
    assert read_around("三里", 1) is not None


def test_a_name_has_its_own_syllables_and_no_more_than_that() -> None:
    assert read_around("他在里面", 2) is None
    assert read_around("克里", 1) is None
    assert read_around("克里斯蒂娜", 1) is not None


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("于洋", "于"), ("余秋雨", "余"), ("范仲淹", "范"), ("温家宝", "溫"), ("干宝", "干"), ("郁达夫", "郁"),
        ("王治", ""), ("安伟", ""), ("余杭区", ""), ("干部学院", ""), ("种业振兴", ""), ("范", ""), ("范仲淹纪念馆", ""), ("温州", ""),
    ],
)  # fmt: skip
def test_surnames(name: str, surname: str) -> None:
    assert surname_of(name) == surname


def test_a_surname_is_written_once() -> None:
    assert len(set(SURNAMES)) == len(SURNAMES)


@pytest.mark.parametrize(
    ("text", "char", "form"),
    [
        ("集中于总部", "于", "于"), ("交付于主任", "于", "于"), ("百姓于危难之中", "于", "于"), ("本系学生", "系", "係"),
        ("他只眼睁睁看着", "只", "隻"), ("他只手动操作", "只", "隻"),
    ],
)  # fmt: skip
def test_a_common_word_is_not_taken_for_a_surname_or_a_count(text: str, char: str, form: str) -> None:
    found = read_around(text, text.index(char))
    assert found is None or found.form != form

"""Which choices a person should look at: the most doubtful ones of a text, four in a hundred.

A threshold that flags four in a hundred places of one text flags four to eight in another, so the list has a budget and no
fixed score (facts on conversion, study, §4).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from msgspec import structs

from keben.edition.choice import Risk, Rule
from keben.edition.script.deciding import CERTAIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keben.edition.choice import Choice
    from keben.edition.script.deciding import Decided

BUDGET = 0.04
"""The share of a text's one-to-many characters that is listed."""

_DIVIDED = (
    "鑒鑑 毀燬 累纍 周週 布佈 占佔 閒閑 志誌 注註 回迴 凌淩 修脩 塤壎 杯盃 杆桿 岩巖 咨諮 伙夥 念唸 嘆歎 升昇 杰傑 豔艷 煉鍊 遊游 托託 並併 凶兇"
    " 搜蒐 雕鵰 跡蹟 欲慾 盡儘 贊讚 採采 家傢 制製 復覆 複覆 復複 克剋 卷捲 折摺 它牠 繫系 係繫 借藉 僵殭 席蓆 匯彙 弦絃 咽嚥 蕩盪"
    " 娘孃 挨捱 沖衝 梁樑 霉黴 弔吊 秋鞦 徑逕 巨鉅 哄鬨 扎紮 諡謚 困睏 表錶"
)
"""Forms between which print is divided in the same words, or which differ by a shade of meaning that no word shows."""

_DIVIDED_FORMS = frozenset(frozenset(pair) for pair in _DIVIDED.split())

_ALONE = frozenset("只台松冲准斗挨干游折卷表谷姜须蒙铲杰扎咸涌荡致困念辟栗叹赞舍采余范岳复")
"""Characters that are two words by themselves, both of them common, each with a form of its own."""

_DIFFERS, _RIVAL, _DIVIDED_PAIR, _BY_ITSELF, _TWO_WORDS, _A_NAT = 1.2, 1.6, 0.7, 0.4, 2.4, 0.175
"""What each sign weighs, rounded from fits to software, dictionary and spoken texts of both regions, none of them in use here."""


def doubt_of(decided: Decided, others: Iterable[str], *, differs: bool) -> float:
    """Weigh what speaks against a choice.

    Args:
        decided: The choice.
        others: The other forms of the character, before a region's variants.
        differs: Whether OpenCC alone writes another form.
    """
    spelling = decided.spelling
    is_alone = spelling.rule is Rule.CHARACTER
    return (
        _DIFFERS * differs
        + _RIVAL * (bool(spelling.rivals) and not is_alone)
        + _DIVIDED_PAIR * any(frozenset((spelling.form, other)) in _DIVIDED_FORMS for other in others)
        + _BY_ITSELF * (is_alone and not spelling.reason)
        + _TWO_WORDS * (is_alone and not spelling.reason and spelling.phrase in _ALONE)
        - _A_NAT * decided.margin
    )


_NO_DOUBT = -_A_NAT * CERTAIN
"""The doubt of a choice against which nothing speaks."""


def flag(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Mark the most doubtful choices of a text for review.

    Of a text with fewer than 25 choices one is listed only if more speaks against it than for it. What a reviewer has decided
    keeps its rank, so that a list that is worked off is not filled again from below.
    """
    ranked = [at for at, choice in enumerate(choices) if choice.rule not in (Rule.TERM, Rule.NAME, Rule.LEFT)]
    budget = BUDGET * len(ranked)
    ranked.sort(key=lambda at: -choices[at].doubt)
    likely = [at for at in ranked[: math.ceil(budget)] if choices[at].doubt > (_NO_DOUBT if budget >= 1 else 0)]
    flagged = {at for at in likely if choices[at].risk is Risk.SURE}
    return tuple(
        structs.replace(choice, risk=Risk.REVIEW) if at in flagged else choice for at, choice in enumerate(choices)
    )

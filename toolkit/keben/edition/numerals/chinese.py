"""Figures in Chinese numerals: as they are read aloud, and in 大写 as contracts and cheques have them.

Only numbers, their scales, percent signs, currency signs and dashes are replaced; qualifiers and units stay where the
author put them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.edition.numerals import hanzi
from keben.edition.numerals.cheque import write_sum
from keben.edition.numerals.dates import DASH, chinese_date
from keben.edition.numerals.hanzi import Numerals
from keben.edition.numerals.money import SIGNS, is_renminbi
from keben.edition.numerals.spans import Span, ends_of, numbers_in
from keben.edition.numerals.written import NUMBERED, in_region_s_scale
from keben.quantity.grammar import HALF_WIDTH
from keben.quantity.numerals import exponent

if TYPE_CHECKING:
    from keben.document import Quantity
    from keben.locales import Locale
    from keben.settings import NumberStyle


def spoken(quantity: Quantity, target: Locale, numbers: NumberStyle) -> str:
    """Write a figure as it is read aloud: 近六千五百零一点八亿元, 百分之五到百分之八, 二〇二六年二月六日.

    What stands in Chinese numerals stays.
    """
    if quantity.kind == "date":
        return hanzi.in_script(chinese_date(quantity, "到"), target.script)
    text = quantity.text
    if re.search("[0-9０-９]", text):
        text = hanzi.in_script(_rewritten(quantity, _SPOKEN), target.script)
    return in_region_s_scale(text, quantity, target, numbers)


def formal(quantity: Quantity, target: Locale, home: str) -> str:
    """Write a figure in 大写, exactly: 人民币陆仟伍佰零壹亿捌仟万元整, 叁仟肆佰壹拾柒班, 百分之壹拾陆点捌.

    A date has its numerals in Chinese, with ○ in Hong Kong and Macao (facts on numbers, §3).
    """
    if quantity.kind == "date":
        zero = "○" if target.tag in ("zh-Hant-HK", "zh-Hant-MO") else "〇"
        return hanzi.in_script(chinese_date(quantity, "至").replace("〇", zero), target.script)
    text = write_sum(quantity, home)
    if not text:
        text = _rewritten(quantity, _FORMAL)
        if quantity.upper is not None and text != quantity.text and is_renminbi(quantity, home):
            text = _with_renminbi(text)
    return hanzi.in_script(text, target.script)


def _with_renminbi(text: str) -> str:
    """Put 人民币 before the first number of a range of sums, unless it is there."""
    start = next((span.start for span in numbers_in(text)), 0)
    return text if "人民" in text[:start] else f"{text[:start]}人民币{text[start:]}"


# ---------------------------------------------------------------- numbers


class _Manner(Struct, frozen=True):
    """How numbers are written: numerals, the word of a range, and how one end is spelled.

    `spell` gets the span, its value where the other end's scale counts for it too, and what follows it.
    """

    numerals: Numerals
    to: str
    spell: Callable[[Span, Decimal | None, str], str]


_LARGE = ("万", "亿", "万亿", "兆")


def _scaled(span: Span, shared: Decimal | None, unit: str) -> str:
    """Spell the author's number and keep 万 and 亿; a scale of 百 or 千, and 10000万, become part of the number."""
    if span.scale in _LARGE and not (span.scale == "万" and abs(span.number) >= 10_000):
        spelled = hanzi.spell(span.number, hanzi.SPOKEN)
        return ("两" if spelled == "二" else spelled) + span.scale
    if shared is not None and span.number != shared and not span.scale:
        return hanzi.spell(shared, hanzi.SPOKEN)
    spelled = hanzi.spell(span.value, hanzi.SPOKEN)
    return "两" if spelled == "二" and _is_counted(unit) else spelled


def _is_counted(unit: str) -> bool:
    """Whether 2 is 两 before a unit: a Chinese word, no ordinal and not the weight 两 itself."""
    return "\u4e00" <= unit[:1] <= "\u9fff" and not unit.startswith((*NUMBERED, "两", "兩"))


def _exact(span: Span, shared: Decimal | None, _unit: str) -> str:
    return hanzi.spell(span.value if shared is None else shared, hanzi.FORMAL)


_SPOKEN = _Manner(hanzi.SPOKEN, "到", _scaled)
_FORMAL = _Manner(hanzi.FORMAL, "至", _exact)


def _rewritten(quantity: Quantity, manner: _Manner) -> str:
    """Replace the numbers of a figure; one whose numbers cannot be told stands as written."""
    text = quantity.text.translate(HALF_WIDTH)
    spans = [] if quantity.unit.startswith(NUMBERED) else ends_of(quantity, text)
    if not spans:
        return quantity.text
    rest, share = _take_share(text[spans[-1].end :])
    last = _share(manner.spell(spans[-1], None, rest), share)
    before, after = _with_unit(_denominator(text[: spans[0].start], manner), rest, quantity)
    if len(spans) == 1:
        return before + last + _coins(_tenths(after, manner.numerals), manner.numerals)
    first = _lower_end(quantity, text, (spans[0], spans[1]), manner, last)
    return before + first + last + after if first else quantity.text


def _lower_end(quantity: Quantity, text: str, ends: tuple[Span, Span], manner: _Manner, last: str) -> str:
    """Write the lower end of a range up to its upper one; nothing where the two would say another range."""
    lower, upper = ends
    rest, share = _take_share(text[lower.end : upper.start])
    upper_rest, upper_share = _take_share(text[upper.end :])
    dash = re.search(DASH, rest)
    if not dash:
        return ""
    own = rest[: dash.start()]
    shared = None
    if upper.scale and not lower.scale and quantity.value != lower.number:  # 5—8万
        shared = lower.number.scaleb(exponent(upper.scale))
    keeps_scale = manner is _SPOKEN and upper.scale in _LARGE and upper.number < 10_000
    spelled = manner.spell(lower, None if keeps_scale else shared, own or upper_rest)
    if shared is None and not own and not upper_share and _is_ambiguous(spelled, last):
        if not quantity.unit:
            return ""
        own = quantity.unit
    return _share(spelled, share or upper_share) + own + manner.to + rest[dash.end() :]


def _is_ambiguous(first: str, last: str) -> bool:
    """Whether 五到八万 would say another range than 5—80000."""
    return last.endswith(("万", "亿")) and not set(first) & set("万亿兆")


# ---------------------------------------------------------------- shares and signs

_SHARES = {"%": "百分之", "‰": "千分之", "‱": "万分之"}


def _take_share(rest: str) -> tuple[str, str]:
    """Split a percent sign off what follows a number, and return the words it becomes."""
    share = _SHARES.get(rest.lstrip()[:1], "")
    return (rest.lstrip()[1:] if share else rest), share


def _share(spelled: str, share: str) -> str:
    """Put 百分之 before a number, behind its sign; 100% is 百分之百."""
    if not share:
        return spelled
    sign, number = ("负", spelled[1:]) if spelled.startswith("负") else ("", spelled)
    return sign + share + ("百" if share == "百分之" and number == "一百" else number)


def _denominator(before: str, manner: _Manner) -> str:
    """Spell the 三 of 三分之 formally; 百分之, 千分之 and 万分之 are words."""
    if manner is _SPOKEN:
        return before
    for span in numbers_in(before):
        if span.is_below and abs(span.value) not in (100, 1000, 10_000):
            return before[: span.start] + hanzi.spell(span.value, hanzi.FORMAL) + before[span.end :]
    return before


def _tenths(after: str, numerals: Numerals) -> str:
    """Spell the 5 of 3成5."""
    found = re.match(f"成([0-9{hanzi.SPOKEN.digits[1:]}])", after)
    if not found:
        return after
    digit = hanzi.SPOKEN.digits.find(found[1])
    return "成" + numerals.digits[digit if digit >= 0 else int(found[1])] + after[2:]


def _coins(after: str, numerals: Numerals) -> str:
    """Spell the 5 and the 3 of 3元5角3分."""
    return re.sub("(?<=[元圆圓零角])[0-9](?=[角分])", lambda found: numerals.digits[int(found[0])], after)


def _with_unit(before: str, after: str, quantity: Quantity) -> tuple[str, str]:
    """Put a currency's name behind the number in the place of its sign before it: ¥5 is 五元."""
    bare = before.rstrip()
    if quantity.unit in SIGNS and bare.endswith(quantity.unit):
        return bare.removesuffix(quantity.unit), SIGNS[quantity.unit] + after
    return before, after

"""Figures in Chinese numerals: as they are read aloud, and in 大写 as contracts and cheques have them.

Only numbers, their scales, percent signs, currency signs and dashes are replaced; qualifiers and units stay where the
author put them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from keben.edition.numerals import hanzi
from keben.edition.numerals.dates import chinese_date
from keben.edition.numerals.hanzi import Numerals
from keben.edition.numerals.money import SIGNS, currency
from keben.edition.numerals.spans import Span, numbers_in
from keben.edition.numerals.written import NUMBERED, in_region_s_scale
from keben.quantity.numerals import exponent
from keben.quantity.words import BETWEEN, alternatives

if TYPE_CHECKING:
    from keben.document import Quantity
    from keben.locales import Locale
    from keben.settings import NumberStyle

_LARGE = ("万", "亿", "万亿", "兆")
_SHARES = {"%": "百分之", "‰": "千分之", "‱": "万分之"}
_DASH = re.compile(r"\s*(?:[—–~〜～-]+|[至到])\s*")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％，＋－￥", "0123456789.%,+-¥")
_BETWEEN = alternatives(BETWEEN)


def spoken(quantity: Quantity, target: Locale, numbers: NumberStyle, home: str) -> str:
    """Write a figure as it is read aloud: 近六千五百零一点八亿元, 百分之五到百分之八, 二〇二六年二月六日.

    What stands in Chinese numerals stays.
    """
    del home
    if quantity.kind == "date":
        return hanzi.in_script(chinese_date(quantity), target.script)
    if not re.search("[0-9０-９]", quantity.text):
        return in_region_s_scale(quantity.text, target, numbers)
    text = _rewritten(quantity, _Manner(hanzi.SPOKEN, "到", _scaled))
    return in_region_s_scale(hanzi.in_script(text, target.script), target, numbers)


def formal(quantity: Quantity, target: Locale, numbers: NumberStyle, home: str) -> str:
    """Write a figure in 大写, exactly: 人民币陆仟伍佰零壹亿捌仟万元整, 叁仟肆佰壹拾柒班, 百分之壹拾陆点捌.

    整 says that a sum is exact, so one with a qualifier has none. Source: 支付结算办法, annex 1, 2 to 4. A date has its
    numerals in Chinese, with ○ in Hong Kong and Macao (facts on numbers, §3).
    """
    del numbers
    if quantity.kind == "date":
        zero = "○" if target.tag in ("zh-Hant-HK", "zh-Hant-MO") else "〇"
        return hanzi.in_script(chinese_date(quantity).replace("〇", zero), target.script)
    manner = _Manner(hanzi.FORMAL, "至", lambda span, value, _: hanzi.spell(value or span.value, hanzi.FORMAL))
    text = (_sum(quantity, home) or _rewritten(quantity, manner)).replace("兩", "两")
    return hanzi.in_script(text, target.script)


class _Manner(Struct, frozen=True):
    """How numbers are written: numerals, the word of a range, and how one end is spelled.

    `spell` gets the span, its value where the other end's scale counts for it too, and the unit behind it.
    """

    numerals: Numerals
    to: str
    spell: Callable[[Span, Decimal | None, str], str]


def _scaled(span: Span, shared: Decimal | None, unit: str) -> str:
    """Spell the author's number and keep 万 and 亿; a scale of 百 or 千, and 10000万, become part of the number."""
    if span.scale in _LARGE and not (span.scale == "万" and abs(span.number) >= 10_000):
        return hanzi.spell(span.number, hanzi.SPOKEN) + span.scale
    value = span.value if shared is None else shared
    spelled = hanzi.spell(value, hanzi.SPOKEN)
    return "两" if spelled == "二" and _is_counted(unit) else spelled


def _is_counted(unit: str) -> bool:
    """Whether 2 is 两 before a unit: a Chinese word, no ordinal and not the weight 两 itself."""
    return "\u4e00" <= unit[:1] <= "\u9fff" and not unit.startswith((*NUMBERED, "两", "兩"))


def _ends(quantity: Quantity, text: str) -> list[Span]:
    """Return the spans of a figure's number, or of both ends of a range; none where they cannot be told or spelled."""
    wanted = 1 if quantity.upper is None else 2
    spans = [span for span in numbers_in(text) if not span.is_below][:wanted]
    is_told = (
        not quantity.mantissa or quantity.unit.startswith(NUMBERED) or (quantity.scale and quantity.scale.isascii())
    )
    is_code = any(re.match(r"0\d", text[span.start :]) for span in spans)
    too_large = any(abs(span.value) >= hanzi.LIMIT for span in spans)
    return [] if len(spans) != wanted or is_told or is_code or too_large else spans


def _rewritten(quantity: Quantity, manner: _Manner) -> str:
    """Replace the numbers of a figure; one whose numbers cannot be told stands as written."""
    text = quantity.text.translate(_HALF_WIDTH)
    spans = _ends(quantity, text)
    if not spans:
        return quantity.text
    lower, upper = spans[0], spans[-1]
    after, share = _behind(text, upper)
    last = _share(manner.spell(upper, None, after), share)
    before, after = _with_sign(_denominator(text[: lower.start], manner), after, quantity)
    if lower is upper:
        return before + last + _tenths(after, manner.numerals)
    between = text[lower.end : upper.start]
    own, own_share = _behind(between, structs.replace(lower, end=0))
    shared = lower.number.scaleb(exponent(upper.scale)) if _shares_scale(quantity, lower, upper) else None
    by_value = shared if shared is not None and (upper.scale not in _LARGE or manner.to == "至") else None
    first = _share(manner.spell(lower, by_value, own or after), own_share or share)
    dash = _DASH.search(own)
    if not dash:
        return quantity.text
    own = own[: dash.start()] + manner.to + own[dash.end() :]
    if shared is None and not dash.start() and not share and _is_ambiguous(first, last):
        if not quantity.unit:
            return quantity.text
        own = quantity.unit + own
    return before + first + own + last + after


def _shares_scale(quantity: Quantity, lower: Span, upper: Span) -> bool:
    """Whether the scale of a range's upper end counts for its lower end too, as in 5—8万."""
    return bool(upper.scale) and not lower.scale and quantity.value is not None and quantity.value != lower.number


def _is_ambiguous(first: str, last: str) -> bool:
    """Whether 五到八万 would say another range than 5—80000."""
    return last.endswith(("万", "亿")) and not set(first) & set("万亿兆")


def _behind(text: str, span: Span) -> tuple[str, str]:
    """Return what follows a number without its percent sign, and the words that sign becomes."""
    rest = text[span.end :]
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
    if manner.numerals is not hanzi.FORMAL:
        return before
    for span in numbers_in(before):
        if span.is_below and span.value not in (100, 1000, 10_000):
            return before[: span.start] + hanzi.spell(span.value, hanzi.FORMAL) + before[span.end :]
    return before


def _tenths(after: str, numerals: Numerals) -> str:
    """Spell the 5 of 3成5."""
    found = re.match(f"成([0-9{hanzi.SPOKEN.digits[1:]}])", after)
    if not found:
        return after
    digit = hanzi.SPOKEN.digits.find(found[1])
    return "成" + numerals.digits[digit if digit >= 0 else int(found[1])] + after[2:]


def _with_sign(before: str, after: str, quantity: Quantity) -> tuple[str, str]:
    """Put a currency's name behind the number in the place of its sign before it: ¥5 is 五元."""
    bare = before.rstrip()
    if quantity.unit in SIGNS and bare.endswith(quantity.unit):
        return bare.removesuffix(quantity.unit), SIGNS[quantity.unit] + after
    return before, after


_YUAN = re.compile(rf"\s*(?P<between>{_BETWEEN})?\s*[元圆圓](?:人民[币幣])?(?P<rest>.*)", re.DOTALL)
_NAMED = re.compile(r"(?:人民[币幣]|RMB|CNY|[¥￥])\s*$")


def _sum(quantity: Quantity, home: str) -> str:
    """Write one sum in 元 as cheques have it; nothing for other figures."""
    text = quantity.text.translate(_HALF_WIDTH)
    spans = _ends(quantity, text) if quantity.kind == "money" and quantity.upper is None else []
    if not spans or currency(quantity.unit) != "CNY":
        return ""
    (span,) = spans
    before, sign = text[: span.start], _NAMED.search(text[: span.start])
    unit = _YUAN.fullmatch(text[span.end :])
    rest, between = (unit["rest"], unit["between"] or "") if unit else (text[span.end :], "")
    if not unit and not sign:
        return ""
    is_renminbi = bool(sign) or home == "zh-Hans-CN" or "人民" in quantity.unit
    prefix = (before[: sign.start()] if sign else before) + ("人民币" if is_renminbi else "")
    return prefix + _cheque(span.value, between, is_exact=not quantity.qualifier and not rest) + rest


def _cheque(value: Decimal, between: str, *, is_exact: bool) -> str:
    """Write a value in 元, 角 and 分: 壹仟肆佰零玖元伍角, 叁佰贰拾伍元零肆分, 陆仟零柒元整."""
    whole, _, part = f"{abs(value):f}".partition(".")
    part = part.rstrip("0")
    if len(part) > 2 or (part and between):
        return hanzi.spell(value, hanzi.FORMAL) + between + "元"
    jiao, fen = (int(digit) for digit in part.ljust(2, "0"))
    digits = hanzi.FORMAL.digits
    sum_ = ("负" if value.is_signed() else "") + hanzi.spell_whole(int(whole), hanzi.FORMAL) + between + "元"
    if not part:
        return sum_ + ("整" if is_exact else "")
    return sum_ + (f"{digits[jiao]}角" if jiao else digits[0]) + (f"{digits[fen]}分" if fen else "")

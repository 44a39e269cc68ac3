"""Sums of money in 大写, as cheques and contracts have them: 人民币壹仟肆佰零玖元伍角.

Source: 支付结算办法 (中国人民银行 1997), annex 1 on filling in bills, 1 to 4: the characters; 人民币 before the sum; 整 behind 元
where nothing follows, none needed behind 角 and none behind 分; how zeros are said. Usage: a sum below 1元 has no 元, 伍分, and
one of 角 alone has 整, 伍角整.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keben.edition.numerals.hanzi import FORMAL, spell, spell_whole
from keben.edition.numerals.money import SIGNS, currency, is_renminbi
from keben.edition.numerals.spans import ends_of
from keben.quantity.grammar import HALF_WIDTH
from keben.quantity.words import BETWEEN, DIGITS, SCALE, alternatives

if TYPE_CHECKING:
    from decimal import Decimal

    from keben.document import Quantity

_COIN = f"[0-9{''.join(DIGITS)}]"
_YUAN = re.compile(
    rf"\s*(?P<between>(?:{alternatives(BETWEEN)})\s*(?:{SCALE})?)?\s*[元圆圓](?P<coins>(?:零?{_COIN}角)?(?:零?{_COIN}分)?)[整正]?"
    r"(?:人民[币幣])?(?P<rest>.*)",
    re.DOTALL,
)
_NAMED = re.compile(r"(?:人民[币幣]|RMB|CNY|[¥￥])\s*$")


def write_sum(quantity: Quantity, home: str) -> str:
    """Write one sum in 元; nothing for any other figure.

    整 says that a sum is exact, so one with a qualifier has none.

    Args:
        quantity: A figure of any kind.
        home: The locale of the author's text; a bare 元 is the mainland's money only there.
    """
    if quantity.kind != "money" or quantity.upper is not None or currency(quantity.unit) != "CNY":
        return ""
    text = quantity.text.translate(HALF_WIDTH)
    spans = ends_of(quantity, text)
    if not spans:
        return ""
    (span,) = spans
    before = text[: span.start]
    sign, unit = _NAMED.search(before), _YUAN.fullmatch(text[span.end :])
    is_foreign = not sign and before.rstrip().endswith(tuple(SIGNS))
    if is_foreign or not (unit or sign):
        return ""
    between, rest = (unit["between"] or "", unit["rest"]) if unit else ("", text[span.end :])
    name = "人民币" if sign or is_renminbi(quantity, home) else ""
    is_exact = set(quantity.qualifier.split()) <= _EXACT and not rest
    value = quantity.value if unit and unit["coins"] else span.value
    assert value is not None  # noqa: S101 - a sum with coins has a value
    return before[: sign.start() if sign else None] + name + _in_coins(value, between, is_exact=is_exact) + rest


_EXACT = {"达", "達", "达到", "達到", "累计", "累計"}
"""Qualifiers that limit nothing."""


def _in_coins(value: Decimal, between: str, *, is_exact: bool) -> str:
    """Write a value in 元, 角 and 分; what is below 分 has no name, so such a value has decimals."""
    whole, _, part = f"{abs(value):f}".partition(".")
    part = part.rstrip("0")
    if len(part) > 2 or (part and between):
        return spell(value, FORMAL) + between + "元"
    sign, end = "负" if value.is_signed() else "", "整" if is_exact else ""
    zero = FORMAL.digits[0]
    jiao, fen = (FORMAL.digits[int(digit)] for digit in part.ljust(2, "0"))
    in_fen = "" if fen == zero else f"{fen}分"
    if part and not int(whole):
        return sign + (in_fen if jiao == zero else f"{jiao}角{in_fen or end}")
    yuan = sign + spell_whole(int(whole), FORMAL) + between + "元"
    return yuan + ((zero if jiao == zero else f"{jiao}角") + in_fen if part else end)

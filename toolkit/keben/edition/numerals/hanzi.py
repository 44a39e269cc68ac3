"""Chinese numerals: whole numbers and decimals, as they are spoken and as they stand on cheques (大写)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from decimal import Decimal

LIMIT = 10**16
"""Below this, 万 and 亿 name every number without 亿亿."""


class Numerals(Struct, frozen=True):
    """A set of numerals: ten digits, the names of 10, 100 and 1000; whether ten is 一十 at the beginning too.

    `leading_two` stands for the first 2 before 百, 千, 万 and 亿.
    """

    digits: str
    units: str
    leading_two: str
    full_ten: bool


SPOKEN = Numerals("零一二三四五六七八九", "十百千", leading_two="两", full_ten=False)
"""两 only at the beginning of a number and before 百 and above: 两千二百, 三万二千, 二十. House rule."""

FORMAL = Numerals("零壹贰叁肆伍陆柒捌玖", "拾佰仟", leading_two="贰", full_ten=True)
"""Characters of 大写. Source: 支付结算办法 (中国人民银行 1997), annex 1 on filling in bills, 1."""

_TRADITIONAL = str.maketrans("两万亿点负贰叁陆币个", "兩萬億點負貳參陸幣個")


SIMPLIFIED = str.maketrans(
    "兩萬億點負貳參陸幣個華裏裡畝頃噸標準載總電時卡攝貝學戶輛課週歲億間場條處棟筆張塊隻頭顆層種門組對雙隊輪節項項類臺冊幾內過於將約來許達計餘號縣國業企為僅",
    "两万亿点负贰叁陆币个华里里亩顷吨标准载总电时卡摄贝学户辆课周岁亿间场条处栋笔张块只头颗层种门组对双队轮节项项类台册几内过于将约来许达计余号县国业企为仅",
)
"""Characters of numerals, units and qualifiers; whole texts are converted by `edition/script.py`."""


def in_script(text: str, script: str) -> str:
    """Return numerals in a script; the formal 3 is 參 in Traditional. Source: CLDR, spellout-cardinal-financial."""
    return text.translate(_TRADITIONAL) if script == "Hant" else text


def spell_whole(number: int, numerals: Numerals) -> str:
    """Spell a whole number below `LIMIT`.

    Zeros inside are said once, 六千零七, also where the next four digits begin with one, 一亿零五千; after 万 and 亿 they are
    left out where the next digit is there, 十万七千. Source: 支付结算办法, annex 1, 4; the same holds in speech.
    """
    spelled = _spell(number, numerals)
    one_ten, ten = numerals.digits[1] + numerals.units[0], numerals.units[0]
    if not numerals.full_ten and spelled.startswith(one_ten):
        spelled = ten + spelled.removeprefix(one_ten)
    if spelled[0] == numerals.digits[2] and spelled[1:2] in ("百", "千", "万", "亿"):
        spelled = numerals.leading_two + spelled[1:]
    return spelled


def _spell(number: int, numerals: Numerals) -> str:
    for power, name in ((8, "亿"), (4, "万"), *((3 - at, unit) for at, unit in enumerate(reversed(numerals.units)))):
        if number >= 10**power:
            above, below = divmod(number, 10**power)
            zero = numerals.digits[0] if 0 < below < 10 ** (power - 1) else ""
            return _spell(above, numerals) + name + (zero + _spell(below, numerals) if below else "")
    return numerals.digits[number]


def spell(number: Decimal, numerals: Numerals) -> str:
    """Spell a number with its decimals digit by digit; zeros at the end stay as the author wrote them."""
    whole, _, part = f"{abs(number):f}".partition(".")
    sign = "负" if number.is_signed() else ""
    return sign + spell_whole(int(whole), numerals) + ("点" + by_places(part, numerals) if part else "")


def by_places(digits: str, numerals: Numerals) -> str:
    """Write digits one by one."""
    return "".join(numerals.digits[int(digit)] for digit in digits)

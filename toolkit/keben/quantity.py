"""The quantity grammar: reads what a marked figure says from its own words.

    [qualifier] number [scale] [qualifier] [unit] [qualifier]

A number is in Arabic or Chinese numerals, a range, a fraction or a date. The unit is open: whatever follows. Values are
`Decimal`, made from the author's digits and never through a float. Linear in the text, which is short by limit.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from keben.document import Kind

if TYPE_CHECKING:
    from datetime import date


class Reading(Struct, frozen=True):
    """What a figure says; the fields are those of `keben.document.Quantity`."""

    kind: Kind
    value: Decimal | None = None
    upper: Decimal | None = None
    day: str = ""
    mantissa: str = ""
    scale: str = ""
    unit: str = ""
    qualifier: str = ""


class Unreadable(ValueError):  # noqa: N818 - a diagnostic on its way to a report
    """A figure cannot be read: the diagnostic's code, fact and hint, and where in the figure it goes wrong."""

    def __init__(self, code: str, fact: str, hint: str, start: int = 0, length: int = 0) -> None:
        super().__init__(fact)
        self.code, self.fact, self.hint, self.start, self.length = code, fact, hint, start, length


NUMBER_DIGITS = 28
"""Digits in one number: what `Decimal` reckons with exactly, and more than people read."""

TEXT_LENGTH = 200
"""Code points of one figure with all its words; longer ones mark a sentence by mistake."""

# ---------------------------------------------------------------- tables

_DIGITS = {char: value for value, chars in enumerate((
    "〇零", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖",
)) for char in chars}  # fmt: skip
_TENS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3}
_TWENTIES = {"廿": 20, "卅": 30}
_SCALES = {"万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
"""Powers of ten. 兆 is 10¹² as CLDR prints it for Taiwan (facts on numbers, §1); the prefix mega is a unit, not a scale."""

_ENGLISH_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}

_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)}
"""Full-width forms of ASCII; NFKC would do more and turn m³ into m3."""

_SIMPLIFIED = str.maketrans("萬億", "万亿")

BEFORE = (
    "不低于", "不少于", "不超过", "不低於", "不少於", "不超過", "超过", "超過", "突破", "接近", "将近", "將近", "大约", "大約",
    "约为", "約為", "达到", "達到", "高达", "高達", "多达", "多達", "不足", "不到", "至少", "最多", "累计", "累計", "平均",
    "近", "超", "约", "約", "逾", "达", "達", "nearly", "over", "about", "more than", "less than", "at least", "up to",
)  # fmt: skip
AFTER = ("以上", "以下", "以内", "以內", "左右", "上下", "之多", "内", "內", "余", "餘", "多", "许", "許")
BETWEEN = ("余", "餘", "多", "来", "來")
"""Between number and unit: 百余家, 30多万人."""

MONEY = (
    "人民币", "人民幣", "美元", "美金", "港元", "港币", "港幣", "澳门元", "澳門元", "新台币", "新臺幣", "新台幣", "台币", "臺幣",
    "欧元", "歐元", "英镑", "英鎊", "日元", "日圆", "日圓", "元", "圆", "圓", "角", "分钱", "yuan", "dollar", "dollars", "euros",
)  # fmt: skip
_CURRENCY = r"(?:RMB|CNY|US\$|HK\$|NT\$|MOP\$?|[¥￥$€£])"

_RANGE_MARKS = "—–－~～〜至到-"

# ---------------------------------------------------------------- reading


def read_quantity(text: str, today: date | None = None) -> Reading:
    """Read a figure.

    Args:
        text: The words of the span, without markup.
        today: The date of the work, to which 去年 and 今年 refer.

    Raises:
        Unreadable: There is no number, or it is not one.
    """
    _refuse_disguise(text)
    plain = text.translate(_HALF_WIDTH).strip()
    if len(plain) > TEXT_LENGTH:
        raise Unreadable("Q104", f"the quantity has {len(plain):,} characters, more than {TEXT_LENGTH}",
                         "mark the number with its unit alone")  # fmt: skip
    return _read_date(plain, today) or _read_figure(plain)


def _read_figure(plain: str) -> Reading:
    before, rest = _take_before(plain)
    currency = re.match(_CURRENCY, rest)
    if currency:
        rest = rest[currency.end() :].lstrip()
    number, rest = _take_number(rest)
    between, rest = _take_first(rest, BETWEEN) if not number.percent else ("", rest)
    scale, rest = _take_scale(rest)
    number = number.scaled(scale)
    unit, after = _take_after(rest.strip())
    qualifier = " ".join(part for part in (before, between, after) if part)
    return Reading(
        kind=_kind(number, unit, currency is not None),
        value=number.value,
        upper=number.upper,
        mantissa=number.mantissa,
        scale=number.scale,
        unit=unit or (currency[0] if currency else ""),
        qualifier=qualifier,
    )


class _Number(Struct, frozen=True):
    value: Decimal
    mantissa: str
    scale: str = ""
    upper: Decimal | None = None
    percent: bool = False
    ratio: bool = False

    def scaled(self, scale: str) -> _Number:
        if not scale:
            return self
        factor = _power(scale)
        return _Number(
            self.value * factor,
            self.mantissa,
            (self.scale + scale.translate(_SIMPLIFIED)).strip(),
            None if self.upper is None else self.upper * factor,
            self.percent,
            self.ratio,
        )


def _kind(number: _Number, unit: str, currency: bool) -> Kind:  # noqa: FBT001 - one caller
    if number.upper is not None:
        return "range"
    if number.percent or "百分点" in unit or "百分點" in unit:
        return "percent"
    if number.ratio or unit in ("倍", "成", "番"):
        return "ratio"
    return "money" if currency or unit.startswith(MONEY) else "count"


# ---------------------------------------------------------------- parts


def _take_first(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    word = next((each for each in words if text.startswith(each)), "")
    return word, text[len(word) :].lstrip() if word else text


def _take_before(text: str) -> tuple[str, str]:
    found: list[str] = []
    while True:
        word, rest = _take_first(text, BEFORE)
        if not word:
            return " ".join(found), text
        found.append(word)
        text = rest


def _take_after(text: str) -> tuple[str, str]:
    """Split what follows the number into unit and qualifier; a lone 内 or 多 is a qualifier of a bare number."""
    word = next((each for each in AFTER if text.endswith(each)), "")
    return (text[: len(text) - len(word)].rstrip(), word) if word else (text, "")


def _take_scale(text: str) -> tuple[str, str]:
    chinese = re.match(f"[{''.join((*_TENS, *_SCALES))}]+", text)
    if chinese:
        if re.search(r"(.)\1", chinese[0]) or len(chinese[0]) > 4:
            raise Unreadable("Q102", f"`{chinese[0]}` is not a scale", "write one of 万, 亿, 万亿, 百万, 千万")
        return chinese[0], text[chinese.end() :]
    english = re.match(rf"\s*({'|'.join(_ENGLISH_SCALES)})\b", text)
    return (english[1], text[english.end() :]) if english else ("", text)


def _power(scale: str) -> Decimal:
    if scale in _ENGLISH_SCALES:
        return Decimal(10) ** _ENGLISH_SCALES[scale]
    return Decimal(10) ** sum(_TENS.get(char, 0) + _SCALES.get(char, 0) for char in scale)


_ARABIC = re.compile(r"[+\-−]?\d[\d,\u2009\u202f\u00a0]*(?:\.\d+)?")
_GROUPED = re.compile(r"[+\-−]?\d{1,3}(?:[,\u2009\u202f\u00a0]\d{3})+(?:\.\d+)?|[+\-−]?\d+(?:\.\d+)?")
_CHINESE = re.compile(f"负?[{''.join((*_DIGITS, *_TENS, *_TWENTIES))}半點点万萬亿億兆]+")
_OF = re.compile(r"(.+?)分之(.+)")


def _take_number(text: str) -> tuple[_Number, str]:
    fraction = re.match(r"(百|千|万|[一二三四五六七八九十两]+)分之", text)
    if fraction:
        return _take_fraction(fraction[1], text[fraction.end() :])
    double = re.match(r"翻([一二两三四五])番", text)
    if double:
        return _Number(Decimal(2) ** _DIGITS[double[1]], "", ratio=True), "番" + text[double.end() :]
    number, rest = _take_plain(text)
    if rest[:1] and rest[0] in _RANGE_MARKS:
        upper, after = _take_plain_or_none(rest[1:].lstrip(_RANGE_MARKS))
        if upper:
            number, rest = _Number(number.value, number.mantissa, upper.scale, upper.value), after
    return _take_percent(number, rest)


def _take_plain_or_none(text: str) -> tuple[_Number | None, str]:
    try:
        return _take_plain(text)
    except Unreadable:
        return None, text


def _take_plain(text: str) -> tuple[_Number, str]:
    arabic = _ARABIC.match(text)
    if arabic:
        return _take_groups(text, arabic)
    chinese = _CHINESE.match(text)
    if chinese:
        return _read_chinese(chinese[0]), text[chinese.end() :]
    raise Unreadable("Q101", f"`{text[:40]}` has no number to begin with", "mark a figure, as `[8000亿元]{.q}`")


def _take_groups(text: str, arabic: re.Match[str]) -> tuple[_Number, str]:
    """Read 6501.8, or the Taiwan form 6億3,944萬2,789 in which scales descend."""
    total = _arabic(arabic[0])
    rest = text[arabic.end() :]
    groups = re.match(f"[{''.join(_SCALES)}]+(?=\\d)", rest)
    if not groups:
        return _Number(total, _ascii(arabic[0])), rest
    total *= _power(groups[0])
    highest = _power(groups[0])
    while groups:
        following = _ARABIC.match(rest, groups.end())
        if not following:
            break
        rest = rest[following.end() :]
        groups = re.match(f"[{''.join(_SCALES)}]+", rest)
        factor = _power(groups[0]) if groups else Decimal(1)
        if factor >= highest:
            raise Unreadable("Q102", f"the scales of `{text[:40]}` do not descend", "write the larger scale first")
        total, highest = total + _arabic(following[0]) * factor, factor
        if groups and not re.match(r"\d", rest[groups.end() :]):
            rest, groups = rest[groups.end() :], None
    return _Number(total, _ascii(str(total))), rest


def _arabic(written: str) -> Decimal:
    digits = sum(char.isdigit() for char in written)
    if digits > NUMBER_DIGITS:
        raise Unreadable("Q104", f"the number has {digits:,} digits, more than {NUMBER_DIGITS}", "check it")
    if not _GROUPED.fullmatch(written):
        raise Unreadable("Q103", f"quantity `{written[:40]}` has a comma that is neither grouping nor decimal",
                         _comma_hint(written))  # fmt: skip
    return Decimal(_ascii(written))


def _comma_hint(written: str) -> str:
    whole, _, part = written.strip(",").partition(",")
    if part.isdigit():
        return f"write `{whole}.{part}` or `{whole}{part}`; separators are chosen per edition"
    return "write the digits without separators; they are chosen per edition"


def _ascii(written: str) -> str:
    return re.sub("[,\u2009\u202f\u00a0]", "", written).replace("−", "-")


_PERCENT = re.compile(rf"\s*(%|‰|percent\b|per cent\b)(?:[{_RANGE_MARKS}]+(\d+(?:\.\d+)?)\s*\1)?")


def _take_percent(number: _Number, rest: str) -> tuple[_Number, str]:
    """Read 16.8%, 5—8% and 5%—8%; 三成 is three tenths."""
    mark = _PERCENT.match(rest)
    if not mark:
        tenths = rest.startswith("成")
        return (_Number(number.value / 10, number.mantissa, ratio=True) if tenths else number), rest
    factor = Decimal("0.001") if mark[1] == "‰" else Decimal("0.01")
    upper = Decimal(mark[2]) if mark[2] else number.upper
    scaled_upper = None if upper is None else upper * factor
    return _Number(number.value * factor, number.mantissa, "", scaled_upper, percent=True), mark[1] + rest[mark.end() :]


def _take_fraction(below: str, text: str) -> tuple[_Number, str]:
    above, rest = _take_plain(text)
    whole = _read_chinese(below).value
    percent = below == "百"
    return _Number(above.value / whole, above.mantissa, percent=percent, ratio=not percent), rest


# ---------------------------------------------------------------- Chinese numerals


def _read_chinese(written: str) -> _Number:
    """Read 一百二十万, 六千五百零一点八亿, 两, 半, 百亿, 二〇二六."""
    negative = written.startswith("负")
    body = written.removeprefix("负").replace("點", "点")
    scale = re.search(f"[{''.join(_SCALES)}]+$", body)
    mantissa_text, scale_text = (body[: scale.start()], scale[0]) if scale else (body, "")
    if re.search(r"(.)\1", scale_text):
        raise Unreadable("Q102", f"`{written}` stacks the same scale", "write 万, 亿 or 万亿")
    mantissa = _chinese_value(mantissa_text, written) if mantissa_text else Decimal(1)
    value = mantissa * _power(scale_text)
    sign = Decimal(-1) if negative else Decimal(1)
    return _Number(sign * value, f"{sign * mantissa:f}", scale_text.translate(_SIMPLIFIED))


def _chinese_value(text: str, written: str) -> Decimal:
    if text == "半":
        return Decimal("0.5")
    whole, point, part = text.partition("点")
    value = _chinese_whole(whole, written)
    half = Decimal("0.5") if part == "半" else Decimal(0)
    if point and not half:
        if not part or any(char not in _DIGITS for char in part):
            raise Unreadable("Q102", f"`{written}` has no digits after 点", "write the decimals as 八 or 零五")
        return value + Decimal("0." + "".join(str(_DIGITS[char]) for char in part))
    return value + half


def _chinese_whole(text: str, written: str) -> Decimal:
    if text and all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    total, section, digit, last = Decimal(0), 0, None, 99
    for char in text:
        if char in _DIGITS:
            if digit:
                raise Unreadable("Q102", f"`{written}` is not a number", "check its digits and scales")
            digit = _DIGITS[char]
        elif char in _TWENTIES:
            section, digit, last = section + _TWENTIES[char], None, 1
        elif char in _TENS and _TENS[char] < last:
            section, digit, last = section + (1 if digit is None else digit) * 10 ** _TENS[char], None, _TENS[char]
        elif char in _SCALES:
            total, section, digit, last = (total + section + (digit or 0)) * 10 ** _SCALES[char], 0, None, 99
        else:
            raise Unreadable("Q102", f"`{written}` is not a number", "check its digits and scales")
    return total + section + (digit or 0)


# ---------------------------------------------------------------- dates

_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "当年": 0, "本年": 0}
_DATE = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月(?:份)?)?(?:(\d{1,2})[日号])?")


def _read_date(plain: str, today: date | None) -> Reading | None:
    """Read 2026年2月6日, 2025年, 2月6日, 去年12月; None if the text is no date. A year not given is `-`, as in `--02-06`."""
    named = next((word for word in _YEARS if plain.startswith(word)), "")
    rest = _chinese_digits_of_date(plain.removeprefix(named))
    found = _DATE.fullmatch(rest)
    if not found or not any(found.groups()) or (found[3] and not found[2]) or (named and found[1]):
        return None
    month, day = found[2], found[3]
    if (month and not 1 <= int(month) <= 12) or (day and not 1 <= int(day) <= 31):
        raise Unreadable("Q102", f"`{plain}` is not a day of the calendar", "check the month and the day")
    year = found[1] or (str(today.year + _YEARS[named]) if named and today else "-")
    return Reading("date", day="-".join((year, *(f"{int(part):02d}" for part in (month, day) if part))))


def _chinese_digits_of_date(text: str) -> str:
    if not re.match(r"[〇零一二三四五六七八九]{4}年", text):
        return text
    year, _, rest = text.partition("年")
    digits = "".join(str(_DIGITS[char]) for char in year)
    return f"{digits}年" + re.sub("[一二三四五六七八九十]+", lambda found: str(_chinese_whole(found[0], text)), rest)


# ---------------------------------------------------------------- disguise

_HIDDEN = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def _refuse_disguise(text: str) -> None:
    """Refuse digits of other scripts and styles, circled ones, and characters that hide or reorder them."""
    hidden = _HIDDEN.search(text)
    if hidden:
        raise Unreadable("Q106", f"U+{ord(hidden[0]):04X} hides in the quantity", "delete it", hidden.start(), 1)
    for offset, char in enumerate(text):
        if unicodedata.category(char) in ("Nd", "No") and not (char.isascii() or "０" <= char <= "９"):
            if char in "²³¹":  # units: m², m³
                continue
            raise Unreadable("Q106", f"`{char}` (U+{ord(char):04X}) only looks like a digit",
                             f"write `{int(unicodedata.numeric(char))}`", offset, 1)  # fmt: skip
    letter = re.search(r"\d[OoIl]|(?<![A-Za-z])[OoIl]\d", text)
    if letter:
        raise Unreadable("Q106", f"`{letter[0]}` mixes a digit with a letter that looks like one", "write digits only",
                         letter.start(), 2)  # fmt: skip
    ascii_digit, wide_digit = re.search(r"[0-9]", text), re.search("[０-９]", text)
    if ascii_digit and wide_digit:
        raise Unreadable(
            "Q105", "digits of two widths stand in one number", "write half-width digits", wide_digit.start(), 1
        )

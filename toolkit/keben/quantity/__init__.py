"""The quantity grammar: reads what a marked figure says from its own words.

    [qualifier] number [qualifier] [scale] [unit] [qualifier]

A number is in Arabic or Chinese numerals, or a fraction; two of them make a range; a figure may be a date instead. The
unit is open: whatever follows, but no second number. Values are `Decimal`, made from the author's digits and never
through a float. What could be read in two ways is refused. Linear in the text, which is short by limit.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, structs

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
    upper_mantissa: str = ""
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
    "〇零○", "一壹", "二贰貳两兩", "三叁叄參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖",
)) for char in chars}  # fmt: skip
_UNITS = {"十": 1, "拾": 1, "百": 2, "佰": 2, "千": 3, "仟": 3, "万": 4, "萬": 4, "亿": 8, "億": 8, "兆": 12}
"""Powers of ten. 兆 is 10¹² as CLDR prints it for Taiwan (facts on numbers, §1)."""
_TENS = {"廿": "二十", "卅": "三十"}
_ZERO = ("〇", "零", "○")
_NUMERALS = "".join((*_DIGITS, *_UNITS, *_TENS))

_PREFIXED = "(?:瓦|克(?!拉)|米|卡|伏|赫|帕|焦|字[节節]|比特|位元)"
_SMALL, _LARGE = f"(?:[十拾佰]|百(?!分[点點])|[千仟](?!{_PREFIXED}))", f"(?:[万萬]?[亿億]|[万萬]|兆(?!{_PREFIXED}))"
SCALE = f"(?:{_SMALL}?{_LARGE}|{_SMALL})"
"""A scale after Arabic digits. 千 and 兆 before the name of a unit belong to it: 千瓦, 兆赫."""

_ENGLISH_SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}

_HALF_WIDTH = {0xFF01 + offset: 0x21 + offset for offset in range(0x5E)}
"""Full-width forms of ASCII; NFKC would do more and turn m³ into m3."""

_SIMPLIFIED = str.maketrans("萬億", "万亿")

BEFORE = (
    "不低于", "不少于", "不超过", "不低於", "不少於", "不超過", "超过", "超過", "突破", "接近", "将近", "將近", "大约", "大約",
    "约为", "約為", "达到", "達到", "高达", "高達", "多达", "多達", "不足", "不到", "至少", "最多", "累计", "累計", "平均",
    "近", "超", "约", "約", "逾", "达", "達", "nearly", "over", "about", "more than", "less than", "at least", "up to",
)  # fmt: skip
AFTER = (
    "及以上", "及以下", "以上", "以下", "以内", "以內", "左右", "上下", "之多", "内", "內", "余", "餘", "多", "许", "許",
)  # fmt: skip
BETWEEN = ("余", "餘", "多", "来", "來", "几", "幾")
"""Between number and scale or unit: 百余家, 30多万人, 十几万人."""

MONEY = (
    "人民币", "人民幣", "美元", "美金", "港元", "港币", "港幣", "澳门元", "澳門元", "新台币", "新臺幣", "新台幣", "台币", "臺幣",
    "欧元", "歐元", "英镑", "英鎊", "日元", "日圆", "日圓", "元", "圆", "圓", "角", "分钱", "yuan", "dollar", "dollars", "euros",
)  # fmt: skip
_CURRENCY = r"(?:RMB|CNY|US\$|HK\$|NT\$|MOP\$?|[¥￥$€£])"

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
    if not plain:
        raise Unreadable("Q101", "the quantity is empty", "write the figure in the brackets, as `[8000亿元]{.q}`")
    return _read_date(plain, today) or _read_figure(plain)


class _Amount(Struct, frozen=True):
    """A number with what belongs to it; `factor` is what its scale and percent sign have multiplied it by."""

    value: Decimal
    mantissa: str
    factor: Decimal = Decimal(1)
    scale: str = ""
    between: str = ""
    unit: str = ""
    kind: Kind = "count"


_START = rf"(?:[+−-]?\d|[负負]?[{''.join((*_DIGITS, *_UNITS, *_TENS))}半])"
_RANGE = re.compile(rf"(?P<lower>{_START}.*?)\s*(?:[—–~〜]+|-+|[至到])\s*(?P<upper>{_START}.*)")


def _read_figure(plain: str) -> Reading:
    if not re.search(_START, plain):
        raise _no_number(plain)
    before, rest = _take_before(plain)
    currency = re.match(_CURRENCY, rest)
    sign = currency[0] if currency else ""
    rest, after = _take_after(rest[len(sign) :].strip())
    ends = _RANGE.fullmatch(rest)
    amount = _read_amount(ends["upper"] if ends else rest)
    lower, upper = _range(_read_amount(ends["lower"]), amount, rest) if ends else (amount, None)
    _refuse_more(amount.unit, rest, sign)
    money = sign or (amount.kind == "count" and amount.unit.startswith(MONEY))
    return Reading(
        kind="money" if money else amount.kind,
        value=lower.value,
        upper=upper,
        mantissa=lower.mantissa,
        upper_mantissa=amount.mantissa if ends else "",
        scale=lower.scale,
        unit=amount.unit or sign,
        qualifier=" ".join(part for part in (before, amount.between, after) if part),
    )


def _range(lower: _Amount, upper: _Amount, text: str) -> tuple[_Amount, Decimal]:
    """Give each end of a range what only the other one says: 5—8万, 5—8%, 百分之五至八."""
    end = upper.value
    if lower.kind == "count" and not (lower.scale or lower.unit):
        lower = structs.replace(lower, value=lower.value * upper.factor, scale=upper.scale)
    elif lower.unit not in ("", upper.unit):
        raise Unreadable("Q102", f"the ends of `{text[:40]}` have different units", "mark each figure by itself")
    elif lower.kind != upper.kind:
        end *= lower.factor
    if end < lower.value:
        raise Unreadable("Q102", f"`{text[:40]}` is no range from less to more", "mark each figure by itself")
    return lower, end


def _read_amount(text: str) -> _Amount:
    doubled = re.match(r"翻([一二两兩三四五])(?=番)", text)
    if doubled:
        return _Amount(Decimal(2) ** _DIGITS[doubled[1]], "", unit=text[doubled.end() :], kind="ratio")
    if text == "一半":
        return _Amount(Decimal("0.5"), "", kind="ratio")
    below, rest = _take_denominator(text)
    number, mantissa, scale, rest = _take_number(rest)
    between, rest = ("", rest) if scale else _take_first(rest.lstrip(), BETWEEN)
    if not scale:
        scale, rest = _take_scale(rest)
    value = number * _power(scale) / below
    if scale and value == value.to_integral_value():
        value = value.to_integral_value()  # 7.8万 is 78000: a scale adds no decimals
    scale_name = scale.lower().translate(_SIMPLIFIED)
    amount = _Amount(value, mantissa, _power(scale) / below, scale_name, between, rest.strip())
    if below > 1:
        return structs.replace(amount, kind="percent" if below == 100 else "ratio")
    return _with_kind(amount)


_PERCENT = re.compile(r"%|‰|per ?cent\b")
_TENTHS = re.compile(r"成([1-9一二三四五六七八九半]?)(?![年人员員套])")
_POINTS = re.compile(r"[个個]?百分[点點]|percentage points?\b")


def _with_kind(amount: _Amount) -> _Amount:
    """Judge a number by its unit; 三成五 is 0.35."""
    percent, tenths = _PERCENT.match(amount.unit), _TENTHS.match(amount.unit)
    if percent:
        part = Decimal("0.001" if percent[0] == "‰" else "0.01")
        return structs.replace(amount, value=amount.value * part, factor=amount.factor * part, kind="percent")
    if tenths:
        more = Decimal({"": 0, "半": 5}.get(tenths[1]) or _DIGITS.get(tenths[1]) or tenths[1] or 0) / 10
        tenth = Decimal("0.1")
        return structs.replace(
            amount,
            value=(amount.value + more) * tenth,
            factor=amount.factor * tenth,
            mantissa=f"{Decimal(amount.mantissa) + more}" if more else amount.mantissa,
            unit="成" + amount.unit[tenths.end() :],
            kind="ratio",
        )
    if _POINTS.match(amount.unit):
        return structs.replace(amount, kind="points")
    return structs.replace(amount, kind="ratio") if amount.unit in ("倍", "番") else amount


_TWO = "`{}` holds more than one number"
_MORE = (
    (re.compile(r"(?<![A-Za-z])\d|^[eE]\d|[—–~〜]"), _TWO, "mark each figure by itself, or write the whole as one number"),
    (re.compile(rf"^(?!千{_PREFIXED}|兆{_PREFIXED}|百分[点點])[{_NUMERALS}]|^[元圆圓块塊时時点點:比](?=[{_NUMERALS}])|^分之"), _TWO,
     "mark each figure by itself, or write the whole as one number"),
    (re.compile(r"(?:^|[个個年倍天月])半(?![导導径徑成])"), "`{}` adds a half after its unit", "write 2.5 or 两点五"),
    (re.compile(r"^[个個][万萬亿億]"), "`{}` has a scale behind 个", "write 3亿"),
)  # fmt: skip
_SHORT_SCALE = re.compile(r"(?:m|mn|mln|b|bn|bln|k|t|tn|trn)\b", re.IGNORECASE)


def _refuse_more(unit: str, text: str, currency: str) -> None:
    """Refuse what would count for nothing as part of a unit: 5元5角, 2025/12, 两年半, $5bn."""
    plain = re.sub(r"[A-Za-z]\d+(?:\.\d+)?(?!\d)", "A", unit) if not re.match(r"[eE]\d", unit) else unit
    for pattern, fact, hint in _MORE:
        if pattern.search(plain):
            raise Unreadable("Q102", fact.format(text[:40]), hint)
    if currency and _SHORT_SCALE.match(unit):
        raise Unreadable("Q102", f"`{text[:40]}` has a short scale", "write thousand, million, billion or trillion")


# ---------------------------------------------------------------- parts


def _take_first(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    word = next((each for each in words if text.startswith(each)), "")
    return word, text[len(word) :].lstrip() if word else text


_BEFORE = re.compile(
    "(?:" + "|".join(rf"{each}\b" if each.isascii() else each for each in BEFORE) + r")\s*", re.IGNORECASE
)


def _take_before(text: str) -> tuple[str, str]:
    found: list[str] = []
    position = 0
    while word := _BEFORE.match(text, position):
        found.append(word[0].strip())
        position = word.end()
    return " ".join(found), text[position:]


def _take_after(text: str) -> tuple[str, str]:
    """Split what follows the number into unit and qualifier; a lone 内 or 多 is a qualifier of a bare number."""
    word = next((each for each in AFTER if text.endswith(each)), "")
    return (text[: len(text) - len(word)].rstrip(), word) if word else (text, "")


_ENGLISH = re.compile(r"(?:hundred\s+)?(?:thousand|million|billion|trillion)(?=s?\b)|hundred(?=s?\b)", re.IGNORECASE)


def _take_scale(text: str) -> tuple[str, str]:
    text = text.lstrip()
    found = re.match(SCALE, text) or _ENGLISH.match(text)
    if not found:
        return "", text
    return found[0], text[found.end() :].removeprefix("s" if found[0].isascii() else "")


def _exponent(scale: str) -> int:
    if scale.isascii():
        return sum(_ENGLISH_SCALES[word] for word in scale.lower().split())
    return sum(_UNITS[char] for char in scale)


def _power(scale: str) -> Decimal:
    return Decimal(10) ** _exponent(scale)


_ARABIC = re.compile(r"[+−-]?\d[\d,]*(?:[\u2009\u202f\u00a0][\d,]+)*(?:\.\d+)?")
_GROUPED = re.compile(r"[+−-]?(?:\d{1,3}(?:[,\u2009\u202f\u00a0]\d{3})+|\d+)(?:\.\d+)?")
_CHINESE = re.compile(
    rf"[负負]?(?:半|(?P<whole>(?:[{''.join((*_DIGITS, *_TENS))}]|{_SMALL}|{_LARGE})+)"
    rf"(?:[点點](?P<part>[{''.join(_DIGITS)}]+|半))?)(?P<scale>{_LARGE}?)"
)


def _take_denominator(text: str) -> tuple[int, str]:
    """Read 百分之 and 三分之; 1 if there is none."""
    found = re.match(f"([{_NUMERALS}]+)分之", text)
    if not found:
        return 1, text
    below = _chinese_whole(found[1])
    if not below:
        raise Unreadable("Q102", f"`{found[0]}` divides by nothing", "check the fraction")
    return below, text[found.end() :]


def _take_number(text: str) -> tuple[Decimal, str, str, str]:
    """Return a number, its digits in ASCII, its scale and the rest."""
    arabic, chinese = _ARABIC.match(text), _CHINESE.match(text)
    if arabic:
        scale, rest = _take_scale(text[arabic.end() :])
        if scale and re.match(r"\s*\d", rest):
            return _take_descending(text)
        return _arabic(arabic[0]), _ascii(arabic[0]), scale, rest
    if chinese and not text.startswith("零下"):
        return *_chinese(chinese), text[chinese.end() :]
    raise _no_number(text)


def _no_number(text: str) -> Unreadable:
    return Unreadable("Q101", f"`{text[:40]}` has no number to begin with", "mark a figure, as `[8000亿元]{.q}`")


def _take_descending(text: str) -> tuple[Decimal, str, str, str]:
    """Read the Taiwan form 6億3,944萬2,789, and 1万5千; 1万5 is refused, since it may mean 15,000."""
    sign = -1 if text[0] in "−-" else 1
    total, previous, rest = Decimal(0), 0, text.lstrip("+−-")
    while part := _ARABIC.match(rest):
        number = _arabic(part[0])
        scale, after = _take_scale(rest[part.end() :])
        power = _exponent(scale)
        small = previous and power < 4 and power != previous - 1 and (scale or number < 10)
        if small or "." in f"{total:f}" or (previous and number * 10**power >= 10**previous):
            raise Unreadable(
                "Q102", f"the scales of `{text[:40]}` do not lead to one number", "write it with one scale"
            )
        total, previous, rest = _added(total, number * 10**power), power, after
        if not re.match(r"\s*\d", after) or not scale:
            break
        rest = after.lstrip()
    return sign * total, f"{sign * total:f}", "", rest


def _added(total: Decimal, more: Decimal) -> Decimal:
    digits = max(total.adjusted(), more.adjusted()) + 1 - min(0, int(more.as_tuple().exponent))
    _check_length(digits)
    return total + more


def _check_length(digits: int) -> None:
    if digits > NUMBER_DIGITS:
        raise Unreadable("Q104", f"the number has {digits:,} digits, more than {NUMBER_DIGITS}", "check it")


def _arabic(written: str) -> Decimal:
    _check_length(sum(char.isdigit() for char in written))
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


# ---------------------------------------------------------------- Chinese numerals


def _chinese(found: re.Match[str]) -> tuple[Decimal, str, str]:
    """Read 一百二十万, 六千五百零一点八亿, 两, 半, 百亿 as number, digits and scale."""
    whole, part, scale = found["whole"] or "", found["part"] or "", found["scale"]
    split = re.fullmatch(f"([^万萬亿億兆]*)({_LARGE})", whole)
    if split and not part:
        whole, scale = split.groups()
    half = part == "半" or "半" in found[0][:2]
    decimals = "5" if half else "".join(str(_DIGITS[char]) for char in part)
    digits = "0" if not found["whole"] else str(_chinese_whole(whole)) if whole else "1"
    _check_length(len(digits) + len(decimals))
    mantissa = ("-" if found[0][0] in "负負" else "") + digits + (f".{decimals}" if decimals else "")
    return Decimal(mantissa), mantissa, scale


def _chinese_whole(written: str) -> int:
    """Read a whole number, by places (二〇二六) or by units (两千零二十六)."""
    text = "".join(_TENS.get(char, char) for char in written)
    if len(text) > 2 * NUMBER_DIGITS:  # a digit and a unit each
        _check_length(len(text))
    by_places = len(text) > 1 and all(char in _DIGITS for char in text)
    if by_places and ("两" in text or "兩" in text or (len(text) == 2 and not set(text) & set(_ZERO))):
        raise Unreadable("Q102", f"`{written}` may be one number or a range", "write 三至五 or 三十五")
    try:
        return int("".join(str(_DIGITS[char]) for char in text)) if by_places else _by_units(text, leads=True)
    except ValueError:
        raise Unreadable("Q102", f"`{written[:40]}` is not a number", "check its digits and scales") from None


def _by_units(text: str, *, leads: bool) -> int:
    """Split at the highest unit and read both sides; a last digit counts tenths of that unit, so 一百二 is 120."""
    power = max((_UNITS.get(char, 0) for char in text), default=0)
    if not power:
        if len(text) != 1:
            raise ValueError(text)
        return _DIGITS[text]
    at = next(index for index, char in enumerate(text) if _UNITS.get(char) == power)
    above, below = text[:at], text[at + 1 :]
    if not above and not leads and power > 1:
        raise ValueError(text)
    unit: int = 10**power
    high = _by_units(above, leads=leads) if above else 1
    low = 0
    if below in _DIGITS and below not in _ZERO:
        low = _DIGITS[below] * unit // 10
    elif below:
        low = _by_units(below[1:] if below[0] in _ZERO else below, leads=False)
    if low >= unit or not high or (power < 4 and high > 9):
        raise ValueError(text)
    return high * unit + low


# ---------------------------------------------------------------- dates

_YEARS = {"前年": -2, "去年": -1, "今年": 0, "明年": 1, "当年": 0, "當年": 0, "本年": 0}
_DATE = re.compile(
    r"(?:(?P<year>\d{4})\s*年)?\s*(?:(?P<month>\d{1,2})\s*月份?)?\s*(?:(?P<day>\d{1,2})\s*[日号號])?"
    r"(?P<part>度|底|初|末|中|[春夏秋冬]|[上下]半年|第?[一二三四]季度|前[二三]季度|[上中下]旬|上午|下午|[以之]?[前后後]|以[来來]|起|[期之]?[间間])?"
)
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?P<part>)")


def _read_date(plain: str, today: date | None) -> Reading | None:
    """Read 2026年2月6日, 2025年底, 2月6日, 去年12月; None if the text is no date. A year not given is `-`, as in `--02-06`."""
    named = next((word for word in _YEARS if plain.startswith(word)), "")
    rest = _in_digits(plain.removeprefix(named))
    found = _ISO_DATE.fullmatch(rest) or _DATE.fullmatch(rest)
    if not found:
        return None
    year, month, day = found["year"], found["month"], found["day"]
    if not (named or year or month) or (day and not month) or (named and year) or (day and year and not month):
        return None
    if named and not today:
        raise Unreadable("Q102", f"`{named}` counts from a date that is not given", "add `date: …` to the front matter")
    if named and today:
        year = str(today.year + _YEARS[named])
    if not _exists(int(year or 2000), int(month or 1), int(day or 1)):  # 2000 has a 29 February
        raise Unreadable("Q102", f"`{plain}` is not a day of the calendar", "check the month and the day")
    iso = "-".join((year or "-", *(f"{int(each):02d}" for each in (month, day) if each)))
    return Reading("date", day=iso, qualifier=found["part"] or "")


def _exists(year: int, month: int, day: int) -> bool:
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _in_digits(text: str) -> str:
    """Turn the numerals of 二〇二六年二月六日 into digits."""
    text = re.sub(
        "^[〇零○一二三四五六七八九]{4}(?=年)", lambda found: "".join(str(_DIGITS[char]) for char in found[0]), text
    )
    return re.sub("[一二三四五六七八九十廿]{1,3}(?=[月日号號])", _small_in_digits, text)


def _small_in_digits(found: re.Match[str]) -> str:
    try:
        return str(_chinese_whole(found[0]))
    except Unreadable:
        return found[0]


# ---------------------------------------------------------------- disguise

_UNSEEN = ("Cf", "Cc", "Mn", "Me")
_LOOKALIKES = "OoIlОоΟοІіӏΙ"


def _refuse_disguise(text: str) -> None:
    """Refuse digits of other scripts and styles, circled ones, and characters that hide, reorder or dress them."""
    for offset, char in enumerate(text):
        category = unicodedata.category(char)
        if category in _UNSEEN and char not in "\t\n":
            raise Unreadable("Q106", f"U+{ord(char):04X} hides in the quantity", "delete it", offset, 1)
        if category in ("Nd", "No") and not (char.isascii() or "０" <= char <= "９"):
            if char in "²³¹" and not text[:offset][-1:].isdigit():  # units: m², m³
                continue
            raise Unreadable("Q106", f"`{char}` (U+{ord(char):04X}) only looks like a digit",
                             f"write `{unicodedata.numeric(char):g}`", offset, 1)  # fmt: skip
    letter = re.search(rf"\d[{_LOOKALIKES}]+(?![A-Za-z])|(?<![A-Za-z])[{_LOOKALIKES}]+\d", text)
    if letter:
        raise Unreadable("Q106", f"`{letter[0]}` mixes a digit with a letter that looks like one", "write digits only",
                         letter.start(), len(letter[0]))  # fmt: skip
    ascii_digit, wide_digit = re.search(r"[0-9]", text), re.search("[０-９]", text)
    if ascii_digit and wide_digit:
        raise Unreadable(
            "Q105", "digits of two widths stand in one number", "write half-width digits", wide_digit.start(), 1
        )

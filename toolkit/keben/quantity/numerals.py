"""Numbers to values: Arabic digits, Chinese numerals by places and by units, English number words."""

from __future__ import annotations

import re
from decimal import Decimal

from keben.quantity.fault import NUMBER_DIGITS, Unreadable, check_length
from keben.quantity.words import (
    DIGITS,
    ENGLISH_DIGITS,
    ENGLISH_POWERS,
    ENGLISH_SCALE,
    LARGE,
    POWERS,
    SCALE,
    SMALL,
    TENS,
    ZERO,
)

SPACES = "\u2009\u202f\u00a0"
"""Spaces that group digits or stand between a number and its unit."""

ARABIC = re.compile(rf"[+−-]?(?:\d{{1,3}}(?: \d{{3}})+(?![\d,])|\d[\d,]*(?:[{SPACES}][\d,]+)*)(?:\.\d+)?")
_GROUPED = re.compile(rf"[+−-]?(?:\d{{1,3}}(?:[, {SPACES}]\d{{3}})+|\d+)(?:\.\d+)?")
CHINESE = re.compile(
    rf"[负負]?(?:半|(?P<whole>(?:[{''.join((*DIGITS, *TENS))}]|{SMALL}|{LARGE})+)"
    rf"(?:[点點](?P<part>[{''.join(DIGITS)}]+|半))?)(?P<scale>{LARGE}?)"
)
ENGLISH = re.compile(
    rf"(?:minus |negative )?(?:{'|'.join(ENGLISH_DIGITS)}|a(?= hundred| thousand))"
    rf"(?:(?:[ -]|,? and | point )(?:{'|'.join(ENGLISH_DIGITS)}|hundred|thousand|million|billion|trillion)){{0,40}}\b",
    re.IGNORECASE,
)
_SCALE, _ENGLISH_SCALE = re.compile(SCALE), re.compile(ENGLISH_SCALE, re.IGNORECASE)

# ---------------------------------------------------------------- scales


def take_scale(text: str) -> tuple[str, str]:
    """Split a scale word off the beginning of a text."""
    text = text.lstrip()
    found = _SCALE.match(text) or _ENGLISH_SCALE.match(text)
    if not found:
        return "", text
    return found[0], text[found.end() :].removeprefix("s" if found[0].isascii() else "")


def exponent(scale: str) -> int:
    """Return the power of ten of a scale, Chinese or English; 0 for none."""
    if scale.isascii():
        return sum(ENGLISH_POWERS[word] for word in scale.lower().split())
    return sum(POWERS[char] for char in scale)


# ---------------------------------------------------------------- Arabic digits


def arabic(written: str) -> Decimal:
    """Read digits with or without grouping.

    Raises:
        Unreadable: A separator stands where none can, or there are too many digits.
    """
    check_length(sum(char.isdigit() for char in written))
    if not _GROUPED.fullmatch(written):
        raise Unreadable("Q103", f"quantity `{written[:40]}` has a comma that is neither grouping nor decimal",
                         _comma_hint(written))  # fmt: skip
    return Decimal(plain_digits(written))


def _comma_hint(written: str) -> str:
    whole, _, part = written.strip(",").partition(",")
    if part.isdigit():
        return f"write `{whole}.{part}` or `{whole}{part}`; separators are chosen per edition"
    return "write the digits without separators; they are chosen per edition"


def plain_digits(written: str) -> str:
    """Return digits in ASCII without separators."""
    return re.sub(f"[, {SPACES}]", "", written).replace("−", "-").removeprefix("+")


def take_descending(text: str) -> tuple[Decimal, str]:
    """Read the Taiwan form 6億3,944萬2,789, and 1万5千; 1万5 is refused, since it may mean 15,000.

    Returns:
        The number and the rest of the text.

    Raises:
        Unreadable: The scales do not go down.
    """
    sign = -1 if text[0] in "−-" else 1
    total, previous, rest = Decimal(0), 0, text.lstrip("+−-")
    while part := ARABIC.match(rest):
        number = arabic(part[0])
        scale, after = take_scale(rest[part.end() :])
        power = exponent(scale)
        small = previous and power < 4 and power != previous - 1 and (scale or number < 10)
        if small or "." in f"{total:f}" or (previous and number * 10**power >= 10**previous):
            raise Unreadable(
                "Q102", f"the scales of `{text[:40]}` do not lead to one number", "write it with one scale"
            )
        total, previous, rest = _added(total, number * 10**power), power, after
        if not re.match(r"\s*\d", after) or not scale:
            break
        rest = after.lstrip()
    return sign * total, rest


def _added(total: Decimal, more: Decimal) -> Decimal:
    check_length(max(total.adjusted(), more.adjusted()) + 1 - min(0, int(more.as_tuple().exponent)))
    return total + more


# ---------------------------------------------------------------- Chinese numerals


def chinese(found: re.Match[str]) -> tuple[Decimal, str, str]:
    """Read a match of `CHINESE` (一百二十万, 六千五百零一点八亿, 两, 半, 百亿) as number, digits and scale.

    Raises:
        Unreadable: The numerals make no number.
    """
    whole, part, scale = found["whole"] or "", found["part"] or "", found["scale"]
    split = re.fullmatch(f"([^万萬亿億兆]*)({LARGE})", whole)
    if split and not part:
        whole, scale = split.groups()
    half = part == "半" or "半" in found[0][:2]
    decimals = "5" if half else "".join(str(DIGITS[char]) for char in part)
    digits = "0" if not found["whole"] else str(chinese_whole(whole)) if whole else "1"
    check_length(len(digits) + len(decimals))
    mantissa = ("-" if found[0][0] in "负負" else "") + digits + (f".{decimals}" if decimals else "")
    return Decimal(mantissa), mantissa, scale


def chinese_whole(written: str) -> int:
    """Read a whole number, by places (二〇二六) or by units (两千零二十六).

    Raises:
        Unreadable: It is none, or may be two.
    """
    text = "".join(TENS.get(char, char) for char in written)
    if len(text) > 2 * NUMBER_DIGITS:  # a digit and a unit each
        check_length(len(text))
    by_places = len(text) > 1 and all(char in DIGITS for char in text)
    if by_places and ("两" in text or "兩" in text or (len(text) == 2 and not set(text) & set(ZERO))):
        raise Unreadable("Q102", f"`{written}` may be one number or a range", "write 三至五 or 三十五")
    try:
        return int("".join(str(DIGITS[char]) for char in text)) if by_places else _by_units(text, leads=True)
    except ValueError:
        raise Unreadable("Q102", f"`{written[:40]}` is not a number", "check its digits and scales") from None


def _by_units(text: str, *, leads: bool) -> int:
    """Split at the highest unit and read both sides; a last digit counts tenths of that unit, so 一百二 is 120."""
    power = max((POWERS.get(char, 0) for char in text), default=0)
    if not power:
        if len(text) != 1:
            raise ValueError(text)
        return DIGITS[text]
    at = next(index for index, char in enumerate(text) if POWERS.get(char) == power)
    above, below = text[:at], text[at + 1 :]
    if not above and not leads and power > 1:
        raise ValueError(text)
    unit: int = 10**power
    high = _by_units(above, leads=leads) if above else 1
    low = 0
    if below in DIGITS and below not in ZERO:
        low = DIGITS[below] * unit // 10
    elif below:
        low = _by_units(below[1:] if below[0] in ZERO else below, leads=False)
    if low >= unit or not high or (power < 4 and high > 9):
        raise ValueError(text)
    return high * unit + low


# ---------------------------------------------------------------- English words


def english(words: str) -> tuple[Decimal, str, str]:
    """Read number words (twenty-five, six hundred and fifty point one eight billion) as number, digits and scale.

    Raises:
        Unreadable: The words make no number.
    """
    said = re.split(r"[\s,-]+", words.lower().replace(" and ", " "))
    sign, said = ("-", said[1:]) if said[0] in ("minus", "negative") else ("", said)
    said = ["one" if word == "a" else word for word in said]
    scale = said.pop() if len(said) > 1 and said[-1] in ENGLISH_POWERS and "point" in said else ""
    whole, _, part = (" ".join(said) + " ").partition(" point ")
    try:
        digits = str(_english_whole(whole.split()))
        decimals = "".join(str(_english_digit(word)) for word in part.split())
    except ValueError:
        raise Unreadable("Q102", f"`{words[:40]}` is not a number", "write digits, or check its words") from None
    check_length(len(digits) + len(decimals))
    mantissa = sign + digits + (f".{decimals}" if decimals else "")
    return Decimal(mantissa), mantissa, scale


def _english_digit(word: str) -> int:
    digit = ENGLISH_DIGITS.get(word, 10)
    if digit > 9:
        raise ValueError(word)
    return digit


def _english_whole(words: list[str]) -> int:
    """Add up groups of three digits, each below the one before; a group is hundreds, tens and ones in that order."""
    total, group, limit, room = 0, 0, 10**30, 1000
    for word in words:
        if word == "hundred":
            if not 0 < group < 10:
                raise ValueError(word)
            group, room = group * 100, 100
        elif word in ENGLISH_POWERS:
            power = 10 ** ENGLISH_POWERS[word]
            if not group or power >= limit:
                raise ValueError(word)
            total, group, limit, room = total + group * power, 0, power, 1000
        else:
            number = ENGLISH_DIGITS[word]
            if number >= room or (group and not number):
                raise ValueError(word)
            group, room = group + number, 10 if number >= 20 else 1
    return total + group

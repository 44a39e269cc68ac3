"""Quantities printed as a locale writes them; the value never changes.

| style | Chinese locales | English |
|---|---|---|
| regional | the author's figure, plain counts grouped as the region does | composed by English rules |
| as-written | the author's figure in the locale's script | composed, as English has no 万 and 亿 |
| grouped | any number of four digits and more with separators | composed |
| expanded | the scale written out, exactly | the same in digits |
| formal | 大写: 人民币陆仟伍佰零壹亿捌仟万元整 | as regional; English has no form of its own |
| spoken | 六千五百零一点八亿元 | number words |

A form that would not read back as what the author wrote is not printed; the figure then stands as written.
A figure that an English author wrote stands in the English edition as it is, grouped; the settings of `NumberStyle` speak
for figures that are composed. Digits are the author's, so 1.50 keeps its zero and significant digits neither grow nor shrink.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from keben.edition.numerals import written
from keben.edition.numerals.saying import what_it_says
from keben.settings import NumberStyle
from keben.tree import map_quantities

if TYPE_CHECKING:
    from datetime import date

    from keben.document import Document, Quantity
    from keben.locales import Locale

_PLAIN = NumberStyle()


def print_quantities(
    document: Document, target: Locale, numbers: NumberStyle = _PLAIN, *, source: Locale | None = None
) -> Document:
    """Print every quantity of a document for a locale; one that a translation calls has its form already."""
    today = document.metadata.date

    def printed(quantity: Quantity) -> Quantity:
        if quantity.calls:
            return quantity
        return structs.replace(quantity, text=print_quantity(quantity, target, numbers, source=source, today=today))

    return map_quantities(document, printed, kept=False)


def print_quantity(
    quantity: Quantity,
    target: Locale,
    numbers: NumberStyle = _PLAIN,
    *,
    source: Locale | None = None,
    today: date | None = None,
) -> str:
    """Write a quantity for a locale in its own style.

    Args:
        quantity: Its `text` is already in the target's script, or in Chinese where the target is English.
        target: The locale that is printed for.
        numbers: What the work or project has chosen.
        source: What the author's text is written in, the mainland's Chinese unless given: it says whose money a bare 元
            is, and that English figures stand as they are.
        today: The date of the work, from which 去年 counts.
    """
    home = source.tag if source else "zh-Hans-CN"
    printed = _in_style(quantity, target, numbers, home)
    if printed == quantity.text or target.is_chinese != (home != "en"):  # composed of what the figure says
        return printed
    is_read = what_it_says(printed, today) == what_it_says(quantity.text, today)
    return printed if is_read else quantity.text


def _in_style(quantity: Quantity, target: Locale, numbers: NumberStyle, home: str) -> str:
    if not target.is_chinese and (home != "en" or quantity.style == "spoken"):
        from keben.edition.numerals import english  # few works have an English edition

        return english.compose(quantity, numbers, home)
    if target.is_chinese and quantity.style in ("formal", "spoken"):
        from keben.edition.numerals import chinese  # few figures ask for it

        if quantity.style == "formal":
            return chinese.formal(quantity, target, home)
        return chinese.spoken(quantity, target, numbers)
    return written.write(quantity, target, numbers)

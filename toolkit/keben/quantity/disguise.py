"""What only looks like a figure: digits of other scripts, look-alike letters, characters that hide or reorder."""

from __future__ import annotations

import re
import unicodedata

from keben.quantity.fault import Unreadable

_UNSEEN = ("Cf", "Cc", "Mn", "Me")
_LOOKALIKES = "OoIlОоΟοІіӏΙ"
_LETTER = re.compile(rf"\d[{_LOOKALIKES}]+(?![A-Za-z])|(?<![A-Za-z])[{_LOOKALIKES}]+\d")


def refuse_disguise(text: str) -> None:
    """Refuse digits of other scripts and styles, circled ones, and characters that hide, reorder or dress them.

    Raises:
        Unreadable: There is one, Q106, or digits of two widths, Q105.
    """
    for offset, char in enumerate(text):
        category = unicodedata.category(char)
        if category in _UNSEEN and char not in "\t\n":
            raise Unreadable("Q106", f"U+{ord(char):04X} hides in the quantity", "delete it", offset, 1)
        if category in ("Nd", "No", "Nl") and char != "〇" and not (char.isascii() or "０" <= char <= "９"):
            before = text[:offset][-1:]
            if (char in "²³¹" and not before.isdigit()) or (
                "₀" <= char <= "₉" and before.isascii() and before.isalpha()
            ):
                continue  # of a unit: m², m³, CO₂
            raise Unreadable("Q106", f"`{char}` (U+{ord(char):04X}) only looks like a digit",
                             f"write `{unicodedata.numeric(char):g}`", offset, 1)  # fmt: skip
    if letter := _LETTER.search(text):
        raise Unreadable("Q106", f"`{letter[0]}` mixes a digit with a letter that looks like one", "write digits only",
                         letter.start(), len(letter[0]))  # fmt: skip
    wide = re.search("[０-９]", text)
    if wide and re.search("[0-9]", text):
        raise Unreadable("Q105", "digits of two widths stand in one number", "write half-width digits", wide.start(), 1)

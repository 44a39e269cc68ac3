"""Quantities: what a figure says, and where figures stand in a text.

`finder.find_quantities` is imported from its module, since only few commands look for figures and its patterns take time
to load.
"""

from keben.quantity.fault import NUMBER_DIGITS, TEXT_LENGTH, Unreadable
from keben.quantity.grammar import Reading, read_quantity
from keben.quantity.words import SCALE

__all__ = ["NUMBER_DIGITS", "SCALE", "TEXT_LENGTH", "Reading", "Unreadable", "read_quantity"]

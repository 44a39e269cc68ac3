"""Quantities: what a figure says, and where figures stand in a text."""

from keben.quantity.fault import NUMBER_DIGITS, TEXT_LENGTH, Unreadable
from keben.quantity.finder import Found, find_quantities
from keben.quantity.grammar import Reading, read_quantity
from keben.quantity.words import SCALE

__all__ = [
    "NUMBER_DIGITS",
    "Found",
    "find_quantities",
    "SCALE",
    "TEXT_LENGTH",
    "Reading",
    "Unreadable",
    "read_quantity",
]

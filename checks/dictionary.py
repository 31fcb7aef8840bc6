"""The house dictionary: names that hold numbers, currencies and units that a newsroom uses and the tables lack.

A text is read with it (`checks.read(text, dictionary=...)`), and the article keeps it, so that texts held against the
article are read with it too. What is in it enters the tables that the figure grammar reads: see
`checks/figures/vocabulary.py`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple


class HouseCurrency(NamedTuple):
    """A currency. Signs stand before a number ("Ƶ5", "ZKR 5"), names behind it ("5 zorkmids")."""

    code: str  # what messages call it: "ZKR"
    names: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()


class HouseUnit(NamedTuple):
    """A unit. Symbols are a unit only right behind digits ("5fp"), spellings behind any number ("five pitches").

    A unit with a size is converted: `size` times the unit that Copydesk knows as `of` (checks/figures/units.py).
    """

    name: str  # in the singular, what messages call it: "football pitch"
    spellings: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    size: Fraction | None = None
    of: str = ""


class Dictionary(NamedTuple):
    """A house dictionary. `names` are read as names wherever they stand: "Studio 54", "The 1975".

    Raises ValueError for an entry that cannot be read, or that is another's already, when a text is first read with it.
    """

    names: tuple[str, ...] = ()
    currencies: tuple[HouseCurrency, ...] = ()
    units: tuple[HouseUnit, ...] = ()


NO_DICTIONARY = Dictionary()

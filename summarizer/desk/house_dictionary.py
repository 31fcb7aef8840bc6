"""Reads the house dictionary of the settings: the table `dictionary` of copydesk.toml."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checks.dictionary import Dictionary, HouseCurrency, HouseUnit
from checks.figures.vocabulary import vocabulary_of

_CURRENCY_KEYS = ("names", "signs")
_UNIT_KEYS = ("spellings", "symbols", "size")


def dictionary_of(table: dict[str, Any]) -> Dictionary:
    """The dictionary in a settings table. Raises ValueError, which names the entry and what to do."""
    _require_keys("dictionary", table, ("names", "currencies", "units"))
    dictionary = Dictionary(
        _texts("names", table.get("names", [])),
        tuple(_currency(code, entry) for code, entry in _tables("currencies", table)),
        tuple(_unit(name, entry) for name, entry in _tables("units", table)),
    )
    vocabulary_of(dictionary)  # raises for entries that cannot be read
    return dictionary


def _currency(code: str, entry: dict[str, Any]) -> HouseCurrency:
    key_path = f"currencies.{code}"
    _require_keys(key_path, entry, _CURRENCY_KEYS)
    return HouseCurrency(code, *(_texts(f"{key_path}.{key}", entry.get(key, [])) for key in _CURRENCY_KEYS))


def _unit(name: str, entry: dict[str, Any]) -> HouseUnit:
    key_path = f"units.{name}"
    _require_keys(key_path, entry, _UNIT_KEYS)
    spellings, symbols = (_texts(f"{key_path}.{key}", entry.get(key, [])) for key in ("spellings", "symbols"))
    size = entry.get("size")
    if size is None:
        return HouseUnit(name, spellings, symbols)
    number, _, base_unit = size.strip().partition(" ") if isinstance(size, str) else ("", "", "")
    try:
        return HouseUnit(name, spellings, symbols, Fraction(number.replace(",", "")), base_unit.strip())
    except (ValueError, ZeroDivisionError):
        raise ValueError(f'{key_path}.size is a number and a unit in a text, for example "7140 square metre"') from None


def _tables(key: str, table: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    entries = table.get(key, {})
    if not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
        raise ValueError(f"{key} is a table of tables: write [dictionary.{key}.NAME] above each entry")
    return list(entries.items())


def _texts(key_path: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{key_path} is a list of texts")
    return tuple(value)


def _require_keys(key_path: str, table: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise ValueError(f"{key_path} has nothing called {key}: known are {', '.join(known)}")

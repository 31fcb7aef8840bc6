"""The words that the figure grammar looks up before and after numbers, with those of a house dictionary added.

The grammar reads them from `Tokens.vocabulary` and does not distinguish the house's from Copydesk's own. To add a unit
or a currency for everybody, add it to `units.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TypeVar

from checks.dictionary import NO_DICTIONARY, Dictionary, HouseUnit
from checks.figures import units
from checks.figures.units import Unit
from checks.model import Kind
from checks.pattern import pattern

# Splits a spelling into words, numerals and marks as `Tokens` splits a text.
_SPELLING_TOKEN = pattern(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s\w]|_")
DASHES = frozenset("-–—‑‐−")
_LETTER = pattern(r"[^\W\d_]")


T = TypeVar("T")


class NameWord(NamedTuple):
    """A word of a name, in lower case, and whether it needs a capital in the text."""

    word: str
    is_capital: bool


class NamePattern(NamedTuple):
    """A name, and the position in it of the word under which it is looked up."""

    words: tuple[NameWord, ...]
    position: int


class Vocabulary(NamedTuple):
    """The tables in which figures' words are looked up. Keys are in lower case, except for symbols with capitals."""

    phrases: Mapping[str, tuple[Kind, str]]  # kind and unit by spelling in words, with spaces for hyphens
    max_words: Mapping[str, int]  # number of words in the longest spelling that starts with this word
    symbols: Mapping[str, Unit]  # units that are recognised only right after digits
    currency_signs: Mapping[str, str]  # currency code by sign
    currency_letters: Mapping[str, str]  # the signs that are letters: "rs", "eur"
    currency_marks: Mapping[str, str]  # the other signs: "£", "us$"
    names: Mapping[str, tuple[NamePattern, ...]]  # names of the house dictionary, under each word of the name
    house_units: Mapping[str, Unit]  # units of the house dictionary that can be converted, by name


def kind_of(unit: Unit) -> Kind:
    """Returns the kind of a figure in this unit: a duration or another measure."""
    return Kind.DURATION if unit.dimension == "duration" else Kind.MEASURE


def _vocabulary(
    phrases: Mapping[str, tuple[Kind, str]],
    symbols: Mapping[str, Unit],
    signs: Mapping[str, str],
    names: Mapping[str, tuple[NamePattern, ...]],
    house_units: Mapping[str, Unit],
) -> Vocabulary:
    max_words: dict[str, int] = {}
    for phrase in phrases:
        words = phrase.split()
        max_words[words[0]] = max(max_words.get(words[0], 0), len(words))
    return Vocabulary(
        phrases=phrases,
        max_words=max_words,
        symbols=symbols,
        currency_signs=signs,
        currency_letters={sign: code for sign, code in signs.items() if sign.isalpha()},
        currency_marks={sign: code for sign, code in signs.items() if not sign.isalpha()},
        names=names,
        house_units=house_units,
    )


def _normalised_phrase(spelling: str) -> str:
    """Returns the spelling in the form in which `Tokens.phrase` returns it."""
    if spelling.isalpha() and spelling.isascii():
        return spelling.lower()  # most are one token, and every start of the program normalises hundreds
    return " ".join(part for part in _SPELLING_TOKEN.findall(spelling.lower()) if part not in DASHES)


def _standard_phrases() -> dict[str, tuple[Kind, str]]:
    found: dict[str, tuple[Kind, str]] = {}
    found.update(
        (_normalised_phrase(spelling), (kind_of(unit), unit.name)) for spelling, unit in units.SPELLED_UNITS.items()
    )
    found.update((_normalised_phrase(spelling), (Kind.MONEY, code)) for spelling, code in units.CURRENCY_NAMES.items())
    found.update((_normalised_phrase(spelling), (Kind.MONEY, name)) for spelling, name in units.MINOR_NAMES.items())
    found.update((_normalised_phrase(spelling), (Kind.PERCENT, "percent")) for spelling in units.PERCENT)
    found.update((_normalised_phrase(spelling), (Kind.POINTS, name)) for spelling, name in units.POINTS.items())
    return found


STANDARD = _vocabulary(_standard_phrases(), units.ATTACHED_UNITS, units.CURRENCY_SIGNS, {}, {})


@lru_cache(maxsize=16)
def vocabulary_of(dictionary: Dictionary) -> Vocabulary:
    """Returns the vocabulary with the entries of a house dictionary, which take precedence over Copydesk's own.

    Raises ValueError for an entry that cannot be read, and for a spelling that two entries share.
    """
    if dictionary == NO_DICTIONARY:
        return STANDARD
    phrases: dict[str, tuple[Kind, str]] = {}
    symbols: dict[str, Unit] = {}
    signs: dict[str, str] = {}
    house_units: dict[str, Unit] = {}
    for currency in dictionary.currencies:
        _require(currency.code.strip() == currency.code and currency.code, "a currency needs a code")
        _require(currency.names or currency.signs, f"the currency {currency.code} needs names or signs")
        for spelling in currency.names:
            _add(phrases, _checked_spelling(spelling), (Kind.MONEY, currency.code), spelling)
        for sign in currency.signs:
            _add(signs, _checked_sign(sign), currency.code, sign)
    for unit in dictionary.units:
        canonical = _house_unit(unit)
        if unit.size is not None:
            house_units[unit.name] = canonical
        for spelling in dict.fromkeys((unit.name, *unit.spellings)):
            _add(phrases, _checked_spelling(spelling), (kind_of(canonical), unit.name), spelling)
        for symbol in unit.symbols:
            is_single_token = len(_SPELLING_TOKEN.findall(symbol)) == 1 and not any(char.isdecimal() for char in symbol)
            _require(
                is_single_token,
                f"the symbol {symbol!r} is to be letters or one mark, as they stand right behind digits",
            )
            _add(symbols, symbol, canonical, symbol)
            if not symbol.islower():
                symbols.setdefault(symbol.lower(), canonical)
    return _vocabulary(
        {**STANDARD.phrases, **phrases},
        units.ATTACHED_UNITS | symbols,
        units.CURRENCY_SIGNS | signs,
        _name_patterns(dictionary.names),
        house_units,
    )


def _house_unit(unit: HouseUnit) -> Unit:
    """Returns the unit of a house dictionary as a `Unit`. Raises ValueError if it cannot be one."""
    _require(unit.name.strip() == unit.name and unit.name, "a unit needs a name")
    if unit.size is None:
        return Unit(unit.name, "", units.NO_FACTOR)
    base = units.UNITS.get(unit.of) or units.SPELLED_UNITS.get(unit.of)
    _require(base is not None, f"the unit {unit.name} is so many {unit.of!r}, which is no unit that Copydesk knows")
    assert base
    _require(not base.offset, f"the unit {unit.name}: temperatures cannot be stated as so many degrees")
    _require(unit.size > 0, f"the size of the unit {unit.name} is to be above 0")
    return Unit(unit.name, base.dimension, base.factor * unit.size)


def _checked_spelling(spelling: str) -> str:
    """Returns the normalised spelling of a unit or currency. Raises ValueError for one that the grammar cannot read."""
    phrase = _normalised_phrase(spelling)
    _require(
        phrase not in units.SCALE_WORDS and phrase not in units.SCALE_LETTERS,
        f"the spelling {spelling!r} multiplies the number before it, as million does: use another",
    )
    has_valid_start = phrase[:1].isalpha() or (phrase and not phrase[:1].isalnum())
    _require(has_valid_start and _LETTER.search(phrase), f"the spelling {spelling!r} is to begin with a letter")
    return phrase


def _checked_sign(sign: str) -> str:
    """Returns the currency sign in lower case. Raises ValueError for a sign that the grammar cannot read."""
    parts = _SPELLING_TOKEN.findall(sign.lower())
    is_letters = len(parts) == 1 and sign.isalpha() and len(sign) > 1
    is_single_mark = len(parts) == 1 and len(sign) == 1 and not sign.isalnum()
    is_letters_and_mark = len(parts) == 2 and parts[0].isalpha() and not parts[1].isalnum()
    _require(
        is_letters or is_single_mark or is_letters_and_mark,
        f"the currency sign {sign!r} is to be a mark, two letters or more, or letters and a mark",
    )
    return sign.lower()


def _name_patterns(names: Iterable[str]) -> dict[str, tuple[NamePattern, ...]]:
    """Returns the names under each of their words, longest first. Raises ValueError for one without number or word."""
    from checks.figures.grammar import may_begin_figure

    found: dict[str, list[NamePattern]] = {}
    for name in names:
        parts = _SPELLING_TOKEN.findall(name)
        words = tuple(NameWord(_normalised_word(part), part[:1].isupper()) for part in parts)
        _require(
            any(may_begin_figure(word) for word, _ in words),
            f"the name {name!r} holds no number, so nothing would be read in it",
        )
        _require(
            len(words) > 1 and _LETTER.search(name),
            f"the name {name!r} is a number only: write it with a word beside it, as it stands in texts",
        )
        for index, (word, _) in enumerate(words):
            found.setdefault(word, []).append(NamePattern(words, index))
    return {word: tuple(sorted(patterns, key=lambda each: -len(each.words))) for word, patterns in found.items()}


def _normalised_word(part: str) -> str:
    return "-" if part in DASHES else part.lower().replace("’", "'")


def _add(table: dict[str, T], key: str, value: T, spelling: str) -> None:
    _require(table.setdefault(key, value) == value, f"{spelling!r} is in the dictionary twice, with two meanings")


def _require(holds: object, message: str) -> None:
    if not holds:
        raise ValueError(f"dictionary: {message}")

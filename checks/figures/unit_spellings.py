"""Finds the unit after a numeral in any spelling, and resolves two ambiguous ones by the words around them.

"m" after digits is metres or millions, "pounds" is money or weight.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures import units
from checks.figures.nouns import PHRASE_BOUNDARIES
from checks.figures.tokens import DASHES, Tokens
from checks.figures.vocabulary import kind_of
from checks.model import Kind
from checks.word_set import word_set


class FoundUnit(NamedTuple):
    """A unit in the text: the kind of figure with this unit, its canonical name, and the token position after it."""

    kind: Kind
    unit: str
    end: int


_DOLLAR_PREFIX_LETTERS = frozenset(
    sign[:-1] for sign in units.CURRENCY_SIGNS if sign.endswith("$") and sign[:-1].isalpha()
)
# Names of currencies that several countries use: "40 Namibian dollars".
_SHARED_CURRENCY_NAMES = word_set(
    "dollars pounds francs pesos rupees shillings dinars crowns rials riyals dollar pound franc"
)
_SPACED_LETTERS = frozenset("WVCFLltgm")  # one letter, after a space too: "5 W", "20 C", "3 L", "300 m"
_WORDS_AFTER_DIMENSION = word_set("thick wide long tall deep high x by across")
_CRICKET_WINDOW = 16  # tokens on either side of "centuries" or "tons"
_CAPITALS_WINDOW = 6  # tokens on either side of a symbol
_CRICKET_HUNDREDS = frozenset(("centuries", "tons", "century", "ton"))
_WORDS_NEAR_CENTURIES = word_set(
    "odi odis test tests cricket batsman batsmen innings wickets wicket runs overs bowlers sixes ipl"
)
# Currencies whose names usually mean something else.
_AMBIGUOUS_CURRENCIES = word_set("won real mark marks colon")
_NOUNS_AFTER_SECOND = word_set("homes jobs marriages chances helpings cars houses")
_DURATION_UNITS = word_set("minute hour day week month year")
ELECTRICAL_NOUNS = word_set(
    "fuse fuses plug plugs socket sockets charger charging circuit current breaker cable supply"
)
_SPEEDS = {
    ("kilometre", "h"): "kilometre per hour",
    ("metre", "s"): "metre per second",
    ("megabit", "s"): "megabit per second",
    ("gigabit", "s"): "gigabit per second",
    ("megabyte", "s"): "megabyte per second",
    ("gigabyte", "s"): "gigabyte per second",
}
# Symbols that are also English words: units only without a space after the digits.
_WORD_SYMBOLS = frozenset(("in", "St", "mp", "Mt"))
_CONTAINERS = word_set("bottle bottles can cans carton cartons glass glasses syringe syringes vial vials")
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}  # "20 (kg)", as tables have it
_DURATION_MODIFIERS = word_set("more additional extra full consecutive straight further")


def unit_at(tokens: Tokens, i: int) -> FoundUnit | None:
    """Returns the unit whose first word is token `i`; the longest spelling wins."""
    words = tokens.words
    length = tokens.vocabulary.max_words.get(words[i])
    if not length:
        return None
    positions = [i]
    while len(positions) < length:
        j = positions[-1] + 1
        positions.append(j + 1 if words[j] in DASHES else j)
    for last in reversed(positions):
        found = tokens.vocabulary.phrases.get(words[i] if last == i else tokens.phrase(i, last + 1))
        if found:
            return FoundUnit(*found, last + 1)
    return None


_RATE_WORDS = word_set("rate rates interest benchmark yield yields % percent pct basis policymakers")
_RATE_WINDOW = 12  # words on either side


def unit_after_numeral(tokens: Tokens, i: int) -> FoundUnit | None:
    """Returns the unit of the numeral that ends before token `i`: a symbol or a word, with or without a hyphen."""
    words = tokens.words
    if not words[i]:
        return None
    last_word = words[i - 1]
    if words[i] in _BRACKETS and not tokens.is_attached(i) and words[i + 2] == _BRACKETS[words[i]]:
        inside = _symbol(tokens, i + 1) or unit_at(tokens, i + 1)
        return inside._replace(end=i + 3) if inside and inside.end == i + 2 else None
    is_scaled = words[i - 1] in units.SCALE_WORDS and len(words[i]) > 1  # "1.3 million km"
    in_digits = tokens.is_number(i - 1) or (tokens.is_attached(i - 1) and words[i - 1] in units.SCALE_LETTERS)
    symbol = _symbol(tokens, i) if in_digits or is_scaled else None
    has_hyphen = words[i] in DASHES and tokens.is_attached(i) and tokens.is_attached(i + 1)
    if has_hyphen:
        i += 1
        if in_digits and len(words[i]) > 1:
            symbol = _symbol(tokens, i)  # "a 5-mpg gain"
    elif words[i] == "of" and words[i + 1] in ("an", "a"):
        if words[i + 3] in ("ago", "earlier", "before"):
            return None  # "the 52,000 of a year ago"
        i += 2  # "three quarters of an hour"
    elif words[i] in ("an", "a") and words[i - 1] in ("half", "quarter"):
        i += 1  # "half an hour"
    elif words[i] in _DURATION_MODIFIERS:
        i += 1  # "two more minutes"
    if words[i + 1][:1].isdigit() and tokens.is_attached(i + 1) and not tokens.is_attached(i):
        return None  # "2024 YR4", "three M4 closures"
    if (
        words[i] in _CRICKET_HUNDREDS
        and words[i + 1] not in ("of", "ago", "old")
        and not _WORDS_NEAR_CENTURIES.isdisjoint(words[max(0, i - _CRICKET_WINDOW) : i + _CRICKET_WINDOW])
    ):
        return None  # "with 10 centuries and 11 tons he leads the batsmen"
    if not has_hyphen and _is_in_compound(tokens, i):
        return symbol
    found = unit_at(tokens, i) or _foreign_money(tokens, i)
    if words[i] in ("point", "points") and last_word in ("quarter", "quarters", "half") and _is_of_rates(tokens, i):
        return FoundUnit(Kind.POINTS, "percentage point", i + 1)  # "a quarter-point cut", "half a point"
    if symbol and (found is None or symbol.end >= found.end):
        return symbol
    if found and words[i] in _AMBIGUOUS_CURRENCIES and not _is_sum(tokens, i):
        return None  # "the women's eight won", "12 marks"
    if found and found.unit == "GBP" and words[i] in ("pound", "pounds") and not _is_money(tokens, i, found.end):
        return FoundUnit(Kind.MEASURE, "pound", found.end)
    return found


def _is_of_rates(tokens: Tokens, i: int) -> bool:
    """Whether a word of interest rates, whose points are percentage points, is nearby."""
    return not _RATE_WORDS.isdisjoint(tokens.words[max(0, i - _RATE_WINDOW) : i + _RATE_WINDOW])


def _is_in_compound(tokens: Tokens, i: int) -> bool:
    """Whether the word begins a compound and is no unit: "four [second]-half goals", "three [quarter]-finals"."""
    words = tokens.words
    if words[i] == "second" and words[i + 1] in _NOUNS_AFTER_SECOND and not tokens.is_number(i - 1):
        return True
    if words[i + 1] not in DASHES or not (tokens.is_attached(i + 1) and tokens.is_attached(i + 2)):
        return False
    if words[i] in ("second", "quarter"):
        return words[i + 2].isalpha() and words[i + 2] != "long"
    return words[i + 2] == "long" and words[i] in _DURATION_UNITS and words[i - 2] not in ("a", "an", "the")


def _is_sum(tokens: Tokens, i: int) -> bool:
    """Whether the number before token `i` is a sum of money: it has a scale, or thousands."""
    before = tokens.words[i - 1]
    if tokens.words[i] in ("mark", "marks") and (tokens.words[i] == "mark" or before.isdecimal()):
        return False  # "the 50 million mark", "2022 marks 40 years"
    return before in units.SCALE_WORDS or before in units.SCALE_LETTERS or (tokens.is_number(i - 1) and len(before) > 3)


def _foreign_money(tokens: Tokens, i: int) -> FoundUnit | None:
    """Reads a currency by its country, as a unit of its own that the tables may lack: "40 Namibian dollars"."""
    name = tokens.words[i + 1]
    if name not in _SHARED_CURRENCY_NAMES or not tokens.is_capital(i) or tokens.is_capital(i + 1):
        return None
    return FoundUnit(Kind.MONEY, f"{tokens.words[i]} {name.removesuffix('s')}", i + 2)


def _symbol(tokens: Tokens, i: int) -> FoundUnit | None:
    """Reads a symbol after digits: "5m", "20C", "450 Nm", "50p", "20€". Units with capitals take precedence."""
    printed = tokens.surface(i)
    if printed in tokens.vocabulary.symbols and not printed.islower():
        return _unit_symbol(tokens, i)
    return _currency_symbol(tokens, i) or _unit_symbol(tokens, i)


def _currency_symbol(tokens: Tokens, i: int) -> FoundUnit | None:
    """Reads "20€", "20 EUR", "3.14US$", "50p", "99c"."""
    word, printed, is_attached = tokens.words[i], tokens.surface(i), tokens.is_attached(i)
    if tokens.words[i + 1] == "$" and tokens.is_attached(i + 1) and word in _DOLLAR_PREFIX_LETTERS:
        return FoundUnit(Kind.MONEY, tokens.vocabulary.currency_signs[word + "$"], i + 2)
    if word in units.ATTACHED_MINOR_UNITS:
        is_currency = printed != "C" if is_attached else printed == "p"
        return FoundUnit(Kind.MONEY, units.ATTACHED_MINOR_UNITS[word], i + 1) if is_currency else None
    currency = tokens.vocabulary.currency_signs.get(word)
    if currency is None:
        return None
    if word.isalpha() and word.isascii():
        is_currency = len(word) > 1 and (printed.isupper() or word in ("rs", "rm", "sh", "tk", "dh", "dhs"))
    else:
        is_currency = is_attached or not (tokens.is_number(i + 1) and tokens.is_attached(i + 1))  # not in "12 £5 notes"
    return FoundUnit(Kind.MONEY, currency, i + 1) if is_currency else None


def _unit_symbol(tokens: Tokens, i: int) -> FoundUnit | None:
    """Reads "5m", "20C", "450 Nm", "5'", "140km/h". Most one-letter symbols must follow the digits without a space."""
    word, printed = tokens.words[i], tokens.surface(i)
    following = tokens.words[i + 1]
    if word == "°" and following in ("c", "f"):
        return FoundUnit(Kind.MEASURE, units.ATTACHED_UNITS["°" + following].name, i + 2)
    if word == "in" and following in _WORDS_AFTER_DIMENSION:
        return FoundUnit(Kind.MEASURE, "inch", i + 1)  # "2 1/2 in thick"
    symbols = tokens.vocabulary.symbols
    unit = symbols.get(printed) or symbols.get(word)
    if printed.isupper() and unit is not symbols.get(word, unit):  # ML
        if following in _CONTAINERS:
            unit = symbols[word]  # "a 500ML bottle"
        elif _is_in_capitals(tokens, i):
            return None  # megalitres or millilitres
    if unit is None or not _may_stand_apart(tokens, i) or _is_not_unit(tokens, i):
        return None
    if following == "/" and (speed := _SPEEDS.get((unit.name, tokens.words[i + 2]))):
        return FoundUnit(Kind.MEASURE, speed, i + 3)
    return FoundUnit(kind_of(unit), unit.name, i + 1)


def _is_in_capitals(tokens: Tokens, i: int) -> bool:
    """Whether the words around a symbol are in capitals, so that its own capitals mean nothing."""
    around = [tokens.surface(j) for j in range(max(0, i - _CAPITALS_WINDOW), i + _CAPITALS_WINDOW + 1) if j != i]
    words = [word for word in around if len(word) > 2 and word.isalpha()]
    return len(words) > 1 and all(word.isupper() for word in words)


def _may_stand_apart(tokens: Tokens, i: int) -> bool:
    """Whether the symbol follows the digits without a space, or is one that may have a space before it."""
    word, printed = tokens.words[i], tokens.surface(i)
    if tokens.is_attached(i) or printed in _SPACED_LETTERS:
        return True
    return (
        not _WORD_SYMBOLS & {word, printed}
        if len(word) > 1
        else word == '"' and tokens.words[i + 1] in _WORDS_AFTER_DIMENSION
    )


def _is_not_unit(tokens: Tokens, i: int) -> bool:
    """Whether the symbol is no unit: it ends a quotation, is part of a code ("24703 L-202"), or is no temperature."""
    word = tokens.words[i]
    if tokens.surface(i) == "CMs" or (tokens.surface(i) == "A" and tokens.words[i + 1] not in ELECTRICAL_NOUNS):
        return True  # chief ministers; "sector 38A"
    if word == "s" and tokens.words[i - 2] in DASHES and len(tokens.words[i - 3]) == 4:
        return True  # "the 1930-40s"
    if word == "in" and tokens.words[i + 1] in DASHES and tokens.words[i - 1] in DASHES:
        return True  # "a 1-in-20 chance"
    if word in "\"'′":
        return not _is_length_mark(tokens, i)
    if word in ("c", "f") and not _is_temperature(tokens, i):
        return True
    return len(word) == 1 and word.isalpha() and tokens.is_attached(i + 1) and _continues_code(tokens, i + 1)


def _is_temperature(tokens: Tokens, i: int) -> bool:
    """Whether it is a temperature: "20C", "75 F"; not "800,000 F-Series", "a 2021 C.P.I. forecast", "14.7C/share"."""
    number = tokens.words[i - 1]
    if len(number) > 5 or (len(number) == 4 and number.isdecimal() and not tokens.is_attached(i)):
        return False
    has_slash = tokens.words[i + 1] == "/" and not tokens.is_number(i + 2) and tokens.words[i - 2] != "/"
    return not (tokens.is_attached(i + 1) and (has_slash or _continues_code(tokens, i + 1)))


def _continues_code(tokens: Tokens, i: int) -> bool:
    """Whether token `i`, right after a letter, makes the letter part of a longer code."""
    if tokens.is_number(i):
        return True
    if tokens.words[i] in DASHES and tokens.words[i + 1] in _AFTER_METRES:
        return False  # "a 30m-wide trench"
    return tokens.words[i] in (*DASHES, ".") and tokens.is_attached(i + 1) and tokens.words[i + 1] != ""


def _is_length_mark(tokens: Tokens, i: int) -> bool:
    """Whether the mark means feet or inches, as in 5'11", and is not a quotation mark after a number."""
    if len(tokens.words[i - 1]) > 2:
        return False
    if tokens.words[i + 1] in _WORDS_AFTER_DIMENSION:
        return True
    if tokens.words[i] in "'′":
        return tokens.is_number(i + 1) and tokens.is_attached(i + 1)
    return tokens.words[i - 2] in ("'", "′")


# ---- metres or millions ----------------------------------------------------------------------------------------------
_LENGTH_SPELLINGS = frozenset(
    spelling for spelling, unit in (units.SPELLED_UNITS | units.ATTACHED_UNITS).items() if unit.dimension == "length"
)
_AFTER_METRES = word_set("""
    tall wide deep long high thick taller wider deeper higher thicker across above below away apart freestyle
    butterfly backstroke breaststroke medley sprint hurdles relay steeplechase dash x × waves tsunami tower mast race
    record champion final title runner runners
    """)
_RACE_DISTANCES = frozenset((50, 60, 100, 110, 200, 400, 800, 1500, 3000, 5000, 10000))
_TRACK_WORDS = word_set("""
    freestyle butterfly backstroke breaststroke medley sprint sprinter hurdles relay swimmer swimming athletics runner
    olympic olympics medal medals gold silver bronze
    """)
_BEFORE_A_HEIGHT = word_set("""
    with cleared threw jumped above below at to of than about around over nearly least some fell drop plunged swam dived
""")
_HEIGHT_WORDS = word_set("""
    snow ground altitude depth height hills peaks summit cliff ravine sea climber climbers diver divers swam dived
    plunged elevation throw threw jump jumped leap leapt vault javelin discus mountain
    ridge seabed shore tide flood waves slopes
""")
_MAX_METRES = 10_000  # a height or depth
_HEIGHT_WINDOW = 8  # tokens on either side
_TRACK_WINDOW = 16  # tokens on either side
_BEFORE_A_RACE = word_set("the men's women's boys' girls' world olympic a")


def is_metre(tokens: Tokens, i: int, value: Fraction) -> bool:
    """Whether the "m" at token `i`, right after digits, is metres rather than millions.

    It is metres in the context of a length ("1.8m tall", "the 100m final", "30m (98ft)"), else millions.
    """
    words = tokens.words
    following = words[i + 2] if words[i + 1] in DASHES else words[i + 1]
    if following in _AFTER_METRES:
        return not (following in ("long", "high") and words[i + 2] == "of")
    if words[i + 1] == "/" and words[i + 2] == "s":
        return True  # "12m/s"
    if (words[i + 1] == "by" and words[i + 3] == "m") or (words[i - 2] == "by" and words[i - 3] == "m"):
        return True  # "30m by 12m"
    if (
        words[i + 1] == "("
        and (words[i + 3] in _LENGTH_SPELLINGS or words[i + 4] in _LENGTH_SPELLINGS)
        and words[i + 3] != "m"
    ):
        return True
    if words[i - 2] == "(" and words[i - 3] in _LENGTH_SPELLINGS and words[i - 3] != "m":
        return True
    if words[i + 1].isalpha() and words[i + 1] not in PHRASE_BOUNDARIES:
        return False
    if (
        value < _MAX_METRES
        and words[i - 2] in _BEFORE_A_HEIGHT
        and not _HEIGHT_WORDS.isdisjoint(words[max(0, i - _HEIGHT_WINDOW) : i + _HEIGHT_WINDOW])
    ):
        return True  # "snow above 200m", "a depth of 30m"
    if value not in _RACE_DISTANCES:
        return False
    context = words[max(0, i - _TRACK_WINDOW) : i + _TRACK_WINDOW]
    # "gold in the 100m and 200m at the Olympics"
    return words[i - 2] in _BEFORE_A_RACE or not _TRACK_WORDS.isdisjoint(context)


# ---- money or weight -------------------------------------------------------------------------------------------------
_PAYMENT_WINDOW = 9  # tokens before "pounds"
_AFTER_WEIGHT = word_set("of heavier lighter overweight in per")
_PAYMENT_WORDS = word_set("""
    cost costs costing worth paid pay pays paying price priced fine fined bill tax prize fee salary debt debts wage
    wages owed owes sterling lost losses raised raise invested stake sold profit profits spent spend charged loan
    budget compensation earned earn earns bid fund funds fortune save saved grant
    """)


def _is_money(tokens: Tokens, i: int, end: int) -> bool:
    """Whether the "pounds" at token `i` are sterling: with a scale word, or where something is paid; else weight."""
    words = tokens.words
    if end > i + 1 or words[end] == "sterling":
        return True
    if words[end] in _AFTER_WEIGHT:
        return words[end] == "in"
    before = words[max(0, i - _PAYMENT_WINDOW) : i]
    return not _PAYMENT_WORDS.isdisjoint(before) or not units.SCALE_WORDS.keys().isdisjoint(before[-2:])

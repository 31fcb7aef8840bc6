"""Finds the unit that follows a numeral, whatever its spelling; and settles the two that mean two things.

"m" after digits is metres or millions, "pounds" is money or weight: the words around them decide.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from checks.figures import units
from checks.figures.nouns import STOPS
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.model import Kind


class Found(NamedTuple):
    """A unit in the text: its kind of figure, canonical name, and the token position after it."""

    kind: Kind
    unit: str
    last: int


def _kind(unit: units.Unit) -> Kind:
    return Kind.DURATION if unit.dimension == "duration" else Kind.MEASURE


def _phrase(spelling: str) -> str:
    tokens = Tokens(spelling, 0, len(spelling))
    return tokens.phrase(0, tokens.count)


def _phrases() -> dict[str, tuple[Kind, str]]:
    """Every spelling of several letters, as the words it is made of, hyphens as spaces."""
    found: dict[str, tuple[Kind, str]] = {}
    found.update((_phrase(spelling), (_kind(unit), unit.name)) for spelling, unit in units.SPELLED_UNITS.items())
    found.update((_phrase(spelling), (Kind.MONEY, code)) for spelling, code in units.CURRENCY_NAMES.items())
    found.update((_phrase(spelling), (Kind.MONEY, name)) for spelling, name in units.MINOR_NAMES.items())
    found.update((_phrase(spelling), (Kind.PERCENT, "percent")) for spelling in units.PERCENT)
    found.update((_phrase(spelling), (Kind.POINTS, name)) for spelling, name in units.POINTS.items())
    return found


_PHRASES = _phrases()
_LONGEST: dict[str, int] = {}  # words in the longest spelling that starts with this word
for _spelling in _PHRASES:
    _words = _spelling.split()
    _LONGEST[_words[0]] = max(_LONGEST.get(_words[0], 0), len(_words))

_PREFIXED_DOLLARS = frozenset(sign[:-1] for sign in units.CURRENCY_SIGNS if sign.endswith("$") and sign[:-1].isalpha())
# Currencies that several countries call so: "40 Namibian dollars".
_SHARED_NAMES = word_set("dollars pounds francs pesos rupees shillings dinars crowns rials riyals dollar pound franc")
_LONE_LETTERS = frozenset("WVCFLltgm")  # one letter, after a space too: "5 W", "20 C", "3 L", "300 m"
_SIZES = word_set("thick wide long tall deep high x by across")
_SCORED = frozenset(("centuries", "tons", "century", "ton"))
_CRICKET = word_set("odi odis test tests cricket batsman batsmen innings wickets wicket runs overs bowlers sixes ipl")
# Currencies whose names are other words far more often.
_MOSTLY_WORDS = word_set("won real mark marks colon")
_SECOND_THINGS = word_set("homes jobs marriages chances helpings cars houses")
_LASTING = word_set("minute hour day week month year")
ELECTRIC = word_set("fuse fuses plug plugs socket sockets charger charging circuit current breaker cable supply")
_SPEEDS = {("kilometre", "h"): "kilometre per hour", ("metre", "s"): "metre per second"}
# Symbols that are also English words: a unit only where they touch the digits.
_ALSO_WORDS = frozenset(("in", "St", "mp"))
_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}  # "20 (kg)", as tables have it
_STRETCHED = word_set("more additional extra full consecutive straight further")


def after(tokens: Tokens, i: int) -> Found | None:
    """The unit whose first word is token `i`; the longest spelling wins."""
    words = tokens.words
    length = _LONGEST.get(words[i])
    if not length:
        return None
    positions = [i]
    while len(positions) < length:
        j = positions[-1] + 1
        positions.append(j + 1 if words[j] in DASHES else j)
    for last in reversed(positions):
        found = _PHRASES.get(words[i] if last == i else tokens.phrase(i, last + 1))
        if found:
            return Found(*found, last + 1)
    return None


def of(tokens: Tokens, i: int) -> Found | None:
    """The unit of the numeral that ends right before token `i`: a symbol, a word, or either over a hyphen."""
    words = tokens.words
    if not words[i]:
        return None
    if words[i] in _BRACKETS and not tokens.close(i) and words[i + 2] == _BRACKETS[words[i]]:
        inside = _symbol(tokens, i + 1) or after(tokens, i + 1)
        return inside._replace(last=i + 3) if inside and inside.last == i + 2 else None
    scaled = words[i - 1] in units.SCALE_WORDS and len(words[i]) > 1  # "1.3 million km"
    in_digits = tokens.is_number(i - 1) or (tokens.close(i - 1) and words[i - 1] in units.SCALE_LETTERS)
    symbol = _symbol(tokens, i) if in_digits or scaled else None
    hyphen = words[i] in DASHES and tokens.close(i) and tokens.close(i + 1)
    if hyphen:
        i += 1
        if in_digits and len(words[i]) > 1:
            symbol = _symbol(tokens, i)  # "a 5-mpg gain"
    elif words[i] == "of" and words[i + 1] in ("an", "a"):
        if words[i + 3] in ("ago", "earlier", "before"):
            return None  # "the 52,000 of a year ago"
        i += 2  # "three quarters of an hour"
    elif words[i] in ("an", "a") and words[i - 1] in ("half", "quarter"):
        i += 1  # "half an hour"
    elif words[i] in _STRETCHED:
        i += 1  # "two more minutes"
    if words[i + 1][:1].isdigit() and tokens.close(i + 1) and not tokens.close(i):
        return None  # "2024 YR4", "three M4 closures"
    if (
        words[i] in _SCORED
        and words[i + 1] not in ("of", "ago", "old")
        and not _CRICKET.isdisjoint(words[max(0, i - 16) : i + 16])
    ):
        return None  # "with 10 centuries and 11 tons he leads the batsmen"
    if not hyphen and _opens_a_compound(tokens, i):
        return symbol
    found = after(tokens, i) or _foreign_money(tokens, i)
    if symbol and (found is None or symbol.last >= found.last):
        return symbol
    if found and words[i] in _MOSTLY_WORDS and not _is_large(tokens, i):
        return None  # "the women's eight won", "12 marks"
    if found and found.unit == "GBP" and words[i] in ("pound", "pounds") and not _is_money(tokens, i, found.last):
        return Found(Kind.MEASURE, "pound", found.last)
    return found


def _opens_a_compound(tokens: Tokens, i: int) -> bool:
    """ "four [second]-half goals", "three [quarter]-finals", "five [hour]-long talks": not four seconds, five hours."""
    words = tokens.words
    if words[i] == "second" and words[i + 1] in _SECOND_THINGS and not tokens.is_number(i - 1):
        return True
    if words[i + 1] not in DASHES or not (tokens.close(i + 1) and tokens.close(i + 2)):
        return False
    if words[i] in ("second", "quarter"):
        return words[i + 2].isalpha() and words[i + 2] != "long"
    return words[i + 2] == "long" and words[i] in _LASTING and words[i - 2] not in ("a", "an", "the")


def _is_large(tokens: Tokens, i: int) -> bool:
    """Is what stands before token `i` a sum: does it have a scale, or thousands?"""
    before = tokens.words[i - 1]
    if tokens.words[i] in ("mark", "marks") and (tokens.words[i] == "mark" or before.isdecimal()):
        return False  # "the 50 million mark", "2022 marks 40 years"
    return before in units.SCALE_WORDS or before in units.SCALE_LETTERS or (tokens.is_number(i - 1) and len(before) > 3)


def _foreign_money(tokens: Tokens, i: int) -> Found | None:
    """ "40 Namibian dollars": a country's own, which the table need not know; it is no other country's."""
    name = tokens.words[i + 1]
    if name not in _SHARED_NAMES or not tokens.is_capital(i) or tokens.is_capital(i + 1):
        return None
    return Found(Kind.MONEY, f"{tokens.words[i]} {name.removesuffix('s')}", i + 2)


def _symbol(tokens: Tokens, i: int) -> Found | None:
    """A symbol after digits: "5m", "20C", "450 Nm", "50p", "20€". Units with capitals of their own come first."""
    printed = tokens.printed(i)
    if printed in units.CLOSE_UNITS and not printed.islower():
        return _unit_symbol(tokens, i)
    return _currency_symbol(tokens, i) or _unit_symbol(tokens, i)


def _currency_symbol(tokens: Tokens, i: int) -> Found | None:
    """ "20€", "20 EUR", "3.14US$", "50p", "99c"."""
    word, printed, touches = tokens.words[i], tokens.printed(i), tokens.close(i)
    if tokens.words[i + 1] == "$" and tokens.close(i + 1) and word in _PREFIXED_DOLLARS:
        return Found(Kind.MONEY, units.CURRENCY_SIGNS[word + "$"], i + 2)
    if word in units.CLOSE_MINOR:
        fits = printed != "C" if touches else printed == "p"
        return Found(Kind.MONEY, units.CLOSE_MINOR[word], i + 1) if fits else None
    if word not in units.CURRENCY_SIGNS:
        return None
    if word.isalpha() and word.isascii():
        fits = len(word) > 1 and (printed.isupper() or word in ("rs", "rm", "sh", "tk", "dh", "dhs"))
    else:
        fits = touches or not (tokens.is_number(i + 1) and tokens.close(i + 1))  # not in "12 £5 notes"
    return Found(Kind.MONEY, units.CURRENCY_SIGNS[word], i + 1) if fits else None


def _unit_symbol(tokens: Tokens, i: int) -> Found | None:
    """ "5m", "20C", "450 Nm", "5'", "140km/h". A symbol of one letter must touch the digits, but for a few."""
    word, printed = tokens.words[i], tokens.printed(i)
    following = tokens.words[i + 1]
    if word == "°" and following in ("c", "f"):
        return Found(Kind.MEASURE, units.CLOSE_UNITS["°" + following].name, i + 2)
    if word == "in" and following in _SIZES:
        return Found(Kind.MEASURE, "inch", i + 1)  # "2 1/2 in thick"
    unit = units.CLOSE_UNITS.get(printed) or units.CLOSE_UNITS.get(word)
    if unit is None or not _may_stand_apart(tokens, i) or _is_something_else(tokens, i):
        return None
    if following == "/" and (speed := _SPEEDS.get((unit.name, tokens.words[i + 2]))):
        return Found(Kind.MEASURE, speed, i + 3)
    return Found(_kind(unit), unit.name, i + 1)


def _may_stand_apart(tokens: Tokens, i: int) -> bool:
    """Does the symbol touch the digits, or is it one that a space may part from them?"""
    word, printed = tokens.words[i], tokens.printed(i)
    if tokens.close(i) or printed in _LONE_LETTERS:
        return True
    return not _ALSO_WORDS & {word, printed} if len(word) > 1 else word == '"' and tokens.words[i + 1] in _SIZES


def _is_something_else(tokens: Tokens, i: int) -> bool:
    """Is what looks like a symbol the end of a quotation, part of a code ("24703 L-202"), or no temperature?"""
    word = tokens.words[i]
    if tokens.printed(i) == "CMs" or (tokens.printed(i) == "A" and tokens.words[i + 1] not in ELECTRIC):
        return True  # chief ministers; "sector 38A"
    if word == "s" and tokens.words[i - 2] in DASHES and len(tokens.words[i - 3]) == 4:
        return True  # "the 1930-40s"
    if word == "in" and tokens.words[i + 1] in DASHES and tokens.words[i - 1] in DASHES:
        return True  # "a 1-in-20 chance"
    if word in "\"'′":
        return not _is_length_mark(tokens, i)
    if word in ("c", "f") and not _is_temperature(tokens, i):
        return True
    return len(word) == 1 and word.isalpha() and tokens.close(i + 1) and _goes_on(tokens, i + 1)


def _is_temperature(tokens: Tokens, i: int) -> bool:
    """ "20C", "75 F"; not "800,000 F-Series", "a 2021 C.P.I. forecast", "14.7C/share"."""
    if len(tokens.words[i - 1]) > 5 or (len(tokens.words[i - 1]) == 4 and not tokens.close(i)):
        return False
    slash = tokens.words[i + 1] == "/" and not tokens.is_number(i + 2) and tokens.words[i - 2] != "/"
    return not (tokens.close(i + 1) and (slash or _goes_on(tokens, i + 1)))


def _goes_on(tokens: Tokens, i: int) -> bool:
    """Does token `i`, right after a letter, make it part of a longer code?"""
    if tokens.is_number(i):
        return True
    if tokens.words[i] in DASHES and tokens.words[i + 1] in _AFTER_METRES:
        return False  # "a 30m-wide trench"
    return tokens.words[i] in (*DASHES, ".") and tokens.close(i + 1) and tokens.words[i + 1] != ""


def _is_length_mark(tokens: Tokens, i: int) -> bool:
    """5'11" is a height; a quotation mark after a number is not."""
    if len(tokens.words[i - 1]) > 2:
        return False
    if tokens.words[i + 1] in _SIZES:
        return True
    if tokens.words[i] in "'′":
        return tokens.is_number(i + 1) and tokens.close(i + 1)
    return tokens.words[i - 2] in ("'", "′")


# ---- metres or millions ----------------------------------------------------------------------------------------------
_LENGTHS = frozenset(
    spelling for spelling, unit in (units.SPELLED_UNITS | units.CLOSE_UNITS).items() if unit.dimension == "length"
)
_AFTER_METRES = word_set("""
    tall wide deep long high thick taller wider deeper higher thicker across above below away apart freestyle
    butterfly backstroke breaststroke medley sprint hurdles relay steeplechase dash x × waves tsunami tower mast race
    record champion final title runner runners
    """)
_RACES = frozenset((50, 60, 100, 110, 200, 400, 800, 1500, 3000, 5000, 10000))
_TRACK = word_set("""
    freestyle butterfly backstroke breaststroke medley sprint sprinter hurdles relay swimmer swimming athletics runner
    olympic olympics medal medals gold silver bronze
    """)
_AT_A_HEIGHT = word_set("""
    with cleared threw jumped above below at to of than about around over nearly least some fell drop plunged swam dived
""")
_HEIGHTS = word_set("""
    snow ground altitude depth height hills peaks summit cliff ravine sea climber climbers diver divers swam dived
    plunged elevation throw threw jump jumped leap leapt vault javelin discus mountain
    ridge seabed shore tide flood waves slopes
""")
_FARTHEST = 10_000
_TRACK_REACH = 16
_BEFORE_A_RACE = word_set("the men's women's boys' girls' world olympic a")


def is_metre(tokens: Tokens, i: int, value: Fraction) -> bool:
    """Is the "m" at token `i`, right after digits, metres rather than millions?

    Metres where a length is told ("1.8m tall", "the 100m final", "30m (98ft)"), millions otherwise.
    """
    words = tokens.words
    following = words[i + 2] if words[i + 1] in DASHES else words[i + 1]
    if following in _AFTER_METRES:
        return not (following in ("long", "high") and words[i + 2] == "of")
    if words[i + 1] == "/" and words[i + 2] == "s":
        return True  # "12m/s"
    if (words[i + 1] == "by" and words[i + 3] == "m") or (words[i - 2] == "by" and words[i - 3] == "m"):
        return True  # "30m by 12m"
    if words[i + 1] == "(" and (words[i + 3] in _LENGTHS or words[i + 4] in _LENGTHS) and words[i + 3] != "m":
        return True
    if words[i - 2] == "(" and words[i - 3] in _LENGTHS and words[i - 3] != "m":
        return True
    if words[i + 1].isalpha() and words[i + 1] not in STOPS:
        return False
    if value < _FARTHEST and words[i - 2] in _AT_A_HEIGHT and not _HEIGHTS.isdisjoint(words[max(0, i - 8) : i + 8]):
        return True  # "snow above 200m", "a depth of 30m"
    if value not in _RACES:
        return False
    near = words[max(0, i - _TRACK_REACH) : i + _TRACK_REACH]
    return words[i - 2] in _BEFORE_A_RACE or not _TRACK.isdisjoint(near)  # "gold in the 100m and 200m at the Olympics"


# ---- money or weight -------------------------------------------------------------------------------------------------
_WEIGHED = word_set("of heavier lighter overweight in per")
_PAID = word_set("""
    cost costs costing worth paid pay pays paying price priced fine fined bill tax prize fee salary debt debts wage
    wages owed owes sterling lost losses raised raise invested stake sold profit profits spent spend charged loan
    budget compensation earned earn earns bid fund funds fortune save saved grant
    """)


def _is_money(tokens: Tokens, i: int, last: int) -> bool:
    """Are the "pounds" at token `i` sterling? With a scale word, or where something is paid; else they are weighed."""
    words = tokens.words
    if last > i + 1 or words[last] == "sterling":
        return True
    if words[last] in _WEIGHED:
        return words[last] == "in"
    before = words[max(0, i - 9) : i]
    return not _PAID.isdisjoint(before) or not units.SCALE_WORDS.keys().isdisjoint(before[-2:])

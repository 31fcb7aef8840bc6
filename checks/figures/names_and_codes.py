"""Reads names, codes, labels and list numbers, which contain a number but are not quantities.

"G7", "A40", "Covid-19", "Boeing 737", "Channel 4", "No 10", "S&P 500", "League Two", "phase 2", "020 7946 0958",
"SW1A 1AA", "1.2.3", a "1." that numbers a list. They compete with the other kinds, so that the number in them is not
read as a count.
"""

from __future__ import annotations

from collections.abc import Sequence

from checks.figures import amounts, unit_spellings
from checks.figures.calendar_words import MONTH_NAMES, WEEKDAY_NAMES
from checks.figures.inflection import is_plural
from checks.figures.nouns import PHRASE_BOUNDARIES
from checks.figures.number_words import BELOW_HUNDRED, ORDINAL_ENDINGS
from checks.figures.tokens import DASHES, Tokens
from checks.figures.units import (
    AIRCRAFT,
    ATTACHED_MINOR_UNITS,
    SCALE_LETTERS,
    SCALE_WORDS,
    SPELLED_UNITS,
)
from checks.pattern import pattern
from checks.word_set import word_set

# A label and its number: "phase 2", "Channel 4", "No 10".
LABELS = word_set("""
    no nos nr number act appendix area article bay boeing airbus building bus case category cell chamber channel
    chapter clause class column corridor court day deck district division door episode exercise exhibit explorer figure
    flat flight floor footnote formula gate grade group hall heat highway house interstate iphone ipad issue item
    junction lane level line lot model module month motorway note opus order page pages paragraph paragraphs part
    phase pier pillar pit platform plan plot point pool precinct priority problem proposition protocol psalm
    question quarter radio resolution room route row rule schedule section sections serial series size slide
    sector segment shelf squad stage stand step studio suite table task team terminal ticket tier title track type
    unit verse version volume ward week win world year zone apollo windows galaxy xbox playstation pixel form
    measure proposition prop amendment initiative
    """)
# Labels whose number is that of a model whatever follows: "iPhone 11 cameras" does not count cameras.
_MODELS = word_set("iphone ipad galaxy xbox playstation pixel")
# Labels in the plural: "junctions 4 and 6", "pages 12-15". The plurals of the other labels are mostly counted.
PLURAL_LABELS = word_set("""
    junctions pages paragraphs sections articles chapters rounds levels lots phases platforms channels grades
    divisions districts zones volumes clauses regulations verses exits bands
    """)
_CALLING_WORDS = word_set("call calls called calling dial dialled dialed dialling ring rang ringing text texting phone")
_EMERGENCY_NUMBERS = frozenset(("999", "911", "112", "111", "101"))
_CALL_NOUNS = word_set("call calls caller callers operator operators emergency dispatcher dispatchers")
_NOT_LABELS_IN_LOWER_CASE = word_set(
    "no point quarter measure initiative win world area case court order issue plan pool house"
)
# Names that end in a number word: "BBC Two", "League One", "World War Two", "the Big Four", "Formula One".
NAMES_IN_WORDS = word_set("""
    bbc itv league division war formula super big fab famous tier air radio phase part chapter act stage channel
    rule number level day week round group game test lane court grade class page volume book episode season series
    year squadron platform gate terminal section article amendment catch capital studio level
    """)
_SPOKEN_LABELS = word_set("number type phase chapter stage part act page level tier step")
# Indices and rankings whose number is part of the name, in any context: "S&P 500", "FTSE 100", "Fortune 500".
INDICES = word_set("""
    ftse s&p p dax cac nikkei nasdaq russell stoxx asx kospi topix ibex sensex nifty fortune hang csi tsx smi aex
    mib dow forbes aim sp tsx
    """)
_SYMBOLS = frozenset(("#", "№", "@"))
_SEAT_LABELS = word_set("seat flat gate room unit row platform cell section form stand apartment suite plot")
_LABELS_WITH_DECIMALS = word_set("version windows section chapter rule clause paragraph table figure form")
_BEFORE_A_PART = word_set("on of for in until since after by 's during from")
_MAX_LABEL_TOKENS = 8
_POINTS_PER_GOAL = 6  # points
# Lower-case prefixes of a number that leave it a quantity: "mid-30s", "sub-4", "pre-2010".
_COUNTING_PREFIXES = word_set("magnitude mid sub pre post under over nearly early late plus minus non a twenty")

_PHONE = pattern(r"(?:\+\d{1,3}[ -]?)?\(?0?\d{2,5}\)?(?:[ -]\d{3,5}){1,3}(?!\d|,\d|\.\d|%)")
_LATITUDE = r"\d{1,3}(?:\.\d{1,6})?(?: ?° ?(?:\d{1,2}(?:\.\d+)? ?['′’] ?(?:\d{1,2}(?:\.\d+)? ?[\"″”] ?)?)?)? ?"
_COORDINATES = pattern(rf"{_LATITUDE}[NS],? (?:and )?{_LATITUDE}[EW]\b")


_PLACE_PREPOSITIONS = word_set("in at near across around")
_CLAUSE_BOUNDARIES = frozenset((".", ",", ";", ":", "—", "–", "-", "\n", "and", "but", "while", "that"))
_PLURAL_VERBS = word_set("were are have died survived drowned perished voted fell")


def read(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Returns the start and end tokens of the name or code that contains token `i`, a numeral or number word."""
    if tokens.is_number(i):
        return (
            _coordinates(tokens, i)
            or _alphanumeric_code(tokens, i)
            or _phone_number(tokens, i)
            or _list_number(tokens, i)
            or _version_or_slashed_code(tokens, i)
            or _goals_and_behinds(tokens, i)
            or _address(tokens, i)
            or _label_with_number(tokens, i)
            or _plural_label_with_numbers(tokens, i)
            or _dialled_number(tokens, i)
            or _aircraft(tokens, i)
            or _place_in_table_or_cup(tokens, i)
            or _mark(tokens, i)
        )
    return _name_with_number_word(tokens, i) or _place_in_table_or_cup(tokens, i)


def _alphanumeric_code(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads letters and digits without a space: "G7", "A40", "MP3", "Covid-19", "5G", "737s", "x86", "F-16", "24/7"."""
    words = tokens.words
    before, after = words[i - 1], words[i + 1]
    start, end = i, i + 1
    if before in tokens.vocabulary.currency_signs and not before.isalpha():
        return None  # "£900pcm"
    if words[i] in ("4", "8") and after == "k" and tokens.is_attached(i + 1) and tokens.is_capital(i + 1):
        return i, i + 2  # "4K screens"
    if after == "s" and before in ("over", "under") and i:
        return None  # "free for the over 75s"
    if after == "s" and tokens.is_attached(i + 1) and i and (tokens.is_number(i - 1) or before in BELOW_HUNDRED):
        return i, i + 2  # "12 180s"
    if tokens.is_attached(i) and not _is_after_slashed_measure(tokens, i):
        if (
            before.isalpha()
            and not _is_quantity_prefix(tokens, i - 1)
            and not (tokens.is_attached(i - 1) and tokens.is_number(i - 2))
        ) or before in _SYMBOLS:
            start = i - 1
        elif before in DASHES and words[i - 2] in ("over", "under") and tokens.is_attached(i - 1):
            return None  # "the under-21s"
        elif (
            before in DASHES and tokens.is_attached(i - 1) and words[i - 2][:1].isalpha() and _makes_name(tokens, i - 2)
        ) or (before in ("/", "&", "_") and words[i - 2][:1].isalpha() and tokens.is_attached(i - 1)):
            start = i - 2
    if start == i and tokens.is_attached(i + 1) and after.isalpha() and not _is_suffix(tokens, i + 1):
        end = i + 2
    if start < i and tokens.is_attached(end) and words[end][:1].isalpha():
        end += 1
    if start == i and end == i + 1:
        return None
    while (
        tokens.is_attached(end)
        and (words[end] in DASHES or words[end] == "/")
        and tokens.is_attached(end + 1)
        and words[end + 1]
    ):
        end += 2
    return start, end


def _is_after_slashed_measure(tokens: Tokens, i: int) -> bool:
    """Whether it is the second of two measures with a slash: the 400 of "200C/400F", the 7 of "200g/7oz"."""
    if tokens.words[i - 1] != "/" or not tokens.is_attached(i - 1) or not tokens.is_number(i - 3):
        return False
    return tokens.words[i - 2].isalpha() and tokens.is_attached(i - 2) and _is_suffix(tokens, i - 2)


def _is_quantity_prefix(tokens: Tokens, i: int) -> bool:
    """Whether the letters before digits are a currency ("RM5", "$US5"), or mean circa or page ("c1890", "p3")."""
    word = tokens.words[i]
    if tokens.words[i - 1] == "$" and tokens.is_attached(i):
        return True
    if word in ("c", "p", "x", "circa"):
        return not tokens.is_capital(i)
    if (
        word == "ps"
        and len(tokens.words[i + 1]) == 1
        and not (tokens.is_attached(i + 2) and tokens.words[i + 2].isalnum())
    ):
        return False  # the console; "PS2.7m" is what is left of a pound sign in plain ASCII
    return amounts.currency_in_letters(tokens, i) is not None


def _coordinates(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads geographical coordinates: "36.1N 140.2E", "51° 30′ N, 0° 7′ W"."""
    if tokens.words[i + 1] not in ("°", "n", "s"):
        return None
    found = _COORDINATES.match(tokens.text, tokens.starts[i])
    return _tokens_up_to(tokens, i, found.end()) if found else None


def _plural_label_with_numbers(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads the numbers after a plural label: "junctions 4 and 6", "pages 12-15"."""
    words = tokens.words
    if words[i - 1] not in PLURAL_LABELS or not i or not words[i].isdecimal() or len(words[i]) > 3:
        return None
    end = i + 1
    while (
        words[end] in ("and", "or", "to", "&", ",", *DASHES)
        and words[end + 1].isdecimal()
        and end < i + _MAX_LABEL_TOKENS
    ):
        end += 2
    if end == i + 1 and words[i - 1] not in ("pages", "junctions", "paragraphs"):
        return None
    return None if _is_quantity(tokens, end - 1) or _is_plural_after(tokens, end - 1) else (i - 1, end)


def _dialled_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads a telephone number that is called: "call 999", "text 60777", "a 911 call"."""
    words = tokens.words
    if words[i] in _EMERGENCY_NUMBERS and words[i + 1] in _CALL_NOUNS:
        return i, i + 1
    if words[i].isdecimal() and 3 <= len(words[i]) <= 6 and words[i - 1] in _CALLING_WORDS:
        return None if words[i + 1][:1].isalpha() and words[i + 1] not in PHRASE_BOUNDARIES else (i, i + 1)
    return None


def _makes_name(tokens: Tokens, i: int) -> bool:
    """Whether the word before a hyphen makes it a name ("Covid-19", "F-16") rather than a quantity ("mid-30s")."""
    word = tokens.words[i]
    if len(word) == 1 and tokens.is_capital(i) and i and tokens.words[i - 1].isalpha():
        return True  # "the A-10"
    return word not in BELOW_HUNDRED and word not in _COUNTING_PREFIXES and (tokens.is_capital(i) or len(word) > 5)


_OTHER_SUFFIXES = word_set("""
    x s am pm yr yrs yo bn m tn k pc pct pp bps bp ish odd plus fold usd eur gbp rs inr e min mins hr hrs sec secs
    ft
    """)


def _is_suffix(tokens: Tokens, i: int) -> bool:
    """Whether letters right after digits leave them a quantity: "12th", "3bn", "5km", "50p", "30s"."""
    word = tokens.words[i]
    if word == "a" and tokens.is_capital(i):
        return tokens.words[i + 1] in unit_spellings.ELECTRICAL_NOUNS  # "a 13A fuse"; but "sector 38A"
    if word in ("g", "d", "b", "k", "c", "f", "v", "l", "h") and tokens.is_capital(
        i
    ):  # 5G, 3D, 2B; but 4K, 20C, 75F, 12V
        return word in ("k", "c", "f", "v", "l", "b")
    if word == "s":
        return tokens.words[i - 1][-1:] == "0"  # "30s" may be ages; "737s" are planes
    return (
        word in ORDINAL_ENDINGS
        or word in _OTHER_SUFFIXES
        or word in tokens.vocabulary.symbols
        or tokens.surface(i) in tokens.vocabulary.symbols
        or word in SPELLED_UNITS
        or word in ATTACHED_MINOR_UNITS
        or word in SCALE_LETTERS
        or word in tokens.vocabulary.currency_signs
        or len(word) > 4
    )


def _phone_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads phone numbers: groups of digits that start with 0 or +, or are many: "020 7946 0958", "555-0123"."""
    start = tokens.starts[i]
    if tokens.words[i - 1] == "+" and i:
        start = tokens.starts[i - 1]
    elif tokens.words[i][0] != "0" and not (len(tokens.words[i]) == 3 and tokens.words[i + 1] in DASHES):
        return None
    found = _PHONE.match(tokens.text, start)
    if found is None or sum(char.isdecimal() for char in found[0]) < 7:
        return None
    return _tokens_up_to(tokens, i if start == tokens.starts[i] else i - 1, found.end())


def _tokens_up_to(tokens: Tokens, start: int, end_offset: int) -> tuple[int, int]:
    """Returns the positions of the tokens from `start` up to the offset `end_offset`, at least one token."""
    end = start
    while end < tokens.count and tokens.ends[end] <= end_offset:
        end += 1
    return start, max(end, start + 1)


_MARKER_WINDOW = 60  # tokens on either side in which the other numbers of a list in brackets are looked for


def _is_marker(words: Sequence[str], i: int) -> bool:
    """Whether token `i` is alone in brackets."""
    return words[i - 1] == "(" and words[i + 1] == ")"


def _list_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads the "1." or "2)" that numbers a paragraph, and the "(1)" and "(2)" of a sentence."""
    words = tokens.words
    if words[i - 1] == "(" and words[i + 1] == ")" and words[i].isdecimal() and len(words[i]) <= 2:
        window = range(max(1, i - _MARKER_WINDOW), min(len(words) - 1, i + _MARKER_WINDOW))
        marks = {words[j] for j in window if words[j].isdecimal() and _is_marker(words, j)}
        return (i, i + 1) if {"1", "2", words[i]} <= marks else None
    if not (words[i].isdecimal() and len(words[i]) <= 2 and words[i + 1] in (".", ")") and tokens.is_attached(i + 1)):
        return None
    starts_item = i == 0 or (words[i - 1] in (".", ":", "!", "?") and not tokens.is_attached(i) and words[i + 1] == ".")
    return (i, i + 2) if starts_item and (tokens.is_capital(i + 2) or i == 0) and words[i + 2] else None


def _version_or_slashed_code(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads versions and addresses ("1.2.3", "192.168.0.1"), and "24/7" and "9/11"."""
    word = tokens.words[i]
    if word.count(".") > 1 and "," not in word:
        groups = word.split(".")
        if not all(len(group) == 3 for group in groups[1:]):
            return i, i + 1
    if tokens.words[i + 1] == "/" and (word, tokens.words[i + 2]) in (("24", "7"), ("9", "11"), ("7", "7")):
        return i, i + 3
    return None


def _goals_and_behinds(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads a score of Australian football, "12.8 (80)": twelve goals of six points and eight behinds make 80."""
    words = tokens.words
    goals, _, behinds = words[i].partition(".")
    if not (goals.isdecimal() and behinds.isdecimal() and len(goals) < 3 and len(behinds) < 3):
        return None
    if words[i + 1] != "(" or words[i + 3] != ")" or not words[i + 2].isdecimal():
        return None
    return (i, i + 1) if int(goals) * _POINTS_PER_GOAL + int(behinds) == int(words[i + 2]) else None


_STREETS = word_set("""
    road street avenue way lane drive close square court place terrace crescent boulevard row hill gardens park st
    rd ave ln blvd highway parade grove mews walk
    """)


def _address(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads a street address, a plain number and capitalised words that end in a street word: "575 Elm Park Road"."""
    words = tokens.words
    if not words[i].isdecimal() or len(words[i]) > 5:
        return None
    end = i + 1
    if words[end] in DASHES and words[end + 1].isdecimal():
        end += 2
    for j in range(end, end + 4):
        if not tokens.is_capital(j) and not tokens.is_number(j):
            return None
        if words[j] in _STREETS and j > end:
            return i, j + 1
    return None


def _aircraft(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads numbers that are names of aircraft: "a 737 Max", "two 777 jets", "a 747-8"."""
    word = tokens.words[i + 1]
    if tokens.words[i] in AIRCRAFT and word in DASHES and tokens.is_attached(i + 1) and tokens.is_attached(i + 2):
        variant = tokens.words[i + 2]
        if len(variant) <= 3 and variant[:1].isdigit():
            return i, i + 3
    if tokens.words[i] in AIRCRAFT and tokens.is_attached(i + 1) and len(word) == 1 and tokens.is_capital(i + 1):
        return i, i + 2  # "777F"
    if tokens.words[i] in AIRCRAFT and (
        (tokens.words[i - 1] in ("a", "the", "its") and (not word.isalpha() or word in PHRASE_BOUNDARIES))
        or tokens.is_capital(i + 1)
        or word in ("jet", "jets", "plane", "planes", "aircraft")
    ):
        return i, i + 1
    return None


_PLACING_WORDS = word_set("top bottom last final big")
_CUP_ROUNDS = word_set("4 8 16 32 64 128 four eight sixteen")
_PUNCTUATION = frozenset(("", ".", ",", ";", ":", ")", "?", "!"))


def _place_in_table_or_cup(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads places in a table or a cup, when nothing is counted: "in the top four", "the last 16", "a last-32 tie"."""
    words = tokens.words
    if (
        i
        and words[i - 1] in _PLACING_WORDS
        and words[i - 2] in ("the", "a")
        and words[i + 1] in PHRASE_BOUNDARIES | _PUNCTUATION
    ):
        # "won the last seven" counts seats; the last eight of a cup are a round of it.
        return (i - 1, i + 1) if words[i - 1] not in ("last", "final") or words[i] in _CUP_ROUNDS else None
    if i > 1 and words[i - 1] in DASHES and words[i - 2] in _PLACING_WORDS and tokens.is_attached(i):
        return i - 2, i + 1
    return None


def _mark(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads a mark or grade, a digit after an article that counts nothing: "an 8", "a 6 in English", but not "a 69"."""
    words = tokens.words
    is_alone = i and words[i - 1] in ("a", "an") and len(words[i]) == 1 and words[i].isdecimal()
    follows = words[i + 1]
    if not is_alone or tokens.is_attached(i) or tokens.is_number(i + 2):
        return None  # "a 1 in 10 chance"
    return (i, i + 1) if follows in _PUNCTUATION | {"in", "and", "at", "on"} else None


def _label_with_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads a label and its number: "phase 2", "No 10", "No. 10", "S&P 500", "Boeing 737"."""
    words = tokens.words
    j = i - 1
    if j > 0 and words[j] in DASHES and words[j - 1] == "covid":
        return j - 1, i + 1
    if words[i + 1] in ("zip", "postcode") or (words[i + 1] in ("bc", "bce", "ad") and tokens.surface(i + 1).isupper()):
        return i, i + 2
    if j >= 0 and words[j] == "." and words[j - 1] in ("no", "nos", "nr", "fig", "vol", "art", "ch", "sec", "pp"):
        return j - 1, i + 1
    if j < 0 or tokens.is_attached(i):
        return None
    word = words[j]
    if word in INDICES and (tokens.is_capital(j) or (word in ("sp", "nasdaq") and len(words[i]) == 3)):
        start = j
        while start > 0 and tokens.is_attached(start):
            start -= 1
        return start, i + 1
    if word in _SEAT_LABELS and tokens.is_attached(i + 1) and len(words[i + 1]) == 1 and tokens.is_capital(i + 1):
        return j, i + 2  # "seat 14A"
    may_be_label = "." not in words[i] or word in _LABELS_WITH_DECIMALS
    if word in LABELS and may_be_label and "," not in words[i] and not _is_quantity(tokens, i):
        if (
            word in _MODELS
            or tokens.is_capital(j)
            or (word not in _NOT_LABELS_IN_LOWER_CASE and not _is_plural_after(tokens, i))
        ):
            return j, i + 1
    elif _is_count_at_place(tokens, j, i):
        return None
    elif tokens.is_capital(j) and j > 0 and not _is_quantity(tokens, i) and not _is_plural_after(tokens, i):
        return None if _is_quantity_prefix(tokens, j) else _product_name(tokens, j, i)  # "Rs 50" is money
    return None


def _is_count_at_place(tokens: Tokens, j: int, i: int) -> bool:
    """Whether a place opens the clause and the number counts people: "In Holm 40 died, and in Ware 60 were hurt"."""
    words = tokens.words
    is_clause_start = j > 0 and words[j - 1] in _PLACE_PREPOSITIONS and (j == 1 or words[j - 2] in _CLAUSE_BOUNDARIES)
    return is_clause_start and words[i + 1] in _PLURAL_VERBS


def _is_quantity(tokens: Tokens, i: int) -> bool:
    """Whether a scale, unit, per cent or further number after token `i` makes it a quantity."""
    word = tokens.words[i + 1]
    return (
        word
        in (
            "million",
            "billion",
            "trillion",
            "thousand",
            "hundred",
            "%",
            "per",
            "percent",
            "x",
            "to",
            "/",
        )
        or (word == ":" and tokens.is_number(i + 2))  # "Flight 752: what we know" has no score
        or (word in tokens.vocabulary.symbols and word.isalpha() and word != "in")  # "grade 4 in English"
        or (word in DASHES and (tokens.is_attached(i + 1) or tokens.is_number(i + 2)))
        or (tokens.is_number(i) and unit_spellings.unit_at(tokens, i + 1) is not None)  # "heat 2 tbsp"
        or (tokens.is_attached(i + 1) and word not in (".", ",", ";", ":", "?", "!", ")", '"', "'", "”", "’"))
    )


def _is_plural_after(tokens: Tokens, i: int) -> bool:
    """Whether a lower-case plural that the number may count follows within three words."""
    for j in range(i + 1, i + 4):
        word = tokens.words[j]
        if not word.isalpha() or word in PHRASE_BOUNDARIES:
            return False
        if (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in (
            "people",
            "men",
            "women",
            "children",
        ):
            return word not in ("was", "has", "does", "is", "as", "this", "his", "its")
    return False


def _product_name(tokens: Tokens, j: int, i: int) -> tuple[int, int] | None:
    """Reads a capitalised word in mid-sentence with a plain number as a model or title: "Airbus 380", "Ocean's 11"."""
    words = tokens.words
    number = words[i]
    if not number.isdecimal() or len(number) > 4 or j == 0 or words[j - 1] in (".", "?", "!", "“", '"', ":"):
        return None
    if words[j] in tokens.vocabulary.currency_signs and len(words[j]) == 3 and tokens.surface(j).isupper():
        return None  # "EUR 200"
    if words[i + 1] in _AFTER_AN_INNINGS:
        return None  # "Root 104 not out"
    if words[j].endswith("'s") and (len(number) > 2 or int(number) > _LATEST_SEQUEL):
        return None  # "Kohli's 87"; but "Ocean's 11"
    if is_plural(words[j]) and words[j - 1] == "the":
        return None  # in "the Greens 4" they are counted
    if _is_in_table(tokens, j, i):
        return None
    if len(words[j]) < 2 or words[i + 1] in (",", "(") or words[i - 1] in _NOT_IN_NAMES or words[j - 1] in DASHES:
        return None
    return j, i + 1


_AFTER_AN_INNINGS = frozenset(("not", "off"))
_LATEST_SEQUEL = 13


def _is_in_table(tokens: Tokens, j: int, i: int) -> bool:
    """Whether the name and its number are next to another pair: "Rovers 3, Town 1", "Labour 18 and the Greens 4"."""
    words, k = tokens.words, j
    while k > 0 and tokens.is_capital(k - 1) and words[k - 1].isalpha():
        k -= 1
    k -= k > 1 and words[k - 1] == "the"
    if k > 0 and _is_small_number(tokens, k - 1) and words[i + 1] in PHRASE_BOUNDARIES | _PUNCTUATION:
        return True  # "Rovers 3 Town 1"
    if words[k - 1] == "and" and _is_counted(tokens, k - 2) and words[i + 1] in _PUNCTUATION:
        return True  # "Kent has 37 barns and Essex 18."
    k -= k > 1 and words[k - 1] == "and" and words[k - 2] in (",", ";")
    if words[k - 1] in (",", ";", "and", "-", "–") and k > 1 and _is_small_number(tokens, k - 2):
        return True
    k = i + 1
    is_linked = words[k] in (",", ";", "and", "-", "–")
    k += is_linked
    k += words[k] == "and"
    k += words[k] == "the"
    start = k
    while tokens.is_capital(k) and words[k].isalpha() and k < start + 4:
        k += 1
    if start == k or words[k - 1] == words[j] or not _is_small_number(tokens, k):
        return False
    return is_linked or words[k + 1] in PHRASE_BOUNDARIES | _PUNCTUATION


def _is_counted(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is the noun of a number shortly before it: "37 barns", "20 gold medals"."""
    words = tokens.words
    return i > 0 and is_plural(words[i]) and any(tokens.is_number(k) for k in (i - 1, i - 2) if k >= 0)


def _is_small_number(tokens: Tokens, i: int) -> bool:
    return (tokens.words[i].isdecimal() and len(tokens.words[i]) <= 3) or tokens.words[i] in BELOW_HUNDRED


_QUOTES = frozenset(("“", '"', "‘", "'"))
_NOT_IN_NAMES = (
    WEEKDAY_NAMES
    | MONTH_NAMES
    | word_set("""
    i in on at by of to for from with and or but the a an is was were are be been has have had he she they it we you
    who which that this these those only just about over under around nearly than least most up some all after
    before spring summer autumn winter mr mrs ms dr age aged pm am gmt est bst
    """)
)


def _is_running_text(tokens: Tokens, i: int) -> bool:
    """Whether the two words before are in lower case, so that a capital is not due to a sentence start or headline."""
    before = [word for word in range(max(0, i - 3), i) if tokens.words[word] not in _QUOTES][-2:]
    return len(before) == 2 and all(tokens.words[k].isalpha() and not tokens.is_capital(k) for k in before)


def _name_with_number_word(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Reads names with a number word: "League Two", "BBC One", "World War Two", "phase two", "Twenty20"."""
    words = tokens.words
    if tokens.is_number(i + 1) and tokens.is_attached(i + 1):
        return i, i + 2
    if words[i] not in BELOW_HUNDRED or i == 0:
        return None
    if words[i - 1] in ("season", "day", "episode", "segment") and words[i - 2] in _BEFORE_A_PART:
        return (i - 1, i + 1) if words[i + 1] in PHRASE_BOUNDARIES | _PUNCTUATION else None  # "on day four"
    if words[i - 1] in NAMES_IN_WORDS and (tokens.is_capital(i) or words[i - 1] in _SPOKEN_LABELS):
        start = i - 1
        while start > 0 and tokens.is_capital(start) and tokens.is_capital(start - 1) and words[start - 1].isalpha():
            start -= 1
        return start, i + 1
    is_named = tokens.is_capital(i) and tokens.is_capital(i + 1) and words[i + 1] not in SCALE_WORDS
    if is_named and _is_running_text(tokens, i):
        return i, i + 2  # "bottom of the Six Nations table", "its “Five Eyes” allies"
    starts_sentence = i == 1 or not words[i - 2][:1].isalpha()
    if tokens.is_capital(i) and tokens.is_capital(i - 1) and words[i - 1].isalpha() and not starts_sentence:
        return (i - 1, i + 1) if tokens.is_capital(i + 1) or not words[i + 1].isalpha() else None
    return None

"""What carries a number and is no quantity: names, codes, labels, list numbers.

"G7", "A40", "Covid-19", "Boeing 737", "Channel 4", "No 10", "S&P 500", "League Two", "phase 2", "020 7946 0958",
"SW1A 1AA", "1.2.3", a "1." that numbers a list. They compete for the text like everything else, so that the number in
them is not taken for a count.
"""

from __future__ import annotations

from checks.figures import amounts, unit_spellings
from checks.figures.inflection import is_plural
from checks.figures.nouns import STOPS
from checks.figures.number_words import SMALL
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.figures.units import (
    AIRCRAFT,
    CLOSE_MINOR,
    CLOSE_UNITS,
    CURRENCY_SIGNS,
    SCALE_LETTERS,
    SPELLED_UNITS,
)
from checks.pattern import pattern

# A label and its number: "phase 2", "Channel 4", "No 10".
LABELS = word_set("""
    no nos nr number act appendix area article bay boeing airbus building bus case category cell chamber channel
    chapter clause class column corridor court day deck district division door episode exercise exhibit figure flat
    flight floor footnote formula gate grade group hall heat highway house interstate iphone ipad issue item
    junction lane level line lot model module month motorway note opus order page pages paragraph paragraphs part
    phase pier pillar pit platform plan plot point pool precinct priority problem proposition protocol psalm
    question quarter radio resolution room route row rule schedule section sections serial series shed size slide
    sector segment shelf squad stage stand step studio suite table task team terminal ticket tier title track type
    unit verse version volume ward week win world year zone apollo windows galaxy xbox playstation pixel form
    measure proposition prop amendment initiative
    """)
# These name models, whatever follows: "iPhone 11 cameras" are not eleven.
_MODELS = word_set("iphone ipad galaxy xbox playstation pixel")
# Labels of several: "junctions 4 and 6", "pages 12-15". The plurals of the other labels are mostly counted.
_LABELS_OF_SEVERAL = word_set("""
    junctions pages paragraphs sections articles chapters rounds levels lots phases platforms channels grades
    divisions districts zones volumes clauses regulations verses exits bands
    """)
_CALLED = word_set("call calls called calling dial dialled dialed dialling ring rang ringing text texting phone")
_EMERGENCIES = frozenset(("999", "911", "112", "111", "101"))
_CALLS = word_set("call calls caller callers operator operators emergency dispatcher dispatchers")
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
# Indices and rankings whose number is part of the name, wherever they stand: "S&P 500", "FTSE 100", "Fortune 500".
INDICES = word_set("""
    ftse s&p p dax cac nikkei nasdaq russell stoxx asx kospi topix ibex sensex nifty fortune hang csi tsx smi aex
    mib dow forbes aim sp tsx
    """)
_SYMBOLS = frozenset(("#", "№", "@"))
# Lower-case prefixes that take a number and stay a quantity: "mid-30s", "sub-4", "pre-2010".
_PLACED = word_set("seat flat gate room unit row platform cell section form stand apartment suite plot")
_IN_VERSIONS = word_set("version windows section chapter rule clause paragraph table figure form")
_BEFORE_A_PART = word_set("on of for in until since after by 's during from")
_MOST_LABELS = 8
_GOAL = 6  # points
_COUNTING_PREFIXES = word_set("magnitude mid sub pre post under over nearly early late plus minus non a twenty")

_PHONE = pattern(r"(?:\+\d{1,3}[ -]?)?\(?0?\d{2,5}\)?(?:[ -]\d{3,5}){1,3}(?!\d|,\d|\.\d|%)")
_LATITUDE = r"\d{1,3}(?:\.\d{1,6})?(?: ?° ?(?:\d{1,2}(?:\.\d+)? ?['′’] ?(?:\d{1,2}(?:\.\d+)? ?[\"″”] ?)?)?)? ?"
_COORDINATES = pattern(rf"{_LATITUDE}[NS],? (?:and )?{_LATITUDE}[EW]\b")


_AT = frozenset("in at near across around".split())
_OPENING = frozenset((".", ",", ";", ":", "—", "–", "-", "\n", "and", "but", "while", "that"))
_OF_MANY = frozenset("were are have died survived drowned perished voted fell".split())


def read(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """The name or code that token `i`, a numeral or number word, belongs to, as (first, last) token positions."""
    if tokens.is_number(i):
        return (
            _coordinates(tokens, i)
            or _glued(tokens, i)
            or _phone(tokens, i)
            or _list_number(tokens, i)
            or _dotted(tokens, i)
            or _goals_and_behinds(tokens, i)
            or _address(tokens, i)
            or _labelled(tokens, i)
            or _labels(tokens, i)
            or _called(tokens, i)
            or _aircraft(tokens, i)
            or _placing(tokens, i)
        )
    return _named_in_words(tokens, i) or _placing(tokens, i)


def _glued(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Letters and digits that touch: "G7", "A40", "MP3", "Covid-19", "5G", "737s", "x86", "F-16", "24/7"."""
    words = tokens.words
    before, after = words[i - 1], words[i + 1]
    first, last = i, i + 1
    if before in CURRENCY_SIGNS and not before.isalpha():
        return None  # "£900pcm"
    if words[i] in ("4", "8") and after == "k" and tokens.close(i + 1) and tokens.is_capital(i + 1):
        return i, i + 2  # "4K screens"
    if after == "s" and before in ("over", "under") and i:
        return None  # "free for the over 75s"
    if after == "s" and tokens.close(i + 1) and i and (tokens.is_number(i - 1) or before in SMALL):
        return i, i + 2  # "12 180s"
    if tokens.close(i) and not _is_second_measure(tokens, i):
        if (
            before.isalpha() and not _is_sign(tokens, i - 1) and not (tokens.close(i - 1) and tokens.is_number(i - 2))
        ) or before in _SYMBOLS:
            first = i - 1
        elif before in DASHES and words[i - 2] in ("over", "under") and tokens.close(i - 1):
            return None  # "the under-21s"
        elif (before in DASHES and tokens.close(i - 1) and words[i - 2][:1].isalpha() and _names(tokens, i - 2)) or (
            before in ("/", "&", "_") and words[i - 2][:1].isalpha() and tokens.close(i - 1)
        ):
            first = i - 2
    if first == i and tokens.close(i + 1) and after.isalpha() and not _is_suffix(tokens, i + 1):
        last = i + 2
    if first < i and tokens.close(last) and words[last][:1].isalpha():
        last += 1
    if first == i and last == i + 1:
        return None
    while (
        tokens.close(last)
        and (words[last] in DASHES or words[last] == "/")
        and tokens.close(last + 1)
        and words[last + 1]
    ):
        last += 2
    return first, last


def _is_second_measure(tokens: Tokens, i: int) -> bool:
    """The 400 of "200C/400F", the 7 of "200g/7oz": after a slash, and a unit on either side."""
    if tokens.words[i - 1] != "/" or not tokens.close(i - 1) or not tokens.is_number(i - 3):
        return False
    return tokens.words[i - 2].isalpha() and tokens.close(i - 2) and _is_suffix(tokens, i - 2)


def _is_sign(tokens: Tokens, i: int) -> bool:
    """Do these letters before digits name a currency ("RM5", "$US5") or stand for circa and page ("c1890", "p3")?"""
    word = tokens.words[i]
    if tokens.words[i - 1] == "$" and tokens.close(i):
        return True
    if word in ("c", "p", "x", "circa"):
        return not tokens.is_capital(i)
    if word == "ps" and len(tokens.words[i + 1]) == 1 and not (tokens.close(i + 2) and tokens.words[i + 2].isalnum()):
        return False  # the console; "PS2.7m" is what is left of a pound sign in plain ASCII
    return amounts.in_letters(tokens, i) is not None


def _coordinates(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "36.1N 140.2E", "51° 30′ N, 0° 7′ W": a place on the map."""
    if tokens.words[i + 1] not in ("°", "n", "s"):
        return None
    found = _COORDINATES.match(tokens.text, tokens.starts[i])
    return _covering(tokens, i, found.end()) if found else None


def _labels(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "junctions 4 and 6", "pages 12-15": labels of several things, and no number of them."""
    words = tokens.words
    if words[i - 1] not in _LABELS_OF_SEVERAL or not i or not words[i].isdecimal() or len(words[i]) > 3:
        return None
    last = i + 1
    while (
        words[last] in ("and", "or", "to", "&", ",", *DASHES)
        and words[last + 1].isdecimal()
        and last < i + _MOST_LABELS
    ):
        last += 2
    if last == i + 1 and words[i - 1] not in ("pages", "junctions", "paragraphs"):
        return None
    return None if _counts_on(tokens, last - 1) or _is_plural_after(tokens, last - 1) else (i - 1, last)


def _called(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "call 999", "text 60777", "a 911 call": a number that is dialled."""
    words = tokens.words
    if words[i] in _EMERGENCIES and words[i + 1] in _CALLS:
        return i, i + 1
    if words[i].isdecimal() and 3 <= len(words[i]) <= 6 and words[i - 1] in _CALLED:
        return None if words[i + 1][:1].isalpha() and words[i + 1] not in STOPS else (i, i + 1)
    return None


def _names(tokens: Tokens, i: int) -> bool:
    """Does the word before a hyphen make a name ("Covid-19", "F-16") rather than a quantity ("mid-30s")?"""
    word = tokens.words[i]
    if len(word) == 1 and tokens.is_capital(i) and i and tokens.words[i - 1].isalpha():
        return True  # "the A-10"
    return word not in SMALL and word not in _COUNTING_PREFIXES and (tokens.is_capital(i) or len(word) > 5)


_ORDINAL_ENDINGS = frozenset(("st", "nd", "rd", "th"))
_OTHER_SUFFIXES = word_set("""
    x s am pm yr yrs yo bn m tn k pc pct pp bps bp ish odd plus fold usd eur gbp rs inr e min mins hr hrs sec secs
    ft
    """)


def _is_suffix(tokens: Tokens, i: int) -> bool:
    """Letters that may stand right after digits and leave them a quantity: "12th", "3bn", "5km", "50p", "30s"."""
    word = tokens.words[i]
    if word == "a" and tokens.is_capital(i):
        return tokens.words[i + 1] in unit_spellings.ELECTRIC  # "a 13A fuse"; but "sector 38A"
    if word in ("g", "d", "b", "k", "c", "f", "v", "l", "h") and tokens.is_capital(
        i
    ):  # 5G, 3D, 2B; but 4K, 20C, 75F, 12V
        return word in ("k", "c", "f", "v", "l", "b")
    if word == "s":
        return tokens.words[i - 1][-1:] == "0"  # "30s" may be ages; "737s" are planes
    return (
        word in _ORDINAL_ENDINGS
        or word in _OTHER_SUFFIXES
        or word in CLOSE_UNITS
        or tokens.printed(i) in CLOSE_UNITS
        or word in SPELLED_UNITS
        or word in CLOSE_MINOR
        or word in SCALE_LETTERS
        or word in CURRENCY_SIGNS
        or len(word) > 4
    )


def _phone(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "020 7946 0958", "+44 20 7946 0958", "555-0123": groups of digits that start with 0 or + or are too many."""
    start = tokens.starts[i]
    if tokens.words[i - 1] == "+" and i:
        start = tokens.starts[i - 1]
    elif tokens.words[i][0] != "0" and not (len(tokens.words[i]) == 3 and tokens.words[i + 1] in DASHES):
        return None
    found = _PHONE.match(tokens.text, start)
    if found is None or sum(char.isdecimal() for char in found[0]) < 7:
        return None
    return _covering(tokens, i if start == tokens.starts[i] else i - 1, found.end())


def _covering(tokens: Tokens, first: int, end: int) -> tuple[int, int]:
    last = first
    while last < tokens.count and tokens.ends[last] <= end:
        last += 1
    return first, max(last, first + 1)


def _list_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """The "1." or "2)" that numbers a paragraph, and "(3)"."""
    words = tokens.words
    if not (words[i].isdecimal() and len(words[i]) <= 2 and words[i + 1] in (".", ")") and tokens.close(i + 1)):
        return None
    begins = i == 0 or (words[i - 1] in (".", ":", "!", "?") and not tokens.close(i) and words[i + 1] == ".")
    return (i, i + 2) if begins and (tokens.is_capital(i + 2) or i == 0) and words[i + 2] else None


def _dotted(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """Versions and addresses: "1.2.3", "192.168.0.1"; "24/7" and "9/11"."""
    word = tokens.words[i]
    if word.count(".") > 1 and "," not in word:
        groups = word.split(".")
        if not all(len(group) == 3 for group in groups[1:]):
            return i, i + 1
    if tokens.words[i + 1] == "/" and (word, tokens.words[i + 2]) in (("24", "7"), ("9", "11"), ("7", "7")):
        return i, i + 3
    return None


def _goals_and_behinds(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "12.8 (80)" of Australian football: twelve goals of six points and eight behinds are 80, and no decimal."""
    words = tokens.words
    goals, _, behinds = words[i].partition(".")
    if not (goals.isdecimal() and behinds.isdecimal() and len(goals) < 3 and len(behinds) < 3):
        return None
    if words[i + 1] != "(" or words[i + 3] != ")" or not words[i + 2].isdecimal():
        return None
    return (i, i + 1) if int(goals) * _GOAL + int(behinds) == int(words[i + 2]) else None


_STREETS = word_set("""
    road street avenue way lane drive close square court place terrace crescent boulevard row hill gardens park st
    rd ave ln blvd highway parade grove mews walk
    """)


def _address(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "575 Elm Park Road": a plain number and capitalised words up to one for a street."""
    words = tokens.words
    if not words[i].isdecimal() or len(words[i]) > 5:
        return None
    last = i + 1
    if words[last] in DASHES and words[last + 1].isdecimal():
        last += 2
    for j in range(last, last + 4):
        if not tokens.is_capital(j) and not tokens.is_number(j):
            return None
        if words[j] in _STREETS and j > last:
            return i, j + 1
    return None


def _aircraft(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "a 737 Max", "two 777 jets", "a 747-8": numbers that are known as the names of aircraft."""
    word = tokens.words[i + 1]
    if tokens.words[i] in AIRCRAFT and word in DASHES and tokens.close(i + 1) and tokens.close(i + 2):
        variant = tokens.words[i + 2]
        if len(variant) <= 3 and variant[:1].isdigit():
            return i, i + 3
    if tokens.words[i] in AIRCRAFT and tokens.close(i + 1) and len(word) == 1 and tokens.is_capital(i + 1):
        return i, i + 2  # "777F"
    if tokens.words[i] in AIRCRAFT and (
        (tokens.words[i - 1] in ("a", "the", "its") and (not word.isalpha() or word in STOPS))
        or tokens.is_capital(i + 1)
        or word in ("jet", "jets", "plane", "planes", "aircraft")
    ):
        return i, i + 1
    return None


_PLACES = word_set("top bottom last final big")
_ROUNDS = word_set("4 8 16 32 64 128 four eight sixteen")
_NO_WORD = frozenset(("", ".", ",", ";", ":", ")", "?", "!"))


def _placing(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "in the top four", "the last 16", "a last-32 tie": places in a table or a cup, when nothing is counted."""
    words = tokens.words
    if i and words[i - 1] in _PLACES and words[i - 2] in ("the", "a") and words[i + 1] in STOPS | _NO_WORD:
        # "won the last seven" counts seats; the last eight of a cup are a round of it.
        return (i - 1, i + 1) if words[i - 1] not in ("last", "final") or words[i] in _ROUNDS else None
    if i > 1 and words[i - 1] in DASHES and words[i - 2] in _PLACES and tokens.close(i):
        return i - 2, i + 1
    return None


def _labelled(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "phase 2", "No 10", "No. 10", "S&P 500", "Boeing 737"."""
    words = tokens.words
    j = i - 1
    if j > 0 and words[j] in DASHES and words[j - 1] == "covid":
        return j - 1, i + 1
    if words[i + 1] in ("zip", "postcode") or (words[i + 1] in ("bc", "bce", "ad") and tokens.printed(i + 1).isupper()):
        return i, i + 2
    if j >= 0 and words[j] == "." and words[j - 1] in ("no", "nos", "nr", "fig", "vol", "art", "ch", "sec", "pp"):
        return j - 1, i + 1
    if j < 0 or tokens.close(i):
        return None
    word = words[j]
    if word in INDICES and (tokens.is_capital(j) or (word in ("sp", "nasdaq") and len(words[i]) == 3)):
        first = j
        while first > 0 and tokens.close(first):
            first -= 1
        return first, i + 1
    if word in _PLACED and tokens.close(i + 1) and len(words[i + 1]) == 1 and tokens.is_capital(i + 1):
        return j, i + 2  # "seat 14A"
    numbered = "." not in words[i] or word in _IN_VERSIONS
    if word in LABELS and numbered and "," not in words[i] and not _counts_on(tokens, i):
        if (
            word in _MODELS
            or tokens.is_capital(j)
            or (word not in _NOT_LABELS_IN_LOWER_CASE and not _is_plural_after(tokens, i))
        ):
            return j, i + 1
    elif _counts_at_a_place(tokens, j, i):
        return None
    elif tokens.is_capital(j) and j > 0 and not _counts_on(tokens, i) and not _is_plural_after(tokens, i):
        return None if _is_sign(tokens, j) else _product(tokens, j, i)  # "Rs 50" is money
    return None


def _counts_at_a_place(tokens: Tokens, j: int, i: int) -> bool:
    """ "In Holm 40 died, and in Ware 60 were hurt": a place opens the clause, and what is told is told of many."""
    words = tokens.words
    opens = j > 0 and words[j - 1] in _AT and (j == 1 or words[j - 2] in _OPENING)
    return opens and words[i + 1] in _OF_MANY


def _counts_on(tokens: Tokens, i: int) -> bool:
    """Is the number followed by what makes it a quantity: a scale, a unit, a per cent, another number?"""
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
            ":",
        )
        or (word in CLOSE_UNITS and word.isalpha())
        or (word in DASHES and (tokens.close(i + 1) or tokens.is_number(i + 2)))
        or (tokens.is_number(i) and unit_spellings.after(tokens, i + 1) is not None)  # "heat 2 tbsp"
        or (tokens.close(i + 1) and word not in (".", ",", ";", ":", "?", "!", ")", '"', "'", "”", "’"))
    )


def _is_plural_after(tokens: Tokens, i: int) -> bool:
    """Does a lower-case plural follow within three words, so that the number may count it?"""
    for j in range(i + 1, i + 4):
        word = tokens.words[j]
        if not word.isalpha() or word in STOPS:
            return False
        if (word.endswith("s") and not word.endswith(("ss", "us", "is"))) or word in (
            "people",
            "men",
            "women",
            "children",
        ):
            return word not in ("was", "has", "does", "is", "as", "this", "his", "its")
    return False


def _product(tokens: Tokens, j: int, i: int) -> tuple[int, int] | None:
    """A capitalised word in mid-sentence and a plain number: a model or a title ("Airbus 380", "Ocean's 11")."""
    words = tokens.words
    number = words[i]
    if not number.isdecimal() or len(number) > 4 or j == 0 or words[j - 1] in (".", "?", "!", "“", '"', ":"):
        return None
    if words[j] in CURRENCY_SIGNS and len(words[j]) == 3 and tokens.printed(j).isupper():
        return None  # "EUR 200"
    if words[i + 1] in _AFTER_AN_INNINGS:
        return None  # "Root 104 not out"
    if words[j].endswith("'s") and (len(number) > 2 or int(number) > _LATEST_SEQUEL):
        return None  # "Kohli's 87"; but "Ocean's 11"
    if is_plural(words[j]) and words[j - 1] == "the":
        return None  # "the Greens 4" has them counted
    if _is_in_table(tokens, j, i):
        return None
    if len(words[j]) < 2 or words[i + 1] in (",", "(") or words[i - 1] in _NOT_NAMING or words[j - 1] in DASHES:
        return None
    return j, i + 1


_AFTER_AN_INNINGS = frozenset(("not", "off"))
_LATEST_SEQUEL = 13


def _is_in_table(tokens: Tokens, j: int, i: int) -> bool:
    """ "Rovers 3, Town 1", "Labour 18 and the Greens 4": a name with its number beside another one."""
    words, k = tokens.words, j
    while k > 0 and tokens.is_capital(k - 1) and words[k - 1].isalpha():
        k -= 1
    k -= k > 1 and words[k - 1] == "the"
    if k > 0 and _is_small_number(tokens, k - 1) and words[i + 1] in STOPS | _NO_WORD:
        return True  # "Rovers 3 Town 1"
    if words[k - 1] == "and" and _ends_count(tokens, k - 2) and words[i + 1] in _NO_WORD:
        return True  # "Kent has 37 barns and Essex 18."
    k -= k > 1 and words[k - 1] == "and" and words[k - 2] in (",", ";")
    if words[k - 1] in (",", ";", "and", "-", "–") and k > 1 and _is_small_number(tokens, k - 2):
        return True
    k = i + 1
    linked = words[k] in (",", ";", "and", "-", "–")
    k += linked
    k += words[k] == "and"
    k += words[k] == "the"
    first = k
    while tokens.is_capital(k) and words[k].isalpha() and k < first + 4:
        k += 1
    if first == k or words[k - 1] == words[j] or not _is_small_number(tokens, k):
        return False
    return linked or words[k + 1] in STOPS | _NO_WORD


def _ends_count(tokens: Tokens, i: int) -> bool:
    """Is this the noun of a number right before it: "37 barns", "20 gold medals"?"""
    words = tokens.words
    return i > 0 and is_plural(words[i]) and any(tokens.is_number(k) for k in (i - 1, i - 2) if k >= 0)


def _is_small_number(tokens: Tokens, i: int) -> bool:
    return (tokens.words[i].isdecimal() and len(tokens.words[i]) <= 3) or tokens.words[i] in SMALL


_NOT_NAMING = word_set("""
    i in on at by of to for from with and or but the a an is was were are be been has have had he she they it we you
    who which that this these those only just about over under around nearly than least most up some all after
    before monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn
    winter mr mrs ms dr age aged pm am gmt est bst
    """)


def _named_in_words(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """ "League Two", "BBC One", "World War Two", "phase two", "Three" the company in mid-sentence, "Twenty20"."""
    words = tokens.words
    if tokens.is_number(i + 1) and tokens.close(i + 1):
        return i, i + 2
    if words[i] not in SMALL or i == 0:
        return None
    if words[i - 1] in ("season", "day", "episode", "segment") and words[i - 2] in _BEFORE_A_PART:
        return (i - 1, i + 1) if words[i + 1] in STOPS | _NO_WORD else None  # "on day four"
    if words[i - 1] in NAMES_IN_WORDS and (tokens.is_capital(i) or words[i - 1] in _SPOKEN_LABELS):
        first = i - 1
        while first > 0 and tokens.is_capital(first) and tokens.is_capital(first - 1) and words[first - 1].isalpha():
            first -= 1
        return first, i + 1
    begins = i == 1 or not words[i - 2][:1].isalpha()
    if tokens.is_capital(i) and tokens.is_capital(i - 1) and words[i - 1].isalpha() and not begins:
        return (i - 1, i + 1) if tokens.is_capital(i + 1) or not words[i + 1].isalpha() else None
    return None

"""Reads ages: "23-year-old", "six months old", "aged seven to 12", "Ann Lee, 41,", "in her 30s", "over-65s"."""

from __future__ import annotations

from fractions import Fraction

from checks.figures import calendar_words, number_words, unit_spellings
from checks.figures.amounts import Amount
from checks.figures.inflection import is_plural
from checks.figures.nouns import PHRASE_BOUNDARIES
from checks.figures.readings import Reading
from checks.figures.tokens import DASHES, Tokens
from checks.model import Kind
from checks.word_set import word_set

_MAX_AGE = 125
_AGE_WORDS = frozenset(("aged", "age", "ages"))
_BEFORE_A_DECADE = word_set("his her their my your our mid early late mid-to-late")
_LIMIT_WORDS = frozenset(("under", "over"))
_AFTER_WHO_IS = word_set("and but when at")
_OR_MORE = word_set("over under above below older younger up")  # "who is 65 and over" bounds an age of many
_AFTER_AN_AGE = word_set(". ; of from and who")
_MIN_AGE_IN_BRACKETS = 10
_NOT_PERSONS = word_set("rest remainder balance others total")
_AFTER_OF = word_set("them whom which these those the its our his her their all")
_ALSO_SURNAMES = word_set("long short may will best won")
_YOUNG_AND_OLD = word_set("boy girl man woman child youth teenager pensioner lad")
_PERSONAL_PRONOUNS = word_set("he she i")
_BE_FORMS = word_set("was is be turns turned am")
_DEATH_VERBS = word_set("die dies died dead")
_RELATIVE_WINDOW = 40  # words
_AGE_NOUNS = frozenset(("age", "expectancy"))  # "raised the pension age to 68", "life expectancy of 73"
_BEFORE_A_NAMED_AGE = word_set("to from at is was of be")
_AGE_NOUN_WINDOW = 8  # words
_MAX_AGES_IN_A_ROW = 6
_MAX_NAME_WORDS = 5
_SHARE_WINDOW = 12  # words
_BEFORE_A_PLACE = frozenset(("from", "in", "at", "near"))
_KINSHIP_NOUNS = word_set("""
    mother father wife husband partner son daughter brother sister grandmother grandfather girlfriend boyfriend
    widow stepfather stepmother niece nephew uncle aunt cousin fiancee
    """)
_SKIPPED_ADVERBS = word_set("just only now still about around nearly almost")


def read(tokens: Tokens, low: Amount, high: Amount | None) -> Reading | None:
    """Returns the reading of the amount (or range) as an age, None if it is not an age."""
    amount = high or low
    reading = Reading.spanning(low, high) if high else Reading.of(low)
    if amount.kind is Kind.DURATION:
        before = tokens.words[low.start - 1] if low.start else ""
        if high is None and tokens.words[amount.end - 1] == "s" and tokens.is_attached(amount.end - 1):
            # "in his 40s" are not seconds
            return _group_of_ages(tokens, reading._replace(end=amount.end - 1), before)
        end = _after_old(tokens, amount.end) or (amount.end if before in _AGE_WORDS else None)
        return reading._replace(kind=Kind.AGE, end=end) if end else None
    if amount.kind is not Kind.NUMBER or amount.value > _MAX_AGE or amount.value.denominator > 2:
        return None
    words, before = tokens.words, tokens.words[low.start - 1] if low.start else ""
    if words[amount.end] == "yo":
        return reading._replace(kind=Kind.AGE, unit="year", end=amount.end + 1)
    if words[amount.end] in DASHES or words[amount.end] == "year":
        unit = unit_spellings.unit_at(tokens, amount.end + 1) if words[amount.end] in DASHES else None
        end = _after_old(tokens, unit.end) if unit else None
        if unit and end and unit.kind is Kind.DURATION:
            return reading._replace(kind=Kind.AGE, unit=unit.unit, end=end)
    if (
        before in _AGE_WORDS
        or _is_next_age(tokens, low)
        or (before == "of" and words[low.start - 2] in _AGE_WORDS)
        or (before == "between" and words[low.start - 2] in _AGE_WORDS)
    ):
        return reading._replace(kind=Kind.AGE, unit="year")
    if words[amount.end] == "s" and tokens.is_attached(amount.end) and amount.number.end - amount.number.start == 1:
        return _group_of_ages(tokens, reading, before)
    if high is None and (_is_apposition(tokens, low) or _is_stated(tokens, low)):
        return reading._replace(kind=Kind.AGE, unit="year")
    return None


def _is_next_age(tokens: Tokens, low: Amount) -> bool:
    """Whether the number is a later age of "aged two, four and seven", and no counted noun follows it."""
    words, i = tokens.words, low.start
    if low.end - i != 1 or low.step or (words[low.end].isalpha() and words[low.end] not in PHRASE_BOUNDARIES):
        return False
    for _ in range(_MAX_AGES_IN_A_ROW):
        i -= 1
        i -= words[i] == "and" and words[i - 1] == ","
        if (
            i < 1
            or words[i] not in (",", "and")
            or not (tokens.is_number(i - 1) or words[i - 1] in number_words.BELOW_HUNDRED)
        ):
            return False
        i -= 1
        if words[i - 1] in _AGE_WORDS:
            return True
    return False


def _after_old(tokens: Tokens, i: int) -> int | None:
    """Returns the position after "old" (or "olds", "of age") at token `i`, hyphens skipped; None if it is not there."""
    words = tokens.words
    if words[i] in DASHES:
        i += 1
    if words[i] in ("old", "olds", "old's"):
        return i + 1
    return i + 2 if words[i] == "of" and words[i + 1] == "age" else None


def _group_of_ages(tokens: Tokens, reading: Reading, before: str) -> Reading | None:
    """Reads "in her 30s", "mid-30s" as a span of ten ages; "under-18s", "over 65s" as their limit."""
    value = reading.value or Fraction(0)
    end = reading.end + 1
    if before in DASHES:
        before = tokens.words[reading.start - 2]
    if before in _BEFORE_A_DECADE and value % 10 == 0:
        return reading._replace(kind=Kind.AGE, unit="year", end=end, upper_bound=value + 9)
    if before in _LIMIT_WORDS:
        return reading._replace(kind=Kind.AGE, unit="year", end=end)
    return None


def _is_apposition(tokens: Tokens, low: Amount) -> bool:
    """Whether the number is an age in apposition to a name: "Ann Lee, 41, said", "Bo, six, and Di, two"."""
    words, i = tokens.words, low.start
    if low.end - i != 1 or low.step or low.scale > 1 or i < 2 or not words[i - 2].replace("'", "").isalpha():
        return False
    if words[i - 2] in PHRASE_BOUNDARIES and not (words[i - 2] in _ALSO_SURNAMES and tokens.is_capital(i - 2)):
        return False
    if words[i - 2] in _NOT_PERSONS or words[i - 2] in calendar_words.WEEKDAYS:
        return False  # "the rest, 12, walked", "by Monday, 57 by boat"
    if words[i + 1] == "of" and words[i + 2] in _AFTER_OF:
        return False  # "in Hull, 57 of them by boat"
    if words[i - 1] == "(" and words[i + 1] == ")":
        return tokens.is_capital(i - 2) and low.value >= _MIN_AGE_IN_BRACKETS
    if words[i - 1] != "," or len(words[i - 2]) < 2 or tokens.is_number(i + 2):
        return False
    if not tokens.is_capital(i - 2) and (is_plural(words[i - 2]) or _is_of_a_number(tokens, i)):
        return False  # "1,240 birds, 84, ..." counts some of them
    if words[i + 1] == ",":
        after = i + 3 if words[i + 2] in ("and", "or") else i + 2  # "in 3, 6, and 9"; "of them, 38, or 76%"
        return not (words[after] in number_words.BELOW_HUNDRED or tokens.is_number(after))
    if words[i + 1] == "from" and _word_before_name(tokens, i - 2) in _BEFORE_A_PLACE:
        return False  # "eight from London, three from Kent": counts of people
    return (tokens.is_capital(i - 2) or words[i - 2] in _KINSHIP_NOUNS) and (
        words[i + 1] in _AFTER_AN_AGE or (words[i + 1] in DASHES and not tokens.is_attached(i + 1))
    )


def _is_of_a_number(tokens: Tokens, i: int) -> bool:
    """Whether a part of a number is named before token `i`: "Half of the 74 buses in the fleet, 37, are electric"."""
    words = tokens.words
    before = range(max(2, i - _SHARE_WINDOW), i - 1)
    return any(words[j - 2] == "of" and words[j - 1] in ("the", "its", "their") and tokens.is_number(j) for j in before)


def _word_before_name(tokens: Tokens, i: int) -> str:
    """Returns the word before the name that ends at token `i`: "from" of "eight from the Wash"."""
    earliest = max(0, i - _MAX_NAME_WORDS)
    while i > earliest and (tokens.is_capital(i) or tokens.words[i] == "the"):
        i -= 1
    return tokens.words[i]


def _is_stated(tokens: Tokens, low: Amount) -> bool:
    """Whether the words before state that it is an age: "she was just 13", "a life expectancy of 73"."""
    words, j = tokens.words, low.start - 1
    if (
        low.step
        or low.scale > 1
        or low.value < 1
        or low.end - low.start > 3
        or (words[low.end].isalpha() and words[low.end] not in PHRASE_BOUNDARIES)
    ):
        return False
    while j > 0 and words[j] in _SKIPPED_ADVERBS:
        j -= 1
    if j > 0 and words[j] in _BEFORE_A_NAMED_AGE and not _AGE_NOUNS.isdisjoint(words[max(0, j - _AGE_NOUN_WINDOW) : j]):
        return True
    if words[j] == "as" and j > 1 and words[j - 1] in ("young", "old") and words[j - 2] == "as":
        return True  # "boys as young as 12"
    if words[j] == "of" and j > 1 and words[j - 1] in _YOUNG_AND_OLD and words[j - 2] in ("a", "another", "and"):
        return True  # "a boy of 12"
    if words[j] == "at" and j > 0 and words[j - 1] in _DEATH_VERBS:
        return True  # "Bandleader dies at 85"
    if words[j] == "both" and words[j - 1] == "," and words[low.end] == ",":
        return True  # "two pupils, both 16, ..."
    if j < 1 or words[j] not in _BE_FORMS:
        return False
    if words[j - 1] == "who" and low.value >= _MIN_AGE_IN_BRACKETS and _ends_or_continues_clause(tokens, low.end):
        return True  # "Mrs Hay, who was 102, ...", "who is 58 and was born in Torley"
    if words[j] == "was" and words[j - 1] == "," and words[low.end] == "." and _is_after_relative_clause(tokens, j - 1):
        return True  # "Ida Hay, who led the Torley Band, was 102."
    return not _PERSONAL_PRONOUNS.isdisjoint(words[max(0, j - 2) : j])


def _ends_or_continues_clause(tokens: Tokens, i: int) -> bool:
    """Whether the age before token `i` ends its clause, or more about the person follows ("58 and was born")."""
    words = tokens.words
    if words[i] not in _AFTER_WHO_IS:
        return words[i] not in PHRASE_BOUNDARIES
    return words[i + 1].isalpha() and not (words[i + 1] in _OR_MORE or words[i + 1] in number_words.BELOW_HUNDRED)


def _is_after_relative_clause(tokens: Tokens, i: int) -> bool:
    """Whether a name with a relative clause ends before the comma at token `i`: "Ida Hay, who led the band,"."""
    for j in range(i - 1, max(1, i - _RELATIVE_WINDOW), -1):
        if tokens.words[j] == ".":
            return False
        if tokens.words[j] == "who" and tokens.words[j - 1] == ",":
            return tokens.is_capital(j - 2)
    return False

"""Reads words that imply a number: "both" is 2, "none of" and the "no" of "no deaths" are 0, "a fiver" is £5."""

from __future__ import annotations

from fractions import Fraction

from checks.figures import inflection, nouns
from checks.figures.readings import Reading
from checks.figures.tokens import Tokens
from checks.model import Kind
from checks.word_set import word_set

NOTES = {"fiver": Fraction(5), "tenner": Fraction(10)}  # in pounds
WORDS = frozenset(("both", "none", "no", *NOTES))
_TOLL_NOUNS = word_set("deaths casualties injuries arrests survivors fatalities victims wounded dead")


def read(tokens: Tokens, i: int) -> Reading | None:
    """Reads "both men" as 2, "none of the men" and "no deaths" as 0, and "a fiver" as £5.

    "both here and there" and "no idea" are not quantities.
    """
    note = NOTES.get(tokens.words[i])
    if note is not None:
        is_amount = i > 0 and tokens.words[i - 1] == "a" and tokens.words[i + 1] not in ("note", "-")
        return Reading(i - 1, i + 1, Kind.MONEY, note, unit="GBP") if is_amount else None
    if tokens.words[i] != "both":
        counts = tokens.words[i + 1] == "of" if tokens.words[i] == "none" else tokens.words[i + 1] in _TOLL_NOUNS
        return Reading(i, i + 1, Kind.COUNT, Fraction(0)) if counts else None
    counted = nouns.find_phrase(tokens, i + 1, expects_plural=True)
    if counted is None or not inflection.is_plural(tokens.words[counted.head]) or tokens.words[counted.end] == "and":
        return None
    return Reading(i, i + 1, Kind.COUNT, Fraction(2))

"""Words that state a number without being one: "both" is 2, "none of" is 0, and so is the "no" of "no deaths"."""

from __future__ import annotations

from fractions import Fraction

from checks.figures import inflection, nouns
from checks.figures.readings import Reading
from checks.figures.tokens import Tokens, word_set
from checks.model import Kind

WORDS = frozenset(("both", "none", "no"))
_TOLLS = word_set("deaths casualties injuries arrests survivors fatalities victims wounded dead")


def read(tokens: Tokens, i: int) -> Reading | None:
    """ "both men" is 2, "none of the men" and "no deaths" are 0; "both here and there", "no idea" are no quantity."""
    if tokens.words[i] != "both":
        counts = tokens.words[i + 1] == "of" if tokens.words[i] == "none" else tokens.words[i + 1] in _TOLLS
        return Reading(i, i + 1, Kind.COUNT, Fraction(0)) if counts else None
    counted = nouns.after(tokens, i + 1, plural=True)
    if counted is None or not inflection.is_plural(tokens.words[counted.head]) or tokens.words[counted.last] == "and":
        return None
    return Reading(i, i + 1, Kind.COUNT, Fraction(2))

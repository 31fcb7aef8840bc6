"""What befell the people or things that a figure counts: killed, hurt, missing, held, charged, freed ...

A summary that keeps a count and changes what befell those counted (123 trapped, 123 killed) states another fact. This
module names the fates, finds the one that a figure's clause speaks of, and knows which of them cannot stand for one
another. Fates that one person may well have both of ("held" and "charged", "trapped" and "rescued") do not exclude one
another here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from checks.model import Span

WORDS = {
    "dead": """die died dies dying dead death deaths kill kills killed killing killings fatal fatally fatality
        fatalities murder murdered murders slain slay slayed perish perished drowned executed execution massacred
        slaughtered assassinated beheaded lynched toll martyred succumb succumbed succumbs""",
    "hurt": "hurt injure injured injures injuring injury injuries wound wounded wounding wounds maimed",
    "ill": """ill sick sickened infected infections infection diagnosed contracted poisoned hospitalised hospitalized
        confirmed""",
    "tested": "tested testing test tests suspected screened awaiting",
    "missing": "missing unaccounted disappeared disappear vanished vanish",
    "trapped": "trapped trap stranded strand stuck buried bury",
    "safe": """rescued rescue saved survived survive survivors surviving evacuated evacuate unharmed unhurt escaped
        escape""",
    "held": "arrested arrest arrests detained detain detainees custody apprehended nabbed",
    "charged": "charged charges charge indicted indict accused accuse",
    "convicted": "convicted convict conviction convictions guilty jailed jail sentenced sentence imprisoned imprison",
    "freed": "freed released release cleared acquitted acquit bailed",
}

FATE = {word: fate for fate, words in WORDS.items() for word in words.split()}

EXCLUDE = frozenset(
    frozenset(pair)
    for pair in (
        ("dead", "hurt"),
        ("dead", "ill"),
        ("dead", "missing"),
        ("dead", "trapped"),
        ("dead", "safe"),
        ("dead", "tested"),
        ("dead", "held"),
        ("hurt", "held"),
        ("hurt", "missing"),
        ("ill", "missing"),
        ("missing", "safe"),
        ("missing", "held"),
        ("ill", "tested"),
        ("charged", "freed"),
        ("charged", "convicted"),
        ("convicted", "freed"),
        ("held", "freed"),
    )
)

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[,;:.]")
DENIED = frozenset(("no", "not", "without", "never", "nobody", "none", "isn't", "wasn't", "weren't", "didn't", "nor"))
JOINTS = frozenset(("and", "but", "while"))
LAW = ("held", "charged", "convicted", "freed")
ON_WHOM = frozenset(("with", "of", "for", "over", "on", "after"))
REACH = 10
"""Words between a figure and the fate it is said to have; further away it is more likely another's."""
WINDOW = 400
"""Characters either side that are read at all: more words than count, so that endless sentences cost no more."""


def fates(text: str, sentence: Span, figure: Span) -> list[tuple[str, int]]:
    """The fates named around a figure in its sentence and how many words away each stands, nearest first.

    A comma or semicolon between the two counts as four words, "and" as two: another clause begins there. Denied fates
    ("no one was killed", "without charge") are left out.
    """
    before = list(TOKEN.finditer(text, max(sentence.start, figure.start - WINDOW), figure.start))
    after = list(TOKEN.finditer(text, figure.end, min(sentence.end, figure.end + WINDOW)))
    found: list[tuple[str, int]] = []
    for tokens in (before[::-1], after):
        distance = 0
        words = [token.group().lower() for token in tokens]
        for position, word in enumerate(words):
            distance += 4 if word in ",;:" else 2 if word in JOINTS else 1
            if distance > REACH + 8:
                break
            fate = FATE.get(word)
            if fate is None:
                continue
            # Read backwards, the words before a word come after it.
            nearby = words[max(0, position - 4) : position] if tokens is after else words[position + 1 : position + 5]
            if tokens is not after:
                nearby.reverse()
            if not DENIED.intersection(nearby[-3:]) and not (fate == "dead" and _of_a_crime(nearby)):
                found.append((fate, distance))
    return sorted(found, key=lambda one: one[1])


def _of_a_crime(before: list[str]) -> bool:
    """ "Charged with murder", "jailed for killing", "accused over the deaths of": others died."""
    law = [place for place, word in enumerate(before) if FATE.get(word) in LAW]
    return bool(law) and not ON_WHOM.isdisjoint(before[law[-1] + 1 :])


def nearest(found: Iterable[tuple[str, int]]) -> str:
    """The fate that stands nearest, "" where none stands within reach."""
    for fate, distance in found:
        if distance <= REACH:
            return fate
    return ""


def excludes(one: str, other: str) -> bool:
    return frozenset((one, other)) in EXCLUDE

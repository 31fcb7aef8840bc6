"""What befell the people or things that a figure counts: killed, hurt, missing, held, charged, freed ...

A summary that keeps a count and changes what befell those counted (123 trapped, 123 killed) states another fact. This
module names the fates, finds the one that a figure's clause speaks of, and knows which of them cannot stand for one
another. Fates that one person may well have both of ("held" and "charged", "trapped" and "rescued") do not exclude one
another here.
"""

from __future__ import annotations

from collections.abc import Iterable

from checks.model import Span
from checks.pattern import pattern

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

BODIES = frozenset(("bodies", "corpses"))
RECOVERED = frozenset(
    "recovered recover retrieved found pulled discovered identified buried washed dug exhumed".split()
)
"""Words beside which "bodies" are dead people and no authorities."""
FROM = frozenset(("water", "sea", "river", "rubble", "ruins", "wreckage", "debris", "snow", "mud", "alive"))
PULLED = frozenset(("pulled", "plucked", "hauled", "dragged", "dug"))
"""Who is pulled from the water or dug out of the rubble is safe, unless it is a body."""

PRICED = frozenset(("charge", "charges", "charged"))
PRICE = pattern(r" (?:(?:about |around |some |up to |nearly |more than )?[£$€]?\d|a fee\b|customers\b|clients\b)")
"""What follows a charge that is no one's fate: "charged £40", "charged 212 people"."""
TO_HOSPITAL = pattern(r"\b(?:to|in) $")

TOKEN = pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[,;:.]")
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
    around = frozenset(token.group().lower() for token in (*before, *after))
    found: list[tuple[str, int]] = []
    for tokens in (before[::-1], after):
        distance = 0
        words = [token.group().lower() for token in tokens]
        for position, word in enumerate(words):
            distance += 4 if word in ",;:" else 2 if word in JOINTS else 1
            if distance > REACH + 8:
                break
            fate = FATE.get(word) or _of_bodies(word, around)
            if word == "hospital" and TO_HOSPITAL.search(
                text, max(0, tokens[position].start() - 4), tokens[position].start()
            ):
                fate = "hurt"
            if not fate or (word in PRICED and PRICE.match(text, tokens[position].end())):
                continue
            # Read backwards, the words before a word come after it.
            nearby = words[max(0, position - 4) : position] if tokens is after else words[position + 1 : position + 5]
            if tokens is not after:
                nearby.reverse()
            # Of those who come behind the crime ("accused of killing five people") it tells what befell them.
            others = tokens is after and fate == "dead" and _of_a_crime(nearby)
            if not DENIED.intersection(nearby[-3:]) and not others:
                found.append((fate, distance))
    return sorted(found, key=lambda one: one[1])


def _of_bodies(word: str, around: frozenset[str]) -> str:
    """What "27 bodies were recovered" and "79 people were pulled from the water" tell, in words of more meanings."""
    if word in BODIES and not RECOVERED.isdisjoint(around):
        return "dead"
    return "safe" if word in PULLED and not FROM.isdisjoint(around) and BODIES.isdisjoint(around) else ""


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

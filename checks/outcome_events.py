"""Outcome events: what happened to the people or things that a figure counts (killed, hurt, missing, charged ...).

A summary that keeps a count and changes the event (123 trapped, 123 killed) states another fact. This module has the
words for each event, finds the event that a figure's clause mentions, and knows which events are mutually exclusive.
Events that may happen to the same person ("held" and "charged", "trapped" and "rescued") are not exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable

from checks.model import Span
from checks.pattern import pattern
from checks.word_set import word_set

EVENT_WORDS = {
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

EVENT_OF_WORD = {word: event for event, words in EVENT_WORDS.items() for word in words.split()}

EXCLUSIVE_PAIRS = frozenset(
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
RECOVERY_WORDS = word_set("recovered recover retrieved found pulled discovered identified buried washed dug exhumed")
"""Words beside which "bodies" are dead people, not organisations."""
RESCUE_PLACES = frozenset(("water", "sea", "river", "rubble", "ruins", "wreckage", "debris", "snow", "mud", "alive"))
RESCUE_VERBS = frozenset(("pulled", "plucked", "hauled", "dragged", "dug"))
"""Places and verbs of rescues: whoever is pulled from the water is safe, unless it is a body."""

CHARGE_WORDS = frozenset(("charge", "charges", "charged"))
PRICE = pattern(r" (?:(?:about |around |some |up to |nearly |more than )?[£$€]?\d|a fee\b|customers\b|clients\b)")
"""What follows a charge that is a price: "charged £40", "charged 212 people"."""
TO_HOSPITAL = pattern(r"\b(?:to|in) $")

TOKEN = pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[,;:.]")
NEGATIONS = frozenset(
    ("no", "not", "without", "never", "nobody", "none", "isn't", "wasn't", "weren't", "didn't", "nor")
)
CONJUNCTIONS = frozenset(("and", "but", "while"))
LEGAL_EVENTS = ("held", "charged", "convicted", "freed")
CRIME_PREPOSITIONS = frozenset(("with", "of", "for", "over", "on", "after"))
MAX_DISTANCE = 10
"""Words between a figure and its event; an event further away more likely belongs to another figure."""
MAX_CHARACTERS = 400
"""Characters read on either side: more than MAX_DISTANCE words take, and a bound on the work for endless sentences."""


def events_near(text: str, sentence: Span, figure: Span) -> list[tuple[str, int]]:
    """The events mentioned around a figure in its sentence, each with its distance in words, nearest first.

    A comma or semicolon in between counts as four words and a conjunction as two, because another clause begins there.
    Negated events ("no one was killed", "without charge") are left out.
    """
    before = list(TOKEN.finditer(text, max(sentence.start, figure.start - MAX_CHARACTERS), figure.start))
    after = list(TOKEN.finditer(text, figure.end, min(sentence.end, figure.end + MAX_CHARACTERS)))
    around = frozenset(token.group().lower() for token in (*before, *after))
    events: list[tuple[str, int]] = []
    for tokens in (before[::-1], after):
        distance = 0
        words = [token.group().lower() for token in tokens]
        for index, word in enumerate(words):
            distance += 4 if word in ",;:" else 2 if word in CONJUNCTIONS else 1
            if distance > MAX_DISTANCE + 8:
                break
            event = EVENT_OF_WORD.get(word) or _event_of_ambiguous_word(word, around)
            if word == "hospital" and TO_HOSPITAL.search(
                text, max(0, tokens[index].start() - 4), tokens[index].start()
            ):
                event = "hurt"
            if not event or (word in CHARGE_WORDS and PRICE.match(text, tokens[index].end())):
                continue
            # In the reversed list the words before a word come after it.
            nearby = words[max(0, index - 4) : index] if tokens is after else words[index + 1 : index + 5]
            if tokens is not after:
                nearby.reverse()
            # In "accused of killing five people" the dead are not the accused; behind the figure the event is theirs.
            befalls_others = tokens is after and event == "dead" and _names_crime_of_accused(nearby)
            if not NEGATIONS.intersection(nearby[-3:]) and not befalls_others:
                events.append((event, distance))
    return sorted(events, key=lambda event: event[1])


def _event_of_ambiguous_word(word: str, around: frozenset[str]) -> str:
    """The event of a word that needs context: "27 bodies were recovered", "79 people were pulled from the water"."""
    if word in BODIES and not RECOVERY_WORDS.isdisjoint(around):
        return "dead"
    return "safe" if word in RESCUE_VERBS and not RESCUE_PLACES.isdisjoint(around) and BODIES.isdisjoint(around) else ""


def _names_crime_of_accused(before: list[str]) -> bool:
    """Whether the words before a death make it the crime of an accused: "charged with murder", "jailed for killing"."""
    legal = [index for index, word in enumerate(before) if EVENT_OF_WORD.get(word) in LEGAL_EVENTS]
    return bool(legal) and not CRIME_PREPOSITIONS.isdisjoint(before[legal[-1] + 1 :])


def nearest_event(events: Iterable[tuple[str, int]]) -> str:
    """The first event within MAX_DISTANCE; "" if there is none. `events` are sorted by distance."""
    for event, distance in events:
        if distance <= MAX_DISTANCE:
            return event
    return ""


def are_exclusive(first: str, second: str) -> bool:
    return frozenset((first, second)) in EXCLUSIVE_PAIRS

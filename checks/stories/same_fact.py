"""Says whether two statements of two stories may state one fact, and whether their values can be one value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from checks.model import Interval
from checks.precision import last_nonzero_place
from checks.sameness import PERSON, is_person
from checks.stories.digest import PERSONAL, Fact
from checks.stories.measures import CONTRARY, CONTRASTING, REGION, SHARES, STATES
from checks.word_set import word_set

HALF_A_DAY = 12 * 60  # minutes: "ten o'clock" does not say which half
ROUNDED_DEGREES = Fraction(3, 5)  # kelvins that a conversion may be off by
GROUPS_OF_PEOPLE = word_set("child boy girl woman man teenager adult officer soldier firefighter crew pupil student")
"""Who may be counted apart among the victims of an event."""


def have_one_unit(first: Fact, second: Fact) -> bool:
    """Whether both have one unit; of sums one may leave out what it is per: "£4.21" for "412 pence a share"."""
    if first.unit == second.unit:
        return True
    units, others = first.unit.split(), second.unit.split()
    return first.kind == second.kind == "money" and units[0] == others[0] and len(units) != len(others)


def are_qualified_alike(first: Fact, second: Fact) -> bool:
    """Whether neither figure has a qualification, nor names a measure in its phrase, that the other cannot have."""
    if (first.qualifiers ^ second.qualifiers) - STATES - (frozenset() if first.kind in SHARES else REGION):
        return False
    if any(differ(first.qualifiers & states, second.qualifiers & states) for states in CONTRARY):
        return False
    if first.phrase_measures & second.phrase_measures & PERSONAL and first.names and second.names:
        return is_one_person(first.names, second.names)
    return not differ(first.phrase_measures & CONTRASTING, second.phrase_measures & CONTRASTING) or not (
        first.phrase_measures.isdisjoint(second.measures) and second.phrase_measures.isdisjoint(first.measures)
    )


def differ(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether both have members and none in common."""
    return bool(first and second) and first.isdisjoint(second)


def is_one_person(first: frozenset[str], second: frozenset[str]) -> bool:
    """Whether two names may be one person's: one is part of the other, or they share all but one word of each."""
    shared = first & second
    return bool(shared) and (shared in (first, second) or (len(shared) > 1 and len(first - second) == 1))


def _are_persons(fact: Fact) -> bool:
    return fact.head in ("", PERSON) or is_person(fact.head)


def _are_evacuated(first: Fact, second: Fact) -> bool:
    return all("evacuation" in fact.phrase_measures and fact.event in ("", "safe") for fact in (first, second))


def may_count_the_same(first: Fact, second: Fact) -> bool:
    """Whether neither what is counted nor what happened to it tells two counts apart."""
    if _are_evacuated(first, second):
        return True
    if first.event and second.event and first.event != second.event:
        return False
    if first.modifiers and second.modifiers and first.modifiers.isdisjoint(second.modifiers):
        return False
    if first.head == second.head:
        return first.event == second.event or not _are_persons(first)  # 12 killed, 43 on board
    if _are_persons(first) and _are_persons(second):
        return first.event == second.event and not (first.event and {first.head, second.head} & GROUPS_OF_PEOPLE)
    return not (first.head and _are_persons(first)) and not (second.head and _are_persons(second))


def agree(first: Fact, second: Fact) -> bool:
    """Whether the two values can be one: equal, rounded, converted, or within what their hedges allow."""
    if first.kind == "score":
        one, other = first.values(), second.values()
        return one == other or one == other[::-1]
    if first.value == second.value:
        return True
    if Interval(first.low, first.high).overlaps(Interval(second.low, second.high)):
        return True
    if first.kind in ("date", "year"):
        return False
    a, b = abs(first.value), abs(second.value)
    if first.kind == "time":
        apart = abs(a - b) % HALF_A_DAY
        return min(apart, HALF_A_DAY - apart) <= 5
    if first.kind == "temperature":
        return first.stated_unit != second.stated_unit and abs(a - b) <= ROUNDED_DEGREES
    high = max(a, b)
    slack = Fraction(1, 20) if first.hedged or second.hedged else Fraction(0)
    if abs(a - b) <= slack * high:
        return True
    if first.kind in ("count", "money", "percent"):
        coarse, fine = sorted((last_nonzero_place(a), last_nonzero_place(b)), reverse=True)
        return coarse > fine and abs(a - b) < max(min(coarse, high / 20), min(coarse / 2, high / 5))
    slack = Fraction(1, 10 if first.kind == "duration" else 20)  # "a quarter of an hour" for 14 minutes
    return first.stated_unit != second.stated_unit and abs(a - b) <= slack * high


def comparable(facts: Sequence[Fact]) -> dict[str, list[Fact]]:
    """The facts by kind."""
    by_kind: dict[str, list[Fact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.kind, []).append(fact)
    return by_kind

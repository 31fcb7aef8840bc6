"""What a target's figure rests on in its source, and where it does not rest on anything.

For each figure of the target the source's figures are lined up: whose value agrees, who counts the same thing in the
same unit, whose words around it are the same (`checks.passage_index`), of whom it is said, what befell those counted
(`checks.outcome_events`). Value alone is not support. The outcome is one `Judgement` a figure; the rules under
`checks/rules/summary/` each speak of one kind of it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from checks import outcome_events, passage_index, sameness
from checks.derivation import SPANS, Derivation, derivations
from checks.model import Article, Figure, Granularity, Hedge, Interval, Kind, Span, Zone
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.periods import period_of
from checks.support.agreement import (
    comparable,
    rivals,
    same_sort,
    sort,
    told_in_points,
    unit_agrees,
    units_rival,
    value_agrees,
    whole_unit,
)
from checks.support.binding import exchanged
from checks.support.bounds import beyond, bound_of, bounds_agree, other_period
from checks.support.figure_roles import (
    CLOSE,
    OF_THEM,
    fate_replaced,
    fate_unheard_of,
    fates_of,
    of_another_age,
    other_fate,
    other_person,
    other_sides,
)
from checks.support.skipped import why_skipped
from checks.support.tick_blockers import in_doubt
from checks.support.verbatim import both_ends, end_unheard_of, in_so_many_words, printed, sides_apart, told_by_sides
from checks.support.verdict import COUNTS, SKIPPED, Judgement, Link, Standing

SAME_THING, OTHER_THING = 0.1, 0.3
"""What the noun counted adds to, or takes from, the closeness of the words around."""
SAME_BOUND = 0.15
TAKEN = 0.4
"""What a source figure loses as support when another figure of the same target sentence states its value already."""
MARGIN = 0.2
"""How much better another value of the same sort must fit before the target's value is held to be another's."""
BESIDE = 0.1
"""How much better still, where both stand in one sentence: the words around tell little there."""
RIVAL_LEAST = 0.3
LOW_LEAST, FAR_BETTER = 0.2, 2.5
"""A rival that fits less well will do, where it fits so many times better."""
ANOTHER_YEAR, YEAR_BEFORE = 0.2, 24
"""What a rival loses when a year of which the target's sentence says nothing stands within so many characters before
it."""
SURE_RIVAL = 0.75
FAR, DOUBTFUL = 0.0, 0.1
RETOLD = 0.25
"""How close the words around must be before the target's passage is held to retell the source's."""
COMMON, CHANCE = 3, 12
"""Numbers up to the first stand in every article and bear out nothing; above the second, hardly one stands in an
article twice by chance."""
PAIRS, LEAST_JUDGED, MOST_JUDGED = 300_000, 20, 1000
"""Pairs of figures held against one another; figures of the target that are judged in any case, and at most."""


def judgements(target: Article, source: Article) -> tuple[Judgement, ...]:
    """A judgement on each figure of the target, in text order. Kept for the last few pairs of texts."""
    return _judged(_Pair(target, source))


class _Pair:
    """Two articles as a key, equal only to the very same two."""

    __slots__ = ("source", "target")

    def __init__(self, target: Article, source: Article) -> None:
        self.target, self.source = target, source

    def __hash__(self) -> int:
        return hash((id(self.target), id(self.source)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Pair) and other.target is self.target and other.source is self.source


@lru_cache(maxsize=4)
def _judged(pair: _Pair) -> tuple[Judgement, ...]:
    target, source = passage_index.index_passages(pair.target), passage_index.index_passages(pair.source)
    most = min(max(PAIRS // max(len(pair.source.figures), 1), LEAST_JUDGED), MOST_JUDGED)
    judged = [_judge(figure, target, source) for figure in pair.target.figures[:most]]
    left = (Judgement(one, Standing.SKIPPED, detail="too many figures") for one in pair.target.figures[most:])
    return (*judged, *left)


def _judge(figure: Figure, target: Passages, source: Passages) -> Judgement:
    reason = why_skipped(figure, target.article)
    if reason and fate_unheard_of(figure, target, source):
        return Judgement(figure, Standing.UNSTATED)
    if reason:
        return Judgement(figure, Standing.SKIPPED, detail=reason)
    copied = _copied(figure, target.article, source.article)
    if copied is not None:
        return Judgement(figure, Standing.STATED, copied)
    others = [o for o in source.article.figures if o.kind not in SKIPPED and o.zone is not Zone.PROMO]
    company = passage_index.neighbouring_figures(figure, target.article)
    fits = passage_index.context_similarity(target, figure, source, others)
    links, against = list[Link](), list[Link]()
    mine_sort, hedge = sort(figure), bound_of(figure, target.article)
    years = _years_of(figure, target.article)
    within = _within(figure, target.article)
    for other, fit in zip(others, fits, strict=True):
        thing = sameness.same_counted(figure, other, target.article, source.article)
        fit += SAME_THING if thing > 0 else -OTHER_THING if thing < 0 else 0
        agrees, exact = value_agrees(figure, other)
        agrees = agrees or (within is not None and value_agrees(within, other)[0])
        unit = unit_agrees(figure, other) or (
            agrees and not exact and mine_sort == sort(other) and not told_in_points(figure, other)
        )
        if agrees:
            fit -= TAKEN if _taken(other, company) else 0
            fit += SAME_BOUND if figure.hedge is not Hedge.NONE and figure.hedge is other.hedge else 0
            ranging = other.is_range or other.second is not None
            bound = not exact or bounds_agree(hedge, bound_of(other, source.article), ranging)
            bound = bound and not (other.is_range and beyond(hedge, figure, other))
            links.append(Link(other, exact, fit, thing, unit, bound))
        elif (
            unit
            and thing >= 0
            and rivals(figure, other)
            and (figure.kind is not Kind.ORDINAL or thing > 0 or not sameness.ordered(other, source.article))
            and not _taken(other, company)
            and not of_another_age(figure, other, target.article)
        ):
            fit -= ANOTHER_YEAR if _year_before(other, source.article) - years else 0
            against.append(Link(other, False, fit, thing, unit, True))
    links.sort(key=lambda link: (-link.fit, not link.exact))
    against.sort(key=lambda link: -link.fit)
    return _ruled(figure, links, against, target, source)


SENTENCE = 24
"""Characters of the shortest sentence that is the source's own only because it stands there word for word."""


def _copied(figure: Figure, target: Article, source: Article) -> Figure | None:
    """The very figure, where the target's sentence stands in the source word for word."""
    start, end = target.sentences[figure.sentence].span
    at = source.text.find(target.text[start:end]) if end - start >= SENTENCE else -1
    if at < 0:
        return None
    span = Span(at + figure.span.start - start, at + figure.span.end - start)
    here = bisect_left(source.figures, span, key=lambda one: one.span)
    there = source.figures[here] if here < len(source.figures) else None
    return there if there is not None and there.span == span and there.value == figure.value else None


WITHIN = pattern(r"\b(?:within|inside|in under) $")


def _within(figure: Figure, article: Article) -> Figure | None:
    """Of a time within which something happened ("within 40 minutes") the same as a bound: fair for 38."""
    if figure.kind is not Kind.DURATION or figure.hedge is not Hedge.NONE or figure.value is None:
        return None
    if not WITHIN.search(article.text, max(0, figure.span.start - 10), figure.span.start):
        return None
    return replace(figure, hedge=Hedge.AT_MOST, interval=Interval(None, figure.value))


def _years_of(figure: Figure, article: Article) -> frozenset[int]:
    """The years that a figure's sentence names."""
    return frozenset(one.year for one in article.moments if one.sentence == figure.sentence and one.year is not None)


def _year_before(figure: Figure, article: Article) -> frozenset[int]:
    """The year named right before a figure: "since 2014, when 110 people died"."""
    near = Span(figure.span.start - YEAR_BEFORE, figure.span.start)
    years = (one for one in article.moments if one.sentence == figure.sentence and one.granularity is Granularity.YEAR)
    return frozenset(one.year for one in years if one.year is not None and near.contains(one.span))


def _taken(other: Figure, company: list[Figure]) -> bool:
    """Does another figure of the target's sentence state this source figure's value?"""
    return any(sort(one) == sort(other) and value_agrees(one, other)[0] for one in company)


def _elided_unit(figure: Figure, target: Article) -> str:
    """The unit that a bare number takes from the one before it: "jailed for 18 years and must serve at least 12"."""
    if figure.kind is not Kind.NUMBER or figure.noun is not None:
        return ""
    units = [
        one.unit
        for one in passage_index.neighbouring_figures(figure, target)
        if one.unit and one.span.end <= figure.span.start
    ]
    return units[-1] or "" if units else ""


TIMES_AS_MUCH = 30


def _alike_in_size(figure: Figure, other: Figure) -> bool:
    """Could one count be a slip for the other: six games are none for 18,000 people."""
    large, small = max(figure.value or 0, other.value or 0), min(figure.value or 0, other.value or 0)
    return small * TIMES_AS_MUCH >= large


OF_ALL = pattern(r"\bof (?:the |its |their |all )?$")


def _part_before(figure: Figure, target: Article) -> Fraction | None:
    """Of "46 seats out of 101" the 46: a whole is no less than its part."""
    if not OF_ALL.search(target.text, max(0, figure.span.start - 10), figure.span.start):
        return None
    near = Span(figure.span.start - 40, figure.span.start)
    parts = [
        one.value
        for one in passage_index.neighbouring_figures(figure, target)
        if near.contains(one.span) and one.kind in COUNTS
    ]
    return parts[-1] if parts else None


def _first_rival(figure: Figure, against: list[Link], target: Article, source: Article) -> Link | None:
    """The rival that fits best, of those whom the same may have befallen: another wreck's dead are no survivors."""
    near = [rival for rival in against if rival.fit >= LOW_LEAST]
    mine = outcome_events.nearest(fates_of(figure, target)) if near and figure.kind in COUNTS else ""
    least = _part_before(figure, target) if near else None
    for rival in near:
        if rival.thing <= 0 and figure.kind in COUNTS and not _alike_in_size(figure, rival.there):
            continue
        if least is not None and rival.there.value is not None and rival.there.value < least:
            continue
        if not mine or not outcome_events.excludes(mine, outcome_events.nearest(fates_of(rival.there, source))):
            return _all_of_them(rival, near, figure, target, source)
    return None


def _all_of_them(rival: Link, near: list[Link], figure: Figure, target: Article, source: Article) -> Link:
    """Of "fourteen people were hurt, three of them seriously" the fourteen, where the target has no "of them"."""
    if not OF_THEM.match(source.text, rival.there.span.end) or OF_THEM.match(target.text, figure.span.end):
        return rival
    for other in near:
        whole = other.there.sentence == rival.there.sentence and other.there.span < rival.there.span
        if whole and other.thing > 0 and other.fit >= rival.fit - SAME_BOUND:
            return other
    return rival


def _ruled(figure: Figure, links: list[Link], against: list[Link], target: Passages, source: Passages) -> Judgement:
    sides = told_by_sides(figure, source.article) if figure.kind is Kind.SCORE else None
    if sides is not None:
        return Judgement(figure, Standing.STATED, sides)
    same, apart = list[Link](), list[Link]()
    elided = _elided_unit(figure, target.article)
    for link in links:
        (same if link.unit and (comparable(figure, link) or link.there.unit == elided) else apart).append(link)
    sound = [link for link in same if link.bound]
    unheard = sound and figure.is_range and end_unheard_of(figure, source.article)
    if unheard or (figure.kind is Kind.SCORE and sides_apart(figure, source.article)):
        return _derived(figure, target, source) or Judgement(figure, Standing.UNSTATED)
    rival = _first_rival(figure, against, target.article, source.article)
    if sound:
        other_unit = [link for link in apart if link.exact and units_rival(figure, link.there)]
        if not sound[0].exact and other_unit and other_unit[0].fit > sound[0].fit + MARGIN:
            return Judgement(figure, Standing.OTHER_UNIT, other_unit[0].there)
        return _supported(figure, sound, same, rival, target, source)
    if same:
        return Judgement(figure, Standing.OTHER_BOUND, same[0].there, sure=True)
    wrong_unit = [link for link in links if link.exact and units_rival(figure, link.there)]
    if wrong_unit and wrong_unit[0].fit >= CLOSE:
        return Judgement(figure, Standing.OTHER_UNIT, wrong_unit[0].there, sure=True)
    told = in_so_many_words(figure, target.article, source.article)
    if told is not None:
        return Judgement(figure, Standing.STATED, told)
    derived = _derived(figure, target, source)
    likely = rival is not None and rival.fit >= RIVAL_LEAST and (not links or rival.fit > links[0].fit)
    if derived is not None and (derived.standing is Standing.DERIVED or not (likely and _surely_meant(figure, rival))):
        return derived
    there = printed(figure, source.article)
    if there is not None:
        return Judgement(figure, Standing.STATED, there)
    if figure.kind in COUNTS and any(figure.value == moment.year for moment in source.article.moments):
        return Judgement(figure, Standing.SKIPPED, detail="a year")
    if wrong_unit:
        return Judgement(figure, Standing.OTHER_UNIT, wrong_unit[0].there)
    if rival is not None and likely:
        return Judgement(figure, Standing.OTHER_VALUE, rival.there, sure=rival.fit >= SURE_RIVAL)
    if links and links[0].exact:
        return _of_something_else(figure, links[0], target.article, source.article)
    if _may_be_since(figure, source.article):
        return Judgement(figure, Standing.SKIPPED, detail="needs the publication date")
    return Judgement(figure, Standing.UNSTATED)


def _surely_meant(figure: Figure, rival: Link | None) -> bool:
    """Does a rival count the very same, so that it outweighs a reckoning that may be chance?"""
    return rival is not None and rival.thing > 0 and figure.kind in COUNTS


TOLD_TOGETHER = 0.1
"""How close the words around a derivation must be to the target's before it is more than a coincidence of numbers."""


def _derived(figure: Figure, target: Passages, source: Passages) -> Judgement | None:
    """What the source gives by a reckoning: ticked where it is told of this, else left open."""
    doubtful: Derivation | None = None
    for found in derivations(figure, target.article, source.article):
        if not found.weak and _told_together(figure, found, target, source):
            return Judgement(figure, Standing.DERIVED, derivation=found)
        doubtful = doubtful or (found if found.rare else None)
    if doubtful is None:
        return None
    reason = f"may follow from the article ({doubtful.arithmetic}), or be there by chance"
    return Judgement(figure, Standing.SKIPPED, detail=reason)


def _told_together(figure: Figure, found: Derivation, target: Passages, source: Passages) -> bool:
    places = [passage_index.locate(source.article, span) for span in found.spans]
    return max(passage_index.context_similarity(target, figure, source, places), default=0.0) >= TOLD_TOGETHER


PRESENT = range(1995, 2045)
"""Years in which an article that does not say when it was written may have been."""


def _may_be_since(figure: Figure, source: Article) -> bool:
    """ "Not seen for over four decades", where the article says "last seen in 1981" and not when it was written."""
    step = SPANS.get(figure.unit or "")
    if source.published is not None or figure.kind is not Kind.DURATION or step is None or figure.value is None:
        return False
    stated = [moment.year for moment in source.moments if moment.year is not None]
    return figure.hedge is not Hedge.NONE and any(year + round(figure.value * step) in PRESENT for year in stated)


def _of_something_else(figure: Figure, link: Link, target: Article, source: Article) -> Judgement:
    """The value is the source's and the thing is not: was it taken from there, or is it there by chance?"""
    there, value = link.there, figure.value or 0
    told = figure.kind in (Kind.SCORE, Kind.RATIO, Kind.ORDINAL) or value <= COMMON
    named = there.noun is not None or there.unit is not None
    if figure.kind in COUNTS and there.kind is Kind.ORDINAL:
        told = False  # "the third fatal accident" may well be the last of "three deadly crashes"
    elif figure.kind is Kind.DURATION:
        # A thing may go by another noun, a length of time by no other unit. Where the source has nothing in that unit,
        # a few weeks are more likely what the writer knew than a slip.
        told = value > CHANCE or any(whole_unit(one) == figure.unit for one in source.figures)
    company = passage_index.neighbouring_figures(figure, target)
    taken = value > CHANCE and named and figure.kind is not Kind.AGE and not _taken(there, company)
    far = link.fit < RETOLD and not told and not taken
    return Judgement(figure, Standing.ELSEWHERE if far else Standing.OTHER_THING, there)


def _fits_better(rival: Link, best: Link) -> bool:
    """Is the rival's passage so much more like the target's that the rival is the one meant?"""
    beside = BESIDE if abs(rival.there.sentence - best.there.sentence) <= 1 else 0
    if rival.fit >= RIVAL_LEAST and rival.fit > best.fit + MARGIN + beside:
        return True
    # Of bare counts any may be the rival of any; of figures with a unit, few.
    return not beside and rival.there.unit is not None and rival.fit > max(best.fit, 0) * FAR_BETTER


def _only_a_number(figure: Figure, rival: Link, best: Link) -> bool:
    """Does the rival count nothing, where the source has the very value of what may be the same thing?"""
    counted = figure.kind is Kind.COUNT and figure.noun is not None and best.exact and best.thing >= 0
    return counted and rival.thing == 0 and rival.there.noun is None and rival.there.predicate is None


def _in_the_same_words(figure: Figure, best: Link, rival: Link, target: Article, source: Article) -> bool:
    """Has the source the count with its noun and the very words behind, "seven people hospitalized", the rival not?"""
    if not best.exact or best.thing <= 0:
        return False
    mine = _words_behind(figure, target, HERE)
    there, other = _words_behind(best.there, source, THERE), _words_behind(rival.there, source, THERE)
    return bool(mine & there) and not mine & other


HERE, THERE = 2, 4
"""How many words behind a count and its noun are looked at: a source has an auxiliary more."""


def _words_behind(figure: Figure, article: Article, most: int) -> frozenset[str]:
    if figure.noun is None:
        return frozenset()
    start, end = figure.noun.span.end, article.sentences[figure.sentence].span.end
    words = passage_index.WORD.findall(article.text, start, min(end, start + 15 * most))[:most]
    return frozenset(passage_index.stem(word.lower()) for word in words if word.lower() not in passage_index.STOP_WORDS)


def _together(figure: Figure, sound: list[Link], target: Article, source: Article) -> bool:
    """Does the source have the figure beside one of its own sort as the target has: "the 500 and 1,000 rupee notes"?"""
    company = [
        one for one in passage_index.neighbouring_figures(figure, target) if same_sort(one, figure) and _telling(one)
    ]
    pairs = (passage_index.neighbouring_figures(link.there, source) for link in sound if link.exact)
    return _telling(figure) and any(
        mine.value == other.value and same_sort(mine, other) for others in pairs for other in others for mine in company
    )


def _telling(figure: Figure) -> bool:
    return (figure.value or 0) > CHANCE


def _supported(
    figure: Figure, sound: list[Link], same: list[Link], rival: Link | None, target: Passages, source: Passages
) -> Judgement:
    """The source has the value, in the right unit and direction: is it of the same thing, person and event?"""
    best = sound[0]
    if same[0] is not best and same[0].exact and same[0].fit > best.fit + MARGIN:
        return Judgement(figure, Standing.OTHER_BOUND, same[0].there)
    compound = target.article.text[figure.span.end : figure.span.end + 1] == "-"  # "won the three-point contest"
    if compound and in_so_many_words(figure, target.article, source.article) is not None:
        rival = None
    if rival is not None and _in_the_same_words(figure, best, rival, target.article, source.article):
        rival = None
    paired = both_ends(figure, source.article) or _together(figure, sound, target.article, source.article)
    better = rival is not None and not paired and _fits_better(rival, best) and not _only_a_number(figure, rival, best)
    if better or (best.thing < 0 and best.fit < FAR):
        derived = _derived(figure, target, source)
        if derived is not None and not (
            better and derived.standing is Standing.SKIPPED and _surely_meant(figure, rival)
        ):
            return replace(derived, there=best.there)
    if better and rival is not None:
        return Judgement(figure, Standing.OTHER_VALUE, rival.there)
    period = other_period(figure, best, target.article, source.article)
    if period and not any(period_of(link.there, source.article) == period_of(figure, target.article) for link in sound):
        return Judgement(figure, Standing.OTHER_PERIOD, best.there, detail=period)
    if figure.kind is Kind.AGE:
        person = other_person(figure, sound, target.article, source.article)
        if person:
            return Judgement(figure, Standing.OTHER_PERSON, best.there, detail=person)
    if all(link.thing < 0 for link in sound) and best.fit < DOUBTFUL and best.exact:
        judged = _of_something_else(figure, best, target.article, source.article)
        return judged if best.fit < FAR else replace(judged, standing=Standing.ELSEWHERE)
    if figure.kind is Kind.SCORE and other_sides(figure, sound, target.article, source.article):
        return Judgement(figure, Standing.OTHER_THING, best.there)
    fate = other_fate(figure, sound, target, source) or fate_replaced(figure, sound, target, source)
    if fate:
        return Judgement(figure, Standing.OTHER_FATE, best.there, detail=fate)
    if fate_unheard_of(figure, target, source):
        return Judgement(figure, Standing.UNSTATED)
    exchange = exchanged(figure, [link.there for link in sound], target.article, source.article)
    if exchange is not None:
        return Judgement(figure, Standing.OTHER_HOLDER, exchange.there, own=exchange.own)
    doubt = ""
    for link in sound:
        reason = in_doubt(figure, link, target.article, source.article)
        if not reason:
            return Judgement(figure, Standing.STATED if link.exact else Standing.ROUNDED, link.there)
        doubt = doubt or reason
    return Judgement(figure, Standing.SKIPPED, best.there, detail=doubt)

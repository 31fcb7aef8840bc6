"""Judges how far the figures of a source support each figure of a target text.

Figures are compared by value, counted entity and unit, by the words around them (`checks.passage_index`), by the person
or side that they belong to and by what happened to those counted (`checks.outcome_events`). An equal value alone is not
support. Each figure gets one `Judgement`; each rule in `checks/rules/summary/` reports one kind of judgement.

A rival is a figure of the source with another value, which the target may have meant.

A similarity is the weighted share (0 to 1) of the words around the target's figure that are also around the source's.
Margins, bonuses and penalties are in that unit.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from fractions import Fraction

from checks import outcome_events, passage_index, sameness
from checks.article_cache import cached_per_article_pair
from checks.derivation import YEARS_IN_UNIT, Derivation, derivations
from checks.model import Article, Figure, Granularity, Hedge, Interval, Kind, Span, Zone
from checks.part_roles import roles_conflict
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.periods import period_of
from checks.support.agreement import (
    compare_values,
    could_replace,
    could_replace_unit,
    is_comparable,
    mixes_percent_and_points,
    quantity_type,
    same_quantity_type,
    unit_with_rate,
    units_agree,
)
from checks.support.attribution import (
    are_different_times,
    has_other_name,
    has_other_place,
    moments_by_sentence,
    past_year,
    shares_name_or_place,
    time_of,
)
from checks.support.binding import MAX_AGREEING, counts_other_noun, find_exchange, index_sharing_most_words
from checks.support.bounds import bound_of, bounds_agree, conflicting_period, exceeds_range
from checks.support.corroboration import corroboration
from checks.support.figure_roles import (
    CLOSE_SIMILARITY,
    OF_THEM,
    as_age,
    conflicting_event,
    conflicting_person,
    contradicts_age_noun,
    deaths_unmentioned,
    event_of_unknown_participle,
    events_of,
    sides_conflict,
)
from checks.support.joint_figures import name_given_joint_figure
from checks.support.series import find_series_mismatch
from checks.support.skipped import skip_reason
from checks.support.tick_blockers import RETOLD_SIMILARITY, doubt_about
from checks.support.verbatim import (
    ends_share_sentence,
    number_inside_figure,
    range_end_missing,
    same_number_and_word,
    score_as_two_counts,
    sides_never_in_one_sentence,
    with_other_end,
)
from checks.support.verdict import (
    COUNTS,
    MIN_RIVAL_SIMILARITY,
    MIN_WEAK_RIVAL_SIMILARITY,
    SKIPPED_KINDS,
    SURE_RIVAL_SIMILARITY,
    WEAK_RIVAL_RATIO,
    Candidate,
    Judgement,
    Standing,
    in_context,
)

SAME_ENTITY_BONUS, OTHER_ENTITY_PENALTY = 0.1, 0.3
"""Added to the similarity of the passages if the counted entity is the same, taken from it if it is another."""
SAME_BOUND_BONUS = 0.15
"""Added to the similarity of an agreeing figure that has the same hedge."""
STATED_BY_NEIGHBOUR_PENALTY = 0.4
"""Taken from the similarity of a source figure whose value another figure of the target's sentence states."""
SIMILARITY_MARGIN = 0.2
"""By how much more similar a rival's passage must be for the target's value to be questioned."""
SAME_SENTENCE_MARGIN = 0.1
"""Added to the margin where both are in one sentence, as the surrounding words distinguish little there."""
OTHER_YEAR_PENALTY, YEAR_WINDOW = 0.2, 24
"""Taken from the similarity of a rival that follows, within this many characters, a year that the target's sentence
does not have."""
UNRELATED_SIMILARITY, DOUBTFUL_SIMILARITY = 0.0, 0.1
"""A figure of another entity with a lower similarity is of something else; in between it may be a coincidence."""
MAX_COMMON_VALUE, MAX_CHANCE_VALUE = 3, 12
"""Numbers up to the first are in every article and support nothing; numbers above the second are hardly in an article
twice by chance."""
MAX_PAIRS, MIN_JUDGED, MAX_JUDGED = 300_000, 20, 1000
"""Most pairs of figures that are compared; figures of the target that are judged in any case, and at most."""


@cached_per_article_pair
def judgements(target: Article, source: Article) -> tuple[Judgement, ...]:
    """A judgement of each figure of the target, in text order; cached for the last few pairs of texts."""
    words, source_words = passage_index.index_passages(target), passage_index.index_passages(source)
    max_judged = min(max(MAX_PAIRS // max(len(source.figures), 1), MIN_JUDGED), MAX_JUDGED)
    judged = [_judge(figure, words, source_words) for figure in target.figures[:max_judged]]
    unjudged = (
        Judgement(figure, Standing.SKIPPED, detail="too many figures") for figure in target.figures[max_judged:]
    )
    return (*judged, *unjudged)


def _judge(figure: Figure, target: Passages, source: Passages) -> Judgement:
    """The judgement of one figure; it sorts the source's figures into candidates with its value and rivals."""
    reason = skip_reason(figure, target.article)
    if reason and deaths_unmentioned(figure, target, source):
        return Judgement(figure, Standing.UNSTATED)
    if reason:
        return Judgement(figure, Standing.SKIPPED, detail=reason)
    copied = _verbatim_source_figure(figure, target.article, source.article)
    if copied is not None:
        return Judgement(figure, Standing.STATED, copied)
    figure = as_age(figure, target.article, source.article)
    source_figures = [
        other for other in source.article.figures if other.kind not in SKIPPED_KINDS and other.zone is not Zone.PROMO
    ]
    neighbours = passage_index.neighbouring_figures(figure, target.article)
    in_common = corroboration(figure, target.article, source.article)
    similarities = passage_index.context_similarity(target, figure, source, source_figures)
    candidates, rivals = list[Candidate](), list[Candidate]()
    target_type, hedge = quantity_type(figure), bound_of(figure, target.article)
    years = _years_in_sentence(figure, target.article)
    as_bound = _as_upper_bound(figure, target.article)
    for source_figure, similarity in zip(source_figures, similarities, strict=True):
        agreement = sameness.entity_agreement(figure, source_figure, target.article, source.article)
        if counts_other_noun(figure, source_figure, target.article, source.article):
            agreement = -1
        similarity += SAME_ENTITY_BONUS if agreement > 0 else -OTHER_ENTITY_PENALTY if agreement < 0 else 0
        agrees, exact = compare_values(figure, source_figure)
        agrees = agrees or (as_bound is not None and compare_values(as_bound, source_figure)[0])
        units_match = units_agree(figure, source_figure) or (
            agrees
            and not exact
            and target_type == quantity_type(source_figure)
            and not mixes_percent_and_points(figure, source_figure)
        )
        if agrees:
            similarity -= STATED_BY_NEIGHBOUR_PENALTY if _is_stated_by_neighbour(source_figure, neighbours) else 0
            similarity += (
                SAME_BOUND_BONUS if figure.hedge is not Hedge.NONE and figure.hedge is source_figure.hedge else 0
            )
            has_two_values = source_figure.is_range or source_figure.second is not None
            bounds_match = not exact or bounds_agree(hedge, bound_of(source_figure, source.article), has_two_values)
            bounds_match = bounds_match and not (source_figure.is_range and exceeds_range(hedge, figure, source_figure))
            candidates.append(Candidate(source_figure, exact, similarity, agreement, units_match, bounds_match))
        elif (
            units_match
            and agreement >= 0
            and could_replace(figure, source_figure)
            and (
                figure.kind is not Kind.ORDINAL
                or agreement > 0
                or not sameness.ordered_nouns(source_figure, source.article)
            )
            and not _is_stated_by_neighbour(source_figure, neighbours)
            and not roles_conflict(figure, source_figure, target.article, source.article)
            and not contradicts_age_noun(figure, source_figure, target.article)
        ):
            similarity -= OTHER_YEAR_PENALTY if _year_before(source_figure, source.article) - years else 0
            rivals.append(Candidate(source_figure, False, similarity, agreement, units_match, True))
    most_in_common = max((in_common[each.source_figure.sentence] for each in candidates if each.exact), default=0)
    rivals = [rival for rival in rivals if in_common[rival.source_figure.sentence] >= most_in_common]
    candidates.sort(key=lambda candidate: (-candidate.similarity, not candidate.exact))
    rivals.sort(key=lambda candidate: -candidate.similarity)
    candidates = _closest_words_first(figure, candidates, target.article, source.article)
    rivals = _closest_words_first(figure, rivals, target.article, source.article)
    return _judge_candidates(figure, candidates, rivals, target, source)


def _closest_words_first(
    figure: Figure, candidates: list[Candidate], target: Article, source: Article
) -> list[Candidate]:
    """The candidates, first the one of the best one's sentence that shares most of the words bound to the figure.

    In "£3m in 2019 and £3m in 2021" the surrounding words are nearly the same for both.
    """
    if not candidates or figure.kind is Kind.SCORE:
        return candidates
    best = candidates[0]
    similar = [
        candidate
        for candidate in candidates[:MAX_COMPARED_BY_WORDS]
        if candidate.source_figure.sentence == best.source_figure.sentence
        and best.similarity - candidate.similarity <= SAME_SENTENCE_MARGIN
    ]
    if len(similar) < 2:
        return candidates
    index = index_sharing_most_words(figure, [candidate.source_figure for candidate in similar], target, source)
    if index is None:
        return candidates
    closest = similar[index]
    return [closest, *(candidate for candidate in candidates if candidate is not closest)]


MAX_COMPARED_BY_WORDS = 8
"""Most source figures of one sentence that are compared by the words bound to them."""
MIN_COPIED_LENGTH = 24
"""Characters of the shortest sentence that counts as copied if the source has it word for word."""


def _verbatim_source_figure(figure: Figure, target: Article, source: Article) -> Figure | None:
    """The same figure in the source, if the source has the target's sentence word for word; None otherwise."""
    start, end = target.sentences[figure.sentence].span
    offset = source.text.find(target.text[start:end]) if end - start >= MIN_COPIED_LENGTH else -1
    if offset < 0:
        return None
    span = Span(offset + figure.span.start - start, offset + figure.span.end - start)
    index = bisect_left(source.figures, span, key=lambda figure: figure.span)
    found = source.figures[index] if index < len(source.figures) else None
    return found if found is not None and found.span == span and found.value == figure.value else None


WORD_BEFORE_TIME_LIMIT = pattern(r"\b(?:within|inside|in under) $")


def _as_upper_bound(figure: Figure, article: Article) -> Figure | None:
    """The figure as an upper bound, if it is a time limit: "within 40 minutes" for 38; None otherwise."""
    if figure.kind is not Kind.DURATION or figure.hedge is not Hedge.NONE or figure.value is None:
        return None
    if not WORD_BEFORE_TIME_LIMIT.search(article.text, max(0, figure.span.start - 10), figure.span.start):
        return None
    return replace(figure, hedge=Hedge.AT_MOST, interval=Interval(None, figure.value))


def _years_in_sentence(figure: Figure, article: Article) -> frozenset[int]:
    """The years stated in a figure's sentence."""
    moments = moments_by_sentence(article).get(figure.sentence, ())
    return frozenset(moment.year for moment in moments if moment.year is not None)


def _year_before(figure: Figure, article: Article) -> frozenset[int]:
    """The years stated shortly before a figure: "since 2014, when 110 people died"."""
    window = Span(figure.span.start - YEAR_WINDOW, figure.span.start)
    moments = moments_by_sentence(article).get(figure.sentence, ())
    years = (moment for moment in moments if moment.granularity is Granularity.YEAR)
    return frozenset(moment.year for moment in years if moment.year is not None and window.contains(moment.span))


def _is_stated_by_neighbour(source_figure: Figure, neighbours: list[Figure]) -> bool:
    """Whether one of the neighbours, other figures of the target's sentence, states this source figure's value."""
    return any(
        quantity_type(neighbour) == quantity_type(source_figure) and compare_values(neighbour, source_figure)[0]
        for neighbour in neighbours
    )


def _elided_unit(figure: Figure, target: Article) -> str:
    """The unit that a bare number takes from a preceding figure: "jailed for 18 years and must serve at least 12"."""
    if figure.kind is not Kind.NUMBER or figure.noun is not None:
        return ""
    units = [
        neighbour.unit
        for neighbour in passage_index.neighbouring_figures(figure, target)
        if neighbour.unit and neighbour.span.end <= figure.span.start
    ]
    return units[-1] or "" if units else ""


MAX_RIVAL_RATIO = 30
"""Largest ratio of a count and a rival of unknown entity."""


def _are_similar_in_size(figure: Figure, source_figure: Figure) -> bool:
    """Whether the counts are similar enough in size: six games are no rival of 18,000 people."""
    large, small = max(figure.value or 0, source_figure.value or 0), min(figure.value or 0, source_figure.value or 0)
    return small * MAX_RIVAL_RATIO >= large


WORDS_BEFORE_WHOLE = pattern(r"\bof (?:the |its |their |all )?$")


def _part_before(figure: Figure, target: Article) -> Fraction | None:
    """The part stated before a whole, such as the 46 of "46 seats out of 101"; no rival of the whole can be smaller."""
    if not WORDS_BEFORE_WHOLE.search(target.text, max(0, figure.span.start - 10), figure.span.start):
        return None
    window = Span(figure.span.start - 40, figure.span.start)
    parts = [
        neighbour.value
        for neighbour in passage_index.neighbouring_figures(figure, target)
        if window.contains(neighbour.span) and neighbour.kind in COUNTS
    ]
    return parts[-1] if parts else None


def _best_rival(figure: Figure, rivals: list[Candidate], target: Article, source: Article) -> Candidate | None:
    """The most similar rival whose event does not exclude the target's: the dead are no rival of the survivors."""
    similar_rivals = [rival for rival in rivals if rival.similarity >= MIN_WEAK_RIVAL_SIMILARITY]
    event = outcome_events.nearest_event(events_of(figure, target)) if similar_rivals and figure.kind in COUNTS else ""
    min_value = _part_before(figure, target) if similar_rivals else None
    for rival in similar_rivals:
        if (
            rival.entity_agreement <= 0
            and figure.kind in COUNTS
            and not _are_similar_in_size(figure, rival.source_figure)
        ):
            continue
        if min_value is not None and rival.source_figure.value is not None and rival.source_figure.value < min_value:
            continue
        if not event or not outcome_events.are_exclusive(
            event, outcome_events.nearest_event(events_of(rival.source_figure, source))
        ):
            return _whole_of_subgroup(rival, similar_rivals, figure, target, source)
    return None


def _whole_of_subgroup(
    rival: Candidate, similar_rivals: list[Candidate], figure: Figure, target: Article, source: Article
) -> Candidate:
    """The rival, or its whole if only the rival is a subgroup: "fourteen people were hurt, three of them"."""
    if not OF_THEM.match(source.text, rival.source_figure.span.end) or OF_THEM.match(target.text, figure.span.end):
        return rival
    for other in similar_rivals:
        is_before = (
            other.source_figure.sentence == rival.source_figure.sentence
            and other.source_figure.span < rival.source_figure.span
        )
        if is_before and other.entity_agreement > 0 and other.similarity >= rival.similarity - SAME_BOUND_BONUS:
            return other
    return rival


def _judge_candidates(
    figure: Figure, candidates: list[Candidate], rivals: list[Candidate], target: Passages, source: Passages
) -> Judgement:
    """The judgement by the source's figures with this value and the rivals, both sorted by similarity."""
    counts = score_as_two_counts(figure, source.article) if figure.kind is Kind.SCORE else None
    if counts is not None:
        return Judgement(figure, Standing.STATED, counts)
    agreeing, of_other_unit = list[Candidate](), list[Candidate]()
    elided_unit = _elided_unit(figure, target.article)
    for candidate in candidates:
        (
            agreeing
            if candidate.unit_agrees
            and (is_comparable(figure, candidate) or candidate.source_figure.unit == elided_unit)
            else of_other_unit
        ).append(candidate)
    supporting = [candidate for candidate in agreeing if candidate.bound_agrees]
    has_missing_end = supporting and figure.is_range and range_end_missing(figure, source.article)
    if has_missing_end or (figure.kind is Kind.SCORE and sides_never_in_one_sentence(figure, source.article)):
        return _judge_by_derivation(figure, target, source) or Judgement(figure, Standing.UNSTATED)
    rival = _best_rival(figure, rivals, target.article, source.article)
    if supporting:
        of_other_unit = [
            candidate
            for candidate in of_other_unit
            if candidate.exact and could_replace_unit(figure, candidate.source_figure)
        ]
        if (
            not supporting[0].exact
            and of_other_unit
            and of_other_unit[0].similarity > supporting[0].similarity + SIMILARITY_MARGIN
        ):
            return Judgement(figure, Standing.OTHER_UNIT, of_other_unit[0].source_figure)
        return _judge_agreeing(figure, supporting, agreeing, rival, rivals, target, source)
    if agreeing:
        return Judgement(figure, Standing.OTHER_BOUND, agreeing[0].source_figure, sure=True)
    of_wrong_unit = [
        candidate for candidate in candidates if candidate.exact and could_replace_unit(figure, candidate.source_figure)
    ]
    if of_wrong_unit and of_wrong_unit[0].similarity >= CLOSE_SIMILARITY:
        return Judgement(figure, Standing.OTHER_UNIT, of_wrong_unit[0].source_figure, sure=True)
    same_words = same_number_and_word(figure, target.article, source.article)
    if same_words is not None:
        return Judgement(figure, Standing.STATED, same_words)
    derived = _judge_by_derivation(figure, target, source)
    is_likely = (
        rival is not None
        and rival.similarity >= MIN_RIVAL_SIMILARITY
        and (not candidates or rival.similarity > candidates[0].similarity)
    )
    if derived is not None and derived.standing is Standing.DERIVED:
        return derived
    printed = number_inside_figure(figure, target.article, source.article)
    if printed is not None and (derived is None or printed.kind is Kind.SCORE):  # "34 votes to 19" for 34-19
        return Judgement(figure, Standing.STATED, printed)
    if derived is not None and not (is_likely and _rival_counts_same(figure, rival)):
        return derived
    if printed is not None:
        return Judgement(figure, Standing.STATED, printed)
    if figure.kind in COUNTS and any(figure.value == moment.year for moment in source.article.moments):
        return Judgement(figure, Standing.SKIPPED, detail="a year")
    if of_wrong_unit:
        return Judgement(figure, Standing.OTHER_UNIT, of_wrong_unit[0].source_figure)
    if rival is not None and is_likely:
        return Judgement(
            figure, Standing.OTHER_VALUE, rival.source_figure, sure=rival.similarity >= SURE_RIVAL_SIMILARITY
        )
    if candidates and candidates[0].exact:
        return _judge_other_entity(figure, candidates[0], target.article, source.article)
    if _may_end_at_publication(figure, source.article):
        return Judgement(figure, Standing.SKIPPED, detail="needs the publication date")
    return Judgement(figure, Standing.UNSTATED)


def _rival_counts_same(figure: Figure, rival: Candidate | None) -> bool:
    """Whether the rival counts the same entity, so that it outweighs a derivation that may be a coincidence."""
    return rival is not None and rival.entity_agreement > 0 and figure.kind in COUNTS


MIN_DERIVATION_SIMILARITY = 0.1
"""Least similarity of a derivation's passage at which it is more than a coincidence of numbers."""


def _judge_by_derivation(figure: Figure, target: Passages, source: Passages) -> Judgement | None:
    """DERIVED if the figure follows from a similar passage, SKIPPED if that may be a coincidence, else None."""
    uncertain: Derivation | None = None
    for derivation in derivations(figure, target.article, source.article):
        if not derivation.weak and _has_similar_passage(figure, derivation, target, source):
            return Judgement(figure, Standing.DERIVED, derivation=derivation)
        uncertain = uncertain or (derivation if derivation.rare else None)
    if uncertain is None:
        return None
    reason = f"may follow from the article ({uncertain.arithmetic}), or be there by chance"
    return Judgement(figure, Standing.SKIPPED, detail=reason)


def _has_similar_passage(figure: Figure, derivation: Derivation, target: Passages, source: Passages) -> bool:
    places = [passage_index.locate(source.article, span) for span in derivation.spans]
    return (
        max(passage_index.context_similarity(target, figure, source, places), default=0.0) >= MIN_DERIVATION_SIMILARITY
    )


PRESENT_YEARS = range(1995, 2045)
"""Years in which an article without a publication date may have been written."""


def _may_end_at_publication(figure: Figure, source: Article) -> bool:
    """Whether a duration may run from a stated year to an unknown publication date.

    "Not seen for over four decades", where the article says "last seen in 1981".
    """
    years_per_unit = YEARS_IN_UNIT.get(figure.unit or "")
    if (
        source.published is not None
        or figure.kind is not Kind.DURATION
        or years_per_unit is None
        or figure.value is None
    ):
        return False
    stated = [moment.year for moment in source.moments if moment.year is not None]
    return figure.hedge is not Hedge.NONE and any(
        year + round(figure.value * years_per_unit) in PRESENT_YEARS for year in stated
    )


def _judge_other_entity(figure: Figure, candidate: Candidate, target: Article, source: Article) -> Judgement:
    """The judgement of a value that the source has for another entity.

    OTHER_THING if the target may have copied it from there, ELSEWHERE if that may be a coincidence.
    """
    source_figure, value = candidate.source_figure, figure.value or 0
    is_conclusive = figure.kind in (Kind.SCORE, Kind.RATIO, Kind.ORDINAL) or value <= MAX_COMMON_VALUE
    has_noun_or_unit = source_figure.noun is not None or source_figure.unit is not None
    if figure.kind in COUNTS and source_figure.kind is Kind.ORDINAL:
        is_conclusive = False  # "the third fatal accident" may be the last of "three deadly crashes"
    elif figure.kind is Kind.DURATION:
        # If the source has no duration in this unit, a few weeks are more likely the writer's knowledge than a slip.
        is_conclusive = value > MAX_CHANCE_VALUE or any(
            unit_with_rate(other) == figure.unit for other in source.figures
        )
    neighbours = passage_index.neighbouring_figures(figure, target)
    may_be_copied = (
        value > MAX_CHANCE_VALUE
        and has_noun_or_unit
        and figure.kind is not Kind.AGE
        and not _is_stated_by_neighbour(source_figure, neighbours)
    )
    is_chance = candidate.similarity < RETOLD_SIMILARITY and not is_conclusive and not may_be_copied
    return Judgement(figure, Standing.ELSEWHERE if is_chance else Standing.OTHER_THING, source_figure)


def _rival_fits_better(rival: Candidate, best: Candidate) -> bool:
    """Whether the rival's passage is so much more similar to the target's than the best one's that it may be meant."""
    margin = SAME_SENTENCE_MARGIN if abs(rival.source_figure.sentence - best.source_figure.sentence) <= 1 else 0
    if rival.similarity >= MIN_RIVAL_SIMILARITY and rival.similarity > best.similarity + SIMILARITY_MARGIN + margin:
        return True
    # A lower similarity suffices for a figure with a unit: bare counts are too easily rivals of one another.
    return (
        not margin
        and rival.source_figure.unit is not None
        and rival.similarity > max(best.similarity, 0) * WEAK_RIVAL_RATIO
    )


def _rival_is_bare_number(figure: Figure, rival: Candidate, best: Candidate) -> bool:
    """Whether the rival is a bare number, while the best figure has the value and may count the same entity."""
    has_entity = figure.kind is Kind.COUNT and figure.noun is not None and best.exact and best.entity_agreement >= 0
    return (
        has_entity
        and rival.entity_agreement == 0
        and rival.source_figure.noun is None
        and rival.source_figure.predicate is None
    )


def _followed_by_same_words(
    figure: Figure, best: Candidate, rival: Candidate, target: Article, source: Article
) -> bool:
    """Whether the words after the noun are also those of the best figure, and not of the rival: "hospitalized"."""
    if not best.exact or best.entity_agreement <= 0:
        return False
    target_words = _words_after_noun(figure, target, TARGET_WORDS_AFTER)
    source_words, rival_words = (
        _words_after_noun(best.source_figure, source, SOURCE_WORDS_AFTER),
        _words_after_noun(rival.source_figure, source, SOURCE_WORDS_AFTER),
    )
    return bool(target_words & source_words) and not target_words & rival_words


TARGET_WORDS_AFTER, SOURCE_WORDS_AFTER = 2, 4
"""Words after a count and its noun that are compared: more of the source, which has auxiliaries as well."""


def _words_after_noun(figure: Figure, article: Article, max_words: int) -> frozenset[str]:
    if figure.noun is None:
        return frozenset()
    start, end = figure.noun.span.end, article.sentences[figure.sentence].span.end
    words = passage_index.WORD.findall(article.text, start, min(end, start + 15 * max_words))[:max_words]
    return frozenset(passage_index.stem(word.lower()) for word in words if word.lower() not in passage_index.STOP_WORDS)


def _is_used_in_derivation(figure: Figure, best: Candidate, target: Article, source: Article) -> bool:
    """Whether another figure of the target's sentence is derived from the best one: the 0.2 points by which it fell."""
    return best.exact and any(
        best.source_figure.span in derivation.spans and not derivation.weak
        for neighbour in passage_index.neighbouring_figures(figure, target)
        for derivation in derivations(neighbour, target, source)
    )


def _has_same_neighbour(figure: Figure, supporting: list[Candidate], target: Article, source: Article) -> bool:
    """Whether target and source have the same figure next to this one: "the 500 and 1,000 rupee notes"."""
    neighbours = [
        neighbour
        for neighbour in passage_index.neighbouring_figures(figure, target)
        if same_quantity_type(neighbour, figure) and _is_distinctive(neighbour)
    ]
    neighbour_lists = (
        passage_index.neighbouring_figures(candidate.source_figure, source)
        for candidate in supporting
        if candidate.exact
    )
    return _is_distinctive(figure) and any(
        neighbour.value == source_neighbour.value and same_quantity_type(neighbour, source_neighbour)
        for source_neighbours in neighbour_lists
        for source_neighbour in source_neighbours
        for neighbour in neighbours
    )


def _is_distinctive(figure: Figure) -> bool:
    return (figure.value or 0) > MAX_CHANCE_VALUE


def _judge_agreeing(
    figure: Figure,
    supporting: list[Candidate],
    agreeing: list[Candidate],
    rival: Candidate | None,
    rivals: list[Candidate],
    target: Passages,
    source: Passages,
) -> Judgement:
    """The judgement of a figure whose value, unit and bound the source has, by entity, person, event and name.

    `supporting` are the source's figures with this value, unit and bound; of `agreeing` the bound may differ.
    """
    best = supporting[0]
    if agreeing[0] is not best and agreeing[0].exact and agreeing[0].similarity > best.similarity + SIMILARITY_MARGIN:
        return Judgement(figure, Standing.OTHER_BOUND, agreeing[0].source_figure)
    meant_rival = rival if rival is not None and _is_rival_meant(figure, rival, supporting, target, source) else None
    if meant_rival is not None or (best.entity_agreement < 0 and best.similarity < UNRELATED_SIMILARITY):
        derived = _judge_by_derivation(figure, target, source)
        if derived is not None and not (
            derived.standing is Standing.SKIPPED and _rival_counts_same(figure, meant_rival)
        ):
            if meant_rival is not None and best.exact and _is_distinctive(figure):
                return _judge_series(figure, supporting, target.article, source.article) or _skipped_with_context(
                    figure, best, source.article
                )
            return replace(derived, source_figure=best.source_figure)
    if meant_rival is None and best.entity_agreement < 0:
        derived = _judge_by_derivation(figure, target, source)
        if derived is not None and derived.standing is Standing.DERIVED:
            return derived
    if meant_rival is not None:
        return Judgement(figure, Standing.OTHER_VALUE, meant_rival.source_figure)
    return (
        _judge_context(figure, supporting, target, source)
        or _judge_exchange(figure, supporting, target, source)
        or _judge_attribution(figure, supporting, rivals, target, source)
        or _judge_series(figure, supporting, target.article, source.article)
        or _judge_doubts(figure, supporting, target.article, source.article)
    )


def _is_rival_meant(
    figure: Figure, rival: Candidate, supporting: list[Candidate], target: Passages, source: Passages
) -> bool:
    """Whether the rival is meant rather than the source's figure with the same value, by the words around them."""
    best = supporting[0]
    compound = target.article.text[figure.span.end : figure.span.end + 1] == "-"  # "won the three-point contest"
    return (
        _rival_fits_better(rival, best)
        and not _rival_is_bare_number(figure, rival, best)
        and not (compound and same_number_and_word(figure, target.article, source.article) is not None)
        and not _followed_by_same_words(figure, best, rival, target.article, source.article)
        and not ends_share_sentence(figure, source.article)
        and not _is_used_in_derivation(figure, best, target.article, source.article)
        and not _has_same_neighbour(figure, supporting, target.article, source.article)
    )


def _skipped_with_context(figure: Figure, best: Candidate, source: Article) -> Judgement:
    """The judgement of a value that may be of something else in the source: neither ticked nor questioned."""
    detail = f'the article has "{in_context(best.source_figure, source)}"'
    return Judgement(figure, Standing.SKIPPED, best.source_figure, detail=detail)


def _judge_context(figure: Figure, supporting: list[Candidate], target: Passages, source: Passages) -> Judgement | None:
    """The judgement of a figure that the source states for another period, person, thing or event; else None."""
    best = supporting[0]
    period = conflicting_period(figure, best, target.article, source.article)
    if period and not any(
        period_of(candidate.source_figure, source.article) == period_of(figure, target.article)
        for candidate in supporting
    ):
        return Judgement(figure, Standing.OTHER_PERIOD, best.source_figure, detail=period)
    if figure.kind is Kind.AGE:
        person = conflicting_person(figure, supporting, target.article, source.article)
        if person:
            return Judgement(figure, Standing.OTHER_PERSON, best.source_figure, detail=person)
    are_of_other_entities = all(candidate.entity_agreement < 0 for candidate in supporting)
    if are_of_other_entities and best.similarity < DOUBTFUL_SIMILARITY and best.exact:
        judged = _judge_other_entity(figure, best, target.article, source.article)
        return judged if best.similarity < UNRELATED_SIMILARITY else replace(judged, standing=Standing.ELSEWHERE)
    if figure.kind is Kind.SCORE and sides_conflict(figure, supporting, target.article, source.article):
        return Judgement(figure, Standing.OTHER_THING, best.source_figure)
    event = conflicting_event(figure, supporting, target, source) or event_of_unknown_participle(
        figure, supporting, target, source
    )
    if event:
        return Judgement(figure, Standing.OTHER_EVENT, best.source_figure, detail=event)
    return Judgement(figure, Standing.UNSTATED) if deaths_unmentioned(figure, target, source) else None


def _judge_exchange(
    figure: Figure, supporting: list[Candidate], target: Passages, source: Passages
) -> Judgement | None:
    """The judgement of a figure that the source states for another name, or for several together; else None."""
    exchange = find_exchange(
        figure, [candidate.source_figure for candidate in supporting], target.article, source.article
    )
    if exchange is not None:
        return Judgement(figure, Standing.OTHER_NAME, exchange.source_figure, named_figure=exchange.named_figure)
    exact = [candidate.source_figure for candidate in supporting if candidate.exact]
    holder = name_given_joint_figure(figure, exact, target.article, source.article)
    return Judgement(figure, Standing.COMBINED, supporting[0].source_figure, detail=holder) if holder else None


def _judge_attribution(
    figure: Figure, supporting: list[Candidate], rivals: list[Candidate], target: Passages, source: Passages
) -> Judgement | None:
    """The judgement of a figure that the source states only for other names, places or times; else None."""
    if len(supporting) > MAX_AGREEING:
        return None
    found, similarity = supporting[0].source_figure, supporting[0].similarity
    named_rival = next(
        (
            rival.source_figure
            for rival in rivals[:MAX_AGREEING]
            if rival.similarity >= max(MIN_RIVAL_SIMILARITY, similarity - SIMILARITY_MARGIN)
            and shares_name_or_place(figure, rival.source_figure, target.article, source.article)
        ),
        None,
    )
    standing = Standing.OTHER_VALUE
    for candidate in supporting:
        comparison = figure, candidate.source_figure, target.article, source.article
        if has_other_name(*comparison) or (named_rival is not None and has_other_place(*comparison)):
            standing = Standing.OTHER_NAME
        elif not _has_other_time(figure, candidate, rivals, target.article, source.article):
            return None
    derived = _judge_by_derivation(figure, target, source)
    if derived is not None and derived.standing is Standing.DERIVED:
        return derived
    if named_rival is None:
        return Judgement(
            figure, Standing.SKIPPED, found, detail=f'the article has "{in_context(found, source.article)}"'
        )
    if standing is Standing.OTHER_VALUE:
        return Judgement(figure, standing, named_rival)
    return Judgement(figure, standing, found, named_figure=named_rival)


def _judge_series(figure: Figure, supporting: list[Candidate], target: Article, source: Article) -> Judgement | None:
    """The judgement of a figure that has the words of another one of its series in the target; else None."""
    is_small = figure.kind in COUNTS and (figure.value or 0) <= MAX_CHANCE_VALUE
    same_entity = [candidate for candidate in supporting if candidate.entity_agreement >= 0] or supporting[:1]
    same_entity = [candidate for candidate in same_entity if candidate.exact]
    if is_small and not any(candidate.entity_agreement > 0 for candidate in same_entity):
        return None  # such numbers are in an article by chance
    mismatch = find_series_mismatch(figure, [candidate.source_figure for candidate in same_entity], target, source)
    if mismatch is None:
        return None
    return Judgement(figure, Standing.OTHER_NAME, mismatch.source_figure, named_figure=mismatch.other)


def _has_other_time(
    figure: Figure, candidate: Candidate, rivals: list[Candidate], target: Article, source: Article
) -> bool:
    """Whether the source states the value for another time than the target.

    That is a year or month other than the target's, if the source has the latter elsewhere; or a past year that the
    target does not mention, if a passage more similar to the target's has another value.
    """
    target_time, source_time = time_of(figure, target), time_of(candidate.source_figure, source)
    if target_time is not None and source_time is not None and are_different_times(target_time, source_time):
        # A date that the source does not have may be the one that is wrong.
        return any(
            (known.timex, known.words.lower()) == (target_time.timex, target_time.words.lower())
            for known in source.moments
        )
    year = past_year(source_time, source)
    if year is None or not candidate.exact or _years_in_sentence(figure, target):
        return False
    return any(
        rival.similarity > candidate.similarity - (SAME_SENTENCE_MARGIN if _precedes(rival, candidate) else 0)
        and year not in _years_in_sentence(rival.source_figure, source)
        for rival in rivals[:MAX_AGREEING]
    )


def _precedes(first: Candidate, second: Candidate) -> bool:
    return first.source_figure.sentence < second.source_figure.sentence


def _judge_doubts(figure: Figure, supporting: list[Candidate], target: Article, source: Article) -> Judgement:
    """The judgement of a figure that nothing contradicts: stated by the first candidate that may be ticked."""
    doubt = ""
    for candidate in supporting:
        reason = doubt_about(figure, candidate, target, source)
        if not reason:
            printed = with_other_end(figure, candidate.source_figure, source)
            is_stated = candidate.exact or printed is not candidate.source_figure
            return Judgement(figure, Standing.STATED if is_stated else Standing.ROUNDED, printed)
        doubt = doubt or reason
    return Judgement(figure, Standing.SKIPPED, supporting[0].source_figure, detail=doubt)

"""Judges pairs of statements: which state one fact, and which state one fact with what looks like a slip."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations

from checks.model import Moment, Zone
from checks.passage_index import stem
from checks.pattern import pattern
from checks.relations import odds
from checks.relations.equations import nominal_value
from checks.relations.frames import Frame, Frames, Value
from checks.relations.reading_odds import reading_of
from checks.relations.restatement import Pair, agree_closely, are_ages_of_one_person
from checks.relations.slip_evidence import looks_like_slip
from checks.relations.verdicts import (
    MIN_NOTE,
    MIN_TICK,
    MIN_WARNING,
    Key,
    ProposalWeights,
    Verdict,
    model_name,
    with_reading,
    with_weight,
)
from checks.word_set import word_set

SECOND_PART_OF_COMPOUND = pattern(r"-([A-Za-z]+)")
PEOPLE_IN_COMPOUNDS = word_set("strong person man woman member")
LIMIT_PREPOSITIONS = word_set("before by until till")
MIN_MODEL_LOG_ODDS_SIDE_BY_SIDE = 0.0  # from which two figures in the same or neighbouring sentences are one fact
ONE_PERSON = 0.95
"""Least probability of a slip for two different ages of one full name. Set by hand, as the learned table has seen too
few: in 16,925 articles no two such ages were both right."""


def restatement_verdicts(frames: Frames, pairs: Iterable[Pair], proposal_weights: ProposalWeights) -> list[Verdict]:
    """The pairs that are likely one fact, or one fact with a slip; the likeliest first.

    `proposal_weights` has who proposes a pair, and how much that adds to its log-odds.
    """
    found: list[Verdict] = []
    stated: dict[tuple[str, str, Value], list[Frame]] = defaultdict(list)
    for frame in frames.frames:
        stated[frame.kind, frame.unit, frame.value].append(frame)
    for pair in pairs:
        if pair.equal and not agree_closely(pair.first, pair.second):
            continue
        if not pair.equal and (
            _are_contrasted(frames, pair, stated)
            or _describe_different_things(frames, pair)
            or _headline_counts_another_passage(frames, pair.first, pair.second, stated)
        ):
            continue
        members = (pair.first, pair.second)
        model_log_odds = reading_of(frames.article.tie_reading, "same", members)
        if model_log_odds is None and pair.evidence and not looks_like_slip(pair.evidence):
            continue
        if pair.equal:
            probability, least = odds.probability("same tie", pair.features), MIN_TICK["same"]
        else:
            probability = odds.probability("same slip", (*pair.features, *pair.evidence))
            least = MIN_NOTE["same"]
        by_model = ""
        if model_log_odds is not None:
            by_model = model_name(frames) if probability < least else ""
            probability = with_reading("tie" if pair.equal else "slip", "same", members, probability, model_log_odds)
        if not pair.equal and are_ages_of_one_person(frames, pair.first, pair.second):
            probability, least = max(probability, ONE_PERSON), MIN_WARNING["same"]
        key = Key("same", frozenset((pair.first.index, pair.second.index)))
        reader, weight = proposal_weights.get(key, ("", 0.0))
        probability = with_weight(probability, weight)
        side_by_side = abs(pair.first.paragraph - pair.second.paragraph) < 2
        if not pair.equal and side_by_side:
            least = MIN_WARNING["same"]  # contrasts are next to each other, repeated facts further apart
        if probability >= least:
            found.append(Verdict("same", members, pair.equal, probability, reader or by_model))
    found.sort(key=lambda verdict: -verdict.probability)
    return found


def _are_contrasted(frames: Frames, pair: Pair, stated: Mapping[tuple[str, str, Value], Sequence[Frame]]) -> bool:
    """Whether the value of one statement is stated again next to the other, so that they are two facts.

    As in "ex-dividend on 4 May. It is to be paid on 19 May". Not if a model considers the two neighbours one fact.
    """
    reading = frames.article.tie_reading
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        if one.kind == "year" and _is_year_of_a_date(frames, one, other):
            return True
        for again in stated[one.kind, one.unit, one.value]:
            if again.sentence == one.sentence or again.noun != one.noun or again.paragraph != other.paragraph:
                continue
            if abs(again.sentence - other.sentence) <= 1:
                side_by_side = sorted((again, other), key=lambda frame: frame.index)
                model_log_odds = reading_of(reading, "same", side_by_side)
                if model_log_odds is None or model_log_odds < MIN_MODEL_LOG_ODDS_SIDE_BY_SIDE:
                    return True
    return False


def _is_year_of_a_date(frames: Frames, year: Frame, other: Frame) -> bool:
    """Whether a fuller date near the other statement has the year: a headline's 2029 is "March 2029", not 2023."""
    nearby = frames.window(other.sentence - 1, other.sentence + 1)
    dates = (frame.statement for frame in nearby if frame.kind != "year" and frame.paragraph == other.paragraph)
    return any(isinstance(date, Moment) and (date.year,) == year.value for date in dates)


def _headline_counts_another_passage(
    frames: Frames, headline: Frame, below: Frame, stated: Mapping[tuple[str, str, Value], Sequence[Frame]]
) -> bool:
    """Whether a headline's count or duration is that of another passage than the one with `below`.

    The story then states its value elsewhere, in words that have more in common with the headline's, or as the sum or
    difference of two of its figures.
    """
    if headline.kind not in ("count", "duration") or headline.zone is not Zone.HEADLINE or below.zone is Zone.HEADLINE:
        return False
    shared = frames.weight(below.clause & headline.narrow)
    for again in stated[headline.kind, headline.unit, headline.value]:
        if again.zone is not Zone.HEADLINE and frames.weight(again.clause & headline.narrow) > shared:
            return True
    if headline.kind == "duration" and headline.unit == "year":
        years = {frame.statement.year for frame in frames.frames if isinstance(frame.statement, Moment)}
        return any(nominal_value(headline) == abs(one - other) for one, other in combinations(filter(None, years), 2))
    if headline.noun == below.noun:
        return False
    kind = "percent" if headline.noun == "point" else headline.kind
    row = [frame for frame in frames.window(below.sentence - 1, below.sentence) if frame.kind == kind]
    row = [frame for frame in row if frame.zone is not Zone.HEADLINE and isinstance(frame.value, Fraction)]
    pairs = [(nominal_value(one), nominal_value(other)) for one, other in combinations(row, 2)]
    return any(nominal_value(headline) in (one + other, abs(one - other)) for one, other in pairs)


def _describe_different_things(frames: Frames, pair: Pair) -> bool:
    """Whether the words say that two statements are about different things.

    Of two counts only one is part of a compound that names a kind of thing, "a four-way race", or a rate, "five buses
    an hour"; a date is a limit, "before Christmas"; or one of two durations had passed when something happened, "31
    hours into their ordeal".
    """
    if pair.first.kind in ("date", "weekday"):
        return any(not LIMIT_PREPOSITIONS.isdisjoint(frame.before[-1:]) for frame in (pair.first, pair.second))
    if pair.first.kind == "duration":
        return (pair.first.after[:1] == ("into",)) != (pair.second.after[:1] == ("into",))
    if pair.first.kind != "count":
        return False
    if _is_rate(pair.first) != _is_rate(pair.second):
        return True
    compounds = [SECOND_PART_OF_COMPOUND.match(frames.article.text, frame.end) for frame in (pair.first, pair.second)]
    words = [found[1].lower() if found else "" for found in compounds]
    others = (pair.second, pair.first)
    return words[0] != words[1] and any(
        word and word not in PEOPLE_IN_COMPOUNDS and stem(word) != stem(other.noun)
        for word, other in zip(words, others, strict=True)
    )


def _is_rate(frame: Frame) -> bool:
    """Whether a count is a rate, as in "five buses an hour"."""
    return frame.figure is not None and bool(frame.figure.per)

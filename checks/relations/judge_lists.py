"""Judges counted lists: which numbers agree with the items that they count, and which are questioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from checks.model import Span, TieReading
from checks.relations import odds
from checks.relations.counted_lists import CountedList
from checks.relations.equations import nominal_value
from checks.relations.frames import Value
from checks.relations.reading_odds import Question
from checks.relations.verdicts import MIN_NOTE, MIN_TICK, ListVerdict, with_reading

MIN_DOUBLE = 0.75
"""Probability from which a list is ticked that agrees with its count only if an item is taken for two, or two for one:
"a duo or group"."""
MIN_EXPLANATION = 0.3  # probability from which a list that agrees with a count explains both, so that neither is asked
LIKELIER_LIST = 1.0  # in log-odds of a model: by how much likelier a number beside a list has to be than one elsewhere


def list_verdicts(candidates: Iterable[CountedList], reading: TieReading | None) -> list[ListVerdict]:
    """The lists that agree with their counts and those that are questioned, the likeliest first.

    Each number has one list, and each list one agreeing number in a sentence.
    """
    judged = sorted(_likely_lists(list(candidates), reading), key=lambda verdict: -verdict.probability)
    explained = [verdict.candidate.enumeration.span for verdict in judged if verdict.candidate.agrees]
    kept: list[ListVerdict] = []
    settled: set[int] = set()
    counted: set[tuple[Span, int]] = set()  # lists, with the sentence of a count that they agree with
    for verdict in judged:
        candidate = verdict.candidate
        if candidate.frame.index in settled:
            continue
        if not candidate.agrees and any(candidate.enumeration.span.overlaps(span) for span in explained):
            continue  # "three of the four top markets: Japan, Korea and Spain"
        if candidate.agrees:
            place = (candidate.enumeration.span, candidate.frame.sentence)
            if place in counted:
                continue  # "three men, aged 65, 38 and 18, and three women": one list has one count beside it
            counted.add(place)
        settled.add(candidate.frame.index)
        is_plain = candidate.frame.value == candidate.enumeration.count and not candidate.enumeration.is_partial
        if not candidate.agrees or verdict.probability >= (MIN_TICK["list"] if is_plain else MIN_DOUBLE):
            kept.append(verdict)
    return kept


def _likely_lists(candidates: Sequence[CountedList], reading: TieReading | None) -> list[ListVerdict]:
    """The candidates that are likely enough to explain their count, if they agree with it, or else to be noted."""
    found: list[ListVerdict] = []
    of_others = _with_likelier_count(candidates, reading) if reading else ()
    for index, candidate in enumerate(candidates):
        if candidate.agrees and index in of_others:
            continue
        if candidate.is_open and not candidate.agrees and candidate.enumeration.count < nominal_value(candidate.frame):
            continue  # "six entities including Ash and Elm": there are more
        features = (*candidate.features, *candidate.evidence)
        probability = odds.probability("list tie" if candidate.agrees else "list slip", features)
        least = MIN_EXPLANATION if candidate.agrees else MIN_NOTE["list"]
        model_log_odds = _model_log_odds(candidate, reading) if reading else None
        by_model = ""
        if model_log_odds is not None and reading is not None:
            by_model = reading.reader if probability < least else ""
            members = candidate.frame, candidate.enumeration.span
            question: Question = "tie" if candidate.agrees else "slip"
            probability = with_reading(question, "list", members, probability, model_log_odds)
        if probability >= least:
            found.append(ListVerdict(candidate, probability, by_model))
    return found


def _with_likelier_count(candidates: Sequence[CountedList], reading: TieReading) -> set[int]:
    """Indices of the candidates of which the list more likely is another number's, in its own sentence.

    As in "four men ... at Ash, Elm and Oak, two places".
    """
    beside: dict[Span, list[tuple[Value, float]]] = defaultdict(list)  # of a list, the numbers of its sentence
    elsewhere: list[tuple[int, CountedList, float]] = []
    for index, candidate in enumerate(candidates):
        log_odds = _model_log_odds(candidate, reading)
        if log_odds is None:
            continue
        if candidate.frame.sentence == candidate.enumeration.sentence:
            beside[candidate.enumeration.span].append((candidate.frame.value, log_odds))
        else:
            elsewhere.append((index, candidate, log_odds))
    return {
        index
        for index, candidate, log_odds in elsewhere
        if any(
            value != candidate.frame.value and other > log_odds + LIKELIER_LIST
            for value, other in beside[candidate.enumeration.span]
        )
    }


def _model_log_odds(candidate: CountedList, reading: TieReading) -> float | None:
    """The log-odds of a model, which does not see the values, that a number counts a list."""
    return reading.log_odds.get(("list", (candidate.frame.statement.span, candidate.enumeration.span)))

"""Judges counted lists: which counts agree with their lists, and which are questioned."""

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

MIN_TICK_OTHER_READING = 0.75
"""Probability from which a list is ticked if it agrees with its count only in another than the plain reading, with an
item read as two or two as one: "a duo or group"."""
MIN_EXPLANATION = 0.3  # probability from which a list that agrees explains its count, so that neither is questioned
MUCH_LIKELIER_LIST = (
    1.0  # in a model's log-odds: how much likelier a count in the list's sentence has to be than another
)


def list_verdicts(candidates: Iterable[CountedList], reading: TieReading | None) -> list[ListVerdict]:
    """The lists that agree with their counts and those that are questioned, the likeliest first.

    Each count has one list, and each list has one agreeing count in a sentence.
    """
    judged = sorted(_likely_lists(list(candidates), reading), key=lambda verdict: -verdict.probability)
    explained = [verdict.candidate.enumeration.span for verdict in judged if verdict.candidate.agrees]
    kept: list[ListVerdict] = []
    settled: set[int] = set()
    counted: set[tuple[Span, int]] = set()  # a list, and the sentence of a count that agrees with it
    for verdict in judged:
        candidate = verdict.candidate
        if candidate.frame.index in settled:
            continue
        if not candidate.agrees and any(candidate.enumeration.span.overlaps(span) for span in explained):
            continue  # "three of the four top markets: Japan, Korea and Spain"
        if candidate.agrees:
            list_and_sentence = (candidate.enumeration.span, candidate.frame.sentence)
            if list_and_sentence in counted:
                continue  # "three men, aged 65, 38 and 18, and three women": a list has one count in a sentence
            counted.add(list_and_sentence)
        settled.add(candidate.frame.index)
        is_plain = candidate.frame.value == candidate.enumeration.count and not candidate.enumeration.is_partial
        if not candidate.agrees or verdict.probability >= (MIN_TICK["list"] if is_plain else MIN_TICK_OTHER_READING):
            kept.append(verdict)
    return kept


def _likely_lists(candidates: Sequence[CountedList], reading: TieReading | None) -> list[ListVerdict]:
    """The candidates that are likely enough: to explain their count if they agree with it, else to be noted."""
    found: list[ListVerdict] = []
    counted_by_others = _with_likelier_count(candidates, reading) if reading else ()
    for index, candidate in enumerate(candidates):
        if candidate.agrees and index in counted_by_others:
            continue
        if candidate.is_open and not candidate.agrees and candidate.enumeration.count < nominal_value(candidate.frame):
            continue  # "six entities including Ash and Elm": there are more
        features = (*candidate.features, *candidate.evidence)
        probability = odds.probability("list tie" if candidate.agrees else "list slip", features)
        least = MIN_EXPLANATION if candidate.agrees else MIN_NOTE["list"]
        model_log_odds = _model_log_odds(candidate, reading) if reading else None
        reader = ""
        if model_log_odds is not None and reading is not None:
            reader = reading.reader if probability < least else ""
            members = candidate.frame, candidate.enumeration.span
            question: Question = "tie" if candidate.agrees else "slip"
            probability = with_reading(question, "list", members, probability, model_log_odds)
        if probability >= least:
            found.append(ListVerdict(candidate, probability, reader))
    return found


def _with_likelier_count(candidates: Sequence[CountedList], reading: TieReading) -> set[int]:
    """Indices of the candidates whose list more likely belongs to another count, in the sentence of the list.

    As in "four men ... at Ash, Elm and Oak, two places".
    """
    same_sentence: dict[Span, list[tuple[Value, float]]] = defaultdict(
        list
    )  # by list: counts in its sentence, log-odds
    elsewhere: list[tuple[int, CountedList, float]] = []
    for index, candidate in enumerate(candidates):
        log_odds = _model_log_odds(candidate, reading)
        if log_odds is None:
            continue
        if candidate.frame.sentence == candidate.enumeration.sentence:
            same_sentence[candidate.enumeration.span].append((candidate.frame.value, log_odds))
        else:
            elsewhere.append((index, candidate, log_odds))
    return {
        index
        for index, candidate, log_odds in elsewhere
        if any(
            value != candidate.frame.value and other_log_odds > log_odds + MUCH_LIKELIER_LIST
            for value, other_log_odds in same_sentence[candidate.enumeration.span]
        )
    }


def _model_log_odds(candidate: CountedList, reading: TieReading) -> float | None:
    """A model's log-odds that the candidate's number counts the list; the model does not see the values."""
    return reading.log_odds.get(("list", (candidate.frame.statement.span, candidate.enumeration.span)))

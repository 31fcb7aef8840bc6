"""Compares what figures belong to: the person of an age, the sides of a score, what happened to those counted."""

from __future__ import annotations

import re
from dataclasses import replace

from checks import names, outcome_events, passage_index, sameness
from checks.model import Article, Figure, Kind, Span
from checks.passage_index import Passages, stem
from checks.pattern import pattern
from checks.support.verdict import COUNTS, Candidate
from checks.word_set import word_set

CLOSE_SIMILARITY = 0.4
"""Similarity from which two passages are considered to be about the same."""
PERSON_NAME = pattern(r"(?:[A-Z][\w'’-]*\.? +){0,3}[A-Z][\w'’-]+")
NAME_BEFORE_AGE = pattern(rf"({PERSON_NAME.pattern})(?:,| \(|, aged?| is| was| turns| turned) ?$")
NAME_AFTER_AGE = pattern(rf" *,? *({PERSON_NAME.pattern})(?! [a-z]+s?\b (?:man|woman|boy|girl))")
WORDS_OF_AGE_GROUP = pattern(r"\)? ?-?(?:(?:and|or) (?:under|over|older|younger|above|below)|category|group)\b")
_NOT_NAMES = "he she they it the a an this that his her their its there who man woman boy girl"
NOT_NAMES = frozenset(_NOT_NAMES.split())
OF_THEM = pattern(r"(?: [a-z]+)? of (?:them|whom)\b")


def person_with_age(figure: Figure, article: Article) -> frozenset[str]:
    """The lower-case words of the name with this age ("Karl Haugh, 25", "25-year-old Karl Haugh"); empty if none."""
    sentence = article.sentences[figure.sentence].span
    if WORDS_OF_AGE_GROUP.match(article.text, figure.span.end):
        return frozenset()
    match = NAME_BEFORE_AGE.search(article.text, max(sentence.start, figure.span.start - 60), figure.span.start)
    if not match:
        match = NAME_AFTER_AGE.match(article.text, figure.span.end, sentence.end)
        # "The 14-year-old Mumbai boy" names no person.
        if match and re.match(r" [a-z]", article.text[match.end() : match.end() + 2]) and " " not in match.group(1):
            return frozenset()
    words = frozenset(match.group(1).lower().split()) if match else frozenset()
    return frozenset() if words & NOT_NAMES else words


YOUNG_PERSON_NOUNS = word_set("boy girl schoolboy schoolgirl child toddler baby infant teenager teen youngster pupil")
ADULT_NOUNS = word_set("man woman pensioner grandmother grandfather mother father")
MAX_YOUNG_AGE, MIN_ADULT_AGE = 19, 16
NOUN_AFTER_AGE = pattern(r"[\s-]*(?:old )?([a-z]+)")


def contradicts_age_noun(figure: Figure, source_figure: Figure, target: Article) -> bool:
    """Whether the noun of the target's age excludes the source's age: a "five-year-old boy" is not 36."""
    if figure.kind is not Kind.AGE or source_figure.value is None or source_figure.unit != "year":
        return False
    match = NOUN_AFTER_AGE.match(target.text, figure.span.end, figure.span.end + 30)
    word = match.group(1) if match else ""
    return (word in YOUNG_PERSON_NOUNS and source_figure.value > MAX_YOUNG_AGE) or (
        word in ADULT_NOUNS and source_figure.value < MIN_ADULT_AGE
    )


MAX_AGE = 120
CLAUSE_END = pattern(r"(?: years old)?(?:[.,;:!?)]| (?:and|but|while)\b|\s*$)")


def as_age(figure: Figure, target: Article, source: Article) -> Figure:
    """The figure as an age if it is a bare number next to a name, and an age in the source: "Hoyt is 34."."""
    if figure.kind is not Kind.NUMBER or figure.noun is not None or figure.value is None or figure.value > MAX_AGE:
        return figure
    if not CLAUSE_END.match(target.text, figure.span.end) or not person_with_age(figure, target):
        return figure
    ages = (other for other in source.figures if other.kind is Kind.AGE)
    is_age = any(other.value == figure.value for other in ages)
    return replace(figure, kind=Kind.AGE, unit="year") if is_age else figure


def _same_surname(name: frozenset[str], other_name: frozenset[str], source: Article) -> bool:
    """Whether these are two people of one surname, both named in the source: Emil and Petr Halloran."""
    only_first, only_second = name - other_name, other_name - name
    if not name & other_name or len(only_first) != 1 or len(only_second) != 1:
        return False
    return all(re.search(rf"\b{re.escape(word)}\b", source.text, re.IGNORECASE) for word in only_first | only_second)


def _follows_figure(name: str, figure: Figure, article: Article) -> bool:
    """Whether the sentence has the name only after the figure; before it, the age could be that person's."""
    sentence = article.sentences[figure.sentence].span
    regex = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    before = regex.search(article.text, sentence.start, figure.span.start)
    return before is None and regex.search(article.text, figure.span.end, sentence.end) is not None


def conflicting_person(figure: Figure, candidates: list[Candidate], target: Article, source: Article) -> str:
    """The name of the person who has this age in the source, if the target gives it to somebody else; else ""."""
    person = person_with_age(figure, target)
    sentence = target.sentences[figure.sentence].span
    around = target.text[max(sentence.start, figure.span.start - 40) : min(sentence.end, figure.span.end + 40)].lower()
    conflicting = ""
    for candidate in candidates:
        source_person = person_with_age(candidate.source_figure, source)
        if not source_person or (person & source_person and not _same_surname(person, source_person, source)):
            return ""
        if person:
            is_known = all(re.search(rf"\b{re.escape(name)}\b", source.text, re.IGNORECASE) for name in person)
            if not is_known:
                return ""
        elif any(name in around for name in source_person) or not any(
            _follows_figure(name, figure, target) for name in source_person
        ):
            return ""
        conflicting = conflicting or " ".join(sorted(source_person))
    return conflicting


def _different_people(figure: Figure, candidate: Candidate, target: Passages, source: Passages) -> bool:
    """Whether the two ages are those of people with different names."""
    person, source_person = (
        person_with_age(figure, target.article),
        person_with_age(candidate.source_figure, source.article),
    )
    return bool(person and source_person) and not person & source_person


VOTE_WORD = pattern(r"\bvot(?:e|es|ed|ing)\b")
VOTE_WORD_WINDOW = 24
"""Characters before a score that are searched for a word for voting."""


def sides_conflict(figure: Figure, candidates: list[Candidate], target: Article, source: Article) -> bool:
    """Whether each agreeing score of the source has two named sides, none of which the target's sentence names."""
    if not candidates or any(candidate.similarity >= CLOSE_SIMILARITY for candidate in candidates):
        return False
    if all(
        VOTE_WORD.search(text, max(0, item.span.start - VOTE_WORD_WINDOW), item.span.start)
        for text, item in ((target.text, figure), *((source.text, candidate.source_figure) for candidate in candidates))
    ):
        return False  # a vote has no sides with names
    # A side that the source never names ("the Argentine") may have another name there.
    sides = _name_words(target.text_of(target.sentences[figure.sentence].span)) & names.index_source(source).words
    sides = frozenset(word for word in sides if names.country_of(word) is None or names.is_country(word))
    for sentence in {candidate.source_figure.sentence for candidate in candidates} if sides else ():
        start = source.sentences[max(sentence - 1, 0)].span.start
        source_sides = _name_words(source.text[start : source.sentences[sentence].span.end])
        if len(source_sides) < 2 or sides & source_sides:
            return False
    return bool(sides)


def _name_words(text: str) -> frozenset[str]:
    return frozenset(word for name in names.find_names(text) for word in name.key)


def events_of(figure: Figure, article: Article) -> list[tuple[str, int]]:
    """The events near a figure with their distances in words: between the neighbouring counts, else in its sentence."""
    start, end = article.sentences[figure.sentence].span
    if OF_THEM.match(article.text, figure.span.end):
        counted_before = [
            neighbour
            for neighbour in passage_index.neighbouring_figures(figure, article)
            if neighbour.span < figure.span and neighbour.kind in COUNTS
        ]
        if counted_before:
            return events_of(counted_before[-1], article)  # "killed 34 people, nine of them children, and injured 270"
    for other in passage_index.neighbouring_figures(figure, article):
        if other.kind in COUNTS:
            if other.span.end <= figure.span.start:
                start = other.span.end
            elif other.span.start >= figure.span.end:
                end = min(end, other.span.start)
    events = outcome_events.events_near(article.text, Span(start, end), figure.span)
    return events or outcome_events.events_near(article.text, article.sentences[figure.sentence].span, figure.span)


def deaths_unmentioned(figure: Figure, target: Passages, source: Passages) -> bool:
    """Whether the target counts dead people and the source has no word of death."""
    if (
        figure.kind not in COUNTS
        or figure.noun is None
        or not sameness.is_person(sameness.noun_class(figure.noun.head))
    ):
        return False
    return "dead" not in source.weights and outcome_events.nearest_event(events_of(figure, target.article)) == "dead"


ADJACENT_DISTANCE = 1  # words from a count to an event that can only belong to that count
MIN_DISTANCE_GAP = 5
"""By how many words an event must be nearer than another to be the one that is meant."""


def conflicting_event(figure: Figure, candidates: list[Candidate], target: Passages, source: Passages) -> str:
    """What happened to those counted according to the source, if the target's event excludes it; "" otherwise."""
    low, high = figure.interval
    is_vague = figure.noun is None and low != high  # "hid millions and was jailed": no count of people
    is_whole = figure.value is not None and figure.value.denominator == 1  # a magnitude of 6.1 is no count of people
    if figure.kind not in (*COUNTS, Kind.AGE) or is_vague or not is_whole:
        return ""
    event = outcome_events.nearest_event(events_of(figure, target.article))
    conflicting = ""
    # Those freed were held or charged before, and the article may mention only that.
    for candidate in candidates if event not in ("", "freed") else ():
        if candidate.similarity < candidates[0].similarity - 0.4 or (
            figure.kind is Kind.AGE and _different_people(figure, candidate, target, source)
        ):
            continue
        source_events = [
            (source_event, distance)
            for source_event, distance in events_of(candidate.source_figure, source.article)
            if distance <= outcome_events.MAX_DISTANCE
        ]
        if not source_events:
            continue
        # Any event nearby may be that of this count, "killing at least 40 and injuring 250", unless one is next to it,
        # "shot and wounded two officers before he was found dead".
        nearest_distance = source_events[0][1]
        if nearest_distance <= ADJACENT_DISTANCE and figure.kind is not Kind.AGE:
            source_events = [item for item in source_events if item[1] <= ADJACENT_DISTANCE]
        if any(
            source_event == event and distance <= nearest_distance + MIN_DISTANCE_GAP
            for source_event, distance in source_events
        ):
            return ""
        if (
            figure.kind is Kind.AGE
        ):  # in "Wells, 28, was trying to arrest him" another is held; those who die may have been ill
            source_events = [item for item in source_events if item[0] not in ("held", "ill", "missing", "trapped")]
            if not source_events:
                return ""
        exclusive = [
            source_event
            for source_event, distance in source_events
            if outcome_events.are_exclusive(event, source_event) and distance <= nearest_distance + MIN_DISTANCE_GAP
        ]
        if not exclusive:
            return ""
        conflicting = conflicting or exclusive[0]
    return conflicting


PASSIVE_PARTICIPLE = pattern(
    r"\W+(?:(?:were|was|are|have been|had been|been|being)\W+)?([^\W\d_]+(?:ed|ought|aught|en))\b"
)


def event_of_unknown_participle(figure: Figure, candidates: list[Candidate], target: Passages, source: Passages) -> str:
    """The source's event for a count of people, if the source lacks the participle that the target has; else ""."""
    if figure.kind not in COUNTS or figure.noun is None or not sameness.is_person(sameness.counted_entity(figure).head):
        return ""
    participle = PASSIVE_PARTICIPLE.match(target.article.text, max(figure.span.end, figure.noun.span.end))
    if participle is None or events_of(figure, target.article) or stem(participle.group(1)) in source.weights:
        return ""
    events = [
        outcome_events.nearest_event(events_of(candidate.source_figure, source.article)[:1])
        for candidate in candidates
        if candidate.exact
    ]
    return events[0] if events and all(events) else ""

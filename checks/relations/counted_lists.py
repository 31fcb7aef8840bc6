"""Reads which stated numbers count an enumeration: things that the text names one by one before or after the number.

Candidates are a small count and an enumeration of its sentence or of one beside it. The number agrees if it is one of
the counts that the enumeration can be read as.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checks.budget import spend
from checks.model import Kind, Zone
from checks.pattern import pattern
from checks.relations.cue_classes import CUE_NAMES, nearness
from checks.relations.enumerations import Enumeration, enumerations_of
from checks.relations.equations import nominal_value
from checks.relations.frames import TOKEN, Frame, Frames
from checks.sameness import is_person, noun_class
from checks.word_set import word_set


def _flags_of_words(words: Sequence[str]) -> tuple[dict[str, tuple[float, ...]], tuple[float, ...]]:
    """For each word 1 in its place and else 0; and the zeros for any other word."""
    return {word: tuple(float(word == other) for other in words) for word in words}, (0.0,) * len(words)


MAX_COUNT = 20
MAX_COUNTS = 100  # of an article
MOST_MORE = 3  # times the stated number: if the numbers of the items make more, they count something else
ONE = pattern(r"an? ")
NAMED = pattern(r" (?:the )?[A-Z]")
CAPITAL = pattern(r"\b[A-Z]")
THE_OTHERS = pattern(r" (?:are|were|being|as) the others?\b")
FROM_A_PLACE = pattern(r"(?: [\w-]+)? \w+s from ")
SEPARATOR = frozenset(",;:()—–")  # between a number and an item that it does not count
MAX_LEAD = 100  # characters between a count and its list in which a word says that there are more
REACH = 2  # sentences from the count to the enumeration
BEFORE_ENUMERATION = (
    ":", "—", "–", "-", ",", "(", "are", "were", "is", "was", "include", "includes", "included", "including", "namely",
    "comprising", "of", "between", "both", "aged", "as", "in", "to", "from", "by", "",
)  # fmt: skip
AFTER_ENUMERATION = (".", ",", "—", "–", ")", ":", "")
BEFORE_FLAGS, NO_WORD_BEFORE = _flags_of_words(BEFORE_ENUMERATION)
AFTER_FLAGS, NO_WORD_AFTER = _flags_of_words(AFTER_ENUMERATION)
DEFINITE = word_set("the these those all both of his her its their other")
NAMED_BEFORE = word_set("them these those whom which")
NOT_NAMED = frozenset(map(noun_class, "point vote goal run mark time percent".split()))
"""What is counted and never named one by one: "its lead is five points"."""
OTHERS = word_set("other others more")
OPEN = word_set("including include includes such like example among other others")

FEATURES = (
    "count is two",
    "in words",
    "hedged",
    "headline",
    "quoted",
    "figure beside",
    "noun known",
    "noun plural",
    "count behind the list",
    "sentences apart",
    "same paragraph",
    "words between",
    "clause ends between",
    "other enumerations in the sentence",
    "list proper",
    "list of numbers",
    "longest item",
    "semicolons",
    "open",
    "noun in the list's sentence",
    "shared words",
    "definite",
    "rank of the list",
    *(f"list after {word or 'the start'}" for word in BEFORE_ENUMERATION),
    *(f"list before {word or 'the end'}" for word in AFTER_ENUMERATION),
    *(f"{name} before the count" for name in CUE_NAMES),
    *(f"{name} after the count" for name in CUE_NAMES),
)


@dataclass(frozen=True, slots=True, eq=False)
class CountedList:
    """A count and an enumeration that may be what it counts."""

    frame: Frame
    enumeration: Enumeration
    agrees: bool
    is_open: bool  # whether the words before the enumeration say that there are more: "including", "such as"
    features: tuple[float, ...]
    evidence: tuple[float, ...]
    """The number stated, the number listed, how far the nearest reading of the list is from the number stated, and how
    many readings the list has."""


def counted_lists_of(frames: Frames) -> Iterator[CountedList]:
    """All candidates of an article."""
    cache: dict[int, list[Enumeration]] = {}
    for frame in [frame for frame in frames.frames if _may_count(frame)][:MAX_COUNTS]:
        rank = 0
        for sentence in range(frame.sentence - 1, frame.sentence + REACH + 1):
            if not 0 <= sentence < len(frames.article.sentences):
                continue
            if sentence not in cache:
                cache[sentence] = enumerations_of(frames.article, sentence)
            for enumeration in cache[sentence]:
                if enumeration.span.start <= frame.start < enumeration.span.end:
                    continue
                if enumeration.span.end <= frame.start and (enumeration.is_partial or _is_of_others(frame)):
                    continue  # "at Ash, Elm, Oak and Yew, four places": a count behind its list has all of it
                if _may_be_an_item(frame, enumeration, frames.article.text):
                    continue
                if _counts_first_item(frame, enumeration, frames.article.text):
                    continue
                if _is_far_more(frame, enumeration) or _opens_with_count_of_others(frames, enumeration):
                    continue
                spend()
                yield _counted_list(frames, frame, enumeration, len(cache[sentence]), rank)
                rank += 1


def _may_count(frame: Frame) -> bool:
    if frame.kind != "count" or not isinstance(frame.value, Fraction) or frame.value.denominator != 1:
        return False
    figure = frame.figure
    if noun_class(frame.noun) in NOT_NAMED:
        return False
    return 2 <= frame.value <= MAX_COUNT and figure is not None and figure.kind in (Kind.COUNT, Kind.NUMBER)


def _is_of_others(frame: Frame) -> bool:
    """Whether it counts some of those that were named before, or others: "Two of them", "the five others"."""
    if not OTHERS.isdisjoint(frame.after[:2]):
        return True
    return len(frame.after) > 1 and frame.after[0] == "of" and frame.after[1] in NAMED_BEFORE


def _may_be_an_item(frame: Frame, enumeration: Enumeration, text: str) -> bool:
    """Whether the number may count one more of the things: "three watches, two rings and a necklace"."""
    is_counted = enumeration.quantified or ONE.match(text, enumeration.span.start) is not None
    is_apposed = enumeration.before == "," and frame.end <= enumeration.span.start
    if not (is_counted and is_apposed) or frame.sentence != enumeration.sentence:
        return False
    if frame.after[:1] == ("more",):
        return True  # "four more senators, a governor and five clerks"
    noun = frame.figure.noun if frame.figure else None
    named = text[frame.end : noun.span.end] if noun is not None else ""
    is_people = CAPITAL.search(named) is not None  # "four Filipinos, an Austrian and a Czech"
    return is_people or not is_person(noun_class(frame.noun))


def _counts_first_item(frame: Frame, enumeration: Enumeration, text: str) -> bool:
    """Whether the number belongs to the first item, as others do to the rest: "Nine chose Ash, six Elm and two Oak"."""
    if not enumeration.goes_on_in_numbers or frame.sentence != enumeration.sentence:
        return False
    return SEPARATOR.isdisjoint(text[frame.end : enumeration.span.start])


def _opens_with_count_of_others(frames: Frames, enumeration: Enumeration) -> bool:
    """Whether what looks like the first item is the count of the others: "four roads, the A1, A2, A3 and M4"."""
    first, comma, others = frames.article.text_of(enumeration.span).partition(",")
    if not comma or not NAMED.match(others):
        return False
    end = enumeration.span.start + len(first)
    return any(
        enumeration.span.start <= frame.start < end and frame.value + 1 in enumeration.counts
        for frame in frames.by_sentence.get(enumeration.sentence, ())
        if isinstance(frame.value, Fraction)
    )


def _is_far_more(frame: Frame, enumeration: Enumeration) -> bool:
    """Whether the numbers of the items make far more: "four zones with 48 changing rooms and 76 showers"."""
    is_of_ages = enumeration.longest == 1 or enumeration.before == "aged"
    return enumeration.quantified and not is_of_ages and enumeration.count > MOST_MORE * nominal_value(frame)


def _counted_list(frames: Frames, frame: Frame, enumeration: Enumeration, beside: int, rank: int) -> CountedList:
    article, text = frames.article, frames.article.text
    value = int(frame.value)  # type: ignore[arg-type]
    behind = enumeration.span.end <= frame.start
    start, end = (enumeration.span.end, frame.start) if behind else (frame.end, enumeration.span.start)
    between = text[start:end]
    stems = frames.passages.stems[enumeration.sentence]
    figure = frame.figure
    noun = figure.noun if figure else None
    plural = bool(noun) and article.text_of(noun.span).lower().endswith("s") if noun else False
    lead = max(0, enumeration.span.start - 30)
    if not behind and enumeration.sentence == frame.sentence:
        # "five, including members of the board Ann Lee"
        lead = min(lead, max(frame.end, enumeration.span.start - MAX_LEAD))
    words = frozenset(TOKEN.findall(text[lead : enumeration.span.start].lower()))
    is_open = bool(words & OPEN) or "among" in frame.before[-3:]  # "among the five who leave are"
    features = (
        float(value == 2),
        float(frame.in_words),
        float(bool(figure and figure.hedge.value)),
        float(frame.zone is Zone.HEADLINE),
        float(frame.statement.quoted),
        float(min(len(frames.by_sentence[frame.sentence]), 9)),
        float(noun is not None),
        float(plural),
        float(behind),
        float(abs(enumeration.sentence - frame.sentence)),
        float(article.sentences[enumeration.sentence].paragraph == frame.paragraph),
        float(min(len(between.split()), 40)),
        float(min(sum(between.count(mark) for mark in ",;:.—–"), 9)),
        float(beside),
        float(enumeration.proper),
        float(enumeration.numbers),
        float(min(enumeration.longest, 20)),
        float(enumeration.semicolons),
        float(is_open),
        float(bool(frame.noun) and any(word.startswith(frame.noun[:5]) for word in between.lower().split())),
        frames.weight(frame.wide & stems) if enumeration.sentence != frame.sentence else 0.0,
        float(bool(frame.before and frame.before[-1] in DEFINITE)),
        float(min(rank, 9)),
        *BEFORE_FLAGS.get(enumeration.before, NO_WORD_BEFORE),
        *AFTER_FLAGS.get(enumeration.after, NO_WORD_AFTER),
        *nearness(reversed(frame.before[-4:])),
        *nearness(frame.after[:4]),
    )
    counts = enumeration.counts
    if enumeration.before == "with" or THE_OTHERS.match(text, enumeration.span.end):
        # "part of a belt of four cities – with Ash, Elm and Oak", "one of four: Ash, Elm and Oak are the others"
        counts |= {count + 1 for count in counts}
    elif not behind and FROM_A_PLACE.fullmatch(between):  # "both members from Elm, Ida Ash and Ben Oak"
        counts |= {count - 1 for count in counts}
    agrees = value in counts
    nearest = min(counts, key=lambda count: abs(count - value), default=enumeration.count)
    evidence = (float(value), float(enumeration.count), float(abs(nearest - value)), float(len(counts)))
    return CountedList(frame, enumeration, agrees, is_open, features, evidence)

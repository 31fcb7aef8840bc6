"""Finds counts whose items the text lists: "four ports: Arden, Corrie, Finlay and Elm".

A candidate is a small count with an enumeration in the sentence before it, in its own or in one of the two after it.
The count agrees if it is one of the numbers of items that the enumeration can be read as.
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
    """The one-hot vector of each word by its position in `words`; and the zero vector, for any other word."""
    return {word: tuple(float(word == other) for other in words) for word in words}, (0.0,) * len(words)


MAX_COUNT = 20
MAX_COUNTS = 100  # of an article
MAX_TIMES_STATED = 3  # if the items' own numbers come to more than so many times the count, they count something else
INDEFINITE_ARTICLE = pattern(r"an? ")
NAME_AT_START = pattern(r" (?:the )?[A-Z]")
CAPITAL = pattern(r"\b[A-Z]")
ARE_THE_OTHERS = pattern(r" (?:are|were|being|as) the others?\b")
NOUN_FROM = pattern(r"(?: [\w-]+)? \w+s from ")
SEPARATORS = frozenset(",;:()—–")  # marks between a number and an item that it does not count
LEAD_IN = 30  # characters before a list that are searched for a word of OPEN_LIST_WORDS
MAX_LEAD_IN = 100  # the same, where the count precedes the list in its sentence: back to the count
SENTENCES_BEFORE, SENTENCES_AFTER = 1, 2  # around the count, in which its list is looked for
BEFORE_ENUMERATION = (
    ":", "—", "–", "-", ",", "(", "are", "were", "is", "was", "include", "includes", "included", "including", "namely",
    "comprising", "of", "between", "both", "aged", "as", "in", "to", "from", "by", "",
)  # fmt: skip
AFTER_ENUMERATION = (".", ",", "—", "–", ")", ":", "")
FLAGS_BEFORE, NO_FLAG_BEFORE = _flags_of_words(BEFORE_ENUMERATION)
FLAGS_AFTER, NO_FLAG_AFTER = _flags_of_words(AFTER_ENUMERATION)
DEFINITE_DETERMINERS = word_set("the these those all both of his her its their other")
PRONOUNS = word_set("them these those whom which")
NOT_LISTED_NOUNS = frozenset(map(noun_class, "point vote goal run mark time percent".split()))
"""Things that are counted and never listed: "its lead is five points"."""
WORDS_FOR_OTHERS = word_set("other others more")
OPEN_LIST_WORDS = word_set("including include includes such like example among other others")

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
    """A count, and an enumeration that may list what it counts."""

    frame: Frame
    enumeration: Enumeration
    agrees: bool
    is_open: bool  # whether the words before the enumeration say that it is not complete: "including", "such as"
    features: tuple[float, ...]  # in the order of FEATURES
    evidence: tuple[float, ...]
    """The number stated; the number listed; the difference between the number stated and the nearest reading of the
    list; how many readings the list has."""


def counted_lists_of(frames: Frames) -> Iterator[CountedList]:
    """The candidates of an article, of at most MAX_COUNTS counts."""
    cache: dict[int, list[Enumeration]] = {}
    for frame in [frame for frame in frames.frames if _may_count(frame)][:MAX_COUNTS]:
        rank = 0
        for sentence in range(frame.sentence - SENTENCES_BEFORE, frame.sentence + SENTENCES_AFTER + 1):
            if not 0 <= sentence < len(frames.article.sentences):
                continue
            if sentence not in cache:
                cache[sentence] = enumerations_of(frames.article, sentence)
            for enumeration in cache[sentence]:
                if enumeration.span.start <= frame.start < enumeration.span.end:
                    continue
                if enumeration.span.end <= frame.start and (enumeration.is_partial or _is_of_others(frame)):
                    continue  # "at Ash, Elm, Oak and Yew, four places": a count after its list counts all of it
                if _may_be_an_item(frame, enumeration, frames.article.text):
                    continue
                if _counts_first_item(frame, enumeration, frames.article.text):
                    continue
                if _has_far_larger_numbers(frame, enumeration) or _opens_with_count_of_others(frames, enumeration):
                    continue
                spend()
                yield _counted_list(frames, frame, enumeration, len(cache[sentence]), rank)
                rank += 1


def _may_count(frame: Frame) -> bool:
    """Whether a frame is a whole number from 2 to MAX_COUNT of things that could be listed."""
    if frame.kind != "count" or not isinstance(frame.value, Fraction) or frame.value.denominator != 1:
        return False
    figure = frame.figure
    if noun_class(frame.noun) in NOT_LISTED_NOUNS:
        return False
    return 2 <= frame.value <= MAX_COUNT and figure is not None and figure.kind in (Kind.COUNT, Kind.NUMBER)


def _is_of_others(frame: Frame) -> bool:
    """Whether a number counts some of the things named before, or further ones: "Two of them", "the five others"."""
    if not WORDS_FOR_OTHERS.isdisjoint(frame.after[:2]):
        return True
    return len(frame.after) > 1 and frame.after[0] == "of" and frame.after[1] in PRONOUNS


def _may_be_an_item(frame: Frame, enumeration: Enumeration, text: str) -> bool:
    """Whether the number may belong to an item itself: the three in "three watches, two rings and a necklace"."""
    is_counted = enumeration.quantified or INDEFINITE_ARTICLE.match(text, enumeration.span.start) is not None
    is_apposed = enumeration.before == "," and frame.end <= enumeration.span.start
    if not (is_counted and is_apposed) or frame.sentence != enumeration.sentence:
        return False
    if frame.after[:1] == ("more",):
        return True  # "four more senators, a governor and five clerks"
    noun = frame.figure.noun if frame.figure else None
    phrase = text[frame.end : noun.span.end] if noun is not None else ""
    is_people = CAPITAL.search(phrase) is not None  # "four Filipinos, an Austrian and a Czech"
    return is_people or not is_person(noun_class(frame.noun))


def _counts_first_item(frame: Frame, enumeration: Enumeration, text: str) -> bool:
    """Whether the number counts only the first item, as each item has one: "Nine chose Ash, six Elm and two Oak"."""
    if not enumeration.has_numbers_after_first or frame.sentence != enumeration.sentence:
        return False
    return SEPARATORS.isdisjoint(text[frame.end : enumeration.span.start])


def _opens_with_count_of_others(frames: Frames, enumeration: Enumeration) -> bool:
    """Whether the apparent first item is the count of the other items: "four roads, the A1, A2, A3 and M4"."""
    first, comma, others = frames.article.text_of(enumeration.span).partition(",")
    if not comma or not NAME_AT_START.match(others):
        return False
    end = enumeration.span.start + len(first)
    return any(
        enumeration.span.start <= frame.start < end and frame.value + 1 in enumeration.counts
        for frame in frames.by_sentence.get(enumeration.sentence, ())
        if isinstance(frame.value, Fraction)
    )


def _has_far_larger_numbers(frame: Frame, enumeration: Enumeration) -> bool:
    """Whether the items' own numbers come to far more: "four zones with 48 changing rooms and 76 showers"."""
    is_of_ages = enumeration.longest_item == 1 or enumeration.before == "aged"
    return enumeration.quantified and not is_of_ages and enumeration.count > MAX_TIMES_STATED * nominal_value(frame)


def _counted_list(frames: Frames, frame: Frame, enumeration: Enumeration, enumerations: int, rank: int) -> CountedList:
    """The candidate with its features.

    `enumerations` is the number of enumerations in the sentence of this one, `rank` the number of candidates of this
    count that precede it.
    """
    article, text = frames.article, frames.article.text
    value = int(frame.value)  # type: ignore[arg-type]
    is_after_list = enumeration.span.end <= frame.start
    start, end = (enumeration.span.end, frame.start) if is_after_list else (frame.end, enumeration.span.start)
    between = text[start:end]
    stems = frames.passages.stems[enumeration.sentence]
    figure = frame.figure
    noun = figure.noun if figure else None
    is_plural = bool(noun) and article.text_of(noun.span).lower().endswith("s") if noun else False
    lead_in = max(0, enumeration.span.start - LEAD_IN)
    if not is_after_list and enumeration.sentence == frame.sentence:
        # "five, including members of the board Ann Lee"
        lead_in = min(lead_in, max(frame.end, enumeration.span.start - MAX_LEAD_IN))
    words = frozenset(TOKEN.findall(text[lead_in : enumeration.span.start].lower()))
    is_open = bool(words & OPEN_LIST_WORDS) or "among" in frame.before[-3:]  # "among the five who leave are"
    features = (
        float(value == 2),
        float(frame.in_words),
        float(bool(figure and figure.hedge.value)),
        float(frame.zone is Zone.HEADLINE),
        float(frame.statement.quoted),
        float(min(len(frames.by_sentence[frame.sentence]), 9)),
        float(noun is not None),
        float(is_plural),
        float(is_after_list),
        float(abs(enumeration.sentence - frame.sentence)),
        float(article.sentences[enumeration.sentence].paragraph == frame.paragraph),
        float(min(len(between.split()), 40)),
        float(min(sum(between.count(mark) for mark in ",;:.—–"), 9)),
        float(enumerations),
        float(enumeration.has_capitalized_items),
        float(enumeration.numbers),
        float(min(enumeration.longest_item, 20)),
        float(enumeration.has_semicolons),
        float(is_open),
        float(bool(frame.noun) and any(word.startswith(frame.noun[:5]) for word in between.lower().split())),
        frames.weight(frame.wide & stems) if enumeration.sentence != frame.sentence else 0.0,
        float(bool(frame.before and frame.before[-1] in DEFINITE_DETERMINERS)),
        float(min(rank, 9)),
        *FLAGS_BEFORE.get(enumeration.before, NO_FLAG_BEFORE),
        *FLAGS_AFTER.get(enumeration.after, NO_FLAG_AFTER),
        *nearness(reversed(frame.before[-4:])),
        *nearness(frame.after[:4]),
    )
    counts = enumeration.counts
    if enumeration.before == "with" or ARE_THE_OTHERS.match(text, enumeration.span.end):
        # "part of a belt of four cities – with Ash, Elm and Oak", "one of four: Ash, Elm and Oak are the others"
        counts |= {count + 1 for count in counts}
    elif not is_after_list and NOUN_FROM.fullmatch(between):  # "both members from Elm, Ida Ash and Ben Oak"
        counts |= {count - 1 for count in counts}
    agrees = value in counts
    nearest = min(counts, key=lambda count: abs(count - value), default=enumeration.count)
    evidence = (float(value), float(enumeration.count), float(abs(nearest - value)), float(len(counts)))
    return CountedList(frame, enumeration, agrees, is_open, features, evidence)

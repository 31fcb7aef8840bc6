"""Products that the words name: "6,800 tickets at £40, worth £272,000", "$12,000 to each of 48, $576,000 in all".

The rate is an amount for each thing or period ("apiece", "a head", "per tonne", "at £40", "five instalments of £40").
A count of these things or a duration is in the same sentence, or in the one before, and an amount called a total
("worth", "in all", "come to") follows.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.passage_index import stem
from checks.pattern import pattern
from checks.relations.equations import nominal_value
from checks.relations.explicit.following_noun import is_followed_by_noun
from checks.relations.frames import Frame, Frames
from checks.word_set import word_set

Product = tuple[Frame, Frame, Frame]
"""A rate, a count and their product."""

RATE_KINDS = frozenset(("count", "money", "measure", "duration"))
"""Includes durations, which add up ("two hours each"); ages and points do not."""
EACH_WORDS = word_set("each apiece")
PER_WORDS = word_set("a an per every each")
PER_PERSON_NOUNS = word_set("head person piece time go")
TOTAL_WORDS = word_set(
    """total totals totalling totaling worth cost costs costing bill making make makes raising raised bringing
    brings brought took come comes coming came altogether or yielding gives giving adds"""
)
UNIT_PRICE_CUES = frozenset((("at",), ("averaged",), ("averaging",)))
FILLERS_BEFORE_TOTAL = word_set("to in of a the other at around about some it all")
"""Words that may separate a total word from the total."""
IN_ALL = frozenset(
    (
        ("in", "all"),
        ("in", "total"),
        ("all", "told"),
        ("between", "them"),
        ("all", "together"),
        ("altogether",),
        ("together",),
    )
)
SINGLE_THING_PRICE = pattern(r"\b(?:an?|one) (?:[\w’'-]{1,20} ){1,4}(?:at|averaged|averaging) [£$€]?$")
"""Before the price of a single thing: "the five dearest, led by a bronze at £6.9m, together brought £19.7m"."""
THINGS_OF = pattern(r" (?:[a-z-]{1,20} ){0,2}[a-z]{2,20}s of (?:about |around |just under |just over )?[£$€]?")
COORDINATED = pattern(r",? ?(?:(?:and|or|to) )?[£$€]?")
MAX_WORDS_TO_TOTAL = 5  # from a total word to the total
MAX_WORDS_TO_EACH = 3  # from "each" to the amount that each has


def explicit_products(frames: Frames) -> Iterator[Product]:
    """The products that the words name as such."""
    for rate in frames.frames:
        if rate.kind not in RATE_KINDS or not rate.is_amount:
            continue
        count = _count_of(frames, rate)
        if count is None:
            continue
        following = [
            frame
            for frame in frames.window(rate.sentence, rate.sentence + 1)
            if frame not in (rate, count)
            and frame.measure == rate.measure
            and frame.is_amount
            and frame.index > min(rate.index, count.index)
        ]
        if not following or not _is_total(following[0]) or nominal_value(following[0]) <= nominal_value(rate):
            continue
        if count.sentence != rate.sentence and not _has_in_all(following[0]):
            continue  # "ten years ... €16.25m a year. Funds took 55%, or €275m"
        earlier_amounts = [
            frame for frame in frames.by_sentence[rate.sentence] if frame.index < min(rate.index, count.index)
        ]
        if any(frame.measure == rate.measure for frame in earlier_amounts):
            continue  # "the winner gets £30,000 and the five others £2,000 each, £40,000 in all"
        yield rate, count, following[0]


def _count_of(frames: Frames, rate: Frame) -> Frame | None:
    """The count of things, or the duration, that a rate applies to; None where the amount is no rate."""
    row = [frame for frame in frames.by_sentence[rate.sentence] if frame is not rate and frame.is_amount]
    preceding = [frame for frame in row if frame.end <= rate.start and frame.kind == "count"]
    following = [frame for frame in row if frame.start >= rate.end and frame.kind in ("count", "duration")]
    each_of_count = next((frame for frame in following[:1] if frame.before[-2:] == ("each", "of")), None)
    if each_of_count:
        return each_of_count
    has_noun = is_followed_by_noun(rate)
    next_words = rate.after[has_noun : 2 + has_noun]
    if next_words[:1] and next_words[0] in EACH_WORDS:
        return _nearest_count(preceding, rate)
    if len(next_words) == 2 and next_words[0] in PER_WORDS:
        if next_words[1] in PER_PERSON_NOUNS:
            return _nearest_count(preceding, rate) or (following[0] if following else None)
        previous_row = frames.by_sentence.get(rate.sentence - 1, ())
        matching_counts = [
            frame for frame in (*previous_row, *row) if stem(frame.noun or frame.unit) == stem(next_words[1])
        ]
        return matching_counts[0] if len(matching_counts) == 1 and matching_counts[0].is_amount else None
    if _follows_each(rate):
        return _nearest_count(preceding, rate)
    if preceding and _is_of_each(frames, preceding[-1], rate):
        return preceding[-1]
    if rate.kind == "money" and rate.before[-1:] in UNIT_PRICE_CUES:
        count = _nearest_count(preceding, rate)
        return None if count and SINGLE_THING_PRICE.search(frames.article.text, count.end, rate.start) else count
    return None


def _is_of_each(frames: Frames, count: Frame, rate: Frame) -> bool:
    """Whether an amount of money is that of each of several counted things: "five annual instalments of $200,000".

    Not if it is the first of several: "two loans of £3m and £4m".
    """
    text = frames.article.text
    if rate.kind != "money" or not THINGS_OF.fullmatch(text, count.end, rate.start):
        return False
    following = next((frame for frame in frames.by_sentence[rate.sentence] if frame.start >= rate.end), None)
    if following is None or following.measure != rate.measure:
        return True
    return COORDINATED.fullmatch(text, rate.end, following.start) is None


def _follows_each(rate: Frame) -> bool:
    """Whether words other than "or" and "and" link "each" to the amount: "the five others each earn £2,000"."""
    before = rate.before[-MAX_WORDS_TO_EACH:]
    between = before[before.index("each") + 1 :] if "each" in before else ()
    return bool(between) and all(token.isalpha() and token not in ("or", "and") for token in between)


def _nearest_count(preceding: list[Frame], rate: Frame) -> Frame | None:
    """The last count before a rate, unless both count the same things."""
    if not preceding or preceding[-1].sentence != rate.sentence:
        return None
    return preceding[-1] if preceding[-1].kind != rate.kind or preceding[-1].noun != rate.noun else None


def _is_total(frame: Frame) -> bool:
    """Whether the words make it a total: "worth £272,000", "a total of 460", "£38,700 altogether"."""
    if _has_in_all(frame):
        return True
    for token in reversed(frame.before[-MAX_WORDS_TO_TOTAL:]):
        if token in TOTAL_WORDS:
            return True
        if token not in FILLERS_BEFORE_TOTAL:
            return False
    return False


def _has_in_all(frame: Frame) -> bool:
    """Whether "in all" or the like follows."""
    return frame.after[:2] in IN_ALL or frame.after[:1] in IN_ALL

"""Sums that a stated remainder completes: "Forty-one died in Ash and 15 in Elm. The other eight lived in the hills".

"The other eight" or "the rest, 65," says that the parts are complete. The other parts are the amounts of the
remainder's measure stated before it, in its sentence and up to three sentences before that; the whole is one of these
or comes before them. Parts mentioned without a figure ("a clerk, a driver and the other two") are left to
explained_sums.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from checks.model import Zone
from checks.relations.digit_mends import Mend, mend
from checks.relations.equations import holds, nominal_value
from checks.relations.explained_sums import ONE_MORE
from checks.relations.frames import VAGUE, Frame, Frames
from checks.sameness import JOB_NOUNS
from checks.word_set import word_set

RemainderSum = tuple[Frame, ...]
"""A whole and its parts, the remainder last."""

REMAINDER_KINDS = frozenset(("count", "money", "measure"))
"""Kinds of amount that are divided into parts. Ages are not, and durations seldom."""
DETERMINERS = word_set("a the its his her their these those")
REMAINDER_ADJECTIVES = frozenset(("other", "remaining", "final"))
LEAVE_VERBS = word_set("leaving leaves left leave")
FILLERS_AFTER_LEAVE = word_set("it them him her us the with just only about some a")
MAX_WORDS_TO_LEAVE = 4  # from what is left back to "leaving"
REMAINDER_NOUNS = word_set("rest remainder balance others")
TOKENS_AFTER_REMAINDER_NOUN = frozenset((",", "–", "—", "-", "(", "of", "were", "was"))
"""Tokens between "the rest" and its number."""
COMPARISON_PREPOSITIONS = word_set("from against than versus to")  # before the base of a comparison
COMPARISON_PHRASES = frozenset((("compared", "with"), ("compared", "to"), ("up", "on"), ("down", "on")))
MAX_RELATIVE_GAP = Fraction(1, 10)  # of the whole; parts that are off by more may be of something else
MIN_BARE_NUMBER = 10  # a smaller number without a noun may count anything
MAX_PARTS = 8
MAX_PART_SENTENCES = 4  # sentences over which the parts may be spread, with that of the remainder
OPENING_SENTENCES = 3  # at the start of the article: these may state the whole, wherever its parts are


def explicit_remainders(frames: Frames) -> Iterator[RemainderSum]:
    """The sums that a remainder completes: one that holds, or else those whose parts nearly make up the whole."""
    for remainder in frames.frames:
        if (
            remainder.kind in REMAINDER_KINDS
            and remainder.zone is not Zone.HEADLINE
            and _is_amount(remainder)
            and _is_remainder(remainder)
        ):
            yield from _sums_with_remainder(frames, remainder)


def _is_remainder(frame: Frame) -> bool:
    """Whether the words make it a remainder: "the other two", "the remaining £2.9m", "the rest, 65,"."""
    before = ("", "", "", *frame.before)
    if before[-1] in REMAINDER_ADJECTIVES:
        return before[-2] in DETERMINERS
    if _is_left_by_verb(frame):
        return True
    if before[-1] in TOKENS_AFTER_REMAINDER_NOUN:
        return before[-2] in REMAINDER_NOUNS and before[-3] == "the"
    return False


def _is_amount(frame: Frame) -> bool:
    return frame.is_amount and frame.statement.words.lower() not in VAGUE


def _is_left_by_verb(frame: Frame) -> bool:
    """Whether a verb of leaving makes it a remainder: "shuts 18 of its 112 shops, leaving it with 94"."""
    before = frame.before[-MAX_WORDS_TO_LEAVE:]
    index = next((index for index, token in enumerate(before) if token in LEAVE_VERBS), None)
    return index is not None and all(token in FILLERS_AFTER_LEAVE for token in before[index + 1 :])


def _sums_with_remainder(frames: Frames, remainder: Frame) -> Iterator[RemainderSum]:
    """The sums that one remainder completes, chosen as in `explicit_remainders`."""
    preceding = [frame for frame in frames.frames if frame.index < remainder.index and _may_be_part(frame, remainder)]
    runs = _candidate_part_runs(preceding, remainder)
    if not runs or _is_left_by_share(frames, preceding, remainder):
        return
    candidates: list[RemainderSum] = []
    for run in runs:
        before_run = [frame for frame in preceding if frame.index < run[0].index and _is_near_parts(frame, run[0])]
        for whole in (*run, *reversed(before_run)):
            is_divided_whole = "of" in whole.before[-2:]
            parts = [frame for frame in run if frame is not whole and (is_divided_whole or frame.index > whole.index)]
            if parts and nominal_value(whole) > max(map(nominal_value, parts)) and not _is_additional_part(whole):
                candidates.append((whole, *parts, remainder))
    shorter = ((whole, *parts[start:]) for whole, *parts in candidates for start in range(len(parts) - 1))
    holding = next((members for members in shorter if holds("sum", members)), None)
    if holding:
        yield holding
    elif not _subset_reaches_whole(runs[-1], [members[0] for members in candidates], remainder):
        for members in candidates:
            whole_is_stated = "of" in members[0].before[-2:] or members[0].index < runs[0][0].index
            # "shuts 14 of 212 and opens five, which leaves 203"
            may_be_net_change = _is_left_by_verb(remainder) and len(members) > 3
            is_near_miss = _is_close(members) or ("of" in members[0].before[-2:] and _may_be_one_digit_slip(members))
            if whole_is_stated and not may_be_net_change and _has_matching_nouns(members) and is_near_miss:
                yield members


def _is_left_by_share(frames: Frames, preceding: Sequence[Frame], remainder: Frame) -> bool:
    """Whether the remainder is what a share stated just before leaves of an amount: "half of the 14 ...; the other
    seven".
    """
    shares = [
        frame for frame in frames.window(remainder.sentence - 1, remainder.sentence) if frame.start < remainder.start
    ]
    return any(
        nominal_value(whole) * (100 - nominal_value(share)) == 100 * nominal_value(remainder)
        for share in shares
        if share.kind in ("fraction", "percent") and isinstance(share.value, Fraction)
        for whole in preceding
        if share.end <= whole.start
    )


def _is_close(members: RemainderSum) -> bool:
    """Whether the parts nearly make up the whole."""
    whole, *parts = map(nominal_value, members)
    return abs(whole - sum(parts)) <= whole * MAX_RELATIVE_GAP


def _may_be_one_digit_slip(members: RemainderSum) -> bool:
    """Whether changing one digit in one member would make the sum hold: "Of those 35, 24 ... The other 15"."""
    whole, *parts = map(nominal_value, members)
    gap = whole - sum(parts)
    needed = (whole - gap, *(part + gap for part in parts))
    return any(
        value.denominator == wanted.denominator == 1
        and mend(int(value), len(str(value)), float(wanted), float(wanted)) is Mend.DIGIT
        for value, wanted in zip((whole, *parts), needed, strict=True)
    )


def _candidate_part_runs(preceding: Sequence[Frame], remainder: Frame) -> list[list[Frame]]:
    """Runs of parts that a remainder may complete, which may include their whole.

    Each run reaches back one more sentence than the last. None begins with an additional part ("another 19 were put
    back").
    """
    runs: list[list[Frame]] = []
    candidates: list[Frame] = []
    for sentence in range(remainder.sentence, remainder.sentence - MAX_PART_SENTENCES, -1):
        row = [frame for frame in preceding if frame.sentence == sentence and not _is_comparison_base(frame)]
        candidates = row + candidates
        if row and len(candidates) <= MAX_PARTS and not _is_additional_part(candidates[0]):
            runs.append(candidates)
        if _is_left_by_verb(remainder) and candidates:
            break
    return runs


def _may_be_part(frame: Frame, remainder: Frame) -> bool:
    """Whether an amount has the remainder's measure, or is a bare number whose unit may be left out."""
    if not _is_amount(frame) or frame.ends_period:
        return False
    is_bare = (
        frame.kind == "count"
        and not frame.noun
        and remainder.kind != "count"
        and nominal_value(frame) >= MIN_BARE_NUMBER
    )
    return is_bare or frame.measure == remainder.measure  # "Ash gets 21,400 tonnes, Elm 17,500"


def _is_comparison_base(frame: Frame) -> bool:
    """Whether another figure is compared with this one: "21,204, against 14,136 a year before"."""
    return not COMPARISON_PREPOSITIONS.isdisjoint(frame.before[-1:]) or frame.before[-2:] in COMPARISON_PHRASES


def _is_additional_part(frame: Frame) -> bool:
    """Whether the words make it an additional part: "another 19", "a further 30", "the other nine"."""
    return not ONE_MORE.isdisjoint(frame.before[-1:])


def _is_near_parts(whole: Frame, first: Frame) -> bool:
    """Whether a whole is in the sentence of the first part, in the previous one, or at the start of the article."""
    return whole.sentence < OPENING_SENTENCES or 0 <= first.sentence - whole.sentence <= 1


def _has_matching_nouns(members: Sequence[Frame]) -> bool:
    """Whether the whole has the noun of one of its parts, or nouns are left out.

    A whole without a noun has parts of one noun only: not "118 after 15 overs ... 24 off 11 balls ... the final five".
    """
    # jobs count as people, who lose them: "340 posts. Elm loses 185 people, ..."
    whole, *parts = ("person" if frame.noun in JOB_NOUNS else frame.noun for frame in members)
    nouns = set(parts) - {""}
    return whole in nouns or not nouns or (not whole and len(nouns) == 1)


def _subset_reaches_whole(run: Sequence[Frame], wholes: Sequence[Frame], remainder: Frame) -> bool:
    """Whether the remainder and only some of the amounts make up one of the wholes, so that the rest are no parts."""
    values = {nominal_value(whole) for whole in wholes}
    return any(
        sum(map(nominal_value, subset)) + nominal_value(remainder) in values - set(map(nominal_value, subset))
        for size in range(1, len(run) + 1)
        for subset in combinations(run, size)
    )

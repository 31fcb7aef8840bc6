"""Sums that a stated remainder completes: "Forty-one died in Ash and 15 in Elm. The other eight lived in the hills".

"The other eight", "the rest, 65," or "the 80 that remain" says that the parts are complete. The other parts are the
amounts of the remainder's measure stated before it, in its sentence and up to three sentences before that; the whole is
one of these or comes before them. One that is named as what is divided may follow its first part: "61 of the 148", "97
members of the 240-seat house". Parts mentioned without a figure ("a clerk, a driver and the other two") are left to
explained_sums.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.equations import holds, nominal_value
from checks.relations.explained_sums import ONE_MORE
from checks.relations.explicit.following_noun import is_followed_by_noun
from checks.relations.explicit.near_misses import is_close, is_comparison_base, may_be_slip
from checks.relations.frames import VAGUE, Frame, Frames, without_possessive
from checks.sameness import counts_people
from checks.word_set import word_set

RemainderSum = tuple[Frame, ...]
"""A whole and its parts, the remainder last."""
Measure = tuple[str, str]
"""`Frame.measure`."""

REMAINDER_KINDS = frozenset(("count", "money", "measure", "duration"))
"""Kinds of amount that are divided into parts. Ages are not, and a duration is only where the words say so: "17 years
of a 25-year sentence"."""
DETERMINERS = word_set("a the its his her their these those")
REMAINDER_ADJECTIVES = frozenset(("other", "remaining", "final", "last"))
LEAVE_VERBS = word_set("leaving leaves left leave")
FILLERS_AFTER_LEAVE = word_set("it them him her us the with just only about some a")
MAX_TOKENS_TO_REMAINDER = 2  # between "the rest" and its number
MAX_WORDS_OF_OWNER = 4  # from "of" to a whole: "of the city council's 51 seats"
COMPOUND = pattern(r"-[a-z]{3,}\b")
MAX_WORDS_TO_LEAVE = 4  # from what is left back to "leaving"
REMAINDER_NOUNS = word_set("rest remainder balance others")
TOKENS_AFTER_REMAINDER_NOUN = frozenset((",", "–", "—", "-", "(", ":", "of", "or", "were", "was", "are", "is", "being"))
"""Tokens between "the rest" and its number; there may be two, as in "the rest, or £2m"."""
PHRASES_OF_REMAINING = frozenset(
    (
        ("left", "over"),
        ("that", "remain"),
        ("that", "remained"),
        ("that", "remains"),
        ("still", "missing"),
        ("remain", "missing"),
        ("remained", "missing"),
        ("remain", "unaccounted"),
        ("still", "unaccounted"),
    )
)
"""What follows a remainder, its noun or "are"."""
BEFORE_WHAT_IS_LEFT = word_set("with has have had")  # "with 12 left"
ENDS_OF_CLAUSE = frozenset((",", ".", ";", ")", "–", "—"))
BE_VERBS = word_set("are is were was")
MIN_BARE_NUMBER = 10  # a smaller number without a noun may count anything
MIN_SCALED_NUMBER = 10_000  # from which a remainder without its unit may be money: "the rest, or 0.9 billion"
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
            for measure in _possible_measures(frames, remainder):
                yield from _sums_with_remainder(frames, remainder, measure)


def _is_remainder(frame: Frame) -> bool:
    """Whether the words make it a remainder: "the other two", "the remaining £2.9m", "the rest, 65,"."""
    before = ("", "", "", "", *frame.before)
    if before[-1] in REMAINDER_ADJECTIVES:
        return before[-2] in DETERMINERS
    if _is_left_by_verb(frame) or _is_said_to_remain(frame):
        return True
    last_first = before[::-1]
    links = last_first[:MAX_TOKENS_TO_REMAINDER]
    count = next((n for n, token in enumerate(links) if token not in TOKENS_AFTER_REMAINDER_NOUN), len(links))
    return count > 0 and last_first[count] in REMAINDER_NOUNS and last_first[count + 1] == "the"


def _is_said_to_remain(frame: Frame) -> bool:
    """Whether the words after it make it a remainder: "the £2m left over", "the 80 that remain", "with 12 left"."""
    after = frame.after[is_followed_by_noun(frame) :]
    if after[:2] in PHRASES_OF_REMAINING or (after[:1] and after[0] in BE_VERBS and after[1:3] in PHRASES_OF_REMAINING):
        return True
    is_closed = not after[1:] or after[1] in ENDS_OF_CLAUSE
    if after[:1] in (("remain",), ("remains",), ("remained",)):
        return is_closed
    return (
        after[:1] in (("left",), ("remaining",)) and is_closed and not BEFORE_WHAT_IS_LEFT.isdisjoint(frame.before[-1:])
    )


def _is_amount(frame: Frame) -> bool:
    return frame.is_amount and frame.statement.words.lower() not in VAGUE


def _is_left_by_verb(frame: Frame) -> bool:
    """Whether a verb of leaving makes it a remainder: "shuts 18 of its 112 shops, leaving it with 94"."""
    before = frame.before[-MAX_WORDS_TO_LEAVE:]
    index = next((index for index, token in enumerate(before) if token in LEAVE_VERBS), None)
    return index is not None and all(token in FILLERS_AFTER_LEAVE for token in before[index + 1 :])


def _possible_measures(frames: Frames, remainder: Frame) -> Iterator[Measure]:
    """The remainder's measure; for a bare number also that of the amount before it, whose unit may be left out.

    As in "pumps brought in 1.3 billion euros, and valves the rest, or 0.9 billion".
    """
    yield remainder.measure
    if remainder.kind != "count" or remainder.noun:
        return
    preceding = frames.window(remainder.sentence - 1, remainder.sentence)
    measured = [frame for frame in preceding if frame.end <= remainder.start and (frame.unit or frame.noun)]
    last = measured[-1] if measured else None
    is_amount_of_unit = last is not None and last.kind in REMAINDER_KINDS - {"count"}
    if last and is_amount_of_unit and (last.kind == "duration" or nominal_value(remainder) >= MIN_SCALED_NUMBER):
        yield last.measure


def _sums_with_remainder(frames: Frames, remainder: Frame, measure: Measure) -> Iterator[RemainderSum]:
    """The sums of amounts of one measure that a remainder completes, chosen as in `explicit_remainders`."""
    preceding = [frame for frame in frames.frames if frame.index < remainder.index and _may_be_part(frame, measure)]
    runs = _candidate_part_runs(preceding, remainder)
    if not runs or _is_left_by_share(frames, preceding, remainder):
        return
    candidates: list[RemainderSum] = []
    for run in runs:
        before_run = [frame for frame in preceding if frame.index < run[0].index and _is_near_parts(frame, run[0])]
        for whole in (*run, *reversed(before_run)):
            is_divided_whole = _is_divided(frames, whole)
            if measure[0] == "duration" and not is_divided_whole:
                continue  # "four months in Ash and the other two in Elm" of a year that is told of
            parts = [frame for frame in run if frame is not whole and (is_divided_whole or frame.index > whole.index)]
            if _is_compound(frames, whole) and any(part.before[-2:-1] == ("of",) for part in parts):
                continue  # "five of the nine judges on the 11-member court": of the nine
            if parts and nominal_value(whole) > max(map(nominal_value, parts)) and not _is_additional_part(whole):
                candidates.append((whole, *parts, remainder))
    shorter = ((whole, *parts[start:]) for whole, *parts in candidates for start in range(len(parts) - 1))
    holding = next((members for members in shorter if holds("sum", members)), None)
    if holding:
        yield holding
    elif not _subset_reaches_whole(runs[-1], [members[0] for members in candidates], remainder):
        for members in candidates:
            is_divided_whole = _is_divided(frames, members[0])
            whole_is_stated = is_divided_whole or members[0].index < runs[0][0].index
            # "shuts 14 of 212 and opens five, which leaves 203"
            may_be_net_change = _is_left_by_verb(remainder) and len(members) > 3
            is_near_miss = is_close(members) or (is_divided_whole and may_be_slip(members))
            has_matching_nouns = _has_matching_nouns(members, is_compound=_is_compound(frames, members[0]))
            if whole_is_stated and not may_be_net_change and has_matching_nouns and is_near_miss:
                yield members


def _is_divided(frames: Frames, whole: Frame) -> bool:
    """Whether the words name a whole as what is divided, so that parts may precede it: "61 of the town's 148"."""
    is_possessed = whole.before[-1:] != () and without_possessive(whole.before[-1]) != whole.before[-1]
    return "of" in whole.before[-MAX_WORDS_OF_OWNER if is_possessed else -2 :] or _is_compound(frames, whole)


def _is_compound(frames: Frames, whole: Frame) -> bool:
    """Whether a whole is the first half of a compound: "the 240-seat chamber", "a 25-year term"."""
    return COMPOUND.match(frames.article.text, whole.end) is not None


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


def _candidate_part_runs(preceding: Sequence[Frame], remainder: Frame) -> list[list[Frame]]:
    """Runs of parts that a remainder may complete, which may include their whole.

    Each run reaches back one more sentence than the last. None begins with an additional part ("another 19 were put
    back").
    """
    runs: list[list[Frame]] = []
    candidates: list[Frame] = []
    for sentence in range(remainder.sentence, remainder.sentence - MAX_PART_SENTENCES, -1):
        row = [frame for frame in preceding if frame.sentence == sentence and not is_comparison_base(frame)]
        candidates = row + candidates
        if row and len(candidates) <= MAX_PARTS and not _is_additional_part(candidates[0]):
            runs.append(candidates)
        if _is_left_by_verb(remainder) and candidates:
            break
    return runs


def _may_be_part(frame: Frame, measure: Measure) -> bool:
    """Whether an amount has this measure, or is a bare number whose unit may be left out."""
    if not _is_amount(frame) or frame.ends_period:
        return False
    kind, _ = measure
    is_bare = frame.kind == "count" and not frame.noun and kind != "count" and nominal_value(frame) >= MIN_BARE_NUMBER
    return is_bare or frame.measure == measure  # "Ash gets 21,400 tonnes, Elm 17,500"


def _is_additional_part(frame: Frame) -> bool:
    """Whether the words make it an additional part: "another 19", "a further 30", "the other nine"."""
    return not ONE_MORE.isdisjoint(frame.before[-1:])


def _is_near_parts(whole: Frame, first: Frame) -> bool:
    """Whether a whole is in the sentence of the first part, in the previous one, or at the start of the article."""
    return whole.sentence < OPENING_SENTENCES or 0 <= first.sentence - whole.sentence <= 1


def _has_matching_nouns(members: Sequence[Frame], *, is_compound: bool) -> bool:
    """Whether the whole has the noun of one of its parts, or nouns are left out.

    A whole without a noun has parts of one noun only: not "118 after 15 overs ... 24 off 11 balls ... the final five".
    The noun of a compound is left out of account: "88 members of the 200-seat house".
    """
    whole, *parts = ("person" if counts_people(frame.noun) else frame.noun for frame in members)
    whole = "" if is_compound else whole
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

"""Sums that a stated total closes: "Ash sent 24 boats, Elm 31 and Skerra 17. In all, 72 boats set out".

"In all", "a combined" or "bringing the toll to" says that a number is the sum of what precedes it. The parts are the
last amounts of its measure before it, in its sentence and up to three sentences before that. Where some of these make
up the total, they are its parts. Otherwise all of them must be, and one of them look like a slip: a total may be of
more than the story states.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.equations import holds, nominal_value
from checks.relations.explicit.following_noun import is_followed_by_noun
from checks.relations.explicit.near_misses import is_close, is_comparison_base, may_be_slip
from checks.relations.frames import VAGUE, Frame, Frames
from checks.sameness import counts_people

TotalSum = tuple[Frame, ...]
"""A total and its parts."""

TOTAL_KINDS = frozenset(("count", "money", "measure", "duration"))
IN_ALL = (("in", "all"), ("in", "total"), ("all", "told"), ("altogether",), ("between", "them"), ("combined",))
"""What follows a total or its noun, or opens its sentence."""
OPENS_WITH_TOTAL = frozenset(phrase for phrase in IN_ALL if phrase not in (("between", "them"), ("combined",)))
_FILLERS = r"(?: (?!from\b)[\w’'-]+)"
TOTAL_NOUNS = "total|toll|tally|count|number|sum|haul"
BEFORE_TOTAL = pattern(
    r"(?:(?P<beside>(?:,|\b(?:for|making|with)|–|—) an? (?:combined |overall |grand )?total of "
    r"|\ba combined (?:total of )?|\btotall?ing )"
    rf"|\b(?:bring|tak|push|lift|rais)(?:e|es|ing){_FILLERS}{{0,3}} (?:{TOTAL_NOUNS}){_FILLERS}{{0,6}} to "
    rf"|\b(?:brought|took|pushed|lifted|raised){_FILLERS}{{0,3}} (?:{TOTAL_NOUNS}){_FILLERS}{{0,6}} to "
    r"|\b[Tt]he (?:[\w-]+ ){0,2}total(?:,| was| came to| comes to| reached) "
    rf"|\b(?:bringing|taking) to )(?:about |around |nearly |some |almost )?[£$€]?$"
)
"""`beside`: the parts are in the sentence of the total."""
CLAUSE_ENDS = ((), (",",), (".",), (";",))
MAX_BEFORE_TOTAL = 90  # characters before a total that are read
MAX_PARTS = 8
MAX_PART_SENTENCES = 4  # sentences over which the parts may be spread, with that of the total


def explicit_totals(frames: Frames) -> Iterator[TotalSum]:
    """The sums that a total closes: one that holds, or else the only one that is possible, if it nearly does."""
    for frame in frames.frames:
        may_be_total = frame.kind in TOTAL_KINDS and frame.zone is not Zone.HEADLINE and _is_amount(frame)
        if may_be_total and _is_total(frames, frame):
            yield from _sum_of_total(frames, frame)


def _is_amount(frame: Frame) -> bool:
    return frame.is_amount and frame.statement.words.lower() not in VAGUE


def _is_total(frames: Frames, frame: Frame) -> bool:
    """Whether the words make it a total: "640 people in all", "a combined £2,050", "bringing the toll to 66"."""
    after = frame.after[is_followed_by_noun(frame) :]
    if any(after[: len(phrase)] == phrase or _closes_clause(after[1:], phrase) for phrase in IN_ALL):
        return True
    words_before = BEFORE_TOTAL.search(frames.article.text, max(0, frame.start - MAX_BEFORE_TOTAL), frame.start)
    if words_before:
        return not words_before["beside"] or any(
            _may_be_part(part, frame) for part in frames.by_sentence[frame.sentence] if part.index < frame.index
        )
    opening = frame.sentence_words.tokens
    opens_with_total = any(opening[: len(phrase)] == phrase for phrase in OPENS_WITH_TOTAL)
    return opens_with_total and frames.by_sentence[frame.sentence][0] is frame


def _closes_clause(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether a clause ends with a phrase, as "35 people died in all" does one word after the number and its noun."""
    return words[: len(phrase)] == phrase and words[len(phrase) : len(phrase) + 1] in CLAUSE_ENDS


def _sum_of_total(frames: Frames, total: Frame) -> Iterator[TotalSum]:
    """The sum that one total closes, if any; chosen as in `explicit_totals`."""
    preceding = [
        frame
        for frame in frames.window(total.sentence - MAX_PART_SENTENCES + 1, total.sentence)
        if frame.index < total.index and _may_be_part(frame, total)
    ][-MAX_PARTS:]
    like_total = [frame for frame in preceding if _have_matching_nouns((total, frame))]
    runs = [(total, *parts[start:]) for parts in (preceding, like_total) for start in reversed(range(len(parts) - 1))]
    holding = next((members for members in runs if holds("sum", members)), None)
    if holding:
        yield holding
    elif not _some_make_up(preceding, total):
        near_misses = {
            members for members in runs if is_close(members) and may_be_slip(members) and _have_matching_nouns(members)
        }
        yield from near_misses if len(near_misses) == 1 else ()


def _may_be_part(frame: Frame, total: Frame) -> bool:
    """Whether an amount has the total's measure and is smaller."""
    return (
        _is_amount(frame)
        and not frame.ends_period
        and frame.measure == total.measure
        and nominal_value(frame) < nominal_value(total)
        and not is_comparison_base(frame)
    )


def _some_make_up(amounts: Sequence[Frame], total: Frame) -> bool:
    """Whether some of the amounts, in whatever order, make up the total."""
    values = list(map(nominal_value, amounts))
    return any(
        sum(some) == nominal_value(total) for size in range(2, len(values)) for some in combinations(values, size)
    )


def _have_matching_nouns(members: Sequence[Frame]) -> bool:
    """Whether the total and its parts count the same, where they say what they count."""
    return len({"person" if counts_people(frame.noun) else frame.noun for frame in members} - {""}) <= 1

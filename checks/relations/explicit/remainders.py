"""Sums that the words close: "Forty-one died in Ash and 15 in Elm. The other eight lived in the hills".

"The other eight" or "the rest, 65," says that the parts are complete. They are the amounts of its measure that the
sentence, or of it and up to three before it, has stated so far; the whole is one of these or stands further up. What is
mentioned without a figure ("a clerk, a driver and the other two") is left to explained_sums.py.
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

ClosedSum = tuple[Frame, ...]
"""A whole and its parts, the remainder last."""

MEASURES = frozenset(("count", "money", "measure"))
DETERMINERS = word_set("a the its his her their these those")
REMAINING = frozenset(("other", "remaining", "final"))
LEAVING = word_set("leaving leaves left leave")
TO_LEFT = word_set("it them him her us the with just only about some a")
MAX_TO_LEFT = 4  # words from "leaving" to what is left
REST = word_set("rest remainder balance others")
MARKS = frozenset((",", "–", "—", "-", "(", "of", "were", "was"))  # between "the rest" and how many that is
BEFORE_EARLIER = word_set("from against than versus to")  # what another figure is compared with
COMPARED = frozenset((("compared", "with"), ("compared", "to"), ("up", "on"), ("down", "on")))
MAX_MISS = Fraction(1, 10)  # relative: where the parts make less or more, they may be of something else
MIN_BARE = 10  # a smaller number without a noun may count anything
MAX_PARTS = 8
MAX_SENTENCES = 4  # that the parts are told in
HEAD = 2  # sentences at the beginning that may tell the whole, wherever its parts are


def explicit_remainders(frames: Frames) -> Iterator[ClosedSum]:
    """The sums that a remainder closes: one that holds, else those of all parts and a whole that they nearly make."""
    for rest in frames.frames:
        if rest.kind in MEASURES and rest.zone is not Zone.HEADLINE and _is_amount(rest) and _is_remainder(rest):
            yield from _sums_of(frames, rest)


def _is_remainder(frame: Frame) -> bool:
    """Whether the words call it a remainder: "the other two", "the remaining £2.9m", "the rest, 65,"."""
    before = ("", "", "", *frame.before)
    if before[-1] in REMAINING:
        return before[-2] in DETERMINERS
    if _is_left(frame):
        return True
    if before[-1] in MARKS:
        return before[-2] in REST and before[-3] == "the"
    return False


def _is_amount(frame: Frame) -> bool:
    return frame.is_amount and frame.statement.words.lower() not in VAGUE


def _is_left(frame: Frame) -> bool:
    """Whether it is what is left: "shuts 18 of its 112 shops, leaving it with 94"."""
    before = frame.before[-MAX_TO_LEFT:]
    place = next((place for place, token in enumerate(before) if token in LEAVING), None)
    return place is not None and all(token in TO_LEFT for token in before[place + 1 :])


def _sums_of(frames: Frames, rest: Frame) -> Iterator[ClosedSum]:
    """The sums that one remainder closes, as of `explicit_remainders`."""
    earlier = [frame for frame in frames.frames if frame.index < rest.index and _may_be_added(frame, rest)]
    runs = _told_before(earlier, rest)
    if not runs or _is_what_a_share_leaves(frames, earlier, rest):
        return
    found: list[ClosedSum] = []
    for own in runs:
        above = [frame for frame in earlier if frame.index < own[0].index and _is_near(frame, own[0])]
        for whole in (*own, *reversed(above)):
            is_divided = "of" in whole.before[-2:]
            parts = [frame for frame in own if frame is not whole and (is_divided or frame.index > whole.index)]
            if parts and nominal_value(whole) > max(map(nominal_value, parts)) and not _is_another(whole):
                found.append((whole, *parts, rest))
    shorter = ((whole, *parts[start:]) for whole, *parts in found for start in range(len(parts) - 1))
    fitting = next((members for members in shorter if holds("sum", members)), None)
    if fitting:
        yield fitting
    elif not _some_make_a_whole(runs[-1], [members[0] for members in found], rest):
        for members in found:
            is_told = "of" in members[0].before[-2:] or members[0].index < runs[0][0].index
            is_net = _is_left(rest) and len(members) > 3  # "shuts 14 of 212 and opens five, which leaves 203"
            is_likely = _is_close(members) or ("of" in members[0].before[-2:] and _is_one_slip(members))
            if is_told and not is_net and _counts_the_same(members) and is_likely:
                yield members


def _is_what_a_share_leaves(frames: Frames, earlier: Sequence[Frame], rest: Frame) -> bool:
    """Whether a share of an amount, stated just before, leaves the remainder: "half of the 14 ...; the other seven"."""
    shares = [frame for frame in frames.window(rest.sentence - 1, rest.sentence) if frame.start < rest.start]
    return any(
        nominal_value(whole) * (100 - nominal_value(share)) == 100 * nominal_value(rest)
        for share in shares
        if share.kind in ("fraction", "percent") and isinstance(share.value, Fraction)
        for whole in earlier
        if share.end <= whole.start
    )


def _is_close(members: ClosedSum) -> bool:
    """Whether the parts nearly make the whole."""
    whole, *parts = map(nominal_value, members)
    return abs(whole - sum(parts)) <= whole * MAX_MISS


def _is_one_slip(members: ClosedSum) -> bool:
    """Whether one other digit in one member would make the sum hold: "Of those 35, 24 ... The other 15"."""
    whole, *parts = map(nominal_value, members)
    lacking = whole - sum(parts)
    needed = (whole - lacking, *(part + lacking for part in parts))
    return any(
        value.denominator == wanted.denominator == 1
        and mend(int(value), len(str(value)), float(wanted), float(wanted)) is Mend.DIGIT
        for value, wanted in zip((whole, *parts), needed, strict=True)
    )


def _told_before(earlier: Sequence[Frame], rest: Frame) -> list[list[Frame]]:
    """Runs of parts that a remainder may complete, perhaps with their whole, each with a sentence more than the last.

    A run does not begin with a part that is called one more ("another 19 were put back").
    """
    runs: list[list[Frame]] = []
    found: list[Frame] = []
    for sentence in range(rest.sentence, rest.sentence - MAX_SENTENCES, -1):
        row = [frame for frame in earlier if frame.sentence == sentence and not _is_old(frame)]
        found = row + found
        if row and len(found) <= MAX_PARTS and not _is_another(found[0]):
            runs.append(found)
        if _is_left(rest) and found:
            break
    return runs


def _may_be_added(frame: Frame, rest: Frame) -> bool:
    """Whether an amount is of the remainder's measure, or a bare number that may leave out its unit."""
    if not _is_amount(frame) or frame.ends_period:
        return False
    is_bare = frame.kind == "count" and not frame.noun and rest.kind != "count" and nominal_value(frame) >= MIN_BARE
    return is_bare or frame.measure == rest.measure  # "Ash gets 21,400 tonnes, Elm 17,500"


def _is_old(frame: Frame) -> bool:
    """Whether it is what another figure is compared with: "21,204, against 14,136 a year before"."""
    return not BEFORE_EARLIER.isdisjoint(frame.before[-1:]) or frame.before[-2:] in COMPARED


def _is_another(frame: Frame) -> bool:
    """Whether it is called one more part: "another 19", "a further 30", "the other nine"."""
    return not ONE_MORE.isdisjoint(frame.before[-1:])


def _is_near(whole: Frame, first: Frame) -> bool:
    """Whether a whole stands in the sentence of the first part, in the one before it, or at the beginning."""
    return whole.sentence <= HEAD or 0 <= first.sentence - whole.sentence <= 1


def _counts_the_same(members: Sequence[Frame]) -> bool:
    """Whether the whole counts what one of its parts counts, or the words leave that out.

    A whole without a noun has parts of one noun only: not "118 after 15 overs ... 24 off 11 balls ... the final five".
    """
    # people lose jobs: "340 posts. Elm loses 185 people, ..."
    whole, *parts = ("person" if frame.noun in JOB_NOUNS else frame.noun for frame in members)
    nouns = set(parts) - {""}
    return whole in nouns or not nouns or (not whole and len(nouns) == 1)


def _some_make_a_whole(own: Sequence[Frame], wholes: Sequence[Frame], rest: Frame) -> bool:
    """Whether the remainder and only some of the amounts make up one of the wholes, which then are other sums."""
    values = {nominal_value(whole) for whole in wholes}
    return any(
        sum(map(nominal_value, some)) + nominal_value(rest) in values - set(map(nominal_value, some))
        for size in range(1, len(own) + 1)
        for some in combinations(own, size)
    )

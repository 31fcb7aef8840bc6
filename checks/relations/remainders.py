"""Sums that the words close: "Forty-one died in Ash and 15 in Elm. The other eight lived in the hills".

"The other eight" or "the rest, 65," says that the parts are complete. They are the amounts of its measure that the
sentence has told so far, or the one before it, or those behind their whole where that stands there, too; the whole may
also stand further up. Whoever is told of without a figure ("a clerk, a driver and the other two") is looked for
elsewhere (explanations.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from checks.model import Zone
from checks.relations.equations import holds, point
from checks.relations.explanations import ONE_MORE
from checks.relations.frames import Frame, Frames

Closed = tuple[Frame, ...]
"""A whole and its parts, the remainder last."""

MEASURES = frozenset(("count", "money", "measure"))
DETERMINERS = frozenset("the its his her their these those".split())
REMAINING = frozenset(("other", "remaining", "final"))
REST = frozenset("rest remainder balance others".split())
MARKS = frozenset((",", "–", "—", "-", "(", "of", "were", "was"))  # between "the rest" and how many that is
BEFORE_EARLIER = frozenset("from against than versus to".split())  # what another figure is compared with
COMPARED = frozenset((("compared", "with"), ("compared", "to"), ("up", "on"), ("down", "on")))
VAGUE = frozenset("tens dozens hundreds thousands millions billions".split())
MAX_PARTS = 8
MAX_SENTENCES = 4  # that the parts are told in
MAX_PARAGRAPHS = 3  # from the parts back to their whole
HEAD = 2  # sentences at the beginning that may tell the whole, wherever its parts are


def closed_sums(frames: Frames) -> Iterator[Closed]:
    """The sums that a remainder closes: the one that holds, or else those of all parts and a whole they nearly make."""
    for rest in frames.frames:
        if rest.kind in MEASURES and rest.zone is not Zone.HEADLINE and _is_amount(rest) and _is_remainder(rest):
            yield from _sums_of(frames, rest)


def _is_remainder(frame: Frame) -> bool:
    """Whether it is what remains: "the other two", "the remaining £2.9m", "the rest, 65,"."""
    before = ("", "", "", *frame.before)
    if before[-1] in REMAINING:
        return before[-2] in DETERMINERS
    if before[-1] in MARKS:
        return before[-2] in REST and before[-3] == "the"
    return False


def _is_amount(frame: Frame) -> bool:
    return isinstance(frame.value, Fraction) and frame.value > 0 and frame.statement.words.lower() not in VAGUE


def _sums_of(frames: Frames, rest: Frame) -> Iterator[Closed]:
    earlier = [frame for frame in frames.frames if frame.index < rest.index and _may_be_added(frame, rest)]
    own = _told_before([frame for frame in earlier if frame.paragraph == rest.paragraph], rest)
    above = [frame for frame in earlier if not own or frame.index < own[0].index]
    above = [frame for frame in above if frame.paragraph >= rest.paragraph - MAX_PARAGRAPHS or frame.sentence <= HEAD]
    if not own or len(own) > MAX_PARTS:
        return
    wholes = [frame for frame in (*own, *reversed(above)) if not _is_another(frame)]
    candidates = ((whole, own[own.index(whole) + 1 :] if whole in own else own) for whole in wholes)
    found = [(whole, *parts, rest) for whole, parts in candidates if parts and point(whole) > max(map(point, parts))]
    fitting = next((members for members in found if holds("sum", members)), None)
    if fitting:
        yield fitting
    elif not _some_make_a_whole(own, wholes, rest):
        for members in found:
            whole = members[0]
            is_told = "of" in whole.before[-2:] if whole in own else _is_near(whole, own[0])
            if is_told and _counts_the_same(members):
                yield members


def _told_before(earlier: Sequence[Frame], rest: Frame) -> list[Frame]:
    """The parts that a remainder completes, and perhaps their whole: those of its sentence, or of the one before.

    Where the first of them is one more ("another 19 were put back"), what is told before that belongs to them as well.
    """
    found: list[Frame] = []
    for sentence in range(rest.sentence, rest.sentence - MAX_SENTENCES, -1):
        found = [frame for frame in earlier if frame.sentence == sentence and not _is_old(frame)] + found
        if found and not _is_another(found[0]):
            break
    return found


def _may_be_added(frame: Frame, rest: Frame) -> bool:
    return _is_amount(frame) and (frame.kind, frame.unit) == (rest.kind, rest.unit) and not frame.ends_period


def _is_old(frame: Frame) -> bool:
    """Whether it is what another figure is compared with: "21,204, against 14,136 a year before"."""
    return not BEFORE_EARLIER.isdisjoint(frame.before[-1:]) or frame.before[-2:] in COMPARED


def _is_another(frame: Frame) -> bool:
    """Whether it is told as one more part: "another 19", "a further 30", "the other nine"."""
    return not ONE_MORE.isdisjoint(frame.before[-1:])


def _is_near(whole: Frame, first: Frame) -> bool:
    """Whether a whole is told where readers look for it: with the first part, a sentence before it, or at first."""
    return whole.sentence <= HEAD or 0 <= first.sentence - whole.sentence <= 1


def _counts_the_same(members: Sequence[Frame]) -> bool:
    """Whether the whole is of what one of its parts is, or the words leave that out."""
    whole, *parts = members
    nouns = {part.noun for part in parts} - {""}
    return not whole.noun or not nouns or whole.noun in nouns


def _some_make_a_whole(own: Sequence[Frame], wholes: Sequence[Frame], rest: Frame) -> bool:
    """Whether some of the amounts make another with the remainder, so that the rest may be of something else."""
    values = {point(whole) for whole in wholes}
    return any(
        sum(map(point, some)) + point(rest) in values - set(map(point, some))
        for size in range(1, len(own) + 1)
        for some in combinations(own, size)
    )

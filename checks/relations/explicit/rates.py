"""Products that the words name: "6,800 tickets at £40, worth £272,000", "$12,000 to each of 48, $576,000 in all".

One amount is called that of each ("apiece", "a head", "per tonne", "at £40"), another a total ("worth", "in all", "come
to"), and a count of things or a length of time stands beside the first.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.passage_index import stem
from checks.pattern import pattern
from checks.relations.equations import nominal_value
from checks.relations.frames import Frame, Frames
from checks.word_set import word_set

Product = tuple[Frame, Frame, Frame]
"""A rate, a count and their product."""

MEASURES = frozenset(("count", "money", "measure", "duration"))
EACH = word_set("each apiece")
PER = word_set("a an per every each")
PERSON = word_set("head person piece time go")
TOTALLING = word_set(
    """total totals totalling totaling worth cost costs costing bill making make makes raising raised bringing
    brings brought took come comes coming came altogether or yielding gives giving adds"""
)
BEFORE_PRICES = frozenset((("at",), ("averaged",), ("averaging",)))
TO_TOTAL = word_set("to in of a the other at around about some it all")  # between such a word and the total
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
OF_ONE = pattern(r"\b(?:an?|one) (?:[\w’'-]{1,20} ){1,4}(?:at|averaged|averaging) [£$€]?$")
"""Before the price of a single thing: "the five dearest, led by a bronze at £6.9m, together brought £19.7m"."""
MAX_TO_TOTAL = 5  # words
MIN_STEM = 4  # letters of a noun that its plural shares
MAX_TO_EACH = 3  # words from "each" to the amount that each has


def explicit_products(frames: Frames) -> Iterator[Product]:
    """The products that the words name as such."""
    for rate in frames.frames:
        if rate.kind not in MEASURES or not rate.is_amount:
            continue
        count = _count_of(frames, rate)
        if count is None:
            continue
        behind = [
            frame
            for frame in frames.window(rate.sentence, rate.sentence + 1)
            if frame not in (rate, count)
            and frame.measure == rate.measure
            and frame.is_amount
            and frame.index > min(rate.index, count.index)
        ]
        if not behind or not _is_total(behind[0]) or nominal_value(behind[0]) <= nominal_value(rate):
            continue
        if count.sentence != rate.sentence and not _is_in_all(behind[0]):
            continue  # "ten years ... €16.25m a year. Funds took 55%, or €275m"
        others = [frame for frame in frames.by_sentence[rate.sentence] if frame.index < min(rate.index, count.index)]
        if any(frame.measure == rate.measure for frame in others):
            continue  # "the winner gets £30,000 and the five others £2,000 each, £40,000 in all"
        yield rate, count, behind[0]


def _count_of(frames: Frames, rate: Frame) -> Frame | None:
    """How many have the amount each, or for how long; None where it is no amount of each."""
    row = [frame for frame in frames.by_sentence[rate.sentence] if frame is not rate and frame.is_amount]
    ahead = [frame for frame in row if frame.end <= rate.start and frame.kind == "count"]
    behind = [frame for frame in row if frame.start >= rate.end and frame.kind in ("count", "duration")]
    each = next((frame for frame in behind[:1] if frame.before[-2:] == ("each", "of")), None)
    if each:
        return each
    has_noun = bool(rate.noun) and rate.after[:1] != () and rate.after[0].startswith(rate.noun[:MIN_STEM])
    after = rate.after[has_noun : 2 + has_noun]
    if after[:1] and after[0] in EACH:
        return _nearest(ahead, rate)
    if len(after) == 2 and after[0] in PER:
        if after[1] in PERSON:
            return _nearest(ahead, rate) or (behind[0] if behind else None)
        earlier = frames.by_sentence.get(rate.sentence - 1, ())
        named = [frame for frame in (*earlier, *row) if stem(frame.noun or frame.unit) == stem(after[1])]
        return named[0] if len(named) == 1 and named[0].is_amount else None
    if _is_what_each_has(rate):
        return _nearest(ahead, rate)
    if rate.kind == "money" and rate.before[-1:] in BEFORE_PRICES:
        count = _nearest(ahead, rate)
        return None if count and OF_ONE.search(frames.article.text, count.end, rate.start) else count
    return None


def _is_what_each_has(rate: Frame) -> bool:
    """Whether a verb stands between "each" and the amount: "the five others each earn £2,000"."""
    before = rate.before[-MAX_TO_EACH:]
    between = before[before.index("each") + 1 :] if "each" in before else ()
    return bool(between) and all(token.isalpha() and token not in ("or", "and") for token in between)


def _nearest(ahead: list[Frame], rate: Frame) -> Frame | None:
    """The last count before an amount of each, unless both count the same things."""
    if not ahead or ahead[-1].sentence != rate.sentence:
        return None
    return ahead[-1] if ahead[-1].kind != rate.kind or ahead[-1].noun != rate.noun else None


def _is_total(frame: Frame) -> bool:
    """Whether the words call it a total: "worth £272,000", "a total of 460", "£38,700 altogether"."""
    if _is_in_all(frame):
        return True
    for token in reversed(frame.before[-MAX_TO_TOTAL:]):
        if token in TOTALLING:
            return True
        if token not in TO_TOTAL:
            return False
    return False


def _is_in_all(frame: Frame) -> bool:
    """Whether "in all" or the like stands behind it."""
    return frame.after[:2] in IN_ALL or frame.after[:1] in IN_ALL

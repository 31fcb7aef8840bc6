"""What explains otherwise that some figures do not make an equation, so that nobody is asked about them.

Each function knows one way in which news tells figures that look like a broken equation and are none: the parts make
another figure, or one of them is told of without a figure; the words name another base; the percentage is right of
other figures. They look at words and values, whatever the odds.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, pairwise

from checks.figures.calendar_words import WEEKDAY_NAMES
from checks.model import Figure, Kind, Moment, Zone
from checks.passage_index import STOP_WORDS, stem
from checks.pattern import pattern
from checks.relations.arithmetic import EVIDENCE
from checks.relations.cues import CUES
from checks.relations.equations import (
    fits_only_loosely,
    holds,
    may_multiply,
    point,
    precise,
    result_of,
    step_of,
)
from checks.relations.frames import Frame, Frames, without_possessive
from checks.relations.proposals import COMPARING, Proposal, TieKind
from checks.relations.restatement import agree
from checks.relations.singles import singles_told
from checks.sameness import SYNONYMS, is_kind_of, is_person, noun_class

TO_NEW_LEVEL = frozenset((("to",), ("at",)))  # "put on 75p, or 6.2%, to 1,285p"
WENT_UP_OR_DOWN = frozenset("up down higher lower".split())
EXPECTED = frozenset("expected forecast forecasts projections projected estimate estimates consensus".split())
APART = frozenset("far away way apart".split())
CHANGED = CUES["up"] | CUES["down"]
MORE = frozenset("more higher greater larger".split())
LESS = frozenset("less fewer lower smaller".split())
COMPARED = frozenset("above below over under".split())
DIFFERENCES = frozenset((("premium", "to"), ("premium", "over"), ("discount", "to")))
PERIODS = frozenset("year month week quarter season decade years".split())
NEARLY_ALL, NO_MORE = 93, 101  # per cent that the answers of a poll make
THRESHOLDS = frozenset(("majority", "supermajority", "threshold", "quorum"))
REQUIRED = frozenset("needed required necessary".split())
ANSWERED = frozenset(
    """said say says thought think thinks had have has believed believe wanted want supported support backed back
    favored favoured favor favour opposed oppose approved approve disapproved disapprove rated preferred prefer
    trusted trust agreed agree disagreed disagree""".split()
)
RANGING = frozenset("range ranges ranged ranging vary varies varied".split())
TO_LEVEL = pattern(
    r"(?:(?! and | but | is | are | was | were )(?:[^,;:()–—]|, (?:when th|who |which |whose |on ))){1,60}"
)
"""From "20% above" to the level that is meant."""
AND_LAST = pattern(r"[^,;:.()]{0,60},? and (?:about |around |nearly |another |a further )?[£$€]?")
INCLUDING = frozenset("including include includes included subsample subsamples".split())
OPPOSED = frozenset("whereas compared against versus".split())
CHANCES = frozenset("chance chances likelihood odds probability".split())
POSSESSIVES = frozenset("the his her its their our".split())
OR = pattern(r"(?: [\w'’-]{1,20}){0,3},? or ")
OF_EACH = (CUES["each"] | CUES["average"] | frozenset(("apiece", "times", "rate"))) - {"a", "an"}
PRICED = frozenset((("at",), ("for",), ("of",), ("costing",), ("worth",), ("averaging",), ("averaged",)))
MAX_TO_EACH = 5  # words from an amount to "each" or the like
ONE_MORE = frozenset("another other further additional extra more".split())
REMAINING = ONE_MORE | {"remaining"}
EACH_TIME = frozenset(("each", "every"))
"""Before a length: "on Monday 12 May and Thursday 22 May, each lasting 24 hours", "every six months from May 2024"."""
LONGER = frozenset("longer shorter".split())
PACES = frozenset("fast quickly rapidly slowly steeply sharply".split())
OF_THEM = frozenset(("of", them) for them in ("whom", "which", "them", "these", "those"))
APPOSED = pattern(r"(?: [a-z]{1,20}){0,2},? or (?:about |around |nearly |almost |just over |just under )?|,? \(")
OF_WHAT = pattern(r"(?: [a-z]+)?,? of (?:the |its |their |his |her |our |those |these |all )?")
HANDLE = pattern(r"\(@\w{1,30}\)[\s,–—-]{0,3}$")  # of who wrote a post
MAX_HANDLE = 36  # characters of one with what stands around it
MAX_MISS = Fraction(11)  # times
NO_MORE_THAN_A_COMMA = 2  # characters
TO_END = pattern(r"[\w%]{0,10} to (?:about |around |nearly |almost |just |more than |over )?[£$€]?")
TEN = 10
IN_TEN = pattern(r" (?:of|in|out of) (?:every )?")
TO_BASE = pattern(r"(?: of| the) (?:[\w'’-]{1,20} ){0,3}")  # from a percentage to what it is of
THE_REST = pattern(r"\b[Tt]he (?:remaining|remainder|rest|balance)\b")
MAX_TO_REST = 12  # characters from "the rest" to how many that is
MAX_SINGLES = 2  # that a sum may lack
MAX_TO_SIDE = 4  # characters between the two sides of a vote: "171 to 43"
NEARBY = 1  # sentences from the members of a sum to what completes it
CAME = frozenset("collected received earned raised gained took deposited income inflows".split())
WENT = frozenset("paid spent lost withdrew outflows expenses".split())
LOST = frozenset("shed lost cut minus less dropped fell declined subtracting".split())
THINGS = frozenset(name for name in SYNONYMS if name != "job" and not is_person(name))  # a job is somebody's
TYPE_OF_THING = pattern(r"-(?!strong\b|man\b|woman\b|person\b|member\b|year\b)[a-z]{3,}")
"""Behind a number that says what kind of thing it is: "a 14-seater", "a four-page note"."""
THE_OTHERS = frozenset((("the", "other"), ("the", "remaining")))
AT_PLACES = frozenset("in at on across from near".split())
LAST_NUMBER = pattern(r"\s(\d[\d,]{0,12})$")
MAX_OTHERS = 12  # figures among which those that a sum lacks are looked for
MAX_COMPLETING = 3  # figures of the same sentences that a sum may lack
MIN_COMPLETING = 10  # smaller ones complete a sum by chance
NEAR_MISS = 0.1  # relative: of an equation
SLIPS = ("one digit", "a swap", "a factor of ten")


def is_explained(frames: Frames, proposal: Proposal) -> bool:
    """Whether something else explains that the equation of a proposal does not hold."""
    kind = proposal.kind
    if kind in (*COMPARING, "product") and _misses_by_far(proposal):
        return True
    if kind in COMPARING and (_is_a_threshold(proposal.members[2]) or _differ_by_points(proposal)):
        return True
    if kind in COMPARING and not CHANCES.isdisjoint(proposal.members[2].after[:2]):
        return True  # "right in 25 of the last 27 elections, it gives her a 91 per cent chance"
    if kind in ("share", "change", "span") and _is_told_of_another(frames, proposal):
        return True
    if kind in COMPARING and (
        _counts_from_another_level(frames, proposal) or not EXPECTED.isdisjoint(proposal.members[2].before[-3:])
    ):
        return True
    if kind in COMPARING and (_takes_one_end(frames, proposal) or _is_a_proportion(frames, proposal)):
        return True
    if kind == "times" and (_led_to_another_level(frames, proposal) or _compares_paces(proposal)):
        return True
    if kind in ("change", "share", "gain") and (
        _is_share_of_both(frames, proposal) or _names_another_base(frames, proposal)
    ):
        return True
    if kind == "sum":
        return _is_explained_sum(frames, proposal)
    if kind == "gain":
        return (
            holds("share", proposal.members)  # "£8.4m higher than this year's £178m, a rise of 4.7%": of that
            or not _is_told_as_change(frames, proposal)
            or _is_of_something_else(frames, proposal.members[2], proposal.members[1])
        )
    if kind == "share":
        return (
            (proposal.members[1].before[-1:] in TO_NEW_LEVEL and holds("gain", proposal.members))
            or _is_of_something_else(frames, proposal.members[2], proposal.members[1])
            or _is_change_in_percent(proposal.members[2])
            or _is_of_another_base(frames, proposal)
        )
    if kind == "change":
        before, after, percentage = proposal.members
        return (
            any(map(_is_no_level_of_before, (before, after)))
            or _is_share_of_things(percentage)
            or (
                before.start > after.start and "to" in before.before[-3:]
            )  # "to $7.9bn as cash swelled to a record $12bn"
        )
    if kind == "product":
        rate, count, total = proposal.members
        is_change = {("from",), ("to",)} <= {member.before[-1:] for member in proposal.members}  # "to 234 from 229"
        is_how_often = rate.before[-1:] == ("every",)  # "every 20 minutes, three an hour, and takes 55 minutes"
        is_amiss = is_change or is_how_often or not may_multiply(count, rate, total)
        return is_amiss or not _is_told_of_each(frames, proposal) or _adds_up_several(frames, proposal)
    return kind == "span" and (
        _ends_elsewhere(frames, proposal)
        or _is_an_age_today(frames, proposal)
        or not EACH_TIME.isdisjoint(proposal.members[2].before[-3:])
        or _is_bare_and_apart(proposal)
        or any(_dates_a_post(frames, end) for end in proposal.members[:2])
    )


def _is_told_of_each(frames: Frames, proposal: Proposal) -> bool:
    """Whether a word says that an amount is that of each, or how often there is as much.

    "67 off 41 balls with seven fours ..., 46 of them in boundaries" is not seven times 41.
    """
    text = frames.article.text
    for frame in proposal.members:
        words = {*frame.before[-MAX_TO_EACH:], *frame.after[:MAX_TO_EACH]}
        if not words.isdisjoint(OF_EACH) or "-" in (*frame.statement.words, *text[frame.end : frame.end + 1]):
            return True  # "12 40-seat coaches", "a 12-year lease"
        if not {"a", "an"}.isdisjoint(frame.after[:3]) or (frame.figure is not None and frame.figure.per):
            return True  # "£5 a head", "three times a week"
        if frame.kind == "money" and frame.before[-1:] in PRICED:
            return True
    return False


def _adds_up_several(frames: Frames, proposal: Proposal) -> bool:
    """Whether another amount stands before a total that is told as one of all: "£5 for two, £1 for nine, £19 in all".

    That total is no product of two figures, but the sum of several products.
    """
    rate, count, total = proposal.members
    last = max(rate.index, count.index)
    between = [
        frame
        for frame in frames.frames[last + 1 : total.index]
        if (frame.kind, frame.unit) == (total.kind, total.unit) and frame.sentence == total.sentence
    ]
    return bool(between)


def _is_a_threshold(frame: Frame) -> bool:
    """Whether it is what is needed, and not what there is: "a two-thirds majority", "the 60 votes needed"."""
    return not THRESHOLDS.isdisjoint(frame.after[:3]) or not REQUIRED.isdisjoint(frame.after[1:3])


def _differ_by_points(proposal: Proposal) -> bool:
    """Whether two of three percentages and points differ by the third, to the digit: "by 12 points, 55 to 43"."""
    smallest, middle, largest = sorted(proposal.members, key=point)
    in_percent = all(frame.kind in ("percent", "points") or frame.noun == "point" for frame in proposal.members)
    is_exact = point(smallest) + point(middle) == point(largest)
    return in_percent and is_exact and len({frame.sentence for frame in proposal.members}) == 1


def takes_change_for_level(proposal: Proposal) -> bool:
    """Whether a percentage that says by how much something changed is added, or taken for a share."""
    if proposal.kind == "sum":
        return any(map(_is_change_in_percent, proposal.members))
    return proposal.kind == "share" and _is_change_in_percent(proposal.members[2])


def _is_explained_sum(frames: Frames, proposal: Proposal) -> bool:
    return (
        _counts_one_in_another(proposal)
        or _all_come_on_top(proposal)
        or _makes_more_than_all(proposal)
        or _is_a_threshold(proposal.members[0])
        or _breaks_down_a_part(frames, proposal)
        or _are_ends_of_a_range(proposal)
        or _share_out_a_hundred(proposal)
        or _are_answers_beside_each_other(proposal)
        or _adds_people_to_things(proposal)
        or _adds_unlike_things(frames, proposal)
        or _leaves_room(proposal)
        or any(point(part) == point(proposal.members[0]) for part in proposal.members[1:])
        or _makes_less_than_half(proposal)
        or _passes_over_a_part(frames, proposal, beside=True)
        or _adds_what_came_to_what_went(proposal)
        or _is_net_of_losses(frames, proposal)
        or _comes_to_another(frames, proposal)
        or _is_completed(frames, proposal)
        or _goes_on(frames, proposal)
    )


def _breaks_down_a_part(frames: Frames, proposal: Proposal) -> bool:
    """Whether one part is of the other, which is said to be of the whole, and not beside it.

    As in "guilty of five of the seven counts: three of fraud, one of theft and one of perjury".
    """
    if len(proposal.members) != 3:
        return False
    whole, *parts = proposal.members
    text = frames.article.text
    for part, other in (parts, reversed(parts)):
        if not (whole.sentence == part.sentence == other.sentence and part.end < whole.start < other.start):
            continue
        is_of_whole = OF_WHAT.fullmatch(text, part.end, whole.start) is not None
        if is_of_whole and ":" in text[whole.end : other.start] and REMAINING.isdisjoint(other.before[-3:]):
            return True
    return False


def _is_change_in_percent(frame: Frame) -> bool:
    """Whether a percentage says by how much something changed; the difference of two levels would be in points."""
    return frame.kind == "percent" and not CHANGED.isdisjoint(frame.before[-3:])


def goes_the_other_way(proposal: Proposal) -> bool:
    """Whether a change is called a rise where the second level is the lower one, or a fall where it is the higher."""
    if proposal.kind != "change":
        return False
    before, after, percentage = proposal.members
    beside = {*percentage.before[-3:], *percentage.after[:3]}
    rises, falls = not beside.isdisjoint(CUES["up"]), not beside.isdisjoint(CUES["down"])
    if percentage.after[1:2] == ("than",):  # "30 per cent more than the £600,000 of last year"
        rises, falls = percentage.after[0] in MORE, percentage.after[0] in LESS
    return rises != falls and rises != (point(after) > point(before))


def says_little(frames: Frames, proposal: Proposal) -> bool:
    """Whether that an equation holds is no sign that its figures are right: by chance, or as any would fit."""
    if proposal.kind == "sum" and (
        _counts_one_in_another(proposal)
        or _adds_people_to_things(proposal)
        or _passes_over_a_part(frames, proposal, beside=False)
    ):
        return True
    if proposal.kind == "gain" and not _is_told_as_change(frames, proposal):
        return True
    if proposal.kind == "change" and proposal.members[2].kind == "percent" and proposal.members[2].after[:1] == ("of",):
        return True  # "Of the 110, 66 had ..., or 66 percent of those cited": a share
    return fits_only_loosely(proposal.kind, proposal.members)


def _is_told_as_change(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words beside an amount and a percentage call them a change that led to a level."""
    amount, level, percentage = proposal.members
    if names_base(frames, percentage, level):
        return False  # "took on 40, or 25% of its 200"
    before = {word for frame in (amount, percentage) for word in frame.before[-4:]}
    behind = {*amount.after[:2], *percentage.after[:1]}  # not "thirty percent - more than 9,000"
    is_change = not before.isdisjoint(CHANGED) or not behind.isdisjoint(CHANGED | MORE | LESS)
    return is_change or level.before[-1:] in TO_NEW_LEVEL


def _counts_one_in_another(proposal: Proposal) -> bool:
    """Whether a part of a sum is among another part of it: "14 people, including one child", and 15 elsewhere."""
    whole, *parts = proposal.members
    for part in parts:
        if part.after[:2] in OF_THEM and any(other.start < part.start for other in parts):
            return True
        if INCLUDING.isdisjoint(part.before[-2:]):
            continue
        earlier = [other for other in (whole, *parts) if other.sentence == part.sentence and other.start < part.start]
        if earlier and max(earlier, key=lambda other: other.start) is not whole and whole not in earlier:
            return True
    return False


def _all_come_on_top(proposal: Proposal) -> bool:
    """Whether each part is added to something told elsewhere: "another $200bn, and then $300bn more"."""
    return all(
        not ONE_MORE.isdisjoint(part.before[-2:]) or part.after[:1] == ("more",) for part in proposal.members[1:]
    )


def _makes_more_than_all(proposal: Proposal) -> bool:
    """Whether percentages that are no parts of one thing make more than all of it: "68% before, 66% after, 67% now"."""
    parts = proposal.members[1:]
    return all(part.kind == "percent" for part in parts) and sum(map(point, parts)) > NO_MORE


def _passes_over_a_part(frames: Frames, proposal: Proposal, *, beside: bool) -> bool:
    """Whether a bare number stands among the parts of a sum, or `beside` them: the "one" in "six for, one against"."""
    if proposal.kind != "sum":
        return False
    parts = sorted(proposal.members[1:], key=lambda part: part.start)
    if parts[0].sentence != parts[-1].sentence:
        return False
    row = [frame for frame in frames.by_sentence[parts[0].sentence] if frame not in proposal.members]
    if beside and any(_is_one_more_item(frames, parts[-1], frame) for frame in row):
        return True
    if not beside:
        row = [frame for frame in row if parts[0].start < frame.start < parts[-1].start]
    nouns = ("", proposal.members[0].noun) if beside else ("",)
    return any(frame.kind == "count" and frame.noun in nouns for frame in row)


def _is_one_more_item(frames: Frames, last: Frame, other: Frame) -> bool:
    """Whether a figure ends the enumeration that a part stands in: the third of "$2m for Elm, $3m for Ash and $1m"."""
    if (other.kind, other.unit) != (last.kind, last.unit) or last.kind == "count" or other.start < last.end:
        return False
    return AND_LAST.fullmatch(frames.article.text, last.end, other.start) is not None


def _share_out_a_hundred(proposal: Proposal) -> bool:
    """Whether its percentages are all answers: "64% said it was right, compared to 18% too far and 15% too little"."""
    total = sum(map(point, proposal.members))
    are_percent = all(frame.kind == "percent" for frame in proposal.members)
    return are_percent and NEARLY_ALL <= total <= NO_MORE and len({frame.sentence for frame in proposal.members}) == 1


def _are_answers_beside_each_other(proposal: Proposal) -> bool:
    """Whether whole and parts are answers to one question: "39% had some trust in it, 21% had not much"."""
    whole, *parts = proposal.members
    if any(frame.kind != "percent" or frame.sentence != whole.sentence for frame in proposal.members):
        return False
    return not ANSWERED.isdisjoint(whole.after[:3]) and any(not ANSWERED.isdisjoint(part.after[:3]) for part in parts)


def _are_ends_of_a_range(proposal: Proposal) -> bool:
    """Whether two of its members are the ends of a range: "leads range from three to 15 points"."""
    first, second = sorted(proposal.members, key=lambda frame: frame.start)[:2]
    is_open = first.before[-1:] == ("from",) and not RANGING.isdisjoint(first.before[-3:-1])
    return is_open and second.before[-1:] == ("to",)


def _adds_what_came_to_what_went(proposal: Proposal) -> bool:
    """Whether one part was taken in and another given out: "collected £1.6bn and paid out £2.3bn"."""
    words = [frozenset(part.before[-4:]) for part in proposal.members[1:]]
    return not all(map(CAME.isdisjoint, words)) and not all(map(WENT.isdisjoint, words))


def _is_net_of_losses(frames: Frames, proposal: Proposal) -> bool:
    """Whether the whole is what the amounts of a sentence come to, less those lost: "Ash took on 50, Elm shed 20"."""
    whole, *parts = proposal.members
    row = [
        frame
        for sentence in {part.sentence for part in parts}
        for frame in frames.by_sentence[sentence]
        if (frame.kind, frame.unit) == (whole.kind, whole.unit) and frame is not whole and _is_number(frame)
    ]
    lost = [frame for frame in row if not LOST.isdisjoint(frame.before[-2:])]
    return bool(lost) and sum(map(point, row)) - 2 * sum(map(point, lost)) == point(whole)


def _is_number(frame: Frame) -> bool:
    return isinstance(frame.value, Fraction)


def _comes_to_another(frames: Frames, proposal: Proposal) -> bool:
    """Whether its parts make another figure, of their own or told nearby or at the start: that one is their whole."""
    whole, *parts = proposal.members
    total = sum(map(point, parts))
    if len(parts) > 2 and any(_is_sum_of_some(part, parts) for part in parts):
        return True  # "of which 12 survive: two here and ten elsewhere": one of them is the sum of the others
    others = [
        frame for frame in (*_around(frames, proposal), *frames.window(0, NEARBY)) if frame not in proposal.members
    ]
    return any(
        (frame.kind, frame.unit, frame.value) == (whole.kind, whole.unit, total)
        or (isinstance(frame.value, tuple) and total in frame.value)  # "by 23 votes to 17"
        for frame in others
    )


def _is_sum_of_some(part: Frame, parts: Sequence[Frame]) -> bool:
    """Whether two or three of the parts that follow one make it up; not where it is told as one more."""
    if not ONE_MORE.isdisjoint(part.before[-1:]):
        return False
    behind = [point(other) for other in parts if other.start > part.start]
    return any(sum(some) == point(part) for size in (2, 3) for some in combinations(behind, size))


def _is_completed(frames: Frames, proposal: Proposal) -> bool:
    """Whether what its parts lack is told nearby, as one figure or two, or as somebody who is no figure."""
    whole, *parts = proposal.members
    lacking = point(whole) - sum(map(point, parts))
    measures = {(member.kind, member.unit) for member in proposal.members}
    alike = {*((kind, unit, noun) for kind, unit in measures for noun in (whole.noun, "")), ("count", "", "")}
    around = [
        frame
        for frame in (*_around(frames, proposal), *frames.window(0, NEARBY))
        if (frame.kind, frame.unit, frame.noun) in alike or (frame.kind, frame.unit) == (whole.kind, whole.unit)
    ]
    others = {frame.value for frame in around if frame not in proposal.members and isinstance(frame.value, Fraction)}
    if lacking > 0 and (lacking in others or any(lacking - other in others - {other} for other in others)):
        return True
    if lacking > 0 and _is_told_as_share(frames, proposal, lacking):
        return True
    sentences = {part.sentence for part in parts}
    if lacking >= MIN_COMPLETING and _is_made_up(frames, proposal, lacking):
        return True
    if lacking > 0 and _leaves_rest_uncounted(frames, min(sentences), max(sentences) + NEARBY):
        return True
    if whole.kind != "count" or abs(lacking) > point(whole) / 2:
        return False
    figures = tuple(frame.statement.span for frame in proposal.members)
    last = min(max(sentences) + NEARBY, len(frames.article.sentences) - 1)
    singles = singles_told(frames.article, min(sentences), last, figures)
    others_told = [part for part in parts if part.before[-1:] == ("other",)]
    if lacking == 1 and any(part.after[:1] in (("other",), ("others",)) for part in parts):
        return True  # "two other directors go, too", "Mrs Pallant and two others": besides the one who was told of
    return 0 < lacking <= min(singles, MAX_SINGLES) or any(
        singles and point(part) + 1 == point(whole) for part in others_told
    )


def _is_made_up(frames: Frames, proposal: Proposal, lacking: Fraction) -> bool:
    """Whether other numbers of the same sentences come to what the parts lack, whatever they are said to count.

    As in "72,000 to the U.S., 30,000 within Canada and 18,000 overseas"; also a number that is taken for a name, as
    in "31 from Paraná, from Mato Grosso do Sul 18".
    """
    sentences = [frame.sentence for frame in proposal.members[1:]]
    bounds = [frames.article.sentences[index].span for index in (min(sentences), max(sentences))]
    taken = {frame.statement.span for frame in proposal.members}
    values = [
        _in_units_of(proposal.members[0], figure)
        for figure in frames.article.figures
        if bounds[0].start <= figure.span.start < bounds[1].end and figure.span not in taken
    ]
    others = [value for value in values if value is not None and 0 < value <= lacking][:MAX_OTHERS]
    return any(sum(some) == lacking for size in range(1, MAX_COMPLETING + 1) for some in combinations(others, size))


def _in_units_of(whole: Frame, figure: Figure) -> Fraction | None:
    """The number that another figure may add to a sum; None for one of another measure."""
    if figure.kind is Kind.NAME:
        digits = LAST_NUMBER.search(figure.words)
        return Fraction(digits[1].replace(",", "")) if digits else None
    if figure.kind in (Kind.COUNT, Kind.NUMBER):
        return figure.value
    return figure.value if (figure.kind.value, figure.unit or "") == (whole.kind, whole.unit) else None


def _goes_on(frames: Frames, proposal: Proposal) -> bool:
    """Whether parts told in several sentences fall short, and the next one tells one more like them.

    "They got 41 years in all. Oakes was given 13 years. His brother got nine years. Tansey received eight years."
    """
    whole, *parts = proposal.members
    lacking, last = point(whole) - sum(map(point, parts)), max(parts, key=lambda part: part.start)
    if lacking <= 0 or len({part.sentence for part in parts}) == 1:
        return False
    return any(
        (frame.kind, frame.unit, frame.noun) == (last.kind, last.unit, last.noun) and point(frame) <= lacking
        for frame in frames.by_sentence.get(last.sentence + 1, ())
        if _is_number(frame) and frame not in proposal.members
    )


def _is_told_as_share(frames: Frames, proposal: Proposal, lacking: Fraction) -> bool:
    """Whether what the parts lack is told as a share of the whole: "half of the £9.6m is met by the lottery"."""
    percent = 100 * lacking / point(proposal.members[0])
    return any(
        abs(percent - point(frame)) <= (step_of(frame) / 2 if frame.kind == "percent" else 0)
        for frame in _around(frames, proposal)
        if frame.kind in ("fraction", "percent") and _is_number(frame)
    )


def _leaves_rest_uncounted(frames: Frames, first: int, last: int) -> bool:
    """Whether the sentences tell of a rest without saying how many that is: "the remaining accused had died"."""
    sentences = frames.article.sentences[first : last + 1]
    row = frames.window(first, last)
    return any(
        not any(0 <= frame.start - rest.end() <= MAX_TO_REST for frame in row)
        for rest in THE_REST.finditer(frames.article.text, sentences[0].span.start, sentences[-1].span.end)
    )


def _around(frames: Frames, proposal: Proposal) -> list[Frame]:
    """The frames of the sentences of its parts and of those beside them."""
    sentences = [part.sentence for part in proposal.members[1:]]
    return frames.window(min(sentences) - NEARBY, max(sentences) + NEARBY)


def _misses_by_far(proposal: Proposal) -> bool:
    """Whether the result is more than MAX_MISS times off, which no slip of a digit explains."""
    first, second, result = map(point, proposal.members)
    if not first or not second or not result:
        return False
    made = {
        "product": first * second,
        "share": 100 * first / second,
        "times": first / second,
        "change": 100 * abs(second / first - 1) or result,
        "gain": 100 * abs(first / (second - first)) if first != second else result,
    }[proposal.kind]
    return not 1 / MAX_MISS <= made / result <= MAX_MISS


def names_base(frames: Frames, percentage: Frame, whole: Frame) -> bool:
    """Whether a whole is what the words beside a percentage say it is of.

    As in "one in five of the 345 calls", "half of the club's 64 members", "around half the 340,000" and "Of the 1,680,
    60 per cent".
    """
    text = frames.article.text
    if whole.start > percentage.end:
        is_next = not any(
            percentage.end <= frame.start < whole.start for frame in frames.by_sentence[percentage.sentence]
        )
        return is_next and TO_BASE.fullmatch(text, percentage.end, whole.start) is not None
    return 0 < percentage.start - whole.end <= NO_MORE_THAN_A_COMMA


def _names_another_base(frames: Frames, proposal: Proposal) -> bool:
    """Whether a percentage is of the figure behind it, which is not what it is compared with.

    As in "half the £325 million"; and "61% of the 2,840 who answered" is no change from the 2,840.
    """
    percentage = proposal.members[2]
    row = frames.by_sentence[percentage.sentence]
    behind = next((frame for frame in row if frame.start >= percentage.end), None)
    if behind is None or (behind in proposal.members and proposal.kind == "share"):
        return False
    return names_base(frames, percentage, behind)


def _is_told_of_another(frames: Frames, proposal: Proposal) -> bool:
    """Whether the percentage is right of one of the two and another figure of the text, or the length is."""
    first, second, result = proposal.members
    kind: TieKind = "span" if proposal.kind == "span" else "share"
    others = (other for other in frames.frames if other not in proposal.members and other.zone is not Zone.HEADLINE)
    if kind == "span":
        dated = [other for other in others if other.kind in (first.kind, second.kind)]
        return any(holds(kind, (other, second, result)) or holds(kind, (first, other, result)) for other in dated)
    if _is_told_of_what_it_stands_beside(frames, proposal):
        return True
    if names_base(frames, result, second):
        return False
    amounts = [other for other in others if (other.kind, other.unit) == (first.kind, first.unit)]
    return any(
        point(part) < point(other) and holds(kind, (part, other, result))
        for other in amounts
        for part in (first, second)
    )


def _is_told_of_what_it_stands_beside(frames: Frames, proposal: Proposal) -> bool:
    """Whether a percentage is right of what it says another way, which is no member: "by £18,000, or 7.2 per cent"."""
    *levels, result = proposal.members
    ahead = [frame for frame in frames.by_sentence[result.sentence] if frame.end <= result.start]
    if not ahead or ahead[-1] in levels or not APPOSED.fullmatch(frames.article.text, ahead[-1].end, result.start):
        return False
    beside = ahead[-1]
    kinds: tuple[TieKind, ...] = ("share", "gain")
    return isinstance(beside.value, Fraction) and any(
        holds(kind, (beside, other, result))
        for other in frames.frames
        if (other.kind, other.unit) == (beside.kind, beside.unit) and other is not beside and _is_number(other)
        for kind in kinds
        if point(other) > point(beside) > 0
    )


def _is_share_of_both(frames: Frames, proposal: Proposal) -> bool:
    """Whether a percentage is what one of two is of them together: "by 1,344 to 256, or 84 percent in favour"."""
    first, second, result = proposal.members
    measure = (first.kind, first.unit)
    pairs = [(first, second)]
    for sentence in {member.sentence for member in proposal.members}:
        row = [frame for frame in frames.by_sentence[sentence] if (frame.kind, frame.unit) == measure]
        pairs += pairwise(frame for frame in row if isinstance(frame.value, Fraction))
    step = step_of(result)
    return any(
        abs(100 * point(one) / (point(one) + point(other)) - point(result)) <= step
        for pair in pairs
        for one, other in (pair, pair[::-1])
        if point(one) + point(other)
    )


def _is_share_of_things(fraction: Frame) -> bool:
    """Whether a fraction is of some people or things, so that it is no change: "half of last year's 1,340"."""
    words = fraction.after[1:5]
    plural = any(token.endswith("s") and len(token) > 3 and "'" not in token for token in words)
    owned = any("'" in token or "’" in token or token in POSSESSIVES for token in words[:2])
    return fraction.kind == "fraction" and fraction.after[:1] == ("of",) and (plural or owned)


def _takes_one_end(frames: Frames, proposal: Proposal) -> bool:
    """Whether one level is an end of what went from one to another, and the other level is not: "from 9 to 44"."""
    first, second, _ = proposal.members
    for start in (first, second):
        if start.before[-1:] != ("from",):
            continue
        end = next((frame for frame in frames.by_sentence[start.sentence] if frame.start >= start.end), None)
        if end is None or end in (first, second):
            continue
        if TO_END.fullmatch(frames.article.text, start.end, end.start):
            return True
    return False


def _led_to_another_level(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words behind a multiple say what level it led to, and that is no member: "doubled his to 3%"."""
    ratio = proposal.members[2]
    level = next((frame for frame in frames.by_sentence[ratio.sentence] if frame.start >= ratio.end), None)
    if level is None or level in proposal.members or level.before[-1:] != ("to",):
        return False
    return TO_LEVEL.fullmatch(frames.article.text, ratio.end, level.start) is not None


def _compares_paces(proposal: Proposal) -> bool:
    """Whether a multiple is of how fast something changed, and not of two levels: "costs went up twice as fast"."""
    return proposal.members[2].after[:1] == ("as",) and not PACES.isdisjoint(proposal.members[2].after[1:2])


def _is_a_proportion(frames: Frames, proposal: Proposal) -> bool:
    """Whether part and whole say how many of ten, and the percentage is of another answer: "7 in 10 ..., while 63%"."""
    *levels, percentage = proposal.members
    part, whole = sorted(levels, key=lambda frame: frame.start)
    is_of_ten = point(whole) == TEN and IN_TEN.fullmatch(frames.article.text, part.end, whole.start)
    return bool(is_of_ten) and not APPOSED.match(frames.article.text, whole.end, percentage.start)


def _is_of_another_base(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words behind a percentage name its base, "Half of the 16", and that is no base of the part.

    Such a part is told beside it or not at all.
    """
    part, whole, percentage = proposal.members
    behind = (frame for frame in frames.by_sentence[percentage.sentence] if frame.start >= percentage.end)
    nearest = next(behind, None)
    if nearest is None or not OF_WHAT.fullmatch(frames.article.text, percentage.end, nearest.start):
        return False
    return nearest is not whole or part.sentence != percentage.sentence


def _ends_elsewhere(frames: Frames, proposal: Proposal) -> bool:
    """Whether a length is told of another span: "on 30 January, nine days after the accident", and a date behind it."""
    start, end, length = proposal.members
    if start.kind == "time" and _are_of_two_days(start, end):
        return True
    if _leaves_out_both_ends(proposal) or _is_one_in_the_other(start, end):
        return True
    if start.before[-1:] == ("by",) and start.start > length.end:
        return True  # "the four-day fair opens on June 18th. Whoever wants to cancel must do so by June 8th"
    if not LONGER.isdisjoint(length.after[:1]) or length.after[1:2] == ("than",):
        return True  # "closes on 15 February, a window three months shorter than last year's"
    if length.after[:1] not in (("after",), ("before",), ("since",)):
        return False
    before = [frame for frame in frames.by_sentence[length.sentence] if frame.end <= length.start]
    if not before or before[-1] not in (start, end):
        return False
    return before[-1] is start if length.after[0] == "after" else before[-1] is end


def _is_bare_and_apart(proposal: Proposal) -> bool:
    """Whether a number without a unit, as in "will be 13 by then", is not in the sentence of both moments."""
    *moments, length = proposal.members
    return length.kind == "count" and not length.noun and any(each.sentence != length.sentence for each in moments)


def _is_an_age_today(frames: Frames, proposal: Proposal) -> bool:
    """Whether a length is how old something is that lasts beyond today: "opened in 1987 ... the 38-year-old park"."""
    start, end, length = proposal.members
    published = frames.article.published
    years = [frame.statement.year for frame in (start, end) if isinstance(frame.statement, Moment)]
    if published is None or length.unit != "year" or len(years) < 2 or None in years:
        return False
    first, last = years[0] or 0, years[1] or 0
    is_age = "old" in (*length.statement.words.lower().split("-"), *length.after[:1])
    return is_age and last > published.year and abs(published.year - first - point(length)) <= 1


def _dates_a_post(frames: Frames, date: Frame) -> bool:
    """Whether a date says when a post was sent that the article shows: "- Ida Ash (@idaash) June 15, 2017"."""
    return HANDLE.search(frames.article.text, max(0, date.start - MAX_HANDLE), date.start) is not None


def _is_one_in_the_other(start: Frame, end: Frame) -> bool:
    """Whether one date is of the month or year that the other is: "the quarter to June 30, with $9m in June alone"."""
    return start.kind == "date" and start.value != end.value and agree(start, end)


def _leaves_out_both_ends(proposal: Proposal) -> bool:
    """Whether a length in days is what lies between two dates: "ends on 19 December; back on 5 January, 16 days"."""
    start, end, length = proposal.members
    if length.unit != "day" or start.kind != "date":
        return False
    between = result_of("span", (precise(start), precise(end)))
    return between.is_exact and between.low == point(length) + 1


def _are_of_two_days(start: Frame, end: Frame) -> bool:
    """Whether two clock times have weekdays beside them, not the same: "8pm on Wednesday ... 7am on Monday"."""
    days = [WEEKDAY_NAMES.intersection((*time.before[-2:], *time.after[:2])) for time in (start, end)]
    return bool(days[0]) and bool(days[1]) and days[0] != days[1]


def one_slip_explains(proposal: Proposal) -> bool:
    """Whether the equation misses by little, or one digit, swap or factor of ten in one member would mend it.

    Dates are mended in more ways than that, so a span is left to its odds.
    """
    if proposal.kind == "span":
        return True
    evidence = dict(zip(EVIDENCE, proposal.evidence, strict=True))
    return evidence["relative miss"] <= NEAR_MISS or any(evidence[f"members that {slip} mends"] for slip in SLIPS)


def _leaves_room(proposal: Proposal) -> bool:
    """Whether parts that fall short are some only: "22 people, including 13 children and six women"."""
    whole, *parts = proposal.members
    if sum(map(point, parts)) >= point(whole):
        return False
    first, *others = sorted(parts, key=lambda part: part.start)
    if len(others) == 1 and others[0].start - first.end <= MAX_TO_SIDE and others[0].before[-1:] in (("to",), ("-",)):
        return True  # "it passed by 171 to 43 in a ballot of 230": some did not vote
    if any(not OPPOSED.isdisjoint(part.before[-4:]) and part.sentence == first.sentence for part in others):
        return True  # "of the 44, 23 saw a decline, whereas only 11 improved"
    return first.sentence == whole.sentence and first.start > whole.end and not INCLUDING.isdisjoint(first.before[-2:])


def _makes_less_than_half(proposal: Proposal) -> bool:
    """Whether the parts make less than half of the whole, so that most of them are not among the members."""
    whole, *parts = map(point, proposal.members)
    return 2 * sum(parts) < whole


def _adds_people_to_things(proposal: Proposal) -> bool:
    """Whether some members of a sum count people and others well-known things, in sentences of their own.

    In one sentence they may be one group: "286 nominations: 197 individuals and 89 firms".
    """
    if len({frame.sentence for frame in proposal.members}) == 1:
        return False
    classes = {noun_class(frame.noun) for frame in proposal.members if frame.kind == "count" and frame.noun}
    return not classes.isdisjoint(THINGS) and any(map(is_person, classes))


def _adds_unlike_things(frames: Frames, proposal: Proposal) -> bool:
    """Whether a part counts something that cannot be among what the whole counts, and other parts may be.

    As "three farms" beside "47 posts" of 214 posts, the "two hostels" that nine people were found in, "four times", or
    the number in "a 14-seater".
    """
    whole, *parts = proposal.members
    if any(frame.kind != "count" for frame in proposal.members):
        return False
    text = frames.article.text
    if any(TYPE_OF_THING.match(text, part.end) or noun_class(part.noun) == "time" for part in parts):
        return True
    places = [not AT_PLACES.isdisjoint(part.before[-1:]) and bool(part.noun) for part in parts]
    if any(places) and not all(places):
        return True
    if any(part.before[-2:] in THE_OTHERS for part in parts):
        return False  # "23 convictions. Another 19 cases were put off, and the other five go to Elm": these are all
    counted = noun_class(whole.noun) if whole.noun else ""
    nouns = [noun_class(part.noun) for part in parts if part.noun]
    unlike = [noun for noun in nouns if counted and not _may_be_among(noun, counted)]
    if unlike and len(unlike) < len(nouns):
        return True
    several = len(set(nouns)) > 1 and not all(map(is_person, nouns))
    return several and (not counted or bool(unlike)) and len({part.sentence for part in parts}) > 1


def _may_be_among(part: str, whole: str) -> bool:
    """Whether things of one class may be some of those of another."""
    return part == whole or (is_person(part) and is_person(whole)) or is_kind_of(part, whole) or is_kind_of(whole, part)


def _is_of_something_else(frames: Frames, percentage: Frame, whole: Frame) -> bool:
    """Whether the words say of what a percentage is, and the whole is of another thing: "12% of the tenants".

    "Half as many again" is of what was told before it; "302 of the 550 pupils, or 81% of the roll" says it twice.
    """
    if whole.end < percentage.start and OR.fullmatch(frames.article.text, whole.end, percentage.start):
        return False
    if names_base(frames, percentage, whole):
        return False
    if percentage.after[:1] == ("as",) and percentage.after[2:3] == ("again",):
        return True
    if percentage.kind == "fraction" and percentage.after[:1] and percentage.after[0] in POSSESSIVES:
        named = {stem(token) for token in percentage.after[1:3] if token.isalpha() and token not in STOP_WORDS}
        return bool(named) and named.isdisjoint({stem(whole.noun)} if whole.noun else whole.narrow)
    words = percentage.after[percentage.after[:1] == (",",) :]  # "85 million tonnes, or 12 per cent, of emissions"
    if words[:1] != ("of",):
        return False
    named = {stem(token) for token in words[1:4] if token.isalpha() and token not in STOP_WORDS}
    return bool(named) and named.isdisjoint({stem(whole.noun)} if whole.noun else whole.narrow)


def _counts_from_another_level(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words behind a percentage or multiple say what it is compared with, and that is no member.

    As in "to $13, which is 20% above Monday's close, from $9" and "double the previous year's, and far above $343m".
    """
    ratio = proposal.members[2]
    words = ratio.after
    if words[:1] and words[0] in WENT_UP_OR_DOWN and words[1:2] in TO_NEW_LEVEL:
        level = next((frame for frame in frames.by_sentence[ratio.sentence] if frame.start >= ratio.end), None)
        return level is not None and level not in proposal.members[:2]  # "to 1,960, and takings are 5% up at £14,112"
    if proposal.kind == "times" and words[:1] == ("as",) == words[2:3]:
        named = True
    elif proposal.kind == "times":
        named = words[:1] in (("the",), ("last",)) and not PERIODS.isdisjoint(map(without_possessive, words[1:4]))
    else:
        named = bool(words) and (words[0] in COMPARED or words[1:2] == ("than",) or words[:2] in DIFFERENCES)
    if not named:
        return False
    behind = (frame for frame in frames.by_sentence[ratio.sentence] if frame.start >= ratio.end)
    nearest = next((frame for frame in behind if frame.kind == proposal.members[0].kind), None)
    if nearest is None or all(nearest is not frame for frame in proposal.members):
        return True
    return not TO_LEVEL.fullmatch(frames.article.text, ratio.end, nearest.start)


def _is_no_level_of_before(frame: Frame) -> bool:
    """Whether a level is expected, or what another is near: "projections for $3.85bn", "some way from 91 pence"."""
    before = frame.before[-5:]
    apart = any(first in APART and second == "from" for first, second in pairwise(before))
    return apart or not EXPECTED.isdisjoint(before[-3:]) or not EXPECTED.isdisjoint(frame.after[:2])

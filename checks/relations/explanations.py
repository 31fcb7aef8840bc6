"""Innocent readings of figures that look like an equation that does not hold, so that no question is raised.

Each function recognises one of them by words and values, whatever the learned odds: the words name another base, the
percentage is right for other figures, no word says that an amount is a rate. The readings of sums are in
explained_sums.py.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from checks.figures.calendar_words import WEEKDAY_NAMES
from checks.model import Hedge, Moment, Zone
from checks.passage_index import STOP_WORDS, stem
from checks.pattern import pattern
from checks.relations.arithmetic import EVIDENCE
from checks.relations.cue_classes import CUES
from checks.relations.equations import (
    holds,
    last_printed_place,
    may_multiply,
    nominal_value,
    solve_for_each_member,
)
from checks.relations.explained_sums import (
    OF_WHAT,
    is_a_threshold,
    is_explained_sum,
    is_number,
)
from checks.relations.frames import Frame, Frames, without_possessive
from checks.relations.moments_in_days import interval_between, weekday_of
from checks.relations.proposals import Proposal, TieKind
from checks.relations.restatement import agree
from checks.sameness import may_name
from checks.word_set import word_set

TO_NEW_LEVEL = frozenset((("to",), ("at",)))  # "put on 75p, or 6.2%, to 1,285p"
WENT_UP_OR_DOWN = word_set("up down higher lower")
FORECAST_WORDS = word_set("expected forecast forecasts projections projected estimate estimates consensus")
DISTANCE_WORDS = word_set("far away way apart")
CHANGE_WORDS = CUES["up"] | CUES["down"]
MORE_COMPARATIVES = word_set("more higher greater larger")
LESS_COMPARATIVES = word_set("less fewer lower smaller")
COMPARING_PREPOSITIONS = word_set("above below over under")
DIFFERENCE_PHRASES = frozenset((("premium", "to"), ("premium", "over"), ("discount", "to")))
PERIODS = word_set("year month week quarter season decade years")
TO_LEVEL = pattern(
    r"(?:(?! and | but | is | are | was | were )(?:[^,;:()–—]|, (?:when th|who |which |whose |on ))){1,60}"
)
"""The text between "20% above" and its level."""
CHANCE_WORDS = word_set("chance chances likelihood odds probability")
POSSESSIVES = word_set("the his her its their our")
OF_THOSE = frozenset((("them",), ("those",), ("these",), ("whom",), ("which",)))
OR_BETWEEN = pattern(r"(?: [\w'’-]{1,20}){0,3},? or ")
RATE_WORDS = (CUES["each"] | CUES["average"] | frozenset(("apiece", "times", "rate"))) - {"a", "an"}
BEFORE_PRICE = frozenset((("at",), ("for",), ("of",), ("costing",), ("worth",), ("averaging",), ("averaged",)))
PRICE_PREPOSITIONS = word_set("at for")
MAX_TO_PRICE = 3  # words from a count to the preposition before its price
MAX_TO_RATE_WORD = 5  # words from an amount to "each" or the like
EACH_TIME = frozenset(("each", "every"))
"""Before a duration: "on Monday 12 May and 22 May, each lasting 24 hours", "every six months from May 2024"."""
ADDITIONAL_WORDS = word_set("more further additional extra")  # within a duration
DURATION_COMPARATIVES = word_set("longer shorter")
PACE_ADVERBS = word_set("fast quickly rapidly slowly steeply sharply")
APPOSED = pattern(r"(?: [a-z]{1,20}){0,2},? or (?:about |around |nearly |almost |just over |just under )?|,? \(")
HANDLE = pattern(r"\(@\w{1,30}\)[\s,–—-]{0,3}$")  # of the author of a post
MAX_HANDLE = 36  # characters of a handle with brackets and punctuation
MAX_MISS = Fraction(11)  # times: a slip of the decimal point is ten times
MAX_TO_PERCENTAGE = 2  # characters from a whole to its percentage: a comma and a space
TO_END = pattern(r"[\w%]{0,10} to (?:about |around |nearly |almost |just |more than |over )?[£$€]?")
MAX_MISS_OF_HEDGED = Fraction(3, 20)  # relative: "nearly half" may be 43 per cent
TEN = 10
IN_TEN = pattern(r" (?:of|in|out of) (?:every )?")
TO_BASE = pattern(r"(?: of| the) (?:[\w'’-]{1,20} ){0,3}")  # between a percentage and its base
SMALL_MISS = 0.1  # relative: no slip needs to explain it
SLIPS = ("one digit", "a swap", "a factor of ten")


def is_explained(frames: Frames, proposal: Proposal) -> bool:
    """Whether a proposal that does not hold has an innocent reading."""
    return any(explains(frames, proposal) for explains in INNOCENT_READINGS.get(proposal.kind, ()))


def _result_is_a_threshold(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the result is a threshold, as in "a two-thirds majority"."""
    return is_a_threshold(proposal.members[2])


def _is_a_chance(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the percentage is a probability: "right in 25 of 27 elections, it gives a 91 per cent chance"."""
    return not CHANCE_WORDS.isdisjoint(proposal.members[2].after[:2])


def _is_expected(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the result is a forecast."""
    return not FORECAST_WORDS.isdisjoint(proposal.members[2].before[-3:])


def _is_share_of_new_level(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the percentage is the share of an increase in its new level.

    As in "£8.4m higher than this year's £178m, a rise of 4.7%".
    """
    return holds("share", proposal.members)


def _is_not_described_as_change(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words do not describe an amount and a percentage as a change that led to a level."""
    return not is_described_as_change(frames, proposal)


def _is_near_hedged_fraction(_frames: Frames, proposal: Proposal) -> bool:
    """Whether a fraction is hedged and not far off: "nearly half - 46 of the 103"."""
    *_, result = proposal.members
    if result.kind != "fraction" or result.figure is None or result.figure.hedge not in (Hedge.NEARLY, Hedge.ABOUT):
        return False
    computed = solve_for_each_member(proposal.kind, [nominal_value(member) for member in proposal.members])[2]
    return computed is not None and abs(computed - nominal_value(result)) <= MAX_MISS_OF_HEDGED * nominal_value(result)


def _whole_is_not_base(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words name a base of the percentage that is not what the whole, or the level, counts."""
    return _has_other_base(frames, proposal.members[2], proposal.members[1])


def _is_increase_to_new_level(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the part is an increase by the percentage, and the whole is the level that it led to."""
    return proposal.members[1].before[-1:] in TO_NEW_LEVEL and holds("gain", proposal.members)


def _percentage_is_a_change(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the percentage is the size of a change."""
    return _is_change_in_percent(proposal.members[2])


def _has_no_former_level(_frames: Frames, proposal: Proposal) -> bool:
    """Whether one of the two levels is a forecast or a mark, not a former level."""
    return any(map(_is_no_former_level, proposal.members[:2]))


def _fraction_is_a_share(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the fraction is a share of people or things, not the size of a change."""
    return _is_share_of_things(proposal.members[2])


def _are_ends_of_change(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the supposed increase and its new level are the end and the start of a change: "from 20 to 15"."""
    by, level, _ = proposal.members
    return level.before[-1:] == ("from",) and by.before[-1:] == ("to",)


def _begins_with_new_level(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the supposed former level is a new one: "to $7.9bn as cash swelled to a record $12bn"."""
    before, after, _ = proposal.members
    return before.start > after.start and "to" in before.before[-3:]


def _multiplies_levels(_frames: Frames, proposal: Proposal) -> bool:
    """Whether members of a product are the ends of a change: "to 234 from 229"."""
    return {("from",), ("to",)} <= {member.before[-1:] for member in proposal.members}


def _rate_is_an_interval(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the rate says how often: "every 20 minutes, three an hour, and takes 55 minutes"."""
    return proposal.members[0].before[-1:] == ("every",)


def _is_per_other_unit(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the rate is per a unit that the count does not count (`may_multiply`)."""
    rate, count, total = proposal.members
    return not may_multiply(count, rate, total)


def _names_no_rate(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words describe no amount as a rate."""
    return not _names_rate(frames, proposal)


def _duration_is_of_other_clause(frames: Frames, proposal: Proposal) -> bool:
    """Whether the duration is in another clause: "In 33 years of data it found that it tripled from 2011"."""
    start, end, duration = proposal.members
    first = min(start, end, key=lambda frame: frame.start)
    if duration.after[:1] != ("of",) or duration.start > first.start:
        return False
    between = frames.article.text[duration.end : first.start]
    return duration.sentence != first.sentence or any(mark in between for mark in (",", ";", " that "))


def _duration_is_of_each(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the duration is that of each of several things: "each lasting 24 hours"."""
    return not EACH_TIME.isdisjoint(proposal.members[2].before[-3:])


def _has_date_of_post(frames: Frames, proposal: Proposal) -> bool:
    """Whether one of the two moments is the date of a post that the article shows."""
    return any(_is_date_of_post(frames, end) for end in proposal.members[:2])


def _names_rate(frames: Frames, proposal: Proposal) -> bool:
    """Whether a word says that an amount is a rate, such as "each" or "times".

    "67 off 41 balls with seven fours ..., 46 of them in boundaries" is not seven times 41.
    """
    text = frames.article.text
    for frame in proposal.members:
        words = {*frame.before[-MAX_TO_RATE_WORD:], *frame.after[:MAX_TO_RATE_WORD]}
        if not words.isdisjoint(RATE_WORDS) or "-" in (*frame.statement.words, *text[frame.end : frame.end + 1]):
            return True  # "12 40-seat coaches", "a 12-year lease"
        if not {"a", "an"}.isdisjoint(frame.after[:3]) or (frame.figure is not None and frame.figure.per):
            return True  # "£5 a head", "three times a week"
        if frame.kind == "money" and frame.before[-1:] in BEFORE_PRICE:
            return True
    return False


def _adds_up_several(frames: Frames, proposal: Proposal) -> bool:
    """Whether another amount or priced count is beside the factors and the total, the sum of several products.

    As in "£5 for two, £1 for nine, £19 in all" and "145 children at £5 and 380 adults at £12 ... the £5,285".
    """
    rate, count, total = proposal.members
    first, last = sorted((rate.index, count.index))
    between = [frame for frame in frames.frames[last + 1 : total.index] if frame.sentence == total.sentence]
    if any(frame.measure == total.measure or _has_price(frame) for frame in between):
        return True
    row = [frame for frame in frames.by_sentence[rate.sentence] if frame.index < first]
    return total.index > last and any(map(_has_price, row)) and any(frame.measure == rate.measure for frame in row)


def _has_price(count: Frame) -> bool:
    """Whether a price follows a count, whether or not it is a figure: "145 children's at half of that"."""
    return count.kind == "count" and any(word in PRICE_PREPOSITIONS for word in count.after[:MAX_TO_PRICE])


def _differ_by_points(_frames: Frames, proposal: Proposal) -> bool:
    """Whether of three percentages and points two differ by exactly the third: "by 12 points, 55 to 43"."""
    smallest, middle, largest = sorted(proposal.members, key=nominal_value)
    in_percent = all(frame.kind in ("percent", "points") or frame.noun == "point" for frame in proposal.members)
    is_exact = nominal_value(smallest) + nominal_value(middle) == nominal_value(largest)
    return in_percent and is_exact and len({frame.sentence for frame in proposal.members}) == 1


def treats_change_as_level(proposal: Proposal) -> bool:
    """Whether a proposal treats the percentage of a change as a member of a sum or as a share."""
    if proposal.kind == "sum":
        return any(map(_is_change_in_percent, proposal.members))
    return proposal.kind == "share" and _is_change_in_percent(proposal.members[2])


def _is_change_in_percent(frame: Frame) -> bool:
    """Whether a percentage says by how much something changed."""
    return frame.kind == "percent" and not CHANGE_WORDS.isdisjoint(frame.before[-3:])


def contradicts_direction_word(proposal: Proposal) -> bool:
    """Whether a change is described as a rise but the second level is lower, or as a fall but it is higher."""
    if proposal.kind != "change":
        return False
    before, after, percentage = proposal.members
    words = {*percentage.before[-3:], *percentage.after[:3]}
    rises, falls = not words.isdisjoint(CUES["up"]), not words.isdisjoint(CUES["down"])
    if percentage.after[1:2] == ("than",):  # "30 per cent more than the £600,000 of last year"
        rises, falls = percentage.after[0] in MORE_COMPARATIVES, percentage.after[0] in LESS_COMPARATIVES
    return rises != falls and rises != (nominal_value(after) > nominal_value(before))


def is_described_as_change(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words next to an amount and a percentage describe them as a change that led to a level."""
    amount, level, percentage = proposal.members
    if names_base(frames, percentage, level):
        return False  # "took on 40, or 25% of its 200"
    before = {word for frame in (amount, percentage) for word in frame.before[-4:]}
    after = {*amount.after[:2], *percentage.after[:1]}  # not "thirty percent - more than 9,000"
    is_change = not before.isdisjoint(CHANGE_WORDS) or not after.isdisjoint(
        CHANGE_WORDS | MORE_COMPARATIVES | LESS_COMPARATIVES
    )
    return is_change or level.before[-1:] in TO_NEW_LEVEL


def _misses_by_far(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the result is wrong by more than MAX_MISS times, which no slip of a digit explains."""
    first, second, result = map(nominal_value, proposal.members)
    if not first or not second or not result:
        return False
    computed = {
        "product": first * second,
        "share": 100 * first / second,
        "times": first / second,
        "change": 100 * abs(second / first - 1) or result,
        "gain": 100 * abs(first / (second - first)) if first != second else result,
    }[proposal.kind]
    return not 1 / MAX_MISS <= computed / result <= MAX_MISS


def names_base(frames: Frames, percentage: Frame, whole: Frame) -> bool:
    """Whether the words name a whole as the base of a percentage.

    As in "one in five of the 345 calls", "half of the club's 64 members", "around half the 340,000" and "Of the 1,680,
    60 per cent".
    """
    text = frames.article.text
    if whole.start > percentage.end:
        is_next = not any(
            percentage.end <= frame.start < whole.start for frame in frames.by_sentence[percentage.sentence]
        )
        return is_next and TO_BASE.fullmatch(text, percentage.end, whole.start) is not None
    return 0 < percentage.start - whole.end <= MAX_TO_PERCENTAGE


def _is_part_of_share(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the amount is a part of the share, not the share itself: "half of the victims, 12 of them children"."""
    part, _, percentage = proposal.members
    return part.start > percentage.end and part.after[:1] == ("of",) and part.after[1:2] in OF_THOSE


def _names_another_base(frames: Frames, proposal: Proposal) -> bool:
    """Whether the figure after a percentage is its base, and the proposal has another base.

    As in "half the £325 million"; and "61% of the 2,840 who answered" is no change from the 2,840.
    """
    percentage = proposal.members[2]
    following = _following_frame(frames, percentage)
    if following is None or (following in proposal.members and proposal.kind == "share"):
        return False
    return names_base(frames, percentage, following)


def _following_frame(frames: Frames, frame: Frame) -> Frame | None:
    """The next frame in the sentence of a frame; None after the last."""
    return next((other for other in frames.by_sentence[frame.sentence] if other.start >= frame.end), None)


def fits_other_figure(frames: Frames, proposal: Proposal) -> bool:
    """Whether the result is the share or the duration of one of the two figures and another figure of the article.

    Clock times and their duration in one sentence are explained only by another clock time of that sentence.
    """
    first, second, result = proposal.members
    kind: TieKind = "span" if proposal.kind == "span" else "share"
    others = (other for other in frames.frames if other not in proposal.members and other.zone is not Zone.HEADLINE)
    if kind == "span":
        dated = [other for other in others if other.kind in (first.kind, second.kind)]
        if first.kind == "time" and first.sentence == second.sentence == result.sentence:
            dated = [other for other in dated if other.sentence == result.sentence]
        return any(holds(kind, (other, second, result)) or holds(kind, (first, other, result)) for other in dated)
    if _is_apposed_to_other_amount(frames, proposal):
        return True
    if names_base(frames, result, second):
        return False
    stated = {nominal_value(first), nominal_value(second)}  # a figure may be stated again
    amounts = [other for other in others if other.measure == first.measure and nominal_value(other) not in stated]
    return any(
        nominal_value(part) < nominal_value(other) and holds(kind, (part, other, result))
        for other in amounts
        for part in (first, second)
    )


def _is_apposed_to_other_amount(frames: Frames, proposal: Proposal) -> bool:
    """Whether a percentage is apposed to another amount, for which it is right: "by £18,000, or 7.2 per cent"."""
    *levels, result = proposal.members
    preceding = [frame for frame in frames.by_sentence[result.sentence] if frame.end <= result.start]
    if not preceding or preceding[-1] in levels:
        return False
    amount = preceding[-1]
    if not APPOSED.fullmatch(frames.article.text, amount.end, result.start):
        return False
    kinds: tuple[TieKind, ...] = ("share", "gain")
    return is_number(amount) and any(
        holds(kind, (amount, other, result))
        for other in frames.frames
        if other.measure == amount.measure and other is not amount and is_number(other)
        for kind in kinds
        if nominal_value(other) > nominal_value(amount) > 0
    )


def _is_share_of_both(frames: Frames, proposal: Proposal) -> bool:
    """Whether a percentage is the share of one figure in the sum of two: "by 1,344 to 256, or 84 percent in favour"."""
    first, second, result = proposal.members
    measure = first.measure
    pairs = [(first, second)]
    for sentence in {member.sentence for member in proposal.members}:
        amounts = [frame for frame in frames.by_sentence[sentence] if frame.measure == measure]
        pairs += pairwise(filter(is_number, amounts))
    step = last_printed_place(result)
    return any(
        abs(100 * nominal_value(one) / (nominal_value(one) + nominal_value(other)) - nominal_value(result)) <= step
        for pair in pairs
        for one, other in (pair, pair[::-1])
        if nominal_value(one) + nominal_value(other)
    )


def _are_in_brackets(frames: Frames, proposal: Proposal) -> bool:
    """Whether both amounts stand in brackets, as parts of a fraction: "half said no (30%) or perhaps (19%)"."""
    *amounts, ratio = proposal.members
    text = frames.article.text
    marks = {text[frame.start - 1 : frame.start] + text[frame.end : frame.end + 1] for frame in amounts}
    return ratio.kind == "fraction" and marks == {"()"}


def _is_share_of_things(fraction: Frame) -> bool:
    """Whether a fraction is a share of people or things, so that it is no change: "half of last year's 1,340"."""
    words = fraction.after[1:5]
    is_plural = any(token.endswith("s") and len(token) > 3 and "'" not in token for token in words)
    is_owned = any("'" in token or "’" in token or token in POSSESSIVES for token in words[:2])
    return fraction.kind == "fraction" and fraction.after[:1] == ("of",) and (is_plural or is_owned)


def _has_only_start_of_change(frames: Frames, proposal: Proposal) -> bool:
    """Whether one level is the start of a change, "from 9 to 44", whose end is no member."""
    first, second, _ = proposal.members
    for start in (first, second):
        if start.before[-1:] != ("from",):
            continue
        end = _following_frame(frames, start)
        if end is None or end in (first, second):
            continue
        if TO_END.fullmatch(frames.article.text, start.end, end.start):
            return True
    return False


def _led_to_another_level(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words after a multiple name the new level, which is no member: "doubled his to 3%"."""
    ratio = proposal.members[2]
    level = _following_frame(frames, ratio)
    if level is None or level in proposal.members or level.before[-1:] != ("to",):
        return False
    return TO_LEVEL.fullmatch(frames.article.text, ratio.end, level.start) is not None


def _compares_paces(_frames: Frames, proposal: Proposal) -> bool:
    """Whether a multiple compares how fast things changed, not two levels: "costs went up twice as fast"."""
    return proposal.members[2].after[:1] == ("as",) and not PACE_ADVERBS.isdisjoint(proposal.members[2].after[1:2])


def _is_a_proportion(frames: Frames, proposal: Proposal) -> bool:
    """Whether part and whole are a proportion like "7 in 10", and the percentage is another answer's."""
    *levels, percentage = proposal.members
    part, whole = sorted(levels, key=lambda frame: frame.start)
    is_of_ten = nominal_value(whole) == TEN and IN_TEN.fullmatch(frames.article.text, part.end, whole.start)
    return bool(is_of_ten) and not APPOSED.match(frames.article.text, whole.end, percentage.start)


def _part_is_not_of_named_base(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words after a percentage name its base, "Half of the 16", and the proposal's part is not of that.

    The part of such a base is in the same sentence, or is not stated.
    """
    part, whole, percentage = proposal.members
    base = _following_frame(frames, percentage)
    if base is None or not OF_WHAT.fullmatch(frames.article.text, percentage.end, base.start):
        return False
    return base is not whole or part.sentence != percentage.sentence


def ends_elsewhere(frames: Frames, proposal: Proposal) -> bool:
    """Whether a duration has another start or end: "on 30 January, nine days after the accident", then another date."""
    start, end, duration = proposal.members
    if start.kind == "time" and _are_of_two_days(start, end):
        return True
    if _leaves_out_both_ends(proposal) or _is_one_within_other(start, end):
        return True
    if not ADDITIONAL_WORDS.isdisjoint(duration.statement.words.lower().split()):
        return True  # "began in July 2017 and was extended in January for six more months": counted from January
    if start.before[-1:] == ("by",) and start.start > duration.end:
        return True  # "the four-day fair opens on June 18th. Whoever wants to cancel must do so by June 8th"
    if not DURATION_COMPARATIVES.isdisjoint(duration.after[:1]) or duration.after[1:2] == ("than",):
        return True  # "closes on 15 February, a window three months shorter than last year's"
    if duration.after[:1] not in (("after",), ("before",), ("since",)):
        return False
    preceding = [frame for frame in frames.by_sentence[duration.sentence] if frame.end <= duration.start]
    if not preceding or preceding[-1] not in (start, end):
        return False
    return preceding[-1] is start if duration.after[0] == "after" else preceding[-1] is end


def _is_bare_number_elsewhere(_frames: Frames, proposal: Proposal) -> bool:
    """Whether a number without a unit, as in "will be 13 by then", is not in the sentence of both moments."""
    *moments, number = proposal.members
    return number.kind == "count" and not number.noun and any(each.sentence != number.sentence for each in moments)


def _is_an_age_today(frames: Frames, proposal: Proposal) -> bool:
    """Whether a duration is the present age of something that goes on: "opened in 1987 ... the 38-year-old park"."""
    start, end, duration = proposal.members
    published = frames.article.published
    years = [frame.statement.year for frame in (start, end) if isinstance(frame.statement, Moment)]
    if published is None or duration.unit != "year" or len(years) < 2 or None in years:
        return False
    first, last = years[0] or 0, years[1] or 0
    is_age = "old" in (*duration.statement.words.lower().split("-"), *duration.after[:1])
    return is_age and last > published.year and abs(published.year - first - nominal_value(duration)) <= 1


def _is_date_of_post(frames: Frames, date: Frame) -> bool:
    """Whether a date is that of a post which the article shows: "- Ida Ash (@idaash) June 15, 2017"."""
    return HANDLE.search(frames.article.text, max(0, date.start - MAX_HANDLE), date.start) is not None


def _is_one_within_other(start: Frame, end: Frame) -> bool:
    """Whether one is in the month or year that the other is: "the quarter to June 30, with $9m in June alone"."""
    return start.value != end.value and agree(start, end)


def _leaves_out_both_ends(proposal: Proposal) -> bool:
    """Whether a number of days counts neither of two dates: "ends on 19 December; back on 5 January, 16 days"."""
    start, end, duration = proposal.members
    if duration.unit != "day" or start.kind != "date":
        return False
    between = interval_between(start, end)
    return between.is_exact and between.low == nominal_value(duration) + 1


def _are_of_two_days(start: Frame, end: Frame) -> bool:
    """Whether two clock times have different weekdays near them that give no span between them."""
    if weekday_of(start) is not None and weekday_of(end) is not None:
        return False  # "8pm on Wednesday ... 7am on Friday"
    days = [WEEKDAY_NAMES.intersection((*time.before[-2:], *time.after[:2])) for time in (start, end)]
    return bool(days[0]) and bool(days[1]) and days[0] != days[1]


def one_slip_explains(proposal: Proposal) -> bool:
    """Whether the equation misses by little, or correcting one digit, swap or factor of ten makes it hold.

    True for every span, as dates can have other slips too.
    """
    if proposal.kind == "span":
        return True
    evidence = dict(zip(EVIDENCE, proposal.evidence, strict=True))
    return evidence["relative miss"] <= SMALL_MISS or any(evidence[f"members that {slip} mends"] for slip in SLIPS)


def _has_other_base(frames: Frames, percentage: Frame, whole: Frame) -> bool:
    """Whether the words name the base of a percentage, and the whole counts another thing: "12% of the tenants".

    The base of "half as many again" precedes it. Not in "302 of the 550 pupils, or 81% of the roll", which names the
    whole twice.
    """
    if whole.end < percentage.start and OR_BETWEEN.fullmatch(frames.article.text, whole.end, percentage.start):
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
    things = [token for token in words[1:4] if token.isalpha() and token not in STOP_WORDS]
    if any(may_name(token, whole.noun) for token in things):
        return False  # "two thirds of the victims", of 84 people
    named = set(map(stem, things))
    return bool(named) and named.isdisjoint({stem(whole.noun)} if whole.noun else whole.narrow)


def _counts_from_another_level(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words after a percentage or multiple name the level it is compared with, which is no member.

    As in "to $13, which is 20% above Monday's close, from $9" and "double the previous year's, and far above $343m".
    """
    ratio = proposal.members[2]
    words = ratio.after
    if words[:1] and words[0] in WENT_UP_OR_DOWN and words[1:2] in TO_NEW_LEVEL:
        level = _following_frame(frames, ratio)
        return level is not None and level not in proposal.members[:2]  # "to 1,960, and takings are 5% up at £14,112"
    if proposal.kind == "times" and words[:1] == ("as",) == words[2:3]:
        names_level = True
    elif proposal.kind == "times":
        names_level = words[:1] in (("the",), ("last",)) and not PERIODS.isdisjoint(map(without_possessive, words[1:4]))
    else:
        names_level = bool(words) and (
            words[0] in COMPARING_PREPOSITIONS or words[1:2] == ("than",) or words[:2] in DIFFERENCE_PHRASES
        )
    if not names_level:
        return False
    following = (frame for frame in frames.by_sentence[ratio.sentence] if frame.start >= ratio.end)
    nearest = next((frame for frame in following if frame.kind == proposal.members[0].kind), None)
    if nearest is None or all(nearest is not frame for frame in proposal.members):
        return True
    return not TO_LEVEL.fullmatch(frames.article.text, ratio.end, nearest.start)


def _is_no_former_level(frame: Frame) -> bool:
    """Whether a figure is a forecast or a mark, not a former level: "projections for $3.85bn", "far from 91 pence"."""
    before = frame.before[-5:]
    is_mark = any(first in DISTANCE_WORDS and second == "from" for first, second in pairwise(before))
    return is_mark or not FORECAST_WORDS.isdisjoint(before[-3:]) or not FORECAST_WORDS.isdisjoint(frame.after[:2])


Reading = Callable[[Frames, Proposal], bool]
READINGS_OF_COMPARISONS: tuple[Reading, ...] = (
    _misses_by_far,
    _result_is_a_threshold,
    _differ_by_points,
    _is_a_chance,
    _counts_from_another_level,
    _is_expected,
    _has_only_start_of_change,
    _is_a_proportion,
    _is_near_hedged_fraction,
)
READINGS_OF_PERCENTAGES: tuple[Reading, ...] = (*READINGS_OF_COMPARISONS, _is_share_of_both, _names_another_base)
INNOCENT_READINGS: dict[TieKind, tuple[Reading, ...]] = {
    "sum": (is_explained_sum,),
    "change": (
        *READINGS_OF_PERCENTAGES,
        fits_other_figure,
        _has_no_former_level,
        _fraction_is_a_share,
        _begins_with_new_level,
    ),
    "gain": (
        *READINGS_OF_PERCENTAGES,
        _are_ends_of_change,
        _is_share_of_new_level,
        _is_not_described_as_change,
        _whole_is_not_base,
    ),
    "share": (
        *READINGS_OF_PERCENTAGES,
        fits_other_figure,
        _are_in_brackets,
        _is_increase_to_new_level,
        _whole_is_not_base,
        _percentage_is_a_change,
        _part_is_not_of_named_base,
        _is_part_of_share,
    ),
    "times": (*READINGS_OF_COMPARISONS, _led_to_another_level, _compares_paces),
    "product": (
        _misses_by_far,
        _multiplies_levels,
        _rate_is_an_interval,
        _is_per_other_unit,
        _names_no_rate,
        _adds_up_several,
    ),
    "span": (
        fits_other_figure,
        ends_elsewhere,
        _is_an_age_today,
        _duration_is_of_each,
        _duration_is_of_other_clause,
        _is_bare_number_elsewhere,
        _has_date_of_post,
    ),
}
"""By kind of equation, the innocent readings of figures for which it does not hold."""

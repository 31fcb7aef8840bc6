"""A percentage change that does not follow from the level before it and the level after it.

Ties "rose 5% to £840 from £800", in any order of the three, and "up 8p, or 3%, at 275p". Every figure may be any value
that its printed digits and hedges allow, and the percentage half a unit of its last digit more, because it was often
calculated before rounding. Where the level is itself a share ("from 34% to 41%"), the change may be in percentage
points, and the rule is silent.

Silent also where one of the two levels is missing, where it is a target or a comparison of two different things, and
where the percentage belongs to another figure. A fall that is called a rise is questioned too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Span, Tick
from checks.number_format import format_interval, number
from checks.pattern import pattern
from checks.questions import change_or_ends
from checks.rule import Example, Rule
from checks.rules._printed import exact_or_about, round_significant, significant_step
from checks.rules._text import figures_between, plain_words
from checks.rules.changes._change_roles import direction
from checks.rules.changes._levels import (
    COUNT_KINDS,
    POINT_NOUNS,
    Level,
    Move,
    are_comparable,
    level_of,
    may_be_level,
    rounded,
)
from checks.rules.changes._moves import moves
from checks.rules.changes._slips import is_one_digit_off

WORDS_BEFORE, WORDS_AFTER = 3, 2  # next to a percentage, in which its direction is looked for
REACH_AFTER = 40  # characters after a percentage in which those words are looked for
MAX_TIMES_OFF = 10  # times that stated and computed change may differ; beyond this a slip is unlikely
MIN_DIGITS = 3  # of a level, so that a fit by changing one digit is not chance
ERROR_SHARE = Fraction(1, 10)  # of the stated percentage: beyond this, no rounding explains the difference


TICK_SLACK = Fraction(1, 10)
"""Relative: a percentage this near to the change between the printed levels is ticked: 1m to 1.2m, up 18%."""
MAX_AMOUNT_SLACK = Fraction(1, 10)  # relative: beyond this, two amounts are printed too coarsely to tick a percentage
AMOUNT_TO_PERCENT = pattern(r"(?: points?| pts?)?(?:,? or|,| \()\s?(?:[£$€])?")
TIME_TAIL = pattern(r"\s(?:on the (?:eve|day|morning)|before|when|in [A-Z]|at the (?:start|end|height|peak))\b")
"""Text after a level that gives it a time of its own, which need not be that of the change."""
YEAR_BEFORE_TAIL = pattern(r" (?:on|from|than) (?:the|a|last) (?:year|month|quarter|week)\b")
LEVEL_TAIL = pattern(r" (?:up|down|higher|lower) (?:at|to) [£$€]?\d")
YEAR_TAIL = pattern(r" in (?:19|20)\d\d\b")
EXCHANGE_RATE_TAIL = pattern(
    r" (?:per|to the|to a|against the|a) (?:US |U\.S\. )?(?:dollar|euro|pound|yen|rupee|franc)s?\b"
)
"""Text after an exchange rate, which rises as the currency weakens."""
CONSEQUENCE = pattern(r", which (?:is|was|are|were) (?:why|how|because|where)\b")
YEARLY_TAIL = pattern(r"(?: growth)?(?: a| per|,? each| every) (?:year|month|quarter|week)\b|,? annually\b")


def check(article: Article) -> Iterator[Outcome]:
    for move in moves(article):
        before, after, percent = move.before, move.after, move.percent
        if before is None:
            yield from _amount_outcomes(article, move)
        if before is None or after is None or percent is None or before.figure.kind is Kind.PERCENT:
            continue
        if is_year(before.figure) or is_year(after.figure) or YEARLY_TAIL.match(article.text, percent.span.end):
            continue
        if are_comparable(before, after) and before.value > 0 and percent.value is not None:
            if YEAR_BEFORE_TAIL.match(article.text, percent.span.end) and YEAR_TAIL.match(
                article.text, before.span.end
            ):
                continue  # "from 3.1 million in 2010 to 1.7 million, although that was up 6% on the year before"
            has_time = before.figure.sentence > percent.sentence and TIME_TAIL.match(article.text, before.span.end)
            only_ticks = has_time or _is_of_stated_multiple(move, before, after)
            outcomes = _outcomes(article, move, before, after, percent)
            yield from (outcome for outcome in outcomes if not only_ticks or isinstance(outcome, Tick))


def _is_of_stated_multiple(move: Move, before: Level, after: Level) -> bool:
    """Whether the text states a multiple that the two levels give: "340 letters, twice as many as the 170"."""
    multiple = move.multiple.value if move.multiple is not None and move.multiple.kind is Kind.MULTIPLE else None
    ratios = (after.value / before.value, before.value / after.value) if before.value > 0 and after.value > 0 else ()
    return multiple is not None and any(abs(ratio - multiple) * 10 <= multiple for ratio in ratios)


def _amount_outcomes(article: Article, move: Move) -> Iterator[Outcome]:
    """Yields the outcome for an amount with its percentage and the resulting level: "up 8p, or 3%, at 275p"."""
    amount, after, percent = move.amount, move.after, move.percent
    if amount is None or after is None or percent is None or percent.value is None or not move.direction:
        return
    first, last = sorted((amount.span, percent.span))
    if not AMOUNT_TO_PERCENT.fullmatch(article.text, first.end, last.start) or after.figure.kind is Kind.PERCENT:
        return
    if any(figure.hedge or figure.is_range for figure in (amount.figure, after.figure, percent)):
        return
    is_in_points = amount.figure.noun is not None and amount.figure.noun.head in POINT_NOUNS
    if not (are_comparable(amount, after) or (is_in_points and after.figure.kind in COUNT_KINDS)):
        return
    before = after.value - move.direction * amount.value
    if before <= 0 or amount.value <= 0:
        return
    exact = amount.value / before * 100
    base = f"({number(after.value)} {'-' if move.direction > 0 else '+'} {number(amount.value)})"
    arithmetic = f"{number(amount.value)} / {base} = {number(round(exact, 2))}%"
    stated_change = f"A {'rise' if move.direction > 0 else 'fall'} of {amount.words} to {after.words}"
    step = significant_step(percent.value, percent.words)
    slack = exact * (_half_width(amount) / amount.value + _half_width(after) / before)
    miss = abs(exact - abs(percent.value))  # "down 37.42, or -0.31%"
    if miss <= step and slack <= exact * MAX_AMOUNT_SLACK:
        yield Tick(f"{stated_change} is one of {percent.words}.", move.spans, arithmetic)
    elif miss > step + slack and not _is_share_of_level(amount, after, percent):
        yield Finding(
            Severity.WARNING,
            f"{stated_change} is one of {number(round(exact, 2))}%, and the text says {percent.words}.",
            move.spans,
            f"{arithmetic}, not {percent.words}",
            (f"{percent.words} -> {number(round_significant(exact, 2))}%",),
            change_or_ends(percent.words, f"{amount.words} and {after.words}"),
        )


def _is_share_of_level(amount: Level, level: Level, percent: Figure) -> bool:
    """Whether the amount is that percentage of the level itself: "opened at 7,980 and has gained 234, or 2.9%"."""
    if percent.value is None:
        return False
    step = significant_step(percent.value, percent.words)
    return abs(100 * amount.value - abs(percent.value) * level.value) <= step * level.value


def _half_width(level: Level) -> Fraction:
    """Half the width of a level's interval; an open end counts as its value."""
    low, high = (level.value if end is None else end for end in level.interval)
    return (high - low) / 2


def is_year(figure: Figure) -> bool:
    """Whether the figure is a year: "A rise of 6% on 2015 figures"."""
    return figure.kind in (Kind.NUMBER, Kind.COUNT) and figure.words.isdecimal() and 1900 <= int(figure.words) <= 2100


def change_interval(before: Level, after: Level) -> Interval | None:
    """The changes in per cent that the intervals of the two levels allow; None where they allow any."""
    low, high = before.interval
    least, most = after.interval
    if (low is not None and low <= 0) or (low is None and high is None) or (least is None and most is None):
        return None
    return Interval(
        None if least is None or high is None else (least / high - 1) * 100,
        None if most is None or low is None else (most / low - 1) * 100,
    )


def _outcomes(article: Article, move: Move, before: Level, after: Level, percent: Figure) -> Iterator[Outcome]:
    """Yields the tick or finding for a percentage and two levels."""
    allowed = change_interval(before, after)
    if allowed is None or percent.value is None:
        return
    readings = _readings(percent.interval, move.direction)
    step = significant_step(percent.value, percent.words)
    printed_size = _size_as_printed(before, after)
    is_rounded = any(reading.overlaps(allowed) for reading in readings)
    if is_rounded:
        if None in allowed or printed_size is None:
            return
        if printed_size.overlaps(_stated_as_printed(percent)):
            yield from _tick(move, before, after, percent)
            return
        if any(figure.hedge.value for figure in (before.figure, after.figure, percent)):
            return
    elif any(
        Interval(_lowered(reading.low, step), _raised(reading.high, step)).overlaps(allowed) for reading in readings
    ):
        return
    if _is_of_another_change(article, move, before, after, percent):
        return
    yield from _finding(move, before, after, percent, printed_size if is_rounded else None)


def _printed_change(before: Level, after: Level) -> Fraction:
    """The change in per cent from one printed value to the other."""
    return (after.value / before.value - 1) * 100


def _arithmetic(before: Level, after: Level) -> str:
    """The computation of the change in per cent, as messages show it."""
    exact = number(round(_printed_change(before, after), 2))
    return f"({number(after.value)} - {number(before.value)}) / {number(before.value)} = {exact}%"


def _tick(move: Move, before: Level, after: Level, percent: Figure) -> Iterator[Tick]:
    """Yields the tick for a percentage that the levels allow; none where it is far from their printed values."""
    stated = percent.value or Fraction(0)
    miss = abs(abs(_printed_change(before, after)) - stated)
    if percent.hedge.value or miss <= max(significant_step(stated, percent.words), stated * TICK_SLACK):
        amount = (
            move.amount.printed + ", or "
            if move.amount and move.amount.value == abs(after.value - before.value)
            else ""
        )
        message = f"{before.printed} to {after.printed} is a change of {amount}{percent.words}."
        yield Tick(message, move.spans, _arithmetic(before, after))


def _is_of_another_change(article: Article, move: Move, before: Level, after: Level, percent: Figure) -> bool:
    """Whether the percentage, which does not fit the two levels, is explained by other figures or another reading."""
    stated, exact = percent.value or Fraction(0), _printed_change(before, after)
    step = significant_step(stated, percent.words)
    readings = _readings(percent.interval, move.direction)
    if any(
        may_be_level(figure)
        and figure.span not in (before.span, after.span)
        and _fits(before, level_of(figure), readings)
        for figure in figures_between(article, *_sentence_and_previous(article, percent))
    ):
        return True  # "96 cases last week, a rise of 50% over the 64 before": another figure is the end that is meant
    first, last = sorted((percent.span, max(before.span, after.span)))
    if CONSEQUENCE.search(article.text, first.end, last.start):
        return True  # "2,229 compared with 2,127, which is why numbers fell less than visits, which were down 18%"
    if _has_other_ends(article, percent, (before, after), readings):
        return True  # "from £10 to £12, and milk by 15%, from £4 to £4.60"
    bases = [after.value - sign * before.value for sign in ((move.direction,) if move.direction else (1, -1))]
    if any(base > 0 and abs(before.value * 100 / base - stated) <= step for base in bases):
        return True  # "put on 28p to 728p, a rise of 4%", "plunged $21.28, 49%, to $22.39": the first is by how much
    own_level = LEVEL_TAIL.match(article.text, percent.span.end)
    if own_level and not any(level.span.start < own_level.end() <= level.span.end for level in (before, after)):
        return True  # "from 1,400 a week to 1,960, and takings are 5 per cent up at £14,112"
    if EXCHANGE_RATE_TAIL.match(article.text, after.span.end) and abs(abs(exact) - stated) <= step:
        return True  # "weakened 0.9% to 27.45 per dollar from 27.20"
    if (
        move.direction * exact < 0
        and abs(abs(exact) - stated) <= step
        and not _is_direction_next_to(article, percent, move)
    ):
        return True  # "from 480 to 300, a 37.5% decline": the size fits; the direction came from "dried up"
    share = after.value * 100 / before.value
    may_be_share = move.direction == 0 or article.text[percent.span.start - 3 : percent.span.start] == "or "
    if share and may_be_share and min(abs(share - stated), abs(10000 / share - stated)) <= step:
        return True  # "pledged $2.2bn and paid $1.5bn, or 68%": the share that the one is of the other
    smaller, larger = sorted((abs(exact), stated))
    # So far apart, the percentage is of something else.
    return (
        larger > MAX_TIMES_OFF * smaller and not move.has_distant_end and not _is_one_slip(move, before, after, percent)
    )


def _is_direction_next_to(article: Article, percent: Figure, move: Move) -> bool:
    """Whether a word right next to the percentage states the direction that was read for the move."""
    start = article.sentences[percent.sentence].span.start
    words_before = plain_words(article.text[start : percent.span.start])[-WORDS_BEFORE:]
    words_after = plain_words(article.text[percent.span.end : percent.span.end + REACH_AFTER])[:WORDS_AFTER]
    stated_direction = direction([], words_after) or direction(words_before, [])
    return stated_direction == move.direction


def _finding(
    move: Move, before: Level, after: Level, percent: Figure, printed_size: Interval | None
) -> Iterator[Finding]:
    """Yields the finding for a percentage that does not fit the levels.

    `printed_size` is the size of the change between the printed values, if the percentage fits only rounded levels.
    """
    allowed = change_interval(before, after)
    if allowed is None or percent.value is None:
        return
    exact = _printed_change(before, after)
    size = rounded(printed_size if printed_size is not None else allowed if exact > 0 else _reversed(allowed))
    is_wrong_direction = move.direction * exact < 0 and size.overlaps(percent.interval)
    is_far = abs(abs(exact) - percent.value) > max(
        ERROR_SHARE * percent.value, 2 * significant_step(percent.value, percent.words)
    )
    is_sure = (
        not (is_wrong_direction or printed_size is not None or move.has_distant_end)
        and percent.interval.high is not None
    )
    sign = move.direction or (1 if exact > 0 else -1)
    fitting = after.in_its_unit(round_significant(before.value * (1 + sign * percent.value / 100), 4))
    yield Finding(
        Severity.ERROR if is_far and is_sure else Severity.WARNING,
        f"{before.printed} to {after.printed} is a {'rise' if exact > 0 else 'fall'} "
        f"of {exact_or_about(abs(exact))}%, and the text says {percent.words}"
        + (f" {'up' if move.direction > 0 else 'down'}" if is_wrong_direction else "")
        + (": that fits only if both amounts were rounded." if printed_size is not None else "."),
        move.spans,
        f"{_arithmetic(before, after)} (allowed: {format_interval(size)}%), not {percent.words}",
        (
            f"{percent.words} -> {number(round(abs(exact), 1))}%",
            f"{after.printed} -> {fitting}",
        ),
        change_or_ends(percent.words, f"{before.printed} and {after.printed}"),
    )


def _reversed(size: Interval) -> Interval:
    """The interval with its sign reversed."""
    return Interval(None if size.high is None else -size.high, None if size.low is None else -size.low)


def _is_one_slip(move: Move, before: Level, after: Level, percent: Figure) -> bool:
    """Whether changing one digit of one level, of three or more digits, gives the percentage in its direction."""
    factor = 1 + move.direction * (percent.value or Fraction(0)) / 100
    if not move.direction or factor <= 0:
        return False
    slack = significant_step(percent.value or Fraction(0), percent.words) / 100
    targets = ((after, before.value * factor, before.value), (before, after.value / factor, after.value))
    return any(is_one_digit_off(level, target, slack * base, MIN_DIGITS) for level, target, base in targets)


def _size_as_printed(before: Level, after: Level) -> Interval | None:
    """The size of the change in per cent, if both levels are rounded like the more exactly printed one."""
    half = (
        min(significant_step(level.value / level.scale, level.printed) * level.scale for level in (before, after)) / 2
    )
    if before.value <= half:
        return None
    ends = ((after.value - half) / (before.value + half), (after.value + half) / (before.value - half))
    low, high = sorted(abs(end - 1) * 100 for end in ends)
    return Interval(low, high)


def _stated_as_printed(percent: Figure) -> Interval:
    """The percentages that a stated one can mean: by its hedge, else within a unit of its last digit."""
    stated = percent.value or Fraction(0)
    step = significant_step(stated, percent.words)
    return percent.interval if percent.hedge.value else Interval(stated - step, stated + step)


def _has_other_ends(
    article: Article, percent: Figure, ends_read: tuple[Level, Level], readings: Sequence[Interval]
) -> bool:
    """Whether two other levels right after the percentage give it."""
    before, after = ends_read
    figures_after = figures_between(article, percent.span.end, article.sentences[percent.sentence].span.end)[:2]
    if {figure.span for figure in figures_after} <= {before.span, after.span}:
        return False
    ends = [
        end
        for figure in figures_after
        for end in (figure.value, figure.second)
        if end and figure.kind is before.figure.kind
    ][:2]
    if len(ends) < 2:
        return False
    change = (ends[1] / ends[0] - 1) * 100
    slack = abs(change) / 20
    return any(reading.overlaps(Interval(change - slack, change + slack)) for reading in readings)


def _sentence_and_previous(article: Article, figure: Figure) -> Span:
    """The span of a figure's sentence and the previous one."""
    first = article.sentences[max(0, figure.sentence - 1)].span.start
    return Span(first, article.sentences[figure.sentence].span.end)


def _fits(before: Level, other: Level, readings: Sequence[Interval]) -> bool:
    """Whether the change from the earlier level to another figure is the stated one."""
    are_counts = {before.figure.kind, other.figure.kind} <= {Kind.COUNT, Kind.NUMBER}  # infections, of cases
    if other.figure.is_range or not (are_counts or are_comparable(before, other)):
        return False
    allowed = change_interval(before, other)
    return allowed is not None and any(reading.overlaps(allowed) for reading in readings)


def _readings(stated: Interval, direction: int) -> list[Interval]:
    """The stated percentage as a signed change; both signs where the direction is not stated."""
    down = _reversed(stated)
    return [stated] if direction > 0 else [down] if direction < 0 else [stated, down]


def _lowered(end: Fraction | None, step: Fraction) -> Fraction | None:
    """A lower bound minus half a step; None, an open bound, stays None."""
    return None if end is None else end - step / 2


def _raised(end: Fraction | None, step: Fraction) -> Fraction | None:
    """An upper bound plus half a step; None, an open bound, stays None."""
    return None if end is None else end + step / 2


EXAMPLES = (
    Example(
        "what dried up is not what changed",
        "Demand has dried up, from 480 flats in 2019 to 300 last year, a 37.5 per cent decline.",
        "silent",
    ),
    Example("a rise where it fell", "Lettings rose 37.5 per cent, from 480 in 2019 to 300 last year.", "warning"),
    Example(
        "the percentage of an amount beside it",
        "The shares, at $92, are down $48 this year, or 34%, while those of Elm rose from $48 to $60.",
        "silent",
    ),
    Example("fits only if rounded", "Traffic rose 12 per cent to 1.2 million people from 1 million.", "silent"),
    Example("digits exchanged", "Traffic fell from 2.4 million to 2.1 million, a drop of 15.2 per cent.", "silent"),
    Example("nearly as printed", "Traffic rose 19 per cent to 1.2 million people from 1 million.", "tick"),
    Example("a first digit", "Sales at the yard rose 2% to $31.1m from $10.9m.", "error"),
    Example("no slip of a digit", "Sales at the yard rose 2% to $38.4m from $10.9m.", "silent"),
    Example(
        "a level of its own",
        "Visits have risen from 1,400 a week to 1,960, and takings are 5 per cent up at £14,112.",
        "silent",
    ),
    Example("by how much and by how many per cent", "Orders fell $4.1m or 40.1 percent to $6.1m.", "tick"),
    Example("by how much and by how many per cent, wrong", "Orders fell $4.1m or 60.1 percent to $6.1m.", "warning"),
    Example(
        "gained since the level",
        "The index had opened the week at 7,980.2 and has gained 234.4 points, or 2.9%, since then.",
        "silent",
    ),
    Example(
        "of a multiple",
        "Crane cut its plan by 25 per cent after 340 letters of objection, twice as many as the 170 in support.",
        "silent",
    ),
    Example("how steeply", "The weekly ticket rises less steeply, by 10 per cent from £22 to £24.20.", "tick"),
    Example(
        "a hedge of the first level is no rise",
        "The number of leaks fell by 52 per cent, from more than 36,000 in 2015 to about 17,250 in 2017.",
        "tick",
    ),
    Example(
        "below a level",
        "The stock has rebounded since it closed at a low of £4.99 in May, 71 per cent below the issue price of £17.",
        "tick",
    ),
    Example(
        "what is subtracted from a level",
        "Unless the shares fall 26% and the put is exercised at £16.85, subtracting the 65p from £17.50, it expires.",
        "silent",
    ),
    Example("what is subtracted alone", "Deducting £5 of fees, rents rose 30% to £840 from £800.", "error"),
    Example(
        "what a firm reported",
        "Its shares rose almost 5% after the driller said it ran an average of 142 rigs, down from an average of 150.",
        "silent",
    ),
    Example(
        "a level that was expected",
        "Revenue fell 5.1% to £3.78bn, compared with projections for £3.85bn.",
        "silent",
    ),
    Example(
        "a level that was touched",
        "The crown was 0.4% stronger at 65.97, up from the 67.14 it had touched on Monday.",
        "silent",
    ),
    Example("near another level", "The crown was last up 0.2% at £0.6875, not far from its peak of £0.6885.", "silent"),
    Example("pence", "The dividend rises by 10% to 17p from 15.5p.", "tick"),
    Example("pence, another percentage", "The dividend rises by 20% to 170p from 155p.", "error"),
    Example("profit on sales", "Profit was $2.6bn, up 9 per cent, on sales of $31bn, up 2 per cent.", "silent"),
    Example(
        "the same in other terms",
        "The count was 4 per cent higher than the 6 million of May 2023 and amounts to about 208,000 riders a day.",
        "silent",
    ),
    Example("a fall with its sign", "The Dax was at 11,916.36 points, down 37.42 or -0.31%.", "tick"),
    Example("down on", "There were 41,350 thefts, 3 per cent down on 42,600 a year earlier.", "tick"),
    Example("down on, wrong", "There were 41,350 thefts, 8 per cent down on 42,600 a year earlier.", "error"),
    Example(
        "a share of all",
        "At 12,233 units electric cars made up 3.5 per cent of sales, compared with 8,620 units and 2.6 per cent in "
        "2024.",
        "silent",
    ),
    Example(
        "ends of its own",
        "Cheese went up by a fifth, from $10.75 to $12.90, and milk by 15.7 percent, from $4.20 to $4.86.",
        "silent",
    ),
    Example(
        "a base of its own",
        "Visits fell from 3.1 million in 2010 to 1.7 million, although that was up 6% on the year before.",
        "silent",
    ),
    Example(
        "another thing fell", "Shootings fell, from 355 to 312, and burglaries were down 6.2%, to 4,118.", "silent"
    ),
    Example("by how much", "Brackley put on 28p to 728p, a rise of 4%, after it said that sales were up.", "silent"),
    Example("a weaker currency", "The tamori weakened 0.9% to 27.45 per dollar from 27.20 at noon.", "silent"),
    Example(
        "another figure is meant",
        "Cases reached 1,284, with 96 new ones last week, a rise of 50 per cent over the 64 of the one before.",
        "silent",
    ),
    Example("a time of its own", "Shares fell 2.1% to 233p. They were 251p on the eve of the strike.", "silent"),
    Example("a share", "They pledged $2.2bn in May, and by June had paid $1.5bn, or 68 percent.", "silent"),
    Example("on a year's figures", "They ran 249 tours in the spring, a rise of 6% on 2015 levels.", "silent"),
    Example("a yearly pace", "Growing by 6% a year, it will rise from 5bn euros in 2014 to 9bn euros.", "silent"),
    Example("by, to and from", "Rents rose 15% to £842 from £802.", "error"),
    Example("by, from and to", "The number of calls fell by 42% from 5,120 in May to 3,890 in June.", "error"),
    Example("the level first", "Turnover was 7bn euros, up 16.4% from 6.58bn euros in the year before.", "error"),
    Example(
        "a year earlier",
        "Net profit jumped 57% to $2.41bn for the half year, against $1.67bn a year before.",
        "error",
    ),
    Example("the percentage last", "Visits went up from 4,120 to 4,944, an increase of 30%.", "error"),
    Example("a percentage before the noun", "The shop reported a 44% rise to £3.2m, from £2.9m.", "error"),
    Example("a conversion in between", "Profit grew by 43% to $318m (£204m) in the quarter, from $256m.", "error"),
    Example("a fall that is called a rise", "Membership rose 10% from 2,150 to 1,935.", "warning"),
    Example("by how much, or in per cent, wrong", "The index was up 55.4 points, or 9.3%, at 6,009.4.", "warning"),
    Example("by how much, or in per cent", "Shares in Brackley fell 12 cents, or 3%, to $3.88.", "tick"),
    Example("by how much, in coarse figures", "Sales rose by £3m, or 12%, to £28m.", "silent"),
    Example("by about how much", "The index was up about 55 points, or 9.3%, at 6,009.4.", "silent"),
    Example(
        "by how much and something else", "The index was up 55.4 points, and 9.3% of shares fell, at 6,009.4.", "silent"
    ),
    Example("a rise that is called a fall", "Turnover fell 5% to £882m from £840m a year earlier.", "warning"),
    Example("the two levels first", "The club had 500 boats in 2019 and now has 425 boats, a 25% reduction.", "error"),
    Example("the two levels first, right", "The club had 500 boats in 2019 and now has 425 boats, a 15% drop.", "tick"),
    Example(
        "in sentences that follow",
        "It had 1,240 calls last year. The year before it had 1,085. That is a rise of 35%.",
        "warning",
    ),
    Example(
        "in sentences that follow, right",
        "It had 1,240 calls last year. The year before it had 1,085. That is a rise of 14%.",
        "tick",
    ),
    Example(
        "the rise of before", "A ticket costs £2.50, compared with £2 in May. The 35% rise is the last.", "warning"
    ),
    Example("the other comes first", "Calls were down 28%, with 4,610 taken against 5,010 in 2014.", "error"),
    Example("and another falls", "Sales rose 4% to £52m while profit fell from £9m to £6m.", "silent"),
    Example("a part and its whole", "About 45 of the 150 jobs will go, and profits are down 10%.", "silent"),
    Example("two subjects side by side", "Sales were £30m here and in France £42m last year, a rise of 8%.", "silent"),
    Example("what was expected", "Profit was £30m, compared with £25m expected, a rise of 50%.", "silent"),
    Example("a year for a base", "The pier had 4.1m guests, a gain of 3% over 2016, it says.", "silent"),
    Example("two prices", "Oil was at $76 a barrel and gas at $2 from May, down 1%.", "silent"),
    Example("a rise that fits", "Rents rose 5% to £842 from £802.", "tick"),
    Example("a fall that fits", "The number of calls fell by 24% from 5,120 in May to 3,890 in June.", "tick"),
    Example("rounded ends", "Turnover was 7bn euros, up 6.4% from 6.58bn euros in the year before.", "tick"),
    Example(
        "a conversion in between that fits", "Profit grew by 24% to $318m (£204m) in the quarter, from $256m.", "tick"
    ),
    Example("a hedge", "Visits went up from 4,120 to 4,944, an increase of nearly 21%.", "tick"),
    Example("fits only by rounding", "Spending fell by 20 per cent, from £500,000 to £380,000.", "warning"),
    Example("fits as printed", "Spending fell by 24 per cent, from £500,000 to £380,000.", "tick"),
    Example("fits by rounding, hedged", "Spending fell by 20 per cent, from about £500,000 to £380,000.", "silent"),
    Example("nothing per cent", "Spending fell by 0 per cent, from £100 to £9999.", "silent"),
    Example("no start", "Rents rose 15% to £842.", "silent"),
    Example(
        "a percentage of something else",
        "Rents rose to £842 from £802 as 40% of branches opened on Sundays.",
        "silent",
    ),
    Example("shares, not levels", "Turnout rose by 7% from 34% to 41%.", "silent"),
    Example("two subjects", "Sales rose 5% to £10m. Costs fell from £9m.", "silent"),
    Example("no percentage", "The fare rose from £2.40 to £2.70.", "silent"),
    Example("a share of the result", "The town has 40 cafes, up from 31, and 12% of them are new.", "silent"),
    Example("rounded percentages may be off by a digit", "Visits rose 21% from 41,210 to 49,610.", "silent"),
)

RULE = Rule(code="PC01", slug="percent-change", scope="article", relation="change", check=check, examples=EXAMPLES)

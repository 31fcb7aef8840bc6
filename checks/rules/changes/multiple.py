"""A multiple such as "doubled" or "three times as much" that the two levels do not give.

Ties "trebled from 8 to 24", "more than doubled to £7m from £3.2m", "620 letters, twice the 309 of May", "halved to 6p
from 12p" and fractions of change, "by a third, from £90 to £60", "down a fifth: 20 tonnes as opposed to 25". The words
are taken as newspapers use them: "doubled" is 1.8 to 2.2 times, "nearly doubled" less, "more than doubled" more. The
two levels may be a few sentences later, if they are about the same thing.

Silent where a level is missing or the levels have different units; "three times more" is taken as three or four times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Span, Tick
from checks.number_format import number
from checks.passage_index import STOP_WORDS, stem
from checks.pattern import pattern
from checks.questions import mid_sentence
from checks.rule import Example, Rule
from checks.rules._change_verbs import DOWN, UP
from checks.rules._printed import exact_or_about, round_significant
from checks.rules._text import figures_before_index, figures_between, plain_words
from checks.rules.changes._change_roles import COMPARATIVES, SUBJECTLESS_WORDS, direction
from checks.rules.changes._levels import Level, Move, are_comparable, level_of, without_hedge
from checks.rules.changes._moves import moves
from checks.word_set import word_set

MAX_TIMES_OFF = 3  # levels whose ratio is this many times the multiple, or the reverse, are of something else
TICK_SLACK = Fraction(1, 10)  # of the multiple: within this it is ticked
FINDING_SLACK = Fraction(1, 8)  # of the multiple: beyond this it is questioned
MAX_TIMES_OFF_BARE = Fraction(20)  # like MAX_TIMES_OFF, where the smaller level has neither a noun nor a unit
EXACT_SLACK, HEDGED_SLACK = Fraction(1, 10), Fraction(1, 5)
"""How far a ticked change may be off a fraction, as a share of it: without a hedge, and with one."""
HEDGES_ABOVE = {Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER}
HEDGES_BELOW = {Hedge.NEARLY, Hedge.LESS_THAN, Hedge.AT_MOST}
PACE_TAIL = pattern(r" (?:the (?:rate|pace|speed)|as (?:fast|quick|quickly|likely|often|slowly|hard|long|steeply))\b")
REPETITION_TAIL = pattern(
    r"(?: [a-z’'-]+){0,4}? (?:twice|thrice|(?:two|three|four|five|six|seven|eight|nine|ten) times)\b"
    r"(?! (?:as|the|what|more)\b)"
    r"| (?:every|(?:in )?each)\b"
)
"""Words after "doubled" that say it happened repeatedly, so that the multiple of the two levels is not stated."""
OTHER_CLAUSE = pattern(r"(?:[,;] (?:and|but|while|whereas|with)|;) ([^,;]*)")
LESS, MORE = word_set("less fewer lower smaller down"), word_set("more higher larger greater bigger up")
"""Words right after a fraction that is the size of a change: "a fifth fewer"."""
MAX_COMPARATIVE = 12  # characters of a space and such a word
MAX_FIGURES = 20  # figures of a sentence that are compared
MAX_SENTENCES_LATER = 3  # sentences after the multiple in which the two levels may follow

SUBJECT_BY_WORD = {
    word: name
    for name, words in {
        "profit": "profit profits income earnings net",
        "sales": "sales revenue revenues turnover takings",
        "person": "people visitors members passengers",
    }.items()
    for word in words.split()
}
"""One name for nouns that mean the same subject."""
NON_SUBJECT_WORDS = word_set("company firm group figure number year quarter total rise fall percent per cent")


def check(article: Article) -> Iterator[Outcome]:
    yield from _cut_in_half(article)
    pending: list[Move] = []
    for move in moves(article):
        pending = [
            earlier_move for earlier_move in pending if move.sentence - earlier_move.sentence <= MAX_SENTENCES_LATER
        ]
        if move.multiple is not None and move.before is not None and move.after is not None:
            if _is_stated_in_percent(move) or REPETITION_TAIL.match(article.text, move.multiple.span.end):
                continue
            if not _is_of_other_change(article, move, move.multiple) and not _is_of_other_figure(article, move):
                outcomes = _outcomes(
                    move.multiple, move.before, move.after, move.spans, article, _stated_direction(article, move)
                )
                yield from (
                    outcome
                    for outcome in outcomes
                    if isinstance(outcome, Tick) or not _may_count_occasions(move.multiple)
                )
        elif (
            move.multiple is not None
            and move.multiple.kind is Kind.MULTIPLE
            and not REPETITION_TAIL.match(article.text, move.multiple.span.end)
        ):
            pending.append(move)
        elif move.before is not None and move.after is not None and move.amount is None and move.percent is None:
            for earlier_move in pending:
                if move.before.figure.kind is Kind.PERCENT:
                    continue  # "Rents double" above "rent takes 46 percent of a wage, compared with 30 percent"
                if _is_of_other_figure(article, replace(earlier_move, before=move.before)):
                    continue  # "2,360 hours, twice those of 2021", and below "from 1,180 in 2021 to 1,420 in 2022"
                if earlier_move.sentence < move.sentence and _has_same_subject(article, earlier_move, move):
                    assert earlier_move.multiple is not None
                    spans = tuple(sorted((earlier_move.multiple.span, *move.spans)))
                    yield from _outcomes(earlier_move.multiple, move.before, move.after, spans, article)
                    pending.remove(earlier_move)
                    break


def _stated_direction(article: Article, move: Move) -> int:
    """The direction of a move; of a fraction, by the words next to it: "fell by a quarter to £6m, still above £5m".

    Where these do not say it, the order of its two levels does.
    """
    multiple, before, after = move.multiple, move.before, move.after
    assert multiple is not None
    if multiple.kind is not Kind.FRACTION or before is None or after is None:
        return move.direction
    start, end = article.sentences[multiple.sentence].span
    next_word = plain_words(article.text[multiple.span.end : min(end, multiple.span.end + MAX_COMPARATIVE)])[:1]
    if next_word and next_word[0] in LESS | MORE:
        return -1 if next_word[0] in LESS else 1
    stated = direction(plain_words(article.text[start : multiple.span.start])[-6:], []) or move.direction
    return stated or (1 if after.value > before.value else -1)


def _may_count_occasions(multiple: Figure) -> bool:
    """Whether "four times" may count occasions: "Rose four times, from £10 to £15"; not "more than four times"."""
    is_count_of_times = (
        multiple.noun is not None and multiple.noun.head == "time" and not multiple.words.endswith("times")
    )
    return is_count_of_times and multiple.hedge is Hedge.NONE


def _is_stated_in_percent(move: Move) -> bool:
    """Whether the two levels give the percentage: "20% more than last year's $8bn, and at least double by 2030"."""
    before, after, percent = move.before, move.after, move.percent
    if before is None or after is None or percent is None or not before.value or percent.value is None:
        return False
    return abs(abs(after.value / before.value - 1) * 100 - percent.value) <= 1


def _is_of_other_figure(article: Article, move: Move) -> bool:
    """Whether the multiple is that of another figure, or of a pace.

    As in "41,300 people, two thousand short of the forecast but nearly twice the 21,900" and "a 26% decline, twice the
    rate of before".
    """
    multiple, before = move.multiple, move.before
    assert multiple is not None
    assert before is not None
    if PACE_TAIL.match(article.text, multiple.span.end):
        return True
    if multiple.kind is not Kind.MULTIPLE or before.value <= 0 or multiple.value is None:
        return False
    figures = figures_between(article, *article.sentences[multiple.sentence].span)
    return any(
        figure.value is not None
        and figure.span not in move.spans
        and figure.kind in (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
        and abs(figure.value / before.value - multiple.value) <= multiple.value / 10
        for figure in figures[:MAX_FIGURES]
    )


def _cut_in_half(article: Article) -> Iterator[Outcome]:
    """Yields outcomes for "cut in half to £40", if this sentence and the previous one state exactly one earlier sum."""
    for index, half in enumerate(article.figures[:-1]):
        result = article.figures[index + 1]
        if half.kind is not Kind.FRACTION or half.value != Fraction(1, 2) or result.sentence != half.sentence:
            continue
        before = plain_words(article.text[max(0, half.span.start - 6) : half.span.start])
        if before[-1:] != ["in"] or plain_words(article.text[half.span.end : result.span.start]) != ["to"]:
            continue
        sums = [
            figure
            for figure in figures_before_index(article.figures, index, 1)
            if figure.value and figure.kind is result.kind and figure.unit == result.unit
        ]
        if len(sums) == 1 and result.value is not None and not result.is_range:
            spans = tuple(sorted((sums[0].span, half.span, result.span)))
            yield from _outcomes(
                half, without_hedge(level_of(sums[0])), without_hedge(level_of(result)), spans, article
            )


def _is_of_other_change(article: Article, move: Move, multiple: Figure) -> bool:
    """Whether the levels belong to another change: "Doubling the grant while cutting the fee from £6 to £4"."""
    first = next((span for span in move.spans if span.start > multiple.span.end), None)
    if multiple.value is None:
        return False
    if first is None:  # "to 2.6 percent from 2.2 percent, and Elm doubled its own to 3 percent"
        last = max((span.end for span in move.spans if span.end <= multiple.span.start), default=multiple.span.start)
        gap = article.text[last : multiple.span.start]
        return any(not SUBJECTLESS_WORDS.issuperset(plain_words(clause[1])) for clause in OTHER_CLAUSE.finditer(gap))
    gap = article.text[multiple.span.end : first.start]
    if any(not SUBJECTLESS_WORDS.issuperset(plain_words(clause[1])) for clause in OTHER_CLAUSE.finditer(gap)):
        return True  # "three times what it did in May, and a litre of milk 25, up from 10"
    words = plain_words(gap)
    if any(word in UP | DOWN and word not in COMPARATIVES and not word.endswith("ing") for word in words):
        return True  # "prices doubled, rents rose from £4 to £6"
    return multiple.kind is Kind.MULTIPLE and not ((DOWN if multiple.value > 1 else UP) - COMPARATIVES).isdisjoint(
        words
    )


def _has_same_subject(article: Article, first: Move, second: Move) -> bool:
    """Whether two moves share a word of their subjects, and both levels of the second count the same noun."""
    before, after = second.before, second.after
    assert before is not None
    assert after is not None
    if before.figure.noun is not None and (
        after.figure.noun is None or before.figure.noun.head != after.figure.noun.head
    ):
        return False
    return bool(_subject(article, first) & _subject(article, second))


def _subject(article: Article, move: Move) -> frozenset[str]:
    """The subject of a move: the content words right before its first figure."""
    start = article.sentences[move.sentence].span.start
    end = min((span.start for span in move.spans), default=start)
    words = plain_words(article.text[max(start, end - 60) : end])
    return frozenset(
        SUBJECT_BY_WORD.get(word, stem(word))
        for word in words[-7:]
        if word not in STOP_WORDS and word not in NON_SUBJECT_WORDS
    )


def _allowed_ratios(multiple: Figure, slack: Fraction, direction: int) -> Interval:
    """The ratio of the levels that a phrase such as "nearly doubled" or "by a third" can mean."""
    assert multiple.value is not None
    value = multiple.value
    if multiple.kind is Kind.FRACTION:
        is_above = multiple.hedge in HEDGES_ABOVE
        is_below = multiple.hedge in HEDGES_BELOW
        low, high = value - (0 if is_above else slack / 3), value + (0 if is_below else slack / 3)
        if is_above and multiple.hedge is not Hedge.JUST_OVER:
            high = Fraction(1)  # a half is more than a third
        if is_below and multiple.hedge is not Hedge.NEARLY:
            low = Fraction(0)
        return Interval(1 - high, 1 - low) if direction < 0 else Interval(1 + low, 1 + high)
    if value < 1:  # "halved"
        return Interval(value * (1 - slack), value * (1 + slack))
    if multiple.hedge in HEDGES_ABOVE:
        return Interval(
            value * (1 - slack / 10), None if multiple.hedge is not Hedge.JUST_OVER else value * (1 + 2 * slack)
        )
    if multiple.hedge in HEDGES_BELOW:
        return Interval(value * (1 - 2 * slack) if multiple.hedge is Hedge.NEARLY else None, value * (1 + slack / 10))
    return Interval(value * (1 - slack), value * (1 + slack))


def _outcomes(
    multiple: Figure, before: Level, after: Level, spans: tuple[Span, ...], article: Article, direction: int = -1
) -> Iterator[Outcome]:
    """Yields the tick or finding for a multiple and two levels; nothing where they are near or of different things."""
    if not are_comparable(before, after) or before.value <= 0 or after.value <= 0 or not multiple.value:
        return
    low, high = before.interval
    least, most = after.interval
    if low is None or high is None or least is None or most is None or low <= 0:
        return
    ratios = Interval(least / high, most / low)
    exact = after.value / before.value
    smaller = min(before, after, key=lambda level: level.value).figure
    is_far = (
        not 1 / MAX_TIMES_OFF_BARE
        <= exact / (multiple.value if multiple.kind is Kind.MULTIPLE else 1)
        <= MAX_TIMES_OFF_BARE
    )
    if is_far and smaller.kind is Kind.NUMBER and smaller.noun is None:
        return  # "to 24,000 from 12": "thousand" was left out, or they are of two things
    arithmetic = f"{number(after.value)} / {number(before.value)} = {exact_or_about(exact)}"
    has_more = article.text[multiple.span.end : multiple.span.end + 6].startswith(" more")
    readings = [ratios, *([Interval(least / high - 1, most / low - 1)] if has_more else [])]
    if any(_allowed_ratios(multiple, TICK_SLACK, direction).overlaps(reading) for reading in readings) and _is_close(
        multiple, exact, has_more
    ):
        tick_spans = tuple(sorted({before.span, after.span, multiple.span}))
        yield Tick(f"{before.printed} to {after.printed}: “{multiple.words}” fits.", tick_spans, arithmetic)
        return
    if any(_allowed_ratios(multiple, FINDING_SLACK, direction).overlaps(reading) for reading in readings):
        return
    changed_share = 1 - multiple.value if direction < 0 else 1 + multiple.value
    times_stated = changed_share if multiple.kind is Kind.FRACTION else multiple.value
    if times_stated and exact and max(exact / times_stated, times_stated / exact) > MAX_TIMES_OFF:
        return  # so far apart, the multiple is of something else
    yield Finding(
        Severity.WARNING,
        f"{_comparison(multiple, before, after)}, and the text says “{_hedged_words(multiple)}”.",
        spans,
        f"{arithmetic}, not {_hedged_words(multiple)}",
        (
            f"{after.printed} -> {after.in_its_unit(round_significant(before.value * times_stated))}",
            f"{before.printed} -> {before.in_its_unit(round_significant(after.value / times_stated))}",
        ),
        f"Does “{mid_sentence(multiple.words)}” refer to {before.printed} and {after.printed}? "
        "If so, which figure is wrong?",
    )


def _comparison(multiple: Figure, before: Level, after: Level) -> str:
    """What the two levels give, in the terms of the multiple: a change in per cent for a fraction."""
    exact = after.value / before.value
    if multiple.kind is not Kind.FRACTION:
        return f"{after.printed} is {exact_or_about(exact)} times {before.printed}"
    change = f"{'rise' if exact > 1 else 'fall'} of {exact_or_about(abs(exact - 1) * 100)}%"
    return f"{before.printed} to {after.printed} is a {change}"


def _is_close(multiple: Figure, exact: Fraction, has_more: bool) -> bool:
    """Whether the ratio is near enough for a tick: "more than doubled" is not said of five times as much."""
    assert multiple.value is not None
    if multiple.kind is Kind.FRACTION:  # 10 from 12 is not "a fifth" off
        return abs(abs(1 - exact) / multiple.value - 1) <= (HEDGED_SLACK if multiple.hedge else EXACT_SLACK)
    if multiple.kind is Kind.MULTIPLE and multiple.value > 1 and exact < multiple.value * Fraction(7, 8):
        return multiple.hedge in HEDGES_BELOW and exact >= multiple.value * Fraction(3, 4)
    if multiple.kind is Kind.MULTIPLE and multiple.value > 1 and multiple.hedge not in HEDGES_ABOVE:
        return exact <= (multiple.value + 1 if has_more else multiple.value) * Fraction(9, 8)
    return multiple.hedge not in HEDGES_ABOVE or exact < multiple.value + 1 or exact < multiple.value * 3 / 2


def _hedged_words(multiple: Figure) -> str:
    """The multiple with its hedge, as messages show it."""
    return f"{multiple.hedge.value} {multiple.words}".strip()


EXAMPLES = (
    Example(
        "another's, told last",
        "Ash raised its forecast to 2.6 percent from 2.2 percent, and Elm doubled its own forecast to 3 percent.",
        "silent",
    ),
    Example(
        "a multiple of another level",
        "The farm stood still for 2,360 hours last year, exactly twice those of 2021.\n\n"
        "The hours rose from 1,180 in 2021 to 1,420 in 2022.",
        "silent",
    ),
    Example("its own, told last", "Sales rose to £26m from £12m, and trebled.", "warning"),
    Example(
        "a share of something else",
        "Rents double in Orsen\n\nRent takes 46 percent of a wage in Orsen, compared with 30 percent then.",
        "silent",
    ),
    Example(
        "by a quarter, and still above",
        "Spending fell by a quarter to £13.8m, from £18.4m last year, but was £1.8m above the target.",
        "tick",
    ),
    Example("almost a quarter", "Thefts rose by almost a quarter, from 8,200 to 11,150.", "warning"),
    Example("almost a quarter, right", "Thefts rose by almost a quarter, from 9,000 to 11,150.", "tick"),
    Example("a quarter since then", "The hamlet has grown by a quarter since 2011, from 240 people to 360.", "warning"),
    Example(
        "a quarter since then, right", "The hamlet has grown by a quarter since 2011, from 240 people to 300.", "tick"
    ),
    Example("less than a third, and less", "Thefts fell by less than a third, from 90 to 80.", "silent"),
    Example("more than a third, and more", "Thefts fell by more than a third, from 90 to 48.", "silent"),
    Example("cut on five days", "The fund has cut its fee five times since May, from 4 per cent to 2.75.", "silent"),
    Example("raised on four days", "The club raised its fee four times, from £10 to £15.", "silent"),
    Example("doubled more than once", "The stock of boats has doubled twice since 2010, from 90 to 360.", "silent"),
    Example(
        "another price", "Rye is £60, three times what it was in May, and a sack of oats £25, up from £10.", "silent"
    ),
    Example(
        "some of its crossings",
        "Ferry cancellations double\n\nThe line cancelled 318 of its 9,000 crossings, compared with 106 a year before.",
        "warning",
    ),
    Example(
        "some of its crossings, right",
        "Ferry cancellations double\n\nThe line cancelled 212 of its 9,000 crossings, compared with 106 a year before.",
        "tick",
    ),
    Example("a fifth, nearly right", "The catch fell by a fifth, to 10 tonnes from 12 tonnes.", "silent"),
    Example("a fifth, right", "The catch fell by a fifth, to 10 tonnes from 12.5 tonnes.", "tick"),
    Example(
        "told of in per cent",
        "Trade came to $9.6 billion, 20 percent more than the $8 billion of 2023, and should at least double by 2030.",
        "silent",
    ),
    Example(
        "as fast",
        "It had a record 16,420 guests in 2024, nearly 10 per cent more than the 14,970 of 2023, with foreign ones "
        "growing almost three times as fast as others.",
        "silent",
    ),
    Example(
        "another figure goes with it",
        "It had 41,300 guests, two thousand short of the forecast but nearly twice the 21,900 of its first year.",
        "silent",
    ),
    Example("doubled", "The number of apprentices doubled from 8 in 1996 to 24 this spring.", "warning"),
    Example("twice the", "The 620 letters were twice the 409 that had been expected.", "warning"),
    Example("halved", "The club halved its fee to 21 pence a head from 24 pence.", "warning"),
    Example("more than trebled", "Waiting lists have more than trebled from 2,410 in May to 5,930 now.", "warning"),
    Example(
        "the levels follow",
        "Profits more than doubled in the spring. Net income rose to £7m, compared with £5.2m a year before.",
        "warning",
    ),
    Example("by a third", "The fee fell by a third, from £90 to £75.", "warning"),
    Example("by a third, right", "The fee fell by a third, from £90 to £60.", "tick"),
    Example("as opposed to", "The catch shrank by a fifth, with 15 tonnes as opposed to 25 in May.", "warning"),
    Example("as opposed to, right", "The catch shrank by a fifth, with 20 tonnes as opposed to 25 in May.", "tick"),
    Example("down a third", "Fares are down a third: 120 trips, compared with 220 in May.", "warning"),
    Example("a fifth smaller", "The herd is a fifth smaller: 43 cows compared with 75 in May.", "warning"),
    Example("a fifth smaller, right", "The herd is a fifth smaller: 60 cows compared with 75 in May.", "tick"),
    Example(
        "a fifth of something", "The yard lost a fifth of its staff, with 43 left compared with 75 boats.", "silent"
    ),
    Example("a share", "Police solved 212 thefts, against 159 last year, fewer than one in 11.", "silent"),
    Example("points", "The bond rose 7/32 in price to yield 1.786%, down from 1.808% on Monday.", "silent"),
    Example("a third time", "The herd fell a third time, to 43 cows from 75.", "silent"),
    Example("cut in half", "The fee was £110. It may be cut in half to £40 for pensioners.", "warning"),
    Example("cut in half, right", "The fee was £80. It may be cut in half to £40 for pensioners.", "tick"),
    Example("it has trebled since", "In May the club had 45 boats. By June it had trebled to 195.", "warning"),
    Example("it has trebled since, right", "In May the club had 45 boats. By June it had trebled to 135.", "tick"),
    Example("so many times", "The share has increased more than four times, from 8% to 24%.", "warning"),
    Example("another thing doubled", "Demand doubled in May; prices went from £5 to £6.", "silent"),
    Example("trebled", "The number of apprentices trebled from 8 in 1996 to 24 this spring.", "tick"),
    Example("nearly doubled", "Takings nearly doubled from £5.2m to £10.1m.", "tick"),
    Example("about twice", "The 620 letters were twice the 309 that had been expected.", "tick"),
    Example("halved, right", "The club halved its fee to 12 pence a head from 24 pence.", "tick"),
    Example(
        "the levels follow and fit",
        "Profits more than doubled in the spring. Net income rose to £7m, compared with £3.2m a year before.",
        "tick",
    ),
    Example(
        "another thing follows",
        "Profits more than doubled in the spring. Staff numbers rose to 310, compared with 290 in the year before.",
        "silent",
    ),
    Example(
        "another change between", "They spoke of doubling the grant while cutting the fee from £6 to £4.", "silent"
    ),
    Example("a start in the past tense", "We doubled the leave, it was 11 weeks, and took it to 22 weeks.", "tick"),
    Example("no levels", "The number of apprentices doubled in five years.", "silent"),
    Example("one level", "The number of apprentices doubled to 24.", "silent"),
    Example("times of day", "The bell rang three times on 12 May and 40 people came.", "silent"),
)

RULE = Rule(
    code="MU01",
    slug="multiple",
    scope="article",
    relation="times",
    check=check,
    examples=EXAMPLES,
    aliases=("doubled",),
)

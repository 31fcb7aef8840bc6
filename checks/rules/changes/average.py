"""A total and a number that do not give the stated average, or the stated share of each.

Ties "£6,200, or 31p for each of the 20,000 letters", "84 goals in 42 games, an average of two a game", "£26m over four
years, or £6.5m a year" and "£600,000 for 300 staff, £2,000 each". An average is taken as rounded to its last digit.

Silent where the total or the number is not stated, where the text does not say that one follows from the other, and
where any nearby total fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Span, Tick
from checks.number_format import format_interval, number
from checks.questions import why_no_fit
from checks.rule import Example, Rule
from checks.rules._printed import exact_or_about, interval_around, round_significant, significant_step
from checks.rules._text import figures_before_index, plain_words
from checks.rules.changes._levels import Level, are_comparable, level_of, without_hedge
from checks.sameness import is_person, noun_class
from checks.word_set import word_set

LINKS = word_set(
    """average averages averaging averaged or equates equivalent equal equals equalling works working worked
    amounts meaning means that which making share shared shares split divided between"""
)
HEADS = word_set("each apiece head person capita")
RATES = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.DURATION, Kind.MEASURE)
GAMES = word_set("game match appearance outing test international")
OTHER_STATEMENT = word_set("and while but whereas another other others plus including")
"""Words between two figures that belong to different statements."""
SHARED = word_set("share shares shared sharing split splits divide divides divided between among all total altogether")
MADE_UP = SHARED | word_set(
    "or so average averaging costing costs cost totalling totaling making makes made comes came bill worth meaning"
)
"""Words that say that shares make a total up."""
SOME_OF_IT = word_set("rest remaining remainder whom which plus including")
"""Words that say that they are a part of it, or that the total is one of something else."""
GLOSSED = word_set(
    """or an a average of about some that is which works out at nearly almost more than just around roughly over under
    equivalent to i e the mean"""
)
MAX_RATIO = 3  # times that an average may differ from the quotient; beyond this it belongs to something else
MAX_ROUNDING = Fraction(1, 10)  # of the average: a whole number that is further off is not a rounded average
SENTENCES_BACK = 3  # sentences back to the total
MAX_GAP = 120  # characters between a rate and what it follows from
MAX_FOLLOWING = 20  # figures after a share of each, because a sentence may be very long
MAX_GAP_TO_NUMBER = 40  # characters between a rate and "each of the 20,000"


def check(article: Article) -> Iterator[Outcome]:
    figures = [
        figure
        for figure in article.figures
        if figure.kind in (*RATES, *NUMBERS) and figure.value and not figure.is_range
    ]
    for index, rate in enumerate(figures):
        if rate.kind not in RATES:
            continue
        following = figures[index + 1] if index + 1 < len(figures) else None
        if following is not None and _is_for_each(article, rate, following):
            totals = _totals(rate, figures_before_index(figures, index, SENTENCES_BACK))
            behind = [f for f in figures[index + 2 : index + 2 + MAX_FOLLOWING] if f.sentence <= rate.sentence + 1]
            fitting = [total for total in _totals(rate, behind) if _is_total(rate, following, total)]
            yield from _judged(rate, following, fitting or totals)
            continue
        per_unit = _per(article, rate)
        if per_unit in HEADS:
            yield from _shared_out(article, rate, [*figures_before_index(figures, index, 1), *_later(figures, index)])
        elif per_unit:
            before = figures_before_index(figures, index, 0)
            numbers = [figure for figure in before if _is_number_of(figure, per_unit)]
            totals = [total for total in _totals(rate, before) if total.figure not in numbers]
            if not before or before[-1].per:
                continue  # "€22 a month, or €264 a year" follows from the month
            others = [figure for figure in before if all(figure is not total.figure for total in totals)]
            if any(_gives(rate, number_of, other) for number_of in numbers for other in others):
                continue  # "the five struck 84 times in 21 months, or four raids a month"
            if len(numbers) == 1 and len(totals) == 1 and _is_linked(article, before[-1], rate):
                yield from _judged(rate, numbers[0], totals)


def _gives(rate: Figure, number_of: Figure, other: Figure) -> bool:
    """Whether another count gives the rate exactly, whatever it is of."""
    value, count, of_each = other.value, number_of.value, rate.value
    is_another = other is not number_of and other.kind in (Kind.COUNT, Kind.NUMBER, Kind.MULTIPLE)
    return bool(is_another and value and count and value == (of_each or 0) * count)


def _later(figures: Sequence[Figure], index: int) -> Sequence[Figure]:
    """The next figures of the sentence after the one at `index`, at most MAX_FOLLOWING."""
    following = figures[index + 1 : index + 1 + MAX_FOLLOWING]
    return [figure for figure in following if figure.sentence == figures[index].sentence]


def _shared_out(article: Article, rate: Figure, near: list[Figure]) -> Iterator[Outcome]:
    """Judges "£3,000 each" with the only total and the only number of heads nearby, in whatever words."""
    if rate.kind is not Kind.MONEY:
        return  # "two in Ely and three each in Ware and Hitchin": small numbers fit by chance
    totals = _totals(rate, near)
    numbers = [figure for figure in near if _may_be_heads(figure, totals)]
    level = level_of(rate)
    for number_of in numbers:
        for total in totals:
            if number_of.sentence == total.figure.sentence and _is_total(rate, number_of, total):
                yield from _judged(rate, number_of, [total])
                return
    own = [
        [figure for figure in row if figure.sentence == rate.sentence] for row in ([t.figure for t in totals], numbers)
    ]
    if len(own[0]) != 1 or len(own[1]) != 1 or not _are_tied(article, rate, own[1][0]):
        return
    beside = [figure for figure in near if figure.sentence == rate.sentence and figure.kind is Kind.MONEY]
    if any(_per(article, figure) in HEADS for figure in beside if figure is not own[0][0]):
        return  # "£2,000 each to the two widows and £500 each to the hurt, £7,000 in all"
    times = level_of(own[0][0]).value / (level.value * level_of(own[1][0]).value)
    if 1 / MAX_RATIO <= times <= MAX_RATIO and _is_all_of_it(article, rate, own[0][0]):
        yield from _judged(rate, own[1][0], [level_of(own[0][0])])


def _is_all_of_it(article: Article, rate: Figure, total: Figure) -> bool:
    """Whether the words say that the shares make the total up: "£120,000, or £5,000 each", "costing £36,000 in all".

    "£810,000 at once and the rest in two instalments of £270,000 each" and "£2,968, of which the two took £800 each"
    do not.
    """
    first, second = sorted((rate, total), key=lambda figure: figure.span)
    between = plain_words(article.text[first.span.end : second.span.start])
    start = article.sentences[total.sentence].span.start
    around_total = {*plain_words(article.text[start : total.span.start])[-3:]}
    around_total |= {*plain_words(article.text[total.span.end : total.span.end + MAX_GAP_TO_NUMBER])[:3]}
    if not SOME_OF_IT.isdisjoint(between):
        return False
    return not MADE_UP.isdisjoint(between) or not SHARED.isdisjoint(around_total)


def _is_total(rate: Figure, number_of: Figure, total: Level) -> bool:
    """Whether so many times the rate is the total, as they are rounded."""
    low, high = _rounding_interval(rate)
    heads = level_of(number_of).value
    return (
        low is not None
        and high is not None
        and without_hedge(total).interval.overlaps(Interval(low * heads, high * heads))
    )


def _may_be_heads(figure: Figure, totals: list[Level]) -> bool:
    """Whether the figure may be a number of people or things; not a sum, a year or a part of the total itself."""
    counts = figure.kind in (Kind.COUNT, Kind.NUMBER) and figure.value is not None and not figure.per
    whole = (figure.value or 0).denominator == 1 and not figure.words.startswith("a ")  # not "a couple"
    return counts and whole and all(figure is not total.figure for total in totals)


def _are_tied(article: Article, rate: Figure, number_of: Figure) -> bool:
    """Whether the words between the two name nobody else.

    "12 managers get £5,000 each, and the workers share £120,000" does.
    """
    first, second = sorted((rate, number_of), key=lambda figure: figure.span)
    words = plain_words(article.text[first.span.end : second.span.start])
    return OTHER_STATEMENT.isdisjoint(words) and len(words) <= 12


def _is_for_each(article: Article, rate: Figure, other: Figure) -> bool:
    """Whether the next figure is the number: "31p for each of its 20,000 letters"."""
    if (
        rate.sentence != other.sentence
        or other.kind is not Kind.COUNT
        or other.span.start - rate.span.end > MAX_GAP_TO_NUMBER
    ):
        return False
    if other.noun is not None and other.noun.span.end <= other.span.start:
        return False  # "15 flats, three on each floor, of which nine are let": nine of the 15
    words = plain_words(article.text[rate.span.end : other.span.start])
    if article.text[rate.span.end : rate.span.end + 9] == " in each ":
        return False  # "a score from one to four in each of four areas"
    return ("each" in words or "every" in words) and "of" in words and len(words) <= 6


def _per(article: Article, rate: Figure) -> str:
    """The unit that the rate is per: "game", "year", "each"; "" for no rate."""
    if rate.per:
        return rate.per
    behind = plain_words(article.text[rate.span.end : rate.span.end + 40].partition(".")[0])[:4]
    for index, word in enumerate(behind):
        if word in {"each", "apiece"}:
            return "each"
        if word in {"a", "an", "per"} and index + 1 < len(behind) and index <= 1:
            return behind[index + 1]
    return ""


def _is_number_of(figure: Figure, per_unit: str) -> bool:
    """Whether the figure counts what the rate is per."""
    if figure.kind in (Kind.DURATION, Kind.MEASURE):
        return figure.unit == per_unit  # "over four years ... a year", "the 40-acre site ... an acre"
    if figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return False
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    if per_unit in HEADS:
        return bool(head) and (per_unit == "each" or is_person(head))
    return bool(head) and (
        head == noun_class(per_unit) or {figure.noun.head if figure.noun else head, per_unit} <= GAMES
    )


def _totals(rate: Figure, figures: Sequence[Figure]) -> list[Level]:
    """The figures that may be the total of the rate."""
    level = level_of(rate)
    return [
        level_of(figure)
        for figure in figures
        if figure.kind in RATES
        and not figure.per
        and are_comparable(level_of(figure), level)
        and level_of(figure).value > level.value
    ]


def _is_linked(article: Article, before: Figure, rate: Figure) -> bool:
    """Whether the text says that the rate follows from the figure before it."""
    noun_ends = before.noun.span.end if before.noun is not None else 0
    gap = article.text[before.span.end : rate.span.start]
    if len(gap) > MAX_GAP:
        return False
    words = plain_words(gap)
    if article.text[max(before.span.end, noun_ends) : rate.span.start].strip() in {",", "-", "–", "—", "("}:
        return True  # "48 goals in 60 games, 0.8 a game"
    if "average" in words[-4:] or is_glossed(gap):
        return True
    start = max(article.sentences[rate.sentence].span.start, rate.span.start - 2 * MAX_GAP)
    sharing = {"share", "shared", "split", "divided"} & set(plain_words(article.text[start : rate.span.start]))
    tied = not LINKS.isdisjoint(words) or words[-1:] == ["or"] or words[-2:-1] == ["or"] or bool(sharing)
    return len(words) <= 10 and tied


def is_glossed(gap: str) -> bool:
    """Whether the gap introduces other terms: "..., or about 40 a day", "... - that is 40 a day"."""
    pieces = re.split(r"[,:(–—]|\s--?\s", gap)
    return len(pieces) > 1 and GLOSSED.issuperset(plain_words(pieces[-1]))


def _rounding_interval(rate: Figure) -> Interval:
    """What the average may stand for: rounded to its last digit, whole numbers too."""
    level = level_of(rate)
    if rate.kind in (Kind.COUNT, Kind.NUMBER) or rate.hedge:
        slack = significant_step(level.value, rate.words) / 2
        return level.interval if rate.hedge else interval_around(level.value, slack)
    return without_hedge(level).interval


def _judged(rate: Figure, number_of: Figure, totals: list[Level]) -> Iterator[Outcome]:
    """The tick or finding for an average, a number and the totals that may be meant."""
    count = level_of(number_of)
    low, high = _rounding_interval(rate)
    if not totals or low is None or high is None or count.value <= 1:
        return
    whole = Interval(low * count.value, high * count.value)
    level = level_of(rate)
    for total in totals:
        if without_hedge(total).interval.overlaps(whole):
            if not rate.hedge and not total.figure.hedge and _is_rounded_far(rate, total, count):
                return  # 48 councillors are not three for each of 19 wards, though 2.53 is rounded to three
            yield Tick(
                f"{total.words} over {number_of.words} is {rate.words} each.",
                _spans(rate, number_of, total.figure),
                _sum(total, count),
            )
            return
    total = min(totals, key=lambda total: abs(total.value - level.value * count.value))
    yield Finding(
        Severity.WARNING,
        f"{total.words} over {number_of.words} is {exact_or_about(total.value / count.value)} each, and the text "
        f"says {rate.words}.",
        _spans(rate, number_of, total.figure),
        f"{_sum(total, count)}, not {rate.words}; {rate.words} each would make {format_interval(whole, total.figure)}",
        (f"{total.words} -> {total.in_its_unit(round_significant(level.value * count.value))}",),
        why_no_fit(total.words, number_of.words, rate.words),
    )


def _is_rounded_far(rate: Figure, total: Level, count: Level) -> bool:
    """Whether a whole number is stated that is a tenth or more off the average."""
    level = level_of(rate)
    return level.value.denominator == 1 and abs(total.value / count.value - level.value) > level.value * MAX_ROUNDING


def _sum(total: Level, count: Level) -> str:
    """The arithmetic of the average."""
    return f"{number(total.value)} / {number(count.value)} = {exact_or_about(total.value / count.value)}"


def _spans(*figures: Figure) -> tuple[Span, ...]:
    """The spans of the figures, in text order."""
    return tuple(sorted({figure.span for figure in figures}))


EXAMPLES = (
    Example(
        "several amounts and one total",
        "It pays £2,000 each to the two widows and £500 each to the hurt, £7,000 in all.",
        "silent",
    ),
    Example(
        "a total told after it",
        "It will return £300m by a dividend of 15p on each of its 1.2bn shares. The dividend accounts for £180m.",
        "tick",
    ),
    Example("so many for each of, nearly", "All 46 judges, four for each of the 13 courts, stand again.", "silent"),
    Example("so many for each of, right", "All 52 judges, four for each of the 13 courts, stand again.", "tick"),
    Example("for each of", "The charity spent £63,420, which is 13p for each of its 204,580 letters.", "warning"),
    Example("an average a game", "The team scored 84 goals in 42 games, an average of three a game.", "warning"),
    Example("over some years", "The deal is worth £26m over four years, or £5.6m a year.", "warning"),
    Example("shared", "The 40 workers will share £120,000, or £5,000 each.", "warning"),
    Example("a price an acre", "The 40-acre site sold for £6m, or £250,000 an acre.", "warning"),
    Example("set beside it", "She has 48 goals in 60 games, 0.4 a match.", "warning"),
    Example("the sum comes last", "The 12 will get a bonus of £3,000 each, costing £63,000 in all.", "warning"),
    Example("the sum comes last, right", "The 12 will get a bonus of £3,000 each, costing £36,000 in all.", "tick"),
    Example("the sentence before", "Eight bakers won £2.4m in May. The women will get £300,000 apiece.", "tick"),
    Example("two groups", "The 40 cooks share £120,000 while 12 waiters get £5,000 each.", "silent"),
    Example("a part of the total", "The block has 15 flats, three each on a floor, of which nine are let.", "silent"),
    Example("the rest of it", "It pays £810,000 at once and the rest in two instalments of £270,000 each.", "silent"),
    Example("two things", "It buys a fire station, at $3.9 million, and two trucks at $1.25 million apiece.", "silent"),
    Example("some of it", "The tuna made £2,968, of which the two men took £800 each.", "silent"),
    Example("two towns", "Five people died, two in Ely and three each in Ware and Hitchin.", "silent"),
    Example("no sum of them", "The 12 winners get £3,000 each from a fund of £4.1m.", "silent"),
    Example("a price an acre, right", "The 40-acre site sold for £6m, or £150,000 an acre.", "tick"),
    Example("set beside it, right", "She has 48 goals in 60 games, 0.8 a match.", "tick"),
    Example(
        "far from its years",
        "In five years 85 riders have died on the roads of the county, an average of 27 a year.",
        "warning",
    ),
    Example("for each of, right", "The charity spent £63,420, which is 31p for each of its 204,580 letters.", "tick"),
    Example("an average a game, right", "The team scored 84 goals in 42 games, an average of two a game.", "tick"),
    Example("over some years, right", "The deal is worth £26m over four years, or £6.5m a year.", "tick"),
    Example("shared, right", "The 40 workers will share £120,000, or £3,000 each.", "tick"),
    Example("no total", "It comes to 31p for each of its 204,580 letters.", "silent"),
    Example("not linked", "He scored 84 goals in 42 games and now earns £900 a game.", "silent"),
    Example("from another rate", "On £150,000 over 25 years that adds £22 a month, or £264 a year.", "silent"),
    Example("a rate alone", "The site sells 400 tickets a day.", "silent"),
    Example("another number", "The 40 workers will share £120,000, and 12 managers get £5,000 each.", "silent"),
)

RULE = Rule(code="RA02", slug="average", scope="article", relation="mean", check=check, examples=EXAMPLES)

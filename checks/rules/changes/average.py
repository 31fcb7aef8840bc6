"""A total and a number that do not give the stated average, or the stated amount for each.

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
from checks.rules.changes._levels import QUANTITY_KINDS, Level, are_comparable, level_of, without_hedge
from checks.sameness import is_person, noun_class
from checks.word_set import word_set

LINKING_WORDS = word_set(
    """average averages averaging averaged or equates equivalent equal equals equalling works working worked
    amounts meaning means that which making share shared shares split divided between"""
)
PER_HEAD_WORDS = word_set("each apiece head person capita")
DIVISOR_KINDS = (Kind.COUNT, Kind.NUMBER, Kind.DURATION, Kind.MEASURE)
MATCH_NOUNS = word_set("game match appearance outing test international")
CONTRAST_WORDS = word_set("and while but whereas another other others plus including")
"""Words between two figures that belong to different statements."""
SHARING_WORDS = word_set(
    "share shares shared sharing split splits divide divides divided between among all total altogether"
)
TOTALLING_WORDS = SHARING_WORDS | word_set(
    "or so average averaging costing costs cost totalling totaling making makes made comes came bill worth meaning"
)
"""Words that say that the shares add up to a total."""
PARTIAL_WORDS = word_set("rest remaining remainder whom which plus including")
"""Words that start a statement about only a part of the total, or about more than it."""
GLOSS_WORDS = word_set(
    """or an a average of about some that is which works out at nearly almost more than just around roughly over under
    equivalent to i e the mean"""
)
MAX_QUOTIENT_RATIO = 3
"""The average may be this many times the quotient, or the reverse; beyond this it is of something else."""
MAX_ROUNDING = Fraction(1, 10)  # of the average: a whole number further off than this is not a rounded average
SENTENCES_BACK = 3  # sentences back to the total
MAX_GAP_TO_RATE = 120  # characters between the figure that a rate follows from and the rate
MAX_FOLLOWING = 20  # figures after a rate that are read, because a sentence may be very long
MAX_GAP_TO_DIVISOR = 40  # characters between a rate and "each of the 20,000"
RATE_UNIT_REACH = 40  # characters after a rate in which its unit is looked for
MAX_WORDS_TO_DIVISOR = 6  # words between a rate and "20,000" in "for each of the 20,000"
MAX_WORDS_TO_HEADCOUNT = 12  # words between a rate and the number of people in one statement
MAX_LINKING_WORDS = 10  # words between the last figure of a division and its result


def check(article: Article) -> Iterator[Outcome]:
    figures = [
        figure
        for figure in article.figures
        if figure.kind in (*QUANTITY_KINDS, *DIVISOR_KINDS) and figure.value and not figure.is_range
    ]
    for index, rate in enumerate(figures):
        if rate.kind not in QUANTITY_KINDS:
            continue
        following = figures[index + 1] if index + 1 < len(figures) else None
        if following is not None and _is_divisor_after(article, rate, following):
            totals = _possible_totals(rate, figures_before_index(figures, index, SENTENCES_BACK))
            later = [f for f in figures[index + 2 : index + 2 + MAX_FOLLOWING] if f.sentence <= rate.sentence + 1]
            fitting = [total for total in _possible_totals(rate, later) if _is_product(rate, following, total)]
            yield from _outcomes(rate, following, fitting or totals)
            continue
        unit = _rate_unit(article, rate)
        if unit in PER_HEAD_WORDS:
            yield from _per_head_outcomes(
                article, rate, [*figures_before_index(figures, index, 1), *_later_in_sentence(figures, index)]
            )
        elif unit:
            before = figures_before_index(figures, index, 0)
            divisors = [figure for figure in before if _is_divisor(figure, unit)]
            totals = [total for total in _possible_totals(rate, before) if total.figure not in divisors]
            if not before or before[-1].per:
                continue  # "€22 a month, or €264 a year" follows from the month
            others = [figure for figure in before if all(figure is not total.figure for total in totals)]
            if any(_is_explained_by(rate, divisor, other) for divisor in divisors for other in others):
                continue  # "the five struck 84 times in 21 months, or four raids a month"
            if len(divisors) == 1 and len(totals) == 1 and _is_linked(article, before[-1], rate):
                yield from _outcomes(rate, divisors[0], totals)


def _is_explained_by(rate: Figure, divisor: Figure, other: Figure) -> bool:
    """Whether another count divided by the divisor is exactly the rate, whatever it counts."""
    value, count, per_one = other.value, divisor.value, rate.value
    is_another = other is not divisor and other.kind in (Kind.COUNT, Kind.NUMBER, Kind.MULTIPLE)
    return bool(is_another and value and count and value == (per_one or 0) * count)


def _later_in_sentence(figures: Sequence[Figure], index: int) -> Sequence[Figure]:
    """The figures that follow the one at `index` in its sentence, among the next MAX_FOLLOWING."""
    following = figures[index + 1 : index + 1 + MAX_FOLLOWING]
    return [figure for figure in following if figure.sentence == figures[index].sentence]


def _per_head_outcomes(article: Article, rate: Figure, nearby: list[Figure]) -> Iterator[Outcome]:
    """Yields the outcome for "£3,000 each" with a total and a headcount nearby, however they are worded.

    They must give the rate, or be the only ones in its sentence.
    """
    if rate.kind is not Kind.MONEY:
        return  # "two in Ely and three each in Ware and Hitchin": small numbers fit by chance
    totals = _possible_totals(rate, nearby)
    divisors = [figure for figure in nearby if _may_be_headcount(figure, totals)]
    for divisor in divisors:
        for total in totals:
            if divisor.sentence == total.figure.sentence and _is_product(rate, divisor, total):
                yield from _outcomes(rate, divisor, [total])
                return
    totals = [total for total in totals if total.figure.sentence == rate.sentence]
    divisors = [divisor for divisor in divisors if divisor.sentence == rate.sentence]
    if len(totals) != 1 or len(divisors) != 1 or not _are_tied(article, rate, divisors[0]):
        return
    total, divisor = totals[0], divisors[0]
    sums = [figure for figure in nearby if figure.sentence == rate.sentence and figure.kind is Kind.MONEY]
    if any(_rate_unit(article, figure) in PER_HEAD_WORDS for figure in sums if figure is not total.figure):
        return  # "£2,000 each to the two widows and £500 each to the hurt, £7,000 in all"
    ratio = total.value / (level_of(rate).value * level_of(divisor).value)
    if 1 / MAX_QUOTIENT_RATIO <= ratio <= MAX_QUOTIENT_RATIO and _is_total_of_shares(article, rate, total.figure):
        yield from _outcomes(rate, divisor, [total])


def _is_total_of_shares(article: Article, rate: Figure, total: Figure) -> bool:
    """Whether the words say that the shares add up to the total: "£120,000, or £5,000 each", "costing £36,000 in all".

    "£810,000 at once and the rest in two instalments of £270,000 each" and "£2,968, of which the two took £800 each"
    do not.
    """
    first, second = sorted((rate, total), key=lambda figure: figure.span)
    between = plain_words(article.text[first.span.end : second.span.start])
    start = article.sentences[total.sentence].span.start
    around_total = {*plain_words(article.text[start : total.span.start])[-3:]}
    around_total |= {*plain_words(article.text[total.span.end : total.span.end + MAX_GAP_TO_DIVISOR])[:3]}
    if not PARTIAL_WORDS.isdisjoint(between):
        return False
    return not TOTALLING_WORDS.isdisjoint(between) or not SHARING_WORDS.isdisjoint(around_total)


def _is_product(rate: Figure, divisor: Figure, total: Level) -> bool:
    """Whether the rate times the divisor is the total, within their rounding."""
    low, high = _rounding_interval(rate)
    divisor_value = level_of(divisor).value
    return (
        low is not None
        and high is not None
        and without_hedge(total).interval.overlaps(Interval(low * divisor_value, high * divisor_value))
    )


def _may_be_headcount(figure: Figure, totals: list[Level]) -> bool:
    """Whether the figure may be the number of people or things: a whole count that is not a rate and not the total."""
    counts = figure.kind in (Kind.COUNT, Kind.NUMBER) and figure.value is not None and not figure.per
    whole = (figure.value or 0).denominator == 1 and not figure.words.startswith("a ")  # not "a couple"
    return counts and whole and all(figure is not total.figure for total in totals)


def _are_tied(article: Article, rate: Figure, divisor: Figure) -> bool:
    """Whether a rate and a headcount belong to one statement.

    In "12 managers get £5,000 each, and the workers share £120,000" the 12 and the £120,000 do not.
    """
    first, second = sorted((rate, divisor), key=lambda figure: figure.span)
    words = plain_words(article.text[first.span.end : second.span.start])
    return CONTRAST_WORDS.isdisjoint(words) and len(words) <= MAX_WORDS_TO_HEADCOUNT


def _is_divisor_after(article: Article, rate: Figure, other: Figure) -> bool:
    """Whether the next figure is the divisor: "31p for each of its 20,000 letters"."""
    if (
        rate.sentence != other.sentence
        or other.kind is not Kind.COUNT
        or other.span.start - rate.span.end > MAX_GAP_TO_DIVISOR
    ):
        return False
    if other.noun is not None and other.noun.span.end <= other.span.start:
        return False  # "15 flats, three on each floor, of which nine are let": nine of the 15
    words = plain_words(article.text[rate.span.end : other.span.start])
    if article.text[rate.span.end : rate.span.end + 9] == " in each ":
        return False  # "a score from one to four in each of four areas"
    return ("each" in words or "every" in words) and "of" in words and len(words) <= MAX_WORDS_TO_DIVISOR


def _rate_unit(article: Article, rate: Figure) -> str:
    """What the rate is per: "game", "year", "each"; "" for a figure that is not a rate."""
    if rate.per:
        return rate.per
    words_after = plain_words(article.text[rate.span.end : rate.span.end + RATE_UNIT_REACH].partition(".")[0])[:4]
    for index, word in enumerate(words_after):
        if word in {"each", "apiece"}:
            return "each"
        if word in {"a", "an", "per"} and index + 1 < len(words_after) and index <= 1:
            return words_after[index + 1]
    return ""


def _is_divisor(figure: Figure, unit: str) -> bool:
    """Whether the figure counts the unit of the rate."""
    if figure.kind in (Kind.DURATION, Kind.MEASURE):
        return figure.unit == unit  # "over four years ... a year", "the 40-acre site ... an acre"
    if figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return False
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    if unit in PER_HEAD_WORDS:
        return bool(head) and (unit == "each" or is_person(head))
    return bool(head) and (head == noun_class(unit) or {figure.noun.head if figure.noun else head, unit} <= MATCH_NOUNS)


def _possible_totals(rate: Figure, figures: Sequence[Figure]) -> list[Level]:
    """The figures that may be the total: of the rate's measure, and larger."""
    level = level_of(rate)
    return [
        level_of(figure)
        for figure in figures
        if figure.kind in QUANTITY_KINDS
        and not figure.per
        and are_comparable(level_of(figure), level)
        and level_of(figure).value > level.value
    ]


def _is_linked(article: Article, before: Figure, rate: Figure) -> bool:
    """Whether the text says that the rate results from the figure before it."""
    noun_end = before.noun.span.end if before.noun is not None else 0
    gap = article.text[before.span.end : rate.span.start]
    if len(gap) > MAX_GAP_TO_RATE:
        return False
    words = plain_words(gap)
    if article.text[max(before.span.end, noun_end) : rate.span.start].strip() in {",", "-", "–", "—", "("}:
        return True  # "48 goals in 60 games, 0.8 a game"
    if "average" in words[-4:] or _is_gloss(gap):
        return True
    start = max(article.sentences[rate.sentence].span.start, rate.span.start - 2 * MAX_GAP_TO_RATE)
    sharing = {"share", "shared", "split", "divided"} & set(plain_words(article.text[start : rate.span.start]))
    has_link = not LINKING_WORDS.isdisjoint(words) or words[-1:] == ["or"] or words[-2:-1] == ["or"] or bool(sharing)
    return len(words) <= MAX_LINKING_WORDS and has_link


def _is_gloss(gap: str) -> bool:
    """Whether the gap introduces a restatement: "..., or about 40 a day", "... - that is 40 a day"."""
    pieces = re.split(r"[,:(–—]|\s--?\s", gap)
    return len(pieces) > 1 and GLOSS_WORDS.issuperset(plain_words(pieces[-1]))


def _rounding_interval(rate: Figure) -> Interval:
    """The values that the average may be rounded from: it is rounded to its last digit, also where that is whole."""
    level = level_of(rate)
    if rate.kind in (Kind.COUNT, Kind.NUMBER) or rate.hedge:
        slack = significant_step(level.value, rate.words) / 2
        return level.interval if rate.hedge else interval_around(level.value, slack)
    return without_hedge(level).interval


def _outcomes(rate: Figure, divisor: Figure, totals: list[Level]) -> Iterator[Outcome]:
    """Yields a tick if the divisor and one of the totals give the rate, else a finding on the nearest total."""
    divisor_level = level_of(divisor)
    low, high = _rounding_interval(rate)
    if not totals or low is None or high is None or divisor_level.value <= 1:
        return
    allowed = Interval(low * divisor_level.value, high * divisor_level.value)
    level = level_of(rate)
    for total in totals:
        if without_hedge(total).interval.overlaps(allowed):
            if not rate.hedge and not total.figure.hedge and _is_rounded_far(rate, total, divisor_level):
                return  # 48 councillors are not three for each of 19 wards, though 2.53 is rounded to three
            yield Tick(
                f"{total.words} over {divisor.words} is {rate.words} each.",
                _spans(rate, divisor, total.figure),
                _division_text(total, divisor_level),
            )
            return
    total = min(totals, key=lambda total: abs(total.value - level.value * divisor_level.value))
    yield Finding(
        Severity.WARNING,
        f"{total.words} over {divisor.words} is {exact_or_about(total.value / divisor_level.value)} each, and the text "
        f"says {rate.words}.",
        _spans(rate, divisor, total.figure),
        f"{_division_text(total, divisor_level)}, not {rate.words}; "
        f"{rate.words} each would make {format_interval(allowed, total.figure)}",
        (f"{total.words} -> {total.in_its_unit(round_significant(level.value * divisor_level.value))}",),
        why_no_fit(total.words, divisor.words, rate.words),
    )


def _is_rounded_far(rate: Figure, total: Level, divisor: Level) -> bool:
    """Whether the rate is a whole number that is more than a tenth off the average."""
    level = level_of(rate)
    return level.value.denominator == 1 and abs(total.value / divisor.value - level.value) > level.value * MAX_ROUNDING


def _division_text(total: Level, divisor: Level) -> str:
    """The division as messages show it: "840 / 42 = 20"."""
    return f"{number(total.value)} / {number(divisor.value)} = {exact_or_about(total.value / divisor.value)}"


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
    Example("a year after its owner", "The party's 2019 candidates lost £1.2m in deposits, or £500 each.", "silent"),
    Example("not linked", "He scored 84 goals in 42 games and now earns £900 a game.", "silent"),
    Example("from another rate", "On £150,000 over 25 years that adds £22 a month, or £264 a year.", "silent"),
    Example("a rate alone", "The site sells 400 tickets a day.", "silent"),
    Example("another number", "The 40 workers will share £120,000, and 12 managers get £5,000 each.", "silent"),
)

RULE = Rule(code="RA02", slug="average", scope="article", relation="mean", check=check, examples=EXAMPLES)

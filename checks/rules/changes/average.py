"""A total over a number is not the average, or the share of each, that the text gives.

Ties "£6,200, or 31p for each of the 20,000 letters", "84 goals in 42 games, an average of two a game", "£26m over four
years, or £6.5m a year" and "£600,000 for 300 staff, £2,000 each". An average is taken as rounded to its last digit.

Silent where the total or the number is not stated, where it is not said that the one follows from the other, and where
any total close by fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Span, Tick
from checks.rule import Example, Rule
from checks.rules._printed import around, earlier, lexicon, plain_words, significant, step_of
from checks.rules.changes._parts import Level, comparable, plain, stated
from checks.sameness import is_person, noun_class
from checks.number_format import in_unit, number, spread

LINKS = lexicon(
    """average averages averaging averaged or equates equivalent equal equals equalling works working worked
    amounts meaning means that which making share shared shares split divided between"""
)
HEADS = lexicon("each apiece head person capita")
RATES = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
NUMBERS = (Kind.COUNT, Kind.NUMBER, Kind.DURATION, Kind.MEASURE)
GAMES = lexicon("game match appearance outing test international")
APART = lexicon("and while but whereas another other others plus including")
GLOSSED = lexicon(
    """or an a average of about some that is which works out at nearly almost more than just around roughly over under
    equivalent to i e the mean"""
)
STRETCH = 3  # an average that is further off is one of something else
FAR_OFF = Fraction(1, 10)
BACK = 3  # sentences
FAR = 120  # characters between what a rate follows from and the rate
FEW = 20  # figures behind a share of each: a sentence may have no end
NEAR = 40  # characters between a rate and "each of the 20,000"


def check(article: Article) -> Iterator[Outcome]:
    figures = [one for one in article.figures if one.kind in (*RATES, *NUMBERS) and one.value and not one.is_range]
    for place, rate in enumerate(figures):
        if rate.kind not in RATES:
            continue
        following = figures[place + 1] if place + 1 < len(figures) else None
        if following is not None and _is_for_each(article, rate, following):
            yield from _judged(rate, following, _totals(rate, earlier(figures, place, BACK)))
            continue
        what = _per(article, rate)
        if what in HEADS:
            yield from _shared_out(article, rate, [*earlier(figures, place, 1), *_later(figures, place)])
        elif what:
            here = earlier(figures, place, 0)
            numbers = [one for one in here if _is_number_of(one, what)]
            totals = [total for total in _totals(rate, here) if total.figure not in numbers]
            if not here or here[-1].per:
                continue  # "€22 a month, or €264 a year" follows from the month
            if len(numbers) == 1 and len(totals) == 1 and _is_linked(article, here[-1], rate):
                yield from _judged(rate, numbers[0], totals)


def _later(figures: Sequence[Figure], place: int) -> Sequence[Figure]:
    """The figures after the one at `place` in its sentence, the first few of them."""
    following = figures[place + 1 : place + 1 + FEW]
    return [one for one in following if one.sentence == figures[place].sentence]


def _shared_out(article: Article, rate: Figure, near: list[Figure]) -> Iterator[Outcome]:
    """ "£3,000 each", with one total and one number of heads close by, in whatever words: they go together."""
    if rate.kind is not Kind.MONEY:
        return  # "two in Ely and three each in Ware and Hitchin": small numbers fit by chance
    totals = _totals(rate, near)
    numbers = [one for one in near if _may_be_heads(one, totals)]
    level = plain(rate)
    for number_of in numbers:
        for total in totals:
            if number_of.sentence != total.figure.sentence:
                continue
            low, high = _meant(rate)
            heads = plain(number_of).value
            if (
                low is not None
                and high is not None
                and stated(total).interval.meets(Interval(low * heads, high * heads))
            ):
                yield from _judged(rate, number_of, [total])
                return
    here = [[one for one in row if one.sentence == rate.sentence] for row in ([t.figure for t in totals], numbers)]
    if len(here[0]) != 1 or len(here[1]) != 1 or not _are_tied(article, rate, here[1][0]):
        return
    times = plain(here[0][0]).value / (level.value * plain(here[1][0]).value)
    if 1 / STRETCH <= times <= STRETCH:
        yield from _judged(rate, here[1][0], [plain(here[0][0])])


def _may_be_heads(figure: Figure, totals: list[Level]) -> bool:
    """A whole number of people or things; not a sum, a year or a part of the total itself."""
    counts = figure.kind in (Kind.COUNT, Kind.NUMBER) and figure.value is not None and not figure.per
    whole = (figure.value or 0).denominator == 1 and not figure.words.startswith("a ")  # not "a couple"
    return counts and whole and all(figure is not one.figure for one in totals)


def _are_tied(article: Article, rate: Figure, number_of: Figure) -> bool:
    """Is nothing said between the two of others: "12 managers get £5,000 each, and the workers share £120,000"?"""
    first, second = sorted((rate, number_of), key=lambda one: one.span)
    words = plain_words(article.text[first.span.end : second.span.start])
    return APART.isdisjoint(words) and len(words) <= 12


def _is_for_each(article: Article, rate: Figure, other: Figure) -> bool:
    """ "31p for each of its 20,000 letters"."""
    if rate.sentence != other.sentence or other.kind is not Kind.COUNT or other.span.start - rate.span.end > NEAR:
        return False
    if other.noun is not None and other.noun.span.end <= other.span.start:
        return False  # "15 flats, three on each floor, of which nine are let": nine of the 15
    words = plain_words(article.text[rate.span.end : other.span.start])
    if article.text[rate.span.end : rate.span.end + 9] == " in each ":
        return False  # "a score from one to four in each of four areas"
    return ("each" in words or "every" in words) and "of" in words and len(words) <= 6


def _per(article: Article, rate: Figure) -> str:
    """What one of which has so much: "game", "year", "each"; "" for no rate."""
    if rate.per:
        return rate.per
    behind = plain_words(article.text[rate.span.end : rate.span.end + 40].partition(".")[0])[:4]
    for place, word in enumerate(behind):
        if word in {"each", "apiece"}:
            return "each"
        if word in {"a", "an", "per"} and place + 1 < len(behind) and place <= 1:
            return behind[place + 1]
    return ""


def _is_number_of(figure: Figure, what: str) -> bool:
    """Does the figure count what the rate is per?"""
    if figure.kind in (Kind.DURATION, Kind.MEASURE):
        return figure.unit == what  # "over four years ... a year", "the 40-acre site ... an acre"
    if figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return False
    head = noun_class(figure.noun.head) if figure.noun is not None else ""
    if what in HEADS:
        return bool(head) and (what == "each" or is_person(head))
    return bool(head) and (head == noun_class(what) or {figure.noun.head if figure.noun else head, what} <= GAMES)


def _totals(rate: Figure, figures: Sequence[Figure]) -> list[Level]:
    level = plain(rate)
    return [
        plain(one)
        for one in figures
        if one.kind in RATES and not one.per and comparable(plain(one), level) and plain(one).value > level.value
    ]


def _is_linked(article: Article, before: Figure, rate: Figure) -> bool:
    """Does the text say that the rate follows from what stands before it?"""
    noun_ends = before.noun.span.end if before.noun is not None else 0
    gap = article.text[before.span.end : rate.span.start]
    if len(gap) > FAR:
        return False
    words = plain_words(gap)
    if article.text[max(before.span.end, noun_ends) : rate.span.start].strip() in {",", "-", "–", "—", "("}:
        return True  # "48 goals in 60 games, 0.8 a game"
    if "average" in words[-4:] or is_glossed(gap):
        return True
    start = max(article.sentences[rate.sentence].span.start, rate.span.start - 2 * FAR)
    sharing = {"share", "shared", "split", "divided"} & set(plain_words(article.text[start : rate.span.start]))
    tied = not LINKS.isdisjoint(words) or words[-1:] == ["or"] or words[-2:-1] == ["or"] or bool(sharing)
    return len(words) <= 10 and tied


def is_glossed(gap: str) -> bool:
    """ "..., or about 40 a day", "... - that is 40 a day"."""
    pieces = re.split(r"[,:(–—]|\s--?\s", gap)
    return len(pieces) > 1 and GLOSSED.issuperset(plain_words(pieces[-1]))


def _meant(rate: Figure) -> Interval:
    """The average as printed: rounded to its last digit, whole numbers too."""
    level = plain(rate)
    if rate.kind in (Kind.COUNT, Kind.NUMBER) or rate.hedge:
        slack = step_of(level.value, rate.words) / 2
        return level.interval if rate.hedge else around(level.value, slack)
    return stated(level).interval


def _judged(rate: Figure, number_of: Figure, totals: list[Level]) -> Iterator[Outcome]:
    count = plain(number_of)
    low, high = _meant(rate)
    if not totals or low is None or high is None or count.value <= 1:
        return
    whole = Interval(low * count.value, high * count.value)
    level = plain(rate)
    for total in totals:
        if stated(total).interval.meets(whole):
            if not rate.hedge and not total.figure.hedge and _is_rounded_far(rate, total, count):
                return  # 48 councillors are not three for each of 19 wards, though 2.53 is rounded to three
            yield Tick(
                f"{total.words} over {number_of.words} is {rate.words} each.",
                _spans(rate, number_of, total.figure),
                _sum(total, count),
            )
            return
    total = min(totals, key=lambda one: abs(one.value - level.value * count.value))
    yield Finding(
        Severity.WARNING,
        f"{total.words} over {number_of.words} is {number(significant(total.value / count.value))} each, and the text "
        f"says {rate.words}.",
        _spans(rate, number_of, total.figure),
        f"{_sum(total, count)}, not {rate.words}; {rate.words} each would make {spread(whole, total.figure)}",
        (f"{total.words} -> {in_unit(significant(level.value * count.value), total.figure)}",),
        f"Which of {total.words}, {number_of.words} and {rate.words} is another figure?",
    )


def _is_rounded_far(rate: Figure, total: Level, count: Level) -> bool:
    """Is a whole number stated that is a tenth or more off the average?"""
    level = plain(rate)
    return level.value.denominator == 1 and abs(total.value / count.value - level.value) > level.value * FAR_OFF


def _sum(total: Level, count: Level) -> str:
    return f"{number(total.value)} / {number(count.value)} = {number(significant(total.value / count.value))}"


def _spans(*figures: Figure) -> tuple[Span, ...]:
    return tuple(sorted({figure.span for figure in figures}))


EXAMPLES = (
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

RULE = Rule(code="RA02", slug="average", scope="article", check=check, examples=EXAMPLES)

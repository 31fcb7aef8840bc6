"""The headline or standfirst gives a figure that the story gives otherwise.

Each figure and date above the story is looked up below: the same value of the same thing, a rounding or cutting off
("$25bn" for $25.4bn), or what the story lets one work out (a sum, a difference, a list counted). What the story nowhere
bears out, while its opening gives another value of the same thing, is questioned. Headlines are written last and are
corrected most.

Silent where the story says nothing of the kind, since a headline may state what the story takes for granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from checks import passages
from checks.derivation import derive
from checks.model import Article, Figure, Finding, Kind, Moment, Outcome, Severity, Tick, Zone
from checks.passages import Passages
from checks.rule import Example, Rule
from checks.sameness import Sameness, is_person, same_measure, same_period, same_thing, thing_in
from checks.wording import listed

ABOVE = frozenset((Zone.HEADLINE, Zone.STANDFIRST, Zone.CAPTION))
SKIPPED = frozenset((Kind.NAME, Kind.UNREAD, Kind.ORDINAL, Kind.MULTIPLE, Kind.FRACTION, Kind.SCORE, Kind.RATIO))
OPENING = 8  # sentences of the body in which a headline's figure is looked for
CLOSE = 0.16
"""How much of the headline's words must stand around a figure of the story before the two are held to be one."""


def check(article: Article) -> Iterator[Outcome]:
    above = [figure for figure in article.figures if figure.zone in ABOVE and _states(figure)]
    dates = [moment for moment in article.moments if moment.zone in ABOVE and moment.day and moment.month]
    if not above and not dates:
        return
    index = passages.index(article)
    below = replace(
        article,
        figures=tuple(figure for figure in article.figures if figure.zone not in ABOVE and figure.value is not None),
        listings=tuple(listing for listing in article.listings if listing.zone not in ABOVE),
        moments=tuple(moment for moment in article.moments if moment.zone not in ABOVE),
    )
    for figure in above:
        yield from _looked_up(figure, article, below, index)
    for moment in dates:
        yield from _dated(moment, article, below.moments, index)


def _states(figure: Figure) -> bool:
    return figure.kind not in SKIPPED and figure.value is not None and figure.words.lower() != "one"


def _looked_up(figure: Figure, article: Article, below: Article, index: Passages) -> Iterator[Outcome]:
    comparable = [other for other in below.figures if same_measure(figure, other) and other.kind not in SKIPPED]
    fits = passages.closeness(index, figure, index, comparable)
    agreeing = [(fit, other) for fit, other in zip(fits, comparable, strict=True) if agrees(figure, other)]
    alike = [(fit, other) for fit, other in agreeing if same_thing(figure, other) is not Sameness.DIFFERENT]
    where = article.place(figure.span.start)
    if alike:
        other = max(alike, key=lambda pair: pair[0])[1]
        yield Tick(
            f"The {where} and {article.place(other.span.start)} agree on {figure.words}.",
            (figure.span, other.span),
            f"{figure.words} = {other.words}",
        )
        return
    if agreeing or any(other.value == figure.value for other in below.figures):
        return
    derived = derive(figure, article, below)
    if derived:
        yield Tick(
            f"The {where} says {figure.words}; the story gives it.", (figure.span, *derived.spans), derived.arithmetic
        )
        return
    rivals = [
        (fit, other)
        for fit, other in zip(fits, comparable, strict=True)
        if fit >= CLOSE and _first_sentence(below) + OPENING > other.sentence and _one_thing(article, figure, other)
    ]
    if rivals:
        other = max(rivals, key=lambda pair: pair[0])[1]
        yield _finding(figure, other, article)


def _first_sentence(below: Article) -> int:
    return next((i for i, sentence in enumerate(below.sentences) if sentence.zone is Zone.BODY), 0)


def _one_thing(article: Article, figure: Figure, other: Figure) -> bool:
    """May the story's figure be what the headline's figure states? Ranges and comparisons are left alone."""
    if other.is_range or figure.is_range or same_thing(figure, other) is Sameness.DIFFERENT:
        return False
    mine, theirs = thing_in(article, figure), thing_in(article, other)
    if mine.fate and theirs.head and not is_person(theirs.head):
        return False
    return not mine.fate or not theirs.fate or mine.fate == theirs.fate


def agrees(figure: Figure, other: Figure) -> bool:
    """Does a headline's figure say what the story's figure says, rounded or cut off?"""
    if figure.interval.meets(other.interval):
        return True
    mine, theirs = figure.value, other.value
    if mine is None or theirs is None or not mine:
        return False
    place = Fraction(1)
    while mine % (place * 10) == 0:
        place *= 10
    return mine <= theirs < mine + place or (other.is_range and other.second is not None and mine == other.second)


def _finding(one: Figure | Moment, other: Figure | Moment, article: Article) -> Finding:
    where, there = article.place(one.span.start), article.place(other.span.start)
    return Finding(
        Severity.WARNING,
        f"The {where} says {one.words}, {there} says {other.words}.",
        (one.span, other.span),
        f"{one.words} is not {other.words}",
        (f"{where}: {one.words} -> {other.words}", f"{there}: {other.words} -> {one.words}"),
        f"Is it {listed((one.words, other.words), 'or')}?",
    )


def _dated(moment: Moment, article: Article, others: Sequence[Moment], index: Passages) -> Iterator[Outcome]:
    days = [other for other in others if other.day and other.month]
    same = [other for other in days if same_period(moment, other) is not Sameness.DIFFERENT]
    if same:
        yield Tick(
            f"The {article.place(moment.span.start)} and {article.place(same[0].span.start)} agree on {moment.words}.",
            (moment.span, same[0].span),
        )
        return
    close = passages.closeness(index, moment, index, days)
    rivals = [(fit, other) for fit, other in zip(close, days, strict=True) if fit >= CLOSE]
    if rivals:
        yield _finding(moment, max(rivals, key=lambda pair: pair[0])[1], article)


EXAMPLES = (
    Example(
        "a toll that differs from the story's is questioned",
        "Ferry fire kills 14 people\n\nA fire on a ferry killed 41 people off the coast on Monday, officials said. The "
        "ship was on its way to the islands.",
        "warning",
    ),
    Example(
        "a sum of money that the story gives otherwise is questioned",
        "Bakery chain sold for $17m\n\nThe bakery chain Crumb was sold to a rival for $11m on Friday, its owners said. "
        "It has shops all over the country.",
        "warning",
    ),
    Example(
        "a headline that agrees is ticked",
        "Ferry fire kills 41 people\n\nA fire on a ferry killed 41 people off the coast on Monday, officials said. The "
        "ship was on its way to the islands.",
        "tick",
    ),
    Example(
        "a rounded headline is ticked",
        "Bakery chain sold for $25bn\n\nThe bakery chain Crumb was sold to a rival for $25.4bn on Friday, its owners "
        "said. It has shops all over the country.",
        "tick",
    ),
    Example(
        "a figure of another thing is left alone",
        "Two held after raid\n\nPolice said a shop in the high street was robbed of 14 watches on Monday. Officers are "
        "asking witnesses to come forward.",
        "silent",
    ),
    Example(
        "a headline without figures is left alone",
        "Ferry fire kills dozens\n\nA fire on a ferry broke out on Monday. The ship carried 300 people to the islands.",
        "silent",
    ),
)

RULE = Rule(
    code="RP01",
    slug="headline-and-body",
    scope="article",
    check=check,
    examples=EXAMPLES,
    aliases=("headline",),
)

"""A stated difference that is not the difference of the two numbers it compares.

Ties "licensed for 200 passengers, 110 fewer than were on board" to the 310 stated earlier, "70%, three points better
than the 67% of last year" and "won by 212 votes" to the two counts. One of the two stands next to the difference; the
other may stand a few sentences away.

A tick where any nearby number differs by that much. A finding only where exactly one number comes close, and none fits.
Silent where the text does not call the number a difference, and where the measures differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import format_in_unit, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.changes._parts import comparable, in_points, plain
from checks.rules.sums._breakdown import ROUND_NUMBER_TOLERANCE, is_rough, stated_value, text_after, text_before
from checks.rules.sums._rows import figures_between
from checks.sameness import same_unit

BEHIND = pattern(
    r"^(?:[\s-](?!(?:and|or|of|in|for|at|with|to|is|are|has|were|was|had|have|having|do|does|did|get|gets|got|cost|costs"
    r"|pay|pays|paid|made|earn|earns|earned|took|takes|take|hold|held)\b)[a-z]+){0,2}\s"
    r"(?:(?:more|fewer|less|higher|lower|better|worse|greater|longer|shorter|larger|bigger|heavier|lighter|taller|younger"
    r"|older|faster|slower|cheaper|dearer|up|down)\s(?:than|on)\b"
    r"|(?:above|below|over|under|beyond)\s(?:the|its|his|her|their|that|what)\s(?:[a-z]+\s){0,2}(?:[£$€]?\d|limit|target"
    r"|average|asking|record|previous|usual)"
    r"|(?:short|shy|clear|ahead|adrift|off)\s(?:of\b|the\b)|short\b(?=[,.])|(?:adrift|behind)\b(?=[,.]))"
)
MARGIN = r"(?:majority|margin|lead|gap|profit|surplus|shortfall|difference|advantage|cushion|hole|victory|win|defeat)"
OF = pattern(rf"(?<!thirds )(?<!quarters )\b{MARGIN} of (?:just |only |some |a mere |about )?[£$€]?$", re.IGNORECASE)
FORMER = pattern(
    rf"\b(?:overturn\w*|wip\w+ out|defend\w*|inherit\w*|eras\w+)\b[^.;]{{0,40}}\b{MARGIN} of (?:[a-z]+ )?[£$€]?$", re.I
)
"""A majority of the previous time."""
JUST_BY = pattern(r"\bby (?:just |only |some |about )?[£$€]?$|\b(?:minutes?|hours?|feet|foot|pounds?) $", re.IGNORECASE)
HYPHEN = pattern(rf"^-[a-z]+ (?:[a-z]+ )?{MARGIN}\b")
BY = pattern(
    r"\b(?:won|wins?|winning|beat|beating|beats|lost|losing|leads?|leading|led|trails?|trailing|trailed"
    r"|outnumber(?:ed|s)?|exceed(?:s|ed)?|ahead|behind|short|missed|held|kept|edged|defeated)\b(?: [\w’']+){0,5}? by "
    r"(?:just |only |some |a mere |a whopping |about )?[£$€]?$",
    re.IGNORECASE,
)
TO = pattern(r"^\s(?:votes?|points?|goals?)?\s?(?:to|against)\s\d")
"""One side of a result: "lost by 28 votes to 22"."""
RATED = pattern(r"^(?:[\s-][a-z]+){0,2}\s(?:each|apiece|every|per)\b")
UNTOLD = pattern(
    r"^.{0,30}?\bthan (?:(?:was|were|had been|initially|originally|previously|first|is|are) )?"
    r"(?:planned|expected|hoped|forecast|wanted|intended|needed|thought|predicted|budgeted|feared|required|usual"
    r"|normal|allowed|ever|before|any|most|anyone|anybody)\b"
)
"""What the other number is, where it need not be stated: "ten more than planned"."""
THAN_WERE = pattern(r"^.{0,24}?\bthan (?:(?:it|they|he|she|there) )?(?:are|is|were|was|has|have|had|can|could)\b")
SHORT = pattern(r"^(?:\s[a-z]+)? (?:short|adrift|behind)\b(?=[,.])")
SCORED = pattern(r"^[\s-](?:runs?|wickets?|goals?|shots?|strokes?|lengths?)\b")
LESS = pattern(
    r"^.{0,20}?\b(?:fewer|less|lower|worse|shorter|smaller|below|under|short|shy|behind|adrift|cheaper|down)\b"
)
MORE = pattern(
    r"^.{0,20}?\b(?:more|higher|better|greater|longer|larger|bigger|above|over|ahead|clear|beyond|dearer|up)\b"
)
LEADS = pattern(r"^ (?:[a-z]+ )?(?:down|up|ahead|behind|clear|adrift)\b(?! (?:from|on|to)\b)")
"""A number that itself states a difference: "five down"."""
AND = pattern(r" (?:[a-z-]+ ){0,3}(?:and|plus|with) (?:an? |the |its |his )?(?:[a-z]+ of )?")
SENTENCES_BACK, SENTENCES_AHEAD = 4, 1  # sentences from the difference to the farther of the two numbers
MAX_RATIO = Fraction(2)  # times that the stated difference may be off; beyond this it is of other numbers
MIN_TELLING = 10  # from this size on a difference does not match by chance
MAX_FIGURES = 12  # nearby figures that are compared
MAX_SIZE_RATIO = 20  # times that a number in words may be smaller; beyond this it counts something else
MAX_FIGURES_READ = 4 * MAX_FIGURES  # nearby figures beyond which none is read: a table, or a very long sentence
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.POINTS, Kind.MEASURE)


def check(article: Article) -> Iterator[Outcome]:
    for figure in article.figures:
        if figure.kind in KINDS and figure.value and not figure.is_range and _is_difference(article, figure):
            yield from _judged(article, figure)


def _is_difference(article: Article, figure: Figure) -> bool:
    """Whether the words call the figure a difference."""
    front, back = text_before(article, figure, 70), text_after(article, figure)
    if SCORED.match(back) or FORMER.search(front) or TO.match(back):
        return False  # rules of their own; what another vote gave
    cue = BEHIND.match(back) or HYPHEN.match(back) or OF.search(front) or BY.search(front)
    return bool(cue) and not RATED.match(back)


def _may_be_side(figure: Figure, difference: Figure) -> bool:
    """Whether the figure may be one of the two numbers."""
    if figure.value is None or figure.is_range or figure is difference or figure.zone is Zone.PROMO or figure.per:
        return False
    if figure.interval.low != figure.interval.high and figure.words.isalpha() and not figure.hedge:
        return False  # "scores", "dozens"
    if in_points(plain(difference), plain(figure)):
        return True
    if any(figure.noun is not None and figure.noun.head == "point" for figure in (difference, figure)):
        return False  # of a league: another rule's
    if figure.kind is Kind.NUMBER and len(figure.words) == 4 and figure.words[:2] in ("18", "19", "20"):
        return False  # a year
    if figure.kind is Kind.NUMBER and difference.kind is Kind.COUNT and figure.value.denominator > 1:
        return False  # "by 604 votes on a turnout of 38.7"
    small = figure.kind is Kind.NUMBER and figure.words.isalpha()
    if small and (difference.unit or (difference.value or 0) > MAX_SIZE_RATIO * (figure.value or 0)):
        return False  # "the two still in custody" are no kilograms, and no votes
    return figure.value != difference.value and comparable(plain(figure), plain(difference))


def _judged(article: Article, difference: Figure) -> Iterator[Outcome]:
    """The tick or finding for a difference."""
    sentence = article.sentences[difference.sentence].span
    first = article.sentences[max(0, difference.sentence - SENTENCES_BACK)].span.start
    last = article.sentences[min(len(article.sentences) - 1, difference.sentence + SENTENCES_AHEAD)].span.end
    nearby = figures_between(article, first, last)
    if len(nearby) > MAX_FIGURES_READ:
        return
    if any(
        f.per and not difference.per and f.unit == difference.unit and f.sentence == difference.sentence for f in nearby
    ):
        return  # "it would cost £4.9m a year, £1.75m more than the offer, without the £600 payments"
    if any(_lie_so_far_apart(f, difference) for f in nearby):
        return  # "leads by 11 points, 52% to 41%": a rule of its own
    nearby = [f for f in nearby if not (sentence.contains(f.span) and _is_set_off(article, f, difference))]
    sides = [f for f in nearby if _may_be_side(f, difference)]
    near = [
        f
        for f in sides
        if not JUST_BY.search(text_before(article, f, 16)) and not LEADS.match(text_after(article, f, 24))
    ]
    inside = [f for f in near if sentence.contains(f.span)]
    if not inside and any(sentence.contains(f.span) for f in sides):
        return  # "by 47 per cent to 37, a gap of 10 points": between these
    of_a_league = any(
        f.noun and f.noun.head == "point" and f is not difference for f in figures_between(article, *sentence)
    )
    if of_a_league and not any(f.kind is Kind.PERCENT for f in near):
        return  # another rule's
    if len(near) > MAX_FIGURES or not near:
        return
    pairs = list(_pairs(article, difference, inside, near))
    fitting = next((pair for pair in pairs if _are_so_far_apart(*pair, difference)), None)
    if fitting is None:
        yield from _questioned(article, difference, pairs)
        return
    low, high = sorted(fitting, key=stated_value)
    exact = stated_value(high) - stated_value(low)
    close = all(abs(figure.sentence - difference.sentence) <= 1 for figure in fitting)
    plausible = difference.noun is not None or difference.kind is not Kind.NUMBER or _stand_around(*fitting, difference)
    if exact in difference.interval and ((close and plausible) or stated_value(difference) >= MIN_TELLING):
        message = f"{high.words} and {low.words} are {difference.words} apart."
        spans = tuple(sorted((difference.span, low.span, high.span)))
        yield Tick(message, spans, f"{number(stated_value(high))} - {number(stated_value(low))} = {number(exact)}")


def _is_set_off(article: Article, figure: Figure, difference: Figure) -> bool:
    """Whether a semicolon parts the figure from the difference."""
    first, last = sorted((figure.span, difference.span))
    return ";" in article.text[first.end : last.start]


def _lie_so_far_apart(figure: Figure, difference: Figure) -> bool:
    """Whether the figure is a range or score whose two ends give the difference."""
    return (
        figure.value is not None and figure.second is not None and abs(figure.value - figure.second) == difference.value
    )


def _pairs(
    article: Article, difference: Figure, inside: Sequence[Figure], near: Sequence[Figure]
) -> Iterator[tuple[Figure, Figure]]:
    """Yields the figure next to the difference with each other one on the side that the words mean."""
    back = text_after(article, difference)
    sign = -1 if LESS.match(back) else 1 if MORE.match(back) else 0
    ahead = [figure for figure in inside if figure.span.start < difference.span.start]
    behind = [figure for figure in inside if figure.span.start > difference.span.start]
    beside = [(figure, sign) for figure in ahead[-1:]] + [(figure, -sign) for figure in behind[:1]]
    for neighbour, side in beside or [(near[-1], 0)]:
        for other in near:
            if (
                other is not neighbour
                and (stated_value(neighbour) - stated_value(other)) * side >= 0
                and other.value != neighbour.value
            ):
                yield neighbour, other


def _are_so_far_apart(first: Figure, second: Figure, difference: Figure) -> bool:
    """Whether two numbers give the difference.

    Plain numbers are taken as stated, except round ones of hundreds; hedged ones by their intervals.
    """
    low, high = sorted((first, second), key=stated_value)
    if any(figure.hedge or is_rough(figure) for figure in (low, high, difference)):
        return high.interval.minus(low.interval).meets(difference.interval)
    slack = max(
        min(stated_value(f) * ROUND_NUMBER_TOLERANCE, (f.interval.high or stated_value(f)) - stated_value(f))
        for f in (low, high, difference)
    )
    return abs(_gap(low, high) - stated_value(difference)) <= slack


def _gap(first: Figure, second: Figure) -> Fraction:
    """The absolute difference of two stated values."""
    return abs(stated_value(first) - stated_value(second))


def _stand_around(left: Figure, right: Figure, difference: Figure) -> bool:
    """Whether the difference stands between the two, the first of which may end the previous sentence.

    As in "70%, three points better than the 67%".
    """
    first, last = sorted((left, right), key=lambda figure: figure.span)
    return first.span < difference.span < last.span and last.sentence == difference.sentence <= first.sentence + 1


def _questioned(article: Article, difference: Figure, pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Finding]:
    """The finding for the numbers next to the difference, or for the only two nearby that come close."""
    back = text_after(article, difference)
    around = [pair for pair in pairs if _stand_around(*pair, difference)]
    if BEHIND.match(back) and not around and not (THAN_WERE.match(back) or SHORT.match(back)):
        return  # "17 more than Sanchez": of whom no number need be told
    if UNTOLD.match(back):
        return
    if not BEHIND.match(back):  # "won by 9,418 votes": of a vote that is told of at once
        pairs = [pair for pair in pairs if all(difference.sentence - figure.sentence <= 1 for figure in pair)]
    wide = MAX_RATIO * MAX_RATIO if around else MAX_RATIO
    found = {frozenset(map(stated_value, pair)): pair for pair in around or pairs}
    near = [pair for pair in found.values() if 1 / wide <= _gap(*pair) / stated_value(difference) <= wide]
    sentence = article.sentences[difference.sentence].span
    alone = sum(_is_difference(article, f) for f in figures_between(article, *sentence)) == 1
    if len(near) != 1 or not alone or any(figure.hedge for figure in (difference, *near[0])):
        return
    if any(_is_of_two(article, figure) for figure in near[0]):
        return  # "88 passengers and a crew of six": both are meant
    if all(figure.kind is Kind.NUMBER and figure.words.isalpha() for figure in (difference, *near[0])):
        return  # "led by four before Cork scored three", of a score that goes on
    low, high = sorted(near[0], key=stated_value)
    exact = stated_value(high) - stated_value(low)
    if stated_value(high) <= stated_value(difference) or stated_value(low) * MAX_SIZE_RATIO < stated_value(high):
        return  # "bonuses of 10, six and four for the first three; he now leads by 13"
    yield Finding(
        Severity.WARNING,
        f"{high.words} and {low.words} are {format_in_unit(exact, difference)} apart, "
        f"and the text says {difference.words}.",
        tuple(sorted((difference.span, low.span, high.span))),
        f"{number(stated_value(high))} - {number(stated_value(low))} = {number(exact)}, not {difference.words}",
        (
            f"{difference.words} -> {format_in_unit(exact, difference)}",
            f"{high.words} -> {format_in_unit(stated_value(low) + stated_value(difference), high)}",
            f"{low.words} -> {format_in_unit(stated_value(high) - stated_value(difference), low)}",
        ),
        f"Is the difference {difference.words}, or is one of {high.words} and {low.words} another figure?",
    )


def _is_of_two(article: Article, figure: Figure) -> bool:
    """Whether "and" joins another number of the same sort to it, so that both together are compared."""
    return any(
        same_unit(other, figure) and AND.fullmatch(article.text[first.span.end : last.span.start])
        for other in figures_between(article, *article.sentences[figure.sentence].span)
        if other is not figure
        for first, last in (sorted((other, figure), key=lambda f: f.span),)
    )


EXAMPLES = (
    Example(
        "both together",
        "The barge took on 71 passengers and five sailors. It was built for 50, 26 fewer than were on board.",
        "silent",
    ),
    Example(
        "both together, called a crew",
        "The barge had 71 passengers and a crew of five. It was built for 50, 26 fewer than were on board.",
        "silent",
    ),
    Example("a game that goes on", "Ely had been six down. Ware led by three before Ely scored two.", "silent"),
    Example(
        "between a number with its sign and one without",
        "The share was 22 per cent, and is 34. Men were for it by 51 per cent to 39, a lead of 12 points.",
        "silent",
    ),
    Example("seats of another year", "Reds 21, Blues 27, down from 23 four years ago, four short.", "silent"),
    Example(
        "scores are no number",
        "Of those six were level and the remaining 49 were over. Sarti missed the weekend by three, with scores of "
        "73 and 74.",
        "silent",
    ),
    Example(
        "some that have fewer",
        "At the other end, 12 of the 67 towns have fewer than 1,500 people, and Ely only 189.",
        "silent",
    ),
    Example(
        "of other numbers",
        "With bonuses of 10, six and four seconds for the first three across the line, he now leads Van Aalst by 13.",
        "silent",
    ),
    Example(
        "so much a year",
        "Fuel was £3.2m dearer. It would cost £4.9m a year, £1.75m more than the offer, without the £600 payments.",
        "silent",
    ),
    Example("one side of a vote", "The other seven stay. The motion was lost by 28 votes to 22, he said.", "silent"),
    Example(
        "told as a range",
        "Ann leads by 11 points among women, 52% to 41%. Free voters, 28% of those asked, split 43% to 41%.",
        "silent",
    ),
    Example(
        "a majority of the time before",
        "Ash won by 545 votes, overturning a majority of 9,213. Dr Hall polled 11,482 and Mr Trent 10,937.",
        "silent",
    ),
    Example(
        "a majority that is required",
        "The house voted 85-38, one vote more than the two-thirds majority of 84 that is needed of its 125 members.",
        "silent",
    ),
    Example("than nobody says", "It sold 70 boats, ten more than planned, and 55 vans.", "silent"),
    Example(
        "the other number stands before",
        "The ferry carried 310 passengers. It was licensed for 200 passengers, 130 fewer than were on board.",
        "warning",
    ),
    Example(
        "the other number stands before, right",
        "The ferry carried 310 passengers. It was licensed for 200 passengers, 110 fewer than were on board.",
        "tick",
    ),
    Example(
        "points", "In May 70% of calls were answered. That is five points better than the 67% of April.", "warning"
    ),
    Example(
        "points, right", "In May 70% of calls were answered. That is three points better than the 67% of April.", "tick"
    ),
    Example(
        "votes",
        "Ms Lee held the seat by 312 votes. She polled 16,904 votes against 16,692 for Mr Roe.",
        "warning",
    ),
    Example("votes, right", "Ms Lee held the seat by 212 votes. She polled 16,904 votes and Mr Roe 16,692.", "tick"),
    Example("more of them", "The fair drew 310 visitors and 200 cars; 90 more came on Sunday.", "silent"),
    Example("one side", "It was licensed for 200 passengers, 110 fewer than were on board.", "silent"),
    Example("other things", "It has 310 cows and is 90 miles short of the coast, 200 miles away.", "silent"),
    Example(
        "of whom nothing was told",
        "She scored twice and has 228 goals. The record is 251, 17 more than Ann Lee.",
        "silent",
    ),
    Example("a target", "The fund has £46,000, just £4,000 short of its target of £60,000.", "warning"),
    Example("a target, right", "The fund has £46,000, just £4,000 short of its target of £50,000.", "tick"),
    Example(
        "two gaps",
        "Some 69% of women agree and 57% of men, turning a seven-point gap into a 12-point gap.",
        "tick",
    ),
    Example("far from it", "The club has 310 members and 30 boats, four more than last year.", "silent"),
)

RULE = Rule(code="DF04", slug="by-how-much", scope="article", check=check, examples=EXAMPLES)

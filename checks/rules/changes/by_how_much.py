"""A number said to set two others apart, and not their difference.

Ties "licensed for 200 passengers, 110 fewer than were on board" to the 310 told of before, "70%, three points better
than the 67% of last year" and "won by 212 votes" to the two counts. One of the two stands next to the difference; the
other may stand a few sentences away.

A tick where any number in reach is so much more or less. A question only where one number alone comes near, and none
fits. Silent where the number is not said to be a difference, and where the measures differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import in_unit, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.changes._parts import comparable, in_points, plain
from checks.rules.sums._breakdown import SLIGHT, after, before, is_rough, stated
from checks.rules.sums._rows import figures_between
from checks.sameness import same_measure

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
"""A majority of the time before."""
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
"""What the other number is, which need not be told: "ten more than planned"."""
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
"""A number that says itself by how much: "five down"."""
AND = pattern(r" (?:[a-z-]+ ){0,3}(?:and|plus|with) (?:an? |the |its |his )?(?:[a-z]+ of )?")
BACK, AHEAD = 4, 1  # sentences from the difference to the farther of the two
FURTHEST = Fraction(2)  # by how many times what is said may differ from what it is
TELLING = 10  # from here on a difference does not come out by chance
MOST = 12  # figures in reach that are looked at
UNLIKE = 20  # a number in words so many times smaller is of something else
CROWD = 4 * MOST  # figures in reach from which none is looked at: a table, or a sentence without end
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.POINTS, Kind.MEASURE)


def check(article: Article) -> Iterator[Outcome]:
    for figure in article.figures:
        if figure.kind in KINDS and figure.value and not figure.is_range and _is_difference(article, figure):
            yield from _judged(article, figure)


def _is_difference(article: Article, figure: Figure) -> bool:
    front, back = before(article, figure, 70), after(article, figure)
    if SCORED.match(back) or FORMER.search(front) or TO.match(back):
        return False  # rules of their own; what another vote gave
    said = BEHIND.match(back) or HYPHEN.match(back) or OF.search(front) or BY.search(front)
    return bool(said) and not RATED.match(back)


def _may_be_side(figure: Figure, apart: Figure) -> bool:
    if figure.value is None or figure.is_range or figure is apart or figure.zone is Zone.PROMO or figure.per:
        return False
    if figure.interval.low != figure.interval.high and figure.words.isalpha() and not figure.hedge:
        return False  # "scores", "dozens"
    if in_points(plain(apart), plain(figure)):
        return True
    if any(one.noun is not None and one.noun.head == "point" for one in (apart, figure)):
        return False  # of a league: another rule's
    if figure.kind is Kind.NUMBER and len(figure.words) == 4 and figure.words[:2] in ("18", "19", "20"):
        return False  # a year
    if figure.kind is Kind.NUMBER and apart.kind is Kind.COUNT and figure.value.denominator > 1:
        return False  # "by 604 votes on a turnout of 38.7"
    small = figure.kind is Kind.NUMBER and figure.words.isalpha()
    if small and (apart.unit or (apart.value or 0) > UNLIKE * (figure.value or 0)):
        return False  # "the two still in custody" are no kilograms, and no votes
    return figure.value != apart.value and comparable(plain(figure), plain(apart))


def _judged(article: Article, apart: Figure) -> Iterator[Outcome]:
    here = article.sentences[apart.sentence].span
    first = article.sentences[max(0, apart.sentence - BACK)].span.start
    last = article.sentences[min(len(article.sentences) - 1, apart.sentence + AHEAD)].span.end
    there = figures_between(article, first, last)
    if len(there) > CROWD:
        return
    if any(f.per and not apart.per and f.unit == apart.unit and f.sentence == apart.sentence for f in there):
        return  # "it would cost £4.9m a year, £1.75m more than the offer, without the £600 payments"
    if any(_lie_so_far_apart(f, apart) for f in there):
        return  # "leads by 11 points, 52% to 41%": a rule of its own
    there = [f for f in there if not (here.contains(f.span) and _is_set_off(article, f, apart))]
    sides = [f for f in there if _may_be_side(f, apart)]
    near = [f for f in sides if not JUST_BY.search(before(article, f, 16)) and not LEADS.match(after(article, f, 24))]
    inside = [f for f in near if here.contains(f.span)]
    if not inside and any(here.contains(f.span) for f in sides):
        return  # "by 47 per cent to 37, a gap of 10 points": between these
    of_a_league = any(f.noun and f.noun.head == "point" and f is not apart for f in figures_between(article, *here))
    if of_a_league and not any(f.kind is Kind.PERCENT for f in near):
        return  # another rule's
    if len(near) > MOST or not near:
        return
    pairs = list(_pairs(article, apart, inside, near))
    fitting = next((pair for pair in pairs if _are_so_far_apart(*pair, apart)), None)
    if fitting is None:
        yield from _questioned(article, apart, pairs)
        return
    low, high = sorted(fitting, key=stated)
    exact = stated(high) - stated(low)
    close = all(abs(figure.sentence - apart.sentence) <= 1 for figure in fitting)
    told = apart.noun is not None or apart.kind is not Kind.NUMBER or _stand_around(*fitting, apart)
    if exact in apart.interval and ((close and told) or stated(apart) >= TELLING):
        message = f"{high.words} and {low.words} are {apart.words} apart."
        spans = tuple(sorted((apart.span, low.span, high.span)))
        yield Tick(message, spans, f"{number(stated(high))} - {number(stated(low))} = {number(exact)}")


def _is_set_off(article: Article, figure: Figure, apart: Figure) -> bool:
    first, last = sorted((figure.span, apart.span))
    return ";" in article.text[first.end : last.start]


def _lie_so_far_apart(figure: Figure, apart: Figure) -> bool:
    """Are the two ends of a range or a score so far apart?"""
    return figure.value is not None and figure.second is not None and abs(figure.value - figure.second) == apart.value


def _pairs(
    article: Article, apart: Figure, inside: Sequence[Figure], near: Sequence[Figure]
) -> Iterator[tuple[Figure, Figure]]:
    """The figure right before or behind the difference in its sentence, with each other on the side that is meant."""
    back = after(article, apart)
    way = -1 if LESS.match(back) else 1 if MORE.match(back) else 0
    ahead = [figure for figure in inside if figure.span.start < apart.span.start]
    behind = [figure for figure in inside if figure.span.start > apart.span.start]
    beside = [(figure, way) for figure in ahead[-1:]] + [(figure, -way) for figure in behind[:1]]
    for one, side in beside or [(near[-1], 0)]:
        for other in near:
            if other is not one and (stated(one) - stated(other)) * side >= 0 and other.value != one.value:
                yield one, other


def _are_so_far_apart(one: Figure, other: Figure, apart: Figure) -> bool:
    """Plain numbers are taken as they stand, but for a round one of hundreds; others for all that they can mean."""
    low, high = sorted((one, other), key=stated)
    if any(figure.hedge or is_rough(figure) for figure in (low, high, apart)):
        return high.interval.minus(low.interval).meets(apart.interval)
    slack = max(min(stated(f) * SLIGHT, (f.interval.high or stated(f)) - stated(f)) for f in (low, high, apart))
    return abs(_gap(low, high) - stated(apart)) <= slack


def _gap(one: Figure, other: Figure) -> Fraction:
    return abs(stated(one) - stated(other))


def _stand_around(one: Figure, other: Figure, apart: Figure) -> bool:
    """ "70%, three points better than the 67%"; what comes before may be the end of the sentence before."""
    first, last = sorted((one, other), key=lambda figure: figure.span)
    return first.span < apart.span < last.span and last.sentence == apart.sentence <= first.sentence + 1


def _questioned(article: Article, apart: Figure, pairs: Sequence[tuple[Figure, Figure]]) -> Iterator[Finding]:
    """The numbers right before and right behind it, or the only two in reach that come near."""
    back = after(article, apart)
    around = [pair for pair in pairs if _stand_around(*pair, apart)]
    if BEHIND.match(back) and not around and not (THAN_WERE.match(back) or SHORT.match(back)):
        return  # "17 more than Sanchez": of whom no number need be told
    if UNTOLD.match(back):
        return
    if not BEHIND.match(back):  # "won by 9,418 votes": of a vote that is told of at once
        pairs = [pair for pair in pairs if all(apart.sentence - one.sentence <= 1 for one in pair)]
    wide = FURTHEST * FURTHEST if around else FURTHEST
    found = {frozenset(map(stated, pair)): pair for pair in around or pairs}
    near = [pair for pair in found.values() if 1 / wide <= _gap(*pair) / stated(apart) <= wide]
    sentence = article.sentences[apart.sentence].span
    alone = sum(_is_difference(article, f) for f in figures_between(article, *sentence)) == 1
    if len(near) != 1 or not alone or any(figure.hedge for figure in (apart, *near[0])):
        return
    if any(_is_of_two(article, figure) for figure in near[0]):
        return  # "88 passengers and a crew of six": both are meant
    if all(figure.kind is Kind.NUMBER and figure.words.isalpha() for figure in (apart, *near[0])):
        return  # "led by four before Cork scored three", of a score that goes on
    low, high = sorted(near[0], key=stated)
    exact = stated(high) - stated(low)
    if stated(high) <= stated(apart) or stated(low) * UNLIKE < stated(high):
        return  # "bonuses of 10, six and four for the first three; he now leads by 13"
    yield Finding(
        Severity.WARNING,
        f"{high.words} and {low.words} are {in_unit(exact, apart)} apart, and the text says {apart.words}.",
        tuple(sorted((apart.span, low.span, high.span))),
        f"{number(stated(high))} - {number(stated(low))} = {number(exact)}, not {apart.words}",
        (
            f"{apart.words} -> {in_unit(exact, apart)}",
            f"{high.words} -> {in_unit(stated(low) + stated(apart), high)}",
            f"{low.words} -> {in_unit(stated(high) - stated(apart), low)}",
        ),
        f"Is the difference {apart.words}, or is one of {high.words} and {low.words} another figure?",
    )


def _is_of_two(article: Article, figure: Figure) -> bool:
    """Is another number of the same sort set beside it with "and", so that what is compared is both together?"""
    return any(
        same_measure(one, figure) and AND.fullmatch(article.text[first.span.end : last.span.start])
        for one in figures_between(article, *article.sentences[figure.sentence].span)
        if one is not figure
        for first, last in (sorted((one, figure), key=lambda f: f.span),)
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

"""A rise to a level below the one it came from, or a fall to one above it.

Ties "fell to 4.7 per cent from 4.9", "rose from £40 to £45" and "38 wards, down from 41": the words show which of the
two levels comes first, and newspapers do exchange them, or write "up" for "down" in a table of results.

Only the plainest forms are read: the verb right before "to" or "from", and the two levels with nothing between them but
what the first counts. Silent on bare numbers, except after "the number of berths rose to", on currencies (a rupee that
falls may go "to 84 from 83"), on places in a table, on numbers below zero, where the levels are far apart, where hedges
let the two meet, and where another number says by how much, which is for other rules. No tick: that one level is above
another confirms little about either.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Span
from checks.number_format import format_in_unit
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.changes._cues import runs_backwards
from checks.rules.changes._parts import Level, comparable, plain
from checks.rules.sums._breakdown import text_after, text_before

RISEN = (
    r"(?:rose|ris(?:e|es|en|ing)|gr(?:ew|ows?|own|owing)|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed|ing)?"
    r"|surg(?:e|es|ed|ing)|soar(?:s|ed|ing)?|quicken(?:s|ed|ing)?|accelerat(?:e|es|ed|ing)"
    r"|(?:went|gone|going|goes|edged|ticked|crept|inched|picked) up)"
)
FALLEN = (
    r"(?:fell|fall(?:s|en|ing)?|drop(?:s|ped|ping)?|declin(?:e|es|ed|ing)|decreas(?:e|es|ed|ing)|slip(?:s|ped|ping)?"
    r"|slid(?:es?|ing)?|tumbl(?:e|es|ed|ing)|plung(?:e|es|ed|ing)|sank|sunk|shr[aiu]nk(?:s|ing)?|dip(?:s|ped)?"
    r"|slump(?:s|ed|ing)?|plummet(?:s|ed|ing)?|slow(?:s|ed|ing)?|(?:went|gone|going|goes|came|edged|ticked) down)"
)
HOW = r"(?: (?:[a-z]+ly|back|again|further|steadily))?"
WHAT = r" (?:its|the|their|his|her)(?: (?!(?:and|but|while|as|that|which|by|from|to)\b)[\w’'-]+){1,5}"
ALSO = r" (?:(?:about|around|just|only|nearly|almost|a|an|the|some|under|over) )*[£$€]?$"
UP = pattern(rf"\b(?:{RISEN}{HOW}|(?:rais|lift|boost|increas)(?:e|es|ed|ing){WHAT}) (?P<end>to|from){ALSO}")
DOWN = pattern(
    rf"\b(?:{FALLEN}{HOW}|(?:cut(?:s|ting)?|(?:reduc|lower|trimm|slash)(?:e|es|ed|ing)?){WHAT}) (?P<end>to|from){ALSO}"
)
BACK = pattern(
    r"^(?:\s[\w’'-]+){0,5}(?P<way>,? \(?(?:up|down))?,? from (?:(?:about|around|just|only|nearly|almost|a|an|the|some"
    r"|under|over|revised|previous|last (?:week|month|year|season)[’']s) )*[£$€]?$"
)
SHRUNK = pattern(
    r"\b(?:loss(?:es)?|lost|deficit|contract\w*|shr[aiu]nk\w*|declin\w*|fall\w*|fell|drop\w*|negative|minus|less|fewer)\b"
)
"""Words for what grows as things get worse, and may be called up when they get better."""
WHOLE = pattern(r"\b(?:of|among|in|out of) (?:the|its|their|his|her|all|a total of|about) [£$€]?$")
"""Words before a number of which a part has just been stated: "21 of the 48 seats, down from 27"."""
ONE_OF_SOME = pattern(r"\d[^.;:]* and [£$€]?$")
DESCRIBES = pattern(r" (?!(?:in|on|at|of|this|last|a|an|the|from|year|for|by)\b)[a-z]+")
"""A noun right after a percentage, which says what has so many per cent."""
BEHIND = pattern(r"\b(?:behind|adrift|back|below|off the pace|under par|over par|ahead)\b")
NUMBER_OF = pattern(r"\bnumbers? of [a-z ’'-]+$")
"""Words before bare numbers that say what they count."""
BELOW_NOUGHT = pattern(r"(?:[-−–]|\bminus )[£$€]?$")
COUNTED = (Kind.COUNT, Kind.NUMBER)
KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.DURATION)
MAX_RATIO = 3  # times; levels further apart are hardly of one thing
CONTEXT_REACH = 200  # characters on each side in which words of a currency or a table are looked for
MAX_GAP = 60  # characters between the two levels


def check(article: Article) -> Iterator[Outcome]:
    for figure, following in pairwise((*article.figures, None)):
        if (
            figure is None
            or figure.kind not in KINDS
            or not figure.value
            or WHOLE.search(text_before(article, figure, 16))
        ):
            continue
        sign, end = _verb(article, figure)
        if figure.is_range:
            if sign and end == "from" and figure.second and " to " in figure.words and figure.kind not in COUNTED:
                low, high = (Level(figure, value, Interval.exact(value)) for value in (figure.value, figure.second))
                yield from _judged(article, low, high, sign, figure.span)
            continue
        if following is None or following.kind not in KINDS or not following.value or following.is_range:
            continue
        gap = article.text[figure.span.end : following.span.start]
        back = BACK.match(gap) if len(gap) <= MAX_GAP and following.sentence == figure.sentence else None
        if back is None:
            continue
        second_sign = 0 if back["way"] is None else 1 if back["way"].endswith("up") else -1
        sign = sign if end == "to" else 0
        if not sign and ONE_OF_SOME.search(text_before(article, figure, MAX_GAP)):
            continue  # "19 vans and 12 cars, up from 26" in all
        if figure.kind is Kind.PERCENT and DESCRIBES.match(gap):
            continue  # "214 schools had a 100% result, up from 187" schools
        if not sign and SHRUNK.search(text_before(article, figure, MAX_GAP) + text_after(article, following, MAX_GAP)):
            continue  # "it shrank by 3 per cent, up from a contraction of 5"
        if sign * second_sign >= 0 and (sign or second_sign):
            yield from _judged(
                article,
                plain(following),
                plain(figure),
                sign or second_sign,
                Span(figure.span.start, following.span.end),
            )


def _verb(article: Article, figure: Figure) -> tuple[int, str]:
    """The sign of the verb before a level (1 up, -1 down, 0 none), and which end of the change the level is."""
    words = text_before(article, figure, 90)
    found = [
        (verb.start(), sign, verb["end"]) for sign, regex in ((1, UP), (-1, DOWN)) if (verb := regex.search(words))
    ]
    _, sign, end = max(found, default=(0, 0, ""))  # "raised the tax, cut the fee to £3": the nearer one
    return sign, end


def _judged(article: Article, start: Level, end: Level, sign: int, stretch: Span) -> Iterator[Finding]:
    """The finding for a start and an end that are in the wrong order for the sign."""
    if not _may_be_compared(article, start, end, stretch):
        return
    low, high = (start, end) if sign > 0 else (end, start)
    if high.interval.high is None or low.interval.low is None or high.interval.high >= low.interval.low:
        return
    stated = "up" if sign > 0 else "down"
    from_, to = (_written(level) for level in (start, end))
    spans = tuple(dict.fromkeys(sorted((start.span, end.span))))
    yield Finding(
        Severity.WARNING,
        f"From {from_} to {to} is {'down' if sign > 0 else 'up'}, and the text says {stated}.",
        spans,
        f"{to} is {'less' if sign > 0 else 'more'} than {from_}",
        (f"from {from_} to {to} -> from {to} to {from_}",),
        f"Did it go {stated} to {to} from {from_}, or are the two exchanged?",
    )


def _written(level: Level) -> str:
    """The level as messages show it."""
    return format_in_unit(level.value, level.figure) if level.figure.is_range else level.words


def _may_be_compared(article: Article, start: Level, end: Level, stretch: Span) -> bool:
    """Whether the two are levels of one thing that rise and fall with their numbers."""
    first_figure, second_figure = start.figure, end.figure
    if first_figure.per != second_figure.per and first_figure.per and second_figure.per:
        return False
    bare = first_figure.kind is Kind.NUMBER and first_figure.noun is None
    counted = NUMBER_OF.search(article.text[max(0, stretch.start - MAX_GAP) : stretch.start]) is not None
    if bare and (
        second_figure.kind is Kind.MONEY
        or (second_figure.kind is Kind.NUMBER and second_figure.noun is None and not counted)
    ):
        return False  # of what, is not said
    alike = comparable(start, end) or (bare and second_figure.kind in (Kind.PERCENT, Kind.DURATION))
    if not alike or max(start.value, end.value) > MAX_RATIO * min(start.value, end.value):
        return False
    if any(BELOW_NOUGHT.search(text_before(article, figure, 9)) for figure in (first_figure, second_figure)):
        return False
    bounds = article.sentences[second_figure.sentence].span
    front = article.text[max(bounds.start, stretch.start - CONTEXT_REACH) : stretch.start]
    back = article.text[stretch.end : min(bounds.end, stretch.end + CONTEXT_REACH)]
    first, last = sorted((first_figure.span, second_figure.span))
    between = article.text[first.end : last.start]  # "to 40 pounds from 45" is of no currency
    return not runs_backwards(f"{front} {between} {back}") and not BEHIND.search(f"{between} {back}")


EXAMPLES = (
    Example("slowed to more", "Growth in rents slowed to 4.9 per cent in May from 4.6.", "warning"),
    Example("slowed to less", "Growth in rents slowed to 4.6 per cent in May from 4.9.", "silent"),
    Example("down from less", "The farm cut 7.3 tonnes an acre, down from 7.1 tonnes.", "warning"),
    Example("down from more", "The farm cut 7.1 tonnes an acre, down from 7.3 tonnes.", "silent"),
    Example("rose from more", "The fee rose from £48 to £42 in May.", "warning"),
    Example("rose from less", "The fee rose from £42 to £48 in May.", "silent"),
    Example(
        "a target that is raised to less",
        "The firm raised its target for sales to 2.3m tonnes from 2.6m tonnes.",
        "warning",
    ),
    Example(
        "a target that is raised to more",
        "The firm raised its target for sales to 2.6m tonnes from 2.3m tonnes.",
        "silent",
    ),
    Example("a currency", "The rupee fell to 84.2 a dollar from 83.9.", "silent"),
    Example("a place", "The club rose to 4 points in the table from 9 points.", "silent"),
    Example("below nought", "It fell to minus 9C on Monday from minus 4C.", "silent"),
    Example("hedges that meet", "The queue rose to more than 40 cars from about 45 cars.", "silent"),
    Example("the number of things", "The number of empty berths rose to 31 from 44 in May.", "warning"),
    Example("the number of things, rightly", "The number of empty berths rose to 44 from 31 in May.", "silent"),
    Example("bare numbers", "The gauge fell to 51.3 from 50.9.", "silent"),
    Example("two changes", "Sales fell as the price rose, to £40 from £50 for vans.", "silent"),
    Example("another verb between", "Prices rose and the rate slowed to 3.1 per cent from 3.4 per cent.", "silent"),
    Example("which thing", "Sales rose to 90 boats from 30 yards and 120 men.", "silent"),
    Example("a currency told of behind", "The unit slid to 92 roubles to the dollar from 91 roubles.", "silent"),
    Example("two verbs", "It raised the tax and cut the fee to £30 from £40.", "silent"),
    Example("two verbs, wrong", "It raised the tax and cut the fee to £40 from £30.", "warning"),
    Example("less of a fall", "The trade shrank by 3.1 per cent, up from a 5.2 per cent fall in May.", "silent"),
    Example("behind the leader", "He slipped to 12 seconds behind the leader from nine seconds.", "silent"),
    Example("other things behind the second", "It grew from 12 members to five clubs.", "silent"),
    Example("a part of a whole", "The Reds took 19 of the 46 seats, down from 25.", "silent"),
    Example("one of two groups", "The yard has 18 sloops and 11 ketches, up from 24.", "silent"),
    Example("a percentage that describes", "In all, 97 classes had a 100% score, up from 81 a year ago.", "silent"),
    Example("a percentage that describes and a larger number", "We saw a 100% turnout, up from 187.", "silent"),
    Example("the other way is told", "The rate fell to 4.9 per cent, up from 4.6 per cent.", "silent"),
)

RULE = Rule(code="DF05", slug="up-or-down", scope="article", check=check, examples=EXAMPLES)

"""A fraction in words, and the count and the whole beside it, that do not go together.

Ties "more than half of the 48 members - 26 - signed", "of the 240 pupils, 60, or a quarter, walk" and "two-thirds of
the 150 tenants, or 100". A fraction in words is taken as a newspaper means it; "more than" and "nearly" say on
which side the count must be.

Silent where the count is not set beside the fraction as the same thing in a number, and within a hundredth of the
whole of the edge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules._printed import GLOSS, between, by_sentence, plain_words, significant, spans
from checks.rules.changes.fraction_gloss import meant
from checks.wording import number, spread

COUNTS = (Kind.COUNT, Kind.NUMBER)
BEFORE_WHOLE = GLOSS | frozenset(("its", "their", "his", "her", "our", "those", "these", "all", "total", "estimated"))
ASIDE = re.compile(
    r"^[^,;:.()–—]{0,40}(?:\s[-–—]\s?|[–—(]|,\s)(?:or\s|just\s|only\s|some\s|about\s|around\s|that is,?\s)*$"
)
CLOSED = re.compile(r"^(?:\s(?:of them|in all|in total|people|\w+s))?(?:\s?[-–—),.]|\s[-–—])")
OR_FRACTION = re.compile(r"^(?:\s\w+){0,2}\s?[,(–—-]\s?(?:or|which is|making up)?\s?(?:\w+\s){0,3}$")
NEAR_EDGE = Fraction(1)  # percentage points
ROUGHLY = Fraction(5)  # the same beside "some 45 of the 60"


def check(article: Article) -> Iterator[Outcome]:
    for _, figures in by_sentence(article):
        shown = [one for one in figures if not one.is_range]
        for (one, other), (_, third) in pairwise(pairwise(shown)):
            if (
                one.kind is Kind.FRACTION
                and _counts(other, third)
                and _is_part_beside_whole(article, one, other, third)
            ):
                yield from _judged(one, third, other)
            elif third.kind is Kind.FRACTION and _counts(one, other) and _is_of_first(article, one, other, third):
                yield from _judged(third, other, one)
            elif third.kind is Kind.FRACTION and _counts(one, other) and _is_of_second(article, one, other, third):
                yield from _judged(third, one, other)


def _counts(*figures: Figure) -> bool:
    """Counts; "of the 95 members, 23, voted" may have been read as an age."""
    return all(
        (one.kind in COUNTS or (one.kind is Kind.AGE and one.words.isdigit())) and one.value and not one.per
        for one in figures
    )


def _is_part_beside_whole(article: Article, fraction: Figure, whole: Figure, part: Figure) -> bool:
    """ "Half of its 62 shops, 30 of them,"."""
    words = plain_words(between(article, fraction, whole))
    if not words or words[0] != "of" or not BEFORE_WHOLE.issuperset(words) or len(words) > 4:
        return False
    gap = between(article, whole, part)
    behind = article.text[part.span.end : part.span.end + 30]
    return ASIDE.match(gap) is not None and CLOSED.match(behind) is not None and _are_one_thing(part, whole)


def _is_of_first(article: Article, whole: Figure, part: Figure, fraction: Figure) -> bool:
    """ "Of the 240 pupils, 60, or a quarter," and "45 of the 60 trees, or three quarters,"."""
    aside = OR_FRACTION.match(between(article, part, fraction)) is not None
    if not aside or not _is_closed(article, fraction) or not _are_one_thing(part, whole):
        return False
    start = article.sentences[whole.sentence].span.start
    before = plain_words(article.text[max(start, whole.span.start - 25) : whole.span.start])
    return "of" in before[-3:] and "," in between(article, whole, part)


def _is_of_second(article: Article, part: Figure, whole: Figure, fraction: Figure) -> bool:
    """ "45 of the 60 trees planted, or three quarters, died"."""
    words = plain_words(between(article, part, whole))
    return (
        "of" in words[:3]
        and BEFORE_WHOLE.issuperset(words[words.index("of") :])
        and OR_FRACTION.match(between(article, whole, fraction)) is not None
        and _is_closed(article, fraction)
        and _are_one_thing(part, whole)
    )


def _is_closed(article: Article, fraction: Figure) -> bool:
    return article.text[fraction.span.end : fraction.span.end + 2].strip()[:1] in {",", ")", "-", "–", "—", "."}


def _are_one_thing(part: Figure, whole: Figure) -> bool:
    """A part has no noun of its own, or the noun of the whole."""
    return part.noun is None or whole.noun is None or part.noun.head == whole.noun.head


def _judged(fraction: Figure, part: Figure, whole: Figure) -> Iterator[Outcome]:
    assert part.value is not None
    assert whole.value is not None
    if part.value > whole.value:
        return
    share = part.value * 100 / whole.value
    allowed = meant(fraction)
    said = f"{fraction.hedge.value} {fraction.words}".strip()
    arithmetic = f"{number(part.value)} / {number(whole.value)} = {number(significant(share))}%"
    where = spans(fraction, part, whole)
    if share in allowed:
        yield Tick(f"{part.words} of {whole.words} is “{said}”.", where, arithmetic)
        return
    low, high = allowed
    hedges = {part.hedge, whole.hedge} - {Hedge.NONE}
    slack = ROUGHLY if hedges else NEAR_EDGE
    edge = Interval(None if low is None else low - slack, None if high is None else high + slack)
    if share in edge or hedges - {Hedge.ABOUT}:
        return
    yield Finding(
        Severity.WARNING,
        f"{part.words} of {whole.words} is {number(significant(share))}%, and the text says “{said}”.",
        where,
        f"{arithmetic}; {said}: {spread(_short(allowed))}%",
        (f"{part.words} -> {number(round(whole.value * (fraction.value or 0)))}",),
        f"Is it “{said}”, or are {part.words} and {whole.words} other numbers?",
    )


def _short(allowed: Interval) -> Interval:
    low, high = allowed
    return Interval(None if low is None else round(low, 1), None if high is None else round(high, 1))


EXAMPLES = (
    Example("between dashes", "More than half of the 48 members - 21 - signed.", "warning"),
    Example("after a comma", "Nearly half of its 62 shops, 20 of them, will shut.", "warning"),
    Example("after or", "Two-thirds of the 150 tenants, or 120, said yes.", "warning"),
    Example("the whole first", "Of the 240 pupils, 90, or a quarter, walk to school.", "warning"),
    Example("the part first", "Some 45 of the 60 trees planted, or two thirds, have died.", "warning"),
    Example("the part first, right", "Some 45 of the 60 trees planted, or three quarters, have died.", "tick"),
    Example("between dashes, right", "More than half of the 48 members - 26 - signed.", "tick"),
    Example("after a comma, right", "Nearly half of its 62 shops, 30 of them, will shut.", "tick"),
    Example("after or, right", "Two-thirds of the 150 tenants, or 100, said yes.", "tick"),
    Example("the whole first, right", "Of the 240 pupils, 60, or a quarter, walk to school.", "tick"),
    Example("another thing", "Half of the 62 shops, 20 banks and a pub will shut.", "silent"),
    Example("a list", "Half of the 62 shops, 20 of the 31 bars and a pub will shut.", "silent"),
    Example("no whole", "Half of the shops, 20 of them, will shut.", "silent"),
    Example("two groups", "Half of the 62 shops will shut and 20 will move.", "silent"),
    Example("two groups of one whole", "Of the 240 pupils, 90 cycle and a quarter walk.", "silent"),
)

RULE = Rule(code="FR02", slug="fraction-of-whole", scope="article", check=check, examples=EXAMPLES)

"""A fraction in words that does not match the percentage next to it.

Ties "more than half (53%)", "nearly two thirds - 64% -" and "one in four (25%)"; and a fraction to the percentages into
which it is divided, "half said no (30%) or were unsure (19%)". A fraction in words allows three percentage points each
way; "more than" and "nearly" say on which side the percentage must be.

Silent where the percentage is of something else ("half of the 40%", "a third of them, mostly women (60%)"), where the
two are levels that are compared, and within one point of the edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_interval, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._change_verbs import GLOSS
from checks.rules._text import figures_by_sentence, plain_words, spans, text_between
from checks.rules.changes._levels import rounded

OTHER_WHOLE_TAIL = pattern(
    r"\s(?:as (?:many|much|likely|often)|(?:of )?that (?:amount|number|rate|level|share)|of [A-Z]\w*[’']s)\b"
)
TO = pattern(r"\bto\b")
BY_BEFORE = pattern(r"\bby (?:more than |less than |about |nearly |almost |over )?$")
FRACTION_SLACK = 3  # percentage points on each side that a fraction in words allows
NEARLY_SLACK = 9  # percentage points below that "nearly" allows
EXACT_NUMBER = 20  # a fraction with a number this large is exact: "84 out of 700"
DIGITS = pattern(r"\d+")
PART_LEAD_IN = pattern(r"\)?[^.;:()]*\(")  # between a fraction and its first part, and between two parts
OR = pattern(r"\bor\b")
MAX_PARTS = 6  # of a fraction
MAX_GAP_TO_PERCENT = 60  # characters between the fraction and the percentage


def check(article: Article) -> Iterator[Outcome]:
    for _, figures in figures_by_sentence(article):
        for index, (first, second) in enumerate(pairwise(figures)):
            if {first.kind, second.kind} != {Kind.FRACTION, Kind.PERCENT} or first.is_range or second.is_range:
                continue
            parts = _parts(article, figures[index : index + MAX_PARTS + 1])
            if parts:
                yield from _outcomes(first, parts)
            elif _is_gloss(article, first, second):
                fraction, percent = (first, second) if first.kind is Kind.FRACTION else (second, first)
                yield from _outcomes(fraction, [percent])


def _parts(article: Article, figures: Sequence[Figure]) -> list[Figure]:
    """The percentages into which the first figure is divided, each in brackets: "half said no (30%) or that (19%)".

    [] if there are none, if the first of them is the fraction again, "half of the men (52%) or women (49%)", or if an
    "and" joins percentages that do not add up to it: these may be of two groups.
    """
    parts: list[Figure] = []
    lead_in = ""
    for before, figure in pairwise(figures):
        gap = text_between(article, before, figure)
        is_closed = article.text[figure.span.end : figure.span.end + 1] == ")"
        if figure.kind is not Kind.PERCENT or figure.is_range or not is_closed or not PART_LEAD_IN.fullmatch(gap):
            break
        lead_in = gap
        parts.append(figure)
    if figures[0].kind is not Kind.FRACTION or len(parts) < 2:
        return []
    allowed = fraction_interval(figures[0])
    is_divided = OR.search(lead_in) is not None or _sum(parts).overlaps(allowed)
    return parts if is_divided and not parts[0].interval.overlaps(allowed) else []


def _is_gloss(article: Article, first: Figure, second: Figure) -> bool:
    """Whether the second restates the first: in brackets, between dashes, or after "or"."""
    gap = text_between(article, first, second)
    if len(gap) > MAX_GAP_TO_PERCENT:
        return False
    if first.kind is Kind.FRACTION:
        is_decline = BY_BEFORE.search(article.text[max(0, first.span.start - 16) : first.span.start]) and TO.search(gap)
        if OTHER_WHOLE_TAIL.match(gap) or is_decline:
            return False  # "half as many (37%)", "dropped by half, to 28 percent"
    noun, bracket, gloss = gap.partition("(")
    if bracket:
        if "," in noun and plain_words(noun):
            return False  # "a third of them, mostly women (60%)"
        closed = article.text[second.span.end : second.span.end + 1] == ")"
        return GLOSS.issuperset(plain_words(gloss)) and (closed or not plain_words(noun)) and ")" not in gap
    words = plain_words(gap)
    closed = article.text[second.span.end : second.span.end + 2].strip()[:1] in {"-", "–", "—", ","}
    if "or" in words:
        index = words.index("or")
        return GLOSS.issuperset(words[index:]) and index <= 5 and (not index or words[0] == "of")
    if gap.strip(" ").endswith(("-", "–", "—")):
        return not words or (words[0] == "of" and len(words) <= 4 and closed)
    dashed = gap.strip()[:1] in {"-", "–", "—", ","}
    return dashed and GLOSS.issuperset(words) and closed


def fraction_interval(fraction: Figure) -> Interval:
    """The percentages that a fraction in words can mean."""
    assert fraction.value is not None
    share = fraction.value * 100
    hedge = fraction.hedge
    if hedge in (Hedge.MORE_THAN, Hedge.AT_LEAST):
        return Interval(share, None)
    if hedge is Hedge.JUST_OVER:
        return Interval(share, share + 2 * FRACTION_SLACK)
    if hedge is Hedge.NEARLY:
        return Interval(share - NEARLY_SLACK, share)
    if hedge in (Hedge.LESS_THAN, Hedge.AT_MOST):
        return Interval(None, share)
    slack = Fraction(2 * FRACTION_SLACK if hedge is Hedge.ABOUT else FRACTION_SLACK)
    if any(int(number) >= EXACT_NUMBER for number in DIGITS.findall(fraction.words)):
        slack = Fraction(1, 2)  # "84 out of 700" is exact
    return Interval(share - slack, share + slack)


def _outcomes(fraction: Figure, parts: Sequence[Figure]) -> Iterator[Outcome]:
    """Yields the tick or finding for a fraction and its percentage, or the sum of its parts.

    Nothing within a point of the edge.
    """
    assert fraction.value is not None
    allowed = fraction_interval(fraction)
    phrase = f"{fraction.hedge.value} {fraction.words}".strip()
    exact = number(round(fraction.value * 100, 1))
    total, words = _sum(parts), " + ".join(part.words for part in parts)
    stated = number(sum((part.value or Fraction() for part in parts), Fraction()))
    arithmetic = f"{fraction.words} = {exact}%" + (f", {words} = {stated}%" if len(parts) > 1 else "")
    if total.overlaps(allowed):
        yield Tick(f"“{phrase}” is {words}.", spans(fraction, *parts), arithmetic)
        return
    low = None if allowed.low is None else allowed.low - Fraction(1)
    high = None if allowed.high is None else allowed.high + Fraction(1)
    if total.overlaps(Interval(low, high)):
        return
    yield Finding(
        Severity.WARNING,
        f"“{phrase}” is {format_interval(rounded(allowed))} per cent, and the text gives {words}.",
        spans(fraction, *parts),
        f"{phrase}: {format_interval(rounded(allowed))} per cent, not {words}",
        (f"{parts[0].words} -> {exact}%",) if len(parts) == 1 else (),
        f"Which is right, “{phrase}” or {words}?",
    )


def _sum(parts: Sequence[Figure]) -> Interval:
    """The interval of the sum of some percentages; an end that one of them leaves open is open."""
    lows = [part.interval.low for part in parts if part.interval.low is not None]
    highs = [part.interval.high for part in parts if part.interval.high is not None]
    return Interval(
        sum(lows, Fraction()) if len(lows) == len(parts) else None,
        sum(highs, Fraction()) if len(highs) == len(parts) else None,
    )


EXAMPLES = (
    Example("divided", "About three quarters want no rules (22%) or only a few (55%).", "tick"),
    Example("divided, wrong", "About three quarters want no rules (22%) or only a few (35%).", "warning"),
    Example("divided in three", "Half would pay a little (12%), more (18%) or much more (21%).", "tick"),
    Example("either of two", "Two thirds said either yes (30%) or perhaps (36%).", "tick"),
    Example("of each of two groups", "A third of the men (34%) or women (31%) who ride pay for it.", "tick"),
    Example("what most of them are", "A third of the riders, mostly women (60%), stayed away.", "silent"),
    Example("divided in two", "Half said yes (31%) and no (19%) to two questions.", "tick"),
    Example("of two groups", "A third of the men (54%) and women (34%) who ride pay for it.", "warning"),
    Example(
        "half of another's",
        "Some 76% had talked to one side, while only about half as many (37%) had to both.",
        "silent",
    ),
    Example("by how much it fell", "That support drops by more than half, to 28 percent, in May.", "silent"),
    Example("more than half, and less than it", "More than half (46%) of the shops were shut.", "warning"),
    Example("one in four", "Bread is baked by one in four (31%) of the farms.", "warning"),
    Example("between dashes", "Nearly two thirds - 54% - of the tenants had voted.", "warning"),
    Example("nearly a half, and far from it", "Nearly half of drivers (74%) had never had a lesson.", "warning"),
    Example("a noun between", "A fifth of farms - 31% - have no well.", "warning"),
    Example("the percentage first", "Fully 34%, or a quarter, of the seats are empty.", "warning"),
    Example("more than half", "More than half (57%) of the shops were shut.", "tick"),
    Example("one in four, right", "Bread is baked by one in four (25%) of the farms.", "tick"),
    Example("nearly two thirds", "Nearly two thirds - 64% - of the tenants had voted.", "tick"),
    Example("a noun and or between", "A third of those asked, or 34%, said no.", "tick"),
    Example("a third, rounded", "A third of drivers (35%) had never had a lesson.", "tick"),
    Example("two levels", "Half of the shops were shut, compared with 31% a year ago.", "silent"),
    Example("a share of a share", "Half of the 40% stake was sold.", "silent"),
    Example("two groups", "Half were tenants and 31% were owners.", "silent"),
    Example("a fraction on its own", "More than half of the shops were shut.", "silent"),
    Example("a point from the edge", "Nearly half (50.9%) of the shops were shut.", "silent"),
)

RULE = Rule(
    code="FR01", slug="fraction-and-percent", scope="article", relation="convert", check=check, examples=EXAMPLES
)

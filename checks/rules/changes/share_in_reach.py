"""A share that the two numbers beside it do not give.

Ties "42,000 votes were cast in an electorate of 60,000, a turnout of 70%", "13,600 at the 17,000-capacity ground was 80
per cent of a full house" and "a £30 million hole, which is three-eighths of the money" to the two numbers, in whatever
words: a share and exactly two numbers of one measure in a sentence, one of them a part of the other.

A tick where any two numbers of the sentence give the share. A finding only where exactly two can be meant, and where
words say that the share is of them. Silent on changes, rates, and shares of other things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_in_unit, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import step_of
from checks.rules.changes._portions import alike, is_change, is_ratio, may_count, portions, share_arithmetic
from checks.rules.changes.fraction_gloss import fraction_interval
from checks.rules.sums._breakdown import text_after, text_before
from checks.rules.sums._rows import figures_between

SAID = pattern(
    r"(?:\bor|[(–—]|\s-|\b(?:turnout|rate|share|proportion|stake|figure) of|\bwhich (?:is|was|makes|equals|represents)"
    r"|\bthat (?:is|was)|\b(?:equals?|equalled|represent(?:s|ed|ing)?|ma(?:kes?|de|king) up|account(?:s|ed|ing)? for"
    r"|equal to|amount(?:s|ed|ing)? to|meaning|(?:which )?(?:comes|came|works out) (?:to|at)))\s?"
    r"(?:(?:about|around|just|nearly|almost|only|some|over|under|exactly|more than|less than|roughly)\s)*$",
    re.IGNORECASE,
)
GLOSS = pattern(r"(?:\bor|[(–—]|\s-)\s?(?:[a-z]+\s){0,2}$")
"""Words that give a number again in other terms tie the share to that number, which is for the rule `share-of-whole`.
"""
OF_ALL = pattern(r"^ of (?:the|its|their|all|those|them|his|her|what|a full|full)\b", re.IGNORECASE)
OTHER = pattern(
    r"^\s(?:interest|stake|swing|discount|tax|vat|duty|pay|raise|bonus|off|more|less|fewer|higher|lower|up|down|better|worse"
    r"|chance|growth|inflation|return|margin|profit|over|under|above|below)\b",
    re.IGNORECASE,
)
COMPARED = pattern(
    r"\b(?:than|compared|from|rose|fell|up|down|average|each|per|last year|previous|earlier|another|a further|while"
    r"|whereas|although|though|increase|decrease|rise|but)\b",
    re.IGNORECASE,
)
PER_CENT = pattern(r"\bper cent\b", re.IGNORECASE)
LEFT = pattern(r"\b(?:leav(?:e|es|ing)|the (?:other|remaining|rest|last)|another|a further)\s[£$€]?$", re.IGNORECASE)
LISTED = pattern(r"\band (?:the )?[£$€]?$")
MAX_RATIO = Fraction(2)  # times that the stated share may be off; beyond this it is of other numbers
MAX_COUNTS = 6  # numbers of the sentence that are compared
MAX_FIGURES = 4 * MAX_COUNTS  # figures of a sentence beyond which it is not read
Pair = tuple[Figure, Figure]


def check(article: Article) -> Iterator[Outcome]:
    read = {portion.ratio for portion in portions(article)}
    last: Figure | None = None
    for ratio in article.figures:
        if is_ratio(ratio) and ratio not in read and not is_change(article, ratio, last):
            yield from _judged(article, ratio)
        last = ratio


def _judged(article: Article, ratio: Figure) -> Iterator[Outcome]:
    """The tick or finding for a share and the numbers of its sentence."""
    sentence = article.sentences[ratio.sentence].span
    figures = figures_between(article, sentence.start, sentence.end)
    counts = _counts(figures) if len(figures) <= MAX_FIGURES else []
    if not 1 < len(counts) <= MAX_COUNTS or OTHER.match(text_after(article, ratio, 20)):
        return
    pairs = [
        (part, whole)
        for part in counts
        for whole in counts
        if part is not whole and _may_be_part_and_whole(part, whole)
    ]
    if not pairs:
        return
    is_stated = bool(SAID.search(text_before(article, ratio, 30))) or bool(OF_ALL.match(text_after(article, ratio, 16)))
    if not is_stated:
        return
    if any(LEFT.search(text_before(article, figure, 24)) for figure in counts):
        return  # "21 were found, a quarter of all, leaving 63": not of the 63
    fitting = next((pair for pair in pairs if _is_share(ratio, *pair)), None)
    if fitting:
        part, whole = fitting
        spans = tuple(sorted((ratio.span, part.span, whole.span)))
        yield Tick(f"{part.words} of {whole.words} is {ratio.words}.", spans, share_arithmetic(part, whole))
    elif (
        len(counts) == 2
        and not GLOSS.search(text_before(article, ratio, 30))
        and not _has_another_share(article, ratio)
    ):
        yield from _questioned(article, ratio, *pairs[0])


def _counts(figures: Sequence[Figure]) -> list[Figure]:
    """The figures that count something; neither years nor parts of a compound ("two-week")."""
    found = [figure for figure in figures if may_count(figure)]
    return [f for f in found if not (f.kind is Kind.NUMBER and len(f.words) == 4 and f.words[:2] in ("18", "19", "20"))]


def _may_be_part_and_whole(part: Figure, whole: Figure) -> bool:
    """Whether the first may be a part of the second."""
    return alike(part, whole) and (part.value or 0) < (whole.value or 0) and (part.value or 0) > 1


def _is_share(ratio: Figure, part: Figure, whole: Figure) -> bool:
    """Whether the ratio is that of the part and the whole."""
    exact = (part.value or Fraction(0)) * 100 / (whole.value or Fraction(1))
    if ratio.kind is Kind.FRACTION:
        return exact in fraction_interval(ratio)
    low, high = ratio.interval
    slack = step_of(ratio.value or Fraction(0), ratio.words) / 4
    return exact in Interval(None if low is None else low - slack, None if high is None else high + slack)


def _has_another_share(article: Article, ratio: Figure) -> bool:
    """Whether the sentence states another share."""
    sentence = article.sentences[ratio.sentence].span
    return any(is_ratio(f) and f is not ratio for f in figures_between(article, sentence.start, sentence.end))


def _questioned(article: Article, ratio: Figure, part: Figure, whole: Figure) -> Iterator[Finding]:
    """The finding for a share that the only two numbers do not give."""
    assert ratio.value is not None
    stated = ratio.value if ratio.kind is Kind.PERCENT else ratio.value * 100
    if stated > 100:
        part, whole = whole, part  # "812 men, against a capacity of 690, 118% of"
    exact = (part.value or Fraction(0)) * 100 / (whole.value or Fraction(1))
    if abs(exact - stated) <= 1:
        return
    first, last = min(part.span.start, whole.span.start, ratio.span.start), max(part.span, whole.span, ratio.span).end
    if any(f.hedge or f.quoted for f in (part, whole)) or COMPARED.search(PER_CENT.sub("%", article.text[first:last])):
        return
    if not 1 / MAX_RATIO <= exact / stated <= MAX_RATIO or abs(exact - stated) < 3:
        return
    if LISTED.search(text_before(article, part, 12)) and part.span.start > max(whole.span.end, ratio.span.end):
        return  # "half of the 80 jobs will go in Leeds, a quarter in Hull and 20 in York"
    yield Finding(
        Severity.WARNING,
        f"{part.words} of {whole.words} is {number(round(exact, 1))}%, and the text says {ratio.words}.",
        tuple(sorted((ratio.span, part.span, whole.span))),
        f"{share_arithmetic(part, whole)}, not {ratio.words}",
        (
            f"{ratio.words} -> {number(round(exact, 1))}%",
            f"{part.words} -> {format_in_unit(round((whole.value or Fraction(0)) * stated / 100), part)}",
        ),
        f"Which of {part.words}, {whole.words} and {ratio.words} is another figure?",
    )


EXAMPLES = (
    Example(
        "the next of a list", "Half of the 90 desks will go to Dover, a third to Deal and 15 to Sandwich.", "silent"
    ),
    Example(
        "more than the whole",
        "The prison held 812 men, against a certified capacity of 690, putting it at 118% of the number it can hold.",
        "silent",
    ),
    Example(
        "what it comes to",
        "Of the 412 patients admitted, 268 had not had a shot, which comes to 56 percent.",
        "warning",
    ),
    Example(
        "of something else",
        "Around 60% of the lots sold went online, although seven of the 10 dearest were bought in the room.",
        "silent",
    ),
    Example("a turnout", "In all 42,000 votes were cast in an electorate of 60,000, a turnout of 60%.", "warning"),
    Example("a turnout, right", "In all 42,000 votes were cast in an electorate of 60,000, a turnout of 70%.", "tick"),
    Example("of a full house", "The crowd of 13,600 at the 17,000-seat ground was 90% of a full house.", "warning"),
    Example("of a full house, right", "The crowd of 13,600 at the 17,000-seat ground was 80% of a full house.", "tick"),
    Example("a change", "The crowd of 13,600 at the 17,000-seat ground was up 12%.", "silent"),
    Example("compared", "Some 13,600 came, fewer than the 17,000 of May, and 60% of the seats were sold.", "silent"),
    Example("of another thing", "It sold 600 cars and 900 vans and 90 per cent of its bonds.", "silent"),
    Example("interest", "It lent £600 of its £900 at a rate of 40% interest.", "silent"),
)

RULE = Rule(code="SH02", slug="share-in-reach", scope="article", check=check, examples=EXAMPLES)

"""A count of things is given with the years of them, and there are more years than things.

Compares the count with the years in "won three medals, in 1977, 1981 and 1984" and "was champion three times: in 1977,
1981 and 1984". Obituaries and sport give honours this way, and it is the count that is remembered wrongly.

Two may fall in one year, so that fewer years than things say nothing. Silent where the years go on as seasons or spans
("1984-86"), where no punctuation separates them ("two goals in 1977, 1981 and 1984" may be two in each), and where
another number of the sentence equals the number of years ("four medals in two sports, in ...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Figure, Finding, Hedge, Kind, Outcome, Severity, Span, Tick
from checks.number_format import counted, join_items
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._rows import figures_between

YEAR = r"(?:19|20)\d\d"
NEXT = rf"(?:, and |, | and ){YEAR}"
YEARS = pattern(rf"(?: [\w’'-]+){{0,4}}?(?:,|:| \(| [-–—]) ?in (?P<years>{YEAR}(?:{NEXT})+)(?![\d/–—’'-]|{NEXT})")
ONE = pattern(YEAR)
EACH = pattern(r"\b(?:each|both|every|per|twice|a (?:year|season|piece))\b", re.IGNORECASE)
MAX_COUNT = 20  # the largest count whose years a text lists one by one
MAX_FIGURES = 30  # figures in a sentence; more are a table


def check(article: Article) -> Iterator[Outcome]:
    for figure in article.figures:
        if figure.kind is not Kind.COUNT or figure.noun is None or not _is_plain(figure):
            continue
        start = max(figure.span.end, figure.noun.span.end)
        found = YEARS.match(article.text, start, article.sentences[figure.sentence].span.end)
        if found is None or EACH.search(article.text, figure.span.end, found.start("years")):
            continue
        yield from _outcome(article, figure, Span(*found.span("years")))


def _is_plain(figure: Figure) -> bool:
    """Whether the figure is a whole count, small enough to have its years listed."""
    whole = figure.value is not None and figure.value.denominator == 1 and 2 <= figure.value <= MAX_COUNT
    return whole and figure.hedge is Hedge.NONE and not figure.is_range


def _outcome(article: Article, figure: Figure, stretch: Span) -> Iterator[Outcome]:
    """A tick where there are as many years as things, a finding where there are more."""
    years = [Span(*match.span()) for match in ONE.finditer(article.text, *stretch)]
    names = [article.words(year) for year in years]
    count, size = int(figure.value or 0), len(years)
    spans = (figure.span, *years)
    if count == size:
        yield Tick(f"{counted(size, 'year')} for {figure.words}.", spans, f"{figure.words} = {counted(size, 'year')}")
        return
    sentence_figures = figures_between(article, *article.sentences[figure.sentence].span)
    if (
        size < count
        or len(sentence_figures) > MAX_FIGURES
        or any(match.value == Fraction(size) for match in sentence_figures)
    ):
        return
    if len(set(names)) < size:
        return
    yield Finding(
        Severity.WARNING,
        f"The text says {figure.words}, and gives {counted(size, 'year')}: {join_items(names)}.",
        spans,
        f"{figure.words} is not {size}",
        (f"{figure.words} -> {size}", f"{counted(size - count, 'year')} to take out"),
        f"Is it {figure.words} or {size}, or is one of the years another thing's?",
    )


EXAMPLES = (
    Example("more years than medals", "She won three medals, in 1971, 1975, 1978 and 1980.", "warning"),
    Example("as many years as medals", "She won four medals, in 1971, 1975, 1978 and 1980.", "tick"),
    Example(
        "more years than times",
        "He was mayor twice more and sheriff three times: in 1971, 1975, 1978 and 1980.",
        "warning",
    ),
    Example("fewer years than medals", "She won five medals, in 1971, 1975, 1978 and 1980.", "silent"),
    Example("no mark before the years", "He scored two goals in 1971, 1975 and 1978.", "silent"),
    Example("as many as another number says", "She won three medals in two sports, in 1971, 1975 and 1978.", "tick"),
    Example("seasons", "They won two medals, in 1971, 1975 and 1978-79.", "silent"),
    Example("so many each", "They won two medals each, in 1971, 1975 and 1978.", "silent"),
    Example("another thing's year", "She won two medals, in 1971 and 1975, and a shield in 1978.", "tick"),
)

RULE = Rule(code="LS09", slug="years-listed", scope="article", check=check, examples=EXAMPLES)

"""A number of years ago, or an anniversary, that does not fit the year of the event.

Ties "sank 11 years ago, on 4 March 1972", "its 30th anniversary ... set up in 1951", "the 50th anniversary of the 1974
flood" and "founded in 1923 ... its centenary" to the year it is kept in, or to the year of publication. Without such a
year the statement cannot be judged from the text, and is listed as not checked.

Silent where the year belongs to something else. A difference of one year is allowed where no day is given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Interval, Kind, NotChecked, Outcome, Severity, Span, Tick
from checks.number_format import number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.calendar._years import Year, in_sentences, in_years, stated_years, years

NO_DATE = "needs the publication date"
START_REACH = 60  # characters before a year in which a word such as "founded" is looked for


def check(article: Article) -> Iterator[Outcome]:
    stated = years(article)
    if not stated:
        return
    dated = in_sentences(stated)
    for anniversary in _anniversaries(article):
        yield from _judge_anniversary(article, anniversary, stated, dated)
    for figure in article.figures:
        if in_years(figure) is not None:
            behind = plain_words(article.text[figure.span.end : figure.span.end + 12])[:1]
            if behind == ["ago"]:
                year = _beside(figure, dated.get(figure.sentence, []), article)
                if year is not None:
                    allowed = in_years(figure) if figure.hedge else Interval.exact(stated_years(figure))
                    yield from _judged(article, figure, year, stated_years(figure), allowed, stated)


def _beside(figure: Figure, sentence_years: list[Year], article: Article) -> Year | None:
    """The year of the same event, or None: ", on 4 March 1972" after the figure, or "1893, 90 years ago" before it."""
    for year in sentence_years:
        behind = article.text[figure.span.end : year.span.start] if year.span.start > figure.span.end else None
        before = article.text[year.span.end : figure.span.start] if year.span.end < figure.span.start else None
        if behind is not None and len(behind) <= 25:
            return year
        if before is not None and len(before) <= 18 and before.strip(" -–—(")[:1] in {",", ""}:
            return year
    return None


class Anniversary(NamedTuple):
    """An anniversary such as "its 30th anniversary" or "the centenary", with the years it stands for."""

    years: Fraction
    span: Span
    words: str
    sentence: int


def _anniversaries(article: Article) -> Iterator[Anniversary]:
    """Yields the anniversaries of an article, by number ("30th anniversary") and by name ("centenary")."""
    for figure in article.figures:
        if figure.kind is Kind.ORDINAL and figure.value is not None:
            behind = ANNIVERSARY.match(article.text, figure.span.end)
            if behind is not None:
                yield Anniversary(
                    figure.value, Span(figure.span.start, behind.end()), f"{figure.words} anniversary", figure.sentence
                )
    starts = [sentence.span.start for sentence in article.sentences]
    for match in CENTENARY.finditer(article.text):
        years_of = Fraction(CENTENARIES[match[1].lower()])
        yield Anniversary(years_of, Span(*match.span(1)), match[1], bisect_right(starts, match.start(1)) - 1)


def _judge_anniversary(
    article: Article, anniversary: Anniversary, stated: list[Year], dated: dict[int, list[Year]]
) -> Iterator[Outcome]:
    """Judges an anniversary where exactly one year can be the one it counts from."""
    own = dated.get(anniversary.sentence, [])
    nearby_years = [*own, *dated.get(anniversary.sentence + 1, [])]
    near = [year for year in own if _is_named(article, anniversary, year)]
    near = near or [year for year in nearby_years if _is_start(article, year)]
    if len(near) == 1:
        kept = _year_kept(article, anniversary, nearby_years, near[0])
        exact = Interval.exact(anniversary.years)
        yield from _judged(article, anniversary, near[0], anniversary.years, exact, stated, kept)


def _is_named(article: Article, anniversary: Anniversary, year: Year) -> bool:
    """Whether the year names the event: "The 50th anniversary of the 1974 flood"."""
    words = plain_words(article.text[anniversary.span.end : year.span.start])
    return year.span.start > anniversary.span.end and words[:1] == ["of"] and len(words) <= 3 and words[-1] in OF_THE


def _year_kept(article: Article, anniversary: Anniversary, nearby_years: list[Year], start: Year) -> Year | None:
    """The year of the celebration, or None: "Its 70th anniversary in 2018", "on 21 July 2024, to mark the 50th"."""
    for year in nearby_years:
        if year.year <= start.year or year.moment.until is not None:
            continue
        if year.span.start >= anniversary.span.end:
            words = plain_words(article.text[anniversary.span.end : year.span.start])
            if len(words) <= 2 and words[-1:] in (["in"], ["on"], []):
                return year
        elif year.sentence == anniversary.sentence:
            words = plain_words(article.text[year.span.end : anniversary.span.start])
            if len(words) <= 4 and not KEEPS.isdisjoint(words):
                return year
    return None


ANNIVERSARY = pattern(r"(?:[ -]\w+)?[ -]anniversary\b", re.IGNORECASE)
CENTENARY = pattern(r"\b(centenary|centennial|sesquicentenary|bicentenary|bicentennial|tercentenary)\b", re.IGNORECASE)
CENTENARIES = {
    "centenary": 100,
    "centennial": 100,
    "sesquicentenary": 150,
    "bicentenary": 200,
    "bicentennial": 200,
    "tercentenary": 300,
}
CENTENARY = pattern(rf"\b({'|'.join(CENTENARIES)})\b", re.IGNORECASE)
OF_THE = lexicon("of the its their his her")
"""Words that may stand between "of" and the year of "the 50th anniversary of the 1974 flood"."""
KEEPS = lexicon("mark marks marked marking celebrate celebrates celebrated celebrating commemorate commemorating for")
"""Words between the year of the celebration and the anniversary."""
STARTS = lexicon(
    """launched founded opened began started formed established built created born married published released set
    completed inaugurated incorporated unveiled"""
)
"""what begins in the year that an anniversary counts from"""


def _is_start(article: Article, year: Year) -> bool:
    """Whether the event began in this year: "was set up in 1951"."""
    return not STARTS.isdisjoint(
        plain_words(article.text[max(0, year.span.start - START_REACH) : year.span.start])[-6:]
    )


def _now(article: Article, year: Year, stated: list[Year]) -> tuple[int, Span | None] | None:
    """The year of writing and its span, by the publication date or else by "now" or "today"; None for neither."""
    if article.published is not None:
        return article.published.year, None
    latest = max(stated, key=lambda year: year.year)
    if latest.year > year.year:
        before = plain_words(article.text[max(0, latest.span.start - 40) : latest.span.start])[-5:]
        if not {"reader", "now", "today", "this", "year", "currently"}.isdisjoint(before):
            return latest.year, latest.span
    return None


def _judged(
    article: Article,
    figure: Figure | Anniversary,
    year: Year,
    exact: Fraction,
    allowed: Interval | None,
    stated: list[Year],
    kept: Year | None = None,
) -> Iterator[Outcome]:
    """The tick, finding or not-checked result for a number of years since a year."""
    now = (kept.year, kept.span) if kept is not None else _now(article, year, stated)
    if now is None:
        yield NotChecked(NO_DATE, (figure.span, year.span))
        return
    this_year, where = now
    spans = tuple(sorted({figure.span, year.span, *([where] if where else [])}))
    apart = this_year - year.year
    assert allowed is not None
    arithmetic = f"{this_year} - {year.year} = {apart}"
    if allowed.meets(Interval(Fraction(apart), Fraction(apart))):
        yield Tick(f"{year.year} is {figure.words} before {this_year}.", spans, arithmetic)
    elif not allowed.meets(Interval(Fraction(apart - 1), Fraction(apart + 1))):
        yield Finding(
            Severity.WARNING,
            f"From {year.year} to {this_year} is {apart} years, and the text says {figure.words}.",
            spans,
            f"{arithmetic}, not {number(round(exact, 1))}",
            (f"{year.year} -> {this_year - round(exact)}",),
            f"Is it {figure.words}, or another year than {year.year}?",
        )


EXAMPLES = (
    Example("years ago", "The ferry sank 20 years ago, on 4 March 1972.", "warning", published="1983-03-04"),
    Example(
        "an anniversary",
        "The fair celebrates its 20th anniversary. It was set up in 1951.",
        "warning",
        published="1981-08-01",
    ),
    Example("years ago, right", "The ferry sank 11 years ago, on 4 March 1972.", "tick", published="1983-03-04"),
    Example(
        "an anniversary, right",
        "The fair celebrates its 30th anniversary. It was set up in 1951.",
        "tick",
        published="1981-08-01",
    ),
    Example("the year it is kept", "Founded in 1948, the trust kept its 75th anniversary in 2018.", "warning"),
    Example("the year it is kept, right", "Founded in 1948, the trust kept its 70th anniversary in 2018.", "tick"),
    Example(
        "of that year",
        "A crowd met on 21 July 2024 to mark the 40th anniversary of the 1974 flood, which split the town.",
        "warning",
    ),
    Example(
        "of that year, right",
        "A crowd met on 21 July 2024 to mark the 50th anniversary of the 1974 flood, which split the town.",
        "tick",
    ),
    Example("a centenary", "The club was founded in 1923 and kept its centenary in 2013 with a dinner.", "warning"),
    Example("a centenary, right", "The club was founded in 1923 and kept its centenary in 2023 with a dinner.", "tick"),
    Example("another's founding", "The 1974 flood was remembered at the club's centenary in 2024.", "silent"),
    Example("no publication date", "The ferry sank 11 years ago, on 4 March 1972.", "silent"),
    Example("no year", "The ferry sank 11 years ago.", "silent", published="1983-03-04"),
    Example("another year", "The ferry sank 11 years ago. The yard closed in 1951.", "silent", published="1983-03-04"),
)

RULE = Rule(code="DU02", slug="time-since", scope="article", check=check, examples=EXAMPLES, aliases=("anniversary",))

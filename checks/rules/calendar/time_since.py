"""How long ago something was, or which anniversary it is, does not fit the year it happened.

Ties "sank 11 years ago, on 4 March 1972", "its 30th anniversary ... set up in 1951", "the 50th anniversary of the 1974
flood" and "founded in 1923 ... its centenary" with the year it is kept in, or that the article was published in.
Without such a year the statement cannot be judged from the text, and is listed as not checked.

Silent where the year belongs to something else. A year more or less is let through where no day is given.
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
NEAR = 60


def check(article: Article) -> Iterator[Outcome]:
    stated = years(article)
    if not stated:
        return
    dated = in_sentences(stated)
    for jubilee in _jubilees(article):
        yield from _anniversary(article, jubilee, stated, dated)
    for figure in article.figures:
        if in_years(figure) is not None:
            behind = plain_words(article.text[figure.span.end : figure.span.end + 12])[:1]
            if behind == ["ago"]:
                year = _beside(figure, dated.get(figure.sentence, []), article)
                if year is not None:
                    said = in_years(figure) if figure.hedge else Interval.exact(stated_years(figure))
                    yield from _judged(article, figure, year, stated_years(figure), said, stated)


def _beside(figure: Figure, here: list[Year], article: Article) -> Year | None:
    """The year that the same words are about: ", on 4 March 1972" behind, or "1893, 90 years ago" before."""
    for year in here:
        behind = article.text[figure.span.end : year.span.start] if year.span.start > figure.span.end else None
        before = article.text[year.span.end : figure.span.start] if year.span.end < figure.span.start else None
        if behind is not None and len(behind) <= 25:
            return year
        if before is not None and len(before) <= 18 and before.strip(" -–—(")[:1] in {",", ""}:
            return year
    return None


class Jubilee(NamedTuple):
    """ "Its 30th anniversary", "the centenary": how many years it stands for, and where it is said."""

    years: Fraction
    span: Span
    words: str
    sentence: int


def _jubilees(article: Article) -> Iterator[Jubilee]:
    for one in article.figures:
        if one.kind is Kind.ORDINAL and one.value is not None:
            behind = ANNIVERSARY.match(article.text, one.span.end)
            if behind is not None:
                yield Jubilee(one.value, Span(one.span.start, behind.end()), f"{one.words} anniversary", one.sentence)
    starts = [sentence.span.start for sentence in article.sentences]
    for match in CENTENARY.finditer(article.text):
        years_of = Fraction(CENTENARIES[match[1].lower()])
        yield Jubilee(years_of, Span(*match.span(1)), match[1], bisect_right(starts, match.start(1)) - 1)


def _anniversary(
    article: Article, jubilee: Jubilee, stated: list[Year], dated: dict[int, list[Year]]
) -> Iterator[Outcome]:
    own = dated.get(jubilee.sentence, [])
    here = [*own, *dated.get(jubilee.sentence + 1, [])]
    near = [year for year in own if _is_named(article, jubilee, year)]
    near = near or [year for year in here if _is_start(article, year)]
    if len(near) == 1:
        kept = _year_it_is_kept(article, jubilee, here, near[0])
        exact = Interval.exact(jubilee.years)
        yield from _judged(article, jubilee, near[0], jubilee.years, exact, stated, kept)


def _is_named(article: Article, jubilee: Jubilee, year: Year) -> bool:
    """ "The 50th anniversary of the 1974 flood"."""
    words = plain_words(article.text[jubilee.span.end : year.span.start])
    return year.span.start > jubilee.span.end and words[:1] == ["of"] and len(words) <= 3 and words[-1] in OF_THE


def _year_it_is_kept(article: Article, jubilee: Jubilee, here: list[Year], start: Year) -> Year | None:
    """ "Its 70th anniversary in 2018", "on 21 July 2024, to mark the 50th anniversary"."""
    for year in here:
        if year.year <= start.year or year.moment.until is not None:
            continue
        if year.span.start >= jubilee.span.end:
            words = plain_words(article.text[jubilee.span.end : year.span.start])
            if len(words) <= 2 and words[-1:] in (["in"], ["on"], []):
                return year
        elif year.sentence == jubilee.sentence:
            words = plain_words(article.text[year.span.end : jubilee.span.start])
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
KEEPS = lexicon("mark marks marked marking celebrate celebrates celebrated celebrating commemorate commemorating for")
STARTS = lexicon(
    """launched founded opened began started formed established built created born married published released set
    completed inaugurated incorporated unveiled"""
)


def _is_start(article: Article, year: Year) -> bool:
    """ "was set up in 1951": did what is being celebrated begin in this year?"""
    return not STARTS.isdisjoint(plain_words(article.text[max(0, year.span.start - NEAR) : year.span.start])[-6:])


def _now(article: Article, year: Year, stated: list[Year]) -> tuple[int, Span | None] | None:
    """The year the article speaks in: by its publication date, else the latest it names if "today" words go with it."""
    if article.published is not None:
        return article.published.year, None
    latest = max(stated, key=lambda one: one.year)
    if latest.year > year.year:
        before = plain_words(article.text[max(0, latest.span.start - 40) : latest.span.start])[-5:]
        if not {"reader", "now", "today", "this", "year", "currently"}.isdisjoint(before):
            return latest.year, latest.span
    return None


def _judged(
    article: Article,
    figure: Figure | Jubilee,
    year: Year,
    exact: Fraction,
    said: Interval | None,
    stated: list[Year],
    kept: Year | None = None,
) -> Iterator[Outcome]:
    now = (kept.year, kept.span) if kept is not None else _now(article, year, stated)
    if now is None:
        yield NotChecked(NO_DATE, (figure.span, year.span))
        return
    this_year, where = now
    spans = tuple(sorted({figure.span, year.span, *([where] if where else [])}))
    apart = this_year - year.year
    assert said is not None
    arithmetic = f"{this_year} - {year.year} = {apart}"
    if said.meets(Interval(Fraction(apart), Fraction(apart))):
        yield Tick(f"{year.year} is {figure.words} before {this_year}.", spans, arithmetic)
    elif not said.meets(Interval(Fraction(apart - 1), Fraction(apart + 1))):
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

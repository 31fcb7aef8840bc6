"""Whoever leads a table has fewer points than those behind.

Ties "lead the league on 41 points, with Rovers on 39 and United 36". A note only: how often the tie is read rightly is
not known yet, and leagues may rank by other things than points.

Silent where the teams are not named in the order of the table, and on a single total.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules._printed import by_sentence, lexicon, plain_words
from checks.number_format import listed, number

LEADING = lexicon("lead leads leading led top tops topped head heads headed")
LONGEST = 60  # characters between one total and the next


def check(article: Article) -> Iterator[Outcome]:
    for _, figures in by_sentence(article):
        for place, leader in enumerate(figures):
            if _is_lead(article, leader):
                behind = _behind(article, leader, figures[place + 1 :])
                if behind:
                    yield _judged(leader, behind)


def _is_lead(article: Article, figure: Figure) -> bool:
    """ "Lead the league on 41 points"."""
    if figure.kind is not Kind.COUNT or figure.noun is None or figure.noun.head != "point":
        return False
    bounds = article.sentences[figure.sentence].span
    before = plain_words(article.text[max(bounds.start, figure.span.start - 60) : figure.span.start])
    return before[-1:] in (["on"], ["with"]) and not LEADING.isdisjoint(before)


def _behind(article: Article, leader: Figure, others: list[Figure]) -> list[Figure]:
    """The totals that follow in one breath: ", with Rovers on 39 and United 36"."""
    row: list[Figure] = []
    last = leader
    for one in others:
        gap = article.text[last.span.end : one.span.start]
        if one.kind not in (Kind.COUNT, Kind.NUMBER) or len(gap) > LONGEST or one.is_range:
            break
        words = plain_words(gap)
        if not row and "with" not in words and "ahead" not in words:
            break
        row.append(one)
        last = one
    return row


def _judged(leader: Figure, behind: list[Figure]) -> Finding | Tick:
    spans = (leader.span, *(one.span for one in behind))
    most = max(one.value or 0 for one in behind)
    row = listed(one.words for one in behind)
    if leader.value is not None and leader.value >= most:
        return Tick(f"{leader.words} leads {row}.", spans)
    return Finding(
        Severity.NOTE,
        f"The leader has {leader.words}, and those behind have {row}.",
        spans,
        f"{number(leader.value or 0)} < {number(most)}",
        question="Is the order of the table right?",
    )


EXAMPLES = (
    Example(
        "a leader with fewer points", "Town lead the league on 31 points, with Rovers on 39 and United 36.", "note"
    ),
    Example(
        "a leader with the most points", "Town lead the league on 41 points, with Rovers on 39 and United 36.", "tick"
    ),
    Example("a single total", "Town lead the league on 41 points.", "silent"),
    Example("points of another kind", "Town lead by 12 points, with 39 games to go.", "silent"),
)

RULE = Rule(code="RK01", slug="table-order", scope="article", check=check, examples=EXAMPLES, aliases=("ranking",))

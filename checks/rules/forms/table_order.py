"""The leader of a table with fewer points than the teams behind.

Ties "lead the league on 41 points, with Rovers on 39 and United 36". Only a note, because the precision of this rule
has not been measured yet, and leagues may rank by other things than points.

Silent where the teams are not named in the order of the table, and on a single total.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.number_format import join_items, number
from checks.rule import Example, Rule
from checks.rules._printed import by_sentence, lexicon, plain_words

LEADING = lexicon("lead leads leading led top tops topped head heads headed")
MAX_GAP = 60  # characters between one total and the next


def check(article: Article) -> Iterator[Outcome]:
    for _, figures in by_sentence(article):
        for index, leader in enumerate(figures):
            if _is_lead(article, leader):
                behind = _behind(article, leader, figures[index + 1 :])
                if behind:
                    yield _judged(leader, behind)


def _is_lead(article: Article, figure: Figure) -> bool:
    """Whether the figure is the total of the leader: "Lead the league on 41 points"."""
    if figure.kind is not Kind.COUNT or figure.noun is None or figure.noun.head != "point":
        return False
    bounds = article.sentences[figure.sentence].span
    before = plain_words(article.text[max(bounds.start, figure.span.start - 60) : figure.span.start])
    return before[-1:] in (["on"], ["with"]) and not LEADING.isdisjoint(before)


def _behind(article: Article, leader: Figure, others: list[Figure]) -> list[Figure]:
    """The totals that follow in one phrase: ", with Rovers on 39 and United 36"."""
    row: list[Figure] = []
    last = leader
    for total in others:
        gap = article.text[last.span.end : total.span.start]
        if total.kind not in (Kind.COUNT, Kind.NUMBER) or len(gap) > MAX_GAP or total.is_range:
            break
        words = plain_words(gap)
        if not row and "with" not in words and "ahead" not in words:
            break
        row.append(total)
        last = total
    return row


def _judged(leader: Figure, behind: list[Figure]) -> Finding | Tick:
    """The tick or note for the leader's total and those behind."""
    spans = (leader.span, *(total.span for total in behind))
    most = max(total.value or 0 for total in behind)
    row = join_items(total.words for total in behind)
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

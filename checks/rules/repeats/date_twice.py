"""A date is told again with its digits swapped.

Ties "the match in Dublin on 12 October" to "the visit of the Swiss on 21 October". Two days of one month whose digits
have changed places hardly ever stand in one story unless they are one day. The same of the year: "opened on 4 May 1936"
and "since 4 May 1963". A date that is told again as it was is ticked where the words around it are like the first.

Silent on all other dates: a story names many days, and two that differ otherwise are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks import passage_index
from checks.model import Article, Finding, Moment, Outcome, Severity, Tick, Zone
from checks.number_format import listed
from checks.passage_index import Passages
from checks.rule import Example, Rule

ZONES = frozenset((Zone.BODY, Zone.LIST))
BACK = 6  # dates of one month that one is compared with
REACH = 80  # sentences that a story tells a day again within
LIKELY = 0.2  # what share of the words around the two must be the same for a tick


def check(article: Article) -> Iterator[Outcome]:
    months: dict[int, list[Moment]] = defaultdict(list)
    for moment in article.moments:
        if moment.zone not in ZONES or not moment.day or not moment.month or moment.until or moment.relative:
            continue
        if moment.words.isdigit():  # the second of "March 12 and 13"
            continue
        near = months[moment.month][-BACK:]
        earlier = [other for other in near if 0 < moment.sentence - other.sentence <= REACH]
        yield from _compared(article, moment, earlier)
        months[moment.month].append(moment)


def _compared(article: Article, moment: Moment, earlier: list[Moment]) -> Iterator[Outcome]:
    same = [other for other in earlier if other.day == moment.day and _agree(other.year, moment.year)]
    if same:
        index = passage_index.index_passages(article)
        other = max(same, key=lambda other: _likeness(index, other, moment))
        if _likeness(index, other, moment) >= LIKELY:
            here, there = (article.place(one.span.start) for one in (other, moment))
            yield Tick(f"{other.words} in {here} is said again in {there}.", (other.span, moment.span))
        return
    rival = next((other for other in reversed(earlier) if _is_swapped(other, moment)), None)
    if rival is not None:
        yield _finding(article, rival, moment)


def _agree(one: int | None, other: int | None) -> bool:
    return one is None or other is None or one == other


def _is_swapped(one: Moment, other: Moment) -> bool:
    if one.day == other.day:
        return one.year is not None and other.year is not None and _swaps(str(one.year), str(other.year))
    return _agree(one.year, other.year) and _swaps(str(one.day), str(other.day))


def _swaps(one: str, other: str) -> bool:
    """Do two neighbouring digits change places, and nothing else?"""
    if len(one) != len(other) or one == other:
        return False
    at = [place for place in range(len(one)) if one[place] != other[place]]
    return len(at) == 2 and at[1] == at[0] + 1 and one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]


def _likeness(index: Passages, one: Moment, other: Moment) -> float:
    """The share of the words in either sentence, rare ones weighing more, that stand in the other."""
    mine, theirs = index.near(one), index.near(other)
    both = sum(index.weights[stem] for stem in mine.keys() & theirs.keys())
    most = max(sum(index.weights[stem] for stem in stems) for stems in (mine, theirs))
    return both / most if most else 0.0


def _finding(article: Article, one: Moment, other: Moment) -> Finding:
    here, there = article.place(one.span.start), article.place(other.span.start)
    return Finding(
        Severity.WARNING,
        f"{here.capitalize()} says {one.words} and {there} says {other.words}.",
        (one.span, other.span),
        f"{one.words} is not {other.words}",
        (f"{here}: {one.words} -> {other.words}", f"{there}: {other.words} -> {one.words}"),
        f"Are these two days, or one? If one, is it {listed((one.words, other.words), 'or')}?",
    )


EXAMPLES = (
    Example(
        "a day with its digits swapped",
        "Milton host the Swiss on 12 October 2005 in Leeds. They open at home in June.\n\nThe matches end with the "
        "visit of the Swiss on 21 October.",
        "warning",
    ),
    Example(
        "a year with its digits swapped",
        "The pier was opened on 4 May 1936 by a duke. It rotted.\n\nNobody has danced there as on 4 May 1963.",
        "warning",
    ),
    Example(
        "the same day again is ticked",
        "Milton host the Swiss on 12 October 2005 in Leeds. They open at home in June.\n\nThe matches end with the "
        "visit of the Swiss to Leeds on 12 October.",
        "tick",
    ),
    Example("two days", "The fair opens on 12 October.\n\nIt was put off on 14 October.", "silent"),
    Example("two months", "The fair opens on 12 October.\n\nIt ends on 21 November.", "silent"),
    Example("two years", "The fair opened on 12 October 1998.\n\nIt opens on 21 October 2001.", "silent"),
    Example("one sentence", "The fair runs on 12 October and 21 October.", "silent"),
    Example("an anniversary", "The war ended on 8 May 1945.\n\nThey met on 8 May 1995.", "silent"),
    Example("a nought in front", "The fair opens on 1 August.\n\nIt ends on 10 August.", "silent"),
)

RULE = Rule(code="RP04", slug="date-twice", scope="article", check=check, examples=EXAMPLES)

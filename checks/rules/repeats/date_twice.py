"""A date is repeated with its digits swapped.

Compares "the match in Dublin on 12 October" with "the visit of the Swiss on 21 October". Two days of one month with
swapped digits hardly ever stand in one story unless they are meant to be one day. The same holds for years: "opened on
4 May 1936" and "since 4 May 1963". A date that is repeated unchanged is ticked where the words around both are alike.

Silent on all other pairs of dates: a story names many days, and two that differ otherwise are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks import passage_index
from checks.model import Article, Finding, Moment, Outcome, Severity, Tick, Zone
from checks.number_format import join_items
from checks.passage_index import Passages
from checks.rule import Example, Rule

ZONES = frozenset((Zone.BODY, Zone.LIST))
MAX_COMPARED = 6  # earlier dates of the same month that one date is compared with
MAX_SENTENCES_APART = 80  # sentences between two mentions of one day
MIN_OVERLAP = 0.2  # share of the words around both dates that must agree for a tick


def check(article: Article) -> Iterator[Outcome]:
    months: dict[int, list[Moment]] = defaultdict(list)
    for moment in article.moments:
        if moment.zone not in ZONES or not moment.day or not moment.month or moment.until or moment.relative:
            continue
        if moment.words.isdigit():  # the second of "March 12 and 13"
            continue
        near = months[moment.month][-MAX_COMPARED:]
        earlier = [other for other in near if 0 < moment.sentence - other.sentence <= MAX_SENTENCES_APART]
        yield from _compare(article, moment, earlier)
        months[moment.month].append(moment)


def _compare(article: Article, moment: Moment, earlier: list[Moment]) -> Iterator[Outcome]:
    """A tick where an earlier date is repeated, or a finding where one has swapped digits."""
    same = [other for other in earlier if other.day == moment.day and _agree(other.year, moment.year)]
    if same:
        index = passage_index.index_passages(article)
        other = max(same, key=lambda other: _word_overlap(index, other, moment))
        if _word_overlap(index, other, moment) >= MIN_OVERLAP:
            first_place, second_place = (article.place(date.span.start) for date in (other, moment))
            yield Tick(f"{other.words} in {first_place} is said again in {second_place}.", (other.span, moment.span))
        return
    rival = next((other for other in reversed(earlier) if _is_swapped(other, moment)), None)
    if rival is not None:
        yield _finding(article, rival, moment)


def _agree(first: int | None, second: int | None) -> bool:
    """Whether two parts of a date are equal or one of them is not given."""
    return first is None or second is None or first == second


def _is_swapped(first: Moment, second: Moment) -> bool:
    """Whether two dates are the same but for swapped digits in the day or the year."""
    if first.day == second.day:
        return (
            first.year is not None and second.year is not None and _is_neighbour_swap(str(first.year), str(second.year))
        )
    return _agree(first.year, second.year) and _is_neighbour_swap(str(first.day), str(second.day))


def _is_neighbour_swap(first: str, second: str) -> bool:
    """Whether the strings differ only in two neighbouring digits that are swapped."""
    if len(first) != len(second) or first == second:
        return False
    positions = [place for place in range(len(first)) if first[place] != second[place]]
    return (
        len(positions) == 2
        and positions[1] == positions[0] + 1
        and first[positions[0]] == second[positions[1]]
        and first[positions[1]] == second[positions[0]]
    )


def _word_overlap(index: Passages, first: Moment, second: Moment) -> float:
    """The share of the words of both sentences, weighted by rarity, that stand in the other one."""
    first_weights, second_weights = index.near(first), index.near(second)
    both = sum(index.weights[stem] for stem in first_weights.keys() & second_weights.keys())
    most = max(sum(index.weights[stem] for stem in stems) for stems in (first_weights, second_weights))
    return both / most if most else 0.0


def _finding(article: Article, first: Moment, second: Moment) -> Finding:
    """The finding of two dates with swapped digits."""
    first_place, second_place = article.place(first.span.start), article.place(second.span.start)
    return Finding(
        Severity.WARNING,
        f"{first_place.capitalize()} says {first.words} and {second_place} says {second.words}.",
        (first.span, second.span),
        f"{first.words} is not {second.words}",
        (f"{first_place}: {first.words} -> {second.words}", f"{second_place}: {second.words} -> {first.words}"),
        f"Are these two days, or one? If one, is it {join_items((first.words, second.words), 'or')}?",
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

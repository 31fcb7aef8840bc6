"""Makes one tick of those that tell an editor the same thing.

A fact that a story tells three times agrees with itself in three pairs, and an equation of it holds with any of its
tellings. Figures that ticks say to be one fact count as one here, and so do lists that overlap, and a period and its
ends; ticks of one kind over the same facts become one, which marks all of their places. A change that is told with both
ends, its amount and its percentage leaves nothing to say about three of these.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace

from checks.budget import spend
from checks.model import Article, Figure, Relation, Span, Tick
from checks.number_format import join_items
from checks.questions import mid_sentence

SAME_COMPARISON = {"times": "change"}  # "from 16 to 20, by a quarter" may be read as both
SPANNING = frozenset(("span", "change", "times"))  # kinds whose two ends may be one figure: "1981 to 2015", "16 to 20"
IMPLIED_BY_CHANGE = frozenset(("gain", "share", "sum"))
"""Kinds that say nothing new about the figures of a change: that 70p is 20% of £3.50 in "up 70p or 20% to £4.20 from
£3.50"."""
Meaning = tuple[object, ...]  # equal for two figures that print the same value in the same unit


def merged_ticks(ticks: Sequence[Tick], article: Article) -> list[Tick]:
    """The ticks, in the order of the first of each group, without those that only repeat another one.

    The one whose figures stand closest together speaks for its group: its message, its arithmetic and its rule. Ticks
    on another text (`source_spans`) are left as they are.
    """
    facts = _facts(ticks, article)
    groups: dict[tuple[object, frozenset[Span]], list[Tick]] = defaultdict(list)
    for number, tick in enumerate(ticks):
        kind = SAME_COMPARISON.get(tick.relation.kind, tick.relation.kind) if tick.relation else tick.rule
        alone = tick.source_spans or not tick.spans
        key = (number, frozenset[Span]()) if alone else (kind, frozenset(facts.get(span, span) for span in tick.spans))
        groups[key].append(tick)
    changes = [members for kind, members in groups if kind == "change"]
    return [
        _as_one(group, article)
        for (kind, members), group in groups.items()
        if not any(_is_implied(kind, members, change) for change in changes)
    ]


def _is_implied(kind: object, members: frozenset[Span], change: frozenset[Span]) -> bool:
    """Whether ticks of a kind on these members follow from the tick on a change."""
    return members < change if kind == "change" else kind in IMPLIED_BY_CHANGE and members <= change


def _facts(ticks: Iterable[Tick], article: Article) -> dict[Span, Span]:
    """For each span that is not alone in standing for a fact, the one that represents it in groups.

    That is the first of the figures that ticks say to agree, and of lists that overlap; for an end of a period, it.
    """
    items = {item.span: _meaning(item) for item in article.figures} | {
        item.span: (item.timex, item.words.lower()) for item in article.moments
    }
    represented_by: dict[Span, Span] = {}

    def representative(span: Span) -> Span:
        while represented_by.setdefault(span, span) != span:
            spend()
            represented_by[span] = represented_by[represented_by[span]]
            span = represented_by[span]
        return span

    for tick in ticks:
        spans = tuple(dict.fromkeys(tick.spans))
        is_agreement = tick.relation is not None and tick.relation.kind == "same" and not tick.source_spans
        if is_agreement and len(spans) == 2 and spans[0] in items and items[spans[0]] == items.get(spans[1]):
            first, second = sorted(map(representative, spans))
            represented_by[second] = first
    elsewhere = sorted({span for tick in ticks if not tick.source_spans for span in tick.spans if span not in items})
    ordered = sorted(items)
    ends = {span for tick in ticks if tick.relation and tick.relation.kind in SPANNING for span in tick.spans}
    lists: list[Span] = []
    for span in elsewhere:
        place = bisect_right(ordered, span.start, key=lambda item: item.start) - 1
        if span in ends and place >= 0 and ordered[place].contains(span):  # "1981" of "from 1981 to 2015"
            represented_by[span] = representative(ordered[place])
        else:
            lists.append(span)
    first, end = Span(0, 0), 0  # of the lists that overlap, each of them with one before it
    for span in lists:
        if span.start < end:
            represented_by[span] = representative(first)
        else:
            first = span
        end = max(end, span.end)
    return {span: representative(span) for span in represented_by}


def _meaning(figure: Figure) -> Meaning:
    return figure.value, figure.second, figure.unit


def _as_one(group: Sequence[Tick], article: Article) -> Tick:
    """The tick of a group whose figures stand closest together, with the places of all."""
    if len(group) == 1:
        return group[0]
    closest = min(group, key=_extent)
    own = set(closest.spans)
    others = {span for tick in group for span in tick.spans if not any(each.overlaps(span) for each in own)}
    spans = tuple(sorted(own | others))
    relation = closest.relation and _with_roles(closest.relation, group, spans)
    if relation and relation.kind == "same" and all(len(set(tick.spans)) == 2 for tick in group):
        return replace(closest, message=_agreement(spans, article), spans=spans, relation=relation)
    return replace(closest, spans=spans, relation=relation)


def _extent(tick: Tick) -> int:
    """Characters from the first to the last of its figures."""
    return max(span.end for span in tick.spans) - min(span.start for span in tick.spans)


def _with_roles(relation: Relation, group: Iterable[Tick], spans: Container[Span]) -> Relation:
    """The relation with those members of all these ticks; each has the role that it is first given."""
    roles = {span: role for role, span in relation.roles}
    for tick in group:
        for role, span in tick.relation.roles if tick.relation else ():
            if span in spans:
                roles.setdefault(span, role)
    return replace(relation, roles=tuple((role, span) for span, role in sorted(roles.items())))


def _agreement(spans: Sequence[Span], article: Article) -> str:
    """Where one fact is told: "The headline, par 1 and par 4 agree on 144 people."."""
    places = list(dict.fromkeys(article.place(span.start) for span in spans))
    words = mid_sentence(article.text_of(spans[0]))
    if len(places) == 1:
        return f"{article.text_of(spans[0])}, {len(spans)} times in {places[0]}."
    where = join_items(places)
    where = f"the {where}" if where.startswith("headline") else where
    return f"{where[0].upper()}{where[1:]} agree on {words}."

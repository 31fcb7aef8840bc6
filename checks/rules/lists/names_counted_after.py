"""People or firms are named in a row and then counted, and the count is another.

Compares "Hill, Marsh and Adeyemi were jailed" with "All three denied it", and "Dutch carriers Orla and Norjet" with
"the two carriers". A name is cut from the first sentence, or added to it, and the next is not checked.

Questioned only where the count has no noun or that of the names, the names open their sentence, nobody else is named in
it, the count opens the next and is given nowhere else. Silent on "both", "the three others", parts ("two of the three")
and groups that are described further ("who").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Figure, Kind, Listing, Outcome, Span
from checks.names import is_country
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.lists._announced import ANYBODY, count_figures, may_be_slip
from checks.rules.lists._verdict import finding, tick
from checks.sameness import counted_entity, noun_class

OPENS = pattern(r"^[\"“]?(?:But |And |Yet )?(?:all|the|these|those)(?: of (?:the|these|them))? $", re.IGNORECASE)
POINTS_BACK = pattern(r"\b(?:all|the|these|those) $", re.IGNORECASE)
PART_OF = pattern(r"\bof (?:all |the |these |those )*$", re.IGNORECASE)
OF_OTHERS = pattern(r" (?:others?|more|further|new|remaining|who|whose|that|which)\b")
ELSEWHERE = pattern(
    r"\b(?:in|at|to|of|for|from|on|by|until|till|since|over|near|the|this|last|next)(?: [A-Z][\w’'.-]*)+"
)
SOMEBODY = pattern(r"\b[A-Z]")
NARROWED = pattern(r"[\s,]*(?:who|that|which|whose|in|of|at|from|on|with|between|held|named|other)\b")
ROLE_WORDS = 3  # words before the first name that may give a role: "British carriers"


def check(article: Article) -> Iterator[Outcome]:
    for figure in count_figures(article):
        listing = _names_before(article, figure)
        if listing is not None:
            yield from _outcome(article, figure, listing)


def _names_before(article: Article, figure: Figure) -> Listing | None:
    """The only list of names in the sentence before a count that refers back; else None."""
    start = figure.span.start
    front = article.text[max(article.sentences[figure.sentence].span.start, start - 20) : start]
    if not POINTS_BACK.search(front) or PART_OF.search(front) or OF_OTHERS.match(article.text, figure.span.end):
        return None
    if figure.noun and figure.noun.head in ("other", "others"):
        return None
    lists = [listing for listing in article.listings if listing.sentence == figure.sentence - 1]
    only = lists[0] if len(lists) == 1 else None
    return only if only is not None and only.proper and not only.is_open and len(only.items) > 1 else None


def _outcome(article: Article, figure: Figure, listing: Listing) -> Iterator[Outcome]:
    """A tick where the count is the number of names, else a finding."""
    count, size = int(figure.value or 0), len(listing.items)
    whole = Span(listing.items[0].start, listing.items[-1].end)
    front = article.text[article.sentences[figure.sentence].span.start : figure.span.start]
    opens = bool(OPENS.match(front))
    if count == size and (opens or size > 2):
        yield tick(article, figure, size, whole, "name")
        return
    tied = (
        opens
        and min(size, count) > 2
        and _are_only_names(article, listing)
        and _may_mean_names(article, figure, listing)
    )
    if tied and count != size and may_be_slip(count, size):
        yield finding(article, figure, listing.names, whole, what="name")


def _may_mean_names(article: Article, figure: Figure, listing: Listing) -> bool:
    """Whether the count may mean the names, by the noun of both, and not a group mentioned earlier."""
    behind = max(figure.span.end, figure.noun.span.end if figure.noun else 0)
    if NARROWED.match(article.text, behind):
        return False
    head = counted_entity(figure).head
    roles = {noun_class(word) for word in article.words(listing.lead_in).lower().split()}
    countries = all(map(is_country, listing.names))
    if head and head not in roles and not (head == "country" if countries else head in ANYBODY):
        return False
    others = (other for other in article.figures if other is not figure and other.value == figure.value)
    return not any(other.kind in (Kind.COUNT, Kind.NUMBER) for other in others)


def _are_only_names(article: Article, listing: Listing) -> bool:
    """Whether the names open their sentence and nobody else is named in it."""
    sentence = article.sentences[listing.sentence].span
    before = article.words(listing.lead_in)
    behind = article.text[listing.items[-1].end : sentence.end]
    between = "".join(
        article.text[first.end : second.start] for first, second in zip(listing.items, listing.items[1:], strict=False)
    )
    names_somebody = SOMEBODY.search(ELSEWHERE.sub("", f"{between} {behind}"))
    return len(before.split()) <= ROLE_WORDS and "," not in before and not names_somebody


EXAMPLES = (
    Example(
        "a count that the names before do not make is questioned",
        "Reid, Tate and Ames were jailed for six, nine and 11 years. All four had denied fraud.",
        "warning",
    ),
    Example(
        "firms counted by what they are",
        "Dutch carriers EasyWing, Norjet, Cirrus and Orla cut their services to Oslo. The three carriers blamed fuel.",
        "warning",
    ),
    Example(
        "names and their number are ticked",
        "Reid, Tate and Ames were jailed for six, nine and 11 years. All three had denied fraud.",
        "tick",
    ),
    Example(
        "somebody else in the sentence may be one of them",
        "Reid, Tate and Ames broke in while Moss kept watch. All four had denied fraud.",
        "silent",
    ),
    Example("others are counted", "Reid, Tate and Ames were jailed. The four others were freed.", "silent"),
    Example("part of another whole", "Reid, Tate and Ames were jailed. Two of the four guards left.", "silent"),
    Example("the count does not point back", "Reid, Tate and Ames were jailed. Four guards left the court.", "silent"),
)

RULE = Rule(code="LS06", slug="names-counted-after", scope="article", check=check, examples=EXAMPLES)

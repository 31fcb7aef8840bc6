"""People or firms are named in a row and then counted, and the count is another.

Ties "Hill, Marsh and Adeyemi were jailed" to "All three denied it", "Dutch carriers Orla and Norjet" to "the two
carriers". A name is cut from the first sentence, or added to it, and the next is not looked at.

Questioned only where the count has no noun or that of the names, the names open their sentence, nobody else is named in
it, the count opens the next and is given nowhere else. Silent on "both", "the three others", parts ("two of the three")
and those of whom more is said ("who").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Figure, Kind, Listing, Outcome, Span
from checks.names import is_country
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.lists._announced import ANYBODY, counts, like_a_slip
from checks.rules.lists._verdict import finding, tick
from checks.sameness import noun_class, thing

OPENS = pattern(r"^[\"“]?(?:But |And |Yet )?(?:all|the|these|those)(?: of (?:the|these|them))? $", re.IGNORECASE)
POINTS_BACK = pattern(r"\b(?:all|the|these|those) $", re.IGNORECASE)
PART_OF = pattern(r"\bof (?:all |the |these |those )*$", re.IGNORECASE)
OF_OTHERS = pattern(r" (?:others?|more|further|new|remaining|who|whose|that|which)\b")
ELSEWHERE = pattern(
    r"\b(?:in|at|to|of|for|from|on|by|until|till|since|over|near|the|this|last|next)(?: [A-Z][\w’'.-]*)+"
)
SOMEBODY = pattern(r"\b[A-Z]")
NARROWED = pattern(r"[\s,]*(?:who|that|which|whose|in|of|at|from|on|with|between|held|named|other)\b")
ROLE_WORDS = 3  # before the first of the names: "British carriers"


def check(article: Article) -> Iterator[Outcome]:
    for figure in counts(article):
        listing = _names_before(article, figure)
        if listing is not None:
            yield from _judged(article, figure, listing)


def _names_before(article: Article, figure: Figure) -> Listing | None:
    """The one list of names in the sentence before a count that points back."""
    start = figure.span.start
    front = article.text[max(article.sentences[figure.sentence].span.start, start - 20) : start]
    if not POINTS_BACK.search(front) or PART_OF.search(front) or OF_OTHERS.match(article.text, figure.span.end):
        return None
    if figure.noun and figure.noun.head in ("other", "others"):
        return None
    lists = [one for one in article.listings if one.sentence == figure.sentence - 1]
    only = lists[0] if len(lists) == 1 else None
    return only if only is not None and only.proper and not only.is_open and len(only.items) > 1 else None


def _judged(article: Article, figure: Figure, listing: Listing) -> Iterator[Outcome]:
    count, size = int(figure.value or 0), len(listing.items)
    whole = Span(listing.items[0].start, listing.items[-1].end)
    front = article.text[article.sentences[figure.sentence].span.start : figure.span.start]
    opens = bool(OPENS.match(front))
    if count == size and (opens or size > 2):
        yield tick(article, figure, size, whole, "name")
        return
    tied = opens and min(size, count) > 2 and _alone(article, listing) and _may_be_they(article, figure, listing)
    if tied and count != size and like_a_slip(count, size):
        yield finding(article, figure, listing.names, whole, what="name")


def _may_be_they(article: Article, figure: Figure, listing: Listing) -> bool:
    """Are those counted what was named, by the noun of both, and is it no group of which the text has told before?"""
    behind = max(figure.span.end, figure.noun.span.end if figure.noun else 0)
    if NARROWED.match(article.text, behind):
        return False
    head = thing(figure).head
    roles = {noun_class(word) for word in article.words(listing.lead_in).lower().split()}
    countries = all(map(is_country, listing.names))
    if head and head not in roles and not (head == "country" if countries else head in ANYBODY):
        return False
    others = (one for one in article.figures if one is not figure and one.value == figure.value)
    return not any(one.kind in (Kind.COUNT, Kind.NUMBER) for one in others)


def _alone(article: Article, listing: Listing) -> bool:
    """Do the names open their sentence, and is nobody else named in it?"""
    sentence = article.sentences[listing.sentence].span
    before = article.words(listing.lead_in)
    behind = article.text[listing.items[-1].end : sentence.end]
    between = "".join(
        article.text[one.end : two.start] for one, two in zip(listing.items, listing.items[1:], strict=False)
    )
    told = SOMEBODY.search(ELSEWHERE.sub("", f"{between} {behind}"))
    return len(before.split()) <= ROLE_WORDS and "," not in before and not told


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

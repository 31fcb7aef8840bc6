"""A count is given with a list, and the list has more or fewer names.

Ties "three brands: A, B and C", "the nine trustees are ..." and, paragraphs apart, "12 countries took part" to
"Participating countries included ...". A speech with "four priorities" of which three were named was corrected this
way.

A list that follows its count after a dash, a colon or "are" is everything, and so is a long list of names that all but
reaches the count, even after "including". Silent on lists that say they are not everything ("such as", "among others"),
on "including" with clearly fewer names than the count, and on counts that only stand near a list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from checks.listings.item_counting import ItemType
from checks.model import Article, Figure, Listing, Outcome, Span
from checks.outcome_events import FATE
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.lists._announced import (
    MOST,
    Announcement,
    Opening,
    announcements,
    extent,
    is_count,
    like_a_slip,
    stands_beside,
    too_few,
)
from checks.rules.lists._verdict import finding, tick
from checks.sameness import is_person, noun_class, thing, thing_in

BEHIND = pattern(r"^,? (?:are|were|[-–—]) (?:all |just |only )?(?:the )$", re.IGNORECASE)
INTRODUCED = pattern(
    r"\b([a-z]+)(?: in (?:the|this) [a-z ]{3,25}| killed| who [a-z ]{3,30}| involved| concerned| named| chosen)?"
    r" (?P<verb>are|were|include[sd]?|comprise[sd]?)(?: the)?:?$",
    re.IGNORECASE,
)
THOSE = pattern(
    r"\b(?:those|the people|the men|the women|the (?:dead|injured|victims)) [a-z ]{0,50}?(?:are|were|include[sd]?):?$",
    re.IGNORECASE,
)
SOME = pattern(r"\b(?:some|many|most|several|few|two|three|one) of (?:the|those|these|them)\b", re.IGNORECASE)
CLAUSE = pattern(r"\b(?!and\b|aged\b|from\b|the\b)[a-z]{3,}\b")
OF_THE = pattern(r"(?:\s[a-z]+)?\sof (?:the|its|their|those)\b")
"""Some of a number, told of behind a list: "At the other end, 12 of the 67 towns have fewer"."""
NO_MEMBER = pattern(r"\b(?:each|both|either) of\b|\beach\b|\b[ap]\.m\b", re.IGNORECASE)
"""In what is no single member of a list: "2 per cent in each of two years", "7.42 p.m., early on"."""
LEAD = 300  # characters before a list that say what it is of
NEAR = 4  # lists already judged that may overlap with another
ALMOST = 4  # names from which a list short by one is taken for the whole one


ALL_OF_THEM = frozenset(
    (Opening.COLON, Opening.DASH, Opening.BRACKET, Opening.NAMELY, Opening.ARE, Opening.PLACES, Opening.COMMA)
)


def check(article: Article) -> Iterator[Outcome]:
    announced = list(announcements(article))
    for announcement in announced:
        yield from _announced(article, announcement)
    counts = [figure for figure in article.figures if is_count(figure) and figure.noun]
    judged = sorted(extent(one.members) for one in announced)
    for listing in article.listings:
        if not 2 <= len(listing.items) <= MOST or listing.is_open:
            continue
        before = bisect_left(judged, (listing.span.end, 0))
        if any(span.overlaps(listing.span) for span in judged[max(0, before - NEAR) : before]):
            continue
        behind = _behind(article, counts, listing)
        if behind is not None:
            yield from _judged(article, behind, True, listing)
        elif len(listing.items) > 2:
            yield from _elsewhere(article, counts, listing)


def _announced(article: Article, announcement: Announcement) -> Iterator[Outcome]:
    figure, members, opening = announcement
    count = int(figure.value or 0)
    proper = all(sort is ItemType.NAME for sort in members.item_types)
    what = "name" if proper else "item"
    names = [article.words(item) for item in members.items]
    everything = opening in ALL_OF_THEM
    if count in members.likely_counts:
        if count == len(names) or not all(sort is ItemType.COUNTED_NOUN for sort in members.item_types):
            yield tick(article, figure, count, extent(members), what)
        return  # "46 beds: 28 at Torley and 18 at Skerra" is a sum
    if stands_beside(article, figure):
        return  # "two men and two women: ..." names four
    if any(NO_MEMBER.search(name) for name in names):
        return  # "four instalments: 2 per cent now, 2 per cent in each of the two next years and 1.5 per cent"
    if any(len(one.items) == count and one.span.overlaps(extent(members)) for one in article.listings):
        return  # "three contracts, with firms in Japan, the Emirates and France": the list begins before its comma
    lacking = too_few(members, count)
    size = count - lacking
    counted = sum(sort is ItemType.COUNTED_NOUN for sort in members.item_types)
    if not lacking or not like_a_slip(count, size) or not members.has_conjunction or 2 * counted > len(names):
        return
    if lacking > 0 and not everything and not (size >= ALMOST and lacking == 1):
        return
    certain = proper and (everything or lacking < 0)
    yield finding(article, figure, names, extent(members), size=size, what=what, certain=certain)


def _behind(article: Article, counts: Sequence[Figure], listing: Listing) -> Figure | None:
    """ "Aldgate, Borough and Camden are the three brands"."""
    at = bisect_left(counts, listing.span.end, key=lambda figure: figure.span.start)
    if at == len(counts) or counts[at].sentence != listing.sentence:
        return None
    gap = article.text[listing.span.end : min(counts[at].span.start, listing.span.end + 40)]
    return counts[at] if BEHIND.match(gap) else None


def _elsewhere(article: Article, counts: Sequence[Figure], listing: Listing) -> Iterator[Outcome]:
    """A count in another sentence, tied by the noun or the fate that introduces the list."""
    lead = article.words(listing.lead_in).strip()[-LEAD:]
    found = INTRODUCED.search(lead)
    those = THOSE.search(lead)
    if SOME.search(lead):
        return
    if found is None and those is None:
        yield from _next_sentence(article, counts, listing, lead)
        return
    fate = next((FATE[word] for word in those.group().lower().split() if word in FATE), "") if those else ""
    if fate:
        wanted = [f for f in counts if thing_in(article, f).fate == fate and is_person(thing(f).head or "person")]
    elif those and listing.proper and len(listing.items) > 2:
        told = [f for f in counts if f.sentence == listing.sentence - 1 and (f.value or 0) > 2]
        if len(told) == 1 and not is_person(thing(told[0]).head):
            yield from _judged(article, told[0], True, listing)
        return
    elif found:
        if not listing.proper:
            return
        head = noun_class(found[1])
        wanted = [f for f in counts if thing(f).head == head and f.sentence != listing.sentence]
    else:
        return
    wanted = [f for f in wanted if f.value and f.value > 2]
    wanted = [f for f in wanted if f.span.start < listing.span.start or not OF_THE.match(article.text, f.span.end)]
    fitting = [f for f in wanted if f.value == len(listing.items)]
    everything = bool(those) or (found is not None and found["verb"].lower() in ("are", "were"))
    if fitting:
        yield from _judged(article, fitting[0], everything, listing)
    elif len({f.value for f in wanted}) == 1:
        yield from _judged(article, wanted[0], everything, listing)


def _next_sentence(article: Article, counts: Sequence[Figure], listing: Listing, lead: str) -> Iterator[Outcome]:
    """ "The four climbers were found on Monday. A, B, C and D had set out at dawn": the names open the sentence."""
    if lead or not listing.proper or len(listing.items) < 3 or _has_clauses(article, listing):
        return
    counts = [f for f in counts if f.sentence == listing.sentence - 1 and is_person(thing(f).head)]
    if len(counts) != 1:
        return
    front = article.text[max(0, counts[0].span.start - 8) : counts[0].span.start].lower()
    definite = front.endswith(("the ", "these ", "those "))
    if counts[0].value == len(listing.items) or (definite and abs((counts[0].value or 0) - len(listing.items)) == 1):
        yield from _judged(article, counts[0], True, listing)


def _has_clauses(article: Article, listing: Listing) -> bool:
    """Is more than an age or a place said between the names?"""
    gaps = (article.text[one.end : other.start] for one, other in pairwise(listing.items))
    return any(CLAUSE.search(gap) for gap in gaps)


def _judged(article: Article, figure: Figure, everything: bool, listing: Listing) -> Iterator[Outcome]:
    count, size = int(figure.value or 0), len(listing.items)
    whole = Span(listing.items[0].start, listing.items[-1].end)
    what = "name" if listing.proper else "item"
    if count == size:
        yield tick(article, figure, size, whole, what)
    elif size > count or everything or (size >= ALMOST and count - size == 1):
        certain = listing.proper and (everything or size > count)
        yield finding(article, figure, listing.names, whole, what=what, certain=certain)


EXAMPLES = (
    Example("members that are counted are a sum", "The port lost 46 berths: 28 at Torley and 18 at Skerra.", "silent"),
    Example("one more is counted", "They freed two nuns and a monk: Ann Lee, Bo Hay and Di Poe.", "silent"),
    Example(
        "one more is counted, behind a comma", "They freed two nuns and one monk, Ann Lee, Bo Hay and Di Poe.", "silent"
    ),
    Example("two sorts", "They freed two nuns and two monks: Ann Lee, Bo Hay, Jo Ash and Di Poe.", "silent"),
    Example("one and two", "They freed a monk and two nuns: Bo Hay, Ann Lee and Di Poe.", "silent"),
    Example("one sort alone", "They freed a monk by day. The two nuns were Ann Lee, Jo Ash and Di Poe.", "error"),
    Example("medals", "Ely won two cups and a shield, level with Ware, who had two cups and a bowl.", "silent"),
    Example(
        "the places of each",
        "Five library stops will be added in the affected wards, at Ashby Cross, Low Fell, Quarry Bank and Denholme.",
        "error",
    ),
    Example(
        "the places of each, right",
        "Four library stops will be added in the affected wards, at Ashby Cross, Low Fell, Quarry Bank and Denholme.",
        "tick",
    ),
    Example(
        "the places of something else",
        "Nine people were hurt in the storms, in Leeds, York and Hull, and two died.",
        "silent",
    ),
    Example(
        "those of the sentence before",
        "Schools will stay shut in four districts. Those covered by the order are Barpeta, Nalbari, Dhubri, "
        "Goalpara and Morigaon.",
        "error",
    ),
    Example(
        "those of the sentence before, right",
        "Schools will stay shut in five districts. Those covered by the order are Barpeta, Nalbari, Dhubri, "
        "Goalpara and Morigaon.",
        "tick",
    ),
    Example(
        "one in each of two years",
        "It is paid in four instalments: 2 per cent next month, 2 per cent in each of the two following years, and "
        "1.5 per cent in 2028.",
        "silent",
    ),
    Example(
        "a list that begins before its comma",
        "The three foreign contracts, with firms in Japan, the United Arab Emirates and France, cover eight craft.",
        "silent",
    ),
    Example(
        "some of them, of whom more is told",
        "The next largest towns are Hull, Ely, Ware and Bath. At the other end, 12 of the 67 towns have fewer than "
        "1,500 people.",
        "silent",
    ),
    Example(
        "a list short of its count is an error",
        "The firm has four brands - Aldgate, Borough and Camden - and sells to schools.",
        "error",
    ),
    Example(
        "priorities announced and not named are questioned",
        "She set out four priorities: clean rivers, safe streets and warm homes.",
        "warning",
    ),
    Example(
        "a list introduced by its noun is tied to a count paragraphs away",
        "Six Baltic ports joined the scheme in May.\n\nIt was paid for by the union.\n\nParticipating ports were Riga, "
        "Tallinn, Klaipeda, Gdansk and Kiel.",
        "error",
    ),
    Example(
        "a list that makes its count is ticked",
        "The firm has three brands - Aldgate, Borough and Camden - and sells to schools.",
        "tick",
    ),
    Example(
        "names after including may make the count",
        "Four ports, including Riga, Tallinn, Klaipeda and Gdansk, have joined.",
        "tick",
    ),
    Example(
        "some of them are no list of all", "Twelve ports, including Riga, Tallinn and Gdansk, have joined.", "silent"
    ),
    Example("examples are no list of all", "Twelve ports, such as Riga, Tallinn and Gdansk, have joined.", "silent"),
    Example(
        "a count of other things near a list is left alone",
        "Three ships were delayed. Riga, Tallinn, Klaipeda and Gdansk reported storms.",
        "silent",
    ),
)

RULE = Rule(
    code="LS01", slug="count-and-list", scope="article", check=check, examples=EXAMPLES, aliases=("list-count",)
)

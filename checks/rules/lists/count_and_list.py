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
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from checks.fates import FATE
from checks.model import Article, Figure, Finding, Hedge, Kind, Listing, Outcome, Severity, Span, Tick
from checks.rule import Example, Rule
from checks.sameness import is_person, noun_class, thing, thing_in
from checks.wording import listed, things

MOST = 60  # names in a list that a count is tied to
ARTICLE = r"(?:the |its |his |her |their |a |an )?$"
NAMED = re.compile(
    rf"^[^.;:]{{0,50}}?\s*(?:[-–—:]|\()\s*{ARTICLE}|^,? (?:namely|being|which are|who are|and they are):? {ARTICLE}"
    rf"|^[^.,;:]{{0,40}}? (?:are|were)(?: said to be| named as| listed as)?:? {ARTICLE}",
    re.IGNORECASE,
)
APPOSED = re.compile(r"^, $")
INCLUDING = re.compile(
    rf"^[^.;:]{{0,50}}?,? (?:including|include[sd]?|among them|such as|(?:they|which|who) include[sd]?):? {ARTICLE}",
    re.IGNORECASE,
)
BEHIND = re.compile(r"^,? (?:are|were|[-–—]) (?:all |just |only )?(?:the )$", re.IGNORECASE)
INTRODUCED = re.compile(
    r"\b([a-z]+)(?: in (?:the|this) [a-z ]{3,25}| killed| who [a-z ]{3,30}| involved| concerned| named| chosen)?"
    r" (?P<verb>are|were|include[sd]?|comprise[sd]?)(?: the)?:?$",
    re.IGNORECASE,
)
THOSE = re.compile(
    r"\b(?:those|the people|the men|the women|the (?:dead|injured|victims)) [a-z ]{0,50}?(?:are|were|include[sd]?):?$",
    re.IGNORECASE,
)
PART_OF = re.compile(r"\bof (?:the |its |their |his |her |all )?$", re.IGNORECASE)
SOME = re.compile(r"\b(?:some|many|most|several|few|two|three|one) of (?:the|those|these|them)\b", re.IGNORECASE)
CLAUSE = re.compile(r"\b(?!and\b|aged\b|from\b|the\b)[a-z]{3,}\b")
ALMOST = 4  # names from which a list short by one is taken for the whole one


def check(article: Article) -> Iterator[Outcome]:
    counts = [f for f in article.figures if _is_count(f)]
    for listing in article.listings:
        if not 2 <= len(listing.items) <= MOST or listing.is_open:
            continue
        inside = [f for f in counts if f.sentence == listing.sentence]
        tied = _beside(article, inside, listing)
        if tied:
            yield from _judged(article, *tied, listing)
        elif len(listing.items) > 2:
            yield from _elsewhere(article, counts, listing)


def _is_count(figure: Figure) -> bool:
    return (
        figure.kind is Kind.COUNT
        and figure.value is not None
        and figure.value.denominator == 1
        and 2 <= figure.value <= MOST
        and figure.hedge is Hedge.NONE
        and not figure.is_range
        and figure.noun is not None
        and figure.words.lower() != "both"
    )


def _beside(article: Article, counts: Sequence[Figure], listing: Listing) -> tuple[Figure, bool] | None:
    """The count that introduces the list in its own sentence, and whether the list then is everything."""
    before = [f for f in counts if f.span.end <= listing.span.start]
    if before and before[-1].noun:
        figure = before[-1]
        of = PART_OF.search(article.text[max(0, figure.span.start - 15) : figure.span.start])
        if of and any(0 <= figure.span.start - f.span.end <= len(of.group()) + 12 for f in article.figures):
            return None  # "five of the 38 stations: ..." lists the five
        gap = article.text[max(figure.span.end, before[-1].noun.span.end) : listing.span.start]
        if INCLUDING.match(gap):
            return figure, False
        if NAMED.match(gap) or (listing.proper and APPOSED.match(gap)):
            return figure, True
    for figure in counts:
        if figure.span.start >= listing.span.end and BEHIND.match(article.text[listing.span.end : figure.span.start]):
            return figure, True
    return None


def _elsewhere(article: Article, counts: Sequence[Figure], listing: Listing) -> Iterator[Outcome]:
    """A count in another sentence, tied by the noun or the fate that introduces the list."""
    lead = article.words(listing.lead_in).strip()
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
    elif found:
        if not listing.proper:
            return
        head = noun_class(found[1])
        wanted = [f for f in counts if thing(f).head == head and f.sentence != listing.sentence]
    else:
        return
    wanted = [f for f in wanted if f.value and f.value > 2]
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
    count, names = figure.value or Fraction(0), len(listing.items)
    noun = article.words(figure.noun.span) if figure.noun else ""
    spans = (figure.span, Span(listing.items[0].start, listing.items[-1].end))
    what = things(names, "name") if listing.proper else things(names, "item")
    if count == names:
        yield Tick(f"{figure.words} {noun} are announced and {what} are listed.", spans, f"{figure.words} = {what}")
        return
    short = names < count
    if short and not everything and not (names >= ALMOST and count - names == 1):
        return
    severity = Severity.ERROR if listing.proper and (everything or not short) else Severity.WARNING
    yield Finding(
        severity,
        f"{figure.words} {noun} are announced, and {what} are listed: {listed(listing.names)}.",
        spans,
        f"{figure.words} is not {names}",
        (f"{figure.words} -> {names}", f"{things(abs(count - names), 'name')} {'to add' if short else 'to take out'}"),
        f"Is it {figure.words} or {names}, or is {'one left out of' if short else 'one too many in'} the list?",
    )


EXAMPLES = (
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

"""A count is stated with a list, and the list has more or fewer names.

Compares the count with the list in "three brands: A, B and C", "the nine trustees are ..." and, paragraphs apart, "12
countries took part" with "Participating countries included ...". A speech with "four priorities" of which three were
named was corrected this way.

A list that follows its count after a dash, a colon or "are" is complete, and so is a long list of names that nearly
reaches the count, even after "including". Silent on lists that say they are incomplete ("such as", "among others"), on
"including" with clearly fewer names than the count, and on counts that are merely near a list.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from checks.listings.bulleted import bullets_after
from checks.listings.item_counting import ItemType
from checks.model import Article, Figure, Listing, Outcome, Span
from checks.outcome_events import EVENT_OF_WORD
from checks.pattern import pattern
from checks.relations.enumerations import enumerations_of
from checks.rule import Example, Rule
from checks.rules.lists._announced_lists import (
    MAX_COUNT,
    Announcement,
    Opening,
    announcements,
    follows_other_count,
    is_count,
    may_be_slip,
    members_missing,
    members_span,
)
from checks.rules.lists._outcomes import finding, tick
from checks.sameness import counted_entity, counted_entity_in, is_person, noun_class
from checks.word_set import word_set

WORDS_BETWEEN_LIST_AND_COUNT = pattern(r"^,? (?:are|were|[-–—]) (?:all |just |only )?(?:the )$", re.IGNORECASE)
LEAD_WITH_NOUN = pattern(
    r"\b([a-z]+)(?: in (?:the|this) [a-z ]{3,25}| killed| who [a-z ]{3,30}| involved| concerned| named| chosen)?"
    r" (?P<verb>are|were|include[sd]?|comprise[sd]?)(?: the)?:?$",
    re.IGNORECASE,
)
LEAD_WITH_PEOPLE = pattern(
    r"\b(?:those|the people|the men|the women|the (?:dead|injured|victims)) [a-z ]{0,50}?(?:are|were|include[sd]?):?$",
    re.IGNORECASE,
)
ADDITION_BEFORE_LIST = pattern(r"\b(?:along|together|coupled) with $|\bas well as $|\bin addition to $")
SOME_OTHER = pattern(r"\bsome other\b", re.IGNORECASE)
SOME_OF_THEM = pattern(r"\b(?:some|many|most|several|few|two|three|one) of (?:the|those|these|them)\b", re.IGNORECASE)
CLAUSE_WORD = pattern(r"\b(?!and\b|aged\b|from\b|the\b)[a-z]{3,}\b")
OF_LARGER_GROUP = pattern(r"(?:\s[a-z]+)?\sof (?:the|its|their|those)\b")
"""A subgroup counted after a list: "At the other end, 12 of the 67 towns have fewer"."""
LIST_SEPARATOR = pattern(r",? (?:and|or) |, ")
NOT_A_MEMBER = pattern(
    r"\b(?:each|both|either) of\b|\beach\b|\b[ap]\.m\b"
    r"|\b[Oo]n (?:one|two|three|four|five|six|\d+)$"
    r"|\b(?:parts?|halves|pieces|pairs?) of (?:two|three|four|five|six|seven|eight|nine|ten|\d)",
    re.IGNORECASE,
)
"""Words of an item that is not a single member of a list: "2 per cent in each of two years", "7.42 p.m., early on"."""
LEAD_TO_OPEN_LIST = pattern(r"\b(?:among|includ(?:e|es|ed|ing)|such as|some|other|more|for example)\b", re.IGNORECASE)
"""Words that introduce bullets as only some of the things."""
ITEM_MARKER = pattern(r"\(([a-h]|[1-9]|i{1,3}|i?v|vi{1,3})\) ")
MARKER_SEQUENCES = ("abcdefgh", "123456789", "i ii iii iv v vi vii viii".split())
"""The letters and numbers, in brackets, that mark the items of a sentence."""
ANNOUNCING_WORD = pattern(r"\b(?:here|these|they|following)\b", re.IGNORECASE)
MAX_WORDS_TO_COLON = 2  # from the noun: "three faults so far:"
MAX_SHOWN_WORDS = 6  # of a bullet
LEAD_CHARS = 300  # characters before a list that say what it lists
OVERLAP_WINDOW = 4  # lists already judged that are compared with the next for overlap
MIN_NEARLY_COMPLETE = 4  # names of the shortest list that counts as complete though one name is missing


COMPLETE_OPENINGS = frozenset(
    (
        Opening.COLON,
        Opening.DASH,
        Opening.BRACKET,
        Opening.NAMELY,
        Opening.ARE,
        Opening.PLACES,
        Opening.COMMA,
        Opening.NAMED,
    )
)
COLLECTIVE_NOUNS = word_set(
    """batch block camp category class crew delivery division family group kind lot order pack parcel part party set
    sort squad stage step team tier type unit wave"""
)
"""Nouns for what consists of several things: "two groups: 28 clerks and 18 guards"."""
AGES_AFTER_COUNT = pattern(r"(?: [a-z]+){0,3},? (?:ages|aged) \d")


def check(article: Article) -> Iterator[Outcome]:
    announced = list(announcements(article))
    for announcement in announced:
        yield from _compare_announced(article, announcement)
    counts = [figure for figure in article.figures if is_count(figure) and figure.noun]
    judged = sorted(members_span(announcement.members) for announcement in announced)
    for span, outcomes in _bulleted(article, counts):
        judged.append(span)
        yield from outcomes
    judged.sort()
    for listing in article.listings:
        if not 2 <= len(listing.items) <= MAX_COUNT or listing.is_open:
            continue
        index = bisect_left(judged, (listing.span.end, 0))
        if any(span.overlaps(listing.span) for span in judged[max(0, index - OVERLAP_WINDOW) : index]):
            continue
        count_after = _count_after(article, counts, listing)
        if count_after is not None:
            yield from _outcome(article, count_after, True, listing)
        elif len(listing.items) > 2:
            yield from _compare_with_other_sentence(article, counts, listing)


def _bulleted(article: Article, counts: Sequence[Figure]) -> Iterator[tuple[Span, list[Outcome]]]:
    """The spans and outcomes of bullets that follow a sentence with a colon at its end and one count."""
    by_sentence: dict[int, list[Figure]] = {}
    for figure in counts:
        by_sentence.setdefault(figure.sentence, []).append(figure)
    for sentence, figures in by_sentence.items():
        lead = article.text_of(article.sentences[sentence].span)
        bullets = bullets_after(article, sentence) if lead.rstrip().endswith(":") and len(figures) == 1 else ()
        count = int(figures[0].value or 0)
        if len(bullets) < 2 or not 2 <= count <= MAX_COUNT or LEAD_TO_OPEN_LIST.search(lead):
            continue
        list_span = Span(bullets[0].start, bullets[-1].end)
        if count == len(bullets):
            yield list_span, [tick(article, figures[0], count, list_span, "item")]
        elif may_be_slip(count, len(bullets)) and _is_announced(article, figures[0], sentence):
            names = [_shortened(article.text_of(bullet)) for bullet in bullets]
            yield list_span, [finding(article, figures[0], names, list_span, item_noun="item", is_certain=False)]


def _is_announced(article: Article, figure: Figure, sentence: int) -> bool:
    """Whether a colon follows what is counted, or words such as "here are" precede it."""
    bounds = article.sentences[sentence].span
    end = figure.noun.span.end if figure.noun else figure.span.end
    return (
        len(article.text[end : bounds.end].split()) <= MAX_WORDS_TO_COLON
        or ANNOUNCING_WORD.search(article.text[bounds.start : figure.span.start]) is not None
    )


def _numbered_items(article: Article, figure: Figure) -> list[Span]:
    """The items after a number that are marked one by one: "(i) power; (ii) paper; and (iii) peat"."""
    end = article.sentences[figure.sentence].span.end
    found = list(ITEM_MARKER.finditer(article.text, figure.span.end, end))
    marks = [match[1] for match in found]
    if len(found) < 2 or not any(marks == list(known[: len(marks)]) for known in MARKER_SEQUENCES):
        return []
    stops = [*(match.start() for match in found[1:]), end]
    return [
        Span(match.end(), _end_of_item(article.text, match.end(), stop))
        for match, stop in zip(found, stops, strict=True)
    ]


def _end_of_item(text: str, start: int, stop: int) -> int:
    """The offset where an item ends, without the punctuation and the "and" before the next."""
    words = text[start:stop].rstrip(" \n,;.")
    for conjunction in (" and", " or"):
        words = words.removesuffix(conjunction)
    return start + len(words.rstrip(" \n,;."))


def _shortened(words: str) -> str:
    """The first words of a bullet."""
    shown = words.split()[:MAX_SHOWN_WORDS]
    return " ".join(shown) + " ..." * (len(shown) < len(words.split()))


def _compare_announced(article: Article, announcement: Announcement) -> Iterator[Outcome]:
    """The outcome for a count that is followed by a list in its sentence."""
    figure, members, opening = announcement
    count = int(figure.value or 0)
    are_names = all(item_type is ItemType.NAME for item_type in members.item_types)
    item_noun = "name" if are_names else "item"
    numbered = _numbered_items(article, figure)
    if numbered:
        list_span = Span(numbered[0].start, numbered[-1].end)
        if count == len(numbered):
            yield tick(article, figure, count, list_span, "item")
        elif may_be_slip(count, len(numbered)):
            names = [_shortened(article.text_of(item)) for item in numbered]
            yield finding(article, figure, names, list_span, item_noun="item", is_certain=True)
        return
    names = [article.text_of(item) for item in members.items]
    is_complete = opening in COMPLETE_OPENINGS
    if count in members.likely_counts:
        are_numbered = all(item_type is ItemType.COUNTED_NOUN for item_type in members.item_types) or (
            count > len(names) and all(name[0].isdigit() for name in names)  # "51 came: 18 from Lodz, 33 from Krakow"
        )
        if not are_numbered or (count == len(names) and counted_entity(figure).head in COLLECTIVE_NOUNS):
            yield tick(article, figure, count, members_span(members), item_noun)
        return  # "46 beds: 28 at Torley and 18 at Skerra" is a sum, and "two sites: 28 clerks and 18 guards" no list
    if follows_other_count(article, figure):
        return  # "two men and two women: ..." names four
    if AGES_AFTER_COUNT.match(article.text, figure.span.end):
        return  # "four men, ages 24, 31, 33 and 52, and two women": how old they are
    if any(name.lower().startswith("the other") for name in names):
        return  # "two suits, one from residents, the other from builders and shops"
    if any(
        other.sentence == figure.sentence
        and other.span.end <= members_span(members).start
        and other.value in members.likely_counts
        and is_count(other)
        for other in article.figures
    ):
        return  # "three of the four top markets: Japan, Korea and Spain"
    if any(
        count in enumeration.counts and enumeration.span == members_span(members)
        for enumeration in enumerations_of(article, figure.sentence)
    ):
        return  # "two spots: Lyme Regis, Dorset, and Staithes, North Yorkshire"
    if any(NOT_A_MEMBER.search(name) for name in names):
        return  # "four instalments: 2 per cent now, 2 per cent in each of the two next years and 1.5 per cent"
    if any(
        len(listing.items) == count and listing.span.overlaps(members_span(members)) for listing in article.listings
    ):
        return  # "three contracts, with firms in Japan, the Emirates and France": the list begins before its comma
    if len(LIST_SEPARATOR.split(article.text_of(members_span(members)))) == count:
        return  # "Fjordverk, Ardlui Marine, a co-operative of the yard and Pell Street": these may be four
    missing = members_missing(members, count)
    size = count - missing
    counted_count = sum(item_type is ItemType.COUNTED_NOUN for item_type in members.item_types)
    if not missing or not may_be_slip(count, size) or not members.has_conjunction or 2 * counted_count > len(names):
        return
    if missing > 0 and not is_complete and not (size >= MIN_NEARLY_COMPLETE and missing == 1):
        return
    is_certain = are_names and (is_complete or missing < 0)
    yield finding(article, figure, names, members_span(members), size=size, item_noun=item_noun, is_certain=is_certain)


def _count_after(article: Article, counts: Sequence[Figure], listing: Listing) -> Figure | None:
    """The count after a list: "Aldgate, Borough and Camden are the three brands"; None where there is none."""
    index = bisect_left(counts, listing.span.end, key=lambda figure: figure.span.start)
    if index == len(counts) or counts[index].sentence != listing.sentence:
        return None
    gap = article.text[listing.span.end : min(counts[index].span.start, listing.span.end + 40)]
    return counts[index] if WORDS_BETWEEN_LIST_AND_COUNT.match(gap) else None


def _compare_with_other_sentence(article: Article, counts: Sequence[Figure], listing: Listing) -> Iterator[Outcome]:
    """The outcome for a count in another sentence, connected by the noun or the event that introduces the list."""
    lead = article.text_of(listing.lead_in).strip()[-LEAD_CHARS:]
    noun_match = LEAD_WITH_NOUN.search(lead)
    people_match = LEAD_WITH_PEOPLE.search(lead)
    if SOME_OF_THEM.search(lead) or SOME_OTHER.search(article.text, listing.lead_in.start, listing.lead_in.end):
        return
    if noun_match is None and people_match is None:
        yield from _compare_with_previous_sentence(article, counts, listing, lead)
        return
    event = (
        next((EVENT_OF_WORD[word] for word in people_match.group().lower().split() if word in EVENT_OF_WORD), "")
        if people_match
        else ""
    )
    if event:
        matching_counts = [
            other
            for other in counts
            if counted_entity_in(article, other).event == event and is_person(counted_entity(other).head or "person")
        ]
    elif people_match and listing.proper and len(listing.items) > 2:
        counts_before = [other for other in counts if other.sentence == listing.sentence - 1 and (other.value or 0) > 2]
        if len(counts_before) == 1 and not is_person(counted_entity(counts_before[0]).head):
            yield from _outcome(article, counts_before[0], True, listing)
        return
    elif noun_match:
        if not listing.proper:
            return
        head = noun_class(noun_match[1])
        matching_counts = [
            other for other in counts if counted_entity(other).head == head and other.sentence != listing.sentence
        ]
    else:
        return
    matching_counts = [other for other in matching_counts if other.value and other.value > 2]
    matching_counts = [
        other
        for other in matching_counts
        if other.span.start < listing.span.start or not OF_LARGER_GROUP.match(article.text, other.span.end)
    ]
    fitting_counts = [other for other in matching_counts if other.value == len(listing.items)]
    is_complete = bool(people_match) or (noun_match is not None and noun_match["verb"].lower() in ("are", "were"))
    if fitting_counts:
        yield from _outcome(article, fitting_counts[0], is_complete, listing)
    elif len({other.value for other in matching_counts}) == 1:
        yield from _outcome(article, matching_counts[0], is_complete, listing)


def _compare_with_previous_sentence(
    article: Article, counts: Sequence[Figure], listing: Listing, lead: str
) -> Iterator[Outcome]:
    """The outcome for a count and names that open the next sentence.

    "The four climbers were found on Monday. A, B, C and D had set out at dawn".
    """
    if lead or not listing.proper or len(listing.items) < 3 or _has_clauses(article, listing):
        return
    counts = [
        other for other in counts if other.sentence == listing.sentence - 1 and is_person(counted_entity(other).head)
    ]
    if len(counts) != 1:
        return
    text_before = article.text[max(0, counts[0].span.start - 8) : counts[0].span.start].lower()
    is_definite = text_before.endswith(("the ", "these ", "those "))
    if counts[0].value == len(listing.items) or (is_definite and abs((counts[0].value or 0) - len(listing.items)) == 1):
        yield from _outcome(article, counts[0], True, listing)


def _has_clauses(article: Article, listing: Listing) -> bool:
    """Whether more than an age or a place is between the names."""
    gaps = (article.text[first.end : second.start] for first, second in pairwise(listing.items))
    return any(CLAUSE_WORD.search(gap) for gap in gaps)


def _outcome(article: Article, figure: Figure, is_complete: bool, listing: Listing) -> Iterator[Outcome]:
    """A tick if the list fits the count, else a finding if the list should be complete."""
    if ADDITION_BEFORE_LIST.search(article.text, max(0, listing.items[0].start - 24), listing.items[0].start):
        return  # "Ash, along with Elm and Oak, are the three": one is named before the list
    count, size = int(figure.value or 0), len(listing.items)
    list_span = Span(listing.items[0].start, listing.items[-1].end)
    item_noun = "name" if listing.proper else "item"
    if count == size:
        yield tick(article, figure, size, list_span, item_noun)
    elif size > count or is_complete or (size >= MIN_NEARLY_COMPLETE and count - size == 1):
        is_certain = listing.proper and (is_complete or size > count)
        yield finding(article, figure, listing.names, list_span, item_noun=item_noun, is_certain=is_certain)


EXAMPLES = (
    Example(
        "party and state",
        "Two senators, Ann Orr, R-Elm., and Bo Hay, D-Ash, voted no.",
        "tick",
    ),
    Example(
        "party and state, one too few",
        "Three senators, Ann Orr, R-Elm., and Bo Hay, D-Ash, voted no.",
        "silent",
    ),
    Example(
        "how far away",
        "Four doors away, baker Ed Ash lost £23,000: £15,500 for two ovens, £4,200 for a fridge and £3,300 in stock.",
        "silent",
    ),
    Example("names without a mark", "He leaves two sons Wyatt and Abe, and three daughters, Ann, Bo and Di.", "tick"),
    Example("names without a mark, wrong", "He leaves four sons Wyatt and Abe, and five daughters.", "error"),
    Example("cases", "It is allowed in two cases: if the roof leaks, or if the floor is damp.", "tick"),
    Example("cases, wrong", "It is allowed in three cases: if the roof leaks, or if the floor is damp.", "warning"),
    Example("whose children they are", "The five children Ann and Bo raised are grown.", "silent"),
    Example("and two others", "Their four sons Tim and Paul, both actors, and two others were there.", "silent"),
    Example(
        "the others", "Narra is one of four towns - Cobble, Eastmere and Torley are the others - to vote.", "silent"
    ),
    Example("and others", "Those five, along with Narra, Cobble and Eastmere, will be there.", "silent"),
    Example("points", "Support rose by four points in the Midlands, the North East and Yorkshire.", "silent"),
    Example("how old they are", "Four men, ages 24, 31, 33 and 52, and two women, 29 and 40, were charged.", "silent"),
    Example("parts of some", "Donors gave 46 of the organs: 43 kidneys and parts of three livers.", "silent"),
    Example(
        "what one of several may be",
        "One of the smallest of the four big banks - Bank of Torley or Banque de Narra - will be sold first.",
        "silent",
    ),
    Example("with one named in front", "Ashby, along with Elmton and Oakley, are the three river towns.", "silent"),
    Example(
        "a word in quotation marks",
        'Its three ports are "not possible" to guard because they span a large area and the coast is open.',
        "silent",
    ),
    Example(
        "a name with a number",
        "The state and its “Five Eyes” allies – Narra, Torley, Skerra and Lorne – met.",
        "silent",
    ),
    Example(
        "bullets",
        "The recall covers three faults:\n\n- a pump that stalls\n- a door that opens\n- a gauge that lies.",
        "tick",
    ),
    Example(
        "bullets, one short",
        "The recall covers four faults:\n\n- a pump that stalls\n- a door that opens\n- a gauge that lies.",
        "warning",
    ),
    Example(
        "bullets that are some of them",
        "The recall covers nine faults, among them:\n\n- a pump that stalls\n- a door that opens\n- a gauge that lies.",
        "silent",
    ),
    Example(
        "bullets of another thing",
        "Two unions handed their demands to the mayor on Monday:\n\n- a pay rise\n- free meals\n- repairs.",
        "silent",
    ),
    Example(
        "bullets behind a full stop",
        "The recall covers four faults.\n\n- It began in May.\n- Dealers were told in June.",
        "silent",
    ),
    Example("numbered", "There are three tests: (i) power below 45 euros; (ii) paper; and (iii) relief.", "tick"),
    Example("numbered, one short", "There are four tests: (a) power, (b) paper, and (c) relief from tax.", "error"),
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
        "those who work at each of them are no list of places",
        "The closures affect three sites: 18 lifeguards, 15 cleaners and 11 clerks will go.",
        "silent",
    ),
    Example(
        "groups of several",
        "The closures affect three groups: 18 lifeguards, 15 cleaners and 11 clerks.",
        "tick",
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
        "some of so many",
        "Acme sells in three of the world's top four markets: Japan, Korea and Spain.",
        "silent",
    ),
    Example(
        "towns with their counties",
        "Just two beaches failed: Lyme Regis Church Cliff Beach, Dorset, and Staithes, North Yorkshire.",
        "silent",
    ),
    Example(
        "one and the other",
        "Two lawsuits - one from a group of residents, the other from builders and shops - were filed in May.",
        "silent",
    ),
    Example(
        "others of them",
        "Five were honoured.\n\nThe winners are Ann Reed and Bo Lund. Others are Cy Moss, Di Page and Ed Roe.",
        "silent",
    ),
    Example(
        "a count of other things near a list is left alone",
        "Three ships were delayed. Riga, Tallinn, Klaipeda and Gdansk reported storms.",
        "silent",
    ),
)

RULE = Rule(
    code="LS01",
    slug="count-and-list",
    scope="article",
    relation="list",
    check=check,
    examples=EXAMPLES,
    aliases=("list-count",),
)

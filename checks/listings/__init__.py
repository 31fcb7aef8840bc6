"""Finds enumerations of names: "Argentina, Brazil, Bolivia and Chile", "Ann Lee, 34, and Bo Hay, 12", bulleted lists.

A listing has a conjunction ("and", "or", "as well as", "along with") before its last item, or follows a colon to the
end of the sentence, or is a run of bulleted paragraphs. From the conjunction it is read backwards over the commas (or
semicolons) as long as every segment is a name, or an attribute of one: brackets, an age, "of Leeds", "a nurse". Common
nouns ("professor, graphic designer and taxi driver") are only read after words that introduce a list.

Rules compare counts with listings, so a doubtful listing is worse than none. Reading stops at a segment that is neither
name nor attribute. An "and" in the middle that belongs to no known name yields no listing, nor do places with their
countries ("Paris, France and Rome, Italy").

`item_counting` counts what any stretch of text lists, names or not.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.listings.bulleted import bulleted_list
from checks.listings.common_nouns import common_nouns
from checks.listings.construction import make_listing
from checks.listings.proper_names import build_listing, find_items, is_name, names_after_colon
from checks.listings.segments import Segment, split_segments
from checks.model import Listing, Sentence, Zone
from checks.pattern import pattern
from checks.text import Layout

# Every alternative begins with the mark or space that the first `\W` matches, which makes the search faster.
_MAY_HOLD_A_LIST = pattern(
    r"\W(?:(?:and|or|plus|with|as|nor|&)\s+(?:[a-z-]+\s+){0,4}[\"“‘'(]?[^\W\d_a-z]"
    r"|and (?:\w+ )?(?:others|more|elsewhere)\b|(?<=:)|(?<=\s)[–—-]{1,2}\s"
    r"|(?:includ(?:e|es|ed|ing)|compris(?:ed|ing)|namely|such as|like)\s)"
)
_TITLE_CASE_SHARE = 0.7  # of words with a capital; above it, a line is in title case

MAX_CONJUNCTIONS = 40  # per sentence; with more, only this many segments before each conjunction are read


def find(text: str, layout: Layout) -> Iterator[Listing]:
    """Yields the listings of a text, in text order."""
    for index, sentence in enumerate(layout.sentences):
        if sentence.zone in (Zone.DATELINE, Zone.BYLINE):
            continue
        if sentence.zone is Zone.LIST:
            if index and layout.sentences[index - 1].zone is Zone.LIST:
                continue
            bullets = bulleted_list(text, layout, index)
            if bullets:
                yield bullets
                continue
        if _MAY_HOLD_A_LIST.search(text, sentence.span.start, sentence.span.end):
            yield from _listings_in_sentence(text, sentence, index)


def _listings_in_sentence(text: str, sentence: Sentence, index: int) -> Iterator[Listing]:
    """Yields the listings of the sentence with this index; common nouns only where there are no names."""
    segments = split_segments(text, sentence.span)
    if sentence.zone is not Zone.BODY and _is_in_title_case(segments):
        return
    # Without a limit, each "and" of a very long sentence would be read back to its beginning.
    max_segments = (
        len(segments) if sum(segment.mark == "and" for segment in segments) <= MAX_CONJUNCTIONS else MAX_CONJUNCTIONS
    )
    last_read = -1
    for last_index, segment in enumerate(segments):
        if last_index <= last_read or segment.mark != "and":
            continue
        if (
            last_index + 1 < len(segments)
            and segments[last_index + 1].mark == "and"
            and not segments[last_index + 1].has_comma
        ):
            following = segments[last_index + 1].words
            if segment.words and following and is_name(segment.words) and following[0].text[0].isupper():
                continue  # "A and B and C": read from its end
        items = find_items(segments, last_index, max_segments)
        if len(items) < 2:
            continue
        listing = build_listing(text, sentence, index, items, segments, last_index)
        if listing is not None:
            yield listing
            last_read = last_index
    if last_read < 0:
        names = names_after_colon(text, segments)
        items = names or common_nouns(segments)
        if items:
            yield make_listing(text, sentence, index, items, proper=bool(names))


def _is_in_title_case(segments: list[Segment]) -> bool:
    """Whether most words have capitals, as in some headlines, so that a capital does not show a name."""
    words = [word.text for segment in segments for word in segment.words if word.text[0].isalpha()]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > _TITLE_CASE_SHARE * len(words)

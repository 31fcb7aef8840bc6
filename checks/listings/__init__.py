"""Finds enumerations of names: "Argentina, Brazil, Bolivia and Chile", "Ann Lee, 34, and Bo Hay, 12", bulleted lists.

A listing ends in a conjunction ("and", "or", "as well as", "along with"), or runs to the end of the sentence after a
colon, or is a run of bulleted paragraphs. From the conjunction it is read backwards over the commas (or semicolons) as
long as every piece is a name, or an attribute of one: brackets, an age, "of Leeds", "a nurse". Names of common things
("professor, graphic designer and taxi driver") are only read after words that announce a list.

Rules tie counts to listings, so a doubtful one is worse than none: a piece that is neither name nor attribute, an "and"
in the middle that belongs to no known name, places beside their countries ("Paris, France and Rome, Italy") end it.

`members` counts what any stretch of text lists, names or not.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.listings.bulleted import bulleted_points
from checks.listings.common_nouns import common_nouns
from checks.listings.construction import listing_made
from checks.listings.proper_names import after_colon, is_name, items_of, listing_of
from checks.listings.segments import Piece, pieces_of
from checks.model import Listing, Sentence, Zone
from checks.pattern import pattern
from checks.text import Layout

_MAY_HOLD_A_LIST = pattern(
    r"\W(?:and|or|plus|with|as|nor|&)\s+(?:[a-z-]+\s+){0,4}[\"“‘'(]?[^\W\d_a-z]"
    r"|\Wand (?:\w+ )?(?:others|more|elsewhere)\b|:|\s[–—-]{1,2}\s"
    r"|\W(?:includ(?:e|es|ed|ing)|compris(?:ed|ing)|namely|such as|like)\s"
)
_TITLE_CASE = 0.7  # the share of capitals above which a sentence is a headline in title case

MANY = 40  # of one sentence: conjunctions, and then the pieces before each that are read


def find(text: str, layout: Layout) -> Iterator[Listing]:
    """The listings of a text, in text order."""
    for index, sentence in enumerate(layout.sentences):
        if sentence.zone in (Zone.DATELINE, Zone.BYLINE):
            continue
        if sentence.zone is Zone.LIST:
            if index and layout.sentences[index - 1].zone is Zone.LIST:
                continue
            points = bulleted_points(text, layout, index)
            if points:
                yield points
                continue
        if _MAY_HOLD_A_LIST.search(text, sentence.span.start, sentence.span.end):
            yield from _in_sentence(text, sentence, index)


def _in_sentence(text: str, sentence: Sentence, index: int) -> Iterator[Listing]:
    pieces = pieces_of(text, sentence.span)
    if sentence.zone is not Zone.BODY and _in_title_case(pieces):
        return
    # In a sentence full of "and" each would be read back to the beginning.
    reach = len(pieces) if sum(piece.mark == "and" for piece in pieces) <= MANY else MANY
    done = -1
    for last, piece in enumerate(pieces):
        if last <= done or piece.mark != "and":
            continue
        if last + 1 < len(pieces) and pieces[last + 1].mark == "and" and not pieces[last + 1].comma:
            following = pieces[last + 1].words
            if piece.words and following and is_name(piece.words) and following[0].words[0].isupper():
                continue  # "A and B and C": read from its end
        items = items_of(pieces, last, reach)
        if len(items) < 2:
            continue
        listing = listing_of(text, sentence, index, items, pieces, last)
        if listing is not None:
            yield listing
            done = last
    if done < 0:
        for reader in (after_colon, common_nouns):
            items = reader(text, pieces)
            if items:
                yield listing_made(text, sentence, index, items, proper=reader is after_colon)
                return


def _in_title_case(pieces: list[Piece]) -> bool:
    """Is it a headline whose words all have capitals, so that capitals tell nothing?"""
    words = [word.words for piece in pieces for word in piece.words if word.words[0].isalpha()]
    return len(words) > 4 and sum(word[0].isupper() for word in words) > _TITLE_CASE * len(words)

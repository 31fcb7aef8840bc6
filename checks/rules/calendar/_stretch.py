"""Is a stated length of time the one between the only two times of its sentence?"""

from __future__ import annotations

import re
from enum import Enum

from checks.model import Article, Figure, Span
from checks.pattern import pattern
from checks.rules._printed import lexicon, plain_words

AROUND = 40  # characters in which a cue is looked for
AN_EVENT = 75  # characters in which the time of "four days before the term ends on July 24" stands

OTHER_BEFORE = lexicon("every each another further average next first last past within per maximum minimum previous")
OTHER_BEHIND = lexicon("ago old notice shift jail prison delay late each apart sentence term ban deal contract too")
SPENT = lexicon("in at on as with under without")
PLANNED = lexicon("jailed sentenced banned suspended loan lease deal contract sentence imprisonment guarantee warranty")
EVENT = lexicon("before after prior from since into")
MADE_OF = pattern(r"(?:,|\bend|\bending|\bafter)\s+(?:an?|the)\s+(?:[\w-]+\s+)?[\w-]+\s+of\s+$")
"""What the two times make: ", an outage of", "bringing to an end a siege of"."""
UNTIL = pattern(r"\s*,?\s*(?:until|till|from|between|to)\b", re.IGNORECASE)


class Bond(Enum):
    """How closely the words tie the length to the two times."""

    NONE = 0
    FITS = 1  # it may be theirs: worth a tick where it fits
    SURE = 2  # it is theirs


def bond(article: Article, figure: Figure, first: Span, second: Span) -> Bond:
    """What the words say of a length of time in a sentence with exactly these two times, in text order."""
    bounds = article.sentences[figure.sentence].span
    before = plain_words(article.text[max(bounds.start, figure.span.start - AROUND) : figure.span.start])
    rest = article.text[figure.span.end : bounds.end]
    behind = plain_words(rest[:AROUND])
    if not OTHER_BEFORE.isdisjoint(before[-3:]) or not OTHER_BEHIND.isdisjoint(behind[:2]):
        return Bond.NONE
    if before[-1:] == ["on"]:
        return Bond.NONE  # "on two days between Monday and Friday"
    spent = before[-1:] == ["after"] and behind[:1] and behind[0] in SPENT
    if behind[:1] == ["of"] or spent:
        return Bond.FITS  # "after 19 days of evidence", "after nine days at sea": some of those between
    if not PLANNED.isdisjoint(plain_words(article.text[bounds.start : bounds.end])):
        return Bond.FITS
    if behind[:1] and behind[0] in EVENT:
        told_of = [span for span in (first, second) if 0 <= span.start - figure.span.end <= AN_EVENT]
        return Bond.SURE if len(told_of) == 1 or behind[:1] == ["from"] else Bond.FITS
    if before[-1:] == ["for"] and "after" not in before[-3:] and not UNTIL.match(rest):
        return Bond.FITS
    if before[-1:] in (["in"], ["the"], ["of"], ["these"], ["those"]) and before[-2:] != ["a", "of"]:
        made_of = MADE_OF.search(article.text, max(0, figure.span.start - AROUND), figure.span.start)
        return Bond.SURE if made_of else Bond.FITS
    return Bond.SURE

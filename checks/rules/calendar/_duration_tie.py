"""How closely the words of a sentence tie a stated length of time to the only two times in the sentence."""

from __future__ import annotations

import re
from enum import Enum

from checks.model import Article, Figure, Span
from checks.pattern import pattern
from checks.rules._text import plain_words
from checks.word_set import word_set

CUE_REACH = 40  # characters on each side of the length in which a cue is looked for
EVENT_REACH = 75
"""Characters after the length in which the time of an event stands: "four days before the term ends on July 24"."""

OTHER_BEFORE = word_set("every each another further average next first last past within per maximum minimum previous")
"""Words before a length that make it another than the one between the two times."""
OTHER_BEHIND = word_set("ago old notice shift jail prison delay late each apart sentence term ban deal contract too")
"""Words after a length that make it another than the one between the two times."""
SPENT = word_set("in at on as with under without")  # words after "after 19 days" that say how the days were spent
PLANNED = word_set(
    "jailed sentenced banned suspended loan lease deal contract sentence imprisonment guarantee warranty"
)
"""Words of a term that need not have run between the two times."""
EVENT = word_set("before after prior from since into")  # words between a length and the event that it is counted from
MADE_OF = pattern(r"(?:,|\bend|\bending|\bafter)\s+(?:an?|the)\s+(?:[\w-]+\s+)?[\w-]+\s+of\s+$")
"""Before a length that the two times begin and end: ", an outage of", "bringing to an end a siege of"."""
UNTIL = pattern(r"\s*,?\s*(?:until|till|from|between|to)\b", re.IGNORECASE)


class TieStrength(Enum):
    """How closely the words tie the length to the two times."""

    NONE = 0
    POSSIBLE = 1  # it may lie between them: a tick where it fits, no finding where it does not
    CERTAIN = 2  # it lies between them: a finding where it does not fit


def tie_strength(article: Article, figure: Figure, first: Span, second: Span) -> TieStrength:
    """How closely a length of time is tied to two times; they must be the only two of its sentence, in text order."""
    bounds = article.sentences[figure.sentence].span
    before = plain_words(article.text[max(bounds.start, figure.span.start - CUE_REACH) : figure.span.start])
    rest = article.text[figure.span.end : bounds.end]
    behind = plain_words(rest[:CUE_REACH])
    if not OTHER_BEFORE.isdisjoint(before[-3:]) or not OTHER_BEHIND.isdisjoint(behind[:2]):
        return TieStrength.NONE
    if before[-1:] == ["on"]:
        return TieStrength.NONE  # "on two days between Monday and Friday"
    spent = before[-1:] == ["after"] and behind[:1] and behind[0] in SPENT
    if behind[:1] == ["of"] or spent:
        return TieStrength.POSSIBLE  # "after 19 days of evidence", "after nine days at sea": part of the time between
    if not PLANNED.isdisjoint(plain_words(article.text[bounds.start : bounds.end])):
        return TieStrength.POSSIBLE
    if behind[:1] and behind[0] in EVENT:
        following = [span for span in (first, second) if 0 <= span.start - figure.span.end <= EVENT_REACH]
        return TieStrength.CERTAIN if len(following) == 1 or behind[:1] == ["from"] else TieStrength.POSSIBLE
    if before[-1:] == ["for"] and "after" not in before[-3:] and not UNTIL.match(rest):
        return TieStrength.POSSIBLE
    if before[-1:] in (["in"], ["the"], ["of"], ["these"], ["those"]) and before[-2:] != ["a", "of"]:
        made_of = MADE_OF.search(article.text, max(0, figure.span.start - CUE_REACH), figure.span.start)
        return TieStrength.CERTAIN if made_of else TieStrength.POSSIBLE
    return TieStrength.CERTAIN

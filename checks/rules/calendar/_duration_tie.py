"""How closely the words of a sentence tie a stated duration to the only two times in it."""

from __future__ import annotations

import re
from enum import Enum

from checks.model import Article, Figure, Span
from checks.pattern import pattern
from checks.rules._text import plain_words
from checks.word_set import word_set

CUE_REACH = 40  # characters on each side of the duration in which a cue is looked for
EVENT_REACH = 75
"""Characters after the duration that the time of an event may begin in: "four days before the term ends on July 24"."""

OTHER_BEFORE = word_set("every each another further average next first last past within per maximum minimum previous")
"""Words before a duration that is not the one between the two times: "every two years"."""
OTHER_AFTER = word_set("ago old notice shift jail prison delay late each apart sentence term ban deal contract too")
"""Words after a duration that is not the one between the two times: "two years ago"."""
ACTIVITY_PREPOSITIONS = word_set("in at on as with under without")
"""Words after "after 19 days" that introduce what the days were spent on."""
TERM_WORDS = word_set(
    "jailed sentenced banned suspended loan lease deal contract sentence imprisonment guarantee warranty"
)
"""Words for a fixed term, which need not run from one of the times to the other."""
EVENT_PREPOSITIONS = word_set("before after prior from since into")
"""Words between a duration and the event that it is counted from."""
ENCLOSED_EVENT = pattern(r"(?:,|\bend|\bending|\bafter)\s+(?:an?|the)\s+(?:[\w-]+\s+)?[\w-]+\s+of\s+$")
"""Before the duration of an event that the two times begin and end: ", an outage of", "ending a siege of"."""
UNTIL = pattern(r"\s*,?\s*(?:until|till|from|between|to)\b", re.IGNORECASE)


class TieStrength(Enum):
    """How closely the words tie the duration to the two times."""

    NONE = 0
    POSSIBLE = 1  # it may run between them: a tick where it fits, no finding where it does not
    CERTAIN = 2  # it runs between them: a finding where it does not fit


def tie_strength(article: Article, duration: Figure, first: Span, second: Span) -> TieStrength:
    """How closely a duration is tied to two times, which must be the only two of its sentence, in text order."""
    bounds = article.sentences[duration.sentence].span
    words_before = plain_words(article.text[max(bounds.start, duration.span.start - CUE_REACH) : duration.span.start])
    text_after = article.text[duration.span.end : bounds.end]
    words_after = plain_words(text_after[:CUE_REACH])
    if not OTHER_BEFORE.isdisjoint(words_before[-3:]) or not OTHER_AFTER.isdisjoint(words_after[:2]):
        return TieStrength.NONE
    if words_before[-1:] == ["on"]:
        return TieStrength.NONE  # "on two days between Monday and Friday"
    is_followed_by_activity = (
        words_before[-1:] == ["after"] and words_after[:1] and words_after[0] in ACTIVITY_PREPOSITIONS
    )
    if words_after[:1] == ["of"] or is_followed_by_activity:
        return TieStrength.POSSIBLE  # "after 19 days of evidence", "after nine days at sea": part of the time between
    if not TERM_WORDS.isdisjoint(plain_words(article.text[bounds.start : bounds.end])):
        return TieStrength.POSSIBLE
    if words_after[:1] and words_after[0] in EVENT_PREPOSITIONS:
        later = [span for span in (first, second) if 0 <= span.start - duration.span.end <= EVENT_REACH]
        return TieStrength.CERTAIN if len(later) == 1 or words_after[:1] == ["from"] else TieStrength.POSSIBLE
    if words_before[-1:] == ["for"] and "after" not in words_before[-3:] and not UNTIL.match(text_after):
        return TieStrength.POSSIBLE
    if words_before[-1:] in (["in"], ["the"], ["of"], ["these"], ["those"]) and words_before[-2:] != ["a", "of"]:
        is_enclosed = ENCLOSED_EVENT.search(article.text, max(0, duration.span.start - CUE_REACH), duration.span.start)
        return TieStrength.CERTAIN if is_enclosed else TieStrength.POSSIBLE
    return TieStrength.CERTAIN

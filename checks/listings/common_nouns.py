"""Reads common nouns after words that introduce a list: "including professor, graphic designer and taxi driver"."""

from __future__ import annotations

from checks.listings.segments import ARTICLES, ROLE_BOUNDARIES, Segment, Word
from checks.word_set import word_set

_INTRODUCING_WORDS = word_set("including include includes included namely comprising comprised")
_MAX_ITEM_WORDS = 5


def common_nouns(segments: list[Segment]) -> list[tuple[Word, ...]]:
    """Returns the items of the list of common nouns in a sentence; none if there are fewer than three."""
    for last_index in range(len(segments) - 1, 1, -1):
        if segments[last_index].mark == "and":
            break
    else:
        return []
    items: list[tuple[Word, ...]] = [_trim_item(segments[last_index].words, is_last=True)]
    for index in range(last_index - 1, -1, -1):
        segment = segments[index]
        if not segment.words:
            return []
        introduced = _introduced_item(segment)
        if introduced is not None:
            items.append(introduced)
            break
        if segment.mark not in (",", ";"):
            return []
        items.append(_trim_item(segment.words))
    else:
        return []
    items.reverse()
    return items if len(items) >= 3 and all(items) else []


def _introduced_item(segment: Segment) -> tuple[Word, ...] | None:
    """Returns the first item of a list of common nouns, after the introducing word; None if there is no such word."""
    for index in range(len(segment.words) - 1, -1, -1):
        word = segment.words[index].text.lower()
        is_such_as = word == "as" and index and segment.words[index - 1].text.lower() == "such"
        if word in _INTRODUCING_WORDS or is_such_as:
            return _trim_item(segment.words[index + 1 :])
    if segment.mark == ":" and len(segment.words) <= _MAX_ITEM_WORDS:
        return _trim_item(segment.words)
    return None


def _trim_item(words: tuple[Word, ...], is_last: bool = False) -> tuple[Word, ...]:
    """Returns the item without its article and, if it is the last, without what follows it; empty if it is no item."""
    if words and words[0].text.lower() in ARTICLES:
        words = words[1:]
    if is_last:
        for index, word in enumerate(words):
            if index and word.text.lower() in ROLE_BOUNDARIES:
                words = words[:index]
                break
    is_plain = all(word.text[0].isalpha() for word in words) and not any(
        word.text.lower() in ROLE_BOUNDARIES for word in words[:1]
    )
    is_vague = bool(words) and words[-1].text.lower() in ("like", "similar", "similarly", "more", "others", "such")
    return words if words and len(words) <= _MAX_ITEM_WORDS and is_plain and not is_vague else ()

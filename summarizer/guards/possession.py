"""Whose is it? An owner that the article does not have so: "Crane's son" of a story in which another has the son.

A small model likes to hang what it tells of on a name: another man's son, a city's search chief who is the country's.
What a draft says is a name's, the article must have as that name's, in one of the ways in which it can: "the port's
master", "the Torley master", "the master of the port", or "his", "their", "whose" soon after the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from checks.names import country as country_of
from summarizer.language.parsing import Source, Told
from summarizer.language.tagging import Role, Word

OWNED = 3  # words after the owner that tell what is owned
AFTER = 5  # words after the article's owner in which that must stand
BEFORE = 5  # words before it in which "of" must stand, and that just before it: "the master of the old port of Torley"
BESIDE = 2  # words that are just before, or just after a name that marks no owner: "the Torley harbour master"
LATER = 1  # sentences after the name, in which "his" may still mean it
_LINKS = frozenset("of for in at from by to on with".split())
_PRONOUNS = frozenset("his her its their whose".split())
_PARTING = (Role.MARK, Role.VERB, Role.AUX, Role.AND, Role.WHO, Role.WHEN)


def fault(here: Told, there: Source) -> str:
    """What a sentence gives to an owner that the article does not, as both; empty where there is none."""
    for at, word in enumerate(here.words[1:], start=1):
        owner = here.words[at - 1]
        if not _is_mark(word) or at in here.quoted or not _is_name(owner, there):
            continue
        owned = [one for one in _run(here.words, at + 1) if one.key][:OWNED]
        owned = [one for one in owned if one.role is not Role.NAME] or owned  # "Torley's French coach": a coach
        keys = {one.key for one in owned}
        if keys and not any(_owns(owner, keys, place, there) for place in there.whole):
            return f"{owner.text}'s {owned[0].text}"
    return ""


def _is_name(owner: Word, there: Source) -> bool:
    """At the start of a sentence every word has a capital."""
    return bool(owner.key) and owner.text[0].isupper() and (owner.role is Role.NAME or owner.key in there.names)


def _is_mark(word: Word) -> bool:
    return word.low == "'s" and word.role is Role.PREP


def _run(some: Sequence[Word], first: int) -> Iterator[Word]:
    return takewhile(lambda one: one.role not in _PARTING, some[first : first + OWNED + 1])


def _owns(owner: Word, keys: set[str], at_sentence: int, there: Source) -> bool:
    words = there[at_sentence].words
    mine = [at for at, one in enumerate(words) if _same(one, owner)]
    for at in mine:
        marked = at + 1 < len(words) and _is_mark(words[at + 1])
        if keys & {one.key for one in words[at + 1 : at + 2 + (AFTER if marked else BESIDE)]}:
            return True
        links = (place for place in range(max(0, at - BEFORE), at) if words[place].low in _LINKS)
        if any(keys & {one.key for one in words[max(0, place - BESIDE) : place]} for place in links):
            return True
    if not mine:
        return False
    later = [there[one] for one in range(at_sentence, min(at_sentence + LATER + 1, len(there.on.article.sentences)))]
    return any(
        one.low in _PRONOUNS and keys & {other.key for other in told.words[at + 1 : at + 2 + OWNED]}
        for told in later
        for at, one in enumerate(told.words)
    )


def _same(one: Word, owner: Word) -> bool:
    if one.key == owner.key:
        return True
    country = country_of(owner.text)
    return bool(country) and country_of(one.text) == country

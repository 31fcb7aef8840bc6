"""Persons by their whole name where a summary first names them: "Holt said" becomes "Ines Holt said".

An article names a person in full once, early on, and by surname from then on; a sentence from further down, at the head
of a summary, leaves the reader asking who Holt is. The whole name is the article's, and goes in only where nobody else
can be meant: the article has one such name, somebody by it speaks there, has an age or a title, and the surname stands
by itself in the summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checks import names, sameness
from checks.model import Zone
from summarizer.language.grounding import Ground
from summarizer.language.tagging import Role, words

MOST = 4  # words of a person's name
INITIALS = 3  # in capitals: "APJ Abdul Kalam"

_PLACES = frozenset("north south east west northern southern eastern western new upper lower great greater".split())
_RANKS = frozenset("trooper deputy sheriff corporal private coroner attorney spokesman spokeswoman".split())
_SPEAKS = r"(?:said|says|told|tells|added|adds|asked|wrote|writes|admitted|insisted|explained|testified|tweeted)"
_WORD = re.compile(r"[^\W\d_]+(?:[-'’](?!s\b)[^\W\d_]+)*")


def in_full(sentences: Sequence[str], on: Ground) -> list[str]:
    """The sentences of a summary, each person's first mention in them with the name in full."""
    persons = _persons(on, {word.group() for one in sentences for word in _WORD.finditer(one)})
    made: list[str] = []
    known: set[str] = set()
    for sentence in sentences:
        whole, end = "", 0
        for word in _WORD.finditer(sentence):
            surname = word.group()
            if surname not in persons or surname in known or _is_quoted(sentence, word.start()):
                continue
            known.add(surname)
            if _stands_alone(sentence, word):
                whole += sentence[end : word.start()] + persons[surname]
                end = word.end()
        made.append(whole + sentence[end:])
    return made


def _persons(on: Ground, wanted: set[str]) -> dict[str, str]:
    """Those of the wanted words that are surnames, and the one whole name that each stands for."""
    found: dict[str, list[str]] = {}
    for name in names.names(on.article):
        said = name.words.split()
        ranks = [at for at, one in enumerate(said) if names.is_title(one.strip(".")) or one.lower() in _RANKS]
        said = said[ranks[-1] + 1 :] if ranks else said  # "Torley Harbour Patrol Trooper Jan Brandt"
        while said and _is_people(said[0]):
            said = said[1:]
        if (
            1 < len(said) <= MOST
            and said[-1] in wanted
            and all(_is_part(one) for one in said)
            and not said[-1].isupper()
        ):
            found.setdefault(said[-1], []).append(" ".join(said))
    told = [on.article.words(one.span) for one in on.article.sentences if one.zone in (Zone.BODY, Zone.HEADLINE)]
    text = " ".join(" ".join(told).split())
    small = {one for one in _WORD.findall(text) if one[0].islower()}
    return {
        surname: forms[0]
        for surname, forms in found.items()
        if len({form.split()[0] for form in forms}) == 1
        and forms[0].split()[0].lower() not in _PLACES
        and not names.country(forms[0])
        and not names.country(surname)
        and surname.lower() not in small  # "Police", of "Torley Police"
        and any(_is_person(form, text) for form in (*dict.fromkeys(forms), surname))
    }


def _is_people(word: str) -> bool:
    """ "Briton", "American"; "U.S." belongs to what follows it."""
    return names.country(word) is not None and not names.is_country(word)


def _is_part(word: str) -> bool:
    owns, shouts = word.lower().endswith(("'s", "’s")), word.isupper() and len(word.replace(".", "")) > INITIALS
    return names.is_particle(word) or (word[0].isupper() and not owns and not shouts)


def _is_person(name: str, text: str) -> bool:
    """Does somebody of that name speak, or have an age or a title?"""
    said = re.escape(name)
    if re.search(rf"\b{said},? {_SPEAKS}\b|\b{_SPEAKS} {said}\b|\b{said}, (?:aged )?\d{{1,2}},|\b{said}, who\b", text):
        return True
    called = " " in name  # "the lawmaker Jan Brandt"; "the lawmaker Torley" may be anything
    return any(
        names.is_title(word)
        or word.lower() in _RANKS
        or (called and word.islower() and sameness.is_person(sameness.noun_class(word)))
        for word in _before(said, text)
    )


def _before(said: str, text: str) -> Iterator[str]:
    for found in re.finditer(rf"(\w+)\.? {said}\b", text):
        yield found[1]


def _is_quoted(sentence: str, at: int) -> bool:
    """What somebody said stays as it was said."""
    before = sentence[:at]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _stands_alone(sentence: str, word: re.Match[str]) -> bool:
    """Is it the whole of what is named there: not "Mr Holt", "the Holt family", "Holt Street"?"""
    before = sentence[: word.start()].split()
    if before and (before[-1].lower() == "the" or (before[-1][:1].isupper() and before[-1][-1] not in ",;:")):
        return False
    if before and sentence[word.start() - 1] in "-'’":
        return False
    after = words(sentence[word.end() :].removeprefix("'s").removeprefix("’s").lstrip())
    owns = sentence[word.end() :].startswith(("'s", "’s"))
    return owns or not after or after[0].role not in (Role.NAME, Role.NOUN, Role.NUMBER)

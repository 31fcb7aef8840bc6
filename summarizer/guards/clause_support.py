"""Does a sentence twist what the article says: who did it, to whom, where and when, and whether it was done at all?

A small model keeps the article's words and swaps the parts: "Torley beat Dunmore" of "Dunmore beat Torley", one
speaker's words in another's mouth, a place or a date beside the wrong event, a plan told as done. So each clause of a
sentence (language/clauses.py) must have its like in ONE sentence of the article: the same verb, the same subject or one that
stands for it, and everything that the clause goes on to say. Where a clause adds a word from elsewhere ("the town of
Dunmore"), the article must have it right beside one that the clause shares. What cannot be told in this way is refused
too: there are other drafts, and the article's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from summarizer.guards import possession, location
from summarizer.language.clauses import Clause, head
from summarizer.guards.argument_match import NEUTRALS, THIN, content_of, differs, is_pronoun, ranks, stands_for
from summarizer.language.grounding import Ground, plain
from summarizer.guards.factuality import is_attributed
from summarizer.language.parsing import QUOTED, Source, Told, take_apart
from summarizer.language.tagging import CALENDAR, Role, Word, key_of

SHARED = 0.5  # of a clause's content that a sentence must have to be looked at
QUOTED_FROM = 3  # words inside quotation marks from which on they must be the article's own, in order

_UNSURE = frozenset(
    "alleged suspected purported would-be attempted potential possible proposed former planned apparent accused".split()
)
_LINKS = frozenset("after before because since when until if unless despite following although though as".split())
_MADE_OF = re.compile(  # "a Dunmore-led council": by whom, of where; and the words that follow
    r"(?<![\w-])((?:\w+-){1,3}(?:led|run|based|backed|born|owned|held|funded|controlled|dominated|trained|listed))"
    r"((?:\s+[\w'’-]+){1,4})",
    re.IGNORECASE,
)
_VIEWS = frozenset(key_of(one) for one in "argue say claim believe think suggest insist complain allege".split())
_EARLIER = re.compile(
    r"\b(?:days?|weeks?|months?|years?|decades?|hours?) (?:earlier|later|before|after)\b|\bthe (?:next|following) \w+",
    re.IGNORECASE,
)
_STAND_INS = frozenset("he she it they his her its their him them".split())


def fault(sentence: str, on: Ground, shown: Sequence[int] | None = None, before: str = "") -> str:
    """Why a sentence twists the article; empty where it does not.

    `shown` are the article's sentences that its writer was shown; `before` is the sentence before it in the draft,
    whose subject a pronoun stands for.
    """
    there = Source(on, on.story if shown is None else tuple(shown))
    quoted = _misquoted(sentence, on)
    if quoted:
        return f'the article does not have the words "{quoted}" so'
    here = take_apart(sentence)
    made_of = _of_another_make(sentence, on)
    if made_of:
        return f'the article has something else than "{made_of}"'
    strange = possession.fault(here, there) or location.fault(here, there)
    if strange:
        return f'the article does not have "{strange}"'
    unsure = _surer(here, there)
    if unsure:
        return f'leaves out the article\'s "{unsure}"'
    likes: dict[int, frozenset[int]] = {}
    twice = _twice(here, there)
    if twice:
        return f"has {twice} twice"
    dated = _dated_anew(here, there)
    if dated:
        return f'the article does not have "{dated}"'
    for clause in here.clauses:
        if clause.at in here.quoted:
            continue
        many = _other_number(clause, on)
        if many:
            return many
        if not _looked_up_by(clause, here, before):
            if ranks(clause):
                return f'"{here.words[clause.at].text}" ranks what the article cannot be asked about'
            continue
        places, why = _likes(clause, here, there, before)
        if not places:
            return why
        likes[clause.at] = places
    if not likes:
        return "has no verb that can be told"
    left = _left_over(here, likes, there)
    if left:
        return f'the article does not have "{left}" where it tells the rest'
    moved = _dated_by_another(here, likes, there)
    if moved:
        return f'the article does not have "{moved}" where it tells the rest'
    if _only_spoken(here, likes, there):
        return "tells as a fact what somebody says in the article"
    return _tied_anew(here, likes, there) or _said_by_another(sentence, here, likes, there, before)


def _likes(clause: Clause, here: Told, there: Source, before: str) -> tuple[frozenset[int], str]:
    """The article's sentences that say what a clause says; or why none does."""
    whole, rest = _looked_up_by(clause, here, before), content_of(clause, about=False)
    verb = here.words[clause.at].text
    places: list[int] = []
    why, nearest = f'no sentence of the article has "{verb}" of this', 0.0
    for at in there.places:
        told = there[at]
        stands_in = not told.lows.isdisjoint(_STAND_INS)  # the subject may be a pronoun there
        share = len(whole & told.keys) / len(whole)
        if stands_in:
            share = max(share, len(rest & told.keys) / len(rest) if rest else float(clause.verb == "say"))
        if share < SHARED or (clause.verb not in told.keys and clause.verb not in THIN and clause.verb != "say"):
            continue
        other = differs(clause, here, at, there, before)
        if not other:
            places.append(at)
        elif share > nearest:
            nearest, why = share, other
    return frozenset(places), why


def _other_number(clause: Clause, on: Ground) -> str:
    """Of "the corpse was found": that the article has only corpses; and the other way round."""
    subject = head(clause.subject)
    if subject is None or subject.role is not Role.NOUN or subject.low in on.vocabulary:
        return ""
    low = subject.low
    if f"{low}s" in on.vocabulary:
        return f'the article has more than one "{subject.text}"'
    if low.endswith("s") and low[:-1] in on.vocabulary:
        return f'the article has one of what it calls "{subject.text}"'
    return ""


def _looked_up_by(clause: Clause, here: Told, before: str) -> frozenset[str]:
    """What a clause says and of whom, a pronoun read as what it stands for."""
    subject = stands_for(clause, here, before)
    return content_of(clause) | (frozenset([subject.key]) if subject is not None and subject.key else frozenset())


def _left_over(here: Told, likes: Mapping[int, frozenset[int]], there: Source) -> str:
    """A word that no clause takes up and that none of the sentences which bear the clauses out has."""
    taken = {id(one) for clause in here.clauses for one in (*clause.subject, *clause.complement, here.words[clause.at])}
    has = frozenset[str]().union(*(there[at].keys for places in likes.values() for at in places))
    for at, word in enumerate(here.words):
        if (
            word.key
            and at not in here.quoted
            and id(word) not in taken
            and word.key not in has
            and word.key not in NEUTRALS
        ):
            return word.text
    return ""


def _tied_anew(here: Told, likes: Mapping[int, frozenset[int]], there: Source) -> str:
    """Two clauses of which no sentence has both, though one hangs on the other: by "after", "to", "that"."""
    ordered = sorted(likes)
    clause_at = {clause.at: clause for clause in here.clauses}
    for first, second in pairwise(ordered):
        if likes[first] & likes[second]:
            continue
        between = [*_opened_by(clause_at[first], here), *(one.low for one in here.words[first:second])]
        link = next((one for one in between if one in _LINKS), "")
        if not link and clause_at[first].verb != "say":
            if not clause_at[second].finite:
                link = here.words[second].low
            elif "that" in between or not _ends_clause(here.words[first + 1 : second]):
                link = "that"
        if link:
            return f'ties together with "{link}" what the article does not'
    return ""


def _opened_by(clause: Clause, here: Told) -> list[str]:
    """The "after" of "A day after the port closed, the ferry sank"."""
    if not clause.subject:
        return []
    start = next((at for at, one in enumerate(here.words) if one is clause.subject[0]), 0)
    return [one.low for one in here.words[max(0, start - 1) : start] if one.role is Role.WHEN]


def _ends_clause(between: Sequence[Word]) -> bool:
    """Is there a mark, "and", "who" or the like between two verbs, so that they say two things?"""
    return any(one.role in (Role.MARK, Role.AND, Role.WHO, Role.WHEN) for one in between)


def _said_by_another(sentence: str, here: Told, likes: Mapping[int, frozenset[int]], there: Source, before: str) -> str:
    """What is said must stand in the same sentence as who says it, or beside it where nobody else speaks."""
    for speech in here.clauses:
        if speech.verb != "say" or speech.at not in likes:
            continue
        stood_for = stands_for(speech, here, before)
        speaker = {one.key for one in (*speech.subject, stood_for) if one is not None and one.key}
        him = next((one.low for one in speech.subject if one.low in ("he", "she")), "")
        if him and not speaker and not any(_speaks_so(him, place, there) for place in likes[speech.at]):
            return "the article has another say this"
        said = [places for at, places in likes.items() if at != speech.at]
        said += [frozenset(_quoted_at(piece, there)) for piece in QUOTED.findall(sentence)]
        if not any(
            all(any(_speaks_at(place, at, speaker, there) for at in places) for places in said if places)
            for place in likes[speech.at]
        ):
            return "the article has another say this"
    return ""


def _only_spoken(here: Told, likes: Mapping[int, frozenset[int]], there: Source) -> bool:
    """Has the article some clause of a sentence that ties nothing to a speaker in somebody's direct speech alone?"""
    if here.quoted or is_attributed(here):
        return False
    return any(
        all(there.is_spoken(at, clause.verb) for at in likes[clause.at])
        for clause in here.clauses
        if clause.at in likes
    )


def _speaks_so(him: str, place: int, there: Source) -> bool:
    return any(one.verb == "say" and him in {word.low for word in one.subject} for one in there[place].clauses)


def _speaks_at(place: int, at: int, speaker: set[str], there: Source) -> bool:
    if at == place:
        return True
    speeches = [one for one in there[at].clauses if one.verb == "say"]
    told = bool(speeches or there[at].quoted)  # else it is the writer who says it
    if not speeches and not _goes_on(there[at], speaker):
        return False
    return (
        told
        and abs(at - place) == 1
        and all(is_pronoun(one) or speaker & {word.key for word in one.subject} for one in speeches)
    )


def _goes_on(told: Told, speaker: set[str]) -> bool:
    """Is the sentence all quotation, or what stands beside it told of who speaks: "She smiled"?"""
    beside = [one for number, one in enumerate(told.words) if number not in told.quoted and one.role is not Role.MARK]
    keys = {one.key for one in beside if one.key}
    return not keys or not speaker.isdisjoint(keys) or any(one.role is Role.PRONOUN for one in beside)


def _quoted_at(piece: str, there: Source) -> Iterator[int]:
    """The article's sentences that hold a quotation, or its beginning."""
    opening = " ".join(plain(piece).split()[:6])
    return (at for at in there.places if opening and f" {opening} " in f" {plain(there.text(at))} ")


def _misquoted(sentence: str, on: Ground) -> str:
    """Words in quotation marks that the article does not have in this order, or not as a quotation.

    Two or three words may be the draft's own emphasis, unless the article has them as its own words. And of "people
    argued that the bridge was safe", which somebody says, "the bridge was safe" is not what he says.
    """
    for piece in QUOTED.findall(sentence):
        said, length = plain(piece), len(piece.split())
        quoted = [f" {one} " for one in _quotations(on)]
        whole = [one for one in quoted if f" {said} " in one]
        if length < QUOTED_FROM and (whole or not piece.islower() or f" {said} " not in on.plain):
            continue
        if length < QUOTED_FROM or f" {said} " not in on.plain or (whole and all(_reports(one, said) for one in whole)):
            return " ".join(piece.split()[:6]) + (" ..." if length > 6 else "")
    return ""


def _quotations(on: Ground) -> list[str]:
    """What stands in quotation marks in the article, single ones included."""
    single = re.findall(r"(?<!\w)['‘]([^'‘’]{2,80})['’](?!\w)", on.article.text)
    return [plain(one) for one in (*(on.article.words(span) for span in on.article.quotations), *single)]


def _reports(quotation: str, said: str) -> bool:
    """Does a quotation have the words as what others say or think?"""
    before = quotation[: quotation.index(f" {said} ")].split()[-2:]
    return bool(before) and before[-1] == "that" and key_of(before[0]) in _VIEWS


def _of_another_make(sentence: str, on: Ground) -> str:
    """ "A Dunmore-led party" of "the Dunmore-led Harbour council": what is led, owned or based so is another thing."""
    if not _MADE_OF.search(sentence):
        return ""
    has: dict[str, set[str]] = {}
    for made, after in _MADE_OF.findall(on.article.text):
        has.setdefault(made.lower(), set()).update(_unowned(one) for one in after.split())
    for made, after in _MADE_OF.findall(sentence):
        first = after.split()[0]
        if made.lower() in has and _unowned(first) not in has[made.lower()]:
            return f"{made} {first}"
    return ""


def _unowned(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower())


def _surer(here: Told, there: Source) -> str:
    """A word like "alleged" that the article always has before a noun, and the sentence does not."""
    for at, word in enumerate(here.words):
        if word.role is not Role.NOUN or not word.key or (at and here.words[at - 1].low in _UNSURE):
            continue
        before = [
            told.words[number - 1].low if number else ""
            for told in (there[place] for place in there.places if word.key in there[place].keys)
            for number, one in enumerate(told.words)
            if one.key == word.key
        ]
        if before and all(one in _UNSURE for one in before) and not _UNSURE & here.lows:
            return before[0]
    return ""


def _dated_by_another(here: Told, likes: Mapping[int, frozenset[int]], there: Source) -> str:
    """A year or month that the sentences which tell of it do not have, but "18 months earlier"."""
    dates = [one for one in here.words if (one.role is Role.NUMBER and one.text in here.keys) or one.low in CALENDAR]
    for one in dates:
        key = one.key or one.text
        if all(
            places and not any(key in there[at].keys for at in places) and all(_is_relative(at, there) for at in places)
            for places in likes.values()
        ):
            return one.text
    return ""


def _is_relative(at: int, there: Source) -> bool:
    return _EARLIER.search(there.text(at)) is not None


def _dated_anew(here: Told, there: Source) -> str:
    """A year before a noun that the article does not have so: "a 2011 court" of "a court ... in a 2011 case"."""
    for at, one in enumerate(here.words):
        if one.role is not Role.NUMBER or one.text not in here.keys:
            continue
        run = list(takewhile(lambda other: other.role in (Role.NOUN, Role.NAME), here.words[at + 1 :]))
        keys = {other.key for other in run if other.key}
        if keys and not any(keys & _following(one.text, there[place]) for place in there.places):
            return f"{one.text} {run[0].text}"
    return ""


def _following(year: str, told: Told) -> set[str]:
    """What comes right after the year there."""
    places = [at for at, one in enumerate(told.words) if one.text == year]
    return {one.key for at in places for one in told.words[at + 1 : at + 4]} - {""}


def _twice(here: Told, there: Source) -> str:
    """A name that the sentence has twice over and no sentence of the article has so."""
    own = [one for at, one in enumerate(here.words) if one.role is Role.NAME and at not in here.quoted]
    named = [one.key for one in own if one.key]
    for word in own:
        if named.count(word.key) > 1:
            most = max((sum(one.key == word.key for one in there[at].words) for at in there.places), default=0)
            if most < named.count(word.key):
                return word.text
    return ""

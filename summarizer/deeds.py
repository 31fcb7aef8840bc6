"""Does a sentence of the article say what a clause says: with the verb the same subject, object, place and time?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from summarizer.clauses import Clause, cores, head, named_by
from summarizer.grounding import NEUTRAL
from summarizer.moods import other_mood
from summarizer.telling import Source, Told, stand_together, take_apart, years
from summarizer.wording import CALENDAR, Role, Word, key_of

APPOSED = 6  # words between a subject and what it is said to be, where no "be" ties them

_WAYS = frozenset(
    "behind ahead above below against without north south east west more less fewer most least first last best worst "
    "higher lower all every both former latter next second third".split()
)
"""Words that turn a statement round where they are put in for one another."""
_NEUTRAL = frozenset(key_of(one) for one in NEUTRAL)
THIN = frozenset(["be", "have"]) | frozenset(key_of(one) for one in "become remain include comprise feature".split())
"""Verbs that say little: what they tie together is what is said."""
_OWNERS = frozenset("its his her their".split())


def differs(clause: Clause, here: Told, at: int, there: Source, before: str) -> str:
    """In what a clause differs from the sentence at `at`; empty where it says the same."""
    told = there[at]
    verb = here.words[clause.at].text
    if clause.verb != "say":
        for word in clause.complement:
            if word.key and word.key not in told.keys and not _anchored(word, here, told, there):
                return f'the article does not have "{word.text}" where it has "{verb}"'
        for word in (*clause.subject, *clause.complement):
            if word.low in _WAYS and word.low not in told.lows:
                return f'the article does not have "{word.text}" where it has "{verb}"'
        for year in years(clause.complement):
            if year not in told.keys:
                return f'the article does not have {year} where it has "{verb}"'
    subject = stands_for(clause, here, before)
    same = [one for one in told.clauses if one.verb == clause.verb]
    if not same:
        if clause.verb in THIN:
            return _beside(clause, subject, told, there, here)
        if clause.verb == "say":
            return "the article has nobody say this"
        if subject is not None and subject.key and subject.key not in told.keys:
            return f'the article does not have "{subject.text}" beside "{verb}"'
        return ""
    whys = [
        _other_subject(subject, clause, one, at, there, here)
        or _other_object(clause, one, told, there, here)
        or other_mood(clause, one, here, told)
        for one in same
    ]
    if "" in whys:
        return ""
    if clause.verb in THIN and not _beside(clause, subject, told, there, here):
        return ""
    return whys[0]


def _other_subject(subject: Word | None, clause: Clause, its: Clause, at: int, there: Source, here: Told) -> str:
    if subject is None or not subject.key:
        return ""
    told = there[at]
    verb = here.words[clause.at].text
    doers = _doers(clause, its)
    keys = {one.key for one in named_by(doers) if one.key}
    leads = head(doers)
    if clause.passive is False and its.passive is True and not doers:
        return "the article does not say who did it"
    stands_in = leads is None or leads.role is Role.PRONOUN or (clause.verb == "say" and leads.role is Role.NOUN)
    if stands_in:
        known = {one.key for other in told.clauses if other.at < its.at for one in named_by(other.subject)}
        for earlier in there.before(at):
            heads = [one for other in earlier.clauses for one in named_by(other.subject)]
            known |= {one.key for one in heads}
            if any(one.role is Role.NAME for one in heads):
                break
        if leads is None and not its.finite:
            known |= told.keys
        keys |= known
    named = named_by(clause.subject) if head(clause.subject) is subject else [subject]
    some = cores(clause.subject) if head(clause.subject) is subject else [[subject]]
    apposed = any(one.role is Role.MARK for one in clause.subject)
    for number, core in enumerate(some):
        heads = [word for word in core if word in named and word.key]
        alike = [word for word in heads if word.key in keys]
        if alike and not number and _other_namesake(core, doers, there):
            return f'the article does not have "{" ".join(one.text for one in core)}" as who or what "{verb}"'
        for word in heads:
            if (
                word.key not in keys
                and any(one.key == word.key for one in its.complement)
                and clause.passive is its.passive
            ):
                return f'the article does not have "{word.text}" as who or what "{verb}"'
            if word.text.isupper() and word.low in there.on.initials:
                continue
            titles = word.role is Role.NOUN and word is not core[-1]  # it only has to go with the name
            if titles and (word.key in told.keys or _anchored(word, here, told, there)):
                continue
            if number and apposed:
                beside = [one.key for one in some[0]]
            else:
                beside = [one.key for one in alike] if alike or len(some) > 1 else list(keys)
            together = any(stand_together(word.key, key, there, named=not (number and apposed)) for key in beside)
            if word not in alike and not together:
                return f'the article does not have "{word.text}" as who or what "{verb}"'
    if not stands_in:
        for word in takewhile(lambda one: one.role not in (Role.WHO, Role.THAT, Role.VERB), clause.subject):
            if word.key and word not in named and word.key not in told.keys and not _anchored(word, here, told, there):
                return f'the article does not have "{word.text}" where it has "{verb}"'
    return ""


def _other_namesake(core: Sequence[Word], doers: Sequence[Word], there: Source) -> bool:
    """Two that share a word: "Torley council" and "Dunmore council", "Kestrel Air" and "Nordvik Air"."""
    mine = {one.key for one in core if one.key in there.names} - {one.key for one in doers}
    for its_core in cores(doers):
        its = {one.key for one in its_core if one.key in there.names} - {one.key for one in core}
        if {one.key for one in core} & {one.key for one in its_core}:
            return bool(mine) and bool(its)
    return False


def _other_object(clause: Clause, its: Clause, told: Told, there: Source, here: Told) -> str:
    """Is it done to another, or in another place or time, than the article's clause says?"""
    if clause.verb == "say":
        return ""
    verb = here.words[clause.at].text
    done_to = _object(clause)
    if done_to is not None and not _reaches(its, done_to.key, told):
        its_keys = {one.key for one in its.complement if one.key}
        if not any(stand_together(done_to.key, key, there) for key in its_keys):
            return f'the article does not have "{done_to.text}" as what it "{verb}"'
    for word in clause.complement:
        placed = word.role is Role.NAME and word.key in told.keys
        if placed and not _reaches(its, word.key, told):
            return f'the article has "{word.text}" of something else than "{verb}"'
    return ""


def _object(clause: Clause) -> Word | None:
    """What follows the verb without a preposition."""
    if not clause.complement or clause.complement[0].role in (Role.PREP, Role.MARK, Role.TO, Role.AND, Role.ADVERB):
        return None
    found = head(clause.complement)
    return found if found is not None and found.key else None


def _reaches(its: Clause, key: str, told: Told) -> bool:
    """Does a word stand with this verb of the sentence, and not in a clause of its own?"""
    own = {id(one) for one in takewhile(lambda one: one.role not in (Role.WHO, Role.THAT, Role.VERB), its.subject)}
    stops = {one.at for one in told.clauses if one.finite and one.passive is not None and one.at != its.at}
    for at, word in enumerate(told.words):
        if word.key != key:
            continue
        between = range(min(at, its.at) + 1, max(at, its.at))
        if id(word) in own or not any(one in stops or told.words[one].role is Role.WHO for one in between):
            return True
    return False


def _doers(clause: Clause, its: Clause) -> list[Word]:
    """Of the article's clause, the words among which the subject must be: its own, or where one is passive, not."""
    by = [one.low for one in its.complement].index("by") if any(one.low == "by" for one in its.complement) else None
    agent = list(its.complement[by + 1 :]) if by is not None else []
    if clause.passive is None or its.passive is None:
        return [*its.subject, *agent, *(its.complement if clause.passive or its.passive else ())]
    if clause.passive == its.passive:
        return list(its.subject)
    return list(its.complement) if clause.passive else agent


def _beside(clause: Clause, subject: Word | None, told: Told, there: Source, here: Told) -> str:
    """For "is" and verbs that say as little: has the sentence what it ties together close to one another?"""
    verb = here.words[clause.at].text
    if subject is None or not subject.key:
        return ""
    said = [one.key for one in clause.complement if one.key]
    places = [number for number, one in enumerate(told.words) if one.key == subject.key]
    others = [number for number, one in enumerate(told.words) if one.key in said[:3]]
    if any(
        abs(one - other) <= APPOSED
        and not any(word.role is Role.VERB for word in told.words[min(one, other) : max(one, other)])
        for one in places
        for other in others
    ):
        return ""
    return f'the article does not have "{subject.text}" beside what it "{verb}"'


def stands_for(clause: Clause, here: Told, before: str) -> Word | None:
    """The word that says who or what the clause is about; for a pronoun, the subject of the sentence before."""
    if not clause.finite:
        return None
    found = head(clause.subject)
    if found is None or found.role is not Role.PRONOUN:
        return found
    if any(other.at < clause.at and head(other.subject) for other in here.clauses) or not before:
        return None
    return next((one for other in take_apart(before).clauses if (one := head(other.subject))), None)


def is_pronoun(clause: Clause) -> bool:
    found = head(clause.subject)
    return found is None or found.role is Role.PRONOUN


def content_of(clause: Clause, *, about: bool = True) -> frozenset[str]:
    """What a sentence of the article is looked up by; with or without who or what the clause is about."""
    said = () if clause.verb == "say" else clause.complement
    named = {one.key for core in cores(clause.subject)[:1] for one in core if one.key} if about else set()
    made = named | {one.key for one in said if one.key} | set(years(said))
    return frozenset(made if clause.verb in THIN or clause.verb == "say" else made | {clause.verb})


def _anchored(word: Word, here: Told, told: Told, there: Source) -> bool:
    """Does the article have this word beside one that stands beside it here, and that the sentence shares?"""
    if word.key in _NEUTRAL:
        return True
    if word.low in CALENDAR:
        return False
    if word.text.isupper() and word.low in there.on.initials:
        return True
    content = [one for one in here.words if one.key]
    at = next(number for number, one in enumerate(content) if one is word)
    if not told.lows.isdisjoint(_OWNERS):
        at_it = next((place for place in there.places if there[place] is told), None)
        owners = there.before(at_it) if at_it is not None else iter(())
        if any(word.key in {one.key for one in other.subject} for earlier in owners for other in earlier.clauses):
            return True
    near = [one for one in content[max(0, at - 2) : at + 3] if one is not word and one.role is not Role.VERB]
    return any(one.key in told.keys and stand_together(word.key, one.key, there) for one in near)

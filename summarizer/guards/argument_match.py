"""Does a sentence of the article say what a clause says: with the verb the same subject, object, place and time?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from checks import sameness
from summarizer.language.clauses import Clause, cores, head, is_relative, named_by
from summarizer.language.grounding import NEUTRAL, initials
from summarizer.guards.factuality import is_denied, is_undone, other_mood
from summarizer.language.parsing import Source, Told, numbers, stand_together, take_apart, years
from summarizer.language.tagging import CALENDAR, SUPERLATIVES, Role, Word, key_of

APPOSED = 6  # words between a subject and what is said of it, where no verb ties them

FAR = 5  # sentences back to the one that names who "he" or "she" is

_WAYS = SUPERLATIVES | frozenset(
    "behind ahead above below against without north south east west more less fewer most least first last best worst "
    "higher lower all every both former latter next second third out back away off toward towards again".split()
)
"""Words that turn a statement round where they are put in for one another."""
NEUTRALS = frozenset(key_of(one) for one in NEUTRAL)
THIN = frozenset(["be", "have"]) | frozenset(key_of(one) for one in "become remain include comprise feature".split())
"""Verbs that say little: what they tie together is what is said."""
_PART = frozenset("some several many most few half none part dozens hundreds thousands any all both".split())
_NOT_THESE = frozenset(("other", "another"))
_WORKS = frozenset(
    key_of(one)
    for one in "film movie report study book letter statement poll survey document article data figure result video "
    "evidence test research programme program show song play photo image sign".split()
)
"""What tells something and is nobody: a person's words are not theirs."""
_APART = (Role.VERB, Role.AUX, Role.WHO, Role.WHEN)
_OWNERS = frozenset("its his her their it them him".split())


def differs(clause: Clause, here: Told, at: int, there: Source, before: str) -> str:
    """In what a clause differs from the sentence at `at`; empty where it says the same."""
    told = there[at]
    verb = here.words[clause.at].text
    if clause.verb != "say":
        for word in clause.complement:
            if word.key and word.key not in told.keys and not _anchored(word, here, told, at, there):
                return f'the article does not have "{word.text}" where it has "{verb}"'
        for word in (*clause.subject, *clause.complement):
            if (word.low in _WAYS or word.low in CALENDAR) and word.low not in told.lows:
                return f'the article does not have "{word.text}" where it has "{verb}"'
        has = {*numbers(told.words), *years(told.words)}
        for number in numbers((*clause.subject, *clause.complement)):
            if number not in has:
                return f'the article does not have {number} where it has "{verb}"'
    subject = stands_for(clause, here, before)
    same = [one for one in told.clauses if one.verb == clause.verb]
    if not same:
        if clause.verb in THIN and is_denied(clause):
            return "the article does not deny this"
        if clause.verb in THIN:
            return _beside(clause, subject, told, there, here)
        if clause.verb == "say":
            return "the article has nobody say this"
        names = [one for one in clause.subject if one.role is Role.NAME and one.key]
        for one in [*names, *filter(None, [subject])]:
            if one.key and one.key not in told.keys:
                return f'the article does not have "{one.text}" beside "{verb}"'
        if is_denied(clause):
            return "the article does not deny this"
        if is_undone(clause.verb, told):
            return "the article does not tell this as done"
        for word in _object(clause):
            if word.key in told.keys and not _near(word.key, clause.verb, told):
                return f'the article does not have "{word.text}" beside "{verb}"'
        if subject is None or not subject.key or _near(subject.key, clause.verb, told):
            return ""
        return f'the article does not have "{subject.text}" beside "{verb}"'
    whys = [
        _other_subject(subject, clause, one, at, there, here)
        or _other_object(clause, one, told, there, here)
        or other_mood(clause, one, here, told)
        for one in same
    ]
    if "" in whys:
        return ""
    if subject is not None and any(_only_within(subject.key, one) for one in same):
        return whys[0]
    own = subject is not None and any(subject.key in {word.key for word in named_by(one.subject)} for one in same)
    if clause.verb == "be" and not own and not is_denied(clause) and not _beside(clause, subject, told, there, here):
        return ""
    return whys[0]


def _other_subject(subject: Word | None, clause: Clause, its: Clause, at: int, there: Source, here: Told) -> str:
    verb = here.words[clause.at].text
    mine, theirs = set(numbers(clause.subject)), set(numbers(its.subject))
    if clause.passive is its.passive and mine and theirs and not mine & theirs:
        return f'the article has another number where it has "{verb}"'
    told = there[at]
    if clause.passive is its.passive and _is_one(clause, here) and _are_several(its, told):
        return f'the article has several where it has "{verb}"'
    if clause.passive is its.passive and _is_one(its, told) and _are_several(clause, here):
        return f'the article has one where it has "{verb}"'
    if subject is None or not subject.key:
        return f'the article does not say who was "{verb}"' if _turned(clause, its) else ""
    doers = _doers(clause, its)
    keys = {one.key for one in named_by(doers) if one.key}
    if clause.passive and its.passive is None and its.at:
        keys.add(told.words[its.at - 1].key)  # "photos released by the court"
    leads = head(doers)
    if leads is not None and leads.low == "you" and its.at in told.quoted:
        return f'the article has somebody say "you {verb}"'
    if clause.verb == "say" and leads is not None and leads.key in _WORKS and leads.key != subject.key:
        return "the article has something else say this"
    if [one.low for one in its.subject] == ["one"] and subject.role is Role.NOUN and clause.verb == "be":
        return f'the article says this of one: "{verb}"'
    if _owned_by_another(clause, its, there):
        return f'the article does not have "{subject.text}" as who or what "{verb}"'
    lost = _part_lost(clause, its, here)
    if lost:
        return f'leaves out the article\'s "{lost}"'
    if leads is not None and leads.low == "it" and subject.low != "it" and _says_nothing(its, told):
        return f'the article says "it {verb}" of nobody'
    if leads is not None and leads.low == "there":
        return f'the article says "there {verb}"'
    if clause.passive is False and its.passive is True and not doers:
        return "the article does not say who did it"
    nameless = clause.verb == "say" and not any(one.role is Role.NAME or one.key in _WORKS for one in doers)
    stands_in = leads is None or leads.role is Role.PRONOUN or nameless
    if leads is None and "being" in its.group:  # "Torley left after being held": Torley
        main = [one for one in told.clauses if one.at < its.at and one.finite and head(one.subject)]
        keys |= {one.key for one in named_by(main[-1].subject)} if main else set()
    elif leads is None and its.finite:
        keys |= {one.key for one in told.words[: its.at] if one.key}
    elif leads is None:
        spoken = clause.verb == "say"  # "Adding that ..., Kelso left": whose words they are must be told
        after = [other for other in told.clauses if other.at > its.at and head(other.subject)]
        later = next((other for other in after if other.verb == "say" and spoken), after[0] if after else None)
        keys |= told.keys if not spoken else {one.key for one in named_by(later.subject)} if later else set()
    elif stands_in:
        keys |= _known(its, at, there, somebody=leads.low in ("he", "she"))
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
            if word.text.isupper() and word.low in initials(there.text(at)):
                continue
            titles = (word.role is Role.NOUN or word.key not in there.names) and word is not core[
                -1
            ]  # it only has to go with the name
            if titles and (word.key in told.keys or _anchored(word, here, told, at, there)):
                continue
            if word.role is Role.NAME and _named_next(word, core, leads, at, there):
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
            if (
                word.key
                and word not in named
                and word.key not in told.keys
                and not _anchored(word, here, told, at, there)
            ):
                return f'the article does not have "{word.text}" where it has "{verb}"'
    return ""


def _owned_by_another(clause: Clause, its: Clause, there: Source) -> bool:
    """Of "Dunmore's airport is the largest": is it told of Torley, which is an airport too?"""
    mine = {one.key for one in clause.subject if _as_named(one, there).role is Role.NAME and one.key}
    owners = {
        one.key
        for one, mark in pairwise(its.subject)
        if _as_named(one, there).role is Role.NAME and mark.low == "'s" and mark.role is Role.PREP
    }
    if not mine or not owners or mine & {one.key for one in its.subject}:
        return False
    return not any(stand_together(one, owner, there) for one in mine for owner in owners)


def _is_one(clause: Clause, told: Told) -> bool:
    """Is it said of one person, who is not named: "he", "the man"? A name may be a firm's, of which some say "they"."""
    found = head(clause.subject)
    if found is None or not clause.finite or {*_SEVERAL, "and"} & {*_forms(clause, told), *_lows(clause)}:
        return False
    one = found.role is Role.NOUN and _PERSON.search(found.low) and not found.low.endswith(("s", "men", "women"))
    return found.low in ("he", "she") or bool(one)


def _are_several(clause: Clause, told: Told) -> bool:
    found = head(clause.subject)
    if found is None or not clause.finite or found.low in ("he", "she", "it", "i", "you"):
        return False
    forms = _forms(clause, told)
    persons = found.low.endswith("s") and sameness.is_person(sameness.noun_class(found.low))
    if found.low == "they" or (found.role is Role.NOUN and persons):
        return True
    return not (_SEVERAL if _MODALS.isdisjoint(forms) else {"were", "are"}).isdisjoint(forms)


def _lows(clause: Clause) -> set[str]:
    return {one.low for one in clause.subject}


def _forms(clause: Clause, told: Told) -> set[str]:
    """The words that show whether it is one or several: its verb and what helps it."""
    return {told.words[clause.at].low, *clause.group}


_SEVERAL = frozenset(("are", "were", "have"))
_MODALS = frozenset("may might can could shall should will would must to".split())  # "he may have"


def _turned(clause: Clause, its: Clause) -> bool:
    """Has the article somebody do what is done here to some that cannot be told: "some of the held were robbed"?"""
    if not (clause.passive and clause.finite) or its.passive is not False:
        return False
    done_to = {one.low for one in its.complement}
    return not any(one.role in (Role.PRONOUN, Role.NUMBER) or one.low in done_to for one in clause.subject)


def _part_lost(clause: Clause, its: Clause, here: Told) -> str:
    """The "some of" or "2012" that the article's subject has, and a sentence about all or any of them has not."""
    if clause.passive is not its.passive:
        return ""  # then the subjects are not each other's
    opening = its.subject[:2]
    mine = {one.low for one in clause.subject}
    same = {one.key for one in its.subject[1:] if one.key} & {one.key for one in clause.subject}
    if same and opening and opening[0].low in _NOT_THESE and mine.isdisjoint(_NOT_THESE):
        return opening[0].text
    of_them = bool(same) and len(opening) == 2 and opening[1].low == "of"
    if of_them:
        counted = opening[0].role is Role.NUMBER and opening[0].low != "one"
        if (counted and opening[0].low not in mine) or (opening[0].low in _PART and mine.isdisjoint(_PART)):
            return f"{opening[0].text} of"
    called = list(takewhile(lambda one: one.role in (Role.DET, Role.NUMBER, Role.NOUN, Role.NAME), its.subject))
    return next((one for one in years(called[:-1]) if one not in here.keys), "")


def _says_nothing(its: Clause, told: Told) -> bool:
    """Of "it is expected that", "it was a surprise that": does "it" stand for nothing but what follows?"""
    ends = (Role.VERB, Role.AUX, Role.MARK, Role.THAT, Role.WHO, Role.WHEN)
    following = next((one.role for one in told.words[its.at + 1 :] if one.role in ends), Role.MARK)
    opens = following is Role.THAT
    return opens and (its.passive is True or its.verb == "be")


def _named_next(word: Word, core: Sequence[Word], leads: Word | None, at: int, there: Source) -> bool:
    """Is the name given right after, as in news: "A former mayor was jailed. Ruth Kelso, 58, ran the town"?"""
    if leads is None or leads.role is not Role.NOUN or leads.key not in {one.key for one in core}:
        return False
    following = there[at + 1].clauses[:1] if at + 1 in there.places else ()
    return any(one.key == word.key for clause in following for one in named_by(clause.subject))


def _known(its: Clause, at: int, there: Source, *, somebody: bool) -> set[str]:
    """What a pronoun may stand for: who or what the clauses before it are about, the nearest that names one.

    `somebody`: it stands for a person, so a common noun must be one for persons.
    """
    known: set[str] = set()
    stretches = [[other for other in there[at].clauses if other.at < its.at]]
    stretches += [list(earlier.clauses) for earlier in there.before(at, FAR if somebody else 2)]
    for stretch in stretches:
        heads = [_as_named(one, there) for other in stretch for one in named_by(other.subject)]
        called = {one.text for other in stretch for one in other.subject if other.subject[0].role is not Role.DET}
        persons = [one for one in heads if (one.role is Role.NAME and one.text in called) or _PERSON.search(one.low)]
        known |= {one.key for one in (persons if somebody else heads)}
        if any(one.role is Role.NAME for one in heads):
            break
    return known


def _as_named(word: Word, there: Source) -> Word:
    """A name that opens a sentence looks like any other word there."""
    named = word.role is Role.NOUN and word.text[0].isupper() and word.key in there.names
    return replace(word, role=Role.NAME) if named else word


_PERSON = re.compile(
    r"(?:er|or|ist|man|men|woman|women|ess|ian|ee|ant|ent|chief|boy|girl|star|coach|judge|king|queen|son|wife|husband|"
    r"victim|cleric|nurse|guard|head|guide|cook|mayor|student|teen|widow|pilot)s?$"
)


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
    doer, its_doer = head(_agent(clause)), [*_agent(its), *(() if its.passive else its.subject)]
    its_keys = {one.key for one in its_doer if one.key}
    other = clause.passive and doer is not None and doer.key and doer.key not in its_keys
    if other and doer is not None and not any(stand_together(doer.key, key, there, named=True) for key in its_keys):
        return f'the article does not have "{doer.text}" as who "{verb}"'
    before = _done_to_before(its, told)
    if before and not clause.passive and not _object(clause) and not _done_to_before(clause, here):
        return f'leaves out what the article says was "{verb}"'
    replaced = any(one.role is Role.PRONOUN for one in its.complement[:1])  # "bought it"
    its_keys = {one.key for one in its.complement if one.key} | ({before} - {""})
    for done_to in () if replaced else _object(clause):
        known = done_to.key == before or (done_to.key in told.keys and _reaches(its, done_to.key, told))
        if not known and not any(
            stand_together(done_to.key, key, there, close=clause.verb == "be") for key in its_keys
        ):
            return f'the article does not have "{done_to.text}" as what it "{verb}"'
    for word in clause.complement:
        placed = word.key in told.keys and (not replaced or word.low in CALENDAR)  # "held him on Thursday"
        if placed and not _reaches(its, word.key, told):
            return f'the article has "{word.text}" of something else than "{verb}"'
    return ""


def _object(clause: Clause) -> list[Word]:
    """What follows the verb without a preposition: "the offer unaffordable" of "called the offer unaffordable"."""
    if not clause.complement or clause.complement[0].role in (Role.PREP, Role.MARK, Role.TO, Role.AND, Role.ADVERB):
        return []
    return [one for core in cores(clause.complement)[:1] for one in core if one.key and one.low not in CALENDAR]


def _reaches(its: Clause, key: str, told: Told) -> bool:
    """Does a word stand with this verb of the sentence, and not in a clause of its own?"""
    own = {id(one) for one in takewhile(lambda one: one.role not in (Role.WHO, Role.THAT, Role.VERB), its.subject)}
    stops = {
        one.at
        for one in told.clauses
        if one.finite and one.at != its.at and (one.passive is not None or told.words[one.at - 1].role is Role.AND)
    }
    behind = {id(one) for one in told.words[its.at + 1 :]}
    others = {
        id(word)
        for one in told.clauses
        if its.verb == "be" and one.verb == "say" and one.subject and id(one.subject[0]) in behind
        if not is_relative(told.words, one)  # of "is a changed man, the nurse said": the nurse
        for word in one.subject
    }
    for at, word in enumerate(told.words):
        if word.key != key or id(word) in others:
            continue
        between = range(min(at, its.at) + 1, max(at, its.at))
        if id(word) in own or not any(one in stops or told.words[one].role is Role.WHO for one in between):
            return True
    return False


def _doers(clause: Clause, its: Clause) -> list[Word]:
    """Of the article's clause, the words among which the subject must be: its own, or where one is passive, not."""
    agent = _agent(its)
    if clause.passive is None or its.passive is None:
        return [*its.subject, *agent, *(its.complement if clause.passive or its.passive else ())]
    if clause.passive == its.passive:
        return list(its.subject)
    return list(its.complement) if clause.passive else agent


def _done_to_before(its: Clause, told: Told) -> str:
    """Of "a petition which Kelso will hand in": the petition. Empty where the verb has what it is done to behind it."""
    if not its.subject or its.subject[0].role is Role.WHO or any(one.key for one in its.complement[:2]):
        return ""
    start = next((at for at, one in enumerate(told.words) if one is its.subject[0]), 0)
    opened = start > 1 and told.words[start - 1].low in ("which", "whom", "that")
    return told.words[start - 2].key if opened and told.words[start - 2].role is Role.NOUN else ""


def _agent(clause: Clause) -> list[Word]:
    """Who did it, of what "was done by" somebody."""
    by = next((at for at, one in enumerate(clause.complement) if one.low == "by"), None)
    return list(clause.complement[by + 1 :]) if by is not None else []


def _beside(clause: Clause, subject: Word | None, told: Told, there: Source, here: Told) -> str:
    """For "is" and verbs that say as little: has the sentence what it ties together close to one another?"""
    verb = here.words[clause.at].text
    if subject is None or not subject.key:
        return ""
    says = head(clause.complement) or next((one for one in clause.complement if one.key), None)
    if says is None or not says.key:
        return ""
    if _near(subject.key, says.key, told, named=True) and not _in_other_number(subject, told):
        return ""
    return f'the article does not have "{subject.text}" beside what it "{verb}"'


def _only_within(key: str, its: Clause) -> bool:
    """Of "items at the library are lost": is it said of the items, and the library only says which?"""
    keys = {one.key for one in its.subject}
    return bool(key) and key in keys and key not in {one.key for one in named_by(its.subject)}


def _in_other_number(word: Word, told: Told) -> bool:
    """Has a sentence only "twin" for "twins", or the other way round?"""
    one, several = word.low.removesuffix("s"), f"{word.low.removesuffix('s')}s"
    other = one if word.low == several else several
    return word.role is Role.NOUN and word.low not in told.lows and other in told.lows


def _near(one: str, other: str, told: Told, *, named: bool = False) -> bool:
    """Do two words stand within a few of one another, no other verb between them?"""
    mine = [number for number, word in enumerate(told.words) if word.key == one]
    its = [number for number, word in enumerate(told.words) if word.key == other]
    if named:  # "the crash was a trip" of "a plane from a trip crashed"
        mine = [number for number in mine if told.words[number].role is not Role.VERB]
    return any(
        abs(a - b) <= APPOSED and not any(word.role in _APART for word in told.words[min(a, b) + 1 : max(a, b)])
        for a in mine
        for b in its
    )


def stands_for(clause: Clause, here: Told, before: str) -> Word | None:
    """The word that says who or what the clause is about; for a pronoun, the subject of the sentence before."""
    if not clause.finite:
        return None
    found = head(clause.subject)
    if found is None or found.role is not Role.PRONOUN:
        return found
    if found.low == "there":
        return None
    somebody = found.low in ("he", "she")
    earlier = [other for other in here.clauses if other.at < clause.at and head(other.subject)]
    if earlier:  # "Kelso says she plans"
        nearest = [one for one in named_by(earlier[-1].subject) if somebody and _is_called(one, earlier[-1].subject)]
        return nearest[-1] if nearest else None
    known = [other.subject for other in take_apart(before).clauses if head(other.subject)] if before else []
    if not somebody:
        return head(known[0]) if known else None
    persons = (
        one
        for subject in known
        for one in reversed(named_by(subject))
        if _is_called(one, subject) or (_PERSON.search(one.low) and not one.low.endswith("s"))
    )
    owners = (one for subject in known for one in subject if one.role is Role.NAME)  # of "Kelso's book"
    return next(persons, None) or next(owners, None)


def _is_called(word: Word, subject: Sequence[Word]) -> bool:
    """Is it a person's name: no initials, and no "the" before it?"""
    return word.role is Role.NAME and not word.text.isupper() and subject[0].role is not Role.DET


def ranks(clause: Clause) -> bool:
    """Does it say no more than how something ranks: "it will be the first to do so"?"""
    return clause.verb == "be" and any(one.low in _WAYS for one in clause.complement)


def is_pronoun(clause: Clause) -> bool:
    found = head(clause.subject)
    return found is None or found.role is Role.PRONOUN


def content_of(clause: Clause, *, about: bool = True) -> frozenset[str]:
    """What a sentence of the article is looked up by; with or without who or what the clause is about."""
    said = () if clause.verb == "say" else clause.complement
    named = {one.key for core in cores(clause.subject)[:1] for one in core if one.key} if about else set()
    made = named | {one.key for one in said if one.key} | set(years(said))
    return frozenset(made if clause.verb in THIN or clause.verb == "say" else made | {clause.verb})


def _anchored(word: Word, here: Told, told: Told, at: int, there: Source) -> bool:
    """May a clause have this word though the article's sentence does not?

    It may where the article has it right beside one that stands beside it here and that the sentence shares ("the town
    of Dunmore"), and where a pronoun of the sentence stands for it.
    """
    if word.key in NEUTRALS:
        return True
    if word.low in CALENDAR:
        return False
    if word.text.isupper() and word.low in initials(there.text(at)):
        return True
    if not told.lows.isdisjoint(_OWNERS) and any(
        one.key == word.key
        for earlier in there.before(at)
        for other in earlier.clauses
        for one in named_by(other.subject)
    ):
        return True
    named = word.role is Role.NAME
    place = next(number for number, one in enumerate(here.words) if one is word)
    near = [*_beside_here(here, place, -1, named=named), *_beside_here(here, place, 1, named=named)]
    return any(one.key in told.keys and stand_together(word.key, one.key, there, close=not named) for one in near)


def _beside_here(here: Told, place: int, step: int, *, named: bool) -> list[Word]:
    """The one or two content words before or after a word, up to the next mark or verb."""
    made: list[Word] = []
    at = place + step
    while 0 <= at < len(here.words) and len(made) < (2 if named else 1):
        if here.words[at].role in (Role.MARK, *_APART) and not (named and here.words[at].text == ","):
            break
        if here.words[at].key:
            made.append(here.words[at])
        at += step
    return made

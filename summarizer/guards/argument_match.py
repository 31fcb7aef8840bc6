"""Does a sentence of the article say what a clause says: with the verb the same subject, object, place and time?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from checks import sameness
from summarizer.guards.factuality import is_denied, is_unrealised, modality_mismatch
from summarizer.language.clauses import Clause, cores, head, is_relative, named_by
from summarizer.language.grounding import CONNECTIVES, acronyms
from summarizer.language.parsing import ParsedSentence, ParsedSource, co_occur, number_values, parse, year_tokens
from summarizer.language.tagging import CALENDAR, SUPERLATIVES, Tag, Token, lemma_key

APPOSED = 6  # words between a subject and what is said of it, where no verb ties them

FAR = 5  # sentences back to the one that names who "he" or "she" is

_WAYS = SUPERLATIVES | frozenset(
    "behind ahead above below against without north south east west more less fewer most least first last best worst "
    "higher lower all every both former latter next second third out back away off toward towards again".split()
)
"""Words that turn a statement round where they are put in for one another."""
NEUTRALS = frozenset(lemma_key(one) for one in CONNECTIVES)
LIGHT_VERBS = frozenset(["be", "have"]) | frozenset(
    lemma_key(one) for one in "become remain include comprise feature".split()
)
"""Verbs that say little: what they tie together is what is said."""
_PART = frozenset("some several many most few half none part dozens hundreds thousands any all both".split())
_NOT_THESE = frozenset(("other", "another"))
_WORKS = frozenset(
    lemma_key(one)
    for one in "film movie report study book letter statement poll survey document article data figure result video "
    "evidence test research programme program show song play photo image sign".split()
)
"""What tells something and is nobody: a person's words are not theirs."""
_APART = (Tag.VERB, Tag.AUX, Tag.WHO, Tag.WHEN)
_OWNERS = frozenset("its his her their it them him".split())


def mismatch(clause: Clause, here: ParsedSentence, at: int, there: ParsedSource, before: str) -> str:
    """In what a clause differs from the sentence at `at`; empty where it says the same."""
    told = there[at]
    verb = here.words[clause.at].text
    if clause.verb != "say":
        for word in clause.complement:
            if word.key and word.key not in told.keys and not _anchored(word, here, told, at, there):
                return f'the article does not have "{word.text}" where it has "{verb}"'
        for word in (*clause.subject, *clause.complement):
            if (word.lower in _WAYS or word.lower in CALENDAR) and word.lower not in told.lowercase_words:
                return f'the article does not have "{word.text}" where it has "{verb}"'
        has = {*number_values(told.words), *year_tokens(told.words)}
        for number in number_values((*clause.subject, *clause.complement)):
            if number not in has:
                return f'the article does not have {number} where it has "{verb}"'
    subject = resolve_pronoun(clause, here, before)
    same = [one for one in told.clauses if one.verb == clause.verb]
    if not same:
        if clause.verb in LIGHT_VERBS and is_denied(clause):
            return "the article does not deny this"
        if clause.verb in LIGHT_VERBS:
            return _beside(clause, subject, told, there, here)
        if clause.verb == "say":
            return "the article has nobody say this"
        names = [one for one in clause.subject if one.tag is Tag.NAME and one.key]
        for one in [*names, *filter(None, [subject])]:
            if one.key and one.key not in told.keys:
                return f'the article does not have "{one.text}" beside "{verb}"'
        if is_denied(clause):
            return "the article does not deny this"
        if is_unrealised(clause.verb, told):
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
        or modality_mismatch(clause, one, here, told)
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


def _other_subject(
    subject: Token | None, clause: Clause, its: Clause, at: int, there: ParsedSource, here: ParsedSentence
) -> str:
    verb = here.words[clause.at].text
    mine, theirs = set(number_values(clause.subject)), set(number_values(its.subject))
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
    if leads is not None and leads.lower == "you" and its.at in told.quoted_indices:
        return f'the article has somebody say "you {verb}"'
    if clause.verb == "say" and leads is not None and leads.key in _WORKS and leads.key != subject.key:
        return "the article has something else say this"
    if [one.lower for one in its.subject] == ["one"] and subject.tag is Tag.NOUN and clause.verb == "be":
        return f'the article says this of one: "{verb}"'
    if _owned_by_another(clause, its, there):
        return f'the article does not have "{subject.text}" as who or what "{verb}"'
    lost = _part_lost(clause, its, here)
    if lost:
        return f'leaves out the article\'s "{lost}"'
    if leads is not None and leads.lower == "it" and subject.lower != "it" and _says_nothing(its, told):
        return f'the article says "it {verb}" of nobody'
    if leads is not None and leads.lower == "there":
        return f'the article says "there {verb}"'
    if clause.passive is False and its.passive is True and not doers:
        return "the article does not say who did it"
    nameless = clause.verb == "say" and not any(one.tag is Tag.NAME or one.key in _WORKS for one in doers)
    stands_in = leads is None or leads.tag is Tag.PRONOUN or nameless
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
        keys |= _known(its, at, there, somebody=leads.lower in ("he", "she"))
    named = named_by(clause.subject) if head(clause.subject) is subject else [subject]
    some = cores(clause.subject) if head(clause.subject) is subject else [[subject]]
    apposed = any(one.tag is Tag.MARK for one in clause.subject)
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
            if word.text.isupper() and word.lower in acronyms(there.text(at)):
                continue
            titles = (word.tag is Tag.NOUN or word.key not in there.names) and word is not core[
                -1
            ]  # it only has to go with the name
            if titles and (word.key in told.keys or _anchored(word, here, told, at, there)):
                continue
            if word.tag is Tag.NAME and _named_next(word, core, leads, at, there):
                continue
            if number and apposed:
                beside = [one.key for one in some[0]]
            else:
                beside = [one.key for one in alike] if alike or len(some) > 1 else list(keys)
            together = any(co_occur(word.key, key, there, named=not (number and apposed)) for key in beside)
            if word not in alike and not together:
                return f'the article does not have "{word.text}" as who or what "{verb}"'
    if not stands_in:
        for word in takewhile(lambda one: one.tag not in (Tag.WHO, Tag.THAT, Tag.VERB), clause.subject):
            if (
                word.key
                and word not in named
                and word.key not in told.keys
                and not _anchored(word, here, told, at, there)
            ):
                return f'the article does not have "{word.text}" where it has "{verb}"'
    return ""


def _owned_by_another(clause: Clause, its: Clause, there: ParsedSource) -> bool:
    """Of "Dunmore's airport is the largest": is it told of Torley, which is an airport too?"""
    mine = {one.key for one in clause.subject if _as_named(one, there).tag is Tag.NAME and one.key}
    owners = {
        one.key
        for one, mark in pairwise(its.subject)
        if _as_named(one, there).tag is Tag.NAME and mark.lower == "'s" and mark.tag is Tag.PREP
    }
    if not mine or not owners or mine & {one.key for one in its.subject}:
        return False
    return not any(co_occur(one, owner, there) for one in mine for owner in owners)


def _is_one(clause: Clause, told: ParsedSentence) -> bool:
    """Is it said of one person, who is not named: "he", "the man"? A name may be a firm's, of which some say "they"."""
    found = head(clause.subject)
    if found is None or not clause.finite or {*_SEVERAL, "and"} & {*_forms(clause, told), *_lows(clause)}:
        return False
    one = found.tag is Tag.NOUN and _PERSON.search(found.lower) and not found.lower.endswith(("s", "men", "women"))
    return found.lower in ("he", "she") or bool(one)


def _are_several(clause: Clause, told: ParsedSentence) -> bool:
    found = head(clause.subject)
    if found is None or not clause.finite or found.lower in ("he", "she", "it", "i", "you"):
        return False
    forms = _forms(clause, told)
    persons = found.lower.endswith("s") and sameness.is_person(sameness.noun_class(found.lower))
    if found.lower == "they" or (found.tag is Tag.NOUN and persons):
        return True
    return not (_SEVERAL if _MODALS.isdisjoint(forms) else {"were", "are"}).isdisjoint(forms)


def _lows(clause: Clause) -> set[str]:
    return {one.lower for one in clause.subject}


def _forms(clause: Clause, told: ParsedSentence) -> set[str]:
    """The words that show whether it is one or several: its verb and what helps it."""
    return {told.words[clause.at].lower, *clause.group}


_SEVERAL = frozenset(("are", "were", "have"))
_MODALS = frozenset("may might can could shall should will would must to".split())  # "he may have"


def _turned(clause: Clause, its: Clause) -> bool:
    """Has the article somebody do what is done here to some that cannot be told: "some of the held were robbed"?"""
    if not (clause.passive and clause.finite) or its.passive is not False:
        return False
    done_to = {one.lower for one in its.complement}
    return not any(one.tag in (Tag.PRONOUN, Tag.NUMBER) or one.lower in done_to for one in clause.subject)


def _part_lost(clause: Clause, its: Clause, here: ParsedSentence) -> str:
    """The "some of" or "2012" that the article's subject has, and a sentence about all or any of them has not."""
    if clause.passive is not its.passive:
        return ""  # then the subjects are not each other's
    opening = its.subject[:2]
    mine = {one.lower for one in clause.subject}
    same = {one.key for one in its.subject[1:] if one.key} & {one.key for one in clause.subject}
    if same and opening and opening[0].lower in _NOT_THESE and mine.isdisjoint(_NOT_THESE):
        return opening[0].text
    of_them = bool(same) and len(opening) == 2 and opening[1].lower == "of"
    if of_them:
        counted = opening[0].tag is Tag.NUMBER and opening[0].lower != "one"
        if (counted and opening[0].lower not in mine) or (opening[0].lower in _PART and mine.isdisjoint(_PART)):
            return f"{opening[0].text} of"
    called = list(takewhile(lambda one: one.tag in (Tag.DET, Tag.NUMBER, Tag.NOUN, Tag.NAME), its.subject))
    return next((one for one in year_tokens(called[:-1]) if one not in here.keys), "")


def _says_nothing(its: Clause, told: ParsedSentence) -> bool:
    """Of "it is expected that", "it was a surprise that": does "it" stand for nothing but what follows?"""
    ends = (Tag.VERB, Tag.AUX, Tag.MARK, Tag.THAT, Tag.WHO, Tag.WHEN)
    following = next((one.tag for one in told.words[its.at + 1 :] if one.tag in ends), Tag.MARK)
    opens = following is Tag.THAT
    return opens and (its.passive is True or its.verb == "be")


def _named_next(word: Token, core: Sequence[Token], leads: Token | None, at: int, there: ParsedSource) -> bool:
    """Is the name given right after, as in news: "A former mayor was jailed. Ruth Kelso, 58, ran the town"?"""
    if leads is None or leads.tag is not Tag.NOUN or leads.key not in {one.key for one in core}:
        return False
    following = there[at + 1].clauses[:1] if at + 1 in there.sentence_indices else ()
    return any(one.key == word.key for clause in following for one in named_by(clause.subject))


def _known(its: Clause, at: int, there: ParsedSource, *, somebody: bool) -> set[str]:
    """What a pronoun may stand for: who or what the clauses before it are about, the nearest that names one.

    `somebody`: it stands for a person, so a common noun must be one for persons.
    """
    known: set[str] = set()
    stretches = [[other for other in there[at].clauses if other.at < its.at]]
    stretches += [list(earlier.clauses) for earlier in there.before(at, FAR if somebody else 2)]
    for stretch in stretches:
        heads = [_as_named(one, there) for other in stretch for one in named_by(other.subject)]
        called = {one.text for other in stretch for one in other.subject if other.subject[0].tag is not Tag.DET}
        persons = [one for one in heads if (one.tag is Tag.NAME and one.text in called) or _PERSON.search(one.lower)]
        known |= {one.key for one in (persons if somebody else heads)}
        if any(one.tag is Tag.NAME for one in heads):
            break
    return known


def _as_named(word: Token, there: ParsedSource) -> Token:
    """A name that opens a sentence looks like any other word there."""
    named = word.tag is Tag.NOUN and word.text[0].isupper() and word.key in there.names
    return replace(word, tag=Tag.NAME) if named else word


_PERSON = re.compile(
    r"(?:er|or|ist|man|men|woman|women|ess|ian|ee|ant|ent|chief|boy|girl|star|coach|judge|king|queen|son|wife|husband|"
    r"victim|cleric|nurse|guard|head|guide|cook|mayor|student|teen|widow|pilot)s?$"
)


def _other_namesake(core: Sequence[Token], doers: Sequence[Token], there: ParsedSource) -> bool:
    """Two that share a word: "Torley council" and "Dunmore council", "Kestrel Air" and "Nordvik Air"."""
    mine = {one.key for one in core if one.key in there.names} - {one.key for one in doers}
    for its_core in cores(doers):
        its = {one.key for one in its_core if one.key in there.names} - {one.key for one in core}
        if {one.key for one in core} & {one.key for one in its_core}:
            return bool(mine) and bool(its)
    return False


def _other_object(clause: Clause, its: Clause, told: ParsedSentence, there: ParsedSource, here: ParsedSentence) -> str:
    """Is it done to another, or in another place or time, than the article's clause says?"""
    if clause.verb == "say":
        return ""
    verb = here.words[clause.at].text
    doer, its_doer = head(_agent(clause)), [*_agent(its), *(() if its.passive else its.subject)]
    its_keys = {one.key for one in its_doer if one.key}
    other = clause.passive and doer is not None and doer.key and doer.key not in its_keys
    if other and doer is not None and not any(co_occur(doer.key, key, there, named=True) for key in its_keys):
        return f'the article does not have "{doer.text}" as who "{verb}"'
    before = _done_to_before(its, told)
    if before and not clause.passive and not _object(clause) and not _done_to_before(clause, here):
        return f'leaves out what the article says was "{verb}"'
    replaced = any(one.tag is Tag.PRONOUN for one in its.complement[:1])  # "bought it"
    its_keys = {one.key for one in its.complement if one.key} | ({before} - {""})
    for done_to in () if replaced else _object(clause):
        known = done_to.key == before or (done_to.key in told.keys and _reaches(its, done_to.key, told))
        if not known and not any(co_occur(done_to.key, key, there, close=clause.verb == "be") for key in its_keys):
            return f'the article does not have "{done_to.text}" as what it "{verb}"'
    for word in clause.complement:
        placed = word.key in told.keys and (not replaced or word.lower in CALENDAR)  # "held him on Thursday"
        if placed and not _reaches(its, word.key, told):
            return f'the article has "{word.text}" of something else than "{verb}"'
    return ""


def _object(clause: Clause) -> list[Token]:
    """What follows the verb without a preposition: "the offer unaffordable" of "called the offer unaffordable"."""
    if not clause.complement or clause.complement[0].tag in (Tag.PREP, Tag.MARK, Tag.TO, Tag.AND, Tag.ADVERB):
        return []
    return [one for core in cores(clause.complement)[:1] for one in core if one.key and one.lower not in CALENDAR]


def _reaches(its: Clause, key: str, told: ParsedSentence) -> bool:
    """Does a word stand with this verb of the sentence, and not in a clause of its own?"""
    own = {id(one) for one in takewhile(lambda one: one.tag not in (Tag.WHO, Tag.THAT, Tag.VERB), its.subject)}
    stops = {
        one.at
        for one in told.clauses
        if one.finite and one.at != its.at and (one.passive is not None or told.words[one.at - 1].tag is Tag.AND)
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
        if id(word) in own or not any(one in stops or told.words[one].tag is Tag.WHO for one in between):
            return True
    return False


def _doers(clause: Clause, its: Clause) -> list[Token]:
    """Of the article's clause, the words among which the subject must be: its own, or where one is passive, not."""
    agent = _agent(its)
    if clause.passive is None or its.passive is None:
        return [*its.subject, *agent, *(its.complement if clause.passive or its.passive else ())]
    if clause.passive == its.passive:
        return list(its.subject)
    return list(its.complement) if clause.passive else agent


def _done_to_before(its: Clause, told: ParsedSentence) -> str:
    """Of "a petition which Kelso will hand in": the petition. Empty where the verb has what it is done to behind it."""
    if not its.subject or its.subject[0].tag is Tag.WHO or any(one.key for one in its.complement[:2]):
        return ""
    start = next((at for at, one in enumerate(told.words) if one is its.subject[0]), 0)
    opened = start > 1 and told.words[start - 1].lower in ("which", "whom", "that")
    return told.words[start - 2].key if opened and told.words[start - 2].tag is Tag.NOUN else ""


def _agent(clause: Clause) -> list[Token]:
    """Who did it, of what "was done by" somebody."""
    by = next((at for at, one in enumerate(clause.complement) if one.lower == "by"), None)
    return list(clause.complement[by + 1 :]) if by is not None else []


def _beside(
    clause: Clause, subject: Token | None, told: ParsedSentence, there: ParsedSource, here: ParsedSentence
) -> str:
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


def _in_other_number(word: Token, told: ParsedSentence) -> bool:
    """Has a sentence only "twin" for "twins", or the other way round?"""
    one, several = word.lower.removesuffix("s"), f"{word.lower.removesuffix('s')}s"
    other = one if word.lower == several else several
    return word.tag is Tag.NOUN and word.lower not in told.lowercase_words and other in told.lowercase_words


def _near(one: str, other: str, told: ParsedSentence, *, named: bool = False) -> bool:
    """Do two words stand within a few of one another, no other verb between them?"""
    mine = [number for number, word in enumerate(told.words) if word.key == one]
    its = [number for number, word in enumerate(told.words) if word.key == other]
    if named:  # "the crash was a trip" of "a plane from a trip crashed"
        mine = [number for number in mine if told.words[number].tag is not Tag.VERB]
    return any(
        abs(a - b) <= APPOSED and not any(word.tag in _APART for word in told.words[min(a, b) + 1 : max(a, b)])
        for a in mine
        for b in its
    )


def resolve_pronoun(clause: Clause, here: ParsedSentence, before: str) -> Token | None:
    """The word that says who or what the clause is about; for a pronoun, the subject of the sentence before."""
    if not clause.finite:
        return None
    found = head(clause.subject)
    if found is None or found.tag is not Tag.PRONOUN:
        return found
    if found.lower == "there":
        return None
    somebody = found.lower in ("he", "she")
    earlier = [other for other in here.clauses if other.at < clause.at and head(other.subject)]
    if earlier:  # "Kelso says she plans"
        nearest = [one for one in named_by(earlier[-1].subject) if somebody and _is_called(one, earlier[-1].subject)]
        return nearest[-1] if nearest else None
    known = [other.subject for other in parse(before).clauses if head(other.subject)] if before else []
    if not somebody:
        return head(known[0]) if known else None
    persons = (
        one
        for subject in known
        for one in reversed(named_by(subject))
        if _is_called(one, subject) or (_PERSON.search(one.lower) and not one.lower.endswith("s"))
    )
    owners = (one for subject in known for one in subject if one.tag is Tag.NAME)  # of "Kelso's book"
    return next(persons, None) or next(owners, None)


def _is_called(word: Token, subject: Sequence[Token]) -> bool:
    """Is it a person's name: no initials, and no "the" before it?"""
    return word.tag is Tag.NAME and not word.text.isupper() and subject[0].tag is not Tag.DET


def makes_ranking(clause: Clause) -> bool:
    """Does it say no more than how something ranks: "it will be the first to do so"?"""
    return clause.verb == "be" and any(one.lower in _WAYS for one in clause.complement)


def is_pronoun(clause: Clause) -> bool:
    found = head(clause.subject)
    return found is None or found.tag is Tag.PRONOUN


def content_lemmas(clause: Clause, *, about: bool = True) -> frozenset[str]:
    """What a sentence of the article is looked up by; with or without who or what the clause is about."""
    said = () if clause.verb == "say" else clause.complement
    named = {one.key for core in cores(clause.subject)[:1] for one in core if one.key} if about else set()
    made = named | {one.key for one in said if one.key} | set(year_tokens(said))
    return frozenset(made if clause.verb in LIGHT_VERBS or clause.verb == "say" else made | {clause.verb})


def _anchored(word: Token, here: ParsedSentence, told: ParsedSentence, at: int, there: ParsedSource) -> bool:
    """May a clause have this word though the article's sentence does not?

    It may where the article has it right beside one that stands beside it here and that the sentence shares ("the town
    of Dunmore"), and where a pronoun of the sentence stands for it.
    """
    if word.key in NEUTRALS:
        return True
    if word.lower in CALENDAR:
        return False
    if word.text.isupper() and word.lower in acronyms(there.text(at)):
        return True
    if not told.lowercase_words.isdisjoint(_OWNERS) and any(
        one.key == word.key
        for earlier in there.before(at)
        for other in earlier.clauses
        for one in named_by(other.subject)
    ):
        return True
    named = word.tag is Tag.NAME
    place = next(number for number, one in enumerate(here.words) if one is word)
    near = [*_beside_here(here, place, -1, named=named), *_beside_here(here, place, 1, named=named)]
    return any(one.key in told.keys and co_occur(word.key, one.key, there, close=not named) for one in near)


def _beside_here(here: ParsedSentence, place: int, step: int, *, named: bool) -> list[Token]:
    """The one or two content words before or after a word, up to the next mark or verb."""
    made: list[Token] = []
    at = place + step
    while 0 <= at < len(here.words) and len(made) < (2 if named else 1):
        if here.words[at].tag in (Tag.MARK, *_APART) and not (named and here.words[at].text == ","):
            break
        if here.words[at].key:
            made.append(here.words[at])
        at += step
    return made

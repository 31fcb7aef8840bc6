"""Predicate-argument comparison of a draft's clause with one sentence of the article.

`mismatch` compares a clause with those clauses of a source sentence that have the same verb: subject, object, place,
time, number and modality must agree. The guard clause-support asks this of every sentence that may support the clause.

Parameter names used throughout: `clause` and `draft` are the draft's clause and the parsed sentence that holds it;
`source_clause` and `source_sentence` are their counterparts in the article; `source` is the parsed article and
`sentence_index` an index into its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from checks import sameness
from summarizer.guards.factuality import is_denied, is_unrealised, modality_mismatch
from summarizer.language.clauses import Clause, head, is_relative_clause, mention_tokens, phrase_cores
from summarizer.language.grounding import CONNECTIVES, acronyms
from summarizer.language.lexicon import CALENDAR_NAMES, SUPERLATIVES
from summarizer.language.parsing import ParsedSentence, ParsedSource, co_occur, number_values, parse, year_tokens
from summarizer.language.tagging import Tag, Token, lemmatize

MAX_APPOSITION_DISTANCE = 6  # words between a subject and its predicate where no verb links the two
MAX_ANTECEDENT_DISTANCE = 5  # sentences to look back for the person that "he" or "she" refers to
_MAX_THING_DISTANCE = 2  # the same for "it" and "they", whose antecedent is nearly always close

_CONTRASTIVE = SUPERLATIVES | frozenset(
    "behind ahead above below against without north south east west more less fewer most least first last best worst "
    "higher lower all every both former latter next second third out back away off toward towards again".split()
)
"""Directions, ranks and quantifiers: exchanging one for another changes what a sentence states."""
CONNECTIVE_LEMMAS = frozenset(lemmatize(word) for word in CONNECTIVES)
LIGHT_VERBS = frozenset(["be", "have"]) | frozenset(
    lemmatize(verb) for verb in "become remain include comprise feature".split()
)
"""Verbs with little meaning of their own: what they link is the statement."""
_PARTITIVES = frozenset("some several many most few half none part dozens hundreds thousands any all both".split())
_OTHERS = frozenset(("other", "another"))
_DOCUMENTS = frozenset(
    lemmatize(noun)
    for noun in "film movie report study book letter statement poll survey document article data figure result video "
    "evidence test research programme program show song play photo image sign".split()
)
"""Nouns that can "say" something without being a person; what a document says must not be attributed to a person."""
_CLAUSE_BOUNDARIES = (Tag.VERB, Tag.AUX, Tag.RELATIVIZER, Tag.SUBORDINATOR)
_THIRD_PERSON_PRONOUNS = frozenset("its his her their it them him".split())
_PLURAL_AUXILIARIES = frozenset(("are", "were", "have"))
_MODALS = frozenset("may might can could shall should will would must to".split())
_PERSON_NOUN = re.compile(
    r"(?:er|or|ist|man|men|woman|women|ess|ian|ee|ant|ent|chief|boy|girl|star|coach|judge|king|queen|son|wife|husband|"
    r"victim|cleric|nurse|guard|head|guide|cook|mayor|student|teen|widow|pilot)s?$"
)


def mismatch(clause: Clause, draft: ParsedSentence, sentence_index: int, source: ParsedSource, preceding: str) -> str:
    """How a clause differs from a sentence of the article, as a reason; empty where that sentence supports it.

    `preceding` is the sentence before it in the draft, in which a pronoun of the clause may have its antecedent.
    """
    source_sentence = source[sentence_index]
    verb = draft.words[clause.verb_index].text
    missing = _missing_content(clause, draft, sentence_index, source)
    if missing:
        return f'the article does not have {missing} where it has "{verb}"'
    subject = resolve_pronoun(clause, draft, preceding)
    same_verb = [source_clause for source_clause in source_sentence.clauses if source_clause.verb == clause.verb]
    if not same_verb:
        return _mismatch_without_verb(clause, subject, draft, source_sentence)
    reasons = [
        _subject_mismatch(subject, clause, source_clause, draft, sentence_index, source)
        or _object_mismatch(clause, source_clause, draft, source_sentence, source)
        or modality_mismatch(clause, source_clause, draft, source_sentence)
        for source_clause in same_verb
    ]
    if "" in reasons:
        return ""
    if subject is not None and any(_only_modifies_subject(subject.lemma, source_clause) for source_clause in same_verb):
        return reasons[0]
    same_subject = subject is not None and any(
        subject.lemma in {word.lemma for word in mention_tokens(source_clause.subject)} for source_clause in same_verb
    )
    if (
        clause.verb == "be"
        and not same_subject
        and not is_denied(clause)
        and not _unlinked_predicate(clause, subject, draft, source_sentence)
    ):
        return ""
    return reasons[0]


def _missing_content(clause: Clause, draft: ParsedSentence, sentence_index: int, source: ParsedSource) -> str:
    """A word (in quotation marks) or number of the clause that the source sentence lacks; empty where it has all.

    What is reported with "say" is compared as a clause of its own.
    """
    if clause.verb == "say":
        return ""
    source_sentence = source[sentence_index]
    for word in clause.complement:
        if (
            word.lemma
            and word.lemma not in source_sentence.lemmas
            and not _is_licensed(word, draft, sentence_index, source)
        ):
            return f'"{word.text}"'
    for word in (*clause.subject, *clause.complement):
        if (
            word.lower in _CONTRASTIVE or word.lower in CALENDAR_NAMES
        ) and word.lower not in source_sentence.lowercase_words:
            return f'"{word.text}"'
    source_numbers = {*number_values(source_sentence.words), *year_tokens(source_sentence.words)}
    for number in number_values((*clause.subject, *clause.complement)):
        if number not in source_numbers:
            return number
    return ""


def _mismatch_without_verb(
    clause: Clause, subject: Token | None, draft: ParsedSentence, source_sentence: ParsedSentence
) -> str:
    """The mismatch with a sentence that has no clause with this verb, but perhaps a noun of the same stem."""
    verb = draft.words[clause.verb_index].text
    if clause.verb in LIGHT_VERBS and is_denied(clause):
        return "the article does not deny this"
    if clause.verb in LIGHT_VERBS:
        return _unlinked_predicate(clause, subject, draft, source_sentence)
    if clause.verb == "say":
        return "the article has nobody say this"
    names = [word for word in clause.subject if word.tag is Tag.PROPN and word.lemma]
    for word in [*names, *filter(None, [subject])]:
        if word.lemma and word.lemma not in source_sentence.lemmas:
            return f'the article does not have "{word.text}" beside "{verb}"'
    if is_denied(clause):
        return "the article does not deny this"
    if is_unrealised(clause.verb, source_sentence):
        return "the article does not tell this as done"
    for word in _direct_object(clause):
        if word.lemma in source_sentence.lemmas and not _stand_close(word.lemma, clause.verb, source_sentence):
            return f'the article does not have "{word.text}" beside "{verb}"'
    if subject is None or not subject.lemma or _stand_close(subject.lemma, clause.verb, source_sentence):
        return ""
    return f'the article does not have "{subject.text}" beside "{verb}"'


def _subject_mismatch(
    subject: Token | None,
    clause: Clause,
    source_clause: Clause,
    draft: ParsedSentence,
    sentence_index: int,
    source: ParsedSource,
) -> str:
    """Why the article's clause is not about the subject of the draft's; empty where it is."""
    source_sentence = source[sentence_index]
    verb = draft.words[clause.verb_index].text
    other_count = _count_mismatch(clause, source_clause, draft, source_sentence)
    if other_count:
        return other_count
    if subject is None or not subject.lemma:
        return f'the article does not say who was "{verb}"' if _makes_agent_patient(clause, source_clause) else ""
    counterparts = _subject_counterparts(clause, source_clause)
    conflict = _role_conflict(subject, clause, source_clause, counterparts, draft, sentence_index, source)
    if conflict:
        return conflict
    counterpart = head(counterparts)
    unnamed_speaker = clause.verb == "say" and not any(
        word.tag is Tag.PROPN or word.lemma in _DOCUMENTS for word in counterparts
    )
    is_implicit = counterpart is None or counterpart.tag is Tag.PRON or unnamed_speaker
    keys = {word.lemma for word in mention_tokens(counterparts) if word.lemma}
    if clause.passive and source_clause.passive is None and source_clause.verb_index:
        keys.add(source_sentence.words[source_clause.verb_index - 1].lemma)  # "photos released by the court"
    if is_implicit:
        keys |= _implied_subject_keys(clause, source_clause, counterpart, sentence_index, source)
    wrong_subject = _unsupported_subject(
        subject, clause, source_clause, counterparts, keys, draft, sentence_index, source
    )
    if wrong_subject:
        return f'the article does not have "{wrong_subject}" as who or what "{verb}"'
    if not is_implicit:
        heads = mention_tokens(clause.subject) if head(clause.subject) is subject else [subject]
        for word in takewhile(
            lambda word: word.tag not in (Tag.RELATIVIZER, Tag.COMPLEMENTIZER, Tag.VERB), clause.subject
        ):
            if (
                word.lemma
                and word not in heads
                and word.lemma not in source_sentence.lemmas
                and not _is_licensed(word, draft, sentence_index, source)
            ):
                return f'the article does not have "{word.text}" where it has "{verb}"'
    return ""


def _count_mismatch(
    clause: Clause, source_clause: Clause, draft: ParsedSentence, source_sentence: ParsedSentence
) -> str:
    """The mismatch of two subjects in number: other figures, one person for several, or several for one."""
    if clause.passive is not source_clause.passive:
        return ""
    verb = draft.words[clause.verb_index].text
    numbers, source_numbers = set(number_values(clause.subject)), set(number_values(source_clause.subject))
    if numbers and source_numbers and not numbers & source_numbers:
        return f'the article has another number where it has "{verb}"'
    if _is_one_person(clause, draft) and _is_plural(source_clause, source_sentence):
        return f'the article has several where it has "{verb}"'
    if _is_one_person(source_clause, source_sentence) and _is_plural(clause, draft):
        return f'the article has one where it has "{verb}"'
    return ""


def _role_conflict(
    subject: Token,
    clause: Clause,
    source_clause: Clause,
    counterparts: Sequence[Token],
    draft: ParsedSentence,
    sentence_index: int,
    source: ParsedSource,
) -> str:
    """Why the article's clause cannot be about the draft's subject, whatever words the two share.

    `counterparts` are the words of the article's clause among which the subject has to be.
    """
    source_sentence = source[sentence_index]
    verb = draft.words[clause.verb_index].text
    counterpart = head(counterparts)
    if (
        counterpart is not None
        and counterpart.lower == "you"
        and source_clause.verb_index in source_sentence.quoted_indices
    ):
        return f'the article has somebody say "you {verb}"'
    says_document = counterpart is not None and counterpart.lemma in _DOCUMENTS and counterpart.lemma != subject.lemma
    if clause.verb == "say" and says_document:
        return "the article has something else say this"
    if [word.lower for word in source_clause.subject] == ["one"] and subject.tag is Tag.NOUN and clause.verb == "be":
        return f'the article says this of one: "{verb}"'
    if _is_owned_by_another(clause, source_clause, source):
        return f'the article does not have "{subject.text}" as who or what "{verb}"'
    qualifier = _dropped_qualifier(clause, source_clause, draft)
    if qualifier:
        return f'leaves out the article\'s "{qualifier}"'
    if (
        counterpart is not None
        and counterpart.lower == "it"
        and subject.lower != "it"
        and _is_expletive(source_clause, source_sentence)
    ):
        return f'the article says "it {verb}" of nobody'
    if counterpart is not None and counterpart.lower == "there":
        return f'the article says "there {verb}"'
    if clause.passive is False and source_clause.passive is True and not counterparts:
        return "the article does not say who did it"
    return ""


def _implied_subject_keys(
    clause: Clause, source_clause: Clause, counterpart: Token | None, sentence_index: int, source: ParsedSource
) -> set[str]:
    """Keys of what the article's clause may be about where it has a pronoun, an unnamed speaker or no subject."""
    source_sentence = source[sentence_index]
    if counterpart is not None:
        return _antecedent_keys(source_clause, sentence_index, source, person=counterpart.lower in ("he", "she"))
    if "being" in source_clause.verb_group:  # "Torley left after being held": Torley
        main_clauses = [
            other
            for other in source_sentence.clauses
            if other.verb_index < source_clause.verb_index and other.finite and head(other.subject)
        ]
        return {word.lemma for word in mention_tokens(main_clauses[-1].subject)} if main_clauses else set()
    if source_clause.finite:
        return {word.lemma for word in source_sentence.words[: source_clause.verb_index] if word.lemma}
    if clause.verb != "say":
        return set(source_sentence.lemmas)
    # "Adding that ..., Kelso left": the speaker is the subject of a clause that follows
    following = [
        other
        for other in source_sentence.clauses
        if other.verb_index > source_clause.verb_index and head(other.subject)
    ]
    speech = next((other for other in following if other.verb == "say"), following[0] if following else None)
    return {word.lemma for word in mention_tokens(speech.subject)} if speech else set()


def _unsupported_subject(
    subject: Token,
    clause: Clause,
    source_clause: Clause,
    counterparts: Sequence[Token],
    keys: set[str],
    draft: ParsedSentence,
    sentence_index: int,
    source: ParsedSource,
) -> str:
    """The part of the draft's subject that is not in `keys` and cannot stand for one that is; empty where none.

    `keys` are the keys of what the article's clause is, or may be, about.
    """
    source_sentence = source[sentence_index]
    counterpart = head(counterparts)
    is_own_subject = head(clause.subject) is subject  # False where a pronoun was resolved
    heads = mention_tokens(clause.subject) if is_own_subject else [subject]
    subject_cores = phrase_cores(clause.subject) if is_own_subject else [[subject]]
    has_apposition = any(word.tag is Tag.PUNCT for word in clause.subject)
    for core_number, core in enumerate(subject_cores):
        core_heads = [word for word in core if word in heads and word.lemma]
        shared_heads = [word for word in core_heads if word.lemma in keys]
        if shared_heads and not core_number and _is_namesake(core, counterparts, source):
            return " ".join(word.text for word in core)
        is_apposition = bool(core_number and has_apposition)
        for word in core_heads:
            if (
                word.lemma not in keys
                and any(other.lemma == word.lemma for other in source_clause.complement)
                and clause.passive is source_clause.passive
            ):
                return word.text
            if word.text.isupper() and word.lower in acronyms(source.text(sentence_index)):
                continue
            # a title only has to go with the name that follows it
            is_title = (word.tag is Tag.NOUN or word.lemma not in source.name_lemmas) and word is not core[-1]
            if is_title and (word.lemma in source_sentence.lemmas or _is_licensed(word, draft, sentence_index, source)):
                continue
            if word.tag is Tag.PROPN and _is_named_in_next_sentence(word, core, counterpart, sentence_index, source):
                continue
            if is_apposition:
                partner_keys = [other.lemma for other in subject_cores[0]]
            elif shared_heads or len(subject_cores) > 1:
                partner_keys = [other.lemma for other in shared_heads]
            else:
                partner_keys = list(keys)
            if word not in shared_heads and not any(
                co_occur(word.lemma, key, source, same_entity=not is_apposition) for key in partner_keys
            ):
                return word.text
    return ""


def _is_owned_by_another(clause: Clause, source_clause: Clause, source: ParsedSource) -> bool:
    """Whether the article's subject belongs to a name that never goes with the draft's.

    "Dunmore's airport is the largest" does not support a sentence about Torley, even if Torley has an airport.
    """
    names = {word.lemma for word in clause.subject if _with_name_tag(word, source).tag is Tag.PROPN and word.lemma}
    owners = {
        word.lemma
        for word, mark in pairwise(source_clause.subject)
        if _with_name_tag(word, source).tag is Tag.PROPN and mark.lower == "'s" and mark.tag is Tag.ADP
    }
    if not names or not owners or names & {word.lemma for word in source_clause.subject}:
        return False
    return not any(co_occur(name, owner, source) for name in names for owner in owners)


def _is_one_person(clause: Clause, sentence: ParsedSentence) -> bool:
    """Whether the subject is one unnamed person: "he", "the man". A name may be a firm's, which can be "they"."""
    subject_head = head(clause.subject)
    subject_words = {word.lower for word in clause.subject}
    if (
        subject_head is None
        or not clause.finite
        or {*_PLURAL_AUXILIARIES, "and"} & {*_verb_forms(clause, sentence), *subject_words}
    ):
        return False
    is_singular_noun = (
        subject_head.tag is Tag.NOUN
        and _PERSON_NOUN.search(subject_head.lower)
        and not subject_head.lower.endswith(("s", "men", "women"))
    )
    return subject_head.lower in ("he", "she") or bool(is_singular_noun)


def _is_plural(clause: Clause, sentence: ParsedSentence) -> bool:
    """Whether the subject is plural, by a plural noun for persons, "they", or the form of its verb."""
    subject_head = head(clause.subject)
    if subject_head is None or not clause.finite or subject_head.lower in ("he", "she", "it", "i", "you"):
        return False
    verb_forms = _verb_forms(clause, sentence)
    persons = subject_head.lower.endswith("s") and sameness.is_person(sameness.noun_class(subject_head.lower))
    if subject_head.lower == "they" or (subject_head.tag is Tag.NOUN and persons):
        return True
    plural_forms = _PLURAL_AUXILIARIES if _MODALS.isdisjoint(verb_forms) else {"were", "are"}  # "he may have"
    return not plural_forms.isdisjoint(verb_forms)


def _verb_forms(clause: Clause, sentence: ParsedSentence) -> set[str]:
    """The verb and its auxiliaries, in lower case: the words that agree with the subject in number."""
    return {sentence.words[clause.verb_index].lower, *clause.verb_group}


def _makes_agent_patient(clause: Clause, source_clause: Clause) -> bool:
    """Whether a passive with an unresolved subject is compared with an active clause that does not have it as object.

    "Some of those held were robbed" is not what "those held robbed two men" says.
    """
    if not (clause.passive and clause.finite) or source_clause.passive is not False:
        return False
    object_words = {word.lower for word in source_clause.complement}
    return not any(word.tag in (Tag.PRON, Tag.NUM) or word.lower in object_words for word in clause.subject)


def _dropped_qualifier(clause: Clause, source_clause: Clause, draft: ParsedSentence) -> str:
    """The "some of", "another" or "2012" of the article's subject that the draft's lacks; empty where there is none."""
    if clause.passive is not source_clause.passive:
        return ""  # the subjects have different roles
    opening = source_clause.subject[:2]
    subject_words = {word.lower for word in clause.subject}
    shared = {word.lemma for word in source_clause.subject[1:] if word.lemma} & {word.lemma for word in clause.subject}
    if shared and opening and opening[0].lower in _OTHERS and subject_words.isdisjoint(_OTHERS):
        return opening[0].text
    if shared and len(opening) == 2 and opening[1].lower == "of":
        counted = opening[0].tag is Tag.NUM and opening[0].lower != "one"
        if (counted and opening[0].lower not in subject_words) or (
            opening[0].lower in _PARTITIVES and subject_words.isdisjoint(_PARTITIVES)
        ):
            return f"{opening[0].text} of"
    noun_phrase = list(
        takewhile(lambda word: word.tag in (Tag.DET, Tag.NUM, Tag.NOUN, Tag.PROPN), source_clause.subject)
    )
    return next((year for year in year_tokens(noun_phrase[:-1]) if year not in draft.lemmas), "")


def _is_expletive(source_clause: Clause, source_sentence: ParsedSentence) -> bool:
    """Whether "it" only announces a that-clause: "it is expected that", "it was a surprise that"."""
    boundaries = (Tag.VERB, Tag.AUX, Tag.PUNCT, Tag.COMPLEMENTIZER, Tag.RELATIVIZER, Tag.SUBORDINATOR)
    following = next(
        (word.tag for word in source_sentence.words[source_clause.verb_index + 1 :] if word.tag in boundaries),
        Tag.PUNCT,
    )
    return following is Tag.COMPLEMENTIZER and (source_clause.passive is True or source_clause.verb == "be")


def _is_named_in_next_sentence(
    name: Token, core: Sequence[Token], counterpart: Token | None, sentence_index: int, source: ParsedSource
) -> bool:
    """Whether the next sentence gives the name, as news often does: "A former mayor was jailed. Ruth Kelso, 58, ...".

    `core` is the noun phrase of the draft that has the name; it must share the article's noun.
    """
    if counterpart is None or counterpart.tag is not Tag.NOUN or counterpart.lemma not in {word.lemma for word in core}:
        return False
    following = source[sentence_index + 1].clauses[:1] if sentence_index + 1 in source.sentence_indices else ()
    return any(word.lemma == name.lemma for clause in following for word in mention_tokens(clause.subject))


def _antecedent_keys(source_clause: Clause, sentence_index: int, source: ParsedSource, *, person: bool) -> set[str]:
    """Keys of the possible antecedents of a pronoun: subjects of the clauses before it, back to the nearest name.

    `person`: the pronoun is "he" or "she", so that a common noun must be one for persons.
    """
    keys: set[str] = set()
    clause_groups = [[other for other in source[sentence_index].clauses if other.verb_index < source_clause.verb_index]]
    distance = MAX_ANTECEDENT_DISTANCE if person else _MAX_THING_DISTANCE
    clause_groups += [list(earlier.clauses) for earlier in source.preceding(sentence_index, distance)]
    for clause_group in clause_groups:
        heads = [_with_name_tag(word, source) for other in clause_group for word in mention_tokens(other.subject)]
        without_determiner = {
            word.text for other in clause_group for word in other.subject if other.subject[0].tag is not Tag.DET
        }
        persons = [
            word
            for word in heads
            if (word.tag is Tag.PROPN and word.text in without_determiner) or _PERSON_NOUN.search(word.lower)
        ]
        keys |= {word.lemma for word in (persons if person else heads)}
        if any(word.tag is Tag.PROPN for word in heads):
            break
    return keys


def _with_name_tag(word: Token, source: ParsedSource) -> Token:
    """The word, tagged as a name where the article uses it as one: every sentence begins with a capital."""
    is_name = word.tag is Tag.NOUN and word.text[0].isupper() and word.lemma in source.name_lemmas
    return replace(word, tag=Tag.PROPN) if is_name else word


def _is_namesake(core: Sequence[Token], counterparts: Sequence[Token], source: ParsedSource) -> bool:
    """Whether two phrases share a word but have different names: "Torley council" and "Dunmore council"."""
    names = {word.lemma for word in core if word.lemma in source.name_lemmas} - {word.lemma for word in counterparts}
    for source_core in phrase_cores(counterparts):
        source_names = {word.lemma for word in source_core if word.lemma in source.name_lemmas} - {
            word.lemma for word in core
        }
        if {word.lemma for word in core} & {word.lemma for word in source_core}:
            return bool(names) and bool(source_names)
    return False


def _object_mismatch(
    clause: Clause, source_clause: Clause, draft: ParsedSentence, source_sentence: ParsedSentence, source: ParsedSource
) -> str:
    """Why the article's clause has another agent, object, place or time than the draft's; empty where it has not."""
    if clause.verb == "say":
        return ""
    verb = draft.words[clause.verb_index].text
    agent = head(_passive_agent(clause))
    source_agents = [*_passive_agent(source_clause), *(() if source_clause.passive else source_clause.subject)]
    agent_keys = {word.lemma for word in source_agents if word.lemma}
    if (
        clause.passive
        and agent is not None
        and agent.lemma
        and agent.lemma not in agent_keys
        and not any(co_occur(agent.lemma, key, source, same_entity=True) for key in agent_keys)
    ):
        return f'the article does not have "{agent.text}" as who "{verb}"'
    fronted = _fronted_object(source_clause, source_sentence)
    if fronted and not clause.passive and not _direct_object(clause) and not _fronted_object(clause, draft):
        return f'leaves out what the article says was "{verb}"'
    has_pronoun_object = any(word.tag is Tag.PRON for word in source_clause.complement[:1])  # "bought it"
    object_keys = {word.lemma for word in source_clause.complement if word.lemma} | ({fronted} - {""})
    for word in () if has_pronoun_object else _direct_object(clause):
        is_known = word.lemma == fronted or (
            word.lemma in source_sentence.lemmas and _is_in_clause(source_clause, word.lemma, source_sentence)
        )
        if not is_known and not any(
            co_occur(word.lemma, key, source, adjacent=clause.verb == "be") for key in object_keys
        ):
            return f'the article does not have "{word.text}" as what it "{verb}"'
    for word in clause.complement:
        # of "held him on Thursday" only the date can be compared
        is_comparable = word.lemma in source_sentence.lemmas and (
            not has_pronoun_object or word.lower in CALENDAR_NAMES
        )
        if is_comparable and not _is_in_clause(source_clause, word.lemma, source_sentence):
            return f'the article has "{word.text}" of something else than "{verb}"'
    return ""


def _direct_object(clause: Clause) -> list[Token]:
    """The content words right after the verb, with no preposition: "the offer unaffordable" after "called"."""
    if not clause.complement or clause.complement[0].tag in (
        Tag.ADP,
        Tag.PUNCT,
        Tag.INFINITIVE_MARKER,
        Tag.CCONJ,
        Tag.ADV,
    ):
        return []
    return [
        word
        for core in phrase_cores(clause.complement)[:1]
        for word in core
        if word.lemma and word.lower not in CALENDAR_NAMES
    ]


def _is_in_clause(source_clause: Clause, key: str, source_sentence: ParsedSentence) -> bool:
    """Whether a word of the sentence belongs to this clause, with no other clause's verb between the two."""
    own_subject = {
        id(word)
        for word in takewhile(
            lambda word: word.tag not in (Tag.RELATIVIZER, Tag.COMPLEMENTIZER, Tag.VERB), source_clause.subject
        )
    }
    boundary_indices = {
        other.verb_index
        for other in source_sentence.clauses
        if other.finite
        and other.verb_index != source_clause.verb_index
        and (other.passive is not None or source_sentence.words[other.verb_index - 1].tag is Tag.CCONJ)
    }
    following = {id(word) for word in source_sentence.words[source_clause.verb_index + 1 :]}
    speakers = {
        id(word)
        for other in source_sentence.clauses
        if source_clause.verb == "be" and other.verb == "say" and other.subject and id(other.subject[0]) in following
        if not is_relative_clause(source_sentence.words, other)  # of "is a changed man, the nurse said": the nurse
        for word in other.subject
    }
    for index, word in enumerate(source_sentence.words):
        if word.lemma != key or id(word) in speakers:
            continue
        between = range(min(index, source_clause.verb_index) + 1, max(index, source_clause.verb_index))
        if id(word) in own_subject or not any(
            other in boundary_indices or source_sentence.words[other].tag is Tag.RELATIVIZER for other in between
        ):
            return True
    return False


def _subject_counterparts(clause: Clause, source_clause: Clause) -> list[Token]:
    """The words of the article's clause that have the role of the draft's subject.

    They are its subject where both clauses are active or both passive; else its object or its agent ("by ..."). Where
    the form of a verb does not tell (`passive` is None), all that may have the role.
    """
    agent = _passive_agent(source_clause)
    if clause.passive is None or source_clause.passive is None:
        complement = source_clause.complement if clause.passive or source_clause.passive else ()
        return [*source_clause.subject, *agent, *complement]
    if clause.passive == source_clause.passive:
        return list(source_clause.subject)
    return list(source_clause.complement) if clause.passive else agent


def _fronted_object(clause: Clause, sentence: ParsedSentence) -> str:
    """Key of a relative clause's object that stands before it: "petition" in "a petition which Kelso will hand in".

    Empty where the verb has its object after it.
    """
    if (
        not clause.subject
        or clause.subject[0].tag is Tag.RELATIVIZER
        or any(word.lemma for word in clause.complement[:2])
    ):
        return ""
    start = next((index for index, word in enumerate(sentence.words) if word is clause.subject[0]), 0)
    is_relative_clause = start > 1 and sentence.words[start - 1].lower in ("which", "whom", "that")
    return sentence.words[start - 2].lemma if is_relative_clause and sentence.words[start - 2].tag is Tag.NOUN else ""


def _passive_agent(clause: Clause) -> list[Token]:
    """The words after "by" in the complement; empty where there is no "by"."""
    by = next((index for index, word in enumerate(clause.complement) if word.lower == "by"), None)
    return list(clause.complement[by + 1 :]) if by is not None else []


def _unlinked_predicate(
    clause: Clause, subject: Token | None, draft: ParsedSentence, source_sentence: ParsedSentence
) -> str:
    """The mismatch of a light verb's clause with a sentence that does not have subject and predicate close together.

    Empty where it has: "Ruth Kelso, director of Holt Marine" supports "Kelso is director".
    """
    if subject is None or not subject.lemma:
        return ""
    predicate = head(clause.complement) or next((word for word in clause.complement if word.lemma), None)
    if predicate is None or not predicate.lemma:
        return ""
    if _stand_close(subject.lemma, predicate.lemma, source_sentence, nominal=True) and not _differs_in_number(
        subject, source_sentence
    ):
        return ""
    return f'the article does not have "{subject.text}" beside what it "{draft.words[clause.verb_index].text}"'


def _only_modifies_subject(key: str, source_clause: Clause) -> bool:
    """Whether a word is in the article's subject, but not what it is about: "library" in "items at the library"."""
    keys = {word.lemma for word in source_clause.subject}
    return bool(key) and key in keys and key not in {word.lemma for word in mention_tokens(source_clause.subject)}


def _differs_in_number(noun: Token, source_sentence: ParsedSentence) -> bool:
    """Whether the sentence has only the singular of a plural noun, or only the plural of a singular one."""
    singular, plural = noun.lower.removesuffix("s"), f"{noun.lower.removesuffix('s')}s"
    other_form = singular if noun.lower == plural else plural
    words = source_sentence.lowercase_words
    return noun.tag is Tag.NOUN and noun.lower not in words and other_form in words


def _stand_close(key: str, other_key: str, sentence: ParsedSentence, *, nominal: bool = False) -> bool:
    """Whether two words stand within MAX_APPOSITION_DISTANCE words with no verb between them.

    `nominal`: the first one must not be a verb there, so that "a plane from a trip crashed" does not support "the crash
    was a trip".
    """
    indices = [index for index, word in enumerate(sentence.words) if word.lemma == key]
    other_indices = [index for index, word in enumerate(sentence.words) if word.lemma == other_key]
    if nominal:
        indices = [index for index in indices if sentence.words[index].tag is not Tag.VERB]
    return any(
        abs(index - other) <= MAX_APPOSITION_DISTANCE
        and not any(
            word.tag in _CLAUSE_BOUNDARIES for word in sentence.words[min(index, other) + 1 : max(index, other)]
        )
        for index in indices
        for other in other_indices
    )


def resolve_pronoun(clause: Clause, draft: ParsedSentence, preceding: str) -> Token | None:
    """The head of the clause's subject; for a pronoun its antecedent, in an earlier clause or the preceding sentence.

    None where the clause has no subject or the antecedent is unknown.
    """
    if not clause.finite:
        return None
    subject_head = head(clause.subject)
    if subject_head is None or subject_head.tag is not Tag.PRON:
        return subject_head
    if subject_head.lower == "there":
        return None
    person = subject_head.lower in ("he", "she")
    earlier = [other for other in draft.clauses if other.verb_index < clause.verb_index and head(other.subject)]
    if earlier:  # "Kelso says she plans"
        nearest = earlier[-1].subject
        antecedents = [word for word in mention_tokens(nearest) if person and _is_person_name(word, nearest)]
        return antecedents[-1] if antecedents else None
    subjects = [other.subject for other in parse(preceding).clauses if head(other.subject)] if preceding else []
    if not person:
        return head(subjects[0]) if subjects else None
    persons = (
        word
        for subject in subjects
        for word in reversed(mention_tokens(subject))
        if _is_person_name(word, subject) or (_PERSON_NOUN.search(word.lower) and not word.lower.endswith("s"))
    )
    owners = (word for subject in subjects for word in subject if word.tag is Tag.PROPN)  # of "Kelso's book"
    return next(persons, None) or next(owners, None)


def _is_person_name(word: Token, subject: Sequence[Token]) -> bool:
    """Whether a word can be a person's name: no acronym, and the phrase has no determiner ("the Gannet")."""
    return word.tag is Tag.PROPN and not word.text.isupper() and subject[0].tag is not Tag.DET


def is_ranking(clause: Clause) -> bool:
    """Whether a clause only says how something ranks: "it will be the first to do so"."""
    return clause.verb == "be" and any(word.lower in _CONTRASTIVE for word in clause.complement)


def has_pronoun_subject(clause: Clause) -> bool:
    """Whether a clause has no subject of its own, or a pronoun."""
    subject_head = head(clause.subject)
    return subject_head is None or subject_head.tag is Tag.PRON


def content_lemmas(clause: Clause, *, include_subject: bool = True) -> frozenset[str]:
    """Keys by which the article's sentences are searched for one that supports a clause.

    The verb counts unless it is light; what is reported with "say" does not, being a clause of its own.
    """
    complement = () if clause.verb == "say" else clause.complement
    subject_keys = (
        {word.lemma for core in phrase_cores(clause.subject)[:1] for word in core if word.lemma}
        if include_subject
        else set()
    )
    keys = subject_keys | {word.lemma for word in complement if word.lemma} | set(year_tokens(complement))
    return frozenset(keys if clause.verb in LIGHT_VERBS or clause.verb == "say" else keys | {clause.verb})


def _is_licensed(word: Token, draft: ParsedSentence, sentence_index: int, source: ParsedSource) -> bool:
    """Whether a clause may have a word that the source sentence lacks.

    It may where the word is a connective, an acronym of words of that sentence, or the antecedent of one of its
    pronouns, and where the article elsewhere has it right beside a word that stands beside it in the draft and that the
    sentence shares ("the town of Dunmore").
    """
    source_sentence = source[sentence_index]
    if word.lemma in CONNECTIVE_LEMMAS:
        return True
    if word.lower in CALENDAR_NAMES:
        return False
    if word.text.isupper() and word.lower in acronyms(source.text(sentence_index)):
        return True
    if not source_sentence.lowercase_words.isdisjoint(_THIRD_PERSON_PRONOUNS) and any(
        antecedent.lemma == word.lemma
        for earlier in source.preceding(sentence_index)
        for other in earlier.clauses
        for antecedent in mention_tokens(other.subject)
    ):
        return True
    is_name = word.tag is Tag.PROPN
    index = next(index for index, other in enumerate(draft.words) if other is word)
    neighbours = [*_neighbours(draft, index, -1, name=is_name), *_neighbours(draft, index, 1, name=is_name)]
    return any(
        neighbour.lemma in source_sentence.lemmas
        and co_occur(word.lemma, neighbour.lemma, source, adjacent=not is_name)
        for neighbour in neighbours
    )


def _neighbours(sentence: ParsedSentence, index: int, step: int, *, name: bool) -> list[Token]:
    """The content words next to a word, up to the next mark or verb: one, or two beside a name.

    `step` is -1 for those before it, 1 for those after it.
    """
    neighbours: list[Token] = []
    index += step
    while 0 <= index < len(sentence.words) and len(neighbours) < (2 if name else 1):
        if sentence.words[index].tag in (Tag.PUNCT, *_CLAUSE_BOUNDARIES) and not (
            name and sentence.words[index].text == ","
        ):
            break
        if sentence.words[index].lemma:
            neighbours.append(sentence.words[index])
        index += step
    return neighbours

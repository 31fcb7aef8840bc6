"""Compares two clauses in modality: denied, planned, possible, alleged, or true of only a part.

Not a guard of its own: argument_match.py asks it of each pair of clauses that have the same verb. Small models tend to
drop what qualifies a statement, and report a plan or an allegation as a fact.
"""

from __future__ import annotations

from itertools import takewhile

from summarizer.language.clauses import Clause
from summarizer.language.lexicon import MODALS, NEGATIONS
from summarizer.language.parsing import ParsedSentence
from summarizer.language.tagging import Tag, lemmatize

HEDGE_SCOPE = 6  # words after "allegedly" that it qualifies, at most
_CONDITION_WINDOW = 12  # words before a verb in which "if" makes it unreal
_REPORTING_WINDOW = 5  # words before "that" in which the verb that governs it must stand: "said on Tuesday that"

_IMPLICATIVES = frozenset(lemmatize(verb) for verb in "manage begin start continue help come go able used".split())
"""Verbs whose infinitive did happen: "managed to escape"."""
_HEDGES = frozenset("allegedly reportedly apparently possibly probably perhaps maybe likely".split())
_UNREAL = MODALS | frozenset(["to"])
_POSSIBILITY_MODALS = frozenset("may might can could".split())
_CONDITIONALS = frozenset("if whether unless".split())
_NO_LONGER = frozenset("earlier previously formerly originally initially".split())
_NEGATIVE_IMPLICATIVES = frozenset(lemmatize(verb) for verb in "refuse deny fail decline reject".split())
_NEGATIVE_PRONOUNS = frozenset("no none nobody nothing neither few".split())
_DENIALS = frozenset(lemmatize(verb) for verb in "deny doubt reject dispute".split())
_CANCELLATIONS = _DENIALS | frozenset(
    lemmatize(form)
    for verb in "cancel scrap shelve block delay postpone prevent halt stop avoid ban suspend abandon oppose rule plan "
    "propose schedule consider seek want demand".split()
    for form in (verb, f"{verb}{verb[-1]}ed")
)
"""Verbs after which the event that their object names has not happened; with the forms that double a consonant."""
_CLAIMS = frozenset(
    lemmatize(verb) for verb in "claim allege suspect hope fear believe think accuse suggest expect".split()
)
_DEGREES = frozenset(
    "partially partly fully nearly almost barely hardly entirely completely wholly mostly largely".split()
)
_PARTIAL_DEGREES = frozenset("partially partly nearly almost barely hardly mostly largely mainly".split())
_CLAIM_NOUNS = frozenset(
    lemmatize(noun)
    for noun in "rumor rumour claim allegation speculation suggestion fear hope belief accusation possibility".split()
)


def modality_mismatch(
    clause: Clause, source_clause: Clause, draft: ParsedSentence, source_sentence: ParsedSentence
) -> str:
    """How a draft's clause differs in modality from the article's, as a reason; empty where it does not.

    `draft` and `source_sentence` are the sentences that hold the two clauses.
    """
    if is_denied(clause) != is_denied(source_clause):
        return "the article says whether it is so the other way round"
    source_is_unreal = _is_unreal(source_clause, source_sentence)
    if _is_unreal(clause, draft) != source_is_unreal:
        return "the article does not tell this as done" if source_is_unreal else "the article tells this as done"
    if _is_possible(clause) != _is_possible(source_clause):
        return "the article is surer of this" if _is_possible(clause) else "the article is less sure of this"
    added_degrees = _DEGREES & set(clause.verb_group) - {
        *source_clause.verb_group,
        *(word.lower for word in source_clause.complement),
    }
    if added_degrees:
        return f'the article does not say "{min(added_degrees)}" of this'
    dropped_degrees = _PARTIAL_DEGREES & set(source_clause.verb_group) - draft.lowercase_words
    if dropped_degrees:
        return f'leaves out the article\'s "{min(dropped_degrees)}"'
    governing_verb = _governing_verb(source_clause, source_sentence)
    is_reported_speech = clause.verb == "say" and governing_verb == "say"
    if is_reported_speech and sum(word.lemma == "say" for word in draft.words) < 2:
        return "the article has this at second hand"
    if governing_verb in _DENIALS and governing_verb not in draft.lemmas:
        return "the article tells this as what somebody denies"
    has_hedge = not draft.lowercase_words.isdisjoint(_HEDGES)
    governing_noun = _governing_noun(source_clause, source_sentence)
    if governing_noun and governing_noun not in draft.lemmas and "say" not in draft.lemmas and not has_hedge:
        return "the article tells this as what somebody claims or hopes"
    if governing_verb in _CLAIMS and not is_attributed(draft):
        return "the article tells this as what somebody claims or hopes"
    hedge = _hedge_of(clause, source_sentence)
    if hedge and not has_hedge:
        return f'leaves out the article\'s "{hedge}"'
    dropped_adverbs = (_NO_LONGER & {*source_clause.verb_group, source_sentence.words[0].lower}) - draft.lowercase_words
    if dropped_adverbs:
        return f'leaves out the article\'s "{min(dropped_adverbs)}"'
    if _has_only_before(source_clause, source_sentence) and draft.lowercase_words.isdisjoint(
        ("only", "just", "except")
    ):
        return 'leaves out the article\'s "only"'
    return ""


def is_attributed(sentence: ParsedSentence) -> bool:
    """Whether a sentence attributes what it states to somebody, or hedges it."""
    has_claim = any(word.tag is Tag.VERB and lemmatize(word.lower) in _CLAIMS | _DENIALS for word in sentence.words)
    return has_claim or "say" in sentence.lemmas or not sentence.lowercase_words.isdisjoint(_HEDGES)


def is_unrealised(verb: str, source_sentence: ParsedSentence) -> bool:
    """Whether the event of a verb, as a noun, is only cancelled or planned there: "cancelled the film's release"."""
    for clause in source_sentence.clauses:
        if clause.verb in _CANCELLATIONS and any(
            word.lemma == verb and word.tag is Tag.NOUN for word in clause.complement
        ):
            return True
    return False


def _hedge_of(clause: Clause, source_sentence: ParsedSentence) -> str:
    """The "allegedly" that the article has shortly before a word of the clause's complement; empty where none."""
    complement_keys = {word.lemma for word in clause.complement if word.lemma}
    for index, hedge in enumerate(source_sentence.words):
        if hedge.lower in _HEDGES:
            scope = takewhile(
                lambda word: word.tag is not Tag.PUNCT, source_sentence.words[index + 1 : index + 1 + HEDGE_SCOPE]
            )
            if any(word.lemma in complement_keys for word in scope):
                return hedge.lower
    return ""


def _has_only_before(source_clause: Clause, source_sentence: ParsedSentence) -> bool:
    """Whether "only" restricts the clause's subject: "only two airports"."""
    if not source_clause.subject:
        return False
    start = next((index for index, word in enumerate(source_sentence.words) if word is source_clause.subject[0]), 0)
    return source_clause.subject[0].lower == "only" or (start > 0 and source_sentence.words[start - 1].lower == "only")


def is_denied(clause: Clause) -> bool:
    """Whether a clause is negated ("did not", "refused to") or true of nobody or nothing ("heard no reply")."""
    subject_and_object = [*clause.subject[:1], *clause.complement[:1]]
    return any(
        word in NEGATIONS or word.endswith("n't") or word in _NEGATIVE_IMPLICATIVES for word in clause.verb_group
    ) or any(word.lower in _NEGATIVE_PRONOUNS or word.tag is Tag.NEGATION for word in subject_and_object)


def _is_possible(clause: Clause) -> bool:
    return any(word in _POSSIBILITY_MODALS for word in clause.verb_group)


def _governing_verb(source_clause: Clause, source_sentence: ParsedSentence) -> str:
    """Key of the verb that a clause is the object of: "denied (that) the firm broke the law"; empty where none."""
    first = source_clause.subject[0] if source_clause.subject else source_sentence.words[source_clause.verb_index]
    subject_start = next(
        (index for index, word in enumerate(source_sentence.words) if word is first), source_clause.verb_index
    )
    start = min(subject_start, source_clause.verb_index)  # in "said Tom Avery" the verb comes first
    before = list(source_sentence.words[max(0, start - 1) : start])
    if before and before[-1].tag is Tag.COMPLEMENTIZER:
        window = source_sentence.words[max(0, start - _REPORTING_WINDOW) : start - 1]
        before = [word for word in window if word.tag is Tag.VERB]
    if not before or before[-1].tag is not Tag.VERB:
        return ""
    lemma = lemmatize(before[-1].lower)
    return lemma if lemma in _CLAIMS or before[-1].lemma != "say" else "say"


def _governing_noun(source_clause: Clause, source_sentence: ParsedSentence) -> str:
    """Key of the noun that a that-clause depends on: "rumours that he left"; empty where there is none."""
    first = source_clause.subject[0] if source_clause.subject else source_sentence.words[source_clause.verb_index]
    start = next((index for index, word in enumerate(source_sentence.words) if word is first), 0)
    before = source_sentence.words[max(0, start - 2) : start]
    has_noun = len(before) == 2 and before[1].tag is Tag.COMPLEMENTIZER and before[0].tag is Tag.NOUN
    return before[0].lemma if has_noun and before[0].lemma in _CLAIM_NOUNS else ""


def _is_unreal(clause: Clause, sentence: ParsedSentence) -> bool:
    """Whether a clause is planned, possible, alleged, conditional or asked for rather than done."""
    if clause.verb_group and clause.verb_group[0] == "to" and _IMPLICATIVES & {*clause.verb_group}:
        return False
    before = sentence.words[max(0, clause.verb_index - _CONDITION_WINDOW) : clause.verb_index]
    return any(word in _UNREAL or word in _HEDGES for word in clause.verb_group) or any(
        word.lower in _CONDITIONALS for word in before
    )

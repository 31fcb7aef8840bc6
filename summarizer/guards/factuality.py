"""Was it done, or denied, planned, possible, alleged, done by only some? Two clauses compared in that."""

from __future__ import annotations

from itertools import takewhile

from summarizer.language.clauses import Clause
from summarizer.language.parsing import ParsedSentence
from summarizer.language.tagging import MODALS, NEGATIONS, Tag, lemma_key

HEDGED = 6  # words after "allegedly" that it is said of, at most

_CARRIED_OUT = frozenset(lemma_key(one) for one in "manage begin start continue help come go able used".split())
_HEDGES = frozenset("allegedly reportedly apparently possibly probably perhaps maybe likely".split())
_UNREAL = MODALS | frozenset(["to"])
_POSSIBLE = frozenset("may might could can".split())
_IF = frozenset("if whether unless".split())
_FORMER = frozenset("earlier previously formerly originally initially".split())
_REFUSED = frozenset(lemma_key(one) for one in "refuse deny fail decline reject".split())
_NONE = frozenset("no none nobody nothing neither few".split())
_DENIALS = frozenset(lemma_key(one) for one in "deny doubt reject dispute".split())
_UNDOES = _DENIALS | frozenset(
    lemma_key(form)
    for one in "cancel scrap shelve block delay postpone prevent halt stop avoid ban suspend abandon oppose rule plan "
    "propose schedule consider seek want demand".split()
    for form in (one, f"{one}{one[-1]}ed")
)
_CLAIMS = frozenset(
    lemma_key(one) for one in "claim allege suspect hope fear believe think accuse suggest expect".split()
)

_DEGREES = frozenset(
    "partially partly fully nearly almost barely hardly entirely completely wholly mostly largely".split()
)
_PARTLY = frozenset("partially partly nearly almost barely hardly mostly largely mainly".split())
_CLAIMED = frozenset(
    lemma_key(one)
    for one in "rumor rumour claim allegation speculation suggestion fear hope belief accusation possibility".split()
)


def modality_mismatch(clause: Clause, its: Clause, here: ParsedSentence, told: ParsedSentence) -> str:
    if is_denied(clause) != is_denied(its):
        return "the article says whether it is so the other way round"
    if _is_unreal(clause, here) != _is_unreal(its, told):
        return "the article does not tell this as done" if _is_unreal(its, told) else "the article tells this as done"
    if _is_possible(clause) != _is_possible(its):
        return "the article is surer of this" if _is_possible(clause) else "the article is less sure of this"
    degrees = _DEGREES & set(clause.group) - {*its.group, *(one.lower for one in its.complement)}
    if degrees:
        return f'the article does not say "{min(degrees)}" of this'
    unsaid = _PARTLY & set(its.group) - here.lowercase_words
    if unsaid:
        return f'leaves out the article\'s "{min(unsaid)}"'
    governed = _governed_by(its, told)
    second_hand = clause.verb == "say" and governed == "say"
    if second_hand and sum(one.key == "say" for one in here.words) < 2:
        return "the article has this at second hand"
    if governed in _DENIALS and governed not in here.keys:
        return "the article tells this as what somebody denies"
    noun = _reported_by(its, told)
    if noun and noun not in here.keys and "say" not in here.keys and here.lowercase_words.isdisjoint(_HEDGES):
        return "the article tells this as what somebody claims or hopes"
    if governed in _CLAIMS and not is_attributed(here):
        return "the article tells this as what somebody claims or hopes"
    hedge = _hedge_before(clause, told)
    if hedge and here.lowercase_words.isdisjoint(_HEDGES):
        return f'leaves out the article\'s "{hedge}"'
    lost = (_FORMER & {*its.group, told.words[0].lower}) - here.lowercase_words
    if lost:
        return f'leaves out the article\'s "{min(lost)}"'
    if _only_opens(its, told) and here.lowercase_words.isdisjoint(("only", "just", "except")):
        return 'leaves out the article\'s "only"'
    return ""


def is_attributed(here: ParsedSentence) -> bool:
    """Does a sentence leave what it tells to somebody, or in doubt?"""
    claims = any(one.tag is Tag.VERB and lemma_key(one.lower) in _CLAIMS | _DENIALS for one in here.words)
    return claims or "say" in here.keys or not here.lowercase_words.isdisjoint(_HEDGES)


def is_unrealised(deed: str, told: ParsedSentence) -> bool:
    """Is a deed that a sentence has as a noun only called off or planned there: "cancelled the film's release"?"""
    for its in told.clauses:
        if its.verb in _UNDOES and any(one.key == deed and one.tag is Tag.NOUN for one in its.complement):
            return True
    return False


def _hedge_before(clause: Clause, told: ParsedSentence) -> str:
    """The "allegedly" that the article has right before what a clause goes on to say."""
    said = {one.key for one in clause.complement if one.key}
    for at, word in enumerate(told.words):
        if word.lower in _HEDGES:
            following = takewhile(lambda one: one.tag is not Tag.MARK, told.words[at + 1 : at + 1 + HEDGED])
            if any(one.key in said for one in following):
                return word.lower
    return ""


def _only_opens(its: Clause, told: ParsedSentence) -> bool:
    """Does the clause say something of "only two airports"?"""
    if not its.subject:
        return False
    first = next((number for number, one in enumerate(told.words) if one is its.subject[0]), 0)
    return its.subject[0].lower == "only" or (first > 0 and told.words[first - 1].lower == "only")


def is_denied(clause: Clause) -> bool:
    """Is it not so ("did not"), refused, or done by or to nobody ("heard no reply")?"""
    ends = [*clause.subject[:1], *clause.complement[:1]]
    return any(one in NEGATIONS or one.endswith("n't") or one in _REFUSED for one in clause.group) or any(
        one.lower in _NONE or one.tag is Tag.NOT for one in ends
    )


def _is_possible(clause: Clause) -> bool:
    return any(one in _POSSIBLE for one in clause.group)


def _governed_by(its: Clause, told: ParsedSentence) -> str:
    """The verb right before a clause: "denied (that) the firm broke the law"."""
    first = its.subject[0] if its.subject else told.words[its.at]
    start = min(next((at for at, one in enumerate(told.words) if one is first), its.at), its.at)  # "said Tom Avery"
    before = list(told.words[max(0, start - 1) : start])
    if before and before[-1].tag is Tag.THAT:  # "said on Tuesday that"
        before = [one for one in told.words[max(0, start - 5) : start - 1] if one.tag is Tag.VERB]
    if not before or before[-1].tag is not Tag.VERB:
        return ""
    low = lemma_key(before[-1].lower)
    return low if low in _CLAIMS or before[-1].key != "say" else "say"


def _reported_by(its: Clause, told: ParsedSentence) -> str:
    """The noun that a clause hangs on: "rumours that he left"."""
    first = its.subject[0] if its.subject else told.words[its.at]
    start = next((at for at, one in enumerate(told.words) if one is first), 0)
    before = told.words[max(0, start - 2) : start]
    that = len(before) == 2 and before[1].tag is Tag.THAT and before[0].tag is Tag.NOUN
    return before[0].key if that and before[0].key in _CLAIMED else ""


def _is_unreal(clause: Clause, here: ParsedSentence) -> bool:
    """Is it planned, possible, alleged or asked for rather than done?"""
    if clause.group and clause.group[0] == "to" and _CARRIED_OUT & {*clause.group}:
        return False
    opens = here.words[max(0, clause.at - 12) : clause.at]
    return any(one in _UNREAL or one in _HEDGES for one in clause.group) or any(one.lower in _IF for one in opens)

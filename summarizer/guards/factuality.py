"""Was it done, or denied, planned, possible, alleged, done by only some? Two clauses compared in that."""

from __future__ import annotations

from itertools import takewhile

from summarizer.language.clauses import Clause
from summarizer.language.parsing import Told
from summarizer.language.tagging import MODALS, NEGATIONS, Role, key_of

HEDGED = 6  # words after "allegedly" that it is said of, at most

_CARRIED_OUT = frozenset(key_of(one) for one in "manage begin start continue help come go able used".split())
_HEDGES = frozenset("allegedly reportedly apparently possibly probably perhaps maybe likely".split())
_UNREAL = MODALS | frozenset(["to"])
_POSSIBLE = frozenset("may might could can".split())
_IF = frozenset("if whether unless".split())
_FORMER = frozenset("earlier previously formerly originally initially".split())
_REFUSED = frozenset(key_of(one) for one in "refuse deny fail decline reject".split())
_NONE = frozenset("no none nobody nothing neither few".split())
_DENIALS = frozenset(key_of(one) for one in "deny doubt reject dispute".split())
_UNDOES = _DENIALS | frozenset(
    key_of(form)
    for one in "cancel scrap shelve block delay postpone prevent halt stop avoid ban suspend abandon oppose rule plan "
    "propose schedule consider seek want demand".split()
    for form in (one, f"{one}{one[-1]}ed")
)
_CLAIMS = frozenset(key_of(one) for one in "claim allege suspect hope fear believe think accuse suggest expect".split())

_DEGREES = frozenset(
    "partially partly fully nearly almost barely hardly entirely completely wholly mostly largely".split()
)
_PARTLY = frozenset("partially partly nearly almost barely hardly mostly largely mainly".split())
_CLAIMED = frozenset(
    key_of(one)
    for one in "rumor rumour claim allegation speculation suggestion fear hope belief accusation possibility".split()
)


def other_mood(clause: Clause, its: Clause, here: Told, told: Told) -> str:
    if is_denied(clause) != is_denied(its):
        return "the article says whether it is so the other way round"
    if _is_unreal(clause, here) != _is_unreal(its, told):
        return "the article does not tell this as done" if _is_unreal(its, told) else "the article tells this as done"
    if _is_possible(clause) != _is_possible(its):
        return "the article is surer of this" if _is_possible(clause) else "the article is less sure of this"
    degrees = _DEGREES & set(clause.group) - {*its.group, *(one.low for one in its.complement)}
    if degrees:
        return f'the article does not say "{min(degrees)}" of this'
    unsaid = _PARTLY & set(its.group) - here.lows
    if unsaid:
        return f'leaves out the article\'s "{min(unsaid)}"'
    governed = _governed_by(its, told)
    second_hand = clause.verb == "say" and governed == "say"
    if second_hand and sum(one.key == "say" for one in here.words) < 2:
        return "the article has this at second hand"
    if governed in _DENIALS and governed not in here.keys:
        return "the article tells this as what somebody denies"
    noun = _reported_by(its, told)
    if noun and noun not in here.keys and "say" not in here.keys and here.lows.isdisjoint(_HEDGES):
        return "the article tells this as what somebody claims or hopes"
    if governed in _CLAIMS and not is_attributed(here):
        return "the article tells this as what somebody claims or hopes"
    hedge = _hedge_before(clause, told)
    if hedge and here.lows.isdisjoint(_HEDGES):
        return f'leaves out the article\'s "{hedge}"'
    lost = (_FORMER & {*its.group, told.words[0].low}) - here.lows
    if lost:
        return f'leaves out the article\'s "{min(lost)}"'
    if _only_opens(its, told) and here.lows.isdisjoint(("only", "just", "except")):
        return 'leaves out the article\'s "only"'
    return ""


def is_attributed(here: Told) -> bool:
    """Does a sentence leave what it tells to somebody, or in doubt?"""
    claims = any(one.role is Role.VERB and key_of(one.low) in _CLAIMS | _DENIALS for one in here.words)
    return claims or "say" in here.keys or not here.lows.isdisjoint(_HEDGES)


def is_undone(deed: str, told: Told) -> bool:
    """Is a deed that a sentence has as a noun only called off or planned there: "cancelled the film's release"?"""
    for its in told.clauses:
        if its.verb in _UNDOES and any(one.key == deed and one.role is Role.NOUN for one in its.complement):
            return True
    return False


def _hedge_before(clause: Clause, told: Told) -> str:
    """The "allegedly" that the article has right before what a clause goes on to say."""
    said = {one.key for one in clause.complement if one.key}
    for at, word in enumerate(told.words):
        if word.low in _HEDGES:
            following = takewhile(lambda one: one.role is not Role.MARK, told.words[at + 1 : at + 1 + HEDGED])
            if any(one.key in said for one in following):
                return word.low
    return ""


def _only_opens(its: Clause, told: Told) -> bool:
    """Does the clause say something of "only two airports"?"""
    if not its.subject:
        return False
    first = next((number for number, one in enumerate(told.words) if one is its.subject[0]), 0)
    return its.subject[0].low == "only" or (first > 0 and told.words[first - 1].low == "only")


def is_denied(clause: Clause) -> bool:
    """Is it not so ("did not"), refused, or done by or to nobody ("heard no reply")?"""
    ends = [*clause.subject[:1], *clause.complement[:1]]
    return any(one in NEGATIONS or one.endswith("n't") or one in _REFUSED for one in clause.group) or any(
        one.low in _NONE or one.role is Role.NOT for one in ends
    )


def _is_possible(clause: Clause) -> bool:
    return any(one in _POSSIBLE for one in clause.group)


def _governed_by(its: Clause, told: Told) -> str:
    """The verb right before a clause: "denied (that) the firm broke the law"."""
    first = its.subject[0] if its.subject else told.words[its.at]
    start = min(next((at for at, one in enumerate(told.words) if one is first), its.at), its.at)  # "said Tom Avery"
    before = told.words[max(0, start - 1) : start]
    if before and before[-1].role is Role.THAT:  # "said on Tuesday that"
        before = [one for one in told.words[max(0, start - 5) : start - 1] if one.role is Role.VERB]
    if not before or before[-1].role is not Role.VERB:
        return ""
    low = key_of(before[-1].low)
    return low if low in _CLAIMS or before[-1].key != "say" else "say"


def _reported_by(its: Clause, told: Told) -> str:
    """The noun that a clause hangs on: "rumours that he left"."""
    first = its.subject[0] if its.subject else told.words[its.at]
    start = next((at for at, one in enumerate(told.words) if one is first), 0)
    before = told.words[max(0, start - 2) : start]
    that = len(before) == 2 and before[1].role is Role.THAT and before[0].role is Role.NOUN
    return before[0].key if that and before[0].key in _CLAIMED else ""


def _is_unreal(clause: Clause, here: Told) -> bool:
    """Is it planned, possible, alleged or asked for rather than done?"""
    if clause.group and clause.group[0] == "to" and _CARRIED_OUT & {*clause.group}:
        return False
    opens = here.words[max(0, clause.at - 12) : clause.at]
    return any(one in _UNREAL or one in _HEDGES for one in clause.group) or any(one.low in _IF for one in opens)

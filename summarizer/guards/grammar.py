"""Is a sentence put together as English: a verb that carries it, nothing left dangling, no scrap of a quotation?"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from summarizer.language.clauses import Clause, head
from summarizer.language.parsing import QUOTED, Told, take_apart
from summarizer.language.tagging import Role

_PARTS = frozenset("a an the".split())


def fault(sentence: str) -> str:
    """What is wrong with it; empty where nothing is."""
    here = take_apart(sentence)
    if _quotes_a_scrap(sentence):
        return "quotes half a sentence and says nothing else"
    dangling = _dangles(here)
    if dangling:
        return f"names {dangling} and says nothing of it"
    return "is not put together as a sentence" if _is_broken(here) else ""


def _quotes_a_scrap(sentence: str) -> bool:
    """Is a quotation without a verb all that is said?"""
    pieces = QUOTED.findall(sentence)
    outside = take_apart(QUOTED.sub("", sentence)).clauses
    only_said = bool(outside) and all(one.verb == "say" for one in outside)
    return sentence[:1] in '"“' and only_said and not any(take_apart(piece).clauses for piece in pieces)


def _dangles(here: Told) -> str:
    """A name that opens the sentence and of which no verb says anything: "Dunmore, the mayor of Torley resigned"."""
    if not here.words or here.words[0].role not in (Role.NAME, Role.NOUN, Role.DET):
        return ""
    mark = next((at for at, one in enumerate(here.words) if one.role is Role.MARK), 0)
    opening = here.words[:mark]
    if not mark or here.words[mark].text != "," or any(one.role in (Role.VERB, Role.AUX, Role.AND) for one in opening):
        return ""
    named = [one.text for one in opening if one.text[0].isupper() and one.role in (Role.NAME, Role.NOUN)]
    first = next((clause.subject for clause in here.clauses if clause.finite and clause.subject), ())
    leads = head(first)
    if leads is None or leads.role is not Role.NAME or any(one.role is Role.AND for one in first):
        return ""
    said_of = {id(one) for clause in here.clauses for one in clause.subject}
    return " ".join(named) if said_of and not any(id(one) in said_of for one in opening) else ""


def _is_broken(here: Told) -> bool:
    """Has it no verb that can carry it, or words that cannot follow each other?"""
    outside = [clause for clause in here.clauses if clause.at not in here.quoted]
    if outside and all(_only_describes(one, here) for one in outside):
        return True
    if outside and _OWNS_A_QUOTE.search(" ".join(one.text for one in here.words)):
        return True
    carrying = [one for one in outside if one.finite]
    opening = here.words[: carrying[0].at] if len(carrying) == 1 else ()
    outside_marks = [one for at, one in enumerate(opening) if at > 1 and at not in here.quoted]
    after_mark = list(takewhile(lambda one: one.role is not Role.MARK, reversed(outside_marks)))
    if any(one.role is Role.THAT for one in outside_marks) or any(one.role is Role.WHO for one in after_mark):
        return True  # "The statement on Friday that she will not stand.", "The people who raised it to an art."
    if _ENDS_IN_SAYING.search(" ".join(one.low for one in here.words)):
        return True
    if _goes_on_twice(here):
        return True
    last = here.clauses[-1] if here.clauses else None
    said_twice = last is not None and last.verb == "say" and any(one.role is Role.PRONOUN for one in last.subject)
    if said_twice and here.words[-2:] and here.words[-2].key == "say" and here.clauses[0].verb == "say":
        return len([one for one in here.clauses if one.verb == "say"]) > 1
    for one, other in pairwise(here.words):
        if one.low in _PARTS and other.role in (Role.PREP, Role.AND, Role.AUX) and other.low != "'s":
            return True
        if one.role is Role.AND and other is here.words[-1] and other.text == ".":
            return True
    if _OWNED_TWICE.search(" ".join(one.low for one in here.words)) or any(
        _disagrees(one, here) for one in here.clauses
    ):
        return True
    return any(
        one.role is Role.VERB
        and other.role is Role.AND
        and third.role is Role.PREP
        and third.low in ("for", "of", "by")
        for one, other, third in zip(here.words, here.words[1:], here.words[2:], strict=False)
    )


def _goes_on_twice(here: Told) -> bool:
    """A second verb after a comma that closes nothing: "The film was shown in May, will tour in June."."""
    marks = [at for at, one in enumerate(here.words) if one.role is Role.MARK and at not in here.quoted]
    first = next((at for at in marks if here.words[at].text == ","), None)
    if first is None or first + 1 >= len(here.words) or here.words[first + 1].role is not Role.AUX:
        return False
    before = here.words[:first]
    opens = any(one.role in (Role.WHEN, Role.WHO, Role.THAT) for one in before)
    return not opens and any(one.finite and one.at < first and one.verb != "say" for one in here.clauses)


def _only_describes(clause: Clause, here: Told) -> bool:
    """ "The attack claimed by the group", "parents waiting at the gate": the verb cannot carry a sentence."""
    if not clause.finite:
        return True
    following = [*here.words[clause.at + 1 : clause.at + 3], *here.words[-1:]]
    done_by = following[0].low == "by" and following[1].role is not Role.NUMBER  # not "passed by 31 votes"
    return clause.passive is None and (done_by or here.words[clause.at].low in _SUFFERED)


def _disagrees(clause: Clause, here: Told) -> bool:
    """ "Bees shivers": a plain plural with a verb in -s."""
    found, low = head(clause.subject), here.words[clause.at].low
    if found is None or found is not here.words[clause.at - 1] or found.role is not Role.NOUN:
        return False
    singular = low.endswith("s") and not low.endswith("ss") and not clause.group and clause.verb not in ("be", "have")
    plural = found.low.endswith("s") and not found.low.endswith(("ss", "us", "is", "ics")) and found.low not in _ONE
    return singular and plural


_ONE = frozenset("news series species headquarters crossroads means".split())
_OWNED_TWICE = re.compile(r"\b(his|her|its|their) \w+ of \1\b")
_OWNS_A_QUOTE = re.compile(r" 's [\"“] (?:an?|the) ")  # of "said Torley's "a disgrace""
_ENDS_IN_SAYING = re.compile(r"\bwhat (?:it|he|she|they) (?:says?|said|views?|viewed|calls?|called) \.$")
_SUFFERED = frozenset(
    "killed arrested injured wounded jailed identified detained hospitalised hospitalized taken seen known given shown "
    "stolen driven written held suspended charged fined sentenced accused expelled banned sacked convicted rescued "
    "evacuated abducted kidnapped trapped stabbed beheaded".split()
)
"""What is done to somebody; without "was" it carries no sentence."""

"""What a sentence cuts out of the article's, or puts in its place, so that it no longer says the same.

A small model shortens: most of what it writes is one of the article's sentences with stretches left out and a word or
two exchanged. So the two are laid side by side, and each difference is looked at: half a clause left out ("a lawyer for
the [doctor who helped the] court"), whose it is ("the mayor's [son] was fined"), how many ("five[, four of whom] were
fined"), a condition, one pronoun or name for another, "is" for "was".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import NamedTuple

from checks import names
from summarizer.language.clauses import clauses, head, is_relative
from summarizer.language.tagging import BASE_OF, BE, SUPERLATIVES, Role, Word, key_of, words

CLOSE = 0.7  # share of a sentence's words that the article's must have in order
SUPERLATIVE = 5  # words before a stretch in which something is ranked
CLOSER = 0.8  # the same, for a cut across a clause to be told

_OPENERS = (Role.WHO, Role.WHEN)
_BARE = re.compile(r"^\W+|\W+$")
_SMALL = frozenset("a an the his her its their is are was were has have had been be of".split())
_BEST = SUPERLATIVES | {"most", "first", "best", "worst"}
_VERBS = (Role.VERB, Role.AUX)
_CONDITIONS = frozenset(("if", "unless"))
_UNSURE = frozenset("if unless would could may might should whether".split())
_PERSONS = {
    word: person
    for person, those in enumerate(("he him his himself", "she her hers herself", "it its they them their theirs"))
    for word in those.split()
}
_OF_A_KIND = re.compile(r"-(?:\w+ed|style|led|run|born|held|type|like)")  # "ISIS-inspired"
_WAYS = frozenset(("by", "from", "to", "under", "over", "above", "below", "before", "after"))
_PLACES = frozenset(("in", "near", "outside"))
_SURER = {"would": "will", "could": "can", "might": "may"}
_TURNS = frozenset(
    "later earlier longer shorter fewer more less higher lower better worse larger smaller bigger cheaper dearer safer "
    "stricter tougher stronger weaker faster slower older younger extra additional false fake mock failed attempted "
    "unsuccessful cancelled unpaid illegal unlicensed temporary partial".split()
)
"""Without it the noun behind it means something else: "later closing times"."""
_PAIRS = "before after,above below,more less,more fewer,with without,up down,rose fell,rise fall,won lost,win lose"
_OPPOSITES = {frozenset(pair.split()) for pair in _PAIRS.split(",")}
_PAST = {"was": "is", "were": "are"}


class Step(NamedTuple):
    """Words that differ: the sentence's from start to end stand where the article's from first to last do."""

    start: int
    end: int
    first: int
    last: int


Same = Callable[[str, str], bool]


def fault(sentence: str, source: str, same: Same | None = None) -> str:
    """Why the sentence says something else than the article's; empty where it does not, or is not made of it.

    `same` says of two names, by their keys, whether they may be one's: "Ruth" and "Kelso".
    """
    mine, its = words(sentence), words(source)
    matcher = SequenceMatcher(None, [_key(one) for one in mine], [_key(one) for one in its], autojunk=False)
    same_name = same or (lambda one, other: True)
    steps = [Step(*rest) for kind, *rest in matcher.get_opcodes() if kind != "equal"]
    share = len(mine) - sum(one.end - one.start for one in steps)
    if share < CLOSE * len(mine):
        return ""
    closer = _across_a_clause(mine, its, steps) if share >= CLOSER * len(mine) else ""
    turned = next(filter(None, (_turned(one, mine, its, same_name) for one in steps)), "")
    return (
        closer or turned or _other_way(matcher, mine, its) or _verbless(mine, its, matcher) or _unconditional(mine, its)
    )


def with_small_words(sentence: str, source: str) -> str:
    """With the articles and auxiliaries that the article's has between the same words: "until [a] hearing"."""
    mine, its = sentence.split(), source.split()
    matcher = SequenceMatcher(None, [_stem(one) for one in mine], [_stem(one) for one in its], autojunk=False)
    for kind, start, _, first, last in reversed(matcher.get_opcodes()):
        if kind != "insert" or not 0 < start < len(mine) or not all(one in _SMALL for one in its[first:last]):
            continue
        if _BARE.sub("", mine[start]) == _BARE.sub("", its[last]):  # "will search" is no "will be searching"
            mine[start:start] = its[first:last]
    return " ".join(mine)


def _stem(token: str) -> str:
    return key_of(_BARE.sub("", token))


def _across_a_clause(mine: Sequence[Word], its: Sequence[Word], steps: Sequence[Step]) -> str:
    """Where a draft leaves out a stretch that opens a clause, it must leave out all of that clause.

    That is to its closing mark, to the end, or to the verb of the clause that goes on.
    """
    for start, end, first, last in steps:
        if start != end or start < 2 or start == len(mine):
            continue  # what goes before the first word or two, or behind the last, is no cut
        opener = next((one for one in its[first:last] if one.role in _OPENERS), None)
        goes_on = its[last - 1].role is Role.MARK or its[last].role in (Role.VERB, Role.AUX, Role.MARK, Role.ADVERB)
        if opener is not None and not goes_on and mine[start - 1].role is not Role.MARK:
            return f'breaks off within what "{opener.text}" opens'
    return ""


def _verbless(mine: Sequence[Word], its: Sequence[Word], matcher: SequenceMatcher[str]) -> str:
    """Of "for the network, the paper has learned": that the paper stays and what it did is gone."""
    kept: set[int] = set()
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal" or any(one.role in _VERBS for one in mine[start:end]):
            kept |= set(range(first, last))
    place = {id(one): at for at, one in enumerate(its)}
    for one in clauses(its):
        lead = head(one.subject)
        at, start = (place.get(id(word), 0) for word in (lead, one.subject[0] if one.subject else None))
        opened = its[max(0, start - 1)].role in (Role.MARK, Role.WHEN, Role.AND)
        if lead is None or not lead.key or not start or not opened or at not in kept:
            continue
        if not one.finite or is_relative(its, one):
            continue  # "a ferry, which sank": what describes may go
        if not any(other in kept for other in range(at + 1, len(its)) if its[other].role in _VERBS):
            return f'leaves out what "{lead.text}" did: "{its[one.at].text}"'
    return ""


def _other_way(matcher: SequenceMatcher[str], mine: Sequence[Word], its: Sequence[Word]) -> str:
    """ "By £200 to £2,100" of "by 5%, from £200 to £2,100": the amount that it was is told as that of the rise."""
    for start, first, size in matcher.get_matching_blocks():
        for one, other in zip(range(start, start + size), range(first, first + size), strict=True):
            ways = {Role.NUMBER: _WAYS, Role.NAME: _PLACES}.get(mine[one].role, frozenset())
            before, there = mine[max(0, one - 1)], its[max(0, other - 1)]
            if before.low != there.low and {before.low, there.low} <= ways:
                return f'has "{before.text} {mine[one].text}" where the article has "{there.text} {its[other].text}"'
    return ""


def _turned(step: Step, mine: Sequence[Word], its: Sequence[Word], same: Same) -> str:
    """What a difference turns round, as a reason; empty where it may be."""
    return _left_out(step, mine, its) if step.start == step.end else _exchanged(step, mine, its, same)


def _left_out(step: Step, mine: Sequence[Word], its: Sequence[Word]) -> str:
    start, _, first, last = step
    out, behind = its[first:last], its[last] if last < len(its) else None
    before = mine[start - 1] if start else None
    nouns = (Role.NOUN, Role.NAME)
    goes_on = behind is not None and behind.role in nouns  # "the port's new master"
    if out[0].low == "'s" and out[0].role is Role.PREP and any(one.key for one in out) and not goes_on:
        return f'leaves out the "{_text(its[first - 1 : last])}" whose it is told of'
    resumes = any(one.role is Role.MARK and other.role in _VERBS for one, other in pairwise(mine[start:]))
    if out[-1].role is Role.WHO and resumes:
        return f'tells of its own what "{out[-1].text}" only describes'
    if _narrows(mine[:start], out):
        return f'leaves out "{_text(out)}", to which it ranks'
    if behind is None:
        return ""
    if before is not None and _runs_together(before, out, behind):
        return f'runs together "{before.text} {behind.text}"'
    described = len(out) == 1 and out[0].low in _TURNS and (goes_on or behind.low.endswith("ing"))
    does_itself = before is not None and _does_itself(before, out, behind)
    told = behind.role in (*_VERBS, Role.ADVERB) and any(one.role is Role.NUMBER for one in mine[:start])
    return f'leaves out "{_text(out)}"' if described or does_itself or (told and _counts(out)) else ""


def _exchanged(step: Step, mine: Sequence[Word], its: Sequence[Word], same: Same) -> str:
    start, end, first, last = step
    new, out = mine[start:end], its[first:last]
    behind = its[last] if last < len(its) else None
    another = f'has "{_text(new)}" where the article has "{_text(out)}"'
    who = next((one.text for one in out if one.role is Role.WHO), "")
    if who and behind is not None and any(one.role is Role.VERB for one in new):
        return f'tells of its own what "{who}" only describes'
    owns = behind is not None and behind.low == "'s" and [one.low for one in mine[end : end + 1]] == ["'s"]
    if owns and _is_name(out) and new[-1].role is Role.NOUN and new[-1].key != out[-1].key:
        return another
    theirs = list(takewhile(lambda one: one.role is Role.NAME, out)) or out  # "Russia" of "Russia and sent to the army"
    names_both = _is_name(new) and _is_name(theirs)
    if names_both and (_swaps(new, theirs, mine, its) or _is_another(new, theirs, mine, same)):
        return another
    if not len(new) == len(out) == 1:
        return ""
    one, other = new[0], out[0]
    persons = _PERSONS.get(one.low), _PERSONS.get(other.low)
    widens = one.low == "the" and other.low in ("its", "his", "her", "their")
    if (
        (widens and behind is not None and behind.low in _BEST)
        or (None not in persons and persons[0] != persons[1])
        or (one.key and _OF_A_KIND.fullmatch(other.low.removeprefix(one.low)))
        or frozenset((one.low, other.low)) in _OPPOSITES
        or (_SURER.get(other.low) == one.low and not _is_said(mine, its))
    ):
        return another
    if _PAST.get(other.low) == one.low and _is_state(its[last:]) and not _is_shifted(mine, its):
        return f'tells of now what the article has as "{other.text}"'
    return ""


def _narrows(before: Sequence[Word], out: Sequence[Word]) -> bool:
    """Of "the deadliest attack in the city in ten years": that it is the deadliest in ten years."""
    ranks = any(one.low in _BEST for one in before[-SUPERLATIVE:])
    first = next((at for at, one in enumerate(out) if one.low in ("in", "since", "for", "of")), None)
    return ranks and first is not None and any(one.role is Role.NUMBER for one in out[first + 1 : first + 4])


def _runs_together(before: Word, out: Sequence[Word], behind: Word) -> bool:
    """Of "those held, including Kelso", "using boats built in Torley": "those held Kelso", "built in Torley"?"""
    nouns = (Role.NOUN, Role.NAME)
    if all(one.role in (Role.MARK, Role.PREP) for one in out) and any(one.role is Role.PREP for one in out):
        return before.role in nouns and behind.role in nouns
    opened = out[-1].role in nouns and behind.role is Role.VERB and behind.low.endswith(("ed", "en"))
    return opened and before.role is Role.MARK and not any(one.role in _VERBS for one in out[1:])


def _does_itself(before: Word, out: Sequence[Word], behind: Word) -> bool:
    """Of "is becoming the port", "forced to order his men to attend": is it the port, and forced to attend?"""
    becomes = before.low in BE and out[-1].role is Role.VERB and out[-1].low.endswith("ing")
    to_do = "to" in (before.low, out[0].low) and "to" in (out[-1].low, behind.low)
    return becomes or (to_do and any(one.role is Role.VERB for one in out))


def _is_name(some: Sequence[Word]) -> bool:
    return bool(some) and all(one.key and one.text[0].isupper() for one in some)


def _swaps(new: Sequence[Word], out: Sequence[Word], mine: Sequence[Word], its: Sequence[Word]) -> bool:
    """Is a name put where the article's sentence has another, and does it have the first one elsewhere?"""
    left = {one.key for one in out} & {one.key for one in mine}
    return not left and {one.key for one in new} <= {one.key for one in its}


def _is_another(new: Sequence[Word], out: Sequence[Word], mine: Sequence[Word], same: Same) -> bool:
    """Does a name stand for one that the article never has together with it?"""
    one, other = new[-1], out[-1]
    called = any(word.text.isupper() or names.is_title(word.low) for word in (one, other))
    named = one.role is other.role is Role.NAME and not called
    country = names.country(one.text)
    alike = one.key == other.key or (country is not None and country == names.country(other.text))
    return named and not alike and other.key not in {word.key for word in mine} and not same(one.key, other.key)


def _counts(out: Sequence[Word]) -> bool:
    """Does it say how many the verb behind it is told of: "four of whom", "24% were against and 25%"?"""
    numbers = [at for at, one in enumerate(out) if one.role is Role.NUMBER]
    of_them = any(one.low == "of" for at in numbers for one in out[at + 1 : at + 2])
    verbs = any(one.role in _VERBS for one in out)
    return bool(numbers) and (of_them or verbs) and not any(one.role in _OPENERS for one in out)


def _is_state(after: Sequence[Word]) -> bool:
    """Does no participle follow: "was working", "was captain", not "was arrested"?"""
    following = next((one for one in after if one.role not in (Role.ADVERB, Role.NOT)), None)
    done = following is not None and (
        following.low.endswith("ed") or (following.role is Role.VERB and following.low in BASE_OF)
    )
    return following is not None and following.role is not Role.MARK and not done


def _is_shifted(mine: Sequence[Word], its: Sequence[Word]) -> bool:
    """Is it past only because somebody said it, or would do it: "said that he was ill"?"""
    return _is_said(mine, its) or any(one.low in ("would", "could") for one in its)


def _is_said(mine: Sequence[Word], its: Sequence[Word]) -> bool:
    return all(any(one.key == "say" for one in some) for some in (mine, its))


def _unconditional(mine: Sequence[Word], its: Sequence[Word]) -> str:
    """Of "If they lose, they leave": "They leave"."""
    if any(one.low in _UNSURE for one in mine):
        return ""
    kept = {one.key for one in mine if one.key}
    for at, word in enumerate(its):
        opens = not at or its[at - 1].text in (",", '"', "“")
        if word.low in _CONDITIONS and word.role is Role.WHEN and opens:
            clause = list(_clause(its[at + 1 :]))
            if clause and not any(one.key in kept for one in clause if one.role is Role.VERB):
                return f'leaves out the article\'s "{_text(its[at : at + 4])} ..."'
    return ""


def _clause(some: Sequence[Word]) -> Iterator[Word]:
    return takewhile(lambda one: one.role is not Role.MARK, some)


def _text(some: Sequence[Word]) -> str:
    return " ".join(one.text for one in some).replace(" '", "'").replace(" ,", ",")


def _key(word: Word) -> str:
    return word.key or word.low

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
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source, rejected
from summarizer.language.clauses import clauses, head, is_relative
from summarizer.language.parsing import ParsedSource as ParsedSource
from summarizer.language.parsing import co_occur
from summarizer.language.tagging import BASE_OF, BE, SUPERLATIVES, Tag, Token, lemma_key, tag

CLOSE = 0.7  # share of a sentence's words that the article's must have in order
SUPERLATIVE = 5  # words before a stretch in which something is ranked
CLOSER = 0.8  # the same, for a cut across a clause to be told

_OPENERS = (Tag.WHO, Tag.WHEN)
_BARE = re.compile(r"^\W+|\W+$")
_SMALL = frozenset("a an the his her its their is are was were has have had been be of".split())
_BEST = SUPERLATIVES | {"most", "first", "best", "worst"}
_VERBS = (Tag.VERB, Tag.AUX)
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


class EditStep(NamedTuple):
    """Words that differ: the sentence's from start to end stand where the article's from first to last do."""

    start: int
    end: int
    first: int
    last: int


Same = Callable[[str, str], bool]


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a sentence that is made of one of the article's and no longer says the same."""
    if not sentence.evidence:
        return None
    parsed = ParsedSource(source.index, source.index.story_sentences)
    best = sentence.evidence[0]
    reason = changed_meaning(
        sentence.text,
        source.article.words(best),
        lambda name, other: co_occur(name, other, parsed, named=True),
    )
    return rejected(reason, [best])


def changed_meaning(sentence: str, source: str, same: Same | None = None) -> str:
    """Why the sentence says something else than the article's; empty where it does not, or is not made of it.

    `same` says of two names, by their keys, whether they may be one's: "Ruth" and "Kelso".
    """
    mine, its = tag(sentence), tag(source)
    matcher = SequenceMatcher(None, [_key(one) for one in mine], [_key(one) for one in its], autojunk=False)
    same_name = same or (lambda one, other: True)
    steps = [EditStep(*rest) for kind, *rest in matcher.get_opcodes() if kind != "equal"]
    share = len(mine) - sum(one.end - one.start for one in steps)
    if share < CLOSE * len(mine):
        return ""
    closer = _across_a_clause(mine, its, steps) if share >= CLOSER * len(mine) else ""
    turned = next(filter(None, (_turned(one, mine, its, same_name) for one in steps)), "")
    return (
        closer or turned or _other_way(matcher, mine, its) or _verbless(mine, its, matcher) or _unconditional(mine, its)
    )


def restore_small_words(sentence: str, source: str) -> str:
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
    return lemma_key(_BARE.sub("", token))


def _across_a_clause(mine: Sequence[Token], its: Sequence[Token], steps: Sequence[EditStep]) -> str:
    """Where a draft leaves out a stretch that opens a clause, it must leave out all of that clause.

    That is to its closing mark, to the end, or to the verb of the clause that goes on.
    """
    for start, end, first, last in steps:
        if start != end or start < 2 or start == len(mine):
            continue  # what goes before the first word or two, or behind the last, is no cut
        opener = next((one for one in its[first:last] if one.tag in _OPENERS), None)
        goes_on = its[last - 1].tag is Tag.MARK or its[last].tag in (Tag.VERB, Tag.AUX, Tag.MARK, Tag.ADVERB)
        if opener is not None and not goes_on and mine[start - 1].tag is not Tag.MARK:
            return f'breaks off within what "{opener.text}" opens'
    return ""


def _verbless(mine: Sequence[Token], its: Sequence[Token], matcher: SequenceMatcher[str]) -> str:
    """Of "for the network, the paper has learned": that the paper stays and what it did is gone."""
    kept: set[int] = set()
    for kind, start, end, first, last in matcher.get_opcodes():
        if kind == "equal" or any(one.tag in _VERBS for one in mine[start:end]):
            kept |= set(range(first, last))
    place = {id(one): at for at, one in enumerate(its)}
    for one in clauses(its):
        lead = head(one.subject)
        at, start = (place.get(id(word), 0) for word in (lead, one.subject[0] if one.subject else None))
        opened = its[max(0, start - 1)].tag in (Tag.MARK, Tag.WHEN, Tag.AND)
        if lead is None or not lead.key or not start or not opened or at not in kept:
            continue
        if not one.finite or is_relative(its, one):
            continue  # "a ferry, which sank": what describes may go
        if not any(other in kept for other in range(at + 1, len(its)) if its[other].tag in _VERBS):
            return f'leaves out what "{lead.text}" did: "{its[one.at].text}"'
    return ""


def _other_way(matcher: SequenceMatcher[str], mine: Sequence[Token], its: Sequence[Token]) -> str:
    """ "By £200 to £2,100" of "by 5%, from £200 to £2,100": the amount that it was is told as that of the rise."""
    for start, first, size in matcher.get_matching_blocks():
        for one, other in zip(range(start, start + size), range(first, first + size), strict=True):
            ways = {Tag.NUMBER: _WAYS, Tag.NAME: _PLACES}.get(mine[one].tag, frozenset())
            before, there = mine[max(0, one - 1)], its[max(0, other - 1)]
            if before.lower != there.lower and {before.lower, there.lower} <= ways:
                return f'has "{before.text} {mine[one].text}" where the article has "{there.text} {its[other].text}"'
    return ""


def _turned(step: EditStep, mine: Sequence[Token], its: Sequence[Token], same: Same) -> str:
    """What a difference turns round, as a reason; empty where it may be."""
    return _left_out(step, mine, its) if step.start == step.end else _exchanged(step, mine, its, same)


def _left_out(step: EditStep, mine: Sequence[Token], its: Sequence[Token]) -> str:
    start, _, first, last = step
    out, behind = its[first:last], its[last] if last < len(its) else None
    before = mine[start - 1] if start else None
    nouns = (Tag.NOUN, Tag.NAME)
    goes_on = behind is not None and behind.tag in nouns  # "the port's new master"
    if out[0].lower == "'s" and out[0].tag is Tag.PREP and any(one.key for one in out) and not goes_on:
        return f'leaves out the "{_text(its[first - 1 : last])}" whose it is told of'
    resumes = any(one.tag is Tag.MARK and other.tag in _VERBS for one, other in pairwise(mine[start:]))
    if out[-1].tag is Tag.WHO and resumes:
        return f'tells of its own what "{out[-1].text}" only describes'
    if _narrows(mine[:start], out):
        return f'leaves out "{_text(out)}", to which it ranks'
    if behind is None:
        return ""
    if before is not None and _runs_together(before, out, behind):
        return f'runs together "{before.text} {behind.text}"'
    described = len(out) == 1 and out[0].lower in _TURNS and (goes_on or behind.lower.endswith("ing"))
    does_itself = before is not None and _does_itself(before, out, behind)
    told = behind.tag in (*_VERBS, Tag.ADVERB) and any(one.tag is Tag.NUMBER for one in mine[:start])
    return f'leaves out "{_text(out)}"' if described or does_itself or (told and _counts(out)) else ""


def _exchanged(step: EditStep, mine: Sequence[Token], its: Sequence[Token], same: Same) -> str:
    start, end, first, last = step
    new, out = mine[start:end], its[first:last]
    behind = its[last] if last < len(its) else None
    another = f'has "{_text(new)}" where the article has "{_text(out)}"'
    who = next((one.text for one in out if one.tag is Tag.WHO), "")
    if who and behind is not None and any(one.tag is Tag.VERB for one in new):
        return f'tells of its own what "{who}" only describes'
    owns = behind is not None and behind.lower == "'s" and [one.lower for one in mine[end : end + 1]] == ["'s"]
    if owns and _is_name(out) and new[-1].tag is Tag.NOUN and new[-1].key != out[-1].key:
        return another
    theirs = list(takewhile(lambda one: one.tag is Tag.NAME, out)) or out  # "Russia" of "Russia and sent to the army"
    names_both = _is_name(new) and _is_name(theirs)
    if names_both and (_swaps(new, theirs, mine, its) or _is_another(new, theirs, mine, same)):
        return another
    if not len(new) == len(out) == 1:
        return ""
    one, other = new[0], out[0]
    persons = _PERSONS.get(one.lower), _PERSONS.get(other.lower)
    widens = one.lower == "the" and other.lower in ("its", "his", "her", "their")
    if (
        (widens and behind is not None and behind.lower in _BEST)
        or (None not in persons and persons[0] != persons[1])
        or (one.key and _OF_A_KIND.fullmatch(other.lower.removeprefix(one.lower)))
        or frozenset((one.lower, other.lower)) in _OPPOSITES
        or (_SURER.get(other.lower) == one.lower and not _is_said(mine, its))
    ):
        return another
    if _PAST.get(other.lower) == one.lower and _is_state(its[last:]) and not _is_shifted(mine, its):
        return f'tells of now what the article has as "{other.text}"'
    return ""


def _narrows(before: Sequence[Token], out: Sequence[Token]) -> bool:
    """Of "the deadliest attack in the city in ten years": that it is the deadliest in ten years."""
    ranks = any(one.lower in _BEST for one in before[-SUPERLATIVE:])
    first = next((at for at, one in enumerate(out) if one.lower in ("in", "since", "for", "of")), None)
    return ranks and first is not None and any(one.tag is Tag.NUMBER for one in out[first + 1 : first + 4])


def _runs_together(before: Token, out: Sequence[Token], behind: Token) -> bool:
    """Of "those held, including Kelso", "using boats built in Torley": "those held Kelso", "built in Torley"?"""
    nouns = (Tag.NOUN, Tag.NAME)
    if all(one.tag in (Tag.MARK, Tag.PREP) for one in out) and any(one.tag is Tag.PREP for one in out):
        return before.tag in nouns and behind.tag in nouns
    opened = out[-1].tag in nouns and behind.tag is Tag.VERB and behind.lower.endswith(("ed", "en"))
    return opened and before.tag is Tag.MARK and not any(one.tag in _VERBS for one in out[1:])


def _does_itself(before: Token, out: Sequence[Token], behind: Token) -> bool:
    """Of "is becoming the port", "forced to order his men to attend": is it the port, and forced to attend?"""
    becomes = before.lower in BE and out[-1].tag is Tag.VERB and out[-1].lower.endswith("ing")
    to_do = "to" in (before.lower, out[0].lower) and "to" in (out[-1].lower, behind.lower)
    return becomes or (to_do and any(one.tag is Tag.VERB for one in out))


def _is_name(some: Sequence[Token]) -> bool:
    return bool(some) and all(one.key and one.text[0].isupper() for one in some)


def _swaps(new: Sequence[Token], out: Sequence[Token], mine: Sequence[Token], its: Sequence[Token]) -> bool:
    """Is a name put where the article's sentence has another, and does it have the first one elsewhere?"""
    left = {one.key for one in out} & {one.key for one in mine}
    return not left and {one.key for one in new} <= {one.key for one in its}


def _is_another(new: Sequence[Token], out: Sequence[Token], mine: Sequence[Token], same: Same) -> bool:
    """Does a name stand for one that the article never has together with it?"""
    one, other = new[-1], out[-1]
    called = any(word.text.isupper() or names.is_title(word.lower) for word in (one, other))
    named = one.tag is other.tag is Tag.NAME and not called
    country = names.country(one.text)
    alike = one.key == other.key or (country is not None and country == names.country(other.text))
    return named and not alike and other.key not in {word.key for word in mine} and not same(one.key, other.key)


def _counts(out: Sequence[Token]) -> bool:
    """Does it say how many the verb behind it is told of: "four of whom", "24% were against and 25%"?"""
    numbers = [at for at, one in enumerate(out) if one.tag is Tag.NUMBER]
    of_them = any(one.lower == "of" for at in numbers for one in out[at + 1 : at + 2])
    verbs = any(one.tag in _VERBS for one in out)
    return bool(numbers) and (of_them or verbs) and not any(one.tag in _OPENERS for one in out)


def _is_state(after: Sequence[Token]) -> bool:
    """Does no participle follow: "was working", "was captain", not "was arrested"?"""
    following = next((one for one in after if one.tag not in (Tag.ADVERB, Tag.NOT)), None)
    done = following is not None and (
        following.lower.endswith("ed") or (following.tag is Tag.VERB and following.lower in BASE_OF)
    )
    return following is not None and following.tag is not Tag.MARK and not done


def _is_shifted(mine: Sequence[Token], its: Sequence[Token]) -> bool:
    """Is it past only because somebody said it, or would do it: "said that he was ill"?"""
    return _is_said(mine, its) or any(one.lower in ("would", "could") for one in its)


def _is_said(mine: Sequence[Token], its: Sequence[Token]) -> bool:
    return all(any(one.key == "say" for one in some) for some in (mine, its))


def _unconditional(mine: Sequence[Token], its: Sequence[Token]) -> str:
    """Of "If they lose, they leave": "They leave"."""
    if any(one.lower in _UNSURE for one in mine):
        return ""
    kept = {one.key for one in mine if one.key}
    for at, word in enumerate(its):
        opens = not at or its[at - 1].text in (",", '"', "“")
        if word.lower in _CONDITIONS and word.tag is Tag.WHEN and opens:
            clause = list(_clause(its[at + 1 :]))
            if clause and not any(one.key in kept for one in clause if one.tag is Tag.VERB):
                return f'leaves out the article\'s "{_text(its[at : at + 4])} ..."'
    return ""


def _clause(some: Sequence[Token]) -> Iterator[Token]:
    return takewhile(lambda one: one.tag is not Tag.MARK, some)


def _text(some: Sequence[Token]) -> str:
    return " ".join(one.text for one in some).replace(" '", "'").replace(" ,", ",")


def _key(word: Token) -> str:
    return word.key or word.lower


GUARD = Guard("edit-diff", 90, check)

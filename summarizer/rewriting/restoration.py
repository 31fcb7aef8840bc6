"""A draft's sentence made fuller: what it left out of the article's sentence, put back where that leaves it one.

A small model shortens the article's sentences and drops the very thing that an editor looks for: how many, where, who.
Where its sentence is the article's with stretches left out, each stretch can go back where it stood, so that what is
made lies between the two. A word or two that the model has instead of the article's stay, unless they are names: then
it may be told of another. Every sentence made so is held against the article like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, takewhile

from summarizer.guards.edit_diff import with_small_words
from summarizer.language.grounding import Ground, is_copied, stems_of
from summarizer.guards.factuality import is_attributed
from summarizer.pipeline.selection import Choice
from summarizer.language.parsing import take_apart
from summarizer.pipeline.verification import anew
from summarizer.language.tagging import Role, key_of, words

OWN = 2  # words that the draft may have instead of the article's
STRETCH = 12  # words that are put back in one place, at most
STRETCHES = 3  # put back in one sentence, at most
LONGEST = 34  # words of a sentence that was filled
FIGURE = 0.05  # what a figure weighs, where the main content adds to 1
VERSIONS = 2  # made of one sentence

SPEAKER = 14  # words that tell who says something, at most

FIGURE_WORDS = 4  # of "more than 340"
MODIFIERS = 2  # words between a determiner and its noun, at most: "the old harbour wall"
MOSTLY = 0.6  # of the places where a noun stands

_VAGUE = frozenset(("a number of", "several", "many", "some", "dozens of", "scores of", "hundreds of", "a few"))
_INEXACT = frozenset("about around nearly almost roughly over under approximately some".split()) | frozenset(
    ("more than", "less than", "fewer than", "at least", "at most", "up to", "just over", "just under", "as many as")
)
_ABOUT = frozenset("about all almost another around at fewer more nearly over roughly some the up".split())
_ARTICLES = ("the", "a", "an")
_FINDS = frozenset(key_of(one) for one in ("hear", "rule", "find", "learn"))  # ", a court heard"
_SAID_BEHIND = re.compile(r",( according to [^,\"“”]+| [^,\"“”]+)[.]$")
_SAID_BEFORE = re.compile(r"[^,;:\"“”]+? that (?=\S)")
_BARE = re.compile(r"^\W+|\W+$")
_MARKED = re.compile(r"\w(\W*)$")
_HANGING = frozenset("as when while after before since if although though because despite once until unless".split())
_PARTS = re.compile(r"[;:]")
_UNENDED = re.compile(
    r"(?:\b(?:an?|the|of|in|on|at|by|for|with|from|to|and|or|but|that|who|which|as|his|her|its)|[,-])$"
)


@dataclass(frozen=True, slots=True)
class _Gap:
    """A stretch of the article's words (start to end) that the draft left out after its word number `after`.

    `over`: so many words of the draft's that say it vaguely go for it ("several" for "seven").
    """

    after: int
    start: int
    end: int
    over: int = 0


def filled(passed: Sequence[Choice], on: Ground, matters: Mapping[str, float]) -> Iterator[Choice]:
    """Fuller versions of sentences that passed, as far as they pass too."""
    for one in passed:
        if one.copied or one.hangs or not one.sources:
            continue
        for text in fuller(one.text, one.sources[0], on, matters):
            yield from anew(one, text, on, one.sources)


def counted(one: Choice, on: Ground) -> Choice:
    """With the figure that its source opens with and it does not: "Twelve", before "South American countries"."""
    mine = one.text.split()
    for source in one.sources[:1]:
        its = on.article.words(on.article.sentences[source].span).split()
        for size in range(1, min(FIGURE_WORDS, len(its) - 1)):
            opening, rest = its[:size], its[size : size + 2]
            if _counts(opening) and [_key(word) for word in rest] == [_key(word) for word in mine[:2]]:
                text = " ".join([*opening, its[size], *mine[1:]])
                return next(iter(anew(one, text, on, one.sources)), one)
    return one


def approximate(one: Choice, on: Ground) -> Choice:
    """With the "more than" or "about" that its source has before a figure and it does not."""
    mine = one.text.split()
    for source in one.sources[:1]:
        its = on.article.words(on.article.sentences[source].span).split()
        bare = [_bare(word) for word in its]
        for at in range(len(mine) - 1, -1, -1):
            word = _bare(mine[at])
            if bare.count(word) != 1 or not _has_figure([word]) or _about(mine, at):
                continue
            before = _about(its, bare.index(word))
            if before and not at:
                before, mine[0] = [before[0].capitalize(), *before[1:]], mine[0][0].lower() + mine[0][1:]
            mine[at:at] = before
    text = " ".join(mine)
    return one if text == one.text else next(iter(anew(one, text, on, one.sources)), one)


def spelled_out(one: Choice, on: Ground) -> Choice:
    """With the "a", "the", "has been" that its source has between the same words: "until [a] hearing"."""
    for source in one.sources[:1]:
        text = with_small_words(one.text, on.article.words(on.article.sentences[source].span))
        if text != one.text:
            return next(iter(anew(one, text, on, one.sources)), one)
    return one


def attributed(one: Choice, on: Ground) -> Choice:
    """With who says it, as its source has that before or behind it: ", the board said", "Kelso said that"."""
    here = take_apart(one.text)
    if is_attributed(here) or here.quoted:
        return one
    for source in one.sources[:1]:
        its = " ".join(on.article.words(on.article.sentences[source].span).split())
        behind, before = _SAID_BEHIND.search(its), _SAID_BEFORE.match(its)
        if behind and _speaks(behind[1]) and one.text.endswith("."):
            text = one.text[:-1] + behind[0]
        elif before and _speaks(before[0]) and _key(its[before.end() :].split()[0]) == _key(one.text.split()[0]):
            first = its[before.end() :].split()[0]
            text = " ".join([before[0].strip(), first, *one.text.split()[1:]])
        else:
            continue
        if len(text.split()) <= LONGEST:
            return next(iter(anew(one, text, on, one.sources)), one)
    return one


def _speaks(stretch: str) -> bool:
    """Is it no more than who says something, not "he": one verb, of speaking?"""
    these = words(stretch)
    verbs = [one.key for one in these if one.role is Role.VERB]
    unnamed = any(one.role is Role.PRONOUN for one in these)
    says = len(verbs) == 1 and (verbs[0] == "say" or verbs[0] in _FINDS)
    return says and not unnamed and len(stretch.split()) <= SPEAKER


def _about(some: Sequence[str], at: int) -> list[str]:
    """The words before a figure that say how exact it is."""
    for size in (2, 1):
        before = list(some[max(0, at - size) : at])
        if " ".join(before).lower() in _INEXACT:
            return before
    return []


def determined(one: Choice, on: Ground) -> Choice:
    """With the "the" or "a" that its source has before its first noun and it does not: "Teacher of a school"."""
    mine = one.text.split()
    opening = list(takewhile(lambda word: word.role in (Role.NOUN, Role.NAME), words(one.text)))
    if (
        not opening
        or not one.text.startswith(opening[0].text)
        or opening[-1].role is Role.NAME
        or opening[-1].low.endswith("s")
        or not one.sources
    ):
        return one  # "Mayor Edith Crane", "Villagers": those need none
    first = opening[0].low
    its = on.article.words(on.article.sentences[one.sources[0]].span).split()
    at = next((at for at, word in enumerate(its) if _bare(word) == first), 0)
    near = [_bare(word) for word in its[max(0, at - MODIFIERS - 1) : at]]
    if any(word.role in (Role.VERB, Role.AUX, Role.PREP) for word in words(" ".join(near))):
        near = near[-1:]  # "the result means Torley"
    determiner = next((word for word in reversed(near) if word in _ARTICLES), "")
    phrase = " ".join(word.low for word in opening)
    if not determiner or not (_is_determined(first, on) and _is_determined(phrase, on)):
        return one
    if determiner != "the" and near[-1] != determiner:
        determiner = "an" if first[0] in "aeiou" else "a"
    noun = _BARE.sub("", its[at])  # with or without a capital, as it has it
    text = " ".join([determiner.capitalize(), noun + mine[0][len(noun) :], *mine[1:]])
    return next(iter(anew(one, text, on, one.sources)), one)


def _is_determined(word: str, on: Ground) -> bool:
    """Has the article mostly a determiner before it? Not before "police", "rain"."""
    before = rf"\b(?:an?|the|this|that|his|her|its|their|one|another|each|every)\s+(?:[\w-]+\s+){{0,{MODIFIERS}}}"
    there, said = on.article.text, re.escape(word)
    found = len(re.findall(rf"{before}{said}\b", there, re.IGNORECASE))
    return found >= MOSTLY * len(re.findall(rf"\b{said}\b", there, re.IGNORECASE))


def fuller(sentence: str, source: int, on: Ground, matters: Mapping[str, float]) -> Iterator[str]:
    """Versions of a sentence with more of the article's sentence at `source`, the weightiest first."""
    article = on.article
    its = article.words(article.sentences[source].span).split()
    mine = sentence.split()
    weights: dict[_Gap, float] = {}
    for gap in _gaps(mine, its):
        stretch = its[gap.start : gap.end]
        weight = sum(matters.get(stem, 0.0) for stem in stems_of(" ".join(stretch))) + FIGURE * _has_figure(stretch)
        if weight:
            weights[gap] = weight
    made: dict[str, float] = {}
    for size in range(1, min(STRETCHES, len(weights)) + 1):
        for some in combinations(weights, size):
            text = _put_back(mine, its, some)
            if len(text.split()) <= LONGEST and (any(one.over for one in some) or not is_copied(text, on)):
                made[text] = sum(weights[one] for one in some)
    yield from sorted(made, key=lambda text: (-made[text], len(text), text))[:VERSIONS]


def _gaps(mine: Sequence[str], its: Sequence[str]) -> Iterator[_Gap]:
    """Where the article's sentence has words that the draft's lacks, and nothing of the draft's stands for them."""
    keys, its_keys = [_key(one) for one in mine], [_key(one) for one in its]
    steps = SequenceMatcher(None, keys, its_keys, autojunk=False).get_opcodes()
    vague = [one for one in steps if one[0] == "replace" and _is_vaguer(mine[one[1] : one[2]], its[one[3] : one[4]])]
    yield from (_Gap(start - 1, first, last, end - start) for _, start, end, first, last in vague)
    changed = [one for one in steps if one[0] in ("delete", "replace") and one not in vague]
    own = [at for _, start, end, _, _ in changed for at in range(start, end)]
    others = [one for _, _, _, first, last in changed for one in its[first:last]]
    if len(own) > OWN or any(_is_name(mine, at) for at in own) or any(one[0].isupper() for one in others):
        return
    opening = [_bare(one) for one in its[: steps[0][4]]] if steps[0][0] != "equal" else []
    if not _HANGING.isdisjoint(opening):
        return  # of "As the truck turned, guards shot": the rest needs its "as"
    mine_alone = {keys[at] for at in own}
    for kind, start, _, first, last in steps:
        stretch = its[first:last]
        if kind != "insert" or not start or len(stretch) > STRETCH:
            continue
        if _bare(mine[start - 1]) != _bare(its[first - 1]) or (
            start < len(mine) and _bare(mine[start]) != _bare(its[last])
        ):
            continue  # "has grown" is no "has managed to grown"
        if _UNENDED.search(stretch[-1]) if start == len(mine) else _breaks_off(its[first - 1], stretch):
            continue
        if not any(_PARTS.search(one) for one in its[first - 1 : last]) and mine_alone.isdisjoint(its_keys[first:last]):
            yield _Gap(start - 1, first, last)


def _counts(opening: Sequence[str]) -> bool:
    """Does it tell how many, and nothing else: "Twelve", "More than 340"?"""
    first = opening[0].lower() in _ABOUT or _has_figure(opening[:1])
    return first and _has_figure(opening) and not any(one.endswith(",") for one in opening)


def _is_vaguer(mine: Sequence[str], its: Sequence[str]) -> bool:
    """Do a draft's words say "several" where the article's give the figure, and both stand at the same place?"""
    few = " ".join(mine).lower() in _VAGUE and len(its) <= FIGURE_WORDS and _has_figure(its)
    return few and mine[0][0].isupper() == its[0][0].isupper()


def _breaks_off(before: str, stretch: Sequence[str]) -> bool:
    """Would a stretch inside a sentence begin or end something that goes on outside it?"""
    aside = before.endswith(",") and stretch[-1].endswith(",")
    return not aside and any(one.endswith(",") for one in stretch)


def _put_back(mine: Sequence[str], its: Sequence[str], some: Sequence[_Gap]) -> str:
    gaps = {one.after: one for one in some}
    made: list[str] = []
    skip = 0
    if -1 in gaps:
        made, skip = list(its[gaps[-1].start : gaps[-1].end]), gaps[-1].over
    for at, word in enumerate(mine):
        gap = gaps.get(at)
        if skip:
            skip -= 1
        elif gap is None:
            made.append(word)
        else:  # with the marks that stand there, and the draft's own capital
            made += [_with_marks_of(word, its[gap.start - 1]), *its[gap.start : gap.end]]
            skip = gap.over
    text = " ".join(made)
    return text if re.search(r"[.!?][\"”'’)]?$", text) else text.rstrip(",;:") + "."


def _with_marks_of(word: str, its: str) -> str:
    mine, marks = _MARKED.search(word), _MARKED.search(its)
    return word[: mine.start(1)] + marks[1] if mine and marks else word


def _is_name(words: Sequence[str], at: int) -> bool:
    return at > 0 and words[at].lstrip("\"“‘'(")[:1].isupper()


def _has_figure(stretch: Sequence[str]) -> bool:
    return any(one.role is Role.NUMBER and one.low != "one" for one in words(" ".join(stretch)))


def _key(word: str) -> str:
    """What a word is compared by: "finds" and "found" are one."""
    return key_of(_bare(word))


def _bare(word: str) -> str:
    return _BARE.sub("", word).lower()

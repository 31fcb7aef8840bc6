"""Restores what a draft's sentence left out of the article's sentence that it shortens: counts, hedges, who says it.

A small model shortens the article's sentences and drops the very thing that an editor looks for: how many, where, who.
Where its sentence is the article's with stretches left out, each stretch can go back to its place, so that the result
lies between the two. A word or two that the draft has instead of the article's may stay, unless they are names: then
the sentence may be about another. Every reworded sentence is checked by the guards again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations, takewhile

from summarizer.guards.candidate import Candidate
from summarizer.guards.edit_diff import restore_small_words
from summarizer.guards.factuality import is_attributed
from summarizer.guards.verification import reverified
from summarizer.language.grounding import SourceIndex, content_stems, is_copied
from summarizer.language.lexicon import ARTICLES
from summarizer.language.parsing import parse
from summarizer.language.tagging import Tag, lemmatize, tag

MAX_OWN_WORDS = 2  # that the draft may have instead of the article's
MAX_GAP_WORDS = 12  # restored in one place
MAX_GAPS = 3  # restored in one sentence
MAX_WORDS = 34  # of a sentence after restoring
FIGURE_WEIGHT = 0.05  # of a gap with a figure; the importance of the article's stems adds up to 1
MAX_VERSIONS = 2  # of one sentence
MAX_ATTRIBUTION_WORDS = 14  # of "the head of the harbour board said"
MAX_FIGURE_WORDS = 4  # of "more than 340"
MAX_MODIFIERS = 2  # between a determiner and its noun: "the old harbour wall"
DETERMINED_SHARE = 0.6  # of a noun's occurrences in the article that must have a determiner

_VAGUE_QUANTITIES = frozenset(
    ("a number of", "several", "many", "some", "dozens of", "scores of", "hundreds of", "a few")
)
_HEDGES = frozenset("about around nearly almost roughly over under approximately some".split()) | frozenset(
    ("more than", "less than", "fewer than", "at least", "at most", "up to", "just over", "just under", "as many as")
)
_COUNT_OPENERS = frozenset("about all almost another around at fewer more nearly over roughly some the up".split())
_FINDING_VERBS = frozenset(lemmatize(verb) for verb in ("hear", "rule", "find", "learn"))  # ", a court heard"
_DEPENDENT_OPENERS = frozenset(
    "as when while after before since if although though because despite once until unless".split()
)
_ATTRIBUTION_BEHIND = re.compile(r",( according to [^,\"“”]+| [^,\"“”]+)[.]$")
_ATTRIBUTION_BEFORE = re.compile(r"[^,;:\"“”]+? that (?=\S)")
_OUTER_PUNCTUATION = re.compile(r"^\W+|\W+$")
_TRAILING_PUNCTUATION = re.compile(r"\w(\W*)$")
_CLAUSE_PUNCTUATION = re.compile(r"[;:]")
_UNFINISHED = re.compile(
    r"(?:\b(?:an?|the|of|in|on|at|by|for|with|from|to|and|or|but|that|who|which|as|his|her|its)|[,-])$"
)

_Opcode = tuple[str, int, int, int, int]  # of difflib: kind, the draft's words from:to, the source's words from:to


@dataclass(frozen=True, slots=True)
class _Gap:
    """Words of the source, from `start` to `end`, that the draft left out behind its word number `after`."""

    after: int  # -1: at the start
    start: int
    end: int
    replaced: int = 0  # of the draft's words behind `after`, how many give way: "several" for "seven"


def restore_details(
    passed: Sequence[Candidate], index: SourceIndex, stem_importance: Mapping[str, float]
) -> Iterator[Candidate]:
    """Fuller versions of sentences that passed the guards, where these pass too."""
    for candidate in passed:
        if candidate.copied or candidate.depends_on_previous or not candidate.sources:
            continue
        for text in fuller_versions(candidate.text, candidate.sources[0], index, stem_importance):
            yield from reverified(candidate, text, index, candidate.sources)


def restore_opening_count(candidate: Candidate, index: SourceIndex) -> Candidate:
    """Restores the figure with which the source opens: "Twelve", before "South American countries"."""
    draft, source = candidate.text.split(), _source_words(candidate, index)
    for size in range(1, min(MAX_FIGURE_WORDS, len(source) - 1)):
        opening, following = source[:size], source[size : size + 2]
        if _is_count(opening) and [_lemma(word) for word in following] == [_lemma(word) for word in draft[:2]]:
            return _reworded(candidate, " ".join([*opening, source[size], *draft[1:]]), index)
    return candidate


def restore_hedge(candidate: Candidate, index: SourceIndex) -> Candidate:
    """Restores the "more than" or "about" that the source has before a figure."""
    draft, source = candidate.text.split(), _source_words(candidate, index)
    bare_source = [_bare(word) for word in source]
    for position in range(len(draft) - 1, -1, -1):
        word = _bare(draft[position])
        if bare_source.count(word) != 1 or not _has_figure([word]) or _hedge_before(draft, position):
            continue
        hedge = _hedge_before(source, bare_source.index(word))
        if hedge and not position:
            hedge, draft[0] = [hedge[0].capitalize(), *hedge[1:]], draft[0][0].lower() + draft[0][1:]
        draft[position:position] = hedge
    text = " ".join(draft)
    return candidate if text == candidate.text else _reworded(candidate, text, index)


def restore_function_words(candidate: Candidate, index: SourceIndex) -> Candidate:
    """Restores the "a", "the", "has been" that the source has between the same words: "until [a] hearing"."""
    if not candidate.sources:
        return candidate
    text = restore_small_words(candidate.text, _source_text(candidate, index))
    return candidate if text == candidate.text else _reworded(candidate, text, index)


def restore_attribution(candidate: Candidate, index: SourceIndex) -> Candidate:
    """Restores who says it, as the source has that behind or before it: ", the board said", "Kelso said that"."""
    parsed = parse(candidate.text)
    if is_attributed(parsed) or parsed.quoted_indices or not candidate.sources:
        return candidate
    source = " ".join(_source_words(candidate, index))
    behind, before = _ATTRIBUTION_BEHIND.search(source), _ATTRIBUTION_BEFORE.match(source)
    if behind and _is_attribution(behind[1]) and candidate.text.endswith("."):
        text = candidate.text[:-1] + behind[0]
    elif before and _is_attribution(before[0]):
        first = source[before.end() :].split()[0]
        if _lemma(first) != _lemma(candidate.text.split()[0]):
            return candidate
        text = " ".join([before[0].strip(), first, *candidate.text.split()[1:]])
    else:
        return candidate
    return _reworded(candidate, text, index) if len(text.split()) <= MAX_WORDS else candidate


def restore_determiner(candidate: Candidate, index: SourceIndex) -> Candidate:
    """Restores the "the" or "a" that the source has before the sentence's first noun: "Teacher of a school"."""
    opening = list(takewhile(lambda token: token.tag in (Tag.NOUN, Tag.PROPN), tag(candidate.text)))
    if (
        not opening
        or not candidate.text.startswith(opening[0].text)
        or opening[-1].tag is Tag.PROPN
        or opening[-1].lower.endswith("s")
        or not candidate.sources
    ):
        return candidate  # "Mayor Edith Crane", "Villagers": those need none
    noun = opening[0].lower
    source = _source_words(candidate, index)
    position = next((position for position, word in enumerate(source) if _bare(word) == noun), 0)
    before = [_bare(word) for word in source[max(0, position - MAX_MODIFIERS - 1) : position]]
    if any(token.tag in (Tag.VERB, Tag.AUX, Tag.ADP) for token in tag(" ".join(before))):
        before = before[-1:]  # "the result means Torley"
    determiner = next((word for word in reversed(before) if word in ARTICLES), "")
    phrase = " ".join(token.lower for token in opening)
    if not determiner or not (_takes_determiner(noun, index) and _takes_determiner(phrase, index)):
        return candidate
    if determiner != "the" and before[-1] != determiner:
        determiner = "an" if noun[0] in "aeiou" else "a"
    first, *rest = candidate.text.split()
    source_noun = _OUTER_PUNCTUATION.sub("", source[position])  # with or without a capital, as the source has it
    text = " ".join([determiner.capitalize(), source_noun + first[len(source_noun) :], *rest])
    return _reworded(candidate, text, index)


def fuller_versions(
    sentence: str, source_index: int, index: SourceIndex, stem_importance: Mapping[str, float]
) -> Iterator[str]:
    """Versions of a sentence with more of its source restored, the most important first.

    `source_index` is the source's in article.sentences; the weight of a gap is the importance of its content.
    """
    source = index.article.words(index.article.sentences[source_index].span).split()
    draft = sentence.split()
    weights: dict[_Gap, float] = {}
    for gap in _gaps(draft, source):
        words = source[gap.start : gap.end]
        content = sum(stem_importance.get(stem, 0.0) for stem in content_stems(" ".join(words)))
        weight = content + FIGURE_WEIGHT * _has_figure(words)
        if weight:
            weights[gap] = weight
    versions: dict[str, float] = {}
    for size in range(1, min(MAX_GAPS, len(weights)) + 1):
        for gaps in combinations(weights, size):
            text = _fill(draft, source, gaps)
            if len(text.split()) <= MAX_WORDS and (any(gap.replaced for gap in gaps) or not is_copied(text, index)):
                versions[text] = sum(weights[gap] for gap in gaps)
    yield from sorted(versions, key=lambda text: (-versions[text], len(text), text))[:MAX_VERSIONS]


def _reworded(candidate: Candidate, text: str, index: SourceIndex) -> Candidate:
    """The candidate with another text if the guards let that pass, else as it is."""
    return next(iter(reverified(candidate, text, index, candidate.sources)), candidate)


def _source_text(candidate: Candidate, index: SourceIndex) -> str:
    """The article's sentence that best supports a candidate; empty where none does."""
    if not candidate.sources:
        return ""
    return index.article.words(index.article.sentences[candidate.sources[0]].span)


def _source_words(candidate: Candidate, index: SourceIndex) -> list[str]:
    return _source_text(candidate, index).split()


# Single kinds of detail


def _is_count(opening: Sequence[str]) -> bool:
    """Whether words that open a sentence say how many, and nothing else: "Twelve", "More than 340"."""
    opens_count = opening[0].lower() in _COUNT_OPENERS or _has_figure(opening[:1])
    return opens_count and _has_figure(opening) and not any(word.endswith(",") for word in opening)


def _hedge_before(words: Sequence[str], position: int) -> list[str]:
    """The one or two words before a figure that say how exact it is; empty where none do."""
    for size in (2, 1):
        before = list(words[max(0, position - size) : position])
        if " ".join(before).lower() in _HEDGES:
            return before
    return []


def _is_attribution(phrase: str) -> bool:
    """Whether a phrase says who says something, and nothing else: one verb, of speaking, and no pronoun."""
    tokens = tag(phrase)
    verbs = [token.lemma for token in tokens if token.tag is Tag.VERB]
    has_pronoun = any(token.tag is Tag.PRON for token in tokens)
    speaks = len(verbs) == 1 and (verbs[0] == "say" or verbs[0] in _FINDING_VERBS)
    return speaks and not has_pronoun and len(phrase.split()) <= MAX_ATTRIBUTION_WORDS


def _takes_determiner(phrase: str, index: SourceIndex) -> bool:
    """Whether the article mostly has a determiner before a noun phrase; it has none before "police" or "rain"."""
    determiner = r"(?:an?|the|this|that|his|her|its|their|one|another|each|every)"
    modifiers = rf"(?:[\w-]+\s+){{0,{MAX_MODIFIERS}}}"
    text, pattern = index.article.text, re.escape(phrase)
    determined = len(re.findall(rf"\b{determiner}\s+{modifiers}{pattern}\b", text, re.IGNORECASE))
    return determined >= DETERMINED_SHARE * len(re.findall(rf"\b{pattern}\b", text, re.IGNORECASE))


# Gaps


def _gaps(draft: Sequence[str], source: Sequence[str]) -> Iterator[_Gap]:
    """Where the source has words that the draft lacks and can take back.

    First vague quantities that give way to the source's figure. Other gaps only in a draft that shortens its source:
    few words of its own, no name among them, and no opening left out on which the rest depends.
    """
    draft_lemmas, source_lemmas = [_lemma(word) for word in draft], [_lemma(word) for word in source]
    opcodes = SequenceMatcher(None, draft_lemmas, source_lemmas, autojunk=False).get_opcodes()
    vague = [
        (kind, start, end, first, last)
        for kind, start, end, first, last in opcodes
        if kind == "replace" and _is_vaguer(draft[start:end], source[first:last])
    ]
    yield from (_Gap(start - 1, first, last, end - start) for _, start, end, first, last in vague)
    changes = [opcode for opcode in opcodes if opcode[0] in ("delete", "replace") and opcode not in vague]
    own = [position for _, start, end, _, _ in changes for position in range(start, end)]
    replaced = [word for _, _, _, first, last in changes for word in source[first:last]]
    if len(own) > MAX_OWN_WORDS or any(_is_name(draft, position) for position in own):
        return
    if any(word[0].isupper() for word in replaced) or _lacks_dependent_opening(source, opcodes[0]):
        return
    own_lemmas = {draft_lemmas[position] for position in own}
    for opcode in opcodes:
        _, start, _, first, last = opcode
        if _is_insertable(draft, source, opcode) and own_lemmas.isdisjoint(source_lemmas[first:last]):
            yield _Gap(start - 1, first, last)


def _is_vaguer(draft: Sequence[str], source: Sequence[str]) -> bool:
    """Whether a draft's words are a vague quantity in place of the source's figure: "several" for "seven"."""
    is_vague = " ".join(draft).lower() in _VAGUE_QUANTITIES
    states_figure = len(source) <= MAX_FIGURE_WORDS and _has_figure(source)
    return is_vague and states_figure and draft[0][0].isupper() == source[0][0].isupper()


def _lacks_dependent_opening(source: Sequence[str], opcode: _Opcode) -> bool:
    """Whether the draft left out the "As" of "As the truck turned, guards shot", without which the rest is untrue."""
    kind, _, _, _, last = opcode
    return kind != "equal" and not _DEPENDENT_OPENERS.isdisjoint(_bare(word) for word in source[:last])


def _is_insertable(draft: Sequence[str], source: Sequence[str], opcode: _Opcode) -> bool:
    """Whether the source's words of an opcode can go back into the draft by themselves."""
    kind, start, _, first, last = opcode
    words = source[first:last]
    if kind != "insert" or not start or len(words) > MAX_GAP_WORDS:
        return False
    at_end = start == len(draft)
    if _bare(draft[start - 1]) != _bare(source[first - 1]) or (
        not at_end and _bare(draft[start]) != _bare(source[last])
    ):
        return False  # "has grown" is no "has managed to grown"
    if _UNFINISHED.search(words[-1]) if at_end else _crosses_comma(source[first - 1], words):
        return False
    return not any(_CLAUSE_PUNCTUATION.search(word) for word in source[first - 1 : last])


def _crosses_comma(before: str, words: Sequence[str]) -> bool:
    """Whether words inside a sentence have a comma, other than the two around a whole aside."""
    is_aside = before.endswith(",") and words[-1].endswith(",")
    return not is_aside and any(word.endswith(",") for word in words)


def _fill(draft: Sequence[str], source: Sequence[str], gaps: Collection[_Gap]) -> str:
    """The draft with the source's words in its gaps."""
    by_position = {gap.after: gap for gap in gaps}
    filled: list[str] = []
    skip = 0  # words of the draft that give way
    if -1 in by_position:
        filled, skip = list(source[by_position[-1].start : by_position[-1].end]), by_position[-1].replaced
    for position, word in enumerate(draft):
        gap = by_position.get(position)
        if skip:
            skip -= 1
        elif gap is None:
            filled.append(word)
        else:  # with the punctuation that the source has there, and the draft's own capital
            filled += [_with_punctuation_of(word, source[gap.start - 1]), *source[gap.start : gap.end]]
            skip = gap.replaced
    text = " ".join(filled)
    return text if re.search(r"[.!?][\"”'’)]?$", text) else text.rstrip(",;:") + "."


def _with_punctuation_of(word: str, source_word: str) -> str:
    own, other = _TRAILING_PUNCTUATION.search(word), _TRAILING_PUNCTUATION.search(source_word)
    return word[: own.start(1)] + other[1] if own and other else word


# Words


def _is_name(words: Sequence[str], position: int) -> bool:
    return position > 0 and words[position].lstrip("\"“‘'(")[:1].isupper()


def _has_figure(words: Sequence[str]) -> bool:
    return any(token.tag is Tag.NUM and token.lower != "one" for token in tag(" ".join(words)))


def _lemma(word: str) -> str:
    """The lemma of a word without the punctuation around it."""
    return lemmatize(_bare(word))


def _bare(word: str) -> str:
    """A word in lower case without the punctuation around it."""
    return _OUTER_PUNCTUATION.sub("", word).lower()

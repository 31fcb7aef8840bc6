"""Sentence compression: an article's sentence without what an editor on deadline would leave out.

What may go is a dependent whole, as the parser sees it: a prepositional phrase, an adjective, an apposition, a clause,
"also". Editors said of some forty thousand of them what would become of the sentence, printed in a summary by itself,
if just this one were left out: better, as good, poorer or broken; the model learned it from them
(engines/llama/phrase_judge.py). What bounds a claim stays whatever the model says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.engines.phrases import DEPENDENCIES, Phrase, Verdict
from summarizer.language.parsing import ParsedSentence
from summarizer.rewriting.cuts import (
    BINDING_PREPOSITIONS,
    MIN_WORDS,
    MONTHS,
    PERIODS,
    bounds_negation,
    end_marks,
    is_set_off,
    leaves_enough,
    may_go,
    without,
)
from summarizer.support.features import SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

MIN_BETTER = 0.5  # probability that the sentence is better without a phrase
MIN_HARMLESS = 0.8  # probability that it is no worse
MIN_PREPOSITIONAL_WORDS = 3
SMALL = frozenset("amod advmod nmod preconj".split())
"""Dependents that are judged and stay: "a new law" may be the news, and readers miss "already" and "now"."""
DAYS = MONTHS | frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow".split())
CONTRASTS = frozenset(
    "although contrary despite even however instead nevertheless nonetheless rather still though whereas while "
    "yet".split()
)
"""Words that open a phrase which sets the sentence against the one before it, or against itself."""
NEEDED = frozenset("today among".split())  # "among other things": the sentence would name all of them
CLOCK = frozenset("noon midnight gmt bst et est edt cet utc a.m. p.m. am pm o'clock".split())
DASHES = frozenset(("--", "-", "–", "—"))
OUTER_MARKS = DASHES | {",", ";", ":"}
"""Marks at either end of a phrase that set it off: the seam decides which of them stay."""
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Dependent:
    """A word with all that hangs on it, as indices of tokens; with the "and" or the commas that go with it."""

    token: Token
    phrase: frozenset[int]


def removable(sentence: ParsedSentence, *, opens: bool) -> list[Dependent]:
    """The dependents without which readers prefer a sentence, if an editor would leave them out.

    Blind readers made 19 of 24 choices for the shorter of two summaries where a phrase was gone, 17 of 27 where a day
    was, and the longer where a sentence began with the day, or where what was gone told which thing was meant, was one
    of two things, or set a sentence against the one before it. Where the sentence `opens` the summary it keeps the day:
    readers want to know when it was, once. An abbreviation in brackets goes where the summary does not use it, by
    another rule (asides.py).
    """
    is_parsed = any(token.head.i == token.i and token.pos_ in ("VERB", "AUX") for token in sentence.tokens)
    found = dependents(sentence) if is_parsed else ()  # where nothing is the verb, clauses are taken for phrases
    return [each for each in found if _is_worthwhile(sentence, each, opens=opens)]


def _is_worthwhile(sentence: ParsedSentence, dependent: Dependent, *, opens: bool) -> bool:
    """Whether readers would rather not have it; what follows each test is what stays for it."""
    token, phrase = dependent.token, dependent.phrase
    first, last = min(phrase), max(phrase)
    lemmas = {sentence.lemmas[number] for number in phrase}
    names_day = not lemmas.isdisjoint(DAYS)
    before = sentence.tokens[first - 1].text if first else ""
    words = sum(_WORD.search(sentence.tokens[number].text) is not None for number in phrase)
    return not (
        token.dep_ in SMALL  # "a new law"
        or token.pos_ == "PRON"  # "himself"
        or (token.dep_ == "prep" and not names_day and first > 0 and words < MIN_PREPOSITIONAL_WORDS)  # "in Skerra"
        or before == "("
        or (before in DASHES and sentence.tokens[last + 1 : last + 2] and sentence.tokens[last + 1].text == ",")
        or (names_day and (opens or first == 0))
        or (not lemmas.isdisjoint(DAYS | PERIODS) and _is_beside_a_clock_time(sentence, phrase))  # "at noon on Sunday"
        or _has_figure(sentence, phrase)  # "on 28 August"
        or _bounds_figure(sentence, first)  # "40 cars at a time", "sold 9,000 boats in a year"
        or not lemmas.isdisjoint(NEEDED)
        or sentence.tokens[first].lower_ in CONTRASTS
        or _is_one_of_two_things(token)
        or (token.head.pos_ == "NOUN" and not is_set_off(sentence, token, phrase))  # "the riots that began in Torley"
        or (token.head.pos_ == "PROPN" and _is_all_names(sentence, phrase))  # "Torley, Skerra"
    )


def _is_all_names(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    return all(sentence.tokens[number].pos_ in ("PROPN", "PUNCT") for number in phrase)


def _bounds_figure(sentence: ParsedSentence, first: int) -> bool:
    """Whether what begins here follows a figure and its noun, without a mark between them."""
    if first == 0:
        return False
    before = sentence.tokens[first - 1]
    return before.pos_ == "NUM" or any(child.pos_ == "NUM" for child in before.children)


def _is_beside_a_clock_time(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    first, last = min(phrase), max(phrase)
    beside = [*sentence.tokens[max(0, first - 2) : first], *sentence.tokens[last + 1 : last + 2]]
    return any(token.lower_ in CLOCK or token.like_num for token in beside)


def _is_one_of_two_things(token: Token) -> bool:
    """Whether it is the second of two things or qualities: "photographs and videos"; a second deed may go."""
    return token.dep_ == "conj" and token.pos_ not in ("VERB", "AUX")


def _has_figure(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether it has a figure: without "28 August" the Wednesday before it is another one."""
    tokens = [sentence.tokens[number] for number in phrase]
    return any(token.pos_ == "NUM" or any(mark.isdigit() for mark in token.text) for token in tokens)


def tightened(sentence: ParsedSentence, found: Sequence[Dependent], verdicts: Sequence[Verdict | None]) -> str:
    """The sentence without those of its dependents that an editor would leave out, by the verdicts on them."""
    judged = [
        (verdict, dependent.phrase)
        for dependent, verdict in zip(found, verdicts, strict=True)
        if verdict is not None and verdict.harmless >= MIN_HARMLESS and verdict.better >= MIN_BETTER
    ]
    removed = frozenset[int]()
    for _, phrase in sorted(judged, key=lambda entry: -entry[0].better):
        if leaves_enough(sentence, removed | phrase, MIN_WORDS):
            removed |= phrase
    return without(sentence, removed) if removed else sentence.text


def dependents(sentence: ParsedSentence) -> Iterator[Dependent]:
    """The dependents that can be judged, small ones too: none that bounds a claim or says who makes it."""
    end = end_marks(sentence)
    for token in sentence.tokens:
        if token.dep_ not in DEPENDENCIES or not _WORD.search(token.text):
            continue
        if token.lower_ in BINDING_PREPOSITIONS or token.head.pos_ in ("ADP", "SCONJ"):
            continue
        if bounds_negation(token) or (token.dep_ in ("advcl", "conj", "acl") and sentence.lemmas[token.i] in SPEECH):
            continue
        phrase = _without_outer_marks(sentence, range(token.left_edge.i, token.right_edge.i + 1), end)
        if token.dep_ == "conj":
            phrase = _with_conjunction(sentence, token, phrase)
        if (
            token.i in phrase
            and token.head.i not in phrase
            and may_go(sentence, phrase)
            and not _is_cut_off(sentence, phrase)
            and not _ends_list(token)
            and not _splits_name(sentence, phrase)
        ):
            yield Dependent(token, _with_inner_comma(sentence, token, _with_first_comma(sentence, token, phrase)))


def phrase_of(dependent: Dependent) -> Phrase:
    """What an engine is asked about a dependent."""
    token = dependent.token
    return Phrase(tuple(sorted(dependent.phrase)), token.i, token.head.i, token.dep_)


def _without_outer_marks(sentence: ParsedSentence, phrase: range, end: Collection[int]) -> frozenset[int]:
    """The tokens of a phrase from its first word to its last, with a bracket or quotation mark that closes in it."""
    tokens = [sentence.tokens[number] for number in phrase if number not in end]
    while tokens and tokens[-1].text in OUTER_MARKS:
        tokens.pop()
    while tokens and tokens[0].text in OUTER_MARKS:
        tokens.pop(0)
    return frozenset(token.i for token in tokens)


def _with_conjunction(sentence: ParsedSentence, token: Token, phrase: frozenset[int]) -> frozenset[int]:
    """A conjunct with the "and" before it."""
    before = min(phrase, default=0) - 1
    while before > token.head.i and (sentence.tokens[before].dep_ == "cc" or sentence.tokens[before].text == ","):
        phrase |= {before}
        before -= 1
    return phrase


def _with_first_comma(sentence: ParsedSentence, token: Token, phrase: frozenset[int]) -> frozenset[int]:
    """A phrase between commas with the first, where the second belongs to another.

    To one that follows, "Mary Ash, 60, of Torley, won", to one before it, "Ash, a pilot, who flew it, won", or to one
    that it ends: "Ash, head of the port, which she built, won".
    """
    tokens = sentence.tokens
    first, last = min(phrase), max(phrase)
    is_set_off = first > 0 and last + 2 < len(sentence) and tokens[first - 1].text == tokens[last + 1].text == ","
    if not is_set_off:
        return phrase
    siblings = [child for child in token.head.children if child.dep_ in DEPENDENCIES and child.i != token.i]
    around = [each for each in (*siblings, *token.ancestors) if each.left_edge.i and each.dep_ in DEPENDENCIES]
    has_own_comma = (each for each in around if tokens[each.left_edge.i - 1].text == ",")
    shares = any(
        each.left_edge.i < first and each.right_edge.i in (first - 2, last, last + 1) for each in has_own_comma
    )
    is_followed = any(child.left_edge.i == last + 2 for child in siblings)
    return phrase | {first - 1} if shares or is_followed else phrase


def _with_inner_comma(sentence: ParsedSentence, token: Token, phrase: frozenset[int]) -> frozenset[int]:
    """A phrase that no comma sets off, with the comma behind it that its last part has: "in the capital, Torley,"."""
    tokens = sentence.tokens
    first, last = min(phrase), max(phrase)
    if first == 0 or tokens[first - 1].text == "," or tokens[first].text == ",":
        return phrase
    if last + 1 >= len(sentence) or tokens[last + 1].text != ",":
        return phrase

    def ends_here(each: Token) -> bool:
        opens_with_comma = each.left_edge.i > 0 and tokens[each.left_edge.i - 1].text == ","
        return each.dep_ in DEPENDENCIES and each.right_edge.i in (last, last + 1) and opens_with_comma

    is_inner = any(ends_here(tokens[number]) and tokens[number].left_edge.i > first for number in phrase)
    return phrase | {last + 1} if is_inner and not any(map(ends_here, token.ancestors)) else phrase


def _is_cut_off(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether it ends in a word that wants more, as in a wrong parse, or lies within single quotation marks."""
    first, last = min(phrase), max(phrase)
    marks = sum(token.text in ("'", "‘", "’") for token in sentence.tokens[:first])
    return (
        marks % 2 == 1
        or sentence.tokens[last].pos_ in ("ADP", "CCONJ", "DET", "SCONJ", "AUX")
        or any(token.text in ("'", "‘", "’") for token in sentence.tokens[first : last + 1])
    )


def _ends_list(token: Token) -> bool:
    """Whether it is the last of three and more things, before which the "and" stands: "red, green and blue"."""
    is_last = token.dep_ == "conj" and not any(child.dep_ == "conj" for child in token.children)
    return is_last and token.head.dep_ == "conj"


def _splits_name(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether a word with a capital would leave one beside it: "India Today", "British Airways"."""
    first, last = min(phrase), max(phrase)
    neighbours = ((first, first - 1), (last, last + 1))
    return any(
        0 <= outer < len(sentence)
        and inner > 0
        and all(sentence.tokens[number].text[:1].isupper() for number in (inner, outer))
        and sentence.lemmas[inner] not in PERIODS - {"today", "week"}
        for inner, outer in neighbours
    )

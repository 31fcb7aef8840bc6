"""Sentence compression: deletes the phrases of an article's sentence that an editor would probably cut.

Only whole dependents of the parse may be deleted: a prepositional phrase, an apposition, a clause, "also". From some
sixteen thousand sentences that editors shortened by deleting words, the model has learned how likely each set of words
is deleted (engines/embedded/deletion_judge.py), and from readers which phrases nobody would miss (phrase_harm.py). What
qualifies a claim always stays. Where the shortened sentence is parsed differently, less is deleted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checks.figures.calendar_words import WEEKDAY_NAMES
from summarizer.engines.judgements.deletions import Deletions, DependencyParse, Phrase
from summarizer.language.parsing import ParsedSentence
from summarizer.rewriting.cuts import (
    BINDING_PREPOSITIONS,
    MIN_KEPT_WORDS,
    MONTHS,
    bounds_negation,
    end_marks,
    leaves_enough,
    may_go,
)
from summarizer.support.features import SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

REMOVABLE_LABELS = frozenset("prep advmod npadvmod nmod appos advcl acl relcl conj preconj".split())
"""spaCy's labels of dependents that may be deleted. Not adjectives: readers miss them."""
MIN_LOG_ODDS_GAIN = 1.0  # that one more deleted phrase must add (docs/experiments.md, "fewer deletions")
MAX_HARM_PROBABILITY = 0.12  # a phrase stays if readers would miss it with a higher probability
MAX_WORD_HARM_PROBABILITY = 0.08  # for a single word, whose deletion gains less
CONTRASTS = frozenset(
    "although contrary despite however instead nevertheless nonetheless rather though whereas while yet".split()
)
"""First words of phrases that contrast, with the rest of the sentence or with the preceding one."""
EXEMPLIFIERS = frozenset(
    "among example instance".split()
)  # "among other things": without it, the list would seem complete
OUTER_MARKS = frozenset(("--", "-", "–", "—", ",", ";", ":"))
"""Marks that may set a phrase off at either end; which of them stay depends on the words around it."""
SINGLE_QUOTES = frozenset(("'", "‘", "’", "''", "``"))  # the last two as some wire services write double ones
DATE_NAMES = WEEKDAY_NAMES | MONTHS | frozenset("today yesterday tomorrow tonight".split())
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Dependent:
    """A word and its subtree, as token indices, with the conjunction or comma that is deleted with it."""

    token: Token
    phrase: frozenset[int]


def words_of(sentence: ParsedSentence, phrases: Sequence[Phrase] = ()) -> DependencyParse:
    """The parse of a sentence, with some of its phrases, in the form in which an engine judges it."""
    places = [(token.idx, token.idx + len(token.text)) for token in sentence.tokens]
    return DependencyParse(sentence.text, places, sentence.heads, sentence.dependencies, phrases)


def deletable_phrases(
    sentence: ParsedSentence, days: Collection[str] = (), must_keep_date: bool = False
) -> list[Phrase]:
    """The phrases that may be deleted if an editor would delete them.

    `days` are the days and months in the other sentences of the summary: a phrase with a different one stays. With
    `must_keep_date`, for the first sentence that dates the news, the sentence keeps at least one day.
    """
    named = days_of(sentence)
    named = named - MONTHS or named  # in "said on Tuesday that it will close by May", Tuesday dates the news
    return [
        Phrase(each.phrase, each.token.i)
        for each in (dependents(sentence) if _has_verb(sentence) else ())
        if not _must_stay(sentence, each)
        and not _names_other_day(sentence, each.phrase, days)
        and not (must_keep_date and named and named <= days_of(sentence, each.phrase))
    ]


def days_of(sentence: ParsedSentence, phrase: Iterable[int] | None = None) -> frozenset[str]:
    """The days and months that a sentence names, or only those in a phrase of it (token indices)."""
    numbers = range(len(sentence)) if phrase is None else phrase
    return DATE_NAMES.intersection(
        sentence.lemmas[number] for number in numbers if sentence.tokens[number].pos_ != "AUX"
    )


def _names_other_day(sentence: ParsedSentence, phrase: Collection[int], days: Collection[str]) -> bool:
    """Whether a phrase names a day and other sentences name another one."""
    own = days_of(sentence, phrase)
    return bool(own) and not own.issuperset(days)


def likely_deletions(sentence: ParsedSentence, phrases: Sequence[Phrase], deletions: Deletions) -> list[frozenset[int]]:
    """Sets of tokens that an editor would probably delete, unions of `phrases`, the largest first; empty if all stays.

    Greedy: each step adds the phrase that raises the log-odds of the whole set most, as long as by MIN_LOG_ODDS_GAIN.
    Each set has one phrase less than the preceding one, so that the caller can print the shortest version that passes.
    A phrase stays if, by `deletions`, readers might miss it, or if `deletions` does not cover all of its words.
    """
    harms = deletions.harms or [0.0] * len(phrases)
    known = {*deletions.words, *(token.i for token in sentence.tokens if not _WORD.search(token.text))}
    harmless = [
        phrase.words
        for phrase, harm in zip(phrases, harms, strict=True)
        if harm <= (MAX_HARM_PROBABILITY if len(phrase.words) > 1 else MAX_WORD_HARM_PROBABILITY)
        and known.issuperset(phrase.words)
    ]
    versions: list[frozenset[int]] = []
    removed, odds = frozenset[int](), 0.0
    while True:
        longer = [removed.union(words) for words in harmless if not removed.issuperset(words)]
        longer = [each for each in longer if leaves_enough(sentence, each, MIN_KEPT_WORDS)]
        scored = [(deletions.log_odds(each), each) for each in longer]
        best, version = max(scored, key=lambda entry: entry[0], default=(odds, removed))
        if best < odds + MIN_LOG_ODDS_GAIN or version == removed:
            return versions[::-1]
        removed, odds = version, best
        versions.append(removed)


def has_same_heads(sentence: ParsedSentence, removed: Collection[int], shorter: ParsedSentence) -> bool:
    """Whether each word of the shortened sentence has the same head as before, if that was kept."""
    kept = [token.i for token in sentence.tokens if token.i not in removed and _WORD.search(token.text)]
    left = [token.i for token in shorter.tokens if _WORD.search(token.text)]
    if len(kept) != len(left):
        return False
    place_of = dict(zip(kept, left, strict=True))
    return all(
        place_of.get(sentence.heads[number]) == shorter.heads[place] or sentence.heads[number] not in place_of
        for number, place in place_of.items()
    )


def _has_verb(sentence: ParsedSentence) -> bool:
    """Whether the parser has found a verb as root; where it has not, it labels clauses as phrases."""
    return any(token.head.i == token.i and token.pos_ in ("VERB", "AUX") for token in sentence.tokens)


def _must_stay(sentence: ParsedSentence, dependent: Dependent) -> bool:
    """Whether the rest of the sentence would change its meaning or be ungrammatical without the phrase."""
    phrase = dependent.phrase
    first, last = min(phrase), max(phrase)
    before = sentence.tokens[first - 1].text if first else ""
    lemmas = {sentence.lemmas[number] for number in phrase}
    return (
        before == "("
        or (
            last + 1 not in end_marks(sentence)
            and any(each.text == "." for each in sentence.tokens[last + 1 : last + 2])
        )
        or sentence.tokens[first].lower_ in CONTRASTS
        or not lemmas.isdisjoint(EXEMPLIFIERS)
        or _bounds_figure(sentence, first)  # "40 cars at a time", "sold 9,000 boats in a year"
        or (
            dependent.token.dep_ in ("advmod", "npadvmod") and dependent.token.head.pos_ in ("NUM", "ADV")
        )  # "nearly 40"
        or dependent.token.tag_ in ("JJR", "JJS")  # "slower growth", "the oldest pier"
        or (len(phrase) == 1 and dependent.token.like_num)  # "its first year"
    )


def _bounds_figure(sentence: ParsedSentence, first: int) -> bool:
    """Whether a phrase that starts at this token directly follows a figure or its noun."""
    if first == 0:
        return False
    before = sentence.tokens[first - 1]
    return before.pos_ == "NUM" or any(child.pos_ == "NUM" for child in before.children)


def dependents(sentence: ParsedSentence) -> Iterator[Dependent]:
    """The dependents that may be judged for deletion: none that qualifies a claim or attributes it."""
    end = end_marks(sentence)
    for token in sentence.tokens:
        if _introduces_speech(sentence, token):
            yield Dependent(token, frozenset((token.i,)))
        if token.dep_ not in REMOVABLE_LABELS or not _WORD.search(token.text):
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
            and not _ends_list(sentence, token)
            and not _splits_name(sentence, phrase)
        ):
            yield Dependent(token, _with_first_comma(sentence, token, phrase))


def _introduces_speech(sentence: ParsedSentence, token: Token) -> bool:
    """Whether it is the "that" of "said that the port"; "said that on Friday" would change its meaning without it."""
    after = sentence.tokens[token.i + 1 : token.i + 2]
    return (
        token.lower_ == "that"
        and token.dep_ == "mark"
        and token.head.dep_ == "ccomp"
        and token.head.head.i == token.i - 1
        and sentence.lemmas[token.i - 1] in SPEECH
        and any(following.pos_ in ("DET", "PRON", "PROPN", "NOUN") for following in after)
    )


def _without_outer_marks(sentence: ParsedSentence, phrase: range, end: Collection[int]) -> frozenset[int]:
    """The tokens of a phrase without the marks at its ends that set it off, or the end marks of the sentence."""
    tokens = [sentence.tokens[number] for number in phrase if number not in end]
    while tokens and tokens[-1].text in OUTER_MARKS:
        tokens.pop()
    while tokens and tokens[0].text in OUTER_MARKS:
        tokens.pop(0)
    return frozenset(token.i for token in tokens)


def _with_conjunction(sentence: ParsedSentence, token: Token, phrase: frozenset[int]) -> frozenset[int]:
    """A conjunct with the conjunction and comma that precede it."""
    before = min(phrase, default=0) - 1
    while before > token.head.i and (sentence.tokens[before].dep_ == "cc" or sentence.tokens[before].text == ","):
        phrase |= {before}
        before -= 1
    return phrase


def _with_first_comma(sentence: ParsedSentence, token: Token, phrase: frozenset[int]) -> frozenset[int]:
    """A phrase between commas, with the first comma if the second is shared with another phrase.

    That is one that follows, "Mary Ash, 60, of Torley, won", one that precedes it, "Ash, a pilot, who flew it, won", or
    one that ends with it: "Ash, head of the port, which she built, won"; "In Torley, where she lives, she won".
    """
    tokens = sentence.tokens
    first, last = min(phrase), max(phrase)
    is_set_off = first > 0 and last + 2 < len(sentence) and tokens[first - 1].text == tokens[last + 1].text == ","
    if not is_set_off:
        return phrase
    siblings = [child for child in token.head.children if child.dep_ in REMOVABLE_LABELS and child.i != token.i]
    around = (each for each in (*siblings, *token.ancestors) if each.dep_ in REMOVABLE_LABELS)
    has_own_comma = (each for each in around if each.left_edge.i and tokens[each.left_edge.i - 1].text == ",")
    shares = any(
        each.left_edge.i < first and each.right_edge.i in (first - 2, last, last + 1) for each in has_own_comma
    )
    is_followed = any(child.left_edge.i == last + 2 for child in siblings)
    if shares or is_followed:
        return phrase | {first - 1}
    return phrase


def _is_cut_off(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether a phrase ends in a function word, as in a wrong parse, or touches single quotation marks."""
    first, last = min(phrase), max(phrase)
    marks = sum(token.text in SINGLE_QUOTES for token in sentence.tokens[:first])
    return (
        marks % 2 == 1
        or sentence.tokens[last].pos_ in ("ADP", "CCONJ", "DET", "SCONJ", "AUX")
        or any(token.text in SINGLE_QUOTES for token in sentence.tokens[first : last + 1])
    )


def _ends_list(sentence: ParsedSentence, token: Token) -> bool:
    """Whether it is the last of three or more conjuncts, which needs its "and": "red, green and blue".

    The parser may label the second as an apposition: "the singer, songwriter and poet died".
    """
    is_last = token.dep_ == "conj" and not any(child.dep_ == "conj" for child in token.children)
    following = sentence.tokens[token.head.right_edge.i + 1 : token.head.right_edge.i + 2]
    is_list = token.head.dep_ == "appos" and any(_WORD.search(after.text) for after in following)
    return is_last and (token.head.dep_ == "conj" or is_list)


def _splits_name(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether deleting the phrase would split a run of capitalised words: "India Today", "British Airways"."""
    neighbours = ((min(phrase), min(phrase) - 1), (max(phrase), max(phrase) + 1))
    inside = [(inner, outer) for inner, outer in neighbours if inner > 0 and 0 <= outer < len(sentence)]
    capitals = [pair for pair in inside if all(sentence.tokens[number].text[:1].isupper() for number in pair)]
    return any(sentence.lemmas[inner] not in DATE_NAMES - {"today"} for inner, _ in capitals)

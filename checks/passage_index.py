"""The words of an article by sentence, indexed once: does a passage of one text speak of what another's does?

The answer is a share between 0 and 1, `closeness`: how much of what stands around a statement of the target also stands
around a statement of the source. Rare words weigh more than common ones (they tell passages apart), near words more
than far ones, the statement's own sentence more than its neighbours. Words are compared by stem, so that "killing"
meets "killed"; words of what befell people are compared by their class, so that "died" meets "dead"
(`checks.outcome_events`).
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from checks.article_cache import kept
from checks.model import Article, Figure, Moment, Span
from checks.outcome_events import FATE
from checks.pattern import pattern

Statement = Figure | Moment


class Place(NamedTuple):
    """Any stretch of a text, to be asked what stands around it."""

    span: Span
    sentence: int


def place(article: Article, span: Span) -> Place:
    """A stretch of text with the sentence in which it begins."""
    at = bisect_right(article.sentences, span.start, key=lambda sentence: sentence.span.end)
    return Place(span, min(at, len(article.sentences) - 1))


WORD = pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)?")

_COMMON = """
a about above after again against all almost also although always am among an and another any are around as at
be because been before being between both but by came can come could did do does doing done down during each
either else even ever every few for from further get gets getting going got had has have having he her here hers
him himself his how however i if in including into is it its itself just last later least less like made make
makes making many may me might more most much must my near nearly new next no nor not now of off on once only
onto or other our out over own per put said same saying says say she should since so some still such take taken
than that the their them then there these they this those though through to told too took under until up upon us
very was we were what when where whether which while who whom whose why will with within without would yet you
your mr mrs ms dr sir january february march april june july august september october november december monday
tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight year years month months week
weeks day days one two three four five six seven eight nine ten eleven twelve hundred hundreds thousand
thousands million billion first second third per cent percent
"""
STOP = frozenset(_COMMON.split())
"""Words that tell no passage from another. Numbers and dates are among them: they are what is being compared."""

IRREGULAR = {
    form: stem
    for stem, forms in {
        "win": "won winning wins winner winners",
        "lose": "lost loses losing",
        "find": "found finds finding",
        "hold": "held holds holding",
        "sell": "sold sells selling sale sales",
        "buy": "bought buys buying",
        "fall": "fell fallen falls falling",
        "rise": "rose risen rises rising",
        "grow": "grew grown grows growing growth",
        "shoot": "shot shoots shooting shootings",
        "strike": "struck strikes striking",
        "steal": "stole stolen steals stealing",
        "begin": "began begun begins beginning",
        "meet": "met meets meeting",
        "pay": "paid pays paying payment payments",
        "lead": "led leads leading",
        "leave": "left leaves leaving",
        "fight": "fought fights fighting",
        "build": "built builds building",
        "spend": "spent spends spending",
        "send": "sent sends sending",
        "teach": "taught teaches teaching",
        "write": "wrote written writes writing",
        "drive": "drove driven drives driving",
        "break": "broke broken breaks breaking",
        "choose": "chose chosen chooses choosing choice",
        "run": "ran runs running",
        "child": "children",
        "person": "people persons",
        "woman": "women",
        "man": "men",
        "wife": "wives",
        "life": "lives",
        "beat": "beaten beats beating",
        "give": "gave given gives giving",
        "know": "knew known knows",
        "see": "saw seen sees seeing",
        "speak": "spoke spoken speaks speaking",
        "raise": "raised raises raising",
        "marry": "married marries marriage wedding",
        "arrive": "arrived arrives arriving arrival",
        "score": "scored scores scoring",
    }.items()
    for form in forms.split()
}

_ENDINGS = "ations ation ments ment ingly edly ings ing ies ied ers ors ed er or es ly s e y"
SUFFIXES = tuple(_ENDINGS.split())

NEAR = 12
"""Words away from the statement after which a word of its own sentence counts half."""
BEFORE, AFTER = 0.3, 0.15
"""What a word in the sentence before, or after, counts."""


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    """What is left of an English word without its endings: "killings" and "killed" are both "kill"."""
    word = word.lower()
    if word[-2:] in ("'s", "’s"):
        word = word[:-2]
    word = IRREGULAR.get(word, word)
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ss"):
            word = word[: -len(suffix)]
            if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            return word
    return word


class Word(NamedTuple):
    """A content word: its stem, where it stands in the text, and its number among all words of its sentence."""

    stem: str
    start: int
    number: int


@dataclass(frozen=True, slots=True)
class Passages:
    """The content words of an article, sentence by sentence."""

    article: Article
    sentences: tuple[tuple[Word, ...], ...]
    places: Mapping[str, tuple[tuple[int, int], ...]]  # stem -> (sentence, number of the word)
    weights: Mapping[str, float]  # stem -> how well it tells one sentence from another
    starts: tuple[tuple[int, ...], ...]  # where every word of every sentence starts

    def number(self, statement: Statement | Place) -> int:
        """The number, within its sentence, of the word where a statement starts."""
        starts = self.starts[statement.sentence] if statement.sentence < len(self.starts) else ()
        return bisect_left(starts, statement.span.start)

    def near(self, statement: Statement) -> dict[str, float]:
        """The stems of a statement's sentence and how close each stands to it: 1 beside it, down to a half."""
        if statement.sentence >= len(self.sentences):
            return {}
        here, found = self.number(statement), dict[str, float]()
        for word in self.sentences[statement.sentence]:
            if not statement.span.start <= word.start < statement.span.end:
                found[word.stem] = max(found.get(word.stem, 0.0), _nearness(word.number - here))
        return found


def _nearness(distance: int) -> float:
    return max(0.5, 1 - abs(distance) / (2 * NEAR))


def _words(text: str, span: Span) -> tuple[tuple[Word, ...], tuple[int, ...]]:
    words, starts = [], []
    for number, match in enumerate(WORD.finditer(text, span.start, span.end)):
        start = match.start()
        starts.append(start)
        told = _telling(match.group())
        if told:
            words.append(Word(told, start, number))
    return tuple(words), tuple(starts)


@lru_cache(maxsize=1 << 15)
def _telling(word: str) -> str:
    """What a word is compared by: its fate or its stem; "" for the words that tell no passage from another."""
    lower = word.lower()
    return "" if lower in STOP or len(lower) < 2 else FATE.get(lower) or stem(lower)


@kept
def index(article: Article) -> Passages:
    """Read an article's words once."""
    read = [_words(article.text, sentence.span) for sentence in article.sentences]
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, (words, _) in enumerate(read):
        for word in words:
            places[word.stem].append((number, word.number))
    total = len(read) + 1
    weights = {one: math.log(total / len({at for at, _ in found})) + 0.3 for one, found in places.items()}
    return Passages(
        article,
        tuple(words for words, _ in read),
        {one: tuple(found) for one, found in places.items()},
        weights,
        tuple(starts for _, starts in read),
    )


COMPANY = 12
"""Figures either side of one that are looked at: a sentence that is a table has thousands."""


def company(figure: Figure, article: Article) -> list[Figure]:
    """The figures that stand with this one in its sentence, in text order, the nearest few of them."""
    here = bisect_left(article.figures, figure.span, key=lambda one: one.span)
    around = article.figures[max(0, here - COMPANY) : here + COMPANY + 1]
    return [one for one in around if one.sentence == figure.sentence and one is not figure]


def closeness(
    target: Passages, statement: Statement, source: Passages, candidates: Iterable[Statement | Place]
) -> list[float]:
    """How much of what stands around `statement` in the target also stands around each candidate of the source.

    0 to 1 each; words that the source has nowhere are left out of the reckoning. 0 where the target says nothing else.
    """
    wanted = {one: near * source.weights[one] for one, near in target.near(statement).items() if one in source.weights}
    whole = sum(wanted.values())
    candidates = list(candidates)
    if not whole:
        return [0.0] * len(candidates)
    by_sentence: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for one in wanted:
        for sentence, number in source.places[one]:
            by_sentence[sentence].setdefault(one, []).append(number)
    scores = []
    for candidate in candidates:
        at = candidate.sentence
        best: dict[str, float] = {}
        here = source.number(candidate) if at in by_sentence else 0
        for one, numbers in by_sentence.get(at, {}).items():
            at_or_after = bisect_left(numbers, here)  # of a word that stands there often, only the nearest tell
            best[one] = max(_nearness(number - here) for number in numbers[max(0, at_or_after - 1) : at_or_after + 1])
        for neighbour, share in ((at - 1, BEFORE), (at + 1, AFTER)):
            for one in by_sentence.get(neighbour, {}):
                best[one] = max(best.get(one, 0.0), share)
        scores.append(sum(wanted[one] * share for one, share in best.items()) / whole)
    return scores

"""Distinguishes a part from its complement: "40% recovered" implies that 60% did not, but not that 60% did.

Two statements about parts of one whole say the same if both have the same predicate and both or neither negate it.
They say opposite things if one negates it ("did not recover") or has its antonym ("failed" for "passed", "unsold" for
"sold").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from checks.budget import spend
from checks.derivation.operands import COUNTS, Derivation
from checks.model import Article, Figure, Hedge, Kind
from checks.number_format import number
from checks.passage_index import STOP_WORDS, WORD, stem
from checks.pattern import pattern

NEGATION = pattern(
    r"\b(?:not|no|never|without|cannot|yet to|refus(?:e[sd]?|ing)|failed|others|rest|remain(?:s|ed|ing)?|still"
    r"|outstanding)\b|n['’]t\b",
    re.IGNORECASE,
)
ANTONYMS = """pass fail; for against; favour against; support oppose; back oppose; male female; man woman; men women;
    boy girl; boys girls; survive die; survived died; win lose; won lost; accept reject; open close; agree disagree;
    own rent; work idle; present absent; online paper; yes no; keep drop; stay leave; rise fall; buy sell; young old;
    full empty; public private; find miss; found missing; remain leave; day night; home abroad; urban rural"""
OPPOSITE_STEMS = frozenset(
    pair
    for line in ANTONYMS.split(";")
    for first, second in [line.split()]
    for pair in ((stem(first), stem(second)), (stem(second), stem(first)))
)
"""Pairs of stems with opposite meanings, in both orders."""
NEGATIVE_PREFIXES = ("un", "non-")
CONTRASTING_STOP_WORDS = frozenset(("for", "against", "yes", "no"))
"""Stop words that distinguish one part of a whole from the other."""
CLAUSE_END = pattern(r"[;:.!?]|, (?!and )|\b(?:while|whereas|but|although)\b")
MAX_CLAUSE_LENGTH = 120
"""Most characters after a figure that are read as its clause."""
SHARE_KINDS = (Kind.PERCENT, Kind.FRACTION)
EXACT_SLACK, HEDGED_SLACK = Fraction(1, 200), Fraction(3, 100)
"""Largest differences between a share and the complement of another that rounding explains, as parts of one."""


def complement_of_share(figure: Figure, target: Article, source: Article) -> Iterator[Derivation]:
    """The complement of a share, where the target says the opposite: "60% did not recover" for 40% did."""
    share = _share(figure)
    for other in source.figures if share is not None else ():
        other_share = _share(other)
        if other_share is None or share is None:
            continue
        slack = EXACT_SLACK if figure.hedge is Hedge.NONE and other.hedge is Hedge.NONE else HEDGED_SLACK
        if abs(share + other_share - 1) > slack:
            continue
        # "Turnout was 61%" has no predicate to compare with that of "39% did not vote": only the negation counts.
        opposite = have_opposite_predicates(figure, target, other, source)
        if opposite or (_is_negated(figure, target) and not _is_negated(other, source)):
            whole, part = (Fraction(100), other_share * 100) if figure.kind is Kind.PERCENT else (1, other_share)
            arithmetic = f"{number(Fraction(whole))} - {number(part)} = {number(whole - part)}"
            yield Derivation(arithmetic, (other.span,), weak=not opposite)


def _share(figure: Figure) -> Fraction | None:
    """The figure as a part of one: 0.4 for "40%"; None if it is no share."""
    if figure.kind not in SHARE_KINDS or figure.value is None or figure.is_range:
        return None
    return figure.value / 100 if figure.kind is Kind.PERCENT else figure.value


def have_opposite_predicates(figure: Figure, target: Article, other: Figure, source: Article) -> bool:
    """Whether the words after the two figures say opposite things: "32 passed", "18 failed"."""
    words, other_words = _predicate_stems(figure, target, other, source)
    if any(
        (word, opposite) in OPPOSITE_STEMS or word in _negated_forms(opposite) or opposite in _negated_forms(word)
        for word in words
        for opposite in other_words
    ):
        return _is_negated(figure, target) == _is_negated(other, source)
    shared = set(words) & set(other_words)
    return bool(shared) and _is_negated(figure, target) != _is_negated(other, source)


def have_same_predicate(figure: Figure, target: Article, other: Figure, source: Article) -> bool:
    """Whether the first word after the source's figure also follows the target's: "32 passed", "18 passed"."""
    if (
        figure.kind not in COUNTS
        or other.kind not in COUNTS
        or _is_negated(figure, target) != _is_negated(other, source)
    ):
        return False
    words, other_words = _predicate_stems(figure, target, other, source)
    return bool(other_words) and other_words[0] in words and not have_opposite_predicates(figure, target, other, source)


def _predicate_stems(figure: Figure, target: Article, other: Figure, source: Article) -> tuple[list[str], list[str]]:
    """The stems of the words after each figure, without the nouns that the two count."""
    nouns = {stem(counted.noun.head) for counted in (figure, other) if counted.noun is not None}
    words, other_words = (_clause_stems(counted, text) for counted, text in ((figure, target), (other, source)))
    return [word for word in words if word not in nouns], [word for word in other_words if word not in nouns]


def _following_clause(figure: Figure, article: Article) -> tuple[int, int]:
    """The start and end offsets of what follows a figure in its clause."""
    start, end = figure.span.end, min(article.sentences[figure.sentence].span.end, figure.span.end + MAX_CLAUSE_LENGTH)
    clause_end = CLAUSE_END.search(article.text, start, end)
    return start, clause_end.start() if clause_end is not None else end


def _is_negated(figure: Figure, article: Article) -> bool:
    """Whether the clause after a figure has a word of negation."""
    return NEGATION.search(article.text, *_following_clause(figure, article)) is not None


def _clause_stems(figure: Figure, article: Article) -> list[str]:
    """The stems of the content words of the clause after a figure, in text order."""
    found = [word.lower() for word in WORD.findall(article.text, *_following_clause(figure, article))]
    spend(len(found))
    return [_stem_with_prefix(word) for word in found if word not in STOP_WORDS or word in CONTRASTING_STOP_WORDS]


def _stem_with_prefix(word: str) -> str:
    """The stem of a word; a negative prefix is kept before the stem of the rest: "unsell" for "unsold"."""
    prefix = next((prefix for prefix in NEGATIVE_PREFIXES if word.startswith(prefix) and len(word) > 5), "")
    return prefix + stem(word.removeprefix(prefix))


def _negated_forms(word: str) -> frozenset[str]:
    """The word with each negative prefix; none for words of up to three letters."""
    return frozenset(prefix + word for prefix in NEGATIVE_PREFIXES) if len(word) > 3 else frozenset()

"""Metrics of models: the area under the ROC curve, and the similarity of a text to a reference (ROUGE)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from summarizer.language.grounding import normalized


def area_under_curve(scored: Iterable[tuple[float, bool]]) -> float:
    """Returns the area under the ROC curve of (score, label) pairs.

    It is the probability that a positive scores above a negative; ties count half. 0 where all labels are the same.
    """
    ordered = sorted(scored, key=lambda pair: pair[0])
    positives = sum(label for _, label in ordered)
    negatives_below = wins = 0.0
    start = 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        tied_positives = sum(label for _, label in ordered[start:end])
        tied_negatives = end - start - tied_positives
        wins += tied_positives * (negatives_below + tied_negatives / 2)
        negatives_below += tied_negatives
        start = end
    return wins / max(1.0, positives * (len(ordered) - positives))


def rouge(text: str, reference: str) -> tuple[float, float]:
    """Returns the F1 of ROUGE-1 and of ROUGE-L (Lin, 2004), on normalized and unstemmed words."""
    words, reference_words = normalized(text).split(), normalized(reference).split()
    shared = sum((Counter(words) & Counter(reference_words)).values())
    subsequence = _longest_common_subsequence(words, reference_words)
    return (
        _f1(shared, len(words), len(reference_words)),
        _f1(subsequence, len(words), len(reference_words)),
    )


def _f1(shared: int, length: int, reference_length: int) -> float:
    return 2 * shared / (length + reference_length) if length + reference_length else 0.0


def _longest_common_subsequence(first: Sequence[str], second: Sequence[str]) -> int:
    """Returns the length of the longest common subsequence, by dynamic programming over one row."""
    row = [0] * (len(second) + 1)
    for word in first:
        diagonal = 0
        for column, other in enumerate(second, 1):
            diagonal, row[column] = row[column], diagonal + 1 if word == other else max(row[column], row[column - 1])
    return row[-1]

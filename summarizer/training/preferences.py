"""Fits the weights of `summarizer.pipeline.selection` to which of two summaries readers would rather run.

    python -m summarizer.training.preferences --labels bench/labels/preferences.jsonl.gz --drafts drafts.jsonl

A record has the article's key (see tables.py), the sentences of both summaries, {"start": offset in the article,
"drafted": whether in a draft's words}, and which is `better`: "x", "y" or "same"; `clear`: most editors would agree.
The drafts of the articles are read as for the picks. Utility is linear in each weight, so the weights are those of a
logistic regression (Bradley and Terry, 1952) on what each would add if it were 1 and all others 0. Prints the share of
pairs, of articles that were held out, of which it is right, then the weights, on the scale where salience weighs 2.
Needs numpy (`pip install 'copydesk[train]'`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import checks
from summarizer.guards.candidate import SummaryCandidate
from summarizer.language.grounding import index_article
from summarizer.language.parsing import parse
from summarizer.pipeline import salience
from summarizer.pipeline.candidates import article_candidate, ranked
from summarizer.pipeline.introductions import Introductions
from summarizer.pipeline.selection import DEFAULT_WEIGHTS, SelectionWeights, utility
from summarizer.rewriting.prefixes import without_opening
from summarizer.support.alignment import ParsedArticle
from summarizer.training.tables import FOLDS, article_key, draft_votes, read_records

FIXED = ("fixed_share",)  # a weight of which the utility is no linear function
WEIGHT_CLEAR, WEIGHT_UNCLEAR = 1.5, 0.7  # of a pair
REGULARIZATION = 8.0  # strength of the L2 penalty on standardized effects
SALIENCE = 2.0  # the scale of the weights


@dataclass(frozen=True, slots=True)
class Preference:
    """Two summaries: the differences of their effects, first less second, and the share that prefers the first."""

    article: str
    effects: Mapping[str, float]
    first_preferred: float  # 1, 0, or 0.5 where a reader did not care
    weight: float


def effects(summary: Sequence[SummaryCandidate]) -> dict[str, float]:
    """What each weight would add to the summary's utility if it were 1 and all others 0."""
    names = [field.name for field in fields(SelectionWeights) if field.name not in FIXED]
    nothing = SelectionWeights(**dict.fromkeys(names, 0.0), fixed_share=DEFAULT_WEIGHTS.fixed_share)
    unweighted = utility(summary, nothing)  # what costs whatever the weights: two versions of one sentence
    return {name: utility(summary, replace(nothing, **{name: 1.0})) - unweighted for name in names}


def preferences(labels: Iterable[Any], drafts: Mapping[str, tuple[str, Sequence[str]]]) -> Iterator[Preference]:
    """The labelled pairs of the articles that are there."""
    for record in labels:
        if record["article"] not in drafts:
            continue
        text, written = drafts[record["article"]]
        parsed_article = ParsedArticle(index_article(checks.read(text)))
        votes = [draft_votes(checks.read(draft), parsed_article) for draft in written]
        ranks = salience.rank(parsed_article.index, votes)
        first, second = (effects(_summary(record[side], parsed_article, ranks)) for side in ("x", "y"))
        yield Preference(
            record["article"],
            {name: first[name] - second[name] for name in first},
            {"x": 1.0, "y": 0.0, "same": 0.5}[record["better"]],
            WEIGHT_CLEAR if record["clear"] else WEIGHT_UNCLEAR,
        )


def _summary(
    sentences: Sequence[Any], parsed_article: ParsedArticle, ranks: Mapping[int, salience.Salience]
) -> list[SummaryCandidate]:
    article = parsed_article.index.article
    numbers = {sentence.span.start: number for number, sentence in enumerate(article.sentences)}
    chosen = [(numbers[entry["start"]], entry["drafted"]) for entry in sentences if entry["start"] in numbers]
    texts = [without_opening(" ".join(article.text_of(article.sentences[number].span).split())) for number, _ in chosen]
    introductions = Introductions(parsed_article.index)
    summary = []
    for (number, drafted), parsed in zip(chosen, parse(texts), strict=True):
        candidate = ranked(
            article_candidate(parsed.text, parsed, number, parsed_article.index), ranks, parsed_article.index
        )
        presupposed = introductions.presupposed(parsed, number)
        summary.append(replace(candidate, presupposed=presupposed, draft=0 if drafted else -1))
    return summary


def fit(pairs: Sequence[Preference], names: Sequence[str]) -> dict[str, float]:
    """The coefficients of a logistic regression with an L2 penalty, by Newton's method."""
    import numpy

    rows = numpy.array([[pair.effects[name] for name in names] for pair in pairs])
    scale = rows.std(axis=0) + 1e-9
    rows = rows / scale
    preferred = numpy.array([pair.first_preferred for pair in pairs])
    weight = numpy.array([pair.weight for pair in pairs])
    coefficients = numpy.zeros(len(names))
    for _ in range(25):
        probability = 1 / (1 + numpy.exp(-rows @ coefficients))
        gradient = rows.T @ (weight * (probability - preferred)) + 2 * REGULARIZATION * coefficients
        curvature = (rows.T * (weight * probability * (1 - probability))) @ rows
        coefficients -= numpy.linalg.solve(curvature + 2 * REGULARIZATION * numpy.eye(len(names)), gradient)
    return dict(zip(names, (float(value) for value in coefficients / scale), strict=True))


def share_right(pairs: Sequence[Preference], names: Sequence[str]) -> float:
    """The share of pairs that a regression on the other folds' articles ranks as the reader did; no tie counts."""
    right = decided = 0
    for fold in range(FOLDS):
        coefficients = fit([pair for pair in pairs if int(pair.article, 16) % FOLDS != fold], names)
        for pair in pairs:
            if int(pair.article, 16) % FOLDS == fold and pair.first_preferred != 0.5:
                score = sum(coefficients[name] * pair.effects[name] for name in names)
                right += (score > 0) == (pair.first_preferred > 0.5)
                decided += 1
    return right / max(1, decided)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--drafts", type=Path, action="append", required=True)
    arguments = parser.parse_args()
    drafts = {
        article_key(record["article"]): (record["article"], record["drafts"])
        for path in arguments.drafts
        for record in read_records(path)
    }
    pairs = list(preferences(read_records(arguments.labels), drafts))
    if not pairs:
        parser.error("none of the labelled articles is among those of --drafts")
    names = [name for name in pairs[0].effects if any(pair.effects[name] for pair in pairs)]
    print(f"{len(pairs)} pairs; held out, right of {share_right(pairs, names):.0%}")
    coefficients = fit(pairs, names)
    for name in names:
        fitted = coefficients[name] * SALIENCE / coefficients["salience"]
        print(f"{name:20} {fitted:6.2f}   now {getattr(DEFAULT_WEIGHTS, name):5.2f}")


if __name__ == "__main__":
    main()

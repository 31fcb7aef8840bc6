"""Fits the weights of `summarizer.pipeline.selection` to which of two summaries readers would rather run.

    python -m summarizer.training.preferences --labels bench/labels/preferences.jsonl.gz --drafts drafts.jsonl

A record has the article's key (`labels.article_key`), the sentences of the two summaries `x` and `y`, {"start": offset
in the article, "drafted": whether it is in a draft's words}, which is `better`: "x", "y" or "same", and `clear`:
whether most editors would agree. `--drafts` is as for `summarizer.training.tables picks`. Utility is linear in each
weight, so the weights are the coefficients of a logistic regression (Bradley and Terry, 1952) on what each would add to
the utility if it were 1 and all others 0. Prints the accuracy by cross-validation over five folds of the articles, then
the weights, scaled so that salience weighs 2.
Needs numpy (`pip install 'copydesk[train]'`).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

import checks
from summarizer.guards.candidate import SummaryCandidate
from summarizer.language.grounding import index_article
from summarizer.language.parsing import parse
from summarizer.pipeline import salience
from summarizer.pipeline.candidates import article_candidate, ranked
from summarizer.pipeline.introductions import Introductions
from summarizer.pipeline.selection import DEFAULT_WEIGHTS, SelectionWeights, utility
from summarizer.support.alignment import ParsedArticle
from summarizer.training.arguments import existing_file
from summarizer.training.labels import FOLDS, fold_of, read_drafts, read_records, sentence_text
from summarizer.training.tables import draft_votes

NONLINEAR_WEIGHTS = ("fixed_share",)  # weights in which the utility is not linear: they are not fitted
CLEAR_PAIR_WEIGHT, UNCLEAR_PAIR_WEIGHT = 1.5, 0.7
L2_PENALTY = 8.0  # on the coefficients of standardized effects
NEWTON_STEPS = 25
SALIENCE_WEIGHT = 2.0  # by which the fitted weights are scaled


@dataclass(frozen=True, slots=True)
class Preference:
    """A reader's preference between two summaries. `effects` are those of the first minus those of the second."""

    article: str  # its `article_key`
    effects: Mapping[str, float]
    first_preferred: float  # 1, 0, or 0.5 where the reader had no preference
    weight: float  # of the pair


def effects(summary: Sequence[SummaryCandidate]) -> dict[str, float]:
    """Returns what each weight would add to the summary's utility if it were 1 and all others 0."""
    names = [field.name for field in fields(SelectionWeights) if field.name not in NONLINEAR_WEIGHTS]
    zero_weights = SelectionWeights(**dict.fromkeys(names, 0.0), fixed_share=DEFAULT_WEIGHTS.fixed_share)
    unweighted = utility(summary, zero_weights)  # not 0 where it has two versions of one sentence
    return {name: utility(summary, replace(zero_weights, **{name: 1.0})) - unweighted for name in names}


def preferences(labels: Iterable[Any], drafts: Mapping[str, tuple[str, Sequence[str]]]) -> Iterator[Preference]:
    """Yields the labelled pairs of those articles that are in `drafts`, by key: the article and its drafts."""
    for record in labels:
        if record["article"] not in drafts:
            continue
        text, draft_texts = drafts[record["article"]]
        parsed_article = ParsedArticle(index_article(checks.read(text)))
        votes = [draft_votes(checks.read(draft), parsed_article) for draft in draft_texts]
        ranks = salience.rank(parsed_article.index, votes)
        first, second = (effects(_summary(record[side], parsed_article, ranks)) for side in ("x", "y"))
        yield Preference(
            record["article"],
            {name: first[name] - second[name] for name in first},
            {"x": 1.0, "y": 0.0, "same": 0.5}[record["better"]],
            CLEAR_PAIR_WEIGHT if record["clear"] else UNCLEAR_PAIR_WEIGHT,
        )


def _summary(
    sentences: Sequence[Any], parsed_article: ParsedArticle, ranks: Mapping[int, salience.Salience]
) -> list[SummaryCandidate]:
    """Returns a labelled summary as candidates, without sentences that the article is not split into any more."""
    article = parsed_article.index.article
    index_of = {sentence.span.start: index for index, sentence in enumerate(article.sentences)}
    chosen = [(index_of[entry["start"]], entry["drafted"]) for entry in sentences if entry["start"] in index_of]
    texts = [sentence_text(article, article.sentences[index].span) for index, _ in chosen]
    introductions = Introductions(parsed_article.index)
    summary = []
    for (index, is_drafted), parsed in zip(chosen, parse(texts), strict=True):
        candidate = ranked(
            article_candidate(parsed.text, parsed, index, parsed_article.index), ranks, parsed_article.index
        )
        presupposed = introductions.presupposed(parsed, index)
        summary.append(replace(candidate, presupposed=presupposed, draft=0 if is_drafted else -1))
    return summary


def fit_coefficients(pairs: Sequence[Preference], names: Sequence[str]) -> dict[str, float]:
    """Returns the coefficients of a logistic regression with an L2 penalty and no intercept, by Newton's method."""
    import numpy

    rows = numpy.array([[pair.effects[name] for name in names] for pair in pairs])
    scale = rows.std(axis=0) + 1e-9
    rows = rows / scale
    preferred = numpy.array([pair.first_preferred for pair in pairs])
    pair_weights = numpy.array([pair.weight for pair in pairs])
    coefficients = numpy.zeros(len(names))
    for _ in range(NEWTON_STEPS):
        probabilities = 1 / (1 + numpy.exp(-rows @ coefficients))
        gradient = rows.T @ (pair_weights * (probabilities - preferred)) + 2 * L2_PENALTY * coefficients
        hessian = (rows.T * (pair_weights * probabilities * (1 - probabilities))) @ rows
        coefficients -= numpy.linalg.solve(hessian + 2 * L2_PENALTY * numpy.eye(len(names)), gradient)
    return dict(zip(names, (float(value) for value in coefficients / scale), strict=True))


def cross_validated_accuracy(pairs: Sequence[Preference], names: Sequence[str]) -> float:
    """Returns the share of pairs that a regression fitted to the other folds ranks as the reader did.

    Pairs without a preference do not count.
    """
    correct = decided = 0
    for fold in range(FOLDS):
        coefficients = fit_coefficients([pair for pair in pairs if fold_of(pair.article) != fold], names)
        for pair in pairs:
            if fold_of(pair.article) == fold and pair.first_preferred != 0.5:
                score = sum(coefficients[name] * pair.effects[name] for name in names)
                correct += (score > 0) == (pair.first_preferred > 0.5)
                decided += 1
    return correct / max(1, decided)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=existing_file, required=True)
    parser.add_argument("--drafts", type=existing_file, action="append", required=True)
    arguments = parser.parse_args()
    drafts = read_drafts(arguments.drafts)
    pairs = list(preferences(read_records(arguments.labels), drafts))
    if not pairs:
        parser.error("none of the labelled articles is among those of --drafts")
    names = [name for name in pairs[0].effects if any(pair.effects[name] for pair in pairs)]
    if "salience" not in names:
        parser.error("no two of the compared choices differ in salience, by which the other weights are scaled")
    print(f"{len(pairs)} pairs; held out, right of {cross_validated_accuracy(pairs, names):.0%}")
    coefficients = fit_coefficients(pairs, names)
    for name in names:
        fitted = coefficients[name] * SALIENCE_WEIGHT / coefficients["salience"]
        print(f"{name:20} {fitted:6.2f}   now {getattr(DEFAULT_WEIGHTS, name):5.2f}")


if __name__ == "__main__":
    main()

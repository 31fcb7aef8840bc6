"""The support score: the probability that the article supports a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

from summarizer.language.grounding import is_copied
from summarizer.support.alignment import Alignment, ParsedArticle, claim_of
from summarizer.support.boosted_trees import load_table
from summarizer.support.features import support_features

BIAS, TABLE_WEIGHT, MODEL_WEIGHT = -0.01, 0.5, 0.38
"""Coefficients of a logistic regression on the log-odds of the table and of the embedded model, fitted to 4,046
sentences of articles on which neither was trained."""


def ask_model(alignments: Iterable[Alignment], parsed_article: ParsedArticle) -> None:
    """Asks the model in one batch about all sentences for which `support` needs its answer."""
    parsed_article.ask(
        claim_of(alignment, parsed_article) for alignment in alignments if _is_in_doubt(alignment, parsed_article)
    )


def _is_in_doubt(alignment: Alignment, parsed_article: ParsedArticle) -> bool:
    """Whether a model is asked: not about copied sentences, nor about those that share no word with the article."""
    return alignment.source_index >= 0 and not is_copied(alignment.sentence.text, parsed_article.index)


def support(alignment: Alignment, parsed_article: ParsedArticle) -> float:
    """The probability, 0 to 1, that a careful reader finds an aligned sentence supported by the article.

    Without a model, and for copied sentences, the table of boosted trees alone decides.
    """
    if alignment.source_index < 0:
        return 0.0  # it shares no word with the article
    table_odds = load_table("support").log_odds(support_features(alignment, parsed_article))
    is_in_doubt = _is_in_doubt(alignment, parsed_article)
    model_odds = parsed_article.model_odds(claim_of(alignment, parsed_article)) if is_in_doubt else None
    odds = table_odds if model_odds is None else BIAS + TABLE_WEIGHT * table_odds + MODEL_WEIGHT * model_odds
    return 1 / (1 + exp(-odds))

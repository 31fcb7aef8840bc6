"""Which sentences of a story an editor would pick for a summary, and which one carries its main event.

Editors picked up to three sentences of some six hundred articles; boosted trees over the features below give the
probability that a sentence is picked (support/salience.json) and that it is the main one (support/main_event.json).
Position and overlap with the headline are the strongest features. Drafts add a little: a feature article starts with a
scene, and the drafts skip it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log, sqrt

from checks.model import Zone
from summarizer.language.context_dependence import depends_on_previous
from summarizer.language.grounding import ArticleIndex, content_stems
from summarizer.language.quotations import QUOTED
from summarizer.support.boosted_trees import load_table
from summarizer.support.features import Features

TOPIC_SENTENCES = 3  # first ones, whose words show what a story is about
MAX_CENTRALITY_SENTENCES = 60  # first ones of a long story, with which centrality compares

_FIRST_OR_SECOND_PERSON = re.compile(r"\b(?:I|we|you|We|You|my|our)\b")
_CONNECTIVE = re.compile(r"(?:But|And|However|Meanwhile|Also|So|Yet|Still)\b")
_SAID = re.compile(r"\b(?:said|told|says|announced|according)\b")
WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_WEB = re.compile(r"https?:|www\.|@|#|subscribe|newsletter|click|read more|follow", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
_CAPITALISED = re.compile(r"(?<!^)\b[A-Z]\w+")


@dataclass(frozen=True, slots=True)
class Salience:
    """The probabilities, 0 to 1, that an editor picks a sentence and that it carries the story's main event."""

    picked: float
    main_event: float


def rank(index: ArticleIndex, votes: Sequence[Sequence[int]]) -> dict[int, Salience]:
    """The salience of each sentence of the story, by its index into article.sentences.

    `votes` holds, for each draft, the best source of each of its sentences.
    """
    picked, main = load_table("salience"), load_table("main_event")
    return {
        number: Salience(picked.probability(features), main.probability(features))
        for number, features in zip(index.story_sentences, salience_features(index, votes), strict=True)
    }


def salience_features(index: ArticleIndex, votes: Sequence[Sequence[int]]) -> list[Features]:
    """The features of each sentence of the story, in order."""
    numbers, stems = index.story_sentences, index.stems_by_sentence
    headline = frozenset[str]().union(
        *(
            content_stems(index.article.text_of(sentence.span)).keys()
            for sentence in index.article.sentences
            if sentence.zone is Zone.HEADLINE
        )
    )
    opening = frozenset[str]().union(*(stems[number] for number in numbers[:TOPIC_SENTENCES]))
    frequencies = Counter(stem for number in numbers for stem in stems[number])
    voters = Counter(number for draft in votes for number in set(draft))
    weights = {number: _weight(index, stems[number]) for number in numbers}
    ranks = sorted(numbers, key=lambda number: (-voters[number], number))
    features = []
    for place, number in enumerate(numbers):
        previous = stems[numbers[place - 1]] if place else frozenset[str]()
        own = stems[number]
        features.append(
            _form(index, place)
            | {
                "headline_share": _weight(index, own & headline) / (_weight(index, headline) or 1.0),
                "share_in_headline": len(own & headline) / max(1, len(own)),
                "has_headline": bool(headline),
                "share_in_opening": len(own & opening) / max(1, len(own)),
                "share_in_previous": len(own & previous) / max(1, len(own)),
                "centrality": _centrality(index, number, weights),
                "mean_frequency": sum(frequencies[stem] for stem in own) / max(1, len(own)),
                "votes": voters[number] / max(1, len(votes)),
                "vote_rank": ranks.index(number) if voters[number] else len(numbers),
                "has_vote": bool(voters[number]),
                "votes_before": sum(voters[other] for other in numbers[:place]) / max(1, len(votes)),
            }
        )
    return features


def _form(index: ArticleIndex, place: int) -> Features:
    """Features of position and wording of the sentence at this place of the story."""
    numbers, article = index.story_sentences, index.article
    sentence = article.sentences[numbers[place]]
    text = " ".join(article.text_of(sentence.span).split())
    words = text.split()
    return {
        "place": place,
        "log_place": log(1 + place),
        "relative_place": place / len(numbers),
        "story_sentences": len(numbers),
        "opens_paragraph": not place or article.sentences[numbers[place - 1]].paragraph != sentence.paragraph,
        "words": len(words),
        "names": len(_CAPITALISED.findall(text)) / max(1, len(words)),
        "figures": sum(bool(_DIGITS.search(word)) for word in words),
        "quoted_share": sum(len(found[1].split()) for found in QUOTED.finditer(text)) / max(1, len(words)),
        "opens_with_quotation": text[:1] in ('"', "“", "'", "‘"),
        "depends_on_previous": depends_on_previous(text),
        "question": text.endswith("?"),
        "has_end_mark": text[-1:] in tuple('.!"”'),
        "personal": bool(_FIRST_OR_SECOND_PERSON.search(text)),
        "colon": ":" in text,
        "said": bool(_SAID.search(text)),
        "connective": bool(_CONNECTIVE.match(text)),
        "weekday": bool(WEEKDAY.search(text)),
        "year": bool(_YEAR.search(text)),
        "web": bool(_WEB.search(text)),
        "in_list": sentence.zone is Zone.LIST,
        "standfirst": sentence.zone is Zone.STANDFIRST,
    }


def _weight(index: ArticleIndex, stems: frozenset[str]) -> float:
    return sum(index.stem_weights.get(stem, 0.0) for stem in sorted(stems))


def _centrality(index: ArticleIndex, number: int, weights: dict[int, float]) -> float:
    """Mean weighted overlap of the sentence's stems with those of other sentences; 0 if it has none."""
    own, others = index.stems_by_sentence[number], index.story_sentences[:MAX_CENTRALITY_SENTENCES]
    overlaps = (
        _weight(index, own & index.stems_by_sentence[other]) / sqrt(weights[number] * weights[other])
        for other in others
        if other != number and weights[number] and weights[other]
    )
    return sum(overlaps) / max(1, len(others) - 1)

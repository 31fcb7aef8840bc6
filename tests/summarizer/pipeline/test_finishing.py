"""What is left out of the chosen sentences before they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

import checks
from summarizer.engines.abilities import JudgeDeletions
from summarizer.engines.judgements.deletions import Deletions, DependencyParse
from summarizer.guards.candidate import Origin
from summarizer.language.grounding import index_article
from summarizer.pipeline import candidates, consistency, finishing
from summarizer.pipeline.consistency import CheckedText
from summarizer.support.alignment import ParsedArticle

from .test_candidates import article_texts, parse_article
from .test_summarize import ARTICLE

ASIDES = (
    "Barge sinks\n\n"
    "The Sea Rescue Service (SRS) brought nine people ashore after a barge sank 18 miles (29km) off Torley.\n\n"
    "Ines Holt, 58, said SRS boats had searched the bay all night and found nobody else in the water."
)


def without_asides(*numbers: int) -> list[tuple[str, Origin]]:
    parsed_article = parse_article(ASIDES)
    whole = {
        candidate.sources[0]: candidate
        for candidate in article_texts(parsed_article).values()
        if "(SRS" in candidate.text
    }
    whole |= {
        candidate.sources[0]: candidate
        for candidate in article_texts(parsed_article).values()
        if "58" in candidate.text
    }
    chosen = tuple(
        candidate for number, candidate in enumerate(whole[key] for key in sorted(whole)) if number in numbers
    )
    sheet = checks.compare(parsed_article.index.article, " ".join(candidate.text for candidate in chosen))
    printed = finishing.without_asides(CheckedText(chosen, sheet), parsed_article.index)
    return [(sentence.text, sentence.origin) for sentence in printed.sentences]


def test_what_a_sentence_tells_by_the_way_goes_and_it_says_so() -> None:
    text = "The Sea Rescue Service brought nine people ashore after a barge sank 18 miles off Torley."
    assert without_asides(0) == [(text, Origin.SHORTENED)]


def test_an_abbreviation_that_another_chosen_sentence_uses_stays() -> None:
    [(first, _), (second, _)] = without_asides(0, 1)
    assert first.startswith("The Sea Rescue Service (SRS) brought nine people ashore")
    assert second.startswith("Ines Holt said SRS boats")


def tightened(judge: JudgeDeletions, *numbers: int, text: str = ARTICLE) -> list[tuple[str, Origin]]:
    """The article's sentences with these numbers, as they are printed where the engine judges so."""
    parsed_article = ParsedArticle(index_article(checks.read(text)))
    chosen = tuple(
        candidates.article_candidate(parsed.text, parsed, number, parsed_article.index)
        for number in numbers
        for parsed in parsed_article.parse([parsed_article.text(number)])
    )
    sheet = checks.compare(parsed_article.index.article, " ".join(sentence.text for sentence in chosen))
    printed = finishing.tightened(CheckedText(chosen, sheet), parsed_article, judge)
    text = " ".join(sentence.text for sentence in printed.sentences)
    assert printed.sheet == checks.compare(parsed_article.index.article, text)
    return [(sentence.text, sentence.origin) for sentence in printed.sentences]


def better_without(*words: str) -> JudgeDeletions:
    """An engine to which an editor would surely leave out these words, and no others."""

    def judge(headline: str, sentences: Sequence[DependencyParse]) -> list[Deletions]:
        return [
            Deletions(
                range(len(sentence.words)),
                [
                    (0.0, 9.0, 0.0, 9.0) if sentence.text[slice(*word)] in words else (0.0, -1.0, 0.0, -1.0)
                    for word in sentence.words
                ],
            )
            for sentence in sentences
        ]

    return judge


def test_the_articles_sentences_go_without_what_they_are_better_without_and_say_so() -> None:
    assert tightened(better_without("Isobel"), 4) == [
        ("The ferry had left Dunmore at 7:15 a.m. for the island of Skerra.", Origin.SHORTENED)
    ]
    whole = "The ferry, the Lady Isobel, had left Dunmore at 7:15 a.m. for the island of Skerra."
    assert tightened(better_without("Dunmore"), 4) == [(whole, Origin.REPLACED)]  # no phrase that may go
    assert tightened(better_without(), 4) == [(whole, Origin.REPLACED)]
    assert tightened(lambda headline, sentences: None, 4) == [(whole, Origin.REPLACED)]


def test_a_sentence_that_fails_a_check_without_a_phrase_is_printed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    spoils = "The ferry had left Dunmore at 7:15 a.m. for the island of Skerra."
    objections = consistency.objections
    monkeypatch.setattr(
        consistency,
        "objections",
        lambda sheet: [*objections(sheet), *([object()] if spoils in sheet.article.text else [])],
    )
    printed = tightened(better_without("Isobel", "Ruth"), 4, 5)
    assert printed[0][1] is Origin.REPLACED
    assert printed[1] == ("Its captain said the steering failed in a heavy swell.", Origin.SHORTENED)


def test_the_engine_is_asked_about_all_sentences_at_once_below_the_headline() -> None:
    asked: list[tuple[str, list[str]]] = []

    def judge(headline: str, sentences: Sequence[DependencyParse]) -> None:
        asked.append((headline, [sentence.text for sentence in sentences]))

    tightened(judge, 1, 5)
    [(headline, [_, second])] = asked
    assert headline == "Ferry runs aground off Carrick Point"
    assert second == "Its captain, Ruth Kelso, said the steering failed in a heavy swell."


def test_the_models_own_sentences_stay_as_they_are() -> None:
    parsed_article = ParsedArticle(index_article(checks.read(ARTICLE)))
    [parsed] = parsed_article.parse([parsed_article.text(4)])
    drafted = replace(candidates.article_candidate(parsed.text, parsed, 4, parsed_article.index), draft=0)
    sheet = checks.compare(parsed_article.index.article, parsed.text)
    whole = CheckedText((drafted,), sheet)
    assert finishing.tightened(whole, parsed_article, better_without("Isobel")) == whole

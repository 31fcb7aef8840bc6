"""Which sentences of the article compete for a place in a summary, and in which versions."""

from __future__ import annotations

import checks
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.chunking import chunk_story
from summarizer.language.grounding import index_article
from summarizer.pipeline import candidates, salience
from summarizer.pipeline.long_documents import DraftedStory
from summarizer.pipeline.salience import Salience
from summarizer.support.alignment import ParsedArticle

from .test_summarize import ARTICLE

LONG = """Ferry sinks

TORLEY, Skerra (XNA) -- A ferry, which had left Dunmore an hour earlier, sank off Torley with 86 passengers, the port \
said.

But the crew of the ferry was brought ashore by two pilot boats and nobody was hurt. The hull belongs to J.P. Holt of \
Dunmore, who bought it from the council last year.

He denied that the pump had failed.
"""


def parse_article(text: str) -> ParsedArticle:
    return ParsedArticle(index_article(checks.read(text)))


def article_texts(parsed_article: ParsedArticle) -> dict[str, SummaryCandidate]:
    """The candidates that the article's own sentences give, all of them alike in salience."""
    ranks = dict.fromkeys(parsed_article.index.story_sentences, Salience(0.5, 0.5))
    return {
        candidate.text: candidate for candidate in candidates.article_candidates(parsed_article, ranks, max_words=40)
    }


def test_under_a_limit_on_words_the_articles_sentences_compete_whole_and_with_phrases_left_out() -> None:
    found = article_texts(parse_article(LONG))
    whole = "A ferry, which had left Dunmore an hour earlier, sank off Torley with 86 passengers, the port said."
    short = "A ferry sank off Torley with 86 passengers, the port said."
    assert {found[whole].sources, found[short].sources} == {found[whole].sources}
    assert found[short].stems < found[whole].stems
    assert all(candidate.draft == -1 for candidate in found.values())


def test_an_article_sentence_is_shortened_where_any_word_of_it_is_left_out() -> None:
    found = article_texts(parse_article(LONG))
    assert not any("XNA" in text for text in found)
    without_connective = next(candidate for text, candidate in found.items() if text.startswith("The crew"))
    assert (without_connective.origin, without_connective.depends_on_previous) == (Origin.SHORTENED, False)
    whole = next(candidate for text, candidate in found.items() if text.startswith("He denied"))
    assert (whole.origin, whole.depends_on_previous) == (Origin.REPLACED, True)


def test_what_is_split_after_initials_gives_no_candidate() -> None:
    assert not any(text.startswith("Holt") for text in article_texts(parse_article(LONG)))


def test_of_a_long_story_only_the_likeliest_sentences_compete() -> None:
    parsed_article = parse_article(
        "\n\n".join(f"Boat number {number} of the fleet sailed to Skerra." for number in range(40))
    )
    ranks = {
        number: Salience(0.9 if place % 4 == 0 else 0.1, 0.0)
        for place, number in enumerate(parsed_article.index.story_sentences)
    }
    found = {candidate.sources[0] for candidate in candidates.article_candidates(parsed_article, ranks)}
    assert len(found) == candidates.ARTICLE_SENTENCES
    assert all(ranks[number].picked == 0.9 for number in found)


def test_the_pool_knows_the_salience_and_the_part_of_each_candidate() -> None:
    article = checks.read(ARTICLE)
    parsed_article = ParsedArticle(index_article(article))
    parts = chunk_story(article, lambda text: len(text.split()), 40)
    ranks = {number: Salience(number / 100, number / 200) for number in parsed_article.index.story_sentences}
    pool = candidates.candidate_pool(DraftedStory((), (), (), 1, ()), ranks, parsed_article, parts)
    assert pool
    for candidate in pool:
        best = candidate.sources[0]
        assert (candidate.salience, candidate.leads) == (best / 100, best / 200)
        assert best in parts[candidate.part].sentences
        assert 0.0 < candidate.retained <= 1.0


def test_a_version_keeps_the_less_of_its_source_the_more_it_leaves_out() -> None:
    parsed_article = parse_article(LONG)
    ranks = salience.rank(parsed_article.index, ())
    pool = candidates.candidate_pool(DraftedStory((), (), (), 1, ()), ranks, parsed_article, [], max_words=40)
    retained = {candidate.text: candidate.retained for candidate in pool}
    assert (
        0.0
        < retained["A ferry sank off Torley with 86 passengers, the port said."]
        < retained[
            "A ferry, which had left Dunmore an hour earlier, sank off Torley with 86 passengers, the port said."
        ]
        <= 1.0
    )

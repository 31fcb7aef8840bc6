"""Which of the verified sentences make the summary, and in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from summarizer.guards.candidate import Candidate, Origin
from summarizer.language.grounding import content_stems
from summarizer.pipeline.selection import DEFAULT_WEIGHTS, in_order, select

MAIN = "Two ferries collided off Torley on Tuesday and nine people were hurt."
RESCUE = "Lifeboats from Dunmore took all 86 passengers to the harbour."
CAUSE = "Inspectors blamed the steering of the older ferry for the crash."
UNINTRODUCED = "The inquiry found that the steering of the older ferry had failed."


def candidate(text: str, source: int, **changes: object) -> Candidate:
    """A candidate whose best source is the story's sentence with this number; drafts are numbered likewise."""
    standard = Candidate(
        text,
        Origin.KEPT,
        source,
        0,
        frozenset(content_stems(text)),
        (source,),
        False,
        False,
        0.5,
        -0.5,
        preceding_sentences=source,
    )
    return replace(standard, **changes)  # type: ignore[arg-type]


def equal_importance(*candidates: Candidate) -> Mapping[str, float]:
    """The same importance for every stem of the candidates."""
    stems = frozenset[str]().union(*(candidate.stems for candidate in candidates))
    return dict.fromkeys(stems, 1 / len(stems))


def texts(candidates: tuple[Candidate, ...]) -> list[str]:
    return [candidate.text for candidate in candidates]


def test_sentences_of_different_drafts_are_in_the_articles_order() -> None:
    first, second = candidate(MAIN, 0, draft=7), candidate(RESCUE, 3, draft=2)
    ordered = in_order([second, first])
    assert ordered is not None
    assert texts(ordered) == [MAIN, RESCUE]


def test_two_halves_of_one_article_sentence_are_in_its_order() -> None:
    end, beginning = candidate(RESCUE, 1, source_offset=9, draft=0), candidate(CAUSE, 1, source_offset=0, draft=5)
    ordered = in_order([end, beginning])
    assert ordered is not None
    assert texts(ordered) == [CAUSE, RESCUE]


def test_what_the_storys_first_sentence_says_is_preferred() -> None:
    pool = [candidate(MAIN.replace("Torley", "Skerra"), 6), candidate(MAIN, 0)]
    assert texts(select(pool, equal_importance(*pool), sentences=1, words=None)) == [MAIN]


def test_sentences_from_several_parts_of_a_long_story_are_preferred() -> None:
    pool = [candidate(MAIN, 0), candidate(RESCUE, 40, part=0), candidate(CAUSE, 40, part=3)]
    assert texts(select(pool, equal_importance(*pool), sentences=2, words=None)) == [MAIN, CAUSE]


def test_a_sentence_that_begins_with_something_not_yet_introduced_yields() -> None:
    pool = [candidate(UNINTRODUCED, 4), candidate(CAUSE, 4)]
    assert texts(select(pool, equal_importance(*pool), sentences=1, words=None)) == [CAUSE]


def test_a_sentence_close_to_its_source_is_preferred_to_a_loose_one() -> None:
    loose, close = candidate(RESCUE, 2, ordered_overlap=0.2), candidate(CAUSE, 2, ordered_overlap=0.95)
    assert texts(select([loose, close], equal_importance(loose, close), sentences=1, words=None)) == [CAUSE]


def test_a_sentence_of_an_unlikely_draft_yields_though_it_says_a_little_more() -> None:
    unlikely = candidate(MAIN.replace("nine people", "nine elderly people"), 0, log_probability=-0.7)
    likely = candidate(MAIN, 0, log_probability=-0.35)
    stem_importance = {**dict.fromkeys(unlikely.stems, 0.06), **dict.fromkeys(likely.stems, 0.94 / len(likely.stems))}
    assert select([unlikely, likely], stem_importance, sentences=1, words=None) == (likely,)
    without_penalty = replace(DEFAULT_WEIGHTS, unlikely=0.0)
    assert select([unlikely, likely], stem_importance, sentences=1, words=None, weights=without_penalty) == (unlikely,)


def test_a_sentence_with_room_to_say_who_and_what_is_preferred_to_a_terse_one() -> None:
    terse = candidate("Two ferries collided off Torley, hurting nine, near Dunmore.", 0, draft_agreement=0.6)
    roomy = candidate("Off Torley, two ferries collided and nine were hurt near Dunmore, as the police told us.", 0)
    pool, stem_importance = [terse, roomy], dict.fromkeys(terse.stems & roomy.stems, 0.2)
    any_length = replace(DEFAULT_WEIGHTS, short_summary=0.0)
    assert select(pool, stem_importance, sentences=1, words=None, weights=any_length) == (roomy,)
    assert select(pool, stem_importance, sentences=1, words=None, weights=replace(any_length, short_sentence=0.0)) == (
        terse,
    )

"""Which of the verified sentences make the summary, and in which order."""

from __future__ import annotations

from dataclasses import fields, replace
from itertools import combinations

import pytest

import checks
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.grounding import content_stems, index_article
from summarizer.limits import Limits
from summarizer.pipeline.candidates import article_candidate
from summarizer.pipeline.selection import (
    DEFAULT_WEIGHTS,
    MAIN_STEMS,
    MAX_PER_SOURCE_SENTENCE,
    WORTHWHILE_CUT,
    SelectionWeights,
    importance,
    in_order,
    overlap,
    select,
    shortlist,
    utility,
    whole_opening,
)

from .test_candidates import article_texts, parse_article
from .test_summarize import ARTICLE

MAIN = "Two ferries collided off Torley on Tuesday and nine people were hurt."
RESCUE = "Lifeboats from Dunmore took all 86 passengers to the harbour."
CAUSE = "Inspectors blamed the steering of the older vessel for the crash."
FOLLOWER = "They said it had failed twice in May."
INDIFFERENT = SelectionWeights(**{field.name: 0.0 for field in fields(SelectionWeights)})
"""SelectionWeights under which all summaries are worth the same."""


def candidate(text: str, source: int, **changes: object) -> SummaryCandidate:
    """A candidate whose best source is the story's sentence with this number; drafts are numbered likewise."""
    standard = SummaryCandidate(
        text,
        Origin.KEPT,
        source,
        0,
        frozenset(content_stems(text)),
        (source,),
        depends_on_previous=False,
        preceding_sentences=source,
    )
    return replace(standard, **changes)  # type: ignore[arg-type]


def texts(candidates: tuple[SummaryCandidate, ...] | None) -> list[str]:
    assert candidates is not None
    return [candidate.text for candidate in candidates]


# ---- order -----------------------------------------------------------------------------------------------------------


def test_sentences_of_different_drafts_are_in_the_articles_order() -> None:
    first, second = candidate(MAIN, 0, draft=7), candidate(RESCUE, 3, draft=2)
    assert texts(in_order([second, first])) == [MAIN, RESCUE]


def test_two_halves_of_one_article_sentence_are_in_its_order() -> None:
    end, beginning = candidate(RESCUE, 1, source_offset=9, draft=0), candidate(CAUSE, 1, source_offset=0, draft=5)
    assert texts(in_order([end, beginning])) == [CAUSE, RESCUE]


def dependent(source: int = 5, **changes: object) -> SummaryCandidate:
    """A candidate that depends on the one before it in draft 2."""
    return candidate(FOLLOWER, source, draft=2, position=1, depends_on_previous=True, **changes)


def test_a_sentence_that_depends_on_another_comes_right_after_it() -> None:
    before, between = candidate(CAUSE, 2, draft=2, position=0), candidate(RESCUE, 3, draft=0)
    assert texts(in_order([dependent(), between, before])) == [CAUSE, FOLLOWER, RESCUE]


@pytest.mark.parametrize(
    "others",
    [
        [],
        [candidate(CAUSE, 2, draft=1, position=0)],  # of another draft
        [candidate(CAUSE, 2, draft=2, position=3)],  # further down
    ],
)
def test_without_what_it_depends_on_a_sentence_has_no_place(others: list[SummaryCandidate]) -> None:
    assert in_order([dependent(), *others]) is None


def test_an_article_sentence_depends_on_the_one_before_it_in_the_article() -> None:
    before = candidate(CAUSE, 2, draft=-1, position=2)
    after = candidate(FOLLOWER, 3, draft=-1, position=3, depends_on_previous=True)
    assert texts(in_order([after, before])) == [CAUSE, FOLLOWER]
    assert in_order([after, replace(before, position=1)]) is None


# ---- utility ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"salience": 0.9}, {"salience": 0.1}),
        ({"leads": 0.9}, {"leads": 0.1}),
        ({"salience": 0.5, "retained": 0.9}, {"salience": 0.5, "retained": 0.2}),
        ({"support": 1.0}, {"support": 0.6}),
        ({"presupposed": frozenset()}, {"presupposed": frozenset(("inquiry",))}),
        ({"presupposes": False}, {"presupposes": True}),
    ],
    ids=["salience", "main event", "retained", "support", "introduced", "no opening in the middle"],
)
def test_of_two_sentences_the_better_one_is_chosen(better: dict[str, object], worse: dict[str, object]) -> None:
    pool = [candidate(CAUSE, 4, draft=0, **worse), candidate(CAUSE, 4, draft=1, **better)]
    assert select(pool, sentences=1, words=None) == (pool[1],)
    assert select(pool[::-1], sentences=1, words=None) == (pool[1],)
    assert utility(pool[:1], INDIFFERENT) == utility(pool[1:], INDIFFERENT) == 0.0


def test_the_articles_wording_is_preferred_to_the_models() -> None:
    assert utility([candidate(CAUSE, 4, draft=-1)]) > utility([candidate(CAUSE, 4, draft=0)])


@pytest.mark.parametrize(
    ("left_out", "costs"), [(0, False), (2, True), (WORTHWHILE_CUT - 1, True), (WORTHWHILE_CUT, False)]
)
def test_leaving_a_few_words_out_is_no_gain(left_out: int, costs: bool) -> None:
    whole = candidate(CAUSE, 4)
    shortened = replace(whole, source_words=whole.words + left_out)
    assert utility([shortened]) == pytest.approx(utility([whole]) - DEFAULT_WEIGHTS.trimmed * costs)


@pytest.mark.parametrize(
    "text",
    [
        "“We closed the harbour at once,” said the keeper of the old light.",
        "What the inquiry found: the steering of the older vessel had failed before.",
        "The ferry sank.",
    ],
    ids=["quotation first", "colon", "a few words"],
)
def test_a_sentence_of_poor_form_costs(text: str) -> None:
    assert utility([candidate(text, 4)]) < utility([candidate(CAUSE, 4)])


def test_what_follows_in_the_article_reads_on_best() -> None:
    opening, next_one, later = (candidate(CAUSE, 4, preceding_sentences=number) for number in (0, 1, 7))
    assert utility([opening, next_one]) > utility([opening, later])


def test_what_an_earlier_sentence_introduces_is_not_taken_for_known() -> None:
    opening = candidate(MAIN, 0)
    known, unknown = (
        candidate(CAUSE, 9, presupposed=frozenset(content_stems(word))) for word in ("ferries", "inquiry")
    )
    assert utility([opening, known]) > utility([opening, unknown])
    assert utility([known]) == utility([unknown])


def test_a_sentence_that_introduces_itself_later_does_not_count() -> None:
    early = candidate(RESCUE, 0, presupposed=frozenset(content_stems("ferries")))
    late = candidate(MAIN, 5)
    introduced = replace(early, presupposed=frozenset())
    assert utility([introduced, late]) - utility([early, late]) == pytest.approx(DEFAULT_WEIGHTS.unintroduced)


def test_an_opening_from_the_storys_first_sentence_may_presuppose() -> None:
    first, later = candidate(CAUSE, 0, presupposes=True), candidate(CAUSE, 7, presupposes=True)
    assert utility([first]) == utility([replace(first, presupposes=False)])
    assert utility([later]) < utility([replace(later, presupposes=False)])


def test_only_the_opening_sentence_counts_for_the_main_event() -> None:
    main, other = candidate(MAIN, 0, leads=0.9), candidate(RESCUE, 3, leads=0.1)
    assert utility([main, other]) > utility([replace(main, leads=0.1), replace(other, leads=0.9)])


def test_sentences_from_several_parts_of_a_long_story_are_preferred() -> None:
    pool = [candidate(MAIN, 0), candidate(RESCUE, 40, part=0), candidate(CAUSE, 40, part=3)]
    parts_only = replace(INDIFFERENT, parts=1.0)
    assert texts(select(pool, sentences=2, words=None, weights=parts_only)) == [MAIN, CAUSE]


def test_neighbours_in_the_article_are_preferred() -> None:
    pool = [candidate(MAIN, 0), candidate(RESCUE, 1), candidate(CAUSE, 5)]
    neighbours_only = replace(INDIFFERENT, neighbours=1.0)
    assert texts(select(pool, sentences=2, words=None, weights=neighbours_only)) == [MAIN, RESCUE]


def test_two_sentences_that_say_the_same_are_worth_less() -> None:
    twin = candidate("On Tuesday two ferries collided off Torley, and nine people were hurt.", 8)
    assert overlap(candidate(MAIN, 0).stems, twin.stems) == 1.0
    assert utility([candidate(MAIN, 0), twin]) < utility([candidate(MAIN, 0), replace(twin, stems=frozenset("x"))])


def test_two_versions_of_one_article_sentence_are_worth_much_less() -> None:
    first, second = candidate(MAIN, 0, draft=0), candidate(RESCUE, 0, draft=1)
    assert utility([first, second]) == pytest.approx(utility([first, replace(second, sources=(7,))]) - 1)


@pytest.mark.parametrize(
    ("first", "second", "share"), [("ab", "bc", 0.5), ("ab", "abcd", 1.0), ("ab", "cd", 0.0), ("", "ab", 0.0)]
)
def test_overlap_is_a_share_of_the_smaller_set(first: str, second: str, share: float) -> None:
    assert overlap(frozenset(first), frozenset(second)) == overlap(frozenset(second), frozenset(first)) == share


# ---- search ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentences", [1, 2, 3, 5])
@pytest.mark.parametrize("words", [None, 8, 20, 30])
def test_the_limits_hold(sentences: int, words: int | None) -> None:
    pool = [candidate(text, number, salience=0.5) for number, text in enumerate((MAIN, RESCUE, CAUSE))]
    chosen = select(pool, sentences=sentences, words=words)
    assert len(chosen) <= sentences
    assert words is None or sum(sentence.words for sentence in chosen) <= words
    assert bool(chosen) is (words != 8)


def test_an_empty_pool_gives_nothing() -> None:
    assert select([], sentences=3, words=None) == ()


def test_a_sentence_is_chosen_together_with_the_one_that_it_depends_on_or_not_at_all() -> None:
    before = candidate(CAUSE, 2, draft=2, position=0)
    pool = [before, dependent(salience=1.0, source=3), candidate(RESCUE, 8, draft=0)]
    assert texts(select(pool, sentences=2, words=None)) == [CAUSE, FOLLOWER]
    assert FOLLOWER not in texts(select(pool, sentences=1, words=None))
    assert FOLLOWER not in texts(select(pool[1:], sentences=3, words=None))


def test_the_beam_finds_the_best_combination_of_a_small_pool() -> None:
    sources = [0, 2, 2, 5, 6, 9]
    saliences = [0.3, 0.9, 0.8, 0.4, 0.6, 0.2]
    pool = [
        candidate(f"{noun.title()} number {source} sank off Torley.", source, salience=salience, draft=number)
        for number, (noun, source, salience) in enumerate(
            zip("ferry tug barge yacht liner canoe".split(), sources, saliences, strict=True)
        )
    ]
    best = max(
        (
            utility(ordered)
            for size in (1, 2, 3)
            for chosen in combinations(pool, size)
            if (ordered := in_order(chosen))
        ),
    )
    assert utility(select(pool, sentences=3, words=None)) == pytest.approx(best)


# ---- what is combined ------------------------------------------------------------------------------------------------


def test_of_the_models_versions_of_one_sentence_only_the_best_compete() -> None:
    versions = [candidate(f"Ferry number {number} sank.", 1, draft=0, salience=number / 10) for number in range(9)]
    others = [candidate("The crew swam.", 2, draft=0), candidate("The port is shut.", 3, draft=0)]
    kept = shortlist([*versions, *others], DEFAULT_WEIGHTS)
    assert set(kept) == {*versions[-MAX_PER_SOURCE_SENTENCE:], *others}


def test_the_articles_sentences_always_have_room_among_the_candidates() -> None:
    models = [candidate(f"Ferry number {number} sank.", number, draft=0, salience=0.9) for number in range(20)]
    articles = list(article_texts(parse_article(ARTICLE)).values())
    size = len(articles) + 2
    kept = shortlist([*models, *articles], DEFAULT_WEIGHTS, max_size=size)
    assert len(kept) == size
    assert set(articles) <= set(kept)


def of_article(number: int, **ranks: float) -> SummaryCandidate:
    """The article's sentence with this number, whole."""
    parsed_article = parse_article(ARTICLE)
    [parsed] = parsed_article.parse([parsed_article.text(number)])
    return replace(article_candidate(parsed.text, parsed, number, parsed_article.index), **ranks)


def test_the_opening_stands_where_it_has_the_main_event_and_each_sentence_may_be_printed() -> None:
    pool = [
        of_article(number, leads=0.9 if number == 1 else 0.1, salience=0.9 if number > 3 else 0.2)
        for number in range(1, 7)
    ]
    index = index_article(checks.read(ARTICLE))
    first, second, third, fourth, *_ = pool
    assert whole_opening(pool, index, Limits(3)) == (first, second, third)
    assert whole_opening(pool, index, Limits(2)) == (first, second)
    assert whole_opening(pool, index, Limits(5)) == (first, second, third)
    assert whole_opening(pool, index, Limits(3, 60)) == ()  # short of words, each has to be worth it
    assert whole_opening(pool, index, Limits(9, 200)) == (first, second, third)
    assert whole_opening([first, third, fourth], index, Limits(3)) == ()
    elsewhere = [*pool[:4], replace(pool[4], leads=0.95)]
    assert whole_opening(elsewhere, index, Limits(3)) == ()
    assert whole_opening([], index, Limits(3)) == ()


# ---- importance ------------------------------------------------------------------------------------------------------

STORY = "\n\n".join(
    [
        "Ferry sinks off Torley",
        "The ferry sank off Torley on Friday with 86 passengers.",
        "Divers searched the wreck for two hours.",
        "The mayor thanked the fishermen who had thrown ropes.",
    ]
)


def test_importance_is_shared_among_at_most_so_many_stems() -> None:
    long = "\n\n".join(f"Boat{number} and quay{number} met crane{number} at noon." for number in range(40))
    for text in (STORY, long):
        shares = importance(index_article(checks.read(text)))
        assert sum(shares.values()) == pytest.approx(1.0)
        assert len(shares) <= MAIN_STEMS


@pytest.mark.parametrize(
    ("more", "less"),
    [("ferry", "divers"), ("divers", "ropes"), ("torley", "passengers")],
    ids=["headline", "earlier", "headline and text"],
)
def test_what_comes_early_and_what_the_headline_has_is_more_important(more: str, less: str) -> None:
    shares = importance(index_article(checks.read(STORY)))
    [one], [other] = content_stems(more), content_stems(less)
    assert shares[one] > shares[other]


def test_what_drafts_say_is_more_important() -> None:
    index = index_article(checks.read(STORY))
    [ropes] = content_stems("ropes")
    assert importance(index, ["Ropes were thrown."])[ropes] > importance(index)[ropes]
    assert importance(index, ["Whales sang in Peru."]) == importance(index)


def test_only_the_given_sentences_count() -> None:
    index = index_article(checks.read(STORY))
    shares = importance(index, sentences=index.story_sentences[1:2])
    assert set(shares) == set(content_stems("Divers searched the wreck for two hours."))

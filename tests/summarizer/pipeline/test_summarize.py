"""The whole pipeline with a scripted engine: which sentences are kept, redone, shortened, replaced and rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

import checks
import summarizer
from checks.model import Severity
from summarizer.engines.base import broadcast
from summarizer.engines.deletions import Deletions, SentenceWords
from summarizer.engines.interface import GREEDY, Finish, Generation, Options
from summarizer.guards import DraftSentence
from summarizer.guards.candidate import MIN_DRAFT_SUPPORT, Candidate, Origin
from summarizer.language.chunking import chunk_story
from summarizer.language.grounding import content_stems, index_article, normalized
from summarizer.models.errors import EngineFailed
from summarizer.pipeline import candidates, consistency, finishing, salience, selection
from summarizer.pipeline import summarize as pipeline
from summarizer.pipeline.consistency import CheckedText, select_consistent
from summarizer.pipeline.drafting import Limits
from summarizer.pipeline.finishing import JudgeDeletions
from summarizer.pipeline.long_documents import Reading
from summarizer.pipeline.result import Summary
from summarizer.pipeline.salience import Salience
from summarizer.pipeline.selection import DEFAULT_WEIGHTS, select
from summarizer.rewriting import cuts
from summarizer.support.alignment import ParsedArticle

ARTICLE = """Ferry runs aground off Carrick Point

A passenger ferry ran aground on rocks off Carrick Point on Tuesday morning, the coastguard said.

All 86 passengers and nine crew were taken off by two lifeboats within three hours.
Four people were treated for cuts and bruises at a hospital in Dunmore.

The ferry, the Lady Isobel, had left Dunmore at 7:15 a.m. for the island of Skerra.
Its captain, Ruth Kelso, said the steering failed in a heavy swell.

ALSO READ: Win one of 30 free cruises with our newsletter

"We heard a grinding noise and then everything stopped," a passenger, Tom Avery, said.
Inspectors will examine the hull before the ferry is towed to port.
"""


GOOD = "A ferry ran aground off Carrick Point on Tuesday, the coastguard said."
RESCUE = "All 86 passengers and nine crew were taken off by lifeboats."
WRONG = "All 68 passengers were taken off by lifeboats."


class Scripted:
    """An engine that returns given texts: `first` without sampling, the others as samples."""

    name = "scripted"
    revision = "1"
    family = "chat"
    context_length = 100_000
    defaults = GREEDY
    default_samples = 10

    def __init__(
        self, first: str, *others: str, finish: Finish = Finish.STOP, max_article_tokens: int = 100_000
    ) -> None:
        self.first = first
        self.others = others
        self.finish = finish
        self.max_tokens = max_article_tokens
        self.asked: list[str] = []

    def count(self, text: str) -> int:
        return len(text.split())

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        return f"{article}\n\nAt most {sentences} sentences and {words} words."

    def max_article_tokens(self, options: Options) -> int:
        return self.max_tokens

    def chat_prompt(self, messages: Sequence[Any]) -> str:
        raise EngineFailed("no template")

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int | Sequence[int] = 1,
        options: Options | Sequence[Options] = GREEDY,
        **rest: Any,
    ) -> list[list[Generation]]:
        self.asked += prompts
        return [
            [
                Generation(text, len(text.split()), self.finish, -0.3)
                for text in (self.others if prompt_options.temperature else (self.first,))[:count]
            ]
            for count, prompt_options in zip(broadcast(n, len(prompts)), broadcast(options, len(prompts)), strict=True)
        ]

    def close(self) -> None:
        pass


def summary_of(first: str, *others: str, article: str = ARTICLE, **limits: Any) -> Summary:
    return summarizer.summarize(article, model=Scripted(first, *others), **limits)


def origins(summary: Summary) -> list[Origin]:
    return [sentence.origin for sentence in summary.sentences]


def says(text: str, sentence: str) -> bool:
    """Whether a text has the words of a sentence in their order, perhaps with others between them."""
    remaining = iter(normalized(text).split())
    return all(word in remaining for word in normalized(sentence).split())


@pytest.fixture
def only_drafts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the model's sentences compete, and all that the other guards let pass are certain to be borne out."""
    monkeypatch.setattr(candidates, "article_candidates", lambda parsed_article, ranks: [])
    monkeypatch.setattr(pipeline, "DEFAULT_WEIGHTS", replace(DEFAULT_WEIGHTS, drafted=0.0))
    monkeypatch.setattr(DraftSentence, "support", 0.99)


@pytest.mark.usefixtures("only_drafts")
def test_a_supported_first_draft_is_kept_as_it_stands() -> None:
    summary = summary_of(f"{GOOD} {RESCUE}")
    assert summary.text == f"{GOOD} {RESCUE}"
    assert origins(summary) == [Origin.KEPT, Origin.KEPT]
    assert [sentence.draft for sentence in summary.sentences] == [0, 0]
    assert not summary.rejected


@pytest.mark.usefixtures("only_drafts")
def test_a_sentence_that_leaves_out_who_says_so_does_not_compete() -> None:
    unqualified = GOOD.replace(", the coastguard said", "")
    assert summary_of(f"{unqualified} {RESCUE}").text == RESCUE


@pytest.mark.parametrize(
    ("support", "competes"),
    [(MIN_DRAFT_SUPPORT, True), (MIN_DRAFT_SUPPORT - 0.01, False), (0.1, False)],
)
def test_a_sentence_in_the_models_own_words_must_be_very_likely_borne_out(
    monkeypatch: pytest.MonkeyPatch, support: float, competes: bool
) -> None:
    monkeypatch.setattr(candidates, "article_candidates", lambda parsed_article, ranks: [])
    monkeypatch.setattr(DraftSentence, "support", support)
    summary = summary_of(f"{GOOD} {RESCUE}")
    assert bool(summary.sentences) is competes
    assert competes or summary.reason


def test_the_first_draft_is_reported_as_the_model_wrote_it() -> None:
    assert summary_of(f"{GOOD} {WRONG}").drafts[0].text == f"{GOOD} {WRONG}"


def test_the_draft_that_the_others_agree_with_comes_first() -> None:
    drafts = summary_of("Ten whales sang in Peru.", f"{GOOD} {RESCUE}", f"{GOOD} Nine crew were taken off.").drafts
    assert drafts[0].text.startswith(GOOD)
    assert len(drafts) == 3


def test_a_draft_with_a_figure_that_the_others_lack_does_not_come_first() -> None:
    alone = f"{GOOD} {RESCUE} It cost 400 pounds."
    others = [f"{GOOD} {RESCUE}", f"{RESCUE} It was windy.", f"{GOOD} It cost a lot.", f"{GOOD} It cost the town."]
    assert summary_of(alone, *others, f"{RESCUE} It cost much.").drafts[0].text != alone
    shared = [f"{other} It cost 400 pounds." for other in others]
    assert "400" in summary_of(alone, *shared, f"{RESCUE} It cost much.").drafts[0].text


@pytest.mark.usefixtures("only_drafts")
def test_a_wrong_figure_is_redone_from_another_draft() -> None:
    summary = summary_of(f"{GOOD} {WRONG}", f"The ferry ran aground. {RESCUE}")
    assert says(summary.text, RESCUE)
    assert "68" not in summary.text
    assert Origin.REDONE in origins(summary)


def test_a_rejected_sentence_is_listed_with_its_reason() -> None:
    rejected = [entry for entry in summary_of(f"{GOOD} {WRONG}").rejected if entry.text == WRONG]
    assert rejected
    assert "68" in rejected[0].reason


def test_article_sentences_stand_in_where_nothing_of_the_model_passes() -> None:
    summary = summary_of("Ten whales sang to 400 tourists in Peru.", "Peru has 400 whales.")
    assert summary.sentences
    assert set(origins(summary)) <= {Origin.REPLACED, Origin.SHORTENED}
    for sentence in summary.sentences:
        assert says(ARTICLE, sentence.text)
        assert sentence.draft is None


@pytest.mark.usefixtures("only_drafts")
def test_a_sentence_that_cannot_be_redone_is_dropped_and_the_rest_stays() -> None:
    summary = summary_of(f"{GOOD} Ten whales sang to 400 tourists in Peru.")
    assert says(summary.text, GOOD)
    assert "whales" not in summary.text


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("The ferry hit rocks near Valparaiso.", "a name that the article lacks"),
        ("Dolphins escorted sleepy astronauts towards glittering volcanoes.", "an event that the article lacks"),
        ("Inspectors will examine the", "a sentence that breaks off"),
        ('"We heard a grinding noise and then everything stopped."', "a quotation without a speaker"),
        ("We heard a grinding noise.", "the first person outside quotation marks"),
        ("The ferry ran aground ran aground ran aground.", "a loop"),
        ("Four lifeboats were treated in Dunmore.", "a figure beside other words than in the article"),
        ("The ferry beat the swell 3-4 off Carrick Point.", "a score that the article lacks"),
        ("Inspectors will examine the hull for 9 weeks.", "a length of time of which nothing is told"),
        ("Readers can win one of 30 free cruises.", "a promotion's figure"),
    ],
)
def test_what_must_not_be_printed_is_rejected(sentence: str, why: str) -> None:
    summary = summary_of(f"{GOOD} {sentence}")
    assert sentence not in [printed.text for printed in summary.sentences], why
    assert any(entry.text == sentence for entry in summary.rejected)


@pytest.mark.usefixtures("only_drafts")
def test_a_person_is_named_in_full_at_first() -> None:
    said = "Kelso said the steering failed in a heavy swell."
    summary = summary_of(f"{said} {GOOD}")
    assert f"Ruth {said}" in summary.text
    assert not summary.sheet.findings
    [naming] = [sentence for sentence in summary.sentences if "Kelso" in sentence.text]
    assert summary.text[naming.span.start : naming.span.end] == naming.text
    later = ARTICLE + "\nKelso, who has commanded ferries for ten years, had slept for six hours before the trip.\n"
    slept = "Kelso had slept for six hours before the trip."
    assert f"Ruth {slept}" in summary_of(f"{GOOD} {slept}", article=later).text
    short = summary_of(said, words=len(said.split()))
    assert short.text == said, "the limit on words holds"


def test_a_pronoun_never_opens_the_summary() -> None:
    summary = summary_of("It ran aground off Carrick Point. She said the steering failed in a heavy swell.")
    assert summary.sentences
    assert not summary.text.startswith(("It ", "She "))


def test_a_sentence_that_depends_on_the_one_before_it_comes_right_after_it() -> None:
    before = "The captain, Ruth Kelso, took the ferry out of Dunmore."
    after = "She said the steering failed in a heavy swell."
    text = summary_of(f"{before} {after}").text
    assert after not in text or f"{before} {after}" in text


def test_the_same_thing_is_not_said_twice() -> None:
    twin = "On Tuesday a ferry ran aground off Carrick Point."
    text = summary_of(f"{GOOD} {twin}", f"{twin} {GOOD}").text
    assert text.count("off Carrick Point") == 1


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_the_limit_on_sentences_holds(limit: int) -> None:
    summary = summary_of(f"{GOOD} {RESCUE} Inspectors will examine the hull.", sentences=limit)
    assert 1 <= len(summary.sentences) <= limit


@pytest.mark.parametrize("limit", [10, 14, 25, 60])
def test_the_limit_on_words_holds(limit: int) -> None:
    summary = summary_of(f"{GOOD} {RESCUE} Inspectors will examine the hull.", words=limit)
    assert 1 <= len(summary.text.split()) <= limit


def test_a_limit_that_no_sentence_keeps_is_refused_with_the_reason() -> None:
    summary = summary_of(f"{GOOD} {RESCUE}", words=3)
    assert not summary.sentences
    assert summary.text == ""
    assert "3 words" in summary.reason


@pytest.mark.parametrize("limits", [{"sentences": 0}, {"words": 0}, {"sentences": -1}])
def test_a_limit_below_one_is_an_error(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="it can be a whole number from 1"):
        summary_of(GOOD, **limits)


@pytest.mark.parametrize(
    "text", ["", " \n\n", "Continue Reading", "ALSO READ: Ten gardens to see\n\nFollow us on Facebook"]
)
def test_a_text_without_a_story_is_refused_without_asking_the_model(text: str) -> None:
    engine = Scripted(GOOD)
    summary = summarizer.summarize(text, model=engine)
    assert not summary.sentences
    assert summary.reason
    assert not engine.asked


def test_a_text_that_is_not_english_is_refused_with_the_reason() -> None:
    german = (
        "Die Fähre ist am Dienstag auf Felsen gelaufen, und alle Passagiere wurden von der Küstenwache gerettet. " * 3
    )
    assert "English" in summary_of(GOOD, article=german).reason


@pytest.mark.usefixtures("only_drafts")
def test_a_name_with_initials_does_not_end_a_sentence() -> None:
    article = ARTICLE.replace("Ruth Kelso", "R. J. Kelso")
    sentence = "The captain of the ferry, R. J. Kelso, said the steering failed."
    assert summary_of(f"{GOOD} {sentence}", article=article).text == f"{GOOD} {sentence}"


def test_promotions_are_not_shown_to_the_model() -> None:
    engine = Scripted(GOOD)
    summarizer.summarize(ARTICLE, model=engine)
    assert "cruises" not in engine.asked[0]
    assert "ran aground on rocks" in engine.asked[0]


def test_the_limits_are_asked_for_in_the_prompt() -> None:
    engine = Scripted(GOOD)
    summarizer.summarize(ARTICLE, model=engine, sentences=2, words=40)
    assert "At most 2 sentences and 30 words" in engine.asked[0]


@pytest.mark.usefixtures("only_drafts")
def test_each_sentence_names_the_articles_sentences_that_say_it() -> None:
    summary = summary_of(f"{GOOD} {RESCUE}")
    first, second = (summary.article.words(sentence.sources[0]) for sentence in summary.sentences)
    assert "ran aground on rocks" in first
    assert first in ARTICLE
    assert "All 86 passengers" in second


@pytest.mark.usefixtures("only_drafts")
def test_each_figure_is_tied_to_the_articles_figure() -> None:
    summary = summary_of(f"{GOOD} {RESCUE}")
    supports = {
        summary.text[figure.span.start : figure.span.end]: figure
        for sentence in summary.sentences
        for figure in sentence.figures
    }
    assert "86" in {words.split()[0] for words in supports}
    support = next(figure for words, figure in supports.items() if words.startswith("86"))
    assert ARTICLE[support.source_spans[0].start :].startswith("86")


def test_spans_of_sentences_are_those_of_the_summarys_text() -> None:
    summary = summary_of(f"{GOOD} {RESCUE}")
    for sentence in summary.sentences:
        assert summary.text[sentence.span.start : sentence.span.end] == sentence.text


def test_the_finished_summary_has_no_objection() -> None:
    summary = summary_of(f"{GOOD} {WRONG} {RESCUE}", f"{WRONG} Four people were treated in hospital.")
    assert summary.sheet is not None
    assert all(finding.severity is Severity.NOTE for finding in summary.sheet.findings)
    assert summary.sheet.source is summary.article


@pytest.mark.usefixtures("only_drafts")
def test_a_draft_that_ran_out_of_tokens_loses_only_its_last_sentence() -> None:
    engine = Scripted(f"{GOOD} Inspectors will examine", finish=Finish.LENGTH)
    summary = summarizer.summarize(ARTICLE, model=engine)
    assert summary.drafts[0].cut_off
    assert says(summary.text, GOOD)
    assert "Inspectors" not in summary.text


def test_a_long_story_is_read_to_its_end_and_the_coverage_says_so() -> None:
    paragraph = "The harbour board met and heard the report of surveyor number {} about the state of the quay wall."
    long = ARTICLE + "\n\n" + "\n\n".join(paragraph.format(n) for n in range(1, 300))
    engine = Scripted(GOOD)
    summary = summarizer.summarize(long, model=engine)
    assert summary.coverage.is_complete
    assert summary.coverage.read_words == summary.coverage.story_words
    assert max(draft.part for draft in summary.drafts) >= 2
    assert any("number 299" in asked for asked in engine.asked)


def test_a_model_that_reads_little_gets_the_story_in_small_parts() -> None:
    engine = Scripted(GOOD, max_article_tokens=40)
    summary = summarizer.summarize(ARTICLE, model=engine)
    assert summary.coverage.is_complete
    assert len(set(engine.asked)) > 1
    assert all(len(asked.split()) < 60 for asked in engine.asked)


@pytest.mark.parametrize("reads", [3, 0, -50])
def test_a_model_that_cannot_read_a_single_sentence_is_not_asked(reads: int) -> None:
    engine = Scripted(GOOD, max_article_tokens=reads)
    summary = summarizer.summarize(ARTICLE, model=engine)
    assert not summary.sentences
    assert "reads at once" in summary.reason
    assert not engine.asked


def test_the_same_drafts_give_the_same_summary() -> None:
    drafts = (f"{GOOD} {WRONG}", f"{RESCUE} Inspectors will examine the hull.", f"{RESCUE} {GOOD}")
    assert summary_of(*drafts) == summary_of(*drafts)


def test_an_article_that_was_read_already_is_taken_as_it_is() -> None:
    article = checks.read(ARTICLE)
    summary = summarizer.summarize(article, model=Scripted(GOOD))
    assert summary.article is article


# ---- the pool --------------------------------------------------------------------------------------------------------

LONG = """Ferry sinks

TORLEY, Skerra (XNA) -- A ferry, which had left Dunmore an hour earlier, sank off Torley with 86 passengers, the port \
said.

But the crew of the ferry was brought ashore by two pilot boats and nobody was hurt. The hull belongs to J.P. Holt of \
Dunmore, who bought it from the council last year.

He denied that the pump had failed.
"""


def parse_article(text: str) -> ParsedArticle:
    return ParsedArticle(index_article(checks.read(text)))


def article_texts(parsed_article: ParsedArticle) -> dict[str, Candidate]:
    """The candidates that the article's own sentences give, all of them alike in salience."""
    ranks = dict.fromkeys(parsed_article.index.story_sentences, Salience(0.5, 0.5))
    return {candidate.text: candidate for candidate in candidates.article_candidates(parsed_article, ranks)}


def test_the_articles_sentences_compete_whole_and_with_phrases_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "score", lambda sentence, removed: 0.8)
    found = article_texts(parse_article(LONG))
    whole = "A ferry, which had left Dunmore an hour earlier, sank off Torley with 86 passengers, the port said."
    short = "A ferry sank off Torley with 86 passengers, the port said."
    assert found[short].support == pytest.approx(0.8 * found[whole].support)
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
    pool = candidates.candidate_pool(Reading((), (), (), 1, ()), ranks, parsed_article, parts)
    assert pool
    for candidate in pool:
        best = candidate.sources[0]
        assert (candidate.salience, candidate.leads) == (best / 100, best / 200)
        assert best in parts[candidate.part].sentences
        assert 0.0 < candidate.retained <= 1.0


def test_a_version_keeps_the_less_of_its_source_the_more_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cuts, "score", lambda sentence, removed: 0.8)
    parsed_article = parse_article(LONG)
    ranks = salience.rank(parsed_article.index, ())
    pool = candidates.candidate_pool(Reading((), (), (), 1, ()), ranks, parsed_article, [])
    retained = {candidate.text: candidate.retained for candidate in pool}
    assert (
        0.0
        < retained["A ferry sank off Torley with 86 passengers, the port said."]
        < retained[
            "A ferry, which had left Dunmore an hour earlier, sank off Torley with 86 passengers, the port said."
        ]
        <= 1.0
    )


def own(text: str, source: int, **changes: Any) -> Candidate:
    return Candidate(
        text, Origin.KEPT, 0, source, frozenset(content_stems(text)), (source,), depends_on_previous=False, **changes
    )


def test_of_the_models_versions_of_one_sentence_only_the_best_compete() -> None:
    versions = [own(f"Ferry number {number} sank.", 1, salience=number / 10) for number in range(9)]
    others = [own("The crew swam.", 2), own("The port is shut.", 3)]
    kept = selection.shortlist([*versions, *others], DEFAULT_WEIGHTS)
    assert set(kept) == {*versions[-selection.MAX_PER_SOURCE_SENTENCE :], *others}


def test_the_articles_sentences_always_have_room_among_the_candidates() -> None:
    models = [own(f"Ferry number {number} sank.", number, salience=0.9) for number in range(20)]
    articles = list(article_texts(parse_article(ARTICLE)).values())
    size = len(articles) + 2
    kept = selection.shortlist([*models, *articles], DEFAULT_WEIGHTS, max_size=size)
    assert len(kept) == size
    assert set(articles) <= set(kept)


def test_sentences_that_spoil_the_whole_are_left_out_with_the_reason() -> None:
    parsed_article = parse_article(ARTICLE)
    wrong = own("All 68 passengers were taken off by two lifeboats.", 2, salience=1.0)
    right = own("All 86 passengers were taken off by two lifeboats.", 2, salience=0.1)
    likeliest = partial(select, sentences=1, words=None, weights=DEFAULT_WEIGHTS)
    text, spoilt = select_consistent([wrong, right], parsed_article.index, Limits(1), likeliest)
    assert text is not None
    assert text.sentences == (right,)
    assert [(rejection.text, bool(rejection.rule)) for rejection in spoilt] == [(wrong.text, True)]
    assert select_consistent([wrong], parsed_article.index, Limits(1), likeliest)[0] is None


def test_a_sentence_that_got_its_connective_back_is_left_out_as_well() -> None:
    parsed_article = parse_article(
        NEIGHBOURS.replace("However, its", "However, 12 of its") + "\n\nIt has 15 fishermen."
    )
    first, second, *_ = sorted(article_texts(parsed_article).values(), key=lambda candidate: candidate.sources)
    wrong = replace(second, text=second.text.replace("12", "19"))
    offered: list[int] = []

    def choose(remaining: Sequence[Candidate]) -> tuple[Candidate, ...]:
        offered.append(len(remaining))
        return tuple(remaining)

    text, spoilt = select_consistent([first, wrong], parsed_article.index, Limits(3), choose)
    assert text is not None
    assert text.sentences == (first,)
    assert offered == [2, 1]
    assert [rejection.draft for rejection in spoilt] == [None]


def test_each_sentence_that_spoils_the_whole_has_its_own_reason() -> None:
    parsed_article = parse_article(ARTICLE)
    wrong = [own("All 68 passengers were taken off.", 2), own("The ferry was built in 1902.", 3)]
    _, spoilt = select_consistent(wrong, parsed_article.index, Limits(3), tuple)
    reasons = {rejection.text: rejection.reason for rejection in spoilt}
    assert len(set(reasons.values())) == 2
    assert "68" in reasons[wrong[0].text]
    assert "1902" in reasons[wrong[1].text]


NEIGHBOURS = (
    "Pier closes in Torley\n\n"
    "The harbour board closed the old pier of Torley on Monday after a storm had shaken it.\n\n"
    "However, its fishermen may land their catch at the new quay until the end of the year.\n\n"
    "The repair of the pier will take two years and cost the town 3 million euros."
)


def with_connectives(*numbers: int, words: int | None = None, text: str = NEIGHBOURS) -> list[str]:
    parsed_article = parse_article(text)
    whole = article_texts(parsed_article)
    in_order = sorted(whole.values(), key=lambda candidate: candidate.sources)
    chosen = tuple(in_order[number] for number in numbers)
    limits = Limits(3, words)
    return [sentence.text for sentence in consistency._with_connectives(chosen, parsed_article.index, limits)]


def test_a_connective_stays_between_the_sentences_that_it_joins() -> None:
    assert with_connectives(0, 1)[1].startswith("However, its fishermen")


@pytest.mark.parametrize("connective", ["And", "Also,", "Moreover,", "Now,"])
def test_a_connective_that_sets_nothing_against_the_rest_goes(connective: str) -> None:
    text = NEIGHBOURS.replace("However,", connective)
    assert with_connectives(0, 1, text=text)[1].startswith("Its fishermen")


def test_a_connective_goes_where_the_sentence_before_it_is_left_out_or_words_are_scarce() -> None:
    assert with_connectives(1)[0].startswith("Its fishermen")
    assert with_connectives(0, 1, words=30)[1].startswith("Its fishermen")


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


def test_the_opening_stands_where_it_has_the_main_event_and_each_sentence_may_be_printed() -> None:
    pool = [
        candidate(number, leads=0.9 if number == 1 else 0.1, salience=0.9 if number > 3 else 0.2)
        for number in range(1, 7)
    ]
    index = ParsedArticle(index_article(checks.read(ARTICLE))).index
    first, second, third, fourth, *_ = pool
    assert selection.whole_opening(pool, index, Limits(3)) == (first, second, third)
    assert selection.whole_opening(pool, index, Limits(2)) == (first, second)
    assert selection.whole_opening(pool, index, Limits(5)) == (first, second, third)
    assert selection.whole_opening(pool, index, Limits(3, 60)) == ()  # short of words, each has to be worth it
    assert selection.whole_opening(pool, index, Limits(9, 200)) == (first, second, third)
    assert selection.whole_opening([first, third, fourth], index, Limits(3)) == ()
    elsewhere = [*pool[:4], replace(pool[4], leads=0.95)]
    assert selection.whole_opening(elsewhere, index, Limits(3)) == ()
    assert selection.whole_opening([], index, Limits(3)) == ()


def candidate(number: int, **ranks: float) -> Candidate:
    parsed_article = ParsedArticle(index_article(checks.read(ARTICLE)))
    [parsed] = parsed_article.parse([parsed_article.text(number)])
    return replace(candidates.article_candidate(parsed.text, parsed, number, parsed_article.index), **ranks)


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

    def judge(headline: str, sentences: Sequence[SentenceWords]) -> list[Deletions]:
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

    def judge(headline: str, sentences: Sequence[SentenceWords]) -> None:
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


@pytest.mark.model
def test_the_embedded_model_writes_a_supported_summary_twice_the_same() -> None:
    first, again = (summarizer.summarize(ARTICLE, sentences=2, seed=3) for _ in range(2))
    assert first.text == again.text
    assert 1 <= len(first.sentences) <= 2
    assert first.sheet is not None
    assert not any(finding.severity is not Severity.NOTE for finding in first.sheet.findings)
    assert first.model == "smollm2-135m"

"""The whole pipeline with a scripted engine: which sentences are kept, redone, shortened, replaced and rejected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

import checks
import summarizer
from checks.model import Severity
from summarizer.engines.base import broadcast
from summarizer.engines.interface import GREEDY, Finish, Generation, Options
from summarizer.guards import DraftSentence
from summarizer.guards.candidate import MIN_DRAFT_SUPPORT, Origin
from summarizer.language.grounding import normalized
from summarizer.models.errors import EngineFailed
from summarizer.pipeline import candidates
from summarizer.pipeline import summarize as pipeline
from summarizer.pipeline.result import Summary
from summarizer.pipeline.selection import DEFAULT_WEIGHTS

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
    monkeypatch.setattr(candidates, "article_candidates", lambda parsed_article, ranks, max_words=None: [])
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
    monkeypatch.setattr(candidates, "article_candidates", lambda parsed_article, ranks, max_words=None: [])
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
    first, second = (summary.article.text_of(sentence.sources[0]) for sentence in summary.sentences)
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


@pytest.mark.model
def test_the_embedded_model_writes_a_supported_summary_twice_the_same() -> None:
    first, again = (summarizer.summarize(ARTICLE, sentences=2, seed=3) for _ in range(2))
    assert first.text == again.text
    assert 1 <= len(first.sentences) <= 2
    assert first.sheet is not None
    assert not any(finding.severity is not Severity.NOTE for finding in first.sheet.findings)
    assert first.model == "smollm2-135m"

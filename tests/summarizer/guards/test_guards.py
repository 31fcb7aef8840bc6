"""The runner, and what holds for every guard."""

from __future__ import annotations

import pkgutil
from importlib import import_module

import pytest

import checks
from summarizer import guards
from summarizer.guards import DraftSentence, Guard, Rejection, ShownArticle, all_guards, first_rejection
from summarizer.guards.support import MIN_PASSING_SUPPORT
from summarizer.language.grounding import index_article
from summarizer.support.alignment import ParsedArticle, align

ARTICLE = checks.read(
    """Torley harbour to be dredged

Torley harbour will be dredged in May, the board said on Tuesday. Crews will remove 4,000 tonnes of silt from the north
basin and 900 tonnes of silt from the south basin. Dredging will cost £2m, or £500,000 for each of the four basins.

Norrholm opened a fish market last year. It sells herring. The market stands on a former shipyard.

Edith Crane, head of the board, thanked the governor. An opponent of the plan, who tried to stop the dredgers, was
arrested at the gates."""
)
REJECTED = {
    "rule-findings": "Crews will remove 7,000 tonnes of silt from the north basin.",
    "completeness": "Torley harbour will be dredged in",
    "unsupported-figure": "Torley harbour will be dredged for 19 days.",
    "support": "The governor of Ostmark arrested Edith Crane at the fish market.",
}
FORM_ONLY = {"completeness"}  # does not consult the article
SOUND = [
    "Torley harbour will be dredged in May.",
    "Crews will remove 4,000 tonnes of silt from the north basin.",
    "Dredging will cost £2m.",
    "Norrholm opened a fish market last year.",
    "Edith Crane thanked the governor.",
    "An opponent of the plan was arrested at the gates.",
]


def drafted(sentence: str) -> DraftSentence:
    return DraftSentence(sentence, ShownArticle(ParsedArticle(index_article(ARTICLE))))


def rejection_by(guard_id: str) -> Rejection | None:
    """What one guard alone says to its sentence in REJECTED."""
    guard = next(guard for guard in all_guards() if guard.id == guard_id)
    sentence = drafted(REJECTED[guard_id])
    return guard.check(sentence)


def test_every_guards_id_is_its_modules_name_with_dashes() -> None:
    modules = [import_module(f"{guards.__name__}.{found.name}") for found in pkgutil.iter_modules(guards.__path__)]
    named = {
        module.__name__.rpartition(".")[2]: module.GUARD.id
        for module in modules
        if isinstance(getattr(module, "GUARD", None), Guard)
    }
    assert named == {name: name.replace("_", "-") for name in named}
    assert sorted(named.values()) == sorted(guard.id for guard in all_guards())


def test_ids_and_places_in_the_order_are_unique() -> None:
    assert len({guard.id for guard in all_guards()}) == len(all_guards())
    assert len({guard.order for guard in all_guards()}) == len(all_guards())


def test_guards_run_in_their_order_rules_first_and_support_last() -> None:
    orders = [guard.order for guard in all_guards()]
    assert orders == sorted(orders)
    assert all_guards()[0].id == "rule-findings"
    assert all_guards()[-1].id == "support"


def test_every_guards_docstring_says_what_it_rejects_and_which_error_of_small_models_it_is_for() -> None:
    for guard in all_guards():
        module = import_module(f"{guards.__name__}.{guard.id.replace('-', '_')}")
        assert (module.__doc__ or "").startswith("Rejects")
        assert "small models" in (module.__doc__ or "").lower()  # each guard is there for an error that they make


def test_every_guard_has_an_example_here() -> None:
    assert set(REJECTED) == {guard.id for guard in all_guards()}


@pytest.mark.parametrize("guard_id", REJECTED)
def test_a_rejection_has_a_reason_and_evidence_inside_the_article(guard_id: str) -> None:
    rejection = rejection_by(guard_id)
    assert rejection is not None
    assert rejection.reason
    assert bool(rejection.evidence) is (guard_id not in FORM_ONLY)
    for span in rejection.evidence:
        assert 0 <= span.start < span.end <= len(ARTICLE.text)
        assert ARTICLE.text_of(span).strip()


@pytest.mark.parametrize("sentence", REJECTED.values())
def test_the_runner_gives_the_first_rejection_with_its_guards_id(sentence: str) -> None:
    draft_sentence = drafted(sentence)
    answers = [(guard.id, guard.check(draft_sentence)) for guard in all_guards()]
    first_id, first = next((guard_id, answer) for guard_id, answer in answers if answer is not None)
    found = first_rejection(draft_sentence)
    assert found is not None
    assert (found.guard, found.reason, found.evidence) == (first_id, first.reason, first.evidence)


@pytest.mark.parametrize("sentence", SOUND)
def test_a_sound_sentence_passes_every_guard(sentence: str) -> None:
    draft_sentence = drafted(sentence)
    assert first_rejection(draft_sentence) is None
    assert all(guard.check(draft_sentence) is None for guard in all_guards())


def test_later_guards_are_not_asked_once_one_has_rejected(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def answering(name: str, answer: Rejection | None) -> Guard:
        def check(sentence: DraftSentence) -> Rejection | None:
            asked.append(name)
            return answer

        return Guard(name, len(name), check)

    three = (answering("passes", None), answering("rejects", Rejection("is wrong")), answering("is-not-asked", None))
    monkeypatch.setattr(guards, "all_guards", lambda: three)
    assert first_rejection(drafted(SOUND[0])) == Rejection("is wrong", guard="rejects")
    assert asked == ["passes", "rejects"]


def test_a_sentence_of_a_draft_is_read_once_and_alone_where_no_draft_is_given() -> None:
    sentence = drafted(SOUND[0])
    assert sentence.draft is sentence.draft
    assert sentence.draft.text_of(sentence.span) == SOUND[0]
    assert sentence.sheet is sentence.sheet
    assert sentence.alignment is sentence.alignment
    assert sentence.parsed is sentence.alignment.sentence


def test_a_sentence_can_be_given_the_alignment_that_was_made_together_with_others() -> None:
    shown_article = ShownArticle(ParsedArticle(index_article(ARTICLE)))
    alignments = align(SOUND, shown_article.parsed_article)
    for text, alignment in zip(SOUND, alignments, strict=True):
        sentence = DraftSentence(text, shown_article, alignment=alignment)
        assert sentence.alignment is alignment
        assert sentence.support == drafted(text).support
        assert sentence.evidence == drafted(text).evidence


def test_the_support_guard_rejects_below_its_threshold_and_names_a_departure(monkeypatch: pytest.MonkeyPatch) -> None:
    guard = next(guard for guard in all_guards() if guard.id == "support")
    for support, rejects in (
        (0.0, True),
        (MIN_PASSING_SUPPORT - 0.01, True),
        (MIN_PASSING_SUPPORT, False),
        (1.0, False),
    ):
        sentence = drafted(SOUND[0])
        monkeypatch.setattr(DraftSentence, "support", support)
        rejection = guard.check(sentence)
        assert (rejection is not None) is rejects
        if rejection is not None:
            assert rejection.reason
            assert "dredged in May" in ARTICLE.text_of(rejection.evidence[0])


def test_only_the_sentences_that_were_shown_are_evidence() -> None:
    parsed_article = ParsedArticle(index_article(ARTICLE))
    shown = tuple(
        number
        for number in parsed_article.index.story_sentences
        if "herring" in ARTICLE.text_of(ARTICLE.sentences[number].span)
    )
    hidden = DraftSentence(SOUND[0], ShownArticle(parsed_article, shown))
    assert (hidden.evidence, hidden.support) == ((), 0.0)
    assert first_rejection(hidden) is not None

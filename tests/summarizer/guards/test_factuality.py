"""Denied, planned, possible, alleged, partial: a clause must have the modality that the article's has."""

from __future__ import annotations

import pytest
from summarizer.guards.factuality import is_attributed, is_denied, is_unrealised, modality_mismatch

from summarizer.language.parsing import parse


def difference(sentence: str, source_sentence: str) -> str:
    """How the last clauses of two sentences differ in modality; empty where they do not."""
    draft, source = parse(sentence), parse(source_sentence)
    return modality_mismatch(draft.clauses[-1], source.clauses[-1], draft, source)


@pytest.mark.parametrize(
    ("sentence", "source_sentence", "reason"),
    [
        ("The board closed the pier.", "The board did not close the pier.", "the other way round"),
        ("The board refused to close the pier.", "The board closed the pier.", "the other way round"),
        ("Nobody saw the ferry.", "Divers saw the ferry.", "the other way round"),
        ("The board closed the pier.", "The board plans to close the pier.", "does not tell this as done"),
        ("The board will close the pier.", "The board closed the pier.", "tells this as done"),
        ("The board will close the pier.", "The board may close the pier.", "less sure"),
        ("The board may close the pier.", "The board will close the pier.", "surer"),
        ("The quay was fully rebuilt.", "The quay was rebuilt.", '"fully"'),
        ("The quay was rebuilt.", "The quay was partly rebuilt.", 'leaves out the article\'s "partly"'),
        ("The firm broke the law.", "Kelso denied that the firm broke the law.", "denies"),
        ("The firm broke the law.", "There were rumours that the firm broke the law.", "claims or hopes"),
        ("The firm broke the law.", "Kelso believes the firm broke the law.", "claims or hopes"),
        ("The clerk took money.", "The clerk was jailed and took allegedly money.", '"allegedly"'),
        ("Crane led the board.", "Crane previously led the board.", '"previously"'),
        ("Two piers were closed.", "Only two piers were closed.", '"only"'),
    ],
)
def test_another_modality_is_a_mismatch(sentence: str, source_sentence: str, reason: str) -> None:
    assert reason in difference(sentence, source_sentence)


@pytest.mark.parametrize(
    ("sentence", "source_sentence"),
    [
        ("The board closed the pier.", "The board closed the pier on Friday."),
        ("The board did not close the pier.", "The board never closed the pier."),
        ("The board will close the pier.", "The board plans to close the pier."),
        ("The board might close the pier.", "The board may close the pier."),
        ("The diver managed to escape.", "The diver escaped."),
        ("The quay was partly rebuilt.", "The quay was partly rebuilt in May."),
        ("The quay was rebuilt.", "The quay was fully rebuilt."),
        ("Kelso denied that the firm broke the law.", "Kelso denied that the firm broke the law."),
        ("There were rumours that the firm broke the law.", "There were rumours that the firm broke the law."),
        ("Kelso says the firm broke the law.", "Kelso believes the firm broke the law."),
        ("The clerk allegedly took money.", "The clerk allegedly took money."),
        ("Crane previously led the board.", "Crane previously led the board."),
        ("Just two piers were closed.", "Only two piers were closed."),
    ],
)
def test_the_same_modality_is_none(sentence: str, source_sentence: str) -> None:
    assert difference(sentence, source_sentence) == ""


@pytest.mark.parametrize(
    ("sentence", "attributed"),
    [
        ("Kelso said the firm broke the law.", True),
        ("The firm allegedly broke the law.", True),
        ("Neighbours suspect that the firm broke the law.", True),
        ("The firm broke the law.", False),
        ("The ferry sank off Skerra.", False),
    ],
)
def test_a_claim_or_hedge_attributes_a_sentence(sentence: str, attributed: bool) -> None:
    assert is_attributed(parse(sentence)) is attributed


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("The ferry did not sink.", True),
        ("The ferry never sank.", True),
        ("No ferry sank.", True),
        ("The captain heard no reply.", True),
        ("The ferry sank.", False),
        ("The captain heard a reply.", False),
    ],
)
def test_a_clause_is_denied_by_its_verb_subject_or_object(sentence: str, denied: bool) -> None:
    assert is_denied(parse(sentence).clauses[0]) is denied


def test_a_cancelled_or_planned_event_has_not_happened() -> None:
    release = parse("The film was released.").clauses[0].verb
    assert is_unrealised(release, parse("The studio cancelled the release of the film."))
    assert is_unrealised(release, parse("The studio planned a release in May."))
    assert not is_unrealised(release, parse("The studio celebrated the release of the film."))
    assert not is_unrealised(release, parse("The studio cancelled the tour."))

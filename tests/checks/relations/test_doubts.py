"""A model that takes what a rule compares for no tie leaves no more than a note of its question."""

from __future__ import annotations

import pytest

import checks
from checks.model import Severity, TieReading
from checks.relations.doubts import MAX_DOUBTED_LOG_ODDS
from checks.relations.frames import frames_of

STORY = "Police arrest 12 in raids\n\nPolice arrested 14 people in raids on Monday. The raids took all night."
LIST = "Three towns were hit: Lorne, Torley, Ash and Stead."


def severities(text: str, kind: str, log_odds: float, rule: str) -> list[Severity]:
    """How a rule's questions rank where a model gives this to each tie of a kind, and nothing to any other."""
    article = checks.read(text)
    frames = [frame.statement.span for frame in frames_of(article).frames]
    listed = [listing.span for listing in article.listings]
    seconds = listed if kind == "list" else frames
    read = {(kind, (first, second)): log_odds for first in frames for second in seconds if first < second}
    sheet = checks.check_article(article, reading=TieReading("a model", read))  # type: ignore[arg-type]
    return [finding.severity for finding in sheet.findings if finding.rule == rule]


@pytest.mark.parametrize(
    ("text", "kind", "rule"), [(STORY, "same", "headline-and-body"), (LIST, "list", "count-and-list")]
)
def test_a_doubted_question_is_no_more_than_a_note(text: str, kind: str, rule: str) -> None:
    plain = [finding.severity for finding in checks.check_article(text).findings if finding.rule == rule]
    assert plain
    assert Severity.NOTE not in plain
    assert severities(text, kind, MAX_DOUBTED_LOG_ODDS + 0.1, rule) == plain
    assert set(severities(text, kind, MAX_DOUBTED_LOG_ODDS - 0.1, rule)) <= {Severity.NOTE}


def test_what_was_not_read_is_not_doubted() -> None:
    assert severities(STORY, "sum", -9.0, "headline-and-body") == severities(STORY, "same", 0.0, "headline-and-body")

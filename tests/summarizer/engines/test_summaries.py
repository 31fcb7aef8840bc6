"""`summarizer.summarize` with models of every family: the text of a random model is never printed unchecked."""

from __future__ import annotations

from pathlib import Path

import pytest

import summarizer
from checks.model import Severity
from summarizer.guards.candidate import Origin

STORY = (
    "The council voted on Tuesday to close two of its five libraries. Officials said the move would save 1.2 million "
    "pounds a year. About 40 staff will lose their jobs. A petition against the plan has drawn 9,000 signatures."
)


@pytest.mark.parametrize("family", ["t5", "bart", "mbart", "chat", "gguf"])
@pytest.mark.parametrize("copies", [1, 12], ids=["a short story", "a story longer than the context"])
def test_any_family_gives_a_bounded_summary_that_the_article_supports(
    family: str, copies: int, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(family)
    summary = summarizer.summarize(" ".join([STORY] * copies), model=str(folder), sentences=2, words=30)
    assert summary.drafts or summary.reason
    assert len(summary.sentences) <= 2
    assert len(summary.text.split()) <= 30
    for sentence in summary.sentences:  # what random weights write is never accepted: the article's own stand in
        assert sentence.origin in (Origin.REPLACED, Origin.SHORTENED)
        assert sentence.text in STORY or sentence.origin is Origin.SHORTENED
    if summary.sheet is not None:
        assert not any(finding.severity is not Severity.NOTE for finding in summary.sheet.findings)


def test_the_same_seed_gives_the_same_summary_with_a_folder_too(t5: Path) -> None:
    first, again = (summarizer.summarize(STORY, model=str(t5), seed=4) for _ in range(2))
    assert [draft.text for draft in first.drafts] == [draft.text for draft in again.drafts]
    assert first.text == again.text

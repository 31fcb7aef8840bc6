"""A figure must not have the words of another figure in the same source sentence."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import figure_attachment, rule_findings
from summarizer.guards.guard import DraftSentence, Source
from summarizer.language.grounding import index_source

HARBOUR = """Strike at Torley harbour

Some 410 dockers and 95 pilots will strike in June, the union said. Of those asked, 62% of dockers and 38% of pilots
were for it. The port paid £4m in wages and £9m in fees. A storm killed 12 sailors and 38 pelicans off Skerra. Kelso was
given six months and Crane nine. The ferry carried 31 pupils and 4 teachers to Dunmore and 70 pupils to Torley."""


def reason_against(sentence: str) -> str:
    """Why the rules or this guard reject a sentence; empty where neither does."""
    source = Source(index_source(checks.read(HARBOUR)))
    drafted = DraftSentence(sentence, source)
    rejection = rule_findings.check(drafted, source) or figure_attachment.check(drafted, source)
    return rejection.reason if rejection else ""


@pytest.mark.parametrize(
    "sentence",
    [
        "Some 95 dockers will strike in June.",
        "Some 410 pilots will strike in June.",
        "Of those asked, 38% of dockers were for it.",
        "The port paid £9m in wages.",
        "A storm killed 38 sailors off Skerra.",
        "A storm killed 38 people off Skerra.",  # pelicans are no people
        "Kelso was given nine months.",
        "The ferry carried 31 teachers to Dunmore.",
    ],
)
def test_a_figure_with_the_words_of_another_is_rejected(sentence: str) -> None:
    assert reason_against(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Some 410 dockers will strike in June.",
        "Some 410 dockers and 95 pilots will strike.",
        "In June 95 pilots will strike.",
        "Of the dockers asked, 62% were for it.",
        "The port paid £4m in wages.",
        "A storm killed 12 people off Skerra.",
        "Crane was given nine months.",
        "Kelso was given six months.",
        "The ferry carried 31 children to Dunmore.",
        "A total of 505 will strike.",  # derived: other guards judge it
    ],
)
def test_a_figure_with_its_own_words_passes(sentence: str) -> None:
    assert reason_against(sentence) == ""

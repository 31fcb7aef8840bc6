"""Figures that the article has side by side are not taken for one another."""

from __future__ import annotations

import pytest

import checks
from checks.model import Span
from summarizer.guards import figure_attachment
from summarizer.pipeline.verification import objections

HARBOUR = """Strike at Torley harbour

Some 410 dockers and 95 pilots will strike in June, the union said. Of those asked, 62% of dockers and 38% of pilots
were for it. The port paid £4m in wages and £9m in fees. A storm killed 12 sailors and 38 pelicans off Skerra. Kelso was
given six months and Crane nine. The ferry carried 31 pupils and 4 teachers to Dunmore and 70 pupils to Torley."""


def fault(sentence: str) -> str:
    """What the rules say of it, or else this."""
    article, read = checks.read(HARBOUR), checks.read(sentence)
    sheet = checks.compare(article, read)
    against = next((one.message for one in objections(sheet)), "")
    return against or figure_attachment.fault(read, Span(0, len(sentence)), sheet, article)


@pytest.mark.parametrize(
    "sentence",
    [
        "Some 95 dockers will strike in June.",
        "Some 410 pilots will strike in June.",
        "Of those asked, 38% of dockers were for it.",
        "The port paid £9m in wages.",
        "A storm killed 38 sailors off Skerra.",
        "A storm killed 38 people off Skerra.",  # pelicans are none
        "Kelso was given nine months.",
        "The ferry carried 31 teachers to Dunmore.",
    ],
)
def test_a_figure_that_is_anothers_is_seen(sentence: str) -> None:
    assert fault(sentence)


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
        "A total of 505 will strike.",  # reckoned: looked at elsewhere
    ],
)
def test_a_figure_with_its_own_words_is_left_alone(sentence: str) -> None:
    assert fault(sentence) == ""

"""What may go in a headline, and what stays in it as in any summary."""

from __future__ import annotations

import pytest

from summarizer.language.parsing import ParsedSentence, parse
from summarizer.rewriting.cuts import droppable_articles, headline_phrases, without


def parsed(text: str) -> ParsedSentence:
    [sentence] = parse([text])
    return sentence


def cut(text: str) -> set[str]:
    """The sentence in each version that lacks one phrase."""
    sentence = parsed(text)
    return {without(sentence, phrase) for phrase in headline_phrases(sentence)}


@pytest.mark.parametrize(
    ("text", "version"),
    [
        (
            "Engineers shut the footbridge at Skerra after a crack was found.",
            "Engineers shut the footbridge at Skerra.",
        ),
        ("Rescuers lifted three climbers from a ledge in Arran.", "Rescuers lifted three climbers from a ledge."),
        (
            "Two sailors were arrested in Torley and taken to the harbour office.",
            "Two sailors were arrested in Torley.",
        ),
        (
            "Four men who sold wine to investors were jailed on Thursday.",
            "Four men were jailed on Thursday.",
        ),
        (
            "Linda Hale has set out four priorities: cheaper buses, safer streets and new homes.",
            "Linda Hale has set out four priorities.",
        ),
        (
            "Councillors approved a budget of £48m, a rise of 6.7%.",
            "Councillors approved a budget of £48m.",
        ),
    ],
)
def test_a_circumstance_may_go(text, version):
    assert version in cut(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Fares in Skerra will rise by a tenth in March, the harbour board said.", "said"),
        ("The mayor of Torley was cleared of fraud, according to a court in Kelso.", "according"),
        ("The suspect allegedly stole a boat in Torley on Friday night.", "allegedly"),
        ("The ferry will not sail to Skerra from Torley in winter.", "not"),
        ("The bridge will be closed in May if the cables fail in the storm.", "if"),
        ("Only members of the club may vote in the hall on Monday.", "Only"),
        ("At least 220 people were hurt in Torley on Monday.", "least"),
        ("The share of pupils who walk to school rose in Kelso last year.", "walk"),
        ("All prisoners in the camp were freed by the army on Monday.", "camp"),
        ("The first woman in the county to lead a lifeboat crew retired on Monday.", "county"),
        ("Twelve of the sailors were taken to hospital on Monday.", "sailors"),
        ("The rovers came back to win the cup in Torley on Monday.", "win"),
        ("The Department for Transport has confirmed the rise in fares.", "Transport"),
        ("All 38 people on board a ferry were rescued on Monday.", "board"),
        ("The captain was sentenced to six years in prison on Monday.", "six"),
    ],
)
def test_what_qualifies_or_completes_a_statement_stays(text, word):
    versions = cut(text)
    assert all(word in version for version in versions), versions


def test_a_clause_goes_whole_or_not_at_all():
    versions = cut("A poll published on Tuesday shows a large lead for the Greens.")
    assert "A poll shows a large lead for the Greens." in versions
    assert not any("published shows" in version for version in versions)


def test_a_quotation_stays_whole():
    text = 'The union called the plan of the board "a betrayal of small towns" on Monday.'
    assert all('"a betrayal of small towns"' in version for version in cut(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The board shut the bridge after a crack.", "Board shut bridge after crack."),
        ("The first woman to lead the crew retired.", "The first woman to lead crew retired."),
        ("The bandleader died at the age of 88.", "Bandleader died at the age of 88."),
        ("The ferry sails twice a day to the island.", "Ferry sails twice a day to island."),
        ("The two yards agreed on a deal.", "The two yards agreed on deal."),
        ("Torley won 3-2.", "Torley won 3-2."),
    ],
)
def test_articles_go_where_they_say_nothing(text, expected):
    assert without(parsed(text), droppable_articles(parsed(text))) == expected

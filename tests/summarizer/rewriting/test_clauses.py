"""What makes a line a complete clause, and what a fragment lacks."""

from __future__ import annotations

import pytest

from summarizer.language.parsing import parse
from summarizer.rewriting.clauses import clause_fault


def fault(text: str) -> str:
    [sentence] = parse([text])
    return clause_fault(sentence)


@pytest.mark.parametrize(
    "text",
    [
        "Crime across the county fell by 3.6 per cent last year.",
        "Brightwell said pre-tax profits had risen 12 per cent to £84m.",
        "Councillors voted by 34 to 19 to pass a budget of £412.6m.",
        "Five people were killed when a coach collided with a lorry in fog.",
        "Five people, one of them a girl of nine, were killed.",
        "A clear majority of adults want the cap on bus fares to stay.",
        "Joseph Adeyemi puts his ladder against the first of 142 lamps and climbs.",
        "Engineers shut the footbridge over the Lorn, the harbour board said.",
        "The Senate passes a bill that nobody voted for.",
        "Parts of the Florida Keys have reopened.",
        "The bridge will close if the cables fail.",
        "Thomas Keel was sentenced to six years after a seven-week trial.",
        "Two sailors were arrested and taken to the harbour office.",
        "Ministers want to know what the deal will look like.",
        "The council has a choice: it can close the pool or raise the tax.",
    ],
)
def test_a_whole_clause_has_no_fault(text):
    assert fault(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Five people, one of them girl of nine, were killed when coach.", "lacks what a word leads up to"),
        ("Five people were killed when a coach.", "lacks what a word leads up to"),
        ("At five past four, 12 November, Joseph Adeyemi puts his ladder.", "lacks what its verb needs"),
        ("Councillors in Harrowby voted by 34 to 19, with four abstentions.", "lacks what its verb needs"),
        ("Thomas Keel was sentenced at Leeds Crown Court after a seven-week trial.", "lacks what its verb needs"),
        ("The minister was accused in Parliament.", "lacks what its verb needs"),
        ("Engineers shut the.", "breaks off"),
        ("The mayor resigned and.", "breaks off"),
        ("The language could be stripped out by Reid's.", "breaks off"),
        ("Votes on the new budget of the council.", "has no main clause"),
        ("Now appears to be the summer of discontent.", "has no main clause"),
        ("While Ash had an exceptional night winning the primary.", "has no main clause"),
        ("Brightwell, said profits had risen.", "has a comma between subject and verb"),
        ("The raid on the old fort, was the first of the war.", "has a comma between subject and verb"),
        ("The singer, from Torley died at sea.", "has a comma between subject and verb"),
        ("Brightwell has a plan for its shops:.", "ends in a mark that leads on"),
        ("With three weeks to go: Tax rates are going up.", "has no clause before its colon"),
    ],
)
def test_a_fragment_has_one(text, expected):
    assert fault(text) == expected

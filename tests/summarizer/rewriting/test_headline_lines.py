"""Lines of a dozen words: what goes first, and what no line does without."""

from __future__ import annotations

import pytest

from summarizer.language.parsing import ParsedSentence, parse
from summarizer.rewriting.cuts import without
from summarizer.rewriting.headline_cuts import (
    lines,
    opens_with_adverbial,
    reads_as_before,
    removable,
)


def parsed(text: str) -> ParsedSentence:
    [sentence] = parse([text])
    return sentence


def cut(text: str) -> set[str]:
    """The sentence in each version that lacks one phrase."""
    sentence = parsed(text)
    return {without(sentence, each.phrase) for each in removable(sentence)}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "Brightwell, the homewares chain, said yesterday that pre-tax profits had risen 12 per cent to £84m, from "
            "£75m, and promised investors a bigger dividend.",
            "Brightwell said that pre-tax profits had risen 12 per cent to £84m.",
        ),
        (
            "Councillors in Harrowby voted by 34 to 19, with four abstentions, on Tuesday 25 February 2025 to pass a "
            "budget of £412.6m for the year that begins on 1 April.",
            "Councillors voted by 34 to 19 to pass a budget of £412.6m.",
        ),
        (
            "The Liberal Democrats seized Sandhaven from the Conservatives early yesterday by 214 votes, after a night "
            "so close that the returning officer sent out for more coffee twice.",
            "The Liberal Democrats seized Sandhaven from the Conservatives by 214 votes.",
        ),
        (
            "Crime across the county fell by 3.6 per cent last year, but shopkeepers could be forgiven for missing it.",
            "Crime across the county fell by 3.6 per cent last year.",
        ),
        (
            "Former New York City Mayor Michael Bloomberg said Monday that he will not run for president, citing a "
            "concern that his independent bid would hand the White House to Donald Trump.",
            "Michael Bloomberg said that he will not run for president.",
        ),
        (
            "The mayor of Torley, who denies taking bribes, was arrested in Kelso on Monday, police said.",
            "The mayor of Torley was arrested in Kelso, police said.",
        ),
        (
            "All 86 passengers of the ferry were brought ashore safely in Torley early on Wednesday, the port said.",
            "All 86 passengers of the ferry were brought ashore safely, the port said.",
        ),
    ],
)
def test_a_line_keeps_the_result_and_leaves_out_circumstances(text, line):
    sentence = parsed(text)
    found = {each.text: each for each in lines(sentence, 12, drop_articles=True)}
    assert line in found
    assert reads_as_before(sentence, found[line].removed, parsed(line))


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("A haulier was jailed on Monday for six years in Leeds.", "for six years"),
        ("Three quarters of pupils at Penhallow Academy gained five good passes.", "at Penhallow Academy"),
        ("Laboratories confirmed 372 cases between January and September.", "between January and September"),
        ("The council confirmed a ban on smoking in parks on Monday.", "on smoking"),
        ("Sen. Grassley agreed to give Katz and her client one more day.", "one more day"),
        ("The service scheduled a furlough day from May through August for all.", "through August"),
        ("Democrats offered a plan to raise the pay of teachers in Kelso.", "to raise"),
        ("Ash is standing by his belief that the port will close on Monday.", "that the port will close"),
        ("The suspect allegedly stole a boat in Torley on Friday night.", "allegedly"),
        ("Fares will rise by a tenth in March, but not before May, the harbour board said.", "the harbour board said"),
        ("At least 220 people in Torley were hurt on Monday.", "At least"),
        ("The port will not close on Monday in Torley.", "on Monday"),
        ("The mercury may reach 33C in Cardle on Saturday.", "may"),
        ("The gap between what it buys and what it sells narrowed by a third.", "and what it sells"),
    ],
)
def test_what_bounds_or_completes_the_statement_stays(text, phrase):
    versions = cut(text)
    assert all(phrase in version for version in versions), versions


def test_the_day_of_saying_so_may_go_though_what_is_said_is_denied():
    assert "Ash said he will not run." not in cut("Ash did not say on Monday that he will run.")
    assert "Ash said that he will not run." in cut("Ash said on Monday that he will not run.")


def test_a_comma_goes_with_what_it_set_off():
    text = "Councillors voted by 34 to 19, with four abstentions, on Tuesday to pass a budget of £412.6m."
    assert not any("19, to" in line.text for line in lines(parsed(text), 14, drop_articles=False))


def test_a_line_read_otherwise_than_its_sentence_is_noticed():
    assert not reads_as_before(parsed("Police say Ash stole a boat."), frozenset((0, 1)), parsed("Ash stole a boat."))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("At five past four Ash climbs the tower.", True), ("Ash climbs the tower at five past four.", False)],
)
def test_a_line_that_opens_with_anything_but_its_subject_is_told(text, expected):
    assert opens_with_adverbial(parsed(text)) is expected

"""Which sentences need the context that precedes them."""

from __future__ import annotations

import pytest

from summarizer.language.context_dependence import depends_on_previous, presupposes_context
from summarizer.language.parsing import parse


@pytest.mark.parametrize(
    ("sentence", "presupposes"),
    [
        ("The club is second in the league.", True),
        ("The Norwegians sailed home.", True),
        ("The South Korean won by two strokes.", True),
        ("As this policy says, boats must be moored.", True),
        ("The council also closed the pier.", True),
        ("All of this led to the closure of two piers.", True),
        ("Quite a feat, given the storm.", False),
        ("Pretty amazing, especially when you think of the storm.", True),
        ("Kelso is pretty amazing, given the storm.", False),
        ("Kelso says that two piers are shut.", False),
        ("The Torley club is second in the league.", False),
        ("The owner of a ferry was fined.", False),
        ("The drought in Ostmark has emptied the wells.", False),
        ("The government will resign.", False),
        ("The crews searching for the boat went home.", False),
        ("Not only did the port close the pier, it also closed the quay.", False),
        ("Last week it closed the pier.", True),
        ("On Friday they were said to have left.", True),
        ("Kelso said it would close the pier.", False),
        ("In her letter Kelso said she was sorry.", False),
        ("A ferry sank off Torley this week.", False),
        ("You can bet that their fans will sing.", True),
        ("Kelso said that her fans would sing.", False),
        ("In their first game Torley drew.", False),
        ("A school in Elm has just such a rule.", True),
        ("The council had planned such a quay.", True),
        ("Schools such as Elm are full.", False),
        ("A port of such a size that it is full will grow.", False),
    ],
)
def test_definite_phrases_and_also_presuppose_context(sentence: str, presupposes: bool) -> None:
    assert presupposes_context(parse([sentence])[0]) is presupposes


@pytest.mark.parametrize(
    ("sentence", "depends"),
    [
        ("Like Kelso, Rionor was fined by her board.", False),
        ("Police held him overnight.", True),
        ("Her lawyer denied the charge.", True),
        ("The latter won.", True),
        ("The former is a sailor.", True),
        ("The former sailor Ines Holt won.", False),
        ("But the board voted against the plan.", True),
        ("In her memoir, Ruth Kelso tells of the storm.", False),
        ("Ruth Kelso said she would stay.", False),
        ("Crane denied it and her lawyer agreed.", False),
        ("There was a storm in Torley.", False),
        ("After the crash, the police took her home.", False),
        ("A passenger found a snail in his soup.", False),
        ("There are ways to keep a ferry dry in such a storm, she says.", True),
        ("The port of Torley will be open again on Monday, he added.", True),
        ("Under it, crews of four could be sent ashore.", True),
        ("Not so, says the owner of the ferry.", True),
        ("In fact, the ferry had been mended in May.", True),
        ("In fact-checking the claim, Kelso found three faults.", False),
        ("Later, the ferry was towed to Torley.", True),
        ("The next day, the ferry was towed to Torley.", True),
        ("A few weeks later, the ferry was towed to Torley.", True),
        ("Hours earlier, the ferry was towed to Torley.", True),
        ("The next day of talks, on Friday, brought nothing.", False),
        ("Two years before the strike the ferry was towed to Torley.", False),
        ("Later that night in May the ferry was towed to Torley.", False),
        ("For example, the port has two ferries.", True),
        ("Neither appears to have a way to win.", True),
        ("Neither Kelso nor Rionor spoke to the board.", False),
        ("None of them was hurt.", True),
        ("None of the 86 passengers was hurt.", False),
        ("The reason: the board voted against the plan.", True),
        ("The reason for the delay is a storm.", False),
    ],
)
def test_a_pronoun_without_an_antecedent_depends_on_the_sentence_before(sentence: str, depends: bool) -> None:
    assert depends_on_previous(sentence) is depends

"""Who did what to whom, where, when, and whether it was done: a sentence must say it as the article does."""

from __future__ import annotations

import pytest

import checks
from summarizer import twists
from summarizer.grounding import Ground, prepare

QUAY = """Council approves quay plan after stormy vote

Dunmore council approved a plan on Monday to rebuild the north quay, which was wrecked by a storm in January. Mayor
Edith Crane said the work would start in May and cost 4 million pounds. "We have waited long enough," Crane said.

The builder, Holt Marine, was fined in 2019 for dumping rubble in Torley bay. Its director, Ruth Kelso, denied that
the firm had broken the law. She said the court had ignored its own expert.

Fishermen from Skerra accused the council of hiding the true cost. Their spokesman, Tom Avery, threatened to block
the harbour if the plan goes ahead. Police arrested two men near the town hall after a scuffle, and a reporter was
treated for a cut.

Torley, which lost its own quay in 2021, refused to lend its crane. Earlier, Torley council was offering the crane
for free. An alleged vandal, Carl Moss, will appear in court on Friday.

Only three of the nine members voted against the plan. Inspectors found cracks in the south quay on Tuesday, while
divers searched the wreck of the Gannet. Kelso plans to sue the harbour board."""

AIRLINE = """Airline cuts routes as fuel price climbs

Nordvik Air will close four routes in October, its chief executive, Lena Strand, told staff on Wednesday. The
airline, which carried 2.1 million passengers last year, blames the price of fuel. It sold two jets to Kestrel Air
of Ostmark in June.

A union representing cabin crew said it had been warned about the cuts in a letter. The union's leader, Pavel Rusk,
called the decision short-sighted and asked the transport minister to step in. The minister, Ada Holm, said she
would meet both sides next week.

Kestrel Air, a rival, announced on Thursday that it would open a base in Lundavia. Shares in Nordvik rose 6 per cent
while those in Kestrel fell. A court in Ostmark ordered Kestrel to repay 40 million euros to passengers after a
strike in 2022.

A Kestrel jet carrying 120 people made an emergency landing in Torley last month. Nobody was hurt. The pilot, who
has flown since 1998, was praised by investigators. Strand, a former pilot, took over from Olaf Berg in March. Berg
may return as an adviser, according to the union."""

QUAY_FAIR = [
    "Dunmore council approved a plan to rebuild the north quay.",
    "The council approved a plan to rebuild the north quay.",
    "A plan to rebuild the north quay was approved by Dunmore council on Monday.",
    "Mayor Edith Crane said the work would start in May.",
    "Crane said the work would cost 4 million pounds.",
    "The north quay was wrecked by a storm in January.",
    "A storm wrecked the north quay in January.",
    "Holt Marine was fined in 2019 for dumping rubble in Torley bay.",
    "The builder was fined for dumping rubble.",
    "Ruth Kelso, director of Holt Marine, denied that the firm had broken the law.",
    "Director Ruth Kelso denied that the firm had broken the law.",
    "Kelso said the court had ignored its own expert.",
    "Fishermen from Skerra accused the council of hiding the true cost.",
    "Tom Avery threatened to block the harbour if the plan goes ahead.",
    "Police arrested two men near the town hall.",
    "Two men were arrested near the town hall after a scuffle.",
    "A reporter was treated for a cut.",
    "Torley refused to lend its crane.",
    "An alleged vandal, Carl Moss, will appear in court on Friday.",
    "Only three of the nine members voted against the plan.",
    "Inspectors found cracks in the south quay on Tuesday.",
    "Divers searched the wreck of the Gannet.",
    "Kelso plans to sue the harbour board.",
    '"We have waited long enough," said Edith Crane.',
    "Torley lost its own quay in 2021.",
]

QUAY_TWISTED = [
    "Dunmore council approved a plan to rebuild the south quay.",
    "Torley council approved a plan to rebuild the north quay.",
    "Mayor Edith Crane approved a plan to rebuild the north quay.",
    "Dunmore council rebuilt the north quay on Monday.",
    "The north quay was wrecked by a storm in May.",
    "The north quay was wrecked by a storm on Monday.",
    "Kelso said the work would start in May.",
    "Ruth Kelso said the work would cost 4 million pounds.",
    "Crane was fined in 2019 for dumping rubble in Torley bay.",
    "Holt Marine was fined in 2021 for dumping rubble.",
    "Kelso said that the firm had broken the law.",
    "The firm had broken the law.",
    "The court said Kelso had ignored its own expert.",
    "The council accused fishermen from Skerra of hiding the true cost.",
    "Tom Avery blocked the harbour.",
    "The mayor threatened to block the harbour.",
    "Two men arrested police near the town hall.",
    "A reporter was arrested near the town hall.",
    "Police treated a reporter for a cut.",
    "Torley lent its crane.",
    "Torley council is offering the crane for free.",
    "The vandal, Carl Moss, will appear in court on Friday.",
    "Carl Moss appeared in court on Friday.",
    "Three of the nine members voted for the plan.",
    "Inspectors searched the wreck of the Gannet.",
    "Divers found cracks in the south quay.",
    "Kelso has sued the harbour board.",
    "The harbour board plans to sue Kelso.",
    "Holt Marine lost its own quay in 2021.",
    "Police arrested two men because the plan goes ahead.",
    "Dunmore refused to lend its crane.",
    '"We have waited long enough," said Ruth Kelso.',
    '"We have waited far too long," said Crane.',
    "Edith Crane denied that the firm had broken the law.",
    "The council approved a plan to block the harbour.",
    "Fishermen were accused of hiding the true cost.",
    "Inspectors found cracks in the north quay on Tuesday.",
    "Police said two men had been arrested by Tom Avery.",
]

AIRLINE_FAIR = [
    "Nordvik Air will close four routes in October.",
    "The airline blames the price of fuel.",
    "Nordvik sold two jets to Kestrel Air in June.",
    "A union representing cabin crew said it had been warned about the cuts.",
    "Pavel Rusk called the decision short-sighted.",
    "Union leader Pavel Rusk asked the transport minister to step in.",
    "Ada Holm said she would meet both sides next week.",
    "The transport minister, Ada Holm, said she would meet both sides.",
    "Kestrel Air announced it would open a base in Lundavia.",
    "Kestrel Air will open a base in Lundavia.",
    "Shares in Nordvik rose 6 per cent.",
    "A court in Ostmark ordered Kestrel to repay 40 million euros to passengers.",
    "Kestrel was ordered to repay 40 million euros to passengers.",
    "A Kestrel jet carrying 120 people made an emergency landing in Torley.",
    "The pilot was praised by investigators.",
    "Investigators praised the pilot.",
    "Lena Strand took over from Olaf Berg in March.",
    "Berg may return as an adviser, the union said.",
]

AIRLINE_TWISTED = [
    "Kestrel Air will close four routes in October.",
    "Nordvik Air closed four routes in October.",
    "Pavel Rusk told staff the airline will close four routes.",
    "Kestrel sold two jets to Nordvik Air in June.",
    "Nordvik sold two jets to Kestrel Air in October.",
    "The union warned cabin crew about the cuts.",
    "Lena Strand called the decision short-sighted.",
    "The minister asked the union to step in.",
    "Ada Holm called the decision short-sighted.",
    "Nordvik Air announced it would open a base in Lundavia.",
    "Kestrel Air opened a base in Lundavia.",
    "Shares in Kestrel rose 6 per cent.",
    "A court in Ostmark ordered Nordvik to repay 40 million euros to passengers.",
    "Passengers were ordered to repay 40 million euros.",
    "A court in Lundavia ordered Kestrel to repay 40 million euros.",
    "A Nordvik jet carrying 120 people made an emergency landing in Torley.",
    "The pilot praised investigators.",
    "Olaf Berg took over from Lena Strand in March.",
    "Berg will return as an adviser.",
    "Berg has returned as an adviser.",
    "Olaf Berg, a former pilot, took over in March.",
    "The pilot made an emergency landing in Ostmark.",
    "Strand said she would meet both sides next week.",
    "Kestrel Air blames the price of fuel.",
    "A union representing cabin crew opened a base in Lundavia.",
]


@pytest.fixture(scope="module")
def quay() -> Ground:
    return prepare(checks.read(QUAY))


@pytest.fixture(scope="module")
def airline() -> Ground:
    return prepare(checks.read(AIRLINE))


@pytest.mark.parametrize("sentence", QUAY_FAIR)
def test_what_the_article_says_may_be_said(quay: Ground, sentence: str) -> None:
    assert twists.fault(sentence, quay) == ""


@pytest.mark.parametrize("sentence", AIRLINE_FAIR)
def test_what_the_article_says_may_be_said_of_the_airline(airline: Ground, sentence: str) -> None:
    assert twists.fault(sentence, airline) == ""


@pytest.mark.parametrize("sentence", QUAY_TWISTED)
def test_a_twisted_sentence_is_told(quay: Ground, sentence: str) -> None:
    assert twists.fault(sentence, quay)


@pytest.mark.parametrize("sentence", AIRLINE_TWISTED)
def test_a_twisted_sentence_about_the_airline_is_told(airline: Ground, sentence: str) -> None:
    assert twists.fault(sentence, airline)


def test_a_pronoun_stands_for_the_subject_of_the_sentence_before(quay: Ground) -> None:
    said = "She said the work would cost 4 million pounds."
    assert twists.fault(said, quay, before="Mayor Edith Crane spoke on Monday.") == ""
    assert twists.fault(said, quay, before="Ruth Kelso denied that the firm had broken the law.")


def test_only_what_the_writer_was_shown_bears_a_sentence_out(quay: Ground) -> None:
    said = "Tom Avery threatened to block the harbour if the plan goes ahead."
    at = next(at for at in quay.story if "Avery" in quay.article.words(quay.article.sentences[at].span))
    assert twists.fault(said, quay, [at]) == ""
    assert twists.fault(said, quay, [one for one in quay.story if one != at])


def test_without_a_source_a_sentence_says_too_much(quay: Ground) -> None:
    assert twists.fault("Dunmore council approved a plan.", quay, [])


BEAT = "Dunmore beat Torley by two goals in the final on Saturday."
SUED = "The bank said Crane was sued by Holt over the sale of the pier."
DENIED = "Mayor Edith Crane denied taking money from the builder."
NOT_APPROVED = "The council has not approved the plan for the quay."


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Torley beat Dunmore in the final.", BEAT),
        ("Dunmore was beaten by Torley.", BEAT),
        ("Crane sued Holt over the pier.", SUED),
        ("The council approved the plan for the quay.", NOT_APPROVED),
        ("Torley did not play in the final.", BEAT),
    ],
)
def test_roles_and_denials_are_not_turned_round(sentence: str, source: str) -> None:
    assert twists.fault(sentence, prepare(checks.read(source)))


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("Dunmore beat Torley in the final.", BEAT),
        ("Torley was beaten by Dunmore.", BEAT),
        ("Holt sued Crane over the pier.", SUED),
        ("Crane was sued by Holt.", SUED),
        ("Edith Crane denied taking money.", DENIED),
        ("The council has not approved the plan.", NOT_APPROVED),
    ],
)
def test_the_same_roles_in_other_words_are_left_alone(sentence: str, source: str) -> None:
    assert twists.fault(sentence, prepare(checks.read(source))) == ""


def test_what_is_said_once_plainly_may_be_repeated_though_it_is_denied_elsewhere() -> None:
    article = "Police said Holt stole the boat. His lawyer said he never stole anything."
    assert twists.fault("Holt stole the boat, police said.", prepare(checks.read(article))) == ""

"""Who did what to whom, where, when, and whether it was done: the article must support each clause of a sentence."""

from __future__ import annotations

import pytest

import checks
from summarizer.guards import clause_support, grammar
from summarizer.language.grounding import SourceIndex, index_source

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

QUAY_SUPPORTED = [
    "Dunmore council approved a plan to rebuild the north quay.",
    "The council approved a plan to rebuild the north quay.",
    "A plan to rebuild the north quay was approved by Dunmore council on Monday.",
    "Mayor Edith Crane said the work would start in May.",
    "Crane said the work would cost 4 million pounds.",
    "The north quay was wrecked by a storm in January.",
    "A storm wrecked the north quay in January.",
    "Holt Marine was fined in 2019 for dumping rubble in Torley bay.",
    "The builder was fined for dumping rubble.",
    "Two were arrested near the town hall after a scuffle.",
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

QUAY_UNSUPPORTED = [
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
    "Three of the members were arrested near the town hall.",
    "Some were accused by the council of hiding the true cost.",
    "Many of the arrested were accused of hiding the true cost.",
    "Inspectors found cracks in the north quay on Tuesday.",
    "Police said two men had been arrested by Tom Avery.",
]

AIRLINE_SUPPORTED = [
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

AIRLINE_UNSUPPORTED = [
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

MINE = """Mine flood traps nine as pumps fail

LUNDAVIA CITY - Nine miners were trapped underground on Saturday night after water broke through a wall at the Varga
coal mine, officials said. Rescuers lowered a camera through a narrow shaft on Sunday but heard no reply.

The mine belongs to Orsk Holdings, which bought it from the state in 2016. Inspectors had warned the company in
March that its pumps were too old. Orsk's chairman, Viktor Lende, told reporters the pumps had been replaced. "Every
pump was new," Lende said.

The labour minister, Ilse Brandt, ordered all six mines in the district to close until they have been checked. She
promised 20,000 crowns to each family. Families who gathered at the gate accused the company of lying. One of them,
Petra Sorin, whose brother is among the missing, said nobody from Orsk had spoken to her.

Engineers from Ostmark, who saved 14 men in a similar accident in 2009, are expected to arrive on Monday. They will
bring two large pumps. Prosecutors have opened an inquiry but have not named any suspects. The district court froze
the accounts of Orsk on Sunday at the request of the prosecutors.

Brandt, a former engineer, rejected a call by the opposition to resign. Its leader, Jonas Felt, said the government
had ignored the unions. The unions want the mine to be closed for good. Last year the Varga mine produced 300,000
tonnes of coal."""

STATUE = """Museum returns statue after 80 years

The Holm Museum in Karlsby will return a bronze statue to the island of Tessa, from which it was taken during the
war, its director said on Thursday. The statue, known as the Bronze Rider, was stolen by soldiers in 1943 and sold
to a dealer in Ostmark two years later.

Anna Reuter, who has led the museum since 2018, signed the agreement with the governor of Tessa, Mikael Dahl. "It
should have gone home long ago," Reuter said. Dahl thanked the museum and invited its staff to the ceremony in June.

Historians found a letter last year that showed how the dealer, Emil Krantz, had paid 900 crowns for the statue. His
grandson, Otto Krantz, offered to help with the cost of moving it. The family denies that Krantz knew where the
statue came from.

Some members of the museum's board voted against the return. The board's chairman, Lars Winge, feared that other
countries would make claims. A lawyer for the museum warned that the law on gifts might be broken. The parliament is
to debate a new law in the autumn.

The statue weighs two tonnes and will travel by ship. A storm delayed a first attempt in March. Visitors can see it
in Karlsby until 12 May. A copy, which cost 60,000 crowns, will take its place. Tessa hopes to open a museum of its
own by 2030."""

MINE_SUPPORTED = [
    "Nine miners were trapped underground after water broke through a wall at the Varga coal mine.",
    "Water broke through a wall at the Varga coal mine.",
    "Rescuers lowered a camera through a narrow shaft on Sunday.",
    "Orsk Holdings bought the mine from the state in 2016.",
    "The mine belongs to Orsk Holdings.",
    "Inspectors had warned the company that its pumps were too old.",
    "Inspectors warned in March that its pumps were too old.",
    "Viktor Lende told reporters the pumps had been replaced.",
    "Orsk chairman Viktor Lende said every pump was new.",
    '"Every pump was new," Viktor Lende said.',
    "Labour minister Ilse Brandt ordered all six mines in the district to close.",
    "The labour minister ordered all six mines to close until they have been checked.",
    "Brandt promised 20,000 crowns to each family.",
    "Families accused the company of lying.",
    "The company was accused of lying.",
    "Petra Sorin said nobody from Orsk had spoken to her.",
    "Engineers from Ostmark are expected to arrive on Monday.",
    "Engineers from Ostmark saved 14 men in a similar accident in 2009.",
    "Engineers will bring two large pumps.",
    "Prosecutors have opened an inquiry.",
    "Prosecutors have not named any suspects.",
    "The district court froze the accounts of Orsk on Sunday.",
    "The accounts of Orsk were frozen by the district court.",
    "Brandt rejected a call to resign.",
    "The unions want the mine to be closed for good.",
    "The Varga mine produced 300,000 tonnes of coal last year.",
]

MINE_UNSUPPORTED = [
    "Nine miners were rescued on Saturday night.",
    "Nine miners were trapped underground on Sunday.",
    "Miners lowered a camera through a narrow shaft.",
    "Rescuers heard a reply on Sunday.",
    "The state bought the mine from Orsk Holdings in 2016.",
    "Orsk Holdings bought the mine in March.",
    "The company had warned inspectors that its pumps were too old.",
    "Inspectors told reporters the pumps had been replaced.",
    "The pumps had been replaced by inspectors.",
    "Ilse Brandt said every pump was new.",
    '"Every pump was new," Brandt said.',
    "Viktor Lende ordered all six mines to close.",
    "The minister closed all six mines in the district for good.",
    "The company promised 20,000 crowns to each family.",
    "Brandt paid 20,000 crowns to each family.",
    "The company accused families of lying.",
    "Petra Sorin is among the missing.",
    "Brandt said nobody from Orsk had spoken to her.",
    "Engineers from Ostmark arrived on Monday.",
    "Engineers saved 14 men at the Varga mine.",
    "Engineers from Ostmark saved 14 men on Monday.",
    "Prosecutors have named suspects.",
    "Prosecutors froze the accounts of Orsk.",
    "The district court froze the accounts of the unions.",
    "Orsk froze the accounts of the district court.",
    "The opposition rejected a call to resign.",
    "Jonas Felt rejected a call to resign.",
    "Brandt said the government had ignored the unions.",
    "The government ignored the unions, prosecutors said.",
    "The mine will be closed for good.",
    "The Varga mine produced 300,000 tonnes of coal in 2016.",
    "Orsk produced 300,000 tonnes of coal in Ostmark.",
    "Rescuers will bring two large pumps.",
    "The unions ignored the government.",
    "Lende, the labour minister, ordered all six mines to close.",
    "Viktor Lende, a former engineer, rejected a call to resign.",
]

STATUE_SUPPORTED = [
    "The Holm Museum in Karlsby will return a bronze statue to the island of Tessa.",
    "The Holm Museum will return a bronze statue, its director said.",
    "The statue was stolen by soldiers in 1943.",
    "Soldiers stole the statue in 1943.",
    "The statue was sold to a dealer in Ostmark.",
    "Anna Reuter has led the museum since 2018.",
    "Anna Reuter signed the agreement with Mikael Dahl.",
    "Reuter signed the agreement with the governor of Tessa.",
    '"It should have gone home long ago," Anna Reuter said.',
    "Dahl thanked the museum.",
    "Dahl invited its staff to the ceremony in June.",
    "Historians found a letter last year.",
    "Emil Krantz had paid 900 crowns for the statue.",
    "The family denies that Krantz knew where the statue came from.",
    "Some members of the board voted against the return.",
    "Lars Winge feared that other countries would make claims.",
    "Chairman Lars Winge feared other countries would make claims.",
    "A lawyer for the museum warned that the law on gifts might be broken.",
    "The parliament is to debate a new law in the autumn.",
    "The statue will travel by ship.",
    "The statue weighs two tonnes.",
    "A storm delayed a first attempt in March.",
    "Visitors can see the statue in Karlsby until 12 May.",
    "A copy will take its place.",
    "Tessa hopes to open a museum by 2030.",
]

STATUE_UNSUPPORTED = [
    "The island of Tessa will return a bronze statue to the Holm Museum.",
    "The Holm Museum returned a bronze statue to Tessa on Thursday.",
    "The statue was stolen by a dealer in 1943.",
    "The statue was stolen in Ostmark.",
    "Soldiers sold the statue in 2018.",
    "The museum was sold to a dealer in Ostmark.",
    "Mikael Dahl has led the museum since 2018.",
    "Lars Winge signed the agreement with the governor.",
    "Anna Reuter signed the agreement in June.",
    '"It should have gone home long ago," Dahl said.',
    "The museum thanked Dahl.",
    "Reuter invited the governor to the ceremony in June.",
    "The dealer found a letter last year.",
    "Otto Krantz had paid 900 crowns for the statue.",
    "Emil Krantz offered to help with the cost of moving it.",
    "The museum paid 900 crowns for the statue.",
    "Krantz knew where the statue came from.",
    "All members of the board voted against the return.",
    "The board voted for the return.",
    "Other countries will make claims.",
    "Anna Reuter feared that other countries would make claims.",
    "The law on gifts was broken.",
    "A lawyer for the family warned that the law might be broken.",
    "The parliament debated a new law in the autumn.",
    "The parliament passed a new law.",
    "The copy weighs two tonnes.",
    "The statue cost 60,000 crowns.",
    "A storm delayed the ceremony in June.",
    "Visitors can see the copy in Karlsby.",
    "Visitors can see it in Tessa until 12 May.",
    "Tessa opened a museum of its own in 2018.",
    "Karlsby hopes to open a museum of its own by 2030.",
    "Dahl fears that other countries would make claims.",
    "Historians stole the statue in 1943.",
    "The director of Tessa, Mikael Dahl, signed the agreement.",
]

FESTIVAL = """Festival postponed after stage collapse

A Lundavian company built the stage that collapsed at the Torley festival on Friday, the Harbour Safety Board (HSB)
said. The Dunmore fire brigade is handling the inquiry for the local council. With help from Carl Moss, Ruth Kelso
reached the crowd. "There was dust everywhere," Kelso told the Torley Echo.

The festival's film, "The Long Quay," was shot in a series of photos released by the archive on Monday. It was shown
to 300 guests in a 2011 hall of the archive. Tom Avery, the festival's founder, has been the subject of rumours that
he sold the site. He was jailed for taking money allegedly for a second stage.

The mayor said she would rebuild. The workers are from Skerra. Olaf Berg, No. 1 of the drummers, praised Ada Strand,
who stayed second in the contest. The band Salt left after being held at the gate by guards from Karlsby. The sand
was partly cleared, and the planks were sold. Two of the singers were hurt, and some of the 40 drummers fled. The
2012 festival will be held in Dunmore. Ada Holm, the minister, plans to visit Torley in May. "You were the voice of
the whole coast," a fan wrote to Moss. "You were the voice of the whole coast," a fan wrote to Moss. Up to 80 crates
at the archive were lost. Two dogs were found under the planks: one is black, and one is white. The archive filed a
letter in support of players who challenge the ban on drums."""

FESTIVAL_SUPPORTED = [
    "Lundavian company built the stage that collapsed at the Torley festival.",
    "The photos were released by the archive on Monday.",
    "The Dunmore fire brigade is handling the inquiry.",
    "Kelso told the Torley Echo there was dust everywhere.",
    "The workers are from Skerra.",
    "The mayor said she would rebuild.",
    "Ada Holm plans to visit Torley in May.",
    "It was shown to 300 guests in a 2011 hall.",
    "Two singers were hurt.",
    "Up to 80 crates were lost.",
    "Salt was held at the gate.",
    "The sand was partly cleared.",
    "Berg praised Ada Strand, who stayed second in the contest.",
    "Some of the drummers fled.",
    "The 2012 festival will be held in Dunmore.",
]

FESTIVAL_UNSUPPORTED = [
    "HSB is handling the inquiry for the local council.",
    '"There was dust everywhere," Moss told the Torley Echo.',
    "Tom Avery sold the site.",
    "Avery was jailed for taking money for a second stage.",
    "The mayor says she plans to visit Torley in May.",
    "Mayor said the workers are from Skerra.",
    "The worker is from Skerra.",
    "The archives filed a letter.",
    "The archive filed a letter supporting the ban on drums.",
    "The dogs are white.",
    "They are not dogs.",
    "The brigade has said it will be the first.",
    "The singers were hurt.",
    "The archive was lost.",
    "Moss was the voice of the whole coast.",
    "Berg, No. 1 of the drummers, stayed second in the contest.",
    "Karlsby was held at the gate.",
    "The planks were partly sold.",
    "The 40 drummers fled.",
    "The festival will be held in Dunmore.",
    "The 2011 film was shown to 300 guests.",
]

ARTICLES = {"quay": QUAY, "airline": AIRLINE, "mine": MINE, "statue": STATUE, "festival": FESTIVAL}
SUPPORTED = {
    "quay": QUAY_SUPPORTED,
    "airline": AIRLINE_SUPPORTED,
    "mine": MINE_SUPPORTED,
    "statue": STATUE_SUPPORTED,
    "festival": FESTIVAL_SUPPORTED,
}
UNSUPPORTED = {
    "quay": QUAY_UNSUPPORTED,
    "airline": AIRLINE_UNSUPPORTED,
    "mine": MINE_UNSUPPORTED,
    "statue": STATUE_UNSUPPORTED,
    "festival": FESTIVAL_UNSUPPORTED,
}


def of_each(sentences: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Pairs of an article's name and a sentence."""
    return [(name, sentence) for name, of_article in sentences.items() for sentence in of_article]


@pytest.fixture(scope="module")
def indices() -> dict[str, SourceIndex]:
    """The articles, each paragraph on one line, by name."""
    paragraphs = {
        name: [" ".join(paragraph.split()) for paragraph in text.split("\n\n")] for name, text in ARTICLES.items()
    }
    return {name: index_source(checks.read("\n\n".join(lines))) for name, lines in paragraphs.items()}


@pytest.fixture
def quay(indices: dict[str, SourceIndex]) -> SourceIndex:
    return indices["quay"]


@pytest.mark.parametrize(("name", "sentence"), of_each(SUPPORTED))
def test_what_the_article_says_passes(indices: dict[str, SourceIndex], name: str, sentence: str) -> None:
    assert clause_support.unsupported_clause(sentence, indices[name]) == ""


@pytest.mark.parametrize(("name", "sentence"), of_each(UNSUPPORTED))
def test_what_the_article_does_not_say_is_rejected(indices: dict[str, SourceIndex], name: str, sentence: str) -> None:
    assert clause_support.unsupported_clause(sentence, indices[name]) or grammar.ungrammaticality(sentence)


def test_a_pronoun_stands_for_the_subject_of_the_sentence_before(quay: SourceIndex) -> None:
    sentence = "She said the work would cost 4 million pounds."
    assert clause_support.unsupported_clause(sentence, quay, preceding="Mayor Edith Crane spoke on Monday.") == ""
    assert clause_support.unsupported_clause(
        sentence, quay, preceding="Ruth Kelso denied that the firm had broken the law."
    )


def test_only_what_the_writer_was_shown_bears_a_sentence_out(quay: SourceIndex) -> None:
    sentence = "Tom Avery threatened to block the harbour if the plan goes ahead."
    source = next(
        index for index in quay.story_sentences if "Avery" in quay.article.words(quay.article.sentences[index].span)
    )
    others = [index for index in quay.story_sentences if index != source]
    assert clause_support.unsupported_clause(sentence, quay, [source]) == ""
    assert clause_support.unsupported_clause(sentence, quay, others)


def test_without_a_source_no_sentence_is_supported(quay: SourceIndex) -> None:
    assert clause_support.unsupported_clause("Dunmore council approved a plan.", quay, [])


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
def test_exchanged_roles_and_dropped_denials_are_rejected(sentence: str, source: str) -> None:
    assert clause_support.unsupported_clause(sentence, index_source(checks.read(source)))


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
def test_the_same_roles_in_other_words_pass(sentence: str, source: str) -> None:
    assert clause_support.unsupported_clause(sentence, index_source(checks.read(source))) == ""


def test_a_plain_statement_supports_a_sentence_though_it_is_denied_elsewhere() -> None:
    article = "Police said Holt stole the boat. His lawyer said he never stole anything."
    assert (
        clause_support.unsupported_clause("Holt stole the boat, police said.", index_source(checks.read(article))) == ""
    )


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("A minister of the Crane-led coast government has been accused of theft.", True),
        ("A minister of the Crane-led government has been accused of theft.", True),
        ("A minister of the Crane-led party has been accused of theft.", False),
        ("A member of the Skerra-based union wrote to the firm.", True),
        ("A member of the Skerra-based firm wrote to the firm.", False),
    ],
)
def test_a_compound_modifier_keeps_its_noun(sentence: str, supported: bool) -> None:
    article = (
        "A minister of the Crane-led coast government has been accused of theft. The minister is not from the Coast "
        "party, but from one of the party's allies. A member of the Skerra-based dockers' union wrote to the firm."
    )
    index = index_source(checks.read(f"Minister accused\n\n{article}"))
    assert (clause_support.unsupported_clause(sentence, index) == "") is supported


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("Police forces across Torland have arrested 144 people.", True),
        ("Police forces across Torland arrested 144 people.", True),
        ("Torland countries arrested 144 people.", False),
        ("The ministers arrested 144 people.", False),
    ],
)
def test_a_noun_that_looks_like_a_verb_can_be_the_subject(sentence: str, supported: bool) -> None:
    article = (
        "Police forces across Torland have arrested 144 people, the ministers of nine countries said. The Torland "
        "countries took part for six months."
    )
    index = index_source(checks.read(f"Arrests in Torland\n\n{article}"))
    assert (clause_support.unsupported_clause(sentence, index) == "") is supported


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("Nine of the cottages would be let to local families.", True),
        ("Three of the cottages would become holiday lets.", True),
        ("Nine of the cottages would become holiday lets and one a museum.", False),
        ("Three would be let to local families.", False),
        ("Fourteen cottages were bought by the trust.", True),
    ],
)
def test_a_number_stays_with_its_verb(sentence: str, supported: bool) -> None:
    story = """Trust buys keepers' cottages

The trust bought fourteen cottages in Varmouth. It said that nine of the cottages would be let to local families,
three would become holiday lets and one a museum."""
    assert (clause_support.unsupported_clause(sentence, index_source(checks.read(story))) == "") is supported


HELD = """Man held over plot in Torley

An 18-year-old Torley man was arrested at his home on Monday, police said. The arrest follows that of three teenagers
on Sunday after they were intercepted by harbour officers in Dunmore. A driver rammed into a cyclist and four guards on
Friday. They were taken to hospital with light injuries. The driver tried to escape, but was shot by a guard. He has
been charged with assault and may have been drunk. The council said they were closing two schools."""


@pytest.mark.parametrize(
    ("sentence", "preceding", "supported"),
    [
        ("He was intercepted by harbour officers in Dunmore.", "A man was arrested at his home on Monday.", False),
        ("The man was taken to hospital with light injuries.", "", False),
        ("They have been charged with assault.", "A driver rammed into a cyclist and four guards on Friday.", False),
        ("They were taken to hospital with light injuries.", "A driver rammed into a cyclist on Friday.", True),
        ("The driver has been charged with assault.", "", True),
        ("He has been charged with assault.", "The driver was shot by a guard.", True),
        ("The driver may have been drunk.", "", True),
        ("The council is closing two schools.", "", True),
    ],
)
def test_a_singular_subject_does_not_support_a_plural_one_nor_the_other_way_round(
    sentence: str, preceding: str, supported: bool
) -> None:
    assert (
        clause_support.unsupported_clause(sentence, index_source(checks.read(HELD)), preceding=preceding) == ""
    ) is supported


ACCUSED = """Fishermen accuse council over quay

The council of Dunmore voted on Monday to close the quay. "The council has lost 4 million pounds on it," said Tom Avery.

"We were never asked. The men were beaten by guards at the gate," Avery, the fishermen's spokesman, said.

"The quay closes on Friday," the mayor said, and a notice at the gate says that the quay closes on Friday at noon."""


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("The council has lost 4 million pounds.", False),
        ("The men were beaten by guards at the gate.", False),
        ("Tom Avery said the council has lost 4 million pounds.", True),
        ('"The men were beaten by guards at the gate," Avery said.', True),
        ("The quay closes on Friday.", True),  # not in direct speech alone
        ("The council of Dunmore voted to close the quay.", True),
    ],
)
def test_direct_speech_alone_does_not_support_a_statement_of_fact(sentence: str, supported: bool) -> None:
    assert (clause_support.unsupported_clause(sentence, index_source(checks.read(ACCUSED))) == "") is supported


STAGE = index_source(
    checks.read(
        """Quarrel over a film

Moss and Quill argued on Friday about the film "Harbour". A nurse who has worked with Moss for years said he sings.

However, Quill said that the film suggests that care is free in Torley. Moss is a changed man, the nurse said. Sony
cancelled the film's release in May after divers threatened the studio.

A day after Torley banned nets, new figures showed that fewer boats sail. The court will hear the case in June. "People
argued that the nets were safe," Quill said. Skerra's airport is the busiest in the county. Torley airport is small.

A mould found in nets may play a part in the rot. Signs of the rot were first reported in 2004. Amos Reed made his visit
to the quay, adding a stop at the mill. Reed said it was well. Norvik, Reed's home port, was flooded.

Police will question Ott and Lind again after two girls claimed they knew nothing of the film. The girls were questioned
on Tuesday.

A bus that brought pupils home from a trip to Skerra stopped in Dunmore. Dockers call for wider quays."""
    )
)


@pytest.mark.parametrize(
    ("sentence", "supported"),
    [
        ("Quill said that the film suggests that care is free in Torley.", True),
        ("Moss said that the film suggests that care is free in Torley.", False),  # another's words
        ("Moss is a nurse.", False),  # who has worked with him
        ("Moss is a changed man, the nurse said.", True),
        ("The film was released in May.", False),  # its release was cancelled
        ("Sony cancelled the film's release in May.", True),
        ("A day after Torley banned nets, the court will hear the case.", False),  # tied anew
        ("A day after Torley banned nets, new figures showed that fewer boats sail.", True),
        ('Quill said "the nets were safe".', False),  # what people argued
        ("Torley airport is the busiest in the county.", False),  # Skerra's
        ("Skerra's airport is the busiest in the county.", True),
        ("He sings.", True),
        ("The mould was first reported in 2004.", False),  # signs of the rot were
        ("Signs of the rot were first reported in 2004.", True),
        ("Amos Reed says he made his visit to the quay, adding a stop at the mill.", False),  # the article tells it
        ("Amos Reed made his visit to the quay, adding a stop at the mill.", True),
        ("Police question Ott and Lind, who both claimed they knew nothing of the film.", False),  # two girls did
        ("The girls were questioned again.", False),
        ("The girls were questioned.", True),
        ("Norvik, the port's home port, was flooded.", False),  # Reed's
        ("He calls for wider quays.", False),  # several do
        ("Dockers call for wider quays.", True),
    ],
)
def test_speakers_owners_and_links_are_the_articles(sentence: str, supported: bool) -> None:
    assert (clause_support.unsupported_clause(sentence, STAGE) == "") is supported

"""The support score: what the article bears out scores above what it does not."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import product
from statistics import fmean

import pytest

import checks
from summarizer.engines.judgements.support import Claim
from summarizer.guards.candidate import MIN_DRAFT_SUPPORT
from summarizer.guards.support import MIN_PASSING_SUPPORT
from summarizer.language.grounding import index_article
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.score import ask_model, support

# ---- pairs: a light deletion, and a distortion of the same sentence --------------------------------------------------

HARBOUR = """Harbour board votes on quay

The harbour board of Torley voted on Monday to close the north quay, which was wrecked by a storm in January.

Edith Crane, the mayor, thanked Jan Holt for lending his crane to the town after the storm.

Police said a sailor from Skerra had allegedly stolen the boat of a fisherman on Friday.

The council plans to sell the old lighthouse to a builder if the board agrees.

The owner of the ferry has not paid the fine for dumping oil in the bay.

Two men were arrested near the town hall after a fight, and a reporter was treated for a cut.

Nordvik Air bought two jets from Kestrel Air in June for 40 million pounds.

The union accused the airline of hiding the true cost of the strike.

At least nine miners may have been trapped when water broke through a wall at the Varga mine.

The court ordered the bank to repay the money to the widows of the miners.

Divers found the wreck of the Gannet near Dunmore on Sunday, while pilots searched the coast of Skerra for the crew.

The minister denied that the government had ignored the report.

Tom Avery, who leads the dockers, threatened to block the harbour in May.

Only three of the twelve members voted against the plan.

A judge refused to free the captain, whose ship hit the pier.
"""
ROLES_SWAPPED = [
    (
        "Edith Crane, the mayor, thanked Jan Holt for lending his crane to the town.",
        "Jan Holt thanked Edith Crane, the mayor, for lending his crane to the town.",
    ),
    (
        "Nordvik Air bought two jets from Kestrel Air in June.",
        "Kestrel Air bought two jets from Nordvik Air in June.",
    ),
    (
        "The union accused the airline of hiding the true cost of the strike.",
        "The airline accused the union of hiding the true cost of the strike.",
    ),
    (
        "The court ordered the bank to repay the money to the widows of the miners.",
        "The bank ordered the court to repay the money to the widows of the miners.",
    ),
    (
        "The court ordered the bank to repay the money.",
        "The widows of the miners ordered the bank to repay the money.",
    ),
    (
        "A judge refused to free the captain, whose ship hit the pier.",
        "The captain refused to free a judge, whose ship hit the pier.",
    ),
    (
        "Police said a sailor from Skerra had allegedly stolen the boat of a fisherman.",
        "Police said a fisherman from Skerra had allegedly stolen the boat of a sailor.",
    ),
    (
        "The union accused the airline of hiding the true cost.",
        "The airline accused the union of hiding the true cost.",
    ),
]
PLANS_AS_DONE = [
    (
        "The council plans to sell the old lighthouse to a builder if the board agrees.",
        "The council sold the old lighthouse to a builder.",
    ),
    (
        "The council plans to sell the old lighthouse to a builder if the board agrees.",
        "The council has sold the old lighthouse to a builder.",
    ),
    (
        "Tom Avery, who leads the dockers, threatened to block the harbour.",
        "Tom Avery, who leads the dockers, blocked the harbour.",
    ),
    (
        "Tom Avery threatened to block the harbour in May.",
        "Tom Avery blocked the harbour in May.",
    ),
    (
        "The court ordered the bank to repay the money to the widows.",
        "The bank repaid the money to the widows.",
    ),
    (
        "The harbour board of Torley voted on Monday to close the north quay.",
        "The harbour board of Torley closed the north quay on Monday.",
    ),
    (
        "At least nine miners may have been trapped at the Varga mine.",
        "Nine miners were trapped at the Varga mine.",
    ),
    (
        "A judge refused to free the captain.",
        "A judge freed the captain.",
    ),
]
NEGATIONS = [
    (
        "The owner of the ferry has not paid the fine for dumping oil in the bay.",
        "The owner of the ferry has paid the fine for dumping oil in the bay.",
    ),
    (
        "The owner of the ferry has not paid the fine.",
        "The owner of the ferry has paid the fine.",
    ),
    (
        "The minister denied that the government had ignored the report.",
        "The minister said that the government had ignored the report.",
    ),
    (
        "The minister denied that the government had ignored the report.",
        "The government had ignored the report.",
    ),
    (
        "Only three of the twelve members voted against the plan.",
        "Three of the twelve members voted for the plan.",
    ),
    (
        "A judge refused to free the captain, whose ship hit the pier.",
        "A judge agreed to free the captain, whose ship hit the pier.",
    ),
    (
        "The union accused the airline of hiding the true cost of the strike.",
        "The union never accused the airline of hiding the true cost of the strike.",
    ),
    (
        "Two men were arrested near the town hall after a fight.",
        "Two men were not arrested near the town hall after a fight.",
    ),
    (
        "Nordvik Air bought two jets from Kestrel Air in June.",
        "Nordvik Air did not buy two jets from Kestrel Air in June.",
    ),
]
JOINED = [
    (
        "Two men were arrested near the town hall after a fight.",
        "Two men were arrested near the Varga mine after a storm.",
    ),
    (
        "Divers found the wreck of the Gannet near Dunmore on Sunday.",
        "Divers found the crew of the Gannet near Skerra on Sunday.",
    ),
    (
        "A reporter was treated for a cut.",
        "A reporter was arrested near the town hall.",
    ),
    (
        "The harbour board of Torley voted on Monday to close the north quay.",
        "The harbour board of Torley voted on Monday to sell the old lighthouse.",
    ),
    (
        "The north quay was wrecked by a storm in January.",
        "The old lighthouse was wrecked by a fight in June.",
    ),
    (
        "The owner of the ferry has not paid the fine for dumping oil.",
        "The owner of the lighthouse dumped the miners in the bay.",
    ),
    (
        "The minister denied that the government had ignored the report.",
        "The minister denied that the sailor had stolen the crane.",
    ),
    (
        "Nordvik Air bought two jets from Kestrel Air in June.",
        "Nordvik Air bought the old lighthouse from the union in January.",
    ),
    (
        "Divers found the wreck of the Gannet near Dunmore.",
        "Pilots found the wreck of the Gannet near Dunmore.",
    ),
    (
        "Edith Crane thanked Jan Holt for lending his crane.",
        "Edith Crane thanked the dockers for dumping the report.",
    ),
    (
        "The court ordered the bank to repay the money.",
        "The court ordered the fisherman to repay the strike.",
    ),
    (
        "Water broke through a wall at the Varga mine.",
        "Oil broke through a wall at the town hall.",
    ),
    (
        "Two men were arrested near the town hall.",
        "Nine miners were arrested near the north quay.",
    ),
]
INVENTED = [
    (
        "The harbour board of Torley voted to close the north quay.",
        "The harbour board of Torley voted to burn the north quay.",
    ),
    (
        "Two men were arrested near the town hall after a fight.",
        "Two men were shot near the town hall after a concert.",
    ),
    (
        "Divers found the wreck of the Gannet near Dunmore on Sunday.",
        "Smugglers sank the wreck of the Gannet near Ostmark on Sunday.",
    ),
    (
        "The court ordered the bank to repay the money to the widows of the miners.",
        "The court begged the bank to lend the money to the sons of the miners.",
    ),
]
HEDGES_DROPPED = [
    (
        "Police said a sailor from Skerra had allegedly stolen the boat of a fisherman.",
        "A sailor from Skerra had stolen the boat of a fisherman.",
    ),
    (
        "The council plans to sell the old lighthouse to a builder if the board agrees.",
        "The council will sell the old lighthouse to a builder.",
    ),
    (
        "The union accused the airline of hiding the true cost of the strike.",
        "The airline was hiding the true cost of the strike.",
    ),
    (
        "Tom Avery threatened to block the harbour in May.",
        "Tom Avery will block the harbour in May.",
    ),
    (
        "Only three of the twelve members voted against the plan.",
        "The twelve members voted against the plan.",
    ),
]
PAIRS = {
    "roles swapped": ROLES_SWAPPED,
    "plans as done": PLANS_AS_DONE,
    "negations": NEGATIONS,
    "joined": JOINED,
    "invented": INVENTED,
    "hedges dropped": HEDGES_DROPPED,
}

# ---- sentences labelled one by one -----------------------------------------------------------------------------------

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


def parse_article(text: str) -> ParsedArticle:
    """The article with each paragraph on one line."""
    lines = [" ".join(paragraph.split()) for paragraph in text.split("\n\n")]
    return ParsedArticle(index_article(checks.read("\n\n".join(lines))))


PARSED_HARBOUR = parse_article(HARBOUR)


@cache
def score(sentence: str) -> float:
    """The support that the article about the harbour gives to a sentence."""
    [alignment] = align([sentence], PARSED_HARBOUR)
    return support(alignment, PARSED_HARBOUR)


@cache
def labelled_scores(is_supported: bool) -> list[float]:
    """The scores of all sentences with this label."""
    scores = []
    for name, sentences in (SUPPORTED if is_supported else UNSUPPORTED).items():
        parsed_article = parse_article(ARTICLES[name])
        scores += [support(alignment, parsed_article) for alignment in align(sentences, parsed_article)]
    return scores


def share_at_least(scores: list[float], minimum: float) -> float:
    return sum(score >= minimum for score in scores) / len(scores)


@pytest.mark.parametrize(("supported", "distorted"), [pair for pairs in PAIRS.values() for pair in pairs])
def test_a_light_deletion_scores_above_a_distortion_of_the_same_sentence(supported: str, distorted: str) -> None:
    assert score(supported) > score(distorted)


@pytest.mark.parametrize("kind", PAIRS)
def test_distortions_of_every_kind_are_clearly_less_likely(kind: str) -> None:
    supported, distorted = (
        fmean(score(sentence) for sentence in sentences) for sentences in zip(*PAIRS[kind], strict=True)
    )
    assert supported > distorted + 0.05
    assert fmean(score(sentence) >= MIN_DRAFT_SUPPORT for sentence, _ in PAIRS[kind]) > 0.5


@pytest.mark.parametrize("number", range(len(PARSED_HARBOUR.index.story_sentences)))
def test_a_copy_is_very_likely_borne_out(number: int) -> None:
    article = PARSED_HARBOUR.index.article
    sentence = article.text_of(article.sentences[PARSED_HARBOUR.index.story_sentences[number]].span)
    assert score(sentence) >= 0.8


@pytest.mark.parametrize("sentence", ["Whales sang in Peru.", "Karlsby opened zoos.", "—", ""])
def test_a_sentence_without_a_word_of_the_article_has_no_support(sentence: str) -> None:
    assert score(sentence) == 0.0


def test_the_score_of_a_sentence_does_not_depend_on_its_neighbours() -> None:
    sentences = [sentence for pair in ROLES_SWAPPED for sentence in pair]
    together = [support(alignment, PARSED_HARBOUR) for alignment in align(sentences, PARSED_HARBOUR)]
    assert together == [score(sentence) for sentence in sentences]


def test_only_shown_sentences_give_support() -> None:
    sentence = "The minister denied that the government had ignored the report."
    hidden = PARSED_HARBOUR.index.story_sentences[:3]
    [alignment] = align([sentence], PARSED_HARBOUR, hidden)
    assert support(alignment, PARSED_HARBOUR) < score(sentence)


class Opinion:
    """A model that thinks the same of each claim, and remembers what it was asked."""

    def __init__(self, odds: float | None) -> None:
        self.odds = odds
        self.asked: list[Claim] = []

    def __call__(self, claims: Sequence[Claim]) -> list[float] | None:
        self.asked += claims
        return None if self.odds is None else [self.odds] * len(claims)


def score_by(opinion: Opinion, sentence: str, shown: Sequence[int] | None = None) -> float:
    parsed_article = ParsedArticle(PARSED_HARBOUR.index, opinion)
    [alignment] = align([sentence], parsed_article, shown)
    return support(alignment, parsed_article)


def test_what_a_model_thinks_counts_beside_the_table() -> None:
    _, distorted = PLANS_AS_DONE[0]
    assert score_by(Opinion(-6.0), distorted) < score(distorted) < score_by(Opinion(6.0), distorted)
    _, worse = INVENTED[2]
    assert score_by(Opinion(0.0), worse) < score_by(Opinion(0.0), distorted)


def test_without_an_opinion_the_table_decides() -> None:
    _, distorted = PLANS_AS_DONE[0]
    assert score_by(Opinion(None), distorted) == score(distorted)


def test_a_model_is_asked_once_and_shown_the_nearest_sentences_and_their_context_in_order() -> None:
    opinion = Opinion(0.0)
    parsed_article = ParsedArticle(PARSED_HARBOUR.index, opinion)
    for alignment in align(["The sailor had stolen the quay."] * 2, parsed_article):
        support(alignment, parsed_article)
    [claim] = opinion.asked
    assert claim.sentence == "The sailor had stolen the quay."
    assert len(claim.passages) == 3
    assert claim.passages[0].startswith("The harbour board of Torley voted")  # shares a word, and is the first
    assert claim.passages[1].startswith("Edith Crane")  # stands before the source
    assert claim.passages[2].startswith("Police said a sailor")


def test_a_model_sees_no_sentence_that_the_writer_was_not_shown() -> None:
    opinion = Opinion(0.0)
    shown = PARSED_HARBOUR.index.story_sentences[:1]
    score_by(opinion, "The sailor had stolen the quay.", shown)
    assert [len(claim.passages) for claim in opinion.asked] == [1]
    source = PARSED_HARBOUR.index.story_sentences[2:]
    score_by(opinion, "The sailor had stolen the quay.", source)
    assert not any("harbour board" in passage for claim in opinion.asked[1:] for passage in claim.passages)


def test_a_model_is_not_asked_about_what_shares_no_word_with_the_article() -> None:
    opinion = Opinion(5.0)
    assert score_by(opinion, "Whales sang in Peru.") == 0.0
    assert not opinion.asked


def test_a_model_is_not_asked_about_copies() -> None:
    opinion = Opinion(-5.0)
    copy = "The minister denied that the government had ignored the report."
    assert score_by(opinion, copy) == score(copy)
    assert not opinion.asked


def test_a_model_is_asked_about_many_together() -> None:
    calls: list[int] = []

    def opinion(claims: Sequence[Claim]) -> list[float]:
        calls.append(len(claims))
        return [0.0] * len(claims)

    parsed_article = ParsedArticle(PARSED_HARBOUR.index, opinion)
    sentences = [sentence for pair in ROLES_SWAPPED for sentence in pair]
    alignments = align(sentences, parsed_article)
    ask_model(alignments, parsed_article)
    for alignment in alignments:
        support(alignment, parsed_article)
    assert calls == [len(ROLES_SWAPPED)]  # what is right there is copied


def test_labelled_sentences_are_told_apart() -> None:
    """Floors below what was measured, 0.86, 97%, 44% and 3%: a table that falls below one has become worse."""
    supported, unsupported = labelled_scores(True), labelled_scores(False)
    wins = [(one > other) + (one == other) / 2 for one, other in product(supported, unsupported)]
    assert fmean(wins) > 0.8
    assert share_at_least(supported, MIN_PASSING_SUPPORT) > 0.9
    assert share_at_least(supported, MIN_DRAFT_SUPPORT) > 0.3
    assert share_at_least(unsupported, MIN_DRAFT_SUPPORT) < 0.15

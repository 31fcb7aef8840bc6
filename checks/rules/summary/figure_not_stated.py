"""A figure of the summary that the article does not state and that does not follow from it.

Automatic summaries invent ages, tolls and lengths of sentences, and people add what they know. Either way the editor
should see it. A warning: the figure may be right and only missing from the article.

A tick where the article states the figure for the same thing. It names the place, and says when the two agree only
because one of them is rounded ("about 30" for 29). A tick with the arithmetic where the figure follows from what the
article states: a count of names, a sum or difference of two figures that are close together, a share, a multiple, the
years between two dates, another unit. Writers rightly do this all the time; a check that reported it as invention would
be switched off. The derivations are in `checks/derivation/`.

Silent on "one" and "first", and on the numbers of a list.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, NotChecked, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.support import Judgement, Standing, judgements, phrase


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is Standing.SKIPPED:
            yield NotChecked(judged.detail, spans=(judged.figure.span,))
        elif judged.standing in (Standing.STATED, Standing.ROUNDED) and judged.source_figure is not None:
            yield _stated(judged, judged.source_figure.words, target, source)
        elif judged.standing is Standing.DERIVED and judged.derivation is not None:
            yield Tick(
                f'"{phrase(judged.figure, target)}" follows from the article.',
                spans=(judged.figure.span,),
                arithmetic=judged.derivation.arithmetic,
                source_spans=judged.derivation.spans,
                derived=True,
            )
        elif judged.standing is Standing.UNSTATED:
            yield Finding(
                Severity.WARNING,
                f'The summary has "{phrase(judged.figure, target)}"; the article does not state it, and it does not '
                "follow from what the article states.",
                spans=(judged.figure.span,),
                question=f'Where does "{phrase(judged.figure, target)}" come from?',
            )


def _stated(judged: Judgement, words: str, target: Article, source: Article) -> Tick:
    """The tick for a figure that the article states; `words` are the article's."""
    source_figure = judged.source_figure
    assert source_figure is not None
    place = source.place(source_figure.span.start)
    is_rounded = judged.standing is Standing.ROUNDED and not judged.figure.is_range  # "84 to 42" does not round 42
    return Tick(
        f'"{phrase(judged.figure, target)}": the article says "{phrase(source_figure, source)}" ({place}).',
        spans=(judged.figure.span,),
        arithmetic=f"{words}, rounded to {judged.figure.words}" if is_rounded else "",
        source_spans=(source_figure.span,),
    )


JAILED = "Karl Hoyt and Ned Marsh were jailed for theft. A third man was cleared."
MEDALS = "Norway won nine medals in Holm on Sunday. Denmark, which had sent 40 athletes, left without one."
REGULATOR = "The regulator Ofbank fined the firm £3m. Una Moss, the head of Kestrel, said that it would pay."

EXAMPLES = (
    Example(
        "an age that the article does not give",
        "A 16-year-old boy was found safe in Holm.",
        "warning",
        source="A boy who had been missing was found safe in Holm, police said.",
    ),
    Example(
        "a sum of money from nowhere",
        "The council spent £2m on the bridge.",
        "warning",
        source="The council finished the bridge after a long dispute.",
    ),
    Example(
        "another form of the article's number",
        "The council spent £2.5 million on the bridge.",
        "tick",
        source="The council spent £2,500,000 on the bridge.",
    ),
    Example(
        "the numbers of a list",
        "1. The bridge is finished.\n2. The dispute goes on.",
        "silent",
        source="The council finished the bridge, and the dispute goes on.",
    ),
    Example(
        "hundreds for a count of hundreds",
        "Hundreds of people crossed the bridge.",
        "tick",
        source="Some 500 people crossed the bridge on its first day.",
    ),
    Example(
        "no figure, nothing to say",
        "Boats sank.",
        "silent",
        source="The harbour master said 29 boats sank at their moorings.",
    ),
    Example(
        "the word one says little",
        "One of the boats sank.",
        "silent",
        source="The harbour master said a boat sank at its moorings.",
    ),
    Example(
        "the same count of the same thing",
        "The storm cut power to 4,200 homes.",
        "tick",
        source="A storm left 4,200 homes without power on the north coast, the operator said.",
    ),
    Example(
        "digits and words are one value",
        "Six boats sank.",
        "tick",
        source="The harbour master said 6 boats sank at their moorings.",
    ),
    Example(
        "a rounded figure holds, and says so",
        "About 30 boats sank.",
        "tick",
        source="The harbour master said 29 boats sank at their moorings.",
    ),
    Example(
        "people named with their ages are counted",
        "Two climbers were found alive.",
        "tick",
        source="Rescuers found Ada Brunn, 31, and Piet Moss, 29, alive under the ridge.",
    ),
    Example(
        "the years between two dates",
        "She led the choir for 13 years.",
        "tick",
        source="She led the choir from 1985 to 1998 and still sings in it.",
    ),
    Example(
        "a sum of two figures that stand together",
        "The bakery let 15 bakers go.",
        "tick",
        source="The bakery let 9 bakers go in May and another 6 bakers in June.",
    ),
    Example(
        "what is left when a part is taken away",
        "The chain sold 150 shops.",
        "tick",
        source="The chain has 200 shops. It will close 50 shops and has sold the others.",
    ),
    Example(
        "another unit of the same length",
        "The tunnel is 26 miles long.",
        "tick",
        source="The tunnel, 42km long, opens in the spring.",
    ),
    Example(
        "a fraction that two shares in per cent give",
        "Vacancies rose by a fifth.",
        "tick",
        source="The share of vacancies rose from 5% to 6% in Holm. Rents in Tarn rose 23%.",
    ),
    Example("a third one who stood trial as well", "Three men stood trial.", "tick", source=JAILED),
    Example("the medals of another team", "Denmark won nine medals in Holm.", "silent", source=MEDALS),
    Example("the team's own medals", "Norway won nine medals.", "tick", source=MEDALS),
    Example("another name that the article calls the firm", "Kestrel was fined £3m.", "tick", source=REGULATOR),
)

RULE = Rule(code="SU01", slug="figure-not-stated", scope="summary", check=check, examples=EXAMPLES)

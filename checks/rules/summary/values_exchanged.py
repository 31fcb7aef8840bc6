"""The summary swaps the figures of two names: "Brunn scored five and Moss three" for three and five.

Every name and every digit is the article's, so no other check notices. A warning, if the article gives both names a
figure of one sort in one passage, and never gives the value to the name that the summary has. The same for a series of
figures without names: "£34m on cycle lanes" for "£12m on cycle lanes and £34m on roads". Two exchanged figures are one
question. Silent where the article has no name next to the value, or where the value may be meant for both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Span
from checks.questions import mid_sentence
from checks.rule import Example, Rule
from checks.support import Judgement, Standing, in_context, judgements


def check(target: Article, source: Article) -> Iterator[Outcome]:
    exchanges: dict[tuple[int, frozenset[Span]], list[Judgement]] = defaultdict(list)
    for judged in judgements(target, source):
        source_figure, named_figure = judged.source_figure, judged.named_figure
        if judged.standing is Standing.OTHER_NAME and source_figure is not None and named_figure is not None:
            exchanges[judged.figure.sentence, frozenset((source_figure.span, named_figure.span))].append(judged)
    for judged, *others in exchanges.values():
        source_figure, named_figure = judged.source_figure, judged.named_figure
        assert source_figure is not None
        assert named_figure is not None
        place = source.place(source_figure.span.start)
        yield Finding(
            Severity.WARNING,
            f'The summary has "{in_context(judged.figure, target)}"; '
            f'the article has "{in_context(source_figure, source)}" and '
            f'"{in_context(named_figure, source)}" ({place}).',
            spans=(judged.figure.span, *(exchange.figure.span for exchange in others)),
            question=f"Whose figure is {mid_sentence(judged.figure.words)}? Have the two been swapped?",
            source_spans=(source_figure.span, named_figure.span),
        )


TRIES = "Ada Brunn scored three tries and Una Moss five in the win at Holm."
TOLLS = "In Orvena 43 people died, while 34 died in Holm, officials said."

PLACES = "Police held 14 people at a march in Holm. In Orvena, where some 3,000 marched, 35 people were held."
ROADS = "The town will spend £12m on cycle lanes and £34m on mending roads by 2030."
COSTS = "Fuel cost the ferry £31m and wages £27m."
SALES = "Rovers sold Ada Brunn to Orvena for £3m and Una Moss to Tarn for £5m."

EXAMPLES = (
    Example("two exchanged", "Brunn scored five tries and Moss three.", "warning", source=TRIES),
    Example("one told alone", "Moss scored three tries.", "warning", source=TRIES),
    Example("the names behind", "The storm killed 43 in Holm and 34 in Orvena.", "warning", source=TOLLS),
    Example("in another order", "Moss scored five tries and Brunn three.", "silent", source=TRIES),
    Example("the names behind, rightly", "The storm killed 34 in Holm and 43 in Orvena.", "silent", source=TOLLS),
    Example(
        "in another order, with what befell them",
        "Sixty people were hurt in Orvena and 40 in Holm.",
        "silent",
        source="Some 40 people were hurt in Holm and 60 in Orvena on Monday.",
    ),
    Example(
        "what befell them, exchanged",
        "Sixty people were hurt in Holm and 40 in Orvena.",
        "warning",
        source="Some 40 people were hurt in Holm and 60 in Orvena on Monday.",
    ),
    Example(
        "whoever pays, pays both",
        "United paid £5m for one of them.",
        "silent",
        source="United paid Leeds £3m and Chelsea £5m for the pair.",
    ),
    Example(
        "whoever hires, hires in both",
        "Kestrel hired 60 people.",
        "silent",
        source="Kestrel hired 40 people in Peru and 60 in Chile.",
    ),
    Example(
        "both may have it",
        "Moss scored three tries.",
        "silent",
        source=f"{TRIES} Moss scored three tries in the first half alone.",
    ),
    Example("of two places", "Thirty-five people were held in Holm.", "warning", source=PLACES),
    Example("of two places, rightly", "Thirty-five people were held in Orvena.", "silent", source=PLACES),
    Example("the second of two, joined by and", "Moss was sold for £3m.", "warning", source=SALES),
    Example("the second of two, rightly", "Moss was sold for £5m.", "silent", source=SALES),
    Example("the words of another of a series", "The town will spend £34m on lanes.", "warning", source=ROADS),
    Example("its own words", "The town will spend £34m on mending roads.", "silent", source=ROADS),
    Example("the words before it", "Wages cost the ferry £31m.", "warning", source=COSTS),
    Example("the words before it, rightly", "Wages cost the ferry £27m.", "silent", source=COSTS),
    Example(
        "what is counted is not the same",
        "Holm won by three goals.",
        "silent",
        source="Holm beat Tarn 4-1. Police held eight fans in Holm and three in Orvena.",
    ),
)

RULE = Rule(code="SU14", slug="values-exchanged", scope="summary", check=check, examples=EXAMPLES)

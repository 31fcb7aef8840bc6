"""One fact stated twice with two values.

Every figure, date, weekday and clock time of an article is compared with every other one of its kind and unit: headline
and body, caption and body, paragraph 2 and paragraph 12. Whether two of them state one fact is judged by the words
around them, not by how close the values are, with odds learned from annotated news (`checks.relations`). Only then it
matters whether the difference looks like a slip. A tick says that the two agree.

Silent where the odds are too low for a question: two figures of one kind mostly state two facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model import Article, Finding, Outcome, ProposedRelation, Tick
from checks.questions import mid_sentence
from checks.relations.judge import verdicts_of
from checks.relations.proposed import proposed_verdicts
from checks.relations.verdicts import Verdict
from checks.rule import Example, Rule


def check(article: Article) -> Iterator[Outcome]:
    yield from _outcomes(article, verdicts_of(article).restatements)


def check_proposed(article: Article, relations: Sequence[ProposedRelation]) -> Iterator[Outcome]:
    yield from _outcomes(article, proposed_verdicts(article, relations).restatements)


def _outcomes(article: Article, verdicts: Sequence[Verdict]) -> Iterator[Outcome]:
    for verdict in verdicts:
        first, second = verdict.members
        words, other = first.statement.words, second.statement.words
        place, other_place = article.place(first.start), article.place(second.start)
        spans = (first.statement.span, second.statement.span)
        if verdict.holds:
            first_words = mid_sentence(words)
            agreement = f"agree on {first_words}" if first_words == mid_sentence(other) else f"agree: {words}, {other}"
            if place == other_place:
                message = f"{words}, twice in {place}."
            else:
                message = f"{place[0].upper()}{place[1:]} and {other_place} {agreement}."
            yield Tick(message, spans, relation=verdict.relation)
        else:
            note, other_note = (f" ({place})", f" ({other_place})") if place != other_place else ("", "")
            yield Finding(
                verdict.severity,
                f"{words} in {place} and {other} in {other_place} seem to state the same thing.",
                spans,
                f"{words} and {other}",
                (f"{words} -> {other}", f"{other} -> {words}"),
                f"Do {mid_sentence(words)}{note} and {mid_sentence(other)}{other_note} state the same thing? "
                "If so, which is right?",
                relation=verdict.relation,
            )


EXAMPLES = (
    Example(
        "headline and body, digits swapped",
        "Council backs 240 new homes at old brewery\n\n"
        "Councillors in Harwick voted on Tuesday to allow 420 new homes on the site of the old brewery.",
        "warning",
    ),
    Example(
        "two paragraphs",
        "The company said it would cut 1,200 jobs.\n\nUnions said they would fight the plan to cut 2,100 jobs.",
        "warning",
    ),
    Example(
        "amounts of money",
        "Fund raises $2.4 billion\n\nThe fund said on Monday it had raised $4.2 billion from investors.",
        "warning",
    ),
    Example(
        "one person's age",
        "Soldier dies in Cyprus\n\nDavid Lee Moss, 18, from Hull, died on Monday after a fight at a club.\n\n"
        "A friend of David Lee Moss, 19, said he had been on his way home.",
        "warning",
    ),
    Example(
        "one person's age, then by the surname",
        "Driver in court\n\nDavid Moss, 34, of Mill Lane, admitted the charge.\n\nMr Moss, 43, lost his job in May.",
        "warning",
    ),
    Example(
        "a surname that two people have",
        "Driver in court\n\nDavid Moss, 34, of Mill Lane, admitted the charge.\n\nHis father, Ron Moss, was there. "
        "Moss, 63, said he was sorry.",
        "silent",
    ),
    Example(
        "two of one family",
        "Two hurt in fire\n\nDavid Moss, 18, from Hull, was hurt on Monday.\n\nDaniel Moss, 19, was at home.",
        "silent",
    ),
    Example(
        "magnitudes",
        "Quake of magnitude 6.4 hits coast\n\n"
        "An earthquake of magnitude 4.6 struck the coast on Sunday, the institute said.",
        "warning",
    ),
    Example(
        "headline and body, agreeing",
        "Ferry fire kills 14\n\nA fire on a ferry off Lorne killed 14 people on Monday, the coastguard said.",
        "tick",
    ),
    Example(
        "years, agreeing",
        "The bridge opened in 1932. Engineers will close it for six weeks.\n\n"
        "The bridge, which opened in 1932, carries 9,000 cars a day.",
        "tick",
    ),
    Example(
        "a headline that is short for the body, or wrong",
        "Lorne Steel in $400m cut\n\nLorne Steel said that it had cut its profit for 2003 to $434m on Monday.",
        "silent",
    ),
    Example(
        "two things",
        "The library lent 4,200 books in May. The museum sold 3,100 tickets in June.",
        "silent",
    ),
    Example(
        "two months",
        "The factory made 300 cars in May and 280 cars in June.",
        "silent",
    ),
    Example(
        "two countries",
        "Sales rose 5% in France. Sales rose 7% in Spain.",
        "silent",
    ),
    Example(
        "two years",
        "In 2019 the club had 400 members. In 2023 the club had 650 members.",
        "silent",
    ),
    Example(
        "two candidates",
        "The mayor won 12,400 votes. Her rival won 11,900 votes.",
        "silent",
    ),
)

# Rules that this one replaced: settings, `--ignore` and `copydesk explain` still know them.
# fmt: off
FORMER_NAMES = (
    "said-twice", "RP02", "repeated-fact",
    "age-twice", "RP03",
    "date-twice", "RP04",
    "points-back", "RP05",
    "vote-told-again", "RP06",
    "odd-one-out", "RP07",
)
# fmt: on

RULE = Rule(
    code="RP08",
    slug="same-fact",
    scope="article",
    relation="same",
    check=check,
    check_proposed=check_proposed,
    examples=EXAMPLES,
    aliases=FORMER_NAMES,
)

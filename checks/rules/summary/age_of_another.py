"""The summary gives one person an age that the article gives another.

The commonest slip of automatic summaries of court and crime stories: the victim's age is given to the accused. A
warning. Silent where the article gives the age to nobody by name, or where both give it to the same name.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.questions import mid_sentence
from checks.rule import Example, Rule
from checks.support import Standing, in_context, judgements, phrase


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is not Standing.OTHER_PERSON or judged.source_figure is None:
            continue
        place = source.place(judged.source_figure.span.start)
        yield Finding(
            Severity.WARNING,
            f'The summary has "{phrase(judged.figure, target)}" of one person; the article has it of another: '
            f'"{in_context(judged.source_figure, source)}" ({place}).',
            spans=(judged.figure.span,),
            question=f"Whose age is “{mid_sentence(judged.figure.words)}”?",
            source_spans=(judged.source_figure.span,),
        )


PAIR = "Una Hoyt, 31, and Ned Marsh, 58, won the race."

EXAMPLES = (
    Example(
        "the victim's age given to the accused",
        "A 25-year-old man went on trial accused of robbing Karl Hoyt.",
        "warning",
        source="Karl Hoyt, 25, was robbed in May. The trial of the man accused of it began on Monday.",
    ),
    Example(
        "the same person",
        "Karl Hoyt, 25, was robbed in May.",
        "silent",
        source="Mr Hoyt, 25, was robbed in May. The trial of the man accused of it began on Monday.",
    ),
    Example(
        "a person without a name",
        "A 25-year-old man was robbed in May.",
        "silent",
        source="Karl Hoyt, 25, was robbed in May.",
    ),
    Example("the other's, without a word for years", "Hoyt is 58.", "warning", source=PAIR),
    Example("her own, without a word for years", "Hoyt is 31.", "silent", source=PAIR),
)

RULE = Rule(code="SU07", slug="age-of-another", scope="summary", check=check, examples=EXAMPLES)

"""The summary gives one person a figure that the article gives several together.

"Brunn scored 31 goals" where the article has "Brunn and Moss scored 31 goals between them": the digits and the name are
the article's, so no other check notices. A warning, if the article says that the figure is a joint one ("between them",
"combined", "together", "a total of") and lists the names. Silent where the summary, too, refers to more than one, and
where the article gives the value to anybody alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.questions import mid_sentence
from checks.rule import Example, Rule
from checks.support import Standing, in_context, judgements, phrase


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is not Standing.COMBINED or judged.source_figure is None:
            continue
        place = source.place(judged.source_figure.span.start)
        yield Finding(
            Severity.WARNING,
            f'The summary has "{phrase(judged.figure, target)}" of {judged.detail} alone; the article has it of '
            f'several together: "{in_context(judged.source_figure, source)}" ({place}).',
            spans=(judged.figure.span,),
            question=f"Is {mid_sentence(judged.figure.words)} the figure of one, or of all together?",
            source_spans=(judged.source_figure.span,),
        )


GOALS = "Ada Brunn and Piet Moss have scored 31 goals between them for Holm this season."
FINES = "Emil and Petr Hallen were told to pay a combined £9,400 in costs. The court in Orvena heard both."

EXAMPLES = (
    Example("one of two scorers", "Moss has scored 31 goals for Holm.", "warning", source=GOALS),
    Example("one of two brothers", "Petr Hallen must pay £9,400 in costs.", "warning", source=FINES),
    Example(
        "named in the sentence before",
        "Brunn has raised £5,000.",
        "warning",
        source="Ada Brunn and Piet Moss run each Sunday. Together they have raised £5,000 for a school in Tarn.",
    ),
    Example("both of them", "Brunn and Moss have scored 31 goals.", "silent", source=GOALS),
    Example("one with the other", "Brunn has 31 goals together with Moss.", "silent", source=GOALS),
    Example("nobody by name", "The two brothers must pay £9,400.", "silent", source=FINES),
    Example(
        "each of them",
        "Petr Hallen must pay £900.",
        "silent",
        source="Emil and Petr Hallen were told to pay £900 in costs. The court in Orvena heard both.",
    ),
    Example(
        "one has as many alone",
        "Moss has scored 31 goals for Holm.",
        "silent",
        source=f"{GOALS} Moss has now scored 31 goals in his life.",
    ),
)

RULE = Rule(code="SU17", slug="combined-figure", scope="summary", check=check, examples=EXAMPLES)

"""The count is the article's, but the summary says that something else happened to those counted.

Killed for trapped, dead for sick, charged for released. A warning, since the article may say elsewhere, in words that
are not recognised, that one led to the other. Silent where the sentence with the article's count has the summary's
word, and on pairs that may both be true of the same people (arrested and charged, trapped and rescued). "144 people
brought together" for 144 arrested is questioned as well: the article lacks the participle and says plainly what
happened.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity
from checks.rule import Example, Rule
from checks.support import Standing, in_context, judgements


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is not Standing.OTHER_EVENT or judged.source_figure is None:
            continue
        place = source.place(judged.source_figure.span.start)
        yield Finding(
            Severity.WARNING,
            f'The summary has "{in_context(judged.figure, target)}"; the article has the count with another verb: '
            f'"{in_context(judged.source_figure, source)}" ({place}).',
            spans=(judged.figure.span,),
            question="What happened to them?",
            source_spans=(judged.source_figure.span,),
        )


EXAMPLES = (
    Example(
        "killed for trapped",
        "A landslide killed 123 people in Orvena.",
        "warning",
        source="A landslide trapped 123 people in Orvena. Crews worked through the night.",
    ),
    Example(
        "the same fate in another word",
        "A landslide killed 123 people in Orvena.",
        "silent",
        source="In Orvena, 123 people died in a landslide.",
    ),
    Example(
        "a fate made harmless",
        "144 people were brought together.",
        "warning",
        source="Some 144 people were arrested after raids on the port, police said.",
    ),
    Example(
        "a participle that the article has elsewhere",
        "144 people were questioned.",
        "silent",
        source="Some 144 people were arrested after raids on the port. All were questioned.",
    ),
    Example(
        "the crime is not what befell those charged with it",
        "Five men were arrested in Holm.",
        "silent",
        source="Five men were charged with murder in Holm.",
    ),
    Example(
        "both may be true",
        "Police arrested three men.",
        "silent",
        source="Three men were charged with theft.",
    ),
)

RULE = Rule(code="SU08", slug="other-fate", scope="summary", check=check, examples=EXAMPLES)

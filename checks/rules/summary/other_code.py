"""A numbered name of the summary that the article has with another number.

"Flight 777" for Flight 370, "Euro 2015" for Euro 2016: such numbers count nothing, so the checks of figures ignore
them. A warning where the article has the same word only with other numbers. Silent where the article never has the word
with a number: that is a name like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Kind, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule

CODE = pattern(r"([^\W\d_]+)[ -]?(\d+)")


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for figure in target.figures:
        code = CODE.search(figure.words) if figure.kind is Kind.NAME else None
        if code is None:
            continue
        label, number = code.groups()
        same_label = list(re.finditer(rf"(?<!\w){re.escape(label)}[ -]?(\d+)(?!\w)", source.text, re.IGNORECASE))
        identical = [match for match in same_label if match.group(1) == number]
        if identical:
            yield Tick(
                f'"{figure.words}": the article says so.', (figure.span,), source_spans=(Span(*identical[0].span()),)
            )
        elif same_label:
            source_span = Span(*same_label[0].span())
            yield Finding(
                Severity.WARNING,
                f'The summary has "{figure.words}"; the article has "{source.text_of(source_span)}" '
                f"({source.place(source_span.start)}).",
                spans=(figure.span,),
                question=f'Is it "{figure.words}" or "{source.text_of(source_span)}"?',
                source_spans=(source_span,),
            )


EXAMPLES = (
    Example(
        "another flight",
        "The search for Flight 512 goes on.",
        "warning",
        source="Flight 412 left Holm at noon. The search for it goes on.",
    ),
    Example(
        "the same flight",
        "The search for Flight 412 goes on.",
        "tick",
        source="Flight 412 left Holm at noon. The search for it goes on.",
    ),
    Example(
        "a code of which the article knows nothing",
        "The search off the A40 goes on.",
        "silent",
        source="Flight 412 left Holm at noon. The search for it goes on.",
    ),
    Example(
        "no code",
        "The search goes on.",
        "silent",
        source="Flight 412 left Holm at noon. The search for it goes on.",
    ),
)

RULE = Rule(code="SU12", slug="other-code", scope="summary", check=check, examples=EXAMPLES)

"""The summary's bound points the other way: "fewer than" for "more than", "over" for "almost".

"Almost 400" is below 400 and "over 400" above it; no number is both. An error where the article's bound is the opposite
one, a warning where the article has the number without a bound. Silent where a bound is merely left out ("400" for
"almost 400") or added on the safe side ("at least 400" for 400).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Hedge, Outcome, Severity
from checks.questions import mid_sentence
from checks.rule import Example, Rule
from checks.support import Standing, in_context, judgements


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for judged in judgements(target, source):
        if judged.standing is not Standing.OTHER_BOUND or judged.source_figure is None:
            continue
        place = source.place(judged.source_figure.span.start)
        opposite = judged.sure and judged.source_figure.hedge is not Hedge.NONE
        yield Finding(
            Severity.ERROR if opposite else Severity.WARNING,
            f'The summary has "{in_context(judged.figure, target)}"; the article has '
            f'"{in_context(judged.source_figure, source)}" ({place}).',
            spans=(judged.figure.span,),
            arithmetic=f"{judged.figure.hedge.value} {judged.figure.words}, not "
            f"{judged.source_figure.hedge.value} {judged.source_figure.words}".replace("  ", " "),
            question=f"Is it {judged.figure.hedge.value} {mid_sentence(judged.figure.words)}, as the summary says?",
            source_spans=(judged.source_figure.span,),
        )


EXAMPLES = (
    Example(
        "over for almost",
        "She has played over 400 matches.",
        "error",
        source="She has played almost 400 matches for the club.",
    ),
    Example(
        "fewer than for more than",
        "Fewer than 90 letters were found in the attic.",
        "error",
        source="More than 90 letters were found in the attic of the old school.",
    ),
    Example(
        "the same bound in other words",
        "She has played nearly 400 matches.",
        "silent",
        source="She has played almost 400 matches for the club.",
    ),
    Example(
        "a bound left out is rounding",
        "She has played 400 matches.",
        "silent",
        source="She has played almost 400 matches for the club.",
    ),
    Example(
        "a bound that the exact number meets",
        "More than 6,700 letters were found.",
        "silent",
        source="In all, 6,786 letters were found in the attic.",
    ),
)

RULE = Rule(code="SU06", slug="other-bound", scope="summary", check=check, examples=EXAMPLES)

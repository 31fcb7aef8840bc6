"""An ordinal that does not follow the count so far.

Ties "six ships sailed ... the seventh ship was due to sail": the next is one more than the count so far. Only a note,
because the precision of this rule has not been measured yet, and counts may start anew.

Silent where the ordinal is one of those counted, and where the text does not say that it comes next.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.sameness import noun_class

NEXT = lexicon("scheduled due planned next would")  # words after an ordinal that is still to come
MAX_SENTENCES_APART = 3  # sentences from the count to the ordinal


def check(article: Article) -> Iterator[Outcome]:
    counts = [
        count for count in article.figures if count.kind is Kind.COUNT and count.noun is not None and not count.hedge
    ]
    for ordinal in article.figures:
        if ordinal.kind is not Kind.ORDINAL or ordinal.value is None or ordinal.value < 3:
            continue
        behind = plain_words(article.text[ordinal.span.end : ordinal.span.end + 50])
        if not behind or NEXT.isdisjoint(behind[1:5]):
            continue
        thing = noun_class(behind[0])
        same = [
            count
            for count in counts
            if count.noun is not None
            and 0 < ordinal.sentence - count.sentence <= MAX_SENTENCES_APART
            and noun_class(count.noun.head) == thing
        ]
        if same:
            yield _judged(same[-1], ordinal)


def _judged(count: Figure, ordinal: Figure) -> Finding | Tick:
    """The tick or note for a count and the ordinal after it."""
    spans = (count.span, ordinal.span)
    expected = (count.value or 0) + 1
    if ordinal.value == expected:
        return Tick(f"After {count.words} comes the {ordinal.words}.", spans, f"{count.value} + 1 = {expected}")
    return Finding(
        Severity.NOTE,
        f"The text counts {count.words}, and then speaks of the {ordinal.words} as the next.",
        spans,
        f"{count.value} + 1 = {expected}, not {ordinal.value}",
        question=f"Were there {count.words} before the {ordinal.words}?",
    )


EXAMPLES = (
    Example("not the next", "Six ships sailed that year. The ninth ship was due to sail in May.", "note"),
    Example("the next", "Six ships sailed that year. The seventh ship was due to sail in May.", "tick"),
    Example("one of those counted", "Six ships sailed that year. The third ship sank in May.", "silent"),
    Example("another thing", "Six ships sailed that year. The ninth house was due to be built.", "silent"),
)

RULE = Rule(code="RK02", slug="running-count", scope="article", check=check, examples=EXAMPLES, aliases=("ordinal",))

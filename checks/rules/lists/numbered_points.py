"""A count announces points that stand below it, a paragraph each, and there are more or fewer.

Compares "Three questions for the mayor" or "Five things to know:" with the numbered or bulleted paragraphs that follow.

Questioned where the paragraphs are numbered from 1 or where the line above ends in a colon; otherwise a list may be one
of several. Silent where the line above holds two counts, or a list goes on in ordinary paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.budget import spend
from checks.model import Article, Figure, Finding, Outcome, Severity, Span, Tick, Zone
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.lists._announced import count_figures, may_be_slip

NUMBERED = pattern(r"(\d{1,2})[.)]\s")
BULLETED = pattern(r"[-–—*•·‣▪◦●■]\s")


def check(article: Article) -> Iterator[Outcome]:
    paragraphs = article.paragraphs
    whole: list[Figure] | None = None
    index = 1
    while index < len(paragraphs):
        spend()
        end = index
        while end < len(paragraphs) and paragraphs[end].zone is Zone.LIST:
            spend()
            end += 1
        if end - index > 1 and paragraphs[index - 1].zone is not Zone.LIST:
            whole = list(count_figures(article)) if whole is None else whole
            yield from _outcome(
                article, whole, paragraphs[index - 1].span, [paragraph.span for paragraph in paragraphs[index:end]]
            )
        index = max(end, index + 1)


def _outcome(article: Article, whole: list[Figure], above: Span, points: list[Span]) -> Iterator[Outcome]:
    """The outcome for the paragraph `above` and the points below it."""
    last = max(
        (candidate.span.start for candidate in article.sentences if above.contains(candidate.span)), default=above.start
    )
    announced = [candidate for candidate in whole if last <= candidate.span.start < above.end and candidate.noun]
    numbers = [int(found[1]) for point in points if (found := NUMBERED.match(article.text, point.start))]
    numbered = numbers == list(range(1, len(points) + 1))
    bulleted = all(BULLETED.match(article.text, point.start) for point in points)
    if len(announced) != 1 or not (numbered or bulleted):
        return
    figure, size = announced[0], len(points)
    count, noun = int(figure.value or 0), article.words(figure.noun.span) if figure.noun else ""
    spans = (figure.span, *(Span(point.start, min(point.end, point.start + 2)) for point in points))
    if count == size:
        yield Tick(f"{figure.words} {noun} are announced, and {size} points follow.", spans, f"{count} = {size}")
    elif may_be_slip(count, size) and (numbered or article.words(above).rstrip().endswith(":")):
        yield Finding(
            Severity.WARNING,
            f"{figure.words} {noun} are announced, and {size} points follow.",
            spans,
            f"{count} is not {size}",
            (f"{figure.words} -> {size}", f"a point {'to add' if size < count else 'to take out'}"),
            f"Are they {figure.words} or {size}?",
        )


EXAMPLES = (
    Example(
        "a question less than announced",
        "Four questions for the mayor\n\n1. Who signed?\n2. Who paid?\n3. Who knew?\n\nThe council meets on Monday.",
        "warning",
    ),
    Example(
        "a point more than announced",
        "He made two demands:\n\n- The chair must go.\n- The books must open.\n- The rent must fall.\n\nHe left.",
        "warning",
    ),
    Example(
        "as many as announced",
        "Three questions for the mayor\n\n1. Who signed?\n2. Who paid?\n3. Who knew?\n\nThe council meets on Monday.",
        "tick",
    ),
    Example(
        "a line that announces nothing is left alone",
        "The panel met for two days and heard many voices.\n\n- The chair must go.\n- The books must open.\n- The rent "
        "must fall.\n\nHe left.",
        "silent",
    ),
    Example(
        "two counts above are left alone",
        "Two men put four questions to the mayor:\n\n1. Who signed?\n2. Who paid?\n3. Who knew?\n\nHe left.",
        "silent",
    ),
    Example(
        "points without a count are left alone",
        "What we know\n\n1. It was late.\n2. It was dark.\n\nHe left town on Monday, police said.",
        "silent",
    ),
)

RULE = Rule(code="LS07", slug="numbered-points", scope="article", check=check, examples=EXAMPLES)

"""A count announces points that stand below it, a paragraph each, and there are more or fewer.

Ties "Three questions for the mayor" or "Five things to know:" to the numbered or bulleted paragraphs that follow.

Questioned where the paragraphs are numbered from 1 on or where the line above ends in a colon; else a list may be one
of several. Silent where the line above holds two counts, or a list goes on in ordinary paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.budget import spend
from checks.model import Article, Figure, Finding, Outcome, Severity, Span, Tick, Zone
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.lists._announced import counts, like_a_slip

NUMBERED = pattern(r"(\d{1,2})[.)]\s")
BULLETED = pattern(r"[-–—*•·‣▪◦●■]\s")


def check(article: Article) -> Iterator[Outcome]:
    paragraphs = article.paragraphs
    whole: list[Figure] | None = None
    at = 1
    while at < len(paragraphs):
        spend()
        end = at
        while end < len(paragraphs) and paragraphs[end].zone is Zone.LIST:
            spend()
            end += 1
        if end - at > 1 and paragraphs[at - 1].zone is not Zone.LIST:
            whole = list(counts(article)) if whole is None else whole
            yield from _judged(article, whole, paragraphs[at - 1].span, [one.span for one in paragraphs[at:end]])
        at = max(end, at + 1)


def _judged(article: Article, whole: list[Figure], above: Span, points: list[Span]) -> Iterator[Outcome]:
    last = max((one.span.start for one in article.sentences if above.contains(one.span)), default=above.start)
    announced = [one for one in whole if last <= one.span.start < above.end and one.noun]
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
    elif like_a_slip(count, size) and (numbered or article.words(above).rstrip().endswith(":")):
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

"""The outcomes for a count and its list: a tick where they agree, a finding where they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model import Article, Figure, Finding, Severity, Span, Tick
from checks.number_format import counted, join_items
from checks.questions import how_many
from checks.rules._text import figures_between


def tick(article: Article, figure: Figure, size: int, extent: Span, what: str = "item") -> Tick:
    """The tick of a count that fits its list; `size` is the length of the list, `what` the noun for its members."""
    listed_things = counted(size, what)
    return Tick(
        f"{_counted(article, figure)} are announced and {listed_things} are listed.",
        (figure.span, *_without_figures(article, extent)),
        f"{figure.words} = {listed_things}",
    )


def _without_figures(article: Article, extent: Span) -> Iterator[Span]:
    """The list without the figures in it, which counting its members does not check."""
    start = extent.start
    for inside in figures_between(article, *extent):
        if inside.value is not None:
            if start < inside.span.start:
                yield Span(start, inside.span.start)
            start = inside.span.end
    if start < extent.end:
        yield Span(start, extent.end)


def finding(
    article: Article,
    figure: Figure,
    names: Sequence[str],
    extent: Span,
    *,
    size: int = 0,
    what: str = "item",
    certain: bool = False,
) -> Finding:
    """The finding of a count that does not fit its list.

    `size` is the length of the list where that differs from the number of `names`.
    """
    count, size = int(figure.value or 0), size or len(names)
    short = size < count
    return Finding(
        Severity.ERROR if certain else Severity.WARNING,
        f"{_counted(article, figure)} are announced, and {counted(size, what)} are listed: {join_items(names)}.",
        (figure.span, extent),
        f"{figure.words} is not {size}",
        (f"{figure.words} -> {size}", f"{counted(abs(size - count), what)} {'to add' if short else 'to take out'}"),
        how_many(figure.words, count, size, what),
    )


def _counted(article: Article, figure: Figure) -> str:
    """The count with its noun as printed: "three men", "trio of brothers"."""
    if figure.noun is None or figure.noun.span.start < figure.span.end:
        return figure.words
    return " ".join(article.text[figure.span.start : figure.noun.span.end].split())

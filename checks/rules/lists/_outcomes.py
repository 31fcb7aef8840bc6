"""The outcomes for a count and its list: a tick if they agree, a finding if they do not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checks.model import Article, Figure, Finding, Severity, Span, Tick
from checks.number_format import counted, join_items
from checks.questions import how_many
from checks.rules._text import figures_between


def tick(article: Article, figure: Figure, size: int, extent: Span, item_noun: str = "item") -> Tick:
    """The tick for a count that fits its list; `size` is the list's length, `item_noun` the noun for its members."""
    listed_things = counted(size, item_noun)
    return Tick(
        f"{count_phrase(article, figure)} are announced and {listed_things} are listed.",
        (figure.span, *_without_figures(article, extent)),
        f"{figure.words} = {listed_things}",
    )


def _without_figures(article: Article, extent: Span) -> Iterator[Span]:
    """The spans of the list without the figures in it, which counting its members does not check."""
    start = extent.start
    for inner_figure in figures_between(article, *extent):
        if inner_figure.value is not None:
            if start < inner_figure.span.start:
                yield Span(start, inner_figure.span.start)
            start = inner_figure.span.end
    if start < extent.end:
        yield Span(start, extent.end)


def finding(
    article: Article,
    figure: Figure,
    names: Sequence[str],
    extent: Span,
    *,
    size: int = 0,
    item_noun: str = "item",
    is_certain: bool = False,
) -> Finding:
    """The finding for a count that does not fit its list.

    `size` is the length of the list if that differs from the number of `names`.
    """
    count, size = int(figure.value or 0), size or len(names)
    is_short, listed_items = size < count, counted(size, item_noun)
    return Finding(
        Severity.ERROR if is_certain else Severity.WARNING,
        f"{count_phrase(article, figure)} are announced, and {listed_items} are listed: {join_items(names)}.",
        (figure.span, extent),
        f"{figure.words} is not {size}",
        (
            f"{figure.words} -> {size}",
            f"{counted(abs(size - count), item_noun)} {'to add' if is_short else 'to take out'}",
        ),
        how_many(figure.words, count, size, item_noun),
    )


def count_phrase(article: Article, figure: Figure) -> str:
    """The count with its noun as printed: "three men", "trio of brothers"."""
    if figure.noun is None or figure.noun.span.start < figure.span.end:
        return figure.words
    return " ".join(article.text[figure.span.start : figure.noun.span.end].split())

"""The value that the printed digits of a figure allow, and text access that the rules share.

The interval of a `Figure` also follows its hedge, which is right for a statement on its own. Where the same quantity is
given twice ("at least 50,000 sq m (538,000 sq ft)") the hedge covers both, and only the digits tell how far apart the
two may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from checks.budget import spend
from checks.model import Article, Figure, Interval, Kind, Span
from checks.number_format import number
from checks.pattern import pattern
from checks.precision import last_nonzero_place, printed_number


def significant(value: Fraction, digits: int = 3) -> Fraction:
    """A value rounded to so many significant digits, as messages show it."""
    place = Fraction(1, 1000)
    while abs(value) >= place * 10**digits:
        spend()
        place *= 10
    return round(value / place) * place


def exact_or_about(value: Fraction, form: Callable[[Fraction], str] = number) -> str:
    """A computed value as `form` shows it: as it is where three decimals hold it, else "about" and rounded.

    >>> exact_or_about(Fraction(14_280)), exact_or_about(Fraction(22, 7))
    ('14,280', 'about 3.14')
    """
    is_exact = (value * 1000).denominator == 1
    return form(value) if is_exact else f"about {form(significant(value))}"


def lexicon(words: str) -> frozenset[str]:
    """The words of a cue list."""
    return frozenset(words.split())


GLOSS = lexicon(
    """or about around some roughly approximately approx nearly almost just over under more less than at least up to the
    equivalent of equal a an c ca i e that s is worth"""
)
"""Words that may stand between a quantity and the same quantity in other terms; any other word starts a statement of
its own.
"""
WORD = pattern(r"[a-z]+")
NOUGHTS = pattern(r"\d00(?!\d)")


def step_of(value: Fraction, words: str) -> Fraction:
    """The place of the last significant printed digit: 0.1 million for "1.2 million", 1,000 for "32,000".

    Of a fraction in words ("a quarter point"), a tenth of it.
    """
    printed = printed_number(value, words)
    if printed is None:
        return place_of(value) if value.denominator == 1 else abs(value) / 10
    scale = Fraction(1) if printed.scale is None or printed.scale.denominator != 1 else printed.scale
    if printed.decimals:
        return scale / Fraction(10**printed.decimals)
    return scale * place_of(Fraction(printed.steps)) if printed.steps % 100 == 0 else scale


def place_of(value: Fraction) -> Fraction:
    """The place of the last digit that is not zero, at least one: 1bn for 31bn, 1 for 0.5."""
    return max(last_nonzero_place(value), Fraction(1))


def printed(figure: Figure) -> Interval:
    """The values that the digits of a figure allow, without its hedge: half of the last printed place each way."""
    assert figure.value is not None
    slack = step_of(figure.value, figure.words) / 2
    if NOUGHTS.search(figure.words):
        slack = min(slack, abs(figure.value) / 20)  # 20,000 may be 19,000, and is not 15,000
    return around(figure.value, slack)


def around(value: Fraction, slack: Fraction) -> Interval:
    """The interval of a value plus and minus `slack`."""
    return Interval(value - slack, value + slack)


def between(article: Article, figure: Figure, other: Figure) -> str:
    """The text from the end of one figure to the start of the next."""
    return article.text[figure.span.end : other.span.start]


def plain_words(text: str) -> list[str]:
    """The words of a short text in lower case, letters only."""
    spend()
    return WORD.findall(text.lower())


def by_sentence(article: Article) -> Iterator[tuple[int, list[Figure]]]:
    """Yields each sentence index with the figures that state a quantity in it."""
    stated = (figure for figure in article.figures if figure.value is not None and figure.kind is not Kind.NAME)
    for sentence, figures in groupby(stated, key=lambda figure: figure.sentence):
        yield sentence, list(figures)


def earlier(figures: Sequence[Figure], index: int, back: int) -> Sequence[Figure]:
    """At most forty figures before the one at `index`, from at most `back` sentences before it."""
    first = index
    while first and index - first < 40 and figures[index].sentence - figures[first - 1].sentence <= back:
        spend()
        first -= 1
    return figures[first:index]


def spans(*figures: Figure | None) -> tuple[Span, ...]:
    """The spans of the figures in text order; None is left out."""
    return tuple(sorted(figure.span for figure in figures if figure is not None))

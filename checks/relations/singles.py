"""Single people or things mentioned without a figure: "a sixth agreed", "four dockers, a driver and a clerk".

A sum may fall short by as many, since reporters often mention the rest of a small number in such words.
"""

from __future__ import annotations

import re

from checks.figures.number_words import BELOW_HUNDRED
from checks.model import Article, Span
from checks.pattern import pattern

_ORDINALS = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last"
_NUMBERS = "|".join(BELOW_HUNDRED)
_SINGLE = pattern(
    rf"""
      \b (?: one | another | the\s other | lone | sole | single | (?:an?|the) \s (?:{_ORDINALS}) ) \b
      (?! \s (?: \d+ | {_NUMBERS} | of | half | quarter | times? | days? | weeks? | months? | years? ) \b )
      (?! \s in \s (?: \d+ | {_NUMBERS} | every | a ) \b )  # "one in five"; "nine in Europe and one in Mexico" is one
    | (?: [,:;] | \band | \bplus ) \s (?: an? | his | her | their ) \s [a-z]
    """,
    re.IGNORECASE | re.VERBOSE,
)


def count_singles(article: Article, first: int, last: int, figures: tuple[Span, ...] = ()) -> int:
    """The number of single people or things in sentences `first` to `last`, without those that overlap `figures`."""
    start, end = article.sentences[first].span.start, article.sentences[last].span.end
    found = [Span(*match.span()) for match in _SINGLE.finditer(article.text, start, end)]
    return sum(not any(figure.overlaps(single) for figure in figures) for single in found)

"""Names and figures or dates that the article never has together: "Brazil arrested 90" where a continent did.

A small model takes a count from one passage and a name from another. Each is the article's, so neither rules nor words
give it away; but the name does not stand anywhere near the figure. A name may stand beside a figure if the article has
it within a few sentences of that figure, or in the headline or the opening, which the whole story is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.model import Article, Figure, Kind, Moment, Sheet, Span, Zone

NEAR = 1  # sentences either side of the figure's own
OPENING = 2  # sentences of the story that name what it is about
TOLD = (Kind.COUNT, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.AGE, Kind.SCORE, Kind.NUMBER)

_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:['’]s)?(?:-[^\W\d_]+)*")
_WORD = re.compile(r"[^\W\d_]+")


def fault(read: Article, sentence: Span, sheet: Sheet, article: Article, story: Sequence[int]) -> str:
    """Why a draft's sentence (a span of `read`, checked in `sheet`) keeps wrong company; empty where it does not."""
    names = list(_names(read, sentence))
    if not names:
        return ""
    opening = _vocabulary(article, [*_headlines(article), *story[:OPENING]])
    told = [figure for figure in read.figures if figure.kind in TOLD]
    dated = [moment for moment in read.moments if moment.year or moment.month]
    for item in (*told, *dated):
        if not sentence.contains(item.span):
            continue
        near = _around(item, sheet, article)
        if not near:
            continue  # whether anything bears it out is asked elsewhere
        here = opening | _vocabulary(article, near)
        for name in names:
            if not _stands_in(name, here):
                return f'the article does not have {name} near its "{item.words}"'
    return ""


def _names(read: Article, sentence: Span) -> list[str]:
    """Capitalised words of the sentence; the first one only where it is capitalised elsewhere too."""
    text = read.words(sentence)
    found = [(match.start(), re.sub(r"['’]s$", "", match.group())) for match in _NAME.finditer(text)]
    lower = {word for word in _WORD.findall(text) if word[0].islower()}
    return [
        word
        for start, word in found
        if not word[1:2].isupper()  # initials: "MPs", "UN" stand for words that the article may spell out
        and word.lower() not in _TITLES
        and (start > 0 or (word.lower() not in lower and not _opens(word)))
    ]


def _opens(word: str) -> bool:
    """Is a sentence's first word more likely a common word than a name?"""
    return word.lower() in _COMMON or word.lower().endswith(("ly", "ing", "ed"))


_COMMON = frozenset(
    """a about after all although among an and another any as at because before both but by despite during each eight
    eleven every few fifteen fifty five for forty four from he her here his hundreds if in it its just last many more
    most nearly nine no none nobody of on one only or other over police people officials researchers scientists several
    seven she since six sixty some such ten than that the their there these they thirteen thirty this those thousands
    three through to twelve twenty two under until up we what when where which while who with you""".split()
)


_TITLES = frozenset(
    """captain chancellor chief count dame detective doctor general governor judge justice king lady lord mayor minister
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december officer president prime prince princess professor queen secretary senator sergeant sheriff
    sir""".split()
)
"""Titles go with a name and say nothing by themselves; days and months are looked at as dates."""


def _around(item: Figure | Moment, sheet: Sheet, article: Article) -> set[int]:
    """The sentences of the article around each figure that this one is tied to."""
    tied = [span for tick in sheet.ticks if item.span in tick.spans for span in tick.source_spans]
    places = {at for at, one in enumerate(article.sentences) if any(one.span.contains(span) for span in tied)}
    return {at + step for at in places for step in range(-NEAR, NEAR + 1) if 0 <= at + step < len(article.sentences)}


def _headlines(article: Article) -> list[int]:
    return [at for at, one in enumerate(article.sentences) if one.zone in (Zone.HEADLINE, Zone.STANDFIRST)]


def _vocabulary(article: Article, places: Sequence[int] | set[int]) -> frozenset[str]:
    return frozenset(word.lower() for at in places for word in _WORD.findall(article.words(article.sentences[at].span)))


def _stands_in(name: str, words: frozenset[str]) -> bool:
    """Is the name, or a form of it ("Indian" for "India"), among the words?"""
    parts = [part.lower() for part in name.split("-")]
    return all(
        part in words or any(len(part) - cut >= 4 and part[:-cut] in words for cut in (1, 2, 3)) or _begins(part, words)
        for part in parts
    )


def _begins(part: str, words: frozenset[str]) -> bool:
    """A longer form in the article: "Indian" there, "India" here."""
    return len(part) >= 4 and any(word.startswith(part) and len(word) - len(part) <= 3 for word in words)

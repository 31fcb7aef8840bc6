"""Finds a figure that the source gives to several together and the target to one of them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.model import Article, Figure, Span
from checks.pattern import pattern
from checks.support.binding import HolderFinder, name_finder

TOGETHER = pattern(
    r"\b(?:between (?:them|the (?:two|three|four|pair))|combined|together|jointly|joint|in total|(?:a|the) total of"
    r"|totall?ing|altogether|collective(?:ly)?|all told|pooled)\b",
    re.IGNORECASE,
)
"""Words that say that a figure is of all who are named, not of each."""
SEVERAL = pattern(
    r"\b(?:between them|both|pair|duo|couple|trio|two|three|twins|they|their|them|with|alongside|each|share(?:d)?|half"
    r"|and (?:his|her|a|an|the|[A-Z]\w*))\b"
)
"""Words of the target's sentence by which it, too, speaks of more than one."""
JOINED = pattern(r",? and |, ")
SENTENCES_BEFORE = 1
"""Sentences before the figure's in which those who have it together may be named: "The pair scored 31 between them"."""


def holder_of_combined(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> str:
    """The one to whom the target gives what the source gives to several together; "" otherwise."""
    sentence = target.sentences[figure.sentence].span
    text = target.text_of(sentence)
    if not agreeing or TOGETHER.search(text) or SEVERAL.search(text):
        return ""
    find_names = name_finder(target, source)
    names = find_names(target, Span(sentence.start, figure.span.start))
    if not names:
        return ""
    holder = ""
    for source_figure in agreeing:
        members = _members(source_figure, source, find_names)
        named = [(span, _named_among(members, target.text_of(span))) for span, _ in names]
        shared = {member for _, among in named for member in among}
        if len(members) < 2 or len(shared) != 1:
            return ""
        holder = holder or target.text_of(next(span for span, among in named if among))
    return holder


def _named_among(members: Sequence[frozenset[str]], name: str) -> frozenset[int]:
    """Which members a name may stand for: those with its first word, for brothers share the last; else any word."""
    words = [re.sub(r"['’]s$", "", word) for word in name.lower().split()]
    having_first = frozenset(index for index, member in enumerate(members) if words[0] in member)
    return having_first or frozenset(index for index, member in enumerate(members) if not member.isdisjoint(words))


def _members(figure: Figure, article: Article, find_names: HolderFinder) -> list[frozenset[str]]:
    """The words that name each of those who have a figure together; empty if nobody does."""
    if not TOGETHER.search(article.text, *article.sentences[figure.sentence].span):
        return []
    for sentence in reversed(article.sentences[max(0, figure.sentence - SENTENCES_BEFORE) : figure.sentence + 1]):
        groups: list[list[tuple[Span, frozenset[str]]]] = []
        for name in find_names(article, Span(sentence.span.start, min(sentence.span.end, figure.span.start))):
            if groups and JOINED.fullmatch(article.text, groups[-1][-1][0].end, name[0].start):
                groups[-1].append(name)
            else:
                groups.append([name])
        several = [group for group in groups if len(group) > 1]
        if several:
            return [words for _, words in several[-1]]
    return []

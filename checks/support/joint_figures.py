"""Finds a figure that the source states for several together and the target for one of them alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks.model import Article, Figure, Span
from checks.pattern import pattern
from checks.support.binding import NameFinder, name_finder

JOINT_WORDS = pattern(
    r"\b(?:between (?:them|the (?:two|three|four|pair))|combined|together|jointly|joint|in total|(?:a|the) total of"
    r"|totall?ing|altogether|collective(?:ly)?|all told|pooled)\b",
    re.IGNORECASE,
)
"""Words that say that a figure is for all those named together."""
PLURAL_WORDS = pattern(
    r"\b(?:between them|both|pair|duo|couple|trio|two|three|twins|they|their|them|with|alongside|each|share(?:d)?|half"
    r"|and (?:his|her|a|an|the|[A-Z]\w*))\b"
)
"""Words with which the target's sentence, too, may refer to more than one."""
NAME_LIST_GAP = pattern(r",? and |, ")
MAX_SENTENCES_BEFORE = 1
"""Sentences before the figure's that may name those who share it: "The pair scored 31 between them"."""


def name_given_joint_figure(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> str:
    """The name for which alone the target states what the source states for several together; "" if none.

    `agreeing` are the figures of the source that have the value.
    """
    sentence = target.sentences[figure.sentence].span
    text = target.text_of(sentence)
    if not agreeing or JOINT_WORDS.search(text) or PLURAL_WORDS.search(text):
        return ""
    find_names = name_finder(target, source)
    names = find_names(target, Span(sentence.start, figure.span.start))
    if not names:
        return ""
    name_alone = ""
    for source_figure in agreeing:
        members = _joint_members(source_figure, source, find_names)
        named = [(span, _members_named(members, target.text_of(span))) for span, _ in names]
        shared = {member for _, indices in named for member in indices}
        if len(members) < 2 or len(shared) != 1:
            return ""
        name_alone = name_alone or target.text_of(next(span for span, indices in named if indices))
    return name_alone


def _members_named(members: Sequence[frozenset[str]], name: str) -> frozenset[int]:
    """The indices of the members that a name may mean: by its first word, as brothers share the last; else by any."""
    words = [re.sub(r"['’]s$", "", word) for word in name.lower().split()]
    with_first_word = frozenset(index for index, member in enumerate(members) if words[0] in member)
    return with_first_word or frozenset(index for index, member in enumerate(members) if not member.isdisjoint(words))


def _joint_members(figure: Figure, article: Article, find_names: NameFinder) -> list[frozenset[str]]:
    """The words of the names of those who have a figure together, by member; empty if it is not a joint figure."""
    if not JOINT_WORDS.search(article.text, *article.sentences[figure.sentence].span):
        return []
    for sentence in reversed(article.sentences[max(0, figure.sentence - MAX_SENTENCES_BEFORE) : figure.sentence + 1]):
        groups: list[list[tuple[Span, frozenset[str]]]] = []
        for name in find_names(article, Span(sentence.span.start, min(sentence.span.end, figure.span.start))):
            if groups and NAME_LIST_GAP.fullmatch(article.text, groups[-1][-1][0].end, name[0].start):
                groups[-1].append(name)
            else:
                groups.append([name])
        lists = [group for group in groups if len(group) > 1]
        if lists:
            return [words for _, words in lists[-1]]
    return []

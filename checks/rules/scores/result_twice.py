"""The result of one match is given twice, with two scores.

Ties "beat Rovers 2-0" and "a 3-0 win over Rovers" where the words around both name the same sides. A score may be given
from either side. Silent where one of the two belongs to another match (the last meeting, the first leg, half-time),
where the names differ, and on scores without a word of winning, losing or drawing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Outcome, Severity, Tick, Zone
from checks.passage_index import STOP_WORDS, stem
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.scores._results import LAST_PART, OTHER_MATCH, pair, scores

RESULT = lexicon(
    """beat beats beaten beating win wins won winning victory victories defeat defeated loss lost thrashing draw
    drew"""
)
NOT_THE_END = lexicon("half interval break lead led leading trailing trailed set sets")
SPORT = lexicon(
    """match game side team club goal goals score scored final cup league title season home away first second top
    manager coach player players point points clear former champions defending"""
)
MOST = 180  # points of one side: more are votes or runs
NEAR = 6  # sentences
ROW = 14  # characters
MANY = 40  # results behind one that are looked through
FEW_WORDS = 120  # characters in which a sentence of a few words ends
CLOCK = pattern(r"\d{1,2}[.:]\d\d\s?(?:[ap]\.?m\.?)?:?\s|\d{1,3}(?:\+\d)? ?(?:min|mins|['’])\b", re.IGNORECASE)
"""What the entries of a live report begin with."""
WORD = pattern(r"[A-Za-z]+")
NAMES = 2  # words that both must share, names of sides as a rule


def check(article: Article) -> Iterator[Outcome]:
    found = scores(article)
    alone = [one for place, one in enumerate(found) if not _is_in_row(one, found[max(0, place - 1) : place + 2])]
    results = [score for score in alone if max(pair(score)) < MOST and _is_result(article, score)]
    for place, one in enumerate(results):
        for other in results[place + 1 : place + 1 + MANY]:
            apart = other.sentence - one.sentence
            if apart > NEAR:
                break
            if apart > 0 and len(_names(article, one) & _names(article, other)) >= NAMES:
                yield from _judged(one, other)
                break


def _near(article: Article, score: Figure) -> list[str]:
    bounds = article.sentences[score.sentence].span
    before = LAST_PART.sub(" ", article.text[max(bounds.start, score.span.start - 110) : score.span.start])
    behind = LAST_PART.sub(" ", article.text[score.span.end : min(bounds.end, score.span.end + 70)])
    return plain_words(before)[-14:] + plain_words(behind)[:9]


def _is_result(article: Article, score: Figure) -> bool:
    words = _near(article, score)
    bounds = article.sentences[score.sentence].span
    paragraph = article.paragraphs[article.sentences[score.sentence].paragraph].span
    if CLOCK.match(article.text, paragraph.start):
        return False  # "1.13pm: GOAL! Town 1-0 City"
    if plain_words(article.text[score.span.end : score.span.end + 10])[:1] in (["down"], ["up"], ["ahead"], ["behind"]):
        return False
    opening = article.text[bounds.start : min(bounds.end, bounds.start + FEW_WORDS)]
    if score.zone is Zone.HEADLINE or len(plain_words(opening)) <= 6:
        return OTHER_MATCH.isdisjoint(words)
    start = bounds.start
    led_to = plain_words(article.text[max(start, score.span.start - 12) : score.span.start])[-2:] == ["to", "a"]
    if led_to:  # "led them to a 3-1 win"
        words = [word for word in words if word not in {"led", "leading"}]
    return not RESULT.isdisjoint(words) and NOT_THE_END.isdisjoint(words) and OTHER_MATCH.isdisjoint(words)


def _is_in_row(score: Figure, neighbours: list[Figure]) -> bool:
    """One of the sets of a match."""
    return any(
        other is not score and max(other.span.start - score.span.end, score.span.start - other.span.end) < ROW
        for other in neighbours
    )


def _names(article: Article, score: Figure) -> frozenset[str]:
    """The names close to a score; in a text without capitals, all words of content."""
    bounds = article.sentences[score.sentence].span
    start, end = max(bounds.start, score.span.start - 110), min(bounds.end, score.span.end + 70)
    words = WORD.findall(article.text, start, end)
    capitals = [word for word in words if word[0].isupper()]
    named = capitals if len(capitals) > 1 else words
    plain = {word.lower() for word in named}
    return frozenset(
        stem(word) for word in plain if word not in STOP_WORDS and word not in SPORT | RESULT and len(word) > 3
    )


def _judged(one: Figure, other: Figure) -> Iterator[Outcome]:
    spans = (one.span, other.span)
    if sorted(pair(one)) == sorted(pair(other)):
        yield Tick(f"The result is {one.words} in both places.", spans)
        return
    yield Finding(
        Severity.WARNING,
        f"The result is {one.words} in one place and {other.words} in another.",
        spans,
        f"{one.words}, not {other.words}",
        (f"{one.words} -> {other.words}", f"{other.words} -> {one.words}"),
        f"Are {one.words} and {other.words} of one match?",
    )


EXAMPLES = (
    Example(
        "goal after goal",
        "1.13pm: Ashgrove 1-0 Wexmoor\n\n1.34pm: Ashgrove 1-1 Wexmoor\n\n2.27pm: Ashgrove 1-2 Wexmoor",
        "silent",
    ),
    Example(
        "two scores of one match",
        "Northport Town beat Easton Rovers 3-0 in the rain.\n\nIt was cold. A 2-0 victory over Easton Rovers had not "
        "come easily to Northport.",
        "warning",
    ),
    Example(
        "the same score twice",
        "Northport Town beat Easton Rovers 2-0 in the rain.\n\nIt was cold. A 2-0 victory over Easton Rovers had not "
        "come easily to Northport.",
        "tick",
    ),
    Example(
        "a match in another month",
        "Northport Town beat Easton Rovers 3-0 in the rain.\n\nIn May Northport lost 2-1 to Easton Rovers.",
        "silent",
    ),
    Example(
        "half-time",
        "Northport Town beat Easton Rovers 3-0 in the rain.\n\nNorthport led Easton Rovers 2-0 at half-time.",
        "silent",
    ),
    Example(
        "two matches",
        "Northport Town beat Easton Rovers 3-0 in the rain. Weston won 2-1 against Southsea United.",
        "silent",
    ),
)

RULE = Rule(code="SC04", slug="result-twice", scope="article", check=check, examples=EXAMPLES)

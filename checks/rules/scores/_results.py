"""Scores as an article gives them, with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.figures.number_words import ONES, TEENS
from checks.model import Article, Figure, Kind, Span, Zone
from checks.pattern import pattern
from checks.rules._printed import lexicon, plain_words

OTHER_MATCH = lexicon(
    """last previous earlier season reverse august september october november december january february march april may
    june july leg aggregate replay yesterday weekend"""
)
"""Words that put a score into another match."""


LAST_PART = pattern(
    r"\blast (?=(?:quarter|half|period|minutes?|seconds?|over|ball|kick|play|frame|set|lap|hole|wickets?"
    r"|(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:minutes?|seconds?|overs|balls|wickets|points))\b)",
    re.IGNORECASE,
)
"""The last part of this match is of no other one."""
COUNT = rf"(?:\d{{1,3}}|{'|'.join(ONES | TEENS)}|twenty)"
"""A number as reports of matches write it, for patterns: "11", "four"."""
PAIR = r"(?<![\w.,–-])\d{1,3}[-–]\d{1,3}(?![\w–-]|[.,]\d)"
"""A score, for patterns; as a figure it may be a range where nothing around says what it is."""
SPELLED = ONES | TEENS | {"twenty": 20}


class Result(NamedTuple):
    """Two numbers of a score, and where they stand."""

    span: Span
    first: int
    second: int

    @property
    def turned(self) -> tuple[int, int]:
        return self.second, self.first

    @property
    def both(self) -> tuple[int, int]:
        return self.first, self.second


def told(article: Article) -> Iterator[tuple[int, str]]:
    """The sentences of the story, each as its start and its words."""
    for sentence in article.sentences:
        if sentence.zone is not Zone.PROMO:
            yield sentence.span.start, article.words(sentence.span)


def results(words: str, start: int) -> list[Result]:
    """The scores of a sentence that starts at `start`."""
    found: list[Result] = []
    if "-" not in words and "–" not in words:
        return found
    for match in re.finditer(PAIR, words):
        first, second = re.split("[-–]", match.group())
        found.append(Result(Span(start + match.start(), start + match.end()), int(first), int(second)))
    return found


NAME = r"[A-Z][\w.&'’-]*(?: (?:[A-Z][\w.&'’-]*|and|of|de|&))*"
RESULT_LINE = pattern(
    rf"{NAME} (?P<dash>\d{{1,3}}[-–]\d{{1,3}}) {NAME}$|{NAME} (?P<first>\d{{1,3}}),? {NAME} (?P<second>\d{{1,3}})\.?$"
)
BEATEN = pattern(
    r"\b(?:beat|beats|beating|defeated|defeating|overc[oa]me|edged|thrashed|downed|stunned|(?:win|victory) over)\b"
    rf"[^.;]{{1,60}}? (?P<score>{PAIR})|(?P<before>{PAIR}) (?:\w+ )?(?:win|victory|triumph|defeat) "
)
LEAD = 4  # sentences at the top, in which an article on a match gives its result


def final(article: Article) -> Result | None:
    """The result of the match that an article is about: of a line of its own, its headline or its first sentences.

    None where there is none, or where two places give two.
    """
    found: list[Result] = []
    body = 0
    for start, words in told(article):
        line = RESULT_LINE.match(words) if len(words.split()) <= _LONGEST_LINE else None
        if line and line.group("dash"):
            found.extend(results(words, start))
        elif line:
            span = Span(start + line.start("first"), start + line.end("second"))
            found.append(Result(span, int(line.group("first")), int(line.group("second"))))
        elif (beaten := BEATEN.search(words)) and len(results(words, start)) == 1 and not _is_another(words):
            found.extend(one for one in results(words, start) if one.span.start == start + beaten.start(_group(beaten)))
        body += not line
        if body > LEAD:
            break
    if len({line for line in map(_score_line, told(article)) if line}) > 1:
        return None  # a round-up of several matches
    told_once = {tuple(sorted(one.both)) for one in found}
    return found[0] if len(told_once) == 1 else None


_LONGEST_LINE = 10  # words


def _score_line(sentence: tuple[int, str]) -> str:
    """The line of a result, as it stands between the reports of a round-up; "" for any other sentence."""
    words = sentence[1]
    return words if len(words.split()) <= _LONGEST_LINE and RESULT_LINE.match(words) else ""


def _group(match: re.Match[str]) -> str:
    return str(match.lastgroup)


def _is_another(words: str) -> bool:
    return not OTHER_MATCH.isdisjoint(plain_words(LAST_PART.sub(" ", words)))


def worth(words: str) -> int:
    """ "four" is 4, "11" is 11."""
    return SPELLED[words.lower()] if words.lower() in SPELLED else int(words)


def place(match: re.Match[str], group: str, start: int) -> Span:
    """Where a named group of a match in a sentence stands in the article."""
    return Span(start + match.start(group), start + match.end(group))


def scores(article: Article) -> list[Figure]:
    """Every score with two whole numbers, in text order."""
    return [
        one for one in article.figures if one.kind is Kind.SCORE and one.second is not None and one.value is not None
    ]


def set_scores(article: Article) -> list[Figure]:
    """Scores, and pairs such as "5-11" that look like a range where nothing around says what they are."""
    pairs = re.compile(r"\d{1,2}[-–]\d{1,2}")
    return [
        one
        for one in article.figures
        if one.second is not None and (one.kind is Kind.SCORE or (one.is_range and pairs.fullmatch(one.words)))
    ]


def pair(score: Figure) -> tuple[int, int]:
    """The two numbers as they stand."""
    return int(score.value or 0), int(score.second or 0)


def around(article: Article, figure: Figure, before: int = 60, behind: int = 40) -> list[str]:
    """The words of its sentence close to a figure."""
    bounds = article.sentences[figure.sentence].span
    return plain_words(
        article.text[max(bounds.start, figure.span.start - before) : figure.span.start]
        + " "
        + article.text[figure.span.end : min(bounds.end, figure.span.end + behind)]
    )

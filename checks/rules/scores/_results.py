"""The scores of an article, with the words around them."""

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
    """A score: its two numbers as printed, and where it stands."""

    span: Span
    first: int
    second: int

    @property
    def swapped(self) -> tuple[int, int]:
        """The two numbers seen from the other side."""
        return self.second, self.first

    @property
    def both(self) -> tuple[int, int]:
        """The two numbers as printed."""
        return self.first, self.second


def story_sentences(article: Article) -> Iterator[tuple[int, str]]:
    """Yields the start and the text of each sentence of the story."""
    for sentence in article.sentences:
        if sentence.zone is not Zone.PROMO:
            yield sentence.span.start, article.words(sentence.span)


def results(words: str, start: int) -> list[Result]:
    """The scores of a sentence that begins at `start`."""
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
LEAD_SENTENCES = 4  # sentences at the top in which a match report gives its result


def final_result(article: Article) -> Result | None:
    """The result of the match that the article is about, from a result line, the headline or its first sentences.

    None where there is none, or where two places give different ones.
    """
    found: list[Result] = []
    body = 0
    for start, words in story_sentences(article):
        line = RESULT_LINE.match(words) if len(words.split()) <= _RESULT_LINE_WORDS else None
        if line and line.group("dash"):
            found.extend(results(words, start))
        elif line:
            span = Span(start + line.start("first"), start + line.end("second"))
            found.append(Result(span, int(line.group("first")), int(line.group("second"))))
        elif (beaten := BEATEN.search(words)) and len(results(words, start)) == 1 and not _is_other_match(words):
            found.extend(
                result
                for result in results(words, start)
                if result.span.start == start + beaten.start(_score_group(beaten))
            )
        body += not line
        if body > LEAD_SENTENCES:
            break
    if len({line for line in map(_score_line, story_sentences(article)) if line}) > 1:
        return None  # a round-up of several matches
    distinct = {tuple(sorted(result.both)) for result in found}
    return found[0] if len(distinct) == 1 else None


_RESULT_LINE_WORDS = 10  # words of a result line, at most


def _score_line(sentence: tuple[int, str]) -> str:
    """The sentence if it is a result line between the reports of a round-up, else an empty string."""
    words = sentence[1]
    return words if len(words.split()) <= _RESULT_LINE_WORDS and RESULT_LINE.match(words) else ""


def _score_group(match: re.Match[str]) -> str:
    """The name of the group of the match that holds the score."""
    return str(match.lastgroup)


def _is_other_match(words: str) -> bool:
    """Whether the words put a score into another match."""
    return not OTHER_MATCH.isdisjoint(plain_words(LAST_PART.sub(" ", words)))


def number_value(words: str) -> int:
    """The value of a number in words or digits: 4 for "four", 11 for "11"."""
    return SPELLED[words.lower()] if words.lower() in SPELLED else int(words)


def group_span(match: re.Match[str], group: str, start: int) -> Span:
    """The span in the article of a named group of a match in the sentence that begins at `start`."""
    return Span(start + match.start(group), start + match.end(group))


def scores(article: Article) -> list[Figure]:
    """The scores with two whole numbers, in text order."""
    return [
        figure
        for figure in article.figures
        if figure.kind is Kind.SCORE and figure.second is not None and figure.value is not None
    ]


def set_scores(article: Article) -> list[Figure]:
    """The scores and pairs such as "5-11", which read as a range without context, in text order."""
    pairs = re.compile(r"\d{1,2}[-–]\d{1,2}")
    return [
        figure
        for figure in article.figures
        if figure.second is not None
        and (figure.kind is Kind.SCORE or (figure.is_range and pairs.fullmatch(figure.words)))
    ]


def score_pair(score: Figure) -> tuple[int, int]:
    """The two numbers of a score, in text order."""
    return int(score.value or 0), int(score.second or 0)


def words_around(article: Article, figure: Figure, before: int = 60, behind: int = 40) -> list[str]:
    """The words close to a figure in its sentence."""
    bounds = article.sentences[figure.sentence].span
    return plain_words(
        article.text[max(bounds.start, figure.span.start - before) : figure.span.start]
        + " "
        + article.text[figure.span.end : min(bounds.end, figure.span.end + behind)]
    )

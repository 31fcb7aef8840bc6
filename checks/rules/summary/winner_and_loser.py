"""The summary has the winner lose: "Orvena beat Holm" where the article has Holm beat Orvena.

Every name and every score is the article's. A warning where the article reports the same two the other way round (a
match, a fight, an election) and nowhere as the summary does. Silent where the two texts give different scores, on
earlier meetings ("who had beaten them in May"), on hopes and on what did not happen.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from checks.model import Article, Finding, Kind, Outcome, Severity, Span
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.support.binding import HolderFinder, name_finder, share_name

BEATS = (
    r"beats?|beaten|defeat(?:s|ed)?|thrash(?:es|ed)?|thump(?:s|ed)?|hammer(?:s|ed)?|edged?(?: past| out)?"
    r"|stunn?(?:s|ed)?|overc[ao]mes?|outclass(?:es|ed)?|crush(?:es|ed)?|oust(?:s|ed)?|trounced?|routs?|routed"
    r"|outpoint(?:s|ed)?|outplay(?:s|ed)?|toppled?|(?:sees?|saw) off|knock(?:s|ed)? out|eliminated?"
    r"|overpower(?:s|ed)?|demolish(?:es|ed)?"
)
SCORED = r"(?: \d{1,3}[-–]\d{1,3}(?: \(?\d{1,2}[-–]\d{1,2}\)?){0,5})?"
"""The score that may stand between what was done and the other side, sets and all."""
WIN = pattern(
    rf"\b(?:(?P<passive>{BEATS}){SCORED} by|(?P<lost>los[et]s?|fell|fall|went down){SCORED} to"
    rf"|(?P<won>won|wins?){SCORED} (?:against|over)|(?P<beat>{BEATS}))\b"
)
DOUBTED = pattern(r"\b(?:to|can|could|will|would|may|might|should|must|not|never|if|when|cannot|hopes?|\w+n['’]t) $")
LOOKED_BACK = pattern(r"\b(?:had|having) $")
BY_BE = pattern(r"\b(?:was|were|is|are|been|be|being|got|get|gets) $")
CHARS_BEFORE, CHARS_AFTER = 60, 40
"""Characters before and after the verb within which the two sides are named."""
LINK = pattern(
    r"(?:,? (?:who|which|have|has|had|was|were|been|is|are|also|easily|narrowly|then|later|just|comfortably"
    r"|convincingly|surprisingly|eventually|again|being))*,? ?$"
)
"""Words allowed between the first side and the verb."""
LED_UP_TO = pattern(r" ?(?:[a-z'’-]+ ){0,3}$")
"""Words that describe the other side: "their old rivals Orvena"."""
SCORE_CHARS_AFTER = 12  # characters after the clause in which its score may stand


class Meeting(NamedTuple):
    """One stated result: the winner, the loser, where it is stated and the scores given there."""

    winner: frozenset[str]
    loser: frozenset[str]
    span: Span
    scores: frozenset[tuple[Fraction, Fraction]]
    looked_back: bool


def check(target: Article, source: Article) -> Iterator[Outcome]:
    if WIN.search(target.text) is None:
        return
    named = name_finder(target, source)
    summary_meetings = list(_meetings(target, named))
    source_meetings = list(_meetings(source, named)) if summary_meetings else []
    for meeting in summary_meetings:
        same = [candidate for candidate in source_meetings if _may_be_one_meeting(meeting, candidate)]
        if any(
            share_name(meeting.winner, candidate.winner) and share_name(meeting.loser, candidate.loser)
            for candidate in same
        ):
            continue
        turned = [
            candidate
            for candidate in same
            if share_name(meeting.winner, candidate.loser) and share_name(meeting.loser, candidate.winner)
        ]
        turned = [candidate for candidate in turned if not candidate.looked_back or meeting.scores & candidate.scores]
        if turned:
            source_meeting = turned[0]
            yield Finding(
                Severity.WARNING,
                f'The summary has "{target.words(meeting.span)}"; the article has it the other way round: '
                f'"{source.words(source_meeting.span)}" ({source.place(source_meeting.span.start)}).',
                spans=(meeting.span,),
                question="Who won?",
                source_spans=(source_meeting.span,),
            )


def _may_be_one_meeting(meeting: Meeting, other: Meeting) -> bool:
    """Whether two results can be of one meeting: their scores agree, where both give any."""
    return not meeting.scores or not other.scores or bool(meeting.scores & other.scores)


def _meetings(article: Article, named: HolderFinder) -> Iterator[Meeting]:
    """The results that an article states, with winner and loser."""
    for sentence in article.sentences:
        start, end = sentence.span
        for match in WIN.finditer(article.text, start, end):
            lead = article.text[max(start, match.start() - 12) : match.start()]
            if DOUBTED.search(lead):
                continue
            before = named(article, Span(max(start, match.start() - CHARS_BEFORE), match.start()))
            behind = named(article, Span(match.end(), min(end, match.end() + CHARS_AFTER)))
            if not before or not behind:
                continue
            subject, other = before[-1], behind[0]
            passive = match["passive"] is not None or (match["beat"] is not None and BY_BE.search(lead) is not None)
            between = article.text[match.end() : other[0].start]
            if LINK.match(article.text, subject[0].end, match.start()) is None or LED_UP_TO.match(between) is None:
                continue
            sides = (other[1], subject[1]) if passive or match["lost"] else (subject[1], other[1])
            span = Span(subject[0].start, other[0].end)
            scores = _scores(article, Span(span.start, min(end, span.end + SCORE_CHARS_AFTER)))
            yield Meeting(*sides, span, scores, LOOKED_BACK.search(lead) is not None)


def _scores(article: Article, span: Span) -> frozenset[tuple[Fraction, Fraction]]:
    """The scores that overlap with a span, each as (higher, lower)."""
    return frozenset(
        (max(figure.value, figure.second), min(figure.value, figure.second))
        for figure in article.figures
        if figure.kind is Kind.SCORE
        and figure.value is not None
        and figure.second is not None
        and span.overlaps(figure.span)
    )


HOLM = "Holm beat Orvena 3-1 on Saturday with two late goals."
FINAL = "Ada Brunn was beaten 6-4 6-2 by Una Moss in the final in Tarn, after she had beaten Moss in May."

EXAMPLES = (
    Example("the loser wins", "Orvena beat Holm 3-1 on Saturday.", "warning", source=HOLM),
    Example("the winner is beaten", "Holm were beaten by Orvena.", "warning", source=HOLM),
    Example("the winner loses", "Holm lost 3-1 to Orvena.", "warning", source=HOLM),
    Example("from the other side", "Orvena lost 3-1 to Holm on Saturday.", "silent", source=HOLM),
    Example("by whom", "Orvena were beaten by Holm.", "silent", source=HOLM),
    Example("another meeting", "Orvena beat Holm 2-0 in May.", "silent", source=HOLM),
    Example("what was hoped", "Orvena hoped to beat Holm.", "silent", source=HOLM),
    Example("the final", "Moss defeated Brunn in the final.", "silent", source=FINAL),
    Example("the final turned round", "Brunn defeated Moss 6-4 6-2.", "warning", source=FINAL),
)

RULE = Rule(code="SU15", slug="winner-and-loser", scope="summary", check=check, examples=EXAMPLES)

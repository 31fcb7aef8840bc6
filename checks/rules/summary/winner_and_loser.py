"""The summary has the winner lose: "Orvena beat Holm" where the article has Holm beat Orvena.

Every name and every score is the article's. A warning where the article reports the same two the other way round (a
match, a fight, an election) and nowhere as the summary does; where only one side is named, its score must be the same.
A warning, too, for a winner who has the smaller number ("won 1-3") where the article prints the score the other way
round. Silent where the two texts give different scores, on earlier meetings ("who had beaten them in May"), on hopes
and on what did not happen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from checks.model import Article, Finding, Kind, Outcome, Severity, Span
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.support.binding import NameFinder, name_finder, share_name

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
ALONE = pattern(rf"\b(?:(?P<lost>los[et]s?|went down)|(?P<won>won|wins?))(?>{SCORED[:-1]})(?! (?:to|against|over)\b)")
"""What one side did, without the other: "won 3-1 at home"."""
WINNING = pattern(rf"\b(?:won|wins?|winning|led|leads?|leading|ahead|(?:{BEATS}) [A-Z][\w'’. -]{{1,40}}) $")
"""Words right before a score that begins with the number of whoever they are said of."""
SET_BEHIND = pattern(r"(?: \(\d{1,2}[-–]\d{1,2}\))?,? \d")
"""Another set behind a score: whoever wins a match may lose its first set."""
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
FIRST_PREDICATE = pattern(r"(?: [a-z'’-]+){1,8},? (?:but|and|before|then) $")
"""The predicate before the one that tells the result: "Holm drew level but"."""
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
    yield from _reversed_scores(target, source)
    if WIN.search(target.text) is None and ALONE.search(target.text) is None:
        return
    named = name_finder(target, source)
    summary_meetings = list(_meetings(target, named))
    source_meetings = list(_meetings(source, named)) if summary_meetings else []
    for meeting in summary_meetings:
        same = [candidate for candidate in source_meetings if _may_be_one_meeting(meeting, candidate)]
        if any(_share_sides(meeting, candidate.winner, candidate.loser, candidate) for candidate in same):
            continue
        turned = [
            candidate for candidate in same if _share_sides(meeting, candidate.loser, candidate.winner, candidate)
        ]
        turned = [candidate for candidate in turned if not candidate.looked_back or meeting.scores & candidate.scores]
        if turned:
            source_meeting = turned[0]
            yield Finding(
                Severity.WARNING,
                f'The summary has "{target.text_of(meeting.span)}"; the article has it the other way round: '
                f'"{source.text_of(source_meeting.span)}" ({source.place(source_meeting.span.start)}).',
                spans=(meeting.span,),
                question="Who won?",
                source_spans=(source_meeting.span,),
            )


def _reversed_scores(target: Article, source: Article) -> Iterator[Finding]:
    """A finding for each winner with the smaller number, where the article prints the score the other way round."""
    printed = {(figure.value, figure.second): figure for figure in source.figures if figure.kind is Kind.SCORE}
    for figure in target.figures:
        if figure.kind is not Kind.SCORE or figure.value is None or figure.second is None:
            continue
        source_figure = printed.get((figure.second, figure.value))
        if figure.value >= figure.second or source_figure is None or (figure.value, figure.second) in printed:
            continue
        if SET_BEHIND.match(target.text, figure.span.end):
            continue
        start = max(target.sentences[figure.sentence].span.start, figure.span.start - CHARS_BEFORE)
        verb = WINNING.search(target.text, start, figure.span.start)
        if verb is not None and not BY_BE.search(target.text[max(0, verb.start() - 8) : verb.start()]):
            yield Finding(
                Severity.WARNING,
                f'The summary has "{target.text_of(Span(verb.start(), figure.span.end))}"; the article has '
                f'"{source_figure.words}" ({source.place(source_figure.span.start)}).',
                spans=(figure.span,),
                repairs=(f"{figure.words} -> {source_figure.words}",),
                question=f"Which is right, {figure.words} or {source_figure.words}?",
                source_spans=(source_figure.span,),
            )


def _share_sides(meeting: Meeting, winner: frozenset[str], loser: frozenset[str], other: Meeting) -> bool:
    """Whether a meeting has this winner and this loser, which are those of the other; one side needs the same score."""
    shared = [
        share_name(side, other_side)
        for side, other_side in ((meeting.winner, winner), (meeting.loser, loser))
        if side and other_side
    ]
    is_whole = all((meeting.winner, meeting.loser, winner, loser))
    return bool(shared) and all(shared) and (is_whole or bool(meeting.scores & other.scores))


def _may_be_one_meeting(meeting: Meeting, other: Meeting) -> bool:
    """Whether two results can be of one meeting: their scores agree, where both give any."""
    return not meeting.scores or not other.scores or bool(meeting.scores & other.scores)


def _meetings(article: Article, named: NameFinder) -> Iterator[Meeting]:
    """The results that an article states, with winner and loser, of whom one may be unnamed (empty)."""
    for sentence in article.sentences:
        start, end = sentence.span
        for match in ALONE.finditer(article.text, start, end):
            before = named(article, Span(max(start, match.start() - CHARS_BEFORE), match.start()))
            if not before or DOUBTED.search(article.text[max(start, match.start() - 12) : match.start()]):
                continue
            if not _is_subject(before, match, article, start):
                continue
            side, unnamed, span = before[-1][1], frozenset[str](), Span(before[-1][0].start, match.end())
            sides = (unnamed, side) if match["lost"] else (side, unnamed)
            yield Meeting(*sides, span, _scores(article, span), looked_back=False)
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
            if not _is_subject(before, match, article, start) or LED_UP_TO.match(between) is None:
                continue
            sides = (other[1], subject[1]) if passive or match["lost"] else (subject[1], other[1])
            span = Span(subject[0].start, other[0].end)
            scores = _scores(article, Span(span.start, min(end, span.end + SCORE_CHARS_AFTER)))
            yield Meeting(*sides, span, scores, LOOKED_BACK.search(lead) is not None)


def _is_subject(before: list[tuple[Span, frozenset[str]]], verb: re.Match[str], article: Article, start: int) -> bool:
    """Whether the last name before a verb is its subject; another predicate may intervene where it is the only one."""
    subject_end = before[-1][0].end
    if LINK.match(article.text, subject_end, verb.start()) is not None:
        return True
    is_only_name = len(before) == 1 and verb.start() - start <= CHARS_BEFORE
    return is_only_name and FIRST_PREDICATE.match(article.text, subject_end, verb.start()) is not None


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
    Example("one side alone, turned round", "Holm lost 3-1.", "warning", source=HOLM),
    Example("one side alone", "Holm won 3-1 with two late goals.", "silent", source=HOLM),
    Example("the smaller number for the winner", "Holm won 1-3 on Saturday.", "warning", source=HOLM),
    Example(
        "a set that the winner lost",
        "Moss beat Brunn 4-6 6-2 6-1.",
        "silent",
        source="Moss needed two hours, and won 6-4 in the third set of the semi-final. She beat Brunn in three sets.",
    ),
    Example("the smaller number for the loser", "Orvena lost 1-3 on Saturday.", "silent", source=HOLM),
    Example(
        "after another predicate",
        "Holm beat Orvena 4-2.",
        "warning",
        source="Holm drew level late on but lost 4-2 to Orvena.",
    ),
    Example("the final turned round", "Brunn defeated Moss 6-4 6-2.", "warning", source=FINAL),
)

RULE = Rule(code="SU15", slug="winner-and-loser", scope="summary", check=check, examples=EXAMPLES)

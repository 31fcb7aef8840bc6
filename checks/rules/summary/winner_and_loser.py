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

WINNING_VERBS = (
    r"beats?|beaten|defeat(?:s|ed)?|thrash(?:es|ed)?|thump(?:s|ed)?|hammer(?:s|ed)?|edged?(?: past| out)?"
    r"|stunn?(?:s|ed)?|overc[ao]mes?|outclass(?:es|ed)?|crush(?:es|ed)?|oust(?:s|ed)?|trounced?|routs?|routed"
    r"|outpoint(?:s|ed)?|outplay(?:s|ed)?|toppled?|(?:sees?|saw) off|knock(?:s|ed)? out|eliminated?"
    r"|overpower(?:s|ed)?|demolish(?:es|ed)?"
)
OPTIONAL_SCORE = r"(?: \d{1,3}[-–]\d{1,3}(?: \(?\d{1,2}[-–]\d{1,2}\)?){0,5})?"
"""The score, with those of sets, that may be between the verb and the other side."""
RESULT_WITH_BOTH_SIDES = pattern(
    rf"\b(?:(?P<passive>{WINNING_VERBS}){OPTIONAL_SCORE} by|(?P<lost>los[et]s?|fell|fall|went down){OPTIONAL_SCORE} to"
    rf"|(?P<won>won|wins?){OPTIONAL_SCORE} (?:against|over)|(?P<beat>{WINNING_VERBS}))\b"
)
RESULT_WITH_ONE_SIDE = pattern(
    rf"\b(?:(?P<lost>los[et]s?|went down)|(?P<won>won|wins?))(?>{OPTIONAL_SCORE[:-1]})(?! (?:to|against|over)\b)"
)
"""A result that names one side only: "won 3-1 at home"."""
WINNER_BEFORE_SCORE = pattern(
    rf"\b(?:won|wins?|winning|led|leads?|leading|ahead|(?:{WINNING_VERBS}) [A-Z][\w'’. -]{{1,40}}) $"
)
"""Words right before a score that begins with the winner's or leader's number."""
NEXT_SET = pattern(r"(?: \(\d{1,2}[-–]\d{1,2}\))?,? \d")
"""Another set after a score: the winner of a match may lose its first set."""
NON_FACTUAL_BEFORE = pattern(
    r"\b(?:to|can|could|will|would|may|might|should|must|not|never|if|when|cannot|hopes?|\w+n['’]t) $"
)
PAST_PERFECT_BEFORE = pattern(r"\b(?:had|having) $")
PASSIVE_AUXILIARY = pattern(r"\b(?:was|were|is|are|been|be|being|got|get|gets) $")
CHARS_BEFORE, CHARS_AFTER = 60, 40
"""Characters before and after the verb within which the two sides are named."""
WORDS_BEFORE_VERB = pattern(
    r"(?:,? (?:who|which|have|has|had|was|were|been|is|are|also|easily|narrowly|then|later|just|comfortably"
    r"|convincingly|surprisingly|eventually|again|being))*,? ?$"
)
"""Words allowed between the first side and the verb."""
FIRST_PREDICATE = pattern(r"(?: [a-z'’-]+){1,8},? (?:but|and|before|then) $")
"""A predicate of the same subject before that of the result: "Holm drew level but"."""
WORDS_BEFORE_OTHER_SIDE = pattern(r" ?(?:[a-z'’-]+ ){0,3}$")
"""Words that describe the other side: "their old rivals Orvena"."""
SCORE_CHARS_AFTER = 12  # characters after the clause that may hold its score


class Meeting(NamedTuple):
    """A stated result: the words of the winner's and loser's names, where it is stated and the scores given there."""

    winner: frozenset[str]
    loser: frozenset[str]
    span: Span
    scores: frozenset[tuple[Fraction, Fraction]]
    is_earlier: bool


def check(target: Article, source: Article) -> Iterator[Outcome]:
    yield from _reversed_scores(target, source)
    if RESULT_WITH_BOTH_SIDES.search(target.text) is None and RESULT_WITH_ONE_SIDE.search(target.text) is None:
        return
    find_names = name_finder(target, source)
    summary_meetings = list(_meetings(target, find_names))
    source_meetings = list(_meetings(source, find_names)) if summary_meetings else []
    for meeting in summary_meetings:
        matching = [candidate for candidate in source_meetings if _may_be_one_meeting(meeting, candidate)]
        if any(_have_same_sides(meeting, candidate.winner, candidate.loser, candidate) for candidate in matching):
            continue
        reversed_meetings = [
            candidate
            for candidate in matching
            if _have_same_sides(meeting, candidate.loser, candidate.winner, candidate)
        ]
        reversed_meetings = [
            candidate
            for candidate in reversed_meetings
            if not candidate.is_earlier or meeting.scores & candidate.scores
        ]
        if reversed_meetings:
            source_meeting = reversed_meetings[0]
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
    figure_of_score = {(figure.value, figure.second): figure for figure in source.figures if figure.kind is Kind.SCORE}
    for figure in target.figures:
        if figure.kind is not Kind.SCORE or figure.value is None or figure.second is None:
            continue
        source_figure = figure_of_score.get((figure.second, figure.value))
        if figure.value >= figure.second or source_figure is None or (figure.value, figure.second) in figure_of_score:
            continue
        if NEXT_SET.match(target.text, figure.span.end):
            continue
        start = max(target.sentences[figure.sentence].span.start, figure.span.start - CHARS_BEFORE)
        verb = WINNER_BEFORE_SCORE.search(target.text, start, figure.span.start)
        if verb is not None and not PASSIVE_AUXILIARY.search(target.text[max(0, verb.start() - 8) : verb.start()]):
            yield Finding(
                Severity.WARNING,
                f'The summary has "{target.text_of(Span(verb.start(), figure.span.end))}"; the article has '
                f'"{source_figure.words}" ({source.place(source_figure.span.start)}).',
                spans=(figure.span,),
                repairs=(f"{figure.words} -> {source_figure.words}",),
                question=f"Which is right, {figure.words} or {source_figure.words}?",
                source_spans=(source_figure.span,),
            )


def _have_same_sides(meeting: Meeting, winner: frozenset[str], loser: frozenset[str], other: Meeting) -> bool:
    """Whether a meeting has this winner and this loser, taken from another meeting.

    If one of the sides is unknown, both meetings must have a score in common.
    """
    shared = [
        share_name(side, other_side)
        for side, other_side in ((meeting.winner, winner), (meeting.loser, loser))
        if side and other_side
    ]
    has_all_sides = all((meeting.winner, meeting.loser, winner, loser))
    return bool(shared) and all(shared) and (has_all_sides or bool(meeting.scores & other.scores))


def _may_be_one_meeting(meeting: Meeting, other: Meeting) -> bool:
    """Whether two results may be of one meeting: they have a score in common, if both have any."""
    return not meeting.scores or not other.scores or bool(meeting.scores & other.scores)


def _meetings(article: Article, find_names: NameFinder) -> Iterator[Meeting]:
    """The results that an article states; the winner or loser is empty if not named."""
    for sentence in article.sentences:
        start, end = sentence.span
        for match in RESULT_WITH_ONE_SIDE.finditer(article.text, start, end):
            names_before = find_names(article, Span(max(start, match.start() - CHARS_BEFORE), match.start()))
            if not names_before or NON_FACTUAL_BEFORE.search(
                article.text[max(start, match.start() - 12) : match.start()]
            ):
                continue
            if not _is_subject(names_before, match, article, start):
                continue
            side, unnamed, span = names_before[-1][1], frozenset[str](), Span(names_before[-1][0].start, match.end())
            sides = (unnamed, side) if match["lost"] else (side, unnamed)
            yield Meeting(*sides, span, _scores(article, span), is_earlier=False)
        for match in RESULT_WITH_BOTH_SIDES.finditer(article.text, start, end):
            text_before = article.text[max(start, match.start() - 12) : match.start()]
            if NON_FACTUAL_BEFORE.search(text_before):
                continue
            names_before = find_names(article, Span(max(start, match.start() - CHARS_BEFORE), match.start()))
            names_after = find_names(article, Span(match.end(), min(end, match.end() + CHARS_AFTER)))
            if not names_before or not names_after:
                continue
            subject, other = names_before[-1], names_after[0]
            is_passive = match["passive"] is not None or (
                match["beat"] is not None and PASSIVE_AUXILIARY.search(text_before) is not None
            )
            between = article.text[match.end() : other[0].start]
            if not _is_subject(names_before, match, article, start) or WORDS_BEFORE_OTHER_SIDE.match(between) is None:
                continue
            sides = (other[1], subject[1]) if is_passive or match["lost"] else (subject[1], other[1])
            span = Span(subject[0].start, other[0].end)
            scores = _scores(article, Span(span.start, min(end, span.end + SCORE_CHARS_AFTER)))
            yield Meeting(*sides, span, scores, PAST_PERFECT_BEFORE.search(text_before) is not None)


def _is_subject(
    names_before: list[tuple[Span, frozenset[str]]], verb: re.Match[str], article: Article, start: int
) -> bool:
    """Whether the last name before a verb is its subject; after the only name, another predicate may come first."""
    subject_end = names_before[-1][0].end
    if WORDS_BEFORE_VERB.match(article.text, subject_end, verb.start()) is not None:
        return True
    is_only_name = len(names_before) == 1 and verb.start() - start <= CHARS_BEFORE
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

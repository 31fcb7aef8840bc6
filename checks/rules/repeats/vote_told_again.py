"""A vote's figures, when repeated, are not those of its result.

Compares the result ("by 31 votes to 22", "voted 87-82") with what other sentences say about it: the margin ("a
nine-vote majority", "by five votes"), all who voted ("the 53 councillors who voted"), either side ("the 22 who voted
against") and the result itself ("the 178-172 vote").

Silent where an article gives more than one result, where the second is of another motion, on what another body voted (a
committee, the upper house), on shares of the vote, and on majorities in seats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.figures.number_words import ONES, TEENS
from checks.model import Article, Finding, Outcome, Severity, Span, Tick
from checks.number_format import join_items
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.scores._results import group_span, story_sentences

WORDS = {**ONES, **TEENS, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
N = rf"(?:\d{{1,3}}(?:,\d{{3}})?|{'|'.join(WORDS)})(?![\w,.%]*\d)(?! ?(?:%|per ?cent))"
TIE = pattern(
    rf"\b(?P<a>{N}) (?:votes? )?to (?P<b>{N})\b|\b(?P<c>\d{{1,3}})[-–](?P<d>\d{{1,3}})\b"
    rf"|\b(?P<e>{N}) (?:votes )?(?:in favou?r|for)(?: and|,)? (?:to )?(?P<f>{N}) (?:votes )?against",
    re.IGNORECASE,
)
VOTE = pattern(r"\b(?:votes?|voted|voting|ballot|motion|bill|amendment|lawmakers|councillors|MPs|senators)\b")
VOTED = pattern(r"\b(?:votes?|voted|voting|ballot)\b")
MARGIN = pattern(
    rf"\b(?P<n>{N})-vote (?:majority|margin|win|victory|defeat|lead)"
    rf"|\bmargin of (?:just |only )?(?P<of>{N})(?= votes?\b|[.,]|$)"
    rf"|\bby (?:just |only )?(?P<by>{N}) votes?\b(?! (?:to|in|for|against)\b)",
    re.IGNORECASE,
)
VOTERS = pattern(rf"\bthe (?P<n>{N}) (?:[a-z]+ ){{1,2}}who (?:had )?voted\b(?! (?:for|in|against|to))", re.IGNORECASE)
SIDE = pattern(
    rf"\b(?P<n>{N}) (?:[A-Za-z]+ ){{0,2}}?(?:who |to |had )?vot(?:ed|e) (?:for|in favou?r|against|with|to)\b",
    re.IGNORECASE,
)
OTHER_VOTE = pattern(
    r"\b(?:last|previous|earlier|first|second|separate|another|since|ago|season|game|match|seats?|election|polls?)\b"
    r"|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
ANOTHER_VOTE = pattern(
    r"\W*(?:separately|in (?:a |an )?(?:separate|other|another)|also|earlier|later|meanwhile|then|it also|they also"
    r"|the [a-z]+ also|in other business)\b",
    re.IGNORECASE,
)
ANOTHER_TIME = pattern(
    r"\bago\b|\b(?:in|of|since) (?:19|20)\d\d\b|\bpreviously\b|\blast (?:year|month|time)\b"
    r"|\ban? (?:similar|earlier|previous|rival|separate|second)\b",
    re.IGNORECASE,
)
A_MATTER = pattern(r"\W*An? [a-z]", re.IGNORECASE)
TOLD_IN_FULL = pattern(
    rf"\bby (?:just |only )?{N} (?:votes? )?to {N}\b|\bvoted (?:by )?(?:\d+[-–]\d+|{N} to {N}) (?:to|for|against|on)\b",
    re.IGNORECASE,
)
THE_VOTE = pattern(r"\b(?:the|this|that|its) (?:vote|result|motion|bill|tally|decision|plan|proposal)\b", re.IGNORECASE)
"""A result right behind another is of another vote, unless it points back."""
AMENDING = pattern(r"\b(?:amend(?:ment|ed|ing)|clause)", re.IGNORECASE)
PASSED = pattern(r"\b(?:pass(?:ed)?|back(?:ed)?|approv(?:ed?|al)|carried|adopted|agreed|accepted)\b")
FAILED = pattern(
    r"\b(?:reject(?:ed|ion)?|defeat(?:ed)?|fail(?:ed)?|voted down|turned down|threw out|thrown out|blocked)\b"
)
"""The subject and the result of a vote; where they differ, there were two votes."""
UNREAL = pattern(r"\b(?:would|could|might) have\b")
"""Before a hypothetical result: "without them it would have been 67 to 61"."""
BODY = pattern(r"\b(?:committee|panel|board|commission|[Hh]ouse|Senate|[Cc]hamber|Lords|Commons|upper|lower)\b")
"""Bodies that vote one after the other: a committee's vote is not the council's."""
MAX_RATIO = 3  # between the stated and the computed number; further apart, the two are unrelated
SMALL_BODY_SIZE = 16  # votes in all: up to this size, two results with the same total are one vote
MIN_VOTES = 5  # votes in all: a smaller pair of numbers is not a vote


class Said(NamedTuple):
    """A number of votes and where it stands."""

    value: int
    span: Span


def check(article: Article) -> Iterator[Outcome]:
    if not VOTED.search(article.text):
        return
    pairs: list[tuple[Said, Said]] = []
    again: list[tuple[str, Said]] = []
    bodies: set[str] = set()
    result, ended = "", 0  # the sentence that gives it, and where the last one with a result ended
    for start, words in story_sentences(article):
        if (not VOTE.search(words) and "margin of" not in words) or UNREAL.search(words):
            continue
        found = [pair for match in TIE.finditer(words) if (pair := _pair(match, start))]
        named = {body.lower() for body in BODY.findall(words)}
        following = pairs and found and not article.text[ended:start].strip() and "\n" not in article.text[ended:start]
        if following and TOLD_IN_FULL.search(words) and not THE_VOTE.search(words):
            continue  # "Her deputy was confirmed by 55 votes to 48", right behind the vote on her
        ended = start + len(words) if found else ended
        if pairs and found and (ANOTHER_TIME.search(words) or _is_of_another_matter(result, words)):
            continue
        if VOTED.search(words) and not (pairs and ANOTHER_VOTE.match(words)):
            result = result or (words if found else "")
            pairs.extend(found)
            bodies |= named if found else set()
        if OTHER_VOTE.search(words) or (pairs and not found and named - bodies):
            continue
        inside = [span for pair in found for span in (pair[0].span, pair[1].span)]
        for how, regex in (("margin", MARGIN), ("voters", VOTERS), ("side", SIDE)):
            for match in regex.finditer(words):
                said = _votes_in_group(match, str(match.lastgroup), start)
                if not any(said.span.overlaps(span) for span in inside):
                    again.append((how, said))
    if not pairs or len({frozenset((first.value, second.value)) for first, second in pairs}) > 2:
        return
    first, second = pairs[0]
    yield from _compare_results(pairs)
    if len({frozenset((a.value, b.value)) for a, b in pairs}) == 1:
        for how, said in again:
            yield from _compare_with_result(how, said, first, second)


def _is_of_another_matter(first: str, words: str) -> bool:
    """Whether a later result is of another vote than the first.

    "An amendment was rejected by 312 votes to 190", after "MPs backed the motion by 312 votes to 260".
    """
    if A_MATTER.match(words) or (AMENDING.search(words) is None) != (AMENDING.search(first) is None):
        return True
    (passed, failed), (later_passed, later_failed) = (
        (bool(PASSED.search(sentence)), bool(FAILED.search(sentence))) for sentence in (first, words)
    )
    return (passed and not failed and later_failed and not later_passed) or (
        failed and not passed and later_passed and not later_failed
    )


def _votes_in_group(match: re.Match[str], group: str, start: int) -> Said:
    """The number in a named group of a match, with its span."""
    words = match.group(group).replace(",", "").lower()
    return Said(WORDS[words] if words in WORDS else int(words), group_span(match, group, start))


def _pair(match: re.Match[str], start: int) -> tuple[Said, Said] | None:
    """The two numbers of a result; None where they are too small to be a vote."""
    groups = next(pair for pair in (("a", "b"), ("c", "d"), ("e", "f")) if match.group(pair[0]))
    first, second = (_votes_in_group(match, group, start) for group in groups)
    return (first, second) if first.value + second.value >= MIN_VOTES else None


def _compare_results(pairs: list[tuple[Said, Said]]) -> Iterator[Outcome]:
    """Ticks and a finding for the result repeated, where one of its two numbers may differ."""
    (first, second) = pairs[0]
    for a, b in pairs[1:]:
        spans = (first.span, second.span, a.span, b.span)
        if {a.value, b.value} == {first.value, second.value}:
            yield Tick(f"The vote is {first.value} to {second.value} in both places.", spans)
        elif {a.value, b.value} & {first.value, second.value} or (
            a.value + b.value == first.value + second.value < SMALL_BODY_SIZE
        ):
            yield Finding(
                Severity.WARNING,
                f"The vote is {first.value} to {second.value} in one place and {a.value} to {b.value} in another.",
                spans,
                f"{first.value}-{second.value}, not {a.value}-{b.value}",
                question=f"Was it {first.value} to {second.value}, or {a.value} to {b.value}?",
            )
            return


def _compare_with_result(how: str, said: Said, first: Said, second: Said) -> Iterator[Outcome]:
    """Compares a margin, the number of voters or one side (`how`) with the result."""
    margin, total = abs(first.value - second.value), first.value + second.value
    fits = {"margin": [margin], "voters": [total], "side": [first.value, second.value]}[how]
    spans = tuple(sorted((said.span, first.span, second.span)))
    what = {"margin": "apart by", "voters": "together", "side": "the two sides:"}[how]
    shown = {
        "margin": f"{max(first.value, second.value)} - {min(first.value, second.value)} = {margin}",
        "voters": f"{first.value} + {second.value} = {total}",
        "side": "",
    }[how]
    message = f"{first.value} and {second.value} are {what} {join_items([str(fit) for fit in fits], 'and')}"
    if said.value in fits:
        yield Tick(f"{message}.", spans, shown)
    elif max(said.value, fits[0]) <= MAX_RATIO * min(said.value, fits[0]) and (
        how != "side" or _differs_in_last_digit(said.value, fits)
    ):
        yield Finding(
            Severity.WARNING,
            f"{message}, and the text says {said.value}.",
            spans,
            f"{shown or message}, not {said.value}",
            tuple(f"{said.value} -> {fit}" for fit in fits),
            f"Which of {first.value}, {second.value} and {said.value} is wrong?",
        )


def _differs_in_last_digit(value: int, fits: list[int]) -> bool:
    """Whether the value differs from a side only in its last digit; members of one party may be another number."""
    return any(len(str(value)) == len(str(fit)) and value // 10 == fit // 10 for fit in fits if fit >= 10)


EXAMPLES = (
    Example(
        "a vote that might have been",
        "MPs passed the bill by 88 votes to 57. Without the 30 votes of the opposition it would have been 58 to 57.",
        "silent",
    ),
    Example(
        "two votes in a row",
        "The senate confirmed Ann Ode by 47 votes to 41. Her deputy was confirmed by 49 votes to 41.",
        "silent",
    ),
    Example(
        "the same vote in a row",
        "The senate confirmed Ann Ode by 47 votes to 41. The vote went her way by 49 votes to 41 at midnight.",
        "warning",
    ),
    Example(
        "a vote of years before",
        "The council voted to shut the baths by 33 votes to 26. In 2011, 13 years ago, it kept them by 33 votes to 18.",
        "silent",
    ),
    Example(
        "a motion and an amendment",
        "Councillors carried the motion by 61 votes to 40. An amendment was turned down by 61 votes to 38.",
        "silent",
    ),
    Example(
        "one passed, one failed",
        "The assembly approved the levy by 61 votes to 40. It rejected the pay rise by 61 votes to 38.",
        "silent",
    ),
    Example(
        "another vote",
        "Council raises tax on 6-3 vote\n\nThe 6-3 vote sets the rate at 56 cents.\n\nSeparately, the council voted "
        "7-2 to raise water rates.",
        "tick",
    ),
    Example(
        "other sides of as many",
        "Council votes 7-2 to ban camping\n\nThe City Council voted 6-3 late on Tuesday to ban camping in parks.",
        "warning",
    ),
    Example(
        "the majority",
        "The plan was passed by 31 votes to 22.\n\nIt was late. The mayor survived by seven votes, she said.",
        "warning",
    ),
    Example(
        "the majority, right",
        "The plan was passed by 31 votes to 22.\n\nIt was late. The mayor survived by nine votes, she said.",
        "tick",
    ),
    Example(
        "all who voted",
        "It passed by 31 votes to 22.\n\nSnow fell. There was tea. The 63 people who voted sat late.",
        "warning",
    ),
    Example(
        "all who voted, right",
        "It passed by 31 votes to 22.\n\nSnow fell. There was tea. The 53 people who voted sat late.",
        "tick",
    ),
    Example("a side", "It passed by 31 votes to 22.\n\nHe was among the 27 who voted against the plan.", "warning"),
    Example("a party's members", "It passed by 31 votes to 22.\n\nSeven Liberals voted against the plan.", "silent"),
    Example("the result twice", "MPs voted 178-172 to go.\n\nIt was late. The 174-172 vote came at dawn.", "warning"),
    Example("two votes", "MPs voted 178-172 to go.\n\nThen they voted 201-149 to stay, a 52-vote margin.", "silent"),
    Example(
        "another body", "The plan was passed by 31 votes to 22.\n\nThe committee had backed it by five votes.", "silent"
    ),
    Example("an earlier vote", "MPs voted 178-172 to go.\n\nLast year they won by 20 votes.", "silent"),
    Example("seats", "MPs voted 178-172 to go.\n\nShe has a majority of 80 seats.", "silent"),
)

RULE = Rule(code="RP06", slug="vote-told-again", scope="article", check=check, examples=EXAMPLES)

"""The figures of a cricket match, told in several sentences, do not fit.

Ties "a 43-run victory" to the two totals, "won by seven wickets" to "reached 165-3", a margin told twice at the top,
"lost their last six wickets for 43 and were bowled out for 244" to "201 for 4", and "64 of his runs came in boundaries"
to "10 fours and four sixes".

Silent on sentences about other matches, where a match has more than two totals that may be meant (four innings), where
rain cut it short, and where no single figure explains the difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from checks.model import Article, Finding, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import plain_words
from checks.rules.scores._results import COUNT, LAST_PART, OTHER_MATCH, place, told, worth
from checks.rules.scores.cricket import ALL_OUT, BY_RUNS, BY_WICKETS, CHASING, SCORE

ALL = 10  # wickets of an innings
GAME = pattern(r"\b(?:wickets?|all out|bowled out|innings|overs|fours|runs)\b|-run\b")
TOLD = pattern(r"\d[-–/]\d|\d for |wicket|\bruns?\b|\bout for\b|all out|\bfours\b")
OTHER_SUM = pattern(
    r"\b(?:DLS|D/L|Duckworth|VJD|revised|declar(?:ed|ation)|(?:first|second|1st|2nd)[ -]innings|[Ff]ollow(?:ed)?[ -]on"
    r"|Tests?(?! (?:in|of) )|an innings and)\b"
)
"""A match cut short by rain, or one of four innings: its margin is not the difference of two totals."""
TOP = 3  # sentences in which a report tells its margin again
SET = pattern(
    r"\b(?:made|posted|scored|totalled|compiled|amassed|reached|piled up|finished on|total of|set)"
    r" (?P<n>\d{2,3})(?: (?:for|all out)\b|[-–/]\d| in (?:their|its) (?:20|40|50)\b)",
    re.IGNORECASE,
)
LAST = pattern(
    rf"\b(?:lost|losing|lose) (?:their|its) (?:last|final|remaining) (?P<n>{COUNT}) wickets for (?:just |only )?"
    r"(?P<runs>\d{1,3})\b",
    re.IGNORECASE,
)
BOUNDARIES = pattern(
    rf"\b(?P<fours>{COUNT}) fours and (?P<sixes>{COUNT}|a) six(?:es)?\b[^.;]{{0,40}}?\b(?P<n>\d{{2,3}}) of (?:his|her)"
    r" (?:\w+ )?(?:runs )?(?:came )?(?:in|from) (?:boundaries|fours and sixes)",
    re.IGNORECASE,
)

Said = tuple[int, Span]


@dataclass(slots=True)
class Match:
    """What an article gives of one match, each with its place."""

    runs: list[Said] = field(default_factory=list)  # margins in runs
    wickets: list[Said] = field(default_factory=list)  # margins in wickets
    totals: list[Said] = field(default_factory=list)  # of the side that set one
    out: list[Said] = field(default_factory=list)  # of sides bowled out
    chases: list[Said] = field(default_factory=list)  # the wickets lost of a side that won a chase
    stages: list[tuple[int, int, Span]] = field(default_factory=list)  # runs and wickets, in text order


def check(article: Article) -> Iterator[Outcome]:
    if not GAME.search(article.text):
        return
    match = Match()
    top = 0
    for index, (start, words) in enumerate(told(article)):
        top = start + len(words) if index <= TOP else top
        if not TOLD.search(words):
            continue  # most sentences of a long text: a look before the reading
        yield from _boundaries(words, start)
        if OTHER_MATCH.isdisjoint(plain_words(LAST_PART.sub(" ", LAST.sub("", words)))):
            yield from _last_wickets(words, start, match)
            _add(match, words, start)
    yield from _margin_twice([each for each in match.runs if each[1].end <= top], "runs")
    yield from _margin_twice([each for each in match.wickets if each[1].end <= top], "wickets")
    if not OTHER_SUM.search(article.text):
        yield from _by_runs(match)
    yield from _by_wickets(match)


def _add(match: Match, words: str, start: int) -> None:
    for regex, found in (
        (BY_RUNS, match.runs),
        (BY_WICKETS, match.wickets),
        (SET, match.totals),
        (ALL_OUT, match.out),
    ):
        for one in regex.finditer(words):
            group = str(one.lastgroup)
            found.append((worth(one.group(group)), place(one, group, start)))
    for one in SCORE.finditer(words):
        span = Span(start + one.start("runs"), start + one.end("lost"))
        if CHASING.search(words):
            match.chases.append((worth(one.group("lost")), span))
        match.stages.append((int(one.group("runs")), worth(one.group("lost")), span))


def _margin_twice(margins: list[Said], what: str) -> Iterator[Outcome]:
    """A margin of the headline, and the same in the story."""
    values = {value for value, _ in margins}
    if len(margins) < 2:
        return
    (one, here), (other, there) = margins[0], next((each for each in margins if each[0] != margins[0][0]), margins[-1])
    if len(values) == 1:
        yield Tick(f"The margin is {one} {what} in both places.", (here, there))
    elif len(values) == 2:
        yield Finding(
            Severity.WARNING,
            f"The margin is {one} {what} in one place and {other} {what} in another.",
            tuple(sorted((here, there))),
            f"{one} is not {other}",
            (f"{one} -> {other}", f"{other} -> {one}"),
            f"Did they win by {one} or by {other} {what}?",
        )


def _by_runs(match: Match) -> Iterator[Outcome]:
    """One side set a total, the other was bowled out below it."""
    if len({value for value, _ in match.runs}) != 1 or len(match.out) != 1 or len({v for v, _ in match.totals}) != 1:
        return
    (margin, where), (out, there), (total, here) = match.runs[0], match.out[0], match.totals[0]
    if there.overlaps(here) or total <= out:
        return
    yield _compared(margin, total - out, f"{total} - {out}", (where, there, here), f"{total} and {out}", "runs")


def _by_wickets(match: Match) -> Iterator[Outcome]:
    if len({value for value, _ in match.wickets}) != 1 or len({value for value, _ in match.chases}) != 1:
        return
    (margin, where), (lost, here) = match.wickets[0], match.chases[0]
    yield _compared(margin, ALL - lost, f"{ALL} - {lost}", (where, here), f"{lost} wickets lost", "wickets")


def _last_wickets(words: str, start: int, match: Match) -> Iterator[Outcome]:
    """ "Lost their last six wickets for 43 and were bowled out for 244": from "201 for 4"."""
    last, out = LAST.search(words), ALL_OUT.search(words)
    before = [*match.stages]
    for one in SCORE.finditer(words):
        span = Span(start + one.start("runs"), start + one.end("lost"))
        before.append((int(one.group("runs")), worth(one.group("lost")), span))
    if last is None or out is None or not before:
        return
    count, runs, total = worth(last.group("n")), int(last.group("runs")), worth(out.group(str(out.lastgroup)))
    spans = (place(last, "n", start), place(last, "runs", start), place(out, str(out.lastgroup), start))
    stage = next((each for each in reversed(before) if each[1] == ALL - count or each[0] + runs == total), None)
    if stage is None:
        return
    made, lost, where = stage
    if lost == ALL - count:
        yield _compared(total, made + runs, f"{made} + {runs}", (*spans, where), f"{made} and {runs}", "runs")
    else:
        yield _compared(count, ALL - lost, f"{ALL} - {lost}", (*spans, where), f"{lost} wickets lost", "wickets")


def _boundaries(words: str, start: int) -> Iterator[Outcome]:
    for one in BOUNDARIES.finditer(words):
        fours, said = worth(one.group("fours")), int(one.group("n"))
        sixes = 1 if one.group("sixes").lower() == "a" else worth(one.group("sixes"))
        spans = tuple(place(one, group, start) for group in ("fours", "sixes", "n"))
        yield _compared(said, 4 * fours + 6 * sixes, f"4 x {fours} + 6 x {sixes}", spans, "the boundaries", "runs")


def _compared(said: int, made: int, sum_of: str, spans: tuple[Span, ...], whose: str, what: str) -> Outcome:
    spans = tuple(sorted(spans))
    if said == made:
        return Tick(f"{whose} make {made} {what}.", spans, f"{sum_of} = {made}")
    return Finding(
        Severity.WARNING,
        f"{whose} make {made} {what}, and the text says {said}.",
        spans,
        f"{sum_of} = {made}, not {said}",
        (f"{said} -> {made}",),
        f"Which of the figures in {sum_of} = {said} is wrong?",
    )


EXAMPLES = (
    Example(
        "a margin in runs",
        "Kesh won by 63 runs.\n\nThey made 287 for 6 in their 50 overs.\n\nWeston were bowled out for 244.",
        "warning",
    ),
    Example(
        "a margin in runs, right",
        "Kesh won by 43 runs.\n\nThey made 287 for 6 in their 50 overs.\n\nWeston were bowled out for 244.",
        "tick",
    ),
    Example(
        "cut short by rain",
        "Kesh won by 20 runs (DLS method).\n\nThey made 287 for 6 in their 50 overs.\n\nHolm were bowled out for 244.",
        "silent",
    ),
    Example(
        "four innings",
        "Kesh won by 120 runs.\n\nThey had posted 310 for 8 declared.\n\nWeston were bowled out for 244 in reply.",
        "silent",
    ),
    Example(
        "two totals",
        "Kesh won by 63 runs.\n\nThey made 287 for 6 and scored 144 for 3.\n\nWeston were bowled out for 244.",
        "silent",
    ),
    Example(
        "a margin in wickets", "Kesh won by six wickets.\n\nSet 164 to win, they made 165-3, chasing well.", "warning"
    ),
    Example("a margin in wickets, right", "Kesh won by seven wickets.\n\nChasing 164, they made 165-3 by tea.", "tick"),
    Example("a margin twice", "In the rain Kesh won by 63 runs.\n\nThe 48-run win took Kesh to the top.", "warning"),
    Example(
        "another win", "Kesh won by six wickets.\n\nLast season a seven-wicket win took Kesh to the top.", "silent"
    ),
    Example(
        "the last wickets",
        "At tea they were 201 for 4.\n\nThey lost their last six wickets for 63 and were bowled out for 244.",
        "warning",
    ),
    Example(
        "the last wickets, right",
        "At tea they were 201 for 4.\n\nThey lost their last six wickets for 43 and were bowled out for 244.",
        "tick",
    ),
    Example(
        "the last wickets from elsewhere",
        "At tea they were 180 for 3.\n\nThey lost their last six wickets for 43 and were bowled out for 244.",
        "silent",
    ),
    Example("boundaries", "Ames hit 10 fours and four sixes, so that 84 of his runs came in boundaries.", "warning"),
    Example("boundaries, right", "Ames hit 10 fours and four sixes, so 64 of his runs came in boundaries.", "tick"),
    Example("boundaries alone", "Ames hit 10 fours and four sixes in his 71 runs.", "silent"),
    Example("runs that stood still", "They put on 68 runs and ran for cover.", "silent"),
)

RULE = Rule(code="SC13", slug="cricket-match", scope="article", check=check, examples=EXAMPLES)

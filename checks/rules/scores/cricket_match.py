"""The figures of a cricket match, stated in several sentences, do not fit.

Compares "a 43-run victory" with the two totals, "won by seven wickets" with "reached 165-3", a margin stated twice at
the top, "lost their last six wickets for 43 and were bowled out for 244" with "201 for 4", and "64 of his runs came in
boundaries" with "10 fours and four sixes".

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
from checks.rules.scores._results import COUNT, LAST_PART, OTHER_MATCH, group_span, number_value, story_sentences
from checks.rules.scores.cricket import ALL_OUT, BY_RUNS, BY_WICKETS, CHASING, SCORE

INNINGS_WICKETS = 10  # wickets of a completed innings
GAME = pattern(r"\b(?:wickets?|all out|bowled out|innings|overs|fours|runs)\b|-run\b")
TOLD = pattern(r"\d[-–/]\d|\d for |wicket|\bruns?\b|\bout for\b|all out|\bfours\b")
OTHER_SUM = pattern(
    r"\b(?:DLS|D/L|Duckworth|VJD|revised|declar(?:ed|ation)|(?:first|second|1st|2nd)[ -]innings|[Ff]ollow(?:ed)?[ -]on"
    r"|Tests?(?! (?:in|of) )|an innings and)\b"
)
"""A match cut short by rain, or one of four innings: its margin is not the difference of two totals."""
TOP_SENTENCES = 3  # sentences at the top in which a report repeats its margin
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
    """The figures that an article gives for one match, each with its span."""

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
    for index, (start, words) in enumerate(story_sentences(article)):
        top = start + len(words) if index <= TOP_SENTENCES else top
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
    """Adds the margins, totals and scores of a sentence to the match."""
    for regex, found in (
        (BY_RUNS, match.runs),
        (BY_WICKETS, match.wickets),
        (SET, match.totals),
        (ALL_OUT, match.out),
    ):
        for score in regex.finditer(words):
            group = str(score.lastgroup)
            found.append((number_value(score.group(group)), group_span(score, group, start)))
    for score in SCORE.finditer(words):
        span = Span(start + score.start("runs"), start + score.end("lost"))
        if CHASING.search(words):
            match.chases.append((number_value(score.group("lost")), span))
        match.stages.append((int(score.group("runs")), number_value(score.group("lost")), span))


def _margin_twice(margins: list[Said], what: str) -> Iterator[Outcome]:
    """Compares a margin in the headline with the same margin in the story."""
    values = {value for value, _ in margins}
    if len(margins) < 2:
        return
    (first, first_span), (second, second_span) = (
        margins[0],
        next((each for each in margins if each[0] != margins[0][0]), margins[-1]),
    )
    if len(values) == 1:
        yield Tick(f"The margin is {first} {what} in both places.", (first_span, second_span))
    elif len(values) == 2:
        yield Finding(
            Severity.WARNING,
            f"The margin is {first} {what} in one place and {second} {what} in another.",
            tuple(sorted((first_span, second_span))),
            f"{first} is not {second}",
            (f"{first} -> {second}", f"{second} -> {first}"),
            f"Did they win by {first} or by {second} {what}?",
        )


def _by_runs(match: Match) -> Iterator[Outcome]:
    """Compares a margin in runs with the total set and the total of the side bowled out."""
    if len({value for value, _ in match.runs}) != 1 or len(match.out) != 1 or len({v for v, _ in match.totals}) != 1:
        return
    (margin, margin_span), (out, out_span), (total, total_span) = match.runs[0], match.out[0], match.totals[0]
    if out_span.overlaps(total_span) or total <= out:
        return
    yield _compared(
        margin, total - out, f"{total} - {out}", (margin_span, out_span, total_span), f"{total} and {out}", "runs"
    )


def _by_wickets(match: Match) -> Iterator[Outcome]:
    """Compares a margin in wickets with the wickets lost in the chase."""
    if len({value for value, _ in match.wickets}) != 1 or len({value for value, _ in match.chases}) != 1:
        return
    (margin, margin_span), (lost, chase_span) = match.wickets[0], match.chases[0]
    yield _compared(
        margin,
        INNINGS_WICKETS - lost,
        f"{INNINGS_WICKETS} - {lost}",
        (margin_span, chase_span),
        f"{lost} wickets lost",
        "wickets",
    )


def _last_wickets(words: str, start: int, match: Match) -> Iterator[Outcome]:
    """Compares "lost their last six wickets for 43 and were bowled out for 244" with "201 for 4"."""
    last, out = LAST.search(words), ALL_OUT.search(words)
    before = [*match.stages]
    for score in SCORE.finditer(words):
        span = Span(start + score.start("runs"), start + score.end("lost"))
        before.append((int(score.group("runs")), number_value(score.group("lost")), span))
    if last is None or out is None or not before:
        return
    count, runs, total = (
        number_value(last.group("n")),
        int(last.group("runs")),
        number_value(out.group(str(out.lastgroup))),
    )
    spans = (group_span(last, "n", start), group_span(last, "runs", start), group_span(out, str(out.lastgroup), start))
    stage = next(
        (each for each in reversed(before) if each[1] == INNINGS_WICKETS - count or each[0] + runs == total), None
    )
    if stage is None:
        return
    runs_then, lost, where = stage
    if lost == INNINGS_WICKETS - count:
        yield _compared(
            total, runs_then + runs, f"{runs_then} + {runs}", (*spans, where), f"{runs_then} and {runs}", "runs"
        )
    else:
        yield _compared(
            count,
            INNINGS_WICKETS - lost,
            f"{INNINGS_WICKETS} - {lost}",
            (*spans, where),
            f"{lost} wickets lost",
            "wickets",
        )


def _boundaries(words: str, start: int) -> Iterator[Outcome]:
    """Compares the runs in boundaries with the fours and sixes."""
    for match in BOUNDARIES.finditer(words):
        fours, said = number_value(match.group("fours")), int(match.group("n"))
        sixes = 1 if match.group("sixes").lower() == "a" else number_value(match.group("sixes"))
        spans = tuple(group_span(match, group, start) for group in ("fours", "sixes", "n"))
        yield _compared(said, 4 * fours + 6 * sixes, f"4 x {fours} + 6 x {sixes}", spans, "the boundaries", "runs")


def _compared(said: int, computed: int, sum_of: str, spans: tuple[Span, ...], whose: str, what: str) -> Outcome:
    """A tick where the stated and the computed number agree, else a finding."""
    spans = tuple(sorted(spans))
    if said == computed:
        return Tick(f"{whose} make {computed} {what}.", spans, f"{sum_of} = {computed}")
    return Finding(
        Severity.WARNING,
        f"{whose} make {computed} {what}, and the text says {said}.",
        spans,
        f"{sum_of} = {computed}, not {said}",
        (f"{said} -> {computed}",),
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

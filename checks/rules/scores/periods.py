"""The parts of a match do not make its result.

Adds up "108-100, after quarters of 30-22, 21-29, 27-28 and 30-21", "led 17-6 at the break and outscored them 10-14
after it" beside the final score, "5-3 up and won four of the next six frames to win 9-5", and two legs with their
aggregate. A score may be given from either side, so every orientation is tried.

Silent where more than one score may be the final one and any of them fits, on penalty shoot-outs, and where not all
parts are stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product

from checks.model import Article, Finding, Outcome, Severity, Span, Tick
from checks.number_format import format_sum, join_items
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import plain_words
from checks.rules.scores._results import (
    COUNT,
    LAST_PART,
    OTHER_MATCH,
    PAIR,
    Result,
    final_result,
    group_span,
    number_value,
    results,
    story_sentences,
)

ROW = pattern(rf"{PAIR}(?:(?:,| and|, and|;) {PAIR}){{1,5}}")
PERIODS = pattern(r"\b(?:quarters|periods|halves|(?:quarter|period) scores)(?: of| were|:)? $", re.IGNORECASE)
QUARTERS = 4
AT_HALF = pattern(
    rf"(?P<score>{PAIR})(?: up| down| ahead| behind)?(?: lead)? (?:at|by) (?:the )?"
    r"(?:half-time|half time|halftime|break|interval)"
    rf"|(?:half-time|half time|halftime)(?: score)?(?: of|:)? (?P<of>{PAIR})",
    re.IGNORECASE,
)
AFTER_HALF = pattern(
    rf"(?P<score>{PAIR}) (?:after (?:it|the break|half-time|half time|halftime|the interval)"
    r"|in the second (?:half|period)|from there)",
    re.IGNORECASE,
)
IN_SECOND = pattern(
    rf"\boutscor\w+ [^.;]{{0,40}}?(?P<score>{PAIR}) (?:in the second (?:half|period)|after)(?P<of>)", re.IGNORECASE
)
THINGS = r"(?:frames|games|legs|sets|holes|ends)"
RUN = pattern(
    r"(?:w[io]n|winning|took|taking|claimed|claiming|reeled off|reeling off) (?:all |each of )?"
    rf"(?:the (?:next|last|final|first|remaining) (?P<all>{COUNT})(?: {THINGS})?"
    rf"|(?P<some>{COUNT}) of the (?:next|last|final|remaining) (?P<of>{COUNT})(?: {THINGS})?"
    rf"|(?P<row>{COUNT}) {THINGS} (?:in a row|in succession|on the trot|straight)"
    rf"|(?P<straight>{COUNT}) (?:straight|successive|consecutive) {THINGS})"
    r"[^.;]{0,30}? (?:to|and|for|in) (?:win|beat|secure|seal|clinch|complete|claim|take|a|an|prevail|triumph|progress"
    r"|advance)\b",
    re.IGNORECASE,
)
LAST_PERIOD = pattern(r"\b(?:final|last|fourth|closing) (?:quarter|period|third|stanza)\b", re.IGNORECASE)
STAGES_BEFORE_END = 2  # scores besides the final one: the last period and the score before it
OUTSCORED = pattern(rf"\boutscor\w+ [^.;]{{0,40}}?(?P<score>{PAIR})", re.IGNORECASE)
AGGREGATE = pattern(
    rf"(?P<score>{PAIR}) (?:\w+ ){{0,2}}(?:on |the )?aggregate|aggregate (?:score )?(?:of )?(?P<of>{PAIR})"
)
SHOOT_OUT = pattern(r"[^.;]{0,12}(?:penalt|shoot-?out|spot[- ]kicks|pens\b)", re.IGNORECASE)


MAX_RESULTS = 40  # results in two sentences; more are a table


POINTS_TO = pattern(
    rf"\b(?P<ours>{COUNT}) (?:points? )?to (?P<theirs>{COUNT}) "
    r"(?:after (?:it|the break|half-?time|half time|the interval)|in the second (?:half|period))",
    re.IGNORECASE,
)


def check(article: Article) -> Iterator[Outcome]:
    sentences = list(story_sentences(article))
    of_match = final_result(article)
    if of_match:
        yield from _two_halves(sentences, of_match)
    for index, (start, words) in enumerate(sentences):
        found = _without_shoot_outs(results(words, start), words, start)
        if not found:
            continue
        near = [*found]
        for other, text in sentences[max(0, index - 1) : index]:
            near = [*_without_shoot_outs(results(text, other), text, other), *near]
        yield from _row(words, start, found, near)
        yield from _halves(words, start, sentences, index, of_match)
        yield from _run(words, start, found)
        yield from _legs(words, start, found, near)
        yield from _outscored(words, start, found, of_match)


def _without_shoot_outs(found: Sequence[Result], words: str, start: int) -> list[Result]:
    """The scores without those of penalty shoot-outs."""
    return [score for score in found if not SHOOT_OUT.match(words, score.span.end - start)]


def _row(words: str, start: int, found: list[Result], near: list[Result]) -> Iterator[Outcome]:
    """Compares consecutive quarters, thirds or halves with the score that they make."""
    if len(near) > MAX_RESULTS:
        return
    for row in ROW.finditer(words):
        where = Span(start + row.start(), start + row.end())
        parts = [score for score in found if where.contains(score.span)]
        finals = [score for score in near if not where.contains(score.span)]
        if words[max(0, row.start() - 2) : row.start()] == " (" and len(parts) == QUARTERS:
            finals = [score for score in finals if score.span.end == where.start - 2]  # "108-100 (30-22, 21-29, ...)"
        elif not PERIODS.search(words, max(0, row.start() - 20), row.start()):
            continue
        if finals:
            yield from _outcome(parts, finals, both_ways=False)


def _halves(
    words: str, start: int, sentences: list[tuple[int, str]], index: int, of_match: Result | None
) -> Iterator[Outcome]:
    """Compares the score at the break and the score after it with the final score."""
    first, second = AT_HALF.search(words), AFTER_HALF.search(words)
    if first is None or second is None or first.start() == second.start():
        return
    halves = [
        score
        for score in results(words, start)
        if score.span in (_score_span(first, start), _score_span(second, start))
    ]
    others = [score for score in results(words, start) if score not in halves]
    if of_match:
        others.append(of_match)
    else:
        for other, text in sentences[max(0, index - 2) : index]:
            others.extend(results(text, other))
    if len(halves) == 2 and others:
        yield from _outcome(halves, others, both_ways=True)


def _two_halves(sentences: list[tuple[int, str]], of_match: Result) -> Iterator[Outcome]:
    """Compares the two halves where they stand in different sentences, each once in the article."""
    firsts: dict[tuple[int, ...], Result] = {}
    seconds: dict[tuple[int, ...], Result] = {}
    sentence_starts: set[int] = set()
    for start, words in sentences:
        if "half" not in words and "break" not in words and "interval" not in words and "second period" not in words:
            continue
        if not OTHER_MATCH.isdisjoint(plain_words(LAST_PART.sub(" ", words))):
            continue
        found = results(words, start)
        for regex, kept in ((AT_HALF, firsts), (AFTER_HALF, seconds), (IN_SECOND, seconds)):
            match = regex.search(words)
            for score in found if match else ():
                if (
                    match
                    and score.span == _score_span(match, start)
                    and score.span not in (each.span for each in firsts.values())
                ):
                    kept[tuple(sorted(score.both))] = score
                    sentence_starts.add(start)
        if (match := POINTS_TO.search(words)) is not None:
            span = Span(start + match.start("ours"), start + match.end("theirs"))
            both = number_value(match.group("ours")), number_value(match.group("theirs"))
            seconds[tuple(sorted(both))] = Result(span, *both)
            sentence_starts.add(start)
    if len(firsts) == len(seconds) == 1 and len(sentence_starts) > 1:
        yield from _outcome([*firsts.values(), *seconds.values()], [of_match], both_ways=True)


def _score_span(match: re.Match[str], start: int) -> Span:
    """The span of the match's score."""
    return group_span(match, "score" if match.group("score") else "of", start)


def _run(words: str, start: int, found: list[Result]) -> Iterator[Outcome]:
    """Compares a run of frames with the final score: "5-3 up ... won four of the next six frames to win 9-5"."""
    if len(found) != 2:
        return
    stage, final = found
    for match in RUN.finditer(words):
        where = Span(start + match.start(), start + match.end())
        if not where.start < final.span.start or (
            stage.span.start > where.end and final.span.start > stage.span.end + 30
        ):
            continue
        group = next(name for name in ("all", "some", "row", "straight") if match.group(name))
        gained = number_value(match.group(group))
        of = number_value(match.group("of")) if group == "some" else gained
        spans = tuple(sorted((stage.span, group_span(match, group, start), final.span)))
        after = [(a + gained, b + of - gained) for a, b in (stage.both, stage.swapped)]
        shown = f"{stage.first}-{stage.second} and {gained}-{of - gained} make {after[0][0]}-{after[0][1]}"
        if final.both in after or final.swapped in after:
            yield Tick(
                f"{match.group(group)} more take {stage.first}-{stage.second} to {final.first}-{final.second}.", spans
            )
        elif of >= gained:
            yield Finding(
                Severity.WARNING,
                f"From {stage.first}-{stage.second}, {match.group(group)} won"
                f"{'' if of == gained else f' of {of}'} do not make {final.first}-{final.second}.",
                spans,
                f"{shown}, not {final.first}-{final.second}",
                question=f"Which of {stage.first}-{stage.second}, {match.group(group)} and "
                f"{final.first}-{final.second} is another figure?",
            )


def _outscored(words: str, start: int, found: list[Result], of_match: Result | None) -> Iterator[Outcome]:
    """Compares exactly three scores: "outscored them 30-18 ... to win 104-98 after trailing 80-74"."""
    match = OUTSCORED.search(words)
    if len(found) == STAGES_BEFORE_END and of_match and LAST_PERIOD.search(words):
        found = [*found, of_match]
    if match is None or len(found) != STAGES_BEFORE_END + 1 or AT_HALF.search(words):
        return
    end = max(found, key=lambda score: sum(score.both))
    parts = [score for score in found if score is not end]
    if any(score.span.start == start + match.start("score") for score in parts):
        yield from _outcome(parts, [end], both_ways=True)


def _legs(words: str, start: int, found: list[Result], near: list[Result]) -> Iterator[Outcome]:
    """Compares two legs with their aggregate, where there are exactly three scores."""
    match = AGGREGATE.search(words)
    if match is None:
        return
    total = [score for score in found if score.span == _score_span(match, start)]
    for scope in (found, near):
        legs = [score for score in scope if score not in total]
        if len(total) == 1 and len(legs) == 2:
            yield from _outcome(legs, total, both_ways=True)
            return


def _outcome(parts: list[Result], finals: list[Result], *, both_ways: bool) -> Iterator[Outcome]:
    """The outcome for the parts and the scores that may be final.

    `both_ways`: each part may be given from either side; otherwise all have one orientation.
    """
    ways = product((False, True), repeat=len(parts) - 1) if both_ways else [(False,) * (len(parts) - 1)]
    sums = set()
    for way in ways:
        sides = [parts[0].both] + [
            score.swapped if turn else score.both for score, turn in zip(parts[1:], way, strict=True)
        ]
        sums.add((sum(a for a, _ in sides), sum(b for _, b in sides)))
    fits = [score for score in finals if score.both in sums or score.swapped in sums]
    total = (sum(score.first for score in parts), sum(score.second for score in parts))
    row = join_items(f"{score.first}-{score.second}" for score in parts)
    if fits:
        final = fits[0]
        spans = tuple(sorted((final.span, *(score.span for score in parts))))
        yield Tick(f"{row} make {final.first}-{final.second}.", spans)
    elif len(finals) == 1:
        final = finals[0]
        spans = tuple(sorted((final.span, *(score.span for score in parts))))
        first, second = format_sum([score.first for score in parts]), format_sum([score.second for score in parts])
        yield Finding(
            Severity.WARNING,
            f"{row} do not make {final.first}-{final.second}.",
            spans,
            f"{first} = {total[0]} and {second} = {total[1]}, not {final.first}-{final.second}",
            (f"{final.first}-{final.second} -> {total[0]}-{total[1]}",) if not both_ways else (),
            f"Which of these scores is wrong, or is one of another match: {row}, {final.first}-{final.second}?",
        )


EXAMPLES = (
    Example(
        "the halves in two sentences",
        "Blues 24-19 Stags\n\nThe Blues were 19-7 up at the interval.\n\nThe Stags scored 15 points to five after "
        "half-time.",
        "warning",
    ),
    Example(
        "the halves in two sentences, right",
        "Blues 24-19 Stags\n\nThe Blues were 19-7 up at the interval.\n\nThe Stags scored 12 points to five after "
        "half-time.",
        "tick",
    ),
    Example(
        "a half alone",
        "Blues 24-19 Stags\n\nThe Blues were 19-7 up at the interval.\n\nThe Stags scored 12 points.",
        "silent",
    ),
    Example("quarters", "Weston won 108-100, after quarters of 30-22, 21-29, 29-28 and 30-21.", "warning"),
    Example("quarters, right", "Weston won 108-100, after quarters of 30-22, 21-29, 27-28 and 30-21.", "tick"),
    Example(
        "after the break",
        "Easton 27-20 Weston\n\nEaston led 17-6 at the break and were outscored 18-10 after it.",
        "warning",
    ),
    Example(
        "after the break, right",
        "Easton 27-20 Weston\n\nEaston led 17-6 at the break and were outscored 14-10 after it.",
        "tick",
    ),
    Example("frames", "Lind was 5-3 up at lunch and won five of the next six frames to beat Marsh 9-5.", "warning"),
    Example("frames, right", "Lind was 5-3 up at lunch and won four of the next six frames to beat Marsh 9-5.", "tick"),
    Example("a run", "From 2-4 down Lind won the last four games to win 7-4.", "warning"),
    Example("a run, right", "From 2-4 down Lind won the last four games to win 6-4.", "tick"),
    Example("frames in a row", "Lind won five frames in a row from 4-3 behind to win 9-4.", "warning"),
    Example("frames in a row, right", "Lind won six frames in a row from 4-3 behind to win 9-4.", "tick"),
    Example("overnight, right", "Lind, 7-2 up overnight, took the first two frames on Sunday to win 9-2.", "tick"),
    Example(
        "the last quarter", "Weston outscored Easton 30-18 in the last quarter to win 104-98 from 85-74.", "warning"
    ),
    Example(
        "the last quarter, right", "Weston outscored Easton 30-18 in the last quarter to win 104-98 from 80-74.", "tick"
    ),
    Example(
        "the last quarter of a match above",
        "Weston beat Easton 128-112 on Friday.\n\nThey outscored Easton 34-21 in the final period after entering it "
        "down 91-84.",
        "warning",
    ),
    Example(
        "the last quarter of a match above, right",
        "Weston beat Easton 118-112 on Friday.\n\nThey outscored Easton 34-21 in the final period after entering it "
        "down 91-84.",
        "tick",
    ),
    Example("two legs", "Town lost 2-1 away, won 3-0 at home and went through 5-2 on aggregate.", "warning"),
    Example("two legs, right", "Town lost 2-1 away, won 3-0 at home and went through 4-2 on aggregate.", "tick"),
    Example("one leg", "Town won 3-0 at home and went through 4-2 on aggregate.", "silent"),
    Example("a shoot-out", "Town drew 2-2 and went through 3-2 on penalties after 1-1 at half-time.", "silent"),
    Example("games of a week", "They won 4-2 and 3-1 at home and 7-2 away, in quarters of the town.", "silent"),
    Example("a set", "Lind was 5-3 up and won the next two games. Marsh won 6-4 on another court.", "silent"),
    Example("half-time alone", "Easton 27-20 Weston\n\nEaston led 17-6 at the break.", "silent"),
    Example("votes", "The board split 6-4 and 5-5 over two periods.", "silent"),
)

RULE = Rule(code="SC05", slug="parts-of-a-match", scope="article", check=check, examples=EXAMPLES)

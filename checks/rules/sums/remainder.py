"""What remains of a whole does not go with the parts already named.

Ties "the remaining $70m" to the whole and the parts before it: $90m, of which $20m. With percentages the whole may be
the hundred that nobody prints: a share of 62% and "the remaining 38%". "The remaining" closes a breakdown, so that it
must come out either way.

Which of the figures before it belong together is not always plain. All readings are tried, and a finding is raised only
where few figures could be meant and none of the readings comes out. Silent on "the remaining two weeks" and other
remainders of which no whole is stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span, Tick
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    PLEDGED,
    Breakdown,
    after,
    before,
    by_sentence,
    holds,
    is_rough,
    may_belong,
    plain,
    stated,
)
from checks.rules.sums._rows import figures_before
from checks.sameness import same_measure
from checks.wording import added, in_unit, number

REMAINING = re.compile(
    r"\b(?:the|its|their|his|her) (?:remaining|balance(?: of|,)|rest,?|outstanding|remainder,?)\s(?:[£$€])?$",
    re.IGNORECASE,
)
THE_REST = re.compile(r"\b(?:rest|balance|remainder),?\s$", re.IGNORECASE)
"""What stands behind "the rest, 12," is said of them and is no noun."""
LAST = re.compile(r"\bthe (?:last|final)\s[£$€]?$", re.IGNORECASE)
ENDS = re.compile(r"^(?:[.,;)]|$|\s(?:will|went|is|are|was|were|came|comes|has|have|had)\b)")
REACH, FAR = 4, 16  # sentences back in which a whole is looked for; in which one may be found
FEW = 4  # figures among which the readings are still plain
OTHER = re.compile(r"\bthe other\s$", re.IGNORECASE)
OTHERS = re.compile(r"^\sothers\b", re.IGNORECASE)
PREPOSITION = re.compile(r"^\s(?:in|on|at|out|of|to|by|for|from)\b")
LEAST = 4  # below, two numbers make a third too easily
NEAREST, FURTHEST = Fraction(3, 4), Fraction(4, 3)
APART = re.compile(r"\b(?:each|apiece|every|per|than|if|would|not|last year|compared)\b", re.IGNORECASE)
HUNDRED = Fraction(100)


def check(article: Article) -> Iterator[Outcome]:
    figures = by_sentence(article)
    for index, row in figures.items():
        for rest in row:
            front = before(article, rest)
            last = LAST.search(front) and ENDS.match(after(article, rest))  # "the last 11", not "the last 11 games"
            if not last and not REMAINING.search(front):
                if OTHER.search(before(article, rest, 10)) or OTHERS.match(after(article, rest, 10)):
                    yield from _the_others(article, figures, index, rest)
                continue
            earlier = [f for near in range(index - REACH, index + 1) for f in figures.get(near, ())]
            earlier = [f for f in earlier if f.span.end < rest.span.start and _belongs(article, f, rest)]
            if earlier and rest.kind is not Kind.DURATION:
                far = [f for near in range(index - FAR, index - REACH) for f in figures.get(near, ())]
                far = [f for f in far if _belongs(article, f, rest)]
                yield from _judged(article, _once(earlier)[-FEW - 1 :], rest, _once(far)[-FEW:])


def _belongs(article: Article, figure: Figure, rest: Figure) -> bool:
    """Can this be the whole or a part: neither the number of something ("John 19"), nor a figure by the way?"""
    bare = same_measure(rest, figure) and THE_REST.search(before(article, rest))
    if not bare and not may_belong(article, rest, figure):
        return False
    if figure.kind is not Kind.NUMBER:
        return True
    front, back = before(article, figure, 25).split(), after(article, figure, 1)
    named = bool(front) and front[-1][:1].isupper() and front[-1][-1].isalnum()
    label = named and len(before(article, figure, 400).split()) > 1
    return not label and back not in (":", "-", "/")


def _the_others(article: Article, figures: dict[int, list[Figure]], index: int, rest: Figure) -> Iterator[Outcome]:
    """ "The other six", "five others": a tick where the one part before them and they make up a whole beside them.

    Others may be others still, so that nothing is said where they do not.
    """
    near = [f for number_ in (index - 2, index - 1, index) for f in figures.get(number_, ())]
    near = [f for f in near if f.span.end < rest.span.start and _belongs(article, f, rest)]
    for part, whole in ((part, whole) for part in near[-1:] for whole in near[:-1]):
        reading = Breakdown(whole, (part, rest))
        if stated(whole) > LEAST and reading.sum == stated(whole) and _counted(article, part, whole):
            row = added([stated(part), stated(rest)])
            yield Tick(
                f"{part.words} and the other {rest.words} complete {whole.words}.",
                reading.spans,
                f"{row} = {whole.words}",
            )
            return
    if OTHER.search(before(article, rest, 10)):
        yield from _as_it_stands(article, rest, near)


def _counted(article: Article, part: Figure, whole: Figure) -> bool:
    """Do both count something: no "turned 2"?"""
    told = part.kind is not Kind.NUMBER or not PREPOSITION.match(after(article, part, 9))
    return whole.kind is not Kind.NUMBER and told


def _once(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without those that only say a value again; the last of each is kept."""
    return sorted({stated(figure): figure for figure in figures}.values(), key=lambda figure: figure.span)


def _judged(article: Article, earlier: Sequence[Figure], rest: Figure, far: Sequence[Figure]) -> Iterator[Outcome]:
    near = set(map(id, earlier))
    wide = (r for r in _readings((*far, *earlier), rest) if near <= {id(r.whole), *map(id, r.parts)})
    readings = (*_readings(earlier, rest), *wide)
    fitting = next((reading for reading in readings if _comes_out(reading)), None)
    if fitting:
        row = added([stated(part) for part in fitting.parts])
        yield Tick(
            f"The remaining {rest.words} completes {fitting.whole.words}.",
            fitting.spans,
            f"{row} = {fitting.whole.words}",
        )
        return
    spans = (*(figure.span for figure in earlier), rest.span)
    if rest.kind is Kind.PERCENT:
        for some in _some(earlier):
            parts = [stated(part) for part in (*some, rest)]
            if abs(HUNDRED - sum(parts)) <= 1:
                yield Tick(
                    f"The remaining {rest.words} completes the hundred.",
                    (*(figure.span for figure in some), rest.span),
                    f"{added(parts)} = {number(sum(parts, Fraction(0)))}",
                )
                return
    whole = max(earlier, key=stated)
    others = [figure for figure in earlier if figure is not whole]
    if rest.kind is Kind.PERCENT and not others:
        left = HUNDRED - stated(whole)
        yield _finding(spans, f"{number(stated(whole))} + {number(stated(rest))} is not 100", rest, left, whole)
    elif others and len(earlier) <= FEW and stated(rest) < stated(whole):
        told = article.text[min(spans).start : rest.span.end] + after(article, rest, 40)
        if PLEDGED.search(before(article, whole, 80)) or APART.search(told):
            return
        row = added([stated(part) for part in (*others, rest)])
        left = stated(whole) - sum((stated(part) for part in others), Fraction(0))
        yield _finding(spans, f"{row} is not {number(stated(whole))}", rest, left, whole)
    elif rest.kind is not Kind.PERCENT:
        yield from _as_it_stands(article, rest, figures_before(article, rest))


def _as_it_stands(article: Article, rest: Figure, among: Sequence[Figure]) -> Iterator[Outcome]:
    """The figures right before a remainder as its parts, and as the whole whichever figure they could make up.

    A finding only where one number alone comes near, so that there is no doubt which is meant.
    """
    earlier = [f for f in among if f.span.end < rest.span.start and plain(article, f) and _belongs(article, f, rest)]
    run = [f for f in earlier if rest.sentence - f.sentence <= 1][-3:]
    readings = [
        Breakdown(whole, (*run[-size:], rest), closed=True)
        for size in range(len(run), 0, -1)
        for whole in earlier
        if stated(whole) > max(map(stated, (*run[-size:], rest))) and whole.span.end <= run[-size].span.start
    ]
    fitting = next((r for r in readings if _comes_out(r) and stated(r.whole) > LEAST), None)
    if fitting:
        row = added([stated(part) for part in fitting.parts])
        yield Tick(
            f"The remaining {rest.words} completes {fitting.whole.words}.",
            fitting.spans,
            f"{row} = {fitting.whole.words}",
        )
        return
    near = [
        r for r in readings if NEAREST <= r.sum / stated(r.whole) <= FURTHEST and not r.total.meets(r.whole.interval)
    ]
    vague = any(figure.hedge for r in near for figure in (r.whole, *r.parts))
    if (
        not near
        or vague
        or len({stated(r.whole) for r in near}) > 1
        or len(near) < len({len(r.parts) for r in readings})
    ):
        return
    found = near[0]
    if APART.search(article.text[found.parts[0].span.start : rest.span.end] + after(article, rest, 40)):
        return
    row = added([stated(part) for part in found.parts])
    left = stated(found.whole) - found.sum + stated(rest)
    yield _finding(found.spans, f"{row} is not {number(stated(found.whole))}", rest, left, found.whole)


def _comes_out(reading: Breakdown) -> bool:
    """Of the many readings tried, a hedge ("about 10") would let one hold by chance."""
    return reading.sum == stated(reading.whole) or (
        holds(reading) and any(map(is_rough, (reading.whole, *reading.parts)))
    )


def _finding(spans: tuple[Span, ...], arithmetic: str, rest: Figure, left: Fraction, whole: Figure) -> Finding:
    repairs = (f"{rest.words} -> {in_unit(left, rest)}",) if left > 0 else ()
    return Finding(
        Severity.WARNING,
        f"The remaining {rest.words} does not complete the figures named before it.",
        spans,
        arithmetic,
        repairs,
        f"Of what is {rest.words} the remainder?",
    )


def _some(figures: Sequence[Figure]) -> Iterator[tuple[Figure, ...]]:
    for size in range(1, len(figures) + 1):
        yield from combinations(figures, size)


def _readings(earlier: Sequence[Figure], rest: Figure) -> Iterator[Breakdown]:
    """Every whole among the figures before, with every choice of the others as its parts, the largest choice first."""
    for whole in sorted(earlier, key=stated, reverse=True):
        others = [figure for figure in earlier if figure is not whole]
        for parts in reversed(list(_some(others))):
            yield Breakdown(whole, (*parts, rest), closed=True)


EXAMPLES = (
    Example(
        "names between the parts",
        "The ministry ordered 10 million doses: 4.5 million from Zenta, 3.5 million from Korva, and the balance of two "
        "million from a plant of its own.",
        "tick",
    ),
    Example(
        "so much each",
        "Of the £96m outlay, town and county will bring in £19.2m each. The balance of £57.6m is a loan.",
        "silent",
    ),
    Example(
        "a remainder that does not complete the sum is questioned",
        "The buyers will pay $90m, including $20m in cash. The remaining $75m will follow in shares.",
        "warning",
    ),
    Example(
        "a remainder of a hundred per cent is questioned",
        "The family owns 62% of the mill. It may take over the remaining 28% next year.",
        "warning",
    ),
    Example(
        "a remainder that completes the sum is ticked",
        "The buyers will pay $90m, including $20m in cash. The remaining $70m will follow in shares.",
        "tick",
    ),
    Example(
        "a remainder that completes the hundred is ticked",
        "The family owns 62% of the mill. It may take over the remaining 38% next year.",
        "tick",
    ),
    Example(
        "the others who complete a whole are ticked",
        "The county runs 21 pools, of which 13 open on Sundays. The other eight stay shut.",
        "tick",
    ),
    Example(
        "the rest with its number is a remainder too",
        "Anna won £40,000 of the £90,000 prize, Bo took £30,000 and the rest, £25,000, went to charity.",
        "warning",
    ),
    Example(
        "the last seats are a remainder too",
        "The Reds took 40 of the 81 seats. The Blues won 35 and others picked up the last 11.",
        "warning",
    ),
    Example(
        "the others, with those told of just before, must make up the number beside them",
        "Lifeguards saved 48 people. Thirty of those saved were caught in a rip. The other 28 got into trouble later.",
        "warning",
    ),
    Example(
        "others of another kind are left alone",
        "The club has 48 boats. Thirty are new. The other 28 clubs on the coast have none.",
        "silent",
    ),
    Example("the last of something is no remainder", "They won 6 and 14 of the games and the last 11 games.", "silent"),
    Example(
        "chapter and verse are no whole",
        "Luke 19:9 and John 20:14 are read. The remaining five talks follow.",
        "silent",
    ),
    Example("a remainder without a whole is left alone", "They won the remaining four matches.", "silent"),
    Example(
        "other units are not added up",
        "The walk is 30 miles long. The remaining two hikers gave up on Sunday.",
        "silent",
    ),
)

RULE = Rule(code="PW03", slug="remainder", scope="article", check=check, examples=EXAMPLES)

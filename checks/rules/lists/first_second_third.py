"""A count of things is given and they are gone through by number, and the last number is another.

Compares "three things" with "The first is ... The second is ... And the third ...", and "three phases" with "in phase
one ... in phase two ... and in phase three". When a paragraph is cut or added, the count at the top is forgotten.

Numbers that run past the count are questioned; numbers that stop short of it only if the text says that the last one
has come ("and the third", "finally"). Silent where the numbers are those of other things ("the first bomb").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.lists._announced import count_figures, may_be_slip
from checks.sameness import counted_entity, noun_class

ORDINALS = "first second third fourth fifth sixth seventh eighth ninth".split()
CARDINALS = "one two three four five six seven eight nine".split()
STEP = pattern(
    rf"""(?:(?<=[.;:,—–\n“"!?][ ])|(?<=[\n“"])|(?<=-[ ]))(?P<last>(?:and|but|while)[ ])?(?:in|at|during|under)?[ ]?
    (?:(?P<closing>(?:the[ ](?:last|final)|finally|lastly)\b)
    |(?:the|my|our|his|her|a)?[ ]?(?P<ordinal>{"|".join(ORDINALS)})(?:ly)?\b(?:[ ](?P<thing>[a-z]+))?
    |(?P<noun>[a-z]+)[ ](?P<cardinal>{"|".join(CARDINALS)}|[1-9])\b)""",
    re.IGNORECASE | re.VERBOSE,
)
NO_THINGS = frozenset(
    """
    is was are were will would has had have can could may of in on at by for from to and he she it they we you i one
    being involves involved comes came concerns relates says said covers means includes requires shows saw that
    """.split()
)
MAX_STEP_GAP = 900  # characters between two steps
MAX_COUNT_GAP = 350  # characters between the count and the first step


class Step(NamedTuple):
    """One numbered item of the text. `last`: the text says that it is the last one."""

    number: int
    noun: str  # "" where it is not said
    last: bool
    span: Span


def check(article: Article) -> Iterator[Outcome]:
    steps = [step for found in STEP.finditer(article.text) if (step := _step(found))]
    if len(steps) < 2:
        return
    whole = list(count_figures(article))
    for run in _runs(steps):
        figure = _count_before(whole, run)
        if figure is not None:
            yield from _outcome(article, figure, run)


def _step(found: re.Match[str]) -> Step | None:
    """The step that a match of the pattern states; None where it is no item of a list."""
    last, span = bool(found["last"]), Span(*found.span())
    if found["closing"]:
        return Step(0, "", True, span)
    if found["ordinal"]:
        noun = (found["thing"] or "").lower()
        noun = "" if noun in NO_THINGS or noun.endswith("ly") else noun
        return Step(ORDINALS.index(found["ordinal"].lower()) + 1, noun, last, span)
    number = found["cardinal"].lower()
    return Step(CARDINALS.index(number) + 1 if number in CARDINALS else int(number), found["noun"].lower(), last, span)


def _runs(steps: list[Step]) -> Iterator[list[Step]]:
    """The runs of consecutive steps, each from the first on; "finally" may follow any step."""
    run: list[Step] = []
    for step in steps:
        goes_on = bool(run) and step.span.start - run[-1].span.end < MAX_STEP_GAP
        if goes_on and step.number == 0 and len(run) > 1:
            run.append(step._replace(number=run[-1].number + 1))
            yield run
            run = []
        elif goes_on and step.number == run[-1].number + 1:
            run.append(step)
        elif step.number == 1:
            if len(run) > 1:
                yield run
            run = [step]
    if len(run) > 1:
        yield run


def _count_before(whole: list[Figure], run: list[Step]) -> Figure | None:
    """The nearest count before the first step, if it counts what the steps number; else None."""
    before = [
        candidate
        for candidate in whole
        if 0 < run[0].span.start - candidate.span.end < MAX_COUNT_GAP and candidate.noun
    ]
    if not before:
        return None
    figure = before[-1]
    nouns = {noun_class(step.noun) for step in run if step.noun}
    return figure if nouns <= {counted_entity(figure).head} else None


def _outcome(article: Article, figure: Figure, run: list[Step]) -> Iterator[Outcome]:
    """A tick where the steps reach the count, else a finding."""
    count, size = int(figure.value or 0), run[-1].number
    spans = (figure.span, *(step.span for step in run))
    noun = article.words(figure.noun.span) if figure.noun else ""
    if size == count:
        yield Tick(f"{figure.words} {noun} are announced, and {size} are gone through.", spans, f"{count} = {size}")
    elif may_be_slip(count, size) and (size > count or (run[-1].last and size > 2)):
        yield Finding(
            Severity.WARNING,
            f"{figure.words} {noun} are announced, and {size} are gone through by number.",
            spans,
            f"{count} is not {size}",
            (f"{figure.words} -> {size}",),
            f"Are they {figure.words} or {size}?",
        )


EXAMPLES = (
    Example(
        "three told of four are questioned",
        "She asks four things of guests. The first is to be on time. The second is to eat. And the third is to leave.",
        "warning",
    ),
    Example(
        "phases past the count are questioned",
        "The port will open in two phases. In phase one it takes cars; in phase two, vans; and in phase three, trains.",
        "warning",
    ),
    Example(
        "as many as announced are ticked",
        "She asks three things of guests. The first is to be on time. The second is to eat. And the third is to leave.",
        "tick",
    ),
    Example(
        "the last is one of them",
        "He gave three reasons. First, it was late. Second, it was dear. Finally, nobody wanted it.",
        "tick",
    ),
    Example(
        "numbers of other things are left alone",
        "The two players met again. The first game was slow. The second game was not. And the third game was void.",
        "silent",
    ),
    Example(
        "not all are told of",
        "He has five children. The first was born in Ely. The second, a year on, in Hull.",
        "silent",
    ),
    Example(
        "steps without a count are left alone", "First, boil the milk. Second, add salt. Third, stir it.", "silent"
    ),
)

RULE = Rule(code="LS05", slug="first-second-third", scope="article", check=check, examples=EXAMPLES)

"""The figure is the article's, but the summary has it going the other way: "rose 5%" for "fell 5%".

A warning where the words around the summary's figure say that something went up and those around the article's say only
that it went down, or the other way round. The same where the summary's words contradict its own figures: a fall "from
72 to 163", or seventeen that are "more than the 24 of last year". Silent where either text has both directions near the
figure, and on bounds ("more than 24"), which do not describe a change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span
from checks.passage_index import neighbouring_figures
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.support import Judgement, Standing, in_context, judgements, same_quantity_type

RISING_WORDS = """
    rise rises rose risen rising increase increases increased increasing grow grows grew grown growing growth gain
    gains gained gaining climb climbs climbed climbing jump jumps jumped jumping soar soars soared soaring surge
    surges surged surging hike hikes hiked higher
"""
FALLING_WORDS = """
    fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease
    decreases decreased decreasing slump slumps slumped plunge plunges plunged plunging plummet plummets plummeted
    shrink shrinks shrank shrunk slide slides slid tumble tumbles tumbled lose loses lost losing lower cut cuts
    cutting slash slashed slashing reduce reduces reduced reducing reduction
"""
DIRECTION_OF_WORD = dict.fromkeys(RISING_WORDS.split(), "up") | dict.fromkeys(FALLING_WORDS.split(), "down")
LETTERS = pattern(r"[^\W\d_]+")
DIRECTION_OF_CHANGE_WORD = {"up": "up", "more": "up", "down": "down", "fewer": "down", "less": "down"}
CHANGE_WORD = pattern(r"\b(?:up|down)\b(?= ?(?:by|from|on|\d|[£$€]|$))|\b(?:more|fewer|less) ?$", re.IGNORECASE)
COMPARATIVE_AFTER = pattern(r" ?(?:more|fewer|less)\b", re.IGNORECASE)
CHARS_BEFORE, CHARS_AFTER = 40, 30
"""Characters before and after a figure that are searched for a word of rising or falling."""
CLAUSE_BOUNDARY = pattern(r"[;:.]|, (?:and|but|while|after|as|which|who)\b|\b(?:but|while|whereas|although|compared)\b")
CHANGING_KINDS = (Kind.PERCENT, Kind.POINTS, Kind.MONEY, Kind.COUNT, Kind.NUMBER, Kind.MEASURE)
COMPARISON_BEFORE = pattern(
    r"\b(more|higher|fewer|less|lower) than (?:the|its|last (?:year|season|month)'s) $", re.IGNORECASE
)


def check(target: Article, source: Article) -> Iterator[Outcome]:
    reversed_figures: dict[tuple[Span, Span], list[Judgement]] = {}  # by the clauses of the summary and of the article
    for judged in judgements(target, source):
        figure, source_figure = judged.figure, judged.source_figure
        if figure.kind not in CHANGING_KINDS:
            continue
        contradicting = _contradicting_figure(figure, target)
        if contradicting is not None:
            yield Finding(
                Severity.WARNING,
                f'The summary has "{in_context(figure, target)}"; going by its figures, it is the other way round.',
                spans=(contradicting.span, figure.span) if contradicting is not figure else (figure.span,),
                question="Which way did it go?",
            )
        elif (
            source_figure is not None
            and judged.standing in (Standing.STATED, Standing.ROUNDED)
            and _is_reversed(figure, source_figure, target, source)
        ):
            clauses = _clause(figure, target), _clause(source_figure, source)
            same = (spans for spans in reversed_figures if all(map(Span.overlaps, clauses, spans)))
            reversed_figures.setdefault(next(same, clauses), []).append(judged)
    for judged, *others in reversed_figures.values():
        source_figure = judged.source_figure
        assert source_figure is not None
        yield Finding(
            Severity.WARNING,
            f'The summary has "{in_context(judged.figure, target)}"; in the article it went the other way: '
            f'"{in_context(source_figure, source)}" ({source.place(source_figure.span.start)}).',
            spans=(judged.figure.span, *(other.figure.span for other in others)),
            question="Which way did it go?",
            source_spans=(source_figure.span,),
        )


def _is_reversed(figure: Figure, source_figure: Figure, target: Article, source: Article) -> bool:
    """Whether the words around the two figures have one direction each, and the two differ."""
    comparative = COMPARATIVE_AFTER.match(target.text, figure.span.end)
    if (
        comparative
        and figure.noun is None
        and source_figure.noun is not None
        and not COMPARATIVE_AFTER.match(source.text, source_figure.span.end)
    ):
        return False  # "nine more than her opponent" and "dropped only nine games" count different things
    directions, source_directions = _directions(figure, target), _directions(source_figure, source)
    return len(directions) == len(source_directions) == 1 and directions != source_directions


def _clause(figure: Figure, article: Article) -> Span:
    """The span of a figure's clause in which words of rising or falling are looked for."""
    sentence = article.sentences[figure.sentence].span
    start = max(sentence.start, figure.span.start - CHARS_BEFORE)
    boundaries = list(CLAUSE_BOUNDARY.finditer(article.text, start, figure.span.start))
    start = boundaries[-1].end() if boundaries else start
    boundary = CLAUSE_BOUNDARY.search(article.text, figure.span.end, min(sentence.end, figure.span.end + CHARS_AFTER))
    end = boundary.start() if boundary else min(sentence.end, figure.span.end + CHARS_AFTER)
    return Span(start, end)


def _directions(figure: Figure, article: Article) -> frozenset[str]:
    """The directions stated in a figure's clause: "up", "down", both or neither."""
    start, end = _clause(figure, article)
    before, after = article.text[start : figure.span.start], article.text[figure.span.end : end]
    change_words = [match.group() for match in CHANGE_WORD.finditer(before)]
    change_words += [
        match.group() for match in CHANGE_WORD.finditer(after) if match.end() < len(after)
    ]  # "the loss of more than 900"
    comparative = COMPARATIVE_AFTER.match(after)
    if comparative:
        change_words.append(comparative.group())
    words = [word.lower() for word in LETTERS.findall(f"{before} {after}")]
    return frozenset(
        [DIRECTION_OF_WORD[word] for word in words if word in DIRECTION_OF_WORD]
        + [DIRECTION_OF_CHANGE_WORD[word_of_change.strip().lower()] for word_of_change in change_words]
    )


def _contradicting_figure(figure: Figure, article: Article) -> Figure | None:
    """The figure that contradicts the words around this one: a compared figure, or this range itself; else None."""
    if figure.value is None:
        return None
    if figure.second is not None and " to " in figure.words.lower():
        before = article.text[max(0, figure.span.start - 5) : figure.span.start].lower()
        directions = _directions(figure, article)
        is_rise = figure.second > figure.value
        return figure if before == "from " and directions == {"down" if is_rise else "up"} else None
    comparison = COMPARISON_BEFORE.search(article.text, max(0, figure.span.start - 40), figure.span.start)
    if comparison is None:
        return None
    preceding = [
        other
        for other in neighbouring_figures(figure, article)
        if other.span.end < comparison.start() and (same_quantity_type(other, figure) or figure.kind is Kind.NUMBER)
    ]
    if not preceding or preceding[-1].value is None or preceding[-1].value == figure.value:
        return None
    nearest = preceding[-1]
    end = max(nearest.span.end, nearest.noun.span.end if nearest.noun else 0)
    if comparison.start() - end <= 1:
        return None  # in "10 more than the 130" the 10 is the difference
    claims_more = comparison.group(1).lower() in ("more", "higher")
    return preceding[-1] if (preceding[-1].value > figure.value) != claims_more else None


SALES = (
    "Sales at the bakery fell by 5% to £2m last year, the owner said. The mill had 19 bakers, six fewer than before."
)

EXAMPLES = (
    Example(
        "a bound of the next figure",
        "The chain is to shut 14 stores with the loss of more than 1,000 jobs.",
        "silent",
        source="The chain said that it would close 14 of its stores and cut 1,150 jobs.",
    ),
    Example(
        "a fall that became a rise",
        "Sales at the bakery rose by 5% last year.",
        "warning",
        source=SALES,
    ),
    Example(
        "the same way in another word",
        "Sales at the bakery dropped 5% last year.",
        "silent",
        source=SALES,
    ),
    Example(
        "fewer that became a gain",
        "The mill gained six bakers.",
        "warning",
        source=SALES,
    ),
    Example(
        "a bound says nothing of a move",
        "The bakery's sales, more than £2m last year, fell.",
        "silent",
        source=SALES,
    ),
    Example(
        "a rise to less",
        "Sick days rose from 90 to 60.",
        "warning",
        source="Sick days fell from 90 to 60 in the year, the mill said.",
    ),
    Example(
        "a fall to less",
        "Sick days fell from 90 to 60.",
        "silent",
        source="Sick days at the mill, 90 a year ago, are down to 60 now.",
    ),
    Example(
        "seventeen are not more than the 24",
        "The mill lost 17 days to storms, more than the 24 of last year.",
        "warning",
        source="The mill lost 17 days to storms this year, compared with 24 last year.",
    ),
    Example(
        "seventeen are fewer than the 24",
        "The mill lost 17 days to storms, fewer than the 24 of last year.",
        "silent",
        source="The mill lost 17 days to storms this year, compared with 24 last year.",
    ),
    Example(
        "by so many fewer than the 24",
        "The mill lost 17 days to storms, seven fewer than the 24 of last year.",
        "silent",
        source="The mill lost 17 days to storms this year, compared with 24 last year.",
    ),
    Example(
        "a change and its level are one question",
        "Flour fell 4% to £310 a tonne.",
        "warning",
        source="Flour rose 4% to £310 a tonne in Holm on Friday.",
    ),
    Example(
        "both ways in one clause",
        "Sales rose 5% after a fall.",
        "silent",
        source="Sales rose 5% after falling for years.",
    ),
)

RULE = Rule(code="SU13", slug="other-direction", scope="summary", check=check, examples=EXAMPLES)

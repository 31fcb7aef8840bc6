"""A part is given as larger than the whole it is a part of.

Compares the two numbers of "14 out of 31 libraries", "25 of the 70", "of the 2,600 pupils, 90" and "at least 80 were
held, 35 of them in the capital". A part cannot exceed its whole, whatever else the text leaves open. Newspapers correct
these when a digit is lost: "11 of the 8 members voted for it". A warning where only rounding of both allows it.

Where a model has read the article (`checks.TieReading`), what it considers a part and its whole is compared as well,
wherever they are in the article.

There are no ticks: a part that fits says nothing, as most other values would fit too. Silent on dates, scores, odds and
ratios, on "one of the 20 best", and on rates ("two of every five", "50 for each of the 30").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span
from checks.pattern import pattern
from checks.questions import larger_than_whole
from checks.relations.judge import verdicts_of
from checks.rule import Example, Rule
from checks.rules._printed import ROUNDED_ONLY
from checks.rules._text import figures_between, stated_value, text_before
from checks.rules.sums._breakdown import plain_figures_by_sentence, upper_bound, with_noun
from checks.sameness import Sameness, compare_figures, same_unit

PART_TO_WHOLE = pattern(
    r"^(?:\s(?!(?:and|but)\b)[a-z’'-]+){0,3}?,?\s(?:out\s)?of\s(?:the|its|his|her|their|our|those|these|all|a\stotal\sof"
    r"|some|about|around|nearly|almost|more\sthan|at\sleast|over)?\s?"
    r"(?:(?!(?:and|which|whom|other|remaining)\b)[a-z’'-]+\s){0,1}[£$€]?$",
    re.IGNORECASE,
)
"""Between a part and its whole. "Guilty of five and cleared of the other two": neither is the whole of the other."""
OUT_OF = pattern(r"\b(?:out of|of the|of its|of his|of her|of their|of those|of these|of all|of a total of)\b")
INSTEAD_OF = pattern(r"\b(?:instead|ahead|short|because|regardless|outside) of\b", re.IGNORECASE)
WHOLE_LEAD_IN = pattern(
    r"(?:^|[\s(\"“‘])of (?:the|these|those|its|his|her|their|all|a total of)\s(?:[a-z]+\s){0,2}$", re.IGNORECASE
)
BACK_REFERENCE = pattern(
    r"^(?:\s(?!(?:that|which|who|all|any|both|each|few|half|many|most|none|some)\b)[a-z’'-]+){0,2}?"
    r"\s(?:of\s(?:them|whom|which|these|those)|were among them)\b(?!,? [£$€]?\d)",
    re.IGNORECASE,
)
"""Words that make the figure before them a part. In "226 helicopters, of which 60" the part is the next figure, and in
"the 560 that all of them had" it is no part."""
RATE_WORD = pattern(r"\bnot\b|\bevery\b|\beach\b|\bfor\b|\bper\b|\bin\b|\bbest\b|\btop\b|\bmost\b", re.IGNORECASE)
AGE_WORD = pattern(r"\b(?:youngest|oldest|eldest|aged)\b", re.IGNORECASE)
THERE_ARE = pattern(r"\bthere (?:are|were) $", re.IGNORECASE)
MAX_PART_TO_WHOLE = 11  # ratio that a slip of a digit may produce; a "part" beyond it counts something else
MAX_GAP_TO_WHOLE = 60  # characters from a part to a whole after it
MAX_GAP_TO_PART = 130  # characters from a whole to a part after it


def check(article: Article) -> Iterator[Outcome]:
    for figures in plain_figures_by_sentence(article).values():
        for position, figure in enumerate(figures):
            yield from _part_first(article, figures, position)
            yield from _whole_first(article, figures, position)
            # "bought two tickets, but there were four of them"
            counts_existence = THERE_ARE.search(text_before(article, figure, 14))
            if BACK_REFERENCE.match(article.text[figure.span.end : figure.span.end + 40]) and not counts_existence:
                yield from _part_refers_back(article, figures[:position], figure)
    for verdict in verdicts_of(article).parts:
        whole, part = (frame.figure for frame in verdict.members)
        if whole is not None and part is not None:
            for finding in _outcome(article, part, whole):
                yield replace(finding, severity=verdict.severity, relation=verdict.relation)


def _part_first(article: Article, figures: Sequence[Figure], position: int) -> Iterator[Outcome]:
    """The outcome where the part comes first: "12 out of 23 agencies", "45 of the 60"."""
    if position + 1 == len(figures):
        return
    part, whole = figures[position], figures[position + 1]
    gap = article.text[part.span.end : whole.span.start]
    if (
        len(gap) <= MAX_GAP_TO_WHOLE
        and PART_TO_WHOLE.match(gap)
        and OUT_OF.search(gap)
        and not (RATE_WORD.search(gap) or AGE_WORD.search(gap) or INSTEAD_OF.search(gap))
        and compare_figures(part, whole) is not Sameness.DIFFERENT
    ):
        yield from _outcome(article, part, whole)


def _whole_first(article: Article, figures: Sequence[Figure], position: int) -> Iterator[Outcome]:
    """The outcome where the whole comes first: "of the 2,600 pupils who sat it, 90 failed"."""
    whole = figures[position]
    if position + 1 == len(figures) or not WHOLE_LEAD_IN.search(text_before(article, whole, 30)):
        return
    part = figures[position + 1]
    gap = article.text[whole.span.end : part.span.start]
    opening = text_before(article, whole, 400).strip().lower()
    opens_sentence = opening.startswith("of ") and len(opening.split()) < 6
    if opens_sentence and "," in gap and len(gap) <= MAX_GAP_TO_PART and not AGE_WORD.search(gap):
        yield from _outcome(article, part, whole)


def _part_refers_back(article: Article, earlier: Sequence[Figure], part: Figure) -> Iterator[Outcome]:
    """The outcome where the part refers back to its whole: "80 people were held - 35 of them in the capital"."""
    wholes = [f for f in earlier if same_unit(f, part) and part.span.start - f.span.end <= MAX_GAP_TO_PART]
    # "502 games for three clubs, 287 of them for Rovers"
    large_enough = [f for f in wholes if stated_value(f) >= stated_value(part)]
    previous_sentence_figures = figures_between(article, *_previous_sentence(article, part)) if part.sentence else ()
    comparable = [f for f in previous_sentence_figures if same_unit(f, part)]
    have_no_nouns = bool(wholes) and all(f.noun is None for f in wholes)
    if (
        not large_enough
        and have_no_nouns
        and any(f.value and stated_value(f) >= stated_value(part) for f in comparable)
    ):
        return  # "It would bring 300 jobs. One of the four against heard that 12 of those would stay"
    whole = next(reversed(large_enough or wholes), None)
    if whole is not None and not large_enough:
        between = figures_between(article, whole.span.end, part.span.start)
        if any(same_unit(f, part) and f.value and stated_value(f) >= stated_value(part) for f in between):
            return  # "Forty-six volunteers had put up 850 posters, 600 of them in May"
    if whole is not None and not re.search(r"\band\b", article.text[whole.span.end : part.span.start]):
        yield from _outcome(article, part, whole)


def _previous_sentence(article: Article, figure: Figure) -> Span:
    """The span of the sentence before the figure's own."""
    return article.sentences[max(0, figure.sentence - 1)].span


def _outcome(article: Article, part: Figure, whole: Figure) -> Iterator[Finding]:
    """A finding where the part is larger than the whole; a warning if only rounding of both allows it."""
    if not same_unit(part, whole) or part.kind in (Kind.PERCENT, Kind.DURATION):
        return
    upper, lower = upper_bound(whole), part.interval.low
    spans = (part.span, whole.span)
    if stated_value(part) <= 1 or stated_value(whole) <= 1:
        return  # "one of the five" says nothing about the five
    if stated_value(part) > MAX_PART_TO_WHOLE * stated_value(whole):
        return  # no slip of a digit: "four hospitals, which had 441 of them"
    if stated_value(part) <= stated_value(whole):
        return  # any smaller part would fit as well: that this one does confirms neither
    is_rounded = upper is None or lower is None or lower <= upper
    if is_rounded and (part.hedge or whole.hedge):
        return
    yield Finding(
        Severity.WARNING if is_rounded else Severity.ERROR,
        f"A part of {with_noun(part, article)} is larger than its whole, {with_noun(whole, article)}."
        f"{ROUNDED_ONLY if is_rounded else ''}",
        spans,
        f"{part.words} > {whole.words}",
        (f"{part.words} -> at most {whole.words}", f"{whole.words} -> at least {part.words}"),
        larger_than_whole(part.words, whole.words),
    )


EXAMPLES = (
    Example(
        "two parts of a whole in the sentence before",
        "He denied seven counts of fraud. The jury found him guilty of five and cleared him of the other two.",
        "silent",
    ),
    Example(
        "of those told of before",
        "The works would bring 300 jobs. Asked by Paul Vella, one of the four against, they said that 12 of those "
        "would stay.",
        "silent",
    ),
    Example(
        "an age",
        "Kieran Pike, at 23 the youngest of the six, was given 18 months.",
        "silent",
    ),
    Example("all of them", "The four had 112 visits, a fifth of the 560 that all of them had.", "silent"),
    Example("copies of them", "He sold millions of copies of his four albums.", "silent"),
    Example("periods", "Profits grew in six of the past eight quarters.", "silent"),
    Example("what was expected", "It added 8.3 million subscribers instead of the 7 million expected.", "silent"),
    Example(
        "how many there were",
        '"My sister bought two tickets, but there were four of them," he said.',
        "silent",
    ),
    Example("what was put up", "Forty-six people had put up 850 posters, 600 of them in May.", "silent"),
    Example("of others", "The four hospitals of the region had 441 of them on Friday.", "silent"),
    Example("out of which", "The state employs 1,054 doctors, out of which 620 are residents.", "silent"),
    Example("another count between", "He leaves with 502 games for three clubs, 287 of them for Rovers.", "silent"),
    Example(
        "ages",
        "Of the 59 men lost, the youngest was Davie Reed, and the oldest, Hugh Lowe, was at 62 a grandfather.",
        "silent",
    ),
    Example("more than all of them is an error", "Shelves stood empty at 41 out of 31 libraries.", "error"),
    Example("more of them than there were is an error", "Police fined 70 drivers, 85 of them in Leeds.", "error"),
    Example("a whole stated first is tied too", "Of the 50 bakers who applied, 54 were interviewed.", "error"),
    Example("a part within its whole", "Shelves stood empty at 14 out of 31 libraries.", "silent"),
    Example("round counts", "Of the 3,700 women who served there, 4,000 were questioned.", "warning"),
    Example(
        "round counts, one of them hedged", "Of the 3,700 women who served there, some 4,000 were asked.", "silent"
    ),
    Example("parts of the figure before", "It is buying 200 Kite 226 T planes, of which 60 are new.", "silent"),
    Example("part of a floor", "At least 80 were held, 35 of them in Leeds.", "silent"),
    Example("more than a floor", "At least 80 were held, 95 of them in Leeds.", "error"),
    Example("odds and scores are no parts", "They won 5-2 in front of 300 fans.", "silent"),
    Example("a rate is no part", "Nine of every five drivers asked gave a nonsense answer.", "silent"),
    Example("so many for each are no part", "It needs 1,500 bags, about 50 for each of the 30 teams.", "silent"),
    Example(
        "a part that is given as a share too",
        "More than half of the board, 40 of the 90 members, stayed away.",
        "silent",
    ),
    Example("an amount of a thing is no part of a count", "He bought 50 litres of the 20 paints on offer.", "silent"),
)

RULE = Rule(
    code="PW02",
    slug="part-of-whole",
    scope="article",
    relation="part",
    check=check,
    examples=EXAMPLES,
    aliases=("subset",),
)

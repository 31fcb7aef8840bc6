"""A part is given as larger than the whole it is a part of.

Ties "14 out of 31 libraries", "25 of the 70", "of the 2,600 pupils, 90" and "at least 80 were held, 35 of them in the
capital". A part cannot exceed its whole, whatever else the two leave open. Newspapers correct these when a digit is
lost: "11 of the 8 members voted for it".

Silent on dates, scores, odds and ratios, on "one of the 20 best", on rates ("two of every five", "50 for each of the
30"), and on a part that is also given as a share: whether that fits is for the rules on shares to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import before, by_sentence, ceiling, named, stated
from checks.rules.sums._rows import figures_between
from checks.sameness import same_measure

WITHIN = pattern(
    r"^(?:\s[a-z’'-]+){0,3}?,?\s(?:out\s)?of\s(?:the|its|his|her|their|our|those|these|all|a\stotal\sof|some|about|around"
    r"|nearly|almost|more\sthan|at\sleast|over)?\s?(?:(?!and\b|which\b|whom\b)[a-z’'-]+\s){0,1}[£$€]?$",
    re.IGNORECASE,
)
OUT_OF = pattern(r"\b(?:out of|of the|of its|of his|of her|of their|of those|of these|of all|of a total of)\b")
OF_THE = pattern(
    r"(?:^|[\s(\"“‘])of (?:the|these|those|its|his|her|their|all|a total of)\s(?:[a-z]+\s){0,2}$", re.IGNORECASE
)
OF_THEM = pattern(r"^(?:\s[a-z’'-]+){0,2}?\s(?:of\s(?:them|whom|which|these|those)|were among them)\b", re.IGNORECASE)
RATE = pattern(r"\bnot\b|\bevery\b|\beach\b|\bfor\b|\bper\b|\bin\b|\bbest\b|\btop\b|\bmost\b", re.IGNORECASE)
AGES = pattern(r"\b(?:youngest|oldest|eldest|aged)\b", re.IGNORECASE)
THERE = pattern(r"\bthere (?:are|were) $", re.IGNORECASE)
NEAR = 130  # characters between a whole and its part
AHEAD, BEHIND = 30, 12  # characters in front of a part and behind its whole in which a share may speak of it
TRIVIAL = 4  # a part so many times smaller than its whole: that it fits says nothing of either figure


def check(article: Article) -> Iterator[Outcome]:
    for figures in by_sentence(article).values():
        for position, figure in enumerate(figures):
            yield from _part_first(article, figures, position)
            yield from _whole_first(article, figures, position)
            there = THERE.search(before(article, figure, 14))  # "bought two tickets, but there were four of them"
            if OF_THEM.match(article.text[figure.span.end : figure.span.end + 40]) and not there:
                yield from _of_them(article, figures[:position], figure)


def _part_first(article: Article, figures: Sequence[Figure], position: int) -> Iterator[Outcome]:
    """ "12 out of 23 agencies", "45 of the 60"."""
    if position + 1 == len(figures):
        return
    part, whole = figures[position], figures[position + 1]
    gap = article.text[part.span.end : whole.span.start]
    if len(gap) <= 60 and WITHIN.match(gap) and OUT_OF.search(gap) and not (RATE.search(gap) or AGES.search(gap)):
        yield from _judged(article, part, whole)


def _whole_first(article: Article, figures: Sequence[Figure], position: int) -> Iterator[Outcome]:
    """ "Of the 2,600 pupils who sat it, 90 failed"."""
    whole = figures[position]
    if position + 1 == len(figures) or not OF_THE.search(before(article, whole, 30)):
        return
    part = figures[position + 1]
    gap = article.text[whole.span.end : part.span.start]
    opening = before(article, whole, 400).strip().lower()
    leads = opening.startswith("of ") and len(opening.split()) < 6
    if leads and "," in gap and len(gap) <= NEAR and not AGES.search(gap):
        yield from _judged(article, part, whole)


def _of_them(article: Article, earlier: Sequence[Figure], part: Figure) -> Iterator[Outcome]:
    """ "80 people were held - 35 of them in the capital"."""
    wholes = [f for f in earlier if same_measure(f, part) and part.span.start - f.span.end <= NEAR]
    holding = [f for f in wholes if stated(f) >= stated(part)]  # "502 games for three clubs, 287 of them for Rovers"
    earlier_on = figures_between(article, *_sentence_before(article, part)) if part.sentence else ()
    told = [f for f in earlier_on if same_measure(f, part)]
    bare = bool(wholes) and all(f.noun is None for f in wholes)
    if not holding and bare and any(f.value and stated(f) >= stated(part) for f in told):
        return  # "It would bring 300 jobs. One of the four against heard that 12 of those would stay"
    whole = next(reversed(holding or wholes), None)
    if whole is not None and not re.search(r"\band\b", article.text[whole.span.end : part.span.start]):
        yield from _judged(article, part, whole)


def _sentence_before(article: Article, figure: Figure) -> Span:
    return article.sentences[max(0, figure.sentence - 1)].span


def _judged(article: Article, part: Figure, whole: Figure) -> Iterator[Outcome]:
    if not same_measure(part, whole) or part.kind in (Kind.PERCENT, Kind.DURATION):
        return
    most, least = ceiling(whole), part.interval.low
    spans = (part.span, whole.span)
    if stated(part) <= 1 or stated(whole) <= 1:
        return  # "one of the five" says nothing of the five
    if stated(part) <= stated(whole):
        if stated(part) * TRIVIAL < stated(whole) or _also_a_share(article, part, whole):
            return
        yield Tick(f"{part.words} is no more than {named(whole, article)}.", spans, f"{part.words} ≤ {whole.words}")
    elif most is not None and least is not None and least > most:
        yield Finding(
            Severity.ERROR,
            f"A part of {named(part, article)} is larger than its whole, {named(whole, article)}.",
            spans,
            f"{part.words} > {whole.words}",
            (f"{part.words} -> at most {whole.words}", f"{whole.words} -> at least {part.words}"),
            f"Is it {part.words} out of {whole.words}, or has one of the figures changed?",
        )


def _also_a_share(article: Article, part: Figure, whole: Figure) -> bool:
    """Is the part given as a share as well ("a third, 40 of the 90")? That it fits would then say too much."""
    sentence = article.sentences[part.sentence].span
    here = figures_between(article, sentence.start, sentence.end)
    shares = [figure for figure in here if figure.kind in (Kind.FRACTION, Kind.PERCENT)]
    return any(
        0 <= part.span.start - share.span.end <= AHEAD or 0 <= share.span.start - whole.span.end <= BEHIND
        for share in shares
    )


EXAMPLES = (
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
    Example(
        "how many there were",
        '"My sister bought two tickets, but there were four of them," he said.',
        "silent",
    ),
    Example("out of which", "The state employs 1,054 doctors, out of which 620 are residents.", "silent"),
    Example("another count between", "He leaves with 502 games for three clubs, 287 of them for Rovers.", "tick"),
    Example(
        "ages",
        "Of the 59 men lost, the youngest was Davie Reed, and the oldest, Hugh Lowe, was at 62 a grandfather.",
        "silent",
    ),
    Example("more than all of them is an error", "Shelves stood empty at 41 out of 31 libraries.", "error"),
    Example("more of them than there were is an error", "Police fined 70 drivers, 85 of them in Leeds.", "error"),
    Example("a whole stated first is tied too", "Of the 50 bakers who applied, 54 were interviewed.", "error"),
    Example("a part within its whole is ticked", "Shelves stood empty at 14 out of 31 libraries.", "tick"),
    Example("those who are part of a floor are ticked", "At least 80 were held, 35 of them in Leeds.", "tick"),
    Example("odds and scores are no parts", "They won 5-2 in front of 300 fans.", "silent"),
    Example("a rate is no part", "Nine of every five drivers asked gave a nonsense answer.", "silent"),
    Example("so many for each are no part", "It needs 1,500 bags, about 50 for each of the 30 teams.", "silent"),
    Example(
        "a part that is given as a share too is left to that share",
        "More than half of the board, 40 of the 90 members, stayed away.",
        "silent",
    ),
    Example("an amount of a thing is no part of a count", "He bought 50 litres of the 20 paints on offer.", "silent"),
)

RULE = Rule(code="PW02", slug="part-of-whole", scope="article", check=check, examples=EXAMPLES, aliases=("subset",))

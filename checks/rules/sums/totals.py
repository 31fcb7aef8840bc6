"""A total is stated, and the figures it adds up come to something else.

Compares "a total of £9m", "£9m in total" and "a combined £9m" with the figures before it, where the text says which
they are: a row in the same sentence ("£4m for roads and £3m for schools, a total of £7m") or as many as it counts ("the
six parties spent a total of"). A register of interests was once published with parts of which one had lost a digit.

Without such a count the figures before a total need not be all that it covers; then only a sum that comes out is
reported, as a tick. Silent on totals in other units and on a total with fewer than two figures before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Kind, Outcome, Severity
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    PLEDGED,
    Breakdown,
    adds_up,
    breakdown_finding,
    breakdown_outcomes,
    coordinated,
    is_rounding,
    plain_figures_by_sentence,
    stated_value,
    text_after,
    text_before,
)
from checks.rules.sums._rows import figures_between, omits_unit
from checks.sameness import may_be_part, same_unit

TOTAL_OF = pattern(
    r"\b(?:(?:a|the|an?\s(?:overall|combined|grand)) total (?:of|to|came to|cost of)|in total,?|altogether|combined"
    r"(?: total of)?|totall?ing|totalled|totals? (?:of|is|was|to)|between them"
    r"|making"
    r"|(?:taking|bringing|pushing|lifting|making|giving)\s(?:the|its|their|his|her)\s(?:[a-z-]+\s){0,2}?(?:total|toll|tally|sum)"
    r"(?:\s[a-z]+){0,3}?\s(?:to|up to|of|at))\s(?:[a-z]+\s){0,3}$",
    re.IGNORECASE,
)
BRINGS = pattern(
    r"\b(?:tak(?:e|es|ing)|took|bring(?:s|ing)?|brought|push(?:es|ing|ed)?|lift(?:s|ing|ed)?)\s(?:the|its|their|his|her)"
    r"\s(?:[a-z’'-]+\s){1,6}?to\s(?:just |about |over |more than )?[£$€]?$|\bmaking\s(?:a total of )?[£$€]?$",
    re.IGNORECASE,
)
"""The last figure is added to an earlier one: "taking his pay to", "brought its losses for the two years to"."""
TOGETHER = pattern(
    r"(?:Taken together|Together|Between them|Combined),? (?:they|(?:the|these|those) (?:[\w’'-]+ ){1,3}?)"
    r"(?=(?:have|had|hold|held|own|account|ma[kd]e|employ|cost|rais|spen[dt]|sold|produc|earn|pa(?:y|id)|came|come"
    r"|contribut|receiv|represent|add)[a-z]*\b)",
)
MAKE_UP = pattern(r"\s?[a-z]+ (?:(?:for|up|to|a total of|about|around|some|just|nearly|almost|over) ){0,3}[£$€]?")
"""Verbs before a sum: "accounted for", "have", "add up to"."""
SCORED = pattern(r"\b(?:wickets?|partnership|runs?|stand|points?|goals?|per cent|percent)\b", re.IGNORECASE)
SPORT_CONTEXT = 300  # characters of a sentence searched for words of cricket or goals, whose sums work differently
IN_TOTAL = pattern(r"^(?:\s[a-z’'-]+){0,4},? (?:in total|altogether|in all|combined)\b", re.IGNORECASE)
ADDS = pattern(r"\b(?:another|a further|an additional|plus|on top of|as well as|more|and)\b", re.IGNORECASE)
APART = pattern(r"\b(?:than|from|each|every|compared|earlier|previous|last|average|against|up|down)\b", re.IGNORECASE)
EACH = pattern(r"^(?: (?:for )?(?:each|every|per)\b| apiece| a (?:head|share|week|month|year|day))", re.IGNORECASE)
ONE = pattern(r"\bone\b", re.IGNORECASE)
ONE_DISTANCE = 60  # characters before the first part in which "one" may be another part
MAX_SENTENCES_BACK = 8  # sentences before the total in which its parts may stand
MIN_SHARE = Fraction(3, 4)  # of the total: parts with a smaller sum are not its parts
MAX_SHARE = Fraction(4, 3)  # of the total: parts with a larger sum are not its parts
MAX_TOTAL_TO_PART = 200  # ratio: a figure smaller than this share of the total is not one of its parts
ADDABLE_KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
MAX_PARTS = 12  # figures that one total may add up
MIN_TELLING_TOTAL = 1000  # from this value on, a matching sum is unlikely to be chance


def check(article: Article) -> Iterator[Outcome]:
    figures = plain_figures_by_sentence(article)
    for index, row in figures.items():
        if index:
            yield from _compare_together(article, figures, index)
        for position, total in enumerate(row):
            if not TOTAL_OF.search(text_before(article, total, 60)) and not IN_TOTAL.match(text_after(article, total)):
                continue
            near = range(index - MAX_SENTENCES_BACK, index)
            earlier = [f for number in near for f in figures.get(number, ())] + list(row[:position])
            earlier = [f for f in earlier if _may_add(article, f, total)][-MAX_PARTS:]
            if len(earlier) > 1:
                yield from _outcomes(article, total, earlier)
    for total in article.figures:
        if total.kind not in ADDABLE_KINDS or not total.value or total.is_range:
            continue
        if brings := BRINGS.search(text_before(article, total, 60)):
            near = range(total.sentence - MAX_SENTENCES_BACK, total.sentence)
            sentence = article.sentences[total.sentence].span
            sentence_figures = [
                f for f in figures_between(article, sentence.start, sentence.end) if f.value and f is not total
            ]
            earlier = [f for number in near for f in figures.get(number, ())]
            cue = total.span.start - len(brings.group())
            earlier += [f for f in sentence_figures if f.span.start < cue and not f.is_range]
            earlier = [f for f in earlier if _may_add(article, f, total)][-MAX_PARTS:]
            of_so_many = next(
                (int(f.value or 0) for f in sentence_figures if cue <= f.span.start < total.span.start), 0
            )
            yield from _compare_addition(
                article, total, earlier, [f for f in sentence_figures if f.span.start > total.span.start], of_so_many
            )


def _compare_together(article: Article, figures: dict[int, list[Figure]], index: int) -> Iterator[Outcome]:
    """The outcome for "... 620 jobs and ... 480. Together the two accounted for 1,100"."""
    start, end = article.sentences[index].span
    opening = TOGETHER.match(article.text, start, end)
    sentence_figures = [f for f in figures.get(index, ()) if opening and f.span.start >= opening.end()]
    if opening is None or not sentence_figures or SCORED.search(article.text, start, min(end, start + SPORT_CONTEXT)):
        return
    total = sentence_figures[0]
    verb = article.text[opening.end() : total.span.start]
    alike = [f for f in figures_between(article, *article.sentences[index - 1].span) if same_unit(f, total)]
    counted = [f for f in figures.get(index, ()) if f.span.end <= opening.end()]
    size = int(stated_value(counted[0])) if counted else 2
    plain_ = all(f in figures.get(index - 1, ()) and _may_add(article, f, total) for f in alike)
    if len(alike) != size or size < 2 or not plain_ or not MAKE_UP.fullmatch(verb) or APART.search(verb):
        return
    reading = Breakdown(total, tuple(alike), closed=True, disjoint=True)
    if adds_up(reading):
        yield from breakdown_outcomes(reading, article)
        return
    near = MIN_SHARE <= reading.share <= MAX_SHARE and not is_rounding(reading)
    if near and not any(f.hedge for f in (total, *alike)):
        how = "more than" if reading.sum > stated_value(total) else "short of"
        yield breakdown_finding(reading, article, Severity.WARNING, how)


def _compare_addition(
    article: Article, total: Figure, earlier: Sequence[Figure], behind: Sequence[Figure], of_so_many: int
) -> Iterator[Outcome]:
    """The outcome for a total that adds the last figure to one stated earlier: "taking his pay to ...".

    A tick if they make the total, else a finding if just one pair comes near. Where the words before the total count
    its parts ("for the three states"), only a tick.
    """
    size = max(1, of_so_many - 1)
    last = [f for f in earlier if total.sentence - f.sentence <= 1][-size:]
    bases = [
        *earlier[: -len(last) or None],
        *(f for f in behind if f.kind is total.kind and _may_add(article, f, total)),
    ]
    readings = [Breakdown(total, (base, *last), closed=True) for base in bases if len(last) == size]
    fitting = next((reading for reading in readings if adds_up(reading)), None)
    if of_so_many and not fitting:
        return
    near = [r for r in readings if MIN_SHARE <= r.share <= MAX_SHARE]
    if fitting:
        yield from breakdown_outcomes(fitting, article)
    elif len({r.sum for r in near}) == 1 and not any(f.hedge for f in (total, *near[0].parts)):
        text = article.text[min(near[0].spans).start : total.span.end]
        if (
            not is_rounding(near[0])
            and not APART.search(text_before(article, last[0], 30))
            and not PLEDGED.search(text)
        ):
            yield breakdown_finding(
                near[0], article, Severity.WARNING, "more than" if near[0].sum > stated_value(total) else "short of"
            )


def _may_add(article: Article, figure: Figure, total: Figure) -> bool:
    """Whether a figure can be one of the addends. A rate ("43p for each vote") cannot."""
    rate = figure.per or EACH.match(text_after(article, figure))
    like = may_be_part(figure, total) or (figure.sentence == total.sentence and omits_unit(figure, total))
    return not rate and figure.zone is total.zone and like and stated_value(figure) < stated_value(total)


def _outcomes(article: Article, total: Figure, earlier: Sequence[Figure]) -> Iterator[Outcome]:
    """The outcome for one total and the figures before it."""
    readings = [Breakdown(total, tuple(earlier[-size:]), closed=True) for size in range(len(earlier), 1, -1)]
    fitting = next((reading for reading in readings if adds_up(reading)), None)
    said = _said_parts(article, total, earlier)
    if fitting and (
        fitting.parts == said
        or stated_value(total) >= MIN_TELLING_TOTAL
        or fitting.whole.sentence == fitting.parts[0].sentence
    ):
        yield from breakdown_outcomes(fitting, article)
    elif said and not 0 < stated_value(total) - sum(map(stated_value, said)) == _count_of_ones(article, said, total):
        yield from breakdown_outcomes(Breakdown(total, said, closed=True), article)


def _count_of_ones(article: Article, said: Sequence[Figure], total: Figure) -> int:
    """How many parts are the word "one": "one for safety, two for respect, one for work, for a total of"."""
    sentence = article.sentences[total.sentence].span
    between_them = article.text[max(sentence.start, said[0].span.start - ONE_DISTANCE) : total.span.start]
    return len(ONE.findall(between_them))


def _said_parts(article: Article, total: Figure, earlier: Sequence[Figure]) -> tuple[Figure, ...]:
    """The figures that the text itself names as the addends; empty if it does not say."""
    sentence = article.sentences[total.sentence].span
    alike = [f for f in figures_between(article, sentence.start, total.span.start) if same_unit(f, total)]
    inside = [figure for figure in earlier if figure.sentence == total.sentence]
    if inside and len(alike) > len(inside):
        return ()  # "from £40, rising to £50 and £60, a total of": not plain what is added up
    row = [earlier[-1]] if inside else []
    for figure in reversed(earlier[:-1]):
        if row and figure.sentence == total.sentence and coordinated(article, figure, row[0]):
            row.insert(0, figure)
        else:
            break
    if len(row) > 1 and len(article.text[row[-1].span.end : total.span.start]) < 70:
        return tuple(row)
    words = article.text[inside[0].span.start : total.span.start] if inside else ""
    near = Fraction(1, 2) <= Breakdown(total, tuple(inside)).share <= 2
    if 2 <= len(inside) <= 3 and near and ADDS.search(words) and not APART.search(words):
        return tuple(inside)
    counted = [
        figure
        for figure in article.figures
        if figure.kind is Kind.COUNT
        and figure.sentence == total.sentence
        and figure.span.end < total.span.start
        and not same_unit(figure, total)
    ]
    like = [figure for figure in earlier if stated_value(figure) * MAX_TOTAL_TO_PART > stated_value(total)]
    if total.kind is Kind.MONEY and counted and counted[-1].value == len(like) > 2:
        return tuple(like)
    return ()


EXAMPLES = (
    Example(
        "two together",
        "The mills took on 5,200 people and the docks 3,700. Together the two trades accounted for 9,900.",
        "warning",
    ),
    Example(
        "two together, right",
        "The mills took on 5,200 people and the docks 3,700. Together the two trades accounted for 8,900.",
        "tick",
    ),
    Example(
        "more than two before",
        "The mills took on 5,200 people, the docks 3,700 and the yards 900. Together the two trades accounted for "
        "6,100.",
        "silent",
    ),
    Example("runs together", "Ann made 42 and Bo 51. Together they added 85 for the third wicket.", "silent"),
    Example(
        "together and more",
        "Ann has 42 cows and Bo 51. Together they have kept the farm going for 85 years.",
        "silent",
    ),
    Example(
        "as many as the words before the total count",
        "Bats have been found in 412 barns in Kent. Surrey has 37 barns and Essex 18. With those in Kent that brings "
        "the total for the three counties to 467.",
        "tick",
    ),
    Example(
        "so many counties are none of what is added up",
        "Bats have been found in 412 barns in Kent. Surrey has 37 barns and Essex 18. With those in Kent that brings "
        "the total for the three counties to 567.",
        "silent",
    ),
    Example(
        "as many as the text counts",
        "The Reds spent £2,956,737, and the Blues £2,980,815. For the Reds it is 68p a vote, and for the Blues "
        "£1.45. The Greens spent £1,580,575. With the Golds' £267,372, the four parties spent a total of £7,785,499.",
        "tick",
    ),
    Example(
        "ones among them",
        "The prison scored one for safety, two for respect, one for work and three for release, for a total of seven.",
        "silent",
    ),
    Example(
        "a row that does not make its total is an error",
        "The council set aside £4,250 for roads and £3,100 for schools, a total of £8,350.",
        "error",
    ),
    Example(
        "as many figures as the text counts must make the total",
        "The Reds spent £1,210, the Blues £1,500 and the Greens £2,100. The three parties spent a total of £5,810.",
        "error",
    ),
    Example(
        "a row that makes its total is ticked",
        "The council set aside £4,250 for roads and £3,100 for schools, a total of £7,350.",
        "tick",
    ),
    Example(
        "a total that two figures are said to take it to must be their sum",
        "The yard built 4,200 boats in May and 3,900 in June, taking the total to 8,400.",
        "error",
    ),
    Example(
        "amounts whose unit is left out are added up too",
        "The fair took £2.2m on Friday, 1.4m on Saturday and 600,000 on Sunday, bringing the three-day total to £5.4m.",
        "error",
    ),
    Example(
        "figures that make a large total are ticked",
        "The Reds spent £1,210, the Blues £1,500 and the Greens £2,100. The three parties spent a total of £4,810.",
        "tick",
    ),
    Example(
        "what was told of last is added to a number before it",
        "The force has 1,860 officers, 1,302 of them men. It will hire 140 more, taking the strength to 2,300.",
        "warning",
    ),
    Example(
        "what was told of last makes the total with a number before it",
        "The force has 1,860 officers, 1,302 of them men. It will hire 140 more, taking the strength to 2,000.",
        "tick",
    ),
    Example(
        "what was told of last makes the total with a number behind it",
        "Divers found nine more bodies, taking the number of dead to 63 from 54.",
        "tick",
    ),
    Example(
        "a total that nothing comes near is left alone",
        "The force has 1,860 officers. It spent £40 on 12 horses, taking the bill for them to £9,000.",
        "silent",
    ),
    Example(
        "a total that covers more than was named is left alone",
        "The first grant was £4,250. A second, of £3,100, followed. The trust gave a total of £19,400 over ten years.",
        "silent",
    ),
    Example(
        "a total of another thing is left alone", "Six cars and four vans stood in a total of 3 streets.", "silent"
    ),
)

RULE = Rule(code="PW05", slug="total", scope="article", check=check, examples=EXAMPLES)

"""A whole with its parts, and the outcome of comparing them.

A breakdown is closed where the text says that the parts are complete ("the remaining", "of whom A and B"), and open
where there may be others ("including", "among those"). The groups of an open breakdown may also overlap, unless the
text says that they are disjoint ("60 others").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from checks.article_cache import cached_per_article
from checks.figures.inflection import is_plural
from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, NotChecked, Outcome, Severity, Span, Tick
from checks.number_format import format_in_unit, format_interval, format_sum, number
from checks.pattern import pattern
from checks.questions import larger_than_whole
from checks.rules._printed import ROUND_NUMBER_TOLERANCE, ROUNDED_ONLY, place_of
from checks.rules._text import figures_between, stated_value, text_before
from checks.sameness import PERSON, counted_entity, is_kind_of, is_person, may_be_part, same_unit

FLOORS = frozenset((Hedge.MORE_THAN, Hedge.AT_LEAST, Hedge.JUST_OVER))
NEXT_PREDICATE = pattern(
    r", and (?:it |they |he |she )?(?:had|has|have|was|were|is|are|will|would) [a-z]+ (?:[a-z]+ )?[£$€]?$"
)
"""Before a figure of another predicate with the same subject: "raised $4.4m, of which $3.1m came from the team, and had
spent $2.9m".
"""
PLAN_WORDS = pattern(
    r"\b(?:would|could|might|should|wants?|hopes?|aims?|targets?|plans?|if|unless|forecasts?|expected|predict\w*)\b",
    re.IGNORECASE,
)
COMPARISON_LEAD_IN = pattern(
    r"\b(?:(?:than|from|against|compared (?:with|to)|versus|v)\s+(?:(?!and\b|but\b)\w+\s)?"
    r"|(?:down|up|(?<!total )(?<!toll )(?<!tally )(?<!linked )(?<!led )(?<!amount )(?<!amounts )(?<!amounted )to)\s+)"
    r"[£$€]?$",
    re.IGNORECASE,
)
NEXT_WORD = pattern(r" [^\W\d_]+")
APPROXIMATE_TOLERANCE = Fraction(1, 50)
"""Relative distance from "some 420" at which a sum still counts as adding up: tighter than the hedge itself allows."""
COMPLETE_SHARE = Fraction(2, 3)
"""Share of the whole from which a reader takes three parts or more as complete."""
MAX_OVER_FLOOR = Fraction(11, 10)
"""Ratio of the largest plausible value to a floor: "more than 100" is not said of 120."""
MIN_UNDER_CEILING = Fraction(9, 10)
"""Ratio of the smallest plausible value to a ceiling."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and its parts.

    `is_closed`: the text says that the parts are complete. `is_disjoint`: it separates the groups ("others",
    "another"), so that none overlap.
    """

    whole: Figure
    parts: tuple[Figure, ...]
    is_closed: bool = False
    is_disjoint: bool = False
    whole_repeats: tuple[Span, ...] = ()  # other places that state it, such as the headline, and would change with it
    group_name: str = ""  # what the question calls the whole: "arrested", "people"

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.whole.span, *(part.span for part in self.parts), *self.whole_repeats)

    @property
    def total(self) -> Interval:
        """The interval of the sum of the parts."""
        return reduce(Interval.plus, (part.interval for part in self.parts))

    @property
    def sum(self) -> Fraction:
        """The sum of the parts as stated."""
        return sum((stated_value(part) for part in self.parts), Fraction(0))

    @property
    def share(self) -> Fraction:
        """The sum of the parts divided by the whole: 1 where they add up to it, 0 for a whole of zero."""
        return self.sum / self.whole.value if self.whole.value else Fraction(0)


def upper_bound(whole: Figure) -> Fraction | None:
    """The largest value that a whole can plausibly have; None where there is no limit.

    "At least 80" has no upper bound in logic, yet nobody who knows of 90 would write 80.
    """
    high = whole.interval.high
    if high is None and whole.hedge in FLOORS and whole.value is not None:
        return whole.value * MAX_OVER_FLOOR if whole.hedge is not Hedge.AT_LEAST else whole.value
    return high


def plausible_interval(figure: Figure) -> Interval:
    """The interval that a hedged figure plausibly means: "at least 23" is not said of 40."""
    low, upper = figure.interval.low, upper_bound(figure)
    if figure.hedge is Hedge.ABOUT and figure.value and figure.kind in (Kind.COUNT, Kind.NUMBER) and low and upper:
        tolerance = max(place_of(figure.value) / 2, figure.value * APPROXIMATE_TOLERANCE)
        return Interval(max(low, figure.value - tolerance), min(upper, figure.value + tolerance))
    if low is None and figure.value is not None:
        low = figure.value * MIN_UNDER_CEILING
    return Interval(low, upper)


def adds_up(breakdown: Breakdown) -> bool:
    """Whether the parts add up to the whole, exactly or within what rounded and hedged figures allow.

    A tick takes more than the absence of a finding: a plain "20,000" may be a round number, which excuses a sum that is
    close but does not confirm it. Where figures are rounded, the sum may be off by half a printed place for each
    rounded part but one.
    """
    whole, parts = breakdown.whole, breakdown.parts
    if breakdown.sum == whole.value:
        return True
    if not breakdown.total.overlaps(whole.interval):
        return False
    if any(figure.hedge and figure.hedge is not Hedge.ABOUT for figure in (whole, *parts)):
        return reduce(Interval.plus, map(plausible_interval, parts)).overlaps(plausible_interval(whole))
    if any(figure.hedge for figure in (whole, *parts)) and abs(
        breakdown.sum - stated_value(whole)
    ) <= APPROXIMATE_TOLERANCE * stated_value(whole):
        return True
    step = max(last_place_step(figure) for figure in (whole, *parts))
    return any(map(is_rough, (whole, *parts))) and abs(breakdown.sum - stated_value(whole)) <= step / 2 * max(
        1, sum(map(is_rough, parts)) - 1
    )


def is_off_by_a_step(breakdown: Breakdown) -> bool:
    """Whether unhedged parts miss the whole by at least one unit of the most precise figure, as a slip would."""
    figures = (breakdown.whole, *breakdown.parts)
    gap = abs(breakdown.sum - stated_value(breakdown.whole))
    return not any(figure.hedge for figure in figures) and gap >= min(map(last_place_step, figures))


def is_rounding(breakdown: Breakdown) -> bool:
    """Whether rounding can explain the difference: £30,000 next to £18,000 may be a little off, not by thousands."""
    whole, parts = breakdown.whole, breakdown.parts
    is_near = breakdown.total.overlaps(whole.interval) and reduce(
        Interval.plus, map(plausible_interval, parts)
    ).overlaps(plausible_interval(whole))
    shows_rounding = any(figure.hedge or is_rough(figure) for figure in (whole, *parts))
    return is_near and (
        shows_rounding or abs(breakdown.sum - stated_value(whole)) <= ROUND_NUMBER_TOLERANCE * stated_value(whole)
    )


def is_plainly_off(breakdown: Breakdown) -> bool:
    """Whether round numbers differ by more than rounding: £30,000, £18,000 and £9,000 of £54,000."""
    figures = (breakdown.whole, *breakdown.parts)
    return not is_rounding(breakdown) and not any(figure.hedge or is_rough(figure) for figure in figures)


def is_rough(figure: Figure) -> bool:
    """Whether the text itself shows that a figure is rounded: by decimals, by millions, or as a percentage."""
    return figure.kind is Kind.PERCENT or bool(re.search(r"\.\d|\d\s?[a-z]+$", figure.words, re.IGNORECASE))


def last_place_step(figure: Figure) -> Fraction:
    """The value of one unit in the last printed place: 0.1m for "1.2m", 1bn for "30bn"."""
    printed = re.search(r"\d[\d,]*(?:\.(\d+))?", figure.words)
    printed_value = Fraction(printed.group().rstrip(",").replace(",", "")) if printed else Fraction(0)
    if printed is None or not printed_value:
        return Fraction(1)
    return abs(stated_value(figure) / printed_value) / Fraction(10) ** len(printed.group(1) or "")


MAX_SUM_TO_WHOLE = 2  # ratio; what adds up to more is hardly parts of the whole


def breakdown_outcomes(breakdown: Breakdown, article: Article) -> Iterator[Outcome]:
    """A tick where the parts add up to the whole; else a finding, note or nothing, depending on the difference and on
    whether the breakdown is open or closed.
    """
    whole, parts, total = breakdown.whole, breakdown.parts, breakdown.total
    terms = format_sum([stated_value(part) for part in parts])
    if adds_up(breakdown):
        if is_off_by_a_step(breakdown):
            return
        equals = "=" if breakdown.sum == whole.value else "≈"
        message = f"{_listed_parts(parts, article)} make up {with_noun(whole, article)}."
        yield Tick(message, breakdown.spans, f"{terms} {equals} {whole.words}")
        return
    upper, lower = upper_bound(whole), whole.interval.low
    is_off = breakdown.is_closed and is_plainly_off(breakdown)
    is_over = (total.low is not None and upper is not None and total.low > upper) or (
        is_off and breakdown.sum > stated_value(whole)
    )
    is_short = (total.high is not None and lower is not None and total.high < lower) or (
        is_off and breakdown.sum < stated_value(whole)
    )
    if not is_over and not is_short and is_unlikely_rounding(breakdown):
        direction = "more than" if breakdown.sum > stated_value(whole) else "short of"
        yield breakdown_finding(breakdown, article, Severity.WARNING, direction)
        return
    if not is_over and not is_short:
        if breakdown.is_closed or (breakdown.is_disjoint and breakdown.sum > stated_value(whole)):
            yield from finding_if_unrounded(breakdown, article)
        return
    if is_over and breakdown.sum > MAX_SUM_TO_WHOLE * stated_value(whole):
        yield NotChecked("the parts are so much more than the whole that they are of something else", breakdown.spans)
    elif is_over and (
        breakdown.is_closed or breakdown.is_disjoint or any((p.interval.low or 0) > (upper or 0) for p in parts)
    ):
        yield breakdown_finding(breakdown, article, Severity.ERROR, "more than")
    elif is_over:
        yield breakdown_finding(breakdown, article, Severity.NOTE, "more than")
    elif is_short and breakdown.is_closed:
        is_likely_slip = len(parts) > 2 or _one_digit_mends(breakdown)  # "£52,310, of which £38,000 ... and £9,600 ..."
        yield breakdown_finding(breakdown, article, Severity.ERROR if is_likely_slip else Severity.NOTE, "short of")
    elif is_short:
        reads_as_complete = len(parts) > 2 and breakdown.share >= COMPLETE_SHARE
        yield breakdown_finding(
            breakdown, article, Severity.WARNING if reads_as_complete else Severity.NOTE, "short of"
        )


def _one_digit_mends(breakdown: Breakdown) -> bool:
    """Whether changing one digit of the whole or of one part, or reordering its digits, would make the sum hold."""
    whole, gap = stated_value(breakdown.whole), stated_value(breakdown.whole) - breakdown.sum
    changed = [(whole, whole - gap), *((stated_value(part), stated_value(part) + gap) for part in breakdown.parts)]
    for value, needed in changed:
        if value.denominator * needed.denominator == 1:
            printed, wanted = str(value), str(needed)
            differing = [place for place, (one, other) in enumerate(zip(printed, wanted, strict=False)) if one != other]
            if len(printed) == len(wanted) and (len(differing) == 1 or sorted(printed) == sorted(wanted)):
                return True
    return False


def finding_if_unrounded(breakdown: Breakdown, article: Article) -> Iterator[Finding]:
    """The finding for unhedged parts that add up to the whole only if amounts were rounded; none if any is hedged.

    It is a note where there are decimals, since these are rounded more often than not.
    """
    figures = (breakdown.whole, *breakdown.parts)
    if not any(figure.hedge for figure in figures):
        direction = "more than" if breakdown.sum > stated_value(breakdown.whole) else "short of"
        severity = Severity.NOTE if any("." in figure.words for figure in figures) else Severity.WARNING
        yield breakdown_finding(breakdown, article, severity, direction, ROUNDED_ONLY)


def is_unlikely_rounding(breakdown: Breakdown) -> bool:
    """Whether the sum holds only if several figures were all rounded in the same direction by nearly the maximum."""
    figures = (breakdown.whole, *breakdown.parts)
    if any(figure.hedge or figure.interval.high is None for figure in figures) or len(breakdown.parts) < 3:
        return False
    slack = [(figure.interval.high or stated_value(figure)) - stated_value(figure) for figure in figures]
    similar_slacks = sum(value * 2 >= max(slack) for value in slack)
    return similar_slacks > 3 and abs(breakdown.sum - stated_value(breakdown.whole)) * 4 > sum(slack) * 3


def breakdown_finding(
    breakdown: Breakdown, article: Article, severity: Severity, direction: str, remark: str = ""
) -> Finding:
    """The finding for a breakdown that does not add up; `direction` is "more than" or "short of" (the whole)."""
    whole, parts, parts_sum = breakdown.whole, breakdown.parts, breakdown.sum
    gap = abs(stated_value(whole) - parts_sum)
    is_money = whole.kind is Kind.MONEY
    terms = (
        " + ".join(format_in_unit(stated_value(part), part) for part in parts)
        if is_money
        else format_sum([stated_value(part) for part in parts])
    )
    item_word = "amounts" if is_money else "groups"
    sum_in_unit = format_in_unit(parts_sum, whole)
    allowed = "" if breakdown.total.is_exact or remark else f" (allowed: {format_interval(breakdown.total, whole)})"
    noun_text = breakdown.group_name or _noun(whole, article)
    whole_text = _hyphenated_phrase(whole, article) or (
        f"{format_in_unit(stated_value(whole), whole)}{' ' + noun_text if noun_text else ''}"
    )
    if direction == "short of":
        overlap = "" if breakdown.is_closed or breakdown.is_disjoint else f", or more if {_overlap(parts)}"
        missing = format_in_unit(gap, whole)
        message = f"{terms} = {sum_in_unit}, and the whole is {whole_text}: {missing} not accounted for{overlap}."
        question = (
            f"The {item_word} listed add to at most {sum_in_unit} of the {whole_text}. "
            "Is the breakdown incomplete, or is one of the figures wrong?"
        )
    else:
        total = sum_in_unit if len(parts) == 1 else f"{terms} = {sum_in_unit}"
        message = f"{total}, which is {format_in_unit(gap, whole)} more than the whole of {whole_text}."
        question = (
            larger_than_whole(parts[0].words, whole_text)
            if len(parts) == 1
            else f"The {item_word} listed add to {sum_in_unit}, and the whole is given as {whole_text}. "
            f"Do the {item_word} overlap, or is one of the figures wrong?"
        )
    sign = 1 if direction == "short of" else -1
    changed = [(stated_value(part), stated_value(part) + sign * gap) for part in parts]
    repairs = [f"{whole.words} -> {format_in_unit(parts_sum, whole)}"]
    repairs += [
        f"{part.words} -> {format_in_unit(new, part)}"
        for part, (_, new) in zip(parts, changed, strict=True)
        if new >= 0
    ]
    in_unit = format_in_unit if is_money else _as_number
    sum_text = in_unit(parts_sum, whole) if len(parts) == 1 else f"{terms} = {in_unit(parts_sum, whole)}"
    arithmetic = f"{sum_text}, not {in_unit(stated_value(whole), whole)}{allowed}"
    return Finding(severity, message + remark, breakdown.spans, arithmetic, tuple(repairs), question)


def _as_number(value: Fraction | int, _: Figure) -> str:
    return number(value)


def _overlap(parts: Sequence[Figure]) -> str:
    """The clause on overlap for the message: "the seven are also among the 18 or the 111"; short for a long row."""
    *others, last = (part.words.lower() for part in parts)
    if not 0 < len(others) < 3:
        return "the groups overlap"
    return f"the {last} are also among the {' or the '.join(others)}"


def _hyphenated_phrase(figure: Figure, article: Article) -> str:
    """A figure that a hyphen joins to its noun, with the word after that: “24-man squad”; "" for any other figure."""
    noun = figure.noun
    if noun is None or article.text[figure.span.end : noun.span.start] not in ("-", "‑"):
        return ""
    next_word = NEXT_WORD.match(article.text, noun.span.end)
    return f"“{article.text[figure.span.start : next_word.end() if next_word else noun.span.end]}”"


def _noun(figure: Figure, article: Article) -> str:
    """The noun that a count counts, as printed; "" where it has none."""
    return article.text_of(figure.noun.span) if figure.noun and figure.kind is Kind.COUNT else ""


def with_noun(figure: Figure, article: Article) -> str:
    """A figure with the noun right after it, if any: "144 individuals"."""
    noun = figure.noun
    if noun and figure.span.end <= noun.span.start <= figure.span.end + 3:
        return article.text[figure.span.start : noun.span.end]
    return figure.words


def _listed_parts(parts: Sequence[Figure], article: Article) -> str:
    """The parts as a list in words, with their nouns."""
    names = [with_noun(part, article) for part in parts]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def may_belong(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether `part` can be a part of `whole`. The word after it may not be its noun: "13 open on Sundays"."""
    if may_be_part(part, whole) or (counted_entity(whole).head == JOB and is_person(counted_entity(part).head)):
        return True
    return not has_noun(article, part) and stated_value(part) > 1 and same_unit(part, whole)


JOB = "job"  # "340 jobs ... 210 people on the factory floor"
PEOPLE_GROUPS = frozenset(("man", "woman", "boy", "girl", "child", "adult", "teenager"))
"""Kinds of people into which any crowd may be divided."""


def is_kind(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether the part's noun, if any, can be a kind of the whole's: women of walkers, Cadillacs of cars."""
    if part.kind not in (Kind.COUNT, Kind.NUMBER) or not has_noun(article, part):
        return True
    part_head, whole_head = counted_entity(part).head, counted_entity(whole).head
    if part_head == whole_head or is_kind_of(part_head, whole_head) or (whole_head == JOB and is_person(part_head)):
        return True
    if not whole_head:
        return is_person(part_head) and text_before(article, whole, 4).lower() == "all "
    are_people = is_person(part_head) and is_person(whole_head)
    return are_people and (part_head in PEOPLE_GROUPS or PERSON in (part_head, whole_head))


def has_noun(article: Article, figure: Figure) -> bool:
    """Whether the figure has a plural noun. A singular may be no noun at all: "Fifteen play"."""
    return figure.noun is not None and is_plural(article.text_of(figure.noun.span).split()[-1].lower())


def nouns_differ(figures: Sequence[Figure]) -> bool:
    """Whether each of the figures counts something different."""
    nouns = [figure.noun and (figure.noun.head, figure.noun.modifiers) for figure in figures]
    return None not in nouns and len(set(nouns)) == len(nouns)


def is_plain_quantity(article: Article, figure: Figure) -> bool:
    """Whether a figure is a quantity in its own right, neither a range nor the base of a comparison."""
    if figure.value is None or figure.is_range or figure.second is not None:
        return False
    if figure.kind not in (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.DURATION):
        return False
    if article.text[max(0, figure.span.start - 1) : figure.span.start].isalnum():
        return False  # the tail of a code: "H5N1"
    if figure.kind in (Kind.COUNT, Kind.NUMBER) and article.text[figure.span.end : figure.span.end + 1] == "-":
        return False  # "a five-member crew" counts members in passing
    return not COMPARISON_LEAD_IN.search(text_before(article, figure))


def hyphenated_counts(article: Article, sentence: int) -> list[Figure]:
    """The counts of a sentence that a hyphen joins to their noun: "a 26-man squad", "a 350-home estate".

    Since they count in passing they are never parts, but they may be the whole that a row breaks down.
    """
    span = article.sentences[sentence].span
    return [
        figure
        for figure in figures_between(article, span.start, span.end)
        if figure.kind is Kind.COUNT
        and figure.value is not None
        and article.text[figure.span.end : figure.span.end + 1] == "-"
        and not COMPARISON_LEAD_IN.search(text_before(article, figure))
    ]


MAX_FIGURES = 40
"""Figures in one sentence; more are a table that lost its lines. No rule reads that, which also bounds the time."""
CROWDED_REASON = f"more than {MAX_FIGURES} figures in one sentence: taken for a table, which no rule reads"


def unchecked_crowded_sentences(article: Article) -> Iterator[NotChecked]:
    """The sentences left unchecked for having too many figures, so that silence is not mistaken for a check."""
    for row in _plain_figures(article).values():
        if len(row) > MAX_FIGURES:
            yield NotChecked(CROWDED_REASON, tuple(figure.span for figure in row))


@cached_per_article
def plain_figures_by_sentence(article: Article) -> Mapping[int, Sequence[Figure]]:
    """The plain quantities of each sentence in text order, leaving out sentences with more than `MAX_FIGURES`."""
    return {sentence: row for sentence, row in _plain_figures(article).items() if len(row) <= MAX_FIGURES}


@cached_per_article
def _plain_figures(article: Article) -> Mapping[int, Sequence[Figure]]:
    """The plain quantities of each sentence in text order."""
    found: dict[int, list[Figure]] = {}
    for figure in article.figures:
        if is_plain_quantity(article, figure):
            found.setdefault(figure.sentence, []).append(figure)
    return found


ROW_LINK = pattern(
    r"(?:[,;(]|\b(?:and|plus|with|while|as well as)\b)\s*"
    r"(?:(?:and|plus|as well as|a further|another|other|the|some|about|around|just|only|at least|more than|nearly"
    r"|almost|up to)\s+)*[£$€]?$",
    re.IGNORECASE,
)


CLAUSE_BREAK = pattern(r"[.:]\s|[;—–]\s")


def is_coordinated(article: Article, first: Figure, second: Figure, reach: int = 90) -> bool:
    """Whether the second figure is the next item of the first one's row: ", 30 appointed members", "and 10 judges"."""
    gap = article.text[first.span.end : second.span.start]
    return len(gap) <= reach and bool(ROW_LINK.search(gap)) and not CLAUSE_BREAK.search(gap[:-3])

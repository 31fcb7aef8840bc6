"""A whole with its parts, and the outcome of comparing them.

A breakdown is closed where the text says that the parts are complete ("the remaining", "of whom A and B"). It is open
where they may be only some ("including", "among those"). The groups of an open breakdown may also overlap, unless the
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
HAD = pattern(r", and (?:it |they |he |she )?(?:had|has|have|was|were|is|are|will|would) [a-z]+ (?:[a-z]+ )?[£$€]?$")
"""Another thing told of the same: "raised $4.4m, of which $3.1m came from the team, and had spent $2.9m"."""
PLEDGED = pattern(
    r"\b(?:would|could|might|should|wants?|hopes?|aims?|targets?|plans?|if|unless|forecasts?|expected|predict\w*)\b",
    re.IGNORECASE,
)
COMPARED = pattern(
    r"\b(?:(?:than|from|against|compared (?:with|to)|versus|v)\s+(?:\w+\s)?"
    r"|(?:down|up|(?<!total )(?<!toll )(?<!tally )(?<!linked )(?<!led )(?<!amount )(?<!amounts )(?<!amounted )to)\s+)"
    r"[£$€]?$",
    re.IGNORECASE,
)
NEXT_WORD = pattern(r" [^\W\d_]+")
APPROXIMATE_TOLERANCE = Fraction(1, 50)
"""Relative distance of a sum from "some 420" at which it still comes out: tighter than the hedge itself allows."""
COMPLETE_SHARE = Fraction(2, 3)
"""Share of the whole from which a reader takes three parts or more as complete."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A whole and its parts. `disjoint`: the text separates the groups ("others", "another"), so none overlap."""

    whole: Figure
    parts: tuple[Figure, ...]
    closed: bool = False
    disjoint: bool = False
    whole_repeats: tuple[Span, ...] = ()  # where else the whole is stated: the headline would have to change with it
    group_name: str = ""  # what the whole is called in the question: "arrested", "people"

    @property
    def spans(self) -> tuple[Span, ...]:
        return (self.whole.span, *(part.span for part in self.parts), *self.whole_repeats)

    @property
    def total(self) -> Interval:
        return reduce(Interval.plus, (part.interval for part in self.parts))

    @property
    def sum(self) -> Fraction:
        return sum((stated_value(part) for part in self.parts), Fraction(0))

    @property
    def share(self) -> Fraction:
        """The sum of the parts as a share of the whole: 1 where it comes out, 0 for a whole of zero."""
        return self.sum / self.whole.value if self.whole.value else Fraction(0)


def upper_bound(whole: Figure) -> Fraction | None:
    """The largest value that a whole can have; None where it is open.

    "At least 80" has no upper bound, yet nobody who knows of 90 would write 80.
    """
    high = whole.interval.high
    if high is None and whole.hedge in FLOORS and whole.value is not None:
        return whole.value * Fraction(11, 10) if whole.hedge is not Hedge.AT_LEAST else whole.value
    return high


def plausible_interval(figure: Figure) -> Interval:
    """The interval that a hedged figure plausibly means: "at least 23" is not said of 40."""
    low, most = figure.interval.low, upper_bound(figure)
    if figure.hedge is Hedge.ABOUT and figure.value and figure.kind in (Kind.COUNT, Kind.NUMBER) and low and most:
        near = max(place_of(figure.value) / 2, figure.value * APPROXIMATE_TOLERANCE)
        return Interval(max(low, figure.value - near), min(most, figure.value + near))
    if low is None and figure.value is not None:
        low = figure.value * Fraction(9, 10)
    return Interval(low, most)


def adds_up(breakdown: Breakdown) -> bool:
    """Whether the parts make up the whole, exactly or within what rounded and hedged figures allow.

    A tick asks for more than the absence of a finding: a plain "20,000" may be a round number, which excuses a sum that
    is near but does not confirm it. Rounded figures may be off by half a printed place for each part but one.
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
    step = max(printed_step(figure) for figure in (whole, *parts))
    return any(map(is_rough, (whole, *parts))) and abs(breakdown.sum - stated_value(whole)) <= step / 2 * max(
        1, sum(map(is_rough, parts)) - 1
    )


def is_off_by_a_step(breakdown: Breakdown) -> bool:
    """Whether parts without a hedge miss the whole by a unit of the most precise figure, as a slip would."""
    figures = (breakdown.whole, *breakdown.parts)
    gap = abs(breakdown.sum - stated_value(breakdown.whole))
    return not any(figure.hedge for figure in figures) and gap >= min(map(printed_step, figures))


def is_rounding(breakdown: Breakdown) -> bool:
    """Whether rounding can explain the difference: £30,000 beside £18,000 may be a little off, not by thousands."""
    whole, parts = breakdown.whole, breakdown.parts
    near = breakdown.total.overlaps(whole.interval) and reduce(Interval.plus, map(plausible_interval, parts)).overlaps(
        plausible_interval(whole)
    )
    said = any(figure.hedge or is_rough(figure) for figure in (whole, *parts))
    return near and (said or abs(breakdown.sum - stated_value(whole)) <= ROUND_NUMBER_TOLERANCE * stated_value(whole))


def is_plainly_off(breakdown: Breakdown) -> bool:
    """Whether round numbers differ by more than rounding: £30,000, £18,000 and £9,000 of £54,000."""
    figures = (breakdown.whole, *breakdown.parts)
    return not is_rounding(breakdown) and not any(figure.hedge or is_rough(figure) for figure in figures)


def is_rough(figure: Figure) -> bool:
    """Whether the text itself shows that a figure is rounded: by decimals, by millions, or as a percentage."""
    return figure.kind is Kind.PERCENT or bool(re.search(r"\.\d|\d\s?[a-z]+$", figure.words, re.IGNORECASE))


def printed_step(figure: Figure) -> Fraction:
    """The value of one unit in the last printed place: 0.1m for "1.2m", 1bn for "30bn"."""
    printed = re.search(r"\d[\d,]*(?:\.(\d+))?", figure.words)
    number_ = Fraction(printed.group().rstrip(",").replace(",", "")) if printed else Fraction(0)
    if printed is None or not number_:
        return Fraction(1)
    return abs(stated_value(figure) / number_) / Fraction(10) ** len(printed.group(1) or "")


MAX_OVER = 2  # times the whole: parts that add up to more are hardly parts of it


def breakdown_outcomes(breakdown: Breakdown, article: Article) -> Iterator[Outcome]:
    """A tick where the parts make up the whole, else a finding by whether it is open or closed."""
    whole, parts, total = breakdown.whole, breakdown.parts, breakdown.total
    row = format_sum([stated_value(part) for part in parts])
    if adds_up(breakdown):
        if is_off_by_a_step(breakdown):
            return
        equals = "=" if breakdown.sum == whole.value else "≈"
        message = f"{_names(parts, article)} make up {with_noun(whole, article)}."
        yield Tick(message, breakdown.spans, f"{row} {equals} {whole.words}")
        return
    most, least = upper_bound(whole), whole.interval.low
    plainly = breakdown.closed and is_plainly_off(breakdown)
    over = (total.low is not None and most is not None and total.low > most) or (
        plainly and breakdown.sum > stated_value(whole)
    )
    short = (total.high is not None and least is not None and total.high < least) or (
        plainly and breakdown.sum < stated_value(whole)
    )
    if not over and not short and hardly_rounded(breakdown):
        how = "more than" if breakdown.sum > stated_value(whole) else "short of"
        yield breakdown_finding(breakdown, article, Severity.WARNING, how)
        return
    if not over and not short:
        if breakdown.closed or (breakdown.disjoint and breakdown.sum > stated_value(whole)):
            yield from finding_if_unrounded(breakdown, article)
        return
    if over and breakdown.sum > MAX_OVER * stated_value(whole):
        yield NotChecked("the parts are so much more than the whole that they are of something else", breakdown.spans)
    elif over and (breakdown.closed or breakdown.disjoint or any((p.interval.low or 0) > (most or 0) for p in parts)):
        yield breakdown_finding(breakdown, article, Severity.ERROR, "more than")
    elif over:
        yield breakdown_finding(breakdown, article, Severity.NOTE, "more than")
    elif short and breakdown.closed:
        is_likely = len(parts) > 2 or _one_digit_mends(breakdown)  # "£52,310, of which £38,000 ... and £9,600 ..."
        yield breakdown_finding(breakdown, article, Severity.ERROR if is_likely else Severity.NOTE, "short of")
    elif short:
        reads_whole = len(parts) > 2 and breakdown.share >= COMPLETE_SHARE
        yield breakdown_finding(breakdown, article, Severity.WARNING if reads_whole else Severity.NOTE, "short of")


def _one_digit_mends(breakdown: Breakdown) -> bool:
    """Whether another digit in the whole or in one part, or two swapped, would make the parts complete."""
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
    """The finding of parts that make up the whole only if amounts were rounded and none is hedged.

    A note where there are decimals, as these are rounded more often than not.
    """
    figures = (breakdown.whole, *breakdown.parts)
    if not any(figure.hedge for figure in figures):
        how = "more than" if breakdown.sum > stated_value(breakdown.whole) else "short of"
        severity = Severity.NOTE if any("." in figure.words for figure in figures) else Severity.WARNING
        yield breakdown_finding(breakdown, article, severity, how, ROUNDED_ONLY)


def hardly_rounded(breakdown: Breakdown) -> bool:
    """Whether the sum comes out only if several figures were all rounded to the limit in the same direction."""
    figures = (breakdown.whole, *breakdown.parts)
    if any(figure.hedge or figure.interval.high is None for figure in figures) or len(breakdown.parts) < 3:
        return False
    slack = [(figure.interval.high or stated_value(figure)) - stated_value(figure) for figure in figures]
    alike = sum(value * 2 >= max(slack) for value in slack)
    return alike > 3 and abs(breakdown.sum - stated_value(breakdown.whole)) * 4 > sum(slack) * 3


def breakdown_finding(
    breakdown: Breakdown, article: Article, severity: Severity, how: str, remark: str = ""
) -> Finding:
    """The finding of a breakdown that does not come out; `how` is "more than" or "short of" the whole."""
    whole, parts, sums = breakdown.whole, breakdown.parts, breakdown.sum
    gap = abs(stated_value(whole) - sums)
    is_money = whole.kind is Kind.MONEY
    row = (
        " + ".join(format_in_unit(stated_value(part), part) for part in parts)
        if is_money
        else format_sum([stated_value(part) for part in parts])
    )
    listed = "amounts" if is_money else "groups"
    said = format_in_unit(sums, whole)
    range_ = "" if breakdown.total.is_exact or remark else f" (allowed: {format_interval(breakdown.total, whole)})"
    called = breakdown.group_name or _noun(whole, article)
    whole_said = _compound(whole, article) or (
        f"{format_in_unit(stated_value(whole), whole)}{' ' + called if called else ''}"
    )
    if how == "short of":
        overlap = "" if breakdown.closed or breakdown.disjoint else f", or more if {_overlap(parts)}"
        message = (
            f"{row} = {said}, and the whole is {whole_said}: {format_in_unit(gap, whole)} not accounted for{overlap}."
        )
        question = (
            f"The {listed} listed add to at most {said} of the {whole_said}. "
            "Is the breakdown incomplete, or is one of the figures wrong?"
        )
    else:
        total = said if len(parts) == 1 else f"{row} = {said}"
        message = f"{total}, which is {format_in_unit(gap, whole)} more than the whole of {whole_said}."
        question = (
            larger_than_whole(parts[0].words, whole_said)
            if len(parts) == 1
            else f"The {listed} listed add to {said}, and the whole is given as {whole_said}. "
            f"Do the {listed} overlap, or is one of the figures wrong?"
        )
    sign = 1 if how == "short of" else -1
    changed = [(stated_value(part), stated_value(part) + sign * gap) for part in parts]
    repairs = [f"{whole.words} -> {format_in_unit(sums, whole)}"]
    repairs += [
        f"{part.words} -> {format_in_unit(new, part)}"
        for part, (_, new) in zip(parts, changed, strict=True)
        if new >= 0
    ]
    in_unit = format_in_unit if is_money else _as_number
    sum_said = in_unit(sums, whole) if len(parts) == 1 else f"{row} = {in_unit(sums, whole)}"
    arithmetic = f"{sum_said}, not {in_unit(stated_value(whole), whole)}{range_}"
    return Finding(severity, message + remark, breakdown.spans, arithmetic, tuple(repairs), question)


def _as_number(value: Fraction | int, _: Figure) -> str:
    return number(value)


def _overlap(parts: Sequence[Figure]) -> str:
    """The clause on overlap for the question: "the seven are also among the 18 or the 111"; short for a long row."""
    *others, last = (part.words.lower() for part in parts)
    if not 0 < len(others) < 3:
        return "the groups overlap"
    return f"the {last} are also among the {' or the '.join(others)}"


def _compound(figure: Figure, article: Article) -> str:
    """A figure that is half of a compound, with the noun of it: “24-man squad”; "" for any other."""
    noun = figure.noun
    if noun is None or article.text[figure.span.end : noun.span.start] not in ("-", "‑"):
        return ""
    named = NEXT_WORD.match(article.text, noun.span.end)
    return f"“{article.text[figure.span.start : named.end() if named else noun.span.end]}”"


def _noun(figure: Figure, article: Article) -> str:
    """The noun that a figure counts, as printed; empty where it has none."""
    return article.text_of(figure.noun.span) if figure.noun and figure.kind is Kind.COUNT else ""


def with_noun(figure: Figure, article: Article) -> str:
    """A figure with the noun that it counts: "144 individuals"."""
    noun = figure.noun
    if noun and figure.span.end <= noun.span.start <= figure.span.end + 3:
        return article.text[figure.span.start : noun.span.end]
    return figure.words


def _names(parts: Sequence[Figure], article: Article) -> str:
    """The parts in words, with the noun they count."""
    names = [with_noun(part, article) for part in parts]
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]


def may_belong(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether the first can be a part of the second. The word behind it may not be its noun: "13 open on Sundays"."""
    if may_be_part(part, whole) or (counted_entity(whole).head == JOB and is_person(counted_entity(part).head)):
        return True
    return not has_noun(article, part) and stated_value(part) > 1 and same_unit(part, whole)


JOB = "job"  # "340 jobs ... 210 people on the factory floor"
SORTS = frozenset(("man", "woman", "boy", "girl", "child", "adult", "teenager"))
"""Sorts into which any crowd may be laid out."""


def is_kind(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether the part's noun, if any, can be a kind of the whole's: women of walkers, Cadillacs of cars."""
    if part.kind not in (Kind.COUNT, Kind.NUMBER) or not has_noun(article, part):
        return True
    part_head, whole_head = counted_entity(part).head, counted_entity(whole).head
    if part_head == whole_head or is_kind_of(part_head, whole_head) or (whole_head == JOB and is_person(part_head)):
        return True
    if not whole_head:
        return is_person(part_head) and text_before(article, whole, 4).lower() == "all "
    return (
        bool(whole_head)
        and is_person(part_head)
        and is_person(whole_head)
        and (part_head in SORTS or PERSON in (part_head, whole_head))
    )


def has_noun(article: Article, figure: Figure) -> bool:
    """Whether a figure of two or more is followed by a plural, which is then its noun. "Fifteen play" has none."""
    return figure.noun is not None and is_plural(article.text_of(figure.noun.span).split()[-1].lower())


def is_plain(article: Article, figure: Figure) -> bool:
    """Whether this is a quantity stated for itself, neither a range nor a figure that another is compared with."""
    if figure.value is None or figure.is_range or figure.second is not None:
        return False
    if figure.kind not in (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.DURATION):
        return False
    if article.text[max(0, figure.span.start - 1) : figure.span.start].isalnum():
        return False  # the tail of a code: "H5N1"
    if figure.kind in (Kind.COUNT, Kind.NUMBER) and article.text[figure.span.end : figure.span.end + 1] == "-":
        return False  # "a five-member crew" counts members by the way
    return not COMPARED.search(text_before(article, figure))


def compounds(article: Article, sentence: int) -> list[Figure]:
    """The counts of a sentence that a hyphen joins to their noun: "a 26-man squad", "a 350-home estate".

    They count in passing and so are never parts, but they may be the whole that a row breaks down.
    """
    span = article.sentences[sentence].span
    return [
        figure
        for figure in figures_between(article, span.start, span.end)
        if figure.kind is Kind.COUNT
        and figure.value is not None
        and article.text[figure.span.end : figure.span.end + 1] == "-"
        and not COMPARED.search(text_before(article, figure))
    ]


MAX_FIGURES = 40
"""Figures of a sentence; more are a table that lost its lines. No rule reads it, which also bounds the time."""
CROWDED = f"more than {MAX_FIGURES} figures in one sentence: taken for a table, which no rule reads"


def crowded(article: Article) -> Iterator[NotChecked]:
    """A note of what is not checked: the sentences with too many figures, so that silence is not taken for a check."""
    for row in _plain_figures(article).values():
        if len(row) > MAX_FIGURES:
            yield NotChecked(CROWDED, tuple(figure.span for figure in row))


@cached_per_article
def plain_figures_by_sentence(article: Article) -> Mapping[int, Sequence[Figure]]:
    """The plain figures of each sentence in text order; a sentence with too many is left out."""
    return {sentence: row for sentence, row in _plain_figures(article).items() if len(row) <= MAX_FIGURES}


@cached_per_article
def _plain_figures(article: Article) -> Mapping[int, Sequence[Figure]]:
    """The plain figures of each sentence in text order."""
    found: dict[int, list[Figure]] = {}
    for figure in article.figures:
        if is_plain(article, figure):
            found.setdefault(figure.sentence, []).append(figure)
    return found


LINK = pattern(
    r"(?:[,;(]|\b(?:and|plus|with|while|as well as)\b)\s*"
    r"(?:(?:and|plus|as well as|a further|another|other|the|some|about|around|just|only|at least|more than|nearly"
    r"|almost|up to)\s+)*[£$€]?$",
    re.IGNORECASE,
)


BREAK = pattern(r"[.:]\s|[;—–]\s")


def coordinated(article: Article, first: Figure, second: Figure, reach: int = 90) -> bool:
    """Whether the second figure is the next member of a row: ", 30 appointed members", "and 10 judges"."""
    gap = article.text[first.span.end : second.span.start]
    return len(gap) <= reach and bool(LINK.search(gap)) and not BREAK.search(gap[:-3])

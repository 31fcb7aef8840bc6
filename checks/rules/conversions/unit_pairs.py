"""A measure given in two units that do not come to the same length, weight, area or temperature.

Ties "5 miles (8km)", "90 hectares, or 220 acres" and "2,000 seconds, or about 33 minutes". A pair is right if one of
the two, converted and rounded like the other, gives the other; round numbers may be rounded to the nearest 5 or 10. It
is questioned only beyond all that the printed digits of both allow, and another 2.5% for conversion by rule of thumb
(2.5 acres a hectare, 30cm a foot). A hedge before the pair covers both figures. Newspapers have corrected a wall of 30
feet that was given as 48 kilometres.

Silent where the bracket holds something else: another dimension ("3m wide (5ft high)"), a comparison, a clock time. A
change of temperature is converted without the 32 degrees: either reading is accepted unless the words say that it is a
level ("it was 20C (36F)") or a change ("another 2C (36F)"), and a change is ticked only next to words of change.
Gallons, pints, tons and ounces are tried in all their sizes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from checks.figures.units import unit_named
from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_in_unit, format_interval
from checks.pattern import pattern
from checks.questions import which_is_right
from checks.rule import Example, Rule
from checks.rules._printed import exact_or_about, printed_interval, round_significant
from checks.rules._text import plain_words, spans, text_between
from checks.rules.conversions._restated_figures import is_aside, is_hedged_restatement, opens_bracket
from checks.rules.conversions._unit_conversions import (
    CONVERSION_SLACK,
    ERROR_SHARE,
    centre,
    converted,
    high_end,
    is_temperature,
    low_end,
    readings_of,
    unit_of,
)
from checks.word_set import word_set

CONVERTIBLE_KINDS = frozenset((Kind.MEASURE, Kind.DURATION))
METRIC_UNITS = word_set(
    """millimetre centimetre metre kilometre hectare milligram microgram gram kilogram tonne millilitre centilitre litre
    celsius kelvin"""
)
AT_SEA = pattern(
    r"\b(?:nautical|at sea|off the (?:\w+ )?coast|offshore|ships?|vessels?|yachts?|tankers?|sail(?:ed|ing|s)?"
    r"|navy|naval|coastguard|knots|maritime|aircraft|flights?)\b",
    re.IGNORECASE,
)
"""Words that show that a mile may be a nautical one."""
MAX_SEA_DISTANCE = 20_000  # in miles or the unit next to them: longer distances are not at sea
OTHER_SCALE = {"degree celsius": "degree fahrenheit", "degree fahrenheit": "degree celsius"}

CHANGE_WORD = pattern(
    r"\b(?:warm|cool|heat(?:ed|ing)|ris|rose|increas|decreas|drop|f[ae]ll|climb|declin|jump|plung|above|below|higher|lower|hotter"
    r"|colder|differen|within|swing|anomal|goal|target|limit|threshold|pre-?industrial)|\bby (?:about |up to )?$",
    re.IGNORECASE,
)
"""Words near degrees that may be a change; "by" has to be right before them."""
LEVEL_BEFORE = pattern(
    r"\b(?:at|is|was|are|were|be|hit|hits|reach(?:ed|es|ing)?|touch(?:ed|es)|topped|recorded) "
    r"(?:a (?:record|high|low) (?:of )?)?(?:about |around |nearly |almost |over )?$",
    re.IGNORECASE,
)
MOVED_TO_BEFORE = pattern(
    r"\b(?:rise|rises|rose|rising|climb|drop|f[ae]ll|jump|plung|soar)[a-z]* to (?:about |around |nearly )?$",
    re.IGNORECASE,
)
REFERENCE_WORD = pattern(
    r"\b(?:above|below|higher|lower|warm|goal|target|limit|threshold|pre-?industrial)", re.IGNORECASE
)
"""Words with which degrees after "rose to" are a change."""
CHANGE_BEFORE = pattern(
    r"\b(?:another|an additional|an extra|by|(?:rise|increase|drop|fall|change|difference|warming|cooling) of)"
    r" (?:about |around |nearly |almost |roughly |some |up to )?$",
    re.IGNORECASE,
)
"""Words right before degrees that are certainly a change."""
COMPARISON_AFTER = pattern(
    r"\)? (?:above|below|warmer|cooler|colder|hotter|higher|lower)"
    r" (?:than|what|average|normal|current|pre-?industrial)\b"
)
"""Words right after degrees that are certainly a change."""


class Degrees(Enum):
    """Whether degrees are a level or a change, by the words around them."""

    LEVEL = 0
    CHANGE = 1
    EITHER = 2
    SURE_CHANGE = 3


DIMENSION_OF_ADJECTIVE = {
    "high": "height",
    "tall": "height",
    "wide": "width",
    "long": "length",
    "deep": "depth",
    "thick": "thickness",
}
"""The dimension that an adjective after a length names."""
MIN_OVEN_TEMPERATURE, MAX_OVEN_DIFFERENCE = (
    100,
    12,
)  # the lowest mark in degrees Celsius; largest distance in Fahrenheit from it to the nearest mark
CALENDAR_UNITS = frozenset(("month", "quarter"))  # of no fixed length
CONTEXT_CHARS = 80  # characters on each side of a pair in which words of a temperature change are looked for


def check(article: Article) -> Iterator[Outcome]:
    measures = [figure for figure in article.figures if figure.kind in CONVERTIBLE_KINDS and unit_named(figure.unit)]
    sea_sentences: dict[int, bool] = {}  # by sentence, searched once: a sentence may hold many pairs
    starts = [figure.span.start for figure in article.figures]
    for index, (stated_figure, other) in enumerate(pairwise(measures)):
        if bisect_left(starts, other.span.start) - bisect_left(starts, stated_figure.span.end) > 0:
            continue  # "50 minutes later, the 5,000 (14:41.20)"
        figure = _with_scale(stated_figure, other)
        if index and _are_two_sides(article, measures[index - 1], figure):
            if (
                index + 2 < len(measures)
                and _are_two_sides(article, other, measures[index + 2])
                and figure.unit != other.unit
            ):
                # "76cm by 63cm (30in by 25in)": side by side, each with its own
                yield from _judged(measures[index - 1], other)
                yield from _judged(figure, measures[index + 2])
            continue
        if figure.sentence == other.sentence and figure.unit != other.unit and _is_pair(article, figure, other):
            sentence_index = figure.sentence
            is_mile = (
                "mile" in (figure.unit, other.unit) and max(figure.value or 0, other.value or 0) < MAX_SEA_DISTANCE
            )
            if is_mile and sentence_index not in sea_sentences:
                sea_sentences[sentence_index] = (
                    AT_SEA.search(article.text_of(article.sentences[sentence_index].span)) is not None
                )
            at_sea = sea_sentences[sentence_index] if is_mile else "mile" not in (figure.unit, other.unit)
            yield from _judged(figure, other, at_sea=at_sea, degrees=_degrees(article, figure, other))


def _with_scale(figure: Figure, other: Figure) -> Figure:
    """The figure, with the other temperature scale if it has none: "88 degrees (24 Celsius)"."""
    scale = OTHER_SCALE.get(other.unit or "")
    return (
        replace(figure, unit=scale)
        if figure.unit == "degree" and scale and figure.sentence == other.sentence
        else figure
    )


def _are_two_sides(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether the figures are two sides of one thing: "76cm by 63cm"."""
    return figure.unit == other.unit and text_between(article, figure, other).strip().lower() in {"by", "x", "×"}


def _is_pair(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether the second figure restates the first in another unit."""
    first, second = unit_of(figure), unit_of(other)
    if first.dimension != second.dimension or figure.kind is not other.kind:
        return False
    if figure.per != other.per:
        return False  # "3.02 g/t (89,500 ounces)", "3 kg/m (2 lb/ft)"
    gap = text_between(article, figure, other)
    text_after = article.text[other.span.end : other.span.end + 4]
    if "(" not in gap and "[" not in gap:
        if figure.kind is Kind.DURATION:
            return is_hedged_restatement(gap, text_after) and not {first.name, second.name} & CALENDAR_UNITS
        return _is_metric(figure) != _is_metric(other) and is_aside(gap, text_after)
    if not opens_bracket(gap) or (figure.kind is Kind.DURATION and {first.name, second.name} & CALENDAR_UNITS):
        return False
    noun = gap.replace("[", "(").partition("(")[0]
    dimensions = {
        DIMENSION_OF_ADJECTIVE[word]
        for word in plain_words(noun + _text_after(article, other))
        if word in DIMENSION_OF_ADJECTIVE
    }
    return len(dimensions) < 2


def _text_after(article: Article, other: Figure) -> str:
    """The text after the second figure inside the bracket."""
    return article.text[other.span.end : other.span.end + 12].partition(")")[0]


def _is_metric(figure: Figure) -> bool:
    """Whether the figure's unit is metric."""
    return not METRIC_UNITS.isdisjoint((figure.unit or "").split())


def _degrees(article: Article, figure: Figure, other: Figure) -> Degrees:
    """Whether the degrees are a level ("It was 20C (36F)") or a change ("warmed by 1.5C (2.7F)")."""
    bounds = article.sentences[figure.sentence].span
    front = article.text[max(bounds.start, figure.span.start - CONTEXT_CHARS) : figure.span.start]
    gap = text_between(article, figure, other)
    context = f"{front} {gap} {article.text[other.span.end : min(bounds.end, other.span.end + CONTEXT_CHARS)]}"
    if MOVED_TO_BEFORE.search(front) and not REFERENCE_WORD.search(context):
        return Degrees.LEVEL
    is_range = figure.is_range or other.is_range  # "fell by 10C to 20C (68F)" may be a change and a level
    if not is_range and (
        CHANGE_BEFORE.search(front) or COMPARISON_AFTER.match(article.text, max(figure.span.end, other.span.end))
    ):
        return Degrees.SURE_CHANGE
    if CHANGE_WORD.search(front) or CHANGE_WORD.search(context):
        return Degrees.CHANGE
    return Degrees.LEVEL if LEVEL_BEFORE.search(front) else Degrees.EITHER


def _judged(
    figure: Figure, other: Figure, *, at_sea: bool = True, degrees: Degrees = Degrees.CHANGE
) -> Iterator[Outcome]:
    """The tick or finding for a figure and its conversion."""
    plain_only = not at_sea or (is_temperature(figure) and degrees is Degrees.LEVEL)
    change_only = is_temperature(figure) and degrees is Degrees.SURE_CHANGE
    kept = slice(1) if plain_only else slice(1, None) if change_only else slice(None)
    readings = [reading._replace(conversions=reading.conversions[kept]) for reading in readings_of(figure, other)]
    fitting = [next(filter(reading.is_right_for, reading.conversions), None) for reading in readings]
    if None not in fitting:
        exact = fitting[0]
        assert exact is not None
        if is_temperature(figure) and degrees is Degrees.EITHER and exact is not readings[0].conversions[0]:
            return  # "20C (36F)" is right only of a change, and no words speak of one
        yield Tick(
            f"{figure.words} is {other.words}.",
            spans(figure, other),
            f"{figure.words} = {_in_unit(centre(exact.interval), other)}, printed as {other.words}",
        )
        return
    if _are_oven_marks(figure, other):
        return
    for reading in readings:
        if not any(
            conversion.interval.overlaps(_widened(reading.stated, figure, change_only=change_only))
            and (is_temperature(figure) or not reading.is_far_from(conversion))
            for conversion in reading.conversions
        ):
            yield _finding(figure, other, reading.stated, [conversion.interval for conversion in reading.conversions])
            return


def _are_oven_marks(figure: Figure, other: Figure) -> bool:
    """Whether both are marks on an oven's dial, in steps of 10 and of 25 degrees: "180 C (350 F)"."""
    values = {each.unit: each.value or Fraction(0) for each in (figure, other)}
    celsius, fahrenheit = values.get("degree celsius", Fraction(0)), values.get("degree fahrenheit", Fraction(0))
    is_dial = celsius >= MIN_OVEN_TEMPERATURE and not celsius % 10 and not fahrenheit % 25
    return is_dial and abs(celsius * Fraction(9, 5) + 32 - fahrenheit) <= MAX_OVEN_DIFFERENCE


def _in_unit(value: Fraction, unit_of: Figure) -> str:
    """A converted value in the unit of a figure, marked as approximate if rounded: "14,280 square metres"."""
    return exact_or_about(value, lambda shown: format_in_unit(shown, unit_of))


def _finding(figure: Figure, other: Figure, stated: Interval, conversions: list[Interval]) -> Finding:
    """The finding for a conversion that is outside `conversions`, the allowed intervals."""
    low, high = low_end(conversions[0]), high_end(conversions[0])
    ends = Interval(round_significant(low), round_significant(high))
    allowed = _in_unit(low, other) if low == high else format_interval(ends, other)
    back = converted(printed_interval(other), unit_of(other), unit_of(figure))[0]
    is_far = min(_relative_gap(conversion, stated) for conversion in conversions) > (
        ERROR_SHARE / 2 if is_temperature(figure) else ERROR_SHARE
    )
    return Finding(
        Severity.ERROR if is_far else Severity.WARNING,
        f"{figure.words} is {allowed}, and the text gives {other.words}.",
        spans(figure, other),
        f"{figure.words} = {allowed}, not {other.words}",
        (
            f"{other.words} -> {format_in_unit(round_significant(centre(conversions[0])), other)}",
            f"{figure.words} -> {format_in_unit(round_significant(centre(back)), figure)}",
        ),
        which_is_right(figure.words, other.words),
    )


def _widened(interval: Interval, figure: Figure, *, change_only: bool = False) -> Interval:
    """An interval widened by the slack of a conversion by rule of thumb; of a temperature level, by a degree."""
    low, high = low_end(interval), high_end(interval)
    is_level = is_temperature(figure) and not change_only
    slack = Fraction(1) if is_level else max(abs(low), abs(high)) * CONVERSION_SLACK
    return Interval(low - slack, high + slack)


def _relative_gap(conversion: Interval, stated: Interval) -> Fraction:
    """The distance between two intervals, as a share of the stated value."""
    gap = max(low_end(conversion) - high_end(stated), low_end(stated) - high_end(conversion), Fraction(0))
    return gap / max(abs(centre(stated)), Fraction(1, 1000))


EXAMPLES = (
    Example("a rate and an amount", "The grade was 3.02 g/t (89,500 ounces of gold).", "silent"),
    Example("rates per different units", "The cable weighs 3 kg/m (2 lb/ft).", "silent"),
    Example("a walk is of no nautical miles", "On Sunday they walked 17 miles (32km) to Lomas.", "error"),
    Example("a voyage may be", "The ship had sailed 17 miles (32km) on Sunday.", "tick"),
    Example("degrees of the other scale", "It was 88 degrees (24 Celsius) in the water.", "error"),
    Example("degrees of the other scale, right", "It was 88 degrees (31 Celsius) in the water.", "tick"),
    Example("a slip of a nought in the bracket", "The farm covers 90 hectares (22 acres) of hill land.", "error"),
    Example("swapped digits", "The path runs for 36 miles (85km) along the coast.", "error"),
    Example("a temperature that is ten degrees out", "It was 30C (96F) in the shade at noon.", "error"),
    Example("side by side with or", "The case weighed 12kg, or 62lb, when full.", "error"),
    Example("a speed", "Trains reach 125mph (121km/h) on that stretch.", "error"),
    Example(
        "a hedge covers both figures",
        "The hall has at least 30,000 sq m (233,000 sq ft) of floor.",
        "error",
    ),
    Example("a compound height", "The player is 6ft 2in (1.68m) tall.", "error"),
    Example("between dashes", "A field of 12 acres - nearly nine hectares - was sold.", "error"),
    Example("between dashes, right", "A field of 12 acres - nearly five hectares - was sold.", "tick"),
    Example("between commas", "It was clocked at 142mph, 299km/h, on a straight.", "error"),
    Example("between commas, right", "It was clocked at 142mph, 229km/h, on a straight.", "tick"),
    Example("a noun before it", "She lost 12kg of fat, about 26lb, in a year.", "tick"),
    Example("two things", "It carries 44 tonnes of coal, 12 gallons of oil and a crew.", "silent"),
    Example("two sides, set apart", "The pool is 25m long, 12ft, as the guide has it, at the deep end.", "silent"),
    Example("then another length", "The path climbs for 5 miles, then 2km of it are flat.", "silent"),
    Example("two sides in two units", "The print is 80cm by 60cm (31in by 14in).", "error"),
    Example("two sides in two units, right", "The print is 80cm by 60cm (31in by 24in).", "tick"),
    Example("a pair that is right", "The path runs for 36 miles (58km) along the coast.", "tick"),
    Example("both sides rounded", "The estate of 900 hectares (2,200 acres) was sold.", "tick"),
    Example("a temperature", "It was 30C (86F) in the shade at noon.", "tick"),
    Example("a change of temperature", "The sea has warmed by 1.5C (2.7F) since then.", "tick"),
    Example("a level converted like a change", "At noon it was 25C (45F) on the square.", "error"),
    Example("a level that it rose to", "By noon it had risen to 25C (45F) on the square.", "error"),
    Example("a level or a change", "The lake, 6C (11F) on Monday, is closed to bathers.", "silent"),
    Example("a goal", "The pact is to keep warming to 1.5C (2.7F) at most.", "tick"),
    Example("a change to come", "Nights will be 10C (18F) colder than days.", "tick"),
    Example("only the roundest reading fits", "The hare weighed about 3 kilograms (7.6 pounds).", "silent"),
    Example("to the nearest five", "The border is 134 kilometers (85 miles) from here.", "tick"),
    Example("to the nearest ten", "The line follows a 415-mile (670-kilometer) route.", "tick"),
    Example("a number word before a symbol", "Each family gets one kg (2.2 lb) of flour.", "tick"),
    Example("a small number is no free pass", "It passed at 0.3 miles (1 kilometer).", "warning"),
    Example("a duration again", "The flare lasted 3000 seconds, or about 50 minutes.", "tick"),
    Example("a duration again, wrong", "The flare lasted 3000 seconds, or about 80 minutes.", "error"),
    Example("two durations to choose from", "The course takes 14 days or about three weeks of evenings.", "silent"),
    Example("a change, taken for a level", "It is to warm by another 2 degrees Fahrenheit (-16.67C).", "error"),
    Example(
        "figures of another thing", "She won the 1,500 metres and, 50 minutes later, the 5,000 (14:41.20).", "silent"
    ),
    Example("a warming", "A warming of 2 degrees Celsius (35.6 degrees Fahrenheit) would doom the reef.", "error"),
    Example("a fever", "He played with a temperature of 37.5 C (104.5 F), the doctor said.", "warning"),
    Example("an oven", "Bake it at 180 C (350 F) for an hour.", "silent"),
    Example("half of a change", "It is to warm by another 3.6 degrees Fahrenheit (1 degree Celsius).", "error"),
    Example("a small change, rounded", "It is to warm by another 1.8 degrees Fahrenheit (1 degree Celsius).", "tick"),
    Example("fuel by the gallon", "It does 50 miles per gallon (31 kilometres per litre) in town.", "error"),
    Example("fuel by the gallon, right", "It does 50 miles per gallon (21 kilometres per litre) in town.", "tick"),
    Example("a change and a level", "It fell by 10C to 20C (68F).", "silent"),
    Example("a level below one", "It is colder than 14 degrees Fahrenheit (-10C) there.", "tick"),
    Example("warmer", "It will be about 4 degrees Fahrenheit warmer (2.2 degrees Celsius).", "tick"),
    Example("from a standstill", "It goes from zero to 60 mph (97 kph) in six seconds.", "tick"),
    Example("two different sides of one thing", "The sign is 3m wide (5ft high) and made of oak.", "silent"),
    Example("another dimension in the bracket", "She ran 100 metres (in 12 seconds) barefoot.", "silent"),
    Example("a comparison in the bracket", "They walked 12 miles (compared with 5km the day before).", "silent"),
    Example("alternatives in one system", "Pupils can run 5km or 800 metres.", "silent"),
    Example("two legs of a journey", "He cycled 20 miles, then swam 2km.", "silent"),
)

RULE = Rule(
    code="UC01",
    slug="unit-conversion",
    scope="article",
    relation="convert",
    check=check,
    examples=EXAMPLES,
    aliases=("units",),
)

"""A measure is given in two units, and the two are not the same length, weight, area or temperature.

Ties "5 miles (8km)", "90 hectares, or 220 acres" and "50mph/80kmph". Both figures may have been rounded, so each
stands for everything that its printed digits allow, and another 2.5% is let through for the factors people carry in
their heads (2.5 acres a hectare, 30cm a foot). A hedge before the pair covers both figures. Newspapers have corrected a
wall of 30 feet that was given as 48 kilometres.

Silent where the bracket holds something else: another dimension ("3m wide (5ft high)"), a comparison, a clock time.
A change of temperature is converted without the 32 degrees: either reading will do unless the words say that it is a
level ("it was 20C (36F)"), and only words of change bear the second one out. Gallons, pints, tons and ounces are tried
in all the sizes they have. A pair that only the roundest reading allows ("2kg (5.4lb)") is no tick.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from itertools import pairwise

from checks.figures.units import UNITS, Unit
from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import in_unit, spread
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import GLOSS, around, between, lexicon, plain_words, printed, significant, spans, step_of

KINDS = frozenset((Kind.MEASURE, Kind.DURATION))
METRIC = lexicon(
    """millimetre centimetre metre kilometre hectare milligram microgram gram kilogram tonne millilitre centilitre litre
    celsius kelvin"""
)
OTHER_SIZES = {
    "gallon": (Fraction("4.54609"), Fraction("3.785411784")),
    "pint": (Fraction("0.56826125"), Fraction("0.473176473")),
    "ton": (Fraction("907.18474"), Fraction("1016.0469088"), Fraction(1000)),
    "ounce": (Fraction("0.028349523125"), Fraction("0.0311034768")),
    "mile": (Fraction("1609.344"), Fraction(1852)),
    "kilobyte": (Fraction(1000), Fraction(1024)),
    "megabyte": (Fraction(10**6), Fraction(1024**2)),
    "gigabyte": (Fraction(10**9), Fraction(1024**3)),
}
"""In base units of `checks.figures.units`: imperial and American, long and short, troy and plain."""

AT_SEA = pattern(
    r"\b(?:nautical|at sea|off the (?:\w+ )?coast|offshore|ships?|vessels?|yachts?|tankers?|sail(?:ed|ing|s)?"
    r"|navy|naval|coastguard|knots|maritime|aircraft|flights?)\b",
    re.IGNORECASE,
)
"""Where a mile may be a nautical one."""
OTHER_SCALE = {"degree celsius": "degree fahrenheit", "degree fahrenheit": "degree celsius"}
SLACK = Fraction(1, 40)
FAR = Fraction(1, 10)  # beyond this, no rounding and no habit explains it

CHANGE = pattern(
    r"\b(?:warm|cool|heat(?:ed|ing)|ris|rose|increas|decreas|drop|f[ae]ll|climb|declin|jump|plung|above|below|higher|lower|hotter"
    r"|colder|differen|within|swing|anomal|goal|target|limit|threshold|pre-?industrial)|\bby (?:about |up to )?$",
    re.IGNORECASE,
)
"""Words with which degrees may be those of a change; the last right before them."""
LEVEL = pattern(
    r"\b(?:at|is|was|are|were|be|hit|hits|reach(?:ed|es|ing)?|touch(?:ed|es)|topped|recorded) "
    r"(?:a (?:record|high|low) (?:of )?)?(?:about |around |nearly |almost |over )?$",
    re.IGNORECASE,
)
MOVED_TO = pattern(
    r"\b(?:rise|rises|rose|rising|climb|drop|f[ae]ll|jump|plung|soar)[a-z]* to (?:about |around |nearly )?$",
    re.IGNORECASE,
)
AGAINST = pattern(r"\b(?:above|below|higher|lower|warm|goal|target|limit|threshold|pre-?industrial)", re.IGNORECASE)
"""What makes degrees that something rose to those of a change after all."""


class Degrees(Enum):
    """What degrees are those of, by the words around them."""

    LEVEL = 0
    CHANGE = 1
    EITHER = 2


SIDES = {"high": "height", "tall": "height", "wide": "width", "long": "length", "deep": "depth", "thick": "thickness"}
SET_OFF = pattern(r"^(?P<noun>[^,;:.()–—]*?)(?:,|\s?[–—]|\s--?)\s(?P<gloss>[a-z ]*)$")
CLOSED = pattern(r"^(?:\s?[,.;)–—]|\s--?\s|$)")
APART = lexicon("then and but while plus by from with in at than")
LONGEST = 60  # characters between the two
AROUND = 80  # characters either side of a pair in which degrees are told for a change


def check(article: Article) -> Iterator[Outcome]:
    measures = [figure for figure in article.figures if figure.kind in KINDS and figure.unit in UNITS]
    seas: dict[int, bool] = {}  # is the sentence of the sea? Looked at once, as one may hold any number of pairs
    for place, (plain_one, other) in enumerate(pairwise(measures)):
        one = _with_scale(plain_one, other)
        if place and _is_by(article, measures[place - 1], one):
            if place + 2 < len(measures) and _is_by(article, other, measures[place + 2]) and one.unit != other.unit:
                # "76cm by 63cm (30in by 25in)": side by side, each with its own
                yield from _judged(measures[place - 1], other)
                yield from _judged(one, measures[place + 2])
            continue
        if one.sentence == other.sentence and one.unit != other.unit and _is_pair(article, one, other):
            at = one.sentence
            if "mile" in (one.unit, other.unit) and at not in seas:
                seas[at] = AT_SEA.search(article.words(article.sentences[at].span)) is not None
            at_sea = "mile" not in (one.unit, other.unit) or seas[at]
            yield from _judged(one, other, at_sea=at_sea, degrees=_degrees(article, one, other))


def _with_scale(one: Figure, other: Figure) -> Figure:
    """ "88 degrees (24 Celsius)": of the scale that the other is not."""
    scale = OTHER_SCALE.get(other.unit or "")
    return replace(one, unit=scale) if one.unit == "degree" and scale and one.sentence == other.sentence else one


def _is_by(article: Article, one: Figure, other: Figure) -> bool:
    """ "76cm by 63cm"."""
    return one.unit == other.unit and between(article, one, other).strip().lower() in {"by", "x", "×"}


def _is_pair(article: Article, one: Figure, other: Figure) -> bool:
    """Does the text give the second figure as the first in another unit?"""
    first, second = UNITS[one.unit or ""], UNITS[other.unit or ""]
    if first.dimension != second.dimension or one.kind is not other.kind:
        return False
    gap = between(article, one, other)
    if len(gap) > LONGEST:
        return False
    noun, bracket, gloss = gap.replace("[", "(").partition("(")
    if not bracket:
        return (
            one.kind is Kind.MEASURE
            and _is_metric(one) != _is_metric(other)
            and _is_aside(gap, article.text[other.span.end : other.span.end + 4])
        )
    if not GLOSS.issuperset(plain_words(gloss)) or len(plain_words(noun)) > 4 or set(noun) & set(";:.)"):
        return False
    if one.kind is Kind.DURATION and {first.name, second.name} & {"month", "quarter"}:
        return False
    sides = {SIDES[word] for word in plain_words(noun + _behind(article, other)) if word in SIDES}
    return len(sides) < 2


def _is_aside(gap: str, behind: str) -> bool:
    """ "5 miles, or 8km", "75mph/120kmph", "26 miles - nearly 42km - of road", "90kg of rice, about 14 stone,"."""
    words = plain_words(gap)
    if GLOSS.issuperset(words) and "or" in words:
        return True
    if not words and gap.strip() in {"/", "-", "–", "—"}:
        return True
    found = SET_OFF.match(gap)
    if found is None or len(plain_words(found["noun"])) > 3 or not (APART | SIDES.keys()).isdisjoint(words):
        return False
    told = bool(plain_words(found["gloss"])) and GLOSS.issuperset(plain_words(found["gloss"]))
    closed = CLOSED.match(behind) is not None
    return (told and (closed or not plain_words(found["noun"]))) or (closed and not plain_words(found["gloss"]))


def _behind(article: Article, other: Figure) -> str:
    """What follows the second figure inside the bracket."""
    return article.text[other.span.end : other.span.end + 12].partition(")")[0]


def _is_metric(figure: Figure) -> bool:
    return not METRIC.isdisjoint((figure.unit or "").split())


def _degrees(article: Article, one: Figure, other: Figure) -> Degrees:
    """ "It was 20C (36F)" is a level, "warmed by 1.5C (2.7F)" a change."""
    bounds = article.sentences[one.sentence].span
    front = article.text[max(bounds.start, one.span.start - AROUND) : one.span.start]
    around_it = front + article.text[other.span.end : min(bounds.end, other.span.end + AROUND)]
    if MOVED_TO.search(front) and not AGAINST.search(around_it):
        return Degrees.LEVEL
    if CHANGE.search(front) or CHANGE.search(around_it):
        return Degrees.CHANGE
    return Degrees.LEVEL if LEVEL.search(front) else Degrees.EITHER


def _judged(one: Figure, other: Figure, *, at_sea: bool = True, degrees: Degrees = Degrees.CHANGE) -> Iterator[Outcome]:
    plain_way = not at_sea or (_is_temperature(one) and degrees is Degrees.LEVEL)
    readings = [(said, ways[:1] if plain_way else ways) for said, ways in _readings(one, other)]
    if all(any(way.meets(said) for way in ways) for said, ways in readings):
        fitting = [next(way for way in ways if way.meets(said)) for said, ways in readings]
        if any(_is_loose(said, way, other) for (said, _), way in zip(readings, fitting, strict=True)):
            return
        if _is_temperature(one) and degrees is Degrees.EITHER and fitting[0] is not readings[0][1][0]:
            return  # "20C (36F)" is right of a change only, and nothing speaks of one
        way = significant(_centre(fitting[0]))
        yield Tick(
            f"{one.words} is {other.words}.",
            spans(one, other),
            f"{one.words} = {in_unit(way, other)}, printed as {other.words}",
        )
        return
    for said, ways in readings:
        if not any(way.meets(_wider(said, one)) for way in ways):
            yield _finding(one, other, said, ways)
            return


def _finding(one: Figure, other: Figure, said: Interval, ways: list[Interval]) -> Finding:
    allowed = Interval(significant(_low(ways[0])), significant(_high(ways[0])))
    back = _converted(printed(other), UNITS[other.unit or ""], UNITS[one.unit or ""])[0]
    far = min(_gap(way, said) for way in ways) > (FAR / 2 if _is_temperature(one) else FAR)
    return Finding(
        Severity.ERROR if far else Severity.WARNING,
        f"{one.words} is {spread(allowed, other)}, and the text gives {other.words}.",
        spans(one, other),
        f"{one.words} = {spread(allowed, other)}, not {other.words}",
        (
            f"{other.words} -> {in_unit(significant(_centre(ways[0])), other)}",
            f"{one.words} -> {in_unit(significant(_centre(back)), one)}",
        ),
        f"Which is meant, {one.words} or {other.words}?",
    )


def _readings(one: Figure, other: Figure) -> Iterator[tuple[Interval, list[Interval]]]:
    """What the second figure says and what the first comes to in its unit, for each end of a range."""
    assert one.value is not None
    assert other.value is not None
    source, target = UNITS[one.unit or ""], UNITS[other.unit or ""]
    if one.second is None and other.second is None:
        yield printed(other), _converted(printed(one), source, target)
    elif one.second is not None and other.second is not None:
        for mine, theirs in ((one.value, other.value), (one.second, other.second)):
            yield _end(theirs), _converted(_end(mine), source, target)
    elif one.second is not None:
        whole = Interval(_end(one.value).low, _end(one.second).high)
        yield printed(other), _converted(whole, source, target)
    elif other.second is not None:
        yield (
            Interval(_end(other.value).low, _end(other.second).high),
            _converted(printed(one), source, target),
        )


def _end(value: Fraction) -> Interval:
    """An end of a range: rounded like the other end, and a little freely."""
    return around(value, max(step_of(value, "") / 2 if value >= 10 else Fraction(1, 2), abs(value) * SLACK))


def _converted(interval: Interval, source: Unit, target: Unit) -> list[Interval]:
    """An interval in another unit, in each of the ways in which the two units can be meant; the plain way first."""
    low, high = _low(interval), _high(interval)
    factor = source.factor / target.factor
    if source.dimension == "temperature":
        shift = source.offset * factor - target.offset
        return [Interval(low * factor + shift, high * factor + shift), interval.times(factor)]
    factors = [
        mine / theirs
        for mine in OTHER_SIZES.get(source.name, (source.factor,))
        for theirs in OTHER_SIZES.get(target.name, (target.factor,))
    ]
    return [interval.times(one) for one in sorted(factors, key=lambda one: one != factor)]


def _is_loose(said: Interval, way: Interval, other: Figure) -> bool:
    """ "2kg (5.4lb)": only the roundest reading of the first figure allows the second."""
    apart = abs(_centre(said) - _centre(way))
    step = step_of(other.value or Fraction(0), other.words)
    return apart > max(abs(_centre(said)) * FAR, step)


def _wider(interval: Interval, one: Figure) -> Interval:
    low, high = _low(interval), _high(interval)
    slack = Fraction(1) if _is_temperature(one) else max(abs(low), abs(high)) * SLACK
    return Interval(low - slack, high + slack)


def _gap(way: Interval, said: Interval) -> Fraction:
    """How far apart the two are, as a share of what is said."""
    apart = max(_low(way) - _high(said), _low(said) - _high(way), Fraction(0))
    return apart / max(abs(_centre(said)), Fraction(1, 1000))


def _is_temperature(figure: Figure) -> bool:
    return UNITS[figure.unit or ""].dimension == "temperature"


def _low(interval: Interval) -> Fraction:
    assert interval.low is not None
    return interval.low


def _high(interval: Interval) -> Fraction:
    assert interval.high is not None
    return interval.high


def _centre(interval: Interval) -> Fraction:
    return (_low(interval) + _high(interval)) / 2


EXAMPLES = (
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
    Example("two different sides of one thing", "The sign is 3m wide (5ft high) and made of oak.", "silent"),
    Example("another dimension in the bracket", "She ran 100 metres (in 12 seconds) barefoot.", "silent"),
    Example("a comparison in the bracket", "They walked 12 miles (compared with 5km the day before).", "silent"),
    Example("alternatives in one system", "Pupils can run 5km or 800 metres.", "silent"),
    Example("two legs of a journey", "He cycled 20 miles, then swam 2km.", "silent"),
)

RULE = Rule(code="UC01", slug="unit-conversion", scope="article", check=check, examples=EXAMPLES, aliases=("units",))

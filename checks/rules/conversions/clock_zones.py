"""A clock time given in two time zones, with a difference that these do not have.

Ties "9:06 AM EST (6:06 AM PST)", "1:30 am (2230 GMT)" and "02:25 AEST on 13 June (16:25 12 June UTC)". Each named zone
has its offset from UTC; where days or dates stand on both sides, they count too. Of a local time without a named zone
the minutes must agree with those of the other, and the hours with one of the places that the article names; a
difference of hours is questioned only where the text says "local" or names the place. A time that no clock shows ("2503
GMT") is questioned too.

Silent where a name of winter time is used in summer ("9:40 a.m. EST (1340 GMT)"), where neither side names a zone,
where an unnamed local time is half an hour or a quarter off, and where an hour without am or pm may be either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from checks.article_cache import cached_per_article
from checks.model import Article, Finding, Granularity, Moment, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.questions import which_is_right
from checks.rule import Example, Rule
from checks.rules.conversions._time_zones import WINTER_NAMES, ZONES, Offset, Offsets, place_offsets, zone_in

DAY = 24 * 60  # minutes
TIME = (
    r"(?<![\w:.$£€/+-])(?:(?P<word>noon|midday|midnight)|(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d\d))?(?::[0-5]\d)?"
    r"(?:\s?(?P<half>[ap])(?:\.\s?m\b\.?|m\b))?)(?![\d%]|[.,:]\d)"
)
CLOCK = pattern(TIME, re.IGNORECASE)
UNIVERSAL = pattern(r"(?<![\w:.,$£€/+-])(?P<hour>\d\d):?(?P<minute>\d\d)(?= ?(?:GMT|UTC)\b)")
INSIDE = pattern(r"\s?(?:(?:or|at|about|around|i\.e\.|which is) ){0,2}" + TIME, re.IGNORECASE)
JOINT = pattern(r"[(\[]|\s?/\s?(?=\d)|,? or (?=\d|noon|midnight)")
JOINT_MARKS = ("(", "[", "/", " or ")  # every match of JOINT contains one of these
END = pattern(r"[)\]\n;]|$")
BEHIND = pattern(
    r"(?>[\s,.]|(?:in [a-z]+(?: [a-z]+)?"
    r"|hrs|hours|h|local|time|on|the|of|today|yesterday|tomorrow|tonight|morning|afternoon|evening|night"
    r"|in|at|next|previous|following|same|day|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|\d{1,2}(?:st|nd|rd|th)?|20\d\d|[a-z]+(?= time\b))\b)*+",
    re.IGNORECASE,
)
LOCAL = pattern(r"\b(?:hrs|hours|local)\b", re.IGNORECASE)
PLACE_TIME = pattern(r"\bin [A-Z]|[A-Z][a-z]+ time\b")
REACH = 60  # characters before a bracket, and inside it, in which a time and its day are looked for
LAST_HOUR, LAST_MINUTE = 24, 59
LATEST = 14 * 60  # the latest offset from UTC, in minutes
QUARTER = 15


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day with its zone, where one is named, and its day."""

    span: Span  # of hours, minutes, am or pm, and a zone right behind
    words: str
    minutes: tuple[int, ...]  # since midnight; two where it may be am or pm
    zone: str  # as printed, "" for none
    offsets: Offsets  # of the zone; empty for none
    place: Offsets  # of a place named beside the time
    day: Moment | None
    is_local: bool  # "local time"
    is_possible: bool  # no "2503" or "12:65"


def check(article: Article) -> Iterator[Outcome]:
    unplaced: list[tuple[ClockTime, ClockTime]] = []
    impossible: list[Span] = []
    for first, second in _pairs(article):
        if not (first.is_possible and second.is_possible):
            impossible += [first.span, second.span]
            yield _no_time((second if first.is_possible else first).words, (first.span, second.span))
            continue
        if (not first.zone and not second.zone) or first.zone.lower() == second.zone.lower():
            continue
        if first.zone and second.zone:
            yield from _judged_by_zones(first, second)
        elif place := (first.place or second.place or _places_named(article)):
            yield from _judged_by_place(first, second, place)
        else:
            unplaced.append((first, second))
    yield from _judged_by_minutes(unplaced)
    if "GMT" in article.text or "UTC" in article.text:
        for found in UNIVERSAL.finditer(article.text):
            span = Span(*found.span())
            if not _is_possible(found) and not any(span.overlaps(other) for other in impossible):
                yield _no_time(found[0], (span,))


def _pairs(article: Article) -> Iterator[tuple[ClockTime, ClockTime]]:
    """Yields a time and the same time in another zone, in text order."""
    for paragraph in article.paragraphs:
        text = article.text_of(paragraph.span)
        if not any(mark in text for mark in JOINT_MARKS):
            continue
        start = 0
        for joint in JOINT.finditer(text):
            front_start = max(start, joint.start() - REACH)
            first = _before(article, text[front_start : joint.start()], paragraph.span.start + front_start)
            if first is None:
                continue
            ended = END.search(text, joint.end())
            inside = text[joint.end() : min(ended.start() if ended else len(text), joint.end() + REACH)]
            second = _inside(article, inside, paragraph.span.start + joint.end())
            if second is not None and (joint[0] in "([" or (first.zone and second.zone)):
                yield first, second
                start = joint.end()


def _before(article: Article, front: str, offset: int) -> ClockTime | None:
    """The time that ends a text, with nothing but its zone and day behind it."""
    for found in CLOCK.finditer(front):
        zone = _zone_behind(front, found)
        behind = front[found.end() :]
        rest = behind[: zone.start()] + behind[zone.end() :] if zone else behind
        if _is_time(found, rest, zoned=zone is not None) and BEHIND.fullmatch(rest):
            return _clock_time(article, found, front, offset)
    return None


def _inside(article: Article, inside: str, offset: int) -> ClockTime | None:
    """The time that a bracket begins with."""
    found = INSIDE.match(inside)
    if found is None or not _is_time(found, inside[found.end() :], zoned=_zone_behind(inside, found) is not None):
        return None
    return _clock_time(article, found, inside, offset)


def _zone_behind(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """The zone of a time, which only words of days may part from it."""
    behind = text[found.end() :]
    zone = zone_in(behind)
    return zone if zone and BEHIND.fullmatch(behind[: zone.start()]) else None


def _is_time(found: re.Match[str], behind: str, *, zoned: bool) -> bool:
    """Whether digits are a time of day: with am or pm, with minutes after a mark, or with a zone."""
    if found["word"]:
        return True
    hour = int(found["hour"])
    if found["half"] and not 1 <= hour <= 12:
        return False
    if hour > LAST_HOUR:  # no time, but may be meant as one
        return zoned and bool(found["minute"])
    marked = bool(found["minute"]) and (zoned or ":" in found[0] or LOCAL.search(behind) is not None)
    return bool(found["half"]) or marked


def _clock_time(article: Article, found: re.Match[str], text: str, offset: int) -> ClockTime:
    """The time of a match in `text`, which starts at `offset` in the article."""
    behind = text[found.end() :]
    zone = _zone_behind(text, found)
    start = found.start("word") if found["word"] else found.start("hour")
    span = Span(offset + start, offset + found.end())
    placed = PLACE_TIME.search(behind)
    return ClockTime(
        span,
        " ".join(filter(None, (article.text_of(span), zone[0] if zone else ""))),
        _minutes(found, zone[0] if zone else ""),
        zone[0] if zone else "",
        ZONES[zone[0].lower()] if zone else (),
        place_offsets(behind) if placed and not zone else (),
        next(
            (
                moment
                for moment in article.moments
                if offset <= moment.span.start < offset + len(text)
                and (moment.weekday is not None or moment.day is not None)
                and moment.granularity in (Granularity.DAY, Granularity.WEEKDAY)
                and moment.span.start >= span.end
            ),
            None,
        ),
        is_local="local" in behind.lower(),
        is_possible=_is_possible(found),
    )


def _is_possible(found: re.Match[str]) -> bool:
    """Whether a clock shows it."""
    hour, minute = (int(found[part] or 0) for part in ("hour", "minute"))
    return minute <= LAST_MINUTE and hour <= LAST_HOUR


def _minutes(found: re.Match[str], zone: str) -> tuple[int, ...]:
    """The minutes since midnight that a time may mean."""
    if found["word"]:
        return (0 if found["word"].lower() == "midnight" else DAY // 2,)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        return (hour % 12 * 60 + minute + (DAY // 2 if found["half"].lower() == "p" else 0),)
    minutes = hour % 24 * 60 + minute
    open_half = (1 <= hour <= 12 and len(found["hour"]) == 1) or found["hour"] in ("10", "11", "12")
    if open_half and zone.lower() not in ("gmt", "utc") and ":" in found[0]:
        return (minutes % (DAY // 2), minutes % (DAY // 2) + DAY // 2)
    return (minutes,)


def _judged_by_zones(first: ClockTime, second: ClockTime) -> Iterator[Outcome]:
    """The tick or finding for two times with named zones."""
    apart, whole = _apart(first, second)
    options = _options(first.offsets, second.offsets)
    if _fits(apart, options, whole=whole):
        yield _tick(first, second)
    elif options and not _is_winter_name_in_summer(first, second, apart, whole=whole):
        yield _finding(first, second, min(options, key=abs), Severity.ERROR)


def _judged_by_place(first: ClockTime, second: ClockTime, place: Offsets) -> Iterator[Outcome]:
    """The tick or finding for a time with a zone and a local one, by the offsets of the places named."""
    apart, whole = _apart(first, second)
    options = _options(first.offsets or place, second.offsets or place)
    local = second if first.zone else first
    if _fits(apart, options, whole=whole):
        yield _tick(first, second)
    elif all(difference % QUARTER for difference in apart):
        yield _odd_minutes(first, second)
    elif options and (local.place or local.is_local):
        yield _finding(first, second, min(options, key=abs), Severity.WARNING)


def _judged_by_minutes(pairs: list[tuple[ClockTime, ClockTime]]) -> Iterator[Outcome]:
    """The ticks and findings for local times of no known place: whole hours, and as many for one time told twice."""
    seen: dict[str, int] = {}
    differences = [min(_apart(first, second)[0]) % DAY for first, second in pairs]
    for (first, second), apart in zip(pairs, differences, strict=True):
        local, zoned = (first, second) if second.zone else (second, first)
        before = seen.setdefault(f"{local.words} {zoned.zone}".lower(), apart)
        if apart % QUARTER:
            yield _odd_minutes(first, second)
        elif before != apart:
            yield _finding(first, second, before, Severity.WARNING)
        elif apart % 60 == 0 and len(set(differences)) == 1:
            yield _tick(first, second)


def _tick(first: ClockTime, second: ClockTime) -> Tick:
    """The tick for two times that go together."""
    return Tick(f"{first.words} is {second.words}.", _spans(first, second), _arithmetic(first, second))


def _no_time(words: str, spans: tuple[Span, ...]) -> Finding:
    """The finding for digits that are no time of day."""
    return Finding(Severity.ERROR, f"{words} is no time of day.", spans, question=f"What should {words} be?")


def _odd_minutes(first: ClockTime, second: ClockTime) -> Finding:
    """The finding for times whose minutes no time zone explains."""
    return Finding(
        Severity.WARNING,
        f"{first.words} and {second.words} differ by minutes that no time zone has.",
        _spans(first, second),
        _arithmetic(first, second),
        question=which_is_right(first.words, second.words),
    )


def _apart(first: ClockTime, second: ClockTime) -> tuple[set[int], bool]:
    """The minutes from the second time to the first, and whether days are counted in; otherwise modulo a day."""
    days = _days_apart(first.day, second.day)
    minutes = {one - other for one, other in product(first.minutes, second.minutes)}
    if days is None:
        return {one % DAY for one in minutes}, False
    return {one + days * DAY for one in minutes}, True


def _spans(first: ClockTime, second: ClockTime) -> tuple[Span, ...]:
    """The spans of both times, with their days where those are compared."""
    found = [first.span, second.span]
    if first.day and second.day and _days_apart(first.day, second.day) is not None:
        found += [first.day.span, second.day.span]
    return tuple(sorted(found))


def _arithmetic(first: ClockTime, second: ClockTime) -> str:
    """The difference of two times as messages show it."""
    apart, whole = _apart(first, second)
    least = min(apart, key=abs)
    return f"{first.words} less {second.words} = {_hours(least - DAY if not whole and least > LATEST else least)}"


@cached_per_article
def _places_named(article: Article) -> Offsets:
    """The offsets of all places that the article names."""
    return place_offsets(article.text)


def _days_apart(first: Moment | None, second: Moment | None) -> int | None:
    """The days from the second to the first, -1 to 1; None where one is not given or they are further apart."""
    if first is None or second is None:
        return None
    if first.weekday is not None and second.weekday is not None:
        days = (first.weekday - second.weekday + 1) % 7 - 1
    elif first.day is not None and second.day is not None and first.month == second.month:
        days = first.day - second.day
    else:
        return None
    return days if -1 <= days <= 1 else None


def _options(first: Offsets, second: Offsets) -> set[int]:
    """The differences that two zones may have on one day, in minutes."""
    return {one.minutes - other.minutes for one, other in product(first, second) if one.goes_with(other)}


def _fits(apart: set[int], options: set[int], *, whole: bool) -> bool:
    """Whether a difference of times is one that the zones may have, modulo a day unless `whole`."""
    return bool(apart & options if whole else {one % DAY for one in apart} & {one % DAY for one in options})


def _is_winter_name_in_summer(first: ClockTime, second: ClockTime, apart: set[int], *, whole: bool) -> bool:
    """Whether the times fit if the one name of winter time among them is used in summer."""
    loose = [time for time in (first, second) if time.zone.lower() in WINTER_NAMES]
    if len(loose) != 1:
        return False
    shifted = tuple(Offset(offset.minutes + 60, "s") for offset in loose[0].offsets)
    options = _options(shifted, second.offsets) if loose[0] is first else _options(first.offsets, shifted)
    return _fits(apart, options, whole=whole)


def _finding(first: ClockTime, second: ClockTime, option: int, severity: Severity) -> Finding:
    """The finding for two times that are not `option` minutes apart."""
    expected = (first.minutes[0] - option) % DAY
    return Finding(
        severity,
        f"{first.words} is {expected // 60:02}:{expected % 60:02} {second.zone or 'there'}, and the text gives "
        f"{second.words}.",
        _spans(first, second),
        f"{_arithmetic(first, second)}, not {_hours(option)}",
        question=which_is_right(first.words, second.words),
    )


def _hours(minutes: int) -> str:
    """A difference of clock times: "3 hours", "-9:30 hours"."""
    hours, rest = divmod(abs(minutes), 60)
    unit = "hour" if (hours, rest) == (1, 0) else "hours"
    return f"{'-' if minutes < 0 else ''}{hours}{f':{rest:02}' if rest else ''} {unit}"


EXAMPLES = (
    Example("two named zones", "The launch is at 7:20 PM EST (5:20 PM PST).", "error"),
    Example("two named zones, right", "The launch is at 7:20 PM EST (4:20 PM PST).", "tick"),
    Example("Greenwich", "The bell rings at 10:15 a.m. EDT (1615 GMT).", "error"),
    Example("Greenwich, right", "The bell rings at 10:15 a.m. EDT (1415 GMT).", "tick"),
    Example("either season", "The bell rings at 10:15 a.m. ET (1515 GMT).", "tick"),
    Example("neither season", "The bell rings at 10:15 a.m. ET (1615 GMT).", "error"),
    Example("with dates", "The eclipse begins at 03:40 AEST on 4 May (17:40 3 May UTC).", "tick"),
    Example("the wrong date", "The eclipse begins at 03:40 AEST on 4 May (17:40 4 May UTC).", "error"),
    Example("with weekdays", "It opens at 06:10 AEDT on Friday (19:10 UTC, Thursday).", "tick"),
    Example("after a stroke", "The show starts at 9 p.m. ET/6 p.m. PT on Sunday.", "tick"),
    Example("a stroke, wrong", "The show starts at 9 p.m. ET/7 p.m. PT on Sunday.", "error"),
    Example("a local time", "The tremor struck at 4:12 am local time (0112 GMT).", "tick"),
    Example("other minutes", "The tremor struck at 4:12 am local time (0121 GMT).", "warning"),
    Example("the hours of a place", "The tremor struck Tokyo at 4:12 am (1912 GMT).", "tick"),
    Example("a place of other hours", "The tremor struck Tokyo at 4:12 am (2112 GMT).", "silent"),
    Example("a named place's time", "The train left at 4:12 pm Moscow time (1512 GMT).", "warning"),
    Example("local time of a place of other hours", "It struck Tokyo at 4:12 am local time (2112 GMT).", "warning"),
    Example("a full stop before the bracket", "Tremors were felt in Manila on Friday at 9:00 p.m. (1300 UTC).", "tick"),
    Example("a coast's time", "It begins at 11:25am US east coast time (1525 UTC).", "tick"),
    Example("the time in a place", "It was sworn in at 3:20 p.m. in Islamabad (1220 GMT).", "warning"),
    Example("the day in a place", "It was seen at 10:15 a.m. Thursday in Manila (0215 GMT Thursday).", "tick"),
    Example("a people's time", "The train left at 6:45 a.m. Indian time (0145 GMT).", "warning"),
    Example("no hour of a day", "The tremor struck at 4:12 am local time (2512 GMT).", "error"),
    Example("no minute of an hour", "The train left at 4:12 pm (1574 GMT).", "error"),
    Example("no hour, by itself", "The tremor struck at 27:12 GMT on Friday.", "error"),
    Example("the end of a day", "The vote closes at 2400 GMT on Friday.", "silent"),
    Example("a price before a zone's letters", "It cost 2,650 GMT tokens.", "silent"),
    Example("twice alike", "It fell at 8:41 a.m. (1241 GMT). At 8:41 a.m. (1241 GMT) it rose.", "tick"),
    Example("twice, and not alike", "It fell at 8:41 a.m. (1241 GMT). At 8:41 a.m. (1341 GMT) it rose.", "warning"),
    Example("half an hour", "The tremor struck at 4:12 am (2342 GMT).", "silent"),
    Example("winter time in summer", "The bell rings at 10:15 a.m. EST (1415 GMT).", "silent"),
    Example("winter time in summer, in full", "It ends at 10 a.m. Central European Time (0800 UTC).", "silent"),
    Example("no zones", "The doors open at 8pm (9pm for members).", "silent"),
    Example("a year in the bracket", "The race was at 3pm (2019 record: two hours).", "silent"),
    Example("two events", "The news is at 6 p.m. ET, or on the website.", "silent"),
    Example("a range in one zone", "It runs from 1400 GMT (and until 1600 GMT).", "silent"),
)

RULE = Rule(code="CZ01", slug="clock-zones", scope="article", relation="convert", check=check, examples=EXAMPLES)

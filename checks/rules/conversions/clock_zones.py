"""A clock time given in two time zones, with a difference that these do not have.

Ties "9:06 AM EST (6:06 AM PST)", "1:30 am (2230 GMT)" and "02:25 AEST on 13 June (16:25 12 June UTC)". Each named zone
has its offset from UTC; days or dates given for both times count, too. The minutes of a local time without
a named zone must agree with those of the other, and its hours with one of the places that the article names; a
difference in hours is questioned only where the text says "local" or names the place. An impossible time ("2503 GMT")
is questioned too.

Silent where a name of winter time is used in summer ("9:40 a.m. EST (1340 GMT)"), where neither time has a zone,
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

MINUTES_IN_DAY = 24 * 60  # minutes
TIME = (
    r"(?<![\w:.$£€/+-])(?:(?P<word>noon|midday|midnight)|(?P<hour>\d{1,2})(?:[:.]?(?P<minute>\d\d))?(?::[0-5]\d)?"
    r"(?:\s?(?P<half>[ap])(?:\.\s?m\b\.?|m\b))?)(?![\d%]|[.,:]\d)"
)
CLOCK = pattern(TIME, re.IGNORECASE)
UTC_TIME = pattern(r"(?<![\w:.,$£€/+-])(?P<hour>\d\d):?(?P<minute>\d\d)(?= ?(?:GMT|UTC)\b)")
TIME_IN_BRACKET = pattern(r"\s?(?:(?:or|at|about|around|i\.e\.|which is) ){0,2}" + TIME, re.IGNORECASE)
JOINT_BETWEEN_TIMES = pattern(r"[(\[]|\s?/\s?(?=\d)|,? or (?=\d|noon|midnight)")
JOINT_MARKS = ("(", "[", "/", " or ")  # every match of JOINT contains one of these
END_OF_BRACKET = pattern(r"[)\]\n;]|$")
WORDS_AFTER_TIME = pattern(
    r"(?>[\s,.]|(?:in [a-z]+(?: [a-z]+)?"
    r"|hrs|hours|h|local|time|on|the|of|today|yesterday|tomorrow|tonight|morning|afternoon|evening|night"
    r"|in|at|next|previous|following|same|day|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|\d{1,2}(?:st|nd|rd|th)?|20\d\d|[a-z]+(?= time\b))\b)*+",
    re.IGNORECASE,
)
LOCAL_WORD = pattern(r"\b(?:hrs|hours|local)\b", re.IGNORECASE)
PLACE_TIME = pattern(r"\bin [A-Z]|[A-Z][a-z]+ time\b")
MAX_DISTANCE_FROM_JOINT = 60  # characters before a bracket, and inside it, in which a time and its day are looked for
LAST_HOUR, LAST_MINUTE = 24, 59
MAX_OFFSET = 14 * 60  # the largest offset from UTC, in minutes
QUARTER_HOUR = 15


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day with its zone, where one is named, and its day."""

    span: Span  # of hours, minutes and am or pm
    words: str
    minutes: tuple[int, ...]  # since midnight; two where it may be am or pm
    zone: str  # as printed, "" for none
    offsets: Offsets  # of the zone; empty for none
    place: Offsets  # of a place named next to the time
    day: Moment | None
    is_local: bool  # "local time"
    is_possible: bool  # no "2503" or "12:65"


def check(article: Article) -> Iterator[Outcome]:
    unplaced: list[tuple[ClockTime, ClockTime]] = []
    impossible: list[Span] = []
    for first, second in _pairs(article):
        if not (first.is_possible and second.is_possible):
            impossible += [first.span, second.span]
            yield _impossible_time((second if first.is_possible else first).words, (first.span, second.span))
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
        for found in UTC_TIME.finditer(article.text):
            span = Span(*found.span())
            if not _is_possible(found) and not any(span.overlaps(other) for other in impossible):
                yield _impossible_time(found[0], (span,))


def _pairs(article: Article) -> Iterator[tuple[ClockTime, ClockTime]]:
    """Yields a time and the same time in another zone, in text order."""
    for paragraph in article.paragraphs:
        text = article.text_of(paragraph.span)
        if not any(mark in text for mark in JOINT_MARKS):
            continue
        start = 0
        for joint in JOINT_BETWEEN_TIMES.finditer(text):
            front_start = max(start, joint.start() - MAX_DISTANCE_FROM_JOINT)
            first = _time_before(article, text[front_start : joint.start()], paragraph.span.start + front_start)
            if first is None:
                continue
            ended = END_OF_BRACKET.search(text, joint.end())
            inside = text[
                joint.end() : min(ended.start() if ended else len(text), joint.end() + MAX_DISTANCE_FROM_JOINT)
            ]
            second = _time_in_bracket(article, inside, paragraph.span.start + joint.end())
            if second is not None and (joint[0] in "([" or (first.zone and second.zone)):
                yield first, second
                start = joint.end()


def _time_before(article: Article, text_before: str, offset: int) -> ClockTime | None:
    """The time at the end of a text, followed by nothing but its zone and day; None if there is none."""
    for found in CLOCK.finditer(text_before):
        zone = _zone_after(text_before, found)
        text_after = text_before[found.end() :]
        remainder = text_after[: zone.start()] + text_after[zone.end() :] if zone else text_after
        if _is_time(found, remainder, has_zone=zone is not None) and WORDS_AFTER_TIME.fullmatch(remainder):
            return _clock_time(article, found, text_before, offset)
    return None


def _time_in_bracket(article: Article, inside: str, offset: int) -> ClockTime | None:
    """The time at the beginning of a bracket; None if there is none."""
    found = TIME_IN_BRACKET.match(inside)
    if found is None or not _is_time(found, inside[found.end() :], has_zone=_zone_after(inside, found) is not None):
        return None
    return _clock_time(article, found, inside, offset)


def _zone_after(text: str, found: re.Match[str]) -> re.Match[str] | None:
    """The zone after a time, with only words for days and places in between; None if there is none."""
    text_after = text[found.end() :]
    zone = zone_in(text_after)
    return zone if zone and WORDS_AFTER_TIME.fullmatch(text_after[: zone.start()]) else None


def _is_time(found: re.Match[str], text_after: str, *, has_zone: bool) -> bool:
    """Whether digits are a time of day: with am or pm, with minutes after a mark, or with a zone."""
    if found["word"]:
        return True
    hour = int(found["hour"])
    if found["half"] and not 1 <= hour <= 12:
        return False
    if hour > LAST_HOUR:  # impossible, but may be meant as a time
        return has_zone and bool(found["minute"])
    has_minutes = bool(found["minute"]) and (has_zone or ":" in found[0] or LOCAL_WORD.search(text_after) is not None)
    return bool(found["half"]) or has_minutes


def _clock_time(article: Article, found: re.Match[str], text: str, offset: int) -> ClockTime:
    """The time of a match in `text`, which starts at `offset` in the article."""
    text_after = text[found.end() :]
    zone = _zone_after(text, found)
    start = found.start("word") if found["word"] else found.start("hour")
    span = Span(offset + start, offset + found.end())
    place_time = PLACE_TIME.search(text_after)
    return ClockTime(
        span,
        " ".join(filter(None, (article.text_of(span), zone[0] if zone else ""))),
        _minutes(found, zone[0] if zone else ""),
        zone[0] if zone else "",
        ZONES[zone[0].lower()] if zone else (),
        place_offsets(text_after) if place_time and not zone else (),
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
        is_local="local" in text_after.lower(),
        is_possible=_is_possible(found),
    )


def _is_possible(found: re.Match[str]) -> bool:
    """Whether the hour and the minute are possible."""
    hour, minute = (int(found[part] or 0) for part in ("hour", "minute"))
    return minute <= LAST_MINUTE and hour <= LAST_HOUR


def _minutes(found: re.Match[str], zone: str) -> tuple[int, ...]:
    """The minutes since midnight that a time may mean."""
    if found["word"]:
        return (0 if found["word"].lower() == "midnight" else MINUTES_IN_DAY // 2,)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        return (hour % 12 * 60 + minute + (MINUTES_IN_DAY // 2 if found["half"].lower() == "p" else 0),)
    minutes = hour % 24 * 60 + minute
    may_be_am_or_pm = (1 <= hour <= 12 and len(found["hour"]) == 1) or found["hour"] in ("10", "11", "12")
    if may_be_am_or_pm and zone.lower() not in ("gmt", "utc") and ":" in found[0]:
        return (minutes % (MINUTES_IN_DAY // 2), minutes % (MINUTES_IN_DAY // 2) + MINUTES_IN_DAY // 2)
    return (minutes,)


def _judged_by_zones(first: ClockTime, second: ClockTime) -> Iterator[Outcome]:
    """The tick or finding for two times with named zones."""
    differences, with_days = _difference(first, second)
    options = _options(first.offsets, second.offsets)
    if _fits(differences, options, with_days=with_days):
        yield _tick(first, second)
    elif options and not _is_winter_name_in_summer(first, second, differences, with_days=with_days):
        yield _finding(first, second, min(options, key=abs), Severity.ERROR)


def _judged_by_place(first: ClockTime, second: ClockTime, place: Offsets) -> Iterator[Outcome]:
    """The tick or finding for a time with a zone and a local one, by the offsets of the places named."""
    differences, with_days = _difference(first, second)
    options = _options(first.offsets or place, second.offsets or place)
    local = second if first.zone else first
    if _fits(differences, options, with_days=with_days):
        yield _tick(first, second)
    elif all(difference % QUARTER_HOUR for difference in differences):
        yield _odd_minutes(first, second)
    elif options and (local.place or local.is_local):
        yield _finding(first, second, min(options, key=abs), Severity.WARNING)


def _judged_by_minutes(pairs: list[tuple[ClockTime, ClockTime]]) -> Iterator[Outcome]:
    """The ticks and findings for local times of unknown places, by their minutes and by repeated times."""
    seen: dict[str, int] = {}
    differences = [min(_difference(first, second)[0]) % MINUTES_IN_DAY for first, second in pairs]
    for (first, second), difference in zip(pairs, differences, strict=True):
        local, zoned = (first, second) if second.zone else (second, first)
        earlier_difference = seen.setdefault(f"{local.words} {zoned.zone}".lower(), difference)
        if difference % QUARTER_HOUR:
            yield _odd_minutes(first, second)
        elif earlier_difference != difference:
            yield _finding(first, second, earlier_difference, Severity.WARNING)
        elif difference % 60 == 0 and len(set(differences)) == 1:
            yield _tick(first, second)


def _tick(first: ClockTime, second: ClockTime) -> Tick:
    """The tick for two times that agree."""
    return Tick(f"{first.words} is {second.words}.", _spans(first, second), _arithmetic(first, second))


def _impossible_time(words: str, spans: tuple[Span, ...]) -> Finding:
    """The finding for digits that cannot be a time of day."""
    return Finding(Severity.ERROR, f"{words} is no time of day.", spans, question=f"What should {words} be?")


def _odd_minutes(first: ClockTime, second: ClockTime) -> Finding:
    """The finding for times that differ by minutes that no time zone explains."""
    return Finding(
        Severity.WARNING,
        f"{first.words} and {second.words} differ by minutes that no time zone has.",
        _spans(first, second),
        _arithmetic(first, second),
        question=which_is_right(first.words, second.words),
    )


def _difference(first: ClockTime, second: ClockTime) -> tuple[set[int], bool]:
    """The minutes from the second time to the first, and whether these include days; if not, they are modulo a day."""
    days = _days_between(first.day, second.day)
    minutes = {one - other for one, other in product(first.minutes, second.minutes)}
    if days is None:
        return {one % MINUTES_IN_DAY for one in minutes}, False
    return {one + days * MINUTES_IN_DAY for one in minutes}, True


def _spans(first: ClockTime, second: ClockTime) -> tuple[Span, ...]:
    """The spans of both times, with their days where those are compared."""
    found = [first.span, second.span]
    if first.day and second.day and _days_between(first.day, second.day) is not None:
        found += [first.day.span, second.day.span]
    return tuple(sorted(found))


def _arithmetic(first: ClockTime, second: ClockTime) -> str:
    """The difference of two times as messages show it."""
    differences, with_days = _difference(first, second)
    least = min(differences, key=abs)
    least = least - MINUTES_IN_DAY if not with_days and least > MAX_OFFSET else least
    return f"{first.words} less {second.words} = {_hours(least)}"


@cached_per_article
def _places_named(article: Article) -> Offsets:
    """The offsets of all places that the article names."""
    return place_offsets(article.text)


def _days_between(first: Moment | None, second: Moment | None) -> int | None:
    """The days from the second to the first, -1 to 1; None if one is not stated or they are further apart."""
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
    return {one.minutes - other.minutes for one, other in product(first, second) if one.may_coincide_with(other)}


def _fits(differences: set[int], options: set[int], *, with_days: bool) -> bool:
    """Whether a difference of times is one that the zones may have, modulo a day unless `with_days`."""
    return bool(
        differences & options
        if with_days
        else {one % MINUTES_IN_DAY for one in differences} & {one % MINUTES_IN_DAY for one in options}
    )


def _is_winter_name_in_summer(first: ClockTime, second: ClockTime, differences: set[int], *, with_days: bool) -> bool:
    """Whether the times agree if exactly one has a name of winter time, and that is used in summer."""
    winter_named = [time for time in (first, second) if time.zone.lower() in WINTER_NAMES]
    if len(winter_named) != 1:
        return False
    shifted = tuple(Offset(offset.minutes + 60, "s") for offset in winter_named[0].offsets)
    options = _options(shifted, second.offsets) if winter_named[0] is first else _options(first.offsets, shifted)
    return _fits(differences, options, with_days=with_days)


def _finding(first: ClockTime, second: ClockTime, option: int, severity: Severity) -> Finding:
    """The finding for two times that are not `option` minutes apart."""
    expected = (first.minutes[0] - option) % MINUTES_IN_DAY
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
    hours, remainder = divmod(abs(minutes), 60)
    unit = "hour" if (hours, remainder) == (1, 0) else "hours"
    return f"{'-' if minutes < 0 else ''}{hours}{f':{remainder:02}' if remainder else ''} {unit}"


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

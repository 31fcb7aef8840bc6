"""Reduces an article to its story digest: the words and names by which its event is known, and its stated facts.

A digest holds no reference to the article, can be stored as JSON, and is all that grouping and comparing read. Figures
are in base units, so that miles can be compared with kilometres.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import lru_cache
from typing import Any

from checks.figures.inflection import is_plural
from checks.figures.units import MINOR_UNITS, UNITS
from checks.model import Article, Figure, Granularity, Interval, Kind, Moment, Span, Zone
from checks.names import is_title
from checks.outcome_events import EVENT_OF_WORD
from checks.passage_index import STOP_WORDS, stem
from checks.pattern import pattern
from checks.relations.frames import Frame, frames_of
from checks.sameness import CLASS_OF_WORD, PERSON, TOPIC_OF_WORD, counted_entity_in
from checks.stories.measures import measures_near, qualifiers_of
from checks.stories.names import NO_NAMES, names_among, person_of
from checks.stories.value_qualifiers import (
    EARLIER,
    EXTREME,
    INTERIM,
    LEG,
    PARTIAL_AFTER,
    PARTIAL_BEFORE,
    PLANNED,
    POLL,
    POSSIBLE,
    POSSIBLE_DAY,
    POSTPONED,
    PROVISIONAL,
    REVISED,
    RISEN,
    RISEN_FROM,
    is_of_another_time,
    own_clause,
    source_of,
)
from checks.word_set import word_set

REVISED_BEFORE, REVISED_AFTER = 90, 40  # characters that are searched for words of change
MAX_FACTS = 60  # of a story, in reading order
MAX_SENTENCES = 150  # whose words are counted
MAX_PASSAGE = 400  # characters
MAX_TEXT = 6000  # characters from the beginning: figures behind it are not compared
MAX_DATELINE = 90  # characters
LEAD_PARAGRAPHS = 2  # after the headline: these tell what the event is

TOKEN = pattern(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
DATELINE = pattern(r"[^!?\"“”‘]{2,80}?(?:\)|\d|[A-Z]) ?(?:--|[–—-]) (?=[^\s\d])")
ABOUT_THEN = pattern(r"noon|midday|midnight", re.IGNORECASE)
VOTES_TO = pattern(r" to (?=\w)")
AGENCY = pattern(r",? ?\([A-Z][\w &.'’-]{1,40}\)")
PLACE = pattern(r"[^\d(]+")
PERSONAL = frozenset(("jail term", "ban"))
"""Measures of which each person has one."""
WHEN_YOUNGER = pattern(r",? (?:when (?:he|she)(?! die| was (?:kill|found))|at the time)")
ANAPHORA = pattern(r"(?:The|This|It|Its|He|She|His|Her|They) ")
QUAKE = pattern(r"\b(?:earth)?quakes?\b|\btremors?\b|\btemblors?\b", re.IGNORECASE)
STRENGTH = pattern(
    r"\b(?:magnitude|measur(?:ed|ing)|register(?:ed|ing)|regist(?:ered|ering)|record(?:ed|ing)|put)\b", re.IGNORECASE
)
LOST_LIVES = pattern(
    r"\b(?:drown(?:s|ing)?|los[et] (?:their|his|her) li(?:ves|fe)|losing their lives)\b", re.IGNORECASE
)
NTH_TIME = pattern(r" (?:(?:consecutive|straight) )?times?\b")
MAX_MAGNITUDE = 10
CURRENCIES = word_set(
    "crown piastre peso dinar dirham lira rial riyal shilling krona krone zloty forint florin guilder mark real"
)
"""Nouns of money whose currency the unit does not tell."""
BARE_AGE = pattern(r"(?:\bwho (?:is|was)|, (?:was|now|then)) $")
AFTER_BARE_AGE = pattern(r"[,.;)\n]| and |$")
AGES = range(10, 111)
YEARS = range(1500, 2101)
HOTTEST_CELSIUS = 60  # degrees without a scale are Fahrenheit above it
CASES = frozenset(("case", "infection", "illness", "diagnosis", "body", "corpse"))
"""Nouns that count persons where their event is one of CASE_EVENTS."""
CASE_EVENTS = frozenset(("ill", "dead", "hurt"))
NOUN_OF_SYNONYM = {
    word: noun
    for noun, words in {
        "painting": "canvas canvase artwork",
        "boat": "vessel ship",
        "plane": "aircraft jet aeroplane",
        "blast": "explosion bomb",
        "home": "dwelling residence",
        "song": "track tune number",
        "film": "picture",
        "factory": "plant mill",
        "book": "novel title",
        "customer": "subscriber client",
        "dollar": "buck",
    }.items()
    for word in words.split()
}
"""Nouns for which stories of one event use each other; elsewhere they may mean two things."""
HEADLINE = "headline"  # the place of a fact
FRACTION = "fraction"  # the stated unit of "a third"
POLLED = frozenset(("count", "percent", "points"))
DATED = frozenset(("date", "time", "year"))
WHOLE_KINDS = frozenset(("age", "date", "time", "year", "score"))  # of which there are no parts
MEASURED_CHANGES = frozenset(("percent", "points", "temperature"))
"""Kinds of which a rise is news itself and none since an earlier story: "inflation rose to 7 percent"."""
EVENT_KEYS = {stem(word): f"@{event}" for word, event in EVENT_OF_WORD.items()}
TOPIC_KEYS = {stem(word): f"@{topic}" for word, topic in TOPIC_OF_WORD.items()} | {
    stem(word): f"@{topic}"
    for topic, words in {
        "vote": "vote voters ballot referendum poll favour favor backed supported approved approval",
        "cost": "cost price worth bill budget priced",
        "crowd": "crowd attendance spectators fans turnout",
        "prize": "prize award earned purse",
        "open": "open opening inaugurated launch",
        "hold": "begin start due scheduled",
    }.items()
    for word in words.split()
}
"""The topics of `checks.sameness` and some that only stories of one event can be compared by."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated figure or date with the words that say what it is about. `low` and `high` are None where open."""

    kind: str  # "count", "money", "length", "duration", "score", "date", ...
    unit: str  # of money its currency; else "" or what a rate is per
    stated_unit: str  # in which it is printed: "mile"; "" without one
    head: str  # of a count: the class of its noun
    event: str  # of a count of people: what happened to them, as in `outcome_events`
    modifiers: frozenset[str]
    value: Fraction  # in the base unit
    second: Fraction | None  # of a score
    low: Fraction | None
    high: Fraction | None
    hedged: bool
    is_partial: bool  # some of a whole: "six of them", "another 12"
    is_earlier: bool  # told as an earlier value: "up from 12"
    is_elsewhen: bool  # of another time: "last year", "in 2019"
    is_possible: bool  # "up to 20 years", "could"
    is_interim: bool  # of a score: "led 2-1 at half-time"
    is_revised: bool  # the words beside it say that something rose, fell or was changed
    is_provisional: bool  # its sentence says that it is not final: "so far", "at least"
    source: str  # who gives it: "partisan", "official", who polled, or "" where that is not said
    measures: frozenset[str]  # what it may measure, as in `measures`
    phrase_measures: frozenset[str]  # those whose words stand in its own phrase
    qualifiers: frozenset[str]  # as in `measures`: "core", "average"
    sentence: frozenset[str]  # keys of all words of its sentence, and of the one that it refers to
    names: frozenset[str]  # of its sentence; of an age the person's, also where the sentence only says "he"
    start: int  # offset in the article's text
    line: int  # in its file, both from 1
    column: int
    place: str  # "headline", "par 4"
    words: str  # with the noun that it counts
    passage: str  # its sentence

    def values(self) -> tuple[Fraction, Fraction | None]:
        return (self.value, self.second)


@dataclass(frozen=True, slots=True)
class EventWords:
    """The words and the day by which a story's event is known: all that grouping reads."""

    name: str  # of the article
    published: str  # ISO date or time; "" where it is not known
    filed: str  # the day of the dateline as month and day, "03-04"; "" where there is none
    headline: str
    place: frozenset[str]  # keys of the place in the dateline
    lead: frozenset[str]  # keys of headline and first paragraphs
    names: frozenset[str]

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.published[:10]) if self.published else None

    @property
    def moment(self) -> datetime | None:
        """The time of publication; None where only the day is known, or nothing."""
        return datetime.fromisoformat(self.published) if len(self.published) > 10 else None


@dataclass(frozen=True, slots=True)
class Story:
    """What is compared of an article: its words, its facts, and its beginning."""

    words: EventWords
    facts: tuple[Fact, ...]
    text: str  # at most MAX_TEXT characters


def days_apart(first: EventWords, second: EventWords) -> int | None:
    """How many days after the first story the second was published or filed; None where that is not known."""
    if first.day and second.day:
        return (second.day - first.day).days
    one, other = (story.filed or story.published[5:10] for story in (first, second))
    if not one or not other:
        return None
    days = (date.fromisoformat(f"2000-{other}") - date.fromisoformat(f"2000-{one}")).days
    return (days + 183) % 366 - 183  # datelines have no year


@lru_cache(maxsize=1 << 14)
def key_of(word: str) -> str:
    """What a word is compared by: its event, topic or synonym class, else its stem."""
    word = word.lower()
    root = stem(word)
    return EVENT_KEYS.get(root) or CLASS_OF_WORD.get(word) or TOPIC_KEYS.get(root, root)


def keys_of(words: Iterable[str]) -> frozenset[str]:
    return frozenset(
        key_of(word.removesuffix("'s").removesuffix("’s"))
        for word in words
        if len(word) > 2 and word.lower() not in STOP_WORDS
    )


def digest(article: Article, name: str) -> Story:
    """The digest of an article."""
    text = article.text
    published = article.published.isoformat() if article.published else ""
    if article.published_at:
        published = article.published_at.isoformat(timespec="minutes")
    dateline = _dateline(article)
    lead: set[str] = set()
    headline = ""
    body = 0
    for paragraph in article.paragraphs:
        if paragraph.zone is Zone.HEADLINE and not headline:
            headline = text[slice(*paragraph.span)].strip()
        if paragraph.zone in (Zone.PROMO, Zone.BYLINE):
            continue
        body += paragraph.zone is Zone.BODY
        if paragraph.zone in (Zone.HEADLINE, Zone.STANDFIRST) or body <= LEAD_PARAGRAPHS:
            lead |= keys_of(TOKEN.findall(_without(text, paragraph.span, dateline)))
    capitalised, elsewhere, opening = set[str](), set[str](), Counter[str]()
    place: frozenset[str] = (
        keys_of(TOKEN.findall(found.group())) if (found := PLACE.match(text, *dateline)) else frozenset()
    )
    for sentence in [sentence for sentence in article.sentences if sentence.zone is not Zone.PROMO][:MAX_SENTENCES]:
        words = TOKEN.findall(_without(text, sentence.span, dateline))
        elsewhere.update(word for word in words if word[0].islower())
        if sentence.zone not in (Zone.HEADLINE, Zone.STANDFIRST):
            capitalised.update(word for word in words[1:] if word[0].isupper())
        opening.update(word for word in words[:1] if word[0].isupper())
    capitalised.update(word for word, times in opening.items() if times > 1 and word.lower() not in elsewhere)
    names = place | keys_of(word for word in capitalised if not is_title(word) and word.lower() not in NO_NAMES)
    known = frozenset(word.lower() for word in capitalised if word.lower() not in elsewhere)
    frames = frames_of(article).frames
    datelines = [frame for frame in frames if _is_in_dateline(article, frame, dateline)]
    facts = [
        fact for frame in frames if frame.end <= MAX_TEXT and frame not in datelines
        if (fact := _fact(article, frame, published, dateline, known)) is not None
    ]  # fmt: skip
    facts = list(_without_repeats(facts))
    words_of_event = EventWords(
        name, published, _filed(datelines), headline, place - NO_NAMES, frozenset(lead - NO_NAMES), names - NO_NAMES
    )
    return Story(words_of_event, tuple(facts[:MAX_FACTS]), text[:MAX_TEXT])


def _without_repeats(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The facts but those of the headline that the body states too, where the words around them say more."""
    stated = {(fact.kind, fact.unit, fact.value, fact.second) for fact in facts if fact.place != HEADLINE}
    for fact in facts:
        if fact.place != HEADLINE or (fact.kind, fact.unit, fact.value, fact.second) not in stated:
            yield fact


def _dateline(article: Article) -> Span:
    """The words before the first sentence of the body that say where, when and by whom; empty where there are none."""
    for paragraph in article.paragraphs:
        if paragraph.number == 1:
            start, end = paragraph.span
            found = DATELINE.match(article.text, start, min(end, start + MAX_DATELINE))
            if found and article.text[start].isupper():
                return Span(found.start(), found.end())
            return Span(start, start)
    return Span(0, 0)


def _is_in_dateline(article: Article, frame: Frame, dateline: Span) -> bool:
    span = frame.statement.span
    return (
        dateline.contains(span)
        or any(known.contains(span) for known in article.datelines)
        or (frame.kind == "date" and AGENCY.match(article.text, span.end) is not None)
    )


def _filed(datelines: Iterable[Frame]) -> str:
    for frame in datelines:
        moment = frame.statement
        if isinstance(moment, Moment) and moment.month and moment.day and not moment.impossible:
            return f"{moment.month:02}-{moment.day:02}"
    return ""


def _without(text: str, span: Span, dateline: Span) -> str:
    start = max(span.start, dateline.end) if span.overlaps(dateline) else span.start
    return text[start : span.end]


def _fact(article: Article, frame: Frame, published: str, dateline: Span, capitalised: frozenset[str]) -> Fact | None:
    statement, text = frame.statement, article.text
    sentence = article.sentences[statement.sentence].span
    before = text[max(sentence.start, statement.span.start - 60) : statement.span.start]
    after = text[statement.span.end : min(sentence.end, statement.span.end + 40)]
    measured = _measured(article, statement) if isinstance(statement, Figure) else _dated(statement, published)
    if measured is None:
        return None
    kind, unit, head, event, modifiers, value, second, interval = measured
    passage = text[slice(*sentence)]
    words = TOKEN.findall(_without(text, sentence, dateline))
    noun = statement.noun if isinstance(statement, Figure) else None
    own = {key_of(noun.head)} if noun else set()
    start, end = statement.span.start - sentence.start, statement.span.end - sentence.start
    filed_from = frozenset(word.lower() for word in TOKEN.findall(text, sentence.start, dateline.end))
    measures = measures_near(passage, start, end)
    poll = POLL.search(passage) if kind in POLLED else None
    referred = _referred(article, statement.sentence, dateline)
    refers = referred is not None and kind not in ("count", "age")
    line, column = article.line_and_column(statement.span.start)
    context = keys_of(TOKEN.findall(_without(text, referred, dateline))) if referred and refers else NO_WORDS
    is_persons = isinstance(statement, Figure) and (kind == "age" or not measures.phrase.isdisjoint(PERSONAL))
    if isinstance(statement, Figure) and is_persons:
        names = person_of(article, statement, dateline)
    else:
        clause = TOKEN.findall(own_clause(passage, start, end)) if kind == "score" else words
        names = names_among(clause, capitalised) - filed_from
    return Fact(
        kind=kind,
        unit=unit,
        stated_unit=_stated_unit(statement),
        head=head,
        event=event,
        modifiers=modifiers,
        value=value,
        second=second,
        low=interval.low,
        high=interval.high,
        hedged=isinstance(statement, Figure) and bool(statement.hedge.value),
        is_partial=kind not in WHOLE_KINDS
        and bool(
            (kind != "percent" and PARTIAL_AFTER.match(after))
            or PARTIAL_BEFORE.search(before)
            or EXTREME.search(before)
        ),
        is_earlier=bool((POSTPONED if kind in DATED else EARLIER).search(before)),
        is_elsewhen=is_of_another_time(passage[max(0, start - MAX_PASSAGE) : start], after)
        or (kind not in DATED and PLANNED.search(before) is not None)
        or (kind == "age" and WHEN_YOUNGER.match(after) is not None),
        is_possible=bool((POSSIBLE_DAY if kind in DATED else POSSIBLE).search(before[-30:]))
        and not poll
        and kind != "ordinal",  # "moved up to sixth"
        is_interim=kind == "score" and bool(INTERIM.search(own_clause(passage, start, end)) or LEG.search(passage)),
        is_revised=bool(REVISED.search(passage, max(0, start - REVISED_BEFORE), end + REVISED_AFTER))
        or (kind not in MEASURED_CHANGES and bool(RISEN.search(before) or RISEN_FROM.match(after))),
        is_provisional=bool(PROVISIONAL.search(passage)),
        source=source_of(passage, poll),
        measures=measures.near,
        phrase_measures=measures.phrase,
        qualifiers=qualifiers_of(passage, start, end),
        sentence=keys_of(words) | own | context,
        names=names,
        start=statement.span.start,
        line=line,
        column=column,
        place=article.place(statement.span.start),
        words=text[statement.span.start : _end_of_words(article, statement)],
        passage=passage if len(passage) <= MAX_PASSAGE else f"{passage[:MAX_PASSAGE]} …",
    )


def _stated_unit(statement: Figure | Moment) -> str:
    if isinstance(statement, Moment):
        return ""
    return FRACTION if statement.kind is Kind.FRACTION else statement.unit or ""


def _referred(article: Article, sentence_index: int, dateline: Span) -> Span | None:
    """The sentence before one that begins with "the", "he" or "it", which says what is meant."""
    sentence = article.sentences[sentence_index].span
    if sentence_index and ANAPHORA.match(article.text, max(sentence.start, min(dateline.end, sentence.end))):
        return article.sentences[sentence_index - 1].span
    return None


def _is_magnitude(article: Article, figure: Figure) -> bool:
    """Whether a bare number is the strength of an earthquake: "magnitude 6.1", "measured 6.4"."""
    assert figure.value is not None
    start, end = article.sentences[figure.sentence].span
    return (
        figure.value < MAX_MAGNITUDE
        and "." in article.text[slice(*figure.span)]
        and QUAKE.search(article.text, start, end) is not None
        and STRENGTH.search(article.text, max(start, figure.span.start - 30), figure.span.start) is not None
    )


def _end_of_words(article: Article, statement: Figure | Moment) -> int:
    """The end of a statement, or of the noun behind it; of "16 votes to seven" the end of all."""
    end = statement.span.end
    noun = statement.noun if isinstance(statement, Figure) else None
    if isinstance(statement, Figure) and _is_magnitude(article, statement):
        return end
    if isinstance(statement, Figure) and noun and (against := _votes_against(article, statement)):
        return against.span.end
    return noun.span.end if noun and end <= noun.span.start <= end + 1 else end


_Measured = tuple[str, str, str, str, frozenset[str], Fraction, Fraction | None, Interval]
NO_WORDS: frozenset[str] = frozenset()


def _measured(article: Article, figure: Figure) -> _Measured | None:
    value = figure.value
    assert value is not None
    if figure.is_range:
        return None
    per = figure.per or ""
    if against := _votes_against(article, figure):
        return "score", "", "", "", NO_WORDS, value, against.value, figure.interval
    if figure.kind in (Kind.COUNT, Kind.NUMBER):
        if _is_magnitude(article, figure):
            return "count", per, "magnitude", "", NO_WORDS, value, None, figure.interval
        entity = counted_entity_in(article, figure)
        if not entity.event and LOST_LIVES.search(
            article.text,
            max(article.sentences[figure.sentence].span.start, figure.span.start - 30),
            figure.span.end + 30,
        ):
            entity = replace(entity, event="dead")
        if entity.head in CURRENCIES:
            return "money", f"{entity.head} {per}".strip(), "", "", NO_WORDS, value, None, figure.interval
        if _is_bare_age(article, figure):
            return "age", "year", "", "", NO_WORDS, value, None, figure.interval
        if value in YEARS and figure.words.isdecimal() and not _counts_several(article, figure):
            return "year", "", "", "", NO_WORDS, value, None, Interval.exact(value)
        if entity.head in CASES and entity.event in CASE_EVENTS:
            entity = replace(entity, head=PERSON)
        noun = NOUN_OF_SYNONYM.get(entity.head, entity.head)
        return "count", per, noun, entity.event, entity.modifiers, value, None, figure.interval
    if figure.kind in (Kind.SCORE, Kind.RATIO):
        return "score", "", "", "", NO_WORDS, value, figure.second, figure.interval
    if figure.kind is Kind.MONEY:
        unit = figure.unit or ""
        factor = Fraction(1, 100) if unit in MINOR_UNITS else Fraction(1)
        unit = MINOR_UNITS.get(unit, unit)
        return "money", f"{unit} {per}".strip(), "", "", NO_WORDS, value * factor, None, figure.interval.times(factor)
    if figure.kind in (Kind.MEASURE, Kind.DURATION):
        unit = figure.unit or ""
        if unit == "degree":
            unit = "degree celsius" if value <= HOTTEST_CELSIUS else "degree fahrenheit"
        unit_of_measure = UNITS.get(unit)
        if unit_of_measure is None:
            return None
        scale = unit_of_measure.factor

        def base(number: Fraction | None) -> Fraction | None:
            return None if number is None else (number + unit_of_measure.offset) * scale

        low, high = figure.interval
        converted = base(value)
        assert converted is not None
        return unit_of_measure.dimension, per, "", "", NO_WORDS, converted, None, Interval(base(low), base(high))
    if figure.kind is Kind.ORDINAL and not NTH_TIME.match(article.text, figure.span.end):
        return "ordinal", "", "", "", NO_WORDS, value, None, figure.interval
    if figure.kind is Kind.FRACTION:  # "almost a third", "nine in 10"
        return "percent", "percent", "", "", NO_WORDS, value * 100, None, figure.interval.times(Fraction(100))
    if figure.kind in (Kind.PERCENT, Kind.AGE, Kind.POINTS):
        return figure.kind.value, f"{figure.unit or ''} {per}".strip(), "", "", NO_WORDS, value, None, figure.interval
    return None


def _counts_several(article: Article, figure: Figure) -> bool:
    """Whether the noun behind a number is in the plural: not in "the 1848 canvas"."""
    words = article.text_of(figure.noun.span).split() if figure.noun else []
    return bool(words) and is_plural(words[-1])


def _is_bare_age(article: Article, figure: Figure) -> bool:
    """Whether a number without a noun is an age: "Orsk, who was 89", "the singer, now 36,"."""
    before = max(0, figure.span.start - 10), figure.span.start
    return (
        figure.noun is None
        and figure.value in AGES
        and BARE_AGE.search(article.text, *before) is not None
        and AFTER_BARE_AGE.match(article.text, figure.span.end) is not None
    )


def _votes_against(article: Article, figure: Figure) -> Figure | None:
    """The other number of "16 votes to seven"."""
    if figure.noun is None or figure.noun.head != "vote" or figure.noun.span.start < figure.span.end:
        return None
    found = VOTES_TO.match(article.text, figure.noun.span.end)
    if found is None:
        return None
    index = bisect_left(article.figures, found.end(), key=lambda other: other.span.start)
    other = article.figures[index] if index < len(article.figures) else None
    return other if other and other.span.start == found.end() and other.value is not None else None


def _dated(moment: Moment, published: str) -> _Measured | None:
    if moment.granularity is Granularity.DAY and moment.month and moment.day:
        year = moment.year or (int(published[:4]) if published else 2000)
        try:
            day = Fraction(date(year, moment.month, moment.day).toordinal())
        except ValueError:
            return None
        return "date", "", "", "", NO_WORDS, day, None, Interval.exact(day)
    if moment.granularity is Granularity.TIME and moment.hour is not None:
        minute = Fraction(moment.hour * 60 + (moment.minute or 0))
        slack = 30 if ABOUT_THEN.search(moment.words) else 0 if moment.minute else 15
        return "time", "", "", "", NO_WORDS, minute, None, Interval(minute - slack, minute + slack)
    if moment.granularity is Granularity.YEAR and moment.year:
        return "year", "", "", "", NO_WORDS, Fraction(moment.year), None, Interval.exact(Fraction(moment.year))
    return None


def words_record(words: EventWords) -> dict[str, Any]:
    """The event words as JSON data."""
    record: dict[str, Any] = _plain(asdict(words))
    return record


def words_of(record: dict[str, Any]) -> EventWords:
    """The reverse of `words_record`. Equal words of several stories are one object, so that many take little memory."""
    sets = {field: frozenset(map(sys.intern, record[field])) for field in ("place", "lead", "names")}
    return EventWords(**record | sets)


def story_record(story: Story) -> dict[str, Any]:
    """The digest without its event words, as JSON data."""
    return {
        "facts": [_plain(asdict(fact)) for fact in story.facts],
        "text": story.text,
    }


def story_of(words: EventWords, record: dict[str, Any]) -> Story:
    """The reverse of `story_record`."""
    return Story(words, tuple(map(_fact_of, record["facts"])), record["text"])


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return sorted(value) if isinstance(value, frozenset) else value


def _fact_of(record: dict[str, Any]) -> Fact:
    fields = dict(record)
    for field in ("value", "second", "low", "high"):
        fields[field] = None if fields[field] is None else Fraction(fields[field])
    for field in ("modifiers", "measures", "phrase_measures", "qualifiers", "sentence", "names"):
        fields[field] = frozenset(fields[field])
    return Fact(**fields)

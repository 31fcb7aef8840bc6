"""The data types of Copydesk. Read this file first: all other modules produce or use these types.

An `Article` is a text with what was found in it: paragraphs with their zones, sentences, figures, moments and
listings. A rule ties some of those together and yields a `Finding` (the tie fails), a `Tick` (it holds) or a
`NotChecked` (it cannot be judged, and why). A `Sheet` is everything a check returns.

All types are immutable. Some of their methods (`Article.words`, `Interval.overlaps`) count as work: where a rule runs,
they spend from its budget and raise `checks.budget.Exhausted` once it is used up; anywhere else they do neither.

All positions are Python character offsets into the text as it was given, end exclusive, so that
`article.text[span.start:span.end]` is always the words of the item. Stated numbers are exact: `Fraction`, never float.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Literal, NamedTuple

from checks.budget import spend
from checks.dictionary import NO_DICTIONARY, Dictionary


class Span(NamedTuple):
    """Character offsets into the article's text, `end` exclusive."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


class Interval(NamedTuple):
    """The values that a stated number can mean, from `low` to `high`, both included; None is an open end.

    >>> Interval(Fraction(23, 2), Fraction(25, 2))  # "12 million", in millions: 11.5 to 12.5
    """

    low: Fraction | None
    high: Fraction | None

    @classmethod
    def exact(cls, value: Fraction) -> Interval:
        return cls(value, value)

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high

    def __contains__(self, value: object) -> bool:
        if not isinstance(value, (int, Fraction)):
            return False
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    def overlaps(self, other: Interval) -> bool:
        """Whether there is a number that both can mean. Spends a step of a running rule's budget."""
        spend()
        return (self.low is None or other.high is None or self.low <= other.high) and (
            other.low is None or self.high is None or other.low <= self.high
        )

    def plus(self, other: Interval) -> Interval:
        """The values that the sum of the two can have."""
        low = None if self.low is None or other.low is None else self.low + other.low
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low, high)

    def minus(self, other: Interval) -> Interval:
        """The values that this number less the other can have."""
        low = None if self.low is None or other.high is None else self.low - other.high
        high = None if self.high is None or other.low is None else self.high - other.low
        return Interval(low, high)

    def widened(self, by: Fraction) -> Interval:
        """The interval extended by `by` at each end."""
        return Interval(None if self.low is None else self.low - by, None if self.high is None else self.high + by)

    def times(self, factor: Fraction) -> Interval:
        """The interval multiplied by a factor of zero or more."""
        low = None if self.low is None else self.low * factor
        high = None if self.high is None else self.high * factor
        return Interval(low, high)


class Zone(StrEnum):
    """The zone of a paragraph. Promo (navigation, section labels, advertising) is read but never checked."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    DATELINE = "dateline"  # the "LYON, France –" before a first sentence: a zone of its words, not of its paragraph
    BYLINE = "byline"
    BODY = "body"
    CAPTION = "caption"
    LIST = "list"
    PROMO = "promo"


class Hedge(StrEnum):
    """How the words before (or after) a number qualify it."""

    NONE = ""
    ABOUT = "about"  # about, around, some, roughly, approximately, "or so"
    NEARLY = "nearly"  # nearly, almost, just under, close to
    JUST_OVER = "just over"
    MORE_THAN = "more than"  # more than, over, above
    AT_LEAST = "at least"  # at least, a minimum of, "or more", "and counting"
    LESS_THAN = "less than"  # less than, fewer than, under, below
    AT_MOST = "at most"  # up to, at most, as many as, a maximum of


class Kind(StrEnum):
    """The type of quantity. One text span has one kind: the grammar lets all kinds compete."""

    COUNT = "count"  # things counted: "144 arrests", "12 countries", "dozens of people", "144 were arrested"
    NUMBER = "number"  # a bare number with nothing counted
    MONEY = "money"
    PERCENT = "percent"  # unit "percent"
    POINTS = "points"  # unit "percentage point" or "basis point"
    AGE = "age"  # unit "year" (or "month", ...)
    DURATION = "duration"  # unit "year" | "month" | "week" | "day" | "hour" | "minute" | "second" | "decade" | ...
    MEASURE = "measure"  # lengths, weights, areas, speeds, temperatures, volumes, data sizes ...
    ORDINAL = "ordinal"  # "third", "12th": value 3, 12
    FRACTION = "fraction"  # "half", "two-thirds", "three in five", "one in 10"
    MULTIPLE = "multiple"  # "twice", "tenfold", "three times", "doubled"
    RATIO = "ratio"  # "3:1", odds "5/1", "two to one": value and second
    SCORE = "score"  # "3-2", "52 to 48" (votes), "6-4": value and second
    NAME = "name"  # G7, Boeing 737, Covid-19, No 10, phone numbers: read so that it is not taken for a quantity
    UNREAD = "unread"  # looks like a number and was not understood ("£135,00"): kept with the reason


class Noun(NamedTuple):
    """The noun that a figure counts, as the text has it."""

    head: str  # lower-case singular: "arrest", "country", "person"
    span: Span  # of the phrase after (or before) the number: "South American countries"; empty where it is left out
    modifiers: tuple[str, ...] = ()  # lower-case words of the phrase before the head: ("south", "american")


@dataclass(frozen=True, slots=True)
class Figure:
    """A stated quantity.

    `span` covers the number with its unit, currency and scale ("£3bn", "5ft 11in", "2.5 per cent"), not the hedge
    before it and not the counted noun. `value` is the value as stated, scale multiplied out ("1.2 million" is
    1,200,000; "5%" is 5). Of a range, score or ratio it is the first number, and `second` the other one.
    """

    span: Span
    words: str  # text[span.start:span.end]
    kind: Kind
    value: Fraction | None  # None only for NAME and UNREAD
    interval: Interval  # what the printed precision and the hedge allow
    second: Fraction | None = None
    unit: str | None = None  # canonical: "GBP", "percent", "mile", "year"; None for counts and bare numbers
    noun: Noun | None = None
    predicate: str | None = None  # lemma of a verb that states what is counted: "144 were arrested" -> "arrest"
    per: str | None = None  # what a rate is per: "100,000 people", "week", "hour"
    hedge: Hedge = Hedge.NONE
    is_range: bool = False  # "10-15", "between 10 and 15", "from 5 to 7": value to second
    quoted: bool = False  # inside quotation marks
    reason: str = ""  # of an UNREAD figure: what was not understood, in plain words
    sentence: int = 0  # index into article.sentences
    zone: Zone = Zone.BODY


class Granularity(StrEnum):
    """How precisely a moment is stated."""

    DECADE = "decade"
    YEAR = "year"
    SEASON = "season"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    WEEKDAY = "weekday"  # "Tuesday", with no date given
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Moment:
    """A stated date, period or clock time with its granularity; fields that are not stated are None.

    "3 May" has month and day, no year. "May to September 2024" is a period: this moment's fields are its start's and
    `until` its end. "since 1990" has `relation` "since". Relative words ("yesterday", "last week") keep those in
    `relative`, and are resolved (year, month, day filled in) only when the publication date is known.
    """

    span: Span
    words: str
    granularity: Granularity
    # TIMEX-like: "2024-05-03", "XXXX-05-03", "2024", "XXXX-WXX-2", "T19:00"; periods and decades by their first days:
    # "(2024-05-01,2024-09-01)", "(1990-01-01,2000-01-01)"; "" for relative words without a known date
    timex: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # Monday is 0
    hour: int | None = None
    minute: int | None = None
    until: Moment | None = None
    relation: str = ""  # since, until, before, after, by, from, during: the word in front, "" for none
    relative: str = ""  # "yesterday", "last week", "three days ago"
    impossible: str = ""  # of "30 February": why there is no such day
    quoted: bool = False
    sentence: int = 0
    zone: Zone = Zone.BODY


@dataclass(frozen=True, slots=True)
class Listing:
    """An enumeration of two names or more: "Argentina, Brazil, Bolivia and Chile"."""

    span: Span
    items: tuple[Span, ...]
    names: tuple[str, ...]  # the items' words, in order, without articles and trailing marks
    lead_in: Span  # the words of the sentence before it ("Participating countries included"); may be empty
    proper: bool  # whether the items are proper names rather than common nouns or clauses
    is_open: bool = False  # "such as", "among others", "etc": the text says that there are more
    sentence: int = 0
    zone: Zone = Zone.BODY


class Table(NamedTuple):
    """A table as its cells, row by row; an empty cell has an empty span."""

    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; a dateline is one of its own."""

    span: Span
    paragraph: int  # index into article.paragraphs
    zone: Zone


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph with its zone."""

    span: Span
    zone: Zone
    number: int | None  # counted over the body from 1 ("par 4"); None outside the body


class IgnoreComment(NamedTuple):
    """A comment that lets findings stand, `<!-- copydesk: ignore RULE: why -->`. It is no part of the text."""

    position: int  # offset of what follows it
    names: tuple[str, ...]  # of rules, families or severities, as they are written
    why: str
    fault: str = ""  # why it has no effect


@dataclass(frozen=True, slots=True)
class Article:
    """A text with what was read in it, as returned by `checks.read`. Offsets never move."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Span, ...]  # inside quotation marks
    figures: tuple[Figure, ...]  # in text order; NAME and UNREAD included
    moments: tuple[Moment, ...]
    listings: tuple[Listing, ...]
    datelines: tuple[Span, ...] = ()
    published: date | None = None
    published_at: datetime | None = None  # with the time of day (UTC), where the source gives it
    locale: str = "en-GB"  # decides 3/5/2024 and spelling in messages: "en-GB" or "en-US"
    language: str = "en"  # in any other language nothing is checked, and the ledger says so
    breaks: tuple[int, ...] = ()  # offsets of line ends in the text as given; some of them are spaces in `text`
    left_out: tuple[int, ...] = ()  # offsets before which one (invisible) character of the file was left out
    tables: tuple[Table, ...] = ()
    ignore_comments: tuple[IgnoreComment, ...] = ()
    dictionary: Dictionary = NO_DICTIONARY  # the house's own words, with which the text was read
    tie_reading: TieReading | None = None  # which figures a model takes to be tied, if one has read the article

    def text_of(self, span: Span) -> str:
        """The text of a span. Spends a step of a running rule's budget."""
        spend()
        return self.text[span.start : span.end]

    def place(self, position: int) -> str:
        """The place of a position as editors name it: "headline", "par 4"."""
        index = bisect_right(self.paragraphs, position, key=lambda paragraph: paragraph.span.end)
        if index < len(self.paragraphs):
            paragraph = self.paragraphs[index]
            return f"par {paragraph.number}" if paragraph.number else paragraph.zone.value
        return self.paragraphs[-1].zone.value if self.paragraphs else "text"

    def in_file(self, position: int) -> int:
        """The offset in the file, which counts the characters that were left out before it."""
        return position + bisect_right(self.left_out, position)

    def line_and_column(self, position: int) -> tuple[int, int]:
        """Line and column, both from 1, in the text as given; in the file if characters of it were left out."""
        line = bisect_left(self.breaks, position)
        start = self.breaks[line - 1] + 1 if line else 0
        # What was left out at the beginning of the line belongs to it, so that the column counts it.
        return line + 1, self.in_file(position) - start - bisect_left(self.left_out, start) + 1


class Severity(StrEnum):
    ERROR = "error"  # cannot all be true under any fair reading
    WARNING = "warning"  # does not reconcile as it stands, but there is an innocent reading
    NOTE = "note"  # worth knowing, asks nothing


RelationKind = Literal[
    "same",  # one fact stated twice
    "sum",  # a whole and its parts
    "part",  # a whole and one of its parts
    "difference",
    "change",  # two levels and the change from one to the other
    "gain",  # a change, the level that it leads to, and that change in percent
    "share",  # a part, the whole and the part's percentage of it
    "times",  # two amounts and how many times one is the other
    "product",  # a rate, a count and their total
    "mean",  # an average and the values that it is of
    "list",  # a count and the things listed
    "subset",  # a full list and a list of some of its members
    "convert",  # one amount in two units, currencies, time zones or notations
    "span",  # a start, an end and the time between them; ages included
    "weekday",  # a date and its weekday
    "order",  # what comes first and what later
    "score",  # a result and who won by it
    "form",  # a single statement that is malformed or impossible
    "support",  # a statement of a summary and what the article states
]
"""What ties statements together. The equations among them are spelled out in `checks.relations.proposals`."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How the spans of a finding, tick or not-checked tie are related.

    `roles` are pairs of a role name and a span of the checked text: ("whole", span), ("part", span), ("part", span).
    A rule that does not tell its spans apart gives each of them the role "member".
    """

    kind: RelationKind
    roles: tuple[tuple[str, Span], ...]
    closed: bool = True  # whether the parts, values or list members are all that there are
    probability: Fraction | None = None  # of this reading; None where a rule read it, not a learned table
    reader: str = ""  # who proposed it, where that was not Copydesk itself: the name of a model


@dataclass(frozen=True, slots=True)
class ProposedRelation:
    """A relation that somebody else reads in an article, for example a larger model: not trusted, but weighed.

    `spans` are those of the article's figures and moments, in the order of `checks.relations.proposals.ROLES`.
    """

    kind: RelationKind
    spans: tuple[Span, ...]
    reader: str  # name of who proposes it


@dataclass(frozen=True, slots=True, eq=False)
class TieReading:
    """How likely figures of an article are tied, as a model judges by the words alone: it has not seen the values.

    `summarizer.read_figures` makes one, with the embedded model. `log_odds` are natural logarithms of the odds, by the
    kind of relation and the spans of its members in the order of their roles (`checks.relations.proposals.ROLES`). The
    model has not judged what is not in it.
    """

    reader: str  # name of the model
    log_odds: Mapping[tuple[RelationKind, tuple[Span, ...]], float]


@dataclass(frozen=True, slots=True)
class Reader:
    """A model that read an article's relations beside the rules (`--reader`), and what came of it."""

    name: str
    host: str = ""  # the machine that ran it, to which the article was sent; "" where that was this machine
    passages: int = 0  # number of passages of the article that it was asked about
    proposed: int = 0  # number of relations that it proposed or gave odds and that are weighed
    refused: int = 0  # number of relations that it proposed with members that the passage lacks, or of no known kind


@dataclass(frozen=True, slots=True)
class Finding:
    """A tie that fails, or a statement that the source does not support. It never says which side is wrong."""

    severity: Severity
    message: str  # a fact, in plain words
    spans: tuple[Span, ...]  # in the checked text, the figures that are tied together
    arithmetic: str = ""  # "18 + 111 + 7 = 136, not 144"; with the allowed range where there is one
    repairs: tuple[str, ...] = ()  # smallest changes on either side: "144 -> 136"
    question: str = ""  # ready to paste to the reporter
    source_spans: tuple[Span, ...] = ()  # in the source, when two texts are compared
    rule: str = ""  # slug; stamped by the run, a rule leaves it empty
    code: str = ""  # code of the rule; stamped by the run, a rule leaves it empty
    relation: Relation | None = None  # stamped by the run where a rule leaves it out


@dataclass(frozen=True, slots=True)
class Tick:
    """A tie that holds, like an auditor's tick mark. `rule`, `code` and `relation` are stamped as in a Finding."""

    message: str
    spans: tuple[Span, ...]  # in the checked text, the figures that agree
    arithmetic: str = ""
    source_spans: tuple[Span, ...] = ()  # in the source, when two texts are compared
    rule: str = ""
    code: str = ""
    derived: bool = False  # the source does not state it, but it follows from the source's spans by the arithmetic
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A tie that was found and cannot be judged. It is shown with its reason, never as "ok"."""

    reason: str  # "needs the publication date", "no base is given", "inside a quotation"
    spans: tuple[Span, ...]
    rule: str = ""
    code: str = ""
    relation: Relation | None = None


Outcome = Finding | Tick | NotChecked


class State(StrEnum):
    """The state of a figure or moment in the ledger; the first that applies."""

    IN_QUESTION = "in question"
    TICKED = "ticked"
    NOT_CHECKED = "not checked"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger."""

    item: Figure | Moment
    state: State
    place: str  # "headline", "par 4"
    rules: tuple[str, ...] = ()  # slugs of the findings or ticks that decide the state
    reason: str = ""  # of a figure that was not checked


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every figure and moment with its state, in text order."""

    entries: tuple[Entry, ...] = ()

    def count(self, state: State) -> int:
        return sum(entry.state is state for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that crashed or ran out of its budget: a failed check, never the end of the run."""

    rule: str  # its slug
    error: str  # type and message of the exception


@dataclass(frozen=True, slots=True)
class Sheet:
    """The result of a check. `source` is set when two texts were compared."""

    article: Article
    findings: tuple[Finding, ...] = ()
    ticks: tuple[Tick, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    failures: tuple[Failure, ...] = ()
    source: Article | None = None
    dismissed: tuple[tuple[Finding, str], ...] = ()  # dismissed findings, each with who, when and why
    # The notes of dismissals made for this text, and of comments in it, that match nothing in it now.
    unused_dismissals: tuple[str, ...] = ()
    reader: Reader | None = None  # the model that read relations too, if one was asked

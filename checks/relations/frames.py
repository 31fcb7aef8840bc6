"""Frames: a figure or moment with its measure and the words around it, for comparison with others.

A `Frame` holds the measure (kind and unit, the counted noun), the stems of the words around the statement at four
distances (narrow, wide, clause, sentence), the names and times of its sentence, and the words directly before and after
it. The value is a separate field: words are compared with the values masked, so that the odds of a tie are those of its
words, and only then is the arithmetic done. A few features of restatements do depend on values: restatement.py lists
them.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, groupby

from checks.article_cache import cached_per_article
from checks.budget import spend
from checks.figures.calendar_words import MONTH_NAMES, WEEKDAY_NAMES
from checks.figures.units import MINOR_UNITS
from checks.model import Article, Figure, Granularity, Interval, Kind, Moment, Span, Zone
from checks.passage_index import Passages, index_passages
from checks.pattern import pattern
from checks.word_set import word_set

TOKEN = pattern(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d,.]*|[^\w\s]")
RANGE_SEPARATORS = pattern(r"[\s-](?:to|till|until)[\s-]"), pattern(r"(?<=[\d%])\s?[-–—]\s?(?=\S)")
"""Between the two numbers of a range or score: a word, or a dash."""
VOTING_WORDS = pattern(
    r"\b(?:vot(?:e|es|ed|ing)|ballots?|polls?|polled|surveys?|elections?|referendum|majority|bill|motion)\b",
    re.IGNORECASE,
)
FROM_AT_END = pattern(r"\bfrom\s$", re.IGNORECASE)
MAX_FROM = 6  # characters before a range in which "from" is looked for
PERIOD_LINK = pattern(r"\s*(?:\b(?:to|until|till|through|thru|and)|[-–—~])\s*$", re.IGNORECASE)
CLAUSE_END = frozenset(',;:—–()"“”')
YEAR = pattern(r"(?:1[5-9]|20)\d\d")
CALENDAR_NAMES = WEEKDAY_NAMES | MONTH_NAMES
TIME_PREPOSITIONS = word_set("in over during for across")
ORDER_WORDS = word_set("first next following last past previous preceding final")  # of periods, matches or the like
CONTEXT_TOKENS = 10  # tokens kept on each side of a statement, within its sentence
MAX_DECIMALS = 9  # of a number, that are read
NARROW, WIDE = 3, 6  # content words on each side
MAX_CLAUSE = 60  # tokens of a clause on each side
VAGUE = word_set("tens dozens hundreds thousands millions billions")  # numbers that do not say how many
CENT = Fraction(1, 100)  # also what a basis point is of a percentage point
CURRENCIES_WITH_CENTS = word_set("USD EUR AUD CAD NZD SGD HKD ZAR")
MAX_FRAMES = 400  # of an article, the first in reading order: a table of thousands of numbers is no news story

Value = Fraction | tuple[Fraction | int | None, ...]


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """The tokens of a sentence and what is read from them, shared by all statements of the sentence."""

    tokens: tuple[str, ...]  # lower case
    starts: tuple[int, ...]  # offsets in the text
    content_stems: tuple[str, ...]  # of the content words
    content_starts: tuple[int, ...]  # offsets of the content words in the text
    stems: frozenset[str]  # of the content words
    names: frozenset[str]  # capitalised words in lower case, without the first word, weekdays and months
    years: frozenset[str]
    weekdays: frozenset[str]  # names of weekdays
    words: frozenset[str]  # the different tokens
    clause_ends: tuple[int, ...]  # indices of the tokens that end a clause


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A statement with its context. Frames are compared by identity."""

    statement: Figure | Moment
    figure: Figure | None  # the statement if it is a figure, None for a moment
    sentence: int  # index of its sentence in the article
    zone: Zone
    kind: str  # see `comparison_kind`: "count", "money", ..., "date", "year", "weekday", "time"
    unit: str  # Figure.unit, but the major unit in place of a minor one ("GBP" for pence); "" without one
    value: Value  # in `unit`; both numbers of a range, score or ratio; the fields of a moment, None if not stated
    index: int  # among the frames of the article
    paragraph: int  # index of its paragraph in the article
    sentence_words: SentenceWords
    before: tuple[str, ...]  # the CONTEXT_TOKENS tokens of its sentence before it, in lower case and text order
    after: tuple[str, ...]  # the CONTEXT_TOKENS tokens of its sentence after it, in lower case and text order
    narrow: frozenset[str]  # stems of NARROW content words on each side, within the sentence
    wide: frozenset[str]  # stems of WIDE content words on each side, within the sentence
    clause: frozenset[str]  # stems of the content words up to a mark of CLAUSE_END, or MAX_CLAUSE tokens, on each side
    noun: str  # the head noun of what a figure counts; "" without one
    in_words: bool  # "twelve" rather than "12"
    scale: Fraction = Fraction(1)  # the printed unit in terms of `unit`: a hundredth for cents
    ends_period: bool = False  # whether it is the beginning or end of a period, "2005 to 2013"
    is_of_vote: bool = False  # whether it is one of the two numbers of "52-48", which also has a frame as a score
    is_attribute: bool = False  # whether it describes what the number before it counts: "two" in "48 two-bed flats"

    @property
    def start(self) -> int:
        return self.statement.span.start

    @property
    def end(self) -> int:
        return self.statement.span.end

    @property
    def may_restate(self) -> bool:
        """Whether it may state the fact that another statement states; half a period or half a vote does not."""
        return not (self.ends_period or self.is_of_vote)

    @property
    def measure(self) -> tuple[str, str]:
        """Kind and unit. Amounts of one measure can be added and compared."""
        return self.kind, self.unit

    @property
    def is_amount(self) -> bool:
        """Whether its value is a number above zero, and tells how much or how many of something there is."""
        return isinstance(self.value, Fraction) and self.value > 0 and not self.is_attribute


@dataclass(frozen=True, slots=True)
class Frames:
    """The frames of an article in reading order, with the index of its words."""

    article: Article
    passages: Passages
    frames: tuple[Frame, ...]
    by_sentence: dict[int, tuple[Frame, ...]]  # by index of the sentence; without sentences that have none
    values: dict[int, frozenset[tuple[str, str, Value]]]  # by sentence: kind, unit and value of its statements

    def weight(self, stems: Collection[str]) -> float:
        """The sum of the inverse sentence frequencies of some stems in the article; 0 for none."""
        if not stems:
            return 0.0
        weights = self.passages.weights
        return math.fsum(map(weights.__getitem__, stems))  # does not depend on the order of a set

    def window(self, first: int, last: int) -> list[Frame]:
        """The frames of the sentences from `first` to `last`, both included."""
        return [frame for sentence in range(first, last + 1) for frame in self.by_sentence.get(sentence, ())]


def comparison_kind(statement: Figure | Moment) -> str:
    """The kind of statement that this one can be compared with.

    For a figure the value of its `Kind`, "count" for a bare number. For a moment "date" (with or without its day),
    "weekday", "year", "decade", "season", "time" or another granularity; "relative" for a day that is neither a date
    nor a weekday.
    """
    if isinstance(statement, Figure):
        return "count" if statement.kind is Kind.NUMBER else statement.kind.value
    if statement.granularity is Granularity.DAY and statement.day is None:
        return "weekday" if statement.weekday is not None else "relative"
    kinds = {Granularity.DAY: "date", Granularity.MONTH: "date", Granularity.TIME: "time"}
    return kinds.get(statement.granularity, statement.granularity.value)


def comparison_value(statement: Figure | Moment) -> Value | None:
    """The value to compare; fields of a moment that are not stated are None. None if there is nothing to compare."""
    if isinstance(statement, Figure):
        return statement.value if statement.second is None else (statement.value, statement.second)
    kind = comparison_kind(statement)
    if kind == "weekday":
        return (statement.weekday,)
    if kind == "year":
        return (statement.year,)
    if kind == "date":
        return (statement.year, statement.month, statement.day)
    if kind == "time":
        return (statement.hour, statement.minute)
    return (statement.year, statement.month) if kind in ("decade", "season") else None


@cached_per_article
def frames_of(article: Article) -> Frames:
    """The frames of all stated figures and of all moments that do not depend on the publication date."""
    passages = index_passages(article)
    stated: list[Figure | Moment] = [
        end
        for figure in article.figures
        if figure.kind not in (Kind.NAME, Kind.UNREAD) and figure.value is not None and figure.zone is not Zone.PROMO
        for end in _ends(article.text, figure)
    ]
    moments = [moment for moment in article.moments if not moment.relative and moment.zone is not Zone.PROMO]
    ends = [end for moment in moments for end in _ends_of_period(article.text, moment)]
    votes = list(_numbers_of_votes(article))
    stated += [*(moment for moment in moments if moment.until is None), *ends, *votes]
    stated.sort(key=lambda statement: statement.span)
    spans_of_periods, spans_of_votes = {end.span for end in ends}, {number.span for number in votes}
    currency_of_cents = _currency_of_cents(article)
    words: dict[int, SentenceWords] = {}
    frames: list[Frame] = []
    for statement in stated[:MAX_FRAMES]:
        value = comparison_value(statement)
        if value is None or statement.sentence >= len(article.sentences):
            continue
        if statement.sentence not in words:
            words[statement.sentence] = _words_of(article, passages, statement.sentence)
        frame = _frame(article, statement, value, len(frames), words[statement.sentence], currency_of_cents)
        ends_period, is_of_vote = statement.span in spans_of_periods, statement.span in spans_of_votes
        is_attribute = bool(frames) and _describes_counted_things(article.text, frames[-1], frame)
        if ends_period or is_of_vote or is_attribute:
            frame = replace(frame, ends_period=ends_period, is_of_vote=is_of_vote, is_attribute=is_attribute)
        frames.append(frame)
    by_sentence: dict[int, list[Frame]] = defaultdict(list)
    for frame in frames:
        by_sentence[frame.sentence].append(frame)
    return Frames(
        article,
        passages,
        tuple(frames),
        {sentence: tuple(group) for sentence, group in by_sentence.items()},
        {
            sentence: frozenset((frame.kind, frame.unit, frame.value) for frame in group)
            for sentence, group in by_sentence.items()
        },
    )


def _describes_counted_things(text: str, number: Frame, frame: Frame) -> bool:
    """Whether a frame is in a compound right after the number of what it describes: "48 two-bedroom flats"."""
    is_next = number.kind == "count" and text[number.end : frame.start] == " "
    return is_next and frame.kind == "count" and text.startswith("-", frame.end)


def _ends(text: str, figure: Figure) -> Iterator[Figure]:
    """The two ends of a range that is a change ("from 10 to 12"), as separate figures; else the figure itself."""
    if figure.is_range and figure.value is not None and figure.second is not None:
        is_change = figure.value > figure.second or FROM_AT_END.search(
            text, max(0, figure.span.start - MAX_FROM), figure.span.start
        )
        ends = [replace(end, interval=_interval_of_end(figure, end.value or Fraction(0))) for end in _halves(figure)]
        if is_change and ends:
            yield from ends
            return
    yield figure


def _numbers_of_votes(article: Article) -> Iterator[Figure]:
    """The two numbers of each vote or poll, "52-48", as separate figures; none for the score of a match."""
    scores = (figure for figure in article.figures if figure.kind is Kind.SCORE and figure.zone is not Zone.PROMO)
    for sentence, scores_in_sentence in groupby(scores, key=lambda score: score.sentence):
        if VOTING_WORDS.search(article.text_of(article.sentences[sentence].span)):
            for number in chain.from_iterable(map(_halves, scores_in_sentence)):
                value = number.value or Fraction(0)
                yield replace(number, kind=Kind.NUMBER, interval=Interval(value, value))


def _halves(figure: Figure) -> list[Figure]:
    """The two numbers of a range or score as figures, each with its own words; none if no separator is found."""
    separator = next((found for each in RANGE_SEPARATORS if (found := each.search(figure.words))), None)
    if separator is None or figure.second is None:
        return []
    return [
        replace(
            figure,
            span=Span(figure.span.start + start, figure.span.start + end),
            words=figure.words[start:end],
            value=value,
            second=None,
            is_range=False,
        )
        for value, start, end in (
            (figure.value, 0, separator.start()),
            (figure.second, separator.end(), len(figure.words)),
        )
    ]


def _ends_of_period(text: str, moment: Moment) -> Iterator[Moment]:
    """The beginning and the end of a period, "2005 to 2013", as separate moments; none for a single moment."""
    end = moment.until
    if end is not None and not end.relative:
        offset = moment.span.start
        words = PERIOD_LINK.sub("", text[offset : end.span.start])
        yield replace(moment, span=Span(offset, offset + len(words)), words=words, until=None)
        yield replace(end, sentence=moment.sentence, zone=moment.zone, quoted=moment.quoted)


def _interval_of_end(figure: Figure, value: Fraction) -> Interval:
    """The interval of one end of a range: symmetric, with the slack that the interval of the range has at that end."""
    is_low = figure.value is not None and figure.second is not None and value == min(figure.value, figure.second)
    bound = figure.interval.low if is_low else figure.interval.high
    slack = abs(value - bound) if bound is not None else Fraction(0)
    return Interval(value - slack, value + slack)


def _currency_of_cents(article: Article) -> str:
    """The currency of the article's cents: the one it names most often of those that have cents."""
    counts = Counter(figure.unit for figure in article.figures if figure.unit in CURRENCIES_WITH_CENTS)
    return str(counts.most_common(1)[0][0]) if counts else MINOR_UNITS["cent"]


def _words_of(article: Article, passages: Passages, sentence: int) -> SentenceWords:
    span = article.sentences[sentence].span
    matches = list(TOKEN.finditer(article.text, span.start, span.end))
    printed = [match.group() for match in matches]
    tokens = list(map(str.lower, printed))
    names = [
        without_possessive(lower)
        for token, lower in zip(printed[1:], tokens[1:], strict=True)
        if token[0].isupper() and lower not in CALENDAR_NAMES
    ]
    content = passages.words(sentence).content
    words = frozenset(tokens)
    return SentenceWords(
        tuple(tokens),
        tuple([match.start() for match in matches]),
        tuple([word.stem for word in content]),
        tuple([word.start for word in content]),
        passages.stems[sentence],
        frozenset(names),
        frozenset([token for token in words if len(token) == 4 and YEAR.fullmatch(token)]),
        words & WEEKDAY_NAMES,
        words,
        () if words.isdisjoint(CLAUSE_END) else tuple([i for i, token in enumerate(tokens) if token in CLAUSE_END]),
    )


def _frame(
    article: Article,
    statement: Figure | Moment,
    value: Value,
    index: int,
    context: SentenceWords,
    currency_of_cents: str,
) -> Frame:
    start, end = statement.span
    starts, tokens, stems = context.starts, context.tokens, context.content_stems
    left, right = bisect_left(starts, start), bisect_left(starts, end)
    before, after = bisect_left(context.content_starts, start), bisect_left(context.content_starts, end)
    spend()
    ends = context.clause_ends
    ends_before, ends_within = bisect_left(ends, left), bisect_left(ends, right)
    clause_start = max(left - MAX_CLAUSE, ends[ends_before - 1] + 1 if ends_before else 0)
    clause_end = min(right + MAX_CLAUSE, ends[ends_within] if ends_within < len(ends) else len(tokens))
    first = bisect_left(context.content_starts, starts[clause_start] if clause_start < len(starts) else start)
    last = bisect_left(context.content_starts, starts[clause_end]) if clause_end < len(starts) else len(stems)
    figure = statement if isinstance(statement, Figure) else None
    unit, scale = (figure.unit or "") if figure else "", Fraction(1)
    if unit in MINOR_UNITS and isinstance(value, Fraction):
        unit, scale = currency_of_cents if unit == "cent" else MINOR_UNITS[unit], CENT
        value *= scale
    if unit == "basis point" and isinstance(value, Fraction):
        unit, scale = "percentage point", CENT
        value *= scale
    return Frame(
        statement,
        figure,
        statement.sentence,
        statement.zone,
        comparison_kind(statement),
        unit,
        value,
        index,
        article.sentences[statement.sentence].paragraph,
        context,
        tokens[max(0, left - CONTEXT_TOKENS) : left],
        tokens[right : right + CONTEXT_TOKENS],
        frozenset(stems[max(0, before - NARROW) : before] + stems[after : after + NARROW]),
        frozenset(stems[max(0, before - WIDE) : before] + stems[after : after + WIDE]),
        frozenset(stems[first:before] + stems[after : min(last, after + MAX_CLAUSE)]),
        figure.noun.head if figure and figure.noun else "",
        not any(character.isdigit() for character in statement.words),
        scale,
    )


def group_sizes(frames: Frames) -> Counter[tuple[str, str]]:
    """By kind and unit, the number of frames that may restate each other."""
    return Counter(frame.measure for frame in frames.frames if frame.may_restate)


def is_in_time_phrase(frame: Frame) -> bool:
    """Whether a count belongs to a phrase of time or order, "in the following two", and so is no member of a sum.

    Before it are a preposition of TIME_PREPOSITIONS, a determiner and a word of ORDER_WORDS: "22 in the first, 31 and
    36 in the following two" (matches).

    >>> from checks import read
    >>> frames = frames_of(read("They made 31 in the following two, and 36 of the last 40.")).frames
    >>> [frame.statement.words for frame in frames if is_in_time_phrase(frame)]
    ['two']
    """
    preposition, _, order = ("", "", "", *frame.before)[-3:]
    return frame.kind == "count" and preposition in TIME_PREPOSITIONS and order in ORDER_WORDS


def significant_digits(value: Fraction) -> tuple[str, int]:
    """The digits of a number without zeros at the ends, and how many digits precede its decimal point.

    A number below 1 has 0 or fewer: its zeros after the point count as negative.

    >>> significant_digits(Fraction(1_530_000))
    ('153', 7)
    """
    numerator, denominator = value.as_integer_ratio()
    if denominator == 1:
        digits = str(abs(numerator))
        return digits.rstrip("0") or "0", len(digits)
    decimals = next((places for places in range(MAX_DECIMALS) if 10**places % denominator == 0), MAX_DECIMALS)
    digits = str(abs(numerator) * 10**decimals // denominator)
    return digits.rstrip("0") or "0", len(digits) - decimals


def log_size(value: Fraction | int) -> float:
    """The decimal logarithm of 1 + the absolute value."""
    numerator, denominator = value.as_integer_ratio()
    return math.log10(abs(numerator) / denominator + 1)


def same_name(frame: Frame, other: Frame) -> float:
    """1 if the nearest name before both statements is the same, -1 if it differs, 0 if one of them has none."""
    name, other_name = _nearest_name(frame), _nearest_name(other)
    return 0.0 if not (name and other_name) else 1.0 if name == other_name else -1.0


def _nearest_name(frame: Frame) -> str:
    """The last name among the tokens before a statement; "" without one."""
    names = frame.sentence_words.names
    return next((name for token in reversed(frame.before) if (name := without_possessive(token)) in names), "")


def without_possessive(token: str) -> str:
    """The token without "'s"."""
    return token.removesuffix("'s").removesuffix("’s")

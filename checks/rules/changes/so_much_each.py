"""An amount for each and a number whose product is not the stated total.

Ties "60 carriages at £1.5m each, a deal worth £90m", "186,000 passengers, an average of 150 a flight" to the 1,240
flights of the paragraph before, and "each spent £25, a total of £4,000". The three may be in any order, and in
different sentences. The rate is recognised by its words ("each", "apiece", "a flight", "an average of"), the number by
what it counts, and the total by its unit.

A tick where any nearby number and total fit it. A finding only where exactly one number and one total can be meant, and
their product is close. Silent on rates of another time, and where the words make a comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import format_in_unit, number
from checks.pattern import pattern
from checks.questions import why_no_fit
from checks.rule import Example, Rule
from checks.rules._printed import ROUND_NUMBER_TOLERANCE, interval_around, round_significant, significant_step
from checks.rules._text import figures_between, stated_value, text_after, text_before
from checks.rules.changes._levels import QUANTITY_KINDS, are_comparable, level_of
from checks.sameness import PERSON, is_person, may_be_part, noun_class
from checks.word_set import word_set

EACH_TAIL = pattern(r"^(?:\s[a-z]+){0,3}?\s(?:each\b(?! (?:other|way))|apiece|a head|per (?:head|person|capita))\b")
EACH_AS_SUBJECT = pattern(
    r"^(?:\s[a-z]+){1,3}?\seach\s(?:got|had|has|have|paid|received|won|lost|took|made|were|was|are|[a-z]+ed)\b"
)
""" "Three ringleaders each got five years": the three are the ones who got it, not an amount for each."""
PER_TAIL = pattern(r"^(?:\s[a-z]+){0,2}?\s(?:an?|per|(?:for|in|to|from) (?:each|every))\s(?P<what>(?!of\b)[a-z]+)\b")
FOR_EACH_TAIL = pattern(r"^(?:\s[a-z]+){0,2}?\s(?:for|in|to|from) (?:each|every one)(?: of\b|[.,;]|$)")
SPORTS_WORDS = pattern(r"\b(?:runs|wickets|goals|points|tries|innings|tests|strike rate)\b", re.IGNORECASE)
"""Averages that leave out innings not out, or count games that were not played."""
EACH_BEFORE = pattern(r"\beach (?:[a-z]+ ){0,3}?(?:about |around |just )?[£$€]?$", re.IGNORECASE)
AVERAGE_BEFORE = pattern(
    r"\b(?:average|mean) (?:[a-z]+ )?of (?:just |about |around |nearly |almost |over )?[£$€]?$", re.IGNORECASE
)
AVERAGE_AS_SUBJECT = pattern(
    r"(?:^[\"“]?The average (?P<what>transfer|gift|donation|payment|claim|order|fine|award|loan|grant|bid|purchase"
    r"|transaction|withdrawal|pledge|contribution|theft|parcel|prize)|\bso (?:that )?the average) (?:was|is|came to"
    r"|comes to) (?:just |about |around |nearly |almost |over )?[£$€]?$"
)
""" "So that the average was", "The average gift was": the total is in its sentence or the previous one. Nouns such as
house or wage are left out, since their average may be that of the whole country."""
ON_AVERAGE_TAIL = pattern(r"^(?:\s[a-z]+){0,3} on average\b")
REMAINDER_BEFORE = pattern(r"\b(?:other|remaining|rest,?|balance|another|further) [£$€]?$", re.IGNORECASE)
OTHERS_OPENING = pattern(r"^(?:The|Another) (?:other|others|rest|remaining)\b|^Another\b")
OTHERS_TAIL = pattern(
    r"^(?: [a-z-]+)?? (?:others?|more|further|additional|remaining|rivals?|competitors?|colleagues?|runners?-up)\b"
)
"""After a number: it counts other things than the amount before it is for."""
ONE_OF_SEVERAL = pattern(
    r"\b(?:[Tt]he (?:first|second|third|last|latest|next|top|biggest|largest|winner)|[Oo]ne(?: of (?:them|the [a-z]+))?"
    r")\b[^.;:\d£$€]{0,30}[£$€]?$"
)
"""Before the amount of only one of several: "The first won £10m"."""
PART_OF_TAIL = pattern(r"^ of (?:the|them|these|those|which|whom)\b")
PRICED_AT = pattern(r"\b(?:valued|priced|worth|sold|bought|charged|paid) at $")
TIME_UNITS = word_set("second minute hour day week fortnight month quarter year decade time")
COMPARISON = pattern(
    r"\b(?:than|compared|against|previous(?:ly)?|earlier|last (?:year|season)|up from|down from|another|a further|extra"
    r"|respectively|between|including)\b"
    r"|, (?:and|while|but) (?:the|its|his|her|their) (?!total|sum|cost|bill|whole|price|deal)",
    re.IGNORECASE,
)
"""Words that compare, or go on to somebody else: "£300 a day for 20 days, and the firm made £9,000"."""
SENTENCES_BACK, SENTENCES_AFTER = 8, 1  # sentences around the rate in which the other two are looked for
MIN_TOTAL = 20  # things; smaller totals fit by chance
MAX_SENTENCES_TO_TOTAL = 3  # totals of things that are further away fit by chance
THOUSAND = 1000
MAX_TOTAL_RATIO = Fraction(
    2
)  # the product may be this many times the total, or the reverse; beyond this it is of other figures
CONTEXT_REACH = 200  # characters on each side in which sports words are looked for
MAX_FIGURES = 30  # nearby figures that are compared
MAX_FIGURES_READ = 4 * MAX_FIGURES  # with more nearby figures none is read: a table, or a very long sentence


def check(article: Article) -> Iterator[Outcome]:
    for rate in article.figures:
        if rate.kind in QUANTITY_KINDS and rate.value and not rate.is_range and (unit := _rate_unit(article, rate)):
            yield from _outcomes(article, rate, unit)


def _rate_unit(article: Article, figure: Figure) -> str:
    """The unit of a rate: a noun such as "flight", or "each" without a noun; "" if it is not a rate."""
    unit = _unit_by_words(article, figure)
    if not unit or (unit == "each" and EACH_AS_SUBJECT.match(text_after(article, figure, 50))):
        return ""
    context = f"{text_before(article, figure, CONTEXT_REACH)} {text_after(article, figure, CONTEXT_REACH)}"
    return "" if SPORTS_WORDS.search(context) else unit


def _unit_by_words(article: Article, figure: Figure) -> str:
    """The unit of a rate by the words around it; unlike `_rate_unit`, also in reports on sport."""
    before, after = text_before(article, figure, 50), text_after(article, figure, 50)
    if EACH_TAIL.match(after) or EACH_BEFORE.search(before) or FOR_EACH_TAIL.match(after):
        return "each"
    if was := AVERAGE_AS_SUBJECT.search(text_before(article, figure, 90)):
        return was["what"] or "each"
    per = PER_TAIL.match(after)
    what = figure.per or (per["what"] if per else "")
    if what in TIME_UNITS:
        return "" if figure.per and figure.per not in TIME_UNITS else what
    if what:
        return what
    return "each" if AVERAGE_BEFORE.search(before) or ON_AVERAGE_TAIL.match(after) else ""


def _outcomes(article: Article, rate: Figure, unit: str) -> Iterator[Outcome]:
    """Yields a tick if any nearby number and total fit the rate, else a finding where these are clear."""
    start = article.sentences[max(0, rate.sentence - SENTENCES_BACK)].span.start
    end = article.sentences[min(rate.sentence + SENTENCES_AFTER, len(article.sentences) - 1)].span.end
    nearby = figures_between(article, start, end)
    if len(nearby) > MAX_FIGURES_READ:
        return
    candidates = [f for f in nearby if f is not rate and _may_be_count_or_total(f)]
    totals = [f for f in candidates if f.kind in QUANTITY_KINDS and _may_be_total(f, rate)]
    totals = [f for f in totals if not REMAINDER_BEFORE.search(text_before(article, f, 20))]
    if unit == "each":
        totals = [f for f in totals if not PART_OF_TAIL.match(text_after(article, f, 12))]
    counts = [_without_over(article, f) for f in candidates if _may_be_count(f, rate, unit)]
    readings = [(n, t) for n in counts for t in totals if n.span != t.span and not _is_of_others(article, n, t)]
    if rate.kind in (Kind.COUNT, Kind.NUMBER) and stated_value(rate) >= 1:
        readings = [(n, t) for n, t in readings if stated_value(n) < stated_value(t)]  # people in families, six each
    if AVERAGE_AS_SUBJECT.search(text_before(article, rate, 90)):
        readings = [(n, t) for n, t in readings if n.sentence == t.sentence >= rate.sentence - 1]
    if len(candidates) > MAX_FIGURES or not readings:
        return
    fitting = next((reading for reading in reversed(readings) if _fits(rate, *reading)), None)
    if fitting:
        count, total = fitting
        is_total_of_things = total.kind in (Kind.COUNT, Kind.NUMBER)
        is_chance = is_total_of_things and (
            stated_value(total) < MIN_TOTAL
            or rate.sentence - total.sentence > MAX_SENTENCES_TO_TOTAL
            or total.words.isalpha()
        )
        if not is_chance and abs(stated_value(rate) * stated_value(count) - stated_value(total)) * 50 <= stated_value(
            total
        ):
            spans = tuple(sorted((rate.span, count.span, total.span)))
            message = f"{rate.words} for each of {count.words} makes {total.words}."
            yield Tick(message, spans, _product_text(rate, count))
        return
    yield from _findings(article, rate, unit, readings)


def _is_of_others(article: Article, count: Figure, total: Figure) -> bool:
    """Whether a total before the number is of one of several or of others: "Ash paid £4m. Three other banks ..."."""
    if count.span < total.span:
        return False
    is_of_others = OTHERS_TAIL.match(text_after(article, count, 40)) or REMAINDER_BEFORE.search(
        text_before(article, count, 20)
    )
    is_of_one = count.sentence != total.sentence and ONE_OF_SEVERAL.search(text_before(article, total, 60))
    return bool(is_of_others or is_of_one)


def _counts_same_thing(rate: Figure, total: Figure) -> bool:
    """Whether the total counts what the rate counts."""
    if total.noun is None and rate.noun is not None and stated_value(total) >= THOUSAND:
        return total.sentence == rate.sentence  # "34 ships with 1,850 passengers on average, and its tally was 62,900"
    if total.noun is None or rate.noun is None:
        return total.sentence == rate.sentence and total.kind is Kind.COUNT and rate.noun is None
    return may_be_part(rate, total) or may_be_part(total, rate)


def _without_over(article: Article, figure: Figure) -> Figure:
    """The figure without the hedge that "over" is read as in "Over 44 years", where it means during."""
    if figure.kind is Kind.DURATION and text_before(article, figure, 6).lower().endswith("over "):
        return replace(figure, hedge=Hedge.NONE, interval=Interval.exact(stated_value(figure)))
    return figure


def _may_be_count_or_total(figure: Figure) -> bool:
    """Whether the figure may be the number or the total; a year is neither."""
    is_year = figure.kind is Kind.NUMBER and len(figure.words) == 4 and figure.words[:2] in ("18", "19", "20")
    return bool(figure.value) and not figure.is_range and not is_year and figure.zone is not Zone.PROMO


def _may_be_total(figure: Figure, rate: Figure) -> bool:
    """Whether the figure may be the total of the rate."""
    is_same_measure = (
        are_comparable(level_of(figure), level_of(rate)) or may_be_part(rate, figure) or may_be_part(figure, rate)
    )
    if figure.kind is Kind.MONEY and figure.unit != rate.unit:
        return False  # "a dozen cost $4.32, or 36 cents an egg"
    return (figure.per or "day") in TIME_UNITS and stated_value(figure) > stated_value(rate) and is_same_measure


def _may_be_count(figure: Figure, rate: Figure, unit: str) -> bool:
    """Whether the figure may be the number: it counts the unit, or for "each" any other noun nearby."""
    if figure.value is None or figure.value.denominator != 1 or figure.value < 2 or figure.per:
        return False
    if unit in TIME_UNITS:
        return figure.kind is Kind.DURATION and figure.unit == unit and figure.sentence == rate.sentence
    if figure.kind is Kind.MEASURE and unit == "each":
        return figure.sentence == rate.sentence and rate.kind is not Kind.MEASURE
    if figure.kind is Kind.MEASURE:
        return figure.unit == unit or (figure.unit or "").startswith(unit)
    if figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return False
    noun = figure.noun
    if unit != "each":
        is_people = (
            rate.kind is Kind.MONEY and is_person(unit) and noun is not None and noun_class(noun.head) == PERSON
        )  # "1,350 people ... a visitor"
        return is_people or (noun is not None and noun_class(noun.head) == noun_class(unit))
    is_same_noun = noun and rate.noun and noun.head == rate.noun.head
    is_in_previous = figure.sentence == rate.sentence - 1 and noun is not None and rate.kind is Kind.MONEY
    is_nearby = figure.sentence == rate.sentence or is_in_previous
    return is_nearby and figure.kind is Kind.COUNT and not is_same_noun


def _rounding_interval(figure: Figure) -> Interval:
    """The values that a figure can mean, by its hedge or the rounding of its digits."""
    if figure.hedge:
        return figure.interval
    step = significant_step(stated_value(figure), figure.words) / 2
    return interval_around(stated_value(figure), min(step, stated_value(figure) * ROUND_NUMBER_TOLERANCE))


def _fits(rate: Figure, count: Figure, total: Figure) -> bool:
    """Whether the rate times the number is the total, within their rounding."""
    low, high = _rounding_interval(rate)
    least, most = _rounding_interval(count)
    if low is None or high is None or least is None or most is None:
        return False
    return Interval(low * least, high * most).overlaps(_rounding_interval(total))


def _findings(
    article: Article, rate: Figure, unit: str, readings: Sequence[tuple[Figure, Figure]]
) -> Iterator[Finding]:
    """Yields the finding for a rate if exactly one number and one total come close."""
    if unit in TIME_UNITS:
        readings = [(n, t) for n, t in readings if t.sentence == rate.sentence]
    close = [
        (n, t)
        for n, t in readings
        if 1 / MAX_TOTAL_RATIO <= stated_value(rate) * stated_value(n) / stated_value(t) <= MAX_TOTAL_RATIO
    ]
    if len({(n.value, t.value) for n, t in close}) != 1 or (unit == "each" and len({n.value for n, _ in readings}) > 1):
        return
    count, total = close[-1]
    if count.sentence != rate.sentence and any(n.sentence == rate.sentence for n, _ in readings):
        return  # "118,000 hectares at £136 per hectare", and 134,000 hectares of something else further down
    if _has_two_rates(article, rate, total):
        return  # "$1,000 an adult and $400 a child": the total is of both
    if total.kind in (Kind.COUNT, Kind.NUMBER) and not _counts_same_thing(rate, total):
        return  # "15 flats, three each on every floor ... 90 firemen"
    start, end = min(rate.span, count.span, total.span).start, max(rate.span, count.span, total.span).end
    words = article.text[start:end]
    if any(f.hedge not in (Hedge.NONE, Hedge.ABOUT) for f in (rate, count, total)) or COMPARISON.search(words):
        return
    search_start = article.sentences[max(0, rate.sentence - SENTENCES_BACK)].span.start
    counts = [f for f in figures_between(article, search_start, end) if f.kind in (Kind.COUNT, Kind.NUMBER) and f.value]
    if any(_fits(rate, f, total) for f in counts):
        return  # "leaving 1,143 of the 1,236. At £150 a head these were worth £185,400"
    if total.span < count.span and text_before(article, count, 5).endswith(" and "):
        return  # "a fire station, at $3.9 million, and two trucks at $1.25 million apiece"
    if total.kind in (Kind.COUNT, Kind.NUMBER) and OTHERS_OPENING.search(_next_sentence(article, rate)):
        return  # "lifted off six people each. The other seven were taken from a raft"
    product = stated_value(rate) * stated_value(count)
    yield Finding(
        Severity.WARNING,
        f"{rate.words} for each of {count.words} makes {format_in_unit(product, total)}, "
        f"and the text says {total.words}.",
        tuple(sorted((rate.span, count.span, total.span))),
        f"{_product_text(rate, count)}, not {number(stated_value(total))}",
        (
            f"{total.words} -> {format_in_unit(product, total)}",
            f"{rate.words} -> {format_in_unit(round_significant(stated_value(total) / stated_value(count)), rate)}",
        ),
        why_no_fit(rate.words, count.words, total.words),
    )


def _next_sentence(article: Article, figure: Figure) -> str:
    """The words of the sentence after a figure's; "" where there is none."""
    following = figure.sentence + 1
    return article.text_of(article.sentences[following].span) if following < len(article.sentences) else ""


def _has_two_rates(article: Article, rate: Figure, total: Figure) -> bool:
    """Whether another rate is stated between the rate and the total, so that the total is of both."""
    first, last = sorted((rate.sentence, total.sentence))
    figures = figures_between(article, article.sentences[first].span.start, article.sentences[last].span.end)
    return any(
        f is not rate
        and f.kind is rate.kind
        and f.unit == rate.unit
        and (_rate_unit(article, f) or PRICED_AT.search(text_before(article, f, 30)))
        for f in figures[:MAX_FIGURES]
    )


def _product_text(rate: Figure, count: Figure) -> str:
    """The product as messages show it: "1,500 x 60 = 90,000"."""
    rate_value, count_value = stated_value(rate), stated_value(count)
    return f"{number(rate_value)} x {number(count_value)} = {number(rate_value * count_value)}"


EXAMPLES = (
    Example(
        "an amount of one, and of others",
        "Ash Bank was fined £7m in 2012. Four other lenders paid £2m each.",
        "silent",
    ),
    Example("the first of them", "The first prize was £9,000. Four students got £2,000 each.", "silent"),
    Example("of all, in the sentence before", "The fund paid out £9,000. Four students got £2,000 each.", "warning"),
    Example("of others in all", "Four other lenders were told to pay £2m each, £9m in all.", "warning"),
    Example(
        "a number without a noun",
        "It was one of 26 lots. Nineteen sold, at an average of $300,000, for $5.7 million in all.",
        "silent",
    ),
    Example(
        "of the number beside it",
        "It asks for £9m. This is for 4,000 hectares of wheat at £600 per hectare and for orchards. "
        "The damage was seen on 9,000 hectares.",
        "silent",
    ),
    Example("two things", "It buys a station, at $3.9 million, and two trucks at $1.25 million apiece.", "silent"),
    Example(
        "and the others",
        "All 19 people were saved. Two helicopters lifted off six people each. The other seven had a raft.",
        "silent",
    ),
    Example(
        "what each of them did", "Three leaders each got five years, and four others got 15 years in all.", "silent"
    ),
    Example(
        "two prices",
        "Of the 183 sheep 122 were ewes worth £210 each. The rest were valued at £140, which makes £34,160.",
        "silent",
    ),
    Example(
        "of all of them",
        "Thieves took 1,236 sheep. Some were found, leaving 1,143. At £150 a head, the loss was £185,400.",
        "silent",
    ),
    Example(
        "so that the average was", "Gifts of £54,000 came from 1,800 people, so that the average was £40.", "warning"
    ),
    Example(
        "so that the average was, right",
        "Gifts of £54,000 came from 1,800 people, so that the average was £30.",
        "tick",
    ),
    Example("the average order", "It had 240 orders worth £612,000. The average order was £3,550.", "warning"),
    Example("the average order, right", "It had 240 orders worth £612,000. The average order was £2,550.", "tick"),
    Example("an average of others", "It sold 240 flats for £61m. The average house was £352,000.", "silent"),
    Example(
        "an average of another year",
        "It had 240 orders worth £612,000. In 2019 the average order was £1,900.",
        "silent",
    ),
    Example(
        "an average of another sentence",
        "It had 240 orders. Ann paid £612,000. The average order was £1,900.",
        "silent",
    ),
    Example(
        "persons by another name",
        "The open day drew 1,350 people. It brought in $47,250, an average of $38 a visitor.",
        "warning",
    ),
    Example(
        "persons by another name, right",
        "The open day drew 1,350 people. It brought in $47,250, an average of $35 a visitor.",
        "tick",
    ),
    Example(
        "the number in the sentence before",
        "There will be 58 traders. Each will pay £640 for a pitch, which will bring in £31,120.",
        "warning",
    ),
    Example(
        "the number in the sentence before, right",
        "There will be 58 traders. Each will pay £640 for a pitch, which will bring in £37,120.",
        "tick",
    ),
    Example(
        "what is left",
        "Two thousand ducks were sold at £1 apiece, with a first prize of £400. The other £1,600 is for the scouts.",
        "silent",
    ),
    Example(
        "two rates",
        "Grants are $1,000 an adult and $400 a child. A family of two adults and three kids would have $3,200.",
        "silent",
    ),
    Example("each, right", "It has ordered 60 carriages at £1.5m each, a deal worth £90m.", "tick"),
    Example("another has it", "He gets £300 a day for 20 days, and the firm made £9,000.", "silent"),
    Example("a batting average", "Lee has won 41 caps and made 3,120 runs, which is an average of 48.75.", "silent"),
    Example("each of them", "So far 160 residents have each given £25, a total of £6,000.", "warning"),
    Example("each of them, right", "So far 160 residents have each given £25, a total of £4,000.", "tick"),
    Example(
        "the number stands before",
        "Skyhop dropped 1,240 flights.\n\nIn all 186,000 passengers were booked on them, an average of 180 a flight.",
        "warning",
    ),
    Example(
        "the number stands before, right",
        "Skyhop dropped 1,240 flights.\n\nIn all 186,000 passengers were booked on them, an average of 150 a flight.",
        "tick",
    ),
    Example("over so many years", "She taught 1,100 children over 44 years, or 35 new pupils a year.", "warning"),
    Example("over so many years, right", "She taught 1,100 children over 44 years, or 25 new pupils a year.", "tick"),
    Example(
        "the number stands behind", "It spent £57,600 on food, or £8 a parcel. It gave out 9,600 parcels.", "warning"
    ),
    Example(
        "the number stands behind, right",
        "It spent £57,600 on food, or £6 a parcel. It gave out 9,600 parcels.",
        "tick",
    ),
    Example(
        "parts of another whole",
        "Now 540 of the children eat free.\n\nIt would begin with two schools of 150 pupils each.",
        "silent",
    ),
    Example("cents of dollars", "A dozen eggs cost $4.32, or 36 cents an egg.", "silent"),
    Example("small numbers", "It has 15 halls in five towns. Ann and Bo opened three each.", "silent"),
    Example("of another sort", "It has 15 flats, three each on every floor. Some 90 men fought the fire.", "silent"),
    Example("no total", "It has ordered 60 carriages at £1.5m each.", "silent"),
    Example("another number", "It has 60 carriages and 12 engines, sold at £1.5m each to raise £40m.", "silent"),
    Example("far from it", "It sold 60 prints at £15 each and owes the bank £90m.", "silent"),
    Example("compared", "It sold 60 prints at £15 each, more than the £1,200 it took last year.", "silent"),
)

RULE = Rule(code="RA03", slug="so-much-each", scope="article", relation="product", check=check, examples=EXAMPLES)

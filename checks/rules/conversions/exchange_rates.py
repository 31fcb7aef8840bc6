"""Two amounts in different currencies that no possible exchange rate makes equal.

Ties "$45m (£24m)". Within one article all pairs of the same currencies should follow one exchange rate: a pair that
deviates from the rate of the others is questioned. A pair on its own is compared with the rates that the two currencies
had in the years of the story, by its date of publication or the years that it names; without a year it is questioned
only where no year had the rate: $10m was never £21m. Pesos, rupees and the like are those of the countries that the
text names. A rate that the article states ("$1 = 0.63 euros") takes precedence over all others. Lost scale letters
("$8.5 (£5m)") and slips of a zero are the most common mistakes in published copy, and the message names them as such.

Silent where a bracket gives a price of its own ("$49 (£39 in London)", shop prices below a thousand), and where the
amounts agree within their printed digits and 4%: rates move, and amounts of different years may follow different ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Interval, Kind, NotChecked, Outcome, Severity, Tick
from checks.number_format import format_in_unit, format_interval, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._change_verbs import GLOSS
from checks.rules._printed import printed_interval, round_significant
from checks.rules._text import plain_words, spans, text_between
from checks.rules.conversions._currency_rates import (
    NAMES_WITH_DEFAULT_COUNTRY,
    RATES,
    has_certain_currency,
    rates,
    rates_are_known,
    shared_name,
)
from checks.rules.conversions._story_years import story_years, years_of_sums
from checks.rules.conversions._yearly_rates import FIRST_YEAR, LAST_YEAR

CURRENCY_OF_COIN = {"penny": "GBP", "cent": "USD"}  # coins, which are left out, and their currencies
RATE_SLACK = Fraction(1, 25)  # of the rate: rates move, and people convert at rounded ones
YEAR_SLACK = Fraction(1, 50)  # of the rate: how far a ticked pair may be from the rates of its year
MAX_YEAR_SLACK = Fraction(3, 20)  # of the rate: a pair further from the rates of its years is questioned
MAX_ROUNDING = Fraction(1, 20)  # of the rate: the largest effect that rounding of the amounts is allowed
EVERY_YEAR = range(FIRST_YEAR, LAST_YEAR + 1)
MAX_SHOP_PRICE = 1000  # below this and without a scale word, an amount may be the price in the shops of that country
SCALES = ((Fraction(10**3), "thousand"), (Fraction(10**6), "million"), (Fraction(10**9), "billion"))
CONVERSION_OPENING = pattern(
    r"(?:(?P<noun>[^,;:.()]*)\(|(?:,|\s[-–—]+)\s?(?:or|(?:which is |that is )?(?:equal|equivalent) to)\b)"
    r"(?P<gloss>[^()]*)"
)
"""The text between an amount and its conversion: " in all (about", ", or", " -- equal to about"."""
STATED_RATE = pattern(
    r"\s?(?:=|equals|is equal to)\s?"
)  # between one of a currency and what it buys: "$1 = 0.63 euros"
MAX_CONVERSION_GAP = 40  # characters between an amount and its conversion
SCALE_AFTER = pattern(r"\s?(?:m|mn|bn|b|tn|k|million|billion)\b")


class Pair(NamedTuple):
    """An amount and its conversion; the rate is how much of the quote currency buys one of the base currency."""

    quote: Figure
    base: Figure
    rate: Interval

    @property
    def quotient(self) -> Fraction:
        """The rate of the two amounts as printed."""
        assert self.quote.value is not None
        assert self.base.value
        return self.quote.value / self.base.value

    @property
    def currencies(self) -> tuple[str, str]:
        """The quote and the base currency, by their codes."""
        return self.quote.unit or "", self.base.unit or ""


def check(article: Article) -> Iterator[Outcome]:
    groups: dict[tuple[str, str], list[Pair]] = {}
    for pair in _pairs(article):
        groups.setdefault(pair.currencies, []).append(pair)
    for pairs in groups.values():
        possible = [pair for pair in pairs if _is_possible(article, pair)]
        findings = [
            _impossible_rate(pair, possible[0].rate if possible else _hull(rates(article, pair.quote, pair.base)))
            for pair in pairs
            if pair not in possible
        ]
        stated = [pair for pair in possible if _is_stated_rate(article, pair)]
        sums = [pair for pair in possible if pair in stated or not _is_shop_price(article, pair)]
        agreeing, deviating = _agreeing_and_deviating(sums, stated)
        if all(_has_certain_currencies(article, pair) for pair in pairs):
            findings += [_deviating(pair, agreeing) for pair in deviating]
        shared = _sharing_one_rate(agreeing)
        if not findings and not shared:
            findings += [finding for pair in sums for finding in _outside_its_years(article, pair)]
        yield from findings
        if findings:  # a questioned rate confirms nothing
            continue
        for pair in sums:
            if pair in shared:
                yield _tick(pair, "the rate of the article's other sums")
            elif _has_certain_currencies(article, pair):
                yield _judged_by_years(article, pair)


def _pairs(article: Article) -> Iterator[Pair]:
    """Yields amounts with a conversion in brackets or after "or"; "4m euros ($5m; £3m)" holds three pairs."""
    chain: list[Figure] = []
    money = [figure for figure in article.figures if figure.kind is Kind.MONEY and figure.value and not figure.is_range]
    for before, figure in pairwise(money):
        gap = text_between(article, before, figure) if before.sentence == figure.sentence else "." * MAX_CONVERSION_GAP
        if len(gap) >= MAX_CONVERSION_GAP:
            continue
        opened = CONVERSION_OPENING.fullmatch(gap)
        if STATED_RATE.fullmatch(gap) and 1 in (before.value, figure.value):
            pair = _pair(before, figure)
            if pair:
                yield pair
            continue
        if opened and len(plain_words(opened["noun"] or "")) <= 3:
            chain, gloss = [before], opened["gloss"]
        elif chain and chain[-1] is before and gap.strip() in {";", ",", "/", "; or", ", or", "or"}:
            gloss = ""
        else:
            continue
        if before.unit == figure.unit or not GLOSS.issuperset(plain_words(gloss)):
            continue
        for amount in chain:
            pair = _pair(amount, figure)
            if pair and not _lacks_scale(article, amount) and not _lacks_scale(article, figure):
                yield pair
        chain.append(figure)


def _lacks_scale(article: Article, figure: Figure) -> bool:
    """Whether a scale letter follows that was not read with the figure: "$45 m"."""
    return bool(SCALE_AFTER.match(article.text, figure.span.end))


def _pair(quote: Figure, base: Figure) -> Pair | None:
    """The amounts in a fixed order of currencies, so that $5m (£3m) and £3m ($5m) have one rate; None if not a pair."""
    if (
        quote.unit in CURRENCY_OF_COIN
        or base.unit in CURRENCY_OF_COIN
        or quote.unit is None
        or base.unit is None
        or quote.unit == base.unit
    ):
        return None
    if _rank(base.unit) > _rank(quote.unit):
        quote, base = base, quote
    quote_range, base_range = (
        Interval.exact(each.value) if each.value == 1 else printed_interval(each) for each in (quote, base)
    )
    if (
        not quote_range.low
        or not quote_range.high
        or not base_range.low
        or not base_range.high
        or min(quote_range.low, base_range.low) < 0
    ):
        return None
    return Pair(quote, base, Interval(quote_range.low / base_range.high, quote_range.high / base_range.low))


def _rank(code: str) -> tuple[Fraction, str]:
    """The sort key of a currency: how many of it a dollar buys; rates are then above 1, as in newspapers."""
    usual = RATES.get(code)
    return (usual.low or Fraction(0) if usual else Fraction(10**6)), code


def _has_certain_currencies(article: Article, pair: Pair) -> bool:
    """Whether both amounts of a pair have a certain currency."""
    return has_certain_currency(article, pair.quote) and has_certain_currency(article, pair.base)


def _is_possible(article: Article, pair: Pair) -> bool:
    """Whether the two currencies have ever had the rate of the pair, or their rates are unknown."""
    usual = rates(article, pair.quote, pair.base)
    rate = _widened(pair.rate, RATE_SLACK)
    return not usual or any(rate.overlaps(other) for other in usual)


def _judged_by_years(article: Article, pair: Pair) -> Tick | NotChecked:
    """The tick of a pair with a rate of the story's years; else why the pair cannot be judged."""
    years = story_years(article) or EVERY_YEAR
    known = all(rates_are_known(article, figure, years) for figure in (pair.quote, pair.base))
    usual = rates(article, pair.quote, pair.base, years) if known else ()
    if years is EVERY_YEAR and not (usual and all(_is_steady(rate) for rate in usual)):
        return NotChecked("the text names no year, and the exchange rate has changed", spans(pair.quote, pair.base))
    rate = _widened(_rounded(pair, MAX_ROUNDING), YEAR_SLACK)
    if any(rate.overlaps(other) for other in usual):
        return _tick(pair, "a rate that the two had at the time")
    return NotChecked("the exchange rate of the time is not known well enough", spans(pair.quote, pair.base))


def _outside_its_years(article: Article, pair: Pair) -> Iterator[Finding]:
    """Yields a finding if the pair's rate is that of none of the years that the amounts may be from."""
    years = years_of_sums(article)
    usual = rates(article, pair.quote, pair.base, years) if years else ()
    rate = _widened(_rounded(pair, MAX_ROUNDING), MAX_YEAR_SLACK)
    if usual and not any(rate.overlaps(other) for other in usual):
        yield replace(_impossible_rate(pair, _hull(usual)), severity=Severity.WARNING)


def _is_steady(rate: Interval) -> bool:
    """Whether a range of rates is so narrow that the year does not matter."""
    assert rate.low is not None
    assert rate.high is not None
    return rate.high <= rate.low * (1 + YEAR_SLACK)


def _rounded(pair: Pair, slack: Fraction) -> Interval:
    """The rate of a pair if rounding changed it by at most `slack`, a share: "$1 billion" is hardly 1.4 billion."""
    assert pair.rate.low is not None
    assert pair.rate.high is not None
    rate = pair.quotient
    return Interval(max(pair.rate.low, rate * (1 - slack)), min(pair.rate.high, rate * (1 + slack)))


def _widened(rate: Interval, slack: Fraction) -> Interval:
    """A rate widened by `slack`, a share of it, on each side."""
    assert rate.low is not None
    assert rate.high is not None
    return Interval(rate.low * (1 - slack), rate.high * (1 + slack))


def _hull(rates: Iterable[Interval]) -> Interval:
    """The interval that contains all these rates."""
    found = list(rates)
    return Interval(min(_finite(rate.low) for rate in found), max(_finite(rate.high) for rate in found))


def _is_shop_price(article: Article, pair: Pair) -> bool:
    """Whether the second amount may be a price in another country, not a conversion."""
    text_after = article.text[pair.base.span.end : pair.base.span.end + 10].lower()
    if text_after.lstrip().startswith(("in ", "at ", "for ", "plus")):
        return True
    values = [abs(figure.value or Fraction(0)) for figure in (pair.quote, pair.base)]
    return max(values) < MAX_SHOP_PRICE and not any(_has_odd_cents(value) for value in values)


def _has_odd_cents(value: Fraction) -> bool:
    """Whether an amount is no shop price: prices end in 0, 5 or 9."""
    cents = value * 100
    return cents.denominator == 1 and cents % 10 not in (0, 5, 9) and value.denominator != 1


def _impossible_rate(pair: Pair, usual: Interval) -> Finding:
    """The finding for a pair with a rate that the two currencies did not have."""
    quote, base = pair.quote, pair.base
    first, second = sorted((quote, base), key=lambda figure: figure.span)
    scale = _lost_scale(pair, usual)
    rate = f"{_written_rate(pair.quotient)} {_rate_unit(pair)}"
    if scale:
        small, word = scale
        message = f"{first.words} and {second.words} are a factor of a {word} apart from any exchange rate."
        question = f"Is a “{word}” missing from {small.words}?"
        repairs: tuple[str, ...] = (f"{small.words} -> {small.words} {word}",)
    else:
        message = f"{first.words} and {second.words} are given as the same sum, which is {rate}."
        question = (
            f"Are {first.words} and {second.words} the same sum? If so, which of them is wrong, or are millions and "
            "billions mixed up?"
        )
        repairs = _repairs(pair, usual)
    arithmetic = f"{number(quote.value or 0)} / {number(base.value or 0)} = {rate}, usual: {_written_range(usual)}"
    return Finding(Severity.ERROR, message, spans(first, second), arithmetic, repairs, question)


def _lost_scale(pair: Pair, usual: Interval) -> tuple[Figure, str] | None:
    """The amount that would fit with a scale word added, and that word; None if neither would."""
    for size, word in SCALES:
        for figure, rate in ((pair.quote, pair.rate.times(size)), (pair.base, pair.rate.times(1 / size))):
            if (
                usual.overlaps(_widened(rate, RATE_SLACK))
                and figure.value is not None
                and abs(figure.value) < MAX_SHOP_PRICE
            ):
                return figure, word
    return None


def _is_stated_rate(article: Article, pair: Pair) -> bool:
    """Whether a pair states an exchange rate, as news agencies do: "($1 = 0.6312 euros)"."""
    first, second = sorted((pair.quote, pair.base), key=lambda figure: figure.span)
    return 1 in (first.value, second.value) and bool(STATED_RATE.fullmatch(text_between(article, first, second)))


def _agreeing_and_deviating(pairs: list[Pair], stated: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The pairs with the most common rate, or that which is stated, and the pairs that deviate from it.

    If two agree to the digit, theirs is the common rate.
    """
    if not pairs:
        return [], []
    wide = [(_widened(pair.rate, RATE_SLACK), pair) for pair in pairs]
    alike = [_rounded(pair, MAX_ROUNDING) for pair in _sharing_one_rate(pairs)] or [rate for rate, _ in wide]
    shared = stated[0].quotient if stated else _most_shared_rate(alike)
    return [pair for rate, pair in wide if shared in rate], [pair for rate, pair in wide if shared not in rate]


def _most_shared_rate(rates: list[Interval]) -> Fraction:
    """A rate that most of these intervals contain."""
    edges = sorted([(_finite(rate.low), -1) for rate in rates] + [(_finite(rate.high), 1) for rate in rates])
    best, most, open_now = edges[0][0], 0, 0
    for rate, edge in edges:
        open_now -= edge
        if open_now > most:
            best, most = rate, open_now
    return best


def _finite(end: Fraction | None) -> Fraction:
    """An end of an interval that is closed on this side."""
    assert end is not None
    return end


def _tick(pair: Pair, basis: str) -> Tick:
    """The tick for a pair; `basis` says which rate it follows."""
    first, second = sorted((pair.quote, pair.base), key=lambda figure: figure.span)
    return Tick(
        f"{first.words} and {second.words} go by {basis}.",
        spans(first, second),
        f"{number(pair.quote.value or 0)} / {number(pair.base.value or 0)} = "
        f"{_written_rate(pair.quotient)} {_rate_unit(pair)}",
    )


def _sharing_one_rate(pairs: list[Pair]) -> list[Pair]:
    """The pairs whose printed digits allow the rate that most of them allow; empty if there are not two of them."""
    if len(pairs) < 2:
        return []
    printed_rates = [_rounded(pair, MAX_ROUNDING) for pair in pairs]
    shared = _most_shared_rate(printed_rates)
    found = [pair for pair, rate in zip(pairs, printed_rates, strict=True) if shared in rate]
    return found if len(found) > 1 else []


def _deviating(pair: Pair, agreeing: list[Pair]) -> Finding:
    """The finding for a pair that deviates from the rate of the others."""
    reference = agreeing[0]
    first, second = sorted((pair.quote, pair.base), key=lambda figure: figure.span)
    names = _rate_unit(pair)
    rate, reference_rate = _written_rate(pair.quotient), _written_rate(reference.quotient)
    tied = (first, second, reference.quote, reference.base) if len(agreeing) == 1 else (first, second)
    return Finding(
        Severity.WARNING,
        f"{first.words} and {second.words} go by another exchange rate than "
        f"{reference.quote.words} and {reference.base.words}.",
        spans(*tied),
        f"{rate} {names} here ({_written_range(pair.rate)}), {reference_rate} there ({_written_range(reference.rate)})",
        _repairs(pair, reference.rate),
        f"The article converts at {rate} and at {reference_rate} {names}. "
        "Are the sums from different years, or is one of them wrong?",
    )


def _repairs(pair: Pair, rate: Interval) -> tuple[str, ...]:
    """The two repairs: each amount, converted from the other at the middle of a rate."""
    middle = _middle(rate)
    assert pair.quote.value is not None
    assert pair.base.value is not None
    return (
        f"{pair.base.words} -> {format_in_unit(round_significant(pair.quote.value / middle), pair.base)}",
        f"{pair.quote.words} -> {format_in_unit(round_significant(pair.base.value * middle), pair.quote)}",
    )


def _middle(rate: Interval) -> Fraction:
    """The middle of a rate's range."""
    assert rate.low is not None
    assert rate.high is not None
    return (rate.low + rate.high) / 2


def _rate_unit(pair: Pair) -> str:
    """The unit of a rate, as in "USD to one GBP"; a name that several countries use replaces the code."""
    quote_name, base_name = (shared_name(figure) for figure in (pair.quote, pair.base))
    first = f"{quote_name}s" if quote_name and quote_name not in NAMES_WITH_DEFAULT_COUNTRY else pair.quote.unit
    return (
        f"{first} to one {base_name if base_name and base_name not in NAMES_WITH_DEFAULT_COUNTRY else pair.base.unit}"
    )


def _written_rate(rate: Fraction) -> str:
    """A rate as messages show it."""
    return number(round_significant(rate))


def _written_range(rate: Interval) -> str:
    """A range of rates as messages show it."""
    assert rate.low is not None
    assert rate.high is not None
    return format_interval(Interval(round_significant(rate.low), round_significant(rate.high)))


EXAMPLES = (
    Example(
        "a rate that the article states",
        "The bid is worth 1.27 billion euros ($2 billion), it said on Monday. ($1 = 0.6312 euros)",
        "tick",
    ),
    Example(
        "another rate than the article states",
        "The bid is worth 1.27 billion euros ($1.6 billion), it said on Monday. ($1 = 0.6312 euros)",
        "warning",
    ),
    Example(
        "pesos of two countries",
        "Manila and Mexico each lent money: 90 million pesos ($1.6 million) went to one and 90 million pesos "
        "($5 million) to the other.",
        "silent",
    ),
    Example(
        "two sums agree to the digit",
        "Ash pays €340m (£289m), €220m (£178m) of it now. The other €120m (£102m) follows.",
        "warning",
    ),
    Example(
        "three sums agree",
        "Ash pays €340m (£289m), €220m (£187m) of it now. The other €120m (£102m) follows.",
        "tick",
    ),
    Example("more pounds than dollars", "The maker lost $30m (£47m) in the spring.", "error"),
    Example("the scale is missing from one of them", "The opera took $8.5 (£5m) in its first month.", "error"),
    Example("a slip of a nought", "Sales came to $260 million (£13.4 million) in May.", "error"),
    Example("billions beside millions", "The bank paid $1.8bn (£0.9m) in fines.", "error"),
    Example(
        "one sum leaves the rate of the others",
        "The first show cost $40m (£21m). The second cost $60m (£31.5m). The third came to $80m (£61m).",
        "warning",
    ),
    Example(
        "two sums that go by two rates",
        "The owners paid $120m (£64m) in May.\n\nA further $300m (£228m) went to the builders.",
        "warning",
    ),
    Example("a sum of its year", "The maker lost $20m (£10.6m) in the spring of 2005.", "tick"),
    Example("a sum near the rates of its year", "The maker lost $20m (£12.2m) in the spring of 2005.", "silent"),
    Example("a sum of the day", "The maker lost $20m (£10.6m) in the spring.", "tick", published="2005-06-02"),
    Example("a sum of any year", "The maker lost $20m (£10.6m) in the spring.", "silent"),
    Example("a currency named in full", "It spent 49 billion Hong Kong dollars ($6.3 billion) in the year.", "tick"),
    Example("currencies of a fixed rate", "The maker lost HK$156m ($20m) in the spring.", "tick"),
    Example("a sum of another year", "The maker lost $20m (£10.6m) in the spring.", "warning", published="2020-06-02"),
    Example("a sum a little off", "The maker lost $20m (£12.5m) in the spring.", "silent", published="2020-06-02"),
    Example("an old sum", "In 2005 the maker lost $20m (£10.6m).", "tick", published="2006-06-02"),
    Example("a sum of an earlier year", "In 2005 the maker lost $20m (£10.6m).", "silent", published="2020-06-02"),
    Example(
        "sums of two years in a row",
        "Sales rose to 80m euros ($120m) in 2019. In 2018 the maker sold bikes for 70m euros.",
        "warning",
    ),
    Example("a year long ago", "The maker, founded in 2006, sold bikes for 80m euros ($88m).", "silent"),
    Example("a year to come", "The bike maker will close by 2031. It lost 80m euros ($120m).", "silent"),
    Example(
        "a sum after or", "In 2019 the maker sold bikes for 330 billion yen, or about $3 billion, in Asia.", "tick"
    ),
    Example(
        "a sum after or, off",
        "In 2019 it sold bikes for 330 billion yen, or about $4.6 billion.",
        "warning",
        published="2019-11-03",
    ),
    Example("one sum or another", "In 2019 the fine was €20m, or if it came late $40m.", "silent"),
    Example("rand before a bracket", "In 2019 a bike lock cost R147 ($10.17).", "tick"),
    Example("prices in rand", "In 2019 a bike lock cost R149 ($14.99).", "silent"),
    Example("naira in brackets", "In 2019 the cup was worth $100,000 (N36.1million).", "tick"),
    Example("shillings of Uganda", "The Kampala yard was sold for 4 billion shillings ($1.1m) in 2019.", "tick"),
    Example("sums that share a rate", "It cost $40m (£21m) to make and took $80m (£42m).", "tick"),
    Example("three currencies", "The port got 30m euros ($39m; £21m) for the quay in 2006.", "tick"),
    Example("prices in two countries", "The lamp costs $49 (£39 in London) and the shade $19 (£17).", "silent"),
    Example("a bracket of its own", "They raised $40m (after £3m last year) in a day.", "silent"),
    Example("a year in the bracket", "They raised $40m (2019: $31m).", "silent"),
    Example("two sums side by side", "One paid $40m, the other £3m.", "silent"),
    Example("pesos of Manila", "MANILA – The town was lent 90 million pesos ($1.6 million) for pumps in 2023.", "tick"),
    Example("pesos of a country that is not named", "The town was lent 90 million pesos ($1.6 million).", "silent"),
    Example("pesos of Mexico", "The Mexican town was lent 90 million pesos ($1.6 million) for pumps.", "error"),
    Example("rupees of Pakistan", "In Lahore a lane was paved for 70 million rupees ($250,000) in 2023.", "tick"),
    Example("rupees of nowhere in particular", "A lane was paved for 70 million rupees ($25,000).", "error"),
    Example("pounds of Egypt", "The Cairo line was priced at 600 million pounds ($12 million) in 2024.", "tick"),
    Example("dollars of New Zealand", "The Auckland pier was sold for $12 million (£4.1 million) in 2003.", "tick"),
    Example("a currency without a known rate", "It cost 900,000 bolivars ($40) a night.", "silent"),
)

RULE = Rule(
    code="CU01",
    slug="exchange-rate",
    scope="article",
    relation="convert",
    check=check,
    examples=EXAMPLES,
    aliases=("currency",),
)

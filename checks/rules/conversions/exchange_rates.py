"""Two amounts in different currencies are given as one, and the exchange rate cannot be right.

Ties "$45m (£24m)". Within one article all pairs of the same currencies should go by one exchange rate: a pair that
leaves the others' rate is questioned. A pair on its own is held against the rates that the two currencies have had:
$10m is not £21m in any year. Pesos, rupees and the like are those of the countries that the text names. Lost scale
letters ("$8.5 (£5m)") and slips of a nought are the commonest mistakes in published copy, and those are said as what
they look like.

Silent where a bracket gives a price of its own ("$49 (£39 in London)", shop prices below a thousand), and where the
amounts agree within their printed digits and 4%: rates move, and sums of different years may go by different ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import in_unit, number, spread
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import GLOSS, between, plain_words, printed, significant, spans
from checks.rules.conversions._rates import HOME, RATES, is_settled, rates, shared_name

MINOR = {"penny": "GBP", "cent": "USD"}
SLACK = Fraction(1, 25)
SHOP = 1000  # below this and without a scale word, it may be the price in the shops over there
SCALES = ((Fraction(10**3), "thousand"), (Fraction(10**6), "million"), (Fraction(10**9), "billion"))
LONGEST = 40
SCALE_BEHIND = pattern(r"\s?(?:m|mn|bn|b|tn|k|million|billion)\b")


class Pair(NamedTuple):
    """An amount and its conversion, and the rate: how much of the first currency is one of the second."""

    one: Figure
    other: Figure
    rate: Interval

    @property
    def quotient(self) -> Fraction:
        """The rate that the two amounts give as they are printed."""
        assert self.one.value is not None
        assert self.other.value
        return self.one.value / self.other.value

    @property
    def currencies(self) -> tuple[str, str]:
        return self.one.unit or "", self.other.unit or ""


def check(article: Article) -> Iterator[Outcome]:
    groups: dict[tuple[str, str], list[Pair]] = {}
    for pair in _pairs(article):
        groups.setdefault(pair.currencies, []).append(pair)
    for pairs in groups.values():
        usual = {pair: _usual(article, pair) for pair in pairs}
        likely = [pair for pair in pairs if _is_possible(pair, usual[pair])]
        findings = [
            _impossible(pair, rate if not likely else likely[0].rate)
            for pair, rate in usual.items()
            if rate is not None and not _is_possible(pair, rate)
        ]
        agreeing, deviating = _agreement([pair for pair in likely if not _is_shop_price(article, pair)])
        if all(_is_settled(article, pair) for pair in pairs):
            findings += [_deviating(pair, agreeing) for pair in deviating]
        yield from findings
        if not findings:  # a rate that is in question bears nothing out
            alone = len(pairs) == 1
            yield from _ticked([pair for pair in agreeing if not alone or _is_settled(article, pair)], alone=alone)


def _pairs(article: Article) -> Iterator[Pair]:
    """Amounts with a conversion in brackets; "4m euros ($5m; £3m)" holds two, and the third pair that follows."""
    chain: list[Figure] = []
    money = [figure for figure in article.figures if figure.kind is Kind.MONEY and figure.value and not figure.is_range]
    for before, figure in pairwise(money):
        gap = between(article, before, figure) if before.sentence == figure.sentence else "." * LONGEST
        if len(gap) >= LONGEST:
            continue
        noun, bracket, gloss = gap.partition("(")
        if bracket and ")" not in gap and len(plain_words(noun)) <= 3 and not set(noun) & set(",;:."):
            chain = [before]
        elif not (chain and chain[-1] is before and gap.strip() in {";", ",", "/", "; or", ", or", "or"}):
            continue
        else:
            gloss = ""
        if before.unit == figure.unit or not GLOSS.issuperset(plain_words(gloss)):
            continue
        for one in chain:
            pair = _pair(one, figure)
            if pair and not _is_cut_short(article, one) and not _is_cut_short(article, figure):
                yield pair
        chain.append(figure)


def _is_cut_short(article: Article, figure: Figure) -> bool:
    """Does a scale letter follow that was not read with the figure: "$45 m"?"""
    return bool(SCALE_BEHIND.match(article.text, figure.span.end))


def _pair(one: Figure, other: Figure) -> Pair | None:
    """The two in a fixed order of currencies, so that $5m (£3m) and £3m ($5m) give the same rate."""
    if one.unit in MINOR or other.unit in MINOR or one.unit is None or other.unit is None or one.unit == other.unit:
        return None
    if _rank(other.unit) > _rank(one.unit):
        one, other = other, one
    mine, theirs = printed(one), printed(other)
    if not mine.low or not mine.high or not theirs.low or not theirs.high or min(mine.low, theirs.low) < 0:
        return None
    return Pair(one, other, Interval(mine.low / theirs.high, mine.high / theirs.low))


def _rank(code: str) -> tuple[Fraction, str]:
    """Currencies by how many of them a dollar buys: the rate of a pair is then above 1, as newspapers give it."""
    usual = RATES.get(code)
    return (usual.low or Fraction(0) if usual else Fraction(10**6)), code


def _usual(article: Article, pair: Pair) -> Interval | None:
    """The rates that the two currencies have had; None where we do not know."""
    one, other = rates(article, pair.one), rates(article, pair.other)
    if one is None or other is None or not (one.low and one.high and other.low and other.high):
        return None
    return Interval(one.low / other.high, one.high / other.low)


def _is_settled(article: Article, pair: Pair) -> bool:
    return is_settled(article, pair.one) and is_settled(article, pair.other)


def _is_possible(pair: Pair, usual: Interval | None) -> bool:
    return usual is None or usual.meets(_widened(pair.rate))


def _widened(rate: Interval) -> Interval:
    assert rate.low is not None
    assert rate.high is not None
    return Interval(rate.low * (1 - SLACK), rate.high * (1 + SLACK))


def _is_shop_price(article: Article, pair: Pair) -> bool:
    """A price of its own over there rather than a conversion?"""
    behind = article.text[pair.other.span.end : pair.other.span.end + 10].lower()
    if behind.lstrip().startswith(("in ", "at ", "for ", "plus")):
        return True
    return all(figure.value is not None and abs(figure.value) < SHOP for figure in (pair.one, pair.other))


def _impossible(pair: Pair, usual: Interval) -> Finding:
    one, other = pair.one, pair.other
    first, second = sorted((one, other), key=lambda figure: figure.span)
    scale = _lost_scale(pair, usual)
    rate = f"{_said(pair.quotient)} {_names(pair)}"
    if scale:
        small, word = scale
        message = f"{first.words} and {second.words} are a factor of a {word} apart from any exchange rate."
        question = f"Is a “{word}” missing from {small.words}?"
        repairs: tuple[str, ...] = (f"{small.words} -> {small.words} {word}",)
    else:
        message = f"{first.words} and {second.words} are given as the same sum, which is {rate}."
        question = f"Are {first.words} and {second.words} the same sum, and are both scales right?"
        repairs = _repairs(pair, usual)
    arithmetic = f"{number(one.value or 0)} / {number(other.value or 0)} = {rate}, usual: {_range(usual)}"
    return Finding(Severity.ERROR, message, spans(first, second), arithmetic, repairs, question)


def _lost_scale(pair: Pair, usual: Interval) -> tuple[Figure, str] | None:
    """The amount that would fit with a scale word that it has not got, and that word."""
    for size, word in SCALES:
        for figure, rate in ((pair.one, pair.rate.times(size)), (pair.other, pair.rate.times(1 / size))):
            if usual.meets(_widened(rate)) and figure.value is not None and abs(figure.value) < SHOP:
                return figure, word
    return None


def _agreement(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """The pairs that share the rate that most go by, and those that leave it."""
    if not pairs:
        return [], []
    wide = [(_widened(pair.rate), pair) for pair in pairs]
    shared = _busiest([rate for rate, _ in wide])
    return [pair for rate, pair in wide if shared in rate], [pair for rate, pair in wide if shared not in rate]


def _busiest(rates: list[Interval]) -> Fraction:
    """A rate that most of these intervals hold."""
    edges = sorted([(_bound(rate.low), -1) for rate in rates] + [(_bound(rate.high), 1) for rate in rates])
    best, most, open_now = edges[0][0], 0, 0
    for rate, edge in edges:
        open_now -= edge
        if open_now > most:
            best, most = rate, open_now
    return best


def _bound(end: Fraction | None) -> Fraction:
    assert end is not None
    return end


def _ticked(pairs: list[Pair], alone: bool) -> Iterator[Tick]:
    how = "a rate that the two have had" if alone else "the rate of the article's other sums"
    shared = pairs if alone or not pairs else _sharing(pairs)
    for pair in shared:
        first, second = sorted((pair.one, pair.other), key=lambda figure: figure.span)
        yield Tick(
            f"{first.words} and {second.words} go by {how}.",
            spans(first, second),
            f"{number(pair.one.value or 0)} / {number(pair.other.value or 0)} = {_said(pair.quotient)} {_names(pair)}",
        )


def _sharing(pairs: list[Pair]) -> list[Pair]:
    """Those whose digits alone allow the rate that most of them allow, if that is two or more."""
    shared = _busiest([pair.rate for pair in pairs])
    found = [pair for pair in pairs if shared in pair.rate]
    return found if len(found) > 1 else []


def _deviating(pair: Pair, agreeing: list[Pair]) -> Finding:
    base = agreeing[0]
    first, second = sorted((pair.one, pair.other), key=lambda figure: figure.span)
    names = _names(pair)
    mine, theirs = _said(pair.quotient), _said(base.quotient)
    tied = (first, second, base.one, base.other) if len(agreeing) == 1 else (first, second)
    return Finding(
        Severity.WARNING,
        f"{first.words} and {second.words} go by another exchange rate than {base.one.words} and {base.other.words}.",
        spans(*tied),
        f"{mine} {names} here ({_range(pair.rate)}), {theirs} there ({_range(base.rate)})",
        _repairs(pair, base.rate),
        f"The article converts at {mine} and at {theirs} {names}. Are they sums of different years, or is one wrong?",
    )


def _repairs(pair: Pair, rate: Interval) -> tuple[str, ...]:
    middle = _middle(rate)
    assert pair.one.value is not None
    assert pair.other.value is not None
    return (
        f"{pair.other.words} -> {in_unit(significant(pair.one.value / middle), pair.other)}",
        f"{pair.one.words} -> {in_unit(significant(pair.other.value * middle), pair.one)}",
    )


def _middle(rate: Interval) -> Fraction:
    assert rate.low is not None
    assert rate.high is not None
    return (rate.low + rate.high) / 2


def _names(pair: Pair) -> str:
    """ "USD to one GBP"; a currency that several countries call so by that name."""
    one, other = (shared_name(figure) for figure in (pair.one, pair.other))
    first = f"{one}s" if one and one not in HOME else pair.one.unit
    return f"{first} to one {other if other and other not in HOME else pair.other.unit}"


def _said(rate: Fraction) -> str:
    return number(significant(rate))


def _range(rate: Interval) -> str:
    assert rate.low is not None
    assert rate.high is not None
    return spread(Interval(significant(rate.low), significant(rate.high)))


EXAMPLES = (
    Example(
        "pesos of two countries",
        "Manila and Mexico each lent money: 90 million pesos ($1.6 million) went to one and 90 million pesos "
        "($5 million) to the other.",
        "silent",
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
    Example("a plausible sum", "The maker lost $20m (£10.6m) in the spring.", "tick"),
    Example("sums that share a rate", "It cost $40m (£21m) to make and took $80m (£42m).", "tick"),
    Example("three currencies", "The port got 30m euros ($39m; £21m) for the quay.", "tick"),
    Example("prices in two countries", "The lamp costs $49 (£39 in London) and the shade $19 (£17).", "silent"),
    Example("a bracket of its own", "They raised $40m (after £3m last year) in a day.", "silent"),
    Example("a year in the bracket", "They raised $40m (2019: $31m).", "silent"),
    Example("two sums side by side", "One paid $40m, the other £3m.", "silent"),
    Example("pesos of Manila", "MANILA – The town was lent 90 million pesos ($1.6 million) for pumps.", "tick"),
    Example("pesos of a country that is not named", "The town was lent 90 million pesos ($1.6 million).", "silent"),
    Example("pesos of Mexico", "The Mexican town was lent 90 million pesos ($1.6 million) for pumps.", "error"),
    Example("rupees of Pakistan", "In Lahore a lane was paved for 70 million rupees ($250,000).", "tick"),
    Example("rupees of nowhere in particular", "A lane was paved for 70 million rupees ($25,000).", "error"),
    Example("pounds of Egypt", "The Cairo line was priced at 600 million pounds ($12 million).", "tick"),
    Example("dollars of New Zealand", "The Auckland pier was sold for $12 million (£4.1 million).", "tick"),
    Example("a currency without a known rate", "It cost 900,000 bolivars ($40) a night.", "silent"),
)

RULE = Rule(code="CU01", slug="exchange-rate", scope="article", check=check, examples=EXAMPLES, aliases=("currency",))

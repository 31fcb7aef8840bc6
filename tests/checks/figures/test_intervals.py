"""What a stated number can mean: printed precision and hedges."""

from fractions import Fraction

import pytest

from checks.model import Hedge, Interval
from checks.read import read


def interval(text: str) -> Interval:
    return read(text).figures[0].interval


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("They found 131 coins.", 131, 131),
        ("They found twelve coins.", 12, 12),
        ("They found 1,778,549 coins.", 1_778_549, 1_778_549),
        ("They found 1.4m coins.", 1_350_000, 1_450_000),
        ("It grew 3.5%.", Fraction(345, 100), Fraction(355, 100)),
        ("It grew 30%.", Fraction(59, 2), Fraction(61, 2)),
        ("It grew 100%.", Fraction(199, 2), Fraction(201, 2)),
        ("It cost £26.4bn.", 26_350_000_000, 26_450_000_000),
        ("It cost £26bn.", 25_500_000_000, 26_500_000_000),
        ("They found 700 coins.", 650, 750),
        ("They found 2,400 coins.", 2350, 2450),
        ("They found 30,000 coins.", 25_000, 35_000),
        ("They found 100 coins.", 80, 120),
        ("They found 1 million coins.", 500_000, 1_500_000),
        ("They found 200 million coins.", 160_000_000, 240_000_000),
        ("They found about 45 coins.", Fraction(81, 2), Fraction(99, 2)),
        ("They found about 800 coins.", 720, 880),
        ("They found nearly 600 coins.", 540, 600),
        ("They found just over 600 coins.", 600, 660),
        ("They found more than 600 coins.", 600, None),
        ("They found up to 600 coins.", None, 600),
        ("They found dozens of coins.", 24, 200),
        ("They found hundreds of coins.", 200, 2000),
        ("They found tens of thousands of coins.", 20_000, 200_000),
        ("They found half of the coins.", Fraction(1, 2), Fraction(1, 2)),
        ("They found between 40 and 60 coins.", 40, 60),
        ("They paid £3m to £4m.", 2_500_000, 4_500_000),
        ("They led over two legs.", 2, None),
        ("They led over the two legs.", 2, 2),
        ("It is short of the 95% target.", Fraction(189, 2), Fraction(191, 2)),
        ("It is a club of say 45 members.", Fraction(81, 2), Fraction(99, 2)),
        ("They say 45 coins were found.", 45, 45),
    ],
)
def test_the_interval_follows_precision_and_hedge(text: str, low: object, high: object) -> None:
    assert interval(text) == (low, high)


def test_a_headline_may_have_truncated_the_number() -> None:
    article = read("Debt of £26bn found\n\nThe council owes £26.9bn, auditors said on Monday after a long search.")
    headline, body = article.figures
    assert headline.interval.overlaps(body.interval)
    assert Fraction(27_100_000_000) not in headline.interval


@pytest.mark.parametrize(
    "text",
    [
        "It made £52 million more than £350 million.",
        "It made £5 less than £40.",
        "It sold 5% more than 300.",
        "It sold 5 per cent fewer than 300.",
        "Some 12 more than the 40 invited came.",
    ],
)
def test_what_is_compared_is_as_exact_as_printed(text: str) -> None:
    assert not read(text).figures[-1].hedge


@pytest.mark.parametrize(
    "text",
    [
        "It made £52 million, more than £35 million of it in May.",
        "In 2019 more than 300 came.",
        "It rose by 12 to more than 40.",
        "It paid £5m more than 30 times.",
        "Of 2 million more than 300 came.",
    ],
)
def test_words_after_another_figure_may_be_a_hedge(text: str) -> None:
    assert read(text).figures[-1].hedge == "more than"


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("The school is short of six teachers.", Hedge.NONE),
        ("The hospital is still short of 14 nurses.", Hedge.NONE),
        ("Turnout fell short of 50%.", Hedge.LESS_THAN),
        ("It was just short of 14 miles.", Hedge.LESS_THAN),
    ],
)
def test_what_is_short_of_something_lacks_as_many(text: str, hedge: Hedge) -> None:
    (figure,) = read(text).figures
    assert figure.hedge is hedge

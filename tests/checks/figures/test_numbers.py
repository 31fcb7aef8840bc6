"""Every numeral reads back to the number it was written for."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checks
from checks.figures import numbers
from checks.figures.numeral import Malformed, Number
from checks.figures.tokens import Tokens

_ONES_IN_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_IN_WORDS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_ONES, _TENS = _ONES_IN_WORDS.split(), _TENS_IN_WORDS.split()


def in_words(number: int, *, british: bool = True) -> str:
    """A whole number below 10^15 as an editor would spell it."""
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = number % 100
        link = " and " if british else " "
        return f"{_ONES[number // 100]} hundred" + (link + in_words(rest) if rest else "")
    for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if number >= size:
            rest = number % size
            link = " and " if british and 0 < rest < 100 else " "
            tail = link + in_words(rest, british=british) if rest else ""
            return f"{in_words(number // size, british=british)} {name}{tail}"
    raise AssertionError(number)


def read_whole(text: str) -> Number | Malformed | None:
    """What the numeral that starts the text is read as."""
    tokens = Tokens(text, 0, len(text))
    start = next(i for i in range(tokens.count) if numbers.can_start(tokens, i))
    return numbers.read(tokens, start)


def assert_reads_as(text: str, value: object) -> None:
    number = read_whole(text)
    assert isinstance(number, Number), (text, number)
    assert number.value == value, (text, number.value)
    tokens = Tokens(text, 0, len(text))
    assert (number.start, number.end) == (0, tokens.count), f"{text!r} is not read to its end"


@given(st.integers(0, 10**12), st.booleans())
def test_a_cardinal_in_words_reads_back(number: int, british: bool) -> None:
    assert_reads_as(in_words(number, british=british), number)


@given(st.integers(0, 10**12))
def test_a_cardinal_in_digits_reads_back_with_and_without_commas(number: int) -> None:
    assert_reads_as(str(number), number)
    assert_reads_as(f"{number:,}", number)


@given(st.integers(0, 10**9), st.integers(0, 999), st.sampled_from(["", " million", " billion", "bn", " crore"]))
def test_decimals_with_a_scale_read_exactly(number: int, places: int, scale: str) -> None:
    size = {"": 1, " million": 10**6, " billion": 10**9, "bn": 10**9, " crore": 10**7}[scale]
    assert_reads_as(f"{number}.{places:03}{scale}", (number + Fraction(places, 1000)) * size)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a dozen", 12),
        ("three dozen", 36),
        ("a couple of", 2),
        ("half a billion", 500_000_000),
        ("a quarter of a million", 250_000),
        ("two and a half", Fraction(5, 2)),
        ("six-and-a-half", Fraction(13, 2)),
        ("7 3/4", Fraction(31, 4)),
        ("9½", Fraction(19, 2)),
        ("three-fifths", Fraction(3, 5)),
        ("one and a half million", 1_500_000),
        ("a million and a half", 1_500_000),
        ("seventeen hundred", 1700),
        ("four lakh", 400_000),
        ("12,34,567", 1_234_567),
        ("2.345.678", 2_345_678),
        ("45 000", 45_000),
        ("45\u202f000\u202f123", 45_000_123),
        ("6×10^4", 60_000),
        ("nine point two five", Fraction(37, 4)),
        ("seven thousand million", 7 * 10**9),
        ("１２", 12),
    ],
)
def test_a_numeral_as_news_writes_it(text: str, value: object) -> None:
    number = read_whole(text)
    assert isinstance(number, Number)
    assert number.value == value


@pytest.mark.parametrize("text", ["£87,50", "41,3", "1,22,3", "6.7.8"])
def test_digits_that_are_not_an_english_number_are_malformed(text: str) -> None:
    assert isinstance(read_whole(text), Malformed)


@pytest.mark.parametrize(
    "text",
    [
        "quarter on quarter",  # three months
        "half-brother",
        "couple married",
        "scores were level",
        "his maiden hundred",
        "point of order",
    ],
)
def test_words_that_only_look_like_numerals_are_not_read(text: str) -> None:
    assert read_whole(text) is None


def test_and_joins_two_numbers_only_within_one() -> None:
    number = read_whole("three hundred and four hundred")
    assert isinstance(number, Number)
    assert number.value == 300


@pytest.mark.parametrize(
    ("text", "step"),
    [("144", 0), ("1.2", Fraction(1, 10)), ("1.2 million", 100_000), ("12 million", 1_000_000), ("twelve", 0)],
)
def test_the_place_of_the_last_printed_digit_is_kept(text: str, step: object) -> None:
    number = read_whole(text)
    assert isinstance(number, Number)
    assert number.step == step


def test_a_number_after_a_letter_for_thousands_is_one_of_its_own() -> None:
    article = checks.read("They had 1,204 in the 10k and 425 in the 5k fun run.")
    assert [article.text_of(figure.span) for figure in article.figures] == ["1,204", "10k", "425", "5k"]

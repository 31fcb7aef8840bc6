"""Whatever the text, spans are its own words, figures do not overlap, and time grows in proportion."""

import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.read import read

_WORDS = (
    "£ $ € US$ 3 12 1,200 4.5 ½ 135,00 -7 minus one two twenty hundred thousand million bn m p % per cent and or to - "
    "– — between from half a an third dozen dozens of people year old years ft in 5ft 11in . , ( ) \" ' “ ” ’ May "
    "2024 10pm G7 No Covid-19 aged about more than \n \n\n twice 3-2 6/4 9:30 A40 of the them were arrested 😀 ² x² "
    "\u00ad \u00a0 \u202f \u200f \u202e １２ ü İ ß ﬁ é 中 ٣"
)
_PIECES = st.lists(st.sampled_from(_WORDS.split(" ")), max_size=25)
_TEXTS = st.one_of(st.text(max_size=80), _PIECES.map(" ".join), _PIECES.map("".join))


@settings(max_examples=200, deadline=None)
@given(_TEXTS)
def test_spans_cover_the_words_of_the_text_and_never_overlap(text: str) -> None:
    article = read(text)
    assert len(article.text) == len(text)
    assert all(mine == its or (mine == " " and its.isspace()) for mine, its in zip(article.text, text, strict=True))
    for item in (*article.figures, *article.moments):
        assert item.words == article.words(item.span) != ""
    for first, second in pairwise(sorted(item.span for item in (*article.figures, *article.moments))):
        assert first.end <= second.start


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("İstanbul’da ", ""),  # lower-casing this capital makes two characters
        ("😀😀 ", " 😀"),
        ("\u202eabc\u202c ", ""),
        ("soft\u00adhyphen ", ""),
        ("\ufeff", ""),
        ("ﬁnal ", ""),
    ],
)
def test_odd_characters_do_not_shift_a_span(before: str, after: str) -> None:
    text = f"{before}Police held 31 people{after}."
    assert [figure.words for figure in read(text).figures] == ["31"]


def test_odd_spaces_and_digits_are_read_as_plain_ones() -> None:
    for amount in ("£2.5\u00a0million", "£2.5\u202fmillion", "£２.５ million", "£2.5 mil\u00adlion"):
        figure = read(f"It cost {amount}.").figures[0]
        assert figure.value == 2_500_000
        assert figure.words == amount.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    "piece",
    ["9", "9,", "9.", "1,2", "-", "9-", "and ", "one ", "one and ", "hundred ", "million ", '"', "'9", "£", "(",
     "between ", "9 to ", "twenty-", "half a ", "9/", "9:", "a ", "of ", "5ft ", "May 9 ", "G7-", "9x", "e9",
     "9 gold, ", "two- and ", "Town 9 ", "9 of ", "aged 9, ", "9 for ", "pages 9, ", "9m of the ", "9 + ",
     "the vote said 12 of the 45 schools in Holm shut on Monday 3 May, aged 9, and £4.5m went to 3 of them and "],
)  # fmt: skip
def test_the_number_of_steps_grows_linearly_with_the_text(piece: str) -> None:
    """One endless sentence of the same, four times as long: counted in lines of code run, not in seconds."""
    once = piece * (400 // len(piece))
    assert _steps(4 * once) < 4.6 * _steps(once)


def _steps(text: str) -> int:
    taken = 0

    def count(_frame: object, _event: str, _argument: object) -> object:
        nonlocal taken
        taken += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        read(text)
    finally:
        sys.settrace(before)
    return taken


_SLACK = 4  # a quadratic pattern would come out at 10


def test_a_megabyte_of_marks_and_links_takes_ten_times_a_tenth_of_it() -> None:
    assert _growth("9,99,9 --- and and and \"\"\" ''' and, - , and , and - and ' \" ", 100_000, 1_000_000) < _SLACK


def _growth(piece: str, small: int, large: int) -> float:
    """How much more work a character costs in the large text than in the small one, by one clock."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        taken = []
        for _ in range(3 if size < 100_000 else 1):  # the best of three: other work on the machine disturbs short runs
            start = time.process_time()
            read(text)
            taken.append(time.process_time() - start)
        return min(taken)

    least = max(min(seconds(small) for _ in range(2)), 2e-3)
    return seconds(large) / least * small / large


def test_more_digits_than_python_converts_are_not_a_quantity() -> None:
    text = "9" * (sys.get_int_max_str_digits() + 1000)
    assert [figure.value for figure in read(text).figures] == [None]

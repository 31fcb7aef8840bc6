"""Whatever the text, spans are its own words, figures do not overlap, and time grows in proportion."""

import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.read import read

_PIECES = st.sampled_from(
    "£ $ € US$ 3 12 1,200 4.5 ½ 135,00 -7 minus one two twenty hundred thousand million bn m p % per cent and or to - – — "
    "between from half a an third dozen dozens of people year old years ft in 5ft 11in . , ( ) \" ' “ ” ’ May 2024 10pm "
    "G7 No Covid-19 aged about more than \n \n\n twice 3-2 6/4 9:30 A40 of the them were arrested 😀 "
    "\u00ad \u00a0 \u202f \u200f \u202e １２ ü İ ß ﬁ é 中 ٣".split(" ")
)
_TEXTS = st.one_of(
    st.text(max_size=80), st.lists(_PIECES, max_size=25).map(" ".join), st.lists(_PIECES, max_size=25).map("".join)
)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_spans_are_the_texts_own_words_and_never_overlap(text: str) -> None:
    article = read(text)
    for figure in article.figures:
        assert figure.words == text[figure.span.start : figure.span.end] != ""
    for moment in article.moments:
        assert moment.words == text[moment.span.start : moment.span.end] != ""
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
    for text in (
        "It cost £2.5\u00a0million.",
        "It cost £2.5\u202fmillion.",
        "It cost £２.５ million.",
        "It cost £2.5 mil\u00adlion.",
    ):
        figure = read(text).figures[0]
        assert figure.value == 2_500_000
        assert figure.words == text[8 : text.rindex(".")]


@pytest.mark.parametrize(
    "piece",
    ["9", "9,", "9.", "1,2", "-", "9-", "and ", "one ", "one and ", "hundred ", "million ", '"', "'9", "£", "(", "between ",
     "9 to ", "twenty-", "half a ", "9/", "9:", "a ", "of ", "\n", "5ft ", "May 9 ", "G7-", "9x", "e9"],
)  # fmt: skip
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Work per character on ten times the text, by the same clock: a quadratic pattern would need ten times as much."""

    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        read(text)
        return time.process_time() - start

    small = max(min(seconds(20_000) for _ in range(2)), 1e-3)
    assert seconds(200_000) < 10 * small * 4


def test_a_million_digits_are_no_quantity() -> None:
    limit = sys.get_int_max_str_digits()
    text = "9" * (limit + 1000)
    assert [figure.value for figure in read(text).figures] == [None]

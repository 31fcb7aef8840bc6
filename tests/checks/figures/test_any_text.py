"""Whatever the text, spans are its own words, figures do not overlap, and the work grows in proportion."""

import sys
from collections.abc import Callable
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
def test_spans_are_the_texts_own_words_and_never_overlap(text: str) -> None:
    article = read(text)
    assert len(article.text) == len(text)
    assert all(mine == its or (mine == " " and its.isspace()) for mine, its in zip(article.text, text, strict=True))
    for item in (*article.figures, *article.moments):
        assert item.words == article.text_of(item.span) != ""
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
def test_the_steps_taken_grow_with_the_text_and_no_faster(piece: str, count_steps: Callable[..., int]) -> None:
    """One endless sentence of the same, four times as long."""
    once = piece * (400 // len(piece))
    assert count_steps(read, 4 * once) < 4.6 * count_steps(read, once)


def test_many_marks_and_links_take_steps_in_proportion(count_steps: Callable[..., int]) -> None:
    piece = "9,99,9 --- and and and \"\"\" ''' and, - , and , and - and ' \" "
    small, large = (count_steps(read, piece * times) for times in (100, 1000))
    assert large < 12 * small  # quadratic work would take a hundred times as many


def test_more_digits_than_python_converts_are_no_quantity() -> None:
    text = "9" * (sys.get_int_max_str_digits() + 1000)
    assert [figure.value for figure in read(text).figures] == [None]

"""How many things a sentence names one by one, and which counts a reader might make of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import checks
from checks.relations.enumerations import MAX_ENUMERATIONS, MAX_ITEM, MAX_ITEMS, TOKEN, Enumeration, enumerations_of


def read(text: str) -> list[Enumeration]:
    article = checks.read(text)
    return [found for sentence in range(len(article.sentences)) for found in enumerations_of(article, sentence)]


def first(text: str) -> tuple[str, Enumeration]:
    found = read(text)[0]
    return text[found.span.start : found.span.end], found


@pytest.mark.parametrize(
    ("text", "listed", "count"),
    [
        ("The ban covers: Arden, Corrie and Finlay.", "Arden, Corrie and Finlay", 3),
        ("The winners are Arden, Corrie, and Finlay.", "Arden, Corrie, and Finlay", 3),
        ("The lakes include Arden & Corrie.", "Arden & Corrie", 2),
        ("They came from Arden or Corrie.", "Arden or Corrie", 2),
        ("The boys were aged 14, 16 and 17.", "14, 16 and 17", 3),
        ("The ban covers: red boats; blue boats; and old boats.", "red boats; blue boats; and old boats", 3),
        ("Three lakes (Arden, Corrie and Finlay) are shut.", "Arden, Corrie and Finlay", 3),
        ("Three lakes — Arden, Corrie and Finlay — are shut.", "Arden, Corrie and Finlay", 3),
        ("Three lakes are shut - Arden, Corrie and Finlay.", "Arden, Corrie and Finlay", 3),
        ("Shut are: Arden Ltd., Corrie Inc. and Finlay plc.", "Arden Ltd., Corrie Inc. and Finlay plc", 3),
        ("The winners are Arden (Lab), Corrie (Con) and Finlay (LD).", "Arden (Lab), Corrie (Con) and Finlay", 3),
        ("Shut are: the two-mile loch, Corrie and Finlay.", "the two-mile loch, Corrie and Finlay", 3),
        ("They met at Arden, Corrie and Finlay.", "Arden, Corrie and Finlay", 3),
        ("Work began near Arden, Corrie and Finlay.", "Arden, Corrie and Finlay", 3),
        ("There are two ways: First, Arden and Corrie may agree.", "Arden and Corrie may agree", 2),
    ],
)
def test_what_is_listed(text: str, listed: str, count: int) -> None:
    words, found = first(text)
    assert (words, found.count) == (listed, count)
    assert count in found.counts


@pytest.mark.parametrize(
    "text",
    [
        "The ban covers Lake Arden.",
        "And Arden.",
        "Arden and.",
        "Arden, Corrie, Finlay.",
        "(and) Arden",
        "",
        "Well, and: no.",
        "In a survey of 640 pupils in May, 416, or 65%, said so.",
    ],
)
def test_no_enumeration(text: str) -> None:
    assert not read(text)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("They are Jade, 10, and John, nine.", {2, 3}),  # of four items two are ages
        ("They saw: Lyme Regis, Dorset, and Staithes, North Yorkshire.", {2, 3}),
        ("The menu has: pork and beans, rice, and fish.", {3, 4}),
        ("They are Arden, Corrie, Finlay and Morven.", {2, 4}),  # pairs of a name and what is said of it
    ],
)
def test_every_reading_is_counted(text: str, counts: set[int]) -> None:
    assert counts <= {count for found in read(text) for count in found.counts}


def test_a_count_that_no_reading_makes() -> None:
    for text in ("They are Arden, Corrie and Finlay.", "The boys were aged 14, 16 and 17."):
        assert all(not {4, 5, 6} & found.counts for found in read(text))
        assert all(1 not in found.counts for found in read(text))


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("The ban covers: Arden, Corrie and Finlay.", ":", "."),
        ("The winners are Arden and Corrie, said Mia.", "are", ","),
        ("Three lakes (Arden and Corrie) are shut.", "(", ")"),
        ("Arden and Corrie", "", ""),
    ],
)
def test_the_tokens_around_it(text: str, before: str, after: str) -> None:
    _, found = first(text)
    assert (found.before, found.after) == (before, after)


def test_names_numbers_and_other_items() -> None:
    assert first("The winners are Arden, the Corrie and Finlay.")[1].has_capitalized_items
    assert not first("They sold bread, Brie and ham.")[1].has_capitalized_items
    assert first("The boys were aged 14, sixteen and 17.")[1].numbers
    assert not first("The winners are Arden, Corrie and Finlay.")[1].numbers
    assert first("The ban covers: red boats; and old boats.")[1].count == 2
    assert first("The ban covers: red boats; blue boats and old boats.")[1].has_semicolons
    assert not first("The ban covers: red boats, blue boats and old boats.")[1].has_semicolons
    assert first("The ban covers: red boats, very old blue boats and ham.")[1].longest_item == 4


def test_items_unlike_the_last_ones_may_belong_to_the_sentence() -> None:
    readings = {found.count for found in read("After the long lunch, bread, Corrie and Finlay won.")}
    assert readings == {4, 2}


def test_words_that_count_or_describe_the_items_are_no_item() -> None:
    text = "It has three lakes, Arden, Corrie and Finlay, in the north."
    assert "Arden, Corrie and Finlay" in [text[each.span.start : each.span.end] for each in read(text)]
    text = "Arden and Corrie are the two lakes that are shut."
    assert "Arden and Corrie" in [text[each.span.start : each.span.end] for each in read(text)]


def test_a_list_in_brackets_stays_a_list() -> None:
    assert first("Two lakes (Arden and Corrie) are shut.")[0] == "Arden and Corrie"


def test_several_enumerations_in_one_sentence() -> None:
    assert [found.count for found in read("Arden, Corrie and Finlay (Mia and Bo) won.")][:1] == [3]
    assert {found.count for found in read("Arden, Corrie and Finlay (Mia and Bo) won.")} == {3, 2}


def test_abbreviated_names_are_one_token() -> None:
    assert first("They are J.K. Holt, A. Moss and St. Clair.")[1].count == 3


def test_long_items_and_long_lists_are_cut() -> None:
    long_item = "word " * (MAX_ITEM + 10)
    assert all(found.count <= 3 for found in read(f"It was: {long_item}, Arden and Corrie."))
    assert all(found.count <= MAX_ITEMS + 1 for found in read("Arden, " * 200 + "Corrie and Finlay."))
    assert len(read("Arden and Corrie; " * 200 + ".")) <= MAX_ENUMERATIONS + 1


@pytest.mark.parametrize("piece", ["Arden, Corrie and ", "and ", "Arden; ", "word "])
def test_the_work_grows_no_faster_than_the_text(piece: str, count_steps: Callable[..., int]) -> None:
    articles = [checks.read(piece * times) for times in (300, 1200)]
    small, large = (count_steps(enumerations_of, article, 0) for article in articles)
    assert large <= 5 * small + 1000


@pytest.mark.parametrize(("piece", "tokens"), [("a.", 2), ("a-", 1), ("a'", 2), ("1.", 2)])
def test_a_word_without_an_end_is_read_piece_by_piece(piece: str, tokens: int) -> None:
    """A name with points is looked for a few parts ahead only: a whole text of "a.a.a." took quadratic time."""
    looking_ahead = [part for part in TOKEN.pattern.split("|") if "(?=" in part]
    assert all(")*" not in part and ")+" not in part for part in looking_ahead)
    assert 0 < len(TOKEN.findall(piece * 50)) <= tokens * 50


def test_two_commas_in_a_row() -> None:
    assert read("The winners are Arden,, Corrie and Finlay.")


@pytest.mark.parametrize("digit", ["²", "①", "४"])
def test_a_digit_that_is_no_decimal_one_is_read(digit: str) -> None:
    """int() takes "४" but neither "²" nor "①", though all three are digits."""
    assert read(f"Among them were four children, {digit} nurses and {digit} others.")


def test_marks_around_a_few_words_are_no_ends() -> None:
    words, found = first("It is sold as: “Night Blue”, “Sea Green” and “Lunar Grey”.")
    assert (words, found.count) == ("Night Blue”, “Sea Green” and “Lunar Grey", 3)


def test_a_long_lead_does_not_cost_the_first_name() -> None:
    lead = "He has been linked since the end of last summer after a season of injuries with the"
    assert any(found.count == 3 for found in read(f"{lead} trio Arden Town, Corrie and Finlay."))


def test_a_list_whose_first_item_is_cut_off_may_have_one_more() -> None:
    lead = "they " * (MAX_ITEM + 1)
    assert {found.count: found.counts for found in read(f"{lead}sang, and ate and drank.")} != {}
    assert all(found.count + 1 in found.counts for found in read(f"{lead}sang, red boats and blue boats."))


def test_numbers_share_the_noun_of_the_first() -> None:
    assert 3 in {found.count for found in read("They are known as cases 1000, 2000 and 3000.")}
    assert 2 not in {found.count for found in read("They are known as cases 1000, 2000 and 3000.")}


def test_the_first_name_ends_a_piece_of_the_sentence() -> None:
    found = read("The race stays in the north, with a slate of five votes next week in Ely, Rye, Ash, Hull and Bath.")
    assert any(one.count == 5 and one.has_capitalized_items for one in found)
    assert all(5 in one.counts for one in found if one.has_capitalized_items)


@pytest.mark.parametrize("when", ["on Tuesday", "in Leeds", "in May"])
def test_day_or_place_before_a_row_of_numbers_is_no_item(when: str) -> None:
    article = checks.read(f"A fire killed 12 people {when}, 4 men and 7 women.")
    assert {count for found in enumerations_of(article, 0) for count in found.counts} == {2, 11}

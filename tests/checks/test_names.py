"""Proper names of a text, and whether another text bears them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.names import Support, country_of, find_names, find_support, index_source, is_country

SOURCE = (
    "Ngozi Hart, the education secretary, met Mr Dale in Oslo on Monday. She spoke for the United Nations and praised "
    "the Norwegian government, the U.S. Navy and the WHO. The bird flu came from al-Nur. Café Zoë was shut. "
    "The Bank of Rivers and the Conservative party agreed."
)


def found_names(text: str) -> list[str]:
    return [name.words for name in find_names(text)]


def support(target: str, source: str = SOURCE) -> list[Support]:
    base = index_source(source)
    return [find_support(name, base) for name in find_names(target)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He met Ngozi Hart in Oslo.", ["Ngozi Hart", "Oslo"]),
        ("He met Ngozi Hart's brother.", ["Ngozi Hart"]),
        ("He works at the Bank of Rivers.", ["Bank of Rivers"]),
        ("He met Ursula von der Ley.", ["Ursula von der Ley"]),
        ("He met J. K. Orr and Mrs. Hay.", ["J. K. Orr", "Mrs. Hay"]),
        ("He flew to the U.S. on Monday.", ["U.S."]),
        ("Ngozi Hart left.", ["Ngozi Hart"]),
        ("In Oslo it rained.", ["Oslo"]),
        ("Norway won.", ["Norway"]),
        ("New Zealand won in Oslo.", ["New Zealand", "Oslo"]),
        ("Norwegians won.", ["Norwegians"]),
        ("He met Hart in May. Hart left.", ["Hart", "Hart"]),
        ("He took a Boeing 737 home.", ["Boeing 737"]),
    ],
)
def test_names_are_found(text, words):
    assert found_names(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Officers came on Monday.",
        "The police said that they left in May.",
        "It rained. However, I left.",
        "“Nobody came,” he said. “Prices fell.”",
        "Two men were held; five fled.",
        "there was rain in the north.",
        "",
    ],
)
def test_capitals_that_begin_a_sentence_are_not_names(text):
    assert found_names(text) == []


def test_a_headline_in_title_case_and_promotion_are_left_out():
    assert found_names(
        "Police Hold Four Men After Raid\n\nAlso read: Visit Oslo\n\nThey were held in Bergen on Monday."
    ) == ["Bergen"]


@pytest.mark.parametrize(
    ("target", "how"),
    [
        ("He met Ngozi Hart.", Support.AS_WRITTEN),
        ("He met NGOZI HART.", Support.AS_WRITTEN),
        ("He praised Hart's plan.", Support.AS_WRITTEN),
        ("He met Mr Hart.", Support.AS_WRITTEN),
        ("He met Education Secretary Hart.", Support.IN_WORDS),
        ("He praised the UN.", Support.INITIALS),
        ("He praised the World Health Organization.", Support.INITIALS),
        ("He flew to Norway.", Support.SAME_COUNTRY),
        ("He met an American.", Support.SAME_COUNTRY),
        ("He flew to the United States.", Support.SAME_COUNTRY),
        ("He went to Cafe Zoe.", Support.AS_WRITTEN),
        ("He fled from Al Nur.", Support.AS_WRITTEN),
        ("He joined the Conservatives.", Support.IN_WORDS),
        ("He met Bo Dale.", Support.SURNAME),
        ("He met Ngozi Lind.", Support.PARTLY),
        ("He met Bo Lind.", Support.NONE),
        ("He flew to Sweden.", Support.NONE),
        ("He praised the EU.", Support.NONE),
    ],
)
def test_in_which_form_a_source_contains_a_name(target, how):
    assert support(target) == [how]


def test_words_that_the_source_has_only_in_lower_case_are_not_a_name():
    assert support("He met Government Party.", "The government and the party met. Bo Hay spoke.") == [Support.PARTLY]


def test_the_first_word_of_a_sentence_needs_no_support():
    assert support("Minister Ngozi Hart left.") == [Support.AS_WRITTEN]
    assert support("Farmer Ngozi Hart left.") == [Support.IN_WORDS]


def test_the_pronoun_us_is_not_the_country():
    assert support("He met an American.", "They told us so.") == [Support.NONE]


def test_a_source_without_capitals_contains_names_too():
    assert support("He met Ngozi Hart.", "the minister ngozi hart met nobody in town .") == [Support.AS_WRITTEN]


def test_countries_and_their_people():
    assert is_country("Peru")
    assert is_country("the Netherlands")
    assert not is_country("Peruvian")
    assert not is_country("Oslo")
    assert country_of("Britons") == country_of("UK") == country_of("British") == "united kingdom"
    assert country_of("Oslo") is None


@given(st.text(max_size=120))
def test_names_have_the_words_of_the_text(text):
    for name in find_names(text):
        assert name.words == text[name.span.start : name.span.end] != ""
        assert name.key


@given(
    st.lists(st.sampled_from(["Ann", "Lee", "of", "the", "U.S.", "Mr", ".", ",", "’s", "said", "34"]), max_size=20).map(
        " ".join
    )
)
def test_a_text_contains_its_own_names(text):
    base = index_source(text)
    assert all(find_support(name, base) for name in find_names(text))


@pytest.mark.parametrize("piece", ["A ", "Ann Lee of ", "U.S.", "A-", "Mr. ", "a’"])
def test_a_long_run_of_one_pattern_is_read_in_linear_time(piece):
    text = piece * (300_000 // len(piece))
    assert len(find_names(text)) < len(text)

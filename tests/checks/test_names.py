"""Proper names of a text, and whether another text bears them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.names import Support, country, is_country, known, names, supported

SOURCE = (
    "Ngozi Hart, the education secretary, met Mr Dale in Oslo on Monday. She spoke for the United Nations and praised "
    "the Norwegian government, the U.S. Navy and the WHO. The bird flu came from al-Nur. Café Zoë was shut. "
    "The Bank of Rivers and the Conservative party agreed."
)


def found(text: str) -> list[str]:
    return [name.words for name in names(text)]


def support(target: str, source: str = SOURCE) -> list[Support]:
    base = known(source)
    return [supported(name, base) for name in names(target)]


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
    assert found(text) == words


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
def test_capitals_that_begin_a_sentence_are_no_names(text):
    assert found(text) == []


def test_a_headline_in_title_case_and_promotion_are_left_out():
    assert found("Police Hold Four Men After Raid\n\nAlso read: Visit Oslo\n\nThey were held in Bergen on Monday.") == [
        "Bergen"
    ]


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
def test_how_a_source_bears_a_name_out(target, how):
    assert support(target) == [how]


def test_words_that_the_source_only_has_in_small_letters_make_no_name():
    assert support("He met Government Party.", "The government and the party met. Bo Hay spoke.") == [Support.PARTLY]


def test_the_first_word_of_a_sentence_needs_no_support():
    assert support("Minister Ngozi Hart left.") == [Support.AS_WRITTEN]
    assert support("Farmer Ngozi Hart left.") == [Support.IN_WORDS]


def test_the_pronoun_us_is_not_the_country():
    assert support("He met an American.", "They told us so.") == [Support.NONE]


def test_a_source_without_capitals_bears_names_out_too():
    assert support("He met Ngozi Hart.", "the minister ngozi hart met nobody in town .") == [Support.AS_WRITTEN]


def test_countries_and_their_people():
    assert is_country("Peru")
    assert is_country("the Netherlands")
    assert not is_country("Peruvian")
    assert not is_country("Oslo")
    assert country("Britons") == country("UK") == country("British") == "united kingdom"
    assert country("Oslo") is None


@given(st.text(max_size=120))
def test_names_are_the_texts_own_words(text):
    for name in names(text):
        assert name.words == text[name.span.start : name.span.end] != ""
        assert name.key


@given(
    st.lists(st.sampled_from(["Ann", "Lee", "of", "the", "U.S.", "Mr", ".", ",", "’s", "said", "34"]), max_size=20).map(
        " ".join
    )
)
def test_a_text_bears_out_its_own_names(text):
    base = known(text)
    assert all(supported(name, base) for name in names(text))


@pytest.mark.parametrize("piece", ["A ", "Ann Lee of ", "U.S.", "A-", "Mr. ", "a’"])
def test_a_long_run_of_one_pattern_is_read_in_linear_time(piece):
    text = piece * (300_000 // len(piece))
    assert len(names(text)) < len(text)

"""Names, currencies and units of a house dictionary are read like those that Copydesk knows."""

from __future__ import annotations

from fractions import Fraction

import pytest

import checks
from checks.dictionary import Dictionary, HouseCurrency, HouseUnit
from checks.figures import units
from checks.figures.tokens import Tokens
from checks.figures.vocabulary import _SPELLING_TOKEN, _normalised_phrase, vocabulary_of
from checks.model import Kind
from checks.read import read

NAMES = Dictionary(("Studio 54", "The 1975", "Maroon Five", "Catch-22", "U2", "U2 Group"))
MONEY = Dictionary(
    currencies=(HouseCurrency("ZKR", ("zorkmid", "zorkmids"), ("§", "ZKR", "Z$")), HouseCurrency("CAD", (), ("$",)))
)
UNITS = Dictionary(
    units=(
        HouseUnit("Scandinavian mile", ("Scandinavian miles",), (), Fraction(10), "kilometre"),
        HouseUnit("pitch", ("pitches", "football-pitches"), ("fp", "FP")),
    )
)


def figures(text: str, dictionary: Dictionary) -> list[tuple[str, str, str | None]]:
    return [(figure.words, figure.kind.value, figure.unit) for figure in read(text, dictionary=dictionary).figures]


@pytest.mark.parametrize(
    "text",
    [
        "Studio 54 opened.",
        "It was Studio 54's night.",
        "STUDIO 54 IS BACK",
        "Studio 54 dancers came.",
        "Studio 54 miles away.",
    ],
)
def test_a_name_is_a_name_wherever_it_stands(text: str) -> None:
    (figure,) = read(text, dictionary=NAMES).figures
    assert figure.kind is Kind.NAME
    assert figure.words.upper() == "STUDIO 54"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The 1975 played.", "The 1975"),
        ("They heard Maroon Five sing.", "Maroon Five"),
        ("It is a Catch‑22 for them.", "Catch‑22"),
        ("They saw U2 there.", "U2"),
        ("They saw U2 Group there.", "U2 Group"),
    ],
)
def test_names_with_years_number_words_hyphens_and_codes(text: str, words: str) -> None:
    article = read(text, dictionary=NAMES)
    assert [figure.words for figure in article.figures] == [words]
    assert article.moments == ()


@pytest.mark.parametrize(
    "text", ["He left in 1975.", "A studio 54 miles away closed.", "Five men came.", "There were 54 people."]
)
def test_the_same_numbers_elsewhere_are_read_as_ever(text: str) -> None:
    with_names, without = read(text, dictionary=NAMES), read(text)
    assert (with_names.figures, with_names.moments) == (without.figures, without.moments)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He paid §5m.", ("§5m", "money", "ZKR")),
        ("He paid ZKR 200.", ("ZKR 200", "money", "ZKR")),
        ("He paid Z$7.", ("Z$7", "money", "ZKR")),
        ("He paid 300 zorkmids.", ("300 zorkmids", "money", "ZKR")),
        ("He paid 2-3 million zorkmids.", ("2-3 million zorkmids", "money", "ZKR")),
        ("He paid $40.", ("$40", "money", "CAD")),
        ("He paid US$40.", ("US$40", "money", "USD")),
        ("He paid £40.", ("£40", "money", "GBP")),
    ],
)
def test_currencies(text: str, expected: tuple[str, str, str]) -> None:
    assert figures(text, MONEY) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is 2 Scandinavian miles long.", ("2 Scandinavian miles", "measure", "Scandinavian mile")),
        ("It covers three pitches.", ("three pitches", "measure", "pitch")),
        ("It covers 10-12 football pitches.", ("10-12 football pitches", "measure", "pitch")),
        ("It covers 5fp.", ("5fp", "measure", "pitch")),
        ("It covers 5FP.", ("5FP", "measure", "pitch")),
    ],
)
def test_units(text: str, expected: tuple[str, str, str]) -> None:
    assert figures(text, UNITS) == [expected]


def test_a_unit_with_a_size_is_converted() -> None:
    fits = checks.check_article(read("The path is 20 Scandinavian miles (200km) long.", dictionary=UNITS))
    assert [tick.arithmetic for tick in fits.ticks] == ["20 Scandinavian miles = 200 kilometres, printed as 200km"]
    differs = checks.check_article(read("The path is 20 Scandinavian miles (250km) long.", dictionary=UNITS))
    assert [finding.arithmetic for finding in differs.findings] == [
        "20 Scandinavian miles = 195 kilometres to 205 kilometres, not 250km"
    ]


def test_a_unit_without_a_size_is_not() -> None:
    sheet = checks.check_article(read("The field is 3 pitches (14,280 square metres) large.", dictionary=UNITS))
    assert (sheet.findings, sheet.ticks, sheet.failures) == ((), (), ())


def test_a_dictionary_does_not_carry_over_to_the_next_text() -> None:
    read("It covers three pitches at Studio 54.", dictionary=UNITS)
    assert read("It covers three pitches.").figures[0].unit is None
    assert units.unit_named("Scandinavian mile") is None


def test_a_text_is_read_with_the_dictionary_of_its_source() -> None:
    source = read("Visitors came to Studio 54 in droves.", dictionary=NAMES)
    assert checks.compare(source, "Studio 54 drew visitors.").article.figures[0].kind is Kind.NAME


@pytest.mark.parametrize(
    ("dictionary", "message"),
    [
        (Dictionary(("Studio",)), "holds no number"),
        (Dictionary(("1984",)), "number only"),
        (Dictionary(currencies=(HouseCurrency("X"),)), "needs names or signs"),
        (Dictionary(currencies=(HouseCurrency("X", (), ("x",)),)), "currency sign 'x'"),
        (Dictionary(currencies=(HouseCurrency("X", (), ("5",)),)), "currency sign '5'"),
        (Dictionary(currencies=(HouseCurrency("X", ("5 bob",)),)), "begin with a letter"),
        (Dictionary(currencies=(HouseCurrency("X", ("bob",)), HouseCurrency("Y", ("bob",)))), "twice"),
        (Dictionary(units=(HouseUnit("mil"),)), "multiplies the number"),
        (Dictionary(units=(HouseUnit("pitch", (), ("f p",)),)), "symbol 'f p'"),
        (Dictionary(units=(HouseUnit("pitch", size=Fraction(2), of="smoot"),)), "'smoot', which is no unit"),
        (Dictionary(units=(HouseUnit("pitch", size=Fraction(0), of="metre"),)), "above 0"),
        (Dictionary(units=(HouseUnit("degree x", size=Fraction(2), of="degree celsius"),)), "temperatures"),
    ],
)
def test_an_entry_that_cannot_be_read_is_an_error(dictionary: Dictionary, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read("Nothing.", dictionary=dictionary)


def test_spellings_are_split_as_texts_are() -> None:
    for spelling in (*units.SPELLED_UNITS, *units.CURRENCY_NAMES, *units.MINOR_NAMES, *units.PERCENT, *units.POINTS):
        tokens = Tokens(spelling, 0, len(spelling))
        assert _normalised_phrase(spelling) == tokens.phrase(0, tokens.count)
    for name in ("Studio 54's", "Blink-182", "B52s", "10,000 Maniacs", "7.1 Sound", "O'Neill’s 9"):
        tokens = Tokens(name, 0, len(name))
        assert [part.lower().replace("’", "'") for part in _SPELLING_TOKEN.findall(name)] == tokens.words[
            : tokens.count
        ]


def test_an_empty_dictionary_is_the_standard_vocabulary() -> None:
    assert vocabulary_of(Dictionary()) is Tokens("", 0, 0).vocabulary

"""The counted noun and the predicate."""

import pytest

from checks.figures.inflection import participle_lemma, singular
from checks.read import read


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("Nine East African states signed.", "state"),
        ("Police held 31 people.", "person"),
        ("Three or four ferries sank.", "ferry"),
        ("One senior aide resigned.", "aide"),
        ("Six of the 40 sailors drowned.", "sailor"),
        ("Six of them drowned after the 40 sailors left.", None),
        ("Forty sailors left and six of them drowned.", "sailor"),
        ("Twelve first-team players left.", "player"),
        ("Two sports cars were burned.", "car"),
        ("A three-point lead vanished.", "point"),
        ("Five digital and printed editions sold out.", "edition"),
        ("Sixty per cent of pensioners voted.", "pensioner"),
        ("One in six drivers admits it.", "driver"),
        ("Three masked gunmen fled.", "gunman"),
        ("They have 11 grandchildren.", "grandchild"),
        ("She told four short stories.", "story"),
        ("Two-thirds of the island's 900 residents left.", "resident"),
        ("A third of the town lives by the river.", "town"),
        ("They won four gold and two silver medals.", "medal"),
        ("It will create 40 full-time and 15 part-time jobs.", "job"),
        ("A choice of four-, six- and eight-cylinder engines.", "cylinder"),
        ("Turnout was 38, down from 41 four years ago.", None),
        ("Easton Wolves 29 Weston Stags 22", None),
        ("The box held 29 Weston stags.", "stag"),
        ("They want eight more.", None),
        ("The index closed at 512 yesterday.", None),
        ("The award went to 31, the year before to none.", None),
        ("It fell below the 690 of March.", None),
    ],
)
def test_the_counted_noun_is_the_head_of_the_phrase(text: str, head: str | None) -> None:
    counted = [figure for figure in read(text).figures if figure.kind != "name"]
    noun = counted[-1].noun if "and six of them" in text else counted[0].noun
    assert (noun.head if noun else None) == head


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("It was her third victory.", "victory"),
        ("The town's 40th mayor resigned.", "mayor"),
        ("She finished third overall.", None),
        ("The third-largest port closed.", None),
        ("The first was bad.", None),
    ],
)
def test_an_ordinal_has_the_noun_that_it_ranks(text: str, head: str | None) -> None:
    noun = read(text).figures[0].noun
    assert (noun.head if noun else None) == head


def test_modifiers_stand_before_the_head_and_the_span_covers_the_phrase() -> None:
    article = read("Nine East African states signed.")
    noun = article.figures[0].noun
    assert noun is not None
    assert noun.modifiers == ("east", "african")
    assert article.text_of(noun.span) == "East African states"


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("31 people were arrested.", "arrest"),
        ("31 were arrested.", "arrest"),
        ("31 people have been charged.", "charge"),
        ("31 people died.", "die"),
        ("The blast killed 31 people.", "kill"),
        ("The arrest of 31 people followed.", "arrest"),
        ("31 people left early.", None),
        ("31 people said they agreed.", None),
    ],
)
def test_the_predicate_is_the_verb_for_what_is_counted(text: str, verb: str | None) -> None:
    assert read(text).figures[0].predicate == verb


@pytest.mark.parametrize(
    ("plural", "singular_form"),
    [("countries", "country"), ("people", "person"), ("women", "woman"), ("buses", "bus"), ("churches", "church"),
     ("wives", "wife"), ("series", "series"), ("police", "police"), ("cars", "car"), ("status", "status")],
)  # fmt: skip
def test_plurals_have_their_singular(plural: str, singular_form: str) -> None:
    assert singular(plural) == singular_form


@pytest.mark.parametrize(
    ("form", "verb"),
    [("arrested", "arrest"), ("charged", "charge"), ("stopped", "stop"), ("carried", "carry"), ("rescued", "rescue"),
     ("involved", "involve"), ("injured", "injure"), ("detained", "detain"), ("evacuated", "evacuate")],
)  # fmt: skip
def test_participles_have_their_lemma(form: str, verb: str) -> None:
    assert participle_lemma(form) == verb


@pytest.mark.parametrize(("text", "verb"), [("The storm left 31 dead.", "die"), ("31 hurt in blast", "hurt")])
def test_a_state_after_the_number_is_its_predicate(text: str, verb: str) -> None:
    assert read(text).figures[0].predicate == verb


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("It lost money in the first three quarters.", 3, "quarter"),
        ("It lost money for two quarters.", 2, "quarter"),
        ("It grew in each of the last four quarters.", 4, "quarter"),
    ],
)
def test_quarters_of_a_year_are_counted(text: str, value: int, noun: str) -> None:
    figure = read(text).figures[-1]
    assert (figure.value, figure.noun and figure.noun.head) == (value, noun)


@pytest.mark.parametrize(
    "text", ["Three quarters of voters came.", "It lost about three quarters.", "One quarter left."]
)
def test_quarters_may_be_a_share(text: str) -> None:
    assert read(text).figures[0].kind == "fraction"

"""Sums that a remainder completes, products, multiples and relative changes that the words name, without a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

import checks
from checks.model import Severity
from checks.relations.explicit.comparisons import explicit_changes, explicit_multiples
from checks.relations.explicit.differences import explicit_differences
from checks.relations.explicit.periods import explicit_periods
from checks.relations.explicit.rates import explicit_products
from checks.relations.explicit.remainders import explicit_remainders
from checks.relations.frames import Frame, Frames, frames_of

Reader = Callable[[Frames], Iterator[tuple[Frame, ...]]]


def named_members(reader: Reader, text: str) -> list[tuple[str, ...]]:
    """The members of what a reader finds, as printed."""
    return [tuple(frame.statement.words for frame in members) for members in reader(frames_of(checks.read(text)))]


def questions(text: str) -> list[str]:
    found = checks.check_article(checks.read(text)).findings
    return [finding.message for finding in found if finding.severity is not Severity.NOTE]


REMAINDER_SUMS = [
    (
        "Quake kills 64 in Skerra\n\nThe toll rose to 64 on Tuesday.\n\n"
        "Forty-one died in the town and 15 in Elm. The other eight lived in the hills.",
        ("64", "Forty-one", "15", "eight"),
        "15",
        "13",
    ),
    (
        "A judge got through all 58 cases on the list.\n\n"
        "There were 23 convictions. Another 19 cases were put off, 11 were struck out and the other five go to Elm.",
        ("58", "23", "19", "11", "five"),
        "19",
        "16",
    ),
    (
        "Halden will cut 340 of its jobs.\n\nMost of them, 190, go at the mill. Another 85 go at the bay and the rest, "
        "65, at the head office.",
        ("340", "190", "85", "65"),
        "85",
        "95",
    ),
    (
        "The firm will cut 340 posts.\n\nElm loses 185 people and Oak 97 people. The other 58 sit at the head office.",
        ("340", "185", "97", "58"),
        "97",
        "79",
    ),
    (
        "Of the 42 seats Labour has 25, the Tories have three and the Greens have the other 14.",
        ("42", "25", "three", "14"),
        "25",
        "27",
    ),
    (
        "Sales came to 68,400 cars.\n\nElectric ones made up 21,204, against 14,136 a year before. Hybrids made up "
        "another 25,650. The rest, 21,546, ran on petrol.",
        ("68,400", "21,204", "25,650", "21,546"),
        "21,546",
        "21,456",
    ),
    (
        "Eighty-four of the 203 fires were in Torley; Skerra had 52 and the other 67 were on farms.",
        ("203", "Eighty-four", "52", "67"),
        "52",
        "58",
    ),
    (
        "Only 88 members of the 200-seat house backed it, while 91 voted against. Fourteen abstained, and the other "
        "seven were away.",
        ("200", "88", "91", "Fourteen", "seven"),
        "91",
        "97",
    ),
    (
        "Slide kills 53 in Skerra\n\nThe search was called off.\n\nOf the dead, 31 were pupils, 17 were teachers, and "
        "the remaining five drivers.",
        ("53", "31", "17", "five"),
        "17",
        "12",
    ),
    (
        "Just 12 of the club's 31 players are from Torley; 11 come from Elm, with the other eight from abroad.",
        ("31", "12", "11", "eight"),
        "11",
        "13",
    ),
    (
        "The club sold 480 tickets. Ash took 210 and Elm 190; the 80 that remain will be sold on the day.",
        ("480", "210", "190", "80"),
        "190",
        "160",
    ),
    (
        "The charity had 300 parcels. It gave 140 to Ash, 95 to Elm and has 65 left.",
        ("300", "140", "95", "65"),
        "95",
        "85",
    ),
    (
        "The ferry carried 150 people. So far 104 have been saved and 31 bodies found; 15 are still missing.",
        ("150", "104", "31", "15"),
        "31",
        "37",
    ),
    (
        "Sales came to 4.8 billion euros. Tyres made 2.3 billion euros and pumps 1.6 billion, while seals accounted "
        "for the rest, or 0.9 billion.",
        ("4.8 billion euros", "2.3 billion euros", "1.6 billion", "0.9 billion"),
        "1.6",
        "1.9",
    ),
    (
        "He had served 11 years of a 20-year term; the remaining nine were struck out.",
        ("20-year", "11 years", "nine"),
        "11",
        "12",
    ),
]


@pytest.mark.parametrize(("text", "members", "was", "now"), REMAINDER_SUMS)
def test_a_remainder_completes_a_sum(text: str, members: tuple[str, ...], was: str, now: str) -> None:
    assert named_members(explicit_remainders, text) == [members]
    assert not questions(text)
    assert any(members[0] in question for question in questions(text.replace(f" {was}", f" {now}")))


@pytest.mark.parametrize(
    "text",
    [
        "They won six of eight matches and lost the other two, with a stand of 146 and four for 39.",
        "Labour has 28 seats. The Greens have nine and the remaining five went to independents.",
        "The court convicted 11 of the 14, acquitting two. The remaining accused died.",
        "They won 34 medals.\n\nSeven golds came in skating. Women won 19 and men 13; the other two were shared.",
        "The rest of the 12 boats came home. Another 30 had stayed.",
        "In all 41 pupils rode, 19 girls and 22 boys, nine more than may.",
        "Five of the nine judges on the 11-member court agreed. The other four did not.",
        "She spent five months in Ash this year, in a flat of 12 metres, and the other eight in Elm.",
        "He has 14 points from 12 games with 24 games remaining; Ash have 12 from 12.",
        "The storm killed 12 people of the 30 in Elm. With nine minutes left, Holt and the 17 others ran.",
        "He got two years of a 20-year term in Elm, and the other five men got three.",
        "Elm has 40 boats. It sold 12 and then 9, and 15 of them are missing.",
    ],
)
def test_other_remainders_raise_no_question(text: str) -> None:
    assert not questions(text)


PRODUCTS = [
    ("They sold 6,800 tickets at £40, worth £272,000.", ("£40", "6,800", "£272,000"), "£272,000", "£227,000"),
    (
        "A bonus of $12,000 went to each of 48 recruits, at a cost of $576,000.",
        ("$12,000", "48", "$576,000"),
        "$576,000",
        "$567,000",
    ),
    (
        "Nine jets were listed at $290 million apiece, which comes to $2.61 billion.",
        ("$290 million", "Nine", "$2.61 billion"),
        "$2.61",
        "$2.16",
    ),
    ("The council made 24 yearly grants of £1,500, worth £36,000.", ("£1,500", "24", "£36,000"), "£36,000", "£39,000"),
    ("Elm sold 210 places at a tenner, which raised £2,100.", ("a tenner", "210", "£2,100"), "£2,100", "£2,900"),
    (
        "The timetable runs for 92 days. There will be five departures a day, making 460 in all.",
        ("five", "92 days", "460"),
        "460",
        "640",
    ),
]


@pytest.mark.parametrize(("text", "members", "was", "now"), PRODUCTS)
def test_a_rate_and_a_count_make_a_total(text: str, members: tuple[str, ...], was: str, now: str) -> None:
    assert members in named_members(explicit_products, text)
    assert not questions(text)
    assert questions(text.replace(was, now))


@pytest.mark.parametrize(
    "text",
    [
        "The first two must pay Rs 4 lakh each and the rest Rs 1 lakh each, Rs 17 lakh in all.",
        "Fifteen jets cost $112 million each, or $1.68 billion together. The other nine come to $2.61 billion.",
        "Fares rise to £3.40 a trip for 12 pupils, and the school makes £90 from tea.",
        "The 20 stalls opened at 8, and the bill came to £40.",
    ],
)
def test_other_rates_raise_no_question(text: str) -> None:
    assert not questions(text)


MULTIPLES = [
    ("It took 1,142 bookings, twice as many as the 571 of 2024.", ("1,142", "571", "twice")),
    (
        "The school has 412 pupils, 28 more than the 384 of last year and double the 206 of 2015.",
        ("412", "206", "double"),
    ),
]


@pytest.mark.parametrize(("text", "members"), MULTIPLES)
def test_a_multiple_is_of_the_amount_after_it(text: str, members: tuple[str, ...]) -> None:
    assert named_members(explicit_multiples, text) == [members]
    assert not questions(text)


def test_a_wrong_multiple_is_questioned() -> None:
    assert questions("The school has 412 pupils and double the 260 of 2015.")


@pytest.mark.parametrize(
    "text",
    [
        "It doubled its price to £9.",
        "He won twice in 2019 and 14 times abroad.",
        "They want three times the usual pay.",
    ],
)
def test_a_multiple_without_both_amounts_is_none(text: str) -> None:
    assert not named_members(explicit_multiples, text)


CHANGES = [
    ("Stocks stood at 310,000 tonnes, a quarter more than the 248,000 tonnes of May.", "248,000", "284,000"),
    ("The crop came to 800 tonnes, a fifth less than the 1,000 tonnes of May.", "1,000", "1,500"),
    ("It ran 1,240 trains, a fifth fewer than the 1,550 of May.", "1,550", "1,840"),
    ("The fair drew 4,600 visitors, 15% more than the 4,000 of last year.", "4,000", "4,400"),
]


@pytest.mark.parametrize(("text", "was", "now"), CHANGES)
def test_a_fraction_more_is_compared_with_the_amount_after_it(text: str, was: str, now: str) -> None:
    [members] = named_members(explicit_changes, text)
    assert members[0].startswith(was)
    assert not questions(text)
    assert questions(text.replace(was, now))


@pytest.mark.parametrize(
    "text",
    [
        "It sold 310 boats, a quarter more than last year, and the 248 of Elm.",
        "A quarter more than the 40 boats came.",
        "It sold 310 boats in May, when a storm had kept most of the crews at home, 5% more than the 248 of Elm.",
    ],
)
def test_a_fraction_without_both_amounts_near_it_is_no_change(text: str) -> None:
    assert not named_members(explicit_changes, text)


@pytest.mark.parametrize(
    "text",
    [
        "Ash put on 75p, or 6.2%, to 1,285p on Friday.",
        "The index had opened the week at 7,980.2 and has gained 234.4 points, or 2.9%, since then.",
    ],
)
def test_what_another_reading_explains_raises_no_question(text: str) -> None:
    assert not questions(text)


def test_what_a_share_leaves_completes_no_sum() -> None:
    text = "It chose 14. The youngest, at 23, is a clerk.\n\n{} of the 14 were there before. The other seven are new."
    assert not questions(text.format("Half"))
    assert questions(text.format("Some"))


PERIODS = [
    ("A 26-hour vigil began at 6 a.m. on Monday and was over at 8 a.m. on Tuesday.", "26-hour", "36-hour"),
    ("Hail set in at Elm, which had started to flood at 9:10 p.m. Friday and did not stop until 3:40 a.m. Saturday, "
     "six and a half hours later.", "six and a half", "eight and a half"),
    ("The pass is shut from 7 p.m. Sunday until 5 a.m. Tuesday, a total of 34 hours.", "34", "43"),
    ("The sale opened at 9am and closed at 1pm, lasting four hours.", "four", "six"),
    ("The 18-day strike began on 3 May 2024 and ended on 21 May.", "18-day", "28-day"),
    ("Dunn was held from May 3, 2021, to June 2, a total of 30 days.", "30", "50"),
    ("A vigil of 30 hours began at 8am on Monday, 2 March 2026, and ended at 2pm on Tuesday.", "30", "40"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "was", "now"), PERIODS)
def test_a_duration_is_held_against_the_start_and_the_end_that_the_words_name(text: str, was: str, now: str) -> None:
    assert len(named_members(explicit_periods, text)) == 1
    assert checks.check_article(checks.read(text)).ticks
    assert not questions(text)
    assert questions(text.replace(was, now))


@pytest.mark.parametrize(
    "text",
    [
        "The siege began at 8 p.m. Friday and ended at 6 a.m. Sunday, and Holt slept for two hours.",
        "The siege began at 8 p.m. Friday and ended at 6 a.m. Sunday, and two hours later it rained.",
        "The match started at 7 p.m. on Friday and was over at 9.20 p.m. on Friday, half an hour late.",
        "The vigil began at 7 p.m. on Friday and was over at 9 p.m. on Saturday, after five hours of rain.",
        "The hall opens at 9 a.m. Monday and Holt, who is there for two hours, comes at 1 p.m. Tuesday.",
        "After two hours Crane began to sing at 9pm on Friday and Elm went to sleep at 2am on Saturday.",
        "The 90-minute film starts at 8pm on Friday, and Holt arrives at 7pm on Saturday.",
        "The fair opened on 3 May 2024 and ended on 9 May, and in 30 days there will be another.",
        "A vigil of 40 hours began at 8am, 2 March 2026, and ended at 2pm on Wednesday.",  # on some day before
        "A 90-hour vigil began at 8am on 2 March 2026 and ended at 2pm on 6 March.",
    ],
)
def test_a_duration_of_something_else_is_no_period(text: str) -> None:
    assert not named_members(explicit_periods, text)
    assert not questions(text)


@pytest.mark.parametrize(
    "text",
    [
        "Elm sold 210 adult places at £14 and 90 children's at a fiver, and all of the £3,390 went to the band.",
        "Elm sold 90 children's places at a fiver and 210 adult ones at £14, and all of the £3,390 went to the band.",
        "Elm sold 210 adult places at £14 and 90 for pupils at less, and all of the £3,390 went to the band.",
        "The fund made two loans of £3m and £4m, worth £7m.",
        "The fund made three loans of £3m, £4m and £2m, worth £9m.",
    ],
)
def test_a_total_of_several_products_is_not_held_against_one(text: str) -> None:
    assert not checks.check_article(checks.read(text)).findings


@pytest.mark.parametrize(("added", "is_ticked"), [("", True), ("more ", False)])
def test_a_time_that_is_added_does_not_begin_at_the_first_moment(added: str, is_ticked: bool) -> None:
    text = f"Dunn was held on 3 July 2017, and on 3 January a judge at Elm kept her in for six {added}months."
    assert bool(checks.check_article(checks.read(text)).ticks) is is_ticked


@pytest.mark.parametrize("opens", ["7am", "8am"])
def test_no_other_times_explain_a_duration_whose_ends_are_stated(opens: str) -> None:
    text = f"The hearing ran from 9am to 1pm, five hours.\n\nThe square opens at {opens}."
    assert questions(text) == ["9am to 1pm = 4 hours, and the text says five hours."]


SHARES = [
    ("Fever has killed 84 people. Two thirds of the victims, 56, were children.", "56", "46"),
    ("Fever has killed 84 people. Two thirds of the dead - 56 - lived in Elm.", "56", "36"),
    ("The council asked 320 tenants. Half of them, 160, said no.", "160", "130"),
    ("The appeal raised £120m. Half of it, £60m, went to schools.", "£60m", "£50m"),
    ("A third of the 90 guests - 30 people - stayed.", "30", "40"),
    ("The yard will shed a third of its 240 jobs: 80.", "80", "60"),
    ("Some 80 of the 240 boats, a third, are new.", "80", "30"),
    ("In all 60 boats, or a quarter of its fleet of 240, are new.", "60", "90"),
]


@pytest.mark.parametrize(("text", "was", "now"), SHARES)
def test_a_fraction_is_the_share_of_an_amount_in_apposition(text: str, was: str, now: str) -> None:
    assert checks.check_article(checks.read(text)).ticks
    assert not questions(text)
    assert questions(text.replace(was, now))


@pytest.mark.parametrize(
    "text",
    [
        "The draw had 84 teams. A third of the seeds, 11, lost.",
        "It has 84 shops. Two thirds of the boats, 12, are old.",
        "In May 84 people died. Half of the victims, 30 men and 12 women, were farmers.",
        "The fire killed 84. Half of the victims, 12 of them children, were from Elm.",
        "Fever has killed 84 people. In Torley 30 fell ill. Two thirds of the victims, 46, were children.",
        "Nearly half - 46 of the 103 children - had a cough.",
        "It fell by a third, 12 boats in all, to 84.",
    ],
)
def test_an_amount_next_to_a_fraction_may_be_of_something_else(text: str) -> None:
    assert not questions(text)


def test_other_amounts_explain_a_difference_only_in_its_measure() -> None:
    text = "Ash Academy has 96 girls and 91 boys. Its pass rate is 80%, up five percentage points from 76%."
    assert named_members(explicit_differences, text) == [("80%", "five percentage points", "76%")]
    assert not named_members(explicit_differences, text + " In Elm it fell from 65% to 60%.")


@pytest.mark.parametrize(
    "text",
    [
        "Ash took five boats. It was the crew's 31st call of the year, three more than in all of 2024, when it had 28.",
        "Road deaths fell to 418. They include 76 walkers, 10 fewer than the year before, and 62 riders.",
    ],
)
def test_no_level_is_taken_from_where_an_ordinal_or_a_time_stands(text: str) -> None:
    assert not named_members(explicit_differences, text)

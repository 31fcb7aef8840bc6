"""What the grammar makes of a sentence: kinds, values, units, and what it leaves alone."""

from fractions import Fraction

import pytest

from checks.figures.units import UNITS, to_base
from checks.model import Figure, Hedge, Kind, Zone
from checks.read import read


def figures(text: str) -> list[Figure]:
    """The quantities of a text; names are left out."""
    return [figure for figure in read(text).figures if figure.kind is not Kind.NAME]


def single_figure(text: str) -> Figure:
    found = figures(text)
    assert len(found) == 1, [figure.words for figure in found]
    return found[0]


@pytest.mark.parametrize(
    ("text", "words", "kind", "value", "unit"),
    [
        ("The bridge cost £14bn to build.", "£14bn", Kind.MONEY, 14 * 10**9, "GBP"),
        ("The bridge cost US$2.5 million.", "US$2.5 million", Kind.MONEY, 2_500_000, "USD"),
        ("He owed A$310m.", "A$310m", Kind.MONEY, 310_000_000, "AUD"),
        ("He owed 21.5 million dollars.", "21.5 million dollars", Kind.MONEY, 21_500_000, "USD"),
        ("The flat sold for Rs 4 crore.", "Rs 4 crore", Kind.MONEY, 40_000_000, "INR"),
        ("The line cost Sh840 billion.", "Sh840 billion", Kind.MONEY, 840 * 10**9, "KES"),
        ("He was fined Ksh. 20,000 in court.", "Ksh. 20,000", Kind.MONEY, 20_000, "KES"),
        ("They took USh15,000 from him.", "USh15,000", Kind.MONEY, 15_000, "UGX"),
        ("It owes N400,000 to staff.", "N400,000", Kind.MONEY, 400_000, "NGN"),
        ("It lost R1.2bn on the mine.", "R1.2bn", Kind.MONEY, 1_200_000_000, "ZAR"),
        ("A nurse earns R900 a month.", "R900", Kind.MONEY, 900, "ZAR"),
        ("The dam cost GH₵90m.", "GH₵90m", Kind.MONEY, 90_000_000, "GHS"),
        ("A ticket is 45 zł at the door.", "45 zł", Kind.MONEY, 45, "PLN"),
        ("Tickets cost Tk 500 each.", "Tk 500", Kind.MONEY, 500, "BDT"),
        ("The ship cost 4 million NOK.", "4 million NOK", Kind.MONEY, 4_000_000, "NOK"),
        ("Entry is 40 Namibian dollars.", "40 Namibian dollars", Kind.MONEY, 40, "namibian dollar"),
        ("The probe is 1.3 million km away.", "1.3 million km", Kind.MEASURE, 1_300_000, "kilometre"),
        ("Kim O'Dale, 35, left.", "35", Kind.AGE, 35, "year"),
        ("They freed Bo Hay, 24 -- a cook.", "24", Kind.AGE, 24, "year"),
        ("It hires boys as young as 12.", "12", Kind.AGE, 12, "year"),
        ("She led with a throw of 85.23m.", "85.23m", Kind.MEASURE, Fraction("85.23"), "metre"),
        ("A 13A fuse blew.", "13A", Kind.MEASURE, 13, "amp"),
        ("It is a 70:30 split.", "70:30", Kind.RATIO, 70, None),
        ("He has 10 centuries in tests.", "10", Kind.COUNT, 10, None),
        ("They shipped 11 tons of coal.", "11 tons", Kind.MEASURE, 11, "ton"),
        ("It holds 11,000 imperial gallons.", "11,000 imperial gallons", Kind.MEASURE, 11_000, "imperial gallon"),
        ("Pressure fell to 982 millibars.", "982 millibars", Kind.MEASURE, 982, "millibar"),
        ("A boy of 12 is missing.", "12", Kind.AGE, 12, "year"),
        ("A price of 12 was set, they said.", "12", Kind.NUMBER, 12, None),
        ("Mrs Hay, who was 102, died.", "102", Kind.AGE, 102, "year"),
        ("Mrs Hay, who is 58 and lives in Torley, won.", "58", Kind.AGE, 58, "year"),
        ("Mr Hay, who was 17 when it began, won.", "17", Kind.AGE, 17, "year"),
        ("Ida Hay, who led a band, was 102.", "102", Kind.AGE, 102, "year"),
        ("Bandleader Ida Hay dies at 95", "95", Kind.AGE, 95, "year"),
        ("She was aged 84 years.", "84 years", Kind.AGE, 84, "year"),
        ("He is 5 ft 2 in and slim.", "5 ft 2 in", Kind.MEASURE, 62, "inch"),
        ("It cost 10p-20p.", "10p-20p", Kind.MONEY, 10, "penny"),
        ("The cave has a depth of 300m.", "300m", Kind.MEASURE, 300, "metre"),
        ("It made a profit of 300m.", "300m", Kind.NUMBER, 300_000_000, None),
        ("A 1-in-20 risk.", "1-in-20", Kind.FRACTION, Fraction(1, 20), None),
        ("It was a 1 in 100 year flood.", "1 in 100", Kind.FRACTION, Fraction(1, 100), None),
        ("The 12-strong team left.", "12", Kind.NUMBER, 12, None),
        ("Buses are free for the over 75s.", "75s", Kind.AGE, 75, "year"),
        ("$ 20,000.00 was paid.", "$ 20,000.00", Kind.MONEY, 20_000, "USD"),
        ("She won in 6min 52.4sec.", "6min 52.4sec", Kind.DURATION, Fraction("412.4"), "second"),
        ("He is 5ft 10.5in.", "5ft 10.5in", Kind.MEASURE, Fraction("70.5"), "inch"),
        ("It emits 134g/km.", "134g", Kind.MEASURE, 134, "gram"),
        ("It blew at 12m/s.", "12m/s", Kind.MEASURE, 12, "metre per second"),
        ("It cost 10,000 won.", "10,000 won", Kind.MONEY, 10_000, "KRW"),
        ("The crew of eight won in Henley.", "eight", Kind.NUMBER, 8, None),
        ("The under-21s lost.", "21s", Kind.AGE, 21, "year"),
        ("She lives with her mother, 49.", "49", Kind.AGE, 49, "year"),
        ("It is up on the 520 of a year ago.", "520", Kind.NUMBER, 520, None),
        ("It grew by a quarter since May.", "a quarter", Kind.FRACTION, Fraction(1, 4), None),
        ("Ann Poe, 34 from Hull, left.", "34", Kind.AGE, 34, "year"),
        ("Tie made 104 not out.", "104", Kind.NUMBER, 104, None),
        ("Hay's 87 saved them.", "87", Kind.NUMBER, 87, None),
        ("A magnitude-6.1 quake struck.", "6.1", Kind.COUNT, Fraction("6.1"), None),
        ("Heat 2 tbsp of oil.", "2 tbsp", Kind.MEASURE, 2, "tablespoon"),
        ("The flat rents at £900pcm.", "£900", Kind.MONEY, 900, "GBP"),
        ("A toll of 15 may rise.", "15", Kind.NUMBER, 15, None),
        ("Stamps rose by 12p.", "12p", Kind.MONEY, 12, "penny"),
        ("Stamps rose by nine cents.", "nine cents", Kind.MONEY, 9, "cent"),
        ("Entry is 30 euros 50 cents.", "30 euros 50 cents", Kind.MONEY, Fraction(61, 2), "EUR"),
        ("Rates rose to 3.75 per cent.", "3.75 per cent", Kind.PERCENT, Fraction(15, 4), "percent"),
        ("Rates rose to 8pc.", "8pc", Kind.PERCENT, 8, "percent"),
        ("Support fell by six percentage points.", "six percentage points", Kind.POINTS, 6, "percentage point"),
        ("Yields rose 40 basis points.", "40 basis points", Kind.POINTS, 40, "basis point"),
        ("A 61-year-old driver was hurt.", "61-year-old", Kind.AGE, 61, "year"),
        ("A girl aged 13 is missing.", "13", Kind.AGE, 13, "year"),
        ("The farmer, 57, denied it.", "57", Kind.AGE, 57, "year"),
        ("She was only 16 and afraid.", "16", Kind.AGE, 16, "year"),
        ("The siege went on for nine days.", "nine days", Kind.DURATION, 9, "day"),
        ("It took two hours and 20 minutes.", "two hours and 20 minutes", Kind.DURATION, 140, "minute"),
        ("It took an hour and a half.", "an hour and a half", Kind.DURATION, Fraction(3, 2), "hour"),
        ("She ran it in 2:07:11.", "2:07:11", Kind.DURATION, 7631, "second"),
        ("The wall is 4.5m high.", "4.5m", Kind.MEASURE, Fraction(9, 2), "metre"),
        ("She is 6ft 1in.", "6ft 1in", Kind.MEASURE, 73, "inch"),
        ("He weighs 13st 6lb.", "13st 6lb", Kind.MEASURE, 188, "pound"),
        ("It fell to minus 11C.", "minus 11C", Kind.MEASURE, -11, "degree celsius"),
        ("Winds reached 90mph.", "90mph", Kind.MEASURE, 90, "mile per hour"),
        ("The farm covers 35 sq km.", "35 sq km", Kind.MEASURE, 35, "square kilometre"),
        ("The farm covers 35 square km.", "35 square km", Kind.MEASURE, 35, "square kilometre"),
        ("It ran at 240 km per hour.", "240 km per hour", Kind.MEASURE, 240, "kilometre per hour"),
        ("She lost 2st by May.", "2st", Kind.MEASURE, 2, "stone"),
        ("They dug a 30m-wide trench.", "30m", Kind.MEASURE, 30, "metre"),
        ("It is 52m taller than the old one.", "52m", Kind.MEASURE, 52, "metre"),
        ("She took gold in the 200m at the Olympics.", "200m", Kind.MEASURE, 200, "metre"),
        ("Some 200m people saw her take gold.", "200m", Kind.COUNT, 200_000_000, None),
        ("He won gold and a £100m prize.", "£100m", Kind.MONEY, 100_000_000, "GBP"),
        ("The engine makes 400Nm of torque.", "400Nm", Kind.MEASURE, 400, "newton metre"),
        ("It cost a billion 400 million dollars.", "a billion 400 million dollars", Kind.MONEY, 1_400_000_000, "USD"),
        ("They had 6 crore 40 lakh rupees.", "6 crore 40 lakh rupees", Kind.MONEY, 64_000_000, "INR"),
        ("It costs EUR 200 to enter.", "EUR 200", Kind.MONEY, 200, "EUR"),
        ("The pension age went up to 68.", "68", Kind.AGE, 68, "year"),
        (
            "The walk took one hour and a half in the rain.",
            "one hour and a half",
            Kind.DURATION,
            Fraction(3, 2),
            "hour",
        ),
        ("Around a third (the older ones) left.", "a third", Kind.FRACTION, Fraction(1, 3), None),
        ("It was the 14th win.", "14th", Kind.ORDINAL, 14, None),
        ("It was her twenty-third win.", "twenty-third", Kind.ORDINAL, 23, None),
        ("One bat in every four had it.", "One bat in every four", Kind.FRACTION, Fraction(1, 4), None),
        ("Two in seven voters stayed away.", "Two in seven", Kind.FRACTION, Fraction(2, 7), None),
        ("One in every 4,000 births is affected.", "One in every 4,000", Kind.FRACTION, Fraction(1, 4000), None),
        ("Nearly two-fifths of voters stayed away.", "two-fifths", Kind.FRACTION, Fraction(2, 5), None),
        ("Exports are twice the level of imports.", "twice", Kind.MULTIPLE, 2, None),
        ("Income quintupled last year.", "quintupled", Kind.MULTIPLE, 5, None),
        ("It is a 4-to-1 ratio.", "4-to-1", Kind.MULTIPLE, 4, None),
        ("They back it by two to one.", "two to one", Kind.MULTIPLE, 2, None),
        ("It won by a 2-1 margin.", "2-1", Kind.MULTIPLE, 2, None),
        ("They were outspent nearly 17 to 1 there.", "17 to 1", Kind.MULTIPLE, 17, None),
        ("Exports rose sixfold.", "sixfold", Kind.MULTIPLE, 6, None),
        ("They are five times more likely to move.", "five times", Kind.MULTIPLE, 5, None),
        ("Both ministers resigned.", "Both", Kind.COUNT, 2, None),
        ("None of the ministers resigned.", "None", Kind.COUNT, 0, None),
    ],
)
def test_a_figure_has_its_words_kind_value_and_unit(
    text: str, words: str, kind: Kind, value: object, unit: str | None
) -> None:
    figure = single_figure(text)
    assert (figure.words, figure.kind, figure.value, figure.unit) == (words, kind, value, unit)


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("Between 40 and 60 houses burned.", "40 and 60", 40, 60),
        ("They ask £5 to £90 for it.", "£5 to £90", 5, 90),
        ("He wants €8-9m for it.", "€8-9m", 8_000_000, 9_000_000),
        ("It lasts from 6 to 8 weeks.", "6 to 8 weeks", 6, 8),
        ("Shares of 30% to 35% are common.", "30% to 35%", 30, 35),
        ("The sale raised 5 million to 6 million pounds.", "5 million to 6 million pounds", 5_000_000, 6_000_000),
        ("Three or four boats sank.", "Three or four", 3, 4),
        ("Pupils aged eight to 11 took part.", "eight to 11", 8, 11),
        ("More than 40 and fewer than 60 will go.", "40 and fewer than 60", 40, 60),
        ("Panels are 8- to 12-foot long.", "8- to 12-foot", 8, 12),
    ],
)
def test_a_range_is_one_figure_with_two_ends(text: str, words: str, low: int, high: int) -> None:
    figure = single_figure(text)
    assert figure.is_range
    assert (figure.words, figure.value, figure.second) == (words, low, high)


@pytest.mark.parametrize(
    "text",
    [
        "Profit rose 4% to 19%.",
        "Sales rose 6 per cent to £84.",
        "Turnover grew by £30m to £400m.",
        "Hay won two and drew three.",
        "Diesel went 0.9p to 142.1p.",
    ],
)
def test_a_change_and_its_result_are_two_figures(text: str) -> None:
    assert len(figures(text)) == 2


@pytest.mark.parametrize(
    ("text", "kind", "first", "second"),
    [
        ("Rovers beat Town 4-1 away.", Kind.SCORE, 4, 1),
        ("Rovers go top as Town lose 4-2", Kind.SCORE, 4, 2),  # a headline has no full stop
        ("Books for pupils of 10-15", Kind.NUMBER, 10, 15),
        ("The motion passed by 61 votes to 38.", Kind.COUNT, 61, None),
        ("The vote was 61 to 38.", Kind.SCORE, 61, 38),
        ("It was backed 2-7 on Sunday.", Kind.SCORE, 2, 7),
        ("They closed on 356 for 4 at tea.", Kind.SCORE, 356, 4),
        ("They were 399/3 at stumps.", Kind.SCORE, 399, 3),
        ("It was a six-to-one vote.", Kind.SCORE, 6, 1),
        ("They took a 2-1 lead.", Kind.SCORE, 2, 1),
        ("The odds are 4-1.", Kind.SCORE, 4, 1),
        ("Hay took 5-42 in 12 overs.", Kind.SCORE, 5, 42),
        ("Tull won 10-8 with breaks of 87 and 64.", Kind.SCORE, 10, 8),
        ("Seats fell from 163 to 72 and they lost.", Kind.NUMBER, 163, 72),
        ("Pens cost 3 for 5 pupils over there.", Kind.NUMBER, 3, None),
        ("The odds are 9/2.", Kind.RATIO, 9, 2),
        ("Shares split 4:1.", Kind.RATIO, 4, 1),
    ],
)
def test_scores_votes_and_odds_keep_both_numbers(text: str, kind: Kind, first: int, second: int | None) -> None:
    figure = figures(text)[0]
    assert (figure.kind, figure.value, figure.second) == (kind, first, second)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Net debt fell by £12m to £29m from £41m.", ["£12m", "£29m", "£41m"]),
        ("Output rose by 40 to 90 from 50.", ["40", "90", "50"]),
        ("Prices rose by £12m to £29m a year.", ["£12m to £29m"]),
        ("Output grew by 5 to 6 per cent from 2010.", ["5 to 6 per cent"]),
    ],
)
def test_a_change_and_its_result_are_no_range(text: str, words: list[str]) -> None:
    assert [figure.words for figure in figures(text) if figure.words != "2010"] == words


def test_a_year_is_no_end_of_a_range_of_something_else() -> None:
    assert [figure.value for figure in figures("Clubs went from 400 in 2019 to 650 in 2023.")] == [400, 650]


@pytest.mark.parametrize(
    "text",
    [
        "The G20 met in Rome.",
        "The M6 and the A66 were shut.",
        "An Airbus 380 landed.",
        "Covid-19 returned.",
        "It was shown on Channel 5.",
        "No. 11 declined to comment.",
        "The FTSE 250 slipped.",
        "He plays in League One.",
        "Call 0161 496 0000.",
        "He lives at 14 Elm Park Road.",
        "They finished in the top six.",
        "A last-16 tie awaits.",
        "Phase two begins.",
        "They hit a six off the last ball.",
        "That is the one they chose.",
        "No one was hurt.",
        "They helped one another.",
        "The couple married in Leeds.",
        "The Dutch half-brother was there.",
        "Rents were flat over the half, and fell in the half to June.",
        "The third quarter was flat.",
        "It opened in 1987.",
        "It ends on 14 June.",
        "Doors open at 7.15pm.",
        "He scored twice as Rovers won.",
        "A 5G mast and an MP3 file.",
        "The R101 road and an N95 mask.",
        "Call 999 or text 60777.",
        "It lies in sector 38A.",
        "They rested on day four of the test.",
        "Flight 9525 - a jet - landed.",
        "A 4K screen hung there.",
        "It marks an era, as 2022 marks the end.",
        "The A1(M) was shut.",
        "The 19:42 from Holm was late.",
        "They watched 2024 YR4 go by.",
        "It was built in 55 BC.",
        "He sat in seat 14A with his PS5.",
        "Version 2.0 is out.",
        "The A-10 flew over.",
        "It shut between junctions 4 and 6.",
        "See pages 12-15.",
        "It lies at 36.1N 140.2E.",
        "The iPhone 11 cameras impressed.",
        "Version 2.4.1 is out.",
    ],
)
def test_what_is_not_a_quantity_is_not_read_as_one(text: str) -> None:
    assert [figure.words for figure in figures(text) if figure.kind is not Kind.ORDINAL] == []


def test_a_number_after_a_name_counts_the_same_noun_as_the_number_before() -> None:
    found = read("Kent has 37 barns and Essex 18. It has 40 jets and an Airbus 380.").figures
    assert [figure.words for figure in found if figure.kind is Kind.NAME] == ["Airbus 380"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Crime was down a fifth.", Kind.FRACTION),
        ("The herd is a fifth smaller: 80 cows.", Kind.FRACTION),
        ("It was a drop of a fifth, or 20 cases.", Kind.FRACTION),
        ("Output grew about a tenth last year.", Kind.FRACTION),
        ("It was up a quarter from May.", Kind.FRACTION),
        ("Visits were a quarter down on May.", Kind.FRACTION),
        ("They fell a fifth time.", Kind.ORDINAL),
        ("He wanted a fifth.", Kind.ORDINAL),
        ("She won a fifth in a row.", Kind.ORDINAL),
        ("It was the loss of a tenth last year.", Kind.ORDINAL),
    ],
)
def test_a_fifth_after_a_word_of_change_is_a_fraction(text: str, kind: Kind) -> None:
    assert read(text).figures[0].kind is kind


@pytest.mark.parametrize("word", ["more", "fewer", "higher", "smaller"])
def test_a_fifth_fewer_than_is_a_share_and_a_third_larger_ship_another_one(word: str) -> None:
    for share in ("fifth", "quarter"):
        [figure] = [each for each in read(f"It ran a {share} {word} than in May.").figures if each.value]
        assert figure.kind is Kind.FRACTION
    assert [figure.kind for figure in read("It sold a third larger ship than Ash.").figures] == [Kind.ORDINAL]


def test_a_verb_before_a_number_names_nothing() -> None:
    assert [figure.value for figure in read("The maker will shed 415 of its 2,075 jobs.").figures] == [415, 2075]


def test_names_that_contain_a_number_are_kept_as_names() -> None:
    kept = [figure.words for figure in read("The G20 took the A66 to Channel 5.").figures if figure.kind is Kind.NAME]
    assert kept == ["G20", "A66", "Channel 5"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She has two at grade 7 and a 6 in French.", ["grade 7", "6"]),
        ("Some 159 reached grade 4 in English.", ["grade 4"]),
        ("Ash had an 8 and a 9.", ["8", "9"]),
        ("Ash had rounds of 68 and a 69, a 1 in 10 chance.", []),
        ("The flat is on a 5 metre plot.", []),
    ],
)
def test_marks_count_nothing(text: str, words: list[str]) -> None:
    assert [figure.words for figure in read(text).figures if figure.kind is Kind.NAME] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Cats won 9.5 (59) to 8.12 (60).", ["9.5", "8.12"]),
        ("Growth was 9.5 (58) per cent.", []),
        ("It fell to 9.5 (8.9).", []),
    ],
)
def test_goals_and_behinds_are_not_decimals(text: str, words: list[str]) -> None:
    assert [figure.words for figure in read(text).figures if figure.kind is Kind.NAME] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("It lost £87,50 a day.", "£87,50"), ("It lost 41,3 points.", "41,3"), ("With 6:21 left they led.", "6:21")],
)
def test_a_number_that_was_not_understood_is_kept_with_a_reason(text: str, words: str) -> None:
    unread = [figure for figure in read(text).figures if figure.kind is Kind.UNREAD]
    assert [figure.words for figure in unread] == [words]
    assert unread[0].reason
    assert unread[0].value is None


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("About 300 people came.", Hedge.ABOUT),
        ("Some 300 people came.", Hedge.ABOUT),
        ("300 or so people came.", Hedge.ABOUT),
        ("Nearly 300 people came.", Hedge.NEARLY),
        ("Just under 300 people came.", Hedge.NEARLY),
        ("Just over 300 people came.", Hedge.JUST_OVER),
        ("More than 300 people came.", Hedge.MORE_THAN),
        ("At least 300 people came.", Hedge.AT_LEAST),
        ("No fewer than 300 people came.", Hedge.AT_LEAST),
        ("Fewer than 300 people came.", Hedge.LESS_THAN),
        ("Up to 300 people came.", Hedge.AT_MOST),
        ("As many as 300 people came.", Hedge.AT_MOST),
        ("300 people came.", Hedge.NONE),
        ("The 300 people came.", Hedge.NONE),
        ("Rates edged up to 4.2%.", Hedge.NONE),
        ("It lasted over six years.", Hedge.MORE_THAN),
        ("It took over six hours to reach them.", Hedge.MORE_THAN),
        ("It took over 200 officers to clear the road.", Hedge.MORE_THAN),
        ("The show took over £3m in May.", Hedge.MORE_THAN),
        ("The yard sold over 20 boats.", Hedge.MORE_THAN),
        ("They handed over 20 hostages.", Hedge.NONE),
        ("The service took over two boats.", Hedge.NONE),
        ("The firm turned over £3m in May.", Hedge.NONE),
        ("Over there 300 people came.", Hedge.NONE),
    ],
)
def test_a_hedge_is_read_with_its_figure(text: str, hedge: Hedge) -> None:
    assert single_figure(text).hedge is hedge


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("It costs £70 a week.", "week"),
        ("It costs £70 per barrel.", "barrel"),
        ("There were 12 cases per 100,000 people.", "100,000 people"),
        ("It costs £70.", None),
        ("It costs £900 pcm.", "month"),
        ("It is a £40,000-a-year job.", "year"),
        ("It emits 90g/km.", "kilometre"),
        ("It yields 3.4 tonnes to the acre.", "acre"),
        ("It yields 3.4 tonnes a hectare.", "hectare"),
        ("It sold 3.4 tonnes to the mill.", None),
        ("It costs £70 a man said.", None),
    ],
)
def test_a_rate_has_a_base(text: str, per: str | None) -> None:
    assert figures(text)[0].per == per


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Holt paid a fiver for it.", [5]),
        ("Holt paid a tenner for it.", [10]),
        ("Holt paid with a tenner note.", []),
        ("Holt put the fiver back.", []),
    ],
)
def test_the_name_of_a_note_is_an_amount_of_money(text: str, values: list[int]) -> None:
    assert [(figure.value, figure.kind, figure.unit) for figure in figures(text)] == [
        (value, Kind.MONEY, "GBP") for value in values
    ]


def test_two_measures_with_a_slash_between_are_two_figures() -> None:
    assert [figure.words for figure in figures("Mix 200g/7oz of flour and bake at 200C/400F.")] == [
        "200g", "7oz", "200C", "400F",
    ]  # fmt: skip
    assert [figure.words for figure in figures("The water rose to 5.23 metres, 12cm more.")] == ["5.23 metres", "12cm"]


def test_over_before_the_time_that_something_took_is_not_a_hedge() -> None:
    money, years = figures("He stole £1.2m over six years.")
    assert (money.unit, years.value, years.hedge) == ("GBP", 6, Hedge.NONE)


@pytest.mark.parametrize(
    "text", ["Seven came from Ely, five from Ware and two from Bath.", "They took nine in the Fens, four from Hull."]
)
def test_people_from_a_place_after_a_place_are_counted_and_not_an_age(text: str) -> None:
    assert Kind.AGE not in {figure.kind for figure in figures(text)}


@pytest.mark.parametrize(
    "text",
    [
        "The driver died at 20 Mill Street.",
        "The driver died at 40 mph.",
        "He died at 5.30 in the morning.",
        "The score, said Ida Hay, was 102.",
        "Mr Hay, who is 14 and 3 this season, won.",
        "The road, which is 58 and goes to Torley, was shut.",
        "The road, which led to a band of hills, was 102.",
        "The wall stood for 84 years.",
    ],
)
def test_where_somebody_died_and_what_somebody_said_is_no_age(text: str) -> None:
    assert Kind.AGE not in {figure.kind for figure in figures(text)}


def test_all_of_a_list_of_ages_are_ages() -> None:
    found = figures("The boys, aged two, four and seven, left with two girls aged 31 and 14 others.")
    assert [figure.words for figure in found if figure.kind is Kind.AGE] == ["two", "four", "seven", "31"]


def test_numbers_that_share_a_noun_keep_their_own_modifiers() -> None:
    first, second = figures("It has 1,500 full-time and 300 part-time jobs.")
    assert first.noun
    assert first.noun.modifiers == ("full", "time")
    assert second.noun
    assert second.noun.modifiers == ("part", "time")


def test_metres_and_millions_are_distinguished_by_their_context() -> None:
    assert single_figure("The mast is 30m tall.").unit == "metre"
    assert figures("The mast is 30m (98ft) tall.")[0].unit == "metre"
    assert single_figure("The firm sold 30m phones.").value == 30_000_000
    assert [figure.unit for figure in figures("The plot is 30m by 12m.")] == ["metre", "metre"]


def test_pounds_are_money_where_something_is_paid_and_weight_elsewhere() -> None:
    assert single_figure("He was fined 300 pounds.").unit == "GBP"
    assert single_figure("The calf weighed 300 pounds.").unit == "pound"


def test_a_figure_has_its_sentence_its_zone_and_whether_it_is_quoted() -> None:
    article = read('Ten held after raid\n\nPolice held ten men on Friday. "We want four more," Sgt Ann Lee said.')
    headline, body, quoted = article.figures
    assert (headline.zone, body.zone) == (Zone.HEADLINE, Zone.BODY)
    assert (headline.quoted, body.quoted, quoted.quoted) == (False, False, True)
    assert headline.sentence < body.sentence < quoted.sentence


def test_no_unit_is_spelled_like_another_and_conversions_are_exact() -> None:
    assert to_base(Fraction(1), "inch") == ("length", Fraction(254, 10_000))
    assert to_base(Fraction(12), "inch") == to_base(Fraction(1), "foot")
    assert to_base(Fraction(16), "ounce") == to_base(Fraction(1), "pound")
    assert to_base(Fraction(14), "pound") == to_base(Fraction(1), "stone")
    assert to_base(Fraction(0), "degree celsius") == to_base(Fraction(32), "degree fahrenheit")
    assert to_base(Fraction(1), "no such unit") is None
    assert all(unit.factor > 0 for unit in UNITS.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The 6-foot-4 , 220-pound guard left .", ["6-foot-4", "220-pound"]),
        ("He paid 80 , 000 pounds .", ["80 , 000 pounds"]),
    ],
)
def test_a_spaced_comma_joins_the_groups_of_a_number_and_not_two_measures(text: str, words: list[str]) -> None:
    assert [figure.words for figure in read(text).figures] == words


@pytest.mark.parametrize(
    ("text", "words", "kind", "unit"),
    [
        ("Turnout was 38.4%, down from 41 in May.", "41", Kind.PERCENT, "percent"),
        ("The rate dropped to 4.1 from 4.4 per cent.", "4.1", Kind.PERCENT, "percent"),
        ("Sales came to 12 million euros, against 9 million in May.", "9 million", Kind.MONEY, "EUR"),
        ("It set aside £40m for fines and a further 15m for costs.", "15m", Kind.MONEY, "GBP"),
        ("Economy went from 21 mpg combined to 23 for the van.", "23", Kind.MEASURE, "mile per gallon"),
        ("The hull is 80 metres long and 12 wide.", "12", Kind.MEASURE, "metre"),
        ("It moved 3.5 million tonnes of wheat and 1.2 million of maize.", "1.2 million", Kind.MEASURE, "tonne"),
        ("Profit rose 12% from 15 in the first year.", "15", Kind.NUMBER, None),
        ("Prices are up 3%. Against 41 it was little.", "41", Kind.NUMBER, None),
        ("He paid £30 for it, and she 20 shirts.", "20", Kind.COUNT, None),
    ],
)
def test_a_number_shares_the_unit_that_is_stated_once_for_two(
    text: str, words: str, kind: Kind, unit: str | None
) -> None:
    found = next(figure for figure in figures(text) if figure.words == words)
    assert (found.kind, found.unit) == (kind, unit)


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("The board voted: seven for, one against, and two abstained.", ["seven", "one", "two"]),
        ("It got 12 votes in favour, one against it and three abstentions.", ["12", "one", "three"]),
        ("One voted against the plan and eight for it.", ["One", "eight"]),
        ("Nine were in favour and one opposed.", ["Nine", "one"]),
        ("It was nine for and one in favour of a delay.", ["nine", "one"]),
        ("There is one for everybody among the nine.", ["nine"]),
        ("No one voted against it.", []),
        ("It was an argument for one and one against the other.", []),
        ("Two of the men, one from Torley, were held.", ["Two"]),
        ("He bought two. The one against the wall broke.", ["two"]),
    ],
)
def test_one_is_a_number_next_to_another_side_of_a_vote(text: str, votes: list[str]) -> None:
    assert [figure.words for figure in figures(text)] == votes


@pytest.mark.parametrize(
    ("text", "words", "head"),
    [
        ("The ward had 45 patients on Friday, up from 39 in May.", "39", "patient"),
        ("The FTSE 100 closed up 0.4% at 7,012.3 in London.", "7,012.3", "point"),
        ("The motion passed by 330 votes to 275.", "275", "vote"),
        ("She saw four second-half goals.", "four", "goal"),
        ("They sold three of the town's biggest mills.", "three", "mill"),
        ("They saw two of the world's nine lakes.", "two", "lake"),
        ("Police brought the five accused to court.", "five", "accused"),
        ("There two accused him of theft.", "two", None),
        ("There one person echoing that view left.", "one", "person"),
        ("There one building in Holm burned.", "one", "building"),
        ("They found 14 AK-47 rifles.", "14", "rifle"),
        ("Some 450 pupils sat it, of whom 38 failed.", "38", "pupil"),
        ("Some 450 pupils sat it, of whom 380 failed and 490 did not.", "490", None),
        ("They lost three quarter-finals.", "three", "final"),
        ("They held five hour-long talks.", "five", "talk"),
        ("They bought two second homes.", "two", "home"),
        ("The index rose 112.4 points to 34,208.", "34,208", "point"),
        ("The mill has 120 staff in town and a further 40 abroad.", "40", "staff"),
        ("The Whigs won 22 seats, Labour 18 and the Greens four.", "18", "seat"),
        ("She has won nine gold medals, and 14 overall.", "14", "medal"),
        ("She has won nine gold medals, and 14 in May.", "14", None),
        ("She has 30 caps and he is 12 behind.", "12", None),
        ("Shares rose 2% to 102.5 in late trade.", "102.5", None),
    ],
)
def test_a_number_shares_the_noun_that_is_stated_once_for_two(text: str, words: str, head: str | None) -> None:
    found = next(figure for figure in figures(text) if figure.words == words)
    assert (found.noun and found.noun.head) == head


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It ended Rovers 3, Town 1 after extra time.", [3, 1]),
        ("Full time: Northport Rovers 3 Easton Town 1.", [3, 1]),
        ("The poll put Labour on 38, the Whigs 24 and the Free Dems 12.", [38, 24, 12]),
        ("He flew an Airbus 380 and bought a Galaxy 10.", []),
        ("She starred in Castaway 2 with her sister.", []),
    ],
)
def test_results_after_team_names_are_numbers_and_models_are_names(text: str, values: list[int]) -> None:
    assert [figure.value for figure in figures(text)] == values


def test_a_year_earlier_is_not_a_rate() -> None:
    assert single_figure("It lost £3m a year earlier.").per is None
    assert single_figure("It loses £3m a year.").per == "year"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rain fell. In Holm 40 died and in Ware 60 were hurt.", [Kind.COUNT, Kind.COUNT]),
        ("It was late. In Apollo 13 he plays a pilot.", []),
        ("Those who sat in Apollo 13 were glad.", []),
    ],
)
def test_a_number_of_people_at_a_place_is_not_part_of_its_name(text: str, kinds: list[Kind]) -> None:
    assert [figure.kind for figure in figures(text)] == kinds


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("She leads by seven points, 48% to 41%.", ["seven", "48%", "41%"]),
        ("It is put at 41% to 48% of sales.", ["41% to 48%"]),
        ("It fell from 48% to 41%.", ["48% to 41%"]),
        ("They voted by 58% to 42%.", ["58% to 42%"]),
    ],
)
def test_a_range_of_percentages_begins_with_the_smaller_one(text: str, figures: list[str]) -> None:
    assert [figure.words for figure in read(text).figures] == figures


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The town is bottom of the Six Rivers table.", "Six Rivers"),
        ("The state and its “Five Eyes” allies met.", "Five Eyes"),
        ("Torley Airlines Flight 752: What we know", "Flight 752"),
        ("It waits for the end of Internet Explorer 6.", "Explorer 6"),
    ],
)
def test_a_name_with_a_number_counts_nothing(text: str, name: str) -> None:
    assert [(figure.words, figure.kind) for figure in read(text).figures] == [(name, Kind.NAME)]


@pytest.mark.parametrize("text", ["Death of Six Miners Stuns Town", "Six Miners die.", "It has six Torley buses."])
def test_a_capital_alone_makes_no_name(text: str) -> None:
    assert [figure.kind for figure in read(text).figures] == [Kind.COUNT]


@pytest.mark.parametrize(("words", "per"), [("3 g/t", "tonne"), ("3 kg/m", "metre"), ("2 lb/ft", "foot")])
def test_a_rate_with_a_stroke_has_its_base(words: str, per: str) -> None:
    assert [figure.per for figure in read(f"The grade was {words} then.").figures] == [per]

"""Dates, periods and clock times, and the numbers and words that look like them and are none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.figures.moments import find
from checks.model import Granularity, Moment


def timexes(text: str, locale: str = "en-GB") -> list[str]:
    return [moment.timex for moment in find(text, locale)]


def single_moment(text: str, locale: str = "en-GB", published: date | None = None) -> Moment:
    (moment,) = find(text, locale, published=published)
    return moment


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("It opened on 6 May 2011.", "2011-05-06"),
        ("It opened on May 6, 2011.", "2011-05-06"),
        ("It opened on the 6th of May, 2011.", "2011-05-06"),
        ("It opened on Friday 6 May.", "XXXX-05-06"),
        ("It opened on Friday, May 6, and shut.", "XXXX-05-06"),
        ("It opened on Sept. 6.", "XXXX-09-06"),
        ("It opened on the twenty-sixth of May.", "XXXX-05-26"),
        ("It opened on 06-May-2011.", "2011-05-06"),
        ("It opened on 2011-05-06.", "2011-05-06"),
        ("It opened on 26.5.2011.", "2011-05-26"),
        ("It opened in May 2011.", "2011-05"),
        ("It opened in May.", "XXXX-05"),
        ("It opened in mid-May.", "XXXX-05"),
        ("It opened in 2011.", "2011"),
        ("The 2011 fire destroyed it.", "2011"),
        ("The charity's 2011 grants were small.", "2011"),
        ("The charity’s 2011 grants were small.", "2011"),
        ("The players' 2011 bonuses were small.", "2011"),
        ("Fiscal 2011 bonuses were small.", "2011"),
        ("The town's 1745 riot was small.", "1745"),
        ("It opened in 1745.", "1745"),
        ("It opened on a Tuesday.", "XXXX-WXX-2"),
        ("Friday's vote was close.", "XXXX-WXX-5"),
        ("It opened in summer 2011.", "2011-SU"),
        ("It opened on Boxing Day.", "XXXX-12-26"),
        ("It opened in nineteen eighty-four.", "1984"),
        ("It opened on 6 May two thousand and eleven.", "2011-05-06"),
        ("It opened in the '80s.", "(1980-01-01,1990-01-01)"),
        ("It opened in the 1980s.", "(1980-01-01,1990-01-01)"),
        ("It opened in the mid-80s.", "(1980-01-01,1990-01-01)"),
        ("It opened in the late eighties.", "(1980-01-01,1990-01-01)"),
        ("It opened in Q3 2011.", "(2011-07-01,2011-10-01)"),
        ("It opened in the third quarter of 2011.", "(2011-07-01,2011-10-01)"),
        ("It opened in the second half of 2011.", "(2011-07-01,2012-01-01)"),
        ("It opened in the 18th century.", "17XX"),
        ("It opened at 8.45pm.", "T20:45"),
        ("It opened at 8:45 a.m.", "T08:45"),
        ("It opened at 21:15.", "T21:15"),
        ("It opened at 0830 GMT.", "T08:30"),
        ("It opened at noon.", "T12:00"),
        ("It opened at midnight.", "T00:00"),
        ("It opened at half past six.", "T06:30"),
        ("It opened at ten to six in the evening.", "T17:50"),
        ("It opened at 8 o'clock.", "T08:00"),
        ("It opened at 7 in the evening.", "T19:00"),
    ],
)
def test_a_moment_has_the_granularity_that_is_stated(text, timex):
    assert timexes(text) == [timex]


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("It ran from March to June 2011.", "(2011-03-01,2011-06-01)"),
        ("It ran from November to March 2012.", "(2011-11-01,2012-03-01)"),
        ("It ran on March 6-8, 2011, in Oslo.", "(2011-03-06,2011-03-08)"),
        ("It ran on 6–8 March 2011.", "(2011-03-06,2011-03-08)"),
        ("It ran from 28 March to 3 April 2011.", "(2011-03-28,2011-04-03)"),
        ("It ran between 6 and 8 March.", "(XXXX-03-06,XXXX-03-08)"),
        ("It ran from 1987 to 1996.", "(1987-01-01,1996-01-01)"),
        ("It ran between 1987 and 1996.", "(1987-01-01,1996-01-01)"),
        ("It ran 1987-1996 in Oslo.", "(1987-01-01,1996-01-01)"),
        ("The 1914-18 war ended it.", "(1914-01-01,1918-01-01)"),
        ("It ran from 1987 to the end of 1996.", "(1987-01-01,1997-01-01)"),
        ("It is open from 9am to 5.30pm.", "(T09:00,T17:30)"),
        ("It ran from Monday to Friday.", "(XXXX-WXX-1,XXXX-WXX-5)"),
    ],
)
def test_a_period_has_a_start_and_an_end(text, timex):
    moment = single_moment(text)
    assert moment.timex == timex
    assert moment.until is not None


def test_the_ends_of_a_period_share_what_is_written_once():
    moment = single_moment("It ran from 28 March to 3 April 2011.")
    assert (moment.year, moment.month, moment.day) == (2011, 3, 28)
    assert moment.until is not None
    assert (moment.until.year, moment.until.month, moment.until.day) == (2011, 4, 3)


def test_spans_of_years_do_not_run_into_each_other():
    assert timexes("It fell between 2016-17 and 2018-19.") == ["(2016-01-01,2017-01-01)", "(2018-01-01,2019-01-01)"]


def test_a_month_in_lower_case_is_read_where_a_date_is_expected():
    assert timexes("it ran on 15 may and ended in march.") == ["XXXX-05-15", "XXXX-03"]
    assert timexes("the talks of 3 may 2019 failed.") == ["2019-05-03"]


def test_a_dated_letter_has_its_day_whatever_follows():
    assert timexes("The letter dated Feb. 21 estimates savings.") == ["XXXX-02-21"]


def test_two_days_of_one_month_are_two_moments():
    assert timexes("It ran on 6 and 8 March.") == ["XXXX-03-06", "XXXX-03-08"]
    assert timexes("It ran on March 6 and 8.") == ["XXXX-03-06", "XXXX-03-08"]
    assert timexes("It ran on March 6 and 8 people came.") == ["XXXX-03-06"]
    assert timexes("The 18th and 19th centuries.") == ["17XX", "18XX"]
    assert timexes("It ran in 1987 and 1996.") == ["1987", "1996"]


@pytest.mark.parametrize(
    "text",
    [
        "It may fall and they may march on.",
        "This may hinder them, and the march was off.",
        "Of the 45 men, 12 may face charges; the other 3 may not.",
        "She told the Sun on her way home.",
        "May I ask why?",
        "They march in step to the sound of drums.",
        "April Jones met June Carr and August Wilson.",
        "After May resigned, he left.",
        "About 2000 soldiers came.",
        "It employs 1500 workers and 1800 people.",
        "The mill's 1500 looms and 2000 workers stand idle.",
        "It sold for £2011 and weighs 1995kg.",
        "It sold 2011 cars.",
        "Call 020 7946 2011 or room 2011.",
        "She is in her 80s and he in his thirties.",
        "They won 3-2 and 21-15.",
        "It closed at 8.45 on the index.",
        "Prices rose 8.45 per cent.",
        "It rose to 2011 from 1,950 points.",
        "She won in 2:14:02.",
        "One second, please.",
        "He came third in the fall.",
        "Half a dozen went past five houses.",
        "It is a 50/50 chance, 24/7.",
        "The spring broke.",
        "It took two hours and 30 minutes.",
    ],
)
def test_other_numbers_and_words_are_not_moments(text):
    assert timexes(text) == []


def test_years_that_run_backwards_are_still_a_period():
    moment = single_moment("He was mayor from 2011 to 2004.")
    assert moment.until is not None
    assert (moment.year, moment.until.year) == (2011, 2004)


def test_a_count_after_a_month_is_not_a_day():
    assert timexes("In March 20 people left.") == ["XXXX-03"]
    assert timexes("On March 20 people left.") == ["XXXX-03-20"]


@pytest.mark.parametrize(("locale", "timex"), [("en-GB", "2011-05-06"), ("en-US", "2011-06-05")])
def test_numerals_are_read_by_locale(locale, timex):
    assert timexes("It opened on 6/5/2011.", locale) == [timex]
    assert timexes("It opened on 6/25/2011.", locale) == ["2011-06-25"]
    assert timexes("It opened on 25/6/2011.", locale) == ["2011-06-25"]


@pytest.mark.parametrize(
    ("text", "timex"),
    [
        ("It opened on 30 February.", "XXXX-02-30"),
        ("It opened on 31 April 2011.", "2011-04-31"),
        ("It opened on Feb 29, 2011.", "2011-02-29"),
        ("It opened on 30/2/2011.", "2011-02-30"),
    ],
)
def test_a_day_that_does_not_exist_is_kept_and_marked_as_impossible(text, timex):
    moment = single_moment(text)
    assert moment.timex == timex
    assert moment.impossible


@pytest.mark.parametrize(
    "text", ["It opened on 29 February.", "It opened on 29 February 2012.", "It opened on 31 May."]
)
def test_a_day_that_may_exist_is_not_impossible(text):
    assert single_moment(text).impossible == ""


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("It has run since 1990.", "since"),
        ("It runs until 6 May.", "until"),
        ("It ran before 1990.", "before"),
        ("It ran after May 2011.", "after"),
        ("It must end by 2030.", "by"),
        ("It ran during 1990.", "during"),
        ("It ran in 1990.", ""),
    ],
)
def test_the_preposition_before_a_moment_is_its_relation(text, relation):
    assert single_moment(text).relation == relation


PUBLISHED = date(2011, 5, 6)  # a Friday


@pytest.mark.parametrize(
    ("text", "relative", "timex"),
    [
        ("It shut yesterday.", "yesterday", "2011-05-05"),
        ("It shut today.", "today", "2011-05-06"),
        ("It shuts tomorrow.", "tomorrow", "2011-05-07"),
        ("It shut last year.", "last year", "2010"),
        ("It shut last month.", "last month", "2011-04"),
        ("It shut last week.", "last week", "2011-W17"),
        ("It shuts next year.", "next year", "2012"),
    ],
)
def test_relative_words_are_resolved_only_with_a_publication_date(text, relative, timex):
    unresolved = single_moment(text)
    assert (unresolved.relative, unresolved.year) == (relative, None)
    resolved = single_moment(text, published=PUBLISHED)
    assert (resolved.relative, resolved.timex) == (relative, timex)


def test_a_date_never_runs_over_a_line_break():
    assert timexes("The Rovers of 6\n\nMay 2011") == ["2011-05"]


def test_words_are_those_of_the_text():
    text = "It ran from May 6–8, 2011, and in the ‘80s; at 8.45\u202fpm."
    for moment in find(text):
        assert moment.words == text[moment.span.start : moment.span.end]


_WORDS = """
    6 31 1990 2011 90s ' 's May March Sept . , - – / : to and between from the of 8.45 9 pm a.m. Tuesday last year Q1
    third quarter century second noon half past mid early 30 % £ people 10/12 2011-05 twenty nineteen
    """
_PIECES = st.lists(
    st.sampled_from([*_WORDS.split(), "\n"]),
    max_size=25,
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(_PIECES.map(" ".join), _PIECES.map("".join), st.text(max_size=100)))
def test_spans_are_inside_and_in_order_whatever_the_text(text):
    last = 0
    for moment in find(text):
        assert last <= moment.span.start < moment.span.end <= len(text)
        assert moment.words == text[moment.span.start : moment.span.end]
        assert moment.month is None or 1 <= moment.month <= 12
        assert moment.hour is None or 0 <= moment.hour <= 24
        last = moment.span.end


@pytest.mark.parametrize(
    "piece",
    ["1990-", "6 ", "May ", "to ", "6/5/", "1990 to ", "10:30 ", "mid-", "nineteen ", "May and ", "between ", "4/17, "],
)
def test_a_megabyte_of_one_pattern_is_read_in_linear_time(piece):
    assert len(find(piece * (300_000 // len(piece)))) < 300_000


@pytest.mark.parametrize(
    ("text", "timexes"),
    [
        ("It met on Tuesday 12th, October 2021.", ["2021-10-12"]),
        ("It met on Tuesday, 12, October, 2021.", ["2021-10-12"]),
        ("It met on Tuesday March, 8 2022.", ["2022-03-08"]),
        ("Born on Friday. 12th February, 1932, in Ostra.", ["1932-02-12"]),
        ("Held on Friday 28 and Saturday 29, January, 2022.", ["2022-01-28", "2022-01-29"]),
        ("Held on Friday 28, Saturday 29 and Sunday 30 May.", ["XXXX-05-28", "XXXX-05-29", "XXXX-05-30"]),
        ("Held on Saturday May 29 and Sunday 30, 2021.", ["2021-05-29", "2021-05-30"]),
        ("Held from Saturday May 29 to Sunday 30, 2021.", ["(2021-05-29,2021-05-30)"]),
        ("Held Monday June 20-Saturday June 25th, , 2022.", ["(2022-06-20,2022-06-25)"]),
        ("Held from Friday 28 to Sunday 30 January 2022.", ["(2022-01-28,2022-01-30)"]),
        ("Aged 12, June 2013 was hard.", ["2013-06"]),
        ("He left on Friday. 12 June 2013 was cold.", ["XXXX-WXX-5", "2013-06-12"]),
        ("They won on Friday 3 and Saturday 4 times.", ["XXXX-WXX-5", "XXXX-WXX-6"]),
        ("In May, 12 people came.", ["XXXX-05"]),
    ],
)
def test_weekdays_and_commas_are_part_of_a_date(text: str, timexes: list[str]) -> None:
    assert [moment.timex for moment in find(text)] == timexes


def test_a_weekday_is_not_a_date():
    assert single_moment("It opened on a Tuesday.").granularity is Granularity.WEEKDAY
    assert single_moment("It opened on Tuesday 6 May.").granularity is Granularity.DAY
    assert single_moment("It opened on Tuesday 6 May.").weekday == 1


@pytest.mark.parametrize("text", ["The firm said 2016 sales jumped.", "Analysts expect 2019 earnings of $3 a share."])
def test_a_year_before_what_is_reported_yearly_is_a_year(text: str) -> None:
    assert [moment.granularity for moment in find(text)] == ["year"]


@pytest.mark.parametrize("text", ["The fair drew 2016 people.", "It made 2016 sales.", "They lost 1950 jobs."])
def test_a_count_of_four_digits_is_not_a_year(text: str) -> None:
    assert not find(text)


@pytest.mark.parametrize(
    ("text", "words"), [("A note dated Feb. 19 says so.", "Feb. 19"), ("In May 12 ships sank.", "May")]
)
def test_a_verb_after_a_day_is_not_a_counted_noun(text: str, words: str) -> None:
    assert [moment.words for moment in find(text)] == [words]


@pytest.mark.parametrize(
    "text",
    ["Two local men were held.", "Police shut four local shops.", "Some 1200 local residents came.", "Ten EST men."],
)
def test_local_people_are_not_a_time_of_day(text: str) -> None:
    assert timexes(text) == []


@pytest.mark.parametrize(
    "text", ["It began at 1900 local time.", "It began at 19:00 local time.", "Be here at 19:00 GMT."]
)
def test_a_time_with_its_time_zone_is_a_moment(text: str) -> None:
    assert single_moment(text).hour == 19
    assert single_moment("It begins at eight local time.").hour == 8

"""Frames: what a statement is compared by, with its value kept apart from its words."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import checks
from checks.model import Interval
from checks.relations.frames import (
    CONTEXT_TOKENS,
    MAX_FRAMES,
    Frame,
    Frames,
    Value,
    frames_of,
    group_sizes,
    log_size,
    significant_digits,
)


def frames(text: str) -> Frames:
    return frames_of(checks.read(text))


def only(text: str) -> Frame:
    (frame,) = frames(text).frames
    return frame


def test_a_frame_holds_the_words_around_its_statement() -> None:
    frame = only("In Lorne, divers raised 14 rusty anchors from the harbour, said Mia Holt.")
    assert frame.before == ("in", "lorne", ",", "divers", "raised")
    assert frame.after[:3] == ("rusty", "anchors", "from")
    assert len(frame.after) <= CONTEXT_TOKENS
    assert frame.noun == "anchor"
    assert frame.sentence_words.names == {"lorne", "mia", "holt"}
    assert not frame.in_words
    assert frame.narrow <= frame.wide <= frame.sentence_words.stems
    assert frame.clause <= frame.sentence_words.stems
    content = zip(frame.sentence_words.content_stems, frame.sentence_words.content_starts, strict=True)
    assert not frame.clause & {stem for stem, start in content if start < frame.start - 20}


def test_the_value_is_not_among_the_words() -> None:
    frame, other = only("Divers raised 14 anchors."), only("Divers raised 97 anchors.")
    assert (frame.before, frame.after, frame.wide) == (other.before, other.after, other.wide)
    assert frame.value != other.value


def test_months_weekdays_and_the_first_word_are_no_names() -> None:
    frame = frames("Rain fell on Monday in April for 12 hours over Lorne.").frames[-1]
    assert frame.sentence_words.names == {"lorne"}
    assert frame.sentence_words.weekdays == {"monday"}


def test_the_clause_ends_at_punctuation_marks() -> None:
    frame = only("The mayor smiled, 14 boats sank; the bells rang.")
    stems = set(frame.sentence_words.content_stems)
    assert frame.clause < stems
    assert len(frame.clause) == 2


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("There were 14 boats.", "count", Fraction(14)),
        ("There were fourteen.", "count", Fraction(14)),
        ("It cost £2.5m.", "money", Fraction(2_500_000)),
        ("It fell 12%.", "percent", Fraction(12)),
        ("They won 3-1.", "score", (Fraction(3), Fraction(1))),
        ("It opened in 1998.", "year", (1998,)),
        ("It opened on 3 May 2010.", "date", (2010, 5, 3)),
        ("It opened on 3 May.", "date", (None, 5, 3)),
        ("It opened on Monday.", "weekday", (0,)),
        ("It opened at 9.30am.", "time", (9, 30)),
        ("It opened in the 1990s.", "decade", (1990, None)),
        ("It was three times as long.", "multiple", Fraction(3)),
    ],
)
def test_the_kind_and_value_that_a_statement_is_compared_by(text: str, kind: str, value: Value) -> None:
    frame = only(text)
    assert (frame.kind, frame.value) == (kind, value)


@pytest.mark.parametrize("text", ["It opened yesterday.", "Nobody came.", "", "They flew a Boeing 737 there."])
def test_no_frame_where_there_is_nothing_to_compare(text: str) -> None:
    assert not frames(text).frames


def test_a_number_in_words_is_marked() -> None:
    assert only("Twelve boats sank.").in_words


def test_frames_stand_in_reading_order_and_by_sentence() -> None:
    found = frames("It rained 3 times on 4 May 2010. There were 12 boats.\n\nThe boats cost £40.")
    assert [frame.index for frame in found.frames] == list(range(len(found.frames)))
    assert [frame.start for frame in found.frames] == sorted(frame.start for frame in found.frames)
    assert {frame for some in found.by_sentence.values() for frame in some} == set(found.frames)
    assert found.window(0, 1) == [frame for frame in found.frames if frame.sentence <= 1]
    assert found.window(40, 50) == []
    assert group_sizes(found)["count", ""] == 2


def test_a_table_of_numbers_has_a_bounded_number_of_frames() -> None:
    assert len(frames("There were 14 boats. " * (MAX_FRAMES + 50)).frames) == MAX_FRAMES


def test_a_clause_without_an_end_is_cut() -> None:
    frame = only("word " * 300 + "and 14 boats " + "word " * 300)
    assert len(frame.before) == CONTEXT_TOKENS == len(frame.after)


@given(st.randoms(use_true_random=False))
def test_the_weight_of_words_does_not_depend_on_their_order(random: object) -> None:
    found = frames(
        "Divers raised 14 rusty anchors. The harbour lost 3 red boats. The mayor raised one glass of old wine."
    )
    stems = sorted(found.passages.weights)
    shuffled = list(stems)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert found.weight(stems) == found.weight(shuffled)


@pytest.mark.parametrize(
    ("value", "digits", "place"),
    [
        ("0", "0", 1),
        ("7", "7", 1),
        ("1530000", "153", 7),
        ("-40", "4", 2),
        ("2.5", "25", 1),
        ("0.05", "5", -1),
        ("1/3", "333333333", 0),
    ],
)
def test_significant_digits(value: str, digits: str, place: int) -> None:
    assert significant_digits(Fraction(value)) == (digits, place)


@given(st.integers(1, 10**9), st.integers(0, 6))
def test_a_power_of_ten_moves_only_the_place_of_the_first_digit(number: int, power: int) -> None:
    digits, place = significant_digits(Fraction(number))
    assert significant_digits(Fraction(number * 10**power)) == (digits, place + power)


def test_the_size_grows_with_the_value_and_ignores_the_sign() -> None:
    assert log_size(Fraction(0)) == 0
    assert log_size(Fraction(10)) < log_size(Fraction(100))
    assert log_size(Fraction(-10)) == log_size(Fraction(10))


@pytest.mark.parametrize(
    ("text", "unit", "value", "scale"),
    [
        ("It costs 38 cents.", "USD", Fraction(38, 100), Fraction(1, 100)),
        ("It costs 1.7p.", "GBP", Fraction(17, 1000), Fraction(1, 100)),
        ("It costs £1.70.", "GBP", Fraction(17, 10), Fraction(1)),
    ],
)
def test_cents_and_pence_are_compared_as_parts_of_their_currency(
    text: str, unit: str, value: Fraction, scale: Fraction
) -> None:
    frame = only(text)
    assert (frame.unit, frame.value, frame.scale) == (unit, value, scale)


def test_cents_are_of_the_currency_that_the_article_names_most() -> None:
    first, *_ = frames("It costs 38 cents. The others cost €2 and €3, and the last A$4.").frames
    assert first.unit == "EUR"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The yield rose by 25 basis points.", Fraction(1, 4)),
        ("The yield rose by 8 bps.", Fraction(2, 25)),
        ("The bank raised its rate by a quarter point.", Fraction(1, 4)),
        ("The bank made a half-point cut in rates.", Fraction(1, 2)),
    ],
)
def test_basis_points_and_parts_of_a_point_are_percentage_points(text: str, value: Fraction) -> None:
    frame = only(text)
    assert (frame.kind, frame.unit, frame.value) == ("points", "percentage point", value)


def test_half_a_point_in_a_game_is_no_percentage_point() -> None:
    assert only("She leads by half a point.").kind == "fraction"


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("She was mayor from 2005 to 2013.", ["2005", "2013"]),
        ("He led the firm, 1980–1987.", ["1980", "1987"]),
        ("It ran from September 2011 to January 2012.", ["September 2011", "January 2012"]),
        ("It is open from 9 am until 5 pm.", ["9 am", "5 pm"]),
    ],
)
def test_a_period_has_two_ends(text: str, ends: list[str]) -> None:
    found = frames(text).frames
    assert [(frame.statement.words, frame.ends_period) for frame in found] == [(end, True) for end in ends]


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("Cases rose from 0 to 12 in a week.", [("0", "0"), ("12", "12")]),
        ("Cases fell from 12 to 0 in a week.", [("12", "12"), ("0", "0")]),
        ("The index rose from 0 to 1.5 in a week.", [("-0.05", "0.05"), ("1.45", "1.55")]),
    ],
)
def test_each_end_of_a_range_has_its_own_slack_even_if_it_begins_at_nought(
    text: str, intervals: list[tuple[str, str]]
) -> None:
    ends = [frame.figure.interval for frame in frames_of(checks.read(text)).frames if frame.figure is not None]
    assert ends == [Interval(Fraction(low), Fraction(high)) for low, high in intervals]


def test_one_moment_ends_no_period() -> None:
    assert not only("She was mayor in 2005.").ends_period


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("MPs rejected the bill by 318-289.", ["318", "318-289", "289"]),
        ("Members voted 134 to 63 to leave.", ["134", "134 to 63", "63"]),
        ("In the poll she leads by 50%-46%.", ["50%", "46%"]),
        ("Wolves beat Stags 29-22.", ["29-22"]),
        ("It takes three to five days to vote.", ["three to five days"]),
    ],
)
def test_the_two_numbers_of_a_vote_are_amounts_of_their_own(text: str, stated: list[str]) -> None:
    assert [frame.statement.words for frame in frames_of(checks.read(text)).frames] == stated


def test_a_sentence_of_many_scores_is_searched_once_for_words_of_voting(monkeypatch: pytest.MonkeyPatch) -> None:
    searched: list[str] = []

    class CountedPattern:
        def search(self, text: str) -> None:
            searched.append(text)

    monkeypatch.setattr("checks.relations.frames.VOTING_WORDS", CountedPattern())
    frames_of(checks.read("The boys won 3-2, 4-1, 5-0 and 2-1 in Torley. The girls lost 4-1 in Harwick."))
    assert len(searched) == 2


def test_the_numbers_of_a_vote_restate_nothing_by_themselves() -> None:
    text = "Board backs quay 7-4\n\nThe board voted 7-4 to build a quay."
    assert [tick.message for tick in checks.check_article(text).ticks] == ["Headline and par 1 agree on 7-4."]

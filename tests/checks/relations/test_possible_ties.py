"""Every tie that the figures of an article could form, by kind, unit and distance alone."""

from __future__ import annotations

import checks
from checks.relations.frames import frames_of
from checks.relations.possible_ties import MAX_PER_GENERATOR, MAX_SENTENCES_APART, possible_relations


def found(text: str, kind: str) -> list[list[str]]:
    """The members of all candidates of a kind, as printed."""
    frames = frames_of(checks.read(text))
    return [
        [frame.statement.words for frame in members] for each, members in possible_relations(frames) if each == kind
    ]


def test_any_three_amounts_of_one_measure_may_be_a_sum_whatever_they_come_to() -> None:
    assert found("Of 40 saved, 12 were crew and 29 were guests.", "sum") == [["40", "12", "29"]]
    assert found("It sold 40 cars, 12% more, for $29m.", "sum") == []


def test_a_number_without_a_unit_may_have_any_unit() -> None:
    text = "It pumped 250 barrels a day and now pumps thirty, a loss of 88 per cent."
    assert ["250 barrels", "thirty", "88 per cent"] in found(text, "change")
    assert found("It pumped 250 barrels a day and now earns $30, a loss of 88 per cent.", "change") == []


def test_four_consecutive_parts_may_have_their_whole_in_the_headline() -> None:
    text = "Storm kills 30\n\nTwelve died in Lorne, nine in Harwick, six at sea and three in Torley."
    assert ["30", "Twelve", "nine", "six", "three"] in found(text, "sum")


def test_a_part_may_come_before_or_after_its_whole() -> None:
    assert found("Four of the seven died.", "part") == [["Four", "seven"], ["seven", "Four"]]


def test_a_percentage_may_compare_any_two_amounts_near_it() -> None:
    text = "Of 200 voters, 50 stayed at home, or 25 per cent."
    assert found(text, "share") == [["50", "200", "25 per cent"]]
    assert ["200", "50", "25 per cent"] in found(text, "change")
    assert ["50", "200", "25 per cent"] in found(text, "gain")


def test_the_ends_of_a_change_are_two_levels() -> None:
    text = "Sales rose by 8 per cent, from $100 million to $108 million."
    assert ["$100 million", "$108 million", "8 per cent"] in found(text, "change")
    assert found("It expects sales of $100-108 million, 8 per cent of the market.", "change") == []


def test_points_are_what_two_percentages_differ_by() -> None:
    assert found("She has 43% and he has 37%, a lead of 6 points.", "sum") == [["43%", "37%", "6"]]
    assert found("She has 43% and he has 37% in 6 towns.", "sum") == []


def test_ages_differ_by_years() -> None:
    assert found("He is 26 years old, his brother 10 years old: 16 years lie between.", "sum") == [
        ["26 years old", "10 years old", "16 years"]
    ]


def test_a_percentage_compares_the_figures_nearest_to_it() -> None:
    others = "".join(f"It made {number} cars in Lorne, {number - 20} per cent. " for number in range(40, 60))
    text = f"{others}Then it sold 300 boats, up 20 per cent from 250 boats."
    assert ["250", "300", "20 per cent"] in found(text, "change")


def test_a_multiple_compares_the_larger_figure_with_the_smaller() -> None:
    assert found("It has 60 boats, three times the 20 of its rival.", "times") == [["60", "20", "three times"]]


def test_rate_count_and_total() -> None:
    text = "Each of the three shops has 40 staff, 120 in all."
    assert ["40", "three", "120"] in found(text, "product")


def test_a_rate_may_be_for_a_weight() -> None:
    assert ["$300", "20 tonnes", "$6,000"] in found("It sold 20 tonnes at $300 a tonne, for $6,000.", "product")
    assert found("It sold 20 tonnes of 60 tonnes and 90 tonnes.", "product") == []


def test_two_times_of_day_and_the_hours_between_them() -> None:
    text = "It began at 4pm and lasted two hours, till 6pm."
    assert found(text, "span") == [["4pm", "6pm", "two hours"]]
    assert found("It began at 4pm and ended at 6pm, after two weeks.", "span") == []


def test_two_times_of_different_weekdays_and_a_date_that_takes_the_year_of_the_one_before() -> None:
    text = "It began at 4pm on Friday and ended after 48 hours, at 4pm on Sunday."
    assert found(text, "span") == [["4pm", "4pm", "48 hours"]]
    assert found(text.replace("Sunday", "Friday"), "span") == []
    text = "It began on 3 May 2024 and ended on 9 May, six days later."
    assert found(text, "span") == [["3 May 2024", "9 May", "six days"]]
    assert found(text.replace(" and ended", ". It ended"), "span") == []


def test_two_years_and_the_years_between_them_even_without_a_unit() -> None:
    assert found("Built in 1936, it was pulled down in 2024. It stood for 88.", "span") == [["1936", "2024", "88"]]
    assert found("It stood for 88 years.", "span") == []


def test_ages_count_from_a_birth_or_another_beginning() -> None:
    assert found("Born in 1936, he died in 2024, aged 88.", "span") == [["1936", "2024", "88"]]
    assert found("He played in 1958, retired in 1971 and died last week, aged 88.", "span") == []


def test_distant_figures_are_tied_only_if_one_is_in_the_opening() -> None:
    filler = "It rained in Lorne. " * (MAX_SENTENCES_APART + 1)
    text = f"Storm kills 12\n\nIt began at sea. {filler}\n\nSeven of them drowned. {filler}\n\nFive burned."
    assert ["12", "Seven", "Five"] not in found(text, "sum")
    assert ["12", "Seven"] in found(text, "part")
    assert ["Seven", "Five"] not in found(text, "part")


def test_dates_and_figures_restate_only_their_own_kind() -> None:
    assert found("In 2019 it had 2,019 members. In 2019 it closed.", "same") == [["2019", "2019"]]


def test_long_sums_and_near_parts_come_before_the_limit() -> None:
    row = "Ash has 40 one-bedroom flats, 50 huts, 60 barns and 90 barges"
    text = f"Elm to get 240 homes\n\n{row}. " + ". ".join(f"It sold {number} cars" for number in range(300, 340))
    assert ["240", "40", "50", "60", "90"] in found(text, "sum")
    text = ". ".join(f"It sold {number} cars" for number in range(300, 345)) + ". Of 70 pupils 30 ride and 40 walk."
    assert ["70", "30", "40"] in found(text, "sum")


def test_what_describes_counted_things_is_no_amount() -> None:
    assert found("It has 40 two-bedroom flats and 50 huts.", "part") == [["40", "50"], ["50", "40"]]


def test_the_candidates_of_a_page_of_numbers_are_limited() -> None:
    text = ". ".join(f"It sold {number} cars, {number + 3} boats and {number + 7} bikes" for number in range(20, 80))
    counts = {kind: len(found(text, kind)) for kind in ("sum", "part", "same")}
    assert all(0 < count <= MAX_PER_GENERATOR for count in counts.values())

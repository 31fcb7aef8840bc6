"""What a model makes of the words is weighed with what is found without it; the arithmetic stays ours."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

import checks
from checks.model import Finding, Severity, Sheet, TieReading
from checks.relations.counted_lists import counted_lists_of
from checks.relations.frames import frames_of
from checks.relations.possible_ties import possible_relations
from checks.relations.verdicts import MIN_WARNING
from checks.run import prose_of

SURE, NOT_AT_ALL = 9.0, -9.0
SPREAD = (
    "The fund has given away £10m.\n\nA school in Lorne received £{part}m of it. Work is to begin there in May. "
    "What was left, £3m, went to the museum."
)


def reading(text: str, kind: str, *members: str, log_odds: float = SURE, others: float = NOT_AT_ALL) -> TieReading:
    """A model that is sure of one relation, named by its members as printed, and of no other.

    Of a sum it is as sure that its parts are parts of the whole.
    """
    sure = {(kind, members)} | {("part", (members[0], part)) for part in members[1:] if kind == "sum"}
    read = {
        (each, tuple(frame.statement.span for frame in found)): log_odds
        if (each, tuple(frame.statement.words for frame in found)) in sure
        else others
        for each, found in possible_relations(frames_of(prose_of(checks.read(text))))
    }
    return TieReading("a model", read)


def check(text: str, read: TieReading | None) -> Sheet:
    return checks.check_article(text, reading=read)


def questions(sheet: Sheet) -> list[Finding]:
    return [finding for finding in sheet.findings if finding.severity is not Severity.NOTE]


def test_a_sum_that_only_the_model_sees_is_questioned_where_it_does_not_hold() -> None:
    text = SPREAD.format(part=8)
    assert not questions(check(text, None))
    [finding] = questions(check(text, reading(text, "sum", "£10m", "£8m", "£3m")))
    assert finding.rule == "equation"
    assert "£11" in finding.message


def test_and_ticked_where_it_holds() -> None:
    text = SPREAD.format(part=7)
    sheet = check(text, reading(text, "sum", "£10m", "£7m", "£3m"))
    assert not sheet.findings
    assert any(tick.rule == "equation" for tick in sheet.ticks)


def test_a_sum_that_no_slip_in_one_figure_explains_lacks_parts_that_are_not_stated() -> None:
    near, far = (SPREAD.replace("£10m", "£1,501m").replace("£3m", "£978m").format(part=part) for part in (583, 212))
    [finding] = questions(check(near, reading(near, "sum", "£1,501m", "£583m", "£978m")))
    assert finding.rule == "equation"
    assert not check(far, reading(far, "sum", "£1,501m", "£212m", "£978m")).findings


@pytest.mark.parametrize(
    ("rest", "asked"), [("A hearing follows in May.", 1), ("Paul Tansey received eight years.", 0)]
)
def test_parts_with_which_the_next_sentence_goes_on_are_not_all(rest: str, asked: int) -> None:
    text = (
        "The men who ran it were jailed for a total of 32 years.\n\n"
        f"Darren Oakes was sentenced to 13 years in prison. His brother, Lee Oakes, was given nine years. {rest}"
    )
    assert len(questions(check(text, reading(text, "sum", "32 years", "13 years", "nine years")))) == asked


@pytest.mark.parametrize(("of_parts", "asked"), [(SURE, 1), (NOT_AT_ALL, 0)])
def test_a_sum_is_likelier_where_its_members_are_read_as_parts(of_parts: float, asked: int) -> None:
    text = SPREAD.format(part=8)
    known = reading(text, "sum", "£10m", "£8m", "£3m", log_odds=2.0).log_odds
    changed = {key: of_parts if key[0] == "part" and log_odds == 2 else log_odds for key, log_odds in known.items()}
    assert len(questions(check(text, TieReading("a model", changed)))) == asked


def test_a_model_that_sees_no_tie_asks_nothing() -> None:
    text = SPREAD.format(part=8)
    assert not check(text, reading(text, "sum", log_odds=NOT_AT_ALL)).findings


def test_a_part_larger_than_its_whole() -> None:
    text = "Twelve people were on board.\n\nIt sank at noon. The coastguard said {part} had drowned."
    right, wrong = text.format(part="nine"), text.format(part="fourteen")
    assert not check(right, reading(right, "part", "Twelve", "nine")).findings
    [finding] = questions(check(wrong, reading(wrong, "part", "Twelve", "fourteen")))
    assert finding.rule == "part-of-whole"
    assert "larger than its whole" in finding.message


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("Twelve people were on board.\n\nForty others watched. The coastguard said 14 had drowned.", "Twelve", "14"),
        ("Twelve people were on board.\n\nThe coastguard said 14 of the 40 boats had drowned.", "Twelve", "14"),
    ],
)
def test_a_part_of_another_whole_is_not_held_against_this_one(text: str, whole: str, part: str) -> None:
    assert not questions(check(text, reading(text, "part", whole, part)))


@pytest.mark.parametrize(("days", "asked"), [(16, 0), (17, 0), (19, 1)])
def test_days_between_two_dates_may_leave_out_both(days: int, asked: int) -> None:
    text = f"They return on 5 January 2026, after a break that began on 19 December 2025. It lasts {days} days."
    read = reading(text, "span", "19 December 2025", "5 January 2026", f"{days} days", log_odds=4.0)
    assert len(questions(check(text, read))) == asked


def test_a_restatement_in_other_words() -> None:
    text = "Harbour to get 4,200 berths\n\nThe port is growing.\n\nThere will be room for {boats} boats there."
    same, other = text.format(boats="4,200"), text.format(boats="4,900")
    assert not check(same, reading(same, "same", "4,200", "4,200")).findings
    [finding] = questions(check(other, reading(other, "same", "4,200", "4,900")))
    assert finding.rule == "same-fact"


def test_a_model_that_takes_a_likely_restatement_for_two_facts_calls_the_question_off() -> None:
    text = "The company said it would cut 1,200 jobs.\n\nUnions said they would fight the plan to cut 2,100 jobs."
    assert questions(check(text, None))
    assert not questions(check(text, reading(text, "same", log_odds=NOT_AT_ALL)))


@pytest.mark.parametrize("log_odds", [{}, {("sum", ()): SURE}])
def test_what_the_model_did_not_read_is_judged_without_it(log_odds: Mapping) -> None:
    text = "The crash killed 12 people: seven men and four women."
    without, read = check(text, None), check(text, TieReading("a model", log_odds))
    assert [finding.message for finding in read.findings] == [finding.message for finding in without.findings]


def test_the_outcome_says_how_sure_the_reading_is() -> None:
    text = SPREAD.format(part=8)
    [finding] = questions(check(text, reading(text, "sum", "£10m", "£8m", "£3m")))
    assert finding.relation is not None
    assert finding.relation.probability is not None
    assert finding.relation.probability >= MIN_WARNING["sum"]


def test_of_one_relation_that_holds_and_one_that_does_not_the_better_read_one_counts() -> None:
    text = "The FTSE gained 0.97%, or 64.57 points, to end at 6,737.95 points on Monday in London."
    members = ("64.57 points", "6,737.95 points", "0.97%")
    change = reading(text, "change", *members, log_odds=3.0)
    gains = {key: 4.0 if key[0] == "gain" else log_odds for key, log_odds in change.log_odds.items()}
    assert not questions(check(text, TieReading("a model", gains)))


@pytest.mark.parametrize(
    ("text", "kind", "members", "told"),
    [
        # The other way round 396p to 440p would be a rise of some 11%, but these are said to fall.
        ("Shares fell by 12% on Monday, from 440p to 396p.", "change", ("440p", "396p", "12%"), "10%"),
        # From 60 to 27 it is a fall of 55%, but nobody tells of one.
        ("They found faults at 27 of the 60 homes, 54% of them.", "share", ("27", "60", "54%"), "45%"),
        ("Two in five of its 350 homes (104) are let.", "share", ("104", "350", "Two in five"), "29.7%"),
        ("Half of the 74 buses in the fleet, 47, are new.", "share", ("47", "74", "Half"), "63.5%"),
        ("It has 84 players. Twenty-one of them, a third, are new.", "share", ("Twenty-one", "84", "a third"), "25%"),
    ],
)
def test_what_holds_by_chance_does_not_hide_what_is_read(
    text: str, kind: str, members: tuple[str, ...], told: str
) -> None:
    sheet = check(text, reading(text, kind, *members, log_odds=4.0))
    [finding] = questions(sheet)
    assert told in finding.message
    assert not any(tick.rule == "equation" for tick in sheet.ticks)  # no figure is ticked and in question


def test_what_holds_and_is_read_as_well_is_meant() -> None:
    text = "Of 84 fined drivers, 61 were stopped at dawn. Exactly half, 42, lived nearby."
    wrong = reading(text, "share", "42", "61", "half", log_odds=4.0)
    spans = {each.words: each.span for each in checks.read(text).figures}
    right = ("share", (spans["42"], spans["84"], spans["half"]))
    assert not questions(check(text, TieReading("a model", {**wrong.log_odds, right: 3.0})))


@pytest.mark.parametrize(("read", "asked"), [(1.0, 0), (-9.0, 1)])
def test_a_result_that_something_gives_which_is_read_as_likelier_is_not_asked_about(read: float, asked: int) -> None:
    text = (
        "Two thirds of the parents came of their own will. In the year before, 89% had been convicted, compared to "
        "61.5% in the year after. The number of offences by their children had fallen by 50, from 4.4 to 2.1 either "
        'side of it. Staff are proud.\n\n"Parents are crucial," said the chairman. "There is evidence now. It took 34 '
        'projects. They can cut offending by half among youngsters."'
    )
    mixed = reading(text, "change", "61.5%", "2.1", "half", log_odds=0.6)
    right = reading(text, "change", "4.4", "2.1", "half", log_odds=read)
    both = {key: max(log_odds, right.log_odds[key]) for key, log_odds in mixed.log_odds.items()}
    assert len(check(text, TieReading("a model", both)).findings) == asked


@pytest.mark.parametrize(
    ("text", "start", "end", "length", "told"),
    [
        (
            "It began at 2.40pm and ended at 4.15pm, {} later.",
            "2.40pm",
            "4.15pm",
            "one hour and 55 minutes",
            "1 hour and 35 minutes",
        ),
        (
            "It ran for {}, from 2 September to 13 September.",
            "2 September",
            "13 September",
            "three weeks",
            "1 week and 4 days",
        ),
        (
            "It began at 7.15pm and ended at 11.45pm, {} later.",
            "7.15pm",
            "11.45pm",
            "three and a half hours",
            "4 hours and 30 minutes",
        ),
    ],
)
def test_the_correct_duration_is_worded_as_people_say_it(
    text: str, start: str, end: str, length: str, told: str
) -> None:
    text = text.format(length)
    [finding] = questions(check(text, reading(text, "span", start, end, length, log_odds=4.0)))
    assert told in finding.message
    assert finding.repairs == (f"{length} -> {told}",)


def test_a_sum_that_holds_lacks_no_part_stated_after_it() -> None:
    text = "Of the 140 staff, 21 will go, 14 on ships and seven ashore; two others retire at Christmas."
    right = reading(text, "sum", "21", "14", "seven", log_odds=4.0)
    spans = {each.words: each.span for each in checks.read(text).figures}
    more = ("sum", tuple(spans[words] for words in ("21", "14", "seven", "two")))
    sheet = check(text, TieReading("a model", {**right.log_odds, more: 4.0}))
    assert not sheet.findings
    assert any(tick.rule == "equation" for tick in sheet.ticks)


@pytest.mark.parametrize(
    ("text", "kind", "members"),
    [
        (
            "Men support Reade over Elm by 12 points, 55 percent to 43 percent.",
            "gain",
            ("12", "43 percent", "55 percent"),
        ),
        ("It fell short of the 60 votes needed, with 54 for it and 45 votes against.", "sum", ("60", "54", "45")),
        (
            "The Reds hold 53 of the 100 seats. A trial would need a two-thirds majority.",
            "share",
            ("53", "100", "two-thirds"),
        ),
        ("Leads range from three points to 15 points, for an average of 6.7 points.", "sum", ("15", "three", "6.7")),
        ("Some 64% said it was right, compared to 18% too harsh and 15% too kind.", "sum", ("64%", "18%", "15%")),
        (
            "Spending will be £8.4m higher than this year's £178.0m, a rise of 4.7%.",
            "gain",
            ("£8.4m", "£178.0m", "4.7%"),
        ),
        ("Its cover more than doubled from $132 to $325.", "times", ("$325", "$132", "doubled")),
        (
            "Her model was right in 25 of the last 27 elections and gives him a 91 percent chance.",
            "share",
            ("25", "27", "91 percent"),
        ),
        (
            "We knew in Jan 2011 that it had begun 3 years before. - Ida Ash (@idaash) June 15, 2017.",
            "span",
            ("Jan 2011", "June 15, 2017", "3 years"),
        ),
        (
            "Coaches leave every 20 minutes, three an hour, and take 55 minutes.",
            "product",
            ("20 minutes", "three", "55 minutes"),
        ),
        (
            "Walkouts are set for Monday 12 May and Thursday 22 May, each lasting 24 hours.",
            "span",
            ("Monday 12 May", "Thursday 22 May", "24 hours"),
        ),
        (
            "Visits rose from 1,400 to 1,960, and weekly takings are 5 per cent up at £14,112.",
            "change",
            ("1,400", "1,960", "5 per cent"),
        ),
        ("It polled 1,011 adults, with a subsample of 453 men and 469 women.", "sum", ("1,011", "453", "469")),
        (
            "It raised $266 million in the three months to June 30, with $131 million in June alone.",
            "span",
            ("June", "June 30", "three months"),
        ),
        (
            "The four-day fair opens on June 18th. Whoever wants to cancel must ring by June 8th.",
            "span",
            ("June 8th", "June 18th", "four-day"),
        ),
        (
            "Sign-up opens on Nov. 15 and closes on Feb. 15, two months shorter than last year.",
            "span",
            ("Nov. 15", "Feb. 15", "two months"),
        ),
        (
            "Tolls will hit an additional $200 million in goods and then $300 million more, to make it $550 million.",
            "sum",
            ("$550 million", "$200 million", "$300 million"),
        ),
        (
            "She wants $8 million, of which $3.6 million is for piers, $2.5 million for boats and $600,000 for nets.",
            "sum",
            ("$8 million", "$3.6 million", "$2.5 million"),
        ),
        (
            "Reade's share fell to 18 percent, while Elm's went from 9 to 44 percent.",
            "change",
            ("9", "18 percent", "44 percent"),
        ),
        (
            "Some 39% said they had some trust in it, 21% had not much trust and 12% had no trust at all.",
            "sum",
            ("39%", "21%", "12%"),
        ),
        (
            "Ash raised its forecast to 2.6 percent from 2.2 percent, and Elm doubled its own forecast to 3 percent.",
            "times",
            ("2.6 percent", "2.2 percent", "doubled"),
        ),
        (
            "Of the 44 towns in the index, 23 saw their scores decline, whereas only 11 improved.",
            "sum",
            ("44", "23", "11"),
        ),
        (
            "At 50% above the line that is $28,275, and 75% above the line is about $33,000.",
            "change",
            ("$33,000", "$28,275", "75%"),
        ),
        (
            "The target is 513 million tonnes. Homes make 85 million tonnes, or 12 per cent, of all emissions.",
            "share",
            ("85 million tonnes", "513 million tonnes", "12 per cent"),
        ),
        (
            "Profit rose 14 percent to $7.9 billion as its cash swelled to a record $128.1 billion.",
            "change",
            ("$128.1 billion", "$7.9 billion", "14 percent"),
        ),
        ("Approval was at 68% before it and at 66% after it, and ended up at 67%.", "sum", ("68%", "66%", "67%")),
        ("They back it by 171 to 43, in a ballot of 230.", "sum", ("230", "171", "43")),
        ("They back it by 4 to 1, 171 to 43.", "times", ("171", "43", "4 to 1")),
        ("Some 7 of 10 people doubt it, while 63 percent blame the mayor.", "share", ("7", "10", "63 percent")),
    ],
)
def test_what_the_words_explain_is_not_asked_whatever_a_model_reads(
    text: str, kind: str, members: tuple[str, ...]
) -> None:
    assert not questions(check(text, reading(text, kind, *members)))


@pytest.mark.parametrize(
    ("words", "is_ticked"),
    [("it added 40, or 25 per cent, to reach 200", True), ("40, or 25 per cent of its 200", False)],
)
def test_what_no_word_calls_a_change_is_not_ticked_as_one(words: str, is_ticked: bool) -> None:
    text = f"The yard has news for its people, {words}."
    ticks = check(text, reading(text, "gain", "40", "200", "25 per cent")).ticks
    assert any(tick.relation is not None and tick.relation.kind == "gain" for tick in ticks) is is_ticked


def test_a_percentage_of_something_is_no_change() -> None:
    text = "Of the 110 shops that fell short, 66 were cold, or 66 percent of those cited."
    ticks = check(text, reading(text, "change", "66", "110", "66 percent")).ticks
    assert not any(tick.relation is not None and tick.relation.kind == "change" for tick in ticks)


def test_a_rise_where_the_levels_fall_is_asked_about_if_a_model_takes_it_for_a_change() -> None:
    text = "Revenue for the year rose 5.7% to £21.6bn from £48.8bn."
    assert questions(check(text, reading(text, "change", "£48.8bn", "£21.6bn", "5.7%")))


def test_what_stands_between_two_figures_is_their_percentage() -> None:
    text = "Profit rose by £7.2m, or 18.8%, to £45.4m, taking the margin from 10.0% to 11.0%."
    wrong, right = (reading(text, "gain", "£7.2m", "£45.4m", percent) for percent in ("10.0%", "18.8%"))
    both = {key: max(log_odds, right.log_odds[key] - 7) for key, log_odds in wrong.log_odds.items()}
    assert questions(check(text, wrong))
    assert not questions(check(text, TieReading("a model", both)))


def test_a_whole_that_one_sentence_makes_is_not_asked_about_with_a_part_of_another() -> None:
    text = "Police seek four men and two women. Of the nine who were held, five were charged; the other four went home."
    sheet = check(text, reading(text, "sum", "nine", "four", "four"))
    assert not questions(sheet)
    assert [tick.message for tick in sheet.ticks if "nine" in tick.message] == ["five + four = 9, which is nine."]


def test_a_percentage_of_two_figures_is_not_that_of_two_others_too() -> None:
    text = "Waits fell 15% to 62 minutes from 83 minutes. Of 1,200 patients, 300, or 25%, waited for longer."
    fall = reading(text, "change", "83 minutes", "62 minutes", "15%")
    spans = {frame.statement.words: frame.statement.span for frame in frames_of(checks.read(text)).frames}
    other = ("change", tuple(spans[words] for words in ("83 minutes", "62 minutes", "25%")))
    share = ("share", tuple(spans[words] for words in ("300", "1,200", "25%")))
    sheet = check(text, TieReading("a model", {**fall.log_odds, other: 3.0, share: 5.0}))
    [finding] = questions(sheet)
    assert "15%" in finding.message
    assert [tick.rule for tick in sheet.ticks if "25%" in tick.message] == ["equation"]


def test_a_sum_that_is_noted_is_not_ticked_by_a_model() -> None:
    text = "Repairs cost £3.4m, of which insurers paid £2.1m, the council £800,000 and the owner £600,000."
    sheet = check(text, reading(text, "sum", "£3.4m", "£2.1m", "£800,000", "£600,000"))
    assert [finding.severity for finding in sheet.findings] == [Severity.NOTE]
    assert not sheet.ticks


def test_a_list_is_of_the_number_that_a_model_takes_for_its_count() -> None:
    text = "Four men were held. The fires were at Moor Lane, Castlegate, Kirkgate and the Headrow, three places in all."
    spans = {words: checks.model.Span(text.index(words), text.index(words) + len(words)) for words in ("Four", "three")}
    [listed] = {each.enumeration.span for each in counted_lists_of(frames_of(checks.read(text)))}

    def ticked(near: float) -> list[str]:
        log_odds = {("list", (spans["Four"], listed)): 3.0, ("list", (spans["three"], listed)): near}
        return [tick.rule for tick in check(text, TieReading("a model", log_odds)).ticks]

    assert "counted-list" in ticked(-3.0)
    assert "counted-list" not in ticked(6.0)


@pytest.mark.parametrize(
    ("text", "kind", "members"),
    [
        (
            "A jury found Ash guilty of five of the seven counts: three of fraud, one of theft and one of perjury.",
            "sum",
            ("seven", "five", "three"),
        ),
        (
            "There were 58 warnings, down from 83 on Friday. The cost is some £150m, half the £325m of the last storm.",
            "change",
            ("83", "58", "half"),
        ),
        ("The result gives City 71 points from 36 matches.", "part", ("36", "71")),
        (
            "Of those, 2,410 replied. Some 1,500 signed it, and 52% of the 2,410 were against.",
            "change",
            ("1,500", "2,410", "52%"),
        ),
        (
            "Fuel went up twice as fast, and is now 52% of what they spend, against 45% then.",
            "times",
            ("52%", "45%", "twice"),
        ),
        ("Ode hit 61 off 40 balls with six fours and three sixes, 24 of it in fours.", "product", ("40", "six", "24")),
        (
            "It pays £2,000 each for the families of the two dead and £500 for each of the hurt, £7,000 in all.",
            "product",
            ("£2,000", "two", "£7,000"),
        ),
        (
            "It is paid every six months from May 2024, and for the last time in March 2027.",
            "span",
            ("May 2024", "March 2027", "six months"),
        ),
        (
            "Work begins in May 2024. Ida will be 14 when it opens in June 2025.",
            "span",
            ("May 2024", "June 2025", "14"),
        ),
        (
            "It shipped 150,000 tonnes in all, 82,000 to Ostra, 40,000 to Kesh and 28,000 overseas.",
            "sum",
            ("150,000 tonnes", "82,000", "40,000"),
        ),
        (
            "It cuts 90 posts. It sells three farms and a hall with 45 seats, and 41 posts go in May.",
            "sum",
            ("90", "45", "41"),
        ),
        ("Of those, Elm was 19. The 14-seater had four people in it.", "sum", ("19", "14", "four")),
        ("Ten men, found in raids on two barns, were let go, and 13 were held.", "sum", ("13", "Ten", "two")),
        (
            "The fund raised £15m, which the state doubled, and of the £30m some £21m is spent.",
            "part",
            ("£15m", "£21m"),
        ),
    ],
)
def test_what_the_words_say_of_a_figure_is_not_asked_of_others(text: str, kind: str, members: tuple[str, ...]) -> None:
    assert not check(text, reading(text, kind, *members)).findings


@pytest.mark.parametrize(
    ("text", "kind", "members"),
    [
        (
            "A jury found Ash guilty of five of the seven counts: the other three were dropped.",
            "sum",
            ("seven", "five", "three"),
        ),
        ("There were 58 warnings, down from 83 on Friday, a fall of half.", "change", ("83", "58", "half")),
        ("The result gives City 71 points of the 36 points there are.", "part", ("36", "71")),
        ("Numbers rose from 1,500 to 2,410, a rise of 52%.", "change", ("1,500", "2,410", "52%")),
        ("It pays £2,000 to each of the two widows, £7,000 in all.", "product", ("£2,000", "two", "£7,000")),
        (
            "It shipped 150,000 tonnes in all, 82,000 to Ostra and 48,000 to Kesh.",
            "sum",
            ("150,000 tonnes", "82,000", "48,000"),
        ),
        ("The fund raised £15m, of which £21m is spent.", "part", ("£15m", "£21m")),
    ],
)
def test_what_no_words_say_of_others_is_asked(text: str, kind: str, members: tuple[str, ...]) -> None:
    assert check(text, reading(text, kind, *members)).findings


def test_a_percentage_that_is_exact_for_one_base_has_no_other() -> None:
    text = "Shares in the group fell 20p, or 5 per cent, to 380p on Friday."
    share = reading(text, "share", "20p", "380p", "5 per cent")
    gain = reading(text, "gain", "20p", "380p", "5 per cent", log_odds=5.0)
    both = {key: max(log_odds, gain.log_odds[key]) for key, log_odds in share.log_odds.items()}
    assert [tick.message for tick in check(text, TieReading("a model", both)).ticks if tick.rule == "equation"] == [
        "20p on the way to 380p = 5%, which is 5 per cent."
    ]


FAIR = "The four-day fair runs from June 5 to June {}."


def test_a_model_is_credited_only_with_relations_that_it_has_read() -> None:
    text = FAIR.format(8)
    unread = TieReading("a model", {})
    against = reading(text, "span", log_odds=NOT_AT_ALL)
    in_favour = reading(text, "span", "June 5", "June 8", "four-day")
    assert [readers(check(text, read)) for read in (unread, against, in_favour)] == [[""], [""], ["a model"]]
    wrong = FAIR.format(19)
    assert [readers(check(wrong, read)) for read in (unread, None)] == [[""], [""]]


def readers(sheet: Sheet) -> list[str]:
    """Who read the relations of the ticks and questions."""
    return [outcome.relation.reader for outcome in (*sheet.ticks, *sheet.findings) if outcome.relation]

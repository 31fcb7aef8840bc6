"""Which relations are ticked and which are questioned, whatever odds the table gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest

import checks
from checks.model import Relation
from checks.relations import holding_equations, odds
from checks.relations.frames import frames_of
from checks.relations.judge import verdicts_of
from checks.relations.possible_ties import possible_relations
from checks.relations.verdicts import MIN_NOTE, Verdict, Verdicts

Probability = Callable[[str, Sequence[float]], float]
WHOLE = "Of the 48 people, 20 are men, 18 are women and 10 are children."


@pytest.fixture
def with_probabilities(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Probability], Verdicts]:
    """The verdicts on a text with given probabilities in place of the learned ones."""

    def judged(text: str, probability: Probability) -> Verdicts:
        monkeypatch.setattr(odds, "probability", probability)
        monkeypatch.setattr(odds, "cannot_reach", lambda *_: False)
        return verdicts_of(checks.read(text))

    return judged


def certain(_model: str, _features: Sequence[float]) -> float:
    return 0.95


def words(verdict: Verdict) -> tuple[str, ...]:
    return tuple(frame.statement.words for frame in verdict.members)


def test_figures_of_a_sure_sum_are_in_no_other_roles_in_another() -> None:
    """10 and 13 make 23, and 46, 23 and 10 make 79; but the 46 are 23, 10 and 13."""
    article = checks.read("Rovers have 79 points from 46 matches: 23 wins, 10 draws and 13 defeats.")
    points, matches, wins, draws, defeats = frames_of(article).frames
    sure = Verdict("sum", (matches, wins, draws, defeats), True, 0.95)
    within = Verdict("sum", (wins, draws, defeats), True, 0.5)
    beside = Verdict("sum", (points, matches, wins, draws), True, 0.6)
    assert holding_equations.without_contradicted_sums([beside, within, sure]) == [sure]
    assert holding_equations.without_contradicted_sums([beside, within]) == [beside, within]


def test_a_part_that_has_parts_of_its_own_contradicts_nothing() -> None:
    article = checks.read("Of the 48, 26 were for it, 22 against. The 26 were 20 women and six men.")
    frames = list(frames_of(article).frames)
    whole, first, second, again, women, men = frames
    outer = Verdict("sum", (whole, first, second), True, 0.95)
    inner = Verdict("sum", (again, women, men), True, 0.8)
    assert holding_equations.without_contradicted_sums([outer, inner]) == [outer, inner]
    assert holding_equations.without_contradicted_sums([outer, Verdict("sum", (first, women, men), True, 0.8)])[1:]


def questions(verdicts: Sequence[Verdict]) -> list[tuple[str, ...]]:
    return [words(verdict) for verdict in verdicts if not verdict.holds]


def test_a_figure_of_a_larger_relation_that_holds_is_not_questioned(
    with_probabilities: Callable[[str, Probability], Verdicts],
) -> None:
    found = with_probabilities(WHOLE, certain).equations
    assert ("48", "20", "18", "10") in [words(verdict) for verdict in found if verdict.holds]
    assert not questions(found)


def test_it_is_questioned_where_the_larger_relation_is_unlikely(
    with_probabilities: Callable[[str, Probability], Verdicts],
) -> None:
    found = with_probabilities(WHOLE.replace("48", "58"), certain).equations
    assert questions(found)
    unlikely = with_probabilities(
        WHOLE.replace("48", "39"), lambda model, _: 0.95 if model == "equation slip" else 0.01
    )
    assert questions(unlikely.equations)


@pytest.mark.parametrize("text", [WHOLE, WHOLE.replace("48", "58"), "Lorne: 14 hurt\n\nIn Lorne 19 were hurt."])
def test_nothing_unlikely_is_said(text: str, with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    found = with_probabilities(text, lambda _model, _features: 0.01)
    assert found == Verdicts((), (), ())


def test_each_figure_is_at_most_once_in_question_for_a_kind(
    with_probabilities: Callable[[str, Probability], Verdicts],
) -> None:
    text = "Ferry fire kills 14\n\nThe ferry fire killed 19 people. The ferry fire killed 17 people, 12 of them men."
    found = with_probabilities(text, certain)
    for verdicts in (found.restatements, found.equations):
        for kind in {verdict.kind for verdict in verdicts}:
            asked = [
                frame.index for found in verdicts if found.kind == kind and not found.holds for frame in found.members
            ]
            assert len(asked) == len(set(asked))
    assert questions(found.restatements)


def test_the_likelier_of_two_questions_about_the_same_figures_wins(
    with_probabilities: Callable[[str, Probability], Verdicts],
) -> None:
    text = "Sales rose 31% to £17.5bn from £15.5bn."

    def second_kind(model: str, features: Sequence[float]) -> float:
        return 0.99 if model == "equation slip" and features[1] else 0.9  # a change

    found = with_probabilities(text, second_kind).equations
    assert [(verdict.kind, verdict.probability) for verdict in found if not verdict.holds] == [("change", 0.99)]


def test_the_likelier_restatement_is_questioned(with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    text = "Ferry fire kills 14\n\nThe ferry fire killed 19 people.\n\nThe ferry fire killed 17 people."
    seen: list[float] = []

    def growing(_model: str, _features: Sequence[float]) -> float:
        seen.append(0.9 + len(seen) / 100)
        return seen[-1]

    found = with_probabilities(text, growing).restatements
    assert len(found) == 1
    assert found[0].probability == max(seen)


def test_of_relations_that_hold_between_the_same_figures_one_is_kept(
    with_probabilities: Callable[[str, Probability], Verdicts],
) -> None:
    found = with_probabilities("Of the 48 pupils, 12 walk, 25% of them, a fall by 12 to 48.", certain).equations
    members = [frozenset(words(verdict)) for verdict in found]
    assert len({frozenset(frame.index for frame in verdict.members) for verdict in found}) == len(members)


def test_each_count_has_one_list(with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    text = "Three lakes are shut. Arden, Corrie and Finlay won. Mia, Bo, Jade and Holt lost."
    found = with_probabilities(text, certain).lists
    assert [verdict.candidate.frame.statement.words for verdict in found] == ["Three"]


def test_the_likelier_verdicts_come_first(with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    def by_features(_model: str, features: Sequence[float]) -> float:
        return 0.85 + sum(features) % 10 / 100

    text = "Of the 48 pupils, 31 are girls and 17 are boys. They bought 4 desks at £30 each, £120 in all."
    found = with_probabilities(text, by_features)
    probabilities = [verdict.probability for verdict in found.equations]
    assert probabilities == sorted(probabilities, reverse=True)
    assert len(probabilities) > 1


def test_a_clear_list_is_questioned_and_a_complete_one_is_not() -> None:
    short = verdicts_of(checks.read("The ban covers four lakes: Lake Arden, Lake Corrie and Lake Finlay.")).lists
    complete = verdicts_of(checks.read("The ban covers three lakes: Lake Arden, Lake Corrie and Lake Finlay.")).lists
    assert [verdict.candidate.agrees for verdict in short] == [False]
    assert [verdict.candidate.agrees for verdict in complete] == [True]
    assert short[0].probability >= MIN_NOTE["list"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nobody came.",
        "The town has 3 schools and 14 shops. The village has 9 farms.",
        "The library lent 4,200 books in May. The museum sold 3,100 tickets in June.",
        "Four people came. Bread and butter were served.",
    ],
)
def test_nothing_is_said_about_unrelated_figures(text: str) -> None:
    found = verdicts_of(checks.read(text))
    assert not (*found.restatements, *found.equations, *found.lists)


def roles(relation: Relation, text: str) -> list[tuple[str, str]]:
    return [(role, text[span.start : span.end]) for role, span in relation.roles]


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (WHOLE, "sum", [("whole", "48"), ("part", "20"), ("part", "18"), ("part", "10")]),
        (
            "Sales rose 13% to $17.6 billion from $15.5 billion.",
            "change",
            [("from", "$15.5 billion"), ("to", "$17.6 billion"), ("percent", "13%")],
        ),
        (
            "The club lost 20 of its 80 members, or 25%.",
            "share",
            [("part", "20"), ("whole", "80"), ("percent", "25%")],
        ),
    ],
)
def test_the_relation_of_an_equation_names_the_role_of_each_figure(
    text: str, kind: str, expected: list[tuple[str, str]], with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    found = [verdict.relation for verdict in with_probabilities(text, certain).equations if verdict.holds]
    assert (kind, expected) in [(relation.kind, roles(relation, text)) for relation in found]
    assert all(relation.closed and (relation.probability or 0) >= Fraction(19, 20) for relation in found)


def test_the_relation_of_a_restatement_has_a_first_and_a_second(
    with_probabilities: Callable[[str, Probability], Verdicts],
) -> None:
    text = "Lorne: 14 hurt\n\nIn Lorne 14 were hurt."
    (verdict,) = with_probabilities(text, lambda _model, _features: 0.12345 + 0.5).restatements
    assert (verdict.relation.kind, verdict.relation.probability) == ("same", Fraction(623, 1000))
    assert roles(verdict.relation, text) == [("first", "14"), ("second", "14")]


@pytest.mark.parametrize(("lead", "closed"), [("", True), ("including ", False)])
def test_the_relation_of_a_counted_list_says_whether_the_list_is_complete(
    lead: str, closed: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    text = f"The ban covers three lakes: {lead}Lake Arden, Lake Corrie and Lake Finlay."
    relation = with_probabilities(text, certain).lists[0].relation
    assert (relation.kind, relation.closed) == ("list", closed)
    assert [role for role, _ in relation.roles] == ["count", "list"]


def test_a_list_has_one_count_in_a_sentence(with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    text = "Three men, aged 65, 38 and 18, and three women were held."
    assert [verdict.candidate.frame.statement.words for verdict in with_probabilities(text, certain).lists] == ["Three"]


def test_an_unlikely_list_is_not_ticked_and_still_explains_its_items(
    with_probabilities: Callable[[str, Probability], Verdicts],
) -> None:
    def probability(model: str, _features: Sequence[float]) -> float:
        return 0.4 if model == "list tie" else 0.95

    text = "Of four lakes, three are closed: Lake Arden, Lake Corrie and Lake Finlay."
    assert not with_probabilities(text, probability).lists
    assert [
        verdict.candidate.agrees for verdict in with_probabilities(text.replace("three", "two"), probability).lists
    ] == [
        False,
        False,
    ]


def test_another_sentence_may_count_the_same_list(with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    text = "Three men were held. The three are Tom Hale, Ben Moss and Al Reed."
    assert [verdict.candidate.frame.statement.words for verdict in with_probabilities(text, certain).lists] == [
        "Three",
        "three",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Sales fell 15% to 966 from 840.",
        "Sales rose 15% to 714 from 840.",
        "Police found 15 people. All 14 people, including one child, were in a trailer.",
        "Six officers and 11 civilians were hurt. In all, 17 shops were looted.",
        "The chain employs about 67,100 people. All 67,100 staff own a share in its 26 stores.",
        "Of the nine members, seven voted for the plan, one against and two abstained.",
    ],
)
def test_what_fits_and_is_not_ticked(text: str, with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    assert not [words(verdict) for verdict in with_probabilities(text, certain).equations if verdict.holds]


@pytest.mark.parametrize(
    "text",
    [
        "Sales rose 5% to 882 from 840.",
        "Sales fell 5% to 798 from 840.",
        "Police found 15 people, including 14 adults and one child.",
        "There were 17 bids, from six men and 11 firms.",
        "The chain employs about 67,100 people: 61,000 in shops and 6,100 elsewhere.",
        "Of the ten members, seven voted for the plan, one against and two abstained.",
    ],
)
def test_what_fits_and_is_ticked(text: str, with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    assert any(verdict.holds for verdict in with_probabilities(text, certain).equations)


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("It cut 640 tonnes last year and 480 tonnes this year, a drop of 35%.", ("640 tonnes", "480 tonnes")),
        ("It cut 480 tonnes last year and 640 tonnes this year, a rise of 45%.", ("480 tonnes", "640 tonnes")),
    ],
)
def test_a_change_is_questioned_in_the_direction_that_the_words_give_it(
    text: str, levels: tuple[str, str], with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    asked = [words(verdict) for verdict in with_probabilities(text, certain).equations if not verdict.holds]
    assert levels in [found[:2] for found in asked]
    assert levels[::-1] not in [found[:2] for found in asked]


@pytest.mark.parametrize(
    ("percentage", "is_asked"), [("a drop of 35%", False), ("a rise of 45%", False), ("35% of the boats", True)]
)
def test_a_change_in_percent_is_no_share(
    percentage: str, is_asked: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    def share_alone(model: str, features: Sequence[float]) -> float:
        return 0.95 if model == "equation slip" and tuple(features[: len(is_share)]) == is_share else 0.01

    is_share = holding_equations.ONE_HOT["share"]
    found = with_probabilities(f"The yard has 640 boats and sold 480 boats, {percentage}.", share_alone).equations
    assert any(verdict.kind == "share" for verdict in found) is is_asked


@pytest.mark.parametrize(
    ("text", "is_ticked"),
    [
        ("It made $434m. Its profit was $400m.", False),
        ("It made $434m. Its profit was about $400m.", True),
        ("It made $31.9bn. Its profit was $31bn.", True),
        ("More than 30 died. At least 36 died.", False),
        ("More than a dozen were hurt. The 14 were taken away.", True),
    ],
)
def test_what_agrees_only_loosely_is_not_ticked(
    text: str, is_ticked: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    assert bool([v for v in with_probabilities(text, certain).restatements if v.holds]) is is_ticked


@pytest.mark.parametrize(("fuel", "is_ticked"), [("$1 million", True), ("$1.1 million", True), ("$1.5 million", False)])
def test_parts_that_make_their_whole_only_loosely_are_not_ticked(
    fuel: str, is_ticked: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    text = f"It spent $4 million: $2 million on boats, $1 million on nets and {fuel} on fuel."
    found = with_probabilities(text, certain).equations
    assert any(verdict.kind == "sum" and verdict.holds for verdict in found) is is_ticked


@pytest.mark.parametrize(
    ("percentage", "is_share"), [("up 20 per cent on the year before", False), ("20 per cent", True)]
)
def test_by_how_much_something_changed_is_no_share(
    percentage: str, is_share: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    text = f"Fire guts market\n\nThe damage is £3.6m. The market turned over £18m last year, {percentage}, they said."
    found = with_probabilities(text, certain).equations
    assert any(verdict.kind == "share" and verdict.holds for verdict in found) is is_share


def slip(model: str, _features: object) -> float:
    return 0.95 if model.endswith("slip") else 0.0


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("Lorne: 14 boats lost\n\nIn Lorne 19 boats were lost. It was dark.", True),
        ("Lorne: 14 boats lost\n\nIn Lorne 19 boats were lost. At sea there were 14 boats.", False),
    ],
)
def test_a_value_repeated_next_to_the_other_is_another_fact(
    text: str, is_asked: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    of_the_headline = [
        verdict for verdict in with_probabilities(text, slip).restatements if verdict.members[0].sentence == 0
    ]
    assert bool(of_the_headline) is is_asked


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("She raised her target to £13, up 20% from £9.", True),
        ("She raised her target to £13, which is 20% above Monday's close, from £9.", False),
        ("She raised her target to £13, a 20% premium to the close, from £9.", False),
        ("Revenue fell 20% to £13m, against £9m in May.", True),
        ("Revenue fell 20% to £13m, against a forecast of £9m.", False),
        ("It shed 20% to £13, some way from £9 in May.", False),
    ],
)
def test_a_percentage_of_another_level_is_not_asked_about(
    text: str, is_asked: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    assert any(verdict.kind == "change" for verdict in with_probabilities(text, slip).equations) is is_asked


def test_a_list_that_says_there_are_more_is_asked_about_only_where_it_is_too_long(
    with_probabilities: Callable[[str, Probability], Verdicts],
) -> None:
    def asked(count: str) -> bool:
        return bool(
            with_probabilities(f"The ban covers {count} lakes, including Arden, Corrie and Finlay.", slip).lists
        )

    assert asked("two")
    assert not asked("five")


def test_two_parts_of_one_sum_are_not_one_fact(with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    text = "Of the 48 hurt, 20 were boys and 28 were girls."
    found = with_probabilities(text, lambda model, _features: 0.95)
    assert [verdict.kind for verdict in found.equations if verdict.holds] == ["sum"]
    assert not [verdict for verdict in found.restatements if not verdict.holds]


@pytest.mark.parametrize(
    ("text", "is_listed"),
    [
        ("It carries 100 tons per day on three boats, a total of 300 tons.", False),
        ("It carries 100 tons per day for three days, a total of 300 tons.", True),
    ],
)
def test_a_rate_per_day_applies_to_days(text: str, is_listed: bool) -> None:
    kinds = [
        [frame.statement.words for frame in members]
        for kind, members in possible_relations(frames_of(checks.read(text)))
        if kind == "product"
    ]
    assert any(words[0] == "100 tons" and words[1].startswith("three") for words in kinds) is is_listed


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        ("Lorne: 14 boats lost\n\nIn Lorne 19 boats were lost.", True),
        ("Lorne: 14 lead\n\nIn Lorne it is a 19-way race in the lead.", False),
        ("Lorne panel of 14 members\n\nIn Lorne the 19-member panel met.", True),
    ],
)
def test_a_number_in_a_word_is_of_another_thing(
    text: str, is_asked: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    assert bool(with_probabilities(text, slip).restatements) is is_asked


@pytest.mark.parametrize(("word", "is_ticked"), [("more", False), ("less", True)])
def test_more_than_a_level_is_above_it(
    word: str, is_ticked: bool, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    found = with_probabilities(f"It made £420 then, 30 per cent {word} than the £600 of May.", certain).equations
    assert any(verdict.kind == "change" and verdict.holds for verdict in found) is is_ticked


def questioned(text: str, with_probabilities: Callable[[str, Probability], Verdicts]) -> set[tuple[str, ...]]:
    return set(questions(with_probabilities(text, certain).equations))


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Five of the nine judges signed it. A sixth agreed in part. Three did not.", ("nine", "Five", "Three")),
        ("Police held six people: four dockers, a driver and one clerk.", ("six", "four", "one")),
        (
            "The board has 40 members. Of these 22 agreed in full, 9 in part. Six did not, and three were away.",
            ("40", "22", "9"),
        ),
        ("The fund had £90m. It collected £16m and paid out £23m, and has £83m.", ("£90m", "£16m", "£23m")),
        ("The zoo bred 31 geese, of which 12 live: two here and ten elsewhere.", ("31", "12", "two", "ten")),
        (
            "The missing fell from 30 to 21: six were found dead and three alive, two of whom are hurt.",
            ("30", "21", "six", "three", "two"),
        ),
        ("Ash leaves the board of nine. Two other directors go; the remaining six stay.", ("nine", "Two", "six")),
        ("They won by 23 votes to 17. Of the 22 Whigs 21 voted for it, joined by two others.", ("22", "21", "two")),
        ("Of 29 miners 17 got out at once and another eight later. In all 25 got out.", ("29", "17", "eight")),
        ("It costs £96m. Half comes from a fund. The city gives £30m and its port £18m.", ("£96m", "£30m", "£18m")),
        ("They got 61 years in all. Ash got 12 years and Elm ten years.", ("61 years", "12 years", "ten years")),
        (
            "Storm cuts power to 18,400 homes\n\nGales hit three counties, leaving 18,400 homes dark.",
            ("18,400", "18,400", "three"),
        ),
    ],
)
def test_a_sum_that_something_else_explains_is_not_questioned(
    text: str, silent: tuple[str, ...], with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    assert silent not in questioned(text, with_probabilities)


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("Of 96 jurors 16 stayed. Half of the 16 are women.", ("16", "96", "Half")),
        ("Ash made 112 from 124 balls, and half his runs came in boundaries.", ("112", "124", "half")),
        ("Of the 22 banks asked, 14 had expected 30%.", ("14", "22", "30%")),
        ("Another 160 of the 52,000 votes were blank, and 58 per cent voted.", ("160", "52,000", "58 per cent")),
        ("A further nine roofs, half as many again, make 27.", ("nine", "27", "half")),
        ("Of 9,640 runners 3,856 were women, exactly 40%, and 8,900 ran last year.", ("3,856", "8,900", "40%")),
    ],
)
def test_a_share_of_something_else_is_not_questioned(
    text: str, silent: tuple[str, ...], with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    assert silent not in questioned(text, with_probabilities)


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        (
            "The pair sold 173 dogs in two years at an average of £900, taking £155,700.",
            ("£900", "two years", "£155,700"),
        ),
        (
            "They were banned for five years. The others were each fined £40,000, or £120,000 in all.",
            ("£40,000", "five years", "£120,000"),
        ),
        ("The drug was in 960 packages. At £30,000 a kilo it is worth £36m.", ("£30,000", "960", "£36m")),
        ("They sell 1.2m cups a week, which brings £360,000, or £18.7m a year.", ("£360,000", "1.2m", "£18.7m")),
    ],
)
def test_what_a_thing_costs_is_no_rate_of_something_else(
    text: str, silent: tuple[str, ...], with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    assert silent not in questioned(text, with_probabilities)


def test_what_is_paid_in_a_year_is_a_rate_of_years(with_probabilities: Callable[[str, Probability], Verdicts]) -> None:
    text = "The club pays a rent of £40,000 a year over five years, which makes £250,000."
    assert ("£40,000", "five years", "£250,000") in questioned(text, with_probabilities)


@pytest.mark.parametrize(
    "text",
    [
        "Eleven in hospital after coach overturns\n\nA coach with 34 pensioners left the road near Lorne.\n\n"
        "Eleven people were in hospital on Sunday.",
        "Five of seven cleared\n\nA jury convicted two people of theft and cleared the five others.",
        "Shop shuts after 88 years\n\nIt opened in 1937 and closes in December 2025. Ash has been there for 51 years.",
    ],
)
def test_a_headlines_count_that_the_story_states_elsewhere_is_not_questioned(
    text: str, with_probabilities: Callable[[str, Probability], Verdicts]
) -> None:
    assert not [
        pair
        for pair in questions(with_probabilities(text, certain).restatements)
        if pair[0] in ("Eleven", "seven", "88 years")
    ]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Link slips to 2029\n\nThe link, agreed in 2023, will not open until March 2029, the council said.", False),
        ("Link slips to 2029\n\nThe link, agreed in 2023, will not open until March, the council said.", True),
        ("Link slips to 2029\n\nThe link was agreed in 2023.\n\nA bridge nearby is to close in March 2029.", True),
    ],
)
def test_a_headlines_year_is_that_of_a_fuller_date_near_another_year(
    with_probabilities: Callable[[str, Probability], Verdicts], text: str, asked: bool
) -> None:
    verdicts = with_probabilities(text, lambda *_: 0.99)
    values = [{member.statement.words for member in each.members} for each in verdicts.restatements if not each.holds]
    assert ({"2029", "2023"} in values) is asked

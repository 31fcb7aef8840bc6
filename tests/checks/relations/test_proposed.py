"""Relations that somebody else proposes: weighed and judged here, and never on trust."""

from __future__ import annotations

import pytest

import checks
from checks.model import ProposedRelation, RelationKind, Severity, Sheet, Span
from checks.relations import odds, proposed

STORY = """Ferry company trims fleet

The Lorne ferry company said on Monday it would sell 17 ships and lay off 240 people.

Of the crew members who leave, 130 are sailors. Another 90 worked in offices and ports, the company said."""


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def check_with(text: str, kind: RelationKind, *members: str) -> Sheet:
    return checks.check_article(
        text, relations=[ProposedRelation(kind, tuple(span_of(text, words) for words in members), "a reader")]
    )


@pytest.fixture
def heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proposals have so much weight that whatever passes the other hurdles is put forward."""
    monkeypatch.setattr(proposed, "WEIGHTS", dict.fromkeys(proposed.WEIGHTS, 20.0))


@pytest.mark.usefixtures("heavy")
def test_a_proposed_sum_that_does_not_hold_is_questioned_by_the_rule_and_names_who_read_it() -> None:
    assert not checks.check_article(STORY).findings
    [finding] = check_with(STORY, "sum", "240", "130", "90").findings
    assert (finding.rule, finding.code, finding.message) == (
        "equation",
        "EQ01",
        "130 + 90 = 220, and the text says 240.",
    )
    assert finding.relation
    assert finding.relation.reader == "a reader"
    assert [role for role, _ in finding.relation.roles] == ["whole", "part", "part"]


@pytest.mark.usefixtures("heavy")
def test_a_proposed_sum_that_holds_is_ticked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(odds, "probability", lambda _model, _features: 0.1)
    text = STORY.replace("240", "220")
    assert checks.check_article(text).ticks == ()
    [tick] = check_with(text, "sum", "220", "130", "90").ticks
    assert (tick.rule, tick.arithmetic) == ("equation", "130 + 90 = 220")
    assert tick.relation
    assert tick.relation.reader == "a reader"


@pytest.mark.usefixtures("heavy")
@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("sum", ("240", "130")),  # one part
        ("sum", ("240", "130", "130")),  # one figure twice
        ("sum", ("240", "130", "Monday")),  # of other kinds
        ("sum", ("240", "130", "trims")),  # no figure
        ("sum", ("240", "130", "0 people")),  # a piece of one
        ("change", ("240", "130", "90")),  # no percentage
        ("share", ("130", "240", "Monday")),
        ("times", ("240", "130", "17")),
        ("span", ("Monday", "130", "90")),
        ("product", ("Monday", "17", "240")),
        ("same", ("240", "Monday")),
        ("same", ("240", "240")),
        ("same", ("240", "130", "90")),
        ("list", ("17", "240")),
        ("weekday", ("Monday", "240")),
        ("nonsense", ("240", "130", "90")),
        ("sum", ()),
    ],
)
def test_what_cannot_stand_in_such_a_relation_is_left_out(kind: RelationKind, members: tuple[str, ...]) -> None:
    assert check_with(STORY, kind, *members) == checks.check_article(STORY)


@pytest.mark.usefixtures("heavy")
def test_values_that_no_slip_explains_are_never_questioned() -> None:
    assert check_with(STORY.replace("240", "9,871"), "sum", "9,871", "130", "90").findings == ()


def test_without_weight_a_proposal_adds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposed, "WEIGHTS", dict.fromkeys(proposed.WEIGHTS, 0.0))
    assert check_with(STORY, "sum", "240", "130", "90") == checks.check_article(STORY)


@pytest.mark.usefixtures("heavy")
def test_what_is_found_anyway_stands_as_it_was() -> None:
    text = "The crash killed 12 people: seven men and four women."
    alone = checks.check_article(text)
    assert [finding.severity for finding in alone.findings] == [Severity.WARNING]
    assert check_with(text, "sum", "12", "seven", "four") == alone
    assert check_with(text, "sum", "seven", "12", "four").findings == alone.findings


@pytest.mark.usefixtures("heavy")
def test_a_question_about_a_figure_that_is_ticked_is_a_note_and_takes_no_tick_away() -> None:
    text = (
        "Ferry fire kills 14\n\nA fire on a ferry off Lorne killed 14 people on Monday, the coastguard said.\n\n"
        "Of those who were on deck, 6 were sailors. Another 7 came from the kitchen, the coastguard said."
    )
    alone = checks.check_article(text)
    assert alone.ticks
    start = text.index("14 people")
    members = (Span(start, start + 2), span_of(text, "6"), span_of(text, "7"))
    with_reader = checks.check_article(text, relations=[ProposedRelation("sum", members, "a reader")])
    assert set(alone.ticks) <= set(with_reader.ticks)
    assert [finding.severity for finding in with_reader.findings] == [Severity.NOTE]


@pytest.mark.usefixtures("heavy")
def test_a_rule_that_is_left_out_judges_no_proposals() -> None:
    relation = ProposedRelation("sum", tuple(span_of(STORY, words) for words in ("240", "130", "90")), "a reader")
    config = checks.Config(ignore=frozenset(["equation"]))
    assert checks.check_article(STORY, config=config, relations=[relation]).findings == ()


def test_only_so_many_proposals_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proposed, "WEIGHTS", dict.fromkeys(proposed.WEIGHTS, 20.0))
    good = ProposedRelation("sum", tuple(span_of(STORY, words) for words in ("240", "130", "90")), "a reader")
    bad = ProposedRelation("sum", (), "a reader")
    assert checks.check_article(STORY, relations=[*[bad] * 50_000, good]).findings == ()
    assert checks.check_article(STORY, relations=[*[bad] * 50, good]).findings


def test_each_kind_that_may_be_proposed_has_a_weight() -> None:
    assert set(proposed.WEIGHTS) == set(proposed.PROPOSABLE)
    assert all(0 <= weight <= 3 for weight in proposed.WEIGHTS.values())

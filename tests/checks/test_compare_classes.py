"""Classes of statements that a summary or an update gets right or wrong: each true text beside a wrong one."""

from __future__ import annotations

import pytest

import checks
from checks.model import Severity, Sheet


def raised(sheet: Sheet) -> list[str]:
    return [finding.rule for finding in sheet.findings if finding.severity is not Severity.NOTE]


@pytest.mark.parametrize(
    ("source", "true", "wrong"),
    [
        (
            "Some 40% of the reefs off Holm have recovered, divers said.",
            "Sixty per cent of the reefs off Holm have not recovered.",
            "Sixty per cent of the reefs off Holm have recovered.",
        ),
        (
            "Three quarters of the tenants in Tarn voted for the new roof.",
            "A quarter of the tenants in Tarn did not vote for the new roof.",
            "A quarter of the tenants in Tarn voted for the new roof.",
        ),
        (
            "Of the 50 vans in Holm, 32 passed the test. The rest must be refitted.",
            "Eighteen of the 50 vans failed the test.",
            "Eighteen of the 50 vans passed the test.",
        ),
        (
            "Of 30 paintings at the sale, 21 were sold on Sunday.",
            "Nine of the paintings at the sale were unsold.",
            "Nine of the paintings at the sale were sold.",
        ),
    ],
    ids=["a share", "a fraction", "an antonym", "a prefix"],
)
def test_a_complement_holds_only_where_it_denies_what_the_source_says(source: str, true: str, wrong: str) -> None:
    assert raised(checks.compare(source, true)) == []
    assert raised(checks.compare(source, wrong))


def test_a_share_that_leaves_another_rest_is_no_complement() -> None:
    source = "Some 40% of the reefs off Holm have recovered, divers said."
    assert raised(checks.compare(source, "Seventy per cent of the reefs off Holm have not recovered."))


@pytest.mark.parametrize(
    ("target", "rules"),
    [
        ("Ned Marsh was given five years in prison and Una Hoyt 18 months.", []),
        ("Ned Marsh was given 18 months in prison.", ["values-exchanged"]),
    ],
)
def test_durations_of_two_units_may_be_exchanged(target: str, rules: list[str]) -> None:
    source = "The judge sentenced Ned Marsh to five years in prison. His friend Una Hoyt was given 18 months."
    assert raised(checks.compare(source, target)) == rules


class TestTicks:
    """The passage that a tick quotes is the one that states the figure."""

    @pytest.mark.parametrize(
        ("source", "target", "figure", "quoted"),
        [
            (
                "It lost 4 vans in 2019 and 4 vans in 2021.",
                "It lost 4 vans in 2021.",
                "4",
                "4 vans in 2021",
            ),
            ("Ada had 6.5 for the vault and 6 for the beam.", "Ada had about 6 for the beam.", "6", "6 for the beam"),
            ("It passed by 27 votes to 21 in Holm.", "Holm agreed it by 27 to 21.", "27 to 21", "27 votes to 21"),
            ("Police in Holm found $36, 000 in cash.", "Police in Holm found $36,000.", "$36,000", "$36, 000"),
            ("Holm has 72 clubs, down from 163.", "Clubs in Holm went from 163 to 72.", "163 to 72", "72 clubs, down"),
        ],
    )
    def test_is_quoted(self, source: str, target: str, figure: str, quoted: str) -> None:
        sheet = checks.compare(source, target)
        (tick,) = [tick for tick in sheet.ticks if sheet.article.text_of(tick.spans[0]) == figure]
        assert source[tick.source_spans[0].start :].startswith(quoted)

    @pytest.mark.parametrize(
        ("source", "target"),
        [
            ("Three in five voters in Holm backed the plan.", "Three voters in Holm backed the plan."),
            ("The odds on Redpoll were cut to 5/1 on Friday.", "Five horses ran on Friday."),
        ],
    )
    def test_one_number_of_a_share_states_no_count(self, source: str, target: str) -> None:
        sheet = checks.compare(source, target)
        assert not [tick for tick in sheet.ticks if sheet.article.text_of(tick.spans[0]) in ("Three", "Five")]

    def test_both_numbers_of_a_share_do(self) -> None:
        sheet = checks.compare("Nine out of 10 bakers in Tarn agreed.", "Nine of ten bakers in Tarn agreed.")
        assert raised(sheet) == []
        assert {sheet.article.text_of(tick.spans[0]) for tick in sheet.ticks} >= {"Nine", "ten"}


def update(old: str, new: str) -> Sheet:
    return checks.compare(old, new, mode="update")


HURT = "{} hurt in coach fire\n\n{} people were hurt when a coach burned near Holm.\n\nPolice closed the road."
CRANE = "Port to get {} crane\n\nThe port of Tarn will get a new crane for {}, its owner said.\n\nIt comes in June."


class TestUpdate:
    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (HURT.format("Nine", "Nine"), HURT.format("Nine", "Eleven")),
            (CRANE.format("£18m", "£18.4m"), CRANE.format("£18m", "£21.2m")),
        ],
        ids=["a count without its noun", "a rounded sum"],
    )
    def test_a_headline_that_kept_the_old_figure_comes_first(self, old: str, new: str) -> None:
        sheet = update(old, new)
        assert sheet.findings[0].rule == "stale-value"
        assert sheet.article.place(sheet.findings[0].spans[0].start) == "headline"

    def test_it_comes_before_changes_that_stand_earlier(self) -> None:
        story = "After {} days, nine hurt in fire\n\nFor {} days no bus ran.\n\n{} people were hurt in a fire."
        sheet = update(story.format("three", "three", "Nine"), story.format("four", "four", "Eleven"))
        assert sheet.findings[0].rule == "stale-value"

    @pytest.mark.parametrize(
        ("first", "second"),
        [("£18.4m", "£18m"), ("£18m", "£18.4m"), ("£2,480,000", "£2.5m"), ("£2.5m", "£2,500,000")],
    )
    def test_a_sum_told_to_another_precision_has_not_changed(self, first: str, second: str) -> None:
        assert update(CRANE.format("new", first), CRANE.format("new", second)).findings == ()

    @pytest.mark.parametrize(("first", "second"), [("£18.4m", "£19m"), ("£2.5m", "£2.7m")])
    def test_another_sum_has(self, first: str, second: str) -> None:
        sheet = update(CRANE.format("new", first), CRANE.format("new", second))
        assert [finding.rule for finding in sheet.findings] == ["changed-since"]

    def test_small_counts_are_never_rounded(self) -> None:
        story = "The flood killed {} people in Orvena, the mayor said."
        assert update(story.format("43"), story.format("about 40")).findings

    def test_the_new_version_is_checked_against_itself_after_the_update(self) -> None:
        old = "Nine people were hurt in Holm.\n\nThe town has cut jobs."
        new = "Ten people were hurt in Holm.\n\nThe town has cut 40 jobs: 18 in schools, 12 in parks and 15 in mills."
        found = update(old, new).findings
        assert found[0].rule == "changed-since"
        assert found[-1].rule in {finding.rule for finding in checks.check_article(new).findings}

    def test_what_the_article_check_finds_of_a_headline_left_behind_is_told_once(self) -> None:
        spans = [frozenset(finding.spans) for finding in update(HURT.format(9, 9), HURT.format(9, 11)).findings]
        assert len(spans) == len(set(spans))

    def test_a_dismissal_of_the_article_check_counts_as_used(self) -> None:
        new = "The council has cut 40 jobs: 18 in schools, 12 in parks and 15 in offices."
        (finding,) = checks.check_article(new).findings
        from checks.fingerprint import fingerprint

        dismissal = checks.Dismissal(fingerprint(checks.read(new), finding), "known", expected=True)
        sheet = checks.compare(
            "The council has cut jobs.", new, mode="update", config=checks.Config(dismissed=(dismissal,))
        )
        assert sheet.findings == ()
        assert sheet.unused_dismissals == ()
        assert [note for _, note in sheet.dismissed] == ["known"]

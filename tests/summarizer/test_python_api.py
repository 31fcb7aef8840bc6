"""What docs/python.md promises of arguments, and the document of a sheet."""

from __future__ import annotations

import json

import pytest

import checks
import summarizer
from checks.model import Severity

TEXT = "The crash injured 40 people, including 55 children."


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"sentences": 0}, "sentences is 0; it can be a whole number from 1 to 20"),
        ({"sentences": 21}, "sentences is 21;"),
        ({"sentences": "2"}, "sentences is '2';"),
        ({"sentences": 2.5}, "sentences is 2.5;"),
        ({"words": 0}, "words is 0; it can be a whole number from 1 to 2,000"),
        ({"words": 10**9}, "words is 1000000000;"),
        ({"form": "tweet"}, "form is 'tweet'; it can be 'summary', 'headline', 'standfirst'"),
        ({"form": "headline", "words": 20}, "a headline has limits of its own"),
    ],
)
def test_a_length_that_cannot_be_is_refused_before_a_model_is_loaded(limits, said):
    with pytest.raises(ValueError, match=said):
        summarizer.summarize(TEXT, model="no-such-model", **limits)


@pytest.mark.parametrize("locale", ["de", "en_US", ""])
def test_another_locale_is_refused(locale):
    with pytest.raises(ValueError, match="it can be 'en-GB' or 'en-US'"):
        checks.read("It was on 3/5/2024.", locale=locale)


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        ({"ignore": "same-fact"}, TypeError, "ignore is one text, 'same-fact'; give a set of names"),
        ({"select": "sums"}, TypeError, "select is one text"),
        ({"severities": {"sums": Severity.NOTE}}, TypeError, "give pairs of a rule's or family's name and a severity"),
        ({"severities": (("sums", "bad"),)}, ValueError, "a severity is 'error', 'warning', 'note'"),
    ],
)
def test_settings_that_cannot_be_are_refused(settings, error, said):
    with pytest.raises(error, match=said):
        checks.Config(**settings)


@pytest.mark.parametrize(
    ("proposed", "said"),
    [
        ({"relations": [("sum", 1)]}, r"relations has \('sum', 1\); each is a checks.ProposedRelation"),
        ({"relations": ["sum"]}, "relations has 'sum'"),
        ({"reading": {}}, "reading is {}; it can be what summarizer.read_figures gives, or None"),
    ],
)
def test_what_is_no_relation_or_reading_is_refused(proposed, said):
    with pytest.raises(TypeError, match=said):
        checks.check_article(TEXT, **proposed)
    with pytest.raises(TypeError, match=said):
        checks.compare(TEXT, TEXT, mode="update", **proposed)


def test_a_relation_that_is_one_is_not():
    article = checks.read("Of the 40 saved, 12 were crew and 25 were guests, who came from six countries.")
    whole, crew, guests, _ = (figure.span for figure in article.figures)
    proposed = checks.ProposedRelation("sum", (whole, crew, guests), reader="my-model")
    assert not checks.check_article(article, relations=[proposed]).failures


def test_settings_that_can_be_are_not():
    config = checks.Config(ignore=frozenset({"same-fact"}), severities=(("sums", Severity.NOTE),))
    assert [finding.severity for finding in checks.check_article(TEXT, config=config).findings] == ["note"]


def test_the_document_of_a_check_and_of_a_comparison_is_what_the_command_line_writes():
    data = json.loads(json.dumps(summarizer.document(checks.check_article(TEXT), "crash.txt")))
    assert (data["schema_version"], data["kind"], data["article"]["name"]) == (2, "check", "crash.txt")
    assert [place["words"] for place in data["findings"][0]["places"]] == ["40", "55"]
    compared = summarizer.document(checks.compare(TEXT, "41 people were hurt."), "new", source_name="old")
    assert (compared["kind"], compared["source"]["name"]) == ("comparison", "old")

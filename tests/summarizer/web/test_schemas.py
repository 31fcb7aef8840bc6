"""The models that describe the API's responses match them, field by field."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from checks import check_article, compare
from checks.model import Failure, Reader, Relation
from summarizer.guards.candidate import Origin
from summarizer.pipeline.result import Coverage, Draft, FigureSupport, Rejected, Summary, SummarySentence
from summarizer.reports import page, terminal
from summarizer.reports.data import sheet_data, summary_data
from summarizer.web import schemas
from summarizer.web.schemas import Document

ROOT = Path(__file__).parents[3]
SAMPLES = sorted((ROOT / "samples").rglob("*.txt"))


def assert_valid(model: type[Document], data: dict) -> None:
    plain = json.loads(json.dumps(data))
    assert model.model_validate(plain, strict=True).model_dump(exclude_unset=True) == plain


@pytest.mark.parametrize("path", SAMPLES, ids=[path.stem for path in SAMPLES])
def test_a_check_is_as_described(path):
    sheet = check_article(path.read_text(encoding="utf-8"), published="2024-05-31")
    dismissed = tuple((finding, "as it is (Ann, 2024-05-31)") for finding in sheet.findings)
    assert_valid(schemas.Check, sheet_data(sheet, path.name))
    assert_valid(
        schemas.Check, sheet_data(replace(sheet, dismissed=dismissed, failures=(Failure("a", "b"),)), path.name)
    )


def test_a_check_by_a_model_is_as_described():
    sheet = check_article("The crash killed 12 people: seven men and four women.")
    finding = replace(sheet.findings[0], relation=Relation("sum", (), reader="a model"))
    assert_valid(schemas.Check, sheet_data(replace(sheet, findings=(finding,), reader=Reader("a model")), "a"))


@pytest.mark.parametrize("mode", ["summary", "update"])
def test_a_comparison_is_as_described(mode):
    for path in SAMPLES[:4]:
        text = path.read_text(encoding="utf-8")
        changed = text.replace("1", "2").replace("three", "four")
        assert_valid(schemas.Comparison, sheet_data(compare(text, changed, mode=mode), "new", "old"))


def test_a_summary_is_as_described():
    text = "Police arrested 12 people in Leeds on Monday after a march."
    sheet = check_article(text)
    summary_sheet = compare(text, "Police arrested 12 people.")
    figure_support = FigureSupport(summary_sheet.ticks[0].spans[0], summary_sheet.ticks[0].source_spans, "12 people")
    span = summary_sheet.article.sentences[0].span
    summary = Summary(
        sheet.article,
        (
            SummarySentence(
                "Police arrested 12 people.",
                span,
                Origin.KEPT,
                (sheet.article.sentences[0].span,),
                (figure_support,),
                0,
            ),
        ),
        (Draft("Police arrested 12 people.", score=-0.5),),
        (Rejected("Nobody was hurt.", "The article does not say so."),),
        sheet=summary_sheet,
        coverage=Coverage(11, 11, 0.5, told_parts=(0,)),
    )
    assert_valid(schemas.Summary, summary_data(summary, sheet, "a"))
    assert_valid(schemas.Summary, summary_data(Summary(sheet.article, reason="None."), sheet, "a"))


@pytest.mark.parametrize("origin", Origin)
def test_every_origin_of_a_sentence_is_described_and_has_words_in_the_reports(origin):
    checked = check_article("Police arrested 12 people in Leeds on Monday.")
    article = checked.article
    span = article.sentences[0].span
    sentence = SummarySentence(article.text_of(span), span, origin, (span,))
    sheet = compare(article.text, sentence.text)
    assert_valid(schemas.Summary, summary_data(Summary(article, (sentence,), sheet=sheet), checked, "a"))
    assert page.ORIGIN_TEXT[origin.value]
    assert terminal.ORIGIN_TEXT[origin.value]


def test_every_field_is_named_in_the_documents_page():
    page = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    models = [value for value in vars(schemas).values() if isinstance(value, type) and issubclass(value, Document)]
    fields = {name for model in models for name in model.model_fields}
    assert {name for name in fields if f"`{name}`" not in page} == set()

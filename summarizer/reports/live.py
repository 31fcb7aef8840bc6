"""Renders the local page: the form with its results, or only the parts that the page's script replaces."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from checks.model import Article, Sheet, Span
from summarizer.reports.annotations import MarkedSpan, sheet_marks, source_marks, span_in_file, split_at_marks
from summarizer.reports.page import MARK_CLASSES, TEMPLATES, chips, page_data, summary_anchors, template_environment
from summarizer.reports.submitted_form import SubmittedForm
from summarizer.reports.utf16 import Utf16Offsets

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary

SOURCE_NAMES = {"summary": "the source", "update": "the earlier version"}
STYLE_SHEETS = {name: TEMPLATES / name for name in ("page.css", "live.css")}
SCRIPT = TEMPLATES / "live.js"
EXAMPLE = TEMPLATES / "example.txt"

Range = tuple[int, int]


def live_page(
    form: SubmittedForm,
    sheet: Sheet | None = None,
    summary: Summary | None = None,
    *,
    allow_remote: bool = False,
    log: str = "",
    who: str = "",
    decided: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The page with the submitted form and, if there is a sheet, with the results and the marked texts.

    `allow_remote`: whether an article to summarise may be sent to another machine, which the page tells its users.
    `log` is the name of the file that decisions are written to, "" for none. `who` is the name that signs them.
    `decided` are the decisions on findings of this sheet, by fingerprint.
    """
    if sheet is None:
        values: Mapping[str, Any] = {"title": "", "results": "", "texts": [], "summary": None}
    else:
        values = _page_values(sheet, form.article.name, form.against, summary, decided if log else None)
    return (
        template_environment()
        .get_template("live.html.j2")
        .render(values, submitted=form, allow_remote=allow_remote, log=log, who=form.who or who)
    )


def live_view(
    sheet: Sheet, name: str, against: str, text: str, source_text: str, decided: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the script shows: the results as HTML, the words that sum them up, and the marks of the texts.

    `text` and `source_text` are the texts as posted, to which the marks refer. `decided` are the decisions on findings
    by fingerprint, None if there is no log.
    """
    return {
        "results": str(_results(page_data(sheet, name, SOURCE_NAMES.get(against, ""), None), decided)),
        "said": ", ".join(chip["words"] for chip in chips(sheet)),
        "article": _marks(sheet.article, text, sheet_marks(sheet), "c"),
        "source": _marks(sheet.source, source_text, source_marks(sheet), "s") if sheet.source else None,
    }


def summary_view(summary: Summary, sheet: Sheet, name: str, text: str) -> dict[str, Any]:
    """What the script shows of a summary: HTML, and the ranges of the article that it links to."""
    values = page_data(sheet, name, "", summary)
    return {
        "summary": template_environment().get_template("summary.html.j2").render(values),
        "places": _marks(sheet.article, text, summary_anchors(summary), "c")["places"],
    }


def _page_values(
    sheet: Sheet, name: str, against: str, summary: Summary | None, decided: Mapping[str, str] | None
) -> dict[str, Any]:
    values = page_data(sheet, name, SOURCE_NAMES.get(against, ""), summary)
    return values | {"results": _results(values, decided)}


def _results(values: Mapping[str, Any], decided: Mapping[str, str] | None) -> Markup:
    template = template_environment().get_template("results.html.j2")
    return Markup(template.render(values, has_log=decided is not None, decided=decided or {}))  # it escapes every value


def _marks(article: Article, text: str, marks: list[MarkedSpan], prefix: str) -> dict[str, Any]:
    """The visible marks of a text, the ranges of each finding and tick (`ties`) and that of each anchor (`places`).

    A visible mark is (start, end, CSS class). Positions count UTF-16 code units of `text`, the article as posted.
    """
    to_utf16 = Utf16Offsets(text)

    def posted_range(span: Span) -> Range:
        start, end = span_in_file(article, span)
        return to_utf16(start), to_utf16(end)

    ties: dict[str, list[Range]] = {}
    for mark in marks:
        if mark.target:
            ties.setdefault(mark.target, []).append(posted_range(mark.span))
    return {
        "marks": [
            (*posted_range(piece.span), style)
            for piece in split_at_marks(article.text, Span(0, len(article.text)), marks)
            if (style := MARK_CLASSES[piece.mark]) not in ("", "alone")
        ],
        "ties": ties,
        "places": {f"{prefix}{mark.span.start}": posted_range(mark.span) for mark in reversed(marks)},
    }

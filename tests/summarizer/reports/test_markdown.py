"""The report as Markdown."""

from __future__ import annotations

from dataclasses import replace

from markdown_it import MarkdownIt

from checks.read import read
from summarizer.reports import Format, render_files, render_sheet, render_summary
from summarizer.reports.checked_file import CheckedFile
from summarizer.reports.markdown import escape_markdown


def rendered(text: str) -> str:
    return MarkdownIt("commonmark").render(text)


def test_the_finding_is_a_heading_with_its_passages_its_arithmetic_and_the_question(sheet):
    page = rendered(render_sheet(sheet, Format.MARKDOWN, "storm.txt"))
    assert "<h2>✗ Error: 31 + 17 + 9 = 57, which is 5 more than the whole of 52.</h2>" in page
    assert "a storm cut power to <strong>52</strong> homes" in page
    assert "<li>Why: 31 + 17 + 9 = 57, not 52</li>" in page
    assert "<em>The parts add to 57 of 52 homes." in page
    assert page.index("✗ Error") < page.index("? Warning") < page.index("i Note") < page.index("Ticked")


def test_nothing_in_an_article_is_taken_for_markup(sheet):
    evil = "<img src=x> [a](http://b) **c** `d` # e | f"
    page = rendered(
        render_sheet(replace(sheet, findings=(replace(sheet.findings[1], message=evil),)), Format.MARKDOWN, evil)
    )
    assert not any(tag in page for tag in ("<img", "<a ", "<code"))
    assert "&lt;img src=x&gt; [a](http://b) **c** `d` # e | f" in page


def test_a_summary_comes_first_and_as_it_is(sheet, summary):
    page = rendered(render_summary(summary, sheet, Format.MARKDOWN, "storm.txt"))
    assert "<p>A storm cut power to <strong>52</strong> homes. Some <em>300</em> people slept in a hall.</p>" in page
    assert "<li><strong>52</strong> is in question in the article: 31 + 17 + 9 = 57" in page
    assert "<li><em>300</em>: about 300 allows 270 to 330</li>" in page
    assert "It killed" not in page
    page = rendered(render_summary(summary, sheet, Format.MARKDOWN, "storm.txt", rejected=True))
    assert "<li>It killed &lt;99&gt;. <em>The article has no 99.</em></li>" in page


def test_a_rejected_sentence_has_the_passage_that_it_departs_from(sheet, summary):
    span = next(each.span for each in sheet.article.sentences if "About 300" in sheet.article.text_of(each.span))
    rejected = (replace(summary.rejected[0], passage=span),)
    marked = render_summary(replace(summary, rejected=rejected), sheet, Format.MARKDOWN, "storm.txt", rejected=True)
    assert "<li>par 1: About 300 people spent the night in a hall" in rendered(marked)


def test_figures_that_are_as_in_the_article_are_not_marked(sheet, summary):
    first = replace(summary, sentences=summary.sentences[:1])
    page = render_summary(first, replace(sheet, findings=()), Format.MARKDOWN, "storm.txt")
    assert "A storm cut power to 52 homes.\n\n**" in page


def test_a_text_that_begins_as_a_list_would_is_no_list():
    for text in ("12. June was wet.", "2026. It was wet.", "3.5 men", "- no", "+ no", "> no", "3) no"):
        assert rendered(escape_markdown(text)).startswith("<p>")


def test_a_comparison_names_the_text_that_a_passage_is_of(sheet):
    source = read("A storm cut power to 57 homes in Ashby.")
    finding = replace(sheet.findings[1], source_spans=(source.figures[0].span,))
    page = render_sheet(
        replace(sheet, findings=(finding,), source=source), Format.MARKDOWN, "new.txt", source_name="old.txt"
    )
    assert page.startswith("# new.txt against old.txt\n")
    assert "of old.txt: A storm cut power to **57** homes" in page


def test_several_files_are_one_text(sheet):
    assert render_files([CheckedFile("a", sheet), CheckedFile("b", sheet)], Format.MARKDOWN).count("\n# ") == 1

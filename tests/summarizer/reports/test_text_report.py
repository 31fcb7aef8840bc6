from __future__ import annotations

from dataclasses import replace

from checks.model import Failure, Sheet, Span, State
from summarizer.pipeline.result import Coverage, FigureSupport, Rejected, Summary
from summarizer.reports.terminal import sheet_text, summary_text

ERROR = """✗ ERROR  31 + 17 + 9 = 57, which is 5 more than the whole of 52.
  par 1  About 300 people spent the night in a hall after a storm cut power to [52] homes in Ashby
         on Tuesday.
  par 2  Of those homes, [31] were back on by noon, [17] by evening and [nine] the next day, the
         grid company said.
  why       31 + 17 + 9 = 57, not 52
  could be  52 -> 57  or  31 -> 26
  ask       The parts add to 57 of 52 homes. Do the groups overlap, or is one of the figures wrong?
  rule      parts-and-whole ZZ01
"""


def test_a_finding_shows_its_sentences_its_working_its_repairs_and_its_question(sheet):
    assert ERROR in sheet_text(sheet, "storm.txt")


def test_the_gravest_finding_comes_first(sheet):
    text = sheet_text(sheet, "storm.txt")
    assert text.index("✗ ERROR") < text.index("? WARNING") < text.index("i NOTE") < text.index("TICKED")


def test_the_first_lines_name_the_article_and_count_what_was_found(sheet):
    assert sheet_text(sheet, "storm.txt").startswith("storm.txt\n1 error, 1 warning, 1 note, 1 tick\n")


def test_the_ledger_opens_with_its_coverage_and_says_why_something_was_not_checked(sheet):
    text = sheet_text(sheet, "storm.txt")
    ledger = text[text.index("LEDGER") :]
    count = {state: sheet.ledger.count(state) for state in State}
    assert ledger.startswith(f"LEDGER  {len(sheet.ledger.entries)} figures: {count[State.TICKED]} ticked, ")
    assert f"{count[State.NOT_CHECKED]} not checked\n" in ledger
    assert "inside a quotation: 40 poles (par 3)" in ledger


def test_nothing_checked_is_never_said_to_be_right(sheet):
    text = sheet_text(Sheet(sheet.article), "storm.txt")
    assert "Nothing in question, and nothing that could be ticked." in text
    assert "no figures" in text


def test_a_failed_rule_is_named(sheet):
    text = sheet_text(replace(sheet, failures=(Failure("some-rule", "ValueError: x"),)), "storm.txt")
    assert "FAILED" in text
    assert "some-rule  ValueError: x" in text


def test_no_line_is_wider_than_the_terminal(sheet):
    for width in (40, 72, 120):
        assert max(map(len, sheet_text(sheet, "storm.txt", width=width).splitlines())) <= width


def test_markup_of_the_article_is_shown_as_it_is(sheet):
    named = replace(sheet, ticks=(replace(sheet.ticks[0], message="[bold red]x[/] :smile:"),))
    assert "[bold red]x[/] :smile:" in sheet_text(named, "[red]a.txt")
    assert sheet_text(named, "[red]a.txt").startswith("[red]a.txt\n")


def test_the_summary_stands_alone_on_top_ready_to_copy(summary, sheet):
    text = summary_text(summary, sheet, "storm.txt")
    assert text.startswith("A storm cut power to 52 homes. Some 300 people slept in a hall.\n\n")
    assert "1  model's draft    from par 1; 52: par 1, in question there (✗ below)" in text
    assert "2  article's words  from par 1; 300: par 1, about 300 allows 270 to 330" in text
    assert ERROR in text


def test_each_name_of_a_sentence_is_listed_once(summary, sheet):
    first = summary.sentences[0]
    occurrences = [((0, 1), "A"), ((2, 7), "storm"), ((0, 1), "A")]
    names = tuple(FigureSupport(Span(*at), (), f'"{name}": named in the article.') for at, name in occurrences)
    named = replace(first, figures=first.figures + names)
    text = summary_text(replace(summary, sentences=(named, *summary.sentences[1:])), sheet, "a.txt")
    assert "52: par 1, in question there (✗ below); named in the article: A, storm" in " ".join(text.split())


def test_what_was_rejected_is_shown_when_asked_for(summary, sheet):
    assert "<99>" not in summary_text(summary, sheet, "storm.txt")
    text = summary_text(summary, sheet, "storm.txt", rejected=True)
    assert "✗ It killed <99>.\n    The article has no 99.  figure-not-stated\n" in text


def test_a_fault_is_shown_once_with_the_passage_that_it_departs_from(summary, sheet):
    passage = next(each.span for each in sheet.article.sentences if "Of those" in sheet.article.text_of(each.span))
    texts = ("Police restored 31 homes.", "On Tuesday, 31 homes were restored by police.")
    rejected = tuple(Rejected(text, 'says "Police restored"', passage=passage) for text in texts)
    text = summary_text(replace(summary, rejected=rejected), sheet, "storm.txt", rejected=True)
    assert text.count('says "Police restored"') == 1
    assert "✗ Police restored 31 homes.  and 1 like it\n" in text
    assert "    par 2  Of those homes, 31 were back on by noon," in text


def test_in_colour_the_marks_of_the_summarys_figures_differ_and_are_explained(summary, sheet):
    text = summary_text(summary, sheet, "storm.txt", colour=True)
    assert "\x1b[1;31m52\x1b[0m homes" in text  # the article's own check finds an error there
    assert "\x1b[32m300\x1b[0m people" in text
    stated = replace(summary.sentences[1], figures=(replace(summary.sentences[1].figures[0], arithmetic=""),))
    text = summary_text(replace(summary, sentences=(summary.sentences[0], stated)), sheet, "storm.txt", colour=True)
    assert "\x1b[4m300\x1b[0m people" in text
    assert "\x1b[4mas in the article\x1b[0m" in text
    assert "\n  figures: " not in summary_text(summary, sheet, "storm.txt")


def test_without_a_summary_the_reason_is_stated(sheet):
    none = Summary(sheet.article, reason="No sentence of any draft is supported.")
    assert summary_text(none, sheet, "a.txt").startswith("No summary. No sentence of any draft is supported.\n")


def test_a_summary_of_a_part_says_so(summary, sheet):
    part = replace(summary, coverage=Coverage(story_words=60_000, read_words=12_345))
    assert "Read 12,345 of the story's 60,000 words." in summary_text(part, sheet, "a.txt")
    assert "Read" not in summary_text(summary, sheet, "a.txt")


def test_a_summary_of_a_long_article_says_how_it_was_read(summary, sheet):
    long = replace(summary, coverage=Coverage(60_000, 60_000, parts=84, readings=3, told_parts=(0, 3, 36)))
    says = " ".join(summary_text(long, sheet, "a.txt").split())
    assert "Read all 60,000 words of the story in 84 parts, then what these gave, and so on." in says
    assert "The summary is from parts 1, 4 and 37." in says

"""Every format can render any text: nothing crashes, and no control character is left."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from checks.run import check_article
from summarizer.reports import Format, render_sheet
from summarizer.reports.tables import has_workbooks

USUAL = ["12", "men", "of", "them", "5%", "£3bn", "and", "in", "2024", "Of", "the", "144", "arrested", ",", ".", "Peru"]
UNUSUAL = ["“", "”", "\n\n", "\n", "\t", "<b>", "&", "\x1b[31m", "\u202e", "\x00", "[/red]", "{{", "\ud800", "="]
WORDS = st.sampled_from([*USUAL, *UNUSUAL])
TEXTS = st.one_of(st.lists(WORDS, max_size=40).map(" ".join), st.text(max_size=80))


@settings(max_examples=120, deadline=None)
@given(TEXTS, st.integers(40, 120))
def test_every_format_can_show_every_text(text, width):
    sheet = check_article(text)
    assert not sheet.failures
    formats = [report_format for report_format in Format if report_format is not Format.XLSX or has_workbooks()]
    reports = {
        report_format: render_sheet(sheet, report_format, text[:20] or "a", width=width, colour=True)
        for report_format in formats
    }
    for report_format, report in reports.items():
        if isinstance(report, bytes):
            continue
        report.encode("utf-8")
        control_characters = set("\x00\x07\u202e\x9b") | (set() if report_format is Format.TEXT else {"\x1b"})
        assert not control_characters & set(report)

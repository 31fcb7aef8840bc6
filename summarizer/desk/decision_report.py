"""The log of decisions as text, CSV and JSON, and the correction lines drafted from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.text import Text

from summarizer.desk.corrections import CorrectionDraft
from summarizer.desk.decision_log import Log, LogEntry, LogFormat
from summarizer.reports.data import to_json
from summarizer.reports.tables import as_csv
from summarizer.reports.terminal import DEFAULT_WIDTH, ReportWriter, styled

LOG_SCHEMA_VERSION = 1
COLUMNS = (
    "when", "who", "decision", "why", "change", "article", "where", "figures", "severity", "rule", "code", "message",
    "arithmetic", "inside quotation marks", "fingerprint", "text", "via",
)  # fmt: skip
CORRECTION_COLUMNS = ("article", "when", "who", "decision", "correction", "notes", "rule", "fingerprint")
SIGNS = {"accepted": "!", "corrected": "✓", "let stand": "–", "raised again": "?"}


def render_log(log: Log, form: LogFormat, width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """The log in a format; `width` and `colour` are for text."""
    if form is LogFormat.JSON:
        return log_json(log.entries, log.problems)
    return log_csv(log.entries) if form is LogFormat.CSV else log_text(log.entries, width, colour)


def render_corrections(
    drafts: Sequence[CorrectionDraft], form: LogFormat, width: int = DEFAULT_WIDTH, colour: bool = False
) -> str:
    """The drafted lines in a format; `width` and `colour` are for text."""
    if form is LogFormat.JSON:
        return corrections_json(drafts)
    return corrections_csv(drafts) if form is LogFormat.CSV else corrections_text(drafts, width, colour)


def log_text(entries: Sequence[LogEntry], width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """Each decision with its finding, oldest first."""
    page = ReportWriter(width, colour)
    if not entries:
        page.line("No decision is logged here.")
    for entry in entries:
        page.line(styled(f"{SIGNS[entry.decision]} {entry.decision.upper()}  {entry.article}", "bold"))
        facts = {
            "who": f"{entry.who}, {entry.when[:16].replace('T', ' ')}, {entry.via}",
            "why": entry.why,
            "change": entry.change,
            "finding": f"{entry.says}  {entry.rule}",
        }
        page.table((Text(name, "dim"), styled(value)) for name, value in facts.items() if value)
        page.blank_line()
    return page.text()


def log_csv(entries: Sequence[LogEntry]) -> str:
    return as_csv(
        COLUMNS,
        (
            [
                entry.when,
                entry.who,
                entry.decision,
                entry.why,
                entry.change,
                entry.article,
                "; ".join(dict.fromkeys(figure.place for figure in entry.figures)),
                " · ".join(figure.words for figure in entry.figures),
                entry.severity,
                entry.rule,
                entry.code,
                entry.says,
                entry.arithmetic,
                "yes" if any(figure.quoted for figure in entry.figures) else "no",
                entry.fingerprint,
                entry.text,
                entry.via,
            ]
            for entry in entries
        ),
    )


def log_json(entries: Sequence[LogEntry], problems: Sequence[str]) -> str:
    return to_json(
        {
            "schema_version": LOG_SCHEMA_VERSION,
            "kind": "log",
            "entries": [asdict(entry) for entry in entries],
            "problems": list(problems),
        }
    )


def corrections_text(drafts: Sequence[CorrectionDraft], width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """The drafted lines, each under its article's name, with notes on what an editor has to do."""
    page = ReportWriter(width, colour)
    if not drafts:
        page.line("No finding that is logged here was accepted or corrected.")
    for draft in drafts:
        entry = draft.entry
        page.line(styled(entry.article, "bold"))
        page.table(
            [
                (Text(" ", "dim"), styled(draft.line)),
                *((Text("!", "dim"), styled(note, "dim")) for note in draft.notes),
                (Text("–", "dim"), styled(f"{entry.says}  {entry.rule}; {entry.note}", "dim")),
            ]
        )
        page.blank_line()
    return page.text()


def corrections_csv(drafts: Sequence[CorrectionDraft]) -> str:
    return as_csv(CORRECTION_COLUMNS, (list(_correction_record(draft).values()) for draft in drafts))


def corrections_json(drafts: Sequence[CorrectionDraft]) -> str:
    return to_json(
        {
            "schema_version": LOG_SCHEMA_VERSION,
            "kind": "corrections",
            "corrections": [_correction_record(draft) | {"notes": list(draft.notes)} for draft in drafts],
        }
    )


def _correction_record(draft: CorrectionDraft) -> dict[str, Any]:
    entry = draft.entry
    return {
        "article": entry.article,
        "when": entry.when,
        "who": entry.who,
        "decision": entry.decision,
        "correction": draft.line,
        "notes": " ".join(draft.notes),
        "rule": entry.rule,
        "fingerprint": entry.fingerprint,
    }

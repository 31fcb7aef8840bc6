"""Correction lines for confirmed findings, in the house's style."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checks.number_format import join_items
from checks.questions import mid_sentence
from summarizer.desk.correction_template import DEFAULT_TEMPLATE
from summarizer.desk.decision_log import Decision, Log, LogEntry

WAS_PLACEHOLDER, NOW_PLACEHOLDER = "[what it said]", "[what is right]"
QUOTED_NOTE = "The figure stands inside quotation marks: ask the source before this runs."
NO_CHANGE_NOTE = "The log does not say what was changed: fill in the brackets."
NOT_CORRECTED_NOTE = "Accepted, and not logged as corrected yet."
MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip  # strftime would follow the system's language


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """A drafted correction line; `notes` say what an editor has to do before it runs."""

    entry: LogEntry
    line: str
    notes: tuple[str, ...]


def correction_drafts(log: Log, template: str = DEFAULT_TEMPLATE, locale: str = "en-GB") -> list[CorrectionDraft]:
    """A line for each finding whose last decision is `accepted` or `corrected`."""
    confirmed = (Decision.ACCEPTED, Decision.CORRECTED)
    return [_draft(entry, template, locale) for entry in log.latest().values() if entry.decision in confirmed]


def _draft(entry: LogEntry, template: str, locale: str) -> CorrectionDraft:
    was, now = entry.change_sides
    changed_figures = [figure for figure in entry.figures if was and was.casefold() in figure.words.casefold()]
    figures = sorted(changed_figures, key=lambda figure: figure.place == "headline") or list(entry.figures)
    line = template.format(
        what=figures[0].what if changed_figures or len(figures) == 1 else "a figure",
        was=mid_sentence(was) or WAS_PLACEHOLDER,
        now=mid_sentence(now) or NOW_PLACEHOLDER,
        date=_written_date(entry.when, locale),
        place=join_items(dict.fromkeys(figure.place for figure in figures)) if figures else "",
        article=entry.article,
    )
    notes = [QUOTED_NOTE] if any(figure.quoted for figure in figures) else []
    notes += [NO_CHANGE_NOTE] if not was else []
    notes += [NOT_CORRECTED_NOTE] if entry.decision == Decision.ACCEPTED else []
    return CorrectionDraft(entry, line, tuple(notes))


def _written_date(when: str, locale: str) -> str:
    day = date.fromisoformat(when[:10])
    month = MONTHS[day.month - 1]
    return f"{month} {day.day}, {day.year}" if locale == "en-US" else f"{day.day} {month} {day.year}"

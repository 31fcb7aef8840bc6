"""Correction lines for confirmed findings, in the house's style."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from checks.number_format import join_items
from checks.questions import mid_sentence
from summarizer.desk.correction_template import DEFAULT_TEMPLATE
from summarizer.desk.decision_log import Decision, Log, LogEntry

UNKNOWN_WAS, UNKNOWN_NOW = "[what it said]", "[what is right]"
QUOTED = "The figure stands inside quotation marks: ask the source before this runs."
UNSAID = "The log does not say what was changed: fill in the brackets."
NOT_YET = "Accepted, and not logged as corrected yet."
MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip  # strftime would follow the system's language


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """A drafted correction line; `notes` say what an editor has to see to before it runs."""

    entry: LogEntry
    line: str
    notes: tuple[str, ...]


def correction_drafts(log: Log, template: str = DEFAULT_TEMPLATE, locale: str = "en-GB") -> list[CorrectionDraft]:
    """A line for each finding whose last decision is that it was accepted or corrected."""
    confirmed = (Decision.ACCEPTED, Decision.CORRECTED)
    return [_draft(entry, template, locale) for entry in log.latest().values() if entry.decision in confirmed]


def _draft(entry: LogEntry, template: str, locale: str) -> CorrectionDraft:
    was, now = entry.change_sides
    changed = [figure for figure in entry.figures if was and was.casefold() in figure.words.casefold()]
    concerned = sorted(changed, key=lambda figure: figure.place == "headline") or list(entry.figures)
    line = template.format(
        what=concerned[0].what if changed or len(concerned) == 1 else "a figure",
        was=mid_sentence(was) or UNKNOWN_WAS,
        now=mid_sentence(now) or UNKNOWN_NOW,
        date=_written_date(entry.when, locale),
        place=join_items(dict.fromkeys(figure.place for figure in concerned)) if concerned else "",
        article=entry.article,
    )
    notes = [QUOTED] if any(figure.quoted for figure in concerned) else []
    notes += [UNSAID] if not was else []
    notes += [NOT_YET] if entry.decision == Decision.ACCEPTED else []
    return CorrectionDraft(entry, line, tuple(notes))


def _written_date(when: str, locale: str) -> str:
    day = date.fromisoformat(when[:10])
    month = MONTHS[day.month - 1]
    return f"{month} {day.day}, {day.year}" if locale == "en-US" else f"{day.day} {month} {day.year}"

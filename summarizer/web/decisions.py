"""Reads and writes the log of editors' decisions for the local page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from checks.fingerprint import fingerprint
from checks.model import Finding, Sheet
from summarizer.desk.decision_log import (
    Decision,
    LogEntry,
    LogReader,
    append_entries,
    entry_of,
    now,
    signing_name,
    story_name,
)
from summarizer.reports.submitted_form import SubmittedForm

LOGGED_VIA = "page"  # the `via` field of entries made on the page


class DecisionRefused(Exception):
    """Raised if a decision cannot be logged; the message says why."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """An editor's decision on the finding with this fingerprint."""

    fingerprint: str
    decision: Decision
    why: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class DecisionLog:
    """The log file that the page writes to. `clock` returns the time for an entry, in ISO 8601; tests replace it."""

    file: Path
    clock: Callable[[], str] = now
    _reader: LogReader = field(default_factory=LogReader)

    @property
    def who(self) -> str:
        """The name under which decisions are logged if the page gives none."""
        return signing_name()

    def latest_entries(self, story: str, text: str) -> dict[str, LogEntry]:
        """The last decision on each finding of a story, by fingerprint. An unnamed story is identified by its text.

        Raises Unreadable.
        """
        name = story or story_name(text)
        latest_entries = self._reader.read(self.file).latest()
        return {entry.fingerprint: entry for entry in latest_entries.values() if entry.article == name}

    def write(self, sheet: Sheet, rulings: list[Ruling], story: str, text: str, who: str) -> list[LogEntry]:
        """Log decisions on findings of a sheet, and return the new entries. Raises DecisionRefused and Unwritable."""
        findings = [*sheet.findings, *(finding for finding, _ in sheet.dismissed)]
        finding_by_fingerprint = {fingerprint(sheet.article, finding): finding for finding in findings}
        entries = [
            self._entry(sheet, finding_by_fingerprint.get(ruling.fingerprint), ruling, story, text, who)
            for ruling in rulings
        ]
        append_entries(self.file, entries)
        return entries

    def _entry(
        self, sheet: Sheet, finding: Finding | None, ruling: Ruling, story: str, text: str, who: str
    ) -> LogEntry:
        if finding is None:
            raise DecisionRefused("This finding is no longer there: nothing was written down.")
        if ruling.decision is Decision.LET_STAND and not ruling.why.strip():
            raise DecisionRefused("Say why it may stand, for whoever reads it next.")
        try:
            return entry_of(
                sheet,
                finding,
                ruling.decision,
                article=story or story_name(text),
                who=who or self.who,
                when=self.clock(),
                via=LOGGED_VIA,
                why=ruling.why,
                change=ruling.change,
            )
        except ValueError as error:
            raise DecisionRefused(f"Nothing was written down: {error}.") from None


def dismissal_reasons(latest_entries: Mapping[str, LogEntry]) -> dict[str, str]:
    """The reasons of the findings that were let stand, by fingerprint."""
    return {name: entry.why for name, entry in latest_entries.items() if entry.decision == Decision.LET_STAND}


def decision_notes(latest_entries: Mapping[str, LogEntry]) -> dict[str, str]:
    """Notes such as "accepted: asked (Ann, 2026-05-04)" on findings that do not stand, by fingerprint."""
    return {name: entry.note for name, entry in latest_entries.items() if entry.decision != Decision.LET_STAND}


def submitted_rulings(form: SubmittedForm, logged_reasons: Mapping[str, str]) -> list[Ruling]:
    """The decisions in a submitted form. `logged_reasons`: why findings stand according to the log, by fingerprint.

    Giving a reason lets a finding stand, unless another button on its card was pressed. Emptying the reason raises the
    finding again.
    """
    rulings = []
    pressed_fingerprint = form.decision[1] if form.decision else ""
    if form.decision:
        why, change = form.dismissal_reasons.get(pressed_fingerprint, ""), form.changes.get(pressed_fingerprint, "")
        rulings.append(Ruling(pressed_fingerprint, Decision(form.decision[0]), why, change))
    rulings += [
        Ruling(name, Decision.LET_STAND, why)
        for name, why in form.dismissal_reasons.items()
        if name != pressed_fingerprint and logged_reasons.get(name) != why
    ]
    return rulings + [Ruling(name, Decision.RAISED_AGAIN) for name in logged_reasons if name in form.without_reason]

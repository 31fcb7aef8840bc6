"""The log of decisions as the page reads and writes it."""

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

VIA = "page"


class Undecidable(Exception):
    """Raised if a decision cannot be logged; the message says why."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an editor decided of the finding with this fingerprint."""

    fingerprint: str
    decision: Decision
    why: str = ""
    change: str = ""


@dataclass(frozen=True, slots=True)
class DecisionDesk:
    """The log that the page writes. `clock` gives the time of an entry; tests pass another."""

    file: Path
    clock: Callable[[], str] = now
    _reader: LogReader = field(default_factory=LogReader)

    @property
    def who(self) -> str:
        """Who signs unless the page says otherwise."""
        return signing_name()

    def latest(self, story: str, text: str) -> dict[str, LogEntry]:
        """The last decision on each finding of a story, by fingerprint. Raises Unreadable."""
        name = story or story_name(text)
        latest = self._reader.read(self.file).latest()
        return {entry.fingerprint: entry for entry in latest.values() if entry.article == name}

    def write(self, sheet: Sheet, rulings: list[Ruling], story: str, text: str, who: str) -> list[LogEntry]:
        """Log decisions on findings of a sheet. Raises Undecidable and Unwritable."""
        findings = [*sheet.findings, *(finding for finding, _ in sheet.dismissed)]
        by_name = {fingerprint(sheet.article, finding): finding for finding in findings}
        entries = [self._entry(sheet, by_name.get(ruling.fingerprint), ruling, story, text, who) for ruling in rulings]
        append_entries(self.file, entries)
        return entries

    def _entry(
        self, sheet: Sheet, finding: Finding | None, ruling: Ruling, story: str, text: str, who: str
    ) -> LogEntry:
        if finding is None:
            raise Undecidable("This finding is no longer there: nothing was written down.")
        if ruling.decision is Decision.LET_STAND and not ruling.why.strip():
            raise Undecidable("Say why it may stand, for whoever reads it next.")
        try:
            return entry_of(
                sheet,
                finding,
                ruling.decision,
                article=story or story_name(text),
                who=who or self.who,
                when=self.clock(),
                via=VIA,
                why=ruling.why,
                change=ruling.change,
            )
        except ValueError as error:
            raise Undecidable(f"Nothing was written down: {error}.") from None


def stood_of(latest: Mapping[str, LogEntry]) -> dict[str, str]:
    """The findings that were let stand: fingerprint to why."""
    return {name: entry.why for name, entry in latest.items() if entry.decision == Decision.LET_STAND}


def notes_of(latest: Mapping[str, LogEntry]) -> dict[str, str]:
    """What was decided of the findings that are raised: fingerprint to a sentence."""
    return {name: entry.note for name, entry in latest.items() if entry.decision != Decision.LET_STAND}


def rulings_of(form: SubmittedForm, logged: Mapping[str, str]) -> list[Ruling]:
    """The decisions that a submitted form states. `logged` are the findings that the log lets stand, with why.

    A reason lets a finding stand, unless its card's button for something else was pressed; one that was emptied raises
    it again.
    """
    rulings = []
    pressed = form.decision[1] if form.decision else ""
    if form.decision:
        why, change = form.stood.get(pressed, ""), form.changes.get(pressed, "")
        rulings.append(Ruling(pressed, Decision(form.decision[0]), why, change))
    rulings += [
        Ruling(name, Decision.LET_STAND, why)
        for name, why in form.stood.items()
        if name != pressed and logged.get(name) != why
    ]
    return rulings + [Ruling(name, Decision.RAISED_AGAIN) for name in logged if name in form.without_reason]

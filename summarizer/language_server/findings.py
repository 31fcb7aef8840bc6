"""A checked document as diagnostics, hovers and code actions of the Language Server Protocol."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Command,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    Hover,
    Location,
    MarkupContent,
    MarkupKind,
    Position,
    Range,
)

from checks.fingerprint import fingerprint
from checks.model import Finding, Severity, Span
from summarizer.desk.decision_log import LogEntry
from summarizer.language_server.document import CheckedDocument
from summarizer.reports.annotations import PlaceLocator, not_checked_reason

DIAGNOSTIC_SOURCE = "copydesk"
LET_STAND, ACCEPT, CORRECTED, COPY_QUESTION = (  # commands
    f"copydesk.{name}" for name in ("letStand", "accept", "corrected", "copyQuestion")
)
CORRECTED_ACTION_KIND = f"{CodeActionKind.Source.value}.copydesk.corrected"
"""A source action: editors list it on request, without a light bulb."""
DIAGNOSTIC_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.NOTE: DiagnosticSeverity.Information,
}
DOCUMENT_START = Range(Position(0, 0), Position(0, 0))


def diagnostics_of(checked: CheckedDocument, *, has_related: bool = True) -> list[Diagnostic]:
    """A diagnostic at the first place of each finding, and hints at its other places that lead back to it.

    Whatever could not be checked is a diagnostic at the start of the document. `has_related`: whether the editor shows
    related locations; if not, messages name the other places.
    """
    if checked.sheet is None:
        return [_document_diagnostic(checked.reason)]
    reason = not_checked_reason(checked.sheet) if checked.article.text.strip() else ""
    places = PlaceLocator(checked.article)
    return [
        *([_document_diagnostic(reason)] if reason else ()),
        *(
            _document_diagnostic(f"The rule {failure.rule} failed: {failure.error}")
            for failure in checked.sheet.failures
        ),
        *(
            diagnostic
            for finding in checked.sheet.findings
            for diagnostic in _diagnostics(finding, checked, places, has_related)
        ),
    ]


def _document_diagnostic(reason: str) -> Diagnostic:
    return Diagnostic(DOCUMENT_START, reason, severity=DiagnosticSeverity.Information, source=DIAGNOSTIC_SOURCE)


def _diagnostics(
    finding: Finding, checked: CheckedDocument, places: PlaceLocator, has_related: bool
) -> Iterator[Diagnostic]:
    spans = tuple(dict.fromkeys(finding.spans)) or (Span(0, 0),)
    others = "; ".join(_place_text(span, places) for span in spans[1:])
    parts = (finding.message, f"See also {others}." if others and not has_related else "", finding.question)
    message = "\n".join(filter(None, parts))
    data = {"fingerprint": fingerprint(checked.article, finding)}
    for span in spans:
        related = [
            DiagnosticRelatedInformation(
                Location(checked.document.uri, checked.range(other)), _place_text(other, places, finding)
            )
            for other in spans
            if other != span
        ]
        yield Diagnostic(
            checked.range(span),
            message,
            severity=DIAGNOSTIC_SEVERITIES[finding.severity] if span == spans[0] else DiagnosticSeverity.Hint,
            code=finding.rule,
            source=DIAGNOSTIC_SOURCE,
            related_information=related if related and has_related else None,
            data=data,
        )


def _place_text(span: Span, places: PlaceLocator, finding: Finding | None = None) -> str:
    """A place in words, with the arithmetic of its finding if that is given: "“7” (par 1): 7 + 6 = 13, not 12"."""
    place = places(span)
    arithmetic = f": {finding.arithmetic}" if finding and finding.arithmetic else ""
    return f"“{place.words}” ({place.name}){arithmetic}"


def hover_at(checked: CheckedDocument, position: Position) -> Hover | None:
    """What is known of the figure at a position; None if nothing is.

    That is its findings with their arithmetic, else its ticks, else why it was not checked. It is plain text, so that
    nothing in an article becomes a link or a picture.
    """
    sheet = checked.sheet
    if sheet is None:
        return None
    places = PlaceLocator(sheet.article)
    texts: list[str] = []
    spans: list[Span] = []
    for finding in checked.findings_at(position, position):
        spans += checked.spans_at(position, position, finding.spans)
        place_texts = "; ".join(_place_text(span, places) for span in dict.fromkeys(finding.spans))
        lines = (
            finding.message,
            finding.arithmetic,
            place_texts,
            finding.question,
            f"{finding.rule} ({finding.severity})",
        )
        texts.append("\n".join(filter(None, lines)))
    if not texts:
        for tick in sheet.ticks:
            if found := checked.spans_at(position, position, tick.spans):
                spans += found
                texts.append("\n".join(filter(None, (f"✓ {tick.message}", tick.arithmetic, tick.rule))))
    if not texts:
        for unchecked in sheet.not_checked:
            if found := checked.spans_at(position, position, unchecked.spans):
                spans += found
                texts.append(f"Not checked: {unchecked.reason}\n{unchecked.rule}")
    if not texts:
        return None
    text = "\n\n".join(dict.fromkeys(texts))
    return Hover(MarkupContent(MarkupKind.PlainText, text), checked.range(min(spans)))


def actions_at(checked: CheckedDocument, within: Range) -> list[CodeAction]:
    """The actions for each finding at a range: let it stand, accept it (both only in a file), copy its question."""
    actions: list[CodeAction] = []
    findings = checked.findings_at(within.start, within.end)
    if not findings:
        return actions
    by_fingerprint: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in diagnostics_of(checked):
        if diagnostic.data:
            by_fingerprint[diagnostic.data["fingerprint"]].append(diagnostic)
    for finding in findings:
        identifier = fingerprint(checked.article, finding)
        diagnostics = by_fingerprint[identifier]
        if checked.document.path is not None:
            command = Command("Let it stand", LET_STAND, arguments=[checked.document.uri, identifier])
            title = f"Copydesk: let it stand ({finding.rule})"
            actions.append(CodeAction(title, CodeActionKind.QuickFix, diagnostics, command=command))
            command = Command("Accept it", ACCEPT, arguments=[checked.document.uri, identifier])
            title = f"Copydesk: accept, to be corrected ({finding.rule})"
            actions.append(CodeAction(title, CodeActionKind.QuickFix, diagnostics, command=command))
        if finding.question:
            command = Command("Copy the question", COPY_QUESTION, arguments=[finding.question])
            title = "Copydesk: copy the question"
            actions.append(CodeAction(title, CodeActionKind.QuickFix, diagnostics, command=command))
    return actions


def corrected_actions(checked: CheckedDocument, entries: Iterable[LogEntry]) -> list[CodeAction]:
    """An action for each accepted finding that is no longer raised, `entries`: log that it was corrected."""
    return [
        CodeAction(
            f"Copydesk: log as corrected: {entry.says}",
            CORRECTED_ACTION_KIND,
            command=Command("It is corrected", CORRECTED, arguments=[checked.document.uri, entry.fingerprint]),
        )
        for entry in entries
    ]

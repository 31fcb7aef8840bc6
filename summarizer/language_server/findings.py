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

SOURCE = "copydesk"
LET_STAND, ACCEPT, CORRECTED, COPY_QUESTION = (  # commands
    f"copydesk.{name}" for name in ("letStand", "accept", "corrected", "copyQuestion")
)
CORRECTED_KIND = (
    f"{CodeActionKind.Source.value}.copydesk.corrected"  # listed where it is asked for, without a light bulb
)
SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.NOTE: DiagnosticSeverity.Information,
}
DOCUMENT_START = Range(Position(0, 0), Position(0, 0))


def diagnostics_of(checked: CheckedDocument, *, has_related: bool = True) -> list[Diagnostic]:
    """A diagnostic for each finding, and a hint on each of its other places that leads back to it.

    Whatever was not checked is a diagnostic at the beginning of the document. `has_related` is False for an editor that
    does not show related locations: messages then name the other places.
    """
    if checked.sheet is None:
        return [_of_document(checked.reason)]
    reason = not_checked_reason(checked.sheet) if checked.article.text.strip() else ""
    places = PlaceLocator(checked.article)
    return [
        *([_of_document(reason)] if reason else ()),
        *(_of_document(f"The rule {each.rule} failed: {each.error}") for each in checked.sheet.failures),
        *(one for finding in checked.sheet.findings for one in _diagnostics(finding, checked, places, has_related)),
    ]


def _of_document(reason: str) -> Diagnostic:
    return Diagnostic(DOCUMENT_START, reason, severity=DiagnosticSeverity.Information, source=SOURCE)


def _diagnostics(
    finding: Finding, checked: CheckedDocument, places: PlaceLocator, has_related: bool
) -> Iterator[Diagnostic]:
    spans = tuple(dict.fromkeys(finding.spans)) or (Span(0, 0),)
    others = "; ".join(_named(span, places) for span in spans[1:])
    parts = (finding.message, f"See also {others}." if others and not has_related else "", finding.question)
    message = "\n".join(filter(None, parts))
    data = {"fingerprint": fingerprint(checked.article, finding)}
    for span in spans:
        related = [
            DiagnosticRelatedInformation(
                Location(checked.document.uri, checked.range(other)), _named(other, places, finding)
            )
            for other in spans
            if other != span
        ]
        yield Diagnostic(
            checked.range(span),
            message,
            severity=SEVERITIES[finding.severity] if span == spans[0] else DiagnosticSeverity.Hint,
            code=finding.rule,
            source=SOURCE,
            related_information=related if related and has_related else None,
            data=data,
        )


def _named(span: Span, places: PlaceLocator, finding: Finding | None = None) -> str:
    """A place in words: "“12” (par 1)", with the arithmetic that it is part of."""
    place = places(span)
    arithmetic = f": {finding.arithmetic}" if finding and finding.arithmetic else ""
    return f"“{place.words}” ({place.name}){arithmetic}"


def hover_at(checked: CheckedDocument, position: Position) -> Hover | None:
    """What is known of the figure at a position: its findings with their arithmetic, else its ticks, else the reason
    why it was not checked. It is plain text, in which nothing that an article says can be a link or a picture.
    """
    sheet = checked.sheet
    if sheet is None:
        return None
    places = PlaceLocator(sheet.article)
    texts: list[str] = []
    spans: list[Span] = []
    for finding in checked.findings_at(position, position):
        spans += checked.spans_at(position, position, finding.spans)
        named = "; ".join(_named(span, places) for span in dict.fromkeys(finding.spans))
        lines = (finding.message, finding.arithmetic, named, finding.question, f"{finding.rule} ({finding.severity})")
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
    """For each finding at a place: let it stand or accept it, if the document is a file, and copy its question."""
    actions: list[CodeAction] = []
    findings = checked.findings_at(within.start, within.end)
    if not findings:
        return actions
    shown: dict[str, list[Diagnostic]] = defaultdict(list)  # by the fingerprint of their finding
    for diagnostic in diagnostics_of(checked):
        if diagnostic.data:
            shown[diagnostic.data["fingerprint"]].append(diagnostic)
    for finding in findings:
        name = fingerprint(checked.article, finding)
        diagnostics = shown[name]
        if checked.document.path is not None:
            command = Command("Let it stand", LET_STAND, arguments=[checked.document.uri, name])
            title = f"Copydesk: let it stand ({finding.rule})"
            actions.append(CodeAction(title, CodeActionKind.QuickFix, diagnostics, command=command))
            command = Command("Accept it", ACCEPT, arguments=[checked.document.uri, name])
            title = f"Copydesk: accept, to be corrected ({finding.rule})"
            actions.append(CodeAction(title, CodeActionKind.QuickFix, diagnostics, command=command))
        if finding.question:
            command = Command("Copy the question", COPY_QUESTION, arguments=[finding.question])
            title = "Copydesk: copy the question"
            actions.append(CodeAction(title, CodeActionKind.QuickFix, diagnostics, command=command))
    return actions


def corrected_actions(checked: CheckedDocument, entries: Iterable[LogEntry]) -> list[CodeAction]:
    """For each finding that was accepted and is no longer raised: write down that it was corrected."""
    return [
        CodeAction(
            f"Copydesk: log as corrected: {entry.says}",
            CORRECTED_KIND,
            command=Command("It is corrected", CORRECTED, arguments=[checked.document.uri, entry.fingerprint]),
        )
        for entry in entries
    ]

"""The language server: requests of the editor, and the answers to them. https://microsoft.github.io/language-server-protocol/"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from checks.fingerprint import fingerprint
from checks.model import Finding
from summarizer.desk.decision_log import (
    Decision,
    LogEntry,
    LogReader,
    append_entries,
    corrected_entry,
    entries_now_resolved,
    entry_of,
    find_log_file,
    now,
    signing_name,
)
from summarizer.desk.dismissals import DismissalRecord, add_dismissals, relative_name
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable
from summarizer.inputs.file_kinds import MARKDOWN_SUFFIXES
from summarizer.language_server.check_queue import CallLater, CheckQueue, call_later_in_loop
from summarizer.language_server.document import CheckedDocument, Document, check_document
from summarizer.language_server.findings import (
    ACCEPT,
    COPY_QUESTION,
    CORRECTED,
    LET_STAND,
    actions_at,
    corrected_actions,
    diagnostics_of,
    hover_at,
)
from summarizer.language_server.watched_files import watch_files
from summarizer.reports.version import version

DEFAULT_REASON = "let stand in the editor"
EDITOR_VIA = "editor"  # where a decision was made, as the log names it
Check = Callable[..., CheckedDocument]


class CopydeskServer(LanguageServer):
    """The server, with the latest check of each open document."""

    def __init__(self, check: Check = check_document, call_later: CallLater = call_later_in_loop) -> None:
        super().__init__("copydesk", version(), text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.check = check
        self.queue = CheckQueue(self.check_and_publish, call_later)
        self.log_reader = LogReader()
        self.checked: dict[str, CheckedDocument] = {}  # by URI; open documents only

    def document(self, uri: str) -> Document | None:
        """The current version of a document; None if it is not open."""
        opened = self._open_document(uri)
        if opened is None:
            return None
        path = Path(file) if uri.startswith("file:") and (file := to_fs_path(uri)) else None
        is_markdown = opened.language_id == "markdown" or bool(path and path.suffix.lower() in MARKDOWN_SUFFIXES)
        return Document(uri, opened.version, opened.source, is_markdown, path, self._folder(path))

    def current_check(self, uri: str) -> CheckedDocument | None:
        """The check of the current version of a document; None if there is only one of an earlier version, or none."""
        checked, opened = self.checked.get(uri), self._open_document(uri)
        return checked if checked and opened and checked.document.version == opened.version else None

    async def check_and_publish(self, uri: str) -> None:
        """Checks the document in a thread and shows the findings, unless it was changed or closed in the meantime."""
        document = self.document(uri)
        if document is None:
            return
        try:
            encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
            checked = await asyncio.to_thread(self.check, document, encoding)
        except Exception as error:  # a bug of Copydesk; the next change starts another check
            self._show_error(f"Copydesk could not check this text ({type(error).__name__}: {error}): please report it.")
            return
        opened = self._open_document(uri)
        if opened is None or opened.version != document.version:
            return
        self.checked[uri] = checked
        supported = self.client_capabilities.text_document
        published = supported.publish_diagnostics if supported else None
        has_related = bool(published and published.related_information)
        self._publish(uri, diagnostics_of(checked, has_related=has_related), document.version)

    def forget(self, uri: str) -> None:
        """Removes the check and the diagnostics of a document that was closed."""
        self.queue.forget(uri)
        self.checked.pop(uri, None)
        self._publish(uri, [])

    def let_stand(self, uri: str, identifier: str, why: str) -> bool:
        """Writes and logs the dismissal of the finding with this fingerprint. Returns whether it was written."""
        checked = self.checked.get(uri)
        finding = self._finding(checked, identifier)
        if checked is None or finding is None:
            return False
        file = checked.options.dismissals_file
        assert file
        record = DismissalRecord(
            fingerprint(checked.article, finding),
            relative_name(file, str(checked.document.path)),
            finding.rule,
            finding.message,
            why.strip() or DEFAULT_REASON,
            signing_name(),
            date.today().isoformat(),
        )
        dismiss = partial(add_dismissals, file, [record])
        if not self._log_decision(checked, finding, Decision.LET_STAND, record.why, before=dismiss):
            return False
        for open_uri in self.checked:
            self.queue.check_now(open_uri)
        return True

    def accept(self, uri: str, identifier: str, why: str) -> bool:
        """Logs that the finding with this fingerprint is to be corrected. Returns whether that was written."""
        checked = self.checked.get(uri)
        finding = self._finding(checked, identifier)
        if not (checked and finding and self._log_decision(checked, finding, Decision.ACCEPTED, why)):
            return False
        self.show_message(f"Copydesk: accepted, in {log_file(checked).name}.")  # nothing else changes in the editor
        return True

    def log_correction(self, uri: str, identifier: str, why: str) -> bool:
        """Logs that the accepted finding with this fingerprint was corrected. Returns whether that was written."""
        checked = self.checked.get(uri)
        entry = next((entry for entry in self.resolved_entries(checked) if entry.fingerprint == identifier), None)
        if checked is None or checked.sheet is None or entry is None:
            self._show_error("Copydesk: this finding was not accepted, or the text raises it still.")
            return False
        who = signing_name()
        correction = corrected_entry(entry, checked.sheet, who=who, when=now(), via=EDITOR_VIA, why=why, change="")
        return self._try_writing(lambda: append_entries(log_file(checked), [correction]))

    def resolved_entries(self, checked: CheckedDocument | None) -> list[LogEntry]:
        """The log's entries on accepted findings that a document no longer raises; none if the log cannot be read."""
        if checked is None or checked.sheet is None or checked.document.path is None:
            return []
        try:
            file = log_file(checked)
            name = relative_name(file, str(checked.document.path))
            return entries_now_resolved(self.log_reader.read(file), name, checked.sheet)
        except Unreadable as error:
            self._show_error(str(error))
            return []

    def _finding(self, checked: CheckedDocument | None, identifier: str) -> Finding | None:
        """The finding of a file with this fingerprint; None, after a message to the user, if it is no longer there."""
        finding = checked.finding_with_fingerprint(identifier) if checked and checked.document.path else None
        if finding is None:
            self._show_error("Copydesk: this finding is no longer there.")
        return finding

    def _log_decision(
        self,
        checked: CheckedDocument,
        finding: Finding,
        decision: Decision,
        why: str,
        before: Callable[[], object] = tuple,
    ) -> bool:
        """Logs a decision on a finding of a file. Returns whether it was written. `before`: see `append_entries`."""

        def write() -> None:
            assert checked.sheet
            file, who = log_file(checked), signing_name()
            name = relative_name(file, str(checked.document.path))
            entry = entry_of(
                checked.sheet, finding, decision, article=name, who=who, when=now(), via=EDITOR_VIA, why=why
            )
            append_entries(file, [entry], before=before)

        return self._try_writing(write)

    def _try_writing(self, write: Callable[[], None]) -> bool:
        """Calls `write`. Returns whether it succeeded; if not, the user is shown the reason."""
        try:
            write()
        except (Unreadable, Unwritable) as error:
            self._show_error(str(error))
            return False
        return True

    def show_message(self, message: str) -> None:
        """Shows a message to the user."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))

    def _show_error(self, message: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic], of_version: int | None = None) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, of_version))

    def _open_document(self, uri: str) -> TextDocument | None:
        """A document, if it is open; `Workspace.get_text_document` would read any other from the disk."""
        documents: dict[str, TextDocument] = self.workspace.text_documents  # by unquoted URI
        return documents.get(unquote(uri))

    def _folder(self, path: Path | None) -> Path | None:
        """The innermost workspace folder that the file is in, else the folder of the file; None without a file."""
        if path is None:
            return None
        uris = [*self.workspace.folders, *([self.workspace.root_uri] if self.workspace.root_uri else [])]
        folders = [Path(folder) for uri in uris if (folder := to_fs_path(uri))]
        enclosing = [folder for folder in folders if path.is_relative_to(folder)]
        return max(enclosing, key=lambda folder: len(folder.parts), default=path.parent)


def create_server(check: Check = check_document, call_later: CallLater = call_later_in_loop) -> CopydeskServer:
    """Creates the server. Tests pass a `check` of their own and a `call_later` without a clock."""
    server = CopydeskServer(check, call_later)
    watch_files(server)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        server.queue.check_now(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        server.queue.check_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(params: types.DidSaveTextDocumentParams) -> None:
        server.queue.check_now(params.text_document.uri)  # settings and dismissals may have changed

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        checked = server.current_check(params.text_document.uri)
        return hover_at(checked, params.position) if checked else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION,
        types.CodeActionOptions([types.CodeActionKind.QuickFix, types.CodeActionKind.Source]),
    )
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        checked = server.current_check(params.text_document.uri)
        if checked is None:
            return []
        return [*actions_at(checked, params.range), *corrected_actions(checked, server.resolved_entries(checked))]

    @server.command(LET_STAND)
    def let_stand(uri: str, identifier: str, *why: str) -> bool:
        return server.let_stand(uri, identifier, _reason(why))

    @server.command(ACCEPT)
    def accept(uri: str, identifier: str, *why: str) -> bool:
        return server.accept(uri, identifier, _reason(why))

    @server.command(CORRECTED)
    def corrected(uri: str, identifier: str, *why: str) -> bool:
        return server.log_correction(uri, identifier, _reason(why))

    @server.command(COPY_QUESTION)
    def copy_question(question: str) -> str:
        """Shows the question and returns it, for editors that do not copy it themselves."""
        server.show_message(question)
        return question

    return server


def _reason(arguments: tuple[str, ...]) -> str:
    """The reason that an editor adds to the arguments of an action; most editors add none.

    pygls requires clients to send a parameter with a default too, so commands take the reason as `*why`.
    """
    return arguments[0] if arguments else ""


def serve() -> None:
    """Runs the server on standard input and output until the editor ends it.

    It gets a duplicate of standard output, since it closes the stream that it is given.
    """
    create_server().start_io(stdout=os.fdopen(os.dup(sys.stdout.fileno()), "wb"))


def log_file(checked: CheckedDocument) -> Path:
    """The log file of a document's working folder. Raises Unreadable."""
    folder = checked.document.folder
    assert folder
    return find_log_file(folder)

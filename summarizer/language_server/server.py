"""The language server: what an editor sends, and what it gets. https://microsoft.github.io/language-server-protocol/"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from getpass import getuser
from pathlib import Path
from urllib.parse import unquote

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path
from pygls.workspace import TextDocument

from checks.fingerprint import fingerprint
from summarizer.desk.dismissals import DismissalRecord, add_dismissals, relative_name
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable
from summarizer.language_server.check_queue import CallLater, CheckQueue, call_later_in_loop
from summarizer.language_server.document import CheckedDocument, Document, check_document
from summarizer.language_server.findings import COPY_QUESTION, LET_STAND, actions_at, diagnostics_of, hover_at
from summarizer.reports.version import version

MARKDOWN_SUFFIXES = (".md", ".markdown")
DEFAULT_REASON = "let stand in the editor"
Check = Callable[..., CheckedDocument]


class CopydeskServer(LanguageServer):
    """The server with what it knows of each open document."""

    def __init__(self, check: Check = check_document, call_later: CallLater = call_later_in_loop) -> None:
        super().__init__("copydesk", version(), text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.check = check
        self.queue = CheckQueue(self.check_and_publish, call_later)
        self.checked: dict[str, CheckedDocument] = {}  # by URI, of the open documents

    def document(self, uri: str) -> Document | None:
        """The present version of an open document."""
        opened = self._opened(uri)
        if opened is None:
            return None
        path = Path(file) if uri.startswith("file:") and (file := to_fs_path(uri)) else None
        is_markdown = opened.language_id == "markdown" or bool(path and path.suffix.lower() in MARKDOWN_SUFFIXES)
        return Document(uri, opened.version, opened.source, is_markdown, path, self._folder(path))

    def present_check(self, uri: str) -> CheckedDocument | None:
        """The check of an open document; None if it is of an earlier version, whose places hold no more."""
        checked, opened = self.checked.get(uri), self._opened(uri)
        return checked if checked and opened and checked.document.version == opened.version else None

    async def check_and_publish(self, uri: str) -> None:
        """Check the document in a thread, and show what was found unless it was changed or closed meanwhile."""
        document = self.document(uri)
        if document is None:
            return
        try:
            encoding = self.workspace.position_encoding or types.PositionEncodingKind.Utf16
            checked = await asyncio.to_thread(self.check, document, encoding)
        except Exception as error:  # a fault of Copydesk; the next change is checked again
            self._show(f"Copydesk could not check this text ({type(error).__name__}: {error}): please report it.")
            return
        opened = self._opened(uri)
        if opened is None or opened.version != document.version:
            return
        self.checked[uri] = checked
        supported = self.client_capabilities.text_document
        published = supported.publish_diagnostics if supported else None
        has_related = bool(published and published.related_information)
        self._publish(uri, diagnostics_of(checked, has_related=has_related), document.version)

    def forget(self, uri: str) -> None:
        """Remove what is known and shown of a document that was closed."""
        self.queue.forget(uri)
        self.checked.pop(uri, None)
        self._publish(uri, [])

    def let_stand(self, uri: str, name: str, why: str) -> bool:
        """Write the dismissal of the finding with this fingerprint; whether it was written."""
        checked = self.checked.get(uri)
        finding = checked.finding_of(name) if checked else None
        if checked is None or finding is None or checked.document.path is None:
            self._show("Copydesk: this finding is no longer there.")
            return False
        file = checked.options.dismissals_file
        assert file
        record = DismissalRecord(
            fingerprint(checked.article, finding),
            relative_name(file, str(checked.document.path)),
            finding.rule,
            finding.message,
            why.strip() or DEFAULT_REASON,
            _user(),
            date.today().isoformat(),
        )
        try:
            add_dismissals(file, [record])
        except (Unreadable, Unwritable) as error:
            self._show(str(error))
            return False
        for open_uri in self.checked:
            self.queue.check_now(open_uri)
        return True

    def say(self, message: str) -> None:
        """Show a message to the user."""
        self.window_show_message(types.ShowMessageParams(types.MessageType.Info, message))

    def _show(self, message: str) -> None:
        self.window_show_message(types.ShowMessageParams(types.MessageType.Error, message))

    def _publish(self, uri: str, diagnostics: list[types.Diagnostic], of_version: int | None = None) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, diagnostics, of_version))

    def _opened(self, uri: str) -> TextDocument | None:
        """An open document; `Workspace.get_text_document` would read one that is not from the disk."""
        documents: dict[str, TextDocument] = self.workspace.text_documents  # by unquoted URI
        return documents.get(unquote(uri))

    def _folder(self, path: Path | None) -> Path | None:
        """The innermost folder of the workspace that the file is in; else the file's own."""
        if path is None:
            return None
        uris = [*self.workspace.folders, *([self.workspace.root_uri] if self.workspace.root_uri else [])]
        folders = [Path(folder) for uri in uris if (folder := to_fs_path(uri))]
        around = [folder for folder in folders if path.is_relative_to(folder)]
        return max(around, key=lambda folder: len(folder.parts), default=path.parent)


def create_server(check: Check = check_document, call_later: CallLater = call_later_in_loop) -> CopydeskServer:
    """Creates the server; tests pass another `check` and a `call_later` without a clock."""
    server = CopydeskServer(check, call_later)

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
        checked = server.present_check(params.text_document.uri)
        return hover_at(checked, params.position) if checked else None

    @server.feature(
        types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix])
    )
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        checked = server.present_check(params.text_document.uri)
        return actions_at(checked, params.range) if checked else []

    @server.command(LET_STAND)
    def let_stand(uri: str, name: str, why: str = "") -> bool:
        return server.let_stand(uri, name, why)

    @server.command(COPY_QUESTION)
    def copy_question(question: str) -> str:
        """For editors that do not copy it themselves: the question is shown, and returned."""
        server.say(question)
        return question

    return server


def serve() -> None:
    """Runs the server on standard input and output until the editor ends it."""
    create_server().start_io()


def _user() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # for example in a container
        return "unknown"

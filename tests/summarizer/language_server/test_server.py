"""The language server, as pygls' own client sees it over standard input and output."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tomllib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.workspace import Workspace

from checks.fingerprint import fingerprint
from summarizer.cli import main
from summarizer.desk.decision_log import read_log
from summarizer.desk.settings import LOG_FILE
from summarizer.language_server.document import CheckedDocument, Document, check_document
from summarizer.language_server.findings import ACCEPT, COPY_QUESTION, CORRECTED, LET_STAND
from summarizer.language_server.server import CopydeskServer, create_server

ROOT = Path(__file__).parents[3]
EXTENSION = ROOT / "editors" / "vscode"
SUM = "Police arrested 12 people on Tuesday: 7 men and 6 women."
FITS = "Police arrested 13 people on Tuesday: 7 men and 6 women."
ANSWER_TIMEOUT = 60  # seconds


class Editor(LanguageClient):
    """A client that keeps what the server shows."""

    def __init__(self) -> None:
        super().__init__("editor", "1")
        self.published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()
        self.messages: list[str] = []

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: types.PublishDiagnosticsParams) -> None:
            self.published.put_nowait(params)

        @self.feature(types.WINDOW_SHOW_MESSAGE)
        def show(params: types.ShowMessageParams) -> None:
            self.messages.append(params.message)

    async def shown(self) -> types.PublishDiagnosticsParams:
        """What the server publishes next."""
        return await asyncio.wait_for(self.published.get(), ANSWER_TIMEOUT)

    async def open(self, uri: str, text: str, language: str = "plaintext") -> types.PublishDiagnosticsParams:
        item = types.TextDocumentItem(uri, language, 1, text)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.shown()

    def change(self, uri: str, version: int, text: str) -> None:
        self.text_document_did_change(
            types.DidChangeTextDocumentParams(
                types.VersionedTextDocumentIdentifier(version, uri),
                [types.TextDocumentContentChangeWholeDocument(text)],
            )
        )


def with_editor(folder: Path, use: Callable[[Editor, types.InitializeResult], Awaitable[None]]) -> None:
    """Runs `use` with an editor whose workspace is the folder, and a server of its own."""

    async def run() -> None:
        editor = Editor()
        await editor.start_io(sys.executable, "-m", "summarizer.cli", "lsp", cwd=ROOT)
        capabilities = types.ClientCapabilities(
            text_document=types.TextDocumentClientCapabilities(
                publish_diagnostics=types.PublishDiagnosticsClientCapabilities(related_information=True)
            )
        )
        started = await asyncio.wait_for(
            editor.initialize_async(types.InitializeParams(capabilities, root_uri=folder.as_uri())), ANSWER_TIMEOUT
        )
        editor.initialized(types.InitializedParams())
        try:
            await use(editor, started)
        finally:
            await asyncio.wait_for(editor.shutdown_async(None), ANSWER_TIMEOUT)
            editor.exit(None)
            await asyncio.wait_for(editor.stop(), ANSWER_TIMEOUT)

    asyncio.run(run())


def test_a_finding_is_shown_explained_and_let_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    story = tmp_path / "story 1.txt"
    story.write_text(f"🚨 {SUM}\n", encoding="utf-8")
    uri = story.as_uri()

    async def use(editor: Editor, started: types.InitializeResult) -> None:
        assert started.capabilities.text_document_sync.change == types.TextDocumentSyncKind.Full
        assert started.capabilities.position_encoding == types.PositionEncodingKind.Utf16
        shown = await editor.open(uri, story.read_text(encoding="utf-8"))
        assert shown.version == 1
        first = shown.diagnostics[0]
        assert first.range == types.Range(types.Position(0, 19), types.Position(0, 21))
        assert len(first.related_information) == 2

        at = types.TextDocumentIdentifier(uri)
        hover = await editor.text_document_hover_async(types.HoverParams(at, first.range.start))
        assert "7 + 6 = 13, not 12" in hover.contents.value

        actions = await editor.text_document_code_action_async(
            types.CodeActionParams(at, first.range, types.CodeActionContext([first]))
        )
        # The client of lsprotocol takes an action with a command for a command: only the titles are whole.
        assert [action.title for action in actions] == [
            "Copydesk: let it stand (equation)",
            "Copydesk: accept, to be corrected (equation)",
            "Copydesk: copy the question",
        ]
        question = types.ExecuteCommandParams(COPY_QUESTION, ["How many?"])
        assert await editor.workspace_execute_command_async(question) == "How many?"
        assert editor.messages == ["How many?"]
        done = types.ExecuteCommandParams(LET_STAND, [uri, dict(first.data)["fingerprint"], "the later count"])
        assert await editor.workspace_execute_command_async(done) is True
        assert not (await editor.shown()).diagnostics
        assert await editor.workspace_execute_command_async(done) is False

    with_editor(tmp_path, use)
    (record,) = tomllib.loads((tmp_path / "copydesk-dismissed.toml").read_text(encoding="utf-8"))["dismissed"]
    assert (record["article"], record["rule"], record["why"]) == ("story 1.txt", "equation", "the later count")
    (entry,) = read_log(tmp_path / LOG_FILE).entries
    assert (entry.article, entry.decision, entry.why, entry.via) == (
        "story 1.txt",
        "let stand",
        "the later count",
        "editor",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["copydesk", "check", "story 1.txt", "--fail-on", "warning"])
    with pytest.raises(SystemExit) as stopped:  # what the command line reads, too
        main()
    assert not stopped.value.code


def test_an_editor_that_says_goodbye_ends_the_server_without_an_error() -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}}
    end = [{"jsonrpc": "2.0", "id": 2, "method": "shutdown"}, {"jsonrpc": "2.0", "method": "exit"}]
    bodies = [json.dumps(message) for message in (hello, *end)]
    sent = "".join(f"Content-Length: {len(body)}\r\n\r\n{body}" for body in bodies)
    done = subprocess.run(
        [sys.executable, "-m", "summarizer.cli", "lsp"], input=sent, capture_output=True, text=True, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert '"copydesk"' in done.stdout


def test_a_finding_is_accepted_and_logged_as_corrected_once_it_is_gone(tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    uri = story.as_uri()
    everywhere = types.Range(types.Position(0, 0), types.Position(9, 0))

    async def use(editor: Editor, _: types.InitializeResult) -> None:
        async def titles() -> list[str]:
            params = types.CodeActionParams(types.TextDocumentIdentifier(uri), everywhere, types.CodeActionContext([]))
            return [action.title for action in await editor.text_document_code_action_async(params)]

        async def run_command(command: str, why: str = "") -> bool:
            params = types.ExecuteCommandParams(command, [uri, name, why])
            return await editor.workspace_execute_command_async(params)

        shown = await editor.open(uri, SUM)
        name = dict(shown.diagnostics[0].data)["fingerprint"]
        assert await run_command(CORRECTED) is False
        assert await run_command(ACCEPT, "the desk asked") is True
        assert not any("corrected:" in title for title in await titles())
        editor.change(uri, 2, FITS)
        assert not (await editor.shown()).diagnostics
        (title,) = await titles()
        assert title.startswith("Copydesk: log as corrected: 7 + 6 = 13")
        assert await run_command(ACCEPT) is False
        assert await run_command(CORRECTED) is True
        assert await titles() == []

    with_editor(tmp_path, use)
    accepted, corrected = read_log(tmp_path / LOG_FILE).entries
    assert (accepted.decision, accepted.why, accepted.change) == ("accepted", "the desk asked", "")
    assert (corrected.decision, corrected.change) == ("corrected", "12 -> 13")


def test_what_is_typed_is_checked_in_its_last_version(tmp_path: Path) -> None:
    uri = (tmp_path / "story.md").as_uri()

    async def use(editor: Editor, _: types.InitializeResult) -> None:
        assert len((await editor.open(uri, f"**Arrests**\n\n{SUM}", "markdown")).diagnostics) == 3
        for version in range(2, 12):
            editor.change(uri, version, f"{SUM[: 4 * version]}")
        editor.change(uri, 12, FITS)
        shown = await editor.shown()
        while shown.version != 12:
            shown = await editor.shown()
        assert not shown.diagnostics
        editor.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        assert not (await editor.shown()).diagnostics
        assert editor.published.empty()

    with_editor(tmp_path, use)


def test_a_text_that_is_no_file_is_checked_too(tmp_path: Path) -> None:
    async def use(editor: Editor, _: types.InitializeResult) -> None:
        shown = await editor.open("untitled:Untitled-1", SUM)
        assert len(shown.diagnostics) == 3
        assert editor.messages == []

    with_editor(tmp_path, use)


# ---- in this process -------------------------------------------------------------------------------------------------


def in_process(check: Callable[..., CheckedDocument]) -> tuple[CopydeskServer, list[types.PublishDiagnosticsParams]]:
    """A server with one open document, and what it publishes."""
    server = create_server(check)
    server.protocol._workspace = Workspace(None)
    server.protocol.client_capabilities = types.ClientCapabilities()
    server.workspace.put_text_document(types.TextDocumentItem("untitled:a", "plaintext", 1, SUM))
    published: list[types.PublishDiagnosticsParams] = []
    server.text_document_publish_diagnostics = published.append
    return server, published


def test_the_check_of_an_earlier_version_is_not_shown() -> None:
    def check(document: Document, encoding: str) -> CheckedDocument:
        if document.version == 1:  # typed while the check runs
            server.workspace.put_text_document(types.TextDocumentItem("untitled:a", "plaintext", 2, FITS))
        return check_document(document, encoding)

    server, published = in_process(check)
    asyncio.run(server.check_and_publish("untitled:a"))
    assert published == []
    assert server.current_check("untitled:a") is None
    asyncio.run(server.check_and_publish("untitled:a"))
    assert [(each.version, each.diagnostics) for each in published] == [(2, [])]
    assert server.current_check("untitled:a").document.text == FITS
    server.workspace.put_text_document(types.TextDocumentItem("untitled:a", "plaintext", 3, SUM))
    assert server.current_check("untitled:a") is None


def test_a_check_that_crashes_is_said_and_the_next_one_runs() -> None:
    def check(document: Document, encoding: str) -> CheckedDocument:
        if not said:
            raise ZeroDivisionError("oh")
        return check_document(document, encoding)

    said: list[types.ShowMessageParams] = []
    server, published = in_process(check)
    server.window_show_message = said.append
    asyncio.run(server.check_and_publish("untitled:a"))
    assert published == []
    assert "ZeroDivisionError: oh" in said[0].message
    asyncio.run(server.check_and_publish("untitled:a"))
    assert len(published[0].diagnostics) == 3
    assert "See also" in published[0].diagnostics[0].message  # no related locations without the capability


def test_nothing_is_logged_as_let_stand_where_the_dismissal_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('dismissed = "none/dismissed.toml"\n', encoding="utf-8")
    said: list[types.ShowMessageParams] = []
    server, _ = in_process(check_document)
    server.window_show_message = said.append
    checked = check_document(Document("untitled:a", 1, SUM, path=tmp_path / "story.txt", folder=tmp_path))
    server.checked["untitled:a"] = checked
    name = fingerprint(checked.article, checked.sheet.findings[0])
    assert server.let_stand("untitled:a", name, "the later count") is False
    assert "there is no folder" in said[0].message
    assert read_log(tmp_path / LOG_FILE).entries == ()


def test_a_document_that_was_closed_is_not_checked() -> None:
    server, published = in_process(lambda *_: pytest.fail("it was checked"))
    server.workspace.remove_text_document("untitled:a")
    asyncio.run(server.check_and_publish("untitled:a"))
    assert published == []


def test_the_extension_for_vs_code_knows_the_commands_and_no_workspace_chooses_what_it_runs() -> None:
    manifest = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    script = (EXTENSION / manifest["main"]).read_text(encoding="utf-8")
    assert all(f'"{name}":' in script for name in (LET_STAND, ACCEPT, CORRECTED))
    assert f'"{COPY_QUESTION}"' in script
    settings = manifest["contributes"]["configuration"]["properties"]
    assert settings["copydesk.command"]["scope"] == "machine"

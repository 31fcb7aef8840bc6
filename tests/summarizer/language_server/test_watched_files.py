"""Changed settings and dismissals take effect in open documents without an edit, if the editor watches files."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from lsprotocol import types
from pygls.lsp.client import LanguageClient

ROOT = Path(__file__).parents[3]
SUM = "Police arrested 12 people on Tuesday: 7 men and 6 women."
ANSWER_TIMEOUT = 60  # seconds


def watching_client(can_register: bool) -> types.ClientCapabilities:
    watched = types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=can_register)
    return types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(did_change_watched_files=watched))


@pytest.mark.parametrize(
    ("capabilities", "is_registered"),
    [(watching_client(True), True), (watching_client(False), False), (types.ClientCapabilities(), False)],
)
def test_settings_that_change_are_seen_without_an_edit(
    tmp_path: Path, capabilities: types.ClientCapabilities, is_registered: bool
) -> None:
    registered: list[types.Registration] = []
    settings = tmp_path / "copydesk.toml"
    uri = (tmp_path / "story.txt").as_uri()

    async def run() -> None:
        editor = LanguageClient("editor", "1")
        published: asyncio.Queue[types.PublishDiagnosticsParams] = asyncio.Queue()

        @editor.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def publish(params: types.PublishDiagnosticsParams) -> None:
            published.put_nowait(params)

        @editor.feature(types.CLIENT_REGISTER_CAPABILITY)
        def register(params: types.RegistrationParams) -> None:
            registered.extend(params.registrations)

        async def shown() -> list[types.Diagnostic]:
            return list((await asyncio.wait_for(published.get(), ANSWER_TIMEOUT)).diagnostics)

        await editor.start_io(sys.executable, "-m", "summarizer.cli", "lsp", cwd=ROOT)
        started = types.InitializeParams(capabilities, root_uri=tmp_path.as_uri())
        await asyncio.wait_for(editor.initialize_async(started), ANSWER_TIMEOUT)
        editor.initialized(types.InitializedParams())
        item = types.TextDocumentItem(uri, "plaintext", 1, SUM)
        editor.text_document_did_open(types.DidOpenTextDocumentParams(item))
        assert await shown()
        for content, has_findings in (('ignore = ["sums"]', False), ("", True)):
            settings.write_text(content, encoding="utf-8")
            event = types.FileEvent(settings.as_uri(), types.FileChangeType.Changed)
            editor.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
            assert bool(await shown()) is has_findings
        await asyncio.wait_for(editor.shutdown_async(None), ANSWER_TIMEOUT)
        editor.exit(None)
        await asyncio.wait_for(editor.stop(), ANSWER_TIMEOUT)

    asyncio.run(run())
    assert [registration.method for registration in registered] == ["workspace/didChangeWatchedFiles"] * is_registered

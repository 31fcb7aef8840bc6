"""Asks the editor to report changed settings and dismissals, so that open documents are checked without an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from summarizer.language_server.server import CopydeskServer

WATCHED_FILES = "**/*.toml"  # settings, and dismissals, whose name the settings may choose
REGISTRATION_ID = "copydesk-settings"


def watch_files(server: CopydeskServer) -> None:
    """Registers for changes of WATCHED_FILES, if the editor can watch files, and checks open documents after each."""

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        capability = workspace.did_change_watched_files if workspace else None
        if capability is None or not capability.dynamic_registration:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED_FILES)])
        registration = types.Registration(REGISTRATION_ID, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        await server.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed(_: types.DidChangeWatchedFilesParams) -> None:
        for uri in server.checked:
            server.queue.check_now(uri)

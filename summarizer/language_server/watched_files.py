"""Has the editor say when settings or dismissals change, so that open documents are checked anew without an edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from summarizer.language_server.server import CopydeskServer

WATCHED = "**/*.toml"  # settings, and dismissals, whose name the settings may choose
REGISTRATION = "copydesk-settings"


def watch_files(server: CopydeskServer) -> None:
    """Registers for changes of these files with editors that can watch files, and checks open documents after one."""

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        workspace = server.client_capabilities.workspace
        watching = workspace.did_change_watched_files if workspace else None
        if watching is None or not watching.dynamic_registration:
            return
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(WATCHED)])
        registration = types.Registration(REGISTRATION, types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        await server.client_register_capability_async(types.RegistrationParams([registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def changed(_: types.DidChangeWatchedFilesParams) -> None:
        for uri in server.checked:
            server.queue.check_now(uri)

"""The commands mcp and lsp: servers on standard input and output, for assistants and editors."""

from __future__ import annotations

from checks.registry import catalogue
from summarizer.cli.options import DEFAULT_MODEL, ModelOption, UsageError, concrete_model
from summarizer.desk.settings import find_settings, working_folder


def mcp(model: ModelOption = DEFAULT_MODEL) -> None:
    """Serve assistants through the Model Context Protocol.

    On standard input and output; the assistant's program starts it. See docs/clients.md.
    """
    try:
        from summarizer.mcp_server.server import serve
    except ImportError as error:
        raise _missing_extra(error, "mcp", "mcp", "mcp_types") from None
    from summarizer.models.catalogue import source_of as model_source

    model = concrete_model(model)
    model_source(model)  # raises for an impossible model now, not at the first summary
    catalogue().require_no_conflicts()  # raises for rules that cannot be, now and not at the first check
    serve(model, find_settings(working_folder()).dictionary)


def lsp() -> None:
    """Serve editors through the Language Server Protocol.

    On standard input and output; the editor starts it. See docs/clients.md.
    """
    try:
        from summarizer.language_server.server import serve
    except ImportError as error:
        raise _missing_extra(error, "lsp", "pygls", "lsprotocol") from None
    catalogue().require_no_conflicts()  # raises for rules that cannot be, now and not at the first check
    serve()


def _missing_extra(error: ImportError, extra: str, *packages: str) -> Exception:
    """A UsageError if the import failed for one of an extra's packages, missing or in another version; else `error`."""
    if (error.name or "").partition(".")[0] not in packages:
        return error
    return UsageError(f"copydesk {extra} needs: pip install 'copydesk[{extra}]'")

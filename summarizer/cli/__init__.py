"""The command line: reads options, calls the desk, writes the report, answers with an exit code."""

from summarizer.cli.command import main

__all__ = ["main"]

"""The command line: parses options, runs the checks, writes the report and exits with a code."""

from summarizer.cli.command import main

__all__ = ["main"]

"""A server on this machine that counts as another one, for the process that writes summaries."""

from __future__ import annotations

from typing import Any

from summarizer.engines.endpoint import http_client
from summarizer.pipeline.result import Summary
from summarizer.web.streaming import write_summary


def write(*arguments: Any, **options: Any) -> Summary:
    """As `summarizer.web.streaming.write_summary`."""
    http_client.is_loopback = lambda address: False
    return write_summary(*arguments, **options)

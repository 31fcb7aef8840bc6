"""What the routes call to read, check, compare and summarise texts, all in other processes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from anyio import CapacityLimiter

from checks.model import Article, Sheet
from summarizer.desk.checking import Check, CheckOptions
from summarizer.inputs import Source, read_bytes
from summarizer.pipeline.result import Summary
from summarizer.web.form import Upload
from summarizer.web.posted_texts import PostedText, check_posted, compare_posted
from summarizer.web.shared_calls import IsWanted, always_wanted
from summarizer.web.streaming import SummaryEvent

Answer = TypeVar("Answer")


class RunInWorker(Protocol):
    """The type of `CheckWorkers.run`, which runs a function in a worker process for as long as its result is wanted.

    Raises CheckFailed, ClientGone, and whatever the function raises.
    """

    def __call__(
        self, name: str, work: Callable[..., Answer], *arguments: object, is_wanted: IsWanted = ...
    ) -> Answer: ...


class Summarize(Protocol):
    """The type of `SummaryProcess.write`."""

    def __call__(
        self,
        article: Article,
        client_gone: threading.Event,
        report: Callable[[SummaryEvent], None] = ...,
        **summary_options: Any,
    ) -> Summary: ...


@dataclass(frozen=True, slots=True)
class Services:
    """The processes that check and summarise.

    `check` runs in a worker process; `summary_threads` bounds the threads that wait for summaries.
    """

    run_in_worker: RunInWorker
    summarize: Summarize
    check: Check
    summary_threads: CapacityLimiter

    def read(self, upload: Upload, is_wanted: IsWanted) -> Source:
        """The article in a file. Raises CheckFailed, ClientGone and Unreadable."""
        return self.run_in_worker(upload.name, read_bytes, upload.data, upload.name, is_wanted=is_wanted)

    def check_sheet(
        self, text: PostedText | Source, options: CheckOptions, is_wanted: IsWanted = always_wanted
    ) -> Sheet:
        """The sheet of an article. Raises CheckFailed, ClientGone and Unreadable."""
        return self.run_in_worker(text.name, check_posted, text, options, self.check, is_wanted=is_wanted)

    def comparison_sheet(
        self,
        source: PostedText | Source,
        text: PostedText | Source,
        mode: Literal["summary", "update"],
        options: CheckOptions,
        is_wanted: IsWanted = always_wanted,
    ) -> Sheet:
        """The sheet of a text compared with its source. Raises CheckFailed, ClientGone and Unreadable."""
        return self.run_in_worker(text.name, compare_posted, source, text, mode, options, is_wanted=is_wanted)

"""Runs work in a thread for as long as its client is connected.

When a client disconnects, several exceptions follow each other, one for each layer that gives up:

- a check: `workers.Cancelled` leaves the worker pool, whose process was killed. `check_workers` turns it into
  `shared_calls.Abandoned`, which is raised once no client waits for a shared call, and that into
  `summary_process.ClientGone`.
- a summary: `streaming.SummaryCancelled` ends the work in the model's process. It stays there: `summary_process` raises
  `ClientGone` in the server.
- `errors` and the routes answer `ClientGone`; nobody reads the answer.

Neither `stopping.Stopped`, which a signal raises, nor `request_batching.JobCancelled` has to do with clients.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from summarizer.web.summary_process import POLL_SECONDS

Answer = TypeVar("Answer")


async def while_connected(
    request: Request, work: Callable[[threading.Event], Answer], limiter: CapacityLimiter | None = None
) -> Answer:
    """The value of `work`, run in a thread. Its event is set when the client disconnects or the server stops.

    `limiter` bounds the number of threads; without one it is that of all requests.
    """
    gone = threading.Event()

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(POLL_SECONDS)
        gone.set()

    watcher = asyncio.create_task(watch())
    try:
        return await to_thread.run_sync(work, gone, limiter=limiter)
    finally:
        gone.set()  # also when the server is stopped
        watcher.cancel()

"""Runs work in a thread and signals it when its client disconnects.

A disconnection raises one exception for each layer that stops working:

- A check: the worker pool kills the process and raises `workers.Cancelled`. `check_workers` turns it into
  `shared_calls.CallAbandoned`, which means that no client waits for a shared call any more, and that into
  `summary_process.ClientGone`.
- A summary: `streaming.SummaryCancelled` ends the work in the model's process and does not leave it. In the server,
  `summary_process` raises `ClientGone`.
- `errors` and the routes respond to `ClientGone`; nobody reads the response.

`stopping.Stopped`, which a signal raises, and `request_batching.JobCancelled` are not about clients.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi import Request

from summarizer.web.summary_process import CLIENT_POLL_SECONDS

Answer = TypeVar("Answer")


async def while_connected(
    request: Request, work: Callable[[threading.Event], Answer], limiter: CapacityLimiter | None = None
) -> Answer:
    """The value of `work`, which runs in a thread.

    The event passed to `work` is set when the client disconnects or the server stops. `limiter` bounds the number of
    threads; by default it is the limit that all requests share.
    """
    client_gone = threading.Event()

    async def watch() -> None:
        while not await request.is_disconnected():
            await asyncio.sleep(CLIENT_POLL_SECONDS)
        client_gone.set()

    watcher = asyncio.create_task(watch())
    try:
        return await to_thread.run_sync(work, client_gone, limiter=limiter)
    finally:
        client_gone.set()  # also when the server is stopped
        watcher.cancel()

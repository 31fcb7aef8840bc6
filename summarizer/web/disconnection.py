"""Runs work in a thread for as long as its client is connected."""

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

"""How many CPU cores this process may use, and how many of them are idle."""

from __future__ import annotations

import os

LOAD_SECONDS = 0.2  # over which the load of the machine is measured


def physical_cores() -> int:
    """Returns how many physical cores this process may use; two threads on one core only slow each other down."""
    import psutil

    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(allowed, psutil.cpu_count(logical=False) or allowed))


def idle_cores() -> int:
    """Returns how many of these cores are idle at present, at least 1. Takes LOAD_SECONDS."""
    import psutil

    busy: float = psutil.cpu_percent(LOAD_SECONDS) / 100 * (psutil.cpu_count() or 1)
    return max(1, round(physical_cores() - busy))

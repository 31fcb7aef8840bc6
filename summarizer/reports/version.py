"""Which Copydesk it is, where a report says so."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version that is installed, "0" where it runs without being installed."""
    try:
        return installed("copydesk")
    except PackageNotFoundError:
        return "0"

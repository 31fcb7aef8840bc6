"""The version of Copydesk that reports name."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The installed version; "0" if Copydesk is not installed as a package."""
    try:
        return installed("copydesk")
    except PackageNotFoundError:
        return "0"

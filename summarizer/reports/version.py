"""The version of Copydesk, as reports state it."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version


def version() -> str:
    """The installed version; "0" if Copydesk is not installed as a package."""
    try:
        return installed_version("copydesk")
    except PackageNotFoundError:
        return "0"

"""Paths as arguments of a program: what is missing is told before anything is loaded, instead of after an hour.

These are types for `ArgumentParser.add_argument`. argparse prints what they object to and exits with 2.
"""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path


def existing_path(text: str) -> Path:
    """A file or a folder that is there."""
    path = Path(text)
    if not path.exists():
        raise ArgumentTypeError(f"no such file or folder: {text}")
    return path


def existing_file(text: str) -> Path:
    """A file that is there. Pipes pass too, as a shell makes them for `<(...)`."""
    path = Path(text)
    if not path.exists():
        raise ArgumentTypeError(f"no such file: {text}")
    if path.is_dir():
        raise ArgumentTypeError(f"a folder, not a file: {text}")
    return path


def existing_folder(text: str) -> Path:
    """A folder that is there."""
    path = Path(text)
    if not path.is_dir():
        raise ArgumentTypeError(f"no such folder: {text}")
    return path


def file_to_write(text: str) -> Path:
    """A file, whether or not it is there, in a folder that is."""
    path = Path(text)
    if path.is_dir():
        raise ArgumentTypeError(f"a folder, not a file: {text}")
    existing_folder(str(path.parent))
    return path

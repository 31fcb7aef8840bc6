"""The result for one file of a report on several files."""

from __future__ import annotations

from dataclasses import dataclass

from checks.model import Sheet


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file's sheet, or the reason why it could not be read."""

    name: str
    sheet: Sheet | None
    unreadable: str = ""
    has_lines: bool = True  # whether the sheet's lines are those of the file; not for text extracted from a page
    line_starts: tuple[tuple[int, int], ...] = ()  # of such a text: offsets, and the lines of the file from which it is

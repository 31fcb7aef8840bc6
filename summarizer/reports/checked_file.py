"""Several files in one report: what each of them came to."""

from __future__ import annotations

from dataclasses import dataclass

from checks.model import Sheet


@dataclass(frozen=True, slots=True)
class Checked:
    """A file's sheet, or why it could not be read."""

    name: str
    sheet: Sheet | None
    unreadable: str = ""
    has_lines: bool = True  # do the sheet's lines count in the file too? Not where the text was taken out of a page

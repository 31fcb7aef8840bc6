"""The result of checking one file, for reports on several files."""

from __future__ import annotations

from dataclasses import dataclass

from checks.model import Sheet, Span


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file's sheet, or the reason why it could not be read."""

    name: str
    sheet: Sheet | None
    unreadable: str = ""
    has_lines: bool = True  # whether the sheet has the lines of the file; False for text extracted from it
    line_starts: tuple[tuple[int, int], ...] = ()  # extracted text only: (offset in the text, line of the file)

    @property
    def file(self) -> str:
        """The name of the file, without the number of a row or entry ("stories.csv#17")."""
        file, _, number = self.name.rpartition("#")
        return file if self.line_starts and file and number.isdigit() else self.name

    def line(self, span: Span) -> int | None:
        """The line of the file (from 1) on which a span of the sheet's article begins; None if it is not known.

        For extracted text this is the line on which the row or entry, or the line of a message, begins.
        """
        assert self.sheet
        if self.has_lines:
            return self.sheet.article.line_and_column(span.start)[0]
        if not self.line_starts:
            return None
        return max(line for offset, line in self.line_starts if offset <= max(span.start, self.line_starts[0][0]))

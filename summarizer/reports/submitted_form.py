"""What the form of the local page was sent with: a page shows it again beside the report."""

from __future__ import annotations

from dataclasses import dataclass

from summarizer.inputs import Source

PASTED_TEXT_NAME = "pasted text"


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """The submitted values, so that the form can be shown again with them."""

    text: str = ""
    source: str = ""
    published: str = ""
    action: str = "check"
    error: str = ""
    file: Source | None = None  # the article, if a file was chosen; `text` is its text then
    text_digest: str = ""  # of the text that the form was shown with; a chosen file may replace that text only

    @property
    def article(self) -> Source:
        return self.file or Source(PASTED_TEXT_NAME, self.text)

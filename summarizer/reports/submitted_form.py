"""What the form of the local page was sent with: a page shows it again beside the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from summarizer.inputs import Source

PASTED_TEXT_NAME = "pasted text"


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """The submitted values, so that the form can be shown again with them."""

    text: str = ""
    source: str = ""
    published: str = ""
    action: str = "check"
    against: Literal["", "summary", "update"] = ""  # what the text is held against: itself, its source, an earlier one
    error: str = ""
    file: Source | None = None  # the article, if a file was chosen; `text` is its text then
    text_digest: str = ""  # of the text that the form was shown with; a chosen file may replace that text only
    stood: Mapping[str, str] = field(default_factory=dict)  # findings let stand: fingerprint to why
    without_reason: frozenset[str] = frozenset()  # findings whose field for a reason was sent empty
    decision: tuple[str, str] | None = None  # of the button that was pressed: "accepted" or "corrected", fingerprint
    changes: Mapping[str, str] = field(default_factory=dict)  # what is corrected: fingerprint to "144 -> 136"
    story: str = ""  # what the log calls the article
    who: str = ""  # who signs decisions

    @property
    def article(self) -> Source:
        return self.file or Source(PASTED_TEXT_NAME, self.text)

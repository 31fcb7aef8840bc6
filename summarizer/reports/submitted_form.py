"""The values that the form of the local page was submitted with; the page shows them again next to the report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from summarizer.inputs import Source

PASTED_TEXT_NAME = "pasted text"


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """The submitted values of the form."""

    text: str = ""
    source: str = ""
    published: str = ""
    action: str = "check"
    against: Literal["", "summary", "update"] = ""  # compared with: nothing, its article, an earlier version
    error: str = ""
    file: Source | None = None  # the article, if a file was chosen; `text` is then its text
    text_digest: str = ""  # of the text that the form was shown with; a chosen file may replace only that text
    dismissal_reasons: Mapping[str, str] = field(default_factory=dict)  # by fingerprint of the finding
    without_reason: frozenset[str] = frozenset()  # fingerprints of findings whose reason was left empty
    decision: tuple[str, str] | None = None  # that of the pressed button: "accepted" or "corrected", fingerprint
    changes: Mapping[str, str] = field(default_factory=dict)  # corrections: fingerprint to "144 -> 136"
    story: str = ""  # name of the article in the log
    who: str = ""  # name that signs decisions

    @property
    def article(self) -> Source:
        return self.file or Source(PASTED_TEXT_NAME, self.text)

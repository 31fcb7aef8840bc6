"""The result types of `summarizer.summarize`: each sentence with its source sentences, each figure with its sources.

A `span` holds offsets into the summary's own `text`; `sources` and `source_spans` hold offsets into `article.text`.
`drafts[0].text` is the model's summary before any check: of its drafts of the whole story, the one that agrees best
with the others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NoReturn

from checks.model import Article, Sheet, Span
from summarizer.guards.candidate import Origin

NOT_CONFIRMED = "The model's server did not say how much of the text it read: it may have cut it."


class Form(StrEnum):
    """The form of the output: a summary of several sentences, or one line."""

    SUMMARY = "summary"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"

    @classmethod
    def _missing_(cls, value: object) -> NoReturn:
        raise ValueError(f"form is {value!r}; it can be {', '.join(repr(form.value) for form in cls)}")

    @property
    def max_words(self) -> int | None:
        """The most words that the form allows; None for a summary, whose limits the user sets."""
        return {Form.SUMMARY: None, Form.HEADLINE: 12, Form.STANDFIRST: 30}[self]


@dataclass(frozen=True, slots=True)
class FigureSupport:
    """A figure, date or name of the summary and the passages of the article that support it."""

    span: Span
    source_spans: tuple[Span, ...]
    message: str
    arithmetic: str = ""  # how the figure was derived or rounded; empty if it was not
    derived: bool = False  # the article does not state the figure; it follows by the arithmetic


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence of the summary and where it comes from."""

    text: str
    span: Span
    origin: Origin
    sources: tuple[Span, ...]  # the article sentences that support it, best first
    figures: tuple[FigureSupport, ...] = ()
    draft: int | None = None  # index into Summary.drafts; None for a sentence of the article


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote, before checking."""

    text: str
    cut_off: bool = False  # ended by the limit on tokens
    score: float = 0.0  # mean log-probability per token
    part: int = 0  # index of the part that it was written from; a story that fits into one prompt has one
    reading: int = (
        1  # 1: written from the story; 2: from the result of the first reading; and so on (long_documents.py)
    )


@dataclass(frozen=True, slots=True)
class Rejected:
    """A sentence that may not be printed, and why, in plain words."""

    text: str
    reason: str
    rule: str = ""  # slug of the rule of `checks` that objected; empty if a guard did
    draft: int | None = 0  # index into Summary.drafts; None for a sentence of the article
    passage: Span | None = None  # the article's sentence that contradicts it, or its best source


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the story was read and how much of it the summary covers. Words are separated by spaces."""

    story_words: int = 0  # of the story, without promotions, bylines and captions
    read_words: int = 0  # of those, the words that the model was shown
    content: float = 0.0  # share, 0 to 1, of the importance of the story's main words that the summary covers
    parts: int = 1  # that the story was split into for reading
    readings: int = 1  # 1: the story only; more: then the results of the parts
    told_parts: tuple[int, ...] = ()  # parts (from 0) that the summary's sentences come from
    is_opening: bool = False  # the summary was made from the story's first sentences alone
    is_confirmed: bool = True  # False: the model's server did not say how much of a prompt it read

    @property
    def is_complete(self) -> bool:
        """Whether the model was shown the whole story."""
        return self.read_words >= self.story_words

    @property
    def description(self) -> str:
        """What an editor should know about the reading; empty if the story was read whole, in one prompt."""
        return " ".join(filter(None, (self._read, "" if self.is_confirmed else NOT_CONFIRMED)))

    @property
    def _read(self) -> str:
        read = f"all {self.story_words:,} words of the story"
        if not self.is_complete:
            read = f"{self.read_words:,} of the story's {self.story_words:,} words"
        if self.is_opening and not self.is_complete:
            return f"Read the opening: {self.read_words:,} of the story's {self.story_words:,} words."
        if self.parts == 1:
            return "" if self.is_complete else f"Read {read}."
        again = {1: "", 2: ", then what these gave"}.get(self.readings, ", then what these gave, and so on")
        numbers = [str(part + 1) for part in self.told_parts]
        listed = " and ".join(filter(None, [", ".join(numbers[:-1]), *numbers[-1:]]))
        origin = f" The summary is from part{'s' * (len(numbers) != 1)} {listed}." if numbers else ""
        return f"Read {read} in {self.parts} parts{again}.{origin}"


@dataclass(frozen=True, slots=True)
class Summary:
    """What `summarizer.summarize` returns. Without sentences, `reason` says why there is no summary."""

    article: Article
    sentences: tuple[SummarySentence, ...] = ()
    drafts: tuple[Draft, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    sheet: Sheet | None = None  # comparison of the summary with the article; None without sentences
    coverage: Coverage = field(default_factory=Coverage)
    reason: str = ""
    form: Form = Form.SUMMARY
    model: str = ""  # its name
    engine: str = ""  # kind of engine that ran it
    revision: str = ""  # of the model: a version, a commit or a hash
    seed: int = 0
    remote_host: str = ""  # host that ran the model, if it was another machine: the article was sent there

    @property
    def remote_notice(self) -> str:
        """A sentence for the editor if the article left this machine; else empty."""
        if not self.remote_host:
            return ""
        return f"The article was sent to {self.remote_host}, where {self.model} wrote the drafts."

    @property
    def lack(self) -> str:
        """What is missing, printed before the reason: "No summary."; empty if the reason starts with it."""
        return "" if self.reason.startswith(f"No {self.form} ") else f"No {self.form}."

    @property
    def text(self) -> str:
        """The sentences with a space between them."""
        return " ".join(sentence.text for sentence in self.sentences)

    def __str__(self) -> str:
        return self.text

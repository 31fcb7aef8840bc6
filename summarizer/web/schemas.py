"""Pydantic models of the documents in docs/json.md, from which /openapi.json describes the API's responses.

`reports.data` builds the documents; a test validates them against these models. The docstrings are part of
/openapi.json.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from checks.model import RelationKind

Severity = Literal["error", "warning", "note"]
State = Literal["in question", "ticked", "not checked", "alone"]
Zone = Literal["headline", "standfirst", "dateline", "byline", "body", "caption", "list", "promo"]


class Document(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(Document):
    """Characters (Unicode code points) from 0, line and column from 1, in the text of the same document."""

    start: int
    end: int
    line: int
    column: int
    paragraph: int | None
    name: str
    words: str


class Paragraph(Document):
    start: int
    end: int
    zone: Zone
    paragraph: int | None


class Text(Document):
    name: str
    language: str
    locale: str
    published: str | None
    text: str
    paragraphs: list[Paragraph]


class Counts(Document):
    errors: int
    warnings: int
    notes: int
    ticks: int
    figures: int
    in_question: int
    ticked: int
    not_checked: int
    alone: int
    dismissed: int
    failures: int


class Role(Document):
    role: str
    start: int
    end: int


class Relation(Document):
    """How the places are tied together; `probability` is an exact number, null where a rule read it.

    `reader` is the model that read it, and is there only where it was no rule.
    """

    kind: RelationKind
    roles: list[Role]
    closed: bool
    probability: str | None
    reader: str | None = None


class Finding(Document):
    rule: str
    code: str
    severity: Severity
    message: str
    arithmetic: str
    repairs: list[str]
    question: str
    fingerprint: str
    places: list[Place]
    relation: Relation | None
    source_places: list[Place] | None = None


class Dismissed(Finding):
    note: str


class Tick(Document):
    rule: str
    code: str
    message: str
    arithmetic: str
    places: list[Place]
    relation: Relation | None
    source_places: list[Place] | None = None


class NotChecked(Document):
    rule: str
    code: str
    reason: str
    places: list[Place]
    relation: Relation | None


class Line(Document):
    state: State
    rules: list[str]
    reason: str
    place: Place
    quoted: bool


class FigureLine(Line):
    """Numbers are exact, and therefore strings: "144", "2.5", "1/3"."""

    kind: str
    value: str | None
    second: str | None
    low: str | None
    high: str | None
    unit: str | None
    noun: str | None
    predicate: str | None
    per: str | None
    hedge: str


class MomentLine(Line):
    kind: Literal["moment"]
    granularity: str
    timex: str
    relation: str


class Failure(Document):
    rule: str
    error: str


class Reader(Document):
    """The model that read the article's ties too, and how much of it."""

    model: str
    remote_host: str
    passages: int
    proposed: int
    refused: int


class Sheet(Document):
    """`reader` is there only where a model read the article too."""

    schema_version: Literal[2]
    article: Text
    counts: Counts
    findings: list[Finding]
    ticks: list[Tick]
    not_checked: list[NotChecked]
    ledger: list[FigureLine | MomentLine]
    dismissed: list[Dismissed]
    unused_dismissals: list[str]
    failures: list[Failure]
    reader: Reader | None = None


class Check(Sheet):
    kind: Literal["check"]


class Comparison(Sheet):
    kind: Literal["comparison"]
    source: Text


class Tie(Document):
    start: int
    end: int
    words: str
    message: str
    arithmetic: str
    mark: Literal["as in the article", "ticked", "please look", "cannot be", ""]
    source_places: list[Place]


class Sentence(Document):
    text: str
    start: int
    end: int
    how: Literal["kept", "redone", "shortened", "replaced"]
    draft: int | None
    sources: list[Place]
    figures: list[Tie]


class Rejected(Document):
    text: str
    reason: str
    rule: str
    draft: int | None
    passage: Place | None


class Draft(Document):
    text: str
    cut_off: bool
    score: float
    part: int
    reading: int


class Coverage(Document):
    story_words: int
    read_words: int
    content: float
    parts: int
    readings: int
    told_parts: list[int]
    is_opening: bool
    is_confirmed: bool


class SummaryText(Document):
    form: Literal["summary", "headline", "standfirst"]
    text: str
    reason: str
    sentences: list[Sentence]
    findings: list[Finding]
    rejected: list[Rejected]
    drafts: list[Draft]
    coverage: Coverage
    model: str
    engine: str
    revision: str
    seed: int
    remote_host: str


class Summary(Sheet):
    kind: Literal["summary"]
    summary: SummaryText

"""Sheets and summaries as JSON documents and JSON Lines records. docs/json.md documents every field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checks.fingerprint import fingerprint
from checks.model import (
    Entry,
    Figure,
    Finding,
    Moment,
    NotChecked,
    Reader,
    Relation,
    Severity,
    Sheet,
    Span,
    State,
    Tick,
)
from summarizer.reports.annotations import PlaceLocator, not_checked_reason, reader_note, summary_figures
from summarizer.reports.escaping import escape_json

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary

SCHEMA_VERSION = 2


def sheet_data(
    sheet: Sheet, name: str, source_name: str = "", *, posted: str = "", source_posted: str = ""
) -> dict[str, Any]:
    """The document of `copydesk check --format json`; for a sheet with a source, that of `copydesk compare`.

    `posted` and `source_posted` are the original texts, if the offsets are to refer to them.
    """
    places = PlaceLocator(sheet.article, posted)
    source_places = PlaceLocator(sheet.source, source_posted) if sheet.source else None
    data = {
        "schema_version": SCHEMA_VERSION,
        "kind": "comparison" if sheet.source else "check",
        "article": _article(places, name),
        "counts": counts(sheet),
        "findings": [_finding(finding, places, source_places) for finding in sheet.findings],
        "ticks": [_tick(tick, places, source_places) for tick in sheet.ticks],
        "not_checked": [_not_checked(entry, places) for entry in sheet.not_checked],
        "ledger": [_entry(entry, places) for entry in sheet.ledger.entries],
        "dismissed": [_finding(finding, places, source_places) | {"note": note} for finding, note in sheet.dismissed],
        "unused_dismissals": list(sheet.unused_dismissals),
        "failures": [{"rule": failure.rule, "error": failure.error} for failure in sheet.failures],
    }
    if sheet.reader:
        data["reader"] = _reader(sheet.reader)
    if source_places:
        data["source"] = _article(source_places, source_name)
    return data


def summary_data(summary: Summary, sheet: Sheet, name: str, *, posted: str = "") -> dict[str, Any]:
    """The document of `copydesk summarize --format json`: that of the article's check, with the summary added.

    `posted` is the original article, if the offsets are to refer to it.
    """
    places = PlaceLocator(summary.article, posted)
    summary_places = PlaceLocator(summary.sheet.article) if summary.sheet else None
    data = sheet_data(sheet, name, posted=posted) | {"kind": "summary"}
    marks = {figure.support.span: figure.mark.value for figure in summary_figures(summary, sheet)}
    data["summary"] = {
        "form": summary.form.value,
        "text": summary.text,
        "reason": summary.reason,
        "sentences": [
            {
                "text": sentence.text,
                "start": sentence.span.start,
                "end": sentence.span.end,
                "how": sentence.origin.value,
                "draft": sentence.draft,
                "sources": _places(sentence.sources, places),
                "figures": [
                    {
                        "start": tie.span.start,
                        "end": tie.span.end,
                        "words": summary.text[tie.span.start : tie.span.end],
                        "message": tie.message,
                        "arithmetic": tie.arithmetic,
                        "mark": marks.get(tie.span, ""),
                        "source_places": _places(tie.source_spans, places),
                    }
                    for tie in sentence.figures
                ],
            }
            for sentence in summary.sentences
        ],
        "findings": [_finding(finding, summary_places, places) for finding in summary.sheet.findings]
        if summary.sheet and summary_places
        else [],
        "rejected": [
            {
                "text": rejected.text,
                "reason": rejected.reason,
                "rule": rejected.rule,
                "draft": rejected.draft,
                "passage": places(rejected.passage)._asdict() if rejected.passage else None,
            }
            for rejected in summary.rejected
        ],
        "drafts": [
            {
                "text": draft.text,
                "cut_off": draft.cut_off,
                "score": round(draft.score, 4),
                "part": draft.part,
                "reading": draft.reading,
            }
            for draft in summary.drafts
        ],
        "coverage": {
            "story_words": summary.coverage.story_words,
            "read_words": summary.coverage.read_words,
            "content": round(summary.coverage.content, 4),
            "parts": summary.coverage.parts,
            "readings": summary.coverage.readings,
            "told_parts": list(summary.coverage.told_parts),
            "is_opening": summary.coverage.is_opening,
            "is_confirmed": summary.coverage.is_confirmed,
        },
        "model": summary.model,
        "engine": summary.engine,
        "revision": summary.revision,
        "seed": summary.seed,
        "remote_host": summary.remote_host,
    }
    return data


def counts(sheet: Sheet) -> dict[str, int]:
    """The number of findings of each severity, of ticks, and of figures in each state of the ledger."""
    return {
        **{f"{severity.value}s": sum(f.severity is severity for f in sheet.findings) for severity in Severity},
        "ticks": len(sheet.ticks),
        "figures": len(sheet.ledger.entries),
        **{state.value.replace(" ", "_"): sheet.ledger.count(state) for state in State},
        "dismissed": len(sheet.dismissed),
        "failures": len(sheet.failures),
    }


def to_json(data: dict[str, Any] | list[dict[str, Any]]) -> str:
    """The data as indented JSON, control characters escaped, with a line feed at the end."""
    return escape_json(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def to_json_lines(records: Iterable[dict[str, Any]]) -> str:
    """The records as JSON Lines, one per line, control characters escaped."""
    return "".join(escape_json(json.dumps(record, ensure_ascii=False)) + "\n" for record in records)


def finding_records(sheet: Sheet, name: str) -> list[dict[str, Any]]:
    """The records of a sheet for `--format jsonl` and a batch's findings.jsonl.

    There is one for each finding, dismissed finding and failed rule, one for a text that is not in English, and one for
    the model that read ties.
    """
    places = PlaceLocator(sheet.article)
    source_places = PlaceLocator(sheet.source) if sheet.source else None
    return [
        *(_record(name, "finding") | _finding(finding, places, source_places) for finding in sheet.findings),
        *(
            _record(name, "dismissed") | _finding(finding, places, source_places) | {"note": note}
            for finding, note in sheet.dismissed
        ),
        *(failure_record(name, failure.rule, failure.error) for failure in sheet.failures),
        *([unreadable_record(name, reason)] if (reason := not_checked_reason(sheet)) else []),
        *([_record(name, "reader") | _reader(sheet.reader) | {"reason": reader_note(sheet)}] if sheet.reader else []),
    ]


def failure_record(name: str, rule: str, error: str) -> dict[str, Any]:
    """The record of a check that failed; `rule` is "summary" if it is an article's summary that failed in a batch."""
    return _record(name, "failure") | {"rule": rule, "error": error}


def unreadable_record(name: str, reason: str) -> dict[str, Any]:
    """The record of a file that could not be read, or is not in English."""
    return _record(name, "unreadable") | {"reason": reason}


def sent_record(name: str, host: str, model: str, *, certain: bool = True) -> dict[str, Any]:
    """The record of an article of a batch that was sent to a model on another machine.

    `certain` is False if its summary failed, so that it may not have been sent.
    """
    return _record(name, "sent") | {"remote_host": host, "model": model, "certain": certain}


def skipped_record(name: str, reason: str) -> dict[str, Any]:
    """The record of a file or folder that a batch skipped."""
    return _record(name, "skipped") | {"reason": reason}


def _record(name: str, kind: str) -> dict[str, Any]:
    return {"schema_version": SCHEMA_VERSION, "article": name, "kind": kind}


def exact_decimal(value: Fraction | None) -> str | None:
    """An exact number as a string: "144", "2.5", or "1/3" if it has no finite decimal expansion."""
    if value is None:
        return None
    cofactor = value.denominator  # loses its factors 2 and 5 below
    decimals = 0
    for prime in (2, 5):
        power = 0
        while cofactor % prime == 0:
            cofactor //= prime
            power += 1
        decimals = max(decimals, power)
    if cofactor != 1:
        return str(value)
    digits = str(abs(value.numerator) * 10**decimals // value.denominator).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else f"{sign}{digits}"


def _article(places: PlaceLocator, name: str) -> dict[str, Any]:
    article = places.article
    return {
        "name": name,
        "language": article.language,
        "locale": article.locale,
        "published": article.published.isoformat() if article.published else None,
        "text": places.text,
        "paragraphs": [
            {"start": span.start, "end": span.end, "zone": paragraph.zone.value, "paragraph": paragraph.number}
            for paragraph in article.paragraphs
            for span in [places.original_span(paragraph.span)]
        ],
    }


def _places(spans: Iterable[Span], places: PlaceLocator | None) -> list[dict[str, Any]]:
    return [places(span)._asdict() for span in spans] if places else []


def _relation(relation: Relation | None, places: PlaceLocator) -> dict[str, Any] | None:
    if relation is None:
        return None
    return {
        "kind": relation.kind,
        "roles": [
            {"role": role, "start": original.start, "end": original.end}
            for role, span in relation.roles
            for original in [places.original_span(span)]
        ],
        "closed": relation.closed,
        "probability": exact_decimal(relation.probability),
        **({"reader": relation.reader} if relation.reader else {}),
    }


def _reader(reader: Reader) -> dict[str, Any]:
    return {
        "model": reader.name,
        "remote_host": reader.host,
        "passages": reader.passages,
        "proposed": reader.proposed,
        "refused": reader.refused,
    }


def _finding(finding: Finding, places: PlaceLocator, source_places: PlaceLocator | None) -> dict[str, Any]:
    data = {
        "rule": finding.rule,
        "code": finding.code,
        "severity": finding.severity.value,
        "message": finding.message,
        "arithmetic": finding.arithmetic,
        "repairs": list(finding.repairs),
        "question": finding.question,
        "fingerprint": fingerprint(places.article, finding),
        "places": _places(finding.spans, places),
        "relation": _relation(finding.relation, places),
    }
    if source_places:
        data["source_places"] = _places(finding.source_spans, source_places)
    return data


def _tick(tick: Tick, places: PlaceLocator, source_places: PlaceLocator | None) -> dict[str, Any]:
    data = {
        "rule": tick.rule,
        "code": tick.code,
        "message": tick.message,
        "arithmetic": tick.arithmetic,
        "places": _places(tick.spans, places),
        "relation": _relation(tick.relation, places),
    }
    if source_places:
        data["source_places"] = _places(tick.source_spans, source_places)
    return data


def _not_checked(entry: NotChecked, places: PlaceLocator) -> dict[str, Any]:
    return {
        "rule": entry.rule,
        "code": entry.code,
        "reason": entry.reason,
        "places": _places(entry.spans, places),
        "relation": _relation(entry.relation, places),
    }


def _entry(entry: Entry, places: PlaceLocator) -> dict[str, Any]:
    line: dict[str, Any] = {
        "state": entry.state.value,
        "rules": list(entry.rules),
        "reason": entry.reason,
        "place": places(entry.item.span)._asdict(),
    }
    return line | (_figure(entry.item) if isinstance(entry.item, Figure) else _moment(entry.item))


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "kind": figure.kind.value,
        "value": exact_decimal(figure.value),
        "second": exact_decimal(figure.second),
        "low": exact_decimal(figure.interval.low),
        "high": exact_decimal(figure.interval.high),
        "unit": figure.unit,
        "noun": figure.noun.head if figure.noun else None,
        "predicate": figure.predicate,
        "per": figure.per,
        "hedge": figure.hedge.value,
        "quoted": figure.quoted,
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {
        "kind": "moment",
        "granularity": moment.granularity.value,
        "timex": moment.timex,
        "relation": moment.relation,
        "quoted": moment.quoted,
    }

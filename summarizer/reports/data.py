"""A sheet as plain data, and as JSON and JSON lines. docs/json.md documents every field."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from checks.fingerprint import fingerprint
from checks.model import Entry, Figure, Finding, Moment, NotChecked, Severity, Sheet, Span, State, Tick
from summarizer.reports.annotations import Places, not_english
from summarizer.reports.escaping import escaped

if TYPE_CHECKING:
    from summarizer.pipeline.result import Summary

SCHEMA_VERSION = 1


def sheet_data(
    sheet: Sheet, name: str, source_name: str = "", *, posted: str = "", source_posted: str = ""
) -> dict[str, Any]:
    """The document of `copydesk check --format json`, and with a source that of `copydesk compare`.

    `posted` and `source_posted` are the texts as they came, where the places are to count in those.
    """
    places = Places(sheet.article, posted)
    source_places = Places(sheet.source, source_posted) if sheet.source else None
    data = {
        "schema_version": SCHEMA_VERSION,
        "kind": "comparison" if sheet.source else "check",
        "article": _article(places, name),
        "counts": counts(sheet),
        "findings": [_finding(finding, places, source_places) for finding in sheet.findings],
        "ticks": [_tick(tick, places, source_places) for tick in sheet.ticks],
        "not_checked": [_not_checked(one, places) for one in sheet.not_checked],
        "ledger": [_entry(entry, places) for entry in sheet.ledger.entries],
        "dismissed": [_finding(one, places, source_places) | {"note": note} for one, note in sheet.dismissed],
        "unused_dismissals": list(sheet.unused_dismissals),
        "failures": [{"rule": failure.rule, "error": failure.error} for failure in sheet.failures],
    }
    if source_places:
        data["source"] = _article(source_places, source_name)
    return data


def summary_data(summary: Summary, sheet: Sheet, name: str, *, posted: str = "") -> dict[str, Any]:
    """The document of `copydesk summarize --format json`: that of the article's check, and the summary with it.

    `posted` is the article as it came, where the places are to count in that.
    """
    places = Places(summary.article, posted)
    own = Places(summary.sheet.article) if summary.sheet else None
    data = sheet_data(sheet, name, posted=posted) | {"kind": "summary"}
    data["summary"] = {
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
                        "source_places": _places(tie.source_spans, places),
                    }
                    for tie in sentence.figures
                ],
            }
            for sentence in summary.sentences
        ],
        "findings": [_finding(one, own, places) for one in summary.sheet.findings] if summary.sheet and own else [],
        "rejected": [
            {"text": one.text, "reason": one.reason, "rule": one.rule, "draft": one.draft} for one in summary.rejected
        ],
        "drafts": [
            {
                "text": one.text,
                "cut_off": one.cut_off,
                "score": round(one.score, 4),
                "part": one.part,
                "reading": one.reading,
            }
            for one in summary.drafts
        ],
        "coverage": {
            "story_words": summary.coverage.story_words,
            "read_words": summary.coverage.read_words,
            "content": round(summary.coverage.content, 4),
            "parts": summary.coverage.parts,
            "readings": summary.coverage.readings,
            "told_parts": list(summary.coverage.told_parts),
        },
        "model": summary.model,
        "engine": summary.engine,
        "revision": summary.revision,
        "seed": summary.seed,
    }
    return data


def counts(sheet: Sheet) -> dict[str, int]:
    """How many findings of each severity, ticks, and figures in each state of the ledger."""
    return {
        **{f"{severity.value}s": sum(f.severity is severity for f in sheet.findings) for severity in Severity},
        "ticks": len(sheet.ticks),
        "figures": len(sheet.ledger.entries),
        **{state.value.replace(" ", "_"): sheet.ledger.count(state) for state in State},
        "dismissed": len(sheet.dismissed),
        "failures": len(sheet.failures),
    }


def to_json(data: dict[str, Any]) -> str:
    return escaped(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def to_json_lines(records: Iterable[dict[str, Any]]) -> str:
    return "".join(escaped(json.dumps(record, ensure_ascii=False)) + "\n" for record in records)


def finding_records(sheet: Sheet, name: str) -> list[dict[str, Any]]:
    """One record a finding, one that was let stand, and a failed rule: `--format jsonl`, a batch's findings.jsonl."""
    places = Places(sheet.article)
    source_places = Places(sheet.source) if sheet.source else None
    return [
        *(_record(name, "finding") | _finding(finding, places, source_places) for finding in sheet.findings),
        *(
            _record(name, "dismissed") | _finding(one, places, source_places) | {"note": note}
            for one, note in sheet.dismissed
        ),
        *(failure_record(name, one.rule, one.error) for one in sheet.failures),
        *([unreadable_record(name, reason)] if (reason := not_english(sheet)) else []),
    ]


def failure_record(name: str, rule: str, error: str) -> dict[str, Any]:
    """A check that could not be carried out; `rule` is "summary" for the summary of a batch."""
    return _record(name, "failure") | {"rule": rule, "error": error}


def unreadable_record(name: str, reason: str) -> dict[str, Any]:
    """A file that could not be read, or is not in English, as a value among the findings."""
    return _record(name, "unreadable") | {"reason": reason}


def skipped_record(name: str, reason: str) -> dict[str, Any]:
    """What a batch did not look at."""
    return _record(name, "skipped") | {"reason": reason}


def _record(name: str, kind: str) -> dict[str, Any]:
    return {"schema_version": SCHEMA_VERSION, "article": name, "kind": kind}


def number(value: Fraction | None) -> str | None:
    """An exact number as a string: "144", "2.5", and "1/3" where no decimal is exact."""
    if value is None:
        return None
    rest = value.denominator
    places = 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest //= prime
            power += 1
        places = max(places, power)
    if rest != 1:
        return str(value)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def _article(places: Places, name: str) -> dict[str, Any]:
    article = places.article
    return {
        "name": name,
        "language": article.language,
        "locale": article.locale,
        "published": article.published.isoformat() if article.published else None,
        "text": places.text,
        "paragraphs": [
            {"start": within.start, "end": within.end, "zone": one.zone.value, "paragraph": one.number}
            for one in article.paragraphs
            for within in [places.within(one.span)]
        ],
    }


def _places(spans: Iterable[Span], places: Places | None) -> list[dict[str, Any]]:
    return [places(span)._asdict() for span in spans] if places else []


def _finding(finding: Finding, places: Places, source_places: Places | None) -> dict[str, Any]:
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
    }
    if source_places:
        data["source_places"] = _places(finding.source_spans, source_places)
    return data


def _tick(tick: Tick, places: Places, source_places: Places | None) -> dict[str, Any]:
    data = {
        "rule": tick.rule,
        "code": tick.code,
        "message": tick.message,
        "arithmetic": tick.arithmetic,
        "places": _places(tick.spans, places),
    }
    if source_places:
        data["source_places"] = _places(tick.source_spans, source_places)
    return data


def _not_checked(one: NotChecked, places: Places) -> dict[str, Any]:
    return {"rule": one.rule, "code": one.code, "reason": one.reason, "places": _places(one.spans, places)}


def _entry(entry: Entry, places: Places) -> dict[str, Any]:
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
        "value": number(figure.value),
        "second": number(figure.second),
        "low": number(figure.interval.low),
        "high": number(figure.interval.high),
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

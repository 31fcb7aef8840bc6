"""Describes on how many articles of a batch a model failed: a line for summaries, and one for the reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from summarizer.desk.checking import READER

EFFECTS = {"summary": "without a summary", READER: "read without the model of --reader"}  # by the record's rule


def describe_model_failures(records: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """Lines such as "16 articles without a summary: Ollama is not running ...", with the commonest reason.

    `records` are those of a batch's findings.jsonl.
    """
    reasons: dict[str, Counter[str]] = {rule: Counter() for rule in EFFECTS}
    for record in records:
        if record["kind"] == "failure" and record["rule"] in EFFECTS:
            reasons[record["rule"]][str(record["error"])] += 1
    return tuple(_line(EFFECTS[rule], counted) for rule, counted in reasons.items() if counted)


def _line(effect: str, reasons: Counter[str]) -> str:
    count, [(reason, _), *_] = reasons.total(), reasons.most_common(1)
    articles = "1 article" if count == 1 else f"{count:,} articles"
    advice = "Others for other reasons: see the report." if len(reasons) > 1 else "See the report."
    return f"{articles} {effect}: {reason} {advice}"

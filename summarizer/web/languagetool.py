"""The HTTP protocol of LanguageTool, for the editors that speak it: POST /v2/check and GET /v2/languages.

https://languagetool.org/http-api/ describes it. A finding is one match, on the first of the places that it ties
together; its message names the others. A match on each place would be counted as several mistakes by the clients, all
of which list matches one by one. It offers no replacements: a client would put the first one into the text unasked
(`language_tool_python.utils.correct`), and Copydesk does not say which side is wrong.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.concurrency import run_in_threadpool

from checks.explain import RuleDoc, explain, rule_docs
from checks.model import Article, Finding, Severity, Sheet, Span
from checks.read import LOCALES
from checks.registry import catalogue
from summarizer.desk.checking import CheckOptions
from summarizer.inputs import MAX_BYTES, Unreadable
from summarizer.inputs.source import plain_source
from summarizer.reports.annotations import MARK_OF_SEVERITY, PlaceLocator, not_checked_reason, span_in_file
from summarizer.reports.rulebook import rule_text
from summarizer.reports.utf16 import Utf16Offsets
from summarizer.reports.version import version
from summarizer.web.annotated_text import AnnotatedText
from summarizer.web.posted import CheckFailed, PostedText
from summarizer.web.upstream import Upstream, UpstreamAnswer, UpstreamFailed

CHECK_PATH, LANGUAGES_PATH, RULES_PATH = "/v2/check", "/v2/languages", "/rules/"
TEXT_NAME = "The text"  # in messages
PREFIX = "COPYDESK_"  # of rules and categories, so that they are not taken for LanguageTool's
# Of the issue types of LanguageTool, Superdesk shows these only: misspelling, whitespace, other (as spelling), grammar,
# characters, typographical and locale-violation (as grammar); "inconsistency" and "numbers" would fit better.
ISSUE_TYPE = "grammar"
VARIANTS = {
    "en": "English",
    "en-US": "English (US)",
    "en-GB": "English (GB)",
    "en-AU": "English (Australian)",
    "en-CA": "English (Canada)",
    "en-NZ": "English (New Zealand)",
    "en-ZA": "English (South African)",
}
CONTEXT_LENGTH = 40  # characters on each side of a match
MAX_FIELDS = 100


class BadRequest(Exception):
    """A request that is not valid; the message says why."""


@dataclass(frozen=True, slots=True)
class CheckQuery:
    """A request to check a text."""

    text: AnnotatedText
    language: str = "auto"  # as asked for
    variant: str = ""  # of the language "auto": the English that the client prefers
    ignore: frozenset[str] = frozenset()  # slugs of rules
    with_notes: bool = False  # the level "picky"

    @property
    def is_english(self) -> bool:
        return self.language == "auto" or _is_english(self.language)

    def options(self) -> CheckOptions:
        code = _full_code(self.variant if self.language == "auto" else self.language)
        return CheckOptions(locale=code if code in LOCALES else None, ignore=self.ignore)


def languagetool_router(check: Callable[[PostedText, CheckOptions], Sheet], upstream: Upstream | None) -> APIRouter:
    """The routes of the protocol. `check` raises CheckFailed and Unreadable; `upstream` is asked too."""
    router = APIRouter(include_in_schema=False)

    def own_sheet(query: CheckQuery) -> Sheet | None:
        if not query.is_english or not plain_source(TEXT_NAME, query.text.plain).text.strip():
            return None
        return check(PostedText(TEXT_NAME, query.text.plain), query.options())

    def others_answer(fields: Mapping[str, str]) -> UpstreamAnswer | str | None:
        """The answer of the other server, or why there is none; None without such a server."""
        try:
            return upstream.check(fields) if upstream else None
        except UpstreamFailed as error:
            return str(error)

    @router.post(CHECK_PATH)
    @router.post(f"/{CHECK_PATH}")  # of clients that append it to an address with a slash at its end, as LTeX does
    async def check_text(request: Request) -> Response:
        try:
            fields = await run_in_threadpool(read_fields, request.url.query, await request.body())
            query = await run_in_threadpool(read_query, fields)
            sheet, others = await asyncio.gather(
                run_in_threadpool(own_sheet, query), run_in_threadpool(others_answer, fields)
            )
        except BadRequest as error:
            return PlainTextResponse(f"Error: {error}", 400)
        except Unreadable as error:
            return PlainTextResponse(f"Error: {error}", 422)
        except CheckFailed as error:
            return PlainTextResponse(f"Error: {error}", 503)
        return JSONResponse(await run_in_threadpool(check_answer, query, sheet, others, str(request.base_url)))

    @router.get(LANGUAGES_PATH)
    def languages() -> JSONResponse:
        known = [{"name": name, "code": "en", "longCode": code} for code, name in VARIANTS.items()]
        try:
            others = upstream.languages() if upstream else []
        except UpstreamFailed:
            others = []
        return JSONResponse(known + [other for other in others if other.get("longCode") not in VARIANTS])

    @router.get(f"{RULES_PATH}{{name}}")
    def explain_rule(name: str) -> Response:
        """The page that a match's rule links to."""
        try:
            return PlainTextResponse(rule_text(explain(name)))
        except ValueError as error:
            return PlainTextResponse(f"{error}.", 404)

    return router


# ---- requests --------------------------------------------------------------------------------------------------------


def read_fields(query: str, body: bytes) -> dict[str, str]:
    """The fields of the query string and of the body; the first of each name holds. Raises BadRequest.

    The body is taken for a form whatever its content type says, since some clients send one as "application/json",
    unless it is a JSON object.
    """
    fields: dict[str, str] = {}
    text = body.decode("utf-8", "replace")
    posted = _json_fields(text) if text.lstrip().startswith("{") else None
    try:
        for encoded in (query, text if posted is None else ""):
            for key, value in parse_qsl(encoded, keep_blank_values=True, max_num_fields=MAX_FIELDS):
                fields.setdefault(key, value)
    except ValueError:
        raise BadRequest(f"the request has more than {MAX_FIELDS} fields") from None
    return (posted or {}) | fields


def _json_fields(text: str) -> dict[str, str] | None:
    """The fields of a JSON object as a form would have them; None if the text is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    fields = {}
    for key, value in found.items():
        if isinstance(value, list):
            value = ",".join(map(str, value))
        elif value is not None and not isinstance(value, str):
            value = json.dumps(value)
        if value is not None:
            fields[key] = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # no half of a pair
    return fields


def read_query(fields: Mapping[str, str]) -> CheckQuery:
    """The query that the fields make; unknown fields and names of rules are LanguageTool's. Raises BadRequest."""
    if "data" in fields:
        try:
            text = AnnotatedText.from_data(fields["data"])
        except ValueError as error:
            raise BadRequest(str(error)) from None
    elif "text" in fields:
        text = AnnotatedText.from_text(fields["text"])
    else:
        raise BadRequest(
            "Missing 'text' or 'data' parameter: send a form, text=...&language=en-GB, or a JSON object of these fields"
        )
    if max(len(text.plain), len(text.original)) > MAX_BYTES:
        raise BadRequest(f"the text is larger than {MAX_BYTES // 1_000_000} MB: split it and check the parts")
    variants = (name.strip() for name in fields.get("preferredVariants", "").split(","))
    return CheckQuery(
        text,
        fields.get("language", "auto").strip() or "auto",
        next((variant for variant in variants if _is_english(variant)), ""),
        _ignored(fields),
        fields.get("level") == "picky",
    )


def _ignored(fields: Mapping[str, str]) -> frozenset[str]:
    """The slugs of the rules that are not to run."""
    docs = _docs()
    disabled, disabled_categories = (
        _rules_named(fields.get("disabledRules", "")),
        _names(fields.get("disabledCategories", "")),
    )
    ignored = frozenset(
        slug for slug, doc in docs.items() if slug in disabled or category_id(doc) in disabled_categories
    )
    if fields.get("enabledOnly", "").lower() not in ("true", "yes"):
        return ignored
    if not fields.get("enabledRules") and not fields.get("enabledCategories"):
        raise BadRequest("'enabledOnly' needs 'enabledRules' or 'enabledCategories'")
    enabled = _rules_named(fields.get("enabledRules", ""))
    enabled_categories = _names(fields.get("enabledCategories", ""))
    return ignored | {
        slug for slug, doc in docs.items() if slug not in enabled and category_id(doc) not in enabled_categories
    }


def _names(listed: str) -> frozenset[str]:
    return frozenset(name.strip().upper() for name in listed.split(","))


def _rules_named(listed: str) -> frozenset[str]:
    """The slugs of our rules among a list of names: ids of matches, or slugs, codes and aliases."""
    known = catalogue().names
    rules = (
        known.get(name.lower()) or known.get(name.removeprefix(PREFIX).replace("_", "-").lower())
        for name in _names(listed)
    )
    return frozenset(rule.slug for rule in rules if rule)


def _is_english(code: str) -> bool:
    return code.replace("_", "-").lower().partition("-")[0] == "en"


def _full_code(code: str) -> str:
    """The code as LanguageTool writes it, "en-GB" for "en_gb"."""
    language, _, region = code.replace("_", "-").partition("-")
    return f"{language.lower()}-{region.upper()}" if region else language.lower()


# ---- answers ---------------------------------------------------------------------------------------------------------


@cache
def _docs() -> dict[str, RuleDoc]:
    """The documentation of the rules that check an article, by slug."""
    return {doc.slug: doc for doc in rule_docs() if doc.scope == "article"}


def rule_id(slug: str) -> str:
    """The id of a rule in the protocol: "COPYDESK_SAME_FACT"."""
    return PREFIX + slug.upper().replace("-", "_")


def category_id(doc: RuleDoc) -> str:
    """The id of the category of a rule, which is its family: "COPYDESK_REPEATS"."""
    return PREFIX + doc.family.upper()


def check_answer(
    query: CheckQuery, sheet: Sheet | None, others: UpstreamAnswer | str | None, address: str
) -> dict[str, Any]:
    """The answer to POST /v2/check. `others` is the other server's answer, or why there is none; None without one.

    `sheet` is None if the text is in another language or empty. `address` is ours, for the links of the rules. An
    answer is not incomplete because we check English only, where the other server checked a text in another language.
    """
    reasons = []
    if not query.is_english and not isinstance(others, UpstreamAnswer):
        reasons.append(f"Copydesk checks English only, not {query.language}")
    if sheet is not None:
        found = others.code if isinstance(others, UpstreamAnswer) and query.language == "auto" else ""
        is_theirs = bool(found) and not _is_english(found)
        if not is_theirs and (reason := not_checked_reason(sheet)):
            reasons.append(reason)
        reasons += [f"the rule {failure.rule} failed ({failure.error})" for failure in sheet.failures]
    matches = own_matches(query, sheet, address) if sheet is not None else []
    language = _language(query, sheet)
    if isinstance(others, str):
        reasons.append(others)
    elif others is not None:
        matches = sorted([*matches, *others.matches], key=lambda match: match["offset"])
        language = others.language or language
    warnings: dict[str, Any] = {"incompleteResults": bool(reasons)}
    if reasons:
        warnings["incompleteResultsReason"] = "; ".join(reasons)
    return {
        "software": {
            "name": "Copydesk",
            "version": version(),
            "buildDate": "",
            "apiVersion": 1,
            "premium": False,
            "status": "",
        },
        "warnings": warnings,
        "language": language,
        "matches": matches,
    }


def _language(query: CheckQuery, sheet: Sheet | None) -> dict[str, Any]:
    """The language of the answer: as asked for, or found."""
    detected = sheet.article.locale if sheet is not None and sheet.article.language == "en" else "en"
    code = _full_code(query.variant or detected if query.language == "auto" else query.language)
    name = VARIANTS.get(code, code)
    found = code if sheet is None else sheet.article.language
    return {
        "name": name,
        "code": code,
        "detectedLanguage": {"name": VARIANTS.get(found, found), "code": found, "confidence": 1.0},
    }


def own_matches(query: CheckQuery, sheet: Sheet, address: str) -> list[dict[str, Any]]:
    """The findings of a sheet as matches; notes, which ask nothing, only at the level "picky"."""
    places = PlaceLocator(sheet.article)
    units = Utf16Offsets(query.text.original)
    return [
        _match(finding, sheet.article, places, query.text, units, address)
        for finding in sheet.findings
        if query.with_notes or finding.severity is not Severity.NOTE
    ]


def _match(
    finding: Finding, article: Article, places: PlaceLocator, text: AnnotatedText, units: Utf16Offsets, address: str
) -> dict[str, Any]:
    first, *others = finding.spans or (Span(0, 0),)
    marked = text.original_span(span_in_file(article, first))
    named = "; ".join(f"“{places(span).words}” ({places(span).name})" for span in others)
    parts = (finding.message, f"See also {named}." if named else "", finding.question)
    doc = _docs().get(finding.rule)
    sentence = next((article.text_of(each.span) for each in article.sentences if each.span.overlaps(first)), "")
    return {
        "message": " ".join(filter(None, parts)),
        "shortMessage": f"Copydesk: {MARK_OF_SEVERITY[finding.severity].value}",
        "replacements": [],
        "offset": units(marked.start),
        "length": units.length(marked),
        "context": _context(text.original, marked),
        "sentence": sentence,
        "type": {"typeName": "Other"},
        "rule": {
            "id": rule_id(finding.rule),
            "description": doc.summary if doc else finding.rule,
            "issueType": ISSUE_TYPE,
            "urls": [{"value": f"{address.rstrip('/')}{RULES_PATH}{finding.rule}"}],
            "category": {
                "id": category_id(doc) if doc else f"{PREFIX}OTHER",
                "name": f"Copydesk: {doc.family}" if doc else "Copydesk",
            },
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": 0,
    }


def _context(text: str, marked: Span) -> dict[str, Any]:
    """The marked text with what stands around it, on one line."""
    start, end = max(0, marked.start - CONTEXT_LENGTH), min(len(text), marked.end + CONTEXT_LENGTH)
    before, after = "..." if start else "", "..." if end < len(text) else ""
    words = before + text[start:end].replace("\r", " ").replace("\n", " ") + after
    units = Utf16Offsets(words)
    shown = Span(len(before) + marked.start - start, len(before) + marked.end - start)
    return {"text": words, "offset": units(shown.start), "length": units.length(shown)}

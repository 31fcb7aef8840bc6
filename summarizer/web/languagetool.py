"""The HTTP protocol of LanguageTool, for editors that use it: POST /v2/check and GET /v2/languages.

https://languagetool.org/http-api/ describes it. A finding becomes one match, on the first of the places that it ties
together; its message names the others. With a match on each place, clients would count several mistakes, since all of
them list matches one by one. A match offers no replacements: a client would insert the first one without asking
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
from summarizer.web.posted_texts import CheckFailed, PostedText
from summarizer.web.upstream import Upstream, UpstreamFailed, UpstreamResponse

CHECK_PATH, LANGUAGES_PATH, RULES_PATH = "/v2/check", "/v2/languages", "/rules/"
TEXT_NAME = "The text"  # in messages
ID_PREFIX = "COPYDESK_"  # of rule and category ids, to tell them from LanguageTool's
# Superdesk shows only these issue types of LanguageTool: misspelling, whitespace and other (as spelling); grammar,
# characters, typographical and locale-violation (as grammar). "inconsistency" and "numbers" would fit better.
ISSUE_TYPE = "grammar"
ENGLISH_VARIANTS = {
    "en": "English",
    "en-US": "English (US)",
    "en-GB": "English (GB)",
    "en-AU": "English (Australian)",
    "en-CA": "English (Canada)",
    "en-NZ": "English (New Zealand)",
    "en-ZA": "English (South African)",
}
MATCH_CONTEXT_LENGTH = 40  # characters of context on each side of a match
MAX_REQUEST_FIELDS = 100


class BadRequest(Exception):
    """Raised for an invalid request; the message says why."""


@dataclass(frozen=True, slots=True)
class CheckQuery:
    """A request to check a text."""

    text: AnnotatedText
    language: str = "auto"  # as requested
    variant: str = ""  # the variant of English that the client prefers if the language is "auto"
    ignore: frozenset[str] = frozenset()  # slugs of the rules not to run
    includes_notes: bool = False  # True for the level "picky"

    @property
    def is_english(self) -> bool:
        return self.language == "auto" or _is_english(self.language)

    def options(self) -> CheckOptions:
        code = _normalized_code(self.variant if self.language == "auto" else self.language)
        return CheckOptions(locale=code if code in LOCALES else None, ignore=self.ignore)


def languagetool_router(check: Callable[[PostedText, CheckOptions], Sheet], upstream: Upstream | None) -> APIRouter:
    """The routes of the protocol. `check` raises CheckFailed and Unreadable; requests are sent to `upstream` too."""
    router = APIRouter(include_in_schema=False)

    def sheet_if_english(query: CheckQuery) -> Sheet | None:
        if not query.is_english or not plain_source(TEXT_NAME, query.text.plain).text.strip():
            return None
        return check(PostedText(TEXT_NAME, query.text.plain), query.options())

    def ask_upstream(fields: Mapping[str, str]) -> UpstreamResponse | str | None:
        """The other server's response, or why it failed; None if there is no other server."""
        try:
            return upstream.check(fields) if upstream else None
        except UpstreamFailed as error:
            return str(error)

    @router.post(CHECK_PATH)
    @router.post(f"/{CHECK_PATH}")  # from clients that append it to an address with a final slash, as LTeX does
    async def check_text(request: Request) -> Response:
        try:
            fields = await run_in_threadpool(read_fields, request.url.query, await request.body())
            query = await run_in_threadpool(read_query, fields)
            sheet, upstream_response = await asyncio.gather(
                run_in_threadpool(sheet_if_english, query), run_in_threadpool(ask_upstream, fields)
            )
        except BadRequest as error:
            return PlainTextResponse(f"Error: {error}", 400)
        except Unreadable as error:
            return PlainTextResponse(f"Error: {error}", 422)
        except CheckFailed as error:
            return PlainTextResponse(f"Error: {error}", 503)
        return JSONResponse(
            await run_in_threadpool(response_document, query, sheet, upstream_response, str(request.base_url))
        )

    @router.get(LANGUAGES_PATH)
    def languages() -> JSONResponse:
        own_languages = [{"name": name, "code": "en", "longCode": code} for code, name in ENGLISH_VARIANTS.items()]
        try:
            upstream_languages = upstream.languages() if upstream else []
        except UpstreamFailed:
            upstream_languages = []
        return JSONResponse(
            own_languages
            + [language for language in upstream_languages if language.get("longCode") not in ENGLISH_VARIANTS]
        )

    @router.get(f"{RULES_PATH}{{name}}")
    def explain_rule(name: str) -> Response:
        """The documentation page of a rule, to which matches link."""
        try:
            return PlainTextResponse(rule_text(explain(name)))
        except ValueError as error:
            return PlainTextResponse(f"{error}.", 404)

    return router


# ---- requests --------------------------------------------------------------------------------------------------------


def read_fields(query: str, body: bytes) -> dict[str, str]:
    """The fields of the query string and of the body; the first of each name counts. Raises BadRequest.

    A body that is a JSON object is read as such. Any other body is read as a form whatever its content type, since some
    clients send forms as "application/json".
    """
    fields: dict[str, str] = {}
    text = body.decode("utf-8", "replace")
    json_fields = _json_fields(text) if text.lstrip().startswith("{") else None
    try:
        for encoded in (query, text if json_fields is None else ""):
            for key, value in parse_qsl(encoded, keep_blank_values=True, max_num_fields=MAX_REQUEST_FIELDS):
                fields.setdefault(key, value)
    except ValueError:
        raise BadRequest(f"the request has more than {MAX_REQUEST_FIELDS} fields") from None
    return (json_fields or {}) | fields


def _json_fields(text: str) -> dict[str, str] | None:
    """The values of a JSON object, as a form would have them; None if the text is not valid JSON."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    fields = {}
    for key, value in document.items():
        if isinstance(value, list):
            value = ",".join(map(str, value))
        elif value is not None and not isinstance(value, str):
            value = json.dumps(value)
        if value is not None:
            fields[_without_lone_surrogates(key)] = _without_lone_surrogates(value)
    return fields


def _without_lone_surrogates(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def read_query(fields: Mapping[str, str]) -> CheckQuery:
    """The query that the fields describe. Raises BadRequest.

    Unknown fields and unknown names of rules are ignored: they are meant for LanguageTool.
    """
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
        _ignored_slugs(fields),
        fields.get("level") == "picky",
    )


def _ignored_slugs(fields: Mapping[str, str]) -> frozenset[str]:
    """The slugs of the rules that are not to run."""
    doc_by_slug = _docs_by_slug()
    disabled_slugs, disabled_categories = (
        _slugs_of(fields.get("disabledRules", "")),
        _upper_case_names(fields.get("disabledCategories", "")),
    )
    ignored_slugs = frozenset(
        slug for slug, doc in doc_by_slug.items() if slug in disabled_slugs or category_id(doc) in disabled_categories
    )
    if fields.get("enabledOnly", "").lower() not in ("true", "yes"):
        return ignored_slugs
    if not fields.get("enabledRules") and not fields.get("enabledCategories"):
        raise BadRequest("'enabledOnly' needs 'enabledRules' or 'enabledCategories'")
    enabled_slugs = _slugs_of(fields.get("enabledRules", ""))
    enabled_categories = _upper_case_names(fields.get("enabledCategories", ""))
    return ignored_slugs | {
        slug
        for slug, doc in doc_by_slug.items()
        if slug not in enabled_slugs and category_id(doc) not in enabled_categories
    }


def _upper_case_names(comma_separated: str) -> frozenset[str]:
    return frozenset(name.strip().upper() for name in comma_separated.split(","))


def _slugs_of(comma_separated: str) -> frozenset[str]:
    """The slugs of Copydesk's rules in a comma-separated list of rule ids, slugs, codes and aliases."""
    rule_by_name = catalogue().names
    rules = (
        rule_by_name.get(name.lower()) or rule_by_name.get(name.removeprefix(ID_PREFIX).replace("_", "-").lower())
        for name in _upper_case_names(comma_separated)
    )
    return frozenset(rule.slug for rule in rules if rule)


def _is_english(code: str) -> bool:
    return code.replace("_", "-").lower().partition("-")[0] == "en"


def _normalized_code(code: str) -> str:
    """A language code in LanguageTool's spelling: "en-GB" for "en_gb"."""
    language, _, region = code.replace("_", "-").partition("-")
    return f"{language.lower()}-{region.upper()}" if region else language.lower()


# ---- responses -------------------------------------------------------------------------------------------------------


@cache
def _docs_by_slug() -> dict[str, RuleDoc]:
    """The documentation of the rules that check an article, by slug."""
    return {doc.slug: doc for doc in rule_docs() if doc.scope == "article"}


def rule_id(slug: str) -> str:
    """The id of a rule in the protocol: "COPYDESK_SAME_FACT"."""
    return ID_PREFIX + slug.upper().replace("-", "_")


def category_id(doc: RuleDoc) -> str:
    """The id of the category of a rule, which is its family: "COPYDESK_REPEATS"."""
    return ID_PREFIX + doc.family.upper()


def response_document(
    query: CheckQuery, sheet: Sheet | None, upstream_response: UpstreamResponse | str | None, base_url: str
) -> dict[str, Any]:
    """The JSON of the response to POST /v2/check.

    `sheet` is None if the text is empty or is not to be checked as English. `upstream_response` is the other server's
    response, or why it failed; None if there is no other server. `base_url` is this server's, for links to rules. A
    response does not count as incomplete for want of English if the other server checked the text in its language.
    """
    reasons = []
    if not query.is_english and not isinstance(upstream_response, UpstreamResponse):
        reasons.append(f"Copydesk checks English only, not {query.language}")
    if sheet is not None:
        upstream_code = (
            upstream_response.code
            if isinstance(upstream_response, UpstreamResponse) and query.language == "auto"
            else ""
        )
        is_other_language = bool(upstream_code) and not _is_english(upstream_code)
        if not is_other_language and (reason := not_checked_reason(sheet)):
            reasons.append(reason)
        reasons += [f"the rule {failure.rule} failed ({failure.error})" for failure in sheet.failures]
    matches = sheet_matches(query, sheet, base_url) if sheet is not None else []
    language = _language(query, sheet)
    if isinstance(upstream_response, str):
        reasons.append(upstream_response)
    elif upstream_response is not None:
        matches = sorted([*matches, *upstream_response.matches], key=lambda match: match["offset"])
        language = upstream_response.language or language
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
    """The `language` of the response: as requested, or detected."""
    english_code = sheet.article.locale if sheet is not None and sheet.article.language == "en" else "en"
    code = _normalized_code(query.variant or english_code if query.language == "auto" else query.language)
    name = ENGLISH_VARIANTS.get(code, code)
    detected_code = code if sheet is None else sheet.article.language
    return {
        "name": name,
        "code": code,
        "detectedLanguage": {
            "name": ENGLISH_VARIANTS.get(detected_code, detected_code),
            "code": detected_code,
            "confidence": 1.0,
        },
    }


def sheet_matches(query: CheckQuery, sheet: Sheet, base_url: str) -> list[dict[str, Any]]:
    """The findings of a sheet as matches. Notes, which ask no question, are included only at the level "picky"."""
    places = PlaceLocator(sheet.article)
    utf16_offsets = Utf16Offsets(query.text.original)
    return [
        _match(finding, sheet.article, places, query.text, utf16_offsets, base_url)
        for finding in sheet.findings
        if query.includes_notes or finding.severity is not Severity.NOTE
    ]


def _match(
    finding: Finding,
    article: Article,
    places: PlaceLocator,
    text: AnnotatedText,
    utf16_offsets: Utf16Offsets,
    base_url: str,
) -> dict[str, Any]:
    first_span, *other_spans = finding.spans or (Span(0, 0),)
    marked_span = text.original_span(span_in_file(article, first_span))
    other_places = "; ".join(f"“{places(span).words}” ({places(span).name})" for span in other_spans)
    parts = (finding.message, f"See also {other_places}." if other_places else "", finding.question)
    doc = _docs_by_slug().get(finding.rule)
    sentence = next((article.text_of(each.span) for each in article.sentences if each.span.overlaps(first_span)), "")
    return {
        "message": " ".join(filter(None, parts)),
        "shortMessage": f"Copydesk: {MARK_OF_SEVERITY[finding.severity].value}",
        "replacements": [],
        "offset": utf16_offsets(marked_span.start),
        "length": utf16_offsets.length(marked_span),
        "context": _context(text.original, marked_span),
        "sentence": sentence,
        "type": {"typeName": "Other"},
        "rule": {
            "id": rule_id(finding.rule),
            "description": doc.summary if doc else finding.rule,
            "issueType": ISSUE_TYPE,
            "urls": [{"value": f"{base_url.rstrip('/')}{RULES_PATH}{finding.rule}"}],
            "category": {
                "id": category_id(doc) if doc else f"{ID_PREFIX}OTHER",
                "name": f"Copydesk: {doc.family}" if doc else "Copydesk",
            },
        },
        "ignoreForIncompleteSentence": False,
        "contextForSureMatch": 0,
    }


def _context(text: str, marked_span: Span) -> dict[str, Any]:
    """The marked text with its context, on one line. Offset and length count UTF-16 code units."""
    start, end = (
        max(0, marked_span.start - MATCH_CONTEXT_LENGTH),
        min(len(text), marked_span.end + MATCH_CONTEXT_LENGTH),
    )
    before, after = "..." if start else "", "..." if end < len(text) else ""
    words = before + text[start:end].replace("\r", " ").replace("\n", " ") + after
    utf16_offsets = Utf16Offsets(words)
    shown = Span(len(before) + marked_span.start - start, len(before) + marked_span.end - start)
    return {"text": words, "offset": utf16_offsets(shown.start), "length": utf16_offsets.length(shown)}

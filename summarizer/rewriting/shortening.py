"""Sentence compression: an article's sentence without asides, relative clauses and what trails behind the last comma.

Only brackets, dashes, "who" and "which" clauses between commas, a participle phrase after the last comma and a
connective at the start are taken out; nothing that hedges, denies or attributes.
"""

from __future__ import annotations

import re
from itertools import takewhile

from summarizer.language.tagging import Tag, tag

MIN_WORDS = 8  # that must remain
MAX_ASIDE_WORDS = 15
FOLLOWING_CHARACTERS = 80  # behind a clause that are tagged to see whether a verb follows

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_DASHES = re.compile(r"\s+(?:--|–|—)\s+([^–—]*?)\s+(?:--|–|—)\s+")
_RELATIVE_CLAUSE = re.compile(r", (?:who|which|whose|where) [^,;:\"“”]*(?=,)")
_TRAILING_PHRASE = re.compile(
    r", (?:(?:who|which|whose|where|after|as|while|when|amid|[a-z]+ly [a-z]{2,}ing|[a-z]{2,}ing) [^,;:\"“”]*"
    r"|(?:a|an|the) (?:(?! and | or )[^,;:\"“”])*)(?=\.$)"
)
_DATELINE = re.compile(r"^[^\"“()]{0,60}\([A-Z][A-Za-z]{1,10}\)\s*(?:--|–|—|-)?\s*(?=[A-Z\"“])")  # "Torley (XYZ) -- "
_CONNECTIVE = re.compile(
    r"^(?:However|Meanwhile|Moreover|Furthermore|In addition|But|And|Also|Still|Yet|Now(?=,)),? (?=[a-zA-Z])"
)
_NON_PARTICIPLE = re.compile(r", (?:according|including|excluding|during|following|barring|pending|nothing|something) ")
_CLAIM = re.compile(r"\b(?:if|unless|only|except|alleged|allegedly|sa(?:id|ys?)|told|reported|according)\b", re.I)
_QUALIFICATION = re.compile(
    r"\b(?:not|never|no|if|unless|only|except|but|denie[ds]|alleged(?:ly)?)\b|n['’]t\b", re.IGNORECASE
)


def shorten(sentence: str) -> str:
    """Returns the sentence without what can safely go; unchanged where fewer than MIN_WORDS would remain."""
    text = without_connective(_DATELINE.sub("", sentence))
    text = _BRACKETS.sub(_needed_aside, text)
    text = _DASHES.sub(lambda match: _needed_aside(match) or " ", text)
    text = _RELATIVE_CLAUSE.sub(_needed_relative_clause, text).replace(",,", "")
    trailing = _TRAILING_PHRASE.search(text)
    if trailing and _is_removable(trailing[0]):
        text = text[: trailing.start()] + text[trailing.end() :]
    text = " ".join(text.split())
    return text if len(text.split()) >= MIN_WORDS else sentence


def _is_removable(phrase: str) -> bool:
    """Whether a trailing phrase only adds to what the sentence says."""
    return not (_NON_PARTICIPLE.match(phrase) or _CLAIM.search(phrase) or _attributes(phrase))


def _attributes(phrase: str) -> bool:
    """Whether a phrase says who says something: ", the board has concluded"."""
    clause_opens = (Tag.RELATIVIZER, Tag.COMPLEMENTIZER, Tag.SUBORDINATOR)
    tokens = list(takewhile(lambda token: token.tag not in clause_opens, tag(phrase)))
    has_verb = any(token.tag is Tag.AUX or (token.tag is Tag.VERB and token.lemma == "say") for token in tokens)
    return has_verb and len(tokens) > 1 and tokens[1].tag is Tag.DET


def _needed_aside(match: re.Match[str]) -> str:
    """The aside where it must stay, else nothing: it is long, quotes, or qualifies what is said."""
    aside = match[0]
    is_quotation = '"' in aside or "“" in aside
    return aside if _QUALIFICATION.search(aside) or len(aside.split()) > MAX_ASIDE_WORDS or is_quotation else ""


def _needed_relative_clause(match: re.Match[str]) -> str:
    """The clause where it must stay, else a comma to meet the one behind it.

    It stays too where what follows may belong to it: after "Kelso, who led the board" the verb must follow, not "also
    known as" or "and her deputy".
    """
    if _needed_aside(match):
        return match[0]
    following = tag(match.string[match.end() : match.end() + FOLLOWING_CHARACTERS])
    next_tag = next((token.tag for token in following if token.tag is not Tag.PUNCT), None)
    return "," if next_tag in (Tag.VERB, Tag.AUX) else match[0]


def without_connective(sentence: str) -> str:
    """Returns the sentence without a "But" or "However" that ties it to the one before."""
    text = _CONNECTIVE.sub("", sentence)
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]  # eBay

"""An article's sentence without what can go and leave the rest true: asides, what "which" adds, what trails behind.

Nothing that hedges, denies or says who said it is taken out: only brackets, dashes, "who" and "which" clauses between
commas, a participle that trails after the last comma, and a linking word at the start.
"""

from __future__ import annotations

import re
from itertools import takewhile

from summarizer.language.tagging import Role, words

LEAST = 8  # words that must remain
ASIDE = 15  # words that an aside may have

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_DASHES = re.compile(r"\s+(?:--|–|—)\s+([^–—]*?)\s+(?:--|–|—)\s+")
_WHO = re.compile(r", (?:who|which|whose|where) [^,;:\"“”]*(?=,)")
_LAST = re.compile(
    r", (?:(?:who|which|whose|where|after|as|while|when|amid|[a-z]+ly [a-z]{2,}ing|[a-z]{2,}ing) [^,;:\"“”]*"
    r"|(?:a|an|the) (?:(?! and | or )[^,;:\"“”])*)(?=\.$)"
)
_DATELINE = re.compile(r"^[^\"“()]{0,60}\([A-Z][A-Za-z]{1,10}\)\s*(?:--|–|—|-)?\s*(?=[A-Z\"“])")  # "Torley (XYZ) -- "
_LINK = re.compile(
    r"^(?:However|Meanwhile|Moreover|Furthermore|In addition|But|And|Also|Still|Yet|Now(?=,)),? (?=[a-zA-Z])"
)
_NO_PARTICIPLE = re.compile(r", (?:according|including|excluding|during|following|barring|pending|nothing|something) ")
_CLAIM = re.compile(r"\b(?:if|unless|only|except|alleged|allegedly|sa(?:id|ys?)|told|reported|according)\b", re.I)
_WEIGHTY = re.compile(
    r"\b(?:not|never|no|if|unless|only|except|but|denie[ds]|alleged(?:ly)?)\b|n['’]t\b", re.IGNORECASE
)


def shorten(sentence: str) -> str:
    """The sentence, shorter where that is safe; else as it is."""
    text = without_link(_DATELINE.sub("", sentence))
    text = _BRACKETS.sub(lambda found: _kept(found, text), text)
    text = _DASHES.sub(lambda found: _kept(found, text) or " ", text)
    text = _WHO.sub(lambda found: _kept(found, text) or _closed(found, text[found.end() :]), text).replace(",,", "")
    last = _LAST.search(text)
    if last and not _NO_PARTICIPLE.match(last.group()) and not _CLAIM.search(last.group()) and not _says(last.group()):
        text = text[: last.start()] + text[last.end() :]
    text = " ".join(text.split())
    return text if len(text.split()) >= LEAST else sentence


def _says(stretch: str) -> bool:
    """Of ", the board has concluded": that it says whose view it is, and is no aside."""
    its = list(takewhile(lambda one: one.role not in (Role.WHO, Role.THAT, Role.WHEN), words(stretch)))
    verbs = any(one.role is Role.AUX or (one.role is Role.VERB and one.key == "say") for one in its)
    return verbs and len(its) > 1 and its[1].role is Role.DET


def _closed(found: re.Match[str], after: str) -> str:
    """A comma for a clause that goes, to meet its second one; all of it where what follows may belong to it.

    After "Kelso, who led the board" the verb must follow: not "also known as" or "and her deputy".
    """
    following = [one.role for one in words(after[:80]) if one.role is not Role.MARK][:1]
    return "," if following and following[0] in (Role.VERB, Role.AUX) else found.group()


def without_link(sentence: str) -> str:
    """Without a "But" or "However" that ties it to the sentence before."""
    text = _LINK.sub("", sentence)
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]  # eBay


def _kept(found: re.Match[str], text: str) -> str:
    """An aside that must stay, as it is; nothing for one that can go."""
    inside = found.group()
    weighty = _WEIGHTY.search(inside) or len(inside.split()) > ASIDE or '"' in inside or "“" in inside
    return inside if weighty else ""

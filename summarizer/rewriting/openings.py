"""What stands before an article's sentence and is no part of it: datelines, agency marks, connectives."""

from __future__ import annotations

import re

from checks.model import Article, Zone
from summarizer.language.grounding import ArticleIndex

# "J.P.": the name goes on, and the full stop ends no sentence. "U.S." and "D.C." may end one.
ENDS_IN_INITIALS = re.compile(r"(?<![\w.])(?!U\.[SKN]\.$|D\.C\.$)(?:[A-Z]\.)+$")
_AGENCY = r"\((?:CNN|AP|AFP|UPI|PTI|ANI|IANS|dpa|PA|Reuters|Xinhua|Bloomberg|Interfax|Kyodo|Ritzau)[^()]{0,30}\)"
_CAPITALS = r"\([A-Z]{2,}\)"  # may be an agency's mark, or the initials of what stands before
_DASH = r"(?:--|–|—|-)"
_PLACE = r"[A-Z][\w.'’/-]*(?:,? [A-Z][\w.'’/-]*){0,5}"
_DATELINE = re.compile(
    rf"(?:{_PLACE},? )?{_AGENCY}\s*(?:{_DASH}|:)?\s*"  # "Torley (AP) --", "(CNN)"
    rf"|(?:{_PLACE},? )?{_CAPITALS}\s*(?:{_DASH}|:)\s*(?=[A-Z\"“])"
    rf"|{_PLACE}(?:, [A-Z][\w.]+ \d{{1,2}})? (?:--|–|—) (?=[A-Z\"“])"  # "TORLEY, Skerra --"
    r"|[A-Z]{3,}(?:[ ,/-]+[A-Z]{2,})*(?:, [A-Z][\w.]+ \d{1,2})?(?: \([^()]{1,30}\))?\s*(?::|--|–|—|-)\s+"  # "TORLEY:"
)
_CONNECTIVE = re.compile(
    r"(?:(?:Meanwhile|Moreover|Furthermore|But|And),?|"
    r"(?:However|On the other hand|On the contrary|In addition|Besides|Additionally|Similarly|Likewise|As such|So|Also|"
    r"Still|Yet|Now),) (?=[a-zA-Z])"
)

_SPEAKER = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}|(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+)(?: \([^()]{1,30}\))?: \S"
)
"""At the beginning of a paragraph of a transcript: "MR ASH:", "ANN PIKE (HOST):", "Ann Pike:"."""
_UNENDED = re.compile(r"[\w%)]$")
MIN_UNENDED = 8  # words of a line that gets the full stop which it lacks
SPEAKERS = 2  # paragraphs that begin so, from which on an article has a transcript in it
_CONTRAST = re.compile(r"(?:But|However|Yet|Still|On the other hand|On the contrary)\b")
_IN_LOWER_CASE = re.compile(r"[a-z]+[ ,]")  # not "eBay" or "al-Hilal"
_ENDED = re.compile(r"[.!?:;…][\"”’')\]]*$")
_SPACE_BEFORE_MARK = re.compile(r"(?<=[\w)\"”’])\s+([,;)]|\.(?![\w.])(?! \.))")  # where the page had a link
_DOUBLED = re.compile(r"\b(the|a|an|of|to|and) \1\b")  # a slip of the pen; "on on" may be none


def opened_sentence(number: int, index: ArticleIndex) -> str:
    """An article sentence without what opens it.

    Empty where it is the second half of one split in a name or torn by the page, or stands in the middle of somebody's
    words, whose quotation marks are in other sentences or which are those of a transcript.
    """
    article = index.article
    if _is_torn_off(number, article) or _is_in_transcript(number, article):
        return ""
    if number and ENDS_IN_INITIALS.search(article.text_of(article.sentences[number - 1].span)):
        return ""
    if _is_in_quotation(number, article):
        return ""
    return _with_full_stop(
        without_opening(" ".join(article.text_of(article.sentences[number].span).split())), number, article
    )


def _with_full_stop(text: str, number: int, article: Article) -> str:
    """A standfirst's line or a bullet with the full stop that the page left out; no crosshead, title or torn line."""
    words = text.split()
    span = article.sentences[number].span
    is_whole = span.end == article.paragraphs[article.sentences[number].paragraph].span.end
    in_lower_case = sum(word[:1].islower() for word in words)
    if not is_whole or len(words) < MIN_UNENDED or 2 * in_lower_case < len(words) or not _UNENDED.search(text):
        return text
    return f"{text}."


def _is_torn_off(number: int, article: Article) -> bool:
    """Whether it goes on in lower case where the sentence before it has no end; never in text without capitals."""
    if not number or not _IN_LOWER_CASE.match(article.text_of(article.sentences[number].span)):
        return False
    before = article.sentences[number - 1]
    words = article.text_of(before.span)
    return before.zone is Zone.BODY and not words[:1].islower() and not _ENDED.search(words)


def _is_in_quotation(number: int, article: Article) -> bool:
    """Whether a quotation that is open before the sentence, in its paragraph, is not closed in it."""
    sentence = article.sentences[number]
    paragraph = article.paragraphs[sentence.paragraph].span
    before, words = article.text[paragraph.start : sentence.span.start], article.text_of(sentence.span)
    is_open = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    return is_open and not any(mark in words for mark in ('"', "“", "”"))


def _is_in_transcript(number: int, article: Article) -> bool:
    """Whether its paragraph is what one of several speakers says, and begins with the name of that one."""
    if not _SPEAKER.match(article.text_of(article.paragraphs[article.sentences[number].paragraph].span)):
        return False
    return sum(bool(_SPEAKER.match(article.text_of(each.span))) for each in article.paragraphs) >= SPEAKERS


def without_opening(sentence: str) -> str:
    """The sentence without dateline, agency mark, doubled words and a connective that ties it to the one before.

    Nor has it a space before a comma or a full stop.
    """
    match = _DATELINE.match(sentence)
    text = sentence[match.end() :] if match and match.end() < len(sentence) else sentence
    return without_connective(_DOUBLED.sub(r"\1", _SPACE_BEFORE_MARK.sub(r"\1", text)))


def is_contrast(sentence: str) -> bool:
    """Whether it begins with a "But" or "However", which says more than an "And": that it is set against the rest."""
    return bool(_CONTRAST.match(sentence))


def without_connective(sentence: str) -> str:
    """The sentence without a "But" or "However" that ties it to the one before, with a capital at its start."""
    match = _CONNECTIVE.match(sentence)
    text = sentence[match.end() :] if match else sentence
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]  # eBay

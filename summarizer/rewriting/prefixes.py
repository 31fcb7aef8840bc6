"""Removes what precedes an article's sentence without being part of it: datelines, agency marks, connectives."""

from __future__ import annotations

import re

from checks.model import Article, Zone
from summarizer.language.grounding import ArticleIndex
from summarizer.language.quotations import is_quoted

# "J.P.": the name continues, so the full stop does not end a sentence. "U.S." and "D.C." may end one.
ENDS_IN_INITIALS = re.compile(r"(?<![\w.])(?!U\.[SKN]\.$|D\.C\.$)(?:[A-Z]\.)+$")
_AGENCY = r"\((?:CNN|AP|AFP|UPI|PTI|ANI|IANS|dpa|PA|Reuters|Xinhua|Bloomberg|Interfax|Kyodo|Ritzau)[^()]{0,30}\)"
_CAPITALS = r"\([A-Z]{2,}\)"  # an agency's mark, or the initials of the preceding name
_DASH = r"(?:--|–|—|-)"
_PLACE = r"[A-Z][\w.'’/-]*(?:,? [A-Z][\w.'’/-]*){0,5}"
_CAPS = r"(?:[A-Z\d'’:&,-]+ ){0,4}"
_DATELINE = re.compile(
    rf"(?:{_PLACE},? )?{_AGENCY}\s*(?:{_DASH}|:)?\s*"  # "Torley (AP) --", "(CNN)"
    rf"|(?:{_PLACE},? )?{_CAPITALS}\s*(?:{_DASH}|:)\s*(?=[A-Z\"“])"
    rf"|{_PLACE}(?:, [A-Z][\w.]+ \d{{1,2}})? (?:--|–|—) (?=[A-Z\"“])"  # "TORLEY, Skerra --"
    r"|\((?:Credit|Image|Photo|Picture|Source)s?: [^()]{1,60}\)\s*"  # of a picture, before the sentence that follows it
    rf"|{_CAPS}[A-Z]{{5,}}:? {_CAPS}[A-Z]{{5,}}:? {_CAPS}(?=[\"“]?[A-Z][a-z])"  # "ROADS AND PORTS The board"
    r"|[A-Z]{3,}(?:[ ,/-]+[A-Z]{2,})*(?:, [A-Z][\w.]+ \d{1,2})?(?: \([^()]{1,30}\))?\s*(?::|--|–|—|-)\s+"  # "TORLEY:"
)
_CONNECTIVE = re.compile(
    r"^(?:(?:Moreover|Furthermore|But(?! for (?!now|many|most|some))|And),?|"
    r"(?:However|On the other hand|On the contrary|In addition|Besides|Additionally|Similarly|Likewise|As such|So|Also|"
    r"Still|Yet|Now),) (?=[a-zA-Z])"
)

_SPEAKER = re.compile(
    r"(?:[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+){0,3}|(?:[A-Z][\w.'’-]+ ){1,3}[A-Z][\w'’-]+)(?: \([^()]{1,30}\))?: \S"
)
"""The start of a paragraph in a transcript: "MR ASH:", "ANN PIKE (HOST):", "Ann Pike:"."""
_NO_END_MARK = re.compile(r"[\w%)]$")
MIN_UNENDED_WORDS = 8  # of a line without an end mark, from which a full stop is added
MIN_SPEAKERS = 2  # paragraphs with a speaker, from which an article counts as having a transcript
_CONTRAST = re.compile(r"(?:But|However|Yet|Still|On the other hand|On the contrary)\b")
_IN_LOWER_CASE = re.compile(r"[a-z]+[ ,]")  # not "eBay" or "al-Hilal"
_END_MARK = re.compile(r"[.!?:;…][\"”’')\]]*$")
_SPACE_BEFORE_MARK = re.compile(r"(?<=[\w)\"”’])\s+([,;)]|\.(?![\w.])(?! \.))")  # left where a web page had a link
_DOUBLED = re.compile(r"\b(the|a|an|of|to|and) \1\b")  # a slip; "on on" may be right


def opened_sentence(number: int, index: ArticleIndex) -> str:
    """An article sentence without its prefix, and with its full stop.

    Empty if it is only the second half of a sentence (split at a name's initials or by the page layout), or lies in a
    transcript or in a quotation whose marks are in other sentences.
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
    """The text with a full stop if it is a standfirst or bullet without one; not a crosshead, title or broken line."""
    words = text.split()
    span = article.sentences[number].span
    ends_paragraph = span.end == article.paragraphs[article.sentences[number].paragraph].span.end
    is_prose = len(words) >= MIN_UNENDED_WORDS and 2 * sum(word[:1].islower() for word in words) >= len(words)
    return f"{text}." if ends_paragraph and is_prose and _NO_END_MARK.search(text) else text


def _is_torn_off(number: int, article: Article) -> bool:
    """Whether it starts in lower case after a sentence without an end mark; never in text without capitals."""
    if not number or not _IN_LOWER_CASE.match(article.text_of(article.sentences[number].span)):
        return False
    before = article.sentences[number - 1]
    words = article.text_of(before.span)
    return before.zone is Zone.BODY and not words[:1].islower() and not _END_MARK.search(words)


def _is_in_quotation(number: int, article: Article) -> bool:
    """Whether the sentence lies in a quotation that its paragraph opens before it and closes after it, if at all."""
    sentence = article.sentences[number]
    paragraph = article.paragraphs[sentence.paragraph].span
    before, words = article.text[paragraph.start : sentence.span.start], article.text_of(sentence.span)
    return is_quoted(before, len(before)) and not any(mark in words for mark in ('"', "“", "”"))


def _is_in_transcript(number: int, article: Article) -> bool:
    """Whether its paragraph starts with a speaker's name, as do others of the article."""
    if not _SPEAKER.match(article.text_of(article.paragraphs[article.sentences[number].paragraph].span)):
        return False
    return sum(bool(_SPEAKER.match(article.text_of(each.span))) for each in article.paragraphs) >= MIN_SPEAKERS


def without_opening(sentence: str) -> str:
    """The sentence without dateline, agency mark, initial connective, doubled words and spaces before marks."""
    match = _DATELINE.match(sentence)
    text = sentence[match.end() :] if match and match.end() < len(sentence) else sentence
    return without_connective(_DOUBLED.sub(r"\1", _SPACE_BEFORE_MARK.sub(r"\1", text)))


def is_contrast(sentence: str) -> bool:
    """Whether a sentence starts with a connective of contrast, such as "But" or "However"."""
    return bool(_CONTRAST.match(sentence))


def without_connective(sentence: str) -> str:
    """The sentence without an initial connective such as "But" or "Also", and with a capital at its start."""
    text = _CONNECTIVE.sub("", sentence)
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]  # eBay

"""Rejects a sentence that cannot be printed by itself, whatever the article says.

Small models break off at the token limit, repeat themselves and quote without saying who speaks. Only the form is
checked: end mark, length, balanced quotation marks and brackets, a finite main verb, a speaker for a quotation,
no first or second person outside quotation marks. A sentence of sound form passes, true or not.
"""

from __future__ import annotations

import re

from summarizer.guards.guard import DraftSentence, Guard, Rejection
from summarizer.language.parsing import ParsedSentence
from summarizer.language.quotations import QUOTED, is_balanced, with_ends_closed

MIN_PRINTABLE_WORDS, MAX_PRINTABLE_WORDS = 4, 70  # of a sentence that may be printed
MIN_ATTRIBUTED_WORDS = 4  # quoted words from which a speaker must be named
MAX_INLINE_QUOTE_WORDS = 8  # of a quotation that is part of the writer's sentence and needs no speaker
MIN_WORDS_BEFORE_QUOTE = 8  # of such a sentence, before the quotation; in an article's sentence, around it
MAX_TITLE_WORDS = 8  # of the title of a book, film or song

_REPEATED_WORDS = re.compile(
    r"\b(?!(?:that|had|is|very|so|many|blah|bye)\b)([^\W\d]{4,}|[^\W\d]+ [^\W\d]+|the|a|of|in|to|and) \1\b"
)
_LABELLED = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?: [A-Z]|.*\bpictured\b")  # captions, lists, transcripts
_END_MARK = re.compile(r"[.!?][\"'”’)\]]*$")
_QUESTION_OR_EXCLAMATION = re.compile(r"[?!]$")  # outside quotation marks
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_FIRST_OR_SECOND_PERSON = frozenset("i we my our us me you your".split())
_SPEECH_LEMMAS = frozenset(
    "say tell accord add write tweet post ask call describe term insist claim warn explain argue admit joke announce "
    "state reply urge recall note name title entitle dub know quote read stress emphasise emphasize confirm declare "
    "suggest praise brand accuse report think believe slam label vow promise chant shout sing".split()
)
_FINITE_TAGS = ("VBD", "VBZ", "VBP", "MD")


def check(sentence: DraftSentence) -> Rejection | None:
    """Rejects a sentence that cannot be printed by itself. The article is not consulted, so there is no evidence."""
    fault = incompleteness(sentence.parsed)
    return Rejection(fault) if fault else None


def incompleteness(
    parsed: ParsedSentence,
    *,
    is_from_article: bool = False,
    is_main_event: bool = False,
    may_address_reader: bool = False,
    may_continue: bool = False,
) -> str:
    """Why a sentence cannot be printed by itself; empty if it can.

    An editor has already printed the article's own sentences (`is_from_article`): there "has no verb" would be an error
    of the parser and "says the same twice" the editor's choice, so neither is checked. The sentence with the main event
    only has to be whole and to name its speaker: readers do not want a summary without it. With `may_address_reader` a
    sentence may use the first or second person, ask, exclaim or command. With `may_continue`, where the next sentence
    of the article is printed too, it may end in a colon or an open quotation, or close one.
    """
    sentence = parsed.text
    if may_continue:
        sentence = with_ends_closed(sentence)
    words = _WORD.findall(sentence)
    if is_main_event:
        is_whole = _END_MARK.search(sentence) and is_balanced(sentence) and len(words) >= MIN_PRINTABLE_WORDS
        is_whole = is_whole and sentence[:1] not in "-–—"  # a line that only names the speaker of a quotation above it
        if _quotes_without_speaker(parsed, is_from_article):
            return "quotes without a speaker"
        return "" if is_whole else "breaks off"
    if not _END_MARK.search(sentence):
        return "breaks off"
    if not may_address_reader and _QUESTION_OR_EXCLAMATION.search(sentence):
        return "asks or exclaims"
    if len(words) < MIN_PRINTABLE_WORDS:
        return "is no full sentence"
    if len(words) > MAX_PRINTABLE_WORDS:
        return "is too long"
    first = sentence.lstrip("\"'“‘(")[:1]
    if not (first.isupper() or first.isdigit() or first in "£$€"):
        return "starts in the middle"
    if not is_balanced(sentence):
        return "opens or closes a quotation or bracket that has no partner"
    if _quotes_without_speaker(parsed, is_from_article):
        return "quotes without a speaker"
    if not may_address_reader and not (may_continue and sentence != parsed.text) and is_addressed_to_reader(parsed):
        return "speaks in the first or second person outside quotation marks"
    if not is_from_article and not has_finite_verb(parsed):
        return "has no verb"
    if not may_address_reader and _lacks_subject(parsed):
        return "starts in the middle"
    if _LABELLED.match(sentence):
        return "is a caption or has a label"
    if _REPEATED_WORDS.search(sentence) or (not is_from_article and repeats_itself(sentence)):
        return "says the same twice"
    return ""


def _quotes_without_speaker(parsed: ParsedSentence, is_from_article: bool = False) -> bool:
    """Whether a sentence quotes somebody without saying who speaks.

    A title needs no speaker, nor do a few quoted words within the writer's own sentence; in a sentence that a model
    wrote, enough of its own words must precede them.
    """
    sentence = parsed.text
    unquoted_words = len(_WORD.findall(QUOTED.sub(" ", sentence))) if is_from_article else 0
    quoted: set[int] = set()
    attributable_words = 0
    for quotation in QUOTED.finditer(sentence):
        text, before = quotation[1], sentence[: quotation.start()].rstrip()
        count = len(_WORD.findall(text))
        quoted |= {token.i for token in parsed.tokens if quotation.start() <= token.idx < quotation.end()}
        is_title = (
            count <= MAX_TITLE_WORDS
            and text[-1:] not in tuple(",.!?")
            and all(word[0].isupper() or len(word) < 4 for word in text.split())
        )
        is_inline = (
            count <= MAX_INLINE_QUOTE_WORDS
            and not text[:1].isupper()
            and max(unquoted_words, len(_WORD.findall(before))) >= MIN_WORDS_BEFORE_QUOTE
        )
        attributable_words += 0 if is_title or is_inline else count
    return attributable_words >= MIN_ATTRIBUTED_WORDS and not any(
        lemma in _SPEECH_LEMMAS and token.i not in quoted
        for token, lemma in zip(parsed.tokens, parsed.lemmas, strict=True)
    )


def is_addressed_to_reader(parsed: ParsedSentence) -> bool:
    """Whether a sentence has "we" or "you" outside quotation marks and attributes it to no other speaker.

    "It could fill your drive, a researcher says" reports speech; "I told him" does not. "World War I" has no pronoun.
    """
    quoted = [found.span() for found in QUOTED.finditer(parsed.text)]
    personal = {
        token.i
        for token in parsed.tokens
        if token.lower_ in _FIRST_OR_SECOND_PERSON
        and token.tag_ in ("PRP", "PRP$")
        and not (token.i and token.text[0].isupper() and token.text != "I")  # "the Axis My India poll"
        and not any(start <= token.idx < end for start, end in quoted)
    }
    return bool(personal) and not any(
        lemma in _SPEECH_LEMMAS and child.dep_ == "nsubj" and child.i not in personal
        for token, lemma in zip(parsed.tokens, parsed.lemmas, strict=True)
        for child in token.children
    )


def _lacks_subject(parsed: ParsedSentence) -> bool:
    """Whether a sentence starts with its verb or a relative pronoun: "Confirmed the ban"; not "Built in 1990, it"."""
    first = parsed.tokens[0]
    is_main_participle = first.tag_ == "VBN" and first.dep_ == "ROOT"
    return first.tag_ in ("VBD", "VBZ", "VBP") or is_main_participle or first.lower_ in ("who", "which", "whose")


def has_finite_verb(parsed: ParsedSentence) -> bool:
    """Whether the sentence has a finite verb; "A video of members chanting a song." has none.

    A participle or infinitive with a subject counts: the tagger sometimes mistags "deliberated" and "face" so.
    """
    return any(
        token.tag_ in _FINITE_TAGS
        or (
            token.dep_ == "ROOT"
            and token.tag_ in ("VBN", "VB")
            and any(child.dep_ == "nsubj" for child in token.children)
        )
        for token in parsed.tokens
    )


def repeats_itself(sentence: str) -> bool:
    """Whether words are doubled ("The the") or a trigram with two words of over four letters occurs twice."""
    if _REPEATED_WORDS.search(sentence):
        return True
    words = [word.lower() for word in _WORD.findall(sentence)]
    trigrams = [tuple(words[index : index + 3]) for index in range(len(words) - 2)]
    content_trigrams = [trigram for trigram in trigrams if sum(len(word) > 4 for word in trigram) >= 2]
    return len(set(content_trigrams)) < len(content_trigrams)


GUARD = Guard("completeness", 10, check)

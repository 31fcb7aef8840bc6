"""Removes asides from a summary: an abbreviation that is not used again, a conversion of units, an adult's age.

An article says "the Sea Rescue Service (SRS)" because it writes SRS from then on; a summary that does not has no use
for it. The same holds for "18 miles (29km)" and "Holt, 58, said". In a blind comparison readers preferred summaries
without these and a few other asides in 44 of 64 choices. They missed abbreviations that were used again, and sums in
their own currency, so these stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import checks
from checks.model import Figure, Span
from summarizer.language.parsing import parse
from summarizer.language.quotations import is_quoted

ADULT_AGE = 18  # years from which a person's age counts as an aside
_ABBREVIATION = re.compile(r"\s\(([A-Za-z][A-Za-z&.-]{1,9})\)")
_WORD = re.compile(r"[^\W_]+")
_AGE = re.compile(r"(?<=[a-z]), (\d{2}),(?= [a-z])(?! (?:of|from) [A-Z\d])")  # with an address it says who is meant
_BRACKET = re.compile(r"\s\(([^()]{2,40})\)")
_AGE_MATTERS = re.compile(
    r"\b(?:died?|dead|deaths?|kill\w*|murder\w*|body|funeral|birthday|born|young\w*|old|older|oldest|elderly|retir\w+|"
    r"pension\w*|veteran|record|ages?|aged|generation|teen\w*|child\w*|missing|victims?|shot|stabb\w*|rescued|"
    r"hostages?|abduct\w*|kidnap\w*|drown\w*|rap(?:ed?|ist)|assault\w*|gave birth|pregnan\w*|accused|arrest\w*|charged"
    r"|convict\w*|court|guilty|jail\w*|magistrates?|sentenced|suspects?|trial)\b",
    re.IGNORECASE,
)
"""Words that make a person's age, in the same sentence, part of the news."""


def without_asides(sentences: Sequence[str]) -> list[str]:
    """The sentences of a summary without asides, except inside quotation marks."""
    found = []
    for number, sentence in enumerate(sentences):
        others = " ".join([*sentences[:number], *sentences[number + 1 :]])
        for span in sorted(_asides(sentence, others), reverse=True):
            if not is_quoted(sentence, span.start):
                sentence = sentence[: span.start] + sentence[span.end :]
        found.append(sentence)
    return found


def _asides(sentence: str, others: str) -> Iterator[Span]:
    """The spans of a sentence's asides, none within another; `others` are the summary's other sentences."""
    for match in _ABBREVIATION.finditer(sentence):
        rest = f"{sentence[: match.start()]} {sentence[match.end() :]} {others}"
        is_used = re.search(rf"\b{re.escape(match[1])}(?:s|['’]s)?\b", rest)
        if not is_used and _is_initialism_of(match[1], sentence[: match.start()]):
            yield Span(match.start(), match.end())
    if "(" in sentence:
        figures = checks.read(sentence).figures
        for match in _BRACKET.finditer(sentence):
            if _is_conversion(Span(*match.span(1)), match.start(), figures):
                yield Span(match.start(), match.end())
    if not _AGE_MATTERS.search(sentence):
        for match in _AGE.finditer(sentence):
            before = _WORD.findall(sentence[: match.start()])
            if int(match[1]) >= ADULT_AGE and before and before[-1][:1].isupper():
                yield Span(match.start(), match.end() - _opens_apposition(sentence, match.end() + 1))


def _is_initialism_of(abbreviation: str, before: str) -> bool:
    """Whether an abbreviation's letters are initials of the preceding words, in order: "Sea Rescue Service (SRS)"."""
    letters = [letter for letter in abbreviation.lower() if letter.isalpha()]
    if abbreviation.islower() or len(letters) < 2:
        return False
    initials = [word[0].lower() for word in _WORD.findall(before)[-3 * len(letters) :]]
    place = len(initials)
    for letter in reversed(letters):
        place = next((number for number in reversed(range(place)) if initials[number] == letter), -1)
        if place < 0:
            return False
    return len(initials) - place <= 2 * len(letters)


def _is_conversion(inside: Span, bracket: int, figures: Sequence[Figure]) -> bool:
    """Whether a bracket holds the preceding figure in another unit: "18 miles (29km)"."""
    within = [figure for figure in figures if inside.contains(figure.span)]
    before = [figure for figure in figures if figure.span.end <= bracket]
    if len(within) != 1 or not before or bracket - before[-1].span.end > 1:
        return False
    one, other = before[-1], within[0]
    is_all = len(other.words.strip()) >= inside.end - inside.start - len("about ")
    return is_all and one.kind == other.kind and one.kind == "measure" and one.unit != other.unit


def _opens_apposition(sentence: str, offset: int) -> bool:
    """Whether an apposition follows, which needs the comma: "Holt, 58, founder of the yard".

    Not "chose Holt, 58, on Monday".
    """
    [parsed] = parse([sentence])
    following = next((token for token in parsed.tokens if token.idx >= offset), None)
    if following is None or following.pos_ in ("VERB", "AUX", "ADV", "CCONJ"):
        return False
    return following.pos_ != "ADP" or following.head.pos_ not in ("VERB", "AUX")

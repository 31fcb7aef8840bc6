"""What a summary's sentences tell by the way: an abbreviation for later, a figure in another unit, an adult's age.

An article says "the Sea Rescue Service (SRS)" because it writes SRS from then on; a summary that does not has no use
for it. Likewise "18 miles (29km)" and "Holt, 58, said". Readers who chose blind preferred summaries without such
asides, and a few others, in 44 of 64 choices. What they missed was an abbreviation that came again, and what a sum is
in their own money, so these stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import checks
from checks.model import Figure, Span
from summarizer.guards.completeness import is_quoted
from summarizer.language.parsing import parse

ADULT = 18  # years of age from which a person's age is told by the way
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
"""Words beside which a person's age is part of the news."""


def without_asides(sentences: Sequence[str]) -> list[str]:
    """The sentences of a summary without what they tell by the way; what is quoted stays as it was said."""
    found = []
    for number, sentence in enumerate(sentences):
        others = " ".join([*sentences[:number], *sentences[number + 1 :]])
        for span in sorted(_asides(sentence, others), reverse=True):
            if not is_quoted(sentence, span.start):
                sentence = sentence[: span.start] + sentence[span.end :]
        found.append(sentence)
    return found


def _asides(sentence: str, others: str) -> Iterator[Span]:
    """The places of what may go, none within another."""
    for match in _ABBREVIATION.finditer(sentence):
        rest = f"{sentence[: match.start()]} {sentence[match.end() :]} {others}"
        is_used = re.search(rf"\b{re.escape(match[1])}(?:s|['’]s)?\b", rest)
        if not is_used and _stands_for(match[1], sentence[: match.start()]):
            yield Span(match.start(), match.end())
    if "(" in sentence:
        figures = checks.read(sentence).figures
        for match in _BRACKET.finditer(sentence):
            if _is_conversion(Span(*match.span(1)), match.start(), figures):
                yield Span(match.start(), match.end())
    if not _AGE_MATTERS.search(sentence):
        for match in _AGE.finditer(sentence):
            before = _WORD.findall(sentence[: match.start()])
            if int(match[1]) >= ADULT and before and before[-1][:1].isupper():
                yield Span(match.start(), match.end() - _opens_apposition(sentence, match.end() + 1))


def _stands_for(abbreviation: str, before: str) -> bool:
    """Whether the letters of an abbreviation begin the words before it, in order: "Sea Rescue Service (SRS)"."""
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
    """Whether the figure in a bracket is the one before it in another unit: "18 miles (29km)"."""
    within = [figure for figure in figures if inside.contains(figure.span)]
    before = [figure for figure in figures if figure.span.end <= bracket]
    if len(within) != 1 or not before or bracket - before[-1].span.end > 1:
        return False
    one, other = before[-1], within[0]
    is_all = len(other.words.strip()) >= inside.end - inside.start - len("about ")
    return is_all and one.kind == other.kind and one.kind == "measure" and one.unit != other.unit


def _opens_apposition(sentence: str, offset: int) -> bool:
    """Whether more about the same person follows, which wants its comma: "Holt, 58, founder of the yard".

    Not "chose Holt, 58, on Monday".
    """
    [parsed] = parse([sentence])
    following = next((token for token in parsed.tokens if token.idx >= offset), None)
    if following is None or following.pos_ in ("VERB", "AUX", "ADV", "CCONJ"):
        return False
    return following.pos_ != "ADP" or following.head.pos_ not in ("VERB", "AUX")

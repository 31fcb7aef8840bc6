"""Sentence compression: an article's sentence without phrases that the syntax lets go.

What may go are whole dependents, as the parser sees them, that marks set off: appositions, non-restrictive, participle
and adverbial clauses, what opens a sentence before a comma; and "on Tuesday" anywhere. Nothing goes that says who says
so, denies, alleges or restricts. How likely a cut leaves a sentence that reads well and still says nothing but the
article is learned from cuts that readers judged (support/cuts.json).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.language.parsing import ParsedSentence
from summarizer.support.boosted_trees import load_table
from summarizer.support.features import ALLEGATIONS, CONDITIONS, NEGATIONS, QUOTES, Features, deletion_features

if TYPE_CHECKING:
    from spacy.tokens import Token

MIN_WORDS = 7  # that must remain
MIN_CUT_WORDS = 2  # that a version leaves out at least: "also" alone is not worth a cut
MAX_CUTS = 3  # phrases that one version leaves out
SET_OFF = frozenset("advmod npadvmod prep advcl relcl acl appos".split())
"""Dependents that may go where marks set them off: appositions, non-restrictive clauses, opening adverbials."""
MAX_TIME_WORDS = 5  # of a time that may go though nothing sets it off: "on Tuesday", "late on Friday night"
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday week weekend morning afternoon evening "
    "night earlier".split()
)
NEEDED_WORDS = frozenset("only even just nearly almost where when why how as so too very".split())
QUALIFYING = (
    ALLEGATIONS
    | NEGATIONS
    | CONDITIONS
    | frozenset("accord only except unlike view opinion theory deny dispute doubt".split())
)
"""Words without which a sentence claims more than the article does."""
_DASH = re.compile(r"(?:--|–|—)")
_OPENS_CLAUSE = re.compile(r",\s+(?:but|so|who|which|where|while|when|according)\b")
_SPACE_BEFORE_MARK = re.compile(r"\s+([,.;:!?])")


@dataclass(frozen=True, slots=True)
class Shortened:
    """A sentence with phrases left out, and the probability, 0 to 1, that a reader finds it right."""

    text: str
    probability: float


def shorten(sentence: ParsedSentence, min_probability: float) -> list[Shortened]:
    """Versions of the sentence that are right with at least this probability, the longest first.

    The likeliest cut is made first; each further version makes one more, while the whole stays likely enough.
    """
    single = [(score(sentence, phrase), phrase) for phrase in removable_phrases(sentence)]
    single = sorted((entry for entry in single if entry[0] >= min_probability), key=lambda entry: -entry[0])
    versions: list[Shortened] = []
    removed: frozenset[int] = frozenset()
    for _, phrase in single:
        longer = removed | phrase
        if phrase <= removed or not _leaves_enough(sentence, longer):
            continue
        probability = score(sentence, longer)
        if probability < min_probability:
            continue
        removed = longer
        if sum(not sentence.tokens[number].is_punct for number in removed) >= MIN_CUT_WORDS:
            versions.append(Shortened(without(sentence, removed), probability))
        if len(versions) == MAX_CUTS:
            break
    return versions


def score(sentence: ParsedSentence, removed: Collection[int]) -> float:
    """The probability that the sentence without these tokens reads well and is true."""
    return load_table("cuts").probability(cut_features(sentence, removed))


def cut_features(sentence: ParsedSentence, removed: Collection[int]) -> Features:
    """What the cuts' table is asked about a sentence without the tokens with these indices."""
    kept = [token.i for token in sentence.tokens if token.i not in removed]
    features = deletion_features(sentence, kept)
    features["tokens"] = len(sentence)
    features["kept"] = len(kept)
    features["source_speech"] = sum(lemma in ("say", "tell", "add") for lemma in sentence.lemmas)
    return features


def removable_phrases(sentence: ParsedSentence) -> list[frozenset[int]]:
    """The phrases that may go, as the indices of their tokens, marks that set them off included."""
    phrases = []
    for token in sentence.tokens:
        phrase = frozenset(range(token.left_edge.i, token.right_edge.i + 1)) - _end_marks(sentence)
        if (
            phrase
            and token.head.i not in phrase
            and (_is_set_off(sentence, token, phrase) or _is_time(sentence, token, phrase))
            and not any(sentence.lemmas[number] in QUALIFYING for number in phrase)
            and not _bounds_negation(token)
            and _is_whole(sentence, phrase)
            and _leaves_enough(sentence, phrase)
        ):
            phrases.append(phrase)
    return list(dict.fromkeys(phrases))


def _is_set_off(sentence: ParsedSentence, token: Token, phrase: Collection[int]) -> bool:
    """Whether marks stand on either side of a dependent that is no argument, or it opens or ends the sentence so."""
    if token.dep_ not in SET_OFF or token.lower_ in NEEDED_WORDS:
        return False
    first, last = min(phrase), max(phrase)
    opens = first == 0
    ends = all(other.is_punct for other in sentence.tokens[last + 1 :])
    marked_before = first > 0 and sentence.tokens[first - 1].is_punct
    marked_after = last + 1 < len(sentence) and sentence.tokens[last + 1].is_punct
    return (opens and marked_after) or (marked_before and (marked_after or ends))


def _bounds_negation(token: Token) -> bool:
    """Whether it says when or where something is not so: "Before the crash the ferry had never ..."."""
    return token.dep_ in ("prep", "advcl", "npadvmod") and any(
        other.lower_ in NEGATIONS or other.dep_ == "neg" for other in token.head.subtree if other not in token.subtree
    )


def _is_time(sentence: ParsedSentence, token: Token, phrase: Collection[int]) -> bool:
    """Whether it says on which day of the week or at what time of the day something happened, in a few words."""
    return (
        token.dep_ in ("npadvmod", "prep")
        and token.head.pos_ == "VERB"
        and len(phrase) <= MAX_TIME_WORDS
        and any(sentence.lemmas[number] in TIMES for number in phrase)
        and not any(sentence.tokens[number].pos_ == "NUM" for number in phrase)
    )


def _end_marks(sentence: ParsedSentence) -> frozenset[int]:
    """The full stop or question mark at the end, with a quotation mark behind it."""
    end = len(sentence)
    while end and sentence.tokens[end - 1].is_punct:
        end -= 1
    return frozenset(range(end, len(sentence)))


def _is_whole(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether no quotation or bracket begins in the phrase and ends outside it, or the other way round."""
    tokens = [sentence.tokens[number] for number in phrase]
    first, last = sentence.tokens[min(phrase)], sentence.tokens[max(phrase)]
    before = sentence.tokens[first.i - 1] if first.i else None
    after = sentence.tokens[last.i + 1] if last.i + 1 < len(sentence) else None
    if (before is not None and not (before.whitespace_ or before.is_punct)) or (
        before is not None and before.text == "-"
    ):
        return False  # half of a compound
    if after is not None and (after.text == "-" or not (last.whitespace_ or after.is_punct)):
        return False
    if sum(token.text in QUOTES for token in sentence.tokens[: first.i]) % 2:
        return False  # somebody's words stay as they were said
    quotes = sum(token.text in QUOTES for token in tokens)
    return quotes % 2 == 0 and sum(token.text == "(" for token in tokens) == sum(token.text == ")" for token in tokens)


def _leaves_enough(sentence: ParsedSentence, removed: Collection[int]) -> bool:
    return sum(not token.is_punct and token.i not in removed for token in sentence.tokens) >= MIN_WORDS


def without(sentence: ParsedSentence, removed: Collection[int]) -> str:
    """The text without these tokens, with its punctuation mended at the seams and a capital at its start."""
    text = ""
    for start, end in _kept_runs(sentence, removed):
        text = _joined(text, sentence.text[start:end])
    text = _SPACE_BEFORE_MARK.sub(r"\1", text.strip())
    first = sentence.tokens[0]
    if first.i in removed and not text[1:2].isupper():  # eBay
        text = text[:1].upper() + text[1:]
    return text


def _kept_runs(sentence: ParsedSentence, removed: Collection[int]) -> Iterator[tuple[int, int]]:
    """The stretches of text, as character offsets, between what is removed."""
    start: int | None = None
    end = 0
    for token in sentence.tokens:
        if token.i in removed:
            if start is not None:
                yield start, end
            start = None
        else:
            start = token.idx if start is None else start
            end = token.idx + len(token.text)
    if start is not None:
        yield start, end


def _joined(before: str, after: str) -> str:
    """Two stretches between which something went: of the marks that set it off the stronger one stays."""
    left, right = before.rstrip(), after.lstrip()
    if not left:
        return re.sub(r"^(?:[,;:]|--|–|—)+\s*", "", right)
    if left.endswith("(") and right.startswith(")"):
        left, right = left[:-1].rstrip(), right[1:].lstrip()
    mark = _DASH.match(right)
    if re.search(r"(?:--|–|—)$", left) and (mark or right[:1] in tuple(".!?")):
        left = re.sub(r"\s*(?:--|–|—)$", "", left)
        right = right[mark.end() :].lstrip() if mark else right
    if left.endswith(",") and (right[:1] in tuple(",.;:!?") or _DASH.match(right)):
        left = left[:-1]
        if right.startswith(",") and not _OPENS_CLAUSE.match(right):
            right = right[1:].lstrip()
    return left + ("" if right[:1] in tuple(",.;:!?)") or left.endswith("(") else " ") + right

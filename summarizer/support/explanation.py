"""Says in an editor's words how a sentence departs from its source: the plainest difference first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.language.parsing import ParsedSentence, is_content
from summarizer.support.alignment import Alignment, Story
from summarizer.support.features import ALLEGATIONS, CONDITIONS, MODALS, NEGATIONS, PLANS, RESTRICTIONS, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_WORDS = 4  # that one reason names


def departure(alignment: Alignment, story: Story) -> str:
    """A reason whose subject is the sentence: "leaves out who says so: "police said"". Never empty."""
    return next(_departures(alignment, story))


def _departures(alignment: Alignment, story: Story) -> Iterator[str]:
    sentence, source, grounding = alignment.sentence, alignment.source, alignment.grounding
    names = [name for name in grounding.unknown_names if name.lower() not in NEGATIONS]
    if names:
        yield f"names {', '.join(names[:MAX_WORDS])}, which the article does not"
    if len(grounding.unknown_words) > 1:
        yield f"says {_quoted(grounding.unknown_words)}, which the article does not"
    changed = _word_of(sentence, source, NEGATIONS)
    if changed:
        yield f'says "{changed}", which the article does not say of this'
    lost = _word_of(source, sentence, NEGATIONS)
    if lost:
        yield f'leaves out the article\'s "{lost}"'
    elsewhere = [token.text for token in _new_content(alignment) if token.text not in grounding.unknown_words]
    if len(elsewhere) > 1:
        yield f"joins {_quoted(elsewhere)} to this, which the article says elsewhere"
    lost = _word_of(source, sentence, ALLEGATIONS | PLANS | SPEECH, lemmas=True)
    if lost:
        yield f'tells as fact what the article reports with "{lost}"'
    lost = _word_of(source, sentence, MODALS | CONDITIONS | RESTRICTIONS)
    if lost:
        yield f'leaves out the article\'s "{lost}"'
    if elsewhere:
        yield f"joins {_quoted(elsewhere)} to this, which the article says elsewhere"
    if grounding.unknown_words:
        yield f"says {_quoted(grounding.unknown_words)}, which the article does not"
    gap = _longest_gap(alignment)
    if gap:
        yield f'leaves out "{gap}" in the middle of what the article says'
    yield "is too far from what any passage of the article says"


def _new_content(alignment: Alignment) -> Iterator[Token]:
    """The content words that the best source lacks."""
    known = set(alignment.source.lemmas)
    for token, lemma in zip(alignment.sentence.tokens, alignment.sentence.lemmas, strict=True):
        if is_content(token) and lemma not in known:
            yield token


def _word_of(first: ParsedSentence, second: ParsedSentence, listed: frozenset[str], *, lemmas: bool = False) -> str:
    """The first word of `first` that is listed and that `second` lacks in every form; empty where there is none."""
    known = set(second.lemmas) | {token.lower_ for token in second.tokens}
    for token, lemma in zip(first.tokens, first.lemmas, strict=True):
        key = lemma if lemmas else token.lower_
        if key in listed and key not in known and lemma not in known:
            return token.text
    return ""


def _longest_gap(alignment: Alignment) -> str:
    """The longest stretch of the source between two words that the sentence has, shortened to a few words."""
    tokens = alignment.source.tokens
    places = [other for _, other in alignment.pairs]
    gaps = [tokens[one + 1 : other] for one, other in pairwise(places) if other - one > 1]
    longest = max(gaps, key=len, default=())
    words = "".join(token.text_with_ws for token in longest[: 2 * MAX_WORDS]).strip(" ,;")
    return f"{words} …" if len(longest) > 2 * MAX_WORDS else words


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in list(words)[:MAX_WORDS])

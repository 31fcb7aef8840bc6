"""Limits of a summary's length, as requested and as applied, and of the time that a task may take."""

from __future__ import annotations

from dataclasses import dataclass

MAX_SENTENCES = 20
MAX_WORDS = 2000
MIN_WORDS = 10  # least limit that a user may set: hardly a sentence is shorter
MAX_TIMEOUT_SECONDS = 86_400  # a day: operating systems do not accept arbitrarily long timeouts
DEFAULT_SENTENCES = 3
SHORT_SUMMARY_WORDS = 120
"""Words up to which a summary is short: a fourth sentence may then be added to the default three, since readers prefer
four short ones (docs/experiments.md), and a limit on words this low is tight."""
WORDS_PER_SENTENCE = 15  # requested in a prompt where the user sets no limit on words


def require_limits(sentences: int | None, words: int | None, seed: int) -> None:
    """Raises ValueError unless each limit is None or from 1 to its maximum, and the seed a whole number from 0."""
    for name, value, most in (("sentences", sentences, MAX_SENTENCES), ("words", words, MAX_WORDS)):
        if value is not None and not (isinstance(value, int) and 1 <= value <= most):
            raise ValueError(f"{name} is {value!r}; it can be a whole number from 1 to {most:,}")
    if not (isinstance(seed, int) and seed >= 0):
        raise ValueError(f"seed is {seed!r}; it can be a whole number from 0 on")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most sentences and words that a summary may have. Raises ValueError for a limit below one.

    With `may_add`, one more sentence is allowed if all together have at most SHORT_SUMMARY_WORDS words.
    """

    sentences: int = DEFAULT_SENTENCES
    words: int | None = None
    may_add: bool = False

    def __post_init__(self) -> None:
        if self.sentences < 1 or (self.words is not None and self.words < 1):
            raise ValueError("a summary has at least one sentence and one word")

    @classmethod
    def of(cls, sentences: int | None, words: int | None) -> Limits:
        """The limits for a user's; without any, three sentences, or four short ones.

        A limit on words alone that exceeds SHORT_SUMMARY_WORDS allows as many sentences as fit.
        """
        if sentences is None and words is not None and words > SHORT_SUMMARY_WORDS:
            return cls(MAX_SENTENCES, words)
        if sentences is None:
            return cls(words=words, may_add=words is None)
        return cls(sentences, words)

    def allow(self, sentences: int, words: int) -> bool:
        """Whether a summary may have so many sentences and words."""
        added = int(self.may_add and words <= SHORT_SUMMARY_WORDS)
        return sentences <= self.sentences + added and (self.words is None or words <= self.words)

    @property
    def is_tight(self) -> bool:
        """Whether the limit on words is so low that no word may be wasted."""
        return self.words is not None and self.words <= SHORT_SUMMARY_WORDS

    @property
    def requested_words(self) -> int:
        """The limit on words for the prompt: a multiple of ten, as in training."""
        words = self.sentences * WORDS_PER_SENTENCE
        if self.words is not None:
            words = min(words, self.words)
        return max(10, words // 10 * 10)

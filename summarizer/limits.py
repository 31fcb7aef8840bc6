"""The length of a summary: how long it may be asked for, and how long it may be; and how long a task may take."""

from __future__ import annotations

from dataclasses import dataclass

MAX_SENTENCES = 20
MAX_WORDS = 2000
MIN_WORDS = 10  # that a person may ask for: hardly a sentence is shorter
MAX_TIMEOUT_SECONDS = 86_400  # a day; a system takes no time limit without end
DEFAULT_SENTENCES = 3
ADDED_WITHIN = 120
"""Words up to which a summary of four sentences is printed instead of the three that an editor would likeliest print:
readers prefer four where they are short (docs/experiments.md)."""
WORDS_PER_SENTENCE = 15  # that a prompt asks for where the user sets no limit on words


def require_limits(sentences: int | None, words: int | None, seed: int) -> None:
    """Raises ValueError unless each limit is None or a whole number from 1 to its own, and the seed one from 0 on."""
    for name, value, most in (("sentences", sentences, MAX_SENTENCES), ("words", words, MAX_WORDS)):
        if value is not None and not (isinstance(value, int) and 1 <= value <= most):
            raise ValueError(f"{name} is {value!r}; it can be a whole number from 1 to {most:,}")
    if not (isinstance(seed, int) and seed >= 0):
        raise ValueError(f"seed is {seed!r}; it can be a whole number from 0 on")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most sentences and words that a summary may have. Raises ValueError for a limit below one.

    With `may_add`, one more sentence is allowed if all of them together have at most ADDED_WITHIN words.
    """

    sentences: int = DEFAULT_SENTENCES
    words: int | None = None
    may_add: bool = False

    def __post_init__(self) -> None:
        if self.sentences < 1 or (self.words is not None and self.words < 1):
            raise ValueError("a summary has at least one sentence and one word")

    @classmethod
    def of(cls, sentences: int | None, words: int | None) -> Limits:
        """The limits that a user set; with none, three sentences, or four short ones.

        With a limit on words alone that leaves room for more than these, as many sentences as fit.
        """
        if sentences is None and words is not None and words > ADDED_WITHIN:
            return cls(MAX_SENTENCES, words)
        if sentences is None:
            return cls(words=words, may_add=words is None)
        return cls(sentences, words)

    def allow(self, sentences: int, words: int) -> bool:
        """Whether a summary may have so many sentences and words."""
        added = int(self.may_add and words <= ADDED_WITHIN)
        return sentences <= self.sentences + added and (self.words is None or words <= self.words)

    @property
    def is_tight(self) -> bool:
        """Whether there is a limit on words so low that no word is to be wasted."""
        return self.words is not None and self.words <= ADDED_WITHIN

    @property
    def requested_words(self) -> int:
        """The limit on words that the prompt states: a multiple of ten, as in training."""
        words = self.sentences * WORDS_PER_SENTENCE
        if self.words is not None:
            words = min(words, self.words)
        return max(10, words // 10 * 10)

"""How long a summary may be asked for, and how long a task may take, wherever it is asked."""

from __future__ import annotations

MAX_SENTENCES = 20
MAX_WORDS = 2000
MIN_WORDS = 10  # that a person may ask for: hardly a sentence is shorter
MAX_TIMEOUT_SECONDS = 86_400  # a day; a system takes no time limit without end


def require_limits(sentences: int | None, words: int | None, seed: int) -> None:
    """Raises ValueError unless each limit is None or a whole number from 1 to its own, and the seed one from 0 on."""
    for name, value, most in (("sentences", sentences, MAX_SENTENCES), ("words", words, MAX_WORDS)):
        if value is not None and not (isinstance(value, int) and 1 <= value <= most):
            raise ValueError(f"{name} is {value!r}; it can be a whole number from 1 to {most:,}")
    if not (isinstance(seed, int) and seed >= 0):
        raise ValueError(f"seed is {seed!r}; it can be a whole number from 0 on")

"""How long a summary may be asked for, wherever it is asked."""

from __future__ import annotations

MAX_SENTENCES = 20
MIN_WORDS, MAX_WORDS = 10, 2000


def require_limits(sentences: int | None, words: int | None) -> None:
    """Raises ValueError unless each is None or a whole number within its limits."""
    for name, value, least, most in (
        ("sentences", sentences, 1, MAX_SENTENCES),
        ("words", words, MIN_WORDS, MAX_WORDS),
    ):
        if value is not None and not (isinstance(value, int) and least <= value <= most):
            raise ValueError(f"{name} is {value!r}; it can be a whole number from {least} to {most:,}")

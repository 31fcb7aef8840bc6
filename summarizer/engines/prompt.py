"""What the embedded model is asked: the words its adapter was trained with, so that asking otherwise costs quality.

The article goes in as one line (paragraph breaks are not part of the training data) and the limits come after it,
where a small model still sees them when it starts to write.
"""

from __future__ import annotations

SYSTEM = "You summarise news."


def messages(article: str, *, sentences: int, words: int) -> list[dict[str, str]]:
    """The chat that asks for a summary of at most so many sentences and words."""
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": request(article, sentences, words)}]


def request(article: str, sentences: int, words: int) -> str:
    """The user's side of that chat."""
    limit = "one sentence" if sentences == 1 else f"at most {sentences} sentences"
    return f"{' '.join(article.split())}\n\nSummarise this in {limit} and {words} words."
